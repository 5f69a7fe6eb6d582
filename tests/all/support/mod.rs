//! What tests share: a database of their own on each engine, and an honest way to be skipped.

#[cfg(feature = "passkeys")]
pub mod authenticator;
pub mod browser;
#[cfg(feature = "openid")]
pub mod provider;
pub mod rows;
pub mod server;
pub mod world;

use std::{future::Future, io::Write, path::PathBuf, task::Poll};

use crema::store::db::{Db, Place};
use uuid::Uuid;

/// Says on standard error that a test was skipped, past the capture of the test runner.
pub fn skip(why: &str) {
    let _ = writeln!(std::io::stderr(), "skipped: {why}");
}

/// A folder that goes away with the test.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new() -> Folder {
        let path = std::env::temp_dir().join(format!("crema-test-{}", Uuid::new_v4()));
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Runs a test on a fresh SQLite file and, where `CREMA_TEST_POSTGRES` gives an address, in a fresh schema of PostgreSQL.
pub fn on_both<F: Future<Output = ()>>(test: impl Fn(Db) -> F) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    let folder = Folder::new();
    runtime.block_on(async {
        let db = open(&Place::Sqlite(folder.0.join("crema.db"))).await;
        test(db.clone()).await;
        db.close().await;
    });
    match std::env::var("CREMA_TEST_POSTGRES") {
        Ok(url) => runtime.block_on(async {
            let schema = format!("test_{}", Uuid::new_v4().simple());
            sql(&url, &format!("CREATE SCHEMA {schema}")).await;
            let join = if url.contains('?') { '&' } else { '?' };
            let db = open(&Place::Postgres(format!(
                "{url}{join}options=-c%20search_path%3D{schema}"
            )))
            .await;
            test(db.clone()).await;
            db.close().await;
            sql(&url, &format!("DROP SCHEMA {schema} CASCADE")).await;
        }),
        Err(_) => skip("PostgreSQL: CREMA_TEST_POSTGRES gives no address"),
    }
}

/// Lets something run until it was asked so many times whether it goes on, and then drops it, as a program that is killed does: nothing where it was not done.
pub async fn cut_short<F: Future>(asked: usize, work: F) -> Option<F::Output> {
    let (mut work, mut left) = (std::pin::pin!(work), asked);
    std::future::poll_fn(|context| match left {
        0 => Poll::Ready(None),
        _ => {
            left -= 1;
            work.as_mut().poll(context).map(Some)
        }
    })
    .await
}

/// Begins some work and drops it as soon as something is so, as a kill would at that moment; what it gave where it ended before. The work goes no further while it is
/// looked: each of its statements is begun by a poll.
pub async fn cut_when<F: Future>(work: F, is_so: impl AsyncFn() -> bool) -> Option<F::Output> {
    let mut work = std::pin::pin!(work);
    loop {
        let polled = std::future::poll_fn(|context| Poll::Ready(work.as_mut().poll(context)));
        if let Poll::Ready(done) = polled.await {
            return Some(done);
        }
        if is_so().await {
            return None;
        }
    }
}

/// Runs a test with the address of an empty SQLite file and, where there is a server, of an empty schema of PostgreSQL.
pub fn on_empty<F: Future<Output = ()>>(test: impl Fn(String) -> F) {
    sqlx::any::install_default_drivers();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let folder = Folder::new();
    let file = folder.0.join("crema.db");
    runtime.block_on(test(format!("sqlite:{}?mode=rwc", file.display())));
    match std::env::var("CREMA_TEST_POSTGRES") {
        Ok(url) => runtime.block_on(async {
            let schema = format!("test_{}", Uuid::new_v4().simple());
            sql(&url, &format!("CREATE SCHEMA {schema}")).await;
            let join = if url.contains('?') { '&' } else { '?' };
            test(format!("{url}{join}options=-c%20search_path%3D{schema}")).await;
            sql(&url, &format!("DROP SCHEMA {schema} CASCADE")).await;
        }),
        Err(_) => skip("PostgreSQL: CREMA_TEST_POSTGRES gives no address"),
    }
}

/// Opens a database and brings its schema to today's.
pub async fn open(place: &Place) -> Db {
    let db = Db::open(place).await.unwrap();
    db.migrate(place).await.unwrap();
    db
}

pub async fn sql(url: &str, statement: &str) {
    use sqlx::Connection;
    let mut conn = sqlx::AnyConnection::connect(url).await.unwrap();
    sqlx::raw_sql(sqlx::AssertSqlSafe(statement.to_owned()))
        .execute(&mut conn)
        .await
        .unwrap();
    conn.close().await.unwrap();
}
