//! `crema serve --demo`: an instance to look around in, of which nothing stays.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::{Command, Stdio},
};

use crate::support::Folder;

fn page(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    let head = format!(
        "GET {path} HTTP/1.1\r\nHost: {address}\r\nAccept-Language: fr\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).unwrap();
    let mut page = String::new();
    stream.read_to_string(&mut page).unwrap();
    page
}

#[test]
fn an_invented_instance_has_people_and_badges_and_goes_away() {
    let folder = Folder::new();
    let mut child = Command::new(env!("CARGO_BIN_EXE_crema"))
        .args(["serve", "--demo"])
        .current_dir(&folder.0)
        .env_clear()
        .env("TMPDIR", &folder.0)
        .env("CREMA_LISTEN", "127.0.0.1:0")
        .env(
            "CREMA_QUIZZES",
            std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("quizzes"),
        )
        .env("CREMA_LOG", "error")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().unwrap())
        .read_line(&mut line)
        .unwrap();
    let address = line.trim().strip_prefix("listening on http://").unwrap();
    let people = page(address, "/people");
    assert!(people.contains("Mathurin Payet"), "{people}");
    assert!(page(address, "/achievements/atelier-decouverte").contains("Atelier découverte"));
    assert!(page(address, "/events").contains("La bataille des prompts"));
    let kept = std::fs::read_dir(&folder.0).unwrap().count();
    assert_eq!(kept, 1, "everything is in one folder");
    Command::new("kill")
        .arg(child.id().to_string())
        .status()
        .unwrap();
    assert!(child.wait().unwrap().success());
    let mut said = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut said)
        .unwrap();
    assert!(said.contains("/entry/"), "no way in is told: {said}");
    let (_, port) = address.rsplit_once(':').unwrap();
    let open = format!("open http://localhost:{port} in a browser");
    assert!(said.contains(&open), "no address is told: {said}");
    assert_eq!(std::fs::read_dir(&folder.0).unwrap().count(), 0);
}

#[test]
fn without_modules_it_says_what_is_missing() {
    let folder = Folder::new();
    let done = Command::new(env!("CARGO_BIN_EXE_crema"))
        .args(["serve", "--demo"])
        .current_dir(&folder.0)
        .env_clear()
        .env("TMPDIR", &folder.0)
        .env("CREMA_LISTEN", "127.0.0.1:0")
        .output()
        .unwrap();
    assert!(!done.status.success());
    let said = String::from_utf8(done.stderr).unwrap();
    assert!(
        said.contains("no such folder") && said.contains("CREMA_QUIZZES"),
        "{said}"
    );
    assert_eq!(std::fs::read_dir(&folder.0).unwrap().count(), 0);
}
