//! Sessions: begun, written, ended. Their keys are hashes of what the cookies hold.

use jiff::SignedDuration;

use crate::{
    access::{
        account::{ASKING_HOURS, SESSION_DAYS},
        audit::{Actor, Noted},
    },
    app::App,
    base::{AccountId, Error, Result, SessionId},
    store::access::{self as rows, Kept},
};

/// Begins a session. Says `false` where its key is taken.
///
/// # Errors
/// Those of the store.
pub async fn add_session(
    app: &App,
    key: &str,
    account: Option<AccountId>,
    data: &str,
    client: &str,
) -> Result<bool> {
    let now = app.now();
    let hours = account.map_or(ASKING_HOURS, |_| SESSION_DAYS * 24);
    let kept = Kept {
        key,
        account,
        data,
        client,
        expires_at: now
            .checked_add(SignedDuration::from_hours(hours))
            .map_err(Error::fault)?,
    };
    let mut tx = app.db.write().await?;
    let added = rows::add_session(&mut tx, &kept, now).await?;
    tx.commit().await?;
    Ok(added)
}

/// Writes what a session remembers; one that was ended stays ended.
///
/// # Errors
/// Those of the store.
pub async fn set_session(
    app: &App,
    key: &str,
    account: Option<AccountId>,
    data: &str,
) -> Result<()> {
    let kept = Kept {
        key,
        account,
        data,
        client: "",
        expires_at: app.now(),
    };
    let mut tx = app.db.write().await?;
    rows::set_session(&mut tx, &kept).await?;
    tx.commit().await
}

/// Ends the session of a key.
///
/// # Errors
/// Those of the store.
pub async fn forget_session(app: &App, key: &str) -> Result<()> {
    let mut tx = app.db.write().await?;
    rows::forget_session(&mut tx, key).await?;
    tx.commit().await
}

/// Ends one session of an account, named by its handle.
///
/// # Errors
/// [`Error::Missing`] where the account has none of that name.
pub async fn end_session(app: &App, account: AccountId, handle: SessionId) -> Result<()> {
    let mut tx = app.db.write().await?;
    if !rows::forget_session_of(&mut tx, account, handle).await? {
        return Err(Error::Missing);
    }
    note(app, &mut tx, account, "1").await?;
    tx.commit().await
}

/// Ends every session of an account but the one of key `but`.
///
/// # Errors
/// Those of the store.
pub async fn end_others(app: &App, account: AccountId, but: &str) -> Result<()> {
    let mut tx = app.db.write().await?;
    let ended = rows::forget_sessions_of(&mut tx, account, but).await?;
    note(app, &mut tx, account, &ended.to_string()).await?;
    tx.commit().await
}

async fn note(
    app: &App,
    tx: &mut crate::store::db::Tx,
    account: AccountId,
    count: &str,
) -> Result<()> {
    let who = Actor::Account(account);
    rows::note(
        tx,
        who,
        Noted::SessionsEnded,
        &account.to_string(),
        count,
        app.now(),
    )
    .await
}
