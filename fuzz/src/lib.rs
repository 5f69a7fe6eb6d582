//! What the fuzz targets share: an issuer whose documents are at hand, and one badge of theirs, so that a mutation starts from what is valid.

use jiff::Timestamp;
use openbadges::{
    Contexts, bake,
    did::{Listed, document, method_id},
    jwt,
    key::{KeySigner, SecretKey},
    proof,
    status::{Bits, MIN_PLACES, list_credential},
    verify::{Documents, Options, Report, verify},
};
use serde_json::{Value, json};

/// The issuer.
pub const DID: &str = "did:web:a.example";

/// Their status list.
pub const LIST: &str = "https://a.example/status/1";

/// The smallest image.
pub const PNG: &[u8] = &[
    0x89, b'P', b'N', b'G', 13, 10, 26, 10, 0, 0, 0, 13, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0,
    0, 1, 8, 0, 0, 0, 0, 0x3a, 0x7e, 0x9b, 0x55, 0, 0, 0, 10, b'I', b'D', b'A', b'T', 0x78, 0x9c,
    0x63, 0x60, 0, 0, 0, 2, 0, 1, 0x48, 0xaf, 0xa4, 0x71, 0, 0, 0, 0, b'I', b'E', b'N', b'D', 0xae,
    0x42, 0x60, 0x82,
];

/// The smallest drawing.
pub const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>";

/// An issuer, their keys and what they publish.
pub struct World {
    ed: SecretKey,
    p256: SecretKey,
    /// Their DID document.
    pub did: Value,
    /// Their status list, signed.
    pub list: Value,
    /// Both, by address.
    pub documents: Documents,
}

impl Default for World {
    fn default() -> World {
        World::new()
    }
}

impl World {
    /// Always the same.
    pub fn new() -> World {
        let ed = SecretKey::ed25519(&[3; 32]);
        let p256 = SecretKey::p256(&[4; 32]).expect("a scalar");
        let keys = [&ed, &p256].map(|key| Listed {
            key: key.public(),
            asserts: true,
            revoked: None,
        });
        let did = document(DID, &keys);
        let bits = Bits::with_set(MIN_PLACES, [7]).expect("a list");
        let until = at("2026-11-26T09:00:00Z");
        let list = list_credential(LIST, DID, &bits, at("2026-11-24T09:00:00Z"), until, 300_000);
        let signer = KeySigner::new(&ed, method_id(DID, &ed.public()));
        let list = proof::add(list, &signer, now(), Contexts::bundled()).expect("a list");
        let mut documents = Documents::new();
        documents.add("https://a.example/.well-known/did.json", did.to_string());
        documents.add(LIST, list.to_string());
        World {
            ed,
            p256,
            did,
            list,
            documents,
        }
    }

    /// Signs what comes as an embedded proof.
    pub fn embedded(&self, credential: Value) -> Option<Value> {
        let signer = KeySigner::new(&self.ed, method_id(DID, &self.ed.public()));
        proof::add(credential, &signer, now(), Contexts::bundled()).ok()
    }

    /// Who signs tokens.
    pub fn signer(&self) -> KeySigner<'_> {
        KeySigner::new(&self.p256, method_id(DID, &self.p256.public()))
    }

    /// Verifies at the moment of this world.
    pub fn verify(&self, input: &[u8]) -> Report {
        let options = Options {
            at: now(),
            recipient: Some("Zoé"),
            contexts: Contexts::bundled(),
        };
        verify(input, &self.documents, &options)
    }

    /// The badge in each of its forms: JSON, token, PNG, SVG.
    pub fn forms(&self) -> (String, String, Vec<u8>, String) {
        let json = self.embedded(badge()).expect("a badge").to_string();
        let token = jwt::sign(&badge(), &self.signer()).expect("a badge");
        let png = bake::bake_png(PNG, &json).expect("an image");
        let svg = bake::bake_svg(SVG, &json).expect("an image");
        (json, token, png, svg)
    }
}

/// The moment of this world.
pub fn now() -> Timestamp {
    at("2026-11-24T10:00:00Z")
}

fn at(text: &str) -> Timestamp {
    text.parse().expect("a date")
}

/// A badge that is not signed yet.
pub fn badge() -> Value {
    json!({
        "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
        "id": "urn:uuid:7e1c5d0a-6a1f-4d0e-9a52-0f5d0c9b3a11",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Repères",
        "issuer": {"id": DID, "type": ["Profile"], "name": "Café IA"},
        "validFrom": "2026-11-24T09:30:00Z",
        "validUntil": "2029-11-24T09:30:00Z",
        "credentialSubject": {
            "id": "urn:uuid:2f0b6e5c-2b1b-4f0a-8a37-2d1c8e6d7f22",
            "type": ["AchievementSubject"],
            "identifier": [{"type": "IdentityObject", "hashed": false, "identityType": "name", "identityHash": "Zoé"}],
            "achievement": {
                "id": "urn:uuid:0c1d2e3f-4a5b-4c6d-8e7f-8a9b0c1d2e3f",
                "type": ["Achievement"],
                "name": "Repères",
                "description": "Dit comment.",
                "criteria": {"type": "Criteria", "narrative": "60 %."},
                "resultDescription": [{"id": "urn:r", "type": ["ResultDescription"], "name": "Note", "resultType": "LetterGrade", "allowedValue": ["A", "B"]}],
            },
            "result": [{"type": ["Result"], "resultDescription": "urn:r", "value": "A"}],
        },
        "credentialStatus": [{
            "id": format!("{LIST}#9"),
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": "9",
            "statusListCredential": LIST,
        }],
    })
}

/// A hosted assertion of Open Badges 2.0.
pub const OB2: &str = "https://a.example/assertions/1";

/// What its issuer publishes, each by its address: assertion, badge class, profile, key, list.
pub fn ob2_documents() -> [(&'static str, Value); 5] {
    const CONTEXT: &str = "https://w3id.org/openbadges/v2";
    let [badge, issuer, key, list] = [
        "https://a.example/badges/1",
        "https://a.example/issuer",
        "https://a.example/keys/1",
        "https://a.example/revoked",
    ];
    let pem = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA6kpsY+KcUgq+9VB7Ey7F+ZVHdq6+vnuSQh7qaRRG0iw=\n-----END PUBLIC KEY-----";
    [
        (
            OB2,
            json!({"@context": CONTEXT, "id": OB2, "type": "Assertion", "recipient": {"type": "email", "hashed": true, "salt": "Kosher", "identity": "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399"}, "badge": badge, "issuedOn": "2026-11-24T09:30:00Z", "verification": {"type": "hosted"}}),
        ),
        (
            badge,
            json!({"@context": CONTEXT, "id": badge, "type": "BadgeClass", "name": "Repères", "description": "Dit comment.", "image": "https://a.example/1.png", "criteria": {"narrative": "60 %."}, "issuer": issuer}),
        ),
        (
            issuer,
            json!({"@context": CONTEXT, "id": issuer, "type": "Issuer", "name": "Café IA", "url": "https://a.example", "email": "a@a.example", "publicKey": key, "revocationList": list}),
        ),
        (
            key,
            json!({"@context": CONTEXT, "id": key, "type": "CryptographicKey", "owner": issuer, "publicKeyPem": pem}),
        ),
        (
            list,
            json!({"@context": CONTEXT, "id": list, "type": "RevocationList", "issuer": issuer, "revokedAssertions": [{"id": "urn:x", "revocationReason": "Erreur"}]}),
        ),
    ]
}
