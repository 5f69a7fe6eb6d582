//! Who signed, with which key, and whether each signature fits: the checks `proof`, `key` and `issuer` (Verifiable Credential Data Integrity 1.0, sections 4.4
//! and 4.5; Controlled Identifiers 1.0, section 3.3).

use jiff::Timestamp;
use serde_json::Value;

use super::{Found, Options, Outcome, Reason, SKEW, fail, input::Secured, refuse, sources::Fetch};
use crate::{
    Error, did, jwt,
    key::PublicKey,
    proof::{self, Expected, Form},
    verify::unknown_context,
};

/// The most proofs of one document: each may cost a canonical form and a document to fetch.
const MOST_PROOFS: usize = 16;

/// What is asked of the signatures of one document.
pub(super) struct Signatures<'v> {
    /// Whose signature counts.
    pub(super) issuer: &'v str,
    pub(super) form: &'v Form<'v>,
    pub(super) options: &'v Options<'v>,
    pub(super) expected: &'v Expected<'v>,
}

/// What was found of them.
pub(super) struct Signed {
    pub(super) proof: Found,
    pub(super) key: Found,
    pub(super) issuer: Found,
}

impl Signed {
    /// Nothing can be said of any, for one reason.
    fn all(outcome: Outcome, reason: &Reason) -> Signed {
        let found = || Err((outcome, reason.clone()));
        Signed {
            proof: found(),
            key: found(),
            issuer: found(),
        }
    }

    fn refused(error: Error) -> Signed {
        let reason = Reason::Proof(error);
        Signed::all(reason.outcome(), &reason)
    }
}

impl Signatures<'_> {
    pub(super) fn check(&self, secured: &Secured, fetch: &mut Fetch<'_>) -> Signed {
        match secured {
            Secured::Token(token) => self.token(token, fetch),
            Secured::Embedded(document) => self.embedded(document, fetch),
        }
    }

    fn token(&self, token: &jwt::Token, fetch: &mut Fetch<'_>) -> Signed {
        let mut signed = match &token.kid {
            Some(kid) => {
                let found = self.lone_key(kid, fetch);
                let (issuer, key) = found.unwrap_or_else(|| self.key(kid, fetch));
                signed_by(issuer, key, |key| check_token(token, key))
            }
            None => match &token.jwk {
                Some(jwk) => by_own_key(token, jwk),
                None => Signed::all(Outcome::Fail, &Reason::NoKeyNamed),
            },
        };
        if !jwt::is_published(token.algorithm()) {
            // `none`, or a secret that two share: whatever the key, nobody signed.
            let alg = token.algorithm();
            let why = format!("alg {alg:?} is none that a credential is signed by");
            signed.proof = fail(Reason::Proof(Error::Proof(why)));
        }
        if let Some(breach) = token.breach() {
            let found = fail(Reason::Proof(breach.error.clone()));
            let rule = if breach.of_issuer {
                &mut signed.issuer
            } else {
                &mut signed.proof
            };
            *rule = found;
        }
        signed
    }

    /// Every proof has to hold, since none of them is signed by another (Data Integrity 1.0, section 4.5); one has to be the issuer's.
    fn embedded(&self, document: &Value, fetch: &mut Fetch<'_>) -> Signed {
        let proofs = proof::proofs(document);
        if proofs.is_empty() {
            return Signed::all(Outcome::Fail, &Reason::NoProof);
        }
        if let Err(error) = check_set(&proofs) {
            return Signed::refused(error);
        }
        let by_issuer = |proof: &Value| {
            proof["verificationMethod"]
                .as_str()
                .is_some_and(|method| controller(method) == self.issuer)
        };
        let place = |fits: &dyn Fn(&Value) -> bool| proofs.iter().position(|proof| fits(proof));
        let chosen = place(&|proof| by_issuer(proof) && proof::is_known(proof))
            .or_else(|| place(&by_issuer))
            .or_else(|| place(&proof::is_known))
            .unwrap_or_default();
        let alone = proofs.len() == 1;
        let mut all: Vec<Signed> = proofs
            .iter()
            .map(|proof| self.one(proof, alone, fetch))
            .collect();
        let mut signed = all.swap_remove(chosen);
        for other in all {
            // What is wrong with the key of another is wrong with the proof; that it is another's is not.
            let found = match other.key {
                Err((Outcome::Fail, reason)) => fail(reason),
                _ => other.proof,
            };
            signed.proof = worse(signed.proof, found);
        }
        signed
    }

    fn one(&self, proof: &Value, alone: bool, fetch: &mut Fetch<'_>) -> Signed {
        if !proof::is_known(proof) {
            // Beside a proof that counts only one of a published suite may stand unread: anything else could be put there by anybody.
            return match proof::registered(proof).or(proof::named(proof).filter(|_| alone)) {
                Some(name) => Signed::all(Outcome::Unknown, &Reason::UnknownSuite(name.to_owned())),
                None => {
                    let why = "an element of `proof` is no proof of a published suite";
                    Signed::all(Outcome::Fail, &Reason::Proof(Error::Proof(why.to_owned())))
                }
            };
        }
        let proof = match proof::read_expecting(proof, self.expected) {
            Ok(proof) => proof,
            Err(error) => return Signed::refused(error),
        };
        let (issuer, key) = self.key(proof.verification_method, fetch);
        signed_by(issuer, key, |key| self.check_one(&proof, key))
    }

    fn check_one(&self, proof: &proof::Proof<'_>, key: &PublicKey) -> Found {
        let unknown = unknown_context(self.form.document(), self.options.contexts);
        if let Some(url) = unknown.filter(|_| proof.reads_contexts()) {
            return Err((Outcome::Unknown, Reason::UnknownContext(url.to_owned())));
        }
        // The signature first: a date is only believed where it is signed.
        proof
            .check_form(self.form, key)
            .or_else(|error| refuse(Reason::Proof(error)))?;
        let at = self.options.at;
        match (proof.created, proof.expires) {
            (Some(created), _) if created.duration_since(at) > SKEW => fail(Reason::ProofInFuture),
            (_, Some(expires)) if at.duration_since(expires) > SKEW => fail(Reason::ProofExpired),
            _ => Ok(()),
        }
    }

    /// A key that stands alone at its address, a JWK in no document of anybody's (Open Badges 3.0, section 8.5): it does not say whose it is. What stands under
    /// the address of an issuer is theirs; of what else their host publishes nobody here can tell.
    fn lone_key(&self, kid: &str, fetch: &mut Fetch<'_>) -> Option<(Found, Keyed)> {
        let origin = origin_of(kid)?;
        if controller(kid) == self.issuer {
            return None;
        }
        let issuer = if is_under(kid, self.issuer) {
            Ok(())
        } else if origin_of(self.issuer) == Some(origin) {
            Err((Outcome::Unknown, Reason::KeyOfNobody(kid.to_owned())))
        } else {
            return None;
        };
        let document = match fetch.json(controller(kid)) {
            Ok(document) => document,
            Err(reason) => {
                let unknown = (Outcome::Unknown, reason);
                return Some((issuer.and(Err(unknown.clone())), Err(unknown)));
            }
        };
        let jwk = match document.get("keys").and_then(Value::as_array) {
            None => document.get("kty").map(|_| &document)?,
            // A set of them (RFC 7517, section 5), in which the fragment names one.
            Some(keys) => {
                let fragment = kid.split_once('#').map(|(_, name)| name);
                let is_named = |key: &&Value| {
                    let name = key["kid"].as_str();
                    name.is_some() && (name == Some(kid) || name == fragment)
                };
                let mut named = keys.iter().filter(is_named);
                match (named.next(), named.next()) {
                    (Some(key), None) => key,
                    _ => return Some((issuer, Err(refused(Error::Key("no such key in the set"))))),
                }
            }
        };
        Some((issuer, PublicKey::from_jwk(jwk).map_err(refused)))
    }

    /// Whether a verification method belongs to the issuer, and its key.
    fn key(&self, method: &str, fetch: &mut Fetch<'_>) -> (Found, Keyed) {
        let controller = controller(method);
        let key = key_of(method, self.expected.purpose, fetch, self.options.at);
        let issuer = if controller != self.issuer {
            fail(Reason::KeyOfAnother(controller.to_owned()))
        } else {
            match &key {
                // The document that would say so is not at hand.
                Err((
                    Outcome::Unknown,
                    reason @ (Reason::Unreachable { .. } | Reason::UnknownDidMethod(_)),
                )) => Err((Outcome::Unknown, reason.clone())),
                _ => Ok(()),
            }
        };
        (issuer, key)
    }
}

type Keyed = Result<PublicKey, (Outcome, Reason)>;

fn signed_by(issuer: Found, key: Keyed, check: impl FnOnce(&PublicKey) -> Found) -> Signed {
    let (key, proof) = match key {
        Ok(key) => (Ok(()), check(&key)),
        // Without its key a signature is neither right nor wrong.
        Err((outcome, reason)) => (
            Err((outcome, reason.clone())),
            Err((Outcome::Unknown, reason)),
        ),
    };
    Signed { proof, key, issuer }
}

/// A token that brings its own key says nothing about who signed; one that does not even fit that key was altered.
fn by_own_key(token: &jwt::Token, jwk: &Value) -> Signed {
    let mut signed = Signed::all(Outcome::Unknown, &Reason::NoKeyNamed);
    if let Ok(key) = PublicKey::from_jwk(jwk)
        && let altered @ Err((Outcome::Fail, _)) = check_token(token, &key)
    {
        signed.proof = altered;
    }
    signed
}

fn check_token(token: &jwt::Token, key: &PublicKey) -> Found {
    if token.algorithm() != key.algorithm().jose() && jwt::could_be_of(token.algorithm(), key) {
        let alg = token.algorithm().to_owned();
        return Err((Outcome::Unknown, Reason::UnknownAlgorithm(alg)));
    }
    token
        .check(key)
        .or_else(|error| refuse(Reason::Proof(error)))
}

/// No proof stands twice, by its whole, its signature or its id.
fn check_set(proofs: &[&Value]) -> Result<(), Error> {
    if proofs.len() > MOST_PROOFS {
        return Err(Error::Limit("16 proofs"));
    }
    for (place, proof) in proofs.iter().enumerate() {
        if !proof.is_object() {
            return Err(Error::Proof("an element of `proof` is no object".into()));
        }
        let same = |other: &&&Value| {
            other == &proof
                || ["id", "proofValue"]
                    .iter()
                    .any(|name| !proof[*name].is_null() && other[*name] == proof[*name])
        };
        if proofs[..place].iter().any(|other| same(&other)) {
            return Err(Error::Proof("a proof stands twice".into()));
        }
    }
    Ok(())
}

fn worse(one: Found, other: Found) -> Found {
    match (&one, &other) {
        (Err((Outcome::Fail, _)), _) | (_, Ok(())) => one,
        (_, Err((Outcome::Fail, _))) | (Ok(()), _) => other,
        _ => one,
    }
}

pub(super) fn controller(method: &str) -> &str {
    method.split('#').next().unwrap_or_default()
}

/// The scheme and host of an https address.
fn origin_of(url: &str) -> Option<&str> {
    let rest = url.strip_prefix("https://")?;
    let host = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    (host > 0).then(|| &url[.."https://".len() + host])
}

/// Whether an address stands under another, however a client reads it.
fn is_under(url: &str, above: &str) -> bool {
    origin_of(above).is_some()
        && !url.contains(['%', '\\'])
        && !url.contains("/.")
        && url
            .strip_prefix(above.trim_end_matches('/'))
            .is_some_and(|rest| rest.starts_with(['/', '#']))
}

fn refused(error: Error) -> (Outcome, Reason) {
    let reason = match error {
        Error::KeyKind(kind) => return (Outcome::Unknown, Reason::UnknownKeyKind(kind)),
        error => Reason::Key(error),
    };
    (reason.outcome(), reason)
}

/// The key of a verification method, by what its controller is or publishes.
fn key_of(method: &str, purpose: &str, fetch: &mut Fetch<'_>, at: Timestamp) -> Keyed {
    let controller = controller(method);
    if let Some(text) = controller.strip_prefix("did:key:") {
        return if method.split_once('#').map(|(_, fragment)| fragment) == Some(text) {
            did::did_key(controller).map_err(refused)
        } else {
            Err(refused(Error::Did("another fragment than the key".into())))
        };
    }
    let url = if controller.starts_with("did:web:") {
        did::document_url(controller).map_err(refused)?
    } else if controller.starts_with("https://") {
        controller.to_owned()
    } else if controller.contains(':') {
        return Err((
            Outcome::Unknown,
            Reason::UnknownDidMethod(controller.to_owned()),
        ));
    } else {
        // Nothing that anybody could resolve (Controlled Identifiers 1.0, section 2.1).
        return Err(refused(Error::Did(format!(
            "{controller:?} is no absolute address"
        ))));
    };
    let document = fetch
        .json(&url)
        .map_err(|reason| (Outcome::Unknown, reason))?;
    // Without an id it is no such document at all (DID Core 1.0, section 5.1.1; Controlled Identifiers 1.0, section 2.1.1), as a page that stands in its place
    // for an hour is none: nobody has said anything of the key. One of another id has, and does not speak for the issuer.
    if document.get("id").is_none() {
        let why = "no document of a controller stands there".to_owned();
        return Err((Outcome::Unknown, Reason::Unreachable { url, why }));
    }
    did::key_for(&document, controller, method, purpose, at).map_err(refused)
}
