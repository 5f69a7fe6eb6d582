//! Where the published vectors are.

use std::{
    io::Write,
    path::{Path, PathBuf},
};

/// A folder of published vectors; where it is absent the test says so and ends.
pub fn fixtures(folder: &str) -> Option<PathBuf> {
    let root = std::env::var("CREMA_FIXTURES").map_or_else(
        |_| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/fixtures"),
        PathBuf::from,
    );
    let path = root.join(folder);
    if path.is_dir() {
        return Some(path);
    }
    let _ = writeln!(
        std::io::stderr(),
        "skipped: no {folder} in the folder of fixtures"
    );
    None
}
