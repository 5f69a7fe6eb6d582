//! A place on the globe, and how far it is from another.

/// The mean radius of the earth, in kilometres.
const RADIUS: f64 = 6_371.0;

/// A place, in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// North of the equator.
    pub lat: f64,
    /// East of Greenwich.
    pub lon: f64,
}

impl Point {
    /// How far another place is as the crow flies, in kilometres (the haversine formula).
    pub fn km_to(self, other: Point) -> f64 {
        let half = |a: f64, b: f64| ((b - a).to_radians() / 2.0).sin().powi(2);
        let across = self.lat.to_radians().cos() * other.lat.to_radians().cos();
        let share = half(self.lat, other.lat) + across * half(self.lon, other.lon);
        2.0 * RADIUS * share.min(1.0).sqrt().asin()
    }

    /// The middle of several places that are near each other.
    pub fn middle(points: &[Point]) -> Option<Point> {
        let count = u32::try_from(points.len())
            .ok()
            .filter(|count| *count > 0)?;
        let mean = |of: fn(&Point) -> f64| points.iter().map(of).sum::<f64>() / f64::from(count);
        Some(Point {
            lat: mean(|point| point.lat),
            lon: mean(|point| point.lon),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_those_of_the_globe() {
        let (paris, lyon) = (
            Point {
                lat: 48.8534,
                lon: 2.3488,
            },
            Point {
                lat: 45.7485,
                lon: 4.8467,
            },
        );
        assert!((paris.km_to(lyon) - 392.0).abs() < 2.0);
        assert_eq!(paris.km_to(paris), 0.0);
        let antipode = Point {
            lat: -paris.lat,
            lon: paris.lon - 180.0,
        };
        assert!((paris.km_to(antipode) - 20_015.0).abs() < 1.0);
        assert_eq!(Point::middle(&[]), None);
    }
}
