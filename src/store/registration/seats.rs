//! Places and their line. All who change the places of a date hold its row first, so that they come one after the other: nobody waits beside a free place.

use jiff::Timestamp;

use super::rows::{registration, registrations};
use crate::{
    base::{DateId, RegistrationId, Result},
    registration::Registration,
    store::sql::{Cell, Conn, one, run},
};

/// Holds the row of a date until the transaction ends. Says `false` where there is none.
pub async fn hold_date(conn: &mut impl Conn, date: DateId) -> Result<bool> {
    let held = run(
        conn,
        "UPDATE event_dates SET taken = taken WHERE id = $1",
        vec![date.into()],
    );
    Ok(held.await? == 1)
}

/// Takes one of the places of a date. Says `false` where none is free.
pub async fn take(conn: &mut impl Conn, date: DateId) -> Result<bool> {
    let taken = run(
        conn,
        "UPDATE event_dates SET taken = taken + 1 WHERE id = $1 AND cancelled_at IS NULL AND (seats IS NULL OR taken < seats)",
        vec![date.into()],
    );
    Ok(taken.await? == 1)
}

/// Gives a place of a date back.
pub async fn give_back(conn: &mut impl Conn, date: DateId) -> Result<()> {
    run(
        conn,
        "UPDATE event_dates SET taken = taken - 1 WHERE id = $1 AND taken > 0",
        vec![date.into()],
    )
    .await?;
    Ok(())
}

/// The number after the last of a date's line; to be asked for while its row is held.
pub async fn next_line(conn: &mut impl Conn, date: DateId) -> Result<i64> {
    let last = one(
        conn,
        "SELECT MAX(line) AS last FROM registrations WHERE date_id = $1",
        vec![date.into()],
        |line| line.maybe_int("last"),
    );
    Ok(last.await?.flatten().unwrap_or(0) + 1)
}

/// Who waits the longest for a place.
pub async fn next_waiting(conn: &mut impl Conn, date: DateId) -> Result<Option<Registration>> {
    one(
        conn,
        registrations!(
            " WHERE date_id = $1 AND state = 'waiting' AND attended_at IS NULL ORDER BY line LIMIT 1"
        ),
        vec![date.into()],
        registration,
    )
    .await
}

/// Gives somebody who waits the place that was taken for them, kept until `hold` where their mailbox is not confirmed. Says `false` where they do not wait.
pub async fn seat(
    conn: &mut impl Conn,
    id: RegistrationId,
    hold: Option<Timestamp>,
) -> Result<bool> {
    let cells: Vec<Cell> = vec![id.into(), hold.into()];
    let seated = run(
        conn,
        "UPDATE registrations SET state = 'seated', hold_until = $2 WHERE id = $1 AND state = 'waiting'",
        cells,
    );
    Ok(seated.await? == 1)
}
