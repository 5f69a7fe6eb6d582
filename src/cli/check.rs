//! `crema check`: what is wrong with modules, line by line, on standard error.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use jiff::{Timestamp, tz::TimeZone};

use super::Failure;
use crate::outside::quizzes::{Report, frameworks, load, module_files, overlay_files};

/// Checks files and folders; an overlay alone is checked against its module.
pub(super) fn run(paths: &[PathBuf]) -> Result<(), Failure> {
    let today = Timestamp::now().to_zoned_datetime(TimeZone::UTC).date();
    let (mut errors, mut seen) = (0, BTreeSet::new());
    let (mut files, mut warnings) = (0, 0);
    let mut ids: BTreeMap<String, PathBuf> = BTreeMap::new();
    for path in paths {
        let (modules, only) = modules(path).map_err(Failure::Environment)?;
        if modules.is_empty() {
            eprintln!("{}:1:1: error: no module here", path.display());
            errors += 1;
        }
        for orphan in orphans(path, &modules).map_err(Failure::Environment)? {
            eprintln!(
                "{}:1:1: error: a translation without its module",
                orphan.display()
            );
            errors += 1;
        }
        for module in modules {
            if !seen.insert(module.clone()) {
                continue;
            }
            let known = frameworks(frameworks_of(&module)).map_err(Failure::Environment)?;
            let (served, reports) = load(&module, &known, today).map_err(Failure::Environment)?;
            if let Some(served) = served
                && let Some(first) = ids.insert(served.own().id.clone(), module.clone())
            {
                eprintln!(
                    "{}:1:1: error: the id `{}` is that of {} already",
                    module.display(),
                    served.own().id,
                    first.display()
                );
                errors += 1;
            }
            for report in reports
                .iter()
                .filter(|report| only.as_ref().is_none_or(|only| report.path == *only))
            {
                files += 1;
                let (wrong, doubtful) = tell(report);
                errors += wrong;
                warnings += doubtful;
            }
        }
    }
    println!("files: {files}, errors: {errors}, warnings: {warnings}");
    if errors > 0 {
        Err(Failure::DoesNotHold)
    } else {
        Ok(())
    }
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
pub(super) fn tell(report: &Report) -> (usize, usize) {
    for finding in &report.findings {
        eprintln!(
            "{}:{}:{}: {}",
            report.path.display(),
            finding.line,
            finding.column,
            finding.problem
        );
    }
    let warnings = report
        .findings
        .iter()
        .filter(|finding| finding.problem.is_warning())
        .count();
    (report.findings.len() - warnings, warnings)
}
