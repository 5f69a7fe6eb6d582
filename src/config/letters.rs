//! `[letters]`: how they are signed, and where reports on them come.

use std::path::PathBuf;

use serde::Deserialize;

use crate::base::Email;

/// How letters are signed, and where reports on them come.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Letters {
    /// The file of the key that signs letters (DKIM).
    pub dkim_key: Option<PathBuf>,
    /// Under which name its public half is published.
    pub dkim_selector: String,
    /// The mailbox to which reports on letters go, where that is not the issuer's.
    pub bounces: Option<String>,
    /// A folder into which such reports are put, as `.eml` files.
    pub bounces_folder: Option<PathBuf>,
    /// The file of a certificate that vouches for the mail server, where none of the public ones does.
    pub ca: Option<PathBuf>,
}

impl Default for Letters {
    fn default() -> Self {
        Letters {
            dkim_key: None,
            dkim_selector: "crema".into(),
            bounces: None,
            bounces_folder: None,
            ca: None,
        }
    }
}

impl Letters {
    /// What is wrong with it, a sentence each.
    pub(super) fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let selector = &self.dkim_selector;
        let is_label = |label: &str| {
            (1..=63).contains(&label.len())
                && label
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        };
        if !selector.split('.').all(is_label) {
            faults.push(format!(
                "[letters] dkim_selector: «{selector}» is no name in the DNS"
            ));
        }
        if let Some(email) = &self.bounces
            && Email::read(email).is_err()
        {
            faults.push(format!("[letters] bounces: «{email}» is no address"));
        }
        faults
    }
}
