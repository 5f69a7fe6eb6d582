//! Timed jobs: each process looks at the clock, and the one that moves the hand of a timer adds its job.

use jiff::SignedDuration;

use crate::{
    app::App,
    base::Result,
    store::jobs::{self, Job},
};

/// Each timed job, and the minutes between two of it.
const TIMERS: [(Job, i64); 7] = [
    (Job::Forget, 60),
    (Job::CloseOverdue, 1),
    (Job::Remind, 360),
    (Job::RemindRegistered, 30),
    (Job::AskProfiles, 360),
    (Job::WriteNews, 5),
    (Job::ReadReports, 5),
];

/// Adds the timed jobs that are due.
pub(super) async fn tick(app: &App) -> Result<()> {
    let now = app.now();
    for (job, minutes) in TIMERS {
        let next = now
            .checked_add(SignedDuration::from_mins(minutes))
            .unwrap_or(now);
        let mut tx = app.db.write().await?;
        jobs::add_timer(&mut tx, job.name()).await?;
        if jobs::take_timer(&mut tx, job.name(), next, now).await? {
            jobs::add(&mut tx, &job, None, now, now).await?;
            tx.commit().await?;
        }
    }
    Ok(())
}
