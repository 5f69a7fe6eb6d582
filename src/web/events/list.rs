//! The list of what is announced: what is near and soon first; the map is the same data, and so are the feeds.

use std::collections::HashMap;

use askama::Template;
use axum::{
    extract::State,
    http::{HeaderMap, StatusCode, Uri},
    response::{Html, IntoResponse, Response},
};

use super::{
    asked::{Asked, Drawn, PAGE},
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
        form::{Choice, choice},
        kept::Stamp,
        map::{self, Map},
        page::{self, Page},
        pager::Pager,
        places::PlaceField,
        problem::Problem,
        somewhere::{DISTANCES, Somewhere, distances},
    },
};

/// How many themes the form offers.
const THEMES: usize = 20;

/// How far events are near another one, in kilometres.
const AROUND: u32 = 30;

/// How many events the first page of the site tells of.
const HOME: usize = 3;

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
    /// Whether it is not clear which place is meant: then the form is to be read first.
    unclear: bool,
    calendar: String,
    pager: Pager,
    feeds: Feeds,
    atom: String,
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

/// Other events, for who is about to go to one.
pub struct Others {
    pub(in crate::web) title: String,
    pub(in crate::web) cards: Vec<Card>,
    /// All of them.
    pub(in crate::web) all: String,
}

/// The next events near one that is held in a place; everywhere where it is online alone, or nothing else is near.
///
/// # Errors
/// Those of the store.
pub async fn others(site: &Site, page: &Page, standing: &Standing) -> Result<Others> {
    let near = words::commune(&standing.event).map(|commune| Somewhere {
        km: AROUND,
        ..Somewhere::within(commune)
    });
    let mut told = ("registration-others", Asked::read(""));
    let mut cards = Vec::new();
    if let Some(near) = near {
        told = ("registration-others-near", told.1.moved(near));
        cards = cards_beside(site, page, standing, &told.1).await?;
    }
    if cards.is_empty() {
        told = ("registration-others", Asked::read(""));
        cards = cards_beside(site, page, standing, &told.1).await?;
    }
    Ok(Others {
        title: page.t.text(told.0),
        cards,
        all: told.1.address("/events", page),
    })
}

/// The first events of what is asked, one left out.
async fn cards_beside(
    site: &Site,
    page: &Page,
    standing: &Standing,
    asked: &Asked,
) -> Result<Vec<Card>> {
    let now = site.app.now();
    let query = Query {
        limit: HOME,
        ..asked.ask(now, asked.near(&page.t).0)
    };
    let look = site
        .app
        .agenda
        .look(&site.app.db, now, |agenda| agenda.search(&query));
    let (mut results, _) = look.await?;
    results.found.retain(|one| one.id != standing.id);
    results.found.truncate(HOME - 1);
    cards(site, page, &results).await
}

/// `GET /events`, kept while nothing of it changes.
pub async fn index(
    State(site): State<Site>,
    page: Page,
    asked: Asked,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let made = rendered(&site, page.clone(), asked);
    given(&site, &uri, &headers, &page, made).await
}

/// A list or a month of events as it was made before, else as it is made now.
pub(super) async fn given(
    site: &Site,
    uri: &Uri,
    headers: &HeaderMap,
    page: &Page,
    made: impl Future<Output = Result<(StatusCode, String), Problem>>,
) -> Result<Response, Problem> {
    if site.app.preview {
        let (status, html) = made.await?;
        return Ok((status, Html(html)).into_response());
    }
    let last = site.app.agenda.last_change(&site.app.db).await?;
    let stamp = Stamp::of(last, site.app.now());
    site.events.give(uri, headers, page, stamp, made).await
}

async fn rendered(site: &Site, page: Page, asked: Asked) -> Result<(StatusCode, String), Problem> {
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
    let html = page::html(&EventsPage {
        themes: pillars.chain(themes).collect(),
        formats: Format::ALL
            .into_iter()
            .map(|one| {
                let words = t.text(&format!("event-format-{one}"));
                choice(one.name(), words, asked.format == Some(one))
            })
            .collect(),
        distances: distances(&t, &DISTANCES, asked.near.km),
        department: asked.near.named_department(),
        said: t.with("events-count", "count", results.total),
        cards: cards(site, &page, &results).await?,
        map: map::draw(
            &Drawn {
                asked: &asked,
                page: &page,
            },
            &numbered(&results.places),
        ),
        filtered: asked.is_narrowed(),
        unclear,
        calendar: asked.on_page(1).address("/events/calendar", &page),
        pager: Pager::new(asked.page, pages, |number| {
            asked.on_page(number).address("/events", &page)
        }),
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
    })?;
    Ok((status, html))
}

/// Places by the numbers of their communes.
fn numbered(places: &[(String, usize)]) -> Vec<(u32, usize)> {
    let numbered = places
        .iter()
        .filter_map(|(code, count)| Some((geography::numbered(code)?, *count)));
    numbered.collect()
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
