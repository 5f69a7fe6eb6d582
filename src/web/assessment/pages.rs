//! The handlers of the quiz. A page of an attempt opens by its cookie alone; everybody else is told that it is put away.

use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::Response,
};
use jiff::SignedDuration;

use super::{
    answers, feedback,
    handover::put_away,
    parts, result, table, time,
    views::{self, AllPage, EndPage, Entry, FeedbackPage, QuestionPage, Tools},
};
use crate::{
    assessment::{
        attempt::Attempt,
        item::Item,
        module::{Feedback, Pages},
        tally::Manner,
    },
    base::{AttemptId, Error, Refusal},
    flows::{assessment as flow, assessment::Opened},
    i18n::Texts,
    web::{
        Site,
        form::Fields,
        page::{self, Page, see_other},
        session,
    },
};

/// Opens the attempt that the browser's cookie is for.
pub(super) async fn opened(
    site: &Site,
    id: &str,
    headers: &HeaderMap,
) -> Result<Option<Opened>, Error> {
    let (Ok(id), Some(pass)) = (
        id.parse::<AttemptId>(),
        session::read(headers, site.app.is_https()),
    ) else {
        return Ok(None);
    };
    if pass.attempt != id || !site.app.keyring.knows_attempt_token(id, &pass.token) {
        return Ok(None);
    }
    match flow::open(&site.app, id).await {
        Ok(opened) => Ok(Some(opened)),
        Err(Error::Missing) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Opens the attempt, or answers that it is put away.
macro_rules! open_or_put_away {
    ($site:expr, $id:expr, $headers:expr, $page:expr) => {
        match opened(&$site, &$id, &$headers).await? {
            Some(opened) => opened,
            None => return Ok(put_away($page)),
        }
    };
}

pub(super) use open_or_put_away;

pub(super) fn tools(site: &Site, opened: &Opened, all: bool) -> Tools {
    let (id, t) = (opened.sitting.id, Texts::of(opened.sitting.lang));
    Tools {
        code: site.app.keyring.resume_code(id).to_string(),
        view: match all {
            false => {
                whole_page(opened).then(|| (format!("/attempts/{id}/all"), t.text("view-all")))
            }
            true => {
                (!begins_whole(opened)).then(|| (format!("/attempts/{id}"), t.text("view-one")))
            }
        },
        handover: format!("/attempts/{id}/handover"),
        parts: (opened.served.own().parts.len() > 1).then(|| format!("/attempts/{id}/parts")),
        big: !opened.sitting.manner.earns(),
        easy: opened
            .served
            .is_easy_draft(t.lang)
            .filter(|_| opened.sitting.easy)
            .map(|draft| {
                t.text(if draft {
                    "easy-name-draft"
                } else {
                    "easy-name"
                })
            }),
        time: time::view(site, opened),
    }
}

/// Whether all questions may stand on one page: they are not read aloud, and nobody who goes back is kept from it.
fn whole_page(opened: &Opened) -> bool {
    opened.sitting.manner != Manner::Aloud
        && (opened.served.own().delivery.go_back || opened.is_completed())
}

/// Whether they stand there from the start.
pub(super) fn begins_whole(opened: &Opened) -> bool {
    whole_page(opened) && opened.served.own().delivery.pages == Pages::All
}

/// The address of what comes next: the page of all where the module is given so, else the first question after `after` that waits for an answer, else the end.
pub(super) fn next_path(opened: &Opened, after: usize) -> String {
    if begins_whole(opened) && !opened.is_completed() {
        return match after {
            0 => format!("/attempts/{}/all", opened.sitting.id),
            after => format!("/attempts/{}/all#q{after}", opened.sitting.id),
        };
    }
    let (id, attempt) = (opened.sitting.id, opened.attempt());
    if opened.is_completed() {
        return format!("/attempts/{id}/result");
    }
    let items = attempt.items();
    let waiting = attempt.waiting();
    let blank = |n: &usize| waiting.contains(&items[*n - 1]);
    match (after + 1..=items.len()).find(blank) {
        Some(number) => format!("/attempts/{id}/items/{number}"),
        None => format!("/attempts/{id}/end"),
    }
}

/// A question of an attempt by its number, from 1.
fn nth<'m>(attempt: &Attempt<'m>, number: usize) -> Result<&'m Item, Error> {
    let place = number.checked_sub(1).ok_or(Error::Missing)?;
    attempt.items().get(place).copied().ok_or(Error::Missing)
}

/// A question that may be read now, by its number.
pub(super) fn nth_open<'m>(attempt: &Attempt<'m>, number: usize) -> Result<&'m Item, Error> {
    let item = nth(attempt, number)?;
    let open = attempt.open().contains(&item);
    open.then_some(item).ok_or(Error::Missing)
}

/// What is shown in place of a question that is not asked now, where nobody goes back: the one that is, else the end.
fn elsewhere(opened: &Opened, item: &Item) -> Option<Response> {
    let attempt = opened.attempt();
    let told = opened.sitting.manner == Manner::Aloud || attempt.told(item, false).is_some();
    let free = opened.is_completed() || attempt.module.delivery.go_back;
    let asked = free || attempt.waiting().contains(&item);
    (!(asked || told && attempt.response(item).is_some())).then(|| see_other(&next_path(opened, 0)))
}

/// `GET /attempts/{id}`: where it stands.
pub async fn open(
    State(site): State<Site>,
    Path(id): Path<String>,
    headers: HeaderMap,
    page: Page,
) -> Result<Response, Error> {
    let opened = open_or_put_away!(site, id, headers, page);
    Ok(see_other(&next_path(&opened, 0)))
}

/// `GET /attempts/{id}/items/{number}`: the question, or what is told of its answer.
pub async fn item(
    State(site): State<Site>,
    Path((id, number)): Path<(String, usize)>,
    headers: HeaderMap,
    page: Page,
) -> Result<Response, Error> {
    let opened = open_or_put_away!(site, id, headers, page);
    if let Some(closed) = time::gate(&site, &opened, &page) {
        return Ok(closed);
    }
    let attempt = opened.attempt();
    if let Some(other) = elsewhere(&opened, nth(&attempt, number)?) {
        return Ok(other);
    }
    show(&site, &opened, number, page, None, None).await
}

async fn show(
    site: &Site,
    opened: &Opened,
    number: usize,
    page: Page,
    typed: Option<&Fields>,
    error: Option<String>,
) -> Result<Response, Error> {
    let attempt = opened.attempt();
    let item = nth(&attempt, number)?;
    let t = Texts::of(opened.sitting.lang);
    let form = attempt.form();
    let progress = views::progress(&t, number, &form);
    let title = if error.is_some() {
        "question-title-refused"
    } else {
        "question-title"
    };
    let title = t.with_all(
        title,
        [
            ("progress", progress.as_str().into()),
            ("module", attempt.module.title.as_str().into()),
        ],
    );
    let frame = page.for_attempt(opened.sitting.wording(), title);
    let tools = tools(site, opened, false);
    if opened.sitting.manner == Manner::Aloud {
        let next = next_path(opened, number);
        return Ok(table::show(
            opened,
            number,
            frame,
            (progress, next, tools),
            typed,
            error,
        ));
    }
    if let Some(mut f) = feedback::told(opened, item, true) {
        (f.shares, f.too_few) = table::opinions(site, opened, item).await?;
        let next = next_path(opened, number);
        let last = next.ends_with("/end") || next.ends_with("/result");
        return Ok(page::answer(&FeedbackPage {
            page: frame,
            progress,
            part_title: views::part_title(&attempt, item),
            number,
            count: form.most,
            ask: item.ask.clone(),
            f,
            part_done: parts::done_with(opened, item),
            contest: format!("/attempts/{}/items/{number}/contest", opened.sitting.id),
            next,
            next_text: t.text(if last {
                "feedback-to-end"
            } else {
                "feedback-next"
            }),
            tools,
        }));
    }
    if opened.is_completed() {
        return Ok(see_other(&format!(
            "/attempts/{}/result",
            opened.sitting.id
        )));
    }
    let status = if error.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let q = views::question(opened, number, typed, error).ok_or(Error::Missing)?;
    Ok(page::with_status(
        status,
        &QuestionPage {
            page: frame,
            q,
            tools,
        },
    ))
}

/// `POST /attempts/{id}/items/{number}`: stores one answer.
pub async fn put_item(
    State(site): State<Site>,
    Path((id, number)): Path<(String, usize)>,
    headers: HeaderMap,
    page: Page,
    fields: Fields,
) -> Result<Response, Error> {
    let opened = open_or_put_away!(site, id, headers, page);
    let attempt = opened.attempt();
    let item = nth(&attempt, number)?;
    if let Some(other) = elsewhere(&opened, item) {
        return Ok(other);
    }
    let t = Texts::of(opened.sitting.lang);
    let here = format!("/attempts/{}/items/{number}", opened.sitting.id);
    let aloud = opened.sitting.manner == Manner::Aloud;
    let read = if aloud {
        table::read(&opened, item, &fields)
    } else {
        answers::read(item, &attempt.present(item), &fields)
    };
    let response = match read {
        Ok(response) => response,
        // An answer stands already: a second tab or the back button. What stands is shown, nothing is lost.
        Err(_) if attempt.response(item).is_some() => return Ok(see_other(&here)),
        Err(key) => {
            let pass = t.text(views::pass_key(item));
            let error = t.with(key, "pass", pass);
            return show(&site, &opened, number, page, Some(&fields), Some(error)).await;
        }
    };
    let waited = fields.get("waited").and_then(|waited| waited.parse().ok());
    let waited = SignedDuration::from_millis(waited.unwrap_or(0));
    match flow::answer(&site.app, opened.sitting.id, &item.id, response, waited).await {
        Ok(now) => {
            let told = aloud || now.attempt().module.delivery.feedback == Feedback::Immediate;
            Ok(see_other(&if told && !begins_whole(&now) {
                format!("{here}#reponse")
            } else {
                next_path(&now, number)
            }))
        }
        Err(Error::Refusal(Refusal::AnswerStands)) => Ok(see_other(&format!("{here}#reponse"))),
        Err(Error::Refusal(Refusal::AttemptClosed)) => Ok(see_other(&format!(
            "/attempts/{}/result",
            opened.sitting.id
        ))),
        Err(Error::Refusal(Refusal::Paused)) => Ok(see_other(&here)),
        Err(Error::Refusal(Refusal::TimeOver)) => {
            Ok(time::over(&opened, &page, StatusCode::CONFLICT))
        }
        Err(Error::Refusal(Refusal::ResponseShape(_))) => {
            show(
                &site,
                &opened,
                number,
                page,
                Some(&fields),
                Some(t.with(
                    "refusal-answer-shape",
                    "pass",
                    t.text(views::pass_key(item)),
                )),
            )
            .await
        }
        Err(error) => Err(error),
    }
}

/// `GET /attempts/{id}/all`: every question on one page.
pub async fn all(
    State(site): State<Site>,
    Path(id): Path<String>,
    headers: HeaderMap,
    page: Page,
) -> Result<Response, Error> {
    let opened = open_or_put_away!(site, id, headers, page);
    if !whole_page(&opened) {
        return Ok(see_other(&next_path(&opened, 0)));
    }
    if let Some(closed) = time::gate(&site, &opened, &page) {
        return Ok(closed);
    }
    let attempt = opened.attempt();
    let entries = attempt.items().into_iter().enumerate().map(|(at, item)| {
        let told = feedback::told(&opened, item, false);
        let question = if told.is_none() && !opened.is_completed() {
            views::question(&opened, at + 1, None, None)
        } else {
            None
        };
        Entry {
            number: at + 1,
            ask: item.ask.clone(),
            question,
            feedback: told,
        }
    });
    let title = attempt.module.title.clone();
    Ok(page::answer(&AllPage {
        entries: entries.collect(),
        end: format!(
            "/attempts/{}/{}",
            opened.sitting.id,
            if opened.is_completed() {
                "result"
            } else {
                "end"
            }
        ),
        tools: tools(&site, &opened, true),
        page: page.for_attempt(opened.sitting.wording(), title.clone()),
        title,
    }))
}

/// `GET /attempts/{id}/end`: what is still blank, before the result.
pub async fn end(
    State(site): State<Site>,
    Path(id): Path<String>,
    headers: HeaderMap,
    page: Page,
) -> Result<Response, Error> {
    let opened = open_or_put_away!(site, id, headers, page);
    let id = opened.sitting.id;
    if opened.is_completed() {
        return Ok(see_other(&format!("/attempts/{id}/result")));
    }
    if let Some(closed) = time::gate(&site, &opened, &page) {
        return Ok(closed);
    }
    let attempt = opened.attempt();
    let blanks = attempt
        .items()
        .into_iter()
        .enumerate()
        .filter(|(_, item)| attempt.waiting().contains(item));
    let blanks = blanks.map(|(at, item)| {
        (
            format!("{}. {}", at + 1, item.ask),
            format!("/attempts/{id}/items/{}", at + 1),
        )
    });
    let t = Texts::of(opened.sitting.lang);
    let title = t.text("end-title");
    Ok(page::answer(&EndPage {
        stopped: result::stopped(&t, &opened),
        blanks: blanks.collect(),
        action: format!("/attempts/{id}/completion"),
        tools: tools(&site, &opened, false),
        page: page.for_attempt(opened.sitting.wording(), title),
    }))
}

/// `POST /attempts/{id}/completion`.
pub async fn complete(
    State(site): State<Site>,
    Path(id): Path<String>,
    headers: HeaderMap,
    page: Page,
    _fields: Fields,
) -> Result<Response, Error> {
    let opened = open_or_put_away!(site, id, headers, page);
    flow::complete(&site.app, opened.sitting.id).await?;
    Ok(see_other(&format!(
        "/attempts/{}/result#resultat",
        opened.sitting.id
    )))
}
