//! `crema trust`: the issuers that this instance knows, in a file that instances hand to each other.

use std::path::PathBuf;

use clap::Subcommand;

use super::{Failure, instance};
use crate::{
    badges::trust::{Known, TrustList},
    outside::trust::{load, save},
};

/// What to do with the list.
#[derive(Subcommand)]
pub(super) enum Command {
    /// Show the issuers that are known here.
    #[command(after_help = "Example: crema trust list")]
    List,
    /// Take over a list from a file: what is new and what goes is told; a running server reads it at once.
    #[command(after_help = "Example: crema trust import reseau.toml")]
    Import {
        /// A list in TOML: `version`, then `[[issuers]]` with `id` (a DID, or the https address of the profile of an issuer of Open Badges 2.0) and `name`.
        file: PathBuf,
    },
}

pub(super) fn run(command: &Command) -> Result<(), Failure> {
    let path = instance::config()
        .map_err(Failure::Environment)?
        .verify
        .trust;
    let held = if path.exists() {
        load(&path).map_err(Failure::Environment)?
    } else {
        TrustList::default()
    };
    match command {
        Command::List => {
            for known in &held.issuers {
                println!("{}  {}", known.id, known.name);
            }
            if held.issuers.is_empty() {
                eprintln!("crema: {} names no issuer", path.display());
            }
        }
        Command::Import { file } => {
            let next = load(file).map_err(Failure::Environment)?;
            save(&path, &next).map_err(Failure::Environment)?;
            told("+", &next, &held);
            told("-", &held, &next);
            eprintln!(
                "crema: {} is now version {} with {} issuers",
                path.display(),
                next.version,
                next.issuers.len()
            );
        }
    }
    Ok(())
}

/// Tells the issuers of one list that the other does not have.
fn told(sign: &str, of: &TrustList, without: &TrustList) {
    let is_new = |known: &&Known| {
        without
            .find(&known.id)
            .is_none_or(|other| other.name != known.name)
    };
    for known in of.issuers.iter().filter(is_new) {
        eprintln!("{sign} {}  {}", known.id, known.name);
    }
}
