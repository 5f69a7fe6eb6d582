//! What was said, in an order that a seed decides: nobody's words are always the first. Figures lead to the statements that they are made of.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{FromRequestParts, State},
    http::request::Parts,
    response::Response,
};

use super::words::{self, Around, MOST, Statement};
use crate::{
    base::Result,
    events::Standing,
    store::{
        db::Reader,
        events,
        voices::{self as rows, Wanted},
    },
    voices::{Kind, Shown, Voice, voice::theme_key},
    web::{
        Site,
        page::{self, Page},
        pager::Pager,
        problem::Problem,
        session,
    },
};

/// How many statements a page shows.
const PAGE: usize = 20;

/// How many themes are offered.
const THEMES: i64 = 30;

/// What is asked of the list.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    kind: Option<Kind>,
    theme: String,
    event: String,
    seed: Option<u64>,
    page: usize,
    done: bool,
}

impl FromRequestParts<Site> for Asked {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Site) -> Result<Asked, Problem> {
        let query = parts.uri.query().unwrap_or_default();
        let fields: BTreeMap<String, String> = form_urlencoded::parse(query.as_bytes())
            .into_owned()
            .collect();
        let get = |name: &str| fields.get(name).map(String::as_str).unwrap_or_default();
        Ok(Asked {
            kind: get("kind").parse().ok(),
            theme: get("theme").chars().take(80).collect(),
            event: get("event").chars().take(80).collect(),
            seed: get("seed").parse().ok(),
            page: get("page").parse().unwrap_or(1).clamp(1, 1_000),
            done: get("done") == "said",
        })
    }
}

impl Asked {
    /// The same list with another kind, theme or order.
    fn address(&self, path: &str, page: &Page) -> String {
        let mut to = form_urlencoded::Serializer::new(String::new());
        if page.asked {
            to.append_pair("lang", &page.wording().to_string());
        }
        if let Some(kind) = self.kind {
            to.append_pair("kind", kind.name());
        }
        for (name, value) in [("theme", &self.theme), ("event", &self.event)] {
            if !value.is_empty() {
                to.append_pair(name, value);
            }
        }
        if let Some(seed) = self.seed {
            to.append_pair("seed", &seed.to_string());
        }
        if self.page > 1 {
            to.append_pair("page", &self.page.to_string());
        }
        let query = to.finish();
        if query.is_empty() {
            path.to_owned()
        } else {
            format!("{path}?{query}")
        }
    }

    /// What the store is asked for, and the event; nothing where there is no such event to be seen.
    pub(super) async fn wanted(&self, reader: &mut Reader) -> Result<(Wanted, Option<Standing>)> {
        let event = if self.event.is_empty() {
            None
        } else {
            let found = events::find_by_slug(reader, &self.event).await?;
            let found = found.filter(Standing::is_public);
            Some(found.ok_or(crate::base::Error::Missing)?)
        };
        let wanted = Wanted {
            kind: self.kind,
            theme: theme_key(&self.theme),
            event: event.as_ref().map(|one| one.id),
        };
        Ok((wanted, event))
    }
}

/// A kind or a theme with the statements that there are of it.
pub struct Part {
    words: String,
    href: String,
    count: i64,
    chosen: bool,
    figures: Vec<words::Figure>,
}

#[derive(Template)]
#[template(path = "voices/list.html")]
struct Voices {
    page: Page,
    about: Option<(String, String)>,
    theme: Option<String>,
    /// Whether the reader has just said something, which waits to be read.
    said: bool,
    count: String,
    kinds: Vec<Part>,
    themes: Vec<Part>,
    statements: Vec<Statement>,
    /// Where an answer leads back to.
    back: String,
    say: String,
    /// The same in another order.
    shuffled: String,
    all: Option<String>,
    pager: Pager,
    json: String,
    csv: String,
}

/// `GET /voices`.
pub async fn index(
    State(site): State<Site>,
    page: Page,
    asked: Asked,
    browser: session::Answering,
) -> Result<Response, Problem> {
    let t = page.t;
    let mut reader = site.app.db.read().await?;
    let (wanted, event) = asked.wanted(&mut reader).await?;
    let every = Wanted {
        kind: None,
        ..wanted.clone()
    };
    let all = rows::list_published(&mut reader, &every, MOST).await?;
    let themes = rows::list_themes(&mut reader, THEMES).await?;
    let kinds = Kind::ALL.map(|kind| {
        let of: Vec<&Voice> = all.iter().filter(|one| one.kind == kind).collect();
        let mut sum = Shown::default();
        for one in &of {
            sum += one.tally.shown();
        }
        let only = Asked {
            kind: Some(kind),
            page: 1,
            ..asked.clone()
        };
        let count = i64::try_from(of.len()).unwrap_or(i64::MAX);
        Part {
            words: t.with(&format!("voice-kinds-{kind}"), "count", count),
            href: only.address("/voices", &page),
            count,
            chosen: asked.kind == Some(kind),
            figures: if sum.is_empty() {
                Vec::new()
            } else {
                words::figures(&t, sum)
            },
        }
    });
    let found: Vec<Voice> = all
        .into_iter()
        .filter(|one| asked.kind.is_none_or(|kind| one.kind == kind))
        .collect();
    let total = found.len();
    let seed = asked.seed.unwrap_or(words::seed_of(site.app.now()));
    let shown: Vec<Voice> = words::ordered(found, seed)
        .into_iter()
        .skip((asked.page - 1) * PAGE)
        .take(PAGE)
        .collect();
    let around = Around::of(&site, &mut reader, &shown, browser.0).await?;
    drop(reader);
    let on = |number: usize| {
        Asked {
            page: number,
            seed: Some(seed),
            ..asked.clone()
        }
        .address("/voices", &page)
    };
    let plain = Asked {
        seed: None,
        page: 1,
        ..asked.clone()
    };
    let other = Asked {
        seed: Some(seed.wrapping_add(1)),
        page: 1,
        ..asked.clone()
    };
    let narrowed = asked.kind.is_some() || !asked.theme.is_empty() || event.is_some();
    let themes = themes.into_iter().map(|(name, count)| {
        let only = Asked {
            theme: name.clone(),
            page: 1,
            ..asked.clone()
        };
        Part {
            words: words::theme(&t, &name),
            href: only.address("/voices", &page),
            count,
            chosen: theme_key(&asked.theme) == theme_key(&name),
            figures: Vec::new(),
        }
    });
    let say = match &event {
        Some(event) => page.link_with("/voices/new", "event", &event.slug),
        None => page.link("/voices/new"),
    };
    let title = t.text("voices-title");
    Ok(page::answer(&Voices {
        about: event.map(|one| {
            let href = page.link(&format!("/events/{}", one.slug));
            (one.event.title, href)
        }),
        theme: (!asked.theme.is_empty()).then(|| words::theme(&t, &asked.theme)),
        said: asked.done,
        count: t.with(
            "voices-count",
            "count",
            i64::try_from(total).unwrap_or(i64::MAX),
        ),
        kinds: kinds.into(),
        themes: themes.collect(),
        statements: shown
            .iter()
            .map(|one| around.statement(&page, one, false))
            .collect(),
        back: on(asked.page),
        say,
        shuffled: other.address("/voices", &page),
        all: narrowed.then(|| page.link("/voices")),
        pager: Pager::new(asked.page, total.div_ceil(PAGE), on),
        json: plain.address("/voices.json", &page),
        csv: plain.address("/voices.csv", &page),
        page: page.titled(title),
    }))
}
