//! Registrations as their organiser sees them, date by date, and as those see them whose they are.

use jiff::Timestamp;

use super::rows::{registration, registrations};
use crate::{
    base::{DateId, EventId, QuestionId, RegistrationId, Result},
    registration::Registration,
    store::sql::{Cell, Conn, Named, Order, among, many, one, page},
};

/// Somebody on the list of a date.
#[derive(Clone, Debug)]
pub struct Person {
    /// What they asked for.
    pub registration: Registration,
    /// What they answered.
    pub answers: Vec<(QuestionId, String)>,
}

/// How many there are of each kind, for one date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// The date.
    pub date: DateId,
    /// Those with a place.
    pub seated: i64,
    /// Those who wait.
    pub waiting: i64,
    /// Those who cancelled.
    pub cancelled: i64,
    /// Those who came.
    pub here: i64,
    /// Those with a place whose mailbox waits to be confirmed.
    pub unconfirmed: i64,
    /// Those whose name still stands.
    pub named: i64,
}

/// The orders of [`list`], by the name of their column.
pub const ORDERS: &[Named] = &[
    ("name", &["name_key", "line"]),
    ("line", &["line"]),
    ("state", &["state", "line"]),
    ("here", &["COALESCE(attended_at, 0)", "line"]),
];

/// How many registrations there are, of each date of an event.
pub async fn tally(conn: &mut impl Conn, event: EventId) -> Result<Vec<Tally>> {
    many(
        conn,
        "SELECT r.date_id, COUNT(CASE WHEN r.state = 'seated' THEN 1 END) AS seated, COUNT(CASE WHEN r.state = 'waiting' THEN 1 END) AS waiting,
                COUNT(CASE WHEN r.state = 'cancelled' THEN 1 END) AS cancelled, COUNT(r.attended_at) AS here,
                COUNT(CASE WHEN r.state = 'seated' AND r.email IS NOT NULL AND r.confirmed_at IS NULL THEN 1 END) AS unconfirmed, COUNT(r.name) AS named
         FROM event_dates AS d JOIN registrations AS r ON r.date_id = d.id WHERE d.event_id = $1 GROUP BY r.date_id ORDER BY r.date_id",
        vec![event.into()],
        |line| {
            Ok(Tally {
                date: line.parsed("date_id")?,
                seated: line.int("seated")?,
                waiting: line.int("waiting")?,
                cancelled: line.int("cancelled")?,
                here: line.int("here")?,
                unconfirmed: line.int("unconfirmed")?,
                named: line.int("named")?,
            })
        },
    )
    .await
}

/// How many registered for a date and did not cancel.
pub async fn count(conn: &mut impl Conn, date: DateId) -> Result<i64> {
    let count = one(
        conn,
        "SELECT COUNT(*) AS people FROM registrations WHERE date_id = $1 AND forgotten_at IS NULL",
        vec![date.into()],
        |line| line.int("people"),
    );
    Ok(count.await?.unwrap_or_default())
}

/// A page of those who registered for a date, those who cancelled too, as long as their names stand.
pub async fn list(conn: &mut impl Conn, date: DateId, order: Order) -> Result<Vec<Registration>> {
    page(
        conn,
        registrations!(" WHERE date_id = $1 AND forgotten_at IS NULL"),
        order,
        vec![date.into()],
        registration,
    )
    .await
}

/// Those with what they answered.
pub async fn list_answers(
    conn: &mut impl Conn,
    registrations: Vec<Registration>,
) -> Result<Vec<Person>> {
    let ids: Vec<Cell> = registrations.iter().map(|one| one.id.into()).collect();
    let mut answers: Vec<(RegistrationId, QuestionId, String)> = Vec::new();
    // A statement takes so many values at once on either database.
    for ids in ids.chunks(500) {
        let some = among(
            conn,
            "SELECT registration_id, question_id, words FROM registration_answers WHERE registration_id IN",
            Vec::new(),
            ids.to_vec(),
            "",
            |line| {
                Ok((
                    line.parsed("registration_id")?,
                    line.parsed("question_id")?,
                    line.text("words")?,
                ))
            },
        );
        answers.extend(some.await?);
    }
    answers.sort_by_key(|(of, ..)| *of);
    let people = registrations.into_iter().map(|registration| {
        let from = answers.partition_point(|(of, ..)| *of < registration.id);
        let own = answers[from..]
            .iter()
            .take_while(|(of, ..)| *of == registration.id);
        Person {
            answers: own
                .map(|(_, question, words)| (*question, words.clone()))
                .collect(),
            registration,
        }
    });
    Ok(people.collect())
}

/// Those of a date whom a letter reaches: not cancelled, with a mailbox that they confirmed.
pub async fn list_written_to(conn: &mut impl Conn, date: DateId) -> Result<Vec<Registration>> {
    many(
        conn,
        registrations!(
            " WHERE date_id = $1 AND cancelled_at IS NULL AND email IS NOT NULL AND confirmed_at IS NOT NULL ORDER BY line"
        ),
        vec![date.into()],
        registration,
    )
    .await
}

/// Those who came and have no badge yet, as long as their names stand.
pub async fn list_unawarded(
    conn: &mut impl Conn,
    date: DateId,
    most: i64,
) -> Result<Vec<Registration>> {
    many(
        conn,
        registrations!(
            " WHERE date_id = $1 AND attended_at IS NOT NULL AND award_id IS NULL AND forgotten_at IS NULL ORDER BY line LIMIT $2"
        ),
        vec![date.into(), most.into()],
        registration,
    )
    .await
}

/// The registrations of a mailbox, newest first; those made before `since` are left out.
pub async fn list_of_mailbox(
    conn: &mut impl Conn,
    mailbox: &str,
    since: Timestamp,
) -> Result<Vec<Registration>> {
    many(
        conn,
        registrations!(" WHERE mailbox = $1 AND made_at >= $2 ORDER BY made_at DESC, id"),
        vec![mailbox.into(), since.into()],
        registration,
    )
    .await
}
