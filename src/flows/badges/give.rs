//! Badges given by hand, one or ten thousand: signed by all cores, written chunk by chunk, each with its fate. The same again gives no second badge.

use std::{collections::HashMap, thread};

use jiff::{Timestamp, tz::TimeZone};

use super::{compose, keys, reserve_many};
use crate::{
    app::App,
    badges::{
        achievement::Achievement,
        award::{Award, Evidence, Given, claim_until},
        ledger::{Kept, Seat, Standing},
        recipient::Recipient,
    },
    base::{AwardId, CredentialId, Error, Lang, Result, digest},
    outside::keyring::code_key,
    store::{
        badges as rows,
        jobs::{self, Job, Letter},
    },
};

/// Badges that are signed and written together: a fraction of a second of work, a few hundred kilobytes.
pub const CHUNK: usize = 100;

/// Who gives, and how the badges say it.
#[derive(Clone, Copy)]
pub struct Giver<'g> {
    /// The role, as the credentials will say it.
    pub role: &'g str,
    /// The language of the credentials.
    pub lang: Lang,
}

/// What came of one recipient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gift {
    /// The badge was signed now.
    Issued(CredentialId),
    /// The same was given before.
    Already(CredentialId),
    /// By the day on which it was earned it would be over already: none was signed.
    Over,
}

impl Gift {
    /// The credential, where there is one.
    pub fn credential(self) -> Option<CredentialId> {
        match self {
            Gift::Issued(id) | Gift::Already(id) => Some(id),
            Gift::Over => None,
        }
    }
}

/// Gives an achievement to people, at most [`CHUNK`] of them, in one write. Letters to those with an address are left to the queue.
///
/// # Errors
/// Those of the store and of signing: then nothing of the chunk was given, and it can be given again.
pub async fn give(
    app: &App,
    achievement: &Achievement,
    giver: Giver<'_>,
    recipients: &[Recipient],
) -> Result<Vec<Gift>> {
    let origins: Vec<String> = recipients
        .iter()
        .map(|one| origin(app, achievement, one))
        .collect();
    let mut known = HashMap::new();
    let mut reader = app.db.read().await?;
    for origin in &origins {
        if let Some(id) = rows::find_credential_of_origin(&mut reader, origin).await? {
            known.insert(origin.clone(), id);
        }
    }
    drop(reader);
    let mut fresh: Vec<(&str, &Recipient)> = Vec::new();
    for (origin, recipient) in origins.iter().zip(recipients) {
        if !known.contains_key(origin)
            && !is_over(app, achievement, recipient)?
            && fresh.iter().all(|(other, _)| other != origin)
        {
            fresh.push((origin, recipient));
        }
    }
    let made = sign_all(app, achievement, giver, &fresh).await?;
    let now = app.now();
    let mut tx = app.db.write().await?;
    let mut log = Vec::with_capacity(2 * made.len());
    for ((origin, recipient), gift) in fresh.iter().zip(&made) {
        let code = app.keyring.claim_code(gift.award.id).to_string();
        rows::add_given_award(&mut tx, &gift.award, &code_key(&code), origin).await?;
        rows::add_credential(&mut tx, &gift.kept, gift.seat).await?;
        log.push(digest(gift.kept.document.as_bytes()));
        log.push(digest(gift.kept.jwt.as_bytes()));
        if let Some(to) = &recipient.email {
            let letter = Letter::Badge {
                credential: gift.kept.id,
            };
            let mailbox = app.keyring.mailbox(to);
            let job = Job::letter(to.clone(), giver.lang, letter);
            jobs::add(&mut tx, &job, Some(&mailbox), now, now).await?;
        }
    }
    rows::add_log_lines(&mut tx, &log, now).await?;
    tx.commit().await?;
    app.meters.issued.inc_by(made.len() as u64);
    let issued: HashMap<&str, CredentialId> = fresh
        .iter()
        .zip(&made)
        .map(|((origin, _), gift)| (*origin, gift.kept.id))
        .collect();
    let mut told = std::collections::HashSet::new();
    Ok(origins
        .iter()
        .map(|origin| match issued.get(origin.as_str()) {
            Some(id) if told.insert(origin) => Gift::Issued(*id),
            Some(id) => Gift::Already(*id),
            None => known
                .get(origin)
                .map_or(Gift::Over, |id| Gift::Already(*id)),
        })
        .collect())
}

/// Whether a badge earned on that day would have ended by now.
fn is_over(app: &App, achievement: &Achievement, recipient: &Recipient) -> Result<bool> {
    let now = app.now();
    let until = compose::expiry(achievement, earned_at(recipient, now))?;
    Ok(until.is_some_and(|until| until <= now))
}

/// The beginning of the day on which it was earned, else now.
fn earned_at(recipient: &Recipient, now: Timestamp) -> Timestamp {
    recipient
        .issued_on
        .and_then(|day| day.to_zoned_datetime(TimeZone::UTC).ok())
        .map_or(now, |day| day.timestamp())
}

/// What is given to whom and for what, in a form that tells nobody.
fn origin(app: &App, achievement: &Achievement, recipient: &Recipient) -> String {
    let email = recipient.email.as_ref().map(|email| email.key());
    let day = recipient.issued_on.map(|day| day.to_string());
    app.keyring.origin(&[
        "hand",
        &achievement.slug,
        recipient.name.as_deref().unwrap_or_default(),
        email.as_deref().unwrap_or_default(),
        recipient.evidence.as_deref().unwrap_or_default(),
        day.as_deref().unwrap_or_default(),
    ])
}

/// A badge signed and not yet written.
struct Made {
    award: Award,
    kept: Kept,
    seat: Seat,
}

async fn sign_all(
    app: &App,
    achievement: &Achievement,
    giver: Giver<'_>,
    fresh: &[(&str, &Recipient)],
) -> Result<Vec<Made>> {
    let (pair, signers) = keys::signing(app).await?;
    let seats = reserve_many(app, fresh.len()).await?;
    let now = app.now();
    let work: Vec<(&Recipient, Seat)> = fresh
        .iter()
        .zip(seats)
        .map(|((_, recipient), seat)| (*recipient, seat))
        .collect();
    let make = |&(recipient, seat): &(&Recipient, Seat)| -> Result<Made> {
        let award = award(achievement, giver, recipient, now);
        let until = compose::expiry(achievement, award.awarded_at)?;
        let id = CredentialId::new();
        let signed = compose::sign(
            app,
            &signers,
            &compose::Issue {
                id,
                award: &award,
                achievement,
                name: recipient.name.as_deref(),
                seat,
                at: now,
                until,
                former: None,
            },
        )?;
        let kept = Kept {
            id,
            award: award.id,
            name: recipient.name.clone(),
            standing: Standing::Valid,
            reason: None,
            standing_at: now,
            revision: 1,
            pair,
            expires_at: until,
            issued_at: now,
            former: None,
            document: signed.document,
            jwt: signed.jwt,
        };
        Ok(Made { award, kept, seat })
    };
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let part = work.len().div_ceil(threads).max(1);
    thread::scope(|scope| {
        let parts: Vec<_> = work
            .chunks(part)
            .map(|part| scope.spawn(|| part.iter().map(make).collect::<Result<Vec<_>>>()))
            .collect();
        let mut made = Vec::with_capacity(work.len());
        for part in parts {
            let signed = part.join().map_err(|_| Error::fault("signing panicked"))?;
            made.extend(signed?);
        }
        Ok(made)
    })
}

fn award(
    achievement: &Achievement,
    giver: Giver<'_>,
    recipient: &Recipient,
    now: Timestamp,
) -> Award {
    Award {
        id: AwardId::new(),
        achievement: achievement.slug.clone(),
        achievement_version: achievement.version.clone(),
        attempt: None,
        lang: giver.lang,
        level: achievement.level.clone(),
        evidence: Evidence::Given(Given {
            given_by: giver.role.to_owned(),
            to_a_room: false,
            shown: recipient.evidence.clone(),
        }),
        awarded_at: earned_at(recipient, now),
        claim_until: claim_until(now),
    }
}
