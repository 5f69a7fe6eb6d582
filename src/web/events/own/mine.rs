//! The list of one's own events.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};

use super::standing::status;
use crate::{
    access::policy::Deed,
    base::EventId,
    events::Occurrence,
    flows::charter,
    store::events as rows,
    web::{
        Site,
        access::Member,
        events::words,
        page::{self, Page},
        pager::Pager,
        problem::Problem,
    },
};

/// How many events a page of the list shows.
const PAGE: i64 = 50;

/// An event of the list.
pub struct Row {
    title: String,
    lang: Option<String>,
    href: String,
    status: String,
    when: String,
    past: bool,
}

#[derive(Template)]
#[template(path = "events/mine.html")]
struct Mine {
    page: Page,
    rows: Vec<Row>,
    adherent: bool,
    pager: Pager,
}

/// `GET /me/events`.
pub async fn mine(
    State(site): State<Site>,
    Query(query): Query<BTreeMap<String, String>>,
    page: Page,
    member: Member,
) -> Result<Response, Problem> {
    member.may_own(Deed::Organise)?;
    let number = query
        .get("page")
        .and_then(|page| page.parse::<usize>().ok());
    let number = number.unwrap_or(1).clamp(1, 10_000);
    let mut reader = site.app.db.read().await?;
    let owner = member.account.id;
    let all = rows::list_of_owner(&mut reader, owner, PAGE, (number as i64 - 1) * PAGE).await?;
    let total = rows::count_of_owner(&mut reader, owner).await?;
    let ids: Vec<EventId> = all.iter().map(|one| one.id).collect();
    let dates = rows::list_dates_of(&mut reader, &ids).await?;
    drop(reader);
    let (t, now) = (page.t, site.app.now());
    let list = all.iter().map(|standing| {
        let own: Vec<&Occurrence> = dates
            .iter()
            .filter(|date| date.event == standing.id)
            .collect();
        let past = !own.is_empty() && own.iter().all(|date| date.is_past(now));
        let next = own.iter().find(|date| !date.is_past(now)).or(own.last());
        Row {
            title: standing.event.title.clone(),
            lang: words::lang(&t, &standing.event),
            href: page.link(&format!("/me/events/{}", standing.id)),
            status: status(&page, standing, past),
            when: next
                .map(|date| words::when(&t, &standing.event, date.civil, date.ends_at))
                .unwrap_or_default(),
            past,
        }
    });
    let pages = usize::try_from(total)
        .unwrap_or_default()
        .div_ceil(PAGE as usize);
    let to = |number: usize| page.link_with("/me/events", "page", &number.to_string());
    Ok(page::answer(&Mine {
        rows: list.collect(),
        adherent: charter::is_adherent(&site.app, owner).await?,
        pager: Pager::new(number, pages, to),
        page: page.titled(t.text("my-events-title")).private(),
    }))
}
