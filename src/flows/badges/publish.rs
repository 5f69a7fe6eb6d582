//! The badges of the modules that are served become achievements, in each language in which their texts are complete.

use std::{collections::BTreeMap, sync::Arc};

use fluent_bundle::FluentValue;
use jiff::Timestamp;

use crate::{
    app::App,
    assessment::{
        framework::Frameworks,
        module::{Badge, Bar, Level, Module},
    },
    badges::achievement::{ANIMATION, Achievement, Alignment, Texts as Words},
    base::{Error, Lang, Result},
    i18n::Texts,
    outside::quizzes::{Served, Shelf},
    store::{assessment, badges, sql::Conn},
};

/// Keeps every module that is served under its hash, and publishes its badges. Doing it again changes nothing.
///
/// # Errors
/// Those of the store.
pub async fn publish(app: &App) -> Result<()> {
    let shelf = app.shelf();
    publish_all(app, shelf.modules()).await
}

/// Serves other modules from now on. What is new among them is kept and published before anybody can begin with it.
///
/// # Errors
/// Those of the store: then everything is served as before.
pub async fn take_over(app: &App, shelf: Shelf) -> Result<()> {
    let before = app.shelf();
    let is_new = |served: &&Arc<Served>| !before.modules().any(|old| Arc::ptr_eq(old, served));
    publish_all(app, shelf.modules().filter(is_new)).await?;
    app.set_shelf(shelf);
    Ok(())
}

async fn publish_all(app: &App, modules: impl Iterator<Item = &Arc<Served>>) -> Result<()> {
    let now = app.now();
    let mut tx = app.db.write().await?;
    super::keys::adopt(app, &mut tx).await?;
    for served in modules {
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
        for slug in module
            .levels
            .iter()
            .filter_map(|level| level.badge.as_deref())
        {
            if let Some(achievement) = achievement(served, slug) {
                badges::add_achievement(&mut tx, &achievement, now).await?;
                badges::set_newest(&mut tx, &achievement).await?;
            }
        }
    }
    tx.commit().await
}

/// The achievement as the module that was taken states it, which need not be the newest: what a credential says of how it was earned must be what
/// was asked. A statement that was never published is published now, without becoming the newest.
///
/// # Errors
/// Those of the store, and a module without this badge.
pub async fn stated(
    conn: &mut impl Conn,
    served: &Served,
    slug: &str,
    at: Timestamp,
) -> Result<Achievement> {
    let stated = achievement(served, slug)
        .ok_or_else(|| Error::fault(format!("the module taken has no badge {slug}")))?;
    let newest = badges::find_achievement(conn, slug).await?;
    let published = badges::add_achievement(conn, &stated, at).await?;
    if let Some(newest) = newest {
        badges::set_newest(conn, &newest).await?;
    }
    Ok(published)
}

fn achievement(served: &Served, slug: &str) -> Option<Achievement> {
    let module = served.own();
    let badge = module.badge(slug)?;
    let level = module
        .levels
        .iter()
        .find(|level| level.badge.as_deref() == Some(slug))?;
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
            ANIMATION.into()
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
            .filter_map(|skill| alignment(&served.frameworks, skill))
            .collect(),
        expires_after: badge.expires.clone(),
        design: None,
        awarders: Vec::new(),
        texts,
    })
}

pub(super) fn alignment(frameworks: &Frameworks, skill: &str) -> Option<Alignment> {
    let (framework, code, title) = frameworks.skill(skill)?;
    Some(Alignment {
        framework: framework.stated(),
        code: code.to_owned(),
        title: title.to_owned(),
        titles: framework
            .translations
            .iter()
            .filter_map(|(lang, titles)| Some((lang.clone(), titles.get(code)?.clone())))
            .collect(),
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

/// A question as it is named elsewhere: its first sentence.
fn first_sentence(ask: &str) -> &str {
    let end = ask
        .char_indices()
        .find(|(at, c)| {
            let rest = &ask[at + c.len_utf8()..];
            matches!(c, '.' | '?' | '!' | ':')
                && (rest.is_empty() || rest.starts_with(char::is_whitespace))
        })
        .map_or(ask.len(), |(at, c)| at + c.len_utf8());
    ask[..end].trim_end_matches([':', '.', ' ', '\u{a0}'])
}

/// The rules of a level in words, as Markdown: a sentence, then a list.
fn criteria(texts: &Texts, module: &Module, level: &Level) -> String {
    let named = |key: &str, name: &'static str, list: Vec<&str>| {
        let quoted = list.iter().map(|text| texts.with("quoted", "text", *text));
        let quoted: Vec<String> = quoted.collect();
        texts.with(key, name, quoted.join(&texts.text("quoted-joint")))
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
        .map(|item| first_sentence(&item.ask))
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
