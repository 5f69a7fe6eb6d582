//! What is told of profiles and of letters, until the administration has seen to it.

use jiff::Timestamp;

use crate::{
    base::{AccountId, MessageId, ReportId, Result},
    store::sql::{Cell, Conn, Line, Named, Order, PART, one, page, run},
};

/// The orders of the list.
pub const ORDERS: &[Named] = &[
    ("told", &["r.told_at", "r.id"]),
    (
        "settled",
        &["COALESCE(r.settled_at, 0)", "r.told_at", "r.id"],
    ),
];

/// Something that was told.
#[derive(Clone, Debug)]
pub struct Told {
    /// Its id.
    pub id: ReportId,
    /// Whose profile it is of, or who got the letter.
    pub account: AccountId,
    /// The end of the profile's address, where there is one.
    pub slug: Option<String>,
    /// Why the profile is hidden, where it is.
    pub hidden: Option<String>,
    /// The letter that it is of.
    pub message: Option<MessageId>,
    /// What the letter says.
    pub letter: Option<String>,
    /// What was told.
    pub words: String,
    /// When.
    pub told_at: Timestamp,
    /// When the administration had seen to it.
    pub settled_at: Option<Timestamp>,
}

fn told(line: &Line) -> Result<Told> {
    Ok(Told {
        id: line.parsed("id")?,
        account: line.parsed("account_id")?,
        slug: line.maybe_text("slug")?,
        hidden: line.maybe_text("hidden")?,
        message: line
            .maybe_text("message_id")?
            .and_then(|id| id.parse().ok()),
        letter: line.maybe_text("letter")?,
        words: line.text("words")?,
        told_at: line.instant("told_at")?,
        settled_at: line.maybe_instant("settled_at")?,
    })
}

/// Adds what was told of a profile, or of a letter.
pub async fn add_report(
    conn: &mut impl Conn,
    account: AccountId,
    message: Option<MessageId>,
    words: &str,
    at: Timestamp,
) -> Result<ReportId> {
    let id = ReportId::new();
    let cells: Vec<Cell> = vec![
        id.into(),
        account.into(),
        message.into(),
        words.into(),
        at.into(),
    ];
    run(
        conn,
        "INSERT INTO reports (id, account_id, message_id, words, told_at, settled_at) VALUES ($1, $2, $3, $4, $5, NULL)",
        cells,
    )
    .await?;
    Ok(id)
}

/// Something that was told, by its id.
pub async fn find_report(conn: &mut impl Conn, id: ReportId) -> Result<Option<Told>> {
    one(
        conn,
        "SELECT r.id, r.account_id, r.message_id, r.words, r.told_at, r.settled_at, p.slug, p.hidden, m.words AS letter
         FROM reports AS r LEFT JOIN profiles AS p ON p.account_id = r.account_id LEFT JOIN messages AS m ON m.id = r.message_id WHERE r.id = $1",
        vec![id.into()],
        told,
    )
    .await
}

/// What was told, a page of it.
pub async fn list_reports(conn: &mut impl Conn, order: Order) -> Result<Vec<Told>> {
    page(
        conn,
        "SELECT r.id, r.account_id, r.message_id, r.words, r.told_at, r.settled_at, p.slug, p.hidden, m.words AS letter
         FROM reports AS r LEFT JOIN profiles AS p ON p.account_id = r.account_id LEFT JOIN messages AS m ON m.id = r.message_id",
        order,
        Vec::new(),
        told,
    )
    .await
}

/// How many were told in all, and how many of those wait.
pub async fn count_reports(conn: &mut impl Conn) -> Result<(i64, i64)> {
    let counted = one(
        conn,
        "SELECT CAST(COUNT(*) AS BIGINT) AS told, CAST(COUNT(*) - COUNT(settled_at) AS BIGINT) AS waiting FROM reports",
        Vec::new(),
        |line| Ok((line.int("told")?, line.int("waiting")?)),
    );
    Ok(counted.await?.unwrap_or_default())
}

/// Says that something was seen to; `false` where that was said before.
pub async fn settle(conn: &mut impl Conn, id: ReportId, at: Timestamp) -> Result<bool> {
    let cells: Vec<Cell> = vec![id.into(), at.into()];
    Ok(run(
        conn,
        "UPDATE reports SET settled_at = $2 WHERE id = $1 AND settled_at IS NULL",
        cells,
    )
    .await?
        == 1)
}

/// Forgets a part of what was told before an instant.
pub async fn forget_reports(conn: &mut impl Conn, before: Timestamp) -> Result<u64> {
    run(
        conn,
        "DELETE FROM reports WHERE id IN (SELECT id FROM reports WHERE told_at < $1 LIMIT $2) AND told_at < $1",
        vec![before.into(), PART.into()],
    )
    .await
}
