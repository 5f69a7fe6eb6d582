//! The page of who holds a badge, at an address that only they have: every form of it, another name, a letter, giving it up.

use super::{
    claims::{Card, root},
    report::{self, ReportView},
    share::Share,
};
use crate::{
    badges::{
        ledger::{Kept, Standing},
        qr,
    },
    base::{Email, Error, Name, Refusal, code},
    flows::badges as flow,
    store::badges as rows,
    web::{
        Site,
        form::Fields,
        guard::Client,
        page::{self, Done, Page, see_other},
        problem::Problem,
    },
};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::Response,
};

#[derive(Template)]
#[template(path = "badges/holder.html")]
struct Holder {
    page: Page,
    done: Option<String>,
    badge: String,
    image: String,
    alt: String,
    /// What a check of it finds, and why it no longer holds, where it does not.
    r: ReportView,
    about: Vec<String>,
    path: String,
    v2: Option<String>,
    public: String,
    own: String,
    action: String,
    card: String,
    end: String,
    /// What no longer holds is not offered to be shown around.
    share: Option<Share>,
    /// Whether it goes by letter: not what the issuer took back.
    sends: bool,
    name: String,
    name_error: Option<String>,
    /// The key of a wallet that it names.
    key: String,
    key_error: Option<String>,
    email: String,
    email_error: Option<String>,
    /// Where the badge is earned anew, where it ends one day.
    renewal: Option<String>,
    renewed: Option<String>,
    code: String,
    code_error: Option<String>,
}

#[derive(Template)]
#[template(path = "badges/holder_end.html")]
struct End {
    page: Page,
    badge: String,
    action: String,
    back: String,
}

/// What was typed into a form of the page and refused, beside its field.
#[derive(Default)]
struct Typed {
    status: StatusCode,
    name: Option<(String, String)>,
    email: Option<(String, String)>,
    key: Option<(String, String)>,
    code: Option<(String, String)>,
}

/// `GET /holder/{token}`.
pub async fn show(
    State(site): State<Site>,
    Path(token): Path<String>,
    Query(done): Query<Done>,
    page: Page,
) -> Result<Response, Problem> {
    let done = match done.done.as_str() {
        "name" => Some(page.t.text("holder-done-name")),
        "key" => Some(page.t.text("holder-done-key")),
        "letter" => Some(page.t.text("holder-done-letter")),
        _ => None,
    };
    answer(&site, page, &token, done, Typed::default()).await
}

async fn answer(
    site: &Site,
    page: Page,
    token: &str,
    done: Option<String>,
    typed: Typed,
) -> Result<Response, Problem> {
    let kept = flow::held(&site.app, token).await?;
    if kept.standing == Standing::Withdrawn {
        return Ok(super::credentials::gone(page));
    }
    let mut reader = site.app.db.read().await?;
    let (_, achievement) = rows::find_stated(&mut reader, &kept).await?;
    let renewed = rows::find_renewal(&mut reader, kept.id).await?;
    drop(reader);
    let t = page.t;
    let verified = flow::verify_kept(&site.app, &kept).await?;
    let r = report::view(&t, &verified);
    let (lang, words) = achievement.texts(t.lang);
    let path = format!("/credentials/{}", kept.id);
    let share = (verified.face == flow::Face::Valid)
        .then(|| Share::of(site, &t, &kept))
        .transpose()?;
    let title = match share {
        Some(_) => t.text("holder-ready"),
        None => r.verdict.clone(),
    };
    let shown = kept.name.clone().unwrap_or_default();
    let (name, name_error) = split(typed.name, shown);
    let wallet = flow::wallet_of(&kept.document).unwrap_or_default();
    let (key, key_error) = split(typed.key, wallet);
    let (email, email_error) = split(typed.email, String::new());
    let (code, code_error) = split(typed.code, String::new());
    Ok(page::with_status(
        typed.status,
        &Holder {
            done,
            badge: words.name.clone(),
            image: format!(
                "/achievements/{}/{}.svg?lang={lang}",
                achievement.slug, achievement.version
            ),
            alt: words.image_alt.clone(),
            sends: flow::may_be_sent(&kept),
            about: about(&page, &kept),
            public: page.link(&path),
            own: site.app.url(&format!("/holder/{token}")),
            action: format!("/holder/{token}"),
            card: page.link(&format!("/holder/{token}/card")),
            end: format!("/holder/{token}/end"),
            v2: flow::v2_address(&site.app, &path),
            path,
            share,
            name,
            name_error,
            key,
            key_error,
            email,
            email_error,
            renewal: (kept.expires_at.is_some() && kept.standing == Standing::Valid).then(|| {
                if achievement.module.is_empty() {
                    page.link(&format!("/achievements/{}", achievement.slug))
                } else {
                    page.link(&format!("/modules/{}", achievement.module))
                }
            }),
            renewed: renewed.map(|id| page.link(&format!("/credentials/{id}"))),
            code,
            code_error,
            page: page.titled(title).unlisted().private(),
            r,
        },
    ))
}

/// `GET /holder/{token}/card`: the badge on a card of the size A6, to print; what no longer holds is on none.
pub async fn card(
    State(site): State<Site>,
    Path(token): Path<String>,
    page: Page,
) -> Result<Response, Problem> {
    let kept = flow::held(&site.app, &token).await?;
    let next = page.link(&format!("/holder/{token}"));
    if kept.standing != Standing::Valid {
        return Ok(see_other(&next));
    }
    let (_, achievement) = rows::find_stated(&mut site.app.db.read().await?, &kept).await?;
    let t = page.t;
    let (lang, words) = achievement.texts(t.lang);
    let url = site.app.url(&format!("/credentials/{}", kept.id));
    let mut text = t.text("certificate-qr-caption");
    if let Some(until) = kept.expires_at {
        text = format!("{text} {}", t.with("holder-until", "date", t.date(until)));
    }
    Ok(page::answer(&Card {
        hint: t.text("holder-card-print"),
        image: format!(
            "/achievements/{}/{}.svg?lang={lang}",
            achievement.slug, achievement.version
        ),
        line: kept.name.clone().unwrap_or_default(),
        qr: qr::svg(&url, &t.text("qr-title")).map_err(Error::fault)?,
        code: None,
        text,
        issuer: site.app.config.issuer.name.clone(),
        root: root(&site.app, &t),
        next,
        next_label: t.text("holder-title"),
        page: page.titled(words.name.clone()).unlisted().private(),
    }))
}

fn split(typed: Option<(String, String)>, else_: String) -> (String, Option<String>) {
    match typed {
        Some((text, error)) => (text, Some(error)),
        None => (else_, None),
    }
}

fn about(page: &Page, kept: &Kept) -> Vec<String> {
    let t = page.t;
    let mut lines = vec![t.with("holder-issued", "date", t.date(kept.issued_at))];
    if let Some(until) = kept.expires_at {
        lines.push(t.with("holder-until", "date", t.date(until)));
    }
    lines.push(match &kept.name {
        Some(name) => t.with("holder-named", "name", name.as_str()),
        None => t.text("name-none"),
    });
    lines
}

/// `POST /holder/{token}/name`.
pub async fn put_name(
    State(site): State<Site>,
    Path(token): Path<String>,
    page: Page,
    fields: Fields,
) -> Result<Response, Problem> {
    let typed = fields.get("name").unwrap_or_default();
    let renamed = match Name::read(typed) {
        Ok(name) => flow::rename(&site.app, &token, name.as_ref()).await,
        Err(refusal) => Err(refusal.into()),
    };
    let key = match renamed {
        Ok(()) => {
            return Ok(see_other(
                &page.link_done(&format!("/holder/{token}"), "name"),
            ));
        }
        Err(Error::Refusal(refusal)) => match refusal {
            Refusal::NameTooLong => "refusal-name-too-long",
            Refusal::NameHoldsAddress => "refusal-name-address",
            Refusal::TooOften => "refusal-name-often",
            _ => "refusal-name-standing",
        },
        Err(error) => return Err(error.into()),
    };
    let refused = Typed {
        status: StatusCode::UNPROCESSABLE_ENTITY,
        name: Some((typed.chars().take(200).collect(), page.t.text(key))),
        ..Typed::default()
    };
    answer(&site, page, &token, None, refused).await
}

/// `POST /holder/{token}/key`: the key of a wallet, for the badge to name.
pub async fn put_key(
    State(site): State<Site>,
    Path(token): Path<String>,
    page: Page,
    fields: Fields,
) -> Result<Response, Problem> {
    let typed = fields.get("key").unwrap_or_default();
    let refusal = match flow::tie(&site.app, &token, typed).await {
        Ok(()) => {
            return Ok(see_other(
                &page.link_done(&format!("/holder/{token}"), "key"),
            ));
        }
        Err(Error::Refusal(refusal)) => match refusal {
            Refusal::KeyUnreadable => "refusal-key-unreadable",
            Refusal::TooOften => "refusal-name-often",
            _ => "refusal-name-standing",
        },
        Err(error) => return Err(error.into()),
    };
    let refused = Typed {
        status: StatusCode::UNPROCESSABLE_ENTITY,
        key: Some((typed.chars().take(200).collect(), page.t.text(refusal))),
        ..Typed::default()
    };
    answer(&site, page, &token, None, refused).await
}

/// `POST /holder/{token}/letter`.
pub async fn put_letter(
    State(site): State<Site>,
    Path(token): Path<String>,
    page: Page,
    client: Client,
    fields: Fields,
) -> Result<Response, Problem> {
    client.may_ask_letters(&site)?;
    let typed = fields.get("email").unwrap_or_default();
    let sent = match Email::read(typed) {
        Ok(to) => flow::send(&site.app, &token, to, page.t.lang).await,
        Err(refusal) => Err(refusal.into()),
    };
    let key = match sent {
        Ok(()) => {
            return Ok(see_other(
                &page.link_done(&format!("/holder/{token}"), "letter"),
            ));
        }
        Err(Error::Refusal(Refusal::TooOften)) => "refusal-letter-often",
        Err(Error::Refusal(_)) => "refusal-address",
        Err(error) => return Err(error.into()),
    };
    let refused = Typed {
        status: StatusCode::UNPROCESSABLE_ENTITY,
        email: Some((typed.chars().take(254).collect(), page.t.text(key))),
        ..Typed::default()
    };
    answer(&site, page, &token, None, refused).await
}

/// `POST /holder/{token}/renewal`: the code of a badge newly earned, to renew this one.
pub async fn put_renewal(
    State(site): State<Site>,
    Path(token): Path<String>,
    page: Page,
    client: Client,
    fields: Fields,
) -> Result<Response, Problem> {
    client.may_try_codes(&site)?;
    let typed = fields.get("code").unwrap_or_default();
    let (status, error) = match flow::renew(&site.app, &token, typed).await {
        Ok(id) => {
            let token = site.app.keyring.holder_token(id);
            return Ok(see_other(&page.link(&format!("/holder/{token}"))));
        }
        Err(Error::Refusal(refusal @ (Refusal::CodeMistyped | Refusal::CodeUnknown))) => {
            client.wrong_code(&site, refusal, &page.t)
        }
        Err(Error::Refusal(refusal)) => {
            let key = match refusal {
                Refusal::ClaimExpired => "claim-ended-text",
                Refusal::GivenUp => "sentence-withdrawn",
                Refusal::ClaimedUnderAnotherName => "refusal-claimed-other-name",
                Refusal::CardEmpty => "refusal-card-empty",
                Refusal::RoomCode => "refusal-room-code",
                Refusal::NotARenewal => "refusal-not-renewal",
                _ => "refusal-name-standing",
            };
            (StatusCode::CONFLICT, page.t.text(key))
        }
        Err(error) => return Err(error.into()),
    };
    let refused = Typed {
        status,
        code: Some((typed.chars().take(code::LONGEST).collect(), error)),
        ..Typed::default()
    };
    answer(&site, page, &token, None, refused).await
}

/// `GET /holder/{token}/end`: what giving it up means, and the button.
pub async fn end_form(
    State(site): State<Site>,
    Path(token): Path<String>,
    page: Page,
) -> Result<Response, Problem> {
    let kept = flow::held(&site.app, &token).await?;
    if kept.standing == Standing::Withdrawn {
        return Ok(super::credentials::gone(page));
    }
    let (_, achievement) = rows::find_stated(&mut site.app.db.read().await?, &kept).await?;
    let title = page.t.text("holder-end-title");
    Ok(page::answer(&End {
        badge: achievement.texts(page.t.lang).1.name.clone(),
        action: format!("/holder/{token}"),
        back: page.link(&format!("/holder/{token}")),
        page: page.titled(title).unlisted().private(),
    }))
}

/// `POST /holder/{token}/end`.
pub async fn end(
    State(site): State<Site>,
    Path(token): Path<String>,
    page: Page,
    fields: Fields,
) -> Result<Response, Problem> {
    let id = flow::held(&site.app, &token).await?.id;
    flow::give_up(&site.app, &token, fields.get("void").is_some()).await?;
    Ok(see_other(&page.link(&format!("/credentials/{id}"))))
}
