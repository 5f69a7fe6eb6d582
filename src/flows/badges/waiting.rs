//! A badge that waits for its claim, as those see it who look after the instance: found by its code, and taken back before anybody claimed it.

use super::{Claim, open_claim};
use crate::{
    access::audit::{Actor, Noted},
    app::App,
    base::{Refusal, Result},
    store::{access, badges as rows},
};

/// The badge that waits under a typed code; `None` where it was claimed already, so that it is taken back by its address.
///
/// # Errors
/// Those of [`open_claim`].
pub async fn waiting(app: &App, typed: &str) -> Result<Option<Claim>> {
    let claim = open_claim(app, typed).await?;
    Ok(claim.kept.is_none().then_some(claim))
}

/// Takes back a badge that nobody has claimed: its code answers that its time is over. Notes who did.
///
/// # Errors
/// Those of [`open_claim`]; [`Refusal::StandingUnchanged`] where it was claimed meanwhile.
pub async fn cancel(app: &App, by: Actor, typed: &str) -> Result<()> {
    let award = open_claim(app, typed).await?.award;
    let now = app.now();
    let mut tx = app.db.write().await?;
    // The row is held before anybody looks whether it was claimed: a claim holds it too.
    if !rows::hold_award(&mut tx, award.id, now).await? {
        return Err(Refusal::ClaimExpired.into());
    }
    let claimed = rows::find_credential_of_award(&mut tx, award.id).await?;
    if claimed.is_some() {
        return Err(Refusal::StandingUnchanged.into());
    }
    rows::end_award(&mut tx, award.id, now).await?;
    let subject = award.id.to_string();
    access::note(
        &mut tx,
        by,
        Noted::ClaimCancelled,
        &subject,
        &award.achievement,
        now,
    )
    .await?;
    tx.commit().await
}
