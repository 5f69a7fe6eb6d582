//! An event as it is kept: where it stands between a draft and the past, and the dates on which it is held.

use jiff::{SignedDuration, Timestamp, civil::DateTime};

use super::event::{Event, OWN_BADGE, Registration};
use crate::base::{AccountId, DateId, EventId};

/// How long an event that is over is kept, in days.
pub const EVENT_DAYS: i64 = 3 * 365;

/// How long before the beginning of a date the first of those who come are there.
const DOOR: SignedDuration = SignedDuration::from_hours(12);

/// How the slugs begin of badges that events have for themselves.
pub const OWN_BADGES: &str = "presence-";

/// Where an event stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Its organiser alone sees it.
    Draft,
    /// A coordinator is asked to agree.
    Asked,
    /// Everybody sees it.
    Published,
    /// It was announced, and is not held.
    Cancelled,
}

impl Status {
    /// Every one.
    pub const ALL: [Status; 4] = [
        Status::Draft,
        Status::Asked,
        Status::Published,
        Status::Cancelled,
    ];

    /// The name under which it is stored and worded.
    pub fn name(self) -> &'static str {
        match self {
            Status::Draft => "draft",
            Status::Asked => "asked",
            Status::Published => "published",
            Status::Cancelled => "cancelled",
        }
    }
}

impl std::str::FromStr for Status {
    type Err = ();

    fn from_str(text: &str) -> Result<Status, ()> {
        Status::ALL
            .into_iter()
            .find(|one| one.name() == text)
            .ok_or(())
    }
}

/// An event as it is kept.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Its id.
    pub id: EventId,
    /// What calendars know it by for good (RFC 5545, section 3.8.4.7): its id, or what it was imported with.
    pub uid: String,
    /// The end of its address.
    pub slug: String,
    /// Who organises it; nobody where their account is gone.
    pub owner: Option<AccountId>,
    /// Where it stands.
    pub status: Status,
    /// How often it was saved.
    pub version: i64,
    /// How often it was changed for those who hold it in a calendar (RFC 5545, section 3.8.7.4).
    pub sequence: i64,
    /// What it is.
    pub event: Event,
    /// What a coordinator said who did not agree.
    pub note: Option<String>,
    /// When it was made.
    pub made_at: Timestamp,
    /// When it was last saved.
    pub saved_at: Timestamp,
    /// When it was announced first.
    pub published_at: Option<Timestamp>,
    /// When its time or place changed since.
    pub changed_at: Option<Timestamp>,
    /// When it was cancelled.
    pub cancelled_at: Option<Timestamp>,
}

/// One date on which an event is held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// Its id.
    pub id: DateId,
    /// The event.
    pub event: EventId,
    /// When it begins.
    pub starts_at: Timestamp,
    /// When it ends.
    pub ends_at: Timestamp,
    /// When it begins, by the clocks of the event's zone.
    pub civil: DateTime,
    /// How many may come; nothing where that is not limited.
    pub seats: Option<i64>,
    /// How many seats are taken.
    pub taken: i64,
    /// When it was cancelled.
    pub cancelled_at: Option<Timestamp>,
}

/// Signs that no other event has, for addresses.
pub fn mark_of(id: EventId) -> String {
    let id = id.to_string();
    id.chars().rev().take(8).filter(|c| *c != '-').collect()
}

impl Occurrence {
    /// Whether it is not held.
    pub fn is_cancelled(&self) -> bool {
        self.cancelled_at.is_some()
    }

    /// Whether it is over.
    pub fn is_past(&self, at: Timestamp) -> bool {
        self.ends_at <= at
    }

    /// Whether those who come to it are checked in: from some hours before its beginning on, so that nobody has a badge of what is still to come.
    pub fn is_at_the_door(&self, at: Timestamp) -> bool {
        let opens = self.starts_at.checked_sub(DOOR).unwrap_or(self.starts_at);
        opens <= at
    }

    /// How many seats are left; nothing where they are not limited.
    pub fn left(&self) -> Option<i64> {
        self.seats.map(|seats| (seats - self.taken).max(0))
    }
}

impl Standing {
    /// Whether everybody may see it: it is announced, or was and is cancelled.
    pub fn is_public(&self) -> bool {
        matches!(self.status, Status::Published | Status::Cancelled)
    }

    /// The slug of the badge for those who come.
    pub fn badge(&self) -> Option<String> {
        match self.event.achievement.as_deref()? {
            OWN_BADGE => Some(format!("{OWN_BADGES}{}", mark_of(self.id))),
            slug => Some(slug.to_owned()),
        }
    }

    /// Whether one may register for a date of it on this site.
    pub fn takes_registrations(&self, date: &Occurrence, at: Timestamp) -> bool {
        self.status == Status::Published
            && self.event.registration == Registration::Here
            && !date.is_cancelled()
            && at < date.starts_at
    }
}
