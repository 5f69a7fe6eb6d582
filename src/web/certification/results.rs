//! Results near the bar of a certification: a person reads the answers, without knowing whose they are, and decides.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};

use super::sent::Sent;
use crate::{
    access::policy::Deed,
    assessment::{
        contest::{MOST_WORDS, Review},
        module::Module,
    },
    base::{AttemptId, Error},
    flows::{
        assessment::{self as attempts, Opened},
        contested as flow,
        upkeep::REVIEW_DAYS,
    },
    store::contested as rows,
    web::{
        Site,
        access::Steward,
        assessment::{Judged, judged},
        form::Fields,
        list::{Asked, Column, List, Value},
        page::{self, Page, see_other},
        problem::Problem,
    },
};

/// The fewest characters of why it is decided so.
const LEAST_WORDS: usize = 20;

#[derive(Template)]
#[template(path = "certification/result.html")]
struct ResultPage {
    page: Page,
    facts: Vec<(String, String)>,
    answers: Vec<Judged>,
    action: String,
    least: usize,
    most: usize,
    sent: Sent,
}

/// `GET /admin/results`: those that wait, the oldest first.
pub async fn index(
    State(site): State<Site>,
    page: Page,
    steward: Steward,
    asked: Asked,
) -> Result<Response, Problem> {
    steward.may(Deed::DecideResults)?;
    let t = page.t;
    let mut reader = site.app.db.read().await?;
    let total = rows::count_reviews(&mut reader).await?;
    let order = asked.order(rows::REVIEW_ORDERS, false);
    let waiting = rows::list_reviews(&mut reader, order).await?;
    let mut versions = BTreeMap::new();
    for (_, hash) in &waiting {
        if !versions.contains_key(hash) {
            let served = attempts::served(&site.app, &mut reader, hash).await?;
            versions.insert(hash.clone(), served);
        }
    }
    drop(reader);
    let mut lines = Vec::new();
    for (review, hash) in waiting {
        let module = versions[&hash].in_lang(t.lang);
        lines.push(vec![
            Value::Link(
                module.title.clone(),
                format!("/admin/results/{}", review.attempt),
            ),
            Value::Coded(review.level.clone(), level(module, &review)),
            Value::Figure(review.chance as f64 / 10.0, 1),
            Value::Moment(Some(review.opened_at)),
        ]);
    }
    let columns = ["module", "level", "chance", "since"]
        .map(|name| Column::sorted(name, t.text(&format!("column-{name}"))));
    let list = List {
        title: t.text("admin-results-title"),
        intro: t.text("results-intro"),
        empty: t.text("results-none"),
        rows: lines,
        columns: columns.into(),
        total,
        offer: None,
    };
    Ok(asked.answer(page, list))
}

/// The name of the level that is at stake.
fn level(module: &Module, review: &Review) -> String {
    let found = module.levels.iter().find(|one| one.id == review.level);
    found.map_or_else(|| review.level.clone(), |one| one.name.clone())
}

/// A result that waits, as who asks may read it: nobody reads their own.
async fn find(site: &Site, steward: &Steward, id: &str) -> Result<(Opened, Review), Problem> {
    steward.may(Deed::DecideResults)?;
    let id: AttemptId = id.parse().map_err(|_| Error::Missing)?;
    let review = rows::find_review(&mut site.app.db.read().await?, id).await?;
    let review = review.filter(|one| one.decided.is_none());
    let review = review.ok_or(Error::Missing)?;
    let opened = attempts::open(&site.app, id).await?;
    if flow::is_own(&opened, steward.0.account.id) {
        return Err(Error::Missing.into());
    }
    Ok((opened, review))
}

/// `GET /admin/results/{id}`.
pub async fn form(
    State(site): State<Site>,
    Path(id): Path<String>,
    page: Page,
    steward: Steward,
) -> Result<Response, Problem> {
    let (opened, review) = find(&site, &steward, &id).await?;
    Ok(show(page, &opened, &review, Sent::default()))
}

fn show(page: Page, opened: &Opened, review: &Review, sent: Sent) -> Response {
    let t = page.t;
    let attempt = opened.attempt();
    let outcome = attempt.outcome();
    let module = opened.served.in_lang(t.lang);
    let at_stake = module.levels.iter().find(|one| one.id == review.level);
    let bar = at_stake.map(|level| attempt.bar_of(level));
    let until = review
        .opened_at
        .checked_add(jiff::SignedDuration::from_hours(24 * REVIEW_DAYS))
        .unwrap_or(review.opened_at);
    let score = t.with_all(
        "results-score",
        [
            ("points", t.points(outcome.points).into()),
            ("max", t.points(outcome.max).into()),
            ("share", t.percent(outcome.fraction).into()),
        ],
    );
    let facts = [
        ("column-module", module.title.clone()),
        ("column-level", level(module, review)),
        ("results-reached", score),
        (
            "results-bar",
            bar.map(|bar| t.percent(bar)).unwrap_or_default(),
        ),
        ("column-chance", t.percent(review.chance as f64 / 1000.0)),
        ("column-since", t.date(review.opened_at)),
        ("results-until", t.date(until)),
    ];
    let answers = attempt.form().items.into_iter();
    page::with_status(
        sent.status(),
        &ResultPage {
            facts: facts
                .into_iter()
                .map(|(key, value)| (t.text(key), value))
                .collect(),
            answers: answers
                .filter_map(|item| judged(&t, opened, item))
                .collect(),
            action: page.link(&format!("/admin/results/{}", review.attempt)),
            least: LEAST_WORDS,
            most: MOST_WORDS,
            page: page.titled(t.text("results-read-title")).private(),
            sent,
        },
    )
}

/// `POST /admin/results/{id}`: what is decided, and why.
pub async fn put(
    State(site): State<Site>,
    Path(id): Path<String>,
    page: Page,
    steward: Steward,
    fields: Fields,
) -> Result<Response, Problem> {
    let (opened, review) = find(&site, &steward, &id).await?;
    let mut sent = Sent::of(fields);
    let granted = match sent.typed("decision") {
        "grant" => Some(true),
        "refuse" => Some(false),
        _ => None,
    };
    if granted.is_none() {
        sent.refuse("decision", page.t.text("results-wrong-decision"));
    }
    let words: String = sent
        .typed("words")
        .trim()
        .chars()
        .take(MOST_WORDS)
        .collect();
    if words.chars().count() < LEAST_WORDS {
        let wrong = page.t.with("results-wrong-words", "least", LEAST_WORDS);
        sent.refuse("words", wrong);
    }
    let Some(granted) = granted.filter(|_| !sent.is_wrong()) else {
        return Ok(show(page, &opened, &review, sent));
    };
    let by = steward.0.actor();
    flow::decide(&site.app, by, review.attempt, granted, &words).await?;
    Ok(see_other(&page.link("/admin/results")))
}
