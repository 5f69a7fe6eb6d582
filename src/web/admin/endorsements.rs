//! Who endorses what, and taking an endorsement away.

use axum::{
    extract::{Path, State},
    response::Response,
};

use crate::{
    access::policy::Deed,
    base::{EndorsementId, Error},
    flows::badges::{self as flow, Saying},
    store::endorsements as rows,
    web::{
        Site,
        access::Steward,
        badges::endorsement as view,
        form::Fields,
        list::{Asked, Column, List, Value},
        page::{Page, see_other},
        problem::Problem,
    },
};

/// `GET /admin/endorsements`: the newest first.
pub async fn index(
    State(site): State<Site>,
    page: Page,
    steward: Steward,
    asked: Asked,
) -> Result<Response, Problem> {
    steward.may(Deed::ModerateEndorsements)?;
    let t = page.t;
    let mut reader = site.app.db.read().await?;
    let total = rows::count(&mut reader).await?;
    let all = rows::list(&mut reader, asked.order(rows::ORDERS, true)).await?;
    drop(reader);
    let subjects: Vec<_> = all.iter().map(|one| &one.about).collect();
    let abouts = view::abouts(&site, &page, &subjects).await?;
    let mut lines = Vec::new();
    for (one, about) in all.iter().zip(abouts) {
        let (state, action) = match one.ended {
            Some((_, why)) => (
                Value::Coded(
                    why.name().into(),
                    view::ended(&page, one).unwrap_or_default(),
                ),
                Value::Text(String::new()),
            ),
            None => (
                Value::Coded("goes-on".into(), t.text("charter-worth-current")),
                Value::Button(
                    t.text("endorsement-withdraw"),
                    format!("/admin/endorsements/{}/end", one.id),
                ),
            ),
        };
        lines.push(vec![
            Value::Link(
                flow::title(&t, &Saying::from(one)),
                format!("/endorsements/{}", one.id),
            ),
            Value::Text(about.map(|(name, _)| name).unwrap_or_default()),
            Value::Text(one.words.clone()),
            Value::Moment(Some(one.made_at)),
            state,
            action,
        ]);
    }
    let list = List {
        title: t.text("admin-endorsements-title"),
        intro: t.text("admin-endorsements-intro"),
        empty: t.text("admin-endorsements-none"),
        columns: vec![
            Column::sorted("name", t.text("column-name")),
            Column::plain(t.text("endorsement-about")),
            Column::plain(t.text("endorse-words")),
            Column::sorted("since", t.text("column-since")),
            Column::sorted("until", t.text("column-state")),
            Column::plain(String::new()),
        ],
        rows: lines,
        total,
        offer: None,
    };
    Ok(asked.answer(page, list))
}

/// `POST /admin/endorsements/{id}/end`.
pub async fn end(
    State(site): State<Site>,
    Path(id): Path<String>,
    page: Page,
    steward: Steward,
    _fields: Fields,
) -> Result<Response, Problem> {
    steward.may(Deed::ModerateEndorsements)?;
    let id: EndorsementId = id.parse().map_err(|_| Error::Missing)?;
    flow::moderate(&site.app, steward.0.actor(), id).await?;
    Ok(see_other(&page.link("/admin/endorsements")))
}
