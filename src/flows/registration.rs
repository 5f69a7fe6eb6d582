//! Registrations: somebody asks for a place and gets it, or waits; a place that frees goes to who waits the longest, in the same transaction.

mod door;
mod forget;
mod letters;
mod notice;

use jiff::{SignedDuration, Timestamp};

use self::letters::{leave, tell};
pub(super) use self::{
    door::award_all,
    letters::{tell_lost, tell_moved},
};
pub use self::{
    door::{admit, of_code, unadmit},
    forget::{erase, forget_names, may_forget},
    letters::{Told, letter, remind},
    notice::{Reach, To, notice, reach, write},
};
use crate::{
    app::App,
    base::{DateId, Error, Lang, RegistrationId, Result, digest},
    events::{Occurrence, Standing},
    outside::keyring::code_key,
    registration::{Asked, MOST_REGISTERED, Registration, State},
    store::{allowances, db::Tx, events, jobs::Letter, registration as rows, sql::Conn},
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
    /// Nobody more is taken for the date, not even to wait.
    Closed,
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
    let line = rows::next_line(&mut tx, date).await?;
    if line > MOST_REGISTERED && rows::count_of_date(&mut tx, date).await? >= MOST_REGISTERED {
        return Ok(Registered::Closed);
    }
    fill(app, &mut tx, date, now).await?;
    let state = match rows::take(&mut tx, date).await? {
        true => State::Seated,
        false => State::Waiting,
    };
    let made = Registration {
        id: RegistrationId::new(),
        date,
        line,
        name: Some(asked.name.as_str().to_owned()),
        contact: asked.contact.clone(),
        lang,
        state,
        made_at: now,
        attended_at: None,
        confirmed_at: None,
        remind: asked.remind,
        award: None,
    };
    let code = app.keyring.ticket_code(made.id).to_string();
    let new = rows::New {
        mailbox: mailbox.as_deref(),
        code_key: &code_key(&code),
        once_key: &once,
    };
    rows::add(&mut tx, &made, new).await?;
    for answer in &asked.answers {
        rows::add_answer(&mut tx, made.id, answer, standing.event.answer_days).await?;
    }
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

/// Says that the mailbox of a registration is proved, since its letter led here, and whether a letter the day before is wished for.
///
/// # Errors
/// Those of [`of_token`].
pub async fn confirm(app: &App, token: &str, remind: bool) -> Result<()> {
    let mut tx = app.db.write().await?;
    let found = of_token(app, &mut tx, token).await?;
    rows::confirm(&mut tx, found.id, remind, app.now()).await?;
    tx.commit().await
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

/// Gives free places of a date to who waits for them, as where its organiser made room.
pub(super) async fn fill_date(app: &App, tx: &mut Tx, date: DateId, now: Timestamp) -> Result<()> {
    rows::hold_date(tx, date).await?;
    fill(app, tx, date, now).await
}
