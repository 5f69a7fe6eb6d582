//! From a GIFT question to one of ours.

use super::{Answer, Answers, Number, NumberAnswer, Paragraph, Question, Style, Text};
use crate::assessment::{
    interchange::{
        draft::{self, Entry, Tick},
        html,
        note::{Note, Notes},
    },
    item::{Accepted, Item, Kind, Tolerance},
};

/// A question on its way; categories and descriptions are none.
pub(super) fn entry(paragraph: Paragraph) -> Option<Entry> {
    let question = match paragraph {
        Paragraph::Category(_) => return None,
        Paragraph::Broken { line, title, why } => {
            return Some(Entry {
                line: Some(line),
                name: title.clone(),
                title,
                item: Err(Note::Broken(why.to_owned())),
                notes: Notes::default(),
            });
        }
        Paragraph::Question(Question {
            answers: Answers::Description,
            ..
        }) => return None,
        Paragraph::Question(question) => question,
    };
    let mut notes = Notes::default();
    let (line, tags) = (question.line, question.tags.join(", "));
    let name = question
        .title
        .clone()
        .or_else(|| question.id.clone())
        .unwrap_or_default();
    if !tags.is_empty() {
        notes.add(Note::Tags(tags));
    }
    let ask = plain(&question.stem, &mut notes);
    let title = if name.is_empty() {
        draft::short(&ask)
    } else {
        draft::short(&name)
    };
    let item = item(question, ask, &mut notes);
    Some(Entry {
        line: Some(line),
        name,
        title,
        item,
        notes,
    })
}

fn item(question: Question, ask: String, notes: &mut Notes) -> Result<Item, Note> {
    if ask.is_empty() {
        return Err(Note::NoText);
    }
    let mut why = question
        .feedback
        .iter()
        .map(|text| plain(text, notes))
        .collect::<Vec<_>>();
    let (kind, partial) = match question.answers {
        Answers::Description => return Err(Note::NoText),
        Answers::Essay => (
            Kind::Reflect {
                words: (0, 1_000),
                reading: Default::default(),
            },
            None,
        ),
        Answers::TrueFalse { right, wrong, well } => {
            why.extend(
                [wrong, well]
                    .iter()
                    .flatten()
                    .map(|text| plain(text, notes)),
            );
            (Kind::TrueFalse { right }, None)
        }
        Answers::Choices(list) => {
            // One answer is to be ticked where one is worth everything: « = », else several.
            let one = list.iter().any(|answer| answer.right);
            let ticks = list.iter().map(|answer| tick(answer, notes)).collect();
            let (kind, partial) = draft::ticks(one, ticks, notes)?;
            (kind, Some(partial))
        }
        Answers::Short(list) => (short(&list, notes)?, None),
        Answers::Number(number) => (numeric(number), None),
        Answers::Numbers(list) => (numbers(&list, &mut why, notes)?, None),
        Answers::Matching(pairs) => {
            draft::bounded(pairs.len())?;
            (matching(&pairs, notes), None)
        }
    };
    let mut item = draft::item(ask, kind);
    item.partial = partial.unwrap_or(item.partial);
    item.why = draft::merged(why, notes);
    Ok(item)
}

fn plain(text: &Text, notes: &mut Notes) -> String {
    match text.style {
        Style::Plain => text.text.clone(),
        Style::Html | Style::Moodle => {
            // In Moodle's own style a line end is a line end.
            let broken = if text.style == Style::Moodle {
                text.text.replace('\n', "<br>")
            } else {
                text.text.clone()
            };
            html::text(&broken, notes)
        }
        Style::Markdown => {
            if text.text.contains(['*', '_', '`', '#', '[']) {
                notes.add(Note::Formatting);
            }
            text.text.clone()
        }
    }
}

fn tick(answer: &Answer, notes: &mut Notes) -> Tick {
    let percent = match answer.weight {
        Some(weight) if !answer.right => weight,
        _ if answer.right => 100.0,
        _ => 0.0,
    };
    Tick {
        text: plain(&answer.text, notes),
        fraction: percent / 100.0,
        why: answer.feedback.as_ref().map(|text| plain(text, notes)),
    }
}

fn short(list: &[Answer], notes: &mut Notes) -> Result<Kind, Note> {
    draft::bounded(list.len())?;
    let mut accept: Vec<Accepted> = Vec::new();
    for answer in list {
        let text = plain(&answer.text, notes);
        let weight = answer.weight.unwrap_or(100.0) / 100.0;
        if weight <= 0.0 {
            notes.add(Note::OtherAnswer(draft::short(&text)));
            continue;
        }
        if text.contains('*') {
            notes.add(Note::Wildcard(draft::short(&text)));
        }
        if accept.iter().any(|other| other.text == text) {
            notes.add(Note::Repeated(text));
            continue;
        }
        let why = answer.feedback.as_ref().map(|text| plain(text, notes));
        accept.push(Accepted {
            text,
            weight: weight.min(1.0),
            why,
        });
    }
    if accept.is_empty() {
        return Err(Note::NoRightAnswer);
    }
    Ok(Kind::Text {
        accept,
        exact: false,
    })
}

fn numeric(number: Number) -> Kind {
    let (right, tolerance) = match number {
        Number::Simple(right) => (right, 0.0),
        Number::Range(right, tolerance) => (right, tolerance.abs()),
        Number::LowHigh(low, high) => draft::middle(low, high),
    };
    Kind::Number {
        right,
        tolerance,
        tolerance_kind: Tolerance::Nominal,
        entry: Default::default(),
    }
}

/// The number that is worth most; the others are told.
fn numbers(list: &[NumberAnswer], why: &mut Vec<String>, notes: &mut Notes) -> Result<Kind, Note> {
    let worth = |answer: &NumberAnswer| {
        if answer.right {
            answer.weight.unwrap_or(100.0)
        } else {
            answer.weight.unwrap_or(0.0)
        }
    };
    let mut best: Option<(&NumberAnswer, Number)> = None;
    for answer in list {
        if let Some(number) = answer.number
            && worth(answer) > best.map_or(0.0, |(best, _)| worth(best))
        {
            best = Some((answer, number));
        }
    }
    let (best, number) = best.ok_or(Note::NoRightAnswer)?;
    if worth(best) < 100.0 {
        notes.add(Note::Weights);
    }
    for answer in list.iter().filter(|answer| !std::ptr::eq(*answer, best)) {
        let said = answer.number.map_or("*".to_owned(), |number| match number {
            Number::Simple(value) | Number::Range(value, _) => value.to_string(),
            Number::LowHigh(low, high) => format!("{low}..{high}"),
        });
        notes.add(Note::OtherAnswer(said));
    }
    why.extend(best.feedback.as_ref().map(|text| plain(text, notes)));
    Ok(numeric(number))
}

fn matching(list: &[(Text, String)], notes: &mut Notes) -> Kind {
    let (mut pairs, mut extra) = (Vec::new(), Vec::new());
    for (left, right) in list {
        // Partners are plain text in Moodle.
        let (left, right) = (plain(left, notes), right.clone());
        if left.is_empty() {
            extra.push(right);
        } else {
            pairs.push((left, right));
        }
    }
    Kind::Match { pairs, extra }
}
