//! What an organiser does with those who registered: ask them questions, write to them all, forget their names.

use jiff::SignedDuration;

use super::{occasion::Occasion, register::leave_letter};
use crate::{
    access::{account::Account, audit::{Actor, Noted}},
    app::App,
    base::{EventId, NoteId, Refusal, Result},
    registration::{NOTES_A_DAY, Question},
    store::{access, allowances, jobs::Letter, registration as rows},
};

/// Makes these the questions of an event.
///
/// # Errors
/// Those of the store.
pub async fn set_questions(app: &App, event: EventId, questions: &[Question]) -> Result<()> {
    let mut tx = app.db.write().await?;
    rows::set_questions(&mut tx, event, questions).await?;
    tx.commit().await
}

/// Writes to all who registered for a date and confirmed their mailbox: a letter each, none of which shows another's address. How many they are. The same
/// form sent again writes nothing.
///
/// # Errors
/// [`Refusal::TooOften`] where as many letters were written today as may be.
pub async fn write_to_all(
    app: &App,
    by: &Account,
    occasion: &Occasion,
    words: &str,
    once: &str,
) -> Result<usize> {
    let now = app.now();
    let day = SignedDuration::from_hours(24);
    let mut tx = app.db.write().await?;
    let form = format!("note {} {once}", occasion.date);
    if !allowances::take(&mut tx, &form, 1, day * 2, now).await? {
        return Ok(0);
    }
    let name = format!("notes {}", occasion.date);
    if !allowances::take(&mut tx, &name, NOTES_A_DAY, day, now).await? {
        return Err(Refusal::TooOften.into());
    }
    let people = rows::list_written_to(&mut tx, occasion.date).await?;
    let note = NoteId::new();
    let count = people.len() as i64;
    rows::add_note(&mut tx, note, occasion.date, words, count, now).await?;
    for one in &people {
        let letter = Letter::Note {
            registration: one.id,
            note,
        };
        leave_letter(app, &mut tx, one, letter, now, now).await?;
    }
    let subject = occasion.date.to_string();
    let (actor, count) = (Actor::Account(by.id), people.len().to_string());
    access::note(&mut tx, actor, Noted::RegisteredWrittenTo, &subject, &count, now).await?;
    tx.commit().await?;
    Ok(people.len())
}

/// Forgets who registered for a date before their time is over; how many came stays.
///
/// # Errors
/// Those of the store.
pub async fn forget_names(app: &App, by: &Account, occasion: &Occasion) -> Result<()> {
    let now = app.now();
    let mut tx = app.db.write().await?;
    let gone = rows::forget_date(&mut tx, occasion.date, now).await?;
    let subject = occasion.date.to_string();
    let (actor, gone) = (Actor::Account(by.id), gone.to_string());
    access::note(&mut tx, actor, Noted::RegisteredForgotten, &subject, &gone, now).await?;
    tx.commit().await?;
    app.db.fold().await
}
