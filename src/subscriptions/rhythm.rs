//! How often letters come, and which stretch of time a letter is for.

use std::{fmt, str::FromStr};

use jiff::{SignedDuration, civil::DateTime};

/// How often somebody is written to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rhythm {
    /// A letter for each event, when it is published.
    AtOnce,
    /// One letter a week.
    #[default]
    Weekly,
    /// One letter a month.
    Monthly,
}

/// The hour, at the place of the instance, from which a new week or month has its letter: nobody is written to in the night.
const HOUR: i64 = 7;

impl Rhythm {
    /// All, in the order in which they are offered.
    pub const ALL: [Rhythm; 3] = [Rhythm::AtOnce, Rhythm::Weekly, Rhythm::Monthly];

    /// Its name in the database, in forms and in keys of texts.
    pub fn name(self) -> &'static str {
        match self {
            Rhythm::AtOnce => "at-once",
            Rhythm::Weekly => "weekly",
            Rhythm::Monthly => "monthly",
        }
    }

    /// The week or month whose letter is due at a local moment; none for letters that wait for no period. A week is that of ISO 8601.
    pub fn period(self, local: DateTime) -> Option<String> {
        let day = local
            .checked_sub(SignedDuration::from_hours(HOUR))
            .unwrap_or(local)
            .date();
        match self {
            Rhythm::AtOnce => None,
            Rhythm::Weekly => {
                let week = day.iso_week_date();
                Some(format!("{}-W{:02}", week.year(), week.week()))
            }
            Rhythm::Monthly => Some(format!("{}-{:02}", day.year(), day.month())),
        }
    }

    /// How many days ahead a letter looks: an event further away is told in a later one.
    pub fn horizon_days(self) -> i64 {
        match self {
            Rhythm::AtOnce => 366,
            Rhythm::Weekly => 21,
            Rhythm::Monthly => 45,
        }
    }
}

impl fmt::Display for Rhythm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Rhythm {
    type Err = ();

    fn from_str(text: &str) -> Result<Rhythm, ()> {
        Rhythm::ALL
            .into_iter()
            .find(|one| one.name() == text)
            .ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_begins_in_the_morning() {
        let at = |text: &str| text.parse::<DateTime>().unwrap();
        for (local, week, month) in [
            ("2026-11-30T06:59", "2026-W48", "2026-11"),
            ("2026-11-30T07:00", "2026-W49", "2026-11"),
            ("2026-12-01T06:59", "2026-W49", "2026-11"),
            ("2026-12-01T07:00", "2026-W49", "2026-12"),
            // The first days of a year may belong to the last week of the one before.
            ("2027-01-01T12:00", "2026-W53", "2027-01"),
        ] {
            assert_eq!(Rhythm::Weekly.period(at(local)).as_deref(), Some(week));
            assert_eq!(Rhythm::Monthly.period(at(local)).as_deref(), Some(month));
            assert_eq!(Rhythm::AtOnce.period(at(local)), None);
        }
        for rhythm in Rhythm::ALL {
            assert_eq!(rhythm.name().parse(), Ok(rhythm));
        }
    }
}
