//! Attempts: begun, answered, completed, opened again elsewhere.

use std::sync::Arc;

use serde_json::Value;

use super::badges::stated;
use crate::{
    app::App,
    assessment::{
        attempt::{Attempt, Outcome, Recording},
        module::{Feedback, Module},
    },
    badges::award::{Award, Evidence, Retakes, claim_until},
    base::{AttemptId, AwardId, Error, Lang, Refusal, Result, code::ResumeCode},
    outside::{keyring::code_key, quizzes::Served},
    store::{
        assessment::{self as rows, Sitting},
        badges, instance,
        sql::Conn,
    },
};

/// An attempt with the module that it began with.
pub struct Opened {
    /// The attempt as it is kept.
    pub sitting: Arc<Sitting>,
    /// Its module, in the version that it began with.
    pub served: Arc<Served>,
}

impl Opened {
    /// The attempt as the rules see it.
    pub fn attempt(&self) -> Attempt<'_> {
        Attempt::new(
            self.served.in_lang(self.sitting.lang),
            &self.sitting.seed,
            &self.sitting.answers,
        )
    }

    /// Whether it is completed.
    pub fn is_completed(&self) -> bool {
        self.sitting.completed_at.is_some()
    }
}

/// A key that makes a repeated request harmless, with what the request said.
pub struct Repeatable<'r> {
    /// The key that the client chose.
    pub key: &'r str,
    /// What was asked for.
    pub fingerprint: String,
}

/// Begins an attempt at a module.
///
/// # Errors
/// [`Error::Missing`] for an unknown module, [`Refusal::KeyReused`].
pub async fn start(
    app: &App,
    module: &str,
    lang: Lang,
    repeatable: Option<Repeatable<'_>>,
) -> Result<AttemptId> {
    let seed = uuid::Uuid::new_v4().simple().to_string();
    start_with(app, module, lang, seed, repeatable).await
}

/// Begins an attempt whose questions and choices are those of a seed.
///
/// # Errors
/// As [`start`].
pub(super) async fn start_with(
    app: &App,
    module: &str,
    lang: Lang,
    seed: String,
    repeatable: Option<Repeatable<'_>>,
) -> Result<AttemptId> {
    let served = app.shelf.find(module).ok_or(Error::Missing)?;
    let id = AttemptId::new();
    let now = app.now();
    let sitting = Sitting {
        id,
        module_hash: served.hash.clone(),
        lang,
        seed,
        started_at: now,
        completed_at: None,
        answers: Default::default(),
    };
    let mut tx = app.db.write().await?;
    if let Some(Repeatable { key, fingerprint }) = repeatable {
        let key = code_key(&format!("attempts {key}"));
        if let Some(earlier) =
            instance::take_key(&mut tx, &key, &fingerprint, &id.to_string(), now).await?
        {
            return earlier.parse().map_err(Error::fault);
        }
    }
    rows::add_attempt(
        &mut tx,
        &sitting,
        &code_key(&app.keyring.resume_code(id).to_string()),
    )
    .await?;
    tx.commit().await?;
    Ok(id)
}

/// Opens an attempt with its module; reads only.
///
/// # Errors
/// [`Error::Missing`].
pub async fn open(app: &App, id: AttemptId) -> Result<Opened> {
    let ticket = match app.sittings.find(id) {
        Ok(sitting) => {
            if let Some(served) = app.shelf.find_version(&sitting.module_hash) {
                let served = served.clone();
                return Ok(Opened { sitting, served });
            }
            return with_module(app, &mut app.db.read().await?, sitting).await;
        }
        Err(ticket) => ticket,
    };
    let opened = open_on(app, &mut app.db.read().await?, id).await?;
    app.sittings.keep(&ticket, &opened.sitting);
    Ok(opened)
}

/// Opens an attempt as the database has it now.
async fn open_on(app: &App, conn: &mut impl Conn, id: AttemptId) -> Result<Opened> {
    let sitting = rows::find_attempt(conn, id).await?.ok_or(Error::Missing)?;
    with_module(app, conn, Arc::new(sitting)).await
}

async fn with_module(app: &App, conn: &mut impl Conn, sitting: Arc<Sitting>) -> Result<Opened> {
    let served = match app.shelf.find_version(&sitting.module_hash) {
        Some(served) => served.clone(),
        None => {
            // The module has changed since: the store keeps every version that was served.
            let (text, overlays) = rows::find_module(conn, &sitting.module_hash)
                .await?
                .ok_or(Error::Missing)?;
            let today = app.now().to_zoned_datetime(jiff::tz::TimeZone::UTC).date();
            let served = Served::read_kept(&text, &overlays, &app.shelf.frameworks, today);
            Arc::new(served.ok_or_else(|| {
                Error::fault(format!(
                    "the kept module {} no longer reads",
                    sitting.module_hash
                ))
            })?)
        }
    };
    Ok(Opened { sitting, served })
}

/// Stores an answer, and gives the attempt as it then stands. The same answer again changes nothing.
///
/// # Errors
/// [`Error::Missing`] for a question that is not in this attempt; [`Refusal::AttemptClosed`], [`Refusal::AnswerShape`], [`Refusal::AnswerStands`].
pub async fn answer(app: &App, id: AttemptId, item: &str, response: Value) -> Result<Opened> {
    let mut opened = open(app, id).await?;
    let attempt = opened.attempt();
    let question = attempt.item(item).ok_or(Error::Missing)?;
    let recording = attempt.record(question, &response);
    if opened.is_completed() {
        return if recording == Recording::Same {
            Ok(opened)
        } else {
            Err(Refusal::AttemptClosed.into())
        };
    }
    match recording {
        Recording::Same => return Ok(opened),
        Recording::Stands => return Err(Refusal::AnswerStands.into()),
        Recording::Shape => return Err(Refusal::AnswerShape.into()),
        Recording::Store => {}
    }
    let first_stands = attempt.module.delivery.feedback == Feedback::Immediate;
    let writing = app.sittings.writing(id);
    let mut tx = app.db.write().await?;
    let stored = if first_stands {
        rows::add_answer(&mut tx, id, item, &response, app.now()).await?
    } else {
        rows::set_answer(&mut tx, id, item, &response, app.now()).await?
    };
    tx.commit().await?;
    drop(writing);
    if stored {
        let sitting = Arc::make_mut(&mut opened.sitting);
        sitting.answers.insert(item.to_owned(), response);
        return Ok(opened);
    }
    // Another tab was first: what it said decides.
    let opened = open_on(app, &mut app.db.read().await?, id).await?;
    match opened
        .attempt()
        .item(item)
        .map(|question| opened.attempt().record(question, &response))
    {
        Some(Recording::Same) => Ok(opened),
        _ if opened.is_completed() => Err(Refusal::AttemptClosed.into()),
        _ => Err(Refusal::AnswerStands.into()),
    }
}

/// Completes an attempt, and stores the award for the level reached in the same write. Completing again changes nothing.
///
/// # Errors
/// [`Error::Missing`].
pub async fn complete(app: &App, id: AttemptId) -> Result<Opened> {
    let _writing = app.sittings.writing(id);
    let mut tx = app.db.write().await?;
    let now = app.now();
    if !rows::close_attempt(&mut tx, id, now).await? {
        return open_on(app, &mut tx, id).await;
    }
    let opened = open_on(app, &mut tx, id).await?;
    let attempt = opened.attempt();
    if let Some((achievement, level)) = earned(attempt.module, &attempt.outcome()) {
        let achievement = stated(app, &mut tx, &opened.served, achievement, now).await?;
        let award = Award {
            id: AwardId::new(),
            achievement: achievement.slug,
            achievement_version: achievement.version,
            attempt: Some(id),
            lang: opened.sitting.lang,
            level: level.to_owned(),
            evidence: evidence(&opened.served),
            awarded_at: now,
            claim_until: claim_until(now),
        };
        badges::add_award(
            &mut tx,
            &award,
            &code_key(&app.keyring.claim_code(award.id).to_string()),
        )
        .await?;
    }
    tx.commit().await?;
    Ok(opened)
}

/// The badge of the level reached, and that level; none where the module gives none yet.
fn earned<'m>(module: &'m Module, outcome: &Outcome) -> Option<(&'m str, &'m str)> {
    let level = module
        .levels
        .iter()
        .find(|level| Some(&level.id) == outcome.level.as_ref())?;
    let badge = level.badge.as_deref().filter(|_| module.issues_badges())?;
    Some((badge, &level.id))
}

fn evidence(served: &Served) -> Evidence {
    let module = served.own();
    Evidence {
        supervised_by: module
            .delivery
            .proctor_role
            .clone()
            .filter(|_| module.delivery.certification),
        retakes: module
            .retake
            .max
            .map_or(Retakes::Unlimited, Retakes::AtMost),
        answers_shown: module.delivery.feedback == Feedback::Immediate,
        identity_checked: false,
        module: module.id.clone(),
        module_version: module.version.clone(),
        module_digest: served.hash.clone(),
    }
}

/// The attempt that a typed code opens; reads only.
///
/// # Errors
/// [`Refusal::CodeMistyped`], [`Refusal::CodeUnknown`].
pub async fn resume(app: &App, typed: &str) -> Result<AttemptId> {
    let code = ResumeCode::read(typed)?;
    let mut reader = app.db.read().await?;
    Ok(
        rows::find_attempt_by_code(&mut reader, &code_key(&code.to_string()))
            .await?
            .ok_or(Refusal::CodeUnknown)?,
    )
}
