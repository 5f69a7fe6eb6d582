//! The form with which anybody tells of a badge that looks wrong, ours or one that passes for ours.

use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::Response,
};
use serde::Deserialize;

use crate::{
    badges::doubt::{Ground, MOST_ADDRESS, MOST_WORDS},
    base::{Error, Refusal},
    flows::badges as flow,
    web::{
        Site,
        form::Fields,
        guard::Client,
        page::{self, Page, see_other},
        problem::Problem,
    },
};

/// A ground to choose.
struct GroundView {
    value: String,
    text: String,
    on: bool,
}

#[derive(Template)]
#[template(path = "badges/doubt.html")]
struct DoubtPage {
    page: Page,
    done: bool,
    about: String,
    about_error: Option<String>,
    grounds: Vec<GroundView>,
    ground_error: Option<String>,
    words: String,
    words_error: Option<String>,
    most: usize,
    most_address: usize,
}

/// What a link brings along.
#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    about: String,
    #[serde(default)]
    done: String,
}

/// What was typed, and what is wrong with it.
#[derive(Default)]
struct Typed {
    about: String,
    about_error: Option<String>,
    ground: Option<Ground>,
    ground_error: Option<String>,
    words: String,
    words_error: Option<String>,
}

impl Typed {
    fn is_refused(&self) -> bool {
        self.about_error.is_some() || self.ground_error.is_some() || self.words_error.is_some()
    }
}

fn answer(page: Page, typed: Typed, done: bool) -> Response {
    let t = page.t;
    let status = if typed.is_refused() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let grounds = Ground::ALL.iter().map(|ground| GroundView {
        value: ground.to_string(),
        text: t.text(&format!("doubt-ground-{ground}")),
        on: typed.ground == Some(*ground),
    });
    let title = t.text(if done { "doubt-thanks" } else { "doubt-title" });
    page::with_status(
        status,
        &DoubtPage {
            done,
            about: typed.about.chars().take(MOST_ADDRESS).collect(),
            about_error: typed.about_error,
            grounds: grounds.collect(),
            ground_error: typed.ground_error,
            words: typed.words,
            words_error: typed.words_error,
            most: MOST_WORDS,
            most_address: MOST_ADDRESS,
            page: page.titled(title).private(),
        },
    )
}

/// `GET /doubts`.
pub async fn form(Query(asked): Query<Asked>, page: Page) -> Response {
    let typed = Typed {
        about: asked.about,
        ..Typed::default()
    };
    answer(page, typed, asked.done == "sent")
}

/// `POST /doubts`.
pub async fn put(
    State(site): State<Site>,
    page: Page,
    client: Client,
    fields: Fields,
) -> Result<Response, Problem> {
    client.may_ask_letters(&site)?;
    let get = |name: &str| fields.get(name).unwrap_or_default().trim().to_owned();
    let mut typed = Typed {
        about: get("about"),
        ground: get("ground").parse().ok(),
        words: get("words"),
        ..Typed::default()
    };
    let t = page.t;
    if typed.about.is_empty() || typed.about.chars().count() > MOST_ADDRESS {
        typed.about_error = Some(t.with("doubt-no-about", "most", MOST_ADDRESS));
    }
    if typed.ground.is_none() {
        typed.ground_error = Some(t.text("doubt-no-ground"));
    }
    if typed.words.chars().count() > MOST_WORDS {
        typed.words_error = Some(t.with("doubt-too-long", "most", MOST_WORDS));
    } else if typed.words.is_empty() && typed.ground == Some(Ground::Other) {
        typed.words_error = Some(t.text("doubt-no-words"));
    }
    let (Some(ground), false) = (typed.ground, typed.is_refused()) else {
        return Ok(answer(page, typed, false));
    };
    match flow::raise(&site.app, &typed.about, ground, &typed.words).await {
        // Who says what was said often enough today is thanked all the same: it is known.
        Ok(()) | Err(Error::Refusal(Refusal::TooOften)) => {
            Ok(see_other(&page.link_done("/doubts", "sent")))
        }
        Err(error) => Err(error.into()),
    }
}
