//! Passkeys, and what browsers were asked and have not answered yet.

use jiff::Timestamp;

use super::accounts::hold_account;
use crate::{
    access::way::{Kind, Passkey},
    base::{AccountId, CeremonyId, PasskeyId, Result},
    store::sql::{Cell, Conn, Line, PART, many, one, run},
};

/// Something that a browser was asked.
pub struct Ceremony {
    /// What the answer is held against.
    pub state: String,
    /// Who was asked, where somebody was within.
    pub account: Option<AccountId>,
}

/// Notes what a browser is asked.
pub async fn add_ceremony(
    conn: &mut impl Conn,
    id: CeremonyId,
    kind: Kind,
    asked: &Ceremony,
    expires_at: Timestamp,
) -> Result<()> {
    let cells: Vec<Cell> = vec![
        id.into(),
        kind.name().into(),
        asked.account.into(),
        asked.state.as_str().into(),
        expires_at.into(),
    ];
    run(
        conn,
        "INSERT INTO ceremonies (id, kind, account_id, state, expires_at) VALUES ($1, $2, $3, $4, $5)",
        cells,
    )
    .await?;
    Ok(())
}

/// What a browser was asked, where it may still answer.
pub async fn find_ceremony(
    conn: &mut impl Conn,
    id: CeremonyId,
    kind: Kind,
    at: Timestamp,
) -> Result<Option<Ceremony>> {
    one(
        conn,
        "SELECT state, account_id FROM ceremonies WHERE id = $1 AND kind = $2 AND expires_at > $3",
        vec![id.into(), kind.name().into(), at.into()],
        |line| {
            Ok(Ceremony {
                state: line.text("state")?,
                account: line
                    .maybe_text("account_id")?
                    .and_then(|id| id.parse().ok()),
            })
        },
    )
    .await
}

/// Takes what a browser was asked away, as it answers. Says `false` where another answer came first.
pub async fn take_ceremony(conn: &mut impl Conn, id: CeremonyId) -> Result<bool> {
    Ok(run(
        conn,
        "DELETE FROM ceremonies WHERE id = $1",
        vec![id.into()],
    )
    .await?
        == 1)
}

/// Forgets a part of what browsers can no longer answer.
pub async fn forget_ceremonies(conn: &mut impl Conn, at: Timestamp) -> Result<u64> {
    run(
        conn,
        "DELETE FROM ceremonies WHERE id IN (SELECT id FROM ceremonies WHERE expires_at <= $1 LIMIT $2)",
        vec![at.into(), PART.into()],
    )
    .await
}

fn passkey(line: &Line) -> Result<Passkey> {
    Ok(Passkey {
        id: line.parsed("id")?,
        account: line.parsed("account_id")?,
        name: line.text("name")?,
        credential: line.text("credential")?,
        made_at: line.instant("made_at")?,
        used_at: line.maybe_instant("used_at")?,
        doubted_at: line.maybe_instant("doubted_at")?,
    })
}

/// Adds a passkey. Says `false` where the account has `most` already, or where the passkey is somebody's.
pub async fn add_passkey(
    conn: &mut impl Conn,
    made: &Passkey,
    credential_key: &str,
    most: i64,
) -> Result<bool> {
    // Of two that come at once the second counts the first.
    hold_account(conn, made.account).await?;
    let cells: Vec<Cell> = vec![
        made.id.into(),
        credential_key.into(),
        made.account.into(),
        made.name.as_str().into(),
        made.credential.as_str().into(),
        made.made_at.into(),
        most.into(),
    ];
    Ok(run(
        conn,
        "INSERT INTO passkeys (id, credential_key, account_id, name, credential, made_at)
         SELECT $1, $2, $3, $4, $5, $6 WHERE (SELECT COUNT(*) FROM passkeys WHERE account_id = $3) < $7
         ON CONFLICT (credential_key) DO NOTHING",
        cells,
    )
    .await?
        == 1)
}

/// The passkeys of an account, the eldest first.
pub async fn list_passkeys(conn: &mut impl Conn, account: AccountId) -> Result<Vec<Passkey>> {
    many(
        conn,
        "SELECT id, account_id, name, credential, made_at, used_at, doubted_at FROM passkeys WHERE account_id = $1 ORDER BY made_at, id",
        vec![account.into()],
        passkey,
    )
    .await
}

/// The passkey that a browser names.
pub async fn find_passkey(conn: &mut impl Conn, credential_key: &str) -> Result<Option<Passkey>> {
    one(
        conn,
        "SELECT id, account_id, name, credential, made_at, used_at, doubted_at FROM passkeys WHERE credential_key = $1",
        vec![credential_key.into()],
        passkey,
    )
    .await
}

/// Notes that a passkey opened something, with what checks it from now on. Says `false` where it was used meanwhile, is doubted, or is gone.
pub async fn set_passkey_used(
    conn: &mut impl Conn,
    used: &Passkey,
    credential: &str,
    at: Timestamp,
) -> Result<bool> {
    let cells: Vec<Cell> = vec![
        used.id.into(),
        credential.into(),
        at.into(),
        used.credential.as_str().into(),
    ];
    Ok(run(
        conn,
        "UPDATE passkeys SET credential = $2, used_at = $3 WHERE id = $1 AND credential = $4 AND doubted_at IS NULL",
        cells,
    )
    .await?
        == 1)
}

/// Notes that a passkey answered as a copy would. Says `false` where that is known.
pub async fn set_passkey_doubted(
    conn: &mut impl Conn,
    id: PasskeyId,
    at: Timestamp,
) -> Result<bool> {
    Ok(run(
        conn,
        "UPDATE passkeys SET doubted_at = $2 WHERE id = $1 AND doubted_at IS NULL",
        vec![id.into(), at.into()],
    )
    .await?
        == 1)
}

/// Takes a passkey of an account away. Says `false` where it has none of that name.
pub async fn forget_passkey(
    conn: &mut impl Conn,
    account: AccountId,
    id: PasskeyId,
) -> Result<bool> {
    Ok(run(
        conn,
        "DELETE FROM passkeys WHERE account_id = $1 AND id = $2",
        vec![account.into(), id.into()],
    )
    .await?
        == 1)
}
