//! Achievements, awards, credentials, lists and the log.

use crema::{
    badges::{
        award::{Assessed, Award, Evidence, Retakes, claim_until},
        ledger::{Kept, Seat, Standing},
    },
    base::{AttemptId, AwardId, CredentialId, Lang, Result},
    store::{
        badges,
        db::{Db, Tx},
    },
};
use jiff::Timestamp;

use crate::support::{
    on_both,
    rows::{an_achievement, reperes},
};

pub(super) fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + second).unwrap()
}

pub(super) async fn an_award(db: &Db, attempt: AttemptId, key: &str) -> Result<Award> {
    let mut tx = db.write().await?;
    let achievement = badges::add_achievement(&mut tx, &reperes("Sait."), at(0)).await?;
    let evidence = Evidence::Assessed(Assessed {
        supervised_by: None,
        supervisor: None,
        retakes: Retakes::Unlimited,
        answers_shown: true,
        identity_checked: false,
        module: "premiers-pas".into(),
        module_version: "1.0.0".into(),
        module_digest: "00".into(),
    });
    let award = Award {
        id: AwardId::new(),
        achievement: achievement.slug,
        achievement_version: achievement.version,
        attempt: Some(attempt),
        lang: Lang::Fr,
        level: "repere".into(),
        evidence,
        awarded_at: at(0),
        claim_until: claim_until(at(0)),
    };
    badges::add_award(&mut tx, &award, key).await?;
    tx.commit().await?;
    Ok(award)
}

pub(super) fn a_credential(award: &Award) -> Kept {
    Kept {
        id: CredentialId::new(),
        award: award.id,
        name: Some("Zoé".into()),
        standing: Standing::Valid,
        reason: None,
        standing_at: at(1),
        revision: 1,
        pair: 1,
        expires_at: None,
        issued_at: at(1),
        former: None,
        document: "{}".into(),
        jwt: "a.b.c".into(),
    }
}

/// Takes one place; says `false` where somebody sits there.
pub(super) async fn sit(tx: &mut Tx, seat: Seat, at: Timestamp) -> bool {
    let taken = badges::take_places(tx, seat.list, &[seat.place], at).await;
    taken.unwrap() == [seat.place]
}

pub(super) async fn a_seat(db: &Db) -> Seat {
    let mut tx = db.write().await.unwrap();
    if badges::find_open_list(&mut tx).await.unwrap().is_none() {
        badges::add_list(&mut tx, 131_072, at(0)).await.unwrap();
    }
    let (list, ..) = badges::find_open_list(&mut tx).await.unwrap().unwrap();
    let free = (0..).map(|place| Seat { list, place });
    for seat in free {
        if sit(&mut tx, seat, at(0)).await {
            tx.commit().await.unwrap();
            return seat;
        }
    }
    unreachable!()
}

#[test]
fn a_published_achievement_is_never_rewritten() {
    on_both(|db| async move {
        let mut tx = db.write().await.unwrap();
        let first = badges::add_achievement(&mut tx, &reperes("Sait."), at(0))
            .await
            .unwrap();
        assert_eq!(first.version, "1.0.0");
        assert_eq!(
            badges::add_achievement(&mut tx, &reperes("Sait."), at(1))
                .await
                .unwrap(),
            first
        );
        let second = badges::add_achievement(&mut tx, &reperes("Sait mieux."), at(2))
            .await
            .unwrap();
        assert_eq!(second.version, "1.0.0+2");
        assert_eq!(
            badges::find_achievement(&mut tx, "reperes").await.unwrap(),
            Some(second)
        );
        assert_eq!(
            badges::find_achievement_version(&mut tx, "reperes", "1.0.0")
                .await
                .unwrap(),
            Some(first)
        );
        assert_eq!(badges::list_achievements(&mut tx).await.unwrap().len(), 1);
    });
}

#[test]
fn an_attempt_earns_an_achievement_once() {
    on_both(|db| async move {
        let attempt = AttemptId::new();
        let award = an_award(&db, attempt, "key-1").await.unwrap();
        assert!(an_award(&db, attempt, "key-2").await.is_err());
        let mut reader = db.read().await.unwrap();
        assert_eq!(
            badges::find_award_by_claim(&mut reader, "key-1")
                .await
                .unwrap()
                .unwrap()
                .id,
            award.id
        );
        assert_eq!(
            badges::list_awards_of_attempt(&mut reader, attempt)
                .await
                .unwrap()
                .len(),
            1
        );
        assert!(
            badges::find_award_by_claim(&mut reader, "key-2")
                .await
                .unwrap()
                .is_none()
        );
    });
}

#[test]
fn an_award_becomes_one_credential_and_one_place() {
    on_both(|db| async move {
        let award = an_award(&db, AttemptId::new(), "key").await.unwrap();
        let (first, second) = (a_credential(&award), a_credential(&award));
        let seat = a_seat(&db).await;
        let mut tx = db.write().await.unwrap();
        assert!(badges::add_credential(&mut tx, &first, seat).await.unwrap());
        tx.commit().await.unwrap();
        let other = a_seat(&db).await;
        assert_ne!(seat, other);
        let mut tx = db.write().await.unwrap();
        assert!(
            !badges::add_credential(&mut tx, &second, other)
                .await
                .unwrap()
        );
        tx.commit().await.unwrap();
        let mut reader = db.read().await.unwrap();
        assert_eq!(
            badges::find_credential_of_award(&mut reader, award.id)
                .await
                .unwrap()
                .unwrap()
                .id,
            first.id
        );
        assert_eq!(
            badges::find_seat(&mut reader, first.id).await.unwrap(),
            Some(seat)
        );
    });
}

#[test]
fn places_are_given_once_in_the_order_in_which_they_were_drawn() {
    on_both(|db| async move {
        let mut tx = db.write().await.unwrap();
        badges::add_list(&mut tx, 20, at(0)).await.unwrap();
        let first = badges::take_places(&mut tx, 1, &[7, 2, 19], at(0)).await;
        assert_eq!(first.unwrap(), [7, 2, 19]);
        let second = badges::take_places(&mut tx, 1, &[11, 2, 0, 7], at(0)).await;
        assert_eq!(second.unwrap(), [11, 0]);
        let open = badges::find_open_list(&mut tx).await.unwrap();
        assert_eq!(open, Some((1, 20, 5)), "half of it are for later draws");
        let third = badges::take_places(&mut tx, 1, &[1, 3, 4, 5, 6], at(0)).await;
        assert_eq!(third.unwrap().len(), 5);
        assert_eq!(badges::find_open_list(&mut tx).await.unwrap(), None);
    });
}

#[test]
fn what_is_given_twice_at_once_is_stored_once() {
    on_both(|db| async move {
        let award = an_award(&db, AttemptId::new(), "key").await.unwrap();
        let of = |award: &Award| Award {
            id: AwardId::new(),
            attempt: None,
            ..award.clone()
        };
        let (one, two, other) = (of(&award), of(&award), of(&award));
        let seats = [a_seat(&db).await, a_seat(&db).await];
        let mut tx = db.write().await.unwrap();
        let given = [(&one, "k1".to_owned(), "same")];
        let stored = badges::add_given_awards(&mut tx, &given).await.unwrap();
        assert_eq!(Vec::from_iter(stored), [one.id]);
        let credential = a_credential(&one);
        badges::add_credentials(&mut tx, &[(&credential, seats[0])])
            .await
            .unwrap();
        tx.commit().await.unwrap();

        let mut tx = db.write().await.unwrap();
        let given = [
            (&two, "k2".to_owned(), "same"),
            (&other, "k3".to_owned(), "other"),
        ];
        let stored = badges::add_given_awards(&mut tx, &given).await.unwrap();
        assert_eq!(Vec::from_iter(stored), [other.id], "the first one counts");
        let second = a_credential(&other);
        badges::add_credentials(&mut tx, &[(&second, seats[1])])
            .await
            .unwrap();
        let asked = ["same", "other", "never"];
        let found = badges::list_credentials_of_origins(&mut tx, &asked).await;
        let mut found = found.unwrap();
        found.sort();
        let expected = [
            ("other".to_owned(), second.id),
            ("same".to_owned(), credential.id),
        ];
        assert_eq!(found, expected);
        tx.commit().await.unwrap();
        let mut reader = db.read().await.unwrap();
        let read = badges::find_credential(&mut reader, second.id).await;
        assert_eq!(read.unwrap().unwrap().jwt, second.jwt);
        let seat = badges::find_seat(&mut reader, second.id).await.unwrap();
        assert_eq!(seat, Some(seats[1]));
    });
}

#[test]
fn a_bit_once_set_stays_and_moves_the_revision_once() {
    on_both(|db| async move {
        let seat = a_seat(&db).await;
        for _ in 0..2 {
            let mut tx = db.write().await.unwrap();
            badges::set_bit(&mut tx, seat, at(5)).await.unwrap();
            tx.commit().await.unwrap();
        }
        let mut reader = db.read().await.unwrap();
        assert_eq!(
            badges::list_bits(&mut reader, seat.list).await.unwrap(),
            [seat.place]
        );
        assert_eq!(
            badges::find_list(&mut reader, seat.list).await.unwrap(),
            Some((131_072, 1))
        );
        assert_eq!(badges::find_list(&mut reader, 99).await.unwrap(), None);
    });
}

#[test]
fn a_standing_changes_only_from_what_it_was() {
    on_both(|db| async move {
        let award = an_award(&db, AttemptId::new(), "key").await.unwrap();
        let kept = a_credential(&award);
        let seat = a_seat(&db).await;
        let mut tx = db.write().await.unwrap();
        badges::add_credential(&mut tx, &kept, seat).await.unwrap();
        assert!(
            badges::set_standing(
                &mut tx,
                kept.id,
                Standing::Valid,
                Standing::Suspended,
                Some("doute"),
                at(2)
            )
            .await
            .unwrap()
        );
        assert!(
            !badges::set_standing(
                &mut tx,
                kept.id,
                Standing::Valid,
                Standing::Revoked,
                None,
                at(3)
            )
            .await
            .unwrap()
        );
        let fresh = Kept {
            standing: Standing::Valid,
            revision: 2,
            document: "{2}".into(),
            ..kept.clone()
        };
        tx.commit().await.unwrap();
        let next = a_seat(&db).await;
        let mut tx = db.write().await.unwrap();
        // Whoever signed it again while it was suspended did not know: it stays so.
        for (from, done) in [
            (Standing::Valid, false),
            (Standing::Suspended, true),
            (Standing::Suspended, false),
        ] {
            let set = badges::set_revision(&mut tx, &fresh, from, next, at(4)).await;
            assert_eq!(set.unwrap(), done, "{from}");
        }
        tx.commit().await.unwrap();
        let mut reader = db.read().await.unwrap();
        let now = badges::find_credential(&mut reader, kept.id)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(
            (now.document.as_str(), now.revision, now.standing),
            ("{2}", 2, Standing::Valid)
        );
    });
}

#[test]
fn the_log_has_no_gap_even_when_writers_race() {
    on_both(|db| async move {
        let writers: Vec<_> = (0..20)
            .map(|n| {
                let db = db.clone();
                tokio::spawn(async move {
                    let mut tx = db.write().await.unwrap();
                    badges::add_log_lines(&mut tx, &[format!("{n}a"), format!("{n}b")], at(n))
                        .await
                        .unwrap();
                    // Every third changes its mind: its numbers must not be lost.
                    if n % 3 != 0 {
                        tx.commit().await.unwrap();
                    }
                })
            })
            .collect();
        for writer in writers {
            writer.await.unwrap();
        }
        let mut reader = db.read().await.unwrap();
        let log = badges::list_log(&mut reader, 0, 1000).await.unwrap();
        assert_eq!(
            log.iter().map(|line| line.seq).collect::<Vec<_>>(),
            (1..=26).collect::<Vec<_>>()
        );
        assert!(log.chunks(2).all(
            |pair| pair[0].digest.trim_end_matches('a') == pair[1].digest.trim_end_matches('b')
        ));
        assert_eq!(
            badges::list_log(&mut reader, 24, 1).await.unwrap()[0].seq,
            25
        );
    });
}

#[test]
fn an_unclaimed_award_is_forgotten_after_its_time() {
    on_both(|db| async move {
        let award = an_award(&db, AttemptId::new(), "key").await.unwrap();
        let mut tx = db.write().await.unwrap();
        assert_eq!(
            badges::forget_awards(&mut tx, award.claim_until)
                .await
                .unwrap(),
            0
        );
        assert_eq!(
            badges::forget_awards(&mut tx, at(400 * 86_400))
                .await
                .unwrap(),
            1
        );
        tx.commit().await.unwrap();
    });
}

#[test]
fn two_processes_that_publish_at_once_publish_one_after_the_other() {
    on_both(|db| async move {
        for round in 1..=6 {
            let publish = async |name: &str| {
                let achievement = an_achievement("cafe", &round.to_string(), name);
                let mut tx = db.write().await.unwrap();
                let published = badges::add_achievement(&mut tx, &achievement, at(1))
                    .await
                    .unwrap();
                badges::set_newest(&mut tx, &published).await.unwrap();
                tx.commit().await.unwrap();
                published.version
            };
            let (one, two) = tokio::join!(publish("Café"), publish("Café"));
            assert_eq!((one.clone(), two), (round.to_string(), round.to_string()));
            let (back, other) = tokio::join!(publish("Café"), publish("Autre"));
            assert_eq!((back, other), (one.clone(), format!("{one}+2")));
            let (one_again, other) = tokio::join!(publish("Café"), publish("Autre"));
            assert_eq!((one_again, other), (one.clone(), format!("{one}+2")));
        }
    });
}
