//! Letters to those in whose space a badge is about to end: two months before, and a week before. Nobody else's address is known.

use jiff::SignedDuration;

use crate::{
    app::App,
    base::Result,
    store::{
        badges as rows,
        jobs::{self, Job, Letter},
        reminders,
    },
};

/// How many days before its end a badge is spoken of, the last word first.
const DAYS: [i64; 2] = [7, 60];

/// Letters that are written in one run.
const AT_ONCE: i64 = 500;

/// Leaves a letter to the queue for each badge that is about to end and is not renewed, once for each of [`DAYS`].
///
/// # Errors
/// Those of the store.
pub async fn remind(app: &App) -> Result<()> {
    let now = app.now();
    for (place, days) in DAYS.into_iter().enumerate() {
        let until = now
            .checked_add(SignedDuration::from_hours(24 * days))
            .unwrap_or(now);
        let mut reader = app.db.read().await?;
        let ending = reminders::list_ending(&mut reader, now, until, days, AT_ONCE).await?;
        drop(reader);
        for one in ending {
            let mut tx = app.db.write().await?;
            // What a later word says need not be said by an earlier one afterwards.
            let mut first = false;
            for days in &DAYS[place..] {
                let added = reminders::add(&mut tx, one.award, *days, now).await?;
                first |= added && *days == DAYS[place];
            }
            if first && rows::find_renewal(&mut tx, one.credential).await?.is_none() {
                let letter = Letter::Ending {
                    credential: one.credential,
                };
                let mailbox = app.keyring.mailbox(&one.to);
                let job = Job::letter(one.to, one.lang, letter);
                jobs::add(&mut tx, &job, Some(&mailbox), now, now).await?;
            }
            tx.commit().await?;
        }
    }
    Ok(())
}
