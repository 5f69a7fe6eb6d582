//! Verification: one function, given bytes and the documents at hand, says of each check whether it passes, fails, or could not be made, and why. "Could not
//! check" is never "invalid", nor the reverse. It opens no network: what it lacks it names, and the caller comes again.

mod input;
mod report;
mod sources;

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use sha2::{Digest, Sha256};

use self::{
    input::{Secured, read},
    sources::Fetch,
};
pub use self::{
    report::{Check, CheckId, Outcome, Reason, Report, Summary, Verdict},
    sources::Documents,
};
use crate::{Contexts, Error, canonical::canonical, did, key::PublicKey, proof, schema, status};

/// How far two clocks may differ.
pub const SKEW: SignedDuration = SignedDuration::from_secs(300);

/// What to verify against.
#[derive(Clone, Copy)]
pub struct Options<'o> {
    /// The moment at which the credential should hold.
    pub at: Timestamp,
    /// The person it should be about: a name or another identifier, compared with those of the credential.
    pub recipient: Option<&'o str>,
    /// The contexts that it may name.
    pub contexts: &'o Contexts,
}

/// Verifies a credential given as JSON, as a compact JWS, or baked into a PNG or an SVG.
pub fn verify(input: &[u8], documents: &Documents, options: &Options<'_>) -> Report {
    let mut report = Report::new();
    let secured = match read(input) {
        Ok(secured) => secured,
        Err(reason) => {
            report.set(CheckId::Format, Outcome::Fail, reason);
            return report.finish();
        }
    };
    report.pass(CheckId::Format);
    let credential = secured.credential();
    match schema::check(credential) {
        Ok(()) => report.pass(CheckId::Schema),
        Err(broken) => report.set(CheckId::Schema, Outcome::Fail, Reason::Shape(broken)),
    }
    let context = check_context(&secured, options.contexts);
    report.record(CheckId::Context, context);
    let mut fetch = Fetch::new(documents);
    check_proof(&mut report, &secured, &mut fetch, options);
    report.record(CheckId::Dates, check_dates(credential, options.at));
    let status = check_status(credential, &mut fetch, options);
    report.record(CheckId::Status, status);
    report.record(
        CheckId::Recipient,
        check_recipient(credential, options.recipient),
    );
    report.needs = fetch.needs();
    report.credential = Some(credential.clone());
    report.finish()
}

/// What a check found: it passes, or not and why.
type Found = Result<(), (Outcome, Reason)>;

fn fail(reason: Reason) -> Found {
    Err((Outcome::Fail, reason))
}

/// Every name in the credential is a plain term of contexts on the list, and nothing of it stays outside what is signed.
fn check_context(secured: &Secured, contexts: &Contexts) -> Found {
    let credential = secured.credential();
    for context in credential["@context"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default()
    {
        match context.as_str() {
            Some(url) if contexts.knows(url) => {}
            Some(url) => return fail(Reason::UnknownContext(url.to_owned())),
            None => return fail(Reason::InlineContext),
        }
    }
    if let Some(name) = odd_name(credential, true) {
        return fail(Reason::OddName(name.to_owned()));
    }
    match secured {
        Secured::Token(_) => Ok(()),
        Secured::Embedded(credential) => {
            let mut unsecured = credential.clone();
            if let Some(members) = unsecured.as_object_mut() {
                members.remove("proof");
            }
            canonical(&unsecured, contexts)
                .map(|_| ())
                .or_else(|error| fail(Reason::Canonical(error)))
        }
    }
}

/// A name that is no plain term: an IRI or keyword in place of a term reads differently in other software, and a second context hides what names mean.
fn odd_name(value: &Value, top: bool) -> Option<&str> {
    match value {
        Value::Object(members) => members.iter().find_map(|(name, member)| {
            let plain = !name.contains(':') && !name.starts_with('@') || top && name == "@context";
            if plain {
                odd_name(member, false)
            } else {
                Some(name.as_str())
            }
        }),
        Value::Array(items) => items.iter().find_map(|item| odd_name(item, false)),
        _ => None,
    }
}

/// Who signed, with which key, and whether the signature fits: the checks `proof`, `key` and `issuer`.
fn check_proof(
    report: &mut Report,
    secured: &Secured,
    fetch: &mut Fetch<'_>,
    options: &Options<'_>,
) {
    let credential = secured.credential();
    let issuer = issuer_id(credential).unwrap_or_default();
    match secured {
        Secured::Token(token) => {
            let Some(kid) = &token.kid else {
                let outcome = if token.has_jwk {
                    Outcome::Unknown
                } else {
                    Outcome::Fail
                };
                for id in [CheckId::Proof, CheckId::Key, CheckId::Issuer] {
                    report.set(id, outcome, Reason::NoKeyNamed);
                }
                return;
            };
            let key = bound_key(report, issuer, kid, fetch, options.at);
            if let Some(key) = key {
                report.record(
                    CheckId::Proof,
                    token
                        .check(&key)
                        .or_else(|error| fail(Reason::Proof(error))),
                );
            }
        }
        Secured::Embedded(document) => {
            let proofs = proof::proofs(document);
            if proofs.is_empty() {
                for id in [CheckId::Proof, CheckId::Key, CheckId::Issuer] {
                    report.set(id, Outcome::Fail, Reason::NoProof);
                }
                return;
            }
            let known: Vec<&Value> = proofs
                .iter()
                .copied()
                .filter(|proof| proof::is_known(proof))
                .collect();
            // Others may add proofs of their own; the one that counts is bound to the issuer.
            let by_issuer = |proof: &&&Value| {
                proof["verificationMethod"]
                    .as_str()
                    .is_some_and(|method| controller(method) == issuer)
            };
            let Some(chosen) = known.iter().find(by_issuer).or(known.first()) else {
                for id in [CheckId::Proof, CheckId::Key, CheckId::Issuer] {
                    report.set(id, Outcome::Unknown, Reason::UnknownSuite);
                }
                return;
            };
            let proof = match proof::read(chosen) {
                Ok(proof) => proof,
                Err(error) => {
                    report.set(CheckId::Proof, Outcome::Fail, Reason::Proof(error.clone()));
                    report.set(CheckId::Key, Outcome::Fail, Reason::Proof(error.clone()));
                    report.set(CheckId::Issuer, Outcome::Fail, Reason::Proof(error));
                    return;
                }
            };
            let Some(key) = bound_key(report, issuer, proof.verification_method, fetch, options.at)
            else {
                return;
            };
            // The signature first: a date is only believed where it is signed.
            let signed = proof.check(document, &key, options.contexts);
            let found = match (signed, proof.created, proof.expires) {
                (Err(error), ..) => fail(Reason::Proof(error)),
                (Ok(()), Some(created), _) if created.duration_since(options.at) > SKEW => {
                    fail(Reason::ProofInFuture)
                }
                (Ok(()), _, Some(expires)) if options.at.duration_since(expires) > SKEW => {
                    fail(Reason::ProofExpired)
                }
                _ => Ok(()),
            };
            report.record(CheckId::Proof, found);
        }
    }
}

/// The key of a verification method that belongs to the issuer; settles the checks `key` and `issuer`, and `proof` where there is no key to check it with.
fn bound_key(
    report: &mut Report,
    issuer: &str,
    method: &str,
    fetch: &mut Fetch<'_>,
    at: Timestamp,
) -> Option<PublicKey> {
    if controller(method) != issuer {
        report.set(
            CheckId::Issuer,
            Outcome::Fail,
            Reason::KeyOfAnother(controller(method).to_owned()),
        );
    } else {
        report.pass(CheckId::Issuer);
    }
    match key_of(controller(method), method, fetch, at) {
        Ok(key) => {
            report.pass(CheckId::Key);
            Some(key)
        }
        Err((outcome, reason)) => {
            report.set(CheckId::Key, outcome, reason.clone());
            // Without its key a signature is neither right nor wrong.
            report.set(CheckId::Proof, Outcome::Unknown, reason.clone());
            if outcome == Outcome::Unknown && controller(method) == issuer {
                report.set(CheckId::Issuer, Outcome::Unknown, reason);
            }
            None
        }
    }
}

fn key_of(
    controller: &str,
    method: &str,
    fetch: &mut Fetch<'_>,
    at: Timestamp,
) -> Result<PublicKey, (Outcome, Reason)> {
    if controller.starts_with("did:key:") {
        let key = did::did_key(controller).map_err(|error| (Outcome::Fail, Reason::Key(error)))?;
        let fragment = controller.strip_prefix("did:key:");
        return if method.split_once('#').map(|(_, fragment)| fragment) == fragment {
            Ok(key)
        } else {
            Err((
                Outcome::Fail,
                Reason::Key(Error::Did("another fragment than the key".into())),
            ))
        };
    }
    let url = if controller.starts_with("did:web:") {
        did::document_url(controller).map_err(|error| (Outcome::Fail, Reason::Key(error)))?
    } else if controller.starts_with("https://") {
        controller.to_owned()
    } else {
        return Err((
            Outcome::Unknown,
            Reason::UnknownDidMethod(controller.to_owned()),
        ));
    };
    let document = fetch
        .json(&url)
        .map_err(|reason| (Outcome::Unknown, reason))?;
    did::asserting_key(&document, controller, method, at)
        .map_err(|error| (Outcome::Fail, Reason::Key(error)))
}

fn controller(method: &str) -> &str {
    method.split('#').next().unwrap_or_default()
}

fn issuer_id(credential: &Value) -> Option<&str> {
    credential["issuer"]
        .as_str()
        .or_else(|| credential["issuer"]["id"].as_str())
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

fn check_status(credential: &Value, fetch: &mut Fetch<'_>, options: &Options<'_>) -> Found {
    let Some(statuses) = credential.get("credentialStatus") else {
        return Err((Outcome::Skip, Reason::NoStatus));
    };
    let one = std::slice::from_ref(statuses);
    let mut found = Ok(());
    for entry in statuses.as_array().map_or(one, Vec::as_slice) {
        match status_of(
            entry,
            issuer_id(credential).unwrap_or_default(),
            fetch,
            options,
        ) {
            Ok(()) => {}
            // One that says no is not made good by one that cannot be read.
            Err((Outcome::Fail, reason)) => return fail(reason),
            unknown => found = unknown,
        }
    }
    found
}

fn status_of(entry: &Value, issuer: &str, fetch: &mut Fetch<'_>, options: &Options<'_>) -> Found {
    let unknown = |reason: Reason| (Outcome::Unknown, reason);
    let untrusted = |error: Error| (Outcome::Unknown, Reason::ListUntrusted(error));
    let kind = entry["type"]
        .as_str()
        .or_else(|| entry["type"][0].as_str())
        .unwrap_or_default();
    if kind != "BitstringStatusListEntry" {
        return Err(unknown(Reason::UnknownStatusType(kind.to_owned())));
    }
    let entry = status::entry(entry).map_err(untrusted)?;
    let list = read(fetch.bytes(entry.list).map_err(unknown)?).map_err(unknown)?;
    check_list(&list, issuer, fetch, options)?;
    match status::read_bit(list.credential(), &entry, issuer, options.at, SKEW)
        .map_err(untrusted)?
    {
        false => Ok(()),
        true if entry.purpose == "suspension" => fail(Reason::Suspended),
        true => fail(Reason::Revoked),
    }
}

/// The list is signed by the issuer. Whatever is wrong with it, it says nothing about the credential.
fn check_list(list: &Secured, issuer: &str, fetch: &mut Fetch<'_>, options: &Options<'_>) -> Found {
    let untrusted = |error: Error| (Outcome::Unknown, Reason::ListUntrusted(error));
    let another = || untrusted(Error::Status("the list is not signed by the issuer"));
    match list {
        Secured::Token(token) => {
            let method = token
                .kid
                .as_deref()
                .filter(|kid| controller(kid) == issuer)
                .ok_or_else(another)?;
            let key = key_of(issuer, method, fetch, options.at)
                .map_err(|(_, reason)| (Outcome::Unknown, reason))?;
            token.check(&key).map_err(untrusted)
        }
        Secured::Embedded(document) => {
            let proofs = proof::proofs(document);
            let by_issuer = proofs
                .into_iter()
                .filter(|proof| proof::is_known(proof))
                .find(|proof| {
                    proof["verificationMethod"]
                        .as_str()
                        .is_some_and(|method| controller(method) == issuer)
                });
            let proof = proof::read(by_issuer.ok_or_else(another)?).map_err(untrusted)?;
            let key = key_of(issuer, proof.verification_method, fetch, options.at)
                .map_err(|(_, reason)| (Outcome::Unknown, reason))?;
            proof
                .check(document, &key, options.contexts)
                .map_err(untrusted)
        }
    }
}

fn check_recipient(credential: &Value, recipient: Option<&str>) -> Found {
    let Some(recipient) = recipient else {
        return Err((Outcome::Skip, Reason::NoRecipientAsked));
    };
    let identities = &credential["credentialSubject"]["identifier"];
    let one = std::slice::from_ref(identities);
    let fits = identities
        .as_array()
        .map_or(one, Vec::as_slice)
        .iter()
        .any(|identity| is_of(identity, recipient));
    if fits || credential["credentialSubject"]["id"] == recipient {
        Ok(())
    } else {
        fail(Reason::AnotherRecipient)
    }
}

/// Whether an `IdentityObject` stands for the text: itself, or its SHA-256 with the salt appended (Open Badges 3.0, section 9.2).
fn is_of(identity: &Value, recipient: &str) -> bool {
    let Some(hash) = identity["identityHash"].as_str() else {
        return false;
    };
    if identity["hashed"] != true {
        return hash == recipient;
    }
    let salted = format!(
        "{recipient}{}",
        identity["salt"].as_str().unwrap_or_default()
    );
    let digest: String = Sha256::digest(salted)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    hash.strip_prefix("sha256$")
        .is_some_and(|hex| hex.eq_ignore_ascii_case(&digest))
}

#[cfg(test)]
mod tests;
