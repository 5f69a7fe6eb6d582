//! A sheet of answers in words, one JSON object a line: choices are named by their texts, and no server is needed to mark it.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{
    attempt::Attempt,
    item::{Item, Kind},
    module::Module,
    present::{Presented, named},
    response,
};

/// The answers of a sheet, by question.
pub type Answers = BTreeMap<String, Value>;

/// A line that is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Its number, from 1.
    pub line: usize,
    /// Why.
    pub why: Reason,
}

/// Why a line is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It is not JSON, or not an object with `item` and `response`.
    NotAnAnswer(String),
    /// The module has no such question.
    UnknownItem(String),
    /// The question has no such choice.
    UnknownChoice {
        /// The question.
        item: String,
        /// What it was given.
        choice: String,
    },
    /// The answer has not the shape that the question asks for.
    Shape {
        /// The question.
        item: String,
        /// Its type.
        kind: &'static str,
    },
    /// The question was answered on an earlier line.
    Twice(String),
}

/// One scored question of a marked sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct Marked<'m> {
    /// The question.
    pub item: &'m Item,
    /// The fraction earned.
    pub fraction: f64,
    /// Whether there was an answer to it.
    pub answered: bool,
}

/// Reads the answers of a sheet.
///
/// # Errors
/// The first line that is refused.
pub fn read(module: &Module, text: &str) -> Result<Answers, Refused> {
    let mut answers = Answers::new();
    for (at, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let refused = |why| Refused { line: at + 1, why };
        let (item, response) = answer(module, line).map_err(refused)?;
        if answers.insert(item.id.clone(), response).is_some() {
            return Err(refused(Reason::Twice(item.id.clone())));
        }
    }
    Ok(answers)
}

/// The scored questions of a sheet with what each earned, in the order of the file.
pub fn marked<'m>(module: &'m Module, answers: &'m Answers) -> Vec<Marked<'m>> {
    let attempt = Attempt::on_sheet(module, answers);
    let scored = attempt.items().into_iter().filter(|item| item.is_scored());
    scored
        .map(|item| Marked {
            item,
            fraction: attempt.fraction(item).unwrap_or_default(),
            answered: attempt.response(item).is_some_and(|given| !given.is_null()),
        })
        .collect()
}

fn answer<'m>(module: &'m Module, line: &str) -> Result<(&'m Item, Value), Reason> {
    let value: Value =
        serde_json::from_str(line).map_err(|error| Reason::NotAnAnswer(error.to_string()))?;
    let missing = |name: &str| Reason::NotAnAnswer(format!("`{name}`"));
    let mut members = match value {
        Value::Object(members) => members,
        _ => return Err(Reason::NotAnAnswer("{…}".to_owned())),
    };
    let id = members.get("item").and_then(Value::as_str);
    let id = &id.ok_or_else(|| missing("item"))?.to_owned();
    let item = module
        .item(id)
        .ok_or_else(|| Reason::UnknownItem(id.to_owned()))?;
    let response = members
        .remove("response")
        .ok_or_else(|| missing("response"))?;
    let response = match (&item.kind, response) {
        // A number is a text as typed; written without quotes it is the same.
        (Kind::Number { .. }, Value::Number(number)) => number.to_string().into(),
        (_, response) => response,
    };
    let presented = named(module, item);
    if response::read(item, &presented, &response).is_err() {
        return Err(match unknown(&presented, &response) {
            Some(choice) => Reason::UnknownChoice {
                item: id.to_owned(),
                choice: choice.to_owned(),
            },
            None => Reason::Shape {
                item: id.to_owned(),
                kind: item.kind.name(),
            },
        });
    }
    Ok((item, response))
}

/// The first text of a response that names nothing of the question.
fn unknown<'r>(presented: &Presented, response: &'r Value) -> Option<&'r str> {
    let gaps = || presented.gaps.iter().flatten().flatten();
    let chosen = || {
        presented
            .choices
            .iter()
            .chain(&presented.left)
            .chain(gaps())
    };
    chosen().next()?;
    let named = |text: &&str| !chosen().any(|shown| shown.text == **text);
    match response {
        Value::String(text) => Some(text.as_str()).filter(named),
        Value::Array(texts) => texts.iter().filter_map(Value::as_str).find(named),
        Value::Object(members) => members
            .iter()
            .flat_map(|(left, right)| [Some(left.as_str()), right.as_str()])
            .flatten()
            .find(named),
        _ => None,
    }
}
