//! An instance in one file and back again, moved to another database, and examined; by the real program.

use std::{
    fs,
    os::unix::{
        fs::{MetadataExt, PermissionsExt},
        process::CommandExt,
    },
    path::Path,
    process::{Command, Output},
};

use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{Folder, server::Server, skip, sql, world::MODULE};

/// Runs the program in a folder.
fn crema(folder: &Folder, environment: &[(&str, &str)], args: &[&str]) -> Output {
    called(folder, environment, args).output().unwrap()
}

/// The program, to be run in a folder.
fn called(folder: &Folder, environment: &[(&str, &str)], args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_crema"));
    command
        .args(args)
        .current_dir(&folder.0)
        .env_clear()
        .env("CREMA_BASE_URL", "http://localhost:8080")
        .env(
            "CREMA_QUIZZES",
            Path::new(env!("CARGO_MANIFEST_DIR")).join("quizzes"),
        )
        .envs(environment.iter().copied());
    command
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A badge that is claimed at a running instance: the path of its page.
fn badge(server: &Server, name: &str) -> String {
    let call = |method: &str, path: &str, token: &str, body: Value| {
        let (status, answer) = server.call(method, path, token, &body).unwrap();
        assert!(status < 300, "{path}: {status} {answer}");
        answer
    };
    let attempt = call("POST", "/api/v1/attempts", "", json!({"module": MODULE}));
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let (id, token) = (text(&attempt["id"]), text(&attempt["token"]));
    for item in attempt["items"].as_array().unwrap() {
        let path = format!("/api/v1/attempts/{id}/answers/{}", text(&item["id"]));
        call("PUT", &path, &token, json!({"response": null}));
    }
    let path = format!("/api/v1/attempts/{id}/completion");
    let done = call("POST", &path, &token, Value::Null);
    let path = format!("/api/v1/claims/{}", text(&done["badges"][0]["claim"]));
    let claimed = call("POST", &path, "", json!({"name": name}));
    let url = text(&claimed["credential"]);
    url.strip_prefix("http://localhost:8080")
        .unwrap()
        .to_owned()
}

/// What others hold against a badge: the badge itself, the issuer's keys, and the list that says whether it was taken back.
fn public(server: &Server, badge: &str) -> [Value; 3] {
    let get = |path: &str| server.call("GET", path, "", &Value::Null).unwrap();
    let (status, document) = get(&format!("{badge}.json"));
    assert_eq!(status, 200);
    let list = document["credentialStatus"]["statusListCredential"]
        .as_str()
        .unwrap();
    let list = get(list.strip_prefix("http://localhost:8080").unwrap()).1;
    let bits = list["credentialSubject"]["encodedList"].clone();
    [document, get("/.well-known/did.json").1, bits]
}

#[test]
fn an_instance_comes_back_whole_from_the_file_that_was_made_while_it_served() {
    let folder = Folder::new();
    let charter = Path::new(env!("CARGO_MANIFEST_DIR")).join("charter/1.0.fr.md");
    fs::create_dir(folder.0.join("charter")).unwrap();
    fs::copy(&charter, folder.0.join("charter/1.0.fr.md")).unwrap();
    fs::create_dir(folder.0.join("kit")).unwrap();
    fs::write(folder.0.join("kit/logo.svg"), "<svg/>").unwrap();
    fs::write(folder.0.join("crema.toml"), "[charter]\nkit = \"kit\"\n").unwrap();
    let server = Server::start(&folder);
    let (kept, revoked) = (badge(&server, "Zoé"), badge(&server, "Ali"));
    let taken = crema(
        &folder,
        &[],
        &["status", "revoke", &revoked[13..], "--reason", "essai"],
    );
    assert!(taken.status.success(), "{}", said(&taken));
    let before = public(&server, &kept);
    let secret = folder.0.join("passphrase");
    fs::write(&secret, "quatre tasses de café\n").unwrap();
    let sealed = ["--passphrase-file", secret.to_str().unwrap()];
    let file = folder.0.join("instance.crema");
    let path = file.to_str().unwrap();
    let made = crema(&folder, &[], &["backup", path, sealed[0], sealed[1]]);
    assert!(
        made.status.success() && said(&made).contains("read back and whole"),
        "{}",
        said(&made)
    );
    let mode = fs::metadata(&file).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let bytes = fs::read(&file).unwrap();
    assert!(bytes.starts_with(b"age-encryption.org/v1"));
    // After the backup, and so not in it.
    let later = badge(&server, "Eve");
    drop(server);

    let other = Folder::new();
    let plain = crema(&other, &[], &["restore", path]);
    assert!(plain.status.code() == Some(2) && said(&plain).contains("--passphrase-file"));
    let wrong = [("CREMA_BACKUP_PASSPHRASE", "trois tasses")];
    let wrong = crema(&other, &wrong, &["restore", path]);
    assert!(wrong.status.code() == Some(2) && said(&wrong).contains("does not open it"));
    let cut = folder.0.join("cut.crema");
    for length in [0, 10, 500, bytes.len() / 2, bytes.len() - 1] {
        fs::write(&cut, &bytes[..length]).unwrap();
        let cut = ["restore", cut.to_str().unwrap(), sealed[0], sealed[1]];
        let refused = crema(&other, &[], &cut);
        assert_eq!(
            refused.status.code(),
            Some(2),
            "{length}: {}",
            said(&refused)
        );
    }
    let mut altered = bytes.clone();
    altered[bytes.len() / 2] ^= 1;
    fs::write(&cut, &altered).unwrap();
    let altered = ["restore", cut.to_str().unwrap(), sealed[0], sealed[1]];
    assert_eq!(crema(&other, &[], &altered).status.code(), Some(2));
    assert!(!other.0.join("data/crema.db").exists() && !other.0.join("keys").exists());

    // What a restoration that was cut short has left is in nobody's way.
    fs::create_dir_all(other.0.join("data")).unwrap();
    fs::write(other.0.join("data/.crema.db.part"), "half").unwrap();
    let back = crema(
        &other,
        &[("CREMA_BACKUP_PASSPHRASE", "quatre tasses de café")],
        &["restore", path],
    );
    assert!(back.status.success(), "{}", said(&back));
    assert_eq!(
        fs::read(other.0.join("charter/1.0.fr.md")).unwrap(),
        fs::read(&charter).unwrap()
    );
    assert_eq!(fs::read(other.0.join("kit/logo.svg")).unwrap(), b"<svg/>");
    for key in ["ed25519.jwk", "p256.jwk", "codes.secret"] {
        let key = fs::metadata(other.0.join("keys").join(key)).unwrap();
        assert_eq!(key.permissions().mode() & 0o777, 0o600);
    }
    let again = crema(&other, &[], &["restore", path, sealed[0], sealed[1]]);
    assert!(again.status.code() == Some(2) && said(&again).contains("there is an instance here"));
    let well = crema(&other, &[], &["doctor"]);
    assert!(
        well.status.success(),
        "{}",
        String::from_utf8_lossy(&well.stdout)
    );

    let server = Server::start(&other);
    assert_eq!(public(&server, &kept), before);
    let (_, answer) = server
        .call("GET", &format!("{revoked}.json"), "", &Value::Null)
        .unwrap();
    let verdict = server
        .call("POST", "/api/v1/verifications", "", &answer)
        .unwrap()
        .1;
    assert_eq!(verdict["verdict"], "invalid");
    let (status, _) = server
        .call("GET", &format!("{later}.json"), "", &Value::Null)
        .unwrap();
    assert_eq!(status, 404);
    badge(&server, "Ada");
}

#[test]
fn a_backup_without_a_passphrase_says_so_and_other_keys_are_never_written_over() {
    let folder = Folder::new();
    drop(Server::start(&folder));
    let file = folder.0.join("instance.crema");
    let path = file.to_str().unwrap();
    fs::write(&file, "an older backup").unwrap();
    let made = crema(&folder, &[], &["backup", path]);
    assert!(
        made.status.success() && said(&made).contains("not sealed"),
        "{}",
        said(&made)
    );
    let empty = Folder::new();
    let nothing = crema(&empty, &[], &["backup", path]);
    assert_eq!(
        nothing.status.code(),
        Some(2),
        "there is nothing to back up"
    );
    assert!(
        fs::read(&file).unwrap().starts_with(b"PK"),
        "the one before is still there"
    );

    let other = Folder::new();
    drop(Server::start(&other));
    fs::remove_dir_all(other.0.join("data")).unwrap();
    let refused = crema(&other, &[], &["restore", path]);
    assert!(
        refused.status.code() == Some(2) && said(&refused).contains("another one"),
        "{}",
        said(&refused)
    );
    assert!(!other.0.join("data/crema.db").exists());
}

#[test]
fn a_doctor_says_what_is_wrong_and_what_to_do() {
    let folder = Folder::new();
    let nothing = crema(&folder, &[], &["doctor"]);
    assert_eq!(nothing.status.code(), Some(1));
    let made = fs::read_dir(&folder.0).unwrap().count();
    assert_eq!(made, 0, "it looks, and makes nothing");
    drop(Server::start(&folder));
    let state = |environment: &[(&str, &str)], part: &str| {
        let looked = crema(&folder, environment, &["doctor", "--json"]);
        let report: Value = serde_json::from_slice(&looked.stdout).unwrap();
        let findings = report["findings"].as_array().unwrap().clone();
        let found = findings.iter().filter(|one| one["part"] == part);
        let worst = found
            .map(|one| one["state"].as_str().unwrap())
            .max()
            .unwrap_or("none")
            .to_owned();
        (looked.status.code(), worst)
    };
    assert_eq!(state(&[], "keys"), (Some(0), "well".into()));
    assert_eq!(state(&[], "address"), (Some(0), "warning".into()));
    let public = [("CREMA_BASE_URL", "https://badges.example.org")];
    assert_eq!(state(&public, "address").1, "well");
    let mail = [("CREMA_MAIL", "smtp://127.0.0.1:1")];
    assert_eq!(state(&mail, "mail"), (Some(1), "wrong".into()));
    let settings = [("CREMA_RATE", "many")];
    assert_eq!(state(&settings, "settings"), (Some(1), "wrong".into()));
    let key = folder.0.join("keys/p256.jwk");
    fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).unwrap();
    assert_eq!(state(&[], "keys"), (Some(1), "wrong".into()));
    fs::remove_file(&key).unwrap();
    assert_eq!(state(&[], "keys"), (Some(1), "wrong".into()));
    let database = folder.0.join("data/crema.db");
    let bytes = fs::read(&database).unwrap();
    let mut broken = bytes.clone();
    broken[bytes.len() / 2..]
        .iter_mut()
        .for_each(|byte| *byte ^= 0x55);
    fs::write(&database, broken).unwrap();
    assert_eq!(state(&[], "database"), (Some(1), "wrong".into()));
}

/// A doctor who is not let in says so, and who may be.
#[test]
fn a_doctor_who_may_not_read_or_write_says_what_is_in_the_way() {
    let folder = Folder::new();
    drop(Server::start(&folder));
    // The owner of everything is let in whatever the rights say: then somebody else looks.
    let is_root = fs::metadata("/proc/self").unwrap().uid() == 0;
    let look = || {
        let mut doctor = called(&folder, &[], &["doctor"]);
        if is_root {
            doctor.uid(65_534).gid(65_534);
        }
        String::from_utf8(doctor.output().unwrap().stdout).unwrap()
    };
    let data = folder.0.join("data");
    let allow = |path: &Path, mode| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    };
    let (file, none, all) = (
        data.join("crema.db"),
        if is_root { 0o700 } else { 0o000 },
        0o755,
    );
    allow(&folder.0, all);
    for (folder_mode, file_mode, told) in [
        (none, all, "cannot be read: Permission denied"),
        (all, none, "cannot be read: Permission denied"),
        (all, 0o444, "can be read and not written"),
    ] {
        allow(&file, file_mode);
        allow(&data, folder_mode);
        let said = look();
        let told = format!("WRONG    database: sqlite:data/crema.db {told}");
        let told = told.replace("sqlite:data/crema.db cannot", "data/crema.db cannot");
        assert!(said.contains(&told), "{said}");
        assert!(
            said.contains("-> run this as the user of the service"),
            "{said}"
        );
        assert!(
            !said.contains("busy") && !said.contains("is whole and can be written"),
            "{said}"
        );
        allow(&data, 0o755);
    }
}

/// The first pair of keys is made before there is any module.
#[test]
fn the_first_keys_are_made_without_any_module() {
    let folder = Folder::new();
    let bare = [("CREMA_QUIZZES", "absent")];
    let made = crema(&folder, &bare, &["keys", "new"]);
    assert_eq!(made.status.code(), Some(0), "{}", said(&made));
    assert_eq!(made.stdout.iter().filter(|sign| **sign == b'\n').count(), 2);
    assert_eq!(
        crema(&folder, &bare, &["keys", "new"]).status.code(),
        Some(2)
    );
    // The instance goes on with them once it has modules.
    drop(Server::start(&folder));
    let listed = crema(&folder, &bare, &["keys", "list"]);
    assert_eq!(listed.stdout, made.stdout, "{}", said(&listed));
}

/// Whoever looks after keys and badges needs no module at hand, nor one that can be served.
#[test]
fn keys_and_badges_are_looked_after_without_any_module() {
    let folder = Folder::new();
    let server = Server::start(&folder);
    let path = badge(&server, "Zoé");
    drop(server);
    let unsigned = json!({
        "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
        "id": "http://localhost:8080/x",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "x",
        "issuer": {"id": "did:web:localhost%3A8080", "type": ["Profile"]},
        "validFrom": "2026-11-24T10:00:00Z",
        "credentialSubject": {"id": "urn:uuid:2f0b6e5c-2b1b-4f0a-8a37-2d1c8e6d7f22", "type": ["AchievementSubject"],
            "achievement": {"id": "http://localhost:8080/y", "type": ["Achievement"], "name": "x", "description": "x", "criteria": {"type": "Criteria", "narrative": "x"}}},
    });
    fs::write(folder.0.join("x.json"), unsigned.to_string()).unwrap();
    fs::create_dir(folder.0.join("bare")).unwrap();
    fs::create_dir(folder.0.join("wrong")).unwrap();
    fs::write(folder.0.join("wrong/m.toml"), "nothing").unwrap();
    let id = path.rsplit('/').next().unwrap();
    for quizzes in ["absent", "bare", "wrong"] {
        let environment = [("CREMA_QUIZZES", quizzes)];
        for command in [
            &["keys", "list"][..],
            &["sign", "x.json"],
            &["status", "suspend", id, "--reason", "x"],
            &["status", "reinstate", id, "--reason", "x"],
            &["account", "grant", "ada@example.org", "admin"],
            &["keys", "rotate"],
        ] {
            let done = crema(&folder, &environment, command);
            let told = said(&done);
            assert_eq!(done.status.code(), Some(0), "{quizzes} {command:?}: {told}");
            assert!(!told.contains("m.toml"), "{told}");
        }
    }
}

#[test]
fn the_data_moves_to_another_database_row_by_row() {
    let folder = Folder::new();
    let server = Server::start(&folder);
    let kept = badge(&server, "Zoé");
    let before = public(&server, &kept);
    drop(server);
    let Ok(url) = std::env::var("CREMA_TEST_POSTGRES") else {
        return skip("PostgreSQL: CREMA_TEST_POSTGRES gives no address");
    };
    sqlx::any::install_default_drivers();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let schema = format!("test_{}", Uuid::new_v4().simple());
    runtime.block_on(sql(&url, &format!("CREATE SCHEMA {schema}")));
    let join = if url.contains('?') { '&' } else { '?' };
    let to = format!("{url}{join}options=-c%20search_path%3D{schema}");
    let moved = crema(&folder, &[], &["migrate-to", &to]);
    assert!(moved.status.success(), "{}", said(&moved));
    let again = crema(&folder, &[], &["migrate-to", &to]);
    assert_eq!(again.status.code(), Some(2), "{}", said(&again));
    let old = crema(&folder, &[], &["keys", "list"]);
    assert!(
        old.status.code() == Some(2) && said(&old).contains("was moved to"),
        "{}",
        said(&old)
    );

    let server = Server::start_with(&folder, &[("CREMA_DATABASE_URL", &to)]);
    assert_eq!(public(&server, &kept), before);
    badge(&server, "Ali");
    // From there into a file, and back onto SQLite: the same rows on either engine.
    let file = folder.0.join("instance.crema");
    let shared = [("CREMA_DATABASE_URL", to.as_str())];
    let made = crema(&folder, &shared, &["backup", file.to_str().unwrap()]);
    assert!(made.status.success(), "{}", said(&made));
    drop(server);
    let other = Folder::new();
    let back = crema(&other, &[], &["restore", file.to_str().unwrap()]);
    assert!(back.status.success(), "{}", said(&back));
    let server = Server::start(&other);
    assert_eq!(public(&server, &kept), before);
    drop(server);
    runtime.block_on(sql(&url, &format!("DROP SCHEMA {schema} CASCADE")));
}
