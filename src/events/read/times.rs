//! When it begins, how long it lasts, and on which days it comes again.

use jiff::civil::{Date, DateTime};

use super::{Flaw, Typed, day, time};
use crate::events::{
    Event,
    event::zone,
    series::{End, HORIZON_DAYS, Repeat, RuleFlaw, Series, instant, is_last, is_skipped},
};

/// How long one date may last, in minutes: a week.
const MOST_MINUTES: i64 = 7 * 24 * 60;
impl Typed {
    /// When it begins first, and how many minutes it lasts.
    pub(super) fn times(&self, flaws: &mut Vec<Flaw>) -> Option<(DateTime, u32)> {
        let (first, from, to) = (day(&self.day), time(&self.from), time(&self.to));
        let last = match self.last_day.trim() {
            "" => first,
            typed => day(typed),
        };
        flaws.extend(first.is_none().then_some(Flaw::Day));
        flaws.extend(from.is_none().then_some(Flaw::From));
        let begins = first.zip(from).map(|(day, time)| day.to_datetime(time));
        let zone = zone(&self.zone);
        if begins.is_some_and(|begins| is_skipped(begins, &zone)) {
            flaws.push(Flaw::Skipped);
            return None;
        }
        let ends = last.zip(to).map(|(day, time)| day.to_datetime(time));
        if ends.is_some_and(|ends| is_skipped(ends, &zone)) {
            flaws.push(Flaw::SkippedEnd);
            return None;
        }
        let (Some(begins), Some(ends)) = (begins, ends) else {
            flaws.extend(ends.is_none().then_some(Flaw::To));
            return None;
        };
        let minutes = instant(begins, &zone)
            .zip(instant(ends, &zone))
            .map(|(from, to)| to.duration_since(from).as_mins());
        match minutes.filter(|minutes| (1..=MOST_MINUTES).contains(minutes)) {
            Some(minutes) => Some((begins, u32::try_from(minutes).unwrap_or_default())),
            None => {
                flaws.push(Flaw::To);
                None
            }
        }
    }

    /// The rule by which it comes again; `before` is what it was, whose added and moved dates it keeps while its rule stays.
    pub(super) fn series(
        &self,
        begins: DateTime,
        before: Option<&Event>,
        flaws: &mut Vec<Flaw>,
    ) -> Option<Series> {
        let first = begins.date();
        let repeat = self.repeat.parse().unwrap_or(Repeat::Once);
        let before = before.and_then(|event| event.series.clone());
        let before = before.unwrap_or_default();
        let mut series = match repeat {
            Repeat::Once => return None,
            Repeat::MonthlyLast if !is_last(first) => {
                flaws.push(Flaw::RuleLast);
                return None;
            }
            Repeat::Rule if self.rule.trim().is_empty() && !before.also.is_empty() => {
                Series::default()
            }
            _ => {
                let rule = repeat.rule(first).unwrap_or_else(|| self.rule.clone());
                match Series::read(&rule, begins, &zone(&self.zone)) {
                    Ok(series) => series,
                    Err(flaw) => {
                        flaws.push(match flaw {
                            RuleFlaw::TooOften => Flaw::RuleOften,
                            RuleFlaw::Unreadable | RuleFlaw::TwoEnds => Flaw::Rule,
                        });
                        return None;
                    }
                }
            }
        };
        if repeat == Repeat::Rule || series.rule == before.rule {
            (series.also, series.moved) = (before.also, before.moved);
        }
        match self.ends.as_str() {
            "until" => match day(&self.until).filter(|day| *day >= first) {
                Some(day) => series.end = End::Until(day),
                None => flaws.push(Flaw::Until),
            },
            "count" => match self.count.trim().parse().ok() {
                Some(count @ 1..=1_000) => series.end = End::Count(count),
                _ => flaws.push(Flaw::Count),
            },
            _ => {}
        }
        for typed in self
            .except
            .split([',', ';', '\n', ' '])
            .filter(|one| !one.trim().is_empty())
        {
            match day(typed) {
                Some(day) => {
                    series.except.insert(day);
                }
                None => {
                    flaws.push(Flaw::Except);
                    return None;
                }
            }
        }
        let span = jiff::Span::new().days(3 * HORIZON_DAYS);
        let last = first.checked_add(span).unwrap_or(Date::MAX);
        if !series.idle_exceptions(begins, last).is_empty() {
            flaws.push(Flaw::ExceptIdle);
        } else if series.dates(begins, first, last, 1).is_empty() {
            flaws.push(Flaw::ExceptAll);
        }
        Some(series)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::{
        read::tests::{flaws, typed},
        series::end,
    };

    fn ends(event: &Event) -> jiff::Timestamp {
        end(
            instant(event.begins, &event.time_zone()).unwrap(),
            event.minutes,
        )
    }

    #[test]
    fn an_hour_that_no_clock_shows_is_refused() {
        let change = |t: &mut Typed| {
            t.day = "2027-03-28".into();
            (t.from, t.to) = ("02:30".into(), "04:00".into());
        };
        assert_eq!(flaws(change), [Flaw::Skipped]);
        let end = |t: &mut Typed| {
            t.day = "2027-03-28".into();
            (t.from, t.to) = ("01:00".into(), "02:30".into());
        };
        assert_eq!(flaws(end), [Flaw::SkippedEnd]);
        let overseas = |t: &mut Typed| {
            change(t);
            t.zone = "Indian/Reunion".into();
        };
        assert_eq!(flaws(overseas), []);
        // A night that is an hour longer: from one to four it lasts four hours.
        let mut long = typed();
        long.day = "2027-10-31".into();
        (long.from, long.to) = ("01:00".into(), "04:00".into());
        let event = long.read(None).unwrap();
        assert_eq!(event.minutes, 240);
        assert_eq!(
            Typed::of(&event).to,
            "04:00",
            "the form shows what was typed"
        );
        let mut short = typed();
        short.day = "2027-03-28".into();
        (short.from, short.to) = ("01:00".into(), "03:00".into());
        let spring = short.read(None).unwrap();
        assert_eq!(spring.minutes, 60);
        assert_eq!(Typed::of(&spring).read(None).unwrap(), spring);
        assert_eq!(ends(&event).to_string(), "2027-10-31T03:00:00Z");
    }

    #[test]
    fn a_series_is_read_as_it_is_chosen() {
        let weekly = |change: fn(&mut Typed)| {
            flaws(|t| {
                t.repeat = "weekly".into();
                t.ends = "open".into();
                change(t);
            })
        };
        assert_eq!(weekly(|_| ()), []);
        assert_eq!(weekly(|t| t.ends = "until".into()), [Flaw::Until]);
        assert_eq!(
            weekly(|t| (t.ends, t.until) = ("until".into(), "2027-03-01".into())),
            [Flaw::Until]
        );
        assert_eq!(
            weekly(|t| (t.ends, t.count) = ("count".into(), "-2".into())),
            [Flaw::Count]
        );
        assert_eq!(
            weekly(|t| t.except = "2027-03-12".into()),
            [Flaw::ExceptIdle]
        );
        assert_eq!(weekly(|t| t.except = "jeudi".into()), [Flaw::Except]);
        assert_eq!(
            weekly(|t| t.repeat = "monthly-last".into()),
            [Flaw::RuleLast]
        );
        assert_eq!(weekly(|t| t.repeat = "rule".into()), [Flaw::Rule]);
        assert_eq!(
            weekly(|t| (t.repeat, t.rule) = ("rule".into(), "FREQ=MINUTELY".into())),
            [Flaw::RuleOften]
        );
        assert_eq!(
            weekly(
                |t| (t.ends, t.count, t.except) = ("count".into(), "1".into(), "2027-03-04".into())
            ),
            [Flaw::ExceptAll]
        );
    }
    #[test]
    fn a_form_keeps_added_and_moved_dates_while_its_rule_stays() {
        let mut event = typed().read(None).unwrap();
        let mut series = Series::read("FREQ=WEEKLY", event.begins, &event.time_zone()).unwrap();
        series.also = ["2027-03-05T09:00".parse().unwrap()].into();
        series.moved = [("2027-03-11".parse().unwrap(), "18:00".parse().unwrap())].into();
        event.series = Some(series);
        let typed = Typed::of(&event);
        assert_eq!(typed.read(Some(&event)).unwrap().series, event.series);
        let mut other = typed.clone();
        other.repeat = "fortnightly".into();
        let series = other.read(Some(&event)).unwrap().series.unwrap();
        assert!(series.also.is_empty() && series.moved.is_empty());
    }
}
