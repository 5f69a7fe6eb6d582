//! Badges: achievements published, awards claimed, credentials signed and taken back, anybody's badge verified.

mod attendance;
mod cards;
mod compose;
mod direct;
mod doubts;
mod endorse;
mod give;
mod holder;
mod keys;
mod log;
mod publish;
mod remind;
mod rooms;
mod standing;
mod v2;
mod verify;
mod waiting;
mod write;

pub use self::{
    attendance::{
        Earned, award_attendance, badge_of_event, earned, end_attendance, may_name, publish_badge,
        revive_attendance,
    },
    cards::{fill_card, make_cards},
    compose::{achievement_value, issuer_value, wallet_of},
    direct::{Ready, Statement, prepare},
    doubts::{raise, settle},
    endorse::{
        EndorsedLetter, Saying, address, carry, chain, coordinates, end_all as end_endorsements,
        end_of_organisation, end_of_role, endorse, endorsed_letter, moderate, organisations, part,
        title, to_vouch, withdraw,
    },
    give::{CHUNK, Gift, Giver, Handout, give, give_as, may_be_given},
    holder::{
        BadgeLetter, ClaimLetter, claim_letter, give_up, held, letter, may_be_sent, rename, renew,
        send, send_code, tie,
    },
    keys::{add_statement, compromise, did_document, history, history_value, reissue, rotate},
    log::{keep_log_roots, log_page},
    publish::{publish, stated, take_over},
    remind::remind,
    rooms::{NewRoom, Room, close_room, open_room, rooms_of, take_from_room},
    standing::{
        Fate, TOGETHER, set_standing, set_standing_as, status_list, take_away, try_standings,
    },
    v2::{Assertion, v2_address, v2_assertion, v2_badge_class, v2_issuer},
    verify::{
        Face, Hosted, ROUNDS, Verified, add_document, fetch_badge, judged, kept_in_the_log,
        may_fetch, name_of, own_badge, own_credential, own_document, result_value, verify,
        verify_kept,
    },
    waiting::{cancel, waiting},
    write::{Written, add_batch, skills_of, work_batch, write},
};

pub(super) use self::compose::FOUNDER;

use std::collections::HashSet;

use crate::{
    app::App,
    badges::{
        achievement::Achievement,
        award::Award,
        ledger::{Kept, Seat, Standing},
    },
    base::{CredentialId, Error, Name, Refusal, Result, code::ClaimCode, digest},
    outside::keyring::code_key,
    store::{badges as rows, pockets, sql::Conn},
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

/// Looks at what a typed code opens, its own or that of the card it was put into; reads only.
///
/// # Errors
/// [`Refusal::CodeMistyped`], [`Refusal::CodeUnknown`], [`Refusal::ClaimExpired`], [`Refusal::GivenUp`], [`Refusal::CardEmpty`], [`Refusal::RoomCode`].
pub async fn open_claim(app: &App, typed: &str) -> Result<Claim> {
    let code = ClaimCode::read(typed)?;
    let key = code_key(&code.to_string());
    let mut reader = app.db.read().await?;
    let award = match rows::find_award_by_claim(&mut reader, &key).await? {
        Some(award) => award,
        None => elsewhere(&mut reader, &key).await?,
    };
    let kept = rows::find_credential_of_award(&mut reader, award.id).await?;
    if kept.is_none() && app.now() > award.claim_until {
        return Err(Refusal::ClaimExpired.into());
    }
    if kept
        .as_ref()
        .is_some_and(|kept| kept.standing == Standing::Withdrawn)
    {
        return Err(Refusal::GivenUp.into());
    }
    let achievement = rows::find_achievement_of(&mut reader, &award).await?;
    Ok(Claim {
        award,
        achievement,
        kept,
    })
}

/// What a code opens that is no award's own.
async fn elsewhere(conn: &mut impl Conn, key: &str) -> Result<Award> {
    if let Some(card) = pockets::find_card(conn, key).await? {
        let award = card.award.ok_or(Refusal::CardEmpty)?;
        let award = rows::find_award(conn, award).await?;
        return award.ok_or_else(|| Error::fault("a card without its award"));
    }
    if pockets::find_room(conn, key).await?.is_some() {
        return Err(Refusal::RoomCode.into());
    }
    Err(Refusal::CodeUnknown.into())
}

/// Claims an award: the credential is signed and stored with its line of the issuance log. The same name again gives the same credential; the flag
/// says whether it was made by this call.
///
/// # Errors
/// Those of [`open_claim`], and [`Refusal::ClaimedUnderAnotherName`].
pub async fn claim(app: &App, typed: &str, name: Option<&Name>) -> Result<(CredentialId, bool)> {
    sign_claim(app, typed, name, None).await
}

/// As [`claim`], for a badge that renews one which its holder has.
pub(super) async fn sign_claim(
    app: &App,
    typed: &str,
    name: Option<&Name>,
    former: Option<CredentialId>,
) -> Result<(CredentialId, bool)> {
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
    let carried = endorse::carried(app, None, &achievement).await?;
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
        former,
        carried: &carried,
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
        former,
        document: signed.document,
        jwt: signed.jwt,
    };
    let mut tx = app.db.write().await?;
    if !rows::hold_award(&mut tx, award.id, now).await? {
        // It was taken back while its badge was being signed.
        return Err(Refusal::ClaimExpired.into());
    }
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
        app.meters.issued.inc();
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
    let seats = reserve_many(app, 1).await?;
    seats
        .first()
        .copied()
        .ok_or_else(|| Error::fault("a place that was not taken"))
}

/// Takes places at random, in one write.
async fn reserve_many(app: &App, count: usize) -> Result<Vec<Seat>> {
    let now = app.now();
    let mut seats = Vec::with_capacity(count);
    let mut tx = app.db.write().await?;
    // Less than half of a list is taken: sixty-four misses in a row do not happen.
    let mut misses = 0;
    while seats.len() < count {
        if rows::find_open_list(&mut tx).await?.is_none() {
            rows::add_list(&mut tx, LIST_PLACES, now).await?;
        }
        let (list, places, room) = rows::find_open_list(&mut tx)
            .await?
            .ok_or_else(|| Error::fault("no status list could be opened"))?;
        let wanted = usize::try_from(room).map_err(Error::fault)?;
        let drawn = draw(places, wanted.min(count - seats.len()))?;
        let taken = rows::take_places(&mut tx, list, &drawn, now).await?;
        misses = if taken.is_empty() { misses + 1 } else { 0 };
        if misses == 64 {
            return Err(Error::fault("no free place was found in the status list"));
        }
        seats.extend(taken.into_iter().map(|place| Seat { list, place }));
    }
    tx.commit().await?;
    Ok(seats)
}

/// Different places of a list by chance, at most half of them.
fn draw(places: i64, count: usize) -> Result<Vec<i64>> {
    let (mut drawn, mut known) = (Vec::with_capacity(count), HashSet::new());
    while drawn.len() < count {
        let place = random_below(places)?;
        if known.insert(place) {
            drawn.push(place);
        }
    }
    Ok(drawn)
}

fn random_below(places: i64) -> Result<i64> {
    let random = getrandom::u64().map_err(Error::fault)?;
    let places = u64::try_from(places.max(1)).map_err(Error::fault)?;
    i64::try_from(random % places).map_err(Error::fault)
}
