//! Entries that were asked for: each opens once, for a few minutes.

use jiff::Timestamp;

use crate::{
    base::{Email, EntryId, Lang, Result},
    store::sql::{Cell, Conn, Line, PART, one, run},
};

/// An entry that is open.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its id.
    pub id: EntryId,
    /// The mailbox that its letter goes to.
    pub email: Email,
    /// The language of the page that asked.
    pub lang: Lang,
    /// Whether only the browser that asked may use it.
    pub browser: bool,
    /// When it closes by itself.
    pub expires_at: Timestamp,
}

const OPEN_BY_ID: &str = "SELECT id, email, lang, browser, expires_at FROM entries WHERE id = $1 AND closed_at IS NULL AND expires_at > $2 AND asked_at <= $2";
const OPEN_BY_TOKEN: &str = "SELECT id, email, lang, browser, expires_at FROM entries WHERE token_key = $1 AND closed_at IS NULL AND expires_at > $2 AND asked_at <= $2";
const OPEN_BY_MAILBOX: &str = "SELECT id, email, lang, browser, expires_at FROM entries WHERE mailbox = $1 AND browser = 1 AND closed_at IS NULL AND expires_at > $2 AND asked_at <= $2 ORDER BY asked_at DESC, id LIMIT 1";

fn entry(line: &Line) -> Result<Entry> {
    Ok(Entry {
        id: line.parsed("id")?,
        email: line.parsed("email")?,
        lang: line.parsed("lang")?,
        browser: line.int("browser")? != 0,
        expires_at: line.instant("expires_at")?,
    })
}

/// Opens an entry; those that the mailbox asked for before are closed.
pub async fn add_entry(
    conn: &mut impl Conn,
    entry: &Entry,
    mailbox: &str,
    token_key: &str,
    at: Timestamp,
) -> Result<()> {
    if entry.browser {
        run(
            conn,
            "UPDATE entries SET closed_at = $2 WHERE mailbox = $1 AND browser = 1 AND closed_at IS NULL",
            vec![mailbox.into(), at.into()],
        )
        .await?;
    }
    let cells: Vec<Cell> = vec![
        entry.id.into(),
        (&entry.email).into(),
        mailbox.into(),
        token_key.into(),
        entry.lang.into(),
        i64::from(entry.browser).into(),
        at.into(),
        entry.expires_at.into(),
    ];
    run(conn, "INSERT INTO entries (id, email, mailbox, token_key, lang, browser, tries, asked_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, 0, $7, $8)", cells).await?;
    Ok(())
}

/// An entry that is open at `at`.
pub async fn find_entry(conn: &mut impl Conn, id: EntryId, at: Timestamp) -> Result<Option<Entry>> {
    one(conn, OPEN_BY_ID, vec![id.into(), at.into()], entry).await
}

/// The open entry that a token is for.
pub async fn find_entry_by_token(
    conn: &mut impl Conn,
    token_key: &str,
    at: Timestamp,
) -> Result<Option<Entry>> {
    one(
        conn,
        OPEN_BY_TOKEN,
        vec![token_key.into(), at.into()],
        entry,
    )
    .await
}

/// The newest open entry of a mailbox.
pub async fn find_entry_of_mailbox(
    conn: &mut impl Conn,
    mailbox: &str,
    at: Timestamp,
) -> Result<Option<Entry>> {
    one(
        conn,
        OPEN_BY_MAILBOX,
        vec![mailbox.into(), at.into()],
        entry,
    )
    .await
}

/// Takes one of the tries that the code of an entry has. Says `false` where none is left.
pub async fn take_try(conn: &mut impl Conn, id: EntryId, most: i64) -> Result<bool> {
    let cells: Vec<Cell> = vec![id.into(), most.into()];
    Ok(run(
        conn,
        "UPDATE entries SET tries = tries + 1 WHERE id = $1 AND tries < $2",
        cells,
    )
    .await?
        == 1)
}

/// Closes an entry that is used. Says `false` where it was closed before.
pub async fn close_entry(conn: &mut impl Conn, id: EntryId, at: Timestamp) -> Result<bool> {
    Ok(run(
        conn,
        "UPDATE entries SET closed_at = $2 WHERE id = $1 AND closed_at IS NULL AND expires_at > $2",
        vec![id.into(), at.into()],
    )
    .await?
        == 1)
}

/// Forgets a part of the entries that closed by themselves before `before`: they hold addresses.
pub async fn forget_entries(conn: &mut impl Conn, before: Timestamp) -> Result<u64> {
    run(
        conn,
        "DELETE FROM entries WHERE id IN (SELECT id FROM entries WHERE expires_at < $1 LIMIT $2) AND expires_at < $1",
        vec![before.into(), PART.into()],
    )
    .await
}

/// Forgets what one mailbox asked for.
pub async fn forget_entries_of(conn: &mut impl Conn, mailbox: &str) -> Result<u64> {
    run(
        conn,
        "DELETE FROM entries WHERE mailbox = $1",
        vec![mailbox.into()],
    )
    .await
}
