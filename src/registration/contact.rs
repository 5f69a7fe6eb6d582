//! How somebody who registered is reached: at a mailbox, by telephone, or not at all.

use std::fmt;

use crate::base::Email;

/// The fewest and the most digits of a telephone number (ITU-T E.164, section 6: fifteen at most).
const DIGITS: std::ops::RangeInclusive<usize> = 6..=15;

/// How somebody is reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Contact {
    /// By letters to a mailbox.
    Mailbox(Email),
    /// By telephone.
    Telephone(Phone),
    /// Not at all: their ticket is all they have.
    Nothing,
}

impl Contact {
    /// The mailbox.
    pub fn mailbox(&self) -> Option<&Email> {
        match self {
            Contact::Mailbox(email) => Some(email),
            _ => None,
        }
    }

    /// The telephone number.
    pub fn phone(&self) -> Option<&Phone> {
        match self {
            Contact::Telephone(phone) => Some(phone),
            _ => None,
        }
    }
}

/// A telephone number: digits, with a plus before them where it names its country. Its `Debug` prints nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Phone(String);

impl Phone {
    /// Reads what was typed: spaces, dots, dashes, brackets do not matter. Nothing where it can be no number.
    pub fn read(typed: &str) -> Option<Phone> {
        let typed = typed.trim();
        if typed.len() > 60 {
            return None;
        }
        let (plus, rest) = match typed.strip_prefix('+') {
            Some(rest) => ("+", rest),
            None => ("", typed),
        };
        let mut digits = String::new();
        for c in rest.chars() {
            match c {
                '0'..='9' => digits.push(c),
                ' ' | '.' | '-' | '/' | '(' | ')' | '\u{a0}' | '\u{202f}' | '\u{2011}' => {}
                _ => return None,
            }
        }
        DIGITS
            .contains(&digits.len())
            .then(|| Phone(format!("{plus}{digits}")))
    }

    /// The number without spaces, as a telephone dials it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Phone(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_type_them() {
        for (typed, read) in [
            ("06 12 34 56 78", "0612345678"),
            ("06.12.34.56.78", "0612345678"),
            ("+33 (6) 12-34-56-78", "+33612345678"),
            ("118218", "118218"),
        ] {
            let phone = Phone::read(typed).unwrap();
            assert_eq!(phone.as_str(), read);
        }
        for typed in [
            "",
            "12345",
            "0612345678901234",
            "06 12 34 56 7x",
            "+",
            "06+12345678",
            "ada@example.org",
            "٠٦١٢٣٤٥٦٧٨",
        ] {
            assert_eq!(Phone::read(typed), None, "{typed}");
        }
        assert_eq!(format!("{:?}", Phone::read("0612345678")), "Some(Phone(…))");
    }
}
