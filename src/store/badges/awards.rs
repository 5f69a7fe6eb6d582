//! Awards and the codes by which they are claimed, as rows.

use std::collections::HashSet;

use jiff::Timestamp;

use crate::{
    badges::award::Award,
    base::{AttemptId, AwardId, Error, Result},
    store::sql::{Cell, Conn, Line, PART, fill, many, one, run},
};

macro_rules! awards {
    ($end:literal) => {
        concat!(
            "SELECT id, achievement, achievement_version, attempt_id, lang, level, evidence, awarded_at, claim_until FROM awards WHERE ",
            $end
        )
    };
}

macro_rules! insert {
    () => {
        "INSERT INTO awards (id, achievement, achievement_version, attempt_id, lang, level, evidence, claim_key, awarded_at, claim_until, origin)"
    };
}

fn award(line: &Line) -> Result<Award> {
    Ok(Award {
        id: line.parsed("id")?,
        achievement: line.text("achievement")?,
        achievement_version: line.text("achievement_version")?,
        attempt: line
            .maybe_text("attempt_id")?
            .map(|id| id.parse())
            .transpose()
            .map_err(Error::fault)?,
        lang: line
            .text("lang")?
            .parse()
            .map_err(|()| Error::fault("an award has an unknown language"))?,
        level: line.text("level")?,
        evidence: serde_json::from_str(&line.text("evidence")?).map_err(Error::fault)?,
        awarded_at: line.instant("awarded_at")?,
        claim_until: line.instant("claim_until")?,
    })
}

/// Stores an award under the hash of its claim code; an attempt earns an achievement once.
pub async fn add_award(conn: &mut impl Conn, award: &Award, claim_key: &str) -> Result<()> {
    add_award_of(conn, award, claim_key, None).await.map(drop)
}

/// Stores an award that was given by hand, under what it was given for as well. Says `false`, and stores nothing, where the same was given before.
pub async fn add_given_award(
    conn: &mut impl Conn,
    award: &Award,
    claim_key: &str,
    origin: &str,
) -> Result<bool> {
    add_award_of(conn, award, claim_key, Some(origin)).await
}

/// Stores many of them, each with the hash of its claim code and what it was given for. Gives the ids of those that were stored: not of what somebody else gave meanwhile.
pub async fn add_given_awards(
    conn: &mut impl Conn,
    awards: &[(&Award, String, &str)],
) -> Result<HashSet<AwardId>> {
    let rows = awards
        .iter()
        .map(|(award, claim_key, origin)| cells(award, claim_key, Some(origin)));
    let stored = fill(
        conn,
        concat!(insert!(), " VALUES"),
        rows.collect::<Result<_>>()?,
        " ON CONFLICT (origin) WHERE origin IS NOT NULL DO NOTHING RETURNING id",
        |line| line.parsed("id"),
    );
    Ok(stored.await?.into_iter().collect())
}

async fn add_award_of(
    conn: &mut impl Conn,
    award: &Award,
    claim_key: &str,
    origin: Option<&str>,
) -> Result<bool> {
    let values = concat!(
        insert!(),
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
         ON CONFLICT (origin) WHERE origin IS NOT NULL DO NOTHING"
    );
    Ok(run(conn, values, cells(award, claim_key, origin)?).await? == 1)
}

fn cells(award: &Award, claim_key: &str, origin: Option<&str>) -> Result<Vec<Cell>> {
    let evidence = serde_json::to_string(&award.evidence).map_err(Error::fault)?;
    Ok(vec![
        award.id.into(),
        award.achievement.as_str().into(),
        award.achievement_version.as_str().into(),
        award.attempt.into(),
        award.lang.into(),
        award.level.as_str().into(),
        evidence.into(),
        claim_key.into(),
        award.awarded_at.into(),
        award.claim_until.into(),
        origin.into(),
    ])
}

/// The award that was given for this already.
pub async fn find_award_by_origin(conn: &mut impl Conn, origin: &str) -> Result<Option<Award>> {
    one(conn, awards!("origin = $1"), vec![origin.into()], award).await
}

/// The award that a claim code opens, by the hash of the code.
pub async fn find_award_by_claim(conn: &mut impl Conn, claim_key: &str) -> Result<Option<Award>> {
    one(
        conn,
        awards!("claim_key = $1"),
        vec![claim_key.into()],
        award,
    )
    .await
}

/// An award by its id.
pub async fn find_award(conn: &mut impl Conn, id: AwardId) -> Result<Option<Award>> {
    one(conn, awards!("id = $1"), vec![id.into()], award).await
}

/// What an attempt has earned, oldest first.
pub async fn list_awards_of_attempt(
    conn: &mut impl Conn,
    attempt: AttemptId,
) -> Result<Vec<Award>> {
    many(
        conn,
        awards!("attempt_id = $1 ORDER BY awarded_at, id"),
        vec![attempt.into()],
        award,
    )
    .await
}

/// Holds the row of an award that may still be claimed until the end of the transaction, so that claiming it and taking it back come one after the other.
/// Says `false` where its time is over.
pub async fn hold_award(conn: &mut impl Conn, id: AwardId, at: Timestamp) -> Result<bool> {
    let cells: Vec<Cell> = vec![id.into(), at.into()];
    let held = run(
        conn,
        "UPDATE awards SET claim_until = claim_until WHERE id = $1 AND claim_until >= $2",
        cells,
    );
    Ok(held.await? == 1)
}

/// Ends the time in which an award may be claimed, just before `at`.
pub async fn end_award(conn: &mut impl Conn, id: AwardId, at: Timestamp) -> Result<()> {
    let cells: Vec<Cell> = vec![id.into(), at.into()];
    run(
        conn,
        "UPDATE awards SET claim_until = $2 - 1 WHERE id = $1",
        cells,
    )
    .await?;
    Ok(())
}

/// Opens the time in which an award may be claimed again, until `until`. Says `false` where there is none.
pub async fn reopen_award(conn: &mut impl Conn, id: AwardId, until: Timestamp) -> Result<bool> {
    let cells: Vec<Cell> = vec![id.into(), until.into()];
    let opened = run(
        conn,
        "UPDATE awards SET claim_until = $2 WHERE id = $1",
        cells,
    );
    Ok(opened.await? == 1)
}

/// Forgets the awards of an attempt that nobody has claimed.
pub async fn forget_unclaimed(conn: &mut impl Conn, attempt: AttemptId) -> Result<u64> {
    run(conn, "DELETE FROM awards WHERE attempt_id = $1 AND NOT EXISTS (SELECT 1 FROM credentials WHERE credentials.award_id = awards.id)", vec![attempt.into()])
        .await
}

/// Forgets a part of the awards that nobody claimed in time.
pub async fn forget_awards(conn: &mut impl Conn, at: Timestamp) -> Result<u64> {
    run(
        conn,
        "DELETE FROM awards WHERE id IN (SELECT id FROM awards WHERE claim_until < $1 AND NOT EXISTS (SELECT 1 FROM credentials WHERE credentials.award_id = awards.id) LIMIT $2)
         AND claim_until < $1",
        vec![at.into(), PART.into()],
    )
    .await
}
