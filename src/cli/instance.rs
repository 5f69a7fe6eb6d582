//! Putting an instance together: settings, database, keys, modules. Keys and data are made only where there is neither.

use std::{collections::BTreeMap, fs::TryLockError, io::Read, net::SocketAddr, path::Path};

use jiff::{Timestamp, tz::TimeZone};

use super::migrate_to::MOVED;
use crate::{
    app::{App, Clock},
    config::{self, Config},
    outside::{
        keyring::{Found, Keyring, lacks_codes, look},
        quizzes::Shelf,
    },
    store::{
        db::{Db, Place},
        instance::{find_setting, set_setting},
        issuer_keys::find_signing_pair,
    },
};

/// The note of the address last served at: what the instance is called where no base URL is set.
const BOUND: &str = "bound";

/// How keys come back beside a database that is there, which `crema restore` does not write over.
pub(super) const BACK: &str =
    "`crema restore` the backup in an empty folder, and copy its keys/ here";

/// What to look at where a file of SQLite can be read and not opened.
pub(super) const UNOPENED: &str = "either its folder cannot be written, which SQLite needs to keep its log beside the file (chown, chmod), or it is damaged: then move it away and bring back the last backup with `crema restore`";

/// Reads the settings from `crema.toml` and the environment.
pub fn config() -> Result<Config, String> {
    let environment: BTreeMap<String, String> = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .collect();
    Config::load(Path::new(config::FILE), &environment).map_err(|faults| faults.join("\n"))
}

/// Opens the instance for the address it is bound to. With `create`, a first run makes its data and keys; without, an instance must be there.
pub async fn open(config: Config, bound: SocketAddr, create: bool) -> Result<App, String> {
    put_together(config, bound, create, true).await
}

/// Opens the instance for what asks nothing of its modules: its keys, its badges, its accounts.
pub async fn open_bare(config: Config) -> Result<App, String> {
    let bound = config.listen;
    put_together(config, bound, false, false).await
}

/// Makes an instance as [`open_bare`] opens one: its data and its keys, whatever modules there will be.
pub async fn make_bare(config: Config) -> Result<App, String> {
    let bound = config.listen;
    put_together(config, bound, true, false).await
}

/// The modules of the folder, of which one at least must be there.
fn shelf(config: &Config) -> Result<Shelf, String> {
    let today = Timestamp::now().to_zoned_datetime(TimeZone::UTC).date();
    let (shelf, reports) = Shelf::open(&config.quizzes, today)?;
    // What keeps a module from being served is told; what an author should know is for `crema check`.
    for report in reports.iter().filter(|report| report.is_wrong()) {
        super::check::tell(super::tables::texts(), report);
    }
    if shelf.modules().next().is_none() {
        return Err(format!(
            "{}: no module can be served; mend what is told above, or set CREMA_QUIZZES",
            config.quizzes.display()
        ));
    }
    Ok(shelf)
}

/// That the folder of modules is there, before anything is made.
pub(super) fn have_modules(config: &Config) -> Result<(), String> {
    if config.quizzes.is_dir() {
        return Ok(());
    }
    Err(format!(
        "{}: no such folder; run this in the project's folder, or set CREMA_QUIZZES to the folder of your modules",
        config.quizzes.display()
    ))
}

async fn put_together(
    config: Config,
    bound: SocketAddr,
    create: bool,
    modules: bool,
) -> Result<App, String> {
    let keys = look(&config.keys)?;
    let fresh = match &config.database {
        Place::Sqlite(path) => !path.exists(),
        Place::Postgres(_) => false,
    };
    if !create {
        must_be(&config.database)?;
    }
    if modules {
        have_modules(&config)?;
    }
    if fresh && keys == Found::Half {
        return Err(half(&config));
    }
    if fresh && keys == Found::Keys {
        return Err(format!(
            "{} holds keys, but their database is gone; bring it back with `crema restore`, or move the keys away to begin anew",
            config.keys.display()
        ));
    }
    if let (Place::Sqlite(path), true) = (&config.database, fresh) {
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        // Mailboxes stand in it: nobody else on this machine looks into a folder that is made here.
        folder
            .map_or(Ok(()), |folder| {
                use std::os::unix::fs::DirBuilderExt;
                std::fs::DirBuilder::new()
                    .recursive(true)
                    .mode(0o700)
                    .create(folder)
            })
            .map_err(|error| format!("{}: {error}", path.display()))?;
    }
    is_database(&config.database)?;
    let db = Db::open(&config.database)
        .await
        .map_err(|error| match config.database {
            Place::Sqlite(_) => format!("the database cannot be opened: {error}; {UNOPENED}"),
            Place::Postgres(_) => format!("the database cannot be opened: {error}; is it there?"),
        })?;
    let damage = db.damage(&config.database).await;
    let damage = damage.map_err(|error| format!("the database cannot be read: {error}"))?;
    if let Some(first) = damage.first() {
        return Err(format!(
            "the database {} is damaged ({first}); it is left as it is: move it away and bring back the last backup with `crema restore`",
            config.database
        ));
    }
    if db.is_frozen() {
        tracing::warn!(
            "the database {} can only be read: nothing that has to be written is done until it can be, and the server is started again",
            config.database
        );
    }
    if let Some(moved) = moved(&db).await? {
        return Err(format!(
            "the data of this instance was moved to {moved}: set CREMA_DATABASE_URL to it"
        ));
    }
    let was_empty = db.steps_done().await.map_err(|error| error.to_string())? == 0;
    if was_empty && !create {
        return Err(
            "there is no instance in this database yet: `crema serve` makes one".to_owned(),
        );
    }
    if was_empty && keys != Found::Nothing {
        return Err(format!(
            "{} holds keys, but the database {} is empty; bring it back with `crema restore`, or move the keys away to begin anew",
            config.keys.display(),
            config.database
        ));
    }
    db.migrate(&config.database)
        .await
        .map_err(|error| format!("the database cannot be brought up to date: {error}"))?;
    let keyring = keyring(&config, &db, keys, create).await?;
    let shelf = if modules {
        shelf(&config)?
    } else {
        Shelf::default()
    };
    let told = |error: crate::base::Error| error.to_string();
    let bound = if create {
        if !db.is_frozen() {
            let mut tx = db.write().await.map_err(told)?;
            set_setting(&mut tx, BOUND, &bound.to_string())
                .await
                .map_err(told)?;
            tx.commit().await.map_err(told)?;
        }
        bound
    } else {
        let noted = find_setting(&mut db.read().await.map_err(told)?, BOUND)
            .await
            .map_err(told)?;
        noted.and_then(|noted| noted.parse().ok()).unwrap_or(bound)
    };
    App::new(config, bound, db, keyring, shelf, Clock::System).map_err(|error| error.to_string())
}

/// Says to other processes that this one does the jobs, for as long as what is returned lives; nothing is returned where another one does them, which only SQLite
/// minds: with PostgreSQL any number of them share the queue. Where nothing can be written beside the database, nobody is told.
pub fn take_queue(place: &Place) -> Option<Queue> {
    let Place::Sqlite(path) = place else {
        return Some(Queue(None));
    };
    let mut beside = path.clone().into_os_string();
    beside.push("-jobs");
    let Ok(file) = std::fs::File::create(beside) else {
        return Some(Queue(None));
    };
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => None,
        Ok(()) | Err(TryLockError::Error(_)) => Some(Queue(Some(file))),
    }
}

/// The right to do the jobs of a database.
pub struct Queue(
    #[expect(dead_code, reason = "the lock lasts as long as the file is open")]
    Option<std::fs::File>,
);

/// Refuses a file that is no database of SQLite, by its first bytes: nothing is made of it, and nobody waits.
fn is_database(place: &Place) -> Result<(), String> {
    let Place::Sqlite(path) = place else {
        return Ok(());
    };
    let mut first = Vec::new();
    let read = std::fs::File::open(path).and_then(|file| file.take(16).read_to_end(&mut first));
    match read {
        Ok(_) if first.is_empty() || first == *b"SQLite format 3\0" => Ok(()),
        Ok(_) => Err(format!(
            "{} is damaged, or no database of SQLite; it is left as it is: move it away and bring back the last backup with `crema restore`",
            path.display()
        )),
        // A file that is not there yet is made; one that cannot be read is told by the database.
        Err(_) => Ok(()),
    }
}

/// Refuses a place where there is no instance.
///
/// # Errors
/// What is not there, and what to do.
pub fn must_be(place: &Place) -> Result<(), String> {
    match place {
        Place::Sqlite(path) if !path.exists() => Err(format!(
            "there is no instance here: {} does not exist; run this in the folder of the instance, or set CREMA_DATABASE_URL",
            path.display()
        )),
        _ => Ok(()),
    }
}

/// Where the data of this database was moved to.
async fn moved(db: &Db) -> Result<Option<String>, String> {
    let told = |error: crate::base::Error| error.to_string();
    if db.steps_done().await.map_err(told)? == 0 {
        return Ok(None);
    }
    find_setting(&mut db.read().await.map_err(told)?, MOVED)
        .await
        .map_err(told)
}

fn half(config: &Config) -> String {
    format!(
        "{}: one of the two signing keys is missing; {BACK}",
        config.keys.display()
    )
}

/// The keys that belong to this database, which names the pair that signs. A first run that was cut short, and a rotation, are taken up where they stopped.
async fn keyring(config: &Config, db: &Db, found: Found, create: bool) -> Result<Keyring, String> {
    let told = |error: crate::base::Error| error.to_string();
    let mut reader = db.read().await.map_err(told)?;
    let noted = find_signing_pair(&mut reader).await.map_err(told)?;
    drop(reader);
    match (noted, found) {
        (Some(_), Found::Nothing) => Err(format!(
            "{}: the keys of this database are gone; {BACK}",
            config.keys.display()
        )),
        (None, Found::Nothing) => Keyring::create(&config.keys),
        // A first start that was cut short between the two files: nothing was signed yet.
        (None, Found::Half) if create => Keyring::create(&config.keys),
        (_, Found::Half) => Err(half(config)),
        (None, _) => Keyring::open(&config.keys),
        (Some(_), _) if lacks_codes(&config.keys) => Err(format!(
            "{}: codes.secret is gone, and with it every code and link that waits; {BACK}",
            config.keys.display()
        )),
        (Some((_, names)), _) => {
            let keyring = Keyring::open(&config.keys)?;
            keyring.take(&names)?;
            Ok(keyring)
        }
    }
}
