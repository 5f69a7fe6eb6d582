//! `[charter]`: its texts, and what those who adhere may have.

use std::path::PathBuf;

use serde::Deserialize;

/// What people and organisations adhere to.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Charter {
    /// The folder of its versions; where there is none the text of the program stands in.
    pub folder: PathBuf,
    /// The folder of logos and other files that only those who adhere may have.
    pub kit: Option<PathBuf>,
}

impl Default for Charter {
    fn default() -> Self {
        Charter {
            folder: "charter".into(),
            kit: None,
        }
    }
}
