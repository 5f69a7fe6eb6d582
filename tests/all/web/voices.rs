//! Voices: said by anybody, published by who moderates, answered once by a browser, told in figures only where they are many.

use axum::http::{Method, StatusCode};
use crema::{access::account::Role, store::access, voices::voice::MOST_WORDS};

use super::events::{a_form, adhere, with, written};
use crate::support::{browser::Browser, world::World};

const SAID: &str = "On ne sait plus qui répond <vraiment>.";

fn a_voice(words: &str) -> Vec<(&str, &str)> {
    vec![
        ("kind", "concern"),
        ("theme", "discuss"),
        ("words", words),
        ("licence", "yes"),
    ]
}

/// The path of the one published statement.
async fn the_one(world: &World) -> String {
    let json = world.send(Method::GET, "/voices.json", &[], "").await;
    let json: serde_json::Value = serde_json::from_str(&json.text()).unwrap();
    let url = json["voices"][0]["url"].as_str().unwrap();
    url.strip_prefix("http://localhost:8080")
        .unwrap()
        .to_owned()
}

async fn text(world: &World, path: &str) -> String {
    let answer = world
        .send(Method::GET, path, &[("accept-language", "fr")], "")
        .await;
    assert_eq!(answer.status, StatusCode::OK, "{path} {}", answer.text());
    answer.text()
}

/// The path to which the first form after some words goes.
fn action(page: &str, words: &str) -> String {
    let rest = page.split(words).nth(1).unwrap();
    let action = rest.split("action=\"").nth(1).unwrap();
    action.split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn what_is_said_waits_is_published_answered_and_hidden() {
    let world = World::new().await;
    let mut zoe = Browser::new(&world);
    for (field, value, error) in [
        ("kind", "sermon", "kind-error"),
        ("theme", "pirates", "theme-error"),
        ("words", "Non.", "words-error"),
        ("words", "Voyez https://exemple.fr", "words-error"),
        ("licence", "no", "licence-error"),
    ] {
        let refused = zoe
            .submit("/voices", &with(a_voice(SAID), field, value))
            .await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{value}");
        let page = refused.text();
        assert!(page.contains(&format!("id=\"{error}\"")), "{value}");
        assert!(field == "words" || page.contains("qui répond &#60;vraiment&#62;"));
    }
    let long = "é".repeat(MOST_WORDS + 1);
    let refused = zoe.submit("/voices", &a_voice(&long)).await;
    assert!(
        refused.text().contains(&long),
        "what was typed is kept whole"
    );
    let said = zoe.submit("/voices", &a_voice(SAID)).await;
    assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.text());
    assert!(
        zoe.cookies.is_empty(),
        "nothing is kept of who says something"
    );
    assert!(!text(&world, "/voices").await.contains("vraiment"));

    let mut eve = Browser::entered(&world, "eve@example.org").await;
    assert_eq!(eve.get("/admin/voices").await.status, StatusCode::FORBIDDEN);
    let mut coco = Browser::steward(&world, "coco@example.org", Role::Coordinator).await;
    let page = coco.get("/admin/voices").await.text();
    let settle = action(&page, "vraiment");
    let refused = eve.submit(&settle, &[("to", "published")]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let odd = coco.submit(&settle, &[("to", "waiting")]).await;
    assert_eq!(odd.status, StatusCode::UNPROCESSABLE_ENTITY);
    coco.submit(&settle, &[("to", "published")]).await;
    let list = text(&world, "/voices?kind=concern&theme=discuss").await;
    assert!(list.contains("qui répond &#60;vraiment&#62;."), "{list}");
    let none = text(&world, "/voices?kind=proposal").await;
    assert!(!none.contains("vraiment"), "another kind");
    assert!(
        text(&world, "/voices.csv")
            .await
            .contains("\"concern\";\"On ne")
    );

    let path = the_one(&world).await;
    for reads in [&path, "/voices"] {
        zoe.get(reads).await;
        assert!(zoe.cookies.is_empty(), "reading leaves no cookie");
    }
    let odd = zoe
        .submit(&format!("{path}/answers"), &[("answer", "perhaps")])
        .await;
    assert_eq!(odd.status, StatusCode::UNPROCESSABLE_ENTITY);
    let back = [("answer", "agree"), ("back", "/voices?seed=7")];
    let answered = zoe.submit(&format!("{path}/answers"), &back).await;
    let to = answered.header("location");
    assert!(to.starts_with("/voices?seed=7#voice-"), "{to}");
    let cookie = answered.header("set-cookie");
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"),
        "{cookie}"
    );
    let away = [("answer", "agree"), ("back", "https://evil.example/")];
    let answered = zoe.submit(&format!("{path}/answers"), &away).await;
    assert_eq!(answered.header("location"), path);
    let page = zoe.get(&path).await.text();
    assert!(page.contains("aria-pressed=\"true\"") && page.contains("Trop peu de réponses"));

    let told = zoe
        .submit(&format!("{path}/report"), &[("words", "")])
        .await;
    assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
    let told = zoe
        .submit(&format!("{path}/report"), &[("words", "un nom")])
        .await;
    assert_eq!(told.status, StatusCode::SEE_OTHER);
    let page = coco.get("/admin/voices").await.text();
    assert!(page.contains("<li>un nom</li>"), "{page}");
    coco.submit(&settle, &[("to", "withheld")]).await;
    let gone = world.send(Method::GET, &path, &[], "").await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
    let late = zoe
        .submit(&format!("{path}/answers"), &[("answer", "pass")])
        .await;
    assert_eq!(late.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_figure_is_told_from_five_on_and_a_browser_counts_once() {
    let world = World::new().await;
    let mut coco = Browser::steward(&world, "coco@example.org", Role::Coordinator).await;
    coco.submit("/voices", &a_voice(SAID)).await;
    let settle = action(&coco.get("/admin/voices").await.text(), "vraiment");
    coco.submit(&settle, &[("to", "published")]).await;
    let path = the_one(&world).await;
    let figures = async || {
        let json = text(&world, "/voices.json").await;
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        json["voices"][0]["answers"].clone()
    };
    let mut browsers: Vec<_> = (0..11).map(|_| Browser::new(&world)).collect();
    for (number, browser) in browsers.iter_mut().enumerate() {
        let answer = if number < 6 { "agree" } else { "disagree" };
        for _ in 0..3 {
            browser
                .submit(&format!("{path}/answers"), &[("answer", answer)])
                .await;
        }
        if number == 3 {
            assert_eq!(figures().await["agree"], serde_json::Value::Null);
        }
    }
    let told = figures().await;
    assert_eq!((&told["agree"], &told["disagree"]), (&6.into(), &5.into()));
    assert_eq!(
        told["pass"],
        serde_json::Value::Null,
        "a nought is small too"
    );
    assert_eq!(told["total"], serde_json::Value::Null);
    let page = text(&world, &path).await;
    let shown = page.replace('\u{a0}', " ");
    assert!(shown.contains("D’accord : 6"), "{page}");
    assert!(page.contains("moins de 5"));
    // A cookie that these keys did not make is no browser's.
    let mut forged = Browser::new(&world);
    forged.cookies = format!("voices={}", "A".repeat(43));
    let answered = forged
        .submit(&format!("{path}/answers"), &[("answer", "agree")])
        .await;
    assert!(answered.header("set-cookie").starts_with("voices="));
    // What was answered under two statements is not brought together.
    let mut reader = world.app.db.read().await.unwrap();
    let before = crema::store::voices::count(&mut reader).await.unwrap();
    assert_eq!(before, (1, 0));
}

#[tokio::test]
async fn the_organiser_writes_down_and_decides_about_their_own_cafe_alone() {
    let world = World::new().await;
    let mut ada = Browser::entered(&world, "ada@example.org").await;
    adhere(&mut ada).await;
    let today = world.app.now().to_string()[..10].to_owned();
    let form = with(a_form("Café du jour", &today), "from", "23:58");
    let form = with(form, "to", "23:59");
    let path = written(&mut ada, &form).await;
    let voices = format!("{path}/voices");
    let draft = ada
        .submit(&voices, &with(a_voice(SAID), "theme", "Travail"))
        .await;
    assert_eq!(draft.status, StatusCode::NOT_FOUND, "a draft has no voices");
    ada.submit(&format!("{path}/publication"), &[]).await;
    let list = text(&world, "/events").await;
    let slug = list.split("href=\"/events/cafe-").nth(1).unwrap();
    let slug = format!("cafe-{}", slug.split('"').next().unwrap());

    let mut zoe = Browser::new(&world);
    let form = with(with(a_voice(SAID), "theme", "Travail"), "event", &slug);
    let early = zoe.submit("/voices", &form).await;
    assert!(
        early.text().contains("à partir du moment"),
        "{}",
        early.text()
    );
    world.pass_minutes(24 * 60);
    let said = zoe.submit("/voices", &form).await;
    assert!(said.header("location").contains(&format!("event={slug}")));

    let mut eve = Browser::entered(&world, "eve@example.org").await;
    assert_eq!(eve.get(&voices).await.status, StatusCode::NOT_FOUND);
    let settle = action(&ada.get(&voices).await.text(), "vraiment");
    for (who, status) in [
        (&mut eve, StatusCode::NOT_FOUND),
        (&mut ada, StatusCode::SEE_OTHER),
    ] {
        let settled = who.submit(&settle, &[("to", "published")]).await;
        assert_eq!(settled.status, status);
    }
    // What is set aside for the whole instance is not shown again by its organiser, who hid it before anybody else had read it.
    let mut coco = Browser::steward(&world, "coco@example.org", Role::Coordinator).await;
    let one = the_one(&world).await;
    let told = zoe
        .submit(&format!("{one}/report"), &[("words", "un nom")])
        .await;
    assert!(told.status.is_redirection());
    ada.submit(&settle, &[("to", "hidden")]).await;
    let page = coco.get("/admin/voices").await.text();
    assert!(
        page.contains("<li>un nom</li>") && page.contains("Écarter"),
        "{page}"
    );
    let above = action(&page, "vraiment");
    let odd = coco.submit(&above, &[("to", "hidden")]).await;
    assert_eq!(odd.status, StatusCode::UNPROCESSABLE_ENTITY);
    coco.submit(&above, &[("to", "withheld")]).await;
    let noted = async || {
        let mut reader = world.app.db.read().await.unwrap();
        access::count_audit(&mut reader).await.unwrap()
    };
    let before = noted().await;
    let again = with(a_voice(SAID), "theme", "Travail");
    ada.submit(&voices, &again).await;
    assert_eq!(noted().await, before, "nothing was published by it");
    let page = ada.get(&voices).await.text();
    assert_eq!(
        page.matches("écartée par la modération").count(),
        2,
        "{page}"
    );
    assert!(!page.contains(&settle), "{page}");
    for to in ["published", "hidden", "withheld"] {
        assert!(
            !ada.submit(&settle, &[("to", to)])
                .await
                .status
                .is_redirection()
        );
    }
    let public = text(&world, "/voices.json").await;
    assert!(!public.contains("vraiment"), "{public}");
    coco.submit(&above, &[("to", "published")]).await;
    for to in ["hidden", "published"] {
        assert!(
            ada.submit(&settle, &[("to", to)])
                .await
                .status
                .is_redirection()
        );
    }
    let papers = "Un café par quartier, ce serait bien.\n\nNon\nLes élèves en parlent entre eux.";
    let form = with(
        with(a_voice(papers), "theme", "Travail"),
        "kind",
        "proposal",
    );
    let refused = ada.submit(&voices, &form).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text().contains("<li>Non</li>"),
        "the line that is wrong is told"
    );
    let papers = papers.replace("Non\n", "");
    let form = with(
        with(a_voice(&papers), "theme", "Travail"),
        "kind",
        "proposal",
    );
    let written = ada.submit(&voices, &form).await;
    assert_eq!(written.status, StatusCode::SEE_OTHER, "{}", written.text());
    let page = text(&world, &format!("/events/{slug}")).await;
    assert!(
        page.contains("vraiment") && page.contains("par quartier"),
        "{page}"
    );
    let all = text(&world, &format!("/voices.json?event={slug}")).await;
    assert_eq!(all.matches("\"origin\":\"organiser\"").count(), 2);
    let gone = world
        .send(Method::GET, "/voices?event=nowhere", &[], "")
        .await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
}
