//! Keys: Ed25519 and P-256, as Multikey text (Controlled Identifiers 1.0, section 2.2.2) and as JWK (RFC 7517, RFC 8037), and the trait behind which a key may
//! live elsewhere. Public keys of P-384 and RSA are read where the features `es384` and `rsa` are on.

#[cfg(feature = "ob2")]
mod pem;

use std::fmt;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ed25519_dalek::Signer as _;
use serde_json::{Value, json};

use crate::{Error, multibase};

/// Multicodec prefixes of keys, as unsigned varints.
const ED25519_PUBLIC: [u8; 2] = [0xed, 0x01];
const ED25519_SECRET: [u8; 2] = [0x80, 0x26];
const P256_PUBLIC: [u8; 2] = [0x80, 0x24];
const P256_SECRET: [u8; 2] = [0x86, 0x26];
#[cfg(feature = "es384")]
const P384_PUBLIC: [u8; 2] = [0x81, 0x24];
#[cfg(feature = "rsa")]
const RSA_PUBLIC: [u8; 2] = [0x85, 0x24];

/// The sizes of an RSA key, in bits: what is smaller is broken soon, what is larger costs a verifier too much.
#[cfg(feature = "rsa")]
const RSA_BITS: std::ops::RangeInclusive<usize> = 2048..=4096;

/// A signature algorithm, by its name in JOSE (RFC 7518, RFC 8037).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Algorithm {
    /// Ed25519: `EdDSA` (RFC 8037, section 3.1).
    EdDsa,
    /// ECDSA on P-256 with SHA-256: `ES256` (RFC 7518, section 3.4).
    Es256,
    /// ECDSA on P-384 with SHA-384: `ES384` (RFC 7518, section 3.4).
    #[cfg(feature = "es384")]
    Es384,
    /// RSASSA-PKCS1-v1_5 with SHA-256: `RS256` (RFC 7518, section 3.3).
    #[cfg(feature = "rsa")]
    Rs256,
}

impl Algorithm {
    /// The value of `alg` in the header of a JWS (RFC 7515, section 4.1.1).
    pub fn jose(self) -> &'static str {
        match self {
            Algorithm::EdDsa => "EdDSA",
            Algorithm::Es256 => "ES256",
            #[cfg(feature = "es384")]
            Algorithm::Es384 => "ES384",
            #[cfg(feature = "rsa")]
            Algorithm::Rs256 => "RS256",
        }
    }
}

/// Signs for one verification method; the key may live in this process, in a hardware module or behind a command.
pub trait Signer {
    /// The algorithm that it signs with.
    fn algorithm(&self) -> Algorithm;

    /// The URL of the verification method that others check the signature with (Controlled Identifiers 1.0, section 2.2): `verificationMethod` of a proof, `kid` of
    /// a token.
    fn verification_method(&self) -> &str;

    /// Signs the message, which is not hashed yet: 64 bytes, for Ed25519 as RFC 8032, section 5.1.6, for ECDSA r then s (RFC 7518, section 3.4).
    ///
    /// # Errors
    /// [`Error::Key`] where the key cannot be used.
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Error>;
}

/// Who checks signatures: a [`PublicKey`], or the same key in another library or machine.
pub trait Verifier {
    /// The algorithm that the key is for.
    fn algorithm(&self) -> Algorithm;

    /// Checks the signature of a message that is not hashed yet, both as [`Signer::sign`] has them.
    ///
    /// # Errors
    /// [`Error::Signature`] where it does not fit.
    fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), Error>;
}

impl Verifier for PublicKey {
    fn algorithm(&self) -> Algorithm {
        PublicKey::algorithm(self)
    }

    fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), Error> {
        PublicKey::verify(self, message, signature)
    }
}

/// A secret key. It is wiped when dropped, and `Debug` prints nothing of it.
#[derive(Clone)]
pub struct SecretKey(Secret);

#[derive(Clone)]
enum Secret {
    Ed25519(ed25519_dalek::SigningKey),
    P256(p256::ecdsa::SigningKey),
}

impl SecretKey {
    /// The Ed25519 key of a seed of 32 random bytes (RFC 8032, section 5.1.5).
    pub fn ed25519(seed: &[u8; 32]) -> SecretKey {
        SecretKey(Secret::Ed25519(ed25519_dalek::SigningKey::from_bytes(seed)))
    }

    /// The P-256 key of a scalar, big-endian.
    ///
    /// # Errors
    /// [`Error::Key`] where it is zero or not below the order of the curve.
    pub fn p256(scalar: &[u8; 32]) -> Result<SecretKey, Error> {
        let key = p256::ecdsa::SigningKey::from_slice(scalar)
            .map_err(|_| Error::Key("no scalar of P-256"))?;
        Ok(SecretKey(Secret::P256(key)))
    }

    /// Reads a private JWK (RFC 7518, section 6.2.2; RFC 8037, section 2), whose public half must belong to it.
    ///
    /// # Errors
    /// [`Error::Key`]: another kind of key, a wrong length, a public half of another key.
    pub fn from_jwk(jwk: &Value) -> Result<SecretKey, Error> {
        let secret = jwk
            .get("d")
            .and_then(Value::as_str)
            .and_then(bytes32)
            .ok_or(Error::Key("a private JWK has `d` of 32 bytes"))?;
        let key = match (jwk["kty"].as_str(), jwk["crv"].as_str()) {
            (Some("OKP"), Some("Ed25519")) => SecretKey::ed25519(&secret),
            (Some("EC"), Some("P-256")) => SecretKey::p256(&secret)?,
            _ => return Err(Error::Key("neither Ed25519 nor P-256")),
        };
        if PublicKey::from_jwk(jwk)? == key.public() {
            Ok(key)
        } else {
            Err(Error::Key("the public half belongs to another key"))
        }
    }

    /// The private JWK (RFC 7518, section 6.2.2; RFC 8037, section 2).
    pub fn to_jwk(&self) -> Value {
        let mut jwk = self.public().jwk();
        let secret = match &self.0 {
            Secret::Ed25519(key) => URL_SAFE_NO_PAD.encode(key.to_bytes()),
            Secret::P256(key) => URL_SAFE_NO_PAD.encode(key.to_bytes()),
        };
        jwk["d"] = secret.into();
        jwk
    }

    /// Reads `secretKeyMultibase` (Controlled Identifiers 1.0, section 2.2.2, "Multikey").
    ///
    /// # Errors
    /// [`Error::Key`]: no multibase text in base58btc, another kind of key, a wrong length.
    pub fn from_multikey(text: &str) -> Result<SecretKey, Error> {
        let bytes = multibase::decode(text)?;
        let secret = |prefix: [u8; 2]| {
            bytes
                .strip_prefix(&prefix)
                .and_then(|rest| <[u8; 32]>::try_from(rest).ok())
        };
        match (secret(ED25519_SECRET), secret(P256_SECRET)) {
            (Some(seed), _) => Ok(SecretKey::ed25519(&seed)),
            (_, Some(scalar)) => SecretKey::p256(&scalar),
            _ => Err(Error::Key("no secret Multikey of Ed25519 or P-256")),
        }
    }

    /// The public half.
    pub fn public(&self) -> PublicKey {
        match &self.0 {
            Secret::Ed25519(key) => PublicKey(Public::Ed25519(key.verifying_key())),
            Secret::P256(key) => PublicKey(Public::P256(*key.verifying_key())),
        }
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretKey(…)")
    }
}

/// A secret key in this process that signs for a verification method.
#[derive(Clone, Debug)]
pub struct KeySigner<'k> {
    key: &'k SecretKey,
    verification_method: String,
}

impl<'k> KeySigner<'k> {
    /// Signs with `key` for the verification method, a full DID URL.
    pub fn new(key: &'k SecretKey, verification_method: impl Into<String>) -> KeySigner<'k> {
        KeySigner {
            key,
            verification_method: verification_method.into(),
        }
    }
}

impl Signer for KeySigner<'_> {
    fn algorithm(&self) -> Algorithm {
        self.key.public().algorithm()
    }

    fn verification_method(&self) -> &str {
        &self.verification_method
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Error> {
        Ok(match &self.key.0 {
            Secret::Ed25519(key) => key.sign(message).to_bytes().to_vec(),
            Secret::P256(key) => {
                let signature: p256::ecdsa::Signature = key.sign(message);
                signature.to_bytes().to_vec()
            }
        })
    }
}

/// A public key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey(Public);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Public {
    Ed25519(ed25519_dalek::VerifyingKey),
    P256(p256::ecdsa::VerifyingKey),
    #[cfg(feature = "es384")]
    P384(p384::ecdsa::VerifyingKey),
    #[cfg(feature = "rsa")]
    Rsa(Box<rsa::RsaPublicKey>),
}

impl PublicKey {
    /// The algorithm that the key is for; it is fixed by the kind of key, never by what a token says.
    pub fn algorithm(&self) -> Algorithm {
        match self.0 {
            Public::Ed25519(_) => Algorithm::EdDsa,
            Public::P256(_) => Algorithm::Es256,
            #[cfg(feature = "es384")]
            Public::P384(_) => Algorithm::Es384,
            #[cfg(feature = "rsa")]
            Public::Rsa(_) => Algorithm::Rs256,
        }
    }

    /// Reads `publicKeyMultibase`, a Multikey (Controlled Identifiers 1.0, section 2.2.2).
    ///
    /// # Errors
    /// [`Error::Key`]: a wrong length, a point that is not on the curve or of small order; [`Error::KeyKind`]: another kind of key.
    pub fn from_multikey(text: &str) -> Result<PublicKey, Error> {
        let bytes = multibase::decode(text)?;
        if let Some(key) = bytes.strip_prefix(&ED25519_PUBLIC) {
            return PublicKey::ed25519(key);
        }
        #[cfg(feature = "es384")]
        if let Some(key) = bytes.strip_prefix(&P384_PUBLIC) {
            return if key.len() == 49 {
                PublicKey::p384(key)
            } else {
                Err(Error::Key("a compressed point of P-384 has 49 bytes"))
            };
        }
        #[cfg(feature = "rsa")]
        if let Some(key) = bytes.strip_prefix(&RSA_PUBLIC) {
            use rsa::{pkcs1::DecodeRsaPublicKey, traits::PublicKeyParts};
            let key = rsa::RsaPublicKey::from_pkcs1_der(key)
                .map_err(|_| Error::Key("no RSA key in the form of PKCS #1"))?;
            return PublicKey::rsa(&key.n().to_bytes_be(), &key.e().to_bytes_be());
        }
        match bytes.strip_prefix(&P256_PUBLIC) {
            Some(key) if key.len() == 33 => PublicKey::p256(key),
            Some(_) => Err(Error::Key("a compressed point of P-256 has 33 bytes")),
            None => Err(kind_of(&bytes)),
        }
    }

    /// The key as Multikey text (Controlled Identifiers 1.0, section 2.2.2), `z6Mk…` or `zDn…`; an RSA key as did:key writes it.
    pub fn multikey(&self) -> String {
        let bytes = match &self.0 {
            Public::Ed25519(key) => [&ED25519_PUBLIC[..], key.as_bytes()].concat(),
            Public::P256(key) => [&P256_PUBLIC[..], key.to_sec1_point(true).as_bytes()].concat(),
            #[cfg(feature = "es384")]
            Public::P384(key) => [&P384_PUBLIC[..], key.to_sec1_point(true).as_bytes()].concat(),
            #[cfg(feature = "rsa")]
            Public::Rsa(key) => {
                use rsa::pkcs1::EncodeRsaPublicKey;
                let der = key
                    .to_pkcs1_der()
                    .expect("two numbers of 4096 bits have a form in DER");
                [&RSA_PUBLIC[..], der.as_bytes()].concat()
            }
        };
        multibase::encode(&bytes)
    }

    /// Reads a public JWK (RFC 7517, section 4; RFC 7518, section 6; RFC 8037, section 2). Of the members beside the key itself only `use` is looked at.
    ///
    /// # Errors
    /// [`Error::Key`], also where `use` says that it signs nothing; [`Error::KeyKind`] where it is another kind of key.
    pub fn from_jwk(jwk: &Value) -> Result<PublicKey, Error> {
        if jwk.get("use").is_some_and(|purpose| purpose != "sig") {
            return Err(Error::Key("a key whose `use` is not to sign"));
        }
        let coordinate = |name: &str| {
            jwk.get(name)
                .and_then(Value::as_str)
                .and_then(bytes32)
                .ok_or(Error::Key("a coordinate of 32 bytes is missing"))
        };
        match (jwk["kty"].as_str(), jwk["crv"].as_str()) {
            (Some("OKP"), Some("Ed25519")) => PublicKey::ed25519(&coordinate("x")?),
            (Some("EC"), Some("P-256")) => {
                PublicKey::p256(&[&[4][..], &coordinate("x")?, &coordinate("y")?].concat())
            }
            #[cfg(feature = "es384")]
            (Some("EC"), Some("P-384")) => {
                let coordinate = |name: &str| {
                    jwk.get(name)
                        .and_then(Value::as_str)
                        .and_then(|text| URL_SAFE_NO_PAD.decode(text).ok())
                        .filter(|bytes| bytes.len() == 48)
                        .ok_or(Error::Key("a coordinate of 48 bytes is missing"))
                };
                PublicKey::p384(&[&[4][..], &coordinate("x")?, &coordinate("y")?].concat())
            }
            #[cfg(feature = "rsa")]
            (Some("RSA"), _) => {
                let number = |name: &str| {
                    jwk.get(name)
                        .and_then(Value::as_str)
                        .and_then(|text| URL_SAFE_NO_PAD.decode(text).ok())
                        .ok_or(Error::Key("an RSA key has `n` and `e`"))
                };
                PublicKey::rsa(&number("n")?, &number("e")?)
            }
            // A secret that two share proves nothing to a third.
            (Some("oct"), _) => Err(Error::Key("a symmetric key is no public key")),
            (Some(kind), curve) => Err(Error::KeyKind(
                [kind, curve.unwrap_or_default()]
                    .join(" ")
                    .trim()
                    .to_owned(),
            )),
            (None, _) => Err(Error::Key("a JWK has `kty`")),
        }
    }

    /// The public JWK (RFC 7517, section 4).
    pub fn jwk(&self) -> Value {
        match &self.0 {
            Public::Ed25519(key) => {
                json!({"kty": "OKP", "crv": "Ed25519", "x": URL_SAFE_NO_PAD.encode(key.as_bytes())})
            }
            Public::P256(key) => {
                let point = key.to_sec1_point(false);
                let (x, y) = point.as_bytes()[1..].split_at(32);
                json!({"kty": "EC", "crv": "P-256", "x": URL_SAFE_NO_PAD.encode(x), "y": URL_SAFE_NO_PAD.encode(y)})
            }
            #[cfg(feature = "es384")]
            Public::P384(key) => {
                let point = key.to_sec1_point(false);
                let (x, y) = point.as_bytes()[1..].split_at(48);
                json!({"kty": "EC", "crv": "P-384", "x": URL_SAFE_NO_PAD.encode(x), "y": URL_SAFE_NO_PAD.encode(y)})
            }
            #[cfg(feature = "rsa")]
            Public::Rsa(key) => {
                use rsa::traits::PublicKeyParts;
                json!({"kty": "RSA", "n": URL_SAFE_NO_PAD.encode(key.n().to_bytes_be()), "e": URL_SAFE_NO_PAD.encode(key.e().to_bytes_be())})
            }
        }
    }

    /// Checks a signature, of 64 bytes for Ed25519 and P-256, 96 for P-384, as long as the key for RSA; by Ed25519 strictly: no weak key, no second form of a signature (RFC 8032, section 5.1.7,
    /// without the cofactor).
    ///
    /// # Errors
    /// [`Error::Signature`].
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), Error> {
        match &self.0 {
            Public::Ed25519(key) => {
                let signature = ed25519_dalek::Signature::from_slice(signature)
                    .map_err(|_| Error::Signature)?;
                key.verify_strict(message, &signature)
                    .map_err(|_| Error::Signature)
            }
            Public::P256(key) => {
                use p256::ecdsa::signature::Verifier;
                let signature =
                    p256::ecdsa::Signature::from_slice(signature).map_err(|_| Error::Signature)?;
                key.verify(message, &signature)
                    .map_err(|_| Error::Signature)
            }
            #[cfg(feature = "es384")]
            Public::P384(key) => {
                use p384::ecdsa::signature::Verifier;
                let signature =
                    p384::ecdsa::Signature::from_slice(signature).map_err(|_| Error::Signature)?;
                key.verify(message, &signature)
                    .map_err(|_| Error::Signature)
            }
            #[cfg(feature = "rsa")]
            Public::Rsa(key) => {
                use rsa::{pkcs1v15, signature::Verifier};
                let signature =
                    pkcs1v15::Signature::try_from(signature).map_err(|_| Error::Signature)?;
                pkcs1v15::VerifyingKey::<rsa::sha2::Sha256>::new(key.as_ref().clone())
                    .verify(message, &signature)
                    .map_err(|_| Error::Signature)
            }
        }
    }

    fn ed25519(bytes: &[u8]) -> Result<PublicKey, Error> {
        let bytes: &[u8; 32] = bytes
            .try_into()
            .map_err(|_| Error::Key("an Ed25519 key has 32 bytes"))?;
        // The prime or more, 2^255 - 19, is a second form of a smaller height, and two readers would tell two keys (RFC 8032, section 5.1.3).
        if bytes[0] >= 0xed
            && bytes[1..31].iter().all(|byte| *byte == 0xff)
            && bytes[31] & 0x7f == 0x7f
        {
            return Err(Error::Key("no point of Ed25519"));
        }
        let key = ed25519_dalek::VerifyingKey::from_bytes(bytes)
            .map_err(|_| Error::Key("no point of Ed25519"))?;
        if key.is_weak() {
            Err(Error::Key("a weak key of Ed25519"))
        } else {
            Ok(PublicKey(Public::Ed25519(key)))
        }
    }

    fn p256(point: &[u8]) -> Result<PublicKey, Error> {
        let key = p256::ecdsa::VerifyingKey::from_sec1_bytes(point)
            .map_err(|_| Error::Key("no point of P-256"))?;
        Ok(PublicKey(Public::P256(key)))
    }

    #[cfg(feature = "es384")]
    fn p384(point: &[u8]) -> Result<PublicKey, Error> {
        let key = p384::ecdsa::VerifyingKey::from_sec1_bytes(point)
            .map_err(|_| Error::Key("no point of P-384"))?;
        Ok(PublicKey(Public::P384(key)))
    }

    #[cfg(feature = "rsa")]
    fn rsa(modulus: &[u8], exponent: &[u8]) -> Result<PublicKey, Error> {
        if modulus.len() > RSA_BITS.end() / 8 {
            return Err(Error::Limit("an RSA key of 4096 bits"));
        }
        if exponent.len() > 8 {
            return Err(Error::Key("an RSA key has a small odd exponent"));
        }
        use rsa::traits::PublicKeyParts;
        let number = rsa::BigUint::from_bytes_be;
        rsa::RsaPublicKey::new_with_max_size(number(modulus), number(exponent), *RSA_BITS.end())
            .ok()
            .filter(|key| RSA_BITS.contains(&key.n().bits()))
            .map(|key| PublicKey(Public::Rsa(Box::new(key))))
            .ok_or(Error::Key(
                "an RSA key has 2048 to 4096 bits and a small odd exponent",
            ))
    }
}

/// What is said of a Multikey whose prefix is none of those read: the name of its kind, where it stands in the table of multicodecs.
fn kind_of(bytes: &[u8]) -> Error {
    const KINDS: [([u8; 2], &str); 8] = [
        ([0xe7, 0x01], "secp256k1"),
        ([0xeb, 0x01], "BLS12-381 G2"),
        ([0xec, 0x01], "X25519"),
        ([0x81, 0x24], "P-384"),
        ([0x82, 0x24], "P-521"),
        ([0x83, 0x24], "Ed448"),
        ([0x85, 0x24], "RSA"),
        ([0x90, 0x24], "ML-DSA"),
    ];
    if [ED25519_SECRET, P256_SECRET]
        .iter()
        .any(|prefix| bytes.starts_with(prefix))
    {
        return Error::Key("a secret key where a public one belongs");
    }
    match KINDS.iter().find(|(prefix, _)| bytes.starts_with(prefix)) {
        Some((_, name)) => Error::KeyKind((*name).to_owned()),
        None => Error::Key("no Multikey"),
    }
}

fn bytes32(text: &str) -> Option<[u8; 32]> {
    URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_survive_their_texts() {
        for key in [
            SecretKey::ed25519(&[7; 32]),
            SecretKey::p256(&[7; 32]).unwrap(),
        ] {
            let public = key.public();
            assert_eq!(
                PublicKey::from_multikey(&public.multikey()).as_ref(),
                Ok(&public)
            );
            assert_eq!(PublicKey::from_jwk(&public.jwk()).as_ref(), Ok(&public));
            let again = SecretKey::from_jwk(&key.to_jwk()).unwrap();
            let signer = KeySigner::new(&again, "did:example:1#a");
            let signature = signer.sign(b"message").unwrap();
            assert_eq!(signature.len(), 64);
            assert_eq!(public.verify(b"message", &signature), Ok(()));
            assert_eq!(public.verify(b"massage", &signature), Err(Error::Signature));
            assert_eq!(signature, signer.sign(b"message").unwrap(), "deterministic");
            assert_eq!(format!("{key:?}"), "SecretKey(…)");
        }
        assert!(
            SecretKey::ed25519(&[7; 32])
                .public()
                .multikey()
                .starts_with("z6Mk")
        );
        assert!(
            SecretKey::p256(&[7; 32])
                .unwrap()
                .public()
                .multikey()
                .starts_with("zDn")
        );
    }

    #[test]
    fn what_is_no_key_is_refused() {
        let mut jwk = SecretKey::ed25519(&[7; 32]).to_jwk();
        jwk["x"] = SecretKey::ed25519(&[8; 32]).public().jwk()["x"].clone();
        assert!(SecretKey::from_jwk(&jwk).is_err(), "halves of two keys");
        for text in [
            "",
            "z",
            "z6Mk",
            "u7QE",
            "z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2do0",
        ] {
            assert!(PublicKey::from_multikey(text).is_err(), "{text}");
        }
        let small = format!(
            "z{}",
            bs58::encode([&ED25519_PUBLIC[..], &[1], &[0; 31]].concat()).into_string()
        );
        assert_eq!(
            PublicKey::from_multikey(&small),
            Err(Error::Key("a weak key of Ed25519"))
        );
        let of_kind = |prefix: [u8; 2]| {
            let text = bs58::encode([&prefix[..], &[2; 49]].concat()).into_string();
            PublicKey::from_multikey(&format!("z{text}"))
        };
        assert_eq!(
            of_kind([0xe7, 0x01]),
            Err(Error::KeyKind("secp256k1".into()))
        );
        assert!(matches!(of_kind(P256_SECRET), Err(Error::Key(_))));
        assert!(matches!(of_kind(P256_PUBLIC), Err(Error::Key(_))));
        for (jwk, kind) in [
            (json!({"kty": "EC", "crv": "secp256k1"}), "EC secp256k1"),
            (json!({"kty": "AKP", "alg": "ML-DSA-44"}), "AKP"),
        ] {
            assert_eq!(PublicKey::from_jwk(&jwk), Err(Error::KeyKind(kind.into())));
        }
        for jwk in [json!({"kty": "oct", "k": "AA"}), json!({}), json!(3)] {
            assert!(matches!(PublicKey::from_jwk(&jwk), Err(Error::Key(_))));
        }
        let mut jwk = SecretKey::ed25519(&[7; 32]).public().jwk();
        for (purpose, is_read) in [("sig", true), ("enc", false)] {
            jwk["use"] = purpose.into();
            assert_eq!(PublicKey::from_jwk(&jwk).is_ok(), is_read, "{purpose}");
        }
        assert!(SecretKey::p256(&[0; 32]).is_err() && SecretKey::p256(&[255; 32]).is_err());
    }

    #[test]
    fn a_signature_has_one_form() {
        let key = SecretKey::ed25519(&[7; 32]);
        let mut signature = KeySigner::new(&key, "m").sign(b"message").unwrap();
        // S + L: the same equation holds, and strict verification refuses it (RFC 8032, section 8.4).
        let order: [u8; 32] = [
            0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9,
            0xde, 0x14, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
        ];
        let mut carry = 0;
        for (byte, add) in signature[32..].iter_mut().zip(order) {
            let sum = u16::from(*byte) + u16::from(add) + carry;
            *byte = sum as u8;
            carry = sum >> 8;
        }
        assert_eq!(
            key.public().verify(b"message", &signature),
            Err(Error::Signature)
        );
    }
}
