//! A room that raises hands: the animator reads a question aloud, counts, and the page shows what the room thinks.

use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::{Map, Value, json};

use super::{
    answers::describe,
    pages::tools,
    views::{Tools, part_title},
};
use crate::{
    assessment::{
        attempt::Attempt,
        item::{Item, Kind},
        response::{self, Answer},
        tally::{self, FEWEST},
    },
    base::{Error, Result},
    flows::assessment::Opened,
    i18n::Texts,
    store::assessment as rows,
    web::{
        Site,
        form::Fields,
        page::{self, Page},
    },
};

/// How many chose something, and their share.
pub struct Share {
    pub text: String,
    pub count: String,
    pub percent: u32,
}

/// One choice for which hands are counted.
pub struct HandsRow {
    pub id: String,
    pub text: String,
    pub value: String,
}

#[derive(Template)]
#[template(path = "assessment/aloud.html")]
struct AloudPage {
    page: Page,
    progress: String,
    part: String,
    ask: String,
    done: bool,
    rows: Vec<HandsRow>,
    shares: Vec<Share>,
    too_few: bool,
    right: Vec<String>,
    why: Option<String>,
    error: Option<String>,
    action: String,
    next: String,
    tools: Tools,
}

/// What the room thought of one question.
struct AloudEntry {
    ask: String,
    shares: Vec<Share>,
    too_few: bool,
    right: Vec<String>,
}

#[derive(Template)]
#[template(path = "assessment/aloud_result.html")]
struct AloudResult {
    page: Page,
    entries: Vec<AloudEntry>,
    tools: Tools,
}

/// The choices of a question with a field for hands each; empty where it is only discussed.
fn hand_rows(opened: &Opened, item: &Item, typed: Option<&Fields>) -> Vec<HandsRow> {
    let (attempt, t) = (opened.attempt(), Texts::of(opened.sitting.lang));
    labelled(&attempt, &t, item)
        .into_iter()
        .map(|(id, text)| HandsRow {
            value: typed
                .and_then(|fields| fields.get(&id))
                .unwrap_or_default()
                .to_owned(),
            id,
            text,
        })
        .collect()
}

fn labelled(attempt: &Attempt<'_>, t: &Texts, item: &Item) -> Vec<(String, String)> {
    let presented = attempt.present(item);
    let text = |id: &str| match (&item.kind, id) {
        (Kind::TrueFalse { .. }, "true") => t.text("answer-true"),
        (Kind::TrueFalse { .. }, _) => t.text("answer-false"),
        _ => presented
            .choices
            .iter()
            .find(|shown| shown.id == id)
            .map(|shown| shown.text.clone())
            .unwrap_or_default(),
    };
    tally::choices(item, &presented)
        .into_iter()
        .map(|id| (id.clone(), text(&id)))
        .collect()
}

/// Reads the hands that were typed; an empty field is no hand. A question that is only discussed is put aside.
///
/// # Errors
/// The key of the words that say what is wrong.
pub fn read(
    opened: &Opened,
    item: &Item,
    fields: &Fields,
) -> std::result::Result<Value, &'static str> {
    let presented = opened.attempt().present(item);
    let choices = tally::choices(item, &presented);
    if choices.is_empty() || fields.get("do") == Some("pass") {
        return Ok(Value::Null);
    }
    let mut hands = Map::new();
    for id in choices {
        let typed = fields.get(&id).unwrap_or_default().trim();
        let count = if typed.is_empty() {
            0
        } else {
            typed.parse::<u16>().map_err(|_| "table-number")?
        };
        hands.insert(id, count.into());
    }
    Ok(json!({ "hands": hands }))
}

/// What the room thinks, once enough hands were raised; the flag says that there are too few.
fn shares(opened: &Opened, item: &Item) -> (Vec<Share>, bool) {
    let (attempt, t) = (opened.attempt(), Texts::of(opened.sitting.lang));
    let counts = attempt
        .response(item)
        .and_then(|response| tally::hands(item, &attempt.present(item), response));
    let Some(counts) = counts else {
        return (Vec::new(), false);
    };
    let texts = labelled(&attempt, &t, item)
        .into_iter()
        .map(|(_, text)| text);
    spread(&t, texts.collect(), &counts)
}

/// What everybody thinks who answered this version of the module, of an opinion or a scale.
pub async fn opinions(site: &Site, opened: &Opened, item: &Item) -> Result<(Vec<Share>, bool)> {
    if !matches!(item.kind, Kind::Opinion { .. }) {
        return Ok((Vec::new(), false));
    }
    let (attempt, t) = (opened.attempt(), Texts::of(opened.sitting.lang));
    let mut reader = site.app.db.read().await?;
    let responses =
        rows::list_responses(&mut reader, &opened.sitting.module_hash, &item.id).await?;
    let counts = tally::opinions(attempt.module, item, &responses);
    let presented = attempt.present(item);
    let words =
        |place| describe(&t, attempt.module, item, &presented, &Answer::Choice(place)).concat();
    Ok(spread(&t, (0..counts.len()).map(words).collect(), &counts))
}

fn spread(t: &Texts, texts: Vec<String>, counts: &[u32]) -> (Vec<Share>, bool) {
    let all: u32 = counts.iter().sum();
    if all < FEWEST {
        return (Vec::new(), true);
    }
    let share = |(text, count): (String, &u32)| Share {
        text,
        count: t.with("table-count", "count", *count),
        percent: (100.0 * f64::from(*count) / f64::from(all)).round() as u32,
    };
    (texts.into_iter().zip(counts).map(share).collect(), false)
}

/// A question read aloud: its fields for hands, or what the room thinks and what is right.
pub fn show(
    opened: &Opened,
    number: usize,
    page: Page,
    (progress, next, tools): (String, String, Tools),
    typed: Option<&Fields>,
    error: Option<String>,
) -> Response {
    let attempt = opened.attempt();
    let items = attempt.items();
    let Some(item) = number.checked_sub(1).and_then(|place| items.get(place)) else {
        return Error::Missing.into_response();
    };
    let (shares, too_few) = shares(opened, item);
    let status = if error.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    page::with_status(
        status,
        &AloudPage {
            page,
            progress,
            part: part_title(&attempt, item),
            ask: item.ask.clone(),
            done: attempt.response(item).is_some(),
            rows: hand_rows(opened, item, typed),
            shares,
            too_few,
            right: right(opened, item),
            why: item
                .why
                .clone()
                .filter(|_| attempt.told(item, opened.is_completed()).is_some()),
            error,
            action: format!("/attempts/{}/items/{number}", opened.sitting.id),
            next,
            tools,
        },
    )
}

/// What the room thought of each question.
pub fn result(site: &Site, opened: &Opened, page: Page) -> Response {
    let items = opened.attempt().items();
    let entries = items.into_iter().map(|item| {
        let (shares, too_few) = shares(opened, item);
        AloudEntry {
            ask: item.ask.clone(),
            shares,
            too_few,
            right: right(opened, item),
        }
    });
    page::answer(&AloudResult {
        entries: entries.filter(|entry| !entry.shares.is_empty()).collect(),
        tools: tools(site, opened, false),
        page: page.for_attempt(
            opened.sitting.wording(),
            Texts::of(opened.sitting.lang).text("table-result"),
        ),
    })
}

/// The right answer of a question that was read aloud, in words.
fn right(opened: &Opened, item: &Item) -> Vec<String> {
    let (attempt, t) = (opened.attempt(), Texts::of(opened.sitting.lang));
    let Some(told) = attempt.told(item, opened.is_completed()) else {
        return Vec::new();
    };
    let presented = attempt.present(item);
    response::read(item, &presented, &told.right)
        .map(|right| describe(&t, attempt.module, item, &presented, &right))
        .unwrap_or_default()
}
