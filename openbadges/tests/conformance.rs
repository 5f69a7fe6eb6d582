//! Published vectors, each run; what came of each is held against the table in `CONFORMANCE.md`, which `BLESS=1` writes anew.
#![cfg(all(
    feature = "ecdsa",
    feature = "ed25519-2020",
    feature = "jcs",
    feature = "jwt-1-1",
    feature = "revocation-list",
    feature = "rsa"
))]

mod support;

use std::{fs, path::Path};

use openbadges::{
    Contexts, Error,
    canonical::canonical,
    json::{jcs, parse},
    key::{KeySigner, PublicKey, SecretKey},
    proof,
};
use serde_json::{Value, json};

use support::fixtures;

const EXAMPLES: &str = "https://www.w3.org/ns/credentials/examples/v2";

/// What came of one vector.
#[derive(Clone, Debug, PartialEq)]
enum Came {
    Passed,
    /// Refused on purpose, and why.
    Refused(String),
    Failed(String),
}

#[derive(Default)]
struct Table {
    text: String,
    failed: Vec<String>,
}

impl Table {
    /// A section: a line on what is asked, then the vectors that passed in one row, and each other one in a row of its own.
    fn section(&mut self, title: &str, asked: &str, rows: Vec<(String, Came)>) {
        assert!(!rows.is_empty(), "{title}: nothing ran");
        let of = |came: &str| {
            let is = |row: &&(String, Came)| match row.1 {
                Came::Passed => came == "passed",
                Came::Refused(_) => came == "refused",
                Came::Failed(_) => came == "failed",
            };
            rows.iter().filter(is).collect::<Vec<_>>()
        };
        let (passed, refused, failed) = (of("passed"), of("refused"), of("failed"));
        self.text += &format!(
            "\n## {title}\n\n{asked}\n\n{} passed, {} refused on purpose, {} failed.\n\n| vector | came | why |\n|---|---|---|\n",
            passed.len(),
            refused.len(),
            failed.len()
        );
        if !passed.is_empty() {
            let names: Vec<_> = passed.iter().map(|(name, _)| format!("`{name}`")).collect();
            self.text += &format!("| {} | passed | |\n", names.join(", "));
        }
        let mut reasons: Vec<&str> = Vec::new();
        for (_, came) in &refused {
            if let Came::Refused(why) = came
                && !reasons.contains(&why.as_str())
            {
                reasons.push(why);
            }
        }
        for why in reasons {
            let names: Vec<_> = refused
                .iter()
                .filter(|(_, came)| *came == Came::Refused(why.to_owned()))
                .map(|(name, _)| format!("`{name}`"))
                .collect();
            self.text += &format!("| {} | refused | {why} |\n", names.join(", "));
        }
        for (name, came) in failed {
            let Came::Failed(why) = came else { continue };
            self.text += &format!("| `{name}` | failed | {why} |\n");
            self.failed.push(format!("{title}: {name}: {why}"));
        }
    }
}

fn read(path: &Path) -> Value {
    parse(&fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))).unwrap()
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Every proof of a document checks with the key that its method spells out, and with nothing altered.
fn proofs_hold(document: &Value, contexts: &Contexts) -> Result<(), Error> {
    for value in proof::proofs(document) {
        let proof = proof::read(value)?;
        let (_, key) = proof.verification_method.split_once('#').unwrap();
        let key = PublicKey::from_multikey(key)?;
        proof.check(document, &key, contexts)?;
        let mut altered = document.clone();
        altered["name"] = "Another".into();
        if proof.check(&altered, &key, contexts) != Err(Error::Signature) {
            return Err(Error::Proof("an altered name was not found".into()));
        }
        let mut redated = value.clone();
        redated["created"] = "2023-02-24T23:36:39Z".into();
        if proof::read(&redated)?.check(document, &key, contexts) != Err(Error::Signature) {
            return Err(Error::Proof("an altered date was not found".into()));
        }
    }
    Ok(())
}

fn came(found: Result<(), Error>) -> Came {
    match found {
        Ok(()) => Came::Passed,
        Err(Error::Context(_)) => {
            Came::Refused("it names a context that is not in the closed list".into())
        }
        Err(error) => Came::Failed(error.to_string()),
    }
}

fn equal(ours: &str, theirs: &str) -> Came {
    if ours.trim_end() == theirs.trim_end() {
        Came::Passed
    } else {
        Came::Failed(format!("{ours:?} is not {theirs:?}"))
    }
}

/// The contexts of the W3C's examples, beside those of the crate.
fn with_examples(contexts: &Path) -> Contexts {
    let examples = fs::read(contexts.join("www.w3.org_ns_credentials_examples_v2.json")).unwrap();
    Contexts::bundled().with(EXAMPLES, &examples).unwrap()
}

fn without_value(proof: &Value) -> Value {
    let mut configuration = proof.clone();
    configuration.as_object_mut().unwrap().remove("proofValue");
    configuration
}

fn eddsa(table: &mut Table, folder: &Path, contexts: &Contexts) {
    let pair = read(&folder.join("keyPair.json"));
    let secret = SecretKey::from_multikey(pair["privateKeyMultibase"].as_str().unwrap()).unwrap();
    let unsigned = read(&folder.join("unsigned.json"));
    let mut rows = Vec::new();
    let again = |signed: &Value, by_jcs: bool| {
        let theirs = &signed["proof"];
        let method = theirs["verificationMethod"].as_str().unwrap();
        let signer = KeySigner::new(&secret, method);
        let created = theirs["created"].as_str().unwrap().parse().unwrap();
        let ours = if by_jcs {
            proof::add_jcs(unsigned.clone(), &signer, created)
        } else {
            proof::add(unsigned.clone(), &signer, created, contexts)
        };
        let value = |proof: &Value| proof["proofValue"].as_str().unwrap().to_owned();
        equal(&value(&ours.unwrap()["proof"][0]), &value(theirs))
    };

    let at = folder.join("eddsa-rdfc-2022");
    let signed = read(&at.join("signedDataInt.json"));
    let canonical_text = canonical(&unsigned, contexts).unwrap();
    rows.push((
        "eddsa-rdfc-2022/canonDocDataInt.txt".to_owned(),
        equal(&canonical_text, &text(&at.join("canonDocDataInt.txt"))),
    ));
    let configuration = read(&at.join("proofConfigDataInt.json"));
    rows.push((
        "eddsa-rdfc-2022/proofCanonDataInt.txt".to_owned(),
        equal(
            &canonical(&configuration, contexts).unwrap(),
            &text(&at.join("proofCanonDataInt.txt")),
        ),
    ));
    rows.push((
        "eddsa-rdfc-2022/signedDataInt.json (read)".to_owned(),
        came(proofs_hold(&signed, contexts)),
    ));
    rows.push((
        "eddsa-rdfc-2022/signedDataInt.json (made)".to_owned(),
        again(&signed, false),
    ));
    let employ = read(&at.join("employ/signedDataInt.json"));
    rows.push((
        "eddsa-rdfc-2022/employ/signedDataInt.json".to_owned(),
        came(proofs_hold(&employ, contexts)),
    ));

    let at = folder.join("eddsa-jcs-2022");
    let signed = read(&at.join("signedJCS.json"));
    rows.push((
        "eddsa-jcs-2022/canonDocJCS.txt".to_owned(),
        equal(&jcs(&unsigned), &text(&at.join("canonDocJCS.txt"))),
    ));
    rows.push((
        "eddsa-jcs-2022/proofCanonJCS.txt".to_owned(),
        equal(
            &jcs(&without_value(&signed["proof"])),
            &text(&at.join("proofCanonJCS.txt")),
        ),
    ));
    rows.push((
        "eddsa-jcs-2022/signedJCS.json (read)".to_owned(),
        came(proofs_hold(&signed, contexts)),
    ));
    rows.push((
        "eddsa-jcs-2022/signedJCS.json (made)".to_owned(),
        again(&signed, true),
    ));

    let at = folder.join("Ed25519Signature2020");
    let configuration = read(&at.join("proofConfigEdSig.json"));
    rows.push((
        "Ed25519Signature2020/proofCanonEdSig.txt".to_owned(),
        equal(
            &canonical(&configuration, contexts).unwrap(),
            &text(&at.join("proofCanonEdSig.txt")),
        ),
    ));
    rows.push((
        "Ed25519Signature2020/signedEdSig.json".to_owned(),
        came(proofs_hold(&read(&at.join("signedEdSig.json")), contexts)),
    ));

    for name in ["Set1", "Set2", "Chain1", "Chain2"] {
        let name = format!("proof-set-chain/signedProof{name}.json");
        let signed = read(&folder.join(&name));
        let mut found = came(proofs_hold(&signed, contexts));
        if name.contains("Chain") && found == Came::Passed {
            // Without the link before it, or with another in its place, the next link no longer holds.
            let mut broken = signed.clone();
            broken["proof"].as_array_mut().unwrap().remove(0);
            if proofs_hold(&broken, contexts).is_ok() {
                found = Came::Failed("a chain without its first link holds".into());
            }
            broken = signed;
            let proofs = broken["proof"].as_array_mut().unwrap();
            let last = proofs.len() - 1;
            for earlier in &mut proofs[..last] {
                earlier["created"] = "2023-02-24T23:36:39Z".into();
            }
            let link = proof::read(&broken["proof"][last]).unwrap();
            let (_, key) = link.verification_method.split_once('#').unwrap();
            let key = PublicKey::from_multikey(key).unwrap();
            if link.check(&broken, &key, contexts) != Err(Error::Signature) {
                found = Came::Failed("a link holds over another than it was made over".into());
            }
        }
        rows.push((name, found));
    }
    let asked = "W3C, `vc-di-eddsa`: canonical forms and proof values byte for byte, signatures read and made, every link of sets and chains, each once more with a name and a date altered.";
    table.section("Data Integrity EdDSA Cryptosuites 1.0", asked, rows);
}

/// The proof values that Data Integrity ECDSA Cryptosuites 1.0 prints in its appendix, over the same credential as above.
fn ecdsa(table: &mut Table, folder: &Path, contexts: &Contexts) {
    let mut rows = Vec::new();
    for (name, key, value) in [
        (
            "ecdsa-rdfc-2019, P-256",
            "zDnaepBuvsQ8cpsWrVKw8fbpGpvPeNSjVPTWoq6cRqaYzBKVP",
            "zaHXrr7AQdydBk3ahpCDpWbxfLokDqmCToYm2dyWvpcFVyWooC2he63w1f7UNQoAMKdhaRtcnaE2KTo5o5vTCcfw",
        ),
        (
            "ecdsa-rdfc-2019, P-384",
            "z82LkuBieyGShVBhvtE2zoiD6Kma4tJGFtkAhxR5pfkp5QPw4LutoYWhvQCnGjdVn14kujQ",
            "z967Mvv5bxtmLNqTzPZ8KmJjFmFXaAKeQNzq7GWnQkMcLtaGSSmuozE5WtJ8PipMe178B1tE28K1vsJur9bGVJhz6jgSJsRHFSQeqgH8hhjcg8gZDFJC1b9FsR5ggNmDBqHv",
        ),
    ] {
        let mut signed = read(&folder.join("unsigned.json"));
        signed["proof"] = json!({
            "type": "DataIntegrityProof",
            "cryptosuite": "ecdsa-rdfc-2019",
            "created": "2023-02-24T23:36:38Z",
            "verificationMethod": format!("did:key:{key}#{key}"),
            "proofPurpose": "assertionMethod",
            "proofValue": value,
        });
        rows.push((name.to_owned(), came(proofs_hold(&signed, contexts))));
    }
    let asked = "W3C, `vc-di-ecdsa`: the two printed signatures over the credential of the vectors above, read, and read once more with a name and a date altered.";
    table.section("Data Integrity ECDSA Cryptosuites 1.0", asked, rows);
}

const HEAD: &str = "# What of the published vectors passes

Written by `BLESS=1 cargo test -p openbadges --all-features --test conformance` from what that test runs, and held against it each time it runs. The vectors
are not in this repository: each keeps its licence. RDFC-1.0 and JSON-LD have tests of their own beside `src/canonical.rs`.
";

#[test]
fn the_table_of_published_vectors_is_what_comes_of_them() {
    let (Some(folder), Some(contexts)) = (fixtures("vc-di-eddsa"), fixtures("contexts")) else {
        return;
    };
    let contexts = with_examples(&contexts);
    let mut table = Table {
        text: HEAD.to_owned(),
        ..Table::default()
    };
    eddsa(&mut table, &folder, &contexts);
    ecdsa(&mut table, &folder, &contexts);
    assert!(table.failed.is_empty(), "{}", table.failed.join("\n"));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("CONFORMANCE.md");
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &table.text).unwrap();
    }
    assert_eq!(text(&path), table.text, "BLESS=1 writes the table anew");
}
