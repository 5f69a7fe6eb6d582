//! What must hold for every draw: levels that can be reached, that nobody reaches by guessing, and that test what their badge says.

use super::{Bar, Cut, Module};
use crate::assessment::{
    finding::Problem,
    form::every::EveryForm,
    source::{Block, Place},
};

/// The largest probability of reaching a bar by guessing.
const MOST_GUESSED: f64 = 0.01;

/// How far a bar typed by hand may be from what the judges said.
const CUT_SLACK: f64 = 0.005;

/// The reliability that a certification aims at.
const RELIABLE: f64 = 0.8;

/// Tells whatever does not hold for some draw.
pub(super) fn check(module: &Module, root: &Block<'_, '_>) {
    // With a pool that is too small there is no draw to speak of.
    let impossible = module.pools.iter().any(|pool| {
        let held = module
            .items
            .iter()
            .filter(|item| item.pool.as_ref() == Some(&pool.id) && item.retired.is_none());
        (pool.draw as usize) > held.count()
    });
    if impossible {
        return;
    }
    let forms = EveryForm::of(module);
    let blocks = |key| {
        root.get(key)
            .map(|place: Place<'_, '_>| place.blocks())
            .unwrap_or_default()
    };
    for block in blocks("levels") {
        level(module, &forms, &block);
    }
    for block in blocks("badges") {
        for place in block
            .get("align")
            .map(|place| place.items_or_one())
            .unwrap_or_default()
        {
            let code = place.maybe_text().unwrap_or_default();
            let (least, most) = forms.count(|item| item.skills.iter().any(|skill| skill == code));
            if least == 0 && most > 0 {
                place.tell(Problem::Uncovered(code.to_owned()));
            }
        }
    }
    standard(module, &forms, root);
    if module.delivery.certification
        && let Some(alpha) = forms.loosest_alpha().filter(|alpha| *alpha < RELIABLE)
    {
        let mode = root
            .get("delivery")
            .and_then(|place| place.maybe_block())
            .and_then(|block| block.get("mode"));
        match mode {
            Some(place) => place.tell(Problem::LooseForm(alpha)),
            None => root.tell(Problem::LooseForm(alpha)),
        }
    }
}

fn level(module: &Module, forms: &EveryForm<'_>, block: &Block<'_, '_>) {
    let id = block.get("id").and_then(|place| place.maybe_text());
    let Some(level) = module
        .levels
        .iter()
        .find(|level| Some(level.id.as_str()) == id)
    else {
        return;
    };
    if let Some(needs) = block.get("needs").and_then(|place| place.maybe_block()) {
        for place in needs
            .get("items")
            .map(|place| place.items_or_one())
            .unwrap_or_default()
        {
            let id = place.maybe_text().unwrap_or_default();
            if module.item(id).is_some() && !forms.always_has(id) {
                place.tell(Problem::NotDrawn(id.to_owned()));
            }
        }
        if let Some(place) = needs.get("min_per_skill")
            && !module
                .items
                .iter()
                .flat_map(|item| &item.skills)
                .any(|code| {
                    forms
                        .count(|item| item.is_scored() && item.skills.contains(code))
                        .1
                        >= 4
                })
        {
            place.tell(Problem::EmptyMinimum);
        }
    }
    let Some(place) = block.get("min").filter(|_| level.min != Bar::Fraction(0.0)) else {
        return;
    };
    let (best, reached) = forms.best(level);
    if !reached {
        place.tell(Problem::Unreachable { best });
        return;
    }
    let (chance, bar) = forms.guess(level);
    if chance > MOST_GUESSED {
        place.tell(Problem::Guessable {
            chance,
            bar,
            badge: level.badge.is_some(),
        });
    }
}

fn standard(module: &Module, forms: &EveryForm<'_>, root: &Block<'_, '_>) {
    let Some(standard) = &module.standard else {
        return;
    };
    if !module.levels.iter().any(|level| level.min == Bar::Standard) {
        return;
    }
    match standard.cut {
        Cut::PerForm => {
            for block in root
                .get("items")
                .map(|place| place.blocks())
                .unwrap_or_default()
            {
                let id = block.get("id").and_then(|place| place.maybe_text());
                let lacking = id.and_then(|id| module.item(id)).is_some_and(|item| {
                    item.is_scored() && item.retired.is_none() && item.angoff.is_none()
                });
                if lacking {
                    block.tell(Problem::NoAngoff);
                }
            }
        }
        Cut::Fraction(typed) => {
            let judged = module.items.iter().any(|item| item.angoff.is_some());
            let cut = root
                .get("standard")
                .and_then(|place| place.maybe_block())
                .and_then(|block| block.get("cut"));
            if let (true, Some(place), Some((low, high))) = (judged, cut, forms.cut_range())
                && (typed < low - CUT_SLACK || typed > high + CUT_SLACK)
            {
                place.tell(Problem::OtherCut { typed, low, high });
            }
        }
    }
}

#[cfg(test)]
mod tests;
