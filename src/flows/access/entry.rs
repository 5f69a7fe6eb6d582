//! Entering: a letter with a link and a code, for the browser that asked. Known and unknown mailboxes take the same way: an account is made when
//! somebody enters, and not before.

use jiff::SignedDuration;

use crate::{
    access::{
        account::{CODE_TRIES, ENTRY_MINUTES, INVITATION_HOURS},
        audit::{Actor, Noted},
    },
    app::App,
    base::{AccountId, Email, EntryId, Error, Lang, Refusal, Result, code::EntryCode},
    outside::keyring::code_key,
    store::{
        access::{self as rows, Entry},
        allowances,
        db::Tx,
        jobs::{self, Job, Letter},
    },
};

/// Letters to one mailbox in [`ENTRY_MINUTES`]. Whoever asks beyond that shares the last one, which is still open: nobody can keep somebody out by asking.
const LETTERS: i64 = 3;

/// Letters of this kind to everybody in [`ENTRY_MINUTES`].
const LETTERS_IN_ALL: i64 = 1_000;

/// What a letter holds to enter with.
pub struct Keys {
    /// The whole address of the link.
    pub link: String,
    /// The code.
    pub code: String,
}

/// Somebody who entered.
pub struct Entered {
    /// Their account.
    pub account: AccountId,
    /// Whether the way in was printed on the server's own terminal, which proves more than a mailbox.
    pub proved: bool,
}

/// Asks for a letter, and says which entry the asking browser may use. It is one that nothing opens where no letter may be sent.
///
/// # Errors
/// Those of the store.
pub async fn ask(app: &App, email: &Email, lang: Lang) -> Result<EntryId> {
    let (now, mailbox) = (app.now(), app.keyring.mailbox(email));
    let span = SignedDuration::from_mins(ENTRY_MINUTES);
    let entry = Entry {
        id: EntryId::new(),
        email: email.clone(),
        lang,
        browser: true,
        expires_at: now.checked_add(span).map_err(Error::fault)?,
    };
    let mut tx = app.db.write().await?;
    let counted = format!("entries {mailbox}");
    if allowances::take(&mut tx, &counted, LETTERS, span, now).await?
        && allowances::take(&mut tx, "entries", LETTERS_IN_ALL, span, now).await?
    {
        open(app, &mut tx, &entry).await?;
        let job = Job::letter(email.clone(), lang, Letter::Enter { entry: entry.id });
        jobs::add(&mut tx, &job, Some(&mailbox), now, now).await?;
        tx.commit().await?;
        return Ok(entry.id);
    }
    let last = rows::find_entry_of_mailbox(&mut tx, &mailbox, now).await?;
    tx.commit().await?;
    Ok(last.map_or(entry.id, |last| last.id))
}

/// Makes a way in that any browser may use, once, within a day: for the server's own terminal.
///
/// # Errors
/// Those of the store.
pub async fn invite(app: &App, email: &Email, lang: Lang) -> Result<String> {
    let now = app.now();
    let entry = Entry {
        id: EntryId::new(),
        email: email.clone(),
        lang,
        browser: false,
        expires_at: now
            .checked_add(SignedDuration::from_hours(INVITATION_HOURS))
            .map_err(Error::fault)?,
    };
    let mut tx = app.db.write().await?;
    open(app, &mut tx, &entry).await?;
    let account = rows::add_account(&mut tx, email, lang, now).await?;
    rows::note(
        &mut tx,
        Actor::Console,
        Noted::Invited,
        &account.to_string(),
        "",
        now,
    )
    .await?;
    tx.commit().await?;
    Ok(link(app, entry.id))
}

async fn open(app: &App, tx: &mut Tx, entry: &Entry) -> Result<()> {
    let token = app.keyring.entry_token(entry.id);
    let mailbox = app.keyring.mailbox(&entry.email);
    rows::add_entry(tx, entry, &mailbox, &code_key(&token), app.now()).await
}

fn link(app: &App, entry: EntryId) -> String {
    app.url(&format!("/entry/{}", app.keyring.entry_token(entry)))
}

/// What the letter of an entry holds; none where it is no longer open.
///
/// # Errors
/// Those of the store.
pub async fn letter(app: &App, entry: EntryId) -> Result<Option<Keys>> {
    let mut reader = app.db.read().await?;
    let open = rows::find_entry(&mut reader, entry, app.now()).await?;
    Ok(open.map(|entry| Keys {
        link: link(app, entry.id),
        code: app.keyring.entry_code(entry.id).to_string(),
    }))
}

/// Enters by the link of a letter; `asked` is the entry that this browser asked for.
///
/// # Errors
/// [`Refusal::EntryRefused`]: used, too old, of another browser, or never made; all are told alike.
pub async fn enter_by_link(app: &App, asked: Option<EntryId>, token: &str) -> Result<Entered> {
    let mut tx = app.db.write().await?;
    let entry = rows::find_entry_by_token(&mut tx, &code_key(token), app.now()).await?;
    match entry.filter(|entry| !entry.browser || asked == Some(entry.id)) {
        Some(entry) => enter(app, tx, &entry, "link").await,
        None => Err(Refusal::EntryRefused.into()),
    }
}

/// Enters by the code of a letter, typed in the browser that asked. Five wrong codes void it; the link of the same letter still holds.
///
/// # Errors
/// [`Refusal::CodeMistyped`], which counts for nothing; else [`Refusal::EntryRefused`].
pub async fn enter_by_code(app: &App, asked: Option<EntryId>, typed: &str) -> Result<Entered> {
    let code = EntryCode::read(typed)?;
    let asked = asked.ok_or(Refusal::EntryRefused)?;
    let mut tx = app.db.write().await?;
    let entry = rows::find_entry(&mut tx, asked, app.now()).await?;
    let counted = rows::take_try(&mut tx, asked, CODE_TRIES).await?;
    match entry.filter(|entry| counted && app.keyring.entry_code(entry.id) == code) {
        Some(entry) => enter(app, tx, &entry, "code").await,
        None => {
            tx.commit().await?;
            Err(Refusal::EntryRefused.into())
        }
    }
}

async fn enter(app: &App, mut tx: Tx, entry: &Entry, how: &str) -> Result<Entered> {
    let now = app.now();
    if !rows::close_entry(&mut tx, entry.id, now).await? {
        return Err(Refusal::EntryRefused.into());
    }
    let account = rows::add_account(&mut tx, &entry.email, entry.lang, now).await?;
    rows::set_entered(&mut tx, account, now).await?;
    let how = if entry.browser { how } else { "invitation" };
    rows::note(
        &mut tx,
        Actor::Account(account),
        Noted::Entered,
        &account.to_string(),
        how,
        now,
    )
    .await?;
    tx.commit().await?;
    Ok(Entered {
        account,
        proved: !entry.browser,
    })
}
