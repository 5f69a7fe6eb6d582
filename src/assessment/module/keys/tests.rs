//! No key is silently ignored: each is tried under a wrong name and with a value of another type, in a module that has every table and every key.

use std::{collections::BTreeSet, ops::Range, sync::LazyLock};

use jiff::civil::Date;
use toml::de::{DeTable, DeValue};

use super::{overlay::OVERLAY, *};
use crate::assessment::{
    finding::{Finding, Problem},
    framework::Frameworks,
    module::Module,
    overlay::read as read_overlay,
};

const FRAMEWORKS: &str = include_str!("../../../../quizzes/frameworks.toml");
const EVERY_KEY: &str = include_str!("../../../../tests/data/every-key.toml");

/// The two modules that have every key between them: no module is given in two stages and one by one.
fn specimens() -> [String; 2] {
    let line = EVERY_KEY.lines().find(|line| line.starts_with("two_stage"));
    let adaptive =
        "adaptive = { start = 0.0, stop_se = 0.4, min_items = 2, max_items = 9, randomesque = 3 }";
    [
        EVERY_KEY.to_owned(),
        EVERY_KEY.replace(line.unwrap(), adaptive),
    ]
}

fn findings(text: &str) -> Vec<Finding> {
    static KNOWN: LazyLock<Frameworks> = LazyLock::new(|| Frameworks::read(FRAMEWORKS).unwrap());
    Module::read(text, &KNOWN, Date::constant(2026, 11, 24)).1
}

/// One key of one block of a specimen.
struct Found {
    table: &'static Table,
    key: &'static Key,
    /// Where its name stands.
    name: Range<usize>,
    /// Where its value stands; nothing for a table under a heading.
    value: Option<Range<usize>>,
}

fn walk(text: &str, table: &'static Table, block: &DeTable<'_>, found: &mut Vec<Found>) {
    let variant = (!table.variants.is_empty())
        .then(|| block.get("type").and_then(|value| value.get_ref().as_str()))
        .flatten()
        .map(str::to_owned);
    for (name, value) in block.iter() {
        let key = *table
            .named(name.get_ref(), variant.as_deref())
            .first()
            .unwrap_or_else(|| panic!("{} has no {}", table.name, name.get_ref()));
        // A heading ends its line; a value stands after `=`.
        let is_value = text[name.span().end..].trim_start().starts_with('=');
        found.push(Found {
            table,
            key,
            name: name.span(),
            value: is_value.then(|| value.span()),
        });
        inner(text, &key.takes, value.get_ref(), found);
    }
}

fn inner(text: &str, takes: &'static Takes, value: &DeValue<'_>, found: &mut Vec<Found>) {
    match value {
        DeValue::Table(block) if takes.map().is_some() => {
            let each = takes.map().unwrap();
            block
                .values()
                .for_each(|value| inner(text, each, value.get_ref(), found));
        }
        DeValue::Table(block) => {
            let tables = takes.each().into_iter().filter_map(|one| match one {
                Takes::Block(table) => Some(*table),
                _ => None,
            });
            let table = tables.filter(|table| {
                let names = |name: &str| table.keys_of(None).iter().any(|key| key.name == name);
                block.keys().all(|key| names(key.get_ref()))
            });
            table
                .take(1)
                .for_each(|table| walk(text, table, block, found));
        }
        DeValue::Array(items) => {
            let (item, ..) = takes.list().unwrap();
            items
                .iter()
                .for_each(|value| inner(text, item, value.get_ref(), found));
        }
        _ => {}
    }
}

fn all(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    walk(
        text,
        &MODULE,
        DeTable::parse(text).unwrap().get_ref(),
        &mut found,
    );
    found
}

/// The keys to try: of the second specimen those that the first has not.
fn probed() -> [(String, Vec<Found>); 2] {
    let [first, second] = specimens();
    let (keys, mut more) = (all(&first), all(&second));
    more.retain(|found| keys.iter().all(|other| other.key.about != found.key.about));
    [(first, keys), (second, more)]
}

fn place(text: &str, at: usize) -> (usize, usize) {
    let before = &text[..at];
    let line = before.rsplit('\n').next().unwrap();
    (before.matches('\n').count() + 1, line.chars().count() + 1)
}

fn with(text: &str, span: &Range<usize>, other: &str) -> String {
    format!("{}{other}{}", &text[..span.start], &text[span.end..])
}

/// Every table that can be reached.
fn tables(root: &'static Table) -> Vec<&'static Table> {
    fn gather(takes: &'static Takes, found: &mut Vec<&'static Table>) {
        for one in takes.each() {
            match one {
                Takes::Block(table) => visit(table, found),
                Takes::List(item, ..) | Takes::Map(item) => gather(item, found),
                _ => {}
            }
        }
    }
    fn visit(table: &'static Table, found: &mut Vec<&'static Table>) {
        if found.iter().any(|other| other.name == table.name) {
            return;
        }
        found.push(table);
        for key in table.keys_of(None) {
            gather(&key.takes, found);
        }
    }
    let mut found = Vec::new();
    visit(root, &mut found);
    found
}

#[test]
fn the_specimens_have_every_key_and_no_error() {
    let mut seen = BTreeSet::new();
    for text in specimens() {
        let wrong: Vec<_> = findings(&text)
            .into_iter()
            .filter(|finding| !finding.problem.is_warning())
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
        for found in all(&text) {
            seen.insert((found.table.name, found.key.about, found.key.name));
        }
    }
    for table in tables(&MODULE) {
        for key in table.keys_of(None) {
            let place = (table.name, key.about, key.name);
            assert!(seen.contains(&place), "no specimen of {place:?}");
        }
    }
}

#[test]
fn a_key_under_a_wrong_name_is_told_at_its_place_with_what_was_meant() {
    for (text, all) in probed() {
        for found in all {
            let mut wrong = found.key.name.to_owned();
            wrong.push(wrong.chars().last().unwrap());
            let told = findings(&with(&text, &found.name, &wrong));
            let (line, column) = place(&text, found.name.start);
            let here = told.iter().find(|finding| {
                (finding.line, finding.column) == (line, column)
                    && matches!(&finding.problem, Problem::UnknownKey { key, near }
                        if *key == wrong && near.as_deref() == Some(found.key.name))
            });
            assert!(here.is_some(), "{wrong} at {line}:{column}: {told:?}");
            // Of a block that stands several times only one was renamed.
            let blocks = found.value.is_none() && found.key.takes.list().is_some();
            if found.key.must && !blocks {
                let missing = Problem::MissingKey(found.key.name);
                assert!(
                    told.iter().any(|finding| finding.problem == missing),
                    "{wrong}: {told:?}"
                );
            }
            let told = findings(&with(&text, &found.name, "zzzzzz"));
            let here = told.iter().find(|finding| {
                (finding.line, finding.column) == (line, column)
                    && matches!(&finding.problem, Problem::UnknownKey { near: None, .. })
            });
            assert!(here.is_some(), "zzzzzz at {line}:{column}: {told:?}");
        }
    }
}

#[test]
fn a_value_of_another_type_is_told_at_its_place() {
    for (text, all) in probed() {
        for found in all {
            let Some(value) = &found.value else { continue };
            let takes = &found.key.takes;
            let mut wrong = vec!["1979-05-27T07:32:00", "[[[]]]"];
            if !takes.has_form(|form| form == Form::Truth) {
                wrong.push("true");
            }
            if !takes.has_text() {
                wrong.extend(["\"\"", "\"zz\""]);
            }
            if !takes.has_form(Form::is_number) {
                wrong.push("0.5");
            }
            if !takes.has_form(|form| matches!(form, Form::Number | Form::Weight)) {
                wrong.push("-0.25");
            }
            for wrong in wrong {
                let told = findings(&with(&text, value, wrong));
                let (line, column) = place(&text, value.start);
                // In a list of lists the inner one is what is wrong.
                let near = |finding: &Finding| {
                    finding.line == line && (column..column + 3).contains(&finding.column)
                };
                let here = told
                    .iter()
                    .any(|finding| near(finding) && !finding.problem.is_warning());
                assert!(
                    here,
                    "{} = {wrong} at {line}:{column}: {told:?}",
                    found.key.name
                );
            }
        }
    }
}

#[test]
fn tables_under_headings_are_told_too() {
    let head: String = EVERY_KEY
        .lines()
        .take_while(|line| !line.starts_with('['))
        .map(|line| format!("{line}\n"))
        .collect();
    for key in MODULE
        .keys
        .iter()
        .filter(|key| !head.contains(&format!("\n{} =", key.name)))
    {
        let told = findings(&format!("{head}{} = true\n", key.name));
        let line = head.lines().count() + 1;
        let here = told
            .iter()
            .find(|finding| (finding.line, finding.column) == (line, key.name.len() + 4));
        assert!(here.is_some(), "{}: {told:?}", key.name);
    }
}

#[test]
fn a_key_of_another_type_of_question_is_told_as_such() {
    let text = EVERY_KEY.replace("id = \"order\"\n", "id = \"order\"\nbins = 1\n");
    let told = findings(&text);
    let problem = Problem::KeyOfOtherType {
        key: "bins".into(),
        kind: "order",
        others: "sort".into(),
    };
    assert!(
        told.iter().any(|finding| finding.problem == problem),
        "{told:?}"
    );
    let unknown = EVERY_KEY.replace("type = \"sort\"", "type = \"sorting\"");
    let told: Vec<_> = findings(&unknown)
        .into_iter()
        .filter(|one| !one.problem.is_warning())
        .collect();
    assert_eq!(told.len(), 1, "only the type: {told:?}");
}

#[test]
fn lists_that_say_nothing_are_told() {
    for (from, to) in [
        ("sequence = [\"Un\", \"Deux\", \"Trois\"]", "sequence = []"),
        ("choices = [\"Pour\", \"Contre\"]", "choices = []"),
        (
            "wrong = [\"Trois\"]",
            "wrong = [\"Trois\"]\npoints_labels = []",
        ),
    ] {
        assert!(EVERY_KEY.contains(from));
        let told = findings(&EVERY_KEY.replace(from, to));
        assert!(
            told.iter().any(|finding| !finding.problem.is_warning()),
            "{to}: {told:?}"
        );
    }
}

const EVERY_TEXT: &str = include_str!("../../../../tests/data/every-key.en.toml");

fn found_in_overlay(text: &str) -> Vec<Finding> {
    static OVER: LazyLock<Module> = LazyLock::new(|| {
        let known = Frameworks::read(FRAMEWORKS).unwrap();
        let read = Module::read(EVERY_KEY, &known, Date::constant(2026, 11, 24));
        read.0.unwrap()
    });
    read_overlay(&OVER, "en", text).1
}

#[test]
fn a_translation_is_held_to_its_keys_too() {
    let mut keys = Vec::new();
    let parsed = DeTable::parse(EVERY_TEXT).unwrap();
    walk(EVERY_TEXT, &OVERLAY, parsed.get_ref(), &mut keys);
    let untold = found_in_overlay(EVERY_TEXT)
        .into_iter()
        .find(|finding| !matches!(finding.problem, Problem::Untranslated(_)));
    assert_eq!(untold, None);
    for table in tables(&OVERLAY) {
        for key in table.keys {
            let seen = |found: &Found| found.table.name == table.name && found.key.name == key.name;
            assert!(keys.iter().any(seen), "no {} in {}", key.name, table.name);
        }
    }
    for found in keys {
        let name = found.key.name;
        let mut wrong = name.to_owned();
        wrong.push(wrong.chars().last().unwrap());
        let told = found_in_overlay(&with(EVERY_TEXT, &found.name, &wrong));
        let (line, column) = place(EVERY_TEXT, found.name.start);
        let meant = |finding: &Finding| {
            (finding.line, finding.column) == (line, column)
                && matches!(&finding.problem, Problem::UnknownKey { near, .. } if near.as_deref() == Some(name))
        };
        assert!(told.iter().any(meant), "{wrong}: {told:?}");
        let Some(value) = &found.value else { continue };
        for wrong in ["true", "0.5", "[[[]]]", "[true]", "1979-05-27"] {
            let told = found_in_overlay(&with(EVERY_TEXT, value, wrong));
            let (line, column) = place(EVERY_TEXT, value.start);
            let near = |finding: &Finding| {
                // What has another length than in the module is told of the whole row.
                let there = (column..column + 3).contains(&finding.column)
                    || matches!(finding.problem, Problem::OtherLength);
                finding.line == line && there && !finding.problem.is_warning()
            };
            assert!(told.iter().any(near), "{name} = {wrong}: {told:?}");
        }
    }
}

#[test]
fn what_the_module_has_not_is_not_translated() {
    let told = |from: &str, to: &str| {
        assert!(EVERY_TEXT.contains(from));
        let mut told = found_in_overlay(&EVERY_TEXT.replace(from, to));
        told.retain(|finding| !finding.problem.is_warning());
        told.into_iter()
            .map(|finding| finding.problem)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        told("unit = \"kg\"", "unit = \"kg\"\npairs = [[\"a\", \"b\"]]"),
        [Problem::NotInModule("pairs".into())]
    );
    assert_eq!(
        told("lang = \"en\"", "lang = \"fr\""),
        [Problem::UnknownValue {
            value: "fr".into(),
            near: Some("en".into())
        }]
    );
    assert_eq!(
        told("[items.spot]", "[items.spott]"),
        [Problem::UnknownReference {
            what: "question",
            name: "spott".into(),
            near: Some("spot".into())
        }]
    );
}
