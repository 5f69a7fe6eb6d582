//! Entering by a provider of OpenID Connect: going there, coming back, and what is tied to one's own account. Coming back shows a button, since no GET changes
//! anything; a script presses it.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode},
    response::Response,
};
use serde::Deserialize;
use tower_sessions::Session;

use super::{
    door::{self, Next},
    sessions::{self, AWAY, CLIENT, NEXT},
    visitor::{Member, Visitor, unread},
};
use crate::{
    access::{policy::Deed, way::Identity},
    base::{CeremonyId, Error, IdentityId, Refusal},
    flows::access::{self as flow, Came},
    i18n::Texts,
    store::access as rows,
    web::{
        Site,
        form::Fields,
        page::{self, Done, Page, see_other},
        problem::Problem,
    },
};

/// What is tied to an account, as its person sees it.
struct Row {
    name: String,
    about: String,
    remove: String,
    removal: String,
}

#[derive(Template)]
#[template(path = "access/identities.html")]
struct Identities {
    page: Page,
    label: String,
    rows: Vec<Row>,
    done: bool,
    error: Option<String>,
}

/// The page that sends a browser on. A form that was answered by a redirect would not leave the site: `form-action` of the policy forbids it.
#[derive(Template)]
#[template(path = "access/away.html")]
struct Leaving {
    page: Page,
    label: String,
    address: String,
}

/// What a browser brings back.
#[derive(Deserialize)]
pub struct Brought {
    #[serde(default)]
    state: String,
    #[serde(default)]
    code: String,
}

#[derive(Template)]
#[template(path = "access/back.html")]
struct Back {
    page: Page,
    label: String,
    brought: Brought,
}

#[derive(Template)]
#[template(path = "access/unknown.html")]
struct Unknown {
    page: Page,
    label: String,
}

fn label(site: &Site) -> Result<String, Problem> {
    let label = site.app.provider_label().ok_or(Error::Missing)?;
    Ok(label.to_owned())
}

fn words(t: &Texts, refusal: Refusal, label: &str) -> String {
    let key = match refusal {
        Refusal::ProviderSilent => "refusal-provider-silent",
        Refusal::IdentityTaken => "refusal-identity-taken",
        _ => "refusal-provider",
    };
    t.with(key, "provider", label)
}

fn row(page: &Page, one: Identity) -> Row {
    let t = page.t;
    let made = t.with("identities-made", "date", t.date(one.made_at));
    let used = one
        .used_at
        .map(|at| t.with("identities-used", "date", t.date(at)));
    Row {
        about: made + &used.unwrap_or_default(),
        remove: t.with("identities-remove-named", "name", one.provider.as_str()),
        removal: page.link(&format!("/me/identities/{}/removal", one.id)),
        name: one.provider,
    }
}

/// Where the second proof has to be given before what is tied changes.
fn unproved(page: &Page, member: &Member) -> Option<Response> {
    (member.account.has_second() && !member.proved)
        .then(|| see_other(&page.link_with("/me/proof", "next", "/me/identities")))
}

async fn sent_on(
    site: &Site,
    page: Page,
    session: &Session,
    away: flow::Away,
    next: String,
) -> Result<Response, Problem> {
    session.insert(AWAY, away.id).await.map_err(unread)?;
    session.insert(NEXT, next).await.map_err(unread)?;
    let label = label(site)?;
    let title = page
        .t
        .with("provider-away-title", "provider", label.as_str());
    Ok(page::answer(&Leaving {
        label,
        address: away.address,
        page: page.titled(title).private().unlisted(),
    }))
}

/// `POST /entry/provider`.
pub async fn leave_to_enter(
    State(site): State<Site>,
    page: Page,
    session: Session,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Problem> {
    let (label, next) = (label(&site)?, Next::of(&fields).path());
    match flow::leave_for_provider(&site.app, None).await {
        Ok(away) => {
            session
                .insert(CLIENT, sessions::client(&headers))
                .await
                .map_err(unread)?;
            sent_on(&site, page, &session, away, next).await
        }
        Err(Error::Refusal(refusal)) => {
            let error = words(&page.t, refusal, &label);
            Ok(door::show_refused(&site, page, next, error))
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /entry/provider/return`.
pub async fn back_form(
    State(site): State<Site>,
    page: Page,
    Query(brought): Query<Brought>,
) -> Result<Response, Problem> {
    let label = label(&site)?;
    let short = |text: &str| (1..=4096).contains(&text.len());
    if !short(&brought.code) || !short(&brought.state) {
        let error = words(&page.t, Refusal::ProviderRefused, &label);
        return Ok(door::show_refused(&site, page, "/me".into(), error));
    }
    let title = page.t.text("entry-link-title");
    Ok(page::answer(&Back {
        label,
        brought,
        page: page.titled(title).private().unlisted(),
    }))
}

/// `POST /entry/provider/return`.
pub async fn come_back(
    State(site): State<Site>,
    page: Page,
    visitor: Visitor,
    fields: Fields,
) -> Result<Response, Problem> {
    let label = label(&site)?;
    let session = visitor.session;
    let asked: Option<CeremonyId> = session.remove(AWAY).await.map_err(unread)?;
    let key = session
        .id()
        .map(|id| sessions::key(&id))
        .unwrap_or_default();
    let [state, code] = ["state", "code"].map(|name| fields.get(name).unwrap_or_default());
    let within = visitor.account.as_ref();
    let lang = page.t.lang;
    match flow::come_back(&site.app, asked, within, state, code, lang, &key).await {
        Ok(Came::Within(entered)) => door::within(&site, &page, &session, entered).await,
        Ok(Came::Tied) => Ok(see_other(&page.link_done("/me/identities", "tied"))),
        Ok(Came::Unknown) => {
            let title = page
                .t
                .with("provider-unknown-title", "provider", label.as_str());
            let page = page.titled(title).private().unlisted();
            Ok(page::with_status(
                StatusCode::UNPROCESSABLE_ENTITY,
                &Unknown { label, page },
            ))
        }
        Err(Error::Refusal(refusal)) => {
            let error = words(&page.t, refusal, &label);
            Ok(door::show_refused(&site, page, "/me".into(), error))
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /me/identities`.
pub async fn identities(
    State(site): State<Site>,
    page: Page,
    member: Member,
    Query(done): Query<Done>,
) -> Result<Response, Problem> {
    member.may_own(Deed::SeeSpace)?;
    show(&site, page, &member, !done.done.is_empty(), None).await
}

async fn show(
    site: &Site,
    page: Page,
    member: &Member,
    done: bool,
    error: Option<String>,
) -> Result<Response, Problem> {
    let label = label(site)?;
    let mut reader = site.app.db.read().await?;
    let had = rows::list_identities(&mut reader, member.account.id).await?;
    let title = page.t.text("identities-title");
    let status = error
        .as_ref()
        .map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY);
    Ok(page::with_status(
        status,
        &Identities {
            label,
            rows: had.into_iter().map(|one| row(&page, one)).collect(),
            done,
            error,
            page: page.titled(title).private(),
        },
    ))
}

/// `POST /me/identities`.
pub async fn leave_to_tie(
    State(site): State<Site>,
    page: Page,
    member: Member,
    _fields: Fields,
) -> Result<Response, Problem> {
    member.may_own(Deed::ChangeSpace)?;
    if let Some(elsewhere) = unproved(&page, &member) {
        return Ok(elsewhere);
    }
    match flow::leave_for_provider(&site.app, Some(member.account.id)).await {
        Ok(away) => sent_on(&site, page, &member.session, away, "/me".into()).await,
        Err(Error::Refusal(refusal)) => {
            let error = words(&page.t, refusal, &label(&site)?);
            show(&site, page, &member, false, Some(error)).await
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /me/identities/{id}/removal`.
pub async fn untie(
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
    let id: IdentityId = id.parse().map_err(|_| Error::Missing)?;
    flow::untie(&site.app, &member.account, id, &member.session_key()).await?;
    Ok(see_other(&page.link_done("/me/identities", "untied")))
}
