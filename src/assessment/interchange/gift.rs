//! GIFT, Moodle's text format: questions as their file says them. Source: docs.moodle.org, "GIFT format".

mod items;
mod read;
mod write;

pub(super) use write::{file, write};

use super::Reading;

/// Reads a file into questions of ours.
pub(super) fn read(text: &str) -> Reading {
    Reading {
        lang: None,
        title: None,
        entries: read::parse(text)
            .into_iter()
            .filter_map(items::entry)
            .collect(),
    }
}

/// How a text is to be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    Moodle,
    Html,
    Markdown,
    Plain,
}

impl Style {
    /// The names that stand in brackets before a text.
    const NAMES: [(&'static str, Style); 4] = [
        ("moodle", Style::Moodle),
        ("html", Style::Html),
        ("markdown", Style::Markdown),
        ("plain", Style::Plain),
    ];
}

/// A text and how it is to be shown.
#[derive(Clone, Debug, PartialEq)]
struct Text {
    style: Style,
    text: String,
}

/// What stands between two blank lines.
#[derive(Clone, Debug, PartialEq)]
enum Paragraph {
    /// The category of the questions that follow.
    Category(String),
    /// A question, or a description.
    Question(Question),
    /// What is neither; with its line and the beginning of its text.
    Broken {
        line: usize,
        title: String,
        why: &'static str,
    },
}

/// A question.
#[derive(Clone, Debug, PartialEq)]
struct Question {
    line: usize,
    id: Option<String>,
    tags: Vec<String>,
    title: Option<String>,
    /// What is asked; `_____` stands where the answers stood inside.
    stem: Text,
    /// Whether text follows the answers.
    embedded: bool,
    feedback: Option<Text>,
    answers: Answers,
}

/// The answers of a question.
#[derive(Clone, Debug, PartialEq)]
enum Answers {
    /// None: a text to read.
    Description,
    /// A text to write.
    Essay,
    /// True or false, with the feedback for a wrong and for a right answer.
    TrueFalse {
        right: bool,
        wrong: Option<Text>,
        well: Option<Text>,
    },
    /// Answers to tick.
    Choices(Vec<Answer>),
    /// Answers to type.
    Short(Vec<Answer>),
    /// One number.
    Number(Number),
    /// Numbers with weights or feedback.
    Numbers(Vec<NumberAnswer>),
    /// Pairs.
    Matching(Vec<(Text, String)>),
}

/// An answer.
#[derive(Clone, Debug, PartialEq)]
struct Answer {
    /// Whether it begins with `=`.
    right: bool,
    /// Per cent of the question.
    weight: Option<f64>,
    text: Text,
    feedback: Option<Text>,
}

/// A number and how far off is still right.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Number {
    Simple(f64),
    Range(f64, f64),
    LowHigh(f64, f64),
}

/// A number as an answer; none where any other is meant.
#[derive(Clone, Debug, PartialEq)]
struct NumberAnswer {
    right: bool,
    weight: Option<f64>,
    number: Option<Number>,
    feedback: Option<Text>,
}

#[cfg(test)]
mod tests;
