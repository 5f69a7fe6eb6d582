//! `crema print`: the paper sheet of a module, or its key, as one page of HTML on standard output.

use std::path::PathBuf;

use super::{Failure, say::say, score::module};
use crate::{assessment::paper::SheetCode, base::Wording, web::assessment::paper::sheet};

#[derive(clap::Args)]
pub(super) struct Args {
    /// The module.
    module: PathBuf,
    /// The key instead of the sheet: right answers, explanations, how part of an answer counts.
    #[arg(long)]
    key: bool,
    /// The form to draw from the pools, the same each time; 0 has every question of the file.
    #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=9999))]
    form: u32,
    /// The language: `fr`, `en`, or `fr-falc`; the module's own where it is not said.
    #[arg(long)]
    lang: Option<String>,
}

/// Writes the sheet; exit 1 where the module has errors.
pub(super) fn run(args: &Args) -> Result<(), Failure> {
    let served = module(&args.module)?;
    let wanted = args.lang.as_deref().unwrap_or(&served.own().lang);
    let wording: Wording = match wanted.parse() {
        Ok(wording) => wording,
        Err(()) if args.lang.is_none() => Wording::default(),
        Err(()) => {
            return Err(Failure::Environment(format!(
                "--lang {wanted}: fr, en, fr-falc"
            )));
        }
    };
    let code = SheetCode::new(wording.lang, args.form, &served.hash);
    let (html, _) = sheet(&served, &code, wording, args.key)
        .map_err(|fault| Failure::Environment(fault.to_string()))?;
    say(&html);
    Ok(())
}
