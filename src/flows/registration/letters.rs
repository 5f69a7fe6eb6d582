//! What those who registered are told by letter, and what a letter says when it is sent.

use jiff::{SignedDuration, Timestamp};

use crate::{
    app::App,
    base::{DateId, RegistrationId, Result},
    events::{Event, Status},
    geography,
    registration::{Registration, State},
    store::{
        db::Tx,
        events,
        jobs::{self, Job, Letter},
        registration as rows,
        sql::Conn,
    },
};

/// Leaves a letter with the page of a registration.
pub(super) async fn tell(app: &App, tx: &mut Tx, one: &Registration, now: Timestamp) -> Result<()> {
    let letter = Letter::Seat {
        registration: one.id,
    };
    leave(app, tx, one, letter, now).await
}

/// Leaves a letter to the queue, where the registration has a mailbox.
pub(super) async fn leave(
    app: &App,
    tx: &mut Tx,
    one: &Registration,
    letter: Letter,
    now: Timestamp,
) -> Result<()> {
    if let Some(email) = one.contact.mailbox() {
        let mailbox = app.keyring.mailbox(email);
        let job = Job::letter(email.clone(), one.lang, letter);
        jobs::add(tx, &job, Some(&mailbox), now, now).await?;
    }
    Ok(())
}

/// Tells all who registered for a date, by letter where they left an address, that it is not held.
pub(in crate::flows) async fn tell_lost(
    app: &App,
    tx: &mut Tx,
    date: DateId,
    now: Timestamp,
) -> Result<()> {
    let mut letters = Vec::new();
    // Whoever registers at this very moment is on the list, or finds that it is not held any more.
    rows::hold_date(tx, date).await?;
    for one in rows::list_of_date(tx, date).await? {
        if let Some(email) = one.contact.mailbox() {
            let lost = Letter::SeatLost {
                registration: one.id,
            };
            let mailbox = app.keyring.mailbox(email);
            letters.push((Job::letter(email.clone(), one.lang, lost), mailbox, now));
        }
    }
    jobs::add_many(tx, &letters, now).await
}

/// How long a change waits before it is told: an organiser who goes on changing is not told of twice.
const SETTLED: SignedDuration = SignedDuration::from_mins(10);

/// Tells all who registered for a date, by letter where they left an address, what holds now that its time or place changed.
pub(in crate::flows) async fn tell_moved(
    app: &App,
    tx: &mut Tx,
    date: DateId,
    now: Timestamp,
) -> Result<()> {
    let due = now.checked_add(SETTLED).unwrap_or(now);
    for one in rows::list_of_date(tx, date).await? {
        if let Some(email) = one.contact.mailbox() {
            let letter = Letter::SeatMoved {
                registration: one.id,
            };
            let mailbox = app.keyring.mailbox(email);
            let job = Job::letter(email.clone(), one.lang, letter);
            jobs::add_once(tx, &job, &mailbox, due, now).await?;
        }
    }
    Ok(())
}

/// Leaves a letter to the queue for each who wished to be reminded of what begins within a day; once, even where the date moves afterwards.
///
/// # Errors
/// Those of the store.
pub async fn remind(app: &App) -> Result<()> {
    let now = app.now();
    let until = now
        .checked_add(SignedDuration::from_hours(24))
        .unwrap_or(now);
    loop {
        let mut tx = app.db.write().await?;
        let taken = rows::take_reminders(&mut tx, now, until, TOGETHER).await?;
        for one in &taken {
            let soon = Letter::SeatSoon {
                registration: one.id,
            };
            leave(app, &mut tx, one, soon, now).await?;
        }
        tx.commit().await?;
        if taken.len() < TOGETHER as usize {
            return Ok(());
        }
    }
}

/// Reminders that are left to the queue in one write.
const TOGETHER: i64 = 200;

/// What a letter tells somebody who registered.
pub struct Told {
    /// Whether they have a place.
    pub seated: bool,
    /// The event, for what its letter says of its title, its hours and its price.
    pub event: Event,
    /// When it begins, by the clocks of its zone.
    pub civil: jiff::civil::DateTime,
    /// When it ends, by the same clocks.
    pub ends: jiff::civil::DateTime,
    /// Where: the place and its commune; nothing where it is online alone.
    pub place: Option<String>,
    /// Whether their mailbox was proved.
    pub confirmed: bool,
    /// Their page.
    pub page: String,
}

/// What stands now of a registration that a letter is about; nothing where it was cancelled or forgotten, where the date is over, or where it is not held,
/// unless that is what is told (`lost`).
///
/// # Errors
/// Those of the store.
pub async fn letter(app: &App, id: RegistrationId, lost: bool) -> Result<Option<Told>> {
    let mut reader = app.db.read().await?;
    let told = told(app, &mut reader, id).await?;
    let wanted = |(_, held): &(Told, Held)| *held != Held::Over && (*held == Held::Off) == lost;
    Ok(told.filter(wanted).map(|(told, _)| told))
}

/// Whether a date takes place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Held {
    /// It does.
    On,
    /// It does not.
    Off,
    /// It is over, or was to be.
    Over,
}

/// What stands of a registration; nothing where it was cancelled or forgotten.
pub(super) async fn told(
    app: &App,
    conn: &mut impl Conn,
    id: RegistrationId,
) -> Result<Option<(Told, Held)>> {
    let found = rows::find(conn, id).await?;
    let Some(one) = found.filter(|one| one.name.is_some()) else {
        return Ok(None);
    };
    let Some(date) = events::date(conn, one.date).await? else {
        return Ok(None);
    };
    let Some(standing) = events::find(conn, date.event).await? else {
        return Ok(None);
    };
    let held = match () {
        () if date.is_past(app.now()) => Held::Over,
        () if date.is_cancelled() || standing.status == Status::Cancelled => Held::Off,
        () => Held::On,
    };
    let token = app.keyring.registration_token(one.id);
    let place = standing.event.place.as_ref().map(|place| {
        let commune = geography::find(&place.commune).map(geography::Commune::label);
        [
            place.name.as_str(),
            &place.address,
            &commune.unwrap_or_default(),
        ]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(", ")
    });
    let told = Told {
        seated: one.state == State::Seated,
        civil: date.civil,
        ends: date
            .ends_at
            .to_zoned_datetime(standing.event.time_zone())
            .datetime(),
        event: standing.event,
        place,
        confirmed: one.confirmed_at.is_some(),
        page: app.url(&format!("/registrations/{token}")),
    };
    Ok(Some((told, held)))
}
