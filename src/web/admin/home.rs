//! The first page of the administration.

use askama::Template;
use axum::{extract::State, response::Response};
use jiff::civil::Date;

use crate::{
    access::policy::Deed,
    base::Result,
    charter::edition::Version,
    flows::charter::today,
    i18n::Texts,
    store::{
        access as rows, badges, certification, charter, contested, directory, doubts, endorsements,
        events, jobs, voices,
    },
    web::{
        Site,
        access::Steward,
        page::{self, Page},
        problem::Problem,
    },
};

/// A way to a part of the administration.
pub struct Way {
    href: String,
    title: String,
    text: String,
    alarm: bool,
}

#[derive(Template)]
#[template(path = "admin/home.html")]
struct Home {
    page: Page,
    /// What waits for somebody.
    waiting: Vec<Way>,
    ways: Vec<Way>,
    second: bool,
}

/// `GET /admin`.
pub async fn show(
    State(site): State<Site>,
    page: Page,
    steward: Steward,
) -> Result<Response, Problem> {
    steward.may(Deed::SeeAdministration)?;
    let t = page.t;
    let mut reader = site.app.db.read().await?;
    let (waiting, failed) = jobs::count(&mut reader).await?;
    let members = rows::count_accounts(&mut reader).await?;
    let adherences = charter::count(&mut reader).await?;
    let (adhering, unanswered) = adherents(&site, &t, &charter::count_going_on(&mut reader).await?);
    let (_, told) = directory::count_reports(&mut reader).await?;
    let (_, asked) = events::count_waiting(&mut reader).await?;
    let (_, said) = voices::count(&mut reader).await?;
    let lines = rows::count_audit(&mut reader).await?;
    let (_, doubts) = doubts::count(&mut reader).await?;
    let achievements = badges::list_achievements(&mut reader).await?.len();
    let readings = certification::count_waiting(&mut reader, steward.0.account.id).await?;
    let results = contested::count_reviews(&mut reader).await?;
    let dossiers = certification::count_dossiers(&mut reader).await?;
    let endorsed = endorsements::count(&mut reader).await?;
    let modules = site.app.shelf().modules().count();
    let counted = |key: &str, count: i64| t.with(key, "count", count);
    let small = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let parts = [
        (
            Deed::SeeContents,
            "modules",
            counted("admin-modules-count", small(modules)),
            false,
        ),
        (
            Deed::SeeContents,
            "achievements",
            counted("admin-achievements-count", small(achievements)),
            false,
        ),
        (
            Deed::SetStanding,
            "badges",
            t.text("admin-badges-text"),
            false,
        ),
        (
            Deed::SeeReviews,
            "reviews",
            counted("admin-reviews-count", readings),
            readings > 0,
        ),
        (
            Deed::DecideResults,
            "results",
            counted("admin-results-count", results),
            results > 0,
        ),
        (
            Deed::SeeDossiers,
            "dossiers",
            counted("admin-dossiers-count", dossiers),
            false,
        ),
        (
            Deed::NameFounders,
            "founders",
            t.text("admin-founders-text"),
            false,
        ),
        (
            Deed::SetStanding,
            "doubts",
            counted("admin-doubts-count", doubts),
            doubts > 0,
        ),
        (
            Deed::SeeMembers,
            "members",
            counted("admin-members-count", members),
            false,
        ),
        (
            Deed::SeeAdherents,
            "charter",
            adhering.unwrap_or_else(|| counted("admin-charter-count", adherences)),
            unanswered,
        ),
        (
            Deed::ModerateEndorsements,
            "endorsements",
            counted("admin-endorsements-count", endorsed),
            false,
        ),
        (
            Deed::AgreeEvents,
            "events",
            counted("admin-events-count", asked),
            asked > 0,
        ),
        (
            Deed::SeeReports,
            "reports",
            t.text("admin-reports-text"),
            false,
        ),
        (
            Deed::ModerateVoices,
            "voices",
            counted("admin-voices-count", said),
            said > 0,
        ),
        (
            Deed::ModerateDirectory,
            "people",
            counted("admin-people-count", told),
            told > 0,
        ),
        (
            Deed::SeeSubscriptions,
            "subscriptions",
            t.text("admin-subscriptions-text"),
            false,
        ),
        (
            Deed::SeeJobs,
            "jobs",
            t.with_all(
                "admin-jobs-count",
                [("waiting", waiting.into()), ("failed", failed.into())],
            ),
            failed > 0,
        ),
        (
            Deed::SeeAudit,
            "audit",
            counted("admin-audit-count", lines),
            false,
        ),
        (
            Deed::SeeSettings,
            "settings",
            t.text("admin-settings-text"),
            false,
        ),
    ];
    let (waiting, ways): (Vec<Way>, Vec<Way>) = parts
        .into_iter()
        .filter(|(deed, ..)| steward.may(*deed).is_ok())
        .map(|(_, name, text, alarm)| Way {
            href: page.link(&format!("/admin/{name}")),
            title: t.text(&format!("admin-{name}-title")),
            text,
            alarm,
        })
        .partition(|way| way.alarm);
    Ok(page::answer(&Home {
        waiting,
        ways,
        second: steward.0.account.has_second(),
        page: page.titled(t.text("admin-title")).private(),
    }))
}

/// What there is to know of those who adhere, by the version that they adhere to, and whether some have yet to answer a new text: as long as they have time to.
fn adherents(site: &Site, t: &Texts, going_on: &[(Version, i64)]) -> (Option<String>, bool) {
    let (charter, today) = (&site.app.charter, today(&site.app));
    let former = charter.unanswered(going_on, today);
    let said = |key: &str, count: i64, date: Date| {
        t.with_all(key, [("count", count.into()), ("date", t.day(date).into())])
    };
    if let (Some(until), true) = (charter.asks_until(today), former > 0) {
        let open = today < until;
        let key = if open {
            "admin-charter-asked"
        } else {
            "admin-charter-former"
        };
        return (Some(said(key, former, until)), open);
    }
    let all = going_on.iter().map(|(_, count)| count).sum();
    let next = charter.asks_next(today).filter(|_| all > 0);
    (
        next.map(|next| said("admin-charter-next", all, next.from)),
        false,
    )
}
