//! `crema keys`: the pair that signs, a new one in its place, what to do after a theft, and the root key that is kept away.

use std::{fs, io::Write, path::PathBuf};

use clap::Subcommand;
use jiff::Timestamp;

use super::{Failure, instance, runtime};
use crate::{
    app::App,
    badges::issuer_key::{IssuerKey, fingerprint, state},
    base::{Error, Refusal},
    flows::badges,
    outside::keyring::{self, Found, look},
};

/// What to do with the issuer's keys.
#[derive(Subcommand)]
pub(super) enum Command {
    /// Make the first pair of an instance that has neither keys nor data.
    New,
    /// Show every key that the issuer ever had.
    List {
        /// As JSON on standard output.
        #[arg(long)]
        json: bool,
    },
    /// Let a new pair sign from now on; badges signed before go on holding.
    Rotate,
    /// Say that keys may be in other hands: what they signed holds only where the issuance log has it, and is signed anew.
    Compromise {
        /// The keys, as Multikey text (z6Mk…, zDn…).
        #[arg(required = true)]
        keys: Vec<String>,
        /// Since when; now if it is not said.
        #[arg(long, value_name = "TIME")]
        since: Option<Timestamp>,
    },
    /// Make a root key, to be kept away from any machine; its public half goes into the settings.
    Root {
        /// The file to make.
        file: PathBuf,
    },
    /// On the machine of the root key: say of signing keys that they are this issuer's, a line each on standard output.
    Vouch {
        /// The root key's file.
        #[arg(long)]
        root: PathBuf,
        /// The issuer's DID.
        #[arg(long)]
        did: String,
        /// The signing keys, as Multikey text.
        #[arg(required = true)]
        keys: Vec<String>,
    },
    /// On the instance: publish what the root key said.
    Accept {
        /// What `crema keys vouch` wrote; `-` is standard input.
        file: PathBuf,
    },
}

pub(super) fn run(command: &Command) -> Result<(), Failure> {
    match command {
        Command::Root { file } => return root(file),
        Command::Vouch { root, did, keys } => return vouch(root, did, keys),
        _ => {}
    }
    let config = instance::config().map_err(Failure::Environment)?;
    let is_new = matches!(command, Command::New);
    if is_new && look(&config.keys) != Found::Nothing {
        return Err(Failure::Environment(format!(
            "{} holds keys already; `crema keys rotate` puts a new pair in their place",
            config.keys.display()
        )));
    }
    runtime()?.block_on(async {
        let bound = config.listen;
        let app = instance::open(config, bound, is_new)
            .await
            .map_err(Failure::Environment)?;
        let done = on(&app, command).await;
        app.db.close().await;
        done
    })
}

async fn on(app: &App, command: &Command) -> Result<(), Failure> {
    match command {
        Command::New => {
            badges::publish(app).await.map_err(failure)?;
            list(app, false).await
        }
        Command::List { json } => list(app, *json).await,
        Command::Rotate => {
            let names = badges::rotate(app).await.map_err(failure)?;
            eprintln!("crema: {} and {} sign from now on", names[0], names[1]);
            eprintln!("crema: make a backup now: without these keys no badge can be taken back");
            Ok(())
        }
        Command::Compromise { keys, since } => {
            compromise(app, keys, since.unwrap_or_else(|| app.now())).await
        }
        Command::Accept { file } => accept(app, file).await,
        Command::Root { .. } | Command::Vouch { .. } => Ok(()),
    }
}

async fn list(app: &App, json: bool) -> Result<(), Failure> {
    let keys = badges::history(app).await.map_err(failure)?;
    if json {
        println!("{:#}", badges::history_value(app, &keys));
    } else {
        keys.iter().for_each(|key| println!("{}", told(key)));
    }
    Ok(())
}

/// A key in one line: what it does, since when, and its name.
fn told(key: &IssuerKey) -> String {
    let day = |at: Timestamp| at.strftime("%Y-%m-%d").to_string();
    let state = match (key.compromised_at, key.retired_at) {
        (Some(since), _) => format!("compromised since {}", day(since)),
        (None, Some(at)) => format!("retired {}", day(at)),
        (None, None) => "signs".to_owned(),
    };
    let vouched = if key.statement.is_some() {
        "vouched for by the root key"
    } else {
        ""
    };
    format!(
        "{:>3}  {}  {:<28} {}  {vouched}",
        key.pair,
        day(key.made_at),
        state,
        key.multikey
    )
    .trim_end()
    .to_owned()
}

async fn compromise(app: &App, keys: &[String], since: Timestamp) -> Result<(), Failure> {
    let mut pairs = Vec::new();
    for key in keys {
        match badges::compromise(app, key, since).await {
            Ok(pair) if pairs.contains(&pair) => {}
            Ok(pair) => pairs.push(pair),
            Err(Error::Missing) => {
                eprintln!("crema: no such key: {key}; `crema keys list` shows them");
                return Err(Failure::DoesNotHold);
            }
            Err(error) => return Err(failure(error)),
        }
        eprintln!("crema: {key} counts no more since {since}");
    }
    for pair in pairs {
        let done = badges::reissue(app, pair, |done| {
            if done % 100 == 0 {
                eprint!("\rcrema: {done} badges signed anew");
                let _ = std::io::stderr().flush();
            }
        })
        .await
        .map_err(failure)?;
        eprintln!(
            "\rcrema: {done} badges of pair {pair} signed anew; who holds an older file finds the new one at its address"
        );
    }
    eprintln!("crema: now tell the people: /issuer shows which key it was and since when");
    Ok(())
}

async fn accept(app: &App, file: &std::path::Path) -> Result<(), Failure> {
    let text = if file.as_os_str() == "-" {
        std::io::read_to_string(std::io::stdin())
    } else {
        fs::read_to_string(file)
    }
    .map_err(|error| Failure::Environment(format!("{}: {error}", file.display())))?;
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match badges::add_statement(app, line).await {
            Ok(key) => eprintln!("crema: the root key vouches for {key}"),
            Err(Error::Refusal(Refusal::StatementForeign)) => {
                eprintln!(
                    "crema: this is no statement of the root key in the settings about a key of this instance: {line}"
                );
                return Err(Failure::DoesNotHold);
            }
            Err(error) => return Err(failure(error)),
        }
    }
    Ok(())
}

fn root(file: &std::path::Path) -> Result<(), Failure> {
    let key = keyring::create_root(file).map_err(Failure::Environment)?;
    let multikey = key.public().multikey();
    println!("{multikey}");
    eprintln!("crema: fingerprint {}", fingerprint(&multikey));
    eprintln!(
        "crema: write root = \"{multikey}\" under [issuer] in crema.toml, then keep {} on two offline copies and remove it here",
        file.display()
    );
    Ok(())
}

fn vouch(root: &std::path::Path, did: &str, keys: &[String]) -> Result<(), Failure> {
    let root = keyring::open_root(root).map_err(Failure::Environment)?;
    for key in keys {
        let line = state(&root, did, key, Timestamp::now())
            .map_err(|error| Failure::Environment(error.to_string()))?;
        println!("{line}");
    }
    Ok(())
}

fn failure(error: Error) -> Failure {
    Failure::Environment(error.to_string())
}
