//! What time does: places that nobody confirmed go on, and those who come are reminded the day before.

use jiff::SignedDuration;

use super::line;
use crate::{
    app::App,
    base::Result,
    registration::REMINDED_HOURS,
    store::{jobs::Letter, registration as rows},
};

/// Registrations that are looked at in one transaction.
const AT_ONCE: i64 = 200;

/// A reminder comes no later than so many hours before.
const LATEST: i64 = 3;

/// Who registered later than so many hours before is not reminded: their ticket has only just come.
const FRESH: i64 = 36;

/// Frees places that were kept long enough, and reminds those who come soon.
///
/// # Errors
/// Those of the store; what was done stays done.
pub async fn tend(app: &App) -> Result<()> {
    let now = app.now();
    loop {
        let held = rows::list_held(&mut app.db.read().await?, now, AT_ONCE).await?;
        for id in &held {
            let mut tx = app.db.write().await?;
            line::lapse(app, &mut tx, *id, now).await?;
            tx.commit().await?;
        }
        if held.len() < AT_ONCE as usize {
            break;
        }
    }
    let hours = |hours: i64| {
        let span = SignedDuration::from_hours(hours);
        now.checked_add(span).unwrap_or(now)
    };
    loop {
        let mut tx = app.db.write().await?;
        let soon = (hours(LATEST), hours(REMINDED_HOURS));
        let fresh = hours(REMINDED_HOURS - FRESH);
        let people = rows::set_reminded(&mut tx, soon, fresh, AT_ONCE, now).await?;
        for one in &people {
            let letter = Letter::DateReminder {
                registration: one.id,
            };
            line::tell(app, &mut tx, one, letter, now).await?;
        }
        tx.commit().await?;
        if people.len() < AT_ONCE as usize {
            return Ok(());
        }
    }
}
