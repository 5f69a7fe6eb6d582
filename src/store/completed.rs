//! Completed attempts at one version of a module, for the figures of its questions: first attempts only, where that is known.

use std::collections::{BTreeMap, HashMap};

use super::{
    assessment::{Sitting, sitting},
    sql::{Conn, many, one},
};
use crate::base::{AttemptId, Error, Result};

/// What counts: attempts of one person alone, and the first of them at any version of the module where a key says whose they are. The key of an account is the same
/// for all modules.
macro_rules! counted {
    () => {
        "a.completed_at IS NOT NULL AND a.manner = 'alone' AND NOT EXISTS (SELECT 1 FROM attempts AS e JOIN modules AS m ON m.hash = e.module_hash
         WHERE e.person = a.person AND m.module = (SELECT own.module FROM modules AS own WHERE own.hash = a.module_hash)
         AND e.completed_at IS NOT NULL AND (e.completed_at < a.completed_at OR (e.completed_at = a.completed_at AND e.id < a.id)))"
    };
}

/// How many attempts at a version of a module are completed, and when the last of them was, in milliseconds: together they change with every one.
pub async fn count(conn: &mut impl Conn, module_hash: &str) -> Result<(i64, i64)> {
    let found = one(
        conn,
        concat!(
            "SELECT CAST(COUNT(*) AS BIGINT) AS attempts, CAST(COALESCE(MAX(a.completed_at), 0) AS BIGINT) AS newest
             FROM attempts AS a WHERE a.module_hash = $1 AND ",
            counted!()
        ),
        vec![module_hash.into()],
        |line| Ok((line.int("attempts")?, line.int("newest")?)),
    );
    Ok(found.await?.unwrap_or_default())
}

/// How many attempts are completed, by the hash of their module.
pub async fn count_all(conn: &mut impl Conn) -> Result<BTreeMap<String, i64>> {
    let counted = many(
        conn,
        concat!(
            "SELECT a.module_hash, CAST(COUNT(*) AS BIGINT) AS attempts FROM attempts AS a WHERE ",
            counted!(),
            " GROUP BY a.module_hash"
        ),
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
        concat!(
            "SELECT a.id, a.module_hash, a.lang, a.easy, a.seed, a.started_at, a.completed_at, a.manner, a.draw, a.ends_at, a.paused_at, a.returned, a.person
             FROM attempts AS a WHERE a.module_hash = $1 AND ",
            counted!(),
            " ORDER BY a.completed_at DESC, a.id DESC LIMIT $2"
        ),
        vec![module_hash.into(), limit.into()],
        sitting,
    )
    .await?;
    let answers = many(
        conn,
        concat!(
            "SELECT b.attempt_id, b.item, b.response FROM answers AS b JOIN (SELECT a.id FROM attempts AS a WHERE a.module_hash = $1 AND ",
            counted!(),
            " ORDER BY a.completed_at DESC, a.id DESC LIMIT $2) AS newest ON newest.id = b.attempt_id"
        ),
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
