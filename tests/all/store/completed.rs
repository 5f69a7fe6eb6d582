//! Completed attempts as the figures read them.

use std::collections::BTreeMap;

use crema::{
    assessment::tally::Manner,
    base::{AttemptId, Lang},
    store::{
        assessment::{self as rows, Answer, Sitting},
        completed,
        db::Db,
    },
};
use jiff::Timestamp;
use serde_json::json;

use crate::support::on_both;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + second).unwrap()
}

/// An attempt at a module by somebody who is not known, with one answer, completed at a second, or open.
async fn an_attempt(db: &Db, hash: &str, done: Option<i64>) -> AttemptId {
    taken(db, hash, done, Manner::Alone, None).await
}

async fn taken(
    db: &Db,
    hash: &str,
    done: Option<i64>,
    manner: Manner,
    person: Option<&str>,
) -> AttemptId {
    let id = AttemptId::new();
    let sitting = Sitting {
        id,
        module_hash: hash.into(),
        lang: Lang::Fr,
        easy: false,
        seed: id.to_string(),
        started_at: at(0),
        completed_at: None,
        manner,
        draw: Default::default(),
        clock: Default::default(),
        person: person.map(str::to_owned),
        answers: BTreeMap::new(),
    };
    let mut tx = db.write().await.unwrap();
    rows::add_attempt(&mut tx, &sitting, &id.to_string())
        .await
        .unwrap();
    let answer = Answer {
        attempt: id,
        item: "q1".into(),
        response: json!({"of": done}),
        at: at(1),
        replaces: false,
    };
    rows::add_answers(&mut tx, &[&answer]).await.unwrap();
    if let Some(second) = done {
        rows::close_attempt(&mut tx, id, at(second)).await.unwrap();
    }
    tx.commit().await.unwrap();
    id
}

#[test]
fn the_newest_completed_attempts_of_one_version_come_with_their_answers() {
    on_both(|db| async move {
        let texts = (String::new(), BTreeMap::new());
        let mut tx = db.write().await.unwrap();
        for hash in ["here", "elsewhere", "unused"] {
            rows::set_module(&mut tx, hash, "module", "1", &texts, at(0))
                .await
                .unwrap();
        }
        tx.commit().await.unwrap();
        let first = an_attempt(&db, "here", Some(10)).await;
        let third = an_attempt(&db, "here", Some(30)).await;
        let second = an_attempt(&db, "here", Some(20)).await;
        an_attempt(&db, "here", None).await;
        an_attempt(&db, "elsewhere", Some(40)).await;

        let mut reader = db.read().await.unwrap();
        let newest = at(30).as_millisecond();
        assert_eq!(
            completed::count(&mut reader, "here").await.unwrap(),
            (3, newest)
        );
        assert_eq!(
            completed::count(&mut reader, "unused").await.unwrap(),
            (0, 0)
        );
        let all = completed::count_all(&mut reader).await.unwrap();
        let counted = [("elsewhere".to_owned(), 1), ("here".to_owned(), 3)];
        assert_eq!(all, counted.into());
        let found = completed::list(&mut reader, "here", 2).await.unwrap();
        let ids: Vec<AttemptId> = found.iter().map(|sitting| sitting.id).collect();
        assert_eq!(ids, [third, second], "not {first}");
        assert_eq!(found[0].answers["q1"], json!({"of": 30}));
        assert_eq!(found[1].answers["q1"], json!({"of": 20}));
    });
}

#[test]
fn a_second_attempt_of_one_person_and_those_of_tables_do_not_count() {
    on_both(|db| async move {
        let texts = (String::new(), BTreeMap::new());
        let mut tx = db.write().await.unwrap();
        rows::set_module(&mut tx, "here", "module", "1", &texts, at(0))
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let of = |second, manner, person| taken(&db, "here", Some(second), manner, person);
        let again = of(20, Manner::Alone, Some("ada")).await;
        let first = of(10, Manner::Alone, Some("ada")).await;
        let other = of(30, Manner::Alone, Some("eve")).await;
        of(40, Manner::Table, None).await;
        of(50, Manner::Aloud, None).await;
        let mut reader = db.read().await.unwrap();
        let counted = completed::count(&mut reader, "here").await.unwrap();
        assert_eq!(counted, (2, at(30).as_millisecond()));
        let found = completed::list(&mut reader, "here", 9).await.unwrap();
        let ids: Vec<AttemptId> = found.iter().map(|sitting| sitting.id).collect();
        assert_eq!(ids, [other, first], "not {again}");
        assert!(found.iter().all(|sitting| sitting.answers.len() == 1));
    });
}

#[test]
fn the_first_attempt_of_a_person_is_told_apart_module_by_module() {
    on_both(|db| async move {
        let texts = (String::new(), BTreeMap::new());
        let mut tx = db.write().await.unwrap();
        for (hash, module) in [("one", "one"), ("two", "two"), ("two-later", "two")] {
            rows::set_module(&mut tx, hash, module, "1", &texts, at(0))
                .await
                .unwrap();
        }
        tx.commit().await.unwrap();
        let of = |hash, second| taken(&db, hash, Some(second), Manner::Alone, Some("account:ada"));
        of("one", 10).await;
        let first = of("two", 20).await;
        of("two-later", 30).await;
        let mut reader = db.read().await.unwrap();
        let all = completed::count_all(&mut reader).await.unwrap();
        let counted = [("one".to_owned(), 1), ("two".to_owned(), 1)];
        assert_eq!(
            all,
            counted.into(),
            "nothing of a second attempt at a later version"
        );
        let found = completed::list(&mut reader, "two", 9).await.unwrap();
        let ids: Vec<AttemptId> = found.iter().map(|sitting| sitting.id).collect();
        assert_eq!(
            ids,
            [first],
            "who took another module before counts here too"
        );
        assert_eq!(found[0].answers.len(), 1);
    });
}
