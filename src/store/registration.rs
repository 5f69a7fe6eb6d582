//! Registrations as rows, places and their line. All who change the places of a date hold its row first, so that they come one after the other: nobody waits
//! beside a free place.

use jiff::Timestamp;

use crate::{
    base::{AccountId, AwardId, DateId, Email, Error, EventId, NoticeId, RegistrationId, Result},
    registration::{Answer, Contact, Phone, Registration, State},
    store::sql::{Cell, Conn, Line, PART, among, many, one, run},
};

macro_rules! registrations {
    ($end:literal) => {
        concat!(
            "SELECT id, date_id, line, name, email, phone, lang, state, made_at, attended_at, confirmed_at, remind, award_id FROM registrations",
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
        confirmed_at: line.maybe_instant("confirmed_at")?,
        remind: line.int("remind")? == 1,
        award: line
            .maybe_text("award_id")?
            .map(|id| id.parse())
            .transpose()
            .map_err(Error::fault)?,
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
        i64::from(one.remind).into(),
    ];
    run(
        conn,
        "INSERT INTO registrations (id, date_id, line, name, email, mailbox, phone, lang, code_key, once_key, state, made_at, remind)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
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

/// How many registered for a date and did not cancel.
pub async fn count_of_date(conn: &mut impl Conn, date: DateId) -> Result<i64> {
    let count = one(
        conn,
        "SELECT COUNT(*) AS people FROM registrations WHERE date_id = $1 AND state <> 'cancelled'",
        vec![date.into()],
        |line| line.int("people"),
    );
    Ok(count.await?.unwrap_or_default())
}

/// Who registered for a date and did not cancel, in the order of the line: all of them, since no date takes more than can be read together
/// ([`crate::registration::MOST_REGISTERED`]).
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
    let cancelled = run(
        conn,
        "UPDATE registrations SET state = 'cancelled', cancelled_at = $3, name = NULL, email = NULL, mailbox = NULL, phone = NULL, code_key = NULL
         WHERE id = $1 AND state = $2 AND attended_at IS NULL",
        vec![id.into(), from.name().into(), at.into()],
    )
    .await?
        == 1;
    if cancelled {
        run(
            conn,
            "DELETE FROM registration_answers WHERE registration_id = $1",
            vec![id.into()],
        )
        .await?;
    }
    Ok(cancelled)
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

/// Writes down that a mailbox is proved, the first time, and whether a letter the day before is wished for. Says `false` where there is no mailbox.
pub async fn confirm(
    conn: &mut impl Conn,
    id: RegistrationId,
    remind: bool,
    at: Timestamp,
) -> Result<bool> {
    let cells: Vec<Cell> = vec![id.into(), i64::from(remind).into(), at.into()];
    let confirmed = run(
        conn,
        "UPDATE registrations SET confirmed_at = COALESCE(confirmed_at, $3), remind = $2 WHERE id = $1 AND email IS NOT NULL",
        cells,
    );
    Ok(confirmed.await? == 1)
}

/// Takes those to whom a letter is due before a date that begins between two instants: up to `most`, each once for good. Who registered within a day of the
/// beginning has just been told.
pub async fn take_reminders(
    conn: &mut impl Conn,
    from: Timestamp,
    until: Timestamp,
    most: i64,
) -> Result<Vec<Registration>> {
    let cells: Vec<Cell> = vec![from.into(), until.into(), most.into()];
    many(
        conn,
        "UPDATE registrations SET reminded_at = $1 WHERE reminded_at IS NULL AND id IN (
             SELECT r.id FROM registrations AS r JOIN event_dates AS d ON d.id = r.date_id JOIN events AS e ON e.id = d.event_id
             WHERE d.starts_at > $1 AND d.starts_at <= $2 AND d.cancelled_at IS NULL AND e.status = 'published' AND r.remind = 1
               AND r.reminded_at IS NULL AND r.state = 'seated' AND r.email IS NOT NULL AND r.attended_at IS NULL AND r.made_at <= d.starts_at - 86400000
             ORDER BY d.starts_at, r.id LIMIT $3)
         RETURNING id, date_id, line, name, email, phone, lang, state, made_at, attended_at, confirmed_at, remind, award_id",
        cells,
        registration,
    )
    .await
}

/// Adds what somebody answered, to be kept for so many days after the date.
pub async fn add_answer(
    conn: &mut impl Conn,
    id: RegistrationId,
    answer: &Answer,
    days: u32,
) -> Result<()> {
    let cells: Vec<Cell> = vec![
        id.into(),
        answer.question.as_str().into(),
        answer.words.as_str().into(),
        i64::from(days).into(),
    ];
    run(
        conn,
        "INSERT INTO registration_answers (registration_id, question, answer, days) VALUES ($1, $2, $3, $4)",
        cells,
    )
    .await?;
    Ok(())
}

fn answer(line: &Line) -> Result<(RegistrationId, Answer)> {
    let answer = Answer {
        question: line.text("question")?,
        words: line.text("answer")?,
    };
    Ok((line.parsed("registration_id")?, answer))
}

/// What those who registered for a date answered.
pub async fn list_answers(
    conn: &mut impl Conn,
    date: DateId,
) -> Result<Vec<(RegistrationId, Answer)>> {
    many(
        conn,
        "SELECT a.registration_id, a.question, a.answer FROM registration_answers AS a JOIN registrations AS r ON r.id = a.registration_id
         WHERE r.date_id = $1 ORDER BY r.line, a.question",
        vec![date.into()],
        answer,
    )
    .await
}

/// What these registrations answered.
pub async fn list_answers_of(
    conn: &mut impl Conn,
    registrations: &[RegistrationId],
) -> Result<Vec<(RegistrationId, Answer)>> {
    among(
        conn,
        "SELECT registration_id, question, answer FROM registration_answers WHERE registration_id IN",
        Vec::new(),
        registrations.iter().map(|id| Cell::from(*id)).collect(),
        " ORDER BY registration_id, question",
        answer,
    )
    .await
}

/// What a mailbox answered in all its registrations.
pub async fn list_answers_of_mailbox(
    conn: &mut impl Conn,
    mailbox: &str,
) -> Result<Vec<(RegistrationId, Answer)>> {
    many(
        conn,
        "SELECT a.registration_id, a.question, a.answer FROM registration_answers AS a JOIN registrations AS r ON r.id = a.registration_id
         WHERE r.mailbox = $1 ORDER BY r.made_at, r.id, a.question",
        vec![mailbox.into()],
        answer,
    )
    .await
}

/// Forgets a part of the answers whose days are over.
pub async fn forget_answers(conn: &mut impl Conn, at: Timestamp) -> Result<u64> {
    run(
        conn,
        "DELETE FROM registration_answers WHERE (registration_id, question) IN (SELECT a.registration_id, a.question FROM registration_answers AS a
             JOIN registrations AS r ON r.id = a.registration_id JOIN event_dates AS d ON d.id = r.date_id WHERE d.ends_at + a.days * 86400000 <= $1 LIMIT $2)",
        vec![at.into(), PART.into()],
    )
    .await
}

/// Adds what an organiser writes to those who registered for a date. Says `false`, and adds nothing, where the same was added before.
pub async fn add_notice(
    conn: &mut impl Conn,
    id: NoticeId,
    date: DateId,
    words: &str,
    at: Timestamp,
) -> Result<bool> {
    let cells: Vec<Cell> = vec![id.into(), date.into(), words.into(), at.into()];
    let added = run(
        conn,
        "INSERT INTO notices (id, date_id, words, written_at) VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO NOTHING",
        cells,
    );
    Ok(added.await? == 1)
}

/// What an organiser wrote.
pub async fn find_notice(conn: &mut impl Conn, id: NoticeId) -> Result<Option<String>> {
    one(
        conn,
        "SELECT words FROM notices WHERE id = $1",
        vec![id.into()],
        |line| line.text("words"),
    )
    .await
}

/// What the organisers of an account's events wrote: when, and the words.
pub async fn list_notices_of_owner(
    conn: &mut impl Conn,
    owner: AccountId,
) -> Result<Vec<(Timestamp, String)>> {
    many(
        conn,
        "SELECT n.written_at, n.words FROM notices AS n JOIN event_dates AS d ON d.id = n.date_id JOIN events AS e ON e.id = d.event_id
         WHERE e.owner_id = $1 ORDER BY n.written_at, n.id",
        vec![owner.into()],
        |line| Ok((line.instant("written_at")?, line.text("words")?)),
    )
    .await
}

/// Forgets a part of what organisers wrote before.
pub async fn forget_notices(conn: &mut impl Conn, before: Timestamp) -> Result<u64> {
    run(
        conn,
        "DELETE FROM notices WHERE id IN (SELECT id FROM notices WHERE written_at <= $1 LIMIT $2) AND written_at <= $1",
        vec![before.into(), PART.into()],
    )
    .await
}

/// Takes back that somebody came. Says `false` where that was not written down.
pub async fn unadmit(conn: &mut impl Conn, id: RegistrationId) -> Result<bool> {
    let taken = run(
        conn,
        "UPDATE registrations SET attended_at = NULL WHERE id = $1 AND attended_at IS NOT NULL",
        vec![id.into()],
    );
    Ok(taken.await? == 1)
}

/// Writes down the badge that somebody got for having come.
pub async fn set_award(conn: &mut impl Conn, id: RegistrationId, award: AwardId) -> Result<()> {
    run(
        conn,
        "UPDATE registrations SET award_id = $2 WHERE id = $1",
        vec![id.into(), award.into()],
    )
    .await?;
    Ok(())
}

/// Those who came to an event, on any of its dates, and have no badge of it; names that were forgotten left out.
pub async fn list_without_award(conn: &mut impl Conn, event: EventId) -> Result<Vec<Registration>> {
    many(
        conn,
        registrations!(
            " WHERE attended_at IS NOT NULL AND award_id IS NULL AND name IS NOT NULL
               AND date_id IN (SELECT id FROM event_dates WHERE event_id = $1) ORDER BY date_id, line"
        ),
        vec![event.into()],
        registration,
    )
    .await
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

/// Forgets a part of who registered for dates that ended before; that somebody came stays.
pub async fn forget_past(conn: &mut impl Conn, before: Timestamp) -> Result<u64> {
    run(
        conn,
        "UPDATE registrations SET name = NULL, email = NULL, mailbox = NULL, phone = NULL, code_key = NULL, award_id = NULL
         WHERE id IN (SELECT r.id FROM registrations AS r JOIN event_dates AS d ON d.id = r.date_id WHERE r.name IS NOT NULL AND d.ends_at <= $1 LIMIT $2)",
        vec![before.into(), PART.into()],
    )
    .await
}

/// Forgets who registered for a date; that somebody came stays. Says how many names there were.
pub async fn forget_date(conn: &mut impl Conn, date: DateId) -> Result<u64> {
    run(
        conn,
        "DELETE FROM registration_answers WHERE registration_id IN (SELECT id FROM registrations WHERE date_id = $1)",
        vec![date.into()],
    )
    .await?;
    run(
        conn,
        "UPDATE registrations SET name = NULL, email = NULL, mailbox = NULL, phone = NULL, code_key = NULL, award_id = NULL
         WHERE name IS NOT NULL AND date_id = $1",
        vec![date.into()],
    )
    .await
}

/// Forgets a part of the mailboxes that nobody proved, at dates that ended before; names stay for their time.
pub async fn forget_unproved(conn: &mut impl Conn, before: Timestamp) -> Result<u64> {
    run(
        conn,
        "UPDATE registrations SET email = NULL, mailbox = NULL
         WHERE id IN (SELECT r.id FROM registrations AS r JOIN event_dates AS d ON d.id = r.date_id WHERE r.email IS NOT NULL AND r.confirmed_at IS NULL AND d.ends_at <= $1 LIMIT $2)
           AND confirmed_at IS NULL",
        vec![before.into(), PART.into()],
    )
    .await
}

/// Forgets who a mailbox is in all its registrations.
pub async fn forget_mailbox(conn: &mut impl Conn, mailbox: &str) -> Result<u64> {
    run(
        conn,
        "DELETE FROM registration_answers WHERE registration_id IN (SELECT id FROM registrations WHERE mailbox = $1)",
        vec![mailbox.into()],
    )
    .await?;
    run(
        conn,
        "UPDATE registrations SET name = NULL, email = NULL, mailbox = NULL, phone = NULL, code_key = NULL, award_id = NULL WHERE mailbox = $1",
        vec![mailbox.into()],
    )
    .await
}
