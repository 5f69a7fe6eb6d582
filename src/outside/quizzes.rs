//! The folder of modules: read at start, linted, and served in every language they have.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use jiff::civil::Date;

use crate::{
    assessment::{
        finding::{Finding, Problem},
        framework::Frameworks,
        module::Module,
        overlay::{self, Translated},
        source::Beside,
    },
    base::{Lang, digest},
};

/// A module as it is served.
#[derive(Clone, Debug)]
pub struct Served {
    /// SHA-256 of its file, in hex.
    pub hash: String,
    /// Its text and those of its translations, by language.
    pub texts: (String, BTreeMap<String, String>),
    module: Module,
    translations: BTreeMap<String, Translated>,
}

/// All modules that are served.
#[derive(Clone, Debug, Default)]
pub struct Shelf {
    /// The frameworks that they name.
    pub frameworks: Frameworks,
    modules: Vec<Arc<Served>>,
}

/// What was found in one file.
#[derive(Clone, Debug)]
pub struct Report {
    /// The file, as it was named.
    pub path: PathBuf,
    /// What was found in it.
    pub findings: Vec<Finding>,
}

impl Served {
    /// Reads a module and its translations from their texts.
    pub fn read(
        text: &str,
        overlays: &BTreeMap<String, String>,
        frameworks: &Frameworks,
        today: Date,
        beside: Option<Beside<'_>>,
    ) -> (Option<Served>, Vec<Finding>, BTreeMap<String, Vec<Finding>>) {
        let (module, findings) = Module::read_beside(text, frameworks, today, beside);
        let Some(module) = module else {
            return (None, findings, BTreeMap::new());
        };
        let (served, told) = Served::with(module, text, overlays);
        (Some(served), findings, told)
    }

    /// Reads a version that was published once, for the attempts that began with it.
    pub fn read_kept(
        text: &str,
        overlays: &BTreeMap<String, String>,
        frameworks: &Frameworks,
        today: Date,
    ) -> Option<Served> {
        let module = Module::read_kept(text, frameworks, today)?;
        Some(Served::with(module, text, overlays).0)
    }

    fn with(
        module: Module,
        text: &str,
        overlays: &BTreeMap<String, String>,
    ) -> (Served, BTreeMap<String, Vec<Finding>>) {
        let (mut translations, mut told) = (BTreeMap::new(), BTreeMap::new());
        for (lang, text) in overlays {
            let (translated, findings) = overlay::read(&module, text);
            told.insert(lang.clone(), findings);
            if let Some(translated) = translated {
                translations.insert(lang.clone(), translated);
            }
        }
        let hash = digest(text);
        let served = Served {
            hash,
            texts: (text.to_owned(), overlays.clone()),
            module,
            translations,
        };
        (served, told)
    }

    /// The module in its own language.
    pub fn own(&self) -> &Module {
        &self.module
    }

    /// The module in a language, else in its own.
    pub fn in_lang(&self, lang: Lang) -> &Module {
        self.translations
            .get(lang.tag())
            .map_or(&self.module, |translated| &translated.module)
    }

    /// The languages it has, its own first.
    pub fn languages(&self) -> Vec<&str> {
        std::iter::once(self.module.lang.as_str())
            .chain(self.translations.keys().map(String::as_str))
            .collect()
    }

    /// The module in every language in which badges and levels are complete; drafts are left out.
    pub fn complete(&self) -> Vec<&Module> {
        let translated = self
            .translations
            .values()
            .filter(|translated| translated.badges_complete && !translated.draft)
            .map(|translated| &translated.module);
        std::iter::once(&self.module).chain(translated).collect()
    }
}

impl Shelf {
    /// Reads a folder. A module with an error is left out and told; the others are served.
    ///
    /// # Errors
    /// In words, where the folder or the file of frameworks cannot be read.
    pub fn open(folder: &Path, today: Date) -> Result<(Shelf, Vec<Report>), String> {
        let frameworks = frameworks(folder)?;
        let (mut modules, mut reports): (Vec<Arc<Served>>, Vec<Report>) = (Vec::new(), Vec::new());
        for path in module_files(folder)? {
            let (served, mut told) = load(&path, &frameworks, today)?;
            if let Some(served) = served {
                match modules
                    .iter()
                    .find(|other| other.module.id == served.module.id)
                {
                    Some(_) => {
                        let problem = Problem::DuplicateId(served.module.id.clone());
                        told.push(Report {
                            path: path.clone(),
                            findings: vec![Finding {
                                line: 1,
                                column: 1,
                                problem,
                            }],
                        });
                    }
                    None => modules.push(Arc::new(served)),
                }
            }
            reports.extend(told);
        }
        let badges = modules
            .iter()
            .flat_map(|served| served.own().badges.iter().map(|badge| badge.id.clone()))
            .collect();
        settle_badges(&mut reports, &badges);
        Ok((
            Shelf {
                frameworks,
                modules,
            },
            reports,
        ))
    }

    /// The modules, by the names of their files.
    pub fn modules(&self) -> &[Arc<Served>] {
        &self.modules
    }

    /// A module by its id.
    pub fn find(&self, id: &str) -> Option<&Arc<Served>> {
        self.modules.iter().find(|served| served.module.id == id)
    }

    /// A module by the hash of its file.
    pub fn find_version(&self, hash: &str) -> Option<&Arc<Served>> {
        self.modules.iter().find(|served| served.hash == hash)
    }
}

/// Forgets findings about badges of other modules that are among those at hand.
pub fn settle_badges(reports: &mut [Report], badges: &BTreeSet<String>) {
    for report in reports {
        report.findings.retain(
            |finding| !matches!(&finding.problem, Problem::UnknownBadge(id) if badges.contains(id)),
        );
    }
}

/// Reads one module with the overlays beside it.
///
/// # Errors
/// In words, where a file cannot be read.
pub fn load(
    path: &Path,
    frameworks: &Frameworks,
    today: Date,
) -> Result<(Option<Served>, Vec<Report>), String> {
    let text = match read_text(path)? {
        Ok(text) => text,
        Err(report) => return Ok((None, vec![report])),
    };
    let mut overlays = BTreeMap::new();
    let mut paths = BTreeMap::new();
    let mut reports = Vec::new();
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
                    overlays.insert(lang.clone(), text);
                    paths.insert(lang, beside);
                }
                Err(report) => reports.push(report),
            }
        }
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    let there = |file: &str| folder.join(file).is_file();
    let (served, findings, told) = Served::read(&text, &overlays, frameworks, today, Some(&there));
    reports.insert(
        0,
        Report {
            path: path.to_owned(),
            findings,
        },
    );
    for (lang, findings) in told {
        if let Some(path) = paths.remove(&lang) {
            reports.push(Report { path, findings });
        }
    }
    Ok((served, reports))
}

/// The frameworks of a folder; none where it has no such file.
///
/// # Errors
/// In words.
pub fn frameworks(folder: &Path) -> Result<Frameworks, String> {
    let path = folder.join("frameworks.toml");
    if !path.exists() {
        return Ok(Frameworks::default());
    }
    let text = read_text(&path)?.map_err(|report| {
        let line = report.findings.first().map_or(1, |finding| finding.line);
        format!("{}:{line}: no UTF-8 text", path.display())
    })?;
    Frameworks::read(&text).map_err(|why| format!("{}: {why}", path.display()))
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
    let folder = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|ending| ending == "toml") && path.is_file())
        .collect();
    files.sort();
    Ok(files)
}

/// The text of a file, or where it ceases to be one.
fn read_text(path: &Path) -> Result<Result<String, Report>, String> {
    let size = fs::metadata(path)
        .map_err(|error| format!("{}: {error}", path.display()))?
        .len();
    if size > 64 << 20 {
        return Err(format!("{}: over 64 MiB", path.display()));
    }
    let bytes = fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(String::from_utf8(bytes).map_err(|error| {
        let text = String::from_utf8_lossy(&error.as_bytes()[..error.utf8_error().valid_up_to()]);
        Report {
            path: path.to_owned(),
            findings: vec![Finding {
                line: text.matches('\n').count() + 1,
                column: text.rsplit('\n').next().unwrap_or_default().chars().count() + 1,
                problem: Problem::NotUtf8,
            }],
        }
    }))
}
