//! From a form to a response in the shape of the wire, and from an answer to words.

use serde_json::{Map, Value, json};

use crate::{
    assessment::{
        item::{Gap, Item, Kind},
        module::{Module, labels},
        present::Presented,
        response::{Answer, Filled, number},
    },
    i18n::Texts,
    web::form::Fields,
};

/// Reads the form of a question.
///
/// # Errors
/// The key of the words that say what is missing.
pub fn read(item: &Item, presented: &Presented, fields: &Fields) -> Result<Value, &'static str> {
    const MISSING: &str = "refusal-answer-shape";
    if fields.get("do") == Some("pass") {
        return Ok(Value::Null);
    }
    let text = || {
        fields
            .get("text")
            .map(str::trim)
            .filter(|text| !text.is_empty())
            .map(Value::from)
            .ok_or(MISSING)
    };
    match &item.kind {
        Kind::Single { .. } | Kind::Scale { .. } | Kind::Opinion { .. } => {
            fields.get("choice").map(Value::from).ok_or(MISSING)
        }
        Kind::TrueFalse { .. } => match fields.get("choice") {
            Some("true") => Ok(true.into()),
            Some("false") => Ok(false.into()),
            _ => Err(MISSING),
        },
        Kind::Multiple { .. } | Kind::Spot { .. } => match fields.all("choice") {
            [] => Err(MISSING),
            ticked => Ok(ticked.into()),
        },
        Kind::Match { .. } | Kind::Sort { .. } => {
            let placed: Map<String, Value> = presented
                .left
                .iter()
                .filter_map(|left| {
                    Some((
                        left.id.clone(),
                        fields.get(&left.id).filter(|id| !id.is_empty())?.into(),
                    ))
                })
                .collect();
            // What was left out by a slip would stand for good: half an answer is asked for whole.
            if placed.len() < presented.left.len() {
                Err("refusal-incomplete")
            } else {
                Ok(placed.into())
            }
        }
        Kind::Order { .. } => {
            let mut placed: Vec<(usize, &str)> = presented
                .choices
                .iter()
                .filter_map(|shown| Some((fields.get(&shown.id)?.parse().ok()?, shown.id.as_str())))
                .collect();
            placed.sort_unstable();
            let whole = placed.len() == presented.choices.len()
                && placed
                    .iter()
                    .enumerate()
                    .all(|(at, (place, _))| at + 1 == *place);
            if whole {
                Ok(placed.into_iter().map(|(_, id)| id).collect())
            } else {
                Err("refusal-order")
            }
        }
        Kind::Cloze { .. } => {
            let gap = |n: usize| {
                fields
                    .get(&format!("gap-{n}"))
                    .map(str::trim)
                    .filter(|text| !text.is_empty())
            };
            let filled: Vec<Value> = (0..presented.gaps.len())
                .map(|n| gap(n).map_or(Value::Null, Value::from))
                .collect();
            if filled.iter().any(Value::is_null) {
                Err("refusal-incomplete")
            } else {
                Ok(filled.into())
            }
        }
        Kind::Compare { .. } => match fields.get("done") {
            Some(_) => {
                let notes = fields.get("notes").map(str::trim).unwrap_or_default();
                Ok(if notes.is_empty() {
                    json!({"done": true})
                } else {
                    json!({"done": true, "notes": notes})
                })
            }
            None => Err("refusal-not-done"),
        },
        // A unit or a word would stand as a wrong answer: the figure alone is asked for.
        Kind::Number { .. } => match text()? {
            Value::String(typed) if number(&typed).is_none() => Err("refusal-number"),
            typed => Ok(typed),
        },
        Kind::Text { .. } | Kind::Table { .. } | Kind::Reflect { .. } => text(),
    }
}

/// An answer in words, a line for each part of it.
pub fn describe(
    t: &Texts,
    module: &Module,
    item: &Item,
    presented: &Presented,
    answer: &Answer,
) -> Vec<String> {
    let choice = |place: usize| {
        presented
            .choices
            .iter()
            .find(|shown| shown.place == place)
            .map(|shown| shown.text.clone())
    };
    match answer {
        Answer::DontKnow => Vec::new(),
        Answer::Choice(place) => match &item.kind {
            Kind::Scale { .. } => labels(module, &item.kind)
                .get(*place)
                .cloned()
                .into_iter()
                .collect(),
            _ => choice(*place).into_iter().collect(),
        },
        Answer::Choices(places) => match &item.kind {
            Kind::Order { .. } => places
                .iter()
                .enumerate()
                .filter_map(|(at, place)| Some(format!("{}. {}", at + 1, choice(*place)?)))
                .collect(),
            _ => places.iter().filter_map(|place| choice(*place)).collect(),
        },
        Answer::Truth(said) => vec![t.text(if *said { "answer-true" } else { "answer-false" })],
        Answer::Placed(placed) => presented
            .left
            .iter()
            .map(|left| {
                let partner = placed.get(left.place).copied().flatten().and_then(choice);
                format!(
                    "{} → {}",
                    left.text,
                    partner.unwrap_or_else(|| t.text("feedback-none"))
                )
            })
            .collect(),
        Answer::Text(text) => vec![text.clone()],
        Answer::Gaps(filled) => vec![passage(item, filled)],
        Answer::Done { done, .. } => {
            if *done {
                vec![t.text("answer-done")]
            } else {
                Vec::new()
            }
        }
    }
}

/// The passage with its gaps filled as they were.
fn passage(item: &Item, filled: &[Filled]) -> String {
    let Kind::Cloze { passage, gaps } = &item.kind else {
        return String::new();
    };
    let mut text = passage.clone();
    for (n, (gap, filled)) in gaps.iter().zip(filled).enumerate() {
        let word = match (gap, filled) {
            (_, Filled::Blank) => "…".to_owned(),
            (_, Filled::Text(text)) => text.clone(),
            (Gap::Choose { right, .. }, Filled::Choice(0)) => right.clone(),
            (Gap::Choose { wrong, .. }, Filled::Choice(place)) => {
                wrong.get(place - 1).cloned().unwrap_or_default()
            }
            (Gap::Write { .. }, Filled::Choice(_)) => String::new(),
        };
        text = text.replace(&format!("{{{}}}", n + 1), &format!("« {word} »"));
    }
    text
}
