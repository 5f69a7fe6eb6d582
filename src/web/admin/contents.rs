//! What the instance asks and awards: the modules with what is wrong in their files, and the achievements.

use std::collections::BTreeMap;

use axum::{extract::State, response::Response};

use crate::{
    access::{account::Role, policy::Deed},
    badges::achievement::Achievement,
    i18n::Texts,
    outside::quizzes::File,
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

/// `GET /admin/modules`: what is served, and what in the files keeps a newer version from being.
pub async fn modules(
    State(site): State<Site>,
    page: Page,
    steward: Steward,
    asked: Asked,
) -> Result<Response, Problem> {
    steward.may(Deed::SeeContents)?;
    let (t, shelf) = (page.t, site.app.shelf());
    let taken = completed::count_all(&mut site.app.db.read().await?).await?;
    let fault = shelf.fault.iter().map(|why| {
        let mut row = vec![Value::Text(String::new()); 7];
        row[5] = Value::Text(t.text("module-state-kept"));
        row[6] = Value::Text(why.clone());
        row
    });
    let files = shelf.files().iter().map(|file| row(t, file, &taken));
    let rows: Vec<Vec<Value>> = fault.chain(files).collect();
    let total = rows.len() as i64;
    let columns = [
        "title",
        "version",
        "languages",
        "questions",
        "responses",
        "state",
        "findings",
    ]
    .map(|name| Column::sorted(name, t.text(&format!("column-{name}"))));
    let list = List {
        title: t.text("admin-modules-title"),
        intro: t.text("admin-modules-intro"),
        empty: t.text("modules-none"),
        rows: asked.sorted(&columns, rows),
        columns: columns.into(),
        total,
        offer: None,
    };
    Ok(asked.answer(page, list))
}

fn row(t: Texts, file: &File, taken: &BTreeMap<String, i64>) -> Vec<Value> {
    let state = match (&file.served, file.refused) {
        (Some(_), false) => "module-state-served",
        (Some(_), true) => "module-state-kept",
        (None, _) => "module-state-refused",
    };
    let bare = file
        .served
        .as_ref()
        .filter(|one| !one.own().issues_badges());
    let state = match (bare, state) {
        // Whoever wonders why nothing is given finds the answer behind it.
        (Some(served), "module-state-served") => Value::Link(
            t.text("module-state-placeholder"),
            format!("/admin/modules/{}/bar", served.own().id),
        ),
        _ => Value::Text(t.text(state)),
    };
    let ends = [state, Value::Text(told(t, file))];
    let Some(served) = &file.served else {
        let name = file.path.file_stem().unwrap_or_default().to_string_lossy();
        let empty = vec![Value::Text(String::new()); 4];
        return std::iter::once(Value::Text(name.into_owned()))
            .chain(empty)
            .chain(ends)
            .collect();
    };
    let module = served.own();
    let attempts = taken.get(&served.hash).copied().unwrap_or_default();
    let figures = format!("/admin/modules/{}/figures", module.id);
    [
        Value::Link(module.title.clone(), format!("/modules/{}", module.id)),
        Value::Text(module.version.clone()),
        Value::Text(served.languages().join(", ")),
        Value::Whole(module.items.len() as i64),
        Value::Link(attempts.to_string(), figures),
    ]
    .into_iter()
    .chain(ends)
    .collect()
}

/// What was found in the files of a module, each with its place.
fn told(texts: Texts, file: &File) -> String {
    let findings: Vec<String> = file
        .reports
        .iter()
        .flat_map(|report| {
            let name = report
                .path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy();
            report.findings.iter().map(move |finding| {
                format!(
                    "{name}:{}:{}: {}",
                    finding.line,
                    finding.column,
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
    // Who may give badges finds here those that they give.
    let all_of_it = steward.may(Deed::SeeContents).is_ok();
    if !all_of_it {
        steward.may(Deed::GiveBadges)?;
    }
    let t = page.t;
    let mut all = badges::list_achievements(&mut site.app.db.read().await?).await?;
    let roles = steward.0.account.roles();
    let gives = |one: &Achievement| {
        one.is_by_hand()
            && (roles.contains(&Role::Admin)
                || roles
                    .iter()
                    .any(|role| one.awarders.iter().any(|name| name == role.name())))
    };
    if !all_of_it {
        all.retain(gives);
    }
    let total = all.len() as i64;
    let row = |achievement: &Achievement| {
        let (_, words) = achievement.texts(t.lang);
        vec![
            Value::Link(
                words.name.clone(),
                if gives(achievement) {
                    page.link(&format!("/admin/achievements/{}", achievement.slug))
                } else {
                    format!("/achievements/{}", achievement.slug)
                },
            ),
            Value::Text(achievement.version.clone()),
            Value::Text(words.module_title.clone()),
            Value::Text(achievement.level_name(t.lang).to_owned()),
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
    let columns = ["title", "version", "module", "level", "languages"]
        .map(|name| Column::sorted(name, t.text(&format!("column-{name}"))));
    let list = List {
        title: t.text("admin-achievements-title"),
        intro: t.text("admin-achievements-intro"),
        empty: t.text("admin-achievements-none"),
        rows: asked.sorted(&columns, all.iter().map(row).collect()),
        columns: columns.into(),
        total,
        offer: steward.may(Deed::WriteAchievements).is_ok().then(|| {
            (
                t.text("admin-achievements-new"),
                "/admin/achievements/new".into(),
            )
        }),
    };
    Ok(asked.answer(page, list))
}
