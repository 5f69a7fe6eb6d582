//! Somebody registers for a date: the database says whether a place is left.

use jiff::{SignedDuration, Timestamp};

use super::{line, occasion::Occasion};
use crate::{
    app::App,
    base::{DateId, Error, Lang, RegistrationId, Result, digest, search_key},
    outside::keyring::code_key,
    registration::{Asked, Question, Registration, State, held_until},
    store::{
        allowances,
        db::Tx,
        jobs::{self, Job, Letter},
        registration as rows,
    },
};

/// Letters about registrations in a day to one mailbox that nobody confirmed: no form fills the mailbox of somebody else.
const TO_ONE: i64 = 10;

/// What came of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Registered {
    /// A letter says it, to the mailbox alone: the same whether the mailbox was known, registered before, or written to too often.
    ByLetter,
    /// Their page says it.
    OnPage(RegistrationId),
}

/// Takes a registration in. `once` is what the form brought: the same form sent again changes nothing, and is answered alike.
///
/// # Errors
/// [`Error::Missing`] where nobody registers for the date any more.
pub async fn register(
    app: &App,
    occasion: &Occasion,
    asked: &Asked,
    lang: Lang,
    once: &str,
) -> Result<Registered> {
    let now = app.now();
    let once = once_key(occasion.date, once);
    let mut tx = app.db.write().await?;
    // From here on, nobody else changes the places of the date.
    if !occasion.is_open(now) || !rows::hold_date(&mut tx, occasion.date).await? {
        return Err(Error::Missing);
    }
    if let Some(known) = rows::find_by_once(&mut tx, &once).await? {
        return Ok(answer(&known));
    }
    if let Some(email) = asked.contact.mailbox() {
        let mailbox = app.keyring.mailbox(email);
        let day = SignedDuration::from_hours(24);
        let name = format!("registrations {mailbox}");
        if !allowances::take(&mut tx, &name, TO_ONE, day, now).await? {
            return Ok(Registered::ByLetter);
        }
        let known = rows::find_live_of_mailbox(&mut tx, occasion.date, &mailbox).await?;
        if let Some(known) = known {
            line::tell(app, &mut tx, &known, Letter::Seat { registration: known.id }, now).await?;
            tx.commit().await?;
            return Ok(Registered::ByLetter);
        }
    }
    let made = write(app, &mut tx, occasion, asked, lang, &once, false, now).await?;
    line::tell(app, &mut tx, &made, Letter::Seat { registration: made.id }, now).await?;
    tx.commit().await?;
    Ok(answer(&made))
}

/// The form in which the database knows what a form brought.
pub(super) fn once_key(date: DateId, once: &str) -> String {
    digest(format!("{date} {once}"))
}

fn answer(made: &Registration) -> Registered {
    match made.contact.mailbox() {
        Some(_) => Registered::ByLetter,
        None => Registered::OnPage(made.id),
    }
}

/// Writes a registration with a place, or at the end of the line; the row of the date is held.
#[expect(clippy::too_many_arguments, reason = "each is a part of one row")]
pub(super) async fn write(
    app: &App,
    tx: &mut Tx,
    occasion: &Occasion,
    asked: &Asked,
    lang: Lang,
    once: &str,
    by_hand: bool,
    now: Timestamp,
) -> Result<Registration> {
    let date = occasion.date;
    let state = match rows::take(tx, date).await? {
        true => State::Seated,
        false => State::Waiting,
    };
    let email = asked.contact.mailbox();
    let made = Registration {
        id: RegistrationId::new(),
        date,
        line: rows::next_line(tx, date).await?,
        name: Some(asked.name.as_str().to_owned()),
        contact: asked.contact.clone(),
        lang,
        state,
        by_hand,
        made_at: now,
        hold_until: email.map(|_| held_until(now, occasion.starts_at)),
        confirmed_at: None,
        cancelled_at: None,
        attended_at: None,
        award: None,
    };
    let mailbox = email.map(|email| app.keyring.mailbox(email));
    let code = app.keyring.ticket_code(made.id).to_string();
    let new = rows::New {
        name_key: &search_key(asked.name.as_str()),
        mailbox: mailbox.as_deref(),
        code_key: &code_key(&code),
        once_key: once,
    };
    rows::add(tx, &made, new).await?;
    let questions = rows::list_questions(tx, occasion.event).await?;
    let answers: Vec<_> = asked
        .answers
        .iter()
        .filter_map(|(id, words)| {
            let question = questions.iter().find(|question| question.id == *id)?;
            Some((*id, words.clone(), purged_at(question, occasion.ends_at)))
        })
        .collect();
    rows::add_answers(tx, made.id, &answers).await?;
    Ok(made)
}

/// When the answers to a question go.
pub(super) fn purged_at(question: &Question, ends_at: Timestamp) -> Timestamp {
    ends_at
        .checked_add(SignedDuration::from_hours(24 * question.kept_days))
        .unwrap_or(ends_at)
}

/// Leaves a letter to the queue, where the registration has a mailbox.
pub(super) async fn leave_letter(
    app: &App,
    tx: &mut Tx,
    one: &Registration,
    letter: Letter,
    due: Timestamp,
    now: Timestamp,
) -> Result<()> {
    if let Some(email) = one.contact.mailbox() {
        let mailbox = app.keyring.mailbox(email);
        let job = Job::letter(email.clone(), one.lang, letter);
        jobs::add(tx, &job, Some(&mailbox), due, now).await?;
    }
    Ok(())
}
