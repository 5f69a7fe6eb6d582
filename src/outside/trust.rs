//! The list of issuers that the instance knows, in a file beside its settings. It is read again when it changes.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::SystemTime,
};

use crate::badges::trust::TrustList;

/// The file and what was last read of it.
pub struct TrustFile {
    path: PathBuf,
    read: Mutex<(Option<SystemTime>, Arc<TrustList>)>,
}

impl TrustFile {
    /// A file that need not exist.
    pub fn new(path: PathBuf) -> TrustFile {
        TrustFile {
            path,
            read: Mutex::default(),
        }
    }

    /// The list as it is now. One that can no longer be read is told in the log, and the last good one goes on.
    pub fn list(&self) -> Arc<TrustList> {
        let changed = fs::metadata(&self.path)
            .and_then(|data| data.modified())
            .ok();
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if read.0 != changed {
            read.0 = changed;
            match changed.map(|_| load(&self.path)) {
                None => read.1 = Arc::default(),
                Some(Ok(list)) => read.1 = Arc::new(list),
                Some(Err(why)) => tracing::error!(why, "the list of known issuers cannot be read"),
            }
        }
        read.1.clone()
    }
}

/// Reads a list.
///
/// # Errors
/// In words, with the path.
pub fn load(path: &Path) -> Result<TrustList, String> {
    let told = |why: String| format!("{}: {why}", path.display());
    let text = fs::read_to_string(path).map_err(|error| told(error.to_string()))?;
    TrustList::read(&text).map_err(told)
}

/// Writes a list, whole or not at all.
///
/// # Errors
/// In words, with the path.
pub fn save(path: &Path, list: &TrustList) -> Result<(), String> {
    let told = |why: String| format!("{}: {why}", path.display());
    let text = toml::to_string_pretty(list).map_err(|error| told(error.to_string()))?;
    let beside = path.with_extension("new");
    fs::write(&beside, text)
        .and_then(|()| fs::rename(&beside, path))
        .map_err(|error| told(error.to_string()))
}
