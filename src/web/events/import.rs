//! Events brought from elsewhere: a file or an address, what would become of each event, then what became of it.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::{
    extract::{FromRequest, Multipart, Request, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::words;
use crate::{
    access::policy::Deed,
    events::{
        intake::{MOST_EVENTS, Unreadable},
        read::{MOST_ABOUT, MOST_NAMED},
    },
    flows::intake::{self as flow, Asks, Fate, Places, Row, Unfetched},
    geography,
    web::{
        Site,
        access::Member,
        form::{Fields, TOKEN, TokenGuard},
        page::{self, Page},
        places::{Chosen, PlaceField, chosen, in_full},
        problem::Problem,
    },
};

/// An event of the file.
pub struct Line {
    uid: String,
    title: String,
    when: String,
    place: String,
    fate: String,
    acts: bool,
    ticked: bool,
    bad: bool,
    notes: Vec<String>,
    href: Option<String>,
    /// Where its commune is asked for.
    asked: Option<Asked>,
}

/// The field for the commune of an event that the file puts nowhere that is known.
struct Asked {
    name: String,
    code: String,
    label: String,
    place: PlaceField,
}

#[derive(Template)]
#[template(path = "events/import.html")]
struct Import {
    page: Page,
    address: String,
    error: Option<String>,
    most: usize,
    hosts: Option<String>,
    lines: Vec<Line>,
    /// What was read, to be sent again with what is chosen.
    source: String,
    acting: i64,
    lost: i64,
    done: bool,
}

/// What the page shows.
#[derive(Default)]
struct Shown {
    address: String,
    error: Option<String>,
    rows: Vec<Row>,
    source: String,
    done: bool,
    /// What was ticked and typed before, where that is shown again.
    again: Option<Again>,
}

/// What was sent of a file that is shown again.
struct Again {
    ticked: BTreeSet<String>,
    /// The fields of communes, by the place of their event in the file.
    fields: BTreeMap<usize, PlaceField>,
}

fn answer(site: &Site, page: Page, shown: Shown) -> Response {
    let status = if shown.error.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let rows = shown.rows.iter().enumerate();
    let lines: Vec<Line> = rows
        .map(|(at, row)| line(&page, at, row, shown.again.as_ref()))
        .collect();
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let acting = lines.iter().filter(|line| line.acts).count();
    let lost = lines.iter().filter(|line| line.asked.is_some()).count();
    let title = page.t.text("import-title");
    page::with_status(
        status,
        &Import {
            address: shown.address,
            error: shown.error,
            most: MOST_EVENTS,
            hosts: match flow::asks(&site.app) {
                Asks::Nobody => None,
                Asks::Hosts(hosts) => Some(page.t.with("import-hosts", "hosts", hosts.join(", "))),
                Asks::Anybody => Some(page.t.text("import-any")),
            },
            lines,
            source: shown.source,
            acting: count(acting),
            lost: count(lost),
            done: shown.done,
            page: page.titled(title).private(),
        },
    )
}

/// The names of the two fields for the commune of the event at a place of the file.
fn names(at: usize) -> (String, String) {
    (format!("place-{at}"), format!("commune-{at}"))
}

/// The field for a commune as it is shown first: the communes among which the words of the file leave a choice, or the one that was chosen for other words of it.
fn first(row: &Row) -> PlaceField {
    match row.here.as_ref().and_then(|one| words::commune(&one.event)) {
        Some(before) => PlaceField {
            typed: before.label(),
            ..PlaceField::default()
        },
        None => PlaceField {
            choices: flow::communes(&row.found.spot)
                .into_iter()
                .map(|one| (one.code.clone(), in_full(one)))
                .collect(),
            ..PlaceField::default()
        },
    }
}

fn line(page: &Page, at: usize, row: &Row, again: Option<&Again>) -> Line {
    let t = &page.t;
    let when = row.event.as_ref().map(|event| {
        let starts = crate::events::series::instant(event.begins, &event.time_zone());
        let ends = starts.map(|at| crate::events::series::end(at, event.minutes));
        let once = ends.map(|ends| words::when(t, event, event.begins, ends));
        let once = once.unwrap_or_default();
        match &event.series {
            Some(_) => t.with("import-series", "first", once),
            None => once,
        }
    });
    let commune = row.event.as_ref().and_then(words::commune);
    let place = match (commune, &row.event) {
        (Some(commune), _) => in_full(commune),
        (None, Some(_)) => t.text("event-online"),
        (None, None) => {
            let spot = &row.found.spot;
            let told = [&spot.name, &spot.address, &spot.town].into_iter();
            let told: Vec<&str> = told
                .filter(|words| !words.is_empty())
                .map(String::as_str)
                .collect();
            told.join(", ")
        }
    };
    let mut notes: Vec<String> = row
        .found
        .notes
        .iter()
        .map(|note| t.text(&format!("import-note-{}", note.name())))
        .collect();
    let nowhere = row.fate.is_nowhere();
    if let Fate::Flawed(flaws) = &row.fate
        && !nowhere
    {
        notes.extend(flaws.iter().map(|flaw| {
            let number = |most: usize| i64::try_from(most).unwrap_or(i64::MAX).into();
            let most = [("most", number(MOST_ABOUT)), ("named", number(MOST_NAMED))];
            t.with_all(&format!("event-flaw-{}", flaw.name()), most)
        }));
    }
    Line {
        uid: row.found.uid.clone(),
        title: row.found.title.clone(),
        when: when.unwrap_or_default(),
        place,
        fate: match nowhere {
            true => t.text("import-fate-nowhere"),
            false => t.text(&format!("import-fate-{}", row.fate.name())),
        },
        acts: row.fate.acts(),
        ticked: again.is_none_or(|again| again.ticked.contains(&row.found.uid)),
        bad: matches!(row.fate, Fate::Flawed(_) | Fate::Foreign),
        notes,
        href: row
            .here
            .as_ref()
            .filter(|_| row.fate != Fate::Foreign)
            .map(|one| page.link(&format!("/me/events/{}", one.id))),
        asked: nowhere.then(|| {
            let (name, code) = names(at);
            let sent = again.and_then(|again| again.fields.get(&at).cloned());
            Asked {
                name,
                code,
                label: t.with("import-commune", "title", row.found.title.as_str()),
                place: sent.unwrap_or_else(|| first(row)),
            }
        }),
    }
}

/// `GET /me/events/import`.
pub async fn import_form(
    State(site): State<Site>,
    page: Page,
    member: Member,
) -> Result<Response, Problem> {
    member.may_own(Deed::Organise)?;
    Ok(answer(&site, page, Shown::default()))
}

/// `POST /me/events/import`: what would become of each event of a file or an address.
pub async fn import(
    State(site): State<Site>,
    page: Page,
    member: Member,
    request: Request,
) -> Result<Response, Problem> {
    member.may_own(Deed::Organise)?;
    let guard = TokenGuard::of(&request, &site);
    let refused = |status: StatusCode| Problem::status(status);
    let mut parts = Multipart::from_request(request, &site)
        .await
        .map_err(|error| refused(error.into_response().status()))?;
    let (mut token, mut shown, mut file) = (None, Shown::default(), Vec::new());
    while let Some(part) = parts
        .next_field()
        .await
        .map_err(|error| refused(error.into_response().status()))?
    {
        let name = part.name().unwrap_or_default().to_owned();
        let bytes = part
            .bytes()
            .await
            .map_err(|error| refused(error.into_response().status()))?;
        let text = || String::from_utf8_lossy(&bytes).trim().to_owned();
        match name.as_str() {
            TOKEN => token = Some(text()),
            "address" => shown.address = text().chars().take(500).collect(),
            "file" => file = bytes.to_vec(),
            _ => {}
        }
    }
    guard.check(&site, token.as_deref())?;
    let t = page.t;
    if file.is_empty() && !shown.address.is_empty() {
        match flow::fetch(&site.app, &member.account, &shown.address).await? {
            Ok(bytes) => file = bytes,
            Err(Unfetched::NotAsked) => shown.error = Some(t.text("import-not-asked")),
            Err(Unfetched::Unreachable) => shown.error = Some(t.text("import-unreachable")),
        }
    } else if file.is_empty() {
        shown.error = Some(t.text("import-nothing"));
    }
    if shown.error.is_none() {
        match flow::look(&site.app, &member.account, &file, &Places::new()).await? {
            Ok(rows) => {
                shown.rows = rows;
                shown.source = String::from_utf8_lossy(&file).into_owned();
            }
            Err(why) => shown.error = Some(t.text(&format!("import-unreadable-{}", why.name()))),
        }
    }
    Ok(answer(&site, page, shown))
}

/// Reads the communes that were chosen for the events of a file, and what was typed for them, beside which stands what is wrong with it. One that is left empty is
/// not asked for.
fn communes(page: &Page, rows: &[Row], fields: &Fields) -> (Places, BTreeMap<usize, PlaceField>) {
    let (mut places, mut typed) = (Places::new(), BTreeMap::new());
    for (at, row) in rows.iter().enumerate() {
        if !row.fate.is_nowhere() {
            continue;
        }
        let (name, code) = names(at);
        let text = fields.get(&name).unwrap_or_default();
        let mut field = PlaceField {
            typed: text.chars().take(80).collect(),
            ..first(row)
        };
        let picked = fields.get(&code);
        let offered = picked.filter(|code| field.choices.iter().any(|one| one.0 == **code));
        let found = match (chosen(&field.typed, picked), offered) {
            // Among those that are offered from the beginning one is chosen without a word.
            (Chosen::Nowhere, Some(code)) => geography::find(code),
            (Chosen::Nowhere, None) => None,
            (Chosen::Here(commune), _) => Some(commune),
            (Chosen::Among(several), _) => {
                let choices = several.into_iter();
                field.choices = choices
                    .map(|one| (one.code.clone(), in_full(one)))
                    .collect();
                field.error = Some(page.t.text("place-several"));
                None
            }
            (Chosen::Unknown, _) => {
                field.error = Some(page.t.text("place-unknown"));
                None
            }
        };
        if let Some(commune) = found {
            field.typed = commune.label();
            field.choices.clear();
            places.insert(row.found.uid.clone(), commune);
        }
        typed.insert(at, field);
    }
    (places, typed)
}

/// `POST /me/events/import/taken`: what is chosen is taken over; nothing of it while a commune is not understood.
pub async fn import_taken(
    State(site): State<Site>,
    page: Page,
    member: Member,
    fields: Fields,
) -> Result<Response, Problem> {
    member.may_own(Deed::Organise)?;
    let source = fields.get("source").unwrap_or_default();
    let mut ticked: BTreeSet<String> = fields.all("uid").iter().cloned().collect();
    let (app, account, bytes) = (&site.app, &member.account, source.as_bytes());
    let unread = |why: Unreadable| Shown {
        error: Some(page.t.text(&format!("import-unreadable-{}", why.name()))),
        ..Shown::default()
    };
    let rows = match flow::look(app, account, bytes, &Places::new()).await? {
        Ok(rows) => rows,
        Err(why) => {
            let shown = unread(why);
            return Ok(answer(&site, page, shown));
        }
    };
    let (places, typed) = communes(&page, &rows, &fields);
    let wrong = typed.values().filter(|field| field.error.is_some()).count();
    if wrong > 0 {
        let shown = Shown {
            error: Some(page.t.with("import-communes", "count", wrong)),
            rows,
            source: source.to_owned(),
            again: Some(Again {
                ticked,
                fields: typed,
            }),
            ..Shown::default()
        };
        return Ok(answer(&site, page, shown));
    }
    ticked.extend(places.keys().cloned());
    let shown = match flow::take(app, account, bytes, &ticked, &places).await? {
        Ok(rows) => Shown {
            rows,
            done: true,
            ..Shown::default()
        },
        Err(why) => unread(why),
    };
    Ok(answer(&site, page, shown))
}
