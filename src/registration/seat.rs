//! A registration: its place in the line of a date, and what became of it.

use std::{fmt, str::FromStr};

use jiff::Timestamp;

use super::contact::Contact;
use crate::base::{AwardId, DateId, Email, Lang, RegistrationId};

/// For how many days after a date it is kept who registered.
pub const NAME_DAYS: i64 = 92;

/// How many people may be registered for one date, those who wait among them: as many as are read together, for a list, a letter or a sheet on paper.
pub const MOST_REGISTERED: i64 = 10_000;

/// Where somebody stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// A place is kept for them.
    Seated,
    /// They are next, or after others.
    Waiting,
    /// They do not come.
    Cancelled,
}

impl State {
    /// The name under which it is stored, and a part of the keys of its words.
    pub fn name(self) -> &'static str {
        match self {
            State::Seated => "seated",
            State::Waiting => "waiting",
            State::Cancelled => "cancelled",
        }
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for State {
    type Err = ();

    fn from_str(text: &str) -> Result<State, ()> {
        [State::Seated, State::Waiting, State::Cancelled]
            .into_iter()
            .find(|state| state.name() == text)
            .ok_or(())
    }
}

/// Somebody's registration for one date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registration {
    /// Its id.
    pub id: RegistrationId,
    /// The date.
    pub date: DateId,
    /// Its number in the line of that date, from 1.
    pub line: i64,
    /// The name; nothing once it was cancelled or forgotten.
    pub name: Option<String>,
    /// How they are reached.
    pub contact: Contact,
    /// The language of who registered.
    pub lang: Lang,
    /// Where they stand.
    pub state: State,
    /// When they registered.
    pub made_at: Timestamp,
    /// When they came.
    pub attended_at: Option<Timestamp>,
    /// When the mailbox was proved, by who opened the page that its letter leads to.
    pub confirmed_at: Option<Timestamp>,
    /// Whether a letter the day before is wished for.
    pub remind: bool,
    /// The badge that they got for it, claimed or not, or taken back.
    pub award: Option<AwardId>,
}

impl Registration {
    /// The mailbox, where it was proved: what an organiser writes goes to no other.
    pub fn proved_mailbox(&self) -> Option<&Email> {
        self.contact
            .mailbox()
            .filter(|_| self.confirmed_at.is_some())
    }

    /// Whether they may still say that they do not come: before the end, unless they came.
    pub fn may_cancel(&self, ends_at: Timestamp, at: Timestamp) -> bool {
        self.state != State::Cancelled && self.attended_at.is_none() && at < ends_at
    }
}
