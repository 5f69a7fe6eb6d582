//! What waits to be published, for who organised the café and for those who moderate everything; and what the organiser writes down from its papers.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::Response,
};

use super::{
    say::{self, Choice, Typed},
    show::{id_of, own_event},
    words,
};
use crate::{
    access::policy::Deed,
    base::{Error, EventId, Result, VoiceId},
    events::Standing,
    flows::voices::{self as flow, Said},
    i18n::Texts,
    store::{events, sql::Order, voices as rows},
    voices::{
        Kind, Origin, State as Stand, Voice,
        voice::{Flaw, MOST_LINES, MOST_WORDS, read},
    },
    web::{
        Site,
        access::{Member, Steward},
        form::Fields,
        page::{self, Done, Page, see_other},
        problem::Problem,
    },
};

/// How many statements the pages of moderation show.
const MOST: i64 = 200;

/// A button: what becomes of the statement, and its words.
pub struct Deal {
    to: &'static str,
    words: String,
}

/// A statement with what may be done with it.
pub struct Row {
    words: String,
    lang: &'static str,
    kind: String,
    theme: String,
    state: String,
    waits: bool,
    when: String,
    origin: String,
    event: Option<(String, String)>,
    reports: Vec<String>,
    action: String,
    deals: Vec<Deal>,
    href: Option<String>,
}

#[derive(Template)]
#[template(path = "voices/admin.html")]
struct Admin {
    page: Page,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "voices/own.html")]
struct Own {
    page: Page,
    event: (String, String),
    rows: Vec<Row>,
    action: String,
    kinds: Vec<Choice>,
    themes: Vec<Choice>,
    typed: Typed,
    errors: BTreeMap<&'static str, String>,
    bad: Vec<String>,
    done: bool,
    hint: String,
}

impl Own {
    fn error(&self, field: &str) -> Option<&String> {
        self.errors.get(field)
    }
}

/// What may become of a statement, by whoever moderates the whole instance or by the organiser of the event that it is after.
fn deals(t: &Texts, state: Stand, whole: bool) -> Vec<Deal> {
    let deal = |to: Stand, key: &str| Deal {
        to: to.name(),
        words: t.text(key),
    };
    let publish = deal(Stand::Published, "voice-publish");
    let withheld = |to: Stand| if whole { Stand::Withheld } else { to };
    match state {
        Stand::Waiting => vec![publish, deal(withheld(Stand::Rejected), "voice-reject")],
        Stand::Published => vec![deal(withheld(Stand::Hidden), "voice-hide")],
        Stand::Rejected | Stand::Hidden if whole => {
            vec![publish, deal(Stand::Withheld, "voice-withhold")]
        }
        Stand::Withheld if !whole => Vec::new(),
        Stand::Rejected | Stand::Hidden | Stand::Withheld => vec![publish],
    }
}

async fn list(
    site: &Site,
    page: &Page,
    voices: Vec<Voice>,
    of: Option<EventId>,
) -> Result<Vec<Row>> {
    let place = of.map_or("/admin/voices".to_owned(), |event| {
        format!("/me/events/{event}/voices")
    });
    let mut reader = site.app.db.read().await?;
    let mut ids: Vec<_> = voices.iter().filter_map(|one| one.event).collect();
    ids.sort();
    ids.dedup();
    let standings = events::list(&mut reader, &ids).await?;
    let told: Vec<VoiceId> = voices
        .iter()
        .filter(|one| one.reports > 0)
        .map(|one| one.id)
        .collect();
    let reports = rows::list_reports(&mut reader, &told).await?;
    let t = page.t;
    let rows = voices.into_iter().map(|voice| {
        let event: Option<&Standing> = voice
            .event
            .and_then(|id| standings.iter().find(|one| one.id == id));
        Row {
            lang: voice.lang.tag(),
            kind: t.text(&format!("voice-kind-{}", voice.kind)),
            theme: words::theme(&t, &voice.theme),
            state: t.text(&format!("voice-state-{}", voice.state)),
            waits: voice.state == Stand::Waiting || voice.reports > 0,
            when: t.date(voice.said_at),
            origin: match voice.origin {
                Origin::Anybody => t.text("voice-origin-anybody"),
                Origin::Organiser => t.text("voice-origin-organiser"),
            },
            event: event.map(|one| {
                let href = page.link(&format!("/events/{}", one.slug));
                (one.event.title.clone(), href)
            }),
            reports: reports
                .iter()
                .filter(|(id, _)| *id == voice.id)
                .map(|(_, words)| words.clone())
                .collect(),
            action: page.link(&format!("{place}/{}", voice.id)),
            deals: deals(&t, voice.state, of.is_none()),
            href: (voice.state == Stand::Published)
                .then(|| page.link(&format!("/voices/{}", voice.id))),
            words: voice.words,
        }
    });
    Ok(rows.collect())
}

/// `GET /admin/voices`.
pub async fn admin_index(
    State(site): State<Site>,
    page: Page,
    steward: Steward,
) -> Result<Response, Problem> {
    steward.may(Deed::ModerateVoices)?;
    let order = Order::of(rows::ORDERS, "state", false, MOST, 0);
    let voices = rows::list_all(&mut site.app.db.read().await?, order).await?;
    let rows = list(&site, &page, voices, None).await?;
    let title = page.t.text("admin-voices-title");
    Ok(page::answer(&Admin {
        rows,
        page: page.titled(title).private(),
    }))
}

/// What a form says is to become of a statement.
fn wished(fields: &Fields, deals: &[Stand]) -> Result<Stand, Problem> {
    let to = fields.get("to").and_then(|to| to.parse().ok());
    to.filter(|to| deals.contains(to))
        .ok_or(Problem::status(StatusCode::UNPROCESSABLE_ENTITY))
}

/// `POST /admin/voices/{id}`.
pub async fn settle(
    State(site): State<Site>,
    Path(id): Path<String>,
    page: Page,
    steward: Steward,
    fields: Fields,
) -> Result<Response, Problem> {
    steward.may(Deed::ModerateVoices)?;
    let to = wished(&fields, &[Stand::Published, Stand::Withheld])?;
    flow::settle(&site.app, steward.0.actor(), id_of(&id)?, to).await?;
    Ok(see_other(&page.link("/admin/voices")))
}

/// What stands in the form of an organiser.
#[derive(Default)]
struct Shown {
    typed: Typed,
    flaws: Vec<Flaw>,
    bad: Vec<String>,
    done: bool,
}

/// `GET /me/events/{id}/voices`.
pub async fn own(
    State(site): State<Site>,
    Path(id): Path<String>,
    Query(done): Query<Done>,
    page: Page,
    member: Member,
) -> Result<Response, Problem> {
    let event = own_event(&site, &member.account, &id).await?;
    member.may_own(Deed::ModerateVoices)?;
    let shown = Shown {
        typed: Typed {
            kind: Kind::Concern.to_string(),
            ..Typed::default()
        },
        done: done.done == "saved",
        ..Shown::default()
    };
    answer(&site, page, &event, shown).await
}

async fn answer(
    site: &Site,
    page: Page,
    event: &Standing,
    shown: Shown,
) -> Result<Response, Problem> {
    let voices = rows::list_of_event(&mut site.app.db.read().await?, event.id, MOST).await?;
    let path = format!("/me/events/{}/voices", event.id);
    let rows = list(site, &page, voices, Some(event.id)).await?;
    let status = if shown.flaws.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let number = |most: usize| i64::try_from(most).unwrap_or(i64::MAX).into();
    let most = [("lines", number(MOST_LINES)), ("most", number(MOST_WORDS))];
    let hint = page.t.with_all("voices-own-words-hint", most);
    let title = page.t.text("voices-own-title");
    Ok(page::with_status(
        status,
        &Own {
            event: (
                event.event.title.clone(),
                page.link(&format!("/me/events/{}", event.id)),
            ),
            rows,
            action: page.link(&path),
            kinds: say::kinds(&page, &shown.typed.kind),
            themes: say::themes(site, Some(event), &page, &shown.typed.theme).await?,
            errors: say::errors(&page, &shown.flaws),
            bad: shown.bad,
            typed: shown.typed,
            done: shown.done,
            hint,
            page: page.titled(title).private(),
        },
    ))
}

/// `POST /me/events/{id}/voices`: a statement a line, from the papers of the café.
pub async fn write_down(
    State(site): State<Site>,
    Path(id): Path<String>,
    page: Page,
    member: Member,
    fields: Fields,
) -> Result<Response, Problem> {
    let event = own_event(&site, &member.account, &id).await?;
    member.may_own(Deed::ModerateVoices)?;
    if event.published_at.is_none() {
        return Err(Error::Missing.into());
    }
    let get = |name: &str, most: usize| -> String {
        let text = fields.get(name).unwrap_or_default();
        text.chars().take(most).collect()
    };
    let typed = Typed {
        kind: get("kind", 20),
        theme: get("theme", 80),
        words: get("words", MOST_LINES * MOST_WORDS * 2).replace("\r\n", "\n"),
        ..Typed::default()
    };
    let offered = say::themes(&site, Some(&event), &page, &typed.theme).await?;
    let lines: Vec<&str> = typed
        .words
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    let (mut said, mut bad, mut flaws) = (Vec::new(), Vec::new(), Vec::new());
    for line in &lines {
        match read(line) {
            Ok(words) => said.push(words),
            Err(flaw) => {
                flaws.push(flaw);
                bad.push((*line).to_owned());
            }
        }
    }
    let kind = typed.kind.parse::<Kind>();
    flaws.extend(kind.is_err().then_some(Flaw::Kind));
    flaws.extend((!offered.iter().any(|one| one.chosen)).then_some(Flaw::Theme));
    flaws.extend(lines.is_empty().then_some(Flaw::Short));
    flaws.extend((lines.len() > MOST_LINES).then_some(Flaw::Long));
    let (Ok(kind), true) = (kind, flaws.is_empty()) else {
        let shown = Shown {
            typed,
            flaws,
            bad,
            ..Shown::default()
        };
        return answer(&site, page, &event, shown).await;
    };
    let said = Said {
        event: Some(event.id),
        theme: typed.theme,
        kind,
        words: said,
        lang: page.t.lang,
    };
    flow::write_down(&site.app, member.actor(), &said).await?;
    Ok(see_other(&page.link_done(
        &format!("/me/events/{}/voices", event.id),
        "saved",
    )))
}

/// `POST /me/events/{id}/voices/{voice}`.
pub async fn settle_own(
    State(site): State<Site>,
    Path((id, voice)): Path<(String, String)>,
    page: Page,
    member: Member,
    fields: Fields,
) -> Result<Response, Problem> {
    let event = own_event(&site, &member.account, &id).await?;
    member.may_own(Deed::ModerateVoices)?;
    let voice = id_of(&voice)?;
    let to = wished(&fields, &[Stand::Published, Stand::Rejected, Stand::Hidden])?;
    flow::settle_own(&site.app, member.actor(), event.id, voice, to).await?;
    Ok(see_other(
        &page.link(&format!("/me/events/{}/voices", event.id)),
    ))
}
