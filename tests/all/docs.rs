//! What the documentation shows is true: the modules of the authors' page pass the check.

use std::{fs, path::Path};

use crema::{
    assessment::module::{Module, schema},
    base::Lang,
    i18n::Texts,
    outside::quizzes::frameworks,
};
use jiff::civil::Date;

#[test]
fn every_module_that_the_authors_page_shows_passes_the_check() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join("docs/MODULES.md")).unwrap();
    let known = frameworks(&root.join("quizzes")).unwrap();
    let shown: Vec<&str> = page
        .split("```toml\n")
        .skip(1)
        .map(|rest| rest.split("```").next().unwrap())
        .collect();
    assert!(shown.len() >= 3);
    for text in shown {
        let (module, findings) = Module::read(text, &known, Date::constant(2026, 11, 24));
        assert!(findings.is_empty(), "{findings:?}");
        assert!(module.is_some(), "{text}");
    }
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
        schema(&|key| {
            let text = texts.text(key);
            assert!(!text.is_empty() && !text.contains(key), "{key}: {text}");
            text
        });
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
