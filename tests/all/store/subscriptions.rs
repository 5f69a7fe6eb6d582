//! Who has letters about events, as rows: one for each mailbox, each event told once, each letter of a period taken once.

use std::sync::Arc;

use crema::{
    base::{Email, EventId, Lang, SubscriptionId},
    store::{
        db::Db,
        events,
        subscriptions::{self as rows, Subscription},
    },
    subscriptions::{Rhythm, Territory, Wish},
};
use jiff::Timestamp;

use crate::support::{on_both, rows::an_event};

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_795_600_000 + second).unwrap()
}

fn asked(name: &str, rhythm: Rhythm) -> Subscription {
    Subscription {
        id: SubscriptionId::new(),
        email: Email::read(&format!("{name}@example.org")).unwrap(),
        mailbox: name.to_owned(),
        lang: Lang::Fr,
        rhythm,
        wish: Wish::default(),
        text_version: "1".into(),
        asked_at: at(0),
        confirmed_at: None,
        contact_at: at(0),
        questioned_at: None,
    }
}

async fn confirmed(db: &Db, new: &Subscription, second: i64) -> SubscriptionId {
    let mut tx = db.write().await.unwrap();
    rows::add(&mut tx, new).await.unwrap();
    let taken = rows::take_waiting(&mut tx, new.id, at(-1)).await.unwrap();
    let id = rows::confirm(&mut tx, &taken.unwrap(), at(second)).await;
    tx.commit().await.unwrap();
    id.unwrap()
}

async fn told_event(db: &Db) -> EventId {
    let standing = an_event(at(0));
    let mut tx = db.write().await.unwrap();
    assert!(events::add(&mut tx, &standing, None).await.unwrap());
    tx.commit().await.unwrap();
    standing.id
}

#[test]
fn a_mailbox_has_one_subscription_that_takes_over_what_is_wished_last() {
    on_both(|db| async move {
        let first = asked("ada", Rhythm::Weekly);
        let id = confirmed(&db, &first, 1).await;
        assert_eq!(id, first.id);
        let second = Subscription {
            wish: Wish {
                territory: Territory::Department { code: "59".into() },
                ..Wish::default()
            },
            ..asked("ada", Rhythm::Monthly)
        };
        assert_eq!(confirmed(&db, &second, 2).await, id, "the first goes on");
        let mut reader = db.read().await.unwrap();
        let all = rows::list_of_mailbox(&mut reader, "ada").await.unwrap();
        assert_eq!(all.len(), 1);
        assert_eq!(
            (all[0].rhythm, all[0].confirmed_at),
            (Rhythm::Monthly, Some(at(2)))
        );
        assert_eq!(all[0].wish, second.wish);
        drop(reader);
        let mut tx = db.write().await.unwrap();
        let again = rows::take_waiting(&mut tx, second.id, at(-1))
            .await
            .unwrap();
        assert!(again.is_none(), "a token is used once");
        let counts = rows::count(&mut tx).await.unwrap();
        assert_eq!(
            (counts.len(), counts[0].confirmed, counts[0].waiting),
            (1, 1, 0)
        );
        assert_eq!(rows::forget_mailbox(&mut tx, "ada").await.unwrap(), 1);
    });
}

#[test]
fn two_workers_take_each_letter_of_a_period_once_and_tell_each_event_once() {
    on_both(|db| async move {
        for number in 0..40 {
            confirmed(&db, &asked(&format!("p{number}"), Rhythm::Weekly), 1).await;
        }
        let event = told_event(&db).await;
        let db = Arc::new(db);
        let workers: Vec<_> = (0..4)
            .map(|_| {
                let db = db.clone();
                tokio::spawn(async move {
                    let mut told = 0;
                    loop {
                        let mut tx = db.write().await.unwrap();
                        let due = rows::take_due(&mut tx, Rhythm::Weekly, "2026-W48", 7).await;
                        let due = due.unwrap();
                        if due.is_empty() {
                            return told;
                        }
                        let pairs: Vec<_> = due.iter().map(|one| (one.id, event)).collect();
                        told += rows::tell(&mut tx, &pairs, at(2)).await.unwrap().len();
                        tx.commit().await.unwrap();
                    }
                })
            })
            .collect();
        let mut told = 0;
        for worker in workers {
            told += worker.await.unwrap();
        }
        let mut tx = db.write().await.unwrap();
        // Who waited for another worker's row may have looked before the last were free.
        let rest = rows::take_due(&mut tx, Rhythm::Weekly, "2026-W48", 100)
            .await
            .unwrap();
        assert_eq!(told + rest.len(), 40);
        let next = rows::take_due(&mut tx, Rhythm::Weekly, "2026-W49", 100)
            .await
            .unwrap();
        assert_eq!(next.len(), 40, "another week has another letter");
        let pairs: Vec<_> = next.iter().map(|one| (one.id, event)).collect();
        assert_eq!(
            rows::tell(&mut tx, &pairs, at(3)).await.unwrap().len(),
            rest.len()
        );
        let ids: Vec<_> = next.iter().map(|one| one.id).collect();
        assert_eq!(rows::list_told(&mut tx, &ids).await.unwrap().len(), 40);
        assert!(rows::tell(&mut tx, &[], at(3)).await.unwrap().is_empty());
    });
}

#[test]
fn who_is_silent_is_asked_once_and_then_forgotten() {
    on_both(|db| async move {
        let id = confirmed(&db, &asked("ada", Rhythm::Weekly), 10).await;
        let mut tx = db.write().await.unwrap();
        rows::add(&mut tx, &asked("bob", Rhythm::Weekly))
            .await
            .unwrap();
        assert!(
            rows::take_silent(&mut tx, at(10), 9, at(20))
                .await
                .unwrap()
                .is_empty()
        );
        let silent = rows::take_silent(&mut tx, at(11), 9, at(20)).await.unwrap();
        assert_eq!(silent.iter().map(|one| one.id).collect::<Vec<_>>(), [id]);
        assert!(
            rows::take_silent(&mut tx, at(11), 9, at(20))
                .await
                .unwrap()
                .is_empty()
        );
        assert!(rows::keep(&mut tx, id, at(30)).await.unwrap());
        let kept = rows::find(&mut tx, id).await.unwrap().unwrap();
        assert_eq!((kept.contact_at, kept.questioned_at), (at(30), None));
        // Bob never confirmed, Ada was heard of.
        assert_eq!(
            rows::forget_old(&mut tx, at(1), at(30), at(0))
                .await
                .unwrap(),
            1
        );
        assert_eq!(
            rows::forget_old(&mut tx, at(1), at(31), at(0))
                .await
                .unwrap(),
            1
        );
        assert!(!rows::keep(&mut tx, id, at(40)).await.unwrap());
    });
}

#[test]
fn a_refused_letter_counts_once_and_only_for_who_is_there() {
    on_both(|db| async move {
        let id = confirmed(&db, &asked("ada", Rhythm::AtOnce), 1).await;
        let mut tx = db.write().await.unwrap();
        for (letter, counts) in [("a", true), ("a", false), ("b", true)] {
            let counted = rows::refuse(&mut tx, id, letter, "5.2.2", at(5))
                .await
                .unwrap();
            assert_eq!(counted, counts, "{letter}");
        }
        assert_eq!(rows::list_refusals(&mut tx, id).await.unwrap().len(), 2);
        assert!(
            !rows::refuse(&mut tx, SubscriptionId::new(), "a", "5.1.1", at(5))
                .await
                .unwrap()
        );
        assert_eq!(
            rows::hold_after(&mut tx, Rhythm::AtOnce, "", 9)
                .await
                .unwrap()
                .len(),
            1
        );
        let mailbox = rows::forget(&mut tx, id).await.unwrap();
        assert!(mailbox.is_some());
        assert!(rows::list_refusals(&mut tx, id).await.unwrap().is_empty());
    });
}
