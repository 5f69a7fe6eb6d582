//! Questions that people contest, what was done about them, and results that a person reads before they hold, as rows.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::sql::{Conn, Line, Named, Order, PART, many, one, page, run};
use crate::{
    assessment::contest::{Change, Contest, Reason, Review, Summary},
    base::{AttemptId, Result},
};

/// Stores what was said of a question. Says `false` where this attempt said it already.
pub async fn add_contest(conn: &mut impl Conn, mark: &str, contest: &Contest) -> Result<bool> {
    let cells = vec![
        mark.into(),
        contest.module.as_str().into(),
        contest.version.as_str().into(),
        contest.item.as_str().into(),
        contest.reason.to_string().into(),
        contest.words.as_deref().into(),
        contest.said_at.into(),
    ];
    let sql = "INSERT INTO contests (mark, module, module_version, item, reason, words, said_at) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (mark) DO NOTHING";
    Ok(run(conn, sql, cells).await? == 1)
}

/// The one order of [`list_contests`]: by question, the newest first.
pub const CONTEST_ORDERS: &[Named] = &[("item", &["item", "said_at DESC", "mark"])];

/// A page of what was said of the questions of a module.
pub async fn list_contests(
    conn: &mut impl Conn,
    module: &str,
    order: Order,
) -> Result<Vec<Contest>> {
    page(
        conn,
        "SELECT module, module_version, item, reason, words, said_at FROM contests WHERE module = $1",
        order,
        vec![module.into()],
        |line| {
            Ok(Contest {
                module: line.text("module")?,
                version: line.text("module_version")?,
                item: line.text("item")?,
                reason: line.parsed::<Reason>("reason")?,
                words: line.maybe_text("words")?,
                said_at: line.instant("said_at")?,
            })
        },
    )
    .await
}

/// Forgets a part of what was said before `before`.
pub async fn forget_contests(conn: &mut impl Conn, before: Timestamp) -> Result<u64> {
    run(
        conn,
        "DELETE FROM contests WHERE mark IN (SELECT mark FROM contests WHERE said_at < $1 LIMIT $2) AND said_at < $1",
        vec![before.into(), PART.into()],
    )
    .await
}

/// How often the questions of each module were contested, the most often first.
pub async fn count_contests(conn: &mut impl Conn) -> Result<Vec<Summary>> {
    many(
        conn,
        "SELECT module, item, CAST(COUNT(*) AS BIGINT) AS said FROM contests GROUP BY module, item ORDER BY said DESC, module, item",
        vec![],
        |line| {
            Ok(Summary {
                module: line.text("module")?,
                item: line.text("item")?,
                said: line.int("said")?,
            })
        },
    )
    .await
}

/// Adds a line to what was changed about the questions of a module; the caller holds the module.
pub async fn add_change(conn: &mut impl Conn, module: &str, change: &Change) -> Result<()> {
    let next = "SELECT CAST(COALESCE(MAX(seq), 0) + 1 AS BIGINT) AS next FROM item_changes WHERE module = $1";
    let seq = one(conn, next, vec![module.into()], |line| line.int("next"))
        .await?
        .unwrap_or(1);
    let cells = vec![
        module.into(),
        seq.into(),
        change.item.as_str().into(),
        i64::from(change.neutral).into(),
        change.reason.as_str().into(),
        change.raised.into(),
        change.changed_at.into(),
    ];
    let sql = "INSERT INTO item_changes (module, seq, item, neutral, reason, raised, changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    run(conn, sql, cells).await?;
    Ok(())
}

/// What was changed about the questions of a module, the oldest first.
pub async fn list_changes(conn: &mut impl Conn, module: &str) -> Result<Vec<Change>> {
    many(
        conn,
        "SELECT item, neutral, reason, raised, changed_at FROM item_changes WHERE module = $1 ORDER BY seq",
        vec![module.into()],
        |line| {
            Ok(Change {
                item: line.text("item")?,
                neutral: line.int("neutral")? == 1,
                reason: line.text("reason")?,
                raised: line.int("raised")?,
                changed_at: line.instant("changed_at")?,
            })
        },
    )
    .await
}

/// The questions of a module that count for nobody by now.
pub async fn list_neutral(conn: &mut impl Conn, module: &str) -> Result<BTreeSet<String>> {
    let mut neutral = BTreeSet::new();
    for change in list_changes(conn, module).await? {
        if change.neutral {
            neutral.insert(change.item);
        } else {
            neutral.remove(&change.item);
        }
    }
    Ok(neutral)
}

/// Opens the review of a result. A second one changes nothing.
pub async fn add_review(conn: &mut impl Conn, review: &Review) -> Result<()> {
    let cells = vec![
        review.attempt.into(),
        review.level.as_str().into(),
        review.chance.into(),
        review.opened_at.into(),
    ];
    run(
        conn,
        "INSERT INTO reviews (attempt_id, level, chance, opened_at) VALUES ($1, $2, $3, $4) ON CONFLICT (attempt_id) DO NOTHING",
        cells,
    )
    .await?;
    Ok(())
}

const WAITING: &str = "SELECT r.attempt_id, r.level, r.chance, r.opened_at, r.decided_at, r.granted, r.reason, a.module_hash
     FROM reviews AS r JOIN attempts AS a ON a.id = r.attempt_id JOIN modules AS m ON m.hash = a.module_hash WHERE r.decided_at IS NULL";
const REVIEW: &str = "SELECT attempt_id, level, chance, opened_at, decided_at, granted, reason FROM reviews WHERE attempt_id = $1";

fn review(line: &Line) -> Result<Review> {
    Ok(Review {
        attempt: line.parsed("attempt_id")?,
        level: line.text("level")?,
        chance: line.int("chance")?,
        opened_at: line.instant("opened_at")?,
        decided: match line.maybe_instant("decided_at")? {
            Some(_) => Some(line.int("granted")? == 1),
            None => None,
        },
        reason: line.maybe_text("reason")?,
    })
}

/// The review of an attempt's result, where there is one.
pub async fn find_review(conn: &mut impl Conn, attempt: AttemptId) -> Result<Option<Review>> {
    one(conn, REVIEW, vec![attempt.into()], review).await
}

/// The orders of [`list_reviews`], by the name of their column.
pub const REVIEW_ORDERS: &[Named] = &[
    ("since", &["r.opened_at", "r.attempt_id"]),
    ("module", &["m.module", "r.opened_at", "r.attempt_id"]),
    ("level", &["r.level", "r.opened_at", "r.attempt_id"]),
    ("chance", &["r.chance", "r.opened_at", "r.attempt_id"]),
];

/// A page of the results that wait for a person, with the hash of the module's version that each was reached in.
pub async fn list_reviews(conn: &mut impl Conn, order: Order) -> Result<Vec<(Review, String)>> {
    page(conn, WAITING, order, vec![], |line| {
        Ok((review(line)?, line.text("module_hash")?))
    })
    .await
}

/// How many results wait for a person.
pub async fn count_reviews(conn: &mut impl Conn) -> Result<i64> {
    one(
        conn,
        "SELECT COUNT(*) AS waiting FROM reviews WHERE decided_at IS NULL",
        vec![],
        |line| line.int("waiting"),
    )
    .await
    .map(Option::unwrap_or_default)
}

/// Decides a review. Says `false` where it is decided already.
pub async fn decide_review(
    conn: &mut impl Conn,
    attempt: AttemptId,
    granted: bool,
    reason: &str,
    at: Timestamp,
) -> Result<bool> {
    let cells = vec![
        attempt.into(),
        i64::from(granted).into(),
        reason.into(),
        at.into(),
    ];
    let sql = "UPDATE reviews SET granted = $2, reason = $3, decided_at = $4 WHERE attempt_id = $1 AND decided_at IS NULL";
    Ok(run(conn, sql, cells).await? == 1)
}

/// Forgets the review of an attempt's result where it is not decided.
pub async fn forget_open_review(conn: &mut impl Conn, attempt: AttemptId) -> Result<u64> {
    run(
        conn,
        "DELETE FROM reviews WHERE attempt_id = $1 AND decided_at IS NULL",
        vec![attempt.into()],
    )
    .await
}
