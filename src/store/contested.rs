//! Questions that people contest, what was done about them, and results that a person reads before they hold, as rows.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::sql::{Conn, Line, many, one, run};
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

/// Everything that was said of the questions of a module, by question, the newest first.
pub async fn list_contests(conn: &mut impl Conn, module: &str) -> Result<Vec<Contest>> {
    many(
        conn,
        "SELECT module, module_version, item, reason, words, said_at FROM contests WHERE module = $1 ORDER BY item, said_at DESC, mark",
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

/// Forgets what was said before `before`.
pub async fn forget_contests(conn: &mut impl Conn, before: Timestamp) -> Result<u64> {
    run(
        conn,
        "DELETE FROM contests WHERE said_at < $1",
        vec![before.into()],
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

/// Adds a line to what was changed about the questions of a module, and gives its number; the caller holds the module.
pub async fn add_change(conn: &mut impl Conn, module: &str, change: &Change) -> Result<i64> {
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
    Ok(seq)
}

/// Writes into a line how many attempts it raised.
pub async fn set_raised(conn: &mut impl Conn, module: &str, seq: i64, raised: i64) -> Result<()> {
    run(
        conn,
        "UPDATE item_changes SET raised = $3 WHERE module = $1 AND seq = $2",
        vec![module.into(), seq.into(), raised.into()],
    )
    .await?;
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

const REVIEWS: &str = "SELECT attempt_id, level, chance, opened_at, decided_at, granted, reason FROM reviews WHERE decided_at IS NULL ORDER BY opened_at, attempt_id";
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

/// The results that wait for a person, the oldest first.
pub async fn list_reviews(conn: &mut impl Conn) -> Result<Vec<Review>> {
    many(conn, REVIEWS, vec![], review).await
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
