//! The files of those who adhere: logos, posters, whatever the instance's folder holds.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use crate::{
    access::policy::{self, Deed},
    base::Error,
    flows::charter as flow,
    outside::charter,
    web::{
        Site,
        access::Member,
        page::{self, Page},
        problem::Problem,
    },
};

/// What a file may be, by the end of its name; anything else is handed over as bytes.
const KINDS: &[(&str, &str)] = &[
    ("svg", "image/svg+xml"),
    ("png", "image/png"),
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("webp", "image/webp"),
    ("pdf", "application/pdf"),
    ("txt", "text/plain; charset=utf-8"),
    ("md", "text/plain; charset=utf-8"),
    ("zip", "application/zip"),
];

/// A file that can be had.
struct File {
    name: String,
    href: String,
}

#[derive(Template)]
#[template(path = "charter/kit.html")]
struct Kit {
    page: Page,
    adheres: bool,
    configured: bool,
    files: Vec<File>,
    admin: bool,
}

/// Whether somebody may have the files.
async fn may(site: &Site, member: &Member) -> Result<bool, Problem> {
    let own = flow::is_adherent(&site.app, member.account.id).await?;
    Ok(policy::may(
        Some(&member.account.roles()),
        Deed::SeeKit,
        own,
    ))
}

/// `GET /charter/kit`: the files, or what to do to have them.
pub async fn kit(
    State(site): State<Site>,
    page: Page,
    member: Member,
) -> Result<Response, Problem> {
    let adheres = may(&site, &member).await?;
    let folder = site.app.config.charter.kit.clone().filter(|_| adheres);
    let names = match &folder {
        Some(folder) => charter::names(folder).map_err(Error::fault)?,
        None => Vec::new(),
    };
    let status = if adheres {
        StatusCode::OK
    } else {
        StatusCode::FORBIDDEN
    };
    let files = names.into_iter().map(|name| File {
        href: format!("/charter/kit/{}", encoded(&name)),
        name,
    });
    Ok(page::with_status(
        status,
        &Kit {
            adheres,
            configured: folder.is_some(),
            files: files.collect(),
            admin: member.may(Deed::SeeSettings).is_ok(),
            page: page.clone().titled(page.t.text("kit-title")).private(),
        },
    ))
}

/// A name as a segment of an address.
fn encoded(name: &str) -> String {
    let signs = name.bytes().map(|byte| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' => {
            char::from(byte).to_string()
        }
        byte => format!("%{byte:02X}"),
    });
    signs.collect()
}

/// `GET /charter/kit/{name}`: always to be kept, never shown as a page of ours.
pub async fn kit_file(
    State(site): State<Site>,
    Path(name): Path<String>,
    member: Member,
) -> Result<Response, Problem> {
    if !may(&site, &member).await? {
        return Err(Problem::status(StatusCode::FORBIDDEN));
    }
    let folder = site.app.config.charter.kit.clone().ok_or(Error::Missing)?;
    let wanted: Arc<str> = name.into();
    let name = wanted.clone();
    let found = tokio::task::spawn_blocking(move || charter::file(&folder, &name))
        .await
        .map_err(Error::fault)?
        .map_err(Error::fault)?;
    let bytes = found.ok_or(Error::Missing)?;
    let ending = wanted.rsplit('.').next().unwrap_or_default().to_lowercase();
    let kind = KINDS
        .iter()
        .find(|(known, _)| *known == ending)
        .map_or("application/octet-stream", |(_, kind)| *kind);
    // RFC 6266: the name in UTF-8, percent-encoded, which every browser of today reads.
    let disposition = format!("attachment; filename*=UTF-8''{}", encoded(&wanted));
    let head = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::from_str(&disposition).map_err(Error::fault)?,
        ),
        (
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; sandbox"),
        ),
    ];
    Ok((head, bytes).into_response())
}
