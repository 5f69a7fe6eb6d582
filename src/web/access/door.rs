//! The door: ask for a letter, type its code or press the button behind its link, leave. No GET opens anything.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode},
    response::Response,
};
use serde::Deserialize;
use tower_sessions::Session;

use super::{
    sessions::{self, ACCOUNT, ASKED, CLIENT, NEXT, PROVED},
    visitor::{Visitor, unread},
};
use crate::{
    access::account::ENTRY_MINUTES,
    base::{Email, EntryId, Error, Refusal},
    flows::access::{self as flow, Entered},
    web::{
        Site,
        form::Fields,
        guard::Client,
        page::{self, Page, inner_path, see_other},
        problem::Problem,
    },
};

#[derive(Template)]
#[template(path = "access/ask.html")]
struct Ask {
    page: Page,
    within: Option<String>,
    next: String,
    value: String,
    error: Option<String>,
    /// Whether a passkey opens too.
    passkeys: bool,
    /// What the provider is called by which one may enter.
    provider: Option<String>,
    /// Why the last of these did not.
    refused: Option<String>,
}

#[derive(Template)]
#[template(path = "access/code.html")]
struct Code {
    page: Page,
    minutes: i64,
    error: Option<String>,
}

#[derive(Template)]
#[template(path = "access/link.html")]
struct Link {
    page: Page,
    action: String,
    error: Option<String>,
}

/// Where somebody wished to go.
#[derive(Deserialize)]
pub struct Next {
    next: Option<String>,
}

impl Next {
    /// What a form says of it.
    pub(super) fn of(fields: &Fields) -> Next {
        Next {
            next: fields.get("next").map(str::to_owned),
        }
    }

    /// The page within the site, else the personal space.
    pub(super) fn path(&self) -> String {
        self.path_or("/me")
    }

    /// The page within the site, else another one.
    pub(super) fn path_or(&self, other: &str) -> String {
        let next = self.next.as_deref().and_then(inner_path);
        next.unwrap_or(other).to_owned()
    }
}

/// `GET /entry`.
pub async fn ask_form(
    State(site): State<Site>,
    page: Page,
    visitor: Visitor,
    Query(next): Query<Next>,
) -> Response {
    page::answer(&Ask {
        within: visitor.account.map(|account| account.email.into()),
        ..asking(&site, page, next.path())
    })
}

/// The page of the door, with nothing typed yet.
fn asking(site: &Site, page: Page, next: String) -> Ask {
    let title = page.t.text("entry-title");
    Ask {
        within: None,
        next,
        value: String::new(),
        error: None,
        passkeys: site.app.has_passkeys(),
        provider: site.app.provider_label().map(str::to_owned),
        refused: None,
        page: page.titled(title).private(),
    }
}

/// The page of the door, after a way in beside the letter did not open.
#[cfg(any(feature = "openid", feature = "passkeys"))]
pub(super) fn show_refused(site: &Site, page: Page, next: String, refused: String) -> Response {
    let ask = Ask {
        refused: Some(refused),
        ..asking(site, page, next)
    };
    page::with_status(StatusCode::UNPROCESSABLE_ENTITY, &ask)
}

/// `POST /entry`: a letter leaves, or not; the answer is the same.
pub async fn ask(
    State(site): State<Site>,
    page: Page,
    client: Client,
    session: Session,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Problem> {
    let typed = fields.get("email").unwrap_or_default();
    let next = Next::of(&fields);
    let Ok(email) = Email::read(typed) else {
        let ask = Ask {
            value: typed.chars().take(320).collect(),
            error: Some(page.t.text("refusal-address")),
            ..asking(&site, page, next.path())
        };
        return Ok(page::with_status(StatusCode::UNPROCESSABLE_ENTITY, &ask));
    };
    client.may_ask_letters(&site)?;
    let entry = flow::ask(&site.app, &email, page.t.lang).await?;
    // The browser that asks is a new one to us, whatever it was before.
    renew(&session).await?;
    session.insert(ASKED, entry).await.map_err(unread)?;
    session.insert(NEXT, next.path()).await.map_err(unread)?;
    session
        .insert(CLIENT, sessions::client(&headers))
        .await
        .map_err(unread)?;
    Ok(see_other(&page.link("/entry/code")))
}

/// `GET /entry/code`.
pub async fn code_form(page: Page) -> Response {
    show_code(page, StatusCode::OK, None)
}

fn show_code(page: Page, status: StatusCode, error: Option<String>) -> Response {
    let title = page.t.text("entry-code-title");
    page::with_status(
        status,
        &Code {
            minutes: ENTRY_MINUTES,
            error,
            page: page.titled(title).private(),
        },
    )
}

/// `POST /entry/code`.
pub async fn put_code(
    State(site): State<Site>,
    page: Page,
    session: Session,
    fields: Fields,
) -> Result<Response, Problem> {
    let asked: Option<EntryId> = session.get(ASKED).await.map_err(unread)?;
    let typed = fields.get("code").unwrap_or_default();
    match flow::enter_by_code(&site.app, asked, typed).await {
        Ok(entered) => within(&site, &page, &session, entered).await,
        Err(Error::Refusal(refusal)) => {
            let error = page.t.text(match refusal {
                Refusal::CodeMistyped => "refusal-code-mistyped",
                _ => "refusal-entry-code",
            });
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(show_code(page, status, Some(error)))
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /entry/{token}`: a button, whatever the token; scanners of mail come here too.
pub async fn link_form(Path(token): Path<String>, page: Page) -> Response {
    show_link(page, StatusCode::OK, &token, None)
}

fn show_link(page: Page, status: StatusCode, token: &str, error: Option<String>) -> Response {
    let title = page.t.text("entry-link-title");
    let plain = token
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
    let token = if plain { token } else { "-" };
    page::with_status(
        status,
        &Link {
            action: page.link(&format!("/entry/{token}")),
            error,
            page: page.titled(title).private().unlisted(),
        },
    )
}

/// `POST /entry/{token}`: the button.
pub async fn put_link(
    State(site): State<Site>,
    Path(token): Path<String>,
    page: Page,
    session: Session,
    headers: HeaderMap,
    _fields: Fields,
) -> Result<Response, Problem> {
    let asked: Option<EntryId> = session.get(ASKED).await.map_err(unread)?;
    match flow::enter_by_link(&site.app, asked, &token).await {
        Ok(entered) => {
            session
                .insert(CLIENT, sessions::client(&headers))
                .await
                .map_err(unread)?;
            within(&site, &page, &session, entered).await
        }
        Err(Error::Refusal(_)) => {
            let error = page.t.text("refusal-entry-link");
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(show_link(page, status, &token, Some(error)))
        }
        Err(error) => Err(error.into()),
    }
}

/// Somebody is within: a new session takes the place of the one that asked.
pub(super) async fn within(
    site: &Site,
    page: &Page,
    session: &Session,
    entered: Entered,
) -> Result<Response, Problem> {
    let next: Option<String> = session.get(NEXT).await.map_err(unread)?;
    let client: Option<String> = session.get(CLIENT).await.map_err(unread)?;
    renew(session).await?;
    session
        .insert(ACCOUNT, entered.account)
        .await
        .map_err(unread)?;
    session.insert(CLIENT, client).await.map_err(unread)?;
    if entered.proved {
        let at = site.app.now().as_millisecond();
        session.insert(PROVED, at).await.map_err(unread)?;
    }
    let next = Next { next };
    Ok(see_other(&page.link(&next.path())))
}

/// Puts an empty session under a new name in the place of the one there is; what knew the old name opens nothing.
async fn renew(session: &Session) -> Result<(), Problem> {
    session.clear().await;
    if session.id().is_some() {
        session.cycle_id().await.map_err(unread)?;
    }
    Ok(())
}

/// `POST /leave`.
pub async fn leave(page: Page, session: Session, _fields: Fields) -> Result<Response, Problem> {
    if session.id().is_some() {
        session.flush().await.map_err(unread)?;
    }
    Ok(see_other(&page.link("/")))
}
