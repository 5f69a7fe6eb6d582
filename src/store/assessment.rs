//! Modules that were ever used, attempts and their answers, as rows.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::Value;

use super::sql::{Conn, Line, many, one, run};
use crate::base::{AttemptId, Error, Lang, Result};

/// An attempt as it is kept.
#[derive(Clone, Debug)]
pub struct Sitting {
    /// Its id.
    pub id: AttemptId,
    /// The hash of the module's file, which names the version it began with.
    pub module_hash: String,
    /// The language it is taken in.
    pub lang: Lang,
    /// What makes it differ from others: order and ids of choices.
    pub seed: String,
    /// When it began.
    pub started_at: Timestamp,
    /// When it was completed.
    pub completed_at: Option<Timestamp>,
    /// The answers so far, by question.
    pub answers: BTreeMap<String, Value>,
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
        sitting.seed.as_str().into(),
        resume_key.into(),
        sitting.started_at.into(),
    ];
    run(conn, "INSERT INTO attempts (id, module_hash, lang, seed, resume_key, started_at) VALUES ($1, $2, $3, $4, $5, $6)", cells).await?;
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
        seed: line.text("seed")?,
        started_at: line.instant("started_at")?,
        completed_at: line.maybe_instant("completed_at")?,
        answers: BTreeMap::new(),
    })
}

/// An attempt with its answers, in one question to the database.
pub async fn find_attempt(conn: &mut impl Conn, id: AttemptId) -> Result<Option<Sitting>> {
    let lines = many(
        conn,
        "SELECT a.id, a.module_hash, a.lang, a.seed, a.started_at, a.completed_at, b.item, b.response
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

/// Holds an open attempt until the end of the transaction, so that it is not completed meanwhile. Says `false` where it is completed already.
async fn hold_open(conn: &mut impl Conn, id: AttemptId) -> Result<bool> {
    Ok(run(
        conn,
        "UPDATE attempts SET lang = lang WHERE id = $1 AND completed_at IS NULL",
        vec![id.into()],
    )
    .await?
        == 1)
}

/// Stores the first answer to a question of an open attempt. Says `false`, and stores nothing, where one stands or the attempt is completed.
pub async fn add_answer(
    conn: &mut impl Conn,
    id: AttemptId,
    item: &str,
    response: &Value,
    at: Timestamp,
) -> Result<bool> {
    let cells = vec![
        id.into(),
        item.into(),
        response.to_string().into(),
        at.into(),
    ];
    let sql = "INSERT INTO answers (attempt_id, item, response, answered_at) VALUES ($1, $2, $3, $4) ON CONFLICT (attempt_id, item) DO NOTHING";
    Ok(hold_open(conn, id).await? && run(conn, sql, cells).await? == 1)
}

/// Stores an answer over the one before, in an open attempt. Says `false` where the attempt is completed.
pub async fn set_answer(
    conn: &mut impl Conn,
    id: AttemptId,
    item: &str,
    response: &Value,
    at: Timestamp,
) -> Result<bool> {
    let cells = vec![
        id.into(),
        item.into(),
        response.to_string().into(),
        at.into(),
    ];
    let sql = "INSERT INTO answers (attempt_id, item, response, answered_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (attempt_id, item) DO UPDATE SET response = excluded.response, answered_at = excluded.answered_at";
    Ok(hold_open(conn, id).await? && run(conn, sql, cells).await? == 1)
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

/// Forgets attempts that began before `before`, with their answers.
pub async fn forget_attempts(conn: &mut impl Conn, before: Timestamp) -> Result<u64> {
    run(
        conn,
        "DELETE FROM attempts WHERE started_at < $1",
        vec![before.into()],
    )
    .await
}
