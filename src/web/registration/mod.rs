//! Registrations: the form for a date, the page of one's place with its ticket, the door, the organiser's list, and what of it is printed.

mod door;
mod form;
mod own;
mod paper;
mod people;
mod write;

pub use self::{
    door::{check_in, ticket, undo},
    form::{form, put},
    own::{cancel, confirm, place},
    paper::{cards, sheet},
    people::{file, forget, index as people},
    write::{form as write_form, put as write},
};

use crate::{
    events::{Occurrence, Standing},
    i18n::Texts,
    web::{events as told, page::Page},
};

/// A date of an event as whoever registers is told of it.
struct Occasion {
    title: String,
    /// The language of the title where it is not that of the page.
    lang: Option<String>,
    /// The page of the event.
    event: String,
    /// When, where and for how much.
    facts: Vec<(String, Vec<told::Words>)>,
}

impl Occasion {
    fn of(page: &Page, standing: &Standing, date: &Occurrence) -> Occasion {
        let (t, event) = (&page.t, &standing.event);
        let lang = told::lang(t, event);
        // One line where all of it is in one language.
        let mut places = match lang {
            Some(_) => told::place_lines(t, event),
            None => vec![told::ours(told::place(t, event))],
        };
        if lang.is_some() && event.place.is_some() && event.online.is_some() {
            places.push(told::ours(t.text("registration-fact-online")));
        }
        Occasion {
            title: event.title.clone(),
            lang,
            event: page.link(&format!("/events/{}", standing.slug)),
            facts: vec![
                (
                    t.text("registration-fact-when"),
                    vec![told::ours(when(t, standing, date))],
                ),
                (t.text("event-where"), places),
                (t.text("event-price"), told::price_lines(t, event)),
            ],
        }
    }
}

/// When a date is, in words: its day and its hours.
fn when(t: &Texts, standing: &Standing, date: &Occurrence) -> String {
    told::when(t, &standing.event, date.civil, date.ends_at)
}

/// Whether a date is not held, for itself or with its event.
fn is_off(standing: &Standing, date: &Occurrence) -> bool {
    date.is_cancelled() || standing.cancelled_at.is_some()
}
