//! What somebody does with their own registration: confirm it, cancel it, find it again by its code.

use super::{line, occasion::occasion_of};
use crate::{
    app::App,
    base::{Email, Error, Refusal, RegistrationId, Result, code::ClaimCode},
    outside::keyring::code_key,
    registration::{Registration, State},
    store::{
        db::Tx,
        jobs::Letter,
        registration as rows,
        sql::Conn,
    },
};

/// The registration that the link of a letter opens; reads only.
///
/// # Errors
/// [`Error::Missing`] for a link that is none, or whose registration was forgotten.
pub async fn of_token(app: &App, conn: &mut impl Conn, token: &str) -> Result<Registration> {
    let id: RegistrationId = app.keyring.registration_of(token).ok_or(Error::Missing)?;
    let found = rows::find(conn, id).await?;
    found.filter(|one| one.name.is_some()).ok_or(Error::Missing)
}

/// The registration whose ticket has a code; reads only.
///
/// # Errors
/// [`Refusal::CodeMistyped`]; [`Refusal::CodeUnknown`].
pub async fn of_code(conn: &mut impl Conn, typed: &str) -> Result<Registration> {
    let code = ClaimCode::read(typed)?.to_string();
    let found = rows::find_by_code(conn, &code_key(&code)).await?;
    found.ok_or_else(|| Refusal::CodeUnknown.into())
}

/// Confirms the mailbox of a registration, and sends its ticket. Again changes nothing.
///
/// # Errors
/// Those of [`of_token`].
pub async fn confirm(app: &App, token: &str) -> Result<()> {
    let now = app.now();
    let mut tx = app.db.write().await?;
    let found = of_token(app, &mut tx, token).await?;
    if !rows::confirm(&mut tx, found.id, now).await? {
        return Ok(());
    }
    let letter = Letter::Seat {
        registration: found.id,
    };
    line::tell(app, &mut tx, &found, letter, now).await?;
    tx.commit().await
}

/// Says that somebody does not come; their place goes on. Again changes nothing.
///
/// # Errors
/// Those of [`of_token`]; [`Refusal::StandingUnchanged`] where they came, or where it is over.
pub async fn cancel(app: &App, token: &str) -> Result<()> {
    let now = app.now();
    let mut tx = app.db.write().await?;
    let found = of_token(app, &mut tx, token).await?;
    if found.state == State::Cancelled {
        return Ok(());
    }
    let occasion = occasion_of(&mut tx, found.date).await?.ok_or(Error::Missing)?;
    if !found.may_cancel(occasion.ends_at, now) {
        return Err(Refusal::StandingUnchanged.into());
    }
    line::free(app, &mut tx, found.id, now).await?;
    tx.commit().await
}

/// Forgets a mailbox in all its registrations; places that it has at dates to come go on.
///
/// # Errors
/// Those of the store.
pub async fn erase(app: &App, tx: &mut Tx, email: &Email) -> Result<()> {
    let now = app.now();
    let mailbox = app.keyring.mailbox(email);
    let all = rows::list_of_mailbox(tx, &mailbox, jiff::Timestamp::UNIX_EPOCH).await?;
    for one in all.iter().filter(|one| one.state != State::Cancelled) {
        let ends_at = occasion_of(tx, one.date).await?.map(|date| date.ends_at);
        if ends_at.is_some_and(|ends_at| one.may_cancel(ends_at, now)) {
            line::free(app, tx, one.id, now).await?;
        }
    }
    rows::forget_mailbox(tx, &mailbox, now).await?;
    Ok(())
}
