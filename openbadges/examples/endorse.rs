//! A peer endorses an achievement: their endorsement is a credential of its own, signed by their own key. The issuer carries it in the achievement of a badge,
//! and a stranger verifies both.
//!
//! `cargo run -p openbadges --example endorse`

use openbadges::{
    Achievement, AchievementCredential, AchievementSubject, Contexts, Criteria,
    EndorsementCredential, EndorsementSubject, Profile, Uri,
    key::{KeySigner, SecretKey},
    proof,
    verify::{Documents, Options, verify, verify_endorsement},
};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let at = "2026-11-24T10:00:00Z".parse()?;
    // Thirty-two random bytes each, kept secret; here they are fixed so that the example says the same each time.
    let (peer, issuer) = (SecretKey::ed25519(&[8; 32]), SecretKey::ed25519(&[7; 32]));
    let did = |key: &SecretKey| format!("did:key:{}", key.public().multikey());
    let signer = |key| KeySigner::new(key, format!("{}#{}", did(key), key.public().multikey()));
    let achievement: Uri = "https://badges.example/achievements/reperes".parse()?;

    let endorsement = EndorsementCredential::new(
        "https://peer.example/endorsements/1".parse()?,
        "Recommandation",
        Profile::new(did(&peer).parse()?).with_name("Bibliothèque de Quimper"),
        at,
        EndorsementSubject::new(achievement.clone())
            .with_comment("Nous proposons ce module à tous nos animateurs."),
    );
    let endorsement = proof::add(endorsement.into(), &signer(&peer), at, Contexts::bundled())?;

    let endorsed = Achievement::new(
        achievement,
        "Repères",
        "Sait dire comment une IA produit un texte.",
        Criteria::narrative("Avoir réussi 60 % du module."),
    )
    .with_endorsement(EndorsementCredential::read(&endorsement)?);
    let subject = AchievementSubject::new(
        "urn:uuid:2f0b6e5c-2b1b-4f0a-8a37-2d1c8e6d7f22".parse()?,
        endorsed,
    );
    let badge = AchievementCredential::new(
        "https://badges.example/credentials/1".parse()?,
        "Repères",
        Profile::new(did(&issuer).parse()?).with_name("Café IA"),
        at,
        subject,
    );
    let badge = proof::add(badge.into(), &signer(&issuer), at, Contexts::bundled())?;

    // The stranger: first the badge, then each endorsement that it carries, by the key of who endorsed.
    let options = Options {
        at,
        recipient: None,
        contexts: Contexts::bundled(),
    };
    let report = verify(badge.to_string().as_bytes(), &Documents::new(), &options);
    println!("the badge is {}", report.verdict.name());
    let badge = AchievementCredential::read(&badge)?;
    for endorsement in badge.subject().achievement().endorsements() {
        let text = endorsement.to_value().to_string();
        let report = verify_endorsement(text.as_bytes(), &Documents::new(), &options);
        let subject = endorsement.subject();
        println!(
            "{} says: {:?}; the endorsement is {}",
            endorsement.issuer_id(),
            subject.comment().unwrap_or_default(),
            report.verdict.name()
        );
    }
    Ok(())
}
