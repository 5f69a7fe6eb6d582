//! The standing of many credentials at once, and the places in the status lists that say so.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::{
    directory::changes::touch_credentials,
    sql::{Cell, Conn, among, run},
};
use crate::{
    badges::ledger::Standing,
    base::{CredentialId, Result},
};

/// Takes credentials back, those of them that may be, for good or for a time: their standing changes and the bits of their newest forms are set. Gives those
/// that changed.
pub async fn set_standings(
    conn: &mut impl Conn,
    ids: &[CredentialId],
    to: Standing,
    reason: Option<&str>,
    at: Timestamp,
) -> Result<BTreeSet<CredentialId>> {
    let mut changed = BTreeSet::new();
    for from in [Standing::Valid, Standing::Suspended] {
        if !from.may_become(to) {
            continue;
        }
        let cells: Vec<Cell> = vec![
            from.to_string().into(),
            to.to_string().into(),
            reason.into(),
            at.into(),
        ];
        let touched: Vec<CredentialId> = among(
            conn,
            "UPDATE credentials SET standing = $2, reason = $3, standing_at = $4 WHERE standing = $1 AND id IN",
            cells,
            ids.iter().map(|id| (*id).into()).collect(),
            " RETURNING id",
            |line| line.parsed("id"),
        )
        .await?;
        changed.extend(touched);
    }
    set_bits(conn, &changed, at).await?;
    touch_credentials(conn, &changed).await?;
    Ok(changed)
}

/// Sets the bits of the newest forms of these credentials; a list in which one was set has another revision.
async fn set_bits(conn: &mut impl Conn, ids: &BTreeSet<CredentialId>, at: Timestamp) -> Result<()> {
    let set = among(
        conn,
        "UPDATE status_places SET set_at = $1 WHERE set_at IS NULL AND (list, place) IN (SELECT i.list, i.place FROM issues AS i JOIN credentials AS c ON c.id = i.credential_id AND c.revision = i.revision WHERE c.id IN",
        vec![at.into()],
        ids.iter().map(|id| (*id).into()).collect(),
        ") RETURNING list",
        |line| line.int("list"),
    )
    .await?;
    let mut lists: BTreeMap<i64, i64> = BTreeMap::new();
    for list in set {
        *lists.entry(list).or_default() += 1;
    }
    for (list, count) in lists {
        run(
            conn,
            "UPDATE status_lists SET revision = revision + $2 WHERE id = $1",
            vec![list.into(), count.into()],
        )
        .await?;
    }
    Ok(())
}
