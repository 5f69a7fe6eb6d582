//! `crema schema`: the JSON Schema of the format on standard output, for editors.

use super::{Failure, source::say, tables::texts};
use crate::{assessment::module::schema, base::Lang, i18n::Texts};

#[derive(clap::Args)]
pub(super) struct Args {
    /// The language in which the keys are explained: `fr` or `en`; that of the terminal where it is not said.
    #[arg(long)]
    lang: Option<String>,
}

/// Writes the schema.
pub(super) fn run(args: &Args) -> Result<(), Failure> {
    let texts = match &args.lang {
        Some(lang) => Texts::of(
            lang.parse::<Lang>()
                .map_err(|()| Failure::Environment(format!("--lang {lang}: fr, en")))?,
        ),
        None => texts(),
    };
    let schema = schema(&|key| texts.text(key));
    say(&format!("{schema:#}\n"));
    Ok(())
}
