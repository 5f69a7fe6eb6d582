//! What a backup says of itself: which program and which schema made it, and what each part of it is to hold.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The entry in which it stands.
pub const NAME: &str = "manifest.json";

/// The format that is written.
pub const FORMAT: &str = "crema-backup/1";

/// The manifest.
#[derive(Debug, Serialize, Deserialize)]
pub struct Manifest {
    /// [`FORMAT`].
    pub format: String,
    /// The version of the program.
    pub program: String,
    /// The version of the schema.
    pub schema: i64,
    /// The moment of the database that is in it.
    pub made_at: Timestamp,
    /// The address of the instance, where one is set.
    pub base_url: Option<String>,
    /// Each table.
    pub tables: BTreeMap<String, Rows>,
    /// SHA-256 of each file, by the name of its entry.
    pub files: BTreeMap<String, String>,
}

/// What a table holds.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rows {
    /// How many rows.
    pub rows: u64,
    /// The sum of SHA-256 of each.
    pub digest: String,
}

impl Manifest {
    /// Reads a manifest.
    ///
    /// # Errors
    /// The reason in words: it is none, or one of a later program.
    pub fn read(bytes: &[u8], newest: i64) -> Result<Manifest, String> {
        let manifest: Manifest = serde_json::from_slice(bytes)
            .map_err(|error| format!("the manifest of this backup cannot be read: {error}"))?;
        if manifest.format != FORMAT {
            return Err(format!(
                "this backup is of the format {}, this program reads {FORMAT}",
                manifest.format
            ));
        }
        if manifest.schema > newest {
            return Err(format!(
                "this backup has schema {}, made by crema {}; this program knows {newest}: use the newer program",
                manifest.schema, manifest.program
            ));
        }
        Ok(manifest)
    }

    /// The name of the entry of a table.
    pub fn entry_of(table: &str) -> String {
        format!("tables/{table}.jsonl")
    }
}
