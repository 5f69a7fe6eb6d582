//! The table of `docs/BENCHMARKS.md`: each operation and its floor by turns in short rounds, of which the quickest counts, so that what runs beside them on the
//! machine is left out; then threads beside one another, memory after many credentials, and a status list. It leaves the signed credentials in the folder of
//! the build, where `benches/peers.mjs` finds them.

mod support;

use std::{
    fs,
    hint::black_box,
    path::Path,
    time::{Duration, Instant},
};

use serde_json::Value;

const ROUNDS: usize = 400;
const TIMES: u32 = 8;

fn main() {
    // Cargo runs benches as tests too, which need no figures.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    println!("| what | floor | openbadges | ratio |\n|---|---|---|---|");
    for case in support::cases() {
        let (mut floor, mut ours) = (Duration::MAX, Duration::MAX);
        for _ in 0..ROUNDS {
            floor = floor.min(time(|| (0..TIMES).for_each(|_| (case.floor)())));
            let inputs: Vec<Value> = (0..TIMES).map(|_| case.input.clone()).collect();
            let mut made = Vec::with_capacity(inputs.len());
            ours = ours.min(time(|| made.extend(inputs.into_iter().map(&case.ours))));
            black_box(made);
        }
        let ratio = ours.as_secs_f64() / floor.as_secs_f64();
        let (floor, ours) = (micros(floor / TIMES), micros(ours / TIMES));
        println!("| {} | {floor} | {ours} | {ratio:.2} |", case.name);
    }
    for (size, credential) in [("typical", support::typical()), ("rich", support::rich())] {
        let text = support::signed(credential).to_string();
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
        fs::write(folder.join(format!("{size}.json")), &text).expect("the folder of the build");
        let [alone, both] = [1, 2].map(|threads| micros(on_threads(threads, &text)));
        println!(
            "| {size}, whole report from its text; two threads, each | – | {alone}; {both} | |"
        );
    }
    let encoded = support::full_list();
    let read = || {
        black_box(support::thousand_bits(&encoded));
    };
    let list = (0..ROUNDS).map(|_| time(read)).min();
    let list = list.map(micros).unwrap_or_default();
    println!("| a full status list read, 1,000 bits looked at | – | {list} | |");
    let [first, last] = memory();
    println!(
        "| resident after 1,000 and 10,000 credentials, no two alike | – | {first}; {last} KiB | |"
    );
}

fn time(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

fn micros(time: Duration) -> String {
    format!("{:.1} µs", time.as_secs_f64() * 1e6)
}

/// How long each of so many threads takes for one report where all do the same: as long as one alone, where they do not wait for one another.
fn on_threads(threads: usize, text: &str) -> Duration {
    let round = || {
        time(|| {
            std::thread::scope(|scope| {
                for _ in 0..threads {
                    scope.spawn(|| {
                        for _ in 0..TIMES {
                            black_box(support::verdict(text));
                        }
                    });
                }
            });
        })
    };
    let quickest = (0..ROUNDS).map(|_| round()).min();
    quickest.unwrap_or_default() / TIMES
}

/// The resident memory, in KiB, after 1,000 credentials signed and verified, and after 10,000.
fn memory() -> [u64; 2] {
    let mut done = 0;
    [1_000, 10_000].map(|total| {
        for number in done..total {
            let mut credential = support::typical();
            credential["id"] = format!("urn:uuid:{number}").into();
            credential["name"] = format!("Badge {number}").into();
            support::signed(credential);
        }
        done = total;
        let statm = fs::read_to_string("/proc/self/statm").unwrap_or_default();
        let pages = statm.split(' ').nth(1).and_then(|pages| pages.parse().ok());
        pages.unwrap_or(0u64) * 4
    })
}
