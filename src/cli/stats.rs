//! `crema stats`: classical item analysis of a table of marks, in words or as JSON.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::{
    Failure,
    say::say,
    tables::{figures, opening, read, say_json, texts, told},
};
use crate::{
    assessment::measurement::{
        classical::{
            Consistency, ItemStatistics, Marks, Telling, TestStatistics, analyse, consistency,
            telling,
        },
        interval,
    },
    i18n::Texts,
};

#[derive(clap::Args)]
pub(super) struct Args {
    /// Marks: CSV with the header `person,ITEM…`; commas, semicolons or tabs.
    marks: PathBuf,
    /// Write the figures as JSON on standard output.
    #[arg(long)]
    json: bool,
}

/// Analyses a file of marks.
pub(super) fn run(args: &Args) -> Result<(), Failure> {
    let texts = texts();
    let table = read(&args.marks, texts)?;
    let marks = table
        .marks()
        .map_err(|refused| told(&args.marks, &refused, texts))?;
    if let Some((row, place)) = table.above_maximum() {
        let values = [
            ("file", args.marks.display().to_string().into()),
            ("row", row.to_string().into()),
            ("name", table.items[place].as_str().into()),
        ];
        eprintln!("{}", texts.with_all("table-above-maximum", values));
    }
    let found = analyse(&marks);
    if args.json {
        say_json(&as_json(&table.items, &found));
    } else {
        say(&in_words(&table.items, &marks, &found, texts));
    }
    Ok(())
}

fn as_json(ids: &[String], found: &TestStatistics) -> Value {
    let items: Vec<Value> = ids
        .iter()
        .zip(&found.items)
        .map(|(id, item)| {
            json!({
                "id": id,
                "facility": item.facility,
                "sd": item.sd,
                "discrimination": item.discrimination,
                "efficiency": item.efficiency,
                "effective_weight": item.effective_weight,
                "item_total": item.item_total,
                "item_rest": item.item_rest,
                "alpha_if_deleted": item.alpha_if_deleted,
            })
        })
        .collect();
    json!({
        "n": found.n,
        "k": found.k,
        "mean": found.mean,
        "sd": found.sd,
        "alpha": found.alpha,
        "sem": found.sem,
        "items": items,
    })
}

fn in_words(ids: &[String], marks: &Marks, found: &TestStatistics, texts: Texts) -> String {
    let (mut said, enough) = opening(found.n, found.k, texts);
    if !enough {
        return said;
    }
    let mut line = |text: String| {
        said.push_str(&text);
        said.push('\n');
    };
    if let (Some(mean), Some(sd)) = (found.mean, found.sd) {
        let max: f64 = marks.maxima.iter().sum();
        let values = [
            ("mean", texts.figure(mean, 2).into()),
            (
                "max",
                texts
                    .figure(max, 2 * usize::from(max.fract() != 0.0))
                    .into(),
            ),
            ("sd", texts.figure(sd, 2).into()),
        ];
        line(texts.with_all("stats-mean", values));
    }
    if let (Some(skewness), Some(kurtosis)) = (found.skewness, found.kurtosis) {
        let values = [("skewness", skewness), ("kurtosis", kurtosis)];
        line(figures(texts, "stats-shape", &values));
    }
    let bounds = |alpha| interval::alpha(alpha, found.k, found.n);
    match found.alpha.and_then(|alpha| Some((alpha, bounds(alpha)?))) {
        Some((alpha, (low, high))) => {
            let key = match consistency(alpha) {
                Consistency::High => "stats-alpha-high",
                Consistency::Middle => "stats-alpha-middle",
                Consistency::Low => "stats-alpha-low",
            };
            line(figures(
                texts,
                key,
                &[("alpha", alpha), ("low", low), ("high", high)],
            ));
        }
        None => line(texts.text("stats-alpha-none")),
    }
    if let Some(sem) = found.sem {
        line(figures(texts, "stats-sem", &[("sem", sem)]));
    }
    said.push('\n');
    for (id, item) in ids.iter().zip(&found.items) {
        said.push_str(&item_in_words(id, item, found, texts));
        said.push('\n');
    }
    said
}

fn item_in_words(id: &str, item: &ItemStatistics, found: &TestStatistics, texts: Texts) -> String {
    let mut said = match (item.facility, item.sd) {
        (Some(facility), Some(sd)) => {
            let (low, high) = interval::mean(facility, sd, found.n);
            let percent = |share: f64| texts.percent(share.clamp(0.0, 1.0)).into();
            let values = [
                ("id", id.into()),
                ("share", texts.percent(facility).into()),
                ("low", percent(low)),
                ("high", percent(high)),
            ];
            texts.with_all("stats-item", values)
        }
        _ => texts.with("stats-item-unmarked", "id", id),
    };
    said.push(' ');
    let bounds = |r| interval::correlation(r, found.n);
    match item.item_rest.and_then(|r| Some((r, bounds(r)?))) {
        Some((r, (low, high))) => {
            let key = match telling(r) {
                Telling::High => "stats-item-high",
                Telling::Middle => "stats-item-middle",
                Telling::Low => "stats-item-low",
                Telling::Reversed => "stats-item-reversed",
            };
            said.push_str(&figures(
                texts,
                key,
                &[("r", r), ("low", low), ("high", high)],
            ));
        }
        None if item.item_total.is_none() => said.push_str(&texts.text("stats-item-flat")),
        None => said.push_str(&texts.text("stats-item-alone")),
    }
    if let (Some(without), Some(alpha)) = (item.alpha_if_deleted, found.alpha)
        && without > alpha + 0.005
    {
        said.push(' ');
        said.push_str(&figures(
            texts,
            "stats-item-better-without",
            &[("alpha", without)],
        ));
    }
    said
}
