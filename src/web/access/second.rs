//! The second proof: setting up an app of codes by time, and giving its code.

use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::Response,
};

use super::{
    door::Next,
    sessions::PROVED,
    visitor::{Member, unread},
};
use crate::{
    access::totp,
    badges::qr,
    base::{Error, Refusal},
    flows::access as flow,
    web::{
        Site,
        form::Fields,
        page::{self, Page, see_other},
        problem::Problem,
    },
};

#[derive(Template)]
#[template(path = "access/second.html")]
struct Second {
    page: Page,
    qr: String,
    address: String,
    secret: String,
    in_use: bool,
    passkeys: bool,
    next: String,
    error: Option<String>,
}

#[derive(Template)]
#[template(path = "access/proof.html")]
struct Proof {
    page: Page,
    next: String,
    /// Whether the account has codes by time, and passkeys.
    codes: bool,
    passkeys: bool,
    error: Option<String>,
    /// Why the last passkey proved nothing.
    refused: Option<String>,
}

/// `GET /me/second`.
pub async fn set_up_form(
    State(site): State<Site>,
    page: Page,
    member: Member,
    Query(next): Query<Next>,
) -> Result<Response, Problem> {
    show_set_up(&site, page, &member, next.path(), None)
}

fn show_set_up(
    site: &Site,
    page: Page,
    member: &Member,
    next: String,
    error: Option<String>,
) -> Result<Response, Problem> {
    // Who has a second proof already gives it before it is changed.
    if member.account.has_second() && !member.proved {
        return Ok(see_other(&page.link("/me/proof")));
    }
    let secret = totp::words(&flow::begin_totp(&site.app, &member.account));
    let address = format!(
        "otpauth://totp/{}?secret={}&issuer={}",
        escaped(&format!(
            "{}:{}",
            site.app.host(),
            member.account.email.as_str()
        )),
        secret.replace(' ', ""),
        escaped(site.app.host()),
    );
    let title = page.t.text("second-title");
    let status = error
        .as_ref()
        .map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY);
    Ok(page::with_status(
        status,
        &Second {
            qr: qr::svg(&address, &page.t.text("second-qr")).map_err(Error::fault)?,
            address,
            secret,
            in_use: member.account.totp.is_some(),
            passkeys: site.app.has_passkeys(),
            next,
            error,
            page: page.titled(title).private(),
        },
    ))
}

fn escaped(text: &str) -> String {
    // In a path and a query alike: a space is %20, never +.
    form_urlencoded::byte_serialize(text.as_bytes())
        .collect::<String>()
        .replace('+', "%20")
}

/// `POST /me/second`.
pub async fn set_up(
    State(site): State<Site>,
    page: Page,
    member: Member,
    fields: Fields,
) -> Result<Response, Problem> {
    if member.account.has_second() && !member.proved {
        return Ok(see_other(&page.link("/me/proof")));
    }
    let next = Next::of(&fields);
    let typed = fields.get("code").unwrap_or_default();
    let key = member.session_key();
    match flow::confirm_totp(&site.app, &member.account, typed, &key).await {
        Ok(()) => proved(&site, &page, &member, &next.path()).await,
        Err(Error::Refusal(Refusal::CodeRefused)) => {
            let error = page.t.text("refusal-second-code");
            show_set_up(&site, page, &member, next.path(), Some(error))
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /me/second/removal`.
pub async fn remove(
    State(site): State<Site>,
    page: Page,
    member: Member,
    _fields: Fields,
) -> Result<Response, Problem> {
    if !member.proved {
        return Ok(see_other(&page.link("/me/proof")));
    }
    flow::remove_totp(&site.app, &member.account, &member.session_key()).await?;
    Ok(see_other(&page.link("/me")))
}

/// `GET /me/proof`.
pub async fn prove_form(
    State(site): State<Site>,
    page: Page,
    member: Member,
    Query(next): Query<Next>,
) -> Response {
    show_proof(&site, page, &member, next.path(), None, None)
}

pub(super) fn show_proof(
    site: &Site,
    page: Page,
    member: &Member,
    next: String,
    error: Option<String>,
    refused: Option<String>,
) -> Response {
    let title = page.t.text("proof-title");
    let status = if error.is_some() || refused.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    page::with_status(
        status,
        &Proof {
            next,
            codes: member.account.totp.is_some(),
            passkeys: site.app.has_passkeys() && member.account.passkeys > 0,
            error,
            refused,
            page: page.titled(title).private(),
        },
    )
}

/// `POST /me/proof`.
pub async fn prove(
    State(site): State<Site>,
    page: Page,
    member: Member,
    fields: Fields,
) -> Result<Response, Problem> {
    let next = Next::of(&fields);
    let typed = fields.get("code").unwrap_or_default();
    match flow::prove_by_totp(&site.app, &member.account, typed).await {
        Ok(()) => proved(&site, &page, &member, &next.path()).await,
        Err(Error::Refusal(Refusal::CodeRefused)) => {
            let error = page.t.text("refusal-second-code");
            let next = next.path();
            Ok(show_proof(&site, page, &member, next, Some(error), None))
        }
        Err(error) => Err(error.into()),
    }
}

/// The proof holds from now on, in a session of a new name: what is worth more is not reached by an old cookie.
pub(super) async fn proved(
    site: &Site,
    page: &Page,
    member: &Member,
    next: &str,
) -> Result<Response, Problem> {
    let at = site.app.now().as_millisecond();
    member.session.insert(PROVED, at).await.map_err(unread)?;
    member.session.cycle_id().await.map_err(unread)?;
    Ok(see_other(&page.link(next)))
}
