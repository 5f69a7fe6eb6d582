//! What an organiser writes to those who registered.

use jiff::SignedDuration;

use super::letters::{Told, told};
use crate::{
    access::audit::{Actor, Noted},
    app::App,
    base::{DateId, NoticeId, Refusal, RegistrationId, Result},
    registration::{Registration, State},
    store::{
        access, allowances,
        jobs::{self, Job, Letter},
        registration as rows,
    },
};

/// To whom of those who registered an organiser writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum To {
    /// All of them.
    All,
    /// Those who have a place.
    Seated,
    /// Those who wait for one.
    Waiting,
    /// Those who came.
    Came,
}

impl To {
    /// Every one.
    pub const ALL: [To; 4] = [To::All, To::Seated, To::Waiting, To::Came];

    /// The name by which a form says it.
    pub fn name(self) -> &'static str {
        match self {
            To::All => "all",
            To::Seated => "seated",
            To::Waiting => "waiting",
            To::Came => "came",
        }
    }

    fn holds(self, one: &Registration) -> bool {
        match self {
            To::All => true,
            To::Seated => one.state == State::Seated,
            To::Waiting => one.state == State::Waiting,
            To::Came => one.attended_at.is_some(),
        }
    }
}

/// Whom a letter reaches: those with a proved mailbox; and how many it does not, since theirs is not proved, or since they left none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// How many have it.
    pub letters: usize,
    /// How many left an address that nobody proved.
    pub unproved: usize,
    /// How many left none.
    pub without: usize,
}

/// Whom a letter to some of these people would reach.
pub fn reach(people: &[Registration], to: To) -> Reach {
    let mut reach = Reach::default();
    for one in people.iter().filter(|one| to.holds(one)) {
        match (one.proved_mailbox(), one.contact.mailbox()) {
            (Some(_), _) => reach.letters += 1,
            (None, Some(_)) => reach.unproved += 1,
            (None, None) => reach.without += 1,
        }
    }
    reach
}

/// How often those who registered for one date are written to in a day.
const NOTICES_A_DATE: i64 = 3;

/// How often one organiser writes in a day.
const NOTICES_A_DAY: i64 = 20;

/// Writes to those who registered for a date: a letter for each, so that nobody sees the others, and to proved mailboxes alone, so that nobody has letters
/// sent to strangers whose addresses they typed. The same notice again sends nothing. Notes who wrote, and to how many.
///
/// # Errors
/// [`Refusal::TooOften`].
pub async fn write(
    app: &App,
    by: Actor,
    date: DateId,
    to: To,
    (notice, words): (NoticeId, &str),
) -> Result<()> {
    let (now, day) = (app.now(), SignedDuration::from_hours(24));
    let mut tx = app.db.write().await?;
    if !rows::add_notice(&mut tx, notice, date, words, now).await? {
        return Ok(());
    }
    for (name, most) in [
        (format!("notices {date}"), NOTICES_A_DATE),
        (format!("notices by {by}"), NOTICES_A_DAY),
    ] {
        if !allowances::take(&mut tx, &name, most, day, now).await? {
            return Err(Refusal::TooOften.into());
        }
    }
    let mut letters = Vec::new();
    for one in rows::list_of_date(&mut tx, date).await? {
        if let Some(email) = one.proved_mailbox().filter(|_| to.holds(&one)) {
            let letter = Letter::Notice {
                registration: one.id,
                notice,
            };
            let mailbox = app.keyring.mailbox(email);
            letters.push((Job::letter(email.clone(), one.lang, letter), mailbox, now));
        }
    }
    jobs::add_many(&mut tx, &letters, now).await?;
    let (subject, count) = (date.to_string(), letters.len().to_string());
    access::note(&mut tx, by, Noted::RegisteredWritten, &subject, &count, now).await?;
    tx.commit().await
}

/// What an organiser wrote, with what a letter tells of the registration; nothing where either is gone.
///
/// # Errors
/// Those of the store.
pub async fn notice(
    app: &App,
    id: RegistrationId,
    notice: NoticeId,
) -> Result<Option<(Told, String)>> {
    let mut reader = app.db.read().await?;
    let words = rows::find_notice(&mut reader, notice).await?;
    let told = told(app, &mut reader, id).await?;
    Ok(told.map(|(told, _)| told).zip(words))
}
