//! The real program while its modules change: taken over without a restart, never by half, and what is wrong told in the log.

use std::{
    fs::{self, File, OpenOptions},
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::{Child, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use serde_json::Value;

use crate::support::Folder;

struct Server {
    child: Child,
    address: String,
    folder: Folder,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    /// Serves a folder of one module.
    fn start() -> Server {
        let folder = Folder::new();
        fs::create_dir(folder.0.join("quizzes")).unwrap();
        fs::write(folder.0.join("quizzes/un.toml"), module("1.0.0")).unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_crema"))
            .current_dir(&folder.0)
            .env_clear()
            .env("CREMA_LISTEN", "127.0.0.1:0")
            .env("LANG", "en")
            .stdout(Stdio::piped())
            .stderr(File::create(folder.0.join("log")).unwrap())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap())
            .read_line(&mut line)
            .unwrap();
        let address = line.trim().strip_prefix("listening on http://").unwrap();
        Server {
            address: address.to_owned(),
            child,
            folder,
        }
    }

    fn file(&self) -> std::path::PathBuf {
        self.folder.0.join("quizzes/un.toml")
    }

    fn log(&self) -> String {
        fs::read_to_string(self.folder.0.join("log")).unwrap()
    }

    /// The version that is served.
    fn version(&self) -> Option<String> {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let host = &self.address;
        let head =
            format!("GET /api/v1/modules/un HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        stream.write_all(head.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        if head.split(' ').nth(1) == Some("404") {
            return None;
        }
        let value: Value = serde_json::from_str(body).unwrap();
        Some(value["version"].as_str().unwrap().to_owned())
    }
}

fn module(version: &str) -> String {
    format!(
        "format = \"cafeia-module/1\"\nid = \"un\"\nversion = \"{version}\"\nlang = \"fr\"\ntitle = \"Un\"\nsummary = \"Un essai.\"\n\
         licence = \"CC0-1.0\"\n\n[[items]]\nid = \"avis\"\ntype = \"opinion\"\nask = \"Qu'en pensez-vous ?\"\nchoices = [\"Pour\", \"Contre\"]\n"
    )
}

/// Waits until something holds; ten seconds at most.
fn wait(what: &str, mut holds: impl FnMut() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < Duration::from_secs(10), "waited: {what}");
        sleep(Duration::from_millis(100));
    }
}

#[test]
fn modules_are_taken_over_while_the_server_runs() {
    let server = Server::start();
    let version = |version: &str| server.version().as_deref() == Some(version);
    assert!(version("1.0.0"));
    // Written slowly: what stands there by half is sound TOML, and is not taken for the whole.
    let text = module("1.1.0");
    let (first, rest) = text.split_once("\n[[items]]").unwrap();
    fs::write(server.file(), first).unwrap();
    let mut slow = OpenOptions::new().append(true).open(server.file()).unwrap();
    for _ in 0..6 {
        sleep(Duration::from_millis(400));
        slow.write_all(b"\n").unwrap();
        assert!(version("1.0.0"));
    }
    slow.write_all(format!("\n[[items]]{rest}").as_bytes())
        .unwrap();
    wait("the whole file", || version("1.1.0"));
    assert!(!server.log().contains("error:"), "{}", server.log());

    fs::write(server.file(), module("1.2.0").replace("type", "typ")).unwrap();
    wait("the error in the log", || {
        server
            .log()
            .contains("quizzes/un.toml:11:1: error: unknown key")
    });
    assert!(server.log().contains("version 1.1.0 goes on being served"));
    assert!(version("1.1.0"));
    fs::write(server.file(), module("1.3.0")).unwrap();
    wait("the mended file", || version("1.3.0"));

    fs::rename(
        server.folder.0.join("quizzes"),
        server.folder.0.join("elsewhere"),
    )
    .unwrap();
    wait("the fault in the log", || {
        server.log().contains("the modules go on as they are")
    });
    assert!(version("1.3.0"));
    fs::rename(
        server.folder.0.join("elsewhere"),
        server.folder.0.join("quizzes"),
    )
    .unwrap();
    fs::write(server.file(), module("1.4.0")).unwrap();
    wait("the folder again", || version("1.4.0"));

    fs::remove_file(server.file()).unwrap();
    wait("the file gone", || server.version().is_none());
}

/// A program that ends with its test, also where that fails.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// One page as text.
fn page(url: &str, path: &str) -> String {
    let host = url
        .strip_prefix("http://")
        .unwrap()
        .split('/')
        .next()
        .unwrap();
    let mut stream = TcpStream::connect(host.replace("localhost", "127.0.0.1")).unwrap();
    let head = format!(
        "GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept: text/html\r\nAccept-Language: en\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

fn crema(folder: &Folder, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_crema"));
    command
        .args(args)
        .current_dir(&folder.0)
        .env_clear()
        .env("LANG", "en")
        .env("TMPDIR", &folder.0);
    command
}

#[test]
fn a_new_module_is_written_once_and_shown_to_its_author() {
    let folder = Folder::new();
    let absent = crema(&folder, &["new", "mon-module"]).output().unwrap();
    assert_eq!(absent.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&absent.stderr).contains("quizzes"));
    fs::create_dir(folder.0.join("quizzes")).unwrap();
    for (args, code) in [
        (&["new", "mon-module", "--lang", "fr"][..], 0),
        (&["new", "mon-module"], 2),
        (&["new", "Mon module"], 2),
        (&["new", "autre", "--lang", "de"], 2),
        (&["new", "../ailleurs"], 2),
        (&["check", "quizzes/mon-module.toml"], 0),
    ] {
        let done = crema(&folder, args).output().unwrap();
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert_eq!(done.status.code(), Some(code), "{args:?}: {said}");
        if args == ["new", "mon-module"] {
            assert!(
                said.contains("quizzes/mon-module.toml is there already"),
                "{said}"
            );
        }
    }
    assert_eq!(fs::read_dir(folder.0.join("quizzes")).unwrap().count(), 1);

    let file = folder.0.join("quizzes/mon-module.toml");
    let sound = fs::read_to_string(&file).unwrap();
    fs::write(&file, sound.replace("type = \"order\"", "type = \"ordre\"")).unwrap();
    let preview = crema(&folder, &["preview", "quizzes/mon-module.toml"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut running = Running(preview);
    let mut url = String::new();
    BufReader::new(running.0.stdout.as_mut().unwrap())
        .read_line(&mut url)
        .unwrap();
    let url = url.trim().to_owned();
    // There is no version yet: only what is wrong.
    let told = "quizzes/mon-module.toml:50:8: error: unknown value `ordre`; did you mean `order`?";
    assert!(page(&url, "/").contains(told), "{}", page(&url, "/"));
    fs::write(&file, &sound).unwrap();
    wait("the mended module", || {
        page(&url, "/modules/mon-module").contains("<h1>Mon module")
    });
    assert!(!page(&url, "/").contains("error:"));
    // An error again: the version before goes on, under what is told.
    fs::write(&file, sound.replace("ask = ", "asks = ")).unwrap();
    wait("the errors on top", || {
        page(&url, "/modules/mon-module").contains("`asks`; did you mean `ask`?")
    });
    assert!(page(&url, "/modules/mon-module").contains("<h1>Mon module"));
    let passing = || {
        let entries = fs::read_dir(&folder.0)
            .unwrap()
            .map(|entry| entry.unwrap().file_name());
        entries
            .filter(|name| name.to_string_lossy().starts_with("crema-preview-"))
            .count()
    };
    assert_eq!(passing(), 1);
    let id = running.0.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-TERM", &id])
            .status()
            .unwrap()
            .success()
    );
    assert_eq!(running.0.wait().unwrap().code(), Some(0));
    assert_eq!(passing(), 0, "the data went away");
}
