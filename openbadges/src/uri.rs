//! `URI`: the identifiers of the standard (Open Badges 3.0, appendix B, “Derived types”).

use std::{fmt, str::FromStr};

use crate::{Error, context::is_absolute};

/// `URI` of Open Badges 3.0, appendix B, "Derived Types": absolute, or an IRI (RFC 3987): an address, a `urn:uuid:…`, a DID, a `data:` URI. It holds nothing that RDF cannot write, so that what carries it can be
/// signed.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Uri(String);

impl Uri {
    /// Checks a text.
    ///
    /// # Errors
    /// [`Error::Invalid`] where it has no scheme, or a blank, a control character or one of `<>"{}|\^` and the grave accent.
    pub fn new(text: impl Into<String>) -> Result<Uri, Error> {
        let text = text.into();
        if is_absolute(&text) && !text.chars().any(char::is_control) {
            Ok(Uri(text))
        } else {
            Err(Error::Invalid(format!("{text:?} is no absolute URI")))
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Uri {
    type Err = Error;

    fn from_str(text: &str) -> Result<Uri, Error> {
        Uri::new(text)
    }
}

impl TryFrom<&str> for Uri {
    type Error = Error;

    fn try_from(text: &str) -> Result<Uri, Error> {
        Uri::new(text)
    }
}

impl TryFrom<String> for Uri {
    type Error = Error;

    fn try_from(text: String) -> Result<Uri, Error> {
        Uri::new(text)
    }
}

impl AsRef<str> for Uri {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl From<Uri> for String {
    fn from(uri: Uri) -> String {
        uri.0
    }
}

impl fmt::Display for Uri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uri_is_absolute_and_can_be_written_in_rdf() {
        for good in [
            "https://a.example/é?x=1#y",
            "urn:uuid:8f1d7d9e-3f4b-4a51-9c39-0f0a6c1d2b11",
            "did:web:a.example%3A8443:x",
            "data:image/png;base64,AA==",
            "mailto:zoe@a.example",
        ] {
            assert_eq!(Uri::new(good).unwrap().as_str(), good);
        }
        for bad in [
            "",
            "a.example",
            "/credentials/1",
            "#niveau",
            ":x",
            "https://a.example/a b",
            "https://a.example/<b>",
            "https://a.example/\u{7f}",
            "https://a.example/\u{85}",
            "1https://a.example",
        ] {
            assert!(Uri::new(bad).is_err(), "{bad:?}");
        }
    }
}
