//! Answers that come at the same time: written together, each with its own fate.

use std::{collections::BTreeMap, sync::Arc};

use crema::{
    assessment::tally::Manner,
    base::{AttemptId, Lang},
    store::{
        answering::{Answering, Write},
        assessment::{self as rows, Answer, Sitting},
        db::Db,
        sittings::Sittings,
    },
};
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::support::on_both;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + second).unwrap()
}

async fn an_attempt(db: &Db) -> Arc<Sitting> {
    let mut tx = db.write().await.unwrap();
    rows::set_module(
        &mut tx,
        "hash",
        "module",
        "1",
        &("x".into(), BTreeMap::new()),
        at(0),
    )
    .await
    .unwrap();
    let id = AttemptId::new();
    let sitting = Sitting {
        id,
        module_hash: "hash".into(),
        lang: Lang::Fr,
        easy: false,
        seed: id.to_string(),
        started_at: at(0),
        completed_at: None,
        manner: Manner::Alone,
        draw: Default::default(),
        clock: Default::default(),
        person: None,
        answers: BTreeMap::new(),
    };
    rows::add_attempt(&mut tx, &sitting, &id.to_string())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    Arc::new(sitting)
}

fn a_write(before: &Arc<Sitting>, item: &str, response: Value, replaces: bool) -> Write {
    let mut after = Sitting::clone(before);
    after.answers.insert(item.to_owned(), response.clone());
    Write {
        answer: Answer {
            attempt: before.id,
            item: item.to_owned(),
            response,
            at: at(5),
            replaces,
        },
        exposed: Some("hash".into()),
        clock: None,
        before: before.clone(),
        after: Arc::new(after),
    }
}

async fn stored(db: &Db, id: AttemptId) -> BTreeMap<String, Value> {
    let mut reader = db.read().await.unwrap();
    let found = rows::find_attempt(&mut reader, id).await.unwrap();
    found.unwrap().answers
}

#[test]
fn answers_of_many_at_once_are_all_stored_each_in_its_order() {
    on_both(|db| async move {
        let (answering, sittings) = (Answering::default(), Sittings::new(!db.is_shared()));
        let mut attempts = Vec::new();
        for _ in 0..20 {
            attempts.push(an_attempt(&db).await);
        }
        let mut writes = Vec::new();
        for number in 0..10 {
            for before in &attempts {
                // One question is answered anew each time, the others once.
                writes.push(a_write(before, "again", json!(number), true));
                let item = format!("q{number}");
                writes.push(a_write(before, &item, json!(number), false));
            }
        }
        let all = writes
            .into_iter()
            .map(|write| answering.write(&db, &sittings, write));
        for fate in futures_util::future::join_all(all).await {
            assert!(fate.unwrap());
        }
        for before in &attempts {
            let answers = stored(&db, before.id).await;
            assert_eq!(answers.len(), 11);
            assert_eq!(answers["again"], 9, "the last that came");
            assert_eq!(answers["q3"], 3);
        }
        let mut reader = db.read().await.unwrap();
        let drawn = rows::list_exposures(&mut reader, "hash").await.unwrap();
        assert!(drawn.contains(&("q3".into(), 20)), "{drawn:?}");
    });
}

#[test]
fn two_processes_that_count_the_same_questions_do_not_wait_for_each_other() {
    on_both(|db| async move {
        let processes = [Answering::default(), Answering::default()];
        let sittings = Sittings::new(!db.is_shared());
        for round in 0..5 {
            let mut attempts = Vec::new();
            for _ in 0..40 {
                attempts.push(an_attempt(&db).await);
            }
            let all = attempts.iter().enumerate().map(|(number, before)| {
                // One has them in the order of their names, the other the other way round.
                let (process, place) = (number % 2, number / 2);
                let place = if process == 0 { place } else { 19 - place };
                let write = a_write(before, &format!("q{place:02}"), json!(round), false);
                processes[process].write(&db, &sittings, write)
            });
            for fate in futures_util::future::join_all(all).await {
                assert!(fate.unwrap());
            }
        }
        let mut reader = db.read().await.unwrap();
        let drawn = rows::list_exposures(&mut reader, "hash").await.unwrap();
        assert_eq!(drawn.len(), 20);
        assert!(drawn.iter().all(|(_, count)| *count == 10), "{drawn:?}");
    });
}

#[test]
fn of_two_first_answers_one_stands_and_a_completed_attempt_takes_none() {
    on_both(|db| async move {
        let (answering, sittings) = (Answering::default(), Sittings::new(!db.is_shared()));
        let (open, done) = (an_attempt(&db).await, an_attempt(&db).await);
        let mut tx = db.write().await.unwrap();
        rows::close_attempt(&mut tx, done.id, at(3)).await.unwrap();
        tx.commit().await.unwrap();
        let write = |before: &Arc<Sitting>, response: &str, replaces| {
            answering.write(
                &db,
                &sittings,
                a_write(before, "q", json!(response), replaces),
            )
        };
        let fates = futures_util::future::join_all([
            write(&open, "first", false),
            write(&done, "late", true),
            write(&open, "second", false),
        ]);
        let fates: Vec<bool> = fates.await.into_iter().map(Result::unwrap).collect();
        assert_eq!(fates, [true, false, false]);
        assert_eq!(stored(&db, open.id).await["q"], "first");
        assert!(stored(&db, done.id).await.is_empty());
    });
}

#[test]
fn who_goes_away_leaves_nothing_that_overtakes_a_later_answer() {
    on_both(|db| async move {
        let (answering, sittings) = (Answering::default(), Sittings::new(!db.is_shared()));
        let before = an_attempt(&db).await;
        let gone = answering.write(&db, &sittings, a_write(&before, "q", json!("gone"), true));
        // Begun and dropped, as where a client leaves.
        drop(tokio::time::timeout(std::time::Duration::ZERO, gone).await);
        let write = a_write(&before, "q", json!("stays"), true);
        assert!(answering.write(&db, &sittings, write).await.unwrap());
        assert_eq!(stored(&db, before.id).await["q"], "stays");
        if !db.is_shared() {
            // What was written as it was read is known, where nobody else writes.
            let ticket = sittings
                .find(before.id)
                .expect_err("it was not kept before");
            let mut read = Sitting::clone(&before);
            read.answers = stored(&db, before.id).await;
            let read = Arc::new(read);
            sittings.keep(&ticket, &read);
            let write = a_write(&read, "r", json!(1), false);
            assert!(answering.write(&db, &sittings, write).await.unwrap());
            let known = sittings.find(before.id).ok().expect("it is known");
            assert_eq!(known.answers, stored(&db, before.id).await);
        }
    });
}
