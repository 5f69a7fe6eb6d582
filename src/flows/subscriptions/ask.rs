//! Asking for letters, proving the mailbox, changing what is wished, and leaving. Whoever asks gets the same answer whether the mailbox is known here or not, and
//! nothing of an earlier subscription changes before its own mailbox says so.

use jiff::{SignedDuration, Timestamp};

use super::{Errand, forget};
use crate::{
    app::App,
    base::{Email, Error, Lang, Result, SubscriptionId},
    store::{
        allowances,
        jobs::{self, Job, Letter},
        subscriptions::{self as rows, Subscription},
    },
    subscriptions::{Rhythm, TEXT_VERSION, UNCONFIRMED_DAYS, Wish},
};

/// Letters that ask a mailbox whether it is somebody's, in a day: to one mailbox, to everybody.
const TO_ONE: i64 = 3;
const IN_ALL: i64 = 2_000;

/// What is asked for.
pub struct Asking {
    /// For which mailbox.
    pub email: Email,
    /// In which language.
    pub lang: Lang,
    /// How often.
    pub rhythm: Rhythm,
    /// About what.
    pub wish: Wish,
}

/// Asks for letters: a letter goes to the mailbox, and nothing else happens. Where it was asked too often nothing is sent, and nothing says so.
///
/// # Errors
/// Those of the store.
pub async fn ask(app: &App, asking: &Asking) -> Result<()> {
    let (now, mailbox) = (app.now(), app.keyring.mailbox(&asking.email));
    let day = SignedDuration::from_hours(24);
    let mut tx = app.db.write().await?;
    let counted = format!("subscriptions {mailbox}");
    if !allowances::take(&mut tx, &counted, TO_ONE, day, now).await?
        || !allowances::take(&mut tx, "subscriptions", IN_ALL, day, now).await?
    {
        return tx.commit().await;
    }
    let new = Subscription {
        id: SubscriptionId::new(),
        email: asking.email.clone(),
        mailbox: mailbox.clone(),
        lang: asking.lang,
        rhythm: asking.rhythm,
        wish: asking.wish.clone(),
        text_version: TEXT_VERSION.to_owned(),
        asked_at: now,
        confirmed_at: None,
        contact_at: now,
        questioned_at: None,
    };
    rows::add(&mut tx, &new).await?;
    let letter = Letter::Subscribe {
        subscription: new.id,
    };
    let job = Job::letter(new.email, new.lang, letter);
    jobs::add(&mut tx, &job, Some(&mailbox), now, now).await?;
    tx.commit().await
}

/// What was asked for before this is not confirmed any more.
fn since(app: &App) -> Timestamp {
    let now = app.now();
    now.checked_sub(SignedDuration::from_hours(24 * UNCONFIRMED_DAYS))
        .unwrap_or(now)
}

/// The page on which a mailbox is proved; nothing where nobody waits for that any more.
///
/// # Errors
/// Those of the store.
pub async fn confirm_letter(app: &App, id: SubscriptionId) -> Result<Option<String>> {
    let found = rows::find(&mut app.db.read().await?, id).await?;
    let open = found.is_some_and(|one| one.confirmed_at.is_none() && one.asked_at > since(app));
    let token = app.keyring.subscription_token(Errand::Confirm, id);
    Ok(open.then(|| app.url(&format!("/subscriptions/confirmations/{token}"))))
}

/// What waits for the mailbox to be proved by this token.
///
/// # Errors
/// Those of the store.
pub async fn waiting(app: &App, token: &str) -> Result<Option<Subscription>> {
    let Some(id) = app.keyring.subscription_of(Errand::Confirm, token) else {
        return Ok(None);
    };
    let found = rows::find(&mut app.db.read().await?, id).await?;
    Ok(found.filter(|one| one.confirmed_at.is_none() && one.asked_at > since(app)))
}

/// Proves the mailbox: letters come from now on. One that has letters already gets them as they are wished now, with this proof. The token for its changes.
///
/// # Errors
/// [`Error::Missing`] where the token is none, was used, or is too old.
pub async fn confirm(app: &App, token: &str) -> Result<String> {
    let id = app.keyring.subscription_of(Errand::Confirm, token);
    let id = id.ok_or(Error::Missing)?;
    let mut tx = app.db.write().await?;
    let taken = rows::take_waiting(&mut tx, id, since(app)).await?;
    let id = rows::confirm(&mut tx, &taken.ok_or(Error::Missing)?, app.now()).await?;
    tx.commit().await?;
    Ok(app.keyring.subscription_token(Errand::Change, id))
}

/// The confirmed subscription whose token for an errand this is.
///
/// # Errors
/// Those of the store.
pub async fn of_token(app: &App, errand: Errand, token: &str) -> Result<Option<Subscription>> {
    let Some(id) = app.keyring.subscription_of(errand, token) else {
        return Ok(None);
    };
    let found = rows::find(&mut app.db.read().await?, id).await?;
    Ok(found.filter(|one| one.confirmed_at.is_some()))
}

/// Changes what is wished. It says that somebody is there, too.
///
/// # Errors
/// [`Error::Missing`] where the token is none, or there is no such subscription any more.
pub async fn save(
    app: &App,
    token: &str,
    (lang, rhythm): (Lang, Rhythm),
    wish: &Wish,
) -> Result<()> {
    let id = app.keyring.subscription_of(Errand::Change, token);
    let id = id.ok_or(Error::Missing)?;
    let mut tx = app.db.write().await?;
    if !rows::set(&mut tx, id, (lang, rhythm), wish, app.now()).await? {
        return Err(Error::Missing);
    }
    tx.commit().await
}

/// Says that somebody is there, and wishes to have letters for three more years.
///
/// # Errors
/// Those of [`save`].
pub async fn keep(app: &App, token: &str) -> Result<()> {
    let id = app.keyring.subscription_of(Errand::Change, token);
    let id = id.ok_or(Error::Missing)?;
    let mut tx = app.db.write().await?;
    if !rows::keep(&mut tx, id, app.now()).await? {
        return Err(Error::Missing);
    }
    tx.commit().await
}

/// Ends a subscription, and with it all that is kept of it, letters on their way too. The same again changes nothing.
///
/// # Errors
/// [`Error::Missing`] where the token is none of ours.
pub async fn end(app: &App, token: &str) -> Result<()> {
    let id = app.keyring.subscription_of(Errand::End, token);
    let id = id.ok_or(Error::Missing)?;
    let mut tx = app.db.write().await?;
    forget(&mut tx, id).await?;
    tx.commit().await?;
    app.db.fold().await
}
