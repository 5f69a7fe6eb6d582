//! What the administration does: hide a profile for a reason, show it again, say that something told was seen to.

use crate::{
    access::audit::{Actor, Noted},
    app::App,
    base::{AccountId, Error, ReportId, Result},
    store::{access::note, directory as rows},
};

/// Hides a profile; its person sees the reason.
///
/// # Errors
/// [`Error::Missing`] where there is none.
pub async fn hide(app: &App, by: Actor, account: AccountId, reason: &str) -> Result<()> {
    set(app, by, account, Some(reason), Noted::ProfileHidden).await
}

/// Shows a hidden profile again.
///
/// # Errors
/// [`Error::Missing`] where there is none.
pub async fn show(app: &App, by: Actor, account: AccountId) -> Result<()> {
    set(app, by, account, None, Noted::ProfileShown).await
}

async fn set(
    app: &App,
    by: Actor,
    account: AccountId,
    reason: Option<&str>,
    noted: Noted,
) -> Result<()> {
    let mut tx = app.db.write().await?;
    if !rows::set_hidden(&mut tx, account, reason).await? {
        return Err(Error::Missing);
    }
    note(&mut tx, by, noted, &account.to_string(), "", app.now()).await?;
    tx.commit().await
}

/// Says that something that was told was seen to.
///
/// # Errors
/// [`Error::Missing`] where there is no such thing, or that was said before.
pub async fn settle(app: &App, by: Actor, report: ReportId) -> Result<()> {
    let now = app.now();
    let mut tx = app.db.write().await?;
    if !rows::settle(&mut tx, report, now).await? {
        return Err(Error::Missing);
    }
    let id = report.to_string();
    note(&mut tx, by, Noted::ReportSettled, &id, "", now).await?;
    tx.commit().await
}
