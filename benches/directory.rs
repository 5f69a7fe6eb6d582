//! The directory at a size it may never reach: 50,000 profiles with 150,000 badges, searched by 32 clients at once over sockets, on SQLite and, where
//! `CREMA_TEST_POSTGRES` gives an address, on PostgreSQL. Clients and server share the machine: `cargo bench --bench directory`. `CREMA_BENCH_PROFILES` and
//! `CREMA_BENCH_REQUESTS` ask for less, to see that it runs.

mod support;

use std::{
    path::Path,
    time::{Duration, Instant},
};

use crema::{
    base::{AccountId, AwardId, CredentialId},
    directory::{Audience, Calling, Profile, profile::Shown},
    flows::badges,
    geography,
    outside::keyring::Keyring,
    store::db::Place,
};
use sqlx::{AnyConnection, Connection};
use support::{
    CLIENTS, Drawn, NOW, Visitors, an_instance, on_each_database, quantiles, quoted, run, size,
    write,
};

const BADGES: usize = 3;
/// Rows are written so many profiles at a time.
const AT_ONCE: usize = 500;

const FIRST: [&str; 24] = [
    "Ada", "Abel", "Aïcha", "Bruno", "Camille", "Chloé", "Driss", "Élodie", "Fatou", "Gaël",
    "Hélène", "Inès", "Jean", "Karim", "Léa", "Mehdi", "Nadège", "Omar", "Paul", "Rose", "Sophie",
    "Théo", "Yann", "Zoé",
];
const LAST: [&str; 24] = [
    "Adam", "Benali", "Caron", "Diallo", "Étienne", "Faure", "Garcia", "Hoarau", "Imbert", "Jacob",
    "Klein", "Le Gall", "Martin", "Nguyen", "Olivier", "Petit", "Quéré", "Robert", "Simon",
    "Traoré", "Urbain", "Vidal", "Weber", "Yilmaz",
];
const WORDS: [&str; 40] = [
    "médiathèque",
    "débat",
    "quartier",
    "seniors",
    "collège",
    "atelier",
    "imaginaires",
    "énergie",
    "travail",
    "image",
    "désinformation",
    "santé",
    "école",
    "jeunes",
    "associations",
    "langage",
    "données",
    "biais",
    "écriture",
    "photolangage",
    "arpentage",
    "jeu",
    "fresque",
    "conseillère",
    "numérique",
    "animation",
    "parents",
    "lycée",
    "campagne",
    "bus",
    "tiers-lieu",
    "mairie",
    "formation",
    "réseau",
    "accessibilité",
    "logiciel",
    "libre",
    "enfants",
    "musée",
    "radio",
];
const FORMATS: [&str; 6] = [
    "La bataille de l'IA",
    "Débat mouvant",
    "Arpentage",
    "Photolangage",
    "Atelier Wikipédia",
    "Jeu des imaginaires",
];

/// How many profiles there are, in whole parts.
fn profiles() -> usize {
    size("CREMA_BENCH_PROFILES", 50_000).next_multiple_of(AT_ONCE)
}

fn a_profile(drawn: &mut Drawn, people: &[u64]) -> Profile {
    let audience = |drawn: &mut Drawn| {
        if drawn.below(10) == 0 {
            Audience::Members
        } else {
            Audience::Public
        }
    };
    let total = *people.last().expect("there are communes");
    let somebody = drawn.below(total as usize) as u64;
    let commune = &geography::all()[people.partition_point(|sum| *sum <= somebody)];
    let about: Vec<&str> = (0..30).map(|_| drawn.of(&WORDS)).collect();
    Profile {
        name: format!("{} {}", drawn.of(&FIRST), drawn.of(&LAST)),
        audience: audience(drawn),
        callings: Shown {
            value: [Calling::ALL[drawn.below(5)]].into(),
            audience: audience(drawn),
        },
        about: Shown {
            value: about.join(" "),
            audience: audience(drawn),
        },
        commune: Shown {
            value: commune.code.clone(),
            audience: audience(drawn),
        },
        languages: Shown {
            value: ["fr".to_owned()].into(),
            audience: Audience::Public,
        },
        formats: Shown {
            value: vec![drawn.of(&FORMATS).to_owned()],
            audience: audience(drawn),
        },
        skills: Shown {
            value: Default::default(),
            audience: audience(drawn),
        },
        contact: Audience::Public,
        card: drawn.below(2) == 0,
        ..Profile::default()
    }
}

/// Fills the tables by statements of many rows.
async fn fill(url: &str, keyring: &Keyring, achievements: &[(String, String)]) {
    let mut conn = AnyConnection::connect(url)
        .await
        .expect("the database was just made");
    let mut drawn = Drawn(7);
    let mut people = Vec::new();
    for commune in geography::all() {
        people.push(people.last().copied().unwrap_or(0) + u64::from(commune.population));
    }
    let evidence = [
        r#"{"supervised_by":"animator","retakes":"unlimited","answers_shown":false,"identity_checked":false,"module":"m","module_version":"1","module_digest":"0"}"#,
        r#"{"supervised_by":null,"retakes":"unlimited","answers_shown":true,"identity_checked":false,"module":"m","module_version":"1","module_digest":"0"}"#,
    ];
    for _ in 0..profiles() / AT_ONCE {
        let mut rows: [String; 5] = Default::default();
        for _ in 0..AT_ONCE {
            let account = AccountId::new();
            let profile = a_profile(&mut drawn, &people);
            let document = serde_json::to_string(&profile).expect("a profile is JSON");
            let slug = profile.slug(&format!(
                "{}{}",
                keyring.profile_mark(account),
                &account.to_string()[24..]
            ));
            let then = (NOW - drawn.below(300 * 86_400) as i64) * 1_000;
            let mut add = |table: usize, values: String| support::add(&mut rows[table], &values);
            add(
                0,
                format!(
                    "'{account}', '{account}@example.org', '{account}@example.org', 'fr', {then}, {then}, NULL, 0, 0"
                ),
            );
            add(
                1,
                format!(
                    "'{account}', {}, 1, {}, {then}, {then}, 0, NULL",
                    quoted(&slug),
                    quoted(&document)
                ),
            );
            for _ in 0..BADGES {
                let (award, credential) = (AwardId::new(), CredentialId::new());
                let (slug, version) = &achievements[drawn.below(achievements.len())];
                let (evidence, way) = (
                    evidence[drawn.below(2)],
                    ["issued", "attached"][drawn.below(2)],
                );
                let standing = if drawn.below(50) == 0 {
                    "revoked"
                } else {
                    "valid"
                };
                let ends = if drawn.below(3) == 0 {
                    ((NOW + drawn.below(900 * 86_400) as i64) * 1_000).to_string()
                } else {
                    "NULL".into()
                };
                add(
                    2,
                    format!(
                        "'{award}', '{slug}', '{version}', NULL, 'fr', 'l', {}, '{award}', {then}, {then}",
                        quoted(evidence)
                    ),
                );
                add(
                    3,
                    format!(
                        "'{credential}', '{award}', NULL, '{standing}', NULL, {then}, 1, {ends}, {then}"
                    ),
                );
                add(4, format!("'{award}', '{account}', {then}, '{way}'"));
            }
        }
        let heads = [
            "accounts (id, email, email_key, lang, created_at, entered_at, totp, totp_made, totp_step)",
            "profiles (account_id, slug, version, document, made_at, confirmed_at, asked, hidden)",
            "awards (id, achievement, achievement_version, attempt_id, lang, level, evidence, claim_key, awarded_at, claim_until)",
            "credentials (id, award_id, name, standing, reason, standing_at, revision, expires_at, issued_at)",
            "holdings (award_id, account_id, attached_at, way)",
        ];
        write(&mut conn, &heads, &rows).await;
    }
    // As a database that has been in use for a while knows its tables.
    run(&mut conn, "ANALYZE".into()).await;
}

/// What people ask, in the shares in which they might.
fn asked(drawn: &mut Drawn, skills: &[(String, String)]) -> String {
    let place = |drawn: &mut Drawn| {
        let large = geography::suggest(
            [
                "par", "lyo", "mar", "lil", "nan", "ren", "bre", "tou", "str", "dij",
            ][drawn.below(10)],
            5,
        );
        let commune = large[drawn.below(large.len())].commune;
        form_urlencoded::byte_serialize(commune.label().as_bytes()).collect::<String>()
    };
    let word = form_urlencoded::byte_serialize(drawn.of(&WORDS).as_bytes()).collect::<String>();
    let skill = &skills[drawn.below(skills.len())].0;
    match drawn.below(20) {
        0..=3 => "/people".into(),
        4 => format!("/people?page={}", 1 + drawn.below(200)),
        5..=8 => format!("/people?place={}", place(drawn)),
        9 => format!("/people?place={}&km=120", place(drawn)),
        10..=11 => format!("/people?skill={skill}"),
        12..=13 => format!("/people?place={}&skill={skill}&km=60", place(drawn)),
        14..=16 => format!("/people?q={word}"),
        17 => format!("/people?q={word}&role=animator&place={}", place(drawn)),
        18 => format!(
            "/people?role={}",
            ["animator", "coordinator"][drawn.below(2)]
        ),
        _ => format!("/people?department={:02}", 1 + drawn.below(19)),
    }
}

async fn measure(name: &str, place: &Place, url: &str, folder: &Path) {
    let (app, listener) = an_instance(place, folder).await;
    badges::publish(&app).await.expect("achievements");
    let mut reader = app.db.read().await.expect("a reader");
    let achievements = crema::store::badges::list_achievements(&mut reader)
        .await
        .expect("achievements");
    drop(reader);
    let achievements: Vec<(String, String)> = achievements
        .into_iter()
        .map(|one| (one.slug, one.version))
        .collect();
    let began = Instant::now();
    fill(url, &app.keyring, &achievements).await;
    println!(
        "{name}: {} profiles with {} badges written in {:.1?}",
        profiles(),
        profiles() * BADGES,
        began.elapsed()
    );
    let visitors = Visitors::of(&app, listener);
    let (_, first) = visitors.get("/people").await;
    println!("{name}: the first request, which reads everything: {first:.0?}");
    let mut drawn = Drawn(11);
    let asked = (0..size("CREMA_BENCH_REQUESTS", 8_000))
        .map(|_| asked(&mut drawn, &achievements))
        .collect();
    let began = Instant::now();
    let told = visitors.get_all(asked).await;
    let spent = began.elapsed();
    let mut times: Vec<Duration> = told.iter().map(|one| one.2).collect();
    let (median, most) = quantiles(&mut times);
    let largest = told.iter().map(|one| one.1).max().unwrap_or_default();
    println!(
        "{name}: {CLIENTS} clients, {:.0} pages a second; median {median:.1?} (50 ms), p99 {most:.1?} (150 ms), longest {:.1?}; largest page {largest} bytes (40,000)",
        times.len() as f64 / spent.as_secs_f64(),
        times[times.len() - 1],
    );
}

fn main() {
    on_each_database(measure);
}
