//! What a conversion could not keep: a closed list of reasons and losses, each with its values. Words are made of them elsewhere.

use crate::assessment::finding::Problem;

/// One thing told of a conversion.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// The line of the file, from 1, where there is a file that has lines.
    pub line: Option<usize>,
    /// The question's name as its file gives it, else the beginning of its text.
    pub title: String,
    /// What there is to say.
    pub note: Note,
}

/// Why a question was left out, or what of it was not carried over.
#[derive(Clone, Debug, PartialEq)]
pub enum Note {
    /// It breaks the rules of its own format.
    Broken(String),
    /// A type of question that has no equivalent.
    UnknownType(String),
    /// No answer earns anything.
    NoRightAnswer,
    /// Nothing is asked, or what is asked is no text.
    NoText,
    /// What should be a number is none.
    NoNumber(String),
    /// More questions, or longer ones, than a module may hold.
    TooMany,
    /// `crema check` would refuse it.
    Refused(Problem),
    /// Another name than the file's, which is no id.
    Renamed(String),
    /// Formatting: only the text was kept.
    Formatting,
    /// A picture, a sound or another file.
    Media,
    /// Several answers were each worth everything: all of them are to be ticked now.
    SeveralRight,
    /// Two explanations became one.
    MergedFeedback,
    /// An explanation that has no place.
    Feedback,
    /// A choice that stood twice with the same worth.
    Repeated(String),
    /// Another answer that earned something, or an answer worth nothing.
    OtherAnswer(String),
    /// A `*` that stood for anything.
    Wildcard(String),
    /// Capital and small letters were told apart.
    Case,
    /// The policy for a partly right answer.
    Partial(String),
    /// The interval of a number is kept, its wording is not.
    Tolerance,
    /// Units of a number.
    Unit,
    /// Hints and penalties for trying again.
    Hints,
    /// Tags.
    Tags(String),
    /// Another type of question that asks the same.
    OtherType {
        /// The type in the file.
        from: String,
        /// The type written.
        to: String,
    },
    /// The scoring rules are those of the answers, not the written program.
    Processing,
    /// Weights that the format cannot say.
    Weights,
    /// Signs that the format reads otherwise, replaced.
    Signs(String),
    /// Characters that nobody sees.
    Hidden,
    /// A key of the module that the format has no place for.
    Keys(String),
    /// An instruction that the file does not give, and that our format asks for.
    Instruction(String),
    /// A value of the module that the file does not give, and what was put.
    Filled {
        /// The key.
        key: &'static str,
        /// The value.
        value: String,
    },
    /// Something that the file does not give, left for the author.
    Missing(&'static str),
}

impl Note {
    /// The name of the note, the same in every language.
    pub fn code(&self) -> &'static str {
        match self {
            Note::Broken(_) => "broken",
            Note::UnknownType(_) => "unknown-type",
            Note::NoRightAnswer => "no-right-answer",
            Note::NoText => "no-text",
            Note::NoNumber(_) => "no-number",
            Note::TooMany => "too-many",
            Note::Refused(_) => "refused",
            Note::Renamed(_) => "renamed",
            Note::Formatting => "formatting",
            Note::Media => "media",
            Note::SeveralRight => "several-right",
            Note::MergedFeedback => "merged-feedback",
            Note::Feedback => "feedback",
            Note::Repeated(_) => "repeated",
            Note::OtherAnswer(_) => "other-answer",
            Note::Wildcard(_) => "wildcard",
            Note::Case => "case",
            Note::Partial(_) => "partial",
            Note::Tolerance => "tolerance",
            Note::Unit => "unit",
            Note::Hints => "hints",
            Note::Tags(_) => "tags",
            Note::OtherType { .. } => "other-type",
            Note::Processing => "processing",
            Note::Weights => "weights",
            Note::Signs(_) => "signs",
            Note::Hidden => "hidden",
            Note::Keys(_) => "keys",
            Note::Instruction(_) => "instruction",
            Note::Filled { .. } => "filled",
            Note::Missing(_) => "missing",
        }
    }

    /// The values that belong into its words, by name.
    pub fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            Note::Broken(text)
            | Note::UnknownType(text)
            | Note::NoNumber(text)
            | Note::Renamed(text)
            | Note::Repeated(text)
            | Note::OtherAnswer(text)
            | Note::Wildcard(text)
            | Note::Partial(text)
            | Note::Tags(text)
            | Note::Signs(text)
            | Note::Keys(text)
            | Note::Instruction(text) => vec![("value", text.clone())],
            // The words of the finding, which whoever speaks a language puts in.
            Note::Refused(_) => Vec::new(),
            Note::OtherType { from, to } => vec![("from", from.clone()), ("to", to.clone())],
            Note::Filled { key, value } => {
                vec![("key", (*key).to_owned()), ("value", value.clone())]
            }
            Note::Missing(key) => vec![("key", (*key).to_owned())],
            _ => Vec::new(),
        }
    }
}

/// Notes, each once, in the order in which they came up.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Notes(Vec<Note>);

impl Notes {
    /// Adds a note unless it stands there.
    pub(super) fn add(&mut self, note: Note) {
        if !self.0.contains(&note) && self.0.len() < 100 {
            self.0.push(note);
        }
    }

    /// The notes.
    pub(super) fn into_list(self) -> Vec<Note> {
        self.0
    }
}
