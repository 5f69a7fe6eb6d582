//! Letters to people of the directory, whose address no page shows: who writes proves their own mailbox first, and is answered only if they agree.

use jiff::{SignedDuration, Timestamp};

use crate::{
    app::App,
    base::{AccountId, Email, Error, Lang, MessageId, Result},
    outside::keyring::Errand,
    store::{
        access, allowances,
        db::Tx,
        directory::{self as rows, Message},
        jobs::{self, Job, Letter},
    },
};

/// The longest letter, in characters.
pub const MOST_WORDS: usize = 2_000;
/// How long a letter waits for its sender to prove their mailbox, in days.
pub const UNCONFIRMED_DAYS: i64 = 2;
/// How long a letter is kept so that it can be reported, in days.
pub const MESSAGE_DAYS: i64 = 30;

/// Letters in a day: from one mailbox, to one person, to everybody.
const FROM_ONE: i64 = 5;
const TO_ONE: i64 = 20;
const IN_ALL: i64 = 1_000;

/// A letter as it is handed in, each text read.
pub struct Writing {
    /// To whom.
    pub to: AccountId,
    /// From which mailbox.
    pub sender: Email,
    /// Whether that is the mailbox of the account in which the sender is.
    pub known: bool,
    /// The name of who writes.
    pub name: String,
    /// What is written.
    pub words: String,
    /// Whether the sender agrees to be answered at that mailbox.
    pub reply: bool,
    /// The language of who writes.
    pub lang: Lang,
}

/// What a letter to somebody of the directory says.
pub struct Relayed {
    /// The name of who writes.
    pub name: String,
    /// What is written.
    pub words: String,
    /// Where it may be answered.
    pub reply: Option<Email>,
    /// The page on which it is reported.
    pub report: String,
}

/// Takes a letter in. Who is not within an account proves their mailbox first. Where too many are written, nothing is sent, and nothing says so: the answer is the
/// same for every mailbox.
///
/// # Errors
/// Those of the store.
pub async fn write(app: &App, writing: &Writing) -> Result<()> {
    let now = app.now();
    let mailbox = app.keyring.mailbox(&writing.sender);
    let mut tx = app.db.write().await?;
    if !allowed(&mut tx, &mailbox, writing.to, now).await? {
        return tx.commit().await;
    }
    let message = Message {
        id: MessageId::new(),
        to: writing.to,
        sender: writing.sender.clone(),
        mailbox: mailbox.clone(),
        name: writing.name.clone(),
        words: writing.words.clone(),
        reply: writing.reply,
        lang: writing.lang,
        written_at: now,
        confirmed_at: writing.known.then_some(now),
    };
    rows::add_message(&mut tx, &message).await?;
    if writing.known {
        send(app, &mut tx, &message).await?;
    } else {
        let letter = Letter::Confirm {
            message: message.id,
        };
        let job = Job::letter(writing.sender.clone(), writing.lang, letter);
        jobs::add(&mut tx, &job, Some(&mailbox), now, now).await?;
    }
    tx.commit().await
}

async fn allowed(tx: &mut Tx, mailbox: &str, to: AccountId, at: Timestamp) -> Result<bool> {
    let day = SignedDuration::from_hours(24);
    for (counted, most) in [
        (format!("relay from {mailbox}"), FROM_ONE),
        (format!("relay to {to}"), TO_ONE),
        ("relay".to_owned(), IN_ALL),
    ] {
        if !allowances::take(tx, &counted, most, day, at).await? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Adds the letter itself to the queue.
async fn send(app: &App, tx: &mut Tx, message: &Message) -> Result<()> {
    let now = app.now();
    if let Some(account) = access::find_account(tx, message.to).await? {
        let mailbox = app.keyring.mailbox(&account.email);
        let letter = Letter::Relayed {
            message: message.id,
        };
        let job = Job::letter(account.email, account.lang, letter);
        jobs::add(tx, &job, Some(&mailbox), now, now).await?;
    }
    Ok(())
}

/// The page on which the sender of a letter proves their mailbox, and the name of who it is for; nothing where nobody waits for that any more.
///
/// # Errors
/// Those of the store.
pub async fn confirmation(app: &App, id: MessageId) -> Result<Option<(String, String)>> {
    let mut reader = app.db.read().await?;
    let Some(message) = rows::find_message(&mut reader, id).await? else {
        return Ok(None);
    };
    let standing = rows::find_profile(&mut reader, message.to).await?;
    Ok(standing.map(|standing| {
        let token = app.keyring.message_token(Errand::Confirm, id);
        (
            app.url(&format!("/people/letters/{token}")),
            standing.profile.name,
        )
    }))
}

/// What a letter says to who gets it; nothing where it is gone.
///
/// # Errors
/// Those of the store.
pub async fn letter(app: &App, id: MessageId) -> Result<Option<Relayed>> {
    let message = rows::find_message(&mut app.db.read().await?, id).await?;
    let message = message.filter(|message| message.confirmed_at.is_some());
    Ok(message.map(|message| {
        let token = app.keyring.message_token(Errand::Report, id);
        Relayed {
            report: app.url(&format!("/people/reports/{token}")),
            reply: message.reply.then_some(message.sender),
            name: message.name,
            words: message.words,
        }
    }))
}

/// The letter whose token for an errand this is, where that can still be done.
///
/// # Errors
/// Those of the store.
pub async fn of_token(app: &App, errand: Errand, token: &str) -> Result<Option<Message>> {
    let Some(id) = app.keyring.message_of(errand, token) else {
        return Ok(None);
    };
    let message = rows::find_message(&mut app.db.read().await?, id).await?;
    Ok(message.filter(|message| match errand {
        Errand::Confirm => message.confirmed_at.is_none() && message.written_at > since(app),
        Errand::Report => message.confirmed_at.is_some(),
    }))
}

/// A letter written before this is not sent any more.
fn since(app: &App) -> Timestamp {
    let now = app.now();
    now.checked_sub(SignedDuration::from_hours(24 * UNCONFIRMED_DAYS))
        .unwrap_or(now)
}

/// Says that the sender's mailbox is theirs, and sends the letter: once. One to somebody who has left the directory since, or may not be written to any more, goes
/// nowhere.
///
/// # Errors
/// [`Error::Missing`] where the token is none, was used, or is too old.
pub async fn confirm(app: &App, token: &str) -> Result<()> {
    let now = app.now();
    let message = of_token(app, Errand::Confirm, token).await?;
    let message = message.ok_or(Error::Missing)?;
    let mut tx = app.db.write().await?;
    if !rows::confirm_message(&mut tx, message.id, since(app), now).await? {
        return Err(Error::Missing);
    }
    let standing = rows::find_profile(&mut tx, message.to).await?;
    let open = standing.is_some_and(|standing| {
        standing.stands(now) && standing.profile.contact != crate::directory::Audience::Nobody
    });
    if open {
        send(app, &mut tx, &message).await?;
    }
    tx.commit().await
}

/// Reports a letter that somebody got. The same again changes nothing.
///
/// # Errors
/// [`Error::Missing`] where the token is none.
pub async fn report_letter(app: &App, token: &str, words: &str) -> Result<()> {
    let now = app.now();
    let message = of_token(app, Errand::Report, token).await?;
    let message = message.ok_or(Error::Missing)?;
    let mut tx = app.db.write().await?;
    if rows::report_message(&mut tx, message.id, now).await? {
        rows::add_report(&mut tx, message.to, Some(message.id), words, now).await?;
    }
    tx.commit().await
}

/// Reports a profile. Says `false`, and keeps nothing, where very many were told of today.
///
/// # Errors
/// Those of the store.
pub async fn report_profile(app: &App, account: AccountId, words: &str) -> Result<bool> {
    let now = app.now();
    let day = SignedDuration::from_hours(24);
    let mut tx = app.db.write().await?;
    let taken = allowances::take(&mut tx, &format!("reports {account}"), 10, day, now).await?
        && allowances::take(&mut tx, "reports", 200, day, now).await?;
    if taken {
        rows::add_report(&mut tx, account, None, words, now).await?;
    }
    tx.commit().await?;
    Ok(taken)
}
