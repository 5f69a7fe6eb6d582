//! One attempt at a module: which questions it has, what is answered, and what came of it.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::{
    item::{Item, Kind},
    module::{Bar, Feedback, Level, Module},
    present::{Presented, ids, named, present},
    response::{self, Answer, WrongShape},
    score::{EPSILON, mark},
};

/// An attempt as it stands: its module, its seed, and the answers so far.
pub struct Attempt<'m> {
    /// The module, in the attempt's language.
    pub module: &'m Module,
    /// What draws and shuffles; without one it is a sheet of words, which has every question of the file.
    seed: Option<&'m str>,
    answers: &'m BTreeMap<String, Value>,
}

/// What an answer meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recording {
    /// It is to be stored.
    Store,
    /// The same answer stands already.
    Same,
    /// Another answer stands, and the first one counts.
    Stands,
    /// It has not the right shape.
    Shape,
}

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

impl<'m> Attempt<'m> {
    /// An attempt at a module with its seed and its answers, by question.
    pub fn new(
        module: &'m Module,
        seed: &'m str,
        answers: &'m BTreeMap<String, Value>,
    ) -> Attempt<'m> {
        Attempt {
            module,
            seed: Some(seed),
            answers,
        }
    }

    /// A sheet of words: every question of the file, pooled or not, but those that people read; choices are named by their texts.
    pub fn on_sheet(module: &'m Module, answers: &'m BTreeMap<String, Value>) -> Attempt<'m> {
        Attempt {
            module,
            seed: None,
            answers,
        }
    }

    /// The questions of this attempt, in its order: those of no pool, and those drawn; none that is retired.
    pub fn items(&self) -> Vec<&'m Item> {
        let all = self
            .module
            .items
            .iter()
            .enumerate()
            .filter(|(_, item)| item.retired.is_none());
        let Some(seed) = self.seed else {
            let read_by_people = |item: &&Item| matches!(item.kind, Kind::Reflect { .. });
            let items = all.map(|(_, item)| item);
            return items.filter(|item| !read_by_people(item)).collect();
        };
        let rank =
            |purpose: &str, item: &Item| Sha256::digest(format!("{seed}\n{purpose}\n{}", item.id));
        let mut items: Vec<(usize, &Item)> = all
            .clone()
            .filter(|(_, item)| item.pool.is_none())
            .collect();
        for pool in &self.module.pools {
            let of_pool = |(_, item): &(usize, &Item)| item.pool.as_ref() == Some(&pool.id);
            let mut drawn: Vec<(usize, &Item)> = all.clone().filter(of_pool).collect();
            drawn.sort_by_cached_key(|(_, item)| rank("draw", item));
            drawn.truncate(pool.draw as usize);
            items.extend(drawn);
        }
        if self.module.delivery.shuffle_items {
            items.sort_by_cached_key(|(_, item)| rank("order", item));
        } else {
            items.sort_unstable_by_key(|(place, _)| *place);
        }
        items.into_iter().map(|(_, item)| item).collect()
    }

    /// A question of this attempt, by its id.
    pub fn item(&self, id: &str) -> Option<&'m Item> {
        self.items().into_iter().find(|item| item.id == id)
    }

    /// How a question is shown here.
    pub fn present(&self, item: &Item) -> Presented {
        match self.seed {
            Some(seed) => present(self.module, item, seed),
            None => named(self.module, item),
        }
    }

    /// The answer to a question as it came, if there is one.
    pub fn response(&self, item: &Item) -> Option<&'m Value> {
        self.answers.get(&item.id)
    }

    /// The answer to a question, read.
    pub fn answer(&self, item: &Item) -> Option<Answer> {
        let response = self.response(item)?;
        let shown = match self.seed {
            Some(seed) => ids(self.module, item, seed),
            None => named(self.module, item),
        };
        response::read(item, &shown, response).ok()
    }

    /// What a new answer to a question meets here.
    pub fn record(&self, item: &Item, response: &Value) -> Recording {
        if let Err(WrongShape) = response::read(item, &self.present(item), response) {
            return Recording::Shape;
        }
        match self.response(item) {
            Some(standing) if standing == response => Recording::Same,
            Some(_) if self.module.delivery.feedback == Feedback::Immediate => Recording::Stands,
            _ => Recording::Store,
        }
    }

    /// The fraction earned with a question; 0 without an answer, nothing where it has no right one.
    pub fn fraction(&self, item: &Item) -> Option<f64> {
        mark(item, &self.answer(item).unwrap_or(Answer::DontKnow))
    }

    /// Whether a question is done: answered, "I don't know" included; an experiment must have been made.
    pub fn is_done(&self, item: &Item) -> bool {
        match (self.answer(item), &item.kind) {
            (None, _) => false,
            (Some(Answer::Done { done, .. }), _) => done,
            (Some(Answer::DontKnow), Kind::Compare { .. }) => false,
            _ => true,
        }
    }

    /// Everything that came of it, with the answers as they are now.
    pub fn outcome(&self) -> Outcome {
        let items = self.items();
        let (mut points, mut max) = (0.0, 0.0);
        let mut skills: Vec<SkillScore> = Vec::new();
        for item in items.iter().filter(|item| item.is_scored()) {
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
        let fraction = ratio(points, max);
        let reached = self
            .module
            .levels
            .iter()
            .rev()
            .find(|level| self.unmet(level, fraction, &skills, &items).is_empty());
        Outcome {
            points,
            max,
            fraction,
            level: reached.map(|level| level.id.clone()),
            skills,
        }
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
        let unmet = self.unmet(next, outcome.fraction, &outcome.skills, &self.items());
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
        let bar = match level.min {
            Bar::Fraction(bar) => bar,
            Bar::Standard => cut(items),
        };
        if fraction < bar - EPSILON {
            unmet.push(Unmet::Score(bar));
        }
        for part in &level.needs.parts {
            if items
                .iter()
                .any(|item| self.module.part_of(item) == Some(part) && !self.is_done(item))
            {
                unmet.push(Unmet::Part(part));
            }
        }
        for id in &level.needs.items {
            let carried = items
                .iter()
                .find(|item| item.id == *id)
                .is_some_and(|item| match self.fraction(item) {
                    Some(fraction) if item.is_scored() => fraction >= 0.5 - EPSILON,
                    _ => self.is_done(item),
                });
            if let (false, Some(item)) = (carried, self.module.item(id)) {
                unmet.push(Unmet::Item(item));
            }
        }
        if let Some(least) = level.needs.min_per_skill {
            for skill in skills
                .iter()
                .filter(|skill| skill.fraction < least - EPSILON)
            {
                let tested = items
                    .iter()
                    .filter(|item| item.is_scored() && item.skills.contains(&skill.id))
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

impl PartialEq for Item {
    fn eq(&self, other: &Item) -> bool {
        self.id == other.id
    }
}

/// The bar of one form: the judges' probabilities weighted by points, over the questions drawn.
fn cut(items: &[&Item]) -> f64 {
    let scored = || items.iter().filter(|item| item.is_scored());
    let points: f64 = scored().map(|item| item.points).sum();
    let expected: f64 = scored()
        .map(|item| item.points * item.angoff.unwrap_or(1.0))
        .sum();
    if points > 0.0 { expected / points } else { 1.0 }
}
