//! Signing and verifying, on one thread, beside a bare floor in the same run: one signature operation, and for Data Integrity SHA-256 of the bytes that stand
//! for the document, over as many bytes as the form has. Then threads beside one another, memory after many credentials, and reading a status list.
//! `benches/peers.mjs` runs this beside the JavaScript libraries, over the documents that it leaves in the folder of the build.

use std::{fs, hint::black_box, path::Path, time::Instant};

use criterion::{
    BatchSize, BenchmarkGroup, Criterion, criterion_group, criterion_main, measurement::WallTime,
};
use ed25519_dalek::{Signer as _, SigningKey};
use jiff::Timestamp;
use openbadges::{
    Achievement, AchievementCredential, AchievementSubject, Alignment, Contexts, Criteria,
    Evidence, IdentityObject, Image, Profile, ResultDescription, RubricCriterionLevel, Uri,
    canonical::canonical,
    jwt,
    key::{KeySigner, PublicKey, SecretKey},
    proof, result,
    status::{Bits, MIN_PLACES},
    verify::{Documents, Options, Verdict, verify},
    vocabulary::{AchievementType, IdentifierType, ResultType},
};
use p256::ecdsa::signature::Verifier as _;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

const SEED: [u8; 32] = [7; 32];

fn at() -> Timestamp {
    "2026-11-24T10:00:00Z".parse().unwrap()
}

fn issuer() -> Profile<'static> {
    let key = SecretKey::ed25519(&SEED).public().multikey();
    Profile::new(format!("did:key:{key}").parse().unwrap())
        .with_name("Café IA")
        .with_url("https://a.example".parse().unwrap())
}

/// A badge of a few dozen statements, as most are.
fn typical() -> Value {
    credential(2, 2, false)
}

/// A badge with many alignments and levels, much evidence and an endorsement inside.
fn rich() -> Value {
    let mut credential = credential(12, 9, true);
    credential["endorsement"] = json!([{
        "@context": credential["@context"],
        "id": "https://b.example/endorsements/1",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "Recommandation",
        "issuer": {"id": "https://b.example", "type": ["Profile"], "name": "Un pair"},
        "validFrom": "2026-11-20T09:00:00Z",
        "credentialSubject": {
            "id": "https://a.example/achievements/reperes/1.0.0",
            "type": ["EndorsementSubject"],
            "endorsementComment": "Un module soigné.",
        },
    }]);
    credential
}

fn credential(alignments: usize, evidence: usize, levels: bool) -> Value {
    let uri = |text: &str| text.parse::<Uri>().unwrap();
    let level = |name: &str| {
        uri(&format!(
            "https://a.example/achievements/reperes/1.0.0#{name}"
        ))
    };
    let mut achievement = Achievement::new(
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
    .with_language("fr".parse().unwrap())
    .with_version("1.0.0")
    .with_creator(Profile::new(uri(issuer().id())));
    for place in 0..alignments {
        let url = uri(&format!("https://b.example/digcomp/{place}"));
        achievement = achievement.with_alignment(
            Alignment::new(format!("Compétence {place}"), url)
                .with_target_description("Touchée.")
                .with_target_framework("DigComp 3.0")
                .with_target_code(format!("1.{place}")),
        );
    }
    let mut described = ResultDescription::new(
        level("niveaux"),
        "Niveaux",
        ResultType::RubricCriterionLevel,
    )
    .with_required_level(level("b"));
    for (place, name) in ["a", "b", "c", "d", "e", "f"].into_iter().enumerate() {
        described = described.with_rubric_criterion_level(
            RubricCriterionLevel::new(level(name), format!("Niveau {name}"))
                .with_level((place + 1).to_string()),
        );
    }
    let result = result::Result::of(&described).with_achieved_level(level("b"));
    if levels {
        achievement = achievement.with_result_description(described);
    }
    let mut subject = AchievementSubject::new(
        uri("urn:uuid:8f1d7d9e-3f4b-4a51-9c39-0f0a6c1d2b11"),
        achievement,
    )
    .with_identifier(IdentityObject::plain(IdentifierType::Name, "Zoé"));
    if levels {
        subject = subject.with_result(result).unwrap();
    }
    let mut credential = AchievementCredential::new(
        uri("https://a.example/credentials/1"),
        "IA générative · Repères",
        issuer(),
        at(),
        subject,
    )
    .with_valid_until("2029-11-24T09:30:00Z".parse().unwrap())
    .unwrap()
    .with_awarded_date(at());
    for place in 0..evidence {
        credential = credential.with_evidence(
            Evidence::new()
                .with_name(format!("Quiz {place}"))
                .with_narrative("Quiz libre, sans surveillance, repris deux fois au plus."),
        );
    }
    credential.into()
}

fn measured(bench: &mut Criterion) {
    for (size, credential) in [("typical", typical()), ("rich", rich())] {
        let given = Given::new(credential);
        let text = canonical(&given.credential, Contexts::bundled()).unwrap();
        let (quads, bytes) = (text.lines().count(), text.len());
        eprintln!("{size}: {quads} quads, {bytes} bytes");
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
        fs::write(
            folder.join(format!("{size}.json")),
            given.signed.to_string(),
        )
        .unwrap();
        rdfc(bench, size, &given, &text);
        #[cfg(feature = "jcs")]
        jcs(bench, size, &given);
        jwt_eddsa(bench, size, &given);
        jwt_es256(bench, size, &given);
        threads(bench, size, &given);
    }
    memory();
}

/// A credential with what it is signed by, and signed.
struct Given {
    key: SecretKey,
    method: String,
    credential: Value,
    signed: Value,
}

impl Given {
    fn new(credential: Value) -> Given {
        let key = SecretKey::ed25519(&SEED);
        let multikey = key.public().multikey();
        let method = format!("did:key:{multikey}#{multikey}");
        let signer = KeySigner::new(&key, &*method);
        let signed = proof::add(credential.clone(), &signer, at(), Contexts::bundled()).unwrap();
        let report = verify(signed.to_string().as_bytes(), &Documents::new(), &options());
        assert_eq!(report.verdict, Verdict::Valid, "{:#}", report.to_value());
        Given {
            key,
            method,
            credential,
            signed,
        }
    }

    fn signer(&self) -> KeySigner<'_> {
        KeySigner::new(&self.key, &*self.method)
    }
}

fn options() -> Options<'static> {
    Options {
        at: at(),
        recipient: None,
        contexts: Contexts::bundled(),
    }
}

/// The floor of a suite of Data Integrity: SHA-256 of the text, and Ed25519 over two hashes.
fn hashed_floor(bench: &mut Criterion, group: &str, text: &str) {
    let bare = SigningKey::from_bytes(&SEED);
    let public = bare.verifying_key();
    let signature = bare.sign(&[0; 64]);
    let mut group = bench.benchmark_group(group);
    group.bench_function("floor sign", |bench| {
        bench.iter(|| {
            let hash = Sha256::digest(black_box(text));
            bare.sign(&[hash, hash].concat())
        });
    });
    group.bench_function("floor verify", |bench| {
        bench.iter(|| {
            let hash = Sha256::digest(black_box(text));
            public
                .verify_strict(black_box(&[0; 64]), &signature)
                .unwrap();
            hash
        });
    });
    group.finish();
}

fn rdfc(bench: &mut Criterion, size: &str, given: &Given, text: &str) {
    let name = format!("{size} eddsa-rdfc-2022");
    hashed_floor(bench, &name, text);
    let (signer, contexts) = (given.signer(), Contexts::bundled());
    let proof = proof::read(&given.signed["proof"][0]).unwrap();
    let public = given.key.public();
    let input = given.signed.to_string();
    let documents = Documents::new();
    let mut group = bench.benchmark_group(name);
    group.bench_function("sign", |bench| {
        bench.iter_batched(
            || given.credential.clone(),
            |credential| proof::add(credential, &signer, at(), contexts).unwrap(),
            BatchSize::SmallInput,
        );
    });
    group.bench_function("verify", |bench| {
        bench.iter(|| {
            proof
                .check(black_box(&given.signed), &public, contexts)
                .unwrap()
        });
    });
    group.bench_function("whole report from text", |bench| {
        bench.iter(|| verify(black_box(input.as_bytes()), &documents, &options()).verdict);
    });
    group.finish();
}

#[cfg(feature = "jcs")]
fn jcs(bench: &mut Criterion, size: &str, given: &Given) {
    let name = format!("{size} eddsa-jcs-2022");
    hashed_floor(bench, &name, &openbadges::json::jcs(&given.credential));
    let signer = given.signer();
    let signed = proof::add_jcs(given.credential.clone(), &signer, at()).unwrap();
    let proof = proof::read(&signed["proof"][0]).unwrap();
    let public = given.key.public();
    let mut group = bench.benchmark_group(name);
    group.bench_function("sign", |bench| {
        bench.iter_batched(
            || given.credential.clone(),
            |credential| proof::add_jcs(credential, &signer, at()).unwrap(),
            BatchSize::SmallInput,
        );
    });
    group.bench_function("verify", |bench| {
        bench.iter(|| {
            proof
                .check(black_box(&signed), &public, Contexts::bundled())
                .unwrap()
        });
    });
    group.finish();
}

/// The floor of a token is its signature over the bytes that are signed.
fn jwt_eddsa(bench: &mut Criterion, size: &str, given: &Given) {
    let signer = given.signer();
    let token = jwt::sign(&given.credential, &signer).unwrap();
    let (message, _) = token.rsplit_once('.').unwrap();
    let bare = SigningKey::from_bytes(&SEED);
    let public = bare.verifying_key();
    let signature = bare.sign(message.as_bytes());
    let mut group = bench.benchmark_group(format!("{size} VC-JWT EdDSA"));
    group.bench_function("floor sign", |bench| {
        bench.iter(|| bare.sign(black_box(message.as_bytes())));
    });
    group.bench_function("floor verify", |bench| {
        bench.iter(|| public.verify_strict(black_box(message.as_bytes()), &signature));
    });
    token_by(&mut group, given, &signer, &given.key.public());
    group.finish();
}

fn jwt_es256(bench: &mut Criterion, size: &str, given: &Given) {
    let key = SecretKey::p256(&SEED).unwrap();
    let signer = KeySigner::new(&key, &*given.method);
    let token = jwt::sign(&given.credential, &signer).unwrap();
    let (message, _) = token.rsplit_once('.').unwrap();
    let bare = p256::ecdsa::SigningKey::from_slice(&SEED).unwrap();
    let signature: p256::ecdsa::Signature = bare.sign(message.as_bytes());
    let mut group = bench.benchmark_group(format!("{size} VC-JWT ES256"));
    group.bench_function("floor sign", |bench| {
        bench.iter(|| -> p256::ecdsa::Signature { bare.sign(black_box(message.as_bytes())) });
    });
    group.bench_function("floor verify", |bench| {
        bench.iter(|| {
            bare.verifying_key()
                .verify(black_box(message.as_bytes()), &signature)
        });
    });
    token_by(&mut group, given, &signer, &key.public());
    group.finish();
}

fn token_by(
    group: &mut BenchmarkGroup<'_, WallTime>,
    given: &Given,
    signer: &KeySigner<'_>,
    public: &PublicKey,
) {
    let token = jwt::sign(&given.credential, signer).unwrap();
    group.bench_function("sign", |bench| {
        bench.iter(|| jwt::sign(black_box(&given.credential), signer).unwrap());
    });
    group.bench_function("verify", |bench| {
        bench.iter(|| {
            let read = jwt::read(black_box(&token)).unwrap();
            read.check(public).unwrap();
            read
        });
    });
}

/// How long one of several threads takes for one credential, each doing the same work: as long as alone, where they do not wait for one another.
fn threads(bench: &mut Criterion, size: &str, given: &Given) {
    let input = given.signed.to_string();
    let mut group = bench.benchmark_group(format!("{size} on threads"));
    for count in [1, 2] {
        group.bench_function(format!("whole report, {count} threads"), |bench| {
            bench.iter_custom(|times| {
                let start = Instant::now();
                std::thread::scope(|scope| {
                    for _ in 0..count {
                        scope.spawn(|| {
                            for _ in 0..times {
                                black_box(
                                    verify(
                                        black_box(input.as_bytes()),
                                        &Documents::new(),
                                        &options(),
                                    )
                                    .verdict,
                                );
                            }
                        });
                    }
                });
                start.elapsed()
            });
        });
    }
    group.finish();
}

/// The resident memory after many credentials, no two alike, signed and verified.
fn memory() {
    let resident = || {
        let statm = fs::read_to_string("/proc/self/statm").unwrap_or_default();
        let pages = statm.split(' ').nth(1).and_then(|pages| pages.parse().ok());
        pages.unwrap_or(0) * 4
    };
    let mut done = 0;
    for total in [1_000, 10_000] {
        while done < total {
            let mut credential = typical();
            credential["id"] = format!("urn:uuid:{done}").into();
            credential["name"] = format!("Badge {done}").into();
            Given::new(credential);
            done += 1;
        }
        eprintln!("resident after {done} credentials: {} KiB", resident());
    }
}

fn status(bench: &mut Criterion) {
    let set = (0..MIN_PLACES).filter(|place| place * 7 % 11 < 5);
    let encoded = Bits::with_set(MIN_PLACES, set).unwrap().encode();
    bench.bench_function("status: a full list read, 1,000 bits looked at", |bench| {
        bench.iter(|| {
            let bits = Bits::decode(black_box(&encoded)).unwrap();
            (0..1_000)
                .filter(|place| bits.get(place * 131) == Some(true))
                .count()
        });
    });
}

criterion_group!(benches, measured, status);
criterion_main!(benches);
