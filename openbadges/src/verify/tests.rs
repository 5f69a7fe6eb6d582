//! A credential of ours, whole, altered, revoked, expired, in each of its forms.

mod attacks;
mod endorsements;
#[cfg(not(feature = "ob2"))]
mod features;
mod lone_keys;
#[cfg(feature = "ob2")]
mod ob2;

use serde_json::json;

use super::*;
use crate::{
    Achievement, AchievementCredential, AchievementSubject, Alignment, BitstringStatusListEntry,
    Criteria, Error, Evidence, IdentityObject, Image, Profile, ResultDescription,
    RubricCriterionLevel, Uri, bake,
    did::{Listed, document, method_id},
    jwt,
    key::{KeySigner, SecretKey},
    proof, result,
    status::{Bits, MIN_PLACES, list_credential},
    vocabulary::{AchievementType, IdentifierType, ResultType, StatusPurpose},
};

const DID: &str = "did:web:a.example";
const LIST: &str = "https://a.example/status/1";

struct World {
    ed: SecretKey,
    p256: SecretKey,
    documents: Documents,
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn now() -> Timestamp {
    at("2026-11-24T10:00:00Z")
}

impl World {
    fn new(revoked: &[usize]) -> World {
        let (ed, p256) = (
            SecretKey::ed25519(&[3; 32]),
            SecretKey::p256(&[4; 32]).unwrap(),
        );
        let mut documents = Documents::new();
        let keys = [
            Listed {
                key: ed.public(),
                asserts: true,
                revoked: None,
            },
            Listed {
                key: p256.public(),
                asserts: true,
                revoked: None,
            },
        ];
        documents.add(
            "https://a.example/.well-known/did.json",
            document(DID, &keys).to_string(),
        );
        let mut world = World {
            ed,
            p256,
            documents,
        };
        world.publish(revoked, |_| {});
        world
    }

    fn signer(&self) -> KeySigner<'_> {
        KeySigner::new(&self.ed, method_id(DID, &self.ed.public()))
    }

    fn publish(&mut self, revoked: &[usize], change: impl Fn(&mut Value)) {
        let bits = Bits::with_set(MIN_PLACES, revoked.iter().copied()).unwrap();
        let mut list = list_credential(
            LIST,
            DID,
            &bits,
            at("2026-11-24T09:00:00Z"),
            at("2026-11-26T09:00:00Z"),
            300_000,
        );
        change(&mut list);
        let list = proof::add(list, &self.signer(), now(), Contexts::bundled()).unwrap();
        self.documents.add(LIST, list.to_string());
    }

    fn json(&self, credential: Value) -> Value {
        proof::add(credential, &self.signer(), now(), Contexts::bundled()).unwrap()
    }

    fn jwt(&self, credential: &Value) -> String {
        jwt::sign(
            credential,
            &KeySigner::new(&self.p256, method_id(DID, &self.p256.public())),
        )
        .unwrap()
    }

    fn verify(&self, input: impl AsRef<[u8]>) -> Report {
        self.verify_at(input, now())
    }

    fn verify_at(&self, input: impl AsRef<[u8]>, at: Timestamp) -> Report {
        verify(
            input.as_ref(),
            &self.documents,
            &Options {
                at,
                recipient: None,
                contexts: Contexts::bundled(),
            },
        )
    }
}

fn uri(text: &str) -> Uri {
    text.parse().unwrap()
}

fn a_credential() -> Value {
    let level = |name: &str| {
        uri(&format!(
            "https://a.example/achievements/reperes/1.0.0#{name}"
        ))
    };
    let levels = [("decouverte", "Découverte"), ("repere", "Repères")]
        .into_iter()
        .zip(1..)
        .fold(
            ResultDescription::new(
                level("niveaux"),
                "Niveaux",
                ResultType::RubricCriterionLevel,
            )
            .with_required_level(level("repere")),
            |description, ((id, name), place)| {
                let one = RubricCriterionLevel::new(level(id), name).with_level(place.to_string());
                description.with_rubric_criterion_level(one)
            },
        );
    let result = result::Result::of(&levels).with_achieved_level(level("repere"));
    let achievement = Achievement::new(
        uri("https://a.example/achievements/reperes/1.0.0"),
        "IA générative · Repères",
        "Sait dire comment une IA générative produit un texte.",
        Criteria::narrative("Avoir réussi 60 % du module."),
    )
    .with_achievement_type(AchievementType::Badge)
    .with_image(
        Image::new(uri("https://a.example/achievements/reperes/1.0.0.png"))
            .with_caption("Tasse verte"),
    )
    .with_alignment(
        Alignment::new("Évaluer", uri("https://b.example/digcomp"))
            .with_target_description("Touchée.")
            .with_target_framework("DigComp 3.0")
            .with_target_code("1.2"),
    )
    .with_language("fr".parse().unwrap())
    .with_version("1.0.0")
    .with_creator(Profile::new(uri(DID)))
    .with_result_description(levels);
    let subject = AchievementSubject::new(
        uri("urn:uuid:8f1d7d9e-3f4b-4a51-9c39-0f0a6c1d2b11"),
        achievement,
    )
    .with_identifier(IdentityObject::plain(IdentifierType::Name, "Zoé"))
    .with_result(result)
    .unwrap();
    let issuer = Profile::new(uri(DID))
        .with_name("Café IA")
        .with_url(uri("https://a.example"));
    AchievementCredential::new(
        uri("https://a.example/credentials/1"),
        "IA générative · Repères",
        issuer,
        at("2026-11-24T09:30:00Z"),
        subject,
    )
    .with_valid_until(at("2029-11-24T09:30:00Z"))
    .unwrap()
    .with_awarded_date(at("2026-11-24T09:20:00Z"))
    .with_evidence(
        Evidence::new()
            .with_name("Quiz")
            .with_narrative("Quiz libre."),
    )
    .with_status(BitstringStatusListEntry::new(
        uri(LIST),
        94_567,
        StatusPurpose::Revocation,
    ))
    .into()
}

const PNG: &[u8] = &[
    0x89, b'P', b'N', b'G', 13, 10, 26, 10, 0, 0, 0, 13, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0,
    0, 1, 8, 0, 0, 0, 0, 0x3a, 0x7e, 0x9b, 0x55, 0, 0, 0, 10, b'I', b'D', b'A', b'T', 0x78, 0x9c,
    0x63, 0x60, 0, 0, 0, 2, 0, 1, 0x48, 0xaf, 0xa4, 0x71, 0, 0, 0, 0, b'I', b'E', b'N', b'D', 0xae,
    0x42, 0x60, 0x82,
];

#[test]
fn every_form_of_a_credential_is_valid() {
    let world = World::new(&[]);
    let signed = world.json(a_credential());
    let (text, token) = (signed.to_string(), world.jwt(&signed));
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"/>".replace("/>", "></svg>");
    for (form, input) in [
        ("json", text.clone().into_bytes()),
        ("jwt", token.clone().into_bytes()),
        ("png", bake::bake_png(PNG, &text).unwrap()),
        ("png jwt", bake::bake_png(PNG, &token).unwrap()),
        ("svg", bake::bake_svg(&svg, &text).unwrap().into_bytes()),
        (
            "svg jwt",
            bake::bake_svg(&svg, &token).unwrap().into_bytes(),
        ),
    ] {
        let report = world.verify(input);
        assert_eq!(
            report.verdict,
            Verdict::Valid,
            "{form}: {:#}",
            report.to_value()
        );
        assert_eq!(report.summary().recipient_name.as_deref(), Some("Zoé"));
        assert!(report.needs.is_empty());
    }
}

/// Every place of a document that holds a leaf, as a pointer.
fn leaves(value: &Value, pointer: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => members.iter().for_each(|(name, member)| {
            leaves(
                member,
                &format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1")),
                found,
            )
        }),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .for_each(|(place, item)| leaves(item, &format!("{pointer}/{place}"), found)),
        _ => found.push(pointer.to_owned()),
    }
}

#[test]
fn a_changed_leaf_is_always_found() {
    let world = World::new(&[]);
    let signed = world.json(a_credential());
    let mut places = Vec::new();
    leaves(&signed, "", &mut places);
    assert!(places.len() > 60);
    for place in places {
        let mut altered = signed.clone();
        let leaf = altered.pointer_mut(&place).unwrap();
        *leaf = match leaf {
            Value::String(text) => format!("{text}x").into(),
            Value::Bool(truth) => (!*truth).into(),
            _ => json!("x"),
        };
        let report = world.verify(altered.to_string());
        assert_ne!(report.verdict, Verdict::Valid, "{place}");
        // A proof by nobody known, or names of a context that is elsewhere, can not be checked; all else is wrong.
        let elsewhere = ["/proof/0", "/issuer/id", "/@context/2"];
        if !elsewhere.iter().any(|start| place.starts_with(start)) {
            assert_eq!(
                report.verdict,
                Verdict::Invalid,
                "{place}: {:#}",
                report.to_value()
            );
        }
    }
}

#[test]
fn members_may_not_be_added_dropped_or_said_twice() {
    let world = World::new(&[]);
    let signed = world.json(a_credential());
    let changed = |change: &dyn Fn(&mut Value)| {
        let mut altered = signed.clone();
        change(&mut altered);
        world.verify(altered.to_string()).verdict
    };
    assert_eq!(changed(&|_| {}), Verdict::Valid);
    assert_eq!(changed(&|c| c["invented"] = "x".into()), Verdict::Invalid);
    assert_eq!(
        changed(&|c| c["credentialSubject"]["score"] = 3.into()),
        Verdict::Invalid
    );
    assert_eq!(
        changed(&|c| c["https://schema.org/award"] = "x".into()),
        Verdict::Invalid
    );
    assert_eq!(
        changed(&|c| c["@id"] = "https://a.example/2".into()),
        Verdict::Invalid
    );
    assert_eq!(
        changed(&|c| c["description"] = "x".into()),
        Verdict::Invalid
    );
    assert_eq!(
        changed(&|c| c["description"] = Value::Null),
        Verdict::Invalid
    );
    assert_eq!(changed(&|c| c["endorsement"] = json!([])), Verdict::Invalid);
    assert_eq!(
        changed(&|c| c["@context"]
            .as_array_mut()
            .unwrap()
            .push(json!({"invented": "https://b.example/x"}))),
        Verdict::Invalid
    );
    assert_eq!(
        changed(&|c| c["@context"][1] =
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json".into()),
        Verdict::Invalid
    );
    // What a context of another says cannot be known here.
    assert_eq!(
        changed(&|c| c["@context"][2] = "https://b.example/context".into()),
        Verdict::Unknown
    );
    assert_eq!(
        changed(&|c| c["type"].as_array_mut().unwrap().push("Diploma".into())),
        Verdict::Invalid
    );
    // Contexts once more: on an endorsement and a proof only, and no others than the document's.
    assert_eq!(
        changed(&|c| c["credentialSubject"]["achievement"]["@context"] = c["@context"].clone()),
        Verdict::Invalid
    );
    assert_eq!(
        changed(&|c| c["proof"][0]["@context"] = json!(["https://www.w3.org/2018/credentials/v1"])),
        Verdict::Invalid
    );
    for member in [
        "proof",
        "credentialStatus",
        "validUntil",
        "name",
        "evidence",
        "credentialSchema",
    ] {
        assert_eq!(
            changed(&|c| drop(c.as_object_mut().unwrap().remove(member))),
            Verdict::Invalid,
            "{member}"
        );
    }
    let twice = signed
        .to_string()
        .replacen("\"name\":", "\"name\":\"Autre\",\"name\":", 1);
    assert_eq!(world.verify(twice).verdict, Verdict::Invalid);
    // The order of members means nothing.
    let mut reordered = serde_json::Map::new();
    signed
        .as_object()
        .unwrap()
        .iter()
        .rev()
        .for_each(|(name, member)| drop(reordered.insert(name.clone(), member.clone())));
    assert_eq!(
        world.verify(Value::Object(reordered).to_string()).verdict,
        Verdict::Valid
    );
}

#[test]
fn a_credential_ends_and_begins() {
    let world = World::new(&[]);
    let signed = world.json(a_credential()).to_string();
    let dates = |moment: &str| {
        world
            .verify_at(&signed, at(moment))
            .check(CheckId::Dates)
            .clone()
    };
    assert_eq!(
        dates("2026-11-24T09:25:30Z").outcome,
        Outcome::Pass,
        "clocks may differ by five minutes"
    );
    assert!(matches!(
        dates("2026-11-24T09:24:00Z").reason,
        Some(Reason::NotYetValid(_))
    ));
    assert_eq!(dates("2029-11-24T09:34:00Z").outcome, Outcome::Pass);
    assert!(matches!(
        dates("2029-11-24T09:36:00Z").reason,
        Some(Reason::Expired(_))
    ));
}

/// The last day of the year 9999 stands for no end in the data of many.
#[test]
fn a_credential_may_end_when_time_ends() {
    let world = World::new(&[]);
    for end in [
        "9999-12-31T23:59:59Z",
        "9999-12-31T23:59:59.999Z",
        "9999-12-31T23:59:59-14:00",
    ] {
        let mut credential = a_credential();
        credential["validUntil"] = end.into();
        let signed = world.json(credential.clone()).to_string();
        assert_eq!(world.verify(signed).verdict, Verdict::Valid, "{end}");
        if !end.contains('.') {
            let token = world.jwt(&credential);
            assert_eq!(world.verify(token).verdict, Verdict::Valid, "{end}");
        }
    }
}

/// A badge as a token says what names it in claims too; what is secured by JOSE alone (Securing Verifiable Credentials using JOSE and COSE) need not. Claims are
/// whole seconds.
#[test]
fn claims_are_held_against_the_members_that_they_repeat() {
    use crate::key::Signer;
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    let mut world = World::new(&[]);
    let p256 = SecretKey::p256(&[4; 32]).unwrap();
    let signer = KeySigner::new(&p256, method_id(DID, &p256.public()));
    let token = |typ: &str, payload: &Value| {
        let header = json!({"alg": "ES256", "typ": typ, "kid": signer.verification_method()});
        let [header, payload] = [&header, payload].map(|part| part.to_string());
        let signed = [header, payload]
            .map(|part| URL_SAFE_NO_PAD.encode(part))
            .join(".");
        let signature = URL_SAFE_NO_PAD.encode(signer.sign(signed.as_bytes()).unwrap());
        format!("{signed}.{signature}")
    };
    let mut credential = a_credential();
    credential["validFrom"] = "2026-11-24T09:30:00.250Z".into();
    let second = at("2026-11-24T09:30:00Z").as_second();
    for (claim, verdict) in [
        (Value::Null, Verdict::Valid),
        (json!(second), Verdict::Valid),
        (json!(second as f64), Verdict::Valid),
        (json!(second + 1), Verdict::Invalid),
        (json!(second.to_string()), Verdict::Invalid),
    ] {
        let mut payload = credential.clone();
        if !claim.is_null() {
            payload["nbf"] = claim.clone();
        }
        let found = world.verify(token("vc+jwt", &payload)).verdict;
        assert_eq!(found, verdict, "{claim}");
    }
    let mut payload = a_credential();
    payload["iss"] = DID.into();
    payload["nbf"] = json!(second);
    payload["jti"] = payload["id"].clone();
    payload["sub"] = payload["credentialSubject"]["id"].clone();
    assert_eq!(world.verify(token("JWT", &payload)).verdict, Verdict::Valid);
    for claim in ["iss", "nbf", "jti"] {
        let mut without = payload.clone();
        without.as_object_mut().unwrap().remove(claim);
        let report = world.verify(token("JWT", &without));
        assert_eq!(report.verdict, Verdict::Invalid, "{claim}");
        let missing = Error::Proof(format!("the claim {claim} is missing"));
        let proof = report.check(CheckId::Proof).reason.clone();
        assert_eq!(proof, Some(Reason::Proof(missing)));
        let found = world.verify(token("VC+JWT", &without)).verdict;
        assert_eq!(found, Verdict::Valid, "{claim}");
    }
    // The standard asks for this one, too, and its own validator has tokens for valid that lack it.
    payload.as_object_mut().unwrap().remove("sub");
    assert_eq!(world.verify(token("JWT", &payload)).verdict, Verdict::Valid);
    // A list need not say when it begins (Bitstring Status List 1.0, section 2.2).
    let bits = Bits::with_set(MIN_PLACES, []).unwrap();
    let (from, until) = (now(), at("2026-11-26T09:00:00Z"));
    let mut list = list_credential(LIST, DID, &bits, from, until, 300_000);
    drop(list.as_object_mut().unwrap().remove("validFrom"));
    world.documents.add(LIST, token("JWT", &list));
    let signed = world.json(a_credential()).to_string();
    assert_eq!(world.verify(signed).verdict, Verdict::Valid);
}

#[test]
fn a_date_of_the_proof_is_believed_only_where_it_is_signed() {
    let world = World::new(&[]);
    let signed = world.json(a_credential());
    let reason = |document: &Value, at: Timestamp| {
        world
            .verify_at(document.to_string(), at)
            .check(CheckId::Proof)
            .reason
            .clone()
    };
    assert_eq!(
        reason(&signed, now() - SignedDuration::from_secs(301)),
        Some(Reason::ProofInFuture)
    );
    assert_eq!(
        reason(&signed, now() - SignedDuration::from_secs(299)),
        None
    );
    let mut redated = signed;
    redated["proof"][0]["created"] = "2036-01-01T00:00:00Z".into();
    assert_eq!(
        reason(&redated, now()),
        Some(Reason::Proof(Error::Signature))
    );
}

#[test]
fn a_revoked_badge_no_longer_verifies() {
    let mut world = World::new(&[94_567]);
    let signed = world.json(a_credential()).to_string();
    let status = |world: &World| world.verify(&signed).check(CheckId::Status).clone();
    assert_eq!(
        (status(&world).outcome, status(&world).reason),
        (Outcome::Fail, Some(Reason::Revoked))
    );
    world.publish(&[94_566, 94_568], |_| {});
    assert_eq!(status(&world).outcome, Outcome::Pass);
}

#[test]
fn a_list_that_cannot_be_relied_on_says_nothing() {
    let mut world = World::new(&[]);
    let signed = world.json(a_credential()).to_string();
    let outcome = |world: &World| {
        (
            world.verify(&signed).check(CheckId::Status).outcome,
            world.verify(&signed).verdict,
        )
    };
    type Change = fn(&mut Value);
    let changes: [Change; 6] = [
        |list| list["id"] = "https://a.example/status/2".into(),
        |list| list["issuer"] = "did:web:b.example".into(),
        |list| list["validUntil"] = "2026-11-24T09:30:00Z".into(),
        |list| list["credentialSubject"]["statusPurpose"] = "suspension".into(),
        |list| list["credentialSubject"]["encodedList"] = "uH4sIAAAAAAAA".into(),
        |list| list["type"] = json!(["VerifiableCredential"]),
    ];
    for change in changes {
        world.publish(&[], change);
        assert_eq!(outcome(&world), (Outcome::Unknown, Verdict::Unknown));
    }
    world.publish(&[], |_| {});
    let Ok(list) = world.documents.clone().bytes_of(LIST) else {
        panic!()
    };
    world.documents.add(LIST, list.replace("300000", "300001"));
    assert_eq!(
        outcome(&world),
        (Outcome::Unknown, Verdict::Unknown),
        "its own proof does not fit"
    );
    world.documents.add_unavailable(LIST, "timed out");
    assert_eq!(outcome(&world), (Outcome::Unknown, Verdict::Unknown));
}

impl Documents {
    fn bytes_of(&self, url: &str) -> Result<String, Reason> {
        Fetch::new(self)
            .bytes(url)
            .map(|bytes| String::from_utf8(bytes.to_vec()).unwrap())
    }
}

#[test]
fn what_is_lacking_is_named() {
    let world = World::new(&[]);
    let signed = world.json(a_credential()).to_string();
    let report = verify(
        signed.as_bytes(),
        &Documents::new(),
        &Options {
            at: now(),
            recipient: None,
            contexts: Contexts::bundled(),
        },
    );
    assert_eq!(report.verdict, Verdict::Unknown);
    assert_eq!(
        report.needs,
        ["https://a.example/.well-known/did.json", LIST]
    );
}

#[test]
fn a_stranger_cannot_sign_for_the_issuer() {
    let world = World::new(&[]);
    let thief = SecretKey::ed25519(&[9; 32]);
    let did_key = format!("did:key:{}", thief.public().multikey());
    for method in [
        format!("{did_key}#{}", thief.public().multikey()),
        method_id(DID, &thief.public()),
    ] {
        let forged = proof::add(
            a_credential(),
            &KeySigner::new(&thief, method),
            now(),
            Contexts::bundled(),
        )
        .unwrap();
        assert_eq!(world.verify(forged.to_string()).verdict, Verdict::Invalid);
    }
    // The thief's own proof beside the issuer's changes nothing.
    let mut both = world.json(a_credential());
    let extra = proof::add(
        a_credential(),
        &KeySigner::new(&thief, format!("{did_key}#{}", thief.public().multikey())),
        now(),
        Contexts::bundled(),
    )
    .unwrap();
    both["proof"]
        .as_array_mut()
        .unwrap()
        .insert(0, extra["proof"][0].clone());
    assert_eq!(world.verify(both.to_string()).verdict, Verdict::Valid);
}

#[test]
fn tokens_are_read_strictly() {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    let world = World::new(&[]);
    let token = world.jwt(&a_credential());
    let parts: Vec<&str> = token.split('.').collect();
    let decode = |part: &str| {
        serde_json::from_slice::<Value>(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
    };
    let signer = KeySigner::new(&world.p256, method_id(DID, &world.p256.public()));
    let remade = |header: Value, payload: Value| {
        use crate::key::Signer;
        let signed = format!(
            "{}.{}",
            URL_SAFE_NO_PAD.encode(header.to_string()),
            URL_SAFE_NO_PAD.encode(payload.to_string())
        );
        format!(
            "{signed}.{}",
            URL_SAFE_NO_PAD.encode(signer.sign(signed.as_bytes()).unwrap())
        )
    };
    assert_eq!(
        world
            .verify(remade(decode(parts[0]), decode(parts[1])))
            .verdict,
        Verdict::Valid
    );
    for (name, value) in [
        ("alg", json!("none")),
        ("alg", json!("HS256")),
        ("alg", json!("EdDSA")),
        ("crit", json!(["exp"])),
        ("b64", json!(false)),
        ("jku", json!("https://b.example/keys")),
        ("kid", json!("did:web:b.example#k")),
        ("kid", Value::Null),
    ] {
        let mut header = decode(parts[0]);
        header[name] = value.clone();
        assert_ne!(
            world.verify(remade(header, decode(parts[1]))).verdict,
            Verdict::Valid,
            "{name} {value}"
        );
    }
    for (name, value) in [
        ("iss", json!("did:web:b.example")),
        ("jti", json!("urn:x")),
        ("sub", json!("urn:x")),
        ("nbf", json!(1)),
        ("exp", json!(9_999_999_999_u64)),
        ("iat", json!("1")),
    ] {
        let mut payload = decode(parts[1]);
        payload[name] = value;
        let report = world.verify(remade(decode(parts[0]), payload));
        assert_eq!(report.verdict, Verdict::Invalid, "{name}");
        // It can be read, its key is known, and one rule is broken.
        let failed = report.checks.iter();
        let failed = failed.filter(|check| check.outcome == Outcome::Fail);
        let failed: Vec<_> = failed.map(|check| check.id).collect();
        let rule = if name == "iss" {
            CheckId::Issuer
        } else {
            CheckId::Proof
        };
        assert_eq!(failed, [rule], "{name}");
    }
    let mut payload = decode(parts[1]);
    payload["vc"] = json!({});
    let report = world.verify(remade(decode(parts[0]), payload));
    assert_eq!(report.check(CheckId::Format).outcome, Outcome::Fail);
    let mut flipped = token.clone().into_bytes();
    let last = flipped.len() - 10;
    flipped[last] = if flipped[last] == b'A' { b'B' } else { b'A' };
    assert_eq!(world.verify(flipped).verdict, Verdict::Invalid);
    for junk in [
        "",
        "a.b",
        "a.b.c.d",
        "hello",
        "{}",
        "[]",
        "null",
        "\u{0}",
        "<html></html>",
    ] {
        assert_eq!(world.verify(junk).verdict, Verdict::Invalid, "{junk:?}");
    }
}

#[test]
fn the_recipient_is_compared_as_the_standard_says() {
    let identity = json!({"type": "IdentityObject", "hashed": true, "identityType": "emailAddress", "salt": "Kosher", "identityHash": "sha256$B5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399"});
    let compared = |text: &str| identity::compare(identity.as_object().unwrap(), text);
    assert_eq!(compared("a@example.com"), Match::Same);
    assert_eq!(compared("b@example.com"), Match::Another);
    let world = World::new(&[]);
    let signed = world.json(a_credential()).to_string();
    let ask = |name| {
        verify(
            signed.as_bytes(),
            &world.documents,
            &Options {
                at: now(),
                recipient: Some(name),
                contexts: Contexts::bundled(),
            },
        )
        .verdict
    };
    assert_eq!((ask("Zoé"), ask("Zoe")), (Verdict::Valid, Verdict::Invalid));
}

#[test]
fn what_cannot_be_checked_is_not_called_invalid() {
    let mut world = World::new(&[]);
    let check = |world: &World, input: &str| {
        let report = world.verify(input);
        let proof = report.check(CheckId::Proof).clone();
        (report.verdict, proof.outcome, proof.reason)
    };
    let signed = world.json(a_credential());
    let unknown = |reason| (Verdict::Unknown, Outcome::Unknown, Some(reason));

    let mut foreign = signed.clone();
    foreign["@context"][2] = "https://b.example/context".into();
    assert_eq!(
        check(&world, &foreign.to_string()),
        unknown(Reason::UnknownContext("https://b.example/context".into()))
    );
    let mut suite = signed.clone();
    suite["proof"][0]["cryptosuite"] = "bbs-2023".into();
    assert_eq!(
        check(&world, &suite.to_string()),
        unknown(Reason::UnknownSuite("bbs-2023".into()))
    );

    let token = world.jwt(&a_credential());
    let kid = method_id(DID, &world.p256.public());
    let entry = |key: Value| {
        let method =
            json!({"id": kid, "type": "JsonWebKey", "controller": DID, "publicKeyJwk": key});
        json!({"id": DID, "verificationMethod": [method], "assertionMethod": [kid]}).to_string()
    };
    let url = "https://a.example/.well-known/did.json";
    world.documents.add(
        url,
        entry(json!({"kty": "EC", "crv": "secp256k1", "x": "AA", "y": "AA"})),
    );
    assert_eq!(
        check(&world, &token),
        // The list is signed by a key that this document does not have; that is not known either.
        unknown(Reason::UnknownKeyKind("EC secp256k1".into()))
    );
    world
        .documents
        .add(url, entry(json!({"kty": "oct", "k": "AA"})));
    assert_eq!(world.verify(&token).verdict, Verdict::Invalid);
    world.documents.add(url, entry(world.p256.public().jwk()));
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    let (_, rest) = token.split_once('.').unwrap();
    let named = |alg: &str| {
        let header = json!({"alg": alg, "kid": kid}).to_string();
        format!("{}.{rest}", URL_SAFE_NO_PAD.encode(header))
    };
    assert_eq!(
        check(&world, &named("ESP256")),
        unknown(Reason::UnknownAlgorithm("ESP256".into()))
    );
    for alg in ["none", "None", "HS256", "ES512", "RS256", "x", ""] {
        let (verdict, outcome, _) = check(&world, &named(alg));
        assert_eq!(
            (verdict, outcome),
            (Verdict::Invalid, Outcome::Fail),
            "{alg:?}"
        );
    }
    // Nobody signed it, whether or not the key is at hand.
    let report = verify(
        named("HS256").as_bytes(),
        &Documents::new(),
        &Options {
            at: now(),
            recipient: None,
            contexts: Contexts::bundled(),
        },
    );
    assert_eq!(report.check(CheckId::Proof).outcome, Outcome::Fail);
}

#[test]
fn nothing_but_proofs_stands_among_the_proofs() {
    let world = World::new(&[]);
    let signed = world.json(a_credential());
    let own = signed["proof"][0].clone();
    let with = |extra: Value| {
        let mut both = signed.clone();
        both["proof"].as_array_mut().unwrap().push(extra);
        world.verify(both.to_string()).verdict
    };
    let changed = |name: &str, value: Value| {
        let mut extra = own.clone();
        extra[name] = value;
        extra
    };
    for extra in [
        own.clone(),
        json!({}),
        json!("x"),
        json!({"type": "DataIntegrityProof"}),
        json!({"type": "SomeProofType", "created": "2022-11-16T18:54:22Z", "proofPurpose": "assertionMethod"}),
        changed("created", json!("2026-11-24T09:59:59Z")),
        changed("proofValue", json!("z1")),
        changed("proofValue", Value::Null),
        changed("cryptosuite", json!("invented-2031")),
        changed("proofPurpose", json!("authentication")),
        changed("id", json!("urn:x")),
    ] {
        assert_eq!(with(extra.clone()), Verdict::Invalid, "{extra}");
    }
    assert_eq!(
        with(changed("proofPurpose", json!("assertionMethod"))),
        Verdict::Invalid,
        "the same once more"
    );
    let unread = json!({
        "type": "DataIntegrityProof",
        "cryptosuite": "bbs-2023",
        "verificationMethod": own["verificationMethod"],
        "proofPurpose": "assertionMethod",
        "proofValue": "u2V0C",
    });
    assert_eq!(with(unread), Verdict::Unknown);
    let later = proof::add(
        a_credential(),
        &world.signer(),
        now() - SignedDuration::from_secs(1),
        Contexts::bundled(),
    )
    .unwrap();
    assert_eq!(with(later["proof"][0].clone()), Verdict::Valid);
    let mut many = signed.clone();
    let proofs = many["proof"].as_array_mut().unwrap();
    for second in 1..17 {
        let at = now() - SignedDuration::from_secs(second);
        let more = proof::add(a_credential(), &world.signer(), at, Contexts::bundled()).unwrap();
        proofs.push(more["proof"][0].clone());
    }
    // More than are looked at: all of them may hold.
    assert_eq!(world.verify(many.to_string()).verdict, Verdict::Unknown);
    for empty in [json!([]), json!([[]]), Value::Null, json!([[own]])] {
        let mut without = signed.clone();
        without["proof"] = empty;
        assert_eq!(world.verify(without.to_string()).verdict, Verdict::Invalid);
    }
}

#[test]
fn a_proof_counts_for_what_it_was_made_for() {
    let world = World::new(&[]);
    let mut signed = world.json(a_credential());
    let ask = |document: &Value, expected: &Expected<'_>| {
        verify_expecting(
            document.to_string().as_bytes(),
            &world.documents,
            &Options {
                at: now(),
                recipient: None,
                contexts: Contexts::bundled(),
            },
            expected,
        )
        .check(CheckId::Proof)
        .outcome
    };
    let plain = Expected::default();
    let exchange = Expected {
        domain: Some("https://c.example"),
        challenge: Some("7f3a"),
        ..plain
    };
    let presented = Expected {
        purpose: "authentication",
        ..plain
    };
    assert_eq!(ask(&signed, &plain), Outcome::Pass);
    assert_eq!(ask(&signed, &exchange), Outcome::Fail);
    assert_eq!(ask(&signed, &presented), Outcome::Fail);
    proof::tests::sign_again(&mut signed, &world.signer(), |proof| {
        proof["domain"] = "https://c.example".into();
        proof["challenge"] = "7f3a".into();
    });
    assert_eq!(ask(&signed, &exchange), Outcome::Pass);
    assert_eq!(ask(&signed, &plain), Outcome::Fail);
    let other = Expected {
        challenge: Some("7f3b"),
        ..exchange
    };
    assert_eq!(ask(&signed, &other), Outcome::Fail);
    proof::tests::sign_again(&mut signed, &world.signer(), |proof| {
        let members = proof.as_object_mut().unwrap();
        members.remove("domain");
        members.remove("challenge");
        proof["proofPurpose"] = "authentication".into();
    });
    // The purpose fits and the key is not there for it.
    assert_eq!(ask(&signed, &presented), Outcome::Unknown);
    assert_eq!(ask(&signed, &plain), Outcome::Fail);
}

#[test]
fn a_list_that_was_kept_too_long_is_asked_for_again() {
    let mut world = World::new(&[]);
    let signed = world.json(a_credential()).to_string();
    let list = world.documents.bytes_of(LIST).unwrap();
    let ago = |seconds| now() - SignedDuration::from_secs(seconds);
    world.documents.add_fetched(LIST, list.clone(), ago(300));
    assert_eq!(world.verify(&signed).verdict, Verdict::Valid);
    world.documents.add_fetched(LIST, list, ago(301));
    let report = world.verify(&signed);
    assert_eq!(report.verdict, Verdict::Unknown);
    assert_eq!(report.needs, [LIST]);
    assert_eq!(
        report.check(CheckId::Status).reason,
        Some(Reason::ListStale(LIST.into()))
    );
}

#[test]
fn a_message_is_told_and_takes_nothing_back() {
    let mut world = World::new(&[]);
    let url = "https://a.example/messages/1";
    let publish = |world: &mut World, value: u8, purpose: &str| {
        let bits = Bits::with_values(MIN_PLACES, 2, [(7, value)]).unwrap();
        let time = (at("2026-11-24T09:00:00Z"), at("2026-11-26T09:00:00Z"));
        let list = crate::status::list_credential_for(purpose, url, DID, &bits, time, 300_000);
        let list = proof::add(list, &world.signer(), now(), Contexts::bundled()).unwrap();
        world.documents.add(url, list.to_string());
    };
    let report = |world: &World, purpose: &str| {
        let mut credential = a_credential();
        let message = |status: &str, message: &str| json!({"status": status, "message": message});
        credential["credentialStatus"] = json!([credential["credentialStatus"], {
            "id": "https://a.example/messages/1#7",
            "type": "BitstringStatusListEntry",
            "statusPurpose": purpose,
            "statusListIndex": "7",
            "statusListCredential": url,
            "statusSize": 2,
            "statusMessage": [message("0x0", "pending"), message("0x1", "kept"), message("0x2", "moved"), message("0x3", "closed")],
        }]);
        let signed = world.json(credential);
        world.verify(signed.to_string())
    };
    for (value, text) in [(0, "pending"), (2, "moved")] {
        publish(&mut world, value, "message");
        let report = report(&world, "message");
        assert_eq!(report.verdict, Verdict::Valid, "{:#}", report.to_value());
        assert_eq!(report.notices, [Notice::Message(text.into())]);
    }
    publish(&mut world, 1, "refresh");
    assert_eq!(report(&world, "refresh").notices, [Notice::Refresh]);
    publish(&mut world, 2, "revocation");
    assert_eq!(
        report(&world, "revocation").check(CheckId::Status).reason,
        Some(Reason::Revoked)
    );
    assert_eq!(report(&world, "message").verdict, Verdict::Unknown);
}

#[cfg(feature = "revocation-list")]
#[test]
fn a_list_of_1edtech_takes_back_what_it_names() {
    let mut world = World::new(&[]);
    let url = "https://a.example/revoked";
    let mut credential = a_credential();
    credential["credentialStatus"] = json!({"id": url, "type": "1EdTechRevocationList"});
    let signed = world.json(credential).to_string();
    assert_eq!(world.verify(&signed).needs, [url]);
    let mut answer = |list: Value| {
        world.documents.add(url, list.to_string());
        let status = world.verify(&signed).check(CheckId::Status).clone();
        (status.outcome, status.reason)
    };
    let list = |id: &str| json!({"id": url, "issuer": DID, "revokedCredential": [{"id": id}]});
    assert_eq!(answer(list("urn:x")), (Outcome::Pass, None));
    assert_eq!(
        answer(list("https://a.example/credentials/1")),
        (Outcome::Fail, Some(Reason::Revoked))
    );
    assert_eq!(answer(json!({})).0, Outcome::Unknown);
    assert_eq!(answer(json!("x")).0, Outcome::Unknown);
}

#[cfg(not(feature = "jwt-1-1"))]
#[test]
fn a_token_of_the_first_model_is_left_open_where_it_is_not_read() {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    let world = World::new(&[]);
    let token = |payload: Value| {
        let header = json!({"alg": "ES256", "kid": "did:web:a.example#k"});
        let text = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        format!("{}.{}.AAAA", text(&header), text(&payload))
    };
    let inner = json!({"@context": ["https://www.w3.org/2018/credentials/v1"]});
    let report = world.verify(token(json!({"vc": inner})));
    assert_eq!(report.verdict, Verdict::Unknown);
    let both = json!({"vc": inner, "@context": inner["@context"]});
    assert_eq!(world.verify(token(both)).verdict, Verdict::Invalid);
}

#[cfg(not(feature = "rsa"))]
#[test]
fn a_token_by_rsa_is_left_open_where_it_is_not_read() {
    let sample = crate::json::parse(include_bytes!("../../tests/data/rs256.json")).unwrap();
    let method = "did:web:a.example#rsa";
    let entry = json!({"id": method, "type": "JsonWebKey", "controller": DID, "publicKeyJwk": sample["key"]});
    let document = json!({"id": DID, "verificationMethod": [entry], "assertionMethod": [method]});
    let mut world = World::new(&[]);
    let url = "https://a.example/.well-known/did.json";
    world.documents.add(url, document.to_string());
    let report = world.verify(sample["token"].as_str().unwrap());
    assert_eq!(report.verdict, Verdict::Unknown);
    assert_eq!(
        report.check(CheckId::Proof).reason,
        Some(Reason::UnknownKeyKind("RSA".into()))
    );
}
