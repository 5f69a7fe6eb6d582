//! The first page of the administration, and the settings as they are.

use askama::Template;
use axum::{extract::State, response::Response};

use crate::{
    access::policy::Deed,
    base::Result,
    store::{access as rows, badges, certification, charter, directory, doubts, events, jobs},
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
    ways: Vec<Way>,
    second: bool,
}

#[derive(Template)]
#[template(path = "admin/settings.html")]
struct Settings {
    page: Page,
    facts: Vec<(String, String)>,
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
    let (_, told) = directory::count_reports(&mut reader).await?;
    let (_, asked) = events::count_waiting(&mut reader).await?;
    let lines = rows::count_audit(&mut reader).await?;
    let (_, doubts) = doubts::count(&mut reader).await?;
    let achievements = badges::list_achievements(&mut reader).await?.len();
    let readings = certification::count_waiting(&mut reader, steward.0.account.id).await?;
    let dossiers = certification::count_dossiers(&mut reader).await?;
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
            counted("admin-charter-count", adherences),
            false,
        ),
        (
            Deed::AgreeEvents,
            "events",
            counted("admin-events-count", asked),
            asked > 0,
        ),
        (
            Deed::ModerateDirectory,
            "people",
            counted("admin-people-count", told),
            told > 0,
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
    let ways = parts
        .into_iter()
        .filter(|(deed, ..)| steward.may(*deed).is_ok())
        .map(|(_, name, text, alarm)| Way {
            href: page.link(&format!("/admin/{name}")),
            title: t.text(&format!("admin-{name}-title")),
            text,
            alarm,
        });
    Ok(page::answer(&Home {
        ways: ways.collect(),
        second: steward.0.account.has_second(),
        page: page.titled(t.text("admin-title")).private(),
    }))
}

/// `GET /admin/settings`: what the instance was told, without a secret.
pub async fn settings(
    State(site): State<Site>,
    page: Page,
    steward: Steward,
) -> Result<Response, Problem> {
    steward.may(Deed::SeeSettings)?;
    let (app, t) = (&site.app, page.t);
    let config = &app.config;
    let none = || "—".to_owned();
    let facts = [
        ("CREMA_BASE_URL", app.base_url().to_owned()),
        ("CREMA_LISTEN", config.listen.to_string()),
        ("CREMA_DATABASE_URL", config.database.to_string()),
        ("CREMA_QUIZZES", config.quizzes.display().to_string()),
        ("CREMA_KEYS", config.keys.display().to_string()),
        ("CREMA_MAIL", config.mail.to_string()),
        (
            "[charter] folder",
            config.charter.folder.display().to_string(),
        ),
        (
            "[charter] kit",
            config
                .charter
                .kit
                .as_ref()
                .map_or_else(none, |kit| kit.display().to_string()),
        ),
        ("CREMA_RATE", config.rate.to_string()),
        ("CREMA_LOG", config.log.clone()),
        ("[issuer] name", config.issuer.name.clone()),
        (
            "[issuer] url",
            config.issuer.url.clone().unwrap_or_else(none),
        ),
        (
            "[issuer] email",
            config.issuer.email.clone().unwrap_or_else(none),
        ),
        ("[issuer] former_urls", config.issuer.former_urls.join(", ")),
        ("did", app.did().to_owned()),
        ("crema", env!("CARGO_PKG_VERSION").to_owned()),
    ];
    let facts = facts.map(|(name, value)| {
        (
            name.to_owned(),
            if value.is_empty() { none() } else { value },
        )
    });
    Ok(page::answer(&Settings {
        facts: facts.into(),
        page: page.titled(t.text("admin-settings-title")).private(),
    }))
}
