//! The closed set of values that both databases take, and the four verbs that move them. Only this file and `db.rs` know `sqlx`.

use std::{fmt::Write, str::FromStr};

use futures_util::TryStreamExt;
use jiff::Timestamp;
use sqlx::{
    Any, AnyConnection, Row, SqlSafeStr,
    any::{AnyArguments, AnyRow},
    query::Query,
};

use crate::base::{
    AccountId, AdherenceId, AttemptId, AttestationId, AwardId, BatchId, CeremonyId, CredentialId,
    DateId, DossierId, DoubtId, Email, EndorsementId, EntryId, Error, EventId, IdentityId, JobId,
    Lang, MessageId, NoticeId, OrganisationId, PasskeyId, ReadingId, RegistrationId, ReportId,
    Result, RoomId, SessionId, StoryId, SubscriptionId, SupervisionId, VoiceId,
};

/// Rows that one statement forgets, at most: between two parts of a long purge others have their turn at the database.
pub const PART: i64 = 500;

/// A value to bind: text, whole number or real, each typed even when it is null.
#[derive(Clone, Debug)]
pub enum Cell {
    /// Text, or a null of that type.
    Text(Option<String>),
    /// A whole number, or a null of that type.
    Int(Option<i64>),
    /// A real number, or a null of that type.
    Real(Option<f64>),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl From<String> for Cell {
    /// Without any NUL, which PostgreSQL takes in no text: both databases keep the same.
    fn from(mut text: String) -> Self {
        if text.contains('\0') {
            text.retain(|c| c != '\0');
        }
        Cell::Text(Some(text))
    }
}

impl From<Option<&str>> for Cell {
    fn from(text: Option<&str>) -> Self {
        text.map_or(Cell::Text(None), Cell::from)
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Cell::Int(Some(number))
    }
}

impl From<Option<i64>> for Cell {
    fn from(number: Option<i64>) -> Self {
        Cell::Int(number)
    }
}

impl From<Option<f64>> for Cell {
    fn from(number: Option<f64>) -> Self {
        Cell::Real(number)
    }
}

impl From<Timestamp> for Cell {
    fn from(at: Timestamp) -> Self {
        Cell::Int(Some(at.as_millisecond()))
    }
}

impl From<Option<Timestamp>> for Cell {
    fn from(at: Option<Timestamp>) -> Self {
        Cell::Int(at.map(Timestamp::as_millisecond))
    }
}

impl From<&Email> for Cell {
    fn from(email: &Email) -> Self {
        email.as_str().into()
    }
}

impl From<Lang> for Cell {
    fn from(lang: Lang) -> Self {
        lang.tag().into()
    }
}

macro_rules! id_cells {
    ($($id:ty),*) => {$(
        impl From<$id> for Cell {
            fn from(id: $id) -> Self {
                Cell::Text(Some(id.to_string()))
            }
        }

        impl From<Option<$id>> for Cell {
            fn from(id: Option<$id>) -> Self {
                Cell::Text(id.map(|id| id.to_string()))
            }
        }
    )*};
}
id_cells!(
    AccountId,
    AdherenceId,
    EndorsementId,
    AttemptId,
    AttestationId,
    AwardId,
    BatchId,
    CredentialId,
    DateId,
    DossierId,
    DoubtId,
    EntryId,
    CeremonyId,
    IdentityId,
    PasskeyId,
    EventId,
    JobId,
    MessageId,
    NoticeId,
    OrganisationId,
    ReadingId,
    RegistrationId,
    ReportId,
    RoomId,
    SessionId,
    StoryId,
    SubscriptionId,
    SupervisionId,
    VoiceId
);

/// One row of an answer; columns are read by name.
pub struct Line(AnyRow);

impl Line {
    /// A text column that is never null.
    pub fn text(&self, column: &str) -> Result<String> {
        self.0.try_get(column).map_err(Error::fault)
    }

    /// A text column that may be null.
    pub fn maybe_text(&self, column: &str) -> Result<Option<String>> {
        self.0.try_get(column).map_err(Error::fault)
    }

    /// A whole number that is never null.
    pub fn int(&self, column: &str) -> Result<i64> {
        self.0.try_get(column).map_err(Error::fault)
    }

    /// A whole number that may be null.
    pub fn maybe_int(&self, column: &str) -> Result<Option<i64>> {
        self.0.try_get(column).map_err(Error::fault)
    }

    /// A real number that may be null.
    pub fn maybe_real(&self, column: &str) -> Result<Option<f64>> {
        self.0.try_get(column).map_err(Error::fault)
    }

    /// An instant that is never null.
    pub fn instant(&self, column: &str) -> Result<Timestamp> {
        Timestamp::from_millisecond(self.int(column)?).map_err(Error::fault)
    }

    /// An instant that may be null.
    pub fn maybe_instant(&self, column: &str) -> Result<Option<Timestamp>> {
        let millis: Option<i64> = self.0.try_get(column).map_err(Error::fault)?;
        millis
            .map(Timestamp::from_millisecond)
            .transpose()
            .map_err(Error::fault)
    }

    /// A text column read into its own type: an id, a language, a standing.
    pub fn parsed<T: FromStr>(&self, column: &str) -> Result<T> {
        let text = self.text(column)?;
        text.parse()
            .map_err(|_| Error::fault(format!("column {column} holds «{text}»")))
    }
}

/// A connection on which the verbs run: a reader or a transaction.
pub trait Conn {
    /// The connection itself, for the verbs of this file.
    fn raw(&mut self) -> &mut AnyConnection;
}

fn query(sql: impl SqlSafeStr, cells: Vec<Cell>) -> Query<'static, Any, AnyArguments> {
    // sqlx gives a real that is null the type of a narrower one. A statement that PostgreSQL kept with that type would refuse the next real that is none.
    let kept = !cells.iter().any(|cell| matches!(cell, Cell::Real(None)));
    cells.into_iter().fold(
        sqlx::query(sql).persistent(kept),
        |query, cell| match cell {
            Cell::Text(text) => query.bind(text),
            Cell::Int(number) => query.bind(number),
            Cell::Real(number) => query.bind(number),
        },
    )
}

/// Runs a statement and says how many rows it touched.
pub async fn run(conn: &mut impl Conn, sql: &'static str, cells: Vec<Cell>) -> Result<u64> {
    Ok(query(sql, cells)
        .execute(conn.raw())
        .await
        .map_err(fault)?
        .rows_affected())
}

/// Reads the one row there may be.
pub async fn one<T>(
    conn: &mut impl Conn,
    sql: &'static str,
    cells: Vec<Cell>,
    read: impl FnOnce(&Line) -> Result<T>,
) -> Result<Option<T>> {
    match query(sql, cells)
        .fetch_optional(conn.raw())
        .await
        .map_err(fault)?
    {
        Some(row) => read(&Line(row)).map(Some),
        None => Ok(None),
    }
}

/// Reads every row.
pub async fn many<T>(
    conn: &mut impl Conn,
    sql: &'static str,
    cells: Vec<Cell>,
    read: impl Fn(&Line) -> Result<T>,
) -> Result<Vec<T>> {
    rows(conn, sql, cells, &read).await
}

/// The rows that a statement gives.
async fn rows<T>(
    conn: &mut impl Conn,
    sql: impl SqlSafeStr,
    cells: Vec<Cell>,
    read: &impl Fn(&Line) -> Result<T>,
) -> Result<Vec<T>> {
    let given = query(sql, cells).fetch_all(conn.raw()).await;
    let given = given.map_err(fault)?.into_iter();
    given.map(|row| read(&Line(row))).collect()
}

/// Cells that one statement takes, rounded down: both databases stop before 33,000.
const CELLS: usize = 30_000;

/// Cells of the rows that one statement puts in: what binds them to SQLite looks for the name of each among all of them, so that many take long.
const FILLED: usize = 400;

/// A statement about many values at once: `sql` ends before their list, which stands in brackets, and `end` follows it. Reads the rows that it gives; more values
/// than a statement takes are spread over several, each in the order of its own.
pub async fn among<T>(
    conn: &mut impl Conn,
    sql: &'static str,
    cells: Vec<Cell>,
    values: Vec<Cell>,
    end: &'static str,
    read: impl Fn(&Line) -> Result<T>,
) -> Result<Vec<T>> {
    let mut found = Vec::new();
    for values in values.chunks(CELLS - cells.len()) {
        let numbers: Vec<String> = (1..=values.len())
            .map(|place| format!("${}", cells.len() + place))
            .collect();
        let text = format!("{sql} ({}){end}", numbers.join(", "));
        let cells = [&cells, values].concat();
        // Two literals and numbers of ours: no word of a request comes here.
        found.extend(rows(conn, sqlx::AssertSqlSafe(text), cells, &read).await?);
    }
    Ok(found)
}

/// A statement about many rows at once: `sql` ends before the first of them, each stands in brackets, and `end` follows the last. Reads the rows that it gives.
/// More rows than a statement takes are spread over several.
pub async fn fill<T>(
    conn: &mut impl Conn,
    sql: &'static str,
    all: Vec<Vec<Cell>>,
    end: &'static str,
    read: impl Fn(&Line) -> Result<T>,
) -> Result<Vec<T>> {
    let mut found = Vec::new();
    let mut left = all.into_iter().peekable();
    while let Some(width) = left.peek().map(Vec::len).filter(|width| *width > 0) {
        let cells: Vec<Cell> = left
            .by_ref()
            .take((FILLED / width).max(1))
            .flatten()
            .collect();
        let mut text = String::from(sql);
        for number in 1..=cells.len() {
            let first = number % width == 1 || width == 1;
            let joint = match (number, first) {
                (1, _) => " (",
                (_, true) => ", (",
                (_, false) => ", ",
            };
            let close = if number % width == 0 { ")" } else { "" };
            let _ = write!(text, "{joint}${number}{close}");
        }
        text.push_str(end);
        // Two literals and numbers of ours: no word of a request comes here.
        found.extend(rows(conn, sqlx::AssertSqlSafe(text), cells, &read).await?);
    }
    Ok(found)
}

/// An order by the name of its column, and the terms that it is made of, to the last that tells two rows apart.
pub type Named = (&'static str, &'static [&'static str]);

/// Which rows of a long list, and in which order: one of the orders that the store names, never what a request says.
#[derive(Clone, Copy, Debug)]
pub struct Order {
    by: &'static [&'static str],
    descending: bool,
    limit: i64,
    offset: i64,
}

impl Order {
    /// The order named `name` among `orders`, else the first of them; `limit` rows after `offset`.
    pub fn of(orders: &[Named], name: &str, descending: bool, limit: i64, offset: i64) -> Order {
        let by = orders
            .iter()
            .find(|(known, _)| *known == name)
            .or(orders.first())
            .map_or(&["1"][..], |(_, by)| by);
        Order {
            by,
            descending,
            limit,
            offset,
        }
    }

    /// The end of a query whose cells number `cells`. Every column of the order turns round together.
    fn text(self, cells: usize) -> String {
        let turned = |term: &str| match (self.descending, term.strip_suffix(" DESC")) {
            (false, _) => term.to_owned(),
            (true, Some(column)) => column.to_owned(),
            (true, None) => format!("{term} DESC"),
        };
        let terms: Vec<String> = self.by.iter().copied().map(turned).collect();
        format!(
            " ORDER BY {} LIMIT ${} OFFSET ${}",
            terms.join(", "),
            cells + 1,
            cells + 2
        )
    }
}

/// Reads one page of a long list: `sql` ends before its order.
pub async fn page<T>(
    conn: &mut impl Conn,
    sql: &'static str,
    order: Order,
    mut cells: Vec<Cell>,
    read: impl Fn(&Line) -> Result<T>,
) -> Result<Vec<T>> {
    let text = format!("{sql}{}", order.text(cells.len()));
    cells.extend([order.limit.into(), order.offset.into()]);
    // Two literals and numbers of ours: no word of a request comes here.
    rows(conn, sqlx::AssertSqlSafe(text), cells, &read).await
}

/// Goes through every row of an answer, one at a time; `sql` is put together from names of the schema alone.
pub(super) async fn each(
    conn: &mut impl Conn,
    sql: String,
    mut read: impl AsyncFnMut(&Line) -> Result<()>,
) -> Result<()> {
    let mut rows = query(sqlx::AssertSqlSafe(sql), Vec::new()).fetch(conn.raw());
    while let Some(row) = rows.try_next().await.map_err(fault)? {
        read(&Line(row)).await?;
    }
    Ok(())
}

/// Runs a statement that is put together from names of the schema alone.
pub(super) async fn put(conn: &mut impl Conn, sql: String, cells: Vec<Cell>) -> Result<()> {
    let done = query(sqlx::AssertSqlSafe(sql), cells).execute(conn.raw());
    done.await.map(|_| ()).map_err(fault)
}

/// A database that is busy, away or out of room is told apart from a mistake of ours: the first asks the person to try again.
pub(super) fn fault(error: sqlx::Error) -> Error {
    match &error {
        sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_) => {
            tracing::warn!(%error, "the database does not answer");
            Error::Busy
        }
        sqlx::Error::Database(cause) if is_passing(cause.as_ref()) => {
            tracing::warn!(%error, "the database refuses for now");
            Error::Busy
        }
        _ => Error::fault(error),
    }
}

/// SQLite: busy (5), locked (6), read-only (8), input/output (10), full (13), cannot open (14), the low byte of its extended codes. PostgreSQL: class 08
/// (connection), 53 (resources), 57 (operator), 40 (rollback of a transaction), 25006 (read only).
fn is_passing(cause: &dyn sqlx::error::DatabaseError) -> bool {
    let Some(code) = cause.code() else {
        return false;
    };
    match code.parse::<u32>() {
        Ok(number) if code.len() < 5 => matches!(number & 0xff, 5 | 6 | 8 | 10 | 13 | 14),
        _ => {
            ["08", "53", "57", "40"]
                .iter()
                .any(|class| code.starts_with(class))
                || code == "25006"
        }
    }
}
