//! Once a year somebody is asked whether their profile still holds; without a word it leaves by itself.

use jiff::{SignedDuration, Timestamp};

use crate::{
    app::App,
    base::{AccountId, Error, Result},
    directory::profile::{ASKED_BEFORE, PROFILE_DAYS},
    store::{
        access, directory as rows,
        jobs::{self, Job, Letter},
    },
};

/// How many are asked, or leave, in one transaction.
const AT_ONCE: i64 = 200;

/// What the letter says that asks whether a profile holds.
pub struct Question {
    /// The name in the profile.
    pub name: String,
    /// The page with the button.
    pub link: String,
    /// When the profile leaves else.
    pub until: Timestamp,
}

/// Asks those whose year is nearly over, and takes out those who said nothing.
///
/// # Errors
/// Those of the store.
pub async fn ask_again(app: &App) -> Result<()> {
    for (asked, before) in (1_i64..).zip(ASKED_BEFORE) {
        while ask(app, asked, ago(app, PROFILE_DAYS - before)).await? == AT_ONCE {}
    }
    while leave(app, ago(app, PROFILE_DAYS)).await? == AT_ONCE {}
    Ok(())
}

fn ago(app: &App, days: i64) -> Timestamp {
    let now = app.now();
    now.checked_sub(SignedDuration::from_hours(24 * days))
        .unwrap_or(now)
}

async fn ask(app: &App, asked: i64, before: Timestamp) -> Result<i64> {
    let now = app.now();
    let mut tx = app.db.write().await?;
    let due = rows::list_unconfirmed(&mut tx, before, asked, AT_ONCE).await?;
    let mut count = 0;
    for account in due {
        count += 1;
        if rows::set_asked(&mut tx, account, asked).await?
            && let Some(account) = access::find_account(&mut tx, account).await?
        {
            let mailbox = app.keyring.mailbox(&account.email);
            let letter = Letter::StillHolds {
                account: account.id,
            };
            let job = Job::letter(account.email, account.lang, letter);
            jobs::add(&mut tx, &job, Some(&mailbox), now, now).await?;
        }
    }
    tx.commit().await?;
    Ok(count)
}

async fn leave(app: &App, before: Timestamp) -> Result<i64> {
    let mut tx = app.db.write().await?;
    let due = rows::list_unconfirmed(&mut tx, before, i64::MAX, AT_ONCE).await?;
    let mut count = 0;
    for account in due {
        count += 1;
        // Who confirms at this very moment stays.
        rows::forget_unconfirmed(&mut tx, account, before).await?;
    }
    tx.commit().await?;
    Ok(count)
}

/// What the letter says; nothing where the profile was confirmed meanwhile or is gone.
///
/// # Errors
/// Those of the store.
pub async fn letter(app: &App, account: AccountId) -> Result<Option<Question>> {
    let standing = rows::find_profile(&mut app.db.read().await?, account).await?;
    let standing = standing.filter(|standing| standing.asked > 0);
    Ok(standing.map(|standing| {
        let token = app.keyring.profile_token(account, standing.confirmed_at);
        Question {
            link: app.url(&format!("/people/confirmations/{token}")),
            until: standing.until(),
            name: standing.profile.name,
        }
    }))
}

/// Whose profile a token is for, and when it was last confirmed; nothing where that was not the last time, or it left.
///
/// # Errors
/// Those of the store.
pub async fn token_holder(app: &App, token: &str) -> Result<Option<(AccountId, Timestamp)>> {
    let Some(account) = app.keyring.profile_of(token) else {
        return Ok(None);
    };
    let standing = rows::find_profile(&mut app.db.read().await?, account).await?;
    Ok(standing
        .filter(|standing| app.now() < standing.until())
        .map(|standing| (account, standing.confirmed_at))
        .filter(|(account, before)| app.keyring.knows_profile_token(token, *account, *before)))
}

/// Says that a profile holds for another year. A token says so once.
///
/// # Errors
/// [`Error::Missing`] where the token is none, or was used.
pub async fn confirm(app: &App, token: &str) -> Result<()> {
    let (account, before) = token_holder(app, token).await?.ok_or(Error::Missing)?;
    let mut tx = app.db.write().await?;
    if !rows::confirm(&mut tx, account, before, app.now()).await? {
        return Err(Error::Missing);
    }
    tx.commit().await
}
