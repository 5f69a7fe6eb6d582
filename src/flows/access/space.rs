//! What somebody does with their own space: put a badge there, take it out, have everything handed over, leave for good.

use crate::{
    access::{
        account::{Account, Role},
        audit::{Actor, Noted},
    },
    app::App,
    base::{AttemptId, AwardId, Error, Refusal, Result},
    flows::{assessment::person_of, badges, certification, charter, events, registration},
    store::{
        access as rows, assessment,
        db::Tx,
        directory,
        holdings::{self, Way},
        jobs, subscriptions,
    },
};

/// Puts the badge that a claim code opens into a space. The code proves that it is theirs; the same again changes nothing.
///
/// # Errors
/// Those of [`badges::open_claim`]; [`Refusal::NotClaimed`] where the badge still waits; [`Refusal::HeldByAnother`].
pub async fn attach(app: &App, account: &Account, typed: &str) -> Result<()> {
    let claim = badges::open_claim(app, typed).await?;
    let kept = claim.kept.ok_or(Refusal::NotClaimed)?;
    let (now, award) = (app.now(), claim.award.id);
    let mut tx = app.db.write().await?;
    let way = way(&mut tx, account, claim.award.attempt).await?;
    if !holdings::add(&mut tx, award, account.id, way, now).await? {
        return match holdings::find_holder(&mut tx, award).await? {
            Some(holder) if holder == account.id => Ok(()),
            _ => Err(Refusal::HeldByAnother.into()),
        };
    }
    certification::reconsider(&mut tx, account.id, now).await?;
    rows::note(
        &mut tx,
        Actor::Account(account.id),
        Noted::BadgeAttached,
        &kept.id.to_string(),
        "",
        now,
    )
    .await?;
    tx.commit().await
}

/// A badge that an attempt of this very account earned is its own; else only its code says so.
async fn way(tx: &mut Tx, account: &Account, attempt: Option<AttemptId>) -> Result<Way> {
    let person = match attempt {
        Some(attempt) => assessment::find_person(tx, attempt).await?,
        None => None,
    };
    Ok(if person == Some(person_of(account.id)) {
        Way::Issued
    } else {
        Way::Attached
    })
}

/// Takes a badge out of a space; the badge itself goes on, and its code can put it back.
///
/// # Errors
/// [`Error::Missing`] where it is not there.
pub async fn detach(app: &App, account: &Account, award: AwardId) -> Result<()> {
    let mut tx = app.db.write().await?;
    if !holdings::forget(&mut tx, award, account.id).await? {
        return Err(Error::Missing);
    }
    rows::note(
        &mut tx,
        Actor::Account(account.id),
        Noted::BadgeDetached,
        &award.to_string(),
        "",
        app.now(),
    )
    .await?;
    tx.commit().await
}

/// Erases an account and all that hangs on it: roles, sessions, letters on their way, entries. Badges go on: they are in the hands of who holds them.
///
/// # Errors
/// [`Refusal::RoleStays`] for the last administrator, who names another first.
pub async fn erase(app: &App, account: &Account) -> Result<()> {
    let now = app.now();
    let mailbox = app.keyring.mailbox(&account.email);
    let mut tx = app.db.write().await?;
    if account.roles().contains(&Role::Admin) && !rows::has_other_admin(&mut tx, account.id).await?
    {
        return Err(Refusal::RoleStays.into());
    }
    let _writing = app.sittings.writing_all();
    assessment::forget_person(&mut tx, &person_of(account.id)).await?;
    badges::end_endorsements(&mut tx, account.id, now).await?;
    charter::end_all(app, &mut tx, account.id).await?;
    events::leave_all(app, &mut tx, account.id).await?;
    registration::erase(app, &mut tx, &account.email).await?;
    directory::forget_profile(&mut tx, account.id).await?;
    directory::forget_messages_of(&mut tx, &mailbox).await?;
    rows::forget_account(&mut tx, account.id).await?;
    rows::forget_entries_of(&mut tx, &mailbox).await?;
    jobs::forget_letters(&mut tx, &mailbox).await?;
    subscriptions::forget_mailbox(&mut tx, &mailbox).await?;
    let id = account.id.to_string();
    rows::note(
        &mut tx,
        Actor::Account(account.id),
        Noted::AccountErased,
        &id,
        "",
        now,
    )
    .await?;
    tx.commit().await?;
    // What was overwritten in the file still stands in the log that is written ahead of it.
    app.db.fold().await
}
