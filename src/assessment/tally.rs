//! A module taken by a whole table, or read aloud to a room whose hands are counted; and what many people think, once there are enough.

use std::{fmt, str::FromStr};

use serde_json::{Map, Value};

use super::{
    item::{Item, Kind},
    module::Module,
    present::{Presented, present},
    response::{self, Answer},
};

/// Under so many answers nothing is shown of what people think.
pub const FEWEST: u32 = 5;

/// The most hands that are counted for one choice.
const MOST: u64 = 100_000;

/// Who takes an attempt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Manner {
    /// One person.
    #[default]
    Alone,
    /// A table with one phone.
    Table,
    /// A room: questions are read aloud and hands counted.
    Aloud,
}

impl Manner {
    /// Whether it may earn a badge: what a table knows, none of its people has shown.
    pub fn earns(self) -> bool {
        self == Manner::Alone
    }
}

impl fmt::Display for Manner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Manner::Alone => "alone",
            Manner::Table => "table",
            Manner::Aloud => "aloud",
        })
    }
}

impl FromStr for Manner {
    type Err = ();

    fn from_str(text: &str) -> Result<Manner, ()> {
        [Manner::Alone, Manner::Table, Manner::Aloud]
            .into_iter()
            .find(|manner| manner.to_string() == text)
            .ok_or(())
    }
}

/// What hands can be raised for: the ids of choices, in the order shown. Empty where a question is only read and discussed.
pub fn choices(item: &Item, presented: &Presented) -> Vec<String> {
    match &item.kind {
        Kind::TrueFalse { .. } => vec!["true".to_owned(), "false".to_owned()],
        Kind::Single { .. }
        | Kind::Multiple { .. }
        | Kind::Spot { .. }
        | Kind::Scale { .. }
        | Kind::Opinion { .. } => presented
            .choices
            .iter()
            .map(|shown| shown.id.clone())
            .collect(),
        _ => Vec::new(),
    }
}

/// The hands counted for each choice, in the order shown; nothing where a response does not say so.
pub fn hands(item: &Item, presented: &Presented, response: &Value) -> Option<Vec<u32>> {
    let counted: &Map<String, Value> = response.as_object()?.get("hands")?.as_object()?;
    let choices = choices(item, presented);
    if choices.is_empty() || counted.keys().any(|id| !choices.contains(id)) {
        return None;
    }
    let count = |id: &String| match counted.get(id) {
        None => Some(0),
        Some(count) => u32::try_from(count.as_u64().filter(|count| *count <= MOST)?).ok(),
    };
    choices.iter().map(count).collect()
}

/// Whether a response is one that a room can give: hands, or the question put aside.
pub fn is_shaped(item: &Item, presented: &Presented, response: &Value) -> bool {
    response.is_null() || hands(item, presented, response).is_some()
}

/// How many chose each choice of an opinion or a scale, in the author's order, from responses with the seeds of their attempts; hands of rooms count as they are.
pub fn opinions(module: &Module, item: &Item, responses: &[(String, Value)]) -> Vec<u32> {
    let mut counts = Vec::new();
    for (seed, response) in responses {
        let presented = present(module, item, seed);
        counts.resize(presented.choices.len().max(counts.len()), 0);
        if let Some(hands) = hands(item, &presented, response) {
            for (shown, count) in presented.choices.iter().zip(hands) {
                counts[shown.place] += count;
            }
        } else if let Ok(Answer::Choice(place)) = response::read(item, &presented, response)
            && let Some(count) = counts.get_mut(place)
        {
            *count += 1;
        }
    }
    counts
}
