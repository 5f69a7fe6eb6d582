//! Statements, what was answered to them, and what was told of them.

use jiff::Timestamp;

use super::sql::{Cell, Conn, Line, Named, Order, PART, among, many, one, page, run};
use crate::{
    base::{EventId, Result, VoiceId},
    voices::{Answer, Kind, State, Tally, Voice, voice::theme_key},
};

/// A query of whole statements, to be ended.
macro_rules! voices {
    ($end:literal) => {
        concat!(
            "SELECT id, event_id, theme, kind, words, lang, origin, state, agree, disagree, pass, said_at, settled_at,
                    (SELECT COUNT(*) FROM voice_reports AS r WHERE r.voice_id = voices.id) AS reports FROM voices",
            $end
        )
    };
}

fn voice(line: &Line) -> Result<Voice> {
    let event = line.maybe_text("event_id")?;
    Ok(Voice {
        id: line.parsed("id")?,
        event: event
            .map(|id| id.parse().map_err(crate::base::Error::fault))
            .transpose()?,
        theme: line.text("theme")?,
        kind: line.parsed("kind")?,
        words: line.text("words")?,
        lang: line.text("lang")?.parse().unwrap_or_default(),
        origin: line.parsed("origin")?,
        state: line.parsed("state")?,
        tally: Tally {
            agree: line.int("agree")?,
            disagree: line.int("disagree")?,
            pass: line.int("pass")?,
        },
        said_at: line.instant("said_at")?,
        settled_at: line.maybe_instant("settled_at")?,
        reports: line.int("reports")?,
    })
}

/// Which published statements are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Of one kind.
    pub kind: Option<Kind>,
    /// Of one theme, as it is compared; all where it is empty.
    pub theme: String,
    /// After one event.
    pub event: Option<EventId>,
}

/// Adds a statement.
pub async fn add(conn: &mut impl Conn, voice: &Voice) -> Result<()> {
    let cells: Vec<Cell> = vec![
        voice.id.into(),
        voice.event.into(),
        voice.theme.as_str().into(),
        theme_key(&voice.theme).into(),
        voice.kind.name().into(),
        voice.words.as_str().into(),
        voice.lang.into(),
        voice.origin.name().into(),
        voice.state.name().into(),
        voice.said_at.into(),
        voice.settled_at.into(),
    ];
    run(
        conn,
        "INSERT INTO voices (id, event_id, theme, theme_key, kind, words, lang, origin, state, said_at, settled_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        cells,
    )
    .await?;
    Ok(())
}

/// A statement by its id.
pub async fn find(conn: &mut impl Conn, id: VoiceId) -> Result<Option<Voice>> {
    one(conn, voices!(" WHERE id = $1"), vec![id.into()], voice).await
}

/// The published statements that are asked for, the latest first, at most so many.
pub async fn list_published(
    conn: &mut impl Conn,
    wanted: &Wanted,
    most: i64,
) -> Result<Vec<Voice>> {
    let cells: Vec<Cell> = vec![
        wanted.kind.map_or("", Kind::name).into(),
        wanted.theme.as_str().into(),
        wanted
            .event
            .map(|id| id.to_string())
            .unwrap_or_default()
            .into(),
        most.into(),
    ];
    many(
        conn,
        voices!(
            " WHERE state = 'published' AND ($1 = '' OR kind = $1) AND ($2 = '' OR theme_key = $2) AND ($3 = '' OR event_id = $3)
              ORDER BY said_at DESC, id LIMIT $4"
        ),
        cells,
        voice,
    )
    .await
}

/// The themes of published statements with how many each has, the largest first.
pub async fn list_themes(conn: &mut impl Conn, most: i64) -> Result<Vec<(String, i64)>> {
    many(
        conn,
        "SELECT MIN(theme) AS theme, COUNT(*) AS voices FROM voices WHERE state = 'published' AND theme_key <> '' GROUP BY theme_key ORDER BY voices DESC, theme LIMIT $1",
        vec![most.into()],
        |line| Ok((line.text("theme")?, line.int("voices")?)),
    )
    .await
}

/// The statements after one event, those that wait first.
pub async fn list_of_event(conn: &mut impl Conn, event: EventId, most: i64) -> Result<Vec<Voice>> {
    many(
        conn,
        voices!(
            " WHERE event_id = $1 ORDER BY CASE state WHEN 'waiting' THEN 0 WHEN 'published' THEN 1 ELSE 2 END, said_at DESC, id LIMIT $2"
        ),
        vec![event.into(), most.into()],
        voice,
    )
    .await
}

/// The orders of [`list_all`]: first what waits, or was reported.
pub const ORDERS: &[Named] = &[
    (
        "state",
        &[
            "CASE WHEN state = 'waiting' OR EXISTS (SELECT 1 FROM voice_reports AS r WHERE r.voice_id = voices.id) THEN 0 ELSE 1 END",
            "said_at",
            "id",
        ],
    ),
    ("at", &["said_at", "id"]),
    ("kind", &["kind", "said_at", "id"]),
    ("theme", &["theme_key", "said_at", "id"]),
    (
        "reports",
        &[
            "(SELECT COUNT(*) FROM voice_reports AS r WHERE r.voice_id = voices.id)",
            "said_at",
            "id",
        ],
    ),
];

/// A page of all statements.
pub async fn list_all(conn: &mut impl Conn, order: Order) -> Result<Vec<Voice>> {
    page(conn, voices!(""), order, Vec::new(), voice).await
}

/// How many statements there are, and how many wait or were reported.
pub async fn count(conn: &mut impl Conn) -> Result<(i64, i64)> {
    one(
        conn,
        "SELECT COUNT(*) AS voices, COUNT(*) FILTER (WHERE state = 'waiting' OR EXISTS (SELECT 1 FROM voice_reports AS r WHERE r.voice_id = voices.id)) AS waiting FROM voices",
        Vec::new(),
        |line| Ok((line.int("voices")?, line.int("waiting")?)),
    )
    .await
    .map(Option::unwrap_or_default)
}

/// Whether these words are withheld after an event.
pub async fn is_withheld(conn: &mut impl Conn, event: EventId, words: &str) -> Result<bool> {
    let found = one(
        conn,
        "SELECT COUNT(*) AS voices FROM voices WHERE event_id = $1 AND state = 'withheld' AND words = $2",
        vec![event.into(), words.into()],
        |line| Ok(line.int("voices")? > 0),
    )
    .await?;
    Ok(found.unwrap_or_default())
}

/// Moves a statement to another state. Where no event is named its reports are settled with that; where one is, nothing is moved, and `false` said, if the statement
/// is after another, or withheld. Says `false` too where it is not there.
pub async fn set_state(
    conn: &mut impl Conn,
    id: VoiceId,
    of: Option<EventId>,
    state: State,
    at: Timestamp,
) -> Result<bool> {
    let event = of.map_or(String::new(), |event| event.to_string());
    let cells: Vec<Cell> = vec![id.into(), state.name().into(), at.into(), event.into()];
    let set = run(
        conn,
        "UPDATE voices SET state = $2, settled_at = $3 WHERE id = $1 AND ($4 = '' OR event_id = $4 AND state <> 'withheld')",
        cells,
    )
    .await?;
    if set == 1 && of.is_none() {
        run(
            conn,
            "DELETE FROM voice_reports WHERE voice_id = $1",
            vec![id.into()],
        )
        .await?;
    }
    Ok(set == 1)
}

/// Writes down what a browser answers to a published statement, in the place of what it answered before, and counts it. Says `false` where the statement is not
/// published. The row of the statement is held first, so that two answers of one browser come one after the other.
pub async fn put_answer(
    conn: &mut impl Conn,
    id: VoiceId,
    mark: &str,
    answer: Answer,
    at: Timestamp,
) -> Result<bool> {
    let held = run(
        conn,
        "UPDATE voices SET state = state WHERE id = $1 AND state = 'published'",
        vec![id.into()],
    );
    if held.await? == 0 {
        return Ok(false);
    }
    let before: Option<Answer> = find_answer(conn, id, mark).await?;
    let cells: Vec<Cell> = vec![id.into(), mark.into(), answer.name().into(), at.into()];
    run(
        conn,
        "INSERT INTO voice_answers (voice_id, mark, answer, answered_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (voice_id, mark) DO UPDATE SET answer = excluded.answer, answered_at = excluded.answered_at",
        cells,
    )
    .await?;
    let step = |one: Answer| i64::from(one == answer) - i64::from(Some(one) == before);
    let cells: Vec<Cell> = vec![
        id.into(),
        step(Answer::Agree).into(),
        step(Answer::Disagree).into(),
        step(Answer::Pass).into(),
    ];
    run(
        conn,
        "UPDATE voices SET agree = agree + $2, disagree = disagree + $3, pass = pass + $4 WHERE id = $1",
        cells,
    )
    .await?;
    Ok(true)
}

/// What a browser answered to a statement.
async fn find_answer(conn: &mut impl Conn, id: VoiceId, mark: &str) -> Result<Option<Answer>> {
    one(
        conn,
        "SELECT answer FROM voice_answers WHERE voice_id = $1 AND mark = $2",
        vec![id.into(), mark.into()],
        |line| line.parsed("answer"),
    )
    .await
}

/// What was answered under some marks: each mark is of one statement.
pub async fn list_answers(
    conn: &mut impl Conn,
    marks: &[String],
) -> Result<Vec<(VoiceId, Answer)>> {
    among(
        conn,
        "SELECT voice_id, answer FROM voice_answers WHERE mark IN",
        Vec::new(),
        marks.iter().map(|mark| Cell::from(mark.as_str())).collect(),
        "",
        |line| Ok((line.parsed("voice_id")?, line.parsed("answer")?)),
    )
    .await
}

/// Keeps what somebody told of a published statement; says `false` where it is not published, or was told as often as is of use.
pub async fn report(
    conn: &mut impl Conn,
    report: &str,
    id: VoiceId,
    words: &str,
    most: i64,
    at: Timestamp,
) -> Result<bool> {
    // Of two that come at once the second counts the first.
    let hold = "UPDATE voices SET state = state WHERE id = $1";
    run(conn, hold, vec![id.into()]).await?;
    let cells: Vec<Cell> = vec![
        report.into(),
        id.into(),
        words.into(),
        at.into(),
        most.into(),
    ];
    let told = run(
        conn,
        "INSERT INTO voice_reports (id, voice_id, words, told_at) SELECT $1, id, $3, $4 FROM voices
         WHERE id = $2 AND state = 'published' AND (SELECT COUNT(*) FROM voice_reports AS r WHERE r.voice_id = voices.id) < $5",
        cells,
    )
    .await?;
    Ok(told == 1)
}

/// What was told of some statements, the oldest first.
pub async fn list_reports(conn: &mut impl Conn, ids: &[VoiceId]) -> Result<Vec<(VoiceId, String)>> {
    among(
        conn,
        "SELECT voice_id, words FROM voice_reports WHERE voice_id IN",
        Vec::new(),
        ids.iter().map(|id| Cell::from(*id)).collect(),
        " ORDER BY told_at, id",
        |line| Ok((line.parsed("voice_id")?, line.text("words")?)),
    )
    .await
}

/// Forgets a part of the marks of answers before `before`: what was answered stays counted.
pub async fn forget_answers(conn: &mut impl Conn, before: Timestamp) -> Result<u64> {
    run(
        conn,
        "DELETE FROM voice_answers WHERE (voice_id, mark) IN (SELECT voice_id, mark FROM voice_answers WHERE answered_at < $1 LIMIT $2) AND answered_at < $1",
        vec![before.into(), PART.into()],
    )
    .await
}

/// Forgets a part of what was told of statements before `before`.
pub async fn forget_reports(conn: &mut impl Conn, before: Timestamp) -> Result<u64> {
    run(
        conn,
        "DELETE FROM voice_reports WHERE id IN (SELECT id FROM voice_reports WHERE told_at < $1 LIMIT $2) AND told_at < $1",
        vec![before.into(), PART.into()],
    )
    .await
}

/// Forgets a part of the statements that are not published, and were settled, or said where nobody settled them, before `before`.
pub async fn forget_unpublished(conn: &mut impl Conn, before: Timestamp) -> Result<u64> {
    run(
        conn,
        "DELETE FROM voices WHERE id IN (SELECT id FROM voices WHERE state <> 'published' AND COALESCE(settled_at, said_at) < $1 LIMIT $2)
         AND state <> 'published' AND COALESCE(settled_at, said_at) < $1",
        vec![before.into(), PART.into()],
    )
    .await
}
