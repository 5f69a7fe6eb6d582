//! `crema verify`: badges checked in a terminal, with the instance's own documents, then those of a folder.

use std::{
    fs,
    io::{Read, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use jiff::Timestamp;
use openbadges::{
    Contexts,
    verify::{Documents, Options, Outcome, Report, verify},
};
use serde_json::{Value, json};

use super::{instance, runtime};
use crate::{app::App, flows::badges};

/// The largest file that is read, in bytes.
const MAX_BYTES: u64 = 8 << 20;

#[derive(clap::Args)]
pub(super) struct Args {
    /// JSON, JWT, PNG or SVG files; `-` is standard input.
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
    /// Add a JSON-LD context to the closed list for this call.
    #[arg(long, value_name = "URL=FILE")]
    context: Vec<String>,
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
        Err(why) => {
            eprintln!("crema: {why}");
            ExitCode::from(2)
        }
    }
}

fn results(args: &Args) -> Result<Vec<Value>, String> {
    let mut contexts = None;
    for pair in &args.context {
        let (url, file) = pair
            .split_once('=')
            .ok_or_else(|| format!("--context {pair}: expected URL=FILE"))?;
        let bytes = fs::read(file).map_err(|error| format!("{file}: {error}"))?;
        let list = contexts.as_ref().unwrap_or(Contexts::bundled());
        contexts = Some(
            list.with(url, &bytes)
                .map_err(|error| format!("{file}: {error}"))?,
        );
    }
    let contexts = contexts.as_ref().unwrap_or(Contexts::bundled());
    let runtime = runtime().map_err(|_| "no runtime".to_owned())?;
    runtime.block_on(async {
        // The instance of this folder, where there is one; a verifier needs none.
        let app = match instance::config() {
            Ok(config) => {
        let bound = config.listen;
                instance::open(config, bound, false).await.ok()
            }
            Err(_) => None,
        };
        let options = Options { at: args.at.unwrap_or_else(Timestamp::now), recipient: args.recipient.as_deref(), contexts };
        let mut results = Vec::new();
        for source in &args.sources {
            results.push(match read(source) {
                Ok(input) => result(source, &input, app.as_ref(), args, &options).await,
                Err(why) => json!({"source": source, "verdict": "unknown", "checks": [{"id": "format", "outcome": "unknown", "detail": why}], "credential": null, "trust": "unknown"}),
            });
        }
        Ok(results)
    })
}

async fn result(
    source: &str,
    input: &[u8],
    app: Option<&App>,
    args: &Args,
    options: &Options<'_>,
) -> Value {
    let report = report(input, app, args, options).await;
    if let Some(app) = app
        && let Ok(verified) = badges::judged(app, report.clone()).await
    {
        return badges::result_value(source, &verified);
    }
    let mut value = report.to_value();
    if let Some(members) = value.as_object_mut() {
        members.shift_insert(0, "source".to_owned(), source.into());
        members.insert("trust".to_owned(), "unknown".into());
    }
    value
}

/// Verifies with what is at hand: our own documents first, then the folder; the rest could not be had.
async fn report(input: &[u8], app: Option<&App>, args: &Args, options: &Options<'_>) -> Report {
    let mut documents = Documents::new();
    for _ in 0..4 {
        let report = verify(input, &documents, options);
        if report.needs.is_empty() {
            return report;
        }
        for url in &report.needs {
            let own = match app {
                Some(app) => badges::own_document(app, url).await.ok().flatten(),
                None => None,
            };
            match own.map(String::into_bytes).or_else(|| {
                args.documents
                    .as_deref()
                    .and_then(|folder| from_folder(folder, url))
            }) {
                Some(bytes) => documents.add(url, bytes),
                None => documents.add_unavailable(
                    url,
                    if args.offline {
                        "offline"
                    } else {
                        "not at hand; give it with --documents"
                    },
                ),
            }
        }
    }
    verify(input, &documents, options)
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
        .find_map(|path| fs::read(path).ok())
}

fn read(source: &str) -> Result<Vec<u8>, String> {
    if source.starts_with("https://") {
        return Err(
            "badges are not fetched over the network: save the file and give its path".to_owned(),
        );
    }
    let mut bytes = Vec::new();
    let told = |error: std::io::Error| format!("{source}: {error}");
    if source == "-" {
        std::io::stdin()
            .lock()
            .take(MAX_BYTES)
            .read_to_end(&mut bytes)
            .map_err(told)?;
    } else {
        fs::File::open(source)
            .map_err(told)?
            .take(MAX_BYTES)
            .read_to_end(&mut bytes)
            .map_err(told)?;
    }
    Ok(bytes)
}

/// Writes to standard output; a reader that went away is no fault of ours.
fn say(text: &str) {
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
}

/// A result for people.
fn tell(result: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
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
        if let Some(value) = result["credential"][key].as_str() {
            let value: String = value.chars().filter(|c| !c.is_control()).collect();
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
    told
}
