//! The issuer's keys, in a folder of their own that only its owner reads, and the codes and tokens derived from a secret beside them.
//!
//! `ed25519.jwk` signs Data Integrity proofs, `p256.jwk` signs VC-JWTs, `codes.secret` is what tokens and codes are derived from, so that
//! the database holds none of them. A lost `codes.secret` costs open attempts and shown codes; nothing signed depends on it.

use std::{
    fs, io,
    io::Write,
    path::{Path, PathBuf},
};

use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use openbadges::key::{KeySigner, SecretKey};
use sha2::Sha256;

use crate::base::{
    AttemptId, AwardId,
    code::{ClaimCode, ResumeCode},
    digest,
};

const ED25519: &str = "ed25519.jwk";
const P256: &str = "p256.jwk";
const CODES: &str = "codes.secret";

/// The keys of the running instance.
pub struct Keyring {
    ed25519: SecretKey,
    p256: SecretKey,
    /// Keyed once: each code or token begins from a copy.
    codes: Hmac<Sha256>,
}

/// What a folder of keys holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// No key at all.
    Nothing,
    /// Both signing keys.
    Keys,
    /// One of the two: something went wrong here.
    Half,
}

/// Says what a folder holds, without reading a key.
pub fn look(folder: &Path) -> Found {
    match (folder.join(ED25519).exists(), folder.join(P256).exists()) {
        (false, false) => Found::Nothing,
        (true, true) => Found::Keys,
        _ => Found::Half,
    }
}

impl Keyring {
    /// Makes new keys in a folder that holds none. Each file is whole or absent, and readable by its owner alone (0600).
    ///
    /// # Errors
    /// In words, where the folder or a file cannot be written.
    pub fn create(folder: &Path) -> Result<Keyring, String> {
        make_folder(folder)?;
        let ed25519 = SecretKey::ed25519(&random()?);
        // A scalar outside the curve's order is refused; it comes once in 2^32 tries.
        let p256 = (0..8)
            .find_map(|_| SecretKey::p256(&random().ok()?).ok())
            .ok_or("the system's source of random numbers is broken")?;
        write_new(&folder.join(P256), jwk_text(&p256).as_bytes())?;
        write_new(&folder.join(ED25519), jwk_text(&ed25519).as_bytes())?;
        Keyring::open(folder)
    }

    /// Reads the keys of a folder; the secret of codes is made where it is missing.
    ///
    /// # Errors
    /// In words: a file that others may read, that is missing, or that is no key.
    pub fn open(folder: &Path) -> Result<Keyring, String> {
        let ed25519 = read_jwk(&folder.join(ED25519))?;
        let p256 = read_jwk(&folder.join(P256))?;
        let path = folder.join(CODES);
        if !path.exists() {
            write_new(&path, &random()?)?;
        }
        check_mode(&path)?;
        let codes = fs::read(&path).map_err(|error| told(&path, &error))?;
        let codes: [u8; 32] = codes
            .try_into()
            .map_err(|_| format!("{}: expected 32 bytes", path.display()))?;
        let codes = Hmac::new_from_slice(&codes).expect("HMAC takes a key of any length");
        Ok(Keyring {
            ed25519,
            p256,
            codes,
        })
    }

    /// The public keys, as Multikey text: Ed25519, then P-256. The database remembers them, so that keys and data that do not belong together are told apart.
    pub fn names(&self) -> [String; 2] {
        [
            self.ed25519.public().multikey(),
            self.p256.public().multikey(),
        ]
    }

    /// The secret keys' public halves.
    pub fn publics(&self) -> [openbadges::key::PublicKey; 2] {
        [self.ed25519.public(), self.p256.public()]
    }

    /// Signs Data Integrity proofs in the name of `did`.
    pub fn proof_signer(&self, did: &str) -> KeySigner<'_> {
        KeySigner::new(
            &self.ed25519,
            format!("{did}#{}", self.ed25519.public().multikey()),
        )
    }

    /// Signs VC-JWTs in the name of `did`.
    pub fn jwt_signer(&self, did: &str) -> KeySigner<'_> {
        KeySigner::new(
            &self.p256,
            format!("{did}#{}", self.p256.public().multikey()),
        )
    }

    /// The token that opens an attempt: derived, so that it stands nowhere. 43 signs of base64url.
    pub fn attempt_token(&self, attempt: AttemptId) -> String {
        base64url(&self.derive("attempt token", attempt.to_string().as_bytes()))
    }

    /// Whether `token` opens the attempt, in constant time.
    pub fn knows_attempt_token(&self, attempt: AttemptId, token: &str) -> bool {
        same(self.attempt_token(attempt).as_bytes(), token.as_bytes())
    }

    /// What keeps one attempt from contesting a question twice, and leads nobody without the keys back to it.
    pub fn contest_mark(&self, attempt: AttemptId, item: &str) -> String {
        base64url(&self.derive("contest", format!("{attempt}\n{item}").as_bytes()))
    }

    /// The code that opens an attempt on another device.
    pub fn resume_code(&self, attempt: AttemptId) -> ResumeCode {
        ResumeCode::from_bytes(&self.derive("resume code", attempt.to_string().as_bytes()))
    }

    /// The code that claims an award.
    pub fn claim_code(&self, award: AwardId) -> ClaimCode {
        ClaimCode::from_bytes(&self.derive("claim code", award.to_string().as_bytes()))
    }

    /// The hidden token of a form, for one day and one browser.
    pub fn form_token(&self, bound_to: &str, at: Timestamp) -> String {
        let day = at.as_second().div_euclid(86_400);
        base64url(&self.derive("form token", format!("{day} {bound_to}").as_bytes())[..16])
    }

    /// Whether a form's token is one of today or yesterday for the same browser.
    pub fn knows_form_token(&self, token: &str, bound_to: &str, at: Timestamp) -> bool {
        let yesterday = at
            .checked_sub(jiff::SignedDuration::from_hours(24))
            .unwrap_or(at);
        [at, yesterday]
            .into_iter()
            .any(|at| same(self.form_token(bound_to, at).as_bytes(), token.as_bytes()))
    }

    fn derive(&self, purpose: &str, what: &[u8]) -> [u8; 32] {
        let mut mac = self.codes.clone();
        mac.update(purpose.as_bytes());
        mac.update(&[0]);
        mac.update(what);
        mac.finalize().into_bytes().into()
    }
}

/// The form in which the database knows a code: a hash of it. 55 free bits cannot be tried out over the network, where wrong codes are counted.
pub fn code_key(code: &str) -> String {
    digest(code)
}

fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |differ, (a, b)| differ | (a ^ b)) == 0
}

fn base64url(bytes: &[u8]) -> String {
    use base64::Engine;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes)
}

fn random() -> Result<[u8; 32], String> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)
        .map_err(|error| format!("the system gives no random numbers: {error}"))?;
    Ok(bytes)
}

fn jwk_text(key: &SecretKey) -> String {
    let mut jwk = key.to_jwk();
    jwk["kid"] = key.public().multikey().into();
    format!("{jwk:#}\n")
}

fn read_jwk(path: &Path) -> Result<SecretKey, String> {
    check_mode(path)?;
    let text = fs::read_to_string(path).map_err(|error| told(path, &error))?;
    let jwk = openbadges::json::parse(text.as_bytes())
        .map_err(|error| format!("{}: {error}", path.display()))?;
    SecretKey::from_jwk(&jwk).map_err(|error| format!("{}: {error}", path.display()))
}

/// Refuses a secret that others on this machine may read.
fn check_mode(path: &Path) -> Result<(), String> {
    use std::os::unix::fs::PermissionsExt;
    let mode = fs::metadata(path)
        .map_err(|error| told(path, &error))?
        .permissions()
        .mode()
        & 0o777;
    if mode & 0o077 == 0 {
        Ok(())
    } else {
        Err(format!(
            "{}: others may read it (mode {mode:o}); run: chmod 600 {}",
            path.display(),
            path.display()
        ))
    }
}

fn make_folder(folder: &Path) -> Result<(), String> {
    use std::os::unix::fs::DirBuilderExt;
    if folder.is_dir() {
        return Ok(());
    }
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .map_err(|error| told(folder, &error))
}

/// Writes a secret whole or not at all: beside its place first, then moved there, both made durable.
fn write_new(path: &Path, bytes: &[u8]) -> Result<(), String> {
    use std::os::unix::fs::OpenOptionsExt;
    let fault = |error: io::Error| told(path, &error);
    let beside: PathBuf = path.with_extension("new");
    let mut file = fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&beside)
        .map_err(fault)?;
    file.write_all(bytes)
        .and_then(|()| file.sync_all())
        .map_err(fault)?;
    fs::rename(&beside, path).map_err(fault)?;
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    fs::File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(fault)
}

fn told(path: &Path, error: &io::Error) -> String {
    format!("{}: {error}", path.display())
}
