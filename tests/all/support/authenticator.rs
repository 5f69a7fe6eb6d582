//! A device that keeps a passkey, as the standard has one answer (Web Authentication, level 3, sections 6.1 and 6.5; CTAP 2.1, section 6), and that can be told to
//! answer wrongly.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use openbadges::key::{KeySigner, SecretKey, Signer};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

#[derive(Clone)]
pub struct Authenticator {
    pub key: SecretKey,
    pub id: Vec<u8>,
    pub user: Vec<u8>,
    /// How often it signed; 0 for one that does not count.
    pub counter: u32,
    /// Whether it says that its holder was verified.
    pub verified: bool,
    /// The page that it believes to be on.
    pub origin: String,
    /// The host that it answers for.
    pub host: String,
}

fn bytes(options: &Value) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(options.as_str().unwrap()).unwrap()
}

fn text(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// A byte string of CBOR.
fn cbor(bytes: &[u8]) -> Vec<u8> {
    let length = u16::try_from(bytes.len()).unwrap();
    let head = match length {
        0..24 => vec![0x40 | length as u8],
        24..256 => vec![0x58, length as u8],
        _ => [vec![0x59], length.to_be_bytes().to_vec()].concat(),
    };
    [head, bytes.to_vec()].concat()
}

/// Two numbers of 32 bytes as ECDSA's DER (RFC 3279, section 2.2.3).
fn der(raw: &[u8]) -> Vec<u8> {
    let number = |half: &[u8]| {
        let bare: Vec<u8> = half.iter().copied().skip_while(|byte| *byte == 0).collect();
        let pad = if bare[0] >= 0x80 { vec![0] } else { vec![] };
        let whole = [pad, bare].concat();
        [vec![0x02, whole.len() as u8], whole].concat()
    };
    let both = [number(&raw[..32]), number(&raw[32..])].concat();
    [vec![0x30, both.len() as u8], both].concat()
}

impl Authenticator {
    pub fn new(seed: u8) -> Authenticator {
        Authenticator {
            key: SecretKey::p256(&[seed; 32]).unwrap(),
            id: vec![seed; 24],
            user: Vec::new(),
            counter: 1,
            verified: true,
            origin: "http://localhost:8080".into(),
            host: "localhost".into(),
        }
    }

    fn client(&self, kind: &str, challenge: &[u8]) -> Vec<u8> {
        let said = json!({"type": kind, "challenge": text(challenge), "origin": self.origin, "crossOrigin": false});
        said.to_string().into_bytes()
    }

    fn data(&self, made: bool) -> Vec<u8> {
        // Present, verified, and with a new passkey.
        let flags = 1 | if self.verified { 4 } else { 0 } | if made { 0x40 } else { 0 };
        [
            Sha256::digest(self.host.as_bytes()).to_vec(),
            vec![flags],
            self.counter.to_be_bytes().to_vec(),
        ]
        .concat()
    }

    /// Makes its passkey, as `options` ask.
    pub fn create(&mut self, options: &Value) -> String {
        let asked = &options["publicKey"];
        self.user = bytes(&asked["user"]["id"]);
        let jwk = self.key.public().jwk();
        let key = [
            vec![0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21],
            cbor(&bytes(&jwk["x"])),
            vec![0x22],
            cbor(&bytes(&jwk["y"])),
        ]
        .concat();
        let data = [
            self.data(true),
            vec![0; 16],
            (self.id.len() as u16).to_be_bytes().to_vec(),
            self.id.clone(),
            key,
        ]
        .concat();
        let object = [
            vec![0xa3, 0x63],
            b"fmt".to_vec(),
            vec![0x64],
            b"none".to_vec(),
            vec![0x67],
            b"attStmt".to_vec(),
            vec![0xa0, 0x68],
            b"authData".to_vec(),
            cbor(&data),
        ]
        .concat();
        let client = self.client("webauthn.create", &bytes(&asked["challenge"]));
        json!({
            "id": text(&self.id), "rawId": text(&self.id), "type": "public-key", "extensions": {},
            "response": {"attestationObject": text(&object), "clientDataJSON": text(&client), "transports": ["internal"]},
        })
        .to_string()
    }

    /// Proves its passkey, as `options` ask.
    pub fn get(&mut self, options: &Value) -> String {
        if self.counter > 0 {
            self.counter += 1;
        }
        self.answer(options)
    }

    /// Proves its passkey without counting on, as the copy of a device does.
    pub fn answer(&self, options: &Value) -> String {
        let client = self.client("webauthn.get", &bytes(&options["publicKey"]["challenge"]));
        let data = self.data(false);
        let signed = [data.clone(), Sha256::digest(&client).to_vec()].concat();
        let signature = KeySigner::new(&self.key, "").sign(&signed).unwrap();
        json!({
            "id": text(&self.id), "rawId": text(&self.id), "type": "public-key", "extensions": {},
            "response": {
                "authenticatorData": text(&data), "clientDataJSON": text(&client),
                "signature": text(&der(&signature)), "userHandle": text(&self.user),
            },
        })
        .to_string()
    }
}
