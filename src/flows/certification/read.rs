//! Peers read: what is on somebody's desk, what they say of a story, and that they are not neutral.

use super::{dossier::look_again, plan::plan};
use crate::{
    access::{
        account::Account,
        audit::{Actor, Noted},
    },
    app::App,
    base::{Error, ReadingId, Refusal, Result},
    certification::{
        dossier::{Dossier, Reading, Story},
        plan::StoryPlan,
        reading::{LEAST_WORDS, MOST_WORDS, Marks},
    },
    store::{access, certification as rows, sql::Conn},
};

/// A story on somebody's desk. Nothing in it says whose it is, or what another reader said.
pub struct Desk {
    /// The reading.
    pub reading: Reading,
    /// The story.
    pub story: Story,
    /// What was asked, and the rubric.
    pub asked: StoryPlan,
    /// The module.
    pub module: String,
}

/// What somebody has been asked to read, by its id; reads only.
///
/// # Errors
/// [`Error::Missing`] where it is not theirs, or gone.
pub async fn desk(
    app: &App,
    conn: &mut impl Conn,
    reader: &Account,
    id: ReadingId,
) -> Result<Desk> {
    let reading = rows::find_reading(conn, id).await?;
    let reading = reading
        .filter(|one| one.reader == Some(reader.id) && one.gone_at.is_none())
        .ok_or(Error::Missing)?;
    let story = rows::find_story(conn, reading.story).await?;
    let story = story.ok_or(Error::Missing)?;
    let dossier = dossier_of(conn, &story).await?;
    let served = app.shelf().find(&dossier.module).ok_or(Error::Missing)?;
    let plan = plan(&served, reader.lang, &dossier.level).ok_or(Error::Missing)?;
    Ok(Desk {
        reading,
        story,
        asked: plan.story.ok_or(Error::Missing)?,
        module: served.in_lang(reader.lang).title.clone(),
    })
}

async fn dossier_of(conn: &mut impl Conn, story: &Story) -> Result<Dossier> {
    let found = rows::find_dossier(conn, story.dossier).await?;
    found.ok_or_else(|| Error::fault("a story without its dossier"))
}

/// Stores what a reader says of a story, once.
///
/// # Errors
/// [`Error::Missing`]; [`Refusal::AnswerShape`] where a criterion has no step, or too little is said; [`Refusal::StandingUnchanged`] where it was said before.
pub async fn read(
    app: &App,
    reader: &Account,
    id: ReadingId,
    marks: &Marks,
    words: &str,
) -> Result<()> {
    let now = app.now();
    let mut tx = app.db.write().await?;
    let desk = desk(app, &mut tx, reader, id).await?;
    let words: String = words.trim().chars().take(MOST_WORDS).collect();
    if !desk.asked.rubric.takes(marks) || words.chars().count() < LEAST_WORDS {
        return Err(Refusal::AnswerShape.into());
    }
    if !rows::set_read(&mut tx, id, reader.id, marks, &words, now).await? {
        return Err(Refusal::StandingUnchanged.into());
    }
    let (actor, story) = (Actor::Account(reader.id), desk.story.id.to_string());
    access::note(&mut tx, actor, Noted::StoryRead, &story, "", now).await?;
    look_again(&mut tx, desk.story.dossier, now).await?;
    tx.commit().await
}

/// Gives a story back whose author the reader is bound to: somebody else is asked.
///
/// # Errors
/// [`Error::Missing`] where it is not theirs any more.
pub async fn declare_conflict(app: &App, reader: &Account, id: ReadingId) -> Result<()> {
    let now = app.now();
    let mut tx = app.db.write().await?;
    let reading = rows::find_reading(&mut tx, id).await?;
    let reading = reading.ok_or(Error::Missing)?;
    if !rows::set_gone(&mut tx, id, reader.id, now).await? {
        return Err(Error::Missing);
    }
    let (actor, story) = (Actor::Account(reader.id), reading.story.to_string());
    access::note(&mut tx, actor, Noted::ConflictDeclared, &story, "", now).await?;
    if let Some(story) = rows::find_story(&mut tx, reading.story).await? {
        look_again(&mut tx, story.dossier, now).await?;
    }
    tx.commit().await
}
