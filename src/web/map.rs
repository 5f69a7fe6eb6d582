//! What a list holds, on a map: a dot for each commune, or for each department where there are too many. The list beneath it says the same in words.

use std::collections::BTreeMap;

use crate::geography::{self, map};

/// A list that is looked at on a map: the addresses of its parts, and how many are in a place in words.
pub trait Charted {
    /// The address of the same list within one commune.
    fn within(&self, commune: &geography::Commune) -> String;
    /// The address of the same list within one department.
    fn in_department(&self, code: &str) -> String;
    /// Whether a department is looked at.
    fn has_department(&self) -> bool;
    /// Whether a part of the country is looked at.
    fn is_somewhere(&self) -> bool;
    /// How many are in a place.
    fn counted(&self, place: &str, count: usize) -> String;
}

/// How many communes are shown one by one.
const MOST: usize = 120;

/// A map as the page draws it.
pub struct Map {
    /// The part of the drawing that is shown.
    pub view: String,
    /// The land.
    pub land: &'static str,
    /// Borders of departments.
    pub borders: &'static str,
    /// Frames of what lies overseas.
    pub insets: &'static [map::Inset],
    /// The dots.
    pub dots: Vec<Dot>,
    /// The same in words, the places with most first.
    pub places: Vec<Place>,
    /// Whether a dot is a department.
    pub grouped: bool,
}

/// A dot.
pub struct Dot {
    /// Where it is across.
    pub x: String,
    /// Where it is down.
    pub y: String,
    /// How large it is.
    pub r: String,
    /// What it says.
    pub words: String,
    /// Where it leads.
    pub href: String,
}

/// A place in words.
pub struct Place {
    /// The name.
    pub name: String,
    /// How many.
    pub count: usize,
    /// Where it leads.
    pub href: String,
}

/// A place with something in it: its name, the address that shows it, where it is, how many.
struct Group {
    name: String,
    href: String,
    at: Option<(f64, f64)>,
    count: usize,
}

/// Draws the places of a list.
pub fn draw(asked: &impl Charted, places: &[(String, usize)]) -> Option<Map> {
    let communes: Vec<(&geography::Commune, usize)> = places
        .iter()
        .filter_map(|(code, count)| Some((geography::find(code)?, *count)))
        .collect();
    if communes.is_empty() {
        return None;
    }
    let grouped = communes.len() > MOST && !asked.has_department();
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
            words: asked.counted(&group.name, group.count),
            href: group.href.clone(),
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
                href: group.href.clone(),
            })
            .collect(),
    })
}

fn one_by_one(asked: &impl Charted, communes: &[(&geography::Commune, usize)]) -> Vec<Group> {
    let group = |(commune, count): &(&geography::Commune, usize)| Group {
        name: commune.label(),
        href: asked.within(commune),
        at: map::place(commune),
        count: *count,
    };
    communes.iter().map(group).collect()
}

fn departments(asked: &impl Charted, communes: &[(&geography::Commune, usize)]) -> Vec<Group> {
    let mut by_code: BTreeMap<&str, Vec<(&geography::Commune, usize)>> = BTreeMap::new();
    for (commune, count) in communes {
        let code = commune.department();
        by_code.entry(code).or_default().push((commune, *count));
    }
    by_code
        .into_iter()
        .map(|(code, communes)| {
            let count = communes.iter().map(|one| one.1).sum();
            // Amid what it holds, not amid its fields.
            let mut sum = (0.0, 0.0, 0.0);
            for (commune, count) in &communes {
                if let Some((x, y)) = map::place(commune) {
                    let weight = f64::from(u32::try_from(*count).unwrap_or(u32::MAX));
                    sum = (sum.0 + x * weight, sum.1 + y * weight, sum.2 + weight);
                }
            }
            Group {
                name: geography::department_name(code).unwrap_or(code).to_owned(),
                href: asked.in_department(code),
                at: (sum.2 > 0.0).then(|| (sum.0 / sum.2, sum.1 / sum.2)),
                count,
            }
        })
        .collect()
}
