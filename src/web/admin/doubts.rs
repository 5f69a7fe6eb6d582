//! The doubts that people raised about badges: the list, one of them, and what came of it.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};

use crate::{
    access::policy::Deed,
    badges::doubt::{About, Doubt, Outcome},
    base::{DoubtId, Error, Refusal},
    flows::badges as flow,
    i18n::Texts,
    store::{badges as rows, doubts as store},
    web::{
        Site,
        access::Steward,
        form::Fields,
        list::{Asked, Column, List, Value},
        page::{self, Page, see_other},
        problem::Problem,
    },
};

#[derive(Template)]
#[template(path = "admin/doubt.html")]
struct DoubtPage {
    page: Page,
    facts: Vec<(String, String)>,
    /// What was written about it.
    words: String,
    /// The badge, where it is ours: its page, and where its standing is changed.
    badge: Option<(String, String)>,
    /// What came of it, where it was settled.
    settled: Option<String>,
    /// Where the form goes that settles it.
    action: String,
    /// What can come of it: the value, and its words.
    outcomes: Vec<(String, String)>,
    error: Option<String>,
}

/// `GET /admin/doubts`: first those that wait, the oldest of them first.
pub async fn doubts(
    State(site): State<Site>,
    page: Page,
    steward: Steward,
    asked: Asked,
) -> Result<Response, Problem> {
    steward.may(Deed::SetStanding)?;
    let t = page.t;
    let mut reader = site.app.db.read().await?;
    let (total, _) = store::count(&mut reader).await?;
    let found = store::list(&mut reader, asked.order(store::ORDERS, false)).await?;
    let rows = found.into_iter().map(|doubt| {
        let ground = t.text(&format!("doubt-ground-{}", doubt.ground));
        vec![
            Value::Moment(Some(doubt.raised_at)),
            Value::Link(ground, format!("/admin/doubts/{}", doubt.id)),
            Value::Text(about(&doubt)),
            Value::Text(state(t, &doubt)),
        ]
    });
    let list = List {
        title: t.text("admin-doubts-title"),
        intro: t.text("admin-doubts-intro"),
        empty: t.text("admin-doubts-none"),
        columns: vec![
            Column::sorted("at", t.text("column-at")),
            Column::sorted("ground", t.text("column-ground")),
            Column::plain(t.text("column-about")),
            Column::sorted("state", t.text("column-state")),
        ],
        rows: rows.collect(),
        total,
        offer: None,
    };
    Ok(asked.answer(page, list))
}

fn about(doubt: &Doubt) -> String {
    match &doubt.about {
        About::Own(id) => format!("/credentials/{id}"),
        About::Foreign(address) => address.clone(),
    }
}

fn state(t: Texts, doubt: &Doubt) -> String {
    match doubt.settled {
        Some((outcome, _)) => t.text(&format!("doubt-outcome-{outcome}")),
        None => t.text("doubt-waits"),
    }
}

/// `GET /admin/doubts/{id}`.
pub async fn doubt(
    State(site): State<Site>,
    Path(id): Path<String>,
    page: Page,
    steward: Steward,
) -> Result<Response, Problem> {
    steward.may(Deed::SetStanding)?;
    show(&site, &id, page, None).await
}

async fn show(
    site: &Site,
    id: &str,
    page: Page,
    error: Option<String>,
) -> Result<Response, Problem> {
    let t = page.t;
    let id: DoubtId = id.parse().map_err(|_| Error::Missing)?;
    let mut reader = site.app.db.read().await?;
    let found = store::find(&mut reader, id).await?;
    let doubt = found.ok_or(Error::Missing)?;
    let mut facts = vec![
        (t.text("column-at"), t.date(doubt.raised_at)),
        (t.text("column-about"), about(&doubt)),
    ];
    let badge = match &doubt.about {
        About::Own(credential) => {
            if let Some(kept) = rows::find_credential(&mut reader, *credential).await? {
                facts.push((
                    t.text("fact-name"),
                    kept.name.unwrap_or_else(|| t.text("name-none")),
                ));
                let standing = t.text(&format!("verdict-{}", kept.standing));
                facts.push((t.text("standing-now"), standing));
            }
            let path = format!("/credentials/{credential}");
            let standing = page.link_with("/admin/badges", "address", &site.app.url(&path));
            Some((page.link(&path), standing))
        }
        About::Foreign(_) => None,
    };
    facts.push((t.text("column-state"), state(t, &doubt)));
    let status = if error.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let outcomes = doubt.outcomes().map(|outcome| {
        (
            outcome.to_string(),
            t.text(&format!("doubt-outcome-{outcome}")),
        )
    });
    Ok(page::with_status(
        status,
        &DoubtPage {
            facts,
            badge,
            settled: doubt
                .settled
                .map(|(_, at)| t.with("doubt-settled", "date", t.date(at))),
            action: format!("/admin/doubts/{id}/outcome"),
            outcomes: outcomes.collect(),
            error,
            page: page
                .titled(t.text(&format!("doubt-ground-{}", doubt.ground)))
                .private(),
            words: doubt.words,
        },
    ))
}

/// `POST /admin/doubts/{id}/outcome`.
pub async fn settle(
    State(site): State<Site>,
    Path(id): Path<String>,
    page: Page,
    steward: Steward,
    fields: Fields,
) -> Result<Response, Problem> {
    steward.may(Deed::SetStanding)?;
    let doubt: DoubtId = id.parse().map_err(|_| Error::Missing)?;
    let Some(outcome) = fields
        .get("outcome")
        .and_then(|name| name.parse::<Outcome>().ok())
    else {
        let error = page.t.text("doubt-no-outcome");
        return show(&site, &id, page, Some(error)).await;
    };
    match flow::settle(&site.app, steward.0.actor(), doubt, outcome).await {
        Ok(()) => Ok(see_other(&page.link("/admin/doubts"))),
        Err(Error::Refusal(Refusal::StandingUnchanged)) => {
            let error = page.t.text("doubt-refused");
            show(&site, &id, page, Some(error)).await
        }
        Err(error) => Err(error.into()),
    }
}
