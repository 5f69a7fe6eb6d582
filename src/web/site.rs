//! The pages around the quiz: home, the list of modules, refusals.

use std::collections::BTreeSet;

use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::{
    Site, events,
    page::{self, Page},
};
use crate::{
    assessment::{form, module::Badge},
    badges::artwork,
    base::Error,
    outside::quizzes::Served,
};

/// A module on a list.
pub struct ModuleCard {
    href: String,
    title: String,
    summary: String,
    about: String,
    lang: Option<String>,
}

#[derive(Template)]
#[template(path = "site/home.html")]
struct Home {
    page: Page,
    /// A badge without words, to look at.
    emblem: String,
    modules: Vec<ModuleCard>,
    events: Vec<events::Card>,
}

#[derive(Template)]
#[template(path = "site/modules.html")]
struct Modules {
    page: Page,
    modules: Vec<ModuleCard>,
}

#[derive(Template)]
#[template(path = "site/text.html")]
struct Text {
    page: Page,
    paragraphs: Vec<String>,
    ways: Vec<(String, String)>,
}

/// `GET /`.
pub async fn home(State(site): State<Site>, page: Page) -> Result<Response, Error> {
    let modules = cards(&site, &page);
    let title = page.t.text("home-title");
    Ok(page::answer(&Home {
        events: events::next_dates(&site, &page).await?,
        page: page.titled(title),
        emblem: artwork::emblem(3, ""),
        modules,
    }))
}

/// `GET /modules`.
pub async fn modules(State(site): State<Site>, page: Page) -> Response {
    let modules = cards(&site, &page);
    let title = page.t.text("modules-title");
    page::answer(&Modules {
        page: page.titled(title),
        modules,
    })
}

fn cards(site: &Site, page: &Page) -> Vec<ModuleCard> {
    let card = |served: &std::sync::Arc<Served>| {
        let module = served.in_lang(page.wording());
        let spoken = module.lang.split('-').next().unwrap_or_default();
        ModuleCard {
            href: format!("/modules/{}", module.id),
            title: module.title.clone(),
            summary: module.summary.clone(),
            about: about(page, served),
            lang: (spoken != page.t.lang.tag()).then(|| spoken.to_owned()),
        }
    };
    let shelf = site.app.shelf();
    let mut modules: Vec<_> = shelf.modules().collect();
    let asked: BTreeSet<&str> = modules
        .iter()
        .flat_map(|served| &served.own().prerequisites.badges)
        .map(String::as_str)
        .collect();
    // What is for everybody comes before what certifies a few; first of all that on which others build.
    modules.sort_by_key(|served| {
        let module = served.own();
        let first = |badge: &Badge| asked.contains(badge.id.as_str());
        (
            module.delivery.certification,
            !module.badges.iter().any(first),
        )
    });
    modules.into_iter().map(card).collect()
}

/// How many questions a module has, and how long it takes.
pub fn about(page: &Page, served: &Served) -> String {
    let questions = page
        .t
        .with("module-questions", "count", form::length(served.own()));
    match served.own().minutes {
        Some(minutes) => format!(
            "{questions}, {}",
            page.t.with("module-minutes", "minutes", minutes)
        ),
        None => questions,
    }
}

/// Refusals and faults as a page, with ways out.
pub fn problem(page: Page, path: &str, status: StatusCode, reference: Option<&str>) -> Response {
    let t = page.t;
    if status == StatusCode::NOT_FOUND && path.starts_with("/credentials/") {
        return no_badge(page);
    }
    let known = [400, 403, 404, 405, 409, 410, 413, 421, 422, 429, 500, 503];
    let code = match status.as_u16() {
        code if known.contains(&code) => code,
        code if code >= 500 => 500,
        _ => 400,
    };
    let text = t.with(
        &format!("problem-{code}-text"),
        "reference",
        reference.unwrap_or("—").to_owned(),
    );
    let ways = vec![
        (t.text("problem-way-home"), page.link("/")),
        (t.text("problem-way-resume"), page.link("/attempts/resume")),
        (t.text("verify-title"), page.link("/verify")),
    ];
    page::with_status(
        status,
        &Text {
            page: page
                .titled(t.text(&format!("problem-{code}-title")))
                .private(),
            paragraphs: vec![text],
            ways,
        },
    )
}

/// The address of a badge that is nobody's: whoever was given it is told what to ask for.
fn no_badge(page: Page) -> Response {
    let t = page.t;
    page::with_status(
        StatusCode::NOT_FOUND,
        &Text {
            paragraphs: vec![t.text("problem-badge-text"), t.text("problem-badge-ask")],
            ways: vec![
                (t.text("problem-way-verify"), page.link("/verify")),
                (t.text("issuer-title"), page.link("/issuer")),
                (t.text("problem-way-home"), page.link("/")),
            ],
            page: page.titled(t.text("problem-badge-title")).private(),
        },
    )
}

/// `GET /healthz`: the process answers.
pub async fn healthz() -> &'static str {
    "ok"
}

/// `GET /readyz`: it can serve, since the database answers and can be written.
pub async fn readyz(State(site): State<Site>) -> Response {
    if site.app.db.is_ready().await {
        "ready".into_response()
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "not ready").into_response()
    }
}
