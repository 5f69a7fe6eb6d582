//! The settings as they are: each that there is, whether it was set or not, and no secret.

use std::path::Path;

use askama::Template;
use axum::{extract::State, response::Response};

use crate::{
    access::policy::Deed,
    app::App,
    web::{
        Site,
        access::Steward,
        page::{self, Page},
        problem::Problem,
    },
};

/// What stands for a setting that says nothing.
const NOTHING: &str = "—";

#[derive(Template)]
#[template(path = "admin/settings.html")]
struct Settings {
    page: Page,
    facts: Vec<(String, String)>,
}

/// `GET /admin/settings`.
pub async fn settings(
    State(site): State<Site>,
    page: Page,
    steward: Steward,
) -> Result<Response, Problem> {
    steward.may(Deed::SeeSettings)?;
    let facts = facts(&site.app).into_iter().map(|(name, value)| {
        let value = Some(value).filter(|value| !value.is_empty());
        (name.to_owned(), value.unwrap_or_else(|| NOTHING.to_owned()))
    });
    let title = page.t.text("admin-settings-title");
    Ok(page::answer(&Settings {
        facts: facts.collect(),
        page: page.titled(title).private(),
    }))
}

/// Every setting, by the name under which it is set.
fn facts(app: &App) -> Vec<(&'static str, String)> {
    let config = &app.config;
    let text = |one: &Option<String>| one.clone().unwrap_or_default();
    let path = |one: &Path| one.display().to_string();
    let some = |one: &Option<std::path::PathBuf>| one.as_deref().map(path).unwrap_or_default();
    let (issuer, letters, openid) = (&config.issuer, &config.letters, config.openid.as_ref());
    let said = |one: Option<String>| one.unwrap_or_default();
    let audit = config.accessibility.as_ref();
    let proxies: Vec<String> = config.proxies.iter().map(ToString::to_string).collect();
    let metrics = config.metrics.map(|one| one.to_string());
    vec![
        ("CREMA_BASE_URL", app.base_url().to_owned()),
        ("CREMA_LISTEN", config.listen.to_string()),
        ("CREMA_METRICS", said(metrics)),
        ("CREMA_DATABASE_URL", config.database.to_string()),
        ("CREMA_QUIZZES", path(&config.quizzes)),
        ("CREMA_KEYS", path(&config.keys)),
        ("CREMA_MAIL", config.mail.to_string()),
        ("CREMA_RATE", config.rate.to_string()),
        ("CREMA_PROXIES", proxies.join(", ")),
        ("CREMA_LOG", config.log.clone()),
        (
            "CREMA_LOG_FORMAT",
            if config.log_json { "json" } else { "text" }.to_owned(),
        ),
        ("[issuer] name", issuer.name.clone()),
        ("[issuer] url", text(&issuer.url)),
        ("[issuer] email", text(&issuer.email)),
        ("[issuer] description", text(&issuer.description)),
        ("[issuer] root", text(&issuer.root)),
        ("[issuer] former_urls", issuer.former_urls.join(", ")),
        ("[issuer] languages", issuer.languages.join(", ")),
        ("[letters] dkim_key", some(&letters.dkim_key)),
        ("[letters] dkim_selector", letters.dkim_selector.clone()),
        ("[letters] bounces", text(&letters.bounces)),
        ("[letters] bounces_folder", some(&letters.bounces_folder)),
        ("[letters] ca", some(&letters.ca)),
        (
            "[openid] issuer",
            said(openid.map(|one| one.issuer.clone())),
        ),
        (
            "[openid] client_id",
            said(openid.map(|one| one.client_id.clone())),
        ),
        ("[openid] label", said(openid.map(|one| one.label.clone()))),
        (
            "[openid] scopes",
            said(openid.map(|one| one.scopes.join(", "))),
        ),
        (
            "[openid] trust_email",
            said(openid.map(|one| one.trust_email.to_string())),
        ),
        ("[charter] folder", path(&config.charter.folder)),
        ("[charter] kit", some(&config.charter.kit)),
        ("[events] agreement", config.events.agreement.to_string()),
        ("[events] fetch", config.events.fetch.to_string()),
        ("[events] hosts", config.events.hosts.join(", ")),
        ("[verify] fetch", config.verify.fetch.to_string()),
        ("[verify] hosts", config.verify.hosts.join(", ")),
        ("[verify] trust", path(&config.verify.trust)),
        ("[accessibility] on", said(audit.map(|one| one.on.clone()))),
        ("[accessibility] by", said(audit.map(|one| one.by.clone()))),
        (
            "[accessibility] rate",
            said(audit.map(|one| one.rate.to_string())),
        ),
        (
            "[accessibility] report",
            said(audit.and_then(|one| one.report.clone())),
        ),
        ("did", app.did().to_owned()),
        ("crema", env!("CARGO_PKG_VERSION").to_owned()),
    ]
}
