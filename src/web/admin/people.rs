//! What is told of the directory, and what the administration does about it.

use axum::{
    extract::{Path, State},
    response::Response,
};

use crate::{
    access::policy::Deed,
    base::{AccountId, Error, ReportId},
    flows::directory as flow,
    store::directory as rows,
    web::{
        Site,
        access::Steward,
        form::Fields,
        list::{Asked, Column, List, Value},
        page::{Page, see_other},
        problem::Problem,
    },
};

/// `GET /admin/people`: what waits first.
pub async fn people(
    State(site): State<Site>,
    page: Page,
    steward: Steward,
    asked: Asked,
) -> Result<Response, Problem> {
    steward.may(Deed::ModerateDirectory)?;
    let t = page.t;
    let mut reader = site.app.db.read().await?;
    let (total, _) = rows::count_reports(&mut reader).await?;
    let told = rows::list_reports(&mut reader, asked.order(rows::ORDERS, true)).await?;
    let rows = told.into_iter().map(|told| {
        let (account, id) = (told.account, told.id);
        let profile = match &told.slug {
            Some(slug) if told.hidden.is_none() => {
                Value::Link(slug.clone(), format!("/people/{slug}"))
            }
            Some(slug) => Value::Text(slug.clone()),
            None => Value::Text(t.text("reports-no-profile")),
        };
        let of = if told.message.is_some() {
            "reports-letter"
        } else {
            "reports-profile"
        };
        let way = |key: &str, deed: &str, id: String| {
            Value::Button(t.text(key), format!("/admin/people/{id}/{deed}"))
        };
        let hiding = match (&told.slug, &told.hidden) {
            (Some(_), None) => way("reports-hide", "hiding", account.to_string()),
            (Some(_), Some(_)) => way("reports-show", "showing", account.to_string()),
            (None, _) => Value::Text(String::new()),
        };
        let settling = match told.settled_at {
            None => way("reports-settle", "settlement", id.to_string()),
            Some(_) => Value::Text(String::new()),
        };
        vec![
            Value::Moment(Some(told.told_at)),
            profile,
            Value::Text(t.text(of)),
            Value::Text(told.words),
            Value::Text(told.letter.unwrap_or_default()),
            Value::Moment(told.settled_at),
            hiding,
            settling,
        ]
    });
    let list = List {
        title: t.text("admin-people-title"),
        intro: t.text("admin-people-intro"),
        empty: t.text("admin-people-none"),
        columns: vec![
            Column::sorted("told", t.text("column-at")),
            Column::plain(t.text("column-profile")),
            Column::plain(t.text("column-subject")),
            Column::plain(t.text("column-words")),
            Column::plain(t.text("column-letter")),
            Column::sorted("settled", t.text("column-settled")),
            Column::plain(String::new()),
            Column::plain(String::new()),
        ],
        rows: rows.collect(),
        total,
        offer: None,
    };
    Ok(asked.answer(page, list))
}

/// `POST /admin/people/{id}/hiding`: the profile of an account.
pub async fn hide(
    State(site): State<Site>,
    Path(id): Path<String>,
    page: Page,
    steward: Steward,
    _fields: Fields,
) -> Result<Response, Problem> {
    steward.may(Deed::ModerateDirectory)?;
    let id: AccountId = id.parse().map_err(|_| Error::Missing)?;
    // The words are read by the person, who is told in their own language what the page says.
    flow::hide(&site.app, steward.0.actor(), id, "reported").await?;
    Ok(see_other(&page.link("/admin/people")))
}

/// `POST /admin/people/{id}/showing`.
pub async fn show(
    State(site): State<Site>,
    Path(id): Path<String>,
    page: Page,
    steward: Steward,
    _fields: Fields,
) -> Result<Response, Problem> {
    steward.may(Deed::ModerateDirectory)?;
    let id: AccountId = id.parse().map_err(|_| Error::Missing)?;
    flow::show(&site.app, steward.0.actor(), id).await?;
    Ok(see_other(&page.link("/admin/people")))
}

/// `POST /admin/people/{id}/settlement`: something that was told was seen to.
pub async fn settle(
    State(site): State<Site>,
    Path(id): Path<String>,
    page: Page,
    steward: Steward,
    _fields: Fields,
) -> Result<Response, Problem> {
    steward.may(Deed::ModerateDirectory)?;
    let id: ReportId = id.parse().map_err(|_| Error::Missing)?;
    flow::settle(&site.app, steward.0.actor(), id).await?;
    Ok(see_other(&page.link("/admin/people")))
}
