//! Public keys in PEM (RFC 7468): `SubjectPublicKeyInfo` (RFC 5280, section 4.1.2.7), and for RSA also the older form of PKCS #1 (RFC 8017, appendix A.1.1).

use base64::{Engine, engine::general_purpose::STANDARD};

use super::PublicKey;
use crate::Error;

/// The longest text: an RSA key of 4096 bits takes 800 bytes.
const MAX_BYTES: usize = 4_096;

/// Object identifiers in DER (RFC 8017, RFC 5480, RFC 8410).
const RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1];
const EC: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1];
const P256: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7];
const P384: &[u8] = &[0x2b, 0x81, 4, 0, 0x22];
const ED25519: &[u8] = &[0x2b, 0x65, 0x70];

/// Tags of DER (X.690).
const BIT_STRING: u8 = 3;
const OBJECT_ID: u8 = 6;
const SEQUENCE: u8 = 0x30;

const BROKEN: Error = Error::Key("no public key in PEM");

impl PublicKey {
    /// Reads `publicKeyPem` (Open Badges 2.0, CryptographicKey).
    ///
    /// # Errors
    /// [`Error::Key`], or [`Error::KeyKind`] where it is another kind of key.
    pub fn from_pem(text: &str) -> Result<PublicKey, Error> {
        if text.len() > MAX_BYTES {
            return Err(Error::Limit("a key of 4 KiB"));
        }
        let (label, body) = body(text).ok_or(BROKEN)?;
        let digits: String = body.split_ascii_whitespace().collect();
        let der = STANDARD.decode(digits).map_err(|_| BROKEN)?;
        match label {
            "PUBLIC KEY" => of_info(&der),
            "RSA PUBLIC KEY" => of_rsa(&der),
            _ => Err(BROKEN),
        }
    }
}

/// What stands between the two lines of one label, and nothing around them.
fn body(text: &str) -> Option<(&str, &str)> {
    let rest = text.trim().strip_prefix("-----BEGIN ")?;
    let (label, rest) = rest.split_once("-----")?;
    let rest = rest.strip_suffix("-----")?.strip_suffix(label)?;
    Some((label, rest.strip_suffix("-----END ")?))
}

fn of_info(der: &[u8]) -> Result<PublicKey, Error> {
    let (info, after) = value(der, SEQUENCE)?;
    let (algorithm, rest) = value(info, SEQUENCE)?;
    let (bits, end) = value(rest, BIT_STRING)?;
    let (kind, parameters) = value(algorithm, OBJECT_ID)?;
    // The first byte of a bit string counts the bits that are left unused.
    let key = bits.strip_prefix(&[0]).ok_or(BROKEN)?;
    if !after.is_empty() || !end.is_empty() {
        return Err(BROKEN);
    }
    match kind {
        RSA => of_rsa(key),
        ED25519 if parameters.is_empty() => PublicKey::ed25519(key),
        ED25519 => Err(BROKEN),
        EC => match value(parameters, OBJECT_ID)? {
            (P256, []) => PublicKey::p256(key),
            #[cfg(feature = "es384")]
            (P384, []) => PublicKey::p384(key),
            #[cfg(not(feature = "es384"))]
            (P384, []) => Err(Error::KeyKind("P-384".to_owned())),
            _ => Err(Error::KeyKind("another elliptic curve".to_owned())),
        },
        _ => Err(Error::KeyKind("another algorithm in PEM".to_owned())),
    }
}

#[cfg(feature = "rsa")]
fn of_rsa(der: &[u8]) -> Result<PublicKey, Error> {
    use rsa::{pkcs1::DecodeRsaPublicKey, traits::PublicKeyParts};
    let key = rsa::RsaPublicKey::from_pkcs1_der(der)
        .map_err(|_| Error::Key("no RSA key in the form of PKCS #1"))?;
    PublicKey::rsa(&key.n().to_bytes_be(), &key.e().to_bytes_be())
}

#[cfg(not(feature = "rsa"))]
fn of_rsa(_: &[u8]) -> Result<PublicKey, Error> {
    Err(Error::KeyKind("RSA".to_owned()))
}

/// The contents of one element of DER, and what follows it.
fn value(der: &[u8], tag: u8) -> Result<(&[u8], &[u8]), Error> {
    let [first, length, rest @ ..] = der else {
        return Err(BROKEN);
    };
    let (length, rest) = match (*length, rest) {
        (short @ 0..=0x7f, rest) => (usize::from(short), rest),
        (0x81, [long, rest @ ..]) if *long >= 0x80 => (usize::from(*long), rest),
        (0x82, [high, low, rest @ ..]) if *high > 0 => {
            (usize::from(*high) << 8 | usize::from(*low), rest)
        }
        _ => return Err(BROKEN),
    };
    if *first != tag {
        return Err(BROKEN);
    }
    rest.split_at_checked(length).ok_or(BROKEN)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::SecretKey;

    fn pem(label: &str, der: &[u8]) -> String {
        let digits = STANDARD.encode(der);
        format!("-----BEGIN {label}-----\n{digits}\n-----END {label}-----\n")
    }

    fn element(tag: u8, contents: &[u8]) -> Vec<u8> {
        [&[tag, u8::try_from(contents.len()).unwrap()], contents].concat()
    }

    fn info(algorithm: &[Vec<u8>], key: &[u8]) -> Vec<u8> {
        let algorithm = element(SEQUENCE, &algorithm.concat());
        let key = element(BIT_STRING, &[&[0], key].concat());
        element(SEQUENCE, &[algorithm, key].concat())
    }

    #[test]
    fn keys_are_read_out_of_pem() {
        let ed = SecretKey::ed25519(&[7; 32]).public();
        let jwk = ed.jwk();
        let bytes = crate::key::bytes32(jwk["x"].as_str().unwrap()).unwrap();
        let text = pem("PUBLIC KEY", &info(&[element(OBJECT_ID, ED25519)], &bytes));
        assert_eq!(PublicKey::from_pem(&text), Ok(ed));
        let p256 = SecretKey::p256(&[7; 32]).unwrap().public();
        let point = crate::multibase::decode(&p256.multikey()).unwrap();
        let ec = [element(OBJECT_ID, EC), element(OBJECT_ID, P256)];
        let text = pem("PUBLIC KEY", &info(&ec, &point[2..]));
        assert_eq!(PublicKey::from_pem(&text), Ok(p256));
        for end in 0..text.len() - 1 {
            assert!(PublicKey::from_pem(&text[..end]).is_err(), "cut at {end}");
        }
        let k1 = [
            element(OBJECT_ID, EC),
            element(OBJECT_ID, &[0x2b, 0x81, 4, 0, 10]),
        ];
        let other = pem("PUBLIC KEY", &info(&k1, &point[2..]));
        assert!(matches!(
            PublicKey::from_pem(&other),
            Err(Error::KeyKind(_))
        ));
        for broken in [
            "",
            "-----BEGIN PUBLIC KEY-----",
            &text.replace("END PUBLIC", "END PRIVATE"),
            &text.replace("PUBLIC", "CERTIFICATE"),
            &format!("{text}{text}"),
            &"x".repeat(5_000),
        ] {
            assert!(PublicKey::from_pem(broken).is_err(), "{broken}");
        }
    }
}
