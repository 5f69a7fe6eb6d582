//! One's own events: the list, the form in which each fault stands beside its field, and what is done with one.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::Response,
};

use super::{
    list::{Choice, choice},
    words,
};
use crate::{
    access::policy::Deed,
    badges::achievement::Achievement,
    base::{DateId, Error, EventId, Refusal},
    events::{
        Audience, Event, Format, LANGUAGES, Occurrence, Pillar, Standing, Status,
        event::{PARIS, zone_of},
        read::{Flaw, MOST_ABOUT, MOST_NAMED, Typed},
        series::Repeat,
    },
    flows::{charter, events as flow, events::Saved},
    geography,
    store::{badges, events as rows},
    web::{
        Site,
        access::Member,
        form::Fields,
        page::{self, Done, Page, see_other},
        places::{Chosen, PlaceField, chosen, in_full},
        problem::Problem,
    },
};

/// How many events a page of the list shows.
const PAGE: i64 = 50;

/// The longest text that is looked at, in characters.
const MOST: usize = MOST_ABOUT * 2;

/// An event of the list.
pub struct Row {
    title: String,
    href: String,
    status: String,
    when: String,
    past: bool,
}

#[derive(Template)]
#[template(path = "events/mine.html")]
struct Mine {
    page: Page,
    rows: Vec<Row>,
    adherent: bool,
    after: Option<String>,
    before: Option<String>,
}

/// A date that can be cancelled by itself.
pub struct Line {
    when: String,
    cancelled: bool,
    cancel: Option<String>,
}

/// Where an event stands, on the page of its form.
#[derive(Default)]
struct Place {
    /// Its page.
    href: String,
    status: String,
    note: Option<String>,
    action: String,
    can_publish: bool,
    announced: bool,
    cancelled: bool,
    past: bool,
    dates: Vec<Line>,
    people: Option<String>,
}

#[derive(Template)]
#[template(path = "events/form.html")]
struct FormPage {
    page: Page,
    action: String,
    version: i64,
    typed: Typed,
    place: PlaceField,
    formats: Vec<Choice>,
    pillars: Vec<Choice>,
    audience: Vec<Choice>,
    languages: Vec<Choice>,
    modules: Vec<Choice>,
    achievements: Vec<Choice>,
    repeats: Vec<Choice>,
    ends: Vec<Choice>,
    registrations: Vec<Choice>,
    errors: BTreeMap<&'static str, String>,
    stale: bool,
    done: String,
    refused: Option<String>,
    adherent: bool,
    agreement: bool,
    standing: Option<Place>,
}

impl FormPage {
    /// What is wrong with a field.
    fn error(&self, field: &str) -> Option<&String> {
        self.errors.get(field)
    }
}

/// What the form shows beside the event itself.
#[derive(Default)]
struct Shown {
    typed: Typed,
    place: PlaceField,
    version: i64,
    flaws: Vec<Flaw>,
    stale: bool,
    done: String,
    refused: Option<String>,
}

/// `GET /me/events`.
pub async fn mine(
    State(site): State<Site>,
    Query(query): Query<BTreeMap<String, String>>,
    page: Page,
    member: Member,
) -> Result<Response, Problem> {
    member.may_own(Deed::Organise)?;
    let number = query.get("page").and_then(|page| page.parse::<i64>().ok());
    let number = number.unwrap_or(1).clamp(1, 10_000);
    let mut reader = site.app.db.read().await?;
    let owner = member.account.id;
    let all = rows::list_of_owner(&mut reader, owner, PAGE, (number - 1) * PAGE).await?;
    let total = rows::count_of_owner(&mut reader, owner).await?;
    let ids: Vec<EventId> = all.iter().map(|one| one.id).collect();
    let dates = rows::list_dates_of(&mut reader, &ids).await?;
    drop(reader);
    let (t, now) = (page.t, site.app.now());
    let list = all.iter().map(|standing| {
        let own: Vec<&Occurrence> = dates
            .iter()
            .filter(|date| date.event == standing.id)
            .collect();
        let past = !own.is_empty() && own.iter().all(|date| date.is_past(now));
        let next = own.iter().find(|date| !date.is_past(now)).or(own.last());
        Row {
            title: standing.event.title.clone(),
            href: page.link(&format!("/me/events/{}", standing.id)),
            status: status(&page, standing, past),
            when: next
                .map(|date| words::when(&t, &standing.event, date.civil, date.ends_at))
                .unwrap_or_default(),
            past,
        }
    });
    let to = |number: i64| page.link_with("/me/events", "page", &number.to_string());
    Ok(page::answer(&Mine {
        rows: list.collect(),
        adherent: charter::is_adherent(&site.app, owner).await?,
        before: (number > 1).then(|| to(number - 1)),
        after: (number * PAGE < total).then(|| to(number + 1)),
        page: page.titled(t.text("my-events-title")).private(),
    }))
}

/// Where an event stands, in a word.
fn status(page: &Page, standing: &Standing, past: bool) -> String {
    let name = match standing.status {
        Status::Published if past => "past",
        Status::Published if standing.changed_at.is_some() => "changed",
        status => status.name(),
    };
    page.t.text(&format!("event-status-{name}"))
}

/// `GET /me/events/new`.
pub async fn new(
    State(site): State<Site>,
    page: Page,
    member: Member,
) -> Result<Response, Problem> {
    member.may_own(Deed::Organise)?;
    let typed = Typed {
        format: Format::Discuss.name().into(),
        languages: vec!["fr".into()],
        price: "0".into(),
        registration: "here".into(),
        repeat: "once".into(),
        ends: "open".into(),
        ..Typed::default()
    };
    let shown = Shown {
        typed,
        ..Shown::default()
    };
    answer(&site, page, &member, StatusCode::OK, None, shown).await
}

/// `POST /me/events`.
pub async fn create(
    State(site): State<Site>,
    page: Page,
    member: Member,
    fields: Fields,
) -> Result<Response, Problem> {
    member.may_own(Deed::Organise)?;
    let (typed, place, flaws) = read(&site, &page, &fields, None).await?;
    match flaws {
        Ok(event) => {
            let id = flow::write(&site.app, &member.account, &event).await?;
            Ok(see_other(
                &page.link_done(&format!("/me/events/{id}"), "saved"),
            ))
        }
        Err(flaws) => {
            let shown = Shown {
                typed,
                place,
                flaws,
                ..Shown::default()
            };
            answer(
                &site,
                page,
                &member,
                StatusCode::UNPROCESSABLE_ENTITY,
                None,
                shown,
            )
            .await
        }
    }
}

fn id_of(text: &str) -> Result<EventId, Error> {
    text.parse().map_err(|_| Error::Missing)
}

/// `GET /me/events/{id}`.
pub async fn edit(
    State(site): State<Site>,
    Path(id): Path<String>,
    Query(done): Query<Done>,
    page: Page,
    member: Member,
) -> Result<Response, Problem> {
    let standing = flow::own(&site.app, &member.account, id_of(&id)?).await?;
    let shown = Shown {
        typed: Typed::of(&standing.event),
        place: PlaceField {
            typed: words::commune(&standing.event)
                .map(geography::Commune::label)
                .unwrap_or_default(),
            ..PlaceField::default()
        },
        version: standing.version,
        done: done.done,
        ..Shown::default()
    };
    answer(&site, page, &member, StatusCode::OK, Some(&standing), shown).await
}

/// `POST /me/events/{id}`.
pub async fn update(
    State(site): State<Site>,
    Path(id): Path<String>,
    page: Page,
    member: Member,
    fields: Fields,
) -> Result<Response, Problem> {
    let standing = flow::own(&site.app, &member.account, id_of(&id)?).await?;
    let (typed, place, read) = read(&site, &page, &fields, Some(&standing.event)).await?;
    let version = fields
        .get("version")
        .and_then(|one| one.parse().ok())
        .unwrap_or(0);
    let mut shown = Shown {
        typed,
        place,
        version,
        ..Shown::default()
    };
    let status = match read {
        Ok(event) => {
            match flow::save(&site.app, &member.account, standing.id, version, &event).await? {
                Saved::Done(id) => {
                    return Ok(see_other(
                        &page.link_done(&format!("/me/events/{id}"), "saved"),
                    ));
                }
                Saved::Older(now) => {
                    shown.stale = true;
                    shown.version = now;
                    StatusCode::CONFLICT
                }
            }
        }
        Err(flaws) => {
            shown.flaws = flaws;
            StatusCode::UNPROCESSABLE_ENTITY
        }
    };
    answer(&site, page, &member, status, Some(&standing), shown).await
}

/// `POST /me/events/{id}/publication`.
pub async fn publish(
    State(site): State<Site>,
    Path(id): Path<String>,
    page: Page,
    member: Member,
    _fields: Fields,
) -> Result<Response, Problem> {
    let id = id_of(&id)?;
    let refusal = match flow::publish(&site.app, &member.account, id).await {
        Ok(to) => {
            let done = if to == Status::Asked {
                "asked"
            } else {
                "published"
            };
            return Ok(see_other(
                &page.link_done(&format!("/me/events/{id}"), done),
            ));
        }
        Err(Error::Refusal(refusal @ (Refusal::NotAdherent | Refusal::EventOver))) => refusal,
        Err(error) => return Err(error.into()),
    };
    let standing = flow::own(&site.app, &member.account, id).await?;
    let words = if refusal == Refusal::NotAdherent {
        "event-not-adherent"
    } else {
        "event-over"
    };
    let shown = Shown {
        typed: Typed::of(&standing.event),
        place: PlaceField {
            typed: words::commune(&standing.event)
                .map(geography::Commune::label)
                .unwrap_or_default(),
            ..PlaceField::default()
        },
        version: standing.version,
        refused: Some(page.t.text(words)),
        ..Shown::default()
    };
    answer(
        &site,
        page,
        &member,
        StatusCode::CONFLICT,
        Some(&standing),
        shown,
    )
    .await
}

/// `POST /me/events/{id}/cancellation`.
pub async fn cancel(
    State(site): State<Site>,
    Path(id): Path<String>,
    page: Page,
    member: Member,
    fields: Fields,
) -> Result<Response, Problem> {
    let id = id_of(&id)?;
    let path = format!("/me/events/{id}");
    if fields.get("sure") != Some("yes") {
        flow::own(&site.app, &member.account, id).await?;
        return Ok(see_other(&page.link_done(&path, "unsure")));
    }
    flow::cancel(&site.app, &member.account, id).await?;
    let still = rows::find(&mut site.app.db.read().await?, id).await?;
    Ok(see_other(&match still {
        Some(_) => page.link_done(&path, "cancelled"),
        None => page.link("/me/events"),
    }))
}

/// `POST /me/events/{id}/dates/{date}/cancellation`.
pub async fn cancel_date(
    State(site): State<Site>,
    Path((id, date)): Path<(String, String)>,
    page: Page,
    member: Member,
    _fields: Fields,
) -> Result<Response, Problem> {
    let id = id_of(&id)?;
    let date: DateId = date.parse().map_err(|_| Error::Missing)?;
    flow::cancel_date(&site.app, &member.account, id, date).await?;
    Ok(see_other(
        &page.link_done(&format!("/me/events/{id}"), "saved"),
    ))
}

/// `POST /me/events/{id}/copies`.
pub async fn copy(
    State(site): State<Site>,
    Path(id): Path<String>,
    page: Page,
    member: Member,
    _fields: Fields,
) -> Result<Response, Problem> {
    let id = flow::copy(&site.app, &member.account, id_of(&id)?).await?;
    Ok(see_other(
        &page.link_done(&format!("/me/events/{id}"), "copied"),
    ))
}

/// What was sent, as it was typed, the field of the place, and the event or what is wrong.
async fn read(
    site: &Site,
    page: &Page,
    fields: &Fields,
    before: Option<&Event>,
) -> Result<(Typed, PlaceField, Result<Event, Vec<Flaw>>), Error> {
    let text = |name: &str| -> String {
        // Twice what may stand there: too long a text is told, not cut.
        fields
            .get(name)
            .unwrap_or_default()
            .chars()
            .take(MOST)
            .collect()
    };
    let ticked = |name: &str| fields.get(name) == Some("yes");
    let mut place = PlaceField {
        typed: text("place").chars().take(80).collect(),
        ..PlaceField::default()
    };
    let mut unclear = true;
    let commune = match chosen(&place.typed, fields.get("commune")) {
        Chosen::Here(commune) => Some(commune),
        Chosen::Nowhere => {
            unclear = false;
            None
        }
        Chosen::Among(several) => {
            let choices = several.into_iter();
            place.choices = choices
                .map(|one| (one.code.clone(), in_full(one)))
                .collect();
            place.error = Some(page.t.text("place-several"));
            None
        }
        Chosen::Unknown => {
            place.error = Some(page.t.text("place-unknown"));
            None
        }
    };
    let shelf = site.app.shelf();
    let modules: Vec<String> = fields.all("module").to_vec();
    let known = modules
        .into_iter()
        .filter(|id| shelf.modules().any(|one| one.own().id == *id));
    let achievement = text("achievement");
    let given = by_hand(site)
        .await?
        .iter()
        .any(|one| one.slug == achievement);
    let typed = Typed {
        title: text("title"),
        summary: text("summary"),
        about: text("about").replace("\r\n", "\n"),
        format: text("format"),
        format_words: text("format-words"),
        themes: text("themes"),
        pillars: fields.all("pillar").to_vec(),
        commune: commune.map(|one| one.code.clone()).unwrap_or_default(),
        place_name: text("place-name"),
        address: text("address"),
        access: text("access").replace("\r\n", "\n"),
        online: ticked("online"),
        link: text("link"),
        open: ticked("open"),
        audience: fields.all("audience").to_vec(),
        languages: fields.all("language").to_vec(),
        price: text("price"),
        price_words: text("price-words"),
        seats: text("seats"),
        registration: text("registration"),
        elsewhere: text("elsewhere"),
        modules: known.take(20).collect(),
        achievement: if given { achievement } else { String::new() },
        organisers: text("organisers"),
        zone: commune
            .map_or(PARIS, |one| zone_of(one.department(), &one.code))
            .into(),
        day: text("day"),
        from: text("from"),
        last_day: text("last-day"),
        to: text("to"),
        repeat: text("repeat"),
        rule: text("rule"),
        ends: text("ends"),
        until: text("until"),
        count: text("count"),
        except: text("except"),
    };
    let mut read = typed.read(before);
    if commune.is_none() && unclear {
        let mut flaws = read.err().unwrap_or_default();
        // The field for a commune tells it by itself.
        if !flaws.contains(&Flaw::Nowhere) {
            flaws.push(Flaw::Nowhere);
        }
        read = Err(flaws);
    }
    Ok((typed, place, read))
}

/// Achievements that are given by hand.
async fn by_hand(site: &Site) -> Result<Vec<Achievement>, Error> {
    let all = badges::list_achievements(&mut site.app.db.read().await?).await?;
    Ok(all.into_iter().filter(Achievement::is_by_hand).collect())
}

async fn answer(
    site: &Site,
    page: Page,
    member: &Member,
    status: StatusCode,
    standing: Option<&Standing>,
    mut shown: Shown,
) -> Result<Response, Problem> {
    let (t, typed) = (page.t, &shown.typed);
    let mut errors = BTreeMap::new();
    for flaw in &shown.flaws {
        if *flaw == Flaw::Nowhere {
            let words = t.text("event-flaw-nowhere");
            shown.place.error.get_or_insert(words);
            continue;
        }
        let words = t.with_all(
            &format!("event-flaw-{}", flaw.name()),
            [("most", MOST_ABOUT.into()), ("named", MOST_NAMED.into())],
        );
        errors.entry(flaw.field()).or_insert(words);
    }
    let all = |names: Vec<(&str, String)>, chosen: &[String]| -> Vec<Choice> {
        let names = names.into_iter();
        names
            .map(|(name, words)| choice(name, words, chosen.iter().any(|one| one == name)))
            .collect()
    };
    let worded = |kind: &str, name: &str| t.text(&format!("event-{kind}-{name}"));
    let one = |text: &str| vec![text.to_owned()];
    let shelf = site.app.shelf();
    let modules: Vec<Choice> = shelf
        .modules()
        .map(|served| served.in_lang(page.wording()))
        .map(|module| {
            choice(
                &module.id,
                module.title.clone(),
                typed.modules.contains(&module.id),
            )
        })
        .collect();
    let achievements = by_hand(site).await?.into_iter();
    let achievements = achievements
        .map(|one| {
            let name = one.texts(t.lang).1.name.clone();
            choice(&one.slug, name, typed.achievement == one.slug)
        })
        .collect();
    let adherent = charter::is_adherent(&site.app, member.account.id).await?;
    let place = match standing {
        Some(standing) => Some(place(site, &page, standing).await?),
        None => None,
    };
    Ok(page::with_status(
        status,
        &FormPage {
            action: page.link(
                &standing.map_or("/me/events".into(), |one| format!("/me/events/{}", one.id)),
            ),
            formats: all(
                Format::ALL
                    .map(|one| (one.name(), worded("format", one.name())))
                    .into(),
                &one(&typed.format),
            ),
            pillars: all(
                Pillar::ALL
                    .map(|one| (one.name(), worded("pillar", one.name())))
                    .into(),
                &typed.pillars,
            ),
            audience: all(
                Audience::ALL
                    .map(|one| (one.name(), worded("audience", one.name())))
                    .into(),
                &typed.audience,
            ),
            languages: all(
                LANGUAGES
                    .map(|tag| (tag, t.text(&format!("language-{tag}"))))
                    .into(),
                &typed.languages,
            ),
            repeats: all(
                Repeat::ALL
                    .map(|one| (one.name(), worded("repeat", one.name())))
                    .into(),
                &one(&typed.repeat),
            ),
            ends: all(
                ["open", "until", "count"]
                    .map(|name| (name, worded("ends", name)))
                    .into(),
                &one(&typed.ends),
            ),
            registrations: all(
                ["here", "elsewhere", "none"]
                    .map(|name| (name, worded("registration", name)))
                    .into(),
                &one(&typed.registration),
            ),
            modules,
            achievements,
            errors,
            adherent,
            agreement: site.app.config.events.agreement,
            standing: place,
            version: shown.version,
            place: shown.place,
            stale: shown.stale,
            done: shown.done,
            refused: shown.refused,
            typed: shown.typed,
            page: page
                .titled(t.text(if standing.is_some() {
                    "event-edit-title"
                } else {
                    "event-new-title"
                }))
                .private(),
        },
    ))
}

async fn place(site: &Site, page: &Page, standing: &Standing) -> Result<Place, Error> {
    let now = site.app.now();
    let dates = rows::list_dates(&mut site.app.db.read().await?, standing.id).await?;
    let past = !dates.is_empty() && dates.iter().all(|date| date.is_past(now));
    let path = format!("/me/events/{}", standing.id);
    let series = standing.event.series.is_some();
    let lines = dates
        .iter()
        .filter(|date| !date.is_past(now))
        .map(|date| Line {
            when: words::when(&page.t, &standing.event, date.civil, date.ends_at),
            cancelled: date.is_cancelled(),
            cancel: (series && !date.is_cancelled() && standing.status == Status::Published)
                .then(|| page.link(&format!("{path}/dates/{}/cancellation", date.id))),
        });
    Ok(Place {
        href: page.link(&format!("/events/{}", standing.slug)),
        status: status(page, standing, past),
        note: standing.note.clone(),
        can_publish: matches!(standing.status, Status::Draft | Status::Cancelled) && !past,
        announced: standing.published_at.is_some(),
        cancelled: standing.status == Status::Cancelled,
        past,
        dates: lines.collect(),
        people: standing
            .published_at
            .map(|_| page.link(&format!("{path}/people"))),
        action: path,
    })
}
