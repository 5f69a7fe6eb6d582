//! Structures that people say they belong to, founding reviewers, and everybody who may be asked to read.

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::{
    base::{AccountId, Error, Result},
    certification::founder::{Founder, SEATS},
    store::sql::{Cell, Conn, Line, many, one, run},
};

/// Notes for whom somebody works or volunteers; `key` is the name folded.
pub async fn set_structure(
    conn: &mut impl Conn,
    account: AccountId,
    name: &str,
    key: &str,
    at: Timestamp,
) -> Result<()> {
    let cells: Vec<Cell> = vec![account.into(), name.into(), key.into(), at.into()];
    run(
        conn,
        "INSERT INTO structures (account_id, name, name_key, said_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (account_id) DO UPDATE SET name = excluded.name, name_key = excluded.name_key, said_at = excluded.said_at",
        cells,
    )
    .await?;
    Ok(())
}

/// The structure that somebody named, and the same folded.
pub async fn find_structure(
    conn: &mut impl Conn,
    account: AccountId,
) -> Result<Option<(String, String)>> {
    one(
        conn,
        "SELECT name, name_key FROM structures WHERE account_id = $1",
        vec![account.into()],
        |line| Ok((line.text("name")?, line.text("name_key")?)),
    )
    .await
}

/// The mailboxes that somebody asked to confirm a café and that did not decline, as keyed hashes.
pub async fn list_witnesses(conn: &mut impl Conn, account: AccountId) -> Result<BTreeSet<String>> {
    let found = many(
        conn,
        "SELECT DISTINCT mailbox FROM attestations WHERE account_id = $1",
        vec![account.into()],
        |line| line.text("mailbox"),
    );
    Ok(found.await?.into_iter().collect())
}

fn founder(line: &Line) -> Result<Founder> {
    Ok(Founder {
        seat: line.int("seat")?,
        account: line.parsed("account_id")?,
        named_at: line.instant("named_at")?,
        until: line.instant("until_at")?,
    })
}

/// The founding reviewers whose time is not over.
pub async fn list_founders(conn: &mut impl Conn, at: Timestamp) -> Result<Vec<Founder>> {
    many(
        conn,
        "SELECT seat, account_id, named_at, until_at FROM founders WHERE until_at > $1 ORDER BY seat",
        vec![at.into()],
        founder,
    )
    .await
}

/// Gives somebody one of the seats that are free; the number of the seat is the last word on how many there are. Says `false` where none is, or they have one.
pub async fn add_founder(
    conn: &mut impl Conn,
    account: AccountId,
    by: &str,
    at: Timestamp,
    until: Timestamp,
) -> Result<bool> {
    let over: Vec<Cell> = vec![account.into(), at.into()];
    run(
        conn,
        "DELETE FROM founders WHERE until_at <= $2 AND account_id = $1",
        over,
    )
    .await?;
    for seat in 1..=SEATS {
        let cells: Vec<Cell> = vec![
            seat.into(),
            account.into(),
            by.into(),
            at.into(),
            until.into(),
        ];
        let taken = run(
            conn,
            "INSERT INTO founders (seat, account_id, named_by, named_at, until_at)
             SELECT $1, $2, $3, CAST($4 AS BIGINT), CAST($5 AS BIGINT) WHERE NOT EXISTS (SELECT 1 FROM founders WHERE account_id = $2)
             ON CONFLICT (seat) DO UPDATE SET account_id = excluded.account_id, named_by = excluded.named_by, named_at = excluded.named_at, until_at = excluded.until_at
             WHERE founders.until_at <= excluded.named_at",
            cells,
        )
        .await?;
        if taken == 1 {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Ends the time of a founding reviewer. Says `false` where it is over.
pub async fn end_founder(conn: &mut impl Conn, account: AccountId, at: Timestamp) -> Result<bool> {
    let cells: Vec<Cell> = vec![account.into(), at.into()];
    Ok(run(
        conn,
        "UPDATE founders SET until_at = $2 WHERE account_id = $1 AND until_at > $2",
        cells,
    )
    .await?
        == 1)
}

/// Those who have a role, with how many readings wait for each: whoever has the fewest comes first.
pub async fn list_by_load(conn: &mut impl Conn, role: &str) -> Result<Vec<(AccountId, i64)>> {
    many(
        conn,
        "SELECT a.account_id, COUNT(r.id) AS waiting FROM (SELECT DISTINCT account_id FROM account_roles WHERE role = $1) AS a
         LEFT JOIN readings AS r ON r.reader_id = a.account_id AND r.done_at IS NULL AND r.gone_at IS NULL
         GROUP BY a.account_id ORDER BY COUNT(r.id), a.account_id",
        vec![role.into()],
        |line| Ok((line.parsed("account_id")?, line.int("waiting")?)),
    )
    .await
}

/// How many readings wait for somebody.
pub async fn count_waiting(conn: &mut impl Conn, reader: AccountId) -> Result<i64> {
    one(
        conn,
        "SELECT COUNT(*) AS waiting FROM readings WHERE reader_id = $1 AND done_at IS NULL AND gone_at IS NULL",
        vec![reader.into()],
        |line| line.int("waiting"),
    )
    .await?
    .ok_or_else(|| Error::fault("a count gave no row"))
}
