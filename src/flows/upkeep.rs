//! What is forgotten in time: answers after a month, claims that nobody made after a year.

use jiff::{SignedDuration, Timestamp};

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
        access, allowances, assessment, badges, batches, certification,
        changes::{DIRECTORY, EVENTS},
        contested,
        db::Tx,
        directory, doubts, endorsements, events as event_rows, instance, jobs, pockets,
        registration as registration_rows,
        sql::PART,
        subscriptions, voices,
    },
    subscriptions::{SILENT_DAYS, bounce},
    voices::voice::{ANSWERED_DAYS, UNPUBLISHED_DAYS},
};

/// How long a subscription waits for its mailbox to be proved, in days.
const UNCONFIRMED: i64 = crate::subscriptions::UNCONFIRMED_DAYS;

/// How long answers are kept, in days. The privacy page says it.
pub const ANSWER_DAYS: i64 = 30;

/// How long a result near the bar waits for a person, in days: its answers are kept that long at most. Whoever decides is written to at once, and the page of the
/// administration counts those that wait.
pub const REVIEW_DAYS: i64 = 90;

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

/// Accounts that go in one write: what their people promised and announced goes with each.
const ACCOUNTS: i64 = 20;

/// Forgets in parts of at most so many rows, each in a transaction of its own, and says how many that were.
macro_rules! in_parts {
    ($app:ident, $most:expr, $tx:ident => $forget:expr) => {{
        let mut all: u64 = 0;
        loop {
            let mut $tx = $app.db.write().await?;
            let some: u64 = $forget;
            $tx.commit().await?;
            all += some;
            if some < $most as u64 {
                break all;
            }
        }
    }};
}

/// Forgets what is past its time, a part after the other: whoever answers a question meanwhile waits for one part at most. Cut short, it is taken up by the next
/// run, since what is left is still past its time; what has to go together is one part.
pub async fn forget(app: &App) -> Result<()> {
    let now = app.now();
    let before = |days: i64| {
        now.checked_sub(SignedDuration::from_hours(24 * days))
            .unwrap_or(now)
    };
    let (answers, unread) = (before(ANSWER_DAYS), before(REVIEW_DAYS));
    let writing = app.sittings.writing_all();
    let attempts =
        in_parts!(app, PART, tx => assessment::forget_attempts(&mut tx, answers, unread).await?);
    drop(writing);
    let awards = in_parts!(app, PART, tx => badges::forget_awards(&mut tx, now).await?);
    in_parts!(app, 1, tx => batches::forget(&mut tx, before(BATCH_DAYS)).await?);
    let keys = in_parts!(app, PART, tx => instance::forget_keys(&mut tx, before(KEY_DAYS)).await?);
    let letters =
        in_parts!(app, PART, tx => jobs::forget_failed(&mut tx, before(LETTER_DAYS)).await?);
    let accounts =
        in_parts!(app, ACCOUNTS, tx => forget_idle(app, &mut tx, before(ACCOUNT_DAYS)).await?);
    in_parts!(app, PART, tx => subscriptions::forget_old(
        &mut tx,
        before(UNCONFIRMED),
        before(SILENT_DAYS),
        before(bounce::KEPT_DAYS),
    )
    .await?);
    in_parts!(app, PART, tx => registration_rows::forget_past(&mut tx, before(NAME_DAYS)).await?);
    in_parts!(app, PART, tx => registration_rows::forget_unproved(&mut tx, before(1)).await?);
    in_parts!(app, PART, tx => registration_rows::forget_answers(&mut tx, now).await?);
    in_parts!(app, PART, tx => registration_rows::forget_notices(&mut tx, before(LETTER_DAYS)).await?);
    in_parts!(app, PART, tx => event_rows::forget_past(&mut tx, before(EVENT_DAYS)).await?);
    in_parts!(app, PART, tx => contested::forget_contests(&mut tx, before(AUDIT_DAYS)).await?);
    in_parts!(app, PART, tx => access::forget_entries(&mut tx, before(1)).await?);
    in_parts!(app, PART, tx => access::forget_sessions(&mut tx, now).await?);
    in_parts!(app, PART, tx => access::forget_audit(&mut tx, before(AUDIT_DAYS)).await?);
    in_parts!(app, PART, tx => allowances::forget(&mut tx, before(2)).await?);
    let mut tx = app.db.write().await?;
    registration::fill_all(app, &mut tx).await?;
    tx.commit().await?;
    in_parts!(app, PART, tx => pockets::forget_cards(&mut tx, now).await?);
    in_parts!(app, PART, tx => pockets::forget_rooms(&mut tx, before(ROOM_DAYS)).await?);
    let (unproved, written) = (before(UNCONFIRMED_DAYS), before(MESSAGE_DAYS));
    in_parts!(app, PART, tx => directory::forget_messages(&mut tx, unproved, written).await?);
    in_parts!(app, PART, tx => directory::forget_reports(&mut tx, before(AUDIT_DAYS)).await?);
    in_parts!(app, PART, tx => voices::forget_answers(&mut tx, before(ANSWERED_DAYS)).await?);
    in_parts!(app, PART, tx => voices::forget_reports(&mut tx, before(AUDIT_DAYS)).await?);
    in_parts!(app, PART, tx => voices::forget_unpublished(&mut tx, before(UNPUBLISHED_DAYS)).await?);
    in_parts!(app, PART, tx => access::forget_ceremonies(&mut tx, now).await?);
    let mut tx = app.db.write().await?;
    DIRECTORY.forget(&mut tx).await?;
    EVENTS.forget(&mut tx).await?;
    tx.commit().await?;
    let mut tx = app.db.write().await?;
    certification::forget_supervisions(&mut tx, before(supervision::KEPT_DAYS)).await?;
    certification::forget_attestations(&mut tx, now, before(attestation::KEPT_DAYS)).await?;
    certification::forget_bodies(&mut tx, before(STORY_DAYS)).await?;
    let lapsed =
        certification::forget_lapsed(&mut tx, Role::Animator.name(), CERTIFICATION, now).await?;
    for account in lapsed {
        // Whoever's roles change enters anew.
        access::forget_sessions_of(&mut tx, account, "").await?;
    }
    endorsements::forget_ended(&mut tx, before(ENDED_DAYS)).await?;
    doubts::forget(&mut tx, before(DOUBT_DAYS)).await?;
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

/// Takes a part of the accounts away that nobody entered since `before`, each with what its person promised, said and announced.
async fn forget_idle(app: &App, tx: &mut Tx, before: Timestamp) -> Result<u64> {
    let idle = access::hold_idle(tx, before, ACCOUNTS).await?;
    for &account in &idle {
        endorsing::end_endorsements(tx, account, app.now()).await?;
        charter::end_all(app, tx, account).await?;
        events::leave_all(app, tx, account).await?;
        access::forget_account(tx, account).await?;
    }
    if !idle.is_empty() {
        DIRECTORY.note_all(tx).await?;
    }
    Ok(idle.len() as u64)
}
