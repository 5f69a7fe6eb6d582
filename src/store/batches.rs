//! Lists of people to whom an achievement is given by a job: a row each, with its fate; the person goes from the row once it is done.

use jiff::Timestamp;

use super::sql::{Cell, Conn, Line, Named, Order, fill, many, one, page, run};
use crate::{
    badges::recipient::Recipient,
    base::{BatchId, CredentialId, Error, Lang, Result},
};

/// A list as it was handed in.
#[derive(Clone, Debug)]
pub struct Batch {
    /// Its id.
    pub id: BatchId,
    /// The slug of the achievement.
    pub achievement: String,
    /// The role of who gives, as the credentials say it.
    pub role: String,
    /// The language of the credentials.
    pub lang: Lang,
    /// When it was handed in.
    pub made_at: Timestamp,
    /// When its last row was done.
    pub done_at: Option<Timestamp>,
}

/// A row with what came of it.
#[derive(Clone, Debug)]
pub struct Fate {
    /// Its number in the file.
    pub line: i64,
    /// `issued`, `already`, `over`, or the name of a flaw; nothing while it waits.
    pub fate: Option<String>,
    /// The credential.
    pub credential: Option<CredentialId>,
}

/// Stores a list.
pub async fn add(conn: &mut impl Conn, batch: &Batch, made_by: &str) -> Result<()> {
    let cells: Vec<Cell> = vec![
        batch.id.into(),
        batch.achievement.as_str().into(),
        batch.role.as_str().into(),
        batch.lang.into(),
        made_by.into(),
        batch.made_at.into(),
    ];
    run(
        conn,
        "INSERT INTO batches (id, achievement, role, lang, made_by, made_at) VALUES ($1, $2, $3, $4, $5, $6)",
        cells,
    )
    .await?;
    Ok(())
}

/// Stores the rows of a list by their numbers: whom each names, else the name of what is wrong with it.
pub async fn add_rows(
    conn: &mut impl Conn,
    batch: BatchId,
    rows: &[(i64, std::result::Result<&Recipient, &str>)],
) -> Result<()> {
    let cells = |(line, row): &(i64, std::result::Result<&Recipient, &str>)| {
        let recipient = row.ok().map(serde_json::to_string).transpose();
        Ok(vec![
            batch.into(),
            (*line).into(),
            recipient.map_err(Error::fault)?.unwrap_or_default().into(),
            row.err().into(),
        ])
    };
    fill(
        conn,
        "INSERT INTO batch_rows (batch_id, line, recipient, fate) VALUES",
        rows.iter().map(cells).collect::<Result<_>>()?,
        "",
        |_| Ok(()),
    )
    .await
    .map(drop)
}

/// A list by its id.
pub async fn find(conn: &mut impl Conn, id: BatchId) -> Result<Option<Batch>> {
    one(
        conn,
        "SELECT id, achievement, role, lang, made_at, done_at FROM batches WHERE id = $1",
        vec![id.into()],
        batch,
    )
    .await
}

/// The newest lists of an achievement.
pub async fn list_of(conn: &mut impl Conn, achievement: &str) -> Result<Vec<Batch>> {
    many(
        conn,
        "SELECT id, achievement, role, lang, made_at, done_at FROM batches WHERE achievement = $1 ORDER BY made_at DESC, id LIMIT 20",
        vec![achievement.into()],
        batch,
    )
    .await
}

fn batch(line: &Line) -> Result<Batch> {
    Ok(Batch {
        id: line.parsed("id")?,
        achievement: line.text("achievement")?,
        role: line.text("role")?,
        lang: line
            .text("lang")?
            .parse()
            .map_err(|()| Error::fault("a list of people has an unknown language"))?,
        made_at: line.instant("made_at")?,
        done_at: line.maybe_instant("done_at")?,
    })
}

/// The next rows of a list that wait, with who they name.
pub async fn list_waiting(
    conn: &mut impl Conn,
    batch: BatchId,
    limit: i64,
) -> Result<Vec<(i64, Recipient)>> {
    many(
        conn,
        "SELECT line, recipient FROM batch_rows WHERE batch_id = $1 AND fate IS NULL ORDER BY line LIMIT $2",
        vec![batch.into(), limit.into()],
        |line| {
            let recipient = serde_json::from_str(&line.text("recipient")?).map_err(Error::fault)?;
            Ok((line.int("line")?, recipient))
        },
    )
    .await
}

/// Writes down what came of a row that waits, and forgets whom it named.
pub async fn close_row(
    conn: &mut impl Conn,
    batch: BatchId,
    line: i64,
    fate: &str,
    credential: Option<CredentialId>,
) -> Result<()> {
    let cells: Vec<Cell> = vec![batch.into(), line.into(), fate.into(), credential.into()];
    run(
        conn,
        "UPDATE batch_rows SET fate = $3, credential_id = $4, recipient = '' WHERE batch_id = $1 AND line = $2 AND fate IS NULL",
        cells,
    )
    .await?;
    Ok(())
}

/// Notes that every row of a list is done.
pub async fn close(conn: &mut impl Conn, batch: BatchId, at: Timestamp) -> Result<()> {
    run(
        conn,
        "UPDATE batches SET done_at = $2 WHERE id = $1 AND done_at IS NULL",
        vec![batch.into(), at.into()],
    )
    .await?;
    Ok(())
}

/// How many rows a list has, and how many of them are done.
pub async fn count(conn: &mut impl Conn, batch: BatchId) -> Result<(i64, i64)> {
    let counted = one(
        conn,
        "SELECT COUNT(*) AS everything, COUNT(fate) AS done FROM batch_rows WHERE batch_id = $1",
        vec![batch.into()],
        |line| Ok((line.int("everything")?, line.int("done")?)),
    );
    counted
        .await?
        .ok_or_else(|| Error::fault("a count gave no row"))
}

/// The orders of [`list_rows`], by the name of their column.
pub const ORDERS: &[Named] = &[("line", &["line"]), ("fate", &["fate", "line"])];

/// The rows of a list with what came of them.
pub async fn list_rows(conn: &mut impl Conn, batch: BatchId, order: Order) -> Result<Vec<Fate>> {
    page(
        conn,
        "SELECT line, fate, credential_id FROM batch_rows WHERE batch_id = $1",
        order,
        vec![batch.into()],
        |line| {
            Ok(Fate {
                line: line.int("line")?,
                fate: line.maybe_text("fate")?,
                credential: line
                    .maybe_text("credential_id")?
                    .map(|id| id.parse())
                    .transpose()
                    .map_err(Error::fault)?,
            })
        },
    )
    .await
}

/// Forgets one of the lists handed in before `before`, which may have ten thousand rows.
pub async fn forget(conn: &mut impl Conn, before: Timestamp) -> Result<u64> {
    run(
        conn,
        "DELETE FROM batches WHERE id IN (SELECT id FROM batches WHERE made_at < $1 LIMIT 1)",
        vec![before.into()],
    )
    .await
}
