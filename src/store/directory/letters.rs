//! Letters to people of the directory, kept until they can no longer be reported.

use jiff::Timestamp;

use crate::{
    base::{AccountId, Email, Lang, MessageId, Result},
    store::sql::{Cell, Conn, Line, PART, many, one, run},
};

/// A letter to somebody of the directory.
#[derive(Clone, Debug)]
pub struct Message {
    /// Its id.
    pub id: MessageId,
    /// To whom.
    pub to: AccountId,
    /// From which mailbox.
    pub sender: Email,
    /// What that mailbox is called where its address is not to stand.
    pub mailbox: String,
    /// The name of who writes.
    pub name: String,
    /// What is written.
    pub words: String,
    /// Whether the sender agrees to be answered at that mailbox.
    pub reply: bool,
    /// The language of who writes.
    pub lang: Lang,
    /// When it was written.
    pub written_at: Timestamp,
    /// When the sender showed that the mailbox is theirs.
    pub confirmed_at: Option<Timestamp>,
}

fn message(line: &Line) -> Result<Message> {
    Ok(Message {
        id: line.parsed("id")?,
        to: line.parsed("account_id")?,
        sender: line.parsed("sender")?,
        mailbox: line.text("mailbox")?,
        name: line.text("name")?,
        words: line.text("words")?,
        reply: line.int("reply")? == 1,
        lang: line.parsed("lang")?,
        written_at: line.instant("written_at")?,
        confirmed_at: line.maybe_instant("confirmed_at")?,
    })
}

/// Adds a letter.
pub async fn add_message(conn: &mut impl Conn, message: &Message) -> Result<()> {
    let cells: Vec<Cell> = vec![
        message.id.into(),
        message.to.into(),
        (&message.sender).into(),
        message.mailbox.as_str().into(),
        message.name.as_str().into(),
        message.words.as_str().into(),
        i64::from(message.reply).into(),
        message.lang.into(),
        message.written_at.into(),
        message.confirmed_at.into(),
    ];
    run(
        conn,
        "INSERT INTO messages (id, account_id, sender, mailbox, name, words, reply, lang, written_at, confirmed_at, reported_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, NULL)",
        cells,
    )
    .await?;
    Ok(())
}

/// A letter by its id.
pub async fn find_message(conn: &mut impl Conn, id: MessageId) -> Result<Option<Message>> {
    one(
        conn,
        "SELECT id, account_id, sender, mailbox, name, words, reply, lang, written_at, confirmed_at FROM messages WHERE id = $1",
        vec![id.into()],
        message,
    )
    .await
}

/// The letters that a mailbox wrote and those that an account got, newest first.
pub async fn list_messages_of(
    conn: &mut impl Conn,
    mailbox: &str,
    account: AccountId,
) -> Result<Vec<Message>> {
    let cells: Vec<Cell> = vec![mailbox.into(), account.into()];
    many(
        conn,
        "SELECT id, account_id, sender, mailbox, name, words, reply, lang, written_at, confirmed_at FROM messages WHERE mailbox = $1 OR (account_id = $2 AND confirmed_at IS NOT NULL) ORDER BY written_at DESC, id",
        cells,
        message,
    )
    .await
}

/// Says that the sender's mailbox is theirs; `false` where that was said before, or too late.
pub async fn confirm_message(
    conn: &mut impl Conn,
    id: MessageId,
    since: Timestamp,
    at: Timestamp,
) -> Result<bool> {
    let cells: Vec<Cell> = vec![id.into(), since.into(), at.into()];
    Ok(run(
        conn,
        "UPDATE messages SET confirmed_at = $3 WHERE id = $1 AND confirmed_at IS NULL AND written_at > $2",
        cells,
    )
    .await?
        == 1)
}

/// Says that a letter was reported; `false` where it was before.
pub async fn report_message(conn: &mut impl Conn, id: MessageId, at: Timestamp) -> Result<bool> {
    let cells: Vec<Cell> = vec![id.into(), at.into()];
    Ok(run(
        conn,
        "UPDATE messages SET reported_at = $2 WHERE id = $1 AND reported_at IS NULL AND confirmed_at IS NOT NULL",
        cells,
    )
    .await?
        == 1)
}

/// Forgets a part of the letters that nobody confirmed by `unconfirmed`, and of those written, and reported, before `written`.
pub async fn forget_messages(
    conn: &mut impl Conn,
    unconfirmed: Timestamp,
    written: Timestamp,
) -> Result<u64> {
    let cells: Vec<Cell> = vec![unconfirmed.into(), written.into(), PART.into()];
    run(
        conn,
        "DELETE FROM messages WHERE id IN (SELECT id FROM messages WHERE (confirmed_at IS NULL AND written_at < $1) OR (written_at < $2 AND COALESCE(reported_at, 0) < $2) LIMIT $3)
         AND ((confirmed_at IS NULL AND written_at < $1) OR (written_at < $2 AND COALESCE(reported_at, 0) < $2))",
        cells,
    )
    .await
}

/// Forgets all that a mailbox wrote.
pub async fn forget_messages_of(conn: &mut impl Conn, mailbox: &str) -> Result<u64> {
    let all = "DELETE FROM messages WHERE mailbox = $1";
    run(conn, all, vec![mailbox.into()]).await
}
