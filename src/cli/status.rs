//! `crema status`: the standing of a credential of this instance, also while the server runs.

use std::{fs, path::PathBuf};

use clap::Subcommand;

use super::{Failure, instance, runtime};
use crate::{
    app::App,
    badges::ledger::{MOST_REASON, Standing},
    base::CredentialId,
    flows::badges::{self, Fate},
};

/// What to do with credentials, named by their addresses or last segments.
#[derive(Subcommand)]
pub(super) enum Command {
    /// Take it back for good.
    #[command(
        after_help = "Example: crema status revoke 8f1d7d9e-3f4b-4a51-9c39-0f0a6c1d2b11 --reason \"Attribué par erreur\""
    )]
    Revoke(Target),
    /// Take it back for a time.
    #[command(after_help = "Example: crema status suspend --file IDS.txt --reason \"À vérifier\"")]
    Suspend(Target),
    /// Let a suspended one hold again: it is signed anew.
    #[command(
        after_help = "Example: crema status reinstate 8f1d7d9e-3f4b-4a51-9c39-0f0a6c1d2b11 --reason \"Vérifié\""
    )]
    Reinstate(Target),
}

#[derive(clap::Args)]
pub(super) struct Target {
    /// The credential: its address, or the last segment of it.
    #[arg(required_unless_present = "file")]
    credential: Option<String>,
    /// Many at once: a text file with one of them a line. Empty lines and lines that begin with # say nothing; a line that names none of ours stops the
    /// command before anything is changed. Running it again does the rest.
    #[arg(long, value_name = "IDS.txt", conflicts_with = "credential")]
    file: Option<PathBuf>,
    /// Why, in words that its page will show.
    #[arg(long, value_parser = clap::builder::NonEmptyStringValueParser::new())]
    reason: String,
}

impl Target {
    /// The credentials, as they were written.
    fn given(&self) -> Result<Vec<String>, Failure> {
        let Some(file) = &self.file else {
            return Ok(self.credential.clone().into_iter().collect());
        };
        let of_file = |why: String| Failure::Environment(format!("{}: {why}", file.display()));
        let text = fs::read_to_string(file).map_err(|error| of_file(error.to_string()))?;
        let given = entries(&text);
        if given.is_empty() {
            return Err(of_file("it names no credential".to_owned()));
        }
        Ok(given)
    }
}

/// What the lines of a file name, without comments and blanks.
fn entries(text: &str) -> Vec<String> {
    // Spreadsheets and Windows put a byte order mark before the first line.
    text.trim_start_matches('\u{feff}')
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(str::to_owned)
        .collect()
}

pub(super) fn run(command: &Command) -> Result<(), Failure> {
    let (target, to) = match command {
        Command::Revoke(target) => (target, Standing::Revoked),
        Command::Suspend(target) => (target, Standing::Suspended),
        Command::Reinstate(target) => (target, Standing::Valid),
    };
    let given = target.given()?;
    let reason = Some(target.reason.trim()).filter(|reason| !reason.is_empty());
    if reason.is_some_and(|reason| reason.chars().count() > MOST_REASON) {
        return Err(Failure::Environment(format!(
            "the reason is too long: {MOST_REASON} characters at most, since the page of the badge shows it"
        )));
    }
    let config = instance::config().map_err(Failure::Environment)?;
    runtime()?.block_on(async {
        let app = instance::open_bare(config)
            .await
            .map_err(Failure::Environment)?;
        let done = change(&app, &given, to, reason).await;
        app.db.close().await;
        done
    })
}

/// Changes them, many in one write, and tells the fate of each. A name that cannot be one of ours stops everything first, since what is revoked stays so.
async fn change(
    app: &App,
    given: &[String],
    to: Standing,
    reason: Option<&str>,
) -> Result<(), Failure> {
    let (mut ids, mut foreign) = (Vec::with_capacity(given.len()), false);
    for one in given {
        if let Some(id) = named(app, one) {
            ids.push(id);
        } else {
            eprintln!("crema: no such credential: {one}");
            foreign = true;
        }
    }
    if foreign {
        eprintln!("crema: nothing was changed");
        return Err(Failure::DoesNotHold);
    }
    let mut all = true;
    let mut fates = Vec::with_capacity(ids.len());
    for some in ids.chunks(badges::TOGETHER) {
        let told = badges::try_standings(app, some, to, reason)
            .await
            .map_err(|error| Failure::Environment(error.to_string()))?;
        fates.extend(some.iter().zip(told));
    }
    for (id, fate) in fates {
        all &= matches!(fate, Fate::Changed | Fate::Already);
        match fate {
            Fate::Changed => eprintln!("crema: {id} is now {to}"),
            Fate::Already => eprintln!("crema: {id} was {to} already"),
            Fate::Unknown => eprintln!("crema: no such credential: {id}"),
            Fate::Keeps(kept) => eprintln!(
                "crema: {id} is {kept} and cannot become {to}: what is revoked or withdrawn stays so, and only a suspended credential can be reinstated"
            ),
        }
    }
    if all {
        Ok(())
    } else {
        Err(Failure::DoesNotHold)
    }
}

/// The credential of this instance that is named by its address, with or without the suffix of a form, or by the last segment alone.
fn named(app: &App, given: &str) -> Option<CredentialId> {
    if given.contains("://") {
        return badges::own_credential(app, given);
    }
    badges::own_credential(app, &app.url(&format!("/credentials/{given}")))
}

#[cfg(test)]
mod tests {
    use super::entries;

    #[test]
    fn a_file_names_a_credential_a_line() {
        assert_eq!(
            entries(
                "\u{feff}# Atelier du 12 mai\r\n\r\n a \r\nhttps://c.example/credentials/b\n\n"
            ),
            ["a", "https://c.example/credentials/b"]
        );
        assert!(entries("# rien\n\n").is_empty());
    }
}
