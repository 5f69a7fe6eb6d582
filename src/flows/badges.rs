//! Badges: achievements published, awards claimed, credentials signed and taken back, anybody's badge verified.

mod compose;
mod holder;
mod keys;
mod publish;
mod standing;
mod v2;
mod verify;

pub use self::{
    compose::{achievement_value, issuer_value},
    holder::{
        BadgeLetter, ClaimLetter, claim_letter, give_up, held, letter, rename, send, send_code,
    },
    keys::{add_statement, compromise, did_document, history, history_value, reissue, rotate},
    publish::{publish, stated, take_over},
    standing::{Fate, set_standing, status_list, try_standing},
    v2::{Assertion, v2_address, v2_assertion, v2_badge_class, v2_issuer},
    verify::{
        Face, Hosted, Verified, add_document, fetch_badge, judged, kept_in_the_log, may_fetch,
        name_of, own_badge, own_document, result_value, verify, verify_kept,
    },
};

use crate::{
    app::App,
    badges::{
        achievement::Achievement,
        award::Award,
        ledger::{Kept, Seat, Standing},
    },
    base::{CredentialId, Error, Name, Refusal, Result, code::ClaimCode, digest},
    outside::keyring::code_key,
    store::badges as rows,
};

/// The size of a status list: the least that the standard allows.
const LIST_PLACES: i64 = 131_072;

/// What a claim code opens.
pub struct Claim {
    /// The award.
    pub award: Award,
    /// What was earned.
    pub achievement: Achievement,
    /// The credential, where it was claimed already.
    pub kept: Option<Kept>,
}

/// Looks at what a typed code opens; reads only.
///
/// # Errors
/// [`Refusal::CodeMistyped`], [`Refusal::CodeUnknown`], [`Refusal::ClaimExpired`].
pub async fn open_claim(app: &App, typed: &str) -> Result<Claim> {
    let code = ClaimCode::read(typed)?;
    let mut reader = app.db.read().await?;
    let award = rows::find_award_by_claim(&mut reader, &code_key(&code.to_string()))
        .await?
        .ok_or(Refusal::CodeUnknown)?;
    let kept = rows::find_credential_of_award(&mut reader, award.id).await?;
    if kept.is_none() && app.now() > award.claim_until {
        return Err(Refusal::ClaimExpired.into());
    }
    let achievement =
        rows::find_achievement_version(&mut reader, &award.achievement, &award.achievement_version)
            .await?;
    let achievement =
        achievement.ok_or_else(|| Error::fault("an award without its achievement"))?;
    Ok(Claim {
        award,
        achievement,
        kept,
    })
}

/// Claims an award: the credential is signed and stored with its line of the issuance log. The same name again gives the same credential; the flag
/// says whether it was made by this call.
///
/// # Errors
/// Those of [`open_claim`], and [`Refusal::ClaimedUnderAnotherName`].
pub async fn claim(app: &App, typed: &str, name: Option<&Name>) -> Result<(CredentialId, bool)> {
    let Claim {
        award,
        achievement,
        kept,
    } = open_claim(app, typed).await?;
    let name = name.map(Name::as_str);
    if let Some(kept) = kept {
        return Ok((same(&kept, name)?, false));
    }
    let (pair, signers) = keys::signing(app).await?;
    let seat = reserve(app).await?;
    let id = CredentialId::new();
    let now = app.now();
    let until = compose::expiry(&achievement, now)?;
    let issue = compose::Issue {
        id,
        award: &award,
        achievement: &achievement,
        name,
        seat,
        at: now,
        until,
    };
    let signed = compose::sign(app, &signers, &issue)?;
    let kept = Kept {
        id,
        award: award.id,
        name: name.map(str::to_owned),
        standing: Standing::Valid,
        reason: None,
        standing_at: now,
        revision: 1,
        pair,
        expires_at: until,
        issued_at: now,
        document: signed.document,
        jwt: signed.jwt,
    };
    let mut tx = app.db.write().await?;
    if rows::add_credential(&mut tx, &kept, seat).await? {
        rows::add_log_lines(
            &mut tx,
            &[
                digest(kept.document.as_bytes()),
                digest(kept.jwt.as_bytes()),
            ],
            now,
        )
        .await?;
        tx.commit().await?;
        return Ok((id, true));
    }
    // A second click was first; its credential is the one.
    let first = rows::find_credential_of_award(&mut tx, award.id)
        .await?
        .ok_or_else(|| Error::fault("a credential that is there and is not"))?;
    Ok((same(&first, name)?, false))
}

fn same(kept: &Kept, name: Option<&str>) -> Result<CredentialId> {
    if kept.name.as_deref() == name {
        Ok(kept.id)
    } else {
        Err(Refusal::ClaimedUnderAnotherName.into())
    }
}

/// Takes a place at random in a status list; should the credential not come about, the gap is harmless.
async fn reserve(app: &App) -> Result<Seat> {
    let now = app.now();
    let mut tx = app.db.write().await?;
    if rows::find_open_list(&mut tx).await?.is_none() {
        rows::add_list(&mut tx, LIST_PLACES, now).await?;
    }
    let (list, places) = rows::find_open_list(&mut tx)
        .await?
        .ok_or_else(|| Error::fault("no status list could be opened"))?;
    // Less than half of the list is taken: sixty-four misses in a row do not happen.
    for _ in 0..64 {
        let seat = Seat {
            list,
            place: random_below(places)?,
        };
        if rows::take_seat(&mut tx, seat, now).await? {
            tx.commit().await?;
            return Ok(seat);
        }
    }
    Err(Error::fault("no free place was found in the status list"))
}

fn random_below(places: i64) -> Result<i64> {
    let random = getrandom::u64().map_err(Error::fault)?;
    let places = u64::try_from(places.max(1)).map_err(Error::fault)?;
    i64::try_from(random % places).map_err(Error::fault)
}
