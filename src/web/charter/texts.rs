//! The text of the charter: the version that holds, and each other one under its number.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};

use crate::{
    base::{Error, Result},
    charter::edition::{Edition, Version},
    flows::charter as flow,
    web::{
        Site, markdown,
        page::{self, Page},
    },
};

/// Another version: its words, and where it is.
struct Other {
    words: String,
    href: String,
}

#[derive(Template)]
#[template(path = "charter/show.html")]
struct Show {
    page: Page,
    /// From when it holds, or held, or will hold.
    state: String,
    holds: bool,
    lang: Option<&'static str>,
    html: String,
    others: Vec<Other>,
}

/// `GET /charter`: the version that holds; before the first day, the first one.
pub async fn show(State(site): State<Site>, page: Page) -> Result<Response> {
    let edition = flow::in_force(&site.app)
        .or_else(|| site.app.charter.editions().first())
        .ok_or(Error::Missing)?;
    Ok(answer(&site, page, edition))
}

/// `GET /charter/{version}`.
pub async fn version(
    State(site): State<Site>,
    Path(version): Path<String>,
    page: Page,
) -> Result<Response> {
    let version: Version = version.parse().map_err(|()| Error::Missing)?;
    let edition = site.app.charter.find(version).ok_or(Error::Missing)?;
    Ok(answer(&site, page, edition))
}

fn answer(site: &Site, page: Page, edition: &Edition) -> Response {
    let t = page.t;
    let current = flow::in_force(&site.app).map(|edition| edition.version);
    let state = |one: &Edition| {
        let key = if Some(one.version) == current {
            "charter-state-holds"
        } else if current.is_none_or(|current| one.version > current) {
            "charter-state-later"
        } else {
            "charter-state-former"
        };
        t.with_all(
            key,
            [
                ("version", one.version.to_string().into()),
                ("date", t.day(one.from).into()),
            ],
        )
    };
    let (lang, text) = edition.text(t.lang);
    let others = site
        .app
        .charter
        .editions()
        .iter()
        .rev()
        .filter(|one| one.version != edition.version)
        .map(|one| Other {
            words: state(one),
            href: page.link(&format!("/charter/{}", one.version)),
        });
    page::answer(&Show {
        state: state(edition),
        holds: Some(edition.version) == current,
        lang: (lang != t.lang).then(|| lang.tag()),
        html: markdown::html(&text.body),
        others: others.collect(),
        page: page.titled(text.title.clone()),
    })
}
