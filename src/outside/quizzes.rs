//! The folder of modules: read, linted, served in every language they have, and read again when a file changes.

mod files;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::Arc,
};

use jiff::civil::Date;

use self::files::Texts;
pub use self::files::{Look, Report, frameworks, module_files, overlay_files};
use crate::{
    assessment::{
        finding::{Finding, Problem},
        framework::Frameworks,
        module::Module,
        overlay::{self, Translated},
        source::Beside,
    },
    base::{Lang, Wording, digest},
};

/// A module as it is served.
#[derive(Clone, Debug)]
pub struct Served {
    /// SHA-256 of its file, in hex.
    pub hash: String,
    /// Its text and those of its translations, by language.
    pub texts: (String, BTreeMap<String, String>),
    /// The frameworks that it was read with.
    pub frameworks: Arc<Frameworks>,
    module: Module,
    translations: BTreeMap<String, Translated>,
}

/// All modules that are served, and what is wrong with those that are not.
#[derive(Clone, Debug, Default)]
pub struct Shelf {
    /// The frameworks of the folder.
    pub frameworks: Arc<Frameworks>,
    /// Why the folder could not be read again: all is served as it was before.
    pub fault: Option<String>,
    files: Vec<File>,
    read_on: Date,
    /// The one module of it all that is served, and the folder of its frameworks.
    only: Option<(PathBuf, PathBuf)>,
}

/// One module's file and what became of it.
#[derive(Clone, Debug)]
pub struct File {
    /// The file.
    pub path: PathBuf,
    /// What is served of it.
    pub served: Option<Arc<Served>>,
    /// Whether an error keeps the file, as it stands, from being served; an earlier version may be served in its place.
    pub refused: bool,
    /// What was found in it and in its translations.
    pub reports: Vec<Report>,
    /// What tells its texts from others.
    stamp: String,
}

impl Served {
    /// Reads a module and its translations from their texts.
    pub fn read(
        text: &str,
        overlays: &BTreeMap<String, String>,
        frameworks: &Arc<Frameworks>,
        today: Date,
        beside: Option<Beside<'_>>,
    ) -> (Option<Served>, Vec<Finding>, BTreeMap<String, Vec<Finding>>) {
        let (module, findings) = Module::read_beside(text, frameworks, today, beside);
        let Some(module) = module else {
            return (None, findings, BTreeMap::new());
        };
        let (served, told) = Served::with(module, text, overlays, frameworks);
        (Some(served), findings, told)
    }

    /// Reads a version that was published once, for the attempts that began with it.
    pub fn read_kept(
        text: &str,
        overlays: &BTreeMap<String, String>,
        frameworks: &Arc<Frameworks>,
        today: Date,
    ) -> Option<Served> {
        let module = Module::read_kept(text, frameworks, today)?;
        Some(Served::with(module, text, overlays, frameworks).0)
    }

    fn with(
        module: Module,
        text: &str,
        overlays: &BTreeMap<String, String>,
        frameworks: &Arc<Frameworks>,
    ) -> (Served, BTreeMap<String, Vec<Finding>>) {
        let (mut translations, mut told) = (BTreeMap::new(), BTreeMap::new());
        for (lang, text) in overlays {
            // What an easy form lacks is said in its language, where the module has another: `fr` comes before `fr-falc`.
            let plain = lang.split('-').next().unwrap_or_default();
            let base: Option<&Translated> = translations.get(plain);
            let base = base.map_or(&module, |translated| &translated.module);
            let (translated, findings) = overlay::read(base, lang, text);
            told.insert(lang.clone(), findings);
            if let Some(translated) = translated {
                translations.insert(lang.clone(), translated);
            }
        }
        let hash = digest(text);
        let served = Served {
            hash,
            texts: (text.to_owned(), overlays.clone()),
            frameworks: frameworks.clone(),
            module,
            translations,
        };
        (served, told)
    }

    /// Whether another reading of the files came to the same.
    fn is_same(&self, other: &Served) -> bool {
        self.texts == other.texts && self.frameworks == other.frameworks
    }

    /// The module in its own language.
    pub fn own(&self) -> &Module {
        &self.module
    }

    /// The module in a wording, else in the same language, else in its own.
    pub fn in_lang(&self, wording: impl Into<Wording>) -> &Module {
        let wording = wording.into();
        self.easy(wording)
            .or_else(|| self.translations.get(wording.lang.tag()))
            .map_or(&self.module, |translated| &translated.module)
    }

    /// The easy form of the module, where it is wanted and there is one.
    fn easy(&self, wording: Wording) -> Option<&Translated> {
        let tag = wording.easy.then(|| wording.to_string())?;
        self.translations.get(&tag)
    }

    /// Whether the module is worded so as a draft; nothing where it is not worded so at all.
    pub fn is_easy_draft(&self, lang: Lang) -> Option<bool> {
        let easy = self.easy(Wording { lang, easy: true })?;
        Some(easy.draft)
    }

    /// The languages it has, its own first.
    pub fn languages(&self) -> Vec<&str> {
        std::iter::once(self.module.lang.as_str())
            .chain(self.translations.keys().map(String::as_str))
            .collect()
    }

    /// The module in every language in which badges and levels are complete. Drafts are left out; so are easy forms, as a badge speaks a language.
    pub fn complete(&self) -> Vec<&Module> {
        let is_easy = |tag: &str| tag.parse().is_ok_and(|wording: Wording| wording.easy);
        let translated = self
            .translations
            .iter()
            .filter(|(tag, one)| one.badges_complete && !one.draft && !is_easy(tag))
            .map(|(_, translated)| &translated.module);
        std::iter::once(&self.module).chain(translated).collect()
    }
}

impl File {
    /// Whether another reading came to the same.
    pub fn is_as(&self, other: &File) -> bool {
        let same =
            |one: &Report, other: &Report| one.path == other.path && one.findings == other.findings;
        self.refused == other.refused
            && self.served.as_ref().map(Arc::as_ptr) == other.served.as_ref().map(Arc::as_ptr)
            && self.reports.len() == other.reports.len()
            && self
                .reports
                .iter()
                .zip(&other.reports)
                .all(|(one, other)| same(one, other))
    }
}

impl Shelf {
    /// Reads a folder. A module with an error is left out and told; the others are served.
    ///
    /// # Errors
    /// In words, where the folder or the file of frameworks cannot be read.
    pub fn open(folder: &Path, today: Date) -> Result<(Shelf, Vec<Report>), String> {
        let shelf = Shelf::default().renewed(folder, today)?;
        let reports = shelf.files.iter().flat_map(|file| file.reports.clone());
        let reports = reports.collect();
        Ok((shelf, reports))
    }

    /// Reads one module alone, with the frameworks of a folder.
    ///
    /// # Errors
    /// In words, where the module or the file of frameworks cannot be read.
    pub fn of_one(module: PathBuf, frameworks: PathBuf, today: Date) -> Result<Shelf, String> {
        let shelf = Shelf {
            only: Some((module, frameworks)),
            ..Shelf::default()
        };
        shelf.renewed(Path::new("."), today)
    }

    /// Reads the folder again. What did not change is not read anew. A module of which any file has an error, its own or a translation's, goes on as it was; one
    /// whose file is gone is not served any more.
    ///
    /// # Errors
    /// In words, where the folder or the file of frameworks cannot be read.
    pub fn renewed(&self, folder: &Path, today: Date) -> Result<Shelf, String> {
        let (paths, mut known) = match &self.only {
            Some((module, folder)) => (vec![module.clone()], frameworks(folder)?),
            None => (module_files(folder)?, frameworks(folder)?),
        };
        if known == self.frameworks {
            known = self.frameworks.clone();
        }
        let mut files = Vec::new();
        for path in paths {
            files.push(self.renewed_file(path, &known, today)?);
        }
        self.settle_names(&mut files);
        let badges = files
            .iter()
            .filter_map(|file| file.served.as_ref())
            .flat_map(|served| served.own().badges.iter().map(|badge| badge.id.clone()))
            .collect();
        files
            .iter_mut()
            .for_each(|file| settle_badges(&mut file.reports, &badges));
        Ok(Shelf {
            frameworks: known,
            fault: None,
            files,
            read_on: today,
            only: self.only.clone(),
        })
    }

    /// The same modules, and why the folder could not be read again.
    pub fn with_fault(&self, why: String) -> Shelf {
        Shelf {
            fault: Some(why),
            ..self.clone()
        }
    }

    fn renewed_file(
        &self,
        path: PathBuf,
        known: &Arc<Frameworks>,
        today: Date,
    ) -> Result<File, String> {
        let texts = Texts::read(&path)?;
        let stamp = texts.stamp();
        let before = self.files.iter().find(|file| file.path == path);
        if let Some(same) = before.filter(|file| file.stamp == stamp)
            && Arc::ptr_eq(known, &self.frameworks)
            && today == self.read_on
        {
            return Ok(same.clone());
        }
        let (served, reports) = check(&path, texts, known, today);
        let refused = reports.iter().any(Report::is_wrong);
        let served = served.map(Arc::new);
        let earlier = before.and_then(|file| file.served.clone());
        let served = match (earlier, served) {
            (Some(earlier), _) if refused => Some(earlier),
            // Attempts and badges know a version by this value.
            (Some(earlier), Some(served)) if earlier.is_same(&served) => Some(earlier),
            (_, served) => served,
        };
        Ok(File {
            path,
            served,
            refused,
            reports,
            stamp,
        })
    }

    /// Sees to it that an id is served from one file: the one that had it before, else the first.
    fn settle_names(&self, files: &mut [File]) {
        let mut owners: BTreeMap<String, PathBuf> = BTreeMap::new();
        let id = |file: &File| file.served.as_ref().map(|served| served.own().id.clone());
        for before in &self.files {
            let stays = files
                .iter()
                .any(|file| file.path == before.path && id(file) == id(before));
            if let Some(id) = id(before).filter(|_| stays) {
                owners.insert(id, before.path.clone());
            }
        }
        for file in files {
            let Some(id) = id(file) else { continue };
            let owner = owners
                .entry(id.clone())
                .or_insert_with(|| file.path.clone());
            if *owner == file.path {
                continue;
            }
            let before = self.files.iter().find(|before| before.path == file.path);
            let earlier = before.and_then(|before| before.served.clone());
            file.served = earlier.filter(|earlier| !owners.contains_key(&earlier.own().id));
            if let Some(earlier) = &file.served {
                owners.insert(earlier.own().id.clone(), file.path.clone());
            }
            file.refused = true;
            let told = Finding {
                line: 1,
                column: 1,
                problem: Problem::DuplicateId(id),
            };
            match file
                .reports
                .iter_mut()
                .find(|report| report.path == file.path)
            {
                Some(report) if report.findings.contains(&told) => {}
                Some(report) => report.findings.insert(0, told),
                None => {}
            }
            // To be looked at again: the other file may go.
            file.stamp.clear();
        }
    }

    /// The modules, by the names of their files.
    pub fn modules(&self) -> impl Iterator<Item = &Arc<Served>> {
        self.files.iter().filter_map(|file| file.served.as_ref())
    }

    /// The files of modules, those that are not served too.
    pub fn files(&self) -> &[File] {
        &self.files
    }

    /// A module by its id.
    pub fn find(&self, id: &str) -> Option<Arc<Served>> {
        self.modules()
            .find(|served| served.module.id == id)
            .cloned()
    }

    /// A module by the hash of its file.
    pub fn find_version(&self, hash: &str) -> Option<Arc<Served>> {
        self.modules().find(|served| served.hash == hash).cloned()
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
    frameworks: &Arc<Frameworks>,
    today: Date,
) -> Result<(Option<Served>, Vec<Report>), String> {
    Ok(check(path, Texts::read(path)?, frameworks, today))
}

fn check(
    path: &Path,
    texts: Texts,
    frameworks: &Arc<Frameworks>,
    today: Date,
) -> (Option<Served>, Vec<Report>) {
    let Texts {
        module,
        overlays,
        mut paths,
        mut reports,
    } = texts;
    let Some(module) = module else {
        return (None, reports);
    };
    let folder = path.parent().unwrap_or(Path::new("."));
    let there = |file: &str| folder.join(file).is_file();
    let (served, findings, told) =
        Served::read(&module, &overlays, frameworks, today, Some(&there));
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
    (served, reports)
}
