//! Registrations as rows, places and their line. All who change the places of a date hold its row first, so that they come one after the other: nobody waits
//! beside a free place.

use jiff::Timestamp;

use crate::{
    base::{DateId, Email, Error, RegistrationId, Result},
    registration::{Contact, Phone, Registration, State},
    store::sql::{Cell, Conn, Line, many, one, run},
};

macro_rules! registrations {
    ($end:literal) => {
        concat!(
            "SELECT id, date_id, line, name, email, phone, lang, state, made_at, attended_at FROM registrations",
            $end
        )
    };
}

fn registration(line: &Line) -> Result<Registration> {
    let unknown = |what: &str| Error::fault(format!("a registration has an unknown {what}"));
    let contact = match (line.maybe_text("email")?, line.maybe_text("phone")?) {
        (Some(email), _) => Contact::Mailbox(Email::read(&email).map_err(|_| unknown("mailbox"))?),
        (None, Some(phone)) => {
            Contact::Telephone(Phone::read(&phone).ok_or_else(|| unknown("number"))?)
        }
        (None, None) => Contact::Nothing,
    };
    Ok(Registration {
        id: line.parsed("id")?,
        date: line.parsed("date_id")?,
        line: line.int("line")?,
        name: line.maybe_text("name")?,
        contact,
        lang: line.text("lang")?.parse().unwrap_or_default(),
        state: line.text("state")?.parse().map_err(|()| unknown("state"))?,
        made_at: line.instant("made_at")?,
        attended_at: line.maybe_instant("attended_at")?,
    })
}

/// What stands beside a registration that is added.
pub struct New<'n> {
    /// What the mailbox is called where its address does not stand.
    pub mailbox: Option<&'n str>,
    /// The hash of the ticket's code.
    pub code_key: &'n str,
    /// The hash of what the form brought.
    pub once_key: &'n str,
}

/// Adds a registration.
pub async fn add(conn: &mut impl Conn, one: &Registration, new: New<'_>) -> Result<()> {
    let cells: Vec<Cell> = vec![
        one.id.into(),
        one.date.into(),
        one.line.into(),
        one.name.as_deref().into(),
        one.contact.mailbox().map(Email::as_str).into(),
        new.mailbox.into(),
        one.contact.phone().map(Phone::as_str).into(),
        one.lang.tag().into(),
        new.code_key.into(),
        new.once_key.into(),
        one.state.name().into(),
        one.made_at.into(),
    ];
    run(
        conn,
        "INSERT INTO registrations (id, date_id, line, name, email, mailbox, phone, lang, code_key, once_key, state, made_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        cells,
    )
    .await?;
    Ok(())
}

/// A registration by its id.
pub async fn find(conn: &mut impl Conn, id: RegistrationId) -> Result<Option<Registration>> {
    one(
        conn,
        registrations!(" WHERE id = $1"),
        vec![id.into()],
        registration,
    )
    .await
}

/// The registration whose ticket has a code, by the hash of it.
pub async fn find_by_code(conn: &mut impl Conn, code_key: &str) -> Result<Option<Registration>> {
    one(
        conn,
        registrations!(" WHERE code_key = $1"),
        vec![code_key.into()],
        registration,
    )
    .await
}

/// The registration that a form made already.
pub async fn find_by_once(conn: &mut impl Conn, once_key: &str) -> Result<Option<Registration>> {
    one(
        conn,
        registrations!(" WHERE once_key = $1"),
        vec![once_key.into()],
        registration,
    )
    .await
}

/// The registration of a mailbox for a date.
pub async fn find_of_mailbox(
    conn: &mut impl Conn,
    date: DateId,
    mailbox: &str,
) -> Result<Option<Registration>> {
    one(
        conn,
        registrations!(" WHERE date_id = $1 AND mailbox = $2"),
        vec![date.into(), mailbox.into()],
        registration,
    )
    .await
}

/// The registrations of a mailbox.
pub async fn list_of_mailbox(conn: &mut impl Conn, mailbox: &str) -> Result<Vec<Registration>> {
    many(
        conn,
        registrations!(" WHERE mailbox = $1 ORDER BY made_at, id"),
        vec![mailbox.into()],
        registration,
    )
    .await
}

/// Who registered for a date and did not cancel, in the order of the line.
pub async fn list_of_date(conn: &mut impl Conn, date: DateId) -> Result<Vec<Registration>> {
    many(
        conn,
        registrations!(" WHERE date_id = $1 AND state <> 'cancelled' ORDER BY line"),
        vec![date.into()],
        registration,
    )
    .await
}

/// How many wait for a place before a number of the line.
pub async fn count_before(conn: &mut impl Conn, date: DateId, line: i64) -> Result<i64> {
    let count = one(
        conn,
        "SELECT COUNT(*) AS people FROM registrations WHERE date_id = $1 AND state = 'waiting' AND line < $2",
        vec![date.into(), line.into()],
        |line| line.int("people"),
    );
    Ok(count.await?.unwrap_or_default())
}

/// Cancels a registration that is in a state, and forgets whose it was. Says `false` where it is in another, or where they came.
pub async fn cancel(
    conn: &mut impl Conn,
    id: RegistrationId,
    from: State,
    at: Timestamp,
) -> Result<bool> {
    Ok(run(
        conn,
        "UPDATE registrations SET state = 'cancelled', cancelled_at = $3, name = NULL, email = NULL, mailbox = NULL, phone = NULL, code_key = NULL
         WHERE id = $1 AND state = $2 AND attended_at IS NULL",
        vec![id.into(), from.name().into(), at.into()],
    )
    .await?
        == 1)
}

/// Writes down that somebody came. Says `false` where they were here already, or do not come.
pub async fn admit(conn: &mut impl Conn, id: RegistrationId, at: Timestamp) -> Result<bool> {
    Ok(run(
        conn,
        "UPDATE registrations SET attended_at = $2 WHERE id = $1 AND attended_at IS NULL AND state <> 'cancelled'",
        vec![id.into(), at.into()],
    )
    .await?
        == 1)
}

/// Holds the row of a date until the transaction ends. Says `false` where there is none.
pub async fn hold_date(conn: &mut impl Conn, date: DateId) -> Result<bool> {
    let held = run(
        conn,
        "UPDATE event_dates SET taken = taken WHERE id = $1",
        vec![date.into()],
    );
    Ok(held.await? == 1)
}

/// Takes one of the places of a date. Says `false` where none is free.
pub async fn take(conn: &mut impl Conn, date: DateId) -> Result<bool> {
    let taken = run(
        conn,
        "UPDATE event_dates SET taken = taken + 1 WHERE id = $1 AND cancelled_at IS NULL AND (seats IS NULL OR taken < seats)",
        vec![date.into()],
    );
    Ok(taken.await? == 1)
}

/// Gives a place of a date back.
pub async fn give_back(conn: &mut impl Conn, date: DateId) -> Result<()> {
    run(
        conn,
        "UPDATE event_dates SET taken = taken - 1 WHERE id = $1 AND taken > 0",
        vec![date.into()],
    )
    .await?;
    Ok(())
}

/// The number after the last of a date's line; to be asked for while its row is held.
pub async fn next_line(conn: &mut impl Conn, date: DateId) -> Result<i64> {
    let last = one(
        conn,
        "SELECT COALESCE(MAX(line), 0) AS last FROM registrations WHERE date_id = $1",
        vec![date.into()],
        |line| line.int("last"),
    );
    Ok(last.await?.unwrap_or_default() + 1)
}

/// Who waits the longest for a place.
pub async fn next_waiting(conn: &mut impl Conn, date: DateId) -> Result<Option<Registration>> {
    one(
        conn,
        registrations!(
            " WHERE date_id = $1 AND state = 'waiting' AND attended_at IS NULL ORDER BY line LIMIT 1"
        ),
        vec![date.into()],
        registration,
    )
    .await
}

/// Gives somebody who waits the place that was taken for them. Says `false` where they do not wait.
pub async fn seat(conn: &mut impl Conn, id: RegistrationId) -> Result<bool> {
    let seated = run(
        conn,
        "UPDATE registrations SET state = 'seated' WHERE id = $1 AND state = 'waiting'",
        vec![id.into()],
    );
    Ok(seated.await? == 1)
}

/// Dates to come with a free place and somebody who waits, as where their organiser made room.
pub async fn list_with_room(conn: &mut impl Conn, at: Timestamp) -> Result<Vec<DateId>> {
    many(
        conn,
        "SELECT d.id FROM event_dates AS d WHERE d.starts_at > $1 AND d.cancelled_at IS NULL AND (d.seats IS NULL OR d.taken < d.seats)
           AND EXISTS (SELECT 1 FROM registrations AS r WHERE r.date_id = d.id AND r.state = 'waiting' AND r.attended_at IS NULL) ORDER BY d.id",
        vec![at.into()],
        |line| line.parsed("id"),
    )
    .await
}

/// Forgets who registered for dates that ended before; that somebody came stays.
pub async fn forget_past(conn: &mut impl Conn, before: Timestamp) -> Result<u64> {
    run(
        conn,
        "UPDATE registrations SET name = NULL, email = NULL, mailbox = NULL, phone = NULL, code_key = NULL
         WHERE name IS NOT NULL AND date_id IN (SELECT id FROM event_dates WHERE ends_at <= $1)",
        vec![before.into()],
    )
    .await
}

/// Forgets who a mailbox is in all its registrations.
pub async fn forget_mailbox(conn: &mut impl Conn, mailbox: &str) -> Result<u64> {
    run(
        conn,
        "UPDATE registrations SET name = NULL, email = NULL, mailbox = NULL, phone = NULL, code_key = NULL WHERE mailbox = $1",
        vec![mailbox.into()],
    )
    .await
}
