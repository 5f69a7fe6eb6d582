//! `/verify`: anybody's badge, pasted or as a file. Nothing of it is kept.

use askama::Template;
use axum::{
    extract::{FromRequest, Multipart, Request, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::report::{self, ReportView};
use crate::{
    flows::badges::{self as flow, Face},
    web::{
        Site,
        form::{TOKEN, TokenGuard},
        page::{self, Page},
        problem::Problem,
    },
};

/// How much of what was pasted is given back to be mended, in signs: some four times a badge of ours.
const KEPT: usize = 20_000;

#[derive(Template)]
#[template(path = "badges/verify.html")]
struct Verify {
    page: Page,
    r: Option<ReportView>,
    trust: Option<String>,
    facts: Vec<(String, String)>,
    paste: String,
    error: Option<String>,
}

/// `GET /verify`.
pub async fn form(page: Page) -> Response {
    let title = page.t.text("verify-title");
    page::answer(&Verify {
        page: page.titled(title),
        r: None,
        trust: None,
        facts: Vec::new(),
        paste: String::new(),
        error: None,
    })
}

/// `POST /verify`.
pub async fn submit(
    State(site): State<Site>,
    page: Page,
    request: Request,
) -> Result<Response, Problem> {
    let guard = TokenGuard::of(&request, &site);
    let mut parts = Multipart::from_request(request, &site)
        .await
        .map_err(|refused| Problem::status(refused.into_response().status()))?;
    let (mut token, mut paste, mut file) = (None, String::new(), Vec::new());
    while let Some(part) = parts
        .next_field()
        .await
        .map_err(|refused| Problem::status(refused.into_response().status()))?
    {
        let name = part.name().unwrap_or_default().to_owned();
        let bytes = part
            .bytes()
            .await
            .map_err(|refused| Problem::status(refused.into_response().status()))?;
        match name.as_str() {
            TOKEN => token = Some(String::from_utf8_lossy(&bytes).into_owned()),
            "paste" => paste = String::from_utf8_lossy(&bytes).into_owned(),
            "file" => file = bytes.to_vec(),
            _ => {}
        }
    }
    guard.check(&site, token.as_deref())?;
    let input = if file.is_empty() {
        paste.trim().as_bytes().to_vec()
    } else {
        file
    };
    if input.is_empty() {
        let (title, error) = (page.t.text("verify-title"), page.t.text("verify-empty"));
        let empty = Verify {
            page: page.titled(title),
            r: None,
            trust: None,
            facts: Vec::new(),
            paste,
            error: Some(error),
        };
        return Ok(page::with_status(StatusCode::UNPROCESSABLE_ENTITY, &empty));
    }
    let verified = flow::verify(&site.app, &input).await?;
    let (t, summary) = (page.t, verified.report.summary());
    let trust = match (verified.face, verified.own) {
        (Face::NotABadge | Face::Altered | Face::Imposter, _) => None,
        (_, true) => Some(t.text("trust-own")),
        (_, false) => Some(t.text("trust-unknown")),
    };
    // What a forged file says of itself is no fact.
    let told = !matches!(
        verified.face,
        Face::NotABadge | Face::Altered | Face::Imposter
    );
    let facts = [
        ("fact-badge", summary.achievement_name),
        ("fact-name", summary.recipient_name),
        ("fact-issuer", summary.issuer_name),
        ("fact-signer", summary.issuer),
        ("fact-id", summary.id),
    ]
    .map(|(key, value)| (key, value.filter(|_| told)));
    let facts = facts
        .into_iter()
        .filter_map(|(key, value)| Some((t.text(key), value?)))
        .collect();
    let r = report::view(&t, &verified);
    let title = r.verdict.clone();
    Ok(page::answer(&Verify {
        page: page.titled(title).private(),
        r: Some(r),
        trust,
        facts,
        // What was no badge is there to be mended; a badge that was read makes room for the next.
        paste: match verified.face {
            Face::NotABadge => paste.chars().take(KEPT).collect(),
            _ => String::new(),
        },
        error: None,
    }))
}
