//! Endorsements as rows. One that is over stays for its page; its bit in the status list stays for good.

use jiff::Timestamp;

use super::sql::{Cell, Conn, Line, Named, Order, among, many, one, page, run};
use crate::{
    badges::{
        endorsement::{About, End, Endorsement},
        ledger::Seat,
    },
    base::{AccountId, CredentialId, EndorsementId, Error, OrganisationId, Result},
};

macro_rules! endorsements {
    ($end:literal) => {
        concat!(
            "SELECT e.id, e.account_id, e.organisation_id, e.credential_id, e.achievement, e.achievement_version, e.name, e.territory, e.words, e.lang, e.list, e.place,
                    e.pair, e.document, e.jwt, e.made_at, e.ended_at, e.ended_by FROM endorsements AS e",
            $end
        )
    };
}

fn endorsement(line: &Line) -> Result<Endorsement> {
    let about = match line.maybe_text("credential_id")? {
        Some(id) => About::Badge(id.parse().map_err(Error::fault)?),
        None => About::Achievement {
            slug: line.text("achievement")?,
            version: line.text("achievement_version")?,
        },
    };
    let ended = match line.maybe_instant("ended_at")? {
        None => None,
        Some(at) => {
            let end = line.text("ended_by")?.parse();
            Some((
                at,
                end.map_err(|()| Error::fault("an endorsement with an unknown end"))?,
            ))
        }
    };
    Ok(Endorsement {
        id: line.parsed("id")?,
        account: line.parsed("account_id")?,
        organisation: line
            .maybe_text("organisation_id")?
            .map(|id| id.parse())
            .transpose()
            .map_err(Error::fault)?,
        about,
        name: line.text("name")?,
        territory: line.text("territory")?,
        words: line.text("words")?,
        lang: line
            .text("lang")?
            .parse()
            .map_err(|()| Error::fault("an endorsement in an unknown language"))?,
        seat: Seat {
            list: line.int("list")?,
            place: line.int("place")?,
        },
        pair: line.int("pair")?,
        document: line.text("document")?,
        jwt: line.text("jwt")?,
        made_at: line.instant("made_at")?,
        ended,
    })
}

/// Stores an endorsement. Says `false`, and stores nothing, where the same goes on already.
pub async fn add(conn: &mut impl Conn, one: &Endorsement) -> Result<bool> {
    let (credential, achievement, version) = match &one.about {
        About::Badge(id) => (Some(*id), None, None),
        About::Achievement { slug, version } => (None, Some(slug.as_str()), Some(version.as_str())),
    };
    let cells: Vec<Cell> = vec![
        one.id.into(),
        one.account.into(),
        one.organisation.into(),
        credential.into(),
        achievement.into(),
        version.into(),
        one.name.as_str().into(),
        one.territory.as_str().into(),
        one.words.as_str().into(),
        one.lang.into(),
        one.seat.list.into(),
        one.seat.place.into(),
        one.pair.into(),
        one.document.as_str().into(),
        one.jwt.as_str().into(),
        one.made_at.into(),
    ];
    Ok(run(
        conn,
        "INSERT INTO endorsements (id, account_id, organisation_id, credential_id, achievement, achievement_version, name, territory, words, lang, list, place, pair, document, jwt, made_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) ON CONFLICT DO NOTHING",
        cells,
    )
    .await?
        == 1)
}

/// Ends an endorsement. Says `false` where it was over before. The bit of its place is another matter.
pub async fn end(conn: &mut impl Conn, id: EndorsementId, why: End, at: Timestamp) -> Result<bool> {
    Ok(run(
        conn,
        "UPDATE endorsements SET ended_at = $2, ended_by = $3 WHERE id = $1 AND ended_at IS NULL",
        vec![id.into(), at.into(), why.name().into()],
    )
    .await?
        == 1)
}

/// An endorsement by its id.
pub async fn find(conn: &mut impl Conn, id: EndorsementId) -> Result<Option<Endorsement>> {
    one(
        conn,
        endorsements!(" WHERE e.id = $1"),
        vec![id.into()],
        endorsement,
    )
    .await
}

/// Those of a badge that go on, oldest first.
pub async fn list_of_badge(
    conn: &mut impl Conn,
    credential: CredentialId,
) -> Result<Vec<Endorsement>> {
    many(
        conn,
        endorsements!(
            " WHERE e.credential_id = $1 AND e.ended_at IS NULL ORDER BY e.made_at, e.id"
        ),
        vec![credential.into()],
        endorsement,
    )
    .await
}

/// Those of one version of an achievement that go on, oldest first.
pub async fn list_of_achievement(
    conn: &mut impl Conn,
    slug: &str,
    version: &str,
) -> Result<Vec<Endorsement>> {
    many(
        conn,
        endorsements!(
            " WHERE e.achievement = $1 AND e.achievement_version = $2 AND e.ended_at IS NULL ORDER BY e.made_at, e.id"
        ),
        vec![slug.into(), version.into()],
        endorsement,
    )
    .await
}

/// Those that an account gave, for itself or for organisations, those that are over too, newest first.
pub async fn list_given(conn: &mut impl Conn, account: AccountId) -> Result<Vec<Endorsement>> {
    many(
        conn,
        endorsements!(" WHERE e.account_id = $1 ORDER BY e.made_at DESC, e.id"),
        vec![account.into()],
        endorsement,
    )
    .await
}

/// Those of the badges in somebody's space that go on, newest first.
pub async fn list_received(conn: &mut impl Conn, account: AccountId) -> Result<Vec<Endorsement>> {
    many(
        conn,
        endorsements!(
            " JOIN credentials AS c ON c.id = e.credential_id JOIN holdings AS h ON h.award_id = c.award_id
              WHERE h.account_id = $1 AND e.ended_at IS NULL ORDER BY e.made_at DESC, e.id"
        ),
        vec![account.into()],
        endorsement,
    )
    .await
}

/// Those of a badge, those that are over too.
pub async fn list_all_of_badge(
    conn: &mut impl Conn,
    credential: CredentialId,
) -> Result<Vec<Endorsement>> {
    many(
        conn,
        endorsements!(" WHERE e.credential_id = $1 ORDER BY e.made_at, e.id"),
        vec![credential.into()],
        endorsement,
    )
    .await
}

/// Those for an organisation that go on, oldest first.
pub async fn list_of_organisation(
    conn: &mut impl Conn,
    organisation: OrganisationId,
) -> Result<Vec<Endorsement>> {
    many(
        conn,
        endorsements!(
            " WHERE e.organisation_id = $1 AND e.ended_at IS NULL ORDER BY e.made_at, e.id"
        ),
        vec![organisation.into()],
        endorsement,
    )
    .await
}

/// Those that go on and were signed by a pair of keys.
pub async fn list_signed_by(conn: &mut impl Conn, pair: i64) -> Result<Vec<Endorsement>> {
    many(
        conn,
        endorsements!(" WHERE e.pair = $1 AND e.ended_at IS NULL ORDER BY e.id"),
        vec![pair.into()],
        endorsement,
    )
    .await
}

/// Stores newer signed forms on a fresh place. Says `false` where it is over, or was signed again meanwhile.
pub async fn set_signed(conn: &mut impl Conn, one: &Endorsement, old: Seat) -> Result<bool> {
    let cells: Vec<Cell> = vec![
        one.id.into(),
        one.seat.list.into(),
        one.seat.place.into(),
        one.pair.into(),
        one.document.as_str().into(),
        one.jwt.as_str().into(),
        old.list.into(),
        old.place.into(),
    ];
    Ok(run(
        conn,
        "UPDATE endorsements SET list = $2, place = $3, pair = $4, document = $5, jwt = $6 WHERE id = $1 AND list = $7 AND place = $8 AND ended_at IS NULL",
        cells,
    )
    .await?
        == 1)
}

/// Whether somebody holds a badge in their space.
pub async fn holds(
    conn: &mut impl Conn,
    account: AccountId,
    credential: CredentialId,
) -> Result<bool> {
    let found = one(
        conn,
        "SELECT 1 AS held FROM holdings AS h JOIN credentials AS c ON c.award_id = h.award_id WHERE h.account_id = $1 AND c.id = $2",
        vec![account.into(), credential.into()],
        |line| line.int("held"),
    )
    .await?;
    Ok(found.is_some())
}

/// Which version of which achievement each of these badges states; nothing of one that is not here.
pub async fn list_stated(
    conn: &mut impl Conn,
    credentials: &[CredentialId],
) -> Result<Vec<(CredentialId, (String, String))>> {
    among(
        conn,
        "SELECT c.id, a.achievement, a.achievement_version FROM credentials AS c JOIN awards AS a ON a.id = c.award_id WHERE c.id IN",
        vec![],
        credentials.iter().map(|id| (*id).into()).collect(),
        "",
        |line| {
            let stated = (line.text("achievement")?, line.text("achievement_version")?);
            Ok((line.parsed("id")?, stated))
        },
    )
    .await
}

/// Forgets everything said of a badge.
pub async fn forget_of_badge(conn: &mut impl Conn, credential: CredentialId) -> Result<()> {
    run(
        conn,
        "DELETE FROM endorsements WHERE credential_id = $1",
        vec![credential.into()],
    )
    .await?;
    Ok(())
}

/// Forgets those that were over before `before`.
pub async fn forget_ended(conn: &mut impl Conn, before: Timestamp) -> Result<u64> {
    run(
        conn,
        "DELETE FROM endorsements WHERE ended_at < $1",
        vec![before.into()],
    )
    .await
}

/// The orders of [`list`], by the name of their column.
pub const ORDERS: &[Named] = &[
    ("since", &["made_at", "e.id"]),
    ("name", &["e.name", "e.id"]),
    ("until", &["COALESCE(ended_at, 0)", "e.id"]),
];

/// How many there are, those that are over too.
pub async fn count(conn: &mut impl Conn) -> Result<i64> {
    one(
        conn,
        "SELECT COUNT(*) AS endorsements FROM endorsements",
        vec![],
        |line| line.int("endorsements"),
    )
    .await
    .map(Option::unwrap_or_default)
}

/// A page of them.
pub async fn list(conn: &mut impl Conn, order: Order) -> Result<Vec<Endorsement>> {
    page(conn, endorsements!(""), order, vec![], endorsement).await
}
