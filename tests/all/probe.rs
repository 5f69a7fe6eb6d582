//! `crema probe` against the program as it runs.

use std::process::{Command, Output};

use serde_json::Value;

use crate::support::{Folder, server::Server};

fn probe(folder: &Folder, address: &str, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_crema"))
        .current_dir(&folder.0)
        .env_clear()
        .env("CREMA_LISTEN", address)
        .env("CREMA_BASE_URL", "http://localhost:8080")
        .env(
            "CREMA_QUIZZES",
            std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("quizzes"),
        )
        .arg("probe")
        .args(arguments)
        .output()
        .unwrap()
}

#[test]
fn a_probe_issues_verifies_revokes_and_verifies_again() {
    let folder = Folder::new();
    let server = Server::start(&folder);
    let address = server.address().to_owned();
    // Twice: the achievement is there the second time, and the badge is another one.
    for _ in 0..2 {
        let said = probe(&folder, &address, &["--json"]);
        let told: Value = serde_json::from_slice(&said.stdout).unwrap();
        assert_eq!(told["ok"], true, "{told}");
        let steps: Vec<_> = told["steps"].as_array().unwrap().iter().collect();
        let names: Vec<_> = steps
            .iter()
            .map(|step| step["step"].as_str().unwrap())
            .collect();
        assert_eq!(
            names,
            [
                "ready",
                "issue",
                "fetch",
                "verify",
                "revoke",
                "verify again"
            ]
        );
        assert_eq!(said.status.code(), Some(0));
    }
    server.kill();
    let said = probe(&folder, &address, &["--ready"]);
    assert_eq!(said.status.code(), Some(1));
    let why = String::from_utf8_lossy(&said.stderr);
    assert!(why.contains("no server answers"), "{why}");
}
