//! Registrations: the form for a date, the page of one's place with its ticket, the door, and the organiser's list.

mod door;
mod form;
mod own;

pub use self::{
    door::{check_in, people, ticket},
    form::{form, put},
    own::{cancel, place},
};

use crate::{
    events::{Occurrence, Standing},
    i18n::Texts,
};

/// When a date begins, in words.
fn when(t: &Texts, date: &Occurrence) -> String {
    t.with_all(
        "registration-when",
        [
            ("day", t.day(date.civil.date()).into()),
            ("hour", date.civil.strftime("%H").to_string().into()),
            ("minute", date.civil.strftime("%M").to_string().into()),
        ],
    )
}

/// Whether a date is not held, for itself or with its event.
fn is_off(standing: &Standing, date: &Occurrence) -> bool {
    date.is_cancelled() || standing.cancelled_at.is_some()
}
