//! The page of an event: what it is, its dates, how one gets in; for calendars the same address ends in `.ics`.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};

use super::{
    feeds, report,
    words::{self, Words, ours, theirs},
};
use crate::{
    badges::qr,
    base::{Error, Result},
    events::{Event, Occurrence, Registration, Standing, Status},
    flows::badges::badge_of_event,
    i18n::Texts,
    store::events as rows,
    web::{
        Site,
        access::Visitor,
        page::{self, Page},
        problem::Problem,
        voices::{Statement, some_of},
    },
};

/// How many statements the page shows.
const VOICES: usize = 3;

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

/// How many dates of a series a poster names.
const BILLED: usize = 3;

/// Up to how many signs a poster is set in large letters, and in usual ones.
const SIZES: [(usize, &str); 2] = [(260, "airy"), (620, "full")];

/// How many dates of a series are shown at once; the others are folded away.
const SHOWN: usize = 4;

#[derive(Template)]
#[template(path = "events/show.html")]
struct Show {
    page: Page,
    /// The language of its texts where it is not that of the page.
    lang: Option<String>,
    summary: String,
    about: Vec<String>,
    format: Words,
    tags: Vec<Words>,
    /// Facts: what, and the words.
    facts: Vec<(String, Vec<Words>)>,
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
    reports: Vec<report::Told>,
    voices: Vec<Statement>,
    /// What leads to all that was said: the words, and where.
    all_voices: Option<(String, String)>,
    say: Option<String>,
    calendar: String,
    /// On paper: the next dates, how many more there are, and where.
    billed: Vec<String>,
    more: Option<String>,
    spot: Vec<Words>,
    /// What else the poster tells.
    told: Vec<(String, Vec<Words>)>,
    /// How large it is set: the less there is to say the larger.
    size: &'static str,
    /// The address of the page, for who reads it on paper, and its QR code.
    url: String,
    qr: String,
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
    let achievement = badge_of_event(&mut reader, &standing).await?;
    drop(reader);
    let (t, event, now) = (page.t, &standing.event, site.app.now());
    let (voices, said) = some_of(&site, &page, standing.id, VOICES).await?;
    let path = page.link_with("/voices", "event", &standing.slug);
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
    let url = site.app.url(&format!("/events/{}", standing.slug));
    let coming = dates.iter().filter(|date| past || !date.is_past(now));
    let held = dates.iter().filter(|date| past || !date.is_past(now));
    let held: Vec<&Occurrence> = held
        .filter(|date| cancelled || !date.is_cancelled())
        .collect();
    let mut spot = words::place_lines(&t, event);
    if event.place.is_some() && event.online.is_some() {
        spot.push(ours(t.text("registration-fact-online")));
    }
    let told = told(&t, event);
    let data = feeds::json_of(&site, &t, &standing, &dates);
    // A text of somebody else's within a script: no end of it can be written there.
    let data = data.to_string().replace('<', "\\u003c");
    Ok(page::answer(&Show {
        lang: words::lang(&t, event),
        summary: event.summary.clone(),
        about: event
            .about
            .split("\n\n")
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
            .collect(),
        format: words::form(&t, event),
        tags: words::marks(&t, event),
        billed: held
            .iter()
            .take(BILLED)
            .map(|date| words::when(&t, event, date.civil, date.ends_at))
            .collect(),
        more: (held.len() > BILLED)
            .then(|| t.with("event-more-dates", "count", held.len() - BILLED)),
        size: size(event, &spot, &told),
        told,
        spot,
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
        facts: facts(&page, &standing),
        hidden: (!standing.is_public()).then(|| t.text("event-hidden")),
        modules,
        achievement: achievement.map(|one| {
            let name = one.texts(t.lang).1.name.clone();
            (name, page.link(&format!("/achievements/{}", one.slug)))
        }),
        reports: report::told(&site, &t, &standing, &dates).await?,
        all_voices: (said > voices.len()).then(|| {
            let count = i64::try_from(said).unwrap_or(i64::MAX);
            (t.with("voices-count", "count", count), path)
        }),
        voices,
        say: crate::flows::voices::is_open(&standing, &dates, now)
            .then(|| page.link_with("/voices/new", "event", &standing.slug)),
        own: own.then(|| page.link(&format!("/me/events/{}", standing.id))),
        qr: qr::svg(&url, &t.text("event-poster")).map_err(Error::fault)?,
        // A browser finds its way without it.
        url: url.trim_start_matches("https://").to_owned(),
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

/// What a poster tells beside what, when and where: what it costs, for whom, how one gets in, in which languages where French is not all, and who organises.
fn told(t: &Texts, event: &Event) -> Vec<(String, Vec<Words>)> {
    let french = event.languages.iter().eq(["fr"]);
    let languages = event.languages.iter().filter(|_| !french);
    let languages: Vec<String> = languages
        .map(|tag| t.text(&format!("language-{tag}")))
        .collect();
    let audience = event.audience.iter();
    let audience: Vec<String> = audience
        .map(|one| t.text(&format!("event-audience-{one}")))
        .collect();
    let audience = match audience.is_empty() {
        true => t.text("event-everybody"),
        false => audience.join(", "),
    };
    let place = event.place.as_ref();
    let access = place.map_or(String::new(), |place| place.access.replace('\n', " "));
    let organisers = event.organisers.join(", ");
    let facts = [
        ("event-price", words::price_lines(t, event)),
        ("event-audience", vec![ours(audience)]),
        ("event-access", vec![theirs(t, event, &access)]),
        ("event-languages", vec![ours(languages.join(", "))]),
        ("event-organisers", vec![theirs(t, event, &organisers)]),
    ];
    facts
        .into_iter()
        .filter(|(_, lines)| lines.iter().any(|line| !line.words.is_empty()))
        .map(|(key, lines)| (t.text(key), lines))
        .collect()
}

/// How large a poster is set.
fn size(event: &Event, spot: &[Words], told: &[(String, Vec<Words>)]) -> &'static str {
    let lines = told.iter().flat_map(|(_, lines)| lines).chain(spot);
    let lines: usize = lines.map(|line| line.words.chars().count()).sum();
    let signs = event.title.chars().count() + event.summary.chars().count() + lines;
    let fits = SIZES.iter().find(|(most, _)| signs <= *most);
    fits.map_or("crowded", |(_, size)| size)
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
fn facts(page: &Page, standing: &Standing) -> Vec<(String, Vec<Words>)> {
    let (t, event) = (&page.t, &standing.event);
    let mut facts = Vec::new();
    let mut add = |key: &str, mut lines: Vec<Words>| {
        lines.retain(|line| !line.words.is_empty());
        if !lines.is_empty() {
            facts.push((t.text(key), lines));
        }
    };
    let list = |words: Vec<String>| vec![ours(words.join(", "))];
    add("event-where", words::place_lines(t, event));
    if let Some(place) = &event.place {
        let access = place.access.lines();
        let access = access.map(|line| theirs(t, event, line)).collect();
        add("event-access", access);
    }
    if let Some(online) = &event.online {
        let words = if online.open {
            "event-online-open"
        } else {
            "event-online-registered"
        };
        add("event-online-how", vec![ours(t.text(words))]);
    }
    add("event-price", words::price_lines(t, event));
    let audience = event.audience.iter();
    let audience: Vec<String> = audience
        .map(|one| t.text(&format!("event-audience-{one}")))
        .collect();
    add(
        "event-audience",
        if audience.is_empty() {
            vec![ours(t.text("event-everybody"))]
        } else {
            list(audience)
        },
    );
    let languages = event
        .languages
        .iter()
        .map(|tag| t.text(&format!("language-{tag}")));
    add("event-languages", list(languages.collect()));
    let organisers = event.organisers.join(", ");
    add("event-organisers", vec![theirs(t, event, &organisers)]);
    facts
}
