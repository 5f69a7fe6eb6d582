//! Registrations: somebody asks for a place and gets it, or waits; a place that frees goes to who waits the longest, in the same transaction; whoever came is
//! written down once.

use jiff::{SignedDuration, Timestamp};

use crate::{
    app::App,
    base::{DateId, Email, Error, Lang, Refusal, RegistrationId, Result, code::ClaimCode, digest},
    events::{Occurrence, Standing, Status},
    outside::keyring::code_key,
    registration::{Asked, Registration, State},
    store::{
        allowances,
        db::Tx,
        events,
        jobs::{self, Job, Letter},
        registration as rows,
        sql::Conn,
    },
};

/// Letters about registrations in a day to one mailbox: no form fills the mailbox of somebody else.
const TO_ONE: i64 = 10;

/// What came of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Registered {
    /// A letter says it, to the mailbox alone: the same whether the mailbox was known, registered before, or written to too often.
    ByLetter,
    /// Their page says it.
    OnPage(RegistrationId),
}

/// A date with its event, where everybody may see it.
///
/// # Errors
/// [`Error::Missing`] where there is none.
pub async fn occasion(conn: &mut impl Conn, date: DateId) -> Result<(Standing, Occurrence)> {
    let date = events::date(conn, date).await?.ok_or(Error::Missing)?;
    let standing = events::find(conn, date.event).await?;
    let standing = standing.filter(Standing::is_public).ok_or(Error::Missing)?;
    Ok((standing, date))
}

/// Takes a registration in. `once` is what the form brought: the same form sent again changes nothing, and is answered alike.
///
/// # Errors
/// [`Error::Missing`] where nobody registers for the date any more.
pub async fn register(
    app: &App,
    date: DateId,
    asked: &Asked,
    lang: Lang,
    once: &str,
) -> Result<Registered> {
    let now = app.now();
    let once = digest(format!("{date} {once}"));
    let mut tx = app.db.write().await?;
    // From here on, nobody else changes the places of the date.
    rows::hold_date(&mut tx, date).await?;
    let (standing, occurrence) = occasion(&mut tx, date).await?;
    if !standing.takes_registrations(&occurrence, now) {
        return Err(Error::Missing);
    }
    if let Some(known) = rows::find_by_once(&mut tx, &once).await? {
        return Ok(match known.contact.mailbox() {
            Some(_) => Registered::ByLetter,
            None => Registered::OnPage(known.id),
        });
    }
    let mailbox = asked
        .contact
        .mailbox()
        .map(|email| app.keyring.mailbox(email));
    if let Some(mailbox) = &mailbox {
        let day = SignedDuration::from_hours(24);
        let counted = format!("registrations {mailbox}");
        if !allowances::take(&mut tx, &counted, TO_ONE, day, now).await? {
            return Ok(Registered::ByLetter);
        }
        if let Some(known) = rows::find_of_mailbox(&mut tx, date, mailbox).await? {
            tell(app, &mut tx, &known, now).await?;
            tx.commit().await?;
            return Ok(Registered::ByLetter);
        }
    }
    fill(app, &mut tx, date, now).await?;
    let state = match rows::take(&mut tx, date).await? {
        true => State::Seated,
        false => State::Waiting,
    };
    let made = Registration {
        id: RegistrationId::new(),
        date,
        line: rows::next_line(&mut tx, date).await?,
        name: Some(asked.name.as_str().to_owned()),
        contact: asked.contact.clone(),
        lang,
        state,
        made_at: now,
        attended_at: None,
    };
    let code = app.keyring.ticket_code(made.id).to_string();
    let new = rows::New {
        mailbox: mailbox.as_deref(),
        code_key: &code_key(&code),
        once_key: &once,
    };
    rows::add(&mut tx, &made, new).await?;
    tell(app, &mut tx, &made, now).await?;
    tx.commit().await?;
    Ok(match mailbox {
        Some(_) => Registered::ByLetter,
        None => Registered::OnPage(made.id),
    })
}

/// The registration that the link of a letter opens; reads only.
///
/// # Errors
/// [`Error::Missing`] for a link that is none, or whose registration was forgotten.
pub async fn of_token(app: &App, conn: &mut impl Conn, token: &str) -> Result<Registration> {
    let id = app.keyring.registration_of(token).ok_or(Error::Missing)?;
    let found = rows::find(conn, id).await?;
    found
        .filter(|one| one.name.is_some() || one.state == State::Cancelled)
        .ok_or(Error::Missing)
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

/// Says that somebody does not come: whose registration it was is forgotten, and the place goes on. Again, after the end, or where they came changes nothing.
///
/// # Errors
/// Those of [`of_token`].
pub async fn cancel(app: &App, token: &str) -> Result<()> {
    let now = app.now();
    let mut tx = app.db.write().await?;
    let found = of_token(app, &mut tx, token).await?;
    let date = events::date(&mut tx, found.date).await?;
    if date.is_some_and(|date| found.may_cancel(date.ends_at, now)) {
        free(app, &mut tx, found.id, now).await?;
        tx.commit().await?;
        return app.db.fold().await;
    }
    Ok(())
}

/// Writes down that somebody came. Says `false` where they were here already, or do not come.
///
/// # Errors
/// Those of the store.
pub async fn admit(app: &App, id: RegistrationId) -> Result<bool> {
    let mut tx = app.db.write().await?;
    let fresh = rows::admit(&mut tx, id, app.now()).await?;
    tx.commit().await?;
    Ok(fresh)
}

/// Forgets a mailbox in all its registrations; places that it has at dates to come go on.
///
/// # Errors
/// Those of the store.
pub async fn erase(app: &App, tx: &mut Tx, email: &Email) -> Result<()> {
    let now = app.now();
    let mailbox = app.keyring.mailbox(email);
    for one in rows::list_of_mailbox(tx, &mailbox).await? {
        let date = events::date(tx, one.date).await?;
        if date.is_some_and(|date| one.may_cancel(date.ends_at, now)) {
            free(app, tx, one.id, now).await?;
        }
    }
    rows::forget_mailbox(tx, &mailbox).await?;
    Ok(())
}

/// Gives free places of all dates to who waits for them, as where an organiser made room.
///
/// # Errors
/// Those of the store.
pub async fn fill_all(app: &App, tx: &mut Tx) -> Result<()> {
    let now = app.now();
    for date in rows::list_with_room(tx, now).await? {
        rows::hold_date(tx, date).await?;
        fill(app, tx, date, now).await?;
    }
    Ok(())
}

async fn free(app: &App, tx: &mut Tx, id: RegistrationId, now: Timestamp) -> Result<()> {
    let Some(found) = rows::find(tx, id).await? else {
        return Ok(());
    };
    rows::hold_date(tx, found.date).await?;
    // Once the date is held the state stays what it is read as.
    let Some(found) = rows::find(tx, id).await? else {
        return Ok(());
    };
    let was = found.state;
    if was != State::Cancelled && rows::cancel(tx, id, was, now).await? && was == State::Seated {
        rows::give_back(tx, found.date).await?;
        fill(app, tx, found.date, now).await?;
    }
    Ok(())
}

/// Gives free places to those who wait, in their order; the row of the date is held.
async fn fill(app: &App, tx: &mut Tx, date: DateId, now: Timestamp) -> Result<()> {
    while let Some(next) = rows::next_waiting(tx, date).await? {
        if !rows::take(tx, date).await? {
            return Ok(());
        }
        rows::seat(tx, next.id).await?;
        let letter = Letter::SeatFreed {
            registration: next.id,
        };
        leave(app, tx, &next, letter, now).await?;
    }
    Ok(())
}

async fn tell(app: &App, tx: &mut Tx, one: &Registration, now: Timestamp) -> Result<()> {
    let letter = Letter::Seat {
        registration: one.id,
    };
    leave(app, tx, one, letter, now).await
}

/// Leaves a letter to the queue, where the registration has a mailbox.
async fn leave(
    app: &App,
    tx: &mut Tx,
    one: &Registration,
    letter: Letter,
    now: Timestamp,
) -> Result<()> {
    if let Some(email) = one.contact.mailbox() {
        let mailbox = app.keyring.mailbox(email);
        let job = Job::letter(email.clone(), one.lang, letter);
        jobs::add(tx, &job, Some(&mailbox), now, now).await?;
    }
    Ok(())
}

/// Tells all who registered for a date, by letter where they left an address, that it is not held.
pub(super) async fn tell_lost(app: &App, tx: &mut Tx, date: DateId, now: Timestamp) -> Result<()> {
    for one in rows::list_of_date(tx, date).await? {
        let lost = Letter::SeatLost {
            registration: one.id,
        };
        leave(app, tx, &one, lost, now).await?;
    }
    Ok(())
}

/// What a letter tells somebody who registered.
pub struct Told {
    /// Whether they have a place.
    pub seated: bool,
    /// The title of the event.
    pub title: String,
    /// When it begins, by the clocks of its zone.
    pub civil: jiff::civil::DateTime,
    /// Their page.
    pub page: String,
}

/// What stands now of a registration that a letter is about; nothing where it was cancelled or forgotten, where the date is over, or where it is not held,
/// unless that is what is told (`lost`).
///
/// # Errors
/// Those of the store.
pub async fn letter(app: &App, id: RegistrationId, lost: bool) -> Result<Option<Told>> {
    let mut reader = app.db.read().await?;
    let found = rows::find(&mut reader, id).await?;
    let Some(one) = found.filter(|one| one.name.is_some()) else {
        return Ok(None);
    };
    let Some(date) = events::date(&mut reader, one.date).await? else {
        return Ok(None);
    };
    let standing = events::find(&mut reader, date.event).await?;
    let told = |standing: &Standing| {
        let off = date.is_cancelled() || standing.status == Status::Cancelled;
        off == lost && !date.is_past(app.now())
    };
    let Some(standing) = standing.filter(told) else {
        return Ok(None);
    };
    let token = app.keyring.registration_token(one.id);
    Ok(Some(Told {
        seated: one.state == State::Seated,
        title: standing.event.title,
        civil: date.civil,
        page: app.url(&format!("/registrations/{token}")),
    }))
}
