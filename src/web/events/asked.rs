//! What is asked of the events: by word, theme, format, place, distance and days. Every list, month and feed asks alike.

use std::collections::HashMap;

use axum::{extract::FromRequestParts, http::request::Parts};
use jiff::{Timestamp, civil::Date};

use crate::{
    base::search_key,
    events::{Format, agenda, read},
    geography,
    i18n::Texts,
    web::{
        Site,
        map::Charted,
        page::Page,
        places::PlaceField,
        problem::Problem,
        somewhere::{Address, Named, Somewhere, Where, at},
    },
};

/// How many events a page of the list shows.
pub const PAGE: usize = 20;

/// What is asked.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    pub(super) words: String,
    pub(super) theme: String,
    pub(super) format: Option<Format>,
    pub(super) online: bool,
    pub(super) near: Somewhere,
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
        let query = Named(query);
        Asked {
            words: query.field("q", 100),
            theme: query.field("theme", 60),
            format: query.field("format", 20).parse().ok(),
            online: query.field("online", 3) == "yes",
            near: Somewhere::read(query),
            from: read::day(&query.field("from", 10)),
            until: read::day(&query.field("until", 10)),
            by_date: query.field("order", 5) == "date",
            page: query.page(),
        }
    }

    /// The same on another page.
    pub(super) fn on_page(&self, page: usize) -> Asked {
        Asked {
            page,
            ..self.clone()
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
        at(path, &self.query(lang))
    }

    /// The fields of the query, as an address has them.
    pub(super) fn query(&self, lang: Option<&str>) -> String {
        let mut query = Address::default();
        let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        query.add("q", &self.words);
        query.add("theme", &self.theme);
        query.add("format", self.format.map_or("", Format::name));
        query.add("online", if self.online { "yes" } else { "" });
        self.near.add_to(&mut query);
        query.add("from", &day(self.from));
        query.add("until", &day(self.until));
        query.add("order", if self.by_date { "date" } else { "" });
        query.end(self.page, lang)
    }

    /// Where is looked, the field that says so, and whether it is not clear which place is meant.
    pub(super) fn near(&self, t: &Texts) -> (agenda::Near, PlaceField, bool) {
        if self.online {
            let field = PlaceField {
                typed: self.near.place.clone(),
                ..PlaceField::default()
            };
            return (agenda::Near::Online, field, false);
        }
        let (place, field) = self.near.find(t);
        match place {
            Where::Everywhere => (agenda::Near::Everywhere, field, false),
            Where::In(communes, _) => {
                let codes = communes.into_iter().filter_map(|(number, km)| {
                    Some((geography::at_number(number)?.code.clone(), km))
                });
                (agenda::Near::Communes(codes.collect()), field, false)
            }
            Where::Unclear => (agenda::Near::Communes(HashMap::new()), field, true),
        }
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
    fn near(&self) -> &Somewhere {
        &self.asked.near
    }

    fn moved(&self, near: Somewhere) -> String {
        self.asked.moved(near).address("/events", self.page)
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
            assert!(asked.page == 1 && asked.near.km == 30 && asked.format.is_none());
            assert!(asked.near.commune.is_none() && asked.from.is_none() && asked.until.is_none());
        }
        assert_eq!(
            Asked::read("page=1&km=30").address_in("/events", None),
            "/events"
        );
        assert!(!Asked::read("page=4&order=date").is_narrowed());
        assert!(Asked::read("online=yes").is_narrowed());
    }
}
