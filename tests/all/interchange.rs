//! `crema import` and `crema export` as a shell sees them: what goes where, and the exit codes.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use serde_json::Value;

use crate::support::{Folder, skip};

fn crema(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_crema"))
        .args(args)
        .env("LC_ALL", "C")
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap()
}

fn code(output: &Output) -> Option<i32> {
    output.status.code()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

const GIFT: &str = "::kept::Who? {=no one ~Grant}\n\n::lost::Nothing right {~a ~b}\n";

#[test]
fn the_module_goes_to_standard_output_and_the_report_to_standard_error() {
    let folder = Folder::new();
    let file = folder.0.join("quiz.gift");
    fs::write(&file, GIFT).unwrap();
    let done = crema(&["import", "gift", file.to_str().unwrap()]);
    assert_eq!(code(&done), Some(1), "a question was left out");
    assert!(text(&done.stdout).contains("id = \"kept\"") && !text(&done.stdout).contains("lost"));
    let told = format!(
        "{}:3: “lost” left out: no answer is right\n",
        file.display()
    );
    assert!(
        text(&done.stderr).starts_with(&told),
        "{}",
        text(&done.stderr)
    );
    let module = folder.0.join("quiz.toml");
    fs::write(&module, &done.stdout).unwrap();
    assert_eq!(code(&crema(&["check", module.to_str().unwrap()])), Some(0));

    let done = crema(&["import", "gift", "--json", file.to_str().unwrap()]);
    let report: Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!(
        (code(&done), &report["imported"]),
        (Some(1), &Value::from(1))
    );
    assert_eq!(report["left_out"][0]["line"], 3);
    assert_eq!(report["left_out"][0]["title"], "lost");
    assert_eq!(report["left_out"][0]["reason"], "no answer is right");
    assert!(report["changed"].is_array() && report["module"].is_string() && done.stderr.is_empty());
}

#[test]
fn a_module_goes_out_and_comes_back_in_every_format() {
    let folder = Folder::new();
    let module = folder.0.join("m.toml");
    fs::write(&module, crema_module()).unwrap();
    for format in ["gift", "moodle-xml", "qti"] {
        let out = crema(&["export", format, module.to_str().unwrap()]);
        assert_eq!(code(&out), Some(0), "{format}: {}", text(&out.stderr));
        assert_eq!(
            out.stdout.starts_with(b"PK"),
            format == "qti",
            "qti is a package"
        );
        let file = folder.0.join("file");
        fs::write(&file, &out.stdout).unwrap();
        let back = crema(&["import", format, file.to_str().unwrap()]);
        assert_eq!(code(&back), Some(0), "{format}: {}", text(&back.stderr));
        assert!(text(&back.stdout).contains("id = \"kept\"\ntype = \"single\"\nask = \"Who?\"\nright = \"no one\"\nwrong = [\"Grant\"]\n"));
    }
    let compare = crema(&["export", "gift", "quizzes/ia-generative-premiers-pas.toml"]);
    assert_eq!(code(&compare), Some(1), "experiments have no place in GIFT");
    assert!(text(&compare.stderr).contains("“deux-demandes” left out"));
}

fn crema_module() -> String {
    "format = \"cafeia-module/1\"\nid = \"m\"\nversion = \"1.0.0\"\nlang = \"en\"\ntitle = \"M\"\nsummary = \"S\"\nlicence = \"CC0-1.0\"\n[[items]]\nid = \"kept\"\ntype = \"single\"\nask = \"Who?\"\nright = \"no one\"\nwrong = [\"Grant\"]\n".to_owned()
}

#[test]
fn a_file_that_cannot_be_read_is_told_with_its_line() {
    let folder = Folder::new();
    let file = folder.0.join("quiz.xml");
    fs::write(&file, "<quiz>\n<question></quiz>").unwrap();
    for format in ["moodle-xml", "qti"] {
        let done = crema(&["import", format, file.to_str().unwrap()]);
        assert_eq!((code(&done), done.stdout.len()), (Some(2), 0));
        assert!(
            text(&done.stderr).contains("quiz.xml:2: "),
            "{}",
            text(&done.stderr)
        );
    }
    assert_eq!(code(&crema(&["import", "gift", "/nowhere.gift"])), Some(2));
    assert_eq!(code(&crema(&["export", "gift", "/nowhere.toml"])), Some(2));
    assert_eq!(code(&crema(&["import", "word", "x"])), Some(2));
}

#[test]
fn what_is_made_of_the_corpus_passes_the_check() {
    let root = std::env::var("CREMA_FIXTURES")
        .unwrap_or_else(|_| format!("{}/../shared/fixtures", env!("CARGO_MANIFEST_DIR")));
    let corpus = Path::new(&root).join("gift");
    let Ok(files) = fs::read_dir(&corpus) else {
        skip(&format!("no corpus in {}", corpus.display()));
        return;
    };
    let folder = Folder::new();
    let mut checked = 0;
    for path in files
        .map(|file| file.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "gift"))
    {
        let done = crema(&["import", "gift", path.to_str().unwrap()]);
        assert_eq!(code(&done), Some(0), "{}", text(&done.stderr));
        if text(&done.stdout).contains("[[items]]") {
            let module = folder.0.join(format!("m{checked}.toml"));
            fs::write(module, &done.stdout).unwrap();
            checked += 1;
        }
    }
    assert!(checked > 40, "{checked}");
    let done = crema(&["check", folder.0.to_str().unwrap()]);
    assert_eq!(code(&done), Some(0), "{}", text(&done.stderr));
}
