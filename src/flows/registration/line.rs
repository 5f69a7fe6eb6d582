//! The line of a date: a place that frees goes to who waits the longest, in the same transaction; those who registered are told what changes.

use jiff::{SignedDuration, Timestamp};

use super::{
    occasion::{Occasion, occasion_of},
    register::leave_letter,
};
use crate::{
    app::App,
    base::{DateId, RegistrationId, Result},
    registration::{Registration, State, held_until},
    store::{db::Tx, jobs::Letter, registration as rows},
};

/// How long letters of a change wait, so that several changes in a row make one letter.
const SETTLES: SignedDuration = SignedDuration::from_mins(10);

/// Leaves a letter to the queue at once.
pub(super) async fn tell(
    app: &App,
    tx: &mut Tx,
    one: &Registration,
    letter: Letter,
    now: Timestamp,
) -> Result<()> {
    leave_letter(app, tx, one, letter, now, now).await
}

/// Cancels a registration; its place goes on. Says `false` where it was cancelled already, or where they came.
pub(super) async fn free(
    app: &App,
    tx: &mut Tx,
    id: RegistrationId,
    now: Timestamp,
) -> Result<bool> {
    free_where(app, tx, id, |_| true, now).await
}

/// As [`free`], where nobody confirmed the mailbox in the time for which the place was kept.
pub(super) async fn lapse(
    app: &App,
    tx: &mut Tx,
    id: RegistrationId,
    now: Timestamp,
) -> Result<bool> {
    let over = |one: &Registration| {
        one.is_unconfirmed() && one.hold_until.is_some_and(|until| until <= now)
    };
    free_where(app, tx, id, over, now).await
}

async fn free_where(
    app: &App,
    tx: &mut Tx,
    id: RegistrationId,
    wanted: impl Fn(&Registration) -> bool,
    now: Timestamp,
) -> Result<bool> {
    let Some(found) = rows::find(tx, id).await? else {
        return Ok(false);
    };
    if !rows::hold_date(tx, found.date).await? {
        return Ok(false);
    }
    // Once the date is held the state stays what it is read as.
    let Some(found) = rows::find(tx, id).await?.filter(wanted) else {
        return Ok(false);
    };
    if found.state == State::Cancelled || !rows::cancel(tx, id, found.state, now).await? {
        return Ok(false);
    }
    if found.state == State::Seated {
        rows::give_back(tx, found.date).await?;
        if let Some(occasion) = occasion_of(tx, found.date).await? {
            fill(app, tx, &occasion, now).await?;
        }
    }
    Ok(true)
}

/// Gives free places to those who wait, in order, and tells them. The row of the date is held. Once it has begun, the door decides.
async fn fill(app: &App, tx: &mut Tx, occasion: &Occasion, now: Timestamp) -> Result<()> {
    if !occasion.is_open(now) {
        return Ok(());
    }
    while let Some(next) = rows::next_waiting(tx, occasion.date).await? {
        if !rows::take(tx, occasion.date).await? {
            break;
        }
        let hold = next
            .is_unconfirmed()
            .then(|| held_until(now, occasion.starts_at));
        rows::seat(tx, next.id, hold).await?;
        let letter = Letter::SeatFreed {
            registration: next.id,
        };
        tell(app, tx, &next, letter, now).await?;
    }
    Ok(())
}

/// To be called in the transaction that changes how many places a date has: who waits is given those that are new.
///
/// # Errors
/// Those of the store.
pub async fn seats_changed(app: &App, tx: &mut Tx, date: DateId) -> Result<()> {
    let now = app.now();
    if rows::hold_date(tx, date).await?
        && let Some(occasion) = occasion_of(tx, date).await?
    {
        fill(app, tx, &occasion, now).await?;
    }
    Ok(())
}

/// To be called in the transaction that changes when or where a date is: those who registered are told, once for several changes in a row.
///
/// # Errors
/// Those of the store.
pub async fn date_changed(app: &App, tx: &mut Tx, date: DateId) -> Result<()> {
    let now = app.now();
    let Some(occasion) = occasion_of(tx, date).await? else {
        return Ok(());
    };
    if occasion.ends_at <= now {
        return Ok(());
    }
    let due = now.checked_add(SETTLES).unwrap_or(now);
    for one in rows::list_written_to(tx, date).await? {
        let letter = Letter::DateChanged {
            registration: one.id,
            sequence: occasion.sequence,
        };
        leave_letter(app, tx, &one, letter, due, now).await?;
    }
    Ok(())
}

/// To be called in the transaction that cancels a date, or its whole event: those who registered are told.
///
/// # Errors
/// Those of the store.
pub async fn date_cancelled(app: &App, tx: &mut Tx, date: DateId) -> Result<()> {
    let now = app.now();
    let Some(occasion) = occasion_of(tx, date).await? else {
        return Ok(());
    };
    if occasion.ends_at <= now {
        return Ok(());
    }
    for one in rows::list_written_to(tx, date).await? {
        let letter = Letter::DateCancelled {
            registration: one.id,
        };
        tell(app, tx, &one, letter, now).await?;
    }
    Ok(())
}

/// Cancels some registrations of a date for their organiser; their places go on. How many they were.
///
/// # Errors
/// Those of the store.
pub async fn cancel_many(app: &App, date: DateId, ids: &[RegistrationId]) -> Result<usize> {
    let now = app.now();
    let mut tx = app.db.write().await?;
    let mut done = 0;
    for id in ids {
        let own = rows::find(&mut tx, *id).await?;
        if own.is_some_and(|one| one.date == date) && free(app, &mut tx, *id, now).await? {
            done += 1;
        }
    }
    tx.commit().await?;
    Ok(done)
}
