//! The folder into which a mail server puts reports on letters: a file each, read once, then away or aside.

use std::path::{Path, PathBuf};

use tokio::fs;

use crate::base::{Error, Result};

/// The reports that are in a folder; none where there is no folder.
pub async fn waiting(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut entries = match fs::read_dir(folder).await {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(Error::fault(error)),
    };
    let mut found = Vec::new();
    while let Some(entry) = entries.next_entry().await.map_err(Error::fault)? {
        let path = entry.path();
        let is_file = || async { fs::metadata(&path).await.is_ok_and(|it| it.is_file()) };
        if path.extension().is_some_and(|ending| ending == "eml") && is_file().await {
            found.push(path);
        }
    }
    Ok(found)
}

/// A report, where it is no longer than `most` bytes.
pub async fn read(path: &Path, most: usize) -> Result<Option<Vec<u8>>> {
    let size = fs::metadata(path).await.map_err(Error::fault)?.len();
    if !usize::try_from(size).is_ok_and(|size| size <= most) {
        return Ok(None);
    }
    fs::read(path).await.map(Some).map_err(Error::fault)
}

/// Puts a file into the folder `unknown` beside it, for somebody to look at.
pub async fn put_aside(path: &Path) -> Result<()> {
    let aside = path.with_file_name("unknown");
    fs::create_dir_all(&aside).await.map_err(Error::fault)?;
    let name = path.file_name().unwrap_or_default();
    let put = fs::rename(path, aside.join(name)).await;
    put.map_err(Error::fault)
}

/// Takes a report away that was read.
pub async fn remove(path: &Path) -> Result<()> {
    fs::remove_file(path).await.map_err(Error::fault)
}
