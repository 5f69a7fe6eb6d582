//! How an event comes again: a rule of RFC 5545 (section 3.3.10), its end, the days left out, the dates added. Dates are reckoned by the clocks of the event's
//! zone and put on the line of time afterwards, so that « every Thursday at 13:30 » stays at 13:30 across a change of the clocks.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Timelike};
use jiff::{
    Timestamp, ToSpan,
    civil::{Date, DateTime, Time, Weekday},
    tz::TimeZone,
};
use rrule::{Frequency, RRule, Tz, Unvalidated};
use serde::{Deserialize, Serialize};

/// The longest rule, in signs.
const LONGEST: usize = 200;

/// How many days ahead the dates of a series without an end are made.
pub const HORIZON_DAYS: i64 = 365;

/// How many dates to come an event has at most at one time.
pub const MOST_DATES: usize = 60;

/// How many dates of a series are gone through at most, those that are over among them.
const MOST_STEPS: u16 = 5_000;

/// How an event comes again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Series {
    /// The rule without its end: `FREQ=WEEKLY;INTERVAL=2`. Empty where only the dates that are added count.
    #[serde(default)]
    pub rule: String,
    /// When it ends.
    #[serde(default)]
    pub end: End,
    /// Days on which it is left out.
    #[serde(default)]
    pub except: BTreeSet<Date>,
    /// Dates that the rule does not give.
    #[serde(default)]
    pub also: BTreeSet<DateTime>,
    /// Days of the rule on which it begins at another hour. Not written where there is none: what was taken over before is compared by its text.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub moved: BTreeMap<Date, Time>,
}

/// When a series ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "ends", content = "at", rename_all = "snake_case")]
pub enum End {
    /// It is not said.
    #[default]
    Open,
    /// The last day on which it may be held.
    Until(Date),
    /// After so many dates, those that are left out among them.
    Count(u32),
}

/// What is wrong with a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleFlaw {
    /// It cannot be read.
    Unreadable,
    /// It comes more often than once a day.
    TooOften,
    /// It has two ends.
    TwoEnds,
}

/// How a series comes again, as a form offers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeat {
    /// Not at all.
    Once,
    /// Each week, on the day of its first date.
    Weekly,
    /// Every other week.
    Fortnightly,
    /// Each month, on the nth such day of the week.
    MonthlyNth,
    /// Each month, on the last such day of the week.
    MonthlyLast,
    /// By a rule of its own.
    Rule,
}

impl Repeat {
    /// Every one, in the order of the form.
    pub const ALL: [Repeat; 6] = [
        Repeat::Once,
        Repeat::Weekly,
        Repeat::Fortnightly,
        Repeat::MonthlyNth,
        Repeat::MonthlyLast,
        Repeat::Rule,
    ];

    /// The name under which it is sent and worded.
    pub fn name(self) -> &'static str {
        match self {
            Repeat::Once => "once",
            Repeat::Weekly => "weekly",
            Repeat::Fortnightly => "fortnightly",
            Repeat::MonthlyNth => "monthly-nth",
            Repeat::MonthlyLast => "monthly-last",
            Repeat::Rule => "rule",
        }
    }

    /// The rule that it stands for where the first date is `first`; nothing where it stands for none by itself.
    pub fn rule(self, first: Date) -> Option<String> {
        let day = code(first.weekday());
        match self {
            Repeat::Once | Repeat::Rule => None,
            Repeat::Weekly => Some("FREQ=WEEKLY".into()),
            Repeat::Fortnightly => Some("FREQ=WEEKLY;INTERVAL=2".into()),
            Repeat::MonthlyNth => Some(format!("FREQ=MONTHLY;BYDAY={}{day}", nth(first))),
            Repeat::MonthlyLast => Some(format!("FREQ=MONTHLY;BYDAY=-1{day}")),
        }
    }

    /// What a series whose first date is `first` is in the form.
    pub fn of(series: Option<&Series>, first: Date) -> Repeat {
        let Some(series) = series else {
            return Repeat::Once;
        };
        Repeat::ALL
            .into_iter()
            .find(|one| one.rule(first).as_deref() == Some(series.rule.as_str()))
            .unwrap_or(Repeat::Rule)
    }
}

impl std::str::FromStr for Repeat {
    type Err = ();

    fn from_str(text: &str) -> Result<Repeat, ()> {
        Repeat::ALL
            .into_iter()
            .find(|one| one.name() == text)
            .ok_or(())
    }
}

/// Which such day of the week of its month a day is, from 1.
pub fn nth(day: Date) -> i8 {
    (day.day() - 1) / 7 + 1
}

/// Whether a day is the last such day of the week of its month.
pub fn is_last(day: Date) -> bool {
    day.day() + 7 > day.days_in_month()
}

fn code(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "MO",
        Weekday::Tuesday => "TU",
        Weekday::Wednesday => "WE",
        Weekday::Thursday => "TH",
        Weekday::Friday => "FR",
        Weekday::Saturday => "SA",
        Weekday::Sunday => "SU",
    }
}

impl Series {
    /// Reads the value of an `RRULE`, with or without its name. Its `UNTIL` becomes a day by the clocks of the event, whose first date is `first`.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(rule: &str, first: DateTime, zone: &TimeZone) -> Result<Series, RuleFlaw> {
        let rule = rule.trim().to_ascii_uppercase();
        let rule = rule.strip_prefix("RRULE:").unwrap_or(&rule);
        if rule.len() > LONGEST {
            return Err(RuleFlaw::Unreadable);
        }
        let (mut kept, mut end) = (Vec::new(), End::Open);
        for part in rule.split(';').filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once('=').ok_or(RuleFlaw::Unreadable)?;
            let found = match name {
                "UNTIL" => Some(End::Until(until(value, first, zone)?)),
                "COUNT" => Some(End::Count(
                    value
                        .parse()
                        .ok()
                        .filter(|count| *count > 0)
                        .ok_or(RuleFlaw::Unreadable)?,
                )),
                _ => None,
            };
            match found {
                Some(_) if end != End::Open => return Err(RuleFlaw::TwoEnds),
                Some(found) => end = found,
                None if name == "INTERVAL" && value == "1" => {}
                None => kept.push(part),
            }
        }
        let series = Series {
            rule: kept.join(";"),
            end,
            ..Series::default()
        };
        series.parsed()?;
        Ok(series)
    }

    /// The rule as the crate reads it.
    fn parsed(&self) -> Result<RRule<Unvalidated>, RuleFlaw> {
        let rule: RRule<Unvalidated> = self.rule.parse().map_err(|_| RuleFlaw::Unreadable)?;
        if rule.get_interval() == 0 {
            return Err(RuleFlaw::Unreadable);
        }
        let often = matches!(
            rule.get_freq(),
            Frequency::Hourly | Frequency::Minutely | Frequency::Secondly
        );
        let times = rule.get_by_hour().len() > 1
            || rule.get_by_minute().len() > 1
            || rule.get_by_second().len() > 1;
        if often || times {
            return Err(RuleFlaw::TooOften);
        }
        Ok(rule)
    }

    /// The value of its `RRULE`, with its end as RFC 5545 wants it beside a start with a zone: in UTC. Nothing where it has no rule.
    pub fn written(&self, first: DateTime, zone: &TimeZone) -> Option<String> {
        if self.rule.is_empty() {
            return None;
        }
        let mut rule = self.rule.clone();
        match self.end {
            End::Open => {}
            End::Count(count) => rule.push_str(&format!(";COUNT={count}")),
            End::Until(day) => {
                let last = instant(day.to_datetime(first.time()), zone).unwrap_or(Timestamp::MAX);
                let last = last.to_zoned_datetime(TimeZone::UTC).datetime();
                rule.push_str(&last.strftime(";UNTIL=%Y%m%dT%H%M%SZ").to_string());
            }
        }
        Some(rule)
    }

    /// The dates of the series by the clocks of its zone, from `from` on and not after `last`, at most `most`. The first date always counts (RFC 5545, section
    /// 3.8.5.3). A rule that is not read any more gives none but it.
    pub fn dates(&self, first: DateTime, from: Date, last: Date, most: usize) -> Vec<DateTime> {
        let ruled = BTreeSet::from_iter(self.by_rule(first, last).into_iter().chain([first]));
        let mut dates: BTreeSet<DateTime> = ruled
            .into_iter()
            .map(|date| {
                let moved = self.moved.get(&date.date());
                moved.map_or(date, |time| date.date().to_datetime(*time))
            })
            .collect();
        dates.extend(&self.also);
        dates
            .into_iter()
            .filter(|date| {
                let day = date.date();
                day >= from && day <= last && !self.except.contains(&day)
            })
            .take(most)
            .collect()
    }

    fn by_rule(&self, first: DateTime, last: Date) -> Vec<DateTime> {
        let last = match self.end {
            End::Until(day) => day.min(last),
            _ => last,
        };
        let (Ok(mut rule), Some(start), Some(end)) = (
            self.parsed(),
            foreign(first),
            foreign(last.at(23, 59, 59, 0)),
        ) else {
            return Vec::new();
        };
        if end < start {
            return Vec::new();
        }
        if let End::Count(count) = self.end {
            rule = rule.count(count);
        }
        let Ok(set) = rule.build(start) else {
            return Vec::new();
        };
        set.before(end)
            .all(MOST_STEPS)
            .dates
            .iter()
            .filter_map(own)
            .collect()
    }

    /// The days that are left out although nothing would be held then.
    pub fn idle_exceptions(&self, first: DateTime, last: Date) -> Vec<Date> {
        let whole = Series {
            except: BTreeSet::new(),
            ..self.clone()
        };
        let held: BTreeSet<Date> = whole
            .dates(first, first.date(), last, usize::MAX)
            .iter()
            .map(|date| date.date())
            .collect();
        let idle = self.except.iter().filter(|day| !held.contains(day));
        idle.copied().collect()
    }
}

/// The end of a rule as a day of the event's clocks: the last on which a date that begins when the first one does is not after it.
fn until(value: &str, first: DateTime, zone: &TimeZone) -> Result<Date, RuleFlaw> {
    let end = match value.strip_suffix('Z') {
        Some(utc) => DateTime::strptime("%Y%m%dT%H%M%S", utc)
            .and_then(|utc| utc.to_zoned_datetime(TimeZone::UTC))
            .map(|utc| utc.with_time_zone(zone.clone()).datetime()),
        None => match value.len() {
            8 => Date::strptime("%Y%m%d", value).map(|day| day.at(23, 59, 59, 0)),
            _ => DateTime::strptime("%Y%m%dT%H%M%S", value),
        },
    };
    let end = end.map_err(|_| RuleFlaw::Unreadable)?;
    if end.time() < first.time() {
        return end.date().yesterday().map_err(|_| RuleFlaw::Unreadable);
    }
    Ok(end.date())
}

/// The moment of a time by the clocks of a zone. In the hour that is left out in spring it is reckoned with the offset before, in that which comes twice in
/// autumn it is the first (RFC 5545, section 3.3.5). Nothing at the end of all time.
pub fn instant(civil: DateTime, zone: &TimeZone) -> Option<Timestamp> {
    let at = zone.to_ambiguous_timestamp(civil).compatible().ok()?;
    // What the database keeps are milliseconds.
    Timestamp::from_millisecond(at.as_millisecond()).ok()
}

/// Whether the clocks of a zone never show this time.
pub fn is_skipped(civil: DateTime, zone: &TimeZone) -> bool {
    zone.to_ambiguous_timestamp(civil).unambiguous().is_err()
        && instant(civil, zone)
            .is_some_and(|at| at.to_zoned_datetime(zone.clone()).datetime() != civil)
}

/// The moment at which what begins then ends.
pub fn end(starts_at: Timestamp, minutes: u32) -> Timestamp {
    starts_at
        .checked_add(i64::from(minutes).minutes())
        .unwrap_or(Timestamp::MAX)
}

/// The day by the clocks of a zone.
pub fn day_of(at: Timestamp, zone: &TimeZone) -> Date {
    at.to_zoned_datetime(zone.clone()).date()
}

/// A time as the other crate has it: floating, as if in UTC.
fn foreign(civil: DateTime) -> Option<chrono::DateTime<Tz>> {
    let part = |number: i8| u32::try_from(number).ok();
    let day = chrono::NaiveDate::from_ymd_opt(
        civil.year().into(),
        part(civil.month())?,
        part(civil.day())?,
    )?;
    let time = day.and_hms_opt(
        part(civil.hour())?,
        part(civil.minute())?,
        part(civil.second())?,
    )?;
    Some(time.and_utc().with_timezone(&Tz::UTC))
}

fn own(foreign: &chrono::DateTime<Tz>) -> Option<DateTime> {
    let part = |number: u32| i8::try_from(number).ok();
    DateTime::new(
        foreign.year().try_into().ok()?,
        part(foreign.month())?,
        part(foreign.day())?,
        part(foreign.hour())?,
        part(foreign.minute())?,
        part(foreign.second())?,
        0,
    )
    .ok()
}

#[cfg(test)]
mod tests;
