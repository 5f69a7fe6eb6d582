//! The audit log.

use jiff::Timestamp;

use crate::{
    access::audit::{Actor, Line, Noted},
    base::{JobId, Result},
    store::sql::{Cell, Conn, Named, Order, PART, one, page, run},
};

/// Notes what somebody did, in the transaction that does it.
pub async fn note(
    conn: &mut impl Conn,
    actor: Actor,
    deed: Noted,
    subject: &str,
    detail: &str,
    at: Timestamp,
) -> Result<()> {
    let cells: Vec<Cell> = vec![
        JobId::new().into(),
        at.into(),
        actor.to_string().into(),
        deed.name().into(),
        subject.into(),
        detail.into(),
    ];
    run(conn, "INSERT INTO audit (id, happened_at, actor, deed, subject, detail) VALUES ($1, $2, $3, $4, $5, $6)", cells).await?;
    Ok(())
}

/// The orders of [`list_audit`], by the name of their column.
pub const AUDIT_ORDERS: &[Named] = &[
    ("at", &["happened_at", "id"]),
    ("actor", &["actor", "happened_at", "id"]),
    ("deed", &["deed", "happened_at", "id"]),
    ("subject", &["subject", "happened_at", "id"]),
];

/// How many lines the log has.
pub async fn count_audit(conn: &mut impl Conn) -> Result<i64> {
    one(
        conn,
        "SELECT COUNT(*) AS lines FROM audit",
        vec![],
        |line| line.int("lines"),
    )
    .await
    .map(Option::unwrap_or_default)
}

/// A page of the log.
pub async fn list_audit(conn: &mut impl Conn, order: Order) -> Result<Vec<Line>> {
    page(
        conn,
        "SELECT happened_at, actor, deed, subject, detail FROM audit",
        order,
        vec![],
        |line| {
            Ok(Line {
                at: line.instant("happened_at")?,
                actor: line.text("actor")?,
                deed: line.text("deed")?,
                subject: line.text("subject")?,
                detail: line.text("detail")?,
            })
        },
    )
    .await
}

/// Forgets a part of the lines older than `before`.
pub async fn forget_audit(conn: &mut impl Conn, before: Timestamp) -> Result<u64> {
    run(
        conn,
        "DELETE FROM audit WHERE id IN (SELECT id FROM audit WHERE happened_at < $1 LIMIT $2) AND happened_at < $1",
        vec![before.into(), PART.into()],
    )
    .await
}
