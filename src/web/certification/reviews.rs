//! The desk of who reads: stories that wait, each read blind with its rubric.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};

use super::sent::Sent;
use crate::{
    access::policy::{self, Deed},
    base::{Error, ReadingId, Refusal},
    certification::{
        dossier::Reading,
        reading::{LEAST_WORDS, MOST_WORDS, Marks},
    },
    flows::certification::{self as flow, Desk},
    store::certification as rows,
    web::{
        Site,
        access::Steward,
        form::Fields,
        page::{self, Page, see_other},
        problem::Problem,
    },
};

/// A story that waits, or was read.
pub struct Line {
    told: String,
    href: Option<String>,
}

#[derive(Template)]
#[template(path = "certification/reviews.html")]
struct Reviews {
    page: Page,
    reads: bool,
    waiting: Vec<Line>,
    done: i64,
    structure: Option<String>,
    overview: bool,
}

/// One criterion with its steps.
pub struct Asked {
    name: String,
    text: String,
    steps: Vec<(usize, String, bool)>,
    error: Option<String>,
}

#[derive(Template)]
#[template(path = "certification/reading.html")]
struct ReadingPage {
    page: Page,
    module: String,
    ask: String,
    paragraphs: Vec<String>,
    due: String,
    appeal: Option<String>,
    criteria: Vec<Asked>,
    action: String,
    conflict: String,
    most: usize,
    sent: Sent,
}

/// `GET /admin/reviews`.
pub async fn index(
    State(site): State<Site>,
    page: Page,
    steward: Steward,
) -> Result<Response, Problem> {
    steward.may(Deed::SeeReviews)?;
    let (t, account) = (page.t, &steward.0.account);
    let mut reader = site.app.db.read().await?;
    let readings = rows::list_readings_of(&mut reader, account.id).await?;
    let structure = rows::find_structure(&mut reader, account.id).await?;
    let waits = |one: &&Reading| one.done_at.is_none() && one.gone_at.is_none();
    let line = |one: &Reading| Line {
        told: t.with_all(
            "reviews-line",
            [
                ("asked", t.date(one.asked_at).into()),
                ("due", t.date(one.due_at).into()),
                ("round", one.round.into()),
            ],
        ),
        href: Some(page.link(&format!("/admin/reviews/{}", one.id))),
    };
    let done = readings.iter().filter(|one| one.done_at.is_some()).count();
    let view = Reviews {
        reads: policy::may(Some(&account.roles()), Deed::ReadStories, true),
        waiting: readings.iter().filter(waits).map(line).collect(),
        done: i64::try_from(done).unwrap_or_default(),
        structure: structure.map(|(name, _)| name),
        overview: steward.may(Deed::SeeDossiers).is_ok(),
        page: page.clone().titled(t.text("admin-reviews-title")).private(),
    };
    Ok(page::answer(&view))
}

/// `POST /admin/reviews/structure`: for whom the reader works or volunteers.
pub async fn put_structure(
    State(site): State<Site>,
    page: Page,
    steward: Steward,
    fields: Fields,
) -> Result<Response, Problem> {
    steward.0.may_own(Deed::ReadStories)?;
    let name = fields.get("structure").unwrap_or_default();
    flow::set_structure(&site.app, steward.0.account.id, name).await?;
    Ok(see_other(&page.link("/admin/reviews")))
}

/// `GET /admin/reviews/{id}`.
pub async fn form(
    State(site): State<Site>,
    Path(id): Path<String>,
    page: Page,
    steward: Steward,
) -> Result<Response, Problem> {
    steward.0.may_own(Deed::ReadStories)?;
    let desk = find(&site, &steward, &id).await?;
    Ok(show(page, &desk, Sent::default()))
}

/// What lies on the desk of who asks; what is read already is there no more.
async fn find(site: &Site, steward: &Steward, id: &str) -> Result<Desk, Problem> {
    let id: ReadingId = id.parse().map_err(|_| Error::Missing)?;
    let mut reader = site.app.db.read().await?;
    let desk = flow::desk(&site.app, &mut reader, &steward.0.account, id).await?;
    if desk.reading.done_at.is_some() {
        return Err(Error::Missing.into());
    }
    Ok(desk)
}

fn show(page: Page, desk: &Desk, sent: Sent) -> Response {
    let t = page.t;
    let criteria = desk.asked.rubric.criteria.iter().map(|one| {
        let name = format!("mark-{}", one.id);
        let chosen: Option<usize> = sent.typed(&name).parse().ok();
        let missing = sent.is_wrong() && chosen.is_none();
        Asked {
            text: one.text.clone(),
            steps: one
                .scale
                .iter()
                .enumerate()
                .map(|(n, step)| (n, step.clone(), chosen == Some(n)))
                .collect(),
            error: missing.then(|| t.text("reviews-wrong-step")),
            name,
        }
    });
    let view = ReadingPage {
        module: desk.module.clone(),
        ask: desk.asked.ask.clone(),
        paragraphs: desk
            .story
            .body
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .map(str::to_owned)
            .collect(),
        due: t.date(desk.reading.due_at),
        appeal: desk
            .story
            .appeal_words
            .clone()
            .filter(|words| desk.reading.round > 1 && !words.is_empty()),
        criteria: criteria.collect(),
        action: page.link(&format!("/admin/reviews/{}", desk.reading.id)),
        conflict: page.link(&format!("/admin/reviews/{}/conflict", desk.reading.id)),
        most: MOST_WORDS,
        page: page.clone().titled(t.text("reviews-read-title")).private(),
        sent,
    };
    page::with_status(view.sent.status(), &view)
}

/// `POST /admin/reviews/{id}`: what the reader says.
pub async fn put(
    State(site): State<Site>,
    Path(id): Path<String>,
    page: Page,
    steward: Steward,
    fields: Fields,
) -> Result<Response, Problem> {
    steward.0.may_own(Deed::ReadStories)?;
    let desk = find(&site, &steward, &id).await?;
    let criteria = desk.asked.rubric.criteria.iter();
    let marks: Marks = criteria
        .filter_map(|one| {
            let step = fields.get(&format!("mark-{}", one.id))?;
            Some((one.id.clone(), step.parse().ok()?))
        })
        .collect();
    let words = fields.get("words").unwrap_or_default();
    let (app, reader) = (&site.app, &steward.0.account);
    match flow::read(app, reader, desk.reading.id, &marks, words).await {
        Ok(()) => Ok(see_other(&page.link("/admin/reviews"))),
        Err(Error::Refusal(Refusal::AnswerShape)) => {
            let mut sent = Sent::of(fields.clone());
            let short = words.trim().chars().count() < LEAST_WORDS;
            let key = if short {
                "reviews-wrong-words"
            } else {
                "reviews-wrong-step"
            };
            sent.refuse(if short { "words" } else { "marks" }, page.t.text(key));
            Ok(show(page, &desk, sent))
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /admin/reviews/{id}/conflict`: the reader is bound to the author.
pub async fn conflict(
    State(site): State<Site>,
    Path(id): Path<String>,
    page: Page,
    steward: Steward,
    _fields: Fields,
) -> Result<Response, Problem> {
    steward.0.may_own(Deed::ReadStories)?;
    let id: ReadingId = id.parse().map_err(|_| Error::Missing)?;
    flow::declare_conflict(&site.app, &steward.0.account, id).await?;
    Ok(see_other(&page.link("/admin/reviews")))
}
