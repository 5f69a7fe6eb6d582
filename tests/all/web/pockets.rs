//! Cards that are printed beforehand, codes for a room, and a badge that renews another.

use std::process::Command;

use axum::http::{Method, StatusCode};
use crema::{
    access::audit::Actor,
    base::Lang,
    flows::badges::{self, Face, NewRoom},
    web::badges::cards,
};
use serde_json::json;

use super::badges::{document, expiring, face};
use crate::support::{Folder, browser::Browser, world::World};

/// Goes through the module in a browser: its attempt.
async fn finished<'w>(world: &'w World) -> (Browser<'w>, String) {
    let (id, token, value) = world.attempt().await;
    for item in value["items"].as_array().unwrap() {
        let path = format!(
            "/api/v1/attempts/{id}/answers/{}",
            item["id"].as_str().unwrap()
        );
        world
            .call(Method::PUT, &path, &token, json!({"response": null}))
            .await;
    }
    let path = format!("/api/v1/attempts/{id}/completion");
    world.call(Method::POST, &path, &token, json!({})).await;
    let mut browser = Browser::new(world);
    browser.cookies = format!("attempt={id}.{token}");
    (browser, id)
}

#[tokio::test]
async fn a_card_printed_beforehand_holds_a_badge_for_a_year() {
    let world = World::new().await;
    let codes = badges::make_cards(&world.app, 3).await.unwrap();
    let (card, other) = (codes[0].to_string(), codes[1].to_string());
    let mut visitor = Browser::new(&world);
    let empty = visitor.submit("/claims", &[("code", &card)]).await;
    assert_eq!(empty.status, StatusCode::CONFLICT);
    assert!(empty.text().contains("encore vide"));

    let (mut browser, attempt) = finished(&world).await;
    let result = browser
        .get(&format!("/attempts/{attempt}/result"))
        .await
        .text();
    let path = format!("/attempts/{attempt}/card");
    assert!(result.contains(&path));
    assert_eq!(visitor.get(&path).await.status, StatusCode::NOT_FOUND);
    let mistyped = browser.submit(&path, &[("code", &card[..13])]).await;
    assert_eq!(mistyped.status, StatusCode::UNPROCESSABLE_ENTITY);
    for _ in 0..2 {
        let done = browser.submit(&path, &[("code", &card)]).await;
        assert!(done.status.is_success() && done.text().contains("dans la carte"));
    }
    // One badge, one card; one card, one badge.
    let second = browser.submit(&path, &[("code", &other)]).await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    let (mut next, attempt) = finished(&world).await;
    let taken = next
        .submit(&format!("/attempts/{attempt}/card"), &[("code", &card)])
        .await;
    assert_eq!(taken.status, StatusCode::CONFLICT);

    world.pass_days(300);
    let open = visitor
        .submit("/claims", &[("code", &card.to_lowercase())])
        .await;
    assert_eq!(open.header("location"), format!("/claims/{card}"));
    let claimed = visitor
        .submit(&format!("/claims/{card}"), &[("name", "Zoé")])
        .await;
    let badge = claimed.header("location").to_owned();
    let again = visitor
        .submit(&format!("/claims/{card}"), &[("name", "Zoé")])
        .await;
    assert_eq!(again.header("location"), badge);
    assert_eq!(
        face(&world, document(&world, &badge).await.to_string()).await,
        Face::Valid
    );
    world.pass_days(300);
    let (mut late, attempt) = finished(&world).await;
    let over = late
        .submit(&format!("/attempts/{attempt}/card"), &[("code", &other)])
        .await;
    assert_eq!(over.status, StatusCode::GONE);
}

/// A code for a room that gives so many badges, for two hours.
fn a_room(most: i64) -> NewRoom<'static> {
    NewRoom {
        achievement: "ia-generative-decouverte",
        most,
        hours: 2,
        lang: Lang::Fr,
        role: "animator",
    }
}

#[tokio::test]
async fn a_code_for_a_room_gives_each_a_badge_of_their_own_until_there_are_none() {
    let world = World::new().await;
    let room = a_room(3);
    let code = badges::open_room(&world.app, Actor::Console, &room)
        .await
        .unwrap()
        .to_string();
    let mut badges_taken = Vec::new();
    for name in ["Zoé", "Ali"] {
        let mut browser = Browser::new(&world);
        let page = browser.get(&format!("/claims/{code}")).await.text();
        let once = page
            .split("name=\"once\" value=\"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap();
        let path = format!("/claims/{code}/room");
        let own = browser
            .submit(&path, &[("once", once)])
            .await
            .header("location")
            .to_owned();
        // A double click takes one.
        assert_eq!(
            browser
                .submit(&path, &[("once", once)])
                .await
                .header("location"),
            own
        );
        let claimed = browser.submit(&own, &[("name", name)]).await;
        badges_taken.push(claimed.header("location").to_owned());
    }
    assert_ne!(badges_taken[0], badges_taken[1]);
    let own = document(&world, &badges_taken[0]).await;
    assert_eq!(face(&world, own.to_string()).await, Face::Valid);
    let told = own["evidence"][0]["narrative"].as_str().unwrap();
    assert!(
        told.contains("code partagé") && told.contains("qui anime des cafés"),
        "{told}"
    );

    // Through the API: the same call, the same badge; then none is left.
    let path = format!("/api/v1/claims/{code}");
    let first = world
        .call(Method::POST, &path, "", json!({"name": "Eve"}))
        .await
        .json();
    let same = world
        .call(Method::POST, &path, "", json!({"name": "Eve"}))
        .await
        .json();
    assert_eq!(first["credential"], same["credential"]);
    let full = world
        .call(Method::POST, &path, "", json!({"name": "Max"}))
        .await;
    assert_eq!(full.status, StatusCode::GONE);
    let rooms = badges::rooms_of(&world.app, "ia-generative-decouverte")
        .await
        .unwrap();
    assert_eq!(
        (rooms[0].taken, rooms[0].is_open(world.app.now())),
        (3, false)
    );

    // Another one is over in time, or ended by who made it; what was taken stays.
    let code = badges::open_room(&world.app, Actor::Console, &room)
        .await
        .unwrap()
        .to_string();
    let id = badges::rooms_of(&world.app, room.achievement)
        .await
        .unwrap();
    let id = id.iter().find(|one| one.taken == 0).unwrap().id;
    badges::close_room(&world.app, Actor::Console, id)
        .await
        .unwrap();
    let over = Browser::new(&world)
        .submit(&format!("/claims/{code}/room"), &[("once", "x")])
        .await;
    assert_eq!(over.status, StatusCode::GONE);
    assert_eq!(face(&world, own.to_string()).await, Face::Valid);
}

#[tokio::test]
async fn many_who_take_the_last_badges_of_a_room_at_once_get_no_more_than_there_are() {
    let world = World::new().await;
    let room = a_room(5);
    let code = badges::open_room(&world.app, Actor::Console, &room)
        .await
        .unwrap()
        .to_string();
    let tries = (0..20).map(|n| {
        let (app, code) = (world.app.clone(), code.clone());
        tokio::spawn(async move {
            badges::take_from_room(&app, &code, &format!("p{n}"))
                .await
                .is_ok()
        })
    });
    let tries: Vec<_> = tries.collect();
    let mut taken = 0;
    for one in tries {
        taken += usize::from(one.await.unwrap());
    }
    assert_eq!(taken, 5);
}

#[tokio::test]
async fn a_badge_that_ends_is_renewed_and_each_of_the_two_leads_to_the_other() {
    let quizzes = expiring();
    let world = World::with(&[("CREMA_QUIZZES", quizzes.0.to_str().unwrap())]).await;
    let first = world.badge("Zoé").await;
    let id = first.rsplit('/').next().unwrap().parse().unwrap();
    let holder = format!("/holder/{}", world.app.keyring.holder_token(id));
    world.pass_days(330);
    let mut browser = Browser::new(&world);
    assert!(browser.get(&holder).await.text().contains("Le renouveler"));
    let code = world.earned().await;
    let path = format!("{holder}/renewal");
    let renewed = browser.submit(&path, &[("code", &code)]).await;
    assert_eq!(renewed.status, StatusCode::SEE_OTHER, "{}", renewed.text());
    let page = browser.get(renewed.header("location")).await.text();
    let second = page.split("href=\"/credentials/").nth(1).unwrap();
    let second = format!("/credentials/{}", second.split(['"', '.']).next().unwrap());
    let own = document(&world, &second).await;
    assert_eq!(
        own["evidence"][1]["id"],
        format!("http://localhost:8080{first}")
    );
    assert_eq!(
        own["credentialSubject"]["identifier"][0]["identityHash"],
        "Zoé"
    );
    assert_eq!(face(&world, own.to_string()).await, Face::Valid);
    let before = world.get(&first).await.text();
    assert!(before.contains("a été renouvelé") && before.contains(&second));
    // Again: the same badge. With its own code, or one of something else: no renewal.
    assert_eq!(
        browser
            .submit(&path, &[("code", &code)])
            .await
            .header("location"),
        renewed.header("location")
    );
    world.pass_days(60);
    let page = world.get(&first).await.text();
    assert!(page.contains("Badge expiré") && page.contains(&second));
    assert!(
        world
            .get(&second)
            .await
            .text()
            .contains("Badge authentique")
    );
}

#[tokio::test]
async fn cards_are_numbered_ten_to_a_sheet_and_each_has_its_code() {
    let world = World::new().await;
    let codes = badges::make_cards(&world.app, 12).await.unwrap();
    for (lang, first, last) in [
        (Lang::Fr, "n° 1<", "n° 12<"),
        (Lang::En, "no. 1<", "no. 12<"),
    ] {
        let printed = cards::sheet(&world.app, lang, &codes).unwrap();
        // French has no-break spaces between such words; what is asked here is what stands there.
        let printed = printed.replace(['\u{a0}', '\u{202f}'], " ");
        let sheets: Vec<&str> = printed.split("<div class=\"sheet\">").skip(1).collect();
        let counts = sheets.iter().map(|sheet| sheet.matches("<section").count());
        assert_eq!(counts.collect::<Vec<_>>(), [10, 2]);
        assert!(sheets[0].contains(first) && sheets[1].contains(last));
        for code in &codes {
            assert_eq!(printed.matches(&format!(">{code}<")).count(), 1);
        }
    }
}

#[test]
fn the_cards_command_prints_a_sheet_and_says_when_there_is_no_instance() {
    let folder = Folder::new();
    let ran = Command::new(env!("CARGO_BIN_EXE_crema"))
        .args(["cards", "2"])
        .current_dir(&folder.0)
        .output()
        .unwrap();
    assert_eq!(ran.status.code(), Some(2));
    assert!(ran.stdout.is_empty() && !ran.stderr.is_empty());
}

#[tokio::test]
async fn a_code_told_aloud_opens_its_badge() {
    let world = World::new().await;
    let code = world.earned().await;
    let mut browser = Browser::new(&world);
    let claim = format!("/claims/{code}");
    let words = |page: &str| {
        let told = page.split("</summary><ul>").nth(1).unwrap();
        let told = told.split("</ul>").next().unwrap();
        told.replace("<li>", "")
            .replace("</li>", " ")
            .trim()
            .to_owned()
    };
    for (lang, summary) in [("", "À dicter"), ("?lang=en", "To say aloud")] {
        let page = browser.get(&format!("{claim}{lang}")).await.text();
        assert!(page.contains(summary));
        let told = words(&page);
        assert_eq!(told.split(' ').count(), 12, "{told}");
        let opened = browser
            .submit("/claims", &[("code", &told.to_lowercase())])
            .await;
        assert_eq!(opened.header("location"), claim);
        // One word that was not heard well, and what was typed stays to be mended.
        let last = told.rsplit(' ').next().unwrap();
        // Either language is read, so "Papa" would be right for "Pierre" too.
        let other = if last.starts_with('P') {
            "Raoul"
        } else {
            "Papa"
        };
        let heard = format!("{}{other}", &told[..told.len() - last.len()]);
        let refused = browser.submit("/claims", &[("code", &heard)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text().contains(&heard));
    }
    let card = browser.get(&format!("{claim}/card")).await.text();
    assert_eq!(words(&card).split(' ').count(), 12);
}
