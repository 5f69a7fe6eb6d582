//! `crema backup`: data, keys, modules and settings in one file, while the instance is served; read back before it is called made.

use std::{
    collections::BTreeMap,
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use jiff::Timestamp;

use super::{Failure, instance, runtime};
use crate::{
    base::{Error, digest},
    config::{self, Config},
    outside::archive::{Archive, Archiver, FORMAT, MANIFEST, Manifest, Passphrase, Rows},
    store::{
        db::{self, Db},
        whole::{self, Content},
    },
};

/// The environment's name for a passphrase.
const PASSPHRASE: &str = "CREMA_BACKUP_PASSPHRASE";

#[derive(clap::Args)]
pub(super) struct Args {
    /// The file to write; one of that name is replaced once the new one is whole.
    file: PathBuf,
    #[command(flatten)]
    seal: Seal,
}

/// By what a backup is sealed.
#[derive(clap::Args)]
pub(super) struct Seal {
    /// A file whose content is the passphrase that seals the backup; else `CREMA_BACKUP_PASSPHRASE`.
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
}

impl Seal {
    /// The passphrase that was given.
    pub(super) fn passphrase(&self) -> Result<Option<Passphrase>, Failure> {
        let given =
            match &self.passphrase_file {
                Some(path) => Some(fs::read_to_string(path).map_err(|error| {
                    Failure::Environment(format!("{}: {error}", path.display()))
                })?),
                None => std::env::var(PASSPHRASE).ok(),
            };
        match given {
            None => Ok(None),
            Some(text) => Passphrase::read(&text)
                .map(Some)
                .ok_or_else(|| Failure::Environment("the passphrase is empty".into())),
        }
    }
}

pub(super) fn run(args: &Args) -> Result<(), Failure> {
    let config = instance::config().map_err(Failure::Environment)?;
    let passphrase = args.seal.passphrase()?;
    let said = runtime()?
        .block_on(make(&config, &args.file, passphrase.as_ref()))
        .map_err(Failure::Environment)?;
    eprintln!(
        "crema: {}: {said}; read back and whole",
        args.file.display()
    );
    if passphrase.is_none() {
        eprintln!(
            "crema: it holds the keys that sign, and is not sealed: keep it where nobody else reads, or seal it with --passphrase-file"
        );
    }
    Ok(())
}

async fn make(
    config: &Config,
    file: &Path,
    passphrase: Option<&Passphrase>,
) -> Result<String, String> {
    instance::must_be(&config.database)?;
    if let Some(folder) = file
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        && matches!(folder.try_exists(), Ok(false))
    {
        return Err(format!(
            "{} does not exist; make it first, for nobody else to read: install -d -m 0700 {}",
            folder.display(),
            folder.display()
        ));
    }
    let told = |error: Error| error.to_string();
    if let Some(how) = instance::unreadable_file(&config.database).await {
        return Err(instance::damaged(&config.database, &how));
    }
    let db = Db::open(&config.database)
        .await
        .map_err(|error| instance::unopened(&config.database, &error))?;
    let schema = db.steps_done().await.map_err(told)?;
    if schema == 0 {
        return Err("there is no instance here: the database is empty".into());
    }
    if schema > db::newest() {
        return Err(
            "the database has a newer schema than this program knows: use the newer program".into(),
        );
    }
    if schema == db::newest() {
        // One that could not be served would take the place of a whole one.
        instance::look_at_keys(config, &mut db.read().await.map_err(told)?)
            .await
            .map_err(|why| format!("no backup was made: {why}"))?;
    }
    let mut archive = Archiver::create(file, passphrase)?;
    let mut manifest = Manifest {
        format: FORMAT.into(),
        program: env!("CARGO_PKG_VERSION").into(),
        schema,
        made_at: Timestamp::now(),
        base_url: config.base_url.clone(),
        tables: BTreeMap::new(),
        files: BTreeMap::new(),
    };
    let mut snapshot = db.snapshot().await.map_err(told)?;
    for table in whole::tables(schema) {
        archive.begin(&Manifest::entry_of(&table.name))?;
        let mut content = Content::default();
        table
            .each_row(&mut snapshot, async |row| {
                content.add(row);
                writeln!(archive, "{row}").map_err(Error::fault)
            })
            .await
            .map_err(told)?;
        manifest.tables.insert(table.name.clone(), stated(&content));
    }
    drop(snapshot);
    db.close().await;
    // After the rows: a rotation of keys writes the next pair down before the database names it, so that whatever the rows name is among the files.
    for (name, path) in files(config)? {
        let bytes = fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        archive.begin(&name)?;
        archive
            .write_all(&bytes)
            .map_err(|error| error.to_string())?;
        manifest.files.insert(name, digest(&bytes));
    }
    archive.begin(MANIFEST)?;
    let text = serde_json::to_vec_pretty(&manifest).map_err(|error| error.to_string())?;
    archive
        .write_all(&text)
        .map_err(|error| error.to_string())?;
    archive.finish()?;
    rehearse(file, passphrase)?;
    let rows: u64 = manifest.tables.values().map(|table| table.rows).sum();
    Ok(format!(
        "{rows} rows of {} tables, {} files",
        manifest.tables.len(),
        manifest.files.len()
    ))
}

/// What the manifest says of a table.
pub(super) fn stated(content: &Content) -> Rows {
    Rows {
        rows: content.rows,
        digest: content.digest(),
    }
}

/// The files that belong to an instance, each by the name of its entry.
fn files(config: &Config) -> Result<Vec<(String, PathBuf)>, String> {
    let mut found = Vec::new();
    gather("keys", &config.keys, &mut found)?;
    // What the folder says of itself is no key.
    found.retain(|(name, _)| name != "keys/README.md");
    gather("modules", &config.quizzes, &mut found)?;
    // An instance without a folder of its own has the charter of the program.
    if config.charter.folder.is_dir() {
        gather("charter", &config.charter.folder, &mut found)?;
    }
    // The files of those who adhere are made by people, and are nowhere else.
    if let Some(kit) = config.charter.kit.as_ref().filter(|kit| kit.is_dir()) {
        gather("kit", kit, &mut found)?;
    }
    for (name, path) in settings(config) {
        if path.is_file() {
            found.push((name, path));
        }
    }
    Ok(found)
}

/// The settings and the list of issuers that are known, where they are read.
pub(super) fn settings(config: &Config) -> [(String, PathBuf); 2] {
    [
        ("settings/crema.toml".into(), config::FILE.into()),
        ("settings/trust.toml".into(), config.verify.trust.clone()),
    ]
}

/// Every file of a folder and of those in it, hidden ones left out, in the order of their names.
fn gather(name: &str, folder: &Path, found: &mut Vec<(String, PathBuf)>) -> Result<(), String> {
    let told = |error: std::io::Error| format!("{}: {error}", folder.display());
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder).map_err(told)? {
        entries.push(entry.map_err(told)?.path());
    }
    entries.sort();
    for path in entries {
        let Some(own) = path.file_name().and_then(|own| own.to_str()) else {
            return Err(format!("{}: its name is not UTF-8", path.display()));
        };
        if own.starts_with('.') {
            continue;
        }
        let name = format!("{name}/{own}");
        if path.is_dir() {
            gather(&name, &path, found)?;
        } else if path.is_file() {
            found.push((name, path));
        }
    }
    Ok(())
}

/// Reads an archive from its beginning to its end, as a restoration would: what is not as it was written is told.
fn rehearse(file: &Path, passphrase: Option<&Passphrase>) -> Result<(), String> {
    let mut archive = Archive::open(file, passphrase)?;
    let manifest = Manifest::read(&archive.content(MANIFEST)?, db::newest())?;
    for (table, rows) in &manifest.tables {
        let mut content = Content::default();
        for row in archive.rows(table)? {
            content.add(&row?);
        }
        if stated(&content) != *rows {
            return Err(format!(
                "{}: {table} was not written as it is",
                file.display()
            ));
        }
    }
    for (name, expected) in &manifest.files {
        if digest(&archive.content(name)?) != *expected {
            return Err(format!(
                "{}: {name} was not written as it is",
                file.display()
            ));
        }
    }
    Ok(())
}
