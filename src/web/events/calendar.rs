//! A month of events as a table: a row a week, a cell a day. A narrow screen has how many there are, and each day leads to its list.

use askama::Template;
use axum::{
    extract::State,
    http::{HeaderMap, StatusCode, Uri},
    response::Response,
};
use jiff::{SignedDuration, Span, Timestamp, civil::Date};

use super::{
    asked::Asked,
    list::{Feeds, feeds, given},
    words::{months, today},
};
use crate::{
    events::event::foreign,
    web::{
        Site,
        page::{self, Page},
        problem::Problem,
    },
};

/// How many events a cell names.
const NAMED: usize = 3;

/// A day of the table.
pub struct Cell {
    number: i8,
    words: String,
    out: bool,
    today: bool,
    events: Vec<Line>,
    /// How many there are in words, and the list of them.
    all: Option<(String, String)>,
    more: bool,
    count: usize,
}

/// An event in a cell.
pub struct Line {
    time: String,
    title: String,
    /// The language of its title where it is not that of the page.
    lang: Option<String>,
    href: String,
    cancelled: bool,
}

#[derive(Template)]
#[template(path = "events/calendar.html")]
struct Calendar {
    page: Page,
    weekdays: Vec<(String, String)>,
    weeks: Vec<Vec<Cell>>,
    before: (String, String),
    after: (String, String),
    list: String,
    feeds: Feeds,
    narrowed: bool,
}

/// The month of a query: `month=2027-03`.
fn asked_month(query: &str, now: Timestamp) -> Date {
    let found = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "month");
    let month = found.and_then(|(_, month)| format!("{month}-01").parse::<Date>().ok());
    month
        .filter(|day| (2000..=2199).contains(&day.year()))
        .unwrap_or_else(|| today(now))
        .first_of_month()
}

/// `GET /events/calendar`, kept while nothing of it changes.
pub async fn month(
    State(site): State<Site>,
    page: Page,
    asked: Asked,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let first = asked_month(uri.query().unwrap_or_default(), site.app.now());
    let made = rendered(&site, page.clone(), asked, first);
    given(&site, &uri, &headers, &page, made).await
}

async fn rendered(
    site: &Site,
    page: Page,
    asked: Asked,
    first: Date,
) -> Result<(StatusCode, String), Problem> {
    let (t, now) = (page.t, site.app.now());
    let monday = first
        .checked_sub(Span::new().days(i64::from(first.weekday().to_monday_zero_offset())))
        .unwrap_or(first);
    let (near, ..) = asked.near(&t);
    let query = asked.ask(now, near);
    // Zones overseas are up to half a day away on both sides.
    let at = |day: Date, hours: i64| {
        let start = day.to_zoned_datetime(jiff::tz::TimeZone::UTC);
        let start = start.map_or(now, |start| start.timestamp());
        start
            .checked_add(SignedDuration::from_hours(hours))
            .unwrap_or(start)
    };
    let last = monday
        .checked_add(Span::new().days(6 * 7))
        .unwrap_or(monday);
    let look = site.app.agenda.look(&site.app.db, now, |agenda| {
        let dates = agenda.between(&query, at(monday, -14), at(last, 14));
        let mut days: Vec<(Vec<Line>, usize)> = Vec::new();
        days.resize_with(42, Default::default);
        for day in dates {
            let civil = day.date.civil;
            let place = civil
                .date()
                .since(monday)
                .map_or(-1, |span| span.get_days());
            let Some(cell) = usize::try_from(place)
                .ok()
                .and_then(|place| days.get_mut(place))
            else {
                continue;
            };
            cell.1 += 1;
            if cell.0.len() < NAMED {
                cell.0.push(Line {
                    time: t.clock(civil.time()),
                    title: day.entry.title.clone(),
                    lang: foreign(&day.entry.languages, t.lang.tag()).map(str::to_owned),
                    href: page.link(&format!("/events/{}", day.entry.slug)),
                    cancelled: day.date.cancelled,
                });
            }
        }
        days
    });
    let (days, _) = look.await?;
    let today = today(now);
    let cells = days
        .into_iter()
        .zip(0_i64..)
        .filter_map(|((events, count), place)| {
            let day = monday.checked_add(Span::new().days(place)).ok()?;
            let words = t.weekday(day);
            let all = (count > 0).then(|| {
                let said = [("count", count.into()), ("day", words.clone().into())];
                (
                    t.with_all("events-day-count", said),
                    asked.on_day(day).address("/events", &page),
                )
            });
            Some(Cell {
                number: day.day(),
                words,
                out: day.month() != first.month(),
                today: day == today,
                more: count > events.len(),
                events,
                all,
                count,
            })
        });
    let mut weeks: Vec<Vec<Cell>> = Vec::new();
    for (place, cell) in cells.enumerate() {
        if place % 7 == 0 {
            weeks.push(Vec::new());
        }
        if let Some(week) = weeks.last_mut() {
            week.push(cell);
        }
    }
    // A week wholly of the next month says nothing of this one.
    weeks.retain(|week| week.iter().any(|cell| !cell.out));
    let named = |first: Date| {
        let month = t.text(&format!("month-{}", first.month()));
        let words = [
            ("month", month.into()),
            ("year", i64::from(first.year()).to_string().into()),
        ];
        t.with_all("events-month", words)
    };
    let to = |first: Date| {
        let month = first.strftime("%Y-%m").to_string();
        let path = asked.on_page(1).address("/events/calendar", &page);
        let joint = if path.contains('?') { '&' } else { '?' };
        (named(first), format!("{path}{joint}month={month}"))
    };
    let (before, after) = months(first);
    let html = page::html(&Calendar {
        weekdays: (1..=7)
            .map(|number| {
                let whole = t.text(&format!("event-weekday-{number}"));
                (whole.chars().take(2).collect(), whole)
            })
            .collect(),
        weeks,
        before: to(before),
        after: to(after),
        list: asked.on_page(1).address("/events", &page),
        feeds: feeds(&page, &asked),
        narrowed: asked.is_narrowed(),
        page: Page {
            noindex: true,
            other_language: Some(format!(
                "/events/calendar?month={}&lang={}",
                first.strftime("%Y-%m"),
                page.other_tag()
            )),
            ..page.titled(t.with("events-calendar-title", "month", named(first)))
        },
    })?;
    Ok((StatusCode::OK, html))
}
