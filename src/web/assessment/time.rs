//! The clock on the pages of an attempt: how much is left, the pause, and the end.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::Response,
};

use super::{
    handover::put_away,
    pages::{open_or_put_away, opened},
};
use crate::{
    assessment::clock::{NEAR, State as Time},
    base::{Error, Refusal},
    flows::assessment::{self as flow, Opened},
    i18n::Texts,
    web::{
        Site,
        form::Fields,
        page::{self, Page, see_other},
    },
};

/// What a page says of the time.
pub struct TimeView {
    pub text: String,
    pub near: bool,
    pub near_text: String,
    pub left: i64,
    pub pause: Option<String>,
}

#[derive(Template)]
#[template(path = "assessment/paused.html")]
struct PausedPage {
    page: Page,
    text: String,
    action: String,
}

#[derive(Template)]
#[template(path = "assessment/over.html")]
struct OverPage {
    page: Page,
    text: String,
    action: String,
}

/// How much time is left; nothing where it is unlimited or the attempt is completed.
pub fn view(site: &Site, opened: &Opened) -> Option<TimeView> {
    let Time::Running(left) = opened.time(site.app.now()) else {
        return None;
    };
    if opened.is_completed() {
        return None;
    }
    let t = Texts::of(opened.sitting.lang);
    let minutes = (left.as_secs() + 59) / 60;
    let near = left <= NEAR;
    Some(TimeView {
        text: t.with("time-left", "minutes", minutes),
        near,
        near_text: t.text("time-near"),
        left: left.as_secs(),
        pause: opened
            .served
            .own()
            .delivery
            .pause
            .then(|| format!("/attempts/{}/pause", opened.sitting.id)),
    })
}

/// What stands in place of a question while the clock stands still, or when the time is over.
pub fn gate(site: &Site, opened: &Opened, page: &Page) -> Option<Response> {
    if opened.is_completed() {
        return None;
    }
    let (id, t) = (opened.sitting.id, Texts::of(opened.sitting.lang));
    match opened.time(site.app.now()) {
        Time::Paused(left) => Some(page::answer(&PausedPage {
            text: t.with("pause-text", "minutes", (left.as_secs() + 59) / 60),
            action: format!("/attempts/{id}/pause"),
            page: page
                .clone()
                .for_attempt(opened.sitting.wording(), t.text("pause-title")),
        })),
        Time::Over => Some(over(opened, page, StatusCode::OK)),
        Time::Unlimited | Time::Running(_) => None,
    }
}

/// The page that says that the time is over.
pub fn over(opened: &Opened, page: &Page, status: StatusCode) -> Response {
    let t = Texts::of(opened.sitting.lang);
    page::with_status(
        status,
        &OverPage {
            text: t.text(if status == StatusCode::CONFLICT {
                "over-late"
            } else {
                "over-text"
            }),
            action: format!("/attempts/{}/completion", opened.sitting.id),
            page: page
                .clone()
                .for_attempt(opened.sitting.wording(), t.text("over-title")),
        },
    )
}

/// `POST /attempts/{id}/pause`: stops the clock, or lets it go on.
pub async fn put_pause(
    State(site): State<Site>,
    Path(id): Path<String>,
    headers: HeaderMap,
    page: Page,
    fields: Fields,
) -> Result<Response, Error> {
    let opened = open_or_put_away!(site, id, headers, page);
    let id = opened.sitting.id;
    let done = match fields.get("paused") {
        Some("0") => flow::go_on(&site.app, id).await,
        _ => flow::pause(&site.app, id).await,
    };
    match done {
        Ok(_) | Err(Error::Refusal(Refusal::TimeOver | Refusal::AttemptClosed)) => {
            Ok(see_other(&format!("/attempts/{id}")))
        }
        Err(error) => Err(error),
    }
}
