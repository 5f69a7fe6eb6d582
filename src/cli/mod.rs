//! The command line: `crema` alone is `crema serve`. Exit 0 done, 1 the thing asked about does not hold, 2 usage or environment.

mod account;
mod backup;
mod bounces;
mod calibrate;
mod canonical;
mod cards;
mod check;
mod demo;
mod doctor;
mod instance;
mod interchange;
mod issue;
mod items;
mod keys;
mod log;
mod migrate_to;
mod new;
mod preview;
mod print;
mod probe;
mod restore;
mod say;
mod schema;
mod score;
mod serve;
mod sign;
mod simulate;
mod source;
mod stats;
mod status;
mod tables;
mod trust;
mod verify;
mod watch;
mod work;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};

/// Modules, badges, and their verification.
#[derive(Parser)]
#[command(
    name = "crema",
    version,
    about = "Competency assessment and open badges: modules in TOML, attempts scored, levels signed as Open Badges 3.0",
    after_help = "Example: crema serve --demo"
)]
struct Args {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the instance (what `crema` alone does).
    #[command(after_help = "Example: CREMA_LISTEN=127.0.0.1:8080 crema serve")]
    Serve(serve::Args),
    /// Do what is done later, letters first of all, for servers started with `--no-jobs`.
    #[command(
        after_help = "Example: CREMA_DATABASE_URL=postgres://crema@localhost/crema crema work"
    )]
    Work,
    /// Lint modules; exit 1 if there is any error.
    #[command(after_help = "Example: crema check quizzes")]
    Check {
        /// Modules, overlays or folders.
        #[arg(default_value = "quizzes")]
        paths: Vec<PathBuf>,
    },
    /// Write a first module to change, with notes for its author; never over a file that is there.
    #[command(after_help = "Example: crema new mon-module --lang fr")]
    New(new::Args),
    /// Serve one module to its author, on data that goes away; changes are taken over, and what `crema check` finds stands on top of the page.
    #[command(after_help = "Example: crema preview quizzes/mon-module.toml")]
    Preview(preview::Args),
    /// Write the JSON Schema of modules, for editors that complete and explain while one types.
    #[command(after_help = "Example: crema schema --lang fr > quizzes/cafeia-module-1.schema.json")]
    Schema(schema::Args),
    /// Convert questions of another format into a module, on standard output; exit 1 if a question was left out.
    #[command(after_help = "Example: crema import gift questions.gift > quizzes/questions.toml")]
    Import(interchange::Import),
    /// Convert a module into another format, on standard output (`qti`: a zip package); exit 1 if an item was left out.
    #[command(
        after_help = "Example: crema export moodle-xml quizzes/ia-generative-premiers-pas.toml > questions.xml"
    )]
    Export(interchange::Export),
    /// Mark a sheet of answers without a server: a paper quiz, or an author's try-out.
    #[command(
        after_help = "Example: crema score quizzes/ia-generative-premiers-pas.toml answers.jsonl --json"
    )]
    Score(score::Args),
    /// Write the paper sheet of a module, or its key, as HTML made for printing.
    #[command(
        after_help = "Example: crema print quizzes/ia-generative-premiers-pas.toml --form 2 > sheet.html"
    )]
    Print(print::Args),
    /// Say what marks tell of a test and of its questions: header `person,ITEM…`, an optional first row `max`.
    #[command(after_help = "Example: crema stats marks.csv --json")]
    Stats(stats::Args),
    /// Estimate how hard questions are, and how able people: header `person,ITEM…`, cells 0 or 1, empty where a question was not asked.
    #[command(after_help = "Example: crema calibrate responses.csv --model rasch --json")]
    Calibrate(calibrate::Args),
    /// Replay an adaptive test over responses that are known.
    #[command(after_help = "Example: crema simulate bank.json responses.csv --stop-se 0.4 --json")]
    Simulate(simulate::Args),
    /// Secure a credential that has no proof.
    #[command(
        after_help = "Example: crema sign credential.json --suite vc-jwt --key key.jwk > credential.jwt"
    )]
    Sign(sign::Args),
    /// Print the canonical N-Quads that a proof covers.
    #[command(after_help = "Example: crema canonical credential.json | sha256sum")]
    Canonical(canonical::Args),
    /// Verify badges: exit 0 all valid, 1 one is not, 2 one could not be checked.
    #[command(after_help = "Example: crema verify badge.png --json")]
    Verify(verify::Args),
    /// Questions that people contest: list them, take one out for everybody, let it count again.
    #[command(
        subcommand,
        after_help = "Example: crema items neutralise ia-generative-premiers-pas prediction --reason \"Deux réponses étaient justes\""
    )]
    Items(items::Items),
    /// Results near the bar of a certification, which a person decides.
    #[command(subcommand, after_help = "Example: crema reviews list")]
    Reviews(items::Reviews),
    /// The issuer's keys: list, rotate, and what to do after a theft.
    #[command(subcommand, after_help = "Example: crema keys rotate")]
    Keys(keys::Command),
    /// The issuers that this instance knows.
    #[command(subcommand, after_help = "Example: crema trust import reseau.toml")]
    Trust(trust::Command),
    /// Give an achievement to everybody on a list; the same list again gives nobody a second badge.
    #[command(after_help = "Example: crema issue atelier-2026 recipients.csv --out badges")]
    Issue(issue::Args),
    /// Write blank cards to print before a café: each has a code into which one badge is put.
    #[command(after_help = "Example: crema cards 40 > cards.html")]
    Cards(cards::Args),
    /// Revoke, suspend or reinstate a credential of this instance.
    #[command(
        subcommand,
        after_help = "Example: crema status revoke 8f1d7d9e-3f4b-4a51-9c39-0f0a6c1d2b11 --reason \"Attribué par erreur\""
    )]
    Status(status::Command),
    /// Write data, keys, modules and settings into one file, while the instance is served.
    #[command(
        after_help = "Example: crema backup /srv/backups/crema-$(date +%F).crema --passphrase-file /root/passphrase"
    )]
    Backup(backup::Args),
    /// Bring an instance back from its backup, where there is none.
    #[command(
        after_help = "Example: crema restore /srv/backups/crema-2026-11-27.crema --passphrase-file /root/passphrase"
    )]
    Restore(restore::Args),
    /// Move the data of an instance that is not served just now into another database.
    #[command(after_help = "Example: crema migrate-to postgres://crema@localhost/crema")]
    MigrateTo(migrate_to::Args),
    /// Say what is wrong with the instance, and what to do; exit 1 if anything is.
    #[command(after_help = "Example: crema doctor --json")]
    Doctor(doctor::Args),
    /// Try the server that runs as people use it: a badge is issued, verified, revoked, verified again; exit 1 if a step fails.
    #[command(after_help = "Example: crema probe --json")]
    Probe(probe::Args),
    /// Read reports on letters that came back (RFC 3464): a folder of .eml files, an mbox, one message, or standard input.
    #[command(after_help = "Example: crema bounces /var/mail/retours")]
    Bounces(bounces::Args),
    /// Give roles, and a way in, from the server itself.
    #[command(
        subcommand,
        after_help = "Example: crema account grant ada@example.org admin"
    )]
    Account(account::Command),
}

/// What came of a command that did not simply succeed.
enum Failure {
    /// The thing asked about does not hold.
    DoesNotHold,
    /// Usage or environment: why, in words.
    Environment(String),
}

impl Failure {
    /// Ends the command, after telling what was not told yet.
    fn exit(self) -> ExitCode {
        match self {
            Failure::DoesNotHold => ExitCode::from(1),
            Failure::Environment(why) => {
                say::complain(&format!("crema: {why}"));
                ExitCode::from(2)
            }
        }
    }
}

/// Runs the command that was asked for.
pub fn main() -> ExitCode {
    let done = match Args::parse().command {
        None => serve::run(&serve::Args::default()),
        Some(Command::Serve(args)) => serve::run(&args),
        Some(Command::Work) => work::run(),
        Some(Command::Check { paths }) => check::run(&paths),
        Some(Command::New(args)) => new::run(&args),
        Some(Command::Preview(args)) => preview::run(&args),
        Some(Command::Schema(args)) => schema::run(&args),
        Some(Command::Import(args)) => interchange::import(&args),
        Some(Command::Export(args)) => interchange::export(&args),
        Some(Command::Score(args)) => score::run(&args),
        Some(Command::Print(args)) => print::run(&args),
        Some(Command::Stats(args)) => stats::run(&args),
        Some(Command::Calibrate(args)) => calibrate::run(&args),
        Some(Command::Simulate(args)) => simulate::run(&args),
        Some(Command::Sign(args)) => sign::run(&args),
        Some(Command::Canonical(args)) => canonical::run(&args),
        Some(Command::Verify(args)) => return verify::run(&args),
        Some(Command::Items(command)) => items::items(&command),
        Some(Command::Reviews(command)) => items::reviews(&command),
        Some(Command::Trust(command)) => trust::run(&command),
        Some(Command::Bounces(args)) => bounces::run(&args),
        Some(Command::Keys(command)) => keys::run(&command),
        Some(Command::Issue(args)) => issue::run(&args),
        Some(Command::Cards(args)) => cards::run(&args),
        Some(Command::Status(command)) => status::run(&command),
        Some(Command::Backup(args)) => backup::run(&args),
        Some(Command::Restore(args)) => restore::run(&args),
        Some(Command::MigrateTo(args)) => migrate_to::run(&args),
        Some(Command::Doctor(args)) => doctor::run(&args),
        Some(Command::Probe(args)) => probe::run(&args),
        Some(Command::Account(command)) => account::run(&command),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.exit(),
    }
}

/// Why nobody can listen where the settings say, and what to do.
fn unheard(config: &crate::config::Config, error: &std::io::Error) -> String {
    let advice = match error.kind() {
        std::io::ErrorKind::AddrInUse => {
            "; is the server running already? `ss -ltnp` says who listens there: stop it, or set CREMA_LISTEN"
        }
        std::io::ErrorKind::PermissionDenied => {
            "; ports below 1024 are for root: take 8080, behind a proxy"
        }
        std::io::ErrorKind::AddrNotAvailable => "; this machine has no such address",
        _ => "",
    };
    format!("CREMA_LISTEN {}: {error}{advice}", config.listen)
}

/// A runtime for the commands that touch the database.
fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::Environment(error.to_string()))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    fn without_example(path: &str, command: &clap::Command, found: &mut Vec<String>) {
        let help = command.get_after_help().map(|help| help.to_string());
        if !help.is_some_and(|help| help.starts_with("Example: ") && help.contains(path)) {
            found.push(path.to_owned());
        }
        for one in command.get_subcommands() {
            without_example(&format!("{path} {}", one.get_name()), one, found);
        }
    }

    #[test]
    fn every_command_shows_an_example_of_itself() {
        let mut found = Vec::new();
        without_example("crema", &Args::command(), &mut found);
        assert!(found.is_empty(), "{found:?}");
    }
}
