//! Founding reviewers: who they are, and the form that names one.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};

use super::sent::Sent;
use crate::{
    access::policy::Deed,
    base::{AccountId, Email, Error, Refusal},
    certification::founder::{MONTHS, SEATS},
    flows::certification as flow,
    store::{access, certification as rows},
    web::{
        Site,
        access::Steward,
        form::Fields,
        page::{self, Page, see_other},
        problem::Problem,
    },
};

/// A founding reviewer.
pub struct Founder {
    email: String,
    until: String,
    end: String,
}

#[derive(Template)]
#[template(path = "certification/founders.html")]
struct Founders {
    page: Page,
    intro: String,
    founders: Vec<Founder>,
    sent: Sent,
}

/// `GET /admin/founders`.
pub async fn index(
    State(site): State<Site>,
    page: Page,
    steward: Steward,
) -> Result<Response, Problem> {
    steward.may(Deed::NameFounders)?;
    show(&site, page, Sent::default()).await
}

async fn show(site: &Site, page: Page, sent: Sent) -> Result<Response, Problem> {
    let t = page.t;
    let mut reader = site.app.db.read().await?;
    let mut founders = Vec::new();
    for one in rows::list_founders(&mut reader, site.app.now()).await? {
        let account = access::find_account(&mut reader, one.account).await?;
        founders.push(Founder {
            email: account.map_or_else(String::new, |one| one.email.as_str().to_owned()),
            until: t.with("founders-until", "date", t.date(one.until)),
            end: page.link(&format!("/admin/founders/{}/end", one.account)),
        });
    }
    let about = [("seats", SEATS.into()), ("months", MONTHS.into())];
    let status = sent.status();
    Ok(page::with_status(
        status,
        &Founders {
            intro: t.with_all("founders-intro", about),
            founders,
            sent,
            page: page.titled(t.text("admin-founders-title")).private(),
        },
    ))
}

/// `POST /admin/founders`.
pub async fn create(
    State(site): State<Site>,
    page: Page,
    steward: Steward,
    fields: Fields,
) -> Result<Response, Problem> {
    steward.may(Deed::NameFounders)?;
    let t = page.t;
    let mut sent = Sent::of(fields.clone());
    match Email::read(fields.get("email").unwrap_or_default()) {
        Err(_) => sent.refuse("email", t.text("refusal-address")),
        Ok(email) => {
            let actor = steward.0.actor();
            match flow::name_founder(&site.app, actor, &email, t.lang).await {
                Ok(()) => return Ok(see_other(&page.link("/admin/founders"))),
                Err(Error::Refusal(Refusal::StandingUnchanged)) => {
                    sent.refuse("email", t.with("founders-full", "seats", SEATS));
                }
                Err(error) => return Err(error.into()),
            }
        }
    }
    show(&site, page, sent).await
}

/// `POST /admin/founders/{account}/end`.
pub async fn end(
    State(site): State<Site>,
    Path(account): Path<String>,
    page: Page,
    steward: Steward,
    _fields: Fields,
) -> Result<Response, Problem> {
    steward.may(Deed::NameFounders)?;
    let account: AccountId = account.parse().map_err(|_| Error::Missing)?;
    flow::end_founder(&site.app, steward.0.actor(), account).await?;
    Ok(see_other(&page.link("/admin/founders")))
}
