//! Letters about events: asked for, confirmed, written, changed, ended, given up.

use axum::http::{Method, StatusCode};
use crema::{
    access::account::Role,
    base::{Email, EventId, digest},
    events::{Event, Occurrence},
    flows::{subscriptions as flow, upkeep},
    store::{db::newest, events, jobs, sql::Order, subscriptions as rows, whole},
    subscriptions::TEXT_VERSION,
};
use jiff::SignedDuration;

use crate::support::{
    browser::Browser,
    on_empty,
    rows::announced,
    world::{Answer, World},
};

const HTTPS: [(&str, &str); 1] = [("CREMA_BASE_URL", "https://badges.example.org")];

/// A letter without the line ends of its encoding.
fn plain(letter: &str) -> String {
    letter.replace("=\r\n", "").replace("=3D", "=")
}

/// The path in a letter that begins with `/subscriptions/<kind>/`.
fn path(letter: &str, kind: &str) -> String {
    let letter = plain(letter);
    let beginning = format!("/subscriptions/{kind}/");
    let rest = letter.split(&beginning).nth(1).unwrap();
    let token: String = rest.chars().take(43).collect();
    format!("{beginning}{token}")
}

async fn post(world: &World, path: &str, fields: &[(&str, &str)]) -> Answer {
    Browser::new(world).submit(path, fields).await
}

/// Asks and confirms: the path of the preferences.
async fn subscribed(world: &World, fields: &[(&str, &str)]) -> String {
    let asked = post(world, "/subscriptions", fields).await;
    assert_eq!(asked.status, StatusCode::OK, "{}", asked.text());
    world.run_jobs().await;
    let letter = world.letters().pop().unwrap();
    let confirm = path(&letter, "confirmations");
    assert_eq!(world.get(&confirm).await.status, StatusCode::OK);
    let done = post(world, &confirm, &[]).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text());
    path(&done.text(), "preferences")
}

/// An event in Lille that is published, so many days from now.
async fn published(world: &World, title: &str, days: i64) -> EventId {
    let event: Event = serde_json::from_str(&format!(
        r#"{{"title":"{title}","format":"debate","pillars":["discuss"],"place":{{"commune":"59350","name":"Médiathèque"}},"zone":"Europe/Paris","begins":"2026-12-10T18:00:00","minutes":90}}"#
    ))
    .unwrap();
    let now = world.app.now();
    let mut standing = announced(event, now);
    standing.slug = format!("un-cafe-{}", standing.id);
    let starts_at = now
        .checked_add(SignedDuration::from_hours(24 * days))
        .unwrap();
    let date = Occurrence {
        id: crema::base::DateId::new(),
        event: standing.id,
        starts_at,
        ends_at: starts_at
            .checked_add(SignedDuration::from_hours(2))
            .unwrap(),
        civil: "2026-12-10T18:00:00".parse().unwrap(),
        seats: None,
        taken: 0,
        cancelled_at: None,
    };
    let mut tx = world.app.db.write().await.unwrap();
    assert!(events::add(&mut tx, &standing, None).await.unwrap());
    events::add_date(&mut tx, &date).await.unwrap();
    tx.commit().await.unwrap();
    standing.id
}

/// Letters that were sent since there were `before`.
async fn news(world: &World, before: usize) -> Vec<String> {
    flow::write_news(&world.app).await.unwrap();
    // The last of many letters leaves a little later.
    world.pass_seconds(30);
    world.run_jobs().await;
    world.letters().split_off(before)
}

const ADA: [(&str, &str); 4] = [
    ("email", "ada@example.org"),
    ("rhythm", "weekly"),
    ("place", "Lille (59)"),
    ("km", "30"),
];

#[test]
fn the_words_that_are_agreed_to_are_those_of_their_version() {
    let words: String = ["fr", "en"]
        .into_iter()
        .map(|lang| {
            let path = format!(
                "{}/locales/{lang}/subscriptions.ftl",
                env!("CARGO_MANIFEST_DIR")
            );
            let text = std::fs::read_to_string(path).unwrap();
            let consent = text
                .lines()
                .find(|line| line.starts_with("subscriptions-consent"));
            consent.unwrap().to_owned()
        })
        .collect();
    // Who changes the words gives them another version, and writes both here.
    assert_eq!(
        (TEXT_VERSION, &digest(&words)[..16]),
        ("2", "7f7d8d8b0dcb0358")
    );
}

#[tokio::test]
async fn letters_come_only_after_the_mailbox_says_so_and_whoever_asks_learns_nothing() {
    let world = World::new().await;
    let first = post(&world, "/subscriptions", &ADA).await;
    world.run_jobs().await;
    let letter = world.letters().pop().unwrap();
    let confirm = path(&letter, "confirmations");
    // A program that follows links changes nothing.
    for _ in 0..3 {
        assert_eq!(world.get(&confirm).await.status, StatusCode::OK);
    }
    let mailbox = world
        .app
        .keyring
        .mailbox(&"ada@example.org".parse().unwrap());
    let of_ada = async || {
        let mut reader = world.app.db.read().await.unwrap();
        rows::list_of_mailbox(&mut reader, &mailbox).await.unwrap()
    };
    assert!(of_ada().await[0].confirmed_at.is_none());
    assert!(news(&world, 1).await.is_empty());
    let done = post(&world, &confirm, &[]).await;
    assert_eq!(done.status, StatusCode::OK);
    let own = &of_ada().await[0];
    assert_eq!(own.text_version, TEXT_VERSION);
    assert!(own.confirmed_at.is_some());
    assert_eq!(post(&world, &confirm, &[]).await.status, StatusCode::GONE);
    // Known or not, the answer is the same, and nothing of what Ada wished changes.
    let known = post(
        &world,
        "/subscriptions",
        &[("email", "ada@example.org"), ("rhythm", "monthly")],
    )
    .await;
    let unknown = post(
        &world,
        "/subscriptions",
        &[("email", "eve@example.org"), ("rhythm", "monthly")],
    )
    .await;
    assert_eq!(
        (known.status, known.text()),
        (unknown.status, unknown.text())
    );
    assert_eq!(first.status, known.status);
    assert_eq!(of_ada().await[0].rhythm.name(), "weekly");
    for typed in [
        "",
        "ada",
        "ada@example.org\r\nBcc: eve@example.org",
        &format!("{}@example.org", "a".repeat(309)),
    ] {
        let refused = post(&world, "/subscriptions", &[("email", typed)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{typed}");
        assert!(refused.text().contains("id=\"email-error\""));
    }
    let unclear = post(
        &world,
        "/subscriptions",
        &[("email", "bob@example.org"), ("place", "Saint-Denis")],
    )
    .await;
    assert_eq!(unclear.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        unclear.text().contains("bob@example.org"),
        "what was typed is kept"
    );
}

#[tokio::test]
async fn an_event_is_told_once_to_who_wishes_to_hear_of_it() {
    let world = World::with(&HTTPS).await;
    let world = &world;
    let near = subscribed_https(world, &ADA).await;
    subscribed_https(
        world,
        &[
            ("email", "bob@example.org"),
            ("rhythm", "weekly"),
            ("area", "department-75"),
        ],
    )
    .await;
    published(world, "Un café à Lille", 10).await;
    published(world, "Trop loin encore", 60).await;
    let before = world.letters().len();
    let letters = news(world, before).await;
    assert_eq!(letters.len(), 1, "Bob wishes to hear of Paris alone");
    let letter = plain(&letters[0]);
    for part in [
        "To: ada@example.org",
        "List-Id:",
        "<lettres.badges.example.org>",
        "List-Unsubscribe: <https://badges.example.org/subscriptions/end/",
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
        "/events/un-cafe-",
        "18:00",
    ] {
        assert!(letter.contains(part), "{part}\n{letter}");
    }
    assert!(!letter.contains("Trop loin"));
    assert!(news(world, before + 1).await.is_empty(), "the same week");
    world.pass_days(7);
    assert!(news(world, before + 1).await.is_empty(), "nothing new");
    world.pass_days(40);
    assert_eq!(
        news(world, before + 1).await.len(),
        1,
        "what was far is near now"
    );
    // One click, as a program of mail sends it: no token, no cookie, a foreign origin.
    let end = path(&letter, "end");
    let page = world
        .send(Method::GET, &end, &[("host", "badges.example.org")], "")
        .await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    assert!(page.text().contains("<button>"));
    let head = [
        ("host", "badges.example.org"),
        ("content-type", "application/x-www-form-urlencoded"),
        ("origin", "https://mail.example.net"),
    ];
    for _ in 0..2 {
        let done = world
            .send(Method::POST, &end, &head, "List-Unsubscribe=One-Click")
            .await;
        assert_eq!(done.status, StatusCode::OK, "{}", done.text());
    }
    let gone = world
        .send(Method::GET, &near, &[("host", "badges.example.org")], "")
        .await;
    assert_eq!(gone.status, StatusCode::GONE);
    let forged = world
        .send(Method::POST, "/subscriptions/end/x", &head, "")
        .await;
    assert_eq!(forged.status, StatusCode::NOT_FOUND);
}

/// As [`subscribed`], for the instance that has an https address.
async fn subscribed_https(world: &World, fields: &[(&str, &str)]) -> String {
    let head = [
        ("host", "badges.example.org"),
        ("origin", "https://badges.example.org"),
        ("content-type", "application/x-www-form-urlencoded"),
        ("accept-language", "fr"),
    ];
    let body: String = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    let asked = world
        .send(Method::POST, "/subscriptions", &head, body)
        .await;
    assert_eq!(asked.status, StatusCode::OK, "{}", asked.text());
    world.run_jobs().await;
    let confirm = path(&world.letters().pop().unwrap(), "confirmations");
    let done = world.send(Method::POST, &confirm, &head, "").await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text());
    path(&done.text(), "preferences")
}

#[tokio::test]
async fn what_is_published_is_told_at_once_and_wishes_can_be_changed() {
    let world = World::new().await;
    let own = subscribed(
        &world,
        &[("email", "ada@example.org"), ("rhythm", "at-once")],
    )
    .await;
    let event = published(&world, "Un débat", 90).await;
    let before = world.letters().len();
    for _ in 0..2 {
        flow::announce(&world.app, event).await.unwrap();
        world.run_jobs().await;
    }
    assert_eq!(world.letters().len(), before + 1);
    let page = world.get(&own).await.text();
    assert!(page.contains("a…@example.org") && !page.contains("ada@example.org"));
    let saved = post(
        &world,
        &own,
        &[
            ("rhythm", "monthly"),
            ("theme", "act"),
            ("theme", "evil"),
            ("language", "en"),
        ],
    )
    .await;
    assert_eq!(saved.status, StatusCode::OK, "{}", saved.text());
    let page = world.get(&own).await.text();
    assert!(page.contains("value=\"monthly\" checked") && page.contains("value=\"act\" checked"));
    assert!(!page.contains("evil"));
    let other = published(&world, "Encore un débat", 5).await;
    flow::announce(&world.app, other).await.unwrap();
    world.run_jobs().await;
    assert_eq!(
        world.letters().len(),
        before + 1,
        "it is about another theme now"
    );
    let forged = own.replace("preferences", "confirmations");
    assert_eq!(
        world.get(&forged).await.status,
        StatusCode::GONE,
        "a token is for one thing"
    );
}

#[tokio::test]
async fn who_says_nothing_for_three_years_is_asked_and_then_forgotten() {
    let world = World::new().await;
    let own = subscribed(&world, &ADA).await;
    world.pass_days(1060);
    assert!(news(&world, 1).await.is_empty());
    world.pass_days(6);
    let asked = news(&world, 1).await;
    assert_eq!(asked.len(), 1);
    assert_eq!(path(&asked[0], "preferences"), own);
    assert!(news(&world, 2).await.is_empty(), "one question");
    assert_eq!(
        world.get(&own).await.status,
        StatusCode::OK,
        "looking is no answer"
    );
    let kept = post(&world, &format!("{own}/keep"), &[]).await;
    assert_eq!(kept.status, StatusCode::OK);
    world.pass_days(40);
    upkeep::forget(&world.app).await.unwrap();
    assert_eq!(world.get(&own).await.status, StatusCode::OK);
    world.pass_days(1095);
    upkeep::forget(&world.app).await.unwrap();
    assert_eq!(world.get(&own).await.status, StatusCode::GONE);
}

/// A report of a mail server on a letter of ours.
fn report(letter: &str, status: &str) -> String {
    let id = letter.split("Message-ID: <").nth(1).unwrap();
    let id = id.split('>').next().unwrap();
    format!(
        "Subject: Undelivered\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; x@example.org\r\nAction: failed\r\nStatus: {status}\r\n\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{id}>\r\n\r\n--b--\r\n"
    )
}

#[tokio::test]
async fn a_mailbox_that_is_no_more_is_left_alone_and_a_forged_report_ends_nothing() {
    let world = World::new().await;
    let own = subscribed(&world, &ADA).await;
    published(&world, "Un café", 3).await;
    let letter = news(&world, 1).await.remove(0);
    let read = async |text: &str| {
        flow::read_report(&world.app, text.as_bytes())
            .await
            .unwrap()
    };
    let hard = report(&letter, "5.1.1");
    let forged = hard.replacen('.', ".A", 40);
    assert_eq!(read(&forged).await, flow::Read::Foreign);
    assert_eq!(read(&report(&letter, "5.2.2")).await, flow::Read::Noted);
    assert_eq!(read(&report(&letter, "4.2.2")).await, flow::Read::Noted);
    assert_eq!(world.get(&own).await.status, StatusCode::OK);
    assert_eq!(
        read(&hard).await,
        flow::Read::Noted,
        "the same letter counts once"
    );
    published(&world, "Un autre café", 30).await;
    world.pass_days(14);
    let letter = news(&world, 2).await.remove(0);
    assert_eq!(read(&report(&letter, "5.1.1")).await, flow::Read::Ended);
    assert_eq!(world.get(&own).await.status, StatusCode::GONE);
}

#[tokio::test]
async fn an_account_carries_its_letters_away_and_erases_them_and_the_administration_sees_numbers() {
    let world = World::new().await;
    let own = subscribed(&world, &ADA).await;
    let mut admin = Browser::steward(&world, "root@example.org", Role::Admin).await;
    let page = admin.get("/admin/subscriptions").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    assert!(!page.text().contains("ada@"));
    assert!(
        admin
            .get("/admin/subscriptions.csv")
            .await
            .text()
            .contains("weekly")
    );
    let mut ada = Browser::entered(&world, "ada@example.org").await;
    assert_eq!(
        ada.get("/admin/subscriptions").await.status,
        StatusCode::FORBIDDEN
    );
    let export = ada.get("/me/export").await.json();
    assert_eq!(export["subscriptions"][0]["rhythm"], "weekly");
    assert_eq!(export["subscriptions"][0]["text_version"], TEXT_VERSION);
    ada.submit("/me/erasure", &[("sure", "yes")]).await;
    assert_eq!(world.get(&own).await.status, StatusCode::GONE);
    let order = Order::of(jobs::ORDERS, "added", false, 100, 0);
    let waiting = jobs::list(&mut world.app.db.read().await.unwrap(), order)
        .await
        .unwrap();
    assert!(waiting.iter().all(|job| job.name != "send_letter"));
}

/// In which tables of the whole database a word stands.
async fn tables_with(world: &World, word: &str) -> Vec<String> {
    let mut snapshot = world.app.db.snapshot().await.unwrap();
    let mut found = Vec::new();
    for table in whole::tables(newest()) {
        let mut there = false;
        table
            .each_row(&mut snapshot, async |row| {
                there |= row.contains(word);
                Ok(())
            })
            .await
            .unwrap();
        found.extend(there.then_some(table.name));
    }
    found
}

#[test]
fn who_leaves_takes_the_address_out_of_letters_that_wait_or_failed() {
    on_empty(|url| async move {
        let world = World::with(&[("CREMA_DATABASE_URL", &url)]).await;
        for (name, refused) in [("ada", false), ("zoe", true)] {
            let email = format!("{name}@example.org");
            let fields = [("email", &*email), ("rhythm", "at-once")];
            subscribed(&world, &fields).await;
            let event = published(&world, "Un débat", 90).await;
            flow::announce(&world.app, event).await.unwrap();
            // Another letter to the same mailbox is of something else, and stays.
            let mut tx = world.app.db.write().await.unwrap();
            let mailbox = world.app.keyring.mailbox(&Email::read(&email).unwrap());
            let later = world.app.now().checked_add(SignedDuration::from_hours(1));
            let (event, soon) = (jobs::Job::Announce { event }, later.unwrap());
            jobs::add(&mut tx, &event, Some(&mailbox), soon, world.app.now())
                .await
                .unwrap();
            let own = rows::list_of_mailbox(&mut tx, &mailbox).await.unwrap();
            // One that is on its way holds the address too, and one that was given up.
            let question = jobs::Letter::LastQuestion {
                subscription: own[0].id,
            };
            let question = jobs::Job::letter(own[0].email.clone(), own[0].lang, question);
            let now = world.app.now();
            jobs::add(&mut tx, &question, Some(&mailbox), now, now)
                .await
                .unwrap();
            let claimed = jobs::claim(&mut tx, 9, soon, now).await.unwrap();
            let asks = |one: &&jobs::Claimed| one.text.contains("last_question");
            let asks = claimed.iter().find(asks).unwrap();
            assert!(jobs::give_up(&mut tx, asks, "550", now).await.unwrap());
            tx.commit().await.unwrap();
            assert_eq!(tables_with(&world, &email).await, ["jobs", "subscriptions"]);
            if refused {
                for letter in ["a", "b", "c"] {
                    flow::refused(&world.app, own[0].id, letter, "5.1.1")
                        .await
                        .unwrap();
                    world.pass_days(8);
                }
            } else {
                let token = world
                    .app
                    .keyring
                    .subscription_token(flow::Errand::End, own[0].id);
                flow::end(&world.app, &token).await.unwrap();
            }
            assert_eq!(tables_with(&world, &email).await, Vec::<String>::new());
            let mut reader = world.app.db.read().await.unwrap();
            let left = jobs::count(&mut reader).await.unwrap();
            assert_eq!(left, (if refused { 2 } else { 1 }, 0));
        }
    });
}

#[test]
fn who_leaves_while_an_event_is_announced_has_no_letter_left_and_stops_nobody_elses() {
    on_empty(|url| async move {
        let world = World::with(&[("CREMA_DATABASE_URL", &url)]).await;
        let fields = [("email", "zoe@example.org"), ("rhythm", "at-once")];
        subscribed(&world, &fields).await;
        for round in 0..6 {
            let email = format!("ada{round}@example.org");
            let fields = [("email", &*email), ("rhythm", "at-once")];
            subscribed(&world, &fields).await;
            let event = published(&world, "Un débat", 90).await;
            let mailbox = world.app.keyring.mailbox(&Email::read(&email).unwrap());
            let mut reader = world.app.db.read().await.unwrap();
            let own = rows::list_of_mailbox(&mut reader, &mailbox).await.unwrap();
            drop(reader);
            let errand = flow::Errand::End;
            let token = world.app.keyring.subscription_token(errand, own[0].id);
            let (announced, ended) = tokio::join!(
                flow::announce(&world.app, event),
                flow::end(&world.app, &token)
            );
            announced.unwrap();
            ended.unwrap();
            assert_eq!(tables_with(&world, &email).await, Vec::<String>::new());
            let mut reader = world.app.db.read().await.unwrap();
            let (waiting, _) = jobs::count(&mut reader).await.unwrap();
            assert_eq!(waiting, 1, "the letter of who stays");
            drop(reader);
            // Letters to one domain leave so many a minute.
            world.pass_minutes(10);
            world.run_jobs().await;
        }
    });
}
