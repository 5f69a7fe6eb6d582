//! The queue: what is sent or done later, as rows. A job is added in the transaction that causes it, claimed under a lease by one worker, and goes
//! away when it is done; one that fails for good stays where an administrator sees it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    db::Tx,
    sql::{Cell, Conn, Line, Named, Order, fill, many, one, page, run},
};
use crate::base::{
    AccountId, AttestationId, AwardId, BatchId, CredentialId, DossierId, DoubtId, Email,
    EndorsementId, EntryId, Error, EventId, JobId, Lang, MessageId, ReadingId, RegistrationId,
    Result, StoryId, SubscriptionId,
};

/// Everything that can be left for later. Each is safe to run twice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "name", rename_all = "snake_case")]
pub enum Job {
    /// Send a letter to one mailbox.
    SendLetter {
        /// The mailbox.
        to: Email,
        /// The language of the letter.
        lang: String,
        /// What it says.
        letter: Letter,
    },
    /// Forget what is past its time.
    Forget,
    /// Give an achievement to the people of a list.
    GiveBatch {
        /// The list.
        batch: BatchId,
    },
    /// Remind people that a badge in their space is about to end.
    Remind,
    /// Complete attempts whose time is over.
    CloseOverdue,
    /// Look at a dossier: ask for readings, decide, give the badge.
    Settle {
        /// The dossier.
        dossier: DossierId,
    },
    /// Ask people whether their profile still holds, and take out those who said nothing.
    AskProfiles,
    /// Tell an event that was published to those who wish to hear at once.
    Announce {
        /// The event.
        event: EventId,
    },
    /// Write the letters of a week or a month that has begun, and ask those who were not heard of for long.
    WriteNews,
    /// Read what came into the folder of reports on letters.
    ReadReports,
}

/// What a letter says, as data: its words come when it is sent, and secrets in it are derived then, so that none is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "about", rename_all = "snake_case")]
pub enum Letter {
    /// The link and the code with which to enter.
    Enter {
        /// The entry that was asked for.
        entry: EntryId,
    },
    /// Where a badge is, and where its holder finds it.
    Badge {
        /// The credential.
        credential: CredentialId,
    },
    /// A badge in somebody's space is about to end.
    Ending {
        /// The credential.
        credential: CredentialId,
    },
    /// The code of a badge that waits.
    Claim {
        /// The award.
        award: AwardId,
    },
    /// Somebody who was at a café is asked to confirm it.
    Attest {
        /// The café.
        attestation: AttestationId,
    },
    /// A café was confirmed, or was not.
    Attested {
        /// The café.
        attestation: AttestationId,
    },
    /// A story waits to be read.
    Read {
        /// The reading.
        reading: ReadingId,
    },
    /// A story was decided.
    Decided {
        /// The story.
        story: StoryId,
    },
    /// Whether a profile still holds.
    StillHolds {
        /// Whose it is.
        account: AccountId,
    },
    /// To the sender of a letter through the relay: whether the mailbox is theirs.
    Confirm {
        /// The letter.
        message: MessageId,
    },
    /// A letter through the relay.
    Relayed {
        /// The letter.
        message: MessageId,
    },
    /// Somebody endorses who holds a badge.
    Endorsed {
        /// The endorsement.
        endorsement: EndorsementId,
    },
    /// Somebody registered for a date of an event: whether they have a place, and where their page is.
    Seat {
        /// The registration.
        registration: RegistrationId,
    },
    /// A place freed for somebody who waited.
    SeatFreed {
        /// The registration.
        registration: RegistrationId,
    },
    /// A date that somebody registered for is not held.
    SeatLost {
        /// The registration.
        registration: RegistrationId,
    },
    /// Somebody doubts a badge.
    Doubt {
        /// The doubt.
        doubt: DoubtId,
    },
    /// To whoever wishes to have letters about events: whether the mailbox is theirs.
    Subscribe {
        /// The subscription that waits.
        subscription: SubscriptionId,
    },
    /// Events that somebody wishes to hear of.
    News {
        /// The subscription.
        subscription: SubscriptionId,
        /// The events, in the order of their dates.
        events: Vec<EventId>,
    },
    /// Whether somebody who was not heard of for long still wishes to have letters.
    LastQuestion {
        /// The subscription.
        subscription: SubscriptionId,
    },
}

impl Letter {
    /// The subscription that it is sent to, where it goes to many.
    pub fn subscription(&self) -> Option<SubscriptionId> {
        match self {
            Letter::News { subscription, .. } | Letter::LastQuestion { subscription } => {
                Some(*subscription)
            }
            _ => None,
        }
    }
}

/// The version of the shape in which jobs are stored. A job of a later one is left to a later program.
const VERSION: i64 = 1;

#[derive(Serialize, Deserialize)]
struct Stored {
    version: i64,
    #[serde(flatten)]
    job: Job,
}

impl Job {
    /// A letter to a mailbox.
    pub fn letter(to: Email, lang: Lang, letter: Letter) -> Job {
        Job::SendLetter {
            to,
            lang: lang.tag().to_owned(),
            letter,
        }
    }

    /// The name under which it is stored and shown.
    pub fn name(&self) -> &'static str {
        match self {
            Job::SendLetter { .. } => "send_letter",
            Job::Forget => "forget",
            Job::GiveBatch { .. } => "give_batch",
            Job::Remind => "remind",
            Job::CloseOverdue => "close_overdue",
            Job::Settle { .. } => "settle",
            Job::AskProfiles => "ask_profiles",
            Job::Announce { .. } => "announce",
            Job::WriteNews => "write_news",
            Job::ReadReports => "read_reports",
        }
    }

    /// In which lane it waits: 0 where somebody waits for it, 1 where it is one of many.
    fn lane(&self) -> i64 {
        match self {
            Job::SendLetter {
                letter: Letter::News { .. } | Letter::LastQuestion { .. },
                ..
            }
            | Job::Announce { .. }
            | Job::WriteNews => 1,
            _ => 0,
        }
    }

    fn text(&self) -> Result<String> {
        let stored = Stored {
            version: VERSION,
            job: self.clone(),
        };
        serde_json::to_string(&stored).map_err(Error::fault)
    }

    /// Reads a stored job; `None` where another version of the program wrote it.
    pub fn read(text: &str) -> Option<Job> {
        let stored: Stored = serde_json::from_str(text).ok()?;
        (stored.version == VERSION).then_some(stored.job)
    }
}

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

/// Forgets jobs that were given up before `before`: they hold addresses.
pub async fn forget_failed(conn: &mut impl Conn, before: Timestamp) -> Result<u64> {
    run(
        conn,
        "DELETE FROM jobs WHERE failed_at < $1",
        vec![before.into()],
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_is_read_as_it_was_written_and_a_later_one_is_left_alone() {
        let job = Job::letter(
            Email::read("ada@example.org").unwrap(),
            Lang::Fr,
            Letter::Enter {
                entry: EntryId::new(),
            },
        );
        let text = job.text().unwrap();
        assert!(text.contains("\"version\":1") && text.contains("\"name\":\"send_letter\""));
        assert_eq!(Job::read(&text), Some(job));
        assert_eq!(
            Job::read(&text.replace("\"version\":1", "\"version\":2")),
            None
        );
        assert_eq!(
            Job::read("{\"version\":1,\"name\":\"of a later time\"}"),
            None
        );
        assert_eq!(Job::Forget.name(), "forget");
    }
}
