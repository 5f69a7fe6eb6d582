//! Which badges stand in whose space: rows between two rooms, so that neither names the other.

use jiff::Timestamp;

use super::{
    directory::{changes::touch_award, page_cells},
    sql::{Cell, Conn, Line, among, many, one, run},
};
use crate::{
    badges::{award::Evidence, ledger::Standing},
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

/// How a badge came into a space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// By its code: whoever had it could do so.
    Attached,
    /// It was earned by that very account, whose mailbox was proved.
    Issued,
}

/// A badge that holds, as a profile shows it.
#[derive(Clone, Debug)]
pub struct Skill {
    /// The award.
    pub award: AwardId,
    /// The achievement.
    pub achievement: String,
    /// The credential, the last segment of the badge's address.
    pub credential: CredentialId,
    /// Whether it was issued to the account under supervision; else its person says that it is theirs.
    pub proved: bool,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// When it expires.
    pub expires_at: Option<Timestamp>,
}

/// Puts a badge into a space. Says `false` where it is in one already.
pub async fn add(
    conn: &mut impl Conn,
    award: AwardId,
    account: AccountId,
    way: Way,
    at: Timestamp,
) -> Result<bool> {
    let way = match way {
        Way::Attached => "attached",
        Way::Issued => "issued",
    };
    let cells: Vec<Cell> = vec![award.into(), account.into(), way.into(), at.into()];
    let added = run(conn, "INSERT INTO holdings (award_id, account_id, way, attached_at) VALUES ($1, $2, $3, $4) ON CONFLICT (award_id) DO NOTHING", cells).await? == 1;
    if added {
        touch_award(conn, award).await?;
    }
    Ok(added)
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
    touch_award(conn, award).await?;
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
    touch_award(conn, award).await?;
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

/// The achievements that badges in the spaces of these accounts state, as far as they hold at `at`.
pub async fn list_achievements(
    conn: &mut impl Conn,
    accounts: &[AccountId],
    at: Timestamp,
) -> Result<Vec<(AccountId, String)>> {
    among(
        conn,
        "SELECT DISTINCT h.account_id, a.achievement FROM holdings AS h JOIN awards AS a ON a.id = h.award_id JOIN credentials AS c ON c.award_id = h.award_id
         WHERE c.standing = 'valid' AND (c.expires_at IS NULL OR c.expires_at > $1) AND h.account_id IN",
        vec![at.into()],
        accounts.iter().map(|id| (*id).into()).collect(),
        "",
        |line| Ok((line.parsed("account_id")?, line.text("achievement")?)),
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

/// The badges that stand in the spaces of a page of accounts, newest first; those that are past their end are for who reads to leave out.
pub async fn list_skills(
    conn: &mut impl Conn,
    accounts: &[AccountId],
) -> Result<Vec<(AccountId, Skill)>> {
    if accounts.is_empty() {
        return Ok(Vec::new());
    }
    many(
        conn,
        "SELECT h.account_id, h.award_id, h.way, a.achievement, a.evidence, c.id, c.issued_at, c.expires_at
         FROM holdings AS h JOIN awards AS a ON a.id = h.award_id JOIN credentials AS c ON c.award_id = h.award_id
         WHERE h.account_id IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
           AND c.standing = 'valid' ORDER BY c.issued_at DESC, c.id",
        page_cells(accounts),
        skill,
    )
    .await
}

/// The badges that stand in the spaces of all who have a profile.
pub async fn list_all_skills(conn: &mut impl Conn) -> Result<Vec<(AccountId, Skill)>> {
    many(
        conn,
        "SELECT h.account_id, h.award_id, h.way, a.achievement, a.evidence, c.id, c.issued_at, c.expires_at
         FROM holdings AS h JOIN awards AS a ON a.id = h.award_id JOIN credentials AS c ON c.award_id = h.award_id
         JOIN profiles AS p ON p.account_id = h.account_id WHERE c.standing = 'valid' ORDER BY c.issued_at DESC, c.id",
        Vec::new(),
        skill,
    )
    .await
}

fn skill(line: &Line) -> Result<(AccountId, Skill)> {
    let evidence: Evidence = serde_json::from_str(&line.text("evidence")?).map_err(Error::fault)?;
    let skill = Skill {
        award: line.parsed("award_id")?,
        achievement: line.text("achievement")?,
        credential: line.parsed("id")?,
        proved: line.text("way")? == "issued" && evidence.is_supervised(),
        issued_at: line.instant("issued_at")?,
        expires_at: line.maybe_instant("expires_at")?,
    };
    Ok((line.parsed("account_id")?, skill))
}
