//! What is read beside the default: each suite and algorithm by a published signature or one of another program, whole and altered.
#![cfg(all(
    feature = "ecdsa",
    feature = "ed25519-2020",
    feature = "jcs",
    feature = "jwt-1-1",
    feature = "rsa"
))]

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use openbadges::{
    Contexts, Error, jwt,
    key::{Algorithm, KeySigner, PublicKey, SecretKey, Signer},
    proof,
    verify::{CheckId, Documents, Options, Outcome, Reason, Report, Verdict, verify},
};
use p384::ecdsa::signature::Signer as _;
use serde_json::{Value, json};

const DID: &str = "did:web:a.example";

struct P384(p384::ecdsa::SigningKey);

impl P384 {
    fn new() -> P384 {
        P384(p384::ecdsa::SigningKey::from_slice(&[5; 48]).unwrap())
    }

    fn public(&self) -> PublicKey {
        let point = self.0.verifying_key().to_sec1_point(false);
        let (x, y) = point.as_bytes()[1..].split_at(48);
        let text = |bytes| URL_SAFE_NO_PAD.encode(bytes);
        PublicKey::from_jwk(&json!({"kty": "EC", "crv": "P-384", "x": text(x), "y": text(y)}))
            .unwrap()
    }
}

impl Signer for P384 {
    fn algorithm(&self) -> Algorithm {
        Algorithm::Es384
    }

    fn verification_method(&self) -> &str {
        "did:web:a.example#key"
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Error> {
        let signature: p384::ecdsa::Signature = self.0.sign(message);
        Ok(signature.to_bytes().to_vec())
    }
}

fn a_credential() -> Value {
    json!({
        "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
        "id": "urn:uuid:7e1c5d0a-6a1f-4d0e-9a52-0f5d0c9b3a11",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": DID, "type": ["Profile"], "name": "Café IA"},
        "validFrom": "2026-11-24T09:00:00Z",
        "credentialSubject": {
            "id": "urn:uuid:2f0b6e5c-2b1b-4f0a-8a37-2d1c8e6d7f22",
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "urn:uuid:0c1d2e3f-4a5b-4c6d-8e7f-8a9b0c1d2e3f",
                "type": ["Achievement"],
                "name": "Repères",
                "description": "Dit comment.",
                "criteria": {"type": "Criteria", "narrative": "60 %."}
            }
        }
    })
}

fn check(input: &str, method: &str, key: Value) -> Report {
    let mut documents = Documents::new();
    let entry = json!({"id": method, "type": "JsonWebKey", "controller": DID, "publicKeyJwk": key});
    let document = json!({"id": DID, "verificationMethod": [entry], "assertionMethod": [method]});
    documents.add(
        "https://a.example/.well-known/did.json",
        document.to_string(),
    );
    let options = Options {
        at: "2026-11-24T10:00:00Z".parse().unwrap(),
        recipient: None,
        contexts: Contexts::bundled(),
    };
    verify(input.as_bytes(), &documents, &options)
}

fn re_encoded(token: &str, part: usize, change: impl FnOnce(&mut Value)) -> String {
    let mut parts: Vec<String> = token.split('.').map(str::to_owned).collect();
    let mut value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(&parts[part]).unwrap()).unwrap();
    change(&mut value);
    parts[part] = URL_SAFE_NO_PAD.encode(value.to_string());
    parts.join(".")
}

#[test]
fn a_token_by_rs256_made_with_openssl_is_read() {
    let sample = openbadges::json::parse(include_bytes!("data/rs256.json")).unwrap();
    let (token, key) = (sample["token"].as_str().unwrap(), &sample["key"]);
    let method = "did:web:a.example#rsa";
    assert_eq!(
        check(token, method, key.clone()).verdict,
        Verdict::Valid,
        "{:#}",
        check(token, method, key.clone()).to_value()
    );
    let renamed = re_encoded(token, 1, |payload| payload["issuer"]["name"] = "x".into());
    assert_eq!(
        check(&renamed, method, key.clone()).verdict,
        Verdict::Invalid
    );
    let ps256 = re_encoded(token, 0, |header| header["alg"] = "PS256".into());
    let report = check(&ps256, method, key.clone());
    assert_eq!(
        report.check(CheckId::Proof).reason,
        Some(Reason::UnknownAlgorithm("PS256".into()))
    );
    for alg in ["ES256", "none", "HS256"] {
        let other = re_encoded(token, 0, |header| header["alg"] = alg.into());
        assert_eq!(check(&other, method, key.clone()).verdict, Verdict::Invalid);
    }
    let public = PublicKey::from_jwk(key).unwrap();
    assert_eq!(public.jwk(), *key);
    assert_eq!(PublicKey::from_multikey(&public.multikey()), Ok(public));
    let mut small = key.clone();
    small["n"] = small["n"].as_str().unwrap()[..171].into();
    assert!(matches!(PublicKey::from_jwk(&small), Err(Error::Key(_))));
    let mut even = key.clone();
    even["e"] = "Ag".into();
    assert!(matches!(PublicKey::from_jwk(&even), Err(Error::Key(_))));
}

#[test]
fn a_token_that_brings_its_own_key_is_by_nobody_known_and_altered_is_wrong() {
    let sample = openbadges::json::parse(include_bytes!("data/rs256.json")).unwrap();
    let token = sample["token"].as_str().unwrap();
    let signer = P384::new();
    let own = jwt::sign(&a_credential(), &signer).unwrap();
    let (_, payload) = own.split_once('.').unwrap();
    let (payload, _) = payload.split_once('.').unwrap();
    let header = json!({"alg": "ES384", "jwk": signer.public().jwk()}).to_string();
    let signed = format!("{}.{payload}", URL_SAFE_NO_PAD.encode(header));
    let signature = URL_SAFE_NO_PAD.encode(Signer::sign(&signer, signed.as_bytes()).unwrap());
    let key = sample["key"].clone();
    let report = check(
        &format!("{signed}.{signature}"),
        "did:web:a.example#rsa",
        key.clone(),
    );
    assert_eq!(report.verdict, Verdict::Unknown);
    assert_eq!(
        report.check(CheckId::Issuer).reason,
        Some(Reason::NoKeyNamed)
    );
    let (_, of_another) = token.rsplit_once('.').unwrap();
    let report = check(
        &format!("{signed}.{of_another}"),
        "did:web:a.example#rsa",
        key,
    );
    assert_eq!(report.verdict, Verdict::Invalid);
}

#[test]
fn a_token_by_es384_is_read() {
    let signer = P384::new();
    let key = signer.public();
    assert_eq!(PublicKey::from_multikey(&key.multikey()), Ok(key.clone()));
    let token = jwt::sign(&a_credential(), &signer).unwrap();
    let method = signer.verification_method();
    assert_eq!(check(&token, method, key.jwk()).verdict, Verdict::Valid);
    let renamed = re_encoded(&token, 1, |payload| payload["issuer"]["name"] = "x".into());
    assert_eq!(check(&renamed, method, key.jwk()).verdict, Verdict::Invalid);
    let other = SecretKey::p256(&[9; 32]).unwrap().public();
    assert_eq!(check(&token, method, other.jwk()).verdict, Verdict::Invalid);
    let mut off = key.jwk();
    off["y"] = off["x"].clone();
    assert!(matches!(PublicKey::from_jwk(&off), Err(Error::Key(_))));
}

#[test]
fn jcs_signs_the_text() {
    let secret = SecretKey::ed25519(&[7; 32]);
    let method = format!("{DID}#key");
    let signer = KeySigner::new(&secret, method.as_str());
    let at = "2026-11-24T09:30:00Z".parse().unwrap();
    let signed = proof::add_jcs(a_credential(), &signer, at).unwrap();
    assert_eq!(signed["proof"][0]["cryptosuite"], "eddsa-jcs-2022");
    let ask = |document: &Value| check(&document.to_string(), &method, secret.public().jwk());
    assert_eq!(
        ask(&signed).verdict,
        Verdict::Valid,
        "{:#}",
        ask(&signed).to_value()
    );
    let changes: [fn(&mut Value); 5] = [
        |c| c["issuer"]["name"] = "x".into(),
        |c| c["description"] = "x".into(),
        |c| c["type"].as_array_mut().unwrap().reverse(),
        |c| c["proof"][0]["created"] = "2026-11-24T09:30:01Z".into(),
        |c| drop(c["proof"][0].as_object_mut().unwrap().remove("@context")),
    ];
    for change in changes {
        let mut altered = signed.clone();
        change(&mut altered);
        assert_eq!(ask(&altered).verdict, Verdict::Invalid, "{altered}");
    }
    // A context beyond those that were signed, which the standard would let through.
    let mut longer = signed.clone();
    let extra = "https://w3id.org/security/data-integrity/v2";
    longer["@context"]
        .as_array_mut()
        .unwrap()
        .push(extra.into());
    assert_eq!(ask(&longer).check(CheckId::Proof).outcome, Outcome::Fail);
    assert!(
        proof::add_jcs(signed, &signer, at).is_err(),
        "signed already"
    );
    let p256 = SecretKey::p256(&[7; 32]).unwrap();
    let other = KeySigner::new(&p256, "m");
    assert!(proof::add_jcs(a_credential(), &other, at).is_err());
}

/// A token of the data model 1.1, by the key of a test.
fn first_model(claims: Value) -> (String, Value) {
    let signer = P384::new();
    let header = json!({"alg": "ES384", "kid": signer.verification_method(), "typ": "JWT"});
    let text = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let signed = format!("{}.{}", text(&header), text(&claims));
    let signature = URL_SAFE_NO_PAD.encode(Signer::sign(&signer, signed.as_bytes()).unwrap());
    (format!("{signed}.{signature}"), signer.public().jwk())
}

#[test]
fn the_credential_in_a_token_of_the_first_model_is_read() {
    let mut inner = a_credential();
    inner["@context"] = json!([
        "https://www.w3.org/2018/credentials/v1",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json"
    ]);
    let members = inner.as_object_mut().unwrap();
    members.remove("validFrom");
    let id = members.remove("id").unwrap();
    members["issuer"].as_object_mut().unwrap().remove("id");
    let subject = members["credentialSubject"].as_object_mut().unwrap();
    let subject = subject.remove("id").unwrap();
    let claims = json!({"vc": inner, "iss": DID, "jti": id, "sub": subject, "nbf": 1_795_510_800, "iat": 1_795_510_800, "aud": "x"});
    let ask = |claims: &Value| {
        let (token, key) = first_model(claims.clone());
        check(&token, "did:web:a.example#key", key)
    };
    let report = ask(&claims);
    assert_eq!(report.verdict, Verdict::Valid, "{:#}", report.to_value());
    let credential = report.credential.unwrap();
    assert_eq!(credential["issuer"]["id"], DID);
    assert_eq!(credential["id"], id);
    assert_eq!(credential["credentialSubject"]["id"], subject);
    assert_eq!(credential["issuanceDate"], "2026-11-24T09:00:00Z");
    let changes: [fn(&mut Value); 10] = [
        |c| c["vc"]["id"] = "urn:x".into(),
        |c| c["vc"]["issuer"] = "did:web:b.example".into(),
        |c| c["vc"]["issuanceDate"] = "2026-11-24T08:00:00Z".into(),
        |c| c["vc"]["credentialSubject"]["id"] = "urn:x".into(),
        |c| c["vc"]["@context"][0] = "https://www.w3.org/ns/credentials/v2".into(),
        |c| c["credentialSubject"] = json!({"id": "urn:x"}),
        |c| c["iss"] = Value::Null,
        |c| c["exp"] = 1_795_510_801.into(),
        |c| c["vc"] = json!([]),
        |c| c["nbf"] = json!("1795510800"),
    ];
    for change in changes {
        let mut altered = claims.clone();
        change(&mut altered);
        assert_eq!(ask(&altered).verdict, Verdict::Invalid, "{altered}");
    }
    // A date of JOSE may have a fraction, and may lie beyond the dates that a credential can say: then it never ends.
    for end in [
        json!(1_795_600_000.5),
        json!(253_402_300_799_i64),
        json!(1_995_510_800_000_i64),
    ] {
        let mut other = claims.clone();
        other["exp"] = end.clone();
        assert_eq!(ask(&other).verdict, Verdict::Valid, "{end}");
    }
}
