//! `crema restore`: an instance again from its backup, on a machine that has none. Until its last step nothing is in the place of the database, and the same
//! command again takes up one that was cut short.

use std::{
    fs,
    io::Write,
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Component, Path, PathBuf},
};

use super::{
    Failure,
    backup::{Seal, settings, stated},
    instance, runtime,
};
use crate::{
    base::{Error, digest},
    config::Config,
    outside::archive::{Archive, MANIFEST, Manifest, Passphrase},
    store::{
        db::{self, Db, Place},
        whole::{self, Table},
    },
};

#[derive(clap::Args)]
pub(super) struct Args {
    /// A file that `crema backup` wrote.
    file: PathBuf,
    #[command(flatten)]
    seal: Seal,
}

pub(super) fn run(args: &Args) -> Result<(), Failure> {
    let config = instance::config().map_err(Failure::Environment)?;
    let passphrase = args.seal.passphrase()?;
    runtime()?
        .block_on(restore(&config, &args.file, passphrase.as_ref()))
        .map_err(Failure::Environment)
}

async fn restore(
    config: &Config,
    file: &Path,
    passphrase: Option<&Passphrase>,
) -> Result<(), String> {
    let mut archive = Archive::open(file, passphrase)?;
    let manifest = Manifest::read(&archive.content(MANIFEST)?, db::newest())?;
    let files = checked(&mut archive, &manifest)?;
    refuse_where_something_is(config, &files)?;
    let part = match &config.database {
        Place::Sqlite(path) => Place::Sqlite(part_of(path)),
        shared @ Place::Postgres(_) => shared.clone(),
    };
    if let Place::Sqlite(part) = &part {
        let folder = part
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        folder
            .map_or(Ok(()), |folder| make_folder(folder, true))
            .map_err(|error| format!("{}: {error}", part.display()))?;
        forget(part)?;
    }
    let rows = fill(&part, &mut archive, &manifest).await?;
    let kept = put_files(config, &files)?;
    if let (Place::Sqlite(part), Place::Sqlite(path)) = (&part, &config.database) {
        fs::rename(part, path).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    eprintln!(
        "crema: restored the instance of {}: {rows} rows, {} files; every digest is as it was",
        manifest.made_at.strftime("%Y-%m-%d %H:%M UTC"),
        files.len()
    );
    for path in kept {
        eprintln!(
            "crema: {} differs from the one in the backup, and was left as it is",
            path.display()
        );
    }
    eprintln!("crema: `crema doctor` says whether all is well; `crema serve` goes on");
    Ok(())
}

/// A file of the backup: where it goes, what is in it, and whether it is a key or may hold a password.
struct Restored {
    path: PathBuf,
    bytes: Vec<u8>,
    key: bool,
}

fn checked(archive: &mut Archive, manifest: &Manifest) -> Result<Vec<(String, Vec<u8>)>, String> {
    let mut files = Vec::new();
    for (name, expected) in &manifest.files {
        let bytes = archive.content(name)?;
        if digest(&bytes) != *expected {
            return Err(format!("{name} is not as it was when the backup was made"));
        }
        files.push((name.clone(), bytes));
    }
    Ok(files)
}

/// Where a file of the backup goes; nowhere for a name that would lead out of its folder.
fn place(config: &Config, name: &str) -> Option<(PathBuf, bool)> {
    if let Some((_, path)) = settings(config)
        .into_iter()
        .find(|(known, _)| known == name)
    {
        // A password of a mail server or of a database may stand in it.
        return Some((path, true));
    }
    let (folder, rest) = name.split_once('/')?;
    let plain = !rest.is_empty()
        && !rest.ends_with('/')
        && Path::new(rest)
            .components()
            .all(|part| matches!(part, Component::Normal(_)));
    match folder {
        "keys" if plain => Some((config.keys.join(rest), true)),
        "charter" if plain => Some((config.charter.folder.join(rest), false)),
        // Where the settings that come back name it, and the folder of that name until they are read.
        "kit" if plain => {
            let kit = config.charter.kit.clone();
            Some((kit.unwrap_or_else(|| "kit".into()).join(rest), false))
        }
        "modules" if plain => Some((config.quizzes.join(rest), false)),
        _ => None,
    }
}

fn placed(config: &Config, files: &[(String, Vec<u8>)]) -> Result<Vec<Restored>, String> {
    let placed = files.iter().map(|(name, bytes)| {
        let (path, key) = place(config, name)
            .ok_or_else(|| format!("the backup holds a strange file: {name}"))?;
        Ok(Restored {
            path,
            bytes: bytes.clone(),
            key,
        })
    });
    placed.collect()
}

/// An instance is never written over: its database must not be there, and no other keys.
fn refuse_where_something_is(config: &Config, files: &[(String, Vec<u8>)]) -> Result<(), String> {
    if let Place::Sqlite(path) = &config.database
        && path.exists()
    {
        return Err(format!(
            "there is an instance here: {} exists; move it away, or set CREMA_DATABASE_URL",
            path.display()
        ));
    }
    for file in placed(config, files)?.iter().filter(|file| file.key) {
        if fs::read(&file.path).is_ok_and(|bytes| bytes != file.bytes) {
            return Err(format!(
                "{} is another one than in the backup; move the folder of keys away, or set CREMA_KEYS",
                file.path.display()
            ));
        }
    }
    Ok(())
}

/// Makes a folder that is not there yet, its owner's alone where what is in it is.
fn make_folder(folder: &Path, own: bool) -> std::io::Result<()> {
    let mode = if own { 0o700 } else { 0o755 };
    fs::DirBuilder::new()
        .recursive(true)
        .mode(mode)
        .create(folder)
}

/// Where the database is put together.
fn part_of(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.part"))
}

/// Takes away what a restoration that was cut short has left.
fn forget(part: &Path) -> Result<(), String> {
    for end in ["", "-wal", "-shm"] {
        let path = PathBuf::from(format!("{}{end}", part.display()));
        match fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(format!("{}: {error}", path.display()));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Writes the rows into a database that holds none, in one transaction, and looks whether what is there then is what was written.
async fn fill(place: &Place, archive: &mut Archive, manifest: &Manifest) -> Result<u64, String> {
    let told = |error: Error| error.to_string();
    let db = Db::open(place)
        .await
        .map_err(|error| instance::unopened(place, &error))?;
    let tables = open_bare(&db, place, manifest.schema).await?;
    let mut tx = db.write().await.map_err(told)?;
    for table in tables.iter().rev() {
        table.clear(&mut tx).await.map_err(told)?;
    }
    for table in &tables {
        for row in archive.rows(&table.name)? {
            table.add_row(&mut tx, &row?).await.map_err(told)?;
        }
    }
    let mut rows = 0;
    for table in &tables {
        let content = table.content(&mut tx).await.map_err(told)?;
        if manifest.tables.get(&table.name) != Some(&stated(&content)) {
            return Err(format!("{} did not arrive as it left", table.name));
        }
        rows += content.rows;
    }
    tx.commit().await.map_err(told)?;
    let flaws = db.flaws().await.map_err(told)?;
    db.close().await;
    match flaws.first() {
        Some(flaw) if matches!(place, Place::Sqlite(_)) => Err(format!("the database: {flaw}")),
        _ => Ok(rows),
    }
}

/// The tables of a schema, made in a database that holds no instance.
pub(super) async fn open_bare(db: &Db, place: &Place, schema: i64) -> Result<Vec<Table>, String> {
    let told = |error: Error| error.to_string();
    let done = db.steps_done().await.map_err(told)?;
    if done > 0 {
        let mut reader = db.read().await.map_err(told)?;
        let bare = done == schema && whole::is_bare(&mut reader, done).await.map_err(told)?;
        if !bare {
            return Err(format!("there is an instance already in {place}"));
        }
    }
    db.migrate_to(place, schema).await.map_err(told)?;
    Ok(whole::tables(schema))
}

/// Writes the files where there are none; gives those that are there already with another content.
fn put_files(config: &Config, files: &[(String, Vec<u8>)]) -> Result<Vec<PathBuf>, String> {
    let mut kept = Vec::new();
    for file in placed(config, files)? {
        let told = |error: std::io::Error| format!("{}: {error}", file.path.display());
        match fs::read(&file.path) {
            Ok(bytes) if bytes == file.bytes => continue,
            Ok(_) => {
                kept.push(file.path.clone());
                continue;
            }
            Err(_) => {}
        }
        if let Some(folder) = file.path.parent() {
            // The folder of the settings is there; that of keys is nobody else's.
            make_folder(folder, file.key).map_err(told)?;
        }
        let mode = if file.key { 0o600 } else { 0o644 };
        let mut written = fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(mode)
            .open(&file.path)
            .map_err(told)?;
        written.write_all(&file.bytes).map_err(told)?;
        written.sync_all().map_err(told)?;
    }
    Ok(kept)
}
