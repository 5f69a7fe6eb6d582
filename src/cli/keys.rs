//! `crema keys`: the pair that signs, a new one in its place, what to do after a theft, and the root key that is kept away.

use std::{fs, io::Write, path::PathBuf};

use clap::Subcommand;
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use openbadges::key::PublicKey;

use super::{Failure, instance, runtime};
use crate::{
    app::{self, App},
    badges::issuer_key::{IssuerKey, fingerprint, state},
    base::{Error, Refusal},
    config::Config,
    flows::badges,
    outside::{
        keyring::{self, Found, look},
        mail::{Kind, Seal},
    },
};

/// What to do with the issuer's keys.
#[derive(Subcommand)]
pub(super) enum Command {
    /// Make the first pair of an instance that has neither keys nor data.
    #[command(after_help = "Example: crema keys new")]
    New,
    /// Show every key that the issuer ever had.
    #[command(after_help = "Example: crema keys list --json")]
    List {
        /// As JSON on standard output.
        #[arg(long)]
        json: bool,
    },
    /// Let a new pair sign from now on; badges signed before go on holding.
    #[command(after_help = "Example: crema keys rotate")]
    Rotate,
    /// Say that keys may be in other hands: what they signed holds only where the issuance log has it, and is signed anew.
    #[command(
        after_help = "Example: crema keys compromise z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK --since 2027-01-31T12:00:00Z"
    )]
    Compromise {
        /// The keys, as Multikey text (z6Mk…, zDn…).
        #[arg(required = true)]
        keys: Vec<String>,
        /// Since when: a day (2027-01-31, from its first moment on, in UTC) or a moment (2027-01-31T12:00:00Z); now if it is not said.
        #[arg(long, value_name = "TIME", value_parser = moment)]
        since: Option<Timestamp>,
    },
    /// Make another secret of codes, where it is gone and in no backup: open attempts and links that were given out are lost, badges are not.
    #[command(after_help = "Example: crema keys codes")]
    Codes,
    /// Make a root key, to be kept away from any machine; its public half goes into the settings.
    #[command(after_help = "Example: crema keys root /media/stick/root.json")]
    Root {
        /// The file to make.
        file: PathBuf,
    },
    /// On the machine of the root key: say of signing keys that they are this issuer's, a line each on standard output.
    #[command(
        after_help = "Example: crema keys vouch --root root.json --did did:web:badges.example.org z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK > statement.jwt"
    )]
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
    /// Make the key that signs letters (DKIM) where there is none, and print the record to publish in the DNS.
    #[command(after_help = "Example: crema keys mail --ed25519")]
    Mail {
        /// The file of the key; that of the settings, else keys/dkim.pem.
        file: Option<PathBuf>,
        /// Ed25519 instead of RSA: shorter, and not known to every mail server yet.
        #[arg(long)]
        ed25519: bool,
    },
    /// On the instance: publish what the root key said.
    #[command(after_help = "Example: crema keys accept statement.jwt")]
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
    if let Command::Mail { file, ed25519 } = command {
        return mail(config, file.as_deref(), *ed25519);
    }
    if matches!(command, Command::Codes) {
        return codes(&config);
    }
    let is_new = matches!(command, Command::New);
    if is_new && look(&config.keys).map_err(Failure::Environment)? != Found::Nothing {
        return Err(Failure::Environment(format!(
            "{} holds keys already; `crema keys rotate` puts a new pair in their place",
            config.keys.display()
        )));
    }
    runtime()?.block_on(async {
        let app = if is_new {
            instance::make_bare(config).await
        } else {
            instance::open_bare(config).await
        };
        let app = app.map_err(Failure::Environment)?;
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
        Command::Root { .. } | Command::Vouch { .. } | Command::Mail { .. } | Command::Codes => {
            Ok(())
        }
    }
}

/// A moment of the past, or the first one of a day.
fn moment(text: &str) -> Result<Timestamp, String> {
    let day = |date: Date| {
        date.to_zoned_datetime(TimeZone::UTC)
            .map(|at| at.timestamp())
    };
    let at = match text.parse::<Date>() {
        // A date with a time reads as a date too.
        Ok(date) if text.len() == "2027-01-31".len() => {
            day(date).map_err(|error| error.to_string())?
        }
        _ => text.parse::<Timestamp>().map_err(|_| {
            "expected a day (2027-01-31) or a moment with its time zone (2027-01-31T12:00:00Z)"
                .to_owned()
        })?,
    };
    if at > Timestamp::now() {
        return Err("it is still to come".to_owned());
    }
    Ok(at)
}

fn codes(config: &Config) -> Result<(), Failure> {
    let aside = runtime()?
        .block_on(instance::renew_secret(config))
        .map_err(Failure::Environment)?;
    if let Some(aside) = aside {
        eprintln!(
            "crema: the secret that was there is {} now: remove it once nobody misses it",
            aside.display()
        );
    }
    eprintln!(
        "crema: {} has another codes.secret; open attempts end, links of letters, of registrations and of holders open nothing any more, codes by time (TOTP) and accounts elsewhere have to be tied anew; codes that people hold still claim, and badges hold as before",
        config.keys.display()
    );
    eprintln!("crema: start the server anew, and make a backup");
    Ok(())
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
    let pairs_told = pairs.clone();
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
    let history = badges::history(app).await.map_err(failure)?;
    for key in history
        .iter()
        .filter(|key| pairs_told.contains(&key.pair) && key.compromised_at.is_none())
    {
        eprintln!(
            "crema: {} of the same pair is trusted still: where it lay in the same place, name it too",
            key.multikey
        );
    }
    eprintln!(
        "crema: make a backup now, and let the root key vouch for the pair that signs (`crema keys list`)"
    );
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
    if app.config.issuer.root.is_none() {
        return Err(Failure::Environment(
            "no root key is named here: write root = \"z6Mk…\", as `crema keys root` printed it, under [issuer] in crema.toml; then the same command again".to_owned(),
        ));
    }
    let lines: Vec<&str> = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    if lines.is_empty() {
        return Err(Failure::Environment(format!(
            "{}: nothing is in it; `crema keys vouch` writes a line for each key",
            file.display()
        )));
    }
    for line in lines {
        match badges::add_statement(app, line).await {
            Ok(key) => eprintln!("crema: the root key vouches for {key}"),
            Err(Error::Refusal(Refusal::StatementForeign)) => {
                eprintln!(
                    "crema: this is no statement of the root key in the settings about a key of this instance: {line}\ncrema: look whether --root of `crema keys vouch` was the key whose name stands as `root` in crema.toml, --did {}, and the keys those of `crema keys list`",
                    app.did()
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

/// Makes the key that signs letters where there is none, and prints its record: the name, then the text.
fn mail(mut config: Config, file: Option<&std::path::Path>, ed25519: bool) -> Result<(), Failure> {
    let named = file.map(std::path::Path::to_path_buf);
    let named = named.or_else(|| config.letters.dkim_key.clone());
    let path = named.unwrap_or_else(|| config.keys.join("dkim.pem"));
    if !path.exists() {
        if let Some(folder) = path.parent().filter(|one| !one.as_os_str().is_empty()) {
            fs::create_dir_all(folder)
                .map_err(|error| Failure::Environment(format!("{}: {error}", folder.display())))?;
        }
        let kind = if ed25519 { Kind::Ed25519 } else { Kind::Rsa };
        Seal::create(&path, kind).map_err(Failure::Environment)?;
        eprintln!(
            "crema: {} holds a new key, which only you may read",
            path.display()
        );
    }
    config.letters.dkim_key = Some(path.clone());
    let base = config.base_url.clone();
    let base = base.as_deref().unwrap_or("http://localhost");
    let seal = app::seal(&config, app::authority(base)).map_err(Failure::Environment)?;
    if let Some(seal) = seal {
        let (name, text) = seal.record();
        println!("{name}. TXT {}", quoted(text));
    }
    eprintln!(
        "crema: publish this record, then write dkim_key = \"{}\" under [letters] in crema.toml and start anew",
        path.display()
    );
    Ok(())
}

/// A text as a zone has it: strings of at most 255 signs, in quotes (RFC 1035, section 3.3.14).
fn quoted(text: &str) -> String {
    let signs: Vec<char> = text.chars().collect();
    let parts = signs.chunks(255);
    let parts = parts.map(|part| format!("\"{}\"", part.iter().collect::<String>()));
    parts.collect::<Vec<_>>().join(" ")
}

fn vouch(root: &std::path::Path, did: &str, keys: &[String]) -> Result<(), Failure> {
    let root = keyring::open_root(root).map_err(Failure::Environment)?;
    for key in keys {
        PublicKey::from_multikey(key).map_err(|error| {
            Failure::Environment(format!(
                "{key}: {error}; `crema keys list` on the instance shows its keys, z6Mk… and zDn…"
            ))
        })?;
        let line = state(&root, did, key, Timestamp::now())
            .map_err(|error| Failure::Environment(error.to_string()))?;
        println!("{line}");
    }
    Ok(())
}

fn failure(error: Error) -> Failure {
    Failure::Environment(error.to_string())
}
