//! The shape of a file: which tables it has, which keys they take, and of what kind each value is. The reader refuses what is not in it, and the schema for
//! editors is written from it: there is no second list.

/// One kind of table.
#[derive(Debug)]
pub struct Table {
    /// Its name in texts for people.
    pub name: &'static str,
    /// The keys that each of its blocks may have.
    pub keys: &'static [Key],
    /// Keys of which at least one must be there.
    pub either: &'static [&'static str],
    /// The keys that a block has beside those, by its `type`.
    pub variants: &'static [Variant],
}

/// What a table has beside its common keys where its `type` says so.
#[derive(Debug)]
pub struct Variant {
    /// The word.
    pub name: &'static str,
    /// The keys: one that is also a common key stands in its place.
    pub keys: &'static [Key],
    /// Keys of which at least one must be there.
    pub either: &'static [&'static str],
}

/// One key.
#[derive(Debug)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// The name of what is said of it to authors.
    pub about: &'static str,
    /// Whether it must be there.
    pub must: bool,
    /// What it takes.
    pub takes: Takes,
}

/// What a key takes.
#[derive(Debug)]
pub enum Takes {
    /// A single value.
    Is(Form),
    /// One word of a list.
    Word(fn() -> Vec<&'static str>),
    /// A list, and its least and greatest length.
    List(&'static Takes, usize, usize),
    /// A table.
    Block(&'static Table),
    /// A table whose keys are free.
    Map(&'static Takes),
    /// One of several.
    Any(&'static [Takes]),
}

/// The forms of single values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A text that says something.
    Text,
    /// A text that may be empty.
    Blank,
    /// An id: it stands in addresses.
    Id,
    /// A version.
    Version,
    /// A language tag.
    Language,
    /// An address on the web.
    Address,
    /// A file below the folder.
    File,
    /// `45min`, `2h`, `7d`.
    Duration,
    /// `7d`, `18mo`, `3y`.
    Span,
    /// `300KiB`, `5MiB`.
    Size,
    /// `x1.33`, or `none`.
    ExtraTime,
    /// true or false.
    Truth,
    /// A day.
    Day,
    /// A number.
    Number,
    /// A number above 0.
    AboveZero,
    /// A number from 0.001 to 1000.
    Share,
    /// A number from 0 on.
    NotNegative,
    /// 0.
    Zero,
    /// A number from 0 to 1000.
    Points,
    /// A number from 0 to 1.
    Fraction,
    /// A number from -1 to 1.
    Weight,
    /// A whole number from 0 on.
    Count,
    /// A whole number from 1 on.
    Positive,
    /// A whole number from 5 on.
    FiveOrMore,
}

impl Form {
    /// Whether the value stands between quotation marks.
    pub fn is_text(self) -> bool {
        use Form::{
            Address, Blank, Duration, ExtraTime, File, Id, Language, Size, Span, Text, Version,
        };
        matches!(
            self,
            Text | Blank
                | Id
                | Version
                | Language
                | Address
                | File
                | Duration
                | Span
                | Size
                | ExtraTime
        )
    }

    /// Whether the value is a whole number.
    pub fn is_whole(self) -> bool {
        matches!(self, Form::Count | Form::Positive | Form::FiveOrMore)
    }

    /// Whether the value is a number.
    pub fn is_number(self) -> bool {
        !self.is_text() && !matches!(self, Form::Truth | Form::Day)
    }
}

impl Takes {
    /// Whether one of the values that are taken fits.
    pub fn has(&'static self, fits: &dyn Fn(&'static Takes) -> bool) -> bool {
        match self {
            Takes::Any(several) => several.iter().any(|one| one.has(fits)),
            one => fits(one),
        }
    }

    /// Whether a single value of a form is taken.
    pub fn has_form(&'static self, fits: impl Fn(Form) -> bool) -> bool {
        self.has(&|one| matches!(one, Takes::Is(form) if fits(*form)))
    }

    /// Whether a text is taken.
    pub fn has_text(&'static self) -> bool {
        self.has_form(Form::is_text) || self.has(&|one| matches!(one, Takes::Word(_)))
    }

    /// The only table that is taken.
    pub fn block(&'static self) -> Option<&'static Table> {
        let mut tables = self.each().into_iter().filter_map(|one| match one {
            Takes::Block(table) => Some(*table),
            _ => None,
        });
        let table = tables.next();
        table.filter(|_| tables.next().is_none())
    }

    /// What the values of a table with free keys are.
    pub fn map(&'static self) -> Option<&'static Takes> {
        self.each().into_iter().find_map(|one| match one {
            Takes::Map(value) => Some(*value),
            _ => None,
        })
    }

    /// What the items of a list are, with its least and greatest length.
    pub fn list(&'static self) -> Option<(&'static Takes, usize, usize)> {
        self.each().into_iter().find_map(|one| match one {
            Takes::List(item, least, most) => Some((*item, *least, *most)),
            _ => None,
        })
    }

    /// Each of the values that are taken.
    pub fn each(&'static self) -> Vec<&'static Takes> {
        match self {
            Takes::Any(several) => several.iter().flat_map(Takes::each).collect(),
            one => vec![one],
        }
    }
}

impl Table {
    /// The keys that a block of a type may have, or any block where no type is said.
    pub fn keys_of(&'static self, variant: Option<&str>) -> Vec<&'static Key> {
        let mut keys: Vec<&'static Key> = Vec::new();
        let own = self
            .variants
            .iter()
            .filter(|one| variant.is_none_or(|name| name == one.name))
            .flat_map(|one| one.keys);
        for key in own.chain(self.keys) {
            let known = keys.iter().any(|other| other.name == key.name);
            if !known || variant.is_none() {
                keys.push(key);
            }
        }
        keys
    }

    /// The keys of this name: one where the type is known, else one for each type that has it.
    pub fn named(&'static self, name: &str, variant: Option<&str>) -> Vec<&'static Key> {
        let of = |keys: &'static [Key]| keys.iter().find(|key| key.name == name);
        let own = self
            .variants
            .iter()
            .filter(|one| variant.is_none_or(|variant| variant == one.name))
            .filter_map(|one| of(one.keys));
        let mut found: Vec<&'static Key> = own.collect();
        if found.is_empty() || variant.is_none() {
            found.extend(of(self.keys));
        }
        found
    }

    /// The words whose blocks have a key that others do not.
    pub fn variants_with(&'static self, key: &str) -> Vec<&'static str> {
        self.variants
            .iter()
            .filter(|one| one.keys.iter().any(|own| own.name == key))
            .map(|one| one.name)
            .collect()
    }
}
