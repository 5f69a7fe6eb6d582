//! Moodle's gaps inside a text, `{1:MULTICHOICE:=right#feedback~wrong}`. Source: docs.moodle.org, "Embedded Answers (Cloze) question type".

use crate::assessment::{
    interchange::{
        draft, html,
        note::{Note, Notes},
    },
    item::Gap,
};

/// The text with `{1}`, `{2}`… for its gaps, and the gaps.
///
/// # Errors
/// [`Note::Broken`] where there is no gap, [`Note::UnknownType`] for a gap that is none of ours, [`Note::NoRightAnswer`].
pub(super) fn read(text: &str, notes: &mut Notes) -> Result<(String, Vec<Gap>), Note> {
    let (mut passage, mut gaps, mut weights) = (String::new(), Vec::new(), Vec::new());
    let mut rest = text;
    // No gap begins before here: what was looked through once is not looked through again.
    let mut barrier = text.len();
    while let Some(open) = rest.find('{') {
        let (before, from) = rest.split_at(open);
        passage.push_str(before);
        let left = from.len();
        let found = if left <= barrier {
            code(from)
        } else {
            Err(left - barrier)
        };
        let (weight, inside, length) = match found {
            Ok(found) => found,
            Err(stop) => {
                // A brace that opens no gap: ours has none in its passages.
                barrier = barrier.min(left - stop);
                passage.push('(');
                notes.add(Note::Signs("{".to_owned()));
                rest = &from[1..];
                continue;
            }
        };
        draft::bounded(gaps.len() + 1)?;
        gaps.push(gap(inside, notes)?);
        weights.push(weight);
        passage.push_str(&format!("\u{1}{}\u{2}", gaps.len()));
        rest = &from[length..];
    }
    passage.push_str(rest);
    if gaps.is_empty() {
        return Err(Note::Broken("no gap".to_owned()));
    }
    draft::weigh(&mut gaps, &weights, notes);
    if passage.contains('}') {
        notes.add(Note::Signs("}".to_owned()));
    }
    // Signs that no text holds stood for the braces of the gaps.
    Ok((
        passage
            .replace('}', ")")
            .replace('\u{1}', "{")
            .replace('\u{2}', "}"),
        gaps,
    ))
}

/// The weight of a gap, what stands in it after the weight, and its length; else how far was looked.
fn code(from: &str) -> Result<(f64, &str, usize), usize> {
    let digits = from[1..]
        .bytes()
        .take(9)
        .take_while(u8::is_ascii_digit)
        .count();
    let weight: f64 = from[1..1 + digits].parse().unwrap_or(1.0);
    let inside = from[1 + digits..].strip_prefix(':').ok_or(1usize)?;
    let kind = inside
        .bytes()
        .take(32)
        .take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
        .count();
    if kind == 0 || !inside[kind..].starts_with(':') {
        return Err(1);
    }
    let start = from.len() - inside.len();
    let mut escape = false;
    for (at, c) in inside.char_indices() {
        match c {
            '}' if !escape => return Ok((weight, &inside[..at], start + at + 1)),
            // Another gap begins before this one ends: this one is none.
            '{' if !escape => return Err(start + at),
            _ => {}
        }
        escape = c == '\\' && !escape;
    }
    Err(from.len())
}

fn gap(inside: &str, notes: &mut Notes) -> Result<Gap, Note> {
    let (kind, list) = inside.split_once(':').unwrap_or((inside, ""));
    let name = kind.to_ascii_uppercase();
    let (mut rights, mut wrongs): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    let answers = split(list, '~');
    draft::bounded(answers.len())?;
    for answer in answers {
        let (fraction, answer) = worth(answer)?;
        let parts = split(answer, '#');
        let text = html::text(&unescaped(parts[0]), notes);
        if parts
            .get(1)
            .is_some_and(|feedback| !feedback.trim().is_empty())
        {
            notes.add(Note::Feedback);
        }
        if text.is_empty() {
            continue;
        }
        if fraction > 0.0 && fraction < 1.0 {
            notes.add(Note::OtherAnswer(draft::short(&text)));
        }
        let list = if fraction >= 1.0 {
            &mut rights
        } else {
            &mut wrongs
        };
        if list.contains(&text) {
            notes.add(Note::Repeated(text));
        } else {
            list.push(text);
        }
    }
    match name.as_str() {
        "MULTICHOICE" | "MC" | "MULTICHOICE_V" | "MCV" | "MULTICHOICE_H" | "MCH"
        | "MULTICHOICE_S" | "MCS" | "MULTICHOICE_VS" | "MCVS" | "MULTICHOICE_HS" | "MCHS" => {
            let mut rights = rights.into_iter();
            let right = rights.next().ok_or(Note::NoRightAnswer)?;
            rights.for_each(|other| notes.add(Note::OtherAnswer(draft::short(&other))));
            Ok(Gap::Choose {
                right,
                wrong: wrongs,
                weight: 1.0,
            })
        }
        "SHORTANSWER" | "SA" | "MW" | "SHORTANSWER_C" | "SAC" | "MWC" => {
            if name.ends_with('C') {
                notes.add(Note::Case);
            }
            wrongs
                .iter()
                .for_each(|other| notes.add(Note::OtherAnswer(draft::short(other))));
            if let Some(text) = rights.iter().find(|text| text.contains('*')) {
                notes.add(Note::Wildcard(draft::short(text)));
            }
            if rights.is_empty() {
                Err(Note::NoRightAnswer)
            } else {
                Ok(Gap::Write {
                    accept: rights,
                    weight: 1.0,
                })
            }
        }
        "NUMERICAL" | "NM" => {
            let mut accept = Vec::new();
            for right in rights {
                let (number, tolerance) = right.split_once(':').unwrap_or((&right, "0"));
                if draft::number(tolerance) != Ok(0.0) {
                    notes.add(Note::Tolerance);
                }
                accept.push(number.trim().to_owned());
            }
            if accept.is_empty() {
                Err(Note::NoRightAnswer)
            } else {
                Ok(Gap::Write {
                    accept,
                    weight: 1.0,
                })
            }
        }
        _ => Err(Note::UnknownType(format!("cloze {}", draft::short(kind)))),
    }
}

/// The fraction of an answer, said by `=` or `%50%`.
fn worth(answer: &str) -> Result<(f64, &str), Note> {
    let answer = answer.trim_start();
    if let Some(rest) = answer.strip_prefix('=') {
        return Ok((1.0, rest));
    }
    match answer
        .strip_prefix('%')
        .and_then(|rest| rest.split_once('%'))
    {
        Some((percent, rest)) => Ok((draft::number(percent)? / 100.0, rest)),
        None => Ok((0.0, answer)),
    }
}

fn split(text: &str, sign: char) -> Vec<&str> {
    let (mut parts, mut start, mut escape) = (Vec::new(), 0, false);
    for (at, c) in text.char_indices() {
        if c == sign && !escape {
            parts.push(&text[start..at]);
            start = at + 1;
        }
        escape = c == '\\' && !escape;
    }
    parts.push(&text[start..]);
    parts
}

fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut signs = text.chars().peekable();
    while let Some(c) = signs.next() {
        let next = signs.next_if(|next| c == '\\' && "~#}{\\\"/".contains(*next));
        out.push(next.unwrap_or(c));
    }
    out
}

/// A gap as Moodle writes it, with its weight, a whole number.
pub(super) fn write(gap: &Gap, weight: f64) -> String {
    let answers = |rights: &[String], wrongs: &[String]| {
        let rights = rights.iter().map(|text| format!("={}", escaped(text)));
        let wrongs = wrongs.iter().map(|text| {
            let sign = if text.starts_with(['=', '%']) {
                "%0%"
            } else {
                ""
            };
            format!("{sign}{}", escaped(text))
        });
        rights.chain(wrongs).collect::<Vec<_>>().join("~")
    };
    match gap {
        Gap::Choose { right, wrong, .. } => format!(
            "{{{weight}:MULTICHOICE:{}}}",
            answers(std::slice::from_ref(right), wrong)
        ),
        Gap::Write { accept, .. } => format!("{{{weight}:SHORTANSWER:{}}}", answers(accept, &[])),
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '~' | '#' | '}' | '{' | '\\') {
            out.push('\\');
        }
        match c {
            '<' => out.push_str("&lt;"),
            '&' => out.push_str("&amp;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_read_and_what_is_lost_is_told() {
        let mut notes = Notes::default();
        let (passage, gaps) = read(
            "The {1:MC:~%50%city=x#no~=capital#yes~tow\\~n} of {:SA:=France~=la France} {x} has {2:NM:=3:1} }.",
            &mut notes,
        )
        .unwrap();
        assert_eq!(passage, "The {1} of {2} (x) has {3} ).");
        assert_eq!(gaps.len(), 3);
        assert_eq!(
            gaps[0],
            Gap::Choose {
                right: "capital".into(),
                wrong: vec!["city=x".into(), "tow~n".into()],
                weight: 1.0
            }
        );
        let codes: Vec<&str> = notes.into_list().iter().map(Note::code).collect();
        assert_eq!(
            codes,
            ["feedback", "other-answer", "signs", "tolerance", "signs"]
        );
        assert_eq!(
            read("{1:ESSAY:=x}", &mut Notes::default()),
            Err(Note::UnknownType("cloze ESSAY".into()))
        );
        assert_eq!(
            read("{1:SA:wrong}", &mut Notes::default()),
            Err(Note::NoRightAnswer)
        );
        assert_eq!(
            read("nothing", &mut Notes::default()),
            Err(Note::Broken("no gap".into()))
        );
    }

    #[test]
    fn a_gap_comes_back_as_it_went() {
        for gap in [
            Gap::Write {
                accept: vec!["a ~ b # c } { \\ d".into(), "<i> &amp; %".into()],
                weight: 1.0,
            },
            Gap::Choose {
                right: "=x".into(),
                wrong: vec!["=y".into(), "%50%z".into()],
                weight: 1.0,
            },
        ] {
            let (passage, gaps) = read(&write(&gap, 1.0), &mut Notes::default()).unwrap();
            assert_eq!((passage.as_str(), gaps), ("{1}", vec![gap]));
        }
    }

    #[test]
    fn weights_are_read_as_the_smallest_whole_numbers_of_their_ratio() {
        for (written, wanted, told) in [
            ("{1:SA:=a} {1:SA:=b}", [1.0, 1.0], 0),
            ("{2:SA:=a} {2:SA:=b}", [1.0, 1.0], 0),
            ("{4:SA:=a} {6:SA:=b}", [2.0, 3.0], 0),
            ("{:SA:=a} {3:MC:=b~c}", [1.0, 3.0], 0),
            ("{0:SA:=a} {3:SA:=b}", [1.0, 1.0], 1),
            ("{991:SA:=a} {997:SA:=b}", [991.0, 997.0], 0),
            // In their ratio, with the greatest weight that there is.
            ("{1009:SA:=a} {2018:SA:=b}", [1.0, 2.0], 0),
            ("{1009:SA:=a} {1250:SA:=b}", [807.2, 1000.0], 0),
        ] {
            let mut notes = Notes::default();
            let (_, gaps) = read(written, &mut notes).unwrap();
            let weights: Vec<f64> = gaps.iter().map(Gap::weight).collect();
            assert_eq!(weights, wanted, "{written}");
            assert_eq!(notes.into_list(), vec![Note::Weights; told], "{written}");
        }
    }
}
