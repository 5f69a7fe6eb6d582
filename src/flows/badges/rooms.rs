//! Codes for a room: the animator shows one, and each who is there takes a code of their own from it.

use super::cards::random_code;
pub use crate::badges::pocket::Room;
use crate::{
    access::audit::{Actor, Noted},
    app::App,
    badges::{
        award::{Award, Evidence, Given, claim_until},
        pocket::{MOST_IN_A_ROOM, MOST_ROOM_HOURS, hours_after},
    },
    base::{AwardId, Error, Lang, Refusal, Result, RoomId, code::ClaimCode},
    outside::keyring::code_key,
    store::{access, badges as rows, pockets},
};

/// A code for a room as it is asked for.
pub struct NewRoom<'r> {
    /// The slug of the achievement.
    pub achievement: &'r str,
    /// How many badges it gives.
    pub most: i64,
    /// For how many hours it is open.
    pub hours: i64,
    /// The language of the credentials.
    pub lang: Lang,
    /// The role of who asks, as the credentials will say it.
    pub role: &'r str,
}

/// Makes a code for a room. It is shown once: only its hash is kept.
///
/// # Errors
/// [`Error::Missing`] for an unknown achievement; [`Refusal::NotOffered`] for too many badges or too long a time; [`Refusal::BarNotSet`].
pub async fn open_room(app: &App, by: Actor, new: &NewRoom<'_>) -> Result<ClaimCode> {
    if !(1..=MOST_IN_A_ROOM).contains(&new.most) || !(1..=MOST_ROOM_HOURS).contains(&new.hours) {
        return Err(Refusal::NotOffered.into());
    }
    let now = app.now();
    let code = random_code()?;
    let mut tx = app.db.write().await?;
    let achievement = rows::find_achievement(&mut tx, new.achievement)
        .await?
        .ok_or(Error::Missing)?;
    if !super::may_be_given(app, &achievement) {
        return Err(Refusal::BarNotSet.into());
    }
    let room = Room {
        id: RoomId::new(),
        achievement: achievement.slug,
        achievement_version: achievement.version,
        lang: new.lang,
        evidence: Evidence::Given(Given {
            given_by: new.role.to_owned(),
            to_a_room: true,
            shown: None,
        }),
        most: new.most,
        taken: 0,
        made_at: now,
        until: hours_after(now, new.hours),
    };
    pockets::add_room(
        &mut tx,
        &room,
        &code_key(&code.to_string()),
        &by.to_string(),
    )
    .await?;
    access::note(
        &mut tx,
        by,
        Noted::RoomOpened,
        &room.achievement,
        &format!("{} / {} h", new.most, new.hours),
        now,
    )
    .await?;
    tx.commit().await?;
    Ok(code)
}

/// The codes for rooms of an achievement, newest first; reads only.
///
/// # Errors
/// Those of the store.
pub async fn rooms_of(app: &App, achievement: &str) -> Result<Vec<Room>> {
    pockets::list_rooms(&mut app.db.read().await?, achievement).await
}

/// Ends a code for a room; what was taken stays.
///
/// # Errors
/// [`Error::Missing`] where it is not open.
pub async fn close_room(app: &App, by: Actor, room: RoomId) -> Result<()> {
    let now = app.now();
    let mut tx = app.db.write().await?;
    if !pockets::close_room(&mut tx, room, now).await? {
        return Err(Error::Missing);
    }
    access::note(&mut tx, by, Noted::RoomClosed, &room.to_string(), "", now).await?;
    tx.commit().await
}

/// Takes a badge from a room's code: the code of one's own. `once` is what the form brought: the same form sent twice takes one.
///
/// # Errors
/// [`Refusal::CodeMistyped`], [`Refusal::CodeUnknown`]; [`Refusal::ClaimExpired`]; [`Refusal::RoomFull`].
pub async fn take_from_room(app: &App, typed: &str, once: &str) -> Result<ClaimCode> {
    let code = ClaimCode::read(typed)?;
    let now = app.now();
    let mut tx = app.db.write().await?;
    let room = pockets::find_room(&mut tx, &code_key(&code.to_string()))
        .await?
        .ok_or(Refusal::CodeUnknown)?;
    let origin = app.keyring.origin(&["room", &room.id.to_string(), once]);
    if let Some(award) = rows::find_award_by_origin(&mut tx, &origin).await? {
        return Ok(app.keyring.claim_code(award.id));
    }
    if !pockets::take_one(&mut tx, room.id, now).await? {
        // The same form may have been first, and have had the last one.
        if let Some(award) = rows::find_award_by_origin(&mut tx, &origin).await? {
            return Ok(app.keyring.claim_code(award.id));
        }
        return Err(if now > room.until {
            Refusal::ClaimExpired
        } else {
            Refusal::RoomFull
        }
        .into());
    }
    let award = Award {
        id: AwardId::new(),
        achievement: room.achievement,
        achievement_version: room.achievement_version,
        attempt: None,
        lang: room.lang,
        level: String::new(),
        evidence: room.evidence,
        awarded_at: now,
        claim_until: claim_until(now),
    };
    let own = app.keyring.claim_code(award.id);
    if !rows::add_given_award(&mut tx, &award, &code_key(&own.to_string()), &origin).await? {
        // The same form was first: with this transaction, what it took goes back.
        let first = rows::find_award_by_origin(&mut tx, &origin).await?;
        let first = first.ok_or_else(|| Error::fault("an award that is there and is not"))?;
        return Ok(app.keyring.claim_code(first.id));
    }
    tx.commit().await?;
    Ok(own)
}
