//! What `sign`, `canonical` and `verify` share: reading what is named, contexts added for one call, writing on standard output.

use std::{
    fs,
    io::{self, Read},
    path::Path,
};

use openbadges::{Contexts, json};
use serde_json::Value;

use super::Failure;

/// The largest file that is read, in bytes.
const MAX_BYTES: u64 = 8 << 20;

/// The option by which a JSON-LD context is added.
#[derive(clap::Args)]
pub(super) struct Added {
    /// Add a JSON-LD context to the closed list for this call.
    #[arg(long = "context", value_name = "URL=FILE")]
    pairs: Vec<String>,
}

impl Added {
    /// The bundled contexts and those that were added.
    pub(super) fn contexts(&self) -> Result<Contexts, Failure> {
        let mut contexts = Contexts::bundled().clone();
        for pair in &self.pairs {
            // An address may have `=` in its query; the file comes after the last one.
            let (url, file) = pair.rsplit_once('=').ok_or_else(|| {
                Failure::Environment(format!("--context {pair}: expected URL=FILE"))
            })?;
            let told = |why: &dyn std::fmt::Display| Failure::Environment(format!("{file}: {why}"));
            let bytes = file_bytes(Path::new(file)).map_err(|error| told(&error))?;
            contexts = contexts.with(url, &bytes).map_err(|error| told(&error))?;
        }
        Ok(contexts)
    }
}

/// The bytes of a file, or of standard input where it is called `-`.
pub(super) fn bytes(source: &str) -> Result<Vec<u8>, String> {
    let read = if source == "-" {
        limited(io::stdin().lock())
    } else {
        file_bytes(Path::new(source))
    };
    read.map_err(|error| format!("{source}: {error}"))
}

/// The bytes of a file, up to a limit.
pub(super) fn file_bytes(path: &Path) -> io::Result<Vec<u8>> {
    limited(fs::File::open(path)?)
}

fn limited(reader: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(io::Error::other("larger than 8 MiB"));
    }
    Ok(bytes)
}

/// A credential in strict JSON; what is none is told with its place.
pub(super) fn credential(source: &str) -> Result<Value, Failure> {
    let bytes = bytes(source).map_err(Failure::Environment)?;
    json::parse(&bytes).map_err(|error| refused(source, &error))
}

/// Tells why a credential is not signed, or has no canonical form.
pub(super) fn refused(source: &str, error: &openbadges::Error) -> Failure {
    eprintln!("crema: {source}: {error}");
    Failure::DoesNotHold
}
