//! `crema calibrate`: item parameters and abilities from right and wrong answers.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::{
    Failure,
    say::say,
    tables::{figures, opening, read, say_json, texts, told},
};
use crate::{
    assessment::measurement::{
        ability::{Ability, Curve, Curves},
        interval, rasch,
        responses::{Responses, Undetermined},
        table::Table,
        two_parameter,
    },
    i18n::Texts,
};

/// The fewest responses to a question from which an adaptive test may rely on its parameters.
const ADAPTIVE: usize = 200;

#[derive(clap::Args)]
pub(super) struct Args {
    /// Responses: CSV with the header `person,ITEM…`; 1 right, 0 wrong, empty where a question was not asked.
    responses: PathBuf,
    /// Difficulties alone by conditional, or difficulties and slopes by marginal maximum likelihood.
    #[arg(long)]
    model: Model,
    /// Write the figures as JSON on standard output.
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, PartialEq, clap::ValueEnum)]
enum Model {
    /// Rasch: one slope for all.
    Rasch,
    /// Two parameters: a slope for each.
    #[value(name = "2pl")]
    TwoParameter,
}

/// What is known of an item: its curve, and the standard errors of slope and difficulty.
struct Known {
    curve: Curve,
    of_a: Option<f64>,
    of_b: Option<f64>,
}

/// Calibrates a file of responses.
pub(super) fn run(args: &Args) -> Result<(), Failure> {
    let texts = texts();
    let table = read(&args.responses, texts)?;
    let responses = table
        .responses()
        .map_err(|refused| told(&args.responses, &refused, texts))?;
    let items = match estimated(&responses, args.model) {
        Ok(items) => items,
        Err(why) => {
            eprintln!("{}", undetermined(&why, &table.items, texts));
            return Err(Failure::DoesNotHold);
        }
    };
    if args.json {
        say_json(&as_json(&table, &items, &abilities(&responses, &items)));
    } else {
        say(&in_words(&table, &responses, &items, args.model, texts));
    }
    Ok(())
}

fn estimated(responses: &Responses, model: Model) -> Result<Vec<Option<Known>>, Undetermined> {
    let known = match model {
        Model::Rasch => {
            let one = |found: rasch::Difficulty| Known {
                curve: Curve { a: 1.0, b: found.b },
                of_a: None,
                of_b: Some(found.error),
            };
            let found = rasch::estimate(responses)?;
            found.into_iter().map(|item| item.map(one)).collect()
        }
        Model::TwoParameter => {
            let one = |found: two_parameter::Calibrated| Known {
                curve: found.curve,
                of_a: found.errors.map(|(of_a, _)| of_a),
                of_b: found.errors.map(|(_, of_b)| of_b),
            };
            let found = two_parameter::estimate(responses)?;
            found.into_iter().map(|item| item.map(one)).collect()
        }
    };
    Ok(known)
}

/// Abilities given the reported parameters; an item without them counts for nothing.
fn abilities(responses: &Responses, items: &[Option<Known>]) -> Vec<Ability> {
    // A slope of 0 says the same of every ability.
    let silent = Curve { a: 0.0, b: 0.0 };
    let curves: Vec<Curve> = items
        .iter()
        .map(|item| item.as_ref().map_or(silent, |known| known.curve))
        .collect();
    let curves = Curves::new(&curves);
    let persons = responses.persons();
    persons.map(|answers| curves.ability(answers)).collect()
}

fn as_json(table: &Table, items: &[Option<Known>], abilities: &[Ability]) -> Value {
    let items = table.items.iter().zip(items).map(|(id, known)| {
        let curve = known.as_ref().map(|known| known.curve);
        json!({"id": id, "b": curve.map(|curve| curve.b), "a": curve.map(|curve| curve.a)})
    });
    let persons = table
        .persons
        .iter()
        .zip(abilities)
        .map(|(id, ability)| json!({"id": id, "theta": ability.theta, "psd": ability.psd}));
    json!({"items": items.collect::<Vec<_>>(), "persons": persons.collect::<Vec<_>>()})
}

fn in_words(
    table: &Table,
    responses: &Responses,
    items: &[Option<Known>],
    model: Model,
    texts: Texts,
) -> String {
    let (mut said, enough) = opening(table.persons.len(), table.items.len(), texts);
    if !enough {
        return said;
    }
    let asked = |item: usize| responses.persons().filter(|of| of[item].is_some()).count();
    let mut line = |text: String| {
        said.push_str(&text);
        said.push('\n');
    };
    line(match model {
        Model::Rasch => texts.text("calibrate-rasch"),
        Model::TwoParameter => texts.text("calibrate-2pl"),
    });
    if (0..items.len()).any(|item| asked(item) < ADAPTIVE) {
        line(texts.text("calibrate-few-each"));
    }
    line(texts.text("calibrate-persons"));
    line(String::new());
    let difficulty = |place: &usize| {
        items[*place]
            .as_ref()
            .map_or(f64::MAX, |known| known.curve.b)
    };
    let mut order: Vec<usize> = (0..items.len()).collect();
    order.sort_by(|one, other| difficulty(one).total_cmp(&difficulty(other)));
    for place in order {
        line(item_in_words(
            &table.items[place],
            items[place].as_ref(),
            texts,
        ));
    }
    said
}

fn item_in_words(id: &str, known: Option<&Known>, texts: Texts) -> String {
    let Some(known) = known else {
        return texts.with("calibrate-none", "id", id);
    };
    let figure = |value: f64| texts.figure(value, 2).into();
    let Curve { a, b } = known.curve;
    let Some((low, high)) = known.of_b.map(|error| interval::around(b, error)) else {
        let values = [("id", id.into()), ("b", figure(b)), ("a", figure(a))];
        return texts.with_all("calibrate-bare", values);
    };
    let values = [
        ("id", id.into()),
        ("b", figure(b)),
        ("low", figure(low)),
        ("high", figure(high)),
    ];
    let mut said = texts.with_all("calibrate-item", values);
    if let Some((low, high)) = known.of_a.map(|error| interval::around(a, error)) {
        said.push(' ');
        said.push_str(&figures(
            texts,
            "calibrate-slope",
            &[("a", a), ("low", low), ("high", high)],
        ));
    }
    said
}

fn undetermined(why: &Undetermined, ids: &[String], texts: Texts) -> String {
    match why {
        Undetermined::TooFewItems { found, needed } => texts.with_all(
            "calibrate-too-few-items",
            [
                ("found", found.to_string().into()),
                ("needed", needed.to_string().into()),
            ],
        ),
        Undetermined::Unlinked(places) => {
            let names: Vec<&str> = places.iter().map(|place| ids[*place].as_str()).collect();
            texts.with("calibrate-unlinked", "items", names.join(", "))
        }
        Undetermined::Diverges(place) => {
            texts.with("calibrate-diverges", "item", ids[*place].as_str())
        }
        Undetermined::OutOfRange => texts.text("calibrate-out-of-range"),
        Undetermined::NotSettled => texts.text("calibrate-not-settled"),
    }
}
