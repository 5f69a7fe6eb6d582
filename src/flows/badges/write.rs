//! Achievements written by hand, and lists of people to whom they are given by a job.

use jiff::{SignedDuration, Timestamp};

use super::{
    give::{Giver, give_rows},
    publish::alignment,
};
use crate::{
    access::audit::{Actor, Noted},
    app::App,
    badges::{
        achievement::{Achievement, Alignment},
        draft::{Draft, Flaw},
        recipient::Row,
    },
    base::{BatchId, Error, Lang, Result},
    store::{
        access, badges as rows,
        batches::{self, Batch},
        jobs::{self, Job},
    },
};

/// Rows of a list that are given together: few enough that others who write beside it hardly wait.
const TOGETHER: i64 = 100;

/// Chunks that one run of the job does: well within its lease.
const CHUNKS_A_RUN: usize = 20;

/// What came of a draft.
pub enum Written {
    /// It is published, under this address.
    Published(String),
    /// These fields are wrong.
    Flawed(Vec<Flaw>),
    /// Its address is that of a badge which a module gives, or of another one.
    Taken,
}

/// Publishes an achievement written by hand: a first version where `new`, else the next one. Published versions are never rewritten; the same again changes
/// nothing.
///
/// # Errors
/// Those of the store; [`Error::Missing`] where it should be there and is not.
pub async fn write(app: &App, by: Actor, draft: &Draft, lang: Lang, new: bool) -> Result<Written> {
    let now = app.now();
    let mut tx = app.db.write().await?;
    // Of two who write under one address at once, the second finds the first.
    rows::hold_achievements(&mut tx).await?;
    let before = rows::find_achievement(&mut tx, draft.slug.trim()).await?;
    let version = match &before {
        None if !new => return Err(Error::Missing),
        Some(_) if new => return Ok(Written::Taken),
        Some(before) if !before.is_by_hand() => return Ok(Written::Taken),
        Some(before) => next(&before.version),
        None => "1".to_owned(),
    };
    let shelf = app.shelf();
    let alignments = draft
        .skills
        .iter()
        .filter_map(|skill| alignment(&shelf.frameworks, skill))
        .collect();
    // A new version is in the language of the badge, whatever that of the page on which it is written.
    let lang = before
        .as_ref()
        .and_then(|before| before.lang.parse().ok())
        .unwrap_or(lang);
    let achievement = match draft.read(lang, version, alignments) {
        Ok(achievement) => achievement,
        Err(flaws) => return Ok(Written::Flawed(flaws)),
    };
    if let Some(before) = before.filter(|before| before.digest() == achievement.digest()) {
        return Ok(Written::Published(before.slug));
    }
    let published = rows::add_achievement(&mut tx, &achievement, now).await?;
    rows::set_newest(&mut tx, &published).await?;
    access::note(
        &mut tx,
        by,
        Noted::AchievementWritten,
        &published.slug,
        &published.version,
        now,
    )
    .await?;
    tx.commit().await?;
    Ok(Written::Published(published.slug))
}

/// The competences that an achievement touches, as a form names them: those that are still in a framework that is known here.
pub fn skills_of(app: &App, achievement: &Achievement) -> Vec<String> {
    let shelf = app.shelf();
    let prefixes: Vec<&str> = shelf.frameworks.prefixes().collect();
    let named = |one: &Alignment| {
        prefixes.iter().find_map(|prefix| {
            let skill = format!("{prefix}:{}", one.code);
            let known = alignment(&shelf.frameworks, &skill)?;
            (known.framework == one.framework).then_some(skill)
        })
    };
    achievement.alignments.iter().filter_map(named).collect()
}

/// The version after one: they count up from 1.
pub(super) fn next(version: &str) -> String {
    let number: String = version.chars().take_while(char::is_ascii_digit).collect();
    (number.parse::<u64>().unwrap_or(0) + 1).to_string()
}

/// Takes a list of people in, for a job to go through.
///
/// # Errors
/// Those of the store.
pub async fn add_batch(
    app: &App,
    by: Actor,
    achievement: &str,
    giver: Giver<'_>,
    list: &[Row],
) -> Result<BatchId> {
    let now = app.now();
    let batch = Batch {
        id: BatchId::new(),
        achievement: achievement.to_owned(),
        role: giver.role.to_owned(),
        lang: giver.lang,
        made_at: now,
        done_at: None,
    };
    let mut tx = app.db.write().await?;
    batches::add(&mut tx, &batch, &by.to_string()).await?;
    let rows = list.iter().map(|(line, row)| {
        let line = i64::try_from(*line).map_err(Error::fault)?;
        Ok((line, row.as_ref().map_err(|flaw| flaw.name())))
    });
    batches::add_rows(&mut tx, batch.id, &rows.collect::<Result<Vec<_>>>()?).await?;
    access::note(
        &mut tx,
        by,
        Noted::BadgesGiven,
        achievement,
        &list.len().to_string(),
        now,
    )
    .await?;
    jobs::add(&mut tx, &Job::GiveBatch { batch: batch.id }, None, now, now).await?;
    tx.commit().await?;
    Ok(batch.id)
}

/// Goes on with a list; says when to come back where rows are left.
///
/// # Errors
/// Those of the store and of signing; what was given stays given, and is known again.
pub async fn work_batch(app: &App, id: BatchId) -> Result<Option<Timestamp>> {
    let mut reader = app.db.read().await?;
    let Some(batch) = batches::find(&mut reader, id).await? else {
        return Ok(None);
    };
    let achievement = rows::find_achievement(&mut reader, &batch.achievement).await?;
    drop(reader);
    let achievement = achievement.ok_or_else(|| Error::fault("a list without its achievement"))?;
    let giver = Giver {
        role: &batch.role,
        lang: batch.lang,
    };
    for _ in 0..CHUNKS_A_RUN {
        let waiting = batches::list_waiting(&mut app.db.read().await?, id, TOGETHER).await?;
        if waiting.is_empty() {
            let mut tx = app.db.write().await?;
            batches::close(&mut tx, id, app.now()).await?;
            tx.commit().await?;
            app.db.fold().await?;
            return Ok(None);
        }
        give_rows(app, id, &achievement, giver, &waiting).await?;
    }
    let soon = app.now().checked_add(SignedDuration::from_millis(10));
    Ok(Some(soon.unwrap_or(app.now())))
}
