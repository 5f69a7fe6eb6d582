//! `[verify]`: how badges of others are checked.

use std::path::PathBuf;

use serde::Deserialize;

/// How badges of others are checked.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Verify {
    /// Whose documents may be fetched.
    pub fetch: Fetch,
    /// Hosts that may be asked beside those of issuers on the list.
    pub hosts: Vec<String>,
    /// The file of issuers that are known.
    pub trust: PathBuf,
}

/// Whose documents may be fetched, always through the guarded door.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Fetch {
    /// Nobody's.
    None,
    /// Those of hosts that are named, and of issuers on the list.
    #[default]
    Listed,
    /// Those of any public host.
    Any,
}

impl std::fmt::Display for Fetch {
    /// The word by which it is set.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Fetch::None => "none",
            Fetch::Listed => "listed",
            Fetch::Any => "any",
        })
    }
}

impl Default for Verify {
    fn default() -> Self {
        Verify {
            fetch: Fetch::default(),
            hosts: Vec::new(),
            trust: "trust.toml".into(),
        }
    }
}
