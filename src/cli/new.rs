//! `crema new`: a first module to change, with notes for its author.

use std::{
    fs::OpenOptions,
    io::{ErrorKind, Write},
    path::PathBuf,
};

use jiff::{Timestamp, ToSpan, tz::TimeZone};

use super::{
    Failure,
    tables::{language, texts},
};
use crate::{assessment::module::is_id, base::Lang};

#[derive(clap::Args)]
pub(super) struct Args {
    /// The module's id: lower-case letters, digits and hyphens. Its file is named after it.
    id: String,
    /// The language of the module: `fr` or `en`; that of the terminal where it is not said.
    #[arg(long)]
    lang: Option<String>,
    /// The folder to write into.
    #[arg(long, value_name = "DIR", default_value = "quizzes")]
    folder: PathBuf,
}

/// Writes the module; exit 2 where there is one of this name already.
pub(super) fn run(args: &Args) -> Result<(), Failure> {
    let texts = texts();
    if !is_id(&args.id) {
        let why = texts.with("finding-bad-id", "value", args.id.as_str());
        return Err(Failure::Environment(why));
    }
    let path = args.folder.join(format!("{}.toml", args.id));
    let lang = language(args.lang.as_deref())?;
    let text = module(&args.id, lang, &path.display().to_string());
    let told = |error: std::io::Error| match error.kind() {
        ErrorKind::AlreadyExists => texts.with("new-exists", "path", path.display().to_string()),
        ErrorKind::NotFound => {
            texts.with("new-no-folder", "folder", args.folder.display().to_string())
        }
        _ => format!("{}: {error}", path.display()),
    };
    // Never over a file that is there, even one that came this very moment.
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&path)
        .map_err(|error| Failure::Environment(told(error)))?;
    file.write_all(text.as_bytes())
        .map_err(|error| Failure::Environment(told(error)))?;
    println!("{}", path.display());
    eprintln!(
        "{}",
        texts.with("new-next", "path", path.display().to_string())
    );
    Ok(())
}

/// The first module in a language, read again in a year.
fn module(id: &str, lang: Lang, path: &str) -> String {
    let starter = match lang {
        Lang::Fr => include_str!("starters/fr.toml"),
        Lang::En => include_str!("starters/en.toml"),
    };
    let today = Timestamp::now().to_zoned_datetime(TimeZone::UTC).date();
    let review = today.checked_add(1.year()).unwrap_or(today);
    starter
        .replace("@path@", path)
        .replace("@id@", id)
        .replace("@title@", &title(id))
        .replace("@today@", &today.to_string())
        .replace("@review@", &review.to_string())
}

/// A title to begin with: the id in words.
fn title(id: &str) -> String {
    let words = id.replace(['-', '_'], " ");
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => words,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assessment::{framework::Frameworks, module::Module};

    #[test]
    fn what_is_written_passes_the_check_without_a_word() {
        let today = Timestamp::now().to_zoned_datetime(TimeZone::UTC).date();
        for lang in Lang::ALL {
            let text = module("mon-module", lang, "quizzes/mon-module.toml");
            let (module, findings) = Module::read(&text, &Frameworks::default(), today);
            assert!(findings.is_empty(), "{findings:?}");
            let module = module.unwrap();
            assert_eq!(
                (module.title.as_str(), module.items.len()),
                ("Mon module", 4)
            );
            // What the notes say of a badge is true too.
            let bare = text.replace("\n# badge =", "\nbadge =");
            let (before, badge) = bare.split_once("# [[badges]]").unwrap();
            let text = format!("{before}[[badges]]{}", badge.replace("\n# ", "\n"));
            let (module, findings) = Module::read(&text, &Frameworks::default(), today);
            assert!(findings.is_empty(), "{findings:?}");
            assert_eq!(module.unwrap().badges.len(), 1);
        }
    }
}
