//! From our questions to Moodle XML.

use std::fmt::Write;

use super::{ORDERING, cloze};
use crate::assessment::{
    interchange::{
        draft,
        note::{Note, Notes},
        xml::escaped,
    },
    item::{Choice, Item, Kind, Tolerance},
};

/// The file.
pub(in crate::assessment::interchange) fn file(questions: &[(&Item, String)]) -> String {
    let questions: String = questions.iter().map(|(_, text)| text.as_str()).collect();
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<quiz>\n{questions}</quiz>\n")
}

/// One question.
///
/// # Errors
/// [`Note::UnknownType`] for the types that Moodle does not have.
pub(in crate::assessment::interchange) fn write(
    item: &Item,
    notes: &mut Notes,
) -> Result<String, Note> {
    let mut out = String::new();
    let mut ask = block("questiontext", &item.ask);
    let kind = match &item.kind {
        Kind::Single { choices } => ticks(&mut out, choices, true, item, notes),
        Kind::Multiple { choices } => ticks(&mut out, choices, false, item, notes),
        Kind::Spot { .. } => {
            notes.add(draft::as_type(&item.kind, "multiple"));
            ticks(
                &mut out,
                &draft::spotted(&item.kind).unwrap_or_default(),
                false,
                item,
                notes,
            )
        }
        Kind::TrueFalse { right } => {
            for says in [true, false] {
                let fraction = if says == *right { 100.0 } else { 0.0 };
                answer(&mut out, fraction, &says.to_string(), None);
            }
            "truefalse"
        }
        Kind::Number {
            right,
            tolerance,
            tolerance_kind,
            ..
        } => {
            let (right, tolerance) = if *tolerance_kind == Tolerance::Nominal {
                (*right, *tolerance)
            } else {
                notes.add(Note::Tolerance);
                let (low, high) = draft::interval(*right, *tolerance, *tolerance_kind);
                draft::middle(low, high)
            };
            line(
                &mut out,
                &format!(
                    "<answer fraction=\"100\"><text>{right}</text><tolerance>{tolerance}</tolerance></answer>"
                ),
            );
            "numerical"
        }
        Kind::Text { accept, .. } => {
            line(&mut out, "<usecase>0</usecase>");
            for accepted in accept {
                answer(
                    &mut out,
                    accepted.weight * 100.0,
                    &accepted.text,
                    accepted.why.as_deref(),
                );
            }
            "shortanswer"
        }
        Kind::Match { pairs, extra } => {
            let pairs = pairs
                .iter()
                .map(|(left, right)| (left.as_str(), right.as_str()));
            matching(
                &mut out,
                pairs.chain(extra.iter().map(|right| ("", right.as_str()))),
                item,
                notes,
            )
        }
        Kind::Sort { bins } => {
            notes.add(draft::as_type(&item.kind, "match"));
            let pairs = bins.iter().flat_map(|bin| {
                bin.holds
                    .iter()
                    .map(|held| (held.as_str(), bin.label.as_str()))
            });
            let empty = bins
                .iter()
                .filter(|bin| bin.holds.is_empty())
                .map(|bin| ("", bin.label.as_str()));
            matching(&mut out, pairs.chain(empty), item, notes)
        }
        Kind::Order { sequence } => {
            let kind = ORDERING
                .iter()
                .find(|(_, _, partial)| *partial == Some(item.partial));
            if kind.is_none() {
                notes.add(draft::policy(item.partial));
            }
            let (grading, _, _) = kind.unwrap_or(&ORDERING[6]);
            line(&mut out, "<layouttype>VERTICAL</layouttype>");
            line(&mut out, "<selecttype>ALL</selecttype>");
            line(
                &mut out,
                &format!("<selectcount>{}</selectcount>", sequence.len()),
            );
            line(&mut out, &format!("<gradingtype>{grading}</gradingtype>"));
            line(&mut out, "<showgrading>SHOW</showgrading>");
            for (place, text) in sequence.iter().enumerate() {
                answer(&mut out, (place + 1) as f64, text, None);
            }
            "ordering"
        }
        Kind::Cloze { passage, gaps } => {
            if item.partial == crate::assessment::item::Partial::AllOrNothing {
                notes.add(draft::policy(item.partial));
            }
            let mut text = marked(passage);
            // The passage holds no other braces, and an answer put in may hold some: from the last gap to the first.
            let mut places: Vec<(usize, usize)> = (0..gaps.len())
                .filter_map(|gap| Some((text.find(&format!("{{{}}}", gap + 1))?, gap)))
                .collect();
            places.sort_by(|a, b| b.cmp(a));
            let weights: Vec<f64> = gaps.iter().map(|gap| gap.weight()).collect();
            let (weights, exact) =
                draft::whole_weights(&weights).unwrap_or_else(|| (vec![1.0; gaps.len()], false));
            if !exact {
                notes.add(Note::Weights);
            }
            for (at, gap) in places {
                let length = format!("{{{}}}", gap + 1).len();
                text.replace_range(at..at + length, &cloze::write(&gaps[gap], weights[gap]));
            }
            let html = format!("<p>{}</p><p>{text}</p>", marked(&item.ask));
            ask = format!(
                "<questiontext format=\"html\"><text>{}</text></questiontext>",
                escaped(&html)
            );
            "cloze"
        }
        Kind::Reflect {
            words: (least, most),
            ..
        } => {
            if (*least, *most) != (0, 1_000) {
                line(&mut out, &format!("<minwordlimit>{least}</minwordlimit>"));
                line(&mut out, &format!("<maxwordlimit>{most}</maxwordlimit>"));
            }
            "essay"
        }
        Kind::Scale { .. } | Kind::Opinion { .. } | Kind::Compare { .. } | Kind::Table { .. } => {
            return Err(Note::UnknownType(item.kind.name().to_owned()));
        }
    };
    let mut question = format!("  <question type=\"{kind}\">\n");
    line(
        &mut question,
        &format!("<name><text>{}</text></name>", escaped(&item.id)),
    );
    line(&mut question, &ask);
    if let Some(why) = &item.why {
        line(&mut question, &block("generalfeedback", why));
    }
    if item.kind.is_marked() {
        line(
            &mut question,
            &format!("<defaultgrade>{}</defaultgrade>", item.points),
        );
    }
    question.push_str(&out);
    question.push_str("  </question>\n");
    Ok(question)
}

fn ticks(
    out: &mut String,
    choices: &[Choice],
    one: bool,
    item: &Item,
    notes: &mut Notes,
) -> &'static str {
    line(out, &format!("<single>{one}</single>"));
    line(out, "<shuffleanswers>true</shuffleanswers>");
    let fractions = draft::fractions(choices, one, item.partial, notes);
    for (choice, fraction) in choices.iter().zip(fractions) {
        answer(out, fraction * 100.0, &choice.text, choice.why.as_deref());
    }
    "multichoice"
}

fn matching<'p>(
    out: &mut String,
    pairs: impl Iterator<Item = (&'p str, &'p str)>,
    item: &Item,
    notes: &mut Notes,
) -> &'static str {
    if item.partial != draft::usual_partial(&item.kind) {
        notes.add(draft::policy(item.partial));
    }
    line(out, "<shuffleanswers>true</shuffleanswers>");
    for (left, right) in pairs {
        let right = escaped(right);
        line(
            out,
            &format!(
                "<subquestion format=\"plain_text\"><text>{}</text><answer><text>{right}</text></answer></subquestion>",
                escaped(left)
            ),
        );
    }
    "matching"
}

fn answer(out: &mut String, fraction: f64, text: &str, why: Option<&str>) {
    let digits = format!("{fraction:.7}");
    let fraction = digits.trim_end_matches('0').trim_end_matches('.');
    let why = why.map_or(String::new(), |why| block("feedback", why));
    line(
        out,
        &format!(
            "<answer fraction=\"{fraction}\" format=\"plain_text\"><text>{}</text>{why}</answer>",
            escaped(text)
        ),
    );
}

fn block(name: &str, text: &str) -> String {
    format!(
        "<{name} format=\"plain_text\"><text>{}</text></{name}>",
        escaped(text)
    )
}

/// A text as HTML, line ends kept.
fn marked(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('\n', "<br>")
}

fn line(out: &mut String, text: &str) {
    writeln!(out, "    {text}").expect("a String takes whatever is written");
}
