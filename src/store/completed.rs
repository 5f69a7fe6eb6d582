//! Completed attempts at one version of a module, for the figures of its questions.

use std::collections::{BTreeMap, HashMap};

use super::{
    assessment::{Sitting, sitting},
    sql::{Conn, many, one},
};
use crate::base::{AttemptId, Error, Result};

/// How many attempts at a version of a module are completed, and when the last of them was, in milliseconds: together they change with every one.
pub async fn count(conn: &mut impl Conn, module_hash: &str) -> Result<(i64, i64)> {
    let found = one(
        conn,
        "SELECT CAST(COUNT(*) AS BIGINT) AS attempts, CAST(COALESCE(MAX(completed_at), 0) AS BIGINT) AS newest
         FROM attempts WHERE module_hash = $1 AND completed_at IS NOT NULL",
        vec![module_hash.into()],
        |line| Ok((line.int("attempts")?, line.int("newest")?)),
    );
    Ok(found.await?.unwrap_or_default())
}

/// How many attempts are completed, by the hash of their module.
pub async fn count_all(conn: &mut impl Conn) -> Result<BTreeMap<String, i64>> {
    let counted = many(
        conn,
        "SELECT module_hash, CAST(COUNT(*) AS BIGINT) AS attempts FROM attempts WHERE completed_at IS NOT NULL GROUP BY module_hash",
        vec![],
        |line| Ok((line.text("module_hash")?, line.int("attempts")?)),
    );
    Ok(counted.await?.into_iter().collect())
}

/// The newest `limit` completed attempts at a version of a module with their answers, the newest first.
///
/// The answers come by a question of their own, so that no row carries its attempt again.
pub async fn list(conn: &mut impl Conn, module_hash: &str, limit: i64) -> Result<Vec<Sitting>> {
    let mut sittings = many(
        conn,
        "SELECT id, module_hash, lang, seed, started_at, completed_at FROM attempts
         WHERE module_hash = $1 AND completed_at IS NOT NULL ORDER BY completed_at DESC, id DESC LIMIT $2",
        vec![module_hash.into(), limit.into()],
        sitting,
    )
    .await?;
    let answers = many(
        conn,
        "SELECT b.attempt_id, b.item, b.response FROM answers AS b JOIN
         (SELECT id FROM attempts WHERE module_hash = $1 AND completed_at IS NOT NULL ORDER BY completed_at DESC, id DESC LIMIT $2) AS a
         ON a.id = b.attempt_id",
        vec![module_hash.into(), limit.into()],
        |line| {
            let attempt: AttemptId = line.parsed("attempt_id")?;
            let response = serde_json::from_str(&line.text("response")?).map_err(Error::fault)?;
            Ok((attempt, line.text("item")?, response))
        },
    )
    .await?;
    let places: HashMap<AttemptId, usize> = sittings
        .iter()
        .enumerate()
        .map(|(place, sitting)| (sitting.id, place))
        .collect();
    for (attempt, item, response) in answers {
        // One that was completed between the two questions is for the next time.
        if let Some(place) = places.get(&attempt) {
            sittings[*place].answers.insert(item, response);
        }
    }
    Ok(sittings)
}
