//! Whether credentials hold: taken back, suspended, given again; and the public documents that say so.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use openbadges::{
    Contexts, jwt, proof,
    status::{Bits, list_credential},
};
use serde_json::Value;

use super::{compose, endorse, keys, reserve};
use crate::{
    access::audit::{Actor, Noted},
    app::{App, Base},
    badges::ledger::{Kept, Seat, Standing},
    base::{CredentialId, Error, Refusal, Result, digest},
    store::{access, badges as rows, db::Tx, issuer_keys, standings},
};

/// How long a verifier may keep a list, in milliseconds.
const TTL: u64 = 300_000;

/// How long a signed list holds: longer than any cache, short enough that an old one is of no use.
const HOLDS: SignedDuration = SignedDuration::from_hours(48);

/// Revokes, suspends or reinstates a credential, with the reason that its page shows. Reinstating signs it again on a fresh place, since no bit is ever cleared.
///
/// # Errors
/// [`Error::Missing`], [`Refusal::StandingUnchanged`].
pub async fn set_standing(
    app: &App,
    id: CredentialId,
    to: Standing,
    reason: Option<&str>,
) -> Result<()> {
    change(app, None, id, to, reason).await
}

/// As [`set_standing`], and notes who did.
///
/// # Errors
/// Those of [`set_standing`].
pub async fn set_standing_as(
    app: &App,
    by: Actor,
    id: CredentialId,
    to: Standing,
    reason: &str,
) -> Result<()> {
    change(app, Some(by), id, to, Some(reason)).await
}

async fn change(
    app: &App,
    by: Option<Actor>,
    id: CredentialId,
    to: Standing,
    reason: Option<&str>,
) -> Result<()> {
    let kept = rows::find_credential(&mut app.db.read().await?, id).await?;
    let kept = kept.ok_or(Error::Missing)?;
    if !kept.standing.may_become(to) {
        return Err(Refusal::StandingUnchanged.into());
    }
    let again = if to == Standing::Valid {
        let name = kept.name.clone();
        Some(Again::sign(app, kept, name).await?)
    } else {
        None
    };
    let now = app.now();
    let mut tx = app.db.write().await?;
    match &again {
        Some(again) => again.write(&mut tx).await?,
        None if take_away(&mut tx, id, to, reason, now).await? => {}
        None => return Err(Refusal::StandingUnchanged.into()),
    }
    if let Some(by) = by {
        let (subject, detail) = (id.to_string(), to.to_string());
        access::note(&mut tx, by, Noted::StandingSet, &subject, &detail, now).await?;
    }
    if let Some(again) = &again {
        again.log(&mut tx).await?;
    }
    tx.commit().await
}

/// Takes a credential back, for good or for a time, in the transaction of what it comes with. Says `false` where it does not hold any more, or may not
/// become that.
///
/// # Errors
/// Those of the store.
pub async fn take_away(
    tx: &mut Tx,
    id: CredentialId,
    to: Standing,
    reason: Option<&str>,
    at: Timestamp,
) -> Result<bool> {
    let Some(kept) = rows::find_credential(tx, id).await? else {
        return Ok(false);
    };
    if to == Standing::Valid
        || !kept.standing.may_become(to)
        || !rows::set_standing(tx, id, kept.standing, to, reason, at).await?
    {
        return Ok(false);
    }
    let seat = rows::find_seat(tx, id).await?;
    let seat = seat.ok_or_else(|| Error::fault("a credential without a place"))?;
    rows::set_bit(tx, seat, at).await?;
    Ok(true)
}

/// What came of a credential whose standing was to change, so that a list of them can be gone through twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It has the standing from now on.
    Changed,
    /// It had it before; reason and date are those of that time.
    Already,
    /// It keeps another one, from which no way leads there.
    Keeps(Standing),
    /// This instance never issued it.
    Unknown,
}

/// So many change in one write: few enough that others write in between.
pub const TOGETHER: usize = 500;

/// As [`set_standing`], for [`TOGETHER`] credentials at most, in one write, by who works on the server itself: what cannot be done to one of them is told, and
/// does not stop the others. The audit log has a line for each write, which names the first and says how many there were.
///
/// # Errors
/// Those of the store and of signing.
pub async fn try_standings(
    app: &App,
    ids: &[CredentialId],
    to: Standing,
    reason: Option<&str>,
) -> Result<Vec<Fate>> {
    let mut fates = Vec::with_capacity(ids.len());
    if to == Standing::Valid {
        // Each is signed again.
        for id in ids {
            fates.push(try_standing(app, *id, to, reason).await?);
        }
        return Ok(fates);
    }
    let mut tx = app.db.write().await?;
    let now = app.now();
    let mut changed = standings::set_standings(&mut tx, ids, to, reason, now).await?;
    if let Some(first) = ids.iter().find(|id| changed.contains(*id)) {
        let (by, subject) = (Actor::Console, first.to_string());
        let detail = match changed.len() {
            1 => to.to_string(),
            many => format!("{to} × {many}"),
        };
        access::note(&mut tx, by, Noted::StandingSet, &subject, &detail, now).await?;
    }
    tx.commit().await?;
    for id in ids {
        // One that is named twice has changed once.
        fates.push(if changed.remove(id) {
            Fate::Changed
        } else {
            fate_of(app, *id, to).await?
        });
    }
    Ok(fates)
}

async fn try_standing(
    app: &App,
    id: CredentialId,
    to: Standing,
    reason: Option<&str>,
) -> Result<Fate> {
    match change(app, Some(Actor::Console), id, to, reason).await {
        Ok(()) => return Ok(Fate::Changed),
        Err(Error::Missing) => return Ok(Fate::Unknown),
        Err(Error::Refusal(Refusal::StandingUnchanged)) => {}
        Err(error) => return Err(error),
    }
    fate_of(app, id, to).await
}

/// What came of a credential that did not change.
async fn fate_of(app: &App, id: CredentialId, to: Standing) -> Result<Fate> {
    let mut reader = app.db.read().await?;
    let kept = rows::find_credential(&mut reader, id).await?;
    Ok(kept.map_or(Fate::Unknown, |kept| {
        if kept.standing == to {
            Fate::Already
        } else {
            Fate::Keeps(kept.standing)
        }
    }))
}

/// A credential that is signed again under the same id, and not written yet: on a fresh place, a moment newer than the file that it replaces.
pub(super) struct Again {
    kept: Kept,
    from: Standing,
    seat: Seat,
    old: Seat,
    at: Timestamp,
}

impl Again {
    /// Signs a credential again, with the name that it is to show from now on, and the key of a wallet that it names already.
    pub(super) async fn sign(app: &App, kept: Kept, name: Option<String>) -> Result<Again> {
        let wallet = compose::wallet_of(&kept.document);
        Again::sign_with(app, kept, name, wallet).await
    }

    /// Signs a credential again, with the name and the key of a wallet that it is to show from now on.
    pub(super) async fn sign_with(
        app: &App,
        kept: Kept,
        name: Option<String>,
        wallet: Option<String>,
    ) -> Result<Again> {
        let mut reader = app.db.read().await?;
        let (award, achievement) = rows::find_stated(&mut reader, &kept).await?;
        let old = rows::find_seat(&mut reader, kept.id)
            .await?
            .ok_or_else(|| Error::fault("a credential without a place"))?;
        drop(reader);
        let (pair, signers) = keys::signing(app).await?;
        let carried = endorse::carried(app, Some(kept.id), &achievement).await?;
        let seat = reserve(app).await?;
        let now = app.now();
        let issue = compose::Issue {
            id: kept.id,
            award: &award,
            achievement: &achievement,
            name: name.as_deref(),
            seat,
            at: after(&kept, now),
            until: kept.expires_at,
            former: kept.former,
            carried: &carried,
        };
        let signed = compose::sign_for(app, &signers, &issue, wallet.as_deref())?;
        let from = kept.standing;
        let kept = Kept {
            name,
            standing: Standing::Valid,
            reason: None,
            standing_at: now,
            revision: kept.revision + 1,
            pair,
            document: signed.document,
            jwt: signed.jwt,
            ..kept
        };
        Ok(Again {
            kept,
            from,
            seat,
            old,
            at: now,
        })
    }

    /// Writes it in the place of the form before, the bit of whose place is set. The lines of the log wait for [`Again::log`].
    ///
    /// # Errors
    /// [`Refusal::StandingUnchanged`] where another change came first.
    pub(super) async fn write(&self, tx: &mut Tx) -> Result<()> {
        if !rows::set_revision(tx, &self.kept, self.from, self.seat, self.at).await? {
            return Err(Refusal::StandingUnchanged.into());
        }
        rows::set_bit(tx, self.old, self.at).await
    }

    /// Writes it, with its lines of the log, in a transaction of its own.
    ///
    /// # Errors
    /// [`Refusal::StandingUnchanged`] where another change came first.
    pub(super) async fn put(self, app: &App) -> Result<Kept> {
        let mut tx = app.db.write().await?;
        self.write(&mut tx).await?;
        self.log(&mut tx).await?;
        tx.commit().await?;
        Ok(self.kept)
    }

    /// Writes the lines of the issuance log: last in the transaction, since writers wait for each other here.
    pub(super) async fn log(&self, tx: &mut Tx) -> Result<()> {
        let digests = [&self.kept.document, &self.kept.jwt].map(|form| digest(form.as_bytes()));
        rows::add_log_lines(tx, &digests, self.at).await
    }
}

/// Signs a credential again, and writes it in the place of the form before.
///
/// # Errors
/// [`Refusal::StandingUnchanged`] where another change came first.
pub(super) async fn sign_again(app: &App, kept: Kept, name: Option<String>) -> Result<Kept> {
    Again::sign(app, kept, name).await?.put(app).await
}

/// `validFrom` counts whole seconds and must be newer than that of the file it replaces.
fn after(kept: &Kept, now: Timestamp) -> Timestamp {
    let before = serde_json::from_str::<Value>(&kept.document)
        .ok()
        .and_then(|document| document["validFrom"].as_str()?.parse::<Timestamp>().ok());
    match before {
        Some(before) if now.as_second() <= before.as_second() => {
            before + SignedDuration::from_secs(1)
        }
        _ => now,
    }
}

/// A status list as it is published under `base`, signed with an embedded proof and as a VC-JWT; reads only. Made from the rows, and the same for an hour unless a bit is set.
///
/// # Errors
/// [`Error::Missing`].
pub async fn status_list(app: &App, base: &Base, list: i64) -> Result<Arc<[String]>> {
    let mut reader = app.db.read().await?;
    let (places, revision) = rows::find_list(&mut reader, list)
        .await?
        .ok_or(Error::Missing)?;
    let keys = issuer_keys::find_keys_revision(&mut reader).await?;
    let hour = app.now().as_second().div_euclid(3600);
    let (name, stamp) = (
        format!("status list {}/{list}", base.url),
        format!("{revision} {keys} {hour}"),
    );
    if let Some(made) = app.remembered(&name, &stamp) {
        return Ok(made);
    }
    let set = rows::list_bits(&mut reader, list).await?;
    drop(reader);
    let (_, signers) = keys::signing(app).await?;
    let from = Timestamp::from_second(hour * 3600).map_err(Error::fault)?;
    let bits = Bits::with_set(
        usize::try_from(places).map_err(Error::fault)?,
        set.into_iter()
            .filter_map(|place| usize::try_from(place).ok()),
    )
    .map_err(Error::fault)?;
    let url = format!("{}/status/{list}", base.url);
    let credential = list_credential(
        &url,
        &base.did,
        &bits,
        from,
        from.checked_add(HOLDS).map_err(Error::fault)?,
        TTL,
    );
    let token = jwt::sign(&credential, &signers.jwt_signer(&base.did)).map_err(Error::fault)?;
    let signed = proof::add(
        credential,
        &signers.proof_signer(&base.did),
        from,
        Contexts::bundled(),
    )
    .map_err(Error::fault)?;
    let made: Arc<[String]> = Arc::new([signed.to_string(), token]);
    app.remember(&name, &stamp, made.clone());
    Ok(made)
}
