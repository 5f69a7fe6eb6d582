//! Codes and letters: read as they are typed, and back again.

use jiff::civil::Date;

use super::*;
use crate::assessment::{framework::Frameworks, response, score::mark};

fn everything() -> Module {
    let text = include_str!("../../../tests/data/every-kind.toml");
    let (module, findings) =
        Module::read(text, &Frameworks::default(), Date::constant(2026, 11, 26));
    module.unwrap_or_else(|| panic!("{findings:?}"))
}

#[test]
fn a_code_is_read_as_people_type_it() {
    let code = SheetCode::new(Lang::Fr, 12, "7f3a9c0011");
    assert_eq!(code.to_string(), "FR12-7F3A9C");
    for typed in [
        "FR12-7F3A9C",
        " fr12 7f3a9c",
        "fr12\u{2013}7F3A9C",
        "FR 12 - 7F3 A9C",
    ] {
        assert_eq!(typed.parse(), Ok(code.clone()), "{typed}");
    }
    for typed in [
        "",
        "FR-7F3A9C",
        "DE1-7F3A9C",
        "FR1-7F3A9G",
        "FR10000-7F3A9C",
        "éé1-7F3A9C",
        "FR1-7F3",
    ] {
        assert_eq!(typed.parse::<SheetCode>(), Err(NoSheet), "{typed}");
    }
    assert!(code.is_of("7f3a9cffff") && !code.is_of("7f3a9d0011"));
}

#[test]
fn letters_go_on_after_the_alphabet() {
    let shown: Vec<String> = [0, 25, 26, 59].map(letter).into();
    assert_eq!(shown, ["A", "Z", "A2", "H3"]);
    assert_eq!(
        letters("a Z, A2h3", 60, false),
        Ok(vec![Some(0), Some(25), Some(26), Some(59)])
    );
    assert_eq!(
        letters("A9", 60, false),
        Err(Slip::NoLetter("A9".into(), "H3".into()))
    );
    assert_eq!(
        letters("A1", 60, false),
        Err(Slip::NoLetter("A1".into(), "H3".into()))
    );
}

#[test]
fn the_right_answer_is_typed_as_the_key_writes_it_and_earns_everything() {
    let module = everything();
    for form_number in 0..4 {
        for lang in Lang::ALL {
            let code = SheetCode::new(lang, form_number, "0123456789");
            for asked in form(&module, &code)
                .iter()
                .filter(|asked| asked.item.kind.is_marked())
            {
                let key = right(asked, lang);
                let typed: Vec<&str> = key.iter().map(String::as_str).collect();
                let value = read(asked.item, &asked.presented, &typed).unwrap().unwrap();
                let answer = response::read(asked.item, &asked.presented, &value).unwrap();
                assert_eq!(
                    mark(asked.item, &answer),
                    Some(1.0),
                    "{} {key:?}",
                    asked.item.id
                );
                assert_eq!(read(asked.item, &asked.presented, &[" ", ""]), Ok(None));
            }
        }
    }
}

#[test]
fn what_cannot_be_is_refused() {
    let module = everything();
    let code = SheetCode::new(Lang::Fr, 1, "0123456789");
    let items = form(&module, &code);
    let typed = |id: &str, typed: &[&str]| {
        let asked = items.iter().find(|asked| asked.item.id == id).unwrap();
        read(asked.item, &asked.presented, typed)
    };
    let count = |typed, needed| Err((0, Slip::Count { typed, needed }));
    assert_eq!(typed("single", &["AB"]), count(2, 1));
    assert_eq!(
        typed("single", &["Z"]),
        Err((0, Slip::NoLetter("Z".into(), "C".into())))
    );
    assert_eq!(
        typed("single", &["é"]),
        Err((0, Slip::NoLetter("É".into(), "C".into())))
    );
    assert_eq!(
        typed("multiple", &["ABA"]),
        Err((0, Slip::Twice("A".into())))
    );
    assert_eq!(
        typed("true-false", &["X"]),
        Err((0, Slip::NoLetter("X".into(), "F".into())))
    );
    assert_eq!(typed("match", &["AB"]), count(2, 3));
    assert!(typed("match", &["A-B"]).is_ok(), "a dash leaves one out");
    assert_eq!(typed("order", &["ABC"]), count(3, 4));
    assert_eq!(typed("order", &["ABCA"]), Err((0, Slip::Twice("A".into()))));
    assert_eq!(
        typed("cloze", &["A", "", "Z"]),
        Err((2, Slip::NoLetter("Z".into(), "B".into())))
    );
    assert!(
        typed("cloze", &["A", "", ""]).is_ok(),
        "a gap may stay open"
    );
    assert_eq!(
        typed("number", &["9".repeat(201).as_str()]),
        Err((0, Slip::TooLong))
    );
}
