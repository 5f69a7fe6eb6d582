//! Modules that change while they are served: taken over whole, or not at all; an attempt keeps the version that it began with.

use std::{fs, path::Path};

use axum::http::{Method, StatusCode};
use crema::access::account::Role;
use serde_json::{Value, json};

use crate::support::{Folder, browser::Browser, world::World};

/// A module of one question, whose text says its version.
fn module(id: &str, version: &str) -> String {
    format!(
        r#"format = "cafeia-module/1"
id = "{id}"
version = "{version}"
lang = "fr"
title = "Module {id}"
summary = "Un essai."
licence = "CC-BY-SA-4.0"

[frameworks]
digcomp = "3.0"

[[sources]]
id = "doc"
title = "Le document"
url = "https://example.org/"

[[items]]
id = "question"
type = "single"
ask = "Question de la version {version} ?"
right = "oui"
wrong = ["non", "jamais", "toujours", "peut-être"]
sources = ["doc"]
skills = ["digcomp:1.2"]

[[levels]]
id = "fait"
name = "Fait"
min = 0.0
badge = "{id}-fait"

[[badges]]
id = "{id}-fait"
name = "Fait"
description = "A répondu, version {version}."
image = {{ file = "fait.svg", alt = "Une tasse" }}
"#
    )
}

fn overlay(id: &str, version: &str, ask: &str) -> String {
    format!(
        r#"format = "cafeia-module-text/1"
module = "{id}"
lang = "en"
source_version = "{version}"
title = "Module {id} in English"
summary = "A trial."

[items.question]
ask = "{ask}"
right = "yes"
wrong = ["no", "never", "always", "perhaps"]

[levels]
fait = "Done"

[badges.{id}-fait]
name = "Done"
description = "Has answered."
alt = "A cup"
"#
    )
}

/// A folder with one module, and its frameworks.
fn folder() -> Folder {
    let folder = Folder::new();
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("quizzes/frameworks.toml");
    fs::copy(shipped, folder.0.join("frameworks.toml")).unwrap();
    fs::write(folder.0.join("un.toml"), module("un", "1.0.0")).unwrap();
    folder
}

async fn world(folder: &Folder) -> World {
    World::with(&[("CREMA_QUIZZES", folder.0.to_str().unwrap())]).await
}

/// Begins an attempt: its id, its token, and the question as it is asked.
async fn begin(world: &World, id: &str) -> Option<(String, String, String)> {
    let body = json!({"module": id});
    let answer = world.call(Method::POST, "/api/v1/attempts", "", body).await;
    if answer.status != StatusCode::CREATED {
        return None;
    }
    let value = answer.json();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    Some((
        text(&value["id"]),
        text(&value["token"]),
        text(&value["items"][0]["ask"]),
    ))
}

async fn asked(world: &World, id: &str, token: &str) -> String {
    let path = format!("/api/v1/attempts/{id}");
    let answer = world.call(Method::GET, &path, token, Value::Null).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    answer.json()["items"][0]["ask"]
        .as_str()
        .unwrap()
        .to_owned()
}

async fn told(world: &World) -> String {
    let mut ada = Browser::steward(world, "ada@example.org", Role::Admin).await;
    ada.get("/admin/modules").await.text()
}

#[tokio::test]
async fn a_changed_module_is_taken_over_and_open_attempts_keep_theirs() {
    let folder = folder();
    let world = world(&folder).await;
    let (id, token, ask) = begin(&world, "un").await.unwrap();
    assert_eq!(ask, "Question de la version 1.0.0 ?");
    fs::write(folder.0.join("un.toml"), module("un", "1.1.0")).unwrap();
    world.reload().await.unwrap();
    let (.., ask) = begin(&world, "un").await.unwrap();
    assert_eq!(ask, "Question de la version 1.1.0 ?");
    assert_eq!(
        asked(&world, &id, &token).await,
        "Question de la version 1.0.0 ?"
    );
    // The badge of the new version is published; the old attempt earns that of its own.
    let achievement = world.get("/achievements/un-fait.json").await;
    assert!(
        achievement.text().contains("version 1.1.0"),
        "{}",
        achievement.text()
    );
    let path = format!("/api/v1/attempts/{id}/answers/question");
    let answer = json!({"response": null});
    assert_eq!(
        world.call(Method::PUT, &path, &token, answer).await.status,
        StatusCode::OK
    );
    let path = format!("/api/v1/attempts/{id}/completion");
    let done = world
        .call(Method::POST, &path, &token, Value::Null)
        .await
        .json();
    let claim = done["badges"][0]["claim"].as_str().unwrap();
    let path = format!("/api/v1/claims/{claim}");
    let claimed = world.call(Method::POST, &path, "", json!({})).await.json();
    let credential = claimed["credential"].as_str().unwrap();
    let path = credential.strip_prefix("http://localhost:8080").unwrap();
    let badge = world.get(&format!("{path}.json")).await.text();
    assert!(badge.contains("version 1.0.0"), "{badge}");
}

#[tokio::test]
async fn a_version_with_an_error_is_told_and_the_one_before_goes_on() {
    let folder = folder();
    let world = world(&folder).await;
    let broken = module("un", "1.1.0").replace("type = \"single\"", "typ = \"single\"");
    fs::write(folder.0.join("un.toml"), broken).unwrap();
    fs::write(folder.0.join("deux.toml"), module("deux", "1.0.0")).unwrap();
    world.reload().await.unwrap();
    assert_eq!(
        begin(&world, "un").await.unwrap().2,
        "Question de la version 1.0.0 ?"
    );
    assert!(
        begin(&world, "deux").await.is_some(),
        "other modules are taken over"
    );
    let page = told(&world).await;
    assert!(
        page.contains("un.toml:19:1: erreur") && page.contains("vouliez-vous dire `type`"),
        "{page}"
    );
    assert!(page.contains("version d’avant servie"), "{page}");
    fs::write(folder.0.join("un.toml"), module("un", "1.2.0")).unwrap();
    world.reload().await.unwrap();
    assert_eq!(
        begin(&world, "un").await.unwrap().2,
        "Question de la version 1.2.0 ?"
    );
    assert!(!told(&world).await.contains("version d’avant servie"));
}

#[tokio::test]
async fn a_translation_with_an_error_holds_its_module_back_as_a_whole() {
    let folder = folder();
    let english = folder.0.join("un.en.toml");
    fs::write(&english, overlay("un", "1.0.0", "Question one?")).unwrap();
    let world = world(&folder).await;
    let shown = async || {
        let page = world
            .call(Method::GET, "/api/v1/modules/un?lang=en", "", Value::Null)
            .await;
        let value = page.json();
        (
            value["version"].clone(),
            value["title"].as_str().unwrap().to_owned(),
        )
    };
    assert_eq!(
        shown().await,
        (json!("1.0.0"), "Module un in English".to_owned())
    );
    fs::write(folder.0.join("un.toml"), module("un", "2.0.0")).unwrap();
    fs::write(
        &english,
        overlay("un", "2.0.0", "Question two?").replace("[items.question]", "[items.questoin]"),
    )
    .unwrap();
    world.reload().await.unwrap();
    assert_eq!(
        shown().await,
        (json!("1.0.0"), "Module un in English".to_owned())
    );
    assert!(told(&world).await.contains("un.en.toml:"));
    fs::write(&english, overlay("un", "2.0.0", "Question two?")).unwrap();
    world.reload().await.unwrap();
    assert_eq!(
        shown().await,
        (json!("2.0.0"), "Module un in English".to_owned())
    );
    fs::remove_file(&english).unwrap();
    world.reload().await.unwrap();
    assert_eq!(shown().await, (json!("2.0.0"), "Module un".to_owned()));
}

#[tokio::test]
async fn broken_frameworks_leave_everything_as_it_is() {
    let folder = folder();
    let world = world(&folder).await;
    fs::write(folder.0.join("frameworks.toml"), "[digcomp]\nedition = 3\n").unwrap();
    let why = world.reload().await.unwrap_err();
    assert!(why.contains("frameworks.toml:2:11: "), "{why}");
    world.app.set_shelf(world.app.shelf().with_fault(why));
    assert!(begin(&world, "un").await.is_some());
    assert!(told(&world).await.contains("frameworks.toml:2:11: "));
    // Frameworks without a code that a module names: that module goes on with those that it was read with.
    fs::write(folder.0.join("frameworks.toml"), "").unwrap();
    world.reload().await.unwrap();
    let served = world.app.shelf().find("un").unwrap();
    assert!(served.frameworks.skill("digcomp:1.2").is_some());
    assert!(told(&world).await.contains("version d’avant servie"));
}

#[tokio::test]
async fn a_module_whose_file_goes_takes_no_new_attempts_and_leaves_the_open_ones() {
    let folder = folder();
    fs::write(folder.0.join("deux.toml"), module("deux", "1.0.0")).unwrap();
    let world = world(&folder).await;
    let (id, token, _) = begin(&world, "un").await.unwrap();
    fs::remove_file(folder.0.join("un.toml")).unwrap();
    world.reload().await.unwrap();
    assert!(begin(&world, "un").await.is_none());
    assert_eq!(world.get("/modules/un").await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        asked(&world, &id, &token).await,
        "Question de la version 1.0.0 ?"
    );
    fs::remove_file(folder.0.join("deux.toml")).unwrap();
    world.reload().await.unwrap();
    assert_eq!(world.get("/modules").await.status, StatusCode::OK);
    assert_eq!(
        asked(&world, &id, &token).await,
        "Question de la version 1.0.0 ?"
    );
}

#[tokio::test]
async fn an_id_stays_with_the_file_that_has_it() {
    let folder = folder();
    let world = world(&folder).await;
    // Named so that it comes first.
    let other = folder.0.join("autre.toml");
    fs::write(&other, module("un", "9.0.0")).unwrap();
    world.reload().await.unwrap();
    assert_eq!(
        begin(&world, "un").await.unwrap().2,
        "Question de la version 1.0.0 ?"
    );
    assert!(told(&world).await.contains("autre.toml:1:1: "));
    fs::remove_file(folder.0.join("un.toml")).unwrap();
    world.reload().await.unwrap();
    assert_eq!(
        begin(&world, "un").await.unwrap().2,
        "Question de la version 9.0.0 ?"
    );
}

#[tokio::test]
async fn another_process_opens_an_attempt_of_a_version_that_it_does_not_have() {
    let (here, there) = (folder(), folder());
    let first = world(&here).await;
    let second = first.again(|config| config.quizzes = there.0.clone());
    fs::write(here.0.join("un.toml"), module("un", "2.0.0")).unwrap();
    first.reload().await.unwrap();
    let (id, token, ask) = begin(&first, "un").await.unwrap();
    assert_eq!(ask, "Question de la version 2.0.0 ?");
    assert_eq!(
        begin(&second, "un").await.unwrap().2,
        "Question de la version 1.0.0 ?"
    );
    for _ in 0..2 {
        assert_eq!(asked(&second, &id, &token).await, ask);
    }
    let path = format!("/api/v1/attempts/{id}/answers/question");
    let answer = second
        .call(Method::PUT, &path, &token, json!({"response": null}))
        .await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
}

#[tokio::test]
async fn a_hostile_file_is_refused_at_its_line_at_once_and_the_others_go_on() {
    let folder = folder();
    let world = world(&folder).await;
    let head = module("mal", "1.0.0");
    let items = head.lines().count();
    let hostile: [(&str, Vec<u8>, usize); 8] = [
        ("of 10 MB", "#".repeat(10 << 20).into_bytes(), 1),
        (
            "brackets",
            format!("{head}x = {}1{}", "[".repeat(10_000), "]".repeat(10_000)).into_bytes(),
            items + 1,
        ),
        (
            "dots",
            format!("{head}{}a = 1", "a.".repeat(10_000)).into_bytes(),
            items + 1,
        ),
        (
            "a million items",
            "[[items]]\n".repeat(1_000_000).into_bytes(),
            1,
        ),
        (
            "items up to the limit",
            format!("{head}{}", "[[items]]\n".repeat(100_000)).into_bytes(),
            17,
        ),
        ("NUL", format!("{head}# \0").into_bytes(), items + 1),
        ("bidi", format!("{head}# \u{202e}").into_bytes(), items + 1),
        ("no UTF-8", [head.as_bytes(), b"# \xff"].concat(), items + 1),
    ];
    for (what, bytes, line) in hostile {
        fs::write(folder.0.join("mal.toml"), bytes).unwrap();
        world.reload().await.unwrap();
        let shelf = world.app.shelf();
        let file = shelf
            .files()
            .iter()
            .find(|file| file.path.ends_with("mal.toml"))
            .unwrap();
        assert!(file.served.is_none() && file.refused, "{what}");
        let finding = &file.reports[0].findings[0];
        assert_eq!(finding.line, line, "{what}: {:?}", finding.problem);
        assert!(begin(&world, "un").await.is_some(), "{what}");
    }
}
