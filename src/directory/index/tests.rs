use std::collections::{BTreeSet, HashMap};

use super::*;
use crate::directory::profile::Shown;

const NOW: i64 = 1_795_600_000;

fn at(days: i64) -> Timestamp {
    Timestamp::from_second(NOW + days * 86_400).unwrap()
}

fn shown<T>(value: T, audience: Audience) -> Shown<T> {
    Shown { value, audience }
}

/// A profile of which everything has one audience.
fn profile(name: &str, commune: &str, audience: Audience) -> Profile {
    Profile {
        name: name.into(),
        audience: Audience::Public,
        callings: shown(BTreeSet::from([Calling::Animator]), audience),
        about: shown("Débats à la médiathèque".into(), audience),
        commune: shown(commune.into(), audience),
        formats: shown(vec!["Photolangage".into()], audience),
        skills: shown(BTreeSet::new(), audience),
        ..Profile::default()
    }
}

fn entry(profile: &Profile) -> Entry {
    let skills = vec![
        ("reperes".to_owned(), Some(at(10))),
        ("animer".to_owned(), None),
    ];
    Entry::new(
        AccountId::new(),
        search_key(&profile.name),
        at(365),
        profile,
        profile.commune.value.parse().ok(),
        skills,
    )
}

fn query(viewer: Viewer) -> Query {
    Query {
        viewer,
        at: at(0),
        words: Vec::new(),
        calling: None,
        skill: None,
        near: None,
        indexed: false,
        offset: 0,
        limit: 20,
    }
}

/// Every way to ask for something of that profile beside its name.
fn ways(viewer: Viewer) -> Vec<Query> {
    let word = |word: &str| Query {
        words: vec![word.into()],
        ..query(viewer)
    };
    vec![
        word("deb"),
        word("photo"),
        Query {
            calling: Some(Calling::Animator),
            ..query(viewer)
        },
        Query {
            skill: Some("animer".into()),
            ..query(viewer)
        },
        Query {
            near: Some(HashMap::from([(93_048, 3.0)])),
            ..query(viewer)
        },
    ]
}

#[test]
fn nobody_is_found_by_what_who_looks_may_not_see() {
    for (audience, public, member) in [
        (Audience::Public, 1, 1),
        (Audience::Members, 0, 1),
        (Audience::Nobody, 0, 0),
    ] {
        let index = Index::of(vec![entry(&profile("Zoé", "93048", audience))]);
        for (viewer, total) in [(Viewer::Public, public), (Viewer::Member, member)] {
            for way in ways(viewer) {
                let results = index.search(&way);
                assert_eq!(results.total, total, "{audience:?} {way:?}");
                assert_eq!(results.places.len(), total, "the map is the same data");
            }
            let all = index.search(&query(viewer));
            assert_eq!(
                (all.total, all.places.len()),
                (1, total),
                "by name: always; the place: not"
            );
            assert_eq!(index.skills(viewer, at(0)).len(), total * 2);
        }
    }
}

#[test]
fn a_profile_of_members_is_not_there_for_others() {
    let mut hidden = profile("Zoé", "93048", Audience::Public);
    hidden.audience = Audience::Members;
    let index = Index::of(vec![entry(&hidden)]);
    assert_eq!(index.search(&query(Viewer::Public)).total, 0);
    assert_eq!(index.search(&query(Viewer::Member)).total, 1);
    assert!(index.addresses(at(0)).is_empty());
    for way in ways(Viewer::Public) {
        assert_eq!(index.search(&way).total, 0);
    }
}

#[test]
fn badges_and_profiles_end_by_themselves() {
    let index = Index::of(vec![entry(&profile("Zoé", "93048", Audience::Public))]);
    let asked = |skill: &str, day: i64| {
        let asked = Query {
            at: at(day),
            skill: Some(skill.into()),
            ..query(Viewer::Public)
        };
        index.search(&asked).total
    };
    assert_eq!((asked("reperes", 9), asked("reperes", 10)), (1, 0));
    assert_eq!((asked("animer", 364), asked("animer", 365)), (1, 0));
    assert_eq!(asked("unknown", 0), 0);
    assert_eq!(index.skills(Viewer::Public, at(10)), ["animer"]);
    assert_eq!(index.addresses(at(364)), ["zoe"]);
    assert!(index.addresses(at(365)).is_empty());
}

#[test]
fn the_nearest_come_first_and_pages_follow_each_other() {
    let mut entries = Vec::new();
    for number in 0..50 {
        let commune = ["93048", "75056"][number % 2];
        entries.push(entry(&profile(
            &format!("Zoé {number:02}"),
            commune,
            Audience::Public,
        )));
    }
    let index = Index::of(entries);
    let near = Some(HashMap::from([(93_048, 9.0), (75_056, 0.0)]));
    let mut seen = Vec::new();
    for page in 0..6 {
        let asked = Query {
            near: near.clone(),
            offset: page * 10,
            limit: 10,
            ..query(Viewer::Public)
        };
        let results = index.search(&asked);
        assert_eq!(results.total, 50);
        seen.extend(results.found);
    }
    assert_eq!(seen.len(), 50);
    assert!(seen.is_sorted_by(|a, b| a.1 <= b.1));
    let ids: BTreeSet<AccountId> = seen.iter().map(|one| one.0).collect();
    assert_eq!(ids.len(), 50, "nobody twice");
    let all = index.search(&Query {
        limit: 50,
        ..query(Viewer::Public)
    });
    let names: Vec<_> = all
        .found
        .iter()
        .map(|one| index.rank(index.of[&one.0]))
        .collect();
    assert!(names.is_sorted());
}

#[test]
fn what_changes_is_found_as_it_is_and_leaves_nothing() {
    let mut index = Index::default();
    let first = entry(&profile("Zoé", "93048", Audience::Public));
    let id = first.id;
    index.set(first);
    index.set(entry(&profile("Ada", "75056", Audience::Public)));
    let changed = Entry {
        id,
        ..entry(&profile("Abel", "69123", Audience::Members))
    };
    index.set(changed);
    let word = |word: &str| {
        let asked = Query {
            words: vec![word.into()],
            ..query(Viewer::Public)
        };
        index.search(&asked).total
    };
    assert_eq!(
        (word("zoe"), word("abel"), word("ada"), word("a")),
        (0, 1, 1, 2)
    );
    let all = index.search(&query(Viewer::Public));
    assert_eq!(all.found[0].0, id, "in its new place");
    assert_eq!(all.places, [(75_056, 1)]);
    index.remove(id);
    index.remove(id);
    assert_eq!(index.search(&query(Viewer::Member)).total, 1);
    assert!(!index.words.contains_key("abel"));
}
