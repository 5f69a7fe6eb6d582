//! `crema verify`: badges checked in a terminal, with the instance's own documents, then those of a folder.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use jiff::Timestamp;
use openbadges::verify::{Documents, Options, Outcome, Report, verify_either};
use serde_json::{Value, json};
use unicode_normalization::UnicodeNormalization;

use super::{
    Failure, instance, runtime,
    say::say,
    source::{self, Added},
};
use crate::{
    app::App,
    badges::handed::Handed,
    base::Lang,
    flows::badges,
    i18n::Texts,
    outside::fetch::{Document, Door},
};

/// How many badges are checked at a time.
const AT_ONCE: usize = 8;

#[derive(clap::Args)]
pub(super) struct Args {
    /// JSON, JWT, PNG or SVG files, or https addresses; `-` is standard input.
    #[arg(required = true)]
    sources: Vec<String>,
    /// Write the report as JSON on standard output.
    #[arg(long)]
    json: bool,
    /// Never use the network.
    #[arg(long)]
    offline: bool,
    /// Documents of issuers that are not this instance, by address, laid out DIR/host[%3Aport]/path.
    #[arg(long, value_name = "DIR")]
    documents: Option<PathBuf>,
    /// Check as of another moment, such as 2027-01-31T12:00:00Z.
    #[arg(long, value_name = "TIME")]
    at: Option<Timestamp>,
    /// Check that the badge is about this person.
    #[arg(long, value_name = "TEXT")]
    recipient: Option<String>,
    #[command(flatten)]
    added: Added,
}

pub(super) fn run(args: &Args) -> ExitCode {
    match results(args) {
        Ok(results) => {
            if args.json {
                say(&format!("{:#}\n", json!({"results": results})));
            } else {
                results.iter().for_each(|result| say(&tell(result)));
            }
            let any = |verdict: &str| results.iter().any(|result| result["verdict"] == verdict);
            ExitCode::from(if any("invalid") {
                1
            } else if any("unknown") {
                2
            } else {
                0
            })
        }
        Err(failure) => failure.exit(),
    }
}

fn results(args: &Args) -> Result<Vec<Value>, Failure> {
    let contexts = args.added.contexts()?;
    if let Some(folder) = args.documents.as_deref().filter(|folder| !folder.is_dir()) {
        let why = format!("--documents {}: no such folder", folder.display());
        return Err(Failure::Environment(why));
    }
    let runtime = runtime()?;
    // The instance of this folder, where there is one; a verifier needs none.
    let app = runtime.block_on(async {
        let config = instance::config().ok()?;
        let mut app = instance::open_bare(config).await.ok()?;
        // Our own lists are signed for the moment that is asked about.
        if let Some(at) = args.at {
            app.set_clock(at);
        }
        Some(app)
    });
    let door = Arc::new(Door::default());
    // Names are composed and trimmed here, however they are typed.
    let recipient = args.recipient.as_deref().map(str::trim);
    let recipient = recipient.map(|name| name.nfc().collect::<String>());
    let options = Options {
        at: args.at.unwrap_or_else(Timestamp::now),
        recipient: recipient.as_deref(),
        contexts: &contexts,
    };
    let results = each(&args.sources, |source| {
        runtime.block_on(result(source, app.as_ref(), &door, args, &options))
    });
    if let Some(app) = app {
        runtime.block_on(async {
            app.db.close().await;
            // What carries letters to a server has tasks of its own: it ends where they run.
            drop(app);
        });
    }
    Ok(results)
}

/// What comes of each source, several at a time, in their order.
fn each(sources: &[String], check: impl Fn(&str) -> Value + Sync) -> Vec<Value> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(vec![Value::Null; sources.len()]);
    let worker = || {
        while let Some((place, source)) = {
            let place = next.fetch_add(1, Ordering::Relaxed);
            sources.get(place).map(|source| (place, source))
        } {
            let result = check(source);
            done.lock().unwrap_or_else(PoisonError::into_inner)[place] = result;
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..sources.len().min(AT_ONCE) {
            scope.spawn(worker);
        }
        worker();
    });
    done.into_inner().unwrap_or_else(PoisonError::into_inner)
}

async fn result(
    source: &str,
    app: Option<&App>,
    door: &Arc<Door>,
    args: &Args,
    options: &Options<'_>,
) -> Value {
    let input = match read(source, app, door, args).await {
        Ok(input) => input,
        Err(why) => {
            // What could not be opened has the shape of everything else.
            let credential = json!({"id": null, "issuer": null, "recipient": null, "achievement": null, "validFrom": null, "validUntil": null});
            return json!({"source": source, "verdict": "unknown", "checks": [{"id": "format", "outcome": "unknown", "detail": why}], "credential": credential, "trust": "unknown"});
        }
    };
    let report = report(&input, app, door, args, options).await;
    if let Some(app) = app
        && let Ok(verified) = badges::judged(app, report.clone()).await
    {
        return named(badges::result_value(source, &verified), &input);
    }
    let mut value = report.to_value();
    if let Some(members) = value.as_object_mut() {
        members.shift_insert(0, "source".to_owned(), source.into());
        members.insert("trust".to_owned(), "unknown".into());
    }
    named(value, &input)
}

/// Says of what is no badge what it is instead, beside what was expected.
fn named(mut result: Value, input: &[u8]) -> Value {
    let format = &mut result["checks"][0];
    if format["outcome"] == Outcome::Fail.name() {
        let word = Handed::of(input).word();
        let is = Texts::of(Lang::En).text(&format!("handed-{word}"));
        let expected = format["detail"].as_str().unwrap_or_default();
        format["detail"] = format!("{expected}. {is}").into();
    }
    result
}

/// Verifies with what is at hand: our own documents first, then the folder, then, unless `--offline`, what the guarded door gives.
async fn report(
    input: &[u8],
    app: Option<&App>,
    door: &Arc<Door>,
    args: &Args,
    options: &Options<'_>,
) -> Report {
    let mut documents = Documents::new();
    if let Some(app) = app
        && let Ok(Some((url, document))) = badges::kept_in_the_log(app, input).await
    {
        documents.add(url, document);
    }
    for _ in 0..badges::ROUNDS {
        let report = verify_either(input, &documents, options);
        if report.needs.is_empty() {
            return report;
        }
        let mut others = Vec::new();
        for url in report.needs {
            let own = match app {
                Some(app) => badges::own_document(app, &url).await.ok().flatten(),
                None => None,
            };
            let folder = args.documents.as_deref();
            match own.or_else(|| from_folder(folder?, &url).map(Document::Here)) {
                Some(document) => badges::add_document(&mut documents, url, Ok(document)),
                None if args.offline => documents.add_unavailable(url, "offline"),
                None => others.push(url),
            }
        }
        for (url, document) in door.get_all(others).await {
            badges::add_document(&mut documents, url, document);
        }
    }
    verify_either(input, &documents, options)
}

/// A document of the folder: `DIR/host[%3Aport]/path`, as it is, or with `.json` or `.jwt`.
fn from_folder(folder: &Path, url: &str) -> Option<Vec<u8>> {
    let rest = url.split_once("://")?.1.split(['?', '#']).next()?;
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    if path
        .split('/')
        .any(|part| part.is_empty() && !path.is_empty() || part == ".." || part.contains('\\'))
        || host.is_empty()
        || host.contains("..")
    {
        return None;
    }
    let base = folder.join(host.replace(':', "%3A")).join(path);
    let with = |suffix: &str| PathBuf::from(format!("{}{suffix}", base.display()));
    [base.clone(), with(".json"), with(".jwt")]
        .into_iter()
        .filter(|path| path.is_file())
        .find_map(|path| source::file_bytes(&path).ok())
}

async fn read(
    source: &str,
    app: Option<&App>,
    door: &Arc<Door>,
    args: &Args,
) -> Result<Vec<u8>, String> {
    if !source.starts_with("https://") && !source.starts_with("http://") {
        return source::bytes(source);
    }
    if let Some(app) = app
        && let Ok(Some(kept)) = badges::own_badge(app, source).await
    {
        return Ok(kept);
    }
    if args.offline {
        return Err("offline: save the badge and give its file".to_owned());
    }
    door.get(source).await.and_then(Document::badge)
}

/// A result for people. What a badge says of itself steers no terminal.
fn tell(result: &Value) -> String {
    let text = |value: &Value| -> String {
        let text = value.as_str().unwrap_or_default();
        text.chars().filter(|c| !c.is_control()).collect()
    };
    let mut told = format!(
        "{}: {}\n",
        text(&result["source"]),
        text(&result["verdict"])
    );
    for (what, key) in [
        ("achievement", "achievement"),
        ("issuer", "issuer"),
        ("recipient", "recipient"),
        ("valid from", "validFrom"),
        ("valid until", "validUntil"),
    ] {
        let value = text(&result["credential"][key]);
        if !value.is_empty() {
            told.push_str(&format!("  {what}: {value}\n"));
        }
    }
    for check in result["checks"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default()
    {
        let mark = match check["outcome"].as_str() {
            Some(outcome) if outcome == Outcome::Pass.name() => "✓",
            Some(outcome) if outcome == Outcome::Fail.name() => "✕",
            Some(outcome) if outcome == Outcome::Unknown.name() => "?",
            _ => "–",
        };
        told.push_str(
            format!(
                "  {mark} {:<10} {}",
                text(&check["id"]),
                text(&check["detail"])
            )
            .trim_end(),
        );
        told.push('\n');
    }
    let notices = result["notices"].as_array();
    for notice in notices.map(Vec::as_slice).unwrap_or_default() {
        told.push_str(&format!("  ! {}\n", text(notice)));
    }
    let endorsements = result["endorsements"].as_array();
    for one in endorsements.map(Vec::as_slice).unwrap_or_default() {
        let (by, of) = (text(&one["by"]), text(&one["of"]));
        told.push_str(&format!(
            "  endorsed by {by}, of {of}: {}\n",
            text(&one["verdict"])
        ));
        let failed = one["checks"]
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default();
        for check in failed
            .iter()
            .filter(|check| check["outcome"] == Outcome::Fail.name())
        {
            let line = format!("    ✕ {:<8} {}", text(&check["id"]), text(&check["detail"]));
            told.push_str(line.trim_end());
            told.push('\n');
        }
    }
    told
}
