//! The list of what is announced: what is near and soon first; the map is the same data, and so are the feeds.

use std::collections::HashMap;

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};

use super::{
    asked::{Asked, DISTANCES, Drawn, PAGE},
    words::{self, Card},
};
use crate::{
    base::{EventId, Result},
    events::{
        Format, Pillar, Standing,
        agenda::{Query, Results},
    },
    geography,
    store::events as rows,
    web::{
        Site,
        map::{self, Map},
        page::{self, Page},
        places::PlaceField,
        problem::Problem,
    },
};

/// How many themes the form offers.
const THEMES: usize = 20;

/// How many events the first page of the site tells of.
const HOME: usize = 3;

/// A choice of a form: its value, its words, whether it is made.
pub struct Choice {
    pub(super) value: String,
    pub(super) words: String,
    pub(super) chosen: bool,
}

/// The feeds of a list: their words, and where each is.
pub(super) type Feeds = Vec<(String, String)>;

#[derive(Template)]
#[template(path = "events/list.html")]
struct EventsPage {
    page: Page,
    words: String,
    themes: Vec<Choice>,
    formats: Vec<Choice>,
    distances: Vec<Choice>,
    place: PlaceField,
    department: Option<(String, String)>,
    online: bool,
    by_date: bool,
    from: String,
    until: String,
    said: String,
    cards: Vec<Card>,
    map: Option<Map>,
    filtered: bool,
    calendar: String,
    before: Option<String>,
    after: Option<String>,
    feeds: Feeds,
    atom: String,
}

/// A choice.
pub(super) fn choice(value: &str, words: String, chosen: bool) -> Choice {
    Choice {
        value: value.to_owned(),
        words,
        chosen,
    }
}

/// The whole events of what was found, by their ids.
pub(super) async fn wholes(site: &Site, results: &Results) -> Result<HashMap<EventId, Standing>> {
    let ids: Vec<EventId> = results.found.iter().map(|one| one.id).collect();
    let found = rows::list(&mut site.app.db.read().await?, &ids).await?;
    // What is found is read anew: it may have been taken back since.
    let public = found.into_iter().filter(Standing::is_public);
    Ok(public.map(|one| (one.id, one)).collect())
}

/// What was found as cards.
async fn cards(site: &Site, page: &Page, results: &Results) -> Result<Vec<Card>> {
    let wholes = wholes(site, results).await?;
    let found = results.found.iter();
    Ok(found
        .filter_map(|one| Some(words::card(page, wholes.get(&one.id)?, one)))
        .collect())
}

/// The next events, for the first page of the site.
///
/// # Errors
/// Those of the store.
pub async fn next_dates(site: &Site, page: &Page) -> Result<Vec<Card>> {
    let query = Query::all(site.app.now(), HOME);
    let look = site
        .app
        .agenda
        .look(&site.app.db, query.at, |agenda| agenda.search(&query));
    let (results, _) = look.await?;
    cards(site, page, &results).await
}

/// `GET /events`.
pub async fn index(
    State(site): State<Site>,
    page: Page,
    asked: Asked,
) -> Result<Response, Problem> {
    let (t, now) = (page.t, site.app.now());
    let (near, place, unclear) = asked.near(&t);
    let query = asked.ask(now, near);
    let look = site.app.agenda.look(&site.app.db, now, |agenda| {
        (agenda.search(&query), agenda.themes(now, THEMES))
    });
    let ((results, named), _) = look.await?;
    let pages = results.total.div_ceil(PAGE);
    let other = page.other_tag();
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let pillars = Pillar::ALL.into_iter().map(|one| {
        let words = t.text(&format!("event-pillar-{one}"));
        choice(one.name(), words, asked.theme == one.name())
    });
    let themes = named
        .into_iter()
        .map(|(_, words)| choice(&words.clone(), words.clone(), asked.theme == words));
    let status = if unclear {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    Ok(page::with_status(
        status,
        &EventsPage {
            themes: pillars.chain(themes).collect(),
            formats: Format::ALL
                .into_iter()
                .map(|one| {
                    let words = t.text(&format!("event-format-{one}"));
                    choice(one.name(), words, asked.format == Some(one))
                })
                .collect(),
            distances: DISTANCES
                .into_iter()
                .map(|km| {
                    let words = match km {
                        0 => t.text("people-distance-none"),
                        km => t.with("people-distance", "km", i64::from(km)),
                    };
                    choice(&km.to_string(), words, asked.km == km)
                })
                .collect(),
            department: asked.department.as_ref().map(|code| {
                let name = geography::department_name(code).unwrap_or(code);
                (code.clone(), name.to_owned())
            }),
            said: t.with("events-count", "count", results.total),
            cards: cards(&site, &page, &results).await?,
            map: map::draw(
                &Drawn {
                    asked: &asked,
                    page: &page,
                },
                &results.places,
            ),
            filtered: asked.is_narrowed(),
            calendar: asked.on_page(1).address("/events/calendar", &page),
            before: (asked.page > 1)
                .then(|| asked.on_page(asked.page - 1).address("/events", &page)),
            after: (asked.page < pages)
                .then(|| asked.on_page(asked.page + 1).address("/events", &page)),
            feeds: feeds(&page, &asked),
            atom: asked.on_page(1).address("/events.atom", &page),
            words: asked.words.clone(),
            online: asked.online,
            by_date: asked.by_date,
            from: day(asked.from),
            until: day(asked.until),
            place,
            page: Page {
                other_language: Some(asked.address_in("/events", Some(other))),
                noindex: asked.is_narrowed() || asked.page > 1,
                ..page.titled(t.text("events-title"))
            },
        },
    ))
}

/// The feeds of a list.
pub(super) fn feeds(page: &Page, asked: &Asked) -> Feeds {
    ["ics", "atom", "json", "csv"]
        .into_iter()
        .map(|kind| {
            let words = page.t.text(&format!("events-feed-{kind}"));
            (
                words,
                asked.on_page(1).address(&format!("/events.{kind}"), page),
            )
        })
        .collect()
}
