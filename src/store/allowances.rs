//! How often something may be done in a span of time, counted where every process sees it.

use jiff::{SignedDuration, Timestamp};

use super::sql::{Cell, Conn, PART, run};
use crate::base::Result;

/// Takes one of `most` that `name` is allowed in the present span of time. Says `false`, and takes nothing, where none is left.
pub async fn take(
    conn: &mut impl Conn,
    name: &str,
    most: i64,
    span: SignedDuration,
    at: Timestamp,
) -> Result<bool> {
    let span = i64::try_from(span.as_millis()).unwrap_or(i64::MAX).max(1);
    let cells: Vec<Cell> = vec![
        name.into(),
        at.as_millisecond().div_euclid(span).into(),
        at.into(),
        most.into(),
    ];
    let taken = run(
        conn,
        "INSERT INTO allowances (name, span, used, used_at) VALUES ($1, $2, 1, $3)
         ON CONFLICT (name) DO UPDATE SET used_at = excluded.used_at, span = excluded.span,
             used = CASE WHEN allowances.span = excluded.span THEN allowances.used + 1 ELSE 1 END
         WHERE allowances.span <> excluded.span OR allowances.used < $4",
        cells,
    )
    .await?;
    Ok(taken == 1)
}

/// Forgets a part of what was last counted before `before`.
pub async fn forget(conn: &mut impl Conn, before: Timestamp) -> Result<u64> {
    run(
        conn,
        "DELETE FROM allowances WHERE name IN (SELECT name FROM allowances WHERE used_at < $1 LIMIT $2) AND used_at < $1",
        vec![before.into(), PART.into()],
    )
    .await
}
