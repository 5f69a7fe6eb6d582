//! What Open Badges 2.0 has: assertion, badge class and issuer at their addresses, and the image into which the assertion is baked.

use axum::{
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::Response,
};
use openbadges::bake;
use serde_json::Value;

use super::{
    credentials::{artwork_of, drawing, signed},
    documents::{base, json_answer},
};
use crate::{
    badges::artwork,
    base::{Error, Result},
    flows::badges::{self as flow, Assertion},
    web::{Site, problem::Problem},
};

/// `GET /credentials/{id}/v2`: what was taken back answers 410.
pub async fn assertion(
    State(site): State<Site>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response> {
    let found = find(&site, &id, &headers).await?;
    let mut response = answer(&found.value, &headers);
    if found.gone {
        // One that its reader has already is gone all the same.
        *response.status_mut() = StatusCode::GONE;
    }
    Ok(response)
}

/// `GET /credentials/{id}/v2.png`: the assertion, baked into the image of the badge. What was taken back is in none.
pub async fn png(
    State(site): State<Site>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let found = standing(&site, &id, &headers).await?;
    let artwork = artwork_of(&site.app, &found.achievement, found.lang.tag());
    let image = artwork::png(&artwork, 512).map_err(Error::fault)?;
    let baked = bake::bake_png_2(&image, &found.value.to_string()).map_err(Error::fault)?;
    Ok(signed("image/png", baked, &headers))
}

/// `GET /credentials/{id}/v2.svg`.
pub async fn svg(
    State(site): State<Site>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let found = standing(&site, &id, &headers).await?;
    let artwork = artwork_of(&site.app, &found.achievement, found.lang.tag());
    let image = artwork::svg(&artwork).map_err(Error::fault)?;
    let baked = bake::bake_svg_2(&image, &found.value.to_string()).map_err(Error::fault)?;
    Ok(drawing(baked, &headers))
}

async fn find(site: &Site, id: &str, headers: &HeaderMap) -> Result<Assertion> {
    let id = id.parse().map_err(|_| Error::Missing)?;
    flow::v2_assertion(&site.app, base(site, headers), id).await
}

/// An assertion that was not taken back.
async fn standing(site: &Site, id: &str, headers: &HeaderMap) -> Result<Assertion, Problem> {
    let found = find(site, id, headers).await?;
    if found.gone {
        return Err(Problem::status(StatusCode::GONE));
    }
    Ok(found)
}

/// `GET /achievements/{slug}/{version}/v2`.
pub async fn badge_class(
    State(site): State<Site>,
    Path((slug, version)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response> {
    let base = base(&site, &headers);
    let class = flow::v2_badge_class(&site.app, base, &slug, &version).await?;
    Ok(answer(&class, &headers))
}

/// `GET /issuer/v2`.
pub async fn issuer(State(site): State<Site>, headers: HeaderMap) -> Result<Response> {
    let profile = flow::v2_issuer(&site.app, base(&site, &headers))?;
    Ok(answer(&profile, &headers))
}

/// JSON-LD, or plain JSON for whoever names only that (Open Badges 2.0, "Setting Content-Type").
fn answer(value: &Value, headers: &HeaderMap) -> Response {
    let accepted = headers
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok());
    let kind = match accepted.map(str::trim) {
        Some("application/json") => "application/json",
        _ => "application/ld+json",
    };
    let mut response = json_answer(kind, value, headers);
    response
        .headers_mut()
        .append(header::VARY, HeaderValue::from_static("Accept"));
    response
}
