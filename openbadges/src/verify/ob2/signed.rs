//! Signed badges of 2.0: a compact JWS (RFC 7515), keys that the issuer's profile names, and the issuer's list of what was revoked.

use jiff::Timestamp;
use serde_json::Value;

use super::super::{Found, Options, Outcome, Reason, fail, older, refuse, sources::Fetch};
use super::{Address, linked, shape};
use crate::{Error, jwt, key::PublicKey, object};

/// The most keys of an issuer that are tried.
const MOST_KEYS: usize = 16;

/// A JWS around an assertion, its signature not yet checked.
#[derive(Debug)]
pub(in crate::verify) struct Token {
    signed: String,
    signature: Vec<u8>,
    algorithm: String,
    /// What the header asks of a reader that is not done here.
    refused: Option<Error>,
    pub(super) assertion: Value,
}

/// What was found of its signature.
pub(super) struct Checked {
    pub(super) proof: Found,
    pub(super) key: Found,
    pub(super) issuer: Found,
}

/// Reads a JWS whose payload is an assertion of 2.0; none where it is something else.
pub(super) fn read(text: &str) -> Option<Token> {
    let parts = older::parts(text)?;
    let header = &parts.header;
    let refused = ["crit", "b64"]
        .into_iter()
        .find(|name| header.get(name).is_some())
        .map(|name| Error::Proof(format!("the header has {name:?}, which is not read here")));
    Some(Token {
        signed: parts.signed.to_owned(),
        signature: parts.signature,
        algorithm: header["alg"].as_str().unwrap_or_default().to_owned(),
        refused,
        assertion: parts.assertion,
    })
}

impl Token {
    /// Signed by an algorithm by which somebody can have signed at all, whatever the key.
    pub(super) fn published(&self) -> Found {
        if let Some(refused) = &self.refused {
            return fail(Reason::Proof(refused.clone()));
        }
        if jwt::is_published(&self.algorithm) {
            return Ok(());
        }
        let why = format!("alg {:?} is none that a badge is signed by", self.algorithm);
        fail(Reason::Proof(Error::Proof(why)))
    }

    /// The signature is by one of the keys that the profile names; where the assertion names one, by that.
    pub(super) fn check(
        &self,
        profile: &Value,
        fetch: &mut Fetch<'_>,
        options: &Options<'_>,
    ) -> Checked {
        let listed: Vec<&Value> = object::each(profile.get("publicKey")).collect();
        let creator = object::id_of(shape::rules_of(&self.assertion).get("creator"));
        let named =
            |key: &&Value| creator.is_none_or(|creator| object::id_of(Some(key)) == Some(creator));
        let chosen: Vec<&Value> = listed.into_iter().filter(named).collect();
        if chosen.is_empty() {
            let unknown = || Err((Outcome::Unknown, Reason::NoKeyNamed));
            let whose = creator
                .unwrap_or("nobody that the profile names")
                .to_owned();
            return Checked {
                proof: self.published().and_then(|()| unknown()),
                key: unknown(),
                issuer: fail(Reason::KeyOfAnother(whose)),
            };
        }
        let issuer = profile["id"].as_str().unwrap_or_default();
        // A key that is not tried may be the right one.
        let mut best = (chosen.len() > MOST_KEYS).then(|| {
            let reason = Reason::Key(Error::Limit("16 keys of an issuer"));
            let unknown = || Err((Outcome::Unknown, reason.clone()));
            (unknown(), unknown())
        });
        for key in chosen.into_iter().take(MOST_KEYS) {
            let found = match key_of(key, issuer, fetch, options.at) {
                Ok(key) => (self.check_by(&key), Ok(())),
                Err((outcome, reason)) => (
                    Err((Outcome::Unknown, reason.clone())),
                    Err((outcome, reason)),
                ),
            };
            let better = match &best {
                None => true,
                Some(kept) => rank(&found) < rank(kept),
            };
            if better {
                best = Some(found);
            }
        }
        let (proof, key) = best.unwrap_or_else(|| (fail(Reason::NoProof), Ok(())));
        Checked {
            proof: self.published().and(proof),
            key,
            issuer: Ok(()),
        }
    }

    fn check_by(&self, key: &PublicKey) -> Found {
        if self.algorithm != key.algorithm().jose() {
            if jwt::could_be_of(&self.algorithm, key) {
                let algorithm = self.algorithm.clone();
                return Err((Outcome::Unknown, Reason::UnknownAlgorithm(algorithm)));
            }
            let why = format!("alg {:?} is not that of the key", self.algorithm);
            return fail(Reason::Proof(Error::Proof(why)));
        }
        key.verify(self.signed.as_bytes(), &self.signature)
            .or_else(|error| refuse(Reason::Proof(error)))
    }
}

/// A signature that fits is best; one that no key could be had for leaves open what the others deny.
fn rank((proof, key): &(Found, Found)) -> u8 {
    match (proof, key) {
        (Ok(()), _) => 0,
        (_, Err((Outcome::Fail, _))) => 2,
        (Err((Outcome::Fail, _)), _) => 3,
        _ => 1,
    }
}

/// A key as the profile writes it out, or as it stands at its address, where it has to name the profile in return.
fn key_of(
    key: &Value,
    issuer: &str,
    fetch: &mut Fetch<'_>,
    at: Timestamp,
) -> Result<PublicKey, (Outcome, Reason)> {
    let wrong = |why: &str| (Outcome::Fail, Reason::Key(Error::Did(why.to_owned())));
    let written = key.get("publicKeyPem").is_some();
    let fetched;
    let key = if written {
        key
    } else {
        fetched = linked(key, fetch)?;
        &fetched
    };
    let is_key = |kind: &Value| kind == "CryptographicKey" || kind == "Key";
    if !written && !object::each(key.get("type")).any(is_key) {
        return Err(wrong("no CryptographicKey"));
    }
    match key.get("owner") {
        None if written => {}
        Some(owner) if object::id_of(Some(owner)) == Some(issuer) => {}
        _ => return Err(wrong("the key does not name the issuer as its owner")),
    }
    for name in ["revoked", "expires"] {
        let Some(since) = key.get(name) else { continue };
        match since.as_str().and_then(crate::schema::date) {
            Some(since) if since > at => {}
            _ => return Err(wrong("the key is revoked or has expired")),
        }
    }
    let pem = key["publicKeyPem"].as_str();
    let pem = pem.ok_or_else(|| wrong("a key without publicKeyPem"))?;
    PublicKey::from_pem(pem).map_err(|error| match error {
        Error::KeyKind(kind) => (Outcome::Unknown, Reason::UnknownKeyKind(kind)),
        error => {
            let reason = Reason::Key(error);
            (reason.outcome(), reason)
        }
    })
}

/// Whether the issuer's list names the assertion, and the reason that it gives. The list is not signed: it counts because the profile names its address.
pub(super) fn listed(
    assertion: &Value,
    profile: &Value,
    fetch: &mut Fetch<'_>,
) -> (Found, Option<String>) {
    let Some(url) = object::id_of(profile.get("revocationList")) else {
        return (Err((Outcome::Skip, Reason::NoStatus)), None);
    };
    let untrusted = |why| {
        (
            Err((Outcome::Unknown, Reason::ListUntrusted(Error::Status(why)))),
            None,
        )
    };
    if Address::of(url).is_none() {
        return untrusted("a list that is not signed comes by https");
    }
    let list = match fetch.json(url) {
        Ok(list) => list,
        Err(reason) => return (Err((Outcome::Unknown, reason)), None),
    };
    if !object::each(list.get("type")).any(|kind| kind == "RevocationList") {
        return untrusted("no RevocationList");
    }
    if list.get("id").is_some_and(|id| id != url) {
        return untrusted("the list says it is another");
    }
    let by = list.get("issuer").map(|issuer| object::id_of(Some(issuer)));
    if by.is_some_and(|by| by != profile["id"].as_str()) {
        return untrusted("the list is of another issuer");
    }
    let Some(entries) = list.get("revokedAssertions") else {
        return untrusted("the list has no revokedAssertions");
    };
    let same = |name: &str, entry: &Value| {
        let own = assertion[name].as_str();
        own.is_some() && own == entry[name].as_str()
    };
    for entry in object::each(Some(entries)) {
        let plain = entry.as_str();
        if plain.is_none() && entry["id"].as_str().or(entry["uid"].as_str()).is_none() {
            return untrusted("an entry of the list names no assertion");
        }
        let names_it = plain.is_some() && plain == assertion["id"].as_str()
            || same("id", entry)
            || same("uid", entry);
        // Left out, `revoked` is true; only a plain false takes it back.
        if names_it && entry.get("revoked") != Some(&Value::Bool(false)) {
            let reason = entry["revocationReason"].as_str().map(str::to_owned);
            return (fail(Reason::Revoked), reason);
        }
    }
    (Ok(()), None)
}
