//! The folder of the charter's versions, read when the instance starts, and the folder of files that go with adherence.

use std::{fs, io, path::Path};

use crate::charter::edition::Charter;

/// The text that stands in where an instance has none of its own yet; it says so itself.
const SHIPPED: [(&str, &str); 2] = [
    ("1.0.fr.md", include_str!("../../charter/1.0.fr.md")),
    ("1.0.en.md", include_str!("../../charter/1.0.en.md")),
];

/// Files of a kit, at most: more than that is a folder named by mistake.
const MOST_FILES: usize = 200;

/// Reads every version of a folder; where there is no folder, or no version in it, the text of the program stands in.
///
/// # Errors
/// Every fault found, a line each.
pub fn open(folder: &Path) -> Result<Charter, String> {
    let told = |faults: Vec<String>| {
        let faults = faults
            .iter()
            .map(|fault| format!("{}/{fault}", folder.display()));
        faults.collect::<Vec<_>>().join("\n")
    };
    let mut files = Vec::new();
    for name in names(folder).map_err(|error| format!("{}: {error}", folder.display()))? {
        if name.ends_with(".md") {
            let text = fs::read_to_string(folder.join(&name))
                .map_err(|error| format!("{}/{name}: {error}", folder.display()))?;
            files.push((name, text));
        }
    }
    let own = Charter::read(
        files
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str())),
    )
    .map_err(told)?;
    if own.is_empty() {
        Charter::read(SHIPPED).map_err(told)
    } else {
        Ok(own)
    }
}

/// The names of the plain files of a folder, in order; of a folder that is not there, none. Links and folders within are left out, so that nothing leads
/// elsewhere.
///
/// # Errors
/// Those of the disk.
pub fn names(folder: &Path) -> io::Result<Vec<String>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name().into_string();
        if let Ok(name) = name
            && entry.file_type()?.is_file()
            && !name.starts_with('.')
        {
            names.push(name);
        }
    }
    names.sort();
    names.truncate(MOST_FILES);
    Ok(names)
}

/// A file of a folder by its name, which must be one that [`names`] gives: no path of a request ever reaches the disk. `None` where there is none.
///
/// # Errors
/// Those of the disk.
pub fn file(folder: &Path, name: &str) -> io::Result<Option<Vec<u8>>> {
    if !names(folder)?.iter().any(|known| known == name) {
        return Ok(None);
    }
    fs::read(folder.join(name)).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Lang;

    #[test]
    fn without_a_folder_the_text_of_the_program_stands_in() {
        let charter = open(Path::new("/nonexistent/charter")).unwrap();
        assert_eq!(charter.editions().len(), 1);
        for lang in Lang::ALL {
            assert_eq!(charter.editions()[0].text(lang).0, lang);
        }
    }
}
