//! What is read by a feature that is off: it is known for what it is, and nothing is said against it.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

use super::*;

fn assertion() -> Value {
    json!({
        "@context": "https://w3id.org/openbadges/v2",
        "id": "https://a.example/assertions/1",
        "type": "Assertion",
        "recipient": {"type": "email", "hashed": false, "identity": "zoe@a.example"},
        "issuedOn": "2026-11-24T09:00:00Z",
        "verification": {"type": "hosted"},
        "badge": "https://a.example/badges/1",
    })
}

#[test]
fn a_badge_of_2_0_is_not_called_false() {
    let world = World::new(&[]);
    let chunk = |kind: &[u8; 4], data: &[u8]| {
        let covered = [&kind[..], data].concat();
        let length = u32::try_from(data.len()).unwrap().to_be_bytes();
        let sum = crc32fast::hash(&covered).to_be_bytes();
        [&length[..], &covered, &sum].concat()
    };
    let png = |kind, data: &[u8]| [&PNG[..33], &chunk(kind, data), &PNG[33..]].concat();
    let text = assertion().to_string();
    let encoded = |text: &str| URL_SAFE_NO_PAD.encode(text);
    let token = |payload: &str| {
        format!(
            "{}.{}.AAAA",
            encoded("{\"alg\":\"RS256\"}"),
            encoded(payload)
        )
    };
    let svg = format!(
        "<svg xmlns:o=\"http://openbadges.org\"><o:assertion verify=\"https://a.example/assertions/1\"><![CDATA[{text}]]></o:assertion></svg>"
    );
    for input in [
        text.clone().into_bytes(),
        json!({"id": "https://a.example/assertions/1", "type": "Assertion"})
            .to_string()
            .into_bytes(),
        token(&text).into_bytes(),
        png(
            b"iTXt",
            &[b"openbadges\0\0\0\0\0", text.as_bytes()].concat(),
        ),
        png(b"tEXt", b"openbadges\0https://a.example/assertions/1"),
        svg.into_bytes(),
    ] {
        let report = world.verify(&input);
        let format = report.check(CheckId::Format);
        assert_eq!(
            (report.verdict, format.outcome),
            (Verdict::Unknown, Outcome::Unknown)
        );
        let told = format.reason.as_ref().unwrap().to_string();
        assert!(told.contains("`ob2`"), "{told}");
    }
    // What is neither, is neither.
    for input in [
        png(b"tEXt", b"Comment\0openbadges"),
        b"<svg xmlns:o=\"http://openbadges.org\"/>".to_vec(),
        token("{\"a\":1}").into_bytes(),
    ] {
        assert_eq!(world.verify(&input).verdict, Verdict::Invalid);
    }
}

/// What an issuer may sign by, and this build does not read.
#[test]
fn a_suite_a_key_and_a_status_of_a_feature_are_not_called_false() {
    let mut world = World::new(&[]);
    let signed = world.json(a_credential());
    for suite in ["eddsa-jcs-2022", "ecdsa-rdfc-2019", "ecdsa-sd-2023"] {
        if crate::proof::is_known(&json!({"type": "DataIntegrityProof", "cryptosuite": suite})) {
            continue;
        }
        let mut other = signed.clone();
        other["proof"][0]["cryptosuite"] = suite.into();
        let report = world.verify(other.to_string());
        assert_eq!(report.verdict, Verdict::Unknown, "{suite}");
    }
    if !cfg!(feature = "ed25519-2020") {
        let mut other = signed.clone();
        let proof = other["proof"][0].as_object_mut().unwrap();
        proof.remove("cryptosuite");
        proof["type"] = "Ed25519Signature2020".into();
        assert_eq!(world.verify(other.to_string()).verdict, Verdict::Unknown);
    }
    if !cfg!(feature = "revocation-list") {
        let mut other = a_credential();
        other["credentialStatus"] =
            json!({"id": "https://a.example/revoked", "type": "1EdTechRevocationList"});
        other["@context"]
            .as_array_mut()
            .unwrap()
            .push("https://purl.imsglobal.org/spec/ob/v3p0/extensions.json".into());
        let report = world.verify(world.json(other).to_string());
        assert_eq!(report.check(CheckId::Status).outcome, Outcome::Unknown);
        assert_eq!(report.verdict, Verdict::Unknown);
    }
    if !cfg!(feature = "jwt-1-1") {
        let mut payload = json!({"iss": DID, "nbf": 1_763_978_400, "vc": a_credential()});
        payload["vc"]["@context"][0] = "https://www.w3.org/2018/credentials/v1".into();
        let kid = method_id(DID, &world.p256.public());
        let header = json!({"alg": "ES256", "kid": kid}).to_string();
        let encoded = |text: String| URL_SAFE_NO_PAD.encode(text);
        let token = format!("{}.{}.AAAA", encoded(header), encoded(payload.to_string()));
        assert_eq!(world.verify(token).verdict, Verdict::Unknown);
    }
    // Keys of P-384 and of RSA, as documents spell them.
    let address = "https://a.example/.well-known/did.json";
    let text = world.documents.bytes_of(address).unwrap();
    for (feature, jwk) in [
        (
            cfg!(feature = "es384"),
            json!({"kty": "EC", "crv": "P-384", "x": "AA", "y": "AA"}),
        ),
        (
            cfg!(feature = "rsa"),
            json!({"kty": "RSA", "n": "AQ", "e": "AQAB"}),
        ),
    ] {
        if feature {
            continue;
        }
        let mut document: Value = serde_json::from_str(&text).unwrap();
        let method = document["verificationMethod"][0].as_object_mut().unwrap();
        method.remove("publicKeyMultibase");
        method.insert("publicKeyJwk".to_owned(), jwk.clone());
        world.documents.add(address, document.to_string());
        let report = world.verify(signed.to_string());
        assert_eq!(report.verdict, Verdict::Unknown, "{jwk}");
        assert_eq!(
            report.check(CheckId::Key).outcome,
            Outcome::Unknown,
            "{jwk}"
        );
    }
}
