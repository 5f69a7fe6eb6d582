//! `[events]`: how they are announced, and from where calendars come.

use serde::Deserialize;

use super::Fetch;

/// How events are announced.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Events {
    /// Whether a coordinator agrees first.
    pub agreement: bool,
    /// From where calendars may be fetched, to be imported.
    pub fetch: Fetch,
    /// The hosts that may be asked for calendars where those alone are asked.
    pub hosts: Vec<String>,
}

impl Default for Events {
    fn default() -> Self {
        Events {
            agreement: false,
            fetch: Fetch::Listed,
            hosts: [
                "openagenda.com",
                "api.openagenda.com",
                "calendar.google.com",
                "framagenda.org",
            ]
            .map(str::to_owned)
            .into(),
        }
    }
}
