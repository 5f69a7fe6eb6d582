//! Occasions in words: the day with its weekday, from when until when, for how much. Pages and letters say it alike.

use jiff::civil::{Date, DateTime, Time};

use super::Texts;

/// From when until when something is held, by the clocks of its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// When it begins.
    pub begins: DateTime,
    /// When it ends.
    pub ends: DateTime,
    /// The place whose clocks these are; empty where they are those of Paris.
    pub zone: String,
    /// Whether it lasts whole days, from midnight to midnight.
    pub whole_days: bool,
}

impl Texts {
    /// A day with the day of its week: « jeudi 4 mars 2027 ».
    pub fn weekday(&self, day: Date) -> String {
        let weekday = self.text(&format!(
            "event-weekday-{}",
            day.weekday().to_monday_one_offset()
        ));
        self.with_all(
            "event-day",
            [("weekday", weekday.into()), ("day", self.day(day).into())],
        )
    }

    /// A time of day as the language writes it: « 13 h 30 », `13:30`.
    pub fn clock(&self, time: Time) -> String {
        let minute = format!("{:02}", time.minute());
        let words = [
            ("hour", i64::from(time.hour()).to_string().into()),
            ("minute", minute.into()),
            ("whole", i64::from(time.minute() == 0).into()),
        ];
        self.with_all("event-clock", words)
    }

    /// From when until when: the day, the hours, and the zone where that is not Paris.
    pub fn span(&self, span: &Span) -> String {
        let (begins, ends) = (span.begins, span.ends);
        if span.whole_days {
            let last = ends.date().yesterday().unwrap_or(ends.date());
            if last <= begins.date() {
                return self.with("event-when-whole-day", "day", self.weekday(begins.date()));
            }
            let words = [
                ("from", self.weekday(begins.date()).into()),
                ("to", self.weekday(last).into()),
            ];
            return self.with_all("event-when-days", words);
        }
        let words = [
            ("day", self.weekday(begins.date()).into()),
            ("from", self.clock(begins.time()).into()),
            ("to", self.clock(ends.time()).into()),
            ("last", self.weekday(ends.date()).into()),
            ("zone", span.zone.as_str().into()),
            ("zoned", i64::from(!span.zone.is_empty()).into()),
        ];
        let key = match ends.date() == begins.date() {
            true => "event-when",
            false => "event-when-over",
        };
        self.with_all(key, words)
    }

    /// A price in cents of a euro, with what its organiser says of it.
    pub fn price(&self, cents: u32, words: &str) -> String {
        let amount = match cents {
            0 => self.text("event-free"),
            cents => {
                let euros = f64::from(cents) / 100.0;
                let decimals = if cents % 100 == 0 { 0 } else { 2 };
                self.with("event-euros", "amount", self.figure(euros, decimals))
            }
        };
        if words.is_empty() {
            return amount;
        }
        let words = [("amount", amount.into()), ("words", words.into())];
        self.with_all("event-price-words", words)
    }
}
