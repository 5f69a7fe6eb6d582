//! Where one's own event stands, above its form: its dates, who registered, what can be done with it.

use crate::{
    base::Error,
    events::{Occurrence, Standing, Status},
    store::events as rows,
    web::{
        Site,
        events::{
            dates::{Dates, by_year},
            words,
        },
        page::Page,
    },
};

/// How many reports are led to at once.
const REPORTS: usize = 3;

/// A date that can be cancelled by itself.
pub(super) struct Line {
    pub(super) when: String,
    pub(super) cancelled: bool,
    pub(super) cancel: Option<String>,
}

/// Where an event stands, on the page of its form.
#[derive(Default)]
pub(super) struct Place {
    /// Its page.
    pub(super) href: String,
    pub(super) status: String,
    pub(super) note: Option<String>,
    pub(super) action: String,
    pub(super) can_publish: bool,
    pub(super) announced: bool,
    pub(super) cancelled: bool,
    pub(super) past: bool,
    /// The dates to come of a series; what is over is not changed any more.
    pub(super) dates: Dates<Line>,
    pub(super) people: Option<String>,
    pub(super) voices: Option<String>,
    /// The dates of which a report can be written, the latest first: the words, and where.
    pub(super) reports: Vec<(String, String)>,
    /// Those before them, by their years.
    pub(super) older: Vec<(String, Vec<(String, String)>)>,
}

/// Where an event stands, in a word.
pub(super) fn status(page: &Page, standing: &Standing, past: bool) -> String {
    let name = match standing.status {
        Status::Published if past => "past",
        Status::Published if standing.changed_at.is_some() => "changed",
        status => status.name(),
    };
    page.t.text(&format!("event-status-{name}"))
}

/// Where an event stands, for its form.
pub(super) async fn place(site: &Site, page: &Page, standing: &Standing) -> Result<Place, Error> {
    let now = site.app.now();
    let dates = rows::list_dates(&mut site.app.db.read().await?, standing.id).await?;
    let past = !dates.is_empty() && dates.iter().all(|date| date.is_past(now));
    let path = format!("/me/events/{}", standing.id);
    let series = standing.event.series.is_some();
    let line = |date: &Occurrence| Line {
        when: words::when(&page.t, &standing.event, date.civil, date.ends_at),
        cancelled: date.is_cancelled(),
        cancel: (series && !date.is_cancelled() && standing.status == Status::Published)
            .then(|| page.link(&format!("{path}/dates/{}/cancellation", date.id))),
    };
    let report = |date: &Occurrence| {
        let when = words::when(&page.t, &standing.event, date.civil, date.ends_at);
        (when, page.link(&format!("{path}/dates/{}/report", date.id)))
    };
    let begun = || {
        let announced = standing.published_at.is_some();
        let held = move |date: &&Occurrence| !date.is_cancelled() && date.starts_at <= now;
        dates.iter().rev().filter(move |_| announced).filter(held)
    };
    Ok(Place {
        href: page.link(&format!("/events/{}", standing.slug)),
        status: status(page, standing, past),
        note: standing.note.clone(),
        can_publish: matches!(standing.status, Status::Draft | Status::Cancelled) && !past,
        announced: standing.published_at.is_some(),
        cancelled: standing.status == Status::Cancelled,
        past,
        dates: Dates::of(&page.t, &dates, now, line),
        people: standing
            .published_at
            .map(|_| page.link(&format!("{path}/people"))),
        reports: begun().take(REPORTS).map(report).collect(),
        older: by_year(&page.t, begun().skip(REPORTS), report),
        voices: standing
            .published_at
            .map(|_| page.link(&format!("{path}/voices"))),
        action: path,
    })
}
