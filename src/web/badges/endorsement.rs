//! One endorsement at its own address: the page for people, its signed forms for programs; and how endorsements stand on the pages of what they are about.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, header},
    response::Response,
};

use super::{
    credentials::{Form, preferred, signed},
    report::{self, ReportView},
};
use crate::{
    badges::endorsement::{About, End, Endorsement},
    base::{EndorsementId, Error},
    flows::badges::{self as flow, Saying},
    store::{badges as rows, endorsements},
    web::{
        Site,
        page::{self, Page},
        problem::Problem,
    },
};

/// An endorsement on the page of what it is about.
pub struct EndorsementView {
    /// Who recommends.
    pub title: String,
    /// What is said.
    pub words: String,
    /// Since when, and whether the file of the badge has it.
    pub told: String,
    /// Its page.
    pub href: String,
    /// Its signed form.
    pub json: String,
}

#[derive(Template)]
#[template(path = "badges/endorsement.html")]
struct Show {
    page: Page,
    r: ReportView,
    title: String,
    words: String,
    part: String,
    about: Option<(String, String)>,
    ended: Option<String>,
    path: String,
}

/// Endorsements as a page shows them; `carrier` is the signed file in which they may stand.
pub fn views(page: &Page, all: &[Endorsement], carrier: Option<&str>) -> Vec<EndorsementView> {
    let t = page.t;
    let view = |one: &Endorsement| {
        let path = format!("/endorsements/{}", one.id);
        let inside = carrier.map(|file| file.contains(&path));
        let key = match inside {
            None => "endorsement-since",
            Some(true) => "endorsement-inside",
            Some(false) => "endorsement-beside",
        };
        EndorsementView {
            title: flow::title(&t, &Saying::from(one)),
            words: one.words.clone(),
            told: t.with(key, "date", t.date(one.made_at)),
            json: format!("{path}.json"),
            href: page.link(&path),
        }
    };
    all.iter().map(view).collect()
}

/// Why an endorsement is over, in words.
pub fn ended(page: &Page, one: &Endorsement) -> Option<String> {
    let (at, why) = one.ended?;
    let key = match why {
        End::Own => "endorsement-ended-own",
        End::Declined => "endorsement-ended-declined",
        End::RoleOver => "endorsement-ended-role-over",
        End::AdherenceOver => "endorsement-ended-adherence-over",
        End::Moderated => "endorsement-ended-moderated",
    };
    Some(page.t.with(key, "date", page.t.date(at)))
}

/// What an endorsement is about: its name, and where it is; nothing where it is not here any more.
///
/// # Errors
/// Those of the store.
pub async fn about(
    site: &Site,
    page: &Page,
    about: &About,
) -> Result<Option<(String, String)>, Error> {
    Ok(abouts(site, page, &[about]).await?.pop().flatten())
}

/// What each of these is about, as [`about`] says it, read for all of them at once.
///
/// # Errors
/// Those of the store.
pub async fn abouts(
    site: &Site,
    page: &Page,
    all: &[&About],
) -> Result<Vec<Option<(String, String)>>, Error> {
    let mut reader = site.app.db.read().await?;
    let badges = all.iter().filter_map(|one| match one {
        About::Badge(id) => Some(*id),
        About::Achievement { .. } => None,
    });
    let badges: Vec<_> = badges.collect();
    let stated = endorsements::list_stated(&mut reader, &badges).await?;
    let stated: BTreeMap<_, _> = stated.into_iter().collect();
    let stands = |one: &About| match one {
        About::Badge(id) => stated.get(id).cloned(),
        About::Achievement { slug, version } => Some((slug.clone(), version.clone())),
    };
    let versions = all.iter().filter_map(|one| stands(one)).collect();
    let found = rows::list_versions(&mut reader, &versions).await?;
    let names: BTreeMap<_, _> = found
        .iter()
        .map(|one| {
            (
                (one.slug.clone(), one.version.clone()),
                &one.texts(page.t.lang).1.name,
            )
        })
        .collect();
    let said = |one: &&About| {
        let name = *names.get(&stands(one)?)?;
        let path = match one {
            About::Badge(id) => format!("/credentials/{id}"),
            About::Achievement { slug, version } => format!("/achievements/{slug}/{version}"),
        };
        Some((name.clone(), page.link(&path)))
    };
    Ok(all.iter().map(said).collect())
}

/// `GET /endorsements/{id}`, `.json`, `.jwt`, `.html`.
pub async fn show(
    State(site): State<Site>,
    Path(name): Path<String>,
    headers: HeaderMap,
    page: Page,
) -> Result<Response, Problem> {
    let (id, form) = match name.split_once('.') {
        None => (name.as_str(), None),
        Some((id, "html")) => (id, Some(Form::Page)),
        Some((id, "json")) => (id, Some(Form::Json)),
        Some((id, "jwt")) => (id, Some(Form::Jwt)),
        Some(_) => return Err(Error::Missing.into()),
    };
    let id: EndorsementId = id.parse().map_err(|_| Error::Missing)?;
    let by_accept = form.is_none();
    let form = match form {
        Some(form) => form,
        None => preferred(&headers).ok_or_else(|| Problem::unacceptable("Accept"))?,
    };
    let found = endorsements::find(&mut site.app.db.read().await?, id).await?;
    let one = found.ok_or(Error::Missing)?;
    let mut response = match form {
        Form::Page => self::page(&site, page, &one).await?,
        Form::Jwt => signed("application/vc+jwt", one.jwt.into_bytes(), &headers),
        _ => signed("application/vc", one.document.into_bytes(), &headers),
    };
    if by_accept {
        response
            .headers_mut()
            .append(header::VARY, HeaderValue::from_static("Accept"));
    }
    Ok(response)
}

async fn page(site: &Site, page: Page, one: &Endorsement) -> Result<Response, Error> {
    let t = page.t;
    let verified = flow::verify(&site.app, one.document.as_bytes()).await?;
    let r = report::view(&t, &verified);
    let title = flow::title(&t, &Saying::from(one));
    Ok(page::answer(&Show {
        about: about(site, &page, &one.about).await?,
        part: flow::part(&site.app, &t, &one.about),
        ended: ended(&page, one),
        words: one.words.clone(),
        path: format!("/endorsements/{}", one.id),
        page: page.titled(format!("{} · {title}", r.verdict)).private(),
        title,
        r,
    }))
}
