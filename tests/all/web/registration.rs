//! Registering for a date: places and their line, one's own page, the door, and what is forgotten.

use axum::http::StatusCode;
use crema::{
    base::{AccountId, DateId, Email, EventId, Lang},
    events::{Occurrence, Standing, Status},
    flows::{
        registration::{self as flow, Registered},
        upkeep,
    },
    registration::{Registration, State, Typed},
    store::{access, events, registration as rows},
};
use jiff::SignedDuration;
use serde_json::json;

use crate::support::{browser::Browser, on_empty, world::World};

/// An announced event with a date in ten days, and its organiser.
struct Held {
    owner: AccountId,
    event: EventId,
    date: DateId,
    path: String,
}

async fn an_event(world: &World, seats: Option<i64>) -> Held {
    let now = world.app.now();
    let email = Email::read("ada@example.org").unwrap();
    let mut tx = world.app.db.write().await.unwrap();
    let owner = access::add_account(&mut tx, &email, Lang::Fr, now)
        .await
        .unwrap();
    let id = EventId::new();
    let standing = Standing {
        id,
        uid: id.to_string(),
        slug: "cafe-ia-k3f9".into(),
        owner: Some(owner),
        status: Status::Published,
        version: 1,
        sequence: 0,
        event: serde_json::from_value(json!({
            "title": "Café IA à la médiathèque", "format": "discuss", "zone": "Europe/Paris",
            "begins": "2026-12-05T13:30:00", "minutes": 90,
        }))
        .unwrap(),
        note: None,
        made_at: now,
        saved_at: now,
        published_at: Some(now),
        changed_at: None,
        cancelled_at: None,
    };
    assert!(events::add(&mut tx, &standing, None).await.unwrap());
    let starts_at = now + SignedDuration::from_hours(240);
    let date = Occurrence {
        id: DateId::new(),
        event: id,
        starts_at,
        ends_at: starts_at + SignedDuration::from_mins(90),
        civil: standing.event.begins,
        seats,
        taken: 0,
        cancelled_at: None,
    };
    events::add_date(&mut tx, &date).await.unwrap();
    tx.commit().await.unwrap();
    Held {
        owner,
        event: id,
        path: format!("/events/cafe-ia-k3f9/dates/{}", date.id),
        date: date.id,
    }
}

async fn line(world: &World, held: &Held) -> Vec<Registration> {
    let mut reader = world.app.db.read().await.unwrap();
    rows::list_of_date(&mut reader, held.date).await.unwrap()
}

async fn taken(world: &World, held: &Held) -> i64 {
    let mut reader = world.app.db.read().await.unwrap();
    let date = events::date(&mut reader, held.date).await.unwrap();
    date.unwrap().taken
}

async fn register(world: &World, held: &Held, name: &str, email: &str) -> Registered {
    let typed = Typed {
        name: name.into(),
        email: email.into(),
        phone: String::new(),
    };
    let asked = typed.read().unwrap();
    flow::register(&world.app, held.date, &asked, Lang::Fr, name)
        .await
        .unwrap()
}

/// The path of the page that the last letter leads to.
fn page_of(letter: &str) -> String {
    let plain = letter.replace("=\r\n", "").replace("=3D", "=");
    let rest = plain.split("/registrations/").nth(1).unwrap();
    let token: String = rest.chars().take(43).collect();
    format!("/registrations/{token}")
}

#[test]
fn thirty_at_once_get_five_places_and_a_line() {
    on_empty(|url| async move {
        let world = World::with(&[("CREMA_DATABASE_URL", &url)]).await;
        let held = an_event(&world, Some(5)).await;
        let mut tasks = tokio::task::JoinSet::new();
        for number in 0..30 {
            let (app, date) = (world.app.clone(), held.date);
            tasks.spawn(async move {
                let typed = Typed {
                    name: format!("Personne {number}"),
                    ..Typed::default()
                };
                let once = number.to_string();
                let asked = typed.read().unwrap();
                flow::register(&app, date, &asked, Lang::Fr, &once).await
            });
        }
        while let Some(done) = tasks.join_next().await {
            assert!(matches!(done.unwrap(), Ok(Registered::OnPage(_))));
        }
        let all = line(&world, &held).await;
        let lines: Vec<i64> = all.iter().map(|one| one.line).collect();
        assert_eq!(lines, (1..=30).collect::<Vec<_>>());
        for one in &all {
            assert_eq!(one.state == State::Seated, one.line <= 5, "{}", one.line);
        }
        assert_eq!(taken(&world, &held).await, 5);
        // Three give their place back at once, one of them twice: the next three have them.
        let mut tasks = tokio::task::JoinSet::new();
        for one in [&all[0], &all[1], &all[2], &all[0]] {
            let (app, token) = (
                world.app.clone(),
                world.app.keyring.registration_token(one.id),
            );
            tasks.spawn(async move { flow::cancel(&app, &token).await });
        }
        while let Some(done) = tasks.join_next().await {
            done.unwrap().unwrap();
        }
        let seated: Vec<i64> = line(&world, &held)
            .await
            .iter()
            .filter(|one| one.state == State::Seated)
            .map(|one| one.line)
            .collect();
        assert_eq!(seated, [4, 5, 6, 7, 8]);
        assert_eq!(taken(&world, &held).await, 5);
        // The organiser makes room: upkeep gives it to who waits.
        let mut tx = world.app.db.write().await.unwrap();
        events::set_seats(&mut tx, held.date, Some(7))
            .await
            .unwrap();
        tx.commit().await.unwrap();
        upkeep::forget(&world.app).await.unwrap();
        assert_eq!(taken(&world, &held).await, 7);
        world.app.db.close().await;
    });
}

#[test]
fn a_mailbox_is_answered_alike_and_told_by_letter() {
    on_empty(|url| async move {
        let world = World::with(&[("CREMA_DATABASE_URL", &url)]).await;
        let held = an_event(&world, Some(1)).await;
        let mut browser = Browser::new(&world);
        let form = browser.get(&held.path).await;
        assert!(
            form.text().contains("Il reste une place"),
            "{}",
            form.text()
        );
        for (fields, field) in [
            (&[("name", " "), ("once", "1")][..], "name-error"),
            (
                &[("name", "Zoé"), ("email", "zoe@"), ("once", "1")],
                "email-error",
            ),
            (
                &[("name", "Zoé"), ("phone", "12"), ("once", "1")],
                "phone-error",
            ),
        ] {
            let refused = browser.submit(&held.path, fields).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(refused.text().contains(field), "{field}");
        }
        let fields = |once| {
            [
                ("name", "Zoé"),
                ("email", "zoe@example.org"),
                ("once", once),
            ]
        };
        let first = browser.submit(&held.path, &fields("1")).await.text();
        for once in ["1", "2"] {
            let again = browser.submit(&held.path, &fields(once)).await.text();
            assert_eq!(first, again);
        }
        assert_eq!(line(&world, &held).await.len(), 1);
        world.run_jobs().await;
        // Who registers again from another form is sent the same link once more; the same form sent again sends nothing.
        assert_eq!(world.letters().len(), 2);
        let page = page_of(world.letters().last().unwrap());
        let shown = browser.get(&page).await.text();
        for words in [
            "Votre place est gardée",
            "big-code",
            "<svg",
            "/cancellation",
        ] {
            assert!(shown.contains(words), "{words}");
        }
        assert_eq!(taken(&world, &held).await, 1);

        // Somebody waits, by mailbox; the place that frees is theirs, and a letter says so.
        let done = register(&world, &held, "Léa", "lea@example.org").await;
        assert_eq!(done, Registered::ByLetter);
        let full = browser.get(&held.path).await.text();
        assert!(
            full.contains("liste d'attente")
                || full.contains("liste d&#39;attente")
                || full.contains("liste d’attente")
        );
        world.run_jobs().await;
        let before = world.letters().len();
        for _ in 0..2 {
            let gone = browser.submit(&format!("{page}/cancellation"), &[]).await;
            assert_eq!(gone.status, StatusCode::SEE_OTHER);
        }
        assert!(browser.get(&page).await.text().contains("annulée"));
        world.run_jobs().await;
        assert_eq!(world.letters().len(), before + 1);
        let people = line(&world, &held).await;
        assert_eq!(people.len(), 1);
        assert_eq!(people[0].state, State::Seated);
        for path in [
            "/registrations/x".to_owned(),
            format!("{}A", &page[..page.len() - 1]),
            "/events/other/dates/x".into(),
            format!("/events/other/dates/{}", held.date),
        ] {
            let missing = browser.get(&path).await;
            assert_eq!(missing.status, StatusCode::NOT_FOUND, "{path}");
        }
        world.app.db.close().await;
    });
}

#[test]
fn whoever_registered_is_told_that_an_event_is_cancelled() {
    on_empty(|url| async move {
        let world = World::with(&[("CREMA_DATABASE_URL", &url)]).await;
        let held = an_event(&world, Some(1)).await;
        register(&world, &held, "Zoé", "zoe@example.org").await;
        register(&world, &held, "Léa", "lea@example.org").await;
        register(&world, &held, "Kim", "").await;
        world.run_jobs().await;
        let before = world.letters().len();
        let mut ada = Browser::entered(&world, "ada@example.org").await;
        let entered = world.letters().len() - before;
        // A second click changes nothing, and tells nobody twice.
        for _ in 0..2 {
            let path = format!("/me/events/{}/cancellation", held.event);
            ada.submit(&path, &[("sure", "yes")]).await;
        }
        world.run_jobs().await;
        let letters = world.letters();
        assert_eq!(letters.len(), before + entered + 2);
        for mailbox in ["zoe@example.org", "lea@example.org"] {
            let told = |letter: &&String| letter.contains(&format!("To: {mailbox}"));
            let last = letters.iter().rev().find(told).unwrap();
            assert!(last.contains("Annul"), "{last}");
        }
        world.app.db.close().await;
    });
}

#[test]
fn the_organiser_sees_who_comes_and_notes_it_once() {
    on_empty(|url| async move {
        let world = World::with(&[("CREMA_DATABASE_URL", &url)]).await;
        let held = an_event(&world, None).await;
        register(&world, &held, "Zoé", "").await;
        register(&world, &held, "Léa", "lea@example.org").await;
        let all = line(&world, &held).await;
        let ticket = format!("/tickets/{}", world.app.keyring.ticket_code(all[0].id));
        let people = format!("/me/events/{}/people", held.event);

        let mut other = Browser::entered(&world, "eve@example.org").await;
        assert!(!other.get(&ticket).await.text().contains("Zoé"));
        let refused = other.submit(&ticket, &[]).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        assert_eq!(other.get(&people).await.status, StatusCode::NOT_FOUND);
        assert!(
            !Browser::new(&world)
                .get(&ticket)
                .await
                .text()
                .contains("Zoé")
        );

        let mut ada = Browser::entered(&world, "ada@example.org").await;
        let list = ada.get(&people).await.text();
        for words in ["Zoé", "Léa", "lea@example.org", "A une place"] {
            assert!(list.contains(words), "{words}");
        }
        assert!(ada.get(&ticket).await.text().contains("<button"));
        for _ in 0..2 {
            let done = ada.submit(&ticket, &[]).await;
            assert_eq!(done.status, StatusCode::SEE_OTHER);
            world.pass_minutes(5);
        }
        let came = line(&world, &held).await[0].attended_at.unwrap();
        assert!(came < world.app.now() - SignedDuration::from_mins(9));
        assert!(ada.get(&ticket).await.text().contains("Venue notée"));
        // Who came is not cancelled by a link that is opened later.
        let token = world.app.keyring.registration_token(all[0].id);
        flow::cancel(&world.app, &token).await.unwrap();
        assert_eq!(line(&world, &held).await.len(), 2);
        world.app.db.close().await;
    });
}

#[test]
fn names_go_in_time_and_with_the_account_and_that_somebody_came_stays() {
    on_empty(|url| async move {
        let world = World::with(&[("CREMA_DATABASE_URL", &url)]).await;
        let held = an_event(&world, Some(2)).await;
        assert_eq!(held.owner, {
            let mut reader = world.app.db.read().await.unwrap();
            let standing = events::find(&mut reader, held.event).await.unwrap();
            standing.unwrap().owner.unwrap()
        });
        let mut zoe = Browser::entered(&world, "zoe@example.org").await;
        register(&world, &held, "Zoé", "zoe@example.org").await;
        register(&world, &held, "Léa", "lea@example.org").await;
        register(&world, &held, "Noé", "").await;
        let export = zoe.get("/me/export").await.json();
        assert_eq!(export["registrations"][0]["name"], "Zoé");
        let mut tx = world.app.db.write().await.unwrap();
        let email = Email::read("zoe@example.org").unwrap();
        flow::erase(&world.app, &mut tx, &email).await.unwrap();
        tx.commit().await.unwrap();
        let all = line(&world, &held).await;
        let names: Vec<_> = all.iter().map(|one| one.name.as_deref()).collect();
        assert_eq!(names, [Some("Léa"), Some("Noé")]);
        assert!(all.iter().all(|one| one.state == State::Seated));
        flow::admit(&world.app, all[1].id).await.unwrap();

        world.pass_days(101);
        upkeep::forget(&world.app).await.unwrap();
        assert_eq!(line(&world, &held).await[0].name.as_deref(), Some("Léa"));
        world.pass_days(3);
        upkeep::forget(&world.app).await.unwrap();
        let all = line(&world, &held).await;
        assert!(
            all.iter()
                .all(|one| one.name.is_none()
                    && one.contact == crema::registration::Contact::Nothing)
        );
        assert!(all[1].attended_at.is_some());
        world.app.db.close().await;
    });
}
