//! The second proof that staff give: a code by time, which needs no script.

use jiff::{SignedDuration, Timestamp};

use crate::{
    access::{
        account::Account,
        audit::{Actor, Noted},
        totp::{self, Secret},
        way::Change,
    },
    app::App,
    base::{Refusal, Result},
    flows::access::ways::tell,
    store::{access as rows, allowances, db::Tx},
};

/// Wrong codes that one account is forgiven in a quarter of an hour.
const TRIES: i64 = 8;

/// The secret that an account would begin to use. Looking at it changes nothing.
pub fn begin_totp(app: &App, account: &Account) -> Secret {
    app.keyring.totp_secret(account.id, account.totp_made + 1)
}

/// Begins to use the secret of [`begin_totp`], once its app shows a right code; other sessions of the account end.
///
/// # Errors
/// [`Refusal::CodeRefused`].
pub async fn confirm_totp(app: &App, account: &Account, typed: &str, session: &str) -> Result<()> {
    let now = app.now();
    let generation = account.totp_made + 1;
    let secret = app.keyring.totp_secret(account.id, generation);
    let mut tx = app.db.write().await?;
    let step = guess(app, &mut tx, account, &secret, typed).await;
    let Some(step) = step? else {
        tx.commit().await?;
        return Err(Refusal::CodeRefused.into());
    };
    rows::set_totp(&mut tx, account.id, Some(generation), step).await?;
    rows::forget_sessions_of(&mut tx, account.id, session).await?;
    note(&mut tx, account, Noted::SecondAdded, now).await?;
    tell(app, &mut tx, account, Change::CodesAdded).await?;
    tx.commit().await
}

/// Proves by a code that the account's app is at hand. Each code holds once.
///
/// # Errors
/// [`Refusal::CodeRefused`].
pub async fn prove_by_totp(app: &App, account: &Account, typed: &str) -> Result<()> {
    let generation = account.totp.ok_or(Refusal::CodeRefused)?;
    let secret = app.keyring.totp_secret(account.id, generation);
    let mut tx = app.db.write().await?;
    let step = guess(app, &mut tx, account, &secret, typed).await?;
    let fits = match step {
        Some(step) => rows::take_totp_step(&mut tx, account.id, step).await?,
        None => false,
    };
    tx.commit().await?;
    fits.then_some(()).ok_or(Refusal::CodeRefused.into())
}

/// Stops using codes by time; other sessions of the account end.
///
/// # Errors
/// Those of the store.
pub async fn remove_totp(app: &App, account: &Account, session: &str) -> Result<()> {
    if account.totp.is_none() {
        return Ok(());
    }
    let now = app.now();
    let mut tx = app.db.write().await?;
    rows::set_totp(&mut tx, account.id, None, totp::step(now)).await?;
    rows::forget_sessions_of(&mut tx, account.id, session).await?;
    note(&mut tx, account, Noted::SecondRemoved, now).await?;
    tell(app, &mut tx, account, Change::CodesRemoved).await?;
    tx.commit().await
}

/// The step whose code was typed, where the account may still try.
async fn guess(
    app: &App,
    tx: &mut Tx,
    account: &Account,
    secret: &Secret,
    typed: &str,
) -> Result<Option<i64>> {
    let (now, span) = (app.now(), SignedDuration::from_mins(15));
    let counted = format!("second {}", account.id);
    if !allowances::take(tx, &counted, TRIES, span, now).await? {
        return Ok(None);
    }
    Ok(totp::find(secret, typed, now))
}

async fn note(tx: &mut Tx, account: &Account, deed: Noted, at: Timestamp) -> Result<()> {
    rows::note(
        tx,
        Actor::Account(account.id),
        deed,
        &account.id.to_string(),
        "totp",
        at,
    )
    .await
}
