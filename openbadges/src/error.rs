//! The crate's one error type: why a document could not be read, signed or checked.

use std::fmt;

/// Why something was refused. Nothing here is ever an approximation: what is not wholly understood is an error.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// The text is no strict JSON (RFC 8259, RFC 7493): a syntax error, a duplicate key, a number or a string that would not survive.
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
    /// A JSON-LD context is unknown, or is none (JSON-LD 1.1 Processing Algorithms, section 4).
    Context(String),
    /// Something would be left out of the signed form: an undefined term, a relative address, a null.
    Dropped(String),
    /// A feature of JSON-LD or a form of token that this crate refuses rather than half understands.
    Unsupported(&'static str),
    /// A key is no key of the expected kind (Controlled Identifiers 1.0, section 2.2.1, "Verification Material").
    Key(&'static str),
    /// A key of a kind that is not read here, so that what it signed can be called neither right nor wrong; the text names it.
    KeyKind(String),
    /// A DID or its document is ill-formed, or does not say what is asked of it (Controlled Identifiers 1.0, section 3.3).
    Did(String),
    /// A proof or a token is ill-formed (Data Integrity 1.0, section 4.4; Open Badges 3.0, section 8.2).
    Proof(String),
    /// The signature does not fit what was signed.
    Signature,
    /// A status list or an entry is ill-formed, or another than is asked for (Bitstring Status List 1.0, section 3.2).
    Status(&'static str),
    /// An image holds no badge, or is no image (Open Badges 3.0, section 5.3).
    Image(&'static str),
    /// A credential to be built breaks a rule of the standard (Open Badges 3.0, appendix B); the text begins with the JSON pointer.
    Invalid(String),
}

impl Error {
    /// Whether this is a bound of this crate, or something that it does not read: of the document that says nothing, neither that it holds nor that it does not.
    pub(crate) fn tells_nothing(&self) -> bool {
        matches!(
            self,
            Error::Limit(_) | Error::Unsupported(_) | Error::KeyKind(_)
        )
    }
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
