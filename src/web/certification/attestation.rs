//! The page behind the link of a letter: somebody who was at a café confirms it, or does not. No account; the link serves once.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};

use super::{sent::Sent, steps::cafe};
use crate::{
    base::{Error, Refusal},
    certification::attestation::{Answer, MOST_CHARS, MOST_WORDS, Quality, Signature},
    flows::certification as flow,
    store::access,
    web::{
        Site,
        form::Fields,
        page::{self, Page, see_other},
        problem::Problem,
    },
};

#[derive(Template)]
#[template(path = "certification/attestation.html")]
struct AttestationPage {
    page: Page,
    cafe: String,
    author: String,
    open: bool,
    done: Option<String>,
    action: String,
    qualities: Vec<(&'static str, String)>,
    sent: Sent,
}

/// `GET /attestations/{token}`.
pub async fn form(
    State(site): State<Site>,
    Path(token): Path<String>,
    page: Page,
) -> Result<Response, Problem> {
    show(&site, page, &token, Sent::default(), StatusCode::OK).await
}

async fn show(
    site: &Site,
    page: Page,
    token: &str,
    sent: Sent,
    status: StatusCode,
) -> Result<Response, Problem> {
    let t = page.t;
    let mut reader = site.app.db.read().await?;
    let asked = flow::asked(&mut reader, token).await?;
    let author = access::find_account(&mut reader, asked.account).await?;
    let author = author.ok_or(Error::Missing)?;
    let done = match &asked.answer {
        Some((_, Answer::Confirmed(_))) => Some(t.text("attestation-confirmed")),
        Some((_, Answer::Declined(_))) => Some(t.text("attestation-declined")),
        None if asked.is_open(site.app.now()) => None,
        None => Some(t.text("attestation-over")),
    };
    Ok(page::with_status(
        status,
        &AttestationPage {
            cafe: cafe(&t, &asked),
            author: author.email.as_str().to_owned(),
            open: done.is_none(),
            done,
            action: page.link(&format!("/attestations/{token}")),
            qualities: Quality::ALL
                .map(|(quality, value)| (value, t.text(&format!("quality-{quality}"))))
                .into(),
            sent,
            page: page
                .titled(t.text("attestation-title"))
                .private()
                .unlisted(),
        },
    ))
}

/// `POST /attestations/{token}`: confirms a café, or does not.
pub async fn put(
    State(site): State<Site>,
    Path(token): Path<String>,
    page: Page,
    fields: Fields,
) -> Result<Response, Problem> {
    let t = page.t;
    let mut sent = Sent::of(fields.clone());
    let text = |name: &str| -> String {
        let typed = fields.get(name).unwrap_or_default();
        typed.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let within = |text: &str, most: usize| (1..=most).contains(&text.chars().count());
    let answer = if fields.get("answer") == Some("decline") {
        let words = text("words");
        if !within(&words, MOST_WORDS) {
            sent.refuse("words", t.text("attestation-wrong-words"));
        }
        Answer::Declined(words)
    } else {
        let quality: Option<Quality> = text("quality").parse().ok();
        for (field, there, key) in [
            (
                "signer",
                within(&text("signer"), MOST_CHARS),
                "attestation-wrong-signer",
            ),
            ("quality", quality.is_some(), "attestation-wrong-quality"),
            (
                "organisation",
                within(&text("organisation"), MOST_CHARS),
                "attestation-wrong-organisation",
            ),
            (
                "sure",
                fields.get("sure").is_some(),
                "attestation-wrong-sure",
            ),
        ] {
            if !there {
                sent.refuse(field, t.text(key));
            }
        }
        Answer::Confirmed(Signature {
            signer: text("signer"),
            quality: quality.unwrap_or(Quality::Host),
            organisation: text("organisation"),
        })
    };
    if sent.is_wrong() {
        let status = sent.status();
        return show(&site, page, &token, sent, status).await;
    }
    match flow::answer(&site.app, &token, &answer).await {
        Ok(()) => Ok(see_other(&page.link(&format!("/attestations/{token}")))),
        // Answered before, or too late: the page says which, and nothing changed.
        Err(Error::Refusal(Refusal::EntryRefused)) => {
            show(&site, page, &token, Sent::default(), StatusCode::CONFLICT).await
        }
        Err(error) => Err(error.into()),
    }
}
