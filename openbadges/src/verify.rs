//! Verification: one function, given bytes and the documents at hand, says of each check whether it passes, fails, or could not be made, and why. "Could not
//! check" is never "invalid", nor the reverse. It opens no network: what it lacks it names, and the caller comes again. Open Badges 3.0, section 9; Verifiable
//! Credentials Data Model 2.0, section 7.1.

mod endorsements;
mod input;
#[cfg(feature = "ob2")]
mod ob2;
mod older;
mod report;
mod signature;
mod sources;
mod standing;

use std::borrow::Cow;

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use self::{
    endorsements::Budget,
    input::{Secured, read},
    signature::Signatures,
    sources::Fetch,
};
pub use self::{
    endorsements::Endorsement,
    report::{Check, CheckId, Notice, Outcome, Reason, Report, Summary, Verdict},
    sources::Documents,
};
pub use crate::proof::Expected;
use crate::{
    Contexts, Error,
    identity::{self, Match},
    object::{self, issuer_id},
    proof::Form,
    schema::{self, Violation},
};

/// How far two clocks may differ: the check `dates` passes so long before `validFrom` and after `validUntil`.
pub const SKEW: SignedDuration = SignedDuration::from_secs(300);

/// What to verify against.
#[derive(Clone, Copy, Debug)]
pub struct Options<'o> {
    /// The moment at which the credential should hold (Open Badges 3.0, section 9.1, step 4).
    pub at: Timestamp,
    /// The person it should be about: a name or another identifier, compared with those of the credential (Open Badges 3.0, section 9.3). None asks nothing.
    pub recipient: Option<&'o str>,
    /// The contexts that it may name (Data Integrity 1.0, section 4.6, "Context Validation").
    pub contexts: &'o Contexts,
}

/// The text of a credential, JSON or a compact JWS, as it stands in what somebody hands in: itself, or what a PNG or an SVG carries (Open
/// Badges 3.0, section 5). Nothing is checked.
///
/// # Errors
/// The reason that the check `format` would give.
pub fn carried(input: &[u8]) -> Result<Cow<'_, str>, Reason> {
    input::carried(input)
}

/// Verifies a credential given as JSON, as a compact JWS, or baked into a PNG or an SVG; with the feature `ob2` also a badge of Open Badges 2.0
/// (Open Badges 3.0, section 9.1, "OpenBadgeCredential Verification"; Verifiable Credentials Data Model 2.0, section 7.1). Of any input comes a report.
pub fn verify(input: &[u8], documents: &Documents, options: &Options<'_>) -> Report {
    verify_expecting(input, documents, options, &Expected::default())
}

/// Verifies a credential whose embedded proofs should have been made for another purpose, or for one exchange (Data Integrity 1.0, section 4.4).
pub fn verify_expecting(
    input: &[u8],
    documents: &Documents,
    options: &Options<'_>,
    expected: &Expected<'_>,
) -> Report {
    let secured = read(input);
    #[cfg(feature = "ob2")]
    if let Some(given) = ob2::Given::of(input, &secured) {
        return given.check(documents, options);
    }
    let budget = &mut Budget::default();
    verify_shaped(secured, documents, options, expected, schema::check, budget)
}

/// Verifies a badge, or an endorsement that stands alone, as what it says it is: by [`verify`] or by [`verify_endorsement`].
pub fn verify_either(input: &[u8], documents: &Documents, options: &Options<'_>) -> Report {
    let report = verify(input, documents, options);
    if report.credential.as_ref().is_some_and(endorsements::is_one) {
        return verify_endorsement(input, documents, options);
    }
    report
}

/// Verifies an `EndorsementCredential` that stands alone, given as JSON or as a compact JWS (Open Badges 3.0, section 9.2,
/// "EndorsementCredential Verification"). It is no badge: [`verify`] refuses it.
pub fn verify_endorsement(input: &[u8], documents: &Documents, options: &Options<'_>) -> Report {
    let (expected, shape) = (Expected::default(), schema::check_endorsement);
    let budget = &mut Budget::default();
    verify_shaped(read(input), documents, options, &expected, shape, budget)
}

fn verify_shaped(
    secured: Result<Secured, Reason>,
    documents: &Documents,
    options: &Options<'_>,
    expected: &Expected<'_>,
    shape: fn(&Value) -> Result<(), Violation>,
    budget: &mut Budget,
) -> Report {
    let mut report = Report::new();
    let secured = match secured {
        Ok(secured) => secured,
        Err(reason) => {
            report.set(CheckId::Format, reason.outcome(), reason);
            return report.finish();
        }
    };
    report.pass(CheckId::Format);
    let credential = secured.credential();
    match shape(credential) {
        Ok(()) => report.pass(CheckId::Schema),
        Err(broken) => report.set(CheckId::Schema, Outcome::Fail, Reason::Shape(broken)),
    }
    let mut fetch = Fetch::new(documents);
    let form = Form::of(credential, options.contexts);
    report.record(
        CheckId::Context,
        check_context(&secured, &form, options.contexts),
    );
    let issuer = issuer_id(credential).unwrap_or_default();
    let signed = Signatures {
        issuer,
        form: &form,
        options,
        expected,
    }
    .check(&secured, &mut fetch);
    report.record(CheckId::Proof, check_claims(&secured).and(signed.proof));
    report.record(CheckId::Key, signed.key);
    report.record(CheckId::Issuer, signed.issuer);
    report.record(CheckId::Dates, check_dates(credential, options.at));
    let (status, notices) = standing::check(credential, &mut fetch, options);
    report.record(CheckId::Status, status);
    report.notices = notices;
    report.record(
        CheckId::Recipient,
        check_recipient(credential, options.recipient),
    );
    report.needs = fetch.needs();
    endorsements::check(credential, documents, options, budget, &mut report);
    report.credential = Some(credential.clone());
    report.finish()
}

/// What a check found: it passes, or not and why.
type Found = Result<(), (Outcome, Reason)>;

fn fail(reason: Reason) -> Found {
    Err((Outcome::Fail, reason))
}

/// A check that does not pass for an error: it fails where the error says something of the credential.
fn refuse(reason: Reason) -> Found {
    Err((reason.outcome(), reason))
}

/// Every name in the credential is a plain term of contexts on the list, and nothing of it stays outside what is signed.
fn check_context(secured: &Secured, form: &Form<'_>, contexts: &Contexts) -> Found {
    let credential = secured.credential();
    check_names(credential).or_else(fail)?;
    // What its names mean is not known here, and may be well known elsewhere.
    if let Some(url) = unknown_context(credential, contexts) {
        return Err((Outcome::Unknown, Reason::UnknownContext(url.to_owned())));
    }
    match secured {
        Secured::Token(_) => Ok(()),
        Secured::Embedded(_) => form
            .rdfc()
            .map(|_| ())
            .or_else(|error| refuse(Reason::Canonical(error))),
    }
}

/// Every name is a plain term, and what it means is not said in the document itself.
fn check_names(document: &Value) -> Result<(), Reason> {
    if named_contexts(document).iter().any(|one| !one.is_string()) {
        return Err(Reason::InlineContext);
    }
    odd_name(document).map_or(Ok(()), |name| Err(Reason::OddName(name.to_owned())))
}

fn named_contexts(credential: &Value) -> &[Value] {
    match &credential["@context"] {
        Value::Array(all) => all,
        one => std::slice::from_ref(one),
    }
}

/// The first context that is not on the list, of the document or of an endorsement in it.
fn unknown_context<'c>(document: &'c Value, contexts: &Contexts) -> Option<&'c str> {
    let members = match document {
        Value::Object(members) => members,
        Value::Array(items) => {
            return items
                .iter()
                .find_map(|item| unknown_context(item, contexts));
        }
        _ => return None,
    };
    let own = named_contexts(document).iter().filter_map(Value::as_str);
    let inner = members.iter().filter(|(name, _)| *name != "proof");
    own.into_iter()
        .find(|url| !contexts.knows(url))
        .or_else(|| {
            inner
                .into_iter()
                .filter(|(name, _)| *name != "@context")
                .find_map(|(_, member)| unknown_context(member, contexts))
        })
}

/// A name that is no plain term: an IRI or keyword in place of a term reads differently in other software, and a second context hides what names mean. A proof
/// may say the document's contexts once more, and an endorsement, which is a credential of its own, has those that it was signed with.
fn odd_name(credential: &Value) -> Option<&str> {
    let contexts = named_contexts(credential);
    let members = credential.as_object()?;
    let inner = members.iter().filter(|(name, _)| *name != "@context");
    inner.into_iter().find_map(|(name, member)| {
        if name.contains(':') || name.starts_with('@') {
            return Some(name.as_str());
        }
        let one = std::slice::from_ref(member);
        match member.as_array().map_or(one, Vec::as_slice) {
            proofs if name == "proof" => proofs
                .iter()
                .find_map(|proof| odd_within(proof, contexts, true)),
            values => values
                .iter()
                .find_map(|value| odd_within(value, contexts, false)),
        }
    })
}

fn odd_within<'c>(value: &'c Value, contexts: &[Value], is_proof: bool) -> Option<&'c str> {
    let members = match value {
        Value::Array(items) => {
            return items
                .iter()
                .find_map(|item| odd_within(item, contexts, false));
        }
        Value::Object(members) => members,
        _ => return None,
    };
    let repeats = match named_contexts(value) {
        again if is_proof => again == contexts,
        again => is_endorsement(value) && again.iter().all(Value::is_string),
    };
    members.iter().find_map(|(name, member)| {
        if name == "@context" && repeats {
            None
        } else if name.contains(':') || name.starts_with('@') {
            Some(name.as_str())
        } else {
            odd_within(member, contexts, false)
        }
    })
}

fn is_endorsement(value: &Value) -> bool {
    object::is_of(value, "EndorsementCredential")
}

/// A badge that is a token repeats in claims what names it (Open Badges 3.0, section 8.2.6): other software reads the claims alone.
fn check_claims(secured: &Secured) -> Found {
    match secured {
        Secured::Token(token) => match token.lacks() {
            None => Ok(()),
            Some(claim) => {
                let why = format!("the claim {claim} is missing");
                fail(Reason::Proof(Error::Proof(why)))
            }
        },
        Secured::Embedded(_) => Ok(()),
    }
}

fn check_dates(credential: &Value, at: Timestamp) -> Found {
    for (name, is_start) in [
        ("validFrom", true),
        ("issuanceDate", true),
        ("validUntil", false),
        ("expirationDate", false),
    ] {
        let Some(value) = credential.get(name) else {
            continue;
        };
        let Some(date) = value.as_str().and_then(schema::date) else {
            return fail(Reason::NoDate(name));
        };
        if is_start && date.duration_since(at) > SKEW {
            return fail(Reason::NotYetValid(date));
        }
        if !is_start && at.duration_since(date) > SKEW {
            return fail(Reason::Expired(date));
        }
    }
    Ok(())
}

fn check_recipient(credential: &Value, recipient: Option<&str>) -> Found {
    let Some(recipient) = recipient else {
        return Err((Outcome::Skip, Reason::NoRecipientAsked));
    };
    let subject = &credential["credentialSubject"];
    if subject["id"] == recipient {
        return Ok(());
    }
    let mut found = fail(Reason::AnotherRecipient);
    for identity in object::each(subject.get("identifier")).filter_map(Value::as_object) {
        match identity::compare(identity, recipient) {
            Match::Same => return Ok(()),
            Match::Another => {}
            Match::Unknown => found = Err((Outcome::Unknown, Reason::UnknownHash)),
        }
    }
    found
}

#[cfg(test)]
mod tests;
