//! Codes that are no award's own: a card that is printed before anything was earned, and a code for a whole room.

use jiff::{SignedDuration, Timestamp};

use super::award::Evidence;
use crate::base::{AwardId, Lang, RoomId};

/// How many days an empty card waits to be filled.
pub const CARD_DAYS: i64 = 366;

/// The most badges that one code for a room gives.
pub const MOST_IN_A_ROOM: i64 = 500;

/// The most hours that a code for a room is open.
pub const MOST_ROOM_HOURS: i64 = 24 * 7;

/// How many days a code for a room is listed once it is over.
pub const ROOM_DAYS: i64 = 90;

/// A card that is printed before anything was earned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Card {
    /// Until when it can be filled.
    pub until: Timestamp,
    /// What was put into it.
    pub award: Option<AwardId>,
}

/// A code for a room: whoever is there takes a badge with it, as long as there are any.
#[derive(Clone, Debug)]
pub struct Room {
    /// Its id, for those who look after it.
    pub id: RoomId,
    /// The slug of the achievement.
    pub achievement: String,
    /// Its version.
    pub achievement_version: String,
    /// The language of the credentials to come.
    pub lang: Lang,
    /// How they are earned.
    pub evidence: Evidence,
    /// How many it gives at most.
    pub most: i64,
    /// How many were taken.
    pub taken: i64,
    /// When it was made.
    pub made_at: Timestamp,
    /// Until when it is open.
    pub until: Timestamp,
}

impl Room {
    /// Whether a badge can be taken now.
    pub fn is_open(&self, at: Timestamp) -> bool {
        self.taken < self.most && at <= self.until
    }
}

/// `hours` after `at`.
pub fn hours_after(at: Timestamp, hours: i64) -> Timestamp {
    at.checked_add(SignedDuration::from_hours(hours))
        .unwrap_or(Timestamp::MAX)
}
