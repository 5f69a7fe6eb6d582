//! Sessions: what a browser holds is known here by its hash alone.

use jiff::Timestamp;

use crate::{
    access::account::Stay,
    base::{AccountId, Result, SessionId},
    store::sql::{Cell, Conn, PART, many, one, run},
};

/// What is kept of a session.
pub struct Kept<'s> {
    /// The hash of what its cookie holds.
    pub key: &'s str,
    /// Whose it is.
    pub account: Option<AccountId>,
    /// What it remembers, as JSON.
    pub data: &'s str,
    /// The browser, in a few words.
    pub client: &'s str,
    /// When it ends by itself.
    pub expires_at: Timestamp,
}

/// Begins a session. Says `false` where its key is taken.
pub async fn add_session(conn: &mut impl Conn, kept: &Kept<'_>, at: Timestamp) -> Result<bool> {
    let cells: Vec<Cell> = vec![
        kept.key.into(),
        SessionId::new().into(),
        kept.account.into(),
        kept.data.into(),
        kept.client.into(),
        at.into(),
        kept.expires_at.into(),
    ];
    Ok(run(conn, "INSERT INTO sessions (id, handle, account_id, data, client, began_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO NOTHING", cells).await? == 1)
}

/// Writes what a session remembers. One that was ended meanwhile stays ended.
pub async fn set_session(conn: &mut impl Conn, kept: &Kept<'_>) -> Result<bool> {
    let cells: Vec<Cell> = vec![kept.key.into(), kept.account.into(), kept.data.into()];
    Ok(run(
        conn,
        "UPDATE sessions SET data = $3 WHERE id = $1 AND COALESCE(account_id, '') = COALESCE($2, '')",
        cells,
    )
    .await?
        == 1)
}

/// What a session remembers, and until when.
pub async fn find_session(
    conn: &mut impl Conn,
    key: &str,
    at: Timestamp,
) -> Result<Option<(String, Timestamp)>> {
    one(
        conn,
        "SELECT data, expires_at FROM sessions WHERE id = $1 AND expires_at > $2",
        vec![key.into(), at.into()],
        |line| Ok((line.text("data")?, line.instant("expires_at")?)),
    )
    .await
}

/// Ends a session.
pub async fn forget_session(conn: &mut impl Conn, key: &str) -> Result<()> {
    run(conn, "DELETE FROM sessions WHERE id = $1", vec![key.into()]).await?;
    Ok(())
}

/// Ends one session of an account, named by its handle. Says `false` where it has none of that name.
pub async fn forget_session_of(
    conn: &mut impl Conn,
    account: AccountId,
    handle: SessionId,
) -> Result<bool> {
    Ok(run(
        conn,
        "DELETE FROM sessions WHERE account_id = $1 AND handle = $2",
        vec![account.into(), handle.into()],
    )
    .await?
        == 1)
}

/// Ends every session of an account but the one of key `but`.
pub async fn forget_sessions_of(
    conn: &mut impl Conn,
    account: AccountId,
    but: &str,
) -> Result<u64> {
    run(
        conn,
        "DELETE FROM sessions WHERE account_id = $1 AND id <> $2",
        vec![account.into(), but.into()],
    )
    .await
}

/// Forgets a part of the sessions that ended by themselves.
pub async fn forget_sessions(conn: &mut impl Conn, at: Timestamp) -> Result<u64> {
    run(
        conn,
        "DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE expires_at <= $1 LIMIT $2) AND expires_at <= $1",
        vec![at.into(), PART.into()],
    )
    .await
}

/// The sessions of an account, newest first; `own` is the key of the one that asks.
pub async fn list_sessions(
    conn: &mut impl Conn,
    account: AccountId,
    own: &str,
    at: Timestamp,
) -> Result<Vec<Stay>> {
    many(
        conn,
        "SELECT id, handle, client, began_at, expires_at FROM sessions WHERE account_id = $1 AND expires_at > $2 ORDER BY began_at DESC, id",
        vec![account.into(), at.into()],
        |line| {
            Ok(Stay {
                handle: line.parsed("handle")?,
                client: line.text("client")?,
                began_at: line.instant("began_at")?,
                expires_at: line.instant("expires_at")?,
                own: line.text("id")? == own,
            })
        },
    )
    .await
}
