//! Whose place in the directory changed by a badge of theirs.

use std::collections::BTreeSet;

use crate::{
    base::{AwardId, CredentialId, Result},
    store::{
        changes::DIRECTORY,
        sql::{Cell, Conn, among, one},
    },
};

/// Notes that a badge changed, where it stands in somebody's profile.
pub async fn touch_award(conn: &mut impl Conn, award: AwardId) -> Result<()> {
    let shown = one(
        conn,
        "SELECT p.account_id FROM holdings AS h JOIN profiles AS p ON p.account_id = h.account_id WHERE h.award_id = $1",
        vec![award.into()],
        |line| line.text("account_id"),
    )
    .await?;
    match shown {
        Some(account) => DIRECTORY.note(conn, account).await,
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

/// Notes that many credentials changed, where their badges stand in somebody's profile.
pub async fn touch_credentials(
    conn: &mut impl Conn,
    credentials: &BTreeSet<CredentialId>,
) -> Result<()> {
    let shown = among(
        conn,
        "SELECT DISTINCT p.account_id FROM credentials AS c JOIN holdings AS h ON h.award_id = c.award_id
         JOIN profiles AS p ON p.account_id = h.account_id WHERE c.id IN",
        Vec::new(),
        credentials.iter().map(|id| Cell::from(*id)).collect(),
        " ORDER BY p.account_id",
        |line| line.text("account_id"),
    )
    .await?;
    for account in shown {
        DIRECTORY.note(conn, account).await?;
    }
    Ok(())
}
