//! `crema import` and `crema export`: questions from and to GIFT, Moodle XML and QTI. The result goes to standard output, what could not be carried over to standard error.

use std::{
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
};

use clap::{ValueEnum, builder::PossibleValue};
use fluent_bundle::FluentValue;
use jiff::{Timestamp, tz::TimeZone};
use serde_json::{Value, json};

use super::{
    Failure,
    say::{say, say_bytes},
    tables::texts,
};
use crate::{
    assessment::interchange::{self, Format, Note, Told},
    i18n::Texts,
    outside::quizzes::{frameworks, load},
    web::findings,
};

/// The largest file that is read, in bytes.
const MAX_BYTES: u64 = 64 << 20;

/// A format, by its name on the command line.
#[derive(Clone, Copy, Debug)]
struct Named(Format);

impl ValueEnum for Named {
    fn value_variants<'a>() -> &'a [Named] {
        &[
            Named(Format::Gift),
            Named(Format::MoodleXml),
            Named(Format::Qti),
        ]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let (name, _) = Format::NAMES.iter().find(|(_, format)| *format == self.0)?;
        Some(PossibleValue::new(*name))
    }
}

#[derive(clap::Args)]
pub(super) struct Import {
    /// The format of the file.
    format: Named,
    /// The file; `-` is standard input.
    file: PathBuf,
    /// The language of the questions, where the file does not say it.
    #[arg(long, default_value = "fr")]
    lang: String,
    /// Write the module and the report as JSON on standard output.
    #[arg(long)]
    json: bool,
}

#[derive(clap::Args)]
pub(super) struct Export {
    /// The format to write.
    format: Named,
    /// The module.
    module: PathBuf,
}

/// Converts a file into a module.
pub(super) fn import(args: &Import) -> Result<(), Failure> {
    let bytes = bytes(&args.file)?;
    let stem = args
        .file
        .file_stem()
        .map(|stem| stem.to_string_lossy().into_owned())
        .unwrap_or_default();
    let found = interchange::import(args.format.0, &bytes, &stem, &args.lang)
        .map_err(|broken| Failure::Environment(format!("{}:{broken}", args.file.display())))?;
    let texts = texts();
    if args.json {
        let list = |told: &[Told]| {
            told.iter()
                .map(|told| member(texts, told))
                .collect::<Value>()
        };
        let report = json!({
            "module": found.module,
            "imported": found.count,
            "left_out": list(&found.left_out),
            "changed": list(&found.changed),
        });
        say(&format!("{report:#}\n"));
    } else {
        // A module without a question is none, and would not check.
        if found.count > 0 {
            say(&found.module);
        } else {
            let nothing = texts.text("interchange-nothing");
            eprintln!("{}:1: {nothing}", args.file.display());
        }
        tell(texts, &args.file, &found.left_out, &found.changed);
    }
    if found.left_out.is_empty() {
        Ok(())
    } else {
        Err(Failure::DoesNotHold)
    }
}

/// Converts a module into a file of another format.
pub(super) fn export(args: &Export) -> Result<(), Failure> {
    let today = Timestamp::now().to_zoned_datetime(TimeZone::UTC).date();
    let folder = super::check::frameworks_of(&args.module);
    let known = frameworks(folder).map_err(Failure::Environment)?;
    let (served, reports) = load(&args.module, &known, today).map_err(Failure::Environment)?;
    let Some(served) = served else {
        for report in &reports {
            super::check::tell(texts(), report);
        }
        return Err(Failure::DoesNotHold);
    };
    let found = interchange::export(args.format.0, served.own(), &served.texts.0)
        .map_err(Failure::Environment)?;
    say_bytes(&found.bytes);
    tell(texts(), &args.module, &found.left_out, &found.changed);
    if found.left_out.is_empty() {
        Ok(())
    } else {
        Err(Failure::DoesNotHold)
    }
}

fn bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    let refused = |error: io::Error| Failure::Environment(format!("{}: {error}", path.display()));
    let mut bytes = Vec::new();
    let read = if path == Path::new("-") {
        io::stdin()
            .lock()
            .take(MAX_BYTES + 1)
            .read_to_end(&mut bytes)
    } else {
        fs::File::open(path)
            .map_err(refused)?
            .take(MAX_BYTES + 1)
            .read_to_end(&mut bytes)
    };
    if read.map_err(refused)? as u64 > MAX_BYTES {
        return Err(Failure::Environment(format!(
            "{}: more than 64 MiB",
            path.display()
        )));
    }
    Ok(bytes)
}

fn words(texts: Texts, told: &Told) -> String {
    if let Note::Refused(problem) = &told.note {
        return texts.with(
            "interchange-refused",
            "value",
            findings::bare(texts, problem),
        );
    }
    let values = told
        .note
        .values()
        .into_iter()
        .map(|(name, value)| (name, FluentValue::from(value)));
    texts.with_all(&format!("interchange-{}", told.note.code()), values)
}

fn member(texts: Texts, told: &Told) -> Value {
    let title = Some(&told.title).filter(|title| !title.is_empty());
    json!({"line": told.line, "title": title, "reason": words(texts, told)})
}

fn tell(texts: Texts, path: &Path, left_out: &[Told], changed: &[Told]) {
    for (list, key) in [
        (left_out, "interchange-left-out"),
        (changed, "interchange-changed"),
    ] {
        for told in list {
            let line = told.line.map_or(String::new(), |line| format!("{line}:"));
            let what = if told.title.is_empty() {
                words(texts, told)
            } else {
                texts.with_all(
                    key,
                    [
                        ("title", told.title.as_str().into()),
                        ("reason", words(texts, told).into()),
                    ],
                )
            };
            eprintln!("{}:{line} {what}", path.display());
        }
    }
}
