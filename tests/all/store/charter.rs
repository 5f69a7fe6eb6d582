//! Who adheres to the charter: on both databases.

use crema::{
    badges::{
        achievement::Achievement,
        award::{Adhered, Award, Evidence, claim_until},
        ledger::{Kept, Seat, Standing},
    },
    base::{AccountId, AdherenceId, AwardId, CredentialId, Email, Lang, OrganisationId},
    charter::adherence::{Adherence, Organisation, Sector},
    store::{access, badges, charter as rows, db::Tx, sql::Order},
};
use jiff::Timestamp;

use super::badges::sit;
use crate::support::{on_both, rows::an_achievement};

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + second).unwrap()
}

async fn an_account(tx: &mut Tx, address: &str) -> AccountId {
    let email = Email::read(address).unwrap();
    access::add_account(tx, &email, Lang::Fr, at(0))
        .await
        .unwrap()
}

fn library(account: AccountId) -> Organisation {
    Organisation {
        id: OrganisationId::new(),
        account,
        name: "Médiathèque Voyelles".into(),
        sector: Sector::Library,
        place: "Lille".into(),
        created_at: at(1),
    }
}

/// An adherence with the award and the credential that it comes with.
async fn an_adherence(
    tx: &mut Tx,
    account: AccountId,
    organisation: Option<Organisation>,
    second: i64,
) -> Adherence {
    let achievement = Achievement {
        kind: "Membership".into(),
        ..an_achievement("charter", "1.0", "Charte")
    };
    badges::add_achievement(tx, &achievement, at(second))
        .await
        .unwrap();
    if badges::find_open_list(tx).await.unwrap().is_none() {
        badges::add_list(tx, 131_072, at(second)).await.unwrap();
    }
    let seat = Seat {
        list: 1,
        place: second,
    };
    assert!(sit(tx, seat, at(second)).await);
    let award = Award {
        id: AwardId::new(),
        achievement: "charter".into(),
        achievement_version: "1.0".into(),
        attempt: None,
        lang: Lang::Fr,
        level: String::new(),
        evidence: Evidence::Adhered(Adhered {
            charter: "1.0".into(),
            charter_digest: "d".into(),
            organisation: None,
        }),
        awarded_at: at(second),
        claim_until: claim_until(at(second)),
    };
    badges::add_award(tx, &award, &award.id.to_string())
        .await
        .unwrap();
    let kept = Kept {
        id: CredentialId::new(),
        award: award.id,
        name: Some("Zoé".into()),
        standing: Standing::Valid,
        reason: None,
        standing_at: at(second),
        revision: 1,
        pair: 1,
        expires_at: None,
        issued_at: at(second),
        former: None,
        document: "{}".into(),
        jwt: "a.b.c".into(),
    };
    assert!(badges::add_credential(tx, &kept, seat).await.unwrap());
    Adherence {
        id: AdherenceId::new(),
        account,
        organisation,
        name: String::new(),
        version: "1.0".parse().unwrap(),
        lang: Lang::Fr,
        digest: "d".into(),
        adhered_at: at(second),
        ended_at: None,
        reason: None,
        award: award.id,
        credential: kept.id,
        holds: true,
    }
}

#[test]
fn one_adherence_goes_on_for_each_and_those_that_ended_stay() {
    on_both(|db| async move {
        let mut tx = db.write().await.unwrap();
        let zoe = an_account(&mut tx, "zoe@example.org").await;
        let first = an_adherence(&mut tx, zoe, None, 1).await;
        let second = an_adherence(&mut tx, zoe, None, 2).await;
        assert!(rows::add(&mut tx, &first).await.unwrap());
        assert!(!rows::add(&mut tx, &second).await.unwrap());
        let found = rows::find_of_person(&mut tx, zoe).await.unwrap().unwrap();
        assert_eq!(
            (found.id, found.name.as_str(), found.holds),
            (first.id, "Zoé", true)
        );
        assert!(rows::end(&mut tx, first.id, "Adieu", at(3)).await.unwrap());
        assert!(!rows::end(&mut tx, first.id, "Encore", at(4)).await.unwrap());
        assert!(rows::find_of_person(&mut tx, zoe).await.unwrap().is_none());
        assert!(rows::add(&mut tx, &second).await.unwrap());
        let all = rows::list_of_account(&mut tx, zoe).await.unwrap();
        assert_eq!(all.len(), 2);
        assert_eq!(all[1].reason.as_deref(), Some("Adieu"));
        assert_eq!(rows::count(&mut tx).await.unwrap(), 2);
        let going_on = rows::count_going_on(&mut tx).await.unwrap();
        assert_eq!(going_on, [("1.0".parse().unwrap(), 1)]);
        for (name, _) in rows::ORDERS {
            let order = Order::of(rows::ORDERS, name, true, 1, 1);
            assert_eq!(rows::list(&mut tx, order).await.unwrap().len(), 1, "{name}");
        }
    });
}

#[test]
fn a_badge_taken_back_elsewhere_ends_the_adherence_it_states() {
    on_both(|db| async move {
        let mut tx = db.write().await.unwrap();
        let zoe = an_account(&mut tx, "zoe@example.org").await;
        let one = an_adherence(&mut tx, zoe, None, 1).await;
        rows::add(&mut tx, &one).await.unwrap();
        let (from, to) = (Standing::Valid, Standing::Revoked);
        badges::set_standing(&mut tx, one.credential, from, to, None, at(2))
            .await
            .unwrap();
        assert!(!rows::find(&mut tx, one.id).await.unwrap().unwrap().holds);
    });
}

#[test]
fn an_organisation_is_one_under_its_name_and_goes_with_the_account() {
    on_both(|db| async move {
        let mut tx = db.write().await.unwrap();
        let zoe = an_account(&mut tx, "zoe@example.org").await;
        let ali = an_account(&mut tx, "ali@example.org").await;
        let named = library(zoe);
        let id = rows::set_organisation(&mut tx, &named).await.unwrap();
        assert_eq!(id, named.id);
        let again = Organisation {
            name: "MÉDIATHÈQUE Voyelles".into(),
            place: "Roubaix".into(),
            ..library(zoe)
        };
        assert_eq!(rows::set_organisation(&mut tx, &again).await.unwrap(), id);
        let other = rows::set_organisation(&mut tx, &library(ali))
            .await
            .unwrap();
        assert_ne!(other, id, "who speaks for it is part of it");
        let found = rows::find_organisation_named(&mut tx, zoe, "médiathèque voyelles");
        assert_eq!(found.await.unwrap(), Some(id));

        let of_it = Organisation { id, ..named };
        let one = an_adherence(&mut tx, zoe, Some(of_it), 1).await;
        assert!(rows::add(&mut tx, &one).await.unwrap());
        let own = an_adherence(&mut tx, zoe, None, 2).await;
        assert!(rows::add(&mut tx, &own).await.unwrap(), "beside her own");
        let found = rows::find_of_organisation(&mut tx, id)
            .await
            .unwrap()
            .unwrap();
        let kept = found.organisation.unwrap();
        assert_eq!(
            (kept.place.as_str(), kept.sector),
            ("Roubaix", Sector::Library)
        );
        assert_eq!(found.name, "MÉDIATHÈQUE Voyelles");

        access::forget_account(&mut tx, zoe).await.unwrap();
        assert_eq!(rows::count(&mut tx).await.unwrap(), 0);
        assert!(
            badges::find_credential(&mut tx, one.credential)
                .await
                .unwrap()
                .is_some()
        );
    });
}
