//! What the documentation shows is true: the modules of the authors' page pass the check.

use std::{fs, path::Path};

use crema::{assessment::module::Module, outside::quizzes::frameworks};
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
