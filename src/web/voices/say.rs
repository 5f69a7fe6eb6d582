//! The form with which anybody says something: a kind, a sentence or two, a theme. Nothing is asked of who says it.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::Response,
};

use super::words;
use crate::{
    base::{Error, Refusal, Result, search_key},
    events::{Pillar, Standing},
    flows::voices::{self as flow, Said},
    store::events,
    voices::{
        Kind,
        voice::{Flaw, MOST_WORDS, read},
    },
    web::{
        Site,
        form::Fields,
        guard::Client,
        page::{self, Page, see_other},
        problem::Problem,
    },
};

/// How many themes of what is announced are offered.
const THEMES: usize = 20;

/// A choice of the form.
pub struct Choice {
    pub(super) value: String,
    pub(super) words: String,
    pub(super) hint: String,
    pub(super) chosen: bool,
}

#[derive(Template)]
#[template(path = "voices/form.html")]
struct Form {
    page: Page,
    event: Option<(String, String, String)>,
    closed: bool,
    kinds: Vec<Choice>,
    themes: Vec<Choice>,
    typed: Typed,
    errors: BTreeMap<&'static str, String>,
    most: usize,
}

impl Form {
    fn error(&self, field: &str) -> Option<&String> {
        self.errors.get(field)
    }
}

/// What was typed.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    pub(super) event: String,
    pub(super) kind: String,
    pub(super) theme: String,
    pub(super) words: String,
    pub(super) licence: bool,
}

/// What is wrong, beside its field.
pub(super) fn errors(page: &Page, flaws: &[Flaw]) -> BTreeMap<&'static str, String> {
    let words = |flaw: &Flaw| {
        let key = format!("voice-flaw-{}", flaw.name());
        (flaw.field(), page.t.with(&key, "most", MOST_WORDS))
    };
    flaws.iter().map(words).collect()
}

/// The kinds as choices.
pub(super) fn kinds(page: &Page, chosen: &str) -> Vec<Choice> {
    Kind::ALL
        .map(|kind| Choice {
            value: kind.to_string(),
            words: page.t.text(&format!("voice-kind-{kind}")),
            hint: page.t.text(&format!("voice-hint-{kind}")),
            chosen: kind.name() == chosen,
        })
        .into()
}

/// The themes that may be chosen: those of the event, else the pillars and what is announced.
pub(super) async fn themes(
    site: &Site,
    event: Option<&Standing>,
    page: &Page,
    chosen: &str,
) -> Result<Vec<Choice>> {
    let mut names: Vec<String> = Vec::new();
    if let Some(event) = event {
        names.extend(event.event.themes.iter().cloned());
        names.extend(event.event.pillars.iter().map(ToString::to_string));
    }
    if names.is_empty() {
        names.extend(Pillar::ALL.map(|one| one.to_string()));
        let now = site.app.now();
        let look = site
            .app
            .agenda
            .look(&site.app.db, now, |agenda| agenda.themes(now, THEMES));
        names.extend(look.await?.0.into_iter().map(|(_, words)| words));
    }
    let mut seen = BTreeSet::new();
    names.retain(|name| seen.insert(search_key(name)));
    let choices = names.into_iter().map(|name| Choice {
        words: words::theme(&page.t, &name),
        hint: String::new(),
        chosen: name == chosen,
        value: name,
    });
    Ok(choices.collect())
}

/// The event after which something is said, where one is named; nothing may be said of one that nobody sees.
async fn event(site: &Site, slug: &str) -> Result<Option<(Standing, bool)>> {
    if slug.is_empty() {
        return Ok(None);
    }
    let mut reader = site.app.db.read().await?;
    let found = events::find_by_slug(&mut reader, slug).await?;
    let found = found.filter(Standing::is_public).ok_or(Error::Missing)?;
    let dates = events::list_dates(&mut reader, found.id).await?;
    let open = flow::is_open(&found, &dates, site.app.now());
    Ok(Some((found, open)))
}

/// `GET /voices/new`.
pub async fn form(
    State(site): State<Site>,
    Query(query): Query<BTreeMap<String, String>>,
    page: Page,
) -> Result<Response, Problem> {
    let get = |name: &str| query.get(name).cloned().unwrap_or_default();
    let typed = Typed {
        event: get("event"),
        kind: get("kind"),
        theme: get("theme"),
        ..Typed::default()
    };
    answer(&site, page, typed, &[]).await
}

async fn answer(
    site: &Site,
    page: Page,
    typed: Typed,
    flaws: &[Flaw],
) -> Result<Response, Problem> {
    let event = event(site, &typed.event).await?;
    let status = if flaws.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let standing = event.as_ref().map(|(standing, _)| standing);
    let title = page.t.text("voice-new-title");
    Ok(page::with_status(
        status,
        &Form {
            kinds: kinds(&page, &typed.kind),
            themes: themes(site, standing, &page, &typed.theme).await?,
            errors: errors(&page, flaws),
            closed: event.as_ref().is_some_and(|(_, open)| !open),
            event: event.map(|(one, _)| {
                let href = page.link(&format!("/events/{}", one.slug));
                (one.event.title, href, one.slug)
            }),
            most: MOST_WORDS,
            typed,
            page: page.titled(title).private(),
        },
    ))
}

/// `POST /voices`.
pub async fn create(
    State(site): State<Site>,
    page: Page,
    client: Client,
    fields: Fields,
) -> Result<Response, Problem> {
    client.may_say(&site)?;
    let get = |name: &str, most: usize| -> String {
        let text = fields.get(name).unwrap_or_default();
        text.trim().chars().take(most).collect()
    };
    let typed = Typed {
        event: get("event", 80),
        kind: get("kind", 20),
        theme: get("theme", 80),
        // Twice what may stand there: too long a text is told, not cut.
        words: get("words", MOST_WORDS * 2),
        licence: fields.get("licence") == Some("yes"),
    };
    let event = event(&site, &typed.event).await?;
    if event.as_ref().is_some_and(|(_, open)| !open) {
        return answer(&site, page, typed, &[]).await;
    }
    let standing = event.map(|(standing, _)| standing);
    let offered = themes(&site, standing.as_ref(), &page, &typed.theme).await?;
    let mut flaws = Vec::new();
    let kind = typed.kind.parse::<Kind>();
    flaws.extend(kind.is_err().then_some(Flaw::Kind));
    let words = read(&typed.words);
    flaws.extend(words.as_ref().err().copied());
    flaws.extend((!offered.iter().any(|one| one.chosen)).then_some(Flaw::Theme));
    flaws.extend((!typed.licence).then_some(Flaw::Licence));
    let (Ok(kind), Ok(words), true) = (kind, words, flaws.is_empty()) else {
        return answer(&site, page, typed, &flaws).await;
    };
    let said = Said {
        event: standing.as_ref().map(|one| one.id),
        theme: typed.theme,
        kind,
        words: vec![words],
        lang: page.t.lang,
    };
    match flow::say(&site.app, &said).await {
        Ok(_) => {}
        Err(Error::Refusal(Refusal::TooOften)) => {
            return Err(Problem::too_many(3_600));
        }
        Err(error) => return Err(error.into()),
    }
    let done = page.link_done("/voices", "said");
    Ok(see_other(&match standing {
        Some(event) => format!("{done}&event={}", event.slug),
        None => done,
    }))
}
