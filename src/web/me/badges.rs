//! The badges of one's own space: put there by their code, taken out again.

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};

use super::space;
use crate::{
    base::{AwardId, Error, Refusal, code},
    flows::access as flow,
    web::{
        Site,
        access::Member,
        form::Fields,
        guard::Client,
        page::{Page, see_other},
        problem::Problem,
    },
};

/// `POST /me/badges`.
pub async fn attach(
    State(site): State<Site>,
    page: Page,
    member: Member,
    client: Client,
    fields: Fields,
) -> Result<Response, Problem> {
    client.may_try_codes(&site)?;
    let typed = fields.get("code").unwrap_or_default();
    let refusal = match flow::attach(&site.app, &member.account, typed).await {
        Ok(()) => return Ok(see_other(&page.link("/me"))),
        Err(Error::Refusal(refusal)) => refusal,
        Err(error) => return Err(error.into()),
    };
    let (status, error) = match refusal {
        Refusal::CodeMistyped | Refusal::CodeUnknown => client.wrong_code(&site, refusal, &page.t),
        Refusal::NotClaimed => (
            StatusCode::CONFLICT,
            page.t.text("refusal-badge-not-claimed"),
        ),
        Refusal::ClaimExpired => (StatusCode::GONE, page.t.text("claim-ended-text")),
        Refusal::GivenUp => (StatusCode::GONE, page.t.text("sentence-withdrawn")),
        _ => (StatusCode::CONFLICT, page.t.text("refusal-badge-held")),
    };
    let typed: String = typed.chars().take(code::LONGEST).collect();
    space::answer(&site, page, &member, status, &typed, Some(error)).await
}

/// `POST /me/badges/{award}/removal`.
pub async fn detach(
    State(site): State<Site>,
    Path(award): Path<String>,
    page: Page,
    member: Member,
    _fields: Fields,
) -> Result<Response, Problem> {
    let award: AwardId = award.parse().map_err(|_| Error::Missing)?;
    flow::detach(&site.app, &member.account, award).await?;
    Ok(see_other(&page.link("/me")))
}
