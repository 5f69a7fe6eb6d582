//! What an organiser asks, what was answered, and what the organiser wrote to all.

use jiff::Timestamp;

use crate::{
    base::{DateId, EventId, NoteId, QuestionId, RegistrationId, Result},
    registration::Question,
    store::sql::{Cell, Conn, among, many, one, run},
};

/// The questions of an event, in their order.
pub async fn list_questions(conn: &mut impl Conn, event: EventId) -> Result<Vec<Question>> {
    many(
        conn,
        "SELECT id, ask, purpose, required, kept_days FROM registration_questions WHERE event_id = $1 ORDER BY place, id",
        vec![event.into()],
        |line| {
            Ok(Question {
                id: line.parsed("id")?,
                ask: line.text("ask")?,
                purpose: line.text("purpose")?,
                required: line.int("required")? == 1,
                kept_days: line.int("kept_days")?,
            })
        },
    )
    .await
}

/// Makes these the questions of an event. Those that are left out go with their answers.
pub async fn set_questions(
    conn: &mut impl Conn,
    event: EventId,
    questions: &[Question],
) -> Result<()> {
    let known = list_questions(conn, event).await?;
    let gone = known
        .iter()
        .filter(|old| questions.iter().all(|new| new.id != old.id));
    let gone: Vec<Cell> = gone.map(|old| old.id.into()).collect();
    among(
        conn,
        "DELETE FROM registration_questions WHERE id IN",
        Vec::new(),
        gone,
        " RETURNING id",
        |_| Ok(()),
    )
    .await?;
    for (place, question) in (0_i64..).zip(questions) {
        let cells: Vec<Cell> = vec![
            question.id.into(),
            event.into(),
            place.into(),
            question.ask.as_str().into(),
            question.purpose.as_str().into(),
            i64::from(question.required).into(),
            question.kept_days.into(),
        ];
        run(
            conn,
            "INSERT INTO registration_questions (id, event_id, place, ask, purpose, required, kept_days) VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (id) DO UPDATE SET place = excluded.place, ask = excluded.ask, purpose = excluded.purpose, required = excluded.required, kept_days = excluded.kept_days
             WHERE registration_questions.event_id = excluded.event_id",
            cells,
        )
        .await?;
    }
    Ok(())
}

/// Adds what somebody answered, each answer with when it goes.
pub async fn add_answers(
    conn: &mut impl Conn,
    registration: RegistrationId,
    answers: &[(QuestionId, String, Timestamp)],
) -> Result<()> {
    for (question, words, purge_at) in answers {
        let cells: Vec<Cell> = vec![
            registration.into(),
            (*question).into(),
            words.as_str().into(),
            (*purge_at).into(),
        ];
        run(
            conn,
            "INSERT INTO registration_answers (registration_id, question_id, words, purge_at) VALUES ($1, $2, $3, $4) ON CONFLICT (registration_id, question_id) DO NOTHING",
            cells,
        )
        .await?;
    }
    Ok(())
}

/// Keeps what an organiser writes to all, and to how many it goes.
pub async fn add_note(
    conn: &mut impl Conn,
    id: NoteId,
    date: DateId,
    words: &str,
    letters: i64,
    at: Timestamp,
) -> Result<()> {
    let cells: Vec<Cell> = vec![
        id.into(),
        date.into(),
        words.into(),
        letters.into(),
        at.into(),
    ];
    run(
        conn,
        "INSERT INTO registration_notes (id, date_id, words, letters, written_at) VALUES ($1, $2, $3, $4, $5)",
        cells,
    )
    .await?;
    Ok(())
}

/// What an organiser wrote.
pub async fn find_note(conn: &mut impl Conn, id: NoteId) -> Result<Option<String>> {
    one(
        conn,
        "SELECT words FROM registration_notes WHERE id = $1",
        vec![id.into()],
        |line| line.text("words"),
    )
    .await
}

/// When an organiser wrote to all who registered for a date, what, and to how many; newest first.
pub async fn list_notes(
    conn: &mut impl Conn,
    date: DateId,
) -> Result<Vec<(Timestamp, String, i64)>> {
    many(
        conn,
        "SELECT written_at, words, letters FROM registration_notes WHERE date_id = $1 ORDER BY written_at DESC, id DESC",
        vec![date.into()],
        |line| {
            Ok((
                line.instant("written_at")?,
                line.text("words")?,
                line.int("letters")?,
            ))
        },
    )
    .await
}
