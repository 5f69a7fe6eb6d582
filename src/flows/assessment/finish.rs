//! How an attempt ends: completed, judged, its level awarded, or held until a person has read it.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::{Opened, neutral_now, open_on, start::account_of};
use crate::{
    access::account::Role,
    app::App,
    assessment::{
        contest::Review,
        module::{Classify, Feedback, Keep, Level, Module},
        outcome::{Near, Outcome},
        retake,
    },
    badges::award::{Assessed, Award, Evidence, Retakes, claim_until},
    base::{AttemptId, AwardId, Error, Result},
    flows::badges::stated,
    outside::keyring::code_key,
    store::{
        access, assessment as rows, badges, certification, contested,
        db::Tx,
        jobs::{self, Job, Letter},
        sql::Conn,
    },
};

/// What came of a completed attempt, as people decided where they had to.
pub struct Verdict {
    /// Points, competences, and the level that holds.
    pub outcome: Outcome,
    /// The review of the result, where there is one.
    pub review: Option<Review>,
    /// Whether the module keeps this attempt of the person's; one that it does not earns no badge.
    pub counts: bool,
}

impl Verdict {
    /// Whether the result waits for a person.
    pub fn is_in_review(&self) -> bool {
        self.review
            .as_ref()
            .is_some_and(|review| review.decided.is_none())
    }
}

/// Completes an attempt. In the same write the award for the level reached is stored, or the review of a result too near the bar; where the last attempt counts,
/// what earlier ones brought and nobody claimed is over. Completing again changes nothing.
///
/// # Errors
/// [`Error::Missing`].
pub async fn complete(app: &App, id: AttemptId) -> Result<Opened> {
    let _writing = app.sittings.writing(id);
    let mut tx = app.db.write().await?;
    let now = app.now();
    let opened = open_on(app, &mut tx, id).await?;
    rows::hold_module(&mut tx, &opened.served.own().id).await?;
    if !rows::close_attempt(&mut tx, id, now).await? {
        return open_on(app, &mut tx, id).await;
    }
    let mut opened = open_on(app, &mut tx, id).await?;
    // As the rows have it: what is remembered may be of a moment before another process took a question out, which has gone through all that were completed by then.
    opened.neutral = neutral_now(app, &mut tx, &opened.served.own().id).await?;
    let mates = completed_with(&mut tx, &opened).await?;
    if opened.served.own().retake.keep == Keep::Last {
        for earlier in mates.iter().filter(|earlier| **earlier != id) {
            badges::forget_unclaimed(&mut tx, *earlier).await?;
            contested::forget_open_review(&mut tx, *earlier).await?;
        }
    }
    let attempt = opened.attempt();
    let outcome = attempt.outcome();
    let near = attempt.near(&outcome).filter(|near| held(&opened, near));
    let mut earned = false;
    match near.filter(|_| keeps(&opened, &mates)) {
        Some(near) => {
            let review = Review {
                attempt: id,
                level: near.level.id.clone(),
                chance: (near.chance * 1000.0).round() as i64,
                opened_at: now,
                decided: None,
                reason: None,
            };
            contested::add_review(&mut tx, &review).await?;
            call(app, &mut tx, id, now).await?;
        }
        None => {
            if let Some(level) = &outcome.level {
                earned = give(app, &mut tx, &opened, level, now).await?;
            }
            if keeps(&opened, &mates) {
                pass(&mut tx, &opened, &attempt.passed(&outcome), now).await?;
            }
        }
    }
    tx.commit().await?;
    app.meters.attempts.inc();
    app.meters.passed.inc_by(earned.into());
    Ok(opened)
}

/// Writes to those who decide on results that one waits.
async fn call(app: &App, tx: &mut Tx, id: AttemptId, now: Timestamp) -> Result<()> {
    for (reader, _) in certification::list_by_load(tx, Role::Reviewer.name()).await? {
        if let Some(reader) = access::find_account(tx, reader).await? {
            let mailbox = app.keyring.mailbox(&reader.email);
            let letter = Letter::ResultWaits { attempt: id };
            let job = Job::letter(reader.email, reader.lang, letter);
            jobs::add(tx, &job, Some(&mailbox), now, now).await?;
        }
    }
    Ok(())
}

/// The attempts of the same person that are completed, this one among them, where the module keeps one of them; else none.
async fn completed_with(conn: &mut impl Conn, opened: &Opened) -> Result<Vec<AttemptId>> {
    let module = opened.served.own();
    match &opened.sitting.person {
        Some(person) if module.retake.keep != Keep::Best => {
            rows::list_completed_of(conn, person, &module.id).await
        }
        _ => Ok(Vec::new()),
    }
}

/// Whether the module keeps this attempt; nobody's attempt stands alone.
fn keeps(opened: &Opened, mates: &[AttemptId]) -> bool {
    mates.is_empty() || retake::counts(opened.served.own().retake.keep, mates, &opened.sitting.id)
}

/// Whether a result so near the bar waits for a person: in certification, as the standard says.
fn held(opened: &Opened, near: &Near<'_>) -> bool {
    let module = opened.served.own();
    let classify = module
        .standard
        .as_ref()
        .map_or(Classify::OneSided, |standard| standard.classify);
    let sided = match classify {
        Classify::OneSided => !near.reached,
        Classify::TwoSided => true,
        Classify::None => false,
    };
    sided
        && module.delivery.certification
        && module.issues_badges()
        && opened.sitting.manner.earns()
        && near.level.badge.is_some()
}

/// Stores the award of a level, where it has a badge that is given, this attempt counts and has not earned it already. Says whether it was stored.
pub(in crate::flows) async fn give(
    app: &App,
    tx: &mut Tx,
    opened: &Opened,
    level: &str,
    now: Timestamp,
) -> Result<bool> {
    let module = opened.module();
    // What asks for more than an attempt can show is given by its dossier.
    let badge = find_level(module, level)
        .filter(|level| !module.asks_elsewhere(level))
        .and_then(|level| level.badge.as_deref())
        .filter(|_| module.issues_badges() && opened.sitting.manner.earns());
    let Some(badge) = badge else {
        return Ok(false);
    };
    let id = opened.sitting.id;
    if !keeps(opened, &completed_with(tx, opened).await?) {
        return Ok(false);
    }
    let achievement = stated(tx, &opened.served, badge, now).await?;
    let earned = badges::list_awards_of_attempt(tx, id).await?;
    if earned
        .iter()
        .any(|award| award.achievement == achievement.slug)
    {
        return Ok(false);
    }
    let award = Award {
        id: AwardId::new(),
        achievement: achievement.slug,
        achievement_version: achievement.version,
        attempt: Some(id),
        lang: opened.sitting.lang,
        level: level.to_owned(),
        evidence: Evidence::Assessed(assessed(tx, opened).await?),
        awarded_at: now,
        claim_until: claim_until(now),
    };
    let code = app.keyring.claim_code(award.id).to_string();
    badges::add_award(tx, &award, &code_key(&code)).await?;
    Ok(true)
}

fn find_level<'m>(module: &'m Module, id: &str) -> Option<&'m Level> {
    module.levels.iter().find(|level| level.id == id)
}

/// What came of a completed attempt. A badge once given is not taken back by what was neutralised, or restored, since.
///
/// # Errors
/// [`Error::Busy`], [`Error::Fault`].
pub async fn verdict(conn: &mut impl Conn, opened: &Opened) -> Result<Verdict> {
    let attempt = opened.attempt();
    let module = attempt.module;
    let mut outcome = attempt.outcome();
    let review = if module.delivery.certification {
        contested::find_review(conn, opened.sitting.id).await?
    } else {
        None
    };
    if let Some(review) = &review {
        outcome.level = match review.decided {
            Some(true) if !shown_elsewhere(module, &review.level) => Some(review.level.clone()),
            _ => below(opened, &outcome, &review.level),
        };
    }
    let place = |level: &str| module.levels.iter().position(|one| one.id == level);
    for award in badges::list_awards_of_attempt(conn, opened.sitting.id).await? {
        if place(&award.level) > outcome.level.as_deref().and_then(place) {
            outcome.level = Some(award.level);
        }
    }
    let counts = keeps(opened, &completed_with(conn, opened).await?);
    Ok(Verdict {
        outcome,
        review,
        counts,
    })
}

/// The highest level that was reached below one that was not granted.
pub(super) fn below(opened: &Opened, outcome: &Outcome, level: &str) -> Option<String> {
    let attempt = opened.attempt();
    let reached = attempt.reached(outcome);
    reached
        .into_iter()
        .take_while(|one| one.id != level)
        .last()
        .map(|one| one.id.clone())
}

/// Gives the level that an attempt reaches where the questions `after` count for nobody, unless a person has still to read it. Says whether it is higher than
/// with those `before`; to be asked again changes nothing.
pub(in crate::flows) async fn rescore(
    app: &App,
    tx: &mut Tx,
    id: AttemptId,
    (before, after): (&BTreeSet<String>, &BTreeSet<String>),
    now: Timestamp,
) -> Result<bool> {
    let mut opened = open_on(app, tx, id).await?;
    opened.neutral = after.clone();
    let attempt = opened.attempt();
    let place = |level: Option<&str>| {
        attempt
            .module
            .levels
            .iter()
            .position(|one| Some(one.id.as_str()) == level)
    };
    let earlier = attempt.neutralising(before).outcome().level;
    let level = attempt.outcome().level;
    if place(level.as_deref()) <= place(earlier.as_deref()) {
        return Ok(false);
    }
    let review = contested::find_review(tx, id).await?;
    if let (Some(level), false) = (
        &level,
        review.is_some_and(|review| review.decided.is_none()),
    ) {
        give(app, tx, &opened, level, now).await?;
    }
    Ok(true)
}

fn shown_elsewhere(module: &Module, level: &str) -> bool {
    find_level(module, level).is_some_and(|level| module.asks_elsewhere(level))
}

/// Notes of the account whose attempt it is that it did its part for these levels, and has their dossiers looked at.
pub(in crate::flows) async fn pass(
    tx: &mut Tx,
    opened: &Opened,
    levels: &[&Level],
    now: Timestamp,
) -> Result<()> {
    let account = opened.sitting.person.as_deref().and_then(account_of);
    let (Some(account), true) = (account, opened.served.own().issues_badges()) else {
        return Ok(());
    };
    if !opened.sitting.manner.earns() {
        return Ok(());
    }
    let assessed = assessed(tx, opened).await?;
    let assessed = serde_json::to_string(&assessed).map_err(Error::fault)?;
    for level in levels {
        let pass = certification::Pass {
            module: opened.served.own().id.clone(),
            level: level.id.clone(),
            assessed: assessed.clone(),
            passed_at: now,
        };
        certification::set_pass(tx, account, &pass).await?;
        let dossier =
            certification::find_dossier_of(tx, account, &pass.module, &pass.level).await?;
        if let Some(dossier) = dossier.filter(|one| one.certified_at.is_none()) {
            let job = Job::Settle {
                dossier: dossier.id,
            };
            jobs::add(tx, &job, None, now, now).await?;
        }
    }
    Ok(())
}

async fn assessed(conn: &mut impl Conn, opened: &Opened) -> Result<Assessed> {
    let (served, module) = (&opened.served, opened.served.own());
    let (role, supervisor) = match certification::find_supervised(conn, opened.sitting.id).await? {
        Some((role, supervisor)) => (Some(role), Some(supervisor)),
        None => (None, None),
    };
    Ok(Assessed {
        supervised_by: role,
        supervisor,
        retakes: match (module.retake.keep, module.retake.max) {
            // Others may follow, but none of them earns it.
            (Keep::First, _) => Retakes::AtMost(1),
            (_, Some(most)) => Retakes::AtMost(most),
            (_, None) => Retakes::Unlimited,
        },
        answers_shown: module.delivery.feedback == Feedback::Immediate,
        identity_checked: false,
        module: module.id.clone(),
        module_version: module.version.clone(),
        module_digest: served.hash.clone(),
    })
}
