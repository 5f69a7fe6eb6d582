//! The badges of the modules that are served become achievements, in each language in which their texts are complete.

use std::collections::BTreeMap;

use fluent_bundle::FluentValue;

use crate::{
    app::App,
    assessment::module::{Badge, Bar, Level, Module},
    badges::achievement::{Achievement, Alignment, Texts as Words},
    base::{Lang, Result},
    i18n::Texts,
    outside::quizzes::Served,
    store::{assessment, badges},
};

/// Keeps every module that is served under its hash, and publishes its badges. Doing it again changes nothing.
///
/// # Errors
/// Those of the store.
pub async fn publish(app: &App) -> Result<()> {
    let now = app.now();
    let mut tx = app.db.write().await?;
    for served in app.shelf.modules() {
        let module = served.own();
        assessment::set_module(
            &mut tx,
            &served.hash,
            &module.id,
            &module.version,
            &served.texts,
            now,
        )
        .await?;
        for (level, badge) in module
            .levels
            .iter()
            .filter_map(|level| Some((level, module.badge(level.badge.as_deref()?)?)))
        {
            if let Some(achievement) = achievement(app, served, level, badge) {
                badges::add_achievement(&mut tx, &achievement, now).await?;
            }
        }
    }
    tx.commit().await
}

fn achievement(app: &App, served: &Served, level: &Level, badge: &Badge) -> Option<Achievement> {
    let module = served.own();
    let texts: BTreeMap<String, Words> = served
        .complete()
        .into_iter()
        .filter_map(|module| {
            Some((
                module.lang.clone(),
                words(
                    module,
                    module.levels.iter().find(|one| one.id == level.id)?,
                    module.badge(&badge.id)?,
                )?,
            ))
        })
        .collect();
    texts.contains_key(&module.lang).then(|| Achievement {
        slug: badge.id.clone(),
        version: module.version.clone(),
        kind: if module.delivery.certification {
            "ext:CafeIAAnimation".into()
        } else {
            "Badge".into()
        },
        module: module.id.clone(),
        lang: module.lang.clone(),
        levels: module.levels.iter().map(|level| level.id.clone()).collect(),
        level: level.id.clone(),
        alignments: badge
            .align
            .iter()
            .filter_map(|skill| alignment(app, skill))
            .collect(),
        expires_after: badge.expires.clone(),
        texts,
    })
}

fn alignment(app: &App, skill: &str) -> Option<Alignment> {
    let (framework, code, title) = app.shelf.frameworks.skill(skill)?;
    Some(Alignment {
        framework: format!("{} {}", framework.title, framework.edition),
        code: code.to_owned(),
        title: title.to_owned(),
        url: framework.url.clone(),
    })
}

fn words(module: &Module, level: &Level, badge: &Badge) -> Option<Words> {
    let lang: Lang = module.lang.parse().ok()?;
    Some(Words {
        name: badge.name.clone(),
        description: badge.description.clone(),
        criteria: criteria(&Texts::of(lang), module, level),
        image_alt: badge.alt.clone(),
        module_title: module.title.clone(),
        level_names: module
            .levels
            .iter()
            .map(|level| level.name.clone())
            .collect(),
    })
}

/// The rules of a level in words, as Markdown: a sentence, then a list.
fn criteria(texts: &Texts, module: &Module, level: &Level) -> String {
    let named = |key: &str, name: &'static str, list: Vec<&str>| {
        texts.with(
            key,
            name,
            list.iter()
                .map(|text| format!("« {text} »"))
                .collect::<Vec<_>>()
                .join(" ; "),
        )
    };
    let mut rules = vec![match level.min {
        Bar::Fraction(min) if min > 0.0 => {
            texts.with("criteria-score", "share", texts.percent(min))
        }
        Bar::Fraction(_) => texts.text("criteria-complete"),
        Bar::Standard => texts.text("criteria-standard"),
    }];
    let parts: Vec<&str> = module
        .parts
        .iter()
        .filter(|part| level.needs.parts.contains(&part.id))
        .map(|part| part.title.as_str())
        .collect();
    if !parts.is_empty() {
        rules.push(named("criteria-parts", "parts", parts));
    }
    let items: Vec<&str> = level
        .needs
        .items
        .iter()
        .filter_map(|id| module.item(id))
        .map(|item| item.ask.as_str())
        .collect();
    if !items.is_empty() {
        rules.push(named("criteria-items", "items", items));
    }
    if let Some(least) = level.needs.min_per_skill {
        rules.push(texts.with("criteria-skills", "share", texts.percent(least)));
    }
    let intro = texts.with_all(
        "criteria-intro",
        [
            ("module", FluentValue::from(module.title.as_str())),
            ("level", level.name.as_str().into()),
        ],
    );
    format!(
        "{intro}\n\n{}",
        rules
            .iter()
            .map(|rule| format!("- {rule}"))
            .collect::<Vec<_>>()
            .join("\n")
    )
}
