//! Baking (Open Badges 3.0, section 5.3): a credential carried inside the image of its badge.

mod png;
mod svg;

pub use png::{bake as bake_png, unbake as unbake_png};
pub use svg::{bake as bake_svg, unbake as unbake_svg};
