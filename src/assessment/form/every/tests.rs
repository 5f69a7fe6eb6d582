//! What holds for every form, held against all forms made one by one.

use jiff::civil::Date;

use super::*;
use crate::assessment::{
    form::{Draw, compose},
    framework::Frameworks,
};

fn module(head: &str, items: &[String]) -> Module {
    let text = format!(
        "format = \"cafeia-module/1\"\nid = \"m\"\nversion = \"1.0.0\"\nlang = \"fr\"\ntitle = \"M\"\nsummary = \"S\"\nlicence = \"CC0-1.0\"\n{head}\n{}",
        items.concat()
    );
    let (module, findings) =
        Module::read(&text, &Frameworks::default(), Date::constant(2026, 11, 24));
    module.unwrap_or_else(|| panic!("{findings:?}"))
}

/// A question of two choices, with more of its keys.
fn coin(id: &str, more: &str) -> String {
    format!(
        "[[items]]\nid = \"{id}\"\ntype = \"single\"\nask = \"{id} ?\"\nright = \"oui\"\nwrong = [\"non\"]\n{more}\n"
    )
}

const STANDARD: &str = "[delivery]\nmode = \"certification\"\n[standard]\nmethod = \"angoff\"\nstatus = \"panel\"\ncut = \"per-form\"\n[[levels]]\nid = \"l\"\nname = \"L\"\nmin = \"standard\"\n";

/// A question for everybody, and two pools: two of four and one of three, each with its own points and judges.
fn drawn() -> Module {
    let angoffs = [0.9, 0.4, 0.7, 0.55, 0.2, 0.8, 0.65];
    let items: Vec<String> = angoffs
        .iter()
        .enumerate()
        .map(|(n, angoff)| {
            let pool = if n < 4 { "p" } else { "q" };
            let points = 1 + n % 3;
            coin(
                &format!("i{n}"),
                &format!("pool = \"{pool}\"\npoints = {points}\nangoff = {angoff}"),
            )
        })
        .chain([coin("all", "points = 2\nangoff = 0.5")])
        .collect();
    let pools = "[[pools]]\nid = \"p\"\ndraw = 2\n[[pools]]\nid = \"q\"\ndraw = 1\n";
    module(&format!("{STANDARD}{pools}"), &items)
}

/// The forms that seeds really give, each once.
fn composed(module: &Module) -> Vec<Vec<&Item>> {
    let mut forms: Vec<Vec<&Item>> = Vec::new();
    for seed in 0..2_000 {
        let mut form = compose(module, &seed.to_string(), &Draw::default(), &|_| None).items;
        form.sort_by_key(|item| &item.id);
        if !forms.contains(&form) {
            forms.push(form);
        }
    }
    forms
}

fn near(a: f64, b: f64) {
    assert!((a - b).abs() < 1e-9, "{a} {b}");
}

#[test]
fn bounds_are_those_of_the_forms_that_seeds_give() {
    let module = drawn();
    let every = EveryForm::of(&module);
    let forms = composed(&module);
    assert_eq!(forms.len(), 6 * 3);
    assert_eq!(every.routes[0].size(), 18);
    let cuts = || forms.iter().filter_map(|form| cut(form));
    let (low, high) = every.cut_range().unwrap();
    near(low, cuts().fold(f64::INFINITY, f64::min));
    near(high, cuts().fold(0.0, f64::max));
    let level = &module.levels[0];
    let coin = [(0.0, 0.5), (1.0, 0.5)];
    let chances = forms.iter().map(|form| {
        let questions: Vec<(f64, &[(f64, f64)])> = form
            .iter()
            .map(|item| (item.points, coin.as_slice()))
            .collect();
        guess::reaches(&questions, cut(form).unwrap())
    });
    near(every.guess(level).0, chances.fold(0.0, f64::max));
    near(every.guess_mean().unwrap(), 0.5);
    assert_eq!(every.best(level), (1.0, true));
    let alphas = forms.iter().filter_map(|form| alpha(form));
    let worst = alphas.fold(f64::INFINITY, f64::min);
    // The loosest is looked for question by question, which is near the loosest form, never under it.
    let found = every.loosest_alpha().unwrap();
    assert!(found >= worst && found < worst + 0.05, "{found} {worst}");
}

#[test]
fn counts_are_the_fewest_and_the_most_of_every_draw() {
    let module = drawn();
    let every = EveryForm::of(&module);
    let forms = composed(&module);
    for ids in [
        &["all"][..],
        &["i0"],
        &["i0", "i1", "i2"],
        &["i0", "i1", "i2", "i3"],
        &["i0", "i4"],
        &["i4", "i5", "i6", "all"],
        &[],
    ] {
        let of = |item: &Item| ids.contains(&item.id.as_str());
        let counts = || {
            forms
                .iter()
                .map(|form| form.iter().filter(|item| of(item)).count())
        };
        let wanted = (counts().min().unwrap(), counts().max().unwrap());
        assert_eq!(every.count(of), wanted, "{ids:?}");
    }
    assert!(every.always_has("all") && !every.always_has("i0") && !every.always_has("none"));
}

#[test]
fn an_anchor_is_in_every_form_and_a_retired_question_in_none() {
    for (more, draw, always, forms) in [
        (["", "", ""], 2, vec![], 3),
        (["anchor = true", "", ""], 2, vec!["i0"], 2),
        (
            ["anchor = true", "anchor = true", ""],
            2,
            vec!["i0", "i1"],
            1,
        ),
        (
            ["anchor = true", "anchor = true", "anchor = true"],
            2,
            vec![],
            3,
        ),
        (["retired = 2026-01-01", "", ""], 2, vec!["i1", "i2"], 1),
    ] {
        let items: Vec<String> = more
            .iter()
            .enumerate()
            .map(|(n, more)| coin(&format!("i{n}"), &format!("pool = \"p\"\n{more}")))
            .collect();
        let module = module(&format!("[[pools]]\nid = \"p\"\ndraw = {draw}\n"), &items);
        let every = EveryForm::of(&module);
        let met: Vec<&str> = ["i0", "i1", "i2"]
            .into_iter()
            .filter(|id| every.always_has(id))
            .collect();
        assert_eq!(met, always, "{more:?}");
        assert_eq!(composed(&module).len(), forms, "{more:?}");
        assert_eq!(every.routes[0].size(), forms as u64, "{more:?}");
    }
}

#[test]
fn each_of_two_stages_has_its_bar_of_the_same_ability() {
    let items: Vec<String> = [("r", 0.0), ("e", -2.0), ("h", 2.0)]
        .iter()
        .flat_map(|(pool, difficulty)| {
            (0..4).map(move |n| {
                coin(
                    &format!("{pool}{n}"),
                    &format!("pool = \"{pool}\"\ndifficulty = {difficulty}"),
                )
            })
        })
        .collect();
    let head = "[delivery]\ntwo_stage = { routing = \"r\", easy = \"e\", hard = \"h\", cut = 0.5 }\n[[pools]]\nid = \"r\"\ndraw = 4\n[[pools]]\nid = \"e\"\ndraw = 4\n[[pools]]\nid = \"h\"\ndraw = 4\n[[levels]]\nid = \"l\"\nname = \"L\"\nmin = 0.5\n";
    let module = module(head, &items);
    let every = EveryForm::of(&module);
    assert_eq!(
        every.count(|item| item.pool.as_deref() == Some("h")),
        (0, 4)
    );
    assert!(every.always_has("r0") && !every.always_has("h0"));
    // The bar of one half is that of ability 0: above a half on the way of the easy set, below it on that of the hard one.
    let ability = asked_ability(&module, &module.levels[0], &every.bank());
    near(ability.unwrap(), 0.0);
    let bars: Vec<f64> = every
        .routes
        .iter()
        .map(|route| bar(&module, &module.levels[0], &route.chosen(|_| 0.0), ability))
        .collect();
    assert!(
        (bars[0] + bars[1] - 1.0).abs() < 1e-9 && bars[1] > 0.6,
        "{bars:?}"
    );
    // Blind guessing is told of the way where it gets furthest.
    let coin = [(0.0, 0.5), (1.0, 0.5)];
    let eight: Vec<(f64, &[(f64, f64)])> = vec![(1.0, &coin[..]); 8];
    let chance = guess::reaches(&eight, bars[0]);
    near(every.guess(&module.levels[0]).0, chance);
}

#[test]
fn the_most_that_can_be_had_is_what_the_answers_are_worth() {
    for (item, wanted) in [
        (coin("i", ""), 1.0),
        ("[[items]]\nid = \"i\"\ntype = \"single\"\nask = \"?\"\nright = { text = \"a\", weight = 0.5 }\nwrong = [\"b\"]\n".into(), 0.5),
        ("[[items]]\nid = \"i\"\ntype = \"multiple\"\nask = \"?\"\nright = [{ text = \"a\", weight = 0.5 }, { text = \"b\", weight = 0.25 }]\nwrong = [\"c\"]\n".into(), 0.75),
        ("[[items]]\nid = \"i\"\ntype = \"text\"\nask = \"?\"\naccept = [{ text = \"a\", weight = 0.75 }]\n".into(), 0.75),
    ] {
        let module = module("", &[item]);
        near(most(&module.items[0]), wanted);
    }
}

#[test]
fn alpha_is_that_of_equal_questions_by_hand() {
    // For k questions of one curve, alpha is k rho / (1 + (k - 1) rho) with rho the correlation of two of them.
    let rho = {
        let p = |theta: f64| 1.0 / (1.0 + (-theta).exp());
        let (share, square) = (mean(p), mean(|theta| p(theta).powi(2)));
        (square - share * share) / (share * (1.0 - share))
    };
    for k in [2_usize, 10, 40] {
        let items: Vec<String> = (0..k).map(|n| coin(&format!("i{n}"), "")).collect();
        let module = module("", &items);
        let k = k as f64;
        let by_hand = k * rho / (1.0 + (k - 1.0) * rho);
        near(EveryForm::of(&module).loosest_alpha().unwrap(), by_hand);
    }
    assert_eq!(
        EveryForm::of(&module("", &[coin("i", "")])).loosest_alpha(),
        None
    );
}

#[test]
fn questions_that_tell_people_apart_make_a_form_reliable() {
    let of = |more: &str| {
        let items: Vec<String> = (0..20).map(|n| coin(&format!("i{n}"), more)).collect();
        EveryForm::of(&module("", &items)).loosest_alpha().unwrap()
    };
    assert!(of("discrimination = 2") > of("") && of("") > of("discrimination = 0.5"));
    assert!(of("") > of("difficulty = 3"));
    near(of("angoff = 0.5"), of("difficulty = 0"));
    assert!(of("angoff = 0.95") < of("angoff = 0.5"));
}
