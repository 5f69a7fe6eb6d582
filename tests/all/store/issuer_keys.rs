//! The issuer's keys as rows, and the number by which whoever keeps something made of them sees that they changed.

use crema::store::issuer_keys as rows;
use jiff::Timestamp;

use crate::support::on_both;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + second).unwrap()
}

#[test]
fn every_change_of_the_keys_moves_their_number() {
    on_both(|db| async move {
        let mut seen = Vec::new();
        for (pair, names) in [["a", "b"], ["c", "d"], ["e", "f"]].into_iter().enumerate() {
            let mut tx = db.write().await.unwrap();
            let before = i64::try_from(pair).ok().filter(|before| *before > 0);
            let names = names.map(str::to_owned);
            assert!(
                rows::add_pair(&mut tx, &names, before, at(0))
                    .await
                    .unwrap()
            );
            seen.push(rows::find_keys_revision(&mut tx).await.unwrap());
            tx.commit().await.unwrap();
        }
        // The last one is stolen at a moment between two others, and then found to have been so earlier.
        for (key, since) in [("a", 100), ("b", 300), ("c", 200), ("c", 150)] {
            let mut tx = db.write().await.unwrap();
            assert!(
                rows::set_compromised(&mut tx, key, at(since))
                    .await
                    .unwrap()
            );
            seen.push(rows::find_keys_revision(&mut tx).await.unwrap());
            tx.commit().await.unwrap();
        }
        for (key, said) in [("e", "a.b.c"), ("e", "a.b.longer"), ("f", "a.b.c")] {
            let mut tx = db.write().await.unwrap();
            assert!(rows::set_statement(&mut tx, key, said).await.unwrap());
            seen.push(rows::find_keys_revision(&mut tx).await.unwrap());
            tx.commit().await.unwrap();
        }
        let numbers = seen.iter().collect::<std::collections::BTreeSet<_>>();
        assert_eq!(numbers.len(), seen.len(), "{seen:?}");
    });
}
