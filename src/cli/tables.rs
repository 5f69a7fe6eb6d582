//! Tables of marks on the command line: read, or refused in the language of the terminal with row and column.

use std::{fs::File, io::Read, path::Path};

use serde_json::Value;

use super::{Failure, say::say};
use crate::{
    assessment::measurement::{
        disclosure::RESPONSES,
        table::{MAX_BYTES, Reason, Refused, Table},
    },
    base::Lang,
    i18n::Texts,
};

/// The language of the terminal: French where the locale says so, else English.
pub(super) fn texts() -> Texts {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty());
    Texts::of(spoken(locale.as_deref().unwrap_or_default()))
}

/// The language that was asked for, else that of the terminal.
pub(super) fn language(asked: Option<&str>) -> Result<Lang, Failure> {
    match asked {
        Some(lang) => lang
            .parse()
            .map_err(|()| Failure::Environment(format!("--lang {lang}: fr, en"))),
        None => Ok(texts().lang),
    }
}

fn spoken(locale: &str) -> Lang {
    let tag = locale.split(['_', '.', '@']).next().unwrap_or_default();
    tag.parse().unwrap_or(Lang::En)
}

/// Reads a table, and says on standard error which rows do not count.
pub(super) fn read(path: &Path, texts: Texts) -> Result<Table, Failure> {
    let file = path.display().to_string();
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|opened| opened.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes))
        .map_err(|error| Failure::Environment(format!("{file}: {error}")))?;
    let table = Table::read(&bytes).map_err(|refused| told(path, &refused, texts))?;
    // Where nobody named the people, the first question would pass for their names.
    if !["person", "personne"].contains(&table.first.trim().to_lowercase().as_str()) {
        let values = [
            ("file", file.clone().into()),
            ("name", table.first.as_str().into()),
        ];
        eprintln!("{}", texts.with_all("table-first-column", values));
    }
    if let Some(row) = table.repeats.first() {
        let values = [
            ("file", file.into()),
            ("count", (table.repeats.len() as i64).into()),
            ("row", row.to_string().into()),
        ];
        eprintln!("{}", texts.with_all("table-repeats", values));
    }
    Ok(table)
}

/// A refusal in words.
pub(super) fn told(path: &Path, refused: &Refused, texts: Texts) -> Failure {
    let why = match &refused.why {
        Reason::TooLarge => texts.text("table-too-large"),
        Reason::NoItems => texts.text("table-no-items"),
        Reason::NoHeader => texts.text("table-no-header"),
        Reason::NoPersons => texts.text("table-no-persons"),
        Reason::Unnamed => texts.text("table-unnamed"),
        Reason::SameName => texts.text("table-same-name"),
        Reason::Quote => texts.text("table-quote"),
        Reason::Cells { found, expected } => texts.with_all(
            "table-cells",
            [
                ("found", found.to_string().into()),
                ("expected", expected.to_string().into()),
            ],
        ),
        Reason::NotANumber(text) => {
            let shown: String = text.chars().take(40).flat_map(char::escape_debug).collect();
            texts.with("table-not-a-number", "text", shown)
        }
        Reason::Empty => texts.text("table-empty"),
        Reason::Maximum => texts.text("table-maximum"),
        Reason::LateMaximum => texts.text("table-late-maximum"),
        Reason::NotBinary(value) => texts.with("table-not-binary", "value", value.to_string()),
    };
    let values = [
        ("file", path.display().to_string().into()),
        ("row", refused.row.to_string().into()),
        ("column", refused.column.to_string().into()),
        ("name", refused.name.as_str().into()),
        ("why", why.into()),
    ];
    let key = if refused.column == 0 {
        "table-row"
    } else {
        "table-cell"
    };
    Failure::Environment(texts.with_all(key, values))
}

/// How many people and questions there are; where people are too few, that, and whether they are enough.
pub(super) fn opening(people: usize, items: usize, texts: Texts) -> (String, bool) {
    let enough = people >= RESPONSES;
    let key = if enough {
        "measurement-people"
    } else {
        "measurement-few"
    };
    let values = [
        ("people", people.to_string().into()),
        ("items", items.to_string().into()),
        ("needed", RESPONSES.to_string().into()),
    ];
    (texts.with_all(key, values) + "\n", enough)
}

/// A text with figures in it.
pub(super) fn figures(texts: Texts, key: &str, values: &[(&str, f64)]) -> String {
    let said = values
        .iter()
        .map(|(name, value)| (*name, texts.figure(*value, 2).into()));
    texts.with_all(key, said)
}

/// Writes JSON to standard output.
pub(super) fn say_json(value: &Value) {
    say(&format!("{value:#}\n"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_terminal_speaks_english_and_french_where_the_locale_says_so() {
        for (locale, lang) in [
            ("fr_FR.UTF-8", Lang::Fr),
            ("fr", Lang::Fr),
            ("fr_CA@euro", Lang::Fr),
            ("en_GB.UTF-8", Lang::En),
            ("C.UTF-8", Lang::En),
            ("POSIX", Lang::En),
            ("de_DE", Lang::En),
            ("", Lang::En),
        ] {
            assert_eq!(spoken(locale), lang, "{locale}");
        }
    }
}
