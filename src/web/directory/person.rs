//! One person of the directory, as they wish to be seen by who looks.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};

use super::{
    card, machine,
    search::{callings, commune},
    viewer,
};
use crate::{
    access::policy::{self, Deed},
    assessment::framework::{Frameworks, is_printed},
    badges::{
        achievement::{ANIMATION, Achievement},
        endorsement::{About, Endorsement},
    },
    base::{AccountId, Error, Result},
    directory::{Viewer, profile::Standing},
    flows::badges::{self as flow, Saying},
    i18n::Texts,
    store::{
        directory as rows, endorsements,
        holdings::{self, Skill},
    },
    web::{
        Site,
        access::Visitor,
        page::{self, Page},
        places::in_full,
        problem::Problem,
    },
};

/// A profile that who looks may see, with the badges that it shows and that hold.
pub(super) struct Seen {
    pub(super) account: AccountId,
    pub(super) standing: Standing,
    pub(super) skills: Vec<Skill>,
    pub(super) achievements: std::sync::Arc<BTreeMap<String, Achievement>>,
}

/// A badge in a profile.
pub struct SkillView {
    name: String,
    image: String,
    alt: String,
    href: String,
    date: String,
    proved: bool,
    /// Who answers for its holder: their words, and where they are read.
    vouched: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "directory/person.html")]
struct Person {
    page: Page,
    name: String,
    callings: String,
    place: Option<String>,
    approximate: bool,
    about: Vec<String>,
    languages: String,
    formats: Vec<String>,
    website: Option<String>,
    skills: Vec<SkillView>,
    frameworks: Vec<(String, Vec<String>)>,
    write: Option<String>,
    card: Option<String>,
    report: String,
    own: bool,
    /// Where somebody who coordinates answers for them.
    vouch: Option<String>,
    confirmed: String,
}

/// The profile at an address, as far as who looks may see it.
///
/// # Errors
/// [`Error::Missing`] where there is none, or not for them: the two are told alike.
pub(super) async fn seen(site: &Site, slug: &str, viewer: Viewer) -> Result<Seen> {
    let now = site.app.now();
    let achievements = site.app.people.achievements(&site.app.db).await?;
    let mut reader = site.app.db.read().await?;
    let found = rows::find_profile_by_slug(&mut reader, slug).await?;
    let (account, standing) = found
        .filter(|(_, standing)| standing.stands(now) && standing.profile.is_for(viewer))
        .ok_or(Error::Missing)?;
    let skills = match standing.profile.shown(&standing.profile.skills, viewer) {
        Some(_) => holdings::list_skills(&mut reader, &[account]).await?,
        None => Vec::new(),
    };
    let skills = skills.into_iter().map(|(_, skill)| skill).filter(|skill| {
        skill.expires_at.is_none_or(|until| now < until) && standing.profile.shows(skill.award)
    });
    Ok(Seen {
        account,
        skills: skills.collect(),
        standing,
        achievements,
    })
}

/// `GET /people/{slug}`, and its forms by suffix: `.vcf` where the person allows it, `.json`.
pub async fn show(
    State(site): State<Site>,
    Path(name): Path<String>,
    page: Page,
    visitor: Visitor,
) -> Result<Response, Problem> {
    let viewer = viewer(&visitor);
    if let Some(slug) = name.strip_suffix(".vcf") {
        let seen = seen(&site, slug, viewer).await?;
        return Ok(card::answer(&site, &page.t, &seen, viewer)?);
    }
    if let Some(slug) = name.strip_suffix(".json") {
        // A file says to everybody the same, whoever asks.
        let seen = seen(&site, slug, Viewer::Public).await?;
        return Ok(machine::one(&site, &page.t, &seen)?);
    }
    let seen = seen(&site, &name, viewer).await?;
    let own = visitor
        .account
        .as_ref()
        .is_some_and(|account| account.id == seen.account);
    let may_vouch = visitor
        .account
        .as_ref()
        .is_some_and(|account| !own && policy::may(Some(&account.roles()), Deed::Vouch, false));
    let vouched = vouched(&site, &seen).await?;
    let mut person = view(&site, page, &seen, viewer, own, &vouched);
    if may_vouch {
        person.vouch = to_vouch(&person.page, &seen);
    }
    let mut answer = page::answer(&person).into_response();
    if seen.standing.profile.unindexed {
        let robots = axum::http::HeaderValue::from_static("noindex");
        answer.headers_mut().insert("x-robots-tag", robots);
    }
    Ok(answer)
}

/// What others say of the badges of certification that are shown.
async fn vouched(site: &Site, seen: &Seen) -> Result<Vec<Endorsement>> {
    let mut reader = site.app.db.read().await?;
    let mut found = Vec::new();
    for skill in &seen.skills {
        if is_certification(seen, skill) {
            found.extend(endorsements::list_of_badge(&mut reader, skill.credential).await?);
        }
    }
    Ok(found)
}

fn is_certification(seen: &Seen, skill: &Skill) -> bool {
    let achievement = seen.achievements.get(&skill.achievement);
    achievement.is_some_and(|one| one.kind == ANIMATION)
}

/// The form with which somebody answers for them, about their newest badge of certification.
fn to_vouch(page: &Page, seen: &Seen) -> Option<String> {
    let skill = seen.skills.iter().find(|one| is_certification(seen, one))?;
    let about = skill.credential.to_string();
    Some(page.link_with("/me/endorsements/person", "about", &about))
}

fn view(
    site: &Site,
    page: Page,
    seen: &Seen,
    viewer: Viewer,
    own: bool,
    vouched: &[Endorsement],
) -> Person {
    let (t, standing) = (page.t, &seen.standing);
    let profile = &standing.profile;
    let here = |path: &str| page.link(&format!("/people/{}{path}", standing.slug));
    let about = profile.shown(&profile.about, viewer);
    let place = commune(standing, viewer);
    let website = profile.shown(&profile.website, viewer);
    let public = profile.is_for(Viewer::Public);
    Person {
        name: profile.name.clone(),
        callings: callings(&t, standing, viewer),
        approximate: place.is_some_and(|commune| commune.approximate),
        place: place.map(in_full),
        about: about
            .into_iter()
            .flat_map(|about| about.lines())
            .filter(|line| !line.is_empty())
            .map(str::to_owned)
            .collect(),
        languages: languages(&t, standing, viewer),
        formats: profile
            .shown(&profile.formats, viewer)
            .cloned()
            .unwrap_or_default(),
        website: website.filter(|website| !website.is_empty()).cloned(),
        skills: seen
            .skills
            .iter()
            .filter_map(|skill| skill_view(&page, seen, skill, vouched))
            .collect(),
        frameworks: frameworks(&site.app.shelf().frameworks, &t, seen),
        write: profile.may_be_written_to(viewer).then(|| here("/letters")),
        card: profile
            .card
            .then(|| format!("/people/{}.vcf", standing.slug)),
        report: here("/report"),
        confirmed: t.date(standing.confirmed_at),
        own,
        vouch: None,
        page: Page {
            noindex: profile.unindexed || !public,
            ..page.titled(profile.name.clone())
        },
    }
}

/// The languages in words.
fn languages(t: &Texts, standing: &Standing, viewer: Viewer) -> String {
    let profile = &standing.profile;
    let shown = profile
        .shown(&profile.languages, viewer)
        .into_iter()
        .flatten();
    let words: Vec<String> = shown
        .map(|tag| t.text(&format!("language-{tag}")))
        .collect();
    words.join(", ")
}

fn skill_view(
    page: &Page,
    seen: &Seen,
    skill: &Skill,
    vouched: &[Endorsement],
) -> Option<SkillView> {
    let achievement = seen.achievements.get(&skill.achievement)?;
    let (lang, words) = achievement.texts(page.t.lang);
    Some(SkillView {
        name: words.name.clone(),
        image: format!(
            "/achievements/{}/{}.svg?lang={lang}",
            achievement.slug, achievement.version
        ),
        alt: words.image_alt.clone(),
        href: page.link(&format!("/credentials/{}", skill.credential)),
        date: page.t.date(skill.issued_at),
        proved: skill.proved,
        vouched: vouched
            .iter()
            .filter(|one| one.about == About::Badge(skill.credential))
            .map(|one| {
                let title = flow::title(&page.t, &Saying::from(one));
                (title, page.link(&format!("/endorsements/{}", one.id)))
            })
            .collect(),
    })
}

/// The competences that the badges touch, by framework, each once.
fn frameworks(known: &Frameworks, t: &Texts, seen: &Seen) -> Vec<(String, Vec<String>)> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for skill in &seen.skills {
        let Some(achievement) = seen.achievements.get(&skill.achievement) else {
            continue;
        };
        for alignment in &achievement.alignments {
            let lang = t.lang.tag();
            let name = known.called(lang, &alignment.framework);
            let titles = found.entry(name).or_default();
            let title = match is_printed(&alignment.code) {
                true => format!("{} {}", alignment.code, alignment.title_in(lang)),
                false => alignment.title_in(lang).to_owned(),
            };
            if !titles.contains(&title) {
                titles.push(title);
            }
        }
    }
    found.into_iter().collect()
}
