//! The pages around the quiz: home, modules, legal texts, refusals.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::{
    Site,
    assessment::{Limits, limits},
    page::{self, Page},
};
use crate::{
    assessment::module::{self, Keep},
    badges::artwork,
    base::Error,
    flows::{paper::may_enter, upkeep::ANSWER_DAYS},
    i18n::Texts,
    outside::quizzes::Served,
    store::contested,
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
}

#[derive(Template)]
#[template(path = "site/modules.html")]
struct Modules {
    page: Page,
    modules: Vec<ModuleCard>,
}

/// A level on the page of a module.
pub struct LevelCard {
    name: String,
    description: String,
    emblem: String,
    href: String,
}

#[derive(Template)]
#[template(path = "site/module.html")]
struct Module {
    page: Page,
    id: String,
    summary: String,
    about: String,
    audience: Option<String>,
    days: i64,
    parts: Vec<String>,
    levels: Vec<LevelCard>,
    sources: Vec<(String, String)>,
    licence: String,
    limits: Option<Limits>,
    retakes: Option<String>,
    kept: Vec<String>,
    supervised: Option<String>,
    ways: Option<String>,
    changes: Option<String>,
    sheets: Option<String>,
}

#[derive(Template)]
#[template(path = "site/text.html")]
struct Text {
    page: Page,
    paragraphs: Vec<String>,
    ways: Vec<(String, String)>,
}

/// `GET /`.
pub async fn home(State(site): State<Site>, page: Page) -> Response {
    let modules = cards(&site, &page);
    let title = page.t.text("home-title");
    page::answer(&Home {
        page: page.titled(title),
        emblem: artwork::emblem(3, ""),
        modules,
    })
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
        let module = served.in_lang(page.t.lang);
        ModuleCard {
            href: format!("/modules/{}", module.id),
            title: module.title.clone(),
            summary: module.summary.clone(),
            about: about(page, served),
            lang: (module.lang != page.t.lang.tag()).then(|| module.lang.clone()),
        }
    };
    site.app.shelf().modules().map(card).collect()
}

fn about(page: &Page, served: &Served) -> String {
    let questions = page
        .t
        .with("module-questions", "count", served.own().items.len());
    match served.own().minutes {
        Some(minutes) => format!(
            "{questions}, {}",
            page.t.with("module-minutes", "minutes", minutes)
        ),
        None => questions,
    }
}

/// `GET /modules/{module}`.
pub async fn module(
    State(site): State<Site>,
    Path(id): Path<String>,
    page: Page,
) -> Result<Response, Error> {
    let served = site.app.shelf().find(&id).ok_or(Error::Missing)?;
    let module = served.in_lang(page.t.lang);
    let levels = module
        .levels
        .iter()
        .filter_map(|level| module.badge(level.badge.as_deref()?))
        .enumerate()
        .map(|(place, badge)| LevelCard {
            name: badge.name.clone(),
            description: badge.description.clone(),
            emblem: artwork::emblem(place + 1, &badge.alt),
            href: format!("/achievements/{}", badge.id),
        });
    let licence = page.t.with_all(
        if module.authors.is_empty() {
            "module-about-unnamed"
        } else {
            "module-about"
        },
        [
            ("licence", module.licence.as_str().into()),
            ("version", module.version.as_str().into()),
            ("authors", module.authors.join(", ").into()),
        ],
    );
    let changes = contested::list_changes(&mut site.app.db.read().await?, &id).await?;
    Ok(page::answer(&Module {
        id: id.clone(),
        summary: module.summary.clone(),
        about: about(&page, &served),
        audience: module.audience.clone(),
        days: ANSWER_DAYS,
        parts: module.parts.iter().map(|part| part.title.clone()).collect(),
        limits: limits(&page.t, module),
        retakes: module.retake.max.map(|max| {
            let days = module.retake.wait.as_secs() / 86_400;
            page.t.with_all(
                "retake-told",
                [("count", i64::from(max).into()), ("days", days.into())],
            )
        }),
        kept: kept(&page.t, module),
        supervised: module
            .delivery
            .in_person
            .then(|| format!("/modules/{id}/supervised")),
        ways: (!module.delivery.certification).then(|| format!("/modules/{id}/ways")),
        changes: (!changes.is_empty()).then(|| page.link(&format!("/modules/{id}/changes"))),
        levels: levels.collect(),
        sources: module
            .sources
            .iter()
            .map(|source| (source.title.clone(), source.url.clone()))
            .collect(),
        licence,
        sheets: may_enter(module).then(|| format!("/modules/{}/sheets", module.id)),
        page: page.titled(module.title.clone()),
    }))
}

/// What is to be known before the start: that nobody goes back, and which attempt counts.
fn kept(t: &Texts, module: &module::Module) -> Vec<String> {
    let order = (!module.delivery.go_back).then_some("order-told");
    let keep = match module.retake.keep {
        Keep::Best => None,
        Keep::First => Some("keep-first-told"),
        Keep::Last => Some("keep-last-told"),
    };
    [order, keep]
        .into_iter()
        .flatten()
        .map(|key| t.text(key))
        .collect()
}

/// `GET /legal/{page}`: true statements, made from the settings.
pub async fn legal(
    State(site): State<Site>,
    Path(name): Path<String>,
    page: Page,
) -> Result<Response, Error> {
    let t = page.t;
    let days = |key: &str| t.with(key, "days", ANSWER_DAYS);
    let contact = site
        .app
        .config
        .issuer
        .email
        .clone()
        .unwrap_or_else(|| t.text("legal-contact-missing"));
    let paragraphs = match name.as_str() {
        "accessibility" => vec![
            t.text("legal-accessibility-state"),
            t.with("legal-accessibility-text", "contact", contact),
        ],
        "privacy" => vec![
            days("legal-privacy-attempt"),
            t.text("legal-privacy-cookie"),
            t.text("legal-privacy-badge"),
            t.text("legal-privacy-address"),
        ],
        "ecodesign" => vec![t.text("legal-ecodesign-text")],
        "licence" => vec![t.text("legal-licence-text")],
        _ => return Err(Error::Missing),
    };
    Ok(page::answer(&Text {
        page: page.titled(t.text(&format!("legal-{name}-title"))),
        paragraphs,
        ways: Vec::new(),
    }))
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

/// `GET /readyz`: it can serve, since the database answers.
pub async fn readyz(State(site): State<Site>) -> Response {
    match site.app.db.read().await {
        Ok(_) => "ready".into_response(),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "not ready").into_response(),
    }
}
