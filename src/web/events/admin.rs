//! The events of everybody, for those who agree to them before they are announced.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};

use super::words;
use crate::{
    access::policy::Deed,
    base::{Error, EventId},
    events::Status,
    flows::events as flow,
    store::{events as rows, sql::Order},
    web::{
        Site,
        access::Steward,
        form::Fields,
        page::{self, Page, see_other},
        problem::Problem,
    },
};

/// How many events the page shows.
const MOST: i64 = 100;

/// An event that waits, or was saved lately.
pub struct Row {
    title: String,
    /// The language of its title and texts where it is not that of the page.
    lang: Option<String>,
    href: String,
    status: String,
    when: String,
    summary: String,
    place: String,
    /// Where the forms to agree or not go.
    action: Option<String>,
}

#[derive(Template)]
#[template(path = "events/admin.html")]
struct Admin {
    page: Page,
    agreement: bool,
    rows: Vec<Row>,
}

/// `GET /admin/events`.
pub async fn index(
    State(site): State<Site>,
    page: Page,
    steward: Steward,
) -> Result<Response, Problem> {
    steward.may(Deed::AgreeEvents)?;
    let mut reader = site.app.db.read().await?;
    let mut all =
        rows::list_all(&mut reader, Order::of(rows::ORDERS, "saved", true, MOST, 0)).await?;
    // Those that wait come first; somebody's own draft is nobody else's business.
    all.retain(|one| one.status != Status::Draft);
    all.sort_by_key(|one| one.status != Status::Asked);
    let ids: Vec<EventId> = all.iter().map(|one| one.id).collect();
    let dates = rows::list_dates_of(&mut reader, &ids).await?;
    drop(reader);
    let t = page.t;
    let list = all.iter().map(|standing| {
        let next = dates.iter().find(|date| date.event == standing.id);
        let asked = standing.status == Status::Asked;
        Row {
            title: standing.event.title.clone(),
            lang: words::lang(&t, &standing.event),
            href: page.link(&format!("/events/{}", standing.slug)),
            status: t.text(&format!("event-status-{}", standing.status.name())),
            when: next
                .map(|date| words::when(&t, &standing.event, date.civil, date.ends_at))
                .unwrap_or_default(),
            summary: [standing.event.summary.as_str(), &standing.event.about].join("\n"),
            place: words::place_in_short(&t, &standing.event, None),
            action: asked.then(|| format!("/admin/events/{}", standing.id)),
        }
    });
    Ok(page::answer(&Admin {
        rows: list.collect(),
        agreement: site.app.config.events.agreement,
        page: page.titled(t.text("admin-events-title")).private(),
    }))
}

fn id_of(text: &str) -> Result<EventId, Error> {
    text.parse().map_err(|_| Error::Missing)
}

/// `POST /admin/events/{id}/agreement`.
pub async fn agree(
    State(site): State<Site>,
    Path(id): Path<String>,
    page: Page,
    steward: Steward,
    _fields: Fields,
) -> Result<Response, Problem> {
    steward.may(Deed::AgreeEvents)?;
    flow::answer(&site.app, id_of(&id)?, None).await?;
    Ok(see_other(&page.link("/admin/events")))
}

/// `POST /admin/events/{id}/refusal`: it goes back to its organiser with a word why.
pub async fn refuse(
    State(site): State<Site>,
    Path(id): Path<String>,
    page: Page,
    steward: Steward,
    fields: Fields,
) -> Result<Response, Problem> {
    steward.may(Deed::AgreeEvents)?;
    let words = crate::events::read::line(fields.get("words").unwrap_or_default());
    let words: String = words.chars().take(500).collect();
    flow::answer(&site.app, id_of(&id)?, Some(&words)).await?;
    Ok(see_other(&page.link("/admin/events")))
}
