//! The queue: claimed once, given back, given up, sent again.

use std::{collections::BTreeSet, sync::Arc};

use crema::{
    base::{Email, EntryId, Lang},
    store::{
        allowances,
        db::Db,
        jobs::{self, Claimed, Job, Letter},
        sql::Order,
    },
};
use jiff::{SignedDuration, Timestamp};

use crate::support::on_both;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + second).unwrap()
}

fn a_letter() -> Job {
    Job::letter(
        Email::read("ada@example.org").unwrap(),
        Lang::Fr,
        Letter::Enter {
            entry: EntryId::new(),
        },
    )
}

async fn add(db: &Db, due: i64) {
    let mut tx = db.write().await.unwrap();
    jobs::add(&mut tx, &a_letter(), Some("box"), at(due), at(0))
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

async fn claim(db: &Db, second: i64, most: i64) -> Vec<Claimed> {
    let mut tx = db.write().await.unwrap();
    let claimed = jobs::claim(&mut tx, most, at(second + 60), at(second))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    claimed
}

#[test]
fn four_workers_take_each_job_once() {
    on_both(|db| async move {
        for _ in 0..60 {
            add(&db, 0).await;
        }
        let db = Arc::new(db);
        let workers: Vec<_> = (0..4)
            .map(|_| {
                let db = db.clone();
                tokio::spawn(async move {
                    let mut taken = Vec::new();
                    loop {
                        let claimed = claim(&db, 1, 5).await;
                        if claimed.is_empty() {
                            return taken;
                        }
                        taken.extend(claimed.into_iter().map(|job| job.id));
                    }
                })
            })
            .collect();
        let mut taken = Vec::new();
        for worker in workers {
            taken.extend(worker.await.unwrap());
        }
        assert_eq!(taken.len(), 60);
        assert_eq!(taken.iter().collect::<BTreeSet<_>>().len(), 60);
    });
}

#[test]
fn a_job_whose_worker_died_comes_back_and_the_late_one_changes_nothing() {
    on_both(|db| async move {
        add(&db, 0).await;
        assert!(claim(&db, -1, 5).await.is_empty(), "not due yet");
        let dead = claim(&db, 0, 5).await.remove(0);
        assert!(claim(&db, 59, 5).await.is_empty(), "held");
        let second = claim(&db, 60, 5).await.remove(0);
        assert_eq!((dead.tries, second.tries, dead.id), (1, 2, second.id));
        let mut tx = db.write().await.unwrap();
        assert!(!jobs::close(&mut tx, &dead).await.unwrap());
        assert!(
            !jobs::put_off(&mut tx, &dead, at(0), None, true)
                .await
                .unwrap()
        );
        assert!(!jobs::give_up(&mut tx, &dead, "late", at(0)).await.unwrap());
        assert!(jobs::close(&mut tx, &second).await.unwrap());
        tx.commit().await.unwrap();
        assert!(claim(&db, 1_000, 5).await.is_empty());
    });
}

#[test]
fn what_is_given_up_stays_until_somebody_sends_it_again() {
    on_both(|db| async move {
        add(&db, 0).await;
        let job = claim(&db, 0, 5).await.remove(0);
        let mut tx = db.write().await.unwrap();
        assert!(
            jobs::put_off(&mut tx, &job, at(30), Some("451 later"), true)
                .await
                .unwrap()
        );
        assert_eq!(jobs::next_due(&mut tx).await.unwrap(), Some(at(30)));
        tx.commit().await.unwrap();
        assert!(claim(&db, 29, 5).await.is_empty());
        let job = claim(&db, 30, 5).await.remove(0);
        assert_eq!(job.tries, 2);
        let mut tx = db.write().await.unwrap();
        assert!(
            jobs::give_up(&mut tx, &job, "550 no", at(31))
                .await
                .unwrap()
        );
        assert_eq!(jobs::next_due(&mut tx).await.unwrap(), None);
        assert_eq!(jobs::count(&mut tx).await.unwrap(), (0, 1));
        tx.commit().await.unwrap();
        assert!(claim(&db, 10_000, 5).await.is_empty());
        let mut tx = db.write().await.unwrap();
        for (name, _) in jobs::ORDERS {
            for descending in [true, false] {
                let order = Order::of(jobs::ORDERS, name, descending, 10, 0);
                let listed = jobs::list(&mut tx, order).await.unwrap();
                assert_eq!(listed[0].error.as_deref(), Some("550 no"), "{name}");
            }
        }
        assert!(jobs::revive(&mut tx, job.id, at(40)).await.unwrap());
        assert!(!jobs::revive(&mut tx, job.id, at(40)).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(claim(&db, 40, 5).await[0].tries, 1);
    });
}

#[test]
fn letters_to_somebody_who_leaves_go_with_them() {
    on_both(|db| async move {
        add(&db, 0).await;
        add(&db, 0).await;
        let mut tx = db.write().await.unwrap();
        assert_eq!(jobs::forget_letters(&mut tx, "other").await.unwrap(), 0);
        assert_eq!(jobs::forget_letters(&mut tx, "box").await.unwrap(), 2);
        tx.commit().await.unwrap();
    });
}

#[test]
fn one_process_moves_the_hand_of_a_timer() {
    on_both(|db| async move {
        let mut tx = db.write().await.unwrap();
        let mut take = async |second: i64| {
            jobs::add_timer(&mut tx, "forget").await.unwrap();
            jobs::take_timer(&mut tx, "forget", at(second + 60), at(second))
                .await
                .unwrap()
        };
        assert!(take(0).await);
        assert!(!take(0).await && !take(59).await);
        assert!(take(60).await);
    });
}

#[test]
fn an_allowance_is_taken_to_its_end_and_no_further() {
    on_both(|db| async move {
        let db = Arc::new(db);
        let span = SignedDuration::from_mins(10);
        let takers: Vec<_> = (0..20)
            .map(|_| {
                let db = db.clone();
                tokio::spawn(async move {
                    let mut tx = db.write().await.unwrap();
                    let taken = allowances::take(&mut tx, "letters", 3, span, at(0))
                        .await
                        .unwrap();
                    tx.commit().await.unwrap();
                    taken
                })
            })
            .collect();
        let mut taken = 0;
        for taker in takers {
            taken += usize::from(taker.await.unwrap());
        }
        assert_eq!(taken, 3);
        let mut tx = db.write().await.unwrap();
        assert!(
            allowances::take(&mut tx, "letters", 3, span, at(600))
                .await
                .unwrap()
        );
        assert!(
            allowances::take(&mut tx, "other", 3, span, at(0))
                .await
                .unwrap()
        );
        assert_eq!(allowances::forget(&mut tx, at(1)).await.unwrap(), 1);
    });
}
