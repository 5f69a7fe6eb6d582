//! The pages around the quiz: home, the list of modules, refusals.

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
use crate::{assessment::form, badges::artwork, base::Error, outside::quizzes::Served};

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
    let (apart, first): (Vec<_>, Vec<_>) = shelf
        .modules()
        .partition(|served| served.own().delivery.certification);
    // What is for everybody comes before what certifies a few.
    first.into_iter().chain(apart).map(card).collect()
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
pub fn problem(page: Page, status: StatusCode, reference: Option<&str>) -> Response {
    let t = page.t;
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
