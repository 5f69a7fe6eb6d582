//! The first page of one's own space: one's badges, who one is here, and where one is within.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};

use crate::{
    access::{
        account::{Account, Post, Stay},
        policy::Deed,
    },
    base::{Error, SessionId},
    charter::adherence::Worth,
    flows::{access as flow, charter as charter_flow},
    i18n::Texts,
    store::{
        access as rows, badges, charter,
        holdings::{self, Held},
        sql::Conn,
    },
    web::{
        Site,
        access::Member,
        form::Fields,
        page::{self, Page, see_other},
        problem::Problem,
    },
};

/// A badge that is kept here.
pub struct BadgeRow {
    name: String,
    about: String,
    image: String,
    alt: String,
    href: String,
    removal: String,
}

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
    badges: Vec<BadgeRow>,
    value: String,
    error: Option<String>,
    roles: Vec<String>,
    staff: bool,
    second: bool,
    passkeys: bool,
    provider: Option<String>,
    gives: bool,
    stays: Vec<StayRow>,
    /// What is to be said of the charter, and whether something is asked.
    charter: (String, bool),
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
    answer(&site, page, &member, StatusCode::OK, "", None).await
}

/// The page, with what was typed for a badge and why it was refused.
pub(super) async fn answer(
    site: &Site,
    page: Page,
    member: &Member,
    status: StatusCode,
    typed: &str,
    error: Option<String>,
) -> Result<Response, Problem> {
    let mut reader = site.app.db.read().await?;
    let account: &Account = &member.account;
    let (key, now) = (member.session_key(), site.app.now());
    let stays = rows::list_sessions(&mut reader, account.id, &key, now).await?;
    let adherences = charter::list_of_account(&mut reader, account.id).await?;
    let any = |is: fn(Worth) -> bool| {
        let mut live = adherences.iter().filter(|one| one.ended_at.is_none());
        live.any(|one| is(charter_flow::worth(&site.app, one)))
    };
    let (key, asked) = if any(Worth::is_asked) {
        ("space-charter-asked", true)
    } else if any(Worth::opens) {
        ("space-charter-person", false)
    } else {
        ("space-charter-none", false)
    };
    let mut badges = Vec::new();
    for held in holdings::list(&mut reader, account.id).await? {
        badges.push(badge(&page, &mut reader, held).await?);
    }
    let t = page.t;
    Ok(page::with_status(
        status,
        &Space {
            email: account.email.as_str().to_owned(),
            badges,
            value: typed.to_owned(),
            error,
            roles: account
                .posts
                .iter()
                .map(|post| post_words(&t, post))
                .collect(),
            staff: account.is_staff(),
            second: account.has_second(),
            passkeys: site.app.has_passkeys(),
            provider: site.app.provider_label().map(str::to_owned),
            gives: member.may(Deed::GiveBadges).is_ok(),
            charter: (t.text(key), asked),
            stays: stays.into_iter().map(|one| stay(&page, one)).collect(),
            page: page.titled(t.text("space-title")).private(),
        },
    ))
}

async fn badge(page: &Page, conn: &mut impl Conn, held: Held) -> Result<BadgeRow, Error> {
    let t = page.t;
    let achievement =
        badges::find_achievement_version(conn, &held.achievement, &held.version).await?;
    let achievement =
        achievement.ok_or_else(|| Error::fault("an award without its achievement"))?;
    let (lang, words) = achievement.texts(t.lang);
    let about = t.with_all(
        "space-badge-about",
        [
            ("standing", held.standing.to_string().into()),
            ("date", t.date(held.issued_at).into()),
        ],
    );
    let until = held
        .expires_at
        .map(|at| t.with("space-badge-until", "date", t.date(at)));
    Ok(BadgeRow {
        name: words.name.clone(),
        about: about + &until.unwrap_or_default(),
        image: format!(
            "/achievements/{}/{}.svg?lang={lang}",
            held.achievement, held.version
        ),
        alt: words.image_alt.clone(),
        href: page.link(&format!("/credentials/{}", held.credential)),
        removal: page.link(&format!("/me/badges/{}/removal", held.award)),
    })
}

fn stay(page: &Page, stay: Stay) -> StayRow {
    let t = page.t;
    let client = match stay.client.as_str() {
        "" => t.text("space-stay-unknown"),
        client => client.to_owned(),
    };
    StayRow {
        what: t.with_all(
            "space-stay",
            [
                ("client", client.into()),
                ("began", t.date(stay.began_at).into()),
                ("ends", t.date(stay.expires_at).into()),
            ],
        ),
        own: stay.own,
        action: page.link(&format!("/me/sessions/{}/end", stay.handle)),
    }
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
