//! Claiming a badge by its code.

use super::credentials::gone;
use crate::{
    app::App,
    badges::{issuer_key::fingerprint, qr},
    base::{CredentialId, Email, Error, Name, Refusal, code, digest::hex},
    flows::badges as flow,
    i18n::Texts,
    web::{
        Site,
        form::Fields,
        guard::Client,
        page::{self, Done, Page, see_other},
        problem::Problem,
        session,
    },
};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::{StatusCode, header},
    response::Response,
};

#[derive(Template)]
#[template(path = "badges/claims.html")]
struct Claims {
    page: Page,
    value: String,
    error: Option<String>,
}

#[derive(Template)]
#[template(path = "badges/claim.html")]
struct ClaimPage {
    page: Page,
    image: String,
    alt: String,
    intro: String,
    action: String,
    card: String,
    letter: String,
    code: String,
    value: String,
    error: Option<String>,
    email: String,
    email_error: Option<String>,
    sent: bool,
}

#[derive(Template)]
#[template(path = "badges/card.html")]
pub(super) struct Card {
    pub page: Page,
    /// How it is printed.
    pub hint: String,
    pub image: String,
    /// What stands beneath the title.
    pub line: String,
    pub qr: String,
    /// The code that opens a badge, where it waits still.
    pub code: Option<String>,
    pub text: String,
    pub issuer: String,
    /// The fingerprint of the root key, for who checks it against the one that is published.
    pub root: Option<String>,
    pub next: String,
    pub next_label: String,
}

fn ask_code(page: Page, status: StatusCode, value: &str, error: Option<String>) -> Response {
    let title = page.t.text("claim-title");
    page::with_status(
        status,
        &Claims {
            page: page.titled(title).private(),
            value: value.chars().take(code::LONGEST).collect(),
            error,
        },
    )
}

/// `GET /claims`.
pub async fn claims(page: Page) -> Response {
    ask_code(page, StatusCode::OK, "", None)
}

/// `POST /claims`: on to the badge of the code that was typed.
pub async fn claim_code(
    State(site): State<Site>,
    page: Page,
    client: Client,
    fields: Fields,
) -> Result<Response, Problem> {
    let typed = fields.get("code").unwrap_or_default();
    match open(&site, &page, client, typed).await? {
        Ok(_) => Ok(see_other(
            &page.link(&format!("/claims/{}", canonical(typed))),
        )),
        Err(other) => Ok(other),
    }
}

/// The one spelling of a code that reads.
fn canonical(typed: &str) -> String {
    crate::base::code::ClaimCode::read(typed)
        .map(|code| code.to_string())
        .unwrap_or_default()
}

/// What a code opens, or the page that says why it does not.
async fn open(
    site: &Site,
    page: &Page,
    client: Client,
    typed: &str,
) -> Result<Result<flow::Claim, Response>, Problem> {
    client.may_try_codes(site)?;
    match flow::open_claim(&site.app, typed).await {
        Ok(claim) => Ok(Ok(claim)),
        Err(Error::Refusal(Refusal::ClaimExpired)) => Ok(Err(ask_code(
            page.clone(),
            StatusCode::GONE,
            typed,
            Some(page.t.text("claim-ended-text")),
        ))),
        Err(Error::Refusal(Refusal::GivenUp)) => Ok(Err(gone(page.clone()))),
        Err(Error::Refusal(Refusal::CardEmpty)) => Ok(Err(ask_code(
            page.clone(),
            StatusCode::CONFLICT,
            typed,
            Some(page.t.text("refusal-card-empty")),
        ))),
        Err(Error::Refusal(Refusal::RoomCode)) => Ok(Err(room(page.clone(), typed)?)),
        Err(Error::Refusal(refusal @ (Refusal::CodeMistyped | Refusal::CodeUnknown))) => {
            let (status, error) = client.wrong_code(site, refusal, &page.t);
            Ok(Err(ask_code(page.clone(), status, typed, Some(error))))
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Template)]
#[template(path = "badges/room.html")]
struct RoomPage {
    page: Page,
    action: String,
    once: String,
}

/// The page of a code for a room: a badge is taken from it by a button, so that looking at it takes none.
fn room(page: Page, typed: &str) -> Result<Response, Problem> {
    let mut once = [0; 16];
    getrandom::fill(&mut once).map_err(Error::fault)?;
    let title = page.t.text("room-title");
    Ok(page::answer(&RoomPage {
        action: page.link(&format!("/claims/{}/room", canonical(typed))),
        once: hex(&once),
        page: page.titled(title).unlisted().private(),
    }))
}

/// `POST /claims/{code}/room`: takes a badge from a code for a room, and goes on with the code of one's own.
pub async fn put_room(
    State(site): State<Site>,
    Path(code): Path<String>,
    page: Page,
    client: Client,
    fields: Fields,
) -> Result<Response, Problem> {
    client.may_try_codes(&site)?;
    let once = fields.get("once").filter(|once| !once.is_empty());
    let once: String = once.ok_or(Error::Missing)?.chars().take(64).collect();
    let (status, error) = match flow::take_from_room(&site.app, &code, &once).await {
        Ok(own) => return Ok(see_other(&page.link(&format!("/claims/{own}")))),
        Err(Error::Refusal(Refusal::RoomFull)) => {
            (StatusCode::GONE, page.t.text("refusal-room-full"))
        }
        Err(Error::Refusal(Refusal::ClaimExpired)) => {
            (StatusCode::GONE, page.t.text("refusal-room-over"))
        }
        Err(Error::Refusal(refusal @ (Refusal::CodeMistyped | Refusal::CodeUnknown))) => {
            client.wrong_code(&site, refusal, &page.t)
        }
        Err(error) => return Err(error.into()),
    };
    Ok(ask_code(page, status, &code, Some(error)))
}

/// `GET /claims/{code}`: the badge that waits, and the name to show.
pub async fn claim(
    State(site): State<Site>,
    Path(code): Path<String>,
    Query(done): Query<Done>,
    page: Page,
    client: Client,
) -> Result<Response, Problem> {
    let claim = match open(&site, &page, client, &code).await? {
        Ok(claim) => claim,
        Err(refused) => return Ok(refused),
    };
    if let Some(kept) = claim.kept {
        return Ok(to_badge(&site, &page, kept.id));
    }
    let typed = Typed {
        sent: done.done == "letter",
        ..Typed::default()
    };
    Ok(ask_name(page, &claim, &code, StatusCode::OK, typed))
}

/// What was typed into the page of a badge that waits, and why it was refused.
#[derive(Default)]
struct Typed {
    name: String,
    error: Option<String>,
    email: String,
    email_error: Option<String>,
    sent: bool,
}

fn ask_name(
    page: Page,
    claim: &flow::Claim,
    code: &str,
    status: StatusCode,
    typed: Typed,
) -> Response {
    let code = canonical(code);
    let (lang, words) = claim.achievement.texts(page.t.lang);
    let title = page.t.text("claim-title");
    page::with_status(
        status,
        &ClaimPage {
            image: format!(
                "/achievements/{}/{}.svg?lang={lang}",
                claim.achievement.slug, claim.achievement.version
            ),
            alt: words.image_alt.clone(),
            intro: page.t.with("claim-intro", "name", words.name.as_str()),
            action: page.link(&format!("/claims/{code}")),
            card: page.link(&format!("/claims/{code}/card")),
            letter: format!("/claims/{code}/letter"),
            code,
            value: typed.name.chars().take(200).collect(),
            error: typed.error,
            email: typed.email.chars().take(254).collect(),
            email_error: typed.email_error,
            sent: typed.sent,
            page: page.titled(title).unlisted().private(),
        },
    )
}

/// `POST /claims/{code}`: the badge is signed.
pub async fn put_claim(
    State(site): State<Site>,
    Path(code): Path<String>,
    page: Page,
    client: Client,
    fields: Fields,
) -> Result<Response, Problem> {
    let claim = match open(&site, &page, client, &code).await? {
        Ok(claim) => claim,
        Err(refused) => return Ok(refused),
    };
    let typed = fields.get("name").unwrap_or_default();
    let refused = |refusal: Refusal, page: Page| {
        let key = match refusal {
            Refusal::NameTooLong => "refusal-name-too-long",
            Refusal::NameHoldsAddress => "refusal-name-address",
            _ => "refusal-claimed-other-name",
        };
        let (status, error) = (
            if refusal == Refusal::ClaimedUnderAnotherName {
                StatusCode::CONFLICT
            } else {
                StatusCode::UNPROCESSABLE_ENTITY
            },
            page.t.text(key),
        );
        let typed = Typed {
            name: typed.to_owned(),
            error: Some(error),
            ..Typed::default()
        };
        Ok(ask_name(page, &claim, &code, status, typed))
    };
    let name = match Name::read(typed) {
        Ok(name) => name,
        Err(refusal) => return refused(refusal, page),
    };
    match flow::claim(&site.app, &code, name.as_ref()).await {
        Ok((id, _)) => Ok(to_badge(&site, &page, id)),
        Err(Error::Refusal(refusal @ Refusal::ClaimedUnderAnotherName)) => refused(refusal, page),
        Err(error) => Err(error.into()),
    }
}

/// `POST /claims/{code}/letter`: the code of a badge that waits, by mail to whom asks for it.
pub async fn put_letter(
    State(site): State<Site>,
    Path(code): Path<String>,
    page: Page,
    client: Client,
    fields: Fields,
) -> Result<Response, Problem> {
    client.may_ask_letters(&site)?;
    let claim = match open(&site, &page, client, &code).await? {
        Ok(claim) => claim,
        Err(refused) => return Ok(refused),
    };
    let typed = fields.get("email").unwrap_or_default();
    let sent = match Email::read(typed) {
        Ok(to) => flow::send_code(&site.app, &code, to, page.t.lang).await,
        Err(refusal) => Err(refusal.into()),
    };
    let key = match sent {
        Ok(()) => {
            let path = format!("/claims/{}", canonical(&code));
            return Ok(see_other(&page.link_done(&path, "letter")));
        }
        Err(Error::Refusal(Refusal::TooOften)) => "refusal-letter-often",
        Err(Error::Refusal(_)) => "refusal-address",
        Err(error) => return Err(error.into()),
    };
    let typed = Typed {
        email: typed.to_owned(),
        email_error: Some(page.t.text(key)),
        ..Typed::default()
    };
    Ok(ask_name(
        page,
        &claim,
        &code,
        StatusCode::UNPROCESSABLE_ENTITY,
        typed,
    ))
}

/// The way to a badge whose code was given: whoever has the code is its holder, and is led to their own page too.
fn to_badge(site: &Site, page: &Page, id: CredentialId) -> Response {
    let mut response = see_other(&page.link(&format!("/credentials/{id}")));
    let token = site.app.keyring.holder_token(id);
    response.headers_mut().insert(
        header::SET_COOKIE,
        session::set_holder(&token, site.app.is_https()),
    );
    response
}

/// The fingerprint of the root key in words, where the settings have one.
pub(super) fn root(app: &App, t: &Texts) -> Option<String> {
    let root = app.config.issuer.root.as_deref()?;
    Some(t.with("card-root", "fingerprint", fingerprint(root)))
}

/// `GET /claims/{code}/card`: a card of the size A6, to print.
pub async fn card(
    State(site): State<Site>,
    Path(code): Path<String>,
    page: Page,
    client: Client,
) -> Result<Response, Problem> {
    let claim = match open(&site, &page, client, &code).await? {
        Ok(claim) => claim,
        Err(refused) => return Ok(refused),
    };
    let code = canonical(&code);
    let t: Texts = page.t;
    let url = site.app.url(&format!("/claims/{code}"));
    let host = site
        .app
        .base_url()
        .split_once("://")
        .map_or_else(String::new, |(_, host)| host.to_owned());
    let text = t.with_all(
        "claim-card-text",
        [
            ("host", host.into()),
            ("date", t.date(claim.award.claim_until).into()),
        ],
    );
    let (lang, words) = claim.achievement.texts(t.lang);
    let title = t.text("claim-card-title");
    Ok(page::answer(&Card {
        hint: t.text("claim-card-print"),
        image: format!(
            "/achievements/{}/{}.svg?lang={lang}",
            claim.achievement.slug, claim.achievement.version
        ),
        line: words.name.clone(),
        qr: qr::svg(&url, &t.text("claim-title")).map_err(Error::fault)?,
        text,
        issuer: site.app.config.issuer.name.clone(),
        root: root(&site.app, &t),
        next: page.link(&format!("/claims/{code}")),
        next_label: t.text("claim-title"),
        code: Some(code),
        page: page.titled(title).private(),
    }))
}
