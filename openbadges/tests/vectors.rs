//! Published vectors, read from the fixtures where they are: W3C's for eddsa-rdfc-2022, and 1EdTech's samples.

mod support;

use std::fs;

use openbadges::{
    Contexts, json,
    key::PublicKey,
    proof,
    verify::{CheckId, Documents, Options, Outcome, Verdict, verify},
};

use support::fixtures;

#[test]
fn the_signed_vector_of_the_w3c_verifies_and_nothing_near_it_does() {
    let (Some(folder), Some(contexts)) = (fixtures("vc-di-eddsa"), fixtures("contexts")) else {
        return;
    };
    let examples = fs::read(contexts.join("www.w3.org_ns_credentials_examples_v2.json")).unwrap();
    let contexts = Contexts::bundled()
        .with("https://www.w3.org/ns/credentials/examples/v2", &examples)
        .unwrap();
    let pair = json::parse(&fs::read(folder.join("keyPair.json")).unwrap()).unwrap();
    let key = PublicKey::from_multikey(pair["publicKeyMultibase"].as_str().unwrap()).unwrap();
    let signed =
        json::parse(&fs::read(folder.join("eddsa-rdfc-2022/signedDataInt.json")).unwrap()).unwrap();
    proof::read(&signed["proof"])
        .unwrap()
        .check(&signed, &key, &contexts)
        .unwrap();
    let mut altered = signed.clone();
    altered["name"] = "Another".into();
    assert!(
        proof::read(&altered["proof"])
            .unwrap()
            .check(&altered, &key, &contexts)
            .is_err()
    );
    let mut redated = signed.clone();
    redated["proof"]["created"] = "2023-02-24T23:36:39Z".into();
    assert!(
        proof::read(&redated["proof"])
            .unwrap()
            .check(&redated, &key, &contexts)
            .is_err()
    );
}

#[test]
fn the_samples_of_1edtech_meet_no_panic_and_no_false_verdict() {
    let Some(folder) = fixtures("1edtech-validator") else {
        return;
    };
    let options = Options {
        at: "2026-11-24T00:00:00Z".parse().unwrap(),
        recipient: None,
        contexts: Contexts::bundled(),
    };
    let report = |name: &str| {
        verify(
            &fs::read(folder.join(name)).unwrap(),
            &Documents::new(),
            &options,
        )
    };
    // Refused on purpose: a did:key that is not the issuer's, so that nothing binds the signature to who is named. The official validator takes it.
    let stranger = report("simple-did-key-method.json");
    assert_eq!(
        (stranger.verdict, stranger.check(CheckId::Issuer).outcome),
        (Verdict::Invalid, Outcome::Fail)
    );
    // What is valid there and needs the network here is never called invalid for its signature.
    for name in [
        "simple.json",
        "simple-json.png",
        "simple-json.svg",
        "simple-did-web-method.json",
    ] {
        let report = report(name);
        assert_ne!(
            report.check(CheckId::Format).outcome,
            Outcome::Fail,
            "{name}"
        );
        assert_ne!(
            report.check(CheckId::Schema).outcome,
            Outcome::Fail,
            "{name} {:#}",
            report.to_value()
        );
        assert_ne!(
            report.check(CheckId::Proof).outcome,
            Outcome::Fail,
            "{name}"
        );
    }
    // What is wrong in its shape is found without the network.
    for name in [
        "simple-err-type.json",
        "simple-err-context.json",
        "simple-err-issuer.json",
        "simple-err-issuer-type.json",
        "simple-err-issuer-parentorg-type.json",
        "simple-err-issuer-otheridentifier-type.json",
        "simple-err-credential-subject-type.json",
        "simple-err-credential-subject-identifier-type.json",
        "simple-err-credential-subject-result-type.json",
        "simple-err-credential-subject-profile-type.json",
        "simple-err-credential-subject-achievement-result-description-type.json",
        "simple-err-evidence-type.json",
        "simple-err-expired.json",
        "simple-err-issued.json",
        "simple-noproof.json",
    ] {
        assert_eq!(
            report(name).verdict,
            Verdict::Invalid,
            "{name} {:#}",
            report(name).to_value()
        );
    }
    for entry in fs::read_dir(&folder)
        .unwrap()
        .map(Result::unwrap)
        .filter(|entry| entry.path().is_file())
    {
        let _ = verify(
            &fs::read(entry.path()).unwrap(),
            &Documents::new(),
            &options,
        );
    }
}
