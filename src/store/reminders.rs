//! Badges in people's spaces that are about to end, and the letters that said so.

use jiff::Timestamp;

use super::sql::{Cell, Conn, many, run};
use crate::base::{AwardId, CredentialId, Email, Error, Lang, Result};

/// A badge that is about to end, and whose it is.
pub struct Ending {
    /// The award.
    pub award: AwardId,
    /// The credential.
    pub credential: CredentialId,
    /// The mailbox of who keeps it.
    pub to: Email,
    /// The language of letters to them.
    pub lang: Lang,
}

/// Badges that hold, are in somebody's space, end between two moments, and of which nothing was said yet at so many days.
pub async fn list_ending(
    conn: &mut impl Conn,
    from: Timestamp,
    until: Timestamp,
    days: i64,
    limit: i64,
) -> Result<Vec<Ending>> {
    let cells: Vec<Cell> = vec![from.into(), until.into(), days.into(), limit.into()];
    many(
        conn,
        "SELECT h.award_id, c.id, u.email, u.lang FROM credentials AS c
         JOIN holdings AS h ON h.award_id = c.award_id JOIN accounts AS u ON u.id = h.account_id
         WHERE c.expires_at > $1 AND c.expires_at <= $2 AND c.standing = 'valid'
           AND NOT EXISTS (SELECT 1 FROM reminders AS r WHERE r.award_id = h.award_id AND r.days = $3)
         ORDER BY c.expires_at, c.id LIMIT $4",
        cells,
        |line| {
            Ok(Ending {
                award: line.parsed("award_id")?,
                credential: line.parsed("id")?,
                to: Email::read(&line.text("email")?)
                    .map_err(|_| Error::fault("an account has no address"))?,
                lang: line.text("lang")?.parse().unwrap_or_default(),
            })
        },
    )
    .await
}

/// Notes that it was said. Says `false` where it was noted before.
pub async fn add(conn: &mut impl Conn, award: AwardId, days: i64, at: Timestamp) -> Result<bool> {
    let cells: Vec<Cell> = vec![award.into(), days.into(), at.into()];
    let added = run(
        conn,
        "INSERT INTO reminders (award_id, days, sent_at) VALUES ($1, $2, $3) ON CONFLICT (award_id, days) DO NOTHING",
        cells,
    );
    Ok(added.await? == 1)
}
