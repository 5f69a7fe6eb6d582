//! Endorsements: who vouches for an issuer, told in plain words, and what is told of one that does not hold.

use std::fs;

use crema::{badges::trust::Trust, flows::badges};
use openbadges::{
    Contexts,
    key::{KeySigner, SecretKey},
    proof,
};
use serde_json::{Value, json};

use super::badges::{document, pasted};
use crate::support::world::World;

fn did(key: &SecretKey) -> String {
    format!("did:key:{}", key.public().multikey())
}

fn signed(world: &World, credential: Value, key: &SecretKey) -> Value {
    let signer = KeySigner::new(key, format!("{}#{}", did(key), key.public().multikey()));
    proof::add(credential, &signer, world.app.now(), Contexts::bundled()).unwrap()
}

fn endorsement(world: &World, of: &str, by: &SecretKey) -> Value {
    let credential = json!({
        "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
        "id": "https://peer.example/endorsements/1",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "Recommandation",
        "issuer": {"id": did(by), "type": ["Profile"], "name": "Bibliothèque de Quimper"},
        "validFrom": world.app.now().to_string(),
        "credentialSubject": {"id": of, "type": ["EndorsementSubject"], "endorsementComment": "Du bon travail."}
    });
    signed(world, credential, by)
}

/// The badge of an issuer that nobody here knows, with endorsements in its issuer's profile.
async fn badge(world: &World, key: &SecretKey, endorsements: Value) -> Value {
    let mut badge = document(world, &world.badge("Zoé").await).await;
    let members = badge.as_object_mut().unwrap();
    members.remove("proof");
    members.remove("credentialStatus");
    badge["id"] = "https://other.example/credentials/1".into();
    badge["issuer"] = json!({"id": did(key), "type": ["Profile"], "name": "Fournil", "endorsement": endorsements});
    badge["credentialSubject"]["achievement"]["creator"]["id"] = did(key).into();
    signed(world, badge, key)
}

#[tokio::test]
async fn an_issuer_is_known_by_who_vouches_for_them() {
    let world = World::new().await;
    let trust = world.folder.0.join("trust.toml");
    let world = world.again(|config| config.verify.trust = trust.clone());
    let (issuer, peer) = (SecretKey::ed25519(&[7; 32]), SecretKey::ed25519(&[8; 32]));
    let list = format!(
        "version = '1'\n[[issuers]]\nid = '{}'\nname = 'Médiathèque'\n",
        did(&peer)
    );
    fs::write(&trust, list).unwrap();
    let trusted = async |badge: &Value| {
        let verified = badges::verify(&world.app, badge.to_string().as_bytes())
            .await
            .unwrap();
        (verified.report.verdict.name(), verified.trust)
    };
    let good = endorsement(&world, &did(&issuer), &peer);
    let endorsed = badge(&world, &issuer, json!([good])).await;
    let known = Trust::Endorsed("Médiathèque".into());
    assert_eq!(trusted(&endorsed).await, ("valid", known));
    let page = pasted(&world, &endorsed.to_string()).await;
    assert!(
        page.contains("Recommandé par") && page.contains("Médiathèque"),
        "{page}"
    );

    // Altered, about somebody else, by nobody known, or by the issuer themselves: nobody vouches, and the badge is what it is.
    let mut altered = good.clone();
    altered["credentialSubject"]["endorsementComment"] = "Parfait.".into();
    let other = endorsement(&world, "did:web:c.example", &peer);
    let stranger = endorsement(&world, &did(&issuer), &SecretKey::ed25519(&[9; 32]));
    let own = endorsement(&world, &did(&issuer), &issuer);
    for one in [&altered, &other, &stranger, &own] {
        let endorsed = badge(&world, &issuer, json!([one])).await;
        assert_eq!(
            trusted(&endorsed).await,
            ("valid", Trust::Unknown),
            "{one:#}"
        );
    }
    let endorsed = badge(&world, &issuer, json!([altered])).await;
    let page = pasted(&world, &endorsed.to_string()).await;
    assert!(
        page.contains("une recommandation jointe à ce badge"),
        "{page}"
    );
    assert!(!page.contains("Recommandé par"));

    let page = pasted(&world, &good.to_string()).await;
    assert!(page.contains("une recommandation, pas un badge"), "{page}");
}
