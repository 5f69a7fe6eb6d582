//! The directory as rows, and in memory beside them: what was written is found, what was taken back is not, on both databases.

use crema::{
    badges::{
        award::{Assessed, Award, Evidence, Given, Retakes, claim_until},
        ledger::{Kept, Seat, Standing},
    },
    base::{AccountId, AwardId, CredentialId, Email, Lang, MessageId},
    directory::{Audience, Profile, Query, Viewer},
    store::{
        access, badges,
        db::Db,
        directory as rows,
        holdings::{self, Way},
        people::People,
        sql::{Order, PART},
        standings,
    },
};
use jiff::Timestamp;

use super::badges::sit;
use crate::support::{on_both, rows::reperes};

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + second).unwrap()
}

async fn an_account(db: &Db, email: &str) -> AccountId {
    let mut tx = db.write().await.unwrap();
    let email = Email::read(email).unwrap();
    let account = access::add_account(&mut tx, &email, Lang::Fr, at(0))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    account
}

fn a_profile(name: &str) -> Profile {
    let mut profile = Profile {
        name: name.into(),
        audience: Audience::Public,
        ..Profile::default()
    };
    profile.skills.audience = Audience::Public;
    profile
}

async fn save(db: &Db, account: AccountId, profile: &Profile) {
    let mut tx = db.write().await.unwrap();
    let slug = profile.slug(&account.to_string()[30..]);
    assert!(
        rows::add_profile(&mut tx, account, &slug, profile, at(1))
            .await
            .unwrap()
    );
    tx.commit().await.unwrap();
}

fn everybody() -> Query {
    Query {
        viewer: Viewer::Public,
        at: at(10),
        words: vec![],
        calling: None,
        skill: None,
        near: None,
        indexed: false,
        offset: 0,
        limit: 20,
    }
}

/// A badge in the space of an account.
async fn a_badge(db: &Db, account: AccountId, way: Way, evidence: Evidence) -> CredentialId {
    let mut tx = db.write().await.unwrap();
    badges::add_achievement(&mut tx, &reperes("Sait."), at(0))
        .await
        .unwrap();
    let award = Award {
        id: AwardId::new(),
        achievement: "reperes".into(),
        achievement_version: "1.0.0".into(),
        attempt: None,
        lang: Lang::Fr,
        level: "repere".into(),
        evidence,
        awarded_at: at(0),
        claim_until: claim_until(at(0)),
    };
    badges::add_award(&mut tx, &award, &award.id.to_string())
        .await
        .unwrap();
    if badges::find_open_list(&mut tx).await.unwrap().is_none() {
        badges::add_list(&mut tx, 131_072, at(0)).await.unwrap();
    }
    let (list, ..) = badges::find_open_list(&mut tx).await.unwrap().unwrap();
    let mut seat = Seat { list, place: 0 };
    while !sit(&mut tx, seat, at(0)).await {
        seat.place += 1;
    }
    let kept = Kept {
        id: CredentialId::new(),
        award: award.id,
        name: None,
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
    };
    assert!(badges::add_credential(&mut tx, &kept, seat).await.unwrap());
    assert!(
        holdings::add(&mut tx, award.id, account, way, at(2))
            .await
            .unwrap()
    );
    tx.commit().await.unwrap();
    kept.id
}

fn assessed(supervised: bool) -> Evidence {
    Evidence::Assessed(Assessed {
        supervisor: None,
        supervised_by: supervised.then(|| "animator".to_owned()),
        retakes: Retakes::Unlimited,
        answers_shown: false,
        identity_checked: false,
        module: "premiers-pas".into(),
        module_version: "1.0.0".into(),
        module_digest: "00".into(),
    })
}

#[test]
fn an_older_profile_is_not_saved_over_a_newer_one() {
    on_both(|db| async move {
        let ada = an_account(&db, "ada@example.org").await;
        save(&db, ada, &a_profile("Ada")).await;
        let mut tx = db.write().await.unwrap();
        let again = rows::add_profile(&mut tx, ada, "other", &a_profile("Eve"), at(2)).await;
        assert!(!again.unwrap(), "one profile to an account");
        let set = |version, name: &'static str| (version, a_profile(name));
        for ((version, profile), saved) in [
            (set(1, "Ada L."), true),
            (set(1, "Late"), false),
            (set(2, "Ada Lovelace"), true),
            (set(9, "Early"), false),
        ] {
            let slug = profile.slug("k");
            let found = rows::set_profile(&mut tx, ada, version, &slug, &profile, at(3)).await;
            assert_eq!(found.unwrap(), saved, "{}", profile.name);
        }
        let standing = rows::find_profile(&mut tx, ada).await.unwrap().unwrap();
        assert_eq!(standing.profile, a_profile("Ada Lovelace"));
        assert_eq!(
            (standing.version, standing.slug.as_str()),
            (3, "ada-lovelace-k")
        );
        assert_eq!(standing.confirmed_at, at(3));
    });
}

#[test]
fn what_is_in_memory_is_what_the_rows_say() {
    on_both(|db| async move {
        // Two processes over one database.
        let (here, there) = (
            People::new(crema::geography::numbered),
            People::new(crema::geography::numbered),
        );
        let count = async |query: &Query| {
            let found = here.look(&db, query).await.unwrap().results.total;
            assert_eq!(there.look(&db, query).await.unwrap().results.total, found);
            found
        };
        assert_eq!(count(&everybody()).await, 0);
        let ada = an_account(&db, "ada@example.org").await;
        let zoe = an_account(&db, "zoe@example.org").await;
        save(&db, ada, &a_profile("Ada")).await;
        save(&db, zoe, &a_profile("Zoé")).await;
        assert_eq!(count(&everybody()).await, 2);

        let skilled = Query {
            skill: Some("reperes".into()),
            ..everybody()
        };
        assert_eq!(count(&skilled).await, 0);
        let credential = a_badge(&db, ada, Way::Attached, assessed(false)).await;
        assert_eq!(count(&skilled).await, 1);
        for (from, to, holders) in [
            (Standing::Valid, Standing::Suspended, 0),
            (Standing::Suspended, Standing::Valid, 1),
            (Standing::Valid, Standing::Revoked, 0),
        ] {
            let mut tx = db.write().await.unwrap();
            let set = badges::set_standing(&mut tx, credential, from, to, Some("x"), at(4));
            assert!(set.await.unwrap());
            tx.commit().await.unwrap();
            assert_eq!(count(&skilled).await, holders, "{to}");
        }
        let other = a_badge(&db, zoe, Way::Attached, assessed(false)).await;
        assert_eq!(count(&skilled).await, 1);
        let mut tx = db.write().await.unwrap();
        assert!(badges::withdraw(&mut tx, other, at(5)).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(count(&skilled).await, 0);
        // Taken back among many.
        let third = a_badge(&db, zoe, Way::Attached, assessed(false)).await;
        assert_eq!(count(&skilled).await, 1);
        let mut tx = db.write().await.unwrap();
        let to = Standing::Revoked;
        let taken = standings::set_standings(&mut tx, &[third], to, None, at(6)).await;
        assert_eq!(taken.unwrap().len(), 1);
        tx.commit().await.unwrap();
        assert_eq!(count(&skilled).await, 0);

        let mut tx = db.write().await.unwrap();
        rows::set_hidden(&mut tx, zoe, Some("reported"))
            .await
            .unwrap();
        tx.commit().await.unwrap();
        assert_eq!(count(&everybody()).await, 1);
        let mut tx = db.write().await.unwrap();
        rows::set_hidden(&mut tx, zoe, None).await.unwrap();
        rows::forget_profile(&mut tx, ada).await.unwrap();
        // Dropped: nothing of it happened, and nothing of it is seen.
        drop(tx);
        assert_eq!(count(&everybody()).await, 1);
        let mut tx = db.write().await.unwrap();
        assert!(rows::forget_profile(&mut tx, ada).await.unwrap());
        assert!(!rows::forget_profile(&mut tx, ada).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(count(&everybody()).await, 0);

        // Accounts that go together are read anew as a whole, and so is all where the changes are forgotten.
        let mut tx = db.write().await.unwrap();
        rows::set_hidden(&mut tx, zoe, None).await.unwrap();
        access::forget_account(&mut tx, zoe).await.unwrap();
        crema::store::changes::DIRECTORY
            .note_all(&mut tx)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        assert_eq!(count(&everybody()).await, 0);
    });
}

#[test]
fn a_badge_is_proved_only_when_it_was_issued_under_supervision_to_the_account() {
    on_both(|db| async move {
        let room = Evidence::Given(Given {
            given_by: "animator".into(),
            to_a_room: true,
            shown: None,
        });
        let by_hand = Evidence::Given(Given {
            given_by: "coordinator".into(),
            to_a_room: false,
            shown: None,
        });
        for (number, (way, evidence, proved)) in [
            (Way::Issued, assessed(true), true),
            (Way::Issued, by_hand.clone(), true),
            (Way::Issued, assessed(false), false),
            (Way::Issued, room, false),
            (Way::Attached, assessed(true), false),
            (Way::Attached, by_hand, false),
        ]
        .into_iter()
        .enumerate()
        {
            let account = an_account(&db, &format!("m{number}@example.org")).await;
            save(&db, account, &a_profile("Zoé")).await;
            a_badge(&db, account, way, evidence).await;
            let mut reader = db.read().await.unwrap();
            let skills = holdings::list_skills(&mut reader, &[account])
                .await
                .unwrap();
            assert_eq!(skills.len(), 1);
            assert_eq!(skills[0].1.proved, proved, "{number}");
        }
        let mut reader = db.read().await.unwrap();
        assert_eq!(
            holdings::list_all_skills(&mut reader).await.unwrap().len(),
            6
        );
    });
}

#[test]
fn letters_are_confirmed_and_reported_once_and_forgotten() {
    on_both(|db| async move {
        let ada = an_account(&db, "ada@example.org").await;
        let mut tx = db.write().await.unwrap();
        let message = rows::Message {
            id: MessageId::new(),
            to: ada,
            sender: Email::read("eve@example.org").unwrap(),
            mailbox: "eve".into(),
            name: "Eve".into(),
            words: "Bonjour".into(),
            reply: true,
            lang: Lang::En,
            written_at: at(0),
            confirmed_at: None,
        };
        rows::add_message(&mut tx, &message).await.unwrap();
        let id = message.id;
        assert!(
            !rows::report_message(&mut tx, id, at(1)).await.unwrap(),
            "nobody got it"
        );
        assert!(
            !rows::confirm_message(&mut tx, id, at(0), at(1))
                .await
                .unwrap(),
            "too late"
        );
        assert!(
            rows::confirm_message(&mut tx, id, at(-1), at(1))
                .await
                .unwrap()
        );
        assert!(
            !rows::confirm_message(&mut tx, id, at(-1), at(2))
                .await
                .unwrap(),
            "once"
        );
        assert!(rows::report_message(&mut tx, id, at(2)).await.unwrap());
        assert!(
            !rows::report_message(&mut tx, id, at(3)).await.unwrap(),
            "once"
        );
        let report = rows::add_report(&mut tx, ada, Some(id), "rude", at(2))
            .await
            .unwrap();
        assert_eq!(rows::count_reports(&mut tx).await.unwrap(), (1, 1));
        let order = Order::of(rows::ORDERS, "told", true, 10, 0);
        let told = rows::list_reports(&mut tx, order).await.unwrap().remove(0);
        assert_eq!(
            (told.letter.as_deref(), told.words.as_str()),
            (Some("Bonjour"), "rude")
        );
        assert!(rows::settle(&mut tx, report, at(4)).await.unwrap());
        assert!(!rows::settle(&mut tx, report, at(5)).await.unwrap());
        assert_eq!(rows::count_reports(&mut tx).await.unwrap(), (1, 0));
        assert_eq!(
            rows::list_messages_of(&mut tx, "x", ada)
                .await
                .unwrap()
                .len(),
            1
        );
        assert_eq!(
            rows::list_messages_of(&mut tx, "eve", AccountId::new())
                .await
                .unwrap()
                .len(),
            1
        );
        // It was reported a moment ago: it stays although it is old.
        assert_eq!(
            rows::forget_messages(&mut tx, at(1), at(2)).await.unwrap(),
            0
        );
        assert_eq!(
            rows::forget_messages(&mut tx, at(1), at(3)).await.unwrap(),
            1
        );
        assert_eq!(
            rows::count_reports(&mut tx).await.unwrap(),
            (0, 0),
            "with its letter"
        );
        rows::add_message(&mut tx, &message).await.unwrap();
        for (mailbox, gone) in [("x", 0), ("eve", 1)] {
            let forgotten = rows::forget_messages_of(&mut tx, mailbox).await;
            assert_eq!(forgotten.unwrap(), gone);
        }
        // Many go in parts, so that others have their turn between two of them.
        for number in 0..=PART {
            let id = MessageId::new();
            let many = rows::Message {
                id,
                ..message.clone()
            };
            rows::add_message(&mut tx, &many).await.unwrap();
            let words = number.to_string();
            rows::add_report(&mut tx, ada, None, &words, at(0))
                .await
                .unwrap();
        }
        for gone in [PART as u64, 1, 0] {
            let letters = rows::forget_messages(&mut tx, at(1), at(1)).await;
            let reports = rows::forget_reports(&mut tx, at(1)).await;
            assert_eq!((letters.unwrap(), reports.unwrap()), (gone, gone));
        }
    });
}

#[test]
fn who_said_nothing_for_long_is_asked_step_by_step() {
    on_both(|db| async move {
        let ada = an_account(&db, "ada@example.org").await;
        save(&db, ada, &a_profile("Ada")).await;
        let mut tx = db.write().await.unwrap();
        assert!(
            rows::list_unconfirmed(&mut tx, at(0), 1, 9)
                .await
                .unwrap()
                .is_empty()
        );
        assert_eq!(
            rows::list_unconfirmed(&mut tx, at(1), 1, 9).await.unwrap(),
            [ada]
        );
        assert!(rows::set_asked(&mut tx, ada, 1).await.unwrap());
        assert!(!rows::set_asked(&mut tx, ada, 1).await.unwrap());
        assert!(
            rows::list_unconfirmed(&mut tx, at(1), 1, 9)
                .await
                .unwrap()
                .is_empty()
        );
        assert_eq!(
            rows::list_unconfirmed(&mut tx, at(1), 2, 9).await.unwrap(),
            [ada]
        );
        assert!(!rows::confirm(&mut tx, ada, at(0), at(7)).await.unwrap());
        assert!(rows::confirm(&mut tx, ada, at(1), at(7)).await.unwrap());
        let standing = rows::find_profile(&mut tx, ada).await.unwrap().unwrap();
        assert_eq!((standing.confirmed_at, standing.asked), (at(7), 0));
        // Whoever confirmed since they were listed stays.
        for (before, gone) in [(at(1), false), (at(7), true), (at(7), false)] {
            let forgotten = rows::forget_unconfirmed(&mut tx, ada, before).await;
            assert_eq!(forgotten.unwrap(), gone);
        }
    });
}
