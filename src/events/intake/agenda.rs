//! Exports of OpenAgenda's second version: `{"events": […]}`, a list, or one event alone. Texts are in one language or in several, French first.

use std::collections::BTreeSet;

use jiff::{Timestamp, civil::DateTime};
use serde_json::Value;

use super::{Found, MOST_EVENTS, Note, Raw, Spot, Unreadable};
use crate::events::{
    event::{PARIS, zone},
    series::Series,
};

/// How many dates of one event are read.
const MOST_TIMINGS: usize = 500;

/// The status of an event that was cancelled (OpenAgenda, « status »).
const CANCELLED: i64 = 6;

pub(super) fn read(text: &str) -> Result<Vec<Found>, Unreadable> {
    // The reader of JSON refuses what lies deeper than 128 by itself.
    let whole: Value = serde_json::from_str(text).map_err(|_| Unreadable::Broken)?;
    let events: Vec<&Value> = match &whole {
        Value::Array(all) => all.iter().collect(),
        Value::Object(object) => match object.get("events") {
            Some(Value::Array(all)) => all.iter().collect(),
            Some(_) => return Err(Unreadable::Broken),
            None if object.contains_key("timings") => vec![&whole],
            None => return Err(Unreadable::Unknown),
        },
        _ => return Err(Unreadable::Unknown),
    };
    if events.len() > MOST_EVENTS {
        return Err(Unreadable::TooMany);
    }
    let mut seen = BTreeSet::new();
    Ok(events
        .into_iter()
        .filter(|event| event.is_object())
        .map(|event| raw(event).found())
        .filter(|found| seen.insert(found.uid.clone()))
        .collect())
}

/// A text, or the one of a language: French, else English, else any.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Object(langs) => langs
            .get("fr")
            .or_else(|| langs.get("en"))
            .or_else(|| langs.values().next())
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

/// Words, in a list, in one text between commas, or either of these in a language.
fn words(value: &Value) -> Vec<String> {
    match value {
        Value::Array(all) => all.iter().map(text).collect(),
        Value::String(text) => text.split(',').map(str::to_owned).collect(),
        Value::Object(langs) => langs
            .get("fr")
            .or_else(|| langs.values().next())
            .map(words)
            .unwrap_or_default(),
        _ => Vec::new(),
    }
}

fn whole(value: &Value) -> Option<i64> {
    // Some exports write the code with its words: `{"id": 6, "label": …}`.
    value.as_i64().or_else(|| value["id"].as_i64())
}

fn raw(event: &Value) -> Raw {
    let name = text(&event["uid"]);
    let place = &event["location"];
    let postal = text(&place["postalCode"]);
    let spot = Spot {
        name: text(&place["name"]),
        address: text(&place["address"]),
        town: format!("{postal} {}", text(&place["city"]))
            .trim()
            .to_owned(),
        commune: text(&place["insee"]),
    };
    let mode = whole(&event["attendanceMode"]).unwrap_or(1);
    let link = text(&event["onlineAccessLink"]);
    let at = |value: &Value| {
        value
            .as_str()
            .and_then(|text| text.parse::<Timestamp>().ok())
    };
    let sequence = at(&event["updatedAt"]).map_or(0, Timestamp::as_second);
    let named = text(&event["timezone"]);
    let mut raw = Raw {
        uid: if name.is_empty() {
            String::new()
        } else {
            format!("openagenda-{name}")
        },
        sequence,
        cancelled: whole(&event["status"]) == Some(CANCELLED),
        title: text(&event["title"]),
        summary: text(&event["description"]),
        about: text(&event["longDescription"]),
        themes: words(&event["keywords"]),
        access: text(&event["location"]["access"]),
        link,
        online: mode != 1,
        price_words: text(&event["conditions"]),
        elsewhere: registration(&event["registration"]),
        zone: if named.is_empty() {
            PARIS.into()
        } else {
            named
        },
        spot: if mode == 2 { Spot::default() } else { spot },
        ..Raw::default()
    };
    timings(&mut raw, &event["timings"]);
    raw
}

/// The first page on which one registers.
fn registration(value: &Value) -> String {
    let all = value.as_array().map(Vec::as_slice).unwrap_or_default();
    all.iter()
        .map(|one| match one {
            Value::String(text) => text.clone(),
            other => text(&other["value"]),
        })
        .find(|text| text.starts_with("https://"))
        .unwrap_or_default()
}

/// The dates: the first is when it begins, the others are added, each of the length of the first.
fn timings(raw: &mut Raw, value: &Value) {
    let zone = zone(&raw.zone);
    let all = value.as_array().map(Vec::as_slice).unwrap_or_default();
    let mut dates: Vec<(DateTime, i64)> = Vec::new();
    for one in all.iter().take(MOST_TIMINGS) {
        let at = |name: &str| {
            one[name]
                .as_str()
                .and_then(|text| text.parse::<Timestamp>().ok())
        };
        let (Some(begins), Some(ends)) = (at("begin"), at("end")) else {
            continue;
        };
        let civil = begins.to_zoned_datetime(zone.clone()).datetime();
        dates.push((civil, ends.duration_since(begins).as_mins()));
    }
    dates.sort();
    let Some((begins, minutes)) = dates.first().copied() else {
        return;
    };
    (raw.begins, raw.minutes) = (Some(begins), Some(minutes));
    if dates.iter().any(|(_, other)| *other != minutes) {
        raw.notes.insert(Note::Lengths);
    }
    let also: BTreeSet<DateTime> = dates.iter().skip(1).map(|(civil, _)| *civil).collect();
    if !also.is_empty() {
        raw.series = Some(Series {
            also,
            ..Series::default()
        });
    }
}
