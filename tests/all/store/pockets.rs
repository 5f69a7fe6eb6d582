//! Cards and codes for rooms as rows: what is past its time goes in parts, on both databases.

use crema::store::{pockets as rows, sql::PART};
use jiff::Timestamp;

use crate::support::on_both;

#[test]
fn cards_that_stayed_empty_go_in_parts_once_their_time_is_over() {
    on_both(|db| async move {
        let at = |second: i64| Timestamp::from_second(1_790_000_000 + second).unwrap();
        let mut tx = db.write().await.unwrap();
        for number in 0..=PART {
            let added = rows::add_card(&mut tx, &number.to_string(), at(1), at(0)).await;
            assert!(added.unwrap());
        }
        assert!(
            rows::add_card(&mut tx, "later", at(9), at(0))
                .await
                .unwrap()
        );
        for gone in [PART as u64, 1, 0] {
            assert_eq!(rows::forget_cards(&mut tx, at(2)).await.unwrap(), gone);
        }
        assert_eq!(rows::forget_cards(&mut tx, at(10)).await.unwrap(), 1);
        tx.commit().await.unwrap();
    });
}
