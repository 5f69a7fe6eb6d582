//! Which event changed: a line each, numbered without a gap, in the transaction that changes it. What is in memory catches up by it.

use crate::{
    base::{EventId, Result},
    store::sql::{Cell, Conn, many, one, run},
};

/// How many changes are kept: more than anybody catches up with one by one.
const KEPT: i64 = 1_000;

/// Notes that what the public sees of an event changed. The counter's row is held until the end of the transaction, so that numbers are seen in order.
pub async fn touch(conn: &mut impl Conn, event: EventId) -> Result<()> {
    note(conn, &event.to_string()).await
}

/// Notes that everything is to be read anew.
pub async fn touch_all(conn: &mut impl Conn) -> Result<()> {
    note(conn, "").await
}

async fn note(conn: &mut impl Conn, event: &str) -> Result<()> {
    run(
        conn,
        "UPDATE counters SET value = value + 1 WHERE name = 'events'",
        Vec::new(),
    )
    .await?;
    run(
        conn,
        "INSERT INTO event_changes (seq, event_id) SELECT value, $1 FROM counters WHERE name = 'events'",
        vec![event.into()],
    )
    .await?;
    Ok(())
}

/// The number of the last change.
pub async fn last(conn: &mut impl Conn) -> Result<i64> {
    let last = one(
        conn,
        "SELECT value FROM counters WHERE name = 'events'",
        Vec::new(),
        |line| line.int("value"),
    );
    Ok(last.await?.unwrap_or_default())
}

/// The changes after one: their numbers, and the events; nothing stands for all.
pub async fn list_after(
    conn: &mut impl Conn,
    seq: i64,
    most: i64,
) -> Result<Vec<(i64, Option<EventId>)>> {
    let cells: Vec<Cell> = vec![seq.into(), most.into()];
    many(
        conn,
        "SELECT seq, event_id FROM event_changes WHERE seq > $1 ORDER BY seq LIMIT $2",
        cells,
        |line| Ok((line.int("seq")?, line.text("event_id")?.parse().ok())),
    )
    .await
}

/// Forgets all but the last changes. Who is further behind reads everything anew.
pub async fn forget(conn: &mut impl Conn) -> Result<u64> {
    let kept = last(conn).await? - KEPT;
    run(
        conn,
        "DELETE FROM event_changes WHERE seq <= $1",
        vec![kept.into()],
    )
    .await
}
