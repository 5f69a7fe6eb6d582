//! Events themselves.

use jiff::Timestamp;

use crate::{
    base::{AccountId, Error, EventId, Result},
    events::{Event, Standing, Status},
    store::{
        changes::EVENTS,
        sql::{Cell, Conn, Line, Named, Order, PART, among, many, one, page, run},
    },
};

/// A query of whole events, to be ended.
macro_rules! events {
    ($end:literal) => {
        concat!(
            "SELECT id, uid, slug, owner_id, status, version, sequence, document, note, made_at, saved_at, published_at, changed_at, cancelled_at FROM events",
            $end
        )
    };
}

fn standing(line: &Line) -> Result<Standing> {
    let document = line.text("document")?;
    let owner = line.maybe_text("owner_id")?;
    Ok(Standing {
        id: line.parsed("id")?,
        uid: line.text("uid")?,
        slug: line.text("slug")?,
        owner: owner
            .map(|id| id.parse().map_err(Error::fault))
            .transpose()?,
        status: line.parsed("status")?,
        version: line.int("version")?,
        sequence: line.int("sequence")?,
        event: serde_json::from_str(&document).map_err(Error::fault)?,
        note: line.maybe_text("note")?,
        made_at: line.instant("made_at")?,
        saved_at: line.instant("saved_at")?,
        published_at: line.maybe_instant("published_at")?,
        changed_at: line.maybe_instant("changed_at")?,
        cancelled_at: line.maybe_instant("cancelled_at")?,
    })
}

fn written(event: &Event) -> Result<String> {
    serde_json::to_string(event).map_err(Error::fault)
}

fn commune(event: &Event) -> Cell {
    let place = event.place.as_ref();
    place.map_or("", |place| place.commune.as_str()).into()
}

/// An event by its id.
pub async fn find(conn: &mut impl Conn, id: EventId) -> Result<Option<Standing>> {
    one(conn, events!(" WHERE id = $1"), vec![id.into()], standing).await
}

/// An event by the end of its address.
pub async fn find_by_slug(conn: &mut impl Conn, slug: &str) -> Result<Option<Standing>> {
    one(
        conn,
        events!(" WHERE slug = $1"),
        vec![slug.into()],
        standing,
    )
    .await
}

/// An event by what calendars know it by.
pub async fn find_by_uid(conn: &mut impl Conn, uid: &str) -> Result<Option<Standing>> {
    one(conn, events!(" WHERE uid = $1"), vec![uid.into()], standing).await
}

/// Events by their ids, in no order; those that are gone are left out.
pub async fn list(conn: &mut impl Conn, ids: &[EventId]) -> Result<Vec<Standing>> {
    among(
        conn,
        events!(" WHERE id IN"),
        Vec::new(),
        ids.iter().map(|id| Cell::from(*id)).collect(),
        "",
        standing,
    )
    .await
}

/// Every event that everybody may see and that is not over at `at`, in no order.
pub async fn list_public(conn: &mut impl Conn, at: Timestamp) -> Result<Vec<Standing>> {
    many(
        conn,
        events!(
            " WHERE status IN ('published', 'cancelled') AND EXISTS (SELECT 1 FROM event_dates AS d WHERE d.event_id = events.id AND d.ends_at > $1)"
        ),
        vec![at.into()],
        standing,
    )
    .await
}

/// Announced events with ids after one, whose series may have further dates: a page of them.
pub async fn list_open(
    conn: &mut impl Conn,
    after: Option<EventId>,
    most: i64,
) -> Result<Vec<Standing>> {
    let after = after.map(|id| id.to_string()).unwrap_or_default();
    many(
        conn,
        events!(" WHERE status = 'published' AND id > $1 ORDER BY id LIMIT $2"),
        vec![after.into(), most.into()],
        standing,
    )
    .await
}

/// The events of an account, the last saved first, a page of them.
pub async fn list_of_owner(
    conn: &mut impl Conn,
    owner: AccountId,
    most: i64,
    offset: i64,
) -> Result<Vec<Standing>> {
    many(
        conn,
        events!(" WHERE owner_id = $1 ORDER BY saved_at DESC, id DESC LIMIT $2 OFFSET $3"),
        vec![owner.into(), most.into(), offset.into()],
        standing,
    )
    .await
}

/// Every event of an account.
pub async fn list_all_of_owner(conn: &mut impl Conn, owner: AccountId) -> Result<Vec<Standing>> {
    many(
        conn,
        events!(" WHERE owner_id = $1 ORDER BY id"),
        vec![owner.into()],
        standing,
    )
    .await
}

/// How many events an account has.
pub async fn count_of_owner(conn: &mut impl Conn, owner: AccountId) -> Result<i64> {
    one(
        conn,
        "SELECT COUNT(*) AS events FROM events WHERE owner_id = $1",
        vec![owner.into()],
        |line| line.int("events"),
    )
    .await
    .map(Option::unwrap_or_default)
}

/// The orders of a list of all events, by the name of their column.
pub const ORDERS: &[Named] = &[
    ("saved", &["saved_at", "id"]),
    ("title", &["title_key", "id"]),
    ("status", &["status", "saved_at", "id"]),
    ("published", &["COALESCE(published_at, 0)", "id"]),
];

/// A page of the events that are no drafts.
pub async fn list_told(conn: &mut impl Conn, order: Order) -> Result<Vec<Standing>> {
    page(
        conn,
        events!(" WHERE status <> 'draft'"),
        order,
        Vec::new(),
        standing,
    )
    .await
}

/// How many events are no drafts.
pub async fn count_told(conn: &mut impl Conn) -> Result<i64> {
    one(
        conn,
        "SELECT COUNT(*) AS events FROM events WHERE status <> 'draft'",
        Vec::new(),
        |line| line.int("events"),
    )
    .await
    .map(Option::unwrap_or_default)
}

/// How many events there are, and how many wait for an agreement.
pub async fn count_waiting(conn: &mut impl Conn) -> Result<(i64, i64)> {
    one(
        conn,
        "SELECT COUNT(*) AS events, COUNT(*) FILTER (WHERE status = 'asked') AS asked FROM events",
        Vec::new(),
        |line| Ok((line.int("events")?, line.int("asked")?)),
    )
    .await
    .map(Option::unwrap_or_default)
}

/// A page of all events.
pub async fn list_all(conn: &mut impl Conn, order: Order) -> Result<Vec<Standing>> {
    page(conn, events!(""), order, Vec::new(), standing).await
}

/// Adds an event. Says `false`, and adds nothing, where calendars know one by the same name already.
pub async fn add(
    conn: &mut impl Conn,
    standing: &Standing,
    at: Option<(f64, f64)>,
) -> Result<bool> {
    let event = &standing.event;
    let cells: Vec<Cell> = vec![
        standing.id.into(),
        standing.uid.as_str().into(),
        standing.slug.as_str().into(),
        standing.owner.into(),
        standing.status.name().into(),
        standing.version.into(),
        standing.sequence.into(),
        written(event)?.into(),
        commune(event),
        at.map(|at| at.0).into(),
        at.map(|at| at.1).into(),
        event.title_key().into(),
        standing.made_at.into(),
        standing.saved_at.into(),
        standing.published_at.into(),
    ];
    Ok(run(
        conn,
        "INSERT INTO events (id, uid, slug, owner_id, status, version, sequence, document, commune, latitude, longitude, title_key, note, made_at, saved_at, published_at, changed_at, cancelled_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, NULL, $13, $14, $15, NULL, NULL) ON CONFLICT (uid) DO NOTHING",
        cells,
    )
    .await?
        == 1)
}

/// Holds the row of an event until the transaction ends. Says `false` where there is none.
pub async fn hold(conn: &mut impl Conn, id: EventId) -> Result<bool> {
    let held = run(
        conn,
        "UPDATE events SET version = version WHERE id = $1",
        vec![id.into()],
    );
    Ok(held.await? == 1)
}

/// Saves an event over version `version`, and says `false` where it is not that one any more. `moved` counts a change for calendars, and notes when its time or
/// place changed.
pub async fn save(
    conn: &mut impl Conn,
    id: EventId,
    version: i64,
    event: &Event,
    at: Option<(f64, f64)>,
    saved_at: Timestamp,
    moved: bool,
) -> Result<bool> {
    let cells: Vec<Cell> = vec![
        id.into(),
        version.into(),
        written(event)?.into(),
        commune(event),
        at.map(|at| at.0).into(),
        at.map(|at| at.1).into(),
        event.title_key().into(),
        saved_at.into(),
        i64::from(moved).into(),
    ];
    let saved = run(
        conn,
        "UPDATE events SET document = $3, commune = $4, latitude = $5, longitude = $6, title_key = $7, saved_at = $8, version = version + 1,
                sequence = CASE WHEN published_at IS NULL THEN 0 ELSE sequence + 1 END,
                changed_at = CASE WHEN $9 = 1 AND published_at IS NOT NULL THEN $8 ELSE changed_at END
         WHERE id = $1 AND version = $2",
        cells,
    )
    .await?
        == 1;
    if saved {
        EVENTS.note(conn, id).await?;
    }
    Ok(saved)
}

/// Moves an event from one status to another, with a note where there is one to leave. Says `false` where it is not in the first any more.
pub async fn set_status(
    conn: &mut impl Conn,
    id: EventId,
    from: Status,
    to: Status,
    note: Option<&str>,
    at: Timestamp,
) -> Result<bool> {
    let cells: Vec<Cell> = vec![
        id.into(),
        from.name().into(),
        to.name().into(),
        note.into(),
        at.into(),
    ];
    let set = run(
        conn,
        "UPDATE events SET status = $3, note = $4, saved_at = $5, version = version + 1,
                sequence = CASE WHEN published_at IS NULL THEN sequence ELSE sequence + 1 END,
                published_at = CASE WHEN $3 = 'published' THEN COALESCE(published_at, $5) ELSE published_at END,
                cancelled_at = CASE WHEN $3 = 'cancelled' THEN $5 ELSE NULL END
         WHERE id = $1 AND status = $2",
        cells,
    )
    .await?
        == 1;
    if set {
        EVENTS.note(conn, id).await?;
    }
    Ok(set)
}

/// Forgets an event that was never announced. Says `false` where it was, or is not there.
pub async fn forget(conn: &mut impl Conn, id: EventId) -> Result<bool> {
    Ok(run(
        conn,
        "DELETE FROM events WHERE id = $1 AND published_at IS NULL",
        vec![id.into()],
    )
    .await?
        == 1)
}

/// Forgets a part of the events that were over, and drafts that nobody touched, before an instant; how many.
pub async fn forget_past(conn: &mut impl Conn, before: Timestamp) -> Result<u64> {
    run(
        conn,
        "DELETE FROM events WHERE id IN (SELECT id FROM events WHERE saved_at <= $1 AND NOT EXISTS (SELECT 1 FROM event_dates AS d WHERE d.event_id = events.id AND d.ends_at > $1) LIMIT $2)
         AND saved_at <= $1",
        vec![before.into(), PART.into()],
    )
    .await
}

/// Leaves an event without its organiser, whose account is about to be forgotten, and without what says who that was.
pub async fn orphan(conn: &mut impl Conn, id: EventId, event: &Event) -> Result<()> {
    run(
        conn,
        "UPDATE events SET owner_id = NULL, document = $2 WHERE id = $1",
        vec![id.into(), written(event)?.into()],
    )
    .await?;
    EVENTS.note(conn, id).await
}
