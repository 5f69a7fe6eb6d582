//! Signing and verifying, on one thread, beside the bare floor in the same run: one Ed25519 operation and SHA-256 of the canonical bytes that it signs.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use ed25519_dalek::{Signer as _, SigningKey};
use jiff::Timestamp;
use openbadges::{
    Achievement, AchievementCredential, AchievementSubject, Alignment, Contexts, Criteria,
    Evidence, IdentityObject, Image, Profile, ResultDescription, RubricCriterionLevel, Uri,
    canonical::canonical,
    jwt,
    key::{KeySigner, SecretKey},
    proof, result,
    status::{Bits, MIN_PLACES},
    verify::{Documents, Options, Verdict, verify},
    vocabulary::{AchievementType, IdentifierType, ResultType},
};
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

fn proofs(bench: &mut Criterion) {
    let key = SecretKey::ed25519(&SEED);
    let bare = SigningKey::from_bytes(&SEED);
    let multikey = key.public().multikey();
    let method = format!("did:key:{multikey}#{multikey}");
    let signer = KeySigner::new(&key, method.as_str());
    let p256 = SecretKey::p256(&SEED).unwrap();
    let p256_signer = KeySigner::new(&p256, method.as_str());
    let contexts = Contexts::bundled();
    let documents = Documents::new();
    let options = Options {
        at: at(),
        recipient: None,
        contexts,
    };
    for (size, credential) in [("typical", typical()), ("rich", rich())] {
        let text = canonical(&credential, contexts).unwrap();
        eprintln!(
            "{size}: {} quads, {} bytes",
            text.lines().count(),
            text.len()
        );
        let signed = proof::add(credential.clone(), &signer, at(), contexts).unwrap();
        let input = signed.to_string();
        let report = verify(input.as_bytes(), &documents, &options);
        assert_eq!(report.verdict, Verdict::Valid, "{:#}", report.to_value());
        let proof = proof::read(&signed["proof"][0]).unwrap();
        let public = key.public();
        let signature = bare.sign(&[0; 64]);
        let token = jwt::sign(&credential, &signer).unwrap();

        let mut group = bench.benchmark_group(size);
        group.bench_function("floor: SHA-256 and Ed25519 sign", |bench| {
            bench.iter(|| {
                let hash = Sha256::digest(black_box(&text));
                bare.sign(&[hash, hash].concat())
            });
        });
        group.bench_function("floor: SHA-256 and Ed25519 verify", |bench| {
            bench.iter(|| {
                let hash = Sha256::digest(black_box(&text));
                bare.verifying_key()
                    .verify_strict(black_box(&[0; 64]), &signature)
                    .unwrap();
                hash
            });
        });
        group.bench_function("eddsa-rdfc-2022 sign", |bench| {
            bench.iter_batched(
                || credential.clone(),
                |credential| proof::add(credential, &signer, at(), contexts).unwrap(),
                criterion::BatchSize::SmallInput,
            );
        });
        group.bench_function("eddsa-rdfc-2022 verify", |bench| {
            bench.iter(|| proof.check(black_box(&signed), &public, contexts).unwrap());
        });
        group.bench_function("whole report from text", |bench| {
            bench.iter(|| verify(black_box(input.as_bytes()), &documents, &options).verdict);
        });
        #[cfg(feature = "jcs")]
        {
            let signed = proof::add_jcs(credential.clone(), &signer, at()).unwrap();
            let proof = proof::read(&signed["proof"][0]).unwrap();
            group.bench_function("eddsa-jcs-2022 sign", |bench| {
                bench.iter_batched(
                    || credential.clone(),
                    |credential| proof::add_jcs(credential, &signer, at()).unwrap(),
                    criterion::BatchSize::SmallInput,
                );
            });
            group.bench_function("eddsa-jcs-2022 verify", |bench| {
                bench.iter(|| proof.check(black_box(&signed), &public, contexts).unwrap());
            });
        }
        group.bench_function("VC-JWT EdDSA sign", |bench| {
            bench.iter(|| jwt::sign(black_box(&credential), &signer).unwrap());
        });
        group.bench_function("VC-JWT ES256 sign", |bench| {
            bench.iter(|| jwt::sign(black_box(&credential), &p256_signer).unwrap());
        });
        group.bench_function("VC-JWT EdDSA read and check", |bench| {
            bench.iter(|| {
                let read = jwt::read(black_box(&token)).unwrap();
                read.check(&public).unwrap();
            });
        });
        group.finish();
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

criterion_group!(benches, proofs, status);
criterion_main!(benches);
