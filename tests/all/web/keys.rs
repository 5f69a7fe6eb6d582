//! The issuer's keys over the years: rotated, stolen, vouched for; and whom else this instance knows.

use std::{fs, os::unix::fs::PermissionsExt};

use axum::http::{Method, StatusCode};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use crema::{
    badges::issuer_key::{fingerprint, state},
    flows::badges::{self, Face},
    outside::keyring::{Keyring, create_root},
};
use openbadges::{
    Contexts,
    key::{KeySigner, PublicKey, SecretKey},
    proof,
};
use serde_json::Value;

use crate::support::{browser::Browser, world::World};

async fn face(world: &World, input: impl AsRef<[u8]>) -> Face {
    badges::verify(&world.app, input.as_ref())
        .await
        .unwrap()
        .face
}

async fn key_of(world: &World, path: &str) -> String {
    let document = world.get(&format!("{path}.json")).await.json();
    let method = document["proof"][0]["verificationMethod"].as_str().unwrap();
    method.split_once('#').unwrap().1.to_owned()
}

fn secret(world: &World) -> SecretKey {
    let text = fs::read(world.folder.0.join("keys/ed25519.jwk")).unwrap();
    SecretKey::from_jwk(&openbadges::json::parse(&text).unwrap()).unwrap()
}

#[tokio::test]
async fn old_badges_hold_after_a_rotation_and_new_ones_have_the_new_key() {
    let world = World::new().await;
    let old = world.badge("Zoé").await;
    let file = world.get(&format!("{old}.json")).await.bytes;
    let token = world.get(&format!("{old}.jwt")).await.bytes;
    let names = badges::rotate(&world.app).await.unwrap();
    let new = world.badge("Ada").await;
    assert_eq!(key_of(&world, &new).await, names[0]);
    assert_ne!(key_of(&world, &old).await, names[0]);
    for input in [file, token, world.get(&format!("{new}.json")).await.bytes] {
        assert_eq!(face(&world, input).await, Face::Valid);
    }
    let did = world.get("/.well-known/did.json").await.json();
    assert_eq!(did["assertionMethod"].as_array().unwrap().len(), 4);
    // Since when and until when each signed is told beside it.
    let history = did["service"][0]["serviceEndpoint"].as_str().unwrap();
    let path = history.split_once("/issuer/").expect("a page of ours").1;
    let history = world.get(&format!("/issuer/{path}")).await.json();
    let keys = history["keys"].as_array().unwrap();
    assert_eq!(
        keys.len(),
        did["verificationMethod"].as_array().unwrap().len()
    );
    assert_eq!(
        did["service"][0]["id"],
        format!("{}#keys", did["id"].as_str().unwrap())
    );
    let page = world.get("/issuer").await.text();
    assert!(
        page.contains("Signe depuis") && page.contains("A signé du"),
        "{page}"
    );
}

#[tokio::test]
async fn another_process_takes_up_a_rotation_wherever_it_was_cut_short() {
    let world = World::new().await;
    let other = world.again(|_| {});
    let names = badges::rotate(&world.app).await.unwrap();
    assert_eq!(key_of(&other, &other.badge("Zoé").await).await, names[0]);
    // Between the database and the folder: the next pair is named, and waits still under its own name.
    let keys = world.folder.0.join("keys");
    let before = fs::read(keys.join("p256.jwk")).unwrap();
    let next = badges::rotate(&world.app).await.unwrap();
    fs::rename(keys.join("p256.jwk"), keys.join("p256.next.jwk")).unwrap();
    fs::write(keys.join("p256.jwk"), before).unwrap();
    fs::set_permissions(keys.join("p256.jwk"), fs::Permissions::from_mode(0o600)).unwrap();
    let third = other.again(|_| {});
    assert_eq!(key_of(&third, &third.badge("Ada").await).await, next[0]);
    assert!(!keys.join("p256.next.jwk").exists());
    assert_eq!(Keyring::open(&keys).unwrap().pair().names(), next);
}

#[tokio::test]
async fn after_a_theft_only_what_the_log_has_holds() {
    let world = World::new().await;
    let path = world.badge("Zoé").await;
    let file = world.get(&format!("{path}.json")).await.bytes;
    let other = world.badge("Ada").await;
    let theirs = world.get(&format!("{other}.json")).await;
    let stolen = secret(&world);
    let key = stolen.public().multikey();
    let pair = badges::compromise(&world.app, &key, world.app.now())
        .await
        .unwrap();
    // What the thief signs, dated before the theft and under an id that there is.
    let mut forged: Value = theirs.json();
    forged.as_object_mut().unwrap().remove("proof");
    forged["name"] = "Tout savoir".into();
    let signer = KeySigner::new(&stolen, format!("{}#{key}", world.app.did()));
    let at = "2026-11-20T10:00:00Z".parse().unwrap();
    let forged = proof::add(forged, &signer, at, Contexts::bundled()).unwrap();
    assert_eq!(face(&world, forged.to_string()).await, Face::Altered);
    // What was issued honestly stands in the log, and holds here even with spaces put in between.
    assert_eq!(face(&world, &file).await, Face::Valid);
    let spaced = format!("{:#}", serde_json::from_slice::<Value>(&file).unwrap());
    assert_eq!(face(&world, spaced).await, Face::Valid);
    // Signed anew, the address has a file that holds everywhere, and the older one was replaced.
    assert_eq!(badges::reissue(&world.app, pair, |_| {}).await.unwrap(), 2);
    assert_eq!(badges::reissue(&world.app, pair, |_| {}).await.unwrap(), 0);
    assert_ne!(key_of(&world, &path).await, key);
    assert_eq!(
        face(&world, world.get(&format!("{path}.json")).await.bytes).await,
        Face::Valid
    );
    assert_eq!(face(&world, &file).await, Face::Replaced);
    let did = world.get("/.well-known/did.json").await.json();
    let methods = did["verificationMethod"].as_array().unwrap();
    let method = methods
        .iter()
        .find(|one| one["publicKeyMultibase"] == key.as_str())
        .unwrap();
    assert!(method["revoked"].is_string(), "{did}");
    assert!(!did["assertionMethod"].to_string().contains(&key));
    assert!(
        world
            .get("/issuer")
            .await
            .text()
            .contains("Compromise depuis")
    );
}

#[tokio::test]
async fn the_root_key_answers_for_the_signing_keys() {
    let plain = World::new().await;
    let file = plain.folder.0.join("root.jwk");
    let root = create_root(&file).unwrap();
    assert!(
        create_root(&file).is_err(),
        "a root key is never overwritten"
    );
    let world = plain.again(|config| config.issuer.root = Some(root.public().multikey()));
    let [key, _] = world.app.keyring.pair().names();
    let said = state(&root, world.app.did(), &key, world.app.now()).unwrap();
    assert_eq!(badges::add_statement(&world.app, &said).await.unwrap(), key);
    let listed = world.get("/issuer/keys.json").await.json();
    assert_eq!(listed["keys"][0]["statement"], said.as_str());
    assert_eq!(
        listed["root"]["publicKeyMultibase"],
        root.public().multikey()
    );
    // A badge names the fingerprint among its issuer's identifiers, and so does the card that is printed.
    let shown = fingerprint(&root.public().multikey());
    let path = format!("{}.json", world.badge("Zoé").await);
    let badge = world.get(&path).await.json();
    let other = &badge["issuer"]["otherIdentifier"][0];
    assert_eq!(other["identifierType"], "ext:rootKeyFingerprint");
    assert_eq!(other["identifier"], shown.as_str());
    assert_eq!(face(&world, badge.to_string()).await, Face::Valid);
    let card = format!("/claims/{}/card", world.earned().await);
    let card = Browser::new(&world).get(&card).await.text();
    assert!(card.contains(&shown), "{card}");
    for wrong in [
        state(
            &SecretKey::ed25519(&[9; 32]),
            world.app.did(),
            &key,
            world.app.now(),
        )
        .unwrap(),
        state(&root, "did:web:other.example", &key, world.app.now()).unwrap(),
        state(&root, world.app.did(), "z6MkNobody", world.app.now()).unwrap(),
        "a.b.c".to_owned(),
    ] {
        assert!(badges::add_statement(&world.app, &wrong).await.is_err());
    }
}

#[tokio::test]
async fn a_key_may_live_behind_a_command() {
    let world = World::new().await;
    let keys = world.folder.0.join("keys");
    // The command stands for a hardware module: it has the secret, we have its public half.
    let hidden = world.folder.0.join("module.pem");
    let made = std::process::Command::new("openssl")
        .args(["genpkey", "-algorithm", "ed25519", "-out"])
        .arg(&hidden)
        .status();
    if !made.is_ok_and(|status| status.success()) {
        crate::support::skip("openssl is not here to stand for a hardware module");
        return;
    }
    let public = std::process::Command::new("openssl")
        .args(["pkey", "-pubout", "-outform", "DER", "-in"])
        .arg(&hidden)
        .output()
        .unwrap()
        .stdout;
    let x = URL_SAFE_NO_PAD.encode(&public[public.len() - 32..]);
    let jwk = serde_json::json!({"kty": "OKP", "crv": "Ed25519", "x": x});
    let public = PublicKey::from_jwk(&jwk).unwrap();
    let script = world.folder.0.join("sign.sh");
    let text = format!(
        "#!/bin/sh\nt=$(mktemp)\ncat >$t\nopenssl pkeyutl -sign -rawin -inkey {} -in $t\nrm $t\n",
        hidden.display()
    );
    fs::write(&script, text).unwrap();
    let held = serde_json::json!({"multikey": public.multikey(), "command": ["/bin/sh", script.display().to_string()]});
    let path = keys.join("ed25519.next.command.json");
    fs::write(&path, held.to_string()).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    fs::copy(keys.join("p256.jwk"), keys.join("p256.next.jwk")).unwrap();
    assert!(
        badges::rotate(&world.app).await.is_err(),
        "a key that signed already is no new one"
    );
    let fresh = world.folder.0.join("fresh");
    Keyring::create(&fresh).unwrap();
    fs::copy(fresh.join("p256.jwk"), keys.join("p256.next.jwk")).unwrap();
    let names = badges::rotate(&world.app).await.unwrap();
    assert_eq!(names[0], public.multikey());
    let badge = world.badge("Zoé").await;
    assert_eq!(key_of(&world, &badge).await, names[0]);
    assert_eq!(
        face(&world, world.get(&format!("{badge}.json")).await.bytes).await,
        Face::Valid
    );
    assert!(
        !keys.join("ed25519.jwk").exists(),
        "the former secret is gone"
    );
}

#[tokio::test]
async fn who_signed_is_told_apart_from_whether_it_holds() {
    let world = World::new().await;
    let trust = world.folder.0.join("trust.toml");
    let world = world.again(|config| {
        config.verify.trust = trust.clone();
        config.issuer.name = "Café IA de Montreuil".into();
    });
    let mut foreign = world
        .get(&format!("{}.json", world.badge("Zoé").await))
        .await
        .json();
    let key = SecretKey::ed25519(&[7; 32]);
    let did = format!("did:key:{}", key.public().multikey());
    let members = foreign.as_object_mut().unwrap();
    members.remove("proof");
    members.remove("credentialStatus");
    foreign["id"] = "https://other.example/credentials/1".into();
    foreign["issuer"]["id"] = did.clone().into();
    foreign["issuer"]["name"] = "Cafe IA de Montreuil".into();
    foreign["credentialSubject"]["achievement"]["creator"]["id"] = did.clone().into();
    let signer = KeySigner::new(&key, format!("{did}#{}", key.public().multikey()));
    let signed = proof::add(foreign, &signer, world.app.now(), Contexts::bundled()).unwrap();
    let trusted = async || {
        let value = world
            .call(Method::POST, "/api/v1/verifications", "", signed.clone())
            .await
            .json();
        (value["trust"].clone(), value["verdict"].clone())
    };
    assert_eq!(trusted().await, ("unknown".into(), "valid".into()));
    let verified = badges::verify(&world.app, signed.to_string().as_bytes())
        .await
        .unwrap();
    assert_eq!(verified.look_alike.as_deref(), Some("Café IA de Montreuil"));
    let list = format!("version = '1'\n[[issuers]]\nid = '{did}'\nname = 'Nos voisins'\n");
    fs::write(&trust, list).unwrap();
    assert_eq!(trusted().await, ("listed".into(), "valid".into()));
    let page = super::badges::pasted(&world, &signed.to_string()).await;
    assert!(
        page.contains("Nos voisins") && !page.contains("confirmer ce nom"),
        "known, and told so: {page}"
    );
}

#[tokio::test]
async fn several_badges_are_checked_at_once_and_addresses_are_asked_with_care() {
    let world = World::new().await;
    let path = world.badge("Zoé").await;
    let file = world.get(&format!("{path}.json")).await.text();
    let send = async |parts: &[(&str, &str)]| {
        let body: String = parts
            .iter()
            .map(|(head, text)| {
                format!("--x\r\nContent-Disposition: form-data; {head}\r\n\r\n{text}\r\n")
            })
            .collect();
        let headers = [
            ("origin", "http://localhost:8080"),
            ("content-type", "multipart/form-data; boundary=x"),
            ("accept-language", "fr"),
        ];
        world
            .send(
                Method::POST,
                "/verify",
                &headers,
                format!("{body}--x--\r\n"),
            )
            .await
    };
    let named = |name: &str| format!("name=\"file\"; filename=\"{name}\"");
    let both = send(&[(&named("un.json"), &file), (&named("deux.json"), "bonjour")])
        .await
        .text();
    for told in [
        "2 badges vérifiés",
        "un.json",
        "Badge authentique",
        "deux.json",
        "Ce n’est pas un badge",
    ] {
        assert!(
            both.contains(told) || both.contains(&told.replace('\'', "&#39;")),
            "{told}: {both}"
        );
    }
    // On paper nothing is folded away: which badge it was stands beside its verdict.
    let ours = format!("http://localhost:8080{path}");
    let before = both.split("<details>").next().unwrap();
    assert!(before.contains(&ours), "{both}");
    assert_eq!(both.matches("<details>").count(), 1);
    let ours = format!("http://localhost:8080{path}.html");
    let page = send(&[("name=\"address\"", &ours)]).await;
    assert!(page.text().contains("Badge authentique"), "{}", page.text());
    for address in [
        "https://127.0.0.1/a.json",
        "http://169.254.169.254/",
        "https://elsewhere.example/b",
    ] {
        let refused = send(&[("name=\"address\"", address)]).await;
        assert_eq!(
            refused.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{address}"
        );
        assert!(refused.text().contains(address), "what was typed is kept");
    }
}
