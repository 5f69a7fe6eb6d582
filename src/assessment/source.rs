//! Reading TOML with the place of everything: each getter notes which keys it asked for, so that the keys nobody reads are told, and every fault is told in one go.

use std::{cell::RefCell, ops::Range};

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::finding::{Finding, Problem};

/// The largest file, in bytes.
const MAX_BYTES: usize = 1 << 20;

/// The deepest nesting of brackets.
const MAX_DEPTH: usize = 16;

/// A file that is being read, and what was found so far.
pub struct Source<'t> {
    text: &'t str,
    findings: RefCell<Vec<Finding>>,
}

impl<'t> Source<'t> {
    /// Takes a text in; nothing is read yet.
    pub fn new(text: &'t str) -> Source<'t> {
        Source {
            text,
            findings: RefCell::default(),
        }
    }

    /// Parses the text, within bounds that are checked before.
    pub fn parse(&self) -> Option<Spanned<DeTable<'t>>> {
        if self.text.len() > MAX_BYTES {
            self.tell(0..0, Problem::TooLarge);
            return None;
        }
        if !self.check_characters() || !self.check_depth() {
            return None;
        }
        match DeTable::parse(self.text) {
            Ok(table) => Some(table),
            Err(error) => {
                self.tell(
                    error.span().unwrap_or(0..0),
                    Problem::Syntax(error.message().to_owned()),
                );
                None
            }
        }
    }

    /// Notes something found at a place of the text.
    pub fn tell(&self, span: Range<usize>, problem: Problem) {
        let before = self.text.get(..span.start).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        let column = before
            .rsplit('\n')
            .next()
            .unwrap_or_default()
            .chars()
            .count()
            + 1;
        self.findings.borrow_mut().push(Finding {
            line,
            column,
            problem,
        });
    }

    /// Everything found, from the top of the file.
    pub fn findings(self) -> Vec<Finding> {
        let mut findings = self.findings.into_inner();
        findings.sort_by_key(|finding| (finding.line, finding.column));
        findings
    }

    fn check_characters(&self) -> bool {
        let mut clean = true;
        let mut before = '\0';
        for (at, c) in self.text.char_indices() {
            let hidden = match c {
                '\n' | '\r' | '\t' => false,
                '\u{FEFF}' => at > 0,
                // The joiner of emoji sequences follows an emoji, its variation selector or a skin tone.
                '\u{200D}' => before != '\u{FE0F}' && u32::from(before) < 0x2190,
                '\u{200B}'
                | '\u{200C}'
                | '\u{200E}'
                | '\u{200F}'
                | '\u{202A}'..='\u{202E}'
                | '\u{2060}'..='\u{2069}'
                | '\u{061C}' => true,
                c => c.is_control(),
            };
            if hidden {
                self.tell(at..at, Problem::HiddenCharacter(c));
                clean = false;
                if self.findings.borrow().len() > 50 {
                    break;
                }
            }
            before = c;
        }
        clean
    }

    /// Counts brackets outside of texts, roughly: a guard for the parser, not a parser.
    fn check_depth(&self) -> bool {
        let (mut depth, mut quote): (usize, Option<char>) = (0, None);
        let mut escaped = false;
        for (at, c) in self.text.char_indices() {
            match (quote, c) {
                (Some(_), '\n') => quote = None,
                (Some('"'), '\\') => escaped = !escaped,
                (Some(open), c) => {
                    if c == open && !escaped {
                        quote = None;
                    }
                    escaped = false;
                }
                (None, '"' | '\'') => quote = Some(c),
                (None, '[' | '{') => {
                    depth += 1;
                    if depth > MAX_DEPTH {
                        self.tell(at..at, Problem::TooMuch("brackets in brackets"));
                        return false;
                    }
                }
                (None, ']' | '}') => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        true
    }
}

/// A table of the file; what was asked of it is noted.
pub struct Block<'s, 't> {
    source: &'s Source<'t>,
    table: &'s DeTable<'t>,
    span: Range<usize>,
    asked: RefCell<Vec<&'static str>>,
}

/// A value and its place.
#[derive(Clone)]
pub struct Place<'s, 't> {
    source: &'s Source<'t>,
    value: &'s DeValue<'t>,
    /// Where it stands.
    pub span: Range<usize>,
}

impl<'s, 't> Block<'s, 't> {
    /// A table at a place.
    pub fn new(
        source: &'s Source<'t>,
        table: &'s DeTable<'t>,
        span: Range<usize>,
    ) -> Block<'s, 't> {
        Block {
            source,
            table,
            span,
            asked: RefCell::default(),
        }
    }

    /// The value of a key, where it is there.
    pub fn get(&self, key: &'static str) -> Option<Place<'s, 't>> {
        self.asked.borrow_mut().push(key);
        let value = self.table.get(key)?;
        Some(Place {
            source: self.source,
            value: value.get_ref(),
            span: value.span(),
        })
    }

    /// The value of a key that must be there.
    pub fn need(&self, key: &'static str) -> Option<Place<'s, 't>> {
        let found = self.get(key);
        if found.is_none() {
            self.tell(Problem::MissingKey(key));
        }
        found
    }

    /// Notes something about the block as a whole.
    pub fn tell(&self, problem: Problem) {
        self.source.tell(self.span.clone(), problem);
    }

    /// The keys and values, for tables whose keys are free.
    pub fn entries(&self) -> impl Iterator<Item = (&'s str, Place<'s, 't>)> {
        self.table.iter().map(|(key, value)| {
            (
                key.get_ref().as_ref(),
                Place {
                    source: self.source,
                    value: value.get_ref(),
                    span: value.span(),
                },
            )
        })
    }

    /// Tells the keys that nobody asked for.
    pub fn finish(self) {
        let asked = self.asked.into_inner();
        for key in self
            .table
            .keys()
            .filter(|key| !asked.contains(&key.get_ref().as_ref()))
        {
            let near = nearest(key.get_ref(), asked.iter().copied());
            self.source.tell(
                key.span(),
                Problem::UnknownKey {
                    key: key.get_ref().to_string(),
                    near,
                },
            );
        }
    }
}

impl<'s, 't> Place<'s, 't> {
    /// Notes something found here.
    pub fn tell(&self, problem: Problem) {
        self.source.tell(self.span.clone(), problem);
    }

    fn wrong<T>(&self, expected: &'static str) -> Option<T> {
        self.tell(Problem::WrongType(expected));
        None
    }

    /// A text that says something.
    pub fn text(&self) -> Option<String> {
        match self.value {
            DeValue::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
            _ => self.wrong("a text"),
        }
    }

    /// A text, if it is one, without a word where it is not.
    pub fn maybe_text(&self) -> Option<&'s str> {
        match self.value {
            DeValue::String(text) => Some(text.as_ref()),
            _ => None,
        }
    }

    /// true or false.
    pub fn truth(&self) -> Option<bool> {
        match self.value {
            DeValue::Boolean(truth) => Some(*truth),
            _ => self.wrong("true or false"),
        }
    }

    /// A finite number.
    pub fn number(&self) -> Option<f64> {
        let number = match self.value {
            DeValue::Integer(whole) => i64::from_str_radix(whole.as_str(), whole.radix())
                .ok()
                .map(|whole| whole as f64),
            DeValue::Float(real) => real.as_str().parse().ok(),
            _ => None,
        };
        match number {
            Some(number) if number.is_finite() => Some(number),
            _ => self.wrong("a number"),
        }
    }

    /// A whole number, not negative.
    pub fn count(&self) -> Option<u32> {
        match self.value {
            DeValue::Integer(whole) => u32::from_str_radix(whole.as_str(), whole.radix())
                .ok()
                .or_else(|| self.wrong("a whole number, not negative")),
            _ => self.wrong("a whole number, not negative"),
        }
    }

    /// A day.
    pub fn day(&self) -> Option<jiff::civil::Date> {
        let day = match self.value {
            DeValue::Datetime(date) => date.date.filter(|_| date.time.is_none()).and_then(|date| {
                jiff::civil::Date::new(date.year as i16, date.month as i8, date.day as i8).ok()
            }),
            _ => None,
        };
        day.or_else(|| self.wrong("a day, as 2027-06-30 without quotation marks"))
    }

    /// One word of a list.
    pub fn word<T: Copy>(&self, words: &[(&'static str, T)]) -> Option<T> {
        let text = self.text()?;
        match words.iter().find(|(word, _)| *word == text) {
            Some((_, value)) => Some(*value),
            None => {
                let near = nearest(&text, words.iter().map(|(word, _)| *word));
                self.tell(Problem::UnknownValue { value: text, near });
                None
            }
        }
    }

    /// The items of an array.
    pub fn items(&self) -> Option<Vec<Place<'s, 't>>> {
        match self.value {
            DeValue::Array(items) => Some(
                items
                    .iter()
                    .map(|item| Place {
                        source: self.source,
                        value: item.get_ref(),
                        span: item.span(),
                    })
                    .collect(),
            ),
            _ => self.wrong("a list"),
        }
    }

    /// The items of an array, or the one value that stands for an array of one.
    pub fn items_or_one(&self) -> Vec<Place<'s, 't>> {
        match self.value {
            DeValue::Array(_) => self.items().unwrap_or_default(),
            _ => vec![self.clone()],
        }
    }

    /// An array of texts.
    pub fn texts(&self) -> Option<Vec<String>> {
        self.items()?.iter().map(Place::text).collect()
    }

    /// A table.
    pub fn block(&self) -> Option<Block<'s, 't>> {
        self.maybe_block().or_else(|| self.wrong("a table"))
    }

    /// A table, if it is one, without a word where it is not.
    pub fn maybe_block(&self) -> Option<Block<'s, 't>> {
        match self.value {
            DeValue::Table(table) => Some(Block::new(self.source, table, self.span.clone())),
            _ => None,
        }
    }

    /// The tables of an array of tables.
    pub fn blocks(&self) -> Vec<Block<'s, 't>> {
        self.items()
            .unwrap_or_default()
            .iter()
            .filter_map(Place::block)
            .collect()
    }
}

/// The candidate that the word was probably meant to be: at most two signs away, one for a short word.
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<String> {
    let reach = if word.chars().count() < 4 { 1 } else { 2 };
    candidates
        .into_iter()
        .map(|candidate| (distance(word, candidate), candidate))
        .filter(|(far, _)| *far <= reach)
        .min()
        .map(|(_, near)| near.to_owned())
}

/// How many signs must be added, dropped or changed (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().take(64).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().take(64).enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, y) in b.iter().enumerate() {
            let changed = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row.last().copied().unwrap_or_default()
}
