//! Achievements, awards, credentials, lists and the log.

use std::collections::BTreeMap;

use crema::{
    badges::{
        achievement::{Achievement, Texts},
        award::{Assessed, Award, Evidence, Retakes, claim_until},
        ledger::{Kept, Seat, Standing},
    },
    base::{AttemptId, AwardId, CredentialId, Lang, Result},
    store::{badges, db::Db},
};
use jiff::Timestamp;

use crate::support::on_both;

pub(super) fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + second).unwrap()
}

fn an_achievement(description: &str) -> Achievement {
    let texts = Texts {
        name: "Repères".into(),
        description: description.into(),
        criteria: "60 %".into(),
        image_alt: "Tasse".into(),
        module_title: "Premiers pas".into(),
        level_names: vec!["Repères".into()],
    };
    Achievement {
        slug: "reperes".into(),
        version: "1.0.0".into(),
        kind: "Badge".into(),
        module: "premiers-pas".into(),
        lang: "fr".into(),
        texts: BTreeMap::from([("fr".into(), texts)]),
        levels: vec!["repere".into()],
        level: "repere".into(),
        alignments: vec![],
        expires_after: None,
        design: None,
        awarders: vec![],
    }
}

pub(super) async fn an_award(db: &Db, attempt: AttemptId, key: &str) -> Result<Award> {
    let mut tx = db.write().await?;
    let achievement = badges::add_achievement(&mut tx, &an_achievement("Sait."), at(0)).await?;
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

pub(super) async fn a_seat(db: &Db) -> Seat {
    let mut tx = db.write().await.unwrap();
    if badges::find_open_list(&mut tx).await.unwrap().is_none() {
        badges::add_list(&mut tx, 131_072, at(0)).await.unwrap();
    }
    let (list, _) = badges::find_open_list(&mut tx).await.unwrap().unwrap();
    let free = (0..).map(|place| Seat { list, place });
    for seat in free {
        if badges::take_seat(&mut tx, seat, at(0)).await.unwrap() {
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
        let first = badges::add_achievement(&mut tx, &an_achievement("Sait."), at(0))
            .await
            .unwrap();
        assert_eq!(first.version, "1.0.0");
        assert_eq!(
            badges::add_achievement(&mut tx, &an_achievement("Sait."), at(1))
                .await
                .unwrap(),
            first
        );
        let second = badges::add_achievement(&mut tx, &an_achievement("Sait mieux."), at(2))
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
        assert!(
            badges::set_revision(&mut tx, &fresh, next, at(4))
                .await
                .unwrap()
        );
        assert!(
            !badges::set_revision(&mut tx, &fresh, next, at(4))
                .await
                .unwrap()
        );
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
