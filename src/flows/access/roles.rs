//! Roles given and taken back. Whoever's roles change is out at once everywhere, and enters anew.

use crate::{
    access::{
        account::Post,
        audit::{Actor, Noted},
    },
    app::App,
    base::{AccountId, Email, Error, Lang, Refusal, Result},
    flows::badges,
    store::access as rows,
};

/// Makes the account of a mailbox, or gives the one it has: for somebody who is to get a role before they ever entered.
///
/// # Errors
/// Those of the store.
pub async fn add_member(app: &App, email: &Email, lang: Lang) -> Result<AccountId> {
    let mut tx = app.db.write().await?;
    let account = rows::add_account(&mut tx, email, lang, app.now()).await?;
    tx.commit().await?;
    Ok(account)
}

/// Gives a role. One that is there already changes nothing.
///
/// # Errors
/// [`Error::Missing`] where there is no such account.
pub async fn grant(app: &App, by: Actor, account: AccountId, post: &Post) -> Result<()> {
    let now = app.now();
    let mut tx = app.db.write().await?;
    rows::find_account(&mut tx, account)
        .await?
        .ok_or(Error::Missing)?;
    if rows::add_role(&mut tx, account, post, &by.to_string(), now).await? {
        rows::forget_sessions_of(&mut tx, account, "").await?;
        rows::note(
            &mut tx,
            by,
            Noted::RoleGranted,
            &account.to_string(),
            &told(post),
            now,
        )
        .await?;
    }
    tx.commit().await
}

/// Takes a role back.
///
/// # Errors
/// [`Refusal::RoleStays`] where the account does not have it, or is the last administrator.
pub async fn take_back(app: &App, by: Actor, account: AccountId, post: &Post) -> Result<()> {
    let now = app.now();
    let mut tx = app.db.write().await?;
    if !rows::forget_role(&mut tx, account, post).await? {
        return Err(Refusal::RoleStays.into());
    }
    rows::forget_sessions_of(&mut tx, account, "").await?;
    badges::end_of_role(&mut tx, account, now).await?;
    rows::note(
        &mut tx,
        by,
        Noted::RoleTaken,
        &account.to_string(),
        &told(post),
        now,
    )
    .await?;
    tx.commit().await
}

fn told(post: &Post) -> String {
    match &post.territory {
        Some(territory) => format!("{} {territory}", post.role),
        None => post.role.to_string(),
    }
}
