//! Texts: each key that is used exists, and none is left over. That both languages say the same is tested beside the catalogs.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

fn files(folder: &Path, endings: &[&str], found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, endings, found);
        } else if path
            .extension()
            .is_some_and(|ending| endings.iter().any(|one| ending == *one))
        {
            found.push(path);
        }
    }
}

#[test]
fn every_text_is_used_and_every_use_has_a_text() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (mut catalogs, mut sources) = (Vec::new(), Vec::new());
    files(&root.join("locales/fr"), &["ftl"], &mut catalogs);
    // Only these floors turn anything into words.
    for floor in ["src/web", "src/flows", "src/cli"] {
        files(&root.join(floor), &["rs"], &mut sources);
    }
    sources.push(root.join("src/i18n.rs"));
    files(&root.join("src/i18n"), &["rs"], &mut sources);
    sources.push(root.join("src/letters.rs"));
    files(&root.join("src/letters"), &["rs"], &mut sources);
    files(&root.join("templates"), &["html"], &mut sources);
    let keys: BTreeSet<String> = catalogs
        .iter()
        .flat_map(|path| {
            fs::read_to_string(path)
                .unwrap()
                .lines()
                .filter_map(|line| line.split_once(" =").map(|(key, _)| key.to_owned()))
                .collect::<Vec<_>>()
        })
        .filter(|key| {
            key.bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        })
        .collect();
    let text: String = sources
        .iter()
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    let quoted: BTreeSet<&str> = text.split('"').collect();
    // Keys that are put together from a word: `verdict-{word}`.
    let families = [
        "month-",
        "problem-",
        "verdict-",
        "sentence-",
        "check-",
        "legal-",
        "interchange-",
        "finding-",
        "role-",
        "admin-",
        "column-",
        "job-",
        "register-",
        "deed-",
        "handed-",
        "flaw-",
        "draft-",
        "design-",
        "doubt-ground-",
        "doubt-outcome-",
        "key-",
        "letter-ways-",
        "block-",
        "sector-",
        "charter-worth-",
        "endorsement-flaw-",
        "event-audience-",
        "event-ends-",
        "event-flaw-",
        "event-format-",
        "event-pillar-",
        "event-registration-",
        "event-repeat-",
        "event-status-",
        "event-weekday-",
        "events-feed-",
        "registration-email-",
        "registration-name-",
        "registration-phone-",
        "registration-question-",
        "registration-write-",
        "registration-column-",
        "registration-file-",
        "registration-order-",
        "certification-step-",
        "crowd-",
        "quality-",
        "dossiers-state-",
        "calling-",
        "report-age-",
        "report-field-",
        "report-level-",
        "report-standing-",
        "report-where-",
        "import-fate-",
        "import-note-",
        "import-unreadable-",
        "voice-answer-",
        "voice-kind-",
        "voice-kinds-",
        "voice-hint-",
        "voice-state-",
        "voice-flaw-",
        "audience-",
        "language-",
        "subscriptions-rhythm-",
    ];
    let unused: Vec<_> = keys
        .iter()
        .filter(|key| {
            !quoted.contains(key.as_str()) && !families.iter().any(|family| key.starts_with(family))
        })
        .collect();
    assert!(unused.is_empty(), "no page says: {unused:?}");
    for call in [".text(\"", ".say(\"", ".with(\"", ".with_all(\""] {
        for used in text
            .split(call)
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
        {
            assert!(keys.contains(used), "no text for {used}");
        }
    }
}

#[test]
fn a_lettre_is_what_one_subscribes_to_and_a_courriel_whatever_comes_by_mail() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut catalogs = Vec::new();
    files(&root.join("locales/fr"), &["ftl"], &mut catalogs);
    // Signs of the alphabet are letters too: sheets on paper are all about them.
    let own = ["subscriptions.ftl", "paper.ftl"];
    let signs = [
        "lettres et chiffres",
        "lettres, chiffres",
        "petites lettres",
        "toutes lettres",
        "chaque lettre",
        "lettres sur les événements",
    ];
    let mut wrong = Vec::new();
    for path in catalogs {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).unwrap();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let words = line.split_once(" = ").map_or(line, |(_, words)| words);
            let lower = words.to_lowercase();
            let sign =
                own.contains(&name.as_str()) || signs.iter().any(|sign| lower.contains(sign));
            if lower.contains("lettre") && !sign || lower.contains("e-mail") {
                wrong.push(format!("{name}: {line}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
