//! The issuer's keys over the years: which pair signs, which one did, and which was stolen.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::Timestamp;
use openbadges::{
    Error,
    key::{KeySigner, PublicKey, SecretKey, Signer},
};
use serde_json::{Value, json};

/// One key of the issuer, from its first day on. It is never forgotten: badges that it signed are still to be checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuerKey {
    /// Its public half, as Multikey text.
    pub multikey: String,
    /// The number of its pair, from 1.
    pub pair: i64,
    /// When it began to sign.
    pub made_at: Timestamp,
    /// When the next pair took its place.
    pub retired_at: Option<Timestamp>,
    /// From when on it may have been in other hands.
    pub compromised_at: Option<Timestamp>,
    /// What the root key says of it: a compact JWS.
    pub statement: Option<String>,
}

impl IssuerKey {
    /// Whether what it signed still counts by itself; what a stolen key signed counts only where the issuance log has it.
    pub fn asserts(&self) -> bool {
        self.compromised_at.is_none()
    }

    /// Whether it signs now.
    pub fn signs(&self) -> bool {
        self.retired_at.is_none()
    }
}

/// How a long key is read aloud and compared: the first 16 bytes of its SHA-256, in groups of four digits.
pub fn fingerprint(multikey: &str) -> String {
    let digits = crate::base::digest(multikey);
    digits.as_bytes()[..32]
        .chunks(4)
        .map(|group| String::from_utf8_lossy(group).into_owned())
        .collect::<Vec<_>>()
        .join(" ")
}

/// What the root key says of a signing key, that it is of this issuer: a compact JWS (RFC 7515) by EdDSA, whose `sub` is the key's verification method.
///
/// # Errors
/// [`Error::Key`].
pub fn state(root: &SecretKey, did: &str, multikey: &str, at: Timestamp) -> Result<String, Error> {
    let header = json!({"alg": "EdDSA", "typ": STATEMENT, "kid": root.public().multikey()});
    let payload = json!({"sub": format!("{did}#{multikey}"), "iat": at.as_second()});
    let [header, payload] = [header, payload].map(|part| URL_SAFE_NO_PAD.encode(part.to_string()));
    let signed = format!("{header}.{payload}");
    let signature = KeySigner::new(root, root.public().multikey()).sign(signed.as_bytes())?;
    Ok(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature)))
}

/// The `typ` of a statement: nothing else that the root key may ever sign is taken for one.
const STATEMENT: &str = "crema-key+jwt";

/// The verification method that a statement of this root key is about; nothing where it is not one.
pub fn read_statement(text: &str, root: &PublicKey) -> Option<String> {
    let (signed, signature) = text.rsplit_once('.')?;
    let (header, payload) = signed.split_once('.')?;
    let read = |part: &str| -> Option<Value> {
        openbadges::json::parse(&URL_SAFE_NO_PAD.decode(part).ok()?).ok()
    };
    let header = read(header)?;
    if header["alg"] != "EdDSA" || header["typ"] != STATEMENT || root.algorithm().jose() != "EdDSA"
    {
        return None;
    }
    root.verify(signed.as_bytes(), &URL_SAFE_NO_PAD.decode(signature).ok()?)
        .ok()?;
    Some(read(payload)?["sub"].as_str()?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_is_eight_groups_of_four() {
        let told = fingerprint("z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK");
        assert_eq!(told.split(' ').count(), 8);
        assert!(told.split(' ').all(|group| group.len() == 4));
        assert_ne!(told, fingerprint("z6Mk"));
    }

    #[test]
    fn a_statement_is_read_by_the_key_that_made_it_alone() {
        let (root, other) = (SecretKey::ed25519(&[7; 32]), SecretKey::ed25519(&[8; 32]));
        let text = state(&root, "did:web:a.example", "z6Mk", Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!(
            read_statement(&text, &root.public()).as_deref(),
            Some("did:web:a.example#z6Mk")
        );
        assert_eq!(read_statement(&text, &other.public()), None);
        let (_, payload) = text.split_once('.').unwrap();
        let header = URL_SAFE_NO_PAD.encode(r#"{"alg":"none","typ":"crema-key+jwt"}"#);
        assert_eq!(
            read_statement(&format!("{header}.{payload}"), &root.public()),
            None
        );
        assert_eq!(read_statement("", &root.public()), None);
    }
}
