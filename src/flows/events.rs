//! What organisers do with events: write, announce, change, cancel them; and what becomes of those whose organiser leaves.

use crate::{
    app::App,
    base::{AccountId, Result},
    events::Status,
    store::{db::Tx, events as rows},
};

/// Cancels what an account announced, and takes its name out of everything that it wrote: nobody would be there to open the door. Drafts go.
///
/// # Errors
/// Those of the store.
pub async fn leave_all(app: &App, tx: &mut Tx, account: AccountId) -> Result<()> {
    let now = app.now();
    for standing in rows::list_all_of_owner(tx, account).await? {
        if standing.published_at.is_none() {
            rows::forget(tx, standing.id).await?;
            continue;
        }
        let dates = rows::list_dates(tx, standing.id).await?;
        if standing.status == Status::Published && dates.iter().any(|date| !date.is_past(now)) {
            rows::set_status(
                tx,
                standing.id,
                Status::Published,
                Status::Cancelled,
                None,
                now,
            )
            .await?;
        }
        let mut event = standing.event;
        event.without_people();
        rows::orphan(tx, standing.id, &event).await?;
    }
    Ok(())
}
