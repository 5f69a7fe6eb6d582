//! Doubts about badges, and what came of them.

use jiff::Timestamp;

use super::sql::{Cell, Conn, Line, Named, Order, one, page, run};
use crate::{
    badges::doubt::{About, Doubt, Outcome},
    base::{DoubtId, Error, Result},
};

/// Stores a doubt.
pub async fn add(conn: &mut impl Conn, doubt: &Doubt) -> Result<()> {
    let (credential, address) = match &doubt.about {
        About::Own(id) => (Some(*id), ""),
        About::Foreign(address) => (None, address.as_str()),
    };
    let cells: Vec<Cell> = vec![
        doubt.id.into(),
        credential.into(),
        address.into(),
        doubt.ground.to_string().into(),
        doubt.words.as_str().into(),
        doubt.raised_at.into(),
    ];
    run(
        conn,
        "INSERT INTO doubts (id, credential_id, address, ground, words, raised_at) VALUES ($1, $2, $3, $4, $5, $6)",
        cells,
    )
    .await?;
    Ok(())
}

fn doubt(line: &Line) -> Result<Doubt> {
    let about = match line.maybe_text("credential_id")? {
        Some(id) => About::Own(id.parse().map_err(Error::fault)?),
        None => About::Foreign(line.text("address")?),
    };
    let settled = match line.maybe_instant("settled_at")? {
        Some(at) => Some((line.parsed("outcome")?, at)),
        None => None,
    };
    Ok(Doubt {
        id: line.parsed("id")?,
        about,
        ground: line.parsed("ground")?,
        words: line.text("words")?,
        raised_at: line.instant("raised_at")?,
        settled,
    })
}

/// A doubt by its id.
pub async fn find(conn: &mut impl Conn, id: DoubtId) -> Result<Option<Doubt>> {
    one(
        conn,
        "SELECT id, credential_id, address, ground, words, raised_at, outcome, settled_at FROM doubts WHERE id = $1",
        vec![id.into()],
        doubt,
    )
    .await
}

/// The orders of [`list`], by the name of their column: first what nobody has settled yet, the oldest of it first.
pub const ORDERS: &[Named] = &[
    ("state", &["settled_at IS NOT NULL", "raised_at", "id"]),
    ("at", &["raised_at", "id"]),
    ("ground", &["ground", "raised_at", "id"]),
];

/// Doubts with what came of them.
pub async fn list(conn: &mut impl Conn, order: Order) -> Result<Vec<Doubt>> {
    page(
        conn,
        "SELECT id, credential_id, address, ground, words, raised_at, outcome, settled_at FROM doubts",
        order,
        Vec::new(),
        doubt,
    )
    .await
}

/// How many doubts there are, and how many of them nobody has settled yet.
pub async fn count(conn: &mut impl Conn) -> Result<(i64, i64)> {
    let counted = one(
        conn,
        "SELECT COUNT(*) AS everything, COUNT(*) FILTER (WHERE settled_at IS NULL) AS open FROM doubts",
        Vec::new(),
        |line| Ok((line.int("everything")?, line.int("open")?)),
    );
    counted
        .await?
        .ok_or_else(|| Error::fault("a count gave no row"))
}

/// Writes down what came of a doubt. Says `false` where that was written down before.
pub async fn settle(
    conn: &mut impl Conn,
    id: DoubtId,
    outcome: Outcome,
    at: Timestamp,
) -> Result<bool> {
    let cells: Vec<Cell> = vec![id.into(), outcome.to_string().into(), at.into()];
    let settled = run(
        conn,
        "UPDATE doubts SET outcome = $2, settled_at = $3 WHERE id = $1 AND settled_at IS NULL",
        cells,
    );
    Ok(settled.await? == 1)
}

/// Forgets doubts raised before `before`, settled or not.
pub async fn forget(conn: &mut impl Conn, before: Timestamp) -> Result<u64> {
    run(
        conn,
        "DELETE FROM doubts WHERE raised_at < $1",
        vec![before.into()],
    )
    .await
}
