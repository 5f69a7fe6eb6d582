//! The report of a café, by its organiser: its form, its files, and what everybody reads of it.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use super::words;
use crate::{
    base::{Error, EventId, Result},
    events::{
        Occurrence, Standing,
        report::{
            Age, Crowd, Flaw, Level, MOST_NEXT, MOST_SAID, Place, Standing as Situation, Typed,
        },
    },
    flows::reports as flow,
    i18n::Texts,
    store::events::{self as rows, Kept},
    web::{
        Site,
        access::Member,
        form::{Choice, Fields, choice},
        list::quoted,
        page::{self, Done, Page, see_other},
        problem::Problem,
    },
};

#[derive(Template)]
#[template(path = "events/report.html")]
struct Form {
    page: Page,
    event: (String, String),
    /// The language of its title where it is not that of the page.
    lang: Option<String>,
    when: String,
    action: String,
    /// Where what was said is written down, statement by statement.
    voices: String,
    csv: String,
    json: String,
    counted: Option<String>,
    crowds: Vec<Choice>,
    ages: Vec<Choice>,
    situations: Vec<Choice>,
    levels: Vec<Choice>,
    places: Vec<Choice>,
    typed: Typed,
    errors: BTreeMap<&'static str, String>,
    done: bool,
}

impl Form {
    fn error(&self, field: &str) -> Option<&String> {
        self.errors.get(field)
    }
}

fn ids(event: &str, date: &str) -> Result<(EventId, crate::base::DateId), Error> {
    let missing = |_| Error::Missing;
    Ok((
        event.parse().map_err(missing)?,
        date.parse().map_err(missing)?,
    ))
}

/// `GET /me/events/{id}/dates/{date}/report`.
pub async fn report_form(
    State(site): State<Site>,
    Path((id, date)): Path<(String, String)>,
    Query(done): Query<Done>,
    page: Page,
    member: Member,
) -> Result<Response, Problem> {
    let (id, date) = ids(&id, &date)?;
    let (standing, date) = flow::own_date(&site.app, &member.account, id, date).await?;
    let kept = rows::find_report(&mut site.app.db.read().await?, date.id).await?;
    let typed = match &kept {
        Some(kept) => Typed::of(&kept.report),
        None => Typed {
            crowd: Crowd::of(date.taken).map_or(String::new(), |one| one.to_string()),
            level: Level::Beginner.to_string(),
            place: if standing.event.place.is_some() {
                Place::Usual.to_string()
            } else {
                Place::Remote.to_string()
            },
            ..Typed::default()
        },
    };
    answer(&page, &standing, &date, typed, &[], done.done == "saved")
}

fn answer(
    page: &Page,
    standing: &Standing,
    date: &Occurrence,
    typed: Typed,
    flaws: &[Flaw],
    done: bool,
) -> Result<Response, Problem> {
    let t = page.t;
    let status = if flaws.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let path = format!("/me/events/{}", standing.id);
    let many = |family: &str, names: &[&str], chosen: &[String]| -> Vec<Choice> {
        names
            .iter()
            .map(|name| {
                let words = t.text(&format!("report-{family}-{name}"));
                choice(name, words, chosen.iter().any(|one| one == name))
            })
            .collect()
    };
    let mut crowds: Vec<Choice> = Crowd::ALL
        .iter()
        .map(|one| choice(one.name(), crowd(&t, *one), typed.crowd == one.name()))
        .collect();
    crowds.insert(
        0,
        choice("", t.text("report-choose"), typed.crowd.is_empty()),
    );
    let number = |most: usize| i64::try_from(most).unwrap_or(i64::MAX);
    let errors = flaws.iter().map(|flaw| {
        let words = match flaw {
            Flaw::Crowd => t.text("report-flaw-crowd"),
            Flaw::Level | Flaw::Place => t.text("report-flaw-choice"),
            Flaw::Partners => t.with("report-flaw-long", "most", 200_i64),
            Flaw::Said => t.with("report-flaw-long", "most", number(MOST_SAID)),
            Flaw::Next => t.with("report-flaw-long", "most", number(MOST_NEXT)),
        };
        (flaw.name(), words)
    });
    Ok(page::with_status(
        status,
        &Form {
            event: (standing.event.title.clone(), page.link(&path)),
            lang: words::lang(&t, &standing.event),
            when: words::when(&t, &standing.event, date.civil, date.ends_at),
            action: page.link(&format!("{path}/dates/{}/report", date.id)),
            voices: page.link(&format!("{path}/voices")),
            csv: page.link(&format!("{path}/reports.csv")),
            json: page.link(&format!("{path}/reports.json")),
            counted: (date.taken > 0).then(|| t.with("report-counted", "count", date.taken)),
            crowds,
            ages: many("age", &Age::ALL.map(Age::name), &typed.ages),
            situations: many(
                "standing",
                &Situation::ALL.map(Situation::name),
                &typed.standings,
            ),
            levels: many(
                "level",
                &Level::ALL.map(Level::name),
                std::slice::from_ref(&typed.level),
            ),
            places: many(
                "where",
                &Place::ALL.map(Place::name),
                std::slice::from_ref(&typed.place),
            ),
            errors: errors.collect(),
            typed,
            done,
            page: page.clone().titled(t.text("report-cafe-title")).private(),
        },
    ))
}

/// A range of people in words.
pub(super) fn crowd(t: &Texts, crowd: Crowd) -> String {
    match crowd.range() {
        (least, Some(most)) => t.with_all(
            "report-crowd",
            [("least", least.into()), ("most", most.into())],
        ),
        (least, None) => t.with("report-crowd-more", "least", least),
    }
}

/// `POST /me/events/{id}/dates/{date}/report`.
pub async fn put_report(
    State(site): State<Site>,
    Path((id, date)): Path<(String, String)>,
    page: Page,
    member: Member,
    fields: Fields,
) -> Result<Response, Problem> {
    let (id, date) = ids(&id, &date)?;
    let (standing, date) = flow::own_date(&site.app, &member.account, id, date).await?;
    let get = |name: &str| -> String {
        let text = fields.get(name).unwrap_or_default();
        // Twice what may stand there: too long a text is told, not cut.
        text.chars()
            .take(MOST_SAID * 2)
            .collect::<String>()
            .replace("\r\n", "\n")
    };
    let typed = Typed {
        crowd: get("crowd"),
        ages: fields.all("age").to_vec(),
        standings: fields.all("standing").to_vec(),
        level: get("level"),
        place: get("where"),
        partners: get("partners"),
        said: get("said"),
        next: get("next"),
        public: fields.get("public") == Some("yes"),
    };
    match typed.read() {
        Ok(report) => {
            flow::save(&site.app, &standing, &date, report).await?;
            let path = format!("/me/events/{}/dates/{}/report", standing.id, date.id);
            Ok(see_other(&page.link_done(&path, "saved")))
        }
        Err(flaws) => answer(&page, &standing, &date, typed, &flaws, false),
    }
}

/// A report in the words of the network's activity report.
fn machine(site: &Site, standing: &Standing, date: Option<&Occurrence>, kept: &Kept) -> Value {
    let (event, report) = (&standing.event, &kept.report);
    let commune = words::commune(event);
    let (least, most) = report.crowd.range();
    let held = kept.held_at.to_zoned_datetime(event.time_zone());
    json!({
        "type": "collectif",
        "titre_atelier": event.title,
        "date": date.map_or(held.date(), |date| date.civil.date()).to_string(),
        "duree": event.minutes,
        "thematiques": ["intelligence_artificielle"],
        "niveau": report.level,
        "type_lieu": report.place,
        "commune": commune.map(|one| one.name),
        "code_insee": commune.map(|one| one.code.as_str()),
        "departement": kept.department,
        "participants": {"tranche": report.crowd, "min": least, "max": most},
        "tranches_age": report.ages,
        "statuts_sociaux": report.standings,
        "format": event.format,
        "piliers": event.pillars,
        "themes": event.themes,
        "partenaires": report.partners,
        "dit": report.said,
        "suites": report.next,
        "public": report.public,
        "evenement": site.app.url(&format!("/events/{}", standing.slug)),
        "voix": site.app.url(&format!("/voices?event={}", standing.slug)),
    })
}

/// The reports of one's own event, each with its date.
async fn own_reports(site: &Site, member: &Member, id: &str) -> Result<(Standing, Vec<Value>)> {
    let id = id.parse().map_err(|_| Error::Missing)?;
    let standing = crate::flows::events::own(&site.app, &member.account, id).await?;
    let mut reader = site.app.db.read().await?;
    let all = rows::list_reports(&mut reader, id).await?;
    let dates = rows::list_dates(&mut reader, id).await?;
    let told = all.iter().map(|kept| {
        let date = dates.iter().find(|date| date.id == kept.date);
        machine(site, &standing, date, kept)
    });
    let told = told.collect();
    Ok((standing, told))
}

/// A file of reports, or of their sums.
pub(super) fn file(kind: &'static str, name: &str, body: String) -> Response {
    let name = format!("attachment; filename=\"{name}\"");
    (
        [
            (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
            (
                header::CONTENT_DISPOSITION,
                HeaderValue::from_str(&name).unwrap_or(HeaderValue::from_static("attachment")),
            ),
        ],
        body,
    )
        .into_response()
}

/// `GET /me/events/{id}/reports.json`.
pub async fn reports_json(
    State(site): State<Site>,
    Path(id): Path<String>,
    member: Member,
) -> Result<Response, Problem> {
    let (_, told) = own_reports(&site, &member, &id).await?;
    let body = json!({ "reports": told }).to_string();
    Ok(file("application/json", "crema-reports.json", body))
}

/// A value in a cell: texts as they are, lists with commas between.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(all) => all.iter().map(cell).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

/// `GET /me/events/{id}/reports.csv`.
pub async fn reports_csv(
    State(site): State<Site>,
    Path(id): Path<String>,
    member: Member,
) -> Result<Response, Problem> {
    let (_, told) = own_reports(&site, &member, &id).await?;
    let columns = [
        "date",
        "titre_atelier",
        "duree",
        "thematiques",
        "niveau",
        "type_lieu",
        "commune",
        "code_insee",
        "departement",
        "participants.tranche",
        "participants.min",
        "participants.max",
        "tranches_age",
        "statuts_sociaux",
        "format",
        "piliers",
        "themes",
        "partenaires",
        "dit",
        "suites",
        "public",
        "evenement",
        "voix",
    ];
    let mut text = format!("\u{feff}{}\r\n", columns.map(quoted).join(";"));
    for one in &told {
        let cells = columns.map(|column| {
            let value = match column.split_once('.') {
                Some((outer, inner)) => &one[outer][inner],
                None => &one[column],
            };
            quoted(&cell(value))
        });
        text.push_str(&cells.join(";"));
        text.push_str("\r\n");
    }
    Ok(file("text/csv; charset=utf-8", "crema-reports.csv", text))
}

/// The public reports of an event for its page: when, how many, what was said, what comes next.
pub(super) struct Told {
    pub(super) when: String,
    pub(super) crowd: String,
    pub(super) said: Vec<String>,
    pub(super) next: Vec<String>,
}

/// What everybody may read of the reports of an event, the latest first.
pub(super) async fn told(
    site: &Site,
    t: &Texts,
    standing: &Standing,
    dates: &[Occurrence],
) -> Result<Vec<Told>> {
    let all = rows::list_reports(&mut site.app.db.read().await?, standing.id).await?;
    let paragraphs = |text: &str| {
        let parts = text.split("\n\n").filter(|part| !part.is_empty());
        parts.map(str::to_owned).collect()
    };
    let told = all.iter().filter(|kept| kept.report.public).take(10);
    Ok(told
        .filter_map(|kept| {
            let date = dates.iter().find(|date| date.id == kept.date)?;
            Some(Told {
                when: words::when(t, &standing.event, date.civil, date.ends_at),
                crowd: crowd(t, kept.report.crowd),
                said: paragraphs(&kept.report.said),
                next: paragraphs(&kept.report.next),
            })
        })
        .collect())
}
