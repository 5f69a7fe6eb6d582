//! Fields and gaps inside a text: a number or a word to type, lists to choose from, words to put into places.

use super::{Declaration, Rule, Source, holds, identifier, pairs};
use crate::assessment::{
    interchange::{
        draft, html,
        note::{Note, Notes},
        qti::body::{is_interaction, shown, text},
        xml::Element,
    },
    item::{Accepted, Gap, Item, Kind, Partial, Tolerance},
};

/// One field to type into: a number or a text; a gap where text follows it.
pub(super) fn typed(
    source: &Source<'_>,
    interaction: &Element,
    lang: &str,
    notes: &mut Notes,
) -> Result<Item, Note> {
    let declaration = source.declaration(interaction)?;
    let whole = text(
        source.body,
        &mut |inner| is_interaction(inner).then(|| "\u{1}".to_owned()),
        notes,
    );
    let (before, after) = whole.split_once('\u{1}').unwrap_or((&whole, ""));
    let mut classes = Vec::new();
    source.body.find(
        &|inner| inner.attribute("class") == Some("cloze"),
        &mut classes,
    );
    let follows = after.chars().any(char::is_alphanumeric);
    let number = declaration.base == "float" || declaration.base == "integer";
    if !number && (follows || !classes.is_empty()) {
        return cloze(source, lang, notes);
    }
    let ask = if follows {
        format!("{} _____ {}", before.trim(), after.trim())
    } else {
        before.trim().to_owned()
    };
    if number {
        return numeric(source, declaration, ask, notes);
    }
    let mut accept: Vec<Accepted> = Vec::new();
    let mut map = declaration.map.clone();
    if !source.maps(declaration) {
        map = declaration
            .correct
            .iter()
            .map(|text| (text.clone(), 1.0))
            .collect();
    }
    let best = map.iter().map(|(_, value)| *value).fold(0.0, f64::max);
    let points = if best > 1.0 { best } else { 1.0 };
    for (text, value) in map {
        if value <= 0.0 {
            notes.add(Note::OtherAnswer(draft::short(&text)));
        } else if accept.iter().all(|other| other.text != text) {
            accept.push(Accepted {
                text,
                weight: value / points,
                why: None,
            });
        }
    }
    if accept.is_empty() {
        return Err(Note::NoRightAnswer);
    }
    let mut item = draft::item(
        ask,
        Kind::Text {
            accept,
            exact: false,
        },
    );
    item.points = points;
    Ok(item)
}

fn numeric(
    source: &Source<'_>,
    declaration: &Declaration,
    ask: String,
    notes: &mut Notes,
) -> Result<Item, Note> {
    let best = declaration
        .map
        .iter()
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .map(|(key, _)| key);
    let right = draft::number(
        declaration
            .correct
            .first()
            .or(best)
            .ok_or(Note::NoRightAnswer)?,
    )?;
    for (other, _) in declaration
        .map
        .iter()
        .filter(|(key, _)| draft::number(key) != Ok(right))
    {
        notes.add(Note::OtherAnswer(draft::short(other)));
    }
    let mut equal = Vec::new();
    if let Some(processing) = source.processing {
        processing.find(&|inner| inner.name == "equal", &mut equal);
        if holds(processing, "gte") {
            notes.add(Note::Processing);
        }
    }
    if equal.len() > 1 {
        notes.add(Note::Processing);
    }
    let said = equal.first().and_then(|equal| {
        Some((
            equal.attribute("tolerance-mode")?,
            equal.attribute("tolerance")?,
        ))
    });
    let (mut right, mut tolerance, mut tolerance_kind) = (right, 0.0, Tolerance::Nominal);
    if let Some((mode, values)) = said.filter(|(mode, _)| *mode != "exact") {
        let values = values
            .split_whitespace()
            .map(draft::number)
            .collect::<Result<Vec<f64>, Note>>()?;
        let low = values.first().copied().unwrap_or_default().abs();
        let high = values.get(1).copied().unwrap_or(low).abs();
        if low == high && mode == "relative" {
            (tolerance, tolerance_kind) = (draft::dustless(low / 100.0), Tolerance::Relative);
        } else if low == high {
            tolerance = low;
        } else {
            // An interval that is wider on one side: its middle takes the place of the right value.
            notes.add(Note::Tolerance);
            let (low, high) = if mode == "relative" {
                (right.abs() * low / 100.0, right.abs() * high / 100.0)
            } else {
                (low, high)
            };
            (right, tolerance) = draft::middle(right - low, right + high);
        }
    }
    Ok(draft::item(
        ask,
        Kind::Number {
            right,
            tolerance,
            tolerance_kind,
            entry: Default::default(),
        },
    ))
}

/// A text with fields and lists inside.
pub(super) fn cloze(source: &Source<'_>, lang: &str, notes: &mut Notes) -> Result<Item, Note> {
    let (mut gaps, mut weights, mut failed) = (Vec::new(), Vec::new(), None);
    let mut lost = Notes::default();
    let whole = text(
        source.body,
        &mut |inner| {
            if !is_interaction(inner) {
                return None;
            }
            match gap(source, inner, &mut lost) {
                Ok((gap, weight)) => {
                    gaps.push(gap);
                    weights.push(weight);
                }
                Err(note) => failed = Some(note),
            }
            Some(format!("\u{1}{}\u{2}", gaps.len()))
        },
        notes,
    );
    lost.into_list()
        .into_iter()
        .for_each(|note| notes.add(note));
    if let Some(note) = failed {
        return Err(note);
    }
    let all = source.rule == Rule::Match
        || source
            .processing
            .is_some_and(|processing| processing.all("response-condition").count() == 1);
    // Where everything must be right, or no gap says what it is worth, all weigh the same.
    if !all && weights.iter().any(|weight| *weight > 0.0) {
        draft::weigh(&mut gaps, &weights, notes);
    }
    Ok(filled(&whole, gaps, all, lang, notes))
}

/// A question of a text in which `\u{1}n\u{2}` stands for the gaps: no text of XML holds these signs.
fn filled(whole: &str, gaps: Vec<Gap>, all: bool, lang: &str, notes: &mut Notes) -> Item {
    if whole.contains(['{', '}']) {
        notes.add(Note::Signs("{ }".to_owned()));
    }
    let whole = whole
        .replace('{', "(")
        .replace('}', ")")
        .replace('\u{1}', "{")
        .replace('\u{2}', "}");
    let (ask, passage) = draft::passage(&whole, lang, notes);
    let mut item = draft::item(ask, Kind::Cloze { passage, gaps });
    if all {
        item.partial = Partial::AllOrNothing;
    }
    item
}

/// A gap, and the most that its answers are worth: 0 where the file does not say it.
fn gap(source: &Source<'_>, interaction: &Element, notes: &mut Notes) -> Result<(Gap, f64), Note> {
    let declaration = source.declaration(interaction)?;
    let best = declaration
        .map
        .iter()
        .map(|(_, value)| *value)
        .fold(0.0, f64::max);
    let mut right: Vec<String> = declaration.correct.clone();
    for (key, value) in declaration.map.iter().filter(|(_, value)| *value > 0.0) {
        if *value < best {
            notes.add(Note::OtherAnswer(draft::short(key)));
        } else if !right.contains(key) {
            right.push(key.clone());
        }
    }
    if interaction.name == "text-entry-interaction" {
        if right.is_empty() {
            return Err(Note::NoRightAnswer);
        }
        let gap = Gap::Write {
            accept: right,
            weight: 1.0,
        };
        return Ok((gap, best));
    }
    let (mut found, mut wrong): (Option<String>, Vec<String>) = (None, Vec::new());
    for choice in interaction.all("inline-choice") {
        let text = draft::line(&shown(choice, notes));
        if right.contains(&identifier(choice)) && found.is_none() {
            found = Some(text);
        } else {
            wrong.push(text);
        }
    }
    let gap = Gap::Choose {
        right: found.ok_or(Note::NoRightAnswer)?,
        wrong,
        weight: 1.0,
    };
    Ok((gap, best))
}

/// Words to put into gaps: each gap becomes a list of all of them.
pub(super) fn gap_match(
    source: &Source<'_>,
    interaction: &Element,
    lang: &str,
    notes: &mut Notes,
) -> Result<Item, Note> {
    let declaration = source.declaration(interaction)?;
    let (pairs, partial, points) = pairs(source, declaration, notes)?;
    let mut words: Vec<(String, String)> = Vec::new();
    for word in interaction.all("gap-text") {
        words.push((identifier(word), draft::line(&shown(word, notes))));
    }
    if interaction.all("gap-img").next().is_some() {
        return Err(Note::UnknownType("gap-img".to_owned()));
    }
    draft::bounded(words.len())?;
    let (mut gaps, mut failed) = (Vec::new(), false);
    let passage = text(
        interaction,
        &mut |inner| {
            if inner.name == "gap-text" {
                return Some(String::new());
            }
            if inner.name != "gap" {
                return None;
            }
            let name = identifier(inner);
            let word = pairs.iter().find_map(|(a, b)| {
                if *b == name {
                    Some(a)
                } else if *a == name {
                    Some(b)
                } else {
                    None
                }
            });
            let right = word.and_then(|word| words.iter().find(|(id, _)| id == word));
            failed |= right.is_none();
            let right = right.map(|(_, text)| text.clone()).unwrap_or_default();
            let mut wrong: Vec<String> = Vec::new();
            for (_, text) in words.iter().filter(|(_, text)| *text != right) {
                if !wrong.contains(text) {
                    wrong.push(text.clone());
                }
            }
            gaps.push(Gap::Choose {
                right,
                wrong,
                weight: 1.0,
            });
            Some(format!("\u{1}{}\u{2}", gaps.len()))
        },
        notes,
    );
    if failed || gaps.is_empty() {
        return Err(Note::NoRightAnswer);
    }
    draft::bounded(gaps.len())?;
    let ask = source.asked(interaction, notes);
    let whole = if ask.is_empty() {
        passage
    } else {
        format!("{ask}\n{}", html::tidy(&passage))
    };
    let mut item = filled(&whole, gaps, partial.is_some(), lang, notes);
    item.points = points;
    Ok(item)
}
