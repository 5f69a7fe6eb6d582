//! A registration as a row.

use jiff::Timestamp;

use crate::{
    base::{AwardId, Email, Error, RegistrationId, Result},
    registration::{Contact, Phone, Registration, State},
    store::sql::{Cell, Conn, Line, many, one, run},
};

macro_rules! registrations {
    ($end:literal) => {
        concat!(
            "SELECT id, date_id, line, name, email, phone, lang, state, by_hand, made_at, hold_until, confirmed_at, cancelled_at, attended_at, award_id FROM registrations",
            $end
        )
    };
}
pub(super) use registrations;

/// Reads the columns that [`registrations`] names.
pub(super) fn registration(line: &Line) -> Result<Registration> {
    let unknown = |what: &str| Error::fault(format!("a registration has an unknown {what}"));
    let contact = match (line.maybe_text("email")?, line.maybe_text("phone")?) {
        (Some(email), _) => {
            Contact::Mailbox(Email::read(&email).map_err(|_| unknown("mailbox"))?)
        }
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
        lang: line.text("lang")?.parse().map_err(|()| unknown("language"))?,
        state: line.text("state")?.parse().map_err(|()| unknown("state"))?,
        by_hand: line.int("by_hand")? == 1,
        made_at: line.instant("made_at")?,
        hold_until: line.maybe_instant("hold_until")?,
        confirmed_at: line.maybe_instant("confirmed_at")?,
        cancelled_at: line.maybe_instant("cancelled_at")?,
        attended_at: line.maybe_instant("attended_at")?,
        award: line
            .maybe_text("award_id")?
            .map(|id| id.parse())
            .transpose()
            .map_err(Error::fault)?,
    })
}

/// What stands beside a registration that is added.
pub struct New<'n> {
    /// The name as lists are sorted by it.
    pub name_key: &'n str,
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
        new.name_key.into(),
        one.contact.mailbox().map(Email::as_str).into(),
        new.mailbox.into(),
        one.contact.phone().map(Phone::as_str).into(),
        one.lang.into(),
        new.code_key.into(),
        new.once_key.into(),
        one.state.name().into(),
        i64::from(one.by_hand).into(),
        one.made_at.into(),
        one.hold_until.into(),
        one.confirmed_at.into(),
        one.attended_at.into(),
    ];
    run(
        conn,
        "INSERT INTO registrations (id, date_id, line, name, name_key, email, mailbox, phone, lang, code_key, once_key, state, by_hand, made_at, hold_until, confirmed_at, attended_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
        cells,
    )
    .await?;
    Ok(())
}

/// A registration by its id.
pub async fn find(conn: &mut impl Conn, id: RegistrationId) -> Result<Option<Registration>> {
    one(conn, registrations!(" WHERE id = $1"), vec![id.into()], registration).await
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

/// The registration of a mailbox for a date that was not cancelled.
pub async fn find_live_of_mailbox(
    conn: &mut impl Conn,
    date: crate::base::DateId,
    mailbox: &str,
) -> Result<Option<Registration>> {
    one(
        conn,
        registrations!(" WHERE date_id = $1 AND mailbox = $2 AND cancelled_at IS NULL"),
        vec![date.into(), mailbox.into()],
        registration,
    )
    .await
}

/// Confirms the mailbox of a registration. Says `false` where it was, or where the registration was cancelled.
pub async fn confirm(conn: &mut impl Conn, id: RegistrationId, at: Timestamp) -> Result<bool> {
    Ok(run(
        conn,
        "UPDATE registrations SET confirmed_at = $2, hold_until = NULL WHERE id = $1 AND confirmed_at IS NULL AND cancelled_at IS NULL",
        vec![id.into(), at.into()],
    )
    .await?
        == 1)
}

/// Cancels a registration that is in a state. Says `false` where it is not, or where they came.
pub async fn cancel(
    conn: &mut impl Conn,
    id: RegistrationId,
    from: State,
    at: Timestamp,
) -> Result<bool> {
    Ok(run(
        conn,
        "UPDATE registrations SET state = 'cancelled', cancelled_at = $3, hold_until = NULL WHERE id = $1 AND state = $2 AND attended_at IS NULL",
        vec![id.into(), from.name().into(), at.into()],
    )
    .await?
        == 1)
}

/// Writes down that somebody came; `proved` says that they showed the ticket which only their mailbox got. Says `false` where they were here already.
pub async fn admit(
    conn: &mut impl Conn,
    id: RegistrationId,
    proved: bool,
    at: Timestamp,
) -> Result<bool> {
    Ok(run(
        conn,
        "UPDATE registrations SET attended_at = $2, hold_until = NULL,
             confirmed_at = CASE WHEN $3 = 1 AND email IS NOT NULL THEN COALESCE(confirmed_at, $2) ELSE confirmed_at END
         WHERE id = $1 AND attended_at IS NULL",
        vec![id.into(), at.into(), i64::from(proved).into()],
    )
    .await?
        == 1)
}

/// Takes back that somebody came. Says `false` where they did not, or where they have their badge already.
pub async fn unadmit(conn: &mut impl Conn, id: RegistrationId) -> Result<bool> {
    Ok(run(
        conn,
        "UPDATE registrations SET attended_at = NULL WHERE id = $1 AND attended_at IS NOT NULL AND award_id IS NULL",
        vec![id.into()],
    )
    .await?
        == 1)
}

/// Writes down which badge somebody got for coming. Says `false` where they have one.
pub async fn set_award(conn: &mut impl Conn, id: RegistrationId, award: AwardId) -> Result<bool> {
    Ok(run(
        conn,
        "UPDATE registrations SET award_id = $2 WHERE id = $1 AND award_id IS NULL",
        vec![id.into(), award.into()],
    )
    .await?
        == 1)
}

/// Registrations whose place was kept long enough for a mailbox that nobody confirmed, of dates that have not begun.
pub async fn list_held(conn: &mut impl Conn, at: Timestamp, most: i64) -> Result<Vec<RegistrationId>> {
    many(
        conn,
        "SELECT r.id FROM registrations AS r JOIN event_dates AS d ON d.id = r.date_id
         WHERE r.hold_until <= $1 AND r.confirmed_at IS NULL AND r.cancelled_at IS NULL AND d.starts_at > $1 ORDER BY r.hold_until, r.id LIMIT $2",
        vec![at.into(), most.into()],
        |line| line.parsed("id"),
    )
    .await
}

/// Marks as reminded those who have a place, a confirmed mailbox, and registered long enough before a date that begins soon: who they are.
pub async fn set_reminded(
    conn: &mut impl Conn,
    (from, to): (Timestamp, Timestamp),
    made_before: Timestamp,
    most: i64,
    at: Timestamp,
) -> Result<Vec<Registration>> {
    let cells: Vec<Cell> = vec![at.into(), from.into(), to.into(), made_before.into(), most.into()];
    many(
        conn,
        "UPDATE registrations SET reminded_at = $1
         WHERE reminded_at IS NULL AND id IN (
             SELECT r.id FROM event_dates AS d JOIN events AS e ON e.id = d.event_id JOIN registrations AS r ON r.date_id = d.id
             WHERE d.starts_at > $2 AND d.starts_at <= $3 AND d.cancelled_at IS NULL AND e.status = 'published'
               AND r.state = 'seated' AND r.confirmed_at IS NOT NULL AND r.email IS NOT NULL AND r.reminded_at IS NULL AND r.made_at <= $4 LIMIT $5)
         RETURNING id, date_id, line, name, email, phone, lang, state, by_hand, made_at, hold_until, confirmed_at, cancelled_at, attended_at, award_id",
        cells,
        registration,
    )
    .await
}
