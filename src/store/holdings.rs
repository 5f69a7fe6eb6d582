//! Which badges stand in whose space: rows between two rooms, so that neither names the other.

use jiff::Timestamp;

use super::sql::{Cell, Conn, Line, many, one, run};
use crate::{
    badges::ledger::Standing,
    base::{AccountId, AwardId, CredentialId, Error, Result},
};

/// A badge in somebody's space.
#[derive(Clone, Debug)]
pub struct Held {
    /// The award.
    pub award: AwardId,
    /// The achievement.
    pub achievement: String,
    /// Its version.
    pub version: String,
    /// The credential, the last segment of the badge's address.
    pub credential: CredentialId,
    /// The name on it.
    pub name: Option<String>,
    /// Whether it holds.
    pub standing: Standing,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// When it expires.
    pub expires_at: Option<Timestamp>,
    /// When it was put here.
    pub attached_at: Timestamp,
}

/// Puts a badge into a space. Says `false` where it is in one already.
pub async fn add(
    conn: &mut impl Conn,
    award: AwardId,
    account: AccountId,
    at: Timestamp,
) -> Result<bool> {
    let cells: Vec<Cell> = vec![award.into(), account.into(), at.into()];
    Ok(run(conn, "INSERT INTO holdings (award_id, account_id, attached_at) VALUES ($1, $2, $3) ON CONFLICT (award_id) DO NOTHING", cells).await? == 1)
}

/// Whose space a badge is in.
pub async fn find_holder(conn: &mut impl Conn, award: AwardId) -> Result<Option<AccountId>> {
    one(
        conn,
        "SELECT account_id FROM holdings WHERE award_id = $1",
        vec![award.into()],
        |line| line.parsed("account_id"),
    )
    .await
}

/// Takes a badge out of a space. Says `false` where it is not there.
pub async fn forget(conn: &mut impl Conn, award: AwardId, account: AccountId) -> Result<bool> {
    Ok(run(
        conn,
        "DELETE FROM holdings WHERE award_id = $1 AND account_id = $2",
        vec![award.into(), account.into()],
    )
    .await?
        == 1)
}

/// Takes a badge out of whatever space it is in.
pub async fn forget_everywhere(conn: &mut impl Conn, award: AwardId) -> Result<()> {
    run(
        conn,
        "DELETE FROM holdings WHERE award_id = $1",
        vec![award.into()],
    )
    .await?;
    Ok(())
}

/// The badges of a space, newest first.
pub async fn list(conn: &mut impl Conn, account: AccountId) -> Result<Vec<Held>> {
    many(
        conn,
        "SELECT h.award_id, h.attached_at, a.achievement, a.achievement_version, c.id, c.name, c.standing, c.issued_at, c.expires_at
         FROM holdings AS h JOIN awards AS a ON a.id = h.award_id JOIN credentials AS c ON c.award_id = h.award_id
         WHERE h.account_id = $1 ORDER BY c.issued_at DESC, c.id",
        vec![account.into()],
        held,
    )
    .await
}

fn held(line: &Line) -> Result<Held> {
    Ok(Held {
        award: line.parsed("award_id")?,
        achievement: line.text("achievement")?,
        version: line.text("achievement_version")?,
        credential: line.parsed("id")?,
        name: line.maybe_text("name")?,
        standing: line
            .text("standing")?
            .parse()
            .map_err(|()| Error::fault("a credential has an unknown standing"))?,
        issued_at: line.instant("issued_at")?,
        expires_at: line.maybe_instant("expires_at")?,
        attached_at: line.instant("attached_at")?,
    })
}
