//! `crema schema`: the JSON Schema of the format, or of a translation, on standard output, for editors.

use super::{Failure, say::say, tables::language};
use crate::{
    assessment::module::{overlay_schema, schema},
    i18n::Texts,
};

#[derive(clap::Args)]
pub(super) struct Args {
    /// The language in which the keys are explained: `fr` or `en`; that of the terminal where it is not said.
    #[arg(long)]
    lang: Option<String>,
    /// The schema of a translation (`NAME.LANG.toml`) in place of that of a module.
    #[arg(long)]
    translation: bool,
}

/// Writes the schema.
pub(super) fn run(args: &Args) -> Result<(), Failure> {
    let texts = Texts::of(language(args.lang.as_deref())?);
    let word = |key: &str| texts.text(key);
    let schema = if args.translation {
        overlay_schema(&word)
    } else {
        schema(&word)
    };
    say(&format!("{schema:#}\n"));
    Ok(())
}
