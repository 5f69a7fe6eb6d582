//! Many credentials taken back at once, by the real program beside the instance that is served.

use std::{fs, path::Path, process::Command};

use crema::{access::account::Role, flows::badges::Face};

use super::badges::{document, face};
use crate::support::{browser::Browser, world::World};

/// Runs `crema status` beside the instance that is served, over a file of credentials: how it ended, and what it said.
fn status(world: &World, to: &str, ids: &str) -> (Option<i32>, String) {
    ended(world, to, ids, "Atelier annulé")
}

fn ended(world: &World, to: &str, ids: &str, reason: &str) -> (Option<i32>, String) {
    let file = world.folder.0.join("ids.txt");
    fs::write(&file, ids).unwrap();
    let database = world.folder.0.join("crema.db");
    let ended = Command::new(env!("CARGO_BIN_EXE_crema"))
        .args(["status", to, "--reason", reason, "--file"])
        .arg(&file)
        .current_dir(&world.folder.0)
        .env("CREMA_BASE_URL", "http://localhost:8080")
        .env(
            "CREMA_DATABASE_URL",
            format!("sqlite:{}", database.display()),
        )
        .env(
            "CREMA_QUIZZES",
            Path::new(env!("CARGO_MANIFEST_DIR")).join("quizzes"),
        )
        .output()
        .unwrap();
    let said = String::from_utf8(ended.stderr).unwrap();
    (ended.status.code(), said)
}

#[tokio::test]
async fn a_file_of_credentials_is_taken_back_whole_and_twice_alike() {
    let world = World::new().await;
    let (first, second) = (world.badge("Zoé").await, world.badge("Ali").await);
    let own = [
        document(&world, &first).await,
        document(&world, &second).await,
    ];
    let id = second.rsplit('/').next().unwrap();
    let both = format!("\u{feff}# Atelier\r\nhttp://localhost:8080{first}\r\n\r\n  {id}\r\n");

    // One line that cannot be ours: nothing happens to the others.
    let (code, said) = status(
        &world,
        "revoke",
        &format!("{both}https://b.example/credentials/1\n"),
    );
    assert!(
        code == Some(1) && said.contains("nothing was changed"),
        "{said}"
    );
    for own in &own {
        assert_eq!(face(&world, own.to_string()).await, Face::Valid);
    }

    let (code, said) = status(&world, "revoke", &both);
    assert_eq!(
        (code, said.matches("is now revoked").count()),
        (Some(0), 2),
        "{said}"
    );
    for own in &own {
        assert_eq!(face(&world, own.to_string()).await, Face::Revoked);
    }
    // What is done on the server is in the audit log as well, as the console's.
    let mut admin = Browser::steward(&world, "ada@example.org", Role::Admin).await;
    let log = admin.get("/admin/audit.csv").await.text();
    let told: Vec<_> = log
        .lines()
        .filter(|line| line.contains("\"standing-set\""))
        .collect();
    assert!(
        told.len() == 1 && told[0].contains("\"console\"") && told[0].contains("revoked × 2"),
        "{log}"
    );
    assert!(world.get(&first).await.text().contains("Atelier annulé"));

    // Again, with one more line that names nobody's credential: what is done is told apart from what cannot be.
    let nobody = "00000000-0000-4000-8000-000000000000";
    let (code, said) = status(&world, "revoke", &format!("{both}{nobody}\n"));
    assert_eq!(
        (code, said.matches("was revoked already").count()),
        (Some(1), 2),
        "{said}"
    );
    assert!(
        said.contains(&format!("no such credential: {nobody}")),
        "{said}"
    );
    let (code, said) = status(&world, "reinstate", &both);
    assert_eq!(
        (code, said.matches("cannot become valid").count()),
        (Some(1), 2),
        "{said}"
    );
    // A reason is shown whole on the page: it has an end.
    let (code, said) = ended(&world, "suspend", &both, &"x".repeat(301));
    assert!(code == Some(2) && said.contains("300"), "{said}");
    let (code, said) = status(&world, "revoke", "# rien\n");
    assert!(
        code == Some(2) && said.contains("names no credential"),
        "{said}"
    );
}
