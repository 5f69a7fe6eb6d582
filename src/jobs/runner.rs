//! The worker: claims what is due, does it, and says what became of it.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use jiff::{SignedDuration, Timestamp};
use tokio::{sync::watch, task::JoinSet};

use super::{
    clock,
    dispatch::{Outcome, dispatch},
};
use crate::{
    app::App,
    base::Result,
    store::jobs::{self, Claimed},
};

/// Jobs that one worker does at once.
const AT_ONCE: i64 = 8;

/// How long a worker holds a job: longer than any job takes.
const LEASE: SignedDuration = SignedDuration::from_mins(3);

/// How long a worker sleeps at most: another process may have added something.
const NAP: Duration = Duration::from_secs(3);

/// The time between two looks at the clock.
const TICK: Duration = Duration::from_secs(1);

/// How often a job is tried before it is given up: with the waits of [`wait`], over a little more than a day.
const TRIES: i64 = 14;

/// Works until `stop` says so; what was begun is ended first.
pub async fn run(app: Arc<App>, stop: watch::Receiver<bool>) {
    tokio::select! {
        () = app.db.listen() => {}
        () = keep_working(&app, stop) => {}
    }
}

/// The worker, begun anew where it panicked: a server whose letters stand still for good looks as if all were well.
async fn keep_working(app: &Arc<App>, stop: watch::Receiver<bool>) {
    loop {
        let (own, told) = (app.clone(), stop.clone());
        match tokio::spawn(async move { work(&own, told).await }).await {
            Ok(()) => return,
            Err(error) => tracing::error!(%error, "the worker panicked, and begins anew"),
        }
        tokio::time::sleep(NAP).await;
    }
}

async fn work(app: &Arc<App>, mut stop: watch::Receiver<bool>) {
    let mut looked: Option<Instant> = None;
    while !*stop.borrow() {
        // However much there is to do, the clock is looked at meanwhile, and whoever says stop is heard.
        let due = looked.is_none_or(|looked| looked.elapsed() >= TICK);
        let ticked = if due {
            looked = Some(Instant::now());
            clock::tick(app).await
        } else {
            Ok(())
        };
        let worked = match ticked {
            Ok(()) => batch(app).await,
            Err(error) => Err(error),
        };
        let nap = match worked {
            Ok(0) => nap(app).await,
            Ok(_) => continue,
            Err(error) => {
                tracing::warn!(%error, "the queue was not looked at");
                // A job that is due would be asked for at once, again and again: on a full disk, each time with a line in the log.
                NAP
            }
        };
        tokio::select! {
            () = app.db.job_added(nap) => {}
            // An error means that nobody can say stop any more: the program ends.
            _ = stop.changed() => {}
        }
    }
}

/// How long to sleep: until the next job is due, but not long.
async fn nap(app: &App) -> Duration {
    let next = match app.db.read().await {
        Ok(mut reader) => jobs::next_due(&mut reader).await.ok().flatten(),
        Err(_) => None,
    };
    let wait = next.map_or(NAP, |next| {
        Duration::try_from(next.duration_since(app.now())).unwrap_or_default()
    });
    wait.clamp(Duration::from_millis(50), NAP)
}

/// Does everything that is due; says how many jobs that were.
///
/// # Errors
/// Those of the store: what was claimed meanwhile comes back when its lease ends.
pub async fn drain(app: &Arc<App>) -> Result<usize> {
    let mut done = 0;
    loop {
        match batch(app).await? {
            0 => return Ok(done),
            some => done += some,
        }
    }
}

/// Does what one worker does at once; says how many jobs that were.
async fn batch(app: &Arc<App>) -> Result<usize> {
    let now = app.now();
    let until = now.checked_add(LEASE).unwrap_or(now);
    let mut tx = app.db.write().await?;
    let claimed = jobs::claim(&mut tx, AT_ONCE, until, now).await?;
    if claimed.is_empty() {
        return Ok(0);
    }
    tx.commit().await?;
    let count = claimed.len();
    let mut working = JoinSet::new();
    for job in claimed {
        let app = app.clone();
        working.spawn(async move {
            // A worker that dies counts its try and says nothing.
            let outcome = if job.tries > TRIES {
                Outcome::Hopeless("its worker died each time".into())
            } else {
                dispatch(&app, &job).await
            };
            settle(&app, &job, outcome).await
        });
    }
    let mut failed = None;
    while let Some(ended) = working.join_next().await {
        match ended {
            Ok(Ok(())) => {}
            // The others are not cut off: a letter that is on its way would be sent again.
            Ok(Err(error)) => failed = Some(error),
            // Its lease ends by itself, and the try is counted.
            Err(error) => tracing::error!(%error, "a job panicked"),
        }
    }
    failed.map_or(Ok(count), Err)
}

/// Writes down what became of a job.
async fn settle(app: &App, job: &Claimed, outcome: Outcome) -> Result<()> {
    let now = app.now();
    let mut tx = app.db.write().await?;
    let held = match outcome {
        Outcome::Gone => return Ok(()),
        Outcome::Done => jobs::close(&mut tx, job).await?,
        Outcome::NotYet(later) => jobs::put_off(&mut tx, job, spread(later), None, false).await?,
        Outcome::Failed(why) if job.tries < TRIES => {
            tracing::warn!(job = %job.id, tries = job.tries, why, "a job failed and is tried again");
            let later = now.checked_add(wait(job.tries)).unwrap_or(now);
            jobs::put_off(&mut tx, job, spread(later), Some(&why), true).await?
        }
        Outcome::Failed(why) | Outcome::Hopeless(why) => {
            tracing::error!(job = %job.id, tries = job.tries, why, "a job is given up: see /admin/jobs");
            jobs::give_up(&mut tx, job, &why, now).await?
        }
    };
    if !held {
        tracing::warn!(job = %job.id, "the lease of a job ended before the job: another worker may do it again");
    }
    tx.commit().await
}

/// How long to wait after try number `tries`: half a minute, then twice as long each time, six hours at most.
fn wait(tries: i64) -> SignedDuration {
    let doublings = u32::try_from(tries - 1).unwrap_or_default().min(10);
    SignedDuration::from_secs((30 * 2_i64.pow(doublings)).min(6 * 3600))
}

/// A moment shortly after: jobs that failed together do not come back together.
fn spread(at: Timestamp) -> Timestamp {
    let jitter = getrandom::u32().map_or(0, |random| i64::from(random % 5_000));
    at.checked_add(SignedDuration::from_millis(jitter))
        .unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_waits_grow_and_make_more_than_a_day() {
        assert_eq!(wait(1), SignedDuration::from_secs(30));
        assert_eq!(wait(4), SignedDuration::from_mins(4));
        assert_eq!(wait(40), SignedDuration::from_hours(6));
        let all: SignedDuration = (1..TRIES).map(wait).sum();
        assert!(all > SignedDuration::from_hours(24), "{all:?}");
    }
}
