//! Questions that people contest, taken out for everybody or put back, and results that a person decides.

use super::assessment::{give, neutral_now, open, pass, rescore, verdict};
use crate::{
    app::App,
    assessment::contest::{Change, Contest, MOST_WORDS, Reason},
    base::{AttemptId, Error, Refusal, Result},
    store::{assessment, contested as rows},
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
/// attempts reached a higher level.
///
/// # Errors
/// [`Error::Missing`] for an unknown module or question; [`Refusal::StandingUnchanged`] where it is out already.
pub async fn neutralise(app: &App, module: &str, item: &str, reason: &str) -> Result<i64> {
    change(app, module, item, true, reason).await
}

/// Lets a question count again. Levels that were reached without it stay.
///
/// # Errors
/// Those of [`neutralise`].
pub async fn restore(app: &App, module: &str, item: &str, reason: &str) -> Result<()> {
    change(app, module, item, false, reason).await.map(drop)
}

async fn change(app: &App, module: &str, item: &str, neutral: bool, reason: &str) -> Result<i64> {
    let served = app.shelf().find(module).ok_or(Error::Missing)?;
    served.own().item(item).ok_or(Error::Missing)?;
    let now = app.now();
    let mut tx = app.db.write().await?;
    assessment::hold_module(&mut tx, module).await?;
    let before = rows::list_neutral(&mut tx, module).await?;
    if before.contains(item) == neutral {
        return Err(Refusal::StandingUnchanged.into());
    }
    let mut change = Change {
        item: item.to_owned(),
        neutral,
        reason: reason.to_owned(),
        raised: 0,
        changed_at: now,
    };
    let seq = rows::add_change(&mut tx, module, &change).await?;
    if neutral {
        let mut after = String::new();
        loop {
            let completed = assessment::list_completed(&mut tx, module, &after).await?;
            let Some(last) = completed.last() else { break };
            after = last.to_string();
            for id in completed {
                change.raised += i64::from(rescore(app, &mut tx, id, &before, now).await?);
            }
        }
        rows::set_raised(&mut tx, module, seq, change.raised).await?;
    }
    tx.commit().await?;
    neutral_now(app, &mut app.db.read().await?, module).await?;
    Ok(change.raised)
}

/// Decides on a result near the bar. What is granted, or was reached below it, is awarded in the same write.
///
/// # Errors
/// [`Error::Missing`] where there is no such review; [`Refusal::StandingUnchanged`] where it is decided.
pub async fn decide(app: &App, id: AttemptId, granted: bool, reason: &str) -> Result<()> {
    let opened = open(app, id).await?;
    let now = app.now();
    let mut tx = app.db.write().await?;
    assessment::hold_module(&mut tx, &opened.served.own().id).await?;
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
    tx.commit().await
}
