//! The page of a module: what it is about, what is asked before it begins, and the way in.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};

use super::begin::{Limits, limits};
use crate::{
    assessment::{
        module::{Keep, Module},
        policy::Declaration,
    },
    badges::artwork,
    base::{Error, Wording},
    flows::{paper::may_enter, upkeep::ANSWER_DAYS},
    i18n::Texts,
    outside::quizzes::Served,
    store::contested,
    web::{
        Site,
        form::Fields,
        page::{self, Page},
        site::about,
    },
};

/// A level on the page of a module.
pub struct LevelCard {
    name: String,
    description: String,
    emblem: String,
    href: String,
}

/// A box to tick before the start.
pub struct BoxView {
    id: String,
    value: String,
    text: String,
    ticked: bool,
    error: bool,
}

/// A badge to show before the start; nothing is asked in a try-out, which says so.
pub struct ShownBadge {
    id: String,
    label: String,
    value: String,
    error: bool,
    later: Option<String>,
}

/// The form of a module's language that is easy to read.
pub struct EasyView {
    /// That nobody concerned has read it yet.
    draft: Option<String>,
    /// The same page in the other wording, and its name.
    other: (String, String),
}

#[derive(Template)]
#[template(path = "assessment/module.html")]
struct ModulePage {
    page: Page,
    id: String,
    summary: String,
    about: String,
    audience: Option<String>,
    days: i64,
    /// Each part: its title, the time that it takes.
    parts: Vec<(String, Option<String>)>,
    levels: Vec<LevelCard>,
    sources: Vec<(String, String)>,
    licence: String,
    easy: Option<EasyView>,
    boxes: Vec<BoxView>,
    badges: Vec<ShownBadge>,
    missing: bool,
    limits: Option<Limits>,
    retakes: Option<String>,
    kept: Vec<String>,
    /// Whether it gives no badge for now.
    bare: bool,
    supervised: Option<String>,
    ways: Option<String>,
    changes: Option<String>,
    sheets: Option<String>,
}

/// `GET /modules/{module}`.
pub async fn module(
    State(site): State<Site>,
    Path(id): Path<String>,
    page: Page,
) -> Result<Response, Error> {
    let served = site.app.shelf().find(&id).ok_or(Error::Missing)?;
    show(&site, &served, page, &Fields::default(), &[]).await
}

/// The page with what was ticked and typed, and what of it is missing, by the ids of the fields.
pub(super) async fn show(
    site: &Site,
    served: &Served,
    page: Page,
    fields: &Fields,
    missing: &[String],
) -> Result<Response, Error> {
    let module = served.in_lang(page.wording());
    let id = module.id.clone();
    let changes = contested::list_changes(&mut site.app.db.read().await?, &id).await?;
    let status = if missing.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    Ok(page::with_status(
        status,
        &ModulePage {
            summary: module.summary.clone(),
            about: about(&page, served),
            audience: module.audience.clone(),
            days: ANSWER_DAYS,
            parts: module
                .parts
                .iter()
                .map(|part| {
                    let (title, time) = part.apart();
                    (title.to_owned(), time.map(str::to_owned))
                })
                .collect(),
            easy: easy(&page, served),
            boxes: boxes(&page.t, module, fields, missing),
            badges: badges(site, &page, module, fields, missing),
            missing: !missing.is_empty(),
            limits: limits(&page.t, module),
            retakes: module.retake.max.map(|max| {
                let days = module.retake.wait.as_secs() / 86_400;
                page.t.with_all(
                    "retake-told",
                    [("count", i64::from(max).into()), ("days", days.into())],
                )
            }),
            kept: kept(&page.t, module),
            bare: !module.issues_badges(),
            supervised: module
                .delivery
                .in_person
                .then(|| format!("/modules/{id}/supervised")),
            ways: (!module.delivery.certification).then(|| format!("/modules/{id}/ways")),
            changes: (!changes.is_empty()).then(|| page.link(&format!("/modules/{id}/changes"))),
            levels: levels(module),
            sources: module
                .sources
                .iter()
                .map(|source| (source.title.clone(), source.url.clone()))
                .collect(),
            licence: licence(&page.t, module),
            sheets: may_enter(module).then(|| format!("/modules/{id}/sheets")),
            page: page.titled(module.title.clone()),
            id,
        },
    ))
}

fn levels(module: &Module) -> Vec<LevelCard> {
    module
        .levels
        .iter()
        .filter_map(|level| module.badge(level.badge.as_deref()?))
        .enumerate()
        .map(|(place, badge)| LevelCard {
            name: badge.name.clone(),
            description: badge.description.clone(),
            emblem: artwork::emblem(place + 1, &badge.alt),
            href: format!("/achievements/{}", badge.id),
        })
        .collect()
}

fn licence(t: &Texts, module: &Module) -> String {
    t.with_all(
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
    )
}

/// The easy form that the module has in the language of the page.
fn easy(page: &Page, served: &Served) -> Option<EasyView> {
    let (t, lang) = (page.t, page.t.lang);
    let draft = served.is_easy_draft(lang)?;
    let other = Wording {
        lang,
        easy: !page.easy,
    };
    let key = match (page.easy, draft) {
        (true, _) => "easy-leave",
        (false, false) => "easy-enter",
        (false, true) => "easy-enter-draft",
    };
    Some(EasyView {
        other: (
            format!("/modules/{}?lang={other}", served.own().id),
            t.text(key),
        ),
        draft: (draft && page.easy).then(|| t.text("easy-draft")),
    })
}

/// The id of the box of a declaration.
pub(super) fn box_id(declaration: &Declaration<'_>) -> String {
    format!("declared-{}", declaration.name())
}

/// The id of the field in which a badge is shown.
pub(super) fn badge_id(badge: &str) -> String {
    format!("badge-{badge}")
}

fn boxes(t: &Texts, module: &Module, fields: &Fields, missing: &[String]) -> Vec<BoxView> {
    let declared = module.prerequisites.declared().into_iter();
    declared
        .map(|declaration| {
            let (id, value) = (box_id(&declaration), declaration.name());
            BoxView {
                text: match declaration {
                    Declaration::Sentence(_, text) => text.to_owned(),
                    Declaration::Age(years) => t.with("before-age", "age", i64::from(years)),
                },
                ticked: fields.all("declared").contains(&value),
                error: missing.contains(&id),
                id,
                value,
            }
        })
        .collect()
}

fn badges(
    site: &Site,
    page: &Page,
    module: &Module,
    fields: &Fields,
    missing: &[String],
) -> Vec<ShownBadge> {
    let shelf = site.app.shelf();
    let name = |badge: &str| {
        let mut names = shelf.modules().filter_map(|served| {
            let found = served.in_lang(page.t.lang).badge(badge)?;
            Some(found.name.clone())
        });
        names.next().unwrap_or_else(|| badge.to_owned())
    };
    let asked = module.prerequisites.badges.iter();
    asked
        .map(|badge| {
            let (id, name) = (badge_id(badge), name(badge));
            ShownBadge {
                label: page.t.with("before-badge", "badge", name.as_str()),
                value: fields.get(&id).unwrap_or_default().to_owned(),
                error: missing.contains(&id),
                later: (!module.issues_badges())
                    .then(|| page.t.with("before-badge-later", "badge", name.as_str())),
                id,
            }
        })
        .collect()
}

/// What is to be known before the start: that nobody goes back, and which attempt counts.
fn kept(t: &Texts, module: &Module) -> Vec<String> {
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
