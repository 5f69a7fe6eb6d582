//! Who registered for a date, for who organises it: the list and its file. What of it is printed has a file of its own, `paper.rs`.

use std::collections::{BTreeSet, HashMap};

use askama::Template;
use axum::{
    extract::{Path, RawQuery, State},
    response::Response,
};

use super::{
    door::{may, state},
    is_off,
    paper::on_paper,
    when,
};
use crate::{
    access::policy::Deed,
    base::{DateId, Error, EventId, RegistrationId, search_key},
    events::{Occurrence, Standing},
    flows::registration as flow,
    i18n::Texts,
    registration::{Answer, Contact, Registration, State as Where},
    store::{events, registration as rows},
    web::{
        Site,
        access::Member,
        events::{self as told, Dates},
        form::Fields,
        list::{self, Column, List, Value},
        page::{self, Page, see_other},
        pager::Pager,
        problem::Problem,
    },
};

/// People of one page.
const PAGE: usize = 50;

/// The orders of the list, the first one where none is asked for.
const ORDERS: [&str; 3] = ["line", "name", "door"];

/// What is shown of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) date: Option<DateId>,
    order: &'static str,
    /// What names begin with, or words of them.
    words: String,
    pub(super) page: usize,
    done: String,
}

impl Asked {
    /// Reads an address.
    pub(super) fn of(query: &str) -> Asked {
        let named = |wanted: &str| {
            form_urlencoded::parse(query.as_bytes())
                .find(|(name, _)| name == wanted)
                .map(|(_, value)| value.into_owned())
        };
        let order = named("sort").unwrap_or_default();
        let words = named("q").unwrap_or_default();
        Asked {
            date: named("date").and_then(|date| date.parse().ok()),
            order: ORDERS
                .into_iter()
                .find(|one| *one == order)
                .unwrap_or(ORDERS[0]),
            words: words.chars().take(60).collect(),
            page: named("page")
                .and_then(|page| page.parse().ok())
                .unwrap_or(1)
                .clamp(1, 10_000),
            done: named("done").unwrap_or_default(),
        }
    }

    /// What a form brings along of the address that it stood on, at its date.
    pub(super) fn read(query: &str, date: DateId) -> Asked {
        Asked {
            date: Some(date),
            ..Asked::of(query)
        }
    }

    /// The address, without the language.
    fn query(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if let Some(date) = self.date {
            query.append_pair("date", &date.to_string());
        }
        if self.order != ORDERS[0] {
            query.append_pair("sort", self.order);
        }
        if !self.words.is_empty() {
            query.append_pair("q", &self.words);
        }
        if self.page > 1 {
            query.append_pair("page", &self.page.to_string());
        }
        query.finish()
    }

    /// The address of the list under `path`, with word of what was just done.
    pub(super) fn address(&self, page: &Page, path: &str, done: &str) -> String {
        let lang = page.asked.then(|| format!("&lang={}", page.t.lang));
        let done = Some(done)
            .filter(|done| !done.is_empty())
            .map(|done| format!("&done={done}"));
        format!(
            "{path}?{}{}{}",
            self.query(),
            lang.unwrap_or_default(),
            done.unwrap_or_default()
        )
    }
}

#[derive(Template)]
#[template(path = "registration/people.html")]
struct People {
    page: Page,
    title: String,
    /// The language of its title and of what its organiser asks where it is not that of the page.
    lang: Option<String>,
    event: String,
    /// The date that is shown; nothing where the event has none.
    shown: Option<String>,
    /// The dates that one may go to, where there are several.
    dates: Dates<Way>,
    /// How many have a place, wait and came.
    count: String,
    /// The orders: their words, their addresses, and whether one holds.
    orders: Vec<(String, String, bool)>,
    /// The address as forms bring it along.
    asked: String,
    date: String,
    order: &'static str,
    /// What names were searched for.
    words: String,
    /// The path of the list, where the search goes.
    people: String,
    /// Whether it is too early to say who came.
    early: bool,
    rows: Vec<Row>,
    /// How long the list is, and which of its pages is shown.
    said: String,
    pager: Pager,
    file: String,
    sheet: String,
    /// Where they are written to.
    write: String,
    /// The cards of badges, where somebody is to have one.
    cards: Option<String>,
    /// Where the form goes that erases the names; nothing where they are needed still, or gone.
    forget: Option<String>,
    /// What was just done, by its name in the address.
    done: String,
}

/// What leads to another date.
struct Way {
    words: String,
    href: String,
    here: bool,
    cancelled: bool,
}

/// Somebody on the list.
struct Row {
    name: String,
    contact: Option<String>,
    state: String,
    answers: Vec<(String, String)>,
    came: bool,
    /// The code of the ticket.
    code: String,
    /// Where the form goes that says that they came; nothing where it is too early, or known.
    action: Option<String>,
    /// Where the form goes that takes it back.
    undo: Option<String>,
}

/// A date of an event of one's own, and who registered for it.
pub(super) struct Opened {
    pub(super) standing: Standing,
    dates: Vec<Occurrence>,
    /// The date that is asked for, else the next one, else the last.
    pub(super) date: Option<Occurrence>,
    pub(super) people: Vec<Registration>,
}

/// What people answered to the organiser's own questions.
type Answers = HashMap<RegistrationId, Vec<Answer>>;

fn gathered(all: Vec<(RegistrationId, Answer)>) -> Answers {
    let mut answers = Answers::new();
    for (id, answer) in all {
        answers.entry(id).or_default().push(answer);
    }
    answers
}

pub(super) async fn open(
    site: &Site,
    member: &Member,
    id: &str,
    date: Option<DateId>,
    deed: Deed,
) -> Result<Opened, Problem> {
    let id: EventId = id.parse().map_err(|_| Error::Missing)?;
    let mut reader = site.app.db.read().await?;
    let standing = events::find(&mut reader, id).await?.ok_or(Error::Missing)?;
    if !may(Some(&member.account), &standing, deed) {
        return Err(Error::Missing.into());
    }
    let dates = events::list_dates(&mut reader, id).await?;
    let now = site.app.now();
    let found = dates
        .iter()
        .find(|one| Some(one.id) == date)
        .or_else(|| {
            dates
                .iter()
                .find(|one| !one.is_past(now) && !one.is_cancelled())
        })
        .or(dates.last())
        .cloned();
    let people = match &found {
        Some(date) => rows::list_of_date(&mut reader, date.id).await?,
        None => Vec::new(),
    };
    Ok(Opened {
        standing,
        dates,
        date: found,
        people,
    })
}

/// The people in an order: as they registered, by their names, or as a door needs them, who is awaited first.
pub(super) fn ordered(people: &mut [Registration], order: &str) {
    let key = |one: &Registration| search_key(one.name.as_deref().unwrap_or_default());
    match order {
        "name" => people.sort_by_cached_key(|one| (one.name.is_none(), key(one), one.line)),
        "door" => people.sort_by_cached_key(|one| {
            let waits = one.state == Where::Waiting;
            (one.attended_at.is_some(), waits, key(one), one.line)
        }),
        _ => people.sort_by_key(|one| one.line),
    }
}

/// The entries of a page.
pub(super) fn shown<T>(all: &[T], page: usize, size: usize) -> &[T] {
    let from = ((page - 1) * size).min(all.len());
    &all[from..(from + size).min(all.len())]
}

/// Whether every word begins a word of a name.
fn is_called(one: &Registration, words: &str) -> bool {
    let name = search_key(one.name.as_deref().unwrap_or_default());
    search_key(words)
        .split(' ')
        .filter(|word| !word.is_empty())
        .all(|word| name.split(' ').any(|part| part.starts_with(word)))
}

/// `GET /me/events/{id}/people`.
pub async fn index(
    State(site): State<Site>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    page: Page,
    member: Member,
) -> Result<Response, Problem> {
    let (app, t) = (&site.app, page.t);
    let mut asked = Asked::of(&query.unwrap_or_default());
    let opened = open(&site, &member, &id, asked.date, Deed::SeeRegistrations).await?;
    let (standing, mut people) = (opened.standing, opened.people);
    asked.date = opened.date.as_ref().map(|date| date.id);
    let path = format!("/me/events/{id}/people");
    let count = |wanted: &dyn Fn(&Registration) -> bool| {
        people.iter().filter(|one| wanted(one)).count() as i64
    };
    let counts = [
        ("seated", count(&|one| one.state == Where::Seated).into()),
        ("waiting", count(&|one| one.state == Where::Waiting).into()),
        ("came", count(&|one| one.attended_at.is_some()).into()),
    ];
    let count_words = t.with_all("registration-people-count", counts);
    let named = people.iter().any(|one| one.name.is_some());
    let awarded = people.iter().any(on_paper);
    people.retain(|one| is_called(one, &asked.words));
    ordered(&mut people, asked.order);
    let total = people.len();
    let pages = total.div_ceil(PAGE).max(1);
    let people = shown(&people, asked.page, PAGE);
    let ids: Vec<RegistrationId> = people.iter().map(|one| one.id).collect();
    let answers = rows::list_answers_of(&mut app.db.read().await?, &ids).await?;
    let answers = gathered(answers);
    let to = |change: &dyn Fn(&mut Asked)| {
        let mut other = asked.clone();
        change(&mut other);
        other.address(&page, &path, "")
    };
    let zone = standing.event.time_zone();
    let at_the_door = opened
        .date
        .as_ref()
        .is_some_and(|date| date.is_at_the_door(app.now()));
    let row = |one: &Registration| {
        let code = app.keyring.ticket_code(one.id).to_string();
        let named = one.name.is_some();
        let came = one.attended_at.is_some();
        Row {
            name: called(&page, one),
            contact: contact(one),
            state: state(&t, one, &zone),
            answers: answers_of(&answers, one.id),
            came,
            action: (named && !came && at_the_door).then(|| page.link(&format!("/tickets/{code}"))),
            undo: (named && came).then(|| page.link(&format!("/tickets/{code}/removal"))),
            code,
        }
    };
    let date = opened.date.as_ref();
    let forgettable = date.is_some_and(|date| flow::may_forget(&standing, date, app.now()));
    let at_date = |end: &str| {
        let date = asked.date.map(|date| date.to_string()).unwrap_or_default();
        page.link_with(&format!("{path}{end}"), "date", &date)
    };
    Ok(page::answer(&People {
        event: page.link(&format!("/me/events/{}", standing.id)),
        shown: date.map(|date| when(&t, &standing, date)),
        dates: match opened.dates.len() {
            0 | 1 => Dates::default(),
            _ => Dates::of(&t, &opened.dates, app.now(), |date| {
                let address = Asked {
                    date: Some(date.id),
                    ..Asked::of("")
                };
                Way {
                    words: when(&t, &standing, date),
                    href: address.address(&page, &path, ""),
                    here: Some(date.id) == asked.date,
                    cancelled: is_off(&standing, date),
                }
            }),
        },
        count: count_words,
        early: !at_the_door,
        orders: ORDERS
            .map(|order| {
                let address = to(&|asked| (asked.order, asked.page) = (order, 1));
                let words = t.text(&format!("registration-order-{order}"));
                (words, address, order == asked.order)
            })
            .into(),
        rows: people.iter().map(row).collect(),
        said: said(&t, total, asked.page, pages),
        pager: Pager::new(asked.page, pages, |number| to(&|asked| asked.page = number)),
        file: at_date(".csv"),
        sheet: at_date("/sheet"),
        write: at_date("/letter"),
        cards: awarded.then(|| at_date("/cards")),
        forget: (forgettable && named).then(|| page.link(&format!("{path}/erasure"))),
        asked: asked.query(),
        date: asked.date.map(|date| date.to_string()).unwrap_or_default(),
        order: asked.order,
        people: page.link(&path),
        words: asked.words.clone(),
        done: asked.done.clone(),
        lang: told::lang(&t, &standing.event),
        title: standing.event.title,
        page: page.titled(t.text("registration-people-title")).private(),
    }))
}

/// How long a list is, and which of its pages is shown.
pub(super) fn said(t: &Texts, total: usize, page: usize, pages: usize) -> String {
    let values = [
        ("total", total.into()),
        ("page", page.into()),
        ("pages", pages.into()),
    ];
    t.with_all("list-said", values)
}

/// Each question that somebody answered, with the answer.
fn answers_of(answers: &Answers, id: RegistrationId) -> Vec<(String, String)> {
    let own = answers.get(&id).into_iter().flatten();
    own.map(|answer| (answer.question.clone(), answer.words.clone()))
        .collect()
}

/// What somebody is called; that it was erased where it was.
pub(super) fn called(page: &Page, one: &Registration) -> String {
    match &one.name {
        Some(name) => name.clone(),
        None => page.t.text("registration-forgotten"),
    }
}

fn contact(one: &Registration) -> Option<String> {
    match &one.contact {
        Contact::Mailbox(email) => Some(email.as_str().to_owned()),
        Contact::Telephone(phone) => Some(phone.as_str().to_owned()),
        Contact::Nothing => None,
    }
}

/// `GET /me/events/{id}/people.csv`.
pub async fn file(
    State(site): State<Site>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    page: Page,
    member: Member,
) -> Result<Response, Problem> {
    let t = page.t;
    let asked = Asked::of(&query.unwrap_or_default());
    let opened = open(&site, &member, &id, asked.date, Deed::SeeRegistrations).await?;
    let answers = match &opened.date {
        Some(date) => rows::list_answers(&mut site.app.db.read().await?, date.id).await?,
        None => Vec::new(),
    };
    let answers = gathered(answers);
    let columns = ["line", "name", "email", "phone", "state", "made", "came"];
    // The questions of today first, in their order; those of before, which somebody answered, after them.
    let mut questions: Vec<String> = opened
        .standing
        .event
        .questions
        .iter()
        .map(|question| question.label.clone())
        .collect();
    let before: BTreeSet<&String> = answers
        .values()
        .flatten()
        .map(|answer| &answer.question)
        .filter(|question| !questions.contains(question))
        .collect();
    let before: Vec<String> = before.into_iter().cloned().collect();
    questions.extend(before);
    let row = |one: &Registration| {
        let text = |text: Option<&str>| Value::Text(text.unwrap_or_default().to_owned());
        let own = answers_of(&answers, one.id);
        let said = questions.iter().map(|question| {
            let said = own.iter().find(|(asked, _)| asked == question);
            text(said.map(|(_, words)| words.as_str()))
        });
        let mut row = vec![
            Value::Whole(one.line),
            Value::Text(called(&page, one)),
            text(one.contact.mailbox().map(|email| email.as_str())),
            text(one.contact.phone().map(|phone| phone.as_str())),
            Value::Text(t.text(&format!("registration-file-{}", one.state))),
            Value::Moment(Some(one.made_at)),
            Value::Moment(one.attended_at),
        ];
        row.extend(said);
        row
    };
    let day = opened.date.as_ref().map(|date| date.civil.date());
    let name = format!(
        "{}-{}",
        t.text("registration-file"),
        day.map(|day| day.to_string()).unwrap_or_default()
    );
    let list = List {
        title: String::new(),
        intro: String::new(),
        empty: String::new(),
        columns: columns
            .map(|column| t.text(&format!("registration-column-{column}")))
            .into_iter()
            .chain(questions.iter().cloned())
            .map(Column::plain)
            .collect(),
        rows: opened.people.iter().map(row).collect(),
        total: opened.people.len() as i64,
        offer: None,
    };
    Ok(list::file(&name, t, &list))
}

/// `POST /me/events/{id}/people/erasure`.
pub async fn forget(
    State(site): State<Site>,
    Path(id): Path<String>,
    page: Page,
    member: Member,
    fields: Fields,
) -> Result<Response, Problem> {
    let date: Option<DateId> = fields.get("date").and_then(|date| date.parse().ok());
    let opened = open(&site, &member, &id, date, Deed::ForgetRegistered).await?;
    let found = opened.date.filter(|one| Some(one.id) == date);
    let found = found.ok_or(Error::Missing)?;
    let done = if fields.get("sure") == Some("yes") {
        flow::forget_names(&site.app, member.actor(), &opened.standing, &found).await?;
        "forgotten"
    } else {
        "unsure"
    };
    let asked = Asked::read("", found.id);
    let path = format!("/me/events/{id}/people");
    Ok(see_other(&asked.address(&page, &path, done)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_shows_what_it_was_made_of() {
        let date = DateId::new();
        let asked = Asked::read("sort=name&q=L%C3%A9a&page=3&date=x", date);
        assert_eq!(Asked::of(&asked.query()), asked);
        let odd = Asked::of("sort=email&page=-1&date=%00");
        assert_eq!((odd.order, odd.page, odd.date), ("line", 1, None));
        assert_eq!(Asked::of("").query(), "");
    }
}
