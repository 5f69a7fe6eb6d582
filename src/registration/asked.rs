//! The form with which somebody registers: what was typed, read field by field.

use super::{
    contact::{Contact, Phone},
    question::{MOST_ANSWER, Question, plain},
};
use crate::base::{Email, Name, QuestionId, Refusal};

/// How somebody wishes to be reached.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Way {
    /// At a mailbox.
    #[default]
    Mailbox,
    /// By telephone.
    Telephone,
    /// Not at all: by a code on paper.
    Paper,
}

impl Way {
    /// All, in the order of the form.
    pub const ALL: [Way; 3] = [Way::Mailbox, Way::Telephone, Way::Paper];

    /// The value in the form.
    pub fn name(self) -> &'static str {
        match self {
            Way::Mailbox => "email",
            Way::Telephone => "phone",
            Way::Paper => "paper",
        }
    }

    /// The way that a form names.
    pub fn named(name: &str) -> Option<Way> {
        Way::ALL.into_iter().find(|way| way.name() == name)
    }
}

/// What was typed.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    /// The name or nickname.
    pub name: String,
    /// How to be reached; nothing where nothing was chosen.
    pub way: Option<Way>,
    /// The mailbox.
    pub email: String,
    /// The telephone number.
    pub phone: String,
    /// The answers, by their question.
    pub answers: Vec<(QuestionId, String)>,
}

/// What somebody asked for, each part read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The name or nickname.
    pub name: Name,
    /// How they are reached.
    pub contact: Contact,
    /// What they answered; nothing stands for no answer.
    pub answers: Vec<(QuestionId, String)>,
}

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// It is empty.
    Missing,
    /// It is too long.
    Long,
    /// It cannot be what it should be.
    Malformed,
}

/// What is wrong, field by field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Flaws {
    /// The name.
    pub name: Option<Flaw>,
    /// The mailbox.
    pub email: Option<Flaw>,
    /// The telephone number.
    pub phone: Option<Flaw>,
    /// The answers, by their question.
    pub answers: Vec<(QuestionId, Flaw)>,
}

impl Flaws {
    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        *self == Flaws::default()
    }
}

impl Typed {
    /// Reads the form of an event that asks `questions`. Where nothing says how to be reached, what was filled in does.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn read(&self, questions: &[Question]) -> Result<Asked, Flaws> {
        let mut flaws = Flaws::default();
        let name = Name::read(&self.name);
        flaws.name = match &name {
            Ok(Some(_)) => None,
            Ok(None) => Some(Flaw::Missing),
            Err(Refusal::NameTooLong) => Some(Flaw::Long),
            Err(_) => Some(Flaw::Malformed),
        };
        let contact = match self.way() {
            Way::Mailbox => Email::read(&self.email).map(Contact::Mailbox).map_err(|_| {
                flaws.email = Some(absent(&self.email));
            }),
            Way::Telephone => Phone::read(&self.phone)
                .map(Contact::Telephone)
                .ok_or(())
                .map_err(|()| flaws.phone = Some(absent(&self.phone))),
            Way::Paper => Ok(Contact::Nothing),
        };
        let mut answers = Vec::new();
        for question in questions {
            let words = self.answer(question.id);
            let words = plain(words);
            if words.chars().count() > MOST_ANSWER {
                flaws.answers.push((question.id, Flaw::Long));
            } else if words.is_empty() && question.required {
                flaws.answers.push((question.id, Flaw::Missing));
            } else if !words.is_empty() {
                answers.push((question.id, words));
            }
        }
        match (name, contact) {
            (Ok(Some(name)), Ok(contact)) if flaws.is_empty() => Ok(Asked {
                name,
                contact,
                answers,
            }),
            _ => Err(flaws),
        }
    }

    /// How they wish to be reached, as they said or as the fields show.
    pub fn way(&self) -> Way {
        self.way.unwrap_or_else(|| {
            let filled = |field: &str| !field.trim().is_empty();
            match (filled(&self.email), filled(&self.phone)) {
                (true, _) => Way::Mailbox,
                (false, true) => Way::Telephone,
                (false, false) => Way::Paper,
            }
        })
    }

    /// What was typed for a question.
    pub fn answer(&self, question: QuestionId) -> &str {
        let mut answers = self.answers.iter();
        answers
            .find(|(of, _)| *of == question)
            .map_or("", |(_, words)| words.as_str())
    }
}

fn absent(typed: &str) -> Flaw {
    if typed.trim().is_empty() {
        Flaw::Missing
    } else {
        Flaw::Malformed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(name: &str, way: Option<Way>, email: &str, phone: &str) -> Typed {
        Typed {
            name: name.into(),
            way,
            email: email.into(),
            phone: phone.into(),
            answers: Vec::new(),
        }
    }

    #[test]
    fn a_name_is_enough_and_one_way_to_be_reached_may_be_added() {
        let way = |typed: Typed| typed.read(&[]).map(|asked| asked.contact);
        assert_eq!(way(typed("Zoé", None, "", "")), Ok(Contact::Nothing));
        let email = Email::read("zoe@example.org").unwrap();
        assert_eq!(
            way(typed("Zoé", None, "zoe@example.org", "0612345678")),
            Ok(Contact::Mailbox(email))
        );
        // What was chosen counts, whatever stands in the other fields.
        assert_eq!(
            way(typed("Zoé", Some(Way::Paper), "zoe@", "x")),
            Ok(Contact::Nothing)
        );
        let phone = Phone::read("0612345678").unwrap();
        assert_eq!(
            way(typed("Zoé", Some(Way::Telephone), "zoe@", "06 12 34 56 78")),
            Ok(Contact::Telephone(phone))
        );
    }

    #[test]
    fn what_is_wrong_is_told_beside_its_field() {
        let flaws = |typed: Typed| typed.read(&[]).unwrap_err();
        let found = flaws(typed(" \u{200b} ", Some(Way::Mailbox), "", ""));
        assert_eq!((found.name, found.email), (Some(Flaw::Missing), Some(Flaw::Missing)));
        let found = flaws(typed(&"x".repeat(61), Some(Way::Telephone), "", "12"));
        assert_eq!((found.name, found.phone), (Some(Flaw::Long), Some(Flaw::Malformed)));
        let found = flaws(typed("https://evil.example", None, "zoe@", ""));
        assert_eq!(
            (found.name, found.email),
            (Some(Flaw::Malformed), Some(Flaw::Malformed))
        );
    }

    #[test]
    fn only_what_is_asked_is_kept_of_the_answers() {
        let question = |required| Question {
            id: QuestionId::new(),
            ask: "Quoi ?".into(),
            purpose: "Pour".into(),
            required,
            kept_days: 1,
        };
        let questions = [question(true), question(false)];
        let mut form = typed("Zoé", None, "", "");
        assert_eq!(
            form.read(&questions).unwrap_err().answers,
            [(questions[0].id, Flaw::Missing)]
        );
        form.answers = vec![
            (questions[0].id, " deux\r\nlignes ".into()),
            (questions[1].id, "x".repeat(301)),
            (QuestionId::new(), "never asked".into()),
        ];
        assert_eq!(
            form.read(&questions).unwrap_err().answers,
            [(questions[1].id, Flaw::Long)]
        );
        form.answers[1].1.clear();
        assert_eq!(
            form.read(&questions).unwrap().answers,
            [(questions[0].id, "deux lignes".to_owned())]
        );
    }
}
