//! Who has letters about events, as rows: who asked for them, what was told already, what was refused.

use jiff::Timestamp;

use super::sql::{Cell, Conn, Line, PART, among, fill, many, one, run};
use crate::{
    base::{Email, Error, EventId, Lang, Result, SubscriptionId},
    subscriptions::{Rhythm, Wish},
};

/// A subscription, asked for or confirmed.
#[derive(Clone, Debug)]
pub struct Subscription {
    /// Its id.
    pub id: SubscriptionId,
    /// The mailbox.
    pub email: Email,
    /// What that mailbox is called where its address is not to stand.
    pub mailbox: String,
    /// The language of the letters.
    pub lang: Lang,
    /// How often they come.
    pub rhythm: Rhythm,
    /// What they are about.
    pub wish: Wish,
    /// The version of the text that was agreed to.
    pub text_version: String,
    /// When that was.
    pub asked_at: Timestamp,
    /// When the mailbox was proved.
    pub confirmed_at: Option<Timestamp>,
    /// When the person was last heard of.
    pub contact_at: Timestamp,
    /// When the last question was asked, where it was since.
    pub questioned_at: Option<Timestamp>,
}

/// How many subscriptions there are of a kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// How often letters come.
    pub rhythm: Rhythm,
    /// Their language.
    pub lang: Lang,
    /// How many are confirmed.
    pub confirmed: i64,
    /// How many wait for their mailbox to be proved.
    pub waiting: i64,
}

/// A statement that gives subscriptions: what stands before the columns, and after.
macro_rules! subscriptions {
    ($before:literal, $after:literal) => {
        concat!(
            $before,
            "id, email, mailbox, lang, rhythm, wish, text_version, asked_at, confirmed_at, contact_at, questioned_at",
            $after
        )
    };
}

fn subscription(line: &Line) -> Result<Subscription> {
    Ok(Subscription {
        id: line.parsed("id")?,
        email: line.parsed("email")?,
        mailbox: line.text("mailbox")?,
        lang: line.parsed("lang")?,
        rhythm: line.parsed("rhythm")?,
        wish: serde_json::from_str(&line.text("wish")?).map_err(Error::fault)?,
        text_version: line.text("text_version")?,
        asked_at: line.instant("asked_at")?,
        confirmed_at: line.maybe_instant("confirmed_at")?,
        contact_at: line.instant("contact_at")?,
        questioned_at: line.maybe_instant("questioned_at")?,
    })
}

fn wish(wish: &Wish) -> Result<Cell> {
    serde_json::to_string(wish)
        .map(Cell::from)
        .map_err(Error::fault)
}

/// Adds a subscription that waits for its mailbox to be proved.
pub async fn add(conn: &mut impl Conn, new: &Subscription) -> Result<()> {
    let cells: Vec<Cell> = vec![
        new.id.into(),
        (&new.email).into(),
        new.mailbox.as_str().into(),
        new.lang.into(),
        new.rhythm.name().into(),
        wish(&new.wish)?,
        new.text_version.as_str().into(),
        new.asked_at.into(),
    ];
    run(
        conn,
        "INSERT INTO subscriptions (id, email, mailbox, lang, rhythm, wish, text_version, asked_at, confirmed_at, contact_at, questioned_at, period)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL, $8, NULL, '')",
        cells,
    )
    .await?;
    Ok(())
}

/// Takes one that waits, asked for after `since`, out of the table: whoever gets it confirms it.
pub async fn take_waiting(
    conn: &mut impl Conn,
    id: SubscriptionId,
    since: Timestamp,
) -> Result<Option<Subscription>> {
    one(
        conn,
        subscriptions!(
            "DELETE FROM subscriptions WHERE id = $1 AND confirmed_at IS NULL AND asked_at > $2 RETURNING ",
            ""
        ),
        vec![id.into(), since.into()],
        subscription,
    )
    .await
}

/// Puts a confirmed subscription down. One that the mailbox had before takes over what is wished now, and goes on under its own id, which is given back: what it
/// was told is not told again.
pub async fn confirm(
    conn: &mut impl Conn,
    new: &Subscription,
    at: Timestamp,
) -> Result<SubscriptionId> {
    let cells: Vec<Cell> = vec![
        new.id.into(),
        (&new.email).into(),
        new.mailbox.as_str().into(),
        new.lang.into(),
        new.rhythm.name().into(),
        wish(&new.wish)?,
        new.text_version.as_str().into(),
        new.asked_at.into(),
        at.into(),
    ];
    one(
        conn,
        "INSERT INTO subscriptions (id, email, mailbox, lang, rhythm, wish, text_version, asked_at, confirmed_at, contact_at, questioned_at, period)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, NULL, '')
         ON CONFLICT (mailbox) WHERE confirmed_at IS NOT NULL DO UPDATE SET email = excluded.email, lang = excluded.lang, rhythm = excluded.rhythm,
             wish = excluded.wish, text_version = excluded.text_version, asked_at = excluded.asked_at, confirmed_at = excluded.confirmed_at,
             contact_at = excluded.contact_at, questioned_at = NULL
         RETURNING id",
        cells,
        |line| line.parsed("id"),
    )
    .await?
    .ok_or_else(|| Error::fault("a subscription was not put down"))
}

/// A subscription by its id.
pub async fn find(conn: &mut impl Conn, id: SubscriptionId) -> Result<Option<Subscription>> {
    one(
        conn,
        subscriptions!("SELECT ", " FROM subscriptions WHERE id = $1"),
        vec![id.into()],
        subscription,
    )
    .await
}

/// Those of a mailbox, confirmed or not, oldest first.
pub async fn list_of_mailbox(conn: &mut impl Conn, mailbox: &str) -> Result<Vec<Subscription>> {
    many(
        conn,
        subscriptions!(
            "SELECT ",
            " FROM subscriptions WHERE mailbox = $1 ORDER BY asked_at, id"
        ),
        vec![mailbox.into()],
        subscription,
    )
    .await
}

/// Changes what is wished, and notes that the person was heard of. Says `false` where there is no such confirmed subscription.
pub async fn set(
    conn: &mut impl Conn,
    id: SubscriptionId,
    (lang, rhythm): (Lang, Rhythm),
    wished: &Wish,
    at: Timestamp,
) -> Result<bool> {
    let cells: Vec<Cell> = vec![
        id.into(),
        lang.into(),
        rhythm.name().into(),
        wish(wished)?,
        at.into(),
    ];
    Ok(run(
        conn,
        "UPDATE subscriptions SET lang = $2, rhythm = $3, wish = $4, contact_at = $5, questioned_at = NULL WHERE id = $1 AND confirmed_at IS NOT NULL",
        cells,
    )
    .await?
        == 1)
}

/// Notes that the person was heard of. Says `false` where there is no such confirmed subscription.
pub async fn keep(conn: &mut impl Conn, id: SubscriptionId, at: Timestamp) -> Result<bool> {
    Ok(run(
        conn,
        "UPDATE subscriptions SET contact_at = $2, questioned_at = NULL WHERE id = $1 AND confirmed_at IS NOT NULL",
        vec![id.into(), at.into()],
    )
    .await?
        == 1)
}

/// Ends a subscription: nothing of it stays in its table. Gives the mailbox that it was of, where there was one.
pub async fn forget(conn: &mut impl Conn, id: SubscriptionId) -> Result<Option<String>> {
    one(
        conn,
        "DELETE FROM subscriptions WHERE id = $1 RETURNING mailbox",
        vec![id.into()],
        |line| line.text("mailbox"),
    )
    .await
}

/// Ends those of a mailbox, confirmed or not.
pub async fn forget_mailbox(conn: &mut impl Conn, mailbox: &str) -> Result<u64> {
    run(
        conn,
        "DELETE FROM subscriptions WHERE mailbox = $1",
        vec![mailbox.into()],
    )
    .await
}

/// Forgets refusals from before `refused`, and a part of those that nobody confirmed by `unconfirmed` or whose person was not heard of since `silent`.
pub async fn forget_old(
    conn: &mut impl Conn,
    unconfirmed: Timestamp,
    silent: Timestamp,
    refused: Timestamp,
) -> Result<u64> {
    run(
        conn,
        "DELETE FROM refusals WHERE refused_at < $1",
        vec![refused.into()],
    )
    .await?;
    run(
        conn,
        "DELETE FROM subscriptions WHERE id IN (SELECT id FROM subscriptions WHERE (confirmed_at IS NULL AND asked_at < $1) OR contact_at < $2 LIMIT $3) AND ((confirmed_at IS NULL AND asked_at < $1) OR contact_at < $2)",
        vec![unconfirmed.into(), silent.into(), PART.into()],
    )
    .await
}

/// Takes up to `most` subscriptions of a rhythm whose letter for a period was not written, and notes that it is: each is taken once. The conditions stand twice,
/// for another process that comes between.
pub async fn take_due(
    conn: &mut impl Conn,
    rhythm: Rhythm,
    period: &str,
    most: i64,
) -> Result<Vec<Subscription>> {
    let cells: Vec<Cell> = vec![rhythm.name().into(), period.into(), most.into()];
    many(
        conn,
        subscriptions!(
            "UPDATE subscriptions SET period = $2
         WHERE id IN (SELECT id FROM subscriptions WHERE rhythm = $1 AND confirmed_at IS NOT NULL AND period <> $2 ORDER BY id LIMIT $3)
           AND rhythm = $1 AND confirmed_at IS NOT NULL AND period <> $2 RETURNING ",
            ""
        ),
        cells,
        subscription,
    )
    .await
}

/// Holds up to `most` confirmed subscriptions of a rhythm after the one with the id `after` until the end of the transaction, and gives them by id: whoever leaves
/// meanwhile does so before, and has no letter, or after, and takes it along.
pub async fn hold_after(
    conn: &mut impl Conn,
    rhythm: Rhythm,
    after: &str,
    most: i64,
) -> Result<Vec<Subscription>> {
    let cells: Vec<Cell> = vec![rhythm.name().into(), after.into(), most.into()];
    let mut held = many(
        conn,
        subscriptions!(
            "UPDATE subscriptions SET period = period
         WHERE id IN (SELECT id FROM subscriptions WHERE rhythm = $1 AND confirmed_at IS NOT NULL AND id > $2 ORDER BY id LIMIT $3)
           AND rhythm = $1 AND confirmed_at IS NOT NULL RETURNING ",
            ""
        ),
        cells,
        subscription,
    )
    .await?;
    held.sort_by_key(|one: &Subscription| one.id);
    Ok(held)
}

/// Which of these events were told to these subscriptions already.
pub async fn list_told(
    conn: &mut impl Conn,
    ids: &[SubscriptionId],
) -> Result<Vec<(SubscriptionId, EventId)>> {
    let values = ids.iter().map(|id| Cell::from(*id)).collect();
    among(
        conn,
        "SELECT subscription_id, event_id FROM tellings WHERE subscription_id IN",
        vec![],
        values,
        "",
        |line| Ok((line.parsed("subscription_id")?, line.parsed("event_id")?)),
    )
    .await
}

/// Notes that events are told to subscriptions, and says which were not before: only those go into a letter.
pub async fn tell(
    conn: &mut impl Conn,
    told: &[(SubscriptionId, EventId)],
    at: Timestamp,
) -> Result<Vec<(SubscriptionId, EventId)>> {
    let rows = told
        .iter()
        .map(|(id, event)| vec![(*id).into(), (*event).into(), at.into()])
        .collect();
    fill(
        conn,
        "INSERT INTO tellings (subscription_id, event_id, told_at) VALUES",
        rows,
        " ON CONFLICT (subscription_id, event_id) DO NOTHING RETURNING subscription_id, event_id",
        |line| Ok((line.parsed("subscription_id")?, line.parsed("event_id")?)),
    )
    .await
}

/// Takes up to `most` whose person was not heard of since `silent` and who were not asked, and notes that they are.
pub async fn take_silent(
    conn: &mut impl Conn,
    silent: Timestamp,
    most: i64,
    at: Timestamp,
) -> Result<Vec<Subscription>> {
    let cells: Vec<Cell> = vec![silent.into(), most.into(), at.into()];
    many(
        conn,
        subscriptions!(
            "UPDATE subscriptions SET questioned_at = $3
         WHERE id IN (SELECT id FROM subscriptions WHERE contact_at < $1 AND confirmed_at IS NOT NULL AND questioned_at IS NULL ORDER BY contact_at, id LIMIT $2)
           AND contact_at < $1 AND confirmed_at IS NOT NULL AND questioned_at IS NULL RETURNING ",
            ""
        ),
        cells,
        subscription,
    )
    .await
}

/// Notes that a letter was refused; the same again counts once. Says `false` where there is no such subscription.
pub async fn refuse(
    conn: &mut impl Conn,
    id: SubscriptionId,
    letter: &str,
    status: &str,
    at: Timestamp,
) -> Result<bool> {
    let cells: Vec<Cell> = vec![id.into(), letter.into(), status.into(), at.into()];
    Ok(run(
        conn,
        "INSERT INTO refusals (subscription_id, letter, status, refused_at) SELECT id, $2, $3, $4 FROM subscriptions WHERE id = $1
         ON CONFLICT (subscription_id, letter) DO NOTHING",
        cells,
    )
    .await?
        == 1)
}

/// The letters of a subscription that were refused: when, and with which status.
pub async fn list_refusals(
    conn: &mut impl Conn,
    id: SubscriptionId,
) -> Result<Vec<(Timestamp, String)>> {
    many(
        conn,
        "SELECT refused_at, status FROM refusals WHERE subscription_id = $1 ORDER BY refused_at, letter",
        vec![id.into()],
        |line| Ok((line.instant("refused_at")?, line.text("status")?)),
    )
    .await
}

/// How many there are, by rhythm and language.
pub async fn count(conn: &mut impl Conn) -> Result<Vec<Count>> {
    many(
        conn,
        "SELECT rhythm, lang, COUNT(confirmed_at) AS confirmed, COUNT(*) - COUNT(confirmed_at) AS waiting FROM subscriptions GROUP BY rhythm, lang ORDER BY rhythm, lang",
        vec![],
        |line| {
            Ok(Count {
                rhythm: line.parsed("rhythm")?,
                lang: line.parsed("lang")?,
                confirmed: line.int("confirmed")?,
                waiting: line.int("waiting")?,
            })
        },
    )
    .await
}
