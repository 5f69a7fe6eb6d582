//! What the instance asks and awards: the modules with what is wrong in their files, and the achievements.

use axum::{extract::State, response::Response};
use jiff::tz::TimeZone;

use crate::{
    access::policy::Deed,
    base::Error,
    i18n::Texts,
    outside::quizzes::{Report, Shelf},
    store::{badges, completed},
    web::{
        Site,
        access::Steward,
        findings,
        list::{Asked, Column, List, Value},
        page::Page,
        problem::Problem,
    },
};

/// `GET /admin/modules`: the files as they stand now, which the next start will read.
pub async fn modules(
    State(site): State<Site>,
    page: Page,
    steward: Steward,
    asked: Asked,
) -> Result<Response, Problem> {
    steward.may(Deed::SeeContents)?;
    let (t, folder) = (page.t, site.app.config.quizzes.clone());
    let today = site.app.now().to_zoned_datetime(TimeZone::UTC).date();
    let (shelf, reports) = tokio::task::spawn_blocking(move || Shelf::open(&folder, today))
        .await
        .map_err(Error::fault)?
        .map_err(Error::fault)?;
    let taken = completed::count_all(&mut site.app.db.read().await?).await?;
    let mut rows: Vec<Vec<Value>> = Vec::new();
    for served in shelf.modules() {
        let module = served.own();
        let running = site.app.shelf.find(&module.id);
        let attempts = running.and_then(|running| taken.get(&running.hash));
        let attempts = attempts.copied().unwrap_or_default().to_string();
        let (state, found) = match running {
            Some(running) if running.hash == served.hash => ("module-state-served", &reports),
            Some(_) => ("module-state-changed", &reports),
            None => ("module-state-new", &reports),
        };
        rows.push(vec![
            Value::Link(module.title.clone(), format!("/modules/{}", module.id)),
            Value::Text(module.version.clone()),
            Value::Text(served.languages().join(", ")),
            Value::Whole(module.items.len() as i64),
            match running {
                Some(_) => Value::Link(attempts, format!("/admin/modules/{}/figures", module.id)),
                None => Value::Text(String::new()),
            },
            Value::Text(t.text(state)),
            Value::Text(told(t, found, &module.id)),
        ]);
    }
    for report in &reports {
        let name = stem(report);
        if shelf.find(&name).is_none() && !report.findings.is_empty() {
            rows.push(vec![
                Value::Text(name.clone()),
                Value::Text(String::new()),
                Value::Text(String::new()),
                Value::Text(String::new()),
                Value::Text(String::new()),
                Value::Text(t.text("module-state-refused")),
                Value::Text(told(t, &reports, &name)),
            ]);
        }
    }
    let total = rows.len() as i64;
    let list = List {
        title: t.text("admin-modules-title"),
        intro: t.text("admin-modules-intro"),
        empty: t.text("modules-none"),
        columns: [
            "title",
            "version",
            "languages",
            "questions",
            "responses",
            "state",
            "findings",
        ]
        .map(|name| Column::plain(t.text(&format!("column-{name}"))))
        .into(),
        rows: asked.part(rows),
        total,
        offer: None,
    };
    Ok(asked.answer(page, list))
}

/// The name of a file without its endings: a module's id, and that of its translations.
fn stem(report: &Report) -> String {
    let name = report.path.file_name().and_then(|name| name.to_str());
    let name = name.unwrap_or_default();
    name.split('.').next().unwrap_or_default().to_owned()
}

/// What was found in the files of a module.
fn told(texts: Texts, reports: &[Report], module: &str) -> String {
    let findings: Vec<String> = reports
        .iter()
        .filter(|report| stem(report) == module)
        .flat_map(|report| {
            let name = report.path.file_name().and_then(|name| name.to_str());
            report.findings.iter().map(move |finding| {
                format!(
                    "{}:{} {}",
                    name.unwrap_or_default(),
                    finding.line,
                    findings::words(texts, &finding.problem)
                )
            })
        })
        .collect();
    findings.join(" · ")
}

/// `GET /admin/achievements`.
pub async fn achievements(
    State(site): State<Site>,
    page: Page,
    steward: Steward,
    asked: Asked,
) -> Result<Response, Problem> {
    steward.may(Deed::SeeContents)?;
    let t = page.t;
    let all = badges::list_achievements(&mut site.app.db.read().await?).await?;
    let total = all.len() as i64;
    let row = |achievement: &crate::badges::achievement::Achievement| {
        let (_, words) = achievement.texts(t.lang);
        vec![
            Value::Link(
                words.name.clone(),
                format!("/achievements/{}", achievement.slug),
            ),
            Value::Text(achievement.version.clone()),
            Value::Text(words.module_title.clone()),
            Value::Text(achievement.level.clone()),
            Value::Text(
                achievement
                    .texts
                    .keys()
                    .cloned()
                    .collect::<Vec<_>>()
                    .join(", "),
            ),
        ]
    };
    let list = List {
        title: t.text("admin-achievements-title"),
        intro: t.text("admin-achievements-intro"),
        empty: t.text("admin-achievements-none"),
        columns: ["title", "version", "module", "level", "languages"]
            .map(|name| Column::plain(t.text(&format!("column-{name}"))))
            .into(),
        rows: asked.part(all).iter().map(row).collect(),
        total,
        offer: None,
    };
    Ok(asked.answer(page, list))
}
