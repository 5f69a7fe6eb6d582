//! `crema schema`: the JSON Schema of the format on standard output, for editors.

use super::{Failure, source::say, tables::language};
use crate::{assessment::module::schema, i18n::Texts};

#[derive(clap::Args)]
pub(super) struct Args {
    /// The language in which the keys are explained: `fr` or `en`; that of the terminal where it is not said.
    #[arg(long)]
    lang: Option<String>,
}

/// Writes the schema.
pub(super) fn run(args: &Args) -> Result<(), Failure> {
    let texts = Texts::of(language(args.lang.as_deref())?);
    let schema = schema(&|key| texts.text(key));
    say(&format!("{schema:#}\n"));
    Ok(())
}
