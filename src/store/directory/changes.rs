//! Whose place in the directory changed: a line each, numbered without a gap, in the transaction that changes it. What is in memory catches up by it.

use crate::{
    base::{AccountId, AwardId, CredentialId, Result},
    store::sql::{Cell, Conn, many, one, run},
};

/// How many changes are kept: more than anybody catches up with one by one.
const KEPT: i64 = 1_000;

/// Notes that somebody's profile, or what it shows, changed. The counter's row is held until the end of the transaction, so that numbers are seen in order.
pub async fn touch(conn: &mut impl Conn, account: AccountId) -> Result<()> {
    note(conn, &account.to_string()).await
}

/// Notes that everything is to be read anew.
pub async fn touch_all(conn: &mut impl Conn) -> Result<()> {
    note(conn, "").await
}

async fn note(conn: &mut impl Conn, account: &str) -> Result<()> {
    run(
        conn,
        "UPDATE counters SET value = value + 1 WHERE name = 'directory'",
        Vec::new(),
    )
    .await?;
    run(
        conn,
        "INSERT INTO directory_changes (seq, account_id) SELECT value, $1 FROM counters WHERE name = 'directory'",
        vec![account.into()],
    )
    .await?;
    Ok(())
}

/// Notes that a badge changed, where it stands in somebody's profile.
pub async fn touch_award(conn: &mut impl Conn, award: AwardId) -> Result<()> {
    let shown = one(
        conn,
        "SELECT p.account_id FROM holdings AS h JOIN profiles AS p ON p.account_id = h.account_id WHERE h.award_id = $1",
        vec![award.into()],
        |line| line.parsed("account_id"),
    )
    .await?;
    match shown {
        Some(account) => touch(conn, account).await,
        None => Ok(()),
    }
}

/// Notes that a credential changed, where its badge stands in somebody's profile.
pub async fn touch_credential(conn: &mut impl Conn, credential: CredentialId) -> Result<()> {
    let award = one(
        conn,
        "SELECT award_id FROM credentials WHERE id = $1",
        vec![credential.into()],
        |line| line.parsed("award_id"),
    )
    .await?;
    match award {
        Some(award) => touch_award(conn, award).await,
        None => Ok(()),
    }
}

/// The number of the last change.
pub async fn last(conn: &mut impl Conn) -> Result<i64> {
    let last = one(
        conn,
        "SELECT value FROM counters WHERE name = 'directory'",
        Vec::new(),
        |line| line.int("value"),
    );
    Ok(last.await?.unwrap_or_default())
}

/// The changes after one: their numbers, and whose they are; nobody stands for everybody.
pub async fn list_after(
    conn: &mut impl Conn,
    seq: i64,
    most: i64,
) -> Result<Vec<(i64, Option<AccountId>)>> {
    let cells: Vec<Cell> = vec![seq.into(), most.into()];
    many(
        conn,
        "SELECT seq, account_id FROM directory_changes WHERE seq > $1 ORDER BY seq LIMIT $2",
        cells,
        |line| Ok((line.int("seq")?, line.text("account_id")?.parse().ok())),
    )
    .await
}

/// Forgets all but the last changes. Who is further behind reads everything anew.
pub async fn forget(conn: &mut impl Conn) -> Result<u64> {
    let kept = last(conn).await? - KEPT;
    run(
        conn,
        "DELETE FROM directory_changes WHERE seq <= $1",
        vec![kept.into()],
    )
    .await
}
