use jiff::SignedDuration;

use super::*;
use crate::events::{
    event::{Event, Place, tests::a_cafe},
    series::{end, instant},
};

fn now() -> Timestamp {
    "2027-03-01T08:00:00Z".parse().unwrap()
}

/// An announced event, in a commune where there is one, with a date on each day that is named.
fn entry(title: &str, commune: &str, days: &[&str], change: impl FnOnce(&mut Event)) -> Entry {
    let mut event = a_cafe(&format!("{}T13:30", days[0]));
    event.title = title.into();
    event.place = (!commune.is_empty()).then(|| Place {
        commune: commune.into(),
        ..Place::default()
    });
    change(&mut event);
    let id = EventId::new();
    let dates: Vec<Occurrence> = days
        .iter()
        .map(|day| {
            let civil = format!("{day}T13:30").parse().unwrap();
            let starts_at = instant(civil, &event.time_zone()).unwrap();
            Occurrence {
                id: DateId::new(),
                event: id,
                starts_at,
                ends_at: end(starts_at, event.minutes),
                civil,
                seats: None,
                taken: 0,
                cancelled_at: None,
            }
        })
        .collect();
    let standing = Standing {
        id,
        uid: id.to_string(),
        slug: event.slug(&id.to_string()),
        owner: None,
        status: Status::Published,
        version: 1,
        sequence: 0,
        note: None,
        made_at: now(),
        saved_at: now(),
        published_at: Some(now()),
        changed_at: None,
        cancelled_at: None,
        event,
    };
    Entry::new(&standing, &dates, "Lille").unwrap()
}

fn titles(agenda: &Agenda, query: &Query) -> Vec<String> {
    let found = agenda.search(query).found.into_iter();
    found
        .map(|one| {
            let slot = agenda.of[&one.id];
            agenda.slots[slot].as_ref().unwrap().entry.title.clone()
        })
        .collect()
}

fn an_agenda() -> Agenda {
    Agenda::of([
        entry("Jeu de mars", "59350", &["2027-03-04"], |event| {
            event.format = Format::Play;
            event.themes = vec!["Travail".into()];
        }),
        entry(
            "Série",
            "75056",
            &["2027-02-25", "2027-03-11", "2027-03-18"],
            |_| (),
        ),
        entry("Passé", "59350", &["2027-02-01"], |_| ()),
        entry("En ligne", "", &["2027-03-05"], |event| {
            event.online = Some(Default::default());
            event.pillars = BTreeSet::from([Pillar::Act]);
        }),
    ])
}

#[test]
fn what_is_soon_comes_first_and_what_is_over_is_not_found() {
    let agenda = an_agenda();
    let query = Query::all(now(), 10);
    assert_eq!(
        titles(&agenda, &query),
        ["Jeu de mars", "En ligne", "Série"]
    );
    let results = agenda.search(&query);
    assert_eq!((results.total, results.found[2].more), (3, 1));
    assert_eq!(
        results.found[2].date.civil.to_string(),
        "2027-03-11T13:30:00"
    );
    assert_eq!(
        results.places,
        [("59350".to_owned(), 1), ("75056".to_owned(), 1)]
    );
    let second = Query {
        offset: 1,
        limit: 1,
        ..query
    };
    assert_eq!(titles(&agenda, &second), ["En ligne"]);
}

#[test]
fn each_question_narrows_the_list() {
    let agenda = an_agenda();
    let all = Query::all(now(), 10);
    let day = |text: &str| Some(text.parse::<Date>().unwrap());
    for (query, found) in [
        (
            Query {
                words: vec!["ser".into()],
                ..all.clone()
            },
            vec!["Série"],
        ),
        (
            Query {
                words: vec!["lil".into(), "jeu".into()],
                ..all.clone()
            },
            vec!["Jeu de mars"],
        ),
        (
            Query {
                format: Some(Format::Play),
                ..all.clone()
            },
            vec!["Jeu de mars"],
        ),
        (
            Query {
                theme: Some("travail".into()),
                ..all.clone()
            },
            vec!["Jeu de mars"],
        ),
        (
            Query {
                theme: Some("act".into()),
                ..all.clone()
            },
            vec!["En ligne"],
        ),
        (
            Query {
                near: Near::Online,
                ..all.clone()
            },
            vec!["En ligne"],
        ),
        (
            Query {
                from: day("2027-03-12"),
                ..all.clone()
            },
            vec!["Série"],
        ),
        (
            Query {
                until: day("2027-03-04"),
                ..all.clone()
            },
            vec!["Jeu de mars"],
        ),
        (
            Query {
                from: day("2027-04-01"),
                ..all.clone()
            },
            vec![],
        ),
    ] {
        assert_eq!(titles(&agenda, &query), found, "{query:?}");
    }
    assert_eq!(
        agenda.themes(now(), 5),
        [("travail".to_owned(), "Travail".to_owned())]
    );
}

#[test]
fn ten_kilometres_weigh_as_much_as_a_day() {
    let agenda = an_agenda();
    let near = HashMap::from([("75056".to_owned(), 0.0), ("59350".to_owned(), 200.0)]);
    let query = Query {
        near: Near::Communes(near),
        by_distance: true,
        ..Query::all(now(), 10)
    };
    assert_eq!(titles(&agenda, &query), ["Série", "Jeu de mars"]);
    let soon = Query {
        by_distance: false,
        ..query
    };
    assert_eq!(titles(&agenda, &soon), ["Jeu de mars", "Série"]);
    assert_eq!(agenda.search(&soon).found[0].km, Some(200.0));
}

#[test]
fn a_month_has_every_date_and_what_is_changed_is_what_is_found() {
    let mut agenda = an_agenda();
    let query = Query::all(now(), 10);
    let month = |agenda: &Agenda| {
        let from: Timestamp = "2027-02-01T00:00:00Z".parse().unwrap();
        let days = agenda.between(&query, from, from + SignedDuration::from_hours(24 * 31));
        days.iter()
            .map(|day| day.entry.title.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(month(&agenda), ["Passé", "Série"]);
    let id = *agenda.of.iter().find(|(_, slot)| **slot == 1).unwrap().0;
    agenda.remove(id);
    agenda.remove(id);
    assert_eq!(month(&agenda), ["Passé"]);
    agenda.set(entry("Neuf", "75056", &["2027-02-20"], |_| ()));
    assert_eq!(month(&agenda), ["Passé", "Neuf"]);
    assert_eq!(agenda.addresses(now()).len(), 2);
}

#[test]
fn a_date_that_is_held_goes_before_one_that_is_cancelled() {
    let mut series = entry("Série", "75056", &["2027-03-04", "2027-03-11"], |_| ());
    series.dates[0].cancelled = true;
    let agenda = Agenda::of([series]);
    let found = agenda.search(&Query::all(now(), 10)).found.remove(0);
    assert!(!found.date.cancelled);
    assert_eq!(found.more, 0);
}
