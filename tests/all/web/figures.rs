//! What the answers say of a module: words, plots and the file of points, and nothing where people are too few.

use std::{collections::BTreeMap, fs, process::Command};

use axum::http::StatusCode;
use crema::{
    access::account::Role,
    assessment::{attempt::Attempt, feedback::right, item::Item, present::Presented},
    base::{AttemptId, Lang},
    i18n::Texts,
    store::assessment::{self as rows, Answer, Sitting},
};
use serde_json::Value;

use crate::support::{
    browser::Browser,
    world::{MODULE, World},
};

const PATH: &str = "/admin/modules/ia-generative-premiers-pas/figures";

/// A wrong answer to a question with choices, another one for each person; to the others none.
fn wrong(item: &Item, presented: &Presented, person: usize) -> Value {
    let right = right(item, presented);
    match &right {
        Value::Bool(right) => (!right).into(),
        Value::String(id) if !presented.choices.is_empty() => {
            let others = presented.choices.iter().filter(|shown| shown.id != *id);
            let mut others: Vec<_> = others.collect();
            others.sort_by_key(|shown| shown.place);
            others[person % others.len()].id.as_str().into()
        }
        _ => Value::Null,
    }
}

/// Completed attempts of people who know more and more; the first question is answered the wrong way round.
async fn take(world: &World, people: usize) {
    let served = world.app.shelf().find(MODULE).unwrap();
    let module = served.own();
    let mut tx = world.app.db.write().await.unwrap();
    for person in 0..people {
        let (id, none) = (AttemptId::new(), BTreeMap::new());
        let seed = format!("{:032x}", person * 7919);
        let sitting = Sitting {
            id,
            module_hash: served.hash.clone(),
            lang: if person % 3 == 0 { Lang::En } else { Lang::Fr },
            easy: person % 3 == 1,
            seed: seed.clone(),
            started_at: world.app.now(),
            completed_at: None,
            manner: Default::default(),
            draw: Default::default(),
            clock: Default::default(),
            person: None,
            answers: BTreeMap::new(),
        };
        rows::add_attempt(&mut tx, &sitting, &id.to_string())
            .await
            .unwrap();
        let attempt = Attempt::new(module, &seed, &none);
        let scored = module.items.iter().filter(|item| item.is_scored());
        for (place, item) in scored.enumerate() {
            let presented = attempt.present(item);
            let chance = (person * 13 + place * 29) % people;
            let knows = chance < person;
            let response = if knows != (place == 0) {
                right(item, &presented)
            } else {
                wrong(item, &presented, person)
            };
            let answer = Answer {
                attempt: id,
                item: item.id.clone(),
                response,
                at: world.app.now(),
                replaces: false,
            };
            rows::add_answers(&mut tx, &[&answer]).await.unwrap();
        }
        rows::close_attempt(&mut tx, id, world.app.now())
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn under_thirty_attempts_nothing_is_shown_but_how_many_are_missing() {
    let world = World::new().await;
    take(&world, 29).await;
    let mut author = Browser::steward(&world, "ada@example.org", Role::Author).await;
    let page = author.get(PATH).await.text();
    assert!(page.contains("Il manque une réponse"), "{page}");
    for shown in ["<svg viewBox=\"0 0 340", "<section", "<table", ".csv"] {
        assert!(!page.contains(shown), "{shown}");
    }
    let file = author.get(&format!("{PATH}.csv")).await;
    assert_eq!(file.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_page_says_what_crema_stats_says_of_its_file() {
    let world = World::new().await;
    take(&world, 31).await;
    let mut author = Browser::steward(&world, "ada@example.org", Role::Author).await;
    let page = author.get(PATH).await.text();
    let file = author.get(&format!("{PATH}.csv")).await;
    assert_eq!(file.status, StatusCode::OK);
    let path = world.folder.0.join("marks.csv");
    fs::write(&path, &file.bytes).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_crema"))
        .args(["stats", path.to_str().unwrap(), "--json"])
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    let stats: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(stats["n"], 31);

    let t = Texts::of(Lang::Fr);
    let figure = |value: &Value| t.figure(value.as_f64().unwrap(), 2);
    let whole = format!("En moyenne {} points sur", figure(&stats["mean"]));
    assert!(page.contains(&whole), "{whole}\n{page}");
    for (name, key) in [
        ("écart-type", "sd"),
        ("alpha", "alpha"),
        ("à moins de", "sem"),
    ] {
        let said = format!("{name} {}", figure(&stats[key]));
        assert!(page.contains(&said), "{said}");
    }
    let items = stats["items"].as_array().unwrap();
    assert!(items.len() >= 10);
    for item in items {
        let id = item["id"].as_str().unwrap();
        let card = page.split(&format!("id=\"{id}\"")).nth(1).unwrap();
        let card = card.split("</section>").next().unwrap();
        let facility = t.percent(item["facility"].as_f64().unwrap());
        assert!(
            card.contains(&format!("{facility} des points")),
            "{id} {card}"
        );
        if card.contains("corrélation") {
            let said = format!("corrélation avec le reste {}", figure(&item["item_rest"]));
            assert!(card.contains(&said), "{id} {said} {card}");
        }
        assert!(card.contains("role=\"img\""), "{id} has a drawing: {card}");
    }
    let first = page.split("<section").nth(2).unwrap();
    assert!(
        first.contains("Ceux qui en savent plus la ratent"),
        "{first}"
    );
    for identity in ["019", "resume", "seed"] {
        let text = file.text();
        let head = text.lines().next().unwrap_or_default().to_owned();
        assert!(!text.replace(&head, "").contains(identity), "{identity}");
    }
    let english = author.get(&format!("{PATH}?lang=en")).await.text();
    assert!(english.contains("31 finished attempts"), "{english}");
}

#[tokio::test]
async fn no_cell_of_fewer_than_five_people_is_shown() {
    let world = World::new().await;
    take(&world, 31).await;
    let mut author = Browser::steward(&world, "ada@example.org", Role::Author).await;
    let page = author.get(PATH).await.text();
    assert!(page.contains("trop peu"));
    // A share of a choice under five of 31 people would be 3, 6, 10 or 13 per cent.
    for table in page.split("<tbody>").skip(1) {
        let table = table.split("</tbody>").next().unwrap();
        for cell in table.split("<td>").skip(1) {
            let cell = cell.split("</td>").next().unwrap();
            for small in ["3\u{a0}% (", "6\u{a0}% (", "10\u{a0}% (", "13\u{a0}% ("] {
                assert!(!cell.starts_with(small), "{cell}");
            }
        }
    }
}

#[tokio::test]
async fn a_new_attempt_is_counted_at_once_and_the_file_is_for_authors() {
    let world = World::new().await;
    take(&world, 31).await;
    let mut author = Browser::steward(&world, "ada@example.org", Role::Author).await;
    for _ in 0..2 {
        assert!(author.get(PATH).await.text().contains("31 tentatives"));
    }
    world.earned().await;
    assert!(author.get(PATH).await.text().contains("32 tentatives"));
    let list = author.get("/admin/modules").await.text();
    assert!(
        list.contains(&format!("<a href=\"{PATH}\">32</a>")),
        "{list}"
    );
    let mut reviewer = Browser::steward(&world, "eve@example.org", Role::Reviewer).await;
    for path in [PATH.to_owned(), format!("{PATH}.csv")] {
        assert_eq!(reviewer.get(&path).await.status, StatusCode::FORBIDDEN);
    }
    let unknown = author.get("/admin/modules/unknown/figures").await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}
