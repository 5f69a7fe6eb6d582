//! What `crema check` finds in a module: where, what, and a hint.

/// One thing found in a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// What it is.
    pub problem: Problem,
}

/// What can be wrong with a module.
#[derive(Clone, Debug, PartialEq)]
pub enum Problem {
    /// The file is larger than 1 MiB.
    TooLarge,
    /// More of something than any module has.
    TooMuch(&'static str),
    /// Deeper nesting than any module has.
    TooDeep,
    /// More findings than anybody reads; the rest is not told. Warnings are counted apart from errors.
    TooManyFindings {
        /// Whether it is warnings.
        warnings: bool,
    },
    /// A character that nobody sees and that changes what is read.
    HiddenCharacter(char),
    /// Bytes that are no text.
    NotUtf8,
    /// No TOML.
    Syntax(String),
    /// A key that is missing from its block.
    MissingKey(&'static str),
    /// A key that nobody reads, and the one that may have been meant.
    UnknownKey {
        /// The key as written.
        key: String,
        /// A key that looks like it.
        near: Option<String>,
    },
    /// A key that blocks of another type have.
    KeyOfOtherType {
        /// The key.
        key: String,
        /// The type of the block.
        kind: &'static str,
        /// The types whose blocks have it.
        others: String,
    },
    /// A list that says nothing.
    Empty,
    /// A key of the block that stands after one of its sub-tables, and so inside it.
    MisplacedKey(String),
    /// A value of another type than expected.
    WrongType(&'static str),
    /// A value that is not one of those that there are.
    UnknownValue {
        /// The value as written.
        value: String,
        /// One that looks like it.
        near: Option<String>,
    },
    /// An id that is no id.
    BadId(String),
    /// An id that stands twice.
    DuplicateId(String),
    /// Something that is named and does not exist.
    UnknownReference {
        /// What kind of thing.
        what: &'static str,
        /// Its name.
        name: String,
        /// One that looks like it.
        near: Option<String>,
    },
    /// Two choices of one question with the same text.
    SameChoice(String),
    /// A number outside its bounds.
    OutOfBounds(&'static str),
    /// A pool from which more is drawn than it holds.
    PoolTooSmall {
        /// How many are drawn.
        draw: u32,
        /// How many it holds.
        size: usize,
    },
    /// A pool whose every draw shows a question more often than the module allows.
    Overexposed {
        /// The pool.
        pool: String,
        /// The least exposure that its size allows.
        least: f64,
    },
    /// A level that no answer reaches: the most that can be had is below its bar.
    Unreachable {
        /// The best fraction of the best form.
        best: f64,
    },
    /// A question that a level needs and that some draws do not have, or that is retired.
    NotDrawn(String),
    /// A badge that a level needs and that only this level, or one above, gives.
    NeedsItself(String),
    /// Adherence to the charter is asked for where nobody has an account to adhere with.
    CharterOutside,
    /// A bar that somebody reaches who answers at random.
    Guessable {
        /// The probability, in the form that is the easiest to guess.
        chance: f64,
        /// The bar of that form.
        bar: f64,
        /// Whether the level gives a badge: then it is an error, else something to know.
        badge: bool,
    },
    /// A drawn question without the judges' probability, where each form has its own bar.
    NoAngoff,
    /// A bar typed by hand that is not what the judges said.
    OtherCut {
        /// As typed.
        typed: f64,
        /// The lowest bar of the forms.
        low: f64,
        /// The highest one.
        high: f64,
    },
    /// A least fraction per competence that no draw can apply: none carries four questions of one.
    EmptyMinimum,
    /// A competence that a badge names and that some draws do not test.
    Uncovered(String),
    /// Marking by option, where an empty answer earns points, in a certification.
    PerOption,
    /// A form whose marks would tell people apart too loosely.
    LooseForm(f64),
    /// A picture or a sound that is not there.
    NoFile(String),
    /// A badge that none of the modules at hand gives.
    UnknownBadge(String),
    /// A competence that the badge names and that no scored question tests.
    UntestedSkill(String),
    /// A competence that the badge names and that its level does not ask to be shown.
    UncarriedSkill(String),
    /// A picture without the words that stand for it.
    MissingAlt,
    /// The passage and its gaps do not fit together.
    Gaps,
    /// Sentences of which none is false, where the false ones are to be found.
    NothingToSpot,
    /// An order of one element.
    NothingToOrder,
    /// A scored question without a source.
    NoSource,
    /// Answers that should not be saved as they come: they always are.
    AlwaysSaved,
    /// It was to be read again before this day.
    ReviewPassed(String),
    /// No licence is said.
    NoLicence,
    /// A text that the overlay lacks.
    Untranslated(String),
    /// A key of translations under which the module has nothing to translate.
    NotInModule(String),
    /// The overlay was made for another version.
    Stale,
    /// An overlay whose list is not as long as the module's.
    OtherLength,
}

/// A value that belongs into the words of a finding.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A text as it stands.
    Text(String),
    /// A fraction, to be said in per cent or as a figure.
    Fraction(f64),
}

impl Problem {
    /// Whether the module is served all the same.
    pub fn is_warning(&self) -> bool {
        matches!(
            self,
            Problem::NoSource
                | Problem::ReviewPassed(_)
                | Problem::AlwaysSaved
                | Problem::NoLicence
                | Problem::Untranslated(_)
                | Problem::Stale
                | Problem::UncarriedSkill(_)
                | Problem::LooseForm(_)
                | Problem::NoFile(_)
                | Problem::UnknownBadge(_)
                | Problem::Guessable { badge: false, .. }
                | Problem::TooManyFindings { warnings: true }
        )
    }

    /// The name of the finding, the same in every language.
    pub fn code(&self) -> String {
        let name = match self {
            Problem::TooLarge => "too-large",
            Problem::TooMuch(_) => "too-much",
            Problem::TooDeep => "too-deep",
            Problem::TooManyFindings { .. } => "too-many-findings",
            Problem::HiddenCharacter(_) => "hidden-character",
            Problem::NotUtf8 => "not-utf8",
            Problem::Syntax(_) => "syntax",
            Problem::MissingKey(_) => "missing-key",
            Problem::UnknownKey { .. } => "unknown-key",
            Problem::MisplacedKey(_) => "misplaced-key",
            Problem::KeyOfOtherType { .. } => "key-of-other-type",
            Problem::Empty => "empty",
            Problem::WrongType(expected) => return format!("expected-{expected}"),
            Problem::UnknownValue { .. } => "unknown-value",
            Problem::BadId(_) => "bad-id",
            Problem::DuplicateId(_) => "duplicate-id",
            Problem::UnknownReference { what, .. } => return format!("no-{what}"),
            Problem::SameChoice(_) => "same-choice",
            Problem::OutOfBounds(what) => return format!("bounds-{what}"),
            Problem::PoolTooSmall { .. } => "pool-too-small",
            Problem::Overexposed { .. } => "overexposed",
            Problem::Unreachable { .. } => "unreachable",
            Problem::NotDrawn(_) => "not-drawn",
            Problem::NeedsItself(_) => "needs-itself",
            Problem::CharterOutside => "charter-outside",
            Problem::Guessable { .. } => "guessable",
            Problem::NoAngoff => "no-angoff",
            Problem::OtherCut { .. } => "other-cut",
            Problem::EmptyMinimum => "empty-minimum",
            Problem::Uncovered(_) => "uncovered",
            Problem::PerOption => "per-option",
            Problem::LooseForm(_) => "loose-form",
            Problem::NoFile(_) => "no-file",
            Problem::UnknownBadge(_) => "unknown-badge",
            Problem::UntestedSkill(_) => "untested-skill",
            Problem::UncarriedSkill(_) => "uncarried-skill",
            Problem::MissingAlt => "missing-alt",
            Problem::Gaps => "gaps",
            Problem::NothingToSpot => "nothing-to-spot",
            Problem::NothingToOrder => "nothing-to-order",
            Problem::NoSource => "without-source",
            Problem::AlwaysSaved => "always-saved",
            Problem::ReviewPassed(_) => "review-passed",
            Problem::NoLicence => "no-licence",
            Problem::Untranslated(_) => "untranslated",
            Problem::NotInModule(_) => "not-in-module",
            Problem::Stale => "stale",
            Problem::OtherLength => "other-length",
        };
        name.to_owned()
    }

    /// The values that belong into its words, by name.
    pub fn values(&self) -> Vec<(&'static str, Value)> {
        let text = |text: &str| vec![("value", Value::Text(text.to_owned()))];
        match self {
            Problem::TooMuch(what) | Problem::MissingKey(what) => text(what),
            Problem::HiddenCharacter(c) => text(&format!("U+{:04X}", u32::from(*c))),
            Problem::UnknownKey { key: value, .. }
            | Problem::UnknownValue { value, .. }
            | Problem::UnknownReference { name: value, .. }
            | Problem::Syntax(value)
            | Problem::MisplacedKey(value)
            | Problem::BadId(value)
            | Problem::DuplicateId(value)
            | Problem::SameChoice(value)
            | Problem::NotDrawn(value)
            | Problem::NeedsItself(value)
            | Problem::Uncovered(value)
            | Problem::NoFile(value)
            | Problem::UnknownBadge(value)
            | Problem::UntestedSkill(value)
            | Problem::UncarriedSkill(value)
            | Problem::ReviewPassed(value)
            | Problem::NotInModule(value)
            | Problem::Untranslated(value) => text(value),
            Problem::KeyOfOtherType { key, kind, others } => vec![
                ("value", Value::Text(key.clone())),
                ("kind", Value::Text((*kind).to_owned())),
                ("others", Value::Text(others.clone())),
            ],
            Problem::PoolTooSmall { draw, size } => vec![
                ("draw", Value::Text(draw.to_string())),
                ("size", Value::Text(size.to_string())),
            ],
            Problem::Overexposed { pool, least } => vec![
                ("value", Value::Text(pool.clone())),
                ("least", Value::Fraction(*least)),
            ],
            Problem::Unreachable { best } => vec![("best", Value::Fraction(*best))],
            Problem::Guessable { chance, bar, .. } => vec![
                ("chance", Value::Fraction(*chance)),
                ("bar", Value::Fraction(*bar)),
            ],
            Problem::OtherCut { typed, low, high } => vec![
                ("typed", Value::Fraction(*typed)),
                ("low", Value::Fraction(*low)),
                ("high", Value::Fraction(*high)),
            ],
            Problem::LooseForm(alpha) => vec![("alpha", Value::Fraction(*alpha))],
            _ => Vec::new(),
        }
    }

    /// What was probably meant.
    pub fn near(&self) -> Option<&str> {
        match self {
            Problem::UnknownKey { near, .. }
            | Problem::UnknownValue { near, .. }
            | Problem::UnknownReference { near, .. } => near.as_deref(),
            _ => None,
        }
    }
}
