//! What is asked of the events: by word, theme, format, place, distance and days. Every list, month and feed asks alike.

use std::collections::HashMap;

use axum::{extract::FromRequestParts, http::request::Parts};
use jiff::{Timestamp, civil::Date};

use crate::{
    base::search_key,
    events::{Format, agenda, read},
    geography::{self, Commune},
    i18n::Texts,
    web::{
        Site,
        directory::search::{around, of_department},
        map::Charted,
        page::Page,
        places::{Chosen, PlaceField, chosen, in_full},
        problem::Problem,
    },
};

/// How far somebody may look, in kilometres; 0 is the commune itself.
pub const DISTANCES: [u32; 5] = [0, 10, 30, 60, 120];

/// How far that is where nobody says.
const USUAL: u32 = 30;

/// How many events a page of the list shows.
pub const PAGE: usize = 20;

/// What is asked.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    pub(super) words: String,
    pub(super) theme: String,
    pub(super) format: Option<Format>,
    pub(super) online: bool,
    pub(super) place: String,
    pub(super) commune: Option<String>,
    pub(super) department: Option<String>,
    pub(super) km: u32,
    pub(super) from: Option<Date>,
    pub(super) until: Option<Date>,
    pub(super) by_date: bool,
    pub(super) page: usize,
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
        let (commune, department) = (named("commune", 5), named("department", 3));
        let known = geography::find(&commune).is_some();
        let there = geography::department_name(&department).is_some();
        Asked {
            words: named("q", 100),
            theme: named("theme", 60),
            format: named("format", 20).parse().ok(),
            online: named("online", 3) == "yes",
            place: named("place", 80),
            commune: known.then_some(commune),
            department: there.then_some(department),
            km: number("km")
                .filter(|km| DISTANCES.contains(km))
                .unwrap_or(USUAL),
            from: read::day(&named("from", 10)),
            until: read::day(&named("until", 10)),
            by_date: named("order", 5) == "date",
            page: number("page").map_or(1, |page| page.clamp(1, 100_000) as usize),
        }
    }

    /// The same on another page.
    pub(super) fn on_page(&self, page: usize) -> Asked {
        Asked {
            page,
            ..self.clone()
        }
    }

    /// The same on one day.
    pub(super) fn on_day(&self, day: Date) -> Asked {
        Asked {
            from: Some(day),
            until: Some(day),
            page: 1,
            ..self.clone()
        }
    }

    /// Whether anything narrows it.
    pub(super) fn is_narrowed(&self) -> bool {
        let plain = Asked {
            page: 1,
            by_date: false,
            ..self.clone()
        };
        !plain.query(None).is_empty()
    }

    /// The address that asks for this at `path`, in the language of the page where that was asked for.
    pub(super) fn address(&self, path: &str, page: &Page) -> String {
        let lang = page.asked.then(|| page.t.lang.tag());
        self.address_in(path, lang)
    }

    /// The address that asks for this at `path`, in a language.
    pub(super) fn address_in(&self, path: &str, lang: Option<&str>) -> String {
        match self.query(lang) {
            query if query.is_empty() => path.to_owned(),
            query => format!("{path}?{query}"),
        }
    }

    /// The fields of the query, as an address has them.
    pub(super) fn query(&self, lang: Option<&str>) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let mut add = |name: &str, value: &str| {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        };
        let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        add("q", &self.words);
        add("theme", &self.theme);
        add("format", self.format.map_or("", Format::name));
        add("online", if self.online { "yes" } else { "" });
        add("place", &self.place);
        if !self.place.is_empty() {
            add("commune", self.commune.as_deref().unwrap_or_default());
            if self.km != USUAL {
                add("km", &self.km.to_string());
            }
        }
        add("department", self.department.as_deref().unwrap_or_default());
        add("from", &day(self.from));
        add("until", &day(self.until));
        add("order", if self.by_date { "date" } else { "" });
        if self.page > 1 {
            add("page", &self.page.to_string());
        }
        add("lang", lang.unwrap_or_default());
        query.finish()
    }

    /// Where is looked, the field that says so, and whether it is not clear which place is meant.
    pub(super) fn near(&self, t: &Texts) -> (agenda::Near, PlaceField, bool) {
        let mut field = PlaceField {
            typed: self.place.clone(),
            ..PlaceField::default()
        };
        let nowhere = || agenda::Near::Communes(HashMap::new());
        if self.online {
            return (agenda::Near::Online, field, false);
        }
        let (near, unclear) = match chosen(&self.place, self.commune.as_deref()) {
            Chosen::Nowhere => match &self.department {
                Some(code) => (agenda::Near::Communes(of_department(code)), false),
                None => (agenda::Near::Everywhere, false),
            },
            Chosen::Here(commune) => {
                field.typed = commune.label();
                (agenda::Near::Communes(around(commune, self.km)), false)
            }
            Chosen::Among(several) => {
                let several = several.into_iter();
                field.choices = several
                    .map(|commune| (commune.code.clone(), in_full(commune)))
                    .collect();
                (nowhere(), true)
            }
            Chosen::Unknown => {
                field.error = Some(t.text("place-unknown"));
                (nowhere(), true)
            }
        };
        (near, field, unclear)
    }

    /// What is asked of the agenda.
    pub(super) fn ask(&self, at: Timestamp, near: agenda::Near) -> agenda::Query {
        let words = search_key(&self.words);
        let words = words.split(' ').filter(|word| !word.is_empty());
        let theme = match self.theme.as_str() {
            "" => None,
            pillar if pillar.parse::<crate::events::Pillar>().is_ok() => Some(pillar.to_owned()),
            theme => Some(search_key(theme)),
        };
        agenda::Query {
            at,
            words: words.take(8).map(str::to_owned).collect(),
            format: self.format,
            theme,
            by_distance: !self.by_date,
            near,
            from: self.from,
            until: self.until,
            offset: (self.page - 1) * PAGE,
            limit: PAGE,
        }
    }
}

/// The list on a map.
pub(super) struct Drawn<'a> {
    pub(super) asked: &'a Asked,
    pub(super) page: &'a Page,
}

impl Charted for Drawn<'_> {
    fn within(&self, commune: &Commune) -> String {
        let asked = Asked {
            place: commune.label(),
            commune: Some(commune.code.clone()),
            department: None,
            km: 0,
            page: 1,
            ..self.asked.clone()
        };
        asked.address("/events", self.page)
    }

    fn in_department(&self, code: &str) -> String {
        let asked = Asked {
            place: String::new(),
            commune: None,
            department: Some(code.to_owned()),
            page: 1,
            ..self.asked.clone()
        };
        asked.address("/events", self.page)
    }

    fn has_department(&self) -> bool {
        self.asked.department.is_some()
    }

    fn is_somewhere(&self) -> bool {
        self.asked.department.is_some() || !self.asked.place.is_empty()
    }

    fn counted(&self, place: &str, count: usize) -> String {
        let words = [("place", place.into()), ("count", count.into())];
        self.page.t.with_all("events-place-count", words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_asks_for_what_it_was_made_of() {
        let asked = Asked::read(
            "q=d%C3%A9bat&theme=Travail&format=play&place=Lille&commune=59350&km=10&from=2027-03-01&until=2027-04-01&order=date&page=3&x=y",
        );
        let again = Asked::read(&asked.query(None));
        assert_eq!(format!("{asked:?}"), format!("{again:?}"));
        for odd in [
            "page=-1",
            "km=31&format=king&commune=x&department=20",
            "from=hier&until=%00",
            "q=%FF",
            "",
        ] {
            let asked = Asked::read(odd);
            assert!(asked.page == 1 && asked.km == USUAL && asked.format.is_none());
            assert!(asked.commune.is_none() && asked.from.is_none() && asked.until.is_none());
        }
        assert_eq!(
            Asked::read("page=1&km=30").address_in("/events", None),
            "/events"
        );
        assert!(!Asked::read("page=4&order=date").is_narrowed());
        assert!(Asked::read("online=yes").is_narrowed());
    }
}
