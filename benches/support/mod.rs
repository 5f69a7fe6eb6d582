//! What the benches of lists share: both databases, numbers that look drawn, rows by the thousand, a server and its clients.

use std::{
    collections::BTreeMap,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use axum::body::Bytes;
use crema::{
    app::{App, Clock},
    config::Config,
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

/// How many ask at once.
pub const CLIENTS: usize = 32;
/// 26 November 2026.
pub const NOW: i64 = 1_795_600_000;

/// A size that the environment gives, else the usual one.
pub fn size(name: &str, usual: usize) -> usize {
    let given = std::env::var(name).ok().and_then(|text| text.parse().ok());
    given.unwrap_or(usual)
}

/// Numbers that look drawn and are the same each time (Knuth's MMIX).
pub struct Drawn(pub u64);

impl Drawn {
    /// A number below a count.
    pub fn below(&mut self, count: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % count
    }

    /// One of a list.
    pub fn of<'t>(&mut self, list: &[&'t str]) -> &'t str {
        list[self.below(list.len())]
    }
}

/// A text as a statement has it.
pub fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// Adds the values of a row to those of a statement.
pub fn add(rows: &mut String, values: &str) {
    let comma = if rows.is_empty() { "" } else { ", " };
    rows.push_str(&format!("{comma}({values})"));
}

/// Writes rows into tables, each named with its columns, in one transaction.
pub async fn write(conn: &mut AnyConnection, heads: &[&str], rows: &[String]) {
    let mut tx = conn.begin().await.expect("nobody else writes");
    for (head, rows) in heads.iter().zip(rows) {
        let text = format!("INSERT INTO {head} VALUES {rows}");
        sqlx::raw_sql(AssertSqlSafe(text))
            .execute(&mut *tx)
            .await
            .expect("rows of ours fit");
    }
    tx.commit().await.expect("rows of ours fit");
}

/// Runs a statement of ours.
pub async fn run(conn: &mut AnyConnection, text: String) {
    sqlx::raw_sql(AssertSqlSafe(text))
        .execute(conn)
        .await
        .expect("a statement of ours");
}

/// Runs a measure on SQLite and, where `CREMA_TEST_POSTGRES` gives an address, in a schema of its own on PostgreSQL. It is handed the name of the database, its
/// place and address, and a folder of its own.
pub fn on_each_database(measure: impl AsyncFn(&str, &Place, &str, &Path)) {
    sqlx::any::install_default_drivers();
    let folder = std::env::temp_dir().join(format!("crema-bench-{}", std::process::id()));
    let (near, far) = (folder.join("sqlite"), folder.join("postgres"));
    std::fs::create_dir_all(&near).expect("a folder");
    std::fs::create_dir_all(&far).expect("a folder");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let file = near.join("crema.db");
    let url = format!("sqlite:{}", file.display());
    runtime.block_on(measure("SQLite", &Place::Sqlite(file), &url, &near));
    match std::env::var("CREMA_TEST_POSTGRES") {
        Ok(server) => runtime.block_on(async {
            let schema = format!("bench_{}", std::process::id());
            let mut conn = AnyConnection::connect(&server).await.expect("the server");
            run(&mut conn, format!("CREATE SCHEMA {schema}")).await;
            let join = if server.contains('?') { '&' } else { '?' };
            let url = format!("{server}{join}options=-c%20search_path%3D{schema}");
            measure("PostgreSQL", &Place::Postgres(url.clone()), &url, &far).await;
            run(&mut conn, format!("DROP SCHEMA {schema} CASCADE")).await;
        }),
        Err(_) => println!("skipped: PostgreSQL: CREMA_TEST_POSTGRES gives no address"),
    }
    let _ = std::fs::remove_dir_all(&folder);
}

/// An instance with the modules that are shipped, on an empty database of its own, and the socket that it will listen at.
pub async fn an_instance(place: &Place, folder: &Path) -> (Arc<App>, tokio::net::TcpListener) {
    let db = Db::open(place).await.expect("a database");
    db.migrate(place).await.expect("a schema");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (shelf, _) =
        Shelf::open(&root.join("quizzes"), Date::constant(2026, 11, 26)).expect("modules");
    let mail = format!("file:{}", folder.join("mail").display());
    let settings = BTreeMap::from([
        ("CREMA_RATE".to_owned(), "0".to_owned()),
        ("CREMA_MAIL".to_owned(), mail),
    ]);
    let config = Config::load(Path::new("/nonexistent/crema.toml"), &settings).expect("settings");
    let keyring = Keyring::create(&folder.join("keys")).expect("keys");
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let address = listener.local_addr().expect("a port");
    let clock = Clock::Hand(Arc::new(AtomicI64::new(NOW)));
    let app = App::new(config, address, db, keyring, shelf, clock).expect("an instance");
    (Arc::new(app), listener)
}

/// A client of an instance that is served over sockets.
#[derive(Clone)]
pub struct Visitors {
    client: Client<HttpConnector, Empty<Bytes>>,
    at: String,
}

impl Visitors {
    /// Serves an instance, and makes its client.
    pub fn of(app: &Arc<App>, listener: tokio::net::TcpListener) -> Visitors {
        let at = listener.local_addr().expect("a port").to_string();
        let served = router(Site::new(app.clone()));
        tokio::spawn(async move { axum::serve(listener, served).await });
        let client = Client::builder(TokioExecutor::new())
            .pool_max_idle_per_host(CLIENTS)
            .build_http();
        Visitors { client, at }
    }

    /// Asks for a page: its size, and how long it took.
    pub async fn get(&self, path: &str) -> (usize, Duration) {
        let request = axum::http::Request::get(format!("http://{}{path}", self.at))
            .header("accept-encoding", "gzip")
            .body(Empty::new())
            .expect("an address of ours");
        let began = Instant::now();
        let answer = self
            .client
            .request(request)
            .await
            .expect("the server answers");
        assert!(answer.status().is_success(), "{} {path}", answer.status());
        let body = answer.into_body().collect().await.expect("the whole body");
        (body.to_bytes().len(), began.elapsed())
    }

    /// Asks for many pages, [`CLIENTS`] at once: of each its path, its size and how long it took.
    pub async fn get_all(&self, paths: Vec<String>) -> Vec<(String, usize, Duration)> {
        let (paths, next) = (Arc::new(paths), Arc::new(AtomicUsize::new(0)));
        let clients: Vec<_> = (0..CLIENTS)
            .map(|_| {
                let (own, paths, next) = (self.clone(), paths.clone(), next.clone());
                tokio::spawn(async move {
                    let mut told = Vec::new();
                    while let Some(path) = paths.get(next.fetch_add(1, Ordering::Relaxed)) {
                        let (size, time) = own.get(path).await;
                        told.push((path.clone(), size, time));
                    }
                    told
                })
            })
            .collect();
        let mut told = Vec::new();
        for client in clients {
            told.extend(client.await.expect("no client fails"));
        }
        told
    }
}

/// The time that half of them need, and that which 99 in 100 need; `times` is put in order.
pub fn quantiles(times: &mut [Duration]) -> (Duration, Duration) {
    times.sort_unstable();
    (times[times.len() / 2], times[times.len() * 99 / 100])
}
