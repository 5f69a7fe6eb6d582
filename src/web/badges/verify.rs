//! `/verify`: anybody's badges, pasted, as files, or at an address. Nothing of them is kept.

use askama::Template;
use axum::{
    extract::{FromRequest, Multipart, Request, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};

use openbadges::verify::{Endorsement, Verdict};

use super::report::{self, ReportView};
use crate::{
    app::App,
    badges::{handed::Handed, trust::Trust},
    flows::badges::{self as flow, Face, Verified},
    i18n::Texts,
    web::{
        Site,
        form::{TOKEN, TokenGuard},
        page::{self, Page},
        problem::Problem,
    },
};

/// How many badges are verified at once.
const MOST: usize = 20;

/// How much of what was pasted is given back to be mended, in signs: some four times a badge of ours.
const KEPT: usize = 20_000;

#[derive(Template)]
#[template(path = "badges/verify.html")]
struct Verify {
    page: Page,
    results: Vec<Found>,
    checked: String,
    asked: Asked,
    error: Option<String>,
}

/// What came of one badge.
struct Found {
    source: Option<String>,
    r: ReportView,
    trust: Option<String>,
    warning: Option<String>,
    facts: Vec<(String, String)>,
    /// Where a doubt about it is told; nowhere for what is no badge.
    doubt: Option<String>,
}

/// What was typed, to be shown again beside an error.
#[derive(Default)]
struct Asked {
    paste: String,
    address: String,
}

/// `GET /verify`.
pub async fn form(page: Page) -> Response {
    let title = page.t.text("verify-title");
    page::answer(&Verify {
        page: page.titled(title),
        results: Vec::new(),
        checked: String::new(),
        asked: Asked::default(),
        error: None,
    })
}

/// `POST /verify`: a paste, an address, files, or several of them.
pub async fn submit(
    State(site): State<Site>,
    page: Page,
    request: Request,
) -> Result<Response, Problem> {
    let guard = TokenGuard::of(&request, &site);
    let mut parts = Multipart::from_request(request, &site)
        .await
        .map_err(|refused| Problem::status(refused.into_response().status()))?;
    let (mut token, mut asked, mut inputs) = (None, Asked::default(), Vec::new());
    while let Some(part) = parts
        .next_field()
        .await
        .map_err(|refused| Problem::status(refused.into_response().status()))?
    {
        let name = part.name().unwrap_or_default().to_owned();
        let file = part.file_name().map(shown);
        let bytes = part
            .bytes()
            .await
            .map_err(|refused| Problem::status(refused.into_response().status()))?;
        let text = || String::from_utf8_lossy(&bytes).trim().to_owned();
        match name.as_str() {
            TOKEN => token = Some(text()),
            "paste" => asked.paste = text(),
            "address" => asked.address = text(),
            // A browser sends a part without a name where no file was chosen; an empty file has one.
            "file" if !bytes.is_empty() || file.as_deref().is_some_and(|name| !name.is_empty()) => {
                inputs.push((file, bytes.to_vec()));
            }
            _ => {}
        }
    }
    guard.check(&site, token.as_deref())?;
    if !asked.paste.is_empty() {
        inputs.push((None, asked.paste.clone().into_bytes()));
    }
    let t = page.t;
    let mut error = None;
    if !asked.address.is_empty() {
        match flow::fetch_badge(&site.app, &asked.address).await? {
            Ok(bytes) => inputs.push((Some(shown(&asked.address)), bytes)),
            Err(_) if flow::may_fetch(&site.app, &asked.address) => {
                error = Some(t.text("verify-unreachable"));
            }
            Err(_) => error = Some(t.text("verify-not-asked")),
        }
    }
    if inputs.len() > MOST {
        error = Some(t.with("verify-too-many", "most", MOST));
    } else if inputs.is_empty() && error.is_none() {
        error = Some(t.text("verify-empty"));
    }
    if error.is_some() {
        let again = Verify {
            page: page.titled(t.text("verify-title")),
            results: Vec::new(),
            checked: String::new(),
            asked,
            error,
        };
        return Ok(page::with_status(StatusCode::UNPROCESSABLE_ENTITY, &again));
    }
    let several = inputs.len() > 1;
    let mut kept = String::new();
    let mut results = Vec::new();
    for (source, input) in inputs {
        let verified = flow::verify(&site.app, &input).await?;
        // Reading one is work without a pause: whoever else waits has a turn before the next.
        tokio::task::yield_now().await;
        // What was pasted and is no badge is there to be mended; a badge that was read makes room for the next.
        if source.is_none() && verified.face == Face::NotABadge {
            kept = asked.paste.chars().take(KEPT).collect();
        }
        let mut found = found(&site.app, &page, source.filter(|_| several), &verified);
        if verified.face == Face::NotABadge {
            let kind = format!("handed-{}", Handed::of(&input).word());
            found.r.sentences.insert(0, t.text(&kind));
        }
        results.push(found);
    }
    let title = match results.as_slice() {
        [one] => one.r.verdict.clone(),
        all => t.with("verify-several", "count", all.len()),
    };
    Ok(page::answer(&Verify {
        page: page.titled(title).private(),
        results,
        checked: report::checked(&t, &site.app, t.moment(site.app.now())),
        asked: Asked {
            paste: kept,
            ..Asked::default()
        },
        error: None,
    }))
}

/// A name that somebody chose, short enough to be shown.
fn shown(name: impl AsRef<str>) -> String {
    let plain = name.as_ref().chars().filter(|c| !c.is_control());
    plain.take(120).collect()
}

fn found(app: &App, page: &Page, source: Option<String>, verified: &Verified) -> Found {
    let t = &page.t;
    let summary = verified.report.summary();
    let doubt = (verified.face != Face::NotABadge).then(|| {
        let about = summary.id.as_deref().map(shown).unwrap_or_default();
        page.link_with("/doubts", "about", &about)
    });
    // What a forged file says of itself is no fact.
    let told = !matches!(
        verified.face,
        Face::NotABadge | Face::Altered | Face::Imposter
    );
    let trust = match &verified.trust {
        _ if !told => None,
        Trust::Own => Some(t.text("trust-own")),
        Trust::Listed(name) => Some(t.with("trust-listed", "name", name.as_str())),
        Trust::Endorsed(by) => Some(t.with("trust-endorsed", "by", by.as_str())),
        Trust::Unknown => Some(t.text("trust-unknown")),
    };
    let warning = verified
        .look_alike
        .as_ref()
        .map(|known| t.with("trust-look-alike", "known", known.as_str()));
    let day = |text: &Option<String>| Some(t.date(text.as_deref()?.parse().ok()?));
    let until = match &summary.valid_until {
        None if verified.of_2_0.is_none() => Some(t.text("fact-forever")),
        until => day(until),
    };
    let facts = [
        ("fact-badge", summary.achievement_name),
        ("fact-name", summary.recipient_name),
        ("fact-issuer", summary.issuer_name),
        ("fact-signer", summary.issuer),
        ("fact-issued", day(&summary.valid_from)),
        ("fact-until", until),
        ("fact-id", summary.id),
    ]
    .map(|(key, value)| (key, value.filter(|_| told)));
    let mut facts: Vec<(String, String)> = facts
        .into_iter()
        .filter_map(|(key, value)| Some((t.text(key), value?)))
        .collect();
    if told {
        facts.extend(
            verified
                .report
                .endorsements
                .iter()
                .filter_map(|one| endorser(app, t, one)),
        );
    }
    Found {
        source,
        r: report::view(t, verified),
        trust,
        warning,
        facts,
        doubt,
    }
}

/// Who endorses, by a name that is known here, else by what cannot be made up; one that does not hold is told of elsewhere.
fn endorser(app: &App, t: &Texts, one: &Endorsement) -> Option<(String, String)> {
    let by = one.by()?;
    // What this instance signs says itself for whom.
    let name = if app.is_own(by) && one.verdict() == Verdict::Valid {
        report::title(&one.report)
    } else {
        flow::name_of(app, by).unwrap_or_else(|| report::signer(by))
    };
    let label = match one.verdict() {
        Verdict::Valid => "fact-endorsed",
        Verdict::Unknown => "fact-endorsed-unknown",
        Verdict::Invalid => return None,
    };
    Some((t.text(label), name))
}
