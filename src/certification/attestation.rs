//! A café that somebody who was there confirms: who signs, when, where, for how many people. No list of names.

use std::{fmt, str::FromStr};

use jiff::{Timestamp, civil::Date};

use crate::base::{AccountId, AttestationId, Email};

/// How long the link of a letter that asks holds, in days.
pub const LINK_DAYS: i64 = 30;

/// How many may be asked for in a day by one person.
pub const MOST_A_DAY: i64 = 8;

/// How long an answer is kept, in days: the life of a badge, and a year.
pub const KEPT_DAYS: i64 = 4 * 365;

/// The most characters of a place, a format, a name, a structure.
pub const MOST_CHARS: usize = 120;

/// The most characters of why a café is not confirmed.
pub const MOST_WORDS: usize = 500;

/// How many people came: a range, never a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Crowd {
    /// One to five.
    Few,
    /// Six to fifteen.
    Some,
    /// Sixteen to thirty.
    Many,
    /// More than thirty.
    More,
}

impl Crowd {
    /// All of them, under the names that they are stored with.
    pub const ALL: [(Crowd, &'static str); 4] = [
        (Crowd::Few, "1-5"),
        (Crowd::Some, "6-15"),
        (Crowd::Many, "16-30"),
        (Crowd::More, "31"),
    ];
}

impl fmt::Display for Crowd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let found = Crowd::ALL.iter().find(|(crowd, _)| crowd == self);
        f.write_str(found.map_or("", |(_, name)| name))
    }
}

impl FromStr for Crowd {
    type Err = ();

    fn from_str(text: &str) -> Result<Crowd, ()> {
        let found = Crowd::ALL.iter().find(|(_, name)| *name == text);
        found.map(|(crowd, _)| *crowd).ok_or(())
    }
}

/// In which quality somebody confirms a café.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quality {
    /// For the structure that hosted it.
    Host,
    /// As a referent of the movement.
    Referent,
}

impl Quality {
    /// Both, under the names that they are stored with.
    pub const ALL: [(Quality, &'static str); 2] =
        [(Quality::Host, "host"), (Quality::Referent, "referent")];
}

impl fmt::Display for Quality {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Quality::Host => "host",
            Quality::Referent => "referent",
        })
    }
}

impl FromStr for Quality {
    type Err = ();

    fn from_str(text: &str) -> Result<Quality, ()> {
        let found = Quality::ALL.iter().find(|(_, name)| *name == text);
        found.map(|(quality, _)| *quality).ok_or(())
    }
}

/// A café as its animator tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cafe {
    /// The day.
    pub held_on: Date,
    /// The commune.
    pub place: String,
    /// How many people came.
    pub crowd: Crowd,
    /// How it was animated.
    pub format: String,
}

/// What came of a letter that asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The café took place as it is told.
    Confirmed(Signature),
    /// It is not confirmed, for this reason.
    Declined(String),
}

/// Who confirms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// The name.
    pub signer: String,
    /// In which quality.
    pub quality: Quality,
    /// The structure.
    pub organisation: String,
}

/// A café that somebody was asked to confirm.
#[derive(Clone, Debug)]
pub struct Attestation {
    /// Its id.
    pub id: AttestationId,
    /// Whose café it is.
    pub account: AccountId,
    /// The module that it counts for.
    pub module: String,
    /// The mailbox that was asked, as a keyed hash.
    pub mailbox: String,
    /// The café.
    pub cafe: Cafe,
    /// When it was asked.
    pub asked_at: Timestamp,
    /// Until when the link holds.
    pub expires_at: Timestamp,
    /// When it was answered, and how.
    pub answer: Option<(Timestamp, Answer)>,
}

impl Attestation {
    /// Whether it is confirmed.
    pub fn is_confirmed(&self) -> bool {
        matches!(self.answer, Some((_, Answer::Confirmed(_))))
    }

    /// Whether it can still be answered.
    pub fn is_open(&self, at: Timestamp) -> bool {
        self.answer.is_none() && at < self.expires_at
    }
}

/// Why a café is not asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// The day is still to come.
    Future,
    /// It was too long ago.
    TooOld,
    /// Nobody confirms their own café.
    Own,
}

/// Holds a café against what counts: its day, and who would confirm it.
///
/// # Errors
/// The first flaw.
pub fn check(
    cafe: &Cafe,
    since: Date,
    today: Date,
    own: &Email,
    witness: &Email,
) -> Result<(), Flaw> {
    if cafe.held_on > today {
        return Err(Flaw::Future);
    }
    if cafe.held_on < since {
        return Err(Flaw::TooOld);
    }
    if person(own) == person(witness) {
        return Err(Flaw::Own);
    }
    Ok(())
}

/// A mailbox without what follows a plus: most providers deliver both to one person.
fn person(email: &Email) -> String {
    let key = email.key();
    match key.split_once('@') {
        Some((local, domain)) => {
            let local = local.split('+').next().unwrap_or(local);
            format!("{local}@{domain}")
        }
        None => key,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cafe_was_lately_and_somebody_else_confirms_it() {
        let (since, today) = (Date::constant(2025, 5, 27), Date::constant(2026, 11, 27));
        let email = |text| Email::read(text).unwrap();
        let own = email("ada@example.org");
        for (day, witness, met) in [
            ((2026, 11, 27), "eve@example.org", Ok(())),
            ((2025, 5, 27), "eve@example.org", Ok(())),
            ((2026, 11, 28), "eve@example.org", Err(Flaw::Future)),
            ((2025, 5, 26), "eve@example.org", Err(Flaw::TooOld)),
            ((2026, 11, 1), "ADA@example.org", Err(Flaw::Own)),
            ((2026, 11, 1), "ada+host@example.org", Err(Flaw::Own)),
            ((2026, 11, 1), "ada@example.com", Ok(())),
        ] {
            let cafe = Cafe {
                held_on: Date::new(day.0, day.1, day.2).unwrap(),
                place: "Rodez".into(),
                crowd: Crowd::Some,
                format: "Débat".into(),
            };
            let found = check(&cafe, since, today, &own, &email(witness));
            assert_eq!(found, met, "{day:?} {witness}");
        }
    }

    #[test]
    fn ranges_and_qualities_have_one_name() {
        for (crowd, name) in Crowd::ALL {
            assert_eq!(
                (crowd.to_string().as_str(), name.parse()),
                (name, Ok(crowd))
            );
        }
        for (quality, name) in Quality::ALL {
            assert_eq!(
                (quality.to_string().as_str(), name.parse()),
                (name, Ok(quality))
            );
        }
        assert_eq!("12".parse::<Crowd>(), Err(()));
    }
}
