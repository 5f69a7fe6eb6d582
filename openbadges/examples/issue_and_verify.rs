//! Builds a credential, signs it, bakes it into an image, and verifies what a stranger would find in that image.
//!
//! `cargo run -p openbadges --example issue_and_verify`

use openbadges::{
    Contexts, bake,
    credential::{Achievement, AchievementCredential, AchievementSubject, Profile},
    did::{Listed, did_web, document, document_url, method_id},
    key::{KeySigner, SecretKey},
    proof,
    verify::{Documents, Options, verify},
};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // Thirty-two random bytes, kept secret; here they are fixed so that the example says the same each time.
    let key = SecretKey::ed25519(&[7; 32]);
    let did = did_web("https://badges.example")?;
    let at = "2026-11-24T10:00:00Z".parse()?;
    let issuer = Profile {
        id: did.clone(),
        name: "Café IA".into(),
        url: Some("https://badges.example".into()),
        email: None,
        description: None,
    };
    let credential = AchievementCredential {
        id: "https://badges.example/credentials/1".into(),
        name: "Repères".into(),
        issuer: issuer.clone(),
        valid_from: at,
        valid_until: None,
        awarded: None,
        subject: AchievementSubject {
            id: "urn:uuid:2f0b6e5c-2b1b-4f0a-8a37-2d1c8e6d7f22".into(),
            name: Some("Zoé".into()),
            achievement: Achievement {
                id: "https://badges.example/achievements/reperes".into(),
                kind: "Badge".into(),
                name: "Repères".into(),
                description: "Sait dire comment une IA produit un texte.".into(),
                criteria: "Avoir réussi 60 % du module.".into(),
                image: None,
                alignments: Vec::new(),
                language: "fr".into(),
                version: "1.0.0".into(),
                creator: issuer.id,
                levels: None,
            },
            achieved_level: None,
        },
        evidence: Vec::new(),
        status: None,
    };
    let signer = KeySigner::new(&key, method_id(&did, &key.public()));
    let signed = proof::add(credential.build()?, &signer, at, Contexts::bundled())?;
    let image = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 8 8\"><circle cx=\"4\" cy=\"4\" r=\"4\"/></svg>";
    let badge = bake::bake_svg(image, &signed.to_string())?;

    // The stranger has the image alone. Verification opens no network: it names what it needs, and is asked again.
    let options = Options {
        at,
        recipient: Some("Zoé"),
        contexts: Contexts::bundled(),
    };
    let mut documents = Documents::new();
    let first = verify(badge.as_bytes(), &documents, &options);
    println!("{}: needs {:?}", first.verdict.name(), first.needs);
    let published = document(
        &did,
        &[Listed {
            revoked: None,
            key: key.public(),
            asserts: true,
        }],
    );
    documents.add(document_url(&did)?, published.to_string());
    let second = verify(badge.as_bytes(), &documents, &options);
    println!("{:#}", second.to_value());
    Ok(())
}
