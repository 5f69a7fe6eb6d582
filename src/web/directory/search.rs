//! Looking for people: by word, by what they do, by skill, by place and distance. The list comes first, the map is the same data.

use std::collections::{BTreeMap, HashMap};

use askama::Template;
use axum::{
    extract::{FromRequestParts, State},
    http::{StatusCode, request::Parts},
    response::Response,
};

use super::viewer;
use crate::{
    badges::achievement::Achievement,
    base::{AccountId, Result, search_key},
    directory::{Calling, Query, Viewer, profile::Standing},
    geography::{self, Commune},
    i18n::Texts,
    store::{
        directory::{self as rows, PAGE},
        holdings::{self, Skill},
        people::Looked,
    },
    web::{
        Site,
        access::Visitor,
        map::{self, Charted, Map},
        page::{self, Page},
        places::{Chosen, PlaceField, chosen, in_full},
        problem::Problem,
    },
};

/// How far somebody may look, in kilometres; 0 is the commune itself.
const DISTANCES: [u32; 5] = [0, 10, 30, 60, 120];

/// How far that is where nobody says.
const USUAL: u32 = 30;

/// How many skills a card of the list names.
const NAMED: usize = 4;

/// What is asked of the directory.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    pub(super) words: String,
    pub(super) skill: String,
    pub(super) calling: Option<Calling>,
    pub(super) place: String,
    pub(super) commune: Option<String>,
    pub(super) department: Option<String>,
    pub(super) km: u32,
    pub(super) page: usize,
}

/// A choice of a form: its value, its words, whether it is made.
pub struct Choice {
    pub(super) value: String,
    pub(super) words: String,
    pub(super) chosen: bool,
}

/// Somebody on the list.
pub struct Card {
    name: String,
    href: String,
    callings: String,
    place: String,
    skills: Vec<(String, bool)>,
    more: usize,
}

#[derive(Template)]
#[template(path = "directory/people.html")]
struct People {
    page: Page,
    words: String,
    callings: Vec<Choice>,
    skills: Vec<Choice>,
    distances: Vec<Choice>,
    place: PlaceField,
    department: Option<(String, String)>,
    said: String,
    cards: Vec<Card>,
    map: Option<Map>,
    filtered: bool,
    all: String,
    before: Option<String>,
    after: Option<String>,
    member: bool,
}

/// Where somebody is looked for.
pub(super) enum Where {
    /// Everywhere.
    Everywhere,
    /// In these communes, each at its distance; the flag says that distances are to be told.
    In(HashMap<String, f64>, bool),
    /// It is not clear where: the page asks.
    Unclear,
}

impl FromRequestParts<Site> for Asked {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Site) -> Result<Asked, Problem> {
        Ok(Asked::read(parts.uri.query().unwrap_or_default()))
    }
}

impl Asked {
    /// Reads the query of an address; what is odd in it counts for nothing.
    pub(super) fn read(query: &str) -> Asked {
        let named = |wanted: &str, most: usize| -> String {
            let found = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == wanted);
            let value = found.map(|(_, value)| value.trim().chars().take(most).collect());
            value.unwrap_or_default()
        };
        let number = |wanted: &str| named(wanted, 6).parse::<u32>().ok();
        let known = |code: String, known: bool| known.then_some(code);
        let (commune, department) = (named("commune", 5), named("department", 3));
        let there = geography::department_name(&department).is_some();
        Asked {
            words: named("q", 100),
            skill: named("skill", 100),
            calling: named("role", 20).parse().ok(),
            place: named("place", 80),
            commune: known(commune.clone(), geography::find(&commune).is_some()),
            department: known(department, there),
            km: number("km")
                .filter(|km| DISTANCES.contains(km))
                .unwrap_or(USUAL),
            page: number("page").map_or(1, |page| page.clamp(1, 100_000) as usize),
        }
    }

    /// Whether a part of the country is looked at.
    pub(super) fn is_somewhere(&self) -> bool {
        self.department.is_some() || !self.place.is_empty()
    }

    /// The same within one commune.
    pub(super) fn within(&self, commune: &Commune) -> Asked {
        Asked {
            place: commune.label(),
            commune: Some(commune.code.clone()),
            department: None,
            km: 0,
            page: 1,
            ..self.clone()
        }
    }

    /// The same within one department.
    pub(super) fn in_department(&self, code: &str) -> Asked {
        Asked {
            place: String::new(),
            commune: None,
            department: Some(code.to_owned()),
            page: 1,
            ..self.clone()
        }
    }

    fn on_page(&self, page: usize) -> Asked {
        Asked {
            page,
            ..self.clone()
        }
    }

    /// The address that asks for this, in the language of the page where that was asked for.
    pub(super) fn address(&self, page: &Page) -> String {
        let lang = page.asked.then(|| page.t.lang.tag());
        self.address_in(lang)
    }

    fn address_in(&self, lang: Option<&str>) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let mut add = |name: &str, value: &str| {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        };
        add("q", &self.words);
        add("skill", &self.skill);
        add("role", self.calling.map_or("", Calling::name));
        add("place", &self.place);
        if !self.place.is_empty() {
            add("commune", self.commune.as_deref().unwrap_or_default());
            if self.km != USUAL {
                add("km", &self.km.to_string());
            }
        }
        add("department", self.department.as_deref().unwrap_or_default());
        if self.page > 1 {
            add("page", &self.page.to_string());
        }
        add("lang", lang.unwrap_or_default());
        match query.finish() {
            query if query.is_empty() => "/people".to_owned(),
            query => format!("/people?{query}"),
        }
    }

    /// Where is looked, and the field that says so.
    pub(super) fn place(&self, t: &Texts) -> (Where, PlaceField) {
        let mut field = PlaceField {
            typed: self.place.clone(),
            ..PlaceField::default()
        };
        let place = match chosen(&self.place, self.commune.as_deref()) {
            Chosen::Nowhere => match &self.department {
                Some(department) => Where::In(of_department(department), false),
                None => Where::Everywhere,
            },
            Chosen::Here(commune) => {
                field.typed = commune.label();
                Where::In(around(commune, self.km), self.km > 0)
            }
            Chosen::Among(several) => {
                field.choices = several
                    .into_iter()
                    .map(|commune| (commune.code.clone(), in_full(commune)))
                    .collect();
                Where::Unclear
            }
            Chosen::Unknown => {
                field.error = Some(t.text("place-unknown"));
                Where::Unclear
            }
        };
        (place, field)
    }
}

/// The list on a map.
struct Drawn<'a> {
    asked: &'a Asked,
    page: &'a Page,
}

impl Charted for Drawn<'_> {
    fn within(&self, commune: &Commune) -> String {
        self.asked.within(commune).address(self.page)
    }

    fn in_department(&self, code: &str) -> String {
        self.asked.in_department(code).address(self.page)
    }

    fn has_department(&self) -> bool {
        self.asked.department.is_some()
    }

    fn is_somewhere(&self) -> bool {
        self.asked.is_somewhere()
    }

    fn counted(&self, place: &str, count: usize) -> String {
        let words = [("place", place.into()), ("count", count.into())];
        self.page.t.with_all("people-place-count", words)
    }
}

/// The communes of a department.
pub(in crate::web) fn of_department(code: &str) -> HashMap<String, f64> {
    let communes = geography::all().iter();
    communes
        .filter(|commune| commune.department() == code)
        .map(|commune| (commune.code.clone(), 0.0))
        .collect()
}

/// The communes within a distance of one, itself included.
pub(in crate::web) fn around(commune: &Commune, km: u32) -> HashMap<String, f64> {
    let mut near = HashMap::from([(commune.code.clone(), 0.0)]);
    let Some(center) = commune.at.filter(|_| km > 0) else {
        return near;
    };
    let km = f64::from(km);
    // A degree of latitude is never less than 110 km: most communes are passed over without a sine.
    let band = km / 110.0;
    for other in geography::all() {
        if let Some(at) = other.at
            && (at.lat - center.lat).abs() <= band
        {
            let away = at.km_to(center);
            if away <= km {
                near.insert(other.code.clone(), away);
            }
        }
    }
    near
}

/// `GET /people`.
pub async fn people(
    State(site): State<Site>,
    page: Page,
    visitor: Visitor,
    asked: Asked,
) -> Result<Response, Problem> {
    let (t, viewer) = (page.t, viewer(&visitor));
    let (place, field) = asked.place(&t);
    let told = matches!(place, Where::In(_, true));
    let unclear = matches!(place, Where::Unclear);
    let looked = look(&site, &asked, viewer, place, false).await?;
    let results = &looked.results;
    let ids: Vec<AccountId> = results.found.iter().map(|one| one.0).collect();
    let mut reader = site.app.db.read().await?;
    let mut standing: BTreeMap<AccountId, Standing> = rows::list_profiles(&mut reader, &ids)
        .await?
        .into_iter()
        .collect();
    let mut skills: BTreeMap<AccountId, Vec<Skill>> = BTreeMap::new();
    for (account, skill) in holdings::list_skills(&mut reader, &ids).await? {
        skills.entry(account).or_default().push(skill);
    }
    drop(reader);
    let now = site.app.now();
    let cards = results.found.iter().filter_map(|(id, km)| {
        let standing = standing.remove(id)?;
        // What is found is read anew: it may have left since.
        if !standing.stands(now) || !standing.profile.is_for(viewer) {
            return None;
        }
        let own = skills.remove(id).unwrap_or_default();
        let own = own.into_iter().filter(|skill| {
            skill.expires_at.is_none_or(|until| now < until) && standing.profile.shows(skill.award)
        });
        let km = km.filter(|_| told);
        Some(card(&page, &looked, &standing, own.collect(), viewer, km))
    });
    let cards: Vec<Card> = cards.collect();
    let pages = results.total.div_ceil(PAGE);
    let status = if unclear {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let other = if page.t.lang.tag() == "fr" {
        "en"
    } else {
        "fr"
    };
    let department = asked.department.as_ref().map(|code| {
        let name = geography::department_name(code).unwrap_or(code);
        (code.clone(), name.to_owned())
    });
    let choice = |value: &str, words: String, chosen: bool| Choice {
        value: value.to_owned(),
        words,
        chosen,
    };
    let named = looked.skills.iter();
    let named = named.filter_map(|slug| Some((slug, name_of(&looked.achievements, slug, &t)?)));
    let mut named: Vec<(&String, String)> = named.collect();
    named.sort_by_cached_key(|(_, name)| search_key(name));
    Ok(page::with_status(
        status,
        &People {
            callings: Calling::ALL
                .into_iter()
                .map(|one| {
                    let words = t.text(&format!("calling-{one}"));
                    choice(one.name(), words, asked.calling == Some(one))
                })
                .collect(),
            skills: named
                .into_iter()
                .map(|(slug, name)| choice(slug, name, asked.skill == *slug))
                .collect(),
            distances: DISTANCES
                .into_iter()
                .map(|km| {
                    let words = match km {
                        0 => t.text("people-distance-none"),
                        km => t.with("people-distance", "km", i64::from(km)),
                    };
                    choice(&km.to_string(), words, asked.km == km)
                })
                .collect(),
            said: t.with("people-count", "count", results.total),
            map: map::draw(
                &Drawn {
                    asked: &asked,
                    page: &page,
                },
                &results.places,
            ),
            filtered: asked.address_in(None) != "/people",
            all: page.link("/people"),
            before: (asked.page > 1).then(|| asked.on_page(asked.page - 1).address(&page)),
            after: (asked.page < pages).then(|| asked.on_page(asked.page + 1).address(&page)),
            words: asked.words.clone(),
            place: field,
            member: viewer == Viewer::Member,
            cards,
            department,
            page: Page {
                other_language: Some(asked.address_in(Some(other))),
                ..page.titled(t.text("people-title")).private()
            },
        },
    ))
}

/// Looks for people; `indexed` leaves out those who ask machines to.
pub(super) async fn look(
    site: &Site,
    asked: &Asked,
    viewer: Viewer,
    place: Where,
    indexed: bool,
) -> Result<Looked> {
    let words = search_key(&asked.words);
    let words = words.split(' ').filter(|word| !word.is_empty());
    let query = Query {
        viewer,
        at: site.app.now(),
        words: words.take(8).map(str::to_owned).collect(),
        calling: asked.calling,
        skill: (!asked.skill.is_empty()).then(|| asked.skill.clone()),
        near: match place {
            Where::Everywhere => None,
            Where::In(near, _) => Some(near),
            Where::Unclear => Some(HashMap::new()),
        },
        indexed,
        offset: (asked.page - 1) * PAGE,
        limit: PAGE,
    };
    site.app.people.look(&site.app.db, &query).await
}

/// The name of an achievement in the language of the page.
pub(super) fn name_of(
    achievements: &BTreeMap<String, Achievement>,
    slug: &str,
    t: &Texts,
) -> Option<String> {
    let achievement = achievements.get(slug)?;
    Some(achievement.texts(t.lang).1.name.clone())
}

/// What somebody does, in words, as far as who looks may know.
pub(super) fn callings(t: &Texts, standing: &Standing, viewer: Viewer) -> String {
    let profile = &standing.profile;
    let shown = profile
        .shown(&profile.callings, viewer)
        .into_iter()
        .flatten();
    let words: Vec<String> = shown.map(|one| t.text(&format!("calling-{one}"))).collect();
    words.join(", ")
}

/// The commune that a profile shows.
pub(super) fn commune(standing: &Standing, viewer: Viewer) -> Option<&'static Commune> {
    let profile = &standing.profile;
    geography::find(profile.shown(&profile.commune, viewer)?)
}

fn card(
    page: &Page,
    looked: &Looked,
    standing: &Standing,
    skills: Vec<Skill>,
    viewer: Viewer,
    km: Option<f64>,
) -> Card {
    let (t, profile) = (page.t, &standing.profile);
    let place = commune(standing, viewer).map(|commune| match km {
        Some(km) => {
            let key = if commune.approximate {
                "people-about-km"
            } else {
                "people-km"
            };
            let words = [("place", commune.label().into()), ("km", km.round().into())];
            t.with_all(key, words)
        }
        None => in_full(commune),
    });
    let visible = profile.shown(&profile.skills, viewer).is_some();
    let mut named: Vec<(String, bool)> = Vec::new();
    for skill in skills.iter().filter(|_| visible) {
        let Some(name) = name_of(&looked.achievements, &skill.achievement, &t) else {
            continue;
        };
        match named.iter_mut().find(|(known, _)| *known == name) {
            Some((_, proved)) => *proved |= skill.proved,
            None => named.push((name, skill.proved)),
        }
    }
    let more = named.len().saturating_sub(NAMED);
    named.truncate(NAMED);
    Card {
        name: profile.name.clone(),
        href: page.link(&format!("/people/{}", standing.slug)),
        callings: callings(&t, standing, viewer),
        place: place.unwrap_or_default(),
        skills: named,
        more,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_asks_for_what_it_was_made_of() {
        let asked = Asked::read(
            "q=d%C3%A9bat&skill=animer&role=organiser&place=Saint-Denis&commune=93066&km=10&page=3&x=y",
        );
        let again = Asked::read(asked.address_in(None).split('?').nth(1).unwrap());
        assert_eq!(format!("{asked:?}"), format!("{again:?}"));
        for odd in [
            "page=-1",
            "page=99999999999999",
            "km=31&role=king&commune=x&department=20",
            "q=%FF&%00",
            "",
        ] {
            let asked = Asked::read(odd);
            assert!(asked.page >= 1 && asked.km == USUAL && asked.calling.is_none());
            assert!(asked.commune.is_none() && asked.department.is_none());
        }
        assert_eq!(Asked::read("page=1&km=30").address_in(None), "/people");
    }

    #[test]
    fn a_distance_takes_in_what_is_within_it() {
        let paris = geography::find("75056").unwrap();
        let near = around(paris, 10);
        assert_eq!(near.get("75056"), Some(&0.0));
        assert!(near.contains_key("93048") && !near.contains_key("69123"));
        assert!(near.values().all(|km| *km <= 10.0));
        assert_eq!(around(paris, 0).len(), 1);
        assert!(around(paris, 30).len() > near.len());
        assert_eq!(of_department("93").len(), 39);
    }
}
