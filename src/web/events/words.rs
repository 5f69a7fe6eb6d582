//! Events in words: when, where, for how much.

use jiff::{
    Span, Timestamp,
    civil::{Date, DateTime, Time},
};

use crate::{
    events::{Event, Standing, Status, agenda::Found, event::PARIS, series::day_of},
    geography,
    i18n::Texts,
    web::{page::Page, places::in_full},
};

/// An event on a list.
pub struct Card {
    pub(in crate::web) title: String,
    pub(in crate::web) href: String,
    pub(in crate::web) when: String,
    pub(in crate::web) day: String,
    pub(in crate::web) more: String,
    pub(in crate::web) place: String,
    pub(in crate::web) format: String,
    pub(in crate::web) price: String,
    pub(in crate::web) summary: String,
    pub(in crate::web) tags: Vec<String>,
    pub(in crate::web) cancelled: bool,
}

/// A day with the day of its week: « jeudi 4 mars 2027 ».
pub(super) fn day(t: &Texts, day: Date) -> String {
    let weekday = t.text(&format!(
        "event-weekday-{}",
        day.weekday().to_monday_one_offset()
    ));
    t.with_all(
        "event-day",
        [("weekday", weekday.into()), ("day", t.day(day).into())],
    )
}

/// A time of day as the language writes it: « 13 h 30 », `13:30`.
pub(super) fn clock(t: &Texts, time: Time) -> String {
    let minute = format!("{:02}", time.minute());
    let words = [
        ("hour", i64::from(time.hour()).to_string().into()),
        ("minute", minute.into()),
        ("whole", i64::from(time.minute() == 0).into()),
    ];
    t.with_all("event-clock", words)
}

/// When a date is: its day, from when until when, and the zone where that is not Paris.
pub(super) fn when(t: &Texts, event: &Event, civil: DateTime, ends_at: Timestamp) -> String {
    let ends = ends_at.to_zoned_datetime(event.time_zone()).datetime();
    let zone = event
        .zone
        .rsplit('/')
        .next()
        .unwrap_or_default()
        .replace('_', " ");
    let zone = if event.zone == PARIS {
        String::new()
    } else {
        zone
    };
    if event.is_whole_days() {
        let last = ends.date().yesterday().unwrap_or(ends.date());
        if last <= civil.date() {
            return t.with("event-when-whole-day", "day", day(t, civil.date()));
        }
        let words = [
            ("from", day(t, civil.date()).into()),
            ("to", day(t, last).into()),
        ];
        return t.with_all("event-when-days", words);
    }
    let same = ends.date() == civil.date();
    let words = [
        ("day", day(t, civil.date()).into()),
        ("from", clock(t, civil.time()).into()),
        ("to", clock(t, ends.time()).into()),
        ("last", day(t, ends.date()).into()),
        ("zone", zone.clone().into()),
        ("zoned", i64::from(!zone.is_empty()).into()),
    ];
    t.with_all(
        if same {
            "event-when"
        } else {
            "event-when-over"
        },
        words,
    )
}

/// What it costs.
pub(super) fn price(t: &Texts, event: &Event) -> String {
    let price = &event.price;
    let amount = match price.cents {
        0 => t.text("event-free"),
        cents => {
            let euros = f64::from(cents) / 100.0;
            let decimals = if cents % 100 == 0 { 0 } else { 2 };
            t.with("event-euros", "amount", t.figure(euros, decimals))
        }
    };
    if price.words.is_empty() {
        return amount;
    }
    let words = [
        ("amount", amount.into()),
        ("words", price.words.as_str().into()),
    ];
    t.with_all("event-price-words", words)
}

/// The format in words.
pub(super) fn format(t: &Texts, event: &Event) -> String {
    if event.format_words.is_empty() {
        t.text(&format!("event-format-{}", event.format))
    } else {
        event.format_words.clone()
    }
}

/// The pillars and themes.
pub(super) fn tags(t: &Texts, event: &Event) -> Vec<String> {
    let pillars = event.pillars.iter();
    pillars
        .map(|pillar| t.text(&format!("event-pillar-{pillar}")))
        .chain(event.themes.iter().cloned())
        .collect()
}

/// The commune of an event.
pub(super) fn commune(event: &Event) -> Option<&'static geography::Commune> {
    geography::find(&event.place.as_ref()?.commune)
}

/// Where it is, in short: the place and its commune, or online.
pub(super) fn place(t: &Texts, event: &Event, km: Option<f64>) -> String {
    let online = event.online.is_some();
    let Some(commune) = commune(event) else {
        return t.text("event-online");
    };
    let name = event.place.as_ref().map_or("", |place| &place.name);
    let there = match km {
        Some(km) => {
            let key = if commune.approximate {
                "people-about-km"
            } else {
                "people-km"
            };
            t.with_all(
                key,
                [("place", commune.label().into()), ("km", km.round().into())],
            )
        }
        None => in_full(commune),
    };
    let words = [
        ("name", name.into()),
        ("named", i64::from(!name.is_empty()).into()),
        ("place", there.into()),
        ("online", i64::from(online).into()),
    ];
    t.with_all("event-place", words)
}

/// An event on a list, by the date that was found.
pub(super) fn card(page: &Page, standing: &Standing, found: &Found) -> Card {
    let (t, event) = (&page.t, &standing.event);
    Card {
        title: event.title.clone(),
        href: page.link(&format!("/events/{}", standing.slug)),
        when: when(t, event, found.date.civil, found.date.ends_at),
        day: found.date.civil.strftime("%Y-%m-%dT%H:%M").to_string(),
        more: match found.more {
            0 => String::new(),
            more => t.with("event-more-dates", "count", more),
        },
        place: place(t, event, found.km),
        format: format(t, event),
        price: price(t, event),
        summary: event.summary.clone(),
        tags: tags(t, event),
        cancelled: standing.status == Status::Cancelled || found.date.cancelled,
    }
}

/// The first day of a month, and of the month before and after.
pub(super) fn months(first: Date) -> (Date, Date) {
    let step = |months: i64| {
        first
            .checked_add(Span::new().months(months))
            .unwrap_or(first)
    };
    (step(-1), step(1))
}

/// Today by the clocks of Paris.
pub(super) fn today(at: Timestamp) -> Date {
    day_of(at, &crate::events::event::zone(PARIS))
}
