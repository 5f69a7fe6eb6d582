//! The directory at a size it may never reach: 50,000 profiles with 150,000 badges, searched by 32 clients at once over sockets, on SQLite and, where
//! `CREMA_TEST_POSTGRES` gives an address, on PostgreSQL. Clients and server share the machine: `cargo bench --bench directory`.

use std::{
    collections::BTreeMap,
    fmt::Write,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use axum::body::Bytes;
use crema::{
    app::{App, Clock},
    base::{AccountId, AwardId, CredentialId},
    config::Config,
    directory::{Audience, Calling, Profile, profile::Shown},
    flows::badges,
    geography,
    outside::{keyring::Keyring, quizzes::Shelf},
    store::db::{Db, Place},
    web::{Site, router::router},
};
use http_body_util::{BodyExt, Empty};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use jiff::civil::Date;
use sqlx::{AnyConnection, AssertSqlSafe, Connection};

const PROFILES: usize = 50_000;
const BADGES: usize = 3;
const CLIENTS: usize = 32;
const REQUESTS: usize = 8_000;
/// 26 November 2026.
const NOW: i64 = 1_795_600_000;

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

/// Numbers that look drawn and are the same each time (Knuth's MMIX).
struct Drawn(u64);

impl Drawn {
    fn below(&mut self, count: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % count
    }

    fn of<'t>(&mut self, list: &[&'t str]) -> &'t str {
        list[self.below(list.len())]
    }
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
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
    for _ in 0..PROFILES / 500 {
        let mut rows: [String; 5] = Default::default();
        for _ in 0..500 {
            let account = AccountId::new();
            let profile = a_profile(&mut drawn, &people);
            let document = serde_json::to_string(&profile).expect("a profile is JSON");
            let slug = profile.slug(&format!(
                "{}{}",
                keyring.profile_mark(account),
                &account.to_string()[24..]
            ));
            let then = (NOW - drawn.below(300 * 86_400) as i64) * 1_000;
            let mut add = |table: usize, values: String| {
                let comma = if rows[table].is_empty() { "" } else { ", " };
                let _ = write!(rows[table], "{comma}({values})");
            };
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
        let mut tx = conn.begin().await.expect("nobody else writes");
        for (head, rows) in heads.iter().zip(&rows) {
            let text = format!("INSERT INTO {head} VALUES {rows}");
            sqlx::raw_sql(AssertSqlSafe(text))
                .execute(&mut *tx)
                .await
                .expect("rows of ours fit");
        }
        tx.commit().await.expect("rows of ours fit");
    }
    // As a database that has been in use for a while knows its tables.
    sqlx::raw_sql("ANALYZE")
        .execute(&mut conn)
        .await
        .expect("both know it");
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

async fn get(
    client: &Client<HttpConnector, Empty<Bytes>>,
    at: &str,
    path: &str,
) -> (usize, Duration) {
    let request = axum::http::Request::get(format!("http://{at}{path}"))
        .header("accept-encoding", "gzip")
        .body(Empty::new())
        .expect("an address of ours");
    let began = Instant::now();
    let answer = client.request(request).await.expect("the server answers");
    assert!(answer.status().is_success(), "{} {path}", answer.status());
    let body = answer
        .into_body()
        .collect()
        .await
        .expect("the whole body")
        .to_bytes();
    (body.len(), began.elapsed())
}

async fn measure(name: &str, place: &Place, url: &str, folder: &Path) {
    let db = Db::open(place).await.expect("a database");
    db.migrate(place).await.expect("a schema");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (shelf, _) =
        Shelf::open(&root.join("quizzes"), Date::constant(2026, 11, 26)).expect("modules");
    let settings = BTreeMap::from([("CREMA_RATE".to_owned(), "0".to_owned())]);
    let config = Config::load(Path::new("/nonexistent/crema.toml"), &settings).expect("settings");
    let keyring = Keyring::create(&folder.join("keys")).expect("keys");
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let address = listener.local_addr().expect("a port");
    let clock = Clock::Hand(Arc::new(std::sync::atomic::AtomicI64::new(NOW)));
    let app = Arc::new(App::new(config, address, db, keyring, shelf, clock).expect("an instance"));
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
        "{name}: {PROFILES} profiles with {} badges written in {:.1?}",
        PROFILES * BADGES,
        began.elapsed()
    );
    let served = router(Site::new(app.clone()));
    tokio::spawn(async move { axum::serve(listener, served).await });
    let at = address.to_string();
    let client = Client::builder(TokioExecutor::new())
        .pool_max_idle_per_host(CLIENTS)
        .build_http();
    let (_, first) = get(&client, &at, "/people").await;
    println!("{name}: the first request, which reads everything: {first:.0?}");
    let mut drawn = Drawn(11);
    let asked: Arc<Vec<String>> = Arc::new(
        (0..REQUESTS)
            .map(|_| asked(&mut drawn, &achievements))
            .collect(),
    );
    let next = Arc::new(AtomicUsize::new(0));
    let began = Instant::now();
    let clients: Vec<_> = (0..CLIENTS)
        .map(|_| {
            let (client, asked, next, at) =
                (client.clone(), asked.clone(), next.clone(), at.clone());
            tokio::spawn(async move {
                let mut told = Vec::new();
                while let Some(path) = asked.get(next.fetch_add(1, Ordering::Relaxed)) {
                    told.push(get(&client, &at, path).await);
                }
                told
            })
        })
        .collect();
    let mut told = Vec::new();
    for client in clients {
        told.extend(client.await.expect("no client fails"));
    }
    let spent = began.elapsed();
    let mut times: Vec<Duration> = told.iter().map(|one| one.1).collect();
    times.sort_unstable();
    let largest = told.iter().map(|one| one.0).max().unwrap_or_default();
    println!(
        "{name}: {CLIENTS} clients, {:.0} pages a second; median {:.1?} (50 ms), p99 {:.1?} (150 ms), longest {:.1?}; largest page {largest} bytes (40,000)",
        REQUESTS as f64 / spent.as_secs_f64(),
        times[times.len() / 2],
        times[times.len() * 99 / 100],
        times[times.len() - 1],
    );
}

fn main() {
    sqlx::any::install_default_drivers();
    let folder = std::env::temp_dir().join(format!("crema-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let file = folder.join("crema.db");
    let url = format!("sqlite:{}", file.display());
    runtime.block_on(measure("SQLite", &Place::Sqlite(file), &url, &folder));
    match std::env::var("CREMA_TEST_POSTGRES") {
        Ok(server) => runtime.block_on(async {
            let schema = format!("bench_{}", std::process::id());
            let mut conn = AnyConnection::connect(&server).await.expect("the server");
            sqlx::raw_sql(AssertSqlSafe(format!("CREATE SCHEMA {schema}")))
                .execute(&mut conn)
                .await
                .expect("a schema");
            let join = if server.contains('?') { '&' } else { '?' };
            let url = format!("{server}{join}options=-c%20search_path%3D{schema}");
            measure(
                "PostgreSQL",
                &Place::Postgres(url.clone()),
                &url,
                &folder.join("other"),
            )
            .await;
            sqlx::raw_sql(AssertSqlSafe(format!("DROP SCHEMA {schema} CASCADE")))
                .execute(&mut conn)
                .await
                .expect("a schema of ours");
        }),
        Err(_) => println!("PostgreSQL: CREMA_TEST_POSTGRES gives no address"),
    }
    let _ = std::fs::remove_dir_all(&folder);
}
