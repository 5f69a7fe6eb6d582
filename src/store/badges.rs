//! Achievements, awards, credentials, status lists and the issuance log, as rows.

use jiff::Timestamp;

use super::sql::{Cell, Conn, Line, many, one, run};
use crate::{
    badges::{
        achievement::Achievement,
        award::Award,
        ledger::{Kept, LogLine, Seat, Standing},
    },
    base::{AttemptId, AwardId, CredentialId, Error, Result},
};

fn achievement(line: &Line) -> Result<Achievement> {
    serde_json::from_str(&line.text("document")?).map_err(Error::fault)
}

/// The newest version of an achievement.
pub async fn find_achievement(conn: &mut impl Conn, slug: &str) -> Result<Option<Achievement>> {
    one(
        conn,
        "SELECT document FROM achievements WHERE slug = $1 ORDER BY revision DESC LIMIT 1",
        vec![slug.into()],
        achievement,
    )
    .await
}

/// One version of an achievement.
pub async fn find_achievement_version(
    conn: &mut impl Conn,
    slug: &str,
    version: &str,
) -> Result<Option<Achievement>> {
    one(
        conn,
        "SELECT document FROM achievements WHERE slug = $1 AND version = $2",
        vec![slug.into(), version.into()],
        achievement,
    )
    .await
}

/// The newest version of every achievement, by slug.
pub async fn list_achievements(conn: &mut impl Conn) -> Result<Vec<Achievement>> {
    many(
        conn,
        "SELECT document FROM achievements AS a WHERE revision = (SELECT MAX(revision) FROM achievements AS b WHERE b.slug = a.slug) ORDER BY slug",
        vec![],
        achievement,
    )
    .await
}

/// Publishes an achievement and gives it as it now stands. A version already published with other contents is left as it is: the new contents become
/// `1.0.0+2`, and so on. Publishing the newest again changes nothing.
pub async fn add_achievement(
    conn: &mut impl Conn,
    achievement: &Achievement,
    at: Timestamp,
) -> Result<Achievement> {
    let digest = achievement.digest();
    let versions = many(
        conn,
        "SELECT version, revision, digest, document FROM achievements WHERE slug = $1 ORDER BY revision",
        vec![achievement.slug.as_str().into()],
        |line| Ok((line.text("version")?, line.int("revision")?, line.text("digest")?, line.text("document")?)),
    )
    .await?;
    let base = achievement.version.as_str();
    let of_base = |version: &str| {
        version == base
            || version
                .strip_prefix(base)
                .is_some_and(|rest| rest.starts_with('+'))
    };
    if let Some((.., document)) = versions
        .iter()
        .rev()
        .find(|(version, _, known, _)| *known == digest && of_base(version))
    {
        return serde_json::from_str(document).map_err(Error::fault);
    }
    let version = match versions
        .iter()
        .filter(|(version, ..)| of_base(version))
        .count()
    {
        0 => base.to_owned(),
        n => format!("{base}+{}", n + 1),
    };
    let revision = versions.last().map_or(1, |(_, revision, ..)| revision + 1);
    let published = Achievement {
        version,
        ..achievement.clone()
    };
    let document = serde_json::to_string(&published).map_err(Error::fault)?;
    let cells: Vec<Cell> = vec![
        published.slug.as_str().into(),
        published.version.as_str().into(),
        revision.into(),
        digest.into(),
        document.into(),
        at.into(),
    ];
    run(conn, "INSERT INTO achievements (slug, version, revision, digest, document, added_at) VALUES ($1, $2, $3, $4, $5, $6)", cells).await?;
    Ok(published)
}

/// Makes the published version of these contents the newest one of its slug. Says nothing where it is already.
pub async fn set_newest(conn: &mut impl Conn, achievement: &Achievement) -> Result<()> {
    let base = achievement.version.as_str();
    let cells: Vec<Cell> = vec![
        achievement.slug.as_str().into(),
        achievement.digest().into(),
        base.into(),
        format!("{base}+%").into(),
    ];
    run(
        conn,
        "UPDATE achievements SET revision = (SELECT MAX(revision) + 1 FROM achievements WHERE slug = $1)
         WHERE slug = $1 AND digest = $2 AND (version = $3 OR version LIKE $4)
           AND revision < (SELECT MAX(revision) FROM achievements WHERE slug = $1)",
        cells,
    )
    .await?;
    Ok(())
}

const AWARD: &str = "SELECT id, achievement, achievement_version, attempt_id, lang, level, evidence, awarded_at, claim_until FROM awards WHERE claim_key = $1";
const AWARD_BY_ID: &str = "SELECT id, achievement, achievement_version, attempt_id, lang, level, evidence, awarded_at, claim_until FROM awards WHERE id = $1";
const AWARD_BY_ORIGIN: &str = "SELECT id, achievement, achievement_version, attempt_id, lang, level, evidence, awarded_at, claim_until FROM awards WHERE origin = $1";
const AWARDS_OF_ATTEMPT: &str = "SELECT id, achievement, achievement_version, attempt_id, lang, level, evidence, awarded_at, claim_until FROM awards WHERE attempt_id = $1 ORDER BY awarded_at, id";

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
    add_award_of(conn, award, claim_key, None).await
}

/// Stores an award that was given by hand, under what it was given for as well: the same again is an error of the store.
pub async fn add_given_award(
    conn: &mut impl Conn,
    award: &Award,
    claim_key: &str,
    origin: &str,
) -> Result<()> {
    add_award_of(conn, award, claim_key, Some(origin)).await
}

/// The award that was given for this already.
pub async fn find_award_by_origin(conn: &mut impl Conn, origin: &str) -> Result<Option<Award>> {
    one(conn, AWARD_BY_ORIGIN, vec![origin.into()], award).await
}

/// The credential of the award that was given for this already.
pub async fn find_credential_of_origin(
    conn: &mut impl Conn,
    origin: &str,
) -> Result<Option<CredentialId>> {
    one(
        conn,
        "SELECT c.id FROM awards AS a JOIN credentials AS c ON c.award_id = a.id WHERE a.origin = $1",
        vec![origin.into()],
        |line| line.parsed("id"),
    )
    .await
}

async fn add_award_of(
    conn: &mut impl Conn,
    award: &Award,
    claim_key: &str,
    origin: Option<&str>,
) -> Result<()> {
    let evidence = serde_json::to_string(&award.evidence).map_err(Error::fault)?;
    let cells: Vec<Cell> = vec![
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
    ];
    run(
        conn,
        "INSERT INTO awards (id, achievement, achievement_version, attempt_id, lang, level, evidence, claim_key, awarded_at, claim_until, origin) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        cells,
    )
    .await?;
    Ok(())
}

/// The award that a claim code opens, by the hash of the code.
pub async fn find_award_by_claim(conn: &mut impl Conn, claim_key: &str) -> Result<Option<Award>> {
    one(conn, AWARD, vec![claim_key.into()], award).await
}

/// An award by its id.
pub async fn find_award(conn: &mut impl Conn, id: AwardId) -> Result<Option<Award>> {
    one(conn, AWARD_BY_ID, vec![id.into()], award).await
}

/// What a credential states: its award, and the achievement in the version of that moment.
pub async fn find_stated(conn: &mut impl Conn, kept: &Kept) -> Result<(Award, Achievement)> {
    let award = find_award(conn, kept.award).await?;
    let award = award.ok_or_else(|| Error::fault("a credential without its award"))?;
    let achievement = find_achievement_of(conn, &award).await?;
    Ok((award, achievement))
}

/// The achievement of an award, in the version of that moment.
pub async fn find_achievement_of(conn: &mut impl Conn, award: &Award) -> Result<Achievement> {
    let found = find_achievement_version(conn, &award.achievement, &award.achievement_version);
    found
        .await?
        .ok_or_else(|| Error::fault("an award without its achievement"))
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

/// When something was signed last.
pub async fn find_last_logged(conn: &mut impl Conn) -> Result<Option<Timestamp>> {
    one(
        conn,
        "SELECT MAX(logged_at) AS last_at FROM issuance_log",
        Vec::new(),
        |line| line.maybe_instant("last_at"),
    )
    .await
    .map(Option::flatten)
}

/// What an attempt has earned, oldest first.
pub async fn list_awards_of_attempt(
    conn: &mut impl Conn,
    attempt: AttemptId,
) -> Result<Vec<Award>> {
    many(conn, AWARDS_OF_ATTEMPT, vec![attempt.into()], award).await
}

/// Forgets the awards of an attempt that nobody has claimed.
pub async fn forget_unclaimed(conn: &mut impl Conn, attempt: AttemptId) -> Result<u64> {
    run(conn, "DELETE FROM awards WHERE attempt_id = $1 AND NOT EXISTS (SELECT 1 FROM credentials WHERE credentials.award_id = awards.id)", vec![attempt.into()])
        .await
}

/// Forgets awards that nobody claimed in time.
pub async fn forget_awards(conn: &mut impl Conn, at: Timestamp) -> Result<u64> {
    run(conn, "DELETE FROM awards WHERE claim_until < $1 AND NOT EXISTS (SELECT 1 FROM credentials WHERE credentials.award_id = awards.id)", vec![at.into()])
        .await
}

const KEPT_BY_ID: &str = "SELECT c.id, c.award_id, c.name, c.standing, c.reason, c.standing_at, c.revision, c.expires_at, c.issued_at, c.former_id, i.pair, i.document, i.jwt
    FROM credentials AS c JOIN issues AS i ON i.credential_id = c.id AND i.revision = c.revision WHERE c.id = $1";
const KEPT_BY_AWARD: &str = "SELECT c.id, c.award_id, c.name, c.standing, c.reason, c.standing_at, c.revision, c.expires_at, c.issued_at, c.former_id, i.pair, i.document, i.jwt
    FROM credentials AS c JOIN issues AS i ON i.credential_id = c.id AND i.revision = c.revision WHERE c.award_id = $1";

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
    one(conn, KEPT_BY_ID, vec![id.into()], kept).await
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

/// The credential that states an award.
pub async fn find_credential_of_award(
    conn: &mut impl Conn,
    award: AwardId,
) -> Result<Option<Kept>> {
    one(conn, KEPT_BY_AWARD, vec![award.into()], kept).await
}

/// Stores a credential that was signed for the first time. Says `false`, and stores nothing, where the award has one already.
pub async fn add_credential(conn: &mut impl Conn, kept: &Kept, seat: Seat) -> Result<bool> {
    let cells: Vec<Cell> = vec![
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
    ];
    let added = run(
        conn,
        "INSERT INTO credentials (id, award_id, name, standing, reason, standing_at, revision, expires_at, issued_at, former_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (award_id) DO NOTHING",
        cells,
    )
    .await?;
    if added == 1 {
        add_issue(conn, kept, seat, kept.issued_at).await?;
    }
    Ok(added == 1)
}

/// Stores a newer signed form of a credential, which from now on is the one that holds. Says `false` where another came first.
pub async fn set_revision(
    conn: &mut impl Conn,
    kept: &Kept,
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
    ];
    let changed =
        run(conn, "UPDATE credentials SET name = $2, standing = $3, reason = $4, standing_at = $5, revision = $6 WHERE id = $1 AND revision = $7", cells)
            .await?;
    if changed == 1 {
        add_issue(conn, kept, seat, at).await?;
        // What it said before is in nobody's hands but the holder's: the log keeps its digest, and a name once taken off is gone from here.
        forget_forms(conn, kept.id, kept.revision).await?;
    }
    Ok(changed == 1)
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

/// Gives a credential up: every form and word of it is forgotten, and only its id, its dates and its places stay. Says `false` where it was given up before.
pub async fn withdraw(conn: &mut impl Conn, id: CredentialId, at: Timestamp) -> Result<bool> {
    let withdrawn = run(
        conn,
        "UPDATE credentials SET standing = 'withdrawn', name = NULL, reason = NULL, standing_at = $2 WHERE id = $1 AND standing <> 'withdrawn'",
        vec![id.into(), at.into()],
    )
    .await?;
    if withdrawn == 1 {
        forget_forms(conn, id, i64::MAX).await?;
    }
    Ok(withdrawn == 1)
}

async fn add_issue(conn: &mut impl Conn, kept: &Kept, seat: Seat, at: Timestamp) -> Result<()> {
    let cells: Vec<Cell> = vec![
        kept.id.into(),
        kept.revision.into(),
        seat.list.into(),
        seat.place.into(),
        kept.document.as_str().into(),
        kept.jwt.as_str().into(),
        at.into(),
        kept.pair.into(),
    ];
    run(conn, "INSERT INTO issues (credential_id, revision, list, place, document, jwt, issued_at, pair) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)", cells).await?;
    Ok(())
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
    Ok(run(conn, "UPDATE credentials SET standing = $3, reason = $4, standing_at = $5 WHERE id = $1 AND standing = $2", cells).await? == 1)
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

/// The list that takes new credentials: the newest that is less than half full, so that a random place is found at once.
pub async fn find_open_list(conn: &mut impl Conn) -> Result<Option<(i64, i64)>> {
    one(
        conn,
        "SELECT id, places FROM status_lists WHERE taken * 2 < places ORDER BY id DESC LIMIT 1",
        vec![],
        |line| Ok((line.int("id")?, line.int("places")?)),
    )
    .await
}

/// Opens the next list; two at once open one.
pub async fn add_list(conn: &mut impl Conn, places: i64, at: Timestamp) -> Result<()> {
    run(
        conn,
        "INSERT INTO status_lists (id, places, taken, revision, created_at) SELECT COALESCE(MAX(id), 0) + 1, CAST($1 AS BIGINT), 0, 0, CAST($2 AS BIGINT) FROM status_lists WHERE 1 = 1 ON CONFLICT (id) DO NOTHING",
        vec![places.into(), at.into()],
    )
    .await?;
    Ok(())
}

/// Takes a place in a list. Says `false` where it is taken already.
pub async fn take_seat(conn: &mut impl Conn, seat: Seat, at: Timestamp) -> Result<bool> {
    let cells: Vec<Cell> = vec![seat.list.into(), seat.place.into(), at.into()];
    let taken = run(conn, "INSERT INTO status_places (list, place, taken_at) VALUES ($1, $2, $3) ON CONFLICT (list, place) DO NOTHING", cells).await?;
    if taken == 1 {
        run(
            conn,
            "UPDATE status_lists SET taken = taken + 1 WHERE id = $1",
            vec![seat.list.into()],
        )
        .await?;
    }
    Ok(taken == 1)
}

/// Sets the bit of a place; it is never cleared again.
pub async fn set_bit(conn: &mut impl Conn, seat: Seat, at: Timestamp) -> Result<()> {
    let set = run(
        conn,
        "UPDATE status_places SET set_at = $3 WHERE list = $1 AND place = $2 AND set_at IS NULL",
        vec![seat.list.into(), seat.place.into(), at.into()],
    )
    .await?;
    if set == 1 {
        run(
            conn,
            "UPDATE status_lists SET revision = revision + 1 WHERE id = $1",
            vec![seat.list.into()],
        )
        .await?;
    }
    Ok(())
}

/// The size and the revision of a list.
pub async fn find_list(conn: &mut impl Conn, list: i64) -> Result<Option<(i64, i64)>> {
    one(
        conn,
        "SELECT places, revision FROM status_lists WHERE id = $1",
        vec![list.into()],
        |line| Ok((line.int("places")?, line.int("revision")?)),
    )
    .await
}

/// The places of a list whose bit is set.
pub async fn list_bits(conn: &mut impl Conn, list: i64) -> Result<Vec<i64>> {
    many(
        conn,
        "SELECT place FROM status_places WHERE list = $1 AND set_at IS NOT NULL ORDER BY place",
        vec![list.into()],
        |line| line.int("place"),
    )
    .await
}

/// Writes digests into the issuance log, each under the next number. Writers wait for each other here, so it comes last in a transaction.
pub async fn add_log_lines(conn: &mut impl Conn, digests: &[String], at: Timestamp) -> Result<()> {
    let count = digests.len() as i64;
    let last = one(
        conn,
        "UPDATE counters SET value = value + $1 WHERE name = 'issuance_log' RETURNING value",
        vec![count.into()],
        |line| line.int("value"),
    )
    .await?;
    let last = last.ok_or_else(|| Error::fault("the counter of the issuance log is gone"))?;
    for (digest, seq) in digests.iter().zip(last - count + 1..) {
        run(
            conn,
            "INSERT INTO issuance_log (seq, digest, logged_at) VALUES ($1, $2, $3)",
            vec![seq.into(), digest.as_str().into(), at.into()],
        )
        .await?;
    }
    Ok(())
}

/// Whether something that was signed stands in the issuance log, by its digest.
pub async fn is_logged(conn: &mut impl Conn, digest: &str) -> Result<bool> {
    let found = one(
        conn,
        "SELECT seq FROM issuance_log WHERE digest = $1 LIMIT 1",
        vec![digest.into()],
        |line| line.int("seq"),
    )
    .await?;
    Ok(found.is_some())
}

/// Credentials that hold or are suspended and were last signed by a pair of keys, after an id in their order, `limit` at most.
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

/// Lines of the issuance log after number `after`, in order, `limit` at most.
pub async fn list_log(conn: &mut impl Conn, after: i64, limit: i64) -> Result<Vec<LogLine>> {
    many(
        conn,
        "SELECT seq, digest, logged_at FROM issuance_log WHERE seq > $1 ORDER BY seq LIMIT $2",
        vec![after.into(), limit.into()],
        |line| {
            Ok(LogLine {
                seq: line.int("seq")?,
                digest: line.text("digest")?,
                at: line.instant("logged_at")?,
            })
        },
    )
    .await
}
