//! The certificate of a badge: the same answers as every other form of it, and what a reader of it is told.

use axum::http::{Method, StatusCode};
use crema::{badges::ledger::Standing, flows::badges};
use serde_json::json;

use crate::support::world::World;

fn holds(file: &[u8], part: &str) -> bool {
    file.windows(part.len())
        .any(|window| window == part.as_bytes())
}

/// Text as a PDF holds it where it has other signs than ASCII: UTF-16 in hex.
fn utf16(text: &str) -> String {
    text.encode_utf16()
        .map(|unit| format!("{unit:04X}"))
        .collect()
}

#[tokio::test]
async fn a_certificate_is_given_like_every_form_of_a_badge() {
    let world = World::new().await;
    let path = world.badge("Noémie").await;
    let page = world.get(&path).await.text();
    assert!(page.contains(&format!("{path}.pdf")));
    let file = world.get(&format!("{path}.pdf")).await;
    assert_eq!(file.status, StatusCode::OK);
    assert_eq!(file.header("content-type"), "application/pdf");
    assert!(file.bytes.starts_with(b"%PDF-1.7"));
    assert!(holds(&file.bytes, "/Lang(fr)") && holds(&file.bytes, "/StructTreeRoot"));
    assert!(holds(&file.bytes, &utf16("Certificat du badge «")));
    // The address is a link that can be followed from the paper's file.
    assert!(holds(&file.bytes, &world.app.url(&path)));
    if let Ok(folder) = std::env::var("CREMA_PICTURES") {
        std::fs::write(format!("{folder}/given.pdf"), &file.bytes).unwrap();
    }
    let asked = async |headers: &[(&str, &str)]| world.send(Method::GET, &path, headers, "").await;
    let by_accept = asked(&[("accept", "application/pdf")]).await;
    assert_eq!(by_accept.bytes, file.bytes, "the same bytes every time");
    assert!(by_accept.header("vary").contains("Accept"));
    let tag = file.header("etag");
    let again = asked(&[("accept", "application/pdf"), ("if-none-match", tag)]).await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
}

#[tokio::test]
async fn a_certificate_speaks_the_language_of_its_badge() {
    let world = World::new().await;
    let begun = json!({"module": crate::support::world::MODULE, "lang": "en"});
    let attempt = world
        .call(Method::POST, "/api/v1/attempts", "", begun)
        .await
        .json();
    let (id, token) = (
        attempt["id"].as_str().unwrap(),
        attempt["token"].as_str().unwrap(),
    );
    for item in attempt["items"].as_array().unwrap() {
        let path = format!(
            "/api/v1/attempts/{id}/answers/{}",
            item["id"].as_str().unwrap()
        );
        world
            .call(Method::PUT, &path, token, json!({"response": null}))
            .await;
    }
    let path = format!("/api/v1/attempts/{id}/completion");
    let done = world
        .call(Method::POST, &path, token, json!(null))
        .await
        .json();
    let code = done["badges"][0]["claim"].as_str().unwrap();
    // A name that the letters at hand cannot write is told, and the file is made.
    let claim = json!({"name": "李明"});
    let path = format!("/api/v1/claims/{code}");
    let claimed = world.call(Method::POST, &path, "", claim).await.json();
    let url = claimed["credential"].as_str().unwrap();
    let path = url.strip_prefix(world.app.base_url()).unwrap();
    let file = world.get(&format!("{path}.pdf")).await;
    assert_eq!(file.status, StatusCode::OK);
    assert!(holds(&file.bytes, "/Lang(en)"));
    assert!(holds(&file.bytes, &utf16("Certificate of the badge “")));
    if let Ok(folder) = std::env::var("CREMA_PICTURES") {
        std::fs::write(format!("{folder}/english.pdf"), &file.bytes).unwrap();
    }
}

#[tokio::test]
async fn a_certificate_of_what_no_longer_holds_says_so_first() {
    let world = World::new().await;
    let path = world.badge("Noémie").await;
    let id = path.rsplit('/').next().unwrap().parse().unwrap();
    let set = async |to, reason| {
        badges::set_standing(&world.app, id, to, reason)
            .await
            .unwrap()
    };
    set(Standing::Suspended, Some("Doute")).await;
    let file = world.get(&format!("{path}.pdf")).await;
    assert!(holds(&file.bytes, &utf16("Badge suspendu · Certificat")));
    set(Standing::Revoked, Some("Erreur de saisie")).await;
    let file = world.get(&format!("{path}.pdf")).await;
    assert_eq!(file.status, StatusCode::OK);
    assert!(holds(&file.bytes, &utf16("Badge révoqué · Certificat")));
    if let Ok(folder) = std::env::var("CREMA_PICTURES") {
        std::fs::write(format!("{folder}/revoked.pdf"), &file.bytes).unwrap();
    }
}
