//! Putting an instance together: settings, database, keys, modules. Keys and data are made only where there is neither.

use std::{
    collections::BTreeMap,
    fs::TryLockError,
    io::{Read, Write},
    net::SocketAddr,
    path::Path,
};

use jiff::{Timestamp, tz::TimeZone};

use super::migrate_to::MOVED;
use crate::{
    app::{App, Clock},
    config::{self, Config},
    outside::{
        keyring::{Found, Keyring, lacks_codes, look, renew_codes},
        quizzes::Shelf,
    },
    store::{
        db::{Db, Place, unreadable},
        instance::{find_setting, set_setting},
        issuer_keys::find_signing_pair,
        sql::Conn,
    },
};

/// The note of the address last served at: what the instance is called where no base URL is set.
const BOUND: &str = "bound";

/// The note of the secret of codes that belongs to the database: a mark of it, which leads nobody to the secret.
const SECRET: &str = "codes";

/// How keys come back beside a database that is there, which `crema restore` does not write over.
pub(super) const BACK: &str =
    "`crema restore` the backup in an empty folder, and copy its keys/ here";

/// What to do where the secret of codes is in no backup.
pub(super) const NEW_CODES: &str =
    "where no backup has it, `crema keys codes` makes another one, and tells what that costs";

/// What to look at where a file of SQLite can be read and not opened.
const UNOPENED: &str = "either its folder cannot be written, which SQLite needs to keep its log beside the file (chown, chmod), or it is damaged: then move it away and bring back the last backup with `crema restore`";

/// What to do where there is no room for what SQLite keeps beside its file.
const FULL: &str = "the disk is full: make room, and start again; nothing is lost";

/// What must still fit on the disk, in bytes: about what a first afternoon writes.
const ROOM: usize = 1024 * 1024;

/// What to look at where PostgreSQL does not let in.
const UNREACHED: &str = "look whether the server runs there, whether the database was made, and whether it lets this role in with this password: `psql` with the same address says the same";

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
    if let Some(damage) = unreadable_file(&config.database).await {
        return Err(damaged(&config.database, &damage));
    }
    let db = Db::open(&config.database)
        .await
        .map_err(|error| unopened(&config.database, &error))?;
    let damage = db.damage(&config.database).await;
    let damage = damage.map_err(|error| format!("the database cannot be read: {error}"))?;
    if let Some(first) = damage.first() {
        return Err(damaged(&config.database, first));
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
/// minds: with PostgreSQL any number of them share the queue.
pub fn take_queue(place: &Place) -> Option<Right> {
    take(place, "-jobs")
}

/// Says to other processes that this one answers people, for as long as what is returned lives. With SQLite there is one: what is begun is kept in its memory, and
/// two would not know of each other's.
///
/// # Errors
/// Where another one does, with what to do.
pub fn take_door(place: &Place) -> Result<Right, String> {
    take(place, "-serve").ok_or_else(|| {
        format!(
            "another `crema serve` works with {place}, and with SQLite only one can: end that one first (`systemctl stop crema`, or Ctrl-C where it runs); several need PostgreSQL, to which `crema migrate-to` leads"
        )
    })
}

/// A lock beside the file of SQLite. Where nothing can be written there, or where no folder is there yet, nobody is told.
fn take(place: &Place, what: &str) -> Option<Right> {
    let Place::Sqlite(path) = place else {
        return Some(Right(None));
    };
    let mut beside = path.clone().into_os_string();
    beside.push(what);
    let Ok(file) = std::fs::File::create(beside) else {
        return Some(Right(None));
    };
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => None,
        Ok(()) | Err(TryLockError::Error(_)) => Some(Right(Some(file))),
    }
}

/// The right to do what only one process does with a database.
pub struct Right(Option<std::fs::File>);

impl Right {
    /// Whether others are told.
    pub fn is_told(&self) -> bool {
        self.0.is_some()
    }
}

/// What is wrong with a file that is no database of SQLite or cannot be read as one: nothing is made of it, and nobody waits.
pub(super) async fn unreadable_file(place: &Place) -> Option<String> {
    let Place::Sqlite(path) = place else {
        return None;
    };
    let mut first = Vec::new();
    let read = std::fs::File::open(path).and_then(|file| file.take(16).read_to_end(&mut first));
    match read {
        Ok(0) => None,
        Ok(_) if first != *b"SQLite format 3\0" => {
            Some("it does not begin as a database of SQLite does".to_owned())
        }
        Ok(_) => unreadable(path).await,
        // A file that is not there yet is made; one that cannot be read is told by the database.
        Err(_) => None,
    }
}

/// Why a database cannot be opened, and what to look at.
pub(super) fn unopened(place: &Place, error: &crate::base::Error) -> String {
    format!(
        "the database {place} cannot be opened ({error}); {}",
        to_look_at(place)
    )
}

/// What to look at where a database cannot be opened.
pub(super) fn to_look_at(place: &Place) -> &'static str {
    match place {
        Place::Sqlite(path) if room(path).is_err_and(|error| is_full(&error)) => FULL,
        Place::Sqlite(_) => UNOPENED,
        Place::Postgres(_) => UNREACHED,
    }
}

/// Whether the disk takes a little more: a file is written beside the database, and taken away.
pub(super) fn room(database: &Path) -> std::io::Result<()> {
    let path = database.with_extension("room");
    let written = std::fs::File::create(&path).and_then(|mut file| {
        file.write_all(&vec![0; ROOM])?;
        file.sync_all()
    });
    std::fs::remove_file(&path)?;
    written
}

fn is_full(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{QuotaExceeded, StorageFull};
    matches!(error.kind(), StorageFull | QuotaExceeded)
}

pub(super) fn damaged(place: &Place, how: &str) -> String {
    format!(
        "the database {place} is damaged ({how}); it is left as it is: move it away, with the -wal and -shm beside it, and bring back the last backup with `crema restore`"
    )
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
    let keyring = match noted {
        Some((_, names)) => {
            let keyring = belonging(config, found, &names)?;
            match find_setting(&mut reader, SECRET).await.map_err(told)? {
                Some(noted) if noted != keyring.secret_mark() => return Err(foreign(config)),
                // An instance from before the secret was noted notes the one that it has.
                None if create => keyring,
                _ => return Ok(keyring),
            }
        }
        // Nothing was given out yet: whatever a first start that was cut short has noted is not held against the next.
        None => match found {
            Found::Nothing => Keyring::create(&config.keys)?,
            // It was cut short between the two files.
            Found::Half if create => Keyring::create(&config.keys)?,
            Found::Half => return Err(half(config)),
            Found::Keys => Keyring::open(&config.keys)?,
        },
    };
    drop(reader);
    if !db.is_frozen() {
        note_secret(db, &keyring).await?;
    }
    Ok(keyring)
}

async fn note_secret(db: &Db, keyring: &Keyring) -> Result<(), String> {
    let told = |error: crate::base::Error| error.to_string();
    let mut tx = db.write().await.map_err(told)?;
    set_setting(&mut tx, SECRET, &keyring.secret_mark())
        .await
        .map_err(told)?;
    tx.commit().await.map_err(told)
}

/// The keys of the folder, where they are those that a database names.
fn belonging(config: &Config, found: Found, names: &[String; 2]) -> Result<Keyring, String> {
    match found {
        Found::Nothing => Err(format!(
            "{}: the keys of this database are gone; {BACK}",
            config.keys.display()
        )),
        Found::Half => Err(half(config)),
        Found::Keys if lacks_codes(&config.keys) => Err(format!(
            "{}: codes.secret is gone, and with it every code and link that waits; {BACK}; {NEW_CODES}",
            config.keys.display()
        )),
        Found::Keys => {
            let keyring = Keyring::open(&config.keys)?;
            keyring.take(names)?;
            Ok(keyring)
        }
    }
}

fn foreign(config: &Config) -> String {
    format!(
        "{}: codes.secret is not the one of this database: no link that was given out would open, and no attempt go on; {BACK}; {NEW_CODES}",
        config.keys.display()
    )
}

/// Whether the folder holds the keys that a database names, without changing the database: how many there are to name is told by what is returned.
///
/// # Errors
/// In words, with what to do.
pub(super) async fn look_at_keys(config: &Config, reader: &mut impl Conn) -> Result<bool, String> {
    let told = |error: crate::base::Error| error.to_string();
    let found = look(&config.keys)?;
    let noted = find_signing_pair(reader).await.map_err(told)?;
    let secret = find_setting(reader, SECRET).await.map_err(told)?;
    let Some((_, names)) = noted else {
        return match found {
            Found::Nothing => Ok(false),
            Found::Half => Err(half(config)),
            Found::Keys => Keyring::open(&config.keys).map(|_| true),
        };
    };
    let keyring = belonging(config, found, &names)?;
    match secret {
        Some(secret) if secret != keyring.secret_mark() => Err(foreign(config)),
        _ => Ok(true),
    }
}

/// Makes another secret of codes where that of the database is gone; gives what was put aside for it.
///
/// # Errors
/// In words; also where the secret is there, and is the right one.
pub(super) async fn renew_secret(config: &Config) -> Result<Option<std::path::PathBuf>, String> {
    let told = |error: crate::base::Error| error.to_string();
    must_be(&config.database)?;
    let db = Db::open(&config.database).await.map_err(told)?;
    if db.steps_done().await.map_err(told)? == 0 {
        return Err(
            "there is no instance in this database yet: `crema serve` makes one".to_owned(),
        );
    }
    let mut reader = db.read().await.map_err(told)?;
    let noted = find_setting(&mut reader, SECRET).await.map_err(told)?;
    drop(reader);
    if look(&config.keys)? != Found::Keys {
        return Err(format!(
            "{}: the keys that sign are missing, and come first; {BACK}",
            config.keys.display()
        ));
    }
    if !lacks_codes(&config.keys)
        && let Ok(keyring) = Keyring::open(&config.keys)
        && noted.is_none_or(|noted| noted == keyring.secret_mark())
    {
        return Err(format!(
            "{}: codes.secret is there, and is the one of this database; nothing was changed",
            config.keys.display()
        ));
    }
    let aside = renew_codes(&config.keys)?;
    note_secret(&db, &Keyring::open(&config.keys)?).await?;
    db.close().await;
    Ok(aside)
}
