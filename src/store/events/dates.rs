//! The dates on which events are held.

use jiff::Timestamp;

use crate::{
    base::{DateId, EventId, Result},
    events::Occurrence,
    store::sql::{Cell, Conn, Line, among, many, one, run},
};

fn occurrence(line: &Line) -> Result<Occurrence> {
    Ok(Occurrence {
        id: line.parsed("id")?,
        event: line.parsed("event_id")?,
        starts_at: line.instant("starts_at")?,
        ends_at: line.instant("ends_at")?,
        civil: line.parsed("civil")?,
        seats: line.maybe_int("seats")?,
        taken: line.int("taken")?,
        cancelled_at: line.maybe_instant("cancelled_at")?,
    })
}

/// A date by its id.
pub async fn date(conn: &mut impl Conn, id: DateId) -> Result<Option<Occurrence>> {
    one(
        conn,
        "SELECT id, event_id, starts_at, ends_at, civil, seats, taken, cancelled_at FROM event_dates WHERE id = $1",
        vec![id.into()],
        occurrence,
    )
    .await
}

/// The dates of an event, the first one first.
pub async fn list_dates(conn: &mut impl Conn, event: EventId) -> Result<Vec<Occurrence>> {
    many(
        conn,
        "SELECT id, event_id, starts_at, ends_at, civil, seats, taken, cancelled_at FROM event_dates WHERE event_id = $1 ORDER BY starts_at, id",
        vec![event.into()],
        occurrence,
    )
    .await
}

/// The dates of several events, in the order of time.
pub async fn list_dates_of(conn: &mut impl Conn, events: &[EventId]) -> Result<Vec<Occurrence>> {
    among(
        conn,
        "SELECT id, event_id, starts_at, ends_at, civil, seats, taken, cancelled_at FROM event_dates WHERE event_id IN",
        Vec::new(),
        events.iter().map(|id| Cell::from(*id)).collect(),
        " ORDER BY starts_at, id",
        occurrence,
    )
    .await
}

/// The dates of what everybody may see that are not over at `at`, in the order of time.
pub async fn list_public_dates(conn: &mut impl Conn, at: Timestamp) -> Result<Vec<Occurrence>> {
    many(
        conn,
        "SELECT d.id, d.event_id, d.starts_at, d.ends_at, d.civil, d.seats, d.taken, d.cancelled_at FROM event_dates AS d JOIN events AS e ON e.id = d.event_id
         WHERE d.ends_at > $1 AND e.status IN ('published', 'cancelled') ORDER BY d.starts_at, d.id",
        vec![at.into()],
        occurrence,
    )
    .await
}

/// Adds a date. One that begins at the same moment, cancelled or not, is taken up again instead.
pub async fn add_date(conn: &mut impl Conn, date: &Occurrence) -> Result<()> {
    let cells: Vec<Cell> = vec![
        date.id.into(),
        date.event.into(),
        date.starts_at.into(),
        date.ends_at.into(),
        date.civil.to_string().into(),
        date.seats.into(),
    ];
    run(
        conn,
        "INSERT INTO event_dates (id, event_id, starts_at, ends_at, civil, seats, taken, cancelled_at) VALUES ($1, $2, $3, $4, $5, $6, 0, NULL)
         ON CONFLICT (event_id, starts_at) DO UPDATE SET ends_at = excluded.ends_at, civil = excluded.civil, seats = excluded.seats, cancelled_at = NULL",
        cells,
    )
    .await?;
    Ok(())
}

/// Moves a date to another time, those who registered with it, and takes it up again where it was cancelled.
pub async fn move_date(conn: &mut impl Conn, date: &Occurrence) -> Result<()> {
    let cells: Vec<Cell> = vec![
        date.id.into(),
        date.starts_at.into(),
        date.ends_at.into(),
        date.civil.to_string().into(),
        date.seats.into(),
    ];
    run(
        conn,
        "UPDATE event_dates SET starts_at = $2, ends_at = $3, civil = $4, seats = $5, cancelled_at = NULL WHERE id = $1",
        cells,
    )
    .await?;
    Ok(())
}

/// Says how many may come on a date.
pub async fn set_seats(conn: &mut impl Conn, id: DateId, seats: Option<i64>) -> Result<()> {
    let cells: Vec<Cell> = vec![id.into(), seats.into()];
    run(
        conn,
        "UPDATE event_dates SET seats = $2 WHERE id = $1",
        cells,
    )
    .await?;
    Ok(())
}

/// Cancels a date. Says `false` where it was before.
pub async fn cancel_date(conn: &mut impl Conn, id: DateId, at: Timestamp) -> Result<bool> {
    let cells: Vec<Cell> = vec![id.into(), at.into()];
    Ok(run(
        conn,
        "UPDATE event_dates SET cancelled_at = $2 WHERE id = $1 AND cancelled_at IS NULL",
        cells,
    )
    .await?
        == 1)
}

/// Forgets the dates of an event that nobody but its organiser has seen.
pub async fn forget_dates(conn: &mut impl Conn, event: EventId) -> Result<()> {
    run(
        conn,
        "DELETE FROM event_dates WHERE event_id = $1 AND taken = 0 AND EXISTS (SELECT 1 FROM events AS e WHERE e.id = $1 AND e.published_at IS NULL)",
        vec![event.into()],
    )
    .await?;
    Ok(())
}
