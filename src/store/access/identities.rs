//! Accounts elsewhere that open one here.

use jiff::Timestamp;

use crate::{
    access::way::Identity,
    base::{AccountId, IdentityId, Result},
    store::sql::{Cell, Conn, Line, many, one, run},
};

fn identity(line: &Line) -> Result<Identity> {
    Ok(Identity {
        id: line.parsed("id")?,
        account: line.parsed("account_id")?,
        provider: line.text("provider")?,
        made_at: line.instant("made_at")?,
        used_at: line.maybe_instant("used_at")?,
    })
}

/// Ties an account elsewhere to one here. Says `false` where it is tied already.
pub async fn add_identity(
    conn: &mut impl Conn,
    tied: &Identity,
    identity_key: &str,
) -> Result<bool> {
    let cells: Vec<Cell> = vec![
        tied.id.into(),
        identity_key.into(),
        tied.account.into(),
        tied.provider.as_str().into(),
        tied.made_at.into(),
        tied.used_at.into(),
    ];
    Ok(run(
        conn,
        "INSERT INTO identities (id, identity_key, account_id, provider, made_at, used_at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (identity_key) DO NOTHING",
        cells,
    )
    .await?
        == 1)
}

/// What an account elsewhere is tied to.
pub async fn find_identity(conn: &mut impl Conn, identity_key: &str) -> Result<Option<Identity>> {
    one(
        conn,
        "SELECT id, account_id, provider, made_at, used_at FROM identities WHERE identity_key = $1",
        vec![identity_key.into()],
        identity,
    )
    .await
}

/// Notes that an account elsewhere opened the one here.
pub async fn set_identity_used(conn: &mut impl Conn, id: IdentityId, at: Timestamp) -> Result<()> {
    run(
        conn,
        "UPDATE identities SET used_at = $2 WHERE id = $1",
        vec![id.into(), at.into()],
    )
    .await?;
    Ok(())
}

/// What is tied to an account, the eldest first.
pub async fn list_identities(conn: &mut impl Conn, account: AccountId) -> Result<Vec<Identity>> {
    many(
        conn,
        "SELECT id, account_id, provider, made_at, used_at FROM identities WHERE account_id = $1 ORDER BY made_at, id",
        vec![account.into()],
        identity,
    )
    .await
}

/// Unties an account elsewhere. Says `false` where the account has none of that name.
pub async fn forget_identity(
    conn: &mut impl Conn,
    account: AccountId,
    id: IdentityId,
) -> Result<bool> {
    Ok(run(
        conn,
        "DELETE FROM identities WHERE account_id = $1 AND id = $2",
        vec![account.into(), id.into()],
    )
    .await?
        == 1)
}
