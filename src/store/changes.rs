//! What changed of something that is kept in memory: a line each, numbered without a gap, in the transaction that changes it. Whoever keeps it catches up by them.

use std::{collections::BTreeSet, str::FromStr};

use super::sql::{Cell, Conn, many, one, run};
use crate::base::Result;

/// How many changes are kept: more than anybody catches up with one by one.
const KEPT: i64 = 1_000;

/// Who is further behind than so many changes reads everything anew.
const MANY: i64 = 200;

/// What there is to read again.
pub enum Behind<T> {
    /// Nothing.
    Nothing,
    /// What these are about, each once, and the number of the last change that says so.
    These(Vec<T>, i64),
    /// Everything, as it was at this change or after it.
    Everything(i64),
}

/// The changes of one thing, as the statements about their table.
pub struct Changes {
    count: &'static str,
    add: &'static str,
    last: &'static str,
    after: &'static str,
    forget: &'static str,
}

macro_rules! changes {
    ($counter:literal, $table:literal, $whose:literal) => {
        Changes {
            count: concat!(
                "UPDATE counters SET value = value + 1 WHERE name = '",
                $counter,
                "'"
            ),
            add: concat!(
                "INSERT INTO ",
                $table,
                " (seq, ",
                $whose,
                ") SELECT value, $1 FROM counters WHERE name = '",
                $counter,
                "'"
            ),
            last: concat!("SELECT value FROM counters WHERE name = '", $counter, "'"),
            after: concat!(
                "SELECT seq, ",
                $whose,
                " AS whose FROM ",
                $table,
                " WHERE seq > $1 ORDER BY seq LIMIT $2"
            ),
            forget: concat!("DELETE FROM ", $table, " WHERE seq <= $1"),
        }
    };
}

/// Whose place in the directory changed.
pub const DIRECTORY: Changes = changes!("directory", "directory_changes", "account_id");

/// Which event changed, as the public sees it.
pub const EVENTS: Changes = changes!("events", "event_changes", "event_id");

impl Changes {
    /// Notes a change. The counter's row is held until the end of the transaction, so that numbers are seen in order.
    pub async fn note(&self, conn: &mut impl Conn, whose: impl ToString) -> Result<()> {
        run(conn, self.count, Vec::new()).await?;
        run(conn, self.add, vec![whose.to_string().into()]).await?;
        Ok(())
    }

    /// Notes that everything is to be read anew.
    pub async fn note_all(&self, conn: &mut impl Conn) -> Result<()> {
        self.note(conn, "").await
    }

    /// The number of the last change.
    pub async fn last(&self, conn: &mut impl Conn) -> Result<i64> {
        let last = one(conn, self.last, Vec::new(), |line| line.int("value"));
        Ok(last.await?.unwrap_or_default())
    }

    /// What somebody who saw all changes up to `seen` has to read again.
    pub async fn behind<T: FromStr + Ord>(
        &self,
        conn: &mut impl Conn,
        seen: Option<i64>,
    ) -> Result<Behind<T>> {
        let last = self.last(conn).await?;
        let seen = match seen {
            Some(seen) if seen >= last => return Ok(Behind::Nothing),
            Some(seen) if last - seen <= MANY => seen,
            _ => return Ok(Behind::Everything(last)),
        };
        let cells: Vec<Cell> = vec![seen.into(), MANY.into()];
        let changes = many(conn, self.after, cells, |line| {
            Ok((line.int("seq")?, line.text("whose")?))
        })
        .await?;
        // Numbers follow each other: one that is missing was forgotten with time.
        let whole = changes.first().is_some_and(|(seq, _)| *seq == seen + 1);
        let newest = changes.last().map_or(last, |(seq, _)| *seq);
        let whose: Option<BTreeSet<T>> =
            changes.into_iter().map(|one| one.1.parse().ok()).collect();
        Ok(match whose.filter(|_| whole) {
            Some(whose) => Behind::These(whose.into_iter().collect(), newest),
            None => Behind::Everything(last),
        })
    }

    /// Forgets all but the last changes. Who is further behind reads everything anew.
    pub async fn forget(&self, conn: &mut impl Conn) -> Result<u64> {
        let kept = self.last(conn).await? - KEPT;
        run(conn, self.forget, vec![kept.into()]).await
    }
}
