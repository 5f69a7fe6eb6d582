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

/// Runs a command of the instance of a folder: its exit code, and all that it said.
fn told(folder: &Folder, environment: &[(&str, &str)], args: &[&str]) -> (Option<i32>, String) {
    let out = Command::new(env!("CARGO_BIN_EXE_crema"))
        .args(args)
        .current_dir(&folder.0)
        .env_clear()
        .env("CREMA_LISTEN", "127.0.0.1:0")
        .env("CREMA_BASE_URL", "http://localhost:8080")
        .env(
            "CREMA_QUIZZES",
            Path::new(env!("CARGO_MANIFEST_DIR")).join("quizzes"),
        )
        .env("CREMA_LOG", "error")
        .envs(environment.iter().copied())
        .output()
        .unwrap();
    let said = [out.stdout, out.stderr].concat();
    (
        out.status.code(),
        String::from_utf8_lossy(&said).into_owned(),
    )
}

#[test]
fn a_secret_of_codes_that_is_not_the_one_of_the_database_is_noticed() {
    let folder = Folder::new();
    let server = Server::start(&folder);
    let begin = json!({"module": MODULE});
    let (_, begun) = server.call("POST", "/api/v1/attempts", "", &begin).unwrap();
    server.kill();
    let codes = folder.0.join("keys/codes.secret");
    let own = std::fs::read(&codes).unwrap();
    let (code, said) = told(&folder, &[], &["keys", "codes"]);
    assert!(
        code == Some(2) && said.contains("nothing was changed"),
        "{said}"
    );
    std::fs::write(&codes, [7_u8; 32]).unwrap();
    for (args, expected) in [
        (&["serve"][..], 2),
        (&["keys", "list"][..], 2),
        (&["doctor"][..], 1),
        (&["backup", "copy.crema"][..], 2),
    ] {
        let (code, said) = told(&folder, &[], args);
        assert_eq!(code, Some(expected), "{said}");
        assert!(
            said.contains("codes.secret is not the one of this database")
                && said.contains("crema restore")
                && said.contains("crema keys codes"),
            "{args:?}: {said}"
        );
    }
    assert!(!folder.0.join("copy.crema").exists());
    // The right one back, all is as before.
    std::fs::write(&codes, own).unwrap();
    let server = Server::start(&folder);
    let path = format!("/api/v1/attempts/{}", begun["id"].as_str().unwrap());
    let token = begun["token"].as_str().unwrap();
    assert_eq!(
        server.call("GET", &path, token, &Value::Null).unwrap().0,
        200
    );
    server.kill();
    // In no backup: another one is made when somebody says so, and nothing is thrown away.
    std::fs::write(&codes, "cut off").unwrap();
    let (code, said) = told(&folder, &[], &["serve"]);
    assert!(
        code == Some(2) && said.contains("crema keys codes"),
        "{said}"
    );
    let (code, said) = told(&folder, &[], &["keys", "codes"]);
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(
        std::fs::read(folder.0.join("keys/codes.secret.1")).unwrap(),
        b"cut off"
    );
    std::fs::remove_file(&codes).unwrap();
    let (code, said) = told(&folder, &[], &["keys", "codes"]);
    assert_eq!(code, Some(0), "{said}");
    let server = Server::start(&folder);
    assert_eq!(
        server.call("GET", &path, token, &Value::Null).unwrap().0,
        404
    );
    let (status, _) = server.call("POST", "/api/v1/attempts", "", &begin).unwrap();
    assert_eq!(status, 201);
    assert_eq!(told(&folder, &[], &["backup", "copy.crema"]).0, Some(0));
    server.kill();
}

#[test]
fn without_its_keys_no_backup_takes_the_place_of_a_whole_one() {
    let folder = Folder::new();
    Server::start(&folder).kill();
    assert_eq!(told(&folder, &[], &["backup", "copy.crema"]).0, Some(0));
    let whole = std::fs::read(folder.0.join("copy.crema")).unwrap();
    for name in ["ed25519.jwk", "codes.secret"] {
        let key = folder.0.join("keys").join(name);
        std::fs::rename(&key, folder.0.join("away")).unwrap();
        let (code, said) = told(&folder, &[], &["backup", "copy.crema"]);
        assert!(
            code == Some(2) && said.contains("no backup was made"),
            "{said}"
        );
        assert_eq!(std::fs::read(folder.0.join("copy.crema")).unwrap(), whole);
        std::fs::rename(folder.0.join("away"), &key).unwrap();
    }
}

#[test]
fn with_sqlite_one_server_answers_and_nothing_is_moved_from_under_it() {
    let folder = Folder::new();
    let server = Server::start(&folder);
    for args in [&["serve"][..], &["serve", "--no-jobs"]] {
        let (code, said) = told(&folder, &[], args);
        assert!(
            code == Some(2) && said.contains("another `crema serve`"),
            "{said}"
        );
    }
    let (code, said) = told(&folder, &[], &["migrate-to", "sqlite:other.db"]);
    assert!(
        code == Some(2) && said.contains("another `crema serve`"),
        "{said}"
    );
    server.kill();
    // Killed or ended, its place is free.
    Server::start(&folder).kill();
    let (code, said) = told(&folder, &[], &["migrate-to", "sqlite:other.db"]);
    assert_eq!(code, Some(0), "{said}");
}

#[test]
fn what_the_root_key_said_needs_a_root_key_and_words() {
    let folder = Folder::new();
    Server::start(&folder).kill();
    let said = folder.0.join("said");
    std::fs::write(&said, "a.b.c\n").unwrap();
    let (code, text) = told(&folder, &[], &["keys", "accept", "said"]);
    assert!(
        code == Some(2) && text.contains("under [issuer] in crema.toml"),
        "{text}"
    );
    let (code, root) = told(&folder, &[], &["keys", "root", "root.jwk"]);
    assert_eq!(code, Some(0), "{root}");
    let root = root.lines().next().unwrap().to_owned();
    std::fs::write(
        folder.0.join("crema.toml"),
        format!("[issuer]\nroot = \"{root}\"\n"),
    )
    .unwrap();
    let (code, text) = told(&folder, &[], &["keys", "accept", "said"]);
    assert!(
        code == Some(1) && text.contains("crema keys list"),
        "{text}"
    );
    std::fs::write(&said, "\n").unwrap();
    let (code, text) = told(&folder, &[], &["keys", "accept", "said"]);
    assert!(
        code == Some(2) && text.contains("crema keys vouch"),
        "{text}"
    );
}

#[test]
fn a_theft_is_told_by_its_day_or_its_moment_and_never_ahead_of_time() {
    let folder = Folder::new();
    Server::start(&folder).kill();
    let key = || {
        let (_, list) = told(&folder, &[], &["keys", "list"]);
        let line = list.lines().find(|line| line.contains("signs")).unwrap();
        line.split_whitespace().last().unwrap().to_owned()
    };
    for (since, expected) in [
        ("2026-02-30", 2),
        ("yesterday", 2),
        ("2026-11-28T08:00", 2),
        ("2999-01-01", 2),
        ("2026-01-31", 0),
        ("2026-01-31T12:00:00Z", 0),
        ("2026-01-31T12:00:00+01:00", 0),
    ] {
        let (code, said) = told(
            &folder,
            &[],
            &["keys", "compromise", &key(), "--since", since],
        );
        assert_eq!(code, Some(expected), "{since}: {said}");
    }
    let (_, list) = told(&folder, &[], &["keys", "list"]);
    assert_eq!(
        list.matches("compromised since 2026-01-31").count(),
        3,
        "{list}"
    );
    assert!(list.contains(&key()));
}

#[test]
fn a_key_of_letters_that_cannot_be_read_is_told_with_its_remedy() {
    let folder = Folder::new();
    Server::start(&folder).kill();
    std::fs::write(
        folder.0.join("crema.toml"),
        "[letters]\ndkim_key = \"keys/dkim.pem\"\n",
    )
    .unwrap();
    let refused = |what: &str| {
        for args in [&["serve"][..], &["doctor"]] {
            let (code, said) = told(&folder, &[], args);
            assert!(code != Some(0) && said.contains(what), "{args:?}: {said}");
        }
    };
    refused("let `crema keys mail` make another one");
    assert_eq!(
        told(&folder, &[], &["keys", "mail", "--ed25519"]).0,
        Some(0)
    );
    Server::start(&folder).kill();
    use std::os::unix::fs::PermissionsExt;
    let key = folder.0.join("keys/dkim.pem");
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o644)).unwrap();
    refused("chmod 600 keys/dkim.pem");
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o600)).unwrap();
    std::fs::write(&key, "nothing\n").unwrap();
    refused("let `crema keys mail` make another one");
}
