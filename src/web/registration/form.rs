//! The form with which somebody registers for a date.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};

use super::when;
use crate::{
    base::{DateId, Error, RegistrationId},
    flows::registration::{self as flow, Registered},
    registration::{Flaw, NAME_DAYS, Typed},
    web::{
        Site,
        form::Fields,
        guard::Client,
        page::{self, Page, see_other},
        problem::Problem,
    },
};

/// The longest thing that is kept of a field.
const MOST_CHARS: usize = 300;

#[derive(Template)]
#[template(path = "registration/form.html")]
struct Form {
    page: Page,
    title: String,
    event: String,
    when: String,
    /// Where the form goes; nothing where nobody registers any more.
    action: Option<String>,
    /// Whether no place is left.
    full: bool,
    left: Option<String>,
    once: String,
    typed: Typed,
    name_error: Option<String>,
    email_error: Option<String>,
    phone_error: Option<String>,
    purpose: String,
}

#[derive(Template)]
#[template(path = "registration/sent.html")]
struct Sent {
    page: Page,
    title: String,
    event: String,
    when: String,
}

/// `GET /events/{slug}/dates/{date}`.
pub async fn form(
    State(site): State<Site>,
    Path((slug, date)): Path<(String, String)>,
    page: Page,
) -> Result<Response, Problem> {
    let once = RegistrationId::new().to_string();
    answer(&site, page, (&slug, &date), Typed::default(), once, None).await
}

async fn answer(
    site: &Site,
    page: Page,
    (slug, date): (&str, &str),
    typed: Typed,
    once: String,
    flaws: Option<crate::registration::Flaws>,
) -> Result<Response, Problem> {
    let id: DateId = date.parse().map_err(|_| Error::Missing)?;
    let (standing, date) = flow::occasion(&mut site.app.db.read().await?, id).await?;
    if standing.slug != slug {
        return Err(Error::Missing.into());
    }
    let t = page.t;
    let open = standing.takes_registrations(&date, site.app.now());
    let status = match flaws {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    let flaws = flaws.unwrap_or_default();
    let told = |field: &str, flaw: Option<Flaw>| {
        let said = match flaw? {
            Flaw::Missing => "missing",
            Flaw::Long => "long",
            Flaw::Malformed => "malformed",
            Flaw::Both => "both",
        };
        Some(t.text(&format!("registration-{field}-{said}")))
    };
    Ok(page::with_status(
        status,
        &Form {
            when: when(&t, &date),
            event: page.link(&format!("/events/{slug}")),
            action: open.then(|| page.link(&format!("/events/{slug}/dates/{id}"))),
            full: date.left() == Some(0),
            left: date
                .left()
                .map(|left| t.with("registration-left", "count", left)),
            once,
            typed,
            name_error: told("name", flaws.name),
            email_error: told("email", flaws.email),
            phone_error: told("phone", flaws.phone),
            purpose: t.with("registration-purpose", "days", NAME_DAYS),
            title: standing.event.title,
            page: page.titled(t.text("registration-title")).unlisted(),
        },
    ))
}

/// `POST /events/{slug}/dates/{date}`.
pub async fn put(
    State(site): State<Site>,
    Path((slug, date)): Path<(String, String)>,
    page: Page,
    client: Client,
    fields: Fields,
) -> Result<Response, Problem> {
    let get = |name: &str| -> String {
        let typed = fields.get(name).unwrap_or_default();
        typed.chars().take(MOST_CHARS).collect()
    };
    let typed = Typed {
        name: get("name"),
        email: get("email"),
        phone: get("phone"),
    };
    let once = get("once");
    let asked = match typed.read() {
        Ok(asked) if !once.is_empty() => asked,
        Ok(_) => return Err(Error::Missing.into()),
        Err(flaws) => {
            return answer(&site, page, (&slug, &date), typed, once, Some(flaws)).await;
        }
    };
    let id: DateId = date.parse().map_err(|_| Error::Missing)?;
    let (standing, occurrence) = flow::occasion(&mut site.app.db.read().await?, id).await?;
    if standing.slug != slug {
        return Err(Error::Missing.into());
    }
    let t = page.t;
    if !standing.takes_registrations(&occurrence, site.app.now()) {
        // It closed while the form was filled in: the page says so.
        return answer(&site, page, (&slug, &date), typed, once, None).await;
    }
    client.may_ask_letters(&site)?;
    match flow::register(&site.app, id, &asked, t.lang, &once).await? {
        Registered::OnPage(id) => {
            let token = site.app.keyring.registration_token(id);
            Ok(see_other(&page.link(&format!("/registrations/{token}"))))
        }
        Registered::ByLetter => Ok(page::answer(&Sent {
            title: standing.event.title,
            event: page.link(&format!("/events/{slug}")),
            when: when(&t, &occurrence),
            page: page.titled(t.text("registration-sent-title")).private(),
        })),
    }
}
