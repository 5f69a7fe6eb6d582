//! Baking (Open Badges 3.0, section 5.3, "Baked Badge"): a credential carried inside the image of its badge; and, with the feature `ob2`, a badge of Open Badges 2.0 (its
//! Baking Specification 1.0).

mod png;
mod svg;

pub(crate) use {png::NONE as NONE_IN_PNG, svg::NONE as NONE_IN_SVG};
#[cfg(not(feature = "ob2"))]
pub(crate) use {png::holds_2 as png_holds_2, svg::holds_2 as svg_holds_2};

pub use png::{bake as bake_png, unbake as unbake_png};
pub use svg::{bake as bake_svg, unbake as unbake_svg};
#[cfg(feature = "ob2")]
pub use {
    png::{bake_2 as bake_png_2, unbake_2 as unbake_png_2},
    svg::{bake_2 as bake_svg_2, unbake_2 as unbake_svg_2},
};
