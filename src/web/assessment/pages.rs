//! The handlers of the quiz. A page of an attempt opens by its cookie alone; everybody else is told that it is put away.

use axum::{
    extract::{Path, Request, State},
    http::{HeaderMap, StatusCode, header},
    response::Response,
};
use jiff::SignedDuration;

use super::{
    answers, parts, table, time,
    views::{
        self, AllPage, BadgeView, EndPage, Entry, FeedbackPage, HandoverPage, QuestionPage,
        ResultPage, ResumePage, SkillView, Tools,
    },
};
use crate::{
    assessment::{
        attempt::Attempt,
        item::Item,
        module::{Feedback, Pages},
        outcome::Unmet,
        tally::Manner,
    },
    base::{AttemptId, Error, Refusal, code},
    flows::{assessment as flow, assessment::Opened},
    i18n::Texts,
    store::badges,
    web::{
        Site,
        form::Fields,
        guard,
        page::{self, Page, see_other},
        problem::Problem,
        session::{self, Pass},
    },
};

/// Opens the attempt that the browser's cookie is for.
pub(super) async fn opened(
    site: &Site,
    id: &str,
    headers: &HeaderMap,
) -> Result<Option<Opened>, Error> {
    let (Ok(id), Some(pass)) = (
        id.parse::<AttemptId>(),
        session::read(headers, site.app.is_https()),
    ) else {
        return Ok(None);
    };
    if pass.attempt != id || !site.app.keyring.knows_attempt_token(id, &pass.token) {
        return Ok(None);
    }
    match flow::open(&site.app, id).await {
        Ok(opened) => Ok(Some(opened)),
        Err(Error::Missing) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Opens the attempt, or answers that it is put away.
macro_rules! open_or_put_away {
    ($site:expr, $id:expr, $headers:expr, $page:expr) => {
        match opened(&$site, &$id, &$headers).await? {
            Some(opened) => opened,
            None => return Ok(put_away($page)),
        }
    };
}

pub(super) use open_or_put_away;

pub(super) fn put_away(page: Page) -> Response {
    let title = page.t.text("put-away-title");
    page::with_status(
        StatusCode::NOT_FOUND,
        &ResumePage {
            page: page.titled(title).private(),
            put_away: true,
            value: String::new(),
            error: None,
        },
    )
}

pub(super) fn with_pass(site: &Site, id: AttemptId, path: &str) -> Response {
    let pass = Pass {
        attempt: id,
        token: site.app.keyring.attempt_token(id),
    };
    let mut response = see_other(path);
    response
        .headers_mut()
        .insert(header::SET_COOKIE, session::set(&pass, site.app.is_https()));
    response
}

pub(super) fn tools(site: &Site, opened: &Opened, all: bool) -> Tools {
    let (id, t) = (opened.sitting.id, Texts::of(opened.sitting.lang));
    Tools {
        code: site.app.keyring.resume_code(id).to_string(),
        view: match all {
            false => {
                whole_page(opened).then(|| (format!("/attempts/{id}/all"), t.text("view-all")))
            }
            true => {
                (!begins_whole(opened)).then(|| (format!("/attempts/{id}"), t.text("view-one")))
            }
        },
        handover: format!("/attempts/{id}/handover"),
        parts: (opened.served.own().parts.len() > 1).then(|| format!("/attempts/{id}/parts")),
        big: !opened.sitting.manner.earns(),
        easy: opened
            .served
            .is_easy_draft(t.lang)
            .filter(|_| opened.sitting.easy)
            .map(|draft| {
                t.text(if draft {
                    "easy-name-draft"
                } else {
                    "easy-name"
                })
            }),
        time: time::view(site, opened),
    }
}

/// Whether all questions may stand on one page: they are not read aloud, and nobody who goes back is kept from it.
fn whole_page(opened: &Opened) -> bool {
    opened.sitting.manner != Manner::Aloud
        && (opened.served.own().delivery.go_back || opened.is_completed())
}

/// Whether they stand there from the start.
pub(super) fn begins_whole(opened: &Opened) -> bool {
    whole_page(opened) && opened.served.own().delivery.pages == Pages::All
}

/// The address of what comes next: the page of all where the module is given so, else the first question after `after` that waits for an answer, else the end.
pub(super) fn next_path(opened: &Opened, after: usize) -> String {
    if begins_whole(opened) && !opened.is_completed() {
        return match after {
            0 => format!("/attempts/{}/all", opened.sitting.id),
            after => format!("/attempts/{}/all#q{after}", opened.sitting.id),
        };
    }
    let (id, attempt) = (opened.sitting.id, opened.attempt());
    if opened.is_completed() {
        return format!("/attempts/{id}/result");
    }
    let items = attempt.items();
    let waiting = attempt.waiting();
    let blank = |n: &usize| waiting.contains(&items[*n - 1]);
    match (after + 1..=items.len()).find(blank) {
        Some(number) => format!("/attempts/{id}/items/{number}"),
        None => format!("/attempts/{id}/end"),
    }
}

/// A question of an attempt by its number, from 1.
fn nth<'m>(attempt: &Attempt<'m>, number: usize) -> Result<&'m Item, Error> {
    let place = number.checked_sub(1).ok_or(Error::Missing)?;
    attempt.items().get(place).copied().ok_or(Error::Missing)
}

/// A question that may be read now, by its number.
pub(super) fn nth_open<'m>(attempt: &Attempt<'m>, number: usize) -> Result<&'m Item, Error> {
    let item = nth(attempt, number)?;
    let open = attempt.open().contains(&item);
    open.then_some(item).ok_or(Error::Missing)
}

/// What is shown in place of a question that is not asked now, where nobody goes back: the one that is, else the end.
fn elsewhere(opened: &Opened, item: &Item) -> Option<Response> {
    let attempt = opened.attempt();
    let told = opened.sitting.manner == Manner::Aloud || attempt.told(item, false).is_some();
    let free = opened.is_completed() || attempt.module.delivery.go_back;
    let asked = free || attempt.waiting().contains(&item);
    (!(asked || told && attempt.response(item).is_some())).then(|| see_other(&next_path(opened, 0)))
}

/// `GET /attempts/{id}`: where it stands.
pub async fn open(
    State(site): State<Site>,
    Path(id): Path<String>,
    headers: HeaderMap,
    page: Page,
) -> Result<Response, Error> {
    let opened = open_or_put_away!(site, id, headers, page);
    Ok(see_other(&next_path(&opened, 0)))
}

/// `GET /attempts/{id}/items/{number}`: the question, or what is told of its answer.
pub async fn item(
    State(site): State<Site>,
    Path((id, number)): Path<(String, usize)>,
    headers: HeaderMap,
    page: Page,
) -> Result<Response, Error> {
    let opened = open_or_put_away!(site, id, headers, page);
    if let Some(closed) = time::gate(&site, &opened, &page) {
        return Ok(closed);
    }
    let attempt = opened.attempt();
    if let Some(other) = elsewhere(&opened, nth(&attempt, number)?) {
        return Ok(other);
    }
    show(&site, &opened, number, page, None, None).await
}

async fn show(
    site: &Site,
    opened: &Opened,
    number: usize,
    page: Page,
    typed: Option<&Fields>,
    error: Option<String>,
) -> Result<Response, Error> {
    let attempt = opened.attempt();
    let item = nth(&attempt, number)?;
    let t = Texts::of(opened.sitting.lang);
    let form = attempt.form();
    let progress = views::progress(&t, number, &form);
    let frame = page.for_attempt(
        opened.sitting.wording(),
        format!("{progress} · {}", attempt.module.title),
    );
    let tools = tools(site, opened, false);
    if opened.sitting.manner == Manner::Aloud {
        let next = next_path(opened, number);
        return Ok(table::show(
            opened,
            number,
            frame,
            (progress, next, tools),
            typed,
            error,
        ));
    }
    if let Some(mut f) = views::feedback(opened, item, true) {
        (f.shares, f.too_few) = table::opinions(site, opened, item).await?;
        let next = next_path(opened, number);
        let last = next.ends_with("/end") || next.ends_with("/result");
        return Ok(page::answer(&FeedbackPage {
            page: frame,
            progress,
            part_title: views::part_title(&attempt, item),
            number,
            count: form.most,
            ask: item.ask.clone(),
            f,
            part_done: parts::done_with(opened, item),
            contest: format!("/attempts/{}/items/{number}/contest", opened.sitting.id),
            next,
            next_text: t.text(if last {
                "feedback-to-end"
            } else {
                "feedback-next"
            }),
            tools,
        }));
    }
    if opened.is_completed() {
        return Ok(see_other(&format!(
            "/attempts/{}/result",
            opened.sitting.id
        )));
    }
    let status = if error.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let q = views::question(opened, number, typed, error).ok_or(Error::Missing)?;
    Ok(page::with_status(
        status,
        &QuestionPage {
            page: frame,
            q,
            tools,
        },
    ))
}

/// `POST /attempts/{id}/items/{number}`: stores one answer.
pub async fn put_item(
    State(site): State<Site>,
    Path((id, number)): Path<(String, usize)>,
    headers: HeaderMap,
    page: Page,
    fields: Fields,
) -> Result<Response, Error> {
    let opened = open_or_put_away!(site, id, headers, page);
    let attempt = opened.attempt();
    let item = nth(&attempt, number)?;
    if let Some(other) = elsewhere(&opened, item) {
        return Ok(other);
    }
    let t = Texts::of(opened.sitting.lang);
    let here = format!("/attempts/{}/items/{number}", opened.sitting.id);
    let aloud = opened.sitting.manner == Manner::Aloud;
    let read = if aloud {
        table::read(&opened, item, &fields)
    } else {
        answers::read(item, &attempt.present(item), &fields)
    };
    let response = match read {
        Ok(response) => response,
        // An answer stands already: a second tab or the back button. What stands is shown, nothing is lost.
        Err(_) if attempt.response(item).is_some() => return Ok(see_other(&here)),
        Err(key) => {
            let pass = t.text(views::pass_key(item));
            let error = t.with(key, "pass", pass);
            return show(&site, &opened, number, page, Some(&fields), Some(error)).await;
        }
    };
    let waited = fields.get("waited").and_then(|waited| waited.parse().ok());
    let waited = SignedDuration::from_millis(waited.unwrap_or(0));
    match flow::answer(&site.app, opened.sitting.id, &item.id, response, waited).await {
        Ok(now) => {
            let told = aloud || now.attempt().module.delivery.feedback == Feedback::Immediate;
            Ok(see_other(&if told && !begins_whole(&now) {
                format!("{here}#reponse")
            } else {
                next_path(&now, number)
            }))
        }
        Err(Error::Refusal(Refusal::AnswerStands)) => Ok(see_other(&format!("{here}#reponse"))),
        Err(Error::Refusal(Refusal::AttemptClosed)) => Ok(see_other(&format!(
            "/attempts/{}/result",
            opened.sitting.id
        ))),
        Err(Error::Refusal(Refusal::Paused)) => Ok(see_other(&here)),
        Err(Error::Refusal(Refusal::TimeOver)) => {
            Ok(time::over(&opened, &page, StatusCode::CONFLICT))
        }
        Err(Error::Refusal(Refusal::AnswerShape)) => {
            show(
                &site,
                &opened,
                number,
                page,
                Some(&fields),
                Some(t.with(
                    "refusal-answer-shape",
                    "pass",
                    t.text(views::pass_key(item)),
                )),
            )
            .await
        }
        Err(error) => Err(error),
    }
}

/// `GET /attempts/{id}/all`: every question on one page.
pub async fn all(
    State(site): State<Site>,
    Path(id): Path<String>,
    headers: HeaderMap,
    page: Page,
) -> Result<Response, Error> {
    let opened = open_or_put_away!(site, id, headers, page);
    if !whole_page(&opened) {
        return Ok(see_other(&next_path(&opened, 0)));
    }
    if let Some(closed) = time::gate(&site, &opened, &page) {
        return Ok(closed);
    }
    let attempt = opened.attempt();
    let entries = attempt.items().into_iter().enumerate().map(|(at, item)| {
        let feedback = views::feedback(&opened, item, false);
        let question = if feedback.is_none() && !opened.is_completed() {
            views::question(&opened, at + 1, None, None)
        } else {
            None
        };
        Entry {
            number: at + 1,
            ask: item.ask.clone(),
            question,
            feedback,
        }
    });
    let title = attempt.module.title.clone();
    Ok(page::answer(&AllPage {
        entries: entries.collect(),
        end: format!(
            "/attempts/{}/{}",
            opened.sitting.id,
            if opened.is_completed() {
                "result"
            } else {
                "end"
            }
        ),
        tools: tools(&site, &opened, true),
        page: page.for_attempt(opened.sitting.wording(), title.clone()),
        title,
    }))
}

/// `GET /attempts/{id}/end`: what is still blank, before the result.
pub async fn end(
    State(site): State<Site>,
    Path(id): Path<String>,
    headers: HeaderMap,
    page: Page,
) -> Result<Response, Error> {
    let opened = open_or_put_away!(site, id, headers, page);
    let id = opened.sitting.id;
    if opened.is_completed() {
        return Ok(see_other(&format!("/attempts/{id}/result")));
    }
    if let Some(closed) = time::gate(&site, &opened, &page) {
        return Ok(closed);
    }
    let attempt = opened.attempt();
    let blanks = attempt
        .items()
        .into_iter()
        .enumerate()
        .filter(|(_, item)| attempt.waiting().contains(item));
    let blanks = blanks.map(|(at, item)| {
        (
            format!("{}. {}", at + 1, item.ask),
            format!("/attempts/{id}/items/{}", at + 1),
        )
    });
    let t = Texts::of(opened.sitting.lang);
    let title = t.text("end-title");
    Ok(page::answer(&EndPage {
        stopped: views::stopped(&t, &opened),
        blanks: blanks.collect(),
        action: format!("/attempts/{id}/completion"),
        tools: tools(&site, &opened, false),
        page: page.for_attempt(opened.sitting.wording(), title),
    }))
}

/// `POST /attempts/{id}/completion`.
pub async fn complete(
    State(site): State<Site>,
    Path(id): Path<String>,
    headers: HeaderMap,
    page: Page,
    _fields: Fields,
) -> Result<Response, Error> {
    let opened = open_or_put_away!(site, id, headers, page);
    flow::complete(&site.app, opened.sitting.id).await?;
    Ok(see_other(&format!(
        "/attempts/{}/result#resultat",
        opened.sitting.id
    )))
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
    let points = |number: f64| t.points(number);
    let skill_name = |id: &str| {
        opened.served.frameworks.skill(id).map_or_else(
            || id.to_owned(),
            |(framework, code, title)| {
                framework
                    .title_in(t.lang.tag(), code)
                    .unwrap_or(title)
                    .to_owned()
            },
        )
    };
    let skills = outcome.skills.iter().map(|skill| SkillView {
        name: skill_name(&skill.id),
        // Two frameworks may say the same: their names tell them apart.
        framework: outcome
            .skills
            .iter()
            .any(|other| other.id != skill.id && skill_name(&other.id) == skill_name(&skill.id))
            .then(|| skill.id.split(':').next().unwrap_or_default().to_owned())
            .and_then(|prefix| opened.served.frameworks.get(&prefix))
            .map(|framework| framework.title.clone()),
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
                ("points", points(skill.points).into()),
                ("max", points(skill.max).into()),
            ],
        ),
        percent: (skill.fraction * 100.0).round() as u32,
    });
    let next = attempt.next_level(outcome);
    let lines = next
        .iter()
        .flat_map(|(_, unmet)| unmet)
        .map(|unmet| match unmet {
            Unmet::Score(bar) => t.with("result-next-score", "share", t.percent(*bar)),
            Unmet::Part(part) => t.with(
                "result-next-part",
                "part",
                module
                    .parts
                    .iter()
                    .find(|one| one.id == **part)
                    .map_or(*part, |one| one.title.as_str())
                    .to_owned(),
            ),
            Unmet::Item(item) => t.with("result-next-item", "ask", item.ask.as_str()),
            Unmet::Skill(skill) => t.with("result-next-skill", "skill", skill_name(skill)),
            Unmet::Elsewhere(_) => t.text("result-next-elsewhere"),
        });
    let missed = attempt.items().into_iter().filter(|item| {
        attempt
            .fraction(item)
            .is_some_and(|fraction| fraction < 0.5)
    });
    let mut reading: Vec<(String, String)> = Vec::new();
    for source in missed
        .flat_map(|item| &item.sources)
        .filter_map(|id| module.source(id))
    {
        let entry = (source.title.clone(), source.url.clone());
        if !reading.contains(&entry) {
            reading.push(entry);
        }
    }
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
        notes: views::notes(&t, &opened, &verdict),
        score: t.with_all(
            "result-score",
            [
                ("count", outcome.points.into()),
                ("points", points(outcome.points).into()),
                ("max", points(outcome.max).into()),
            ],
        ),
        badge,
        skills: skills.collect(),
        next_title: next
            .as_ref()
            .map(|(level, _)| t.with("result-next", "level", level.name.as_str()))
            .unwrap_or_default(),
        next: lines.collect(),
        reading,
        answers: format!("/attempts/{id}/all"),
        again: format!("/modules/{}", module.id),
        tools: tools(&site, &opened, false),
        page: page.for_attempt(opened.sitting.wording(), title),
    }))
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

/// `GET /attempts/{id}/handover`: the code to note before the next person.
pub async fn handover(
    State(site): State<Site>,
    Path(id): Path<String>,
    headers: HeaderMap,
    page: Page,
) -> Result<Response, Error> {
    let opened = open_or_put_away!(site, id, headers, page);
    let id = opened.sitting.id;
    let title = Texts::of(opened.sitting.lang).text("handover-title");
    Ok(page::answer(&HandoverPage {
        code: site.app.keyring.resume_code(id).to_string(),
        action: format!("/attempts/{id}/handover"),
        back: format!("/attempts/{id}"),
        page: page.for_attempt(opened.sitting.wording(), title),
    }))
}

/// `POST /attempts/{id}/handover`: this browser forgets the attempt.
pub async fn hand_over(
    State(site): State<Site>,
    Path(id): Path<String>,
    headers: HeaderMap,
    page: Page,
    _fields: Fields,
) -> Result<Response, Error> {
    let opened = open_or_put_away!(site, id, headers, page);
    let mut response = see_other(&format!("/modules/{}", opened.attempt().module.id));
    response
        .headers_mut()
        .insert(header::SET_COOKIE, session::clear(site.app.is_https()));
    // The badge that was just claimed here is not the next person's.
    response.headers_mut().append(
        header::SET_COOKIE,
        session::clear_holder(site.app.is_https()),
    );
    Ok(response)
}

/// `GET /attempts/resume`: a link may bring the code, which only fills the form.
pub async fn resume_form(page: Page, request: Request) -> Response {
    let query = request.uri().query().unwrap_or_default();
    let value = form_urlencoded::parse(query.as_bytes())
        .find(|(name, _)| name == "code")
        .map(|(_, value)| value.chars().take(code::LONGEST).collect())
        .unwrap_or_default();
    let title = page.t.text("resume-title");
    page::answer(&ResumePage {
        page: page.titled(title).private(),
        put_away: false,
        value,
        error: None,
    })
}

/// `POST /attempts/resume`: opens the attempt of a code in this browser.
pub async fn resume(
    State(site): State<Site>,
    page: Page,
    client: guard::Client,
    fields: Fields,
) -> Result<Response, Problem> {
    let typed = fields.get("code").unwrap_or_default();
    client.may_try_codes(&site)?;
    match flow::resume(&site.app, typed).await {
        Ok(id) => Ok(with_pass(&site, id, &format!("/attempts/{id}"))),
        Err(Error::Refusal(refusal @ (Refusal::CodeMistyped | Refusal::CodeUnknown))) => {
            let (status, error) = client.wrong_code(&site, refusal, &page.t);
            let title = page.t.text("resume-title");
            Ok(page::with_status(
                status,
                &ResumePage {
                    page: page.titled(title).private(),
                    put_away: false,
                    value: typed.chars().take(code::LONGEST).collect(),
                    error: Some(error),
                },
            ))
        }
        Err(error) => Err(error.into()),
    }
}
