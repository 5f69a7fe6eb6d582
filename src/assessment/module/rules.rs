//! What must hold between the blocks of a module: names that exist, once each, and badges that say no more than was asked.

use std::collections::BTreeSet;

use super::{Bar, Level, Module, fairness, read::LISTS};
use crate::assessment::{
    finding::Problem,
    form::{every::EveryForm, lots},
    framework::Frameworks,
    item::{Item, Kind},
    score::EPSILON,
    source::{Block, Place, nearest},
};

/// Tells whatever does not fit, each at the block that says it.
pub(super) fn check(module: &Module, root: &Block<'_, '_>, frameworks: &Frameworks) {
    for key in LISTS {
        duplicates(root, key);
    }
    let [parts, pools, sources, items, badges, evidence] =
        ["parts", "pools", "sources", "items", "badges", "evidence"].map(|key| ids(root, key));
    if let Some(place) = root.get("items") {
        for block in place.blocks() {
            block
                .get("part")
                .iter()
                .for_each(|place| known(place, "part", &parts));
            block
                .get("pool")
                .iter()
                .for_each(|place| known(place, "pool", &pools));
            block
                .get("same_as")
                .iter()
                .for_each(|place| known(place, "question", &items));
            each(&block, "sources", |place| known(place, "source", &sources));
            each(&block, "skills", |place| skill(place, module, frameworks));
        }
    } else {
        root.tell(Problem::MissingKey("items"));
    }
    if let Some(place) = root.get("pools") {
        for block in place.blocks() {
            let id = block.get("id").and_then(|place| place.maybe_text());
            let size = module
                .items
                .iter()
                .filter(|item| item.pool.as_deref() == id && item.retired.is_none())
                .count();
            let Some(place) = block.get("draw") else {
                continue;
            };
            let Some(pool) = module
                .pools
                .iter()
                .find(|pool| Some(pool.id.as_str()) == id)
            else {
                continue;
            };
            // An anchor is for everybody on purpose: what is limited is how often the others come.
            let lots = lots(module, &[&pool.id], |item| item.retired.is_none());
            let least = lots
                .first()
                .map_or(0.0, |lot| lot.draw as f64 / lot.held.len().max(1) as f64);
            if pool.draw as usize > size {
                place.tell(Problem::PoolTooSmall {
                    draw: pool.draw,
                    size,
                });
            } else if module
                .analysis
                .exposure_max
                .is_some_and(|most| least > most + EPSILON)
            {
                let pool = pool.id.clone();
                place.tell(Problem::Overexposed { pool, least });
            }
        }
    }
    if let Some(place) = root.get("levels") {
        for block in place.blocks() {
            block
                .get("badge")
                .iter()
                .for_each(|place| known(place, "badge", &badges));
            let Some(needs) = block.get("needs").and_then(|place| place.maybe_block()) else {
                continue;
            };
            each(&needs, "parts", |place| known(place, "part", &parts));
            each(&needs, "items", |place| known(place, "question", &items));
            each(&needs, "evidence", |place| {
                known(place, "evidence", &evidence)
            });
        }
    }
    if let Some(place) = root.get("badges") {
        for block in place.blocks() {
            let id = block
                .get("id")
                .and_then(|place| place.maybe_text())
                .unwrap_or_default();
            each(&block, "align", |place| {
                skill(place, module, frameworks);
                let code = place.maybe_text().unwrap_or_default();
                if !tested(module, code) {
                    place.tell(Problem::UntestedSkill(code.to_owned()));
                } else if !carried(module, id, code) {
                    place.tell(Problem::UncarriedSkill(code.to_owned()));
                }
            });
        }
    }
    if module.levels.iter().any(|level| level.min == Bar::Standard) && module.standard.is_none() {
        root.tell(Problem::MissingKey("standard"));
    }
    // Only a dossier has an account that adheres.
    if module.prerequisites.charter
        && !module.delivery.certification
        && let Some(block) = root
            .get("prerequisites")
            .and_then(|place| place.maybe_block())
    {
        block
            .get("charter")
            .iter()
            .for_each(|place| place.tell(Problem::CharterOutside));
    }
    two_stage(module, root, &pools);
    per_option(module, root);
    elsewhere(module, root);
    fairness::check(module, root);
}

/// The ids of the blocks of a kind. A block with a fault of its own is there all the same: whoever names it made no second one.
fn ids(root: &Block<'_, '_>, key: &'static str) -> BTreeSet<String> {
    let blocks = root.get(key).map(|place| place.blocks());
    let ids = blocks.iter().flatten().filter_map(|block| block.get("id"));
    ids.filter_map(|place| place.maybe_text().map(str::to_owned))
        .collect()
}

/// The pools of a test in two stages.
fn two_stage(module: &Module, root: &Block<'_, '_>, pools: &BTreeSet<String>) {
    let block = root
        .get("delivery")
        .and_then(|place| place.maybe_block())
        .filter(|_| module.delivery.two_stage.is_some())
        .and_then(|block| block.get("two_stage"))
        .and_then(|place| place.maybe_block());
    for key in ["routing", "easy", "hard"] {
        if let Some(place) = block.as_ref().and_then(|block| block.get(key)) {
            known(&place, "pool", pools);
        }
    }
}

/// Marking by option gives points to an empty answer: not in a certification.
fn per_option(module: &Module, root: &Block<'_, '_>) {
    if !module.delivery.certification {
        return;
    }
    let told = |block: &Block<'_, '_>| {
        if let Some(place) = block.get("partial")
            && place.maybe_text() == Some("per_option")
        {
            place.tell(Problem::PerOption);
        }
    };
    if let Some(block) = root.get("scoring").and_then(|place| place.maybe_block()) {
        told(&block);
    }
    for block in root
        .get("items")
        .map(|place| place.blocks())
        .unwrap_or_default()
    {
        told(&block);
    }
}

/// Badges of other modules, which whoever has those modules at hand looks for.
fn elsewhere(module: &Module, root: &Block<'_, '_>) {
    let foreign = |place: &Place<'_, '_>| {
        if let Some(id) = place.maybe_text().filter(|id| module.badge(id).is_none()) {
            place.tell(Problem::UnknownBadge(id.to_owned()));
        }
    };
    if let Some(block) = root
        .get("prerequisites")
        .and_then(|place| place.maybe_block())
    {
        each(&block, "badges", foreign);
    }
    for block in root
        .get("levels")
        .map(|place| place.blocks())
        .unwrap_or_default()
    {
        let Some(needs) = block.get("needs").and_then(|place| place.maybe_block()) else {
            continue;
        };
        each(&needs, "badges", |place| {
            foreign(place);
            let own = block.get("badge").and_then(|place| place.maybe_text());
            if let Some(id) = place.maybe_text().filter(|id| Some(*id) == own) {
                place.tell(Problem::NeedsItself(id.to_owned()));
            }
        });
    }
}

fn tested(module: &Module, code: &str) -> bool {
    let tests = |skills: &[String]| skills.iter().any(|skill| skill == code);
    module
        .items
        .iter()
        .any(|item| tests(&item.skills) && (item.is_scored() || !item.kind.is_marked()))
}

/// A competence in a badge's text is carried by a needed question of that competence, or by a least fraction for every competence that at least four
/// questions of every draw test.
fn carried(module: &Module, badge: &str, code: &str) -> bool {
    let of_code = |item: &Item| item.skills.iter().any(|skill| skill == code);
    let four = EveryForm::of(module)
        .count(|item| item.is_scored() && of_code(item))
        .0
        >= 4;
    let tests = |id: &String| module.item(id).is_some_and(of_code);
    let mut levels = module
        .levels
        .iter()
        .filter(|level| level.badge.as_deref() == Some(badge))
        .peekable();
    let least = |level: &Level| match (level.min, &module.standard) {
        (Bar::Standard, Some(standard)) => level.needs.min_per_skill.or(standard.min_per_skill),
        _ => level.needs.min_per_skill,
    };
    levels.peek().is_none()
        || levels
            .all(|level| level.needs.items.iter().any(tests) || (four && least(level).is_some()))
}

fn each<'s, 't>(block: &Block<'s, 't>, key: &'static str, check: impl Fn(&Place<'s, 't>)) {
    if let Some(place) = block.get(key) {
        place.items_or_one().iter().for_each(check);
    }
}

fn duplicates(root: &Block<'_, '_>, key: &'static str) {
    let Some(place) = root.get(key) else { return };
    let mut seen = BTreeSet::new();
    for block in place.blocks() {
        let Some(id) = block.get("id") else { continue };
        if let Some(text) = id.maybe_text()
            && !seen.insert(text)
        {
            id.tell(Problem::DuplicateId(text.to_owned()));
        }
    }
}

fn known(place: &Place<'_, '_>, what: &'static str, names: &BTreeSet<String>) {
    if let Some(name) = place.maybe_text().filter(|name| !names.contains(*name)) {
        place.tell(Problem::UnknownReference {
            what,
            name: name.to_owned(),
            near: nearest(name, names.iter().map(String::as_str)),
        });
    }
}

fn skill(place: &Place<'_, '_>, module: &Module, frameworks: &Frameworks) {
    let Some(text) = place.maybe_text() else {
        return;
    };
    let declared = text
        .split_once(':')
        .is_some_and(|(prefix, _)| module.frameworks.contains_key(prefix));
    if declared && frameworks.skill(text).is_some() {
        return;
    }
    let near = text.split_once(':').and_then(|(prefix, code)| {
        let framework = frameworks.get(prefix)?;
        nearest(code, framework.codes.keys().map(String::as_str))
            .map(|code| format!("{prefix}:{code}"))
    });
    place.tell(Problem::UnknownReference {
        what: "skill",
        name: text.to_owned(),
        near,
    });
}

/// The scale that a question repeats.
pub(crate) fn labels<'m>(module: &'m Module, kind: &'m Kind) -> &'m [String] {
    let Kind::Scale {
        labels, same_as, ..
    } = kind
    else {
        return &[];
    };
    match same_as
        .as_ref()
        .and_then(|id| module.item(id))
        .map(|item| &item.kind)
    {
        Some(Kind::Scale { labels, .. }) => labels,
        _ => labels,
    }
}
