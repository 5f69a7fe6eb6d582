//! What is known of events that were taken over from elsewhere.

use jiff::Timestamp;

use crate::{
    base::{EventId, Result},
    store::sql::{Cell, Conn, one, run},
};

/// How an event was when it was last taken over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// How often it was changed there.
    pub sequence: i64,
    /// The digest of ours as it was made then.
    pub digest: String,
}

/// How an event was last taken over; nothing where it was written here.
pub async fn find_import(conn: &mut impl Conn, event: EventId) -> Result<Option<Taken>> {
    one(
        conn,
        "SELECT sequence, digest FROM event_imports WHERE event_id = $1",
        vec![event.into()],
        |line| {
            Ok(Taken {
                sequence: line.int("sequence")?,
                digest: line.text("digest")?,
            })
        },
    )
    .await
}

/// Writes down how an event is taken over.
pub async fn put_import(
    conn: &mut impl Conn,
    event: EventId,
    taken: &Taken,
    at: Timestamp,
) -> Result<()> {
    let cells: Vec<Cell> = vec![
        event.into(),
        taken.sequence.into(),
        taken.digest.as_str().into(),
        at.into(),
    ];
    run(
        conn,
        "INSERT INTO event_imports (event_id, sequence, digest, taken_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (event_id) DO UPDATE SET sequence = excluded.sequence, digest = excluded.digest, taken_at = excluded.taken_at",
        cells,
    )
    .await?;
    Ok(())
}
