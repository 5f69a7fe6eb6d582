//! The issuer's keys as rows: nothing is ever taken out.

use jiff::Timestamp;

use super::sql::{Conn, Line, many, one, run};
use crate::{
    badges::issuer_key::IssuerKey,
    base::{Error, Result},
};

fn key(line: &Line) -> Result<IssuerKey> {
    Ok(IssuerKey {
        multikey: line.text("multikey")?,
        pair: line.int("pair")?,
        made_at: line.instant("made_at")?,
        retired_at: line.maybe_instant("retired_at")?,
        compromised_at: line.maybe_instant("compromised_at")?,
        statement: line.maybe_text("statement")?,
    })
}

/// Every key, pair by pair, from the oldest; of a pair Ed25519 first, as its Multikey text sorts before that of P-256.
pub async fn list_keys(conn: &mut impl Conn) -> Result<Vec<IssuerKey>> {
    many(
        conn,
        "SELECT multikey, pair, made_at, retired_at, compromised_at, statement FROM issuer_keys ORDER BY pair, multikey",
        vec![],
        key,
    )
    .await
}

/// The pair that signs now: its number and its two names; nothing before the first.
pub async fn find_signing_pair(conn: &mut impl Conn) -> Result<Option<(i64, [String; 2])>> {
    let keys = many(
        conn,
        "SELECT multikey, pair, made_at, retired_at, compromised_at, statement FROM issuer_keys WHERE retired_at IS NULL ORDER BY multikey",
        vec![],
        key,
    )
    .await?;
    match keys.as_slice() {
        [] => Ok(None),
        [ed25519, p256] if ed25519.pair == p256.pair => Ok(Some((
            ed25519.pair,
            [ed25519.multikey.clone(), p256.multikey.clone()],
        ))),
        _ => Err(Error::fault("more than one pair of keys signs")),
    }
}

/// A number that moves with every change of the keys, as a statement asks for it.
macro_rules! keys_revision {
    () => {
        "SELECT CAST(COUNT(*) + COUNT(retired_at) + COUNT(compromised_at) + COALESCE(SUM(compromised_at), 0) + COALESCE(SUM(LENGTH(statement)), 0) AS BIGINT) AS revision FROM issuer_keys"
    };
}
pub(super) use keys_revision;

/// A number that moves with every change of the keys.
pub async fn find_keys_revision(conn: &mut impl Conn) -> Result<i64> {
    let found = one(conn, keys_revision!(), vec![], |line| line.int("revision")).await?;
    Ok(found.unwrap_or_default())
}

/// Lets a pair sign from now on, in place of the one before it. Says `false`, and changes nothing, where another pair than `before` signs.
pub async fn add_pair(
    conn: &mut impl Conn,
    names: &[String; 2],
    before: Option<i64>,
    at: Timestamp,
) -> Result<bool> {
    let retired = run(
        conn,
        "UPDATE issuer_keys SET retired_at = $1 WHERE retired_at IS NULL AND pair = $2",
        vec![at.into(), before.unwrap_or_default().into()],
    )
    .await?;
    if retired != if before.is_some() { 2 } else { 0 } {
        return Ok(false);
    }
    for name in names {
        run(
            conn,
            "INSERT INTO issuer_keys (multikey, pair, made_at) VALUES ($1, $2, $3)",
            vec![
                name.as_str().into(),
                (before.unwrap_or_default() + 1).into(),
                at.into(),
            ],
        )
        .await?;
    }
    Ok(true)
}

/// Notes that a key may be in other hands since `since`; an earlier moment wins. Says `false` for an unknown key.
pub async fn set_compromised(
    conn: &mut impl Conn,
    multikey: &str,
    since: Timestamp,
) -> Result<bool> {
    let changed = run(
        conn,
        "UPDATE issuer_keys SET compromised_at = CASE WHEN compromised_at < $2 THEN compromised_at ELSE $2 END WHERE multikey = $1",
        vec![multikey.into(), since.into()],
    )
    .await?;
    Ok(changed == 1)
}

/// Keeps what the root key says of a key. Says `false` for an unknown key.
pub async fn set_statement(conn: &mut impl Conn, multikey: &str, statement: &str) -> Result<bool> {
    let changed = run(
        conn,
        "UPDATE issuer_keys SET statement = $2 WHERE multikey = $1",
        vec![multikey.into(), statement.into()],
    )
    .await?;
    Ok(changed == 1)
}
