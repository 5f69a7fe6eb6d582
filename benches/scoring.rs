//! Marking at the size of a national campaign: a thousand attempts of twenty questions, from the stored answers to the level.
//! `cargo bench --bench scoring`; figures in `docs/BENCHMARKS.md`.

use std::{collections::BTreeMap, fs, hint::black_box, path::Path};

use crema::{
    assessment::{
        attempt::Attempt,
        feedback::Told,
        item::Item,
        module::{Feedback, Module},
    },
    outside::quizzes::frameworks,
};
use criterion::{Criterion, criterion_group, criterion_main};
use jiff::civil::Date;
use serde_json::Value;

/// The reference module with its questions repeated or left out until there are twenty.
fn twenty() -> Module {
    let quizzes = Path::new(env!("CARGO_MANIFEST_DIR")).join("quizzes");
    let text = fs::read_to_string(quizzes.join("ia-generative-premiers-pas.toml"))
        .expect("the reference module");
    let known = frameworks(&quizzes).expect("the frameworks");
    let (module, _) = Module::read(&text, &known, Date::constant(2026, 11, 26));
    let mut module = module.expect("a sound module");
    let scored: Vec<Item> = module
        .items
        .iter()
        .filter(|item| item.is_scored())
        .cloned()
        .collect();
    module.items = (0..20)
        .map(|n| {
            let mut item = scored[n % scored.len()].clone();
            item.id = format!("{}-{n}", item.id);
            item
        })
        .collect();
    module.delivery.feedback = Feedback::End;
    module
}

/// The right answer to every second question, none to the others.
fn answers(module: &Module, seed: &str) -> BTreeMap<String, Value> {
    let none = BTreeMap::new();
    let attempt = Attempt::new(module, seed, &none);
    let right = |item| attempt.told(item, true).map(|told: Told<'_>| told.right);
    module
        .items
        .iter()
        .enumerate()
        .map(|(at, item)| {
            let right = right(item).filter(|_| at % 2 == 0);
            (item.id.clone(), right.unwrap_or(Value::Null))
        })
        .collect()
}

fn scoring(bench: &mut Criterion) {
    let module = twenty();
    let attempts: Vec<(String, BTreeMap<String, Value>)> = (0..1_000)
        .map(|n| {
            let seed = format!("{n:032x}");
            let given = answers(&module, &seed);
            (seed, given)
        })
        .collect();
    let mut group = bench.benchmark_group("scoring");
    group.sample_size(20);
    group.bench_function("1,000 attempts of 20 questions", |bench| {
        bench.iter(|| {
            let points = |(seed, answers): &(String, BTreeMap<String, Value>)| {
                Attempt::new(&module, seed, answers).outcome().points
            };
            black_box(&attempts).iter().map(points).sum::<f64>()
        });
    });
    group.finish();
}

criterion_group!(benches, scoring);
criterion_main!(benches);
