//! `crema check`: what is wrong with modules, line by line, on standard error.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use jiff::{Timestamp, civil::Date, tz::TimeZone};

use super::{
    Failure,
    say::{complain, say},
    tables::texts,
};
use crate::{
    assessment::{
        finding::{Finding, Problem},
        form::every::EveryForm,
        module::{Bar, Module},
    },
    i18n::Texts,
    outside::quizzes::{Report, frameworks, load, module_files, overlay_files, settle_badges},
    web::findings,
};

/// Checks files and folders; an overlay alone is checked against its module.
pub(super) fn run(paths: &[PathBuf]) -> Result<(), Failure> {
    let texts = texts();
    let today = Timestamp::now().to_zoned_datetime(TimeZone::UTC).date();
    let mut checked = Checked::default();
    for path in paths {
        let (modules, only) = modules(path).map_err(Failure::Environment)?;
        if modules.is_empty() {
            checked.fault(path, texts.text("finding-no-module-here"), texts);
        }
        for orphan in orphans(path, &modules).map_err(Failure::Environment)? {
            checked.fault(&orphan, texts.text("finding-orphan"), texts);
        }
        for module in modules {
            if checked.seen.insert(module.clone()) {
                checked.module(&module, only.as_deref(), today, texts)?;
            }
        }
    }
    settle_badges(&mut checked.reports, &checked.badges);
    for report in &checked.reports {
        let (errors, warnings) = tell(texts, report);
        checked.errors += errors;
        checked.warnings += warnings;
    }
    checked
        .notes
        .iter()
        .for_each(|note| say(&format!("{note}\n")));
    let summary = texts.with_all(
        "finding-summary",
        [
            ("files", checked.reports.len().into()),
            ("errors", checked.errors.into()),
            ("warnings", checked.warnings.into()),
        ],
    ) + "\n";
    say(&summary);
    if checked.errors > 0 {
        Err(Failure::DoesNotHold)
    } else {
        Ok(())
    }
}

/// What was checked so far.
#[derive(Default)]
struct Checked {
    seen: BTreeSet<PathBuf>,
    ids: BTreeMap<String, PathBuf>,
    badges: BTreeSet<String>,
    reports: Vec<Report>,
    notes: Vec<String>,
    errors: usize,
    warnings: usize,
}

impl Checked {
    /// Tells something that has no place in a file.
    fn fault(&mut self, path: &Path, message: String, texts: Texts) {
        let message = texts.with("finding-error", "message", message);
        complain(&format!("{}:1:1: {message}", path.display()));
        self.errors += 1;
    }

    fn module(
        &mut self,
        path: &Path,
        only: Option<&Path>,
        today: Date,
        texts: Texts,
    ) -> Result<(), Failure> {
        let known = frameworks(frameworks_of(path)).map_err(Failure::Environment)?;
        let (served, mut reports) = load(path, &known, today).map_err(Failure::Environment)?;
        if let Some(served) = &served {
            let module = served.own();
            self.badges
                .extend(module.badges.iter().map(|badge| badge.id.clone()));
            self.notes.extend(notes(path, module, texts));
            if let Some(first) = self.ids.insert(module.id.clone(), path.to_owned()) {
                let message = texts.with_all(
                    "finding-same-module",
                    [
                        ("value", module.id.as_str().into()),
                        ("other", first.display().to_string().into()),
                    ],
                );
                self.fault(path, message, texts);
            }
        }
        reports.retain(|report| only.is_none_or(|only| report.path == only));
        for report in &reports {
            let missing = |finding: &&Finding| matches!(finding.problem, Problem::Untranslated(_));
            let count = report.findings.iter().filter(missing).count();
            if count > 0 {
                self.notes.push(texts.with_all(
                    "finding-texts-missing",
                    [
                        ("path", report.path.display().to_string().into()),
                        ("count", count.into()),
                    ],
                ));
            }
        }
        self.reports.extend(reports);
        Ok(())
    }
}

/// What an author of drawn questions wants to know although nothing is wrong.
fn notes(path: &Path, module: &Module, texts: Texts) -> Vec<String> {
    let mut notes = Vec::new();
    let forms = EveryForm::of(module);
    let path = || path.display().to_string().into();
    if module.levels.iter().any(|level| level.min == Bar::Standard)
        && let Some((low, high)) = forms.cut_range()
    {
        notes.push(texts.with_all(
            "finding-cut-range",
            [
                ("path", path()),
                ("low", findings::share_of(texts, low).into()),
                ("high", findings::share_of(texts, high).into()),
            ],
        ));
    }
    if let Some(mean) = forms.guess_mean() {
        notes.push(texts.with_all(
            "finding-guess-rate",
            [
                ("path", path()),
                ("mean", findings::share_of(texts, mean).into()),
            ],
        ));
    }
    notes
}

/// The folder with the codes of frameworks for a module: its own, else the usual one.
pub(super) fn frameworks_of(module: &Path) -> &Path {
    let beside = module.parent().unwrap_or(Path::new("."));
    if beside.join("frameworks.toml").exists() {
        beside
    } else {
        Path::new("quizzes")
    }
}

/// The modules to check for a path, and the one file whose findings are told where the path is an overlay.
fn modules(path: &Path) -> Result<(Vec<PathBuf>, Option<PathBuf>), String> {
    if path.is_dir() {
        return Ok((module_files(path)?, None));
    }
    let stem = path
        .file_stem()
        .and_then(|stem| stem.to_str())
        .unwrap_or_default();
    match stem.split_once('.') {
        Some((module, _)) => {
            let module = path.with_file_name(format!("{module}.toml"));
            if module.exists() {
                Ok((vec![module], Some(path.to_owned())))
            } else {
                Err(format!(
                    "{}: its module {} is not there",
                    path.display(),
                    module.display()
                ))
            }
        }
        None => Ok((vec![path.to_owned()], None)),
    }
}

/// The translations of a folder whose module is not there.
fn orphans(path: &Path, modules: &[PathBuf]) -> Result<Vec<PathBuf>, String> {
    if !path.is_dir() {
        return Ok(Vec::new());
    }
    let known: BTreeSet<_> = modules
        .iter()
        .filter_map(|module| module.file_stem())
        .collect();
    let mut overlays = overlay_files(path)?;
    overlays.retain(|overlay| {
        let stem = overlay.file_stem().and_then(|stem| stem.to_str());
        let module = stem
            .and_then(|stem| stem.split_once('.'))
            .map(|(module, _)| module);
        !module.is_some_and(|module| known.contains(std::ffi::OsStr::new(module)))
    });
    Ok(overlays)
}

/// Prints the findings of a file; says how many are errors and how many warnings.
pub(super) fn tell(texts: Texts, report: &Report) -> (usize, usize) {
    for finding in &report.findings {
        complain(&format!(
            "{}:{}:{}: {}",
            report.path.display(),
            finding.line,
            finding.column,
            findings::words(texts, &finding.problem)
        ));
    }
    let warnings = report
        .findings
        .iter()
        .filter(|finding| finding.problem.is_warning())
        .count();
    (report.findings.len() - warnings, warnings)
}
