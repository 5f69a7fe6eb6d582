//! Places and their line, as rows: what only the database can hold while many write at once, and what is forgotten of whom.

use std::sync::Arc;

use crema::{
    base::{DateId, Email, Lang, NoticeId, RegistrationId},
    events::Occurrence,
    registration::{Answer, Contact, Registration, State},
    store::{
        db::Db,
        events,
        registration::{self as rows, New},
    },
};
use jiff::{SignedDuration, Timestamp};

use crate::support::{on_both, rows::an_event};

fn at(hours: i64) -> Timestamp {
    Timestamp::from_second(1_795_600_000).unwrap() + SignedDuration::from_hours(hours)
}

/// An announced event; its date begins after so many hours.
async fn a_date(db: &Db, hours: i64, seats: Option<i64>) -> DateId {
    let standing = an_event(at(0));
    let date = Occurrence {
        id: DateId::new(),
        event: standing.id,
        starts_at: at(hours),
        ends_at: at(hours + 1),
        civil: standing.event.begins,
        seats,
        taken: 0,
        cancelled_at: None,
    };
    let mut tx = db.write().await.unwrap();
    assert!(events::add(&mut tx, &standing, None).await.unwrap());
    events::add_date(&mut tx, &date).await.unwrap();
    tx.commit().await.unwrap();
    date.id
}

async fn add(db: &Db, date: DateId, name: &str, remind: bool) -> RegistrationId {
    let mut tx = db.write().await.unwrap();
    let one = Registration {
        id: RegistrationId::new(),
        date,
        line: rows::next_line(&mut tx, date).await.unwrap(),
        name: Some(name.into()),
        contact: Contact::Mailbox(Email::read(&format!("{name}@example.org")).unwrap()),
        lang: Lang::Fr,
        state: State::Seated,
        made_at: at(0),
        attended_at: None,
        confirmed_at: None,
        remind,
        award: None,
    };
    let new = New {
        mailbox: Some(name),
        code_key: &format!("{date} {name}"),
        once_key: &format!("{date} {name}"),
    };
    rows::add(&mut tx, &one, new).await.unwrap();
    let answer = Answer {
        question: "Un besoin ?".into(),
        words: name.into(),
    };
    rows::add_answer(&mut tx, one.id, &answer, 2).await.unwrap();
    tx.commit().await.unwrap();
    one.id
}

#[test]
fn places_are_taken_one_by_one_whoever_asks_at_once() {
    on_both(|db| async move {
        let db = Arc::new(db);
        let date = a_date(&db, 100, Some(7)).await;
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..40 {
            let db = db.clone();
            tasks.spawn(async move {
                let mut tx = db.write().await.unwrap();
                assert!(rows::hold_date(&mut tx, date).await.unwrap());
                let taken = rows::take(&mut tx, date).await.unwrap();
                tx.commit().await.unwrap();
                taken
            });
        }
        let mut taken = 0;
        while let Some(done) = tasks.join_next().await {
            taken += i64::from(done.unwrap());
        }
        assert_eq!(taken, 7);
        let mut tx = db.write().await.unwrap();
        for _ in 0..9 {
            rows::give_back(&mut tx, date).await.unwrap();
        }
        tx.commit().await.unwrap();
        let mut reader = db.read().await.unwrap();
        let found = events::date(&mut reader, date).await.unwrap().unwrap();
        assert_eq!(found.taken, 0, "never less than nobody");
    });
}

#[test]
fn two_workers_take_each_reminder_once_and_only_of_what_is_tomorrow() {
    on_both(|db| async move {
        let db = Arc::new(db);
        let (soon, later) = (a_date(&db, 40, None).await, a_date(&db, 90, None).await);
        let mut wished = Vec::new();
        for number in 0..30 {
            wished.push(add(&db, soon, &format!("p{number}"), true).await);
        }
        add(&db, soon, "unasked", false).await;
        add(&db, later, "later", true).await;
        let take = |db: Arc<Db>| async move {
            let mut found = Vec::new();
            loop {
                let mut tx = db.write().await.unwrap();
                let some = rows::take_reminders(&mut tx, at(20), at(44), 4)
                    .await
                    .unwrap();
                tx.commit().await.unwrap();
                if some.is_empty() {
                    return found;
                }
                found.extend(some.into_iter().map(|one| one.id));
            }
        };
        let (first, second) = tokio::join!(
            tokio::spawn(take(db.clone())),
            tokio::spawn(take(db.clone()))
        );
        let mut all = first.unwrap();
        all.extend(second.unwrap());
        all.sort();
        wished.sort();
        assert_eq!(all, wished);
        // The day before comes again where the date moves: nobody is reminded twice.
        let mut tx = db.write().await.unwrap();
        let found = events::date(&mut tx, soon).await.unwrap().unwrap();
        let moved = Occurrence {
            starts_at: at(140),
            ends_at: at(141),
            ..found
        };
        events::move_date(&mut tx, &moved).await.unwrap();
        let again = rows::take_reminders(&mut tx, at(120), at(144), 99)
            .await
            .unwrap();
        assert!(again.is_empty());
    });
}

#[test]
fn answers_notices_and_unproved_mailboxes_go_at_their_time() {
    on_both(|db| async move {
        let date = a_date(&db, 10, None).await;
        let (zoe, lea) = (
            add(&db, date, "zoe", false).await,
            add(&db, date, "lea", false).await,
        );
        let mut tx = db.write().await.unwrap();
        assert!(rows::confirm(&mut tx, zoe, true, at(1)).await.unwrap());
        assert!(rows::confirm(&mut tx, zoe, false, at(2)).await.unwrap());
        let found = rows::find(&mut tx, zoe).await.unwrap().unwrap();
        assert_eq!((found.confirmed_at, found.remind), (Some(at(1)), false));
        let notice = NoticeId::new();
        for fresh in [true, false] {
            let added = rows::add_notice(&mut tx, notice, date, "Bonjour", at(3)).await;
            assert_eq!(added.unwrap(), fresh);
        }
        // The date ends at the eleventh hour; answers stay two days.
        assert_eq!(rows::forget_answers(&mut tx, at(11 + 47)).await.unwrap(), 0);
        assert_eq!(rows::forget_unproved(&mut tx, at(10)).await.unwrap(), 0);
        assert_eq!(rows::forget_unproved(&mut tx, at(11)).await.unwrap(), 1);
        assert_eq!(rows::forget_answers(&mut tx, at(11 + 48)).await.unwrap(), 2);
        assert_eq!(rows::forget_notices(&mut tx, at(2)).await.unwrap(), 0);
        assert_eq!(rows::forget_notices(&mut tx, at(3)).await.unwrap(), 1);
        let lea = rows::find(&mut tx, lea).await.unwrap().unwrap();
        assert_eq!(
            (lea.name.as_deref(), lea.contact),
            (Some("lea"), Contact::Nothing)
        );
        assert!(!rows::confirm(&mut tx, lea.id, true, at(20)).await.unwrap());
        assert!(rows::admit(&mut tx, zoe, at(10)).await.unwrap());
        assert!(!rows::admit(&mut tx, zoe, at(11)).await.unwrap());
        assert_eq!(rows::forget_date(&mut tx, date).await.unwrap(), 2);
        let zoe = rows::find(&mut tx, zoe).await.unwrap().unwrap();
        assert_eq!((zoe.name, zoe.attended_at), (None, Some(at(10))));
    });
}
