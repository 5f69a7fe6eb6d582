//! Dossiers, and who is certified by one.

use jiff::Timestamp;

use crate::{
    base::{AccountId, AwardId, CredentialId, DossierId, Error, Result},
    certification::dossier::Dossier,
    store::sql::{Cell, Conn, Line, Named, Order, many, one, page, run},
};

const BY_ID: &str = "SELECT id, account_id, module, level, lang, name, former_id, opened_at, certified_at, award_id FROM dossiers WHERE id = $1";
const NEWEST: &str = "SELECT id, account_id, module, level, lang, name, former_id, opened_at, certified_at, award_id FROM dossiers WHERE account_id = $1 AND module = $2 AND level = $3 ORDER BY opened_at DESC, id DESC LIMIT 1";
const OF_ACCOUNT: &str = "SELECT id, account_id, module, level, lang, name, former_id, opened_at, certified_at, award_id FROM dossiers WHERE account_id = $1 ORDER BY opened_at, id";
const ALL: &str = "SELECT id, account_id, module, level, lang, name, former_id, opened_at, certified_at, award_id FROM dossiers";

fn dossier(line: &Line) -> Result<Dossier> {
    let maybe = |column: &str| line.maybe_text(column);
    Ok(Dossier {
        id: line.parsed("id")?,
        account: line.parsed("account_id")?,
        module: line.text("module")?,
        level: line.text("level")?,
        lang: line.text("lang")?.parse().unwrap_or_default(),
        name: maybe("name")?,
        former: maybe("former_id")?
            .map(|id| id.parse())
            .transpose()
            .map_err(Error::fault)?,
        opened_at: line.instant("opened_at")?,
        certified_at: line.maybe_instant("certified_at")?,
        award: maybe("award_id")?
            .map(|id| id.parse())
            .transpose()
            .map_err(Error::fault)?,
    })
}

/// Opens a dossier. Says `false` where one is open for this level already.
pub async fn add_dossier(conn: &mut impl Conn, one: &Dossier) -> Result<bool> {
    let cells: Vec<Cell> = vec![
        one.id.into(),
        one.account.into(),
        one.module.as_str().into(),
        one.level.as_str().into(),
        one.lang.into(),
        one.name.as_deref().into(),
        one.former.into(),
        one.opened_at.into(),
    ];
    Ok(run(
        conn,
        "INSERT INTO dossiers (id, account_id, module, level, lang, name, former_id, opened_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (account_id, module, level) WHERE certified_at IS NULL DO NOTHING",
        cells,
    )
    .await?
        == 1)
}

/// A dossier by its id.
pub async fn find_dossier(conn: &mut impl Conn, id: DossierId) -> Result<Option<Dossier>> {
    one(conn, BY_ID, vec![id.into()], dossier).await
}

/// The newest dossier of somebody for a level.
pub async fn find_dossier_of(
    conn: &mut impl Conn,
    account: AccountId,
    module: &str,
    level: &str,
) -> Result<Option<Dossier>> {
    let cells: Vec<Cell> = vec![account.into(), module.into(), level.into()];
    one(conn, NEWEST, cells, dossier).await
}

/// The dossiers of somebody, the oldest first.
pub async fn list_dossiers_of(conn: &mut impl Conn, account: AccountId) -> Result<Vec<Dossier>> {
    many(conn, OF_ACCOUNT, vec![account.into()], dossier).await
}

/// Keeps everybody else from deciding on a dossier until this transaction is over.
pub async fn hold_dossier(conn: &mut impl Conn, id: DossierId) -> Result<bool> {
    let sql = "UPDATE dossiers SET opened_at = opened_at WHERE id = $1";
    Ok(run(conn, sql, vec![id.into()]).await? == 1)
}

/// Notes what a dossier earned. Says `false` where it earned it before.
pub async fn set_certified(
    conn: &mut impl Conn,
    id: DossierId,
    award: AwardId,
    at: Timestamp,
) -> Result<bool> {
    let cells: Vec<Cell> = vec![id.into(), award.into(), at.into()];
    Ok(run(
        conn,
        "UPDATE dossiers SET certified_at = $3, award_id = $2 WHERE id = $1 AND certified_at IS NULL",
        cells,
    )
    .await?
        == 1)
}

/// The orders of [`list_dossiers`], by the name of their column.
pub const DOSSIER_ORDERS: &[Named] = &[
    ("opened", &["opened_at", "id"]),
    ("module", &["module", "level", "id"]),
];

/// How many dossiers are open.
pub async fn count_dossiers(conn: &mut impl Conn) -> Result<i64> {
    one(
        conn,
        "SELECT COUNT(*) AS open FROM dossiers WHERE certified_at IS NULL",
        vec![],
        |line| line.int("open"),
    )
    .await?
    .ok_or_else(|| Error::fault("a count gave no row"))
}

/// Dossiers of everybody.
pub async fn list_dossiers(conn: &mut impl Conn, order: Order) -> Result<Vec<Dossier>> {
    page(conn, ALL, order, vec![], dossier).await
}

/// How many dossiers there are.
pub async fn count_all_dossiers(conn: &mut impl Conn) -> Result<i64> {
    one(
        conn,
        "SELECT COUNT(*) AS every FROM dossiers",
        vec![],
        |line| line.int("every"),
    )
    .await?
    .ok_or_else(|| Error::fault("a count gave no row"))
}

/// The credentials that dossiers of somebody earned for a level and that hold at `at`, the newest first, with when each ends.
pub async fn list_certified(
    conn: &mut impl Conn,
    account: AccountId,
    at: Timestamp,
) -> Result<Vec<(String, String, CredentialId, Option<Timestamp>)>> {
    let cells: Vec<Cell> = vec![account.into(), at.into()];
    many(
        conn,
        "SELECT d.module, d.level, c.id, c.expires_at FROM dossiers AS d JOIN credentials AS c ON c.award_id = d.award_id
         WHERE d.account_id = $1 AND c.standing = 'valid' AND (c.expires_at IS NULL OR c.expires_at > $2)
         ORDER BY c.issued_at DESC, c.id",
        cells,
        |line| {
            Ok((
                line.text("module")?,
                line.text("level")?,
                line.parsed("id")?,
                line.maybe_instant("expires_at")?,
            ))
        },
    )
    .await
}

/// Takes the role of animator, where certification gave it, from whoever has no badge left that holds, and says from whom.
pub async fn forget_lapsed(
    conn: &mut impl Conn,
    role: &str,
    by: &str,
    at: Timestamp,
) -> Result<Vec<AccountId>> {
    let cells: Vec<Cell> = vec![role.into(), by.into(), at.into()];
    many(
        conn,
        "DELETE FROM account_roles WHERE role = $1 AND granted_by = $2 AND NOT EXISTS (
             SELECT 1 FROM dossiers AS d LEFT JOIN credentials AS c ON c.award_id = d.award_id
             WHERE d.account_id = account_roles.account_id AND d.award_id IS NOT NULL
               AND c.standing = 'valid' AND (c.expires_at IS NULL OR c.expires_at > $3))
         RETURNING account_id",
        cells,
        |line| line.parsed("account_id"),
    )
    .await
}
