//! `sign`, `canonical` and `verify`, as a script calls them: what they print, and how they end.

use std::{
    fs,
    io::Write,
    path::PathBuf,
    process::{Command, Stdio},
};

use openbadges::{
    did::{Listed, document, method_id},
    key::SecretKey,
};
use serde_json::{Value, json};

use crate::support::{Folder, skip};

struct Ended {
    code: Option<i32>,
    out: String,
    err: String,
}

fn crema(folder: &Folder, input: Option<&str>, args: &[&str]) -> Ended {
    let mut child = Command::new(env!("CARGO_BIN_EXE_crema"))
        .args(args)
        .current_dir(&folder.0)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // A command that does not read its input closes it.
    let _ = stdin.write_all(input.unwrap_or_default().as_bytes());
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ended {
        code: output.status.code(),
        out: text(output.stdout),
        err: text(output.stderr),
    }
}

fn credential() -> Value {
    json!({
        "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
        "id": "https://a.example/credentials/1",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": "did:web:a.example%3A8443:b", "type": ["Profile"], "name": "A"},
        "validFrom": "2026-11-24T10:00:00Z",
        "credentialSubject": {
            "id": "urn:uuid:2f0b6e5c-2b1b-4f0a-8a37-2d1c8e6d7f22",
            "type": ["AchievementSubject"],
            "identifier": [{"type": "IdentityObject", "hashed": true, "salt": "Kosher", "identityType": "emailAddress",
                "identityHash": "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399"}],
            "achievement": {
                "id": "https://a.example/achievements/1", "type": ["Achievement"], "name": "Repères",
                "description": "Dit comment une IA produit un texte.", "criteria": {"type": "Criteria", "narrative": "60 %"}
            }
        }
    })
}

/// A folder with the credential, two keys of its issuer, and the issuer's documents.
fn world() -> Folder {
    let folder = Folder::new();
    let write = |name: &str, value: &Value| fs::write(folder.0.join(name), value.to_string());
    let did = "did:web:a.example%3A8443:b";
    let keys = [
        SecretKey::ed25519(&[7; 32]),
        SecretKey::p256(&[7; 32]).unwrap(),
    ];
    let listed: Vec<Listed> = keys
        .iter()
        .map(|key| Listed {
            revoked: None,
            key: key.public(),
            asserts: true,
        })
        .collect();
    for (key, name) in keys.iter().zip(["ed.jwk", "p256.jwk"]) {
        let mut jwk = key.to_jwk();
        jwk["kid"] = method_id(did, &key.public()).into();
        write(name, &jwk).unwrap();
    }
    let at = folder.0.join("documents/a.example%3A8443/b");
    fs::create_dir_all(&at).unwrap();
    fs::write(at.join("did.json"), document(did, &listed).to_string()).unwrap();
    write("credential.json", &credential()).unwrap();
    folder
}

fn verdicts(ended: &Ended) -> Vec<(String, String)> {
    let report: Value = serde_json::from_str(&ended.out).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    report["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|result| (text(&result["source"]), text(&result["verdict"])))
        .collect()
}

fn pairs(of: &[(&str, &str)]) -> Vec<(String, String)> {
    of.iter()
        .map(|(source, verdict)| ((*source).to_owned(), (*verdict).to_owned()))
        .collect()
}

#[test]
fn a_report_has_one_shape_whatever_is_asked_and_found() {
    let folder = Folder::new();
    fs::write(folder.0.join("a.json"), credential().to_string()).unwrap();
    fs::write(folder.0.join("b.txt"), "hello").unwrap();
    let members = |value: &Value| -> Vec<String> {
        let members = value.as_object().unwrap_or_else(|| panic!("{value}"));
        members.keys().cloned().collect()
    };
    let shown = |sources: &[&str]| {
        let args = [&["verify", "--json", "--offline"][..], sources].concat();
        let value: Value = serde_json::from_str(&crema(&folder, None, &args).out).unwrap();
        assert_eq!(members(&value), ["results"]);
        let results = value["results"].as_array().unwrap().clone();
        assert_eq!(results.len(), sources.len());
        for (result, source) in results.iter().zip(sources) {
            let told = ["source", "verdict", "checks", "credential", "trust"];
            assert_eq!(members(result), told, "{source}");
            assert_eq!(result["source"], *source);
            let facts = [
                "id",
                "issuer",
                "recipient",
                "achievement",
                "validFrom",
                "validUntil",
            ];
            assert_eq!(members(&result["credential"]), facts, "{source}");
            for check in result["checks"].as_array().unwrap() {
                assert_eq!(members(check), ["id", "outcome", "detail"], "{source}");
            }
        }
        results
    };
    let sources = ["a.json", "b.txt", "absent.json", "https://a.example/b"];
    let many = shown(&sources);
    for (source, found) in sources.iter().zip(many) {
        assert_eq!(shown(&[source]), [found], "{source}");
    }
}

#[test]
fn what_is_signed_by_each_suite_verifies_with_the_documents_of_a_folder() {
    let folder = world();
    for (suite, key, name) in [
        ("eddsa-rdfc-2022", "ed.jwk", "rdfc.json"),
        ("eddsa-jcs-2022", "ed.jwk", "jcs.json"),
        ("vc-jwt", "p256.jwk", "es256.jwt"),
        ("vc-jwt", "ed.jwk", "eddsa.jwt"),
    ] {
        let args = ["sign", "credential.json", "--suite", suite, "--key", key];
        let signed = crema(&folder, None, &args);
        assert_eq!((signed.code, signed.err.as_str()), (Some(0), ""), "{name}");
        fs::write(folder.0.join(name), &signed.out).unwrap();
    }
    let names = ["rdfc.json", "jcs.json", "es256.jwt", "eddsa.jwt"];
    let mut args = vec!["verify", "--json", "--documents", "documents"];
    args.extend(names);
    let ended = crema(&folder, None, &args);
    assert_eq!(ended.code, Some(0), "{} {}", ended.out, ended.err);
    assert_eq!(verdicts(&ended), pairs(&names.map(|name| (name, "valid"))));
    assert_eq!(
        crema(&folder, None, &["verify", "--offline", "rdfc.json"]).code,
        Some(2),
        "without the documents nothing can be said"
    );
}

#[test]
fn a_signature_says_when_it_was_made_and_covers_the_canonical_form() {
    let folder = world();
    let sign = |created: &str| {
        let args = ["sign", "-", "--key", "ed.jwk", "--created", created];
        let ended = crema(&folder, Some(&credential().to_string()), &args);
        assert_eq!(ended.code, Some(0), "{}", ended.err);
        ended.out
    };
    let signed = sign("2026-11-25T10:00:00.75Z");
    let value: Value = serde_json::from_str(&signed).unwrap();
    assert_eq!(value["proof"].as_array().unwrap().len(), 1);
    assert_eq!(value["proof"][0]["created"], "2026-11-25T10:00:00Z");
    assert_eq!(signed, sign("2026-11-25T11:00:00+01:00"), "the same moment");
    let canonical = |text: &str| crema(&folder, Some(text), &["canonical", "-"]);
    let (bare, proven) = (canonical(&credential().to_string()), canonical(&signed));
    assert_eq!((bare.code, proven.code), (Some(0), Some(0)));
    assert_eq!(bare.out, proven.out, "the proof is no part of it");
    let lines: Vec<&str> = bare.out.lines().collect();
    assert!(lines.is_sorted() && lines.len() > 15);
    assert!(lines.iter().all(|line| line.ends_with(" .")));
}

#[test]
fn what_cannot_be_signed_whole_is_not_signed() {
    let folder = world();
    let with = |change: &dyn Fn(&mut Value)| {
        let mut credential = credential();
        change(&mut credential);
        credential.to_string()
    };
    let twice =
        credential()
            .to_string()
            .replacen("\"id\"", "\"id\":\"https://b.example\",\"id\"", 1);
    for (input, why) in [
        (with(&|c| c["invented"] = "x".into()), "invented"),
        (with(&|c| c["proof"] = json!([])), "proof already"),
        (
            with(&|c| c["@context"][1] = "https://b.example/context".into()),
            "b.example",
        ),
        (with(&|c| c["id"] = "relative".into()), "relative"),
        (twice, "comes twice"),
        ("{".to_owned(), "line 1"),
    ] {
        let ended = crema(&folder, Some(&input), &["sign", "-", "--key", "ed.jwk"]);
        assert_eq!((ended.code, ended.out.as_str()), (Some(1), ""), "{why}");
        assert!(ended.err.contains(why), "{why}: {}", ended.err);
    }
    let proven = with(&|c| c["proof"] = json!([]));
    let args = ["sign", "-", "--key", "ed.jwk", "--suite", "vc-jwt"];
    assert_eq!(crema(&folder, Some(&proven), &args).code, Some(1));
}

#[test]
fn usage_and_environment_end_with_two() {
    let folder = world();
    fs::write(folder.0.join("half.jwk"), r#"{"kty":"OKP"}"#).unwrap();
    let mut named = SecretKey::ed25519(&[7; 32]).to_jwk();
    named["kid"] = "key-1".into();
    fs::write(folder.0.join("named.jwk"), named.to_string()).unwrap();
    for args in [
        &["sign", "credential.json"][..],
        &["sign", "absent.json", "--key", "ed.jwk"],
        &["sign", "credential.json", "--key", "absent.jwk"],
        &["sign", "credential.json", "--key", "half.jwk"],
        &["sign", "credential.json", "--key", "named.jwk"],
        &["sign", "credential.json", "--key", "p256.jwk"],
        &[
            "sign",
            "credential.json",
            "--key",
            "ed.jwk",
            "--suite",
            "rot13",
        ],
        &[
            "sign",
            "credential.json",
            "--key",
            "ed.jwk",
            "--created",
            "now",
        ],
        &[
            "sign",
            "credential.json",
            "--key",
            "ed.jwk",
            "--context",
            "x",
        ],
        &["canonical", "absent.json"],
        &["verify", "absent.json"],
        &["verify", "credential.json", "--documents", "absent"],
        &["verify"],
    ] {
        let ended = crema(&folder, None, args);
        assert_eq!(ended.code, Some(2), "{args:?}: {}", ended.err);
    }
}

#[test]
fn many_are_checked_in_their_order_as_of_a_moment_for_a_person() {
    let folder = world();
    let mut ending = credential();
    ending["validUntil"] = "2027-11-24T10:00:00Z".into();
    let args = [
        "sign",
        "-",
        "--key",
        "ed.jwk",
        "--created",
        "2026-11-24T10:00:00Z",
    ];
    let signed = crema(&folder, Some(&ending.to_string()), &args).out;
    fs::write(
        folder.0.join("altered.json"),
        signed.replace("Repères", "Repere"),
    )
    .unwrap();
    fs::write(folder.0.join("other.txt"), "no badge").unwrap();
    let names: Vec<String> = (0..20).map(|place| format!("{place}.json")).collect();
    for name in &names {
        fs::write(folder.0.join(name), &signed).unwrap();
    }
    let verify = |more: &[&str]| {
        let mut args = vec!["verify", "--json", "--documents", "documents"];
        args.extend(more);
        crema(&folder, None, &args)
    };
    let mut sources: Vec<&str> = names.iter().map(String::as_str).collect();
    sources.extend(["--at", "2026-12-01T00:00:00Z"]);
    let ended = verify(&sources);
    assert_eq!(ended.code, Some(0));
    let valid: Vec<_> = names.iter().map(|name| (name.as_str(), "valid")).collect();
    assert_eq!(verdicts(&ended), pairs(&valid));

    let mixed = ["altered.json", "absent.json", "0.json", "other.txt"];
    let ended = verify(&[&mixed[..], &["--at", "2026-12-01T00:00:00Z"]].concat());
    let expected = [
        ("altered.json", "invalid"),
        ("absent.json", "unknown"),
        ("0.json", "valid"),
        ("other.txt", "invalid"),
    ];
    assert_eq!((ended.code, verdicts(&ended)), (Some(1), pairs(&expected)));
    let now = ["0.json", "--at", "2026-12-01T00:00:00Z"];
    for (at, code) in [
        ("2026-11-24T09:54:59Z", 1),
        ("2026-11-24T09:55:00Z", 0),
        ("2027-11-24T10:05:00Z", 0),
        ("2027-11-24T10:05:01Z", 1),
    ] {
        assert_eq!(verify(&["0.json", "--at", at]).code, Some(code), "{at}");
    }
    for (recipient, outcome, code) in [
        ("a@example.com", "pass", 0),
        ("urn:uuid:2f0b6e5c-2b1b-4f0a-8a37-2d1c8e6d7f22", "pass", 0),
        ("b@example.com", "fail", 1),
    ] {
        let ended = verify(&[&now[..], &["--recipient", recipient]].concat());
        let report: Value = serde_json::from_str(&ended.out).unwrap();
        let check = &report["results"][0]["checks"][8];
        assert_eq!(
            (&check["id"], &check["outcome"], ended.code),
            (&"recipient".into(), &outcome.into(), Some(code))
        );
    }
}

#[test]
fn what_is_no_badge_is_told_what_it_is_in_the_terminal_too() {
    let folder = world();
    for (input, told) in [
        ("%PDF-1.7", "This is a PDF document."),
        ("bonjour", "This is ordinary text."),
    ] {
        let ended = crema(&folder, Some(input), &["verify", "-"]);
        assert_eq!(ended.code, Some(1));
        assert!(
            ended.out.contains("neither a JSON credential") && ended.out.contains(told),
            "{}",
            ended.out
        );
    }
}

#[test]
fn what_a_badge_says_steers_no_terminal() {
    let folder = world();
    let mut hostile = credential();
    hostile["@context"][1] = "https://b.example/\u{1b}[2J\u{9b}31m".into();
    hostile["id"] = "https://a.example/\u{1b}]0;owned\u{7}".into();
    let ended = crema(&folder, Some(&hostile.to_string()), &["verify", "-"]);
    let steering = |c: char| c.is_control() && c != '\n';
    assert!(!ended.out.contains(steering), "{:?}", ended.out);
}

/// The vectors of the W3C by the command line, with the key pair that they print.
#[test]
fn the_vectors_of_the_standard_come_out_by_the_letter() {
    let root = std::env::var_os("CREMA_FIXTURES").map_or(
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/fixtures"),
        PathBuf::from,
    );
    let vectors = root.join("vc-di-eddsa");
    if !vectors.is_dir() {
        skip("no folder of fixtures");
        return;
    }
    let folder = Folder::new();
    let path = |name: &str| vectors.join(name).to_str().unwrap().to_owned();
    let index: Value =
        serde_json::from_slice(&fs::read(root.join("contexts/index.json")).unwrap()).unwrap();
    let url = "https://www.w3.org/ns/credentials/examples/v2";
    let file = index
        .as_object()
        .and_then(|index| index.get(url))
        .and_then(|entry| entry.as_str().or_else(|| entry["file"].as_str()))
        .unwrap();
    let context = format!("{url}={}", root.join("contexts").join(file).display());
    let unsigned = path("unsigned.json");
    let ended = crema(
        &folder,
        None,
        &["canonical", &unsigned, "--context", &context],
    );
    let expected = fs::read_to_string(path("eddsa-rdfc-2022/canonDocDataInt.txt")).unwrap();
    assert_eq!(ended.out.trim_end(), expected.trim_end());
    let mut key: Value = serde_json::from_slice(&fs::read(path("keyPair.json")).unwrap()).unwrap();
    for (suite, signed) in [
        ("eddsa-rdfc-2022", "eddsa-rdfc-2022/signedDataInt.json"),
        ("eddsa-jcs-2022", "eddsa-jcs-2022/signedJCS.json"),
    ] {
        let expected: Value = serde_json::from_slice(&fs::read(path(signed)).unwrap()).unwrap();
        let proof = &expected["proof"];
        key["id"] = proof["verificationMethod"].clone();
        fs::write(folder.0.join("key.json"), key.to_string()).unwrap();
        let created = proof["created"].as_str().unwrap();
        let mut args = vec!["sign", &unsigned, "--suite", suite, "--key", "key.json"];
        args.extend(["--created", created, "--context", &context]);
        let ended = crema(&folder, None, &args);
        // The issuer of the vectors is another than the holder of their key, and that is told.
        assert_eq!(ended.code, Some(0), "{}", ended.err);
        assert!(ended.err.contains("the issuer is"), "{}", ended.err);
        let made: Value = serde_json::from_str(&ended.out).unwrap();
        assert_eq!(made["proof"][0]["proofValue"], proof["proofValue"]);
    }
}
