//! What the documentation shows is true: the modules of the authors' page pass the check.

use std::{collections::BTreeSet, fs, path::Path};

use crema::{
    assessment::module::{Module, overlay_schema, schema},
    base::Lang,
    i18n::Texts,
    outside::quizzes::frameworks,
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
