//! Registering for a date: places and their line, one's own page, the door, and what is forgotten.

use axum::http::StatusCode;
use crema::{
    base::{AccountId, DateId, Email, EventId, Lang},
    events::{Occurrence, Standing},
    flows::{
        registration::{self as flow, Registered},
        upkeep,
    },
    registration::{MOST_REGISTERED, Registration, State, Typed},
    store::{access, events, registration as rows},
};
use jiff::SignedDuration;
use serde_json::json;

use crate::support::{browser::Browser, on_empty, rows::announced, sql, world::World};

/// An announced event with a date in ten days, and its organiser.
pub struct Held {
    pub owner: AccountId,
    pub event: EventId,
    pub date: DateId,
    pub path: String,
}

pub async fn an_event(world: &World, seats: Option<i64>) -> Held {
    let now = world.app.now();
    let email = Email::read("ada@example.org").unwrap();
    let mut tx = world.app.db.write().await.unwrap();
    let owner = access::add_account(&mut tx, &email, Lang::Fr, now)
        .await
        .unwrap();
    let event = serde_json::from_value(json!({
        "title": "Café IA à la médiathèque", "format": "discuss", "zone": "Europe/Paris",
        "begins": "2026-12-05T13:30:00", "minutes": 90,
    }));
    let standing = Standing {
        slug: "cafe-ia-k3f9".into(),
        owner: Some(owner),
        ..announced(event.unwrap(), now)
    };
    assert!(events::add(&mut tx, &standing, None).await.unwrap());
    let starts_at = now + SignedDuration::from_hours(240);
    let date = Occurrence {
        id: DateId::new(),
        event: standing.id,
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
        event: standing.id,
        path: format!("/events/cafe-ia-k3f9/dates/{}", date.id),
        date: date.id,
    }
}

pub async fn line(world: &World, held: &Held) -> Vec<Registration> {
    let mut reader = world.app.db.read().await.unwrap();
    rows::list_of_date(&mut reader, held.date).await.unwrap()
}

async fn taken(world: &World, held: &Held) -> i64 {
    let mut reader = world.app.db.read().await.unwrap();
    let date = events::date(&mut reader, held.date).await.unwrap();
    date.unwrap().taken
}

pub async fn register(world: &World, held: &Held, name: &str, email: &str) -> Registered {
    let typed = Typed {
        name: name.into(),
        email: email.into(),
        phone: String::new(),
        remind: false,
    };
    let asked = typed.read().unwrap();
    flow::register(&world.app, held.date, &asked, Lang::Fr, name)
        .await
        .unwrap()
}

/// The path of the page that a letter leads to.
pub fn page_of(letter: &str) -> String {
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
fn two_hundred_forms_at_once_get_the_last_twenty_seats_and_a_line() {
    on_empty(|url| async move {
        let world = World::with(&[("CREMA_DATABASE_URL", &url)]).await;
        let held = an_event(&world, Some(20)).await;
        let forms = (0..200).map(|number| {
            let (world, path) = (&world, &held.path);
            async move {
                let (name, once) = (format!("Personne {number}"), number.to_string());
                let fields = [("name", name.as_str()), ("once", &once)];
                // Every tenth is sent twice, as where somebody is impatient.
                let mut pages = Vec::new();
                for _ in 0..1 + usize::from(number % 10 == 0) {
                    let done = Browser::new(world).submit(path, &fields).await;
                    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
                    pages.push(done.header("location").to_owned());
                }
                pages.dedup();
                assert_eq!(pages.len(), 1, "the same form leads to the same page");
            }
        });
        futures_util::future::join_all(forms).await;
        let all = line(&world, &held).await;
        let lines: Vec<i64> = all.iter().map(|one| one.line).collect();
        assert_eq!(lines, (1..=200).collect::<Vec<_>>());
        for one in &all {
            assert_eq!(one.state == State::Seated, one.line <= 20, "{}", one.line);
        }
        assert_eq!(taken(&world, &held).await, 20);
        world.app.db.close().await;
    });
}

#[test]
fn hostile_fields_are_refused_beside_themselves() {
    on_empty(|url| async move {
        let world = World::with(&[("CREMA_DATABASE_URL", &url)]).await;
        let held = an_event(&world, None).await;
        let mut browser = Browser::new(&world);
        let long = format!("{}@example.org", "x".repeat(308));
        for (name, email, phone, error) in [
            (
                "Zoé",
                "zoe@example.org\r\nBcc: eve@example.org",
                "",
                "email-error",
            ),
            ("Zoé", long.as_str(), "", "email-error"),
            ("Zoé", "zoé@example.org", "", "email-error"),
            ("\r\n", "", "", "name-error"),
            ("http://evil.example", "", "", "name-error"),
            ("Zoé", "", "06\r\n1", "phone-error"),
            ("Zoé", "zoe@example.org", "0612345678", "phone-error"),
        ] {
            let fields = [
                ("name", name),
                ("email", email),
                ("phone", phone),
                ("once", "1"),
            ];
            let refused = browser.submit(&held.path, &fields).await;
            assert_eq!(
                refused.status,
                StatusCode::UNPROCESSABLE_ENTITY,
                "{name:?} {email:?}"
            );
            let error = format!("id=\"{error}\"");
            assert!(refused.text().contains(&error), "{error} for {email:?}");
        }
        assert!(line(&world, &held).await.is_empty());
        // A name over two lines is one line, and a domain in letters of its own is written to in ASCII: one head, one recipient.
        let fields = [
            ("name", "Zoé\r\nTo: eve"),
            ("email", "zoe@café.example"),
            ("once", "1"),
        ];
        assert_eq!(
            browser.submit(&held.path, &fields).await.status,
            StatusCode::OK
        );
        world.run_jobs().await;
        let letters = world.letters();
        let head = letters[0].split("\r\n\r\n").next().unwrap();
        let to: Vec<&str> = head
            .lines()
            .filter(|line| line.starts_with("To:"))
            .collect();
        assert_eq!(to, ["To: zoe@xn--caf-dma.example"]);
        assert_eq!(
            line(&world, &held).await[0].name.as_deref(),
            Some("Zoé To: eve")
        );
        world.app.db.close().await;
    });
}

#[test]
fn a_date_takes_as_many_as_are_read_together_and_the_sheet_names_all() {
    on_empty(|url| async move {
        let world = World::with(&[("CREMA_DATABASE_URL", &url)]).await;
        let held = an_event(&world, None).await;
        sql(
            &url,
            &format!(
                "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {MOST_REGISTERED})
                 INSERT INTO registrations (id, date_id, line, name, lang, once_key, state, made_at)
                 SELECT '00000000-0000-7000-8000-' || substr('000000000000' || i, length('000000000000' || i) - 11, 12), '{}', i, 'Personne ' || i, 'fr', 'once ' || i, 'seated', 1 FROM n",
                held.date
            ),
        )
        .await;
        let mut browser = Browser::new(&world);
        let fields = [("name", "Zoé"), ("once", "1")];
        let closed = browser.submit(&held.path, &fields).await.text();
        assert!(closed.contains("inscrit plus ici"), "{closed}");
        assert_eq!(line(&world, &held).await.len() as i64, MOST_REGISTERED);

        // Who gives a place back makes room.
        let first = line(&world, &held).await[0].id;
        let token = world.app.keyring.registration_token(first);
        flow::cancel(&world.app, &token).await.unwrap();
        let done = browser.submit(&held.path, &fields).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
        let last = line(&world, &held).await.pop().unwrap();
        assert_eq!(last.name.as_deref(), Some("Zoé"));
        let closed = register(&world, &held, "Léa", "lea@example.org").await;
        assert_eq!(closed, Registered::Closed);

        let mut ada = Browser::entered(&world, "ada@example.org").await;
        let people = format!("/me/events/{}/people", held.event);
        let sheet = ada.get(&format!("{people}/sheet")).await.text();
        let rows = sheet.matches("<th scope=\"row\">").count();
        assert_eq!(rows as i64, MOST_REGISTERED, "nobody is left out");
        let page = ada.get(&people).await.text();
        assert!(page.contains("page 1 sur 200"), "the screen is paged");
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
        assert!(full.contains("liste d’attente"));
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
            // The same id with another mark.
            page.replace(&page[page.len() - 12..], "AAAAAAAAAAAA"),
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
        world.pass_days(10);
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
        let own = &export["registrations"][0];
        assert_eq!(own["name"], "Zoé");
        assert_eq!(own["event"], "Café IA à la médiathèque");
        assert!(own["starts_at"].is_string() && own["answers"] == json!([]));
        assert_eq!(export["events"], json!([]));
        let mut ada = Browser::entered(&world, "ada@example.org").await;
        let export = ada.get("/me/export").await.json();
        assert_eq!(export["events"][0]["event"]["title"], own["event"]);
        assert_eq!(export["events"][0]["dates"][0]["taken"], 2);
        assert!(
            !export.to_string().contains("Zoé"),
            "those who come are not hers"
        );
        let mut tx = world.app.db.write().await.unwrap();
        let email = Email::read("zoe@example.org").unwrap();
        flow::erase(&world.app, &mut tx, &email).await.unwrap();
        tx.commit().await.unwrap();
        let all = line(&world, &held).await;
        let names: Vec<_> = all.iter().map(|one| one.name.as_deref()).collect();
        assert_eq!(names, [Some("Léa"), Some("Noé")]);
        assert!(all.iter().all(|one| one.state == State::Seated));
        world.pass_days(10);
        assert!(flow::admit(&world.app, all[1].id).await.unwrap());

        world.pass_days(91);
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
