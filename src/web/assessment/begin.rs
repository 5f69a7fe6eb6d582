//! How an attempt begins: what is chosen before, and what is told to somebody who has none left.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::Response,
};

use super::{
    entrance,
    handover::with_pass,
    pages::{begins_whole, next_path},
};
use crate::{
    assessment::{
        clock,
        module::{ExtraTime, Module},
        retake::Retake,
        tally::Manner,
    },
    base::{AccountId, AttemptId, Error, Refusal, Wording},
    flows::{
        assessment::{self as flow, Begin},
        badges::held,
    },
    i18n::Texts,
    web::{
        Site,
        access::{Member, Visitor},
        form::Fields,
        guard::Client,
        page::{self, Page, see_other},
        problem::Problem,
        session,
    },
};

/// A longer limit to choose: its name in the format, and in words.
pub struct Extra {
    pub value: String,
    pub text: String,
}

/// What is told before the start of how much time there is.
pub struct Limits {
    pub text: String,
    pub extras: Vec<Extra>,
}

#[derive(Template)]
#[template(path = "assessment/no_retake.html")]
struct NoRetakePage {
    page: Page,
    text: String,
    back: String,
}

/// The other ways to take a module: the name of each in the form, then the keys of its title and of its words.
const MANNERS: [(&str, &str, &str); 2] = [
    ("table", "table-one-phone", "table-one-phone-text"),
    ("aloud", "table-aloud", "table-aloud-text"),
];

#[derive(Template)]
#[template(path = "assessment/supervised.html")]
struct SupervisedPage {
    page: Page,
    id: String,
    title: String,
    back: String,
    limits: Option<Limits>,
    chosen: String,
    value: String,
    error: Option<String>,
}

#[derive(Template)]
#[template(path = "assessment/ways.html")]
struct WaysPage {
    page: Page,
    id: String,
    /// Each part: its id, its title, the time that it takes.
    parts: Vec<(String, String, Option<String>)>,
    manners: [(&'static str, &'static str, &'static str); 2],
    back: String,
}

/// `GET /modules/{module}/ways`: one part alone, around a table, read aloud.
pub async fn ways(
    State(site): State<Site>,
    Path(id): Path<String>,
    page: Page,
) -> Result<Response, Error> {
    let served = site.app.shelf().find(&id).ok_or(Error::Missing)?;
    let module = served.in_lang(page.wording());
    // What is declared before the start stands on the page of the module; the parts open from any attempt.
    let free = module.prerequisites.declared().is_empty() && module.prerequisites.badges.is_empty();
    if module.delivery.certification {
        return Err(Error::Missing);
    }
    let parts = module
        .parts
        .iter()
        .filter(|_| free && module.parts.len() > 1 && module.delivery.go_back)
        .map(|part| {
            let (title, time) = part.apart();
            (part.id.clone(), title.to_owned(), time.map(str::to_owned))
        });
    let title = page.t.with("ways-title", "module", module.title.as_str());
    Ok(page::answer(&WaysPage {
        parts: parts.collect(),
        manners: MANNERS,
        back: page.link(&format!("/modules/{id}")),
        page: page.titled(title),
        id,
    }))
}

/// `GET /modules/{module}/supervised`: where what is supervised begins, with the code of somebody in the room.
pub async fn supervised(
    State(site): State<Site>,
    Path(id): Path<String>,
    page: Page,
    _member: Member,
) -> Result<Response, Error> {
    supervised_form(&site, page, &id, &Fields::default(), StatusCode::OK, None)
}

fn supervised_form(
    site: &Site,
    page: Page,
    id: &str,
    fields: &Fields,
    status: StatusCode,
    error: Option<String>,
) -> Result<Response, Error> {
    let served = site.app.shelf().find(id).ok_or(Error::Missing)?;
    let module = served.in_lang(page.t.lang);
    if !module.delivery.in_person {
        return Err(Error::Missing);
    }
    let typed = |name: &str| {
        let typed = fields.get(name).unwrap_or_default();
        typed.chars().take(40).collect::<String>()
    };
    Ok(page::with_status(
        status,
        &SupervisedPage {
            id: id.to_owned(),
            title: module.title.clone(),
            back: format!("/modules/{id}"),
            limits: limits(&page.t, module),
            chosen: typed("extra"),
            value: typed("code"),
            error,
            page: page
                .clone()
                .titled(page.t.text("supervised-title"))
                .private(),
        },
    ))
}

/// How much time a module gives; nothing where it is unlimited.
pub fn limits(t: &Texts, module: &Module) -> Option<Limits> {
    let delivery = &module.delivery;
    let minutes = |extra: Option<ExtraTime>| {
        clock::limit(delivery.time_limit, extra).map(|limit| (limit.as_secs() + 59) / 60)
    };
    let usual = minutes(None)?;
    let extra = |extra: &ExtraTime| Extra {
        value: extra.to_string(),
        text: match minutes(Some(*extra)) {
            Some(minutes) => t.with("limit-minutes", "minutes", minutes),
            None => t.text("limit-none"),
        },
    };
    let mut extras = vec![Extra {
        value: String::new(),
        text: t.with("limit-minutes", "minutes", usual),
    }];
    extras.extend(delivery.extra_time.iter().map(extra));
    Some(Limits {
        text: t.with(
            if delivery.pause {
                "limit-told-pause"
            } else {
                "limit-told"
            },
            "minutes",
            usual,
        ),
        extras,
    })
}

/// The attempt that the browser held before, by its cookie.
fn before(site: &Site, headers: &HeaderMap) -> Option<AttemptId> {
    let pass = session::read(headers, site.app.is_https())?;
    site.app
        .keyring
        .knows_attempt_token(pass.attempt, &pass.token)
        .then_some(pass.attempt)
}

/// `POST /attempts`: begins an attempt and opens it in this browser.
pub async fn create(
    State(site): State<Site>,
    headers: HeaderMap,
    visitor: Visitor,
    client: Client,
    mut page: Page,
    fields: Fields,
) -> Result<Response, Problem> {
    let module = fields.get("module").ok_or(Error::Missing)?;
    if fields.get("code").is_some() {
        client.may_try_codes(&site)?;
    }
    let wording: Wording = fields
        .get("lang")
        .and_then(|tag| tag.parse().ok())
        .unwrap_or_default();
    let manner = fields.get("manner").unwrap_or_default();
    let manner = manner.parse().unwrap_or(Manner::Alone);
    let account = visitor.account.map(|account| account.id);
    let served = site.app.shelf().find(module).ok_or(Error::Missing)?;
    let shown = shown(&site, &headers, served.own(), &fields).await?;
    if shown.typed {
        client.may_try_codes(&site)?;
    }
    // What is supervised is a step of a dossier, which asks for the rest.
    let missing = if manner.earns() && !served.own().delivery.in_person {
        missing(&site, served.own(), account, &fields, &shown.badges).await?
    } else {
        Vec::new()
    };
    if !missing.is_empty() {
        if shown.typed {
            client.count_wrong_code(&site);
        }
        (page.t, page.easy) = (Texts::of(wording.lang), wording.easy);
        return Ok(entrance::show(&site, &served, page, &fields, &missing).await?);
    }
    let begin = Begin {
        extra: match fields.get("extra") {
            None | Some("") => None,
            Some(extra) => Some(
                extra
                    .parse()
                    .map_err(|()| Error::from(Refusal::NotOffered))?,
            ),
        },
        manner,
        before: before(&site, &headers),
        account,
        declared: true,
        shown: shown.badges,
        code: fields.get("code"),
        ..Begin::alone(module, wording)
    };
    match flow::start(&site.app, begin.clone(), None).await {
        Ok(id) => {
            let opened = flow::open(&site.app, id).await?;
            let part = fields.get("part").unwrap_or_default();
            let first = super::parts::first_of(&opened, part).unwrap_or(1);
            let resumed = !opened.sitting.answers.is_empty();
            let path = if resumed || begins_whole(&opened) {
                next_path(&opened, 0)
            } else {
                format!("/attempts/{id}/items/{first}")
            };
            let mut response = with_pass(&site, id, &path);
            // Whoever begins here need not be who claimed a badge here before.
            if session::holder(&headers, site.app.is_https()).is_some() {
                response.headers_mut().append(
                    header::SET_COOKIE,
                    session::clear_holder(site.app.is_https()),
                );
            }
            Ok(response)
        }
        Err(Error::Refusal(Refusal::NoRetake)) => Ok(no_retake(&site, &begin, page).await?),
        Err(Error::Refusal(Refusal::AccountNeeded)) => {
            let next = format!("/entry?next=/modules/{module}/supervised");
            Ok(see_other(&next))
        }
        Err(Error::Refusal(refusal @ (Refusal::CodeMistyped | Refusal::SupervisionClosed))) => {
            let key = match refusal {
                Refusal::CodeMistyped => "refusal-code-mistyped",
                _ => {
                    client.count_wrong_code(&site);
                    "refusal-supervision-closed"
                }
            };
            let (words, status) = (page.t.text(key), StatusCode::UNPROCESSABLE_ENTITY);
            Ok(supervised_form(
                &site,
                page,
                module,
                &fields,
                status,
                Some(words),
            )?)
        }
        Err(error) => Err(error.into()),
    }
}

/// The badges that somebody shows who wants to begin.
struct ShownBadges {
    /// Their addresses and codes.
    badges: Vec<String>,
    /// Whether one of them was typed.
    typed: bool,
}

/// The badges that were typed into the form, and the one that was claimed in this browser lately.
async fn shown(
    site: &Site,
    headers: &HeaderMap,
    module: &Module,
    fields: &Fields,
) -> Result<ShownBadges, Error> {
    let asked = module.prerequisites.badges.iter();
    let typed = asked.filter_map(|badge| fields.get(&entrance::badge_id(badge)));
    let mut badges: Vec<String> = typed
        .map(str::trim)
        .filter(|typed| !typed.is_empty())
        .map(str::to_owned)
        .collect();
    let typed = !badges.is_empty();
    if let Some(token) = session::holder(headers, site.app.is_https()) {
        match held(&site.app, token).await {
            Ok(kept) => badges.push(site.app.url(&format!("/credentials/{}", kept.id))),
            Err(Error::Missing) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(ShownBadges { badges, typed })
}

/// The boxes that were not ticked, and the badges that are not among those shown, by the ids of their fields. A try-out asks for no badge.
async fn missing(
    site: &Site,
    module: &Module,
    account: Option<AccountId>,
    fields: &Fields,
    shown: &[String],
) -> Result<Vec<String>, Error> {
    let asked = &module.prerequisites;
    let ticked = fields.all("declared");
    let declared = asked.declared().into_iter();
    let mut missing: Vec<String> = declared
        .filter(|declaration| !ticked.contains(&declaration.name()))
        .map(|declaration| entrance::box_id(&declaration))
        .collect();
    for badge in asked.badges.iter().filter(|_| module.issues_badges()) {
        if !flow::is_shown(&site.app, badge, account, shown).await? {
            missing.push(entrance::badge_id(badge));
        }
    }
    Ok(missing)
}

async fn no_retake(site: &Site, begin: &Begin<'_>, page: Page) -> Result<Response, Error> {
    let t = page.t;
    let text = match flow::may_start(&site.app, begin).await? {
        Retake::Wait(at) => t.with("retake-wait", "date", t.date(at)),
        _ => t.text("retake-spent"),
    };
    Ok(page::with_status(
        StatusCode::CONFLICT,
        &NoRetakePage {
            text,
            back: page.link(&format!("/modules/{}", begin.module)),
            page: page.titled(t.text("retake-title")).private(),
        },
    ))
}
