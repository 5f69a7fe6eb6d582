//! A session in a room: opened by somebody who is certified or a founding reviewer, with a code that is shown to those who are there.

use jiff::SignedDuration;

use crate::{
    access::{
        account::Account,
        audit::{Actor, Noted},
    },
    app::App,
    base::{AccountId, Error, Refusal, Result, SupervisionId},
    certification::supervision::{MOST_HOURS, MOST_PEOPLE, Supervision},
    outside::keyring::code_key,
    store::{access, certification as rows, sql::Conn},
};

/// Whether somebody may supervise: a badge of theirs holds, or they are a founding reviewer.
///
/// # Errors
/// Those of the store.
pub async fn may_supervise(app: &App, conn: &mut impl Conn, account: AccountId) -> Result<bool> {
    let now = app.now();
    let certified = rows::list_certified(conn, account, now).await?;
    let founders = rows::list_founders(conn, now).await?;
    Ok(!certified.is_empty() || founders.iter().any(|one| one.account == account))
}

/// Opens a session for so many people and hours.
///
/// # Errors
/// [`Error::Missing`] for a module that is not supervised; [`Refusal::NotOffered`] where they may not, or for too many.
pub async fn open_session(
    app: &App,
    account: &Account,
    module: &str,
    people: i64,
    hours: i64,
) -> Result<SupervisionId> {
    let served = app.shelf().find(module).ok_or(Error::Missing)?;
    if !served.own().delivery.in_person {
        return Err(Error::Missing);
    }
    if !(1..=MOST_PEOPLE).contains(&people) || !(1..=MOST_HOURS).contains(&hours) {
        return Err(Refusal::NotOffered.into());
    }
    let now = app.now();
    let mut tx = app.db.write().await?;
    if !may_supervise(app, &mut tx, account.id).await? {
        return Err(Refusal::NotOffered.into());
    }
    let session = Supervision {
        id: SupervisionId::new(),
        account: account.id,
        module: module.to_owned(),
        most: people,
        taken: 0,
        made_at: now,
        until: now
            .checked_add(SignedDuration::from_hours(hours))
            .unwrap_or(now),
    };
    let code = app.keyring.supervision_code(session.id).to_string();
    rows::add_supervision(&mut tx, &session, &code_key(&code)).await?;
    let (actor, id) = (Actor::Account(account.id), session.id.to_string());
    access::note(&mut tx, actor, Noted::SupervisionOpened, &id, module, now).await?;
    tx.commit().await?;
    Ok(session.id)
}

/// Ends a session: its code opens nothing more, and what was begun goes on.
///
/// # Errors
/// [`Error::Missing`] where it is not theirs, or over.
pub async fn close_session(app: &App, account: AccountId, id: SupervisionId) -> Result<()> {
    let mut tx = app.db.write().await?;
    if !rows::close_supervision(&mut tx, id, account, app.now()).await? {
        return Err(Error::Missing);
    }
    tx.commit().await
}
