//! All the forms that a module can give, without listing them: what every draw has, the range of their bars, the one that is the easiest to guess, the most
//! that can be had, and how reliable the loosest one would be. One form, drawn for one attempt, is made beside it, of the same lots.

use super::{Lot, asked_ability, bar, curve, cut, fixed_bar, lots};
use crate::assessment::{
    guess::{self, Chances},
    item::{Item, Kind},
    measurement::ability::{Curve, probability},
    module::{Level, Module},
    score::EPSILON,
};

/// The most forms that are tried one by one.
const MOST_FORMS: u64 = 400;

/// Every form that a module can give.
pub struct EveryForm<'m> {
    module: &'m Module,
    routes: Vec<Route<'m>>,
}

/// One way through a module, what everybody has on it and the lots that are drawn: there is one, but for tests in two stages.
struct Route<'m> {
    fixed: Vec<&'m Item>,
    lots: Vec<Lot<'m>>,
}

/// A question with what guessing it gives.
type Guessed<'m> = (&'m Item, Chances);

impl<'m> EveryForm<'m> {
    /// The forms of a module.
    pub fn of(module: &'m Module) -> EveryForm<'m> {
        let two = module.delivery.two_stage.as_ref();
        let left_out: Vec<Option<&String>> = match two {
            Some(two) => vec![Some(&two.easy), Some(&two.hard)],
            None => vec![None],
        };
        let routes = left_out.into_iter().map(|out| {
            let pools = module.pools.iter().map(|pool| pool.id.as_str());
            let pools: Vec<&str> = pools
                .filter(|pool| out.map(String::as_str) != Some(pool))
                .collect();
            let lots = lots(module, &pools, |item| item.retired.is_none());
            let everybody = module
                .items
                .iter()
                .filter(|item| item.retired.is_none() && item.pool.is_none());
            Route {
                fixed: everybody
                    .chain(lots.iter().flat_map(|lot| lot.always.iter().copied()))
                    .collect(),
                lots,
            }
        });
        EveryForm {
            module,
            routes: routes.collect(),
        }
    }

    /// The fewest and the most questions of a kind that a draw has.
    pub fn count(&self, of: impl Fn(&Item) -> bool) -> (usize, usize) {
        let counts = self.routes.iter().map(|route| {
            let fixed = route.fixed.iter().filter(|item| of(item)).count();
            let (mut least, mut most) = (fixed, fixed);
            for lot in &route.lots {
                let found = lot.held.iter().filter(|item| of(item)).count();
                least += lot.draw.saturating_sub(lot.held.len() - found);
                most += found.min(lot.draw);
            }
            (least, most)
        });
        counts
            .reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
            .unwrap_or_default()
    }

    /// Whether every draw has a question.
    pub fn always_has(&self, id: &str) -> bool {
        self.count(|item| item.id == id).0 == 1
    }

    /// The lowest and the highest bar of the forms, from the judges' probabilities. The extreme of a ratio of sums, each pool chosen apart, by
    /// Dinkelbach's iteration (Management Science 13, 1967): at the bar so far, take the questions whose share is furthest from it.
    pub fn cut_range(&self) -> Option<(f64, f64)> {
        let extreme = |sign: f64| {
            self.routes.iter().filter_map(move |route| {
                let mut bar = 0.5;
                for _ in 0..50 {
                    let form = route
                        .chosen(|item| sign * item.points * (item.angoff.unwrap_or(1.0) - bar));
                    let next = cut(&form)?;
                    if (next - bar).abs() < 1e-12 {
                        break;
                    }
                    bar = next;
                }
                Some(bar)
            })
        };
        let low = extreme(-1.0).reduce(f64::min)?;
        let high = extreme(1.0).reduce(f64::max)?;
        Some((low, high))
    }

    /// Every question that counts, for the bar of one of two sets.
    fn bank(&self) -> Vec<&'m Item> {
        let all = self.module.items.iter();
        all.filter(|item| item.is_scored()).collect()
    }

    /// The probability of reaching a level's bar by guessing, in the form where it is the greatest, with that form's bar. Where there are more than
    /// 400 forms, the form is tried whose questions are expected to give the most above the bar by guessing.
    pub fn guess(&self, level: &Level) -> (f64, f64) {
        let mut worst = (0.0, 1.0);
        let ability = asked_ability(self.module, level, &self.bank());
        let per_form = fixed_bar(self.module, level).is_none();
        for route in &self.routes {
            let guessed = route.guessed();
            let margin = |item: &Item| {
                let share = if per_form {
                    item.angoff.unwrap_or(1.0)
                } else {
                    0.0
                };
                let mean = guessed
                    .iter()
                    .find(|(other, _)| other.id == item.id)
                    .map_or(0.0, |(_, chances)| guess::mean(chances));
                item.points * (mean - share)
            };
            let forms = if route.size() <= MOST_FORMS {
                route.all()
            } else {
                vec![route.chosen(margin)]
            };
            for form in forms {
                let bar = bar(self.module, level, &form, ability);
                let questions: Vec<(f64, &[(f64, f64)])> = guessed
                    .iter()
                    .filter(|(item, _)| form.iter().any(|other| other.id == item.id))
                    .map(|(item, chances)| (item.points, chances.as_slice()))
                    .collect();
                let chance = guess::reaches(&questions, bar);
                if chance > worst.0 {
                    worst = (chance, bar);
                }
            }
        }
        worst
    }

    /// The mean fraction that guessing gives, in the form where it is the greatest by question.
    pub fn guess_mean(&self) -> Option<f64> {
        let means = self.routes.iter().filter_map(|route| {
            let guessed = route.guessed();
            let mean = |item: &Item| {
                let found = guessed.iter().find(|(other, _)| other.id == item.id);
                found.map_or(0.0, |(_, chances)| guess::mean(chances))
            };
            let form = route.chosen(mean);
            let whole: f64 = form.iter().map(|item| item.points).sum();
            let earned: f64 = form.iter().map(|item| item.points * mean(item)).sum();
            (whole > 0.0).then_some(earned / whole)
        });
        means.reduce(f64::max)
    }

    /// The best fraction that anybody can have in the most generous form, and whether it reaches a level's bar there.
    pub fn best(&self, level: &Level) -> (f64, bool) {
        let ability = asked_ability(self.module, level, &self.bank());
        let found = self.routes.iter().map(|route| {
            let form = route.chosen(|item| item.points * (most(item) - item.angoff.unwrap_or(0.0)));
            let whole: f64 = form.iter().map(|item| item.points).sum();
            let earned: f64 = form.iter().map(|item| item.points * most(item)).sum();
            let best = if whole > 0.0 { earned / whole } else { 0.0 };
            (
                best,
                best >= bar(self.module, level, &form, ability) - EPSILON,
            )
        });
        found
            .reduce(|a, b| (a.0.max(b.0), a.1 || b.1))
            .unwrap_or((0.0, false))
    }

    /// Cronbach's alpha that the loosest form would have, if abilities are normal (mean 0, deviation 1) and answers follow the logistic model with the
    /// author's `difficulty` (else the logit of `angoff`, turned round) and `discrimination` (else 1):
    /// alpha = k/(k-1) (1 - sum of item variances / variance of the total).
    pub fn loosest_alpha(&self) -> Option<f64> {
        let alphas = self.routes.iter().filter_map(|route| {
            let form = route.chosen(|item| -Weighed::of(item).spread());
            alpha(&form)
        });
        alphas.reduce(f64::min)
    }
}

impl<'m> Route<'m> {
    /// Scored questions of one form, each pool giving those with the greatest value.
    fn chosen(&self, value: impl Fn(&Item) -> f64) -> Vec<&'m Item> {
        let mut form: Vec<&Item> = self.fixed.clone();
        for lot in &self.lots {
            let mut held: Vec<(f64, &Item)> =
                lot.held.iter().map(|item| (value(item), *item)).collect();
            held.sort_by(|a, b| b.0.total_cmp(&a.0));
            form.extend(held.into_iter().take(lot.draw).map(|(_, item)| item));
        }
        form.retain(|item| item.is_scored());
        form
    }

    fn guessed(&self) -> Vec<Guessed<'m>> {
        let all = self
            .fixed
            .iter()
            .chain(self.lots.iter().flat_map(|lot| &lot.held));
        all.filter(|item| item.is_scored())
            .filter_map(|item| Some((*item, guess::chances(item)?)))
            .collect()
    }

    /// How many forms there are, as far as it matters.
    fn size(&self) -> u64 {
        self.lots.iter().fold(1, |size, lot| {
            let ways = (0..lot.draw as u64).fold(1_u64, |ways, place| {
                ways.saturating_mul(lot.held.len() as u64 - place) / (place + 1)
            });
            size.saturating_mul(ways)
        })
    }

    /// Every form, where there are few.
    fn all(&self) -> Vec<Vec<&'m Item>> {
        let mut forms = vec![self.fixed.clone()];
        for lot in &self.lots {
            let draws = draws(&lot.held, lot.draw);
            forms = forms
                .iter()
                .flat_map(|form| {
                    draws
                        .iter()
                        .map(|drawn| form.iter().chain(drawn).copied().collect())
                })
                .collect();
        }
        for form in &mut forms {
            form.retain(|item: &&Item| item.is_scored());
        }
        forms
    }
}

fn draws<'m>(held: &[&'m Item], draw: usize) -> Vec<Vec<&'m Item>> {
    match (held, draw) {
        (_, 0) => vec![Vec::new()],
        ([first, rest @ ..], _) if held.len() >= draw => {
            let mut with: Vec<Vec<&Item>> = draws(rest, draw - 1);
            with.iter_mut().for_each(|drawn| drawn.push(first));
            with.extend(draws(rest, draw));
            with
        }
        _ => Vec::new(),
    }
}

/// The largest fraction that an answer to a question can earn.
fn most(item: &Item) -> f64 {
    let best = match &item.kind {
        Kind::Single { choices } => choices
            .iter()
            .map(|choice| choice.weight.unwrap_or(f64::from(u8::from(choice.right))))
            .fold(0.0, f64::max),
        Kind::Multiple { choices } if choices.iter().any(|choice| choice.weight.is_some()) => {
            let rights = choices.iter().filter(|choice| choice.right).count().max(1);
            choices
                .iter()
                .map(|choice| {
                    let usual = if choice.right {
                        1.0 / rights as f64
                    } else {
                        0.0
                    };
                    choice.weight.unwrap_or(usual).max(0.0)
                })
                .sum()
        }
        Kind::Text { accept, .. } => accept
            .iter()
            .map(|accepted| accepted.weight)
            .fold(0.0, f64::max),
        _ => 1.0,
    };
    best.clamp(0.0, 1.0)
}

/// How the marks of a question depend on ability, by what its author says: `difficulty`, else the logit of `angoff` turned round, and `discrimination`.
struct Weighed {
    points: f64,
    curve: Curve,
}

/// Nodes and weights of the abilities: 41 places on [-4, 4].
fn abilities() -> impl Iterator<Item = (f64, f64)> {
    let whole: f64 = (-20..=20)
        .map(|n| (-(f64::from(n) / 5.0).powi(2) / 2.0).exp())
        .sum();
    (-20..=20).map(move |n| {
        let theta = f64::from(n) / 5.0;
        (theta, (-theta * theta / 2.0).exp() / whole)
    })
}

/// The mean over abilities.
fn mean(value: impl Fn(f64) -> f64) -> f64 {
    abilities()
        .map(|(theta, weight)| weight * value(theta))
        .sum()
}

impl Weighed {
    fn of(item: &Item) -> Weighed {
        let a = item.discrimination.unwrap_or(1.0);
        let judged = |share: f64| {
            let share = share.clamp(0.02, 0.98);
            -(share / (1.0 - share)).ln() / a
        };
        let b = item.angoff.map_or(0.0, judged);
        Weighed {
            points: item.points,
            curve: curve(item).unwrap_or(Curve { a, b }),
        }
    }

    fn at(&self, theta: f64) -> f64 {
        probability(self.curve, theta)
    }

    /// The variance of the expected marks between people.
    fn spread(&self) -> f64 {
        let square = mean(|theta| self.at(theta).powi(2));
        self.points.powi(2) * (square - mean(|theta| self.at(theta)).powi(2))
    }
}

fn alpha(form: &[&Item]) -> Option<f64> {
    let questions: Vec<Weighed> = form.iter().map(|item| Weighed::of(item)).collect();
    let k = questions.len() as f64;
    if k < 2.0 {
        return None;
    }
    let (mut items, mut noise) = (0.0, 0.0);
    for question in &questions {
        let share = mean(|theta| question.at(theta));
        items += question.points.powi(2) * share * (1.0 - share);
        noise +=
            question.points.powi(2) * mean(|theta| question.at(theta) * (1.0 - question.at(theta)));
    }
    let total = |theta: f64| -> f64 {
        questions
            .iter()
            .map(|question| question.points * question.at(theta))
            .sum()
    };
    let middle = mean(total);
    let between = mean(|theta| (total(theta) - middle).powi(2));
    Some(k / (k - 1.0) * (1.0 - items / (between + noise)))
}

#[cfg(test)]
mod tests;
