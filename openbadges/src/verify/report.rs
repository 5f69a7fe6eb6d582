//! What verification found, as data: words in the person's language are for the caller to choose.

use std::fmt;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{Endorsement, Found};
use crate::{Error, object, schema::Violation};

/// Whether a credential holds: the result of verification (Verifiable Credentials Data Model 2.0, section 7.1), with what the standard has no word for, that it
/// could not be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Every check that counts passes.
    Valid,
    /// One check fails.
    Invalid,
    /// None fails, and one could not be made.
    Unknown,
}

/// What came of one check. Only one that fails makes a credential invalid, and only one that could not be made leaves it unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It holds.
    Pass,
    /// It does not.
    Fail,
    /// It could not be made.
    Unknown,
    /// There was nothing to check.
    Skip,
}

/// Which check. The steps are those of Open Badges 3.0, section 9.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CheckId {
    /// It can be read: JSON, a compact JWS, or an image with one of them in it (Open Badges 3.0, section 5).
    Format,
    /// It has the shape that the standard asks for (step 1; Open Badges 3.0, appendix B).
    Schema,
    /// Its names are all known and all signed (Data Integrity 1.0, section 2.4.1, "Validating Contexts", and 4.6, "Context Validation").
    Context,
    /// The signature fits (step 2; Data Integrity 1.0, section 4.4; RFC 7515, section 5.2).
    Proof,
    /// The key exists and may sign credentials (Controlled Identifiers 1.0, sections 2.3.2 and 3.3).
    Key,
    /// The key belongs to the issuer (Verifiable Credentials Data Model 2.0, section 4.7; Open Badges 3.0, section 8.2.6, for a token).
    Issuer,
    /// It is in its time (step 4; Verifiable Credentials Data Model 2.0, section 4.9).
    Dates,
    /// It is not taken back (step 4; Bitstring Status List 1.0, section 3.2).
    Status,
    /// It is about the person asked for (step 5; Open Badges 3.0, section 9.3).
    Recipient,
}

impl CheckId {
    /// All checks, in the order of a report.
    pub const ALL: &'static [CheckId] = &[
        CheckId::Format,
        CheckId::Schema,
        CheckId::Context,
        CheckId::Proof,
        CheckId::Key,
        CheckId::Issuer,
        CheckId::Dates,
        CheckId::Status,
        CheckId::Recipient,
    ];

    /// The name of the check in JSON.
    pub fn name(self) -> &'static str {
        match self {
            CheckId::Format => "format",
            CheckId::Schema => "schema",
            CheckId::Context => "context",
            CheckId::Proof => "proof",
            CheckId::Key => "key",
            CheckId::Issuer => "issuer",
            CheckId::Dates => "dates",
            CheckId::Status => "status",
            CheckId::Recipient => "recipient",
        }
    }
}

/// Why a check did not pass. What is behind one that fails is a rule of the standard; behind one that could not be made, what this crate does not read or has not.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// The file is larger than 4 MiB, which is what is read here.
    TooLarge,
    /// Neither JSON, JWS, PNG nor SVG.
    NotABadge,
    /// An image, JSON or JWS that cannot be read.
    Unreadable(Error),
    /// A rule on the shape is broken (Open Badges 3.0, appendix B).
    Shape(Violation),
    /// A context that is not on the list; the text is its address.
    UnknownContext(String),
    /// A context written inside the credential (JSON-LD 1.1, "Embedded Context").
    InlineContext,
    /// A member whose name is no plain term, but an IRI or a keyword; the text is the name.
    OddName(String),
    /// The signed form cannot be made (JSON-LD 1.1 Processing Algorithms, section 8; RDFC-1.0, section 4).
    Canonical(Error),
    /// There is no proof (Verifiable Credentials Data Model 2.0, section 4.12, "Securing Mechanisms").
    NoProof,
    /// A proof is of a suite that is not read here; the text names it.
    UnknownSuite(String),
    /// A token is signed by an algorithm that is not read here; the text names it.
    UnknownAlgorithm(String),
    /// The proof is ill-formed or does not fit (Data Integrity 1.0, section 4.4; Open Badges 3.0, section 8.2.6).
    Proof(Error),
    /// The proof says that it was made later than now: `created` (Data Integrity 1.0, section 2.1).
    ProofInFuture,
    /// The proof is over: `expires` (Data Integrity 1.0, section 2.1).
    ProofExpired,
    /// A token that names no key: no `kid` in its header (Open Badges 3.0, section 8.2.3).
    NoKeyNamed,
    /// The key is not there or may not sign credentials (Controlled Identifiers 1.0, section 3.3).
    Key(Error),
    /// The key is of a kind that is not read here; the text names it.
    UnknownKeyKind(String),
    /// The key belongs to somebody else than the issuer; the text is who.
    KeyOfAnother(String),
    /// The key stands alone at an address, which the text says, of the issuer's host and not under the issuer's own: it does not say whose it is (Open Badges 3.0,
    /// section 8.5).
    KeyOfNobody(String),
    /// A kind of identifier that this crate does not resolve; the text is the identifier.
    UnknownDidMethod(String),
    /// A date that is none, by the name of its member.
    NoDate(&'static str),
    /// It begins later: `validFrom`.
    NotYetValid(Timestamp),
    /// It is over: `validUntil`.
    Expired(Timestamp),
    /// There is no status to look up: no `credentialStatus`.
    NoStatus,
    /// A kind of status that this crate does not read; the text is its type.
    UnknownStatusType(String),
    /// The status list cannot be relied on (Bitstring Status List 1.0, section 3.2): another, not signed by the issuer, outside its time, ill-formed.
    ListUntrusted(Error),
    /// The status list was fetched longer ago than it may be kept (`ttl`, Bitstring Status List 1.0, section 2.2); the text is its address.
    ListStale(String),
    /// A document that is needed could not be had.
    Unreachable {
        /// Its address.
        url: String,
        /// Why.
        why: String,
    },
    /// The issuer has taken it back: the purpose `revocation` (Bitstring Status List 1.0, section 2.1).
    Revoked,
    /// The issuer has taken it back for a time: the purpose `suspension` (Bitstring Status List 1.0, section 2.1).
    Suspended,
    /// Nobody asked about whom it is.
    NoRecipientAsked,
    /// It is about somebody else (Open Badges 3.0, section 9.3).
    AnotherRecipient,
    /// It is about somebody who is hashed by a function that is not read here.
    UnknownHash,
    /// Of Open Badges 2.0, "HostedBadge Verification": nobody signs a hosted badge; what stands at its address counts.
    Hosted,
    /// Of Open Badges 2.0: something else stands at an address than what should.
    AnotherThere(String),
    /// Of Open Badges 2.0, "VerificationObject" of an issuer: the issuer does not host badges at that address.
    OutOfScope(String),
}

impl Reason {
    /// What comes of a check for this reason: it fails, unless a bound of this crate was reached, or something is not read here, behind which the credential may
    /// be right or wrong.
    pub(super) fn outcome(&self) -> Outcome {
        let tells_nothing = match self {
            Reason::TooLarge => true,
            Reason::Unreadable(error)
            | Reason::Canonical(error)
            | Reason::Proof(error)
            | Reason::Key(error) => error.tells_nothing(),
            _ => false,
        };
        if tells_nothing {
            Outcome::Unknown
        } else {
            Outcome::Fail
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reason::TooLarge => f.write_str("larger than 4 MiB"),
            Reason::NotABadge => {
                f.write_str("neither a JSON credential, a JWS, nor a PNG or SVG image")
            }
            Reason::Unreadable(error)
            | Reason::Canonical(error)
            | Reason::Proof(error)
            | Reason::Key(error) => error.fmt(f),
            Reason::Shape(violation) => violation.fmt(f),
            Reason::UnknownContext(url) => write!(f, "unknown context {url}"),
            Reason::InlineContext => f.write_str("a context written inside the credential"),
            Reason::OddName(name) => write!(f, "{name:?} is no plain term"),
            Reason::NoProof => f.write_str("no proof"),
            Reason::UnknownSuite(name) => {
                write!(f, "a proof of the suite {name:?}, which is not read here")
            }
            Reason::UnknownAlgorithm(name) => {
                write!(
                    f,
                    "signed by the algorithm {name:?}, which is not read here"
                )
            }
            Reason::UnknownKeyKind(kind) => {
                write!(f, "a key of a kind that is not read here: {kind}")
            }
            Reason::ProofInFuture => f.write_str("the proof was made in the future"),
            Reason::ProofExpired => f.write_str("the proof has expired"),
            Reason::NoKeyNamed => f.write_str("the token names no key of the issuer"),
            Reason::KeyOfAnother(who) => write!(f, "the key belongs to {who}, not to the issuer"),
            Reason::KeyOfNobody(url) => write!(f, "the key at {url} does not say whose it is"),
            Reason::UnknownDidMethod(id) => write!(f, "{id} cannot be resolved here"),
            Reason::NoDate(name) => write!(f, "{name} is no date with time and zone"),
            Reason::NotYetValid(from) => write!(f, "valid only from {from}"),
            Reason::Expired(until) => write!(f, "expired on {until}"),
            Reason::NoStatus => f.write_str("the credential names no status list"),
            Reason::UnknownStatusType(kind) => write!(f, "status type {kind:?} is not known"),
            Reason::ListUntrusted(error) => {
                write!(f, "the status list cannot be relied on: {error}")
            }
            Reason::ListStale(url) => write!(f, "{url}: fetched too long ago"),
            Reason::Unreachable { url, why } => write!(f, "{url}: {why}"),
            Reason::Revoked => f.write_str("revoked by its issuer"),
            Reason::Suspended => f.write_str("suspended by its issuer"),
            Reason::NoRecipientAsked => f.write_str("no recipient was asked about"),
            Reason::AnotherRecipient => f.write_str("about somebody else"),
            Reason::UnknownHash => {
                f.write_str("the recipient is hashed by a function that is not read here")
            }
            Reason::Hosted => f.write_str("nobody signs it: what its address gives counts"),
            Reason::AnotherThere(url) => write!(f, "what stands at {url} is something else"),
            Reason::OutOfScope(url) => write!(f, "the issuer does not host badges at {url}"),
        }
    }
}

/// One check and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Check {
    /// Which check.
    pub id: CheckId,
    /// What came of it.
    pub outcome: Outcome,
    /// Why, where it did not pass.
    pub reason: Option<Reason>,
}

/// What is told beside the verdict and leaves it as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Notice {
    /// A message, in the issuer's words: the purpose `message` (Bitstring Status List 1.0, section 2.1), or why a badge of Open Badges 2.0 was revoked.
    Message(String),
    /// There is a newer one to fetch: the purpose `refresh` (Bitstring Status List 1.0, section 2.1).
    Refresh,
    /// So many endorsements were not looked at: there are more, or they stand deeper, than are verified.
    MoreEndorsements(usize),
    /// What was handed in says something else of the award than what its issuer hosts, which counts (Open Badges 2.0).
    Differs,
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Notice::Message(text) => write!(f, "the issuer says: {text}"),
            Notice::Refresh => f.write_str("there is a newer one to fetch"),
            Notice::MoreEndorsements(count) => {
                write!(f, "{count} endorsements more were not looked at")
            }
            Notice::Differs => f.write_str(
                "what was handed in says something else than what its issuer publishes, which counts",
            ),
        }
    }
}

/// Everything that verification found (Open Badges 3.0, section 9; Verifiable Credentials Data Model 2.0, section 7.1).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Report {
    /// Whether the credential holds.
    pub verdict: Verdict,
    /// Every check, in order.
    pub checks: Vec<Check>,
    /// Addresses, https alone, of documents that were wanted and not given: fetch them and verify again.
    pub needs: Vec<String>,
    /// What is told beside the verdict.
    pub notices: Vec<Notice>,
    /// The endorsements that it carries, each with what came of it. They leave the verdict as it is.
    pub endorsements: Vec<Endorsement>,
    /// The credential, where it could be read.
    pub credential: Option<Value>,
}

/// The few facts of a credential that people ask first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Summary {
    /// The credential's `id`.
    pub id: Option<String>,
    /// The issuer's `id`.
    pub issuer: Option<String>,
    /// The issuer's name, as the credential says it.
    pub issuer_name: Option<String>,
    /// The name or other plain identifier of the person, else the subject's id.
    pub recipient: Option<String>,
    /// The name of the person, where the credential shows one.
    pub recipient_name: Option<String>,
    /// The achievement's id.
    pub achievement: Option<String>,
    /// The achievement's name.
    pub achievement_name: Option<String>,
    /// From when it holds, as written: `validFrom`, `issuanceDate`, or `issuedOn` of Open Badges 2.0.
    pub valid_from: Option<String>,
    /// Until when, as written: `validUntil`, `expirationDate`, or `expires` of Open Badges 2.0.
    pub valid_until: Option<String>,
}

impl Report {
    pub(super) fn new() -> Report {
        let checks = CheckId::ALL.iter().map(|id| Check {
            id: *id,
            outcome: Outcome::Skip,
            reason: None,
        });
        Report {
            verdict: Verdict::Unknown,
            checks: checks.collect(),
            needs: Vec::new(),
            notices: Vec::new(),
            endorsements: Vec::new(),
            credential: None,
        }
    }

    pub(super) fn pass(&mut self, id: CheckId) {
        self.put(id, Outcome::Pass, None);
    }

    pub(super) fn set(&mut self, id: CheckId, outcome: Outcome, reason: Reason) {
        self.put(id, outcome, Some(reason));
    }

    pub(super) fn record(&mut self, id: CheckId, found: Found) {
        match found {
            Ok(()) => self.pass(id),
            Err((outcome, reason)) => self.set(id, outcome, reason),
        }
    }

    fn put(&mut self, id: CheckId, outcome: Outcome, reason: Option<Reason>) {
        if let Some(check) = self.checks.iter_mut().find(|check| check.id == id) {
            *check = Check {
                id,
                outcome,
                reason,
            };
        }
    }

    pub(super) fn finish(mut self) -> Report {
        let any = |outcome: Outcome| self.checks.iter().any(|check| check.outcome == outcome);
        self.verdict = if any(Outcome::Fail) {
            Verdict::Invalid
        } else if any(Outcome::Unknown) {
            Verdict::Unknown
        } else {
            Verdict::Valid
        };
        self
    }

    /// One check of the report.
    pub fn check(&self, id: CheckId) -> &Check {
        self.checks
            .iter()
            .find(|check| check.id == id)
            .expect("a report has every check")
    }

    /// The facts that people ask first; empty where the credential could not be read.
    pub fn summary(&self) -> Summary {
        let Some(credential) = &self.credential else {
            return Summary::default();
        };
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let first = |value: &Value| {
            value.as_array().map_or_else(
                || value.clone(),
                |all| all.first().cloned().unwrap_or_default(),
            )
        };
        if credential.get("badge").is_some() || credential.get("credentialSubject").is_none() {
            return Summary::of_assertion(credential);
        }
        let subject = first(&credential["credentialSubject"]);
        let identity = first(&subject["identifier"]);
        let plain = if identity["hashed"] == false {
            text(&identity["identityHash"])
        } else {
            None
        };
        Summary {
            id: text(&credential["id"]),
            issuer: object::issuer_id(credential).map(str::to_owned),
            issuer_name: text(&credential["issuer"]["name"]),
            recipient: plain.clone().or_else(|| text(&subject["id"])),
            recipient_name: plain.filter(|_| identity["identityType"] == "name"),
            achievement: text(&subject["achievement"]["id"]),
            achievement_name: text(&subject["achievement"]["name"]),
            valid_from: text(&credential["validFrom"])
                .or_else(|| text(&credential["issuanceDate"])),
            valid_until: text(&credential["validUntil"])
                .or_else(|| text(&credential["expirationDate"])),
        }
    }

    /// The report as JSON, without the `source` that the caller knows: `verdict`, `checks` with `id`, `outcome` and `detail`, `credential` with the summary.
    pub fn to_value(&self) -> Value {
        let summary = self.summary();
        let checks: Vec<Value> = self
            .checks
            .iter()
            .map(|check| json!({"id": check.id.name(), "outcome": check.outcome.name(), "detail": check.reason.as_ref().map(ToString::to_string).unwrap_or_default()}))
            .collect();
        let mut value = json!({
            "verdict": self.verdict.name(),
            "checks": checks,
            "credential": {
                "id": summary.id,
                "issuer": summary.issuer,
                "recipient": summary.recipient,
                "achievement": summary.achievement,
                "validFrom": summary.valid_from,
                "validUntil": summary.valid_until,
            },
        });
        if !self.notices.is_empty() {
            value["notices"] = self.notices.iter().map(ToString::to_string).collect();
        }
        if !self.endorsements.is_empty() {
            let all = self.endorsements.iter().map(|one| {
                let mut told = one.report.to_value();
                told["at"] = one.pointer.as_str().into();
                told["by"] = one.by().into();
                told["of"] = one.of().into();
                told
            });
            value["endorsements"] = all.collect();
        }
        value
    }
}

impl Summary {
    /// The facts of an assertion of Open Badges 2.0, with badge class and profile in it as far as they were found.
    fn of_assertion(assertion: &Value) -> Summary {
        let id = |value: &Value| object::id_of(Some(value)).map(str::to_owned);
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let (badge, recipient) = (&assertion["badge"], &assertion["recipient"]);
        Summary {
            id: text(&assertion["id"]),
            issuer: id(&badge["issuer"]),
            issuer_name: text(&badge["issuer"]["name"]),
            recipient: text(&recipient["identity"]).filter(|_| recipient["hashed"] != true),
            recipient_name: None,
            achievement: id(badge),
            achievement_name: text(&badge["name"]),
            valid_from: text(&assertion["issuedOn"]),
            valid_until: text(&assertion["expires"]),
        }
    }
}

impl Verdict {
    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Valid => "valid",
            Verdict::Invalid => "invalid",
            Verdict::Unknown => "unknown",
        }
    }
}

impl Outcome {
    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Outcome::Pass => "pass",
            Outcome::Fail => "fail",
            Outcome::Unknown => "unknown",
            Outcome::Skip => "skip",
        }
    }
}
