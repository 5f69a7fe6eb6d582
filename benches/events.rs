//! Events at a size they may never reach: 10,000 of them with 500,000 registrations, listed by 32 clients at once over sockets; 200 people at once for the last
//! 20 seats; 10,000 letters built. On SQLite and, where `CREMA_TEST_POSTGRES` gives an address, on PostgreSQL. Clients and server share the machine:
//! `cargo bench --bench events`. `CREMA_BENCH_EVENTS`, `CREMA_BENCH_REGISTRATIONS` and `CREMA_BENCH_LETTERS` make it smaller.

mod support;

use std::{
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use crema::{
    app::App,
    base::{DateId, Email, EventId, Lang, Name, RegistrationId},
    events::Event,
    flows::registration::{self, Registered},
    geography,
    letters::{self, Writer},
    outside::mail::{ListHead, Parcel},
    registration::{Asked, contact::Contact},
    store::db::Place,
};
use jiff::{Timestamp, civil::Date};
use sqlx::{AnyConnection, Connection};
use support::{
    CLIENTS, Drawn, NOW, Visitors, add, an_instance, on_each_database, quantiles, quoted, run,
    size, write,
};

const REQUESTS: usize = 4_000;
const RUSH: usize = 200;
const SEATS: i64 = 20;

const WORDS: [&str; 16] = [
    "médiathèque",
    "débat",
    "quartier",
    "seniors",
    "collège",
    "atelier",
    "travail",
    "image",
    "santé",
    "école",
    "jeunes",
    "données",
    "biais",
    "jeu",
    "tiers-lieu",
    "mairie",
];
const THEMES: [&str; 8] = [
    "Travail",
    "École",
    "Santé",
    "Environnement",
    "Création",
    "Parentalité",
    "Démocratie",
    "Langues",
];

/// An event somewhere in France on a day of the next year, or online.
fn an_event(drawn: &mut Drawn, number: usize) -> (Event, i64) {
    let commune = &geography::all()[drawn.below(geography::all().len())];
    let starts = NOW + 3_600 + drawn.below(360 * 86_400) as i64;
    let begins = Timestamp::from_second(starts - starts % 900).expect("within time");
    let civil = begins
        .to_zoned_datetime(crema::events::event::zone("Europe/Paris"))
        .datetime();
    let text: Vec<&str> = (0..20).map(|_| drawn.of(&WORDS)).collect();
    let place = if drawn.below(12) == 0 {
        String::from("\"online\":{\"link\":\"\"}")
    } else {
        format!(
            "\"place\":{{\"commune\":\"{}\",\"name\":\"Salle {number}\"}}",
            commune.code
        )
    };
    let format = ["discuss", "play", "write", "try", "debate", "talk"][drawn.below(6)];
    let json = format!(
        "{{\"title\":\"Café {number} : {}\",\"summary\":\"{}\",\"format\":\"{format}\",\"pillars\":[\"discuss\"],\"themes\":[\"{}\"],{place},\"zone\":\"Europe/Paris\",\"begins\":\"{civil}\",\"minutes\":90,\"seats\":60,\"languages\":[\"fr\"]}}",
        drawn.of(&WORDS),
        text.join(" "),
        drawn.of(&THEMES),
    );
    let event = serde_json::from_str(&json).expect("an event is JSON");
    (event, begins.as_millisecond())
}

/// Fills the tables by statements of many rows; the date for which many will register at once.
async fn fill(url: &str, events: usize, registrations: usize) -> DateId {
    let mut conn = AnyConnection::connect(url)
        .await
        .expect("the database was just made");
    let mut drawn = Drawn(7);
    let (mut dates, mut made) = (Vec::new(), 0);
    while made < events {
        let mut rows: [String; 2] = Default::default();
        for _ in 0..500.min(events - made) {
            let (id, date) = (EventId::new(), DateId::new());
            let (event, starts) = an_event(&mut drawn, made);
            let document = serde_json::to_string(&event).expect("an event is JSON");
            let commune = event
                .place
                .as_ref()
                .map_or("", |place| place.commune.as_str());
            let then = (NOW - drawn.below(60 * 86_400) as i64) * 1_000;
            let slug = event.slug(&id.to_string()[24..]);
            let (slug, document) = (quoted(&slug), quoted(&document));
            let key = quoted(&event.title_key());
            let (begins, ends) = (event.begins, starts + 5_400_000);
            add(
                &mut rows[0],
                &format!(
                    "'{id}', '{id}', {slug}, NULL, 'published', 2, 0, {document}, '{commune}', NULL, NULL, {key}, NULL, {then}, {then}, {then}, NULL, NULL"
                ),
            );
            add(
                &mut rows[1],
                &format!("'{date}', '{id}', {starts}, {ends}, '{begins}', 60, 0, NULL"),
            );
            dates.push(date);
            made += 1;
        }
        let heads = [
            "events (id, uid, slug, owner_id, status, version, sequence, document, commune, latitude, longitude, title_key, note, made_at, saved_at, published_at, changed_at, cancelled_at)",
            "event_dates (id, event_id, starts_at, ends_at, civil, seats, taken, cancelled_at)",
        ];
        write(&mut conn, &heads, &rows).await;
    }
    let mut done = 0;
    while done < registrations {
        let mut rows = [String::new()];
        for _ in 0..2_000.min(registrations - done) {
            let (id, date) = (RegistrationId::new(), dates[done % dates.len()]);
            add(
                &mut rows[0],
                &format!(
                    "'{id}', '{date}', {done}, 'Zoé', NULL, NULL, NULL, 'fr', 'k{done}', 'o{done}', 'seated', {NOW}000"
                ),
            );
            done += 1;
        }
        let heads = [
            "registrations (id, date_id, line, name, email, mailbox, phone, lang, code_key, once_key, state, made_at)",
        ];
        write(&mut conn, &heads, &rows).await;
    }
    let last = dates[0];
    let text = format!(
        "UPDATE event_dates SET seats = 60, taken = {} WHERE id = '{last}'; UPDATE counters SET value = value + 1 WHERE name = 'events'; ANALYZE",
        60 - SEATS
    );
    run(&mut conn, text).await;
    last
}

/// What people ask, in the shares in which they might.
fn asked(drawn: &mut Drawn) -> String {
    let encoded = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let place = |drawn: &mut Drawn| {
        let typed = ["par", "lyo", "mar", "lil", "nan", "ren", "bre", "tou"][drawn.below(8)];
        let large = geography::suggest(typed, 5);
        encoded(&large[drawn.below(large.len())].commune.label())
    };
    match drawn.below(16) {
        0..=3 => "/events".into(),
        4 => format!("/events?page={}", 1 + drawn.below(100)),
        5..=8 => format!("/events?place={}&km=50", place(drawn)),
        9 => format!("/events?theme={}", encoded(drawn.of(&THEMES))),
        10 => format!("/events?q={}", encoded(drawn.of(&WORDS))),
        11 => format!(
            "/events?format={}&place={}",
            ["play", "try"][drawn.below(2)],
            place(drawn)
        ),
        12 => "/events?online=yes".into(),
        _ => {
            let month = 1 + drawn.below(11);
            format!("/events/calendar?month=2027-{month:02}")
        }
    }
}

async fn measure(name: &str, place: &Place, url: &str, folder: &Path) {
    let (events, registrations) = (
        size("CREMA_BENCH_EVENTS", 10_000),
        size("CREMA_BENCH_REGISTRATIONS", 500_000),
    );
    let (app, listener) = an_instance(place, folder).await;
    let began = Instant::now();
    let last = fill(url, events, registrations).await;
    println!(
        "{name}: {events} events with {registrations} registrations written in {:.1?}",
        began.elapsed()
    );
    let visitors = Visitors::of(&app, listener);
    let (_, first) = visitors.get("/events").await;
    println!("{name}: the first request, which reads everything: {first:.0?}");
    let mut drawn = Drawn(11);
    let asked = (0..REQUESTS).map(|_| asked(&mut drawn)).collect();
    let began = Instant::now();
    let told = visitors.get_all(asked).await;
    let spent = began.elapsed();
    for (what, calendar) in [("lists", false), ("months", true)] {
        let of_kind = told
            .iter()
            .filter(|one| one.0.starts_with("/events/calendar") == calendar);
        let mut times: Vec<Duration> = of_kind.clone().map(|one| one.2).collect();
        let (median, most) = quantiles(&mut times);
        println!(
            "{name}: {what}, {CLIENTS} clients: median {median:.1?} (50 ms), p99 {most:.1?} (150 ms); largest page {} bytes",
            of_kind.map(|one| one.1).max().unwrap_or_default(),
        );
    }
    println!(
        "{name}: {:.0} pages a second",
        REQUESTS as f64 / spent.as_secs_f64()
    );
    rush(name, &app, last).await;
    build(name, &app);
}

/// Many at once for the last seats.
async fn rush(name: &str, app: &Arc<App>, date: DateId) {
    let began = Instant::now();
    let people: Vec<_> = (0..RUSH)
        .map(|number| {
            let app = app.clone();
            tokio::spawn(async move {
                let asked = Asked {
                    name: Name::read(&format!("Zoé {number}"))
                        .ok()
                        .flatten()
                        .expect("a name"),
                    contact: Contact::Nothing,
                    remind: false,
                    answers: Vec::new(),
                };
                registration::register(&app, date, &asked, Lang::Fr, &number.to_string()).await
            })
        })
        .collect();
    let mut registered = Vec::new();
    for one in people {
        if let Registered::OnPage(id) = one
            .await
            .expect("no task fails")
            .expect("the store answers")
        {
            registered.push(id);
        }
    }
    let spent = began.elapsed();
    let mut reader = app.db.read().await.expect("a reader");
    let mut seated = 0;
    for id in &registered {
        let kept = crema::store::registration::find(&mut reader, *id)
            .await
            .expect("the store answers");
        seated +=
            usize::from(kept.is_some_and(|one| one.state == crema::registration::State::Seated));
    }
    println!(
        "{name}: {RUSH} at once for the last {SEATS} seats: {seated} seated, {spent:.1?} in all (2 s)"
    );
    assert_eq!(seated, SEATS as usize);
}

/// Letters of six events each, as they leave: text, HTML, head.
fn build(name: &str, app: &App) {
    let count = size("CREMA_BENCH_LETTERS", 10_000);
    let began = Instant::now();
    let mut bytes = 0;
    for number in 0..count {
        let told = (0..6).map(|event| letters::news::Told {
            title: format!("Café {event} : débat"),
            summary: "On parle; on essaie, ensemble, et on dit ce qui inquiète.".into(),
            begins: Date::constant(2027, 3, 4).at(13, 30, 0, 0),
            more: 2,
            place: Some("Médiathèque, Lille (59)".into()),
            online: false,
            cents: 0,
            page: format!("https://badges.example.org/events/cafe-{event}"),
        });
        let writer = Writer {
            issuer: "Café IA",
            host: "badges.example.org",
        };
        let link = format!("https://badges.example.org/subscriptions/end/{number:043}");
        let draft =
            letters::news::news(Lang::Fr, writer, told.collect(), link.clone(), link.clone());
        let parcel = Parcel {
            from_name: "Café IA".into(),
            from: app.sender(),
            to: Email::read(&format!("k{number}@example.org")).expect("an address"),
            reply_to: None,
            lang: draft.lang,
            text: draft.text(),
            html: draft.html().expect("a letter"),
            subject: draft.subject.clone(),
            id: format!("{number}@example.org"),
            at: app.now(),
            list: Some(ListHead {
                id: "lettres.example.org".into(),
                unsubscribe: link,
            }),
        };
        bytes += app.mailer.write(&parcel).expect("a letter").len();
    }
    println!(
        "{name}: {count} letters of six events built in {:.1?} (10,000 in 10 s), {} bytes each",
        began.elapsed(),
        bytes / count.max(1)
    );
}

fn main() {
    on_each_database(measure);
}
