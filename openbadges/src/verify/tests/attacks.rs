//! What attackers try, each tried: the credential as its issuer signed it, and what is done to it, to its documents or to its token.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use flate2::{Compress, Compression, FlushCompress, write::GzEncoder};
use sha2::{Digest, Sha256};
use std::io::Write;

use super::*;
use crate::key::{PublicKey, Signer};

const DID_DOCUMENT: &str = "https://a.example/.well-known/did.json";

type Change = fn(&mut Value);

fn rename(object: &mut Value, name: &str, other: &str) {
    let members = object.as_object_mut().unwrap();
    let value = members.shift_remove(name).unwrap();
    members.insert(other.to_owned(), value);
}

#[test]
fn a_name_is_a_plain_term_wherever_it_stands() {
    let world = World::new(&[]);
    let signed = world.json(a_credential());
    let changes: [Change; 12] = [
        |c| {
            rename(
                &mut c["credentialSubject"]["achievement"],
                "name",
                "https://schema.org/name",
            )
        },
        |c| {
            rename(
                &mut c["credentialSubject"]["achievement"],
                "name",
                "schema:name",
            )
        },
        |c| rename(&mut c["credentialSubject"], "id", "@id"),
        |c| rename(&mut c["credentialSubject"], "type", "@type"),
        |c| {
            rename(
                c,
                "credentialSubject",
                "https://www.w3.org/2018/credentials#credentialSubject",
            )
        },
        |c| {
            rename(
                c,
                "credentialStatus",
                "https://www.w3.org/2018/credentials#credentialStatus",
            )
        },
        |c| c["@included"] = json!([{"id": "urn:x", "type": ["Profile"], "name": "X"}]),
        |c| c["@graph"] = json!([{"id": "urn:x", "type": ["Profile"], "name": "X"}]),
        |c| c["issuer"]["@reverse"] = json!({"issuer": {"id": "urn:x"}}),
        |c| c["issuer"]["@nest"] = json!({"name": "X"}),
        |c| c["issuer"]["@included"] = json!([{"id": "urn:x", "name": "X"}]),
        |c| c["credentialSubject"]["@graph"] = json!([]),
    ];
    for (place, change) in changes.into_iter().enumerate() {
        let mut altered = signed.clone();
        change(&mut altered);
        let report = world.verify(altered.to_string());
        assert_eq!(report.verdict, Verdict::Invalid, "{place}");
        let context = report.check(CheckId::Context).outcome;
        assert_eq!(context, Outcome::Fail, "{place}");
    }
}

/// The statements of a graph do not tell in which of two places of the document they stood.
#[test]
fn what_a_credential_says_is_not_moved_to_another_place_that_has_its_id() {
    let mut world = World::new(&[94_567]);
    let mut credential = a_credential();
    credential["refreshService"] =
        json!({"id": credential["id"], "type": "1EdTechCredentialRefresh"});
    credential["@context"]
        .as_array_mut()
        .unwrap()
        .push("https://purl.imsglobal.org/spec/ob/v3p0/extensions.json".into());
    let signed = world.json(credential);
    assert_eq!(
        world
            .verify(signed.to_string())
            .check(CheckId::Status)
            .reason,
        Some(Reason::Revoked)
    );
    for member in ["credentialStatus", "validUntil"] {
        let mut moved = signed.clone();
        let value = moved.as_object_mut().unwrap().shift_remove(member).unwrap();
        moved["refreshService"][member] = value;
        let kinds = moved["type"].as_array().unwrap().iter().cloned();
        let kinds = kinds.chain(["1EdTechCredentialRefresh".into()]).collect();
        moved["refreshService"]["type"] = Value::Array(kinds);
        // Signed it is: the graph is the same.
        let text = |document: &Value| {
            let mut document = document.clone();
            document.as_object_mut().unwrap().remove("proof");
            crate::canonical::canonical(&document, Contexts::bundled())
        };
        assert_eq!(text(&moved), text(&signed), "{member}");
        let report = world.verify(moved.to_string());
        assert_eq!(report.verdict, Verdict::Invalid, "{member}");
        assert_eq!(
            report.check(CheckId::Schema).outcome,
            Outcome::Fail,
            "{member}"
        );
    }
    world.publish(&[], |_| {});
    assert_eq!(world.verify(signed.to_string()).verdict, Verdict::Valid);
}

#[test]
fn a_context_of_ones_own_is_refused_wherever_it_stands() {
    let world = World::new(&[]);
    let signed = world.json(a_credential());
    let own = json!({"unused": "https://b.example/unused"});
    let verdict = |document: Value| {
        let report = world.verify(document.to_string());
        (report.verdict, report.check(CheckId::Context).outcome)
    };
    for place in 0..3 {
        let mut altered = signed.clone();
        altered["@context"]
            .as_array_mut()
            .unwrap()
            .insert(place, own.clone());
        assert_eq!(verdict(altered), (Verdict::Invalid, Outcome::Fail));
    }
    for place in [
        "/issuer",
        "/credentialSubject",
        "/credentialSubject/achievement",
        "/proof/0",
    ] {
        let mut altered = signed.clone();
        altered.pointer_mut(place).unwrap()["@context"] = own.clone();
        assert_eq!(
            verdict(altered),
            (Verdict::Invalid, Outcome::Fail),
            "{place}"
        );
    }
    let mut null = signed.clone();
    null["@context"].as_array_mut().unwrap().push(Value::Null);
    assert_eq!(verdict(null), (Verdict::Invalid, Outcome::Fail));
    // One of a megabyte, and one as deep as it gets.
    let mut large = signed.clone();
    let terms: serde_json::Map<_, _> = (0..20_000)
        .map(|n| (format!("t{n}"), json!(format!("https://b.example/{n}"))))
        .collect();
    large["@context"]
        .as_array_mut()
        .unwrap()
        .push(Value::Object(terms));
    assert_eq!(verdict(large).0, Verdict::Invalid);
    let deep = format!("{}1{}", "{\"a\":".repeat(1_000), "}".repeat(1_000));
    let mut text = signed.to_string();
    text.insert_str(1, &format!("\"x\":{deep},"));
    let report = world.verify(text);
    assert_eq!(report.verdict, Verdict::Unknown);
    let deep = Reason::Unreadable(Error::Limit("nested 64 deep"));
    assert_eq!(report.check(CheckId::Format).reason, Some(deep));
}

/// A graph in which every node looks like every other.
fn poison(nodes: usize) -> Value {
    let node = |at: usize| {
        let others: Vec<_> = (0..nodes)
            .filter(|n| *n != at)
            .map(|n| format!("_:n{n}"))
            .collect();
        json!({"@id": format!("_:n{at}"), "p": others})
    };
    let all: Vec<_> = (0..nodes).map(node).collect();
    json!({"@context": {"p": {"@id": "urn:p", "@type": "@id"}}, "@id": "urn:root", "p": all})
}

#[test]
fn a_graph_that_is_made_to_be_slow_is_given_up() {
    let canonical = |nodes| crate::canonical::canonical(&poison(nodes), Contexts::bundled());
    assert!(canonical(3).is_ok());
    assert_eq!(
        canonical(12),
        Err(Error::Limit("the work of canonicalization"))
    );
    let world = World::new(&[]);
    let mut signed = world.json(a_credential());
    let context = poison(12)["@context"].clone();
    signed["@context"].as_array_mut().unwrap().push(context);
    signed["p"] = poison(12)["p"].clone();
    assert_eq!(world.verify(signed.to_string()).verdict, Verdict::Invalid);
}

/// Blank nodes in a ring, each like every other: a path through all of them, each step on the stack, would end the program.
#[test]
fn a_ring_of_blank_nodes_is_not_followed_to_its_end() {
    let ring = |count: usize| {
        let node = |at: usize| {
            let next = format!("_:n{}", (at + 1) % count);
            json!({"id": format!("_:n{at}"), "type": ["Achievement"], "related": [{"id": next}]})
        };
        (0..count).map(node).collect::<Vec<_>>()
    };
    let world = World::new(&[]);
    let mut signed = world.json(a_credential());
    signed["evidence"] = ring(2_990).into();
    let ask = move || world.verify(signed.to_string());
    // As much room as a thread of a server has.
    let thread = std::thread::Builder::new().stack_size(2 << 20);
    let report = thread.spawn(ask).unwrap().join().unwrap();
    assert_eq!(
        report.check(CheckId::Context).reason,
        Some(Reason::Canonical(Error::Limit("a path of 256 blank nodes")))
    );
}

/// Blank nodes that stand in thousands of statements and point to each other, so that each would be hashed thousands of times.
#[test]
fn what_is_hashed_over_and_over_counts_by_its_statements() {
    let form = |statements: usize| {
        let texts: Vec<String> = (0..statements).map(|n| n.to_string()).collect();
        let hub = |at: usize| {
            let others = (0..4).filter(|n| *n != at).map(|n| format!("_:n{n}"));
            json!({"@id": format!("_:n{at}"), "t": texts, "p": others.collect::<Vec<_>>()})
        };
        let document = json!({
            "@context": {"g": {"@id": "urn:g", "@container": "@graph"}, "t": "urn:t", "p": {"@id": "urn:p", "@type": "@id"}},
            "@id": "urn:a",
            "g": (0..4).map(hub).collect::<Vec<_>>(),
        });
        crate::canonical::canonical(&document, Contexts::bundled()).map(drop)
    };
    assert_eq!(form(1), Ok(()));
    let work = Err(Error::Limit("the work of canonicalization"));
    assert_eq!(form(4_500), work);
}

#[test]
fn a_key_asserts_only_where_its_document_says_so() {
    let mut world = World::new(&[]);
    let signed = world.json(a_credential()).to_string();
    let text = world.documents.bytes_of(DID_DOCUMENT).unwrap();
    let document: Value = serde_json::from_str(&text).unwrap();
    let ed = document["verificationMethod"][0].clone();
    let mut ask = |text: String| {
        world.documents.add(DID_DOCUMENT, text);
        let report = world.verify(&signed);
        (report.verdict, report.check(CheckId::Key).outcome)
    };
    let changes: [Change; 5] = [
        |d| rename(d, "assertionMethod", "authentication"),
        |d| drop(d.as_object_mut().unwrap().remove("assertionMethod")),
        |d| d["id"] = "did:web:b.example".into(),
        |d| d["verificationMethod"][0]["controller"] = "did:web:b.example".into(),
        |d| d["verificationMethod"] = json!([]),
    ];
    for (place, change) in changes.into_iter().enumerate() {
        let mut altered = document.clone();
        change(&mut altered);
        assert_eq!(
            ask(altered.to_string()),
            (Verdict::Invalid, Outcome::Fail),
            "{place}"
        );
    }
    // What has no id is no such document, and has not said anything of the key.
    let mut nobodys = document.clone();
    nobodys.as_object_mut().unwrap().remove("id");
    for nothing in [
        nobodys,
        json!({"error": "maintenance"}),
        json!([]),
        json!("x"),
    ] {
        let found = ask(nothing.to_string());
        assert_eq!(found, (Verdict::Unknown, Outcome::Unknown), "{nothing}");
    }
    let mut twice = document.clone();
    twice["verificationMethod"].as_array_mut().unwrap().push(ed);
    assert_eq!(ask(twice.to_string()).0, Verdict::Invalid);
    // A document in which a key comes twice says nothing, whichever of the two is looked at.
    let doubled = text.replacen("\"id\":", "\"id\":\"did:web:b.example\",\"id\":", 1);
    assert_eq!(ask(doubled), (Verdict::Unknown, Outcome::Unknown));
    assert_eq!(ask(text).0, Verdict::Valid);
}

#[test]
fn a_key_in_the_address_of_an_issuer_is_no_key_of_theirs() {
    let mut world = World::new(&[]);
    let issuer = "https://a.example/issuers/1";
    let thief = SecretKey::ed25519(&[9; 32]);
    let mut credential = a_credential();
    credential["issuer"]["id"] = issuer.into();
    credential
        .as_object_mut()
        .unwrap()
        .remove("credentialStatus");
    let method = format!("{issuer}#{}", thief.public().multikey());
    let signer = KeySigner::new(&thief, method);
    let forged = proof::add(credential, &signer, now(), Contexts::bundled())
        .unwrap()
        .to_string();
    let report = world.verify(&forged);
    assert_eq!(
        (report.verdict, report.needs),
        (Verdict::Unknown, vec![issuer.to_owned()])
    );
    let own = format!("{issuer}#{}", world.ed.public().multikey());
    let entry = json!({"id": own, "type": "Multikey", "controller": issuer, "publicKeyMultibase": world.ed.public().multikey()});
    for published in [
        json!({"id": issuer, "type": ["Profile"], "name": "Café IA"}),
        json!({"id": issuer, "verificationMethod": [entry], "assertionMethod": [own]}),
    ] {
        world.documents.add(issuer, published.to_string());
        let report = world.verify(&forged);
        assert_eq!(report.verdict, Verdict::Invalid);
        assert_eq!(report.check(CheckId::Key).outcome, Outcome::Fail);
    }
}

/// Zeros without end, packed: one block again and again.
fn bomb(megabytes: usize) -> Vec<u8> {
    let mut block = Vec::with_capacity(1 << 16);
    let mut packer = Compress::new(Compression::best(), false);
    packer
        .compress_vec(&vec![0; 1 << 20], &mut block, FlushCompress::Full)
        .unwrap();
    let head = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    [&head[..], &block.repeat(megabytes)].concat()
}

#[test]
fn a_list_in_a_bad_form_says_nothing() {
    let mut world = World::new(&[]);
    let signed = world.json(a_credential()).to_string();
    let packed = |bytes: &[u8]| {
        let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
        packer.write_all(bytes).unwrap();
        packer.finish().unwrap()
    };
    let text = |bytes: &[u8]| format!("u{}", URL_SAFE_NO_PAD.encode(bytes));
    let good = packed(&[0; MIN_PLACES / 8]);
    assert_eq!(
        Bits::decode(&text(&bomb(1_024))),
        Err(Error::Limit("a status list of 16 MiB"))
    );
    for (why, encoded) in [
        ("padded", text(&good) + "="),
        ("without u", text(&good)[1..].to_owned()),
        (
            "another base",
            format!("z{}", bs58::encode(&good).into_string()),
        ),
        ("truncated", text(&good[..good.len() - 9])),
        ("two members", text(&[&good[..], &good].concat())),
        ("something behind", text(&[&good[..], b"x"].concat())),
        ("131,064 places", text(&packed(&[0; MIN_PLACES / 8 - 1]))),
        ("600 MB", text(&bomb(600))),
        ("not packed", text(&[0; MIN_PLACES / 8])),
        ("nothing", "u".to_owned()),
    ] {
        let change =
            |list: &mut Value| list["credentialSubject"]["encodedList"] = encoded.clone().into();
        world.publish(&[], change);
        let report = world.verify(&signed);
        assert_eq!(
            report.check(CheckId::Status).outcome,
            Outcome::Unknown,
            "{why}"
        );
        assert_eq!(report.verdict, Verdict::Unknown, "{why}");
    }
}

#[test]
fn a_list_counts_only_as_its_issuer_signed_it() {
    let mut world = World::new(&[94_567]);
    let signed = world.json(a_credential()).to_string();
    let revoked = world.documents.bytes_of(LIST).unwrap();
    world.publish(&[], |_| {});
    let clean = world.documents.bytes_of(LIST).unwrap();
    let [list, other]: [Value; 2] =
        [&revoked, &clean].map(|text| serde_json::from_str(text).unwrap());
    let thief = SecretKey::ed25519(&[9; 32]);
    let by = |method: String| {
        let mut list = other.clone();
        list.as_object_mut().unwrap().remove("proof");
        let signer = KeySigner::new(&thief, method);
        proof::add(list, &signer, now(), Contexts::bundled()).unwrap()
    };
    let mut flipped = list.clone();
    flipped["credentialSubject"] = other["credentialSubject"].clone();
    let mut unsigned = other.clone();
    unsigned.as_object_mut().unwrap().remove("proof");
    let mut borrowed = flipped.clone();
    borrowed["proof"] = list["proof"].clone();
    for (why, served) in [
        ("bits of another", flipped.to_string()),
        ("no proof", unsigned.to_string()),
        ("a proof of another", borrowed.to_string()),
        (
            "a stranger",
            by(format!("did:key:{0}#{0}", thief.public().multikey())).to_string(),
        ),
        (
            "a stranger under the issuer's name",
            by(method_id(DID, &thief.public())).to_string(),
        ),
        (
            "a key that comes twice",
            clean.replacen("\"issuer\":", "\"issuer\":\"x\",\"issuer\":", 1),
        ),
        ("no JSON", "<html>".to_owned()),
        ("a badge", signed.clone()),
    ] {
        world.documents.add(LIST, served);
        let status = world.verify(&signed).check(CheckId::Status).clone();
        assert_eq!(
            status.outcome,
            Outcome::Unknown,
            "{why}: {:?}",
            status.reason
        );
    }
    world.documents.add(LIST, revoked);
    assert_eq!(
        world.verify(&signed).check(CheckId::Status).reason,
        Some(Reason::Revoked)
    );
}

#[test]
fn a_place_beyond_the_list_says_nothing() {
    let world = World::new(&[]);
    for index in [
        "131072",
        "999999999999",
        "9999999999999",
        "-1",
        "+1",
        "0x1",
        "1.0",
        "",
        " 1",
        "١",
    ] {
        let mut credential = a_credential();
        credential["credentialStatus"]["statusListIndex"] = index.into();
        let signed = proof::add(credential, &world.signer(), now(), Contexts::bundled()).unwrap();
        let report = world.verify(signed.to_string());
        assert_ne!(report.verdict, Verdict::Valid, "{index:?}");
        assert_eq!(
            report.check(CheckId::Status).outcome,
            Outcome::Unknown,
            "{index:?}"
        );
    }
}

fn encoded(value: impl ToString) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

fn by(signer: &dyn Signer, header: impl ToString, payload: impl ToString) -> String {
    let signed = format!("{}.{}", encoded(header), encoded(payload));
    let signature = signer.sign(signed.as_bytes()).unwrap();
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
}

/// HMAC with SHA-256 (RFC 2104), by a key that is no longer than a block.
fn hmac(key: &[u8], message: &[u8]) -> Vec<u8> {
    let mut block = [0; 64];
    block[..key.len()].copy_from_slice(key);
    let inner = Sha256::digest([&block.map(|byte| byte ^ 0x36)[..], message].concat());
    Sha256::digest([&block.map(|byte| byte ^ 0x5c)[..], &inner].concat()).to_vec()
}

#[test]
fn nobody_signs_a_token_without_the_key() {
    let mut world = World::new(&[]);
    let kid = method_id(DID, &world.p256.public());
    let payload = {
        let token = world.jwt(&a_credential());
        let part = token.split('.').nth(1).unwrap().to_owned();
        String::from_utf8(URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
    };
    let good = json!({"alg": "ES256", "kid": kid});
    let ours = KeySigner::new(&world.p256, kid.clone());
    assert_eq!(
        world.verify(by(&ours, &good, &payload)).verdict,
        Verdict::Valid
    );

    // None, with and without something in its place.
    let none = format!(
        "{}.{}",
        encoded(json!({"alg": "none", "kid": kid})),
        encoded(&payload)
    );
    for token in [format!("{none}."), format!("{none}.AAAA"), none.clone()] {
        assert_eq!(world.verify(token).verdict, Verdict::Invalid);
    }
    // The public key as a secret that two share, in each form in which it stands in the document.
    let published = world.p256.public();
    let head = format!(
        "{}.{}",
        encoded(json!({"alg": "HS256", "kid": kid})),
        encoded(&payload)
    );
    let x = URL_SAFE_NO_PAD
        .decode(published.jwk()["x"].as_str().unwrap())
        .unwrap();
    for secret in [x.as_slice(), published.multikey().as_bytes()] {
        let token = format!(
            "{head}.{}",
            URL_SAFE_NO_PAD.encode(hmac(secret, head.as_bytes()))
        );
        assert_eq!(world.verify(token).verdict, Verdict::Invalid);
    }
    // A key that the token brings along: beside the issuer's name it is not looked at, alone it says nothing.
    let thief = SecretKey::p256(&[9; 32]).unwrap();
    let theirs = KeySigner::new(&thief, "");
    let jwk = thief.public().jwk();
    let both = json!({"alg": "ES256", "kid": kid, "jwk": jwk});
    assert_eq!(
        world.verify(by(&theirs, &both, &payload)).verdict,
        Verdict::Invalid
    );
    let alone = json!({"alg": "ES256", "jwk": jwk});
    assert_eq!(
        world.verify(by(&theirs, &alone, &payload)).verdict,
        Verdict::Unknown
    );
    // The key of another DID, whose document is at hand and whose signature fits.
    let other = "did:web:b.example";
    let listed = [Listed {
        key: thief.public(),
        asserts: true,
        revoked: None,
    }];
    world.documents.add(
        "https://b.example/.well-known/did.json",
        document(other, &listed).to_string(),
    );
    let header = json!({"alg": "ES256", "kid": method_id(other, &thief.public())});
    let report = world.verify(by(&theirs, &header, &payload));
    assert_eq!(report.verdict, Verdict::Invalid);
    assert_eq!(
        report.check(CheckId::Issuer).reason,
        Some(Reason::KeyOfAnother(other.into()))
    );
    // Members that change what is signed or where keys come from, signed by the issuer itself.
    for (name, value) in [
        ("b64", json!(false)),
        ("crit", json!(["b64"])),
        ("crit", json!([])),
        ("jku", json!("https://b.example/keys")),
        ("x5u", json!("https://b.example/chain")),
        ("x5c", json!(["AA"])),
        ("zip", json!("DEF")),
        ("typ", json!("at+jwt")),
    ] {
        let mut header = good.clone();
        header[name] = value;
        assert_eq!(
            world.verify(by(&ours, &header, &payload)).verdict,
            Verdict::Invalid,
            "{name}"
        );
    }
    // A name that comes twice, in the header and in the payload.
    let twice = format!("{{\"alg\":\"none\",\"alg\":\"ES256\",\"kid\":\"{kid}\"}}");
    assert_eq!(
        world.verify(by(&ours, twice, &payload)).verdict,
        Verdict::Invalid
    );
    let twice = payload.replacen("\"name\":", "\"name\":\"Autre\",\"name\":", 1);
    assert_eq!(
        world.verify(by(&ours, &good, twice)).verdict,
        Verdict::Invalid
    );
    let deep = format!("{{\"x\":{}1{}}}", "[".repeat(1_000), "]".repeat(1_000));
    assert_eq!(
        world.verify(by(&ours, &good, deep)).verdict,
        Verdict::Unknown
    );
}

/// The order of the group of Ed25519, little-endian (RFC 8032, section 5.1).
const ORDER: [u8; 32] = [
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
];

#[test]
fn a_signature_has_one_form() {
    let world = World::new(&[]);
    let mut signed = world.json(a_credential());
    let value = signed["proof"][0]["proofValue"]
        .as_str()
        .unwrap()
        .to_owned();
    let mut bytes = bs58::decode(&value[1..]).into_vec().unwrap();
    let mut carry = 0;
    for (byte, add) in bytes[32..].iter_mut().zip(ORDER) {
        let sum = u16::from(*byte) + u16::from(add) + carry;
        (*byte, carry) = (sum as u8, sum >> 8);
    }
    assert_eq!(carry, 0);
    signed["proof"][0]["proofValue"] = format!("z{}", bs58::encode(&bytes).into_string()).into();
    let proof = world
        .verify(signed.to_string())
        .check(CheckId::Proof)
        .clone();
    assert_eq!(proof.reason, Some(Reason::Proof(Error::Signature)));
    for other in [
        format!("z1{}", &value[1..]),
        value[1..].to_owned(),
        format!("{value} "),
        format!("u{}", &value[1..]),
    ] {
        signed["proof"][0]["proofValue"] = other.into();
        assert_eq!(
            world
                .verify(signed.to_string())
                .check(CheckId::Proof)
                .outcome,
            Outcome::Fail
        );
    }
}

#[test]
fn a_key_has_one_form_and_is_not_weak() {
    let multikey = |point: [u8; 32]| {
        format!(
            "z{}",
            bs58::encode([&[0xed, 1][..], &point].concat()).into_string()
        )
    };
    let read = |point: [u8; 32]| PublicKey::from_multikey(&multikey(point));
    let little = |low: u8, high: u8, fill: u8| {
        let mut point = [fill; 32];
        (point[0], point[31]) = (low, high);
        point
    };
    // By the order of each point: 1, 2, 4; a sign where there is none to have; and each with the prime added.
    for point in [
        little(1, 0, 0),
        little(1, 0x80, 0),
        little(0xec, 0x7f, 0xff),
        little(0xec, 0xff, 0xff),
        little(0, 0, 0),
        little(0, 0x80, 0),
        little(0xed, 0x7f, 0xff),
        little(0xed, 0xff, 0xff),
        little(0xee, 0x7f, 0xff),
        little(0xee, 0xff, 0xff),
    ] {
        assert!(read(point).is_err(), "{point:x?}");
        let x = URL_SAFE_NO_PAD.encode(point);
        let jwk = json!({"kty": "OKP", "crv": "Ed25519", "x": x});
        assert!(PublicKey::from_jwk(&jwk).is_err(), "{point:x?}");
    }
    // Points of the full order whose height has two forms.
    let mut found = 0;
    for low in 2..19 {
        if read(little(low, 0, 0)).is_ok() {
            found += 1;
            assert!(read(little(0xed + low, 0x7f, 0xff)).is_err(), "{low}");
        }
    }
    assert!(found > 0);
}

#[test]
fn an_image_cannot_be_a_bomb() {
    let world = World::new(&[]);
    let chunk = |kind: &[u8; 4], data: &[u8]| {
        let covered = [&kind[..], data].concat();
        let length = u32::try_from(data.len()).unwrap().to_be_bytes();
        [
            &length[..],
            &covered,
            &crc32fast::hash(&covered).to_be_bytes(),
        ]
        .concat()
    };
    let with = |chunks: &[Vec<u8>]| [&PNG[..33], &chunks.concat(), &PNG[33..]].concat();
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), Compression::best());
    packer.write_all(&vec![b' '; 64 << 20]).unwrap();
    let packed = packer.finish().unwrap();
    let text = chunk(
        b"iTXt",
        &[b"openbadgecredential\0\x01\0\0\0", packed.as_slice()].concat(),
    );
    assert_eq!(
        bake::unbake_png(&with(&[text])),
        Err(Error::Limit("a credential of 2 MiB"))
    );
    let many = vec![chunk(b"tEXt", b"a\0b"); 10_001];
    assert_eq!(
        bake::unbake_png(&with(&many)),
        Err(Error::Limit("10,000 chunks"))
    );
    let ours = "xmlns:o=\"https://purl.imsglobal.org/ob/v3p0\"";
    let laughs: String = (1..10)
        .map(|n| format!("<!ENTITY l{n} \"{}\">", format!("&l{};", n - 1).repeat(10)))
        .collect();
    for image in [
        format!(
            "<!DOCTYPE svg [<!ENTITY l0 \"lol\">{laughs}]><svg {ours}><o:credential>&l9;</o:credential></svg>"
        ),
        format!(
            "<!DOCTYPE svg [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><svg {ours}><o:credential>&x;</o:credential></svg>"
        ),
        format!("<svg {ours}><o:credential><o:credential>{{}}</o:credential></o:credential></svg>"),
        format!("<svg {ours}><o:credential verify=\"&l9;\"/></svg>"),
    ] {
        let report = world.verify(&image);
        assert_eq!(
            report.check(CheckId::Format).outcome,
            Outcome::Fail,
            "{}",
            &image[..80]
        );
    }
    for image in [
        format!(
            "<svg {ours}>{}{}</svg>",
            "<g>".repeat(1_000),
            "</g>".repeat(1_000)
        ),
        format!(
            "<svg {ours}>{}<o:credential>{{}}</o:credential></svg>",
            "<g/>".repeat(300_000)
        ),
    ] {
        assert_eq!(world.verify(&image).verdict, Verdict::Unknown);
    }
}

/// What is larger, deeper or more complicated than what is read here may hold, and may not: it is never valid, and nothing is said against it.
#[test]
fn a_bound_that_is_reached_says_nothing_against_a_badge() {
    let mut world = World::new(&[]);
    let signed = world.json(a_credential());
    let ask = |world: &World, input: String, id: CheckId, expected: Reason| {
        let report = world.verify(input);
        let failed = report
            .checks
            .iter()
            .filter(|check| check.outcome == Outcome::Fail);
        assert_eq!(failed.count(), 0, "{expected:?}");
        let check = report.check(id);
        let found = (report.verdict, check.outcome, check.reason.clone());
        assert_eq!(found, (Verdict::Unknown, Outcome::Unknown, Some(expected)));
    };
    let limit = |what| Reason::Unreadable(Error::Limit(what));
    let large = format!("{signed}{}", " ".repeat(4 << 20));
    ask(&world, large, CheckId::Format, Reason::TooLarge);
    let mut long = signed.clone();
    long["credentialSubject"]["narrative"] = "x".repeat(crate::json::MAX_BYTES).into();
    ask(
        &world,
        long.to_string(),
        CheckId::Format,
        limit("a document of 1 MiB"),
    );
    let token = format!("e30.{}.AAAA", "A".repeat(2 << 20));
    ask(&world, token, CheckId::Format, limit("a token of 2 MiB"));
    // Tags that are all different, a statement each.
    let mut many = a_credential();
    let tags: Vec<Value> = (0..20_001).map(|n| n.to_string().into()).collect();
    many["credentialSubject"]["achievement"]["tag"] = tags.into();
    many["proof"] = signed["proof"].clone();
    let statements = Error::Limit("20,000 statements");
    ask(
        &world,
        many.to_string(),
        CheckId::Context,
        Reason::Canonical(statements.clone()),
    );
    ask(
        &world,
        many.to_string(),
        CheckId::Proof,
        Reason::Proof(statements),
    );
    let mut proofs = signed.clone();
    let more = (0..16).map(|n| {
        let mut proof = signed["proof"][0].clone();
        proof["id"] = format!("urn:proof:{n}").into();
        proof["proofValue"] = format!("z{n}").into();
        proof
    });
    let more: Vec<Value> = more.collect();
    proofs["proof"].as_array_mut().unwrap().extend(more);
    let sixteen = Reason::Proof(Error::Limit("16 proofs"));
    ask(&world, proofs.to_string(), CheckId::Proof, sixteen);
    // Evidence that differs in nothing but in which it is: blank nodes that only their neighbours could tell apart.
    let mut alike = a_credential();
    alike["evidence"] = vec![json!({"type": ["Evidence"]}); 6_500].into();
    alike["proof"] = signed["proof"].clone();
    let work = Error::Limit("the work of canonicalization");
    ask(
        &world,
        alike.to_string(),
        CheckId::Context,
        Reason::Canonical(work.clone()),
    );
    ask(
        &world,
        alike.to_string(),
        CheckId::Proof,
        Reason::Proof(work),
    );
    let mut places = signed.clone();
    places["credentialStatus"] = vec![signed["credentialStatus"].clone(); 16].into();
    assert_eq!(world.verify(places.to_string()).verdict, Verdict::Valid);
    let once_more = signed["credentialStatus"].clone();
    places["credentialStatus"]
        .as_array_mut()
        .unwrap()
        .push(once_more);
    let sixteen = Reason::ListUntrusted(Error::Limit("16 places in status lists"));
    ask(&world, places.to_string(), CheckId::Status, sixteen);
    // A key longer than those of any algorithm that is read.
    let text = world.documents.bytes_of(DID_DOCUMENT).unwrap();
    let mut document: Value = serde_json::from_str(&text).unwrap();
    let long_key = format!("z{}", "2".repeat(1_025));
    document["verificationMethod"][0]["publicKeyMultibase"] = long_key.into();
    world.documents.add(DID_DOCUMENT, document.to_string());
    let digits = Reason::Key(Error::Limit("1,024 digits of a key"));
    ask(&world, signed.to_string(), CheckId::Key, digits);
    // What is wrong is wrong, however much of it there is.
    let doubled = signed.to_string().replacen('{', "{\"id\":\"urn:a\",", 1);
    assert_eq!(world.verify(doubled).verdict, Verdict::Invalid);
    assert_eq!(world.verify(b"{\"a\":\"\xff\"}").verdict, Verdict::Invalid);
}

/// The statements of a list are the same where its bits are moved to another place that has the id of its subject.
#[test]
fn what_a_status_list_says_is_said_in_one_place() {
    let mut world = World::new(&[94_567]);
    let signed = world.json(a_credential()).to_string();
    let changes: [Change; 4] = [
        // Another set of bits beside those that are looked at.
        |list| {
            let mut clean = list["credentialSubject"].clone();
            clean["encodedList"] = Bits::with_set(MIN_PLACES, []).unwrap().encode().into();
            list["credentialSubject"] = json!([clean, list["credentialSubject"]]);
        },
        // The subject under the id of the list.
        |list| list["credentialSubject"]["id"] = LIST.into(),
        // What it is judged by under the id of its issuer.
        |list| {
            list["issuer"] = json!({"id": format!("{LIST}#list"), "type": ["Profile"], "name": "A"})
        },
        |list| list["termsOfUse"] = json!({"id": LIST, "type": "1EdTechRevocationList"}),
    ];
    for (place, change) in changes.into_iter().enumerate() {
        // What cannot be signed by us is put there after.
        world.publish(&[], |_| {});
        let text = world.documents.bytes_of(LIST).unwrap();
        let mut list: Value = serde_json::from_str(&text).unwrap();
        change(&mut list);
        world.documents.add(LIST, list.to_string());
        let report = world.verify(&signed);
        assert_eq!(
            report.check(CheckId::Status).outcome,
            Outcome::Unknown,
            "{place}"
        );
        let entry = a_credential()["credentialStatus"].clone();
        let entry = crate::status::entry(&entry).unwrap();
        let read = crate::status::read_bit(&list, &entry, DID, now(), SKEW);
        assert!(read.is_err(), "{place}");
    }
    // Signed so by the issuer it says nothing either.
    world.publish(&[], |list| list["credentialSubject"]["id"] = LIST.into());
    assert_eq!(
        world.verify(&signed).check(CheckId::Status).outcome,
        Outcome::Unknown
    );
    world.publish(&[], |_| {});
    assert_eq!(world.verify(&signed).verdict, Verdict::Valid);
}

/// A statement under another name is signed as before, and would not be found: a list that ended long ago would have no end.
#[test]
fn what_a_status_list_says_is_said_by_its_plain_names() {
    const END: &str = "https://www.w3.org/2018/credentials#validUntil";
    const DATE: &str = "http://www.w3.org/2001/XMLSchema#dateTime";
    let mut world = World::new(&[]);
    let signed = world.json(a_credential()).to_string();
    world.publish(&[], |list| {
        list["validFrom"] = "2026-11-01T00:00:00Z".into();
        list["validUntil"] = "2026-11-02T00:00:00Z".into();
    });
    let ended = world.documents.bytes_of(LIST).unwrap();
    let changes: [Change; 3] = [
        |_| {},
        |list| {
            let end = list.as_object_mut().unwrap().remove("validUntil").unwrap();
            list[END] = json!({"@type": DATE, "@value": end});
        },
        |list| {
            let end = list.as_object_mut().unwrap().remove("validUntil").unwrap();
            list["end"] = end;
            let own = json!({"end": {"@id": END, "@type": DATE}});
            list["@context"].as_array_mut().unwrap().push(own);
        },
    ];
    for (place, change) in changes.into_iter().enumerate() {
        let mut list: Value = serde_json::from_str(&ended).unwrap();
        change(&mut list);
        world.documents.add(LIST, list.to_string());
        let report = world.verify(&signed);
        let status = report.check(CheckId::Status).outcome;
        assert_eq!(status, Outcome::Unknown, "{place}");
        assert_eq!(report.verdict, Verdict::Unknown, "{place}");
    }
}

#[test]
fn a_link_of_a_chain_names_a_proof_once() {
    let world = World::new(&[]);
    let mut signed = world.json(a_credential());
    signed["proof"][0]["id"] = "urn:a".into();
    signed["proof"][0]["previousProof"] = json!(["urn:a", "urn:a"]);
    let report = world.verify(signed.to_string());
    let twice = Error::Proof("previousProof names a proof twice".into());
    assert_eq!(
        report.check(CheckId::Proof).reason,
        Some(Reason::Proof(twice))
    );
}

#[test]
fn what_a_document_defines_itself_is_bounded() {
    let own = |count: usize| {
        let terms = (0..count).map(|n| (format!("t{n}"), format!("urn:t{n}").into()));
        let terms: serde_json::Map<String, Value> = terms.collect();
        let document = json!({"@context": terms, "@id": "urn:a", "t0": "a"});
        crate::canonical::canonical(&document, Contexts::bundled()).map(drop)
    };
    assert_eq!(own(1_000), Ok(()));
    let over = Error::Limit("1,000 terms defined inside a document");
    assert_eq!(own(1_001), Err(over));
    let named = |count: usize| {
        let all = vec!["https://w3id.org/security/data-integrity/v2"; count];
        let document = json!({"@context": all, "id": "urn:a", "urn:t": "a"});
        crate::canonical::canonical(&document, Contexts::bundled()).map(drop)
    };
    assert_eq!(named(16), Ok(()));
    assert_eq!(named(17), Err(Error::Limit("16 contexts in a list")));
    // Each use of a term with a context of its own reads all of it again.
    let used = |count: usize| {
        let terms = (0..900).map(|n| (format!("t{n}"), format!("urn:t{n}").into()));
        let terms: serde_json::Map<String, Value> = terms.collect();
        let texts: Vec<String> = (0..count).map(|n| n.to_string()).collect();
        let context = json!({"p": {"@id": "urn:p", "@context": terms}});
        let document = json!({"@context": context, "@id": "urn:a", "p": texts});
        crate::canonical::canonical(&document, Contexts::bundled()).map(drop)
    };
    assert_eq!(used(300), Ok(()));
    let over = Error::Limit("300,000 terms of contexts inside a document");
    assert_eq!(used(400), Err(over));
}

#[test]
fn the_header_of_a_token_says_what_its_claims_say() {
    let world = World::new(&[]);
    let key = KeySigner::new(&world.p256, method_id(DID, &world.p256.public()));
    let header = |iss: &str| {
        let kid = key.verification_method();
        json!({"alg": "ES256", "typ": "vc+jwt", "kid": kid, "iss": iss})
    };
    let report = |iss: &str| world.verify(by(&key, header(iss), a_credential()));
    assert_eq!(report(DID).verdict, Verdict::Valid);
    let other = report("did:web:b.example");
    assert_eq!(other.check(CheckId::Issuer).outcome, Outcome::Fail);
    assert_eq!(other.check(CheckId::Proof).outcome, Outcome::Pass);
}
