//! People to whom an achievement is given by hand, as a spreadsheet lists them: `name,email,evidence,issued_on`, all but the name optional.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::base::{
    Email, Name, Refusal,
    records::{Records, decoded},
};

/// The longest text of what was shown, in characters.
pub const MOST_SHOWN: usize = 500;

/// The most people on one list.
pub const MOST_RECIPIENTS: usize = 100_000;

/// Somebody to whom an achievement is given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipient {
    /// The name to show; nothing where none is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Where the badge is sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Email>,
    /// What was shown, in words, or the address where it is seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
    /// The day on which it was earned; today where it is not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issued_on: Option<Date>,
}

/// Why a row gives no badge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// Its quotes are wrong.
    Quotes,
    /// It has more cells than the header.
    Cells,
    /// The name is too long.
    NameLong,
    /// The name holds an address of the web.
    NameAddress,
    /// The address of the mailbox cannot be one.
    Email,
    /// What was shown is longer than [`MOST_SHOWN`].
    Evidence,
    /// The day is none, or is still to come.
    Day,
}

impl Flaw {
    /// The name under which it is stored, and a part of the key of its words.
    pub fn name(self) -> &'static str {
        match self {
            Flaw::Quotes => "quotes",
            Flaw::Cells => "cells",
            Flaw::NameLong => "name-long",
            Flaw::NameAddress => "name-address",
            Flaw::Email => "email",
            Flaw::Evidence => "evidence",
            Flaw::Day => "day",
        }
    }
}

/// Why a whole list is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// There is no header with a column `name`.
    NoName,
    /// A column is none of ours, or stands twice.
    Column(String),
    /// Nobody is on it.
    Nobody,
    /// More than [`MOST_RECIPIENTS`] are on it.
    TooMany,
}

/// A row of a list: its number in the file, from 1 with the header, and who it names.
pub type Row = (usize, Result<Recipient, Flaw>);

#[derive(Clone, Copy, PartialEq)]
enum Column {
    Name,
    Email,
    Evidence,
    IssuedOn,
}

/// The columns, in English and as a French spreadsheet calls them.
fn column(head: &str) -> Option<Column> {
    match head.trim().to_lowercase().as_str() {
        "name" | "nom" | "prénom" | "prenom" => Some(Column::Name),
        "email" | "courriel" | "adresse" | "mail" => Some(Column::Email),
        "evidence" | "preuve" => Some(Column::Evidence),
        "issued_on" | "date" => Some(Column::IssuedOn),
        _ => None,
    }
}

/// Reads a list. One row that is wrong does not stop the others: each comes with its fate.
///
/// # Errors
/// [`Refused`].
pub fn read(bytes: &[u8], today: Date) -> Result<Vec<Row>, Refused> {
    let text = decoded(bytes);
    let mut records = Records::of(&text);
    let mut header = Vec::new();
    while header.is_empty() {
        header = match records.next() {
            Some(Ok(record)) => record,
            Some(Err(_)) => return Err(Refused::NoName),
            None => return Err(Refused::Nobody),
        };
    }
    while header.last().is_some_and(String::is_empty) {
        header.pop();
    }
    let mut columns = Vec::new();
    for head in &header {
        match column(head) {
            Some(column) if !columns.contains(&column) => columns.push(column),
            _ if columns.is_empty() && header.len() == 1 => return Err(Refused::NoName),
            _ => return Err(Refused::Column(head.clone())),
        }
    }
    if !columns.contains(&Column::Name) {
        return Err(Refused::NoName);
    }
    let mut rows = Vec::new();
    while let Some(record) = records.next() {
        let line = records.row;
        match record {
            Ok(cells) if cells.is_empty() => continue,
            Ok(cells) => rows.push((line, recipient(&columns, &cells, today))),
            // Where a quote is never closed nothing after it can be trusted.
            Err(line) => rows.push((line, Err(Flaw::Quotes))),
        }
        if rows.len() > MOST_RECIPIENTS {
            return Err(Refused::TooMany);
        }
    }
    if rows.is_empty() {
        return Err(Refused::Nobody);
    }
    Ok(rows)
}

/// One person, as a form names them.
///
/// # Errors
/// The first field that is wrong.
pub fn person(name: &str, email: &str, evidence: &str) -> Result<Recipient, Flaw> {
    let given = |text: &str| (!text.trim().is_empty()).then(|| text.trim().to_owned());
    Ok(Recipient {
        name: self::name(name)?,
        email: given(email)
            .map(|email| Email::read(&email))
            .transpose()
            .map_err(|_| Flaw::Email)?,
        evidence: given(evidence).map(|text| shown(&text)).transpose()?,
        issued_on: None,
    })
}

fn recipient(columns: &[Column], cells: &[String], today: Date) -> Result<Recipient, Flaw> {
    if cells
        .iter()
        .skip(columns.len())
        .any(|cell| !cell.is_empty())
    {
        return Err(Flaw::Cells);
    }
    let mut read = Recipient::default();
    for (column, cell) in columns.iter().zip(cells) {
        if cell.is_empty() {
            continue;
        }
        match column {
            Column::Name => read.name = name(cell)?,
            Column::Email => read.email = Some(Email::read(cell).map_err(|_| Flaw::Email)?),
            Column::Evidence => read.evidence = Some(shown(cell)?),
            Column::IssuedOn => read.issued_on = Some(day(cell, today)?),
        }
    }
    Ok(read)
}

fn name(cell: &str) -> Result<Option<String>, Flaw> {
    match Name::read(cell) {
        Ok(name) => Ok(name.map(|name| name.as_str().to_owned())),
        Err(Refusal::NameHoldsAddress) => Err(Flaw::NameAddress),
        Err(_) => Err(Flaw::NameLong),
    }
}

fn shown(cell: &str) -> Result<String, Flaw> {
    let plain: String = cell.chars().filter(|c| !c.is_control()).collect();
    if plain.chars().count() > MOST_SHOWN {
        return Err(Flaw::Evidence);
    }
    Ok(plain)
}

/// A day as ISO 8601 writes it, or as a French spreadsheet does: 24/11/2026.
fn day(cell: &str, today: Date) -> Result<Date, Flaw> {
    let read = cell.parse::<Date>().ok().or_else(|| {
        let mut parts = cell.splitn(3, '/');
        let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
        Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
    });
    read.filter(|day| *day <= today && day.year() >= 2000)
        .ok_or(Flaw::Day)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: Date = Date::constant(2026, 11, 26);

    #[test]
    fn a_list_is_read_as_spreadsheets_write_it() {
        for list in [
            "name,email,evidence,issued_on\nZoé,zoe@example.org,https://a.example/1,2026-11-24\nAli,,,\n",
            "\u{feff}nom;courriel;preuve;date\r\nZoé;zoe@example.org;https://a.example/1;24/11/2026\r\n\r\nAli\r\n",
        ] {
            let rows = read(list.as_bytes(), TODAY).unwrap();
            let zoe = rows[0].1.as_ref().unwrap();
            assert_eq!(zoe.name.as_deref(), Some("Zoé"));
            assert_eq!(zoe.issued_on, Some(Date::constant(2026, 11, 24)));
            assert_eq!(zoe.evidence.as_deref(), Some("https://a.example/1"));
            assert_eq!(rows[1].1.as_ref().unwrap().name.as_deref(), Some("Ali"));
            assert_eq!(rows.len(), 2);
        }
        let only = read("name\nZoé\n".as_bytes(), TODAY).unwrap();
        assert!(only[0].1.is_ok());
    }

    #[test]
    fn each_wrong_row_says_what_is_wrong_and_stops_no_other() {
        let rows = [
            ("https://a.example,", Flaw::NameAddress),
            ("Zoé,zoe@", Flaw::Email),
            ("Zoé,,,2026-11-27", Flaw::Day),
            ("Zoé,,,31/02/2026", Flaw::Day),
            ("Zoé,,,,,x", Flaw::Cells),
        ];
        for (row, flaw) in rows {
            let list = format!("name,email,evidence,issued_on\n{row}\nAli\n");
            let read = read(list.as_bytes(), TODAY).unwrap();
            assert_eq!(read[0], (2, Err(flaw)), "{row}");
            assert!(read[1].1.is_ok());
        }
        let long = format!(
            "name,evidence\n{},\nAli,{}\n",
            "x".repeat(61),
            "x".repeat(501)
        );
        let read = read(long.as_bytes(), TODAY).unwrap();
        assert_eq!(read[0].1, Err(Flaw::NameLong));
        assert_eq!(read[1].1, Err(Flaw::Evidence));
    }

    #[test]
    fn a_list_without_names_is_refused() {
        for (list, refused) in [
            ("", Refused::Nobody),
            ("name\n", Refused::Nobody),
            ("email\na@example.org\n", Refused::NoName),
            ("Zoé\nAli\n", Refused::NoName),
            ("name,phone\nZoé,1\n", Refused::Column("phone".into())),
            ("name,name\nZoé,1\n", Refused::Column("name".into())),
        ] {
            assert_eq!(read(list.as_bytes(), TODAY), Err(refused), "{list}");
        }
    }
}
