//! The page of one statement: its figures, how one answers, how one tells that it should not stand there.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};

use super::words::{Around, Statement};
use crate::{
    access::policy::{self, Deed},
    base::{Error, Result, VoiceId},
    events::Standing,
    flows::voices as flow,
    store::{events, voices as rows},
    voices::{Answer, State as Stand, voice::MOST_REPORT},
    web::{
        Site,
        access::Visitor,
        form::Fields,
        guard::Client,
        page::{self, Done, Page, inner_path, see_other},
        problem::Problem,
        session,
    },
};

#[derive(Template)]
#[template(path = "voices/show.html")]
struct Show {
    page: Page,
    statement: Statement,
    back: String,
    report: String,
    report_words: String,
    report_error: Option<String>,
    most: usize,
    done: String,
    /// Where the statement is hidden by who may do that.
    hide: Option<String>,
}

pub(super) fn id_of(text: &str) -> Result<VoiceId, Error> {
    text.parse().map_err(|_| Error::Missing)
}

/// What stands on the page beside the statement.
#[derive(Default)]
struct Told {
    done: String,
    words: String,
    error: Option<String>,
}

/// `GET /voices/{id}`.
pub async fn show(
    State(site): State<Site>,
    Path(id): Path<String>,
    Query(done): Query<Done>,
    page: Page,
    visitor: Visitor,
    browser: session::Answering,
) -> Result<Response, Problem> {
    let told = Told {
        done: done.done,
        ..Told::default()
    };
    answered(&site, &id, page, Some(visitor), browser, told).await
}

async fn answered(
    site: &Site,
    id: &str,
    page: Page,
    visitor: Option<Visitor>,
    browser: session::Answering,
    told: Told,
) -> Result<Response, Problem> {
    let id = id_of(id)?;
    let mut reader = site.app.db.read().await?;
    let voice = rows::find(&mut reader, id).await?;
    let voice = voice.filter(|one| one.state == Stand::Published);
    let voice = voice.ok_or(Error::Missing)?;
    let all = [voice];
    let around = Around::of(site, &mut reader, &all, browser.0).await?;
    let [voice] = all;
    let account = visitor.and_then(|visitor| visitor.account);
    let owner = around.event(&voice).and_then(|one| one.owner);
    let hide = account.and_then(|account| {
        let roles = account.roles();
        if owner == Some(account.id) && policy::may(Some(&roles), Deed::ModerateVoices, true) {
            let event = voice.event?;
            Some(format!("/me/events/{event}/voices/{id}"))
        } else {
            policy::may(Some(&roles), Deed::ModerateVoices, false)
                .then(|| format!("/admin/voices/{id}"))
        }
    });
    let status = if told.error.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let title = page.t.text(&format!("voice-kind-{}", voice.kind));
    Ok(page::with_status(
        status,
        &Show {
            statement: around.statement(&page, &voice, true),
            back: format!("/voices/{id}"),
            report: page.link(&format!("/voices/{id}/report")),
            report_words: told.words,
            report_error: told.error,
            most: MOST_REPORT,
            done: told.done,
            hide: hide.map(|path| page.link(&path)),
            page: page.titled(title),
        },
    ))
}

/// The way back to the list or the page from which an answer came, at its statement; the query of a list goes with it.
fn way_back(page: &Page, fields: &Fields, id: VoiceId) -> String {
    let back = fields.get("back").unwrap_or_default();
    let (path, query) = back.split_once('?').unwrap_or((back, ""));
    let known = inner_path(path).filter(|path| *path == "/voices" || path.starts_with("/events/"));
    let plain = query.len() <= 300
        && query
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"=&-_.~%+*".contains(&byte));
    match known {
        Some(path) if plain && !query.is_empty() => format!("{path}?{query}#voice-{id}"),
        Some(path) => format!("{}#voice-{id}", page.link(path)),
        None => page.link(&format!("/voices/{id}")),
    }
}

/// `POST /voices/{id}/answers`: the first answer of a browser gives it its cookie.
pub async fn answer(
    State(site): State<Site>,
    Path(id): Path<String>,
    page: Page,
    client: Client,
    browser: session::Answering,
    fields: Fields,
) -> Result<Response, Problem> {
    let id = id_of(&id)?;
    let given: Option<Answer> = fields.get("answer").and_then(|name| name.parse().ok());
    let Some(given) = given else {
        return Err(Problem::status(StatusCode::UNPROCESSABLE_ENTITY));
    };
    let mut headers = HeaderMap::new();
    let known = match browser.0 {
        Some(browser) => browser,
        None => {
            // Who drops the cookie may answer again: not often.
            client.may_be_new(&site)?;
            site.app.keyring.new_browser()
        }
    };
    flow::answer(&site.app, id, known, given).await?;
    if browser.0.is_none() {
        let token = site.app.keyring.browser_token(known);
        let cookie = session::set_answering(&token, site.app.is_https());
        headers.insert(header::SET_COOKIE, cookie);
    }
    Ok((headers, see_other(&way_back(&page, &fields, id))).into_response())
}

/// `POST /voices/{id}/report`.
pub async fn report(
    State(site): State<Site>,
    Path(id): Path<String>,
    page: Page,
    client: Client,
    browser: session::Answering,
    fields: Fields,
) -> Result<Response, Problem> {
    client.may_ask_letters(&site)?;
    let words = crate::events::read::line(fields.get("words").unwrap_or_default());
    let count = words.chars().count();
    if count == 0 || count > MOST_REPORT {
        let told = Told {
            error: Some(page.t.with("voice-report-flaw", "most", MOST_REPORT)),
            words,
            ..Told::default()
        };
        return answered(&site, &id, page, None, browser, told).await;
    }
    let voice = id_of(&id)?;
    flow::report(&site.app, voice, &words).await?;
    Ok(see_other(
        &page.link_done(&format!("/voices/{voice}"), "reported"),
    ))
}

/// Whether an account organises the event; pages of its organiser are nobody else's.
pub(super) async fn own_event(
    site: &Site,
    account: &crate::access::account::Account,
    id: &str,
) -> Result<Standing, Error> {
    let id = id.parse().map_err(|_| Error::Missing)?;
    let found = events::find(&mut site.app.db.read().await?, id).await?;
    let found = found.filter(|one| one.owner == Some(account.id));
    found.ok_or(Error::Missing)
}
