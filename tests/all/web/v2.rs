//! Open Badges 2.0: the form that our own badges have of it, and those of others.

use std::{fs, process::Command};

use axum::http::{Method, StatusCode};
use crema::{
    badges::{ledger::Standing, trust::Trust},
    flows::badges::{self, Face},
};
use openbadges::{
    Contexts, bake,
    verify::{Documents, Options, verify},
};
use serde_json::{Value, json};

use super::badges::face;
use crate::support::{
    Folder,
    world::{Answer, World},
};

const BASE: &str = "https://badges.cafeia.example.org";

async fn world() -> World {
    World::new().await.again(|config| {
        config.base_url = Some(BASE.into());
        config.issuer.former_urls = vec!["http://localhost:8080".into()];
        config.issuer.email = Some("bonjour@cafeia.example.org".into());
    })
}

const HOST: (&str, &str) = ("host", "badges.cafeia.example.org");

async fn get(world: &World, path: &str) -> Answer {
    world.send(Method::GET, path, &[HOST], "").await
}

async fn v2(world: &World, path: &str) -> (StatusCode, Value) {
    let answer = get(world, path).await;
    assert_eq!(answer.header("content-type"), "application/ld+json");
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    (answer.status, answer.json())
}

fn path_of(url: &Value) -> String {
    let path = url.as_str().unwrap().strip_prefix(BASE);
    path.unwrap().to_owned()
}

/// The text of a page with the signs of HTML read.
fn plain(page: &str) -> String {
    page.replace("&#39;", "'").replace("&#38;", "&")
}

#[tokio::test]
async fn our_badges_have_a_hosted_form_of_2_0() {
    let world = world().await;
    let path = world.badge("Zoé").await;
    let (status, assertion) = v2(&world, &format!("{path}/v2")).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(assertion["id"], format!("{BASE}{path}/v2"));
    let subject =
        world.get(&format!("{path}.json")).await.json()["credentialSubject"]["id"].clone();
    let recipient = json!({"type": "id", "hashed": false, "identity": subject});
    assert_eq!(assertion["recipient"], recipient);
    assert!(!assertion.to_string().contains("Zoé"), "nobody is named");
    let (_, class) = v2(&world, &path_of(&assertion["badge"])).await;
    let (_, issuer) = v2(&world, &path_of(&class["issuer"])).await;
    assert_eq!(class["id"], assertion["badge"]);
    assert_eq!(issuer["id"], class["issuer"]);
    assert_eq!(issuer["email"], "bonjour@cafeia.example.org");
    let only_json = [HOST, ("accept", "application/json")];
    let answer = world
        .send(Method::GET, &format!("{path}/v2"), &only_json, "")
        .await;
    assert_eq!(answer.header("content-type"), "application/json");
    let page = world.get(&format!("{path}.html")).await.text();
    assert!(page.contains(&format!("href=\"{path}/v2\"")), "{page}");

    assert_eq!(face(&world, assertion.to_string()).await, Face::Valid);
    let mut altered = assertion.clone();
    altered["recipient"]["identity"] = "urn:uuid:0".into();
    let verified = badges::verify(&world.app, altered.to_string().as_bytes())
        .await
        .unwrap();
    assert_eq!(verified.face, Face::Valid);
    assert!(
        verified.of_2_0.unwrap().differs,
        "what is published counts, and is told"
    );
    // An assertion at no address of ours that says it is.
    for id in [
        format!("{BASE}{path}"),
        format!("{BASE}/credentials/01970000-0000-7000-8000-000000000000/v2"),
    ] {
        let mut forged = assertion.clone();
        forged["id"] = id.into();
        assert_eq!(face(&world, forged.to_string()).await, Face::Imposter);
    }
    let answer = world
        .call(Method::POST, "/api/v1/verifications", "", assertion.clone())
        .await
        .json();
    assert_eq!(answer["verdict"], "valid", "{answer}");
    assert_eq!(answer["trust"], "own");

    let id = path.rsplit('/').next().unwrap().parse().unwrap();
    badges::set_standing(&world.app, id, Standing::Suspended, Some("Doute"))
        .await
        .unwrap();
    let (status, gone) = v2(&world, &format!("{path}/v2")).await;
    assert_eq!(
        (status, &gone["revoked"], &gone["revocationReason"]),
        (StatusCode::GONE, &json!(true), &json!("Doute"))
    );
    assert_eq!(face(&world, assertion.to_string()).await, Face::Suspended);
    badges::set_standing(&world.app, id, Standing::Revoked, Some("Erreur"))
        .await
        .unwrap();
    let (status, gone) = v2(&world, &format!("{path}/v2")).await;
    assert_eq!(
        (status, &gone["revocationReason"]),
        (StatusCode::GONE, &json!("Erreur"))
    );
    assert_eq!(face(&world, assertion.to_string()).await, Face::Revoked);
    assert_eq!(face(&world, gone.to_string()).await, Face::Revoked);

    let given_up = world.badge("Ada").await;
    let (_, assertion) = v2(&world, &format!("{given_up}/v2")).await;
    let id = given_up.rsplit('/').next().unwrap().parse().unwrap();
    badges::set_standing(&world.app, id, Standing::Withdrawn, None)
        .await
        .unwrap();
    let (status, gone) = v2(&world, &format!("{given_up}/v2")).await;
    assert_eq!(
        (status, gone.get("revocationReason")),
        (StatusCode::GONE, None)
    );
    assert_eq!(face(&world, assertion.to_string()).await, Face::Withdrawn);
}

#[tokio::test]
async fn without_mail_or_https_there_is_no_form_of_2_0() {
    let world = world().await;
    let path = world.badge("Zoé").await;
    for other in [
        world.again(|config| config.issuer.email = None),
        world.again(|config| {
            config.base_url = Some("http://localhost:8080".into());
            config.issuer.former_urls.clear();
        }),
    ] {
        for address in [
            format!("{path}/v2"),
            format!("{path}/v2.png"),
            format!("{path}/v2.svg"),
            "/issuer/v2".to_owned(),
        ] {
            assert_eq!(other.get(&address).await.status, StatusCode::NOT_FOUND);
        }
        assert!(
            !other
                .get(&format!("{path}.html"))
                .await
                .text()
                .contains("/v2\"")
        );
    }
    let answer = get(&world, "/credentials/x/v2").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn our_badges_are_baked_as_2_0_has_them() {
    let world = world().await;
    let path = world.badge("Zoé").await;
    let (_, assertion) = v2(&world, &format!("{path}/v2")).await;
    assert_eq!(assertion["image"], format!("{BASE}{path}/v2.png"));
    let png = get(&world, &path_of(&assertion["image"])).await;
    let svg = get(&world, &format!("{path}/v2.svg")).await;
    assert_eq!(png.header("content-type"), "image/png");
    assert_eq!(svg.header("content-type"), "image/svg+xml");
    assert!(svg.header("content-security-policy").contains("sandbox"));
    let inside = bake::unbake_png_2(&png.bytes).unwrap();
    assert_eq!(inside, assertion.to_string());
    assert_eq!(bake::unbake_svg_2(&svg.text()).unwrap(), inside);
    assert!(
        bake::unbake_png(&png.bytes).is_err(),
        "one badge, of one version"
    );
    for image in [&png.bytes, &svg.bytes] {
        let verified = badges::verify(&world.app, image).await.unwrap();
        assert_eq!(verified.face, Face::Valid);
        assert!(!verified.of_2_0.unwrap().differs);
    }
    let mut altered = assertion.clone();
    altered["id"] = format!("{BASE}/credentials/01970000-0000-7000-8000-000000000000/v2").into();
    let forged = bake::bake_png_2(&png.bytes, &altered.to_string()).unwrap();
    let verified = badges::verify(&world.app, &forged).await.unwrap();
    assert_eq!(verified.face, Face::Imposter);
    for suffix in ["", ".png", ".svg"] {
        let address = format!("{BASE}{path}/v2{suffix}");
        let own = badges::own_badge(&world.app, &address).await.unwrap();
        assert_eq!(own.as_deref(), Some(inside.as_bytes()), "{suffix}");
    }
    let page = world.get(&format!("{path}.html")).await.text();
    assert!(page.contains(&format!("href=\"{path}/v2.svg\"")), "{page}");

    let id = path.rsplit('/').next().unwrap().parse().unwrap();
    badges::set_standing(&world.app, id, Standing::Revoked, Some("Erreur"))
        .await
        .unwrap();
    for suffix in ["png", "svg"] {
        let gone = get(&world, &format!("{path}/v2.{suffix}")).await;
        assert_eq!(gone.status, StatusCode::GONE);
        let none = get(&world, &format!("/credentials/x/v2.{suffix}")).await;
        assert_eq!(none.status, StatusCode::NOT_FOUND);
    }
    let verified = badges::verify(&world.app, &png.bytes).await.unwrap();
    assert_eq!(verified.face, Face::Revoked);
    let page = world.get(&format!("{path}.html")).await.text();
    assert!(!page.contains("/v2.png\""), "what is gone is not offered");
}

/// The badge of somebody else, with what they publish, in a folder as `crema verify --documents` reads it.
fn elsewhere(change: impl Fn(&str, &mut Value)) -> (Folder, Value) {
    const CONTEXT: &str = "https://w3id.org/openbadges/v2";
    let folder = Folder::new();
    let base = "https://b.example";
    let documents = [
        (
            "1",
            json!({"@context": CONTEXT, "id": format!("{base}/1"), "type": "Assertion", "recipient": {"type": "email", "hashed": false, "identity": "a@b.example"}, "badge": format!("{base}/badge"), "issuedOn": "2026-11-24T09:30:00Z", "verification": {"type": "hosted"}}),
        ),
        (
            "badge",
            json!({"@context": CONTEXT, "id": format!("{base}/badge"), "type": "BadgeClass", "name": "Cuisine", "description": "Fait du pain.", "image": format!("{base}/1.png"), "criteria": {"narrative": "Un pain."}, "issuer": format!("{base}/issuer")}),
        ),
        (
            "issuer",
            json!({"@context": CONTEXT, "id": format!("{base}/issuer"), "type": "Issuer", "name": "Fournil", "url": base, "email": "b@b.example"}),
        ),
    ];
    let at = folder.0.join("documents/b.example");
    fs::create_dir_all(&at).unwrap();
    for (name, mut document) in documents.clone() {
        change(name, &mut document);
        fs::write(at.join(name), document.to_string()).unwrap();
    }
    (folder, documents[0].1.clone())
}

fn verified(folder: &Folder, badge: &Value) -> Value {
    fs::write(folder.0.join("badge.json"), badge.to_string()).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_crema"))
        .args([
            "verify",
            "--json",
            "--offline",
            "--at",
            "2026-11-25T00:00:00Z",
        ])
        .args(["--documents", "documents", "badge.json"])
        .current_dir(&folder.0)
        .output()
        .unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    report["results"][0].clone()
}

#[tokio::test]
async fn an_issuer_of_2_0_is_known_by_the_address_of_its_profile() {
    let world = World::new().await;
    let trust = world.folder.0.join("trust.toml");
    let world = world.again(|config| config.verify.trust = trust.clone());
    let (folder, badge) = elsewhere(|_, _| {});
    let mut documents = Documents::new();
    for name in ["1", "badge", "issuer"] {
        let file = folder.0.join("documents/b.example").join(name);
        documents.add(format!("https://b.example/{name}"), fs::read(file).unwrap());
    }
    let options = Options {
        at: "2026-11-25T00:00:00Z".parse().unwrap(),
        recipient: None,
        contexts: Contexts::bundled(),
    };
    let report = verify(badge.to_string().as_bytes(), &documents, &options);
    let judged = async || badges::judged(&world.app, report.clone()).await.unwrap();
    let address = "https://b.example/1";
    assert_eq!(judged().await.trust, Trust::Unknown);
    assert!(!badges::may_fetch(&world.app, address));
    for (id, trust_of_it) in [
        (
            "https://b.example/issuer",
            Trust::Listed("Nos voisins".into()),
        ),
        ("https://b.example/issuer/", Trust::Unknown),
        ("did:web:b.example", Trust::Unknown),
    ] {
        let list = format!("version = '1'\n[[issuers]]\nid = '{id}'\nname = 'Nos voisins'\n");
        fs::remove_file(&trust).ok();
        world.app.trust.list();
        fs::write(&trust, list).unwrap();
        let found = judged().await;
        assert_eq!(
            (found.face, found.trust),
            (Face::Foreign, trust_of_it),
            "{id}"
        );
        assert!(badges::may_fetch(&world.app, address), "its host is asked");
    }
}

#[test]
fn a_badge_of_2_0_verifies_in_the_terminal_with_the_documents_of_a_folder() {
    let (folder, badge) = elsewhere(|_, _| {});
    let result = verified(&folder, &badge);
    assert_eq!(result["verdict"], "valid", "{result:#}");
    assert_eq!(
        result["credential"]["achievement"],
        "https://b.example/badge"
    );
    let mut altered = badge.clone();
    altered["recipient"]["identity"] = "b@b.example".into();
    let result = verified(&folder, &altered);
    assert_eq!(result["verdict"], "valid", "the published one counts");
    let told = result["notices"][0].as_str().unwrap();
    assert!(told.contains("something else"), "{told}");
    let (folder, badge) = elsewhere(|name, document| {
        if name == "1" {
            document["revoked"] = true.into();
        }
    });
    assert_eq!(verified(&folder, &badge)["verdict"], "invalid");
    let (folder, badge) = elsewhere(|name, document| {
        if name == "issuer" {
            document["verification"] = json!({"allowedOrigins": "c.example"});
        }
    });
    assert_eq!(verified(&folder, &badge)["verdict"], "invalid");
    fs::remove_dir_all(folder.0.join("documents/b.example")).unwrap();
    assert_eq!(verified(&folder, &badge)["verdict"], "unknown");
}

#[tokio::test]
async fn the_page_speaks_of_no_signature_where_there_is_none() {
    let world = World::new().await;
    let mut badge = json!({"@context": "https://w3id.org/openbadges/v2", "id": "https://b.example/1", "type": "Assertion", "revoked": true, "revocationReason": "Erreur de saisie"});
    // The host is not among those that are asked: nothing is known.
    let page = plain(&super::badges::pasted(&world, &badge.to_string()).await);
    assert!(page.contains("Vérification impossible"), "{page}");
    assert!(
        page.contains("Il se trouve à l’adresse où il dit être publié"),
        "{page}"
    );
    assert!(!page.contains("La signature est juste"), "{page}");
    // What an address answers in place of a badge that was taken back.
    badge.as_object_mut().unwrap().remove("id");
    let page = plain(&super::badges::pasted(&world, &badge.to_string()).await);
    assert!(
        page.contains("a été révoqué par son émetteur") && page.contains("Erreur de saisie"),
        "{page}"
    );
}
