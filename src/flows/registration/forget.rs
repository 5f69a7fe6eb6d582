//! Names are forgotten: before their time, or with the mailbox that they came from.

use jiff::Timestamp;

use super::free;
use crate::{
    access::audit::{Actor, Noted},
    app::App,
    base::{Email, Error, Result},
    events::{Occurrence, Standing, Status},
    store::{access, db::Tx, events, registration as rows},
};

/// Forgets who registered for a date that is over or not held, before time does. Notes who did.
///
/// # Errors
/// [`Error::Missing`] where it is still to come.
pub async fn forget_names(
    app: &App,
    by: Actor,
    standing: &Standing,
    date: &Occurrence,
) -> Result<()> {
    let now = app.now();
    if !may_forget(standing, date, now) {
        return Err(Error::Missing);
    }
    let mut tx = app.db.write().await?;
    let names = rows::forget_date(&mut tx, date.id).await?;
    let (subject, detail) = (date.id.to_string(), names.to_string());
    access::note(&mut tx, by, Noted::NamesForgotten, &subject, &detail, now).await?;
    tx.commit().await?;
    // The names are to be gone from the disk, not only from the table.
    app.db.fold().await
}

/// Whether the names of a date are of no more use at the door.
pub fn may_forget(standing: &Standing, date: &Occurrence, at: Timestamp) -> bool {
    date.is_past(at) || date.is_cancelled() || standing.status == Status::Cancelled
}

/// Forgets a mailbox in all its registrations; places that it has at dates to come go on.
///
/// # Errors
/// Those of the store.
pub async fn erase(app: &App, tx: &mut Tx, email: &Email) -> Result<()> {
    let now = app.now();
    let mailbox = app.keyring.mailbox(email);
    for one in rows::list_of_mailbox(tx, &mailbox).await? {
        let date = events::date(tx, one.date).await?;
        if date.is_some_and(|date| one.may_cancel(date.ends_at, now)) {
            free(app, tx, one.id, now).await?;
        }
    }
    rows::forget_mailbox(tx, &mailbox).await?;
    Ok(())
}
