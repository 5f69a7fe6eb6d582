//! `crema check`: what is wrong with modules, line by line, on standard error.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use jiff::{Timestamp, tz::TimeZone};

use super::Failure;
use crate::outside::quizzes::{Report, frameworks, load, module_files};

/// Checks files and folders; an overlay alone is checked against its module.
pub(super) fn run(paths: &[PathBuf]) -> Result<(), Failure> {
    let today = Timestamp::now().to_zoned_datetime(TimeZone::UTC).date();
    let (mut errors, mut seen) = (false, BTreeSet::new());
    for path in paths {
        let (modules, only) = modules(path).map_err(Failure::Environment)?;
        for module in modules {
            if !seen.insert(module.clone()) {
                continue;
            }
            // The codes of frameworks lie beside the module, else in the usual folder.
            let beside = module.parent().unwrap_or(Path::new("."));
            let folder = if beside.join("frameworks.toml").exists() {
                beside
            } else {
                Path::new("quizzes")
            };
            let known = frameworks(folder).map_err(Failure::Environment)?;
            let (_, reports) = load(&module, &known, today).map_err(Failure::Environment)?;
            for report in reports
                .iter()
                .filter(|report| only.as_ref().is_none_or(|only| report.path == *only))
            {
                errors |= tell(report);
            }
        }
    }
    if errors {
        Err(Failure::DoesNotHold)
    } else {
        Ok(())
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

/// Prints the findings of a file; says whether one is an error.
pub(super) fn tell(report: &Report) -> bool {
    for finding in &report.findings {
        eprintln!(
            "{}:{}:{}: {}",
            report.path.display(),
            finding.line,
            finding.column,
            finding.problem
        );
    }
    report
        .findings
        .iter()
        .any(|finding| !finding.problem.is_warning())
}
