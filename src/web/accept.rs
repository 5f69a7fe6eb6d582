//! What a client takes, as its headers say it: names with weights, and the tags of what it has already.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

use crate::base::digest;

/// Entries of one list that are read; nobody needs more.
const MOST: usize = 50;

/// The names in a list of a request's header, in small letters, each with its weight in thousandths (RFC 9110, section 12.4.2); one that cannot be read weighs nothing.
pub fn weighed(headers: &HeaderMap, name: HeaderName) -> Vec<(String, u16)> {
    let lines = headers.get_all(name);
    let lines = lines.iter().filter_map(|line| line.to_str().ok());
    let entries = lines.flat_map(|line| line.split(','));
    let named = entries.filter(|entry| !entry.trim().is_empty()).take(MOST);
    let read = |entry: &str| {
        let mut pieces = entry.split(';').map(str::trim);
        let name = pieces.next().unwrap_or_default().to_ascii_lowercase();
        let weight = pieces.find_map(|piece| {
            let (key, value) = piece.split_once('=')?;
            key.eq_ignore_ascii_case("q").then(|| thousandths(value))
        });
        (name, weight.unwrap_or(1_000))
    };
    named.map(read).collect()
}

fn thousandths(value: &str) -> u16 {
    match value.parse::<f32>() {
        // What was checked lies between 0 and 1000.
        Ok(weight) if (0.0..=1.0).contains(&weight) => (weight * 1_000.0).round() as u16,
        _ => 0,
    }
}

/// How the body of an answer may be coded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coding {
    /// Compressed.
    Gzip,
    /// As it is.
    Identity,
    /// The client takes neither.
    Neither,
}

/// The coding that a client prefers, of those that we have (RFC 9110, section 12.5.3).
pub fn coding(headers: &HeaderMap) -> Coding {
    let named = weighed(headers, header::ACCEPT_ENCODING);
    let of = |names: &[&str]| {
        let found = named.iter().find(|(name, _)| names.contains(&&**name));
        found.map(|(_, weight)| *weight)
    };
    let any = of(&["*"]);
    let gzip = of(&["gzip", "x-gzip"]).or(any).unwrap_or(0);
    // Nobody has to name it to take it.
    let identity = of(&["identity"]).or(any);
    if gzip > 0 && gzip >= identity.unwrap_or(0) {
        Coding::Gzip
    } else if identity != Some(0) {
        Coding::Identity
    } else {
        Coding::Neither
    }
}

/// The tag of a body. It is weak, since the same body goes out compressed and as it is, which are not the same bytes (RFC 9110, section 8.8.3.3).
pub fn tag(body: &[u8]) -> HeaderValue {
    let tag = format!("W/\"{}\"", &digest(body)[..32]);
    HeaderValue::try_from(tag).expect("a digest in quotes is printable ASCII")
}

/// Whether a client has what a tag stands for; tags are compared weakly (RFC 9110, section 13.1.2).
pub fn has(headers: &HeaderMap, tag: &HeaderValue) -> bool {
    let opaque = |one: &str| {
        one.trim()
            .strip_prefix("W/")
            .unwrap_or(one.trim())
            .to_owned()
    };
    let own = opaque(tag.to_str().unwrap_or_default());
    let lines = headers.get_all(header::IF_NONE_MATCH);
    let mut lines = lines.iter().filter_map(|line| line.to_str().ok());
    lines.any(|line| line.trim() == "*" || line.split(',').any(|one| opaque(one) == own))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(name: HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    #[test]
    fn weights_are_read_as_they_are_meant() {
        let read = |value| weighed(&with(header::ACCEPT, value), header::ACCEPT);
        let one = |name: &str, weight| vec![(name.to_owned(), weight)];
        assert_eq!(read("Text/HTML;level=1;Q=0.25"), one("text/html", 250));
        for odd in ["a;q=NaN", "a;q=inf", "a;q=-1", "a;q=2", "a;q=", "a;q=0"] {
            assert_eq!(read(odd), one("a", 0), "{odd}");
        }
        assert_eq!(read(" , a ,,"), one("a", 1_000));
    }

    #[test]
    fn a_coding_is_chosen_that_the_client_takes() {
        for (value, expected) in [
            ("gzip", Coding::Gzip),
            ("br, X-GZIP;q=0.5", Coding::Gzip),
            ("*", Coding::Gzip),
            ("identity;q=0, gzip;q=0.1", Coding::Gzip),
            ("identity, gzip;q=0.5", Coding::Identity),
            ("br", Coding::Identity),
            ("", Coding::Identity),
            ("gzip;q=0", Coding::Identity),
            ("*;q=0, identity", Coding::Identity),
            ("*;q=0", Coding::Neither),
            ("identity;q=0", Coding::Neither),
            ("br, identity;q=0, gzip;q=0", Coding::Neither),
        ] {
            let headers = with(header::ACCEPT_ENCODING, value);
            assert_eq!(coding(&headers), expected, "{value}");
        }
    }
}
