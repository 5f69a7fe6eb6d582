//! Founding reviewers: named by an administrator, six at most, each for a year.

use jiff::{Span, Timestamp, tz::TimeZone};

use crate::{
    access::{
        account::{Post, Role},
        audit::{Actor, Noted},
    },
    app::App,
    base::{AccountId, Email, Error, Lang, Refusal, Result},
    certification::founder::MONTHS,
    store::{access, certification as rows},
};

/// Names a founding reviewer, who may read and supervise from now on.
///
/// # Errors
/// [`Refusal::StandingUnchanged`] where all seats are taken, or they have one.
pub async fn name_founder(app: &App, by: Actor, email: &Email, lang: Lang) -> Result<()> {
    let now = app.now();
    let mut tx = app.db.write().await?;
    let account = access::add_account(&mut tx, email, lang, now).await?;
    if !rows::add_founder(&mut tx, account, &by.to_string(), now, year_after(now)).await? {
        return Err(Refusal::StandingUnchanged.into());
    }
    let post = Post {
        role: Role::Reviewer,
        territory: None,
    };
    if access::add_role(&mut tx, account, &post, &by.to_string(), now).await? {
        access::forget_sessions_of(&mut tx, account, "").await?;
    }
    access::note(
        &mut tx,
        by,
        Noted::FounderNamed,
        &account.to_string(),
        "",
        now,
    )
    .await?;
    tx.commit().await
}

fn year_after(at: Timestamp) -> Timestamp {
    let from = at.to_zoned_datetime(TimeZone::UTC);
    from.checked_add(Span::new().months(MONTHS))
        .map_or(Timestamp::MAX, |until| until.timestamp())
}

/// Ends the time of a founding reviewer.
///
/// # Errors
/// [`Error::Missing`] where they are none.
pub async fn end_founder(app: &App, by: Actor, account: AccountId) -> Result<()> {
    let now = app.now();
    let mut tx = app.db.write().await?;
    if !rows::end_founder(&mut tx, account, now).await? {
        return Err(Error::Missing);
    }
    access::note(
        &mut tx,
        by,
        Noted::FounderEnded,
        &account.to_string(),
        "",
        now,
    )
    .await?;
    tx.commit().await
}
