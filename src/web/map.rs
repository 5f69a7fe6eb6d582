//! What a list holds, on a map: a dot for each commune, or for each department where there are too many. The list beneath it says the same in words.

use super::somewhere::Somewhere;
use crate::geography::{self, map};

/// A list that is looked at on a map.
pub trait Charted {
    /// Where it looks.
    fn near(&self) -> &Somewhere;
    /// The address of the same list somewhere else.
    fn moved(&self, near: Somewhere) -> String;
    /// How many are in a place, in words.
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

/// Draws the places of a list: communes by their numbers, and how many are in each.
pub fn draw(asked: &impl Charted, places: &[(u32, usize)]) -> Option<Map> {
    if places.is_empty() {
        return None;
    }
    let grouped = places.len() > MOST && asked.near().department.is_none();
    let mut groups = if grouped {
        departments(asked, places)
    } else {
        one_by_one(asked, places)
    };
    groups.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.name.cmp(&b.name)));
    groups.truncate(MOST);
    let points: Vec<(f64, f64)> = groups.iter().filter_map(|group| group.at).collect();
    let view = if asked.near().is_somewhere() {
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

fn one_by_one(asked: &impl Charted, places: &[(u32, usize)]) -> Vec<Group> {
    // Those with most are shown where there are too many of them, and only those are put into words.
    let mut places = places.to_vec();
    places.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    places.truncate(MOST);
    let group = |(number, count): (u32, usize)| {
        let commune = geography::at_number(number)?;
        Some(Group {
            name: commune.label(),
            href: asked.moved(Somewhere::within(commune)),
            at: map::spot(number).and_then(|spot| spot.at).map(double),
            count,
        })
    };
    places.into_iter().filter_map(group).collect()
}

fn departments(asked: &impl Charted, places: &[(u32, usize)]) -> Vec<Group> {
    // How many, and amid what it holds, not amid its fields.
    let mut sums = vec![(0_usize, 0.0, 0.0, 0.0); geography::departments().count()];
    for (number, count) in places {
        let Some(spot) = map::spot(*number) else {
            continue;
        };
        let Some(sum) = sums.get_mut(usize::from(spot.department)) else {
            continue;
        };
        sum.0 += count;
        if let Some((x, y)) = spot.at.map(double) {
            let weight = f64::from(u32::try_from(*count).unwrap_or(u32::MAX));
            sum.1 += x * weight;
            sum.2 += y * weight;
            sum.3 += weight;
        }
    }
    let sums = geography::departments().zip(sums);
    sums.filter(|(_, (count, ..))| *count > 0)
        .map(|((code, name), (count, x, y, weight))| Group {
            name: name.to_owned(),
            href: asked.moved(asked.near().in_department(code)),
            at: (weight > 0.0).then(|| (x / weight, y / weight)),
            count,
        })
        .collect()
}

fn double((x, y): (f32, f32)) -> (f64, f64) {
    (x.into(), y.into())
}
