//! Answers: from what comes over the wire, or in words on a sheet, to what can be marked.

use serde_json::{Map, Value};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use super::{
    item::{Item, Kind},
    present::{Presented, Shown},
};

/// The longest text of an answer, in characters.
const MAX_TEXT: usize = 5_000;

/// An answer, its choices named by their places in the author's order.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// "I don't know", or passed over.
    DontKnow,
    /// One choice.
    Choice(usize),
    /// Several choices; for an order, in the order given.
    Choices(Vec<usize>),
    /// True or false.
    Truth(bool),
    /// For each thing on the left, where it was put.
    Placed(Vec<Option<usize>>),
    /// What was typed.
    Text(String),
    /// Gap by gap.
    Gaps(Vec<Filled>),
    /// Whether an experiment was made, and notes of it.
    Done {
        /// Whether it was made.
        done: bool,
        /// What was noted.
        notes: Option<String>,
    },
}

/// What was put into a gap.
#[derive(Clone, Debug, PartialEq)]
pub enum Filled {
    /// Nothing.
    Blank,
    /// One of the words to choose from.
    Choice(usize),
    /// A word that was typed.
    Text(String),
}

/// The answer does not have the shape that the question asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WrongShape;

/// Reads an answer as it comes over the wire, with the ids of its attempt.
///
/// # Errors
/// [`WrongShape`].
pub fn read(item: &Item, presented: &Presented, response: &Value) -> Result<Answer, WrongShape> {
    if response.is_null() {
        return Ok(Answer::DontKnow);
    }
    let one = |list: &[Shown], id: &Value| {
        list.iter()
            .find(|shown| *id == shown.id.as_str())
            .map(|shown| shown.place)
            .ok_or(WrongShape)
    };
    match &item.kind {
        Kind::Single { .. } | Kind::Scale { .. } | Kind::Opinion { .. } => {
            one(&presented.choices, response).map(Answer::Choice)
        }
        Kind::Multiple { .. } | Kind::Spot { .. } | Kind::Order { .. } => {
            let mut places = Vec::new();
            for id in response.as_array().ok_or(WrongShape)? {
                let place = one(&presented.choices, id)?;
                if places.contains(&place) {
                    return Err(WrongShape);
                }
                places.push(place);
            }
            Ok(Answer::Choices(places))
        }
        Kind::TrueFalse { .. } => response.as_bool().map(Answer::Truth).ok_or(WrongShape),
        Kind::Match { .. } | Kind::Sort { .. } => {
            let members = response.as_object().ok_or(WrongShape)?;
            let mut placed = vec![None; presented.left.len()];
            for (left, right) in members {
                let left = one(&presented.left, &Value::from(left.as_str()))?;
                placed[left] = if right.is_null() {
                    None
                } else {
                    Some(one(&presented.choices, right)?)
                };
            }
            Ok(Answer::Placed(placed))
        }
        Kind::Number { .. } | Kind::Text { .. } | Kind::Table { .. } | Kind::Reflect { .. } => {
            text(response).map(Answer::Text)
        }
        Kind::Cloze { .. } => {
            let filled = response
                .as_array()
                .filter(|filled| filled.len() == presented.gaps.len())
                .ok_or(WrongShape)?;
            let gaps = filled
                .iter()
                .zip(&presented.gaps)
                .map(|(value, gap)| match gap {
                    _ if value.is_null() => Ok(Filled::Blank),
                    Some(choices) => one(choices, value).map(Filled::Choice),
                    None => text(value).map(Filled::Text),
                });
            gaps.collect::<Result<_, _>>().map(Answer::Gaps)
        }
        Kind::Compare { .. } => done(response.as_object().ok_or(WrongShape)?),
    }
}

fn text(value: &Value) -> Result<String, WrongShape> {
    value
        .as_str()
        .filter(|text| text.chars().count() <= MAX_TEXT && !text.contains('\0'))
        .map(str::to_owned)
        .ok_or(WrongShape)
}

fn done(members: &Map<String, Value>) -> Result<Answer, WrongShape> {
    if members.keys().any(|name| name != "done" && name != "notes") {
        return Err(WrongShape);
    }
    let notes = members
        .get("notes")
        .filter(|notes| !notes.is_null())
        .map(text)
        .transpose()?;
    Ok(Answer::Done {
        done: members
            .get("done")
            .and_then(Value::as_bool)
            .ok_or(WrongShape)?,
        notes,
    })
}

/// Reads a number as people in France and elsewhere type it: comma or point, blanks between thousands, a minus of any kind, an exponent. Anything else is none.
pub fn number(typed: &str) -> Option<f64> {
    let mut plain = String::new();
    for c in typed.trim().chars() {
        match c {
            ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' => {}
            '\u{2212}' => plain.push('-'),
            ',' | '.' if plain.contains('.') => return None,
            ',' => plain.push('.'),
            c if c.is_ascii_digit() || matches!(c, '.' | '-' | '+' | 'e' | 'E') => plain.push(c),
            _ => return None,
        }
    }
    plain.parse().ok().filter(|number: &f64| number.is_finite())
}

/// A text as it is compared: compatible forms made one, case, accents, kinds of apostrophe, marks around it and a first article left out.
pub fn normal(text: &str) -> String {
    let folded: String = text
        .nfkc()
        .flat_map(char::to_lowercase)
        .nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(|c| match c {
            'œ' => ['o', 'e'],
            'æ' => ['a', 'e'],
            'ß' => ['s', 's'],
            '\u{2019}' | '\u{2bc}' | '`' => ['\'', '\0'],
            c if c.is_whitespace() => [' ', '\0'],
            c => [c, '\0'],
        })
        .filter(|c| *c != '\0')
        .collect();
    let bare = folded
        .split(' ')
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    let bare = bare.trim_matches(|c: char| {
        c == ' ' || c.is_ascii_punctuation() || matches!(c, '«' | '»' | '“' | '”' | '…' | '–' | '—')
    });
    let articles = ["l'", "d'", "le ", "la ", "les ", "un ", "une ", "des "];
    articles
        .iter()
        .find_map(|article| bare.strip_prefix(article))
        .filter(|rest| !rest.is_empty())
        .unwrap_or(bare)
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_they_are_typed() {
        for (typed, value) in [
            ("1,14", 1.14),
            ("281 000", 281_000.0),
            ("281\u{202f}000", 281_000.0),
            ("\u{2212}3", -3.0),
            (" 45 ", 45.0),
            ("2,81e5", 281_000.0),
            ("1.5", 1.5),
            (".5", 0.5),
        ] {
            assert_eq!(number(typed), Some(value), "{typed}");
        }
        for typed in [
            "", "45 %", "quarante", "1,2,3", "1.000,5", "1e400", "--3", "NaN", "inf", "4٥",
        ] {
            assert_eq!(number(typed), None, "{typed}");
        }
    }

    #[test]
    fn texts_are_compared_forgivingly() {
        for (typed, other) in [
            ("L’Été", "ete"),
            ("  « une   œuvre » ", "oeuvre"),
            ("Les données.", "DONNEES"),
            ("ﬁn", "fin"),
            ("d'accord", "accord"),
        ] {
            assert_eq!(normal(typed), normal(other), "{typed}");
        }
        assert_ne!(normal("chat"), normal("chats"), "plurals are not touched");
        assert_eq!(normal("la"), "la");
    }
}
