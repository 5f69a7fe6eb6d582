//! Each rule by modules that break it and modules that just do not: a rule that is taken out fails here.

use jiff::civil::Date;

use super::*;
use crate::assessment::framework::Frameworks;

const FRAMEWORKS: &str = include_str!("../../../../quizzes/frameworks.toml");

/// A module whose questions nobody guesses, unless they are coins.
struct Text {
    delivery: &'static str,
    tables: String,
    bar: &'static str,
    needs: &'static str,
    badge: bool,
    items: String,
}

fn text() -> Text {
    Text {
        delivery: "",
        tables: String::new(),
        bar: "0.5",
        needs: "",
        badge: true,
        items: numbers(4, ""),
    }
}

/// Questions that ask for a number, which nobody guesses.
fn numbers(count: usize, more: &str) -> String {
    (0..count)
        .map(|n| {
            format!("[[items]]\nid = \"n{n}\"\ntype = \"number\"\nask = \"{n} ?\"\nright = {n}\nskills = [\"digcomp:1.2\"]\n{more}\n")
        })
        .collect()
}

/// Questions that a coin answers half of the time.
fn coins(count: usize, more: &str) -> String {
    (0..count)
        .map(|n| {
            format!("[[items]]\nid = \"c{n}\"\ntype = \"true_false\"\nask = \"{n} ?\"\nright = true\nskills = [\"digcomp:1.2\"]\n{more}\n")
        })
        .collect()
}

fn told(text: &Text) -> Vec<Problem> {
    let badge = if text.badge { "badge = \"b\"\n" } else { "" };
    let badges = if text.badge {
        "[[badges]]\nid = \"b\"\nname = \"B\"\ndescription = \"B.\"\nimage = { file = \"b.svg\", alt = \"B\" }\n"
    } else {
        ""
    };
    let whole = format!(
        "format = \"cafeia-module/1\"\nid = \"m\"\nversion = \"1.0.0\"\nlang = \"fr\"\ntitle = \"M\"\nsummary = \"S\"\nlicence = \"CC0-1.0\"\n[frameworks]\ndigcomp = \"3.0\"\n[delivery]\n{}\n{}\n[[levels]]\nid = \"l\"\nname = \"L\"\nmin = {}\n{badge}{}\n{badges}{}\n{}",
        text.delivery,
        text.tables,
        text.bar,
        text.needs,
        if text.badge { text_of_align(text) } else { "" },
        text.items,
    );
    let frameworks = Frameworks::read(FRAMEWORKS).unwrap();
    let (_, findings) = Module::read(&whole, &frameworks, Date::constant(2026, 11, 24));
    let broken = |problem: &Problem| {
        matches!(
            problem,
            Problem::Syntax(_)
                | Problem::UnknownValue { .. }
                | Problem::UnknownKey { .. }
                | Problem::MissingKey(_)
                | Problem::WrongType(_)
                | Problem::UnknownReference { .. }
        )
    };
    let problems: Vec<Problem> = findings
        .into_iter()
        .map(|finding| finding.problem)
        .collect();
    assert!(!problems.iter().any(broken), "{problems:?}\n{whole}");
    problems
}

/// The competence that the badge names, where the questions carry it.
fn text_of_align(text: &Text) -> &'static str {
    if text.needs.contains("min_per_skill") || text.tables.contains("align") {
        "align = [\"digcomp:1.2\"]\n"
    } else {
        ""
    }
}

fn has(problems: &[Problem], is: &dyn Fn(&Problem) -> bool) -> bool {
    problems.iter().any(is)
}

#[test]
fn a_level_that_no_answer_reaches_is_told() {
    let half = "[[items]]\nid = \"h\"\ntype = \"text\"\nask = \"?\"\naccept = [{ text = \"mot\", weight = 0.5 }]\n";
    for (bar, items, met) in [
        ("0.5", half.to_owned(), false),
        ("0.51", half.to_owned(), true),
        ("0.87", format!("{half}{}", numbers(3, "")), false),
        ("0.88", format!("{half}{}", numbers(3, "")), true),
        ("1", numbers(4, ""), false),
        (
            "0",
            "[[items]]\nid = \"o\"\ntype = \"opinion\"\nask = \"?\"\nchoices = [\"a\", \"b\"]\n"
                .to_owned(),
            false,
        ),
    ] {
        let problems = told(&Text {
            bar,
            items,
            ..text()
        });
        let unreachable = has(&problems, &|p| matches!(p, Problem::Unreachable { .. }));
        assert_eq!(unreachable, met, "{bar}: {problems:?}");
    }
}

#[test]
fn a_bar_that_a_blind_guesser_reaches_is_told() {
    // Of n coins, all right: 2^-n. Six are 1.6 %, seven 0.8 %.
    for (bar, items, badge, met) in [
        ("1", coins(6, ""), true, true),
        ("1", coins(7, ""), true, false),
        ("1", coins(6, ""), false, true),
        ("0.5", coins(40, ""), true, true),
        ("0.7", coins(40, ""), true, false),
        ("0.5", numbers(4, ""), true, false),
        ("0", coins(6, ""), true, false),
        // Of ten numbers between 1 and 10 each is met one time in ten: three or more of ten, 7 %; five, 0.16 %.
        ("0.3", numbers(10, "min = 0\nmax = 9"), true, true),
        ("0.5", numbers(10, "min = 0\nmax = 9"), true, false),
    ] {
        let problems = told(&Text {
            bar,
            badge,
            items,
            ..text()
        });
        let guessed = has(
            &problems,
            &|p| matches!(p, Problem::Guessable { badge: told, chance, .. } if *told == badge && *chance > 0.01),
        );
        assert_eq!(guessed, met, "{bar}: {problems:?}");
    }
}

#[test]
fn the_form_that_is_the_easiest_to_guess_decides() {
    // Ten numbers for everybody, and five of ten more from a pool: with five coins among them, some draws are half coins.
    let items = format!("{}{}", coins(7, "pool = \"p\""), numbers(7, "pool = \"p\""));
    for (draw, met) in [(6, true), (7, false)] {
        let tables = format!("[[pools]]\nid = \"p\"\ndraw = {draw}\n");
        let problems = told(&Text {
            bar: "1",
            tables,
            items: items.clone(),
            ..text()
        });
        let guessed = has(&problems, &|p| matches!(p, Problem::Guessable { .. }));
        assert_eq!(guessed, met, "{draw}: {problems:?}");
    }
}

#[test]
fn a_question_that_a_level_needs_is_in_every_draw() {
    let pool = |draw: u32| format!("[[pools]]\nid = \"p\"\ndraw = {draw}\n");
    for (tables, more, met) in [
        (String::new(), "", false),
        (pool(3), "pool = \"p\"", true),
        (pool(4), "pool = \"p\"", false),
        (pool(3), "pool = \"p\"\nanchor = true", true),
        (String::new(), "retired = 2026-01-01", true),
    ] {
        let items = numbers(4, more);
        let problems = told(&Text {
            needs: "needs = { items = [\"n0\"] }",
            tables,
            items,
            ..text()
        });
        let not_drawn = has(&problems, &|p| *p == Problem::NotDrawn("n0".into()));
        assert_eq!(not_drawn, met, "{more}: {problems:?}");
    }
    let one = numbers(4, "pool = \"p\"").replacen("pool", "anchor = true\npool", 1);
    let problems = told(&Text {
        needs: "needs = { items = [\"n0\"] }",
        tables: pool(2),
        items: one,
        ..text()
    });
    assert!(
        !has(&problems, &|p| matches!(p, Problem::NotDrawn(_))),
        "{problems:?}"
    );
}

#[test]
fn a_least_share_of_a_competence_has_four_questions_to_rest_on() {
    for (count, met) in [(3, true), (4, false)] {
        let needs = "needs = { min_per_skill = 0.5 }";
        let problems = told(&Text {
            needs,
            items: numbers(count, ""),
            ..text()
        });
        let empty = has(&problems, &|p| *p == Problem::EmptyMinimum);
        assert_eq!(empty, met, "{count}: {problems:?}");
    }
}

#[test]
fn a_competence_of_a_badge_is_tested_by_every_draw() {
    let other = numbers(4, "pool = \"p\"")
        .replace("id = \"n", "id = \"o")
        .replace("digcomp:1.2", "digcomp:2.1");
    let items = format!("{}{other}", numbers(4, "pool = \"p\""));
    for (draw, met) in [(4, true), (5, false)] {
        let tables = format!("# align\n[[pools]]\nid = \"p\"\ndraw = {draw}\n");
        let problems = told(&Text {
            tables,
            items: items.clone(),
            ..text()
        });
        let uncovered = has(&problems, &|p| {
            *p == Problem::Uncovered("digcomp:1.2".into())
        });
        assert_eq!(uncovered, met, "{draw}: {problems:?}");
    }
}

const PANEL: &str = "[standard]\nmethod = \"angoff\"\nstatus = \"panel\"\n";

#[test]
fn where_each_form_has_its_bar_each_scored_question_has_its_judges() {
    let standard = format!("{PANEL}cut = \"per-form\"\n");
    for (bar, tables, items, met) in [
        ("\"standard\"", &standard, numbers(4, "angoff = 0.6"), 0),
        (
            "\"standard\"",
            &standard,
            numbers(4, "angoff = 0.6").replacen("angoff = 0.6", "", 1),
            1,
        ),
        ("\"standard\"", &standard, numbers(4, ""), 4),
        (
            "\"standard\"",
            &standard,
            numbers(4, "retired = 2026-01-01")
                + &numbers(4, "angoff = 0.6").replace("id = \"n", "id = \"o"),
            0,
        ),
        ("0.5", &standard, numbers(4, ""), 0),
        (
            "\"standard\"",
            &format!("{PANEL}cut = 0.6\n"),
            numbers(4, ""),
            0,
        ),
    ] {
        let delivery = "mode = \"certification\"";
        let problems = told(&Text {
            delivery,
            bar,
            tables: tables.clone(),
            items,
            ..text()
        });
        let lacking = problems.iter().filter(|p| **p == Problem::NoAngoff).count();
        assert_eq!(lacking, met, "{problems:?}");
    }
}

#[test]
fn a_bar_typed_by_hand_is_the_one_that_the_judges_said() {
    for (typed, more, met) in [
        ("0.6", "angoff = 0.6", false),
        ("0.604", "angoff = 0.6", false),
        ("0.61", "angoff = 0.6", true),
        ("0.59", "angoff = 0.6", true),
        ("0.9", "", false),
    ] {
        let tables = format!("{PANEL}cut = {typed}\n");
        let delivery = "mode = \"certification\"";
        let items = numbers(4, more);
        let problems = told(&Text {
            delivery,
            bar: "\"standard\"",
            tables,
            items,
            ..text()
        });
        let other = has(&problems, &|p| matches!(p, Problem::OtherCut { .. }));
        assert_eq!(other, met, "{typed}: {problems:?}");
    }
}

#[test]
fn a_certification_that_would_tell_people_apart_too_loosely_is_told() {
    for (delivery, count, more, met) in [
        ("mode = \"certification\"", 40, "", false),
        ("mode = \"certification\"", 12, "", true),
        ("mode = \"awareness\"", 12, "", false),
        ("mode = \"certification\"", 12, "discrimination = 2", false),
        ("mode = \"certification\"", 40, "difficulty = 4", true),
    ] {
        let problems = told(&Text {
            delivery,
            items: numbers(count, more),
            ..text()
        });
        let loose = has(
            &problems,
            &|p| matches!(p, Problem::LooseForm(alpha) if *alpha < 0.8),
        );
        assert_eq!(loose, met, "{delivery} {count} {more}: {problems:?}");
    }
}

#[test]
fn a_pool_holds_what_is_drawn_and_shows_no_question_too_often() {
    for (draw, most, more, small, exposed) in [
        (5, 1.0, "", true, false),
        (4, 1.0, "", false, false),
        (2, 0.5, "", false, false),
        (2, 0.4, "", false, true),
        (1, 0.25, "", false, false),
        // One that is retired leaves three.
        (1, 0.25, "retired = 2026-01-01", false, true),
    ] {
        let tables =
            format!("[analysis]\nexposure_max = {most}\n[[pools]]\nid = \"p\"\ndraw = {draw}\n");
        let items = numbers(4, "pool = \"p\"").replacen(
            "pool = \"p\"",
            &format!("pool = \"p\"\n{more}"),
            1,
        );
        let problems = told(&Text {
            tables,
            items,
            ..text()
        });
        assert_eq!(
            has(&problems, &|p| matches!(p, Problem::PoolTooSmall { .. })),
            small,
            "{draw}: {problems:?}"
        );
        assert_eq!(
            has(&problems, &|p| matches!(p, Problem::Overexposed { .. })),
            exposed,
            "{draw} {most}: {problems:?}"
        );
    }
    // Everybody is to see an anchor; the others come one time in three.
    let tables = "[analysis]\nexposure_max = 0.34\n[[pools]]\nid = \"p\"\ndraw = 2\n".to_owned();
    let items = numbers(4, "pool = \"p\"").replacen("pool", "anchor = true\npool", 1);
    let problems = told(&Text {
        tables,
        items,
        ..text()
    });
    assert!(
        !has(&problems, &|p| matches!(p, Problem::Overexposed { .. })),
        "{problems:?}"
    );
}
