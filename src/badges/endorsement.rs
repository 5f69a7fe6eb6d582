//! Endorsements: somebody who coordinates answers for who holds a badge, an organisation recommends an achievement. What is said stands in a credential of its
//! own (Open Badges 3.0, appendix B, `EndorsementCredential`).

use jiff::Timestamp;

use super::ledger::Seat;
use crate::base::{
    AccountId, CredentialId, EndorsementId, Lang, Name, OrganisationId, Refusal, name::has_address,
};

/// The longest words of an endorsement, in characters.
pub const MOST_WORDS: usize = 600;

/// How many endorsements a credential carries of one kind, the oldest first; its page shows all. Who verifies looks at sixteen.
pub const MOST_CARRIED: usize = 6;

/// How long an endorsement that was withdrawn is kept, in days: its page says that it is over.
pub const ENDED_DAYS: i64 = 365;

/// What is endorsed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// Whoever holds a badge, by its credential.
    Badge(CredentialId),
    /// One version of an achievement.
    Achievement {
        /// Its slug.
        slug: String,
        /// The version.
        version: String,
    },
}

/// Why an endorsement is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Who gave it withdrew it.
    Own,
    /// Who holds the badge did not want it.
    Declined,
    /// Who gave it does not coordinate any more.
    RoleOver,
    /// The organisation does not adhere to the charter any more.
    AdherenceOver,
    /// The administration took it away.
    Moderated,
}

impl End {
    /// Every way in which it ends.
    pub const ALL: [End; 5] = [
        End::Own,
        End::Declined,
        End::RoleOver,
        End::AdherenceOver,
        End::Moderated,
    ];

    /// The name under which it is stored, and a part of the key of its words.
    pub fn name(self) -> &'static str {
        match self {
            End::Own => "own",
            End::Declined => "declined",
            End::RoleOver => "role-over",
            End::AdherenceOver => "adherence-over",
            End::Moderated => "moderated",
        }
    }
}

impl std::str::FromStr for End {
    type Err = ();

    fn from_str(text: &str) -> Result<End, ()> {
        End::ALL
            .into_iter()
            .find(|end| end.name() == text)
            .ok_or(())
    }
}

/// An endorsement as it is kept, with its two signed forms.
#[derive(Clone, Debug)]
pub struct Endorsement {
    /// Its id, the last segment of its address.
    pub id: EndorsementId,
    /// By whose account.
    pub account: AccountId,
    /// For which organisation; who coordinates speaks for none.
    pub organisation: Option<OrganisationId>,
    /// What is endorsed.
    pub about: About,
    /// The name of who endorses: as a coordinator wrote it, or that of the organisation.
    pub name: String,
    /// The department that is coordinated, by its code, or the place of the organisation; empty where that is everywhere.
    pub territory: String,
    /// What is said.
    pub words: String,
    /// In which language.
    pub lang: Lang,
    /// Its place in a status list.
    pub seat: Seat,
    /// The pair of keys that signed it.
    pub pair: i64,
    /// The signed form with its proof inside.
    pub document: String,
    /// The signed form as a JWT.
    pub jwt: String,
    /// Since when.
    pub made_at: Timestamp,
    /// Until when, and why; nothing where it goes on.
    pub ended: Option<(Timestamp, End)>,
}

/// What keeps an endorsement from being given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// No name was given.
    NoName,
    /// The name is too long.
    NameTooLong,
    /// The name holds an address of the web.
    NameHoldsAddress,
    /// Nothing is said.
    NoWords,
    /// Too much is said.
    WordsTooLong,
    /// What is said holds an address of the web.
    WordsHoldAddress,
    /// What was named is no badge or achievement of this instance.
    Unknown,
    /// The badge is none of certification.
    NotCertification,
    /// The badge does not hold.
    NotHolding,
    /// The badge is one's own.
    OneSelf,
    /// It was said before, and goes on.
    Already,
    /// The organisation does not adhere to the charter that holds.
    NotAdhering,
}

impl Flaw {
    /// A part of the key of its words.
    pub fn name(self) -> &'static str {
        match self {
            Flaw::NoName => "no-name",
            Flaw::NameTooLong => "name-long",
            Flaw::NameHoldsAddress => "name-address",
            Flaw::NoWords => "no-words",
            Flaw::WordsTooLong => "words-long",
            Flaw::WordsHoldAddress => "words-address",
            Flaw::Unknown => "unknown",
            Flaw::NotCertification => "not-certification",
            Flaw::NotHolding => "not-holding",
            Flaw::OneSelf => "oneself",
            Flaw::Already => "already",
            Flaw::NotAdhering => "not-adhering",
        }
    }

    /// The field of the form beside which it is told.
    pub fn field(self) -> &'static str {
        match self {
            Flaw::NoName | Flaw::NameTooLong | Flaw::NameHoldsAddress => "name",
            Flaw::NoWords | Flaw::WordsTooLong | Flaw::WordsHoldAddress => "words",
            Flaw::NotAdhering => "organisation",
            _ => "about",
        }
    }
}

/// The name of who coordinates, as typed.
///
/// # Errors
/// The flaw.
pub fn name(typed: &str) -> Result<String, Flaw> {
    match Name::read(typed) {
        Ok(Some(name)) => Ok(name.as_str().to_owned()),
        Ok(None) => Err(Flaw::NoName),
        Err(Refusal::NameHoldsAddress) => Err(Flaw::NameHoldsAddress),
        Err(_) => Err(Flaw::NameTooLong),
    }
}

/// What is said, as typed: one paragraph, its blanks single, without controls, and without an address of the web, which would make it an advertisement.
///
/// # Errors
/// The flaw.
pub fn words(typed: &str) -> Result<String, Flaw> {
    let clean: String = typed
        .chars()
        .take(MOST_WORDS * 4)
        .filter(|c| !c.is_control() || c.is_whitespace())
        .collect();
    let text = clean.split_whitespace().collect::<Vec<_>>().join(" ");
    if !text.chars().any(char::is_alphanumeric) {
        Err(Flaw::NoWords)
    } else if text.chars().count() > MOST_WORDS {
        Err(Flaw::WordsTooLong)
    } else if has_address(&text) {
        Err(Flaw::WordsHoldAddress)
    } else {
        Ok(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_end_has_one_name() {
        for end in End::ALL {
            assert_eq!(end.name().parse(), Ok(end));
        }
        assert_eq!("over".parse::<End>(), Err(()));
    }

    #[test]
    fn words_are_one_plain_paragraph() {
        let long = "a".repeat(MOST_WORDS + 1);
        for (typed, read) in [
            (" Je l'ai vue \r\n animer.\u{0} ", Ok("Je l'ai vue animer.")),
            ("", Err(Flaw::NoWords)),
            (" — \n", Err(Flaw::NoWords)),
            (&long, Err(Flaw::WordsTooLong)),
            ("Voyez https://a.example/x", Err(Flaw::WordsHoldAddress)),
            ("Écrivez à moi@a.example.fr", Err(Flaw::WordsHoldAddress)),
            (&long[1..], Ok(&long[1..])),
        ] {
            assert_eq!(words(typed), read.map(str::to_owned), "{typed}");
        }
    }

    #[test]
    fn who_coordinates_gives_a_name() {
        assert_eq!(name(" Camille  Durand "), Ok("Camille Durand".to_owned()));
        assert_eq!(name(" "), Err(Flaw::NoName));
        assert_eq!(name("www.a.fr"), Err(Flaw::NameHoldsAddress));
        assert_eq!(name(&"a".repeat(61)), Err(Flaw::NameTooLong));
    }
}
