//! `crema score`, as a script calls it: what it prints, and how it ends.

use std::{
    fs,
    io::Write,
    process::{Command, Stdio},
};

use serde_json::{Value, json};

use crate::support::Folder;

/// A module with a pool, a standard, a text to be read by people, and questions of several kinds.
const MODULE: &str = r#"format = "cafeia-module/1"
id = "essai"
version = "1.0.0"
lang = "fr"
title = "Essai"
summary = "Essai."
licence = "CC0-1.0"
[standard]
status = "set"
[[parts]]
id = "un"
title = "Un"
[[parts]]
id = "deux"
title = "Deux"
[[pools]]
id = "p"
draw = 2
[[sources]]
id = "s"
title = "Source"
url = "https://example.org/"
[[items]]
id = "choix"
type = "single"
ask = "?"
right = "Le bon"
wrong = ["Le mauvais", "L'autre"]
sources = ["s"]
pool = "p"
angoff = 0.5
[[items]]
id = "cases"
type = "multiple"
ask = "?"
right = ["a", "b"]
wrong = ["c", "d", "e"]
points = 3
sources = ["s"]
pool = "p"
angoff = 0.5
[[items]]
id = "ordre"
type = "order"
ask = "?"
sequence = ["un", "deux", "trois", "quatre"]
partial = "kendall"
sources = ["s"]
pool = "p"
angoff = 0.5
[[items]]
id = "paires"
type = "match"
ask = "?"
pairs = [["chat", "miaou"], ["chien", "ouah"]]
extra = ["meuh"]
sources = ["s"]
part = "deux"
angoff = 0.5
[[items]]
id = "nombre"
type = "number"
ask = "?"
right = 1140
tolerance = 0.05
tolerance_kind = "relative"
sources = ["s"]
angoff = 0.5
[[items]]
id = "avis"
type = "opinion"
ask = "?"
choices = ["oui", "non"]
part = "deux"
[[items]]
id = "recit"
type = "reflect"
ask = "?"
part = "deux"
[[levels]]
id = "fini"
name = "Fini"
min = 0.0
needs = { parts = ["deux"] }
[[levels]]
id = "barre"
name = "À la barre"
min = "standard"
[[levels]]
id = "ailleurs"
name = "Ailleurs"
min = 0.0
needs = { evidence = ["preuve"] }
[[evidence]]
id = "preuve"
title = "Une preuve"
kind = "attestation"
"#;

fn score(sheet: &str, args: &[&str], locale: &str) -> (Option<i32>, String, String) {
    let folder = Folder::new();
    fs::write(folder.0.join("module.toml"), MODULE).unwrap();
    fs::write(folder.0.join("answers.jsonl"), sheet).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_crema"))
        .args(["score", "module.toml", "answers.jsonl"])
        .args(args)
        .current_dir(&folder.0)
        .env("LC_ALL", locale)
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (
        output.status.code(),
        text(output.stdout),
        text(output.stderr),
    )
}

fn as_json(sheet: &str) -> Value {
    let (code, out, err) = score(sheet, &["--json"], "C.UTF-8");
    assert_eq!(code, Some(0), "{sheet}: {err}");
    serde_json::from_str(&out).unwrap()
}

#[test]
fn a_sheet_of_words_is_marked_to_the_letter() {
    let value = as_json(
        "\u{feff}{\"item\": \"choix\", \"response\": \"Le bon\"}\n\n\
         {\"item\": \"cases\", \"response\": [\"a\", \"b\", \"c\"]}\r\n\
         {\"item\": \"ordre\", \"response\": [\"deux\", \"un\", \"trois\", \"quatre\"]}\n\
         {\"item\": \"paires\", \"response\": {\"chien\": \"ouah\", \"chat\": \"meuh\"}}\n\
         {\"item\": \"nombre\", \"response\": \"1\u{202f}197\"}\n\
         {\"item\": \"avis\", \"response\": null}\n\
         {\"item\": \"recit\", \"response\": \"Lu par des personnes.\"}\n",
    );
    let items = json!([
        {"id": "choix", "type": "single", "points": 1.0, "max": 1.0, "fraction": 1.0},
        {"id": "cases", "type": "multiple", "points": 3.0 * (1.0 - 1.0 / 3.0), "max": 3.0, "fraction": 1.0 - 1.0 / 3.0},
        {"id": "ordre", "type": "order", "points": 5.0 / 6.0, "max": 1.0, "fraction": 5.0 / 6.0},
        {"id": "paires", "type": "match", "points": 0.5, "max": 1.0, "fraction": 0.5},
        {"id": "nombre", "type": "number", "points": 1.0, "max": 1.0, "fraction": 1.0},
    ]);
    assert_eq!(
        value["items"], items,
        "every scored question, pooled or not"
    );
    assert_eq!(value["score"]["max"], 7.0);
    let points = 1.0 + 2.0 + 5.0 / 6.0 + 0.5 + 1.0;
    assert!((value["score"]["points"].as_f64().unwrap() - points).abs() < 1e-12);
    assert_eq!(
        value["level"], "barre",
        "0.76 is above the cut of 0.5, and evidence is not met"
    );
    assert_eq!(value["skills"], json!([]));
}

#[test]
fn a_sheet_may_come_by_standard_input() {
    let folder = Folder::new();
    fs::write(folder.0.join("module.toml"), MODULE).unwrap();
    let marked = |sheet: &str| {
        let mut child = Command::new(env!("CARGO_BIN_EXE_crema"))
            .args(["score", "module.toml", "-", "--json"])
            .current_dir(&folder.0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut input = child.stdin.take().unwrap();
        input.write_all(sheet.as_bytes()).unwrap();
        drop(input);
        child.wait_with_output().unwrap()
    };
    let done = marked("{\"item\": \"choix\", \"response\": \"Le bon\"}\n");
    assert_eq!(done.status.code(), Some(0));
    let value: Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!(value["score"]["points"], 1.0);
    let refused = marked("{\"item\": \"nulle part\", \"response\": null}\n");
    assert_eq!(refused.status.code(), Some(2));
    let told = String::from_utf8(refused.stderr).unwrap();
    assert!(told.contains("-:1: "), "{told}");
}

#[test]
fn what_is_not_answered_earns_nothing_and_leaves_its_part_open() {
    let value = as_json("");
    assert_eq!(
        value["score"],
        json!({"points": 0.0, "max": 7.0, "fraction": 0.0})
    );
    assert_eq!(value["items"].as_array().unwrap().len(), 5);
    assert_eq!(value["level"], Value::Null);
    let blank =
        "{\"item\": \"paires\", \"response\": null}\n{\"item\": \"avis\", \"response\": null}";
    assert_eq!(
        as_json(blank)["level"],
        "fini",
        "null is an answer, and what people read is left out"
    );
    assert_eq!(
        as_json("{\"item\": \"paires\", \"response\": {}}")["level"],
        Value::Null,
        "half of the part"
    );
    let unread = as_json("{\"item\": \"nombre\", \"response\": \"mille grammes\"}");
    assert_eq!(
        unread["score"]["points"], 0.0,
        "a number that cannot be read earns nothing"
    );
    assert_eq!(
        as_json("{\"item\": \"nombre\", \"response\": 1140}")["score"]["points"],
        1.0
    );
    assert_eq!(
        as_json("{\"item\": \"cases\", \"response\": []}")["items"][1]["fraction"],
        0.0
    );
}

#[test]
fn a_line_that_says_nothing_is_refused_by_its_number() {
    let good = "{\"item\": \"choix\", \"response\": \"Le bon\"}";
    for (line, said) in [
        ("choix = \"Le bon\"", "JSON"),
        ("[1]", "JSON"),
        ("{\"response\": \"Le bon\"}", "`item`"),
        ("{\"item\": \"nombre\"}", "`response`"),
        ("{\"item\": \"chois\", \"response\": \"Le bon\"}", "chois"),
        ("{\"item\": \"cases\", \"response\": [\"a\", \"z\"]}", "“z”"),
        (
            "{\"item\": \"paires\", \"response\": {\"chat\": \"cui\"}}",
            "“cui”",
        ),
        (
            "{\"item\": \"paires\", \"response\": {\"rat\": \"meuh\"}}",
            "“rat”",
        ),
        ("{\"item\": \"cases\", \"response\": \"a\"}", "multiple"),
        (
            "{\"item\": \"cases\", \"response\": [\"a\", \"a\"]}",
            "multiple",
        ),
        (good, "further up"),
    ] {
        let (code, out, err) = score(&format!("{good}\n\n{line}\n"), &["--json"], "C.UTF-8");
        assert_eq!((code, out.as_str()), (Some(2), ""), "{line}");
        assert!(
            err.contains("answers.jsonl:3: ") && err.contains(said),
            "{err}"
        );
    }
    assert_eq!(score("", &["--nothing"], "C").0, Some(2));
}

#[test]
fn a_module_with_an_error_marks_nothing() {
    let folder = Folder::new();
    fs::write(
        folder.0.join("module.toml"),
        MODULE.replace("sequence", "suite"),
    )
    .unwrap();
    fs::write(folder.0.join("answers.jsonl"), "").unwrap();
    let run = |module: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_crema"))
            .args(["score", module, "answers.jsonl", "--json"])
            .current_dir(&folder.0)
            .output()
            .unwrap();
        (
            output.status.code(),
            String::from_utf8(output.stderr).unwrap(),
        )
    };
    let (code, err) = run("module.toml");
    assert_eq!(code, Some(1));
    assert!(
        err.contains("module.toml:") && err.contains("sequence"),
        "{err}"
    );
    assert_eq!(run("absent.toml").0, Some(2));
}

#[test]
fn words_come_first_in_the_language_of_the_terminal() {
    let sheet = "{\"item\": \"choix\", \"response\": \"Le bon\"}\n{\"item\": \"cases\", \"response\": [\"a\"]}";
    let (code, out, _) = score(sheet, &[], "fr_FR.UTF-8");
    assert_eq!(code, Some(0));
    assert!(
        out.starts_with("Score\u{a0}: 2,5 sur 7 (36\u{a0}% des points).\nAucun niveau atteint.\n"),
        "{out}"
    );
    assert!(
        out.contains("choix\u{a0}: 1 sur 1, juste")
            && out.contains("cases\u{a0}: 1,5 sur 3, en partie"),
        "{out}"
    );
    assert!(out.contains("nombre\u{a0}: 0 sur 1, sans réponse"), "{out}");
    let (_, out, _) = score(sheet, &[], "en_GB.UTF-8");
    assert!(
        out.starts_with("Score: 2.5 of 7 (36% of the points)."),
        "{out}"
    );
}
