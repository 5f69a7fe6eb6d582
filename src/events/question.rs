//! A question that an organiser asks of those who register, with what it is for, and what may be answered to it.

use serde::{Deserialize, Serialize};

use crate::base::digest;

/// How many questions an event may ask beside the name and how one is reached.
pub const MOST_QUESTIONS: usize = 3;
/// The longest question, in characters.
pub const MOST_LABEL: usize = 120;
/// The longest words on what it is for, in characters.
pub const MOST_PURPOSE: usize = 200;
/// How many answers there may be to choose among.
pub const MOST_CHOICES: usize = 12;
/// The longest of them, in characters.
pub const MOST_CHOICE: usize = 80;
/// The longest answer in words of one's own, in characters.
pub const MOST_ANSWER: usize = 300;
/// For how many days after a date answers are kept where nothing else is said.
pub const USUAL_DAYS: u32 = 7;
/// For how many days after a date answers may be kept: as long as names.
pub const MOST_DAYS: u32 = 92;

/// A question.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// What is asked.
    pub label: String,
    /// What the answer is for, as it is told beside the question.
    pub purpose: String,
    /// What there is to choose among; words of one's own where empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<String>,
    /// Whether one cannot register without an answer.
    #[serde(default)]
    pub required: bool,
}

/// What is wrong with an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerFlaw {
    /// There is none, and there has to be.
    Missing,
    /// It is too long.
    Long,
    /// It is none of those that there are.
    Unknown,
}

impl AnswerFlaw {
    /// The name by which it is worded.
    pub fn name(self) -> &'static str {
        match self {
            AnswerFlaw::Missing => "missing",
            AnswerFlaw::Long => "long",
            AnswerFlaw::Unknown => "unknown",
        }
    }
}

impl Question {
    /// What it is called in a form: it changes with its words, so that no answer is taken for that to another question.
    pub fn key(&self) -> String {
        digest(&self.label).chars().take(12).collect()
    }

    /// Reads an answer; nothing where none was given and none has to be.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(&self, typed: &str) -> Result<Option<String>, AnswerFlaw> {
        let answer = super::read::line(typed);
        if answer.is_empty() {
            return match self.required {
                true => Err(AnswerFlaw::Missing),
                false => Ok(None),
            };
        }
        if !self.choices.is_empty() && !self.choices.contains(&answer) {
            return Err(AnswerFlaw::Unknown);
        }
        if answer.chars().count() > MOST_ANSWER {
            return Err(AnswerFlaw::Long);
        }
        Ok(Some(answer))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(choices: &[&str], required: bool) -> Question {
        Question {
            label: "Un besoin pour venir ?".into(),
            purpose: "Préparer la salle".into(),
            choices: choices.iter().map(ToString::to_string).collect(),
            required,
        }
    }

    #[test]
    fn an_answer_is_one_line_of_what_may_be_said() {
        let free = asked(&[], false);
        assert_eq!(free.read(" \r\n "), Ok(None));
        assert_eq!(
            free.read("une\r\nBcc: x\u{7}"),
            Ok(Some("une Bcc: x".into()))
        );
        assert_eq!(free.read(&"é".repeat(301)), Err(AnswerFlaw::Long));
        assert_eq!(asked(&[], true).read("\t"), Err(AnswerFlaw::Missing));
        let one_of = asked(&["Assis", "Debout"], false);
        assert_eq!(one_of.read("Assis"), Ok(Some("Assis".into())));
        assert_eq!(one_of.read("assis"), Err(AnswerFlaw::Unknown));
        assert_eq!(one_of.read(""), Ok(None));
    }

    #[test]
    fn another_question_has_another_key() {
        let one = asked(&[], false);
        let other = Question {
            label: "Autre chose ?".into(),
            ..one.clone()
        };
        assert_ne!(one.key(), other.key());
        let stricter = Question {
            required: true,
            ..one.clone()
        };
        assert_eq!(one.key(), stricter.key());
    }
}
