//! The address in the QR code: the page for people, the signed forms for programs, by suffix or by `Accept`.

use askama::Template;
use axum::{
    body::{Body, Bytes},
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use openbadges::bake;
use serde_json::Value;

use super::{
    certificate,
    endorsement::{self, EndorsementView},
    report::{self, ReportView},
    share::Share,
    shown::{Name, Stamp},
};
use crate::{
    app::App,
    badges::{
        achievement::Achievement,
        artwork::{self, Artwork},
        ledger::{Kept, Standing},
        qr,
    },
    base::{CredentialId, Error},
    flows::badges::{self as flow, Face},
    i18n::Texts,
    store::{badges as rows, endorsements},
    web::{
        Site,
        accept::{has, tag, weighed},
        page::{self, Page},
        problem::Problem,
        session,
    },
};

/// How long others may keep a signed form: its bytes change only when it is signed anew.
const CACHE: &str = "public, max-age=300";

#[derive(Template)]
#[template(path = "badges/show.html")]
struct Show {
    page: Page,
    r: ReportView,
    /// Who issued it, and where it is said who that is.
    issuer: String,
    issuer_page: String,
    checked: String,
    name: String,
    description: String,
    image: String,
    alt: String,
    url: String,
    path: String,
    v2: Option<String>,
    facts: Vec<(String, String)>,
    level: String,
    criteria: Vec<(Vec<String>, bool)>,
    evidence: String,
    skills: Vec<String>,
    qr: String,
    /// What no longer holds is not offered to be shown around.
    share: Option<Share>,
    did: String,
    /// The page of its holder, for the browser in which it was just claimed.
    holder: Option<String>,
    /// The badge that renews it.
    renewed: Option<String>,
    /// Who answers for who holds it.
    endorsements: Vec<EndorsementView>,
    /// Who recommends what it attests.
    recommended: Vec<EndorsementView>,
}

#[derive(Template)]
#[template(path = "badges/gone.html")]
struct Gone {
    page: Page,
    r: ReportView,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Page,
    Json,
    Jwt,
    Png,
    Svg,
    Pdf,
}

/// `GET /credentials/{id}` and its suffixes.
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
        Some((id, "png")) => (id, Some(Form::Png)),
        Some((id, "svg")) => (id, Some(Form::Svg)),
        Some((id, "pdf")) => (id, Some(Form::Pdf)),
        Some(_) => return Err(Error::Missing.into()),
    };
    let id: CredentialId = id.parse().map_err(|_| Error::Missing)?;
    let by_accept = form.is_none();
    let form = match form {
        Some(form) => form,
        None => preferred(&headers).ok_or_else(|| Problem::unacceptable("Accept"))?,
    };
    let mut reader = site.app.db.read().await?;
    let kept = rows::find_credential(&mut reader, id)
        .await?
        .ok_or(Error::Missing)?;
    let mut response = match form {
        _ if kept.standing == Standing::Withdrawn => gone(page),
        Form::Page => {
            drop(reader);
            self::page(&site, page, &headers, &kept).await?
        }
        Form::Json => signed("application/vc", kept.document.into_bytes(), &headers),
        Form::Jwt => signed("application/vc+jwt", kept.jwt.into_bytes(), &headers),
        Form::Png | Form::Svg | Form::Pdf => {
            let (award, achievement) = rows::find_stated(&mut reader, &kept).await?;
            drop(reader);
            let artwork = || artwork_of(&site.app, &achievement, award.lang.tag());
            match form {
                Form::Png => {
                    let image = artwork::png(&artwork(), 512).map_err(Error::fault)?;
                    let baked = bake::bake_png(&image, &kept.document).map_err(Error::fault)?;
                    signed("image/png", baked, &headers)
                }
                Form::Svg => {
                    let image = artwork::svg(&artwork()).map_err(Error::fault)?;
                    let baked = bake::bake_svg(&image, &kept.document).map_err(Error::fault)?;
                    drawing(baked, &headers)
                }
                _ => {
                    let pdf = certificate::pdf(&site, &kept, &award, &achievement).await?;
                    signed("application/pdf", pdf, &headers)
                }
            }
        }
    };
    if by_accept {
        response
            .headers_mut()
            .append(header::VARY, HeaderValue::from_static("Accept"));
    }
    Ok(response)
}

/// The artwork of an achievement in a language.
pub fn artwork_of(app: &App, achievement: &Achievement, lang: &str) -> Artwork {
    let (lang, words) = achievement.texts(lang.parse().unwrap_or_default());
    let (step, steps) = achievement.step();
    let texts = Texts::of(lang.parse().unwrap_or_default());
    Artwork {
        title: words
            .level_names
            .get(step - 1)
            .cloned()
            .unwrap_or_else(|| words.name.clone()),
        ring: match &achievement.design {
            Some(design) if !design.ring.is_empty() => design.ring.clone(),
            _ => words.module_title.clone(),
        },
        design: achievement.design.clone(),
        issuer: app.config.issuer.name.clone(),
        step,
        steps,
        ribbon: app.is_test().then(|| texts.text("test-ribbon")),
        description: format!("{} — {}", words.name, words.image_alt),
    }
}

/// What a request without a suffix asks for: the page only where `text/html` is named with the highest weight, else the JSON; none where nothing we have is accepted.
pub(super) fn preferred(headers: &HeaderMap) -> Option<Form> {
    const JSON: &[&str] = &[
        "application/vc",
        "application/vc+ld+json",
        "application/ld+json",
        "application/json",
    ];
    let accepted = weighed(headers, header::ACCEPT);
    if accepted.is_empty() {
        return Some(Form::Json);
    }
    let (mut page, mut json, mut jwt, mut pdf) = (0, 0, 0, 0);
    for (kind, weight) in accepted {
        match kind.as_str() {
            "text/html" => page = page.max(weight),
            "application/vc+jwt" => jwt = jwt.max(weight),
            "application/pdf" => pdf = pdf.max(weight),
            "*/*" | "application/*" => json = json.max(weight),
            kind if JSON.contains(&kind) => json = json.max(weight),
            _ => {}
        }
    }
    if page > 0 && page >= json && page >= jwt && page >= pdf {
        Some(Form::Page)
    } else if pdf > json && pdf > jwt {
        Some(Form::Pdf)
    } else if jwt > json {
        Some(Form::Jwt)
    } else {
        (json > 0).then_some(Form::Json)
    }
}

/// Bytes that were signed, with the tag by which a client knows that it has them already.
pub fn signed(kind: &'static str, bytes: Vec<u8>, headers: &HeaderMap) -> Response {
    let tag = tag(&bytes);
    let mut response = if has(headers, &tag) {
        (StatusCode::NOT_MODIFIED, Body::empty()).into_response()
    } else {
        Body::from(bytes).into_response()
    };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(CACHE));
    headers.insert(
        header::ACCESS_CONTROL_ALLOW_ORIGIN,
        HeaderValue::from_static("*"),
    );
    headers.insert(header::ETAG, tag);
    // A 304 says this like the answer that it stands for, which alone is compressed (RFC 9110, section 15.4.5).
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    response
}

/// A drawing, which runs and fetches nothing where it is opened by itself.
pub fn drawing(svg: String, headers: &HeaderMap) -> Response {
    let mut response = signed("image/svg+xml", svg.into_bytes(), headers);
    response.headers_mut().insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; sandbox"),
    );
    response
}

/// The page of a badge that was given up.
pub fn gone(page: Page) -> Response {
    let r = report::withdrawn(&page.t);
    page::with_status(
        StatusCode::GONE,
        &Gone {
            page: page.titled(r.verdict.clone()).private(),
            r,
        },
    )
}

/// The page of a badge: as it was shown before, while nothing of what it says has changed.
async fn page(
    site: &Site,
    page: Page,
    headers: &HeaderMap,
    kept: &Kept,
) -> Result<Response, Error> {
    let holder = session::holder(headers, site.app.is_https())
        .filter(|token| site.app.keyring.holder_of(token) == Some(kept.id))
        .map(|token| page.link(&format!("/holder/{token}")));
    // The way to the holder's page is the holder's alone, and what an author has wrong stands on every page.
    if holder.is_some() || site.app.preview {
        return Ok(Html(rendered(site, page, holder, kept).await?).into_response());
    }
    let around = rows::find_surroundings(&mut site.app.db.read().await?, kept).await?;
    let (name, stamp) = (
        Name::of(kept.id, &page),
        Stamp::of(
            kept,
            around,
            site.app.shelf().frameworks.clone(),
            site.app.now(),
        ),
    );
    if let Some(html) = site.shown.find(&name, &stamp) {
        return Ok(Html(html).into_response());
    }
    let html = Bytes::from(rendered(site, page, None, kept).await?);
    site.shown.keep(name, stamp, html.clone());
    Ok(Html(html).into_response())
}

async fn rendered(
    site: &Site,
    page: Page,
    holder: Option<String>,
    kept: &Kept,
) -> Result<String, Error> {
    let t = page.t;
    let mut reader = site.app.db.read().await?;
    let (_, achievement) = rows::find_stated(&mut reader, kept).await?;
    let renewed = rows::find_renewal(&mut reader, kept.id).await?;
    let vouched = endorsements::list_of_badge(&mut reader, kept.id).await?;
    let (slug, version) = (&achievement.slug, &achievement.version);
    let recommended = endorsements::list_of_achievement(&mut reader, slug, version).await?;
    drop(reader);
    let verified = flow::verify_kept(&site.app, kept).await?;
    let mut r = report::view(&t, &verified);
    if verified.face == Face::Valid {
        r.sentences.extend(flow::chain(&site.app, &t, &vouched));
    }
    let credential = verified.report.credential.clone().unwrap_or_default();
    let one = &credential["credentialSubject"]["achievement"];
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let date = |value: &Value| {
        value
            .as_str()
            .and_then(|text| text.parse().ok())
            .map(|at| t.date(at))
    };
    let url = site.app.url(&format!("/credentials/{}", kept.id));
    let name = text(&credential["name"]);
    let facts = vec![
        (
            t.text("fact-name"),
            kept.name.clone().unwrap_or_else(|| t.text("name-none")),
        ),
        (
            t.text("fact-issued"),
            date(&credential["validFrom"]).unwrap_or_default(),
        ),
        (
            t.text("fact-until"),
            date(&credential["validUntil"]).unwrap_or_else(|| t.text("fact-forever")),
        ),
        (t.text("fact-issuer"), text(&credential["issuer"]["name"])),
        (t.text("fact-id"), text(&credential["id"])),
    ];
    let wallet = flow::wallet_of(&kept.document).map(|key| (t.text("fact-key"), key));
    let (step, steps) = achievement.step();
    let level = one["resultDescription"][0]["rubricCriterionLevel"][step - 1]["name"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    // What is given by hand has no levels.
    let level = if achievement.levels.is_empty() {
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
    };
    let shelf = site.app.shelf();
    let skills = one["alignment"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default()
        .iter()
        .map(|skill| {
            shelf.frameworks.worded(
                t.lang.tag(),
                &text(&skill["targetName"]),
                &text(&skill["targetFramework"]),
                &text(&skill["targetCode"]),
            )
        });
    page::html(&Show {
        share: (verified.face == Face::Valid)
            .then(|| Share::of(site, &t, kept))
            .transpose()?,
        holder,
        issuer: t.with(
            "first-issuer",
            "issuer",
            text(&credential["issuer"]["name"]),
        ),
        issuer_page: page.link("/issuer"),
        checked: report::checked(&t, &site.app, t.date(site.app.now())),
        description: text(&one["description"]),
        image: format!(
            "/achievements/{}/{}.svg?lang={}",
            achievement.slug,
            achievement.version,
            text(&one["inLanguage"])
        ),
        alt: text(&one["image"]["caption"]),
        v2: flow::v2_address(&site.app, &format!("/credentials/{}", kept.id)),
        path: format!("/credentials/{}", kept.id),
        facts: facts.into_iter().chain(wallet).collect(),
        level,
        criteria: page::blocks(one["criteria"]["narrative"].as_str().unwrap_or_default()),
        evidence: text(&credential["evidence"][0]["narrative"]),
        skills: skills.collect(),
        qr: qr::svg(&url, &t.text("qr-title")).map_err(Error::fault)?,
        endorsements: endorsement::views(&page, &vouched, Some(&kept.document)),
        recommended: endorsement::views(&page, &recommended, Some(&kept.document)),
        renewed: renewed.map(|id| page.link(&format!("/credentials/{id}"))),
        did: site.app.did().to_owned(),
        page: page.titled(format!("{} · {name}", r.verdict)).private(),
        name,
        url,
        r,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_comes_only_where_it_is_asked_for() {
        let asks = |accept: &'static str| {
            let mut headers = HeaderMap::new();
            if !accept.is_empty() {
                headers.insert(header::ACCEPT, HeaderValue::from_static(accept));
            }
            preferred(&headers)
        };
        for accept in [
            "",
            "*/*",
            "application/vc",
            "application/ld+json",
            "application/json;q=0.5, text/html;q=0.1",
            "application/*",
            "text/plain, */*;q=0.1",
            "text/html;Q=0.1, application/json",
            "text/html;q=0, */*",
        ] {
            assert_eq!(asks(accept), Some(Form::Json), "{accept}");
        }
        for accept in [
            "text/html",
            "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "text/html;q=0.9, application/json;q=0.8",
        ] {
            assert_eq!(asks(accept), Some(Form::Page), "{accept}");
        }
        assert_eq!(
            asks("application/vc+jwt, application/json;q=0.5"),
            Some(Form::Jwt)
        );
        assert_eq!(asks("application/pdf, */*;q=0.8"), Some(Form::Pdf));
        assert_eq!(asks("text/html, application/pdf"), Some(Form::Page));
        assert_eq!(asks("application/json, application/pdf"), Some(Form::Json));
        assert_eq!(asks("image/png"), None);
        assert_eq!(asks("text/html;q=0, application/json;q=0"), None);
    }
}
