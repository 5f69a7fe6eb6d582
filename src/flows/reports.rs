//! The report of a café: written by its organiser once it has begun, and summed up for those who coordinate a territory.

use std::collections::{BTreeMap, HashMap};

use crate::{
    access::account::{Account, Role},
    app::App,
    base::{DateId, Error, EventId, Result},
    events::{Event, Occurrence, Standing, report::Report},
    geography,
    store::events::{self as rows, Kept},
};

/// A date of one's own event that has begun.
///
/// # Errors
/// [`Error::Missing`] where it is not there, not theirs, was never announced, or is still to come.
pub async fn own_date(
    app: &App,
    account: &Account,
    event: EventId,
    date: DateId,
) -> Result<(Standing, Occurrence)> {
    let standing = super::events::own(app, account, event).await?;
    let found = rows::date(&mut app.db.read().await?, date).await?;
    let found =
        found.filter(|one| one.event == event && !one.is_cancelled() && one.starts_at <= app.now());
    match (found, standing.published_at) {
        (Some(date), Some(_)) => Ok((standing, date)),
        _ => Err(Error::Missing),
    }
}

/// Keeps the report of a date, in the place of the one before.
///
/// # Errors
/// Those of the store.
pub async fn save(app: &App, standing: &Standing, date: &Occurrence, report: Report) -> Result<()> {
    let place = standing.event.place.as_ref();
    let commune = place.and_then(|place| geography::find(&place.commune));
    let kept = Kept {
        date: date.id,
        event: standing.id,
        department: commune.map_or(String::new(), |one| one.department().to_owned()),
        held_at: date.starts_at,
        report,
    };
    let mut tx = app.db.write().await?;
    rows::put_report(&mut tx, &kept, app.now()).await?;
    tx.commit().await
}

/// The territories whose reports an account may sum up: nothing where that is every one.
pub fn territories(account: &Account) -> Option<Vec<String>> {
    let mut all = Vec::new();
    for post in &account.posts {
        match (post.role, &post.territory) {
            (Role::Admin, _) | (Role::Coordinator, None) => return None,
            (Role::Coordinator, Some(territory)) => all.push(territory.clone()),
            _ => {}
        }
    }
    Some(all)
}

/// Reports summed up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// How many cafés there were.
    pub cafes: i64,
    /// How many people came at least, by the ranges.
    pub least: i64,
    /// How many at most; nothing where one range has no end.
    pub most: Option<i64>,
    /// How many cafés were of each kind: the name of the field, the word, how many.
    pub parts: BTreeMap<(&'static str, String), i64>,
}

/// Sums reports up, with the events that they are of.
pub fn sum(reports: &[Kept], events: &[Standing]) -> Sum {
    let known: HashMap<EventId, &Event> = events.iter().map(|one| (one.id, &one.event)).collect();
    let mut sum = Sum {
        most: Some(0),
        ..Sum::default()
    };
    for kept in reports {
        let report = &kept.report;
        let (least, most) = report.crowd.range();
        sum.cafes += 1;
        sum.least += least;
        sum.most = sum.most.zip(most).map(|(sum, most)| sum + most);
        let mut count = |field: &'static str, word: String| {
            *sum.parts.entry((field, word)).or_insert(0) += 1;
        };
        count("crowd", report.crowd.to_string());
        count("level", report.level.to_string());
        count("where", report.place.to_string());
        report
            .ages
            .iter()
            .for_each(|one| count("age", one.to_string()));
        report
            .standings
            .iter()
            .for_each(|one| count("standing", one.to_string()));
        if let Some(event) = known.get(&kept.event) {
            count("format", event.format.to_string());
            event
                .pillars
                .iter()
                .for_each(|one| count("pillar", one.to_string()));
            event
                .themes
                .iter()
                .for_each(|one| count("theme", one.clone()));
        }
    }
    sum
}
