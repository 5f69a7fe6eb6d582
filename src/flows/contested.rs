//! Questions that people contest, taken out for everybody or put back, and results that a person decides.

use std::collections::HashSet;

use jiff::SignedDuration;

use super::assessment::{Opened, account_of, give, neutral_now, open, pass, rescore, verdict};
use crate::{
    access::audit::{Actor, Noted},
    app::App,
    assessment::contest::{Change, Contest, MOST_WORDS, Reason},
    base::{AccountId, AttemptId, Error, JobId, Refusal, Result},
    store::{
        access, assessment, contested as rows,
        db::Tx,
        jobs::{self, Job, Letter},
    },
};

/// Stores what somebody says of a question of their attempt; it names nobody. Saying it again changes nothing.
///
/// # Errors
/// [`Error::Missing`] for a question that is not in the attempt.
pub async fn contest(
    app: &App,
    id: AttemptId,
    item: &str,
    reason: Reason,
    words: &str,
) -> Result<()> {
    let opened = open(app, id).await?;
    opened.attempt().item(item).ok_or(Error::Missing)?;
    let words: String = words
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(MOST_WORDS)
        .collect();
    let words = words.trim();
    let contest = Contest {
        module: opened.served.own().id.clone(),
        version: opened.served.own().version.clone(),
        item: item.to_owned(),
        reason,
        words: (!words.is_empty()).then(|| words.to_owned()),
        said_at: app.now(),
    };
    let mut tx = app.db.write().await?;
    rows::add_contest(&mut tx, &app.keyring.contest_mark(id, item), &contest).await?;
    tx.commit().await
}

/// Takes a question out of the score for everybody, and gives every finished attempt the level that it reaches without it. No badge is taken away. Gives how many
/// attempts reached a higher level. Where this program is ended before that is done, the job that says so is taken up by a worker.
///
/// # Errors
/// [`Error::Missing`] for an unknown module or question; [`Refusal::StandingUnchanged`] where it is out already.
pub async fn neutralise(app: &App, module: &str, item: &str, reason: &str) -> Result<i64> {
    let now = app.now();
    let mut tx = app.db.write().await?;
    hold_other(app, &mut tx, module, item, true).await?;
    let job = Job::Neutralise {
        module: module.to_owned(),
        item: item.to_owned(),
        reason: reason.to_owned(),
    };
    let due = now.checked_add(TAKEN_UP).unwrap_or(now);
    let job = jobs::add(&mut tx, &job, None, due, now).await?;
    tx.commit().await?;
    let raised = take_out(app, job, module, item, reason).await?;
    raised.ok_or(Refusal::StandingUnchanged.into())
}

/// Lets a question count again. Levels that were reached without it stay.
///
/// # Errors
/// Those of [`neutralise`].
pub async fn restore(app: &App, module: &str, item: &str, reason: &str) -> Result<()> {
    let mut tx = app.db.write().await?;
    hold_other(app, &mut tx, module, item, false).await?;
    let change = Change {
        item: item.to_owned(),
        neutral: false,
        reason: reason.to_owned(),
        raised: 0,
        changed_at: app.now(),
    };
    rows::add_change(&mut tx, module, &change).await?;
    tx.commit().await?;
    neutral_now(app, &mut app.db.read().await?, module).await?;
    Ok(())
}

/// After how long a worker takes a question out that somebody began to take out and did not end.
const TAKEN_UP: SignedDuration = SignedDuration::from_mins(1);

/// How far the clocks of two processes may be apart.
const APART: SignedDuration = SignedDuration::from_hours(1);

/// Holds a module whose question is to become neutral, or to count again, where it is not so yet.
async fn hold_other(app: &App, tx: &mut Tx, module: &str, item: &str, neutral: bool) -> Result<()> {
    let served = app.shelf().find(module).ok_or(Error::Missing)?;
    served.own().item(item).ok_or(Error::Missing)?;
    assessment::hold_module(tx, module).await?;
    if rows::list_neutral(tx, module).await?.contains(item) == neutral {
        return Err(Refusal::StandingUnchanged.into());
    }
    Ok(())
}

/// Takes a question out as a job says. First each finished attempt has the level that it reaches without it, a part of them in a transaction, so that others are not
/// kept waiting; then, with those that were finished meanwhile, the question is out for everybody and the job is done, in one. Cut short between two of these, an
/// attempt has what it will have or what it had, and everything is gone through again. Gives how many rose; nothing where the question was out already.
///
/// # Errors
/// Those of the store.
pub async fn take_out(
    app: &App,
    job: JobId,
    module: &str,
    item: &str,
    reason: &str,
) -> Result<Option<i64>> {
    let now = app.now();
    let since = now.checked_sub(APART).unwrap_or(now);
    loop {
        let before = rows::list_neutral(&mut app.db.read().await?, module).await?;
        let mut after = before.clone();
        after.insert(item.to_owned());
        let sets = (&before, &after);
        let (mut seen, mut raised, mut last) = (HashSet::new(), 0, String::new());
        loop {
            let mut tx = app.db.write().await?;
            assessment::hold_module(&mut tx, module).await?;
            let completed = assessment::list_completed(&mut tx, module, &last).await?;
            let Some(end) = completed.last() else { break };
            last = end.to_string();
            for id in completed {
                raised += i64::from(rescore(app, &mut tx, id, sets, now).await?);
                seen.insert(id);
            }
            tx.commit().await?;
        }
        let mut tx = app.db.write().await?;
        assessment::hold_module(&mut tx, module).await?;
        if !jobs::forget(&mut tx, job).await? {
            // Another process went through all of it, and was first.
            let changes = rows::list_changes(&mut tx, module).await?;
            let out = |one: &&Change| one.item == item && one.neutral;
            return Ok(changes.iter().rev().find(out).map(|one| one.raised));
        }
        let by_now = rows::list_neutral(&mut tx, module).await?;
        if by_now.contains(item) {
            tx.commit().await?;
            return Ok(None);
        }
        if by_now != before {
            // Another question was taken out or put back meanwhile: what is reached without both was not looked at.
            continue;
        }
        for id in assessment::list_completed_since(&mut tx, module, since).await? {
            if !seen.contains(&id) {
                raised += i64::from(rescore(app, &mut tx, id, sets, now).await?);
            }
        }
        let change = Change {
            item: item.to_owned(),
            neutral: true,
            reason: reason.to_owned(),
            raised,
            changed_at: now,
        };
        rows::add_change(&mut tx, module, &change).await?;
        tx.commit().await?;
        neutral_now(app, &mut app.db.read().await?, module).await?;
        return Ok(Some(raised));
    }
}

/// Whether an attempt is somebody's own.
pub fn is_own(opened: &Opened, account: AccountId) -> bool {
    opened.sitting.person.as_deref().and_then(account_of) == Some(account)
}

/// Decides on a result near the bar. What is granted, or was reached below it, is awarded in the same write, and whoever has an account is told by a letter.
///
/// # Errors
/// [`Error::Missing`] where there is no such review, or it is their own; [`Refusal::StandingUnchanged`] where it is decided.
pub async fn decide(
    app: &App,
    by: Actor,
    id: AttemptId,
    granted: bool,
    reason: &str,
) -> Result<()> {
    let mut opened = open(app, id).await?;
    if matches!(by, Actor::Account(account) if is_own(&opened, account)) {
        return Err(Error::Missing);
    }
    let now = app.now();
    let mut tx = app.db.write().await?;
    let module = opened.served.own().id.clone();
    assessment::hold_module(&mut tx, &module).await?;
    opened.neutral = neutral_now(app, &mut tx, &module).await?;
    rows::find_review(&mut tx, id)
        .await?
        .ok_or(Error::Missing)?;
    if !rows::decide_review(&mut tx, id, granted, reason, now).await? {
        return Err(Refusal::StandingUnchanged.into());
    }
    let verdict = verdict(&mut tx, &opened).await?;
    if let Some(level) = &verdict.outcome.level {
        give(app, &mut tx, &opened, level, now).await?;
    }
    let attempt = opened.attempt();
    let passed = if granted {
        attempt.granted(&verdict.outcome)
    } else {
        attempt.passed(&verdict.outcome)
    };
    pass(&mut tx, &opened, &passed, now).await?;
    let whose = opened.sitting.person.as_deref().and_then(account_of);
    if let Some(whose) = whose
        && let Some(account) = access::find_account(&mut tx, whose).await?
    {
        let mailbox = app.keyring.mailbox(&account.email);
        let letter = Letter::Result { attempt: id };
        let job = Job::letter(account.email, account.lang, letter);
        jobs::add(&mut tx, &job, Some(&mailbox), now, now).await?;
    }
    let (subject, detail) = (id.to_string(), if granted { "granted" } else { "refused" });
    access::note(&mut tx, by, Noted::ResultDecided, &subject, detail, now).await?;
    tx.commit().await
}

/// What a letter about a result that was decided says.
pub struct ResultLetter {
    /// The module.
    pub title: String,
    /// Whether the level was granted.
    pub granted: bool,
    /// Why.
    pub reason: String,
    /// Where it goes on.
    pub page: String,
}

/// What a letter about a result that was decided says; nothing where the attempt is gone.
///
/// # Errors
/// Those of the store.
pub async fn result_letter(app: &App, id: AttemptId) -> Result<Option<ResultLetter>> {
    let review = rows::find_review(&mut app.db.read().await?, id).await?;
    let Some((review, granted)) = review.and_then(|one| Some((one.clone(), one.decided?))) else {
        return Ok(None);
    };
    let opened = open(app, id).await?;
    Ok(Some(ResultLetter {
        title: opened.module().title.clone(),
        granted,
        reason: review.reason.unwrap_or_default(),
        page: app.url("/me/certifications"),
    }))
}

/// Whether a result still waits for a person.
///
/// # Errors
/// Those of the store.
pub async fn waits(app: &App, id: AttemptId) -> Result<bool> {
    let review = rows::find_review(&mut app.db.read().await?, id).await?;
    Ok(review.is_some_and(|one| one.decided.is_none()))
}
