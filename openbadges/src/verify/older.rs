//! Badges of Open Badges 2.0 and before, told from everything else. Where they are not read, without the feature `ob2`, they are known for what they are all the
//! same: they may hold, and nothing is said against them.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::Value;

use crate::{json, jwt, object};

/// The context of 2.0, under the addresses by which it was published.
pub(super) const CONTEXTS: [&str; 2] = [
    "https://w3id.org/openbadges/v2",
    "https://openbadgespec.org/v2/context.json",
];

/// Whether a document speaks of itself as one of 2.0, or of before.
pub(super) fn is_one(document: &Value) -> bool {
    let named = |context: &Value| {
        context.as_str().is_some_and(|url| {
            CONTEXTS.contains(&url) || url.starts_with("https://w3id.org/openbadges/v1")
        })
    };
    if object::each(document.get("@context")).any(named) {
        return true;
    }
    let bare_revocation = document.get("@context").is_none() && is_revoked(document);
    is_assertion(document) || bare_revocation
}

/// Whether it is an assertion.
pub(super) fn is_assertion(document: &Value) -> bool {
    object::each(document.get("type")).any(|kind| kind == "Assertion")
}

/// Whether it says that it was taken back.
pub(super) fn is_revoked(assertion: &Value) -> bool {
    assertion["revoked"] == true
}

/// A compact JWS around an assertion, taken apart.
#[cfg_attr(
    not(feature = "ob2"),
    expect(dead_code, reason = "what is not read is only told from the rest")
)]
pub(super) struct Parts<'t> {
    pub(super) header: Value,
    pub(super) assertion: Value,
    /// What is signed.
    pub(super) signed: &'t str,
    pub(super) signature: Vec<u8>,
}

/// Takes a JWS apart whose payload is an assertion of 2.0; none where it is something else.
pub(super) fn parts(text: &str) -> Option<Parts<'_>> {
    // Some issuers pad the last part.
    let text = text.trim_end_matches('=');
    if text.len() > json::MAX_BYTES * 2 || !jwt::looks_like(text) {
        return None;
    }
    let (signed, signature) = text.rsplit_once('.')?;
    let (header, payload) = signed.split_once('.')?;
    let decode = |part: &str| URL_SAFE_NO_PAD.decode(part).ok();
    let header = json::parse(&decode(header)?).ok()?;
    let assertion = json::parse(&decode(payload)?).ok()?;
    let is_ours = header.is_object() && is_one(&assertion);
    is_ours.then_some(Parts {
        header,
        assertion,
        signed,
        signature: decode(signature)?,
    })
}
