//! Odd things that are legal are valid; a signed badge of which anything at all was changed is not.
#![recursion_limit = "256"]

use openbadges::{
    Contexts, jwt,
    key::{KeySigner, SecretKey},
    proof,
    verify::{Documents, Options, Report, Verdict, verify},
};
use serde_json::{Value, json};

fn key() -> SecretKey {
    SecretKey::ed25519(&[5; 32])
}

fn did() -> String {
    format!("did:key:{}", key().public().multikey())
}

fn signer(key: &SecretKey) -> KeySigner<'_> {
    KeySigner::new(key, format!("{}#{}", did(), key.public().multikey()))
}

/// A badge with something of every kind in it.
fn rich() -> Value {
    json!({
        "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json", "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"],
        "id": "urn:uuid:7e1c5d0a-6a1f-4d0e-9a52-0f5d0c9b3a11",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Repères",
        "description": "Un badge.",
        "issuer": {"id": did(), "type": ["Profile"], "name": "Café IA", "url": "https://a.example", "email": "a@a.example", "address": {"type": ["Address"], "addressLocality": "Quimper", "geo": {"type": "GeoCoordinates", "latitude": 48.1, "longitude": -4}}, "otherIdentifier": [{"type": "IdentifierEntry", "identifier": "12", "identifierType": "identifier"}], "parentOrg": {"id": "urn:parent", "type": ["Profile"], "name": "Parent"}},
        "validFrom": "2026-11-24T09:30:00Z",
        "validUntil": "2029-11-24T09:30:00Z",
        "awardedDate": "2026-11-24T09:00:00Z",
        "credentialSubject": {
            "id": "urn:uuid:2f0b6e5c-2b1b-4f0a-8a37-2d1c8e6d7f22",
            "type": ["AchievementSubject"],
            "identifier": [{"type": "IdentityObject", "hashed": false, "identityType": "name", "identityHash": "Zoé"}],
            "activityStartDate": "2026-11-01T00:00:00Z",
            "creditsEarned": 1.5,
            "role": "Animatrice",
            "achievement": {
                "id": "urn:achievement",
                "type": ["Achievement"],
                "name": "Repères",
                "description": "Dit comment.",
                "achievementType": "Badge",
                "criteria": {"id": "https://a.example/criteria", "narrative": "60 %."},
                "image": {"id": "https://a.example/1.png", "type": "Image", "caption": "Tasse"},
                "tag": ["IA", "ia"],
                "creditsAvailable": 3,
                "inLanguage": "fr",
                "alignment": [{"type": ["Alignment"], "targetName": "Évaluer", "targetUrl": "https://b.example/1", "targetType": "ext:ESCO"}],
                "related": [{"id": "urn:related", "type": ["Related"], "version": "1"}],
                "resultDescription": [{"id": "urn:r", "type": ["ResultDescription"], "name": "Note", "resultType": "LetterGrade", "allowedValue": ["A", "B"], "rubricCriterionLevel": [{"id": "urn:l", "type": ["RubricCriterionLevel"], "name": "Un", "level": "1"}]}],
            },
            "result": [{"type": ["Result"], "resultDescription": "urn:r", "achievedLevel": "urn:l", "value": "A", "status": "Completed"}],
        },
        "evidence": [{"type": ["Evidence"], "id": "https://a.example/e", "narrative": "Quiz.", "genre": "Quiz"}],
        "credentialSchema": [{"id": "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json", "type": "1EdTechJsonSchemaValidator2019"}],
        "refreshService": {"id": "https://a.example/refresh", "type": "1EdTechCredentialRefresh"},
    })
}

fn signed(credential: Value) -> Value {
    let at = "2026-11-24T10:00:00Z".parse().unwrap();
    proof::add(credential, &signer(&key()), at, Contexts::bundled()).unwrap()
}

fn ask(input: impl AsRef<[u8]>) -> Report {
    let options = Options {
        at: "2026-11-24T10:00:00Z".parse().unwrap(),
        recipient: None,
        contexts: Contexts::bundled(),
    };
    verify(input.as_ref(), &Documents::new(), &options)
}

/// Every place of a document, the whole of it first.
fn places(value: &Value, pointer: String, found: &mut Vec<String>) {
    found.push(pointer.clone());
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                places(
                    member,
                    format!("{pointer}/{}", name.replace('/', "~1")),
                    found,
                );
            }
        }
        Value::Array(items) => {
            for (place, item) in items.iter().enumerate() {
                places(item, format!("{pointer}/{place}"), found);
            }
        }
        _ => {}
    }
}

/// What may be made of a value, none of which is the value.
fn changes(value: &Value) -> Vec<Value> {
    let mut all = vec![
        json!(null),
        json!([]),
        json!({}),
        json!([null]),
        json!([[]]),
        json!(""),
        json!(" "),
        json!("x"),
        json!("urn:x"),
        json!(0),
        json!(true),
        json!({"@value": value}),
        json!({"@set": [value]}),
        json!({"@list": [value]}),
        json!({"@id": value}),
        json!({"@graph": [value]}),
        json!([value, null]),
        json!([value, []]),
        json!([value, "urn:x"]),
        json!([[value]]),
    ];
    match value {
        Value::String(text) => all.extend([
            json!(format!("{text} ")),
            json!(format!(" {text}")),
            json!(format!("{text}\u{200b}")),
            json!(text.to_uppercase()),
            json!(text.to_lowercase()),
            json!({"@value": text, "@language": "fr"}),
            json!({"@value": text, "@type": "http://www.w3.org/2001/XMLSchema#string"}),
            json!({"id": text}),
        ]),
        Value::Number(number) => all.extend([
            json!(number.as_f64().unwrap() + 0.001),
            json!(number.to_string()),
        ]),
        Value::Bool(truth) => all.extend([json!(!truth), json!(truth.to_string())]),
        Value::Object(members) => {
            for (name, extra) in [
                ("x", json!("x")),
                ("@id", json!("urn:x")),
                ("@type", json!("Profile")),
                ("@included", json!([])),
                ("@nest", json!({})),
                ("@reverse", json!({})),
                ("@context", json!({})),
                ("@context", json!([])),
                ("@context", json!(null)),
                ("@graph", json!([])),
                ("@index", json!("x")),
                ("urn:x", json!("x")),
                ("proof", json!([])),
                ("id", json!("urn:x")),
                ("name", json!("x")),
                ("tag", json!([])),
                ("evidence", json!([])),
                ("termsOfUse", json!([])),
                ("", json!("x")),
            ] {
                let mut more = members.clone();
                more.insert(name.to_owned(), extra);
                all.push(more.into());
            }
        }
        _ => {}
    }
    all.retain(|one| one != value);
    all
}

/// The same statements in another spelling: a set of one with or without its array.
fn is_spelling(value: &Value, change: &Value) -> bool {
    matches!(value, Value::Array(items) if items.len() == 1 && items[0] == *change)
        || matches!(change, Value::Array(items) if items.len() == 1 && items[0] == *value)
}

#[test]
fn nothing_of_a_signed_badge_can_be_changed() {
    let original = signed(rich());
    assert_eq!(
        ask(original.to_string()).verdict,
        Verdict::Valid,
        "{:#}",
        ask(original.to_string()).to_value()
    );
    let mut all = Vec::new();
    places(&original, String::new(), &mut all);
    let (mut accepted, mut tried) = (Vec::new(), 0);
    for place in &all {
        let value = original.pointer(place).unwrap().clone();
        for change in changes(&value)
            .into_iter()
            .filter(|change| !is_spelling(&value, change))
        {
            let mut altered = original.clone();
            *altered.pointer_mut(place).unwrap() = change.clone();
            tried += 1;
            if ask(altered.to_string()).verdict == Verdict::Valid {
                accepted.push(format!("{place}: {change}"));
            }
        }
        if let Some((parent, name)) = place.rsplit_once('/') {
            let mut altered = original.clone();
            match altered.pointer_mut(parent).unwrap() {
                Value::Object(members) => drop(members.remove(&name.replace("~1", "/"))),
                Value::Array(items) => drop(items.remove(name.parse().unwrap())),
                _ => unreachable!("a place has a parent"),
            }
            tried += 1;
            if ask(altered.to_string()).verdict == Verdict::Valid {
                accepted.push(format!("{place}: left out"));
            }
        }
    }
    assert!(tried > 3_000, "{tried}");
    assert!(
        accepted.is_empty(),
        "{} of {tried}:\n{}",
        accepted.len(),
        accepted.join("\n")
    );
}

#[test]
fn odd_badges_of_others_that_are_legal_are_valid() {
    type Change = fn(&mut Value);
    let changes: [(&str, Change); 14] = [
        ("an issuer by its id alone", |badge| {
            badge["issuer"] = did().into()
        }),
        ("sets without their arrays", |badge| {
            let subject = &mut badge["credentialSubject"];
            for name in ["identifier", "result"] {
                subject[name] = subject[name][0].take();
            }
            let achievement = &mut subject["achievement"];
            for name in ["alignment", "related", "resultDescription"] {
                achievement[name] = achievement[name][0].take();
            }
            achievement["tag"] = "IA".into();
            for name in ["evidence", "credentialSchema"] {
                badge[name] = badge[name][0].take();
            }
        }),
        ("types that are one text", |badge| {
            badge["credentialSubject"]["type"] = "AchievementSubject".into();
            badge["credentialSubject"]["achievement"]["type"] = "Achievement".into();
            badge["issuer"]["type"] = "Profile".into();
        }),
        ("both names of the type", |badge| {
            badge["type"] = json!([
                "VerifiableCredential",
                "AchievementCredential",
                "OpenBadgeCredential"
            ])
        }),
        ("the other name of the type", |badge| {
            badge["type"] = json!(["AchievementCredential", "VerifiableCredential"])
        }),
        ("a date with a fraction", |badge| {
            badge["validFrom"] = "2026-11-24T09:30:00.000Z".into()
        }),
        ("a date with many digits", |badge| {
            badge["validFrom"] = "2026-11-24T09:30:00.123456789012Z".into()
        }),
        ("a date in a zone", |badge| {
            badge["validFrom"] = "2026-11-24T10:30:00+01:00".into()
        }),
        ("no end", |badge| {
            drop(badge.as_object_mut().unwrap().remove("validUntil"))
        }),
        ("no name", |badge| {
            drop(badge.as_object_mut().unwrap().remove("name"))
        }),
        ("an identifier in place of an id", |badge| {
            drop(
                badge["credentialSubject"]
                    .as_object_mut()
                    .unwrap()
                    .remove("id"),
            )
        }),
        (
            "an image as data",
            |badge| badge["image"] = json!({"id": "data:image/png;base64,AA==", "type": "Image"}),
        ),
        ("text in many scripts", |badge| {
            badge["name"] = "é e\u{301} 😀 العربية \u{202e}".into()
        }),
        ("an issuer with an endless name", |badge| {
            badge["issuer"]["name"] = "é".repeat(20_000).into()
        }),
    ];
    for (what, change) in changes {
        let mut badge = rich();
        change(&mut badge);
        let report = ask(signed(badge.clone()).to_string());
        assert_eq!(
            report.verdict,
            Verdict::Valid,
            "{what}: {:#}",
            report.to_value()
        );
        if badge["validFrom"]
            .as_str()
            .is_some_and(|date| !date.contains('.'))
        {
            let report = ask(jwt::sign(&badge, &signer(&key())).unwrap());
            assert_eq!(
                report.verdict,
                Verdict::Valid,
                "{what}, a token: {:#}",
                report.to_value()
            );
        }
    }
    // One proof that is an object and no array of one; blanks and a byte order mark around.
    let mut badge = signed(rich());
    badge["proof"] = badge["proof"][0].take();
    assert_eq!(ask(badge.to_string()).verdict, Verdict::Valid);
    assert_eq!(
        ask(format!("\u{feff}\n {badge:#}\n")).verdict,
        Verdict::Valid
    );
}
