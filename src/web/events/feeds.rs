//! The same lists for calendars, readers and machines: iCalendar, Atom, JSON-LD in the words of schema.org, and a table with the names of OpenAgenda's fields.

use axum::{
    extract::State,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::{asked::Asked, list::wholes, words};
use crate::{
    base::{Error, EventId, Result},
    events::{Occurrence, Registration, Standing, Status, agenda::Query, ical, told::Told},
    i18n::Texts,
    store::events as rows,
    web::{
        Site,
        accept::{has, tag},
        page::Page,
        problem::Problem,
    },
};

/// How many events one feed tells of, those that are soonest.
pub const MOST: usize = 1_000;

/// How many dates of one event a machine is told of.
const DATES: usize = 60;

/// An event as feeds tell of it.
fn told(site: &Site, t: &Texts, standing: Standing, dates: Vec<Occurrence>) -> Told {
    let commune = words::commune(&standing.event);
    let mut tags = vec![words::format(t, &standing.event)];
    tags.extend(words::tags(t, &standing.event));
    Told {
        url: site.app.url(&format!("/events/{}", standing.slug)),
        commune: commune.map(|one| one.name.to_owned()).unwrap_or_default(),
        postal: commune
            .map(|one| one.postal)
            .filter(|postal| !postal.contains(' '))
            .unwrap_or_default()
            .to_owned(),
        department: commune
            .and_then(|one| crate::geography::department_name(one.department()))
            .unwrap_or_default()
            .to_owned(),
        at: commune.and_then(|one| one.at).map(|at| (at.lat, at.lon)),
        price: words::price(t, &standing.event),
        tags,
        standing,
        dates,
    }
}

/// What a part of a list holds, the soonest first, and how many the whole list has.
async fn all(site: &Site, t: &Texts, query: Query) -> Result<(Vec<Told>, usize)> {
    let now = query.at;
    let look = site
        .app
        .agenda
        .look(&site.app.db, now, |agenda| agenda.search(&query));
    let (results, _) = look.await?;
    let mut wholes = wholes(site, &results).await?;
    let ids: Vec<EventId> = results.found.iter().map(|one| one.id).collect();
    let mut of: std::collections::HashMap<EventId, Vec<Occurrence>> = Default::default();
    for date in rows::list_dates_of(&mut site.app.db.read().await?, &ids).await? {
        of.entry(date.event).or_default().push(date);
    }
    let told = ids.into_iter().filter_map(|id| {
        let standing = wholes.remove(&id)?;
        Some(told(site, t, standing, of.remove(&id).unwrap_or_default()))
    });
    Ok((told.collect(), results.total))
}

/// What is asked of a feed: the whole list by time, not a page of it.
fn whole(site: &Site, t: &Texts, asked: &Asked) -> Query {
    let (near, ..) = asked.near(t);
    Query {
        offset: 0,
        limit: MOST,
        by_distance: false,
        ..asked.ask(site.app.now(), near)
    }
}

/// A feed as an answer that may be kept and asked for again: the same bytes have the same tag.
fn kept(
    headers: &HeaderMap,
    kind: &'static str,
    extra: Option<(HeaderName, HeaderValue)>,
    body: String,
) -> Response {
    let tag = tag(body.as_bytes());
    let known = has(headers, &tag);
    let mut head = HeaderMap::new();
    head.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=300"),
    );
    head.insert(
        header::VARY,
        HeaderValue::from_static("Accept-Language, Accept-Encoding"),
    );
    head.insert(header::ETAG, tag);
    head.extend(extra);
    if known {
        return (StatusCode::NOT_MODIFIED, head).into_response();
    }
    head.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    (head, body).into_response()
}

/// `GET /events.ics`.
pub async fn ics(
    State(site): State<Site>,
    headers: HeaderMap,
    page: Page,
    asked: Asked,
) -> Result<Response, Problem> {
    let t = page.t;
    let (told, _) = all(&site, &t, whole(&site, &t, &asked)).await?;
    let body = ical::calendar(&t.text("events-title"), &told);
    Ok(kept(&headers, ical::MEDIA, None, body))
}

/// One event for a calendar.
pub(super) async fn one(site: &Site, page: &Page, slug: &str) -> Result<Response> {
    let mut reader = site.app.db.read().await?;
    let standing = rows::find_by_slug(&mut reader, slug).await?;
    let standing = standing.filter(Standing::is_public).ok_or(Error::Missing)?;
    let dates = rows::list_dates(&mut reader, standing.id).await?;
    drop(reader);
    let name = format!("attachment; filename=\"{}.ics\"", standing.slug);
    let name = HeaderValue::from_str(&name).map_err(Error::fault)?;
    let told = told(site, &page.t, standing, dates);
    let body = ical::calendar(&told.standing.event.title.clone(), &[told]);
    let extra = Some((header::CONTENT_DISPOSITION, name));
    Ok(kept(&HeaderMap::new(), ical::MEDIA, extra, body))
}

/// Text between the signs of XML, without what XML cannot hold at all.
fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() && !matches!(c, '\n' | '\t') => {}
            c => out.push(c),
        }
    }
    out
}

/// `GET /events.atom` (RFC 4287): an entry an event.
pub async fn atom(
    State(site): State<Site>,
    headers: HeaderMap,
    page: Page,
    asked: Asked,
) -> Result<Response, Problem> {
    let t = page.t;
    let (mut told, _) = all(&site, &t, whole(&site, &t, &asked)).await?;
    told.sort_by_key(|one| std::cmp::Reverse(one.standing.saved_at));
    let now = site.app.now();
    let updated = told
        .first()
        .map_or(Timestamp::UNIX_EPOCH, |one| one.standing.saved_at);
    let query = asked.on_page(1);
    let own = site.app.url(&query.address("/events.atom", &page));
    let list = site.app.url(&query.address("/events", &page));
    let entries = told.iter().map(|one| entry(&t, one, now));
    let body = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n<id>{}</id>\n<title>{}</title>\n<updated>{updated}</updated>\n<author><name>{}</name></author>\n<link rel=\"self\" type=\"application/atom+xml\" href=\"{}\"/>\n<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n{}</feed>\n",
        t.lang,
        xml(&own),
        xml(&t.text("events-title")),
        xml(&site.app.config.issuer.name),
        xml(&own),
        xml(&list),
        entries.collect::<String>()
    );
    let kind = "application/atom+xml; charset=utf-8";
    Ok(kept(&headers, kind, None, body))
}

fn entry(t: &Texts, told: &Told, now: Timestamp) -> String {
    let (standing, event) = (&told.standing, &told.standing.event);
    let coming = told
        .dates
        .iter()
        .find(|date| !date.is_past(now) && !date.is_cancelled());
    let when = coming
        .or(told.dates.last())
        .map(|date| words::when(t, event, date.civil, date.ends_at))
        .unwrap_or_default();
    let title = if standing.status == Status::Cancelled {
        t.with("event-title-cancelled", "title", event.title.as_str())
    } else {
        event.title.clone()
    };
    let words = [when.as_str(), &told.location(), &told.text()];
    let words: Vec<&str> = words.into_iter().filter(|text| !text.is_empty()).collect();
    let tags = told
        .tags
        .iter()
        .map(|tag| format!("<category term=\"{}\"/>", xml(tag)));
    let published = standing.published_at.unwrap_or(standing.made_at);
    format!(
        "<entry><id>urn:uuid:{}</id><title>{}</title><published>{published}</published><updated>{}</updated><link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>{}<summary>{}</summary></entry>\n",
        standing.id,
        xml(&title),
        standing.saved_at,
        xml(&told.url),
        tags.collect::<String>(),
        xml(&words.join("\n"))
    )
}

/// `GET /events.json`: a page of the list, in the words of schema.org.
pub async fn json(
    State(site): State<Site>,
    headers: HeaderMap,
    page: Page,
    asked: Asked,
) -> Result<Response, Problem> {
    let t = page.t;
    let query = Query {
        offset: (asked.page - 1) * MOST,
        ..whole(&site, &t, &asked)
    };
    let (told, total) = all(&site, &t, query).await?;
    let items: Vec<Value> = told.iter().map(|one| machine(&site, one)).collect();
    let body = json!({
        "@context": "https://schema.org",
        "@type": "ItemList",
        "url": site.app.url("/events"),
        "numberOfItems": total,
        "page": asked.page,
        "pages": total.div_ceil(MOST),
        "itemListElement": items,
    });
    Ok(kept(
        &headers,
        "application/ld+json",
        None,
        body.to_string(),
    ))
}

/// One event in the words of schema.org, as its page holds it.
pub(super) fn json_of(site: &Site, t: &Texts, standing: &Standing, dates: &[Occurrence]) -> Value {
    let mut body = json!({"@context": "https://schema.org"});
    let told = told(site, t, standing.clone(), dates.to_vec());
    if let (Some(all), Value::Object(own)) = (body.as_object_mut(), machine(site, &told)) {
        all.extend(own);
    }
    body
}

fn machine(site: &Site, told: &Told) -> Value {
    let (standing, event) = (&told.standing, &told.standing.event);
    let zoned = |at: Timestamp| {
        let zoned = at.to_zoned_datetime(event.time_zone());
        zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
    };
    let status = |cancelled: bool| match (cancelled, standing.changed_at) {
        (true, _) => "https://schema.org/EventCancelled",
        (false, Some(_)) => "https://schema.org/EventRescheduled",
        (false, None) => "https://schema.org/EventScheduled",
    };
    let cancelled = standing.status == Status::Cancelled;
    let mut item = Map::new();
    let mut add = |name: &str, value: Value| {
        let empty = match &value {
            Value::String(text) => text.is_empty(),
            Value::Array(list) => list.is_empty(),
            other => other.is_null(),
        };
        if !empty {
            item.insert(name.into(), value);
        }
    };
    add("@type", "EducationEvent".into());
    add("@id", told.url.clone().into());
    add("url", told.url.clone().into());
    add("identifier", standing.uid.clone().into());
    add("name", event.title.clone().into());
    add("description", told.text().into());
    if let Some(first) = told.dates.first() {
        add("startDate", zoned(first.starts_at).into());
        let last = told.dates.last().unwrap_or(first);
        add("endDate", zoned(last.ends_at).into());
    }
    add("eventStatus", status(cancelled).into());
    let (mode, mut places) = match (&event.place, &event.online) {
        (Some(_), Some(_)) => ("MixedEventAttendanceMode", Vec::new()),
        (None, Some(_)) => ("OnlineEventAttendanceMode", Vec::new()),
        _ => ("OfflineEventAttendanceMode", Vec::new()),
    };
    add(
        "eventAttendanceMode",
        format!("https://schema.org/{mode}").into(),
    );
    if let Some(place) = &event.place {
        let mut address = json!({"@type": "PostalAddress", "addressLocality": told.commune, "addressCountry": "FR"});
        if !place.address.is_empty() {
            address["streetAddress"] = place.address.clone().into();
        }
        if !told.postal.is_empty() {
            address["postalCode"] = told.postal.clone().into();
        }
        let name = if place.name.is_empty() {
            &told.commune
        } else {
            &place.name
        };
        let mut there = json!({"@type": "Place", "name": name, "address": address});
        if let Some((lat, lon)) = told.at {
            there["geo"] = json!({"@type": "GeoCoordinates", "latitude": lat, "longitude": lon});
        }
        places.push(there);
    }
    if let Some(online) = &event.online {
        let shown = online.open && !online.link.is_empty();
        // The link of a meeting that only those who registered are told is on no public page: the page of the event stands for it.
        let url = if shown { &online.link } else { &told.url };
        places.push(json!({"@type": "VirtualLocation", "url": url}));
    }
    add("location", places.into());
    add("isAccessibleForFree", (event.price.cents == 0).into());
    let register = match &event.registration {
        Registration::Elsewhere(link) => link,
        _ => &told.url,
    };
    let amount = format!("{}.{:02}", event.price.cents / 100, event.price.cents % 100);
    add(
        "offers",
        json!({"@type": "Offer", "price": amount, "priceCurrency": "EUR", "url": register, "description": told.price}),
    );
    add("inLanguage", event.languages.iter().cloned().collect());
    let organisers = event.organisers.iter();
    add(
        "organizer",
        organisers
            .map(|name| json!({"@type": "Organization", "name": name}))
            .collect(),
    );
    add(
        "maximumAttendeeCapacity",
        event.seats.map_or(Value::Null, Value::from),
    );
    add("keywords", told.tags.iter().cloned().collect());
    let modules = event.modules.iter();
    add("workFeatured", modules.map(|id| json!({"@type": "LearningResource", "url": site.app.url(&format!("/modules/{id}"))})).collect());
    if event.series.is_some() {
        let dates = told.dates.iter().take(DATES).map(|date| {
            json!({
                "@type": "EducationEvent",
                "name": event.title,
                "startDate": zoned(date.starts_at),
                "endDate": zoned(date.ends_at),
                "eventStatus": status(cancelled || date.is_cancelled()),
                "url": told.url,
            })
        });
        add("subEvent", dates.collect());
    }
    Value::Object(item)
}

/// The columns of the table, by the names of OpenAgenda's second version.
const COLUMNS: [&str; 20] = [
    "uid",
    "title",
    "description",
    "longDescription",
    "conditions",
    "keywords",
    "timings",
    "timezone",
    "status",
    "attendanceMode",
    "onlineAccessLink",
    "location.name",
    "location.address",
    "location.postalCode",
    "location.city",
    "location.department",
    "location.latitude",
    "location.longitude",
    "registration",
    "originalUrl",
];

/// `GET /events.csv`: a row an event; texts are in quotes and none is a formula.
pub async fn csv(
    State(site): State<Site>,
    headers: HeaderMap,
    page: Page,
    asked: Asked,
) -> Result<Response, Problem> {
    let t = page.t;
    let (told, _) = all(&site, &t, whole(&site, &t, &asked)).await?;
    let mut text = String::from('\u{feff}');
    let mut row = |cells: Vec<String>| {
        let cells: Vec<String> = cells
            .iter()
            .map(|cell| crate::web::list::quoted(cell))
            .collect();
        text.push_str(&cells.join(";"));
        text.push_str("\r\n");
    };
    row(COLUMNS.map(str::to_owned).into());
    for one in &told {
        row(columns(one));
    }
    let name = HeaderValue::from_static("attachment; filename=\"crema-events.csv\"");
    let extra = Some((header::CONTENT_DISPOSITION, name));
    Ok(kept(&headers, "text/csv; charset=utf-8", extra, text))
}

fn columns(told: &Told) -> Vec<String> {
    let (standing, event) = (&told.standing, &told.standing.event);
    let zone = event.time_zone();
    let zoned = |at: Timestamp| {
        let zoned = at.to_zoned_datetime(zone.clone());
        zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
    };
    let timings: Vec<Value> = told
        .dates
        .iter()
        .filter(|date| !date.is_cancelled() || standing.status == Status::Cancelled)
        .take(DATES)
        .map(|date| json!({"begin": zoned(date.starts_at), "end": zoned(date.ends_at)}))
        .collect();
    // 1 in a place, 2 online, 3 both; 1 scheduled, 2 moved, 6 cancelled.
    let mode = match (&event.place, &event.online) {
        (Some(_), Some(_)) => "3",
        (None, Some(_)) => "2",
        _ => "1",
    };
    let status = match (standing.status, standing.changed_at) {
        (Status::Cancelled, _) => "6",
        (_, Some(_)) => "2",
        _ => "1",
    };
    let place = event.place.clone().unwrap_or_default();
    let link = event.online.as_ref().filter(|online| online.open);
    let coordinate = |of: fn((f64, f64)) -> f64| {
        told.at
            .map(|at| format!("{:.6}", of(at)))
            .unwrap_or_default()
    };
    vec![
        standing.uid.clone(),
        event.title.clone(),
        event.summary.clone(),
        event.about.clone(),
        told.price.clone(),
        told.tags.join(", "),
        Value::from(timings).to_string(),
        event.zone.clone(),
        status.into(),
        mode.into(),
        link.map(|online| online.link.clone()).unwrap_or_default(),
        place.name,
        place.address,
        told.postal.clone(),
        told.commune.clone(),
        told.department.clone(),
        coordinate(|at| at.0),
        coordinate(|at| at.1),
        match &event.registration {
            Registration::Elsewhere(link) => link.clone(),
            Registration::Here => told.url.clone(),
            Registration::None => String::new(),
        },
        told.url.clone(),
    ]
}
