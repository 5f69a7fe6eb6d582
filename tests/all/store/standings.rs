//! Many credentials taken back in one write.

use crema::{
    badges::ledger::Standing,
    base::{AttemptId, CredentialId},
    store::{badges, standings},
};

use super::badges::{a_credential, a_seat, an_award, at};
use crate::support::on_both;

#[test]
fn many_are_taken_back_at_once_and_each_only_once() {
    on_both(|db| async move {
        let mut ids = Vec::new();
        for n in 0..6 {
            let award = an_award(&db, AttemptId::new(), &format!("key-{n}"))
                .await
                .unwrap();
            let credential = a_credential(&award);
            let seat = a_seat(&db).await;
            let mut tx = db.write().await.unwrap();
            assert!(
                badges::add_credential(&mut tx, &credential, seat)
                    .await
                    .unwrap()
            );
            tx.commit().await.unwrap();
            ids.push(credential.id);
        }
        let unknown = CredentialId::new();
        let mut tx = db.write().await.unwrap();
        let (list, ..) = badges::find_open_list(&mut tx).await.unwrap().unwrap();
        let (_, before) = badges::find_list(&mut tx, list).await.unwrap().unwrap();
        let suspended =
            standings::set_standings(&mut tx, &ids[..2], Standing::Suspended, None, at(3));
        assert_eq!(suspended.await.unwrap().len(), 2);
        // Two are suspended already, one is named twice, one is none of ours.
        let named = [&ids[..4], &ids[3..4], &[unknown]].concat();
        let revoked =
            standings::set_standings(&mut tx, &named, Standing::Revoked, Some("Erreur"), at(4));
        assert_eq!(revoked.await.unwrap(), ids[..4].iter().copied().collect());
        let again = standings::set_standings(&mut tx, &ids[..4], Standing::Revoked, None, at(5));
        assert!(again.await.unwrap().is_empty());
        let back = standings::set_standings(&mut tx, &ids[..4], Standing::Suspended, None, at(5));
        assert!(back.await.unwrap().is_empty(), "what is revoked stays so");
        let kept = badges::find_credential(&mut tx, ids[0])
            .await
            .unwrap()
            .unwrap();
        assert_eq!(
            (kept.standing, kept.reason.as_deref()),
            (Standing::Revoked, Some("Erreur"))
        );
        assert_eq!(kept.standing_at, at(4));
        let untouched = badges::find_credential(&mut tx, ids[4])
            .await
            .unwrap()
            .unwrap();
        assert_eq!(untouched.standing, Standing::Valid);
        // Exactly their bits are set, and the list is known to be another one.
        let mut seats = Vec::new();
        for id in &ids[..4] {
            seats.push(
                badges::find_seat(&mut tx, *id)
                    .await
                    .unwrap()
                    .unwrap()
                    .place,
            );
        }
        seats.sort_unstable();
        let mut set = badges::list_bits(&mut tx, list).await.unwrap();
        set.sort_unstable();
        assert_eq!(set, seats);
        let (_, after) = badges::find_list(&mut tx, list).await.unwrap().unwrap();
        assert_eq!(after, before + 4);
        tx.commit().await.unwrap();
    });
}
