//! Every statement as a long list, for those who moderate: sorted, paged, as a file.

use axum::{extract::State, response::Response};

use super::words;
use crate::{
    access::policy::Deed,
    store::voices as rows,
    voices::voice::State as Stand,
    web::{
        Site,
        access::Steward,
        list::{Asked, Column, List, Value},
        page::Page,
        problem::Problem,
    },
};

/// `GET /admin/voices/all`.
pub async fn all(
    State(site): State<Site>,
    page: Page,
    steward: Steward,
    asked: Asked,
) -> Result<Response, Problem> {
    steward.may(Deed::ModerateVoices)?;
    let mut reader = site.app.db.read().await?;
    let voices = rows::list_all(&mut reader, asked.order(rows::ORDERS, false)).await?;
    let (total, _) = rows::count(&mut reader).await?;
    let t = page.t;
    let list = List {
        title: t.text("admin-voices-all"),
        intro: t.text("admin-voices-all-intro"),
        empty: t.text("admin-voices-none"),
        columns: vec![
            Column::sorted("at", t.text("column-at")),
            Column::sorted("kind", t.text("column-kind")),
            Column::sorted("theme", t.text("column-subject")),
            Column::plain(t.text("column-words")),
            Column::sorted("state", t.text("column-state")),
            Column::sorted("reports", t.text("column-reports")),
        ],
        rows: voices
            .into_iter()
            .map(|one| {
                let said = if one.state == Stand::Published {
                    Value::Link(one.words, format!("/voices/{}", one.id))
                } else {
                    Value::Text(one.words)
                };
                vec![
                    Value::Moment(Some(one.said_at)),
                    Value::Coded(
                        one.kind.to_string(),
                        t.text(&format!("voice-kind-{}", one.kind)),
                    ),
                    Value::Text(words::theme(&t, &one.theme)),
                    said,
                    Value::Coded(
                        one.state.to_string(),
                        t.text(&format!("voice-state-{}", one.state)),
                    ),
                    Value::Whole(one.reports),
                ]
            })
            .collect(),
        total,
        offer: None,
    };
    Ok(asked.answer(page, list))
}
