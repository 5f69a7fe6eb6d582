//! The same statements for machines and spreadsheets, under the licence that they are shared by.

use axum::{
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::{list::Asked, words::Around};
use crate::{
    base::Result,
    store::voices as rows,
    voices::{Answer, Voice, tally::LEAST_CELL},
    web::{Site, list::quoted, page::Page, problem::Problem},
};

/// The licence of what is said.
const LICENCE: &str = "https://creativecommons.org/licenses/by-sa/4.0/";

/// How many statements a file holds at most.
const MOST: i64 = 10_000;

/// The statements that are asked for, the latest first, with the events after which they were said.
async fn all(site: &Site, asked: &Asked) -> Result<(Vec<Voice>, Around)> {
    let mut reader = site.app.db.read().await?;
    let (wanted, _) = asked.wanted(&mut reader).await?;
    let all = rows::list_published(&mut reader, &wanted, MOST).await?;
    let around = Around::of(site, &mut reader, &all, None).await?;
    Ok((all, around))
}

fn day(voice: &Voice) -> String {
    let day = voice.said_at.to_zoned_datetime(TimeZone::UTC).date();
    day.to_string()
}

fn answer(kind: &'static str, name: &'static str, body: String) -> Response {
    (
        [
            (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
            (header::CONTENT_DISPOSITION, HeaderValue::from_static(name)),
            (
                header::LINK,
                HeaderValue::from_static(
                    "<https://creativecommons.org/licenses/by-sa/4.0/>; rel=\"license\"",
                ),
            ),
        ],
        body,
    )
        .into_response()
}

/// `GET /voices.json`: a figure that is too small to be told is `null`.
pub async fn json(
    State(site): State<Site>,
    _page: Page,
    asked: Asked,
) -> Result<Response, Problem> {
    let (voices, around) = all(&site, &asked).await?;
    let items: Vec<Value> = voices
        .iter()
        .map(|voice| {
            let shown = voice.tally.shown();
            json!({
                "id": voice.id,
                "url": site.app.url(&format!("/voices/{}", voice.id)),
                "kind": voice.kind,
                "words": voice.words,
                "lang": voice.lang.tag(),
                "theme": voice.theme,
                "origin": voice.origin,
                "said": day(voice),
                "event": around.event(voice).map(|one| json!({
                    "title": one.event.title,
                    "url": site.app.url(&format!("/events/{}", one.slug)),
                })),
                "answers": {
                    "agree": shown.agree,
                    "disagree": shown.disagree,
                    "pass": shown.pass,
                    "total": shown.total(),
                },
            })
        })
        .collect();
    let body = json!({
        "licence": LICENCE,
        "attribution": site.app.config.issuer.name,
        "source": site.app.url("/voices"),
        "leastFigure": LEAST_CELL,
        "voices": items,
    });
    Ok(answer(
        "application/json",
        "inline; filename=\"crema-voices.json\"",
        body.to_string(),
    ))
}

/// `GET /voices.csv`: a row a statement; a figure that is too small to be told is empty.
pub async fn csv(State(site): State<Site>, _page: Page, asked: Asked) -> Result<Response, Problem> {
    let (voices, around) = all(&site, &asked).await?;
    let mut text = String::from('\u{feff}');
    let mut row = |cells: &[String]| {
        text.push_str(&cells.join(";"));
        text.push_str("\r\n");
    };
    let names = [
        "id", "url", "kind", "words", "lang", "theme", "origin", "said", "event", "agree",
        "disagree", "pass", "licence",
    ];
    row(&names.map(quoted));
    for voice in &voices {
        let shown = voice.tally.shown();
        let figure = |answer: Answer| {
            let count = shown.of(answer);
            count.map(|count| count.to_string()).unwrap_or_default()
        };
        let event = around.event(voice).map(|one| one.event.title.as_str());
        row(&[
            quoted(&voice.id.to_string()),
            quoted(&site.app.url(&format!("/voices/{}", voice.id))),
            quoted(voice.kind.name()),
            quoted(&voice.words),
            quoted(voice.lang.tag()),
            quoted(&voice.theme),
            quoted(voice.origin.name()),
            quoted(&day(voice)),
            quoted(event.unwrap_or_default()),
            figure(Answer::Agree),
            figure(Answer::Disagree),
            figure(Answer::Pass),
            quoted(LICENCE),
        ]);
    }
    Ok(answer(
        "text/csv; charset=utf-8",
        "attachment; filename=\"crema-voices.csv\"",
        text,
    ))
}
