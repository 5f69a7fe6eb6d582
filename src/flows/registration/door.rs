//! At the door: who came is written down once, whatever is scanned, ticked or sent again.

use super::{
    occasion::Occasion,
    register::{once_key, write},
};
use crate::{
    app::App,
    base::{Error, Lang, RegistrationId, Result},
    registration::{Asked, Registration},
    store::{
        db::Tx,
        jobs::{self, Job},
        registration as rows,
    },
};

/// Writes down that the holder of a ticket came. Says `false` where they were here already.
///
/// # Errors
/// Those of the store.
pub async fn admit(app: &App, occasion: &Occasion, id: RegistrationId) -> Result<bool> {
    let mut tx = app.db.write().await?;
    let fresh = rows::admit(&mut tx, id, true, app.now()).await?;
    if fresh {
        award_soon(app, &mut tx, occasion).await?;
        tx.commit().await?;
    }
    Ok(fresh)
}

/// Writes down that those who are ticked on the list of a date came; those who are not stay as they are, since another telephone may have let them in.
/// How many were not here before.
///
/// # Errors
/// Those of the store.
pub async fn admit_many(app: &App, occasion: &Occasion, ids: &[RegistrationId]) -> Result<usize> {
    let mut tx = app.db.write().await?;
    let mut fresh = 0;
    for id in ids {
        let own = rows::find(&mut tx, *id).await?;
        if own.is_some_and(|one| one.date == occasion.date)
            && rows::admit(&mut tx, *id, false, app.now()).await?
        {
            fresh += 1;
        }
    }
    if fresh > 0 {
        award_soon(app, &mut tx, occasion).await?;
    }
    tx.commit().await?;
    Ok(fresh)
}

/// Takes back that somebody came, which was a slip. Says `false` where they did not, or have their badge already.
///
/// # Errors
/// Those of the store.
pub async fn take_back(app: &App, id: RegistrationId) -> Result<bool> {
    let mut tx = app.db.write().await?;
    let done = rows::unadmit(&mut tx, id).await?;
    tx.commit().await?;
    Ok(done)
}

/// What came of somebody whom the organiser wrote down.
#[derive(Clone, Debug)]
pub enum Written {
    /// They are on the list now; whether they have a place, their row says.
    Added(Registration),
    /// Their mailbox is on the list already.
    Known(Registration),
}

/// Writes somebody down by hand, who came where `here` says so; until the end of the date.
///
/// # Errors
/// [`Error::Missing`] where the date is over or cancelled.
pub async fn add_by_hand(
    app: &App,
    occasion: &Occasion,
    asked: &Asked,
    lang: Lang,
    here: bool,
    once: &str,
) -> Result<Written> {
    let now = app.now();
    let once = once_key(occasion.date, once);
    let mut tx = app.db.write().await?;
    if occasion.is_off() || !rows::hold_date(&mut tx, occasion.date).await? {
        return Err(Error::Missing);
    }
    let known = match (rows::find_by_once(&mut tx, &once).await?, asked.contact.mailbox()) {
        (Some(known), _) => Some(known),
        (None, Some(email)) => {
            let mailbox = app.keyring.mailbox(email);
            rows::find_live_of_mailbox(&mut tx, occasion.date, &mailbox).await?
        }
        (None, None) => None,
    };
    let (one, added) = match known {
        Some(known) => (known, false),
        None => {
            let made = write(app, &mut tx, occasion, asked, lang, &once, true, now).await?;
            let letter = jobs::Letter::Seat {
                registration: made.id,
            };
            super::line::tell(app, &mut tx, &made, letter, now).await?;
            (made, true)
        }
    };
    if here && rows::admit(&mut tx, one.id, false, now).await? {
        award_soon(app, &mut tx, occasion).await?;
    }
    tx.commit().await?;
    Ok(match added {
        true => Written::Added(one),
        false => Written::Known(one),
    })
}

/// Leaves it to the queue to give the badge of the event to those who came.
pub(super) async fn award_soon(app: &App, tx: &mut Tx, occasion: &Occasion) -> Result<()> {
    if occasion.achievement.is_some() {
        let (job, now) = (Job::AwardAttendance { date: occasion.date }, app.now());
        jobs::add(tx, &job, None, now, now).await?;
    }
    Ok(())
}
