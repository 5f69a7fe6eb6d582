//! Measurement at the size of a national campaign: item analysis and Rasch of 10,000 people and 60 questions, two parameters of 1,500 and 20.
//! `cargo bench --bench measurement`; figures in `docs/BENCHMARKS.md`.

use std::{fmt::Write, hint::black_box};

use crema::assessment::measurement::{classical, rasch, table::Table, two_parameter};
use criterion::{Criterion, criterion_group, criterion_main};

/// A file of answers made from a two-parameter model, the same each time.
fn csv(people: usize, items: usize) -> String {
    let mut state = 5_u64;
    let mut uniform = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1_u64 << 53) as f64
    };
    let mut text = String::from("person");
    for item in 0..items {
        let _ = write!(text, ",q{item}");
    }
    text.push('\n');
    for person in 0..people {
        let theta = (0..12).map(|_| uniform()).sum::<f64>() - 6.0;
        let _ = write!(text, "p{person}");
        for item in 0..items {
            let b = 4.0 * item as f64 / items as f64 - 2.0;
            let a = 0.8 + 0.2 * (item % 5) as f64;
            let right = uniform() < 1.0 / (1.0 + (a * (b - theta)).exp());
            text.push_str(if right { ",1" } else { ",0" });
        }
        text.push('\n');
    }
    text
}

fn measurement(bench: &mut Criterion) {
    let (large, small) = (csv(10_000, 60), csv(1_500, 20));
    let read = |text: &str| Table::read(text.as_bytes()).expect("a table");
    let mut group = bench.benchmark_group("measurement, from the file on");
    group.sample_size(10);
    group.bench_function("item analysis, 10,000 x 60", |bench| {
        bench.iter(|| classical::analyse(&read(black_box(&large)).marks().expect("marks")));
    });
    group.bench_function("Rasch, 10,000 x 60", |bench| {
        bench.iter(|| {
            let responses = read(black_box(&large)).responses().expect("responses");
            rasch::estimate(&responses).expect("difficulties")
        });
    });
    group.bench_function("two parameters, 1,500 x 20", |bench| {
        bench.iter(|| {
            let responses = read(black_box(&small)).responses().expect("responses");
            two_parameter::estimate(&responses).expect("curves")
        });
    });
    group.finish();
}

criterion_group!(benches, measurement);
criterion_main!(benches);
