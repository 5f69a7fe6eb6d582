//! A badge put into a card that was printed beforehand: its code is typed once, and opens the badge for a year.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::Response,
};

use super::{
    handover::put_away,
    pages::{open_or_put_away, opened},
};
use crate::{
    base::{AttemptId, Error, Refusal, code},
    flows::badges as flow,
    web::{
        Site,
        form::Fields,
        guard::Client,
        page::{self, Page},
        problem::Problem,
    },
};

#[derive(Template)]
#[template(path = "assessment/pocket.html")]
struct PocketPage {
    page: Page,
    action: String,
    back: String,
    value: String,
    error: Option<String>,
    done: bool,
}

fn answer(
    page: Page,
    id: AttemptId,
    lang: crate::base::Lang,
    status: StatusCode,
    value: &str,
    error: Option<String>,
    done: bool,
) -> Response {
    let title = crate::i18n::Texts::of(lang).text("pocket-title");
    page::with_status(
        status,
        &PocketPage {
            page: page.for_attempt(lang, title),
            action: format!("/attempts/{id}/card"),
            back: format!("/attempts/{id}/result"),
            value: value.chars().take(code::LONGEST).collect(),
            error,
            done,
        },
    )
}

/// `GET /attempts/{id}/card`.
pub async fn form(
    State(site): State<Site>,
    Path(id): Path<String>,
    headers: HeaderMap,
    page: Page,
) -> Result<Response, Error> {
    let opened = open_or_put_away!(site, id, headers, page);
    let (id, lang) = (opened.sitting.id, opened.sitting.lang);
    Ok(answer(page, id, lang, StatusCode::OK, "", None, false))
}

/// `POST /attempts/{id}/card`.
pub async fn put(
    State(site): State<Site>,
    Path(id): Path<String>,
    headers: HeaderMap,
    client: Client,
    page: Page,
    fields: Fields,
) -> Result<Response, Problem> {
    let opened = open_or_put_away!(site, id, headers, page);
    client.may_try_codes(&site)?;
    let (id, lang) = (opened.sitting.id, opened.sitting.lang);
    let typed = fields.get("code").unwrap_or_default();
    let t = crate::i18n::Texts::of(lang);
    let (status, error) = match flow::fill_card(&site.app, id, typed).await {
        Ok(()) => return Ok(answer(page, id, lang, StatusCode::OK, "", None, true)),
        Err(Error::Refusal(refusal @ (Refusal::CodeMistyped | Refusal::CodeUnknown))) => {
            client.wrong_code(&site, refusal, &t)
        }
        Err(Error::Refusal(Refusal::CardTaken)) => {
            (StatusCode::CONFLICT, t.text("refusal-card-taken"))
        }
        Err(Error::Refusal(Refusal::ClaimExpired)) => {
            (StatusCode::GONE, t.text("refusal-card-over"))
        }
        Err(error) => return Err(error.into()),
    };
    Ok(answer(page, id, lang, status, typed, Some(error), false))
}
