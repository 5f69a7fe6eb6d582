//! The parts of a module: each can be taken alone, and they add up. Whoever stops after one goes on later with the code.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::HeaderMap,
    response::Response,
};

use super::{
    handover::put_away,
    pages::{open_or_put_away, opened, tools},
    views::Tools,
};
use crate::{
    assessment::{
        attempt::Attempt,
        item::Item,
        module::{Feedback, Part},
    },
    base::Error,
    flows::assessment::Opened,
    i18n::Texts,
    web::{
        Site,
        page::{self, Page},
    },
};

/// How one part stands.
pub struct PartView {
    pub title: String,
    pub time: Option<String>,
    pub state: String,
    pub score: Option<String>,
    pub href: Option<String>,
    pub action: String,
}

#[derive(Template)]
#[template(path = "assessment/parts.html")]
struct PartsPage {
    page: Page,
    parts: Vec<PartView>,
    end: String,
    tools: Tools,
}

/// The number of the first question of a part that has no answer yet, else of its first.
pub fn first_of(opened: &Opened, part: &str) -> Option<usize> {
    let attempt = opened.attempt();
    let of_part: Vec<(usize, &Item)> = numbered(&attempt, part);
    let open = of_part
        .iter()
        .find(|(_, item)| attempt.response(item).is_none());
    open.or(of_part.first()).map(|(number, _)| *number)
}

fn numbered<'m>(attempt: &Attempt<'m>, part: &str) -> Vec<(usize, &'m Item)> {
    let items = attempt.items().into_iter().enumerate();
    items
        .filter(|(_, item)| attempt.module.part_of(item) == Some(part))
        .map(|(at, item)| (at + 1, item))
        .collect()
}

/// What is told after the last question of a part, where others are left: one may stop here.
pub fn done_with(opened: &Opened, item: &Item) -> Option<String> {
    let attempt = opened.attempt();
    let part = attempt.module.part_of(item)?;
    let parts = &attempt.module.parts;
    let (title, _) = parts.iter().find(|one| one.id == part)?.apart();
    let whole = numbered(&attempt, part)
        .iter()
        .all(|(_, item)| attempt.response(item).is_some());
    let others = attempt
        .items()
        .iter()
        .any(|item| attempt.response(item).is_none());
    (whole && others && !opened.is_completed())
        .then(|| Texts::of(opened.sitting.lang).with("part-stop", "part", title))
}

fn view(t: &Texts, opened: &Opened, part: &Part) -> Option<PartView> {
    let attempt = opened.attempt();
    let items = numbered(&attempt, &part.id);
    let first = first_of(opened, &part.id)?;
    let (title, time) = part.apart();
    let answered = items
        .iter()
        .filter(|(_, item)| attempt.response(item).is_some())
        .count();
    let whole = answered == items.len();
    let waiting = attempt.waiting();
    let reachable = items.iter().any(|(_, item)| waiting.contains(item));
    let counted = || {
        items
            .iter()
            .map(|(_, item)| *item)
            .filter(|item| item.is_scored() && !attempt.is_neutral(item))
    };
    let max: f64 = counted().map(|item| item.points).sum();
    let points: f64 = counted()
        .map(|item| item.points * attempt.fraction(item).unwrap_or_default())
        .sum();
    // What is not told of single answers is not told of a part either.
    let told = attempt.module.delivery.feedback == Feedback::Immediate && whole && max > 0.0;
    Some(PartView {
        title: title.to_owned(),
        time: time.map(str::to_owned),
        state: if whole {
            t.text("part-done")
        } else {
            t.with_all(
                "part-answered",
                [("done", answered.into()), ("count", items.len().into())],
            )
        },
        score: told.then(|| {
            t.with_all(
                "result-skill-points",
                [
                    ("points", t.points(points).into()),
                    ("max", t.points(max).into()),
                ],
            )
        }),
        href: (!whole && !opened.is_completed() && reachable)
            .then(|| format!("/attempts/{}/items/{first}", opened.sitting.id)),
        action: t.text(if answered == 0 {
            "part-begin"
        } else {
            "part-go-on"
        }),
    })
}

/// `GET /attempts/{id}/parts`: where each part stands, and the way into it.
pub async fn parts(
    State(site): State<Site>,
    Path(id): Path<String>,
    headers: HeaderMap,
    page: Page,
) -> Result<Response, Error> {
    let opened = open_or_put_away!(site, id, headers, page);
    let t = Texts::of(opened.sitting.lang);
    let module = opened.module();
    let parts = module
        .parts
        .iter()
        .filter_map(|part| view(&t, &opened, part));
    Ok(page::answer(&PartsPage {
        parts: parts.collect(),
        end: format!(
            "/attempts/{}/{}",
            opened.sitting.id,
            if opened.is_completed() {
                "result"
            } else {
                "end"
            }
        ),
        tools: tools(&site, &opened, false),
        page: page.for_attempt(opened.sitting.wording(), t.text("parts-title")),
    }))
}
