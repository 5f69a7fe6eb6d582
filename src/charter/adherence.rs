//! Who adheres: a person by their account, or an organisation that somebody speaks for. An adherence is to one version, from one day, until it ends.

use jiff::Timestamp;

use super::edition::Version;
use crate::base::{AccountId, AdherenceId, AwardId, CredentialId, Lang, Name, OrganisationId};

/// The longest name of an organisation, and of its place, in characters.
pub const MOST_CHARS: usize = 100;

/// What an organisation is; the words are those of the places where cafés are held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sector {
    /// An association.
    Association,
    /// A library.
    Library,
    /// A school or university.
    School,
    /// A town hall or another public body.
    Public,
    /// A social centre.
    SocialCentre,
    /// A third place.
    ThirdPlace,
    /// A firm.
    Firm,
    /// Something else.
    Other,
}

impl Sector {
    /// Every sector, in the order of the form.
    pub const ALL: [Sector; 8] = [
        Sector::Association,
        Sector::Library,
        Sector::School,
        Sector::Public,
        Sector::SocialCentre,
        Sector::ThirdPlace,
        Sector::Firm,
        Sector::Other,
    ];

    /// The name under which it is stored, and a part of the key of its words.
    pub fn name(self) -> &'static str {
        match self {
            Sector::Association => "association",
            Sector::Library => "library",
            Sector::School => "school",
            Sector::Public => "public",
            Sector::SocialCentre => "social-centre",
            Sector::ThirdPlace => "third-place",
            Sector::Firm => "firm",
            Sector::Other => "other",
        }
    }
}

impl std::str::FromStr for Sector {
    type Err = ();

    fn from_str(text: &str) -> Result<Sector, ()> {
        Sector::ALL
            .into_iter()
            .find(|sector| sector.name() == text)
            .ok_or(())
    }
}

/// An organisation that somebody speaks for by their account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    /// Its id.
    pub id: OrganisationId,
    /// Whose account speaks for it.
    pub account: AccountId,
    /// Its name.
    pub name: String,
    /// What it is.
    pub sector: Sector,
    /// Where it is, in words.
    pub place: String,
    /// When it was first named.
    pub created_at: Timestamp,
}

/// In whose name somebody adheres.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Party {
    /// In their own, which stands on the badge.
    Person(Name),
    /// In that of an organisation.
    Organisation {
        /// Its name.
        name: String,
        /// What it is.
        sector: Sector,
        /// Where it is, in words.
        place: String,
    },
}

/// An adherence.
#[derive(Clone, Debug)]
pub struct Adherence {
    /// Its id.
    pub id: AdherenceId,
    /// By whose account.
    pub account: AccountId,
    /// For which organisation; for a person there is none.
    pub organisation: Option<Organisation>,
    /// The name of the organisation, or that of the person as their badge shows it; empty where it was taken off.
    pub name: String,
    /// To which version.
    pub version: Version,
    /// In which language it was read.
    pub lang: Lang,
    /// SHA-256 of the text that was read, in hex.
    pub digest: String,
    /// Since when.
    pub adhered_at: Timestamp,
    /// Until when; nothing where it goes on.
    pub ended_at: Option<Timestamp>,
    /// Why it ended, in plain words.
    pub reason: Option<String>,
    /// The award.
    pub award: AwardId,
    /// The credential that says so.
    pub credential: CredentialId,
    /// Whether that credential holds.
    pub holds: bool,
}

/// What an adherence is worth today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Worth {
    /// It is to the text that holds.
    Current,
    /// It is to a former text, and the new one was not adhered to yet.
    Former,
    /// It is over.
    Over,
}

impl Adherence {
    /// What it is worth where `current` is the version that holds.
    pub fn worth(&self, current: Option<Version>) -> Worth {
        if self.ended_at.is_some() || !self.holds {
            Worth::Over
        } else if current.is_none_or(|current| current.major == self.version.major) {
            Worth::Current
        } else {
            Worth::Former
        }
    }
}

/// The name or the place of an organisation as typed: in NFC, without what is not seen, its blanks single. `None` where nothing is left, or too much.
pub fn plain(typed: &str) -> Option<String> {
    // A name of people has the same rules but is shorter; here only length and addresses differ.
    let clean: String = typed
        .trim()
        .chars()
        .take(MOST_CHARS * 4)
        .filter(|c| !c.is_control() || c.is_whitespace())
        .collect();
    let words: Vec<&str> = clean.split_whitespace().collect();
    let text = words.join(" ");
    let count = text.chars().count();
    (count > 0 && count <= MOST_CHARS && !text.contains("://")).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sector_has_one_name() {
        for sector in Sector::ALL {
            assert_eq!(sector.name().parse(), Ok(sector));
        }
        assert_eq!("party".parse::<Sector>(), Err(()));
    }

    #[test]
    fn a_name_is_kept_plain() {
        assert_eq!(
            plain("  Médiathèque \n Voyelles\u{0} "),
            Some("Médiathèque Voyelles".into())
        );
        for wrong in ["", " \t", "https://a.example", &"a".repeat(101)] {
            assert_eq!(plain(wrong), None, "{wrong}");
        }
    }
}
