//! A question as a form: what it shows, what stands in it or was typed, and what is wrong with that.

use askama::Template;
use serde_json::Value;

use super::{feedback::FeedbackView, time::TimeView};
use crate::{
    assessment::{
        attempt::Attempt,
        form::Form,
        item::{Item, Kind},
        present::Shown,
    },
    flows::assessment::Opened,
    i18n::Texts,
    web::{form::Fields, page::Page},
};

/// One thing to choose.
pub struct Opt {
    pub id: String,
    pub text: String,
    pub on: bool,
}

/// A line with a list to choose from.
pub struct Row {
    pub id: String,
    pub text: String,
    pub options: Vec<Opt>,
}

/// A gap in a passage.
pub struct GapField {
    pub id: String,
    pub label: String,
    pub text: String,
    pub options: Vec<Opt>,
}

/// A piece of a passage and the gap after it.
pub struct Piece {
    pub text: String,
    pub gap: Option<GapField>,
}

/// A field for text.
pub struct TextField {
    pub label: String,
    pub value: String,
    pub long: bool,
    pub number: bool,
    pub max: u32,
}

/// An experiment.
pub struct CompareView {
    pub tool: Option<(String, String)>,
    pub prompts: Vec<(String, String)>,
    pub observe: Vec<String>,
    pub fallback: Option<String>,
    pub done: bool,
    pub notes: String,
}

/// A question as a form.
pub struct QuestionView {
    pub number: usize,
    pub count: usize,
    pub progress: String,
    pub part: String,
    pub ask: String,
    pub hint: Option<String>,
    pub error: Option<String>,
    /// The fields that the error is about: the id of each, and its words.
    pub faulty: Vec<(String, String)>,
    pub action: String,
    pub contest: String,
    pub pass: String,
    /// That nobody comes back to it, where that is so.
    pub once: Option<String>,
    pub input: &'static str,
    pub choices: Vec<Opt>,
    pub rows: Vec<Row>,
    pub passage: Vec<Piece>,
    pub steps: Vec<String>,
    pub compare: Option<CompareView>,
    pub text: Option<TextField>,
}

/// The code and the ways out that stand below every page of an attempt.
pub struct Tools {
    pub code: String,
    /// The other view of the questions, and its name.
    pub view: Option<(String, String)>,
    pub handover: String,
    pub parts: Option<String>,
    pub big: bool,
    /// That the texts are easy to read, and whether as a draft.
    pub easy: Option<String>,
    pub time: Option<TimeView>,
}

/// The page of one question.
#[derive(Template)]
#[template(path = "assessment/question.html")]
pub struct QuestionPage {
    pub page: Page,
    pub q: QuestionView,
    pub tools: Tools,
}

/// The page of what an answer was worth.
#[derive(Template)]
#[template(path = "assessment/feedback.html")]
pub struct FeedbackPage {
    pub page: Page,
    pub progress: String,
    pub part_title: String,
    pub number: usize,
    pub count: usize,
    pub ask: String,
    pub f: FeedbackView,
    pub part_done: Option<String>,
    pub contest: String,
    pub next: String,
    pub next_text: String,
    pub tools: Tools,
}

/// A question or what is told of it, on the page of all.
pub struct Entry {
    pub number: usize,
    pub ask: String,
    pub question: Option<QuestionView>,
    pub feedback: Option<FeedbackView>,
}

/// The page with all questions at once.
#[derive(Template)]
#[template(path = "assessment/all.html")]
pub struct AllPage {
    pub page: Page,
    pub title: String,
    pub entries: Vec<Entry>,
    pub end: String,
    pub tools: Tools,
}

/// The page before an attempt is completed.
#[derive(Template)]
#[template(path = "assessment/end.html")]
pub struct EndPage {
    pub page: Page,
    pub blanks: Vec<(String, String)>,
    pub stopped: Option<String>,
    pub action: String,
    pub tools: Tools,
}

/// A question as a form, with what stands or was typed, and what is wrong with it.
pub fn question(
    opened: &Opened,
    number: usize,
    typed: Option<&Fields>,
    error: Option<String>,
) -> Option<QuestionView> {
    let attempt = opened.attempt();
    let form = attempt.form();
    let item = *form.items.get(number.checked_sub(1)?)?;
    let t = Texts::of(opened.sitting.lang);
    let presented = attempt.present(item);
    let standing = attempt.response(item);
    let on = |name: &str, id: &str| {
        typed.is_some_and(|fields| fields.all(name).iter().any(|value| value == id))
            || typed.is_none() && standing.is_some_and(|value| says(value, name, id))
    };
    let value = |name: &str| {
        typed
            .and_then(|fields| fields.get(name))
            .or_else(|| standing.and_then(Value::as_str))
            .unwrap_or_default()
            .to_owned()
    };
    let options = |list: &[Shown], name: &str| {
        list.iter()
            .map(|shown| Opt {
                id: shown.id.clone(),
                text: shown.text.clone(),
                on: on(name, &shown.id),
            })
            .collect::<Vec<_>>()
    };
    let hint = match &item.kind {
        Kind::Multiple { .. } => Some("hint-multiple"),
        Kind::Spot { .. } => Some("hint-spot"),
        Kind::Order { .. } => Some("hint-order"),
        Kind::Match { .. } => Some("hint-match"),
        Kind::Sort { .. } => Some("hint-sort"),
        Kind::Table { .. } | Kind::Reflect { .. } => Some("answer-no-names"),
        _ if !item.is_scored() => Some("hint-unscored"),
        _ => None,
    };
    let mut view = QuestionView {
        number,
        count: form.most,
        progress: progress(&t, number, &form),
        contest: format!("/attempts/{}/items/{number}/contest", opened.sitting.id),
        part: part_title(&attempt, item),
        ask: item.ask.clone(),
        hint: hint.map(|key| t.text(key)),
        error,
        faulty: Vec::new(),
        action: format!("/attempts/{}/items/{number}", opened.sitting.id),
        pass: t.text(pass_key(item)),
        once: (!attempt.module.delivery.go_back).then(|| t.text("answer-once")),
        input: if matches!(item.kind, Kind::Multiple { .. } | Kind::Spot { .. }) {
            "checkbox"
        } else {
            "radio"
        },
        choices: Vec::new(),
        rows: Vec::new(),
        passage: Vec::new(),
        steps: Vec::new(),
        compare: None,
        text: None,
    };
    let text_field = |label: &str, long, number, max| {
        Some(TextField {
            label: t.text(label),
            value: value("text"),
            long,
            number,
            max,
        })
    };
    match &item.kind {
        Kind::Single { .. }
        | Kind::Multiple { .. }
        | Kind::Spot { .. }
        | Kind::Scale { .. }
        | Kind::Opinion { .. } => view.choices = options(&presented.choices, "choice"),
        Kind::TrueFalse { .. } => {
            view.choices = [("true", "answer-true"), ("false", "answer-false")]
                .map(|(id, key)| Opt {
                    id: id.into(),
                    text: t.text(key),
                    on: on("choice", id),
                })
                .into()
        }
        Kind::Match { .. } | Kind::Sort { .. } => {
            view.rows = presented
                .left
                .iter()
                .map(|left| Row {
                    id: left.id.clone(),
                    text: left.text.clone(),
                    options: options(&presented.choices, &left.id),
                })
                .collect()
        }
        Kind::Order { .. } => {
            let count = presented.choices.len();
            let places = |id: &str| {
                (1..=count)
                    .map(|n| Opt {
                        id: n.to_string(),
                        text: n.to_string(),
                        on: on(id, &n.to_string()),
                    })
                    .collect()
            };
            view.rows = presented
                .choices
                .iter()
                .map(|shown| Row {
                    id: shown.id.clone(),
                    text: t.with("answer-position", "text", shown.text.as_str()),
                    options: places(&shown.id),
                })
                .collect();
        }
        Kind::Cloze { passage, .. } => {
            let mut rest = passage.as_str();
            for (n, gap) in presented.gaps.iter().enumerate() {
                let (before, after) = rest
                    .split_once(&format!("{{{}}}", n + 1))
                    .unwrap_or((rest, ""));
                let id = format!("gap-{n}");
                let field = GapField {
                    label: t.with("answer-gap", "n", n + 1),
                    text: value(&id),
                    options: gap
                        .as_ref()
                        .map(|list| options(list, &id))
                        .unwrap_or_default(),
                    id,
                };
                view.passage.push(Piece {
                    text: before.to_owned(),
                    gap: Some(field),
                });
                rest = after;
            }
            view.passage.push(Piece {
                text: rest.to_owned(),
                gap: None,
            });
        }
        Kind::Number { .. } => view.text = text_field("answer-number", false, true, 40),
        Kind::Text { .. } => view.text = text_field("answer-text", false, false, 200),
        Kind::Reflect { .. } => view.text = text_field("answer-text", true, false, 5_000),
        Kind::Table {
            steps, max_length, ..
        } => {
            view.steps = steps.clone();
            view.text = text_field("answer-text", true, false, *max_length);
        }
        Kind::Compare {
            tool,
            prompts,
            observe,
            fallback,
            ..
        } => {
            view.compare = Some(CompareView {
                tool: tool.as_ref().map(|tool| {
                    (
                        t.with("compare-tool", "name", tool.name.as_str()),
                        tool.url.clone(),
                    )
                }),
                prompts: prompts
                    .iter()
                    .enumerate()
                    .map(|(n, prompt)| (t.with("compare-prompt", "n", n + 1), prompt.clone()))
                    .collect(),
                observe: observe.clone(),
                fallback: fallback.clone(),
                done: on("done", "1"),
                notes: value("notes"),
            });
        }
    }
    if view.error.is_some() {
        view.faulty = faulty(&view);
    }
    Some(view)
}

/// The fields of a question whose answer was not taken: those without one, else all that belong together.
fn faulty(view: &QuestionView) -> Vec<(String, String)> {
    let open = |options: &[Opt]| !options.iter().any(|option| option.on);
    let named = |id: &str, words: &str| (format!("{id}-{}", view.number), words.to_owned());
    let rows = || view.rows.iter();
    let gaps = || view.passage.iter().filter_map(|piece| piece.gap.as_ref());
    let empty = rows()
        .filter(|row| open(&row.options))
        .map(|row| named(&row.id, &row.text))
        .chain(
            gaps()
                .filter(|gap| gap.text.trim().is_empty() && open(&gap.options))
                .map(|gap| named(&gap.id, &gap.label)),
        );
    let mut faulty: Vec<(String, String)> = empty.collect();
    if faulty.is_empty() {
        faulty = rows().map(|row| named(&row.id, &row.text)).collect();
    }
    if faulty.is_empty() {
        let id = match (&view.compare, &view.text) {
            (Some(_), _) => "done",
            (_, Some(_)) => "text",
            _ => "choice",
        };
        faulty.push(named(id, &view.ask));
    }
    faulty
}

impl QuestionView {
    /// Whether the error is about a field.
    pub fn is_faulty(&self, name: &str) -> bool {
        let id = format!("{name}-{}", self.number);
        self.faulty.iter().any(|(faulty, _)| *faulty == id)
    }
}

/// The words of the button that leaves a question without an answer.
pub fn pass_key(item: &Item) -> &'static str {
    if item.is_scored() {
        "answer-dont-know"
    } else {
        "answer-skip"
    }
}

/// Whether a response that stands says `id` in the field `name`.
fn says(value: &Value, name: &str, id: &str) -> bool {
    match value {
        Value::String(text) => text == id,
        Value::Bool(truth) => truth.to_string() == id,
        Value::Array(items) => match name
            .strip_prefix("gap-")
            .and_then(|n| n.parse::<usize>().ok())
        {
            Some(n) => items.get(n).is_some_and(|item| item == id),
            None if name == "choice" => items.iter().any(|item| item == id),
            None => items
                .iter()
                .position(|item| item == name)
                .is_some_and(|at| (at + 1).to_string() == id),
        },
        Value::Object(members) => members
            .get(name)
            .is_some_and(|partner| partner == id || partner == true && id == "1"),
        _ => false,
    }
}

/// « Question 4 sur 17 »; « au plus » where answers decide how many there will be.
pub fn progress(t: &Texts, number: usize, form: &Form<'_>) -> String {
    let key = if form.items.len() < form.most {
        "progress-most"
    } else {
        "progress"
    };
    t.with_all(key, [("n", number.into()), ("count", form.most.into())])
}

/// The title of the part of a question.
pub fn part_title(attempt: &Attempt<'_>, item: &Item) -> String {
    let id = attempt.module.part_of(item);
    attempt
        .module
        .parts
        .iter()
        .find(|part| Some(part.id.as_str()) == id)
        .map(|part| part.apart().0.to_owned())
        .unwrap_or_else(|| attempt.module.title.clone())
}
