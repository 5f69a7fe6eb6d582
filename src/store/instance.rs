//! What an instance remembers of itself (which keys are its own), and the keys of requests that may come twice.

use jiff::Timestamp;

use super::sql::{Cell, Conn, PART, one, run};
use crate::base::{Refusal, Result};

/// Reads one of the instance's own notes.
pub async fn find_setting(conn: &mut impl Conn, name: &str) -> Result<Option<String>> {
    one(
        conn,
        "SELECT value FROM settings WHERE name = $1",
        vec![name.into()],
        |line| line.text("value"),
    )
    .await
}

/// Writes one of the instance's own notes.
pub async fn set_setting(conn: &mut impl Conn, name: &str, value: &str) -> Result<()> {
    run(conn, "INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value", vec![name.into(), value.into()])
        .await?;
    Ok(())
}

/// Takes an idempotency key for `subject`, or gives the subject of the same request that came before. Two at once wait for each other here.
///
/// # Errors
/// [`Refusal::KeyReused`] where the earlier request had another body.
pub async fn take_key(
    conn: &mut impl Conn,
    key: &str,
    fingerprint: &str,
    subject: &str,
    at: Timestamp,
) -> Result<Option<String>> {
    let cells: Vec<Cell> = vec![key.into(), fingerprint.into(), subject.into(), at.into()];
    if run(conn, "INSERT INTO idempotency_keys (id, fingerprint, subject, used_at) VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO NOTHING", cells).await? == 1 {
        return Ok(None);
    }
    let earlier = one(
        conn,
        "SELECT fingerprint, subject FROM idempotency_keys WHERE id = $1",
        vec![key.into()],
        |line| Ok((line.text("fingerprint")?, line.text("subject")?)),
    )
    .await?;
    match earlier {
        Some((same, subject)) if same == fingerprint => Ok(Some(subject)),
        _ => Err(Refusal::KeyReused.into()),
    }
}

/// Forgets a part of the keys used before `before`.
pub async fn forget_keys(conn: &mut impl Conn, before: Timestamp) -> Result<u64> {
    run(
        conn,
        "DELETE FROM idempotency_keys WHERE id IN (SELECT id FROM idempotency_keys WHERE used_at < $1 LIMIT $2) AND used_at < $1",
        vec![before.into(), PART.into()],
    )
    .await
}
