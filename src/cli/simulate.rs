//! `crema simulate`: an adaptive test replayed over responses that are all known.

use std::{fs, path::PathBuf};

use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    Failure,
    say::say,
    tables::{figures, opening, read, say_json, texts, told},
};
use crate::{
    assessment::measurement::{
        ability::{Curve, Curves},
        adaptive::{Path, Rules, replay, usage},
    },
    i18n::Texts,
};

#[derive(clap::Args)]
pub(super) struct Args {
    /// Item parameters: `{"a": […], "b": […]}` in the order of the columns.
    bank: PathBuf,
    /// Responses: CSV with the header `person,ITEM…`; 1 right, 0 wrong, no cell empty.
    responses: PathBuf,
    /// Stop when the standard deviation of the ability is no greater.
    #[arg(long, default_value_t = 0.35)]
    stop_se: f64,
    /// The fewest questions.
    #[arg(long, default_value_t = 5)]
    min_items: usize,
    /// The most questions.
    #[arg(long, default_value_t = 25)]
    max_items: usize,
    /// Draw among so many best questions; 1 takes the best.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..))]
    randomesque: u16,
    /// Write the tests as JSON on standard output.
    #[arg(long)]
    json: bool,
}

/// The file of item parameters.
#[derive(Deserialize)]
struct Bank {
    a: Vec<f64>,
    b: Vec<f64>,
}

/// Replays the tests of a file of responses.
pub(super) fn run(args: &Args) -> Result<(), Failure> {
    let texts = texts();
    let table = read(&args.responses, texts)?;
    let bank = bank(args, table.items.len(), texts)?;
    let refused = |refused| told(&args.responses, &refused, texts);
    if let Some(empty) = table.empty_cell() {
        return Err(refused(empty));
    }
    let responses = table.responses().map_err(refused)?;
    let rules = Rules {
        start: 0.0,
        stop_se: args.stop_se,
        min_items: args.min_items,
        max_items: args.max_items,
        randomesque: usize::from(args.randomesque),
    };
    let curves = Curves::new(&bank);
    let replayed = responses.persons().zip(&table.persons).enumerate();
    let paths: Vec<Path> = replayed
        .map(|(row, (answers, person))| {
            let answers: Vec<bool> = answers.iter().map(|answer| *answer == Some(true)).collect();
            replay(&bank, &curves, &answers, rules, &format!("{row}\n{person}"))
        })
        .collect();
    if args.json {
        say_json(&as_json(&table.items, &table.persons, &paths));
    } else {
        say(&in_words(table.items.len(), &paths, rules, texts));
    }
    Ok(())
}

fn bank(args: &Args, items: usize, texts: Texts) -> Result<Vec<Curve>, Failure> {
    let file = args.bank.display().to_string();
    let bytes =
        fs::read(&args.bank).map_err(|error| Failure::Environment(format!("{file}: {error}")))?;
    let bank: Bank = serde_json::from_slice(&bytes)
        .map_err(|error| Failure::Environment(format!("{file}: {error}")))?;
    if bank.a.len() != items || bank.b.len() != items {
        let values = [
            ("file", file.into()),
            ("items", items.to_string().into()),
            ("a", bank.a.len().to_string().into()),
            ("b", bank.b.len().to_string().into()),
        ];
        return Err(Failure::Environment(texts.with_all("bank-shape", values)));
    }
    let curves = bank.a.into_iter().zip(bank.b);
    Ok(curves.map(|(a, b)| Curve { a, b }).collect())
}

fn as_json(items: &[String], persons: &[String], paths: &[Path]) -> Value {
    let tests = persons.iter().zip(paths).map(|(id, path)| {
        let given: Vec<&str> = path
            .items
            .iter()
            .map(|item| items[*item].as_str())
            .collect();
        json!({"id": id, "items": given, "theta": path.ability.theta, "psd": path.ability.psd})
    });
    let summary = usage(items.len(), paths).map(|found| {
        json!({
            "mean_length": found.mean_length,
            "max_exposure": found.max_exposure,
            "never_used": found.never_used,
        })
    });
    json!({"persons": tests.collect::<Vec<_>>(), "summary": summary})
}

fn in_words(items: usize, paths: &[Path], rules: Rules, texts: Texts) -> String {
    let (mut said, enough) = opening(paths.len(), items, texts);
    if let (true, Some(found)) = (enough, usage(items, paths)) {
        let people = paths.len() as f64;
        let sure = paths
            .iter()
            .filter(|path| path.ability.psd <= rules.stop_se)
            .count() as f64;
        let psd = paths.iter().map(|path| path.ability.psd).sum::<f64>() / people;
        let values = [
            ("mean", texts.figure(found.mean_length, 1).into()),
            ("stopped", texts.percent(sure / people).into()),
        ];
        let lines = [
            texts.with_all("simulate-length", values),
            figures(texts, "simulate-error", &[("psd", psd)]),
            texts.with(
                "simulate-exposure",
                "share",
                texts.percent(found.max_exposure),
            ),
            texts.with("simulate-unused", "count", found.never_used as i64),
        ];
        for line in lines {
            said.push_str(&line);
            said.push('\n');
        }
    }
    said
}
