//! Reports of cafés, a row a date.

use jiff::Timestamp;

use crate::{
    base::{DateId, Error, EventId, Result},
    events::report::Report,
    store::sql::{Cell, Conn, Line, many, one, run},
};

/// A report as it is kept.
#[derive(Clone, Debug)]
pub struct Kept {
    /// The date.
    pub date: DateId,
    /// The event.
    pub event: EventId,
    /// The department in which it was held; empty where it was held online.
    pub department: String,
    /// When it was held.
    pub held_at: Timestamp,
    /// What is told.
    pub report: Report,
}

fn kept(line: &Line) -> Result<Kept> {
    let document = line.text("document")?;
    Ok(Kept {
        date: line.parsed("date_id")?,
        event: line.parsed("event_id")?,
        department: line.text("department")?,
        held_at: line.instant("held_at")?,
        report: serde_json::from_str(&document).map_err(Error::fault)?,
    })
}

/// A query of whole reports, to be ended.
macro_rules! reports {
    ($end:literal) => {
        concat!(
            "SELECT date_id, event_id, department, held_at, document FROM event_reports",
            $end
        )
    };
}

/// Keeps the report of a date, in the place of the one before.
pub async fn put_report(conn: &mut impl Conn, kept: &Kept, at: Timestamp) -> Result<()> {
    let document = serde_json::to_string(&kept.report).map_err(Error::fault)?;
    let cells: Vec<Cell> = vec![
        kept.date.into(),
        kept.event.into(),
        kept.department.as_str().into(),
        kept.held_at.into(),
        document.into(),
        i64::from(kept.report.public).into(),
        at.into(),
    ];
    run(
        conn,
        "INSERT INTO event_reports (date_id, event_id, department, held_at, document, public, saved_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (date_id) DO UPDATE SET department = excluded.department, held_at = excluded.held_at, document = excluded.document,
             public = excluded.public, saved_at = excluded.saved_at",
        cells,
    )
    .await?;
    Ok(())
}

/// The report of a date.
pub async fn find_report(conn: &mut impl Conn, date: DateId) -> Result<Option<Kept>> {
    one(
        conn,
        reports!(" WHERE date_id = $1"),
        vec![date.into()],
        kept,
    )
    .await
}

/// The reports of an event, the latest first.
pub async fn list_reports(conn: &mut impl Conn, event: EventId) -> Result<Vec<Kept>> {
    many(
        conn,
        reports!(" WHERE event_id = $1 ORDER BY held_at DESC"),
        vec![event.into()],
        kept,
    )
    .await
}

/// The reports of what was held from one moment to another, in one department or, where it is empty, everywhere; the latest first, at most so many.
pub async fn list_reports_between(
    conn: &mut impl Conn,
    department: &str,
    from: Timestamp,
    until: Timestamp,
    most: i64,
) -> Result<Vec<Kept>> {
    let cells: Vec<Cell> = vec![department.into(), from.into(), until.into(), most.into()];
    many(
        conn,
        reports!(
            " WHERE ($1 = '' OR department = $1) AND held_at >= $2 AND held_at < $3 ORDER BY held_at DESC, date_id LIMIT $4"
        ),
        cells,
        kept,
    )
    .await
}
