//! The crate's one error type: why a document could not be read, signed or checked.

use std::fmt;

/// Why something was refused. Nothing here is ever an approximation: what is not wholly understood is an error.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// The text is no strict JSON: a syntax error, a duplicate key, a number or a string that would not survive.
    Json {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// What is wrong.
        reason: String,
    },
    /// A bound on size, depth or work was passed; the text names it.
    Limit(&'static str),
    /// A JSON-LD context is unknown, or is none.
    Context(String),
    /// Something would be left out of the signed form: an undefined term, a relative address, a null.
    Dropped(String),
    /// A feature of JSON-LD or a form of token that this crate refuses rather than half understands.
    Unsupported(&'static str),
    /// A key is no key of the expected kind.
    Key(&'static str),
    /// A key of a kind that is not read here, so that what it signed can be called neither right nor wrong; the text names it.
    KeyKind(String),
    /// A DID or its document is ill-formed.
    Did(String),
    /// A proof or a token is ill-formed.
    Proof(String),
    /// The signature does not fit what was signed.
    Signature,
    /// A status list is ill-formed.
    Status(&'static str),
    /// An image holds no badge, or is no image.
    Image(&'static str),
    /// A credential to be built breaks a rule of the standard; the text begins with the JSON pointer.
    Invalid(String),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Json {
                line,
                column,
                reason,
            } => write!(
                f,
                "not strict JSON at line {line}, column {column}: {reason}"
            ),
            Error::Limit(what) => write!(f, "over the limit: {what}"),
            Error::Context(what) => write!(f, "JSON-LD context: {what}"),
            Error::Dropped(what) => write!(f, "would not be signed: {what}"),
            Error::Unsupported(what) => write!(f, "not read here: {what}"),
            Error::Key(what) => write!(f, "key: {what}"),
            Error::KeyKind(what) => write!(f, "a key of a kind that is not read here: {what}"),
            Error::Did(what) => write!(f, "DID: {what}"),
            Error::Proof(what) => write!(f, "proof: {what}"),
            Error::Signature => f.write_str("the signature does not fit"),
            Error::Status(what) => write!(f, "status list: {what}"),
            Error::Image(what) => write!(f, "image: {what}"),
            Error::Invalid(what) => write!(f, "invalid credential: {what}"),
        }
    }
}

impl std::error::Error for Error {}
