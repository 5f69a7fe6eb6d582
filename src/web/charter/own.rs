//! Adherence in one's own space: for oneself, for organisations that one speaks for; and leaving.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};

use crate::{
    access::policy::{self, Deed},
    base::{AdherenceId, Error, Name, Refusal},
    charter::{
        adherence::{Adherence, MOST_CHARS, Party, Sector, Worth, plain},
        edition::Version,
    },
    flows::charter as flow,
    i18n::Texts,
    store::charter as rows,
    web::{
        Site,
        access::Member,
        form::{Choice, Fields, choice},
        page::{self, Page, see_other},
        problem::Problem,
    },
};

/// An adherence in words.
pub struct Row {
    name: String,
    about: String,
    /// What is asked where it is to a former text.
    asked: Option<String>,
    badge: String,
    /// Where the form to end it goes; nothing where it is over.
    end: Option<String>,
}

/// What was typed, and what is wrong with it.
#[derive(Default)]
struct Typed {
    organisation: bool,
    name: String,
    name_error: Option<String>,
    organisation_name: String,
    organisation_error: Option<String>,
    sector: Option<Sector>,
    sector_error: Option<String>,
    place: String,
    place_error: Option<String>,
    accept: bool,
    accept_error: Option<String>,
    changed: bool,
}

impl Typed {
    fn is_wrong(&self) -> bool {
        self.changed
            || [
                &self.name_error,
                &self.organisation_error,
                &self.sector_error,
                &self.place_error,
                &self.accept_error,
            ]
            .into_iter()
            .any(Option::is_some)
    }
}

#[derive(Template)]
#[template(path = "charter/own.html")]
struct Own {
    page: Page,
    /// The text that holds, in words.
    text: String,
    /// Its version; before the first day there is nothing to adhere to.
    version: Option<String>,
    rows: Vec<Row>,
    /// Whether the person may still adhere for themselves.
    person: bool,
    choices: Vec<Choice>,
    typed: Typed,
    kit: bool,
}

/// An adherence in a sentence: to what, since when, until when.
pub fn about(t: &Texts, worth: Worth, one: &Adherence) -> String {
    let key = match (worth, one.ended_at) {
        (Worth::Current, _) => "charter-about-current",
        (Worth::Asked | Worth::Former, _) => "charter-about-former",
        (Worth::Over, Some(_)) => "charter-about-over",
        (Worth::Over, None) => "charter-about-fallen",
    };
    let until = one.ended_at.map_or_else(String::new, |at| t.date(at));
    t.with_all(
        key,
        [
            ("version", one.version.to_string().into()),
            ("since", t.date(one.adhered_at).into()),
            ("until", until.into()),
            ("reason", one.reason.clone().unwrap_or_default().into()),
        ],
    )
}

/// What another text asks of who adheres to a former one.
fn asked(site: &Site, t: &Texts, worth: Worth) -> Option<String> {
    let until = site.app.charter.asks_until(flow::today(&site.app));
    match worth {
        Worth::Asked => {
            let until = until.map_or_else(String::new, |until| t.day(until));
            Some(t.with("charter-asked", "date", until))
        }
        Worth::Former => Some(t.text("charter-asked-late")),
        Worth::Current | Worth::Over => None,
    }
}

/// `GET /me/charter`.
pub async fn own(
    State(site): State<Site>,
    page: Page,
    member: Member,
) -> Result<Response, Problem> {
    answer(&site, page, &member, Typed::default()).await
}

async fn answer(
    site: &Site,
    page: Page,
    member: &Member,
    typed: Typed,
) -> Result<Response, Problem> {
    let (t, app) = (page.t, &site.app);
    let all = rows::list_of_account(&mut app.db.read().await?, member.account.id).await?;
    let worth = |one: &Adherence| flow::worth(app, one);
    let person = !all
        .iter()
        .any(|one| one.organisation.is_none() && worth(one) == Worth::Current);
    let row = |one: &Adherence| Row {
        name: one.name.clone(),
        about: about(&t, worth(one), one),
        asked: asked(site, &t, worth(one)),
        badge: page.link(&format!("/credentials/{}", one.credential)),
        end: (one.ended_at.is_none() && worth(one) != Worth::Over)
            .then(|| page.link(&format!("/me/charter/{}/end", one.id))),
    };
    let edition = flow::in_force(app);
    let status = match (typed.changed, typed.is_wrong()) {
        (true, _) => StatusCode::CONFLICT,
        (false, true) => StatusCode::UNPROCESSABLE_ENTITY,
        (false, false) => StatusCode::OK,
    };
    Ok(page::with_status(
        status,
        &Own {
            text: edition.map_or_else(String::new, |one| {
                t.with_all(
                    "charter-title-version",
                    [
                        ("title", one.text(t.lang).1.title.as_str().into()),
                        ("version", one.version.to_string().into()),
                    ],
                )
            }),
            version: edition.map(|one| one.version.to_string()),
            rows: all.iter().map(row).collect(),
            person,
            choices: Sector::ALL
                .into_iter()
                .map(|sector| {
                    let words = t.text(&format!("sector-{}", sector.name()));
                    choice(sector.name(), words, typed.sector == Some(sector))
                })
                .collect(),
            typed,
            kit: all.iter().any(|one| worth(one).opens()),
            page: page.titled(t.text("charter-own-title")).private(),
        },
    ))
}

/// `POST /me/charter`: adheres, for oneself or for an organisation.
pub async fn adhere(
    State(site): State<Site>,
    page: Page,
    member: Member,
    fields: Fields,
) -> Result<Response, Problem> {
    if !policy::may(Some(&member.account.roles()), Deed::Adhere, true) {
        return Err(Problem::status(StatusCode::FORBIDDEN));
    }
    let read = fields.get("version").and_then(|text| text.parse().ok());
    let read: Version = read.ok_or(Error::Missing)?;
    let (party, mut typed) = party(&page.t, &fields);
    typed.accept = fields.get("accept") == Some("yes");
    if !typed.accept {
        typed.accept_error = Some(page.t.text("charter-accept-missing"));
    }
    let Some(party) = party.filter(|_| !typed.is_wrong()) else {
        return answer(&site, page, &member, typed).await;
    };
    match flow::adhere(&site.app, &member.account, &party, read, page.t.lang).await {
        Ok(()) => Ok(see_other(&page.link("/me/charter"))),
        Err(Error::Refusal(Refusal::CharterChanged)) => {
            typed.changed = true;
            answer(&site, page, &member, typed).await
        }
        Err(error) => Err(error.into()),
    }
}

/// In whose name a form adheres, where it says so well.
fn party(t: &Texts, fields: &Fields) -> (Option<Party>, Typed) {
    let get = |name: &str| -> String {
        let text = fields.get(name).unwrap_or_default();
        text.chars().take(MOST_CHARS * 2).collect()
    };
    let mut typed = Typed {
        organisation: fields.get("party") == Some("organisation"),
        name: get("name"),
        organisation_name: get("organisation"),
        sector: fields.get("sector").and_then(|text| text.parse().ok()),
        place: get("place"),
        ..Typed::default()
    };
    if !typed.organisation {
        let name = match Name::read(&typed.name) {
            Ok(Some(name)) => Some(name),
            refused => {
                let key = match refused {
                    Err(Refusal::NameHoldsAddress) => "charter-name-address",
                    Err(_) => "charter-name-long",
                    Ok(_) => "charter-name-missing",
                };
                typed.name_error = Some(t.text(key));
                None
            }
        };
        return (name.map(Party::Person), typed);
    }
    let name = plain(&typed.organisation_name);
    let place = plain(&typed.place);
    let told = |good: bool, key: &str| (!good).then(|| t.text(key));
    typed.organisation_error = told(name.is_some(), "charter-organisation-wrong");
    typed.place_error = told(place.is_some(), "charter-place-wrong");
    typed.sector_error = told(typed.sector.is_some(), "charter-sector-missing");
    let party = match (name, typed.sector, place) {
        (Some(name), Some(sector), Some(place)) => Some(Party::Organisation {
            name,
            sector,
            place,
        }),
        _ => None,
    };
    (party, typed)
}

/// `POST /me/charter/{id}/end`.
pub async fn leave(
    State(site): State<Site>,
    Path(id): Path<String>,
    page: Page,
    member: Member,
    _fields: Fields,
) -> Result<Response, Problem> {
    let id: AdherenceId = id.parse().map_err(|_| Error::Missing)?;
    flow::leave(&site.app, &member.account, id).await?;
    Ok(see_other(&page.link("/me/charter")))
}
