//! What the attempts at a module say of it and of each of its questions, ready to be put into words: nothing under 30 responses, no cell under five people.

mod choices;
mod groups;

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::{
    classical::{self, ItemStatistics, Marks},
    descriptive::{correlation, mean, variance},
    disclosure::{GROUP, RESPONSES},
    interval::{self, Interval},
    rasch::{self, Difficulty},
    responses::Responses,
};
use crate::assessment::{
    attempt::Attempt,
    item::{Item, Kind},
    module::Module,
    response::Answer,
    score::{EPSILON, mark},
};

/// From so many responses on the Rasch curve is worth drawing, and a choice under 5 per cent is known to be one.
///
/// Source: Linacre (1994), "Sample size and item calibration stability", Rasch Measurement Transactions 7:4: 100 people for half a logit.
const SOME: usize = 100;

/// So many people are enough for the Rasch curve: a tenth of a logit.
const CALIBRATED: usize = 2_000;

/// The fewest and the most groups that people are put into by their score.
const GROUPS: (usize, usize) = (2, 8);

/// The answers to one question, person by person.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// The question's id.
    pub id: String,
    /// The greatest mark.
    pub max: f64,
    /// The mark of each person; nothing where the question was not drawn for them.
    pub marks: Vec<Option<f64>>,
    /// What each person chose, by the author's places.
    chosen: Vec<Vec<usize>>,
}

/// All that is shown of a module.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    /// How many attempts there are.
    pub n: usize,
    /// The whole test; nothing under 30 attempts.
    pub test: Option<Test>,
    /// Question by question, in the order of the file.
    pub questions: Vec<Question>,
}

/// What is shown of the whole test.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Test {
    /// How many questions there are.
    pub k: usize,
    /// The greatest total, where it is the same for everybody: mean and standard deviation are in marks then, else shares of the total.
    pub max: Option<f64>,
    /// The mean total.
    pub mean: f64,
    /// The standard deviation of the total.
    pub sd: f64,
    /// Cronbach's alpha with its interval; nothing where people had different questions.
    pub alpha: Option<(f64, Interval)>,
    /// The standard error of measurement, in marks; nothing in the same case.
    pub sem: Option<f64>,
    /// Whether everybody had all the questions.
    pub complete: bool,
}

/// What is shown of one question: nothing but its number of responses where they are under 30.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// Its id.
    pub id: String,
    /// How many people had it.
    pub n: usize,
    /// The mean share of its marks, with its interval.
    pub facility: Option<(f64, Interval)>,
    /// The correlation with the rest of the test, with its interval; nothing where fewer than five people differ from the others.
    pub discrimination: Option<(f64, Interval)>,
    /// Cronbach's alpha of the other questions, where it is greater.
    pub better_without: Option<f64>,
    /// Who chose what, in the author's order.
    pub choices: Vec<Taken>,
    /// Who chose nothing, or said that they do not know; nothing where they are too few to be told.
    pub silent: Option<f64>,
    /// People by their score in the other questions, the lowest first.
    pub groups: Vec<Group>,
    /// The Rasch model's curve: the expected share of the other questions, and of this one.
    pub curve: Vec<(f64, f64)>,
    /// What to look at.
    pub remarks: Vec<Remark>,
}

/// What is shown of one choice; all but whether it is right is nothing where too few people are meant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Taken {
    /// Whether it is right.
    pub right: bool,
    /// The share of people who chose it, with its interval.
    pub share: Option<(f64, Interval)>,
    /// The mean share of all points of those who chose it.
    pub mean_total: Option<f64>,
}

/// People of about one score in the other questions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// How many.
    pub people: usize,
    /// The mean share of the other questions that they passed.
    pub rest: f64,
    /// The share of them who passed this one: with half of its points or more.
    pub passed: Share,
    /// The share of them who chose each choice; nothing for a cell that may not be shown.
    pub choices: Vec<Option<f64>>,
}

/// A share that says no more than it may.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Share {
    /// It is so.
    Exactly(f64),
    /// It is more: fewer than five people are outside.
    Above(f64),
    /// It is less: fewer than five people are inside.
    Below(f64),
}

/// What to look at; choices by their places, `sure` where the interval leaves no doubt.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Remark {
    /// A wrong choice is taken by more people than the right one.
    Confusing {
        /// Which.
        choice: usize,
        /// Whether that is beyond chance.
        sure: bool,
    },
    /// People do worse than by chance, which gives this share.
    BelowChance(f64),
    /// Those who know more get it wrong.
    Reversed {
        /// Whether that is beyond chance.
        sure: bool,
    },
    /// A wrong choice that those who know more take.
    Attractive {
        /// Which.
        choice: usize,
        /// Whether that is beyond chance.
        sure: bool,
    },
    /// A right choice that those who know more leave.
    Repellent {
        /// Which.
        choice: usize,
        /// Whether that is beyond chance.
        sure: bool,
    },
    /// A wrong choice that under 5 per cent take.
    Idle(usize),
    /// Everybody has the same mark, or nearly.
    Flat,
}

impl Share {
    /// `part` of `whole` people, who are at least five.
    fn of(part: usize, whole: usize) -> Share {
        let share = |people: usize| people as f64 / whole as f64;
        if part < GROUP {
            Share::Below(share(GROUP))
        } else if whole - part < GROUP {
            Share::Above(share(whole - GROUP))
        } else {
            Share::Exactly(share(part))
        }
    }

    /// The share, or the bound that it is beyond.
    pub fn value(self) -> f64 {
        let (Share::Exactly(share) | Share::Above(share) | Share::Below(share)) = self;
        share
    }
}

/// Reads the answers of attempts, question by question: those of the module that are scored and were asked of somebody.
pub fn read(module: &Module, attempts: &[Attempt<'_>]) -> Vec<Asked> {
    let scored = module.items.iter().filter(|item| item.is_scored());
    let mut asked: Vec<Asked> = scored
        .map(|item| Asked {
            id: item.id.clone(),
            max: item.points,
            marks: vec![None; attempts.len()],
            chosen: vec![Vec::new(); attempts.len()],
        })
        .collect();
    let places: HashMap<String, usize> = asked
        .iter()
        .enumerate()
        .map(|(place, asked)| (asked.id.clone(), place))
        .collect();
    for (person, attempt) in attempts.iter().enumerate() {
        for item in attempt.items() {
            let Some(place) = places.get(&item.id) else {
                continue;
            };
            let answer = attempt.answer(item).unwrap_or(Answer::DontKnow);
            let fraction = mark(item, &answer).unwrap_or_default();
            asked[*place].marks[person] = Some(fraction * item.points);
            asked[*place].chosen[person] = match answer {
                Answer::Choice(choice) => vec![choice],
                Answer::Truth(said) => vec![usize::from(!said)],
                Answer::Choices(choices) => choices,
                _ => Vec::new(),
            };
        }
    }
    asked.retain(|asked| asked.marks.iter().any(Option::is_some));
    asked
}

/// Computes what is shown of the answers that [`read`] gave.
pub fn compute(module: &Module, asked: &[Asked]) -> Figures {
    let n = asked.first().map_or(0, |asked| asked.marks.len());
    if n < RESPONSES {
        return Figures {
            n,
            ..Figures::default()
        };
    }
    let people = People::of(asked, n);
    let complete = asked
        .iter()
        .all(|asked| asked.marks.iter().all(Option::is_some));
    let classical = complete.then(|| {
        classical::analyse(&Marks {
            maxima: asked.iter().map(|asked| asked.max).collect(),
            columns: asked
                .iter()
                .map(|asked| asked.marks.iter().flatten().copied().collect())
                .collect(),
        })
    });
    let max = people.max.first().copied().filter(|first| {
        let same = |max: &f64| (max - first).abs() <= EPSILON * first.abs();
        people.max.iter().all(same)
    });
    let totals = if max.is_some() {
        &people.total
    } else {
        &people.share
    };
    let alpha = classical.as_ref().and_then(|found| found.alpha);
    let test = Test {
        k: asked.len(),
        max,
        mean: mean(totals).unwrap_or_default(),
        sd: variance(totals).unwrap_or_default().sqrt(),
        alpha: alpha.and_then(|alpha| Some((alpha, interval::alpha(alpha, asked.len(), n)?))),
        sem: classical.as_ref().and_then(|found| found.sem),
        complete,
    };
    let difficulties = people.difficulties(asked.len());
    let questions = asked.iter().enumerate().map(|(place, one)| {
        let figures = classical.as_ref().map(|found| &found.items[place]);
        let mut question = match module.item(&one.id) {
            Some(item) => question(item, one, place, &people, figures),
            None => Question::default(),
        };
        if question.facility.is_some() {
            question.curve = groups::curve(&difficulties, place);
        }
        let without = figures.and_then(|figures| figures.alpha_if_deleted);
        question.better_without = without
            .filter(|without| alpha.is_some_and(|alpha| *without > alpha + 0.005))
            .filter(|_| question.discrimination.is_some());
        question
    });
    Figures {
        n,
        test: Some(test),
        questions: questions.collect(),
    }
}

/// What is known of each person over all questions that they had.
struct People {
    total: Vec<f64>,
    max: Vec<f64>,
    /// The total as a share of its maximum.
    share: Vec<f64>,
    /// Question by question: whether it was passed, with half of its points or more.
    passes: Vec<Vec<Option<bool>>>,
    passed: Vec<usize>,
    asked: Vec<usize>,
}

impl People {
    fn of(asked: &[Asked], n: usize) -> People {
        let mut people = People {
            total: vec![0.0; n],
            max: vec![0.0; n],
            share: Vec::new(),
            passes: Vec::new(),
            passed: vec![0; n],
            asked: vec![0; n],
        };
        for one in asked {
            let half = one.max / 2.0 - EPSILON;
            let passes: Vec<Option<bool>> = one
                .marks
                .iter()
                .map(|mark| mark.map(|mark| mark >= half))
                .collect();
            for (person, mark) in one.marks.iter().enumerate() {
                if let Some(mark) = mark {
                    people.total[person] += mark;
                    people.max[person] += one.max;
                    people.asked[person] += 1;
                    people.passed[person] += usize::from(*mark >= half);
                }
            }
            people.passes.push(passes);
        }
        let ratio = |(total, max): (&f64, &f64)| if *max > 0.0 { total / max } else { 0.0 };
        people.share = people.total.iter().zip(&people.max).map(ratio).collect();
        people
    }

    /// The Rasch difficulty of each question; nothing where people are too few, or the model does not settle.
    fn difficulties(&self, k: usize) -> Vec<Option<Difficulty>> {
        let n = self.share.len();
        if n < SOME {
            return vec![None; k];
        }
        let cells = (0..n.min(CALIBRATED))
            .flat_map(|person| self.passes.iter().map(move |passes| passes[person]));
        rasch::estimate(&Responses::new(k, cells.collect())).unwrap_or(vec![None; k])
    }

    /// The share of the other questions that a person passed.
    fn rest(&self, person: usize, place: usize) -> f64 {
        let own = usize::from(self.passes[place][person] == Some(true));
        let others = self.asked[person].saturating_sub(1).max(1);
        (self.passed[person] - own) as f64 / others as f64
    }
}

fn question(
    item: &Item,
    asked: &Asked,
    place: usize,
    people: &People,
    classical: Option<&ItemStatistics>,
) -> Question {
    let persons: Vec<usize> = (0..asked.marks.len())
        .filter(|person| asked.marks[*person].is_some())
        .collect();
    let n = persons.len();
    let mut question = Question {
        id: item.id.clone(),
        n,
        ..Question::default()
    };
    if n < RESPONSES {
        return question;
    }
    let marks: Vec<f64> = asked.marks.iter().flatten().copied().collect();
    let share = |value: f64| value / asked.max;
    let (facility, sd) = (
        share(mean(&marks).unwrap_or_default()),
        share(variance(&marks).unwrap_or_default().sqrt()),
    );
    let (low, high) = interval::mean(facility, sd, n);
    question.facility = Some((facility, (low.max(0.0), high.min(1.0))));
    if let Some(chance) = chance(&item.kind).filter(|chance| facility < *chance) {
        question.remarks.push(Remark::BelowChance(chance));
    }
    if differing(&marks) < GROUP {
        question.remarks.push(Remark::Flat);
    } else {
        let rest = || -> Vec<f64> {
            let rest = |person: &usize| {
                let mark = asked.marks[*person].unwrap_or_default();
                let others = people.max[*person] - asked.max;
                if others > 0.0 {
                    (people.total[*person] - mark) / others
                } else {
                    0.0
                }
            };
            persons.iter().map(rest).collect()
        };
        let r = match classical {
            Some(found) => found.item_rest,
            None => correlation(&marks, &rest()),
        };
        question.discrimination = r.and_then(|r| Some((r, interval::correlation(r, n)?)));
    }
    if let Some((r, (_, high))) = question.discrimination
        && r < 0.0
    {
        question.remarks.push(Remark::Reversed { sure: high < 0.0 });
    }
    let chosen: Vec<&Vec<usize>> = persons
        .iter()
        .map(|person| &asked.chosen[*person])
        .collect();
    choices::put(item, &persons, &chosen, people, &mut question);
    question.groups = groups::of(item, &persons, &chosen, place, people);
    question
}

/// How many people do not have the mark that most have: a correlation says what these few did.
fn differing(marks: &[f64]) -> usize {
    let mut counts: HashMap<u64, usize> = HashMap::new();
    for mark in marks {
        *counts.entry(mark.to_bits()).or_default() += 1;
    }
    marks.len() - counts.values().max().copied().unwrap_or_default()
}

/// The share that guessing gives, where it is plain.
fn chance(kind: &Kind) -> Option<f64> {
    match kind {
        Kind::Single { choices } => Some(1.0 / choices.len() as f64),
        Kind::TrueFalse { .. } => Some(0.5),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_says_no_more_than_it_may() {
        assert_eq!(Share::of(10, 20), Share::Exactly(0.5));
        assert_eq!(Share::of(4, 20), Share::Below(0.25));
        assert_eq!(Share::of(16, 20), Share::Above(0.75));
        assert_eq!(Share::of(0, 20), Share::of(4, 20), "none tells no more");
    }
}
