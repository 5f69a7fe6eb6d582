//! Looking for people: by word, by what they do, by skill, by place and distance. The list comes first, the map is the same data.

use std::collections::{BTreeMap, HashMap};

use askama::Template;
use axum::{
    extract::{FromRequestParts, State},
    http::{HeaderMap, StatusCode, Uri, request::Parts},
    response::{Html, IntoResponse, Response},
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
        form::{Choice, choice},
        kept::Stamp,
        map::{self, Charted, Map},
        page::{self, Page},
        pager::Pager,
        places::{PlaceField, in_full},
        problem::Problem,
        somewhere::{Address, DISTANCES, Named, Somewhere, Where, at, distances},
    },
};

/// How many skills a card of the list names.
const NAMED: usize = 4;

/// What is asked of the directory.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    pub(super) words: String,
    pub(super) skill: String,
    pub(super) calling: Option<Calling>,
    pub(super) near: Somewhere,
    pub(super) page: usize,
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
    /// What was searched for, as it was typed.
    words: String,
    callings: Vec<Choice>,
    skills: Vec<Choice>,
    distances: Vec<Choice>,
    place: PlaceField,
    department: Option<(String, String)>,
    /// How many were found.
    said: String,
    cards: Vec<Card>,
    map: Option<Map>,
    /// Whether the list was narrowed, so that an empty one says something else.
    filtered: bool,
    /// Whether it is not clear which place is meant: then the form is to be read first.
    unclear: bool,
    /// The whole list.
    all: String,
    pager: Pager,
    /// Whether it is read by somebody who may see what is for members.
    member: bool,
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
        let query = Named(query);
        Asked {
            words: query.field("q", 100),
            skill: query.field("skill", 100),
            calling: query.field("role", 20).parse().ok(),
            near: Somewhere::read(query),
            page: query.page(),
        }
    }

    /// The same somewhere else.
    pub(super) fn moved(&self, near: Somewhere) -> Asked {
        Asked {
            near,
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
        let mut query = Address::default();
        query.add("q", &self.words);
        query.add("skill", &self.skill);
        query.add("role", self.calling.map_or("", Calling::name));
        self.near.add_to(&mut query);
        at("/people", &query.end(self.page, lang))
    }
}

/// The list on a map.
struct Drawn<'a> {
    asked: &'a Asked,
    page: &'a Page,
}

impl Charted for Drawn<'_> {
    fn near(&self) -> &Somewhere {
        &self.asked.near
    }

    fn moved(&self, near: Somewhere) -> String {
        self.asked.moved(near).address(self.page)
    }

    fn counted(&self, place: &str, count: usize) -> String {
        let words = [("place", place.into()), ("count", count.into())];
        self.page.t.with_all("people-place-count", words)
    }
}

/// `GET /people`. What anybody may see is kept while nothing of it changes; what members see is theirs.
pub async fn people(
    State(site): State<Site>,
    page: Page,
    visitor: Visitor,
    asked: Asked,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let viewer = viewer(&visitor);
    if viewer == Viewer::Member || site.app.preview {
        let (status, html) = rendered(&site, page, viewer, asked).await?;
        return Ok((status, Html(html)).into_response());
    }
    let last = site.app.people.last_change(&site.app.db).await?;
    let stamp = Stamp::of(last, site.app.now());
    let made = rendered(&site, page.clone(), viewer, asked);
    site.people.give(&uri, &headers, &page, stamp, made).await
}

async fn rendered(
    site: &Site,
    page: Page,
    viewer: Viewer,
    asked: Asked,
) -> Result<(StatusCode, String), Problem> {
    let t = page.t;
    let (place, field) = asked.near.find(&t);
    let told = matches!(place, Where::In(_, true));
    let unclear = matches!(place, Where::Unclear);
    let looked = look(site, &asked, viewer, place, false).await?;
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
    let named = looked.skills.iter();
    let named = named.filter_map(|slug| Some((slug, name_of(&looked.achievements, slug, &t)?)));
    let mut named: Vec<(&String, String)> = named.collect();
    named.sort_by_cached_key(|(_, name)| search_key(name));
    let html = page::html(&People {
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
        distances: distances(&t, &DISTANCES, asked.near.km),
        said: t.with("people-count", "count", results.total),
        map: map::draw(
            &Drawn {
                asked: &asked,
                page: &page,
            },
            &results.places,
        ),
        filtered: asked.on_page(1).address_in(None) != "/people",
        unclear,
        all: page.link("/people"),
        pager: Pager::new(asked.page, pages, |number| {
            asked.on_page(number).address(&page)
        }),
        words: asked.words.clone(),
        place: field,
        member: viewer == Viewer::Member,
        cards,
        department: asked.near.named_department(),
        page: Page {
            other_language: Some(asked.address_in(Some(other))),
            ..page.titled(t.text("people-title")).private()
        },
    })?;
    Ok((status, html))
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
            assert!(asked.page >= 1 && asked.near.km == 30 && asked.calling.is_none());
            assert!(asked.near.commune.is_none() && asked.near.department.is_none());
        }
        assert_eq!(Asked::read("page=1&km=30").address_in(None), "/people");
    }
}
