//! What is printed of a date for who organises it: the sheet to tick and sign, and the cards of badges for those who came and left no address.

use askama::Template;
use axum::{
    extract::{Path, RawQuery, State},
    response::Response,
};

use super::{
    people::{Asked, called, open, ordered, said, shown},
    when,
};
use crate::{
    access::policy::Deed,
    badges::qr,
    base::Error,
    flows::badges,
    registration::{Registration, State as Where},
    web::{
        Site,
        access::Member,
        page::{self, Page},
        pager::Pager,
        problem::Problem,
    },
};

/// Cards of one page: each has a drawing of its own.
const CARDS: usize = 300;

#[derive(Template)]
#[template(path = "registration/sheet.html")]
struct Sheet {
    page: Page,
    back: String,
    title: String,
    when: String,
    place: String,
    seated: Vec<String>,
    waiting: Vec<String>,
    /// Empty lines for those who come without having registered.
    blank: usize,
}

/// A card with the code of somebody's badge.
struct Card {
    name: String,
    badge: String,
    code: String,
    qr: String,
    until: String,
}

#[derive(Template)]
#[template(path = "registration/cards.html")]
struct Cards {
    page: Page,
    back: String,
    title: String,
    when: String,
    host: String,
    cards: Vec<Card>,
    /// How many there are, where one page does not hold them.
    said: Option<String>,
    pager: Pager,
}

/// Whether somebody's badge comes to them on paper: they came, and left no address to which its code was sent.
pub(super) fn on_paper(one: &Registration) -> bool {
    one.attended_at.is_some() && one.award.is_some() && one.contact.mailbox().is_none()
}

/// `GET /me/events/{id}/people/sheet`: on paper, names alone.
pub async fn sheet(
    State(site): State<Site>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    page: Page,
    member: Member,
) -> Result<Response, Problem> {
    let t = page.t;
    let asked = Asked::of(&query.unwrap_or_default());
    let opened = open(&site, &member, &id, asked.date, Deed::SeeRegistrations).await?;
    let date = opened.date.ok_or(Error::Missing)?;
    let mut people = opened.people;
    ordered(&mut people, "name");
    let names = |wanted: Where| -> Vec<String> {
        let here = people.iter().filter(|one| one.state == wanted);
        here.map(|one| called(&page, one)).collect()
    };
    let place = opened.standing.event.place.as_ref();
    Ok(page::answer(&Sheet {
        back: page.link_with(
            &format!("/me/events/{id}/people"),
            "date",
            &date.id.to_string(),
        ),
        when: when(&t, &opened.standing, &date),
        place: place.map(|place| place.name.clone()).unwrap_or_default(),
        seated: names(Where::Seated),
        waiting: names(Where::Waiting),
        blank: 5,
        title: opened.standing.event.title,
        page: page.titled(t.text("registration-sheet-title")).private(),
    }))
}

/// `GET /me/events/{id}/people/cards`: the code of the badge of each who came and left no address, to be cut out and handed over.
pub async fn cards(
    State(site): State<Site>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    page: Page,
    member: Member,
) -> Result<Response, Problem> {
    let (app, t) = (&site.app, page.t);
    let mut asked = Asked::of(&query.unwrap_or_default());
    let opened = open(&site, &member, &id, asked.date, Deed::CheckIn).await?;
    let date = opened.date.ok_or(Error::Missing)?;
    asked.date = Some(date.id);
    let mut people = opened.people;
    people.retain(on_paper);
    ordered(&mut people, "name");
    let total = people.len();
    let pages = total.div_ceil(CARDS).max(1);
    let mut reader = app.db.read().await?;
    let mut cards = Vec::new();
    for one in shown(&people, asked.page, CARDS) {
        let Some(award) = one.award else { continue };
        let earned = badges::earned(app, &mut reader, award, one.lang).await?;
        let Some(earned) = earned.filter(|earned| !earned.claimed) else {
            continue;
        };
        let url = app.url(&format!("/claims/{}", earned.code));
        cards.push(Card {
            name: called(&page, one),
            badge: earned.name,
            qr: qr::svg(&url, &t.text("claim-title")).map_err(Error::fault)?,
            code: earned.code,
            until: t.with("registration-card-until", "date", t.date(earned.until)),
        });
    }
    drop(reader);
    let to = |number: usize| {
        let path = format!("/me/events/{id}/people/cards");
        let mut other = asked.clone();
        other.page = number;
        other.address(&page, &path, "")
    };
    Ok(page::answer(&Cards {
        said: (pages > 1).then(|| said(&t, total, asked.page, pages)),
        pager: Pager::new(asked.page, pages, to),
        back: page.link_with(
            &format!("/me/events/{id}/people"),
            "date",
            &date.id.to_string(),
        ),
        when: when(&t, &opened.standing, &date),
        host: t.with("registration-card-text", "host", app.host()),
        cards,
        title: opened.standing.event.title,
        page: page.titled(t.text("registration-cards-title")).private(),
    }))
}
