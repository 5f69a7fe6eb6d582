//! One's certifications, and the one page on which a dossier is brought together: what is done, what remains, who acts.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use jiff::civil::Date;

use super::{
    sent::Sent,
    steps::{CafeView, Marked, StepView, cafes, readings, steps},
};
use crate::{
    access::policy::{self, Deed},
    badges::ledger::Standing,
    base::{AttestationId, Email, Error, Name, Refusal},
    certification::{
        attestation::{Cafe, Crowd, Flaw, MOST_CHARS},
        dossier::Fate,
        plan::{Plan, RENEWAL_MONTHS},
    },
    flows::certification::{self as flow, Opening, Refused, View},
    store::certification as rows,
    web::{
        Site,
        access::Member,
        form::Fields,
        page::{self, Page, see_other},
        problem::Problem,
    },
};

/// A level that can be certified here.
pub struct Way {
    title: String,
    module: String,
    state: String,
    href: String,
}

#[derive(Template)]
#[template(path = "certification/index.html")]
struct Index {
    page: Page,
    ways: Vec<Way>,
    supervises: bool,
    reads: bool,
}

/// The badge that was given.
pub struct Given {
    href: String,
    told: String,
    holds: bool,
}

#[derive(Template)]
#[template(path = "certification/dossier.html")]
struct DossierPage {
    page: Page,
    to_open: String,
    to_attestations: String,
    to_story: String,
    to_appeal: String,
    module: String,
    lead: String,
    renews: bool,
    may_open: bool,
    given: Option<Given>,
    steps: Vec<StepView>,
    badges: Vec<(String, String, bool)>,
    questionnaire: String,
    cafes: Vec<CafeView>,
    crowds: Vec<(&'static str, String)>,
    ask: String,
    words: String,
    story: Option<String>,
    writes: bool,
    appeals: bool,
    marked: Vec<Marked>,
    said: Vec<String>,
    declarations: Vec<(String, String)>,
    structure: String,
    sent: Sent,
}

/// `GET /me/certifications`.
pub async fn index(
    State(site): State<Site>,
    page: Page,
    member: Member,
) -> Result<Response, Problem> {
    let t = page.t;
    let mut reader = site.app.db.read().await?;
    let mut ways = Vec::new();
    for served in site.app.shelf().modules() {
        for (name, plan) in flow::plans(served, t.lang) {
            let (module, level) = (&plan.module, &plan.level);
            let account = member.account.id;
            let view = flow::look(&site.app, &mut reader, account, module, level, t.lang).await?;
            ways.push(Way {
                title: name,
                module: served.in_lang(t.lang).title.clone(),
                state: state(&site, &page, &view),
                href: page.link(&format!("/me/certifications/{module}/{level}")),
            });
        }
    }
    let may = |deed| policy::may(Some(&member.account.roles()), deed, true);
    Ok(page::answer(&Index {
        ways,
        supervises: may(Deed::Supervise),
        reads: may(Deed::ReadStories),
        page: page.titled(t.text("certifications-title")).private(),
    }))
}

/// Where somebody stands with a level, in a sentence.
fn state(site: &Site, page: &Page, view: &View) -> String {
    let t = page.t;
    if view.open().is_some() {
        let all = steps(site, &t, view);
        let done = all.iter().filter(|step| step.done).count();
        return t.with_all(
            "certification-progress",
            [
                ("done", i64::try_from(done).unwrap_or_default().into()),
                ("all", i64::try_from(all.len()).unwrap_or_default().into()),
            ],
        );
    }
    match view.kept.as_ref().and_then(|kept| kept.expires_at) {
        Some(until) => t.with("certification-until", "date", t.date(until)),
        None if view.dossier.is_some() => t.text("certification-signing"),
        None => t.text("certification-not-begun"),
    }
}

/// `GET /me/certifications/{module}/{level}`.
pub async fn show(
    State(site): State<Site>,
    Path((module, level)): Path<(String, String)>,
    page: Page,
    member: Member,
) -> Result<Response, Problem> {
    answer(&site, page, &member, (&module, &level), Sent::default()).await
}

/// The page, with what was typed and what is wrong with it.
async fn answer(
    site: &Site,
    page: Page,
    member: &Member,
    (module, level): (&str, &str),
    sent: Sent,
) -> Result<Response, Problem> {
    let (t, now) = (page.t, site.app.now());
    let mut reader = site.app.db.read().await?;
    let account = member.account.id;
    let view = flow::look(&site.app, &mut reader, account, module, level, t.lang).await?;
    let structure = rows::find_structure(&mut reader, account).await?;
    drop(reader);
    let served = site.app.shelf().find(module).ok_or(Error::Missing)?;
    let module_in = served.in_lang(t.lang);
    let name = module_in.levels.iter().find(|one| one.id == level);
    let title = name.map_or_else(|| level.to_owned(), |one| one.name.clone());
    let all = steps(site, &t, &view);
    let is_open = view.open().is_some();
    let fate = view.fate(now);
    let asked = view.plan.story.as_ref();
    let (marked, said) = readings(&t, &view, now);
    let lead = match (is_open, all.iter().any(|step| step.yours)) {
        (true, true) => t.text("certification-lead-yours"),
        (true, false) => t.text("certification-lead-wait"),
        (false, _) => state(site, &page, &view),
    };
    let base = format!("/me/certifications/{module}/{level}");
    let link = page.link(&format!("/modules/{module}/supervised"));
    let (least, most) = asked.map_or((0, 0), |one| one.words);
    let words = t.with_all(
        "certification-story-hint",
        [("least", least.into()), ("most", most.into())],
    );
    let status = sent.status();
    Ok(page::with_status(
        status,
        &DossierPage {
            to_open: page.link(&base),
            to_attestations: page.link(&format!("{base}/attestations")),
            to_story: page.link(&format!("{base}/story")),
            to_appeal: page.link(&format!("{base}/appeal")),
            module: module_in.title.clone(),
            lead,
            renews: view.renewable,
            may_open: !is_open && (view.kept.is_none() && view.dossier.is_none() || view.renewable),
            given: given(&page, &view),
            badges: badges(site, &page, &view.plan, &view).await?,
            questionnaire: link,
            cafes: cafes(site, &page, &view),
            crowds: Crowd::ALL
                .map(|(crowd, value)| (value, t.text(&format!("crowd-{crowd}"))))
                .into(),
            ask: asked.map(|one| one.ask.clone()).unwrap_or_default(),
            words,
            story: view
                .story
                .as_ref()
                .map(|story| story.body.clone())
                .filter(|body| !body.is_empty()),
            writes: matches!(fate, None | Some(Fate::Closed | Fate::Refused(_))),
            appeals: matches!(fate, Some(Fate::Refused(_))),
            marked,
            said,
            declarations: declarations(&page, &view.plan),
            structure: structure.map(|(name, _)| name).unwrap_or_default(),
            steps: if is_open { all } else { Vec::new() },
            sent,
            page: page.titled(title).private(),
        },
    ))
}

fn given(page: &Page, view: &View) -> Option<Given> {
    let (t, kept) = (page.t, view.kept.as_ref()?);
    let until = kept.expires_at.map(|at| t.date(at)).unwrap_or_default();
    Some(Given {
        href: page.link(&format!("/credentials/{}", kept.id)),
        holds: kept.standing == Standing::Valid,
        told: t.with_all(
            "certification-given",
            [
                ("standing", kept.standing.to_string().into()),
                ("date", until.into()),
                ("months", RENEWAL_MONTHS.into()),
            ],
        ),
    })
}

/// The badges that are asked for: name, address, whether it is held.
async fn badges(
    site: &Site,
    page: &Page,
    plan: &Plan,
    view: &View,
) -> Result<Vec<(String, String, bool)>, Problem> {
    let mut reader = site.app.db.read().await?;
    let mut badges = Vec::new();
    for slug in &plan.badges {
        let found = crate::store::badges::find_achievement(&mut reader, slug).await?;
        let name = found.map_or_else(|| slug.clone(), |one| one.texts(page.t.lang).1.name.clone());
        let href = page.link(&format!("/achievements/{slug}"));
        badges.push((name, href, view.standing.held.contains(slug)));
    }
    Ok(badges)
}

/// What is declared when a dossier is opened.
fn declarations(page: &Page, plan: &Plan) -> Vec<(String, String)> {
    let age = plan
        .min_age
        .map(|age| page.t.with("certification-age", "age", age));
    let all = age.into_iter().chain(plan.declarations.clone());
    all.enumerate()
        .map(|(n, words)| (format!("declared{n}"), words))
        .collect()
}

/// `POST /me/certifications/{module}/{level}`: opens a dossier.
pub async fn open(
    State(site): State<Site>,
    Path((module, level)): Path<(String, String)>,
    page: Page,
    member: Member,
    fields: Fields,
) -> Result<Response, Problem> {
    let t = page.t;
    let served = site.app.shelf().find(&module).ok_or(Error::Missing)?;
    let plan = flow::plan(&served, t.lang, &level).ok_or(Error::Missing)?;
    let mut sent = Sent::of(fields.clone());
    let all = declarations(&page, &plan);
    if all.iter().any(|(name, _)| fields.get(name).is_none()) {
        sent.refuse("declared", t.text("certification-declare-all"));
    }
    let name = match Name::read(fields.get("name").unwrap_or_default()) {
        Ok(name) => name,
        Err(Refusal::NameTooLong) => {
            sent.refuse("name", t.text("refusal-name-too-long"));
            None
        }
        Err(_) => {
            sent.refuse("name", t.text("refusal-name-address"));
            None
        }
    };
    if sent.is_wrong() {
        return answer(&site, page, &member, (&module, &level), sent).await;
    }
    let opening = Opening {
        name,
        structure: fields.get("structure").unwrap_or_default().to_owned(),
    };
    flow::open(&site.app, &member.account, &module, &level, t.lang, opening).await?;
    Ok(see_other(
        &page.link(&format!("/me/certifications/{module}/{level}")),
    ))
}

/// `POST /me/certifications/{module}/{level}/attestations`: asks somebody to confirm a café.
pub async fn ask(
    State(site): State<Site>,
    Path((module, level)): Path<(String, String)>,
    page: Page,
    member: Member,
    fields: Fields,
) -> Result<Response, Problem> {
    let t = page.t;
    let mut sent = Sent::of(fields.clone());
    let text = |name: &str| fields.get(name).unwrap_or_default().trim().to_owned();
    let held_on: Option<Date> = text("held_on").parse().ok();
    let crowd: Option<Crowd> = text("crowd").parse().ok();
    let email = Email::read(&text("email")).ok();
    for (field, there, key) in [
        ("held_on", held_on.is_some(), "certification-wrong-day"),
        ("crowd", crowd.is_some(), "certification-wrong-crowd"),
        ("email", email.is_some(), "refusal-address"),
        ("place", fits(&text("place")), "certification-wrong-place"),
        (
            "format",
            fits(&text("format")),
            "certification-wrong-format",
        ),
    ] {
        if !there {
            sent.refuse(field, t.text(key));
        }
    }
    if let (Some(held_on), Some(crowd), Some(email), false) =
        (held_on, crowd, email, sent.is_wrong())
    {
        let cafe = Cafe {
            held_on,
            place: text("place"),
            crowd,
            format: text("format"),
        };
        let refused = flow::ask(&site.app, &member.account, &module, &level, cafe, &email).await?;
        let (field, key) = match refused {
            None => {
                let path = format!("/me/certifications/{module}/{level}");
                return Ok(see_other(&format!("{}#cafes", page.link(&path))));
            }
            Some(Refused::Flaw(Flaw::Future)) => ("held_on", "certification-wrong-future"),
            Some(Refused::Flaw(Flaw::TooOld)) => ("held_on", "certification-wrong-old"),
            Some(Refused::Flaw(Flaw::Own)) => ("email", "certification-wrong-own"),
            Some(Refused::Twice) => ("held_on", "certification-wrong-twice"),
            Some(Refused::TooOften) => ("email", "certification-wrong-often"),
        };
        sent.refuse(field, t.text(key));
    }
    answer(&site, page, &member, (&module, &level), sent).await
}

fn fits(text: &str) -> bool {
    (1..=MOST_CHARS).contains(&text.chars().count()) && !text.chars().any(char::is_control)
}

/// `POST /me/attestations/{id}/removal`: takes back what nobody answered yet.
pub async fn take_back(
    State(site): State<Site>,
    Path(id): Path<String>,
    page: Page,
    member: Member,
    _fields: Fields,
) -> Result<Response, Problem> {
    let id: AttestationId = id.parse().map_err(|_| Error::Missing)?;
    flow::take_back(&site.app, &member.account, id).await?;
    Ok(see_other(&page.link("/me/certifications")))
}

/// `POST /me/certifications/{module}/{level}/story`.
pub async fn hand_in(
    State(site): State<Site>,
    Path((module, level)): Path<(String, String)>,
    page: Page,
    member: Member,
    fields: Fields,
) -> Result<Response, Problem> {
    let body = fields.get("body").unwrap_or_default().to_owned();
    match flow::hand_in(&site.app, &member.account, &module, &level, &body).await {
        Ok(()) => {
            let path = format!("/me/certifications/{module}/{level}");
            Ok(see_other(&format!("{}#story", page.link(&path))))
        }
        Err(Error::Refusal(Refusal::AnswerShape)) => {
            let mut sent = Sent::of(fields);
            let count = i64::try_from(body.split_whitespace().count()).unwrap_or(i64::MAX);
            let words = page.t.with("certification-wrong-words", "count", count);
            sent.refuse("body", words);
            answer(&site, page, &member, (&module, &level), sent).await
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /me/certifications/{module}/{level}/appeal`.
pub async fn appeal(
    State(site): State<Site>,
    Path((module, level)): Path<(String, String)>,
    page: Page,
    member: Member,
    fields: Fields,
) -> Result<Response, Problem> {
    let words = fields.get("words").unwrap_or_default();
    flow::appeal(&site.app, &member.account, &module, &level, words).await?;
    let path = format!("/me/certifications/{module}/{level}");
    Ok(see_other(&format!("{}#story", page.link(&path))))
}
