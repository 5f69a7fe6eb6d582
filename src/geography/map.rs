//! A map of France as plain drawing: metropolitan France close to Mercator, and beneath it a frame for each department overseas, at a scale of its own.

use std::{collections::BTreeMap, fmt::Write, sync::LazyLock};

use super::{Commune, Point, all, department_name, departments};

/// The width of the drawing, in its own units.
pub const WIDTH: f64 = 613.0;
/// The height of the drawing.
pub const HEIGHT: f64 = 722.0;

/// Where the frames begin, how large each is, and how far from the next.
const ROW: f64 = 590.0;
const FRAME: (f64, f64) = (113.0, 104.0);
const GAP: f64 = 12.0;
/// What is kept free within a frame.
const MARGIN: f64 = 9.0;

/// A department overseas in its frame.
#[derive(Clone, Debug)]
pub struct Inset {
    /// The code of the department.
    pub code: &'static str,
    /// Its name.
    pub name: &'static str,
    /// The left and upper corner of the frame, its width and its height.
    pub frame: View,
    /// Its coasts, as the path of an SVG.
    pub coasts: String,
    west: f64,
    north: f64,
    scale: f64,
    narrowing: f64,
    shift: (f64, f64),
}

/// A part of the drawing: left, top, width, height.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    /// The left edge.
    pub x: f64,
    /// The upper edge.
    pub y: f64,
    /// The width.
    pub width: f64,
    /// The height.
    pub height: f64,
}

/// The whole drawing.
pub const WHOLE: View = View {
    x: 0.0,
    y: 0.0,
    width: WIDTH,
    height: HEIGHT,
};

static INSETS: LazyLock<Vec<Inset>> = LazyLock::new(|| {
    ["971", "972", "973", "974", "976"]
        .into_iter()
        .zip(0_u8..)
        .map(|(code, place)| inset(code, f64::from(place)))
        .collect()
});

/// The land and the borders of departments within it, each as the path of an SVG.
pub fn outline() -> (&'static str, &'static str) {
    include_str!("../../geography/france.txt")
        .trim_end()
        .split_once('\n')
        .unwrap_or_default()
}

/// The departments overseas that have a frame.
pub fn insets() -> &'static [Inset] {
    &INSETS
}

/// Where a commune is on the drawing, and which department it is of.
#[derive(Clone, Copy, Debug)]
pub struct Spot {
    /// Across and down; nothing where the drawing does not reach.
    pub at: Option<(f32, f32)>,
    /// The place of its department in [`super::departments`].
    pub department: u8,
}

/// Every commune's, by number, close together: a map of many people looks at a third of them.
static SPOTS: LazyLock<Vec<Spot>> = LazyLock::new(|| {
    let numbers: BTreeMap<&str, u8> = departments().map(|(code, _)| code).zip(0..).collect();
    let spot = |commune: &Commune| Spot {
        at: place(commune).map(|(x, y)| (single(x), single(y))),
        department: numbers
            .get(commune.department())
            .copied()
            .unwrap_or(u8::MAX),
    };
    all().iter().map(spot).collect()
});

#[expect(
    clippy::cast_possible_truncation,
    reason = "a tenth of a unit is drawn, of some hundred"
)]
fn single(value: f64) -> f32 {
    value as f32
}

/// The spot of the commune with a number.
pub fn spot(number: u32) -> Option<Spot> {
    SPOTS.get(usize::try_from(number).ok()?).copied()
}

fn place(commune: &Commune) -> Option<(f64, f64)> {
    let at = commune.at?;
    let department = commune.department();
    if department.len() == 2 {
        return Some(project(at));
    }
    let inset = insets().iter().find(|inset| inset.code == department)?;
    Some(inset.project(at))
}

/// The part of the drawing that shows these points and a little around them; the whole where there are none.
pub fn view(points: &[(f64, f64)]) -> View {
    let least = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).fold(f64::INFINITY, f64::min);
    let most = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
    let (west, east) = (least(|point| point.0), most(|point| point.0));
    let (north, south) = (least(|point| point.1), most(|point| point.1));
    if points.is_empty() {
        return WHOLE;
    }
    let side = ((east - west).max(south - north) * 1.3).clamp(70.0, WIDTH);
    if side >= WIDTH * 0.75 {
        return WHOLE;
    }
    View {
        x: ((west + east - side) / 2.0).max(-20.0),
        y: (north + south - side) / 2.0,
        width: side,
        height: side,
    }
}

/// Web Mercator, fitted to the drawing by least squares.
fn project(at: Point) -> (f64, f64) {
    const EARTH: f64 = 6_378_137.0;
    let east = EARTH * at.lon.to_radians();
    let north = EARTH
        * (std::f64::consts::FRAC_PI_4 + at.lat.to_radians() / 2.0)
            .tan()
            .ln();
    (
        3.736_87e-4 * east + 5.48e-7 * north + 211.877,
        -9.24e-7 * east - 3.716_50e-4 * north + 2_467.625,
    )
}

impl Inset {
    fn project(&self, at: Point) -> (f64, f64) {
        (
            self.shift.0 + (at.lon - self.west) * self.narrowing * self.scale,
            self.shift.1 + (self.north - at.lat) * self.scale,
        )
    }
}

fn inset(code: &'static str, place: f64) -> Inset {
    let islands = islands(code);
    let points: Vec<&Point> = islands.iter().flatten().collect();
    let edge = |of: fn(&Point) -> f64, pick: fn(f64, f64) -> f64, from: f64| {
        points.iter().map(|point| of(point)).fold(from, pick)
    };
    let (south, north) = (
        edge(|point| point.lat, f64::min, 90.0),
        edge(|point| point.lat, f64::max, -90.0),
    );
    let (west, east) = (
        edge(|point| point.lon, f64::min, 180.0),
        edge(|point| point.lon, f64::max, -180.0),
    );
    let narrowing = f64::midpoint(south, north).to_radians().cos();
    let (wide, high) = ((east - west) * narrowing, north - south);
    let scale = ((FRAME.0 - 2.0 * MARGIN) / wide).min((FRAME.1 - 2.0 * MARGIN) / high);
    let x = place * (FRAME.0 + GAP);
    let mut inset = Inset {
        code,
        name: department_name(code).unwrap_or_default(),
        frame: View {
            x,
            y: ROW,
            width: FRAME.0,
            height: FRAME.1,
        },
        coasts: String::new(),
        west,
        north,
        scale,
        narrowing,
        shift: (
            x + (FRAME.0 - wide * scale) / 2.0,
            ROW + (FRAME.1 - high * scale) / 2.0,
        ),
    };
    for island in &islands {
        for (number, point) in island.iter().enumerate() {
            let (x, y) = inset.project(*point);
            let step = if number == 0 { 'M' } else { 'L' };
            // Writing into a text does not fail.
            let _ = write!(inset.coasts, "{step}{x:.0} {y:.0}");
        }
        inset.coasts.push('z');
    }
    inset
}

/// The coasts of a department, an island each.
fn islands(code: &str) -> Vec<Vec<Point>> {
    include_str!("../../geography/overseas.txt")
        .lines()
        .filter_map(|line| line.strip_prefix(code))
        .map(|line| {
            line.split_whitespace()
                .filter_map(|pair| {
                    let (lat, lon) = pair.split_once(',')?;
                    Some(Point {
                        lat: lat.parse().ok()?,
                        lon: lon.parse().ok()?,
                    })
                })
                .collect()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geography::{all, find};

    #[test]
    fn every_commune_is_within_the_drawing() {
        let mut shown = 0;
        for commune in all() {
            let Some((x, y)) = place(commune) else {
                assert!(commune.department() >= "975", "{commune:?}");
                continue;
            };
            shown += 1;
            let frame = insets()
                .iter()
                .find(|inset| inset.code == commune.department());
            let view = frame.map_or(
                View {
                    height: ROW,
                    ..WHOLE
                },
                |inset| inset.frame,
            );
            let inside =
                x >= view.x && x <= view.x + view.width && y >= view.y && y <= view.y + view.height;
            assert!(inside, "{commune:?} at {x} {y}");
        }
        assert!(shown > 34_800);
    }

    #[test]
    fn towns_are_where_one_looks_for_them() {
        let at = |code: &str| place(find(code).unwrap()).unwrap();
        let (paris, lyon, brest, nice) = (at("75056"), at("69123"), at("29019"), at("06088"));
        assert!(brest.0 < paris.0 && paris.0 < lyon.0 && lyon.0 < nice.0);
        assert!(paris.1 < lyon.1 && lyon.1 < nice.1);
        assert!(
            (paris.0 - 313.0).abs() < 5.0 && (paris.1 - 145.0).abs() < 8.0,
            "{paris:?}"
        );
    }

    #[test]
    fn the_outline_is_small_and_whole() {
        let (land, borders) = outline();
        assert!(land.starts_with('M') && borders.starts_with('M'));
        assert!(land.len() + borders.len() < 18_000);
        // A line that is left open would be closed straight across the land.
        assert_eq!(land.matches('M').count(), land.matches('z').count());
        assert!(
            insets()
                .iter()
                .all(|inset| inset.coasts.starts_with('M') && !inset.name.is_empty())
        );
    }

    #[test]
    fn a_part_of_the_map_shows_what_it_is_asked_for() {
        assert_eq!(view(&[]), WHOLE);
        assert_eq!(view(&[(10.0, 10.0), (600.0, 500.0)]), WHOLE);
        let near = view(&[(300.0, 300.0), (310.0, 320.0)]);
        assert!(near.width < 100.0 && near.x < 300.0 && near.y + near.height > 320.0);
    }
}
