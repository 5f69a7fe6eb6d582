//! Endorsements that a credential carries, each verified as one of its own.

use super::*;
use crate::{EndorsementCredential, EndorsementSubject};

const PEER: &str = "did:web:b.example";
const CREDENTIAL: &str = "https://a.example/credentials/1";

fn peer() -> SecretKey {
    SecretKey::ed25519(&[8; 32])
}

fn of(subject: &str) -> Value {
    EndorsementCredential::new(
        uri("https://b.example/endorsements/1"),
        "Recommandation",
        Profile::new(uri(PEER)).with_name("Fournil"),
        at("2026-11-24T09:00:00Z"),
        EndorsementSubject::new(uri(subject)).with_comment("Du bon travail."),
    )
    .into()
}

fn signed(endorsement: Value) -> Value {
    let key = peer();
    let signer = KeySigner::new(&key, method_id(PEER, &key.public()));
    proof::add(endorsement, &signer, now(), Contexts::bundled()).unwrap()
}

/// An issuer, and a peer whose key is published.
fn world() -> World {
    let mut world = World::new(&[]);
    let listed = Listed {
        key: peer().public(),
        asserts: true,
        revoked: None,
    };
    world.documents.add(
        "https://b.example/.well-known/did.json",
        document(PEER, &[listed]).to_string(),
    );
    world
}

/// What comes of a badge that carries endorsements somewhere.
fn carrying(world: &World, place: &str, member: &str, endorsements: Value) -> Report {
    let mut credential = a_credential();
    credential.pointer_mut(place).unwrap()[member] = endorsements;
    world.verify(world.json(credential).to_string())
}

fn verdicts(report: &Report) -> Vec<(&str, Verdict)> {
    let all = report.endorsements.iter();
    all.map(|one| (one.pointer.as_str(), one.verdict()))
        .collect()
}

#[test]
fn an_endorsement_is_verified_wherever_it_stands() {
    let world = world();
    for (place, subject) in [
        ("", CREDENTIAL),
        ("/issuer", DID),
        (
            "/credentialSubject/achievement",
            "https://a.example/achievements/reperes/1.0.0",
        ),
        ("/credentialSubject/achievement/creator", DID),
    ] {
        let report = carrying(&world, place, "endorsement", json!([signed(of(subject))]));
        assert_eq!(
            report.verdict,
            Verdict::Valid,
            "{place}: {:#}",
            report.to_value()
        );
        let pointer = format!("{place}/endorsement/0");
        assert_eq!(verdicts(&report), [(pointer.as_str(), Verdict::Valid)]);
        let one = &report.endorsements[0];
        assert_eq!((one.by(), one.of()), (Some(PEER), Some(subject)));
    }
    let key = SecretKey::p256(&[8; 32]).unwrap();
    let listed = Listed {
        key: key.public(),
        asserts: true,
        revoked: None,
    };
    let mut with_p256 = world;
    with_p256.documents.add(
        "https://b.example/.well-known/did.json",
        document(PEER, &[listed]).to_string(),
    );
    let token = jwt::sign(
        &of(DID),
        &KeySigner::new(&key, method_id(PEER, &key.public())),
    )
    .unwrap();
    let report = carrying(&with_p256, "/issuer", "endorsementJwt", json!([token]));
    assert_eq!(
        verdicts(&report),
        [("/issuer/endorsementJwt/0", Verdict::Valid)]
    );
    let value = report.to_value();
    assert_eq!(value["endorsements"][0]["by"], PEER);
    assert_eq!(value["endorsements"][0]["verdict"], "valid");
}

#[test]
fn what_is_wrong_with_an_endorsement_is_told_and_leaves_the_badge_as_it_is() {
    let mut world = world();
    let verdict = |world: &World, endorsement: Value| {
        let report = carrying(world, "", "endorsement", json!([endorsement]));
        assert_eq!(report.verdict, Verdict::Valid, "{:#}", report.to_value());
        report.endorsements[0].verdict()
    };
    let good = signed(of(CREDENTIAL));
    let mut altered = good.clone();
    altered["credentialSubject"]["endorsementComment"] = "Un travail parfait.".into();
    assert_eq!(verdict(&world, altered), Verdict::Invalid);
    let mut bare = good.clone();
    bare.as_object_mut().unwrap().remove("proof");
    assert_eq!(verdict(&world, bare), Verdict::Invalid);
    assert_eq!(
        verdict(&world, signed(of("https://c.example/badge"))),
        Verdict::Invalid,
        "about another"
    );
    // Somebody who signs in the name of another.
    let thief = SecretKey::ed25519(&[9; 32]);
    let text = thief.public().multikey();
    let signer = KeySigner::new(&thief, format!("did:key:{text}#{text}"));
    let forged = proof::add(of(CREDENTIAL), &signer, now(), Contexts::bundled()).unwrap();
    assert_eq!(verdict(&world, forged), Verdict::Invalid);
    let mut over = of(CREDENTIAL);
    over["validUntil"] = "2026-11-24T09:30:00Z".into();
    assert_eq!(verdict(&world, signed(over)), Verdict::Invalid);
    assert_eq!(verdict(&world, good.clone()), Verdict::Valid);
    let broken = carrying(&world, "", "endorsementJwt", json!(["a.b.c"]));
    assert_eq!(verdicts(&broken), [("/endorsementJwt/0", Verdict::Invalid)]);
    // Who endorses cannot be reached, or is not asked yet.
    let url = "https://b.example/.well-known/did.json";
    world.documents.add_unavailable(url, "timed out");
    assert_eq!(verdict(&world, good.clone()), Verdict::Unknown);
    let world = World::new(&[]);
    let report = carrying(&world, "", "endorsement", json!([good]));
    assert_eq!(report.needs, [url]);
    assert_eq!(
        (report.verdict, report.endorsements[0].verdict()),
        (Verdict::Valid, Verdict::Unknown)
    );
}

#[test]
fn endorsements_are_bounded_in_number_and_depth() {
    let world = world();
    let many: Vec<Value> = (0..20)
        .map(|place| {
            let mut one = of(CREDENTIAL);
            one["id"] = format!("https://b.example/endorsements/{place}").into();
            signed(one)
        })
        .collect();
    let report = carrying(&world, "", "endorsement", many.into());
    assert_eq!(report.endorsements.len(), 16);
    assert_eq!(report.notices, [Notice::MoreEndorsements(4)]);
    let mut nested = signed(of(PEER));
    for _ in 0..3 {
        let mut outer = of(PEER);
        outer["issuer"]["endorsement"] = json!([nested]);
        nested = signed(outer);
    }
    nested["credentialSubject"]["id"] = CREDENTIAL.into();
    let report = carrying(&world, "", "endorsement", json!([nested]));
    let mut depth = 0;
    let mut at = &report;
    while let Some(one) = at.endorsements.first() {
        at = &one.report;
        depth += 1;
    }
    assert_eq!(depth, 2);
    assert_eq!(at.notices, [Notice::MoreEndorsements(1)]);
}

#[test]
fn an_endorsement_that_stands_alone_is_verified_as_what_it_is() {
    let world = world();
    let options = Options {
        at: now(),
        recipient: None,
        contexts: Contexts::bundled(),
    };
    let either = |text: &str| verify_either(text.as_bytes(), &world.documents, &options);
    let good = signed(of(DID)).to_string();
    let report = either(&good);
    assert_eq!(report.verdict, Verdict::Valid, "{:#}", report.to_value());
    let summary = report.summary();
    assert_eq!(summary.issuer.as_deref(), Some(PEER));
    assert_eq!(summary.recipient.as_deref(), Some(DID));
    assert_eq!(summary.valid_from.as_deref(), Some("2026-11-24T09:00:00Z"));
    assert_eq!(
        either(&good.replace("bon travail", "mauvais travail")).verdict,
        Verdict::Invalid
    );
    assert_eq!(
        world.verify(&good).verdict,
        Verdict::Invalid,
        "it is no badge"
    );
    let badge = world.json(a_credential()).to_string();
    assert_eq!(either(&badge).verdict, Verdict::Valid);
}

/// Who endorses signs with contexts of their own, before anybody knows in which badge that will stand.
#[test]
fn an_endorsement_has_contexts_of_its_own() {
    let world = world();
    let plain = |mut credential: Value| {
        let members = credential.as_object_mut().unwrap();
        members.shift_remove("credentialSchema");
        members["@context"].as_array_mut().unwrap().truncate(2);
        credential
    };
    let mut badge = plain(a_credential());
    let endorsement = signed(of(CREDENTIAL));
    assert!(endorsement["@context"].as_array().unwrap().len() > 2);
    badge["endorsement"] = json!([endorsement]);
    let verdict = |badge: &Value| {
        let token = world.verify(world.jwt(badge)).verdict;
        let signed = world.json(badge.clone()).to_string();
        (token, world.verify(signed).verdict)
    };
    assert_eq!(verdict(&badge), (Verdict::Valid, Verdict::Valid));
    // One that is not on the list leaves the badge open, and one of its own making does not.
    let mut told = |context: Value, expected| {
        let contexts = badge["endorsement"][0]["@context"].as_array_mut().unwrap();
        contexts.truncate(2);
        contexts.push(context);
        let report = world.verify(world.jwt(&badge));
        assert_eq!(report.verdict, expected);
    };
    told("https://b.example/context".into(), Verdict::Unknown);
    told(json!({"x": "https://b.example/x"}), Verdict::Invalid);
}
