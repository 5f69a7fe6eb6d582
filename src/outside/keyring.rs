//! The issuer's keys, in a folder of their own that only its owner reads, and the codes and tokens derived from a secret beside them.
//!
//! `ed25519.jwk` signs Data Integrity proofs, `p256.jwk` signs VC-JWTs, `codes.secret` is what tokens and codes are derived from, so that
//! the database holds none of them. A lost `codes.secret` costs open attempts and shown codes; nothing signed depends on it.
//!
//! A key that lives elsewhere (a hardware module, another machine) has `ed25519.command.json` or `p256.command.json` in place of its file: its public half, and
//! the command that signs what it reads. The next pair waits as `….next.jwk` until the database has taken it over, so that a rotation that is cut short is
//! taken up where it stopped.

mod codes;
mod held;

use std::{
    fs, io,
    io::Write,
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
};

use hmac::{Hmac, KeyInit};
use openbadges::key::{Algorithm, PublicKey, SecretKey, Signer};
use sha2::Sha256;

use held::{Held, PairSigner};

pub use codes::{Browser, Errand, ProviderKeys, SubscriptionErrand, code_key};
pub use held::P256Checker;

const ED25519: &str = "ed25519";
const P256: &str = "p256";
const CODES: &str = "codes.secret";

/// The keys of the running instance.
pub struct Keyring {
    folder: PathBuf,
    pair: RwLock<Arc<Pair>>,
    /// Keyed once: each code or token begins from a copy.
    codes: Hmac<Sha256>,
}

/// The two keys that sign: Ed25519 for Data Integrity proofs, P-256 for VC-JWTs.
pub struct Pair {
    ed25519: Held,
    p256: Held,
    checker: P256Checker,
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
///
/// # Errors
/// In words, where this user may not look into it: what cannot be seen is not gone.
pub fn look(folder: &Path) -> Result<Found, String> {
    match fs::metadata(file_of(folder, ED25519)) {
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Err(format!(
            "{}: {error}; the folder must belong to the user of the service (chown -R), with mode 700",
            folder.display()
        )),
        _ => Ok(look_for(folder, ED25519, P256)),
    }
}

/// Whether the secret of codes is gone from a folder.
pub fn lacks_codes(folder: &Path) -> bool {
    matches!(folder.join(CODES).try_exists(), Ok(false))
}

fn file_of(folder: &Path, kind: &str) -> PathBuf {
    folder.join(format!("{kind}.jwk"))
}

fn command_of(folder: &Path, kind: &str) -> PathBuf {
    folder.join(format!("{kind}.command.json"))
}

/// The name under which the next key of a kind waits.
fn next(kind: &str) -> String {
    format!("{kind}.next")
}

impl Pair {
    fn open(folder: &Path, ed25519: &str, p256: &str) -> Result<Pair, String> {
        let p256 = Held::open(folder, p256, Algorithm::Es256)?;
        Ok(Pair {
            ed25519: Held::open(folder, ed25519, Algorithm::EdDsa)?,
            checker: P256Checker::new(&p256.public()),
            p256,
        })
    }

    /// The public keys, as Multikey text: Ed25519, then P-256. The database remembers them, so that keys and data that do not belong together are told apart.
    pub fn names(&self) -> [String; 2] {
        self.publics().map(|key| key.multikey())
    }

    /// The public halves.
    pub fn publics(&self) -> [PublicKey; 2] {
        [self.ed25519.public(), self.p256.public()]
    }

    /// The key that checks proofs.
    pub fn proof_key(&self) -> PublicKey {
        self.ed25519.public()
    }

    /// Who checks VC-JWTs.
    pub fn jwt_checker(&self) -> &P256Checker {
        &self.checker
    }

    /// Signs Data Integrity proofs in the name of `did`.
    pub fn proof_signer(&self, did: &str) -> impl Signer + '_ {
        PairSigner::new(&self.ed25519, did)
    }

    /// Signs VC-JWTs in the name of `did`.
    pub fn jwt_signer(&self, did: &str) -> impl Signer + '_ {
        PairSigner::new(&self.p256, did)
    }
}

impl Keyring {
    /// Makes new keys in a folder that holds none, or half of a pair that nothing was signed with. Each file is whole or absent, and readable by its owner alone (0600).
    ///
    /// # Errors
    /// In words, where the folder or a file cannot be written.
    pub fn create(folder: &Path) -> Result<Keyring, String> {
        make_folder(folder)?;
        make_pair(folder, ED25519, P256)?;
        Keyring::open(folder)
    }

    /// Reads the keys of a folder; the secret of codes is made where it is missing.
    ///
    /// # Errors
    /// In words: a file that others may read, that is missing, or that is no key.
    pub fn open(folder: &Path) -> Result<Keyring, String> {
        let pair = Pair::open(folder, ED25519, P256)?;
        let path = folder.join(CODES);
        if !path.exists() {
            write_new(&path, &random()?)?;
        }
        check_mode(&path)?;
        let codes = fs::read(&path).map_err(|error| told(&path, &error))?;
        let codes: [u8; 32] = codes
            .try_into()
            .map_err(|_| format!("{}: it is damaged, 32 bytes are expected; bring this file back from a backup, or, where none has it, `crema keys codes` makes another", path.display()))?;
        let codes = Hmac::new_from_slice(&codes).expect("HMAC takes a key of any length");
        Ok(Keyring {
            folder: folder.to_owned(),
            pair: RwLock::new(Arc::new(pair)),
            codes,
        })
    }

    /// The pair that signs.
    pub fn pair(&self) -> Arc<Pair> {
        self.pair
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// The pair that is to sign next: the one that waits in the folder, else a new one put there.
    ///
    /// # Errors
    /// In words.
    pub fn prepare_next(&self) -> Result<Pair, String> {
        let (ed25519, p256) = (next(ED25519), next(P256));
        match look_for(&self.folder, &ed25519, &p256) {
            Found::Keys => {}
            // Of a pair that was being made when somebody pulled the plug, the one is there: nothing was signed with it yet.
            Found::Nothing | Found::Half => make_pair(&self.folder, &ed25519, &p256)?,
        }
        Pair::open(&self.folder, &ed25519, &p256)
    }

    /// Lets the pair of these names sign: the one in use, the one in the folder, or the one that waits there, which then takes the place of the one before it.
    ///
    /// # Errors
    /// In words, where the folder does not hold it.
    pub fn take(&self, names: &[String; 2]) -> Result<Arc<Pair>, String> {
        let pair = self.pair();
        if pair.names() == *names {
            return Ok(pair);
        }
        let mut held = self.pair.write().unwrap_or_else(PoisonError::into_inner);
        let taken = take_over(&self.folder, names)?;
        *held = Arc::new(taken);
        Ok(held.clone())
    }
}

/// Makes another secret of codes in a folder; one that is there is put aside under the name that is given back, since it may belong to another instance.
///
/// # Errors
/// In words.
pub fn renew_codes(folder: &Path) -> Result<Option<PathBuf>, String> {
    let path = folder.join(CODES);
    let mut aside = None;
    if path.exists() {
        let mut names = (1..1000).map(|n| folder.join(format!("{CODES}.{n}")));
        let free = names
            .find(|one| !one.exists())
            .ok_or_else(|| format!("{}: too many were put aside here", folder.display()))?;
        fs::rename(&path, &free).map_err(|error| told(&path, &error))?;
        aside = Some(free);
    }
    write_new(&path, &random()?)?;
    Ok(aside)
}

/// Makes a root key in a file that must not exist yet.
///
/// # Errors
/// In words.
pub fn create_root(path: &Path) -> Result<SecretKey, String> {
    if path.exists() {
        return Err(format!("{}: it exists already", path.display()));
    }
    let key = SecretKey::ed25519(&random()?);
    write_new(path, jwk_text(&key).as_bytes())?;
    Ok(key)
}

/// Reads a root key.
///
/// # Errors
/// In words.
pub fn open_root(path: &Path) -> Result<SecretKey, String> {
    read_jwk(path)
}

fn random() -> Result<[u8; 32], String> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)
        .map_err(|error| format!("the system gives no random numbers: {error}"))?;
    Ok(bytes)
}

/// The pair of these names, moved to its place where it still waits as the next one.
fn take_over(folder: &Path, names: &[String; 2]) -> Result<Pair, String> {
    if let Ok(pair) = Pair::open(folder, ED25519, P256)
        && pair.names() == *names
    {
        return Ok(pair);
    }
    // A rotation that was cut short may have moved one of the two already.
    for (kind, name) in [(ED25519, &names[0]), (P256, &names[1])] {
        let waits = next(kind);
        for of in [file_of as fn(&Path, &str) -> PathBuf, command_of] {
            let from = of(folder, &waits);
            if from.exists() && name_of(folder, &waits).is_ok_and(|waiting| waiting == *name) {
                move_over(&from, &of(folder, kind))?;
                let other = if of(folder, kind) == file_of(folder, kind) {
                    command_of(folder, kind)
                } else {
                    file_of(folder, kind)
                };
                let _ = fs::remove_file(other);
            }
        }
    }
    let pair = Pair::open(folder, ED25519, P256)?;
    if pair.names() == *names {
        Ok(pair)
    } else {
        Err(format!(
            "{}: these are not the keys of this database; bring the right ones back: `crema restore` the backup in an empty folder, and copy its keys/ here",
            folder.display()
        ))
    }
}

fn name_of(folder: &Path, kind: &str) -> Result<String, String> {
    let command = command_of(folder, kind);
    let held = if command.exists() {
        Held::elsewhere(&command)?
    } else {
        Held::File(read_jwk(&file_of(folder, kind))?)
    };
    Ok(held.public().multikey())
}

fn look_for(folder: &Path, ed25519: &str, p256: &str) -> Found {
    match (holds(folder, ed25519), holds(folder, p256)) {
        (false, false) => Found::Nothing,
        (true, true) => Found::Keys,
        _ => Found::Half,
    }
}

fn make_pair(folder: &Path, ed25519: &str, p256: &str) -> Result<(), String> {
    // A scalar outside the curve's order is refused; it comes once in 2^32 tries.
    let second = (0..8)
        .find_map(|_| SecretKey::p256(&random().ok()?).ok())
        .ok_or("the system's source of random numbers is broken")?;
    let first = SecretKey::ed25519(&random()?);
    for (kind, key) in [(p256, &second), (ed25519, &first)] {
        if !holds(folder, kind) {
            write_new(&file_of(folder, kind), jwk_text(key).as_bytes())?;
        }
    }
    Ok(())
}

fn holds(folder: &Path, kind: &str) -> bool {
    file_of(folder, kind).exists() || command_of(folder, kind).exists()
}

fn jwk_text(key: &SecretKey) -> String {
    let mut jwk = key.to_jwk();
    jwk["kid"] = key.public().multikey().into();
    format!("{jwk:#}\n")
}

fn read_jwk(path: &Path) -> Result<SecretKey, String> {
    check_mode(path)?;
    let text = fs::read_to_string(path).map_err(|error| told(path, &error))?;
    let damaged = |error: openbadges::Error| {
        format!(
            "{}: {error}; bring this file back from a backup (`crema restore` it in an empty folder, and copy its keys/ here)",
            path.display()
        )
    };
    let jwk = openbadges::json::parse(text.as_bytes()).map_err(damaged)?;
    SecretKey::from_jwk(&jwk).map_err(damaged)
}

/// Refuses a file that others on this machine may change: what it names is run.
fn check_unwritable(path: &Path) -> Result<(), String> {
    if mode(path)? & 0o022 == 0 {
        Ok(())
    } else {
        Err(format!(
            "{}: others may change it; run: chmod 600 {}",
            path.display(),
            path.display()
        ))
    }
}

fn mode(path: &Path) -> Result<u32, String> {
    use std::os::unix::fs::PermissionsExt;
    let data = fs::metadata(path).map_err(|error| told(path, &error))?;
    Ok(data.permissions().mode() & 0o777)
}

/// Refuses a secret that others on this machine may read.
fn check_mode(path: &Path) -> Result<(), String> {
    let mode = mode(path)?;
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
    move_over(&beside, path)
}

/// Moves a file over another, durably.
fn move_over(from: &Path, path: &Path) -> Result<(), String> {
    let fault = |error: io::Error| told(path, &error);
    fs::rename(from, path).map_err(fault)?;
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
