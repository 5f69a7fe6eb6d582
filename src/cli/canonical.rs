//! `crema canonical`: the N-Quads that a proof covers, to compare with another implementation.

use openbadges::canonical::canonical;

use super::{
    Failure,
    say::say,
    source::{self, Added},
};

#[derive(clap::Args)]
pub(super) struct Args {
    /// A credential in JSON; `-` is standard input. Its proofs are left out, as they are when it is signed.
    credential: String,
    #[command(flatten)]
    added: Added,
}

pub(super) fn run(args: &Args) -> Result<(), Failure> {
    let contexts = args.added.contexts()?;
    let mut credential = source::credential(&args.credential)?;
    if let Some(members) = credential.as_object_mut() {
        members.shift_remove("proof");
    }
    let text = canonical(&credential, &contexts)
        .map_err(|error| source::refused(&args.credential, &error))?;
    say(&text);
    Ok(())
}
