//! At the door: whoever came is written down once, and has the badge of the event from then on.

use crate::{
    app::App,
    badges::{achievement::Achievement, award::Attended},
    base::{Error, Refusal, RegistrationId, Result, code::ClaimCode},
    events::{Occurrence, Standing},
    flows::{
        badges,
        registration::{letters::leave, occasion},
    },
    outside::keyring::code_key,
    registration::Registration,
    store::{db::Tx, events, jobs::Letter, registration as rows, sql::Conn},
};

/// The registration whose ticket has a code; reads only.
///
/// # Errors
/// [`Refusal::CodeMistyped`]; [`Refusal::CodeUnknown`].
pub async fn of_code(conn: &mut impl Conn, typed: &str) -> Result<Registration> {
    let code = ClaimCode::read(typed)?.to_string();
    let found = rows::find_by_code(conn, &code_key(&code)).await?;
    found.ok_or_else(|| Refusal::CodeUnknown.into())
}

/// Writes down that somebody came, and gives them the badge of the event, where it has one. Says `false` where they were here already, do not come, or the
/// door is not open yet: then nothing changes, so that a form which is sent again after the network was away does no harm.
///
/// # Errors
/// Those of the store.
pub async fn admit(app: &App, id: RegistrationId) -> Result<bool> {
    let mut tx = app.db.write().await?;
    let one = rows::find(&mut tx, id).await?.ok_or(Error::Missing)?;
    let (standing, _) = occasion(&mut tx, one.date).await?;
    // Whoever gives the event a badge holds its row, and gives the badge to those whom they see here: from here on either they see this one, or their badge is
    // seen.
    events::hold(&mut tx, standing.id).await?;
    let (standing, date) = occasion(&mut tx, one.date).await?;
    if !date.is_at_the_door(app.now()) || !rows::admit(&mut tx, id, app.now()).await? {
        return Ok(false);
    }
    let one = held(&mut tx, id).await?;
    if let Some(badge) = badges::badge_of_event(&mut tx, &standing).await? {
        award(app, &mut tx, &one, &badge, attended(&standing, &date)).await?;
    }
    tx.commit().await?;
    Ok(true)
}

/// Takes back that somebody came, and the badge with it while nobody claimed that. Says `false`, and changes nothing, where it was claimed.
///
/// # Errors
/// Those of the store.
pub async fn unadmit(app: &App, id: RegistrationId) -> Result<bool> {
    let mut tx = app.db.write().await?;
    rows::find(&mut tx, id).await?.ok_or(Error::Missing)?;
    if rows::unadmit(&mut tx, id).await?
        && let Some(award) = held(&mut tx, id).await?.award
        && !badges::end_attendance(&mut tx, award, app.now()).await?
    {
        return Ok(false);
    }
    tx.commit().await?;
    Ok(true)
}

/// A registration whose row this transaction has changed: what it says of a badge stays so until the end, where another door was first with it.
async fn held(tx: &mut Tx, id: RegistrationId) -> Result<Registration> {
    rows::find(tx, id).await?.ok_or(Error::Missing)
}

/// Gives the badge of an event to those who were checked in before it had one.
///
/// # Errors
/// Those of the store.
pub(in crate::flows) async fn award_all(app: &App, tx: &mut Tx, standing: &Standing) -> Result<()> {
    let Some(badge) = badges::badge_of_event(tx, standing).await? else {
        return Ok(());
    };
    for one in rows::list_without_award(tx, standing.id).await? {
        if let Some(date) = events::date(tx, one.date).await? {
            award(app, tx, &one, &badge, attended(standing, &date)).await?;
        }
    }
    Ok(())
}

/// What a badge says of the event.
fn attended(standing: &Standing, date: &Occurrence) -> Attended {
    Attended {
        attended: standing.event.title.clone(),
        held_on: date.civil.date(),
    }
}

/// Gives somebody who came a badge, once: one that was taken back is theirs again. A letter brings its code where they left an address.
async fn award(
    app: &App,
    tx: &mut Tx,
    one: &Registration,
    badge: &Achievement,
    attended: Attended,
) -> Result<()> {
    let now = app.now();
    let revived = match one.award {
        Some(award) => badges::revive_attendance(tx, award, now).await?,
        None => false,
    };
    let award = match one.award.filter(|_| revived) {
        Some(award) => award,
        None => {
            let award = badges::award_attendance(app, tx, badge, one.lang, attended).await?;
            rows::set_award(tx, one.id, award).await?;
            award
        }
    };
    leave(app, tx, one, Letter::Claim { award }, now).await
}
