//! A registration: its place in the line of a date, and what became of it.

use std::{fmt, str::FromStr};

use jiff::{SignedDuration, Timestamp};

use super::contact::Contact;
use crate::base::{AwardId, DateId, Lang, RegistrationId};

/// For how many hours a place is kept for a mailbox that nobody confirmed.
pub const HOLD_HOURS: i64 = 48;
/// How many hours before a date those who come are reminded, at most.
pub const REMINDED_HOURS: i64 = 26;
/// Letters to all who registered for a date, in a day.
pub const NOTES_A_DAY: i64 = 3;
/// The longest letter of an organiser, in characters.
pub const MOST_WORDS: usize = 2_000;

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
    /// The name; nothing once it was forgotten.
    pub name: Option<String>,
    /// How they are reached.
    pub contact: Contact,
    /// The language of who registered.
    pub lang: Lang,
    /// Where they stand.
    pub state: State,
    /// Whether the organiser wrote them down.
    pub by_hand: bool,
    /// When they registered.
    pub made_at: Timestamp,
    /// Until when the place is kept for a mailbox that nobody confirmed.
    pub hold_until: Option<Timestamp>,
    /// When the mailbox was confirmed.
    pub confirmed_at: Option<Timestamp>,
    /// When it was cancelled.
    pub cancelled_at: Option<Timestamp>,
    /// When they came.
    pub attended_at: Option<Timestamp>,
    /// The badge that they got for coming.
    pub award: Option<AwardId>,
}

impl Registration {
    /// Whether the mailbox still has to be confirmed.
    pub fn is_unconfirmed(&self) -> bool {
        self.state != State::Cancelled
            && self.confirmed_at.is_none()
            && self.contact.mailbox().is_some()
    }

    /// Where letters reach them: a mailbox that they confirmed.
    pub fn reached(&self) -> Option<&crate::base::Email> {
        self.contact
            .mailbox()
            .filter(|_| self.confirmed_at.is_some())
    }

    /// Whether they may still say that they do not come: before the end, unless they came.
    pub fn may_cancel(&self, ends_at: Timestamp, at: Timestamp) -> bool {
        self.state != State::Cancelled && self.attended_at.is_none() && at < ends_at
    }
}

/// Until when a place is kept for a mailbox that nobody confirmed: two days, but not past the beginning.
pub fn held_until(at: Timestamp, starts_at: Timestamp) -> Timestamp {
    at.checked_add(SignedDuration::from_hours(HOLD_HOURS))
        .unwrap_or(starts_at)
        .min(starts_at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Email;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + second).unwrap()
    }

    #[test]
    fn a_place_is_kept_for_two_days_or_until_it_begins() {
        assert_eq!(held_until(at(0), at(900_000)), at(HOLD_HOURS * 3_600));
        assert_eq!(held_until(at(0), at(60)), at(60));
    }

    #[test]
    fn only_a_confirmed_mailbox_is_written_to() {
        let mut one = Registration {
            id: RegistrationId::new(),
            date: DateId::new(),
            line: 1,
            name: Some("Zoé".into()),
            contact: Contact::Mailbox(Email::read("zoe@example.org").unwrap()),
            lang: Lang::Fr,
            state: State::Seated,
            by_hand: false,
            made_at: at(0),
            hold_until: Some(at(5)),
            confirmed_at: None,
            cancelled_at: None,
            attended_at: None,
            award: None,
        };
        assert!(one.is_unconfirmed() && one.reached().is_none());
        one.confirmed_at = Some(at(1));
        assert!(!one.is_unconfirmed() && one.reached().is_some());
        assert!(one.may_cancel(at(9), at(8)) && !one.may_cancel(at(9), at(9)));
        one.attended_at = Some(at(2));
        assert!(!one.may_cancel(at(9), at(8)));
        one.contact = Contact::Nothing;
        assert!(one.reached().is_none());
        for state in [State::Seated, State::Waiting, State::Cancelled] {
            assert_eq!(state.name().parse(), Ok(state));
        }
    }
}
