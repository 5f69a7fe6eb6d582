//! The real program, killed without warning: nothing that was acknowledged is lost, and nothing is there twice.

use std::{path::Path, process::Command};

use serde_json::{Value, json};

use crate::support::{Folder, server::Server, world::MODULE};

#[test]
fn killed_at_any_moment_no_answer_and_no_badge_is_lost_or_doubled() {
    let folder = Folder::new();
    let mut server = Server::start(&folder);
    let (_, attempt) = server
        .call("POST", "/api/v1/attempts", "", &json!({"module": MODULE}))
        .unwrap();
    let (id, token) = (
        attempt["id"].as_str().unwrap(),
        attempt["token"].as_str().unwrap(),
    );
    for item in attempt["items"].as_array().unwrap() {
        let path = format!(
            "/api/v1/attempts/{id}/answers/{}",
            item["id"].as_str().unwrap()
        );
        let (status, _) = server
            .call("PUT", &path, token, &json!({"response": null}))
            .unwrap();
        assert_eq!(status, 200);
        server.kill();
        server = Server::start(&folder);
        let (_, stands) = server
            .call(
                "GET",
                &format!("/api/v1/attempts/{id}"),
                token,
                &Value::Null,
            )
            .unwrap();
        assert!(
            stands["answers"]
                .as_object()
                .unwrap()
                .contains_key(item["id"].as_str().unwrap()),
            "an acknowledged answer is lost"
        );
    }
    let (_, done) = server
        .call(
            "POST",
            &format!("/api/v1/attempts/{id}/completion"),
            token,
            &Value::Null,
        )
        .unwrap();
    server.kill();
    server = Server::start(&folder);
    let (_, again) = server
        .call(
            "POST",
            &format!("/api/v1/attempts/{id}/completion"),
            token,
            &Value::Null,
        )
        .unwrap();
    assert_eq!(done, again);
    let path = format!(
        "/api/v1/claims/{}",
        done["badges"][0]["claim"].as_str().unwrap()
    );
    // The claim is cut off at a moment that the machine chooses, again and again.
    let mut credential = Value::Null;
    for round in 0..6 {
        let claim = std::thread::scope(|scope| {
            let claim = scope.spawn(|| server.call("POST", &path, "", &json!({"name": "Zoé"})));
            std::thread::sleep(std::time::Duration::from_millis(round * 3));
            let pid = server.id().to_string();
            Command::new("kill").args(["-9", &pid]).status().unwrap();
            claim.join().unwrap()
        });
        server.kill();
        server = Server::start(&folder);
        if let Some((200 | 201, answer)) = claim {
            assert!(
                credential.is_null() || credential == answer["credential"],
                "a second credential"
            );
            credential = answer["credential"].clone();
        }
    }
    let (status, last) = server
        .call("POST", &path, "", &json!({"name": "Zoé"}))
        .unwrap();
    assert!(matches!(status, 200 | 201), "{status}");
    assert!(credential.is_null() || credential == last["credential"]);
    let (_, log) = server
        .call("GET", "/issuance-log", "", &Value::Null)
        .unwrap();
    assert_eq!(
        log["entries"].as_array().unwrap().len(),
        2,
        "one credential in its two forms"
    );
    server.kill();
}

#[test]
fn keys_without_their_database_and_a_database_without_its_keys_are_refused() {
    let folder = Folder::new();
    Server::start(&folder).kill();
    let refused = |what: &str| {
        let out = Command::new(env!("CARGO_BIN_EXE_crema"))
            .current_dir(&folder.0)
            .env("CREMA_LISTEN", "127.0.0.1:0")
            .env(
                "CREMA_QUIZZES",
                Path::new(env!("CARGO_MANIFEST_DIR")).join("quizzes"),
            )
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&out.stderr).into_owned();
        assert!(
            out.status.code() == Some(2) && said.contains(what),
            "{said}"
        );
    };
    let (data, keys) = (folder.0.join("data"), folder.0.join("keys"));
    std::fs::rename(&data, folder.0.join("away")).unwrap();
    refused("crema restore");
    assert!(!data.join("crema.db").exists(), "nothing is made");
    std::fs::rename(folder.0.join("away"), &data).unwrap();
    std::fs::rename(&keys, folder.0.join("away")).unwrap();
    refused("crema restore");
    assert!(!keys.join("ed25519.jwk").exists());
    std::fs::rename(folder.0.join("away"), &keys).unwrap();
    let codes = keys.join("codes.secret");
    std::fs::rename(&codes, folder.0.join("away")).unwrap();
    refused("codes.secret is gone");
    assert!(!codes.exists(), "no other one is made in its place");
    std::fs::rename(folder.0.join("away"), &codes).unwrap();
    std::fs::rename(&data, folder.0.join("away")).unwrap();
    std::fs::create_dir(&data).unwrap();
    std::fs::write(data.join("crema.db"), "").unwrap();
    refused("is empty");
    std::fs::remove_dir_all(&data).unwrap();
    std::fs::rename(folder.0.join("away"), &data).unwrap();
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(
        keys.join("ed25519.jwk"),
        std::fs::Permissions::from_mode(0o644),
    )
    .unwrap();
    refused("chmod 600");
    std::fs::set_permissions(
        keys.join("ed25519.jwk"),
        std::fs::Permissions::from_mode(0o600),
    )
    .unwrap();
    Server::start(&folder).kill();
}
