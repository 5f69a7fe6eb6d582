//! Letters that came back. Who gets at the id of one of our letters had that letter: its mark is made by the keys, so that nobody ends somebody else's subscription
//! with a report of their own making.

use std::{fs, path::Path};

use super::Errand;
use crate::{
    app::App,
    base::{Error, Result, SubscriptionId},
    store::subscriptions as rows,
    subscriptions::{
        bounce::{self, Verdict},
        report,
    },
};

/// What a report was found to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Read {
    /// None, or not on a letter of ours.
    Foreign,
    /// On a letter of ours, and nothing follows from it yet.
    Noted,
    /// The subscription is ended.
    Ended,
}

/// Notes that a letter to a subscription was refused with a status, and ends the subscription where that says so.
///
/// # Errors
/// Those of the store.
pub async fn refused(app: &App, id: SubscriptionId, letter: &str, status: &str) -> Result<Read> {
    if bounce::read(status) == Verdict::Passing {
        return Ok(Read::Noted);
    }
    let now = app.now();
    let mut tx = app.db.write().await?;
    rows::refuse(&mut tx, id, letter, status, now).await?;
    let refusals = rows::list_refusals(&mut tx, id).await?;
    let refusals: Vec<_> = refusals
        .iter()
        .map(|(at, status)| (*at, bounce::read(status)))
        .collect();
    let ends = bounce::ends(&refusals);
    if ends {
        rows::forget(&mut tx, id).await?;
    }
    tx.commit().await?;
    Ok(if ends { Read::Ended } else { Read::Noted })
}

/// Reads a report (RFC 3464) on a letter.
///
/// # Errors
/// Those of the store.
pub async fn read_report(app: &App, message: &[u8]) -> Result<Read> {
    let Some(report) = report::read(&String::from_utf8_lossy(message)) else {
        return Ok(Read::Foreign);
    };
    // `<job>.<mark>@host`: see how letters of a subscription are named when they are sent.
    let known = report.ids.iter().find_map(|id| {
        let (letter, rest) = id.split('@').next()?.split_once('.')?;
        let subscription = app.keyring.subscription_of(Errand::Refusal, rest)?;
        Some((letter, subscription))
    });
    let Some((letter, subscription)) = known else {
        return Ok(Read::Foreign);
    };
    let failed = report.fates.iter().find(|fate| fate.failed);
    match failed {
        Some(fate) => refused(app, subscription, letter, &fate.status).await,
        None => Ok(Read::Noted),
    }
}

/// Reads the reports in the folder of the settings. Each goes away once it is read; what is none of ours is put aside, for somebody to look at.
///
/// # Errors
/// Those of the store, and of the folder.
pub async fn read_folder(app: &App) -> Result<()> {
    let Some(folder) = &app.config.letters.bounces_folder else {
        return Ok(());
    };
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(Error::fault(error)),
    };
    for entry in entries {
        let path = entry.map_err(Error::fault)?.path();
        let is_report = path.extension().is_some_and(|ending| ending == "eml") && path.is_file();
        if is_report {
            read_file(app, folder, &path).await?;
        }
    }
    Ok(())
}

async fn read_file(app: &App, folder: &Path, path: &Path) -> Result<()> {
    let size = fs::metadata(path).map_err(Error::fault)?.len();
    let read = if usize::try_from(size).is_ok_and(|size| size <= report::MOST_BYTES) {
        read_report(app, &fs::read(path).map_err(Error::fault)?).await?
    } else {
        Read::Foreign
    };
    if read == Read::Foreign {
        let aside = folder.join("unknown");
        fs::create_dir_all(&aside).map_err(Error::fault)?;
        let name = path.file_name().unwrap_or_default();
        tracing::warn!(path = %path.display(), "no report on a letter of ours: put aside");
        return fs::rename(path, aside.join(name)).map_err(Error::fault);
    }
    fs::remove_file(path).map_err(Error::fault)
}
