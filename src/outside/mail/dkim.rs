//! The signature on letters (DKIM, RFC 6376): a key in a file of its own, and the record under which mail servers find its public half.

use std::{fs, io::Write, os::unix::fs::OpenOptionsExt, os::unix::fs::PermissionsExt, path::Path};

use base64::{Engine, engine::general_purpose::STANDARD};
use lettre::message::{
    Message,
    dkim::{
        DkimCanonicalization, DkimCanonicalizationType, DkimConfig, DkimSigningAlgorithm,
        DkimSigningKey,
    },
    header::HeaderName,
};
use openbadges::key::SecretKey;
use rsa::{
    RsaPrivateKey,
    pkcs1::{DecodeRsaPrivateKey, EncodeRsaPrivateKey},
    pkcs8::{DecodePrivateKey, EncodePublicKey, LineEnding},
    rand_core::OsRng,
};

/// What is signed, where a letter has it: who, what about, and how one leaves. RFC 8058 (section 4) asks for the last two. Not the kind of its content: the library
/// writes that of several parts with the body, does not see it when it signs, and a name in the list that it did not sign would break every signature.
const SIGNED: [&str; 11] = [
    "From",
    "To",
    "Reply-To",
    "Subject",
    "Date",
    "Message-ID",
    "MIME-Version",
    "Content-Language",
    "List-Id",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
];

/// What stands before the 32 bytes of an Ed25519 key in PKCS #8 (RFC 8410, section 7).
const ED25519: [u8; 16] = [
    0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
];

/// The size of an RSA key that is made here, in bits (RFC 8301, section 3.2).
const BITS: usize = 2048;

/// How a key signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// RSA, which every mail server knows.
    Rsa,
    /// Ed25519 (RFC 8463), which older ones do not.
    Ed25519,
}

/// What signs letters.
pub struct Seal {
    config: DkimConfig,
    record: (String, String),
}

impl Seal {
    /// Reads a key: RSA (PKCS #1 or PKCS #8) or Ed25519 (PKCS #8), as PEM, that nobody else may read.
    ///
    /// # Errors
    /// In words.
    pub fn open(path: &Path, selector: &str, domain: &str) -> Result<Seal, String> {
        let told = |why: &str| format!("{}: {why}", path.display());
        let gone = |why: &str| {
            told(&format!(
                "the key that signs letters cannot be read ({why}); bring it back from a backup, or move it away and let `crema keys mail` make another one, whose record then goes into the DNS; without dkim_key under [letters], letters leave unsigned"
            ))
        };
        let mode = fs::metadata(path)
            .map_err(|error| gone(&error.to_string()))?
            .permissions()
            .mode();
        if mode & 0o077 != 0 {
            return Err(told(&format!(
                "others may read it (mode {:o}); run: chmod 600 {}",
                mode & 0o777,
                path.display()
            )));
        }
        let pem = fs::read_to_string(path).map_err(|error| gone(&error.to_string()))?;
        let (key, kind, public) = read(&pem).map_err(|why| gone(&why))?;
        let headers = SIGNED.map(HeaderName::new_from_ascii_str).to_vec();
        let canonicalization = DkimCanonicalization {
            header: DkimCanonicalizationType::Relaxed,
            body: DkimCanonicalizationType::Relaxed,
        };
        let name = match kind {
            Kind::Rsa => "rsa",
            Kind::Ed25519 => "ed25519",
        };
        Ok(Seal {
            config: DkimConfig::new(
                selector.to_owned(),
                domain.to_owned(),
                key,
                headers,
                canonicalization,
            ),
            record: (
                format!("{selector}._domainkey.{domain}"),
                format!("v=DKIM1; k={name}; p={public}"),
            ),
        })
    }

    /// Makes a key in a file that must not exist yet.
    ///
    /// # Errors
    /// In words.
    pub fn create(path: &Path, kind: Kind) -> Result<(), String> {
        let told = |why: String| format!("{}: {why}", path.display());
        let pem = match kind {
            Kind::Rsa => RsaPrivateKey::new(&mut OsRng, BITS)
                .map_err(|error| told(error.to_string()))?
                .to_pkcs1_pem(LineEnding::LF)
                .map_err(|error| told(error.to_string()))?
                .to_string(),
            Kind::Ed25519 => {
                let mut seed = [0; 32];
                getrandom::fill(&mut seed).map_err(|error| told(error.to_string()))?;
                let der = STANDARD.encode([&ED25519[..], &seed].concat());
                format!("-----BEGIN PRIVATE KEY-----\n{der}\n-----END PRIVATE KEY-----\n")
            }
        };
        let file = fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path);
        file.and_then(|mut file| {
            file.write_all(pem.as_bytes())?;
            file.sync_all()
        })
        .map_err(|error| told(error.to_string()))
    }

    /// The record to publish: its name, and its text (RFC 6376, section 3.6).
    pub fn record(&self) -> (&str, &str) {
        (&self.record.0, &self.record.1)
    }

    /// Signs a message.
    pub(super) fn sign(&self, message: &mut Message) {
        message.sign(&self.config);
    }
}

/// The key, its kind, and its public half as a record holds it.
fn read(pem: &str) -> Result<(DkimSigningKey, Kind, String), String> {
    let made = |text: &str, algorithm| {
        DkimSigningKey::new(text, algorithm).map_err(|error| error.to_string())
    };
    if let Some(seed) = ed25519(pem) {
        let public = SecretKey::ed25519(&seed).public();
        let jwk = public.jwk();
        let raw = jwk["x"].as_str().unwrap_or_default();
        let raw = base64::engine::general_purpose::URL_SAFE_NO_PAD
            .decode(raw)
            .map_err(|error| error.to_string())?;
        let key = made(&STANDARD.encode(seed), DkimSigningAlgorithm::Ed25519)?;
        return Ok((key, Kind::Ed25519, STANDARD.encode(raw)));
    }
    let rsa = RsaPrivateKey::from_pkcs1_pem(pem)
        .or_else(|_| RsaPrivateKey::from_pkcs8_pem(pem).map_err(|_| ()))
        .map_err(|()| "it is no key of RSA or Ed25519 as PEM".to_owned());
    let rsa = rsa?;
    let public = rsa
        .to_public_key()
        .to_public_key_der()
        .map_err(|error| error.to_string())?;
    let pkcs1 = rsa
        .to_pkcs1_pem(LineEnding::LF)
        .map_err(|error| error.to_string())?;
    Ok((
        made(&pkcs1, DkimSigningAlgorithm::Rsa)?,
        Kind::Rsa,
        STANDARD.encode(public.as_bytes()),
    ))
}

/// The seed of an Ed25519 key in PKCS #8, where it is one.
fn ed25519(pem: &str) -> Option<[u8; 32]> {
    let body = pem
        .split("-----BEGIN PRIVATE KEY-----")
        .nth(1)?
        .split("-----END")
        .next()?;
    let body: String = body.split_whitespace().collect();
    let der = STANDARD.decode(body).ok()?;
    der.strip_prefix(&ED25519)?.try_into().ok()
}
