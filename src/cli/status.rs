//! `crema status`: the standing of a credential of this instance, also while the server runs.

use clap::Subcommand;

use super::{Failure, instance, runtime};
use crate::{
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
    #[arg(long)]
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
    let segment = target
        .credential
        .rsplit('/')
        .next()
        .unwrap_or_default()
        .split('.')
        .next()
        .unwrap_or_default();
    let id: CredentialId = segment.parse().map_err(|_| unknown())?;
    let config = instance::config().map_err(Failure::Environment)?;
    runtime()?.block_on(async {
        let bound = config.listen;
        let app = instance::open(config, bound, false)
            .await
            .map_err(Failure::Environment)?;
        let done = badges::set_standing(
            &app,
            id,
            to,
            Some(target.reason.trim()).filter(|reason| !reason.is_empty()),
        )
        .await;
        app.db.close().await;
        match done {
            Ok(()) => Ok(()),
            Err(Error::Missing) => Err(unknown()),
            Err(Error::Refusal(_)) => {
                eprintln!("crema: the credential cannot change to that status");
                Err(Failure::DoesNotHold)
            }
            Err(error) => Err(Failure::Environment(error.to_string())),
        }
    })
}
