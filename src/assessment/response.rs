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
            ' ' | '\u{a0}' | '\u{202f}' | '\u{2007}' | '\u{2009}' => {}
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
    if text.is_ascii() {
        return bare(&text.to_ascii_lowercase());
    }
    let folded: String = text
        .chars()
        // Before NFKC, which makes a blank and an accent of some of them.
        .map(|c| match c {
            '\u{2212}' => '-',
            '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2bc}' | '\u{2032}' | '\u{b4}' => '\'',
            c => c,
        })
        .nfkc()
        // Down, up and down again folds what going down alone leaves apart, as ß and ss, ς and σ.
        .flat_map(char::to_lowercase)
        .flat_map(char::to_uppercase)
        .flat_map(char::to_lowercase)
        .nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(|c| match c {
            'œ' => ['o', 'e'],
            'æ' => ['a', 'e'],
            c => [c, '\0'],
        })
        .filter(|c| *c != '\0')
        .collect();
    bare(&folded)
}

/// A folded text with single blanks, without the marks around it and without a first article.
fn bare(folded: &str) -> String {
    let spaced = folded.replace('`', "'");
    let spaced = spaced.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some(text) = inner(&spaced) else {
        // Where there are only marks, they are what is said.
        return spaced;
    };
    let articles = ["l'", "d'", "le ", "la ", "les ", "un ", "une ", "des "];
    articles
        .iter()
        .find_map(|article| text.strip_prefix(article))
        .and_then(inner)
        .unwrap_or(text)
        .to_owned()
}

/// A text without the blanks and the punctuation around it. A minus before a digit is a sign and stays: -5 is not 5.
fn inner(text: &str) -> Option<&str> {
    let outer = |c: char| c == ' ' || is_punctuation(c);
    let inner = text.trim_start_matches(outer);
    let before = &text[..text.len() - inner.len()];
    let signed = before.ends_with('-') && inner.starts_with(|c: char| c.is_ascii_digit());
    let from = before.len() - usize::from(signed);
    let inner = text[from..].trim_end_matches(outer);
    (!inner.is_empty()).then_some(inner)
}

/// Punctuation, unlike the signs of a `C++` or a `5 €`.
fn is_punctuation(c: char) -> bool {
    c.is_ascii_punctuation() && !matches!(c, '$' | '+' | '<' | '=' | '>' | '^' | '`' | '|' | '~')
        || matches!(c, '«' | '»' | '¡' | '¿' | '·' | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}')
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
            ("+7", 7.0),
            ("281\u{2009}000,5", 281_000.5),
            ("12\u{a0}345", 12_345.0),
            ("3,2E\u{2212}4", 0.000_32),
            ("-0", 0.0),
            ("\u{2212}0,0", 0.0),
        ] {
            assert_eq!(number(typed), Some(value), "{typed}");
        }
        for typed in [
            "",
            "45 %",
            "quarante",
            "1,2,3",
            "1.000,5",
            "1e400",
            "--3",
            "NaN",
            "inf",
            "4٥",
            ",",
            "12 g",
            "1 234,5,6",
            "1e",
            "1;5",
            "0x10",
            "1_000",
            "½",
            "5\u{202f}%",
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
            ("L' été", "ete"),
            ("l\u{b4}été", "ete"),
            ("le « chat »", "chat"),
            ("GROẞ", "gross"),
            ("un\u{a0}\u{202f}œuf !", "oeuf"),
            ("ΣΑΣ", "σας"),
            ("(une source)", "Source…"),
            ("\u{2212}5 !", "« -5 »"),
            ("- cinq", "cinq"),
            ("- 5", "5"),
        ] {
            assert_eq!(normal(typed), normal(other), "{typed}");
        }
        assert_ne!(normal("chat"), normal("chats"), "plurals are not touched");
        assert_ne!(normal("-5"), normal("5"), "a sign is no mark around it");
        assert_eq!(normal("la"), "la");
        assert_eq!(normal("l'"), "l", "an article alone is a word");
        assert_ne!(normal("C++"), normal("C"), "signs are no punctuation");
        assert_eq!(normal(" ? "), "?", "a mark alone is what is said");
        assert_eq!(normal("le la Seine"), "la seine", "one article goes");
        assert_eq!(normal(" \u{202f} "), "");
    }
}
