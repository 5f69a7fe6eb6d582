//! Codes that are no award's own: cards printed before anything was earned, and codes for a whole room.

use jiff::Timestamp;

use super::sql::{Cell, Conn, Line, PART, many, one, run};
use crate::{
    badges::pocket::{Card, Room},
    base::{AwardId, Error, Result, RoomId},
};

/// Stores a card that is to be printed, by the hash of its code. Says `false` where the code is taken.
pub async fn add_card(
    conn: &mut impl Conn,
    key: &str,
    until: Timestamp,
    at: Timestamp,
) -> Result<bool> {
    let cells: Vec<Cell> = vec![key.into(), at.into(), until.into()];
    let added = run(
        conn,
        "INSERT INTO cards (code_key, made_at, until_at) VALUES ($1, $2, $3) ON CONFLICT (code_key) DO NOTHING",
        cells,
    );
    Ok(added.await? == 1)
}

/// A card by the hash of its code.
pub async fn find_card(conn: &mut impl Conn, key: &str) -> Result<Option<Card>> {
    one(
        conn,
        "SELECT until_at, award_id FROM cards WHERE code_key = $1",
        vec![key.into()],
        |line| {
            Ok(Card {
                until: line.instant("until_at")?,
                award: line
                    .maybe_text("award_id")?
                    .map(|id| id.parse())
                    .transpose()
                    .map_err(Error::fault)?,
            })
        },
    )
    .await
}

/// Whether an award is in a card already.
pub async fn is_in_a_card(conn: &mut impl Conn, award: AwardId) -> Result<bool> {
    let found = one(
        conn,
        "SELECT until_at FROM cards WHERE award_id = $1",
        vec![award.into()],
        |line| line.instant("until_at"),
    );
    Ok(found.await?.is_some())
}

/// Puts an award into a card that is empty. Says `false` where it is not.
pub async fn fill_card(conn: &mut impl Conn, key: &str, award: AwardId) -> Result<bool> {
    let cells: Vec<Cell> = vec![key.into(), award.into()];
    let filled = run(
        conn,
        "UPDATE cards SET award_id = $2 WHERE code_key = $1 AND award_id IS NULL",
        cells,
    );
    Ok(filled.await? == 1)
}

/// Forgets a part of the cards that stayed empty until their time was over.
pub async fn forget_cards(conn: &mut impl Conn, at: Timestamp) -> Result<u64> {
    run(
        conn,
        "DELETE FROM cards WHERE code_key IN (SELECT code_key FROM cards WHERE until_at < $1 AND award_id IS NULL LIMIT $2) AND award_id IS NULL",
        vec![at.into(), PART.into()],
    )
    .await
}

/// Forgets a part of the codes for rooms whose time was over before `before`.
pub async fn forget_rooms(conn: &mut impl Conn, before: Timestamp) -> Result<u64> {
    run(
        conn,
        "DELETE FROM room_codes WHERE code_key IN (SELECT code_key FROM room_codes WHERE until_at < $1 LIMIT $2)",
        vec![before.into(), PART.into()],
    )
    .await
}

const ROOM: &str = "SELECT id, achievement, achievement_version, lang, evidence, most, taken, made_at, until_at FROM room_codes WHERE code_key = $1";
const ROOMS: &str = "SELECT id, achievement, achievement_version, lang, evidence, most, taken, made_at, until_at FROM room_codes WHERE achievement = $1 ORDER BY made_at DESC, id";

fn room(line: &Line) -> Result<Room> {
    Ok(Room {
        id: line.parsed("id")?,
        achievement: line.text("achievement")?,
        achievement_version: line.text("achievement_version")?,
        lang: line
            .text("lang")?
            .parse()
            .map_err(|()| Error::fault("a code for a room has an unknown language"))?,
        evidence: serde_json::from_str(&line.text("evidence")?).map_err(Error::fault)?,
        most: line.int("most")?,
        taken: line.int("taken")?,
        made_at: line.instant("made_at")?,
        until: line.instant("until_at")?,
    })
}

/// A code for a room by its hash.
pub async fn find_room(conn: &mut impl Conn, key: &str) -> Result<Option<Room>> {
    one(conn, ROOM, vec![key.into()], room).await
}

/// The codes for rooms of an achievement, newest first.
pub async fn list_rooms(conn: &mut impl Conn, achievement: &str) -> Result<Vec<Room>> {
    many(conn, ROOMS, vec![achievement.into()], room).await
}

/// Stores a code for a room by its hash.
pub async fn add_room(conn: &mut impl Conn, room: &Room, key: &str, made_by: &str) -> Result<()> {
    let cells: Vec<Cell> = vec![
        key.into(),
        room.id.into(),
        room.achievement.as_str().into(),
        room.achievement_version.as_str().into(),
        room.lang.into(),
        serde_json::to_string(&room.evidence)
            .map_err(Error::fault)?
            .into(),
        room.most.into(),
        made_by.into(),
        room.made_at.into(),
        room.until.into(),
    ];
    run(
        conn,
        "INSERT INTO room_codes (code_key, id, achievement, achievement_version, lang, evidence, most, taken, made_by, made_at, until_at) VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, $9, $10)",
        cells,
    )
    .await?;
    Ok(())
}

/// Takes one of a room's badges. Says `false` where none is left, or its time is over.
pub async fn take_one(conn: &mut impl Conn, room: RoomId, at: Timestamp) -> Result<bool> {
    let cells: Vec<Cell> = vec![room.into(), at.into()];
    let taken = run(
        conn,
        "UPDATE room_codes SET taken = taken + 1 WHERE id = $1 AND taken < most AND until_at >= $2",
        cells,
    );
    Ok(taken.await? == 1)
}

/// Ends a code for a room: nobody takes a badge from it any more. Says `false` where it is over already.
pub async fn close_room(conn: &mut impl Conn, room: RoomId, at: Timestamp) -> Result<bool> {
    let cells: Vec<Cell> = vec![room.into(), at.into()];
    let closed = run(
        conn,
        "UPDATE room_codes SET until_at = $2 - 1 WHERE id = $1 AND until_at >= $2",
        cells,
    );
    Ok(closed.await? == 1)
}
