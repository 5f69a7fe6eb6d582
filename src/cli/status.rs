//! `crema status`: the standing of a credential of this instance, also while the server runs.

use clap::Subcommand;

use super::{Failure, instance, runtime};
use crate::{
    app::App,
    badges::ledger::Standing,
    base::{CredentialId, Error},
    flows::badges,
};

/// What to do with a credential, named by its address or its last segment.
#[derive(Subcommand)]
pub(super) enum Command {
    /// Take it back for good.
    Revoke(Target),
    /// Take it back for a time.
    Suspend(Target),
    /// Let a suspended one hold again: it is signed anew.
    Reinstate(Target),
}

#[derive(clap::Args)]
pub(super) struct Target {
    /// The credential: its address, or the last segment of it.
    credential: String,
    /// Why, in words that its page will show.
    #[arg(long, value_parser = clap::builder::NonEmptyStringValueParser::new())]
    reason: String,
}

pub(super) fn run(command: &Command) -> Result<(), Failure> {
    let (target, to) = match command {
        Command::Revoke(target) => (target, Standing::Revoked),
        Command::Suspend(target) => (target, Standing::Suspended),
        Command::Reinstate(target) => (target, Standing::Valid),
    };
    let unknown = || {
        eprintln!("crema: no such credential: {}", target.credential);
        Failure::DoesNotHold
    };
    let config = instance::config().map_err(Failure::Environment)?;
    runtime()?.block_on(async {
        let bound = config.listen;
        let app = instance::open(config, bound, false)
            .await
            .map_err(Failure::Environment)?;
        let Some(id) = named(&app, &target.credential) else {
            app.db.close().await;
            return Err(unknown());
        };
        let done = badges::set_standing(
            &app,
            id,
            to,
            Some(target.reason.trim()).filter(|reason| !reason.is_empty()),
        )
        .await;
        app.db.close().await;
        match done {
            Ok(()) => {
                eprintln!("crema: {id} is now {to}");
                Ok(())
            }
            Err(Error::Missing) => Err(unknown()),
            Err(Error::Refusal(_)) => {
                eprintln!(
                    "crema: {id} cannot become {to}: what is revoked or withdrawn stays so, and only a suspended credential can be reinstated"
                );
                Err(Failure::DoesNotHold)
            }
            Err(error) => Err(Failure::Environment(error.to_string())),
        }
    })
}

/// The credential of this instance that is named by its address, with or without the suffix of a form, or by the last segment alone.
fn named(app: &App, given: &str) -> Option<CredentialId> {
    let segment = if given.contains("://") {
        app.bases()
            .iter()
            .find_map(|base| given.strip_prefix(&base.url)?.strip_prefix("/credentials/"))?
    } else {
        given
    };
    let id = segment
        .rsplit_once('.')
        .filter(|(_, form)| matches!(*form, "html" | "json" | "jwt" | "png" | "svg"))
        .map_or(segment, |(id, _)| id);
    id.parse().ok()
}
