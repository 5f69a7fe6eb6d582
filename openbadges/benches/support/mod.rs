//! What is measured: two credentials, and for each form of signature what is done with them beside the least that it could cost.

use std::{hint::black_box, sync::LazyLock};

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

static ED25519: LazyLock<SecretKey> = LazyLock::new(|| SecretKey::ed25519(&SEED));
static P256: LazyLock<SecretKey> = LazyLock::new(|| SecretKey::p256(&SEED).unwrap());

fn signer(key: &SecretKey) -> KeySigner<'_> {
    let multikey = ED25519.public().multikey();
    KeySigner::new(key, format!("did:key:{multikey}#{multikey}"))
}

/// One operation in one form, and the least that it could cost.
pub struct Case {
    pub name: String,
    pub floor: Box<dyn Fn()>,
    /// Takes its input whole and gives back what it made, so that neither copying nor dropping is measured.
    pub ours: Box<dyn Fn(Value) -> Value>,
    pub input: Value,
}

/// Every case, over both credentials.
pub fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for (size, credential) in [("typical", typical()), ("rich", rich())] {
        let text = canonical(&credential, Contexts::bundled()).unwrap();
        let size = format!("{size} ({} statements)", text.lines().count());
        let rdfc = |credential, signer: &KeySigner<'_>| {
            proof::add(credential, signer, at(), Contexts::bundled()).unwrap()
        };
        cases.extend(hashed(
            format!("{size}, eddsa-rdfc-2022"),
            &text,
            &credential,
            rdfc,
        ));
        #[cfg(feature = "jcs")]
        cases.extend(hashed(
            format!("{size}, eddsa-jcs-2022"),
            &openbadges::json::jcs(&credential),
            &credential,
            |credential, signer| proof::add_jcs(credential, signer, at()).unwrap(),
        ));
        cases.extend(eddsa_token(&size, &credential));
        cases.extend(es256_token(&size, &credential));
    }
    cases
}

/// A suite of Data Integrity. Its floor is SHA-256 of the text that stands for the document, and Ed25519 over two hashes.
fn hashed(
    name: String,
    text: &str,
    credential: &Value,
    add: fn(Value, &KeySigner<'_>) -> Value,
) -> [Case; 2] {
    let bare = SigningKey::from_bytes(&SEED);
    let (public, signature) = (bare.verifying_key(), bare.sign(&[0; 64]));
    let (text, same_text) = (text.to_owned(), text.to_owned());
    let signed = add(credential.clone(), &signer(&ED25519));
    let (own_signer, own_public) = (signer(&ED25519), ED25519.public());
    let sign = Case {
        name: format!("{name}: sign"),
        floor: Box::new(move || {
            let hash = Sha256::digest(black_box(&text));
            black_box(bare.sign(&[hash, hash].concat()));
        }),
        ours: Box::new(move |credential| add(credential, &own_signer)),
        input: credential.clone(),
    };
    let verify = Case {
        name: format!("{name}: verify"),
        floor: Box::new(move || {
            black_box(Sha256::digest(black_box(&same_text)));
            let checked = public.verify_strict(black_box(&[0; 64]), &signature);
            checked.unwrap();
        }),
        ours: Box::new(move |nothing| {
            let proof = proof::read(&signed["proof"][0]).unwrap();
            let checked = proof.check(black_box(&signed), &own_public, Contexts::bundled());
            checked.unwrap();
            nothing
        }),
        input: Value::Null,
    };
    [sign, verify]
}

/// The floor of a token is its signature over the bytes that are signed.
fn eddsa_token(size: &str, credential: &Value) -> [Case; 2] {
    let bare = SigningKey::from_bytes(&SEED);
    let public = bare.verifying_key();
    let token = jwt::sign(credential, &signer(&ED25519)).unwrap();
    let message = token.rsplit_once('.').unwrap().0.to_owned().into_bytes();
    let (same_message, signature) = (message.clone(), bare.sign(&message));
    token_cases(
        format!("{size}, VC-JWT by EdDSA"),
        credential,
        &ED25519,
        token,
        move || {
            black_box(bare.sign(black_box(&message)));
        },
        move || {
            let checked = public.verify_strict(black_box(&same_message), &signature);
            checked.unwrap();
        },
    )
}

fn es256_token(size: &str, credential: &Value) -> [Case; 2] {
    let bare = p256::ecdsa::SigningKey::from_slice(&SEED).unwrap();
    let public = *bare.verifying_key();
    let token = jwt::sign(credential, &signer(&P256)).unwrap();
    let message = token.rsplit_once('.').unwrap().0.to_owned().into_bytes();
    let signature: p256::ecdsa::Signature = bare.sign(&message);
    let same_message = message.clone();
    token_cases(
        format!("{size}, VC-JWT by ES256"),
        credential,
        &P256,
        token,
        move || {
            let signature: p256::ecdsa::Signature = bare.sign(black_box(&message));
            black_box(signature);
        },
        move || {
            let checked = public.verify(black_box(&same_message), &signature);
            checked.unwrap();
        },
    )
}

fn token_cases(
    name: String,
    credential: &Value,
    key: &'static SecretKey,
    token: String,
    sign_floor: impl Fn() + 'static,
    verify_floor: impl Fn() + 'static,
) -> [Case; 2] {
    let (signer, public): (_, PublicKey) = (signer(key), key.public());
    let sign = Case {
        name: format!("{name}: sign"),
        floor: Box::new(sign_floor),
        ours: Box::new(move |credential| {
            black_box(jwt::sign(&credential, &signer).unwrap());
            credential
        }),
        input: credential.clone(),
    };
    let verify = Case {
        name: format!("{name}: read and verify"),
        floor: Box::new(verify_floor),
        ours: Box::new(move |_| {
            let read = jwt::read(black_box(&token)).unwrap();
            read.check(&public).unwrap();
            read.credential
        }),
        input: Value::Null,
    };
    [sign, verify]
}

/// A credential signed, and found valid.
pub fn signed(credential: Value) -> Value {
    let signed = proof::add(credential, &signer(&ED25519), at(), Contexts::bundled()).unwrap();
    assert_eq!(verdict(&signed.to_string()), Verdict::Valid);
    signed
}

/// What the whole report of a credential says, from its text.
pub fn verdict(input: &str) -> Verdict {
    let options = Options {
        at: at(),
        recipient: None,
        contexts: Contexts::bundled(),
    };
    verify(black_box(input).as_bytes(), &Documents::new(), &options).verdict
}

fn at() -> Timestamp {
    "2026-11-24T10:00:00Z".parse().unwrap()
}

fn issuer() -> Profile<'static> {
    let key = ED25519.public().multikey();
    Profile::new(format!("did:key:{key}").parse().unwrap())
        .with_name("Café IA")
        .with_url("https://a.example".parse().unwrap())
}

/// A badge of a few dozen statements, as most are.
pub fn typical() -> Value {
    credential(2, 2, false)
}

/// A badge with many alignments and levels, much evidence and an endorsement inside.
pub fn rich() -> Value {
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

/// A status list of the least length, no shorter for being compressed than a real one.
pub fn full_list() -> String {
    let set = (0..MIN_PLACES).filter(|place| place * 7 % 11 < 5);
    Bits::with_set(MIN_PLACES, set).unwrap().encode()
}

/// Reads a status list and looks at 1,000 of its bits.
pub fn thousand_bits(encoded: &str) -> usize {
    let bits = Bits::decode(encoded).unwrap();
    let places = (0..1_000).map(|place| place * 131);
    places
        .filter(|place| bits.get(*place) == Some(true))
        .count()
}
