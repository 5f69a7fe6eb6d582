//! From Moodle XML to our questions.

use super::{ORDERING, cloze};
use crate::assessment::{
    interchange::{
        Reading, Unreadable,
        draft::{self, Entry, Tick},
        html,
        note::{Note, Notes},
        xml::{self, Element},
    },
    item::{Accepted, Gap, Item, Kind, Tolerance},
};

/// Reads a file; `lang` is the language of the instruction where a text with gaps has none.
///
/// # Errors
/// [`Unreadable`]: no well-formed XML, or none whose root is `quiz`.
pub(in crate::assessment::interchange) fn read(
    text: &str,
    lang: &str,
) -> Result<Reading, Unreadable> {
    let root = xml::parse(text)?;
    if root.name != "quiz" {
        return Err(Unreadable::new(
            root.line,
            &format!("`quiz` is expected, not `{}`", root.name),
        ));
    }
    let entries = root
        .all("question")
        .filter_map(|question| entry(question, lang))
        .collect();
    Ok(Reading {
        lang: None,
        title: None,
        entries,
    })
}

fn entry(question: &Element, lang: &str) -> Option<Entry> {
    let kind = question.attribute("type").unwrap_or_default();
    if kind == "category" || kind == "description" {
        return None;
    }
    let mut notes = Notes::default();
    let name = question
        .first("name")
        .map(|name| draft::line(&inner(name)))
        .unwrap_or_default();
    let asked = question.first("questiontext");
    let title = if name.is_empty() {
        draft::short(
            &asked
                .map(|asked| shown(asked, &mut Notes::default()))
                .unwrap_or_default(),
        )
    } else {
        draft::short(&name)
    };
    let item = item(question, kind, lang, &mut notes);
    Some(Entry {
        line: Some(question.line),
        name,
        title,
        item,
        notes,
    })
}

fn item(question: &Element, kind: &str, lang: &str, notes: &mut Notes) -> Result<Item, Note> {
    let asked = question.first("questiontext").ok_or(Note::NoText)?;
    let mut why = Vec::new();
    let mut ask = if matches!(kind, "cloze" | "multianswer" | "gapselect" | "ddwtos") {
        String::new()
    } else {
        let ask = shown(asked, notes);
        if ask.is_empty() {
            return Err(Note::NoText);
        }
        ask
    };
    let mut partial = None;
    let kind = match kind {
        "multichoice" => {
            let one = flag(question, "single").unwrap_or(true);
            if flag(question, "shuffleanswers") == Some(false) {
                notes.add(Note::Keys("shuffleanswers".to_owned()));
            }
            let ticks = question
                .all("answer")
                .map(|answer| tick(answer, notes))
                .collect::<Result<_, _>>()?;
            let (kind, policy) = draft::ticks(one, ticks, notes)?;
            partial = Some(policy);
            kind
        }
        "truefalse" => {
            let mut right = None;
            for answer in question.all("answer") {
                let says = inner(answer).trim().eq_ignore_ascii_case("true");
                if fraction(answer)? > 0.0 {
                    right = Some(says);
                }
                why.extend(feedback(answer, notes));
            }
            Kind::TrueFalse {
                right: right.ok_or(Note::NoRightAnswer)?,
            }
        }
        "shortanswer" => short(question, notes)?,
        "numerical" => numerical(question, &mut why, notes)?,
        "matching" | "ddmatch" => {
            draft::bounded(question.all("subquestion").count())?;
            matching(question, notes)
        }
        "cloze" | "multianswer" => {
            let html = marked(asked, &mut Notes::default());
            let (passage, gaps) = cloze::read(&html, notes)?;
            let (before, passage) = draft::passage(&html::text(&passage, notes), lang, notes);
            ask = before;
            Kind::Cloze { passage, gaps }
        }
        "gapselect" | "ddwtos" => {
            let (passage, gaps) = selected(question, asked, kind, notes)?;
            let (before, passage) = draft::passage(&passage, lang, notes);
            ask = before;
            Kind::Cloze { passage, gaps }
        }
        "ordering" => {
            let said = question
                .first("gradingtype")
                .map(|kind| kind.text().trim().to_owned())
                .unwrap_or_default();
            let known = ORDERING
                .iter()
                .find(|(name, number, _)| said == *name || said == *number);
            partial = known.and_then(|(_, _, partial)| *partial);
            if partial.is_none() && !said.is_empty() {
                notes.add(Note::Partial(said));
            }
            let mut places: Vec<(f64, String)> = Vec::new();
            for answer in question.all("answer") {
                let place = answer
                    .attribute("fraction")
                    .map_or(Ok(f64::MAX), draft::number)?;
                places.push((place, shown(answer, notes)));
            }
            // The fraction of an element is its place; where none is said, the file's order holds.
            places.sort_by(|a, b| a.0.total_cmp(&b.0));
            Kind::Order {
                sequence: places.into_iter().map(|(_, text)| text).collect(),
            }
        }
        "essay" => Kind::Reflect {
            words: words(question),
            reading: Default::default(),
        },
        other => return Err(Note::UnknownType(draft::short(other))),
    };
    why.splice(
        0..0,
        question
            .first("generalfeedback")
            .map(|feedback| shown(feedback, notes)),
    );
    for name in [
        "correctfeedback",
        "partiallycorrectfeedback",
        "incorrectfeedback",
    ] {
        let said = question
            .first(name)
            .map(|feedback| shown(feedback, &mut Notes::default()));
        if said.is_some_and(|said| !said.is_empty() && !standard(&said)) {
            notes.add(Note::Feedback);
        }
    }
    if question
        .first("hint")
        .is_some_and(|hint| !shown(hint, &mut Notes::default()).is_empty())
    {
        notes.add(Note::Hints);
    }
    let tags: Vec<String> = question
        .first("tags")
        .map(|tags| {
            tags.all("tag")
                .map(|tag| draft::line(&inner(tag)))
                .collect()
        })
        .unwrap_or_default();
    if !tags.is_empty() {
        notes.add(Note::Tags(tags.join(", ")));
    }
    let mut item = draft::item(ask, kind);
    item.partial = partial.unwrap_or(item.partial);
    item.why = draft::merged(why, notes);
    if let Some(grade) = question.first("defaultgrade")
        && item.kind.is_marked()
    {
        item.points = draft::number(&grade.text())?;
    }
    Ok(item)
}

/// What Moodle puts into its feedback by itself.
fn standard(feedback: &str) -> bool {
    const STANDARD: &[&str] = &[
        "Your answer is correct.",
        "Your answer is partially correct.",
        "Your answer is incorrect.",
        "Votre réponse est correcte.",
        "Votre réponse est partiellement correcte.",
        "Votre réponse est incorrecte.",
    ];
    STANDARD.contains(&feedback)
}

/// The text in an element's `<text>`, else its own.
fn inner(element: &Element) -> String {
    element.first("text").unwrap_or(element).text()
}

/// The text of an element as HTML, whatever it is written in.
fn marked(element: &Element, notes: &mut Notes) -> String {
    if element.first("file").is_some() {
        notes.add(Note::Media);
    }
    let text = inner(element);
    match element.attribute("format") {
        Some("plain_text" | "markdown") => {
            if element.attribute("format") == Some("markdown")
                && text.contains(['*', '_', '`', '#', '['])
            {
                notes.add(Note::Formatting);
            }
            text.trim()
                .replace('&', "&amp;")
                .replace('<', "&lt;")
                .replace('\n', "<br>")
        }
        Some("moodle_auto_format") => text.trim().replace('\n', "<br>"),
        _ => text,
    }
}

fn shown(element: &Element, notes: &mut Notes) -> String {
    let marked = marked(element, notes);
    html::text(&marked, notes)
}

fn feedback(answer: &Element, notes: &mut Notes) -> Option<String> {
    let said = answer
        .first("feedback")
        .map(|feedback| shown(feedback, notes));
    said.filter(|said| !said.is_empty())
}

fn fraction(answer: &Element) -> Result<f64, Note> {
    Ok(answer
        .attribute("fraction")
        .map_or(Ok(0.0), draft::number)?
        / 100.0)
}

fn flag(question: &Element, name: &str) -> Option<bool> {
    match question.first(name)?.text().trim() {
        "true" | "1" => Some(true),
        "false" | "0" => Some(false),
        _ => None,
    }
}

fn words(question: &Element) -> (u32, u32) {
    let limit = |name: &str| {
        question
            .first(name)
            .and_then(|limit| limit.text().trim().parse().ok())
    };
    (
        limit("minwordlimit").unwrap_or(0),
        limit("maxwordlimit").unwrap_or(1_000),
    )
}

fn tick(answer: &Element, notes: &mut Notes) -> Result<Tick, Note> {
    Ok(Tick {
        text: shown(answer, notes),
        fraction: fraction(answer)?,
        why: feedback(answer, notes),
    })
}

fn short(question: &Element, notes: &mut Notes) -> Result<Kind, Note> {
    if flag(question, "usecase") == Some(true) {
        notes.add(Note::Case);
    }
    draft::bounded(question.all("answer").count())?;
    let mut accept: Vec<Accepted> = Vec::new();
    for answer in question.all("answer") {
        // What is to be typed is plain text, whatever format is said.
        let (text, weight) = (html::tidy(&inner(answer)), fraction(answer)?.min(1.0));
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
        accept.push(Accepted {
            text,
            weight,
            why: feedback(answer, notes),
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

fn numerical(question: &Element, why: &mut Vec<String>, notes: &mut Notes) -> Result<Kind, Note> {
    if question
        .first("units")
        .is_some_and(|units| units.first("unit").is_some())
    {
        notes.add(Note::Unit);
    }
    let mut best: Option<(f64, &Element)> = None;
    for answer in question.all("answer") {
        let worth = fraction(answer)?;
        if worth > best.map_or(0.0, |(best, _)| best) && inner(answer).trim() != "*" {
            best = Some((worth, answer));
        }
    }
    let (worth, best) = best.ok_or(Note::NoRightAnswer)?;
    if worth < 1.0 {
        notes.add(Note::Weights);
    }
    for other in question
        .all("answer")
        .filter(|other| !std::ptr::eq(*other, best))
    {
        notes.add(Note::OtherAnswer(draft::short(inner(other).trim())));
    }
    why.extend(feedback(best, notes));
    Ok(Kind::Number {
        right: draft::number(&inner(best))?,
        tolerance: best
            .first("tolerance")
            .map_or(Ok(0.0), |tolerance| draft::number(&tolerance.text()))?
            .abs(),
        tolerance_kind: Tolerance::Nominal,
        entry: Default::default(),
    })
}

fn matching(question: &Element, notes: &mut Notes) -> Kind {
    let (mut pairs, mut extra) = (Vec::new(), Vec::new());
    for pair in question.all("subquestion") {
        let left = shown(pair, notes);
        let right = pair
            .first("answer")
            .map(|answer| html::tidy(&inner(answer)))
            .unwrap_or_default();
        if left.is_empty() {
            extra.push(right);
        } else {
            pairs.push((left, right));
        }
    }
    Kind::Match { pairs, extra }
}

/// A text with `[[1]]`, `[[2]]`… that name the words to put there; words of one group can be mistaken for each other.
fn selected(
    question: &Element,
    asked: &Element,
    kind: &str,
    notes: &mut Notes,
) -> Result<(String, Vec<Gap>), Note> {
    let list = if kind == "ddwtos" {
        "dragbox"
    } else {
        "selectoption"
    };
    let words: Vec<(String, String)> = question
        .all(list)
        .map(|word| {
            let group = word
                .first("group")
                .map(|group| group.text().trim().to_owned())
                .unwrap_or_default();
            (
                html::text(
                    &word.first("text").map(Element::text).unwrap_or_default(),
                    notes,
                ),
                group,
            )
        })
        .collect();
    draft::bounded(words.len())?;
    let text = shown(asked, notes);
    if text.contains(['{', '}']) {
        notes.add(Note::Signs("{ }".to_owned()));
    }
    let text = text.replace('{', "(").replace('}', ")");
    let (mut passage, mut gaps, mut rest) = (String::new(), Vec::new(), text.as_str());
    while let Some(open) = rest.find("[[") {
        passage.push_str(&rest[..open]);
        rest = &rest[open + 2..];
        let digits = rest.bytes().take(4).take_while(u8::is_ascii_digit).count();
        let number: usize = rest[..digits].parse().unwrap_or(0);
        if !rest[digits..].starts_with("]]") || number == 0 {
            passage.push_str("[[");
            continue;
        }
        rest = &rest[digits + 2..];
        draft::bounded(gaps.len() + 1)?;
        let (right, group) = words.get(number - 1).ok_or(Note::NoRightAnswer)?;
        let mut wrong: Vec<String> = Vec::new();
        for (word, _) in words
            .iter()
            .filter(|(word, other)| other == group && word != right)
        {
            if !wrong.contains(word) {
                wrong.push(word.clone());
            }
        }
        gaps.push(Gap::Choose {
            right: right.clone(),
            wrong,
            weight: 1.0,
        });
        passage.push_str(&format!("{{{}}}", gaps.len()));
    }
    passage.push_str(rest);
    if gaps.is_empty() {
        return Err(Note::Broken("no gap".to_owned()));
    }
    Ok((passage, gaps))
}
