//! What the issuer publishes: its DID document, its profile, its achievements, its status lists, its log.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    credentials::{Form, artwork_of, drawing, preferred, signed},
    endorsement::{self, EndorsementView},
};
use crate::{
    app::Base,
    badges::{
        achievement::{Achievement, CHARTER},
        artwork,
        endorsement::Endorsement,
        issuer_key::{IssuerKey, fingerprint},
    },
    base::{Error, Result},
    flows::badges as flow,
    i18n::Texts,
    store::{badges as rows, endorsements},
    web::{
        Site,
        accept::weighed,
        page::{self, Page},
    },
};

#[derive(Template)]
#[template(path = "badges/achievement.html")]
struct AchievementPage {
    page: Page,
    image: String,
    alt: String,
    description: String,
    level: String,
    /// What its levels are called together, and each with its id, to which credentials point (`#id`).
    levels_name: String,
    levels: Vec<(String, String)>,
    criteria: Vec<(Vec<String>, bool)>,
    skills: Vec<String>,
    /// Where it is earned; nothing where it is given by hand.
    module: Option<String>,
    /// The text that is adhered to, where it is that.
    charter: Option<String>,
    /// Who recommends it.
    endorsements: Vec<EndorsementView>,
}

#[derive(Template)]
#[template(path = "badges/issuer.html")]
struct IssuerPage {
    page: Page,
    name: String,
    description: Option<String>,
    facts: Vec<(String, String)>,
    keys: Vec<(String, String)>,
    root: Option<String>,
}

/// The address under which a document was asked for: a former one goes on under its own name.
pub(super) fn base<'s>(site: &'s Site, headers: &HeaderMap) -> &'s Base {
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    site.app.base_of(host.unwrap_or_default())
}

pub(super) fn json_answer(kind: &'static str, value: &Value, headers: &HeaderMap) -> Response {
    signed(kind, value.to_string().into_bytes(), headers)
}

/// `GET /.well-known/did.json`.
pub async fn did(State(site): State<Site>, headers: HeaderMap) -> Result<Response> {
    let document = flow::did_document(&site.app, base(&site, &headers)).await?;
    Ok(json_answer("application/did+json", &document, &headers))
}

/// `GET /issuer/keys.json`: every key that the issuer had, with its dates and what the root key says of it.
pub async fn issuer_keys(State(site): State<Site>, headers: HeaderMap) -> Result<Response> {
    let keys = flow::history(&site.app).await?;
    let value = flow::history_value(&site.app, &keys);
    Ok(json_answer("application/json", &value, &headers))
}

/// `GET /issuer.json`.
pub async fn issuer_json(State(site): State<Site>, headers: HeaderMap) -> Result<Response> {
    let profile = flow::issuer_value(&site.app)?;
    Ok(json_answer("application/ld+json", &profile, &headers))
}

/// `GET /issuer`.
pub async fn issuer(State(site): State<Site>, page: Page) -> Result<Response> {
    let (t, config) = (page.t, &site.app.config.issuer);
    let mut facts = vec![(t.text("issuer-did"), site.app.did().to_owned())];
    facts.extend(
        config
            .url
            .iter()
            .chain(&config.email)
            .map(|value| (t.text("fact-issuer"), value.clone())),
    );
    let keys = flow::history(&site.app).await?;
    Ok(page::answer(&IssuerPage {
        page: page.titled(t.text("issuer-title")),
        name: config.name.clone(),
        description: config.description.clone(),
        facts,
        keys: keys
            .iter()
            .rev()
            .map(|key| (told_of(&t, key), key.multikey.clone()))
            .collect(),
        root: config.root.as_deref().map(fingerprint),
    }))
}

/// What a key does or did, with its dates.
fn told_of(t: &Texts, key: &IssuerKey) -> String {
    let (name, until) = match (key.compromised_at, key.retired_at) {
        (Some(since), _) => ("issuer-key-compromised", since),
        (None, Some(at)) => ("issuer-key-retired", at),
        (None, None) => ("issuer-key-signs", key.made_at),
    };
    t.with_all(
        name,
        [
            ("from", t.date(key.made_at).into()),
            ("until", t.date(until).into()),
        ],
    )
}

/// `GET /achievements/{slug}` in every form: the newest version.
pub async fn achievement(
    State(site): State<Site>,
    Path(name): Path<String>,
    headers: HeaderMap,
    page: Page,
) -> Result<Response> {
    let (slug, suffix) = split(&name);
    let found = rows::find_achievement(&mut site.app.db.read().await?, slug)
        .await?
        .ok_or(Error::Missing)?;
    show(&site, &found, suffix, &headers, page).await
}

/// `GET /achievements/{slug}/{version}` in every form.
pub async fn achievement_version(
    State(site): State<Site>,
    Path((slug, name)): Path<(String, String)>,
    headers: HeaderMap,
    page: Page,
) -> Result<Response> {
    let (version, suffix) = split(&name);
    let found = rows::find_achievement_version(&mut site.app.db.read().await?, &slug, version)
        .await?
        .ok_or(Error::Missing)?;
    show(&site, &found, suffix, &headers, page).await
}

/// A name and the suffix that says which form of it; a version has dots of its own.
fn split(name: &str) -> (&str, Option<&str>) {
    match name.rsplit_once('.') {
        Some((stem, suffix @ ("json" | "svg" | "png"))) => (stem, Some(suffix)),
        _ => (name, None),
    }
}

async fn show(
    site: &Site,
    one: &Achievement,
    suffix: Option<&str>,
    headers: &HeaderMap,
    page: Page,
) -> Result<Response> {
    // Images and documents are public and kept by caches: their language is that of the address, never of who asks.
    let lang = if page.asked {
        page.t.lang
    } else {
        one.lang.parse().unwrap_or_default()
    };
    let asked_json =
        suffix == Some("json") || suffix.is_none() && preferred(headers) != Some(Form::Page);
    match suffix {
        Some("svg") => {
            let image =
                artwork::svg(&artwork_of(&site.app, one, lang.tag())).map_err(Error::fault)?;
            Ok(drawing(image, headers))
        }
        Some("png") => Ok(signed(
            "image/png",
            artwork::png(&artwork_of(&site.app, one, lang.tag()), 512).map_err(Error::fault)?,
            headers,
        )),
        _ if asked_json => {
            let mut response = json_answer(
                "application/ld+json",
                &flow::achievement_value(&site.app, one, lang).await?,
                headers,
            );
            response
                .headers_mut()
                .append(header::VARY, HeaderValue::from_static("Accept"));
            Ok(response)
        }
        _ => {
            let mut reader = site.app.db.read().await?;
            let (slug, version) = (&one.slug, &one.version);
            let all = endorsements::list_of_achievement(&mut reader, slug, version).await?;
            let mut response = achievement_page(site, one, page, &all);
            response
                .headers_mut()
                .append(header::VARY, HeaderValue::from_static("Accept"));
            Ok(response)
        }
    }
}

fn achievement_page(site: &Site, one: &Achievement, page: Page, all: &[Endorsement]) -> Response {
    let shelf = site.app.shelf();
    let (t, (lang, words)) = (page.t, one.texts(page.t.lang));
    let (step, steps) = one.step();
    let level = words.level_names.get(step - 1).cloned().unwrap_or_default();
    page::answer(&AchievementPage {
        image: format!("/achievements/{}/{}.svg?lang={lang}", one.slug, one.version),
        alt: words.image_alt.clone(),
        description: words.description.clone(),
        // What is given by hand has no levels.
        level: if one.levels.is_empty() {
            String::new()
        } else {
            t.with_all(
                "meaning-level",
                [
                    ("step", step.into()),
                    ("count", steps.into()),
                    ("level", level.into()),
                ],
            )
        },
        levels_name: t.with(
            "criteria-levels-name",
            "module",
            words.module_title.as_str(),
        ),
        levels: one
            .levels
            .iter()
            .zip(&words.level_names)
            .map(|(id, name)| (id.clone(), name.clone()))
            .collect(),
        criteria: page::blocks(&words.criteria),
        skills: one
            .alignments
            .iter()
            .map(|one| {
                let (title, lang) = (one.title_in(lang), t.lang.tag());
                shelf
                    .frameworks
                    .worded(lang, title, &one.framework, &one.code)
            })
            .collect(),
        module: (!one.module.is_empty()).then(|| page.link(&format!("/modules/{}", one.module))),
        endorsements: endorsement::views(&page, all, None),
        charter: (one.slug == CHARTER).then(|| page.link("/charter")),
        page: page.titled(words.name.clone()),
    })
}

/// `GET /status/{list}`: with an embedded proof, or as a VC-JWT by `Accept`.
pub async fn status(
    State(site): State<Site>,
    Path(list): Path<String>,
    headers: HeaderMap,
) -> Result<Response> {
    let list = list.parse().map_err(|_| Error::Missing)?;
    let forms = flow::status_list(&site.app, base(&site, &headers), list).await?;
    let (mut jwt, mut other) = (0, 0);
    for (kind, weight) in weighed(&headers, header::ACCEPT) {
        match kind.as_str() {
            "application/vc+jwt" | "application/jwt" => jwt = weight.max(jwt),
            _ => other = weight.max(other),
        }
    }
    let wants_jwt = jwt > 0 && jwt >= other;
    let (kind, form) = if wants_jwt {
        ("application/vc+jwt", forms.get(1))
    } else {
        ("application/vc", forms.first())
    };
    let mut response = signed(
        kind,
        form.cloned().unwrap_or_default().into_bytes(),
        &headers,
    );
    response
        .headers_mut()
        .append(header::VARY, HeaderValue::from_static("Accept"));
    Ok(response)
}

/// After which line of the log a page begins.
#[derive(Deserialize)]
pub struct After {
    #[serde(default)]
    after: i64,
}

/// `GET /issuance-log?after=`: digests in order, ten thousand at once, with the root of each day that is over, and the address of what follows.
pub async fn issuance_log(
    State(site): State<Site>,
    Query(After { after }): Query<After>,
) -> Result<Response> {
    let page = flow::log_page(&site.app, after).await?;
    let days: Vec<Value> = page
        .days
        .iter()
        .map(|day| json!({"day": day.day.to_string(), "last": day.last, "root": day.root}))
        .collect();
    let entries: Vec<Value> = page
        .lines
        .iter()
        .map(|line| json!({"seq": line.seq, "sha256": line.digest, "at": line.at.to_string()}))
        .collect();
    let mut body = json!({"days": days, "entries": entries});
    if let Some(after) = page.next {
        let next = site.app.url(&format!("/issuance-log?after={after}"));
        body["next"] = next.into();
    }
    Ok((
        [
            (header::CONTENT_TYPE, "application/json"),
            (header::CACHE_CONTROL, "public, max-age=60"),
        ],
        body.to_string(),
    )
        .into_response())
}
