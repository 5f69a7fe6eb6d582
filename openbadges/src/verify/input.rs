//! What somebody hands in, recognised by its first bytes: an image, a JSON document, a compact JWS.

use std::borrow::Cow;

use serde_json::Value;

use super::Reason;
#[cfg(not(feature = "ob2"))]
use super::older;
use crate::{bake, json, jwt};

/// The largest input, in bytes.
const MAX_BYTES: usize = 4 << 20;

/// What is said of a badge of 2.0 where it is not read.
#[cfg(not(feature = "ob2"))]
const OLDER: Reason = Reason::Unreadable(crate::Error::Unsupported(
    "a badge of Open Badges 2.0, which takes the feature `ob2`",
));

/// A credential with what secures it.
#[derive(Debug)]
pub(super) enum Secured {
    /// JSON with its proofs inside.
    Embedded(Value),
    /// A compact JWS around it.
    Token(Box<jwt::Token>),
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
    text(&carried(input)?)
}

/// The text of a credential, JSON or a compact JWS, as it stands in what somebody hands in: itself, or what an image carries.
pub(super) fn carried(input: &[u8]) -> Result<Cow<'_, str>, Reason> {
    if input.len() > MAX_BYTES {
        return Err(Reason::TooLarge);
    }
    let inner = |text: String| Cow::Owned(text.trim().to_owned());
    if input.starts_with(b"\x89PNG") {
        let found = bake::unbake_png(input);
        #[cfg(feature = "ob2")]
        let found = found.or_else(|error| match error {
            bake::NONE_IN_PNG => bake::unbake_png_2(input),
            error => Err(error),
        });
        #[cfg(not(feature = "ob2"))]
        if found == Err(bake::NONE_IN_PNG) && bake::png_holds_2(input) {
            return Err(OLDER);
        }
        return found.map(inner).map_err(Reason::Unreadable);
    }
    let outer = std::str::from_utf8(input).map_err(|_| Reason::NotABadge)?;
    // A byte order mark is no part of what was signed.
    let outer = outer.trim_start_matches('\u{feff}').trim();
    if outer.starts_with('<') {
        let found = bake::unbake_svg(outer);
        #[cfg(feature = "ob2")]
        let found = found.or_else(|error| match error {
            bake::NONE_IN_SVG => bake::unbake_svg_2(outer),
            error => Err(error),
        });
        #[cfg(not(feature = "ob2"))]
        if found == Err(bake::NONE_IN_SVG) && bake::svg_holds_2(outer) {
            return Err(OLDER);
        }
        return found.map(inner).map_err(Reason::Unreadable);
    }
    Ok(Cow::Borrowed(outer))
}

fn text(text: &str) -> Result<Secured, Reason> {
    if text.starts_with('{') {
        let document = json::parse(text.as_bytes()).map_err(Reason::Unreadable)?;
        #[cfg(not(feature = "ob2"))]
        if older::is_one(&document) {
            return Err(OLDER);
        }
        return Ok(Secured::Embedded(document));
    }
    #[cfg(not(feature = "ob2"))]
    if older::parts(text).is_some() {
        return Err(OLDER);
    }
    if jwt::looks_like(text) {
        return jwt::open(text)
            .map(|token| Secured::Token(Box::new(token)))
            .map_err(Reason::Unreadable);
    }
    Err(Reason::NotABadge)
}
