//! Writing letters about events: to whom, about which, each event told once; and the last question to who was not heard of for long.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::{SignedDuration, Timestamp, civil::DateTime};

use super::Errand;
use crate::{
    app::App,
    base::{EventId, Result, SubscriptionId},
    events::{
        Occurrence, Standing, Status,
        event::{PARIS, zone},
    },
    geography,
    store::{
        db::Tx,
        events,
        jobs::{self, Job, Letter},
        subscriptions::{self as rows, Subscription},
    },
    subscriptions::{ASKED_BEFORE, Notice, Rhythm, SILENT_DAYS, Spot},
};

/// Subscriptions in one transaction.
const AT_ONCE: i64 = 500;

/// Events in one letter; those that come later are told in the next one.
const IN_ONE: usize = 20;

/// For how long an event counts as just published, in hours.
const LATELY_HOURS: i64 = 24;

/// Letters in a minute: to everybody, and to one provider, below what it takes in all, so that letters for which somebody waits are not held up.
const A_MINUTE: i64 = 600;
const A_MINUTE_TO_ONE: i64 = 60;

/// An event as a letter tells it.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its title.
    pub title: String,
    /// One or two sentences.
    pub summary: String,
    /// When it begins next, by its own clocks.
    pub begins: DateTime,
    /// How many further dates are known.
    pub more: usize,
    /// Where: the place and its commune; nothing where it is online alone.
    pub place: Option<String>,
    /// Whether it can be followed from anywhere.
    pub online: bool,
    /// What it costs, in cents.
    pub cents: u32,
    /// Its page.
    pub page: String,
}

/// What a letter about events says.
pub struct News {
    /// The events, in the order of their dates.
    pub entries: Vec<Entry>,
    /// The page on which the subscription is changed.
    pub change: String,
    /// The page on which it is ended.
    pub end: String,
}

/// An event that may be told, with what is to be known of it to tell whether it is wished for.
struct Candidate {
    id: EventId,
    starts_at: Timestamp,
    published_at: Option<Timestamp>,
    notice: Notice,
    at: Option<geography::Point>,
}

fn candidate(standing: &Standing, dates: &[Occurrence], now: Timestamp) -> Option<Candidate> {
    if standing.status != Status::Published {
        return None;
    }
    let next = dates
        .iter()
        .filter(|date| date.cancelled_at.is_none() && date.starts_at > now)
        .map(|date| date.starts_at)
        .min()?;
    let event = &standing.event;
    let commune = event
        .place
        .as_ref()
        .and_then(|place| geography::find(&place.commune));
    Some(Candidate {
        id: standing.id,
        starts_at: next,
        published_at: standing.published_at,
        at: commune.and_then(|commune| commune.at),
        notice: Notice {
            themes: event.pillars.iter().map(ToString::to_string).collect(),
            formats: BTreeSet::from([event.format.to_string()]),
            spot: commune.map(|commune| Spot {
                commune: commune.code.clone(),
                department: commune.department().to_owned(),
                region: geography::region_of(commune.department())
                    .map(|region| region.code.to_owned()),
            }),
            online: event.online.is_some(),
        },
    })
}

impl Candidate {
    fn fits(&self, one: &Subscription) -> bool {
        one.wish.fits(&self.notice, |commune| {
            let center = geography::find(commune)?.at?;
            Some(self.at?.km_to(center))
        })
    }
}

/// Letters that leave one after the other: what is taken together by nobody stands in line.
struct Pace {
    from: Timestamp,
    all: i64,
    by_domain: HashMap<String, i64>,
}

impl Pace {
    fn from(now: Timestamp) -> Pace {
        Pace {
            from: now,
            all: 0,
            by_domain: HashMap::new(),
        }
    }

    fn next(&mut self, domain: &str) -> Timestamp {
        let own = self.by_domain.entry(domain.to_owned()).or_default();
        let (all, one) = (self.all, *own);
        self.all += 1;
        *own += 1;
        let millis = (all * 60_000 / A_MINUTE).max(one * 60_000 / A_MINUTE_TO_ONE);
        self.from
            .checked_add(SignedDuration::from_millis(millis))
            .unwrap_or(self.from)
    }
}

/// Every event that may be told, the nearest date first.
async fn candidates(app: &App) -> Result<Vec<Candidate>> {
    let now = app.now();
    let mut reader = app.db.read().await?;
    let public = events::list_public(&mut reader, now).await?;
    let mut dates: BTreeMap<EventId, Vec<Occurrence>> = BTreeMap::new();
    let ids: Vec<EventId> = public.iter().map(|one| one.id).collect();
    for some in ids.chunks(1_000) {
        for date in events::list_dates_of(&mut reader, some).await? {
            dates.entry(date.event).or_default().push(date);
        }
    }
    let mut found: Vec<Candidate> = public
        .iter()
        .filter_map(|one| candidate(one, dates.get(&one.id)?, now))
        .collect();
    found.sort_by_key(|one| (one.starts_at, one.id));
    Ok(found)
}

/// Writes the letters of a week or a month that has begun, and asks those who were not heard of for long.
///
/// # Errors
/// Those of the store.
pub async fn write_news(app: &App) -> Result<()> {
    let now = app.now();
    let local = now.to_zoned_datetime(zone(PARIS)).datetime();
    let known = candidates(app).await?;
    let mut pace = Pace::from(now);
    for rhythm in Rhythm::ALL {
        let Some(period) = rhythm.period(local) else {
            continue;
        };
        let horizon = SignedDuration::from_hours(24 * rhythm.horizon_days());
        let until = now.checked_add(horizon).unwrap_or(now);
        let end = known.partition_point(|one| one.starts_at <= until);
        loop {
            let mut tx = app.db.write().await?;
            let due = rows::take_due(&mut tx, rhythm, &period, AT_ONCE).await?;
            if due.is_empty() {
                break;
            }
            tell(app, &mut tx, &due, &known[..end], &mut pace).await?;
            tx.commit().await?;
        }
    }
    // What was just published is told at once by a job of its own; whatever that job missed is made up for here.
    let lately = now
        .checked_sub(SignedDuration::from_hours(LATELY_HOURS))
        .unwrap_or(now);
    for one in known {
        if one.published_at.is_some_and(|at| at > lately) {
            tell_at_once(app, one).await?;
        }
    }
    question_silent(app).await
}

/// Tells an event that was published to those who wish to hear at once.
///
/// # Errors
/// Those of the store.
pub async fn announce(app: &App, event: EventId) -> Result<()> {
    let now = app.now();
    let mut reader = app.db.read().await?;
    let Some(standing) = events::find(&mut reader, event).await? else {
        return Ok(());
    };
    let dates = events::list_dates(&mut reader, event).await?;
    drop(reader);
    match candidate(&standing, &dates, now) {
        Some(known) => tell_at_once(app, known).await,
        None => Ok(()),
    }
}

async fn tell_at_once(app: &App, known: Candidate) -> Result<()> {
    let (known, mut after, mut pace) = ([known], String::new(), Pace::from(app.now()));
    loop {
        let mut tx = app.db.write().await?;
        let some = rows::hold_after(&mut tx, Rhythm::AtOnce, &after, AT_ONCE).await?;
        let Some(last) = some.last() else {
            return Ok(());
        };
        after = last.id.to_string();
        tell(app, &mut tx, &some, &known, &mut pace).await?;
        tx.commit().await?;
    }
}

/// Adds a letter for each of these subscriptions about what it wishes and was not told: what another process told meanwhile is left out by the rows themselves.
async fn tell(
    app: &App,
    tx: &mut Tx,
    subscriptions: &[Subscription],
    known: &[Candidate],
    pace: &mut Pace,
) -> Result<()> {
    let now = app.now();
    let ids: Vec<SubscriptionId> = subscriptions.iter().map(|one| one.id).collect();
    let before: BTreeSet<_> = rows::list_told(tx, &ids).await?.into_iter().collect();
    let wished: Vec<(SubscriptionId, EventId)> = subscriptions
        .iter()
        .flat_map(|one| {
            let fresh = known
                .iter()
                .filter(|event| !before.contains(&(one.id, event.id)) && event.fits(one));
            fresh.take(IN_ONE).map(|event| (one.id, event.id))
        })
        .collect();
    let told: BTreeSet<_> = rows::tell(tx, &wished, now).await?.into_iter().collect();
    let mut letters: BTreeMap<SubscriptionId, Vec<EventId>> = BTreeMap::new();
    for (id, event) in wished.into_iter().filter(|one| told.contains(one)) {
        letters.entry(id).or_default().push(event);
    }
    let jobs: Vec<(Job, String, Timestamp)> = subscriptions
        .iter()
        .filter_map(|one| {
            let letter = Letter::News {
                subscription: one.id,
                events: letters.remove(&one.id)?,
            };
            let due = pace.next(one.email.domain());
            let job = Job::letter(one.email.clone(), one.lang, letter);
            Some((job, one.mailbox.clone(), due))
        })
        .collect();
    jobs::add_many(tx, &jobs, now).await
}

/// What a letter says; nothing where it was ended meanwhile, or none of its events is still to come.
///
/// # Errors
/// Those of the store.
pub async fn news(app: &App, id: SubscriptionId, ids: &[EventId]) -> Result<Option<News>> {
    let now = app.now();
    let mut reader = app.db.read().await?;
    if rows::find(&mut reader, id).await?.is_none() {
        return Ok(None);
    }
    let mut found: HashMap<EventId, Standing> = events::list(&mut reader, ids)
        .await?
        .into_iter()
        .map(|one| (one.id, one))
        .collect();
    let dates = events::list_dates_of(&mut reader, ids).await?;
    let mut entries = Vec::new();
    for id in ids {
        let Some(standing) = found.remove(id) else {
            continue;
        };
        let mut coming = dates.iter().filter(|date| {
            date.event == *id && date.cancelled_at.is_none() && date.starts_at > now
        });
        if let (Status::Published, Some(next)) = (standing.status, coming.next()) {
            entries.push(entry(app, standing, next.civil, coming.count()));
        }
    }
    let link = |errand, path: &str| {
        let token = app.keyring.subscription_token(errand, id);
        app.url(&format!("/subscriptions/{path}/{token}"))
    };
    Ok((!entries.is_empty()).then(|| News {
        entries,
        change: link(Errand::Change, "preferences"),
        end: link(Errand::End, "end"),
    }))
}

fn entry(app: &App, standing: Standing, begins: DateTime, more: usize) -> Entry {
    let event = standing.event;
    let place = event.place.map(|place| {
        let commune = geography::find(&place.commune);
        let commune = commune.map_or(place.commune, geography::Commune::label);
        if place.name.is_empty() {
            commune
        } else {
            format!("{}, {commune}", place.name)
        }
    });
    Entry {
        title: event.title,
        summary: event.summary,
        begins,
        more,
        place,
        online: event.online.is_some(),
        cents: event.price.cents,
        page: app.url(&format!("/events/{}", standing.slug)),
    }
}

/// Asks those who were not heard of for nearly three years whether they still wish to have letters: once. Without a word they are forgotten in time.
async fn question_silent(app: &App) -> Result<()> {
    let now = app.now();
    let days = SILENT_DAYS - ASKED_BEFORE;
    let silent = now
        .checked_sub(SignedDuration::from_hours(24 * days))
        .unwrap_or(now);
    let mut pace = Pace::from(now);
    loop {
        let mut tx = app.db.write().await?;
        let some = rows::take_silent(&mut tx, silent, AT_ONCE, now).await?;
        if some.is_empty() {
            return Ok(());
        }
        let jobs: Vec<(Job, String, Timestamp)> = some
            .into_iter()
            .map(|one| {
                let due = pace.next(one.email.domain());
                let letter = Letter::LastQuestion {
                    subscription: one.id,
                };
                (Job::letter(one.email, one.lang, letter), one.mailbox, due)
            })
            .collect();
        jobs::add_many(&mut tx, &jobs, now).await?;
        tx.commit().await?;
    }
}

/// The page with the button of the last question, and the day on which the letters end else; nothing where it was answered or is gone.
///
/// # Errors
/// Those of the store.
pub async fn question(app: &App, id: SubscriptionId) -> Result<Option<(String, Timestamp)>> {
    let found = rows::find(&mut app.db.read().await?, id).await?;
    let found = found.filter(|one| one.questioned_at.is_some());
    Ok(found.map(|one| {
        let token = app.keyring.subscription_token(Errand::Change, id);
        let until = one
            .contact_at
            .checked_add(SignedDuration::from_hours(24 * SILENT_DAYS))
            .unwrap_or(one.contact_at);
        (
            app.url(&format!("/subscriptions/preferences/{token}")),
            until,
        )
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_to_one_provider_leave_one_after_the_other() {
        let now = Timestamp::from_second(1_795_600_000).unwrap();
        let mut pace = Pace::from(now);
        let seconds = |at: Timestamp| at.duration_since(now).as_secs();
        for _ in 0..59 {
            assert!(seconds(pace.next("a.example")) < 60);
        }
        pace.next("a.example");
        assert_eq!(seconds(pace.next("a.example")), 60);
        assert!(
            seconds(pace.next("b.example")) < 10,
            "another one does not wait for it"
        );
        for number in 0..600 {
            pace.next(&format!("{number}.example"));
        }
        assert!(
            seconds(pace.next("c.example")) >= 60,
            "all together keep a pace"
        );
    }
}
