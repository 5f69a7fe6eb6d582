//! Saying that something is wrong with a question, and what was changed about questions since, for everybody to read.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::Response,
};

use super::{
    handover::put_away,
    pages::{nth_open, open_or_put_away, opened},
};
use crate::{
    assessment::contest::{MOST_WORDS, Reason},
    base::Error,
    flows::{assessment::Opened, contested as flow},
    i18n::Texts,
    store::contested as rows,
    web::{
        Site,
        form::Fields,
        page::{self, Page, see_other},
    },
};

/// A reason to choose.
pub struct ReasonView {
    pub value: &'static str,
    pub text: String,
    pub on: bool,
}

#[derive(Template)]
#[template(path = "assessment/contest.html")]
struct ContestPage {
    page: Page,
    ask: String,
    reasons: Vec<ReasonView>,
    words: String,
    most: usize,
    error: Option<String>,
    action: String,
    back: String,
    said: bool,
}

/// A change to a question, in words.
pub struct ChangeView {
    pub date: String,
    pub what: String,
    pub ask: String,
    pub reason: String,
    pub raised: Option<String>,
}

#[derive(Template)]
#[template(path = "assessment/changes.html")]
struct ChangesPage {
    page: Page,
    changes: Vec<ChangeView>,
    back: String,
}

/// The words for a reason.
pub fn reason_key(reason: Reason) -> &'static str {
    match reason {
        Reason::Wrong => "contest-wrong",
        Reason::Unclear => "contest-unclear",
        Reason::Outdated => "contest-outdated",
        Reason::Hurtful => "contest-hurtful",
        Reason::Unusable => "contest-unusable",
        Reason::Other => "contest-other",
    }
}

fn form(
    opened: &Opened,
    number: usize,
    page: Page,
    fields: Option<&Fields>,
    said: bool,
) -> Result<Response, Error> {
    let attempt = opened.attempt();
    let item = nth_open(&attempt, number)?;
    let t = Texts::of(opened.sitting.lang);
    let chosen = fields.and_then(|fields| fields.get("reason"));
    let error = fields.is_some().then(|| t.text("contest-choose"));
    let here = format!("/attempts/{}/items/{number}", opened.sitting.id);
    let status = if error.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let reasons = Reason::ALL.map(|(reason, value)| ReasonView {
        value,
        text: t.text(reason_key(reason)),
        on: chosen == Some(value),
    });
    Ok(page::with_status(
        status,
        &ContestPage {
            ask: item.ask.clone(),
            reasons: reasons.into(),
            words: fields
                .and_then(|fields| fields.get("words"))
                .unwrap_or_default()
                .to_owned(),
            most: MOST_WORDS,
            error,
            action: format!("{here}/contest"),
            back: here,
            said,
            page: page.for_attempt(
                opened.sitting.wording(),
                t.text(if said {
                    "contest-thanks"
                } else {
                    "contest-title"
                }),
            ),
        },
    ))
}

/// `GET /attempts/{id}/items/{number}/contest`.
pub async fn contest_form(
    State(site): State<Site>,
    Path((id, number)): Path<(String, usize)>,
    headers: HeaderMap,
    page: Page,
) -> Result<Response, Error> {
    let opened = open_or_put_away!(site, id, headers, page);
    form(&opened, number, page, None, false)
}

/// `GET /attempts/{id}/items/{number}/contest/thanks`.
pub async fn contest_thanks(
    State(site): State<Site>,
    Path((id, number)): Path<(String, usize)>,
    headers: HeaderMap,
    page: Page,
) -> Result<Response, Error> {
    let opened = open_or_put_away!(site, id, headers, page);
    form(&opened, number, page, None, true)
}

/// `POST /attempts/{id}/items/{number}/contest`.
pub async fn put_contest(
    State(site): State<Site>,
    Path((id, number)): Path<(String, usize)>,
    headers: HeaderMap,
    page: Page,
    fields: Fields,
) -> Result<Response, Error> {
    let opened = open_or_put_away!(site, id, headers, page);
    let Some(reason) = fields.get("reason").and_then(|reason| reason.parse().ok()) else {
        return form(&opened, number, page, Some(&fields), false);
    };
    let item = nth_open(&opened.attempt(), number)?.id.clone();
    let words = fields.get("words").unwrap_or_default();
    flow::contest(&site.app, opened.sitting.id, &item, reason, words).await?;
    Ok(see_other(&format!(
        "/attempts/{}/items/{number}/contest/thanks",
        opened.sitting.id
    )))
}

/// `GET /modules/{module}/changes`: what was changed about questions since people answered them.
pub async fn changes(
    State(site): State<Site>,
    Path(id): Path<String>,
    page: Page,
) -> Result<Response, Error> {
    let served = site.app.shelf().find(&id).ok_or(Error::Missing)?;
    let t = page.t;
    let module = served.in_lang(t.lang);
    let mut reader = site.app.db.read().await?;
    let changes = rows::list_changes(&mut reader, &id)
        .await?
        .into_iter()
        .rev();
    let view = |change: crate::assessment::contest::Change| ChangeView {
        date: t.date(change.changed_at),
        what: t.text(if change.neutral {
            "changes-neutral"
        } else {
            "changes-restored"
        }),
        ask: module
            .item(&change.item)
            .map_or(change.item.clone(), |item| item.ask.clone()),
        reason: change.reason,
        raised: (change.raised > 0).then(|| t.with("changes-raised", "count", change.raised)),
    };
    Ok(page::answer(&ChangesPage {
        changes: changes.map(view).collect(),
        back: page.link(&format!("/modules/{id}")),
        page: page.titled(t.with("changes-title", "module", module.title.as_str())),
    }))
}
