//! What somebody hands in, recognised by its first bytes: an image, a JSON document, a compact JWS.

use serde_json::Value;

use super::Reason;
use crate::{bake, json, jwt};

/// The largest input, in bytes.
const MAX_BYTES: usize = 4 << 20;

/// A credential with what secures it.
#[derive(Debug)]
pub(super) enum Secured {
    /// JSON with its proofs inside.
    Embedded(Value),
    /// A compact JWS around it.
    Token(jwt::Token),
}

impl Secured {
    pub(super) fn credential(&self) -> &Value {
        match self {
            Secured::Embedded(credential) => credential,
            Secured::Token(token) => &token.credential,
        }
    }
}

pub(super) fn read(input: &[u8]) -> Result<Secured, Reason> {
    if input.len() > MAX_BYTES {
        return Err(Reason::TooLarge);
    }
    if input.starts_with(b"\x89PNG") {
        let inner = bake::unbake_png(input).map_err(Reason::Unreadable)?;
        return text(inner.trim());
    }
    let outer = std::str::from_utf8(input).map_err(|_| Reason::NotABadge)?;
    // A byte order mark is no part of what was signed.
    let outer = outer.trim_start_matches('\u{feff}').trim();
    if outer.starts_with('<') {
        let inner = bake::unbake_svg(outer).map_err(Reason::Unreadable)?;
        return text(inner.trim());
    }
    text(outer)
}

fn text(text: &str) -> Result<Secured, Reason> {
    if text.starts_with('{') {
        return json::parse(text.as_bytes())
            .map(Secured::Embedded)
            .map_err(Reason::Unreadable);
    }
    if jwt::looks_like(text) {
        return jwt::read(text)
            .map(Secured::Token)
            .map_err(Reason::Unreadable);
    }
    Err(Reason::NotABadge)
}
