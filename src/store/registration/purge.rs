//! What is forgotten: names with everything that leads to somebody, answers each in its time. Rows stay, so that counts do.

use jiff::Timestamp;

use crate::{
    base::{DateId, Result},
    store::sql::{Conn, run},
};

macro_rules! forgotten {
    ($end:literal) => {
        concat!(
            "UPDATE registrations SET forgotten_at = $1, name = NULL, name_key = NULL, email = NULL, mailbox = NULL, phone = NULL, code_key = NULL, once_key = NULL, hold_until = NULL, award_id = NULL WHERE forgotten_at IS NULL",
            $end
        )
    };
}

macro_rules! answers {
    ($end:literal) => {
        concat!("DELETE FROM registration_answers WHERE ", $end)
    };
}

/// Forgets who registered for dates that ended before `before`.
pub async fn forget(conn: &mut impl Conn, before: Timestamp, at: Timestamp) -> Result<u64> {
    run(
        conn,
        answers!(
            "registration_id IN (SELECT r.id FROM event_dates AS d JOIN registrations AS r ON r.date_id = d.id WHERE d.ends_at < $1 AND r.forgotten_at IS NULL)"
        ),
        vec![before.into()],
    )
    .await?;
    run(
        conn,
        forgotten!(" AND date_id IN (SELECT id FROM event_dates WHERE ends_at < $2)"),
        vec![at.into(), before.into()],
    )
    .await
}

/// Forgets who registered for a date.
pub async fn forget_date(conn: &mut impl Conn, date: DateId, at: Timestamp) -> Result<u64> {
    run(
        conn,
        answers!("registration_id IN (SELECT id FROM registrations WHERE date_id = $1)"),
        vec![date.into()],
    )
    .await?;
    run(
        conn,
        "DELETE FROM registration_notes WHERE date_id = $1",
        vec![date.into()],
    )
    .await?;
    run(
        conn,
        forgotten!(" AND date_id = $2"),
        vec![at.into(), date.into()],
    )
    .await
}

/// Forgets a mailbox in every registration that it made.
pub async fn forget_mailbox(conn: &mut impl Conn, mailbox: &str, at: Timestamp) -> Result<u64> {
    run(
        conn,
        answers!("registration_id IN (SELECT id FROM registrations WHERE mailbox = $1)"),
        vec![mailbox.into()],
    )
    .await?;
    run(
        conn,
        forgotten!(" AND mailbox = $2"),
        vec![at.into(), mailbox.into()],
    )
    .await
}

/// Forgets answers whose time is over.
pub async fn forget_answers(conn: &mut impl Conn, at: Timestamp) -> Result<u64> {
    run(conn, answers!("purge_at <= $1"), vec![at.into()]).await
}

/// Forgets letters of organisers that were written before `before`.
pub async fn forget_notes(conn: &mut impl Conn, before: Timestamp) -> Result<u64> {
    run(
        conn,
        "DELETE FROM registration_notes WHERE written_at < $1",
        vec![before.into()],
    )
    .await
}
