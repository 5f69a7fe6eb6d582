//! One's own profile: saved, changed, taken out.

use crate::{
    access::{
        account::Account,
        audit::{Actor, Noted},
    },
    app::App,
    base::{Error, Result},
    directory::Profile,
    store::{access::note, directory as rows},
};

/// What came of saving.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// It stands as it was sent.
    Done,
    /// Another browser saved it meanwhile: nothing was written, and this is its version now.
    Older(i64),
}

/// Saves a profile over the version that was shown with the form, 0 where there was none.
///
/// # Errors
/// Those of the store.
pub async fn save(app: &App, account: &Account, profile: &Profile, version: i64) -> Result<Saved> {
    let slug = profile.slug(&app.keyring.profile_mark(account.id));
    let now = app.now();
    let mut tx = app.db.write().await?;
    let saved = if version == 0 {
        rows::add_profile(&mut tx, account.id, &slug, profile, now).await?
    } else {
        rows::set_profile(&mut tx, account.id, version, &slug, profile, now).await?
    };
    if !saved {
        let standing = rows::find_profile(&mut tx, account.id).await?;
        return Ok(Saved::Older(
            standing.map_or(0, |standing| standing.version),
        ));
    }
    tx.commit().await?;
    Ok(Saved::Done)
}

/// Takes one's profile out of the directory for good.
///
/// # Errors
/// [`Error::Missing`] where there is none.
pub async fn end(app: &App, account: &Account) -> Result<()> {
    let mut tx = app.db.write().await?;
    if !rows::forget_profile(&mut tx, account.id).await? {
        return Err(Error::Missing);
    }
    let id = account.id.to_string();
    note(
        &mut tx,
        Actor::Account(account.id),
        Noted::ProfileEnded,
        &id,
        "",
        app.now(),
    )
    .await?;
    tx.commit().await?;
    // What was overwritten in the file still stands in the log that is written ahead of it.
    app.db.fold().await
}
