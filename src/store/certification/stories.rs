//! Stories, and what peers say of them.

use jiff::Timestamp;

use crate::{
    base::{AccountId, DossierId, Error, ReadingId, Result, StoryId},
    certification::{
        dossier::{Reading, Story},
        reading::Marks,
    },
    store::sql::{Cell, Conn, Line, among, many, one, run},
};

const STORY: &str = "SELECT id, dossier_id, body, handed_in_at, decided_at, passed, appealed_at, appeal_words, heard_at FROM stories WHERE id = $1";
const NEWEST: &str = "SELECT id, dossier_id, body, handed_in_at, decided_at, passed, appealed_at, appeal_words, heard_at FROM stories WHERE dossier_id = $1 ORDER BY handed_in_at DESC, id DESC LIMIT 1";
const OF_DOSSIER: &str = "SELECT id, dossier_id, body, handed_in_at, decided_at, passed, appealed_at, appeal_words, heard_at FROM stories WHERE dossier_id = $1 ORDER BY handed_in_at, id";

const OF_DOSSIERS: &str = "SELECT id, dossier_id, body, handed_in_at, decided_at, passed, appealed_at, appeal_words, heard_at FROM stories WHERE dossier_id IN";

fn story(line: &Line) -> Result<Story> {
    Ok(Story {
        id: line.parsed("id")?,
        dossier: line.parsed("dossier_id")?,
        body: line.text("body")?,
        handed_in_at: line.instant("handed_in_at")?,
        decided_at: line.maybe_instant("decided_at")?,
        passed: line.maybe_int("passed")? == Some(1),
        appealed_at: line.maybe_instant("appealed_at")?,
        appeal_words: line.maybe_text("appeal_words")?,
        heard_at: line.maybe_instant("heard_at")?,
    })
}

/// Hands a story in. Says `false` where one waits already.
pub async fn add_story(conn: &mut impl Conn, one: &Story) -> Result<bool> {
    let cells: Vec<Cell> = vec![
        one.id.into(),
        one.dossier.into(),
        one.body.as_str().into(),
        one.handed_in_at.into(),
    ];
    Ok(run(
        conn,
        "INSERT INTO stories (id, dossier_id, body, handed_in_at) VALUES ($1, $2, $3, $4) ON CONFLICT (dossier_id) WHERE decided_at IS NULL DO NOTHING",
        cells,
    )
    .await?
        == 1)
}

/// A story by its id.
pub async fn find_story(conn: &mut impl Conn, id: StoryId) -> Result<Option<Story>> {
    one(conn, STORY, vec![id.into()], story).await
}

/// The newest story of a dossier.
pub async fn find_story_of(conn: &mut impl Conn, dossier: DossierId) -> Result<Option<Story>> {
    one(conn, NEWEST, vec![dossier.into()], story).await
}

/// The stories of a dossier, the oldest first.
pub async fn list_stories_of(conn: &mut impl Conn, dossier: DossierId) -> Result<Vec<Story>> {
    many(conn, OF_DOSSIER, vec![dossier.into()], story).await
}

/// The stories of these dossiers, the oldest first.
pub async fn list_stories_among(
    conn: &mut impl Conn,
    dossiers: &[DossierId],
) -> Result<Vec<Story>> {
    let dossiers = dossiers.iter().map(|id| (*id).into()).collect();
    let order = " ORDER BY handed_in_at, id";
    among(conn, OF_DOSSIERS, Vec::new(), dossiers, order, story).await
}

/// Stores what the first round decided. Says `false` where it is decided already.
pub async fn decide_story(
    conn: &mut impl Conn,
    id: StoryId,
    passed: bool,
    at: Timestamp,
) -> Result<bool> {
    let cells: Vec<Cell> = vec![id.into(), i64::from(passed).into(), at.into()];
    let sql =
        "UPDATE stories SET passed = $2, decided_at = $3 WHERE id = $1 AND decided_at IS NULL";
    Ok(run(conn, sql, cells).await? == 1)
}

/// Stores an appeal against a refusal. Says `false` where there is none to appeal against, or an appeal was made before.
pub async fn appeal_story(
    conn: &mut impl Conn,
    id: StoryId,
    words: &str,
    at: Timestamp,
) -> Result<bool> {
    let cells: Vec<Cell> = vec![id.into(), words.into(), at.into()];
    Ok(run(
        conn,
        "UPDATE stories SET appealed_at = $3, appeal_words = $2 WHERE id = $1 AND decided_at IS NOT NULL AND passed = 0 AND appealed_at IS NULL",
        cells,
    )
    .await?
        == 1)
}

/// Stores what an appeal came to. Says `false` where none is open.
pub async fn hear_story(
    conn: &mut impl Conn,
    id: StoryId,
    passed: bool,
    at: Timestamp,
) -> Result<bool> {
    let cells: Vec<Cell> = vec![id.into(), i64::from(passed).into(), at.into()];
    Ok(run(
        conn,
        "UPDATE stories SET passed = $2, heard_at = $3 WHERE id = $1 AND appealed_at IS NOT NULL AND heard_at IS NULL",
        cells,
    )
    .await?
        == 1)
}

/// The dossiers whose story peers have to read, the oldest first.
pub async fn list_read(conn: &mut impl Conn) -> Result<Vec<DossierId>> {
    many(
        conn,
        "SELECT dossier_id FROM stories WHERE decided_at IS NULL OR (appealed_at IS NOT NULL AND heard_at IS NULL) ORDER BY handed_in_at, id",
        vec![],
        |line| line.parsed("dossier_id"),
    )
    .await
}

/// Forgets the words of stories that were decided before `before`, and what was said of them; what was decided stays.
pub async fn forget_bodies(conn: &mut impl Conn, before: Timestamp) -> Result<u64> {
    let over = "UPDATE stories SET body = '', appeal_words = NULL WHERE body <> '' AND decided_at < $1 AND (appealed_at IS NULL OR heard_at < $1)";
    let forgotten = run(conn, over, vec![before.into()]).await?;
    run(
        conn,
        "UPDATE readings SET words = '' WHERE words <> '' AND story_id IN (SELECT id FROM stories WHERE body = '')",
        vec![],
    )
    .await?;
    Ok(forgotten)
}

const OF_STORY: &str = "SELECT id, story_id, reader_id, round, founder, asked_at, due_at, done_at, gone_at, marks, words FROM readings WHERE story_id = $1 ORDER BY COALESCE(done_at, 9000000000000000), asked_at, id";
const OF_READER: &str = "SELECT id, story_id, reader_id, round, founder, asked_at, due_at, done_at, gone_at, marks, words FROM readings WHERE reader_id = $1 ORDER BY asked_at, id";
const READING: &str = "SELECT id, story_id, reader_id, round, founder, asked_at, due_at, done_at, gone_at, marks, words FROM readings WHERE id = $1";

fn reading(line: &Line) -> Result<Reading> {
    Ok(Reading {
        id: line.parsed("id")?,
        story: line.parsed("story_id")?,
        reader: line
            .maybe_text("reader_id")?
            .map(|id| id.parse())
            .transpose()
            .map_err(Error::fault)?,
        round: line.int("round")?,
        founder: line.int("founder")? == 1,
        asked_at: line.instant("asked_at")?,
        due_at: line.instant("due_at")?,
        done_at: line.maybe_instant("done_at")?,
        gone_at: line.maybe_instant("gone_at")?,
        marks: marks(&line.text("marks")?)?,
        words: line.text("words")?,
    })
}

fn marks(text: &str) -> Result<Marks> {
    serde_json::from_str(text).map_err(Error::fault)
}

/// Asks somebody to read a story.
pub async fn add_reading(conn: &mut impl Conn, one: &Reading) -> Result<()> {
    let cells: Vec<Cell> = vec![
        one.id.into(),
        one.story.into(),
        one.reader.into(),
        one.round.into(),
        i64::from(one.founder).into(),
        one.asked_at.into(),
        one.due_at.into(),
    ];
    run(
        conn,
        "INSERT INTO readings (id, story_id, reader_id, round, founder, asked_at, due_at, marks, words) VALUES ($1, $2, $3, $4, $5, $6, $7, '{}', '')",
        cells,
    )
    .await?;
    Ok(())
}

/// A reading by its id.
pub async fn find_reading(conn: &mut impl Conn, id: ReadingId) -> Result<Option<Reading>> {
    one(conn, READING, vec![id.into()], reading).await
}

/// The readings of a story: those that are done in their order, then the others.
pub async fn list_readings(conn: &mut impl Conn, story: StoryId) -> Result<Vec<Reading>> {
    many(conn, OF_STORY, vec![story.into()], reading).await
}

/// What somebody read or has to read, the oldest first.
pub async fn list_readings_of(conn: &mut impl Conn, reader: AccountId) -> Result<Vec<Reading>> {
    many(conn, OF_READER, vec![reader.into()], reading).await
}

/// Stores what a reader says. Says `false` where it is not theirs to say any more.
pub async fn set_read(
    conn: &mut impl Conn,
    id: ReadingId,
    reader: AccountId,
    marks: &Marks,
    words: &str,
    at: Timestamp,
) -> Result<bool> {
    let marks = serde_json::to_string(marks).map_err(Error::fault)?;
    let cells: Vec<Cell> = vec![
        id.into(),
        reader.into(),
        marks.into(),
        words.into(),
        at.into(),
    ];
    Ok(run(
        conn,
        "UPDATE readings SET marks = $3, words = $4, done_at = $5 WHERE id = $1 AND reader_id = $2 AND done_at IS NULL AND gone_at IS NULL",
        cells,
    )
    .await?
        == 1)
}

/// Takes a reading from its reader. Says `false` where it is done or gone already.
pub async fn set_gone(
    conn: &mut impl Conn,
    id: ReadingId,
    reader: AccountId,
    at: Timestamp,
) -> Result<bool> {
    let cells: Vec<Cell> = vec![id.into(), reader.into(), at.into()];
    Ok(run(
        conn,
        "UPDATE readings SET gone_at = $3 WHERE id = $1 AND reader_id = $2 AND done_at IS NULL AND gone_at IS NULL",
        cells,
    )
    .await?
        == 1)
}

/// Takes from their readers the readings that were due before `at`.
pub async fn end_overdue(conn: &mut impl Conn, at: Timestamp) -> Result<u64> {
    run(
        conn,
        "UPDATE readings SET gone_at = $1 WHERE due_at < $1 AND done_at IS NULL AND gone_at IS NULL",
        vec![at.into()],
    )
    .await
}

/// The marks of the first two readers of each story of a module that two have read, in the order in which they were done.
pub async fn list_pairs(conn: &mut impl Conn, module: &str) -> Result<Vec<(Marks, Marks)>> {
    let rows = many(
        conn,
        "SELECT r.story_id, r.marks FROM readings AS r JOIN stories AS s ON s.id = r.story_id JOIN dossiers AS d ON d.id = s.dossier_id
         WHERE d.module = $1 AND r.round = 1 AND r.done_at IS NOT NULL ORDER BY r.story_id, r.done_at, r.id",
        vec![module.into()],
        |line| Ok((line.text("story_id")?, marks(&line.text("marks")?)?)),
    )
    .await?;
    let mut pairs = Vec::new();
    for of_story in rows.chunk_by(|one, other| one.0 == other.0) {
        if let [(_, first), (_, second), ..] = of_story {
            pairs.push((first.clone(), second.clone()));
        }
    }
    Ok(pairs)
}
