//! The issuance log and the roots of its days, as rows.

use jiff::Timestamp;

use crate::{
    badges::ledger::{DayRoot, LogLine},
    base::{Error, Result},
    store::sql::{Conn, fill, many, one, run},
};

/// Writes digests into the issuance log, each under the next number. Writers wait for each other here, so it comes last in a transaction.
pub async fn add_log_lines(conn: &mut impl Conn, digests: &[String], at: Timestamp) -> Result<()> {
    let count = digests.len() as i64;
    let last = one(
        conn,
        "UPDATE counters SET value = value + $1 WHERE name = 'issuance_log' RETURNING value",
        vec![count.into()],
        |line| line.int("value"),
    )
    .await?;
    let last = last.ok_or_else(|| Error::fault("the counter of the issuance log is gone"))?;
    let lines = digests.iter().zip(last - count + 1..);
    let lines = lines.map(|(digest, seq)| vec![seq.into(), digest.as_str().into(), at.into()]);
    fill(
        conn,
        "INSERT INTO issuance_log (seq, digest, logged_at) VALUES",
        lines.collect(),
        "",
        |_| Ok(()),
    )
    .await?;
    Ok(())
}

/// Whether something that was signed stands in the issuance log, by its digest.
pub async fn is_logged(conn: &mut impl Conn, digest: &str) -> Result<bool> {
    let found = one(
        conn,
        "SELECT seq FROM issuance_log WHERE digest = $1 LIMIT 1",
        vec![digest.into()],
        |line| line.int("seq"),
    )
    .await?;
    Ok(found.is_some())
}

/// When something was signed last.
pub async fn find_last_logged(conn: &mut impl Conn) -> Result<Option<Timestamp>> {
    one(
        conn,
        "SELECT MAX(logged_at) AS last_at FROM issuance_log",
        Vec::new(),
        |line| line.maybe_instant("last_at"),
    )
    .await
    .map(Option::flatten)
}

/// Lines of the issuance log after number `after`, in order, `limit` at most.
pub async fn list_log(conn: &mut impl Conn, after: i64, limit: i64) -> Result<Vec<LogLine>> {
    many(
        conn,
        "SELECT seq, digest, logged_at FROM issuance_log WHERE seq > $1 ORDER BY seq LIMIT $2",
        vec![after.into(), limit.into()],
        |line| {
            Ok(LogLine {
                seq: line.int("seq")?,
                digest: line.text("digest")?,
                at: line.instant("logged_at")?,
            })
        },
    )
    .await
}

/// The roots of the days that are over, in order.
pub async fn list_log_roots(conn: &mut impl Conn) -> Result<Vec<DayRoot>> {
    many(
        conn,
        "SELECT day, last_seq, root FROM log_roots ORDER BY last_seq",
        Vec::new(),
        |line| {
            Ok(DayRoot {
                day: line.parsed("day")?,
                last: line.int("last_seq")?,
                root: line.text("root")?,
            })
        },
    )
    .await
}

/// Writes down the root of a day, once.
pub async fn add_log_root(conn: &mut impl Conn, day: &DayRoot) -> Result<()> {
    run(
        conn,
        "INSERT INTO log_roots (day, last_seq, root) VALUES ($1, $2, $3) ON CONFLICT (day) DO NOTHING",
        vec![
            day.day.to_string().into(),
            day.last.into(),
            day.root.as_str().into(),
        ],
    )
    .await?;
    Ok(())
}
