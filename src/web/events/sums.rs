//! The sums of what was reported of the cafés of a territory, by who coordinates it.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::Response,
};
use jiff::{Timestamp, civil::Date};

use super::{
    report::{crowd, file},
    words,
};
use crate::{
    access::policy::Deed,
    base::{EventId, Result},
    events::{
        event::{PARIS, zone},
        read::day,
        series::instant,
    },
    flows::reports::{self as flow, Sum},
    geography,
    i18n::Texts,
    store::events as rows,
    voices::tally::LEAST_CELL,
    web::{
        Site,
        access::Steward,
        form::{Choice, choice},
        list::quoted,
        page::{self, Page},
        problem::Problem,
    },
};

/// The most reports that are summed up.
const MOST: i64 = 20_000;

/// A line of the sums: what, and how many cafés.
pub struct Part {
    words: String,
    count: i64,
}

/// Lines of one field.
pub struct Group {
    title: String,
    parts: Vec<Part>,
}

#[derive(Template)]
#[template(path = "events/reports.html")]
struct Sums {
    page: Page,
    /// The first day.
    from: String,
    /// The last day.
    until: String,
    /// The departments that may be chosen.
    territories: Vec<Choice>,
    /// How many cafés were told of.
    cafes: i64,
    /// How many people were there, in words.
    people: String,
    groups: Vec<Group>,
    /// Whether so few cafés were told of that some fields are left out.
    few: bool,
    /// Whether none was told of.
    none: bool,
    /// Where the same is as a file.
    csv: String,
}

/// What is asked of the sums: the first day, the day after the last, and the department.
struct Asked {
    from: Date,
    until: Date,
    territory: String,
}

impl Asked {
    fn read(site: &Site, query: &BTreeMap<String, String>, own: Option<&[String]>) -> Asked {
        let get = |name: &str| query.get(name).map(String::as_str).unwrap_or_default();
        let today = words::today(site.app.now());
        let year = Date::new(today.year(), 1, 1).unwrap_or(today);
        let wished = get("territory");
        let territory = match own {
            // Who coordinates some territories sees those alone.
            Some(own) => own
                .iter()
                .find(|one| *one == wished)
                .or(own.first())
                .cloned()
                .unwrap_or_default(),
            None => geography::department_name(wished)
                .map(|_| wished.to_owned())
                .unwrap_or_default(),
        };
        Asked {
            from: day(get("from")).unwrap_or(year),
            until: day(get("until")).unwrap_or(today),
            territory,
        }
    }

    /// The days as moments: from the first midnight to that after the last day, by the clocks of Paris.
    fn span(&self) -> (Timestamp, Timestamp) {
        let zone = zone(PARIS);
        let after = self.until.tomorrow().unwrap_or(self.until);
        let at = |day: Date| instant(day.at(0, 0, 0, 0), &zone).unwrap_or(Timestamp::UNIX_EPOCH);
        (at(self.from), at(after))
    }
}

async fn summed(site: &Site, asked: &Asked) -> Result<Sum> {
    let (from, until) = asked.span();
    let mut reader = site.app.db.read().await?;
    let all = rows::list_reports_between(&mut reader, &asked.territory, from, until, MOST).await?;
    let mut ids: Vec<EventId> = all.iter().map(|kept| kept.event).collect();
    ids.sort();
    ids.dedup();
    let mut events = Vec::new();
    for some in ids.chunks(500) {
        events.extend(rows::list(&mut reader, some).await?);
    }
    Ok(flow::sum(&all, &events))
}

/// The words of a part of the sums.
fn part(t: &Texts, field: &str, word: &str) -> String {
    match field {
        "crowd" => word.parse().map_or(word.to_owned(), |one| crowd(t, one)),
        "format" => t.text(&format!("event-format-{word}")),
        "pillar" => t.text(&format!("event-pillar-{word}")),
        "theme" => word.to_owned(),
        field => t.text(&format!("report-{field}-{word}")),
    }
}

/// The fields of the sums in their order, and whether each is told only of several cafés together.
const FIELDS: &[(&str, bool)] = &[
    ("crowd", false),
    ("format", false),
    ("pillar", false),
    ("theme", false),
    ("level", true),
    ("where", true),
    ("age", true),
    ("standing", true),
];

/// The territories of somebody who may see sums; nothing for all.
fn territories(steward: &Steward) -> Result<Option<Vec<String>>, Problem> {
    steward.may(Deed::SeeReports)?;
    let own = flow::territories(&steward.0.account);
    if own.as_ref().is_some_and(Vec::is_empty) {
        return Err(Problem::status(StatusCode::FORBIDDEN));
    }
    Ok(own)
}

/// `GET /admin/reports`.
pub async fn sums(
    State(site): State<Site>,
    Query(query): Query<BTreeMap<String, String>>,
    page: Page,
    steward: Steward,
) -> Result<Response, Problem> {
    let own = territories(&steward)?;
    let asked = Asked::read(&site, &query, own.as_deref());
    let sum = summed(&site, &asked).await?;
    let t = page.t;
    let few = sum.cafes < LEAST_CELL;
    let groups = FIELDS
        .iter()
        .filter(|(_, pooled)| !pooled || !few)
        .map(|(field, _)| {
            let of = sum.parts.iter().filter(|((one, _), _)| one == field);
            let mut parts: Vec<Part> = of
                .map(|((_, word), count)| Part {
                    words: part(&t, field, word),
                    count: *count,
                })
                .collect();
            if *field == "theme" {
                parts.sort_by_key(|one| std::cmp::Reverse(one.count));
            }
            Group {
                title: t.text(&format!("report-field-{field}")),
                parts,
            }
        })
        .filter(|group| !group.parts.is_empty());
    let name = |code: &str| {
        let name = geography::department_name(code).unwrap_or(code);
        format!("{code} {name}")
    };
    let mut choices: Vec<Choice> = match &own {
        Some(own) => own
            .iter()
            .map(|code| choice(code, name(code), *code == asked.territory))
            .collect(),
        None => geography::departments()
            .map(|(code, _)| choice(code, name(code), code == asked.territory))
            .collect(),
    };
    if own.is_none() {
        choices.insert(
            0,
            choice("", t.text("report-everywhere"), asked.territory.is_empty()),
        );
    }
    let people = match sum.most {
        Some(most) => t.with_all(
            "report-people",
            [("least", sum.least.into()), ("most", most.into())],
        ),
        None => t.with("report-people-more", "least", sum.least),
    };
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("from", &asked.from.to_string())
        .append_pair("until", &asked.until.to_string())
        .append_pair("territory", &asked.territory)
        .finish();
    Ok(page::answer(&Sums {
        from: asked.from.to_string(),
        until: asked.until.to_string(),
        territories: choices,
        cafes: sum.cafes,
        people,
        groups: groups.collect(),
        few: few && sum.cafes > 0,
        none: sum.cafes == 0,
        csv: format!("/admin/reports.csv?{query}"),
        page: page.titled(t.text("admin-reports-title")).private(),
    }))
}

/// `GET /admin/reports.csv`: the same sums, a row a part.
pub async fn sums_csv(
    State(site): State<Site>,
    Query(query): Query<BTreeMap<String, String>>,
    page: Page,
    steward: Steward,
) -> Result<Response, Problem> {
    let own = territories(&steward)?;
    let asked = Asked::read(&site, &query, own.as_deref());
    let sum = summed(&site, &asked).await?;
    let few = sum.cafes < LEAST_CELL;
    let mut text = format!(
        "\u{feff}{}\r\n",
        ["field", "code", "words", "cafes"].map(quoted).join(";")
    );
    let mut row = |field: &str, code: &str, words: &str, count: i64| {
        let cells = [
            quoted(field),
            quoted(code),
            quoted(words),
            count.to_string(),
        ];
        text.push_str(&cells.join(";"));
        text.push_str("\r\n");
    };
    row("cafes", "", "", sum.cafes);
    row("people-least", "", "", sum.least);
    if let Some(most) = sum.most {
        row("people-most", "", "", most);
    }
    for &(field, pooled) in FIELDS {
        for ((_, word), count) in sum.parts.iter().filter(|((one, _), _)| *one == field) {
            if !pooled || !few {
                row(field, word, &part(&page.t, field, word), *count);
            }
        }
    }
    Ok(file("text/csv; charset=utf-8", "crema-reports.csv", text))
}
