//! What is forgotten in time: answers after a month, claims that nobody made after a year.

use jiff::SignedDuration;

use crate::{
    access::account::{ACCOUNT_DAYS, Role},
    app::App,
    badges::{endorsement::ENDED_DAYS, pocket::ROOM_DAYS},
    base::Result,
    certification::{attestation, dossier::STORY_DAYS, supervision},
    events::standing::EVENT_DAYS,
    flows::{
        badges as endorsing,
        certification::CERTIFICATION,
        charter,
        directory::{MESSAGE_DAYS, UNCONFIRMED_DAYS},
        events, registration,
    },
    registration::NAME_DAYS,
    store::{
        access, allowances, assessment, badges, batches, certification, contested, directory,
        doubts, endorsements, events as event_rows, instance, jobs, pockets,
        registration as registration_rows, subscriptions,
    },
    subscriptions::{SILENT_DAYS, bounce},
};

/// How long a subscription waits for its mailbox to be proved, in days.
const UNCONFIRMED: i64 = crate::subscriptions::UNCONFIRMED_DAYS;

/// How long answers are kept, in days. The privacy page says it.
pub const ANSWER_DAYS: i64 = 30;

/// How long the keys of repeated requests are kept, in days.
const KEY_DAYS: i64 = 2;

/// How long a letter that could not be sent is kept, in days: it holds an address.
pub const LETTER_DAYS: i64 = 30;

/// How long a batch of badges given by hand is listed, with what came of each row, in days.
pub const BATCH_DAYS: i64 = 30;

/// How long a doubt about a badge is kept, settled or not, in days.
pub const DOUBT_DAYS: i64 = 365;

/// How long the audit log goes back, in days.
pub const AUDIT_DAYS: i64 = 365;

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
    batches::forget(&mut tx, before(BATCH_DAYS)).await?;
    pockets::forget(&mut tx, now, before(ROOM_DAYS)).await?;
    let keys = instance::forget_keys(&mut tx, before(KEY_DAYS)).await?;
    let letters = jobs::forget_failed(&mut tx, before(LETTER_DAYS)).await?;
    for idle in access::list_idle(&mut tx, before(ACCOUNT_DAYS)).await? {
        endorsing::end_endorsements(&mut tx, idle, now).await?;
        charter::end_all(app, &mut tx, idle).await?;
        events::leave_all(app, &mut tx, idle).await?;
    }
    let accounts = access::forget_accounts(&mut tx, before(ACCOUNT_DAYS)).await?;
    if accounts > 0 {
        directory::changes::touch_all(&mut tx).await?;
    }
    directory::forget_messages(
        &mut tx,
        before(UNCONFIRMED_DAYS),
        before(MESSAGE_DAYS),
        None,
    )
    .await?;
    directory::forget_reports(&mut tx, before(AUDIT_DAYS)).await?;
    subscriptions::forget_old(
        &mut tx,
        before(UNCONFIRMED),
        before(SILENT_DAYS),
        before(bounce::KEPT_DAYS),
    )
    .await?;
    directory::changes::forget(&mut tx).await?;
    registration_rows::forget_past(&mut tx, before(NAME_DAYS)).await?;
    registration::fill_all(app, &mut tx).await?;
    event_rows::forget_past(&mut tx, before(EVENT_DAYS)).await?;
    event_rows::changes::forget(&mut tx).await?;
    contested::forget_contests(&mut tx, before(AUDIT_DAYS)).await?;
    certification::forget_supervisions(&mut tx, before(supervision::KEPT_DAYS)).await?;
    certification::forget_attestations(&mut tx, now, before(attestation::KEPT_DAYS)).await?;
    certification::forget_bodies(&mut tx, before(STORY_DAYS)).await?;
    certification::forget_lapsed(&mut tx, Role::Animator.name(), CERTIFICATION, now).await?;
    endorsements::forget_ended(&mut tx, before(ENDED_DAYS)).await?;
    doubts::forget(&mut tx, before(DOUBT_DAYS)).await?;
    access::forget_entries(&mut tx, before(1)).await?;
    access::forget_sessions(&mut tx, now).await?;
    access::forget_audit(&mut tx, before(AUDIT_DAYS)).await?;
    allowances::forget(&mut tx, before(2)).await?;
    tx.commit().await?;
    app.db.fold().await?;
    tracing::info!(
        attempts,
        awards,
        keys,
        letters,
        accounts,
        "forgot what is past its time"
    );
    Ok(())
}
