//! A café: somebody who was there is asked to confirm it, and does or does not.

use jiff::SignedDuration;

use super::dossier::{day, look, reconsider};
use crate::{
    access::account::Account,
    app::App,
    base::{AttestationId, Email, Error, Refusal, Result, search_key},
    certification::attestation::{Answer, Attestation, Cafe, Flaw, LINK_DAYS, MOST_A_DAY, check},
    outside::keyring::code_key,
    store::{
        access, allowances, certification as rows,
        jobs::{self, Job, Letter},
        sql::Conn,
    },
};

/// Why nobody was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The café does not count.
    Flaw(Flaw),
    /// The same café waits or counts already.
    Twice,
    /// Too many were asked for today.
    TooOften,
}

/// Asks a mailbox to confirm a café; `Some` says why not.
///
/// # Errors
/// [`Error::Missing`] where no dossier is open.
pub async fn ask(
    app: &App,
    account: &Account,
    module: &str,
    level: &str,
    cafe: Cafe,
    witness: &Email,
) -> Result<Option<Refused>> {
    let now = app.now();
    let mut tx = app.db.write().await?;
    let view = look(app, &mut tx, account.id, module, level, account.lang).await?;
    let dossier = view.open().ok_or(Error::Missing)?;
    let (since, today) = (view.plan.cafes_since(day(now)), day(now));
    if let Err(flaw) = check(&cafe, since, today, &account.email, witness) {
        return Ok(Some(Refused::Flaw(flaw)));
    }
    let day = SignedDuration::from_hours(24);
    let allowance = format!("attestations {}", account.id);
    if !allowances::take(&mut tx, &allowance, MOST_A_DAY, day, now).await? {
        return Ok(Some(Refused::TooOften));
    }
    let asked = Attestation {
        id: AttestationId::new(),
        account: account.id,
        module: module.to_owned(),
        mailbox: app.keyring.mailbox(witness),
        cafe,
        asked_at: now,
        expires_at: now.checked_add(day * LINK_DAYS as i32).unwrap_or(now),
        answer: None,
    };
    let token = app.keyring.attestation_token(asked.id);
    let place = search_key(&asked.cafe.place);
    if !rows::add_attestation(&mut tx, &asked, &code_key(&token), &place).await? {
        return Ok(Some(Refused::Twice));
    }
    let letter = Letter::Attest {
        attestation: asked.id,
    };
    let job = Job::letter(witness.clone(), dossier.lang, letter);
    jobs::add(&mut tx, &job, Some(&asked.mailbox), now, now).await?;
    tx.commit().await?;
    Ok(None)
}

/// Takes back what nobody answered yet.
///
/// # Errors
/// [`Error::Missing`] where it is not theirs, or was answered.
pub async fn take_back(app: &App, account: &Account, id: AttestationId) -> Result<()> {
    let mut tx = app.db.write().await?;
    if !rows::forget_asked(&mut tx, id, account.id).await? {
        return Err(Error::Missing);
    }
    tx.commit().await
}

/// What the link of a letter opens; reads only.
///
/// # Errors
/// [`Error::Missing`] for a link that is none.
pub async fn asked(conn: &mut impl Conn, token: &str) -> Result<Attestation> {
    let asked = rows::find_attestation_by_token(conn, &code_key(token)).await?;
    asked.ok_or(Error::Missing)
}

/// Stores what somebody answers behind the link of their letter, once; whoever asked is told, and their dossier is looked at.
///
/// # Errors
/// [`Error::Missing`] for a link that is none; [`Refusal::EntryRefused`] for one that was used or is too old.
pub async fn answer(app: &App, token: &str, answer: &Answer) -> Result<()> {
    let now = app.now();
    let mut tx = app.db.write().await?;
    let asked = asked(&mut tx, token).await?;
    if !rows::set_answer(&mut tx, asked.id, answer, now).await? {
        return Err(Refusal::EntryRefused.into());
    }
    if let Some(author) = access::find_account(&mut tx, asked.account).await? {
        let letter = Letter::Attested {
            attestation: asked.id,
        };
        let mailbox = app.keyring.mailbox(&author.email);
        let job = Job::letter(author.email, author.lang, letter);
        jobs::add(&mut tx, &job, Some(&mailbox), now, now).await?;
    }
    reconsider(&mut tx, asked.account, now).await?;
    tx.commit().await
}
