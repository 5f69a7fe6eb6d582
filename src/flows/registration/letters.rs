//! What letters about a registration say, looked up when they are sent: what does not hold any more is not said.

use super::occasion::{Occasion, occasion_of};
use crate::{
    app::App,
    base::{NoteId, RegistrationId, Result},
    registration::{Registration, State},
    store::registration as rows,
};

/// What a letter tells somebody who registered.
pub struct Told {
    /// The registration as it stands.
    pub one: Registration,
    /// For what it is.
    pub occasion: Occasion,
    /// Its page.
    pub page: String,
    /// The date as a file of a calendar.
    pub calendar: String,
    /// The code of the ticket.
    pub code: String,
}

/// What stands now of a registration that a letter is about; nothing where it was forgotten, or cancelled by who would get the letter.
///
/// # Errors
/// Those of the store.
pub async fn letter(app: &App, id: RegistrationId) -> Result<Option<Told>> {
    let mut reader = app.db.read().await?;
    let found = rows::find(&mut reader, id).await?;
    let Some(one) = found.filter(|one| one.name.is_some() && one.state != State::Cancelled) else {
        return Ok(None);
    };
    let Some(occasion) = occasion_of(&mut reader, one.date).await? else {
        return Ok(None);
    };
    if occasion.ends_at <= app.now() {
        return Ok(None);
    }
    let page = app.url(&format!(
        "/registrations/{}",
        app.keyring.registration_token(one.id)
    ));
    Ok(Some(Told {
        calendar: format!("{page}/date.ics"),
        page,
        code: app.keyring.ticket_code(one.id).to_string(),
        one,
        occasion,
    }))
}

/// What an organiser wrote to all, for one of them.
///
/// # Errors
/// Those of the store.
pub async fn note_letter(
    app: &App,
    id: RegistrationId,
    note: NoteId,
) -> Result<Option<(Occasion, String, String)>> {
    let mut reader = app.db.read().await?;
    let Some(one) = rows::find(&mut reader, id).await? else {
        return Ok(None);
    };
    let words = rows::find_note(&mut reader, note).await?;
    let occasion = occasion_of(&mut reader, one.date).await?;
    let page = app.url(&format!(
        "/registrations/{}",
        app.keyring.registration_token(one.id)
    ));
    Ok(occasion
        .zip(words)
        .map(|(occasion, words)| (occasion, words, page)))
}
