//! Cafés that somebody was asked to confirm.

use jiff::Timestamp;

use crate::{
    base::{AccountId, AttestationId, Error, Result},
    certification::attestation::{Answer, Attestation, Cafe, Signature},
    store::sql::{Cell, Conn, Line, among, many, one, run},
};

const BY_ID: &str = "SELECT id, account_id, module, mailbox, held_on, place, crowd, format, asked_at, expires_at, answered_at, accepted, signer, quality, organisation, words FROM attestations WHERE id = $1";
const BY_TOKEN: &str = "SELECT id, account_id, module, mailbox, held_on, place, crowd, format, asked_at, expires_at, answered_at, accepted, signer, quality, organisation, words FROM attestations WHERE token_key = $1";
const OF_ACCOUNT: &str = "SELECT id, account_id, module, mailbox, held_on, place, crowd, format, asked_at, expires_at, answered_at, accepted, signer, quality, organisation, words FROM attestations WHERE account_id = $1 ORDER BY asked_at, id";

const OF_ACCOUNTS: &str = "SELECT id, account_id, module, mailbox, held_on, place, crowd, format, asked_at, expires_at, answered_at, accepted, signer, quality, organisation, words FROM attestations WHERE account_id IN";

fn attestation(line: &Line) -> Result<Attestation> {
    let unknown = |what: &str| Error::fault(format!("an attestation has an unknown {what}"));
    let text =
        |column: &str| -> Result<String> { Ok(line.maybe_text(column)?.unwrap_or_default()) };
    let answer = match line.maybe_instant("answered_at")? {
        None => None,
        Some(at) if line.int("accepted")? == 1 => Some((
            at,
            Answer::Confirmed(Signature {
                signer: text("signer")?,
                quality: text("quality")?.parse().map_err(|()| unknown("quality"))?,
                organisation: text("organisation")?,
            }),
        )),
        Some(at) => Some((at, Answer::Declined(text("words")?))),
    };
    Ok(Attestation {
        id: line.parsed("id")?,
        account: line.parsed("account_id")?,
        module: line.text("module")?,
        mailbox: line.text("mailbox")?,
        cafe: Cafe {
            held_on: line.parsed("held_on")?,
            place: line.text("place")?,
            crowd: line.text("crowd")?.parse().map_err(|()| unknown("crowd"))?,
            format: line.text("format")?,
        },
        asked_at: line.instant("asked_at")?,
        expires_at: line.instant("expires_at")?,
        answer,
    })
}

/// Asks about a café under the hash of its link's token. Says `false` where the same café waits or counts already.
pub async fn add_attestation(
    conn: &mut impl Conn,
    one: &Attestation,
    token_key: &str,
    place_key: &str,
) -> Result<bool> {
    let cells: Vec<Cell> = vec![
        one.id.into(),
        token_key.into(),
        one.account.into(),
        one.module.as_str().into(),
        one.mailbox.as_str().into(),
        one.cafe.held_on.to_string().into(),
        one.cafe.place.as_str().into(),
        place_key.into(),
        one.cafe.crowd.to_string().into(),
        one.cafe.format.as_str().into(),
        one.asked_at.into(),
        one.expires_at.into(),
    ];
    Ok(run(
        conn,
        "INSERT INTO attestations (id, token_key, account_id, module, mailbox, held_on, place, place_key, crowd, format, asked_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         ON CONFLICT (account_id, module, held_on, place_key) WHERE answered_at IS NULL OR accepted = 1 DO NOTHING",
        cells,
    )
    .await?
        == 1)
}

/// A café by its id.
pub async fn find_attestation(
    conn: &mut impl Conn,
    id: AttestationId,
) -> Result<Option<Attestation>> {
    one(conn, BY_ID, vec![id.into()], attestation).await
}

/// The café that a link opens, by the hash of its token.
pub async fn find_attestation_by_token(
    conn: &mut impl Conn,
    token_key: &str,
) -> Result<Option<Attestation>> {
    one(conn, BY_TOKEN, vec![token_key.into()], attestation).await
}

/// The cafés of somebody, the oldest first.
pub async fn list_attestations(
    conn: &mut impl Conn,
    account: AccountId,
) -> Result<Vec<Attestation>> {
    many(conn, OF_ACCOUNT, vec![account.into()], attestation).await
}

/// The cafés of these accounts, the oldest first.
pub async fn list_attestations_of(
    conn: &mut impl Conn,
    accounts: &[AccountId],
) -> Result<Vec<Attestation>> {
    let accounts = accounts.iter().map(|id| (*id).into()).collect();
    let order = " ORDER BY asked_at, id";
    among(conn, OF_ACCOUNTS, Vec::new(), accounts, order, attestation).await
}

/// Stores the answer. Says `false` where there is one already, or the link is too old.
pub async fn set_answer(
    conn: &mut impl Conn,
    id: AttestationId,
    answer: &Answer,
    at: Timestamp,
) -> Result<bool> {
    let (accepted, signature, words) = match answer {
        Answer::Confirmed(signature) => (1, Some(signature), None),
        Answer::Declined(words) => (0, None, Some(words.as_str())),
    };
    let cells: Vec<Cell> = vec![
        id.into(),
        at.into(),
        accepted.into(),
        signature.map(|one| one.signer.as_str()).into(),
        Cell::Text(signature.map(|one| one.quality.to_string())),
        signature.map(|one| one.organisation.as_str()).into(),
        words.into(),
    ];
    Ok(run(
        conn,
        "UPDATE attestations SET answered_at = $2, accepted = $3, signer = $4, quality = $5, organisation = $6, words = $7
         WHERE id = $1 AND answered_at IS NULL AND expires_at > $2",
        cells,
    )
    .await?
        == 1)
}

/// Takes back what nobody answered yet. Says `false` where it is not theirs, or was answered.
pub async fn forget_asked(
    conn: &mut impl Conn,
    id: AttestationId,
    account: AccountId,
) -> Result<bool> {
    let cells: Vec<Cell> = vec![id.into(), account.into()];
    Ok(run(
        conn,
        "DELETE FROM attestations WHERE id = $1 AND account_id = $2 AND answered_at IS NULL",
        cells,
    )
    .await?
        == 1)
}

/// Forgets what nobody answered in time, and answers that are older than `before`.
pub async fn forget_attestations(
    conn: &mut impl Conn,
    at: Timestamp,
    before: Timestamp,
) -> Result<u64> {
    run(
        conn,
        "DELETE FROM attestations WHERE answered_at < $2 OR (answered_at IS NULL AND expires_at < $1)",
        vec![at.into(), before.into()],
    )
    .await
}
