//! A table of cases for each rule, and what holds of any module, any answer and any shuffling.

use std::collections::BTreeMap;

use jiff::civil::Date;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::*;
use crate::assessment::{
    attempt::Attempt,
    framework::Frameworks,
    module::Module,
    present::{Presented, named},
};

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-12
}

#[test]
fn ticking_is_marked_by_its_policy() {
    let right = [true, true, false, false, false];
    for (partial, ticked, fraction) in [
        (Partial::RightMinusWrong, &[0, 1][..], 1.0),
        (Partial::RightMinusWrong, &[0], 0.5),
        (Partial::RightMinusWrong, &[0, 1, 2], 1.0 - 1.0 / 3.0),
        (Partial::RightMinusWrong, &[0, 1, 2, 3, 4], 0.0),
        (Partial::RightMinusWrong, &[], 0.0),
        (Partial::AllOrNothing, &[0, 1], 1.0),
        (Partial::AllOrNothing, &[0], 0.0),
        (Partial::PerOption, &[], 0.6),
        (Partial::PerOption, &[0, 2], 0.6),
        (Partial::PerOption, &[0, 1, 2, 3, 4], 0.4),
        (Partial::RightOnlyCap, &[0, 2], 0.5),
        (Partial::RightOnlyCap, &[0, 1, 2], 0.0),
        (Partial::RightOnlyCap, &[0, 1], 1.0),
        (Partial::RightOnlyCap, &[], 0.0),
        (Partial::H5p, &[0, 1, 2], 0.5),
        (Partial::H5p, &[0, 2], 0.0),
        (Partial::H5p, &[], 0.0),
        (Partial::AllOrNothing, &[0, 1, 2], 0.0),
        (Partial::AllOrNothing, &[], 0.0),
        (Partial::PerOption, &[0, 1], 1.0),
    ] {
        assert!(
            close(ticks(&right, ticked, partial), fraction),
            "{partial:?} {ticked:?}"
        );
    }
    assert!(
        ticks(&right, &[2, 3], Partial::RightMinusWrong) < 0.0,
        "clamped where it is given out"
    );
}

#[test]
fn an_order_is_marked_by_its_policy() {
    for (partial, given, fraction) in [
        (Partial::LongestOrdered, &[0, 1, 2, 3][..], 1.0),
        (Partial::LongestOrdered, &[3, 2, 1, 0], 0.0),
        (Partial::LongestOrdered, &[1, 0, 2, 3], 0.75),
        (Partial::LongestOrdered, &[], 0.0),
        (Partial::LongestOrdered, &[2, 0, 3, 1], 0.5),
        (Partial::LongestContiguous, &[1, 2, 3, 0], 0.75),
        (Partial::LongestContiguous, &[3, 2, 1, 0], 0.0),
        (Partial::LongestContiguous, &[0, 2, 1, 3], 0.5),
        (Partial::AbsolutePosition, &[1, 2, 3, 0], 0.0),
        (Partial::NextExcludeLast, &[0, 1, 2, 3], 1.0),
        (Partial::NextExcludeLast, &[3, 2, 1, 0], 0.0),
        (Partial::Kendall, &[3, 2, 1, 0], 0.0),
        (Partial::Kendall, &[0, 1, 2, 3], 1.0),
        (Partial::AllOrNothing, &[0, 1, 2, 3], 1.0),
        (Partial::AllOrNothing, &[0, 1, 2], 0.0),
        (Partial::AbsolutePosition, &[0, 2, 1, 3], 0.5),
        (Partial::NextExcludeLast, &[1, 2, 3, 0], 2.0 / 3.0),
        (Partial::Kendall, &[0, 1, 3, 2], 5.0 / 6.0),
        (Partial::AllOrNothing, &[0, 1, 3, 2], 0.0),
    ] {
        assert!(
            close(order(4, given, partial), fraction),
            "{partial:?} {given:?}"
        );
    }
    assert!(close(
        order(6, &[1, 2, 3, 4, 0, 5], Partial::LongestContiguous),
        5.0 / 6.0
    ));
}

#[test]
fn a_number_may_be_a_little_off() {
    assert!(
        is_near(50.0, 45.0, 5.0, Tolerance::Nominal)
            && !is_near(50.1, 45.0, 5.0, Tolerance::Nominal)
    );
    assert!(is_near(0.1 + 0.2, 0.3, 0.0, Tolerance::Nominal));
    assert!(
        is_near(-110.0, -100.0, 0.1, Tolerance::Relative)
            && !is_near(-89.0, -100.0, 0.1, Tolerance::Relative)
    );
    assert!(
        is_near(50.0, 100.0, 1.0, Tolerance::Geometric)
            && is_near(200.0, 100.0, 1.0, Tolerance::Geometric)
            && !is_near(49.0, 100.0, 1.0, Tolerance::Geometric)
    );
    assert!(is_near(-50.0, -100.0, 1.0, Tolerance::Geometric));
}

#[test]
fn a_passage_is_marked_by_its_weights() {
    for (right, weights, partial, fraction) in [
        (
            &[true, false, true][..],
            &[][..],
            Partial::RightMinusWrong,
            2.0 / 3.0,
        ),
        (
            &[true, false, false],
            &[3.0, 1.0, 1.0],
            Partial::RightMinusWrong,
            0.6,
        ),
        (
            &[false, false, false],
            &[3.0, 1.0, 1.0],
            Partial::RightMinusWrong,
            0.0,
        ),
        (
            &[true, true, true],
            &[0.1, 0.2, 0.3],
            Partial::RightMinusWrong,
            1.0,
        ),
        (
            &[true, true, false],
            &[3.0, 1.0, 1.0],
            Partial::AllOrNothing,
            0.0,
        ),
        (
            &[true, true, true],
            &[3.0, 1.0, 1.0],
            Partial::AllOrNothing,
            1.0,
        ),
    ] {
        let marked = cloze(right, right.len(), weights, partial);
        assert!(close(marked, fraction), "{right:?} {weights:?} {marked}");
    }
}

const HEAD: &str = r#"format = "cafeia-module/1"
id = "essai"
version = "1.0.0"
lang = "fr"
title = "Essai"
summary = "Essai."
licence = "CC0-1.0"
"#;

fn module(items: &str) -> Module {
    let (module, findings) = Module::read(
        &format!("{HEAD}{items}"),
        &Frameworks::default(),
        Date::constant(2026, 11, 26),
    );
    module.unwrap_or_else(|| panic!("{findings:?}\n{items}"))
}

fn earned(module: &Module, id: &str, response: &Value) -> f64 {
    let item = module.item(id).unwrap();
    let answer = super::super::response::read(item, &named(module, item), response).unwrap();
    mark(item, &answer).unwrap()
}

/// Nought is told as 0 whatever it was the sum of, and typed with any sign it is 0; a pair that was left out may be told as `null`.
#[test]
fn nothing_and_nought_are_what_they_seem() {
    let module = module(
        r#"
[[items]]
id = "m"
type = "multiple"
ask = "?"
right = [{ text = "a", weight = 0.7 }, { text = "b", weight = 0.3 }]
wrong = [{ text = "c", weight = -0.25 }]
[[items]]
id = "n"
type = "number"
ask = "?"
right = 0
[[items]]
id = "c"
type = "cloze"
ask = "?"
passage = "{1} et {2}"
gaps = [{ accept = ["5"] }, { accept = ["-5"] }]
[[items]]
id = "p"
type = "match"
ask = "?"
pairs = [["un", "1"], ["deux", "2"]]
"#,
    );
    for (id, response, fraction) in [
        ("m", json!([]), "0.0"),
        ("m", json!(["c"]), "0.0"),
        ("n", json!("-0.0"), "1.0"),
        ("n", json!("\u{2212}0"), "1.0"),
        ("c", json!(["-0.0", "-0.0"]), "0.0"),
        ("c", json!(["-5", "5"]), "0.0"),
        ("c", json!(["5", "\u{2212}5"]), "1.0"),
        ("c", json!([null, null]), "0.0"),
        ("p", json!({"un": null}), "0.0"),
        ("p", json!({"un": null, "deux": null}), "0.0"),
        ("p", json!({"un": null, "deux": "2"}), "0.5"),
        ("p", json!({"deux": "2"}), "0.5"),
    ] {
        let told = format!("{:?}", earned(&module, id, &response));
        assert_eq!(told, fraction, "{id} {response}");
    }
}

#[test]
fn choices_and_texts_have_the_weights_of_their_author() {
    let module = module(
        r#"
[[items]]
id = "m"
type = "multiple"
ask = "?"
right = [{ text = "a", weight = 0.7 }, { text = "b", weight = 0.3 }]
wrong = [{ text = "c", weight = -0.25 }, "d"]
[[items]]
id = "s"
type = "single"
ask = "?"
right = "a"
wrong = [{ text = "b", weight = 0.4 }, "c"]
[[items]]
id = "t"
type = "text"
ask = "?"
accept = ["Une hallucination", { text = "confabulation", weight = 0.5 }]
[[items]]
id = "c"
type = "cloze"
ask = "?"
passage = "{1} et {2}"
gaps = [{ right = "x", wrong = ["y"], weight = 3 }, { accept = ["L'eau"] }]
"#,
    );
    for (id, response, fraction) in [
        ("m", json!(["a"]), 0.7),
        ("m", json!(["a", "b", "c"]), 0.75),
        ("m", json!(["b", "d"]), 0.0),
        ("m", json!(["a", "b"]), 1.0),
        ("m", json!([]), 0.0),
        ("s", json!("a"), 1.0),
        ("s", json!("b"), 0.4),
        ("s", json!("c"), 0.0),
        ("t", json!(" l\u{2019}HALLUCINATION ! "), 1.0),
        ("t", json!("Confabulation"), 0.5),
        ("t", json!("hallucinations"), 0.0),
        ("t", json!(" … "), 0.0),
        ("c", json!(["x", null]), 0.75),
        ("c", json!(["y", "EAU"]), 0.25),
        ("c", json!([null, null]), 0.0),
        ("c", Value::Null, 0.0),
    ] {
        assert!(
            close(earned(&module, id, &response), fraction),
            "{id} {response}"
        );
    }
}

/// A module of one question of each marked kind, with the policy given where it fits.
fn of_every_kind(
    partial: &str,
    order: &str,
    rights: usize,
    wrongs: usize,
    elements: usize,
) -> Module {
    let list = |name: &str, count: usize| {
        let texts: Vec<String> = (0..count).map(|n| format!("\"{name} {n}\"")).collect();
        texts.join(", ")
    };
    let pairs: Vec<String> = (0..elements)
        .map(|n| format!("[\"g {n}\", \"d {}\"]", n / 2))
        .collect();
    module(&format!(
        r#"
[[items]]
id = "single"
type = "single"
ask = "?"
right = "juste"
wrong = [{wrong}]
[[items]]
id = "multiple"
type = "multiple"
ask = "?"
right = [{right}]
wrong = [{wrong}]
partial = "{partial}"
[[items]]
id = "spot"
type = "spot"
ask = "?"
segments = ["bien", {{ text = "faux 1", error = true }}, "aussi", {{ text = "faux 2", error = true }}]
partial = "{partial}"
[[items]]
id = "true_false"
type = "true_false"
ask = "?"
right = true
[[items]]
id = "number"
type = "number"
ask = "?"
right = 45
tolerance = 0.1
tolerance_kind = "relative"
[[items]]
id = "text"
type = "text"
ask = "?"
accept = ["juste", {{ text = "presque", weight = 0.4 }}]
[[items]]
id = "match"
type = "match"
ask = "?"
pairs = [{pairs}]
extra = ["leurre"]
[[items]]
id = "sort"
type = "sort"
ask = "?"
bins = [{{ label = "A", holds = [{right}] }}, {{ label = "B", holds = [{wrong}] }}]
[[items]]
id = "order"
type = "order"
ask = "?"
sequence = [{sequence}]
partial = "{order}"
[[items]]
id = "cloze"
type = "cloze"
ask = "?"
passage = "{{1}} {{2}}"
gaps = [{{ right = "juste", wrong = ["faux"], weight = 2 }}, {{ accept = ["juste"] }}]
"#,
        right = list("r", rights),
        wrong = list("w", wrongs),
        pairs = pairs.join(", "),
        sequence = list("e", elements),
    ))
}

/// The same answer under the ids of an attempt.
fn with_ids(response: &Value, words: &Presented, ids: &Presented) -> Value {
    let id = |text: &str| {
        let lists = [(&words.choices, &ids.choices), (&words.left, &ids.left)];
        let gaps = words.gaps.iter().flatten().zip(ids.gaps.iter().flatten());
        lists
            .into_iter()
            .chain(gaps)
            .find_map(|(words, ids)| {
                let place = words.iter().find(|shown| shown.text == text)?.place;
                ids.iter().find(|shown| shown.place == place)
            })
            .map_or(text.to_owned(), |shown| shown.id.clone())
    };
    match response {
        Value::String(text) => id(text).into(),
        Value::Array(texts) => texts
            .iter()
            .map(|text| with_ids(text, words, ids))
            .collect(),
        Value::Object(members) => members
            .iter()
            .map(|(left, right)| (id(left), with_ids(right, words, ids)))
            .collect::<Map<_, _>>()
            .into(),
        other => other.clone(),
    }
}

/// Some answer to a question: each figure of the dice decides one thing.
fn some_answer(item: &Item, words: &Presented, dice: &[usize]) -> Value {
    let dice = |at: usize| dice[at % dice.len()];
    let texts: Vec<&str> = words
        .choices
        .iter()
        .map(|shown| shown.text.as_str())
        .collect();
    match &item.kind {
        _ if dice(0) % 9 == 8 => Value::Null,
        Kind::Single { .. } => texts[dice(0) % texts.len()].into(),
        Kind::Multiple { .. } | Kind::Spot { .. } => {
            let kept = texts
                .iter()
                .enumerate()
                .filter(|(at, _)| dice(*at) % 2 == 0);
            kept.map(|(_, text)| Value::from(*text)).collect()
        }
        Kind::TrueFalse { .. } => (dice(0) % 2 == 0).into(),
        Kind::Number { .. } => ["45", "49,5", "49,6", "quarante", "\u{2212}45"][dice(0) % 5].into(),
        Kind::Text { .. } => ["Juste", "le presque", "faux", "…"][dice(0) % 4].into(),
        Kind::Match { .. } | Kind::Sort { .. } => {
            let left = words
                .left
                .iter()
                .enumerate()
                .filter(|(at, _)| dice(*at) % 5 != 4);
            left.map(|(at, left)| {
                (
                    left.text.clone(),
                    Value::from(texts[dice(at + 1) % texts.len()]),
                )
            })
            .collect::<Map<_, _>>()
            .into()
        }
        Kind::Order { .. } => {
            let mut order: Vec<(usize, &str)> = texts
                .iter()
                .enumerate()
                .map(|(at, text)| (dice(at + 2), *text))
                .collect();
            order.sort_unstable();
            order
                .into_iter()
                .map(|(_, text)| Value::from(text))
                .collect()
        }
        _ => {
            let (chosen, written) = (
                ["juste", "faux"][dice(0) % 2],
                ["JUSTE", "rien"][dice(1) % 2],
            );
            json!([chosen, written])
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn marks_stay_between_nothing_and_everything_and_no_shuffling_moves_them(
        partial in prop::sample::select(vec!["right_minus_wrong", "all_or_nothing", "per_option", "right_only_cap", "h5p"]),
        order in prop::sample::select(vec!["all_or_nothing", "absolute_position", "next_exclude_last", "longest_ordered", "longest_contiguous", "kendall"]),
        (rights, wrongs, elements) in (2_usize..6, 2_usize..6, 2_usize..9),
        dice in prop::collection::vec(0_usize..1000, 5..20),
        seeds in ("[a-z0-9]{1,40}", "[a-z0-9]{1,40}"),
    ) {
        let module = of_every_kind(partial, order, rights, wrongs, elements);
        let mut words = BTreeMap::new();
        for item in &module.items {
            let given = some_answer(item, &named(&module, item), &dice);
            words.insert(item.id.clone(), given);
        }
        let sheet = Attempt::on_sheet(&module, &words);
        let expected = sheet.outcome();
        prop_assert!(expected.points >= 0.0 && expected.points <= expected.max + EPSILON);
        for item in &module.items {
            let fraction = sheet.fraction(item).unwrap();
            prop_assert!((0.0..=1.0).contains(&fraction), "{} {fraction}", item.id);
        }
        for seed in [&seeds.0, &seeds.1] {
            let none = BTreeMap::new();
            let shown = Attempt::new(&module, seed, &none);
            let answers: BTreeMap<String, Value> = module.items.iter().map(|item| {
                let given = with_ids(&words[&item.id], &named(&module, item), &shown.present(item));
                (item.id.clone(), given)
            }).collect();
            let attempt = Attempt::new(&module, seed, &answers);
            for item in &module.items {
                prop_assert!(attempt.answer(item).is_some(), "{} {}", item.id, answers[&item.id]);
            }
            prop_assert_eq!(&attempt.outcome(), &expected);
            prop_assert_eq!(&attempt.outcome(), &expected, "and again");
        }
    }

    #[test]
    fn blank_and_everything_ticked_earn_nothing(
        (rights, wrongs) in (2_usize..8, 2_usize..8),
        partial in prop::sample::select(vec!["right_minus_wrong", "all_or_nothing", "right_only_cap"]),
    ) {
        let module = of_every_kind(partial, "longest_ordered", rights, wrongs, 4);
        for id in ["multiple", "spot"] {
            let item = module.item(id).unwrap();
            let all: Value = named(&module, item).choices.iter().map(|shown| Value::from(shown.text.as_str())).collect();
            prop_assert_eq!(earned(&module, id, &all), 0.0);
            prop_assert_eq!(earned(&module, id, &json!([])), 0.0);
        }
        let blank = BTreeMap::new();
        prop_assert_eq!(Attempt::on_sheet(&module, &blank).outcome().points, 0.0);
        let unknown = module.items.iter().map(|item| (item.id.clone(), Value::Null)).collect();
        prop_assert_eq!(Attempt::on_sheet(&module, &unknown).outcome().points, 0.0);
    }
}
