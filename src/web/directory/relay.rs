//! Writing to somebody through the relay, and telling of what is wrong: pages with a button, since a mailed link changes nothing by itself.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};

use super::{person::seen, viewer};
use crate::{
    base::{Email, Error, Name},
    flows::directory::{self as flow, Errand, MOST_WORDS, Writing},
    web::{
        Site,
        access::Visitor,
        form::Fields,
        guard::Client,
        page::{self, Page},
        problem::Problem,
    },
};

/// The longest words of a report, in characters.
const MOST_REPORT: usize = 500;

/// What was typed, and what is wrong with it.
#[derive(Default)]
struct Typed {
    name: String,
    email: String,
    words: String,
    reply: bool,
    name_error: Option<String>,
    email_error: Option<String>,
    words_error: Option<String>,
}

#[derive(Template)]
#[template(path = "directory/write.html")]
struct Write {
    page: Page,
    to: String,
    back: String,
    action: String,
    known: bool,
    typed: Typed,
    most: usize,
}

#[derive(Template)]
#[template(path = "directory/report.html")]
struct Report {
    page: Page,
    intro: String,
    action: String,
    words: String,
    error: Option<String>,
    most: usize,
}

/// A page with one button, or with none where there is nothing left to do.
#[derive(Template)]
#[template(path = "directory/gesture.html")]
struct Gesture {
    page: Page,
    text: String,
    button: Option<(String, String)>,
    ways: Vec<(String, String)>,
}

fn told(page: Page, status: StatusCode, title: &str, text: &str) -> Response {
    let t = page.t;
    let ways = vec![(t.text("people-title"), page.link("/people"))];
    page::with_status(
        status,
        &Gesture {
            text: t.text(text),
            button: None,
            ways,
            page: page.titled(t.text(title)).private().unlisted(),
        },
    )
}

fn asked(page: Page, title: &str, text: &str, button: &str, action: String) -> Response {
    let t = page.t;
    page::answer(&Gesture {
        text: t.text(text),
        button: Some((t.text(button), action)),
        ways: Vec::new(),
        page: page.titled(t.text(title)).private().unlisted(),
    })
}

/// `GET /people/{slug}/letters`.
pub async fn write_form(
    State(site): State<Site>,
    Path(slug): Path<String>,
    page: Page,
    visitor: Visitor,
) -> Result<Response, Problem> {
    let typed = Typed {
        reply: true,
        ..Typed::default()
    };
    answer_write(&site, &slug, page, &visitor, typed).await
}

async fn answer_write(
    site: &Site,
    slug: &str,
    page: Page,
    visitor: &Visitor,
    typed: Typed,
) -> Result<Response, Problem> {
    let viewer = viewer(visitor);
    let standing = seen(site, slug, viewer).await?.standing;
    if !standing.profile.may_be_written_to(viewer) {
        return Err(Error::Missing.into());
    }
    let wrong = [&typed.name_error, &typed.email_error, &typed.words_error];
    let status = match wrong.into_iter().any(Option::is_some) {
        true => StatusCode::UNPROCESSABLE_ENTITY,
        false => StatusCode::OK,
    };
    let title = page
        .t
        .with("relay-title", "name", standing.profile.name.as_str());
    Ok(page::with_status(
        status,
        &Write {
            to: standing.profile.name,
            back: page.link(&format!("/people/{slug}")),
            action: page.link(&format!("/people/{slug}/letters")),
            known: visitor.account.is_some(),
            typed,
            most: MOST_WORDS,
            page: page.titled(title).private(),
        },
    ))
}

/// `POST /people/{slug}/letters`.
pub async fn write_letter(
    State(site): State<Site>,
    Path(slug): Path<String>,
    page: Page,
    visitor: Visitor,
    client: Client,
    fields: Fields,
) -> Result<Response, Problem> {
    let (t, looks) = (page.t, viewer(&visitor));
    let found = seen(&site, &slug, looks).await?;
    if !found.standing.profile.may_be_written_to(looks) {
        return Err(Error::Missing.into());
    }
    let text = |name: &str, most: usize| -> String {
        fields
            .get(name)
            .unwrap_or_default()
            .chars()
            .take(most)
            .collect()
    };
    let mut typed = Typed {
        name: text("name", 200),
        email: text("email", 320),
        words: text("words", MOST_WORDS * 2),
        reply: fields.get("reply") == Some("yes"),
        ..Typed::default()
    };
    let name = match Name::read(&typed.name) {
        Ok(Some(name)) => name.as_str().to_owned(),
        _ => {
            typed.name_error = Some(t.text("relay-name-wrong"));
            String::new()
        }
    };
    let own = visitor
        .account
        .as_ref()
        .map(|account| account.email.clone());
    let sender = own.map_or_else(|| Email::read(&typed.email), Ok);
    if sender.is_err() {
        typed.email_error = Some(t.text("refusal-address"));
    }
    let words: String = typed
        .words
        .chars()
        .filter(|c| *c == '\n' || !c.is_control())
        .collect();
    let words = words.trim().to_owned();
    let length = words.chars().count();
    if length == 0 || length > MOST_WORDS {
        typed.words_error = Some(t.with("relay-words-wrong", "count", MOST_WORDS));
    }
    let right = typed.name_error.is_none() && typed.words_error.is_none();
    let (Ok(sender), true) = (sender, right) else {
        return answer_write(&site, &slug, page, &visitor, typed).await;
    };
    client.may_ask_letters(&site)?;
    let known = visitor.account.is_some();
    let writing = Writing {
        to: found.account,
        reply: typed.reply,
        lang: t.lang,
        sender,
        known,
        name,
        words,
    };
    flow::write(&site.app, &writing).await?;
    let text = if known {
        "relay-sent-known"
    } else {
        "relay-sent"
    };
    Ok(told(page, StatusCode::OK, "relay-sent-title", text))
}

/// `GET /people/letters/{token}`: the mailbox is said to be one's own by a button.
pub async fn confirm_letter_form(
    State(site): State<Site>,
    Path(token): Path<String>,
    page: Page,
) -> Result<Response, Problem> {
    let action = page.link(&format!("/people/letters/{token}"));
    Ok(
        match flow::of_token(&site.app, Errand::Confirm, &token).await? {
            Some(_) => asked(
                page,
                "relay-confirm-title",
                "relay-confirm-text",
                "relay-confirm-button",
                action,
            ),
            None => told(
                page,
                StatusCode::GONE,
                "relay-gone-title",
                "relay-gone-text",
            ),
        },
    )
}

/// `POST /people/letters/{token}`.
pub async fn confirm_letter(
    State(site): State<Site>,
    Path(token): Path<String>,
    page: Page,
    _fields: Fields,
) -> Result<Response, Problem> {
    match flow::confirm_letter(&site.app, &token).await {
        Ok(()) => Ok(told(
            page,
            StatusCode::OK,
            "relay-sent-title",
            "relay-sent-known",
        )),
        Err(Error::Missing) => Ok(told(
            page,
            StatusCode::GONE,
            "relay-gone-title",
            "relay-gone-text",
        )),
        Err(error) => Err(error.into()),
    }
}

/// `GET /people/confirmations/{token}`: the profile is said to hold by a button.
pub async fn confirm_form(
    State(site): State<Site>,
    Path(token): Path<String>,
    page: Page,
) -> Result<Response, Problem> {
    let action = page.link(&format!("/people/confirmations/{token}"));
    Ok(match flow::token_holder(&site.app, &token).await? {
        Some(_) => asked(page, "holds-title", "holds-text", "holds-button", action),
        None => told(
            page,
            StatusCode::GONE,
            "holds-gone-title",
            "holds-gone-text",
        ),
    })
}

/// `POST /people/confirmations/{token}`.
pub async fn confirm_profile(
    State(site): State<Site>,
    Path(token): Path<String>,
    page: Page,
    _fields: Fields,
) -> Result<Response, Problem> {
    match flow::confirm(&site.app, &token).await {
        Ok(()) => Ok(told(
            page,
            StatusCode::OK,
            "holds-done-title",
            "holds-done-text",
        )),
        Err(Error::Missing) => Ok(told(
            page,
            StatusCode::GONE,
            "holds-gone-title",
            "holds-gone-text",
        )),
        Err(error) => Err(error.into()),
    }
}

fn answer_report(
    page: Page,
    intro: String,
    action: String,
    words: String,
    wrong: bool,
) -> Response {
    let t = page.t;
    let status = if wrong {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    page::with_status(
        status,
        &Report {
            intro,
            action,
            words,
            error: wrong.then(|| t.with("report-words-wrong", "count", MOST_REPORT)),
            most: MOST_REPORT,
            page: page.titled(t.text("report-title")).private().unlisted(),
        },
    )
}

/// The words of a report, and whether they can be taken.
fn report_words(fields: &Fields) -> (String, bool) {
    let words = fields.get("words").unwrap_or_default().trim();
    let length = words.chars().take(MOST_REPORT + 1).count();
    let kept = words.chars().filter(|c| !c.is_control() || *c == '\n');
    let right = length > 0 && length <= MOST_REPORT;
    (kept.take(MOST_REPORT * 2).collect(), right)
}

/// `GET /people/{slug}/report`.
pub async fn report_form(
    State(site): State<Site>,
    Path(slug): Path<String>,
    page: Page,
    visitor: Visitor,
) -> Result<Response, Problem> {
    let standing = seen(&site, &slug, viewer(&visitor)).await?.standing;
    let name = standing.profile.name.as_str();
    let intro = page.t.with("report-profile-intro", "name", name);
    let action = page.link(&format!("/people/{slug}/report"));
    Ok(answer_report(page, intro, action, String::new(), false))
}

/// `POST /people/{slug}/report`.
pub async fn report_profile(
    State(site): State<Site>,
    Path(slug): Path<String>,
    page: Page,
    visitor: Visitor,
    client: Client,
    fields: Fields,
) -> Result<Response, Problem> {
    let found = seen(&site, &slug, viewer(&visitor)).await?;
    let (words, right) = report_words(&fields);
    if !right {
        let name = found.standing.profile.name.as_str();
        let intro = page.t.with("report-profile-intro", "name", name);
        let action = page.link(&format!("/people/{slug}/report"));
        return Ok(answer_report(page, intro, action, words, true));
    }
    client.may_ask_letters(&site)?;
    flow::report_profile(&site.app, found.account, &words).await?;
    Ok(told(
        page,
        StatusCode::OK,
        "report-done-title",
        "report-done-text",
    ))
}

/// `GET /people/reports/{token}`.
pub async fn report_letter_form(
    State(site): State<Site>,
    Path(token): Path<String>,
    page: Page,
) -> Result<Response, Problem> {
    let action = page.link(&format!("/people/reports/{token}"));
    let intro = page.t.text("report-letter-intro");
    Ok(
        match flow::of_token(&site.app, Errand::Report, &token).await? {
            Some(_) => answer_report(page, intro, action, String::new(), false),
            None => told(
                page,
                StatusCode::GONE,
                "relay-gone-title",
                "relay-gone-text",
            ),
        },
    )
}

/// `POST /people/reports/{token}`.
pub async fn report_letter(
    State(site): State<Site>,
    Path(token): Path<String>,
    page: Page,
    fields: Fields,
) -> Result<Response, Problem> {
    let (words, right) = report_words(&fields);
    if !right {
        let action = page.link(&format!("/people/reports/{token}"));
        let intro = page.t.text("report-letter-intro");
        return Ok(answer_report(page, intro, action, words, true));
    }
    match flow::report_letter(&site.app, &token, &words).await {
        Ok(()) => Ok(told(
            page,
            StatusCode::OK,
            "report-done-title",
            "report-done-text",
        )),
        Err(Error::Missing) => Ok(told(
            page,
            StatusCode::GONE,
            "relay-gone-title",
            "relay-gone-text",
        )),
        Err(error) => Err(error.into()),
    }
}
