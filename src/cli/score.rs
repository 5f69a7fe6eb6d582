//! `crema score`: a sheet of answers marked without a server, in words or as JSON.

use std::path::{Path, PathBuf};

use jiff::{Timestamp, tz::TimeZone};
use serde_json::{Value, json};

use super::{
    Failure, check,
    say::say,
    source,
    tables::{say_json, texts},
};
use crate::{
    assessment::{
        attempt::Attempt,
        module::Module,
        outcome::Outcome,
        score::EPSILON,
        sheet::{self, Marked, Reason, Refused},
    },
    i18n::Texts,
    outside::quizzes::{self, Served},
};

#[derive(clap::Args)]
pub(super) struct Args {
    /// The module.
    module: PathBuf,
    /// The answers: one object a line, `{"item": ID, "response": …}`, choices named by their texts; `-` is standard input.
    answers: String,
    /// Write the score as JSON on standard output.
    #[arg(long)]
    json: bool,
}

/// Marks a sheet; exit 1 where the module has errors, 2 where a line of the sheet is refused.
pub(super) fn run(args: &Args) -> Result<(), Failure> {
    let texts = texts();
    let served = module(&args.module)?;
    let module = served.own();
    let file = args.answers.as_str();
    let read = source::bytes(file).map_err(Failure::Environment)?;
    let read = String::from_utf8(read)
        .map_err(|error| Failure::Environment(format!("{file}: {error}")))?;
    let answers = sheet::read(module, &read).map_err(|refused| told(file, &refused, texts))?;
    let outcome = Attempt::on_sheet(module, &answers).outcome();
    let marked = sheet::marked(module, &answers);
    if args.json {
        say_json(&as_json(&outcome, &marked));
    } else {
        say(&in_words(module, &outcome, &marked, texts));
    }
    Ok(())
}

/// Reads a module that a command works on; its errors are told.
pub(super) fn module(path: &Path) -> Result<Served, Failure> {
    let today = Timestamp::now().to_zoned_datetime(TimeZone::UTC).date();
    let known = quizzes::frameworks(check::frameworks_of(path)).map_err(Failure::Environment)?;
    let (served, reports) = quizzes::load(path, &known, today).map_err(Failure::Environment)?;
    served.ok_or_else(|| {
        reports.iter().take(1).for_each(|report| {
            check::tell(texts(), report);
        });
        Failure::DoesNotHold
    })
}

fn told(file: &str, refused: &Refused, texts: Texts) -> Failure {
    let shown =
        |text: &str| -> String { text.chars().take(80).flat_map(char::escape_debug).collect() };
    let why = match &refused.why {
        Reason::NotAnAnswer(what) => texts.with("sheet-not-an-answer", "what", shown(what)),
        Reason::UnknownItem(item) => texts.with("sheet-unknown-item", "item", shown(item)),
        Reason::UnknownChoice { item, choice } => texts.with_all(
            "sheet-unknown-choice",
            [
                ("item", item.as_str().into()),
                ("choice", shown(choice).into()),
            ],
        ),
        Reason::Shape { item, kind } => texts.with_all(
            "sheet-shape",
            [("item", item.as_str().into()), ("kind", (*kind).into())],
        ),
        Reason::Twice(item) => texts.with("sheet-twice", "item", item.as_str()),
    };
    Failure::Environment(format!("{file}:{}: {why}", refused.line))
}

fn as_json(outcome: &Outcome, marked: &[Marked<'_>]) -> Value {
    let items: Vec<Value> = marked
        .iter()
        .map(|marked| {
            json!({
                "id": marked.item.id,
                "type": marked.item.kind.name(),
                "points": marked.item.points * marked.fraction,
                "max": marked.item.points,
                "fraction": marked.fraction,
            })
        })
        .collect();
    json!({
        "score": {"points": outcome.points, "max": outcome.max, "fraction": outcome.fraction},
        "level": outcome.level,
        "skills": outcome.skills,
        "items": items,
    })
}

fn in_words(module: &Module, outcome: &Outcome, marked: &[Marked<'_>], texts: Texts) -> String {
    let mut said = String::new();
    let mut line = |text: String| {
        said.push_str(&text);
        said.push('\n');
    };
    let points = |points: f64| texts.points(points);
    let share = |key: &str, id: &str, earned: f64, max: f64| {
        let values = [
            ("id", id.into()),
            ("points", points(earned).into()),
            ("max", points(max).into()),
        ];
        texts.with_all(key, values)
    };
    line(
        share("sheet-score", "", outcome.points, outcome.max)
            + " "
            + &texts.with("sheet-share", "share", texts.percent(outcome.fraction)),
    );
    let level = module
        .levels
        .iter()
        .find(|level| Some(&level.id) == outcome.level.as_ref());
    line(match level {
        Some(level) => texts.with("sheet-level", "level", level.name.as_str()),
        None => texts.text("sheet-no-level"),
    });
    if !outcome.skills.is_empty() {
        line(format!("\n{}", texts.text("sheet-skills")));
    }
    for skill in &outcome.skills {
        line(share("sheet-line", &skill.id, skill.points, skill.max));
    }
    line(format!("\n{}", texts.text("sheet-items")));
    for marked in marked {
        let word = match marked.fraction {
            _ if !marked.answered => "sheet-blank",
            fraction if fraction >= 1.0 - EPSILON => "sheet-right",
            fraction if fraction > 0.0 => "sheet-partly",
            _ => "sheet-wrong",
        };
        let (item, earned) = (marked.item, marked.item.points * marked.fraction);
        line(share("sheet-line", &item.id, earned, item.points) + ", " + &texts.text(word));
    }
    said
}
