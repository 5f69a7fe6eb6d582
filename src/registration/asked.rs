//! The form with which somebody registers: what was typed, read field by field.

use super::contact::{Contact, Phone};
use crate::base::{Email, Name, Refusal};

/// What was typed.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    /// The name or nickname.
    pub name: String,
    /// The mailbox; may be empty.
    pub email: String,
    /// The telephone number; may be empty.
    pub phone: String,
    /// Whether a letter the day before is wished for.
    pub remind: bool,
}

/// What was answered to a question of the organiser's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The question, in its words.
    pub question: String,
    /// The answer.
    pub words: String,
}

/// What somebody asked for, each part read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The name or nickname.
    pub name: Name,
    /// How they are reached.
    pub contact: Contact,
    /// Whether a letter the day before is wished for.
    pub remind: bool,
    /// What was answered to the organiser's own questions.
    pub answers: Vec<Answer>,
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
    /// The other way to be reached was given already: one is enough.
    Both,
}

/// What is wrong, field by field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flaws {
    /// The name.
    pub name: Option<Flaw>,
    /// The mailbox.
    pub email: Option<Flaw>,
    /// The telephone number.
    pub phone: Option<Flaw>,
}

impl Typed {
    /// Reads the form: a name, and at most one way to be reached.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn read(&self) -> Result<Asked, Flaws> {
        let mut flaws = Flaws::default();
        let name = Name::read(&self.name);
        flaws.name = match &name {
            Ok(Some(_)) => None,
            Ok(None) => Some(Flaw::Missing),
            Err(Refusal::NameTooLong) => Some(Flaw::Long),
            Err(_) => Some(Flaw::Malformed),
        };
        let (email, phone) = (self.email.trim(), self.phone.trim());
        let contact = match (email.is_empty(), phone.is_empty()) {
            (true, true) => Some(Contact::Nothing),
            (false, true) => Email::read(email).ok().map(Contact::Mailbox),
            (true, false) => Phone::read(phone).map(Contact::Telephone),
            (false, false) => None,
        };
        match (email.is_empty(), phone.is_empty(), &contact) {
            (false, false, _) => flaws.phone = Some(Flaw::Both),
            (false, true, None) => flaws.email = Some(Flaw::Malformed),
            (true, false, None) => flaws.phone = Some(Flaw::Malformed),
            _ => {}
        }
        match (name, contact) {
            (Ok(Some(name)), Some(contact)) => Ok(Asked {
                name,
                remind: self.remind && contact.mailbox().is_some(),
                contact,
                answers: Vec::new(),
            }),
            _ => Err(flaws),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str, email: &str, phone: &str) -> Result<Contact, Flaws> {
        let typed = Typed {
            name: name.into(),
            email: email.into(),
            phone: phone.into(),
            remind: true,
        };
        typed.read().map(|asked| asked.contact)
    }

    #[test]
    fn a_name_is_enough_and_one_way_to_be_reached_may_be_added() {
        assert_eq!(read("Zoé", " ", ""), Ok(Contact::Nothing));
        let email = Email::read("zoe@example.org").unwrap();
        assert_eq!(
            read("Zoé", "zoe@example.org ", ""),
            Ok(Contact::Mailbox(email))
        );
        let phone = Phone::read("0612345678").unwrap();
        assert_eq!(
            read("Zoé", "", "06 12 34 56 78"),
            Ok(Contact::Telephone(phone))
        );
    }

    #[test]
    fn who_leaves_no_address_is_not_reminded() {
        let mut typed = Typed {
            name: "Zoé".into(),
            remind: true,
            ..Typed::default()
        };
        assert!(!typed.read().unwrap().remind);
        typed.email = "zoe@example.org".into();
        assert!(typed.read().unwrap().remind);
    }

    #[test]
    fn hostile_signs_neither_break_a_head_nor_a_line() {
        let typed = Typed {
            name: "Zoé\r\nBcc: eve@example\u{202e}".into(),
            ..Typed::default()
        };
        assert_eq!(typed.read().unwrap().name.as_str(), "Zoé Bcc: eve@example");
        let long = format!("{}@example.org", "x".repeat(308));
        for email in ["zoe@example.org\r\nBcc: eve@example.org", "a@b@c", &long] {
            let flaws = read("Zoé", email, "").unwrap_err();
            assert_eq!(flaws.email, Some(Flaw::Malformed), "{email}");
        }
        let idn = read("Zoé", "zoe@café.fr", "").unwrap();
        assert_eq!(idn.mailbox().unwrap().as_str(), "zoe@xn--caf-dma.fr");
    }

    #[test]
    fn what_is_wrong_is_told_beside_its_field() {
        let flaws = |name, email, phone| read(name, email, phone).unwrap_err();
        let found = flaws("\u{200b} ", "zoe@", "");
        assert_eq!(
            (found.name, found.email),
            (Some(Flaw::Missing), Some(Flaw::Malformed))
        );
        let long = "x".repeat(61);
        let found = flaws(&long, "", "12");
        assert_eq!(
            (found.name, found.phone),
            (Some(Flaw::Long), Some(Flaw::Malformed))
        );
        let found = flaws("https://evil.example", "zoe@example.org", "0612345678");
        assert_eq!(
            (found.name, found.email, found.phone),
            (Some(Flaw::Malformed), None, Some(Flaw::Both))
        );
    }
}
