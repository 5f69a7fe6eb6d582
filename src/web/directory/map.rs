//! The people of a list on a map: a dot for each commune, or for each department where there are too many. The list beneath it says the same in words.

use std::collections::BTreeMap;

use super::search::Asked;
use crate::{
    geography::{self, map},
    i18n::Texts,
    web::page::Page,
};

/// How many communes are shown one by one.
const MOST: usize = 120;

/// A map as the page draws it.
pub struct Map {
    pub(super) view: String,
    pub(super) land: &'static str,
    pub(super) borders: &'static str,
    pub(super) insets: &'static [map::Inset],
    pub(super) dots: Vec<Dot>,
    /// The same in words, the places with most people first.
    pub(super) places: Vec<Place>,
    /// Whether a dot is a department.
    pub(super) grouped: bool,
}

/// A dot.
pub struct Dot {
    pub(super) x: String,
    pub(super) y: String,
    pub(super) r: String,
    pub(super) words: String,
    pub(super) href: String,
}

/// A place in words.
pub struct Place {
    pub(super) name: String,
    pub(super) count: usize,
    pub(super) href: String,
}

/// A place with people: its name, the query that shows it, where it is, how many.
struct Group {
    name: String,
    asked: Asked,
    at: Option<(f64, f64)>,
    count: usize,
}

/// Draws the places of a list that was asked for.
pub(super) fn draw(page: &Page, asked: &Asked, places: &[(String, usize)]) -> Option<Map> {
    let communes: Vec<(&geography::Commune, usize)> = places
        .iter()
        .filter_map(|(code, count)| Some((geography::find(code)?, *count)))
        .collect();
    if communes.is_empty() {
        return None;
    }
    let grouped = communes.len() > MOST && asked.department.is_none();
    let mut groups = if grouped {
        departments(asked, &communes)
    } else {
        one_by_one(asked, &communes)
    };
    groups.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.name.cmp(&b.name)));
    groups.truncate(MOST);
    let points: Vec<(f64, f64)> = groups.iter().filter_map(|group| group.at).collect();
    let view = if asked.is_somewhere() {
        map::view(&points)
    } else {
        map::WHOLE
    };
    let scale = view.width / map::WIDTH;
    // The largest are drawn first, so that no small one lies beneath.
    let dots = groups.iter().filter_map(|group| {
        let (x, y) = group.at?;
        let count = u32::try_from(group.count).unwrap_or(u32::MAX);
        let r = (6.0 + 2.0 * f64::from(count).sqrt()).min(20.0) * scale;
        Some(Dot {
            x: format!("{x:.1}"),
            y: format!("{y:.1}"),
            r: format!("{r:.1}"),
            words: counted(&page.t, &group.name, group.count),
            href: group.asked.address(page),
        })
    });
    let (land, borders) = map::outline();
    Some(Map {
        view: format!(
            "{:.0} {:.0} {:.0} {:.0}",
            view.x, view.y, view.width, view.height
        ),
        land,
        borders,
        insets: map::insets(),
        dots: dots.collect(),
        grouped,
        places: groups
            .iter()
            .map(|group| Place {
                name: group.name.clone(),
                count: group.count,
                href: group.asked.address(page),
            })
            .collect(),
    })
}

fn counted(t: &Texts, name: &str, count: usize) -> String {
    t.with_all(
        "people-place-count",
        [("place", name.into()), ("count", count.into())],
    )
}

fn one_by_one(asked: &Asked, communes: &[(&geography::Commune, usize)]) -> Vec<Group> {
    let group = |(commune, count): &(&geography::Commune, usize)| Group {
        name: commune.label(),
        asked: asked.within(commune),
        at: map::place(commune),
        count: *count,
    };
    communes.iter().map(group).collect()
}

fn departments(asked: &Asked, communes: &[(&geography::Commune, usize)]) -> Vec<Group> {
    let mut by_code: BTreeMap<&str, Vec<(&geography::Commune, usize)>> = BTreeMap::new();
    for (commune, count) in communes {
        let code = commune.department();
        by_code.entry(code).or_default().push((commune, *count));
    }
    by_code
        .into_iter()
        .map(|(code, communes)| {
            let count = communes.iter().map(|one| one.1).sum();
            // Amid its people, not amid its fields.
            let mut sum = (0.0, 0.0, 0.0);
            for (commune, count) in &communes {
                if let Some((x, y)) = map::place(commune) {
                    let weight = f64::from(u32::try_from(*count).unwrap_or(u32::MAX));
                    sum = (sum.0 + x * weight, sum.1 + y * weight, sum.2 + weight);
                }
            }
            Group {
                name: geography::department_name(code).unwrap_or(code).to_owned(),
                asked: asked.in_department(code),
                at: (sum.2 > 0.0).then(|| (sum.0 / sum.2, sum.1 / sum.2)),
                count,
            }
        })
        .collect()
}
