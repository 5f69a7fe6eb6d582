//! Where somebody looks: what an address says of it, the field that shows it, and the address that asks for it again. The directory and the events ask alike.

use std::collections::HashMap;

use super::{
    form::{Choice, choice},
    places::{Chosen, PlaceField, chosen, in_full},
};
use crate::{
    geography::{self, Commune},
    i18n::Texts,
};

/// How far somebody may look, in kilometres; 0 is the commune itself.
pub const DISTANCES: [u32; 5] = [0, 10, 30, 60, 120];

/// How far that is where nobody says.
const USUAL: u32 = 30;

/// The fields of a query as they came; what is odd in them counts for nothing.
#[derive(Clone, Copy)]
pub struct Named<'q>(pub &'q str);

impl Named<'_> {
    /// A field, at most so many characters of it; empty where there is none.
    pub fn field(self, wanted: &str, most: usize) -> String {
        let found = form_urlencoded::parse(self.0.as_bytes()).find(|(name, _)| name == wanted);
        let value = found.map(|(_, value)| value.trim().chars().take(most).collect());
        value.unwrap_or_default()
    }

    /// The page of a list, from 1.
    pub fn page(self) -> usize {
        self.number("page")
            .map_or(1, |page| page.clamp(1, 100_000) as usize)
    }

    fn number(self, wanted: &str) -> Option<u32> {
        self.field(wanted, 6).parse().ok()
    }
}

/// The fields of an address, those that say nothing left out.
pub struct Address(form_urlencoded::Serializer<'static, String>);

impl Default for Address {
    fn default() -> Address {
        Address(form_urlencoded::Serializer::new(String::new()))
    }
}

impl Address {
    /// Adds a field.
    pub fn add(&mut self, name: &str, value: &str) {
        if !value.is_empty() {
            self.0.append_pair(name, value);
        }
    }

    /// The page of a list, and the language where that was asked for; then the whole query.
    pub fn end(mut self, page: usize, lang: Option<&str>) -> String {
        if page > 1 {
            self.add("page", &page.to_string());
        }
        self.add("lang", lang.unwrap_or_default());
        self.0.finish()
    }
}

/// A path with its query, where there is one.
pub fn at(path: &str, query: &str) -> String {
    if query.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{query}")
    }
}

/// Distances as a form offers them.
pub fn distances(t: &Texts, offered: &[u32], chosen: u32) -> Vec<Choice> {
    let worded = |km: u32| match km {
        0 => t.text("people-distance-none"),
        km => t.with("people-distance", "km", i64::from(km)),
    };
    let choices = offered.iter();
    choices
        .map(|km| choice(&km.to_string(), worded(*km), *km == chosen))
        .collect()
}

/// A place and a distance, or a department.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Somewhere {
    /// What was typed.
    pub place: String,
    /// The commune that was chosen among several.
    pub commune: Option<String>,
    /// The department.
    pub department: Option<String>,
    /// How far, in kilometres.
    pub km: u32,
}

/// Where that is.
#[derive(Debug, PartialEq)]
pub enum Where {
    /// Everywhere.
    Everywhere,
    /// In these communes, by number, each at its distance in kilometres; the flag says that distances are to be told.
    In(HashMap<u32, f64>, bool),
    /// It is not clear where: the page asks.
    Unclear,
}

impl Somewhere {
    /// Reads it from a query.
    pub fn read(query: Named<'_>) -> Somewhere {
        let (commune, department) = (query.field("commune", 5), query.field("department", 3));
        let known = geography::find(&commune).is_some();
        let there = geography::department_name(&department).is_some();
        Somewhere {
            place: query.field("place", 80),
            commune: known.then_some(commune),
            department: there.then_some(department),
            km: query
                .number("km")
                .filter(|km| DISTANCES.contains(km))
                .unwrap_or(USUAL),
        }
    }

    /// Within one commune.
    pub fn within(commune: &Commune) -> Somewhere {
        Somewhere {
            place: commune.label(),
            commune: Some(commune.code.clone()),
            department: None,
            km: 0,
        }
    }

    /// Within one department, as far around a place as before.
    pub fn in_department(&self, code: &str) -> Somewhere {
        Somewhere {
            place: String::new(),
            commune: None,
            department: Some(code.to_owned()),
            km: self.km,
        }
    }

    /// Adds its fields to an address.
    pub fn add_to(&self, address: &mut Address) {
        address.add("place", &self.place);
        if !self.place.is_empty() {
            address.add("commune", self.commune.as_deref().unwrap_or_default());
            if self.km != USUAL {
                address.add("km", &self.km.to_string());
            }
        }
        address.add("department", self.department.as_deref().unwrap_or_default());
    }

    /// Whether a part of the country is looked at.
    pub fn is_somewhere(&self) -> bool {
        self.department.is_some() || !self.place.is_empty()
    }

    /// The department that is looked at: its code and its name.
    pub fn named_department(&self) -> Option<(String, String)> {
        let code = self.department.as_ref()?;
        let name = geography::department_name(code).unwrap_or(code);
        Some((code.clone(), name.to_owned()))
    }

    /// Where is looked, and the field that says so.
    pub fn find(&self, t: &Texts) -> (Where, PlaceField) {
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

/// The communes of a department.
fn of_department(code: &str) -> HashMap<u32, f64> {
    let communes = (0..).zip(geography::all());
    communes
        .filter(|(_, commune)| commune.department() == code)
        .map(|(number, _)| (number, 0.0))
        .collect()
}

/// The communes within a distance of one, itself included.
fn around(commune: &Commune, km: u32) -> HashMap<u32, f64> {
    let own = geography::numbered(&commune.code);
    let mut near: HashMap<u32, f64> = own.into_iter().map(|number| (number, 0.0)).collect();
    let Some(center) = commune.at.filter(|_| km > 0) else {
        return near;
    };
    let km = f64::from(km);
    // A degree of latitude is never less than 110 km: most communes are passed over without a sine.
    let band = km / 110.0;
    for (number, other) in (0..).zip(geography::all()) {
        if let Some(at) = other.at
            && (at.lat - center.lat).abs() <= band
        {
            let away = at.km_to(center);
            if away <= km {
                near.insert(number, away);
            }
        }
    }
    near
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_distance_takes_in_what_is_within_it() {
        let paris = geography::find("75056").unwrap();
        let near = around(paris, 10);
        let far = |code: &str| near.get(&geography::numbered(code).unwrap());
        assert_eq!(far("75056"), Some(&0.0));
        assert!(far("93048").is_some() && far("69123").is_none());
        assert!(near.values().all(|km| *km <= 10.0));
        assert_eq!(around(paris, 0).len(), 1);
        assert!(around(paris, 30).len() > near.len());
        assert_eq!(of_department("93").len(), 39);
    }
}
