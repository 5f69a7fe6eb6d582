//! What came of an attempt: points, competences, the level reached, what the next one asks for, and how near the bar it was.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{
    attempt::Attempt,
    form::{self, ability_at, curve, expected},
    item::{Item, Kind},
    measurement::ability::{Ability, Curves},
    module::{Bar, Level},
    score::EPSILON,
};

/// What came of an attempt.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Outcome {
    /// Points earned.
    pub points: f64,
    /// Points that could be earned.
    pub max: f64,
    /// Their ratio; 0 where there is nothing to earn.
    pub fraction: f64,
    /// The level reached.
    pub level: Option<String>,
    /// Each competence, in the order in which it first comes up.
    pub skills: Vec<SkillScore>,
}

/// What was earned in one competence.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SkillScore {
    /// The competence.
    pub id: String,
    /// Points earned.
    pub points: f64,
    /// Points that could be earned.
    pub max: f64,
    /// Their ratio.
    pub fraction: f64,
}

/// A result within one standard error of the bar of a level that nothing else keeps from it, or that it just reached.
#[derive(Clone, Copy, Debug)]
pub struct Near<'m> {
    /// The level.
    pub level: &'m Level,
    /// Whether it was reached.
    pub reached: bool,
    /// The chance that the true score reaches the bar.
    pub chance: f64,
}

impl<'m> Attempt<'m> {
    /// Everything that came of it, with the answers as they are now. A question that was neutralised takes no level away that was reached with it.
    pub fn outcome(&self) -> Outcome {
        let mut outcome = self.judged();
        if self.has_neutral() {
            let none = BTreeSet::new();
            let before = (*self).neutralising(&none).judged();
            let place = |outcome: &Outcome| {
                self.module
                    .levels
                    .iter()
                    .position(|level| Some(&level.id) == outcome.level.as_ref())
            };
            if place(&before) > place(&outcome) {
                outcome.level = before.level;
            }
        }
        outcome
    }

    fn judged(&self) -> Outcome {
        let items = self.whole().items;
        let (mut points, mut max) = (0.0, 0.0);
        let mut skills: Vec<SkillScore> = Vec::new();
        for item in items.iter().filter(|item| self.counts(item)) {
            let earned = item.points * self.fraction(item).unwrap_or_default();
            points += earned;
            max += item.points;
            for id in &item.skills {
                let at = skills
                    .iter()
                    .position(|skill| skill.id == *id)
                    .unwrap_or_else(|| {
                        skills.push(SkillScore {
                            id: id.clone(),
                            points: 0.0,
                            max: 0.0,
                            fraction: 0.0,
                        });
                        skills.len() - 1
                    });
                skills[at].points += earned;
                skills[at].max += item.points;
            }
        }
        let ratio = |points: f64, max: f64| if max > 0.0 { points / max } else { 0.0 };
        skills
            .iter_mut()
            .for_each(|skill| skill.fraction = ratio(skill.points, skill.max));
        // Two adaptive tests are not two equal sums: what the whole bank would bring is what they have in common.
        if let Some(ability) = self.ability() {
            let bank = self.bank();
            max = bank.iter().map(|item| item.points).sum();
            points = max * expected(bank, ability.theta);
        }
        let fraction = ratio(points, max);
        let mut outcome = Outcome {
            points,
            max,
            fraction,
            level: None,
            skills,
        };
        let mut levels = self.module.levels.iter().rev();
        outcome.level = levels
            .find(|level| self.is_reached(level, &outcome, &items))
            .map(|level| level.id.clone());
        outcome
    }

    fn is_reached(&self, level: &'m Level, outcome: &Outcome, items: &[&'m Item]) -> bool {
        let unmet = self.unmet(level, outcome.fraction, &outcome.skills, items);
        unmet.is_empty()
    }

    /// Every level that is reached with these points, from the lowest.
    pub fn reached(&self, outcome: &Outcome) -> Vec<&'m Level> {
        let items = self.whole().items;
        let levels = self.module.levels.iter();
        levels
            .filter(|level| self.is_reached(level, outcome, &items))
            .collect()
    }

    /// The levels that ask for more than an attempt can show and for whose part of it this one is enough, from the lowest.
    pub fn passed(&self, outcome: &Outcome) -> Vec<&'m Level> {
        self.shown(outcome, Unmet::is_elsewhere)
    }

    /// The same for somebody to whom a person granted the bar.
    pub fn granted(&self, outcome: &Outcome) -> Vec<&'m Level> {
        self.shown(outcome, |unmet| {
            unmet.is_elsewhere() || matches!(unmet, Unmet::Score(_))
        })
    }

    fn shown(&self, outcome: &Outcome, spared: impl Fn(&Unmet<'m>) -> bool) -> Vec<&'m Level> {
        let items = self.whole().items;
        let levels = self.module.levels.iter();
        levels
            .filter(|level| self.module.asks_elsewhere(level))
            .filter(|level| {
                let unmet = self.unmet(level, outcome.fraction, &outcome.skills, &items);
                unmet.iter().all(&spared)
            })
            .collect()
    }

    /// What an adaptive test knows of the person, without the questions that count for nobody; nothing where the test is none.
    fn ability(&self) -> Option<Ability> {
        if !self.module.is_adaptive() {
            return None;
        }
        let form = self.whole();
        let counted = form.items.iter().filter(|item| self.counts(item));
        let (curves, answers): (Vec<_>, Vec<_>) = counted
            .filter_map(|item| {
                let right = self.fraction(item).unwrap_or_default() >= 1.0 - EPSILON;
                Some((curve(item)?, Some(right)))
            })
            .unzip();
        Some(Curves::new(&curves).ability(&answers))
    }

    /// Whether a question counts for the score of this attempt.
    fn counts(&self, item: &Item) -> bool {
        item.is_scored() && !self.is_neutral(item)
    }

    /// Every question of the module that counts.
    fn bank(&self) -> Vec<&'m Item> {
        let all = self.module.items.iter();
        all.filter(|item| self.counts(item)).collect()
    }

    /// The level whose bar this result is within one standard error of, where the bar decides alone; nothing where none is.
    ///
    /// The chance that the true score reaches the bar is 1 - Φ((bar - score) / se). In an adaptive test both are abilities and se is the posterior standard
    /// deviation; else se is that of a person on the border, whose chance with each question is the judges' `angoff`, or the bar itself.
    ///
    /// Source: Rudner (2001), "Computing the expected proportions of misclassified examinees", Practical Assessment, Research & Evaluation 7(14).
    pub fn near(&self, outcome: &Outcome) -> Option<Near<'m>> {
        let (ability, items) = (self.ability(), self.whole().items);
        let near = |level: &'m Level| {
            let bar = self.bar(level, &items);
            let (distance, error) = match ability {
                Some(ability) => (ability_at(&self.bank(), bar) - ability.theta, ability.psd),
                None => (bar - outcome.fraction, self.error_at(&items, bar)),
            };
            let unmet = self.unmet(level, outcome.fraction, &outcome.skills, &items);
            let mut here = unmet.iter().filter(|unmet| !unmet.is_elsewhere());
            let reached = here.clone().next().is_none();
            let bar_decides = here.all(|unmet| matches!(unmet, Unmet::Score(_)));
            // Where nobody at the bar could score anything else, as at a bar of the whole, nothing is left to chance.
            let is_near = error > 0.0 && distance.abs() <= error;
            (bar > 0.0 && bar_decides && is_near).then(|| Near {
                level,
                reached,
                chance: 1.0 - normal(distance / error),
            })
        };
        // The highest that is missed comes before the one that is held.
        self.module.levels.iter().rev().find_map(near)
    }

    /// The standard error of the score of a person at the bar.
    fn error_at(&self, items: &[&Item], bar: f64) -> f64 {
        let (mut spread, mut max) = (0.0, 0.0);
        for item in items.iter().filter(|item| self.counts(item)) {
            let chance = item.angoff.unwrap_or(bar);
            spread += item.points * item.points * chance * (1.0 - chance);
            max += item.points;
        }
        if max > 0.0 { spread.sqrt() / max } else { 0.0 }
    }

    /// The bar of a level for all questions of this attempt, from 0 to 1.
    pub fn bar_of(&self, level: &Level) -> f64 {
        self.bar(level, &self.whole().items)
    }

    /// The bar of a level for the questions of this attempt.
    fn bar(&self, level: &Level, items: &[&Item]) -> f64 {
        let counted: Vec<&Item> = items
            .iter()
            .copied()
            .filter(|item| self.counts(item))
            .collect();
        let ability = form::asked_ability(self.module, level, &self.bank());
        form::bar(self.module, level, &counted, ability)
    }

    /// The level above the one reached, and what it still asks for.
    pub fn next_level(&self, outcome: &Outcome) -> Option<(&'m Level, Vec<Unmet<'m>>)> {
        let reached = outcome
            .level
            .as_ref()
            .and_then(|id| self.module.levels.iter().position(|level| level.id == *id));
        let next = self
            .module
            .levels
            .get(reached.map_or(0, |place| place + 1))?;
        let unmet = self.unmet(next, outcome.fraction, &outcome.skills, &self.whole().items);
        Some((next, unmet))
    }

    fn unmet(
        &self,
        level: &'m Level,
        fraction: f64,
        skills: &[SkillScore],
        items: &[&'m Item],
    ) -> Vec<Unmet<'m>> {
        let mut unmet = Vec::new();
        let bar = self.bar(level, items);
        if fraction < bar - EPSILON {
            unmet.push(Unmet::Score(bar));
        }
        for part in &level.needs.parts {
            if items.iter().any(|item| {
                self.module.part_of(item) == Some(part)
                    && !self.is_done(item)
                    && !self.is_neutral(item)
            }) {
                unmet.push(Unmet::Part(part));
            }
        }
        for id in &level.needs.items {
            let carried = items
                .iter()
                .find(|item| item.id == *id)
                .is_some_and(|item| match self.fraction(item) {
                    _ if self.is_neutral(item) => true,
                    Some(fraction) if item.is_scored() => fraction >= 0.5 - EPSILON,
                    _ => self.is_done(item),
                });
            if let (false, Some(item)) = (carried, self.module.item(id)) {
                unmet.push(Unmet::Item(item));
            }
        }
        let standard = self
            .module
            .standard
            .as_ref()
            .filter(|_| level.min == Bar::Standard);
        let least = level
            .needs
            .min_per_skill
            .or_else(|| standard?.min_per_skill);
        if let Some(least) = least {
            for skill in skills
                .iter()
                .filter(|skill| skill.fraction < least - EPSILON)
            {
                let tested = items
                    .iter()
                    .filter(|item| self.counts(item) && item.skills.contains(&skill.id))
                    .count();
                if tested >= 4 {
                    unmet.push(Unmet::Skill(skill.id.clone()));
                }
            }
        }
        unmet.extend(
            level
                .needs
                .evidence
                .iter()
                .chain(&level.needs.badges)
                .map(|what| Unmet::Elsewhere(what)),
        );
        unmet
    }
}

/// What a level still asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Unmet<'m> {
    /// A fraction of the points.
    Score(f64),
    /// A part to be done.
    Part(&'m str),
    /// A question to be answered well enough, or done.
    Item(&'m Item),
    /// A competence to be shown.
    Skill(String),
    /// Evidence or a badge from elsewhere.
    Elsewhere(&'m str),
}

impl Unmet<'_> {
    /// Whether no attempt can show it: it comes from elsewhere, or people read it.
    pub fn is_elsewhere(&self) -> bool {
        match self {
            Unmet::Elsewhere(_) => true,
            Unmet::Item(item) => matches!(item.kind, Kind::Reflect { .. }),
            Unmet::Score(_) | Unmet::Part(_) | Unmet::Skill(_) => false,
        }
    }
}

/// The standard normal distribution, to 1e-7.
///
/// Source: Abramowitz and Stegun (1964), formula 26.2.17.
fn normal(x: f64) -> f64 {
    if x < 0.0 {
        return 1.0 - normal(-x);
    }
    let t = 1.0 / (1.0 + 0.231_641_9 * x);
    let sum = [
        0.319_381_530,
        -0.356_563_782,
        1.781_477_937,
        -1.821_255_978,
        1.330_274_429,
    ]
    .iter()
    .rev()
    .fold(0.0, |sum, factor| (sum + factor) * t);
    1.0 - (-x * x / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt() * sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_normal_distribution_is_the_one_in_the_tables() {
        for (x, p) in [
            (0.0, 0.5),
            (1.0, 0.841_344_75),
            (-1.96, 0.024_997_9),
            (3.0, 0.998_650_1),
        ] {
            assert!((normal(x) - p).abs() < 1e-6, "{x}: {}", normal(x));
        }
    }
}
