//! An award: somebody has earned an achievement, in a way that is told with it. It waits for its claim under a code.

use jiff::{SignedDuration, Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::base::{AttemptId, AwardId, Lang};

/// How many days a claim code stays open: a year, for a card found again in a drawer.
pub const CLAIM_DAYS: i64 = 366;

/// What was earned, by which attempt, and until when it can be claimed.
#[derive(Clone, Debug)]
pub struct Award {
    /// Its id.
    pub id: AwardId,
    /// The slug of the achievement.
    pub achievement: String,
    /// The version of the achievement at that moment.
    pub achievement_version: String,
    /// The attempt it came from, while that is kept.
    pub attempt: Option<AttemptId>,
    /// The language of the credential to come.
    pub lang: Lang,
    /// The level reached, by its id.
    pub level: String,
    /// How it was earned.
    pub evidence: Evidence,
    /// When it was earned.
    pub awarded_at: Timestamp,
    /// When the claim closes.
    pub claim_until: Timestamp,
}

/// How an award was earned, as data: the words come when the credential is written. No attempt, no number of tries, no address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Evidence {
    /// By a dossier that people confirmed and read.
    Certified(Certified),
    /// By an attempt at a module.
    Assessed(Assessed),
    /// By hand, without an attempt.
    Given(Given),
    /// By adhering to a charter.
    Adhered(Adhered),
    /// By having been at an event.
    Attended(Attended),
}

/// An event that somebody was at: its organiser noted that they came. It names nobody else who was there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attended {
    /// The title of the event on that day.
    pub attended: String,
    /// The day, by the clocks of the place.
    pub held_on: Date,
}

/// What was adhered to, and in whose name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adhered {
    /// The version of the charter.
    pub charter: String,
    /// SHA-256 of its text, in hex.
    pub charter_digest: String,
    /// The organisation in whose name it was, with its place; nothing for a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
}

/// How an attempt that earned something was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessed {
    /// Whether a person of a known role watched.
    pub supervised_by: Option<String>,
    /// The number of that person, which names nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supervisor: Option<String>,
    /// Whether the module may be taken again without limit, or how often.
    pub retakes: Retakes,
    /// Whether answers were shown during the attempt.
    pub answers_shown: bool,
    /// Whether somebody checked who the person is.
    pub identity_checked: bool,
    /// The module's id.
    pub module: String,
    /// The module's version.
    pub module_version: String,
    /// SHA-256 of the module's file, in hex.
    pub module_digest: String,
}

/// What a dossier was made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certified {
    /// How many cafés were confirmed.
    pub cafes: u32,
    /// How many peers read the story; nobody where none was asked for.
    pub readers: u32,
    /// How many of them were founding reviewers.
    pub founders: u32,
    /// Whether an appeal decided.
    pub appealed: bool,
    /// The questionnaire, where one was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub questionnaire: Option<Assessed>,
}

/// How something was given by hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// The role of who gave it.
    pub given_by: String,
    /// Whether it was given to a room by one code, to whoever was there.
    #[serde(default)]
    pub to_a_room: bool,
    /// What was shown, in words, or the address where it is seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown: Option<String>,
}

impl Evidence {
    /// Whether somebody of a known role was there while the questions were answered: whose name it is was seen by a person.
    pub fn is_watched(&self) -> bool {
        let watched = |assessed: &Assessed| assessed.supervised_by.is_some();
        match self {
            Evidence::Assessed(assessed) => watched(assessed),
            Evidence::Certified(certified) => certified.questionnaire.as_ref().is_some_and(watched),
            Evidence::Given(_) | Evidence::Adhered(_) | Evidence::Attended(_) => false,
        }
    }

    /// Whether somebody of a known role answers for it: they watched, or gave it to that very person.
    pub fn is_supervised(&self) -> bool {
        match self {
            Evidence::Assessed(assessed) => assessed.supervised_by.is_some(),
            Evidence::Given(given) => !given.to_a_room,
            Evidence::Certified(_) => true,
            // Whoever holds the ticket claims the badge, under the name that they choose.
            Evidence::Adhered(_) | Evidence::Attended(_) => false,
        }
    }
}

/// How often a module may be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Retakes {
    /// As often as one likes.
    Unlimited,
    /// So many times in all.
    AtMost(u32),
}

/// The end of a claim that opens at `at`.
pub fn claim_until(at: Timestamp) -> Timestamp {
    at.checked_add(SignedDuration::from_hours(24 * CLAIM_DAYS))
        .unwrap_or(Timestamp::MAX)
}
