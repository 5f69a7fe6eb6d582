//! Before an attempt: the easy form of a language, what is declared, the badges that are shown; and French on the page.

use std::fs;

use axum::http::{Method, StatusCode};
use serde_json::json;

use crate::support::{
    Folder,
    browser::Browser,
    world::{Answer, World},
};

const MODULE: &str = "qu-est-ce-que-l-ia";

async fn begin(world: &World, fields: &[(&str, &str)]) -> Answer {
    Browser::new(world).submit("/attempts", fields).await
}

#[tokio::test]
async fn a_module_is_offered_easy_to_read_and_the_attempt_stays_so() {
    let world = World::new().await;
    let usual = world.get(&format!("/modules/{MODULE}")).await.text();
    assert!(usual.contains(r#"name="lang" value="fr""#), "{usual}");
    assert!(usual.contains("faciles à lire et à comprendre (brouillon)"));
    assert!(usual.contains(&format!("/modules/{MODULE}?lang=fr-falc")));

    let easy = world
        .get(&format!("/modules/{MODULE}?lang=fr-falc"))
        .await
        .text();
    // What a page speaks is a registered language; its words are the easy ones.
    assert!(easy.contains(r#"<html lang="fr">"#) && !easy.contains(r#" lang="fr-falc""#));
    assert!(easy.contains("IA veut dire\u{a0}: intelligence artificielle."));
    assert!(easy.contains(r#"name="lang" value="fr-falc""#));
    assert!(easy.contains("ne les ont pas encore relus"));

    let mut browser = Browser::new(&world);
    let begun = browser
        .submit("/attempts", &[("module", MODULE), ("lang", "fr-falc")])
        .await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER);
    let first = browser.get(begun.header("location")).await.text();
    assert!(
        first.contains("Reliez chaque exemple à une chose."),
        "{first}"
    );
    assert!(first.contains("(brouillon)") && first.contains(r#"<html lang="fr">"#));
    // The interface is that of the language.
    assert!(first.contains("Question 1 sur"));
}

#[tokio::test]
async fn the_api_gives_the_easy_form_and_says_that_it_is_there() {
    let world = World::new().await;
    let listed = world.get("/api/v1/modules?lang=fr-falc").await.json();
    let modules = listed["modules"].as_array().unwrap();
    let one = modules.iter().find(|one| one["id"] == MODULE).unwrap();
    assert_eq!(one["languages"], json!(["fr", "en", "fr-falc"]));
    assert_eq!(one["lang"], "fr-falc");
    let body = json!({"module": MODULE, "lang": "fr-falc"});
    let begun = world.call(Method::POST, "/api/v1/attempts", "", body).await;
    assert_eq!(begun.status, StatusCode::CREATED);
    let begun = begun.json();
    assert_eq!(begun["lang"], "fr-falc");
    let asked = begun["items"].to_string();
    assert!(
        asked.contains("Reliez chaque exemple à une chose."),
        "{asked}"
    );
    // The spaces of the module's author, not those of a page.
    assert!(!asked.contains('\u{a0}'));
    let path = format!("/api/v1/attempts/{}", begun["id"].as_str().unwrap());
    let token = begun["token"].as_str().unwrap();
    let stands = world.call(Method::GET, &path, token, json!(null)).await;
    assert_eq!(stands.json()["lang"], "fr-falc");

    // Where there is no easy form, the language itself.
    let body = json!({"module": MODULE, "lang": "en-falc"});
    let begun = world.call(Method::POST, "/api/v1/attempts", "", body).await;
    assert_eq!(begun.json()["lang"], "en");
}

#[tokio::test]
async fn a_badge_speaks_the_language_and_never_its_easy_form() {
    let world = World::new().await;
    let served = world.app.shelf().find(MODULE).unwrap();
    let complete: Vec<&str> = served
        .complete()
        .into_iter()
        .map(|module| module.lang.as_str())
        .collect();
    assert_eq!(complete, ["fr", "en"]);
}

/// A module that asks for something before it begins.
fn asking(id: &str, prerequisites: &str, standard: &str) -> String {
    format!(
        r#"format = "cafeia-module/1"
id = "{id}"
version = "1.0.0"
lang = "fr"
title = "Demander"
summary = "Quelque chose avant."
licence = "CC-BY-SA-4.0"
[delivery]
mode = "certification"
[prerequisites]
{prerequisites}
[standard]
method = "angoff"
cut = 0.5
{standard}
[[levels]]
id = "un"
name = "Un"
min = 0.9
badge = "{id}"
[[badges]]
id = "{id}"
name = "Un badge"
description = "Sait."
image = {{ file = "badges/un.svg", alt = "Un" }}
[[items]]
id = "q"
type = "number"
ask = "Combien ?"
right = 12
"#
    )
}

async fn serving(modules: &[String]) -> (World, Folder) {
    let folder = Folder::new();
    for (n, text) in modules.iter().enumerate() {
        fs::write(folder.0.join(format!("m{n}.toml")), text).unwrap();
    }
    let world = World::with(&[("CREMA_QUIZZES", &folder.0.display().to_string())]).await;
    assert_eq!(world.app.shelf().modules().count(), modules.len());
    (world, folder)
}

#[tokio::test]
async fn what_is_to_be_declared_is_ticked_before_the_start() {
    let asks = "declarations = [\"J'ai animé un café.\"]\nmin_age = 18";
    let (world, _folder) = serving(&[asking("m", asks, "")]).await;
    let page = world.get("/modules/m").await.text();
    assert!(page.contains("animé un café.") && page.contains("18 ans ou plus"));
    assert!(!page.contains(r#"type="date""#));

    let some = [("module", "m"), ("declared", "0")];
    let refused = begin(&world, &some).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = refused.text();
    // What was ticked stays, what is missing is named at the top and beside its box.
    assert!(
        page.contains(r##"href="#declared-age""##) && !page.contains(r##"href="#declared-0""##)
    );
    assert!(page.contains(r#"value="0" required checked"#), "{page}");
    let all = [("module", "m"), ("declared", "0"), ("declared", "age")];
    assert_eq!(begin(&world, &all).await.status, StatusCode::SEE_OTHER);
    // Around a table nobody earns anything.
    let call = |body| world.call(Method::POST, "/api/v1/attempts", "", body);
    let refused = call(json!({"module": "m"})).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("declared"));
    let shaped = call(json!({"module": "m", "declared": "yes"})).await;
    assert_eq!(shaped.status, StatusCode::UNPROCESSABLE_ENTITY);
    let begun = call(json!({"module": "m", "declared": true})).await;
    assert_eq!(begun.status, StatusCode::CREATED);
    let told = world.get("/api/v1/modules/m").await.json();
    assert_eq!(told["prerequisites"]["min_age"], 18);
}

/// What somebody meets who begins the second module with this typed.
async fn show(world: &World, typed: &str) -> StatusCode {
    let fields = [("module", "second"), ("badge-premier", typed)];
    begin(world, &fields).await.status
}

#[tokio::test]
async fn a_badge_that_is_asked_for_is_shown_by_its_address_or_its_code() {
    let first = asking("premier", "", "");
    let asked = asking("second", "badges = [\"premier\"]", "");
    let (world, _folder) = serving(&[first, asked]).await;
    let call = |body| world.call(Method::POST, "/api/v1/attempts", "", body);
    let begun = call(json!({"module": "premier"})).await.json();
    let (id, token) = (
        begun["id"].as_str().unwrap(),
        begun["token"].as_str().unwrap(),
    );
    let path = format!("/api/v1/attempts/{id}");
    let answer = format!("{path}/answers/q");
    let body = json!({"response": "12"});
    world.call(Method::PUT, &answer, token, body).await;
    let end = format!("{path}/completion");
    let result = world
        .call(Method::POST, &end, token, json!({}))
        .await
        .json();
    let code = result["badges"][0]["claim"].as_str().unwrap().to_owned();

    let none = StatusCode::UNPROCESSABLE_ENTITY;
    assert_eq!(show(&world, "").await, none);
    assert_eq!(show(&world, "n'importe quoi").await, none);
    assert_eq!(
        show(&world, "http://localhost:8080/credentials/x").await,
        none
    );
    // Earned is earned, claimed or not.
    assert_eq!(show(&world, &code).await, StatusCode::SEE_OTHER);
    let claim = format!("/api/v1/claims/{code}");
    let claimed = world.call(Method::POST, &claim, "", json!({})).await.json();
    let url = claimed["credential"].as_str().unwrap().to_owned();
    assert_eq!(show(&world, &url).await, StatusCode::SEE_OTHER);
    let refused = call(json!({"module": "second"})).await;
    assert_eq!(refused.status, none);
    let begun = call(json!({"module": "second", "badges": [&url]})).await;
    assert_eq!(begun.status, StatusCode::CREATED);
    // A badge that was taken back is none.
    let id = url.rsplit('/').next().unwrap().parse().unwrap();
    crema::flows::badges::set_standing(
        &world.app,
        id,
        crema::badges::ledger::Standing::Revoked,
        Some("une erreur"),
    )
    .await
    .unwrap();
    assert_eq!(show(&world, &url).await, none);
    assert_eq!(show(&world, &code).await, none);
}

#[tokio::test]
async fn a_try_out_asks_for_no_badge_and_says_that_the_real_one_will() {
    let asks = "badges = [\"ailleurs\"]\nmin_age = 18";
    let (world, _folder) = serving(&[asking("m", asks, "status = \"placeholder\"")]).await;
    let page = world.get("/modules/m").await.text();
    assert!(page.contains("Plus tard, il faudra") && !page.contains("badge-ailleurs"));
    let fields = [("module", "m"), ("declared", "age")];
    assert_eq!(begin(&world, &fields).await.status, StatusCode::SEE_OTHER);
    let body = json!({"module": "m"});
    let begun = world.call(Method::POST, "/api/v1/attempts", "", body).await;
    assert_eq!(begun.status, StatusCode::CREATED);
}
