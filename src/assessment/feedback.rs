//! What is told of an answer when it is due: how much of it is right, what is, and why.

use serde_json::{Value, json};

use super::{
    attempt::Attempt,
    item::{Gap, Item, Kind},
    module::Feedback,
    present::{Presented, partners},
};

/// What is told of one answer. Until it is due, everything but the question's id is nothing.
#[derive(Clone, Debug)]
pub struct Told<'m> {
    /// The question.
    pub item: &'m Item,
    /// The fraction earned; nothing where there is no right answer.
    pub fraction: Option<f64>,
    /// The right answer, in the shape of a response.
    pub right: Value,
    /// What to know of single choices, by their ids.
    pub choices: Vec<(String, &'m str)>,
}

impl<'m> Attempt<'m> {
    /// What may be told of a question now: with immediate feedback once it is answered; otherwise once the attempt is completed, if ever.
    pub fn told(&self, item: &'m Item, completed: bool) -> Option<Told<'m>> {
        let due = match self.module.delivery.feedback {
            Feedback::Immediate => self.response(item).is_some(),
            Feedback::End => completed,
            Feedback::EndBySkill | Feedback::None => false,
        };
        if !due {
            return None;
        }
        let presented = self.present(item);
        Some(Told {
            item,
            fraction: self.fraction(item),
            right: right(item, &presented),
            choices: whys(item, &presented),
        })
    }

    /// The same as the API gives it.
    pub fn told_value(&self, item: &'m Item, completed: bool) -> Value {
        let Some(told) = self.told(item, completed) else {
            return json!({"item": item.id, "fraction": null, "right": null, "why": null, "choices": null, "sources": null});
        };
        json!({
            "item": item.id,
            "fraction": told.fraction,
            "right": told.right,
            "why": item.why,
            "choices": told.choices.iter().map(|(id, why)| json!({"id": id, "why": why})).collect::<Vec<_>>(),
            "sources": item.sources.iter().filter_map(|id| self.module.source(id)).map(|source| json!({"title": source.title, "url": source.url})).collect::<Vec<_>>(),
        })
    }
}

/// The right answer in the shape of a response, with the ids of the attempt.
pub fn right(item: &Item, presented: &Presented) -> Value {
    let id = |place: usize| {
        presented
            .choices
            .iter()
            .find(|shown| shown.place == place)
            .map(|shown| shown.id.as_str())
    };
    match &item.kind {
        Kind::Single { choices } => choices
            .iter()
            .position(|choice| choice.right)
            .and_then(id)
            .into(),
        Kind::Multiple { choices } => choices
            .iter()
            .enumerate()
            .filter(|(_, choice)| choice.right)
            .filter_map(|(place, _)| id(place))
            .collect(),
        Kind::Spot { segments } => segments
            .iter()
            .enumerate()
            .filter(|(_, segment)| segment.error)
            .filter_map(|(place, _)| id(place))
            .collect(),
        Kind::TrueFalse { right } => (*right).into(),
        Kind::Number { right, .. } => right.to_string().into(),
        Kind::Text { accept, .. } => accept.first().map(|accepted| accepted.text.as_str()).into(),
        Kind::Order { sequence } => (0..sequence.len()).filter_map(id).collect(),
        Kind::Match { pairs, .. } => {
            let partners = partners(&item.kind);
            placed(presented, |left| {
                pairs
                    .get(left)
                    .and_then(|(_, right)| partners.iter().position(|partner| *partner == right))
            })
        }
        Kind::Sort { bins } => {
            let expected: Vec<usize> = bins
                .iter()
                .enumerate()
                .flat_map(|(bin, held)| held.holds.iter().map(move |_| bin))
                .collect();
            placed(presented, |left| expected.get(left).copied())
        }
        Kind::Cloze { gaps, .. } => gaps
            .iter()
            .zip(&presented.gaps)
            .map(|(gap, shown)| match (gap, shown) {
                (Gap::Write { accept, .. }, _) => Value::from(accept.first().map(String::as_str)),
                (Gap::Choose { .. }, Some(shown)) => shown
                    .iter()
                    .find(|shown| shown.place == 0)
                    .map(|shown| shown.id.as_str())
                    .into(),
                (Gap::Choose { .. }, None) => Value::Null,
            })
            .collect(),
        _ => Value::Null,
    }
}

fn placed(presented: &Presented, partner: impl Fn(usize) -> Option<usize>) -> Value {
    let id = |place: usize| {
        presented
            .choices
            .iter()
            .find(|shown| shown.place == place)
            .map(|shown| shown.id.clone())
    };
    presented
        .left
        .iter()
        .filter_map(|left| Some((left.id.clone(), Value::from(id(partner(left.place)?)?))))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

/// What the author says of single choices, in the order in which they are shown.
pub fn whys<'m>(item: &'m Item, presented: &Presented) -> Vec<(String, &'m str)> {
    let why = |place: usize| match &item.kind {
        Kind::Single { choices } | Kind::Multiple { choices } => choices.get(place)?.why.as_deref(),
        Kind::Spot { segments } => segments.get(place)?.why.as_deref(),
        _ => None,
    };
    presented
        .choices
        .iter()
        .filter_map(|shown| Some((shown.id.clone(), why(shown.place)?)))
        .collect()
}
