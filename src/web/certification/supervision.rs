//! The session in a room: its code for those who are there, shown to who supervises.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};

use super::sent::Sent;
use crate::{
    access::policy::Deed,
    base::{Error, Refusal, SupervisionId},
    certification::supervision::{MOST_HOURS, MOST_PEOPLE, Supervision},
    flows::certification as flow,
    store::certification as rows,
    web::{
        Site,
        access::Steward,
        form::Fields,
        page::{self, Page, see_other},
        problem::Problem,
    },
};

/// A session.
pub struct Session {
    module: String,
    told: String,
    code: Option<String>,
    end: String,
}

#[derive(Template)]
#[template(path = "certification/supervision.html")]
struct SupervisionPage {
    page: Page,
    may: bool,
    sessions: Vec<Session>,
    modules: Vec<(String, String)>,
    most_people: i64,
    most_hours: i64,
    sent: Sent,
}

/// `GET /me/supervisions`.
pub async fn index(
    State(site): State<Site>,
    page: Page,
    steward: Steward,
) -> Result<Response, Problem> {
    steward.0.may_own(Deed::Supervise)?;
    show(&site, page, &steward, Sent::default()).await
}

async fn show(site: &Site, page: Page, steward: &Steward, sent: Sent) -> Result<Response, Problem> {
    let (t, account) = (page.t, steward.0.account.id);
    let mut reader = site.app.db.read().await?;
    let sessions = rows::list_supervisions(&mut reader, account).await?;
    let may = flow::may_supervise(&site.app, &mut reader, account).await?;
    let shelf = site.app.shelf();
    let title = |id: &str| {
        let found = shelf.find(id);
        found.map_or_else(
            || id.to_owned(),
            |served| served.in_lang(t.lang).title.clone(),
        )
    };
    let supervised = shelf
        .modules()
        .filter(|served| served.own().delivery.in_person)
        .map(|served| (served.own().id.clone(), title(&served.own().id)));
    let view = |one: Supervision| {
        let open = one.until > site.app.now();
        Session {
            module: title(&one.module),
            told: t.with_all(
                "supervision-told",
                [
                    ("taken", one.taken.into()),
                    ("most", one.most.into()),
                    ("until", t.moment(one.until).into()),
                ],
            ),
            code: open.then(|| site.app.keyring.supervision_code(one.id).to_string()),
            end: page.link(&format!("/me/supervisions/{}/end", one.id)),
        }
    };
    let status = sent.status();
    Ok(page::with_status(
        status,
        &SupervisionPage {
            may,
            sessions: sessions.into_iter().map(view).collect(),
            modules: supervised.collect(),
            most_people: MOST_PEOPLE,
            most_hours: MOST_HOURS,
            sent,
            page: page.clone().titled(t.text("supervision-title")).private(),
        },
    ))
}

/// `POST /me/supervisions`.
pub async fn create(
    State(site): State<Site>,
    page: Page,
    steward: Steward,
    fields: Fields,
) -> Result<Response, Problem> {
    steward.0.may_own(Deed::Supervise)?;
    let t = page.t;
    let number = |name: &str| fields.get(name).and_then(|text| text.trim().parse().ok());
    let (people, hours): (Option<i64>, Option<i64>) = (number("people"), number("hours"));
    let module = fields.get("module").unwrap_or_default();
    let mut sent = Sent::of(fields.clone());
    if !people.is_some_and(|people| (1..=MOST_PEOPLE).contains(&people)) {
        let words = t.with("supervision-wrong-people", "most", MOST_PEOPLE);
        sent.refuse("people", words);
    }
    if !hours.is_some_and(|hours| (1..=MOST_HOURS).contains(&hours)) {
        sent.refuse(
            "hours",
            t.with("supervision-wrong-hours", "most", MOST_HOURS),
        );
    }
    if let (Some(people), Some(hours), false) = (people, hours, sent.is_wrong()) {
        let account = &steward.0.account;
        match flow::open_session(&site.app, account, module, people, hours).await {
            Ok(_) => return Ok(see_other(&page.link("/me/supervisions"))),
            Err(Error::Refusal(Refusal::NotOffered)) => {
                sent.refuse("module", t.text("supervision-may-not"));
            }
            Err(Error::Missing) => sent.refuse("module", t.text("supervision-wrong-module")),
            Err(error) => return Err(error.into()),
        }
    }
    show(&site, page, &steward, sent).await
}

/// `POST /me/supervisions/{id}/end`.
pub async fn end(
    State(site): State<Site>,
    Path(id): Path<String>,
    page: Page,
    steward: Steward,
    _fields: Fields,
) -> Result<Response, Problem> {
    steward.0.may_own(Deed::Supervise)?;
    let id: SupervisionId = id.parse().map_err(|_| Error::Missing)?;
    flow::close_session(&site.app, steward.0.account.id, id).await?;
    Ok(see_other(&page.link("/me/supervisions")))
}
