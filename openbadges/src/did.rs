//! Decentralized identifiers: `did:web` (made, and the address of its document), `did:key` (read), and the documents behind them
//! (Controlled Identifiers 1.0; DID Core 1.0, section 5).

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::{Error, key::PublicKey, schema};

/// The `did:web` (did:web Method Specification) of a site that stands at the root of its host: `https://a.example:8443` becomes `did:web:a.example%3A8443`.
///
/// # Errors
/// [`Error::Did`] where the address has no host, or a path.
pub fn did_web(base_url: &str) -> Result<String, Error> {
    let rest = base_url
        .split_once("://")
        .map(|(_, rest)| rest)
        .unwrap_or_default()
        .trim_end_matches('/');
    if rest.is_empty() || rest.contains(['/', '?', '#', '@', ' ', '[']) {
        return Err(Error::Did(format!(
            "{base_url:?} is no host to make a did:web of"
        )));
    }
    Ok(format!(
        "did:web:{}",
        rest.to_ascii_lowercase().replace(':', "%3A")
    ))
}

/// The address of the document of a `did:web`, always https (did:web Method Specification, "Read (Resolve)"):
/// `did:web:a.example:b` becomes `https://a.example/b/did.json`.
///
/// # Errors
/// [`Error::Did`] where it is no `did:web`, or its host, port or path is none that a DID may have.
pub fn document_url(did: &str) -> Result<String, Error> {
    let wrong = || Error::Did(format!("{did:?} is no did:web"));
    let rest = did.strip_prefix("did:web:").ok_or_else(wrong)?;
    let mut parts = rest.split(':');
    let host = parts.next().unwrap_or_default();
    let (name, port) = match host.split_once("%3A").or_else(|| host.split_once("%3a")) {
        Some((name, port)) => (name, Some(port)),
        None => (host, None),
    };
    let name_fits = !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.'));
    if !name_fits
        || port.is_some_and(|port| {
            !port.bytes().all(|byte| byte.is_ascii_digit()) || port.parse::<u16>().is_err()
        })
    {
        return Err(wrong());
    }
    let mut url = format!("https://{name}");
    if let Some(port) = port {
        url.push(':');
        url.push_str(port);
    }
    let path: Vec<&str> = parts.collect();
    if path.is_empty() {
        return Ok(url + "/.well-known/did.json");
    }
    for part in path {
        if part.is_empty() || part == "." || part == ".." || !is_path_part(part) {
            return Err(wrong());
        }
        url.push('/');
        url.push_str(part);
    }
    Ok(url + "/did.json")
}

/// Whether a part of a DID is one of a path, too (DID Core 1.0, section 3.1): what is percent-encoded is beyond ASCII, or some would read it as a separator.
fn is_path_part(part: &str) -> bool {
    let mut pieces = part.split('%');
    let plain = |piece: &str| {
        piece
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~'))
    };
    pieces.next().is_some_and(plain)
        && pieces.all(|piece| {
            piece.split_at_checked(2).is_some_and(|(digits, rest)| {
                let value = u8::from_str_radix(digits, 16);
                plain(digits) && value.is_ok_and(|byte| !byte.is_ascii()) && plain(rest)
            })
        })
}

/// The key of a `did:key` (The did:key Method), which is its own document.
///
/// # Errors
/// [`Error::Did`] where it is no `did:key`; [`Error::Key`]; [`Error::KeyKind`] where the key is of a kind that is not read.
pub fn did_key(did: &str) -> Result<PublicKey, Error> {
    let text = did
        .strip_prefix("did:key:")
        .ok_or_else(|| Error::Did(format!("{did:?} is no did:key")))?;
    PublicKey::from_multikey(text)
}

/// A key as it stands in a document: whether new signatures by it are still accepted.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The key.
    pub key: PublicKey,
    /// Whether it may sign credentials: it stands in `assertionMethod` (Controlled Identifiers 1.0, section 2.3.2, "Assertion").
    pub asserts: bool,
    /// From when on nothing that it signs is to be trusted (Controlled Identifiers 1.0, section 5.5, "Verification
    /// Method Revocation"): `revoked`.
    pub revoked: Option<Timestamp>,
}

/// The document of a DID (Controlled Identifiers 1.0, section 2.1; DID Core 1.0, section 5). Each method's id is the DID, `#` and the key's own Multikey text; any but an Ed25519 key is given as a JWK, for verifiers of VC-JWT.
pub fn document(did: &str, keys: &[Listed]) -> Value {
    let method = |listed: &Listed| {
        let id = method_id(did, &listed.key);
        let mut method = match listed.key.algorithm() {
            crate::key::Algorithm::EdDsa => {
                json!({"id": id, "type": "Multikey", "controller": did, "publicKeyMultibase": listed.key.multikey()})
            }
            _ => {
                json!({"id": id, "type": "JsonWebKey", "controller": did, "publicKeyJwk": listed.key.jwk()})
            }
        };
        if let Some(revoked) = listed.revoked {
            method["revoked"] = revoked.to_string().into();
        }
        method
    };
    let asserting: Vec<String> = keys
        .iter()
        .filter(|listed| listed.asserts)
        .map(|listed| method_id(did, &listed.key))
        .collect();
    json!({
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1", "https://w3id.org/security/jwk/v1"],
        "id": did,
        "verificationMethod": keys.iter().map(method).collect::<Vec<_>>(),
        "assertionMethod": asserting,
    })
}

/// The URL of the verification method of a key as [`document`] names it: the DID, `#`, the Multikey text (Controlled Identifiers 1.0, section 2.2).
pub fn method_id(did: &str, key: &PublicKey) -> String {
    format!("{did}#{}", key.multikey())
}

/// Finds the key of a verification method in the document of its controller, for signing credentials at a moment
/// (Controlled Identifiers 1.0, sections 2.3.2 and 3.3, "Retrieve Verification Method").
///
/// # Errors
/// [`Error::Did`]: the document is another's, the method is absent, not in `assertionMethod`, revoked or expired; [`Error::Key`]; [`Error::KeyKind`].
pub fn asserting_key(
    document: &Value,
    controller: &str,
    method: &str,
    at: Timestamp,
) -> Result<PublicKey, Error> {
    key_for(document, controller, method, "assertionMethod", at)
}

/// Finds the key of a verification method in the document of its controller, for one of the relations between them (Controlled Identifiers 1.0, section 2.3).
///
/// # Errors
/// Those of [`asserting_key`].
pub fn key_for(
    document: &Value,
    controller: &str,
    method: &str,
    purpose: &str,
    at: Timestamp,
) -> Result<PublicKey, Error> {
    const RELATIONS: &[&str] = &[
        "assertionMethod",
        "authentication",
        "capabilityDelegation",
        "capabilityInvocation",
        "keyAgreement",
    ];
    if !RELATIONS.contains(&purpose) {
        return Err(Error::Did(format!("{purpose:?} is no relation of a key")));
    }
    if document["id"] != controller {
        return Err(Error::Did(format!(
            "the document says it is of {}",
            document["id"]
        )));
    }
    let absolute = |id: &str| {
        if id.starts_with('#') {
            format!("{controller}{id}")
        } else {
            id.to_owned()
        }
    };
    let is_method = |value: &Value| {
        value
            .as_str()
            .or_else(|| value["id"].as_str())
            .is_some_and(|id| absolute(id) == method)
    };
    let list = |name: &str| {
        document[name]
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default()
    };
    let asserted = list(purpose).iter().find(|entry| is_method(entry));
    let asserted = asserted.ok_or_else(|| Error::Did(format!("{method} is not in {purpose}")))?;
    let mut found = list("verificationMethod")
        .iter()
        .filter(|entry| entry.is_object() && is_method(entry));
    let embedded = Some(asserted).filter(|entry| entry.is_object());
    let entry = embedded
        .or_else(|| found.next())
        .and_then(Value::as_object)
        .ok_or_else(|| Error::Did(format!("{method} is not in verificationMethod")))?;
    if embedded.is_none() && found.next().is_some() {
        return Err(Error::Did(format!(
            "{method} stands twice in verificationMethod"
        )));
    }
    if entry.get("controller").and_then(Value::as_str) != Some(controller) {
        return Err(Error::Did(format!("{method} is controlled by another")));
    }
    for (member, what) in [("revoked", "revoked"), ("expires", "expired")] {
        if let Some(since) = entry.get(member) {
            let since = since
                .as_str()
                .and_then(schema::date)
                .ok_or_else(|| Error::Did(format!("{member} of {method} is no date")))?;
            if since <= at {
                return Err(Error::Did(format!("{method} is {what} since {since}")));
            }
        }
    }
    key_of(entry)
}

/// Members of older verification methods that hold a key.
const OTHER_FORMS: &[&str] = &[
    "publicKeyBase58",
    "publicKeyBase64",
    "publicKeyHex",
    "publicKeyPem",
    "blockchainAccountId",
    "ethereumAddress",
];

fn key_of(method: &Map<String, Value>) -> Result<PublicKey, Error> {
    match (method.get("publicKeyMultibase"), method.get("publicKeyJwk")) {
        (Some(Value::String(text)), None) => PublicKey::from_multikey(text),
        (None, Some(jwk @ Value::Object(members))) if !members.contains_key("d") => {
            PublicKey::from_jwk(jwk)
        }
        // Older documents write keys in forms that no suite read here is defined for.
        (None, None) => Err(OTHER_FORMS
            .iter()
            .find(|form| method.contains_key(**form))
            .map_or(Error::Key("a verification method without a key"), |form| {
                Error::KeyKind((*form).to_owned())
            })),
        _ => Err(Error::Key(
            "a verification method has either publicKeyMultibase or publicKeyJwk",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::SecretKey;

    #[test]
    fn a_site_has_a_did_and_a_document() {
        for (url, did, document) in [
            (
                "https://a.example",
                "did:web:a.example",
                "https://a.example/.well-known/did.json",
            ),
            (
                "http://localhost:8080/",
                "did:web:localhost%3A8080",
                "https://localhost:8080/.well-known/did.json",
            ),
        ] {
            assert_eq!(did_web(url).as_deref(), Ok(did));
            assert_eq!(document_url(did).as_deref(), Ok(document));
        }
        assert_eq!(
            document_url("did:web:a.example:b:c").as_deref(),
            Ok("https://a.example/b/c/did.json")
        );
        assert_eq!(
            document_url("did:web:a.example:caf%C3%A9").as_deref(),
            Ok("https://a.example/caf%C3%A9/did.json")
        );
        for wrong in [
            "did:web:",
            "did:web:a b",
            "did:web:a%3Ax",
            "did:web:a:..",
            "did:web:a:",
            "did:web:a/b",
            "did:key:z6Mk",
            "did:web:a:b%2Fc",
            "did:web:a:%2e%2e",
            "did:web:a:b%C",
            "did:web:a:b%é",
            "did:web:a%3A+80",
            "did:web:a%3A",
            "did:web:user@a",
        ] {
            assert!(document_url(wrong).is_err(), "{wrong}");
        }
        assert!(did_web("https://a.example/b").is_err() && did_web("").is_err());
    }

    #[test]
    fn only_a_key_that_asserts_is_found() {
        let (old, new) = (
            SecretKey::ed25519(&[1; 32]).public(),
            SecretKey::p256(&[2; 32]).unwrap().public(),
        );
        let did = "did:web:a.example";
        let at: Timestamp = "2026-11-24T00:00:00Z".parse().unwrap();
        let document = document(
            did,
            &[
                Listed {
                    key: old.clone(),
                    asserts: false,
                    revoked: None,
                },
                Listed {
                    key: new.clone(),
                    asserts: true,
                    revoked: None,
                },
            ],
        );
        assert_eq!(
            asserting_key(&document, did, &method_id(did, &new), at),
            Ok(new.clone())
        );
        assert!(asserting_key(&document, did, &method_id(did, &old), at).is_err());
        assert!(asserting_key(&document, "did:web:b.example", &method_id(did, &new), at).is_err());
        let mut other = document.clone();
        other["verificationMethod"][1]["controller"] = "did:web:b.example".into();
        assert!(asserting_key(&other, did, &method_id(did, &new), at).is_err());
        let mut revoked = document;
        revoked["verificationMethod"][1]["revoked"] = "2026-11-23T00:00:00Z".into();
        assert!(asserting_key(&revoked, did, &method_id(did, &new), at).is_err());
    }
}
