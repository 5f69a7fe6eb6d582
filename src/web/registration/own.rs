//! The page of one's place: whether one has it or waits, the ticket, and how to give it back. Its address is known to its holder alone.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};

use super::{Occasion, is_off};
use crate::{
    badges::qr,
    base::Error,
    flows::{badges, registration as flow},
    registration::State as Where,
    store::registration as rows,
    web::{
        Site,
        events::{Others, others},
        form::Fields,
        page::{self, Done, Page, see_other},
        problem::Problem,
    },
};

/// What is shown at the door.
struct Ticket {
    code: String,
    qr: String,
}

/// The badge for having come.
struct Badge {
    words: String,
    code: String,
    /// Where it is claimed; nothing once it was.
    claim: Option<String>,
}

#[derive(Template)]
#[template(path = "registration/place.html")]
struct Place {
    page: Page,
    occasion: Occasion,
    others: Others,
    name: Option<String>,
    /// Where they stand, in a sentence.
    state: String,
    /// Whether their address is the only way back to this page.
    alone: bool,
    ticket: Option<Ticket>,
    badge: Option<Badge>,
    /// What is asked about the mailbox: where the form goes, whether it is proved, whether a letter the day before is wished for.
    mailbox: Option<(String, bool, bool)>,
    done: bool,
    /// How the meeting is joined online.
    link: Option<String>,
    cancel: Option<String>,
}

/// `GET /registrations/{token}`.
pub async fn place(
    State(site): State<Site>,
    Path(token): Path<String>,
    Query(done): Query<Done>,
    page: Page,
) -> Result<Response, Problem> {
    let (app, t) = (&site.app, page.t);
    let mut reader = app.db.read().await?;
    let one = flow::of_token(app, &mut reader, &token).await?;
    let (standing, date) = flow::occasion(&mut reader, one.date).await?;
    let before = rows::count_before(&mut reader, one.date, one.line).await?;
    let earned = match one.award.filter(|_| one.attended_at.is_some()) {
        Some(award) => badges::earned(app, &mut reader, award, t.lang).await?,
        None => None,
    };
    drop(reader);
    let badge = earned.map(|earned| {
        let key = match earned.claimed {
            true => "registration-badge-claimed",
            false => "registration-badge-waits",
        };
        let words = [
            ("name", earned.name.into()),
            ("date", t.date(earned.until).into()),
        ];
        Badge {
            words: t.with_all(key, words),
            claim: (!earned.claimed).then(|| page.link(&format!("/claims/{}", earned.code))),
            code: earned.code,
        }
    });
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
        occasion: Occasion::of(&page, &standing, &date),
        others: others(&site, &page, &standing).await?,
        alone: one.name.is_some() && one.contact.mailbox().is_none(),
        name: one.name,
        state,
        // Whoever is here needs no ticket any more.
        ticket: ticket.filter(|_| one.attended_at.is_none()),
        badge,
        mailbox: (cancel && one.contact.mailbox().is_some()).then(|| {
            let action = page.link(&format!("/registrations/{token}/confirmation"));
            (action, one.confirmed_at.is_some(), one.remind)
        }),
        done: done.done == "confirmed",
        link: online
            .map(|online| online.link.clone())
            .filter(|link| !link.is_empty()),
        cancel: cancel.then(|| page.link(&format!("/registrations/{token}/cancellation"))),
        page: page.titled(t.text("registration-place-title")).private(),
    }))
}

/// `POST /registrations/{token}/confirmation`: the mailbox is theirs.
pub async fn confirm(
    State(site): State<Site>,
    Path(token): Path<String>,
    page: Page,
    fields: Fields,
) -> Result<Response, Problem> {
    let remind = fields.get("remind") == Some("yes");
    flow::confirm(&site.app, &token, remind).await?;
    let path = format!("/registrations/{token}");
    Ok(see_other(&page.link_done(&path, "confirmed")))
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
