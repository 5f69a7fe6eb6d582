//! What holds of any credential: signed it verifies, in whatever order its members stand; one leaf changed, and it does not; an image gives back what was
//! baked into it.

use openbadges::{
    Contexts, bake,
    key::{KeySigner, SecretKey},
    proof,
    status::{Bits, MIN_PLACES},
    verify::{CheckId, Documents, Options, Outcome, Report, Verdict, verify},
};
use proptest::{collection::vec, option, prelude::*};
use serde_json::{Map, Value, json};

const PNG: &[u8] = &[
    0x89, b'P', b'N', b'G', 13, 10, 26, 10, 0, 0, 0, 13, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0,
    0, 1, 8, 0, 0, 0, 0, 0x3a, 0x7e, 0x9b, 0x55, 0, 0, 0, 10, b'I', b'D', b'A', b'T', 0x78, 0x9c,
    0x63, 0x60, 0, 0, 0, 2, 0, 1, 0x48, 0xaf, 0xa4, 0x71, 0, 0, 0, 0, b'I', b'E', b'N', b'D', 0xae,
    0x42, 0x60, 0x82,
];

/// Any text that survives JSON, the awkward kinds among it: quotes, `]]>`, line breaks, letters beyond the basic plane.
fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        vec(any::<char>(), 0..24).prop_map(|text| text.into_iter().collect::<String>()),
        Just("]]> <script> \"\\ \r\n\t \u{85} é e\u{301} 😀".to_owned()),
        "[a-zA-Zà-ü .]{1,40}",
    ]
}

prop_compose! {
    fn any_credential()(
        name in any_text(),
        description in any_text(),
        narrative in any_text(),
        seed in any::<[u8; 32]>(),
        evidence in vec((any_text(), any_text()), 0..4),
        alignments in vec(any_text(), 0..4),
        credits in option::of(prop_oneof![any::<u16>().prop_map(|n| json!(n)), (0.001f64..1e9).prop_map(|n| json!(n))]),
    ) -> (SecretKey, Value) {
        let key = SecretKey::ed25519(&seed);
        let mut achievement = json!({
            "id": "https://a.example/achievements/1",
            "type": ["Achievement"],
            "name": name,
            "description": description,
            "criteria": {"type": "Criteria", "narrative": narrative},
        });
        if !alignments.is_empty() {
            achievement["alignment"] = alignments.iter().map(|name| json!({"type": ["Alignment"], "targetName": name, "targetUrl": "https://b.example/1"})).collect();
        }
        if let Some(credits) = credits {
            achievement["creditsAvailable"] = credits;
        }
        let mut credential = json!({
            "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
            "id": "urn:uuid:7e1c5d0a-6a1f-4d0e-9a52-0f5d0c9b3a11",
            "type": ["VerifiableCredential", "OpenBadgeCredential"],
            "issuer": {"id": format!("did:key:{}", key.public().multikey()), "type": ["Profile"], "name": "Café IA"},
            "validFrom": "2026-11-24T10:00:00Z",
            "credentialSubject": {
                "id": "urn:uuid:2f0b6e5c-2b1b-4f0a-8a37-2d1c8e6d7f22",
                "type": ["AchievementSubject"],
                "achievement": achievement,
            },
        });
        if !evidence.is_empty() {
            credential["evidence"] = evidence.iter().map(|(name, narrative)| json!({"type": ["Evidence"], "name": name, "narrative": narrative})).collect();
        }
        (key, credential)
    }
}

fn signed(key: &SecretKey, credential: Value) -> Value {
    let method = credential["issuer"]["id"].as_str().unwrap();
    let signer = KeySigner::new(key, format!("{method}#{}", key.public().multikey()));
    let at = "2026-11-24T10:00:00Z".parse().unwrap();
    proof::add(credential, &signer, at, Contexts::bundled()).unwrap()
}

fn ask(input: &[u8]) -> Report {
    let options = Options {
        at: "2026-11-24T10:00:00Z".parse().unwrap(),
        recipient: None,
        contexts: Contexts::bundled(),
    };
    verify(input, &Documents::new(), &options)
}

fn leaves(value: &Value, pointer: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => members
            .iter()
            .for_each(|(name, member)| leaves(member, &format!("{pointer}/{name}"), found)),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .for_each(|(place, item)| leaves(item, &format!("{pointer}/{place}"), found)),
        _ => found.push(pointer.to_owned()),
    }
}

/// The members of every object turned about by a number.
fn reordered(value: &Value, turn: usize) -> Value {
    match value {
        Value::Object(members) => {
            let mut all: Vec<_> = members.iter().collect();
            let by = turn % all.len().max(1);
            all.rotate_left(by);
            if turn % 2 == 1 {
                all.reverse();
            }
            all.into_iter()
                .map(|(name, member)| (name.clone(), reordered(member, turn / 2 + by)))
                .collect::<Map<_, _>>()
                .into()
        }
        Value::Array(items) => items.iter().map(|item| reordered(item, turn)).collect(),
        leaf => leaf.clone(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_members_means_nothing((key, credential) in any_credential(), turn in 0usize..5_000) {
        let signed = signed(&key, credential);
        let report = ask(signed.to_string().as_bytes());
        prop_assert_eq!(report.verdict, Verdict::Valid, "{:#}", report.to_value());
        let report = ask(reordered(&signed, turn).to_string().as_bytes());
        prop_assert_eq!(report.verdict, Verdict::Valid, "{:#}", report.to_value());
    }

    #[test]
    fn a_changed_leaf_never_verifies((key, credential) in any_credential(), choice in any::<prop::sample::Index>(), given in any_text()) {
        let signed = signed(&key, credential);
        let mut places = Vec::new();
        leaves(&signed, "", &mut places);
        let place = choice.get(&places);
        let mut altered = signed.clone();
        let leaf = altered.pointer_mut(place).unwrap();
        let changed = match leaf {
            Value::Number(number) => json!(number.as_f64().unwrap() + 1.0),
            Value::String(text) if *text != given => given.into(),
            _ => json!("changed"),
        };
        prop_assume!(*leaf != changed);
        *leaf = changed;
        let report = ask(altered.to_string().as_bytes());
        prop_assert_ne!(report.verdict, Verdict::Valid, "{}", place);
    }

    #[test]
    fn a_member_left_out_never_verifies((key, credential) in any_credential(), choice in any::<prop::sample::Index>()) {
        let signed = signed(&key, credential);
        let mut places = Vec::new();
        leaves(&signed, "", &mut places);
        let (parent, name) = choice.get(&places).rsplit_once('/').unwrap();
        let mut altered = signed.clone();
        match altered.pointer_mut(parent).unwrap() {
            Value::Object(members) => drop(members.remove(name)),
            Value::Array(items) => drop(items.remove(name.parse().unwrap())),
            _ => unreachable!("a leaf has a parent"),
        }
        prop_assert_ne!(ask(altered.to_string().as_bytes()).verdict, Verdict::Valid, "{}/{}", parent, name);
    }

    #[test]
    fn images_give_back_what_was_baked((key, credential) in any_credential()) {
        let text = signed(&key, credential).to_string();
        let png = bake::bake_png(PNG, &text).unwrap();
        prop_assert_eq!(bake::unbake_png(&png).unwrap(), text.clone());
        prop_assert_eq!(ask(&png).verdict, Verdict::Valid);
        let svg = bake::bake_svg("<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>", &text).unwrap();
        let inner: Value = serde_json::from_str(&bake::unbake_svg(&svg).unwrap()).unwrap();
        prop_assert_eq!(inner, serde_json::from_str::<Value>(&text).unwrap());
        prop_assert_eq!(ask(svg.as_bytes()).verdict, Verdict::Valid);
    }

    #[test]
    fn values_of_a_status_list_survive(size in 1usize..=8, values in proptest::collection::btree_map(0..MIN_PLACES, any::<u8>(), 0..40)) {
        let fits = |value: u8| value & (((1u16 << size) - 1) as u8);
        let given = values.iter().map(|(place, value)| (*place, fits(*value)));
        let list = Bits::decode(&Bits::with_values(MIN_PLACES, size, given).unwrap().encode()).unwrap();
        for place in values.keys().copied().chain([0, 1, MIN_PLACES - 1]) {
            let expected = values.get(&place).map_or(0, |value| fits(*value));
            prop_assert_eq!(list.value(place, size), Some(expected));
        }
    }

    #[test]
    fn no_input_makes_it_panic(bytes in vec(any::<u8>(), 0..400), shape in 0usize..4) {
        let head: &[u8] = [&b""[..], b"\x89PNG\r\n\x1a\n", b"<svg>", b"{\"proof\":"][shape];
        let report = ask(&[head, &bytes].concat());
        prop_assert_eq!(report.check(CheckId::Format).outcome, Outcome::Fail);
        prop_assert_eq!(report.verdict, Verdict::Invalid);
    }
}
