//! Paper: the sheet that is printed, and what is typed in from it, through the real router with a module of all fifteen types.

use std::{fs, path::Path};

use axum::http::{Method, StatusCode};
use crema::assessment::paper::{self, SheetCode};
use crema::base::Lang;

use crate::support::{
    Folder,
    world::{Answer, World},
};

const MODULE: &str = "every-kind";

async fn world(folder: &Folder) -> World {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/every-kind.toml");
    let text = fs::read_to_string(data).unwrap();
    let exam = text
        .replace("id = \"every-kind\"", "id = \"exam\"")
        .replace("every-kind-", "exam-")
        .replace("mode = \"awareness\"", "mode = \"certification\"");
    fs::write(folder.0.join("every-kind.toml"), text).unwrap();
    fs::write(folder.0.join("exam.toml"), exam).unwrap();
    World::with(&[("CREMA_QUIZZES", folder.0.to_str().unwrap())]).await
}

/// The body of a grid: the key of its sheet for every question, changed as said.
fn filled(world: &World, code: &SheetCode, key: &str, changed: &[(&str, &str)]) -> String {
    let served = world.app.shelf().find(MODULE).unwrap();
    let mut body = form_urlencoded::Serializer::new(String::new());
    body.append_pair("sheet", &code.to_string())
        .append_pair("key", key);
    for (at, asked) in paper::form(served.own(), code).iter().enumerate() {
        let right = paper::right(asked, code.lang);
        for (gap, typed) in right.iter().enumerate() {
            let name = if right.len() > 1 {
                format!("q{}-{}", at + 1, gap + 1)
            } else {
                format!("q{}", at + 1)
            };
            let typed = changed
                .iter()
                .find(|(one, _)| *one == name)
                .map_or(typed.as_str(), |(_, typed)| typed);
            body.append_pair(&name, typed);
        }
    }
    body.finish()
}

async fn post(world: &World, body: String) -> Answer {
    let headers = [
        ("content-type", "application/x-www-form-urlencoded"),
        ("origin", "http://localhost:8080"),
        ("accept", "text/html"),
        ("accept-language", "fr"),
    ];
    world
        .send(Method::POST, "/modules/every-kind/sheets", &headers, body)
        .await
}

fn code(world: &World) -> SheetCode {
    SheetCode::new(Lang::Fr, 3, &world.app.shelf().find(MODULE).unwrap().hash)
}

const KEY: &str = "0123456789abcdef0123456789abcdef";

#[tokio::test(flavor = "multi_thread")]
async fn a_sheet_typed_in_becomes_one_attempt_with_its_badge() {
    let folder = Folder::new();
    let world = world(&folder).await;
    let page = world.get("/modules/every-kind").await.text();
    assert!(page.contains("/modules/every-kind/sheets"));
    let code = code(&world);
    let grid = world
        .get(&format!("/modules/every-kind/sheets?sheet={code}"))
        .await;
    assert_eq!(grid.status, StatusCode::OK);
    assert_eq!(grid.text().matches("<fieldset").count(), 15);
    let body = filled(&world, &code, KEY, &[]);
    let first = post(&world, body.clone()).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.text());
    let path = first.header("location").to_owned();
    let again = post(&world, body).await;
    assert_eq!(
        again.header("location"),
        path,
        "a double click makes one attempt"
    );
    let entered = world
        .send(
            Method::GET,
            &path,
            &[("cookie", &first.cookie()), ("accept", "text/html")],
            "",
        )
        .await;
    let text = entered.text();
    assert!(
        text.contains("Solide") && text.contains("<svg") && text.contains("/claims/"),
        "{text}"
    );
    assert!(
        text.contains(&format!("sheets?sheet={code}")),
        "the next sheet"
    );
    assert_eq!(
        world.get(&path).await.status,
        StatusCode::NOT_FOUND,
        "nobody else's"
    );
    let changed = post(&world, filled(&world, &code, KEY, &[("q4", "1")])).await;
    assert_eq!(
        changed.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "the key was used"
    );
    assert!(changed.text().contains("déjà enregistrée"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_is_refused_beside_its_field_and_kept() {
    let folder = Folder::new();
    let world = world(&folder).await;
    let code = code(&world);
    let body = filled(
        &world,
        &code,
        KEY,
        &[("q6", "AB"), ("q1", "<Z>"), ("q10-3", "Z")],
    );
    let refused = post(&world, body).await;
    let text = refused.text();
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for said in [
        "href=\"#q6\"",
        "href=\"#q1\"",
        "href=\"#q10-3\"",
        "id=\"q6-error\"",
        "value=\"AB\"",
        "value=\"&#60;Z&#62;\"",
        "3 lettres sont attendues",
        KEY,
    ] {
        assert!(text.contains(said), "{said}\n{text}");
    }
    assert!(refused.header("set-cookie").is_empty(), "nothing began");
    let empty = post(&world, format!("sheet={code}&key={KEY}")).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let other = world
        .get("/modules/every-kind/sheets?sheet=FR3-000000")
        .await;
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(other.text().contains("autre version"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sheet_is_printed_alone_and_a_certification_is_not() {
    let folder = Folder::new();
    let world = world(&folder).await;
    let sheet = world.get("/modules/every-kind/sheet?form=3").await;
    let text = sheet.text();
    assert!(text.contains(&code(&world).to_string()));
    assert!(!text.contains("<script") && !text.contains("src=") && !text.contains("href="));
    assert!(sheet.header("content-security-policy").contains("'sha256-"));
    assert!(!text.contains("Elle est bien plus petite"), "no key");
    for path in ["/modules/exam/sheet", "/modules/exam/sheets"] {
        assert_eq!(
            world.get(path).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
    assert!(!world.get("/modules/exam").await.text().contains("/sheets"));
}
