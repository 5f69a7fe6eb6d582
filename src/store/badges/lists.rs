//! Status lists and their places, as rows.

use std::collections::HashSet;

use jiff::Timestamp;

use crate::{
    badges::ledger::Seat,
    base::Result,
    store::sql::{Conn, fill, many, one, run},
};

/// The list that takes new credentials, how many places it has, and how many more it takes: the newest that is less than half full, so that a random place is
/// found at once.
pub async fn find_open_list(conn: &mut impl Conn) -> Result<Option<(i64, i64, i64)>> {
    one(
        conn,
        "SELECT id, places, (places - taken * 2 + 1) / 2 AS room FROM status_lists WHERE taken * 2 < places ORDER BY id DESC LIMIT 1",
        vec![],
        |line| Ok((line.int("id")?, line.int("places")?, line.int("room")?)),
    )
    .await
}

/// Opens the next list; two at once open one.
pub async fn add_list(conn: &mut impl Conn, places: i64, at: Timestamp) -> Result<()> {
    run(
        conn,
        "INSERT INTO status_lists (id, places, taken, revision, created_at) SELECT COALESCE(MAX(id), 0) + 1, CAST($1 AS BIGINT), 0, 0, CAST($2 AS BIGINT) FROM status_lists WHERE 1 = 1 ON CONFLICT (id) DO NOTHING",
        vec![places.into(), at.into()],
    )
    .await?;
    Ok(())
}

/// Takes places in a list. Gives those that were free, in the order in which they were asked for: whoever reads the list learns nothing of who got which.
pub async fn take_places(
    conn: &mut impl Conn,
    list: i64,
    places: &[i64],
    at: Timestamp,
) -> Result<Vec<i64>> {
    let rows = places
        .iter()
        .map(|place| vec![list.into(), (*place).into(), at.into()]);
    let taken = fill(
        conn,
        "INSERT INTO status_places (list, place, taken_at) VALUES",
        rows.collect(),
        " ON CONFLICT (list, place) DO NOTHING RETURNING place",
        |line| line.int("place"),
    );
    let taken: HashSet<i64> = taken.await?.into_iter().collect();
    run(
        conn,
        "UPDATE status_lists SET taken = taken + $2 WHERE id = $1",
        vec![list.into(), (taken.len() as i64).into()],
    )
    .await?;
    let taken = places.iter().filter(|place| taken.contains(place));
    Ok(taken.copied().collect())
}

/// Sets the bit of a place; it is never cleared again.
pub async fn set_bit(conn: &mut impl Conn, seat: Seat, at: Timestamp) -> Result<()> {
    let set = run(
        conn,
        "UPDATE status_places SET set_at = $3 WHERE list = $1 AND place = $2 AND set_at IS NULL",
        vec![seat.list.into(), seat.place.into(), at.into()],
    )
    .await?;
    if set == 1 {
        run(
            conn,
            "UPDATE status_lists SET revision = revision + 1 WHERE id = $1",
            vec![seat.list.into()],
        )
        .await?;
    }
    Ok(())
}

/// The size and the revision of a list.
pub async fn find_list(conn: &mut impl Conn, list: i64) -> Result<Option<(i64, i64)>> {
    one(
        conn,
        "SELECT places, revision FROM status_lists WHERE id = $1",
        vec![list.into()],
        |line| Ok((line.int("places")?, line.int("revision")?)),
    )
    .await
}

/// The places of a list whose bit is set.
pub async fn list_bits(conn: &mut impl Conn, list: i64) -> Result<Vec<i64>> {
    many(
        conn,
        "SELECT place FROM status_places WHERE list = $1 AND set_at IS NOT NULL ORDER BY place",
        vec![list.into()],
        |line| line.int("place"),
    )
    .await
}
