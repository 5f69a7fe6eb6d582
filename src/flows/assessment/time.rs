//! The clock of an attempt: stopped, going on, and what happens when nobody comes back in time.

use super::{Opened, complete, open, open_on};
use crate::{
    app::App,
    assessment::clock::Clock,
    base::{AttemptId, Error, Refusal, Result},
    store::assessment as rows,
};

/// Stops the clock of an attempt. Stopping it again changes nothing.
///
/// # Errors
/// [`Error::Missing`]; [`Refusal::AttemptClosed`], [`Refusal::TimeOver`]; [`Refusal::NotOffered`] where the module gives no pause or has no limit.
pub async fn pause(app: &App, id: AttemptId) -> Result<Opened> {
    let opened = open(app, id).await?;
    if opened.sitting.clock.paused_at.is_some() {
        return Ok(opened);
    }
    if !opened.served.own().delivery.pause || opened.sitting.clock.ends_at.is_none() {
        return Err(Refusal::NotOffered.into());
    }
    let to = opened.sitting.clock.pause(app.now());
    let to = to.ok_or(Refusal::TimeOver)?;
    set(app, opened, to).await
}

/// Lets the clock of an attempt go on. Where it goes already nothing changes.
///
/// # Errors
/// [`Error::Missing`]; [`Refusal::AttemptClosed`].
pub async fn go_on(app: &App, id: AttemptId) -> Result<Opened> {
    let opened = open(app, id).await?;
    match opened.sitting.clock.go_on(app.now()) {
        Some(to) => set(app, opened, to).await,
        None => Ok(opened),
    }
}

async fn set(app: &App, opened: Opened, to: Clock) -> Result<Opened> {
    let id = opened.sitting.id;
    if opened.is_completed() {
        return Err(Refusal::AttemptClosed.into());
    }
    let writing = app.sittings.writing(id);
    let mut tx = app.db.write().await?;
    // Another click may have been first; how the clock stands now is the answer in any case.
    rows::set_clock(&mut tx, id, &opened.sitting.clock, &to).await?;
    tx.commit().await?;
    drop(writing);
    open_on(app, &mut app.db.read().await?, id).await
}

/// Completes attempts whose time has been over for as long as an answer may still be on its way, with what was saved.
pub async fn close_overdue(app: &App) -> Result<usize> {
    let overdue =
        rows::list_overdue(&mut app.db.read().await?, Clock::closes_before(app.now())).await?;
    let mut closed = 0;
    for id in overdue {
        match complete(app, id).await {
            Ok(_) => closed += 1,
            Err(Error::Missing) => {}
            Err(Error::Fault(why)) => {
                // One that cannot be completed does not keep the others open.
                tracing::error!(attempt = %id, %why, "an attempt whose time is over was not completed");
            }
            Err(error) => return Err(error),
        }
    }
    Ok(closed)
}
