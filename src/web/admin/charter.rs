//! Who adheres to the charter, and ending an adherence.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};

use crate::{
    access::policy::Deed,
    base::{AdherenceId, Error},
    charter::adherence::{Adherence, Worth},
    flows::charter as flow,
    store::charter as rows,
    web::{
        Site,
        access::Steward,
        charter::about,
        form::Fields,
        list::{Asked, Column, List, Value},
        page::{self, Page, see_other},
        problem::Problem,
    },
};

/// The longest reason, in characters.
const MOST_REASON: usize = 300;

#[derive(Template)]
#[template(path = "admin/adherence.html")]
struct AdherencePage {
    page: Page,
    name: String,
    facts: Vec<(String, String)>,
    badge: String,
    end: Option<String>,
    reason: String,
    error: Option<String>,
}

/// `GET /admin/charter`: the newest first.
pub async fn index(
    State(site): State<Site>,
    page: Page,
    steward: Steward,
    asked: Asked,
) -> Result<Response, Problem> {
    steward.may(Deed::SeeAdherents)?;
    let t = page.t;
    let mut reader = site.app.db.read().await?;
    let total = rows::count(&mut reader).await?;
    let all = rows::list(&mut reader, asked.order(rows::ORDERS, true)).await?;
    let row = |one: Adherence| {
        let (sector, place) = match &one.organisation {
            Some(organisation) => (organisation.sector.name(), organisation.place.clone()),
            None => ("person", String::new()),
        };
        let worth = match flow::worth(&site.app, &one) {
            Worth::Current => "current",
            Worth::Asked => "asked",
            Worth::Former => "former",
            Worth::Over => "over",
        };
        let name = if one.name.is_empty() {
            t.text("name-none")
        } else {
            one.name.clone()
        };
        vec![
            Value::Link(name, format!("/admin/charter/{}", one.id)),
            Value::Coded(sector.into(), t.text(&format!("sector-{sector}"))),
            Value::Text(place),
            Value::Text(one.version.to_string()),
            Value::Coded(worth.into(), t.text(&format!("charter-worth-{worth}"))),
            Value::Moment(Some(one.adhered_at)),
            Value::Moment(one.ended_at),
        ]
    };
    let list = List {
        title: t.text("admin-charter-title"),
        intro: t.text("admin-charter-intro"),
        empty: t.text("admin-charter-none"),
        columns: vec![
            Column::sorted("name", t.text("column-name")),
            Column::plain(t.text("column-sector")),
            Column::sorted("place", t.text("column-place")),
            Column::sorted("version", t.text("column-version")),
            Column::plain(t.text("column-state")),
            Column::sorted("since", t.text("column-since")),
            Column::sorted("until", t.text("column-until")),
        ],
        rows: all.into_iter().map(row).collect(),
        total,
        offer: None,
    };
    Ok(asked.answer(page, list))
}

async fn find(site: &Site, id: &str) -> Result<Adherence, Problem> {
    let id: AdherenceId = id.parse().map_err(|_| Error::Missing)?;
    let found = rows::find(&mut site.app.db.read().await?, id).await?;
    Ok(found.ok_or(Error::Missing)?)
}

/// `GET /admin/charter/{id}`.
pub async fn show(
    State(site): State<Site>,
    Path(id): Path<String>,
    page: Page,
    steward: Steward,
) -> Result<Response, Problem> {
    steward.may(Deed::SeeAdherents)?;
    let one = find(&site, &id).await?;
    Ok(answer(&site, page, &steward, &one, String::new(), None))
}

fn answer(
    site: &Site,
    page: Page,
    steward: &Steward,
    one: &Adherence,
    reason: String,
    error: Option<String>,
) -> Response {
    let t = page.t;
    let worth = flow::worth(&site.app, one);
    let mut facts = vec![(t.text("column-state"), about(&t, worth, one))];
    if let Some(organisation) = &one.organisation {
        let sector = t.text(&format!("sector-{}", organisation.sector.name()));
        facts.push((t.text("column-sector"), sector));
        facts.push((t.text("column-place"), organisation.place.clone()));
    }
    facts.push((t.text("charter-text-read"), one.digest.clone()));
    facts.push((t.text("column-id"), one.account.to_string()));
    let status = match error {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    let may_end = steward.may(Deed::EndAdherence).is_ok() && worth != Worth::Over;
    page::with_status(
        status,
        &AdherencePage {
            name: if one.name.is_empty() {
                t.text("name-none")
            } else {
                one.name.clone()
            },
            facts,
            badge: page.link(&format!("/credentials/{}", one.credential)),
            end: may_end.then(|| page.link(&format!("/admin/charter/{}/end", one.id))),
            reason,
            error,
            page: page.titled(t.text("adherence-title")).private(),
        },
    )
}

/// `POST /admin/charter/{id}/end`.
pub async fn end(
    State(site): State<Site>,
    Path(id): Path<String>,
    page: Page,
    steward: Steward,
    fields: Fields,
) -> Result<Response, Problem> {
    steward.may(Deed::EndAdherence)?;
    let one = find(&site, &id).await?;
    let typed = fields.get("reason").unwrap_or_default().trim();
    let reason: String = typed.chars().take(MOST_REASON).collect();
    if reason.is_empty() {
        let error = Some(page.t.text("standing-no-reason"));
        return Ok(answer(&site, page, &steward, &one, reason, error));
    }
    flow::end_as(&site.app, steward.0.actor(), one.id, &reason).await?;
    Ok(see_other(&page.link(&format!("/admin/charter/{}", one.id))))
}
