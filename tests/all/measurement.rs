//! The commands of measurement, as a script calls them: what they print, and how they end.

use std::{fs, process::Command};

use serde_json::Value;

use crate::support::Folder;

/// Runs a command over files of a folder; its exit code, standard output and standard error.
fn crema(folder: &Folder, args: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_crema"))
        .args(args)
        .current_dir(&folder.0)
        .env("LC_ALL", "C.UTF-8")
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (
        output.status.code(),
        text(output.stdout),
        text(output.stderr),
    )
}

fn keys(value: &Value) -> Vec<&str> {
    value
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect()
}

/// Forty people and four questions, in no clean order of difficulty.
fn responses(people: usize) -> String {
    let mut text = String::from("person,q1,q2,q3,q4\n");
    for person in 0..people {
        let answer = |item: usize| u8::from((person * 7 + item * 5) % 11 > item + person % 4);
        let answers: Vec<String> = (0..4).map(|item| answer(item).to_string()).collect();
        text.push_str(&format!("p{person},{}\n", answers.join(",")));
    }
    text
}

#[test]
fn figures_have_the_names_of_the_contract() {
    let folder = Folder::new();
    fs::write(folder.0.join("r.csv"), responses(40)).unwrap();
    fs::write(
        folder.0.join("bank.json"),
        r#"{"a": [1, 1.5, 1, 1], "b": [-1, 0, 0.5, 1]}"#,
    )
    .unwrap();
    let json = |args: &[&str]| -> Value {
        let (code, out, err) = crema(&folder, args);
        assert_eq!((code, err.as_str()), (Some(0), ""));
        serde_json::from_str(&out).unwrap()
    };
    let stats = json(&["stats", "r.csv", "--json"]);
    assert_eq!(
        keys(&stats),
        ["n", "k", "mean", "sd", "alpha", "sem", "items"]
    );
    assert_eq!(
        keys(&stats["items"][0]),
        [
            "id",
            "facility",
            "sd",
            "discrimination",
            "efficiency",
            "effective_weight",
            "item_total",
            "item_rest",
            "alpha_if_deleted"
        ]
    );
    assert_eq!(
        (stats["n"].as_u64(), stats["k"].as_u64()),
        (Some(40), Some(4))
    );
    let rasch = json(&["calibrate", "r.csv", "--model", "rasch", "--json"]);
    assert_eq!(keys(&rasch), ["items", "persons"]);
    assert_eq!(keys(&rasch["items"][0]), ["id", "b", "a"]);
    assert_eq!(keys(&rasch["persons"][0]), ["id", "theta", "psd"]);
    let items = rasch["items"].as_array().unwrap();
    let sum: f64 = items.iter().map(|item| item["b"].as_f64().unwrap()).sum();
    assert!(sum.abs() < 1e-9 && items.iter().all(|item| item["a"] == 1.0));
    assert_eq!(rasch["persons"][39]["id"], "p39");
    let replay = json(&[
        "simulate",
        "bank.json",
        "r.csv",
        "--randomesque",
        "1",
        "--max-items",
        "3",
        "--json",
    ]);
    assert_eq!(keys(&replay), ["persons", "summary"]);
    assert_eq!(keys(&replay["persons"][0]), ["id", "items", "theta", "psd"]);
    assert_eq!(
        keys(&replay["summary"]),
        ["mean_length", "max_exposure", "never_used"]
    );
    assert_eq!(replay["persons"][0]["items"][0], "q2", "the steepest at 0");
    assert_eq!(replay["summary"]["mean_length"], 3.0);
}

#[test]
fn under_thirty_people_words_say_so_and_nothing_else() {
    let folder = Folder::new();
    fs::write(folder.0.join("r.csv"), responses(29)).unwrap();
    for args in [
        vec!["stats", "r.csv"],
        vec!["calibrate", "r.csv", "--model", "rasch"],
    ] {
        let (code, out, _) = crema(&folder, &args);
        assert_eq!(code, Some(0));
        assert!(
            out.starts_with("Too few responses") && out.lines().count() == 1,
            "{out}"
        );
    }
    fs::write(folder.0.join("r.csv"), responses(30)).unwrap();
    let (_, out, _) = crema(&folder, &["stats", "r.csv"]);
    assert!(out.contains("q4: ") && out.lines().count() > 6, "{out}");
}

#[test]
fn what_cannot_be_used_is_refused_with_its_place() {
    let folder = Folder::new();
    fs::write(
        folder.0.join("r.csv"),
        "person;q1;q2;q3\nana;1;;0\nbob;0;1;oui\n",
    )
    .unwrap();
    let (code, out, err) = crema(&folder, &["stats", "r.csv", "--json"]);
    assert_eq!((code, out.as_str()), (Some(2), ""));
    assert!(
        err.contains("r.csv, row 3, column 4 (q3): “oui” is not a number"),
        "{err}"
    );
    fs::write(folder.0.join("r.csv"), "person;q1;q2;q3\nana;1;;0\n").unwrap();
    let (code, _, err) = crema(&folder, &["stats", "r.csv"]);
    assert!(
        code == Some(2) && err.contains("row 2, column 3 (q2): the cell is empty"),
        "{err}"
    );
    fs::write(folder.0.join("bank.json"), r#"{"a": [1, 1], "b": [0, 0]}"#).unwrap();
    let (code, _, err) = crema(&folder, &["simulate", "bank.json", "r.csv"]);
    assert!(
        code == Some(2) && err.contains("two lists of 3 numbers"),
        "{err}"
    );
    // Nobody solves one and fails another: there is nothing to tell questions apart.
    fs::write(folder.0.join("r.csv"), "person,q1,q2\nana,1,1\nbob,0,0\n").unwrap();
    let (code, out, err) = crema(
        &folder,
        &["calibrate", "r.csv", "--model", "rasch", "--json"],
    );
    assert_eq!((code, out.as_str()), (Some(1), ""));
    assert!(err.starts_with("Nothing to calibrate"), "{err}");
}
