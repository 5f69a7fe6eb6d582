//! The first page of one's own space: who one is here, and where one is within.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};

use crate::{
    access::account::{Account, Post},
    base::{Error, SessionId},
    flows::access as flow,
    i18n::Texts,
    store::access as rows,
    web::{
        Site,
        access::Member,
        form::Fields,
        page::{self, Page, see_other},
        problem::Problem,
    },
};

/// One browser in which somebody is within.
pub struct StayRow {
    what: String,
    own: bool,
    action: String,
}

#[derive(Template)]
#[template(path = "me/space.html")]
struct Space {
    page: Page,
    email: String,
    roles: Vec<String>,
    staff: bool,
    second: bool,
    stays: Vec<StayRow>,
}

/// A role in words: « Coordination (93) ».
pub fn post_words(t: &Texts, post: &Post) -> String {
    let role = t.text(&format!("role-{}", post.role));
    match &post.territory {
        Some(territory) => format!("{role} ({territory})"),
        None => role,
    }
}

/// `GET /me`.
pub async fn show(
    State(site): State<Site>,
    page: Page,
    member: Member,
) -> Result<Response, Problem> {
    let mut reader = site.app.db.read().await?;
    let account: &Account = &member.account;
    let (key, now) = (member.session_key(), site.app.now());
    let stays = rows::list_sessions(&mut reader, account.id, &key, now).await?;
    let t = page.t;
    let stays = stays.into_iter().map(|stay| StayRow {
        what: t.with_all(
            "space-stay",
            [
                (
                    "client",
                    match stay.client.as_str() {
                        "" => t.text("space-stay-unknown"),
                        client => client.to_owned(),
                    }
                    .into(),
                ),
                ("began", t.date(stay.began_at).into()),
                ("ends", t.date(stay.expires_at).into()),
            ],
        ),
        own: stay.own,
        action: page.link(&format!("/me/sessions/{}/end", stay.handle)),
    });
    Ok(page::answer(&Space {
        email: account.email.as_str().to_owned(),
        roles: account
            .posts
            .iter()
            .map(|post| post_words(&t, post))
            .collect(),
        staff: account.is_staff(),
        second: account.has_second(),
        stays: stays.collect(),
        page: page.titled(t.text("space-title")).private(),
    }))
}

/// `POST /me/sessions/{handle}/end`.
pub async fn end_session(
    State(site): State<Site>,
    Path(handle): Path<String>,
    page: Page,
    member: Member,
    _fields: Fields,
) -> Result<Response, Problem> {
    let handle: SessionId = handle.parse().map_err(|_| Error::Missing)?;
    flow::end_session(&site.app, member.account.id, handle).await?;
    Ok(see_other(&page.link("/me")))
}

/// `POST /me/sessions/others/end`.
pub async fn end_others(
    State(site): State<Site>,
    page: Page,
    member: Member,
    _fields: Fields,
) -> Result<Response, Problem> {
    flow::end_others(&site.app, member.account.id, &member.session_key()).await?;
    Ok(see_other(&page.link("/me")))
}
