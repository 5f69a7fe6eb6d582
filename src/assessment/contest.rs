//! A question that people contest, what is done about it for everybody, and a result that a person reads before it holds.

use std::{fmt, str::FromStr};

use jiff::Timestamp;

use crate::base::AttemptId;

/// The most that can be said of a question, in characters.
pub const MOST_WORDS: usize = 500;

/// Why a question is contested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// What it calls right is wrong, or something else is right too.
    Wrong,
    /// It cannot be understood.
    Unclear,
    /// It is no longer so.
    Outdated,
    /// It hurts or leaves people out.
    Hurtful,
    /// It does not work on this device, or with what one reads with.
    Unusable,
    /// Anything else.
    Other,
}

impl Reason {
    /// All of them, as they are offered, under the names that they are stored with.
    pub const ALL: [(Reason, &'static str); 6] = [
        (Reason::Wrong, "wrong"),
        (Reason::Unclear, "unclear"),
        (Reason::Outdated, "outdated"),
        (Reason::Hurtful, "hurtful"),
        (Reason::Unusable, "unusable"),
        (Reason::Other, "other"),
    ];
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = Reason::ALL.iter().find(|(reason, _)| reason == self);
        f.write_str(name.map_or("other", |(_, name)| name))
    }
}

impl FromStr for Reason {
    type Err = ();

    fn from_str(text: &str) -> Result<Reason, ()> {
        let found = Reason::ALL.iter().find(|(_, name)| *name == text);
        found.map(|(reason, _)| *reason).ok_or(())
    }
}

/// What was said of a question; it names nobody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contest {
    /// The module.
    pub module: String,
    /// Its version.
    pub version: String,
    /// The question.
    pub item: String,
    /// Why.
    pub reason: Reason,
    /// In the person's words.
    pub words: Option<String>,
    /// When.
    pub said_at: Timestamp,
}

/// How often a question was contested.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// The module.
    pub module: String,
    /// The question.
    pub item: String,
    /// How often.
    pub said: i64,
}

/// What was changed about a question, for everybody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The question.
    pub item: String,
    /// Whether it counts for nobody from here on; else it counts again.
    pub neutral: bool,
    /// Why, in words that everybody reads.
    pub reason: String,
    /// How many finished attempts reached a higher level by it.
    pub raised: i64,
    /// When.
    pub changed_at: Timestamp,
}

/// A result near the bar of a certification, which a person reads before it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// The attempt.
    pub attempt: AttemptId,
    /// The level that is at stake.
    pub level: String,
    /// The chance that the true score reaches its bar, in thousandths.
    pub chance: i64,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// Whether the level was granted, once that is decided.
    pub decided: Option<bool>,
    /// Why it was decided so.
    pub reason: Option<String>,
}
