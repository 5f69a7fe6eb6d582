//! Badges of Open Badges 2.0: hosted and signed, taken back, over, moved, forged.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

use super::*;

const CONTEXT: &str = "https://w3id.org/openbadges/v2";
const ID: &str = "https://a.example/assertions/1";
const BADGE: &str = "https://a.example/badges/1";
const ISSUER: &str = "https://a.example/issuer";
const KEY: &str = "https://a.example/keys/1";
const REVOKED: &str = "https://a.example/revoked";

/// The documents of an issuer.
struct Issuer {
    documents: Documents,
    profile: Value,
    badge: Value,
}

/// The four JWS that other software made, each with its key.
fn tokens() -> Value {
    crate::json::parse(include_bytes!("../../../tests/data/ob2.json")).unwrap()
}

fn an_assertion() -> Value {
    json!({
        "@context": CONTEXT,
        "id": ID,
        "type": "Assertion",
        "recipient": {"type": "email", "hashed": true, "salt": "Kosher", "identity": "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399"},
        "badge": BADGE,
        "issuedOn": "2026-11-24T09:30:00Z",
        "expires": "2029-11-24T09:30:00+01:00",
        "verification": {"type": "HostedBadge"},
    })
}

impl Issuer {
    fn new() -> Issuer {
        let profile = json!({"@context": CONTEXT, "id": ISSUER, "type": "Issuer", "name": "Café IA", "url": "https://a.example", "email": "a@a.example", "publicKey": KEY});
        let badge = json!({"@context": CONTEXT, "id": BADGE, "type": "BadgeClass", "name": "Repères", "description": "Dit comment.", "image": "https://a.example/1.png", "criteria": {"narrative": "60 %."}, "issuer": ISSUER});
        let mut issuer = Issuer {
            documents: Documents::new(),
            profile,
            badge,
        };
        issuer.put(ID, &an_assertion());
        issuer.publish();
        issuer
    }

    fn put(&mut self, url: &str, document: &Value) {
        self.documents.add(url, document.to_string());
    }

    fn publish(&mut self) {
        let (profile, badge) = (self.profile.clone(), self.badge.clone());
        self.put(ISSUER, &profile);
        self.put(BADGE, &badge);
    }

    /// Has a key at an address, and says whose it is.
    fn key(&mut self, url: &str, owner: &str, pem: &str) {
        let key = json!({"@context": CONTEXT, "id": url, "type": "CryptographicKey", "owner": owner, "publicKeyPem": pem});
        self.put(url, &key);
    }

    fn ask(&self, input: impl AsRef<[u8]>, recipient: Option<&str>, at: Timestamp) -> Report {
        let options = Options {
            at,
            recipient,
            contexts: Contexts::bundled(),
        };
        verify(input.as_ref(), &self.documents, &options)
    }

    fn verify(&self, input: impl AsRef<[u8]>) -> Report {
        self.ask(input, None, now())
    }

    /// What comes of a badge whose profile and badge class are changed.
    fn with(change: impl Fn(&mut Value, &mut Value)) -> Report {
        let mut issuer = Issuer::new();
        let (mut badge, mut profile) = (issuer.badge.clone(), issuer.profile.clone());
        change(&mut badge, &mut profile);
        (issuer.badge, issuer.profile) = (badge, profile);
        issuer.publish();
        issuer.verify(an_assertion().to_string())
    }

    /// What comes of a badge that is hosted otherwise than it was handed in.
    fn hosting(change: impl Fn(&mut Value)) -> Report {
        let mut issuer = Issuer::new();
        let mut hosted = an_assertion();
        change(&mut hosted);
        issuer.put(ID, &hosted);
        issuer.verify(an_assertion().to_string())
    }
}

fn outcomes(report: &Report) -> Vec<(&'static str, &'static str)> {
    let checks = report.checks.iter();
    let checks = checks.map(|check| (check.id.name(), check.outcome.name()));
    checks.collect()
}

fn why(report: &Report, id: CheckId) -> (Outcome, Option<Reason>) {
    let check = report.check(id);
    (check.outcome, check.reason.clone())
}

fn token(payload: &Value, secret: &SecretKey) -> String {
    let signer = KeySigner::new(secret, "x");
    let header = json!({"alg": crate::key::Signer::algorithm(&signer).jose()});
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let signed = format!("{}.{}", part(&header), part(payload));
    let signature = crate::key::Signer::sign(&signer, signed.as_bytes()).unwrap();
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
}

/// The key of P-256 in PEM.
fn pem(secret: &SecretKey) -> String {
    let jwk = secret.public().jwk();
    let number = |name: &str| URL_SAFE_NO_PAD.decode(jwk[name].as_str().unwrap()).unwrap();
    let head = [
        0x30, 0x59, 0x30, 0x13, 6, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1, 6, 8, 0x2a, 0x86, 0x48,
        0xce, 0x3d, 3, 1, 7, 3, 0x42, 0, 4,
    ];
    let der = [&head[..], &number("x"), &number("y")].concat();
    let text = base64::engine::general_purpose::STANDARD.encode(der);
    format!("-----BEGIN PUBLIC KEY-----\n{text}\n-----END PUBLIC KEY-----")
}

fn a_signed_assertion() -> Value {
    let mut payload = an_assertion();
    payload["id"] = "urn:uuid:5c1f0a5e-6b7d-4d52-9d7a-1c0b7a3d4e11".into();
    payload["verification"] = json!({"type": "signed", "creator": KEY});
    payload
}

/// An issuer who signs with a key, and the key.
fn a_signing_issuer() -> (Issuer, SecretKey) {
    let mut issuer = Issuer::new();
    let secret = SecretKey::p256(&[5; 32]).unwrap();
    issuer.key(KEY, ISSUER, &pem(&secret));
    (issuer, secret)
}

#[test]
fn a_hosted_badge_is_what_its_address_gives() {
    let issuer = Issuer::new();
    let report = issuer.verify(an_assertion().to_string());
    assert_eq!(report.verdict, Verdict::Valid, "{:#}", report.to_value());
    assert_eq!(
        outcomes(&report),
        [
            ("format", "pass"),
            ("schema", "pass"),
            ("context", "pass"),
            ("proof", "pass"),
            ("key", "skip"),
            ("issuer", "pass"),
            ("dates", "pass"),
            ("status", "pass"),
            ("recipient", "skip"),
        ]
    );
    let summary = report.summary();
    let is = |value: &Option<String>, text: &str| assert_eq!(value.as_deref(), Some(text));
    is(&summary.id, ID);
    is(&summary.issuer, ISSUER);
    is(&summary.issuer_name, "Café IA");
    is(&summary.achievement, BADGE);
    is(&summary.achievement_name, "Repères");
    is(&summary.valid_from, "2026-11-24T09:30:00Z");
    assert_eq!(summary.recipient, None, "a hash is nobody's name");
    assert!(report.notices.is_empty() && report.needs.is_empty());
    for (recipient, verdict) in [
        ("a@example.com", Verdict::Valid),
        ("b@example.com", Verdict::Invalid),
    ] {
        let report = issuer.ask(an_assertion().to_string(), Some(recipient), now());
        assert_eq!(report.verdict, verdict);
    }
}

#[test]
fn what_is_lacking_is_asked_for_link_by_link() {
    let mut issuer = Issuer::new();
    let all = std::mem::take(&mut issuer.documents);
    for url in [ID, BADGE, ISSUER] {
        let report = issuer.verify(an_assertion().to_string());
        assert_eq!(report.verdict, Verdict::Unknown);
        // The class is known of the copy that was handed in; it is the hosted one that counts.
        assert!(report.needs.contains(&url.to_owned()), "{:?}", report.needs);
        issuer.documents.add(url, all.bytes_of(url).unwrap());
    }
    assert_eq!(
        issuer.verify(an_assertion().to_string()).verdict,
        Verdict::Valid
    );
    for url in [ID, BADGE, ISSUER] {
        let mut issuer = Issuer::new();
        issuer
            .documents
            .add_unavailable(url, "it did not answer in time");
        let report = issuer.verify(an_assertion().to_string());
        assert_eq!(report.verdict, Verdict::Unknown, "{url}");
        assert!(report.needs.is_empty());
        issuer.documents.add(url, "<html></html>");
        let report = issuer.verify(an_assertion().to_string());
        assert_eq!(
            report.verdict,
            Verdict::Unknown,
            "a page of somebody's network"
        );
    }
}

#[test]
fn what_has_moved_is_asked_where_it_is_now() {
    let mut issuer = Issuer::new();
    let (before, now) = ("https://a.example/old", "https://a.example/badges/1");
    let mut assertion = an_assertion();
    assertion["badge"] = before.into();
    issuer.put(ID, &assertion);
    let class = issuer.badge.clone();
    issuer.put(before, &class);
    let report = issuer.verify(assertion.to_string());
    assert_eq!(report.verdict, Verdict::Valid, "{:#}", report.to_value());
    assert_eq!(report.summary().achievement.as_deref(), Some(now));
}

#[test]
fn an_altered_copy_changes_nothing_and_is_told() {
    let issuer = Issuer::new();
    let mut altered = an_assertion();
    altered["recipient"]["identity"] = "sha256$00".into();
    altered["badge"] = json!({"id": BADGE, "type": "BadgeClass", "name": "Doctorat"});
    let report = issuer.verify(altered.to_string());
    assert_eq!(report.verdict, Verdict::Valid);
    assert_eq!(report.notices, [Notice::Differs]);
    assert_eq!(
        report.summary().achievement_name.as_deref(),
        Some("Repères")
    );
    assert_eq!(
        report.credential.as_ref().unwrap()["recipient"],
        an_assertion()["recipient"]
    );
    let asked = issuer.ask(altered.to_string(), Some("a@example.com"), now());
    assert_eq!(asked.verdict, Verdict::Valid, "of the hosted one");
    // The dates that count are the hosted ones too.
    let ended = Issuer::hosting(|hosted| hosted["expires"] = "2026-11-24T09:40:00Z".into());
    assert_eq!(ended.check(CheckId::Dates).outcome, Outcome::Fail);
    assert_eq!(ended.notices, [Notice::Differs]);
}

#[test]
fn a_badge_taken_back_is_revoked_however_it_is_said() {
    for hosted in [
        json!({"@context": CONTEXT, "id": ID, "type": "Assertion", "revoked": true, "revocationReason": "Erreur"}),
        json!({"id": ID, "revoked": true}),
    ] {
        let mut issuer = Issuer::new();
        issuer.put(ID, &hosted);
        let report = issuer.verify(an_assertion().to_string());
        assert_eq!(
            why(&report, CheckId::Status),
            (Outcome::Fail, Some(Reason::Revoked))
        );
        let others = [
            CheckId::Schema,
            CheckId::Context,
            CheckId::Proof,
            CheckId::Issuer,
        ];
        let failed = |id: &CheckId| report.check(*id).outcome == Outcome::Fail;
        assert!(!others.iter().any(failed), "{:#}", report.to_value());
    }
    for body in [
        &b"{\"revoked\": true}"[..],
        b"<html>gone</html>",
        b"",
        b"{\"id\": \"urn:x\"}",
    ] {
        let mut issuer = Issuer::new();
        issuer.documents.add_gone(ID, body);
        let report = issuer.verify(an_assertion().to_string());
        assert_eq!(
            why(&report, CheckId::Status),
            (Outcome::Fail, Some(Reason::Revoked))
        );
        assert_eq!(report.check(CheckId::Proof).outcome, Outcome::Pass);
        assert_eq!(report.verdict, Verdict::Invalid);
    }
    let mut issuer = Issuer::new();
    issuer
        .documents
        .add_gone(ID, json!({"revocationReason": "Erreur"}).to_string());
    let report = issuer.verify(an_assertion().to_string());
    assert_eq!(
        report.notices.last(),
        Some(&Notice::Message("Erreur".into()))
    );
    // Anything else that is gone only cannot be had.
    let mut issuer = Issuer::new();
    issuer.documents.add_gone(BADGE, "{}");
    assert_eq!(
        issuer.verify(an_assertion().to_string()).verdict,
        Verdict::Unknown
    );
    // What was handed in is believed only where nobody can be asked.
    let mut claims = an_assertion();
    claims["revoked"] = true.into();
    let mut issuer = Issuer::new();
    assert_eq!(issuer.verify(claims.to_string()).verdict, Verdict::Valid);
    issuer
        .documents
        .add_unavailable(ID, "it did not answer in time");
    assert_eq!(issuer.verify(claims.to_string()).verdict, Verdict::Unknown);
    let bare = Issuer::new().verify("{\"revoked\": true}");
    assert_eq!(
        why(&bare, CheckId::Status),
        (Outcome::Fail, Some(Reason::Revoked))
    );
}

#[test]
fn an_award_begins_and_ends() {
    let issuer = Issuer::new();
    let dates = |moment: &str| {
        let report = issuer.ask(an_assertion().to_string(), None, at(moment));
        report.check(CheckId::Dates).outcome
    };
    assert_eq!(dates("2026-11-24T09:25:30Z"), Outcome::Pass);
    assert_eq!(dates("2026-11-24T09:20:00Z"), Outcome::Fail);
    assert_eq!(dates("2029-11-24T08:34:00Z"), Outcome::Pass);
    assert_eq!(dates("2029-11-24T08:36:00Z"), Outcome::Fail);
    for (name, value) in [
        ("issuedOn", json!(1_400_000_000)),
        ("issuedOn", json!("2026-11-24")),
        ("issuedOn", Value::Null),
        ("expires", json!("2026-11-24T09:29:00Z")),
    ] {
        let report = Issuer::hosting(|hosted| hosted[name] = value.clone());
        assert_eq!(
            report.check(CheckId::Schema).outcome,
            Outcome::Fail,
            "{name} {value}"
        );
    }
}

#[test]
fn issuers_host_where_they_say() {
    let scope = |rules: Value| {
        let report = Issuer::with(|_, profile| profile["verification"] = rules.clone());
        report.check(CheckId::Issuer).outcome
    };
    for good in [
        json!({"type": "VerificationObject", "allowedOrigins": "a.example"}),
        json!({"allowedOrigins": ["b.example", "A.example"]}),
        json!({"startsWith": "https://a.example/assertions/"}),
        json!({"startsWith": ["https://b.example/", "https://a.example/ass"], "verificationProperty": "id"}),
        json!({}),
    ] {
        assert_eq!(scope(good.clone()), Outcome::Pass, "{good}");
    }
    for bad in [
        json!({"allowedOrigins": "b.example"}),
        json!({"allowedOrigins": ["example", "xa.example"]}),
        json!({"startsWith": "https://a.example/other/"}),
        json!({"startsWith": "https://a.example/assertions/", "allowedOrigins": "b.example"}),
    ] {
        assert_eq!(scope(bad.clone()), Outcome::Fail, "{bad}");
    }
    for unread in [
        json!({"verificationProperty": "url"}),
        json!("https://a.example/rules"),
    ] {
        assert_eq!(scope(unread.clone()), Outcome::Unknown, "{unread}");
    }
}

#[test]
fn other_contexts_are_left_open_and_other_meanings_refused() {
    let context = |context: Value| {
        let report = Issuer::hosting(|hosted| hosted["@context"] = context.clone());
        report.check(CheckId::Context).outcome
    };
    for (value, outcome) in [
        (
            json!([CONTEXT, {"@language": "fr", "mine": "https://b.example/mine"}]),
            Outcome::Pass,
        ),
        (
            json!([
                CONTEXT,
                "https://w3id.org/openbadges/extensions/geoCoordinatesExtension/context.json"
            ]),
            Outcome::Pass,
        ),
        (json!(["https://b.example/context", CONTEXT]), Outcome::Pass),
        (
            json!([CONTEXT, "https://b.example/context"]),
            Outcome::Unknown,
        ),
        (json!("https://w3id.org/openbadges/v1"), Outcome::Unknown),
        (json!({"id": "@id", "type": "@type"}), Outcome::Unknown),
        (
            json!([CONTEXT, {"badge": "https://b.example/badge"}]),
            Outcome::Fail,
        ),
        (
            json!([CONTEXT, {"badge": "obi:badge", "obi": "https://b.example/"}]),
            Outcome::Fail,
        ),
        (Value::Null, Outcome::Unknown),
    ] {
        assert_eq!(context(value.clone()), outcome, "{value}");
    }
    let odd = |change: fn(&mut Value)| Issuer::hosting(change).check(CheckId::Context).outcome;
    assert_eq!(
        odd(|hosted| hosted["obi:revoked"] = true.into()),
        Outcome::Fail
    );
    assert_eq!(
        odd(|hosted| hosted["@type"] = "Assertion".into()),
        Outcome::Fail
    );
    assert_eq!(
        odd(|hosted| hosted["https://w3id.org/openbadges#badge"] = "urn:x".into()),
        Outcome::Fail
    );
    assert_eq!(
        odd(|hosted| hosted["extensions:mine"] = json!({"type": ["Extension"]})),
        Outcome::Pass
    );
}

#[test]
fn images_carry_badges_of_2_0() {
    let issuer = Issuer::new();
    let svg = |element: &str| {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:openbadges=\"http://openbadges.org\">{element}</svg>"
        )
    };
    let text = an_assertion().to_string();
    let body =
        format!("<openbadges:assertion verify=\"{ID}\"><![CDATA[{text}]]></openbadges:assertion>");
    let chunk = |kind: &[u8; 4], data: &[u8]| {
        let covered = [&kind[..], data].concat();
        let length = u32::try_from(data.len()).unwrap().to_be_bytes();
        let crc = crc32fast::hash(&covered).to_be_bytes();
        [&PNG[..33], &length, &covered, &crc, &PNG[33..]].concat()
    };
    let address = format!("openbadges\0{ID}");
    for input in [
        svg(&body).into_bytes(),
        svg(&format!("<openbadges:assertion verify=\"{ID}\"/>")).into_bytes(),
        chunk(b"iTXt", format!("openbadges\0\0\0\0\0{text}").as_bytes()),
        chunk(b"tEXt", address.as_bytes()),
    ] {
        let report = issuer.verify(&input);
        assert_eq!(report.verdict, Verdict::Valid, "{:#}", report.to_value());
    }
    let lacking = verify(
        &chunk(b"tEXt", address.as_bytes()),
        &Documents::new(),
        &Options {
            at: now(),
            recipient: None,
            contexts: Contexts::bundled(),
        },
    );
    assert_eq!(lacking.needs, [ID]);
    assert_eq!(lacking.verdict, Verdict::Unknown);
    assert_eq!(
        issuer.verify(ID).verdict,
        Verdict::Invalid,
        "an address is no badge"
    );
}

#[cfg(all(feature = "es384", feature = "rsa"))]
#[test]
fn signatures_of_other_software_are_read() {
    for sample in tokens().as_array().unwrap() {
        let mut issuer = Issuer::new();
        let pem = sample["pem"].as_str().unwrap();
        issuer.key(KEY, ISSUER, pem);
        let token = sample["token"].as_str().unwrap();
        let report = issuer.verify(token);
        assert_eq!(report.verdict, Verdict::Valid, "{:#}", report.to_value());
        assert_eq!(
            why(&report, CheckId::Status),
            (Outcome::Skip, Some(Reason::NoStatus))
        );
        let padded = issuer.verify(format!("{token}=="));
        assert_eq!(padded.verdict, Verdict::Valid);
        // Written out in the profile itself.
        issuer.profile["publicKey"] =
            json!({"id": KEY, "type": "CryptographicKey", "publicKeyPem": pem});
        issuer.publish();
        assert_eq!(issuer.verify(token).verdict, Verdict::Valid);
    }
}

#[cfg(not(feature = "rsa"))]
#[test]
fn a_badge_signed_by_rsa_is_left_open_where_it_is_not_read() {
    let samples = tokens();
    let mut issuer = Issuer::new();
    issuer.key(KEY, ISSUER, samples[0]["pem"].as_str().unwrap());
    let report = issuer.verify(samples[0]["token"].as_str().unwrap());
    assert_eq!(report.verdict, Verdict::Unknown);
    assert_eq!(
        why(&report, CheckId::Key),
        (Outcome::Unknown, Some(Reason::UnknownKeyKind("RSA".into())))
    );
}

#[test]
fn a_signed_badge_is_asked_of_its_issuers_list() {
    let (mut issuer, secret) = a_signing_issuer();
    let badge = token(&a_signed_assertion(), &secret);
    assert_eq!(issuer.verify(&badge).verdict, Verdict::Valid);
    issuer.profile["revocationList"] = REVOKED.into();
    issuer.publish();
    assert_eq!(issuer.verify(&badge).needs, [REVOKED]);
    assert_eq!(issuer.verify(&badge).verdict, Verdict::Unknown);
    let id = &a_signed_assertion()["id"];
    let mut status = |list: Value| {
        issuer.put(REVOKED, &list);
        let report = issuer.verify(&badge);
        (report.check(CheckId::Status).outcome, report.notices)
    };
    let list = |entries: Value| json!({"@context": CONTEXT, "id": REVOKED, "type": "RevocationList", "issuer": ISSUER, "revokedAssertions": entries});
    for clean in [
        json!([]),
        json!(["urn:x", {"uid": "1"}]),
        json!([{"id": id, "revoked": false}]),
    ] {
        assert_eq!(status(list(clean)).0, Outcome::Pass);
    }
    for (entries, told) in [
        (json!([id]), Vec::new()),
        (
            json!({"id": id, "revocationReason": "Erreur"}),
            vec![Notice::Message("Erreur".into())],
        ),
    ] {
        assert_eq!(status(list(entries)), (Outcome::Fail, told));
    }
    for (name, value) in [
        ("issuer", json!("https://b.example/issuer")),
        ("id", json!("https://b.example/revoked")),
        ("type", json!("BadgeClass")),
        ("revokedAssertions", json!([1])),
    ] {
        let mut other = list(json!([id]));
        other[name] = value;
        assert_eq!(status(other).0, Outcome::Unknown, "{name}");
    }
}

#[test]
fn forged_hosted_badges_do_not_pass() {
    // The victim is a.example; the attacker has b.example.
    let theirs = "https://b.example/assertions/1";
    let mut issuer = Issuer::new();
    let mut forged = an_assertion();
    forged["id"] = theirs.into();
    // An assertion at another place than its issuer's, with a copy of the profile that allows it.
    let mut copy = issuer.profile.clone();
    copy["verification"] = json!({"allowedOrigins": "b.example"});
    let mut class = issuer.badge.clone();
    class["issuer"] = copy;
    for badge in [json!(BADGE), class.clone()] {
        forged["badge"] = badge;
        issuer.put(theirs, &forged);
        let report = issuer.verify(forged.to_string());
        assert_eq!(
            why(&report, CheckId::Issuer),
            (Outcome::Fail, Some(Reason::OutOfScope(theirs.into())))
        );
    }
    // A class of the attacker's that says it is the victim's.
    class["id"] = "https://b.example/badges/1".into();
    issuer.put("https://b.example/badges/1", &class);
    forged["badge"] = class["id"].clone();
    issuer.put(theirs, &forged);
    assert_eq!(
        issuer
            .verify(forged.to_string())
            .check(CheckId::Issuer)
            .outcome,
        Outcome::Fail
    );
    // A class without an address, written into the assertion.
    class["id"] = "urn:uuid:1".into();
    forged["badge"] = class;
    issuer.put(theirs, &forged);
    assert_eq!(
        issuer
            .verify(forged.to_string())
            .check(CheckId::Issuer)
            .outcome,
        Outcome::Fail
    );
    // What stands at the address says it is another.
    let report = Issuer::hosting(|hosted| hosted["id"] = theirs.into());
    assert_eq!(
        why(&report, CheckId::Proof),
        (Outcome::Fail, Some(Reason::AnotherThere(ID.into())))
    );
    let report = Issuer::hosting(|hosted| {
        *hosted = json!({"@context": CONTEXT, "id": ID, "type": "BadgeClass"})
    });
    assert_eq!(report.check(CheckId::Proof).outcome, Outcome::Fail);
    for url in [BADGE, ISSUER] {
        // What is there says it is another, and that one is not, or is none.
        let other = "https://b.example/x";
        for (id, there) in [
            (json!(other), json!("https://c.example/y")),
            (json!("x"), Value::Null),
            (json!(1), Value::Null),
        ] {
            let mut issuer = Issuer::new();
            issuer.put(
                url,
                &json!({"@context": CONTEXT, "id": id, "type": ["BadgeClass", "Issuer"]}),
            );
            issuer.put(
                other,
                &json!({"@context": CONTEXT, "id": there, "type": ["BadgeClass", "Issuer"]}),
            );
            let report = issuer.verify(an_assertion().to_string());
            let another = (Outcome::Fail, Some(Reason::AnotherThere(url.into())));
            assert_eq!(why(&report, CheckId::Issuer), another, "{url} {id}");
        }
    }
    let mut issuer = Issuer::new();
    issuer.put(
        ISSUER,
        &json!({"@context": CONTEXT, "id": "urn:uuid:1", "type": "Issuer"}),
    );
    let report = issuer.verify(an_assertion().to_string());
    assert_eq!(
        report.check(CheckId::Issuer).outcome,
        Outcome::Unknown,
        "nobody can be asked"
    );
    // The victim's class under an address of the attacker's is the victim's.
    let mut issuer = Issuer::new();
    forged["badge"] = "https://b.example/badges/2".into();
    let class = issuer.badge.clone();
    issuer.put("https://b.example/badges/2", &class);
    issuer.put(theirs, &forged);
    assert_eq!(
        issuer
            .verify(forged.to_string())
            .check(CheckId::Issuer)
            .outcome,
        Outcome::Fail
    );
    // Addresses that two readers take apart differently, and such as nobody vouches for.
    for id in [
        "http://a.example/assertions/1",
        "https://a.example@b.example/1",
        "https://b.example\\@a.example/1",
        "https://a.example/assertions/../x",
        "urn:uuid:1",
        "",
    ] {
        let mut moved = an_assertion();
        moved["id"] = id.into();
        let mut issuer = Issuer::new();
        issuer.put(id, &moved);
        let report = issuer.verify(moved.to_string());
        assert_ne!(report.verdict, Verdict::Valid, "{id:?}");
        assert!(
            !report.needs.contains(&id.to_owned()),
            "{id:?} is not asked"
        );
    }
    // Said to be signed, without a signature.
    let mut bare = an_assertion();
    bare["verification"]["type"] = "signed".into();
    let mut issuer = Issuer::new();
    issuer.put(ID, &bare);
    let report = issuer.verify(bare.to_string());
    assert_eq!(
        why(&report, CheckId::Proof),
        (Outcome::Fail, Some(Reason::NoProof))
    );
    bare["verification"]["type"] = "MerkleProofVerification2017".into();
    issuer.put(ID, &bare);
    assert_eq!(
        issuer
            .verify(bare.to_string())
            .check(CheckId::Proof)
            .outcome,
        Outcome::Unknown
    );
    // A key that comes twice hides one of two values.
    let twice = an_assertion().to_string().replacen(
        "\"badge\":",
        "\"badge\":\"https://b.example/1\",\"badge\":",
        1,
    );
    assert_eq!(Issuer::new().verify(&twice).verdict, Verdict::Invalid);
    let mut issuer = Issuer::new();
    issuer.documents.add(ID, twice);
    assert_eq!(
        issuer.verify(an_assertion().to_string()).verdict,
        Verdict::Unknown
    );
}

#[test]
fn forged_signed_badges_do_not_pass() {
    let (mut issuer, secret) = a_signing_issuer();
    let thief = SecretKey::p256(&[9; 32]).unwrap();
    let check = |issuer: &Issuer, badge: &str| {
        let report = issuer.verify(badge);
        assert_ne!(report.verdict, Verdict::Valid, "{:#}", report.to_value());
        report
    };
    // Another key than the one at the address.
    let report = check(&issuer, &token(&a_signed_assertion(), &thief));
    assert_eq!(
        why(&report, CheckId::Proof),
        (Outcome::Fail, Some(Reason::Proof(Error::Signature)))
    );
    // A key of the thief's own, which says that it is the victim's, or that it is theirs.
    let theirs = "https://b.example/keys/1";
    let mut payload = a_signed_assertion();
    payload["verification"]["creator"] = theirs.into();
    for owner in [ISSUER, "https://b.example/issuer"] {
        issuer.key(theirs, owner, &pem(&thief));
        let report = check(&issuer, &token(&payload, &thief));
        assert_eq!(
            why(&report, CheckId::Issuer),
            (Outcome::Fail, Some(Reason::KeyOfAnother(theirs.into())))
        );
    }
    // The key written into the assertion, under the name of the victim's.
    payload["verification"]["creator"] = json!({"id": KEY, "type": "CryptographicKey", "owner": ISSUER, "publicKeyPem": pem(&thief)});
    let report = check(&issuer, &token(&payload, &thief));
    assert_eq!(report.check(CheckId::Proof).outcome, Outcome::Fail);
    // The badge class and profile written into the assertion, under the names of the victim's.
    let mut class = issuer.badge.clone();
    class["issuer"] = issuer.profile.clone();
    class["issuer"]["publicKey"] =
        json!({"id": theirs, "type": "CryptographicKey", "publicKeyPem": pem(&thief)});
    payload["verification"]["creator"] = theirs.into();
    for id in [BADGE, "urn:uuid:1"] {
        class["id"] = id.into();
        payload["badge"] = class.clone();
        let report = check(&issuer, &token(&payload, &thief));
        assert_eq!(report.check(CheckId::Issuer).outcome, Outcome::Fail, "{id}");
    }
    // An issuer without an address is anybody.
    class["issuer"]["id"] = "urn:uuid:2".into();
    payload["badge"] = class;
    let report = check(&issuer, &token(&payload, &thief));
    assert_eq!(report.check(CheckId::Issuer).outcome, Outcome::Unknown);
    // The key at the address is swapped, belongs to another, or is over.
    let badge = token(&a_signed_assertion(), &secret);
    assert_eq!(issuer.verify(&badge).verdict, Verdict::Valid);
    issuer.key(KEY, ISSUER, &pem(&thief));
    assert_eq!(
        check(&issuer, &badge).check(CheckId::Proof).outcome,
        Outcome::Fail
    );
    issuer.key(KEY, "https://b.example/issuer", &pem(&secret));
    assert_eq!(
        check(&issuer, &badge).check(CheckId::Key).outcome,
        Outcome::Fail
    );
    let key = json!({"@context": CONTEXT, "id": KEY, "type": "CryptographicKey", "owner": ISSUER, "publicKeyPem": pem(&secret), "revoked": "2026-11-23T00:00:00Z"});
    issuer.put(KEY, &key);
    assert_eq!(
        check(&issuer, &badge).check(CheckId::Key).outcome,
        Outcome::Fail
    );
    issuer
        .documents
        .add_unavailable(KEY, "it could not be reached");
    assert_eq!(check(&issuer, &badge).verdict, Verdict::Unknown);
    issuer.key(KEY, ISSUER, &pem(&secret));
    // Among more keys than are tried the right one may be left.
    let thief = pem(&SecretKey::p256(&[9; 32]).unwrap());
    let others = |count: usize| {
        (0..count).map(|n| json!({"id": format!("{ISSUER}#{n}"), "type": "CryptographicKey", "owner": ISSUER, "publicKeyPem": thief})).collect::<Vec<_>>()
    };
    let mut anonymous = a_signed_assertion();
    anonymous["verification"] = json!({"type": "signed"});
    let anonymous = token(&anonymous, &secret);
    for (count, verdict) in [(16, Verdict::Invalid), (17, Verdict::Unknown)] {
        issuer.profile["publicKey"] = others(count).into();
        issuer.publish();
        assert_eq!(check(&issuer, &anonymous).verdict, verdict, "{count}");
    }
    // The profile drops the key.
    issuer.profile["publicKey"] = json!([]);
    issuer.publish();
    assert_eq!(
        check(&issuer, &badge).check(CheckId::Issuer).outcome,
        Outcome::Fail
    );
}

#[test]
fn tokens_of_2_0_are_read_strictly() {
    let (issuer, secret) = a_signing_issuer();
    let badge = token(&a_signed_assertion(), &secret);
    let (_, rest) = badge.split_once('.').unwrap();
    let named = |header: Value| format!("{}.{rest}", URL_SAFE_NO_PAD.encode(header.to_string()));
    for header in [
        json!({"alg": "none"}),
        json!({"alg": "None"}),
        json!({"alg": ""}),
        json!({}),
        json!({"alg": "HS256"}),
        json!({"alg": "RS256"}),
        json!({"alg": "EdDSA"}),
        json!({"alg": "ES256", "crit": ["exp"]}),
        json!({"alg": "ES256", "b64": false}),
        json!({"alg": "ES256", "jwk": SecretKey::p256(&[9; 32]).unwrap().public().jwk()}),
    ] {
        let report = issuer.verify(named(header.clone()));
        assert_eq!(
            report.check(CheckId::Proof).outcome,
            Outcome::Fail,
            "{header}"
        );
    }
    // Nobody signed by `none`, whether or not the issuer is at hand.
    let options = Options {
        at: now(),
        recipient: None,
        contexts: Contexts::bundled(),
    };
    let alone = verify(
        named(json!({"alg": "none"})).as_bytes(),
        &Documents::new(),
        &options,
    );
    assert_eq!(alone.verdict, Verdict::Invalid);
    let mut altered = a_signed_assertion();
    altered["recipient"]["identity"] = "sha256$00".into();
    let (head, signature) = (
        badge.split('.').next().unwrap(),
        badge.rsplit('.').next().unwrap(),
    );
    let forged = format!(
        "{head}.{}.{signature}",
        URL_SAFE_NO_PAD.encode(altered.to_string())
    );
    assert_eq!(
        issuer.verify(forged).check(CheckId::Proof).outcome,
        Outcome::Fail
    );
    // One of which the payload says that it is hosted is what its address gives, whoever signed.
    let hosted = token(&an_assertion(), &SecretKey::p256(&[9; 32]).unwrap());
    assert_eq!(issuer.verify(hosted).verdict, Verdict::Valid);
    let mut nowhere = an_assertion();
    nowhere["id"] = "https://a.example/assertions/2".into();
    assert_eq!(
        issuer.verify(token(&nowhere, &secret)).verdict,
        Verdict::Unknown
    );
}

#[test]
fn whatever_stands_in_a_badge_of_2_0_ends_in_a_report() {
    let odd = [
        Value::Null,
        json!(1),
        json!("x"),
        json!([]),
        json!({}),
        json!([[]]),
        json!({"id": 1}),
    ];
    let (issuer, secret) = a_signing_issuer();
    for name in [
        "@context",
        "id",
        "type",
        "recipient",
        "badge",
        "issuedOn",
        "expires",
        "verification",
        "revoked",
        "evidence",
        "image",
    ] {
        for value in &odd {
            let mut strange = an_assertion();
            strange[name] = value.clone();
            let _ = issuer.verify(strange.to_string()).to_value();
            let _ = issuer.verify(token(&strange, &secret)).to_value();
            let report = Issuer::hosting(|hosted| hosted[name] = value.clone());
            let _ = report.to_value();
        }
    }
    for (of_profile, names) in [
        (
            false,
            vec![
                "@context",
                "id",
                "type",
                "name",
                "image",
                "criteria",
                "issuer",
                "alignment",
                "tags",
            ],
        ),
        (
            true,
            vec![
                "@context",
                "id",
                "type",
                "name",
                "url",
                "email",
                "publicKey",
                "verification",
                "revocationList",
            ],
        ),
    ] {
        for name in names {
            for value in &odd {
                let report = Issuer::with(|badge, profile| {
                    let changed = if of_profile { profile } else { badge };
                    changed[name] = value.clone();
                });
                let _ = report.to_value();
            }
        }
    }
}

#[test]
fn a_badge_of_3_0_has_a_form_of_2_0_that_verifies() {
    use crate::{
        AchievementCredential, bake,
        ob2::{self, Addresses},
    };
    let credential = AchievementCredential::try_from(a_credential()).unwrap();
    let addresses = Addresses {
        assertion: "https://a.example/credentials/1/v2",
        badge_class: "https://a.example/achievements/reperes/1.0.0/v2",
        issuer: "https://a.example/issuer/v2",
        image: Some("https://a.example/credentials/1/v2.png"),
    };
    let assertion = ob2::assertion(&credential, &addresses).unwrap();
    let class = ob2::badge_class(&credential.subject().achievement(), &addresses).unwrap();
    let profile = credential.issuer().unwrap();
    assert!(ob2::issuer(&profile, addresses.issuer).is_err(), "no mail");
    let profile = ob2::issuer(&profile.with_email("a@a.example"), addresses.issuer).unwrap();
    let mut issuer = Issuer::new();
    issuer.documents = Documents::new();
    issuer.put(addresses.assertion, &assertion);
    issuer.put(addresses.badge_class, &class);
    issuer.put(addresses.issuer, &profile);
    let subject = "urn:uuid:8f1d7d9e-3f4b-4a51-9c39-0f0a6c1d2b11";
    let report = issuer.ask(assertion.to_string(), Some(subject), now());
    assert_eq!(report.verdict, Verdict::Valid, "{:#}", report.to_value());
    assert!(report.notices.is_empty());
    let summary = report.summary();
    assert_eq!(summary.recipient.as_deref(), Some(subject));
    assert_eq!(
        summary.achievement_name.as_deref(),
        Some("IA générative · Repères")
    );
    assert_eq!(summary.issuer_name.as_deref(), Some("Café IA"));
    assert!(!assertion.to_string().contains("Zoé"), "nobody is named");
    assert_eq!(assertion["image"], "https://a.example/credentials/1/v2.png");
    let svg = bake::bake_svg_2(
        "<svg xmlns='http://www.w3.org/2000/svg'></svg>",
        &assertion.to_string(),
    );
    let report = issuer.verify(svg.unwrap());
    assert_eq!(report.verdict, Verdict::Valid, "{:#}", report.to_value());
    assert!(report.notices.is_empty(), "baked as it is hosted");
    let gone = ob2::revoked(addresses.assertion, Some("Erreur")).unwrap();
    issuer
        .documents
        .add_gone(addresses.assertion, gone.to_string());
    let report = issuer.verify(assertion.to_string());
    assert_eq!(
        why(&report, CheckId::Status),
        (Outcome::Fail, Some(Reason::Revoked))
    );
    assert_eq!(
        report.notices.last(),
        Some(&Notice::Message("Erreur".into()))
    );
}
