//! A module as a sheet to print, or its key: one page of HTML that needs nothing else, made for A4 in black and white.

use std::collections::HashSet;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::header,
    response::{Html, IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::answers::describe;
use crate::{
    assessment::{
        feedback,
        item::{Gap, Item, Kind, Partial},
        module::Module,
        paper::{self, Asked, Cell, SheetCode, letter, truths},
        present::Shown,
        response,
    },
    base::{Error, Wording},
    flows::paper::may_enter,
    i18n::Texts,
    outside::quizzes::Served,
    web::{Site, page::Page, typography},
};

const STYLE: &str = include_str!("../../../static/paper.css");

/// A choice with its letter.
pub struct Letter {
    sign: String,
    text: String,
}

/// A piece of a passage and the number of the gap after it.
pub struct Piece {
    text: String,
    gap: Option<usize>,
}

/// A gap with what can be chosen for it; nothing where a word is written.
pub struct GapView {
    number: usize,
    choices: Vec<Letter>,
}

/// What the key says of a question.
pub struct KeyView {
    answer: Vec<String>,
    words: Vec<String>,
    why: Option<String>,
    whys: Vec<(String, String)>,
    rule: Option<String>,
    sources: Vec<(String, String)>,
}

/// A question as it is printed.
pub struct Printed {
    number: usize,
    part: Option<String>,
    ask: String,
    worth: String,
    how: String,
    boxes: Vec<Letter>,
    left: Vec<String>,
    bins: Vec<Letter>,
    places: usize,
    passage: Vec<Piece>,
    gaps: Vec<GapView>,
    steps: Vec<String>,
    tool: Option<String>,
    prompts: Vec<(String, String)>,
    observe: Vec<String>,
    fallback: Option<String>,
    done: bool,
    lines: usize,
    short: bool,
    key: Option<KeyView>,
}

/// A line of the grid: so many squares, or a line to write on.
pub struct GridLine {
    number: usize,
    ask: String,
    squares: Vec<(String, String)>,
    wide: Option<String>,
}

#[derive(Template)]
#[template(path = "paper/sheet.html")]
struct Sheet<'m> {
    t: Texts,
    module: &'m Module,
    code: String,
    style: String,
    title: String,
    key: bool,
    version: String,
    form: String,
    items: Vec<Printed>,
    grid: Vec<GridLine>,
}

/// The sheet of a form in a wording, or its key, and the style that stands in it.
///
/// # Errors
/// [`Error::Fault`] where the template fails.
pub fn sheet(
    served: &Served,
    code: &SheetCode,
    wording: Wording,
    key: bool,
) -> Result<(String, String), Error> {
    let (t, module) = (Texts::of(wording.lang), served.in_lang(wording));
    let asked = paper::form(module, code);
    let plain = |text: &str| -> String {
        let fits = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '+');
        text.chars().filter(fits).take(80).collect()
    };
    let footer = format!("{} {} · {code}", plain(&module.id), plain(&module.version));
    let style = STYLE.replace("FOOTER", &footer);
    let mut seen = HashSet::new();
    let items = asked.iter().enumerate().map(|(at, asked)| {
        let mut printed = printed(&t, module, asked, at + 1, key);
        let part = module.part_of(asked.item).unwrap_or_default();
        // The title of a part stands above its first question.
        printed.part = printed.part.filter(|_| seen.insert(part.to_owned()));
        if let Some(told) = stage(&t, module, asked.item)
            && seen.insert(told.clone())
        {
            printed.part = Some(told);
        }
        printed
    });
    let items = items.collect();
    let grid = asked.iter().enumerate();
    let sheet = Sheet {
        t,
        module,
        code: code.to_string(),
        title: if key {
            t.with("paper-key-title", "title", module.title.as_str())
        } else {
            module.title.clone()
        },
        key,
        version: t.with("paper-version", "version", module.version.as_str()),
        form: if code.form == 0 {
            t.text("paper-form-whole")
        } else {
            t.with("paper-form", "form", code.form.to_string())
        },
        items,
        grid: grid
            .map(|(at, asked)| grid_line(&t, asked, at + 1, key))
            .collect(),
        style: style.clone(),
    };
    let html = sheet.render().map_err(Error::fault)?;
    Ok((typography::set(&html), style))
}

fn lettered(shown: &[Shown]) -> Vec<Letter> {
    let texts = shown.iter().enumerate();
    texts
        .map(|(place, shown)| Letter {
            sign: letter(place),
            text: shown.text.clone(),
        })
        .collect()
}

/// What stands above a set of the second stage: for whom it is.
fn stage(t: &Texts, module: &Module, item: &Item) -> Option<String> {
    let two = module.delivery.two_stage.as_ref()?;
    let key = match item.pool.as_ref()? {
        pool if *pool == two.easy => "stage-easy",
        pool if *pool == two.hard => "stage-hard",
        _ => return None,
    };
    Some(t.with(key, "share", t.percent(two.cut)))
}

fn printed(t: &Texts, module: &Module, asked: &Asked<'_>, number: usize, key: bool) -> Printed {
    let (item, presented) = (asked.item, &asked.presented);
    let part = module
        .parts
        .iter()
        .find(|part| Some(part.id.as_str()) == module.part_of(item));
    let mut printed = Printed {
        number,
        part: part.map(|part| part.apart().0.to_owned()),
        ask: item.ask.clone(),
        worth: if item.is_scored() {
            let values = [
                ("count", item.points.into()),
                ("points", t.points(item.points).into()),
            ];
            t.with_all("paper-worth", values)
        } else {
            t.text("paper-unscored")
        },
        how: how(t, item, presented.left.len(), presented.choices.len()),
        boxes: Vec::new(),
        left: Vec::new(),
        bins: Vec::new(),
        places: 0,
        passage: Vec::new(),
        gaps: Vec::new(),
        steps: Vec::new(),
        tool: None,
        prompts: Vec::new(),
        observe: Vec::new(),
        fallback: None,
        done: false,
        lines: 0,
        short: false,
        key: key.then(|| key_view(t, module, asked)),
    };
    let left = || {
        presented
            .left
            .iter()
            .map(|left| left.text.clone())
            .collect()
    };
    match &item.kind {
        Kind::Single { .. }
        | Kind::Multiple { .. }
        | Kind::Spot { .. }
        | Kind::Scale { .. }
        | Kind::Opinion { .. } => printed.boxes = lettered(&presented.choices),
        Kind::TrueFalse { .. } => {
            let signs = truths(t.lang).into_iter();
            printed.boxes = signs
                .zip(["answer-true", "answer-false"])
                .map(|(sign, key)| Letter {
                    sign: sign.to_owned(),
                    text: t.text(key),
                })
                .collect();
        }
        Kind::Match { .. } => {
            printed.left = left();
            printed.boxes = lettered(&presented.choices);
        }
        Kind::Sort { .. } => {
            printed.left = left();
            printed.bins = lettered(&presented.choices);
        }
        Kind::Order { .. } => {
            printed.boxes = lettered(&presented.choices);
            printed.places = presented.choices.len();
        }
        Kind::Cloze { passage, gaps } => {
            printed.passage = pieces(passage, gaps.len());
            printed.gaps = presented
                .gaps
                .iter()
                .enumerate()
                .map(|(at, shown)| GapView {
                    number: at + 1,
                    choices: lettered(shown.as_deref().unwrap_or_default()),
                })
                .collect();
        }
        Kind::Number { .. } => (printed.lines, printed.short) = (1, true),
        Kind::Text { .. } => printed.lines = 1,
        Kind::Table { steps, .. } => {
            printed.steps = steps.clone();
            printed.lines = 4;
        }
        Kind::Reflect { words, .. } => printed.lines = (words.1 as usize / 14).clamp(8, 24),
        Kind::Compare {
            tool,
            prompts,
            observe,
            fallback,
            ..
        } => {
            printed.tool = tool
                .as_ref()
                .map(|tool| format!("{} ({})", tool.name, tool.url));
            let prompts = prompts.iter().enumerate();
            printed.prompts = prompts
                .map(|(at, prompt)| (t.with("compare-prompt", "n", at + 1), prompt.clone()))
                .collect();
            printed.observe = observe.clone();
            printed.fallback = fallback.clone();
            printed.done = true;
            printed.lines = 3;
        }
    }
    printed
}

/// What to do with the pen.
fn how(t: &Texts, item: &Item, left: usize, choices: usize) -> String {
    let key = match &item.kind {
        Kind::Single { .. }
        | Kind::TrueFalse { .. }
        | Kind::Scale { .. }
        | Kind::Opinion { .. } => "paper-how-one",
        Kind::Multiple { .. } => "paper-how-several",
        Kind::Spot { .. } => "paper-how-spot",
        Kind::Match { .. } => "paper-how-match",
        Kind::Sort { .. } => "paper-how-sort",
        Kind::Order { .. } => "paper-how-order",
        Kind::Cloze { .. } => "paper-how-gaps",
        Kind::Number { .. } => "paper-how-number",
        Kind::Text { .. } => "paper-how-text",
        Kind::Compare { .. } => "paper-how-compare",
        Kind::Table { .. } | Kind::Reflect { .. } => "answer-no-names",
    };
    let values = [("left", left.into()), ("choices", choices.into())];
    t.with_all(key, values)
}

fn pieces(passage: &str, gaps: usize) -> Vec<Piece> {
    let (mut rest, mut places) = (passage, Vec::new());
    let mut numbers: Vec<(usize, usize)> = (1..=gaps)
        .filter_map(|number| Some((passage.find(&format!("{{{number}}}"))?, number)))
        .collect();
    numbers.sort_unstable();
    for (_, number) in numbers {
        let (before, after) = rest
            .split_once(&format!("{{{number}}}"))
            .unwrap_or((rest, ""));
        places.push(Piece {
            text: before.to_owned(),
            gap: Some(number),
        });
        rest = after;
    }
    places.push(Piece {
        text: rest.to_owned(),
        gap: None,
    });
    places
}

fn key_view(t: &Texts, module: &Module, asked: &Asked<'_>) -> KeyView {
    let (item, presented) = (asked.item, &asked.presented);
    let right = feedback::right(item, presented);
    let words = response::read(item, presented, &right)
        .map(|answer| describe(t, module, item, presented, &answer));
    let sign = |id: &str| {
        let place = presented.choices.iter().position(|shown| shown.id == id);
        place.map(letter).unwrap_or_default()
    };
    let sources = item.sources.iter().filter_map(|id| module.source(id));
    KeyView {
        answer: paper::right(asked, t.lang),
        words: words.unwrap_or_default(),
        why: item.why.clone(),
        whys: feedback::whys(item, presented)
            .into_iter()
            .map(|(id, why)| (sign(&id), why.to_owned()))
            .collect(),
        rule: item.is_scored().then(|| rule(t, item)),
        sources: sources
            .map(|source| (source.title.clone(), source.url.clone()))
            .collect(),
    }
}

/// How part of an answer counts, in words.
fn rule(t: &Texts, item: &Item) -> String {
    match &item.kind {
        Kind::Number {
            right,
            tolerance,
            tolerance_kind,
            ..
        } if *tolerance > 0.0 => {
            let (low, high) = tolerance_kind.bounds(*right, *tolerance);
            let figure = |value: f64| t.points(value);
            let values = [("low", figure(low).into()), ("high", figure(high).into())];
            return t.with_all("paper-rule-between", values);
        }
        Kind::Text { accept, .. } => {
            let also = |accepted: &crate::assessment::item::Accepted| {
                if accepted.weight == 1.0 {
                    accepted.text.clone()
                } else {
                    format!("{} ({})", accepted.text, t.percent(accepted.weight))
                }
            };
            let accepted: Vec<String> = accept.iter().map(also).collect();
            return t.with("paper-rule-accepted", "texts", accepted.join(" ; "));
        }
        Kind::Multiple { choices } | Kind::Single { choices }
            if choices.iter().any(|choice| choice.weight.is_some()) =>
        {
            let weighed = choices.iter().filter_map(|choice| {
                let weight = t.percent(choice.weight?);
                Some(format!("{} ({weight})", choice.text))
            });
            let weighed: Vec<String> = weighed.collect();
            return t.with("paper-rule-weights", "texts", weighed.join(" ; "));
        }
        Kind::Cloze { gaps, .. } => {
            let written = gaps.iter().enumerate().filter_map(|(at, gap)| match gap {
                Gap::Write { accept, .. } => Some(format!("({}) {}", at + 1, accept.join(", "))),
                Gap::Choose { .. } => None,
            });
            let written: Vec<String> = written.collect();
            let alike = gaps
                .windows(2)
                .all(|two| two[0].weight() == two[1].weight());
            let rule = match (item.partial, alike) {
                (Partial::AllOrNothing, _) => t.text("paper-rule-all-or-nothing"),
                (_, true) => t.text("paper-rule-gaps"),
                (_, false) => {
                    let weights = gaps.iter().enumerate();
                    let weights: Vec<String> = weights
                        .map(|(at, gap)| format!("({}) {}", at + 1, t.points(gap.weight())))
                        .collect();
                    t.with("paper-rule-gap-weights", "weights", weights.join(", "))
                }
            };
            if written.is_empty() {
                return rule;
            }
            let accepted = t.with("paper-rule-accepted", "texts", written.join(" ; "));
            return format!("{rule} {accepted}");
        }
        Kind::Single { .. } | Kind::TrueFalse { .. } | Kind::Number { .. } => {
            return t.text("paper-rule-all-or-nothing");
        }
        _ => {}
    }
    t.text(match item.partial {
        Partial::AllOrNothing => "paper-rule-all-or-nothing",
        Partial::RightMinusWrong => "paper-rule-right-minus-wrong",
        Partial::PerOption => "paper-rule-per-option",
        Partial::RightOnlyCap => "paper-rule-right-only-cap",
        Partial::H5p => "paper-rule-h5p",
        Partial::PerPair => "paper-rule-per-pair",
        Partial::AbsolutePosition => "paper-rule-absolute-position",
        Partial::NextExcludeLast => "paper-rule-next-exclude-last",
        Partial::LongestOrdered => "paper-rule-longest-ordered",
        Partial::LongestContiguous => "paper-rule-longest-contiguous",
        Partial::Kendall => "paper-rule-kendall",
    })
}

fn grid_line(t: &Texts, asked: &Asked<'_>, number: usize, key: bool) -> GridLine {
    let answer = if key {
        paper::right(asked, t.lang)
    } else {
        Vec::new()
    };
    let first = answer.first().cloned().unwrap_or_default();
    // In a row each square has its own letter; a letter may have a figure after it.
    let signs = || {
        let mut signs: Vec<String> = Vec::new();
        for sign in first.chars() {
            match signs.last_mut() {
                Some(last) if sign.is_ascii_digit() => last.push(sign),
                _ => signs.push(sign.to_string()),
            }
        }
        signs
    };
    let squares = |labels: Vec<String>, filled: Vec<String>| {
        let filled = filled.into_iter().chain(std::iter::repeat(String::new()));
        labels.into_iter().zip(filled).collect()
    };
    let numbers = |count: usize| (1..=count).map(|n| n.to_string()).collect();
    let cell = paper::cell(asked.item, &asked.presented);
    let (squares, wide) = match cell {
        Cell::Letter(_) | Cell::Truth => (squares(vec![String::new()], signs()), None),
        Cell::Letters(count) => {
            let filled = (0..count).map(letter).map(|sign| {
                if signs().contains(&sign) {
                    "×".to_owned()
                } else {
                    String::new()
                }
            });
            (
                squares((0..count).map(letter).collect(), filled.collect()),
                None,
            )
        }
        Cell::Row(left, _) => (squares(numbers(left), signs()), None),
        Cell::Order(count) => (squares(numbers(count), signs()), None),
        Cell::Gaps(count) => (squares(numbers(count), answer), None),
        Cell::Text => (Vec::new(), Some(first)),
        Cell::Done => (squares(vec![t.text("answer-done")], Vec::new()), None),
    };
    GridLine {
        number,
        ask: asked.item.ask.clone(),
        squares,
        wide,
    }
}

/// Which sheet is asked for.
#[derive(Deserialize)]
pub struct Wanted {
    form: Option<u32>,
}

/// `GET /modules/{module}/sheet`: the sheet, to print. A certification is printed by those who hold it.
pub async fn print(
    State(site): State<Site>,
    Path(id): Path<String>,
    Query(wanted): Query<Wanted>,
    page: Page,
) -> Result<Response, Error> {
    let served = site.app.shelf().find(&id).ok_or(Error::Missing)?;
    if !may_enter(served.own()) {
        return Err(Error::Missing);
    }
    let drawn = u32::from(!served.own().pools.is_empty());
    let code = SheetCode::new(page.t.lang, wanted.form.unwrap_or(drawn), &served.hash);
    let (html, style) = sheet(&served, &code, page.wording(), false)?;
    // The page needs nothing else, and its one style is named by its hash.
    let hash = STANDARD.encode(Sha256::digest(style));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    );
    Ok(([(header::CONTENT_SECURITY_POLICY, policy)], Html(html)).into_response())
}
