//! Where things are: the communes of France, how far they are from one another, and a map to show them on. Everything is inside the binary.

mod commune;
pub mod map;
mod point;
mod region;
mod search;

pub use commune::{Commune, all, at_number, department_name, departments, find, numbered};
pub use point::Point;
pub use region::{REGIONS, Region, find_region, region_of};
pub use search::{Found, Reading, read, suggest};
