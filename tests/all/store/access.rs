//! Accounts, roles, entries, sessions, the audit log, badges in spaces: on both databases.

use crema::{
    access::{
        account::{Post, Role},
        audit::{Actor, Noted},
        way::{Kind, Passkey},
    },
    base::{AccountId, CeremonyId, Email, EntryId, Lang, PasskeyId},
    store::{
        access::{self as rows, Ceremony, Entry, Kept},
        db::{Db, Tx},
        sql::{Order, PART},
    },
};
use jiff::Timestamp;

use crate::support::on_both;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + second).unwrap()
}

fn email(text: &str) -> Email {
    Email::read(text).unwrap()
}

async fn an_account(tx: &mut Tx, address: &str) -> AccountId {
    rows::add_account(tx, &email(address), Lang::Fr, at(0))
        .await
        .unwrap()
}

fn post(role: Role, territory: &str) -> Post {
    Post {
        role,
        territory: Some(territory.to_owned()).filter(|code| !code.is_empty()),
    }
}

#[test]
fn one_mailbox_is_one_account() {
    on_both(|db| async move {
        let mut tx = db.write().await.unwrap();
        let ada = an_account(&mut tx, "Ada@example.org").await;
        assert_eq!(an_account(&mut tx, "ADA@EXAMPLE.ORG").await, ada);
        assert_ne!(an_account(&mut tx, "zoe@example.org").await, ada);
        rows::set_entered(&mut tx, ada, at(9)).await.unwrap();
        let found = rows::find_account(&mut tx, ada).await.unwrap().unwrap();
        assert_eq!(found.email.as_str(), "Ada@example.org");
        assert_eq!(
            (found.entered_at, found.totp, found.is_staff()),
            (Some(at(9)), None, false)
        );
        assert_eq!(rows::count_accounts(&mut tx).await.unwrap(), 2);
        for (name, _) in rows::ACCOUNT_ORDERS {
            let order = Order::of(rows::ACCOUNT_ORDERS, name, true, 1, 1);
            assert_eq!(
                rows::list_accounts(&mut tx, order).await.unwrap().len(),
                1,
                "{name}"
            );
        }
    });
}

#[test]
fn the_last_administrator_keeps_the_role() {
    on_both(|db| async move {
        let mut tx = db.write().await.unwrap();
        let (ada, zoe) = (
            an_account(&mut tx, "ada@example.org").await,
            an_account(&mut tx, "zoe@example.org").await,
        );
        let admin = post(Role::Admin, "");
        for post in [
            &admin,
            &post(Role::Coordinator, "93"),
            &post(Role::Coordinator, "2A"),
        ] {
            assert!(
                rows::add_role(&mut tx, ada, post, "console", at(1))
                    .await
                    .unwrap()
            );
            assert!(
                !rows::add_role(&mut tx, ada, post, "console", at(1))
                    .await
                    .unwrap()
            );
        }
        let found = rows::find_account(&mut tx, ada).await.unwrap().unwrap();
        assert_eq!((found.posts.len(), found.roles().len()), (3, 2));
        assert!(
            rows::forget_role(&mut tx, ada, &post(Role::Coordinator, "93"))
                .await
                .unwrap()
        );
        assert!(!rows::forget_role(&mut tx, ada, &admin).await.unwrap());
        assert!(!rows::has_other_admin(&mut tx, ada).await.unwrap());
        rows::add_role(&mut tx, zoe, &admin, "console", at(2))
            .await
            .unwrap();
        assert!(rows::has_other_admin(&mut tx, ada).await.unwrap());
        assert!(rows::forget_role(&mut tx, ada, &admin).await.unwrap());
    });
}

#[test]
fn of_two_last_administrators_who_leave_at_once_one_stays() {
    on_both(|db| async move {
        let admin = post(Role::Admin, "");
        let mut tx = db.write().await.unwrap();
        let both = [
            an_account(&mut tx, "ada@example.org").await,
            an_account(&mut tx, "zoe@example.org").await,
        ];
        tx.commit().await.unwrap();
        for round in 0..8 {
            let mut tx = db.write().await.unwrap();
            for id in both {
                let added = rows::add_role(&mut tx, id, &admin, "console", at(round)).await;
                added.unwrap();
            }
            tx.commit().await.unwrap();
            let leaving = both.map(|id| {
                let (db, admin) = (db.clone(), admin.clone());
                tokio::spawn(async move {
                    let mut tx = db.write().await.unwrap();
                    let left = rows::forget_role(&mut tx, id, &admin).await.unwrap();
                    tx.commit().await.unwrap();
                    left
                })
            });
            let mut left = 0;
            for one in leaving {
                left += usize::from(one.await.unwrap());
            }
            assert_eq!(left, 1);
        }
    });
}

#[test]
fn an_account_takes_with_it_what_hangs_on_it() {
    on_both(|db| async move {
        let mut tx = db.write().await.unwrap();
        let ada = an_account(&mut tx, "ada@example.org").await;
        rows::add_role(&mut tx, ada, &post(Role::Author, ""), "console", at(1))
            .await
            .unwrap();
        begin(&mut tx, "key", Some(ada)).await;
        assert!(rows::forget_account(&mut tx, ada).await.unwrap());
        assert!(!rows::forget_account(&mut tx, ada).await.unwrap());
        assert!(
            rows::find_session(&mut tx, "key", at(1))
                .await
                .unwrap()
                .is_none()
        );
        // Members go after a while, whoever has a role does not.
        let (old, author) = (
            an_account(&mut tx, "old@example.org").await,
            an_account(&mut tx, "author@example.org").await,
        );
        rows::add_role(&mut tx, author, &post(Role::Author, ""), "console", at(1))
            .await
            .unwrap();
        let young = an_account(&mut tx, "young@example.org").await;
        assert_eq!(rows::hold_idle(&mut tx, at(0), 9).await.unwrap(), []);
        assert_eq!(rows::hold_idle(&mut tx, at(1), 1).await.unwrap(), [old]);
        rows::set_entered(&mut tx, old, at(1)).await.unwrap();
        assert_eq!(rows::hold_idle(&mut tx, at(1), 9).await.unwrap(), [young]);
    });
}

fn an_entry(address: &str, browser: bool) -> Entry {
    Entry {
        id: EntryId::new(),
        email: email(address),
        lang: Lang::En,
        browser,
        expires_at: at(600),
    }
}

async fn open(db: &Db, entry: &Entry, token: &str) {
    let mut tx = db.write().await.unwrap();
    rows::add_entry(&mut tx, entry, entry.email.as_str(), token, at(0))
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

#[test]
fn a_newer_entry_closes_the_older_and_each_opens_once() {
    on_both(|db| async move {
        let (first, second) = (
            an_entry("ada@example.org", true),
            an_entry("ada@example.org", true),
        );
        let (other, printed) = (
            an_entry("zoe@example.org", true),
            an_entry("ada@example.org", false),
        );
        for (entry, token) in [
            (&printed, "p"),
            (&other, "o"),
            (&first, "1"),
            (&second, "2"),
        ] {
            open(&db, entry, token).await;
        }
        let mut tx = db.write().await.unwrap();
        for (entry, token, is_open) in [
            (&first, "1", false),
            (&second, "2", true),
            (&other, "o", true),
            (&printed, "p", true),
        ] {
            assert_eq!(
                rows::find_entry(&mut tx, entry.id, at(5))
                    .await
                    .unwrap()
                    .is_some(),
                is_open,
                "{token}"
            );
            assert_eq!(
                rows::find_entry_by_token(&mut tx, token, at(5))
                    .await
                    .unwrap()
                    .is_some(),
                is_open,
                "{token}"
            );
            assert!(
                rows::find_entry(&mut tx, entry.id, at(600))
                    .await
                    .unwrap()
                    .is_none(),
                "too late"
            );
            assert!(
                rows::find_entry(&mut tx, entry.id, at(-1))
                    .await
                    .unwrap()
                    .is_none(),
                "a clock set back revives nothing"
            );
        }
        let newest = rows::find_entry_of_mailbox(&mut tx, "ada@example.org", at(5))
            .await
            .unwrap();
        assert_eq!(newest.unwrap().id, second.id);
        for left in [true, true, false] {
            assert_eq!(rows::take_try(&mut tx, second.id, 2).await.unwrap(), left);
        }
        tx.commit().await.unwrap();
        let closing: Vec<_> = (0..4)
            .map(|_| {
                let (db, id) = (db.clone(), second.id);
                tokio::spawn(async move {
                    let mut tx = db.write().await.unwrap();
                    let closed = rows::close_entry(&mut tx, id, at(6)).await.unwrap();
                    tx.commit().await.unwrap();
                    closed
                })
            })
            .collect();
        let mut closed = 0;
        for one in closing {
            closed += usize::from(one.await.unwrap());
        }
        assert_eq!(closed, 1);
        let mut tx = db.write().await.unwrap();
        assert_eq!(
            rows::forget_entries_of(&mut tx, "ada@example.org")
                .await
                .unwrap(),
            3
        );
        assert_eq!(rows::forget_entries(&mut tx, at(601)).await.unwrap(), 1);
    });
}

async fn begin(tx: &mut Tx, key: &str, account: Option<AccountId>) -> bool {
    let kept = Kept {
        key,
        account,
        data: "{}",
        client: "Firefox, Linux",
        expires_at: at(100),
    };
    rows::add_session(tx, &kept, at(0)).await.unwrap()
}

#[test]
fn a_session_that_was_ended_is_not_written_back() {
    on_both(|db| async move {
        let mut tx = db.write().await.unwrap();
        let (ada, zoe) = (
            an_account(&mut tx, "ada@example.org").await,
            an_account(&mut tx, "zoe@example.org").await,
        );
        assert!(begin(&mut tx, "a1", Some(ada)).await);
        assert!(
            !begin(&mut tx, "a1", Some(zoe)).await,
            "a key is taken once"
        );
        assert!(begin(&mut tx, "a2", Some(ada)).await && begin(&mut tx, "z", Some(zoe)).await);
        assert!(begin(&mut tx, "nobody", None).await);
        let write = |key, account| Kept {
            key,
            account,
            data: "{\"n\":1}",
            client: "",
            expires_at: at(0),
        };
        assert!(
            rows::set_session(&mut tx, &write("a1", Some(ada)))
                .await
                .unwrap()
        );
        assert!(
            !rows::set_session(&mut tx, &write("a1", Some(zoe)))
                .await
                .unwrap()
        );
        assert!(
            rows::set_session(&mut tx, &write("nobody", None))
                .await
                .unwrap()
        );
        assert!(
            !rows::set_session(&mut tx, &write("nobody", Some(ada)))
                .await
                .unwrap()
        );
        let (data, ends) = rows::find_session(&mut tx, "a1", at(1))
            .await
            .unwrap()
            .unwrap();
        assert_eq!((data.as_str(), ends), ("{\"n\":1}", at(100)));
        assert!(
            rows::find_session(&mut tx, "a1", at(100))
                .await
                .unwrap()
                .is_none()
        );
        let stays = rows::list_sessions(&mut tx, ada, "a2", at(1))
            .await
            .unwrap();
        assert_eq!(stays.iter().filter(|stay| stay.own).count(), 1);
        assert!(
            !rows::forget_session_of(&mut tx, zoe, stays[0].handle)
                .await
                .unwrap()
        );
        assert_eq!(
            rows::forget_sessions_of(&mut tx, ada, "a2").await.unwrap(),
            1
        );
        assert!(
            !rows::set_session(&mut tx, &write("a1", Some(ada)))
                .await
                .unwrap()
        );
        assert_eq!(rows::forget_sessions(&mut tx, at(100)).await.unwrap(), 3);
    });
}

#[test]
fn a_step_of_time_is_taken_once_and_never_backwards() {
    on_both(|db| async move {
        let mut tx = db.write().await.unwrap();
        let ada = an_account(&mut tx, "ada@example.org").await;
        assert!(
            !rows::take_totp_step(&mut tx, ada, 5).await.unwrap(),
            "none is in use"
        );
        rows::set_totp(&mut tx, ada, Some(1), 5).await.unwrap();
        for (step, taken) in [(5, false), (6, true), (6, false), (4, false), (7, true)] {
            assert_eq!(
                rows::take_totp_step(&mut tx, ada, step).await.unwrap(),
                taken,
                "{step}"
            );
        }
        rows::set_totp(&mut tx, ada, None, 9).await.unwrap();
        let account = rows::find_account(&mut tx, ada).await.unwrap().unwrap();
        assert_eq!(
            (account.totp, account.totp_made),
            (None, 1),
            "a secret is never used again"
        );
    });
}

#[test]
fn the_log_is_kept_in_order_and_for_a_time() {
    on_both(|db| async move {
        let mut tx = db.write().await.unwrap();
        for second in 0..5 {
            rows::note(
                &mut tx,
                Actor::Console,
                Noted::Invited,
                &format!("s{second}"),
                "",
                at(second),
            )
            .await
            .unwrap();
        }
        let order = Order::of(rows::AUDIT_ORDERS, "", true, 2, 1);
        let lines = rows::list_audit(&mut tx, order).await.unwrap();
        let subjects: Vec<_> = lines.iter().map(|line| line.subject.as_str()).collect();
        assert_eq!(subjects, ["s3", "s2"]);
        assert_eq!(rows::forget_audit(&mut tx, at(3)).await.unwrap(), 3);
        assert_eq!(rows::count_audit(&mut tx).await.unwrap(), 2);
    });
}

#[test]
fn the_bound_of_passkeys_holds_whoever_adds_at_once() {
    on_both(|db| async move {
        let mut tx = db.write().await.unwrap();
        let ada = an_account(&mut tx, "ada@example.org").await;
        tx.commit().await.unwrap();
        let all = (0..30).map(|number| {
            let db = db.clone();
            tokio::spawn(async move {
                let made = Passkey {
                    id: PasskeyId::new(),
                    account: ada,
                    name: String::new(),
                    credential: "{}".into(),
                    made_at: at(1),
                    used_at: None,
                    doubted_at: None,
                };
                let mut tx = db.write().await.unwrap();
                let added = rows::add_passkey(&mut tx, &made, &number.to_string(), 7).await;
                tx.commit().await.unwrap();
                added.unwrap()
            })
        });
        let mut added = 0;
        for one in all.collect::<Vec<_>>() {
            added += i64::from(one.await.unwrap());
        }
        assert_eq!(added, 7);
        let mut reader = db.read().await.unwrap();
        let kept = rows::list_passkeys(&mut reader, ada).await.unwrap();
        assert_eq!(kept.len(), 7);
    });
}

#[test]
fn what_browsers_no_longer_answer_goes_in_parts() {
    on_both(|db| async move {
        let mut tx = db.write().await.unwrap();
        for _ in 0..=PART {
            let asked = Ceremony {
                state: "{}".into(),
                account: None,
            };
            rows::add_ceremony(&mut tx, CeremonyId::new(), Kind::Entry, &asked, at(1))
                .await
                .unwrap();
        }
        for gone in [PART as u64, 1, 0] {
            let forgotten = rows::forget_ceremonies(&mut tx, at(1)).await;
            assert_eq!(forgotten.unwrap(), gone);
        }
        tx.commit().await.unwrap();
    });
}
