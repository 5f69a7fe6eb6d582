//! What organisers do with events: write, announce, change, cancel them; and what becomes of those whose organiser leaves.

use jiff::{Span, Timestamp, civil::Date};

use crate::{
    access::account::Account,
    app::App,
    base::{AccountId, DateId, Error, EventId, Refusal, Result},
    events::{
        Event, Occurrence, Standing, Status,
        series::{HORIZON_DAYS, MOST_DATES, day_of, end, instant},
        standing::mark_of,
    },
    flows::{badges, charter, registration},
    geography,
    store::{
        changes::EVENTS,
        db::Tx,
        events as rows,
        jobs::{self, Job},
    },
};

/// What came of saving.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// It stands as it was sent.
    Done(EventId),
    /// Another browser saved it meanwhile: nothing was written, and this is its version now.
    Older(i64),
}

/// Where an event is on the globe.
pub(super) fn point(event: &Event) -> Option<(f64, f64)> {
    let place = event.place.as_ref()?;
    let at = geography::find(&place.commune)?.at?;
    Some((at.lat, at.lon))
}

/// Writes a new event: its organiser alone sees it.
///
/// # Errors
/// Those of the store.
pub async fn write(app: &App, account: &Account, event: &Event) -> Result<EventId> {
    let standing = fresh(app, Some(account.id), event.clone(), None);
    let mut tx = app.db.write().await?;
    rows::add(&mut tx, &standing, point(event)).await?;
    set_dates(app, &mut tx, &standing).await?;
    tx.commit().await?;
    Ok(standing.id)
}

/// An event that is not kept yet; calendars know it by `uid`, else by its id.
pub(super) fn fresh(
    app: &App,
    owner: Option<AccountId>,
    event: Event,
    uid: Option<String>,
) -> Standing {
    let (id, now) = (EventId::new(), app.now());
    Standing {
        id,
        uid: uid.unwrap_or_else(|| id.to_string()),
        slug: event.slug(&mark_of(id)),
        owner,
        status: Status::Draft,
        version: 1,
        sequence: 0,
        event,
        note: None,
        made_at: now,
        saved_at: now,
        published_at: None,
        changed_at: None,
        cancelled_at: None,
    }
}

/// An event of one's own.
///
/// # Errors
/// [`Error::Missing`] where it is not there, or not theirs.
pub async fn own(app: &App, account: &Account, id: EventId) -> Result<Standing> {
    let found = rows::find(&mut app.db.read().await?, id).await?;
    let found = found.filter(|one| one.owner == Some(account.id));
    found.ok_or(Error::Missing)
}

/// Saves an event over the version that was shown with the form.
///
/// # Errors
/// [`Error::Missing`] where it is not theirs.
pub async fn save(
    app: &App,
    account: &Account,
    id: EventId,
    version: i64,
    event: &Event,
) -> Result<Saved> {
    own(app, account, id).await?;
    let mut tx = app.db.write().await?;
    let before = rows::find(&mut tx, id).await?.ok_or(Error::Missing)?;
    if !replace(app, &mut tx, &before, version, event).await? {
        return Ok(Saved::Older(before.version));
    }
    tx.commit().await?;
    Ok(Saved::Done(id))
}

/// Puts another document in the place of an event's, its dates with it; says `false` where it is not of that version any more.
pub(super) async fn replace(
    app: &App,
    tx: &mut Tx,
    before: &Standing,
    version: i64,
    event: &Event,
) -> Result<bool> {
    let (old, now) = (&before.event, app.now());
    let moved = (
        old.begins,
        old.minutes,
        &old.series,
        &old.place,
        &old.online,
        &old.zone,
    ) != (
        event.begins,
        event.minutes,
        &event.series,
        &event.place,
        &event.online,
        &event.zone,
    );
    if !rows::save(tx, before.id, version, event, point(event), now, moved).await? {
        return Ok(false);
    }
    let standing = Standing {
        event: event.clone(),
        ..before.clone()
    };
    set_dates(app, tx, &standing).await?;
    let place = |event: &Event| {
        let link = event.online.as_ref().map(|online| online.link.clone());
        (event.place.clone(), link, event.zone.clone())
    };
    if standing.is_public() && place(old) != place(event) {
        tell_all_moved(app, tx, standing.id).await?;
    }
    let badge = |event: &Event| (event.title.clone(), event.achievement.clone());
    if standing.is_public() && badge(old) != badge(event) {
        badges::publish_badge(tx, &standing, now).await?;
        // Whoever was checked in before the event had a badge gets it too.
        registration::award_all(app, tx, &standing).await?;
    }
    Ok(true)
}

/// Tells those who registered for the dates to come that the place of an event changed.
async fn tell_all_moved(app: &App, tx: &mut Tx, event: EventId) -> Result<()> {
    let now = app.now();
    for date in rows::list_dates(tx, event).await? {
        if !date.is_past(now) && !date.is_cancelled() {
            registration::tell_moved(app, tx, date.id, now).await?;
        }
    }
    Ok(())
}

/// The dates that an event has to come, by its rule: from today on to the horizon.
fn wanted(standing: &Standing, now: Timestamp) -> Vec<Occurrence> {
    let event = &standing.event;
    let zone = event.time_zone();
    let today = day_of(now, &zone);
    let first = event.begins.date();
    let horizon = today.max(first).checked_add(Span::new().days(HORIZON_DAYS));
    let civil = match &event.series {
        // A draft may tell of the past; what is over is not held again.
        Some(series) => series.dates(
            event.begins,
            if standing.published_at.is_some() {
                today
            } else {
                first
            },
            horizon.unwrap_or(Date::MAX),
            MOST_DATES,
        ),
        None => vec![event.begins],
    };
    let dates = civil.into_iter().filter_map(|civil| {
        let starts_at = instant(civil, &zone)?;
        Some(Occurrence {
            id: DateId::new(),
            event: standing.id,
            starts_at,
            ends_at: end(starts_at, event.minutes),
            // An hour that the clocks leave out on one of its days is told as they show it.
            civil: starts_at.to_zoned_datetime(zone.clone()).datetime(),
            seats: event.seats.map(i64::from),
            taken: 0,
            cancelled_at: None,
        })
    });
    dates.collect()
}

/// Makes the rows of an event's dates what its rule says. A date that is moved keeps its row, and with it those who registered: the one of the same day, or the
/// only one. What is over stays as it was; what is held no more is cancelled, not taken out. Those who registered are told of what moved and of what is held no
/// more, and have the places that there are more of.
pub(super) async fn set_dates(app: &App, tx: &mut Tx, standing: &Standing) -> Result<()> {
    let now = app.now();
    if standing.published_at.is_none() {
        rows::forget_dates(tx, standing.id).await?;
    }
    let mut there: Vec<Occurrence> = rows::list_dates(tx, standing.id).await?;
    there.retain(|date| !date.is_past(now));
    let mut wanted = wanted(standing, now);
    if standing.published_at.is_some() && standing.event.series.is_some() {
        wanted.retain(|date| !date.is_past(now));
    }
    let held = there.iter().filter(|date| !date.is_cancelled()).count();
    let only = held == 1 && wanted.len() == 1;
    let mut moves = Vec::new();
    wanted.retain(|date| {
        let same = there
            .iter()
            .position(|one| one.starts_at == date.starts_at)
            .or_else(|| {
                there.iter().position(|one| {
                    !one.is_cancelled() && (only || one.civil.date() == date.civil.date())
                })
            });
        match same {
            Some(place) => {
                let before = there.remove(place);
                let id = before.id;
                moves.push((Occurrence { id, ..date.clone() }, before));
                false
            }
            None => true,
        }
    });
    let announced = standing.status == Status::Published;
    for (date, before) in moves {
        rows::move_date(tx, &date).await?;
        let times = |date: &Occurrence| (date.starts_at, date.ends_at, date.is_cancelled());
        if announced && times(&date) != times(&before) {
            registration::tell_moved(app, tx, date.id, now).await?;
        }
        if announced && date.seats != before.seats {
            registration::fill_date(app, tx, date.id, now).await?;
        }
    }
    for date in wanted {
        rows::add_date(tx, &date).await?;
    }
    for date in there {
        if rows::cancel_date(tx, date.id, now).await? && announced {
            registration::tell_lost(app, tx, date.id, now).await?;
        }
    }
    Ok(())
}

/// Announces an event, or asks a coordinator to agree first where the instance wants that.
///
/// # Errors
/// [`Error::Missing`]; [`Refusal::NotAdherent`] where its organiser does not adhere to the charter that holds; [`Refusal::EventOver`].
pub async fn publish(app: &App, account: &Account, id: EventId) -> Result<Status> {
    let standing = own(app, account, id).await?;
    if !charter::is_adherent(app, account.id).await? {
        return Err(Refusal::NotAdherent.into());
    }
    let now = app.now();
    let to = if app.config.events.agreement && standing.published_at.is_none() {
        Status::Asked
    } else {
        Status::Published
    };
    let mut tx = app.db.write().await?;
    let dates = rows::list_dates(&mut tx, id).await?;
    if dates.iter().all(|date| date.is_past(now)) {
        return Err(Refusal::EventOver.into());
    }
    for from in [Status::Draft, Status::Cancelled] {
        if rows::set_status(&mut tx, id, from, to, None, now).await? {
            if to == Status::Published {
                announce(&mut tx, id, now).await?;
                if from == Status::Cancelled {
                    // Whoever was told that it is not held is told that it is.
                    tell_all_moved(app, &mut tx, id).await?;
                }
            }
            tx.commit().await?;
            return Ok(to);
        }
    }
    Ok(standing.status)
}

/// Agrees to an event, or sends it back with a word why not.
///
/// # Errors
/// [`Error::Missing`] where it does not wait.
pub async fn answer(app: &App, id: EventId, refused: Option<&str>) -> Result<()> {
    let to = if refused.is_some() {
        Status::Draft
    } else {
        Status::Published
    };
    let mut tx = app.db.write().await?;
    let now = app.now();
    if !rows::set_status(&mut tx, id, Status::Asked, to, refused, now).await? {
        return Err(Error::Missing);
    }
    if to == Status::Published {
        announce(&mut tx, id, now).await?;
    }
    tx.commit().await
}

/// Publishes the badge that an event has for itself, and has those told who asked to hear of such events at once.
async fn announce(tx: &mut Tx, event: EventId, now: Timestamp) -> Result<()> {
    let standing = rows::find(tx, event).await?.ok_or(Error::Missing)?;
    badges::publish_badge(tx, &standing, now).await?;
    jobs::add(tx, &Job::Announce { event }, None, now, now)
        .await
        .map(drop)
}

/// Cancels what was announced; what was not goes.
///
/// # Errors
/// [`Error::Missing`].
pub async fn cancel(app: &App, account: &Account, id: EventId) -> Result<()> {
    own(app, account, id).await?;
    let now = app.now();
    let mut tx = app.db.write().await?;
    // Whether it was announced is for its row to say: somebody may agree to it at this very moment.
    let (from, to) = (Status::Published, Status::Cancelled);
    if !rows::forget(&mut tx, id).await?
        && rows::set_status(&mut tx, id, from, to, None, now).await?
    {
        for date in rows::list_dates(&mut tx, id).await? {
            if !date.is_past(now) && !date.is_cancelled() {
                registration::tell_lost(app, &mut tx, date.id, now).await?;
            }
        }
    }
    tx.commit().await
}

/// Cancels one date of an event.
///
/// # Errors
/// [`Error::Missing`].
pub async fn cancel_date(app: &App, account: &Account, id: EventId, date: DateId) -> Result<()> {
    own(app, account, id).await?;
    let mut tx = app.db.write().await?;
    // Nobody else saves the event from here on: what is taken out is taken out of what stands.
    rows::hold(&mut tx, id).await?;
    let found = rows::date(&mut tx, date).await?;
    let standing = rows::find(&mut tx, id).await?.ok_or(Error::Missing)?;
    let found = found.filter(|one| one.event == id).ok_or(Error::Missing)?;
    let mut event = standing.event.clone();
    match event.series.as_mut() {
        Some(series) => series.except.insert(found.civil.date()),
        None => return Err(Error::Missing),
    };
    if !replace(app, &mut tx, &standing, standing.version, &event).await? {
        return Err(Error::Busy);
    }
    tx.commit().await
}

/// Copies an event into a draft of its own.
///
/// # Errors
/// [`Error::Missing`].
pub async fn copy(app: &App, account: &Account, id: EventId) -> Result<EventId> {
    let standing = own(app, account, id).await?;
    write(app, account, &standing.event).await
}

/// Makes the further dates of series that have no end, as time goes on.
///
/// # Errors
/// Those of the store.
pub async fn extend(app: &App) -> Result<()> {
    let (now, mut after) = (app.now(), None);
    loop {
        let page = rows::list_open(&mut app.db.read().await?, after, 100).await?;
        let Some(last) = page.last() else {
            return Ok(());
        };
        after = Some(last.id);
        for standing in page.iter().filter(|one| one.event.series.is_some()) {
            let there = rows::list_dates(&mut app.db.read().await?, standing.id).await?;
            let missing = wanted(standing, now).into_iter().any(|date| {
                !date.is_past(now) && there.iter().all(|one| one.starts_at != date.starts_at)
            });
            if missing {
                let mut tx = app.db.write().await?;
                // Nobody saves it from here on: a day that is being taken out just now is out, and is not made again.
                rows::hold(&mut tx, standing.id).await?;
                if let Some(standing) = rows::find(&mut tx, standing.id).await?
                    && standing.status == Status::Published
                {
                    set_dates(app, &mut tx, &standing).await?;
                    EVENTS.note(&mut tx, standing.id).await?;
                    tx.commit().await?;
                }
            }
        }
    }
}

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
            for date in dates {
                if !date.is_past(now) && !date.is_cancelled() {
                    registration::tell_lost(app, tx, date.id, now).await?;
                }
            }
        }
        let mut event = standing.event;
        event.without_people();
        rows::orphan(tx, standing.id, &event).await?;
    }
    Ok(())
}
