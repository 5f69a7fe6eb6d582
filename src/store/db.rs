//! The database: its pools, its transactions, its schema. Every word that one database knows and the other does not stands here.

use std::{
    borrow::Cow,
    fmt,
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};

use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use sqlx::{
    Any, AnyConnection, AnyPool, Executor, Transaction,
    any::AnyPoolOptions,
    migrate::{Migration, MigrationType, Migrator},
    pool::PoolConnection,
    postgres::PgListener,
};
use tokio::sync::Notify;

use super::sql::{Conn, fault};
use crate::base::{Error, Result};

/// How long a request waits for its turn at the database before it is told to come back.
const PATIENCE: Duration = Duration::from_secs(8);

/// Under which name processes tell each other that a job was added.
const CHANNEL: &str = "crema_jobs";

/// The steps of the schema, forward only; each is one transaction.
#[rustfmt::skip]
const STEPS: &[(i64, &str, &str)] = &[
    (1, "the loop", include_str!("../../migrations/0001_the_loop.sql")),
    (2, "delivery", include_str!("../../migrations/0002_delivery.sql")),
    (3, "contested", include_str!("../../migrations/0003_contested.sql")),
    (4, "easy to read", include_str!("../../migrations/0004_easy.sql")),
    (10, "jobs", include_str!("../../migrations/0010_jobs.sql")),
    (11, "access", include_str!("../../migrations/0011_access.sql")),
    (12, "holdings", include_str!("../../migrations/0012_holdings.sql")),
    (20, "keys", include_str!("../../migrations/0020_keys.sql")),
    (26, "completed attempts", include_str!("../../migrations/0026_completed.sql")),
    (30, "the life of a badge", include_str!("../../migrations/0030_life.sql")),
    (34, "doubts", include_str!("../../migrations/0034_doubts.sql")),
    (40, "certification", include_str!("../../migrations/0040_certification.sql")),
    (45, "the charter", include_str!("../../migrations/0045_charter.sql")),
    (50, "directory", include_str!("../../migrations/0050_directory.sql")),
    (55, "endorsements", include_str!("../../migrations/0055_endorsements.sql")),
    (60, "events", include_str!("../../migrations/0060_events.sql")),
    (62, "registrations", include_str!("../../migrations/0062_registrations.sql")),
    (66, "subscriptions", include_str!("../../migrations/0066_subscriptions.sql")),
];

/// The version of the schema that this program works with.
pub fn newest() -> i64 {
    STEPS.last().map_or(0, |(version, ..)| *version)
}

/// The steps of the schema: their numbers, and the statements of each.
pub(super) fn steps() -> impl Iterator<Item = (i64, &'static str)> {
    STEPS.iter().map(|(version, _, sql)| (*version, *sql))
}

/// An open database. Cloning it shares the pools.
#[derive(Clone)]
pub struct Db {
    read: AnyPool,
    write: AnyPool,
    begin: &'static str,
    shared: bool,
    /// Rung where a job was added, here or, with PostgreSQL, in another process.
    bell: Arc<Notify>,
    /// Where other processes can be heard.
    url: Option<Arc<str>>,
    turns: Histogram,
}

/// A connection that only reads.
pub struct Reader(PoolConnection<Any>);

/// A connection on which nothing changes.
pub struct Snapshot(Transaction<'static, Any>);

/// A write transaction; dropped without [`Tx::commit`], nothing of it happened.
pub struct Tx {
    transaction: Transaction<'static, Any>,
    bell: Arc<Notify>,
    shared: bool,
    roused: bool,
}

/// Where a database is, read from `CREMA_DATABASE_URL`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A file of SQLite.
    Sqlite(PathBuf),
    /// A PostgreSQL server, by its whole URL.
    Postgres(String),
}

impl fmt::Display for Place {
    /// The place without user and password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Place::Postgres(url) => {
                let rest = url.rsplit_once('@').map(|(_, rest)| rest);
                let rest = rest.or(url.split_once("://").map(|(_, rest)| rest));
                let bare = rest.unwrap_or_default().split('?').next();
                write!(f, "postgres://{}", bare.unwrap_or_default())
            }
        }
    }
}

impl Place {
    /// Reads `sqlite:PATH` or `postgres://…`.
    ///
    /// # Errors
    /// The reason in words, for the start-up message.
    pub fn read(url: &str) -> Result<Place, String> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            let path = path
                .strip_prefix("//")
                .unwrap_or(path)
                .split('?')
                .next()
                .unwrap_or_default();
            return if path.is_empty() {
                Err("sqlite: needs the path of a file".into())
            } else {
                Ok(Place::Sqlite(path.into()))
            };
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Place::Postgres(url.to_owned()));
        }
        Err("expected sqlite:PATH or postgres://…".into())
    }
}

impl Db {
    /// Opens the database, making the file of SQLite where there is none, without touching its schema.
    ///
    /// # Errors
    /// [`Error::Fault`] where it cannot be opened.
    pub async fn open(place: &Place) -> Result<Db> {
        sqlx::any::install_default_drivers();
        match place {
            Place::Sqlite(path) => {
                let url = format!("sqlite:{}?mode=rwc", path.display());
                // WAL before anything else, by the one writer: two connections that both change the journal mode collide.
                let write = pool(1)
                    // A file does not go away between two requests: asking first would double every read.
                    .test_before_acquire(false)
                    .after_connect(|conn, _| {
                        Box::pin(async move {
                            conn.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 8000; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON").await?;
                            Ok(())
                        })
                    })
                    .connect(&url)
                    .await
                    .map_err(Error::fault)?;
                let read = pool(8)
                    .test_before_acquire(false)
                    .after_connect(|conn, _| {
                        Box::pin(async move {
                            conn.execute("PRAGMA busy_timeout = 8000; PRAGMA query_only = ON")
                                .await?;
                            Ok(())
                        })
                    })
                    .connect_lazy(&url)
                    .map_err(Error::fault)?;
                Ok(Db {
                    read,
                    write,
                    begin: "BEGIN IMMEDIATE",
                    shared: false,
                    bell: Arc::default(),
                    url: None,
                    turns: turns(),
                })
            }
            Place::Postgres(url) => {
                let both = pool(16).connect(url).await.map_err(Error::fault)?;
                Ok(Db {
                    read: both.clone(),
                    write: both,
                    begin: "BEGIN",
                    shared: true,
                    bell: Arc::default(),
                    url: Some(url.as_str().into()),
                    turns: turns(),
                })
            }
        }
    }

    /// Brings the schema to this program's version; a newer one is refused. With SQLite the file is copied beside itself first.
    ///
    /// # Errors
    /// [`Error::Fault`] where the schema is newer or was changed by hand, or a step fails (nothing of that step remains).
    pub async fn migrate(&self, place: &Place) -> Result<()> {
        self.migrate_to(place, newest()).await
    }

    /// Brings the schema to an earlier version, in which a backup was made.
    ///
    /// # Errors
    /// Those of [`Db::migrate`].
    pub async fn migrate_to(&self, place: &Place, newest: i64) -> Result<()> {
        let done = self.steps_done().await?;
        if done > newest {
            return Err(Error::fault(format!(
                "the database has schema {done}, this program knows {newest}: use the newer program, or restore a backup made before it"
            )));
        }
        if let (Place::Sqlite(path), true) = (place, done > 0 && done < newest) {
            let copy = path.with_extension(format!("before-{newest:04}.db"));
            if !copy.exists() {
                let mut conn = self.write.acquire().await.map_err(fault)?;
                sqlx::query("VACUUM INTO $1")
                    .bind(copy.display().to_string())
                    .execute(&mut *conn)
                    .await
                    .map_err(fault)?;
                tracing::info!(copy = %copy.display(), "copied the database before changing its schema");
            }
        }
        let steps = STEPS
            .iter()
            .filter(|(version, ..)| *version <= newest)
            .map(|(version, what, sql)| {
                Migration::new(
                    *version,
                    Cow::Borrowed(*what),
                    MigrationType::Simple,
                    sqlx::SqlStr::from_static(sql),
                    false,
                )
            })
            .collect();
        Migrator::with_migrations(steps)
            .run(&self.write)
            .await
            .map_err(Error::fault)
    }

    /// How many steps of the schema were made: 0 in an empty database.
    pub async fn steps_done(&self) -> Result<i64> {
        let mut conn = self.write.acquire().await.map_err(fault)?;
        let read: Result<(i64,), sqlx::Error> = sqlx::query_as(
            "SELECT CAST(COALESCE(MAX(version), 0) AS BIGINT) FROM _sqlx_migrations",
        )
        .fetch_one(&mut *conn)
        .await;
        match read {
            Ok((version,)) => Ok(version),
            // There is no such table yet.
            Err(sqlx::Error::Database(_)) => Ok(0),
            Err(error) => Err(fault(error)),
        }
    }

    /// What is wrong with the data itself, in the words of the engine: nothing, as a rule. PostgreSQL has no such look of its own; of it the order of texts
    /// is told where that is not by bytes, since lists would be in another order than on SQLite.
    pub async fn flaws(&self) -> Result<Vec<String>> {
        let mut conn = self.write.acquire().await.map_err(fault)?;
        if self.shared {
            let (collation,): (String,) = sqlx::query_as(
                "SELECT CAST(datcollate AS TEXT) FROM pg_database WHERE datname = current_database()",
            )
            .fetch_one(&mut *conn)
            .await
            .map_err(fault)?;
            let plain = ["C", "POSIX", "C.UTF-8", "C.utf8"].contains(&collation.as_str());
            return Ok(if plain {
                Vec::new()
            } else {
                vec![format!("texts are ordered by {collation}, not by C")]
            });
        }
        let mut flaws = Vec::new();
        let said: Vec<(String,)> = sqlx::query_as("PRAGMA integrity_check(20)")
            .fetch_all(&mut *conn)
            .await
            .map_err(fault)?;
        flaws.extend(
            said.into_iter()
                .map(|(said,)| said)
                .filter(|said| said != "ok"),
        );
        let orphans = sqlx::query("PRAGMA foreign_key_check")
            .fetch_all(&mut *conn)
            .await
            .map_err(fault)?
            .len();
        if orphans > 0 {
            flaws.push(format!("{orphans} rows refer to rows that are not there"));
        }
        Ok(flaws)
    }

    /// Whether this process may be one of several that write.
    pub fn is_shared(&self) -> bool {
        self.shared
    }

    /// A connection to read on.
    pub async fn read(&self) -> Result<Reader> {
        self.read.acquire().await.map(Reader).map_err(fault)
    }

    /// A transaction to write in. On SQLite it holds the one write lock from its first moment, so that it never fails half-way for want of it.
    pub async fn write(&self) -> Result<Tx> {
        let asked = Instant::now();
        let transaction = self.write.begin_with(self.begin).await.map_err(fault);
        self.turns.observe(asked.elapsed().as_secs_f64());
        let transaction = transaction?;
        Ok(Tx {
            transaction,
            bell: self.bell.clone(),
            shared: self.shared,
            roused: false,
        })
    }

    /// Seconds that writes waited for their turn, those that were told to come back among them.
    pub fn turns(&self) -> Histogram {
        self.turns.clone()
    }

    /// A connection that sees one moment of the database for as long as it is held, whatever is written meanwhile.
    pub async fn snapshot(&self) -> Result<Snapshot> {
        let begin = if self.shared {
            "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
        } else {
            "BEGIN"
        };
        let transaction = self.read.begin_with(begin).await.map_err(fault)?;
        Ok(Snapshot(transaction))
    }

    /// Rings the bell of this process when another one says that it added a job; never ends. Who loses the connection listens again after a while: meanwhile,
    /// and with SQLite, jobs are found by looking.
    pub async fn listen(&self) {
        let Some(url) = &self.url else {
            return std::future::pending().await;
        };
        loop {
            if let Err(error) = self.heard(url).await {
                tracing::warn!(%error, "other processes are not heard just now: jobs are found by looking");
            }
            tokio::time::sleep(PATIENCE).await;
        }
    }

    async fn heard(&self, url: &str) -> Result<(), sqlx::Error> {
        let mut listener = PgListener::connect(url).await?;
        listener.listen(CHANNEL).await?;
        // What was added before somebody listened is looked for.
        self.bell.notify_one();
        loop {
            listener.recv().await?;
            self.bell.notify_one();
        }
    }

    /// Waits until a transaction that added a job is committed, of this process or, where [`Db::listen`] runs, of another, or until `at_most` has passed.
    pub async fn job_added(&self, at_most: Duration) {
        let _ = tokio::time::timeout(at_most, self.bell.notified()).await;
    }

    /// Folds the log of SQLite into its file, where what was deleted is overwritten: an erased person is gone from both. One that is being read just
    /// now is folded the next time.
    pub async fn fold(&self) -> Result<()> {
        if !self.shared {
            let mut conn = self.write.acquire().await.map_err(fault)?;
            sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
                .fetch_all(&mut *conn)
                .await
                .map_err(fault)?;
        }
        Ok(())
    }

    /// Ends all connections once their work is done; the log of SQLite is folded into its file.
    pub async fn close(&self) {
        self.read.close().await;
        self.write.close().await;
    }
}

impl Tx {
    /// Makes everything of the transaction durable.
    pub async fn commit(mut self) -> Result<()> {
        if self.roused && self.shared {
            // It is heard once this is committed, and not before.
            sqlx::query("SELECT pg_notify('crema_jobs', '')")
                .execute(&mut *self.transaction)
                .await
                .map_err(fault)?;
        }
        self.transaction.commit().await.map_err(fault)?;
        if self.roused {
            self.bell.notify_one();
        }
        Ok(())
    }

    /// Wakes a worker once this is committed.
    pub fn rouse(&mut self) {
        self.roused = true;
    }
}

impl Conn for Reader {
    fn raw(&mut self) -> &mut AnyConnection {
        &mut self.0
    }
}

impl Conn for Snapshot {
    fn raw(&mut self) -> &mut AnyConnection {
        &mut self.0
    }
}

impl Conn for Tx {
    fn raw(&mut self) -> &mut AnyConnection {
        &mut self.transaction
    }
}

/// From a tenth of a millisecond to beyond [`PATIENCE`].
fn turns() -> Histogram {
    Histogram::new(exponential_buckets(0.0001, 2.0, 18))
}

fn pool(size: u32) -> AnyPoolOptions {
    AnyPoolOptions::new()
        .max_connections(size)
        .acquire_timeout(PATIENCE)
}
