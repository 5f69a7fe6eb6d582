//! Tables of marks as spreadsheets write them: a header `person,ITEM…`, then a person a row.
//!
//! Read is whatever [`crate::base::records`] reads, with decimal commas. Whatever cannot be read is refused with its row and column.

use std::collections::BTreeSet;

use super::{classical::Marks, responses::Responses};
use crate::{
    assessment::response::number,
    base::records::{Records, decoded},
};

/// The largest file that is read, in bytes.
pub const MAX_BYTES: usize = 64 << 20;

/// The person of the row that holds the maximum marks.
const MAX: &str = "max";

/// A table of marks, one attempt a person: the first.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// The name of the first column, which names the people.
    pub first: String,
    /// The names of the columns.
    pub items: Vec<String>,
    /// The people, in the order of the file.
    pub persons: Vec<String>,
    /// Rows at which a person came again: only first attempts count.
    pub repeats: Vec<usize>,
    maxima: Option<Vec<f64>>,
    /// Person by person, item by item; nothing where the cell is empty.
    cells: Vec<Option<f64>>,
    /// The row of each person in the file.
    rows: Vec<usize>,
}

/// Why a table is refused, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct Refused {
    /// The row, counted from 1 with the header.
    pub row: usize,
    /// The column, counted from 1, with its name; 0 where the whole row is meant.
    pub column: usize,
    /// The column's name.
    pub name: String,
    /// What is wrong with it.
    pub why: Reason,
}

/// What is wrong with a table.
#[derive(Clone, Debug, PartialEq)]
pub enum Reason {
    /// More than [`MAX_BYTES`].
    TooLarge,
    /// No header with a person and at least one item.
    NoItems,
    /// The first row holds marks: the header is missing.
    NoHeader,
    /// No row of marks.
    NoPersons,
    /// A column without a name.
    Unnamed,
    /// Two columns of one name.
    SameName,
    /// A quotation mark that is not closed, or followed by text.
    Quote,
    /// A row with another number of cells than the header.
    Cells {
        /// How many there are.
        found: usize,
        /// How many the header has.
        expected: usize,
    },
    /// A cell that is not a number.
    NotANumber(String),
    /// An empty cell where each needs a mark.
    Empty,
    /// A maximum that is negative.
    Maximum,
    /// A row of maxima that is not the first.
    LateMaximum,
    /// A response that is neither 0 nor 1.
    NotBinary(f64),
}

impl Table {
    /// Reads a table.
    ///
    /// # Errors
    /// [`Refused`], with row and column.
    pub fn read(bytes: &[u8]) -> Result<Table, Refused> {
        let whole = |row, why| Refused {
            row,
            column: 0,
            name: String::new(),
            why,
        };
        if bytes.len() > MAX_BYTES {
            return Err(whole(1, Reason::TooLarge));
        }
        let text = decoded(bytes);
        let mut records = Records::of(&text);
        let mut header = Vec::new();
        while header.is_empty() {
            match records.next() {
                Some(record) => header = record.map_err(|row| whole(row, Reason::Quote))?,
                None => return Err(whole(1, Reason::NoItems)),
            }
        }
        let top = records.row;
        while header.last().is_some_and(String::is_empty) {
            header.pop();
        }
        if header.len() < 2 {
            return Err(whole(top, Reason::NoItems));
        }
        if !header[0].eq_ignore_ascii_case("person")
            && header[1..].iter().all(|name| number(name).is_some())
        {
            return Err(whole(top, Reason::NoHeader));
        }
        let mut names = BTreeSet::new();
        for (place, name) in header.iter().enumerate().skip(1) {
            let refused = |why| Refused {
                row: top,
                column: place + 1,
                name: name.clone(),
                why,
            };
            if name.is_empty() {
                return Err(refused(Reason::Unnamed));
            }
            if !names.insert(name) {
                return Err(refused(Reason::SameName));
            }
        }
        let mut table = Table {
            first: header[0].clone(),
            items: header[1..].to_vec(),
            persons: Vec::new(),
            repeats: Vec::new(),
            maxima: None,
            cells: Vec::new(),
            rows: Vec::new(),
        };
        let mut known = BTreeSet::new();
        while let Some(record) = records.next() {
            let record = record.map_err(|row| whole(row, Reason::Quote))?;
            if !record.is_empty() {
                table.add(&record, records.row, &mut known)?;
            }
        }
        if table.persons.is_empty() {
            return Err(whole(records.row.max(1), Reason::NoPersons));
        }
        Ok(table)
    }

    fn add(
        &mut self,
        record: &[String],
        row: usize,
        known: &mut BTreeSet<String>,
    ) -> Result<(), Refused> {
        let expected = self.items.len() + 1;
        let filled = record.iter().rposition(|cell| !cell.is_empty());
        if record.len() < expected || filled.is_some_and(|last| last >= expected) {
            return Err(Refused {
                row,
                column: 0,
                name: String::new(),
                why: Reason::Cells {
                    found: record.len(),
                    expected,
                },
            });
        }
        let person = &record[0];
        let mut marks = Vec::with_capacity(self.items.len());
        for (place, cell) in record[1..expected].iter().enumerate() {
            marks.push(
                mark(cell)
                    .map_err(|()| self.refused(row, place, Reason::NotANumber(cell.clone())))?,
            );
        }
        if person == MAX {
            if !self.persons.is_empty() || self.maxima.is_some() {
                return Err(Refused {
                    row,
                    column: 1,
                    name: person.clone(),
                    why: Reason::LateMaximum,
                });
            }
            let mut maxima = Vec::with_capacity(marks.len());
            for (place, mark) in marks.into_iter().enumerate() {
                match mark {
                    None => return Err(self.refused(row, place, Reason::Empty)),
                    Some(mark) if mark < 0.0 => {
                        return Err(self.refused(row, place, Reason::Maximum));
                    }
                    Some(mark) => maxima.push(mark),
                }
            }
            self.maxima = Some(maxima);
        } else if !person.is_empty() && !known.insert(person.clone()) {
            self.repeats.push(row);
        } else {
            self.persons.push(person.clone());
            self.cells.append(&mut marks);
            self.rows.push(row);
        }
        Ok(())
    }

    /// The table as marks, each cell filled; without a row of maxima every maximum is 1.
    ///
    /// # Errors
    /// [`Refused`] at the first empty cell: whether it is a 0 or was never asked is not ours to guess.
    pub fn marks(&self) -> Result<Marks, Refused> {
        let k = self.items.len();
        let mut columns = vec![Vec::with_capacity(self.persons.len()); k];
        for (person, cells) in self.cells.chunks(k).enumerate() {
            for (place, cell) in cells.iter().enumerate() {
                columns[place].push(
                    cell.ok_or_else(|| self.refused(self.rows[person], place, Reason::Empty))?,
                );
            }
        }
        let maxima = self.maxima.clone().unwrap_or_else(|| vec![1.0; k]);
        Ok(Marks { maxima, columns })
    }

    /// The table as right and wrong answers; an empty cell is a question that was not asked.
    ///
    /// # Errors
    /// [`Refused`] at the first cell that is neither 0 nor 1, and at a maximum other than 1.
    pub fn responses(&self) -> Result<Responses, Refused> {
        let k = self.items.len();
        if let Some(maxima) = &self.maxima
            && let Some(place) = maxima.iter().position(|max| *max != 1.0)
        {
            return Err(self.refused(2, place, Reason::NotBinary(maxima[place])));
        }
        let mut cells = Vec::with_capacity(self.cells.len());
        for (at, cell) in self.cells.iter().enumerate() {
            cells.push(match *cell {
                None => None,
                Some(0.0) => Some(false),
                Some(1.0) => Some(true),
                Some(other) => {
                    return Err(self.refused(self.rows[at / k], at % k, Reason::NotBinary(other)));
                }
            });
        }
        Ok(Responses::new(k, cells))
    }

    /// The first empty cell as a refusal, for those who need every answer.
    pub fn empty_cell(&self) -> Option<Refused> {
        let at = self.cells.iter().position(Option::is_none)?;
        let k = self.items.len();
        Some(self.refused(self.rows[at / k], at % k, Reason::Empty))
    }

    /// The first cell with more than the item's maximum, by its row and its item's place.
    pub fn above_maximum(&self) -> Option<(usize, usize)> {
        let k = self.items.len();
        let above = |(at, cell): (usize, &Option<f64>)| {
            let max = self.maxima.as_ref().map_or(1.0, |maxima| maxima[at % k]);
            cell.is_some_and(|mark| mark > max)
                .then(|| (self.rows[at / k], at % k))
        };
        self.cells.iter().enumerate().find_map(above)
    }

    fn refused(&self, row: usize, place: usize, why: Reason) -> Refused {
        Refused {
            row,
            column: place + 2,
            name: self.items[place].clone(),
            why,
        }
    }
}

/// A mark; nothing in an empty cell, which some programs write `NA` or `-`.
fn mark(cell: &str) -> Result<Option<f64>, ()> {
    match cell {
        "" | "NA" | "-" => Ok(None),
        "0" => Ok(Some(0.0)),
        "1" => Ok(Some(1.0)),
        cell => number(cell).map(Some).ok_or(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn why(text: &str) -> (usize, usize, Reason) {
        let refused = Table::read(text.as_bytes()).unwrap_err();
        (refused.row, refused.column, refused.why)
    }

    #[test]
    fn every_spelling_of_a_table_is_the_same_table() {
        let plain = Table::read(b"person,q1,q2\nmax,1,2\nana,1,0.5\nbob,0,2\n").unwrap();
        let marks = plain.marks().unwrap();
        assert_eq!(marks.maxima, [1.0, 2.0]);
        assert_eq!(marks.columns, [vec![1.0, 0.0], vec![0.5, 2.0]]);
        for text in [
            "\u{feff}person,q1,q2\r\nmax,1,2\r\nana,1,0.5\r\nbob,0,2",
            "person;q1;q2\nmax;1;2\nana;1;0,5\nbob;0;2\n",
            "sep=;\nperson;q1;q2\nmax;1;2\nana;1;0,5\nbob;0;2\n",
            "person\tq1\tq2\nmax\t1\t2\nana\t1\t0,5\nbob\t0\t2\n",
            "person|q1|q2\nmax|1|2\nana|1|0.5\nbob|0|2\n",
            "\"person\",\"q1\",\"q2\"\n\"max\",1,2\n \"ana\" ,\"1\",\"0,5\"\n\nbob, 0 ,2\n,,\n",
            "person,q1,q2,,\nmax,1,2,,\nana,1,0.5,,\nbob,0,2,,\n",
            "person,q1,q2\rmax,1,2\rana,1,0.5\rbob,0,2\r",
        ] {
            let table = Table::read(text.as_bytes()).unwrap();
            assert_eq!(table.items, plain.items, "{text:?}");
            assert_eq!(table.persons, plain.persons, "{text:?}");
            assert_eq!(table.marks(), plain.marks(), "{text:?}");
        }
        let wide: Vec<u8> = "\u{feff}person\tq1\nZoë\t1\n"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(Table::read(&wide).unwrap().persons, ["Zoë"]);
        assert_eq!(
            Table::read(b"person;q1\nZo\xeb \x80;1\n").unwrap().persons,
            ["Zoë €"]
        );
        let quoted = Table::read(b"person,\"a, \"\"b\"\"\nc\"\nx,1\n").unwrap();
        assert_eq!(quoted.items, ["a, \"b\"\nc"]);
    }

    #[test]
    fn what_cannot_be_read_is_refused_with_its_place() {
        for (text, row, column, expected) in [
            ("", 1, 0, Reason::NoItems),
            ("\n\n", 1, 0, Reason::NoItems),
            ("person\nana\n", 1, 0, Reason::NoItems),
            ("ana,1,0\nbob,0,1\n", 1, 0, Reason::NoHeader),
            ("person,q1\n", 1, 0, Reason::NoPersons),
            ("person,q1\nmax,1\n", 2, 0, Reason::NoPersons),
            ("person,,q2\nana,1,1\n", 1, 2, Reason::Unnamed),
            ("person,q1,q1\nana,1,1\n", 1, 3, Reason::SameName),
            ("person,q1\n\"ana,1\n", 2, 0, Reason::Quote),
            ("person,q1\n\"ana\"x,1\n", 2, 0, Reason::Quote),
            (
                "person,q1,q2\nana,1,1\n\nbob,1\n",
                4,
                0,
                Reason::Cells {
                    found: 2,
                    expected: 3,
                },
            ),
            (
                "person,q1,q2\nana,1,0,5\n",
                2,
                0,
                Reason::Cells {
                    found: 4,
                    expected: 3,
                },
            ),
            (
                "person,q1,q2\nana,1,vrai\n",
                2,
                3,
                Reason::NotANumber("vrai".to_owned()),
            ),
            (
                "person,q1\nana,inf\n",
                2,
                2,
                Reason::NotANumber("inf".to_owned()),
            ),
            ("person,q1\nmax,\nana,1\n", 2, 2, Reason::Empty),
            ("person,q1\nmax,-1\nana,1\n", 2, 2, Reason::Maximum),
            // The same faults behind other signs between cells and other ends of lines.
            (
                "\u{feff}person;q1;q2\r\nana;1;0\r\n\r\nbob;1;faux\r\n",
                4,
                3,
                Reason::NotANumber("faux".to_owned()),
            ),
            (
                "person\tq1\tq2\r\nana\t1\r\n",
                2,
                0,
                Reason::Cells {
                    found: 2,
                    expected: 3,
                },
            ),
            (
                "person,q1,q2\n\"ana, bis\",1,\"un; deux\"\n",
                2,
                3,
                Reason::NotANumber("un; deux".to_owned()),
            ),
            (
                "person;q1\nana;12 %\n",
                2,
                2,
                Reason::NotANumber("12 %".to_owned()),
            ),
            ("person,q1\nana,1\nmax,1\n", 3, 1, Reason::LateMaximum),
        ] {
            assert_eq!(why(text), (row, column, expected), "{text:?}");
        }
    }

    #[test]
    fn an_empty_cell_is_no_mark_and_an_answer_not_asked_for() {
        let table = Table::read(b"person,q1,q2\nana,1,0\nbob,,1\n").unwrap();
        let refused = table.marks().unwrap_err();
        assert_eq!((refused.row, refused.column), (3, 2));
        assert_eq!(refused.why, Reason::Empty);
        assert_eq!(refused.name, "q1");
        assert_eq!(table.empty_cell(), Some(refused));
        let responses = table.responses().unwrap();
        assert_eq!(responses.of(1), [None, Some(true)]);
    }

    #[test]
    fn a_response_is_right_or_wrong() {
        let half = Table::read(b"person,q1\nana,1\nbob,0.5\n").unwrap();
        let refused = half.responses().unwrap_err();
        assert_eq!((refused.row, refused.column), (3, 2));
        assert_eq!(refused.why, Reason::NotBinary(0.5));
        let two = Table::read(b"person,q1\nmax,2\nana,1\n").unwrap();
        assert_eq!(two.responses().unwrap_err().row, 2);
    }

    #[test]
    fn only_first_attempts_count() {
        let table = Table::read(b"person,q1\nana,0\nana,1\n,1\n,1\n").unwrap();
        assert_eq!(table.persons, ["ana", "", ""], "no name is nobody's");
        assert_eq!(table.repeats, [3]);
        assert_eq!(table.marks().unwrap().columns, [[0.0, 1.0, 1.0]]);
    }

    #[test]
    fn a_mark_above_its_maximum_is_found() {
        let table = Table::read(b"person,q1,q2\nana,1,0\nbob,0,3\n").unwrap();
        assert_eq!(table.above_maximum(), Some((3, 1)));
    }
}
