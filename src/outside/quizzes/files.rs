//! The files of the folder of modules: which there are, what they say, and whether they still change.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
    time::SystemTime,
};

use crate::{
    assessment::{
        finding::{Finding, Problem},
        framework::Frameworks,
        source::MAX_BYTES,
    },
    base::digest,
};

/// The codes of frameworks that come with the program.
const SHIPPED: &str = include_str!("../../../quizzes/frameworks.toml");

/// What was found in one file.
#[derive(Clone, Debug)]
pub struct Report {
    /// The file, as it was named.
    pub path: PathBuf,
    /// What was found in it.
    pub findings: Vec<Finding>,
}

impl Report {
    /// Whether it keeps the file from being served.
    pub fn is_wrong(&self) -> bool {
        self.findings.iter().any(|one| !one.problem.is_warning())
    }
}

/// How the files of a folder look from outside: two looks that are alike say that nobody is writing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look(BTreeMap<PathBuf, (u64, Option<SystemTime>)>);

impl Look {
    /// Looks at the folder; reads no file.
    ///
    /// # Errors
    /// In words, where the folder cannot be read.
    pub fn at(folder: &Path) -> Result<Look, String> {
        let looks = toml_files(folder)?.into_iter().map(|path| {
            // A file that goes away between the two calls is gone at the next look.
            let seen =
                fs::metadata(&path).map_or((0, None), |data| (data.len(), data.modified().ok()));
            (path, seen)
        });
        Ok(Look(looks.collect()))
    }
}

/// A module's file and those of its translations, as they were read.
pub(super) struct Texts {
    /// The text of the module; nothing where it is not one.
    pub(super) module: Option<String>,
    /// The texts of the translations, by language.
    pub(super) overlays: BTreeMap<String, String>,
    /// The files of the translations, by language.
    pub(super) paths: BTreeMap<String, PathBuf>,
    /// The files that are no text.
    pub(super) reports: Vec<Report>,
}

impl Texts {
    /// Reads a module and the translations beside it.
    pub(super) fn read(path: &Path) -> Result<Texts, String> {
        let mut texts = Texts {
            module: None,
            overlays: BTreeMap::new(),
            paths: BTreeMap::new(),
            reports: Vec::new(),
        };
        match read_text(path)? {
            Ok(text) => texts.module = Some(text),
            Err(report) => {
                texts.reports.push(report);
                return Ok(texts);
            }
        }
        let stem = path
            .file_stem()
            .and_then(|stem| stem.to_str())
            .unwrap_or_default();
        for beside in toml_files(path.parent().unwrap_or(Path::new(".")))? {
            let lang = beside
                .file_stem()
                .and_then(|name| name.to_str())
                .and_then(|name| name.strip_prefix(stem))
                .and_then(|rest| rest.strip_prefix('.'));
            if let Some(lang) = lang.map(str::to_owned) {
                match read_text(&beside)? {
                    Ok(text) => {
                        texts.overlays.insert(lang.clone(), text);
                        texts.paths.insert(lang, beside);
                    }
                    Err(report) => texts.reports.push(report),
                }
            }
        }
        Ok(texts)
    }

    /// What tells these texts from others.
    pub(super) fn stamp(&self) -> String {
        let overlays = self
            .overlays
            .iter()
            .map(|(lang, text)| format!("{lang} {}\n", digest(text)));
        let faults = self
            .reports
            .iter()
            .map(|report| format!("{} {:?}\n", report.path.display(), report.findings));
        let module = digest(self.module.as_deref().unwrap_or_default());
        digest(
            std::iter::once(module)
                .chain(overlays)
                .chain(faults)
                .collect::<String>(),
        )
    }
}

/// The frameworks of a folder; those that come with the program where it has no such file.
///
/// # Errors
/// In words: `file:line:column: why`.
pub fn frameworks(folder: &Path) -> Result<Arc<Frameworks>, String> {
    let path = folder.join("frameworks.toml");
    if !path.exists() {
        // Those that come with the program: a module is written and checked anywhere.
        let shipped = Frameworks::read(SHIPPED).map_err(|why| format!("frameworks.toml:{why}"))?;
        return Ok(Arc::new(shipped));
    }
    let text = read_text(&path)?.map_err(|report| {
        let place = report.findings.first();
        let (line, column) = place.map_or((1, 1), |place| (place.line, place.column));
        let why = if place.is_some_and(|place| place.problem == Problem::TooLarge) {
            "over 1 MiB"
        } else {
            "no UTF-8 text"
        };
        format!("{}:{line}:{column}: {why}", path.display())
    })?;
    let known = Frameworks::read(&text).map_err(|why| format!("{}:{why}", path.display()))?;
    Ok(Arc::new(known))
}

/// The modules of a folder: `NAME.toml`, without the overlays `NAME.LANG.toml`.
///
/// # Errors
/// In words, where the folder cannot be read.
pub fn module_files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let is_module = |path: &PathBuf| {
        path.file_stem()
            .and_then(|stem| stem.to_str())
            .is_some_and(|stem| stem != "frameworks" && !stem.contains('.'))
    };
    Ok(toml_files(folder)?.into_iter().filter(is_module).collect())
}

/// The translations of a folder: `NAME.LANG.toml`.
///
/// # Errors
/// In words, where the folder cannot be read.
pub fn overlay_files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let is_overlay = |path: &PathBuf| {
        path.file_stem()
            .and_then(|stem| stem.to_str())
            .is_some_and(|stem| stem.contains('.'))
    };
    Ok(toml_files(folder)?.into_iter().filter(is_overlay).collect())
}

fn toml_files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let here = folder.as_os_str().is_empty();
    let opened = if here { Path::new(".") } else { folder };
    let entries = fs::read_dir(opened).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut files: Vec<PathBuf> = entries
        // A file is named as its folder was: by its name alone, where none was.
        .filter_map(|entry| Some(folder.join(entry.ok()?.file_name())))
        .filter(|path| path.extension().is_some_and(|ending| ending == "toml") && path.is_file())
        .collect();
    files.sort();
    Ok(files)
}

/// The text of a file, or where it ceases to be one. What is larger than any module is not read.
fn read_text(path: &Path) -> Result<Result<String, Report>, String> {
    let told = |error: std::io::Error| format!("{}: {error}", path.display());
    let refused = |line, column, problem| Report {
        path: path.to_owned(),
        findings: vec![Finding {
            line,
            column,
            problem,
        }],
    };
    if fs::metadata(path).map_err(told)?.len() > MAX_BYTES as u64 {
        return Ok(Err(refused(1, 1, Problem::TooLarge)));
    }
    let bytes = fs::read(path).map_err(told)?;
    Ok(String::from_utf8(bytes).map_err(|error| {
        let text = String::from_utf8_lossy(&error.as_bytes()[..error.utf8_error().valid_up_to()]);
        refused(
            text.matches('\n').count() + 1,
            text.rsplit('\n').next().unwrap_or_default().chars().count() + 1,
            Problem::NotUtf8,
        )
    }))
}
