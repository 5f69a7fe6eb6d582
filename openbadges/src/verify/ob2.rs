//! Badges of Open Badges 2.0, held against what their issuers publish. A hosted one is whatever stands at its address now: what was handed in only tells the
//! address ("HostedBadge Verification"). A signed one is a JWS by a key that the issuer's profile names ("SignedBadge Verification"). Badge class and profile are
//! taken from their own addresses, never from a copy in the assertion, since anybody can write a copy.

mod address;
mod scope;
mod shape;
mod signed;

use serde_json::{Value, json};

use self::{address::Address, signed::Token};
use super::{
    CheckId, Documents, Found, Match, Notice, Options, Outcome, Reason, Report, SKEW, fail, input,
    input::Secured, sources::Fetch,
};
use crate::{identity, json, object, schema};

/// What was handed in.
#[derive(Debug)]
pub(super) enum Given {
    /// An assertion in JSON.
    Document(Value),
    /// A compact JWS around one.
    Token(Token),
    /// The address of one, out of an image.
    Address(String),
}

/// What the checks have found of a badge.
struct Held {
    /// The assertion that counts: the hosted one, or the signed one.
    assertion: Value,
    proof: Found,
    key: Found,
    issuer: Found,
    status: Found,
    notices: Vec<Notice>,
}

/// The badge class and the issuer's profile, or why they cannot be had.
struct Chain {
    badge: Result<Value, (Outcome, Reason)>,
    issuer: Result<Value, (Outcome, Reason)>,
}

impl Given {
    /// A badge of 2.0 in what was read as one of 3.0, or could not be.
    pub(super) fn of(input: &[u8], read: &Result<Secured, Reason>) -> Option<Given> {
        match read {
            Ok(Secured::Embedded(document)) if shape::is_ours(document) => {
                Some(Given::Document(document.clone()))
            }
            Ok(_) => None,
            Err(_) => {
                let text = input::carried(input).ok()?;
                let text = text.as_ref();
                if let Some(token) = signed::read(text) {
                    return Some(Given::Token(token));
                }
                let is_image = input.starts_with(b"\x89PNG") || !input.starts_with(b"http");
                (is_image && Address::of(text).is_some()).then(|| Given::Address(text.to_owned()))
            }
        }
    }

    pub(super) fn check(self, documents: &Documents, options: &Options<'_>) -> Report {
        let mut report = Report::new();
        report.pass(CheckId::Format);
        let mut fetch = Fetch::new(documents);
        let (held, chain) = match self {
            Given::Token(token) if !shape::is_hosted(&token.assertion) => {
                signed(&token, &mut fetch, options)
            }
            Given::Token(token) => hosted(token.assertion, &mut fetch),
            Given::Address(url) => hosted(json!({"id": url}), &mut fetch),
            Given::Document(assertion) => hosted(assertion, &mut fetch),
        };
        report.record(CheckId::Context, contexts(&held.assertion, &chain));
        let assertion = whole(held.assertion, chain);
        // An address alone has no shape yet.
        if assertion.get("type").is_some() || held.proof.is_ok() {
            match shape::check(&assertion) {
                Ok(()) => report.pass(CheckId::Schema),
                Err(broken) => report.set(CheckId::Schema, Outcome::Fail, Reason::Shape(broken)),
            }
        }
        report.record(CheckId::Proof, held.proof);
        report.record(CheckId::Key, held.key);
        report.record(CheckId::Issuer, held.issuer);
        report.record(CheckId::Dates, dates(&assertion, options));
        report.record(CheckId::Status, held.status);
        report.record(CheckId::Recipient, recipient(&assertion, options.recipient));
        report.notices = held.notices;
        report.needs = fetch.needs();
        report.credential = Some(assertion);
        report.finish()
    }
}

/// A hosted badge: what its address says.
fn hosted(given: Value, fetch: &mut Fetch<'_>) -> (Held, Chain) {
    let mut notices = Vec::new();
    let id = given["id"].as_str().unwrap_or_default().to_owned();
    let found = at_its_address(&id, fetch);
    let (assertion, proof) = match found {
        Ok(published) => {
            if given.get("type").is_some() && shape::differ(&given, &published) {
                notices.push(Notice::Differs);
            }
            let proof = shape::is_revoked(&published)
                .then_some(())
                .map_or_else(|| by_hosting(&published), Ok);
            (published, proof)
        }
        Err(why) => {
            let proof = match by_hosting(&given) {
                Err(other) if given.get("verification").is_some() => Err(other),
                _ => Err(why),
            };
            (given, proof)
        }
    };
    // Of what was handed in only the address is believed; where it has none, there is nobody else to ask.
    let believed = proof.is_ok() || id.is_empty();
    let status = match &proof {
        _ if shape::is_revoked(&assertion) && believed => fail(Reason::Revoked),
        Ok(()) => Ok(()),
        // What is not at hand says nothing of whether it was taken back.
        Err((_, reason)) => Err((Outcome::Unknown, reason.clone())),
    };
    notices.extend(reason_given(&assertion).filter(|_| believed));
    let stripped = shape::is_revoked(&assertion) && assertion.get("badge").is_none();
    let chain = if stripped {
        // All that is left of it says that it was taken back.
        let none = || Err((Outcome::Skip, Reason::Revoked));
        Chain {
            badge: none(),
            issuer: none(),
        }
    } else {
        Chain::of(&assertion, fetch)
    };
    let issuer = match (&chain.badge, &chain.issuer) {
        (Ok(badge), Ok(profile)) => scope::check(&id, badge, profile),
        (Err(why), _) | (_, Err(why)) => Err(why.clone()),
    };
    let held = Held {
        assertion,
        proof,
        key: Err((Outcome::Skip, Reason::Hosted)),
        issuer,
        status,
        notices,
    };
    (held, chain)
}

/// The assertion that an address gives now, with the id of its address.
fn at_its_address(id: &str, fetch: &mut Fetch<'_>) -> Result<Value, (Outcome, Reason)> {
    if Address::of(id).is_none() {
        return Err((Outcome::Unknown, not_asked(id)));
    }
    if let Some(said) = fetch.gone(id) {
        // The status alone takes it back; what is said beside may be anything, a page too.
        let said = json::parse(said)
            .ok()
            .filter(|said| said.is_object() && said.get("id").is_none_or(|other| other == id));
        let mut assertion = said.unwrap_or_else(|| json!({}));
        for (name, value) in [
            ("id", json!(id)),
            ("type", json!("Assertion")),
            ("revoked", json!(true)),
        ] {
            if let Some(members) = assertion.as_object_mut()
                && (name == "revoked" || !members.contains_key(name))
            {
                members.insert(name.to_owned(), value);
            }
        }
        return Ok(assertion);
    }
    let published = fetch
        .json(id)
        .map_err(|reason| (Outcome::Unknown, reason))?;
    if published["id"] == id && (shape::is_assertion(&published) || shape::is_revoked(&published)) {
        Ok(published)
    } else {
        Err((Outcome::Fail, Reason::AnotherThere(id.to_owned())))
    }
}

/// A badge that says it is hosted. One that says it is signed comes in a JWS, and other ways are not read here.
fn by_hosting(assertion: &Value) -> Found {
    if shape::is_hosted(assertion) {
        return Ok(());
    }
    match shape::method(assertion) {
        Some(method) if !shape::is_signed(assertion) => {
            Err((Outcome::Unknown, Reason::UnknownSuite(method.to_owned())))
        }
        _ => fail(Reason::NoProof),
    }
}

/// A signed badge: what the JWS holds.
fn signed(token: &Token, fetch: &mut Fetch<'_>, options: &Options<'_>) -> (Held, Chain) {
    let assertion = token.assertion.clone();
    let chain = Chain::of(&assertion, fetch);
    let mut notices = Vec::from_iter(reason_given(&assertion));
    let (checked, status) = match (&chain.badge, &chain.issuer) {
        (Ok(_), Ok(profile)) => {
            let (listed, reason) = signed::listed(&assertion, profile, fetch);
            notices.extend(reason.map(Notice::Message));
            (token.check(profile, fetch, options), listed)
        }
        (Err(why), _) | (_, Err(why)) => {
            // Without the issuer nobody knows whose key it should be.
            let unknown = || Err((Outcome::Unknown, why.1.clone()));
            let checked = signed::Checked {
                proof: token.published().and_then(|()| unknown()),
                key: unknown(),
                issuer: Err(why.clone()),
            };
            (checked, unknown())
        }
    };
    let status = if shape::is_revoked(&assertion) && checked.proof.is_ok() {
        fail(Reason::Revoked)
    } else {
        status
    };
    let held = Held {
        assertion,
        proof: checked.proof,
        key: checked.key,
        issuer: checked.issuer,
        status,
        notices,
    };
    (held, chain)
}

impl Chain {
    fn of(assertion: &Value, fetch: &mut Fetch<'_>) -> Chain {
        let badge = linked(&assertion["badge"], fetch);
        let issuer = match &badge {
            Ok(badge) => {
                let id = object::id_of(badge.get("issuer")).unwrap_or_default();
                match Address::of(id) {
                    Some(_) => linked(&id.into(), fetch),
                    // Nothing but the badge itself would say who that is.
                    None => Err((Outcome::Unknown, not_asked(id))),
                }
            }
            Err(why) => Err(why.clone()),
        };
        Chain { badge, issuer }
    }
}

/// A document by its address; what has none that could be asked is taken as it stands.
fn linked(value: &Value, fetch: &mut Fetch<'_>) -> Result<Value, (Outcome, Reason)> {
    let id = object::id_of(Some(value)).unwrap_or_default();
    if Address::of(id).is_none() {
        let is_elsewhere = id.starts_with("http:") || id.starts_with("https:");
        return if value.is_object() && !is_elsewhere && !id.is_empty() {
            Ok(value.clone())
        } else {
            Err((Outcome::Unknown, not_asked(id)))
        };
    }
    let document = fetch
        .json(id)
        .map_err(|reason| (Outcome::Unknown, reason))?;
    if document["id"] == id {
        Ok(document)
    } else {
        Err((Outcome::Fail, Reason::AnotherThere(id.to_owned())))
    }
}

fn not_asked(id: &str) -> Reason {
    Reason::Unreachable {
        url: id.to_owned(),
        why: "only an https address says who publishes".to_owned(),
    }
}

/// The assertion with its badge class and profile in it, as far as they are known.
fn whole(mut assertion: Value, chain: Chain) -> Value {
    if let Ok(mut badge) = chain.badge {
        if let (Ok(issuer), Some(members)) = (chain.issuer, badge.as_object_mut()) {
            members.insert("issuer".to_owned(), issuer);
        }
        if let Some(members) = assertion.as_object_mut() {
            members.insert("badge".to_owned(), badge);
        }
    }
    assertion
}

/// Every document says things in the vocabulary of 2.0.
fn contexts(assertion: &Value, chain: &Chain) -> Found {
    let revoked = shape::is_revoked(assertion);
    if assertion.get("@context").is_some() || !revoked && assertion.get("type").is_some() {
        shape::context(assertion, false)?;
    }
    for document in [&chain.badge, &chain.issuer].into_iter().flatten() {
        // What has no address was taken out of the assertion, whose context holds for it.
        let inherits = Address::of(document["id"].as_str().unwrap_or_default()).is_none();
        shape::context(document, inherits)?;
    }
    Ok(())
}

fn dates(assertion: &Value, options: &Options<'_>) -> Found {
    for (name, is_start) in [("issuedOn", true), ("expires", false)] {
        let Some(value) = assertion.get(name) else {
            continue;
        };
        let Some(date) = value.as_str().and_then(schema::date) else {
            return fail(Reason::NoDate(name));
        };
        if is_start && date.duration_since(options.at) > SKEW {
            return fail(Reason::NotYetValid(date));
        }
        if !is_start && options.at.duration_since(date) > SKEW {
            return fail(Reason::Expired(date));
        }
    }
    Ok(())
}

/// What the issuer says of why it was taken back.
fn reason_given(assertion: &Value) -> Option<Notice> {
    let reason = assertion["revocationReason"].as_str()?;
    shape::is_revoked(assertion).then(|| Notice::Message(reason.to_owned()))
}

fn recipient(assertion: &Value, asked: Option<&str>) -> Found {
    let Some(asked) = asked else {
        return Err((Outcome::Skip, Reason::NoRecipientAsked));
    };
    let Some(identity) = assertion["recipient"].as_object() else {
        return fail(Reason::AnotherRecipient);
    };
    match identity::compare_2(identity, asked) {
        Match::Same => Ok(()),
        Match::Another => fail(Reason::AnotherRecipient),
        Match::Unknown => Err((Outcome::Unknown, Reason::UnknownHash)),
    }
}
