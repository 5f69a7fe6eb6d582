//! The many dates of an event, as its organiser goes through them: the next ones at once, the later ones and each year that is over folded away.

use jiff::Timestamp;

use crate::{events::Occurrence, i18n::Texts};

/// How many of the next dates are shown at once.
const NEAR: usize = 4;

/// Dates of an event, each as a page shows it.
pub(in crate::web) struct Dates<T> {
    /// The next ones.
    pub(in crate::web) near: Vec<T>,
    /// Those after them.
    pub(in crate::web) later: Vec<T>,
    /// Those that are over, the latest first: each year in words, with its dates.
    pub(in crate::web) past: Vec<(String, Vec<T>)>,
}

impl<T> Default for Dates<T> {
    fn default() -> Dates<T> {
        Dates {
            near: Vec::new(),
            later: Vec::new(),
            past: Vec::new(),
        }
    }
}

impl<T> Dates<T> {
    /// Dates in the order of time, shown by `show`.
    pub(in crate::web) fn of(
        t: &Texts,
        dates: &[Occurrence],
        now: Timestamp,
        show: impl Fn(&Occurrence) -> T,
    ) -> Dates<T> {
        let mut coming = dates.iter().filter(|date| !date.is_past(now));
        Dates {
            near: coming.by_ref().take(NEAR).map(&show).collect(),
            later: coming.map(&show).collect(),
            past: by_year(t, dates.iter().rev().filter(|date| date.is_past(now)), show),
        }
    }
}

/// Dates by their years in words, in the order in which they come.
pub(in crate::web) fn by_year<'d, T>(
    t: &Texts,
    dates: impl Iterator<Item = &'d Occurrence>,
    show: impl Fn(&Occurrence) -> T,
) -> Vec<(String, Vec<T>)> {
    let mut years: Vec<(i16, Vec<T>)> = Vec::new();
    for date in dates {
        let year = date.civil.year();
        match years.last_mut().filter(|(last, _)| *last == year) {
            Some((_, dates)) => dates.push(show(date)),
            None => years.push((year, vec![show(date)])),
        }
    }
    let words = |year: i16, count: usize| {
        let values = [("year", year.to_string().into()), ("count", count.into())];
        t.with_all("event-dates-year", values)
    };
    years
        .into_iter()
        .map(|(year, dates)| (words(year, dates.len()), dates))
        .collect()
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;
    use crate::{
        base::{DateId, EventId, Lang},
        events::{event::PARIS, event::zone, series::instant},
    };

    #[test]
    fn the_next_dates_come_first_and_what_is_over_lies_in_its_year() {
        let date = |day: &str| {
            let civil = format!("{day}T13:30").parse().unwrap();
            let starts_at = instant(civil, &zone(PARIS)).unwrap();
            Occurrence {
                id: DateId::new(),
                event: EventId::new(),
                starts_at,
                ends_at: starts_at + SignedDuration::from_mins(90),
                civil,
                seats: None,
                taken: 0,
                cancelled_at: None,
            }
        };
        let days = [
            "2025-12-04",
            "2026-01-08",
            "2026-02-05",
            "2026-12-03",
            "2026-12-10",
            "2026-12-17",
            "2027-01-07",
            "2027-01-14",
            "2027-01-21",
        ];
        let dates: Vec<Occurrence> = days.map(date).into();
        let (t, now) = (Texts::of(Lang::En), dates[3].starts_at);
        let shown = Dates::of(&t, &dates, now, |date| date.civil.date().to_string());
        assert_eq!(shown.near, days[3..7]);
        assert_eq!(shown.later, days[7..]);
        assert_eq!(shown.past.len(), 2);
        assert_eq!(shown.past[0].0, "2026: 2 past dates");
        assert_eq!(shown.past[0].1, [days[2], days[1]]);
        assert_eq!(shown.past[1].1, [days[0]]);
    }
}
