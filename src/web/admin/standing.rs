//! The standing of one badge: seen, taken back, suspended, given again, with a reason that its page shows; one that nobody has claimed yet is cancelled.

use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::Response,
};
use serde::Deserialize;

use crate::{
    access::policy::Deed,
    badges::ledger::{Kept, MOST_REASON, Standing},
    base::{Error, Refusal},
    flows::badges as flow,
    store::badges as rows,
    web::{
        Site,
        access::Steward,
        form::Fields,
        page::{self, Page},
        problem::Problem,
    },
};

#[derive(Template)]
#[template(path = "admin/standing.html")]
struct StandingPage {
    page: Page,
    address: String,
    address_error: Option<String>,
    badge: Option<BadgeView>,
    /// The name of the badge that waits under the code which was typed.
    waiting: Option<String>,
    cancelled: bool,
    reason: String,
    reason_error: Option<String>,
    done: bool,
}

/// A badge that was found.
struct BadgeView {
    name: String,
    shown: String,
    standing: String,
    href: String,
    /// Where it can go: the value of the button, and its words.
    ways: Vec<(&'static str, String)>,
}

/// The address that a link brings.
#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    address: String,
}

/// What was typed, and what came of it.
#[derive(Default)]
struct Typed {
    address: String,
    reason: String,
    reason_error: Option<String>,
    done: bool,
    cancelled: bool,
}

/// `GET /admin/badges`.
pub async fn form(
    State(site): State<Site>,
    Query(asked): Query<Asked>,
    page: Page,
    steward: Steward,
) -> Result<Response, Problem> {
    steward.may(Deed::SetStanding)?;
    let typed = Typed {
        address: asked.address,
        ..Typed::default()
    };
    answer(&site, page, typed).await
}

async fn found(site: &Site, address: &str) -> Result<Option<Kept>, Error> {
    match flow::own_credential(&site.app, address) {
        Some(id) => rows::find_credential(&mut site.app.db.read().await?, id).await,
        None => Ok(None),
    }
}

/// The badge that waits to be claimed under a code.
async fn waits(site: &Site, code: &str) -> Result<Option<flow::Claim>, Error> {
    match flow::waiting(&site.app, code).await {
        Ok(found) => Ok(found),
        Err(Error::Refusal(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

async fn answer(site: &Site, page: Page, typed: Typed) -> Result<Response, Problem> {
    let t = page.t;
    let kept = found(site, &typed.address).await?;
    let waiting = match &kept {
        Some(_) => None,
        None => waits(site, &typed.address).await?,
    };
    let unknown = kept.is_none() && waiting.is_none() && !typed.address.trim().is_empty();
    let badge = match kept {
        Some(kept) => {
            let mut reader = site.app.db.read().await?;
            let (_, achievement) = rows::find_stated(&mut reader, &kept).await?;
            let ways = [
                (Standing::Suspended, "suspended", "standing-suspend"),
                (Standing::Revoked, "revoked", "standing-revoke"),
                (Standing::Valid, "valid", "standing-reinstate"),
            ];
            Some(BadgeView {
                name: achievement.texts(t.lang).1.name.clone(),
                shown: kept.name.clone().unwrap_or_else(|| t.text("name-none")),
                standing: t.text(&format!("verdict-{}", kept.standing)),
                href: page.link(&format!("/credentials/{}", kept.id)),
                ways: ways
                    .into_iter()
                    .filter(|(to, ..)| kept.standing.may_become(*to))
                    .map(|(_, value, key)| (value, t.text(key)))
                    .collect(),
            })
        }
        None => None,
    };
    let status = if unknown || typed.reason_error.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let title = t.text("admin-badges-title");
    Ok(page::with_status(
        status,
        &StandingPage {
            address: typed.address.chars().take(300).collect(),
            address_error: unknown.then(|| t.text("standing-unknown")),
            badge,
            waiting: waiting.map(|claim| claim.achievement.texts(t.lang).1.name.clone()),
            cancelled: typed.cancelled,
            reason: typed.reason,
            reason_error: typed.reason_error,
            done: typed.done,
            page: page.titled(title).private(),
        },
    ))
}

/// `POST /admin/badges`.
pub async fn put(
    State(site): State<Site>,
    page: Page,
    steward: Steward,
    fields: Fields,
) -> Result<Response, Problem> {
    steward.may(Deed::SetStanding)?;
    let get = |name: &str, most: usize| -> String {
        let text = fields.get(name).unwrap_or_default().trim();
        text.chars().take(most).collect()
    };
    let mut typed = Typed {
        address: get("address", 300),
        reason: get("reason", MOST_REASON),
        ..Typed::default()
    };
    let to = fields.get("to").and_then(|to| to.parse::<Standing>().ok());
    let to = to.filter(|to| {
        matches!(
            to,
            Standing::Valid | Standing::Revoked | Standing::Suspended
        )
    });
    let (Some(to), Some(id)) = (to, flow::own_credential(&site.app, &typed.address)) else {
        return answer(&site, page, typed).await;
    };
    if typed.reason.is_empty() {
        typed.reason_error = Some(page.t.text("standing-no-reason"));
        return answer(&site, page, typed).await;
    }
    let set = flow::set_standing_as(&site.app, steward.0.actor(), id, to, &typed.reason);
    match set.await {
        Ok(()) => {
            typed.done = true;
            typed.reason.clear();
        }
        Err(Error::Refusal(Refusal::StandingUnchanged)) => {
            typed.reason_error = Some(page.t.text("standing-refused"));
        }
        Err(Error::Missing) => {}
        Err(error) => return Err(error.into()),
    }
    answer(&site, page, typed).await
}

/// `POST /admin/badges/waiting`: the code of a badge that nobody has claimed opens nothing any more.
pub async fn cancel(
    State(site): State<Site>,
    page: Page,
    steward: Steward,
    fields: Fields,
) -> Result<Response, Problem> {
    steward.may(Deed::SetStanding)?;
    let code: String = fields
        .get("code")
        .unwrap_or_default()
        .chars()
        .take(300)
        .collect();
    let mut typed = Typed::default();
    match flow::cancel(&site.app, steward.0.actor(), &code).await {
        Ok(()) => typed.cancelled = true,
        // Claimed meanwhile, or no code at all: the page says so of what was typed.
        Err(Error::Refusal(_)) => typed.address = code,
        Err(error) => return Err(error.into()),
    }
    answer(&site, page, typed).await
}
