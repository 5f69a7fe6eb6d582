//! An instance as rows: every table of a schema, read in one moment of the database and written into an empty one, whichever of the two engines either
//! is. Backups and moves are made of it; the digest of a table says whether what arrived is what left.

use serde_json::{Number, Value};
use sha2::{Digest, Sha256};

use super::{
    db,
    sql::{Cell, Conn, Line, each, put},
};
use crate::base::{Error, Result, digest::hex};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Text,
    Whole,
    Real,
}

/// A table of the schema, with its columns in the order in which they were made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: String,
    columns: Vec<(String, Kind)>,
}

/// How many rows a table has and what is in them: SHA-256 of each row, added up, so that the order of rows says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Content {
    /// The rows.
    pub rows: u64,
    sum: [u64; 4],
}

impl Content {
    /// Counts a row in.
    pub fn add(&mut self, row: &str) {
        self.rows += 1;
        let digest = Sha256::digest(row);
        for (lane, bytes) in self.sum.iter_mut().zip(digest.as_chunks::<8>().0) {
            *lane = lane.wrapping_add(u64::from_be_bytes(*bytes));
        }
    }

    /// The sum of its rows, in hex.
    pub fn digest(&self) -> String {
        self.sum
            .iter()
            .map(|lane| hex(&lane.to_be_bytes()))
            .collect()
    }
}

/// The tables of the schema as it is after the step `version`, each after those that it refers to.
pub fn tables(version: i64) -> Vec<Table> {
    let mut tables: Vec<Table> = Vec::new();
    for (_, text) in db::steps().filter(|(step, _)| *step <= version) {
        for statement in without_comments(text).split(';').map(str::trim) {
            if let Some(rest) = statement.strip_prefix("CREATE TABLE ") {
                tables.extend(created(rest));
            } else if let Some(rest) = statement.strip_prefix("ALTER TABLE ") {
                extend(&mut tables, rest);
            } else if let Some(name) = statement.strip_prefix("DROP TABLE ") {
                tables.retain(|table| table.name != name.trim());
            }
        }
    }
    tables
}

/// Statements alone: comments have lines of their own, and may hold any sign.
fn without_comments(text: &str) -> String {
    let lines = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("--"));
    lines.collect::<Vec<_>>().join("\n")
}

/// What follows `CREATE TABLE`.
fn created(text: &str) -> Option<Table> {
    let (name, body) = text.split_once('(')?;
    let body = body.trim_end().strip_suffix(')')?;
    let mut depth = 0;
    let parts = body.split(move |c| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        c == ',' && depth == 0
    });
    Some(Table {
        name: name.trim().to_owned(),
        columns: parts.filter_map(column).collect(),
    })
}

/// What follows `ALTER TABLE`: a column that is added.
fn extend(tables: &mut [Table], text: &str) {
    if let Some((name, added)) = text.split_once(" ADD COLUMN ")
        && let Some(table) = tables.iter_mut().find(|table| table.name == name.trim())
    {
        table.columns.extend(column(added));
    }
}

/// A column, from its name on; `None` for a constraint.
fn column(text: &str) -> Option<(String, Kind)> {
    let mut words = text.split_whitespace();
    let name = words.next()?;
    // Constraints begin with a word in capitals, columns never do.
    if name.starts_with(|c: char| c.is_ascii_uppercase()) {
        return None;
    }
    let kind = match words.next()? {
        "BIGINT" => Kind::Whole,
        "DOUBLE" => Kind::Real,
        _ => Kind::Text,
    };
    Some((name.to_owned(), kind))
}

impl Table {
    fn names(&self) -> String {
        let names: Vec<_> = self.columns.iter().map(|(name, _)| name.as_str()).collect();
        names.join(", ")
    }

    /// Goes through every row, each as one line of JSON: an array of its cells.
    ///
    /// # Errors
    /// Those of the store, and of `row`.
    pub async fn each_row(
        &self,
        conn: &mut impl Conn,
        mut row: impl AsyncFnMut(&str) -> Result<()>,
    ) -> Result<()> {
        let sql = format!("SELECT {} FROM {}", self.names(), self.name);
        each(conn, sql, async |line| row(&self.line(line)?).await).await
    }

    fn line(&self, line: &Line) -> Result<String> {
        let cells = self.columns.iter().map(|(name, kind)| {
            Ok(match kind {
                Kind::Text => line.maybe_text(name)?.map(Value::from),
                Kind::Whole => line.maybe_int(name)?.map(Value::from),
                Kind::Real => line
                    .maybe_real(name)?
                    .and_then(Number::from_f64)
                    .map(Value::from),
            }
            .unwrap_or_default())
        });
        let cells: Vec<Value> = cells.collect::<Result<_>>()?;
        serde_json::to_string(&cells).map_err(Error::fault)
    }

    /// What the table holds.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn content(&self, conn: &mut impl Conn) -> Result<Content> {
        let mut content = Content::default();
        self.each_row(conn, async |row| {
            content.add(row);
            Ok(())
        })
        .await?;
        Ok(content)
    }

    /// Writes a row as [`Table::each_row`] gives it.
    ///
    /// # Errors
    /// [`Error::Fault`] where it is not of this table.
    pub async fn add_row(&self, conn: &mut impl Conn, row: &str) -> Result<()> {
        let cells: Vec<Value> = serde_json::from_str(row).map_err(Error::fault)?;
        let strange = || Error::fault(format!("a row is not one of {}", self.name));
        if cells.len() != self.columns.len() {
            return Err(strange());
        }
        let cells = cells
            .into_iter()
            .zip(&self.columns)
            .map(|(cell, (_, kind))| {
                Ok(match (kind, cell) {
                    (Kind::Text, Value::Null) => Cell::Text(None),
                    (Kind::Text, Value::String(text)) => Cell::Text(Some(text)),
                    (Kind::Whole, Value::Null) => Cell::Int(None),
                    (Kind::Whole, Value::Number(number)) => {
                        Cell::Int(Some(number.as_i64().ok_or_else(strange)?))
                    }
                    (Kind::Real, Value::Null) => Cell::Real(None),
                    (Kind::Real, Value::Number(number)) => Cell::Real(number.as_f64()),
                    _ => return Err(strange()),
                })
            });
        let cells: Vec<Cell> = cells.collect::<Result<_>>()?;
        let places: Vec<_> = (1..=cells.len()).map(|place| format!("${place}")).collect();
        let sql = format!(
            "INSERT INTO {} ({}) VALUES ({})",
            self.name,
            self.names(),
            places.join(", ")
        );
        put(conn, sql, cells).await
    }

    /// Empties the table of what its schema put there.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn clear(&self, conn: &mut impl Conn) -> Result<()> {
        put(conn, format!("DELETE FROM {}", self.name), Vec::new()).await
    }
}

/// Whether a database holds an instance: one that was ever served, used, or moved here.
///
/// # Errors
/// Those of the store.
pub async fn is_bare(conn: &mut impl Conn, version: i64) -> Result<bool> {
    for table in tables(version) {
        let telling = ["settings", "accounts", "attempts", "awards", "issuer_keys"];
        if telling.contains(&table.name.as_str()) && table.content(conn).await?.rows > 0 {
            return Ok(false);
        }
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_and_column_of_the_schema_is_found() {
        let newest = tables(i64::MAX);
        let find = |name: &str| newest.iter().find(|table| table.name == name).unwrap();
        assert_eq!(
            find("settings").columns,
            [
                ("name".to_owned(), Kind::Text),
                ("value".to_owned(), Kind::Text)
            ]
        );
        // One that was added later, and none that is a constraint.
        let credentials = find("credentials");
        assert!(
            credentials
                .columns
                .contains(&("former_id".to_owned(), Kind::Text))
        );
        for table in &newest {
            for (name, _) in &table.columns {
                assert!(
                    name.chars().all(|c| c.is_ascii_lowercase() || c == '_'),
                    "{name}"
                );
            }
        }
        let made: usize = db::steps()
            .map(|(_, text)| text.matches("CREATE TABLE ").count())
            .sum();
        let dropped: usize = db::steps()
            .map(|(_, text)| text.matches("DROP TABLE ").count())
            .sum();
        assert_eq!(newest.len() + dropped, made);
        let first = tables(1);
        assert!(first.len() < newest.len());
        assert!(!first.iter().any(|table| table.name == "jobs"));
    }

    #[test]
    fn the_order_of_rows_says_nothing_and_every_row_counts() {
        let content = |rows: &[&str]| {
            let mut content = Content::default();
            rows.iter().for_each(|row| content.add(row));
            content
        };
        assert_eq!(content(&["[1]", "[2]"]), content(&["[2]", "[1]"]));
        assert_ne!(content(&["[1]", "[2]"]), content(&["[1]", "[1]"]));
        assert_ne!(
            content(&["[1]", "[1]"]).digest(),
            content(&["[1]"]).digest()
        );
        assert_eq!(content(&["[1]"]).digest().len(), 64);
    }
}
