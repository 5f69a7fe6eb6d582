//! A backup as a file: a zip archive of the rows of each table, the keys, the modules and the settings, sealed by a passphrase where there is one (the age
//! format, version 1, whose own tools open it too).

mod manifest;

use std::{
    fs::{self, File, OpenOptions},
    io::{self, BufRead, BufReader, BufWriter, Read, Seek, SeekFrom, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use age::{Decryptor, Encryptor, scrypt, secrecy::SecretString};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

pub use manifest::{FORMAT, Manifest, NAME as MANIFEST, Rows};

/// With what the age format begins.
const SEALED: &[u8] = b"age-encryption.org/v1";

/// The most that the files of an archive may hold together, in bytes, and the most of one row: an archive is small, and what comes out of it need not be.
const MOST: u64 = 1 << 30;
const LONGEST: u64 = 64 << 20;

/// A passphrase, which nothing prints.
#[derive(Clone)]
pub struct Passphrase(SecretString);

impl Passphrase {
    /// A passphrase as it was read; line ends around it are not part of it. `None` where nothing is left.
    pub fn read(text: &str) -> Option<Passphrase> {
        let text = text.trim_matches(['\r', '\n']);
        (!text.is_empty()).then(|| Passphrase(SecretString::from(text.to_owned())))
    }
}

/// Where the bytes of an archive go.
enum Sink {
    Plain(BufWriter<File>),
    Sealed(age::stream::StreamWriter<BufWriter<File>>),
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Sink::Plain(file) => file.write(bytes),
            Sink::Sealed(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Sink::Plain(file) => file.flush(),
            Sink::Sealed(file) => file.flush(),
        }
    }
}

/// An archive that is being written, beside the place where it will be once it is whole.
pub struct Archiver {
    zip: ZipWriter<zip::write::StreamWriter<Sink>>,
    part: PathBuf,
    to: PathBuf,
}

impl Archiver {
    /// Begins an archive that only its owner reads.
    ///
    /// # Errors
    /// The reason in words.
    pub fn create(to: &Path, passphrase: Option<&Passphrase>) -> Result<Archiver, String> {
        let mut part = to.to_path_buf();
        let name = to.file_name().unwrap_or_default().to_string_lossy();
        part.set_file_name(format!(".{name}.part"));
        let told = |error: &dyn std::fmt::Display| format!("{}: {error}", to.display());
        let file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&part)
            .map_err(|error| told(&error))?;
        let file = BufWriter::new(file);
        let sink = match passphrase {
            None => Sink::Plain(file),
            Some(Passphrase(secret)) => Encryptor::with_user_passphrase(secret.clone())
                .wrap_output(file)
                .map(Sink::Sealed)
                .map_err(|error| told(&error))?,
        };
        Ok(Archiver {
            zip: ZipWriter::new_stream(sink),
            part,
            to: to.to_path_buf(),
        })
    }

    /// Begins an entry; what is written from now on is its content.
    ///
    /// # Errors
    /// The reason in words.
    pub fn begin(&mut self, name: &str) -> Result<(), String> {
        // Dates of entries say nothing that the manifest does not, and would make the same data another file.
        let options = SimpleFileOptions::default()
            .unix_permissions(0o600)
            .last_modified_time(zip::DateTime::default())
            .large_file(true);
        self.zip
            .start_file(name, options)
            .map_err(|error| self.told(&error))
    }

    fn told(&self, error: &dyn std::fmt::Display) -> String {
        format!("{}: {error}", self.to.display())
    }

    /// Ends the archive: it is on the disk, under its name, or the one that was there before still is.
    ///
    /// # Errors
    /// The reason in words.
    pub fn finish(self) -> Result<(), String> {
        let (part, to) = (self.part, self.to);
        let told = |error: &dyn std::fmt::Display| format!("{}: {error}", to.display());
        let sink = self
            .zip
            .finish()
            .map_err(|error| told(&error))?
            .into_inner();
        let file = match sink {
            Sink::Plain(file) => file,
            Sink::Sealed(sealed) => sealed.finish().map_err(|error| told(&error))?,
        };
        let file = file.into_inner().map_err(|error| told(&error))?;
        file.sync_all().map_err(|error| told(&error))?;
        fs::rename(&part, &to).map_err(|error| told(&error))
    }
}

impl Write for Archiver {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.zip.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.zip.flush()
    }
}

/// Something to read from any place.
trait Source: Read + Seek {}

impl<T: Read + Seek> Source for T {}

/// An archive that was opened.
pub struct Archive {
    zip: ZipArchive<Box<dyn Source>>,
    path: PathBuf,
    /// What its files may hold still.
    left: u64,
}

impl Archive {
    /// Opens an archive, sealed or not.
    ///
    /// # Errors
    /// The reason in words: a passphrase is missing or wrong, or it is no backup.
    pub fn open(path: &Path, passphrase: Option<&Passphrase>) -> Result<Archive, String> {
        let told = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
        let mut file = BufReader::new(File::open(path).map_err(|error| told(&error))?);
        let mut head = [0; SEALED.len()];
        let sealed = file.read_exact(&mut head).is_ok() && head == SEALED;
        file.seek(SeekFrom::Start(0))
            .map_err(|error| told(&error))?;
        let source: Box<dyn Source> = match (sealed, passphrase) {
            (false, _) => Box::new(file),
            (true, None) => {
                return Err(told(
                    &"it is sealed by a passphrase: name the file that holds it with --passphrase-file, or set CREMA_BACKUP_PASSPHRASE",
                ));
            }
            (true, Some(Passphrase(secret))) => {
                let identity = scrypt::Identity::new(secret.clone());
                let opened = Decryptor::new(file)
                    .and_then(|sealed| sealed.decrypt(std::iter::once(&identity as _)));
                Box::new(opened.map_err(|_| told(&"the passphrase does not open it"))?)
            }
        };
        let zip = ZipArchive::new(source).map_err(|error| {
            told(&format!(
                "this is no backup of crema, or only a part of one ({error})"
            ))
        })?;
        Ok(Archive {
            zip,
            path: path.to_path_buf(),
            left: MOST,
        })
    }

    /// An entry, to be read to its end; its checksum is looked at there.
    ///
    /// # Errors
    /// The reason in words.
    pub fn entry<'a>(&'a mut self, name: &str) -> Result<impl Read + use<'a>, String> {
        let found = self.zip.by_name(name);
        found.map_err(|error| format!("{}: {name}: {error}", self.path.display()))
    }

    /// The whole content of an entry. All that are read hold a gigabyte at most.
    ///
    /// # Errors
    /// The reason in words.
    pub fn content(&mut self, name: &str) -> Result<Vec<u8>, String> {
        let (path, left) = (self.path.display().to_string(), self.left);
        let mut content = Vec::new();
        // What lies beyond is not read; the checksum is looked at where the entry ends.
        let mut entry = self.entry(name)?.take(left + 1);
        let read = entry.read_to_end(&mut content);
        let read = read.map_err(|error| format!("{path}: {name}: {error}"))?;
        drop(entry);
        self.left = left
            .checked_sub(read as u64)
            .ok_or_else(|| format!("{path}: its files hold more than a gigabyte"))?;
        Ok(content)
    }

    /// The rows of a table, one after the other, of 64 MiB each at most.
    ///
    /// # Errors
    /// The reason in words.
    pub fn rows<'a>(
        &'a mut self,
        table: &str,
    ) -> Result<impl Iterator<Item = Result<String, String>> + use<'a>, String> {
        let (path, name) = (self.path.display().to_string(), Manifest::entry_of(table));
        let mut entry = BufReader::new(self.entry(&name)?);
        Ok(std::iter::from_fn(move || {
            let mut row = Vec::new();
            let read = (&mut entry).take(LONGEST + 1).read_until(b'\n', &mut row);
            let row = match read {
                Ok(0) => return None,
                Ok(_) if row.len() as u64 > LONGEST => Err("a row of more than 64 MiB".to_owned()),
                Ok(_) => {
                    row.pop_if(|last| *last == b'\n');
                    String::from_utf8(row).map_err(|error| error.to_string())
                }
                Err(error) => Err(error.to_string()),
            };
            Some(row.map_err(|error| format!("{path}: {name}: {error}")))
        }))
    }
}
