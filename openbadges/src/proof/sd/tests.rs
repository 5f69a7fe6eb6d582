//! Proofs made here as an issuer and a holder make them, so that every part can be made wrong.

use serde_json::{Value, json};

use super::*;
use crate::{
    Contexts,
    key::{KeySigner, SecretKey, Signer},
    verify::{CheckId, Documents, Options, Outcome, Verdict, verify},
};

/// A derived proof in parts that a test may change before it is written.
#[derive(Clone)]
struct Parts {
    base_signature: Vec<u8>,
    key: Vec<u8>,
    signatures: Vec<Vec<u8>>,
    labels: Vec<(usize, Vec<u8>)>,
    mandatory: Vec<usize>,
}

impl Parts {
    fn write(&self) -> String {
        let mut bytes = [&DERIVED[..], &[0x85]].concat();
        string(&mut bytes, &self.base_signature);
        string(&mut bytes, &self.key);
        head(&mut bytes, 4, self.signatures.len());
        self.signatures
            .iter()
            .for_each(|signature| string(&mut bytes, signature));
        head(&mut bytes, 5, self.labels.len());
        for (number, label) in &self.labels {
            head(&mut bytes, 0, *number);
            string(&mut bytes, label);
        }
        head(&mut bytes, 4, self.mandatory.len());
        self.mandatory
            .iter()
            .for_each(|place| head(&mut bytes, 0, *place));
        format!("u{}", URL_SAFE_NO_PAD.encode(bytes))
    }
}

fn head(bytes: &mut Vec<u8>, major: u8, argument: usize) {
    match argument {
        0..=23 => bytes.push(major << 5 | argument as u8),
        24..=255 => bytes.extend([major << 5 | 24, argument as u8]),
        _ => {
            bytes.push(major << 5 | 25);
            bytes.extend((argument as u16).to_be_bytes());
        }
    }
}

fn string(bytes: &mut Vec<u8>, content: &[u8]) {
    head(bytes, 2, content.len());
    bytes.extend(content);
}

fn issuer() -> SecretKey {
    SecretKey::p256(&[5; 32]).unwrap()
}

fn did() -> String {
    format!("did:key:{}", issuer().public().multikey())
}

fn configuration() -> Value {
    json!({
        "type": "DataIntegrityProof",
        "created": "2026-11-24T10:00:00Z",
        "verificationMethod": format!("{}#{}", did(), issuer().public().multikey()),
        "cryptosuite": "ecdsa-sd-2023",
        "proofPurpose": "assertionMethod",
    })
}

fn badge() -> Value {
    json!({
        "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
        "id": "urn:uuid:7e1c5d0a-6a1f-4d0e-9a52-0f5d0c9b3a11",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Repères",
        "description": "Un badge.",
        "issuer": {"id": did(), "type": ["Profile"], "name": "Café IA"},
        "validFrom": "2026-11-24T09:30:00Z",
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
            },
        },
    })
}

/// What stands for the issuer's HMAC: any function of the label that nobody can guess would do.
fn label(number: usize) -> Vec<u8> {
    Sha256::digest(format!("a secret and {number}")).to_vec()
}

/// Signs a document as the issuer does; what is `always` shown is mandatory.
fn sign(document: &Value, always: impl Fn(&str) -> bool) -> Parts {
    let form = Form::of(document, Contexts::bundled());
    let mut labels = Vec::new();
    let text = relabelled(form.members().unwrap(), form.contexts, |number| {
        let number = number as usize;
        labels.push((number, label(number)));
        Ok(format!("_:u{}", URL_SAFE_NO_PAD.encode(label(number))))
    })
    .unwrap();
    let own = SecretKey::p256(&[6; 32]).unwrap();
    let own_signer = KeySigner::new(&own, "");
    let mut key = P256_PREFIX.to_vec();
    let jwk = own.public().jwk();
    let coordinate = |name: &str| URL_SAFE_NO_PAD.decode(jwk[name].as_str().unwrap()).unwrap();
    key.push(2 + (coordinate("y")[31] & 1));
    key.extend(coordinate("x"));
    let (mut mandatory, mut hash, mut signatures) = (Vec::new(), Sha256::new(), Vec::new());
    for (place, statement) in text.split_inclusive('\n').enumerate() {
        if always(statement) {
            mandatory.push(place);
            hash.update(statement);
        } else {
            signatures.push(own_signer.sign(statement.as_bytes()).unwrap());
        }
    }
    let options = configuration();
    let options = configuration_digest(&form, Members::of(&options).unwrap()).unwrap();
    let signed = [options.bytes(), &key, &hash.finalize()].concat();
    let secret = issuer();
    Parts {
        base_signature: KeySigner::new(&secret, "").sign(&signed).unwrap(),
        key,
        signatures,
        labels,
        mandatory,
    }
}

const P256_PREFIX: [u8; 2] = [0x80, 0x24];

fn is_mandatory(statement: &str) -> bool {
    statement.contains("issuer") || statement.contains("validFrom")
}

/// The verdict, and what is said of the proof.
fn ask(mut document: Value, value: String) -> (Verdict, Outcome) {
    let mut proof = configuration();
    proof["proofValue"] = value.into();
    document["proof"] = json!([proof]);
    let options = Options {
        at: "2026-11-24T10:00:00Z".parse().unwrap(),
        recipient: None,
        contexts: Contexts::bundled(),
    };
    let report = verify(document.to_string().as_bytes(), &Documents::new(), &options);
    (report.verdict, report.check(CheckId::Proof).outcome)
}

const HOLDS: (Verdict, Outcome) = (Verdict::Valid, Outcome::Pass);
const FAILS: (Verdict, Outcome) = (Verdict::Invalid, Outcome::Fail);

#[test]
fn a_derived_proof_holds_and_hides() {
    let whole = sign(&badge(), is_mandatory);
    assert!(!whole.mandatory.is_empty() && whole.labels.len() >= 2);
    assert_eq!(ask(badge(), whole.write()), HOLDS);

    // The holder leaves out a statement with its signature; what is mandatory moves up by one.
    let form = badge();
    let text = relabelled(Members::of(&form).unwrap(), Contexts::bundled(), |number| {
        let label = label(number as usize);
        Ok(format!("_:u{}", URL_SAFE_NO_PAD.encode(label)))
    })
    .unwrap();
    let place = text
        .split_inclusive('\n')
        .position(|statement| statement.contains("Un badge."))
        .unwrap();
    let mut less = whole.clone();
    let before = whole.mandatory.iter().filter(|at| **at < place).count();
    less.signatures.remove(place - before);
    for at in less.mandatory.iter_mut().filter(|at| **at > place) {
        *at -= 1;
    }
    let mut shown = badge();
    shown.as_object_mut().unwrap().remove("description");
    assert_eq!(ask(shown.clone(), less.write()), HOLDS);
    // A mandatory one cannot be left out, nor anything added.
    shown.as_object_mut().unwrap().remove("name");
    assert_eq!(ask(shown, less.write()), FAILS);
    assert_eq!(ask(badge(), less.write()), FAILS);
}

#[test]
fn a_word_that_is_changed_is_found() {
    let value = sign(&badge(), is_mandatory).write();
    for (place, word) in [
        ("/name", "Autre"),
        ("/validFrom", "2026-11-24T09:30:01Z"),
        ("/issuer/name", "Autre"),
        ("/credentialSubject/identifier/0/identityHash", "Léo"),
        ("/credentialSubject/achievement/criteria/narrative", "6 %."),
    ] {
        let mut altered = badge();
        *altered.pointer_mut(place).unwrap() = word.into();
        assert_eq!(ask(altered, value.clone()), FAILS, "{place}");
    }
}

#[test]
fn every_part_of_a_derived_proof_counts() {
    let good = sign(&badge(), is_mandatory);
    type Change = fn(&mut Parts);
    let changes: [(&str, Change); 15] = [
        ("base signature", |parts| parts.base_signature[40] ^= 1),
        ("length of it", |parts| parts.base_signature.truncate(63)),
        ("key", |parts| parts.key[2] ^= 1),
        ("kind of key", |parts| {
            parts.key[..2].copy_from_slice(&[0xed, 1])
        }),
        ("signature", |parts| parts.signatures[3][40] ^= 1),
        ("order", |parts| parts.signatures.swap(0, 1)),
        ("one too many", |parts| {
            parts.signatures.push(parts.signatures[0].clone())
        }),
        ("one too few", |parts| drop(parts.signatures.pop())),
        ("label", |parts| parts.labels[0].1[0] ^= 1),
        ("no label", |parts| drop(parts.labels.pop())),
        ("a label of nothing", |parts| {
            parts.labels.push((99, label(99)))
        }),
        ("one label for two", |parts| {
            parts.labels[1].1 = parts.labels[0].1.clone()
        }),
        ("a label twice", |parts| {
            parts.labels.push(parts.labels[0].clone())
        }),
        ("mandatory twice", |parts| {
            parts.mandatory.push(parts.mandatory[0])
        }),
        ("mandatory beyond", |parts| {
            *parts.mandatory.last_mut().unwrap() = 6_000
        }),
    ];
    for (what, change) in changes {
        let mut parts = good.clone();
        change(&mut parts);
        assert_eq!(ask(badge(), parts.write()), FAILS, "{what}");
    }
    let mut many = good.clone();
    many.signatures = vec![vec![0; 64]; MOST_SIGNATURES + 1];
    assert_eq!(
        ask(badge(), many.write()),
        (Verdict::Unknown, Outcome::Unknown)
    );
    // Nothing is mandatory, or everything.
    for all in [true, false] {
        let parts = sign(&badge(), |_| all);
        assert_eq!(ask(badge(), parts.write()), HOLDS);
    }
}

#[test]
fn a_value_that_is_no_derived_proof_is_refused() {
    let good = sign(&badge(), is_mandatory).write();
    let bytes = URL_SAFE_NO_PAD.decode(&good[1..]).unwrap();
    let text = |bytes: &[u8]| format!("u{}", URL_SAFE_NO_PAD.encode(bytes));
    let mut base = bytes.clone();
    base[2] = 0;
    for value in [
        good[1..].to_owned(),
        format!("{good}="),
        format!("z{}", bs58::encode(&bytes).into_string()),
        text(&base),
        text(&[&bytes[..], &[0]].concat()),
        text(&[]),
        text(&[&DERIVED[..], &[0x85]].concat()),
        text(&[&DERIVED[..], &[0x84]].concat()),
    ] {
        assert_eq!(ask(badge(), value.clone()), FAILS, "{value}");
    }
    for end in (0..bytes.len()).step_by(7) {
        assert_eq!(ask(badge(), text(&bytes[..end])), FAILS, "cut at {end}");
    }
}

#[test]
fn only_a_key_of_the_curve_signs() {
    let value = sign(&badge(), is_mandatory).write();
    let mut proof = configuration();
    proof["proofValue"] = value.into();
    let document = badge();
    let proof = crate::proof::read(&proof).unwrap();
    let check = |key: &SecretKey| proof.check(&document, &key.public(), Contexts::bundled());
    assert_eq!(check(&issuer()), Ok(()));
    assert_eq!(
        check(&SecretKey::p256(&[7; 32]).unwrap()),
        Err(Error::Signature)
    );
    assert!(matches!(
        check(&SecretKey::ed25519(&[7; 32])),
        Err(Error::Proof(_))
    ));
}

/// Derived from one badge by npm `@digitalbazaar/ecdsa-sd-2023-cryptosuite` 3.4.1, by four choices of what to show; its blank nodes get other labels in each.
#[test]
fn what_another_library_derives_holds() {
    let all = crate::json::parse(include_bytes!("../../../tests/data/ecdsa-sd.json")).unwrap();
    let options = Options {
        at: "2026-11-26T18:00:00Z".parse().unwrap(),
        recipient: None,
        contexts: Contexts::bundled(),
    };
    let verdict = |document: &Value| {
        let text = document.to_string();
        verify(text.as_bytes(), &Documents::new(), &options).verdict
    };
    for derived in all.as_array().unwrap() {
        assert_eq!(verdict(derived), Verdict::Valid);
        let mut altered = derived.clone();
        altered["credentialSubject"]["achievement"]["name"] = "Autre".into();
        assert_eq!(verdict(&altered), Verdict::Invalid);
        let mut added = derived.clone();
        added["description"] = "Autre".into();
        assert_eq!(verdict(&added), Verdict::Invalid);
    }
}
