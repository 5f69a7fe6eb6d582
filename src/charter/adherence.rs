//! Who adheres: a person by their account, or an organisation that somebody speaks for. An adherence is to one version, from one day, until it ends.

use jiff::{Timestamp, civil::Date};

use super::edition::{Charter, Version};
use crate::base::{AccountId, AdherenceId, AwardId, CredentialId, Lang, Name, OrganisationId};

/// The longest name of an organisation, and of its place, in characters.
pub const MOST_CHARS: usize = 100;

/// How long an adherence to a former text still opens what adherence opens, once another text asks again, in days.
pub const GRACE_DAYS: i64 = 90;

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
    /// It is to a former text, the new one asks again, and there is still time to answer.
    Asked,
    /// It is to a former text, and that time is over: it says what it said, and opens nothing.
    Former,
    /// It is over.
    Over,
}

impl Worth {
    /// Whether it opens what adherence opens: the kit, one's events, a certification, the word of an organisation.
    pub fn opens(self) -> bool {
        matches!(self, Worth::Current | Worth::Asked)
    }

    /// Whether another text asks again.
    pub fn is_asked(self) -> bool {
        matches!(self, Worth::Asked | Worth::Former)
    }
}

impl Adherence {
    /// What it is worth on a day.
    pub fn worth(&self, charter: &Charter, today: Date) -> Worth {
        if self.ended_at.is_some() || !self.holds {
            return Worth::Over;
        }
        match charter.in_force(today) {
            Some(edition) if edition.version.major != self.version.major => {
                if charter.asks_until(today).is_some_and(|until| today < until) {
                    Worth::Asked
                } else {
                    Worth::Former
                }
            }
            _ => Worth::Current,
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
    fn another_first_number_asks_again_and_leaves_time_to_answer() {
        let file = |day: &str| format!("+++\ntitle = \"Charte\"\ndate = {day}\n+++\nUn.\n");
        let (one, mend, two) = (file("2026-01-01"), file("2026-03-01"), file("2026-06-01"));
        let later = file("2026-07-01");
        let charter = Charter::read([
            ("1.0.fr.md", one.as_str()),
            ("1.1.fr.md", &mend),
            ("2.0.fr.md", &two),
            ("2.1.fr.md", &later),
        ])
        .unwrap();
        let mut adherence = Adherence {
            id: AdherenceId::new(),
            account: AccountId::new(),
            organisation: None,
            name: "Zoé".into(),
            version: "1.0".parse().unwrap(),
            lang: Lang::Fr,
            digest: String::new(),
            adhered_at: Timestamp::UNIX_EPOCH,
            ended_at: None,
            reason: None,
            award: AwardId::new(),
            credential: CredentialId::new(),
            holds: true,
        };
        for (day, worth) in [
            ("2026-02-01", Worth::Current),
            ("2026-04-01", Worth::Current),
            ("2026-06-01", Worth::Asked),
            // A correction meanwhile does not begin the time anew.
            ("2026-08-29", Worth::Asked),
            ("2026-08-30", Worth::Former),
        ] {
            assert_eq!(
                adherence.worth(&charter, day.parse().unwrap()),
                worth,
                "{day}"
            );
        }
        adherence.holds = false;
        let day = "2026-04-01".parse().unwrap();
        assert_eq!(adherence.worth(&charter, day), Worth::Over);
    }

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
