//! Events in words: when, where, for how much.

use jiff::{
    Timestamp, ToSpan,
    civil::{Date, DateTime},
};

use crate::{
    events::{Event, Standing, Status, agenda::Found, event::PARIS, series::day_of},
    geography,
    i18n::{Span, Texts},
    web::{page::Page, places::in_full},
};

/// Words on a page, and their language where it is not that of the page.
pub struct Words {
    pub(in crate::web) words: String,
    pub(in crate::web) lang: Option<String>,
}

/// Words of the page itself.
pub(in crate::web) fn ours(words: String) -> Words {
    Words { words, lang: None }
}

/// Words of the event's organiser.
pub(in crate::web) fn theirs(t: &Texts, event: &Event, words: &str) -> Words {
    Words {
        words: words.to_owned(),
        lang: lang(t, event),
    }
}

/// The language of an organiser's words where it is not that of the page.
pub(in crate::web) fn lang(t: &Texts, event: &Event) -> Option<String> {
    event.foreign_to(t.lang.tag()).map(str::to_owned)
}

/// An event on a list.
pub struct Card {
    pub(in crate::web) title: String,
    /// The language of its title and summary where it is not that of the page.
    pub(in crate::web) lang: Option<String>,
    pub(in crate::web) href: String,
    pub(in crate::web) when: String,
    pub(in crate::web) day: String,
    pub(in crate::web) more: String,
    pub(in crate::web) place: String,
    pub(in crate::web) format: Words,
    pub(in crate::web) price: String,
    pub(in crate::web) summary: String,
    pub(in crate::web) tags: Vec<Words>,
    pub(in crate::web) cancelled: bool,
}

/// When a date is: its day, from when until when, and the zone where that is not Paris.
pub fn when(t: &Texts, event: &Event, civil: DateTime, ends_at: Timestamp) -> String {
    t.span(&Span {
        begins: civil,
        ends: ends_at.to_zoned_datetime(event.time_zone()).datetime(),
        zone: event.clocks_of(),
        whole_days: event.is_whole_days(),
    })
}

/// What it costs.
pub fn price(t: &Texts, event: &Event) -> String {
    t.price(event.price.cents, &event.price.words)
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

/// The format, in the words of the page or of its organiser.
pub(super) fn form(t: &Texts, event: &Event) -> Words {
    match event.format_words.as_str() {
        "" => ours(format(t, event)),
        own => theirs(t, event, own),
    }
}

/// The pillars and themes, each in the language of who words it.
pub(super) fn marks(t: &Texts, event: &Event) -> Vec<Words> {
    let pillars = event.pillars.iter();
    let themes = event.themes.iter();
    pillars
        .map(|pillar| ours(t.text(&format!("event-pillar-{pillar}"))))
        .chain(themes.map(|theme| theirs(t, event, theme)))
        .collect()
}

/// Where it is, line by line: what the place is called and its street, in the words of its organiser, then its commune; or online.
pub(in crate::web) fn place_lines(t: &Texts, event: &Event) -> Vec<Words> {
    let Some(place) = &event.place else {
        return vec![ours(t.text("event-online"))];
    };
    let commune = commune(event).map(in_full).unwrap_or_default();
    let mut lines = vec![
        theirs(t, event, &place.name),
        theirs(t, event, &place.address),
        ours(commune),
    ];
    lines.retain(|line| !line.words.is_empty());
    lines
}

/// What it costs: the amount, then what its organiser says of it; both on one line where they are in one language.
pub(in crate::web) fn price_lines(t: &Texts, event: &Event) -> Vec<Words> {
    let own = &event.price.words;
    match lang(t, event) {
        Some(_) if !own.is_empty() => {
            vec![ours(t.price(event.price.cents, "")), theirs(t, event, own)]
        }
        _ => vec![ours(price(t, event))],
    }
}

/// The commune of an event.
pub(super) fn commune(event: &Event) -> Option<&'static geography::Commune> {
    geography::find(&event.place.as_ref()?.commune)
}

/// Where it is, in full: the place, its street and its commune, or online.
pub fn place(t: &Texts, event: &Event) -> String {
    let Some(place) = &event.place else {
        return t.text("event-online");
    };
    let commune = commune(event).map(in_full).unwrap_or_default();
    let parts = [place.name.as_str(), &place.address, &commune];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let words = [
        ("place", parts.join(", ").into()),
        ("name", "".into()),
        ("named", 0.into()),
        ("online", i64::from(event.online.is_some()).into()),
    ];
    t.with_all("event-place", words)
}

/// Where it is, in short: the place and its commune, or online.
pub(super) fn place_in_short(t: &Texts, event: &Event, km: Option<f64>) -> String {
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
        lang: lang(t, event),
        href: page.link(&format!("/events/{}", standing.slug)),
        when: when(t, event, found.date.civil, found.date.ends_at),
        day: found.date.civil.strftime("%Y-%m-%dT%H:%M").to_string(),
        more: match found.more {
            0 => String::new(),
            more => t.with("event-more-dates", "count", more),
        },
        place: place_in_short(t, event, found.km),
        format: form(t, event),
        price: price(t, event),
        summary: event.summary.clone(),
        tags: marks(t, event),
        cancelled: standing.status == Status::Cancelled || found.date.cancelled,
    }
}

/// The first day of a month, and of the month before and after.
pub(super) fn months(first: Date) -> (Date, Date) {
    let step = |months: i64| first.checked_add(months.months()).unwrap_or(first);
    (step(-1), step(1))
}

/// Today by the clocks of Paris.
pub(super) fn today(at: Timestamp) -> Date {
    day_of(at, &crate::events::event::zone(PARIS))
}
