//! Baking (Open Badges 3.0, section 5.3): a credential carried inside the image of its badge.

mod png;
mod svg;

#[cfg(feature = "ob2")]
pub(crate) use png::{NONE as NONE_IN_PNG, unbake_2 as unbake_png_2};
#[cfg(feature = "ob2")]
pub(crate) use svg::{NONE as NONE_IN_SVG, unbake_2 as unbake_svg_2};

pub use png::{bake as bake_png, unbake as unbake_png};
pub use svg::{bake as bake_svg, unbake as unbake_svg};
