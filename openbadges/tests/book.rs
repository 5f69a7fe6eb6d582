//! The map of the README: every file that it names is there, and it names every file in which a section of a standard stands.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// Files in which no standard speaks: the face of the crate, its errors, and modules that only gather others.
const BESIDE: [&str; 3] = ["bake.rs", "error.rs", "lib.rs"];

fn files(folder: &Path, found: &mut BTreeSet<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else {
            found.insert(path);
        }
    }
}

#[test]
fn each_section_has_its_file_and_each_file_its_section() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut there = BTreeSet::new();
    files(&source, &mut there);
    let there: BTreeSet<String> = there
        .iter()
        .map(|path| path.strip_prefix(&source).unwrap().display().to_string())
        .filter(|name| !name.contains("tests") && !BESIDE.contains(&name.as_str()))
        .collect();
    let readme = include_str!("../README.md");
    let rows = readme.lines().filter(|line| line.starts_with("| "));
    let named: BTreeSet<String> = rows
        .flat_map(|row| row.split('`').skip(1).step_by(2))
        .filter(|name| name.ends_with(".rs"))
        .map(str::to_owned)
        .collect();
    assert_eq!(named, there);
}

#[test]
fn every_file_says_what_it_is_about() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut there = BTreeSet::new();
    files(&source, &mut there);
    for path in there {
        let text = fs::read_to_string(&path).unwrap();
        assert!(
            text.starts_with("//! ") || text.starts_with("#!["),
            "{}",
            path.display()
        );
    }
}
