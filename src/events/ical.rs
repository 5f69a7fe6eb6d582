//! Events as calendars read them (RFC 5545): one component an event, its series as a rule, its zone with it. The crate escapes and folds.

use std::{collections::BTreeSet, fmt::Write};

use icalendar::{Component, EventLike, Property};
use jiff::{
    SignedDuration, Timestamp,
    civil::{Date, DateTime},
    tz::{Offset, TimeZone},
};

use super::{
    series::{end, instant},
    standing::Status,
    told::Told,
};

/// The type that it is sent as.
pub const MEDIA: &str = "text/calendar; charset=utf-8";

/// A calendar of these events under a name, stamped with the moment at which they were last changed.
pub fn calendar(name: &str, events: &[Told]) -> String {
    let mut text = String::from(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//crema//events//FR\r\nCALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n",
    );
    for (key, value) in [("NAME", name), ("X-WR-CALNAME", name)] {
        let property = Property::new(key, plain(value))
            .add_parameter("VALUE", "TEXT")
            .done();
        text.push_str(&String::try_from_property(property));
    }
    let zones: BTreeSet<&str> = events
        .iter()
        .map(|told| told.standing.event.zone.as_str())
        .collect();
    for name in zones {
        let of = events
            .iter()
            .filter(|told| told.standing.event.zone == name);
        let first = of.map(|told| told.standing.event.begins.date()).min();
        text.push_str(&time_zone(
            name,
            first.unwrap_or(Date::constant(2026, 1, 1)),
        ));
    }
    for told in events {
        text.push_str(&event(told));
    }
    text.push_str("END:VCALENDAR\r\n");
    text
}

/// A property as its line.
trait Lined {
    fn try_from_property(property: Property) -> String;
}

impl Lined for String {
    fn try_from_property(property: Property) -> String {
        property.try_into().unwrap_or_default()
    }
}

/// Text without what a line of a calendar cannot hold.
fn plain(text: &str) -> String {
    text.replace("\r\n", "\n")
        .chars()
        .filter(|c| *c == '\n' || !c.is_control())
        .collect()
}

fn utc(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

fn civil(at: DateTime) -> String {
    at.strftime("%Y%m%dT%H%M%S").to_string()
}

fn event(told: &Told) -> String {
    let (standing, event) = (&told.standing, &told.standing.event);
    let whole = event.is_whole_days();
    let at = |key: &str, value: DateTime| -> Property {
        let mut property = if whole {
            Property::new(key, value.strftime("%Y%m%d").to_string())
        } else {
            Property::new(key, civil(value))
        };
        if whole {
            property.add_parameter("VALUE", "DATE");
        } else {
            property.add_parameter("TZID", &event.zone);
        }
        property
    };
    let zone = event.time_zone();
    // A single event is where its date is; a series where it began.
    let begins = match (&event.series, told.dates.last()) {
        (None, Some(date)) => date.civil,
        _ => event.begins,
    };
    let starts_at = instant(begins, &zone).unwrap_or(standing.saved_at);
    let ends = end(starts_at, event.minutes)
        .to_zoned_datetime(zone.clone())
        .datetime();
    let mut written = icalendar::Event::new();
    written
        .uid(&plain(&standing.uid))
        .sequence(u32::try_from(standing.sequence).unwrap_or_default())
        .append_property(Property::new("DTSTAMP", utc(standing.saved_at)))
        .append_property(Property::new("LAST-MODIFIED", utc(standing.saved_at)))
        .append_property(Property::new("CREATED", utc(standing.made_at)))
        .append_property(at("DTSTART", begins))
        .append_property(at("DTEND", ends))
        .summary(&plain(&event.title))
        .description(&plain(&told.text()))
        .append_property(Property::new("URL", told.url.clone()))
        .append_property(Property::new(
            "STATUS",
            if standing.status == Status::Cancelled {
                "CANCELLED"
            } else {
                "CONFIRMED"
            },
        ));
    let location = told.location();
    if !location.is_empty() {
        written.location(&plain(&location));
    }
    if let Some((lat, lon)) = told.at.filter(|_| event.place.is_some()) {
        written.append_property(Property::new("GEO", format!("{lat:.6};{lon:.6}")));
    }
    if !told.tags.is_empty() {
        written.categories(told.tags.iter().map(|tag| plain(tag)));
    }
    if let Some(series) = &event.series {
        if let Some(rule) = series.written(event.begins, &zone) {
            written.append_property(Property::new("RRULE", rule));
        }
        for day in &series.except {
            written.append_multi_property(at("EXDATE", day.to_datetime(event.begins.time())));
        }
        // A day that begins at another hour is one left out and one added; what is left out altogether is not added.
        let moved = series.moved.iter().filter(|_| !whole);
        let moved: Vec<DateTime> = moved.map(|(day, time)| day.to_datetime(*time)).collect();
        for date in &moved {
            if !series.except.contains(&date.date()) {
                let usual = date.date().to_datetime(event.begins.time());
                written.append_multi_property(at("EXDATE", usual));
            }
        }
        for date in series.also.iter().chain(&moved) {
            if !series.except.contains(&date.date()) {
                written.append_multi_property(at("RDATE", *date));
            }
        }
    }
    written.try_into_string().unwrap_or_default()
}

/// A zone as calendars want it beside the times that name it (RFC 5545, section 3.6.5): each change of its clocks as a rule where it comes again each year on
/// the nth or last such day of the week, and the time that holds without one.
fn time_zone(name: &str, first: Date) -> String {
    let zone = super::event::zone(name);
    // From a year before the first event on, so that the time it is held by is defined.
    let year = Date::new(first.year().saturating_sub(1).max(1971), 1, 1).unwrap_or(first);
    let from = year
        .to_zoned_datetime(zone.clone())
        .map_or(Timestamp::UNIX_EPOCH, |at| at.timestamp());
    let mut text = format!("BEGIN:VTIMEZONE\r\nTZID:{name}\r\n");
    let changes: Vec<(Timestamp, Offset)> = zone
        .following(from)
        .take(2)
        .map(|change| (change.timestamp(), change.offset()))
        .filter(|(at, _)| at.duration_since(from) < SignedDuration::from_hours(24 * 400))
        .collect();
    if changes.is_empty() {
        let offset = zone.to_offset(from);
        observance(
            &mut text,
            "STANDARD",
            year.at(0, 0, 0, 0),
            (offset, offset),
            None,
        );
    }
    let least = changes.iter().map(|change| change.1).min();
    for (at, offset) in &changes {
        let before = zone.to_offset(at.checked_sub(SignedDuration::from_secs(1)).unwrap_or(*at));
        // The moment of the change by the clocks that hold until then.
        let civil = before.to_datetime(*at);
        let kind = if Some(*offset) == least {
            "STANDARD"
        } else {
            "DAYLIGHT"
        };
        observance(
            &mut text,
            kind,
            civil,
            (before, *offset),
            yearly(&zone, *at, civil),
        );
    }
    text.push_str("END:VTIMEZONE\r\n");
    text
}

/// The rule by which a change of the clocks comes again each year, where the next years bear it out.
fn yearly(zone: &TimeZone, at: Timestamp, first: DateTime) -> Option<String> {
    let day = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
        [usize::try_from(first.weekday().to_monday_zero_offset()).ok()?];
    let later: Vec<Date> = zone
        .following(at)
        .skip(1)
        .step_by(2)
        .take(4)
        .filter_map(|change| {
            let before = change
                .timestamp()
                .checked_sub(SignedDuration::from_secs(1))
                .ok()?;
            Some(
                zone.to_offset(before)
                    .to_datetime(change.timestamp())
                    .date(),
            )
        })
        .collect();
    let alike = |of: fn(Date) -> bool| of(first.date()) && later.iter().all(|day| of(*day));
    let nth = super::series::nth(first.date());
    let place = if alike(super::series::is_last) {
        -1
    } else if later.iter().all(|day| super::series::nth(*day) == nth) {
        nth
    } else {
        return None;
    };
    let same = later
        .iter()
        .all(|day| day.weekday() == first.weekday() && day.month() == first.month());
    (same && !later.is_empty())
        .then(|| format!("FREQ=YEARLY;BYMONTH={};BYDAY={place}{day}", first.month()))
}

fn observance(
    text: &mut String,
    kind: &str,
    at: DateTime,
    (before, after): (Offset, Offset),
    rule: Option<String>,
) {
    let offset = |offset: Offset| {
        let minutes = offset.seconds() / 60;
        let sign = if minutes < 0 { '-' } else { '+' };
        format!("{sign}{:02}{:02}", minutes.abs() / 60, minutes.abs() % 60)
    };
    let rule = rule
        .map(|rule| format!("RRULE:{rule}\r\n"))
        .unwrap_or_default();
    // A String takes what is written into it.
    let _ = write!(
        text,
        "BEGIN:{kind}\r\nDTSTART:{}\r\nTZOFFSETFROM:{}\r\nTZOFFSETTO:{}\r\n{rule}END:{kind}\r\n",
        civil(at),
        offset(before),
        offset(after)
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        base::EventId,
        events::{Series, Standing, event::tests::a_cafe},
    };

    fn told(change: impl FnOnce(&mut Standing)) -> Told {
        let at: Timestamp = "2027-01-05T09:00:00Z".parse().unwrap();
        let event = a_cafe("2027-03-04T13:30");
        let mut standing = Standing {
            id: EventId::new(),
            uid: "uid-1".into(),
            slug: "cafe".into(),
            owner: None,
            status: Status::Published,
            version: 1,
            sequence: 2,
            event,
            note: None,
            made_at: at,
            saved_at: at,
            published_at: Some(at),
            changed_at: None,
            cancelled_at: None,
        };
        change(&mut standing);
        Told {
            standing,
            dates: Vec::new(),
            url: "https://a.example/events/cafe".into(),
            commune: "Lille".into(),
            postal: "59000".into(),
            department: "Nord".into(),
            at: Some((50.63, 3.06)),
            price: "Gratuit".into(),
            tags: vec!["Discussion".into(), "Travail, emploi".into()],
        }
    }

    fn unfolded(text: &str) -> String {
        text.replace("\r\n ", "")
    }

    #[test]
    fn an_event_is_told_as_the_standard_wants_it() {
        let text = calendar(
            "Événements",
            &[told(|one| {
                one.event.summary = "Ici; là, \\ et\nailleurs".into();
            })],
        );
        let whole = unfolded(&text);
        for line in [
            "UID:uid-1",
            "SEQUENCE:2",
            "DTSTART;TZID=Europe/Paris:20270304T133000",
            "DTEND;TZID=Europe/Paris:20270304T150000",
            "STATUS:CONFIRMED",
            "DTSTAMP:20270105T090000Z",
            "LOCATION:Médiathèque\\, 59000 Lille",
            "CATEGORIES:Discussion,Travail\\, emploi",
            "GEO:50.630000;3.060000",
            "DESCRIPTION:Ici\\; là\\, \\\\ et\\nailleurs\\n\\nGratuit",
            "BEGIN:DAYLIGHT\r\nDTSTART:20260329T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
            "BEGIN:STANDARD\r\nDTSTART:20261025T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
        ] {
            assert!(whole.contains(&format!("{line}\r\n")), "{line}\n{whole}");
        }
        assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
        assert!(!text.replace("\r\n", "").contains(['\r', '\n']));
    }

    #[test]
    fn a_series_is_a_rule_with_its_exceptions_and_what_is_cancelled_says_so() {
        let text = calendar(
            "x",
            &[told(|one| {
                let event = &mut one.event;
                let mut series = Series::read(
                    "FREQ=WEEKLY;UNTIL=20270401",
                    event.begins,
                    &event.time_zone(),
                )
                .unwrap();
                series.except = BTreeSet::from(["2027-03-11".parse().unwrap()]);
                series.also = BTreeSet::from([
                    "2027-03-11T09:00".parse().unwrap(),
                    "2027-03-12T09:00".parse().unwrap(),
                ]);
                series.moved = [("2027-03-18".parse().unwrap(), "18:00".parse().unwrap())].into();
                event.series = Some(series);
                one.status = Status::Cancelled;
            })],
        );
        for line in [
            "RRULE:FREQ=WEEKLY;UNTIL=20270401T113000Z",
            "EXDATE;TZID=Europe/Paris:20270311T133000",
            "RDATE;TZID=Europe/Paris:20270312T090000",
            "EXDATE;TZID=Europe/Paris:20270318T133000",
            "RDATE;TZID=Europe/Paris:20270318T180000",
            "STATUS:CANCELLED",
        ] {
            assert!(
                unfolded(&text).contains(&format!("{line}\r\n")),
                "{line}\n{text}"
            );
        }
        assert!(
            !text.contains("20270311T090000"),
            "what was added on a day that is left out is not held"
        );
    }

    #[test]
    fn zones_without_a_change_of_clocks_and_american_ones_are_told_too() {
        let reunion = time_zone("Indian/Reunion", "2027-03-04".parse().unwrap());
        assert!(
            reunion.contains("BEGIN:STANDARD") && reunion.contains("TZOFFSETTO:+0400"),
            "{reunion}"
        );
        assert!(!reunion.contains("DAYLIGHT") && !reunion.contains("RRULE"));
        let miquelon = time_zone("America/Miquelon", "2027-03-04".parse().unwrap());
        assert!(
            miquelon.contains("BYMONTH=3;BYDAY=2SU") && miquelon.contains("BYMONTH=11;BYDAY=1SU"),
            "{miquelon}"
        );
    }

    #[test]
    fn whole_days_are_days() {
        let text = calendar(
            "x",
            &[told(|one| {
                one.event.begins = "2027-03-04T00:00".parse().unwrap();
                one.event.minutes = 48 * 60;
            })],
        );
        assert!(
            text.contains("DTSTART;VALUE=DATE:20270304\r\n")
                && text.contains("DTEND;VALUE=DATE:20270306\r\n"),
            "{text}"
        );
    }
}
