//! The door: what the code of a ticket opens, for who organises the event and for anybody else.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};

use jiff::tz::TimeZone;

use super::{Occasion, people::Asked};
use crate::{
    access::{
        account::Account,
        policy::{self, Deed},
    },
    base::{Error, Refusal},
    events::Standing,
    flows::registration as flow,
    i18n::Texts,
    registration::{Registration, State as Where},
    web::{
        Site,
        access::{Member, Visitor},
        form::Fields,
        guard::Client,
        page::{self, Done, Page, see_other},
        problem::Problem,
    },
};

/// What the address says where somebody's having come is not taken back.
const STAYS: &str = "stays";

#[derive(Template)]
#[template(path = "registration/ticket.html")]
struct Ticket {
    page: Page,
    occasion: Occasion,
    /// What the organiser alone sees.
    door: Option<Door>,
}

/// Somebody at the door.
struct Door {
    name: String,
    state: String,
    /// Where the form goes that says that they came; nothing where they are here.
    action: Option<String>,
    /// Whether it is too early to say so.
    early: bool,
    /// Where the form goes that takes that back.
    undo: Option<String>,
    /// Whether it cannot be taken back, since their badge was claimed.
    stays: bool,
    people: String,
}

/// Whether an account may do this with an event.
pub(super) fn may(account: Option<&Account>, standing: &Standing, deed: Deed) -> bool {
    account.is_some_and(|account| {
        let own = standing.owner == Some(account.id);
        policy::may(Some(&account.roles()), deed, own)
    })
}

/// Where somebody stands, in words; since when they are here, by the clocks of the place.
pub(super) fn state(t: &Texts, one: &Registration, zone: &TimeZone) -> String {
    match (one.attended_at, one.state) {
        (Some(at), _) => {
            let here = zone.to_datetime(at);
            let words = [
                ("day", t.day(here.date()).into()),
                ("hour", here.strftime("%H").to_string().into()),
                ("minute", here.strftime("%M").to_string().into()),
            ];
            t.with_all("registration-door-came", words)
        }
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
    Query(done): Query<Done>,
    page: Page,
    visitor: Visitor,
    client: Client,
) -> Result<Response, Problem> {
    let one = of_code(&site, client, &code).await?;
    let (standing, date) = flow::occasion(&mut site.app.db.read().await?, one.date).await?;
    let t = page.t;
    let open = date.is_at_the_door(site.app.now());
    let door = may(visitor.account.as_ref(), &standing, Deed::CheckIn).then(|| Door {
        state: state(&t, &one, &standing.event.time_zone()),
        name: one.name.clone().unwrap_or_default(),
        action: (one.attended_at.is_none() && open).then(|| page.link(&format!("/tickets/{code}"))),
        early: !open,
        undo: one
            .attended_at
            .map(|_| page.link(&format!("/tickets/{code}/removal"))),
        stays: done.done == STAYS,
        people: page.link_with(
            &format!("/me/events/{}/people", standing.id),
            "date",
            &date.id.to_string(),
        ),
    });
    Ok(page::answer(&Ticket {
        occasion: Occasion::of(&page, &standing, &date),
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
    let (standing, _) = flow::occasion(&mut site.app.db.read().await?, one.date).await?;
    if !may(Some(&member.account), &standing, Deed::CheckIn) {
        return Err(Problem::status(axum::http::StatusCode::FORBIDDEN));
    }
    flow::admit(&site.app, one.id).await?;
    Ok(see_other(&way_back(
        &page,
        &fields,
        (&code, &one),
        &standing,
        "",
    )))
}

/// `POST /tickets/{code}/removal`: they did not come after all. Where their badge was claimed it stays as it is, and the page says so.
pub async fn undo(
    State(site): State<Site>,
    Path(code): Path<String>,
    page: Page,
    member: Member,
    client: Client,
    fields: Fields,
) -> Result<Response, Problem> {
    let one = of_code(&site, client, &code).await?;
    let (standing, _) = flow::occasion(&mut site.app.db.read().await?, one.date).await?;
    if !may(Some(&member.account), &standing, Deed::CheckIn) {
        return Err(Problem::status(axum::http::StatusCode::FORBIDDEN));
    }
    let done = if flow::unadmit(&site.app, one.id).await? {
        ""
    } else {
        STAYS
    };
    Ok(see_other(&way_back(
        &page,
        &fields,
        (&code, &one),
        &standing,
        done,
    )))
}

/// Back to where the form came from: the list, at the date and the part of it that was shown, or the ticket.
fn way_back(
    page: &Page,
    fields: &Fields,
    (code, one): (&str, &Registration),
    standing: &Standing,
    done: &str,
) -> String {
    let path = match fields.get("from") {
        Some("list") => {
            let asked = Asked::read(fields.get("asked").unwrap_or_default(), one.date);
            return asked.address(page, &format!("/me/events/{}/people", standing.id), done);
        }
        _ => format!("/tickets/{code}"),
    };
    match done {
        "" => page.link(&path),
        done => page.link_done(&path, done),
    }
}
