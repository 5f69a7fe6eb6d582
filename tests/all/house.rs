//! The arrows between rooms only go down: this test reads every `crate::…` path and holds it against the plan.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

const ROOMS: &[&str] = &[
    "access",
    "assessment",
    "badges",
    "certification",
    "charter",
    "directory",
    "events",
    "geography",
    "subscriptions",
    "registration",
    "voices",
];

/// Which places a file may name, by the beginning of its path; the longest beginning counts.
fn plan() -> BTreeMap<&'static str, Vec<&'static str>> {
    let mut plan = BTreeMap::from([
        ("base", vec!["base"]),
        ("config", vec!["base", "outside::mail", "store::db"]),
        ("i18n", vec!["base", "config"]),
        ("letters", vec!["base", "i18n", "letters"]),
        (
            "store",
            vec![
                "base",
                "store",
                "access",
                "assessment",
                "badges",
                "certification",
                "charter",
                "directory",
                "events",
                "subscriptions",
                "registration",
                "voices",
            ],
        ),
        ("store::sql", vec!["base", "store::sql"]),
        ("store::db", vec!["base", "store::sql"]),
        ("outside", vec!["base"]),
        ("outside::quizzes", vec!["base", "assessment"]),
        ("outside::trust", vec!["base", "badges"]),
        ("outside::charter", vec!["base", "charter"]),
        (
            "app",
            vec![
                "base",
                "charter",
                "config",
                "i18n",
                "store::db",
                "store::answering",
                "store::sittings",
                "store::people",
                "store::agenda",
                "geography",
                "outside",
            ],
        ),
        (
            "flows",
            vec![
                "base",
                "app",
                "config",
                "i18n",
                "store",
                "outside",
                "access",
                "assessment",
                "badges",
                "certification",
                "directory",
                "events",
                "subscriptions",
                "registration",
                "voices",
                "geography",
                "charter",
                "flows",
            ],
        ),
        (
            "jobs",
            vec![
                "base",
                "app",
                "letters",
                "outside::mail",
                "store",
                "flows",
                "jobs",
                "subscriptions",
            ],
        ),
        (
            "web",
            vec![
                "base",
                "app",
                "outside::quizzes",
                "outside::meters",
                "i18n",
                "store",
                "flows",
                "access",
                "assessment",
                "badges",
                "certification",
                "directory",
                "events",
                "subscriptions",
                "registration",
                "voices",
                "geography",
                "charter",
                "outside::charter",
                "web",
            ],
        ),
        (
            "cli",
            vec![
                "base",
                "config",
                "i18n",
                "store",
                "outside",
                "app",
                "flows",
                "jobs",
                "web",
                "access",
                "assessment",
                "badges",
                "certification",
                "directory",
                "events",
                "subscriptions",
                "registration",
                "voices",
                "geography",
                "charter",
                "cli",
            ],
        ),
        ("main", vec!["cli"]),
        ("lib", vec![]),
    ]);
    for &room in ROOMS {
        plan.insert(room, vec!["base", room]);
    }
    plan
}

/// Crates that only some places may name.
const CRATES: &[(&str, &[&str])] = &[
    ("sqlx", &["store::sql", "store::db"]),
    ("axum", &["web", "cli"]),
    (
        "tokio",
        &[
            "web",
            "cli",
            "outside",
            "app",
            "main",
            "jobs",
            "store::db",
            "store::answering",
            "store::people",
            "store::agenda",
        ],
    ),
    (
        "openbadges",
        &["badges", "outside", "app", "flows", "web", "cli"],
    ),
    ("askama", &["web", "letters"]),
    ("lettre", &["outside::mail"]),
    ("tower_sessions", &["web"]),
    ("reqwest", &["outside"]),
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs")
            && path.file_stem().is_some_and(|stem| stem != "tests")
        {
            found.push(path);
        }
    }
}

fn place(path: &Path, root: &Path) -> String {
    let inner = path.strip_prefix(root).unwrap().with_extension("");
    let parts: Vec<_> = inner
        .iter()
        .map(|part| part.to_str().unwrap())
        .filter(|part| *part != "mod")
        .collect();
    parts.join("::")
}

fn within(place: &str, beginning: &str) -> bool {
    place == beginning
        || place
            .strip_prefix(beginning)
            .is_some_and(|rest| rest.starts_with("::"))
}

/// Every path after `crate::`, with the braces of a `use` spread out.
fn named(text: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let code: String = text
        .lines()
        .map(|line| line.split("//").next().unwrap_or_default())
        .collect::<Vec<_>>()
        .join(" ");
    for (start, _) in code.match_indices("crate::") {
        if code[..start].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
            continue;
        }
        spread("", &code[start + "crate::".len()..], &mut names);
    }
    names
}

fn spread(prefix: &str, rest: &str, names: &mut BTreeSet<String>) {
    let rest = rest.trim_start();
    if let Some(inner) = rest.strip_prefix('{') {
        let mut depth = 0;
        let mut start = 0;
        for (at, c) in inner.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => {
                    spread(prefix, &inner[start..at], names);
                    return;
                }
                '}' => depth -= 1,
                ',' if depth == 0 => {
                    spread(prefix, &inner[start..at], names);
                    start = at + 1;
                }
                _ => {}
            }
        }
        return;
    }
    let end = rest
        .find(|c: char| !c.is_alphanumeric() && c != '_')
        .unwrap_or(rest.len());
    let word = &rest[..end];
    if word.is_empty() {
        return;
    }
    let path = if prefix.is_empty() {
        word.to_owned()
    } else {
        format!("{prefix}::{word}")
    };
    match rest[end..].trim_start().strip_prefix("::") {
        Some(deeper) if path.matches("::").count() < 2 => spread(&path, deeper, names),
        _ => {
            names.insert(path);
        }
    }
}

#[test]
fn the_arrows_only_go_down() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let (plan, mut files, mut wrong) = (plan(), Vec::new(), Vec::new());
    sources(&root, &mut files);
    assert!(files.len() > 10, "the sources were not found");
    for file in files {
        let (here, text) = (place(&file, &root), fs::read_to_string(&file).unwrap());
        let allowed = plan
            .iter()
            .filter(|(beginning, _)| within(&here, beginning))
            .max_by_key(|(beginning, _)| beginning.len());
        let Some((_, allowed)) = allowed else {
            wrong.push(format!("{here} has no place in the plan"));
            continue;
        };
        for name in named(&text) {
            if !allowed.iter().any(|beginning| within(&name, beginning)) {
                wrong.push(format!("{here} names {name}"));
            }
            let room = |name: &str| ROOMS.iter().copied().find(|room| within(name, room));
            if let (Some(own), Some(other)) =
                (here.strip_prefix("store::").and_then(room), room(&name))
                && own != other
            {
                wrong.push(format!("{here} names the room {other}"));
            }
        }
        for &(krate, places) in CRATES {
            let names_it = text.lines().any(|line| {
                !line.trim_start().starts_with("//")
                    && (line.contains(&format!("{krate}::"))
                        || line.contains(&format!("use {krate}")))
            });
            if names_it && !places.iter().any(|beginning| within(&here, beginning)) {
                wrong.push(format!("{here} names the crate {krate}"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn a_forbidden_arrow_is_seen() {
    let names = named(
        "use crate::{base::{Lang, id}, store::db::Db};\n// crate::cli\nlet x = crate::web::router();",
    );
    assert_eq!(
        names,
        ["base::Lang", "base::id", "store::db::Db", "web::router"]
            .map(str::to_owned)
            .into()
    );
}
