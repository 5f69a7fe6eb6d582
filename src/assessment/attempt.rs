//! One attempt at a module: which questions it has, what is answered, and what a new answer meets.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{
    form::{self, Draw, Form},
    item::{Item, Kind},
    module::{Feedback, Module},
    present::{Presented, ids, named, present},
    response::{self, Answer},
    score::mark,
    tally::{self, Manner},
};

/// An attempt as it stands: its module, its seed, and the answers so far.
#[derive(Clone, Copy)]
pub struct Attempt<'m> {
    /// The module, in the attempt's language.
    pub module: &'m Module,
    /// What draws and shuffles; without one it is a sheet of words, which has every question of the file.
    seed: Option<&'m str>,
    answers: &'m BTreeMap<String, Value>,
    draw: Option<&'m Draw>,
    neutral: Option<&'m BTreeSet<String>>,
    manner: Manner,
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

impl<'m> Attempt<'m> {
    /// An attempt at a module with its seed and its answers, by question.
    pub fn new(
        module: &'m Module,
        seed: &'m str,
        answers: &'m BTreeMap<String, Value>,
    ) -> Attempt<'m> {
        Attempt {
            seed: Some(seed),
            ..Attempt::on_sheet(module, answers)
        }
    }

    /// A sheet of words: every question of the file, pooled or not, but those that people read; choices are named by their texts.
    pub fn on_sheet(module: &'m Module, answers: &'m BTreeMap<String, Value>) -> Attempt<'m> {
        Attempt {
            module,
            seed: None,
            answers,
            draw: None,
            neutral: None,
            manner: Manner::Alone,
        }
    }

    /// The same attempt with what was settled when it began.
    pub fn with_draw(mut self, draw: &'m Draw) -> Attempt<'m> {
        self.draw = Some(draw);
        self
    }

    /// The same attempt with questions that count for nobody any more.
    pub fn neutralising(mut self, neutral: &'m BTreeSet<String>) -> Attempt<'m> {
        self.neutral = Some(neutral);
        self
    }

    /// The same attempt, taken by others than one person.
    pub fn taken(mut self, manner: Manner) -> Attempt<'m> {
        self.manner = manner;
        self
    }

    /// Whether a question counts for nobody any more.
    pub fn is_neutral(&self, item: &Item) -> bool {
        self.neutral
            .is_some_and(|neutral| neutral.contains(&item.id))
    }

    /// Whether one of its questions does.
    pub fn has_neutral(&self) -> bool {
        self.neutral.is_some_and(|neutral| !neutral.is_empty())
            && self.whole().items.iter().any(|item| self.is_neutral(item))
    }

    /// The questions of this attempt so far, and whether more may come.
    pub fn form(&self) -> Form<'m> {
        self.composed(&|item| {
            self.response(item)?;
            Some(self.fraction(item).unwrap_or_default())
        })
    }

    /// All questions that there would have been, as if each without an answer had been given up: leaving early wins nothing where answers choose what comes next.
    pub fn whole(&self) -> Form<'m> {
        self.composed(&|item| Some(self.fraction(item).unwrap_or_default()))
    }

    fn composed(&self, earned: &dyn Fn(&'m Item) -> Option<f64>) -> Form<'m> {
        let none = Draw::default();
        match self.seed {
            Some(seed) => form::compose(self.module, seed, self.draw.unwrap_or(&none), earned),
            None => form::sheet(self.module),
        }
    }

    /// The questions of this attempt, in its order.
    pub fn items(&self) -> Vec<&'m Item> {
        self.form().items
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
        let presented = self.present(item);
        let shaped = match self.manner {
            Manner::Aloud => tally::is_shaped(item, &presented, response),
            _ => response::read(item, &presented, response).is_ok(),
        };
        if !shaped {
            return Recording::Shape;
        }
        match self.response(item) {
            Some(standing) if standing == response => Recording::Same,
            Some(_) if self.first_stands(item) => Recording::Stands,
            _ => Recording::Store,
        }
    }

    /// Whether the first answer to a question stands: it is told at once, nobody goes back to it, or it decides which questions come later.
    pub fn first_stands(&self, item: &Item) -> bool {
        let delivery = &self.module.delivery;
        delivery.feedback == Feedback::Immediate
            || !delivery.go_back
            || form::routes(self.module, item)
    }

    /// The questions that an answer may be given to now, of those without one: all of them, or the first where nobody goes back.
    pub fn waiting(&self) -> Vec<&'m Item> {
        let mut waiting = self.items();
        waiting.retain(|item| self.response(item).is_none());
        if !self.module.delivery.go_back {
            waiting.truncate(1);
        }
        waiting
    }

    /// Whether a question comes only after another that waits for its answer.
    pub fn is_ahead(&self, item: &Item) -> bool {
        self.response(item).is_none() && !self.waiting().contains(&item)
    }

    /// The questions that may be read now.
    pub fn open(&self) -> Vec<&'m Item> {
        let mut open = self.items();
        if !self.module.delivery.go_back {
            let waiting = self.waiting();
            open.retain(|item| self.response(item).is_some() || waiting.contains(item));
        }
        open
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
}

impl PartialEq for Item {
    fn eq(&self, other: &Item) -> bool {
        self.id == other.id
    }
}
