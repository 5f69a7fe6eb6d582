//! An attempt put away for the next person, and taken up again by its code.

use askama::Template;
use axum::{
    extract::{Path, Request, State},
    http::{HeaderMap, StatusCode, header},
    response::Response,
};

use super::pages::{open_or_put_away, opened};
use crate::{
    base::{AttemptId, Error, Refusal, code},
    flows::assessment as flow,
    i18n::Texts,
    web::{
        Site,
        form::Fields,
        guard,
        page::{self, Page, see_other},
        problem::Problem,
        session::{self, Pass},
    },
};

/// The page with the code that opens an attempt elsewhere.
#[derive(Template)]
#[template(path = "assessment/handover.html")]
pub struct HandoverPage {
    pub page: Page,
    pub code: String,
    pub action: String,
    pub back: String,
}

/// The page on which such a code is typed.
#[derive(Template)]
#[template(path = "assessment/resume.html")]
pub struct ResumePage {
    pub page: Page,
    pub put_away: bool,
    pub value: String,
    pub error: Option<String>,
}

pub(super) fn put_away(page: Page) -> Response {
    let title = page.t.text("put-away-title");
    page::with_status(
        StatusCode::NOT_FOUND,
        &ResumePage {
            page: page.titled(title).private(),
            put_away: true,
            value: String::new(),
            error: None,
        },
    )
}

pub(super) fn with_pass(site: &Site, id: AttemptId, path: &str) -> Response {
    let pass = Pass {
        attempt: id,
        token: site.app.keyring.attempt_token(id),
    };
    let mut response = see_other(path);
    response
        .headers_mut()
        .insert(header::SET_COOKIE, session::set(&pass, site.app.is_https()));
    response
}

/// `GET /attempts/{id}/handover`: the code to note before the next person.
pub async fn handover(
    State(site): State<Site>,
    Path(id): Path<String>,
    headers: HeaderMap,
    page: Page,
) -> Result<Response, Error> {
    let opened = open_or_put_away!(site, id, headers, page);
    let id = opened.sitting.id;
    let title = Texts::of(opened.sitting.lang).text("handover-title");
    Ok(page::answer(&HandoverPage {
        code: site.app.keyring.resume_code(id).to_string(),
        action: format!("/attempts/{id}/handover"),
        back: format!("/attempts/{id}"),
        page: page.for_attempt(opened.sitting.wording(), title),
    }))
}

/// `POST /attempts/{id}/handover`: this browser forgets the attempt.
pub async fn hand_over(
    State(site): State<Site>,
    Path(id): Path<String>,
    headers: HeaderMap,
    page: Page,
    _fields: Fields,
) -> Result<Response, Error> {
    let opened = open_or_put_away!(site, id, headers, page);
    let mut response = see_other(&format!("/modules/{}", opened.attempt().module.id));
    response
        .headers_mut()
        .insert(header::SET_COOKIE, session::clear(site.app.is_https()));
    // The badge that was just claimed here is not the next person's.
    response.headers_mut().append(
        header::SET_COOKIE,
        session::clear_holder(site.app.is_https()),
    );
    Ok(response)
}

/// `GET /attempts/resume`: a link may bring the code, which only fills the form.
pub async fn resume_form(page: Page, request: Request) -> Response {
    let query = request.uri().query().unwrap_or_default();
    let value = form_urlencoded::parse(query.as_bytes())
        .find(|(name, _)| name == "code")
        .map(|(_, value)| value.chars().take(code::LONGEST).collect())
        .unwrap_or_default();
    let title = page.t.text("resume-title");
    page::answer(&ResumePage {
        page: page.titled(title).private(),
        put_away: false,
        value,
        error: None,
    })
}

/// `POST /attempts/resume`: opens the attempt of a code in this browser.
pub async fn resume(
    State(site): State<Site>,
    page: Page,
    client: guard::Client,
    fields: Fields,
) -> Result<Response, Problem> {
    let typed = fields.get("code").unwrap_or_default();
    client.may_try_codes(&site)?;
    match flow::resume(&site.app, typed).await {
        Ok(id) => Ok(with_pass(&site, id, &format!("/attempts/{id}"))),
        Err(Error::Refusal(refusal @ (Refusal::CodeMistyped | Refusal::CodeUnknown))) => {
            let (status, error) = client.wrong_code(&site, refusal, &page.t);
            let title = page.t.text("resume-title");
            Ok(page::with_status(
                status,
                &ResumePage {
                    page: page.titled(title).private(),
                    put_away: false,
                    value: typed.chars().take(code::LONGEST).collect(),
                    error: Some(error),
                },
            ))
        }
        Err(error) => Err(error.into()),
    }
}
