//! What `crema check` finds in a module: where, what, and a hint.

use std::fmt;

/// One thing found in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// What it is.
    pub problem: Problem,
}

/// What can be wrong with a module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// The file is larger than 1 MiB.
    TooLarge,
    /// More blocks, or deeper ones, than any module has.
    TooMuch(&'static str),
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
    PoolTooSmall,
    /// A competence that the badge names and that no scored question tests.
    UntestedSkill(String),
    /// A competence that the badge names and that its level does not ask to be shown.
    UncarriedSkill(String),
    /// A picture without the words that stand for it.
    MissingAlt,
    /// The passage and its gaps do not fit together.
    Gaps,
    /// A scored question without a source.
    NoSource,
    /// It was to be read again before this day.
    ReviewPassed(String),
    /// No licence is said.
    NoLicence,
    /// A text that the overlay lacks.
    Untranslated(String),
    /// The overlay was made for another version.
    Stale,
    /// An overlay whose list is not as long as the module's.
    OtherLength,
}

impl Problem {
    /// Whether the module is served all the same.
    pub fn is_warning(&self) -> bool {
        matches!(
            self,
            Problem::NoSource
                | Problem::ReviewPassed(_)
                | Problem::NoLicence
                | Problem::Untranslated(_)
                | Problem::Stale
                | Problem::UncarriedSkill(_)
        )
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let meant = |near: &Option<String>| {
            near.as_ref()
                .map_or(String::new(), |near| format!("; did you mean `{near}`?"))
        };
        match self {
            Problem::TooLarge => f.write_str("error: the file is over 1 MiB"),
            Problem::TooMuch(what) => write!(f, "error: too many or too deep: {what}"),
            Problem::HiddenCharacter(c) => write!(
                f,
                "error: a hidden character (U+{:04X}); delete it",
                u32::from(*c)
            ),
            Problem::NotUtf8 => f.write_str("error: no UTF-8 here; save the file as UTF-8"),
            Problem::Syntax(what) => write!(f, "error: {what}"),
            Problem::MissingKey(key) => write!(f, "error: `{key}` is missing from this block"),
            Problem::UnknownKey { key, near } => {
                write!(f, "error: unknown key `{key}`{}", meant(near))
            }
            Problem::WrongType(expected) => write!(f, "error: {expected} is expected here"),
            Problem::UnknownValue { value, near } => {
                write!(f, "error: unknown value `{value}`{}", meant(near))
            }
            Problem::BadId(id) => write!(
                f,
                "error: `{id}` is no id: small letters, digits and dashes"
            ),
            Problem::DuplicateId(id) => write!(f, "error: the id `{id}` stands twice"),
            Problem::UnknownReference { what, name, near } => {
                write!(f, "error: no {what} `{name}`{}", meant(near))
            }
            Problem::SameChoice(text) => write!(f, "error: two choices have the text `{text}`"),
            Problem::OutOfBounds(what) => write!(f, "error: {what}"),
            Problem::PoolTooSmall => f.write_str("error: more is drawn than the pool holds"),
            Problem::UntestedSkill(code) => write!(
                f,
                "error: the badge names `{code}`, which no scored question tests"
            ),
            Problem::UncarriedSkill(code) => {
                write!(
                    f,
                    "warning: the badge names `{code}`, which its level does not ask for; put a question that tests it into `needs.items`"
                )
            }
            Problem::MissingAlt => f.write_str(
                "error: a picture needs `alt`, or `decorative = true` where it says nothing",
            ),
            Problem::Gaps => {
                f.write_str("error: the passage needs {1}, {2}… once each, one for every gap")
            }
            Problem::NoSource => f.write_str("warning: a scored question without `sources`"),
            Problem::ReviewPassed(day) => write!(f, "warning: to be read again since {day}"),
            Problem::NoLicence => f.write_str("warning: no licence is said"),
            Problem::Untranslated(what) => write!(f, "warning: not translated: {what}"),
            Problem::Stale => {
                f.write_str("warning: the translation was made for another version of the module")
            }
            Problem::OtherLength => f.write_str("error: this list is not as long as the module's"),
        }
    }
}
