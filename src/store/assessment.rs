//! Modules that were ever used, attempts and their answers, as rows.

use std::collections::{BTreeMap, HashSet};

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::sql::{Cell, Conn, Line, PART, among, fill, many, one, run};
use crate::{
    assessment::{clock::Clock, form::Draw, tally::Manner},
    base::{AttemptId, Error, Lang, Result, Wording},
};

/// An attempt as it is kept.
#[derive(Clone, Debug)]
pub struct Sitting {
    /// Its id.
    pub id: AttemptId,
    /// The hash of the module's file, which names the version it began with.
    pub module_hash: String,
    /// The language it is taken in.
    pub lang: Lang,
    /// Whether it is taken in the form of that language that is easy to read.
    pub easy: bool,
    /// What makes it differ from others: order and ids of choices.
    pub seed: String,
    /// When it began.
    pub started_at: Timestamp,
    /// When it was completed.
    pub completed_at: Option<Timestamp>,
    /// Who takes it.
    pub manner: Manner,
    /// What was settled for its questions when it began.
    pub draw: Draw,
    /// Its time.
    pub clock: Clock,
    /// A key of whose it is, where the module limits how often it is taken; it names nobody by itself.
    pub person: Option<String>,
    /// The answers so far, by question.
    pub answers: BTreeMap<String, Value>,
}

impl Sitting {
    /// How its module is worded.
    pub fn wording(&self) -> Wording {
        Wording {
            lang: self.lang,
            easy: self.easy,
        }
    }
}

/// An answer that is to be stored.
pub struct Answer {
    /// The attempt.
    pub attempt: AttemptId,
    /// The question.
    pub item: String,
    /// What was answered; nothing is "I don't know".
    pub response: Value,
    /// When it came.
    pub at: Timestamp,
    /// Whether it takes the place of one before; else the first stands.
    pub replaces: bool,
}

/// The text of a module and of its translations, by language.
pub type Texts = (String, BTreeMap<String, String>);

/// Keeps the text of a module under its hash; translations may be renewed.
pub async fn set_module(
    conn: &mut impl Conn,
    hash: &str,
    module: &str,
    version: &str,
    texts: &Texts,
    at: Timestamp,
) -> Result<()> {
    let overlays = serde_json::to_string(&texts.1).map_err(Error::fault)?;
    run(
        conn,
        "INSERT INTO modules (hash, module, version, source, overlays, added_at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (hash) DO UPDATE SET overlays = excluded.overlays WHERE modules.overlays <> excluded.overlays",
        vec![hash.into(), module.into(), version.into(), texts.0.as_str().into(), overlays.into(), at.into()],
    )
    .await?;
    Ok(())
}

/// The text of a module by its hash.
pub async fn find_module(conn: &mut impl Conn, hash: &str) -> Result<Option<Texts>> {
    one(
        conn,
        "SELECT source, overlays FROM modules WHERE hash = $1",
        vec![hash.into()],
        |line| {
            Ok((
                line.text("source")?,
                serde_json::from_str(&line.text("overlays")?).map_err(Error::fault)?,
            ))
        },
    )
    .await
}

/// Begins an attempt; `resume_key` is the hash of the code that opens it elsewhere.
pub async fn add_attempt(conn: &mut impl Conn, sitting: &Sitting, resume_key: &str) -> Result<()> {
    let cells = vec![
        sitting.id.into(),
        sitting.module_hash.as_str().into(),
        sitting.lang.into(),
        i64::from(sitting.easy).into(),
        sitting.seed.as_str().into(),
        resume_key.into(),
        sitting.started_at.into(),
        sitting.manner.to_string().into(),
        serde_json::to_string(&sitting.draw)
            .map_err(Error::fault)?
            .into(),
        sitting.clock.ends_at.into(),
        sitting.person.as_deref().into(),
    ];
    run(conn, "INSERT INTO attempts (id, module_hash, lang, easy, seed, resume_key, started_at, manner, draw, ends_at, person) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)", cells).await?;
    Ok(())
}

pub(super) fn sitting(line: &Line) -> Result<Sitting> {
    Ok(Sitting {
        id: line.parsed("id")?,
        module_hash: line.text("module_hash")?,
        lang: line
            .text("lang")?
            .parse()
            .map_err(|()| Error::fault("an attempt has an unknown language"))?,
        easy: line.int("easy")? != 0,
        seed: line.text("seed")?,
        started_at: line.instant("started_at")?,
        completed_at: line.maybe_instant("completed_at")?,
        manner: line.parsed("manner")?,
        draw: serde_json::from_str(&line.text("draw")?).map_err(Error::fault)?,
        clock: Clock {
            ends_at: line.maybe_instant("ends_at")?,
            paused_at: line.maybe_instant("paused_at")?,
            returned: SignedDuration::from_millis(line.int("returned")?),
        },
        person: line.maybe_text("person")?,
        answers: BTreeMap::new(),
    })
}

/// An attempt with its answers, in one question to the database.
pub async fn find_attempt(conn: &mut impl Conn, id: AttemptId) -> Result<Option<Sitting>> {
    let lines = many(
        conn,
        "SELECT a.id, a.module_hash, a.lang, a.easy, a.seed, a.started_at, a.completed_at, a.manner, a.draw, a.ends_at, a.paused_at, a.returned, a.person, b.item, b.response
         FROM attempts AS a LEFT JOIN answers AS b ON b.attempt_id = a.id WHERE a.id = $1 ORDER BY b.item",
        vec![id.into()],
        |line| Ok((sitting(line)?, line.maybe_text("item")?, line.maybe_text("response")?)),
    );
    let mut found: Option<Sitting> = None;
    for (fresh, item, response) in lines.await? {
        let sitting = found.get_or_insert(fresh);
        if let (Some(item), Some(response)) = (item, response) {
            let response = serde_json::from_str(&response).map_err(Error::fault)?;
            sitting.answers.insert(item, response);
        }
    }
    Ok(found)
}

/// The attempt that a code opens, by the hash of the code.
pub async fn find_attempt_by_code(
    conn: &mut impl Conn,
    resume_key: &str,
) -> Result<Option<AttemptId>> {
    one(
        conn,
        "SELECT id FROM attempts WHERE resume_key = $1",
        vec![resume_key.into()],
        |line| line.parsed("id"),
    )
    .await
}

/// Stores answers to different attempts, and gives the attempts whose answers were stored: not where the attempt is completed, nor where another answer stands. An
/// open attempt is held until the end of the transaction, so that it is not completed meanwhile.
pub async fn add_answers(conn: &mut impl Conn, answers: &[&Answer]) -> Result<HashSet<AttemptId>> {
    let held = among(
        conn,
        "UPDATE attempts SET lang = lang WHERE completed_at IS NULL AND id IN",
        Vec::new(),
        answers.iter().map(|answer| answer.attempt.into()).collect(),
        " RETURNING id",
        |line| line.parsed("id"),
    );
    let held: HashSet<AttemptId> = held.await?.into_iter().collect();
    let mut stored = HashSet::new();
    for (replaces, end) in [
        (
            false,
            " ON CONFLICT (attempt_id, item) DO NOTHING RETURNING attempt_id",
        ),
        (
            true,
            " ON CONFLICT (attempt_id, item) DO UPDATE SET response = excluded.response, answered_at = excluded.answered_at RETURNING attempt_id",
        ),
    ] {
        let these = answers
            .iter()
            .filter(|answer| answer.replaces == replaces && held.contains(&answer.attempt));
        let rows = these.map(|answer| {
            vec![
                answer.attempt.into(),
                answer.item.as_str().into(),
                answer.response.to_string().into(),
                answer.at.into(),
            ]
        });
        let sql = "INSERT INTO answers (attempt_id, item, response, answered_at) VALUES";
        let given = fill(conn, sql, rows.collect(), end, |line| {
            line.parsed::<AttemptId>("attempt_id")
        });
        stored.extend(given.await?);
    }
    Ok(stored)
}

/// Completes an attempt. Says `false` where it is completed already.
pub async fn close_attempt(conn: &mut impl Conn, id: AttemptId, at: Timestamp) -> Result<bool> {
    Ok(run(
        conn,
        "UPDATE attempts SET completed_at = $2 WHERE id = $1 AND completed_at IS NULL",
        vec![id.into(), at.into()],
    )
    .await?
        == 1)
}

/// Moves the clock of an open attempt from what it was. Says `false` where it stands otherwise by now.
pub async fn set_clock(
    conn: &mut impl Conn,
    id: AttemptId,
    from: &Clock,
    to: &Clock,
) -> Result<bool> {
    let cells = vec![
        id.into(),
        to.ends_at.into(),
        to.paused_at.into(),
        millis(to.returned).into(),
        millis(from.returned).into(),
        from.ends_at.into(),
        from.paused_at.into(),
    ];
    // A null is told apart from every instant by one that no clock has.
    let sql = "UPDATE attempts SET ends_at = $2, paused_at = $3, returned = $4
         WHERE id = $1 AND completed_at IS NULL AND returned = $5 AND COALESCE(ends_at, -1) = COALESCE($6, -1) AND COALESCE(paused_at, -1) = COALESCE($7, -1)";
    Ok(run(conn, sql, cells).await? == 1)
}

fn millis(time: SignedDuration) -> i64 {
    i64::try_from(time.as_millis()).unwrap_or(i64::MAX)
}

/// Open attempts whose time was over before `before`, the oldest first.
pub async fn list_overdue(conn: &mut impl Conn, before: Timestamp) -> Result<Vec<AttemptId>> {
    many(
        conn,
        "SELECT id FROM attempts WHERE ends_at < $1 AND paused_at IS NULL AND completed_at IS NULL ORDER BY ends_at, id LIMIT 500",
        vec![before.into()],
        |line| line.parsed("id"),
    )
    .await
}

/// The attempts of a person at any version of a module, the oldest first.
pub async fn list_attempts_of(
    conn: &mut impl Conn,
    person: &str,
    module: &str,
) -> Result<Vec<AttemptId>> {
    many(
        conn,
        "SELECT a.id FROM attempts AS a JOIN modules AS m ON m.hash = a.module_hash WHERE a.person = $1 AND m.module = $2 ORDER BY a.started_at, a.id",
        vec![person.into(), module.into()],
        |line| line.parsed("id"),
    )
    .await
}

/// The attempts of a person at any version of a module that are completed, in the order in which they were begun.
pub async fn list_completed_of(
    conn: &mut impl Conn,
    person: &str,
    module: &str,
) -> Result<Vec<AttemptId>> {
    many(
        conn,
        "SELECT a.id FROM attempts AS a JOIN modules AS m ON m.hash = a.module_hash
         WHERE a.person = $1 AND m.module = $2 AND a.completed_at IS NOT NULL ORDER BY a.started_at, a.id",
        vec![person.into(), module.into()],
        |line| line.parsed("id"),
    )
    .await
}

/// Whose an attempt is, where it is anybody's.
pub async fn find_person(conn: &mut impl Conn, id: AttemptId) -> Result<Option<String>> {
    let person = one(
        conn,
        "SELECT person FROM attempts WHERE id = $1",
        vec![id.into()],
        |line| line.maybe_text("person"),
    );
    Ok(person.await?.flatten())
}

/// Takes a person from their attempts: whose they were is known no more.
pub async fn forget_person(conn: &mut impl Conn, person: &str) -> Result<u64> {
    run(
        conn,
        "UPDATE attempts SET person = NULL WHERE person = $1",
        vec![person.into()],
    )
    .await
}

/// Completed attempts at any version of a module, those after `after` in the order of their ids.
pub async fn list_completed(
    conn: &mut impl Conn,
    module: &str,
    after: &str,
) -> Result<Vec<AttemptId>> {
    many(
        conn,
        "SELECT a.id FROM attempts AS a JOIN modules AS m ON m.hash = a.module_hash
         WHERE m.module = $1 AND a.completed_at IS NOT NULL AND a.id > $2 ORDER BY a.id LIMIT 200",
        vec![module.into(), after.into()],
        |line| line.parsed("id"),
    )
    .await
}

/// Attempts at any version of a module that were completed since `since`, by their ids.
pub async fn list_completed_since(
    conn: &mut impl Conn,
    module: &str,
    since: Timestamp,
) -> Result<Vec<AttemptId>> {
    many(
        conn,
        "SELECT a.id FROM attempts AS a JOIN modules AS m ON m.hash = a.module_hash WHERE m.module = $1 AND a.completed_at >= $2 ORDER BY a.id",
        vec![module.into(), since.into()],
        |line| line.parsed("id"),
    )
    .await
}

/// Holds a module until the end of the transaction: attempts are completed, those that are limited begun, and questions neutralised, one after the other.
pub async fn hold_module(conn: &mut impl Conn, module: &str) -> Result<()> {
    run(
        conn,
        "INSERT INTO counters (name, value) VALUES ($1, 1) ON CONFLICT (name) DO UPDATE SET value = counters.value + 1",
        vec![format!("module {module}").into()],
    )
    .await?;
    Ok(())
}

/// Counts that an attempt drew a question; the empty id counts the attempts themselves.
pub async fn add_exposure(conn: &mut impl Conn, hash: &str, item: &str) -> Result<()> {
    run(
        conn,
        "INSERT INTO exposures (module_hash, item, drawn) VALUES ($1, $2, 1)
         ON CONFLICT (module_hash, item) DO UPDATE SET drawn = exposures.drawn + 1",
        vec![hash.into(), item.into()],
    )
    .await?;
    Ok(())
}

/// How many attempts drew each question of a version.
pub async fn list_exposures(conn: &mut impl Conn, hash: &str) -> Result<Vec<(String, i64)>> {
    many(
        conn,
        "SELECT item, drawn FROM exposures WHERE module_hash = $1 ORDER BY item",
        vec![hash.into()],
        |line| Ok((line.text("item")?, line.int("drawn")?)),
    )
    .await
}

/// The newest answers to a question of one version, with the seeds of their attempts.
pub async fn list_responses(
    conn: &mut impl Conn,
    hash: &str,
    item: &str,
) -> Result<Vec<(String, Value)>> {
    let cells: Vec<Cell> = vec![hash.into(), item.into()];
    let sql =
        "SELECT a.seed, b.response FROM attempts AS a JOIN answers AS b ON b.attempt_id = a.id
         WHERE a.module_hash = $1 AND b.item = $2 ORDER BY b.answered_at DESC, a.id LIMIT 2000";
    many(conn, sql, cells, |line| {
        let response = serde_json::from_str(&line.text("response")?).map_err(Error::fault)?;
        Ok((line.text("seed")?, response))
    })
    .await
}

/// Forgets a part of the attempts that began before `before`, with their answers; not those that a person has to read since `unread`, or decided on since `before`: the reason
/// can be read as long as answers usually can.
pub async fn forget_attempts(
    conn: &mut impl Conn,
    before: Timestamp,
    unread: Timestamp,
) -> Result<u64> {
    run(
        conn,
        "DELETE FROM attempts WHERE id IN (SELECT id FROM attempts WHERE started_at < $1
         AND NOT EXISTS (SELECT 1 FROM reviews WHERE reviews.attempt_id = attempts.id
             AND (reviews.decided_at >= $1 OR reviews.decided_at IS NULL AND reviews.opened_at >= $2)) LIMIT $3)",
        vec![before.into(), unread.into(), PART.into()],
    )
    .await
}
