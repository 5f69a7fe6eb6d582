//! The database: its pools, its transactions, its schema. Every word that one database knows and the other does not stands here.

use std::{
    borrow::Cow,
    ffi::OsString,
    fmt,
    io::ErrorKind,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use sqlx::{
    Any, AnyConnection, AnyPool, Connection, Executor, Transaction,
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

/// Bytes up to which a file of SQLite is looked through before it is served: more would keep people waiting at a start, and is left to `crema doctor`.
const LOOKED_THROUGH: u64 = 128 << 20;

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
    (63, "attendance", include_str!("../../migrations/0063_attendance.sql")),
    (64, "answers", include_str!("../../migrations/0064_answers.sql")),
    (65, "notices", include_str!("../../migrations/0065_notices.sql")),
    (66, "subscriptions", include_str!("../../migrations/0066_subscriptions.sql")),
    (68, "voices", include_str!("../../migrations/0068_voices.sql")),
    (69, "event reports", include_str!("../../migrations/0069_event_reports.sql")),
    (70, "imports", include_str!("../../migrations/0070_imports.sql")),
    (75, "the charter asks again", include_str!("../../migrations/0075_charter_asked.sql")),
    (76, "found by account", include_str!("../../migrations/0076_found_by_account.sql")),
    (80, "passkeys", include_str!("../../migrations/0080_passkeys.sql")),
    (81, "identities", include_str!("../../migrations/0081_identities.sql")),
    (85, "roots of the issuance log", include_str!("../../migrations/0085_log_roots.sql")),
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
    frozen: bool,
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
            Place::Sqlite(path) if is_frozen(path) => {
                // The log may hold what is not in the file yet: without one, the file alone is all there is, and it needs no neighbour that would have to be made.
                let log = path.with_file_name(beside(path, "-wal"));
                let alone = std::fs::metadata(log).map_or(true, |log| log.len() == 0);
                let url = format!("sqlite:{}?mode=ro&immutable={alone}", path.display());
                let read = pool(8).test_before_acquire(false);
                let read = read.connect(&url).await.map_err(Error::fault)?;
                Ok(Db {
                    write: read.clone(),
                    read,
                    begin: "BEGIN",
                    shared: false,
                    frozen: true,
                    bell: Arc::default(),
                    url: None,
                    turns: turns(),
                })
            }
            Place::Sqlite(path) => {
                let url = format!("sqlite:{}?mode=rwc", path.display());
                // WAL before anything else, by the one writer: two connections that both change the journal mode collide.
                let write = pool(1)
                    // A file does not go away between two requests: asking first would double every read.
                    .test_before_acquire(false)
                    // A full disk ends a transaction before it is ended here, and its connection would then be in it for ever.
                    .before_acquire(|conn, _| Box::pin(async move { Ok(!conn.is_in_transaction()) }))
                    .after_connect(|conn, _| {
                        Box::pin(async move {
                            conn.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 8000; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON").await?;
                            // Pages of a large write stay in memory until it is committed, up to 24 MB: with the usual 2 MB each is written out several times.
                            conn.execute("PRAGMA cache_size = -24000").await?;
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
                    frozen: false,
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
                    frozen: false,
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
        if self.frozen && done == newest {
            return Ok(());
        }
        if done > newest {
            return Err(Error::fault(format!(
                "the database has schema {done}, this program knows {newest}: use the newer program, or restore a backup made before it"
            )));
        }
        if let (Place::Sqlite(path), true) = (place, done > 0 && done < newest) {
            // Called after the schema that it has: whoever goes back and comes again has a copy of this time, and one that was cut short between two steps keeps
            // the one from before the first. It has its name once it is whole: a copy that was cut short is none.
            let copy = path.with_extension(format!("at-{done:04}.db"));
            let part = path.with_extension(format!("at-{done:04}.part"));
            for left in [part.clone(), part.with_file_name(beside(&part, "-journal"))] {
                match std::fs::remove_file(left) {
                    Err(error) if error.kind() != ErrorKind::NotFound => {
                        return Err(Error::fault(error));
                    }
                    _ => {}
                }
            }
            let mut conn = self.write.acquire().await.map_err(fault)?;
            sqlx::query("VACUUM INTO $1")
                .bind(part.display().to_string())
                .execute(&mut *conn)
                .await
                .map_err(fault)?;
            std::fs::File::open(&part)
                .and_then(|whole| whole.sync_all())
                .and_then(|()| std::fs::rename(&part, &copy))
                .map_err(Error::fault)?;
            tracing::info!(copy = %copy.display(), "copied the database before changing its schema");
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
        let mut flaws = integrity(&mut conn).await?;
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

    /// What is wrong with the file of SQLite, where it is small enough to be looked through before it is served: nothing, as a rule.
    pub async fn damage(&self, place: &Place) -> Result<Vec<String>> {
        match place {
            Place::Sqlite(path)
                if std::fs::metadata(path).is_ok_and(|file| file.len() <= LOOKED_THROUGH) =>
            {
                integrity(&mut *self.read.acquire().await.map_err(fault)?).await
            }
            _ => Ok(Vec::new()),
        }
    }

    /// Whether this process may be one of several that write.
    pub fn is_shared(&self) -> bool {
        self.shared
    }

    /// Whether the file of SQLite can only be read: every write is told to come back later.
    pub fn is_frozen(&self) -> bool {
        self.frozen
    }

    /// Whether the database answers and takes what is written: a PostgreSQL that lags behind another, or is kept from writing, only lets read.
    pub async fn is_ready(&self) -> bool {
        let Ok(mut conn) = self.read.acquire().await else {
            return false;
        };
        if !self.shared {
            return !self.frozen;
        }
        let said: Result<(String,), sqlx::Error> =
            sqlx::query_as("SELECT CAST(current_setting('transaction_read_only') AS TEXT)")
                .fetch_one(&mut *conn)
                .await;
        said.is_ok_and(|(only,)| only == "off")
    }

    /// A connection to read on.
    pub async fn read(&self) -> Result<Reader> {
        self.read.acquire().await.map(Reader).map_err(fault)
    }

    /// A transaction to write in. On SQLite it holds the one write lock from its first moment, so that it never fails half-way for want of it.
    pub async fn write(&self) -> Result<Tx> {
        if self.frozen {
            return Err(Error::Busy);
        }
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

/// What SQLite finds when it looks through its file; a file that it cannot even read is told in its words too.
async fn integrity(conn: &mut AnyConnection) -> Result<Vec<String>> {
    let said: Result<Vec<(String,)>, sqlx::Error> = sqlx::query_as("PRAGMA integrity_check(20)")
        .fetch_all(conn)
        .await;
    match said {
        Ok(said) => Ok(said
            .into_iter()
            .map(|(said,)| said)
            .filter(|said| said != "ok")
            .collect()),
        Err(sqlx::Error::Database(cause)) if is_damage(cause.as_ref()) => {
            Ok(vec![cause.message().to_owned()])
        }
        Err(error) => Err(fault(error)),
    }
}

/// What is wrong with a file of SQLite that cannot even be opened, in its own words: asked of one connection, since a pool would try again until its patience
/// ends. Nothing is written.
pub async fn unreadable(path: &Path) -> Option<String> {
    sqlx::any::install_default_drivers();
    let url = format!("sqlite:{}?mode=ro", path.display());
    let asked = async {
        let mut conn = AnyConnection::connect(&url).await?;
        conn.execute("SELECT COUNT(*) FROM sqlite_master").await?;
        conn.close().await
    };
    match asked.await {
        Err(sqlx::Error::Database(cause)) if is_damage(cause.as_ref()) => {
            Some(cause.message().to_owned())
        }
        _ => None,
    }
}

/// SQLite: corrupt (11), not a database (26).
fn is_damage(cause: &dyn sqlx::error::DatabaseError) -> bool {
    let code = cause.code().and_then(|code| code.parse::<u32>().ok());
    code.is_some_and(|code| matches!(code & 0xff, 11 | 26))
}

/// Whether a file is there that this process may only read.
fn is_frozen(path: &Path) -> bool {
    let opened = std::fs::OpenOptions::new().append(true).open(path);
    opened.is_err_and(|error| {
        matches!(
            error.kind(),
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem
        )
    })
}

/// The name of a file beside another.
fn beside(path: &Path, end: &str) -> OsString {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(end);
    name
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
