//! The form with which somebody registers for a date.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};

use super::Occasion;
use crate::{
    base::{DateId, Error, RegistrationId},
    events::question::{AnswerFlaw, MOST_ANSWER, Question},
    flows::registration::{self as flow, Registered},
    registration::{Answer, Asked, Flaw, Flaws, NAME_DAYS, Typed},
    web::{
        Site,
        events::{Others, others},
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
    occasion: Occasion,
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
    questions: Vec<Asking>,
    purpose: String,
}

/// A question of the organiser's own.
struct Asking {
    /// The name of its field.
    field: String,
    label: String,
    /// What it is for, in the organiser's words.
    purpose: String,
    /// Until when the answer is kept.
    kept: String,
    /// What there is to choose among, and whether it is chosen; words of one's own where empty.
    choices: Vec<(String, bool)>,
    required: bool,
    value: String,
    error: Option<String>,
}

/// What was typed, and what is wrong with it.
#[derive(Default)]
struct Filled {
    typed: Typed,
    flaws: Flaws,
    /// The answers, by the keys of their questions.
    answers: BTreeMap<String, String>,
    answer_flaws: BTreeMap<String, AnswerFlaw>,
    once: String,
    /// Whether nobody more was taken.
    closed: bool,
}

impl Filled {
    /// Whether something is wrong.
    fn is_flawed(&self) -> bool {
        self.flaws != Flaws::default() || !self.answer_flaws.is_empty()
    }
}

#[derive(Template)]
#[template(path = "registration/sent.html")]
struct Sent {
    page: Page,
    occasion: Occasion,
    others: Others,
}

/// `GET /events/{slug}/dates/{date}`.
pub async fn form(
    State(site): State<Site>,
    Path((slug, date)): Path<(String, String)>,
    page: Page,
) -> Result<Response, Problem> {
    let filled = Filled {
        once: RegistrationId::new().to_string(),
        ..Filled::default()
    };
    answer(&site, page, (&slug, &date), filled).await
}

async fn answer(
    site: &Site,
    page: Page,
    (slug, date): (&str, &str),
    filled: Filled,
) -> Result<Response, Problem> {
    let id: DateId = date.parse().map_err(|_| Error::Missing)?;
    let (standing, date) = flow::occasion(&mut site.app.db.read().await?, id).await?;
    if standing.slug != slug {
        return Err(Error::Missing.into());
    }
    let t = page.t;
    let open = standing.takes_registrations(&date, site.app.now()) && !filled.closed;
    let status = match filled.is_flawed() {
        true => StatusCode::UNPROCESSABLE_ENTITY,
        false => StatusCode::OK,
    };
    let flaws = filled.flaws;
    let kept = i64::from(standing.event.answer_days);
    let kept = date
        .ends_at
        .checked_add(jiff::SignedDuration::from_hours(24 * kept))
        .unwrap_or(date.ends_at);
    let asking = |question: &Question| {
        let key = question.key();
        let value = filled.answers.get(&key).cloned().unwrap_or_default();
        let flaw = filled.answer_flaws.get(&key);
        Asking {
            label: question.label.clone(),
            purpose: question.purpose.clone(),
            kept: t.with("registration-question-hint", "date", t.date(kept)),
            choices: question
                .choices
                .iter()
                .map(|choice| (choice.clone(), *choice == value))
                .collect(),
            required: question.required,
            error: flaw.map(|flaw| {
                let key = format!("registration-question-{}", flaw.name());
                t.with(&key, "most", MOST_ANSWER as i64)
            }),
            field: format!("answer-{key}"),
            value,
        }
    };
    let questions = standing.event.questions.iter().map(asking).collect();
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
            occasion: Occasion::of(&page, &standing, &date),
            action: open.then(|| page.link(&format!("/events/{slug}/dates/{id}"))),
            full: date.left() == Some(0),
            left: date
                .left()
                .map(|left| t.with("registration-left", "count", left)),
            once: filled.once,
            typed: filled.typed,
            questions,
            name_error: told("name", flaws.name),
            email_error: told("email", flaws.email),
            phone_error: told("phone", flaws.phone),
            purpose: t.with("registration-purpose", "days", NAME_DAYS),
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
        remind: fields.get("remind") == Some("yes"),
    };
    let id: DateId = date.parse().map_err(|_| Error::Missing)?;
    let (standing, occurrence) = flow::occasion(&mut site.app.db.read().await?, id).await?;
    if standing.slug != slug {
        return Err(Error::Missing.into());
    }
    let t = page.t;
    let mut filled = Filled {
        once: get("once"),
        ..Filled::default()
    };
    let mut answers = Vec::new();
    for question in &standing.event.questions {
        let key = question.key();
        // Twice what may stand there: too long an answer is told, not cut.
        let words = fields.get(&format!("answer-{key}")).unwrap_or_default();
        let words: String = words.chars().take(2 * MOST_ANSWER).collect();
        match question.read(&words) {
            Ok(words) => answers.extend(words.map(|words| Answer {
                question: question.label.clone(),
                words,
            })),
            Err(flaw) => {
                filled.answer_flaws.insert(key.clone(), flaw);
            }
        }
        filled.answers.insert(key, words);
    }
    let read = typed.read();
    filled.typed = typed;
    if !standing.takes_registrations(&occurrence, site.app.now()) {
        // It closed while the form was filled in: the page says so.
        filled.answer_flaws.clear();
        return answer(&site, page, (&slug, &date), filled).await;
    }
    let asked = match read {
        Ok(asked) if !filled.is_flawed() => Asked { answers, ..asked },
        Ok(_) => return answer(&site, page, (&slug, &date), filled).await,
        Err(flaws) => {
            filled.flaws = flaws;
            return answer(&site, page, (&slug, &date), filled).await;
        }
    };
    let once = filled.once.clone();
    if once.is_empty() {
        return Err(Error::Missing.into());
    }
    client.may_ask_letters(&site)?;
    match flow::register(&site.app, id, &asked, t.lang, &once).await? {
        Registered::OnPage(id) => {
            let token = site.app.keyring.registration_token(id);
            Ok(see_other(&page.link(&format!("/registrations/{token}"))))
        }
        Registered::Closed => {
            filled.closed = true;
            answer(&site, page, (&slug, &date), filled).await
        }
        Registered::ByLetter => Ok(page::answer(&Sent {
            occasion: Occasion::of(&page, &standing, &occurrence),
            others: others(&site, &page, &standing).await?,
            page: page.titled(t.text("registration-sent-title")).private(),
        })),
    }
}
