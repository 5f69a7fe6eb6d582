//! Statements and answers as rows: one browser counts once, whatever it answers, on both databases.

use crema::{
    base::{EventId, Lang, VoiceId},
    store::{db::Db, sql::PART, voices as rows},
    voices::{Answer, Kind, Origin, State, Tally, Voice},
};
use jiff::Timestamp;

use crate::support::on_both;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + second).unwrap()
}

fn a_voice(words: &str, state: State) -> Voice {
    Voice {
        id: VoiceId::new(),
        event: None,
        theme: "Travail".into(),
        kind: Kind::Concern,
        words: words.into(),
        lang: Lang::Fr,
        origin: Origin::Anybody,
        state,
        tally: Tally::default(),
        said_at: at(0),
        settled_at: None,
        reports: 0,
    }
}

async fn add(db: &Db, voice: &Voice) {
    let mut tx = db.write().await.unwrap();
    rows::add(&mut tx, voice).await.unwrap();
    tx.commit().await.unwrap();
}

async fn answer(db: &Db, id: VoiceId, mark: &str, answer: Answer) -> bool {
    let mut tx = db.write().await.unwrap();
    let taken = rows::put_answer(&mut tx, id, mark, answer, at(1)).await;
    tx.commit().await.unwrap();
    taken.unwrap()
}

#[test]
fn a_browser_counts_once_and_may_change_its_mind() {
    on_both(|db| async move {
        let voice = a_voice("On ne sait plus qui répond.", State::Published);
        add(&db, &voice).await;
        for given in [
            Answer::Agree,
            Answer::Pass,
            Answer::Disagree,
            Answer::Disagree,
        ] {
            assert!(answer(&db, voice.id, "m1", given).await);
        }
        answer(&db, voice.id, "m2", Answer::Agree).await;
        let kept = rows::find(&mut db.read().await.unwrap(), voice.id).await;
        let meant = Tally {
            agree: 1,
            disagree: 1,
            pass: 0,
        };
        assert_eq!(kept.unwrap().unwrap().tally, meant);
        // Many at once, two of each browser: each counts once.
        let both = (0..40).map(|number| {
            let db = db.clone();
            let given = Answer::ALL[number % 3];
            tokio::spawn(
                async move { answer(&db, voice.id, &format!("n{}", number / 2), given).await },
            )
        });
        for one in both.collect::<Vec<_>>() {
            assert!(one.await.unwrap());
        }
        let kept = rows::find(&mut db.read().await.unwrap(), voice.id).await;
        let tally = kept.unwrap().unwrap().tally;
        assert_eq!(tally.agree + tally.disagree + tally.pass, 22, "{tally:?}");

        let waiting = a_voice("Ceci attend encore.", State::Waiting);
        add(&db, &waiting).await;
        assert!(!answer(&db, waiting.id, "m1", Answer::Agree).await);
    });
}

#[test]
fn what_is_asked_is_found_and_a_decision_settles_reports() {
    on_both(|db| async move {
        let voice = a_voice("On ne sait plus qui répond.", State::Published);
        let mut other = a_voice("Il faudrait un café par quartier.", State::Published);
        (other.kind, other.theme) = (Kind::Proposal, "École".into());
        add(&db, &voice).await;
        add(&db, &other).await;
        add(&db, &a_voice("Personne ne lit ceci.", State::Waiting)).await;
        let ask = |kind, theme: &str| rows::Wanted {
            kind,
            theme: theme.into(),
            event: None,
        };
        for (wanted, count) in [
            (ask(None, ""), 2),
            (ask(Some(Kind::Proposal), ""), 1),
            (ask(None, "ecole"), 1),
            (ask(Some(Kind::Concern), "ecole"), 0),
        ] {
            let mut reader = db.read().await.unwrap();
            let found = rows::list_published(&mut reader, &wanted, 10)
                .await
                .unwrap();
            assert_eq!(found.len(), count, "{wanted:?}");
        }
        let mut tx = db.write().await.unwrap();
        for number in 0..4 {
            let id = VoiceId::new().to_string();
            let told = rows::report(&mut tx, &id, voice.id, "un nom", 3, at(2)).await;
            assert_eq!(told.unwrap(), number < 3);
        }
        tx.commit().await.unwrap();
        let mut reader = db.read().await.unwrap();
        assert_eq!(rows::count(&mut reader).await.unwrap(), (3, 2));
        let kept = rows::find(&mut reader, voice.id).await.unwrap().unwrap();
        assert_eq!(kept.reports, 3);
        drop(reader);
        let mut tx = db.write().await.unwrap();
        for (of, moved) in [(Some(EventId::new()), false), (None, true)] {
            let set = rows::set_state(&mut tx, voice.id, of, State::Hidden, at(3)).await;
            assert_eq!(
                set.unwrap(),
                moved,
                "another event's organiser moves nothing"
            );
        }
        tx.commit().await.unwrap();
        let mut reader = db.read().await.unwrap();
        assert_eq!(rows::count(&mut reader).await.unwrap(), (3, 1));
        assert_eq!(
            rows::list_themes(&mut reader, 9).await.unwrap(),
            [("École".into(), 1)]
        );
    });
}

#[test]
fn what_is_told_of_a_statement_has_its_bound_whoever_tells_at_once() {
    on_both(|db| async move {
        let voice = a_voice("On ne sait plus qui répond.", State::Published);
        add(&db, &voice).await;
        let all = (0..30).map(|_| {
            let db = db.clone();
            tokio::spawn(async move {
                let mut tx = db.write().await.unwrap();
                let id = VoiceId::new().to_string();
                let told = rows::report(&mut tx, &id, voice.id, "un nom", 7, at(2)).await;
                tx.commit().await.unwrap();
                told.unwrap()
            })
        });
        let mut told = 0;
        for one in all.collect::<Vec<_>>() {
            told += i64::from(one.await.unwrap());
        }
        assert_eq!(told, 7);
    });
}

#[test]
fn what_is_past_its_time_goes_in_parts_and_what_is_published_stays() {
    on_both(|db| async move {
        let mut tx = db.write().await.unwrap();
        let voice = a_voice("On ne sait plus qui répond.", State::Published);
        rows::add(&mut tx, &voice).await.unwrap();
        for number in 0..=PART {
            let waiting = a_voice("Ceci attend encore.", State::Waiting);
            rows::add(&mut tx, &waiting).await.unwrap();
            let mark = number.to_string();
            let answered = rows::put_answer(&mut tx, voice.id, &mark, Answer::Agree, at(1));
            assert!(answered.await.unwrap());
            let told = rows::report(&mut tx, &mark, voice.id, "un nom", PART * 2, at(1));
            assert!(told.await.unwrap());
        }
        for gone in [PART as u64, 1, 0] {
            let forgotten = (
                rows::forget_answers(&mut tx, at(2)).await.unwrap(),
                rows::forget_reports(&mut tx, at(2)).await.unwrap(),
                rows::forget_unpublished(&mut tx, at(2)).await.unwrap(),
            );
            assert_eq!(forgotten, (gone, gone, gone));
        }
        let kept = rows::find(&mut tx, voice.id).await.unwrap().unwrap();
        assert_eq!((kept.tally.agree, kept.reports), (PART + 1, 0));
        tx.commit().await.unwrap();
    });
}
