//! The module that is shipped, read, answered and scored; and modules with a fault each.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::*;
use crate::assessment::{
    attempt::{Attempt, Recording},
    finding::Problem,
    item::Kind,
    overlay,
    present::to_value,
};

const MODULE: &str = include_str!("../../../quizzes/ia-generative-premiers-pas.toml");
const ENGLISH: &str = include_str!("../../../quizzes/ia-generative-premiers-pas.en.toml");
const EASY: &str = include_str!("../../../quizzes/ia-generative-premiers-pas.fr-falc.toml");
const FRAMEWORKS: &str = include_str!("../../../quizzes/frameworks.toml");

fn today() -> Date {
    Date::constant(2026, 11, 24)
}

fn frameworks() -> Frameworks {
    Frameworks::read(FRAMEWORKS).unwrap()
}

fn module() -> Module {
    let (module, findings) = Module::read(MODULE, &frameworks(), today());
    module.unwrap_or_else(|| panic!("{findings:?}"))
}

/// The right answer to every question, in the shape of the wire.
fn right_answers(module: &Module, seed: &str) -> BTreeMap<String, Value> {
    let none = BTreeMap::new();
    let attempt = Attempt::new(module, seed, &none);
    let mut answers = BTreeMap::new();
    for item in attempt.items() {
        let response = match &item.kind {
            Kind::Scale { .. } | Kind::Opinion { .. } => {
                attempt.present(item).choices[0].id.clone().into()
            }
            Kind::Compare { .. } => json!({"done": true}),
            Kind::Table { .. } | Kind::Reflect { .. } => "Un humain répond aussi.".into(),
            _ => {
                let probe = BTreeMap::from([(item.id.clone(), Value::Null)]);
                Attempt::new(module, seed, &probe)
                    .told(item, true)
                    .unwrap()
                    .right
            }
        };
        answers.insert(item.id.clone(), response);
    }
    answers
}

#[test]
fn the_shipped_module_and_its_translation_are_sound() {
    let module = module();
    assert_eq!(
        (module.items.len(), module.levels.len(), module.badges.len()),
        (17, 3, 3)
    );
    let (english, findings) = overlay::read(&module, "en", ENGLISH);
    assert!(findings.is_empty(), "{findings:?}");
    let english = english.unwrap();
    assert!(english.badges_complete);
    assert_eq!(
        english.module.item("mot-juste").unwrap().ask,
        "Which word is used for a false or made-up answer that an AI presents as true?"
    );
    let Kind::Cloze { gaps, .. } = &english.module.item("trou").unwrap().kind else {
        panic!()
    };
    assert_eq!(gaps.len(), 3);
}

#[test]
fn the_easy_texts_are_whole_and_say_that_they_are_a_draft() {
    let module = module();
    let (easy, findings) = overlay::read(&module, "fr-falc", EASY);
    assert!(findings.is_empty(), "{findings:?}");
    assert!(easy.unwrap().draft);
    let with = |status: &str| {
        overlay::read(
            &module,
            "fr-falc",
            &EASY.replace("status = \"draft\"", status),
        )
    };
    for status in ["status = \"reviewed\"", ""] {
        assert!(!with(status).0.unwrap().draft, "{status}");
    }
    let (none, findings) = with("status = \"drafft\"");
    assert!(
        none.is_none() && findings[0].problem.near() == Some("draft"),
        "{findings:?}"
    );
}

#[test]
fn all_right_reaches_the_highest_level_in_both_languages() {
    let french = module();
    let english = overlay::read(&french, "en", ENGLISH).0.unwrap().module;
    for module in [&french, &english] {
        let answers = right_answers(module, "seed");
        let outcome = Attempt::new(module, "seed", &answers).outcome();
        assert_eq!(
            (outcome.fraction, outcome.level.as_deref()),
            (1.0, Some("pratique")),
            "{outcome:?}"
        );
        assert!(outcome.skills.iter().all(|skill| skill.fraction == 1.0));
    }
}

#[test]
fn a_bar_of_the_whole_is_reached_or_not_and_never_nearly() {
    let mut module = module();
    for level in &mut module.levels {
        level.min = Bar::Fraction(1.0);
    }
    let mut answers = right_answers(&module, "seed");
    let near = |answers: &BTreeMap<String, Value>| {
        let attempt = Attempt::new(&module, "seed", answers);
        let outcome = attempt.outcome();
        let chance = attempt.near(&outcome).map(|near| near.chance);
        (outcome.level.is_some(), chance)
    };
    assert_eq!(near(&answers), (true, None));
    answers.remove("mot-juste");
    assert_eq!(near(&answers), (false, None));
}

#[test]
fn levels_ask_for_what_their_badge_says() {
    let module = module();
    let all = right_answers(&module, "s");
    let level = |change: &dyn Fn(&mut BTreeMap<String, Value>)| {
        let mut answers = all.clone();
        change(&mut answers);
        Attempt::new(&module, "s", &answers).outcome().level
    };
    assert_eq!(level(&|_| {}).as_deref(), Some("pratique"));
    assert_eq!(
        level(&|a| drop(a.insert("deux-demandes".into(), json!({"done": false})))).as_deref(),
        Some("repere")
    );
    assert_eq!(
        level(&|a| drop(a.insert("prediction".into(), Value::Null))).as_deref(),
        Some("decouverte")
    );
    assert_eq!(
        level(&|a| a.values_mut().for_each(|v| *v = Value::Null)).as_deref(),
        Some("decouverte"),
        "having finished is enough"
    );
    assert_eq!(
        level(&|a| drop(a.remove("trou"))).as_deref(),
        Some("pratique"),
        "a blank only costs its points"
    );
    assert_eq!(level(&|a| a.clear()), None);
}

#[test]
fn nothing_on_the_wire_says_what_is_right() {
    let module = module();
    let none = BTreeMap::new();
    let mut first_is_right = 0;
    for seed in 0..200 {
        let seed = seed.to_string();
        let attempt = Attempt::new(&module, &seed, &none);
        for item in attempt.items() {
            let value = to_value(&module, item, &attempt.present(item)).to_string();
            for word in [
                "\"right\"",
                "\"wrong\"",
                "\"why\"",
                "error",
                "weight",
                "tolerance",
                "sources",
            ] {
                assert!(!value.contains(word), "{} says {word}: {value}", item.id);
            }
            assert!(
                attempt.told(item, false).is_none(),
                "nothing is told before an answer"
            );
        }
        let item = module.item("mot-juste").unwrap();
        first_is_right += usize::from(attempt.present(item).choices[0].place == 0);
        let other = Attempt::new(&module, "other", &none);
        assert_ne!(
            attempt.present(item).choices[0].id,
            other.present(item).choices[0].id
        );
    }
    assert!(
        (25..75).contains(&first_is_right),
        "one in four, not {first_is_right} in 200"
    );
}

#[test]
fn the_first_answer_stands_and_wrong_shapes_change_nothing() {
    let module = module();
    let answers = BTreeMap::from([("assurance".to_owned(), json!(false))]);
    let attempt = Attempt::new(&module, "s", &answers);
    let item = module.item("assurance").unwrap();
    assert_eq!(attempt.record(item, &json!(false)), Recording::Same);
    assert_eq!(attempt.record(item, &json!(true)), Recording::Stands);
    for item in attempt.items() {
        for shape in [
            json!("zzz"),
            json!(["zzz"]),
            json!({"zzz": "zzz"}),
            json!(3),
            json!([null, null]),
            json!({"done": 1}),
            json!([[]]),
        ] {
            let text =
                matches!(item.kind, Kind::Number { .. } | Kind::Table { .. }) && shape.is_string();
            if !text {
                assert_eq!(
                    attempt.record(item, &shape),
                    Recording::Shape,
                    "{} {shape}",
                    item.id
                );
            }
        }
    }
}

#[test]
fn no_answer_earns_less_than_nothing_or_more_than_all() {
    let module = module();
    let none = BTreeMap::new();
    let attempt = Attempt::new(&module, "s", &none);
    let item = module.item("a-ne-pas-confier").unwrap();
    let choices = attempt.present(item).choices;
    for ticked in 0..1_u32 << choices.len() {
        let ids: Vec<&str> = choices
            .iter()
            .enumerate()
            .filter(|(at, _)| ticked >> at & 1 == 1)
            .map(|(_, shown)| shown.id.as_str())
            .collect();
        let answers = BTreeMap::from([(item.id.clone(), json!(ids))]);
        let fraction = Attempt::new(&module, "s", &answers).fraction(item).unwrap();
        assert!((0.0..=1.0).contains(&fraction));
        assert_eq!(
            fraction == 1.0,
            choices
                .iter()
                .enumerate()
                .all(|(at, shown)| (ticked >> at & 1 == 1) == (shown.place < 3))
        );
    }
}

#[test]
fn a_text_without_a_mistake_has_nothing_to_spot() {
    let text = MODULE.replace("error = true", "error = false");
    let (module, findings) = Module::read(&text, &frameworks(), today());
    assert!(module.is_none());
    assert!(
        findings
            .iter()
            .any(|finding| matches!(finding.problem, Problem::NothingToSpot))
    );
}

#[test]
fn each_fault_is_told_at_its_place() {
    let line_of =
        |text: &str, needle: &str| text[..text.find(needle).unwrap()].matches('\n').count() + 1;
    for (from, to, needle, is) in [
        (
            "right = \"Une hallucination\"",
            "rigth = \"Une hallucination\"",
            "rigth",
            &(|p: &Problem| matches!(p, Problem::UnknownKey { near: Some(near), .. } if near == "right"))
                as &dyn Fn(&Problem) -> bool,
        ),
        (
            "type = \"order\"",
            "type = \"oder\"",
            "\"oder\"",
            &|p| matches!(p, Problem::UnknownValue { near: Some(near), .. } if near == "order"),
        ),
        (
            "id = \"mot-juste\"",
            "id = \"assurance\"",
            "id = \"assurance\"\npart = \"comprendre\"\ntype = \"single\"",
            &|p| matches!(p, Problem::DuplicateId(_)),
        ),
        (
            "sources = [\"unesco-genre\"]",
            "sources = [\"unesco-gnre\"]",
            "unesco-gnre",
            &|p| matches!(p, Problem::UnknownReference { near: Some(near), .. } if near == "unesco-genre"),
        ),
        (
            "skills = [\"digcomp:4.4\", \"crcn:4.3\"]",
            "skills = [\"digcomp:9.9\"]",
            "digcomp:9.9",
            &|p| matches!(p, Problem::UnknownReference { .. }),
        ),
        ("min = 0.6", "min = 60", "min = 60", &|p| {
            matches!(p, Problem::OutOfBounds("fraction"))
        }),
        ("tolerance = 5", "tolerance = -5", "tolerance = -5", &|p| {
            matches!(p, Problem::OutOfBounds(_))
        }),
        (
            "{ right = \"source\", wrong",
            "{ right = \"source\", weight = 1e308, wrong",
            "1e308",
            &|p| matches!(p, Problem::OutOfBounds("gap-weight")),
        ),
        (
            "{ right = \"source\", wrong",
            "{ right = \"source\", weight = 1e-9, wrong",
            "1e-9",
            &|p| matches!(p, Problem::OutOfBounds("gap-weight")),
        ),
        (
            "Une traduction",
            "Une mise à jour",
            "\"Une mise à jour\", \"Un piratage\"",
            &|p| matches!(p, Problem::SameChoice(_)),
        ),
        ("une {1} fiable", "une source fiable", "passage", &|p| {
            matches!(p, Problem::Gaps)
        }),
        (
            "right = false",
            "right = \"non\"",
            "right = \"non\"",
            &|p| matches!(p, Problem::WrongType(_)),
        ),
        (
            "Un mot de passe",
            "Un mot\u{200b} de passe",
            "Un mot\u{200b}",
            &|p| matches!(p, Problem::HiddenCharacter(_)),
        ),
        ("[retake]", "[retake", "[retake", &|p| {
            matches!(p, Problem::Syntax(_))
        }),
        (
            "align = [\"digcomp:1.2\", \"digcomp:4.2\", \"crcn",
            "align = [\"digcomp:1.3\", \"digcomp:4.2\", \"crcn",
            "align = [\"digcomp:1.3",
            &|p| matches!(p, Problem::UntestedSkill(_)),
        ),
    ] {
        let text = MODULE.replacen(from, to, 1);
        assert_ne!(text, MODULE, "{from}");
        let (module, findings) = Module::read(&text, &frameworks(), today());
        assert!(module.is_none(), "{to}");
        let line = line_of(&text, needle);
        assert!(
            findings
                .iter()
                .any(|finding| finding.line == line && is(&finding.problem)),
            "{to} at line {line}: {findings:?}"
        );
    }
    let (module, findings) = Module::read(MODULE, &frameworks(), Date::constant(2028, 1, 1));
    assert!(
        module.is_some()
            && findings
                .iter()
                .filter(|finding| matches!(finding.problem, Problem::ReviewPassed(_)))
                .count()
                == 2
    );
}

#[test]
fn hostile_files_are_refused_at_once() {
    for text in [
        "[".repeat(10_000),
        "a = ".to_owned() + &"[".repeat(10_000),
        "\0".into(),
        "x".repeat(10 << 20),
        format!("a = \"{}\"", "\u{202e}".repeat(100_000)),
        "[[items]]\n".repeat(100_000),
    ] {
        let start = std::time::Instant::now();
        let (module, findings) = Module::read(&text, &frameworks(), today());
        assert!(module.is_none() && !findings.is_empty());
        let _ = start;
    }
}

#[test]
fn translations_reach_hints_pictures_sounds_rubrics_and_evidence() {
    let text = include_str!("../../../tests/data/every-key.toml");
    let (module, findings) = Module::read(text, &frameworks(), today());
    let module = module.unwrap_or_else(|| panic!("{findings:?}"));
    let head = "format = \"cafeia-module-text/1\"\nmodule = \"every-key\"\nlang = \"en\"\nsource_version = \"1.0.0\"\n";
    let over = format!(
        "{head}declarations = [\"I came.\"]\n[pools]\ndepart = \"At first\"\n[evidence]\ntrace = \"A trace\"\n\
         [items.single]\nhint = \"Look.\"\nimage_alt = \"A cup\"\nimage_long = \"A green cup.\"\ntranscript = \"A voice.\"\nright_alt = [\"Yes\"]\n\
         [items.number]\nunit = \"lb\"\n[items.text]\naccept_why = [\"\", \"Nearly.\"]\n\
         [items.reflect]\nrubric = [{{ criterion = \"Clear\", scale = [\"Little\", \"Well\"] }}]\n"
    );
    let (translated, findings) = overlay::read(&module, "en", &over);
    let english = translated.unwrap_or_else(|| panic!("{findings:?}")).module;
    let single = english.item("single").unwrap();
    let image = single.image.as_ref().unwrap();
    assert_eq!(single.hint.as_deref(), Some("Look."));
    assert_eq!(
        (image.alt.as_str(), image.long.as_deref()),
        ("A cup", Some("A green cup."))
    );
    assert_eq!(single.audio.as_ref().unwrap().transcript, "A voice.");
    assert_eq!(english.evidence[0].title, "A trace");
    assert_eq!(english.pools[0].title.as_deref(), Some("At first"));
    assert_eq!(english.prerequisites.declarations, ["I came."]);
    let Kind::Reflect { reading, .. } = &english.item("reflect").unwrap().kind else {
        panic!()
    };
    assert_eq!(
        (
            reading.rubric[0].criterion.as_str(),
            reading.rubric[0].scale[1].as_str()
        ),
        ("Clear", "Well")
    );
    // What is not there is told, each by its name; a list of another length is refused.
    let told: Vec<String> = overlay::read(&module, "en", head)
        .1
        .into_iter()
        .filter_map(|finding| match finding.problem {
            Problem::Untranslated(what) => Some(what),
            _ => None,
        })
        .collect();
    for what in ["evidence.trace", "pools.depart", "declarations", "items"] {
        assert!(told.iter().any(|one| one == what), "{what}: {told:?}");
    }
    let bare = overlay::read(
        &module,
        "en",
        &format!("{head}[items.single]\nask = \"Which?\"\n"),
    )
    .1;
    for what in ["hint", "image_alt", "transcript", "right_alt"] {
        let missing = Problem::Untranslated(format!("items.single.{what}"));
        assert!(
            bare.iter().any(|one| one.problem == missing),
            "{what}: {bare:?}"
        );
    }
    let longer = over.replace("[\"I came.\"]", "[\"I came.\", \"Twice.\"]");
    assert!(overlay::read(&module, "en", &longer).0.is_none());
}

#[test]
fn a_question_in_which_nothing_can_be_found_is_an_error() {
    const HEAD: &str = "format = \"cafeia-module/1\"\nid = \"m\"\nversion = \"1\"\nlang = \"fr\"\ntitle = \"T\"\nsummary = \"S\"\nlicence = \"CC0-1.0\"\n[[items]]\nid = \"a\"\nask = \"q\"\n";
    let errors = |item: &str| -> Vec<Problem> {
        let (_, findings) = Module::read(&format!("{HEAD}{item}\n"), &frameworks(), today());
        let problems = findings.into_iter().map(|finding| finding.problem);
        problems.filter(|problem| !problem.is_warning()).collect()
    };
    let spot = |segments: &str| errors(&format!("type = \"spot\"\nsegments = {segments}"));
    assert_eq!(spot("[\"x\", \"y\"]"), [Problem::NothingToSpot]);
    let found = spot("[\"x\", { text = \"y\", error = true }]");
    assert_eq!(found, []);
    let order = |sequence: &str| errors(&format!("type = \"order\"\nsequence = {sequence}"));
    assert_eq!(order("[\"x\"]"), [Problem::NothingToOrder]);
    assert_eq!(order("[\"x\", \"y\"]"), []);
}

#[test]
fn the_time_of_a_part_stands_apart_from_its_title() {
    let part = |title: &str| Part {
        id: "a".into(),
        title: title.into(),
        kind: PartKind::Questions,
    };
    for (title, apart) in [
        (
            "Lire un chiffre (8 minutes)",
            ("Lire un chiffre", Some("8 minutes")),
        ),
        ("Quiz (10 min)", ("Quiz", Some("10 min"))),
        ("Lire (un peu)", ("Lire (un peu)", None)),
        ("Lire (8 fois)", ("Lire (8 fois)", None)),
        ("Lire", ("Lire", None)),
    ] {
        assert_eq!(part(title).apart(), apart);
    }
}
