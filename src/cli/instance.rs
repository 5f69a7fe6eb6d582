//! Putting an instance together: settings, database, keys, modules. Keys and data are made only where there is neither.

use std::{collections::BTreeMap, net::SocketAddr, path::Path};

use jiff::{Timestamp, tz::TimeZone};

use super::migrate_to::MOVED;
use crate::{
    app::{App, Clock},
    config::{self, Config},
    outside::{
        keyring::{Found, Keyring, look},
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

/// Reads the settings from `crema.toml` and the environment.
pub fn config() -> Result<Config, String> {
    let environment: BTreeMap<String, String> = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .collect();
    Config::load(Path::new(config::FILE), &environment).map_err(|faults| faults.join("\n"))
}

/// Opens the instance for the address it is bound to. With `create`, a first run makes its data and keys; without, an instance must be there.
pub async fn open(config: Config, bound: SocketAddr, create: bool) -> Result<App, String> {
    let keys = look(&config.keys);
    if keys == Found::Half {
        return Err(format!(
            "{}: one of the two signing keys is missing; bring it back with `crema restore`",
            config.keys.display()
        ));
    }
    let fresh = match &config.database {
        Place::Sqlite(path) => !path.exists(),
        Place::Postgres(_) => false,
    };
    if !create {
        must_be(&config.database)?;
    }
    if !config.quizzes.is_dir() {
        return Err(format!(
            "{}: no such folder; run this in the project's folder, or set CREMA_QUIZZES to the folder of your modules",
            config.quizzes.display()
        ));
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
        folder
            .map_or(Ok(()), std::fs::create_dir_all)
            .map_err(|error| format!("{}: {error}", path.display()))?;
    }
    let db = Db::open(&config.database)
        .await
        .map_err(|error| format!("the database cannot be opened: {error}"))?;
    if let Some(moved) = moved(&db).await? {
        return Err(format!(
            "the data of this instance was moved to {moved}: set CREMA_DATABASE_URL to it"
        ));
    }
    let was_empty = db.steps_done().await.map_err(|error| error.to_string())? == 0;
    if was_empty && keys == Found::Keys && matches!(config.database, Place::Postgres(_)) {
        return Err(format!(
            "{} holds keys, but the database is empty; bring it back with `crema restore`, or move the keys away to begin anew",
            config.keys.display()
        ));
    }
    db.migrate(&config.database)
        .await
        .map_err(|error| format!("the database cannot be brought up to date: {error}"))?;
    let keyring = keyring(&config, &db, keys).await?;
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
    let told = |error: crate::base::Error| error.to_string();
    let bound = if create {
        let mut tx = db.write().await.map_err(told)?;
        set_setting(&mut tx, BOUND, &bound.to_string())
            .await
            .map_err(told)?;
        tx.commit().await.map_err(told)?;
        bound
    } else {
        let noted = find_setting(&mut db.read().await.map_err(told)?, BOUND)
            .await
            .map_err(told)?;
        noted.and_then(|noted| noted.parse().ok()).unwrap_or(bound)
    };
    App::new(config, bound, db, keyring, shelf, Clock::System).map_err(|error| error.to_string())
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

/// The keys that belong to this database, which names the pair that signs. A first run that was cut short, and a rotation, are taken up where they stopped.
async fn keyring(config: &Config, db: &Db, found: Found) -> Result<Keyring, String> {
    let told = |error: crate::base::Error| error.to_string();
    let mut reader = db.read().await.map_err(told)?;
    let noted = find_signing_pair(&mut reader).await.map_err(told)?;
    drop(reader);
    match (noted, found) {
        (Some(_), Found::Nothing) => Err(format!(
            "{}: the keys of this database are gone; bring them back with `crema restore`",
            config.keys.display()
        )),
        (None, Found::Nothing) => Keyring::create(&config.keys),
        (None, _) => Keyring::open(&config.keys),
        (Some((_, names)), _) => {
            let keyring = Keyring::open(&config.keys)?;
            keyring.take(&names)?;
            Ok(keyring)
        }
    }
}
