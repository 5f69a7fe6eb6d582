//! What the levels of a module ask for, as the room of certification reads it.

use crate::{
    assessment::{
        item::{Item, Kind},
        module::{Bar, Level, Module},
        policy::EvidenceKind,
    },
    base::Lang,
    certification::{
        plan::{Plan, StoryPlan},
        reading::{Criterion, Rubric},
    },
    outside::quizzes::Served,
};

/// What passes where a rubric does not say.
const USUAL_PASS: f64 = 0.6;

/// The days to appeal where the module does not say.
const USUAL_APPEAL: i64 = 30;

/// What each level of a certification asks for, with its name, from the lowest; nothing where the module is none, or gives no badge yet.
pub fn plans(served: &Served, lang: Lang) -> Vec<(String, Plan)> {
    let module = served.in_lang(lang);
    if !module.delivery.certification || !module.issues_badges() {
        return Vec::new();
    }
    let levels = module.levels.iter();
    levels
        .filter(|level| module.asks_elsewhere(level))
        .filter_map(|level| Some((level.name.clone(), of(module, level)?)))
        .collect()
}

/// What one level asks for.
pub fn plan(served: &Served, lang: Lang, level: &str) -> Option<Plan> {
    let mut all = plans(served, lang).into_iter().map(|(_, plan)| plan);
    all.find(|plan| plan.level == level)
}

fn of(module: &Module, level: &Level) -> Option<Plan> {
    let named = |id: &String| module.evidence.iter().find(|one| one.id == *id);
    let cafe = level
        .needs
        .evidence
        .iter()
        .filter_map(named)
        .find(|one| one.kind == EvidenceKind::Attestation);
    let story = level
        .needs
        .items
        .iter()
        .filter_map(|id| module.item(id))
        .find_map(story);
    let mut badges = module.prerequisites.badges.clone();
    badges.extend(level.needs.badges.iter().cloned());
    Some(Plan {
        module: module.id.clone(),
        level: level.id.clone(),
        badge: level.badge.clone()?,
        badges,
        charter: module.prerequisites.charter,
        declarations: module.prerequisites.declarations.clone(),
        min_age: module.prerequisites.min_age,
        questionnaire: match level.min {
            Bar::Standard => true,
            Bar::Fraction(min) => min > 0.0,
        },
        cafes: cafe.map_or(0, |one| level.needs.evidence_count.unwrap_or(one.count)),
        max_age: cafe.and_then(|one| one.max_age.clone()),
        story,
        appeal_days: module.retake.appeal.map_or(USUAL_APPEAL, |appeal| {
            i64::try_from(appeal.as_secs() / 86_400).unwrap_or(USUAL_APPEAL)
        }),
    })
}

fn story(item: &Item) -> Option<StoryPlan> {
    let Kind::Reflect { words, reading } = &item.kind else {
        return None;
    };
    let reviewers = reading.reviewers.as_ref()?;
    Some(StoryPlan {
        ask: item.ask.clone(),
        words: *words,
        structures_apart: reviewers.same_structure_excluded,
        rubric: Rubric {
            criteria: reading
                .rubric
                .iter()
                .map(|one| Criterion {
                    id: one.id.clone(),
                    text: one.criterion.clone(),
                    weight: one.weight,
                    scale: one.scale.clone(),
                })
                .collect(),
            readers: reviewers.count,
            third_above: reading.third_above,
            pass: reading.pass.unwrap_or(USUAL_PASS),
        },
    })
}
