//! Letters to those who registered for a date of an event.

use jiff::civil::DateTime;

use super::{Draft, Part, Writer};
use crate::{
    base::Lang,
    i18n::{Span, Texts},
};

/// What a letter says of a place at an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// It is kept.
    Kept,
    /// Somebody waits for one.
    Waiting,
    /// One freed for somebody who waited.
    Freed,
    /// The time or the place of the event changed.
    Moved,
    /// It is tomorrow.
    Soon,
    /// There is none: the date is not held.
    Lost,
}

impl Place {
    /// The keys of the subject and of the first words.
    fn keys(self) -> (&'static str, &'static str) {
        match self {
            Place::Kept => ("letter-seat-subject", "letter-seat-intro"),
            Place::Waiting => ("letter-seat-subject-waiting", "letter-seat-intro-waiting"),
            Place::Freed => ("letter-seat-subject-freed", "letter-seat-intro-freed"),
            Place::Moved => ("letter-seat-subject-moved", "letter-seat-intro-moved"),
            Place::Soon => ("letter-seat-subject-soon", "letter-seat-intro-soon"),
            Place::Lost => ("letter-seat-subject-lost", "letter-seat-intro-lost"),
        }
    }
}

/// What somebody registered for.
pub struct About {
    /// The title of the event.
    pub title: String,
    /// When it begins, by the clocks of its zone.
    pub civil: DateTime,
    /// When it ends, by the same clocks.
    pub ends: DateTime,
    /// The place whose clocks these are; empty where they are those of Paris.
    pub zone: String,
    /// Whether it lasts whole days.
    pub whole_days: bool,
    /// What it costs, in cents.
    pub cents: u32,
    /// What its organiser says of that.
    pub price_words: String,
    /// Where: the place and its commune; nothing where it is online alone.
    pub place: Option<String>,
    /// Whether the mailbox was proved.
    pub confirmed: bool,
}

impl About {
    /// The day and the hours, in words.
    fn when(&self, t: &Texts) -> String {
        t.span(&Span {
            begins: self.civil,
            ends: self.ends,
            zone: self.zone.clone(),
            whole_days: self.whole_days,
        })
    }
}

/// The letter to somebody who registered for a date of an event.
pub fn seat(lang: Lang, writer: Writer<'_>, news: Place, about: &About, page: String) -> Draft {
    let t = Texts::of(lang);
    let (subject, intro) = news.keys();
    let line = |key: &str, name: &str, value: &str| Part::Text(t.with(key, name, value));
    let mut parts = vec![
        line(intro, "title", &about.title),
        line("letter-seat-when", "when", &about.when(&t)),
    ];
    if news != Place::Lost {
        let place = about.place.as_deref();
        parts.extend(place.map(|place| line("letter-seat-place", "place", place)));
        let price = t.price(about.cents, &about.price_words);
        parts.push(line("letter-seat-price", "price", &price));
        parts.push(Part::Link(t.text("letter-seat-link"), page));
        if !about.confirmed {
            parts.push(Part::Text(t.text("letter-seat-confirm")));
        }
        parts.push(Part::Text(t.text("letter-seat-not-you")));
    }
    Draft {
        lang,
        subject: t.with(subject, "title", about.title.as_str()),
        parts,
        foot: writer.foot(&t, "letter-seat-foot"),
        reply_to: None,
    }
}

/// What an organiser writes to somebody who registered, line by line as it was written.
pub fn notice(lang: Lang, writer: Writer<'_>, about: &About, words: &str, page: String) -> Draft {
    let t = Texts::of(lang);
    let mut parts = vec![Part::Text(t.with_all(
        "letter-notice-intro",
        [
            ("title", about.title.as_str().into()),
            ("when", about.when(&t).into()),
        ],
    ))];
    let lines = words.lines().filter(|line| !line.trim().is_empty());
    parts.extend(lines.map(|line| Part::Text(format!("> {line}"))));
    parts.push(Part::Link(t.text("letter-seat-link"), page));
    Draft {
        lang,
        subject: t.with("letter-notice-subject", "title", about.title.as_str()),
        parts,
        foot: writer.foot(&t, "letter-notice-foot"),
        reply_to: None,
    }
}
