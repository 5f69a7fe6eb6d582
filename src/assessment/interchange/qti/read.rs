//! From a QTI item to one of our questions.

mod gaps;

use std::collections::BTreeMap;

use super::body::{is_interaction, shown, text};
use crate::assessment::{
    interchange::{
        draft::{self, Entry, Tick},
        note::{Note, Notes},
        xml::Element,
    },
    item::{Bin, Choice, Item, Kind, Partial, Segment},
};

/// A response declaration.
#[derive(Debug, Default)]
struct Declaration {
    single: bool,
    base: String,
    correct: Vec<String>,
    map: Vec<(String, f64)>,
    default: f64,
}

/// How the item says that it is scored.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Rule {
    Map,
    Match,
    Unsaid,
}

/// What the parts of a question are read from.
struct Source<'e> {
    declarations: BTreeMap<String, Declaration>,
    rule: Rule,
    processing: Option<&'e Element>,
    body: &'e Element,
}

/// The language that an element says.
pub(super) fn lang(root: &Element) -> Option<String> {
    root.attribute("lang")
        .map(str::trim)
        .filter(|lang| !lang.is_empty())
        .map(str::to_owned)
}

/// A question on its way; an item that asks nothing is none.
pub(super) fn entry(
    root: &Element,
    line: Option<usize>,
    weight: Option<f64>,
    lang: &str,
) -> Option<Entry> {
    let identifier = root.attribute("identifier").unwrap_or_default();
    let name = match identifier.strip_prefix('_') {
        Some(rest) if rest.starts_with(|c: char| c.is_ascii_digit()) => rest,
        _ => identifier,
    };
    let title = if name.is_empty() {
        root.attribute("title").unwrap_or_default()
    } else {
        name
    };
    let mut notes = Notes::default();
    let item = match root.first("item-body") {
        Some(body) => {
            let mut interactions = Vec::new();
            body.find(&is_interaction, &mut interactions);
            if interactions.is_empty() {
                return None;
            }
            item(root, body, &interactions, lang, &mut notes)
        }
        None => Err(Note::NoText),
    };
    let item = item.map(|mut item| {
        if let Some(weight) = weight.filter(|weight| weight.is_finite()) {
            item.points *= weight;
        }
        item
    });
    Some(Entry {
        line,
        name: name.to_owned(),
        title: draft::short(title),
        item,
        notes,
    })
}

fn item(
    root: &Element,
    body: &Element,
    interactions: &[&Element],
    lang: &str,
    notes: &mut Notes,
) -> Result<Item, Note> {
    draft::bounded(interactions.len())?;
    let mut declarations = BTreeMap::new();
    for declared in root.all("response-declaration") {
        let name = declared
            .attribute("identifier")
            .unwrap_or_default()
            .to_owned();
        declarations.insert(name, declaration(declared)?);
    }
    let processing = root.first("response-processing");
    let source = Source {
        declarations,
        rule: rule(processing, notes),
        processing,
        body,
    };
    let inline = |one: &&Element| {
        matches!(
            one.name.as_str(),
            "text-entry-interaction" | "inline-choice-interaction"
        )
    };
    let mut item = match interactions {
        [one] if !inline(one) => block(&source, one, lang, notes)?,
        [one] if one.name == "text-entry-interaction" => gaps::typed(&source, one, lang, notes)?,
        all if all.iter().all(inline) => gaps::cloze(&source, lang, notes)?,
        all => {
            let names: Vec<&str> = all.iter().take(5).map(|one| one.name.as_str()).collect();
            return Err(Note::UnknownType(names.join(" + ")));
        }
    };
    let feedback: Vec<String> = root
        .all("modal-feedback")
        .map(|feedback| shown(feedback, notes))
        .collect();
    item.why = draft::merged(feedback, notes);
    if item.ask.is_empty() {
        return Err(Note::NoText);
    }
    Ok(item)
}

fn declaration(declared: &Element) -> Result<Declaration, Note> {
    let number = |text: Option<&str>| text.map_or(Ok(0.0), draft::number);
    let mut read = Declaration {
        single: declared.attribute("cardinality") == Some("single"),
        base: declared
            .attribute("base-type")
            .unwrap_or_default()
            .to_owned(),
        ..Declaration::default()
    };
    for value in declared
        .first("correct-response")
        .iter()
        .flat_map(|correct| correct.all("value"))
    {
        draft::bounded(read.correct.len())?;
        read.correct.push(value.text().trim().to_owned());
    }
    if let Some(mapping) = declared.first("mapping") {
        read.default = number(mapping.attribute("default-value"))?;
        for entry in mapping.all("map-entry") {
            let key = entry
                .attribute("map-key")
                .unwrap_or_default()
                .trim()
                .to_owned();
            read.map
                .push((key, number(entry.attribute("mapped-value"))?));
        }
    }
    Ok(read)
}

/// How answers are scored. Templates go by many addresses: the last segment without ending tells (section 5.4 of the best practices).
fn rule(processing: Option<&Element>, notes: &mut Notes) -> Rule {
    const KNOWN: &[&str] = &[
        "set-outcome-value",
        "map-response",
        "variable",
        "correct",
        "match",
        "base-value",
        "response-condition",
        "response-if",
        "response-else",
        "response-else-if",
        "sum",
        "gte",
        "equal",
        "not",
        "is-null",
        "and",
        "product",
        "max",
    ];
    let Some(processing) = processing else {
        return Rule::Unsaid;
    };
    if let Some(template) = processing.attribute("template") {
        let name = template
            .trim_end_matches('/')
            .rsplit('/')
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase();
        if name.contains("map_response") && !name.contains("point") {
            return Rule::Map;
        }
        if name.contains("match") {
            return Rule::Match;
        }
        notes.add(Note::Processing);
        return Rule::Unsaid;
    }
    if strange(processing, KNOWN) {
        notes.add(Note::Processing);
    }
    if holds(processing, "map-response") {
        Rule::Map
    } else if holds(processing, "match") {
        Rule::Match
    } else {
        Rule::Unsaid
    }
}

fn strange(element: &Element, known: &[&str]) -> bool {
    element
        .elements()
        .any(|inner| !known.contains(&inner.name.as_str()) || strange(inner, known))
}

fn holds(element: &Element, name: &str) -> bool {
    element
        .elements()
        .any(|inner| inner.name == name || holds(inner, name))
}

impl Source<'_> {
    fn declaration(&self, interaction: &Element) -> Result<&Declaration, Note> {
        let name = interaction
            .attribute("response-identifier")
            .unwrap_or_default();
        self.declarations.get(name).ok_or_else(|| {
            Note::Broken(format!("no response declaration `{}`", draft::short(name)))
        })
    }

    /// Whether the mapping counts, rather than the correct response.
    fn maps(&self, declaration: &Declaration) -> bool {
        !declaration.map.is_empty() && (self.rule != Rule::Match || declaration.correct.is_empty())
    }

    /// What is asked: the body around the interaction, then its prompt.
    fn asked(&self, interaction: &Element, notes: &mut Notes) -> String {
        let prompt = interaction
            .first("prompt")
            .map(|prompt| shown(prompt, notes))
            .unwrap_or_default();
        let around = shown(self.body, notes);
        let parts = [around, prompt];
        parts
            .iter()
            .filter(|part| !part.is_empty())
            .cloned()
            .collect::<Vec<_>>()
            .join("\n")
    }
}

fn identifier(element: &Element) -> String {
    element
        .attribute("identifier")
        .unwrap_or_default()
        .to_owned()
}

/// A question whose interaction is a block of its own.
fn block(
    source: &Source<'_>,
    interaction: &Element,
    lang: &str,
    notes: &mut Notes,
) -> Result<Item, Note> {
    if interaction.name == "gap-match-interaction" {
        return gaps::gap_match(source, interaction, lang, notes);
    }
    let ask = source.asked(interaction, notes);
    let declaration = source.declaration(interaction)?;
    let class = interaction.attribute("class").unwrap_or_default();
    let (kind, partial, points) = match interaction.name.as_str() {
        "choice-interaction" => {
            if interaction.attribute("shuffle") == Some("false") {
                notes.add(Note::Keys("shuffle".to_owned()));
            }
            choices(source, declaration, interaction, class, notes)?
        }
        "hottext-interaction" => spot(source, declaration, interaction, notes)?,
        "order-interaction" => {
            let texts: BTreeMap<String, String> = interaction
                .all("simple-choice")
                .map(|choice| (identifier(choice), shown(choice, notes)))
                .collect();
            let sequence: Option<Vec<String>> = declaration
                .correct
                .iter()
                .map(|id| texts.get(id).cloned())
                .collect();
            let sequence =
                sequence.filter(|sequence| sequence.len() == texts.len() && !sequence.is_empty());
            (
                Kind::Order {
                    sequence: sequence.ok_or(Note::NoRightAnswer)?,
                },
                Some(Partial::AllOrNothing),
                1.0,
            )
        }
        "match-interaction" => pairing(source, declaration, interaction, class, notes)?,
        "extended-text-interaction" => (
            Kind::Reflect {
                words: (0, 1_000),
                reading: Default::default(),
            },
            None,
            1.0,
        ),
        other => return Err(Note::UnknownType(draft::short(other))),
    };
    let mut item = draft::item(ask, kind);
    item.partial = partial.unwrap_or(item.partial);
    item.points *= points;
    Ok(item)
}

type Read = (Kind, Option<Partial>, f64);

/// The explanation inside a choice.
fn why(choice: &Element, notes: &mut Notes) -> Option<String> {
    let mut found = Vec::new();
    choice.find(
        &|inner| matches!(inner.name.as_str(), "feedback-inline" | "feedback-block"),
        &mut found,
    );
    let texts: Vec<String> = found
        .into_iter()
        .map(|feedback| shown(feedback, notes))
        .collect();
    draft::merged(texts, notes)
}

fn choices(
    source: &Source<'_>,
    declaration: &Declaration,
    interaction: &Element,
    class: &str,
    notes: &mut Notes,
) -> Result<Read, Note> {
    let list: Vec<(String, String, Option<String>)> = interaction
        .all("simple-choice")
        .map(|choice| (identifier(choice), shown(choice, notes), why(choice, notes)))
        .collect();
    if declaration.correct.is_empty() && declaration.map.is_empty() {
        if !declaration.single {
            return Err(Note::NoRightAnswer);
        }
        let labels: Vec<String> = list.into_iter().map(|(_, text, _)| text).collect();
        let scale = class.split_whitespace().any(|word| word == "scale");
        let kind = if scale {
            Kind::Scale {
                labels,
                same_as: None,
                pair: None,
            }
        } else {
            Kind::Opinion {
                choices: labels,
                poll: Default::default(),
            }
        };
        return Ok((kind, None, 1.0));
    }
    let truth = list.len() == 2
        && list
            .iter()
            .all(|(id, _, why)| (id == "true" || id == "false") && why.is_none());
    if truth && declaration.single && !source.maps(declaration) {
        let right = declaration.correct.first().is_some_and(|id| id == "true");
        return Ok((Kind::TrueFalse { right }, None, 1.0));
    }
    ticks(source, declaration, list, notes)
}

fn ticks(
    source: &Source<'_>,
    declaration: &Declaration,
    list: Vec<(String, String, Option<String>)>,
    notes: &mut Notes,
) -> Result<Read, Note> {
    draft::bounded(list.len())?;
    let maps = source.maps(declaration);
    if !maps && !declaration.single {
        let choices: Vec<Choice> = list
            .into_iter()
            .map(|(id, text, why)| Choice {
                text,
                why,
                right: declaration.correct.contains(&id),
                weight: None,
                ..Choice::default()
            })
            .collect();
        if !choices.iter().any(|choice| choice.right) {
            return Err(Note::NoRightAnswer);
        }
        let mut choices = choices;
        choices.sort_by_key(|choice| !choice.right);
        return Ok((Kind::Multiple { choices }, Some(Partial::AllOrNothing), 1.0));
    }
    let worth = |id: &String| {
        if maps {
            let entry = declaration.map.iter().find(|(key, _)| key == id);
            entry.map_or(declaration.default, |(_, value)| *value)
        } else {
            f64::from(u8::from(declaration.correct.contains(id)))
        }
    };
    let values: Vec<f64> = list.iter().map(|(id, _, _)| worth(id)).collect();
    let positive = values.iter().copied().filter(|value| *value > 0.0);
    let most: f64 = if declaration.single {
        positive.fold(0.0, f64::max)
    } else {
        positive.sum()
    };
    // What the best answer is worth becomes the points, and the values fractions of it.
    let points = if most > 1.0 + 1e-6 { most } else { 1.0 };
    let ticks = list
        .into_iter()
        .zip(values)
        .map(|((_, text, why), value)| Tick {
            text,
            fraction: value / points,
            why,
        })
        .collect();
    let (kind, partial) = draft::ticks(declaration.single, ticks, notes)?;
    Ok((kind, Some(partial), draft::dustless(points)))
}

/// Sentences to touch. What stands between them belongs to the one that follows.
fn spot(
    source: &Source<'_>,
    declaration: &Declaration,
    interaction: &Element,
    notes: &mut Notes,
) -> Result<Read, Note> {
    let mut found = Vec::new();
    interaction.find(&|inner| inner.name == "hottext", &mut found);
    let mut at = 0;
    let whole = text(
        interaction,
        &mut |inner| {
            (inner.name == "hottext").then(|| {
                at += 1;
                format!("\u{1}{at}\u{2}")
            })
        },
        notes,
    );
    let mut list: Vec<(String, String, Option<String>)> = Vec::new();
    let mut pieces = whole.split('\u{1}');
    let mut before = draft::line(pieces.next().unwrap_or_default());
    for (hottext, piece) in found.iter().zip(pieces) {
        let text = format!("{before} {}", shown(hottext, notes));
        list.push((
            identifier(hottext),
            text.trim().to_owned(),
            why(hottext, notes),
        ));
        before = draft::line(piece.split('\u{2}').nth(1).unwrap_or_default());
    }
    if let Some((_, text, _)) = list.last_mut()
        && !before.is_empty()
    {
        text.push_str(&format!(" {before}"));
    }
    let order: Vec<String> = list.iter().map(|(_, text, _)| text.clone()).collect();
    let many = Declaration {
        single: false,
        base: declaration.base.clone(),
        correct: declaration.correct.clone(),
        map: declaration.map.clone(),
        default: declaration.default,
    };
    let (kind, partial, points) = ticks(source, &many, list, notes)?;
    let Kind::Multiple { choices } = kind else {
        return Err(Note::NoRightAnswer);
    };
    if choices.iter().any(|choice| choice.weight.is_some()) {
        notes.add(Note::Weights);
    }
    let segment = |text: &String| {
        let choice = choices.iter().find(|choice| choice.text == *text)?;
        Some(Segment {
            text: text.clone(),
            error: choice.right,
            why: choice.why.clone(),
        })
    };
    Ok((
        Kind::Spot {
            segments: order.iter().filter_map(segment).collect(),
        },
        partial,
        points,
    ))
}

/// Right pairs of ids, the policy, and the points.
type Pairs = (Vec<(String, String)>, Option<Partial>, f64);

/// The right pairs: those of the correct response, else those of the mapping that earn something.
fn pairs(source: &Source<'_>, declaration: &Declaration, notes: &mut Notes) -> Result<Pairs, Note> {
    let maps = source.maps(declaration);
    let worth: Vec<(&str, f64)> = if maps {
        declaration
            .map
            .iter()
            .filter(|(_, value)| *value > 0.0)
            .map(|(key, value)| (key.as_str(), *value))
            .collect()
    } else {
        declaration
            .correct
            .iter()
            .map(|pair| (pair.as_str(), 1.0))
            .collect()
    };
    let negative = maps && declaration.map.iter().any(|(_, value)| *value < 0.0);
    let uneven = worth
        .iter()
        .any(|(_, value)| (value - worth[0].1).abs() > 1e-6);
    if negative || uneven || declaration.default != 0.0 {
        notes.add(Note::Weights);
    }
    let pairs: Option<Vec<(String, String)>> = worth
        .iter()
        .map(|(pair, _)| {
            let (left, right) = pair.split_once(char::is_whitespace)?;
            Some((left.to_owned(), right.trim().to_owned()))
        })
        .collect();
    let pairs = pairs
        .filter(|pairs| !pairs.is_empty())
        .ok_or(Note::NoRightAnswer)?;
    let all: f64 = worth.iter().map(|(_, value)| value).sum();
    let points = if maps && all > 1.0 + 1e-6 {
        draft::dustless(all)
    } else {
        1.0
    };
    Ok((pairs, (!maps).then_some(Partial::AllOrNothing), points))
}

fn pairing(
    source: &Source<'_>,
    declaration: &Declaration,
    interaction: &Element,
    class: &str,
    notes: &mut Notes,
) -> Result<Read, Note> {
    let mut sets = interaction.all("simple-match-set").map(|set| {
        let all = set.all("simple-associable-choice");
        all.map(|choice| {
            (
                identifier(choice),
                shown(choice, &mut Notes::default()),
                choice.attribute("match-max") == Some("0"),
            )
        })
        .collect::<Vec<_>>()
    });
    let (Some(left), Some(right)) = (sets.next(), sets.next()) else {
        return Err(Note::Broken("two sets to match are expected".to_owned()));
    };
    drop(sets);
    shown(interaction, notes);
    draft::bounded(left.len().max(right.len()))?;
    let (pairs, partial, points) = pairs(source, declaration, notes)?;
    let mut bins: Vec<Bin> = right
        .iter()
        .map(|(_, label, _)| Bin {
            label: label.clone(),
            holds: Vec::new(),
        })
        .collect();
    let mut matched: Vec<(String, String)> = Vec::new();
    for (id, text, _) in &left {
        let partner = pairs.iter().find_map(|(a, b)| {
            if a == id {
                Some(b)
            } else if b == id {
                Some(a)
            } else {
                None
            }
        });
        let Some(place) =
            partner.and_then(|partner| right.iter().position(|(id, _, _)| id == partner))
        else {
            notes.add(Note::OtherAnswer(draft::short(text)));
            continue;
        };
        bins[place].holds.push(text.clone());
        matched.push((text.clone(), right[place].1.clone()));
    }
    if matched.len() < pairs.len() {
        notes.add(Note::Weights);
    }
    if matched.is_empty() {
        return Err(Note::NoRightAnswer);
    }
    let said = |word: &str| class.split_whitespace().any(|one| one == word);
    let grouped =
        right.iter().all(|(_, _, any)| *any) || bins.iter().any(|bin| bin.holds.len() > 1);
    let kind = if said("sort") || (grouped && !said("match")) {
        Kind::Sort { bins }
    } else {
        let extra = bins
            .into_iter()
            .filter(|bin| bin.holds.is_empty())
            .map(|bin| bin.label)
            .collect();
        Kind::Match {
            pairs: matched,
            extra,
        }
    };
    Ok((kind, partial, points))
}
