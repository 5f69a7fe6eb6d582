//! The page of one's place: whether one has it or waits, the ticket, and how to give it back. Its address is known to its holder alone.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};

use super::{is_off, when};
use crate::{
    badges::qr,
    base::Error,
    flows::registration as flow,
    registration::State as Where,
    store::registration as rows,
    web::{
        Site,
        form::Fields,
        page::{self, Page, see_other},
        problem::Problem,
    },
};

/// What is shown at the door.
struct Ticket {
    code: String,
    qr: String,
}

#[derive(Template)]
#[template(path = "registration/place.html")]
struct Place {
    page: Page,
    title: String,
    event: String,
    when: String,
    name: Option<String>,
    /// Where they stand, in a sentence.
    state: String,
    /// Whether their address is the only way back to this page.
    alone: bool,
    ticket: Option<Ticket>,
    /// How the meeting is joined online.
    link: Option<String>,
    cancel: Option<String>,
}

/// `GET /registrations/{token}`.
pub async fn place(
    State(site): State<Site>,
    Path(token): Path<String>,
    page: Page,
) -> Result<Response, Problem> {
    let (app, t) = (&site.app, page.t);
    let mut reader = app.db.read().await?;
    let one = flow::of_token(app, &mut reader, &token).await?;
    let (standing, date) = flow::occasion(&mut reader, one.date).await?;
    let before = rows::count_before(&mut reader, one.date, one.line).await?;
    drop(reader);
    let off = is_off(&standing, &date);
    let state = match (one.state, one.attended_at) {
        (Where::Cancelled, _) => t.text("registration-state-cancelled"),
        (_, Some(_)) => t.text("registration-state-came"),
        _ if off => t.text("registration-state-off"),
        (Where::Seated, None) => t.text("registration-state-seated"),
        (Where::Waiting, None) => t.with("registration-state-waiting", "count", before + 1),
    };
    let ticket = match one.state == Where::Seated && !off {
        true => {
            let code = app.keyring.ticket_code(one.id).to_string();
            let url = app.url(&format!("/tickets/{code}"));
            let qr = qr::svg(&url, &t.text("registration-ticket")).map_err(Error::fault)?;
            Some(Ticket { code, qr })
        }
        false => None,
    };
    let cancel = one.may_cancel(date.ends_at, app.now()) && !off;
    let online = standing.event.online.as_ref().filter(|_| ticket.is_some());
    Ok(page::answer(&Place {
        event: page.link(&format!("/events/{}", standing.slug)),
        when: when(&t, &date),
        alone: one.name.is_some() && one.contact.mailbox().is_none(),
        name: one.name,
        state,
        ticket,
        link: online
            .map(|online| online.link.clone())
            .filter(|link| !link.is_empty()),
        cancel: cancel.then(|| page.link(&format!("/registrations/{token}/cancellation"))),
        title: standing.event.title,
        page: page.titled(t.text("registration-place-title")).private(),
    }))
}

/// `POST /registrations/{token}/cancellation`.
pub async fn cancel(
    State(site): State<Site>,
    Path(token): Path<String>,
    page: Page,
    _fields: Fields,
) -> Result<Response, Problem> {
    flow::cancel(&site.app, &token).await?;
    Ok(see_other(&page.link(&format!("/registrations/{token}"))))
}
