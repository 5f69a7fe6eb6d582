//! What the documentation shows is true: the modules of the authors' page pass the check.

use std::{collections::BTreeSet, fs, path::Path};

use crema::{
    assessment::{
        finding::{Finding, Problem},
        module::{Module, overlay_schema, schema},
    },
    base::Lang,
    i18n::Texts,
    outside::quizzes::{frameworks, load, module_files},
};
use jiff::civil::Date;
use serde_json::Value;

/// The blocks of TOML on the authors' page.
fn shown() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join("docs/MODULES.md")).unwrap();
    let blocks = page.split("```toml\n").skip(1);
    blocks
        .map(|rest| rest.split("```").next().unwrap().to_owned())
        .collect()
}

#[test]
fn every_example_of_the_authors_page_passes_the_check() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let known = frameworks(&root.join("quizzes")).unwrap();
    let (questions, modules): (Vec<String>, Vec<String>) = shown()
        .into_iter()
        .partition(|block| block.starts_with("[[items]]"));
    let (begun, whole): (Vec<String>, Vec<String>) = modules
        .into_iter()
        .partition(|block| !block.contains("[[items]]"));
    let [begun] = begun.as_slice() else {
        panic!("one block shows how the file of a question begins")
    };
    assert!(whole.len() >= 2);
    let alone = questions
        .iter()
        .map(|question| format!("{begun}\n{question}"));
    for text in whole.iter().cloned().chain(alone) {
        let (module, findings) = Module::read(&text, &known, Date::constant(2026, 11, 24));
        assert!(findings.is_empty(), "{text}{findings:?}");
        assert!(module.is_some(), "{text}");
    }
    // One of each kind.
    let kinds: BTreeSet<&str> = questions
        .iter()
        .flat_map(|question| question.lines())
        .filter_map(|line| line.strip_prefix("type = "))
        .collect();
    assert_eq!(kinds.len(), 15, "{kinds:?}");
}

#[test]
fn the_modules_that_come_with_the_program_have_the_files_they_name() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("quizzes");
    let known = frameworks(&folder).unwrap();
    let modules = module_files(&folder).unwrap();
    assert!(!modules.is_empty());
    for path in modules {
        let (served, reports) = load(&path, &known, Date::constant(2026, 11, 24)).unwrap();
        assert!(served.is_some(), "{}", path.display());
        for report in reports {
            let missing = |one: &Finding| matches!(one.problem, Problem::NoFile(_));
            assert!(!report.findings.iter().any(missing), "{report:?}");
        }
    }
}

/// The names of all keys of a schema.
fn names(schema: &Value, found: &mut BTreeSet<String>) {
    if let Some(keys) = schema["properties"].as_object() {
        found.extend(keys.keys().cloned());
    }
    match schema {
        Value::Object(members) => members.values().for_each(|one| names(one, found)),
        Value::Array(items) => items.iter().for_each(|one| names(one, found)),
        _ => {}
    }
}

#[test]
fn the_authors_page_names_every_key_of_the_format() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join("docs/MODULES.md")).unwrap();
    let words: BTreeSet<&str> = page
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .collect();
    let mut keys = BTreeSet::new();
    names(&schema(&|key| key.to_owned()), &mut keys);
    names(&overlay_schema(&|key| key.to_owned()), &mut keys);
    assert!(keys.len() > 80);
    keys.retain(|key| !words.contains(key.as_str()));
    assert!(keys.is_empty(), "docs/MODULES.md says nothing of {keys:?}");
}

#[test]
fn the_schema_that_is_shipped_is_that_of_the_reader_and_says_something_of_each_key() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let shipped = fs::read_to_string(root.join("quizzes/cafeia-module-1.schema.json")).unwrap();
    let texts = Texts::of(Lang::Fr);
    let made = format!("{:#}\n", schema(&|key| texts.text(key)));
    assert_eq!(
        made, shipped,
        "crema schema --lang fr > quizzes/cafeia-module-1.schema.json"
    );
    let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_crema"));
    let told = program.args(["schema", "--lang", "fr"]).output().unwrap();
    assert_eq!(String::from_utf8(told.stdout).unwrap(), shipped);
    for lang in [Lang::Fr, Lang::En] {
        let texts = Texts::of(lang);
        let say = |key: &str| {
            let text = texts.text(key);
            assert!(!text.is_empty() && !text.contains(key), "{key}: {text}");
            text
        };
        schema(&say);
        overlay_schema(&say);
    }
}

#[test]
fn every_command_that_the_documents_name_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut named = 0;
    for document in ["README.md", "docs/OPERATING.md", "docs/MODULES.md"] {
        let text = fs::read_to_string(root.join(document)).unwrap();
        for rest in text.split("`crema ").skip(1) {
            let mut words = rest.split(|c: char| !c.is_ascii_lowercase() && c != '-');
            let (first, second) = (words.next().unwrap(), words.next().unwrap_or_default());
            let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_crema"));
            program.arg(first);
            if ["keys", "account", "status", "trust", "items", "reviews"].contains(&first) {
                program.arg(second);
            }
            let ended = program.arg("--help").output().unwrap();
            assert!(ended.status.success(), "{document}: crema {first} {second}");
            named += 1;
        }
    }
    assert!(named > 15, "{named}");
}

/// The lines of a table that begin with the number of a criterion, and the state of each; then what the head of the document counts.
fn criteria(document: &str) -> (Vec<String>, Vec<String>, Vec<(String, usize)>) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(root.join("docs").join(document)).unwrap();
    let (mut numbers, mut states, mut counted) = (Vec::new(), Vec::new(), Vec::new());
    for line in text.lines().filter(|line| line.starts_with("| ")) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let number = |text: &str| {
            let parts = text.split_once('.');
            parts.is_some_and(|(one, two)| one.parse::<u8>().and(two.parse::<u8>()).is_ok())
        };
        if number(cells[0]) {
            numbers.push(cells[0].to_owned());
            states.push(cells[2].to_owned());
        } else if let Ok(count) = cells[1].parse() {
            counted.push((cells[0].to_owned(), count));
        }
    }
    (numbers, states, counted)
}

#[test]
fn the_self_assessments_go_through_every_criterion_and_count_what_they_say() {
    for (document, all) in [("RGAA.md", 106), ("RGESN.md", 78)] {
        let (numbers, states, counted) = criteria(document);
        let once: BTreeSet<&String> = numbers.iter().collect();
        assert_eq!((numbers.len(), once.len()), (all, all), "{document}");
        for (state, count) in &counted {
            let found = states.iter().filter(|one| *one == state).count();
            assert_eq!(found, *count, "{document}: {state}");
        }
        let sum: usize = counted.iter().map(|(_, count)| count).sum();
        assert_eq!(sum, all, "{document}: a state that the head does not count");
    }
}

/// The words between back ticks.
fn ticked(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

#[test]
fn the_map_of_the_house_names_every_room_and_only_what_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join("docs/ARCHITECTURE.md")).unwrap();
    let (floors, rest) = page.split_once("## What holds").unwrap();
    let rooms = fs::read_to_string(root.join("src/lib.rs")).unwrap();
    for line in rooms.lines() {
        let Some(room) = line.strip_prefix("pub mod ") else {
            continue;
        };
        let room = room.trim_end_matches(';');
        let named = |name: &str| name.trim_end_matches(".rs") == room;
        assert!(ticked(floors).any(named), "{room} is not on the map");
    }
    let (table, _) = rest.split_once("## Walk 1").unwrap();
    for row in table.lines().filter(|line| line.starts_with("| ")) {
        // A name alone is a file beside the one before it, or in the folder of that one's name.
        let mut before = root.join("src/lib.rs");
        for name in ticked(row).filter(|name| name.ends_with(".rs") || name.ends_with('/')) {
            let beside = before.parent().unwrap();
            let places = [root, beside, beside.parent().unwrap(), &root.join("src")];
            let found = places
                .map(|place| place.join(name))
                .into_iter()
                .find(|place| place.exists());
            before = found.unwrap_or_else(|| panic!("{name} is not in the tree: {row}"));
        }
    }
}
