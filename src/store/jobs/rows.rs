//! Jobs as rows: added, claimed, done, put off, given up; and the timers that add some of them.

use jiff::Timestamp;

use super::kind::Job;
use crate::{
    base::{Error, JobId, Result, SubscriptionId},
    store::{
        db::Tx,
        sql::{Cell, Conn, Line, Named, Order, PART, among, fill, many, one, page, run},
    },
};

/// A job that this worker holds until its lease ends.
#[derive(Clone, Debug)]
pub struct Claimed {
    /// Its id, which names the letter too.
    pub id: JobId,
    /// The job as it is stored.
    pub text: String,
    /// How often it was tried, this time included.
    pub tries: i64,
    /// When it was added.
    pub added_at: Timestamp,
    /// The worker's hold on it.
    lease: String,
}

/// A job as a list shows it.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// Its id.
    pub id: JobId,
    /// Its name.
    pub name: String,
    /// How often it was tried.
    pub tries: i64,
    /// When it is due.
    pub due_at: Timestamp,
    /// Since when it is given up.
    pub failed_at: Option<Timestamp>,
    /// Why it failed last.
    pub error: Option<String>,
    /// When it was added.
    pub added_at: Timestamp,
}

/// Adds a job to the transaction that causes it, and wakes the workers once that is committed.
pub async fn add(
    tx: &mut Tx,
    job: &Job,
    recipient: Option<&str>,
    due_at: Timestamp,
    at: Timestamp,
) -> Result<JobId> {
    let id = JobId::new();
    run(
        tx,
        "INSERT INTO jobs (id, name, job, recipient, tries, lane, due_at, added_at) VALUES ($1, $2, $3, $4, 0, $5, $6, $7)",
        cells(id, job, recipient, due_at, at)?,
    )
    .await?;
    tx.rouse();
    Ok(id)
}

/// Adds a job in place of the same one for the same recipient, where that still waits: what is changed several times in a row is told once.
pub async fn add_once(
    tx: &mut Tx,
    job: &Job,
    recipient: &str,
    due_at: Timestamp,
    at: Timestamp,
) -> Result<JobId> {
    let cells: Vec<Cell> = vec![recipient.into(), job.text()?.into()];
    run(
        tx,
        "DELETE FROM jobs WHERE recipient = $1 AND job = $2 AND lease IS NULL AND failed_at IS NULL",
        cells,
    )
    .await?;
    add(tx, job, Some(recipient), due_at, at).await
}

/// Adds many jobs at once: each with whom it is for, and when it is due.
pub async fn add_many(tx: &mut Tx, jobs: &[(Job, String, Timestamp)], at: Timestamp) -> Result<()> {
    let rows: Result<Vec<Vec<Cell>>> = jobs
        .iter()
        .map(|(job, recipient, due_at)| {
            let mut row = cells(JobId::new(), job, Some(recipient), *due_at, at)?;
            // No try yet: every row of a statement holds its own.
            row.push(0.into());
            Ok(row)
        })
        .collect();
    fill(
        tx,
        "INSERT INTO jobs (id, name, job, recipient, lane, due_at, added_at, tries) VALUES",
        rows?,
        "",
        |_| Ok(()),
    )
    .await?;
    if !jobs.is_empty() {
        tx.rouse();
    }
    Ok(())
}

fn cells(
    id: JobId,
    job: &Job,
    recipient: Option<&str>,
    due_at: Timestamp,
    at: Timestamp,
) -> Result<Vec<Cell>> {
    Ok(vec![
        id.into(),
        job.name().into(),
        job.text()?.into(),
        recipient.into(),
        job.lane().into(),
        due_at.into(),
        at.into(),
    ])
}

/// Claims up to `most` jobs that are due, for one worker until `until`. The conditions stand twice: the inner ones find, the outer ones hold where
/// another worker came between. What somebody waits for goes before what is sent to many.
pub async fn claim(
    conn: &mut impl Conn,
    most: i64,
    until: Timestamp,
    at: Timestamp,
) -> Result<Vec<Claimed>> {
    let lease = JobId::new().to_string();
    let cells: Vec<Cell> = vec![lease.as_str().into(), until.into(), at.into(), most.into()];
    many(
        conn,
        "UPDATE jobs SET lease = $1, leased_until = $2, tries = tries + 1
         WHERE id IN (SELECT id FROM jobs WHERE failed_at IS NULL AND due_at <= $3 AND (leased_until IS NULL OR leased_until <= $3) ORDER BY lane, due_at, id LIMIT $4)
           AND failed_at IS NULL AND due_at <= $3 AND (leased_until IS NULL OR leased_until <= $3)
         RETURNING id, job, tries, added_at",
        cells,
        |line| {
            Ok(Claimed {
                id: line.parsed("id")?,
                text: line.text("job")?,
                tries: line.int("tries")?,
                added_at: line.instant("added_at")?,
                lease: lease.clone(),
            })
        },
    )
    .await
}

/// Takes a job that is done away. Says `false` where the lease was lost meanwhile.
pub async fn close(conn: &mut impl Conn, job: &Claimed) -> Result<bool> {
    let cells: Vec<Cell> = vec![job.id.into(), job.lease.as_str().into()];
    Ok(run(conn, "DELETE FROM jobs WHERE id = $1 AND lease = $2", cells).await? == 1)
}

/// Takes a job away, whoever holds it, with the transaction that does it. Says `false` where it is gone already: it was done.
pub async fn forget(conn: &mut impl Conn, id: JobId) -> Result<bool> {
    Ok(run(conn, "DELETE FROM jobs WHERE id = $1", vec![id.into()]).await? == 1)
}

/// Gives a job back, to be tried again from `due_at`; `counted` says whether this try counts.
pub async fn put_off(
    conn: &mut impl Conn,
    job: &Claimed,
    due_at: Timestamp,
    error: Option<&str>,
    counted: bool,
) -> Result<bool> {
    let cells: Vec<Cell> = vec![
        job.id.into(),
        job.lease.as_str().into(),
        due_at.into(),
        error.into(),
        i64::from(!counted).into(),
    ];
    let done = run(
        conn,
        "UPDATE jobs SET lease = NULL, leased_until = NULL, due_at = $3, error = COALESCE($4, error), tries = tries - $5 WHERE id = $1 AND lease = $2",
        cells,
    );
    Ok(done.await? == 1)
}

/// Gives a job up: it stays, and is not tried again until somebody says so.
pub async fn give_up(
    conn: &mut impl Conn,
    job: &Claimed,
    error: &str,
    at: Timestamp,
) -> Result<bool> {
    let cells: Vec<Cell> = vec![
        job.id.into(),
        job.lease.as_str().into(),
        at.into(),
        error.into(),
    ];
    let done = run(
        conn,
        "UPDATE jobs SET lease = NULL, leased_until = NULL, failed_at = $3, error = $4 WHERE id = $1 AND lease = $2",
        cells,
    );
    Ok(done.await? == 1)
}

/// Lets a job that was given up be tried again, from its first try. Says `false` where it is not one of those.
pub async fn revive(tx: &mut Tx, id: JobId, at: Timestamp) -> Result<bool> {
    let done = run(
        tx,
        "UPDATE jobs SET failed_at = NULL, tries = 0, due_at = $2 WHERE id = $1 AND failed_at IS NOT NULL",
        vec![id.into(), at.into()],
    )
    .await?;
    tx.rouse();
    Ok(done == 1)
}

/// Forgets a part of the jobs that were given up before `before`: they hold addresses.
pub async fn forget_failed(conn: &mut impl Conn, before: Timestamp) -> Result<u64> {
    run(
        conn,
        "DELETE FROM jobs WHERE id IN (SELECT id FROM jobs WHERE failed_at < $1 LIMIT $2) AND failed_at < $1",
        vec![before.into(), PART.into()],
    )
    .await
}

/// Forgets every letter to one mailbox.
pub async fn forget_letters(conn: &mut impl Conn, recipient: &str) -> Result<u64> {
    run(
        conn,
        "DELETE FROM jobs WHERE recipient = $1",
        vec![recipient.into()],
    )
    .await
}

/// Forgets the letters to one mailbox that are of a subscription of it, those that were given up or are on their way too.
pub async fn forget_letters_of(
    conn: &mut impl Conn,
    recipient: &str,
    subscription: SubscriptionId,
) -> Result<()> {
    let letters: Vec<(JobId, String)> = many(
        conn,
        "SELECT id, job FROM jobs WHERE recipient = $1",
        vec![recipient.into()],
        |line| Ok((line.parsed("id")?, line.text("job")?)),
    )
    .await?;
    // By its id in the text: a letter that a later program wrote goes as well.
    let named = format!("\"{subscription}\"");
    let of_it = letters.iter().filter(|(_, job)| job.contains(&named));
    let ids = of_it.map(|(id, _)| (*id).into()).collect();
    among(
        conn,
        "DELETE FROM jobs WHERE id IN",
        vec![],
        ids,
        "",
        |_| Ok(()),
    )
    .await?;
    Ok(())
}

/// When the next job is due that no worker holds.
pub async fn next_due(conn: &mut impl Conn) -> Result<Option<Timestamp>> {
    one(
        conn,
        "SELECT MIN(CASE WHEN leased_until > due_at THEN leased_until ELSE due_at END) AS next_at FROM jobs WHERE failed_at IS NULL",
        vec![],
        |line| line.maybe_instant("next_at"),
    )
    .await
    .map(Option::flatten)
}

/// How many jobs wait, and how many were given up.
pub async fn count(conn: &mut impl Conn) -> Result<(i64, i64)> {
    one(
        conn,
        "SELECT COUNT(*) AS everything, COUNT(failed_at) AS failed FROM jobs",
        vec![],
        |line| Ok((line.int("everything")?, line.int("failed")?)),
    )
    .await?
    .map(|(everything, failed)| (everything - failed, failed))
    .ok_or_else(|| Error::fault("a count gave no row"))
}

/// The orders of [`list`], by the name of their column.
pub const ORDERS: &[Named] = &[
    // Those given up first, newest first.
    (
        "failed",
        &[
            "CASE WHEN failed_at IS NULL THEN 1 ELSE 0 END",
            "failed_at DESC",
            "due_at",
            "id",
        ],
    ),
    ("added", &["added_at", "id"]),
    ("due", &["due_at", "id"]),
    ("name", &["name", "id"]),
    ("tries", &["tries", "id"]),
];

/// Jobs, those waiting and those given up.
pub async fn list(conn: &mut impl Conn, order: Order) -> Result<Vec<Waiting>> {
    page(
        conn,
        "SELECT id, name, tries, due_at, failed_at, error, added_at FROM jobs",
        order,
        vec![],
        waiting,
    )
    .await
}

fn waiting(line: &Line) -> Result<Waiting> {
    Ok(Waiting {
        id: line.parsed("id")?,
        name: line.text("name")?,
        tries: line.int("tries")?,
        due_at: line.instant("due_at")?,
        failed_at: line.maybe_instant("failed_at")?,
        error: line.maybe_text("error")?,
        added_at: line.instant("added_at")?,
    })
}

/// Makes a timer where there is none, due at once.
pub async fn add_timer(conn: &mut impl Conn, name: &str) -> Result<()> {
    run(
        conn,
        "INSERT INTO timers (name, next_at) VALUES ($1, 0) ON CONFLICT (name) DO NOTHING",
        vec![name.into()],
    )
    .await?;
    Ok(())
}

/// Moves the hand of a timer that is due. Says `false` where it is not, or where another process was first.
pub async fn take_timer(
    conn: &mut impl Conn,
    name: &str,
    next: Timestamp,
    at: Timestamp,
) -> Result<bool> {
    let cells: Vec<Cell> = vec![name.into(), next.into(), at.into()];
    Ok(run(
        conn,
        "UPDATE timers SET next_at = $2 WHERE name = $1 AND next_at <= $3",
        cells,
    )
    .await?
        == 1)
}
