//! Letters that came back. Who gets at the id of one of our letters had that letter: its mark is made by the keys, so that nobody ends somebody else's subscription
//! with a report of their own making.

use super::{Errand, forget};
use crate::{
    app::App,
    base::{Result, SubscriptionId},
    outside::reports,
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
        forget(&mut tx, id).await?;
    }
    tx.commit().await?;
    if !ends {
        return Ok(Read::Noted);
    }
    app.db.fold().await?;
    Ok(Read::Ended)
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
    for path in reports::waiting(folder).await? {
        let read = match reports::read(&path, report::MOST_BYTES).await? {
            Some(message) => read_report(app, &message).await?,
            None => Read::Foreign,
        };
        if read == Read::Foreign {
            tracing::warn!(path = %path.display(), "no report on a letter of ours: put aside");
            reports::put_aside(&path).await?;
        } else {
            reports::remove(&path).await?;
        }
    }
    Ok(())
}
