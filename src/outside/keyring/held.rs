//! One key as it is held, in a file of ours or elsewhere behind a command, and what signs and checks with it.

use std::{
    fs, io,
    io::{Read, Write},
    path::Path,
    process::{Child, Command, Stdio},
    sync::mpsc::{self, Receiver},
    thread,
    time::{Duration, Instant},
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use openbadges::key::{Algorithm, KeySigner, PublicKey, SecretKey, Signer, Verifier};
use ring::{
    rand::SystemRandom,
    signature::{
        ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, UnparsedPublicKey,
    },
};
use serde::Deserialize;
use serde_json::Value;
use tokio::{
    runtime::{Handle, RuntimeFlavor},
    task::block_in_place,
};

use super::{check_unwritable, command_of, file_of, read_jwk, told};

/// How long a command that signs may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// How often it is looked whether such a command has ended.
const LOOK: Duration = Duration::from_millis(2);

/// Bytes that are read of what such a command says: more than any signature has.
const MOST_ANSWERED: u64 = 4_096;

/// Checks tokens by the library that signs them here, in a fifth of the time that the one of `openbadges` takes: that is what giving ten thousand badges is made of.
pub struct P256Checker(UnparsedPublicKey<Vec<u8>>);

/// A key as it is held.
pub(super) enum Held {
    /// In a file of ours.
    File(SecretKey),
    /// A P-256 key of a file, in the library that signs with it in a sixth of the time.
    Quick {
        public: PublicKey,
        key: Box<EcdsaKeyPair>,
        random: SystemRandom,
    },
    /// Elsewhere, behind a command that signs.
    Elsewhere {
        public: PublicKey,
        command: Vec<String>,
    },
}

/// What stands in `….command.json`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Elsewhere {
    multikey: String,
    command: Vec<String>,
}

impl P256Checker {
    pub(super) fn new(key: &PublicKey) -> P256Checker {
        P256Checker(UnparsedPublicKey::new(
            &ECDSA_P256_SHA256_FIXED,
            point(&key.jwk()),
        ))
    }
}

/// The point of a JWK in its uncompressed form (SEC 1, section 2.3.3).
fn point(jwk: &Value) -> Vec<u8> {
    [&[4][..], &number(jwk, "x"), &number(jwk, "y")].concat()
}

/// A member of a JWK that is bytes.
fn number(jwk: &Value, name: &str) -> Vec<u8> {
    let text = jwk[name].as_str().unwrap_or_default();
    URL_SAFE_NO_PAD.decode(text).unwrap_or_default()
}

impl Verifier for P256Checker {
    fn algorithm(&self) -> Algorithm {
        Algorithm::Es256
    }

    fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), openbadges::Error> {
        self.0
            .verify(message, signature)
            .map_err(|_| openbadges::Error::Signature)
    }
}

impl Held {
    /// The key of a kind in a folder.
    pub(super) fn open(folder: &Path, kind: &str, algorithm: Algorithm) -> Result<Held, String> {
        let command = command_of(folder, kind);
        let held = if command.exists() {
            Held::elsewhere(&command)?
        } else {
            Held::of(read_jwk(&file_of(folder, kind))?)?
        };
        if held.public().algorithm() == algorithm {
            Ok(held)
        } else {
            Err(format!(
                "{}: the key {kind} is of another kind",
                folder.display()
            ))
        }
    }

    fn of(secret: SecretKey) -> Result<Held, String> {
        let public = secret.public();
        if public.algorithm() != Algorithm::Es256 {
            return Ok(Held::File(secret));
        }
        let (jwk, random) = (secret.to_jwk(), SystemRandom::new());
        let key = EcdsaKeyPair::from_private_key_and_public_key(
            &ECDSA_P256_SHA256_FIXED_SIGNING,
            &number(&jwk, "d"),
            &point(&jwk),
            &random,
        )
        .map_err(|error| format!("the key p256 does not sign: {error}"))?;
        Ok(Held::Quick {
            public,
            key: Box::new(key),
            random,
        })
    }

    /// The key behind the command that a file names.
    pub(super) fn elsewhere(path: &Path) -> Result<Held, String> {
        check_unwritable(path)?;
        let text = fs::read_to_string(path).map_err(|error| told(path, &error))?;
        let Elsewhere { multikey, command } =
            serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?;
        if command.is_empty() {
            return Err(format!("{}: the command is empty", path.display()));
        }
        let public = PublicKey::from_multikey(&multikey)
            .map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(Held::Elsewhere { public, command })
    }

    /// Its public half.
    pub(super) fn public(&self) -> PublicKey {
        match self {
            Held::File(secret) => secret.public(),
            Held::Quick { public, .. } | Held::Elsewhere { public, .. } => public.clone(),
        }
    }
}

/// Signs with a key of the pair for one verification method.
pub(super) struct PairSigner<'p> {
    held: &'p Held,
    method: String,
}

impl<'p> PairSigner<'p> {
    pub(super) fn new(held: &'p Held, did: &str) -> PairSigner<'p> {
        PairSigner {
            held,
            method: openbadges::did::method_id(did, &held.public()),
        }
    }
}

impl Signer for PairSigner<'_> {
    fn algorithm(&self) -> Algorithm {
        self.held.public().algorithm()
    }

    fn verification_method(&self) -> &str {
        &self.method
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, openbadges::Error> {
        match self.held {
            Held::File(secret) => KeySigner::new(secret, &self.method).sign(message),
            Held::Quick { key, random, .. } => {
                let signature = key
                    .sign(random, message)
                    .map_err(|_| openbadges::Error::Key("the system gives no random numbers"))?;
                Ok(signature.as_ref().to_vec())
            }
            Held::Elsewhere { public, command } => {
                let signature = aside(|| ask(command, message, PATIENCE)).map_err(|error| {
                    tracing::error!(%error, command = command[0], "the command that signs failed");
                    openbadges::Error::Key("the command that signs failed")
                })?;
                // What leaves here holds: a module that answers nonsense is found out at once.
                public.verify(message, &signature)?;
                Ok(signature)
            }
        }
    }
}

/// Hands the message to a command on its standard input; it answers with the 64 bytes of the signature. One that has not answered in time is ended: whoever waits
/// for a badge would wait for ever.
fn ask(command: &[String], message: &[u8], patience: Duration) -> io::Result<Vec<u8>> {
    let mut child = Command::new(&command[0])
        .args(&command[1..])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let until = Instant::now() + patience;
    let given = hand(&mut child, message.to_vec()).recv_timeout(patience);
    let status = loop {
        match child.try_wait()? {
            Some(status) => break status,
            None if given.is_ok() && Instant::now() < until => thread::sleep(LOOK),
            None => {
                child.kill()?;
                child.wait()?;
                return Err(late());
            }
        }
    };
    let given = given.map_err(|_| late())??;
    if status.success() && given.len() == 64 {
        Ok(given)
    } else {
        Err(io::Error::other(format!(
            "{status}, {} bytes where a signature has 64",
            given.len()
        )))
    }
}

fn late() -> io::Error {
    io::Error::new(io::ErrorKind::TimedOut, "it did not answer in time")
}

/// Hands a message to a command and hears what it says, on a thread of its own: something that the command began may hold its output open after its end.
fn hand(child: &mut Child, message: Vec<u8>) -> Receiver<io::Result<Vec<u8>>> {
    let (said, heard) = mpsc::channel();
    let (input, output) = (child.stdin.take(), child.stdout.take());
    thread::spawn(move || {
        // What the command does not read is its own affair: its status tells.
        let _ = input.map(|mut input| input.write_all(&message));
        let mut given = Vec::new();
        let read = output.map(|output| output.take(MOST_ANSWERED).read_to_end(&mut given));
        // Who waited for it may have given up.
        let _ = said.send(read.transpose().map(|_| given));
    });
    heard
}

/// Carries out what holds its thread; on a runtime of several threads another takes over what this one had to do.
fn aside<R>(work: impl FnOnce() -> R) -> R {
    match Handle::try_current().map(|runtime| runtime.runtime_flavor()) {
        Ok(RuntimeFlavor::MultiThread) => block_in_place(work),
        _ => work(),
    }
}

#[cfg(test)]
mod tests {
    use openbadges::jwt;
    use serde_json::json;

    use super::*;

    #[test]
    fn a_command_that_does_not_answer_is_given_up_and_one_that_ends_early_is_told_by_its_status() {
        let told = |script: &str, patience| {
            let command = ["/bin/sh", "-c", script].map(str::to_owned);
            // More than fits between two programs of which one does not read.
            ask(&command, &vec![7; 1 << 20], patience)
                .map_err(|error| (error.kind(), error.to_string()))
        };
        let (soon, ever) = (Duration::from_millis(50), Duration::from_secs(600));
        for silent in ["sleep 3", "sleep 3 & wait", "exec >&-; sleep 3"] {
            assert_eq!(
                told(silent, soon).unwrap_err().0,
                io::ErrorKind::TimedOut,
                "{silent}"
            );
        }
        assert!(
            told("exit 3", ever)
                .unwrap_err()
                .1
                .contains("exit status: 3")
        );
        assert!(
            told("head -c 5000", ever)
                .unwrap_err()
                .1
                .contains("4096 bytes")
        );
        assert_eq!(told("head -c 64", ever), Ok(vec![7; 64]));
    }

    #[test]
    fn what_the_quick_library_signs_and_checks_the_one_of_strangers_does_too() {
        let key = SecretKey::p256(&[7; 32]).unwrap();
        let (held, checker) = (
            Held::of(key.clone()).unwrap(),
            P256Checker::new(&key.public()),
        );
        assert!(matches!(held, Held::Quick { .. }));
        assert_eq!(held.public(), key.public());
        let of_another = P256Checker::new(&SecretKey::p256(&[8; 32]).unwrap().public());
        let credential = json!({
            "id": "https://badges.example/1",
            "issuer": "did:web:badges.example",
            "validFrom": "2026-11-24T10:00:00Z",
            "credentialSubject": {"id": "urn:uuid:1"},
        });
        let did = "did:web:badges.example";
        let (quick, slow) = (
            PairSigner::new(&held, did),
            KeySigner::new(&key, "did:web:badges.example#key"),
        );
        for signer in [&quick as &dyn Signer, &slow] {
            let token = jwt::sign(&credential, signer).unwrap();
            let read = jwt::read(&token).unwrap();
            assert_eq!(read.check(&checker), Ok(()));
            assert_eq!(read.check(&key.public()), Ok(()));
            assert_eq!(read.check(&of_another), Err(openbadges::Error::Signature));
            let message = b"cafe";
            let signature = signer.sign(message).unwrap();
            assert_eq!(checker.verify(message, &signature), Ok(()));
            for at in 0..signature.len() {
                let mut altered = signature.clone();
                altered[at] ^= 1;
                assert!(checker.verify(message, &altered).is_err(), "byte {at}");
            }
            assert!(checker.verify(b"cafE", &signature).is_err());
            assert!(checker.verify(message, &signature[..63]).is_err());
        }
        // A token names the algorithm of its key, and one by another kind of key is refused before its signature is looked at.
        let other = SecretKey::ed25519(&[9; 32]);
        let token = jwt::sign(
            &credential,
            &KeySigner::new(&other, "did:web:x.example#key"),
        )
        .unwrap();
        assert!(matches!(
            jwt::read(&token).unwrap().check(&checker),
            Err(openbadges::Error::Proof(_))
        ));
    }
}
