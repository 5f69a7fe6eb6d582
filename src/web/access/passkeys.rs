//! Passkeys: one's own, named and taken away; proved as the second proof; and as the way in.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use tower_sessions::Session;

use super::{
    door::{self, Next},
    second::{self, proved},
    sessions::{self, CEREMONY, CLIENT, NEXT},
    visitor::{Member, unread},
};
use crate::{
    access::{policy::Deed, way::Passkey},
    base::{CeremonyId, Error, PasskeyId, Refusal},
    flows::access::{self as flow, Question},
    i18n::Texts,
    store::access as rows,
    web::{
        Site,
        form::Fields,
        page::{self, Done, Page, see_other},
        problem::Problem,
    },
};

/// A passkey as its person sees it.
struct Row {
    name: String,
    about: String,
    doubted: bool,
    remove: String,
    removal: String,
}

#[derive(Template)]
#[template(path = "access/passkeys.html")]
struct Passkeys {
    page: Page,
    rows: Vec<Row>,
    done: bool,
    next: String,
    value: String,
    error: Option<String>,
}

fn row(page: &Page, one: Passkey) -> Row {
    let t = page.t;
    let made = t.with("passkeys-made", "date", t.date(one.made_at));
    let used = one
        .used_at
        .map(|at| t.with("passkeys-used", "date", t.date(at)));
    let name = match one.name.as_str() {
        "" => t.text("passkeys-unnamed"),
        name => name.to_owned(),
    };
    Row {
        about: made + &used.unwrap_or_default(),
        doubted: one.doubted_at.is_some(),
        remove: t.with("passkeys-remove-named", "name", name.as_str()),
        removal: page.link(&format!("/me/passkeys/{}/removal", one.id)),
        name,
    }
}

/// Where the second proof has to be given before passkeys change. Who has nothing but a mailbox and passkeys may come by the letter alone: a lost device does not
/// shut them out of their own space.
fn unproved(page: &Page, member: &Member) -> Option<Response> {
    let account = &member.account;
    let guarded = account.totp.is_some() || (account.is_staff() && account.has_second());
    (guarded && !member.proved)
        .then(|| see_other(&page.link_with("/me/proof", "next", "/me/passkeys")))
}

/// What is to be said of an answer that opens nothing.
pub(super) fn words(t: &Texts, refusal: Refusal) -> String {
    t.text(match refusal {
        Refusal::PasskeyCopied => "refusal-passkey-copied",
        Refusal::PasskeysFull => "refusal-passkeys-full",
        Refusal::PasskeyTaken => "refusal-passkey-taken",
        _ => "refusal-passkey",
    })
}

/// What a script asks the device, and the session remembers until it answers.
async fn question(session: &Session, asked: Question) -> Result<Response, Problem> {
    session.insert(CEREMONY, asked.id).await.map_err(unread)?;
    let head = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((head, asked.options).into_response())
}

async fn remembered(session: &Session) -> Result<Option<CeremonyId>, Problem> {
    session.remove(CEREMONY).await.map_err(unread)
}

/// `GET /me/passkeys`.
pub async fn passkeys(
    State(site): State<Site>,
    page: Page,
    member: Member,
    Query(next): Query<Next>,
    Query(done): Query<Done>,
) -> Result<Response, Problem> {
    member.may_own(Deed::SeeSpace)?;
    if let Some(elsewhere) = unproved(&page, &member) {
        return Ok(elsewhere);
    }
    let next = next.path_or("/me/passkeys");
    show(&site, page, &member, next, "", !done.done.is_empty(), None).await
}

async fn show(
    site: &Site,
    page: Page,
    member: &Member,
    next: String,
    typed: &str,
    done: bool,
    error: Option<String>,
) -> Result<Response, Problem> {
    if !site.app.has_passkeys() {
        return Err(Error::Missing.into());
    }
    let mut reader = site.app.db.read().await?;
    let had = rows::list_passkeys(&mut reader, member.account.id).await?;
    let title = page.t.text("passkeys-title");
    let status = error
        .as_ref()
        .map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY);
    Ok(page::with_status(
        status,
        &Passkeys {
            rows: had.into_iter().map(|one| row(&page, one)).collect(),
            done,
            next,
            value: typed.chars().take(60).collect(),
            error,
            page: page.titled(title).private(),
        },
    ))
}

/// `POST /me/passkeys/challenge`.
pub async fn ask_passkey(
    State(site): State<Site>,
    page: Page,
    member: Member,
    _fields: Fields,
) -> Result<Response, Problem> {
    member.may_own(Deed::ChangeSpace)?;
    if let Some(elsewhere) = unproved(&page, &member) {
        return Ok(elsewhere);
    }
    let asked = flow::begin_passkey(&site.app, &member.account).await?;
    question(&member.session, asked).await
}

/// `POST /me/passkeys`.
pub async fn add_passkey(
    State(site): State<Site>,
    page: Page,
    member: Member,
    fields: Fields,
) -> Result<Response, Problem> {
    member.may_own(Deed::ChangeSpace)?;
    if let Some(elsewhere) = unproved(&page, &member) {
        return Ok(elsewhere);
    }
    let next = Next::of(&fields);
    let (name, answer) = (
        fields.get("name").unwrap_or_default(),
        fields.get("credential").unwrap_or_default(),
    );
    let asked = remembered(&member.session).await?;
    let key = member.session_key();
    match flow::add_passkey(&site.app, &member.account, asked, answer, name, &key).await {
        Ok(()) => proved(&site, &page, &member, &next.path_or("/me/passkeys")).await,
        Err(Error::Refusal(refusal)) => {
            let error = Some(words(&page.t, refusal));
            let next = next.path_or("/me/passkeys");
            show(&site, page, &member, next, name, false, error).await
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /me/passkeys/{id}/removal`.
pub async fn remove_passkey(
    State(site): State<Site>,
    Path(id): Path<String>,
    page: Page,
    member: Member,
    _fields: Fields,
) -> Result<Response, Problem> {
    member.may_own(Deed::ChangeSpace)?;
    if let Some(elsewhere) = unproved(&page, &member) {
        return Ok(elsewhere);
    }
    let id: PasskeyId = id.parse().map_err(|_| Error::Missing)?;
    flow::remove_passkey(&site.app, &member.account, id, &member.session_key()).await?;
    Ok(see_other(&page.link_done("/me/passkeys", "removed")))
}

/// `POST /me/proof/challenge`.
pub async fn ask_proof(
    State(site): State<Site>,
    member: Member,
    _fields: Fields,
) -> Result<Response, Problem> {
    let asked = flow::begin_proof(&site.app, &member.account).await?;
    question(&member.session, asked).await
}

/// `POST /me/proof/passkey`.
pub async fn prove_passkey(
    State(site): State<Site>,
    page: Page,
    member: Member,
    fields: Fields,
) -> Result<Response, Problem> {
    let next = Next::of(&fields);
    let answer = fields.get("credential").unwrap_or_default();
    let asked = remembered(&member.session).await?;
    match flow::prove_by_passkey(&site.app, &member.account, asked, answer).await {
        Ok(()) => proved(&site, &page, &member, &next.path()).await,
        Err(Error::Refusal(refusal)) => {
            let error = words(&page.t, refusal);
            Ok(second::show_proof(
                &site,
                page,
                &member,
                next.path(),
                None,
                Some(error),
            ))
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /entry/passkey/challenge`: the same for everybody, since nobody is named.
pub async fn ask_entry(
    State(site): State<Site>,
    session: Session,
    _fields: Fields,
) -> Result<Response, Problem> {
    let asked = flow::begin_entry(&site.app).await?;
    question(&session, asked).await
}

/// `POST /entry/passkey`.
pub async fn enter_passkey(
    State(site): State<Site>,
    page: Page,
    session: Session,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Problem> {
    let next = Next::of(&fields);
    let answer = fields.get("credential").unwrap_or_default();
    let asked = remembered(&session).await?;
    match flow::enter_by_passkey(&site.app, asked, answer).await {
        Ok(entered) => {
            session.insert(NEXT, next.path()).await.map_err(unread)?;
            session
                .insert(CLIENT, sessions::client(&headers))
                .await
                .map_err(unread)?;
            door::within(&site, &page, &session, entered).await
        }
        Err(Error::Refusal(refusal)) => {
            let error = words(&page.t, refusal);
            Ok(door::show_refused(&site, page, next.path(), error))
        }
        Err(error) => Err(error.into()),
    }
}
