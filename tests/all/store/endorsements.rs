//! Endorsements as rows: on both databases.

use crema::{
    badges::{
        endorsement::{About, End, Endorsement},
        ledger::Seat,
    },
    base::{AccountId, CredentialId, Email, EndorsementId, Lang, OrganisationId},
    charter::adherence::{Organisation, Sector},
    store::{access, badges, charter, db::Tx, endorsements as rows, sql::Order},
};
use jiff::Timestamp;

use super::badges::sit;
use crate::support::{on_both, rows::an_achievement};

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + second).unwrap()
}

async fn an_organisation(tx: &mut Tx, address: &str) -> (AccountId, OrganisationId) {
    let email = Email::read(address).unwrap();
    let account = access::add_account(tx, &email, Lang::Fr, at(0))
        .await
        .unwrap();
    let named = Organisation {
        id: OrganisationId::new(),
        account,
        name: "Médiathèque Voyelles".into(),
        sector: Sector::Library,
        place: "Lille".into(),
        created_at: at(1),
    };
    (
        account,
        charter::set_organisation(tx, &named).await.unwrap(),
    )
}

async fn publish(tx: &mut Tx) {
    let achievement = an_achievement("premiers-pas", "1", "Premiers pas");
    badges::add_achievement(tx, &achievement, at(1))
        .await
        .unwrap();
    badges::add_list(tx, 131_072, at(1)).await.unwrap();
}

async fn an_endorsement(tx: &mut Tx, by: (AccountId, OrganisationId), second: i64) -> Endorsement {
    let seat = Seat {
        list: 1,
        place: second,
    };
    assert!(sit(tx, seat, at(second)).await);
    Endorsement {
        id: EndorsementId::new(),
        account: by.0,
        organisation: Some(by.1),
        about: About::Achievement {
            slug: "premiers-pas".into(),
            version: "1".into(),
        },
        name: "Médiathèque Voyelles".into(),
        territory: "Lille".into(),
        words: "Nous le proposons.".into(),
        lang: Lang::Fr,
        seat,
        pair: 1,
        document: "{}".into(),
        jwt: "a.b.c".into(),
        made_at: at(second),
        ended: None,
    }
}

#[test]
fn an_organisation_says_a_thing_once_until_it_ends() {
    on_both(|db| async move {
        let mut tx = db.write().await.unwrap();
        publish(&mut tx).await;
        let by = an_organisation(&mut tx, "zoe@example.org").await;
        let first = an_endorsement(&mut tx, by, 10).await;
        let again = an_endorsement(&mut tx, by, 11).await;
        let other = an_organisation(&mut tx, "ada@example.org").await;
        let other = an_endorsement(&mut tx, other, 12).await;
        assert!(rows::add(&mut tx, &first).await.unwrap());
        assert!(!rows::add(&mut tx, &again).await.unwrap());
        assert!(rows::add(&mut tx, &other).await.unwrap());
        let all = rows::list_of_achievement(&mut tx, "premiers-pas", "1")
            .await
            .unwrap();
        assert_eq!(
            all.iter().map(|one| one.id).collect::<Vec<_>>(),
            [first.id, other.id]
        );
        assert!(
            rows::list_of_achievement(&mut tx, "premiers-pas", "2")
                .await
                .unwrap()
                .is_empty()
        );

        assert!(
            rows::end(&mut tx, first.id, End::AdherenceOver, at(20))
                .await
                .unwrap()
        );
        assert!(
            !rows::end(&mut tx, first.id, End::Own, at(21))
                .await
                .unwrap()
        );
        let over = rows::find(&mut tx, first.id).await.unwrap().unwrap();
        assert_eq!(over.ended, Some((at(20), End::AdherenceOver)));
        assert_eq!(
            (over.about, over.words, over.seat),
            (first.about, first.words, first.seat)
        );
        assert!(rows::add(&mut tx, &again).await.unwrap(), "said anew");
        let given = rows::list_given(&mut tx, by.0).await.unwrap();
        assert_eq!(
            given.iter().map(|one| one.id).collect::<Vec<_>>(),
            [again.id, first.id]
        );
        let live = rows::list_of_organisation(&mut tx, by.1).await.unwrap();
        assert_eq!(live.len(), 1);
        assert_eq!(rows::count(&mut tx).await.unwrap(), 3);
        let page = rows::list(&mut tx, Order::of(rows::ORDERS, "until", true, 2, 0))
            .await
            .unwrap();
        assert_eq!((page.len(), page[0].id), (2, first.id));
    });
}

#[test]
fn versions_of_achievements_are_found_many_at_once() {
    on_both(|db| async move {
        let mut tx = db.write().await.unwrap();
        for (slug, version) in [("a", "1"), ("a", "2"), ("b", "1")] {
            let achievement = an_achievement(slug, version, slug);
            badges::add_achievement(&mut tx, &achievement, at(1))
                .await
                .unwrap();
        }
        let wanted = [("a", "2"), ("b", "1"), ("b", "2"), ("c", "1")];
        let wanted = wanted.map(|(slug, version)| (slug.to_owned(), version.to_owned()));
        let found = badges::list_versions(&mut tx, &wanted.into()).await;
        let mut found: Vec<_> = found
            .unwrap()
            .into_iter()
            .map(|one| (one.slug, one.version))
            .collect();
        found.sort();
        assert_eq!(found, [("a".into(), "2".into()), ("b".into(), "1".into())]);
        let none = badges::list_versions(&mut tx, &[].into()).await.unwrap();
        assert!(none.is_empty());
        // More than one statement takes.
        let many: Vec<_> = (0..40_000).map(|_| CredentialId::new()).collect();
        assert!(rows::list_stated(&mut tx, &many).await.unwrap().is_empty());
    });
}

#[test]
fn one_that_is_over_goes_in_time_and_all_go_with_their_account() {
    on_both(|db| async move {
        let mut tx = db.write().await.unwrap();
        publish(&mut tx).await;
        let by = an_organisation(&mut tx, "zoe@example.org").await;
        let first = an_endorsement(&mut tx, by, 10).await;
        rows::add(&mut tx, &first).await.unwrap();
        assert_eq!(
            rows::forget_ended(&mut tx, at(1_000)).await.unwrap(),
            0,
            "it goes on"
        );
        rows::end(&mut tx, first.id, End::Own, at(20))
            .await
            .unwrap();
        assert_eq!(rows::forget_ended(&mut tx, at(20)).await.unwrap(), 0);
        assert_eq!(rows::forget_ended(&mut tx, at(21)).await.unwrap(), 1);
        let second = an_endorsement(&mut tx, by, 11).await;
        rows::add(&mut tx, &second).await.unwrap();
        access::forget_account(&mut tx, by.0).await.unwrap();
        assert!(rows::find(&mut tx, second.id).await.unwrap().is_none());
    });
}

#[test]
fn a_newer_signature_takes_the_place_of_the_one_that_it_knows() {
    on_both(|db| async move {
        let mut tx = db.write().await.unwrap();
        publish(&mut tx).await;
        let by = an_organisation(&mut tx, "zoe@example.org").await;
        let mut one = an_endorsement(&mut tx, by, 10).await;
        rows::add(&mut tx, &one).await.unwrap();
        let old = one.seat;
        one.seat.place = 30;
        one.pair = 2;
        one.document = "{\"new\":1}".into();
        sit(&mut tx, one.seat, at(30)).await;
        assert_eq!(rows::list_signed_by(&mut tx, 1).await.unwrap().len(), 1);
        assert!(rows::set_signed(&mut tx, &one, old).await.unwrap());
        assert!(!rows::set_signed(&mut tx, &one, old).await.unwrap());
        assert!(rows::list_signed_by(&mut tx, 1).await.unwrap().is_empty());
        let found = rows::find(&mut tx, one.id).await.unwrap().unwrap();
        assert_eq!((found.pair, found.document), (2, one.document));
    });
}
