//! Interchange: questions from and to GIFT, Moodle XML and QTI. Whatever cannot be carried over is told, a question that cannot be is left out and named, and nothing is invented.

mod draft;
mod gift;
mod html;
mod moodle;
mod note;
mod qti;
mod write;
mod xml;

use std::{collections::BTreeMap, fmt};

use jiff::civil::Date;
use toml::Value;

pub use note::{Note, Told};

use super::{finding::Problem, framework::Frameworks, item::Item, module::Module};
use draft::Entry;
use note::Notes;

/// The most questions of a module, and its size in bytes, a little under what the format takes.
const MAX_ITEMS: usize = 2_000;
const MAX_BYTES: usize = (1 << 20) - (16 << 10);

/// A format of questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Moodle's text format.
    Gift,
    /// Moodle's XML.
    MoodleXml,
    /// 1EdTech Question and Test Interoperability: 3.0 written; 3.0, 2.2 and 2.1 read.
    Qti,
}

impl Format {
    /// The names on the command line.
    pub const NAMES: [(&'static str, Format); 3] = [
        ("gift", Format::Gift),
        ("moodle-xml", Format::MoodleXml),
        ("qti", Format::Qti),
    ];
}

/// What an import gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    /// The module as TOML; `crema check` finds no error in it, unless there is no question at all.
    pub module: String,
    /// How many questions it holds.
    pub count: usize,
    /// The questions that are not in it.
    pub left_out: Vec<Told>,
    /// What is not as it was, and what the file did not give.
    pub changed: Vec<Told>,
}

/// What an export gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Exported {
    /// The file.
    pub bytes: Vec<u8>,
    /// The questions that are not in it.
    pub left_out: Vec<Told>,
    /// What the format has no place for.
    pub changed: Vec<Told>,
}

/// A file that cannot be read at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// The line, from 1.
    pub line: usize,
    /// Why, as the parser says it.
    pub why: String,
}

impl Unreadable {
    fn new(line: usize, why: &str) -> Unreadable {
        Unreadable {
            line,
            why: why.to_owned(),
        }
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.line, self.why)
    }
}

impl std::error::Error for Unreadable {}

/// Everything that a reader found in a file.
#[derive(Clone, Debug, Default)]
struct Reading {
    lang: Option<String>,
    title: Option<String>,
    entries: Vec<Entry>,
}

/// Reads a file of another format into a module; `stem` names the module where the file does not, `lang` is put where the file says no language.
///
/// # Errors
/// [`Unreadable`]: text that is no UTF-8, XML that is not well-formed, a package without questions. A broken question alone is left out instead.
pub fn import(
    format: Format,
    bytes: &[u8],
    stem: &str,
    lang: &str,
) -> Result<Imported, Unreadable> {
    let reading = match format {
        Format::Gift => gift::read(text(bytes)?),
        Format::MoodleXml => moodle::read(text(bytes)?, lang)?,
        Format::Qti => qti::read(bytes, lang)?,
    };
    Ok(assemble(reading, stem, lang))
}

/// Writes a module in another format. The module's own text tells which keys have no place there.
///
/// # Errors
/// Only the zip writer's, in words.
pub fn export(format: Format, module: &Module, text: &str) -> Result<Exported, String> {
    let (mut left_out, mut changed, mut taken) = (Vec::new(), Vec::new(), Vec::new());
    let written = keys(text);
    for item in &module.items {
        let mut notes = Notes::default();
        let sent = match format {
            Format::Gift => gift::write(item, &mut notes),
            Format::MoodleXml => moodle::write(item, &mut notes),
            Format::Qti => qti::write(module, item, &mut notes),
        };
        let told = |note| Told {
            line: None,
            title: item.id.clone(),
            note,
        };
        match sent {
            Ok(sent) => {
                let lost = lost_keys(format, written.get(&item.id));
                if !lost.is_empty() {
                    notes.add(Note::Keys(lost.join(", ")));
                }
                changed.extend(notes.into_list().into_iter().map(told));
                taken.push((item, sent));
            }
            Err(note) => left_out.push(told(note)),
        }
    }
    let bytes = match format {
        Format::Gift => gift::file(&taken).into_bytes(),
        Format::MoodleXml => moodle::file(&taken).into_bytes(),
        Format::Qti => qti::package(module, &taken)?,
    };
    Ok(Exported {
        bytes,
        left_out,
        changed,
    })
}

fn text(bytes: &[u8]) -> Result<&str, Unreadable> {
    std::str::from_utf8(bytes).map_err(|error| {
        let before = &bytes[..error.valid_up_to()];
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        Unreadable::new(line, "not UTF-8")
    })
}

/// The questions that stand, with ids of their own, and a file that passes the check.
fn assemble(reading: Reading, stem: &str, lang: &str) -> Imported {
    let (mut kept, mut left_out, mut changed) = (Vec::new(), Vec::new(), Vec::new());
    let mut ids = draft::Ids::default();
    let mut size = 0;
    for (place, entry) in reading.entries.into_iter().enumerate() {
        let told = |note| Told {
            line: entry.line,
            title: entry.title.clone(),
            note,
        };
        let mut notes = entry.notes;
        let mut item = match entry.item {
            Ok(item) => item,
            Err(note) => {
                left_out.push(told(note));
                continue;
            }
        };
        draft::clean(&mut item, &mut notes);
        item.id = ids.give(&entry.name, place + 1, &mut notes);
        size += write::item(&item).len() + 1;
        if kept.len() == MAX_ITEMS || size > MAX_BYTES {
            left_out.push(told(Note::TooMany));
            continue;
        }
        kept.push((entry.line, entry.title, item, notes));
    }
    let title = reading
        .title
        .map(|title| draft::line(&title))
        .filter(|title| !title.is_empty());
    let id = draft::slug(title.as_deref().unwrap_or(stem)).unwrap_or_else(|| "module".to_owned());
    let named = title.clone().unwrap_or_else(|| draft::line(stem));
    let named = if named.is_empty() { id.clone() } else { named };
    let tag = |tag: &String| {
        tag.len() <= 35
            && tag
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let said = reading.lang.filter(tag);
    let no_lang = said.is_none();
    let head = write::Head {
        lang: said.unwrap_or_else(|| draft::line(lang)),
        summary: named.clone(),
        title: named,
        id,
    };
    let module = loop {
        let items: Vec<Item> = kept.iter().map(|(_, _, item, _)| item.clone()).collect();
        let (text, lines) = write::module(&head, &items);
        let mut refused = BTreeMap::new();
        for (line, problem) in errors(&text) {
            if let Some(place) = lines.partition_point(|start| *start <= line).checked_sub(1) {
                refused.entry(place).or_insert(problem);
            }
        }
        if refused.is_empty() {
            break text;
        }
        for (place, problem) in refused.into_iter().rev() {
            let (line, title, _, _) = kept.remove(place);
            left_out.push(Told {
                line,
                title,
                note: Note::Refused(problem),
            });
        }
    };
    left_out.sort_by_key(|told| told.line);
    let count = kept.len();
    let (mut scored, mut unscored) = (false, false);
    for (line, title, item, notes) in kept {
        scored |= item.is_scored();
        unscored |= !item.is_scored();
        changed.extend(notes.into_list().into_iter().map(|note| Told {
            line,
            title: title.clone(),
            note,
        }));
    }
    changed.extend(gaps(
        &head,
        title.is_none(),
        no_lang,
        scored,
        scored || unscored,
    ));
    Imported {
        module,
        count,
        left_out,
        changed,
    }
}

/// What our format asks for and the file does not give: named, and left to the author.
fn gaps(head: &write::Head, no_title: bool, no_lang: bool, scored: bool, any: bool) -> Vec<Told> {
    let filled = |key, value: &str| Note::Filled {
        key,
        value: value.to_owned(),
    };
    let mut notes = vec![filled("id", &head.id), filled("version", "1.0.0")];
    if no_lang {
        notes.push(filled("lang", &head.lang));
    }
    if no_title {
        notes.push(filled("title", &head.title));
    }
    notes.push(filled("summary", &head.summary));
    notes.push(filled("licence", "UNKNOWN"));
    if scored {
        notes.push(Note::Missing("sources"));
    }
    if any {
        notes.push(Note::Missing("skills"));
    }
    let told = |note| Told {
        line: None,
        title: String::new(),
        note,
    };
    notes.into_iter().map(told).collect()
}

/// The errors that the check finds, each with its line; a module without questions has none to leave out.
fn errors(text: &str) -> Vec<(usize, Problem)> {
    let (_, findings) = Module::read(text, &Frameworks::default(), Date::MIN);
    let errors = findings
        .into_iter()
        .filter(|finding| !finding.problem.is_warning());
    errors
        .map(|finding| (finding.line, finding.problem))
        .collect()
}

/// The keys of each question of a module as its author wrote them; those of inner tables after a point.
fn keys(text: &str) -> BTreeMap<String, Vec<String>> {
    let mut keys = BTreeMap::new();
    let table = toml::from_str::<toml::Table>(text).unwrap_or_default();
    let items = table.get("items").and_then(Value::as_array);
    for item in items.into_iter().flatten().filter_map(Value::as_table) {
        let Some(id) = item.get("id").and_then(Value::as_str) else {
            continue;
        };
        let mut found = Vec::new();
        for (key, value) in item {
            found.push(key.clone());
            for inner in value
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_table)
            {
                found.extend(inner.keys().map(|inner| format!("{key}.{inner}")));
            }
        }
        found.dedup();
        keys.insert(id.to_owned(), found);
    }
    keys
}

/// The keys that a format has no place for. What a format says otherwise (a policy, an interval) is told apart.
fn lost_keys(format: Format, keys: Option<&Vec<String>>) -> Vec<String> {
    const CARRIED: &[&str] = &[
        "id",
        "type",
        "ask",
        "why",
        "partial",
        "right",
        "wrong",
        "accept",
        "tolerance",
        "tolerance_kind",
        "pairs",
        "extra",
        "bins",
        "sequence",
        "segments",
        "passage",
    ];
    const INNER: &[&str] = &[
        "text", "why", "weight", "label", "holds", "right", "wrong", "accept",
    ];
    let mut lost: Vec<String> = Vec::new();
    for key in keys.into_iter().flatten() {
        let carried = match key.split_once('.') {
            Some((_, inner)) => INNER.contains(&inner) || inner == "error",
            None => {
                CARRIED.contains(&key.as_str())
                    || ["gaps", "points_labels", "choices", "same_as"].contains(&key.as_str())
                    || key == "points" && format != Format::Gift
            }
        };
        if !carried && !lost.contains(key) {
            lost.push(key.clone());
        }
    }
    lost
}

#[cfg(test)]
mod tests;
