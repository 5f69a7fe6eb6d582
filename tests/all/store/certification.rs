//! The certification of those who animate, on both databases: what is unique, what is said once, what goes.

use std::collections::BTreeMap;

use crema::{
    base::{AccountId, AttestationId, DossierId, Email, Lang, ReadingId, StoryId, SupervisionId},
    certification::{
        attestation::{Answer, Attestation, Cafe, Crowd, Quality, Signature},
        dossier::{Dossier, Reading, Story},
        founder::SEATS,
        supervision::Supervision,
    },
    store::{access, certification as rows, db::Db, db::Tx},
};
use jiff::{Timestamp, civil::Date};

use crate::support::on_both;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

async fn account(tx: &mut Tx, name: &str) -> AccountId {
    let email = Email::read(&format!("{name}@example.org")).unwrap();
    access::add_account(tx, &email, Lang::Fr, at(0))
        .await
        .unwrap()
}

fn dossier(account: AccountId) -> Dossier {
    Dossier {
        id: DossierId::new(),
        account,
        module: "m".into(),
        level: "l".into(),
        lang: Lang::Fr,
        name: Some("Zoé".into()),
        former: None,
        opened_at: at(1),
        certified_at: None,
        award: None,
    }
}

fn story(dossier: DossierId) -> Story {
    Story {
        id: StoryId::new(),
        dossier,
        body: "Un soir".into(),
        handed_in_at: at(2),
        decided_at: None,
        passed: false,
        appealed_at: None,
        appeal_words: None,
        heard_at: None,
    }
}

#[test]
fn six_seats_are_never_seven_and_one_that_is_free_is_taken_again() {
    on_both(|db: Db| async move {
        let mut tx = db.write().await.unwrap();
        let mut people = Vec::new();
        for n in 0..=SEATS + 1 {
            people.push(account(&mut tx, &format!("f{n}")).await);
        }
        for (n, one) in people.iter().take(SEATS as usize).enumerate() {
            let until = at(100 + n as i64);
            assert!(
                rows::add_founder(&mut tx, *one, "console", at(1), until)
                    .await
                    .unwrap()
            );
        }
        let (late, twice) = (people[SEATS as usize], people[1]);
        for refused in [late, twice] {
            let taken = rows::add_founder(&mut tx, refused, "console", at(50), at(150)).await;
            assert!(!taken.unwrap());
        }
        assert!(rows::end_founder(&mut tx, people[0], at(60)).await.unwrap());
        assert!(!rows::end_founder(&mut tx, people[0], at(61)).await.unwrap());
        assert!(
            rows::add_founder(&mut tx, late, "console", at(61), at(160))
                .await
                .unwrap()
        );
        let seats = rows::list_founders(&mut tx, at(62)).await.unwrap();
        assert_eq!(seats.len(), SEATS as usize);
        assert_eq!((seats[0].seat, seats[0].account), (1, late));
        tx.commit().await.unwrap();
    });
}

#[test]
fn a_session_lets_so_many_in_until_it_ends() {
    on_both(|db: Db| async move {
        let mut tx = db.write().await.unwrap();
        let (ada, eve) = (account(&mut tx, "ada").await, account(&mut tx, "eve").await);
        let session = Supervision {
            id: SupervisionId::new(),
            account: ada,
            module: "m".into(),
            most: 2,
            taken: 0,
            made_at: at(1),
            until: at(100),
        };
        rows::add_supervision(&mut tx, &session, "key")
            .await
            .unwrap();
        let found = rows::find_supervision_by_code(&mut tx, "key")
            .await
            .unwrap();
        assert_eq!(found.unwrap().id, session.id);
        assert!(
            !rows::take_place(&mut tx, session.id, at(100))
                .await
                .unwrap()
        );
        for taken in [true, true, false] {
            assert_eq!(
                rows::take_place(&mut tx, session.id, at(2)).await.unwrap(),
                taken
            );
        }
        assert!(
            !rows::close_supervision(&mut tx, session.id, eve, at(3))
                .await
                .unwrap()
        );
        assert!(
            rows::close_supervision(&mut tx, session.id, ada, at(3))
                .await
                .unwrap()
        );
        assert!(
            !rows::close_supervision(&mut tx, session.id, ada, at(4))
                .await
                .unwrap()
        );
        assert_eq!(rows::forget_supervisions(&mut tx, at(4)).await.unwrap(), 1);
        tx.commit().await.unwrap();
    });
}

#[test]
fn a_cafe_is_asked_about_and_answered_once() {
    on_both(|db: Db| async move {
        let mut tx = db.write().await.unwrap();
        let ada = account(&mut tx, "ada").await;
        let asked = || Attestation {
            id: AttestationId::new(),
            account: ada,
            module: "m".into(),
            mailbox: "box".into(),
            cafe: Cafe {
                held_on: Date::constant(2026, 10, 1),
                place: "Rodez".into(),
                crowd: Crowd::Some,
                format: "Débat".into(),
            },
            asked_at: at(1),
            expires_at: at(100),
            answer: None,
        };
        let first = asked();
        assert!(
            rows::add_attestation(&mut tx, &first, "k1", "rodez")
                .await
                .unwrap()
        );
        let again = rows::add_attestation(&mut tx, &asked(), "k2", "rodez").await;
        assert!(!again.unwrap(), "the same café waits");
        let no = Answer::Declined("Je n'y étais pas.".into());
        assert!(
            !rows::set_answer(&mut tx, first.id, &no, at(100))
                .await
                .unwrap(),
            "too late"
        );
        assert!(
            rows::set_answer(&mut tx, first.id, &no, at(5))
                .await
                .unwrap()
        );
        let yes = Answer::Confirmed(Signature {
            signer: "Ida".into(),
            quality: Quality::Host,
            organisation: "Mairie".into(),
        });
        assert!(
            !rows::set_answer(&mut tx, first.id, &yes, at(6))
                .await
                .unwrap(),
            "replayed"
        );
        assert!(!rows::forget_asked(&mut tx, first.id, ada).await.unwrap());
        // What was declined can be asked of somebody else.
        let second = asked();
        assert!(
            rows::add_attestation(&mut tx, &second, "k3", "rodez")
                .await
                .unwrap()
        );
        assert!(
            rows::set_answer(&mut tx, second.id, &yes, at(7))
                .await
                .unwrap()
        );
        let third = rows::add_attestation(&mut tx, &asked(), "k4", "rodez").await;
        assert!(!third.unwrap(), "the same café counts");
        let all = rows::list_attestations(&mut tx, ada).await.unwrap();
        assert_eq!(all.iter().filter(|one| one.is_confirmed()).count(), 1);
        assert_eq!(
            all.iter().find(|one| one.id == second.id).unwrap().answer,
            Some((at(7), yes))
        );
        assert_eq!(
            rows::forget_attestations(&mut tx, at(8), at(6))
                .await
                .unwrap(),
            1
        );
        tx.commit().await.unwrap();
    });
}

#[test]
fn one_dossier_is_open_one_story_waits_and_a_reading_is_said_once() {
    on_both(|db: Db| async move {
        let mut tx = db.write().await.unwrap();
        let (ada, eve) = (account(&mut tx, "ada").await, account(&mut tx, "eve").await);
        let one = dossier(ada);
        assert!(rows::add_dossier(&mut tx, &one).await.unwrap());
        assert!(!rows::add_dossier(&mut tx, &dossier(ada)).await.unwrap());
        let told = story(one.id);
        assert!(rows::add_story(&mut tx, &told).await.unwrap());
        assert!(!rows::add_story(&mut tx, &story(one.id)).await.unwrap());
        let reading = Reading {
            id: ReadingId::new(),
            story: told.id,
            reader: Some(eve),
            round: 1,
            founder: true,
            asked_at: at(3),
            due_at: at(50),
            done_at: None,
            gone_at: None,
            marks: BTreeMap::new(),
            words: String::new(),
        };
        rows::add_reading(&mut tx, &reading).await.unwrap();
        assert_eq!(rows::count_waiting(&mut tx, eve).await.unwrap(), 1);
        let marks = BTreeMap::from([("a".to_owned(), 2)]);
        let foreign = rows::set_read(&mut tx, reading.id, ada, &marks, "Bien", at(4)).await;
        assert!(!foreign.unwrap());
        for said in [true, false] {
            let done = rows::set_read(&mut tx, reading.id, eve, &marks, "Bien", at(4)).await;
            assert_eq!(done.unwrap(), said);
        }
        assert!(
            !rows::set_gone(&mut tx, reading.id, eve, at(5))
                .await
                .unwrap()
        );
        assert_eq!(
            rows::end_overdue(&mut tx, at(90)).await.unwrap(),
            0,
            "it is done"
        );
        let pairs = rows::list_pairs(&mut tx, "m").await.unwrap();
        assert!(pairs.is_empty(), "one reader is no pair");
        assert!(
            !rows::appeal_story(&mut tx, told.id, "Non", at(5))
                .await
                .unwrap()
        );
        assert!(
            rows::decide_story(&mut tx, told.id, false, at(6))
                .await
                .unwrap()
        );
        assert!(
            !rows::decide_story(&mut tx, told.id, true, at(7))
                .await
                .unwrap()
        );
        assert!(
            rows::appeal_story(&mut tx, told.id, "Si", at(8))
                .await
                .unwrap()
        );
        assert_eq!(
            rows::forget_bodies(&mut tx, at(9)).await.unwrap(),
            0,
            "an appeal is open"
        );
        assert!(
            rows::hear_story(&mut tx, told.id, true, at(10))
                .await
                .unwrap()
        );
        assert!(
            !rows::hear_story(&mut tx, told.id, false, at(11))
                .await
                .unwrap()
        );
        assert_eq!(rows::forget_bodies(&mut tx, at(12)).await.unwrap(), 1);
        let kept = rows::find_story(&mut tx, told.id).await.unwrap().unwrap();
        assert_eq!(
            (kept.body.as_str(), kept.passed, kept.appeal_words),
            ("", true, None)
        );
        // Who read leaves: what they said stays, without them.
        access::forget_account(&mut tx, eve).await.unwrap();
        let readings = rows::list_readings(&mut tx, told.id).await.unwrap();
        assert_eq!((readings[0].reader, readings[0].words.as_str()), (None, ""));
        assert_eq!(readings[0].marks, marks);
        access::forget_account(&mut tx, ada).await.unwrap();
        assert!(rows::find_story(&mut tx, told.id).await.unwrap().is_none());
        tx.commit().await.unwrap();
    });
}
