//! Every event as a long list, for those who agree to them: sorted, paged, as a file.

use axum::{extract::State, response::Response};

use super::words;
use crate::{
    access::policy::Deed,
    store::events as rows,
    web::{
        Site,
        access::Steward,
        list::{Asked, Column, List, Value},
        page::Page,
        problem::Problem,
    },
};

/// `GET /admin/events/all`. Somebody's own draft is nobody else's business.
pub async fn all(
    State(site): State<Site>,
    page: Page,
    steward: Steward,
    asked: Asked,
) -> Result<Response, Problem> {
    steward.may(Deed::AgreeEvents)?;
    let mut reader = site.app.db.read().await?;
    let order = asked.order(rows::ORDERS, true);
    let told = rows::list_told(&mut reader, order).await?;
    let total = rows::count_told(&mut reader).await?;
    let t = page.t;
    let list = List {
        title: t.text("admin-events-all"),
        intro: t.text("admin-events-all-intro"),
        empty: t.text("admin-events-none"),
        columns: vec![
            Column::sorted("title", t.text("column-title")),
            Column::sorted("status", t.text("column-state")),
            Column::plain(t.text("column-place")),
            Column::sorted("published", t.text("column-published")),
            Column::sorted("saved", t.text("column-saved")),
        ],
        rows: told
            .iter()
            .map(|one| {
                let status = one.status.name();
                vec![
                    Value::Link(one.event.title.clone(), format!("/events/{}", one.slug)),
                    Value::Coded(status.to_owned(), t.text(&format!("event-status-{status}"))),
                    Value::Text(words::place_in_short(&t, &one.event, None)),
                    Value::Moment(one.published_at),
                    Value::Moment(Some(one.saved_at)),
                ]
            })
            .collect(),
        total,
        offer: None,
    };
    Ok(asked.answer(page, list))
}
