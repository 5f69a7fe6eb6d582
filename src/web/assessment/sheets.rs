//! Paper sheets typed in: the code of the sheet, the grid of its form, and what came of it for the person who filled it in.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode},
    response::Response,
};
use serde::Deserialize;
use serde_json::Value;

use super::{
    handover::{put_away, with_pass},
    pages::opened,
    result::{BadgeView, badge},
};
use crate::{
    assessment::{
        item::Kind,
        module::Module,
        paper::{self, Asked, Cell, SheetCode, Slip, letter},
    },
    badges::qr,
    base::{Error, Refusal},
    flows::paper::{enter, may_enter},
    i18n::Texts,
    outside::quizzes::Served,
    web::{
        Site,
        form::Fields,
        page::{self, Page, see_other},
    },
};

#[derive(Template)]
#[template(path = "paper/code.html")]
struct CodePage {
    page: Page,
    module: String,
    href: String,
    pools: bool,
    value: String,
    error: Option<String>,
}

/// One field of the grid.
pub struct Field {
    name: String,
    label: String,
    hint: String,
    value: String,
    error: Option<String>,
}

/// One question of the grid.
pub struct Line {
    number: usize,
    ask: String,
    fields: Vec<Field>,
    long: bool,
    number_only: bool,
    letters: bool,
    tick: bool,
}

#[derive(Template)]
#[template(path = "paper/entry.html")]
struct EntryPage {
    page: Page,
    module: String,
    href: String,
    code: String,
    key: String,
    lines: Vec<Line>,
    errors: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "paper/entered.html")]
struct EnteredPage {
    page: Page,
    heading: String,
    score: String,
    badge: Option<BadgeView>,
    qr: String,
    result: String,
    next: String,
}

/// The sheet that is asked for.
#[derive(Deserialize)]
pub struct Wanted {
    sheet: Option<String>,
}

/// `GET /modules/{module}/sheets`: which sheet, then its grid.
pub async fn open(
    State(site): State<Site>,
    Path(id): Path<String>,
    Query(wanted): Query<Wanted>,
    page: Page,
) -> Result<Response, Error> {
    let served = typed_in(&site, &id)?;
    let Some(typed) = wanted.sheet else {
        return Ok(ask_code(&served, page, StatusCode::OK, String::new(), None));
    };
    match code_of(&served, &typed) {
        Ok(code) => {
            let fields = Fields::default();
            let key = uuid::Uuid::new_v4().simple().to_string();
            Ok(grid(&served, page, &code, &fields, key, &[]))
        }
        Err(key) => {
            let value = typed.chars().take(40).collect();
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(ask_code(&served, page, status, value, Some(key)))
        }
    }
}

/// `POST /modules/{module}/sheets`: what was typed from a sheet becomes an attempt, once.
pub async fn create(
    State(site): State<Site>,
    Path(id): Path<String>,
    page: Page,
    fields: Fields,
) -> Result<Response, Error> {
    let served = typed_in(&site, &id)?;
    let typed = fields.get("sheet").unwrap_or_default();
    let Ok(code) = code_of(&served, typed) else {
        let value = typed.chars().take(40).collect();
        let (status, key) = (StatusCode::UNPROCESSABLE_ENTITY, "typed-other-version");
        return Ok(ask_code(&served, page, status, value, Some(key)));
    };
    let key = fields.get("key").filter(|key| key.len() == 32);
    let key = key.ok_or(Error::Missing)?.to_owned();
    let asked = paper::form(served.in_lang(code.lang), &code);
    let (answers, slips) = read(&asked, &fields);
    if slips.is_empty() && answers.iter().any(|(_, response)| !response.is_null()) {
        return match enter(&site.app, &id, &code, &answers, &key).await {
            Ok(attempt) => Ok(with_pass(
                &site,
                attempt,
                &format!("/attempts/{attempt}/sheet"),
            )),
            // The back button, and something changed: what was entered stands, and the page begins a sheet of its own.
            Err(Error::Refusal(Refusal::KeyReused)) => {
                let slip = [(0, 0, "typed-entered".to_owned())];
                let key = uuid::Uuid::new_v4().simple().to_string();
                Ok(grid(&served, page, &code, &fields, key, &slip))
            }
            Err(error) => Err(error),
        };
    }
    let t = Texts::of(code.lang);
    let said = if slips.is_empty() {
        vec![(0, 0, "typed-empty".to_owned())]
    } else {
        let slips = slips.into_iter();
        slips
            .map(|(at, gap, slip)| (at + 1, gap, slip_in_words(&t, &slip)))
            .collect()
    };
    Ok(grid(&served, page, &code, &fields, key, &said))
}

/// A module whose sheets may be typed in here.
fn typed_in(site: &Site, id: &str) -> Result<Arc<Served>, Error> {
    let served = site.app.shelf().find(id).ok_or(Error::Missing)?;
    if may_enter(served.own()) {
        Ok(served)
    } else {
        Err(Error::Missing)
    }
}

/// The code of a sheet that this module takes, else the key of the words for why not.
fn code_of(served: &Served, typed: &str) -> Result<SheetCode, &'static str> {
    let code: SheetCode = typed.parse().map_err(|_| "typed-no-code")?;
    if !code.is_of(&served.hash) {
        return Err("typed-other-version");
    }
    if code.form == 0 && !served.own().pools.is_empty() {
        return Err("typed-whole");
    }
    Ok(code)
}

fn ask_code(
    served: &Served,
    page: Page,
    status: StatusCode,
    value: String,
    error: Option<&str>,
) -> Response {
    let module = served.in_lang(page.t.lang);
    let title = page.t.text("typed-title");
    page::with_status(
        status,
        &CodePage {
            module: module.title.clone(),
            href: format!("/modules/{}", module.id),
            pools: !module.pools.is_empty(),
            value,
            error: error.map(|key| page.t.text(key)),
            page: page.titled(title).private(),
        },
    )
}

fn name(at: usize, gap: usize, gaps: bool) -> String {
    if gaps {
        format!("q{}-{}", at + 1, gap + 1)
    } else {
        format!("q{}", at + 1)
    }
}

/// What a field slipped on: the question, the gap, why.
type Slips = Vec<(usize, usize, Slip)>;

/// Reads the grid: an answer for each question that the sheet has, blank ones as "I don't know".
fn read(asked: &[Asked<'_>], fields: &Fields) -> (Vec<(String, Value)>, Slips) {
    let (mut answers, mut slips) = (Vec::new(), Slips::new());
    for (at, asked) in asked.iter().enumerate() {
        let cell = paper::cell(asked.item, &asked.presented);
        let count = if let Cell::Gaps(count) = cell {
            count
        } else {
            1
        };
        let typed: Vec<&str> = (0..count)
            .map(|gap| fields.get(&name(at, gap, matches!(cell, Cell::Gaps(_)))))
            .map(Option::unwrap_or_default)
            .collect();
        match paper::read(asked.item, &asked.presented, &typed) {
            Ok(response) => {
                answers.push((asked.item.id.clone(), response.unwrap_or(Value::Null)));
            }
            Err((gap, slip)) => slips.push((at, gap, slip)),
        }
    }
    (answers, slips)
}

fn slip_in_words(t: &Texts, slip: &Slip) -> String {
    match slip {
        Slip::NoLetter(typed, last) => t.with_all(
            "typed-no-letter",
            [
                ("typed", typed.as_str().into()),
                ("last", last.as_str().into()),
            ],
        ),
        Slip::Count { typed, needed } => t.with_all(
            "typed-count",
            [("typed", (*typed).into()), ("needed", (*needed).into())],
        ),
        Slip::Twice(letter) => t.with("typed-twice", "letter", letter.as_str()),
        Slip::TooLong => t.text("typed-too-long"),
    }
}

/// The grid of a form with what was typed; slips by question from 1 (0: the whole sheet), gap, and words or the key of words.
fn grid(
    served: &Served,
    page: Page,
    code: &SheetCode,
    fields: &Fields,
    key: String,
    slips: &[(usize, usize, String)],
) -> Response {
    let (t, module) = (Texts::of(code.lang), served.in_lang(code.lang));
    let asked = paper::form(module, code);
    let lines = asked.iter().enumerate();
    let lines: Vec<Line> = lines
        .map(|(at, asked)| line(&t, at, asked, fields, slips))
        .collect();
    let errors = slips.iter().map(|(number, gap, said)| {
        let gaps = number
            .checked_sub(1)
            .and_then(|at| asked.get(at))
            .is_some_and(|asked| {
                matches!(paper::cell(asked.item, &asked.presented), Cell::Gaps(_))
            });
        match number.checked_sub(1) {
            Some(at) => {
                let values = [("n", (*number).into()), ("said", said.as_str().into())];
                let said = t.with_all("typed-error", values);
                (format!("#{}", name(at, *gap, gaps)), said)
            }
            None => ("#q1".to_owned(), t.text(said)),
        }
    });
    let status = if slips.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let title = t.with("typed-grid-title", "code", code.to_string());
    page::with_status(
        status,
        &EntryPage {
            errors: errors.collect(),
            page: page.for_attempt(code.lang, title),
            module: module.title.clone(),
            href: format!("/modules/{}", module.id),
            code: code.to_string(),
            key,
            lines,
        },
    )
}

fn line(
    t: &Texts,
    at: usize,
    asked: &Asked<'_>,
    fields: &Fields,
    slips: &[(usize, usize, String)],
) -> Line {
    let cell = paper::cell(asked.item, &asked.presented);
    let last = |count: usize| letter(count.saturating_sub(1));
    let up_to = |key: &str, count: usize, choices: usize| {
        let values = [("count", count.into()), ("last", last(choices).into())];
        t.with_all(key, values)
    };
    let hint = |gap: usize| match cell {
        Cell::Letter(count) => up_to("typed-hint-one", 1, count),
        Cell::Letters(count) => up_to("typed-hint-several", count, count),
        Cell::Truth => t.text("typed-hint-truth"),
        Cell::Row(left, count) => up_to("typed-hint-row", left, count),
        Cell::Order(count) => up_to("typed-hint-order", count, count),
        Cell::Gaps(_) => match asked.presented.gaps.get(gap) {
            Some(Some(shown)) => up_to("typed-hint-one", 1, shown.len()),
            _ => t.text("typed-hint-text"),
        },
        Cell::Text => match asked.item.kind {
            Kind::Number { .. } => t.text("typed-hint-number"),
            Kind::Text { .. } => t.text("typed-hint-text"),
            _ => t.text("answer-no-names"),
        },
        Cell::Done => String::new(),
    };
    let (count, gaps) = match cell {
        Cell::Gaps(count) => (count, true),
        _ => (1, false),
    };
    let field = |gap: usize| Field {
        name: name(at, gap, gaps),
        label: if gaps {
            t.with("answer-gap", "n", gap + 1)
        } else if cell == Cell::Done {
            t.text("answer-done")
        } else {
            t.text("typed-answer")
        },
        hint: hint(gap),
        value: fields
            .get(&name(at, gap, gaps))
            .unwrap_or_default()
            .to_owned(),
        error: slips
            .iter()
            .find(|(number, place, _)| (*number, *place) == (at + 1, gap))
            .map(|(_, _, said)| said.clone()),
    };
    Line {
        number: at + 1,
        ask: asked.item.ask.clone(),
        fields: (0..count).map(field).collect(),
        long: matches!(asked.item.kind, Kind::Table { .. } | Kind::Reflect { .. }),
        number_only: matches!(asked.item.kind, Kind::Number { .. }),
        letters: !matches!(cell, Cell::Text | Cell::Done),
        tick: cell == Cell::Done,
    }
}

/// `GET /attempts/{id}/sheet`: what came of a sheet, for the person who filled it in; then the next one.
pub async fn entered(
    State(site): State<Site>,
    Path(id): Path<String>,
    headers: HeaderMap,
    page: Page,
) -> Result<Response, Error> {
    let Some(opened) = opened(&site, &id, &headers).await? else {
        return Ok(put_away(page));
    };
    let (id, t, attempt) = (
        opened.sitting.id,
        Texts::of(opened.sitting.lang),
        opened.attempt(),
    );
    let module: &Module = attempt.module;
    let form = opened.sitting.seed.strip_prefix("paper-");
    let Some(form) = form
        .and_then(|form| form.parse().ok())
        .filter(|_| opened.is_completed())
    else {
        return Ok(see_other(&format!("/attempts/{id}")));
    };
    let code = SheetCode::new(opened.sitting.lang, form, &opened.served.hash);
    let outcome = attempt.outcome();
    let level = module
        .levels
        .iter()
        .find(|level| Some(&level.id) == outcome.level.as_ref());
    let badge = badge(&site, &opened, &t).await?;
    let qr = match &badge {
        Some(badge) if badge.credential.is_none() => {
            qr::svg(&site.app.url(&badge.claim), &t.text("claim-title")).map_err(Error::fault)?
        }
        _ => String::new(),
    };
    let score = t.with_all(
        "result-score",
        [
            ("count", outcome.points.into()),
            ("points", t.points(outcome.points).into()),
            ("max", t.points(outcome.max).into()),
        ],
    );
    let title = t.text("entered-title");
    Ok(page::answer(&EnteredPage {
        heading: level.map_or_else(
            || t.text("entered-no-level"),
            |level| t.with("entered-level", "level", level.name.as_str()),
        ),
        score,
        badge,
        qr,
        result: format!("/attempts/{id}/result"),
        next: format!("/modules/{}/sheets?sheet={code}", module.id),
        page: page.for_attempt(opened.sitting.wording(), title),
    }))
}
