//! What an organiser writes to those who registered for a date: written, looked at, sent.

use askama::Template;
use axum::{
    extract::{Path, RawQuery, State},
    http::StatusCode,
    response::Response,
};

use super::{
    people::{Asked, Opened, open},
    when,
};
use crate::{
    access::policy::Deed,
    base::{DateId, Error, NoticeId, Refusal},
    events::{Occurrence, read::lines},
    flows::registration::{self as flow, Reach, To},
    web::{
        Site,
        access::Member,
        form::{Choice, Fields, choice},
        page::{self, Page, see_other},
        problem::Problem,
    },
};

/// The longest message, in characters.
const MOST: usize = 2_000;

#[derive(Template)]
#[template(path = "registration/write.html")]
struct Write {
    page: Page,
    back: String,
    title: String,
    when: String,
    action: String,
    date: String,
    to: Vec<Choice>,
    /// Of each group, whom a letter to it reaches.
    reaches: Vec<String>,
    words: String,
    hint: String,
    error: Option<String>,
    /// The message as it is looked at before it is sent.
    preview: Option<Preview>,
}

/// What is about to be sent.
struct Preview {
    lines: Vec<String>,
    to: &'static str,
    reach: String,
    notice: String,
}

/// What was written.
struct Written {
    to: To,
    words: String,
    error: Option<&'static str>,
    preview: Option<NoticeId>,
}

/// `GET /me/events/{id}/people/letter`.
pub async fn form(
    State(site): State<Site>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    page: Page,
    member: Member,
) -> Result<Response, Problem> {
    let asked = Asked::of(&query.unwrap_or_default());
    let opened = open(&site, &member, &id, asked.date, Deed::WriteToRegistered).await?;
    let written = Written {
        to: To::All,
        words: String::new(),
        error: None,
        preview: None,
    };
    answer(page, &id, opened, written)
}

/// `POST /me/events/{id}/people/letter`: shown before it is sent, and sent where the form says so.
pub async fn put(
    State(site): State<Site>,
    Path(id): Path<String>,
    page: Page,
    member: Member,
    fields: Fields,
) -> Result<Response, Problem> {
    let date: Option<DateId> = fields.get("date").and_then(|date| date.parse().ok());
    let opened = open(&site, &member, &id, date, Deed::WriteToRegistered).await?;
    let found = opened.date.as_ref().filter(|one| Some(one.id) == date);
    let found = found.ok_or(Error::Missing)?.id;
    let to = fields.get("to").unwrap_or_default();
    let to = To::ALL.into_iter().find(|one| one.name() == to);
    let to = to.unwrap_or(To::All);
    // Twice what may stand there: too long a text is told, not cut.
    let typed = fields.get("words").unwrap_or_default();
    let typed: String = typed.chars().take(2 * MOST).collect();
    let words = lines(&typed.replace("\r\n", "\n"));
    let error = match words.chars().count() {
        0 => Some("missing"),
        count if count > MOST => Some("long"),
        _ if flow::reach(&opened.people, to).letters == 0 => Some("nobody"),
        _ => None,
    };
    let mut written = Written {
        to,
        words,
        error,
        preview: None,
    };
    let notice: Option<NoticeId> = fields.get("notice").and_then(|id| id.parse().ok());
    match (written.error, fields.get("step"), notice) {
        (Some(_), ..) | (None, Some("change"), _) => {}
        (None, Some("send"), Some(notice)) => {
            let sent = (notice, written.words.as_str());
            match flow::write(&site.app, member.actor(), found, to, sent).await {
                Ok(()) => {
                    let asked = Asked::read("", found);
                    let path = format!("/me/events/{id}/people");
                    return Ok(see_other(&asked.address(&page, &path, "written")));
                }
                Err(Error::Refusal(Refusal::TooOften)) => written.error = Some("often"),
                Err(error) => return Err(error.into()),
            }
        }
        _ => written.preview = Some(NoticeId::new()),
    }
    answer(page, &id, opened, written)
}

fn answer(page: Page, id: &str, opened: Opened, written: Written) -> Result<Response, Problem> {
    let t = page.t;
    let date: Occurrence = opened.date.ok_or(Error::Missing)?;
    let named = |to: To| t.text(&format!("registration-write-to-{}", to.name()));
    let told = |to: To| {
        let Reach {
            letters,
            unproved,
            without,
        } = flow::reach(&opened.people, to);
        t.with_all(
            "registration-write-reach",
            [
                ("to", named(to).into()),
                ("letters", letters.into()),
                ("unproved", unproved.into()),
                ("without", without.into()),
            ],
        )
    };
    let status = match written.error {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    let path = format!("/me/events/{id}/people");
    Ok(page::with_status(
        status,
        &Write {
            back: page.link_with(&path, "date", &date.id.to_string()),
            when: when(&t, &opened.standing, &date),
            action: page.link(&format!("{path}/letter")),
            date: date.id.to_string(),
            to: To::ALL
                .map(|to| choice(to.name(), named(to), to == written.to))
                .into(),
            reaches: To::ALL.map(told).into(),
            hint: t.with("registration-write-words-hint", "most", MOST as i64),
            error: written.error.map(|error| {
                let key = format!("registration-write-flaw-{error}");
                t.with(&key, "most", MOST as i64)
            }),
            preview: written.preview.map(|notice| Preview {
                lines: written.words.lines().map(str::to_owned).collect(),
                to: written.to.name(),
                reach: told(written.to),
                notice: notice.to_string(),
            }),
            words: written.words,
            title: opened.standing.event.title,
            page: page.titled(t.text("registration-write-title")).private(),
        },
    ))
}
