//! What is forgotten in time: answers after a month, claims that nobody made after a year.

use jiff::SignedDuration;

use crate::{
    app::App,
    base::Result,
    store::{assessment, badges, instance},
};

/// How long answers are kept, in days. The privacy page says it.
pub const ANSWER_DAYS: i64 = 30;

/// How long the keys of repeated requests are kept, in days.
const KEY_DAYS: i64 = 2;

/// Forgets what is past its time.
pub async fn forget(app: &App) -> Result<()> {
    let now = app.now();
    let before = |days: i64| {
        now.checked_sub(SignedDuration::from_hours(24 * days))
            .unwrap_or(now)
    };
    let _writing = app.sittings.writing_all();
    let mut tx = app.db.write().await?;
    let attempts = assessment::forget_attempts(&mut tx, before(ANSWER_DAYS)).await?;
    let awards = badges::forget_awards(&mut tx, now).await?;
    let keys = instance::forget_keys(&mut tx, before(KEY_DAYS)).await?;
    tx.commit().await?;
    tracing::info!(attempts, awards, keys, "forgot what is past its time");
    Ok(())
}
