//! Builds a credential, signs it, bakes it into an image, and verifies what a stranger would find in that image.
//!
//! `cargo run -p openbadges --example issue_and_verify`

use openbadges::{
    Achievement, AchievementCredential, AchievementSubject, Contexts, Criteria, IdentityObject,
    Profile, bake,
    did::{Listed, did_web, document, document_url, method_id},
    key::{KeySigner, SecretKey},
    proof,
    verify::{Documents, Options, verify},
    vocabulary::{AchievementType, IdentifierType},
};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // Thirty-two random bytes, kept secret; here they are fixed so that the example says the same each time.
    let key = SecretKey::ed25519(&[7; 32]);
    let did = did_web("https://badges.example")?;
    let at = "2026-11-24T10:00:00Z".parse()?;
    let achievement = Achievement::new(
        "https://badges.example/achievements/reperes".parse()?,
        "Repères",
        "Sait dire comment une IA produit un texte.",
        Criteria::narrative("Avoir réussi 60 % du module."),
    )
    .with_achievement_type(AchievementType::Badge)
    .with_language("fr".parse()?);
    let subject = AchievementSubject::new(
        "urn:uuid:2f0b6e5c-2b1b-4f0a-8a37-2d1c8e6d7f22".parse()?,
        achievement,
    )
    .with_identifier(IdentityObject::plain(IdentifierType::Name, "Zoé"));
    let issuer = Profile::new(did.parse()?)
        .with_name("Café IA")
        .with_url("https://badges.example".parse()?);
    let credential = AchievementCredential::new(
        "https://badges.example/credentials/1".parse()?,
        "Repères",
        issuer,
        at,
        subject,
    );
    let signer = KeySigner::new(&key, method_id(&did, &key.public()));
    let signed = proof::add(credential.into(), &signer, at, Contexts::bundled())?;
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
