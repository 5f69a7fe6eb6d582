//! From our questions to GIFT.

use std::fmt::Write;

use crate::assessment::{
    interchange::{
        draft,
        note::{Note, Notes},
    },
    item::{Accepted, Choice, Gap, Item, Kind, Tolerance},
};

/// The file: each question under its id, blank lines between.
pub(in crate::assessment::interchange) fn file(questions: &[(&Item, String)]) -> String {
    questions
        .iter()
        .map(|(_, text)| text.as_str())
        .collect::<Vec<_>>()
        .join("\n")
}

/// One question.
///
/// # Errors
/// [`Note::UnknownType`] for the types that GIFT does not have.
pub(in crate::assessment::interchange) fn write(
    item: &Item,
    notes: &mut Notes,
) -> Result<String, Note> {
    let mut ask = text(&item.ask);
    let mut after = String::new();
    let mut out = String::new();
    match &item.kind {
        Kind::Single { choices } => ticks(&mut out, choices, true, item, notes),
        Kind::Multiple { choices } => ticks(&mut out, choices, false, item, notes),
        Kind::Spot { .. } => {
            notes.add(draft::as_type(&item.kind, "multiple"));
            let choices = draft::spotted(&item.kind).unwrap_or_default();
            ticks(&mut out, &choices, false, item, notes);
        }
        Kind::TrueFalse { right } => out.push_str(if *right { "TRUE" } else { "FALSE" }),
        Kind::Number {
            right,
            tolerance,
            tolerance_kind,
            ..
        } => {
            number(&mut out, *right, *tolerance, *tolerance_kind, notes);
        }
        Kind::Text { accept, .. } => {
            for accepted in accept {
                answer(&mut out, accepted, notes);
            }
        }
        Kind::Match { pairs, extra } => {
            let pairs = pairs
                .iter()
                .map(|(left, right)| (left.as_str(), right.as_str()));
            let extra = extra.iter().map(|right| ("", right.as_str()));
            matching(&mut out, pairs.chain(extra), item, notes);
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
            matching(&mut out, pairs.chain(empty), item, notes);
        }
        Kind::Cloze { passage, gaps } => {
            // One gap is a missing word: the answers stand where it was.
            let ([gap], Some((before, rest))) = (gaps.as_slice(), passage.split_once("{1}")) else {
                return Err(Note::UnknownType(item.kind.name().to_owned()));
            };
            let before = format!("{}\n{}", item.ask, before);
            ask = text(before.trim_end());
            after = escaped(rest.trim_start());
            let plain = |text: &String, right| Choice {
                text: text.clone(),
                why: None,
                right,
                weight: None,
                ..Choice::default()
            };
            match gap {
                Gap::Choose { right, wrong, .. } => {
                    notes.add(draft::as_type(&item.kind, "single"));
                    let choices: Vec<Choice> = std::iter::once(plain(right, true))
                        .chain(wrong.iter().map(|text| plain(text, false)))
                        .collect();
                    ticks(&mut out, &choices, true, item, notes);
                }
                Gap::Write { accept, .. } => {
                    notes.add(draft::as_type(&item.kind, "text"));
                    for text in accept {
                        answer(
                            &mut out,
                            &Accepted {
                                text: text.clone(),
                                weight: 1.0,
                                why: None,
                            },
                            notes,
                        );
                    }
                }
            }
        }
        Kind::Reflect { words, .. } => {
            if *words != (0, 1_000) {
                notes.add(Note::Keys("length".to_owned()));
            }
        }
        Kind::Scale { .. }
        | Kind::Opinion { .. }
        | Kind::Compare { .. }
        | Kind::Table { .. }
        | Kind::Order { .. } => {
            return Err(Note::UnknownType(item.kind.name().to_owned()));
        }
    }
    if let Some(why) = &item.why {
        let line = if out.contains('\n') || out.is_empty() {
            ""
        } else {
            "\n"
        };
        writeln!(out, "{line}\t####{}", text(why)).expect("a String takes whatever is written");
    }
    let line = if out.contains('\n') && !out.starts_with('\n') {
        "\n"
    } else {
        ""
    };
    let after = if after.is_empty() {
        after
    } else {
        format!(" {after}")
    };
    Ok(format!(
        "::{}::{ask} {{{line}{out}}}{after}\n",
        escaped(&item.id)
    ))
}

fn ticks(out: &mut String, choices: &[Choice], one: bool, item: &Item, notes: &mut Notes) {
    let fractions = draft::fractions(choices, one, item.partial, notes);
    for (choice, fraction) in choices.iter().zip(fractions) {
        let sign = if one && choice.right { '=' } else { '~' };
        if one && choice.right && fraction != 1.0 {
            notes.add(Note::Weights);
        }
        let silent = one && (choice.right || fraction == 0.0);
        let weight = if silent && !choice.text.starts_with('%') {
            String::new()
        } else {
            percent(fraction)
        };
        line(out, sign, &weight, &choice.text, choice.why.as_deref());
    }
}

fn answer(out: &mut String, accepted: &Accepted, notes: &mut Notes) {
    let silent = accepted.weight == 1.0 && !accepted.text.starts_with('%');
    let weight = if silent {
        String::new()
    } else {
        percent(accepted.weight)
    };
    line(
        out,
        '=',
        &weight,
        &arrowless(&accepted.text, notes),
        accepted.why.as_deref(),
    );
}

fn line(out: &mut String, sign: char, weight: &str, answer: &str, why: Option<&str>) {
    let why = why.map_or(String::new(), |why| format!(" #{}", text(why)));
    writeln!(out, "\t{sign}{weight}{}{why}", text(answer))
        .expect("a String takes whatever is written");
}

fn matching<'p>(
    out: &mut String,
    pairs: impl Iterator<Item = (&'p str, &'p str)>,
    item: &Item,
    notes: &mut Notes,
) {
    if item.partial != draft::usual_partial(&item.kind) {
        notes.add(draft::policy(item.partial));
    }
    for (left, right) in pairs {
        let (left, right) = (text(&arrowless(left, notes)), escaped(right));
        writeln!(out, "\t={left} -> {right}").expect("a String takes whatever is written");
    }
}

fn number(out: &mut String, right: f64, tolerance: f64, kind: Tolerance, notes: &mut Notes) {
    let value = if kind == Tolerance::Nominal {
        if tolerance == 0.0 {
            format!("#{right}")
        } else {
            format!("#{right}:{tolerance}")
        }
    } else {
        notes.add(Note::Tolerance);
        let (low, high) = draft::interval(right, tolerance, kind);
        format!("#{low}..{high}")
    };
    out.push_str(&value);
}

/// `->` would make a pair of the answer.
fn arrowless(text: &str, notes: &mut Notes) -> String {
    if text.contains("->") {
        notes.add(Note::Signs("->".to_owned()));
    }
    text.replace("->", "→")
}

/// Per cent with five digits at most, as Moodle writes them.
fn percent(fraction: f64) -> String {
    let digits = format!("{:.5}", fraction * 100.0);
    format!("%{}%", digits.trim_end_matches('0').trim_end_matches('.'))
}

/// A text with its escapes, marked as plain where it could be read as something else.
fn text(text: &str) -> String {
    let plain = if text.contains(['<', '&']) || text.starts_with('[') {
        "[plain]"
    } else {
        ""
    };
    format!("{plain}{}", escaped(text))
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '~' | '=' | '#' | '{' | '}' | ':' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
