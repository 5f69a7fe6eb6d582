//! Calendars: lines are put together, parts counted, and of each event the properties that ours has too are read. A part within another is passed over.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{
    Span,
    civil::{Date, DateTime},
    tz::TimeZone,
};

use super::{MOST_EVENTS, Note, Raw, Spot, Unreadable};
use crate::events::{
    event::PARIS,
    intake::Found,
    read::Flaw,
    series::{RuleFlaw, Series, instant},
};

/// How deep parts lie within parts: a calendar, an event, an alarm.
const DEEPEST: usize = 4;
/// How many properties of one event are read.
const MOST_LINES: usize = 2_000;
/// How many days are left out or added at most.
const MOST_DAYS: usize = 1_000;

/// A line: its name, its parameters, its value.
struct Property<'l> {
    name: String,
    parameters: BTreeMap<String, String>,
    value: &'l str,
}

/// The properties of one event.
#[derive(Default)]
struct Part {
    lines: Vec<String>,
}

/// Lines that were folded, put together (section 3.1).
fn unfolded(text: &str) -> Vec<String> {
    let mut whole: Vec<String> = Vec::new();
    for one in text.split('\n') {
        let one = one.strip_suffix('\r').unwrap_or(one);
        match (one.strip_prefix([' ', '\t']), whole.last_mut()) {
            (Some(rest), Some(last)) => last.push_str(rest),
            _ => whole.push(one.to_owned()),
        }
    }
    whole
}

/// A line taken apart at the first colon that stands in no quotes (section 3.1); nothing where it is none.
fn property(line: &str) -> Option<Property<'_>> {
    let mut quoted = false;
    let colon = line.char_indices().find(|(_, c)| {
        quoted ^= *c == '"';
        *c == ':' && !quoted
    })?;
    let (head, value) = (&line[..colon.0], &line[colon.0 + 1..]);
    let mut parts = Vec::new();
    let (mut from, mut quoted) = (0, false);
    for (at, c) in head.char_indices() {
        quoted ^= c == '"';
        if c == ';' && !quoted {
            parts.push(&head[from..at]);
            from = at + 1;
        }
    }
    parts.push(&head[from..]);
    let mut parts = parts.into_iter();
    let name = parts.next()?.to_ascii_uppercase();
    let parameters = parts
        .filter_map(|part| part.split_once('='))
        .map(|(name, value)| {
            (
                name.to_ascii_uppercase(),
                value.trim_matches('"').to_owned(),
            )
        })
        .collect();
    Some(Property {
        name,
        parameters,
        value,
    })
}

/// Text without its escapes (section 3.3.11).
fn text(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut signs = value.chars();
    while let Some(c) = signs.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match signs.next() {
            Some('n' | 'N') => out.push('\n'),
            Some(other) => out.push(other),
            None => {}
        }
    }
    out
}

/// A list of texts, taken apart at commas that are not escaped.
fn texts(value: &str) -> Vec<String> {
    let (mut all, mut from, mut escaped) = (Vec::new(), 0, false);
    for (at, c) in value.char_indices() {
        if c == ',' && !escaped {
            all.push(text(&value[from..at]));
            from = at + 1;
        }
        escaped = c == '\\' && !escaped;
    }
    all.push(text(&value[from..]));
    all
}

pub(super) fn read(whole: &str) -> Result<Vec<Found>, Unreadable> {
    let (mut depth, mut inner) = (Vec::<String>::new(), None::<Part>);
    let (mut parts, mut zone, mut withdrawn) = (Vec::new(), PARIS.to_owned(), false);
    for line in unfolded(whole) {
        if line.trim().is_empty() {
            continue;
        }
        let Some(one) = property(&line) else {
            continue;
        };
        let kind = one.value.trim().to_ascii_uppercase();
        match one.name.as_str() {
            "BEGIN" => {
                if depth.len() >= DEEPEST {
                    return Err(Unreadable::Broken);
                }
                if kind == "VEVENT" && depth.len() == 1 {
                    inner = Some(Part::default());
                }
                depth.push(kind);
            }
            "END" => {
                if depth.pop() != Some(kind.clone()) {
                    return Err(Unreadable::Broken);
                }
                if kind == "VEVENT" && depth.len() == 1 {
                    parts.extend(inner.take());
                    if parts.len() > MOST_EVENTS * 4 {
                        return Err(Unreadable::TooMany);
                    }
                }
            }
            _ if depth.len() == 1 => match one.name.as_str() {
                "X-WR-TIMEZONE" | "TIMEZONE-ID" => {
                    zone = known(one.value.trim()).unwrap_or(zone);
                }
                "METHOD" => withdrawn = kind == "CANCEL",
                _ => {}
            },
            _ if depth.len() == 2 => {
                if let Some(part) = inner.as_mut() {
                    if part.lines.len() >= MOST_LINES {
                        return Err(Unreadable::Broken);
                    }
                    part.lines.push(line);
                }
            }
            _ => {}
        }
    }
    if !depth.is_empty() {
        return Err(Unreadable::Broken);
    }
    let mut all: Vec<Raw> = Vec::new();
    let mut overrides = Vec::new();
    for part in &parts {
        let (raw, of) = event(part, &zone, withdrawn);
        match of {
            Some(day) => overrides.push((raw, day)),
            None => all.push(raw),
        }
    }
    // One date of a series that was moved or cancelled stands in an event of its own (section 3.8.4.4).
    for (raw, day) in overrides {
        match all.iter_mut().find(|one| one.uid == raw.uid) {
            Some(series) => replace(series, &raw, day),
            None => all.push(raw),
        }
    }
    // The same name twice: the later version counts.
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut kept: Vec<Raw> = Vec::new();
    for raw in all {
        match seen.get(&raw.uid).copied() {
            Some(place) if !raw.uid.is_empty() => {
                if kept[place].sequence <= raw.sequence {
                    kept[place] = raw;
                }
            }
            _ => {
                seen.insert(raw.uid.clone(), kept.len());
                kept.push(raw);
            }
        }
    }
    if kept.len() > MOST_EVENTS {
        return Err(Unreadable::TooMany);
    }
    Ok(kept.into_iter().map(Raw::found).collect())
}

/// A zone by the name that a calendar gives it: one of the IANA, the same with a prefix before it, or what Windows calls those of France's neighbours.
fn known(name: &str) -> Option<String> {
    let name = name.trim().trim_start_matches('/');
    let windows = match name {
        "Romance Standard Time" | "Romance" | "(UTC+01:00) Brussels, Copenhagen, Madrid, Paris" => {
            Some("Europe/Paris")
        }
        "W. Europe Standard Time" => Some("Europe/Berlin"),
        "Central European Standard Time" | "Central Europe Standard Time" => {
            Some("Europe/Budapest")
        }
        "GMT Standard Time" => Some("Europe/London"),
        "UTC" | "Etc/UTC" | "GMT" | "Etc/GMT" | "Z" => Some("UTC"),
        _ => None,
    };
    let parts: Vec<&str> = name.split('/').collect();
    let tails = (0..parts.len().min(4)).map(|from| parts[from..].join("/"));
    let plain = |name: &str| {
        name.len() <= 64
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"/_+-".contains(&byte))
    };
    windows.map(str::to_owned).or_else(|| {
        tails
            .filter(|tail| tail.contains('/') && plain(tail))
            .find_map(|tail| TimeZone::get(&tail).ok()?.iana_name().map(str::to_owned))
    })
}

/// A time, by the clocks of a zone; a day alone is its midnight.
struct Moment {
    civil: DateTime,
    zone: Option<String>,
    day: bool,
    strange: bool,
}

fn moment(value: &str, parameters: &BTreeMap<String, String>, own: &str) -> Option<Moment> {
    let value = value.trim();
    if value.len() == 8 {
        let civil = Date::strptime("%Y%m%d", value).ok()?.at(0, 0, 0, 0);
        return Some(Moment {
            civil,
            zone: None,
            day: true,
            strange: false,
        });
    }
    let (digits, utc) = match value.strip_suffix(['Z', 'z']) {
        Some(digits) => (digits, true),
        None => (value, false),
    };
    let civil = DateTime::strptime("%Y%m%dT%H%M%S", digits).ok()?;
    let told = parameters.get("TZID");
    let zone = if utc {
        Some("UTC".to_owned())
    } else {
        told.and_then(|name| known(name))
    };
    let strange = told.is_some() && zone.is_none();
    // What is told in UTC is shown by the clocks of the calendar.
    let (civil, zone) = match zone {
        Some(zone) if zone == "UTC" => {
            let at = civil.to_zoned_datetime(TimeZone::UTC).ok()?;
            (
                at.with_time_zone(crate::events::event::zone(own))
                    .datetime(),
                None,
            )
        }
        other => (civil, other),
    };
    Some(Moment {
        civil,
        zone,
        day: false,
        strange,
    })
}

/// How long something lasts (section 3.3.6), in minutes: `PT1H30M`, `P1D`, `P2W`.
fn duration(value: &str) -> Option<i64> {
    let value = value.trim().trim_start_matches('+').to_ascii_uppercase();
    let (mut minutes, mut digits) = (0_i64, String::new());
    for c in value.strip_prefix('P')?.chars() {
        let unit = match c {
            '0'..='9' if digits.len() < 6 => {
                digits.push(c);
                continue;
            }
            'T' if digits.is_empty() => continue,
            'W' => 7 * 24 * 60,
            'D' => 24 * 60,
            'H' => 60,
            'M' => 1,
            'S' => 0,
            _ => return None,
        };
        minutes += unit * digits.parse::<i64>().ok()?;
        digits.clear();
    }
    digits.is_empty().then_some(minutes)
}

/// How many days lie between two midnights.
fn days(from: Date, to: Date) -> Option<i64> {
    let at = |day: Date| instant(day.at(0, 0, 0, 0), &TimeZone::UTC);
    Some(at(to)?.duration_since(at(from)?).as_hours() / 24)
}

/// An event, and of which date of a series it is the other form, where it is one.
fn event(part: &Part, own: &str, withdrawn: bool) -> (Raw, Option<Date>) {
    let mut raw = Raw {
        cancelled: withdrawn,
        ..Raw::default()
    };
    let (mut begins, mut ends, mut length, mut rule, mut of) = (None, None, None, None, None);
    let (mut except, mut also): (BTreeSet<Date>, BTreeSet<DateTime>) = Default::default();
    let (mut location, mut conference, mut url) = (String::new(), String::new(), String::new());
    for line in &part.lines {
        let Some(one) = property(line) else {
            continue;
        };
        match one.name.as_str() {
            "UID" => raw.uid = text(one.value),
            "SEQUENCE" => raw.sequence = one.value.trim().parse().unwrap_or(0).max(0),
            "SUMMARY" => raw.title = text(one.value),
            "DESCRIPTION" => raw.about = text(one.value),
            "CATEGORIES" => raw.themes.extend(texts(one.value)),
            "LOCATION" => location = text(one.value),
            "CONFERENCE" => conference = one.value.trim().to_owned(),
            "URL" => url = one.value.trim().to_owned(),
            "STATUS" => raw.cancelled |= one.value.trim().eq_ignore_ascii_case("CANCELLED"),
            "DTSTART" => begins = moment(one.value, &one.parameters, own),
            "DTEND" => ends = moment(one.value, &one.parameters, own),
            "DURATION" => length = duration(one.value),
            "RRULE" => rule = Some(one.value.trim().to_owned()),
            "RECURRENCE-ID" => {
                of = moment(one.value, &one.parameters, own).map(|at| at.civil.date());
            }
            "EXDATE" | "RDATE" => {
                for value in one.value.split(',').take(MOST_DAYS) {
                    // A period tells its beginning first.
                    let value = value.split('/').next().unwrap_or_default();
                    if let Some(at) = moment(value, &one.parameters, own) {
                        if one.name == "EXDATE" && except.len() < MOST_DAYS {
                            except.insert(at.civil.date());
                        } else if also.len() < MOST_DAYS {
                            also.insert(at.civil);
                        }
                    }
                }
            }
            _ => {}
        }
    }
    place(&mut raw, &location, &conference, &url);
    let Some(begins) = begins else {
        return (raw, of);
    };
    if begins.strange {
        raw.notes.insert(Note::Zone);
    }
    raw.zone = begins.zone.clone().unwrap_or_else(|| own.to_owned());
    raw.begins = Some(begins.civil);
    let zone = crate::events::event::zone(&raw.zone);
    let starts_at = instant(begins.civil, &zone);
    raw.minutes = match (&ends, length, starts_at) {
        (Some(ends), _, Some(starts_at)) => {
            let zone = ends
                .zone
                .as_deref()
                .map_or(zone.clone(), crate::events::event::zone);
            instant(ends.civil, &zone).map(|ends| ends.duration_since(starts_at).as_mins())
        }
        (None, Some(minutes), _) => Some(minutes),
        _ if begins.day => Some(24 * 60),
        _ => {
            raw.notes.insert(Note::NoEnd);
            Some(60)
        }
    };
    // Days alone are whole days, though one of them has an hour more or less.
    if begins.day {
        let days = ends
            .as_ref()
            .filter(|ends| ends.day)
            .and_then(|ends| days(begins.civil.date(), ends.civil.date()).map(|days| days.max(1)));
        raw.minutes = days.map_or(raw.minutes, |days| Some(days * 24 * 60));
    }
    raw.series = match rule {
        Some(rule) => match Series::read(&rule, begins.civil, &zone) {
            Ok(series) => Some(series),
            Err(RuleFlaw::TooOften) => {
                raw.flaws.push(Flaw::RuleOften);
                None
            }
            Err(_) => {
                raw.flaws.push(Flaw::Rule);
                None
            }
        },
        None => (!also.is_empty()).then(Series::default),
    };
    if let Some(series) = raw.series.as_mut() {
        (series.except, series.also) = (except, also);
        tidy(series, begins.civil);
    }
    (raw, of)
}

/// Takes a day of the rule that is left out and added again for one that begins at another hour, and leaves out exceptions on which nothing would be held:
/// calendars keep them for good, and a form would refuse them.
fn tidy(series: &mut Series, begins: DateTime) {
    let span = Span::new().days(3 * crate::events::series::HORIZON_DAYS);
    let last = begins.date().checked_add(span).unwrap_or(Date::MAX);
    let ruled = Series {
        rule: series.rule.clone(),
        end: series.end,
        ..Series::default()
    };
    let ruled = ruled.dates(begins, begins.date(), last, usize::MAX);
    let ruled: BTreeSet<Date> = ruled.iter().map(|date| date.date()).collect();
    for at in series.also.clone() {
        // Added dates of a day that is left out would be left out with it.
        if series.except.remove(&at.date()) && ruled.contains(&at.date()) {
            series.also.remove(&at);
            series.moved.insert(at.date(), at.time());
        }
    }
    for idle in series.idle_exceptions(begins, last) {
        series.except.remove(&idle);
    }
}

/// Puts another form of one date in the place of that date.
fn replace(series: &mut Raw, other: &Raw, day: Date) {
    let Some(begins) = series.begins else {
        return;
    };
    if !other.cancelled && other.minutes != series.minutes {
        series.notes.insert(Note::Lengths);
    }
    series.sequence = series.sequence.max(other.sequence);
    let Some(rule) = series.series.as_mut() else {
        return;
    };
    let moved = other.begins.filter(|_| !other.cancelled);
    if moved.is_some_and(|at| at.date() == day && at.time() == begins.time()) {
        return;
    }
    rule.also.retain(|at| at.date() != day);
    rule.except.insert(day);
    rule.also.extend(moved);
    tidy(rule, begins);
}

/// Where it is: a page where the place is one, or a conference; else a place with a name before the first comma. Nothing where neither is told: then it is asked
/// for, and the page of the event is not taken for the way to join it.
fn place(raw: &mut Raw, location: &str, conference: &str, url: &str) {
    let location = location.trim();
    for link in [conference, location] {
        if link.starts_with("https://") {
            raw.link = link
                .split_whitespace()
                .next()
                .unwrap_or_default()
                .to_owned();
            raw.online = true;
        }
    }
    if !location.is_empty() && !location.starts_with("https://") {
        let lower = location.to_lowercase();
        if ["en ligne", "online", "visio", "visioconférence"].contains(&lower.as_str()) {
            raw.online = true;
        } else {
            let (name, rest) = location.split_once([',', '\n']).unwrap_or((location, ""));
            raw.spot = Spot {
                name: name.trim().to_owned(),
                address: rest.trim().to_owned(),
                ..Spot::default()
            };
        }
    }
    raw.elsewhere = url.to_owned();
}
