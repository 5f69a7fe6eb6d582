//! The directory for machines: JSON-LD in the words of schema.org, and what search engines are told. Only what everybody may see, and nobody who asks to be left out.

use std::collections::BTreeMap;

use axum::{
    extract::{Path, State},
    http::header,
    response::{IntoResponse, Response},
};
use serde_json::{Map, Value, json};

use super::{
    person::Seen,
    search::{self, Asked, commune, name_of},
};
use crate::{
    base::{AccountId, Error, Result},
    directory::{Viewer, profile::Standing},
    i18n::Texts,
    store::{
        badges,
        directory::{self as rows, PAGE},
        holdings::{self, Skill},
    },
    web::{Site, page::Page, problem::Problem, somewhere::Where},
};

/// Addresses in one file of the sitemap; the protocol takes 50,000.
const ADDRESSES: usize = 10_000;

/// `GET /people.json`: the list as it is asked for, a page of it.
pub async fn all(State(site): State<Site>, page: Page, asked: Asked) -> Result<Response, Problem> {
    let t = page.t;
    let (place, _) = asked.near.find(&t);
    let place = match place {
        // Nobody can be asked which is meant.
        Where::Unclear => Where::In(Default::default(), false),
        place => place,
    };
    let looked = search::look(&site, &asked, Viewer::Public, place, true).await?;
    let ids: Vec<AccountId> = looked.results.found.iter().map(|one| one.0).collect();
    let now = site.app.now();
    let mut reader = site.app.db.read().await?;
    let profiles = rows::list_profiles(&mut reader, &ids).await?;
    let mut profiles: BTreeMap<AccountId, Standing> = profiles.into_iter().collect();
    let mut skills: BTreeMap<AccountId, Vec<Skill>> = BTreeMap::new();
    for (account, skill) in holdings::list_skills(&mut reader, &ids).await? {
        skills.entry(account).or_default().push(skill);
    }
    let people = ids.iter().filter_map(|id| {
        let standing = profiles.remove(id)?;
        let profile = &standing.profile;
        let open = standing.stands(now) && profile.is_for(Viewer::Public) && !profile.unindexed;
        let own = skills.remove(id).unwrap_or_default();
        let own = own.into_iter().filter(|skill| {
            profile.shown(&profile.skills, Viewer::Public).is_some()
                && profile.shows(skill.award)
                && skill.expires_at.is_none_or(|until| now < until)
        });
        let own: Vec<Skill> = own.collect();
        let seen = Seen {
            account: *id,
            achievements: looked.achievements.clone(),
            skills: own,
            standing,
        };
        open.then(|| person(&site, &t, &seen))
    });
    let people: Vec<Value> = people.collect();
    let pages = looked.results.total.div_ceil(PAGE);
    let body = json!({
        "@context": "https://schema.org",
        "@type": "ItemList",
        "url": site.app.url("/people"),
        "numberOfItems": looked.results.total,
        "page": asked.page,
        "pages": pages,
        "itemListElement": people,
    });
    Ok(answer(&body))
}

/// One person.
pub(super) fn one(site: &Site, t: &Texts, seen: &Seen) -> Result<Response> {
    if seen.standing.profile.unindexed {
        return Err(Error::Missing);
    }
    let mut person = json!({"@context": "https://schema.org"});
    if let (Some(all), Value::Object(own)) = (person.as_object_mut(), self::person(site, t, seen)) {
        all.extend(own);
    }
    Ok(answer(&person))
}

fn answer(body: &Value) -> Response {
    let head = [
        (header::CONTENT_TYPE, "application/ld+json"),
        // Whoever takes something back takes it back at once.
        (header::CACHE_CONTROL, "no-store"),
    ];
    (head, body.to_string()).into_response()
}

/// Somebody as everybody may see them.
fn person(site: &Site, t: &Texts, seen: &Seen) -> Value {
    let (standing, profile) = (&seen.standing, &seen.standing.profile);
    let public = Viewer::Public;
    let url = site.app.url(&format!("/people/{}", standing.slug));
    let mut person = Map::new();
    person.insert("@type".into(), "Person".into());
    person.insert("@id".into(), url.clone().into());
    person.insert("name".into(), profile.name.clone().into());
    person.insert("url".into(), url.into());
    let mut add = |name: &str, value: Value| {
        let empty = match &value {
            Value::String(text) => text.is_empty(),
            Value::Array(list) => list.is_empty(),
            other => other.is_null(),
        };
        if !empty {
            person.insert(name.into(), value);
        }
    };
    let about = profile.shown(&profile.about, public);
    add("description", about.cloned().unwrap_or_default().into());
    add("jobTitle", search::callings(t, standing, public).into());
    let languages = profile.shown(&profile.languages, public);
    add(
        "knowsLanguage",
        languages.into_iter().flatten().cloned().collect(),
    );
    let formats = profile.shown(&profile.formats, public);
    add(
        "knowsAbout",
        formats.into_iter().flatten().cloned().collect(),
    );
    let website = profile.shown(&profile.website, public);
    add("sameAs", website.cloned().unwrap_or_default().into());
    if let Some(commune) = commune(standing, public) {
        let mut address = json!({
            "@type": "PostalAddress",
            "addressLocality": commune.name,
            "addressCountry": "FR",
        });
        if !commune.postal.is_empty() && !commune.postal.contains(' ') {
            address["postalCode"] = commune.postal.into();
        }
        add("address", address);
    }
    let credentials = seen.skills.iter().filter_map(|skill| {
        Some(json!({
            "@type": "EducationalOccupationalCredential",
            "name": name_of(&seen.achievements, &skill.achievement, t)?,
            "url": site.app.url(&format!("/credentials/{}", skill.credential)),
            "credentialCategory": "badge",
            "description": t.text(if skill.proved { "person-proved" } else { "person-declared" }),
        }))
    });
    add("hasCredential", credentials.collect());
    Value::Object(person)
}

fn xml(body: String) -> Response {
    ([(header::CONTENT_TYPE, "application/xml")], body).into_response()
}

/// An address between the signs of XML; ours hold no other sign that means something there.
fn written(url: &str) -> String {
    url.replace('&', "&amp;").replace('<', "&lt;")
}

/// `GET /robots.txt`.
pub async fn robots(State(site): State<Site>) -> Response {
    let body = format!(
        "User-agent: *\nDisallow: /admin\nDisallow: /me\nDisallow: /api/\nDisallow: /attempts\nDisallow: /claims\nDisallow: /holder\n\nSitemap: {}\n",
        site.app.url("/sitemap.xml")
    );
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], body).into_response()
}

/// `GET /sitemap.xml`: the files of which the sitemap is made.
pub async fn sitemap(State(site): State<Site>) -> Result<Response, Problem> {
    let people = site
        .app
        .people
        .addresses(&site.app.db, site.app.now())
        .await?;
    let parts = people.len().div_ceil(ADDRESSES);
    let files = std::iter::once("/sitemaps/pages.xml".to_owned())
        .chain((1..=parts).map(|part| format!("/sitemaps/people-{part}.xml")));
    let files = files.map(|path| {
        format!(
            "<sitemap><loc>{}</loc></sitemap>\n",
            written(&site.app.url(&path))
        )
    });
    Ok(xml(format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n{}</sitemapindex>\n",
        files.collect::<String>()
    )))
}

fn addresses(site: &Site, paths: impl Iterator<Item = String>) -> Response {
    let urls =
        paths.map(|path| format!("<url><loc>{}</loc></url>\n", written(&site.app.url(&path))));
    xml(format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n{}</urlset>\n",
        urls.collect::<String>()
    ))
}

/// `GET /sitemaps/pages.xml`: the pages that belong to nobody.
pub async fn pages(State(site): State<Site>) -> Result<Response, Problem> {
    let shelf = site.app.shelf();
    let mut reader = site.app.db.read().await?;
    let achievements = badges::list_achievements(&mut reader).await?;
    let fixed = ["/", "/modules", "/events", "/verify", "/issuer"].map(str::to_owned);
    let modules = shelf
        .modules()
        .map(|served| format!("/modules/{}", served.own().id));
    let badges = achievements
        .iter()
        .map(|one| format!("/achievements/{}", one.slug));
    let now = site.app.now();
    let coming = site.app.agenda.look(&site.app.db, now, |agenda| {
        let slugs = agenda.addresses(now).into_iter();
        slugs
            .map(|slug| format!("/events/{slug}"))
            .collect::<Vec<_>>()
    });
    let (events, _) = coming.await?;
    let own = fixed.into_iter().chain(modules).chain(badges);
    Ok(addresses(&site, own.chain(events)))
}

/// `GET /sitemaps/{file}`: the people of the directory, a part of them.
pub async fn people(
    State(site): State<Site>,
    Path(file): Path<String>,
) -> Result<Response, Problem> {
    let part = file
        .strip_prefix("people-")
        .and_then(|rest| rest.strip_suffix(".xml"));
    let part: usize = part
        .and_then(|part| part.parse().ok())
        .ok_or(Error::Missing)?;
    let people = site
        .app
        .people
        .addresses(&site.app.db, site.app.now())
        .await?;
    let skipped = part
        .checked_sub(1)
        .and_then(|before| before.checked_mul(ADDRESSES));
    let skipped = skipped
        .filter(|skipped| *skipped < people.len())
        .ok_or(Error::Missing)?;
    let slugs = people.into_iter().skip(skipped).take(ADDRESSES);
    Ok(addresses(
        &site,
        slugs.map(|slug| format!("/people/{slug}")),
    ))
}
