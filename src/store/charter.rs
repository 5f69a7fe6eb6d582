//! Who adheres to the charter, as rows. Whether the credential of an adherence holds is read with it, so that whatever ends the one ends the other.

use jiff::Timestamp;

use super::sql::{Cell, Conn, Line, Named, Order, among, many, one, page, run};
use crate::{
    base::{AccountId, AdherenceId, Error, OrganisationId, Result},
    charter::{
        adherence::{Adherence, Organisation, Sector},
        edition::Version,
    },
};

macro_rules! adherences {
    ($end:literal) => {
        concat!(
            "SELECT a.id, a.account_id, a.version, a.lang, a.digest, a.award_id, a.adhered_at, a.ended_at, a.reason, c.id AS credential, c.name AS shown,
                    CASE WHEN c.standing = 'valid' THEN 1 ELSE 0 END AS holds, o.id AS organisation, o.name, o.sector, o.place, o.created_at
             FROM adherences AS a JOIN credentials AS c ON c.award_id = a.award_id LEFT JOIN organisations AS o ON o.id = a.organisation_id",
            $end
        )
    };
}

fn adherence(line: &Line) -> Result<Adherence> {
    let account = line.parsed("account_id")?;
    let organisation = match line.maybe_text("organisation")? {
        None => None,
        Some(id) => Some(Organisation {
            id: id.parse().map_err(Error::fault)?,
            account,
            name: line.text("name")?,
            sector: sector(line)?,
            place: line.text("place")?,
            created_at: line.instant("created_at")?,
        }),
    };
    let name = match &organisation {
        Some(organisation) => organisation.name.clone(),
        None => line.maybe_text("shown")?.unwrap_or_default(),
    };
    Ok(Adherence {
        id: line.parsed("id")?,
        account,
        organisation,
        name,
        version: line
            .text("version")?
            .parse()
            .map_err(|()| Error::fault("an adherence to no version"))?,
        lang: line
            .text("lang")?
            .parse()
            .map_err(|()| Error::fault("an adherence in an unknown language"))?,
        digest: line.text("digest")?,
        adhered_at: line.instant("adhered_at")?,
        ended_at: line.maybe_instant("ended_at")?,
        reason: line.maybe_text("reason")?,
        award: line.parsed("award_id")?,
        credential: line.parsed("credential")?,
        holds: line.int("holds")? == 1,
    })
}

fn sector(line: &Line) -> Result<Sector> {
    line.text("sector")?
        .parse()
        .map_err(|()| Error::fault("an organisation of an unknown sector"))
}

/// Keeps an organisation under its name; where the account has one of that name already it is that one, with what is said of it now.
pub async fn set_organisation(
    conn: &mut impl Conn,
    organisation: &Organisation,
) -> Result<OrganisationId> {
    let cells: Vec<Cell> = vec![
        organisation.id.into(),
        organisation.account.into(),
        organisation.name.as_str().into(),
        organisation.name.to_lowercase().into(),
        organisation.sector.name().into(),
        organisation.place.as_str().into(),
        organisation.created_at.into(),
    ];
    let kept = one(
        conn,
        "INSERT INTO organisations (id, account_id, name, name_key, sector, place, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (account_id, name_key) DO UPDATE SET name = excluded.name, sector = excluded.sector, place = excluded.place RETURNING id",
        cells,
        |line| line.parsed("id"),
    );
    kept.await?
        .ok_or_else(|| Error::fault("an organisation that was not kept"))
}

/// The organisation that an account has under a name.
pub async fn find_organisation_named(
    conn: &mut impl Conn,
    account: AccountId,
    name: &str,
) -> Result<Option<OrganisationId>> {
    one(
        conn,
        "SELECT id FROM organisations WHERE account_id = $1 AND name_key = $2",
        vec![account.into(), name.to_lowercase().into()],
        |line| line.parsed("id"),
    )
    .await
}

/// Stores an adherence whose award and credential are written. Says `false`, and stores nothing, where one goes on already.
pub async fn add(conn: &mut impl Conn, adherence: &Adherence) -> Result<bool> {
    let organisation = adherence.organisation.as_ref().map(|one| one.id);
    let cells: Vec<Cell> = vec![
        adherence.id.into(),
        adherence.account.into(),
        organisation.into(),
        adherence.version.to_string().into(),
        adherence.lang.into(),
        adherence.digest.as_str().into(),
        adherence.award.into(),
        adherence.adhered_at.into(),
        i64::from(adherence.version.major).into(),
    ];
    Ok(run(
        conn,
        "INSERT INTO adherences (id, account_id, organisation_id, version, lang, digest, award_id, adhered_at, asked_major) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING",
        cells,
    )
    .await?
        == 1)
}

/// Ends an adherence. Says `false` where it was over before.
pub async fn end(
    conn: &mut impl Conn,
    id: AdherenceId,
    reason: &str,
    at: Timestamp,
) -> Result<bool> {
    Ok(run(
        conn,
        "UPDATE adherences SET ended_at = $2, reason = $3 WHERE id = $1 AND ended_at IS NULL",
        vec![id.into(), at.into(), reason.into()],
    )
    .await?
        == 1)
}

/// An adherence by its id.
pub async fn find(conn: &mut impl Conn, id: AdherenceId) -> Result<Option<Adherence>> {
    one(
        conn,
        adherences!(" WHERE a.id = $1"),
        vec![id.into()],
        adherence,
    )
    .await
}

/// The adherence of a person that was not ended, by their account.
pub async fn find_of_person(conn: &mut impl Conn, account: AccountId) -> Result<Option<Adherence>> {
    one(
        conn,
        adherences!(
            " WHERE a.account_id = $1 AND a.organisation_id IS NULL AND a.ended_at IS NULL"
        ),
        vec![account.into()],
        adherence,
    )
    .await
}

/// The adherences of these persons that were not ended, by their accounts.
pub async fn list_of_persons(
    conn: &mut impl Conn,
    accounts: &[AccountId],
) -> Result<Vec<Adherence>> {
    among(
        conn,
        adherences!(" WHERE a.organisation_id IS NULL AND a.ended_at IS NULL AND a.account_id IN"),
        Vec::new(),
        accounts.iter().map(|id| (*id).into()).collect(),
        "",
        adherence,
    )
    .await
}

/// The adherence of an organisation that was not ended.
pub async fn find_of_organisation(
    conn: &mut impl Conn,
    organisation: OrganisationId,
) -> Result<Option<Adherence>> {
    one(
        conn,
        adherences!(" WHERE a.organisation_id = $1 AND a.ended_at IS NULL"),
        vec![organisation.into()],
        adherence,
    )
    .await
}

/// Holds the adherence of an organisation that was not ended until the end of the transaction: what it recommends, and what ends that it may, come one after the other.
pub async fn hold_of_organisation(
    conn: &mut impl Conn,
    organisation: OrganisationId,
) -> Result<()> {
    let hold = "UPDATE adherences SET adhered_at = adhered_at WHERE organisation_id = $1 AND ended_at IS NULL";
    run(conn, hold, vec![organisation.into()]).await.map(drop)
}

/// Holds the adherence of a person that was not ended until the end of the transaction: what rests on it is decided before it ends, or after.
pub async fn hold_of_person(conn: &mut impl Conn, account: AccountId) -> Result<()> {
    let hold = "UPDATE adherences SET adhered_at = adhered_at WHERE account_id = $1 AND organisation_id IS NULL AND ended_at IS NULL";
    run(conn, hold, vec![account.into()]).await.map(drop)
}

/// Every adherence by an account, for itself or for organisations, those that ended too, newest first.
pub async fn list_of_account(conn: &mut impl Conn, account: AccountId) -> Result<Vec<Adherence>> {
    many(
        conn,
        adherences!(" WHERE a.account_id = $1 ORDER BY a.adhered_at DESC, a.id DESC"),
        vec![account.into()],
        adherence,
    )
    .await
}

/// Accounts with an adherence that goes on and that was not asked again for this first number yet, at most `limit`.
pub async fn list_unasked(conn: &mut impl Conn, major: u32, limit: i64) -> Result<Vec<AccountId>> {
    many(
        conn,
        "SELECT DISTINCT account_id FROM adherences WHERE ended_at IS NULL AND asked_major < $1 ORDER BY account_id LIMIT $2",
        vec![i64::from(major).into(), limit.into()],
        |line| line.parsed("account_id"),
    )
    .await
}

/// Notes that an account was asked again for this first number. Says `false` where it was before.
pub async fn set_asked(conn: &mut impl Conn, account: AccountId, major: u32) -> Result<bool> {
    Ok(run(
        conn,
        "UPDATE adherences SET asked_major = $2 WHERE account_id = $1 AND ended_at IS NULL AND asked_major < $2",
        vec![account.into(), i64::from(major).into()],
    )
    .await?
        > 0)
}

/// The orders of [`list`], by the name of their column.
pub const ORDERS: &[Named] = &[
    ("since", &["adhered_at", "a.id"]),
    ("name", &["COALESCE(o.name, c.name, '')", "a.id"]),
    ("version", &["version", "adhered_at", "a.id"]),
    ("place", &["COALESCE(o.place, '')", "a.id"]),
    ("until", &["COALESCE(ended_at, 0)", "a.id"]),
];

/// How many adherences there are, those that ended too.
pub async fn count(conn: &mut impl Conn) -> Result<i64> {
    one(
        conn,
        "SELECT COUNT(*) AS adherences FROM adherences",
        vec![],
        |line| line.int("adherences"),
    )
    .await
    .map(Option::unwrap_or_default)
}

/// How many adherences go on, by the version that they are to.
pub async fn count_going_on(conn: &mut impl Conn) -> Result<Vec<(Version, i64)>> {
    many(
        conn,
        "SELECT a.version, COUNT(*) AS adherences FROM adherences AS a JOIN credentials AS c ON c.award_id = a.award_id
         WHERE a.ended_at IS NULL AND c.standing = 'valid' GROUP BY a.version ORDER BY a.version",
        vec![],
        |line| {
            let version = line.text("version")?.parse();
            let version = version.map_err(|()| Error::fault("an adherence to no version"))?;
            Ok((version, line.int("adherences")?))
        },
    )
    .await
}

/// A page of the adherences.
pub async fn list(conn: &mut impl Conn, order: Order) -> Result<Vec<Adherence>> {
    page(conn, adherences!(""), order, vec![], adherence).await
}
