//! What came of an attempt: the level and its badge, each competence, what to read and to do next.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::HeaderMap,
    response::Response,
};

use super::{
    handover::put_away,
    pages::{next_path, open_or_put_away, opened, tools},
    table,
    views::Tools,
};
use crate::{
    assessment::{
        attempt::Attempt,
        measurement::adaptive::Stop,
        module::Keep,
        outcome::{Outcome, SkillScore, Unmet},
        tally::Manner,
    },
    base::Error,
    flows::{
        assessment as flow,
        assessment::{Opened, Verdict},
    },
    i18n::Texts,
    store::badges,
    web::{
        Site,
        page::{self, Page, see_other},
    },
};

/// The badge on the result page.
pub struct BadgeView {
    pub image: String,
    pub alt: String,
    pub text: String,
    pub code: String,
    pub claim: String,
    pub card: String,
    pub pocket: String,
    pub credential: Option<String>,
}

/// A competence on the result page.
pub struct SkillView {
    pub name: String,
    pub framework: Option<String>,
    pub word: String,
    pub points: String,
    pub percent: u32,
}

/// The page of a completed attempt.
#[derive(Template)]
#[template(path = "assessment/result.html")]
pub struct ResultPage {
    pub page: Page,
    pub heading: String,
    pub no_level: Option<String>,
    pub notes: Vec<String>,
    pub score: String,
    pub badge: Option<BadgeView>,
    pub skills: Vec<SkillView>,
    pub next_title: String,
    pub next: Vec<String>,
    pub reading: Vec<(String, String)>,
    pub answers: String,
    pub again: String,
    pub tools: Tools,
}

/// `GET /attempts/{id}/result`.
pub async fn result(
    State(site): State<Site>,
    Path(id): Path<String>,
    headers: HeaderMap,
    page: Page,
) -> Result<Response, Error> {
    let opened = open_or_put_away!(site, id, headers, page);
    if !opened.is_completed() {
        return Ok(see_other(&next_path(&opened, 0)));
    }
    let (id, t, attempt) = (
        opened.sitting.id,
        Texts::of(opened.sitting.lang),
        opened.attempt(),
    );
    if opened.sitting.manner == Manner::Aloud {
        return Ok(table::result(&site, &opened, page));
    }
    let module = attempt.module;
    let verdict = flow::verdict(&mut site.app.db.read().await?, &opened).await?;
    let outcome = &verdict.outcome;
    let level = module
        .levels
        .iter()
        .find(|level| Some(&level.id) == outcome.level.as_ref());
    let next = attempt.next_level(outcome);
    let badge = badge(&site, &opened, &t).await?;
    let title = t.text("result-title");
    Ok(page::answer(&ResultPage {
        heading: level.map_or_else(
            || {
                t.text(if verdict.is_in_review() {
                    "review-open-title"
                } else {
                    "result-no-level"
                })
            },
            |level| t.with("result-level", "level", level.name.as_str()),
        ),
        no_level: if outcome.max > 0.0 && outcome.points >= outcome.max {
            Some(t.text("result-all-right"))
        } else {
            (level.is_none() && !module.levels.is_empty() && !verdict.is_in_review())
                .then(|| t.text("result-no-level-text"))
        },
        notes: notes(&t, &opened, &verdict),
        score: t.with_all(
            "result-score",
            [
                ("count", outcome.points.into()),
                ("points", t.points(outcome.points).into()),
                ("max", t.points(outcome.max).into()),
            ],
        ),
        badge,
        skills: skills(&t, &opened, outcome),
        next_title: next
            .as_ref()
            .map(|(level, _)| t.with("result-next", "level", level.name.as_str()))
            .unwrap_or_default(),
        next: next
            .iter()
            .flat_map(|(_, unmet)| unmet)
            .map(|unmet| lacking(&t, &opened, unmet))
            .collect(),
        reading: reading(&attempt),
        answers: format!("/attempts/{id}/all"),
        again: format!("/modules/{}", module.id),
        tools: tools(&site, &opened, false),
        page: page.for_attempt(opened.sitting.wording(), title),
    }))
}

/// The title of a competence in the language of the attempt, else its code.
fn skill_name(t: &Texts, opened: &Opened, id: &str) -> String {
    let found = opened.served.frameworks.skill(id);
    found.map_or_else(
        || id.to_owned(),
        |(framework, code, title)| {
            let own = framework.title_in(t.lang.tag(), code);
            own.unwrap_or(title).to_owned()
        },
    )
}

fn skills(t: &Texts, opened: &Opened, outcome: &Outcome) -> Vec<SkillView> {
    let name = |id: &str| skill_name(t, opened, id);
    // Two frameworks may say the same: their names tell them apart.
    let framework = |id: &str| {
        let same = |other: &SkillScore| other.id != id && name(&other.id) == name(id);
        outcome.skills.iter().find(|other| same(other))?;
        let framework = opened.served.frameworks.get(id.split(':').next()?)?;
        Some(framework.name_in(t.lang.tag()))
    };
    let skills = outcome.skills.iter().map(|skill| SkillView {
        name: name(&skill.id),
        framework: framework(&skill.id),
        word: t.text(if skill.fraction >= 0.8 {
            "result-skill-strong"
        } else if skill.fraction >= 0.5 {
            "result-skill-partly"
        } else {
            "result-skill-weak"
        }),
        points: t.with_all(
            "result-skill-points",
            [
                ("points", t.points(skill.points).into()),
                ("max", t.points(skill.max).into()),
            ],
        ),
        percent: (skill.fraction * 100.0).round() as u32,
    });
    skills.collect()
}

/// What the next level asks for that is not there yet.
fn lacking(t: &Texts, opened: &Opened, unmet: &Unmet<'_>) -> String {
    match unmet {
        Unmet::Score(bar) => t.with("result-next-score", "share", t.percent(*bar)),
        Unmet::Part(part) => {
            let parts = &opened.module().parts;
            let title = parts.iter().find(|one| one.id == **part);
            let title = title.map_or(*part, |one| one.apart().0);
            t.with("result-next-part", "part", title.to_owned())
        }
        Unmet::Item(item) => t.with("result-next-item", "ask", item.ask.as_str()),
        Unmet::Skill(skill) => {
            let name = skill_name(t, opened, skill);
            t.with("result-next-skill", "skill", name)
        }
        Unmet::Elsewhere(_) => t.text("result-next-elsewhere"),
    }
}

/// The sources of the questions that went wrong, each once.
fn reading(attempt: &Attempt<'_>) -> Vec<(String, String)> {
    let missed = attempt.items().into_iter().filter(|item| {
        let fraction = attempt.fraction(item);
        fraction.is_some_and(|fraction| fraction < 0.5)
    });
    let mut reading: Vec<(String, String)> = Vec::new();
    let sources = missed.flat_map(|item| &item.sources);
    for source in sources.filter_map(|id| attempt.module.source(id)) {
        let entry = (source.title.clone(), source.url.clone());
        if !reading.contains(&entry) {
            reading.push(entry);
        }
    }
    reading
}

pub(super) async fn badge(
    site: &Site,
    opened: &Opened,
    t: &Texts,
) -> Result<Option<BadgeView>, Error> {
    let mut reader = site.app.db.read().await?;
    let Some(award) = badges::list_awards_of_attempt(&mut reader, opened.sitting.id)
        .await?
        .into_iter()
        .last()
    else {
        return Ok(None);
    };
    let kept = badges::find_credential_of_award(&mut reader, award.id).await?;
    let achievement = badges::find_achievement_of(&mut reader, &award).await?;
    let (lang, words) = achievement.texts(award.lang);
    let code = site.app.keyring.claim_code(award.id).to_string();
    Ok(Some(BadgeView {
        image: format!(
            "/achievements/{}/{}.svg?lang={lang}",
            achievement.slug, achievement.version
        ),
        alt: words.image_alt.clone(),
        text: t.with(
            if kept.is_some() {
                "result-badge-taken"
            } else {
                "result-badge-text"
            },
            "name",
            words.name.as_str(),
        ),
        claim: format!("/claims/{code}"),
        card: format!("/claims/{code}/card"),
        pocket: format!("/attempts/{}/card", opened.sitting.id),
        credential: kept.map(|kept| format!("/credentials/{}", kept.id)),
        code,
    }))
}

/// Why a test that chooses its questions has ended.
pub fn stopped(t: &Texts, opened: &Opened) -> Option<String> {
    let key = match opened.attempt().form().stop? {
        Stop::Precise => "stopped-precise",
        Stop::Length => "stopped-length",
        Stop::Exhausted => "stopped-exhausted",
    };
    Some(t.text(key))
}

/// What is to be known of a result beside its level.
pub fn notes(t: &Texts, opened: &Opened, verdict: &Verdict) -> Vec<String> {
    let mut notes: Vec<String> = stopped(t, opened).into_iter().collect();
    let attempt = opened.attempt();
    match verdict.review.as_ref().map(|review| review.decided) {
        Some(None) => notes.push(t.text("review-open")),
        Some(Some(true)) => notes.push(t.text("review-granted")),
        Some(Some(false)) => notes.push(t.text("review-refused")),
        None => {
            let near = attempt.near(&verdict.outcome).filter(|near| !near.reached);
            if let (Some(near), false) = (near, attempt.module.delivery.certification) {
                notes.push(t.with("result-near", "level", near.level.name.as_str()));
            }
        }
    }
    let reason = verdict.review.as_ref();
    let reason = reason.and_then(|review| review.reason.as_deref());
    if let Some(reason) = reason.filter(|reason| !reason.is_empty()) {
        notes.push(t.with("review-reason", "reason", reason));
    }
    let granted = verdict.review.as_ref().and_then(|review| review.decided) == Some(true);
    let passed = if granted {
        attempt.granted(&verdict.outcome)
    } else {
        attempt.passed(&verdict.outcome)
    };
    if !passed.is_empty() && !verdict.is_in_review() && attempt.module.issues_badges() {
        notes.push(t.text("result-questionnaire-passed"));
    }
    if opened.sitting.manner == Manner::Table {
        notes.push(t.text("table-no-badge"));
    }
    if attempt.has_neutral() {
        notes.push(t.text("result-neutral"));
    }
    if !verdict.counts {
        notes.push(t.text(match attempt.module.retake.keep {
            Keep::First => "result-first-counts",
            _ => "result-last-counts",
        }));
    }
    if !attempt.module.issues_badges() {
        notes.push(t.text("result-placeholder"));
    }
    notes
}
