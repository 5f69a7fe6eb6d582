//! Badges given by hand, one or ten thousand: signed by all cores, written chunk by chunk, each with its fate. The same again gives no second badge.

use std::{
    collections::{HashMap, HashSet},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use jiff::{Timestamp, tz::TimeZone};

use super::{
    compose,
    endorse::{self, Carried},
    keys, reserve_many,
};
use crate::{
    access::audit::{Actor, Noted},
    app::{App, both},
    badges::{
        achievement::Achievement,
        award::{Award, Evidence, Given, claim_until},
        ledger::{Kept, Seat, Standing},
        recipient::Recipient,
    },
    base::{AwardId, BatchId, CredentialId, Error, Lang, Refusal, Result, digest},
    outside::keyring::{Pair, code_key},
    store::{
        access, badges as rows, batches,
        db::Tx,
        jobs::{self, Job, Letter},
    },
};

/// Badges that are signed and written together: a fraction of a second of work, a few megabytes. Fewer would touch the same pages of the indexes more often.
pub const CHUNK: usize = 500;

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
    /// The name under which a list keeps it.
    fn name(self) -> &'static str {
        match self {
            Gift::Issued(_) => "issued",
            Gift::Already(_) => "already",
            Gift::Over => "over",
        }
    }

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
/// [`Refusal::BarNotSet`]; those of the store and of signing: then nothing of the chunk was given, and it can be given again.
pub async fn give(
    app: &App,
    achievement: &Achievement,
    giver: Giver<'_>,
    recipients: &[Recipient],
) -> Result<Vec<Gift>> {
    chunk(app, Noting::Nothing, achievement, giver, recipients).await
}

/// As [`give`], and notes who did.
///
/// # Errors
/// Those of [`give`].
pub async fn give_as(
    app: &App,
    by: Actor,
    achievement: &Achievement,
    giver: Giver<'_>,
    recipients: &[Recipient],
) -> Result<Vec<Gift>> {
    chunk(app, Noting::Deed(by), achievement, giver, recipients).await
}

/// As [`give`], to rows of a list: what came of each is written with the badges.
///
/// # Errors
/// Those of [`give`].
pub(super) async fn give_rows(
    app: &App,
    batch: BatchId,
    achievement: &Achievement,
    giver: Giver<'_>,
    rows: &[(i64, Recipient)],
) -> Result<()> {
    let (lines, people): (Vec<i64>, Vec<Recipient>) = rows.iter().cloned().unzip();
    let noting = Noting::Rows(batch, &lines);
    chunk(app, noting, achievement, giver, &people)
        .await
        .map(drop)
}

/// What is written down with the badges of a chunk.
enum Noting<'n> {
    /// Nothing.
    Nothing,
    /// Who gave them.
    Deed(Actor),
    /// What came of the rows of a list, by their numbers.
    Rows(BatchId, &'n [i64]),
}

async fn chunk(
    app: &App,
    noting: Noting<'_>,
    achievement: &Achievement,
    giver: Giver<'_>,
    recipients: &[Recipient],
) -> Result<Vec<Gift>> {
    let plan = plan(app, achievement, recipients.to_vec()).await?;
    let ready = sign_all(app, achievement, giver, plan)?;
    keep(app, noting, achievement, giver, ready).await
}

/// A list of people of any length, given to chunk by chunk as [`give`] does: while one chunk is written, the next is signed.
pub struct Handout<'h, C> {
    app: &'h App,
    achievement: &'h Achievement,
    giver: Giver<'h>,
    chunks: C,
    /// The chunk that was signed while the one before it was written.
    ahead: Option<Ready>,
}

impl<'h, C: Iterator<Item = Vec<Recipient>>> Handout<'h, C> {
    /// Begins with the chunks of the list, each of at most [`CHUNK`] people.
    pub fn new(
        app: &'h App,
        achievement: &'h Achievement,
        giver: Giver<'h>,
        chunks: C,
    ) -> Handout<'h, C> {
        Handout {
            app,
            achievement,
            giver,
            chunks,
            ahead: None,
        }
    }

    /// What came of the next chunk, once it is written; nothing after the last. To be called on a runtime of several threads, of which it holds one.
    ///
    /// # Errors
    /// Those of [`give`]: then nothing of this chunk was given, or nothing of the one after it.
    pub async fn next(&mut self) -> Result<Option<Vec<Gift>>> {
        let &mut Handout {
            app,
            achievement,
            giver,
            ..
        } = self;
        let ready = match self.ahead.take() {
            Some(ready) => ready,
            None => {
                let Some(people) = self.chunks.next() else {
                    return Ok(None);
                };
                sign_all(
                    app,
                    achievement,
                    giver,
                    plan(app, achievement, people).await?,
                )?
            }
        };
        // What is to be asked of the database for the next is asked before the writer is taken.
        let following = match self.chunks.next() {
            Some(people) => Some(plan(app, achievement, people).await?),
            None => None,
        };
        let (written, signed) = both(
            keep(app, Noting::Nothing, achievement, giver, ready),
            || following.map(|plan| sign_all(app, achievement, giver, plan)),
        );
        let gifts = written?;
        self.ahead = signed.transpose()?;
        Ok(Some(gifts))
    }
}

/// A chunk of people, and what signing their badges needs.
struct Plan {
    recipients: Vec<Recipient>,
    /// What each is given for, in their order ([`origin`]).
    origins: Vec<String>,
    /// Those that were given the same before.
    known: HashMap<String, CredentialId>,
    /// The places of the others among the recipients.
    fresh: Vec<usize>,
    /// A place in a status list for each of them.
    seats: Vec<Seat>,
    pair: i64,
    signers: Arc<Pair>,
    carried: Carried,
}

/// A chunk whose badges are signed and not yet written.
struct Ready {
    plan: Plan,
    /// In the order of the plan's `fresh`.
    made: Vec<Made>,
}

impl Ready {
    /// The badges with who they are for and for what.
    fn each(&self) -> impl Iterator<Item = (&str, &Recipient, &Made)> {
        let plan = &self.plan;
        plan.fresh
            .iter()
            .zip(&self.made)
            .map(|(at, made)| (plan.origins[*at].as_str(), &plan.recipients[*at], made))
    }
}

/// Looks up who was given the same before, and keeps places for the others.
async fn plan(app: &App, achievement: &Achievement, recipients: Vec<Recipient>) -> Result<Plan> {
    if !may_be_given(app, achievement) {
        return Err(Refusal::BarNotSet.into());
    }
    let origins: Vec<String> = recipients
        .iter()
        .map(|one| origin(app, achievement, one))
        .collect();
    let wanted: Vec<&str> = origins.iter().map(String::as_str).collect();
    let found = rows::list_credentials_of_origins(&mut app.db.read().await?, &wanted).await?;
    let known: HashMap<String, CredentialId> = found.into_iter().collect();
    let mut fresh = Vec::new();
    let mut seen = HashSet::new();
    for (at, (origin, recipient)) in origins.iter().zip(&recipients).enumerate() {
        if !known.contains_key(origin)
            && !is_over(app, achievement, recipient)?
            && seen.insert(origin)
        {
            fresh.push(at);
        }
    }
    // Two processes that give the same at once write it in the same order, so that neither waits for the other's next.
    fresh.sort_by_key(|at| &origins[*at]);
    let (pair, signers) = keys::signing(app).await?;
    let carried = endorse::carried(app, None, achievement).await?;
    let seats = reserve_many(app, fresh.len()).await?;
    Ok(Plan {
        recipients,
        origins,
        known,
        fresh,
        seats,
        pair,
        signers,
        carried,
    })
}

/// Writes a chunk, and what came of each of its people.
async fn keep(
    app: &App,
    noting: Noting<'_>,
    achievement: &Achievement,
    giver: Giver<'_>,
    ready: Ready,
) -> Result<Vec<Gift>> {
    let now = app.now();
    let mut tx = app.db.write().await?;
    let issued = write_all(app, &mut tx, giver, &ready).await?;
    // Since they were looked for, another process gave the others.
    let first: Vec<&str> = ready
        .each()
        .map(|(origin, ..)| origin)
        .filter(|origin| !issued.contains_key(origin))
        .collect();
    let late = rows::list_credentials_of_origins(&mut tx, &first).await?;
    let known: HashMap<&str, CredentialId> = ready
        .plan
        .known
        .iter()
        .chain(late.iter().map(|(origin, id)| (origin, id)))
        .map(|(origin, id)| (origin.as_str(), *id))
        .collect();
    let mut told = HashSet::new();
    let gifts: Vec<Gift> = ready
        .plan
        .origins
        .iter()
        .map(String::as_str)
        .map(|origin| match (issued.get(origin), known.get(origin)) {
            (Some(id), _) if told.insert(origin) => Gift::Issued(*id),
            (Some(id), _) | (None, Some(id)) => Gift::Already(*id),
            (None, None) => Gift::Over,
        })
        .collect();
    match noting {
        Noting::Nothing => {}
        Noting::Deed(by) => {
            let (slug, count) = (&achievement.slug, issued.len().to_string());
            access::note(&mut tx, by, Noted::BadgesGiven, slug, &count, now).await?;
        }
        Noting::Rows(batch, lines) => {
            for (line, gift) in lines.iter().zip(&gifts) {
                batches::close_row(&mut tx, batch, *line, gift.name(), gift.credential()).await?;
            }
        }
    }
    tx.commit().await?;
    app.meters.issued.inc_by(issued.len() as u64);
    Ok(gifts)
}

/// Writes badges with what goes with them: their letters, and their lines of the log. Gives those that were written, by what they were given for.
async fn write_all<'r>(
    app: &App,
    tx: &mut Tx,
    giver: Giver<'_>,
    ready: &'r Ready,
) -> Result<HashMap<&'r str, CredentialId>> {
    let now = app.now();
    let awards = ready.each().map(|(origin, _, gift)| {
        let code = app.keyring.claim_code(gift.award.id).to_string();
        (&gift.award, code_key(&code), origin)
    });
    let awards: Vec<(&Award, String, &str)> = awards.collect();
    let stored = rows::add_given_awards(tx, &awards).await?;
    let written = || {
        ready
            .each()
            .filter(|(_, _, gift)| stored.contains(&gift.award.id))
    };
    let kept: Vec<(&Kept, Seat)> = written()
        .map(|(_, _, gift)| (&gift.kept, gift.seat))
        .collect();
    rows::add_credentials(tx, &kept).await?;
    let letters = written().filter_map(|(_, recipient, gift)| {
        let to = recipient.email.as_ref()?;
        let letter = Letter::Badge {
            credential: gift.kept.id,
        };
        let job = Job::letter(to.clone(), giver.lang, letter);
        Some((job, app.keyring.mailbox(to), now))
    });
    let letters: Vec<(Job, String, Timestamp)> = letters.collect();
    jobs::add_many(tx, &letters, now).await?;
    let log = kept
        .iter()
        .flat_map(|(kept, _)| [&kept.document, &kept.jwt]);
    let log: Vec<String> = log.map(|signed| digest(signed.as_bytes())).collect();
    rows::add_log_lines(tx, &log, now).await?;
    Ok(written()
        .map(|(origin, _, gift)| (origin, gift.kept.id))
        .collect())
}

/// Whether an achievement may be given by hand: one of a module only where the module itself would give it.
pub fn may_be_given(app: &App, achievement: &Achievement) -> bool {
    let served = app.shelf().find(&achievement.module);
    served.is_none_or(|served| served.own().issues_badges())
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

/// Signs the badges of a chunk on all cores; holds the thread that calls it.
fn sign_all(app: &App, achievement: &Achievement, giver: Giver<'_>, plan: Plan) -> Result<Ready> {
    let now = app.now();
    let work: Vec<(&Recipient, Seat)> = plan
        .fresh
        .iter()
        .zip(&plan.seats)
        .map(|(at, seat)| (&plan.recipients[*at], *seat))
        .collect();
    let make = |&(recipient, seat): &(&Recipient, Seat)| -> Result<Made> {
        let award = award(achievement, giver, recipient, now);
        let until = compose::expiry(achievement, award.awarded_at)?;
        let id = CredentialId::new();
        let signed = compose::sign(
            app,
            &plan.signers,
            &compose::Issue {
                id,
                award: &award,
                achievement,
                name: recipient.name.as_deref(),
                seat,
                at: now,
                until,
                former: None,
                carried: &plan.carried,
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
            pair: plan.pair,
            expires_at: until,
            issued_at: now,
            former: None,
            document: signed.document,
            jwt: signed.jwt,
        };
        Ok(Made { award, kept, seat })
    };
    // Each takes the next one, so that a core that has something else to do holds up nobody.
    let next = AtomicUsize::new(0);
    let sign = || -> Result<Vec<(usize, Made)>> {
        let mut own = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(one) = work.get(at) else {
                return Ok(own);
            };
            own.push((at, make(one)?));
        }
    };
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let mut made = thread::scope(|scope| {
        let signing: Vec<_> = (0..threads.min(work.len()))
            .map(|_| scope.spawn(sign))
            .collect();
        let mut made = Vec::with_capacity(work.len());
        for one in signing {
            let signed = one.join().map_err(|_| Error::fault("signing panicked"))?;
            made.extend(signed?);
        }
        Ok::<_, Error>(made)
    })?;
    made.sort_unstable_by_key(|(at, _)| *at);
    let made = made.into_iter().map(|(_, made)| made).collect();
    Ok(Ready { plan, made })
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
