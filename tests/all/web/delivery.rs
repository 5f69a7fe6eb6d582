//! How a module is given: time, retakes, parts, tables; questions that choose what comes next; questions taken out; results that people read.

use std::{collections::BTreeSet, fs};

use axum::http::{Method, StatusCode};
use crema::{
    access::audit::Actor,
    assessment::contest::{Change, Review},
    base::{AttemptId, Email, Lang},
    flows::{access, assessment, assessment::Begin, contested},
    store::{access as accounts, assessment as store, badges, contested as rows, jobs, sql::Order},
};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::support::{
    Folder,
    browser::Browser,
    cut_short, cut_when, on_empty,
    world::{Answer, World},
};

const OWN: [(&str, &str); 2] = [
    ("origin", "http://localhost:8080"),
    ("content-type", "application/x-www-form-urlencoded"),
];

/// A module of questions that nobody guesses: each asks for its own number.
fn module(id: &str, tables: &str, items: &str) -> String {
    format!(
        r#"format = "cafeia-module/1"
id = "{id}"
version = "1.0.0"
lang = "fr"
title = "Compter"
summary = "Des nombres."
licence = "CC-BY-SA-4.0"
{tables}
[[levels]]
id = "compte"
name = "Sait compter"
min = 0.75
badge = "compte"
[[badges]]
id = "compte"
name = "Compter"
description = "Sait compter."
image = {{ file = "badges/compte.svg", alt = "Un boulier" }}
{items}"#
    )
}

fn numbers(count: usize, more: impl Fn(usize) -> String) -> String {
    (0..count)
        .map(|n| {
            format!(
                "[[items]]\nid = \"n{n}\"\ntype = \"number\"\nask = \"Combien font {n} fois un ?\"\nright = {n}\n{}\n",
                more(n)
            )
        })
        .collect()
}

/// An instance that serves these modules.
async fn serving(modules: &[String]) -> (World, Folder) {
    let folder = Folder::new();
    for (n, text) in modules.iter().enumerate() {
        fs::write(folder.0.join(format!("m{n}.toml")), text).unwrap();
    }
    let path = folder.0.display().to_string();
    let world = World::with(&[("CREMA_QUIZZES", &path)]).await;
    assert_eq!(
        world.app.shelf().modules().count(),
        modules.len(),
        "a module of the test does not read"
    );
    (world, folder)
}

/// An attempt by the API.
struct Taken<'w> {
    world: &'w World,
    id: String,
    token: String,
    begun: Value,
}

impl<'w> Taken<'w> {
    async fn begin(world: &'w World, body: Value) -> Taken<'w> {
        let answer = world.call(Method::POST, "/api/v1/attempts", "", body).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
        let begun = answer.json();
        Taken {
            world,
            id: begun["id"].as_str().unwrap().to_owned(),
            token: begun["token"].as_str().unwrap().to_owned(),
            begun,
        }
    }

    async fn call(&self, method: Method, end: &str, body: Value) -> Answer {
        let path = format!("/api/v1/attempts/{}{end}", self.id);
        self.world.call(method, &path, &self.token, body).await
    }

    async fn answer(&self, item: &str, body: Value) -> Answer {
        self.call(Method::PUT, &format!("/answers/{item}"), body)
            .await
    }

    /// Answers a question of [`numbers`], rightly or not.
    async fn count(&self, item: &str, right: bool) -> Value {
        let number = if right { &item[1..] } else { "99" };
        let answer = self.answer(item, json!({"response": number})).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        answer.json()
    }

    async fn show(&self) -> Value {
        self.call(Method::GET, "", Value::Null).await.json()
    }

    async fn complete(&self) -> Value {
        let done = self.call(Method::POST, "/completion", Value::Null).await;
        assert_eq!(done.status, StatusCode::OK, "{}", done.text());
        done.json()
    }
}

fn ids(value: &Value) -> Vec<String> {
    let items = value["items"].as_array().unwrap().iter();
    items
        .map(|item| item["id"].as_str().unwrap().to_owned())
        .collect()
}

const TIMED: &str = "[delivery]\nfeedback = \"end\"\ntime_limit = \"10min\"\nextra_time = [\"x1.5\", \"none\"]\npause = true\n";

#[tokio::test]
async fn the_servers_clock_counts_and_what_was_saved_is_handed_in() {
    let (world, _folder) = serving(&[module("m", TIMED, &numbers(4, |_| String::new()))]).await;
    let attempt = Taken::begin(&world, json!({"module": "m"})).await;
    assert_eq!(attempt.begun["time"]["left"], 600);
    for item in ["n0", "n1", "n2"] {
        attempt.count(item, true).await;
    }
    world.pass_seconds(606);
    let late = attempt.answer("n3", json!({"response": "3"})).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.text().contains("time is over"), "{}", late.text());
    let shown = attempt.show().await;
    assert_eq!(shown["completed"], true);
    assert_eq!(shown["result"]["score"]["points"], 3.0);
    assert_eq!(shown["result"]["badges"].as_array().unwrap().len(), 1);
    // More time is chosen, and only what the module offers.
    let longer = Taken::begin(&world, json!({"module": "m", "extra_time": "x1.5"})).await;
    assert_eq!(longer.begun["time"]["left"], 900);
    let free = Taken::begin(&world, json!({"module": "m", "extra_time": "none"})).await;
    assert_eq!(free.begun["time"], Value::Null);
    for extra in [json!("x3"), json!("x1.33"), json!(2)] {
        let body = json!({"module": "m", "extra_time": extra});
        let refused = world.call(Method::POST, "/api/v1/attempts", "", body).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{extra}");
    }
}

#[tokio::test]
async fn what_the_network_took_is_given_back() {
    let (world, _folder) = serving(&[module("m", TIMED, &numbers(4, |_| String::new()))]).await;
    let attempt = Taken::begin(&world, json!({"module": "m"})).await;
    world.pass_seconds(700);
    let queued = json!({"response": "0", "waited": 150_000});
    assert_eq!(attempt.answer("n0", queued).await.status, StatusCode::OK);
    assert_eq!(attempt.show().await["time"]["left"], 50);
    // Nobody gets more than ten minutes back.
    let liar = json!({"response": "1", "waited": 86_400_000});
    assert_eq!(
        attempt.answer("n1", liar.clone()).await.status,
        StatusCode::OK
    );
    assert_eq!(attempt.show().await["time"]["left"], 500);
    world.pass_seconds(600);
    assert_eq!(
        attempt.answer("n2", liar).await.status,
        StatusCode::CONFLICT
    );
}

#[tokio::test]
async fn an_attempt_that_nobody_comes_back_to_is_closed_by_itself() {
    let (world, _folder) = serving(&[module("m", TIMED, &numbers(4, |_| String::new()))]).await;
    let attempt = Taken::begin(&world, json!({"module": "m"})).await;
    attempt.count("n2", true).await;
    world.pass_seconds(1_200);
    assert_eq!(assessment::close_overdue(&world.app).await.unwrap(), 0);
    world.pass_seconds(10);
    assert_eq!(assessment::close_overdue(&world.app).await.unwrap(), 1);
    assert_eq!(assessment::close_overdue(&world.app).await.unwrap(), 0);
    assert_eq!(attempt.show().await["result"]["score"]["points"], 1.0);
}

#[tokio::test]
async fn one_attempt_that_cannot_be_closed_keeps_no_other_open() {
    let (world, _folder) = serving(&[module("m", TIMED, &numbers(4, |_| String::new()))]).await;
    let attempt = Taken::begin(&world, json!({"module": "m"})).await;
    let opened = assessment::open(&world.app, attempt.id.parse().unwrap()).await;
    let mut broken = opened.unwrap().sitting.as_ref().clone();
    (broken.id, broken.module_hash) = (AttemptId::new(), "of a module that reads no more".into());
    let before = |at: Timestamp| at - SignedDuration::from_secs(1);
    broken.clock.ends_at = broken.clock.ends_at.map(before);
    let mut tx = world.app.db.write().await.unwrap();
    let (hash, text) = (&broken.module_hash, ("[".to_owned(), Default::default()));
    store::set_module(&mut tx, hash, "m", "0", &text, world.app.now())
        .await
        .unwrap();
    store::add_attempt(&mut tx, &broken, "a key").await.unwrap();
    tx.commit().await.unwrap();
    world.pass_seconds(1_210);
    assert_eq!(assessment::close_overdue(&world.app).await.unwrap(), 1);
    assert_eq!(attempt.show().await["completed"], true);
}

#[tokio::test]
async fn a_pause_stops_the_clock_and_hides_the_questions() {
    let (world, _folder) = serving(&[module("m", TIMED, &numbers(4, |_| String::new()))]).await;
    let attempt = Taken::begin(&world, json!({"module": "m"})).await;
    world.pass_seconds(100);
    let paused = attempt
        .call(Method::PUT, "/pause", json!({"paused": true}))
        .await
        .json();
    assert_eq!(
        (&paused["time"]["paused"], &paused["time"]["left"]),
        (&json!(true), &json!(500))
    );
    world.pass_days(2);
    let shown = attempt.show().await;
    assert_eq!(shown["items"], json!([]));
    assert_eq!(shown["time"]["left"], 500);
    let refused = attempt.answer("n0", json!({"response": "0"})).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert_eq!(assessment::close_overdue(&world.app).await.unwrap(), 0);
    let on = attempt
        .call(Method::PUT, "/pause", json!({"paused": false}))
        .await
        .json();
    assert_eq!(ids(&on).len(), 4);
    assert_eq!(on["time"]["left"], 500);
    attempt.count("n0", true).await;
}

#[tokio::test]
async fn the_pages_tell_the_limit_before_and_near_the_end() {
    let (world, _folder) = serving(&[module("m", TIMED, &numbers(4, |_| String::new()))]).await;
    let start = world.get("/modules/m").await.text();
    assert!(
        start.contains("Vous avez 10 minutes")
            && start.contains("15 minutes")
            && start.contains("Sans limite de temps")
    );
    let begun = world
        .send(Method::POST, "/attempts", &OWN, "module=m&lang=fr&extra=")
        .await;
    let cookie = begun.cookie();
    let path = begun.header("location").to_owned();
    let own = [OWN[0], OWN[1], ("cookie", cookie.as_str())];
    let first = world.send(Method::GET, &path, &own, "").await.text();
    assert!(first.contains("Il reste 10 minutes.") && first.contains("Faire une pause"));
    world.pass_seconds(301);
    let near = world.send(Method::GET, &path, &own, "").await.text();
    assert!(
        near.contains("Il reste 5 minutes.")
            && near.contains("<strong>Il reste moins de cinq minutes.</strong>")
    );
    let attempt = path.strip_suffix("/items/1").unwrap();
    let pause = format!("{attempt}/pause");
    world.send(Method::POST, &pause, &own, "paused=1").await;
    let paused = world.send(Method::GET, &path, &own, "").await.text();
    assert!(paused.contains("Vous êtes en pause") && !paused.contains("fois un"));
    world.send(Method::POST, &pause, &own, "paused=0").await;
    world.pass_seconds(400);
    let over = world.send(Method::GET, &path, &own, "").await;
    assert!(over.text().contains("Le temps est écoulé") && !over.text().contains("fois un"));
    let late = world
        .send(Method::POST, &path, &own, "do=answer&text=0")
        .await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.text().contains("arrivée trop tard"));
}

const CERTIFIED: &str = "[delivery]\nmode = \"certification\"\nfeedback = \"end-by-skill\"\ntime_limit = \"none\"\n[retake]\nmax = 2\nwait = \"7d\"\nnew_draw = true\n[[pools]]\nid = \"p\"\ndraw = 3\n[standard]\nmethod = \"angoff\"\nstatus = \"panel\"\ncut = \"per-form\"\nclassify = \"one-sided\"\n";

#[tokio::test]
async fn a_certification_is_taken_so_often_in_one_browser_and_each_time_with_other_questions() {
    let (world, _folder) = serving(&[module(
        "m",
        CERTIFIED,
        &numbers(6, |_| "pool = \"p\"\nangoff = 0.7".into()),
    )])
    .await;
    let mut cookie = String::new();
    let mut seen = BTreeSet::new();
    for round in 0..2 {
        let own = [OWN[0], OWN[1], ("cookie", cookie.as_str())];
        let begun = world
            .send(Method::POST, "/attempts", &own, "module=m&lang=fr")
            .await;
        assert!(begun.status.is_redirection(), "{round}: {}", begun.text());
        let path = begun
            .header("location")
            .strip_suffix("/items/1")
            .unwrap()
            .to_owned();
        cookie = begun.cookie();
        let own = [OWN[0], OWN[1], ("cookie", cookie.as_str())];
        let all = world
            .send(Method::GET, &format!("{path}/all"), &own, "")
            .await
            .text();
        for n in 0..6 {
            if all.contains(&format!("Combien font {n} fois un")) {
                assert!(seen.insert(n), "round {round} asks {n} again");
            }
        }
        // Beginning again while one is open opens that one.
        let again = world
            .send(Method::POST, "/attempts", &own, "module=m&lang=fr")
            .await;
        assert!(
            again.header("location").starts_with(&path),
            "{}",
            again.header("location")
        );
        world
            .send(Method::POST, &format!("{path}/completion"), &own, "")
            .await;
        if round == 0 {
            let early = world
                .send(Method::POST, "/attempts", &own, "module=m&lang=fr")
                .await;
            assert_eq!(early.status, StatusCode::CONFLICT);
            assert!(
                early
                    .text()
                    .contains("Vous pourrez recommencer à partir du")
            );
            world.pass_days(7);
        }
    }
    assert_eq!(seen.len(), 6);
    world.pass_days(8);
    let own = [OWN[0], OWN[1], ("cookie", cookie.as_str())];
    let spent = world
        .send(Method::POST, "/attempts", &own, "module=m&lang=fr")
        .await;
    assert_eq!(spent.status, StatusCode::CONFLICT);
    assert!(spent.text().contains("tous vos essais"));
    // Somebody else at the same device begins afresh.
    let fresh = world
        .send(Method::POST, "/attempts", &OWN, "module=m&lang=fr")
        .await;
    assert!(fresh.status.is_redirection());
}

/// The results that wait for a person.
async fn reviews(world: &World) -> Vec<Review> {
    let mut reader = world.app.db.read().await.unwrap();
    let order = Order::of(rows::REVIEW_ORDERS, "since", false, 9, 0);
    let found = rows::list_reviews(&mut reader, order).await.unwrap();
    assert_eq!(
        rows::count_reviews(&mut reader).await.unwrap(),
        found.len() as i64
    );
    found.into_iter().map(|(review, _)| review).collect()
}

#[tokio::test]
async fn a_result_near_the_bar_waits_for_a_person() {
    let items = numbers(10, |_| "angoff = 0.75".into());
    let certified = CERTIFIED.replace("[[pools]]\nid = \"p\"\ndraw = 3\n", "");
    let text = module("m", &certified, &items).replace("min = 0.75", "min = \"standard\"");
    let (world, _folder) = serving(&[text]).await;
    let taken = async |right: usize| {
        let attempt = Taken::begin(&world, json!({"module": "m"})).await;
        for n in 0..10 {
            attempt.count(&format!("n{n}"), n < right).await;
        }
        attempt
    };
    // The bar is 7.5 of 10; one standard error at it is sqrt(10 * 0.75 * 0.25) = 1.37 points.
    for (right, level, review) in [
        (9, json!("compte"), Value::Null),
        (8, json!("compte"), Value::Null),
        (7, Value::Null, json!("open")),
        (6, Value::Null, Value::Null),
    ] {
        let done = taken(right).await.complete().await;
        assert_eq!(
            (&done["level"], &done["review"]),
            (&level, &review),
            "{right}: {done}"
        );
        assert_eq!(
            done["badges"].as_array().unwrap().len(),
            usize::from(!level.is_null())
        );
    }
    let (granted, refused) = (taken(7).await, taken(7).await);
    granted.complete().await;
    refused.complete().await;
    let waiting = reviews(&world).await;
    assert_eq!(waiting.len(), 3);
    // 1 - Φ(0.5 / 1.369) = 0.357
    assert!(
        waiting
            .iter()
            .all(|review| (355..=360).contains(&review.chance)),
        "{waiting:?}"
    );
    let id = |taken: &Taken<'_>| taken.id.parse().unwrap();
    contested::decide(&world.app, Actor::Console, id(&granted), true, "relu")
        .await
        .unwrap();
    contested::decide(&world.app, Actor::Console, id(&refused), false, "relu")
        .await
        .unwrap();
    assert!(
        contested::decide(&world.app, Actor::Console, id(&refused), true, "encore")
            .await
            .is_err()
    );
    let result = granted.show().await["result"].clone();
    assert_eq!(
        (&result["level"], &result["review"]),
        (&json!("compte"), &json!("granted"))
    );
    assert_eq!(result["badges"].as_array().unwrap().len(), 1);
    let result = refused.show().await["result"].clone();
    assert_eq!(
        (&result["level"], &result["review"]),
        (&Value::Null, &json!("refused"))
    );
    assert_eq!(result["badges"], json!([]));
}

#[tokio::test]
async fn a_module_without_a_panel_issues_nothing() {
    let certified = CERTIFIED
        .replace("[[pools]]\nid = \"p\"\ndraw = 3\n", "")
        .replace("status = \"panel\"", "status = \"placeholder\"");
    let text = module("m", &certified, &numbers(4, |_| "angoff = 0.75".into()));
    let (world, _folder) = serving(&[text]).await;
    let attempt = Taken::begin(&world, json!({"module": "m"})).await;
    for item in ["n0", "n1", "n2", "n3"] {
        attempt.count(item, true).await;
    }
    let done = attempt.complete().await;
    assert_eq!(
        (&done["level"], &done["badges"]),
        (&json!("compte"), &json!([]))
    );
}

/// What is so after each kill, of attempts that rise once `n1` is out: whether it is out, and how many have their badge.
async fn risen(world: &World, attempts: &[AttemptId]) -> (bool, usize) {
    let mut reader = world.app.db.read().await.unwrap();
    let out = rows::list_neutral(&mut reader, "m").await.unwrap();
    drop(reader);
    let mut risen = 0;
    for id in attempts {
        let opened = assessment::open(&world.app, *id).await.unwrap();
        let mut reader = world.app.db.read().await.unwrap();
        let verdict = assessment::verdict(&mut reader, &opened).await.unwrap();
        let awards = badges::list_awards_of_attempt(&mut reader, *id).await;
        let awards = awards.unwrap().len();
        assert_eq!(awards, usize::from(verdict.outcome.level.is_some()));
        risen += awards;
    }
    (out.contains("n1"), risen)
}

#[test]
fn a_question_that_is_being_taken_out_is_never_half_out_whenever_the_program_dies() {
    on_empty(|url| async move {
        let folder = Folder::new();
        let text = module(
            "m",
            "[delivery]\nfeedback = \"end\"\n",
            &numbers(2, |_| String::new()),
        );
        fs::write(folder.0.join("m.toml"), text).unwrap();
        let quizzes = folder.0.display().to_string();
        let settings = [("CREMA_QUIZZES", &*quizzes), ("CREMA_DATABASE_URL", &url)];
        let world = World::with(&settings).await;
        // More than are looked at in one transaction; each has one of two, and rises without the other.
        let mut attempts = Vec::new();
        for _ in 0..260 {
            let attempt = Taken::begin(&world, json!({"module": "m"})).await;
            attempt.count("n0", true).await;
            attempt.complete().await;
            attempts.push(attempt.id.parse().unwrap());
        }
        // Killed as soon as the first of them has its badge, and then wherever it happens to be.
        let first = attempts.iter().min_by_key(|id: &&AttemptId| id.to_string());
        let has = async || {
            let mut reader = world.app.db.read().await.unwrap();
            let awards = badges::list_awards_of_attempt(&mut reader, *first.unwrap()).await;
            !awards.unwrap().is_empty()
        };
        let out = contested::neutralise(&world.app, "m", "n1", "Mal posée.");
        assert!(cut_when(out, has).await.is_none());
        world.pass_seconds(1);
        let (out, between) = risen(&world, &attempts).await;
        assert!(!out && 0 < between && between < 260, "{out} {between}");
        let mut asked = 1;
        loop {
            asked += 1 + asked / 10;
            let out = contested::neutralise(&world.app, "m", "n1", "Mal posée.");
            let done = cut_short(asked, out).await;
            // A moment is remembered by its second.
            world.pass_seconds(1);
            let (out, risen) = risen(&world, &attempts).await;
            if let Some(done) = done {
                assert_eq!((done.unwrap(), out, risen), (260, true, 260));
                break;
            }
            assert!(
                !out || risen == 260,
                "out for everybody, and {risen} have what they reach"
            );
        }
        // What was begun and not ended is taken up, and finds that it is done.
        world.pass_seconds(90);
        world.run_jobs().await;
        let mut reader = world.app.db.read().await.unwrap();
        assert_eq!(jobs::count(&mut reader).await.unwrap(), (0, 0));
        let changes = rows::list_changes(&mut reader, "m").await.unwrap();
        assert_eq!((changes.len(), changes[0].raised), (1, 260));
        drop(reader);
        contested::restore(&world.app, "m", "n1", "Elle est bonne.")
            .await
            .unwrap();

        // Where nobody asks again, a worker does it.
        let begun = contested::neutralise(&world.app, "m", "n0", "Mal posée.");
        let waits = async || {
            let mut reader = world.app.db.read().await.unwrap();
            jobs::count(&mut reader).await.unwrap() != (0, 0)
        };
        assert!(cut_when(begun, waits).await.is_none());
        world.pass_seconds(90);
        world.run_jobs().await;
        let mut reader = world.app.db.read().await.unwrap();
        let out = rows::list_neutral(&mut reader, "m").await.unwrap();
        assert!(out.contains("n0"), "{out:?}");
        assert_eq!(jobs::count(&mut reader).await.unwrap(), (0, 0));
    });
}

#[tokio::test]
async fn who_ends_just_after_another_process_took_a_question_out_has_the_badge() {
    let (world, _folder) = serving(&[module(
        "m",
        "[delivery]\nfeedback = \"end\"\n",
        &numbers(3, |_| String::new()),
    )])
    .await;
    let attempt = Taken::begin(&world, json!({"module": "m"})).await;
    for (item, right) in [("n0", true), ("n1", true), ("n2", false)] {
        attempt.count(item, right).await;
    }
    // This process has just looked, and found nothing out.
    let change = Change {
        item: "n2".into(),
        neutral: true,
        reason: "Mal posée.".into(),
        raised: 0,
        changed_at: world.app.now(),
    };
    let mut tx = world.app.db.write().await.unwrap();
    rows::add_change(&mut tx, "m", &change).await.unwrap();
    tx.commit().await.unwrap();
    let done = attempt.complete().await;
    assert_eq!(done["level"], "compte", "{done}");
    assert!(done["badges"][0]["claim"].is_string(), "{done}");
}

#[tokio::test]
async fn a_question_taken_out_raises_levels_and_takes_no_badge() {
    let (world, _folder) = serving(&[module(
        "m",
        "[delivery]\nfeedback = \"end\"\n",
        &numbers(4, |_| String::new()),
    )])
    .await;
    let taken = async |wrong: &[&str]| {
        let attempt = Taken::begin(&world, json!({"module": "m"})).await;
        for item in ["n0", "n1", "n2", "n3"] {
            attempt.count(item, !wrong.contains(&item)).await;
        }
        attempt.complete().await;
        attempt
    };
    // Bar 0.75: without n3 the first has 2 of 3, the second keeps its badge with 2 of 3, the third rises to 3 of 4 less one.
    let (low, kept, raised) = (
        taken(&["n0", "n1"]).await,
        taken(&["n0"]).await,
        taken(&["n3", "n2"]).await,
    );
    let level = async |attempt: &Taken<'_>| attempt.show().await["result"]["level"].clone();
    assert_eq!(level(&raised).await, Value::Null);
    assert_eq!(
        contested::neutralise(&world.app, "m", "n3", "Deux réponses justes.")
            .await
            .unwrap(),
        0
    );
    assert_eq!(
        contested::neutralise(&world.app, "m", "n2", "Mal posée.")
            .await
            .unwrap(),
        1
    );
    assert!(
        contested::neutralise(&world.app, "m", "n2", "Encore.")
            .await
            .is_err()
    );
    assert!(
        contested::neutralise(&world.app, "m", "n9", "Encore.")
            .await
            .is_err()
    );
    assert_eq!(level(&low).await, Value::Null);
    assert_eq!(
        level(&kept).await,
        "compte",
        "1 of 2 by now, but it was reached"
    );
    assert_eq!(level(&raised).await, "compte");
    let badge = raised.show().await["result"]["badges"][0]["claim"].clone();
    assert!(badge.is_string());
    // Whoever begins now is not asked; putting one back takes nothing away.
    let fresh = Taken::begin(&world, json!({"module": "m"})).await;
    assert_eq!(ids(&fresh.begun), ["n0", "n1"]);
    contested::restore(&world.app, "m", "n2", "Elle était bonne.")
        .await
        .unwrap();
    assert_eq!(level(&raised).await, "compte");
    assert_eq!(raised.show().await["result"]["badges"][0]["claim"], badge);
    let page = world.get("/modules/m/changes").await.text();
    assert!(
        page.contains("Mal posée.") && page.contains("1 résultat est monté d’un niveau"),
        "{page}"
    );
    assert!(page.contains("Elle était bonne.") && page.contains("Combien font 2 fois un\u{a0}?"));
    assert!(
        world
            .get("/modules/m")
            .await
            .text()
            .contains("/modules/m/changes")
    );
}

#[tokio::test]
async fn a_question_is_contested_by_nobody_and_once() {
    let (world, _folder) = serving(&[module("m", "", &numbers(4, |_| String::new()))]).await;
    let begun = world
        .send(Method::POST, "/attempts", &OWN, "module=m&lang=fr")
        .await;
    let (path, cookie) = (begun.header("location").to_owned(), begun.cookie());
    let own = [OWN[0], OWN[1], ("cookie", cookie.as_str())];
    let page = world.send(Method::GET, &path, &own, "").await.text();
    assert!(page.contains(&format!("href=\"{path}/contest\"")));
    let form = format!("{path}/contest");
    assert!(
        world
            .send(Method::GET, &form, &own, "")
            .await
            .text()
            .contains("Personne ne saura")
    );
    let refused = world.send(Method::POST, &form, &own, "words=Bof").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("role=\"alert\"") && refused.text().contains("Bof"));
    for words in ["C%27est+faux%00%0Avraiment", "Encore"] {
        let sent = world
            .send(
                Method::POST,
                &form,
                &own,
                format!("reason=wrong&words={words}"),
            )
            .await;
        assert!(sent.status.is_redirection());
    }
    let order = Order::of(rows::CONTEST_ORDERS, "", false, 9, 0);
    let said = rows::list_contests(&mut world.app.db.read().await.unwrap(), "m", order)
        .await
        .unwrap();
    assert_eq!(said.len(), 1, "{said:?}");
    assert_eq!(
        (said[0].item.as_str(), said[0].words.as_deref()),
        ("n0", Some("C'est faux  vraiment"))
    );
    let other = world.send(Method::POST, &form, &OWN, "reason=wrong").await;
    assert_eq!(
        other.status,
        StatusCode::NOT_FOUND,
        "without the cookie there is no attempt"
    );
}

fn staged() -> String {
    let pool = |n: usize| ["tri", "facile", "dur"][n / 4];
    module(
        "m",
        "[delivery]\nfeedback = \"end\"\ntwo_stage = { routing = \"tri\", easy = \"facile\", hard = \"dur\", cut = 0.5 }\n[[pools]]\nid = \"tri\"\ndraw = 4\n[[pools]]\nid = \"facile\"\ndraw = 4\n[[pools]]\nid = \"dur\"\ndraw = 4\n",
        &numbers(12, |n| {
            format!(
                "pool = \"{}\"\ndifficulty = {}",
                pool(n),
                n as f64 / 4.0 - 1.5
            )
        }),
    )
}

#[tokio::test]
async fn the_first_stage_decides_on_the_second() {
    let (world, _folder) = serving(&[staged()]).await;
    for (right, second) in [(2, "n8"), (1, "n4")] {
        let attempt = Taken::begin(&world, json!({"module": "m"})).await;
        assert_eq!(ids(&attempt.begun), ["n0", "n1", "n2", "n3"]);
        assert_eq!(attempt.begun["most"], 8);
        let mut told = Value::Null;
        for n in 0..4 {
            told = attempt.count(&format!("n{n}"), n < right).await;
            assert_eq!(told["right"], Value::Null, "nothing is told before the end");
        }
        assert_eq!(told["next"][0]["id"], second);
        assert_eq!(ids(&attempt.show().await).len(), 8);
        let changed = attempt.answer("n0", json!({"response": "98"})).await;
        assert_eq!(
            changed.status,
            StatusCode::CONFLICT,
            "an answer that decides stands"
        );
        let foreign = if right == 2 { "n4" } else { "n8" };
        assert_eq!(
            attempt
                .answer(foreign, json!({"response": "4"}))
                .await
                .status,
            StatusCode::NOT_FOUND
        );
    }
    // The bar moves with the set: who earns 10 of 12 of everything is expected to earn less of the hard form, and more of the easy one.
    let hard = Taken::begin(&world, json!({"module": "m"})).await;
    let easy = Taken::begin(&world, json!({"module": "m"})).await;
    for n in [0, 1, 2, 3, 8, 9] {
        hard.count(&format!("n{n}"), n != 9 && n != 3).await;
    }
    for n in [10, 11] {
        hard.count(&format!("n{n}"), n == 10).await;
    }
    for n in 0..8 {
        easy.count(&format!("n{n}"), !(1..4).contains(&n)).await;
    }
    let (hard, easy) = (hard.complete().await, easy.complete().await);
    assert_eq!(
        (&hard["score"]["points"], &easy["score"]["points"]),
        (&json!(5.0), &json!(5.0))
    );
    // On paper both sets are printed, each with for whom it is.
    let sheet = world.get("/modules/m/sheet").await.text();
    assert!(sheet.contains("pour qui a moins de 50") && sheet.contains("pour qui a 50"));
    assert!((0..12).all(|n| sheet.contains(&format!("Combien font {n} fois un"))));
    // Leaving early counts the second set as blank.
    let left = Taken::begin(&world, json!({"module": "m"})).await;
    left.count("n0", true).await;
    assert_eq!(left.complete().await["score"]["max"], 8.0);
}

fn bank(calibrated: u32) -> String {
    module(
        "m",
        &format!(
            "[delivery]\nfeedback = \"end\"\nadaptive = {{ stop_se = 0.6, min_items = 5, max_items = 12, randomesque = 3 }}\n[analysis]\ncalibrated_on = {calibrated}\n"
        ),
        &numbers(30, |n| {
            format!(
                "difficulty = {}\ndiscrimination = 1.6",
                n as f64 / 7.5 - 2.0
            )
        }),
    )
}

#[tokio::test]
async fn an_adaptive_test_shows_one_question_at_a_time_and_replays_from_what_is_stored() {
    let (world, _folder) = serving(&[bank(240)]).await;
    let able = async |least: usize| {
        let attempt = Taken::begin(&world, json!({"module": "m"})).await;
        assert_eq!(
            (ids(&attempt.begun).len(), &attempt.begun["most"]),
            (1, &json!(12))
        );
        let mut next = ids(&attempt.begun)[0].clone();
        loop {
            let told = attempt
                .count(&next, next[1..].parse::<usize>().unwrap() < least)
                .await;
            // The same request again gives the same next question.
            assert_eq!(
                attempt
                    .count(&next, next[1..].parse::<usize>().unwrap() < least)
                    .await,
                told
            );
            match told["next"][0]["id"].as_str() {
                Some(id) => next = id.to_owned(),
                None => break,
            }
            assert!(ids(&attempt.show().await).len() <= 12);
        }
        let given = ids(&attempt.show().await);
        // Another process over the same database finds the same test.
        let other = world.again(|_| {});
        let path = format!("/api/v1/attempts/{}", attempt.id);
        let again = other
            .call(Method::GET, &path, &attempt.token, Value::Null)
            .await
            .json();
        assert_eq!(ids(&again), given);
        (attempt.complete().await, given)
    };
    let (strong, given) = able(28).await;
    let (weak, _) = able(4).await;
    assert!(given.len() >= 5 && given.len() <= 12);
    assert!(["precise", "length"].contains(&strong["stopped"].as_str().unwrap()));
    let fraction = |result: &Value| result["score"]["fraction"].as_f64().unwrap();
    assert!(
        fraction(&strong) > 0.75 && fraction(&weak) < 0.4,
        "{strong} {weak}"
    );
    assert_eq!(strong["level"], "compte");
    // Leaving after one right answer wins nothing.
    let left = Taken::begin(&world, json!({"module": "m"})).await;
    left.count(&ids(&left.begun)[0], true).await;
    assert!(fraction(&left.complete().await) < 0.4);
    // Past questions cannot be given up for others, nor others be asked out of turn.
    let fresh = Taken::begin(&world, json!({"module": "m"})).await;
    let first = ids(&fresh.begun)[0].clone();
    let other = (0..30)
        .map(|n| format!("n{n}"))
        .find(|id| *id != first)
        .unwrap();
    assert_eq!(
        fresh.answer(&other, json!({"response": "1"})).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_bank_that_is_not_calibrated_is_asked_whole() {
    let (world, _folder) = serving(&[bank(100)]).await;
    let attempt = Taken::begin(&world, json!({"module": "m"})).await;
    assert_eq!(ids(&attempt.begun).len(), 30);
}

const ROOM: &str = "[[items]]\nid = \"q\"\ntype = \"single\"\nask = \"Le ciel est ?\"\nright = \"Bleu\"\nwrong = [\"Vert\", \"Rouge\"]\nwhy = \"La lumière bleue se disperse.\"\n[[items]]\nid = \"o\"\ntype = \"opinion\"\nask = \"Faut-il lever les yeux ?\"\nchoices = [\"Oui\", \"Non\"]\n";

#[tokio::test]
async fn a_room_raises_hands_and_sees_itself_from_five_on() {
    let (world, _folder) =
        serving(&[module("m", "", ROOM).replace("min = 0.75", "min = 0.0")]).await;
    assert!(
        world
            .get("/modules/m/ways")
            .await
            .text()
            .contains("compter les mains")
    );
    for (hands, shown) in [(["2", "1", "1"], false), (["3", "", "2"], true)] {
        let begun = world
            .send(
                Method::POST,
                "/attempts",
                &OWN,
                "module=m&lang=fr&manner=aloud",
            )
            .await;
        let (path, cookie) = (begun.header("location").to_owned(), begun.cookie());
        let own = [OWN[0], OWN[1], ("cookie", cookie.as_str())];
        let page = world.send(Method::GET, &path, &own, "").await.text();
        assert!(!page.contains("disperse"), "nothing is told before");
        let fields: Vec<&str> = page
            .split("id=\"hands-")
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap())
            .collect();
        assert_eq!(fields.len(), 3);
        let wrong = world
            .send(
                Method::POST,
                &path,
                &own,
                format!("do=answer&{}=beaucoup", fields[0]),
            )
            .await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        let body: String = fields
            .iter()
            .zip(hands)
            .map(|(field, count)| format!("&{field}={count}"))
            .collect();
        let sent = world
            .send(Method::POST, &path, &own, format!("do=answer{body}"))
            .await;
        assert!(sent.status.is_redirection(), "{}", sent.text());
        let told = world.send(Method::GET, &path, &own, "").await.text();
        assert!(told.contains("disperse") && told.contains("Bleu"));
        assert_eq!(told.contains("60\u{a0}%"), shown, "{told}");
        assert_eq!(told.contains("au moins cinq"), !shown);
        let attempt = path.strip_suffix("/items/1").unwrap();
        world
            .send(Method::POST, &format!("{attempt}/completion"), &own, "")
            .await;
        let result = world
            .send(Method::GET, &format!("{attempt}/result"), &own, "")
            .await
            .text();
        assert_eq!(result.contains("60\u{a0}%"), shown);
        assert!(
            !result.contains("/claims/")
                || !result.contains("big-code\">")
                || !result.contains("Recevoir mon badge")
        );
    }
}

#[tokio::test]
async fn opinions_are_shown_from_five_on_and_a_table_earns_no_badge() {
    let (world, _folder) =
        serving(&[module("m", "", ROOM).replace("min = 0.75", "min = 0.0")]).await;
    for round in 1..=5 {
        let begun = world
            .send(
                Method::POST,
                "/attempts",
                &OWN,
                "module=m&lang=fr&manner=table",
            )
            .await;
        let (first, cookie) = (begun.header("location").to_owned(), begun.cookie());
        let own = [OWN[0], OWN[1], ("cookie", cookie.as_str())];
        let path = first.replace("/items/1", "/items/2");
        let page = world.send(Method::GET, &path, &own, "").await.text();
        assert!(page.contains("class=\"wide big\""));
        let choice = page.split("name=\"choice\" value=\"").nth(1).unwrap()[..8].to_owned();
        world
            .send(
                Method::POST,
                &path,
                &own,
                format!("do=answer&choice={choice}"),
            )
            .await;
        let told = world.send(Method::GET, &path, &own, "").await.text();
        assert_eq!(told.contains("100\u{a0}%"), round == 5, "round {round}");
        let attempt = first.strip_suffix("/items/1").unwrap();
        world
            .send(Method::POST, &format!("{attempt}/completion"), &own, "")
            .await;
        let result = world
            .send(Method::GET, &format!("{attempt}/result"), &own, "")
            .await
            .text();
        assert!(
            result.contains("Une table ne reçoit pas de badge")
                && !result.contains("Recevoir mon badge")
        );
    }
}

#[tokio::test]
async fn parts_are_taken_alone_and_add_up() {
    let parts = "[[parts]]\nid = \"un\"\ntitle = \"La une\"\n[[parts]]\nid = \"deux\"\ntitle = \"La deux\"\n";
    let items = numbers(4, |n| {
        format!("part = \"{}\"", if n < 2 { "un" } else { "deux" })
    });
    let (world, _folder) = serving(&[module("m", parts, &items)]).await;
    let begun = world
        .send(
            Method::POST,
            "/attempts",
            &OWN,
            "module=m&lang=fr&part=deux",
        )
        .await;
    let cookie = begun.cookie();
    let own = [OWN[0], OWN[1], ("cookie", cookie.as_str())];
    let attempt = begun
        .header("location")
        .strip_suffix("/items/3")
        .unwrap()
        .to_owned();
    for n in [2, 3] {
        world
            .send(
                Method::POST,
                &format!("{attempt}/items/{}", n + 1),
                &own,
                format!("do=answer&text={n}"),
            )
            .await;
    }
    let last = world
        .send(Method::GET, &format!("{attempt}/items/4"), &own, "")
        .await
        .text();
    assert!(
        last.contains("est terminée. Vous pouvez vous arrêter ici"),
        "{last}"
    );
    let page = world
        .send(Method::GET, &format!("{attempt}/parts"), &own, "")
        .await
        .text();
    assert!(
        page.contains("Terminée") && page.contains("(2 sur 2)") && page.contains("0 réponse sur 2"),
        "{page}"
    );
    for n in [0, 1] {
        world
            .send(
                Method::POST,
                &format!("{attempt}/items/{}", n + 1),
                &own,
                format!("do=answer&text={n}"),
            )
            .await;
    }
    world
        .send(Method::POST, &format!("{attempt}/completion"), &own, "")
        .await;
    assert!(
        world
            .send(Method::GET, &format!("{attempt}/result"), &own, "")
            .await
            .text()
            .contains("Sait compter")
    );
}

#[tokio::test]
async fn attempts_at_a_certification_follow_the_account_until_it_is_erased() {
    let items = numbers(6, |_| "pool = \"p\"\nangoff = 0.7".into());
    let (world, _folder) = serving(&[module("m", CERTIFIED, &items)]).await;
    let path = "/attempts";
    let begin = [("module", "m"), ("lang", "fr")];
    let mut phone = Browser::entered(&world, "ada@example.org").await;
    let begun = phone.submit(path, &begin).await;
    assert!(begun.status.is_redirection(), "{}", begun.text());
    let first = begun.header("location").to_owned();
    // Another browser of the same person goes on with the same attempt, whatever cookie it had.
    let mut tablet = Browser::entered(&world, "ada@example.org").await;
    assert_eq!(tablet.submit(path, &begin).await.header("location"), first);
    let done = first.replace("/items/1", "/completion");
    assert!(phone.submit(&done, &[]).await.status.is_redirection());
    assert_eq!(
        tablet.submit(path, &begin).await.status,
        StatusCode::CONFLICT
    );
    let mut other = Browser::entered(&world, "bob@example.org").await;
    assert!(other.submit(path, &begin).await.status.is_redirection());
    let email = "ada@example.org".parse().unwrap();
    let mut reader = world.app.db.read().await.unwrap();
    let account = accounts::find_account_of(&mut reader, &email)
        .await
        .unwrap()
        .unwrap();
    drop(reader);
    let key = assessment::person_of(account.id);
    let of = async || {
        let mut reader = world.app.db.read().await.unwrap();
        store::list_attempts_of(&mut reader, &key, "m")
            .await
            .unwrap()
            .len()
    };
    assert_eq!(of().await, 1);
    access::erase(&world.app, &account).await.unwrap();
    assert_eq!(of().await, 0);
}

const ONWARD: &str = "[delivery]\nfeedback = \"end\"\ngo_back = false\n";

#[tokio::test]
async fn nobody_goes_back_or_reads_ahead_where_questions_come_one_after_the_other() {
    let text = module("m", ONWARD, &numbers(4, |_| String::new()));
    let (world, _folder) = serving(&[text]).await;
    let attempt = Taken::begin(&world, json!({"module": "m"})).await;
    assert_eq!(
        (ids(&attempt.begun).len(), &attempt.begun["most"]),
        (1, &json!(4))
    );
    let early = attempt.answer("n2", json!({"response": "2"})).await;
    assert_eq!(early.status, StatusCode::CONFLICT);
    assert!(
        early.text().contains("an earlier one waits"),
        "{}",
        early.text()
    );
    let told = attempt.count("n0", false).await;
    assert_eq!(told["next"][0]["id"], "n1");
    assert_eq!(ids(&attempt.show().await), ["n0", "n1"]);
    let again = attempt.answer("n0", json!({"response": "0"})).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    let same = attempt.answer("n0", json!({"response": "99"})).await;
    assert_eq!(same.status, StatusCode::OK, "a repeated call is harmless");
    attempt.complete().await;
    assert_eq!(attempt.show().await["result"]["score"]["points"], 0.0);

    let mut browser = Browser::new(&world);
    let start = browser.get("/modules/m").await.text();
    assert!(start.contains("on n’y revient pas"), "{start}");
    let begun = browser
        .submit("/attempts", &[("module", "m"), ("lang", "fr")])
        .await;
    let first = begun.header("location").to_owned();
    let path = first.strip_suffix("/items/1").unwrap();
    let shown = browser.get(&first).await.text();
    assert!(shown.contains("on ne revient pas sur une question") && !shown.contains("/all"));
    for ahead in ["/items/2", "/items/4", "/all"] {
        let met = browser.get(&format!("{path}{ahead}")).await;
        assert_eq!(met.header("location"), first, "{ahead}");
    }
    let contest = browser.get(&format!("{path}/items/3/contest")).await;
    assert_eq!(contest.status, StatusCode::NOT_FOUND);
    let end = browser.get(&format!("{path}/end")).await.text();
    assert!(end.contains("Combien font 0 fois un") && !end.contains("Combien font 1 fois un"));
    let ahead = browser
        .submit(
            &format!("{path}/items/3"),
            &[("do", "answer"), ("text", "2")],
        )
        .await;
    assert_eq!(ahead.header("location"), first);
    let answered = browser
        .submit(&first, &[("do", "answer"), ("text", "7")])
        .await;
    let second = answered.header("location").to_owned();
    assert!(second.ends_with("/items/2"), "{second}");
    let back = browser.get(&first).await;
    assert_eq!(back.header("location"), second);
    let changed = browser
        .submit(&first, &[("do", "answer"), ("text", "0")])
        .await;
    assert_eq!(changed.header("location"), second);
    browser.submit(&second, &[("do", "pass")]).await;
    browser.submit(&format!("{path}/completion"), &[]).await;
    let result = browser.get(&format!("{path}/result")).await.text();
    assert!(result.contains("0 point"), "{result}");
}

#[tokio::test]
async fn what_was_told_at_once_stays_to_be_read_where_nobody_goes_back() {
    let table = ONWARD.replace("\"end\"", "\"immediate\"");
    let (world, _folder) = serving(&[module("m", &table, &numbers(3, |_| String::new()))]).await;
    let mut browser = Browser::new(&world);
    let begun = browser
        .submit("/attempts", &[("module", "m"), ("lang", "fr")])
        .await;
    let first = begun.header("location").to_owned();
    let told = browser
        .submit(&first, &[("do", "answer"), ("text", "0")])
        .await;
    assert_eq!(told.header("location"), format!("{first}#reponse"));
    assert_eq!(browser.get(&first).await.status, StatusCode::OK);
    let ahead = first.replace("/items/1", "/items/3");
    assert!(
        browser
            .get(&ahead)
            .await
            .header("location")
            .ends_with("/items/2")
    );
}

#[tokio::test]
async fn a_module_on_one_page_is_opened_and_answered_there() {
    let table = "[delivery]\nfeedback = \"immediate\"\npages = \"all\"\n";
    let (world, _folder) = serving(&[module("m", table, &numbers(3, |_| String::new()))]).await;
    let mut browser = Browser::new(&world);
    let begun = browser
        .submit("/attempts", &[("module", "m"), ("lang", "fr")])
        .await;
    let all = begun.header("location").to_owned();
    assert!(all.ends_with("/all"), "{all}");
    let shown = browser.get(&all).await.text();
    assert!((0..3).all(|n| shown.contains(&format!("Combien font {n} fois un"))));
    let item = all.replace("/all", "/items/2");
    let answered = browser
        .submit(&item, &[("do", "answer"), ("text", "1")])
        .await;
    assert_eq!(answered.header("location"), format!("{all}#q2"));
    assert_eq!(
        browser
            .get(all.strip_suffix("/all").unwrap())
            .await
            .header("location"),
        all
    );
}

#[test]
fn one_who_begins_twice_at_once_has_one_attempt() {
    on_empty(|url| async move {
        let folder = Folder::new();
        let text = module("m", "[retake]\nmax = 1\n", &numbers(2, |_| String::new()));
        fs::write(folder.0.join("m.toml"), text).unwrap();
        let path = folder.0.display().to_string();
        let settings = [
            ("CREMA_QUIZZES", path.as_str()),
            ("CREMA_DATABASE_URL", &url),
        ];
        let world = World::with(&settings).await;
        for number in 0..8 {
            let mut tx = world.app.db.write().await.unwrap();
            let email = Email::read(&format!("zoe{number}@example.org")).unwrap();
            let zoe = accounts::add_account(&mut tx, &email, Lang::Fr, world.app.now()).await;
            tx.commit().await.unwrap();
            let begin = Begin {
                account: Some(zoe.unwrap()),
                ..Begin::alone("m", Lang::Fr)
            };
            let click = || assessment::start(&world.app, begin.clone(), None);
            let (first, second) = tokio::join!(click(), click());
            assert_eq!(first.unwrap(), second.unwrap());
        }
        world.app.db.close().await;
    });
}

#[tokio::test]
async fn the_attempt_that_the_module_keeps_is_the_one_that_earns_a_badge() {
    for (keep, badges, counts) in [
        ("best", [1, 1, 1], [true, true, true]),
        ("first", [1, 0, 0], [true, false, false]),
        ("last", [0, 0, 1], [false, false, true]),
    ] {
        let table =
            format!("[delivery]\nfeedback = \"end\"\n[retake]\nmax = 9\nkeep = \"{keep}\"\n");
        let text = module("m", &table, &numbers(4, |_| String::new()));
        let (world, _folder) = serving(&[text]).await;
        let mut browser = Browser::new(&world);
        let mut taken = Vec::new();
        for _ in 0..3 {
            let begun = browser
                .submit("/attempts", &[("module", "m"), ("lang", "fr")])
                .await;
            let path = begun
                .header("location")
                .strip_suffix("/items/1")
                .unwrap()
                .to_owned();
            for n in 0..4 {
                let text = n.to_string();
                browser
                    .submit(
                        &format!("{path}/items/{}", n + 1),
                        &[("do", "answer"), ("text", &text)],
                    )
                    .await;
            }
            browser.submit(&format!("{path}/completion"), &[]).await;
            taken.push(path);
            world.pass_seconds(60);
        }
        for (at, path) in taken.iter().enumerate() {
            let id = path.strip_prefix("/attempts/").unwrap().parse().unwrap();
            let opened = assessment::open(&world.app, id).await.unwrap();
            let mut reader = world.app.db.read().await.unwrap();
            let verdict = assessment::verdict(&mut reader, &opened).await.unwrap();
            assert_eq!(verdict.counts, counts[at], "{keep} {at}");
            assert_eq!(verdict.outcome.level.as_deref(), Some("compte"));
            let earned = crema::store::badges::list_awards_of_attempt(&mut reader, id)
                .await
                .unwrap();
            assert_eq!(earned.len(), badges[at], "{keep} {at}");
        }
        let last = browser.get(&format!("{}/result", taken[2])).await.text();
        assert_eq!(
            last.contains("votre premier essai qui compte"),
            keep == "first",
            "{last}"
        );
    }
}

#[tokio::test]
async fn a_badge_that_was_claimed_stays_and_a_review_that_no_longer_counts_is_over() {
    let certified = CERTIFIED
        .replace("[[pools]]\nid = \"p\"\ndraw = 3\n", "")
        .replace("[retake]", "shuffle_items = false\n[retake]")
        .replace(
            "max = 2\nwait = \"7d\"\nnew_draw = true",
            "max = 9\nwait = \"7d\"\nkeep = \"last\"",
        );
    let text = module("m", &certified, &numbers(10, |_| "angoff = 0.75".into()))
        .replace("min = 0.75", "min = \"standard\"");
    let (world, _folder) = serving(&[text]).await;
    let mut browser = Browser::new(&world);
    let mut taken = Vec::new();
    // The bar is 7.5 of 10: nine reach it, seven are read by a person.
    for right in [9, 7, 0] {
        let begun = browser
            .submit("/attempts", &[("module", "m"), ("lang", "fr")])
            .await;
        let path = begun
            .header("location")
            .strip_suffix("/items/1")
            .unwrap()
            .to_owned();
        for n in 0..right {
            let text = n.to_string();
            browser
                .submit(
                    &format!("{path}/items/{}", n + 1),
                    &[("do", "answer"), ("text", &text)],
                )
                .await;
        }
        browser.submit(&format!("{path}/completion"), &[]).await;
        let id = path.strip_prefix("/attempts/").unwrap().parse().unwrap();
        let mut reader = world.app.db.read().await.unwrap();
        let earned = crema::store::badges::list_awards_of_attempt(&mut reader, id)
            .await
            .unwrap();
        drop(reader);
        if let [award] = &earned[..] {
            let code = world.app.keyring.claim_code(award.id).to_string();
            let claimed = world
                .call(
                    Method::POST,
                    &format!("/api/v1/claims/{code}"),
                    "",
                    json!({}),
                )
                .await;
            assert_eq!(claimed.status, StatusCode::CREATED, "{}", claimed.text());
        }
        let reviews = reviews(&world).await;
        assert_eq!(reviews.len(), usize::from(right == 7), "{right}");
        taken.push(id);
        world.pass_days(8);
    }
    let opened = assessment::open(&world.app, taken[0]).await.unwrap();
    let mut reader = world.app.db.read().await.unwrap();
    let verdict = assessment::verdict(&mut reader, &opened).await.unwrap();
    assert!(!verdict.counts);
    let earned = crema::store::badges::list_awards_of_attempt(&mut reader, taken[0]).await;
    assert_eq!(earned.unwrap().len(), 1);
}

#[tokio::test]
async fn on_paper_all_questions_lie_open_whatever_their_order() {
    let text = module("m", ONWARD, &numbers(4, |_| String::new()));
    let (world, _folder) = serving(&[text]).await;
    let hash = world.app.shelf().find("m").unwrap().hash.clone();
    let code = crema::assessment::paper::SheetCode::new(crema::base::Lang::Fr, 1, &hash);
    let answers = [3, 0, 2].map(|n: u8| (format!("n{n}"), json!(n.to_string())));
    let id = crema::flows::paper::enter(&world.app, "m", &code, &answers, "key")
        .await
        .unwrap();
    let opened = assessment::open(&world.app, id).await.unwrap();
    assert_eq!(opened.attempt().outcome().points, 3.0);
}

#[tokio::test]
async fn an_answer_that_is_not_taken_is_told_at_the_top_and_keeps_what_was_typed() {
    let items = format!(
        "{}[[items]]\nid = \"m\"\ntype = \"match\"\npoints = 0\nask = \"Qui va avec qui ?\"\npairs = [[\"un\", \"1\"], [\"deux\", \"2\"]]\n[[items]]\nid = \"o\"\ntype = \"order\"\npoints = 0\nask = \"Dans l'ordre ?\"\nsequence = [\"a\", \"b\", \"c\"]\n[[items]]\nid = \"s\"\ntype = \"true_false\"\npoints = 0\nask = \"Vrai ?\"\nright = true\n",
        numbers(1, |_| String::new())
    );
    let (world, _folder) = serving(&[module("m", "", &items)]).await;
    let mut browser = Browser::new(&world);
    let begun = browser
        .submit("/attempts", &[("module", "m"), ("lang", "fr")])
        .await;
    let first = begun.header("location").to_owned();
    let path = first.strip_suffix("/items/1").unwrap();
    for (number, fields, links, kept) in [
        (1, &[("text", "  ")][..], &["#text-1"][..], ""),
        (
            1,
            &[("text", "beaucoup")],
            &["#text-1"],
            "value=\"beaucoup\"",
        ),
        (2, &[("l0", "")], &["-2\">un", "-2\">deux"], ""),
        (4, &[], &["#choice-4"], ""),
    ] {
        let mut fields = fields.to_vec();
        fields.push(("do", "answer"));
        let page = format!("{path}/items/{number}");
        let refused = browser.submit(&page, &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let text = refused.text();
        // The progress comes first, whatever the page says.
        let title = format!("<title>Question {number} sur 4 · erreur · ");
        assert!(text.contains(&title), "{text}");
        assert!(text.contains("id=\"errors\" autofocus"), "{text}");
        for link in links {
            let at = text.find(link).unwrap_or_else(|| panic!("{link}: {text}"));
            if let Some(id) = link.strip_prefix('#') {
                assert!(text.contains(&format!("id=\"{id}\"")), "{link}");
            } else {
                let start = text[..at].rfind("href=\"#").unwrap() + 7;
                let id = &text[start..at + 2];
                assert!(text.contains(&format!("id=\"{id}\"")), "{id}");
            }
        }
        assert!(text.contains(kept), "{text}");
        assert_eq!(text.matches("autofocus").count(), 1);
    }
    let page = format!("{path}/items/3");
    let shown = browser.get(&page).await.text();
    let ids: Vec<String> = shown
        .split("<select id=\"")
        .skip(1)
        .map(|rest| {
            rest[..rest.find('"').unwrap()]
                .trim_end_matches("-3")
                .to_owned()
        })
        .collect();
    let fields = [
        (ids[0].as_str(), "1"),
        (&ids[1], "1"),
        (&ids[2], "3"),
        ("do", "answer"),
    ];
    let twice = browser.submit(&page, &fields).await.text();
    assert!(twice.contains("une place différente") && twice.matches("aria-invalid").count() == 3);
    assert_eq!(twice.matches(" selected").count(), 3, "{twice}");
}
