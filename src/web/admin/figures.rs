//! What the answers to a module say of it and of its questions, in words first; and the points as a file.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};

use super::plots::{self, Plot};
use crate::{
    access::policy::Deed,
    assessment::{
        attempt::Attempt,
        item::{Item, Kind},
        measurement::{
            classical::{Consistency, Telling, consistency, telling},
            disclosure::RESPONSES,
            figures::{self as measured, Asked as Answers, Figures, Question, Remark, Share, Test},
            interval::Interval,
        },
        module::Module,
    },
    base::{Error, Result},
    i18n::Texts,
    outside::quizzes::Served,
    store::{assessment::Sitting, completed},
    web::{
        Site,
        access::Steward,
        list::{Asked, Column, List, Value},
        page::{self, Page},
        problem::Problem,
    },
};

/// So many attempts are read at most, the newest.
const NEWEST: i64 = 10_000;

#[derive(Template)]
#[template(path = "admin/figures.html")]
struct FiguresPage {
    page: Page,
    back: String,
    intro: Vec<String>,
    file: Option<String>,
    test: Option<Card>,
    cards: Vec<Card>,
}

/// What is said of the test, or of one question.
#[derive(Default)]
struct Card {
    id: String,
    title: String,
    about: String,
    /// What to look at.
    remarks: Vec<String>,
    said: Vec<String>,
    facts: Vec<(String, String)>,
    choices: Vec<Choice>,
    plots: Vec<(String, Plot, String)>,
    /// The groups as a table: its heads, its rows.
    heads: Vec<String>,
    rows: Vec<Vec<String>>,
}

struct Choice {
    text: String,
    right: bool,
    share: String,
    total: String,
}

/// `GET /admin/modules/{module}/figures`.
pub async fn figures(
    State(site): State<Site>,
    Path(module): Path<String>,
    page: Page,
    steward: Steward,
) -> Result<Response, Problem> {
    steward.may(Deed::SeeFigures)?;
    let served = site.app.shelf().find(&module).ok_or(Error::Missing)?;
    let (figures, all) = known(&site, &served).await?;
    let t = page.t;
    let shown = served.in_lang(t.lang);
    let path = format!("/admin/modules/{module}/figures.csv");
    let view = FiguresPage {
        back: page.link("/admin/modules"),
        intro: intro(t, shown, &figures, all),
        file: figures.test.is_some().then(|| page.link(&path)),
        test: figures.test.as_ref().map(|test| whole(t, test, figures.n)),
        cards: figures
            .questions
            .iter()
            .filter_map(|question| Some(card(t, shown.item(&question.id)?, question)))
            .collect(),
        page: page
            .titled(t.with("figures-title", "module", shown.title.as_str()))
            .private(),
    };
    Ok(page::answer(&view))
}

/// `GET /admin/modules/{module}/figures.csv`: the points of each attempt, numbered in an order that says nothing.
pub async fn marks(
    State(site): State<Site>,
    Path(module): Path<String>,
    page: Page,
    steward: Steward,
    asked: Asked,
) -> Result<Response, Problem> {
    steward.may(Deed::SeeFigures)?;
    let served = site.app.shelf().find(&module).ok_or(Error::Missing)?;
    let _turn = site.figures.lock().await;
    let mut sittings = taken(&site, &served).await?;
    if sittings.len() < RESPONSES {
        return Err(Error::Missing.into());
    }
    // Seeds are drawn at random: their order is not that of time.
    sittings.sort_by(|a, b| a.seed.cmp(&b.seed));
    let total = sittings.len() as i64;
    let answers = tokio::task::spawn_blocking(move || read(&served, &sittings))
        .await
        .map_err(Error::fault)?;
    let column = |name: &str| Column::plain(name.to_owned());
    let list = List {
        title: String::new(),
        intro: String::new(),
        empty: String::new(),
        columns: std::iter::once(column("person"))
            .chain(answers.iter().map(|one| column(&one.id)))
            .collect(),
        rows: rows(&answers),
        total,
        offer: None,
    };
    Ok(asked.answer(page, list))
}

/// The greatest marks, then those of each attempt.
fn rows(answers: &[Answers]) -> Vec<Vec<Value>> {
    let mark = |mark: f64| match mark.fract() {
        0.0 => Value::Whole(mark as i64),
        _ => Value::Figure(mark, 12),
    };
    let people = answers.first().map_or(0, |one| one.marks.len());
    let max = std::iter::once(Value::Text("max".into()))
        .chain(answers.iter().map(|one| mark(one.max)))
        .collect();
    let row = |person: usize| {
        let marks = answers.iter().map(|one| match one.marks[person] {
            Some(found) => mark(found),
            None => Value::Text(String::new()),
        });
        std::iter::once(Value::Whole(person as i64 + 1))
            .chain(marks)
            .collect()
    };
    std::iter::once(max).chain((0..people).map(row)).collect()
}

async fn taken(site: &Site, served: &Served) -> Result<Vec<Sitting>> {
    completed::list(&mut site.app.db.read().await?, &served.hash, NEWEST).await
}

fn read(served: &Served, sittings: &[Sitting]) -> Vec<Answers> {
    let attempts: Vec<Attempt<'_>> = sittings
        .iter()
        .map(|sitting| {
            let module = served.in_lang(sitting.wording());
            Attempt::new(module, &sitting.seed, &sitting.answers).with_draw(&sitting.draw)
        })
        .collect();
    measured::read(served.own(), &attempts)
}

/// The figures with the number of all attempts: computed once for each number of attempts, one module at a time.
async fn known(site: &Site, served: &Arc<Served>) -> Result<(Figures, i64)> {
    let (all, newest) = completed::count(&mut site.app.db.read().await?, &served.hash).await?;
    if all < RESPONSES as i64 {
        let n = usize::try_from(all).unwrap_or_default();
        let few = Figures {
            n,
            ..Figures::default()
        };
        return Ok((few, all));
    }
    let (name, stamp) = (
        format!("figures {}", served.hash),
        format!("{all} {newest}"),
    );
    let remembered = || -> Option<Figures> {
        let made = site.app.remembered(&name, &stamp)?;
        serde_json::from_str(made.first()?).ok()
    };
    if let Some(figures) = remembered() {
        return Ok((figures, all));
    }
    let _turn = site.figures.lock().await;
    // Whoever had the turn before may have made it.
    if let Some(figures) = remembered() {
        return Ok((figures, all));
    }
    let sittings = taken(site, served).await?;
    let served = served.clone();
    let figures = tokio::task::spawn_blocking(move || {
        measured::compute(served.own(), &read(&served, &sittings))
    })
    .await
    .map_err(Error::fault)?;
    let made = serde_json::to_string(&figures).map_err(Error::fault)?;
    site.app.remember(&name, &stamp, [made].into());
    Ok((figures, all))
}

fn intro(t: Texts, module: &Module, figures: &Figures, all: i64) -> Vec<String> {
    let count = figures.n.to_string();
    if figures.n == 0 {
        return vec![t.text("figures-none")];
    }
    if figures.test.is_none() {
        return vec![few(t, "figures-few", figures.n), t.text("figures-few-why")];
    }
    let counted = [
        ("count", count.as_str().into()),
        ("version", module.version.as_str().into()),
    ];
    let mut said = vec![t.with_all("figures-counted", counted)];
    if all > figures.n as i64 {
        let values = [
            ("count", count.as_str().into()),
            ("all", all.to_string().into()),
        ];
        said.push(t.with_all("figures-newest", values));
    }
    said.push(t.text("figures-first"));
    said.push(t.text("figures-small"));
    said.push(t.text("figures-passed-means"));
    said
}

/// How many responses are missing.
fn few(t: Texts, key: &str, n: usize) -> String {
    let values = [
        ("missing", (RESPONSES.saturating_sub(n) as i64).into()),
        ("count", n.to_string().into()),
        ("needed", RESPONSES.to_string().into()),
    ];
    t.with_all(key, values)
}

/// A text with an estimate and its interval, each written by `write`.
fn estimated(
    t: Texts,
    key: &str,
    name: &str,
    found: f64,
    (low, high): Interval,
    write: impl Fn(f64) -> String,
) -> String {
    let values = [(name, found), ("low", low), ("high", high)];
    t.with_all(key, values.map(|(name, value)| (name, write(value).into())))
}

fn whole(t: Texts, test: &Test, n: usize) -> Card {
    let figure = |value: f64| t.figure(value, 2);
    let in_points = |value: f64| match test.max {
        Some(_) => t.with("figures-of-points", "points", figure(value)),
        None => t.percent(value),
    };
    let mut card = Card {
        title: t.text("figures-test-title"),
        facts: vec![
            (t.text("figures-n"), n.to_string()),
            (t.text("figures-questions"), test.k.to_string()),
            (t.text("figures-mean"), in_points(test.mean)),
            (t.text("figures-sd"), in_points(test.sd)),
        ],
        ..Card::default()
    };
    card.said.push(match test.max {
        Some(max) => t.with_all(
            "stats-mean",
            [
                ("mean", figure(test.mean).into()),
                ("max", t.points(max).into()),
                ("sd", figure(test.sd).into()),
            ],
        ),
        None => t.with_all(
            "figures-mean-share",
            [
                ("mean", t.percent(test.mean).into()),
                ("sd", t.percent(test.sd).into()),
            ],
        ),
    });
    match test.alpha {
        Some((alpha, bounds)) => {
            let key = match consistency(alpha) {
                Consistency::High => "stats-alpha-high",
                Consistency::Middle => "stats-alpha-middle",
                Consistency::Low => "stats-alpha-low",
            };
            card.said
                .push(estimated(t, key, "alpha", alpha, bounds, figure));
            let fact = estimated(t, "figures-between", "value", alpha, bounds, figure);
            card.facts.push((t.text("figures-alpha"), fact));
        }
        None if test.complete => card.said.push(t.text("stats-alpha-none")),
        None => card.said.push(t.text("figures-drawn")),
    }
    if let Some(sem) = test.sem {
        card.said
            .push(t.with("figures-sem-plain", "sem", figure(sem)));
        card.facts.push((t.text("figures-sem"), in_points(sem)));
    }
    card
}

fn card(t: Texts, item: &Item, question: &Question) -> Card {
    let counted = [
        ("count", question.n.to_string().into()),
        ("id", question.id.as_str().into()),
    ];
    let mut card = Card {
        id: question.id.clone(),
        title: item.ask.clone(),
        about: t.with_all("figures-responses", counted),
        ..Card::default()
    };
    let Some((facility, bounds)) = question.facility else {
        card.said.push(few(t, "figures-question-few", question.n));
        return card;
    };
    let texts = texts(t, item);
    let names: Vec<String> = (0..texts.len()).map(letter).collect();
    let remark = |remark: &Remark| said(t, remark, question, &names, &texts);
    card.remarks = question.remarks.iter().map(remark).collect();
    let key = match facility {
        share if share >= 0.9 => "figures-very-easy",
        share if share >= 0.65 => "figures-easy",
        share if share >= 0.4 => "figures-middle",
        share if share >= 0.2 => "figures-hard",
        _ => "figures-very-hard",
    };
    let percent = |share: f64| t.percent(share);
    card.said
        .push(estimated(t, key, "share", facility, bounds, percent));
    if let Some((r, bounds)) = question.discrimination {
        let key = match telling(r) {
            Telling::High => "stats-item-high",
            Telling::Middle => "stats-item-middle",
            Telling::Low => "stats-item-low",
            Telling::Reversed => "stats-item-reversed",
        };
        let figure = |value: f64| t.figure(value, 2);
        card.said.push(estimated(t, key, "r", r, bounds, figure));
    }
    if let Some(alpha) = question.better_without {
        let alpha = t.figure(alpha, 2);
        card.said
            .push(t.with("stats-item-better-without", "alpha", alpha));
    }
    card.choices = chosen(t, question, &names, &texts);
    draw(t, question, &names, &mut card);
    card
}

/// The texts of the choices, in the author's order.
fn texts(t: Texts, item: &Item) -> Vec<String> {
    match &item.kind {
        Kind::Single { choices } | Kind::Multiple { choices } => {
            choices.iter().map(|choice| choice.text.clone()).collect()
        }
        Kind::Spot { segments } => segments.iter().map(|one| one.text.clone()).collect(),
        Kind::TrueFalse { .. } => vec![t.text("figures-true"), t.text("figures-false")],
        _ => Vec::new(),
    }
}

/// The name of a choice by its place: A to Z, then numbers.
fn letter(place: usize) -> String {
    match u8::try_from(place) {
        Ok(place @ 0..26) => char::from(b'A' + place).to_string(),
        _ => (place + 1).to_string(),
    }
}

fn said(
    t: Texts,
    remark: &Remark,
    question: &Question,
    names: &[String],
    texts: &[String],
) -> String {
    let named = |choice: usize| match (names.get(choice), texts.get(choice)) {
        (Some(name), Some(text)) => format!("{name} ({text})"),
        _ => String::new(),
    };
    let of = |key: &str, choice: usize| t.with(key, "choice", named(choice));
    match *remark {
        Remark::Confusing { choice, sure } => {
            let key = if sure {
                "figures-confusing-sure"
            } else {
                "figures-confusing-maybe"
            };
            let share = question.choices.get(choice).and_then(|taken| taken.share);
            let values = [
                (
                    "share",
                    t.percent(share.map_or(0.0, |(share, _)| share)).into(),
                ),
                ("choice", named(choice).into()),
            ];
            t.with_all(key, values)
        }
        Remark::BelowChance(chance) => t.with("figures-below-chance", "chance", t.percent(chance)),
        Remark::Reversed { sure: true } => t.text("figures-reversed-sure"),
        Remark::Reversed { sure: false } => t.text("figures-reversed-maybe"),
        Remark::Attractive { choice, sure: true } => of("figures-attractive-sure", choice),
        Remark::Attractive { choice, .. } => of("figures-attractive-maybe", choice),
        Remark::Repellent { choice, sure: true } => of("figures-repellent-sure", choice),
        Remark::Repellent { choice, .. } => of("figures-repellent-maybe", choice),
        Remark::Idle(choice) => of("figures-idle", choice),
        Remark::Flat => t.text("figures-flat"),
    }
}

/// Who chose what, then who chose nothing.
fn chosen(t: Texts, question: &Question, names: &[String], texts: &[String]) -> Vec<Choice> {
    if question.choices.is_empty() {
        return Vec::new();
    }
    let few = || t.text("figures-too-few");
    let percent = |share: f64| t.percent(share);
    let choices = question.choices.iter().zip(names.iter().zip(texts));
    let choice = choices.map(|(taken, (name, text))| Choice {
        text: format!("{name}. {text}"),
        right: taken.right,
        share: taken.share.map_or_else(few, |(share, bounds)| {
            estimated(t, "figures-between", "value", share, bounds, percent)
        }),
        total: taken.mean_total.map_or_else(few, percent),
    });
    let silent = Choice {
        text: t.text("figures-silent"),
        right: false,
        share: question.silent.map_or_else(few, percent),
        total: String::new(),
    };
    choice.chain([silent]).collect()
}

/// The plots of a question, and the table that says the same.
fn draw(t: Texts, question: &Question, names: &[String], card: &mut Card) {
    let percent = |share: f64| t.percent(share);
    let bound = |share: Share| match share {
        Share::Exactly(share) => t.percent(share),
        Share::Above(share) => t.with("figures-above", "share", t.percent(share)),
        Share::Below(share) => t.with("figures-below", "share", t.percent(share)),
    };
    let axis = || t.text("figures-axis-rest");
    let passed: Vec<String> = question
        .groups
        .iter()
        .map(|group| bound(group.passed))
        .collect();
    let mut label = t.with("figures-curve-text", "shares", passed.join(", "));
    if !question.curve.is_empty() {
        label = format!("{label} {}", t.text("figures-curve-model"));
    }
    let title = t.text("figures-curve-title");
    if let Some(plot) = plots::characteristic(question, title.clone(), axis(), percent) {
        card.plots.push((title, plot, label));
    }
    let title = t.text("figures-distractors-title");
    if let Some(plot) = plots::distractors(question, names, title.clone(), axis(), percent) {
        card.plots
            .push((title, plot, t.text("figures-distractors-text")));
    }
    card.heads = ["figures-group", "figures-people", "figures-passed"]
        .map(|key| t.text(key))
        .into();
    card.heads
        .extend(names.iter().take(question.choices.len()).cloned());
    let row = |group: &measured::Group| {
        let cells = group.choices.iter();
        let cells = cells.map(|share| share.map_or_else(|| t.text("figures-too-few"), percent));
        [
            t.percent(group.rest),
            group.people.to_string(),
            bound(group.passed),
        ]
        .into_iter()
        .chain(cells)
        .collect()
    };
    card.rows = question.groups.iter().map(row).collect();
}
