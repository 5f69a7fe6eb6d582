//! The documents that the caller has at hand, by address: DID documents and status lists.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde_json::Value;

use super::Reason;
use crate::json;

/// Documents by their address, and addresses that could not be reached: what resolves a DID (DID Core 1.0, section 7), a status list (Bitstring Status List 1.0,
/// section 3.2), or a document of Open Badges 2.0 is with the caller.
#[derive(Clone, Debug, Default)]
pub struct Documents(BTreeMap<String, Result<Fetched, String>>);

#[derive(Clone, Debug)]
struct Fetched {
    bytes: Vec<u8>,
    at: Option<Timestamp>,
    gone: bool,
}

impl Documents {
    /// None yet.
    pub fn new() -> Documents {
        Documents::default()
    }

    /// Adds what was just found at an address.
    pub fn add(&mut self, url: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        self.put(url.into(), bytes.into(), None, false);
    }

    /// Adds what was found at an address at a moment: a status list older than its `ttl` (Bitstring Status List 1.0, section 2.2) is asked for once
    /// more.
    pub fn add_fetched(
        &mut self,
        url: impl Into<String>,
        bytes: impl Into<Vec<u8>>,
        at: Timestamp,
    ) {
        self.put(url.into(), bytes.into(), Some(at), false);
    }

    /// Adds that what stood at an address was taken away for good (RFC 9110, status 410), and what is said there instead. So issuers of Open Badges 2.0 take a hosted
    /// badge back ("Revoking Hosted Assertions"); to everything else it is a document that cannot be had.
    pub fn add_gone(&mut self, url: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        self.put(url.into(), bytes.into(), None, true);
    }

    fn put(&mut self, url: String, bytes: Vec<u8>, at: Option<Timestamp>, gone: bool) {
        self.0.insert(url, Ok(Fetched { bytes, at, gone }));
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
            Some(Ok(fetched)) if fetched.gone => Err(Reason::Unreachable {
                url: url.to_owned(),
                why: "it was taken away".to_owned(),
            }),
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

    /// What is said where something was taken away, whether or not it can be read.
    #[cfg(feature = "ob2")]
    pub(super) fn gone(&self, url: &str) -> Option<&'d [u8]> {
        let fetched = self.documents.0.get(url)?.as_ref().ok()?;
        fetched.gone.then_some(&fetched.bytes)
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
