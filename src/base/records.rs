//! Tables as spreadsheets write them (RFC 4180 and what became of it): commas, semicolons, tabs or bars between cells, quoted cells, a byte order mark,
//! UTF-8, UTF-16 or Windows-1252, empty rows.

/// The text of a file, whatever spreadsheet wrote it, without its byte order mark.
pub fn decoded(bytes: &[u8]) -> String {
    let wide = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes
            .chunks_exact(2)
            .map(|pair| unit([pair[0], pair[1]]))
            .collect();
        String::from_utf16_lossy(&units)
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => western(rest),
        bytes => western(bytes),
    }
}

/// UTF-8, else Windows-1252, where the signs between 0x80 and 0x9f are its own (https://encoding.spec.whatwg.org/index-windows-1252.txt).
fn western(bytes: &[u8]) -> String {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž',
        '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}',
        'ž', 'Ÿ',
    ];
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes
            .iter()
            .map(|byte| match byte {
                0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
                byte => char::from(*byte),
            })
            .collect(),
    }
}

/// The sign between cells: the commonest of the header, outside quotes.
fn separator(text: &str) -> char {
    let header = text
        .lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default();
    let count = |sign: char| {
        let mut quoted = false;
        header
            .chars()
            .filter(|c| {
                quoted ^= *c == '"';
                *c == sign && !quoted
            })
            .count()
    };
    // Of equals the last is taken: a comma.
    ['|', '\t', ';', ',']
        .into_iter()
        .max_by_key(|sign| count(*sign))
        .unwrap_or(',')
}

/// The records of a file; an empty one where no cell holds anything.
pub struct Records<'t> {
    rest: &'t str,
    /// The row last given, from 1; 0 before the first.
    pub row: usize,
    separator: char,
}

impl Iterator for Records<'_> {
    /// The cells, without blanks around them; else the row whose quotes are wrong.
    type Item = Result<Vec<String>, usize>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        self.row += 1;
        let mut cells = Vec::new();
        loop {
            let (cell, ending) = match self.cell() {
                Some(found) => found,
                None => {
                    self.rest = "";
                    return Some(Err(self.row));
                }
            };
            cells.push(cell);
            if ending != Some(self.separator) {
                break;
            }
        }
        if cells.iter().all(String::is_empty) {
            cells.clear();
        }
        Some(Ok(cells))
    }
}

impl<'t> Records<'t> {
    /// The records of a text that [`decoded`] gave.
    pub fn of(text: &'t str) -> Records<'t> {
        match text.strip_prefix("sep=") {
            // Spreadsheets may say the separator in a row of its own.
            Some(rest) => Records {
                rest: rest.split_once('\n').map_or("", |(_, rest)| rest),
                row: 1,
                separator: rest.chars().next().unwrap_or(','),
            },
            None => Records {
                rest: text,
                row: 0,
                separator: separator(text),
            },
        }
    }

    /// The next cell and the sign that ends it (RFC 4180); nothing where quotes are wrong.
    fn cell(&mut self) -> Option<(String, Option<char>)> {
        let separator = self.separator;
        let blank = |c: char| c.is_whitespace() && c != separator && c != '\n' && c != '\r';
        let text = self.rest.trim_start_matches(blank);
        let ends = |c: char| c == separator || c == '\n' || c == '\r';
        let (cell, rest) = if let Some(mut inner) = text.strip_prefix('"') {
            let mut cell = String::new();
            loop {
                let (before, after) = inner.split_once('"')?;
                cell.push_str(before);
                match after.strip_prefix('"') {
                    Some(more) => {
                        cell.push('"');
                        inner = more;
                    }
                    None => break (cell.trim().to_owned(), after.trim_start_matches(blank)),
                }
            }
        } else {
            let end = text.find(ends).unwrap_or(text.len());
            (text[..end].trim().to_owned(), &text[end..])
        };
        let mut signs = rest.chars();
        let ending = signs.next();
        if ending.is_some_and(|c| !ends(c)) {
            return None;
        }
        let after = signs.as_str();
        self.rest = match ending {
            Some('\r') => after.strip_prefix('\n').unwrap_or(after),
            _ => after,
        };
        Some((cell, ending))
    }
}
