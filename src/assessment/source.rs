//! Reading TOML with the place of everything: each getter notes which keys it asked for, so that the keys nobody reads are told, and every fault is told in one go.

use std::{
    cell::{Cell, OnceCell, RefCell},
    ops::Range,
};

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{
    finding::{Finding, Problem},
    module::is_outer,
    shape::{Form, Key, Table, Takes},
};

/// The largest file, in bytes.
pub const MAX_BYTES: usize = 1 << 20;

/// The deepest nesting of brackets.
const MAX_DEPTH: usize = 16;

/// The most errors, and the most warnings, that are told of one file.
const MAX_FINDINGS: usize = 200;

/// Says whether a file that a module names is there.
pub type Beside<'f> = &'f dyn Fn(&str) -> bool;

/// A file that is being read, and what was found so far.
pub struct Source<'t> {
    text: &'t str,
    findings: RefCell<Vec<Finding>>,
    /// How many errors and how many warnings were found.
    told: RefCell<[usize; 2]>,
    lines: OnceCell<Vec<usize>>,
    beside: Option<Beside<'t>>,
}

impl<'t> Source<'t> {
    /// Takes a text in; nothing is read yet.
    pub fn new(text: &'t str) -> Source<'t> {
        Source {
            text,
            findings: RefCell::default(),
            told: RefCell::default(),
            lines: OnceCell::new(),
            beside: None,
        }
    }

    /// Looks for the files that the text names.
    pub fn looking(mut self, beside: Option<Beside<'t>>) -> Source<'t> {
        self.beside = beside;
        self
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
        let mut findings = self.findings.borrow_mut();
        let warnings = problem.is_warning();
        let [errors, doubts] = &mut *self.told.borrow_mut();
        let told = if warnings { doubts } else { errors };
        *told += 1;
        if *told > MAX_FINDINGS + 1 {
            return;
        }
        let problem = if *told > MAX_FINDINGS {
            Problem::TooManyFindings { warnings }
        } else {
            problem
        };
        let starts = self.lines.get_or_init(|| {
            let ends = self
                .text
                .bytes()
                .enumerate()
                .filter(|(_, byte)| *byte == b'\n');
            std::iter::once(0)
                .chain(ends.map(|(at, _)| at + 1))
                .collect()
        });
        let line = starts.partition_point(|start| *start <= span.start).max(1);
        let before = self
            .text
            .get(starts[line - 1]..span.start)
            .unwrap_or_default();
        findings.push(Finding {
            line,
            column: before.chars().count() + 1,
            problem,
        });
    }

    /// Whether errors that are found from now on are told no more.
    fn has_told_enough(&self) -> bool {
        self.told.borrow()[0] > MAX_FINDINGS
    }

    /// Everything found, from the top of the file.
    pub fn findings(self) -> Vec<Finding> {
        let mut findings = self.findings.into_inner();
        findings.sort_by_key(|finding| (finding.line, finding.column));
        // What is read by two rules is told once.
        findings.dedup();
        findings
    }

    fn check_characters(&self) -> bool {
        let mut clean = true;
        let mut before = '\0';
        for (at, c) in self.text.char_indices() {
            let hidden = !(c == '\u{FEFF}' && at == 0) && is_hidden(c, before);
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

    /// Counts brackets, and dots in keys, outside of texts and remarks: a guard for the parser, not a parser.
    fn check_depth(&self) -> bool {
        let bytes = self.text.as_bytes();
        let (mut depth, mut dots, mut at) = (0_usize, 0, 0);
        while let Some(byte) = bytes.get(at) {
            match byte {
                b'"' | b'\'' => {
                    at = past_text(bytes, at);
                    continue;
                }
                b'#' => {
                    let rest = &bytes[at..];
                    at += rest
                        .iter()
                        .position(|byte| *byte == b'\n')
                        .unwrap_or(rest.len());
                    continue;
                }
                b'[' | b'{' => depth += 1,
                b']' | b'}' => depth = depth.saturating_sub(1),
                b'.' => dots += 1,
                b'\n' | b'=' | b',' => dots = 0,
                _ => {}
            }
            if depth > MAX_DEPTH || dots > MAX_DEPTH {
                self.tell(at..at, Problem::TooDeep);
                return false;
            }
            at += 1;
        }
        true
    }
}

/// The place after the text that begins at a quotation mark; a text on one line ends with it at the latest.
fn past_text(bytes: &[u8], at: usize) -> usize {
    let quote = bytes[at];
    let long = bytes[at..].starts_with(&[quote; 3]);
    let mut here = at + if long { 3 } else { 1 };
    while let Some(byte) = bytes.get(here) {
        match byte {
            b'\\' if quote == b'"' => here += 1,
            b'\n' if !long => return here,
            _ if *byte == quote && !long => return here + 1,
            _ if *byte == quote && bytes[here..].starts_with(&[quote; 3]) => return here + 3,
            _ => {}
        }
        here += 1;
    }
    bytes.len()
}

/// Whether nobody sees this character, though it changes what is read: controls, marks of direction, zero-width characters, fillers. The joiner and the
/// tags of emoji sequences are seen as part of their emoji.
fn is_hidden(c: char, before: char) -> bool {
    match c {
        '\n' | '\r' | '\t' => false,
        '\u{200D}' => before != '\u{FE0F}' && u32::from(before) < 0x2190,
        '\u{E0020}'..='\u{E007F}' => {
            before != '\u{1F3F4}' && !('\u{E0020}'..='\u{E007F}').contains(&before)
        }
        '\u{00AD}'
        | '\u{034F}'
        | '\u{061C}'
        | '\u{115F}'
        | '\u{1160}'
        | '\u{180E}'
        | '\u{200B}'
        | '\u{200C}'
        | '\u{200E}'
        | '\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2069}'
        | '\u{3164}'
        | '\u{FEFF}'
        | '\u{FFA0}'
        | '\u{FFF9}'..='\u{FFFB}' => true,
        c => c.is_control(),
    }
}

/// A table of the file; what was asked of it is noted.
pub struct Block<'s, 't> {
    source: &'s Source<'t>,
    table: &'s DeTable<'t>,
    span: Range<usize>,
    /// How many tables it stands in; nothing in files whose tables are nested by design.
    depth: Option<u8>,
    asked: RefCell<Vec<&'static str>>,
    /// The keys that it may have; nothing where only what is asked for is known.
    shape: Option<&'static Table>,
    /// What the values take where the keys are free.
    each: Option<&'static Takes>,
    /// Its `type`, where that decides which keys it may have.
    variant: Cell<Option<&'static str>>,
}

/// A value and its place.
#[derive(Clone)]
pub struct Place<'s, 't> {
    source: &'s Source<'t>,
    value: &'s DeValue<'t>,
    depth: Option<u8>,
    /// The key it stands under, and what that takes.
    key: &'static str,
    takes: Option<&'static Takes>,
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
            depth: Some(0),
            asked: RefCell::default(),
            shape: None,
            each: None,
            variant: Cell::default(),
        }
    }

    /// The same, of a shape that says which keys it may have.
    pub fn shaped(mut self, shape: &'static Table) -> Block<'s, 't> {
        self.shape = Some(shape);
        self
    }

    /// Notes the `type` of the block.
    pub fn is_of_type(&self, variant: &'static str) {
        self.variant.set(Some(variant));
    }

    /// The same, where keys below a table's heading are meant for it.
    pub fn nested_by_design(mut self) -> Block<'s, 't> {
        self.depth = None;
        self
    }

    /// The value of a key that is not one of the format's, such as an id.
    pub fn entry(&self, key: &str) -> Option<Place<'s, 't>> {
        self.table.get(key).map(|value| self.place(value, None))
    }

    fn place(&self, value: &'s Spanned<DeValue<'t>>, key: Option<&'static Key>) -> Place<'s, 't> {
        Place {
            source: self.source,
            value: value.get_ref(),
            depth: self.depth,
            key: key.map_or("", |key| key.name),
            takes: key.map(|key| &key.takes).or(self.each),
            span: value.span(),
        }
    }

    /// The value of a key, where it is there.
    pub fn get(&self, key: &'static str) -> Option<Place<'s, 't>> {
        self.asked.borrow_mut().push(key);
        let keys = self.shape.map(|shape| shape.named(key, self.variant.get()));
        debug_assert!(
            keys.as_ref().is_none_or(|keys| !keys.is_empty()),
            "`{key}` is asked for and is not in the shape of {:?}",
            self.shape.map(|shape| shape.name)
        );
        // A key of several types takes what its type says, which is not known here.
        let key_of = keys
            .filter(|keys| keys.len() == 1)
            .and_then(|keys| keys.first().copied());
        self.table.get(key).map(|value| self.place(value, key_of))
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
        self.table
            .iter()
            .map(|(key, value)| (key.get_ref().as_ref(), self.place(value, None)))
            .collect::<Vec<_>>()
            .into_iter()
    }

    /// Tells the keys that it may not have.
    pub fn finish(&self) {
        let asked = self.asked.borrow();
        // A translation may have what its module has, which is what is asked for.
        let known: Vec<&str> = match self.shape.filter(|_| self.depth.is_some()) {
            Some(shape) => shape
                .keys_of(self.variant.get())
                .iter()
                .map(|key| key.name)
                .collect(),
            None => asked.clone(),
        };
        for key in self
            .table
            .keys()
            .filter(|key| !known.contains(&key.get_ref().as_ref()))
        {
            // What each was meant to be takes long to find, and nobody reads more than that many.
            if self.source.has_told_enough() {
                break;
            }
            self.source
                .tell(key.span(), self.unknown(key.get_ref(), &known));
        }
    }

    /// What to say of a key that the block may not have.
    fn unknown(&self, key: &str, known: &[&str]) -> Problem {
        let name = key.to_owned();
        if self.depth.is_some_and(|depth| depth > 1) && is_outer(key) {
            return Problem::MisplacedKey(name);
        }
        if self.depth.is_none()
            && self
                .shape
                .is_some_and(|shape| !shape.named(key, None).is_empty())
        {
            return Problem::NotInModule(name);
        }
        let near = nearest(key, known.iter().copied());
        let elsewhere = self
            .shape
            .map(|shape| shape.variants_with(key))
            .unwrap_or_default();
        match self.variant.get() {
            Some(kind) if !elsewhere.is_empty() => Problem::KeyOfOtherType {
                key: name,
                kind,
                others: elsewhere.join(", "),
            },
            _ => Problem::UnknownKey { key: name, near },
        }
    }
}

impl<'s, 't> Place<'s, 't> {
    /// Notes something found here.
    pub fn tell(&self, problem: Problem) {
        self.source.tell(self.span.clone(), problem);
    }

    /// Holds the reader to what the shape says of this value: they cannot drift apart without a test that fails.
    pub fn meant(&self, form: Form) {
        self.must_take(|takes| takes.has_form(|other| other == form));
    }

    fn must_take(&self, fits: impl Fn(&'static Takes) -> bool) {
        debug_assert!(
            self.takes.is_none_or(fits),
            "`{}` is read as something else than its shape says",
            self.key
        );
    }

    fn wrong<T>(&self, expected: &'static str) -> Option<T> {
        self.tell(Problem::WrongType(expected));
        None
    }

    /// A text that says something.
    pub fn text(&self) -> Option<String> {
        self.must_take(Takes::has_text);
        match self.value {
            DeValue::String(text) if !text.trim().is_empty() => {
                self.check_text(text);
                Some(text.trim().to_owned())
            }
            _ => self.wrong("text"),
        }
    }

    /// A hidden character may stand there as an escape.
    fn check_text(&self, text: &str) {
        let mut before = '\0';
        for c in text.chars() {
            if is_hidden(c, before) {
                self.tell(Problem::HiddenCharacter(c));
                return;
            }
            before = c;
        }
    }

    /// Tells a file that is not there.
    pub fn look_for(&self, file: &str) {
        if self.source.beside.is_some_and(|there| !there(file)) {
            self.tell(Problem::NoFile(file.to_owned()));
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
        self.meant(Form::Truth);
        match self.value {
            DeValue::Boolean(truth) => Some(*truth),
            _ => self.wrong("truth"),
        }
    }

    /// A finite number.
    pub fn number(&self) -> Option<f64> {
        self.must_take(|takes| takes.has_form(|form| form.is_number() && !form.is_whole()));
        let number = match self.value {
            DeValue::Integer(whole) => i64::from_str_radix(whole.as_str(), whole.radix())
                .ok()
                .map(|whole| whole as f64),
            DeValue::Float(real) => real.as_str().parse().ok(),
            _ => None,
        };
        match number {
            Some(number) if number.is_finite() => Some(number),
            _ => self.wrong("number"),
        }
    }

    /// A whole number, not negative.
    pub fn count(&self) -> Option<u32> {
        self.must_take(|takes| takes.has_form(Form::is_whole));
        match self.value {
            DeValue::Integer(whole) => u32::from_str_radix(whole.as_str(), whole.radix())
                .ok()
                .or_else(|| self.wrong("count")),
            _ => self.wrong("count"),
        }
    }

    /// A day.
    pub fn day(&self) -> Option<jiff::civil::Date> {
        self.meant(Form::Day);
        let day = match self.value {
            DeValue::Datetime(date) => date.date.filter(|_| date.time.is_none()).and_then(|date| {
                jiff::civil::Date::new(date.year as i16, date.month as i8, date.day as i8).ok()
            }),
            _ => None,
        };
        day.or_else(|| self.wrong("day"))
    }

    /// One word of a list.
    pub fn word<T: Copy>(&self, words: &[(&'static str, T)]) -> Option<T> {
        self.must_take(|takes| {
            let known = || words.iter().map(|(word, _)| *word);
            takes.has(&|one| matches!(one, Takes::Word(words) if words().into_iter().eq(known())))
        });
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
        let DeValue::Array(items) = self.value else {
            return self.wrong("list");
        };
        let list = self.takes.map(|takes| (takes, takes.list()));
        self.must_take(|takes| takes.list().is_some());
        if let Some((_, Some((_, least, most)))) = list
            // Of one or of two exactly, the reader says what they are.
            && most > 2
        {
            if items.len() > most {
                self.tell(Problem::TooMuch(self.key));
                return None;
            }
            if items.len() < least {
                self.tell(Problem::Empty);
            }
        }
        let takes = list.and_then(|(_, list)| list).map(|(item, ..)| item);
        Some(
            items
                .iter()
                .map(|item| Place {
                    source: self.source,
                    value: item.get_ref(),
                    depth: self.depth,
                    key: self.key,
                    takes,
                    span: item.span(),
                })
                .collect(),
        )
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
        self.maybe_block().or_else(|| self.wrong("table"))
    }

    /// A table, if it is one, without a word where it is not.
    pub fn maybe_block(&self) -> Option<Block<'s, 't>> {
        match self.value {
            DeValue::Table(table) => Some(Block {
                depth: self.depth.map(|depth| depth + 1),
                shape: self.takes.and_then(Takes::block),
                each: self.takes.and_then(Takes::map),
                ..Block::new(self.source, table, self.span.clone())
            }),
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
