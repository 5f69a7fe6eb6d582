//! The page of an event: what it is, its dates, how one gets in; for calendars the same address ends in `.ics`.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};

use super::{feeds, words};
use crate::{
    base::{Error, Result},
    events::{Occurrence, Registration, Standing, Status},
    store::{badges, events as rows},
    web::{
        Site,
        access::Visitor,
        page::{self, Page},
        problem::Problem,
    },
};

/// A date on the page.
pub struct Line {
    when: String,
    moment: String,
    cancelled: bool,
    full: bool,
    left: Option<String>,
    /// Where one registers for it.
    register: Option<String>,
}

#[derive(Template)]
#[template(path = "events/show.html")]
struct Show {
    page: Page,
    summary: String,
    about: Vec<String>,
    format: String,
    tags: Vec<String>,
    /// Facts: what, and the words.
    facts: Vec<(String, Vec<String>)>,
    link: Option<String>,
    elsewhere: Option<String>,
    dates: Vec<Line>,
    past: bool,
    cancelled: bool,
    changed: Option<String>,
    hidden: Option<String>,
    modules: Vec<(String, String)>,
    achievement: Option<(String, String)>,
    own: Option<String>,
    calendar: String,
    data: String,
}

/// `GET /events/{slug}`, and `GET /events/{slug}.ics`.
pub async fn show(
    State(site): State<Site>,
    Path(slug): Path<String>,
    page: Page,
    visitor: Visitor,
) -> Result<Response, Problem> {
    if let Some(slug) = slug.strip_suffix(".ics") {
        return Ok(feeds::one(&site, &page, slug).await?);
    }
    let mut reader = site.app.db.read().await?;
    let standing = rows::find_by_slug(&mut reader, &slug)
        .await?
        .ok_or(Error::Missing)?;
    let account = visitor.account.as_ref().map(|account| account.id);
    let own = account.is_some() && standing.owner == account;
    if !standing.is_public() && !own {
        return Err(Error::Missing.into());
    }
    let dates = rows::list_dates(&mut reader, standing.id).await?;
    let achievement = match &standing.event.achievement {
        Some(slug) => badges::find_achievement(&mut reader, slug).await?,
        None => None,
    };
    drop(reader);
    let (t, event, now) = (page.t, &standing.event, site.app.now());
    let past = !dates.is_empty() && dates.iter().all(|date| date.is_past(now));
    let cancelled = standing.status == Status::Cancelled;
    let shelf = site.app.shelf();
    let modules = shelf
        .modules()
        .map(|served| served.in_lang(page.wording()))
        .filter(|module| event.modules.contains(&module.id))
        .map(|module| {
            (
                module.title.clone(),
                page.link(&format!("/modules/{}", module.id)),
            )
        })
        .collect();
    let coming = dates.iter().filter(|date| past || !date.is_past(now));
    let data = feeds::json_of(&site, &t, &standing, &dates);
    // A text of somebody else's within a script: no end of it can be written there.
    let data = data.to_string().replace('<', "\\u003c");
    Ok(page::answer(&Show {
        summary: event.summary.clone(),
        about: event
            .about
            .split("\n\n")
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
            .collect(),
        format: words::format(&t, event),
        tags: words::tags(&t, event),
        facts: facts(&page, &standing),
        link: event
            .online
            .as_ref()
            .filter(|online| online.open && !cancelled && !online.link.is_empty())
            .map(|online| online.link.clone()),
        elsewhere: match &event.registration {
            Registration::Elsewhere(link) if !cancelled && !past => Some(link.clone()),
            _ => None,
        },
        dates: coming
            .map(|date| line(&page, &standing, date, now))
            .collect(),
        changed: standing
            .changed_at
            .filter(|_| !past && !cancelled)
            .map(|at| t.with("event-changed", "date", t.date(at))),
        hidden: (!standing.is_public()).then(|| t.text("event-hidden")),
        modules,
        achievement: achievement.map(|one| {
            let name = one.texts(t.lang).1.name.clone();
            (name, page.link(&format!("/achievements/{}", one.slug)))
        }),
        own: own.then(|| page.link(&format!("/me/events/{}", standing.id))),
        calendar: page.link(&format!("/events/{}.ics", standing.slug)),
        data,
        past,
        cancelled,
        page: Page {
            noindex: past || !standing.is_public(),
            ..page.titled(event.title.clone())
        },
    }))
}

fn line(page: &Page, standing: &Standing, date: &Occurrence, now: jiff::Timestamp) -> Line {
    let t = &page.t;
    let full = date.left() == Some(0);
    let open = standing.takes_registrations(date, now);
    Line {
        when: words::when(t, &standing.event, date.civil, date.ends_at),
        moment: date.civil.strftime("%Y-%m-%dT%H:%M").to_string(),
        cancelled: date.is_cancelled() || standing.status == Status::Cancelled,
        full: full && open,
        left: date
            .left()
            .filter(|left| open && *left > 0)
            .map(|left| t.with("event-left", "count", left)),
        register: open.then(|| page.link(&format!("/events/{}/dates/{}", standing.slug, date.id))),
    }
}

/// What is told in a list of facts.
fn facts(page: &Page, standing: &Standing) -> Vec<(String, Vec<String>)> {
    let (t, event) = (&page.t, &standing.event);
    let mut facts = Vec::new();
    let mut add = |key: &str, lines: Vec<String>| {
        let lines: Vec<String> = lines.into_iter().filter(|line| !line.is_empty()).collect();
        if !lines.is_empty() {
            facts.push((t.text(key), lines));
        }
    };
    let list = |words: Vec<String>| vec![words.join(", ")];
    match &event.place {
        Some(place) => {
            let commune = words::commune(event).map(crate::web::places::in_full);
            let there = vec![
                place.name.clone(),
                place.address.clone(),
                commune.unwrap_or_default(),
            ];
            add("event-where", there);
            let access = place.access.lines().map(str::to_owned).collect();
            add("event-access", access);
        }
        None => add("event-where", vec![t.text("event-online")]),
    }
    if let Some(online) = &event.online {
        let words = if online.open {
            "event-online-open"
        } else {
            "event-online-registered"
        };
        add("event-online-how", vec![t.text(words)]);
    }
    add("event-price", vec![words::price(t, event)]);
    let audience = event.audience.iter();
    let audience: Vec<String> = audience
        .map(|one| t.text(&format!("event-audience-{one}")))
        .collect();
    add(
        "event-audience",
        if audience.is_empty() {
            vec![t.text("event-everybody")]
        } else {
            list(audience)
        },
    );
    let languages = event
        .languages
        .iter()
        .map(|tag| t.text(&format!("language-{tag}")));
    add("event-languages", list(languages.collect()));
    add("event-organisers", list(event.organisers.clone()));
    facts
}
