//! Signing and verifying, on one thread, each beside its floor in the same run; whole reports; reading a status list. Where other programs run beside it,
//! `benches/ratios.rs` says more.

mod support;

use std::hint::black_box;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};

fn forms(bench: &mut Criterion) {
    for case in support::cases() {
        let mut group = bench.benchmark_group(case.name);
        group.bench_function("floor", |bench| bench.iter(&case.floor));
        group.bench_function("openbadges", |bench| {
            bench.iter_batched(|| case.input.clone(), &case.ours, BatchSize::SmallInput);
        });
        group.finish();
    }
}

fn reports(bench: &mut Criterion) {
    for (size, credential) in [("typical", support::typical()), ("rich", support::rich())] {
        let input = support::signed(credential).to_string();
        bench.bench_function(&format!("{size}, whole report from text"), |bench| {
            bench.iter(|| support::verdict(&input));
        });
    }
}

fn status(bench: &mut Criterion) {
    let encoded = support::full_list();
    bench.bench_function("status: a full list read, 1,000 bits looked at", |bench| {
        bench.iter(|| support::thousand_bits(black_box(&encoded)));
    });
}

criterion_group!(benches, forms, reports, status);
criterion_main!(benches);
