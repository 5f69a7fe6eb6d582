//! Marking at the size of a national campaign: a thousand attempts of twenty questions, from the stored answers to the level; and the figures of two thousand and of ten thousand, from the
//! database to what an author's page shows.
//! `cargo bench --bench scoring`; figures in `docs/BENCHMARKS.md`.

use std::{collections::BTreeMap, fs, hint::black_box, path::Path};

use crema::{
    assessment::{
        attempt::Attempt,
        feedback::Told,
        item::Item,
        measurement::figures,
        module::{Feedback, Module},
    },
    base::{AttemptId, Lang},
    outside::quizzes::frameworks,
    store::{
        assessment::{self as rows, Answer, Sitting},
        completed,
        db::{Db, Place},
    },
};
use criterion::{Criterion, criterion_group, criterion_main};
use jiff::{Timestamp, civil::Date};
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

/// Ten thousand completed attempts in a database of SQLite.
async fn taken(module: &Module, file: &Path) -> Db {
    let place = Place::Sqlite(file.to_owned());
    let db = Db::open(&place).await.expect("a database");
    db.migrate(&place).await.expect("a schema");
    let (now, texts) = (Timestamp::UNIX_EPOCH, (String::new(), BTreeMap::new()));
    let mut tx = db.write().await.expect("a transaction");
    let kept = rows::set_module(&mut tx, "hash", "module", "1", &texts, now);
    kept.await.expect("a module");
    for n in 0..10_000 {
        let sitting = Sitting {
            id: AttemptId::new(),
            module_hash: "hash".into(),
            lang: Lang::Fr,
            easy: false,
            seed: format!("{n:032x}"),
            started_at: now,
            completed_at: None,
            manner: Default::default(),
            draw: Default::default(),
            clock: Default::default(),
            person: None,
            answers: BTreeMap::new(),
        };
        let added = rows::add_attempt(&mut tx, &sitting, &sitting.seed);
        added.await.expect("an attempt");
        for (place, (item, right)) in answers(module, &sitting.seed).into_iter().enumerate() {
            let known = (n * 7 + place * 11) % 20 > place;
            let response = if known { right } else { Value::Null };
            let answer = Answer {
                attempt: sitting.id,
                item,
                response,
                at: now,
                replaces: false,
            };
            rows::add_answers(&mut tx, &[&answer])
                .await
                .expect("an answer");
        }
        let closed = rows::close_attempt(&mut tx, sitting.id, now);
        closed.await.expect("a completion");
    }
    tx.commit().await.expect("a commit");
    db
}

fn page(bench: &mut Criterion) {
    let module = twenty();
    let file = std::env::temp_dir().join(format!("crema-bench-{}.db", uuid::Uuid::new_v4()));
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let db = runtime.block_on(taken(&module, &file));
    for count in [2_000, 10_000] {
        let read = || {
            runtime.block_on(async {
                let mut reader = db.read().await.expect("a connection");
                completed::list(&mut reader, "hash", count)
                    .await
                    .expect("attempts")
            })
        };
        let name = format!("figures of {count} attempts of 20 questions");
        let mut group = bench.benchmark_group(name);
        group.sample_size(10);
        group.bench_function("read from SQLite", |bench| bench.iter(read));
        let sittings = read();
        group.bench_function("computed", |bench| {
            bench.iter(|| {
                let attempts: Vec<Attempt<'_>> = sittings
                    .iter()
                    .map(|sitting| Attempt::new(&module, &sitting.seed, &sitting.answers))
                    .collect();
                figures::compute(&module, &figures::read(&module, black_box(&attempts)))
            });
        });
        group.finish();
    }
    runtime.block_on(db.close());
    let _ = fs::remove_file(&file);
}

criterion_group!(benches, scoring, page);
criterion_main!(benches);
