//! The documents that the caller has at hand, by address: DID documents and status lists.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde_json::Value;

use super::Reason;
use crate::json;

/// Documents by their address, and addresses that could not be reached.
#[derive(Clone, Debug, Default)]
pub struct Documents(BTreeMap<String, Result<Fetched, String>>);

#[derive(Clone, Debug)]
struct Fetched {
    bytes: Vec<u8>,
    at: Option<Timestamp>,
}

impl Documents {
    /// None yet.
    pub fn new() -> Documents {
        Documents::default()
    }

    /// Adds what was just found at an address.
    pub fn add(&mut self, url: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        let bytes = bytes.into();
        self.0.insert(url.into(), Ok(Fetched { bytes, at: None }));
    }

    /// Adds what was found at an address at a moment: a status list older than its `ttl` is asked for once more.
    pub fn add_fetched(
        &mut self,
        url: impl Into<String>,
        bytes: impl Into<Vec<u8>>,
        at: Timestamp,
    ) {
        let (bytes, at) = (bytes.into(), Some(at));
        self.0.insert(url.into(), Ok(Fetched { bytes, at }));
    }

    /// Adds that an address could not be reached, and why.
    pub fn add_unavailable(&mut self, url: impl Into<String>, why: impl Into<String>) {
        self.0.insert(url.into(), Err(why.into()));
    }

    /// Whether something is known of an address.
    pub fn knows(&self, url: &str) -> bool {
        self.0.contains_key(url)
    }
}

/// The documents, and what is asked of them in vain.
pub(super) struct Fetch<'d> {
    documents: &'d Documents,
    needs: BTreeSet<String>,
}

impl<'d> Fetch<'d> {
    pub(super) fn new(documents: &'d Documents) -> Self {
        Fetch {
            documents,
            needs: BTreeSet::new(),
        }
    }

    pub(super) fn bytes(&mut self, url: &str) -> Result<&'d [u8], Reason> {
        match self.documents.0.get(url) {
            Some(Ok(fetched)) => Ok(&fetched.bytes),
            Some(Err(why)) => Err(Reason::Unreachable {
                url: url.to_owned(),
                why: why.clone(),
            }),
            None => {
                self.needs.insert(url.to_owned());
                Err(Reason::Unreachable {
                    url: url.to_owned(),
                    why: "not fetched".to_owned(),
                })
            }
        }
    }

    /// When a document was fetched, where the caller says.
    pub(super) fn fetched(&self, url: &str) -> Option<Timestamp> {
        self.documents.0.get(url)?.as_ref().ok()?.at
    }

    /// Asks for a document once more.
    pub(super) fn want(&mut self, url: &str) {
        self.needs.insert(url.to_owned());
    }

    pub(super) fn json(&mut self, url: &str) -> Result<Value, Reason> {
        let bytes = self.bytes(url)?;
        json::parse(bytes).map_err(|error| Reason::Unreachable {
            url: url.to_owned(),
            why: error.to_string(),
        })
    }

    pub(super) fn needs(self) -> Vec<String> {
        self.needs.into_iter().collect()
    }
}
