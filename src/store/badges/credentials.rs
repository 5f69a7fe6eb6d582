//! Credentials, their standing, and the forms in which they are signed, as rows.

use jiff::Timestamp;

use super::{find_achievement_of, find_award};
use crate::{
    badges::{
        achievement::Achievement,
        award::Award,
        ledger::{Kept, Seat, Standing},
    },
    base::{AwardId, CredentialId, Error, Result},
    store::{
        directory::changes::touch_credential,
        issuer_keys::keys_revision,
        sql::{Cell, Conn, Line, among, fill, many, one, run},
    },
};

macro_rules! insert {
    () => {
        "INSERT INTO credentials (id, award_id, name, standing, reason, standing_at, revision, expires_at, issued_at, former_id)"
    };
}

macro_rules! insert_issue {
    () => {
        "INSERT INTO issues (credential_id, revision, list, place, document, jwt, issued_at, pair)"
    };
}

macro_rules! credentials {
    ($end:literal) => {
        concat!(
            "SELECT c.id, c.award_id, c.name, c.standing, c.reason, c.standing_at, c.revision, c.expires_at, c.issued_at, c.former_id, i.pair, i.document, i.jwt
             FROM credentials AS c JOIN issues AS i ON i.credential_id = c.id AND i.revision = c.revision WHERE ",
            $end
        )
    };
}

fn kept(line: &Line) -> Result<Kept> {
    Ok(Kept {
        id: line.parsed("id")?,
        award: line.parsed("award_id")?,
        name: line.maybe_text("name")?,
        standing: line
            .text("standing")?
            .parse()
            .map_err(|()| Error::fault("a credential has an unknown standing"))?,
        reason: line.maybe_text("reason")?,
        standing_at: line.instant("standing_at")?,
        revision: line.int("revision")?,
        pair: line.int("pair")?,
        expires_at: line.maybe_instant("expires_at")?,
        issued_at: line.instant("issued_at")?,
        former: line
            .maybe_text("former_id")?
            .map(|id| id.parse())
            .transpose()
            .map_err(Error::fault)?,
        document: line.text("document")?,
        jwt: line.text("jwt")?,
    })
}

/// A credential by its id, with its newest signed forms.
pub async fn find_credential(conn: &mut impl Conn, id: CredentialId) -> Result<Option<Kept>> {
    one(conn, credentials!("c.id = $1"), vec![id.into()], kept).await
}

/// The credential that states an award.
pub async fn find_credential_of_award(
    conn: &mut impl Conn,
    award: AwardId,
) -> Result<Option<Kept>> {
    one(
        conn,
        credentials!("c.award_id = $1"),
        vec![award.into()],
        kept,
    )
    .await
}

/// The credentials of the awards that were given for any of these already, each with what it was given for.
pub async fn list_credentials_of_origins(
    conn: &mut impl Conn,
    origins: &[&str],
) -> Result<Vec<(String, CredentialId)>> {
    among(
        conn,
        "SELECT a.origin, c.id FROM awards AS a JOIN credentials AS c ON c.award_id = a.id WHERE a.origin IN",
        vec![],
        origins.iter().map(|origin| (*origin).into()).collect(),
        "",
        |line| Ok((line.text("origin")?, line.parsed("id")?)),
    )
    .await
}

/// What a credential states: its award, and the achievement in the version of that moment.
pub async fn find_stated(conn: &mut impl Conn, kept: &Kept) -> Result<(Award, Achievement)> {
    let award = find_award(conn, kept.award).await?;
    let award = award.ok_or_else(|| Error::fault("a credential without its award"))?;
    let achievement = find_achievement_of(conn, &award).await?;
    Ok((award, achievement))
}

/// The credential that renews another one, the newest where there are several.
pub async fn find_renewal(
    conn: &mut impl Conn,
    former: CredentialId,
) -> Result<Option<CredentialId>> {
    one(
        conn,
        "SELECT id FROM credentials WHERE former_id = $1 AND standing <> 'withdrawn' ORDER BY issued_at DESC, id LIMIT 1",
        vec![former.into()],
        |line| line.parsed("id"),
    )
    .await
}

/// What stands around a credential on its page, in one text that changes whenever any of it does: the badge that renews it, who endorses it or what it attests,
/// the issuer's keys, and the bits of all status lists.
pub async fn find_surroundings(conn: &mut impl Conn, kept: &Kept) -> Result<String> {
    let cells: Vec<Cell> = vec![kept.id.into(), kept.award.into()];
    let found = one(
        conn,
        concat!(
            "SELECT (SELECT id FROM credentials WHERE former_id = $1 AND standing <> 'withdrawn' ORDER BY issued_at DESC, id LIMIT 1) AS renewal,
            (SELECT COUNT(*) + COALESCE(MAX(made_at), 0) FROM endorsements WHERE credential_id = $1 AND ended_at IS NULL) AS vouched,
            (SELECT COUNT(*) + COALESCE(MAX(e.made_at), 0) FROM endorsements AS e JOIN awards AS a ON a.achievement = e.achievement AND a.achievement_version = e.achievement_version
              WHERE a.id = $2 AND e.ended_at IS NULL) AS recommended,
            (",
            keys_revision!(),
            ") AS keys,
            (SELECT CAST(COALESCE(SUM(revision), 0) AS BIGINT) FROM status_lists) AS lists"
        ),
        cells,
        |line| {
            Ok(format!(
                "{} {} {} {} {}",
                line.maybe_text("renewal")?.unwrap_or_default(),
                line.int("vouched")?,
                line.int("recommended")?,
                line.int("keys")?,
                line.int("lists")?
            ))
        },
    )
    .await?;
    Ok(found.unwrap_or_default())
}

/// Credentials that hold and were last signed by a pair of keys, after an id in their order, `limit` at most.
pub async fn list_signed_by(
    conn: &mut impl Conn,
    pair: i64,
    after: &str,
    limit: i64,
) -> Result<Vec<CredentialId>> {
    many(
        conn,
        "SELECT c.id FROM issues AS i JOIN credentials AS c ON c.id = i.credential_id AND c.revision = i.revision
         WHERE i.pair = $1 AND c.id > $2 AND c.standing = 'valid' ORDER BY c.id LIMIT $3",
        vec![pair.into(), after.into(), limit.into()],
        |line| line.parsed("id"),
    )
    .await
}

/// Stores a credential that was signed for the first time. Says `false`, and stores nothing, where the award has one already.
pub async fn add_credential(conn: &mut impl Conn, kept: &Kept, seat: Seat) -> Result<bool> {
    let added = run(
        conn,
        concat!(
            insert!(),
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (award_id) DO NOTHING"
        ),
        cells(kept),
    )
    .await?;
    if added == 1 {
        add_issue(conn, kept, seat, kept.issued_at).await?;
    }
    Ok(added == 1)
}

/// Stores credentials of awards that have none yet.
pub async fn add_credentials(conn: &mut impl Conn, all: &[(&Kept, Seat)]) -> Result<()> {
    let rows = all.iter().map(|(kept, _)| cells(kept)).collect();
    fill(conn, concat!(insert!(), " VALUES"), rows, "", |_| Ok(())).await?;
    let issues = all
        .iter()
        .map(|(kept, seat)| issue_cells(kept, *seat, kept.issued_at));
    let issues = issues.collect();
    fill(
        conn,
        concat!(insert_issue!(), " VALUES"),
        issues,
        "",
        |_| Ok(()),
    )
    .await?;
    Ok(())
}

fn cells(kept: &Kept) -> Vec<Cell> {
    vec![
        kept.id.into(),
        kept.award.into(),
        kept.name.as_deref().into(),
        kept.standing.to_string().into(),
        kept.reason.as_deref().into(),
        kept.standing_at.into(),
        kept.revision.into(),
        kept.expires_at.into(),
        kept.issued_at.into(),
        kept.former.into(),
    ]
}

/// Stores a newer signed form of a credential, which from now on is the one that holds. Says `false` where another came first, or where its standing is not
/// `from` any more: what was taken back while it was being signed stays so.
pub async fn set_revision(
    conn: &mut impl Conn,
    kept: &Kept,
    from: Standing,
    seat: Seat,
    at: Timestamp,
) -> Result<bool> {
    let cells: Vec<Cell> = vec![
        kept.id.into(),
        kept.name.as_deref().into(),
        kept.standing.to_string().into(),
        kept.reason.as_deref().into(),
        kept.standing_at.into(),
        kept.revision.into(),
        (kept.revision - 1).into(),
        from.to_string().into(),
    ];
    let changed =
        run(conn, "UPDATE credentials SET name = $2, standing = $3, reason = $4, standing_at = $5, revision = $6 WHERE id = $1 AND revision = $7 AND standing = $8", cells)
            .await?;
    if changed == 1 {
        touch_credential(conn, kept.id).await?;
        add_issue(conn, kept, seat, at).await?;
        // What it said before is in nobody's hands but the holder's: the log keeps its digest, and a name once taken off is gone from here.
        forget_forms(conn, kept.id, kept.revision).await?;
    }
    Ok(changed == 1)
}

/// Gives a credential up: every form and word of it is forgotten, and only its id, its dates and its places stay. Says `false` where it was given up before.
pub async fn withdraw(conn: &mut impl Conn, id: CredentialId, at: Timestamp) -> Result<bool> {
    let withdrawn = run(
        conn,
        "UPDATE credentials SET standing = 'withdrawn', name = NULL, reason = NULL, standing_at = $2 WHERE id = $1 AND standing <> 'withdrawn'",
        vec![id.into(), at.into()],
    )
    .await?;
    if withdrawn == 1 {
        touch_credential(conn, id).await?;
        forget_forms(conn, id, i64::MAX).await?;
    }
    Ok(withdrawn == 1)
}

/// Forgets the signed forms of a credential before a revision; their places and dates stay.
async fn forget_forms(conn: &mut impl Conn, id: CredentialId, before: i64) -> Result<()> {
    run(
        conn,
        "UPDATE issues SET document = '', jwt = '' WHERE credential_id = $1 AND revision < $2",
        vec![id.into(), before.into()],
    )
    .await?;
    Ok(())
}

async fn add_issue(conn: &mut impl Conn, kept: &Kept, seat: Seat, at: Timestamp) -> Result<()> {
    let values = concat!(insert_issue!(), " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)");
    run(conn, values, issue_cells(kept, seat, at)).await?;
    Ok(())
}

fn issue_cells(kept: &Kept, seat: Seat, at: Timestamp) -> Vec<Cell> {
    vec![
        kept.id.into(),
        kept.revision.into(),
        seat.list.into(),
        seat.place.into(),
        kept.document.as_str().into(),
        kept.jwt.as_str().into(),
        at.into(),
        kept.pair.into(),
    ]
}

/// Changes the standing of a credential from `from`. Says `false`, and changes nothing, where it is no longer that.
pub async fn set_standing(
    conn: &mut impl Conn,
    id: CredentialId,
    from: Standing,
    to: Standing,
    reason: Option<&str>,
    at: Timestamp,
) -> Result<bool> {
    let cells: Vec<Cell> = vec![
        id.into(),
        from.to_string().into(),
        to.to_string().into(),
        reason.into(),
        at.into(),
    ];
    let changed = run(conn, "UPDATE credentials SET standing = $3, reason = $4, standing_at = $5 WHERE id = $1 AND standing = $2", cells).await?;
    if changed == 1 {
        touch_credential(conn, id).await?;
    }
    Ok(changed == 1)
}

/// The place in a status list of the newest signed form of a credential.
pub async fn find_seat(conn: &mut impl Conn, id: CredentialId) -> Result<Option<Seat>> {
    one(
        conn,
        "SELECT i.list, i.place FROM issues AS i JOIN credentials AS c ON c.id = i.credential_id AND c.revision = i.revision WHERE c.id = $1",
        vec![id.into()],
        |line| Ok(Seat { list: line.int("list")?, place: line.int("place")? }),
    )
    .await
}
