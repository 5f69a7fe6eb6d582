//! What an administrator does with the queue.

use crate::{
    access::audit::{Actor, Noted},
    app::App,
    base::{Error, JobId, Result},
    store::{access, jobs},
};

/// Lets a job that was given up be tried again, from its first try.
///
/// # Errors
/// [`Error::Missing`] where it was not given up, or is gone.
pub async fn revive(app: &App, by: Actor, id: JobId) -> Result<()> {
    let now = app.now();
    let mut tx = app.db.write().await?;
    if !jobs::revive(&mut tx, id, now).await? {
        return Err(Error::Missing);
    }
    access::note(&mut tx, by, Noted::JobRevived, &id.to_string(), "", now).await?;
    tx.commit().await
}
