//! Which questions an attempt has: those of no pool and those drawn, in two stages, or one by one from a calibrated bank. All of it follows from the
//! seed and from answers that are stored, so that every process finds the same. What holds for every form that can be drawn is in [`every`], made of the same lots.

pub mod every;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{
    item::{Item, Kind},
    measurement::{
        ability::{Ability, Curve, Curves, probability},
        adaptive::{Limits, Rules, Stop, Test},
    },
    module::{Bar, Cut, Level, Module},
    score::EPSILON,
};

/// What was settled for one attempt when it began.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Draw {
    /// Questions that are left out, as they were neutralised by then.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub out: BTreeSet<String>,
    /// Questions that come last in a draw: seen by this person before, or by too many.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub late: BTreeSet<String>,
}

/// The questions of an attempt so far.
pub struct Form<'m> {
    /// In their order; of an adaptive test those that were given, and the next one.
    pub items: Vec<&'m Item>,
    /// The most there will be.
    pub most: usize,
    /// Why no further question is chosen, where questions are chosen by answers.
    pub stop: Option<Stop>,
    /// What an adaptive test knows by now.
    pub ability: Option<Ability>,
}

/// A test in two stages: everybody's questions, then one of two sets.
pub struct Stages<'m> {
    /// What everybody begins with, other questions included.
    pub routing: Vec<&'m Item>,
    /// What follows below the cut.
    pub easy: Vec<&'m Item>,
    /// What follows from the cut on.
    pub hard: Vec<&'m Item>,
}

/// The questions of an attempt; `earned` gives the fraction earned with a question once it is answered.
pub fn compose<'m>(
    module: &'m Module,
    seed: &str,
    draw: &Draw,
    earned: &dyn Fn(&'m Item) -> Option<f64>,
) -> Form<'m> {
    if let Some(adaptive) = adaptive(module, seed, draw, earned) {
        return adaptive;
    }
    if let Some(stages) = stages(module, seed, draw) {
        let most = stages.routing.len() + stages.easy.len().max(stages.hard.len());
        let second = route(module, &stages.routing, earned)
            .map(|hard| if hard { &stages.hard } else { &stages.easy });
        let items = stages.routing.iter().chain(second.into_iter().flatten());
        return Form {
            items: items.copied().collect(),
            most,
            stop: None,
            ability: None,
        };
    }
    let pools = module.pools.iter().map(|pool| pool.id.as_str());
    let items = drawn(module, seed, draw, &pools.collect::<Vec<_>>(), true);
    Form {
        most: items.len(),
        items,
        stop: None,
        ability: None,
    }
}

/// How many questions one attempt has at most: of a bank those that are drawn, of two stages the longer way.
pub fn length(module: &Module) -> usize {
    compose(module, "", &Draw::default(), &|_| None).most
}

/// Every question of the file, pooled or not, but those that people read and those that are retired.
pub fn sheet(module: &Module) -> Form<'_> {
    let asked = |item: &&Item| !matches!(item.kind, Kind::Reflect { .. }) && item.retired.is_none();
    let items: Vec<&Item> = module.items.iter().filter(asked).collect();
    Form {
        most: items.len(),
        items,
        stop: None,
        ability: None,
    }
}

/// The two stages of an attempt, for those who print them; nothing where the module has none.
pub fn stages<'m>(module: &'m Module, seed: &str, draw: &Draw) -> Option<Stages<'m>> {
    let two = module.delivery.two_stage.as_ref()?;
    let others = module.pools.iter().map(|pool| pool.id.as_str());
    let first: Vec<&str> = others
        .filter(|pool| *pool != two.easy && *pool != two.hard)
        .collect();
    Some(Stages {
        routing: drawn(module, seed, draw, &first, true),
        easy: drawn(module, seed, draw, &[&two.easy], false),
        hard: drawn(module, seed, draw, &[&two.hard], false),
    })
}

/// Whether the answers to the routing questions lead to the hard set; nothing while one of them has none.
fn route<'m>(
    module: &'m Module,
    routing: &[&'m Item],
    earned: &dyn Fn(&'m Item) -> Option<f64>,
) -> Option<bool> {
    let two = module.delivery.two_stage.as_ref()?;
    let (mut points, mut max) = (0.0, 0.0);
    let of_pool = |item: &&&Item| item.pool.as_ref() == Some(&two.routing);
    for item in routing.iter().filter(of_pool) {
        points += item.points * earned(item)?;
        max += item.points;
    }
    Some(points >= two.cut * max - EPSILON)
}

/// Whether the answer to a question decides which come later, so that it stands once it is given.
pub fn routes(module: &Module, item: &Item) -> bool {
    let two = module.delivery.two_stage.as_ref();
    module.is_adaptive() && item.is_scored()
        || two.is_some_and(|two| item.pool.as_ref() == Some(&two.routing))
}

/// The questions of some pools as they are drawn, and with `unpooled` those of no pool, in the order of the attempt. Anchors are always drawn.
fn drawn<'m>(
    module: &'m Module,
    seed: &str,
    draw: &Draw,
    pools: &[&str],
    unpooled: bool,
) -> Vec<&'m Item> {
    let rank =
        |purpose: &str, item: &Item| Sha256::digest(format!("{seed}\n{purpose}\n{}", item.id));
    let all = module
        .items
        .iter()
        .enumerate()
        .filter(|(_, item)| is_asked(item, draw));
    let mut items: Vec<(usize, &Item)> = all
        .clone()
        .filter(|(_, item)| unpooled && item.pool.is_none() && !module.is_for_dossier(item))
        .collect();
    let place = |item: &Item| module.items.iter().position(|one| one.id == item.id);
    for mut lot in lots(module, pools, |item| is_asked(item, draw)) {
        lot.held
            .sort_by_cached_key(|item| (draw.late.contains(&item.id), rank("draw", item)));
        lot.held.truncate(lot.draw);
        let drawn = lot.always.into_iter().chain(lot.held);
        items.extend(drawn.filter_map(|item| Some((place(item)?, item))));
    }
    if module.delivery.shuffle_items {
        items.sort_by_cached_key(|(_, item)| {
            (part_place(module, item), turn(item), rank("order", item))
        });
    } else {
        items.sort_unstable_by_key(|(place, _)| *place);
    }
    items.into_iter().map(|(_, item)| item).collect()
}

/// The place of a question's part: shuffled questions stay in their part, which is done before the next one begins.
fn part_place(module: &Module, item: &Item) -> usize {
    let part = module.part_of(item);
    let place = |part: &str| module.parts.iter().position(|one| one.id == part);
    part.and_then(place).unwrap_or_default()
}

/// When in its part a shuffled question comes: a scale that is asked twice is asked before the others, and again after them.
fn turn(item: &Item) -> u8 {
    match &item.kind {
        Kind::Scale { pair: Some(_), .. } => 0,
        Kind::Scale {
            same_as: Some(_), ..
        } => 2,
        _ => 1,
    }
}

/// A pool of which some questions are drawn.
pub struct Lot<'m> {
    /// Those that every form has: its anchors.
    pub always: Vec<&'m Item>,
    /// How many are drawn of the others.
    pub draw: usize,
    /// The others.
    pub held: Vec<&'m Item>,
}

/// The lots of some pools, of the questions that are asked.
pub fn lots<'m>(module: &'m Module, pools: &[&str], asked: impl Fn(&Item) -> bool) -> Vec<Lot<'m>> {
    let pools = module
        .pools
        .iter()
        .filter(|pool| pools.contains(&pool.id.as_str()));
    pools
        .map(|pool| {
            let of_pool = module
                .items
                .iter()
                .filter(|item| item.pool.as_ref() == Some(&pool.id) && asked(item));
            let (mut always, mut held): (Vec<&Item>, Vec<&Item>) =
                of_pool.partition(|item| item.anchor);
            let mut draw = pool.draw as usize;
            if always.len() >= draw {
                // More anchors than are drawn: some of them come, and nothing else.
                held = std::mem::take(&mut always);
            }
            draw = (draw - always.len()).min(held.len());
            Lot { always, draw, held }
        })
        .collect()
}

/// The bar of a level that is the same for every form; nothing where each has its own.
pub fn fixed_bar(module: &Module, level: &Level) -> Option<f64> {
    match (
        level.min,
        module.standard.as_ref().map(|standard| standard.cut),
    ) {
        (Bar::Fraction(bar), _) | (Bar::Standard, Some(Cut::Fraction(bar))) => Some(bar),
        (Bar::Standard, Some(Cut::PerForm) | None) => None,
    }
}

/// The ability that a fixed bar asks for, where one of two sets is harder than the other and their curves are known: `bank` is all that counts.
pub fn asked_ability(module: &Module, level: &Level, bank: &[&Item]) -> Option<f64> {
    let fixed = fixed_bar(module, level).filter(|bar| *bar > 0.0 && *bar < 1.0)?;
    let told = module.delivery.two_stage.is_some() && bank.iter().all(|item| curve(item).is_some());
    told.then(|| ability_at(bank, fixed))
}

/// The bar of a level for the questions of one form that count: a fixed one, what somebody of the ability asked for earns in it, or that of its judges.
pub fn bar(module: &Module, level: &Level, form: &[&Item], ability: Option<f64>) -> f64 {
    match (fixed_bar(module, level), ability) {
        (Some(_), Some(theta)) => expected(form.iter().copied(), theta),
        (Some(fixed), None) => fixed,
        (None, _) => cut(form).unwrap_or(1.0),
    }
}

/// The bar of one form from its judges: their probabilities weighted by points; nothing where there are none to earn.
pub fn cut(form: &[&Item]) -> Option<f64> {
    let points: f64 = form.iter().map(|item| item.points).sum();
    let judged = |item: &&Item| item.points * item.angoff.unwrap_or(1.0);
    let expected: f64 = form.iter().map(judged).sum();
    (points > 0.0).then(|| expected / points)
}

/// Whether a question may be asked at all: it is not retired, and was not left out when the attempt began.
fn is_asked(item: &Item, draw: &Draw) -> bool {
    item.retired.is_none() && !draw.out.contains(&item.id)
}

/// The curve of a question, where its author or a calibration says how hard it is.
pub fn curve(item: &Item) -> Option<Curve> {
    Some(Curve {
        a: item.discrimination.unwrap_or(1.0),
        b: item.difficulty?,
    })
}

/// The fraction of the points of these questions that a person of an ability is expected to earn; questions without a curve are left out.
pub fn expected<'i>(items: impl IntoIterator<Item = &'i Item>, theta: f64) -> f64 {
    let (mut points, mut max) = (0.0, 0.0);
    for (item, curve) in items
        .into_iter()
        .filter_map(|item| Some((item, curve(item)?)))
    {
        points += item.points * probability(curve, theta);
        max += item.points;
    }
    if max > 0.0 { points / max } else { 0.0 }
}

/// The ability of which a fraction of the points is expected, within the range that the model is used in.
///
/// Source: Lord (1980), chapter 13: true-score equating by the test characteristic curve.
pub fn ability_at(items: &[&Item], fraction: f64) -> f64 {
    let (mut low, mut high) = (-8.0, 8.0);
    // The curve only rises: sixty halvings end below what a double tells apart.
    for _ in 0..60 {
        let middle = (low + high) / 2.0;
        if expected(items.iter().copied(), middle) < fraction {
            low = middle;
        } else {
            high = middle;
        }
    }
    (low + high) / 2.0
}

/// A test chosen one by one, from all scored questions of a calibrated bank; what is not scored follows when it has ended.
fn adaptive<'m>(
    module: &'m Module,
    seed: &str,
    draw: &Draw,
    earned: &dyn Fn(&'m Item) -> Option<f64>,
) -> Option<Form<'m>> {
    let settings = module.delivery.adaptive.filter(|_| module.is_adaptive())?;
    let kept = |item: &&Item| is_asked(item, draw);
    let bank: Vec<&Item> = module
        .items
        .iter()
        .filter(|item| item.is_scored())
        .filter(kept)
        .collect();
    let beside: Vec<&Item> = module
        .items
        .iter()
        .filter(|item| !item.is_scored())
        .filter(kept)
        .collect();
    let shapes: Vec<Curve> = bank.iter().filter_map(|item| curve(item)).collect();
    let curves = Curves::new(&shapes);
    let mut names: Vec<Option<&String>> = Vec::new();
    let mut groups = Vec::new();
    for item in &bank {
        let name = item.skills.first();
        groups.push(
            names
                .iter()
                .position(|known| *known == name)
                .unwrap_or_else(|| {
                    names.push(name);
                    names.len() - 1
                }),
        );
    }
    let limits = Limits {
        groups,
        late: bank
            .iter()
            .map(|item| draw.late.contains(&item.id))
            .collect(),
    };
    let rules = Rules {
        start: settings.start,
        stop_se: settings.stop_se,
        min_items: settings.min_items as usize,
        max_items: settings.max_items as usize,
        randomesque: settings.randomesque as usize,
    };
    let mut test = Test::new(&shapes, &curves, &limits, rules, seed);
    let mut items = Vec::new();
    let stop = loop {
        match test.next() {
            Err(stop) => break Some(stop),
            Ok(place) => {
                items.push(bank[place]);
                match earned(bank[place]) {
                    // Banks are calibrated on right and wrong: part of an answer is not right.
                    Some(fraction) => test.take(place, fraction >= 1.0 - EPSILON),
                    None => break None,
                }
            }
        }
    };
    let most = if stop.is_some() {
        items.len()
    } else {
        rules.max_items.min(bank.len())
    } + beside.len();
    if stop.is_some() {
        items.extend(beside);
    }
    Some(Form {
        items,
        most,
        stop,
        ability: Some(test.path.ability),
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::Date;

    use super::*;
    use crate::assessment::framework::Frameworks;

    #[test]
    fn shuffled_questions_stay_in_their_part_between_the_scales_that_hold_them() {
        let question = |id: &str, part: &str| {
            format!(
                "[[items]]\nid = \"{id}\"\npart = \"{part}\"\ntype = \"true_false\"\nask = \"q\"\nright = true\n"
            )
        };
        let text = [
            "format = \"cafeia-module/1\"\nid = \"m\"\nversion = \"1\"\nlang = \"fr\"\ntitle = \"T\"\nsummary = \"S\"\nlicence = \"CC0-1.0\"\n[delivery]\nshuffle_items = true\n[[parts]]\nid = \"one\"\ntitle = \"Un\"\n[[parts]]\nid = \"two\"\ntitle = \"Deux\"\n",
            "[[items]]\nid = \"before\"\npart = \"one\"\ntype = \"scale\"\nask = \"q\"\npoints_labels = [\"a\", \"b\"]\npair = \"after\"\n",
            &question("a1", "one"),
            &question("b1", "two"),
            "[[items]]\nid = \"after\"\npart = \"two\"\ntype = \"scale\"\nask = \"q\"\nsame_as = \"before\"\n",
            &question("a2", "one"),
            &question("b2", "two"),
            &question("b3", "two"),
        ]
        .concat();
        let (module, findings) = Module::read(&text, &Frameworks::default(), Date::MIN);
        let module = module.unwrap_or_else(|| panic!("{findings:?}"));
        let mut orders = BTreeSet::new();
        for seed in 0..400 {
            let form = compose(&module, &seed.to_string(), &Draw::default(), &|_| None);
            let ids: Vec<&str> = form.items.iter().map(|item| item.id.as_str()).collect();
            assert_eq!((ids[0], ids[6]), ("before", "after"));
            let in_part = |letter: char, ids: &[&str]| ids.iter().all(|id| id.starts_with(letter));
            assert!(
                in_part('a', &ids[1..3]) && in_part('b', &ids[3..6]),
                "{ids:?}"
            );
            orders.insert(ids.concat());
        }
        assert_eq!(orders.len(), 12);
    }
}
