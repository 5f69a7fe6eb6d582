//! Attempts: begun, answered, completed, opened again elsewhere.

mod before;
mod finish;
mod start;
mod time;

use std::{collections::BTreeSet, sync::Arc};

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

pub use self::{
    before::is_shown,
    finish::{Verdict, complete, verdict},
    start::{Begin, Repeatable, may_start, person_of, start},
    time::{close_overdue, go_on, pause},
};
pub(super) use self::{
    finish::{give, pass, rescore},
    start::account_of,
};
use crate::{
    app::App,
    assessment::{
        attempt::{Attempt, Recording},
        clock::State,
        module::Module,
    },
    base::{AttemptId, Error, Refusal, Result, code::ResumeCode},
    outside::{keyring::code_key, quizzes::Served},
    store::{
        answering::Write,
        assessment::{self as rows, Answer, Sitting},
        contested,
        sql::Conn,
    },
};

/// An attempt with the module that it began with.
pub struct Opened {
    /// The attempt as it is kept.
    pub sitting: Arc<Sitting>,
    /// Its module, in the version that it began with.
    pub served: Arc<Served>,
    /// Its questions that count for nobody any more.
    pub neutral: BTreeSet<String>,
}

impl Opened {
    /// Its module, worded as the attempt is.
    pub fn module(&self) -> &Module {
        self.served.in_lang(self.sitting.wording())
    }

    /// The attempt as the rules see it.
    pub fn attempt(&self) -> Attempt<'_> {
        Attempt::new(self.module(), &self.sitting.seed, &self.sitting.answers)
            .with_draw(&self.sitting.draw)
            .neutralising(&self.neutral)
            .taken(self.sitting.manner)
    }

    /// How its clock stands.
    pub fn time(&self, at: Timestamp) -> State {
        self.sitting.clock.state(at)
    }

    /// Whether it is completed.
    pub fn is_completed(&self) -> bool {
        self.sitting.completed_at.is_some()
    }
}

/// Opens an attempt with its module; reads only.
///
/// # Errors
/// [`Error::Missing`].
pub async fn open(app: &App, id: AttemptId) -> Result<Opened> {
    let ticket = match app.sittings.find(id) {
        Ok(sitting) => {
            if let Some(served) = app.find_version(&sitting.module_hash) {
                let neutral = match remembered(app, &served.own().id) {
                    Some(neutral) => neutral,
                    None => neutral_now(app, &mut app.db.read().await?, &served.own().id).await?,
                };
                return Ok(Opened {
                    sitting,
                    served,
                    neutral,
                });
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
    let served = served(app, conn, &sitting.module_hash).await?;
    let module = &served.own().id;
    let neutral = match remembered(app, module) {
        Some(neutral) => neutral,
        None => neutral_now(app, conn, module).await?,
    };
    Ok(Opened {
        sitting,
        served,
        neutral,
    })
}

/// The version of a module that has a hash, whether or not it is the one that is served now; from memory, as a rule.
///
/// # Errors
/// [`Error::Missing`] where it was never served here.
pub async fn served(app: &App, conn: &mut impl Conn, hash: &str) -> Result<Arc<Served>> {
    if let Some(served) = app.find_version(hash) {
        return Ok(served);
    }
    // The module has changed since, or another process serves a newer one: the store keeps every version that was served.
    let (text, overlays) = rows::find_module(conn, hash).await?.ok_or(Error::Missing)?;
    let today = app.now().to_zoned_datetime(jiff::tz::TimeZone::UTC).date();
    let served = Served::read_kept(&text, &overlays, &app.shelf().frameworks, today);
    let served =
        served.ok_or_else(|| Error::fault(format!("the kept module {hash} no longer reads")))?;
    let served = Arc::new(served);
    app.keep_version(served.clone());
    Ok(served)
}

/// What was neutralised in a module, as it was read within this second: another process may neutralise too, and every page asks.
fn remembered(app: &App, module: &str) -> Option<BTreeSet<String>> {
    let (name, stamp) = noted(app, module);
    let kept = app.remembered(&name, &stamp)?;
    Some(kept.iter().cloned().collect())
}

/// What is neutralised in a module by now.
pub(super) async fn neutral_now(
    app: &App,
    conn: &mut impl Conn,
    module: &str,
) -> Result<BTreeSet<String>> {
    let neutral = contested::list_neutral(conn, module).await?;
    let (name, stamp) = noted(app, module);
    app.remember(&name, &stamp, neutral.iter().cloned().collect());
    Ok(neutral)
}

fn noted(app: &App, module: &str) -> (String, String) {
    (
        format!("neutral {module}"),
        app.now().as_second().to_string(),
    )
}

/// Stores an answer that waited so long for the network, and gives the attempt as it then stands. The same answer again changes nothing. What comes after the
/// time is over closes the attempt with what was saved.
///
/// # Errors
/// [`Error::Missing`] for a question that is not in this attempt; [`Refusal::NotAskedYet`], [`Refusal::AttemptClosed`], [`Refusal::TimeOver`],
/// [`Refusal::Paused`], [`Refusal::ResponseShape`], [`Refusal::AnswerStands`].
pub async fn answer(
    app: &App,
    id: AttemptId,
    item: &str,
    response: Value,
    waited: SignedDuration,
) -> Result<Opened> {
    let opened = open(app, id).await?;
    let Some(question) = opened.attempt().item(item) else {
        tracing::info!(attempt = %id, "an answer came to a question that is not in the attempt");
        return Err(Error::Missing);
    };
    if opened.attempt().is_ahead(question) && !opened.is_completed() {
        tracing::info!(attempt = %id, "an answer came to a question that is not asked yet");
        return Err(Refusal::NotAskedYet.into());
    }
    store(app, opened, item, response, waited).await
}

/// Stores an answer of an attempt as it was opened, whichever question comes first: on paper all of them lie open.
pub(super) async fn store(
    app: &App,
    mut opened: Opened,
    item: &str,
    response: Value,
    waited: SignedDuration,
) -> Result<Opened> {
    let id = opened.sitting.id;
    let attempt = opened.attempt();
    let question = attempt.item(item).ok_or(Error::Missing)?;
    let recording = attempt.record(question, &response);
    let now = app.now();
    if recording == Recording::Same {
        return Ok(opened);
    }
    if opened.is_completed() {
        return Err(closed(&opened, now).into());
    }
    if let State::Paused(_) = opened.time(now) {
        return Err(Refusal::Paused.into());
    }
    let Some(clock) = opened.sitting.clock.receive(now, waited) else {
        complete(app, id).await?;
        tracing::info!(attempt = %id, "an answer came after the time was over");
        return Err(Refusal::TimeOver.into());
    };
    match recording {
        Recording::Stands => return Err(stands(id).into()),
        Recording::Shape => {
            return Err(Refusal::ResponseShape(question.kind.name()).into());
        }
        Recording::Same | Recording::Store => {}
    }
    let before = opened.sitting.clone();
    let mut after = Sitting::clone(&before);
    after.answers.insert(item.to_owned(), response.clone());
    after.clock = clock;
    let after = Arc::new(after);
    let adaptive = attempt.module.is_adaptive();
    let write = Write {
        answer: Answer {
            attempt: id,
            item: item.to_owned(),
            response: response.clone(),
            at: now,
            replaces: !attempt.first_stands(question),
        },
        exposed: adaptive.then(|| before.module_hash.clone()),
        clock: (clock != before.clock).then_some((before.clock, clock)),
        before,
        after: after.clone(),
    };
    if app.answering.write(&app.db, &app.sittings, write).await? {
        opened.sitting = after;
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
        _ if opened.is_completed() => Err(closed(&opened, now).into()),
        _ => Err(stands(id).into()),
    }
}

/// Why a second answer is not taken.
fn stands(id: AttemptId) -> Refusal {
    tracing::info!(attempt = %id, "a second answer came to a question");
    Refusal::AnswerStands
}

/// Why a completed attempt takes no answer.
pub fn closed(opened: &Opened, at: Timestamp) -> Refusal {
    tracing::info!(attempt = %opened.sitting.id, "an answer came after the end");
    match opened.time(at) {
        State::Over => Refusal::TimeOver,
        _ => Refusal::AttemptClosed,
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
