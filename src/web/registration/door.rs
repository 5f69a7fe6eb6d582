//! The door: what the code of a ticket opens, and the list of those who registered, for who organises the event.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use serde::Deserialize;

use super::when;
use crate::{
    access::{
        account::Account,
        policy::{self, Deed},
    },
    base::{DateId, Error, EventId, Refusal},
    events::Standing,
    flows::registration as flow,
    i18n::Texts,
    registration::{Contact, Registration, State as Where},
    store::{events, registration as rows},
    web::{
        Site,
        access::{Member, Visitor},
        form::Fields,
        guard::Client,
        page::{self, Page, see_other},
        problem::Problem,
    },
};

#[derive(Template)]
#[template(path = "registration/ticket.html")]
struct Ticket {
    page: Page,
    title: String,
    event: String,
    when: String,
    /// What the organiser alone sees.
    door: Option<Door>,
}

/// Somebody at the door.
struct Door {
    name: String,
    state: String,
    /// Where the form goes that says that they came; nothing where they are here.
    action: Option<String>,
    people: String,
}

#[derive(Template)]
#[template(path = "registration/people.html")]
struct People {
    page: Page,
    title: String,
    event: String,
    /// The dates: their words, their addresses, and whether one is shown.
    dates: Vec<(String, String, bool)>,
    count: String,
    rows: Vec<Row>,
}

/// Somebody on the list.
struct Row {
    name: String,
    contact: Option<String>,
    state: String,
    code: String,
    action: Option<String>,
}

/// The date that is shown.
#[derive(Deserialize)]
pub struct Shown {
    date: Option<String>,
}

/// Whether an account may do this with an event.
fn may(account: Option<&Account>, standing: &Standing, deed: Deed) -> bool {
    account.is_some_and(|account| {
        let own = standing.owner == Some(account.id);
        policy::may(Some(&account.roles()), deed, own)
    })
}

/// Where somebody stands, in words.
fn state(t: &Texts, one: &Registration) -> String {
    match (one.attended_at, one.state) {
        (Some(at), _) => t.with("registration-door-came", "moment", t.moment(at)),
        (None, Where::Seated) => t.text("registration-door-seated"),
        (None, Where::Waiting) => t.text("registration-door-waiting"),
        (None, Where::Cancelled) => t.text("registration-state-cancelled"),
    }
}

async fn of_code(site: &Site, client: Client, code: &str) -> Result<Registration, Problem> {
    client.may_try_codes(site)?;
    match flow::of_code(&mut site.app.db.read().await?, code).await {
        Ok(found) => Ok(found),
        Err(Error::Refusal(refusal)) => {
            if refusal == Refusal::CodeUnknown {
                client.count_wrong_code(site);
            }
            Err(Error::Missing.into())
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /tickets/{code}`: who organises sees whose it is; anybody else for what.
pub async fn ticket(
    State(site): State<Site>,
    Path(code): Path<String>,
    page: Page,
    visitor: Visitor,
    client: Client,
) -> Result<Response, Problem> {
    let one = of_code(&site, client, &code).await?;
    let (standing, date) = flow::occasion(&mut site.app.db.read().await?, one.date).await?;
    let t = page.t;
    let door = may(visitor.account.as_ref(), &standing, Deed::CheckIn).then(|| Door {
        state: state(&t, &one),
        name: one.name.clone().unwrap_or_default(),
        action: one
            .attended_at
            .is_none()
            .then(|| page.link(&format!("/tickets/{code}"))),
        people: page.link_with(
            &format!("/me/events/{}/people", standing.id),
            "date",
            &date.id.to_string(),
        ),
    });
    Ok(page::answer(&Ticket {
        event: page.link(&format!("/events/{}", standing.slug)),
        when: when(&t, &date),
        title: standing.event.title,
        door,
        page: page.titled(t.text("registration-ticket")).private(),
    }))
}

/// `POST /tickets/{code}`: they came. Again changes nothing; the page says since when they are here.
pub async fn check_in(
    State(site): State<Site>,
    Path(code): Path<String>,
    page: Page,
    member: Member,
    client: Client,
    fields: Fields,
) -> Result<Response, Problem> {
    let one = of_code(&site, client, &code).await?;
    let (standing, date) = flow::occasion(&mut site.app.db.read().await?, one.date).await?;
    if !may(Some(&member.account), &standing, Deed::CheckIn) {
        return Err(Problem::status(axum::http::StatusCode::FORBIDDEN));
    }
    flow::admit(&site.app, one.id).await?;
    Ok(see_other(&match fields.get("from") {
        Some("list") => page.link_with(
            &format!("/me/events/{}/people", standing.id),
            "date",
            &date.id.to_string(),
        ),
        _ => page.link(&format!("/tickets/{code}")),
    }))
}

/// `GET /me/events/{id}/people`: who comes to a date, the next one where none is named.
pub async fn people(
    State(site): State<Site>,
    Path(id): Path<String>,
    Query(shown): Query<Shown>,
    page: Page,
    member: Member,
) -> Result<Response, Problem> {
    let (app, t) = (&site.app, page.t);
    let id: EventId = id.parse().map_err(|_| Error::Missing)?;
    let mut reader = app.db.read().await?;
    let standing = events::find(&mut reader, id).await?.ok_or(Error::Missing)?;
    if !may(Some(&member.account), &standing, Deed::SeeRegistrations) {
        return Err(Error::Missing.into());
    }
    let dates = events::list_dates(&mut reader, id).await?;
    let asked: Option<DateId> = shown.date.and_then(|date| date.parse().ok());
    let chosen = dates
        .iter()
        .find(|date| Some(date.id) == asked)
        .or_else(|| dates.iter().find(|date| !date.is_past(app.now())))
        .or(dates.last());
    let chosen = chosen.map(|date| date.id);
    let people = match chosen {
        Some(date) => rows::list_of_date(&mut reader, date).await?,
        None => Vec::new(),
    };
    drop(reader);
    let count = |wanted: &dyn Fn(&Registration) -> bool| {
        people.iter().filter(|one| wanted(one)).count() as i64
    };
    let counts = [
        ("seated", count(&|one| one.state == Where::Seated).into()),
        ("waiting", count(&|one| one.state == Where::Waiting).into()),
        ("came", count(&|one| one.attended_at.is_some()).into()),
    ];
    let path = format!("/me/events/{id}/people");
    let row = |one: &Registration| {
        let code = app.keyring.ticket_code(one.id).to_string();
        let named = one.name.is_some();
        Row {
            name: match &one.name {
                Some(name) => name.clone(),
                None => t.text("registration-forgotten"),
            },
            contact: match &one.contact {
                Contact::Mailbox(email) => Some(email.as_str().to_owned()),
                Contact::Telephone(phone) => Some(phone.as_str().to_owned()),
                Contact::Nothing => None,
            },
            state: state(&t, one),
            action: (named && one.attended_at.is_none())
                .then(|| page.link(&format!("/tickets/{code}"))),
            code,
        }
    };
    Ok(page::answer(&People {
        event: page.link(&format!("/events/{}", standing.slug)),
        dates: dates
            .iter()
            .map(|date| {
                let address = page.link_with(&path, "date", &date.id.to_string());
                (when(&t, date), address, Some(date.id) == chosen)
            })
            .collect(),
        count: t.with_all("registration-people-count", counts),
        rows: people.iter().map(row).collect(),
        title: standing.event.title,
        page: page.titled(t.text("registration-people-title")).private(),
    }))
}
