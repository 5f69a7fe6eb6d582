//! The issuance log as the public reads it: its lines page by page, and the root of each day that is over.

use jiff::{SignedDuration, civil::Date, tz::TimeZone};

use crate::{
    app::App,
    badges::ledger::{DayRoot, LogLine, Root},
    base::Result,
    store::{badges as rows, sql::Conn},
};

/// Lines that are read at once.
const PAGE: i64 = 10_000;

/// How long after midnight, UTC, a day is taken as over, in minutes: whatever was begun in it is written down by then.
const LATE: i64 = 15;

/// What one request is told of the log.
pub struct Page {
    /// The days that are over, in order.
    pub days: Vec<DayRoot>,
    /// Lines, in order.
    pub lines: Vec<LogLine>,
    /// After which line the next page begins, where there are more.
    pub next: Option<i64>,
}

/// The lines after one, with every root.
///
/// # Errors
/// Those of the store.
pub async fn log_page(app: &App, after: i64) -> Result<Page> {
    let mut reader = app.db.read().await?;
    let lines = rows::list_log(&mut reader, after, PAGE).await?;
    let mut days = rows::list_log_roots(&mut reader).await?;
    // The days that the job has not come to yet, as far as one page shows them.
    days.extend(over(app, &mut reader, days.last().cloned(), 1).await?);
    let next = lines.last().filter(|_| lines.len() as i64 == PAGE);
    Ok(Page {
        next: next.map(|line| line.seq),
        days,
        lines,
    })
}

/// Writes down the roots of days that are over.
///
/// # Errors
/// Those of the store.
pub async fn keep_log_roots(app: &App) -> Result<()> {
    let mut reader = app.db.read().await?;
    let last = rows::list_log_roots(&mut reader).await?.pop();
    let days = over(app, &mut reader, last, i64::MAX).await?;
    drop(reader);
    if days.is_empty() {
        return Ok(());
    }
    let mut tx = app.db.write().await?;
    for day in &days {
        rows::add_log_root(&mut tx, day).await?;
    }
    tx.commit().await
}

/// The days that are over since the last one that was written down; `pages` of lines are read at most.
async fn over(
    app: &App,
    conn: &mut impl Conn,
    last: Option<DayRoot>,
    pages: i64,
) -> Result<Vec<DayRoot>> {
    let date = |at: jiff::Timestamp| at.to_zoned_datetime(TimeZone::UTC).date();
    let now = app.now();
    let today = date(
        now.checked_sub(SignedDuration::from_mins(LATE))
            .unwrap_or(now),
    );
    let mut days: Vec<DayRoot> = Vec::new();
    let mut after = last.as_ref().map_or(0, |last| last.last);
    let mut root = Root::after(last.as_ref().map(|last| last.root.as_str()));
    // Clocks of two processes may differ around midnight: a day never comes back once the next has begun.
    let mut least: Option<Date> = last.and_then(|last| last.day.tomorrow().ok());
    let mut open: Option<Date> = None;
    for _ in 0..pages {
        let lines = rows::list_log(conn, after, PAGE).await?;
        for line in &lines {
            let day = least.map_or(date(line.at), |least| least.max(date(line.at)));
            if let Some(earlier) = open.filter(|earlier| *earlier != day) {
                let ended = root.read();
                root = Root::after(Some(&ended));
                days.push(DayRoot {
                    day: earlier,
                    last: after,
                    root: ended,
                });
            }
            if day >= today {
                return Ok(days);
            }
            root.add(&line.digest);
            (open, least, after) = (Some(day), Some(day), line.seq);
        }
        if (lines.len() as i64) < PAGE {
            // Nothing was signed since, and the day is over.
            days.extend(open.map(|day| DayRoot {
                day,
                last: after,
                root: root.read(),
            }));
            return Ok(days);
        }
    }
    Ok(days)
}
