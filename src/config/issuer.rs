//! `[issuer]`: whose badges these are.

use serde::Deserialize;

use super::read_base_url;
use crate::base::Lang;

/// The identity of the issuer, shown on every badge.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Issuer {
    /// The name on the badges.
    pub name: String,
    /// A site that presents the issuer.
    pub url: Option<String>,
    /// An address for questions, public.
    pub email: Option<String>,
    /// One or two sentences.
    pub description: Option<String>,
    /// The public half of a key that is kept away from any machine and signs each signing key, as Multikey text.
    pub root: Option<String>,
    /// Old addresses whose `did.json`, lists and credentials this instance goes on serving.
    pub former_urls: Vec<String>,
    /// The languages of the pages.
    pub languages: Vec<String>,
}

impl Default for Issuer {
    fn default() -> Self {
        Issuer {
            name: "Café IA (instance d'essai)".into(),
            url: None,
            email: None,
            description: None,
            root: None,
            former_urls: Vec::new(),
            languages: Lang::ALL.iter().map(|lang| lang.tag().to_owned()).collect(),
        }
    }
}

impl Issuer {
    /// What is wrong with it, a sentence each.
    pub(super) fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        for url in &self.former_urls {
            if let Err(why) = read_base_url(url) {
                faults.push(format!("[issuer] former_urls: «{url}» {why}"));
            }
        }
        if self.name.trim().is_empty() {
            faults.push("[issuer] name: it stands on every badge and cannot be empty".into());
        }
        if let Some(email) = &self.email
            && !email.split_once('@').is_some_and(|(who, host)| {
                !who.is_empty() && host.contains('.') && !email.contains(char::is_whitespace)
            })
        {
            faults.push(format!("[issuer] email: «{email}» is no address"));
        }
        if let Some(root) = &self.root
            && !(root.starts_with("z6Mk") && root.len() == 48)
        {
            faults.push(format!(
                "[issuer] root: «{root}» is no Ed25519 key as Multikey text; `crema keys root` prints it"
            ));
        }
        if let Some(url) = &self.url
            && !url.starts_with("https://")
            && !url.starts_with("http://")
        {
            faults.push("[issuer] url: an address begins with https://".into());
        }
        faults
    }
}
