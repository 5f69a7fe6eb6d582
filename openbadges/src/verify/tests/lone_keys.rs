//! Keys that stand alone at the address that a token names, in no document that says whose they are.

use super::*;

const ISSUER: &str = "https://a.example/issuers/1";

/// What comes of a token of the issuer whose `kid` is an address, and of what stands there.
fn told(kid: &str, address: &str, document: Option<String>) -> Report {
    let world = World::new(&[]);
    let mut credential = a_credential();
    credential["issuer"]["id"] = ISSUER.into();
    credential["credentialSubject"]["achievement"]["creator"]["id"] = ISSUER.into();
    credential
        .as_object_mut()
        .unwrap()
        .remove("credentialStatus");
    let token = jwt::sign(&credential, &KeySigner::new(&world.p256, kid)).unwrap();
    let mut documents = Documents::new();
    match document {
        Some(document) => documents.add(address, document),
        None => documents.add_unavailable(address, "no answer"),
    }
    let options = Options {
        at: now(),
        recipient: None,
        contexts: Contexts::bundled(),
    };
    verify(token.as_bytes(), &documents, &options)
}

fn jwk() -> Value {
    World::new(&[]).p256.public().jwk()
}

#[test]
fn a_key_under_the_address_of_its_issuer_is_theirs() {
    let mut named = jwk();
    named["kid"] = "k".into();
    let other = SecretKey::p256(&[9; 32]).unwrap().public().jwk();
    let set = json!({"keys": [other, named]}).to_string();
    for (kid, address, document) in [
        ("/keys/1", "/keys/1", jwk().to_string()),
        ("/keys#k", "/keys", set),
    ] {
        let [kid, address] = [kid, address].map(|rest| format!("{ISSUER}{rest}"));
        let report = told(&kid, &address, Some(document));
        assert_eq!(report.verdict, Verdict::Valid, "{:#}", report.to_value());
    }
}

#[test]
fn a_key_elsewhere_is_nobodys_or_another_s() {
    let key = Some(jwk().to_string());
    for (kid, outcome) in [
        // The host publishes it, and does not say for whom.
        ("https://a.example/keys/1", Outcome::Unknown),
        ("https://a.example/issuers/10/key", Outcome::Unknown),
        ("https://a.example/issuers/1/../2/key", Outcome::Unknown),
        ("https://a.example/issuers/1/%2e%2e/2/key", Outcome::Unknown),
        ("https://b.example/issuers/1/key", Outcome::Fail),
        ("https://a.example.b.example/issuers/1/key", Outcome::Fail),
        ("https://a.example@b.example/issuers/1/key", Outcome::Fail),
        ("http://a.example/issuers/1/key", Outcome::Fail),
    ] {
        let report = told(kid, kid, key.clone());
        assert_eq!(report.check(CheckId::Issuer).outcome, outcome, "{kid}");
        assert_ne!(report.verdict, Verdict::Valid);
        let known = outcome == Outcome::Unknown;
        assert_eq!(
            report.verdict == Verdict::Unknown,
            known,
            "{:#}",
            report.to_value()
        );
    }
}

#[test]
fn a_key_that_cannot_be_had_leaves_the_question_open_and_a_wrong_one_does_not() {
    let kid = format!("{ISSUER}/keys/1");
    let report = told(&kid, &kid, None);
    assert_eq!(report.verdict, Verdict::Unknown, "{:#}", report.to_value());
    assert!(told(&kid, "https://a.example/", None).needs.contains(&kid));
    let other = SecretKey::p256(&[9; 32]).unwrap().public().jwk();
    let report = told(&kid, &kid, Some(other.to_string()));
    assert_eq!(report.check(CheckId::Proof).outcome, Outcome::Fail);
    let of_set = format!("{ISSUER}/keys#k");
    for keys in [
        json!([]),
        json!([jwk()]),
        json!([{"kid": "k"}, {"kid": "k"}]),
    ] {
        let set = json!({"keys": keys}).to_string();
        let report = told(&of_set, &format!("{ISSUER}/keys"), Some(set));
        assert_eq!(report.verdict, Verdict::Invalid, "{:#}", report.to_value());
    }
}
