//! A person as they wish to be seen: each thing they say has the people who may see it beside it.

use std::{collections::BTreeSet, fmt, str::FromStr};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::base::{AwardId, search_key};

/// How long a profile stands without a word of its person, in days.
pub const PROFILE_DAYS: i64 = 365;

/// How many days before that they are asked, first and once more.
pub const ASKED_BEFORE: [i64; 2] = [30, 7];

/// The age from which somebody may stand in the directory, in years.
pub const LEAST_AGE: i64 = 15;

/// Who may see something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Anybody.
    Public,
    /// Whoever has an account here.
    Members,
    /// Nobody; it is kept for its person alone.
    #[default]
    Nobody,
}

/// Who looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Viewer {
    /// Anybody.
    Public,
    /// Somebody within an account.
    Member,
}

impl Audience {
    /// Every audience, the widest first.
    pub const ALL: [Audience; 3] = [Audience::Public, Audience::Members, Audience::Nobody];

    /// The name under which it is sent and worded.
    pub fn name(self) -> &'static str {
        match self {
            Audience::Public => "public",
            Audience::Members => "members",
            Audience::Nobody => "nobody",
        }
    }

    /// Whether it holds who looks.
    pub fn reaches(self, viewer: Viewer) -> bool {
        match self {
            Audience::Public => true,
            Audience::Members => viewer == Viewer::Member,
            Audience::Nobody => false,
        }
    }
}

impl FromStr for Audience {
    type Err = ();

    fn from_str(text: &str) -> Result<Audience, ()> {
        Audience::ALL
            .into_iter()
            .find(|audience| audience.name() == text)
            .ok_or(())
    }
}

/// What somebody does for cafés. It is their word: what they may do here hangs on the roles of their account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Calling {
    /// Animates cafés.
    Animator,
    /// Organises them.
    Organiser,
    /// Coordinates those of a territory.
    Coordinator,
    /// Is at the head of a network.
    NetworkHead,
    /// Speaks for them.
    Ambassador,
}

impl Calling {
    /// Every calling, in the order of the pages.
    pub const ALL: [Calling; 5] = [
        Calling::Animator,
        Calling::Organiser,
        Calling::Coordinator,
        Calling::NetworkHead,
        Calling::Ambassador,
    ];

    /// The name under which it is sent and worded.
    pub fn name(self) -> &'static str {
        match self {
            Calling::Animator => "animator",
            Calling::Organiser => "organiser",
            Calling::Coordinator => "coordinator",
            Calling::NetworkHead => "network-head",
            Calling::Ambassador => "ambassador",
        }
    }
}

impl fmt::Display for Calling {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Calling {
    type Err = ();

    fn from_str(text: &str) -> Result<Calling, ()> {
        Calling::ALL
            .into_iter()
            .find(|calling| calling.name() == text)
            .ok_or(())
    }
}

/// Languages in which somebody can animate, by their tag (BCP 47): those heard most in France, and its sign language.
pub const LANGUAGES: [&str; 16] = [
    "fr", "en", "fsl", "ar", "br", "eu", "co", "cpf", "de", "es", "it", "oc", "pt", "tr", "uk",
    "zh",
];

/// Something that somebody says, and who may see it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown<T> {
    /// What is said.
    pub value: T,
    /// Who may see it.
    pub audience: Audience,
}

/// A profile. Whoever may not see it as a whole sees nothing of it; each thing in it may have fewer who see it, never more.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// The name to be seen under.
    pub name: String,
    /// Who may see the profile, with its name.
    pub audience: Audience,
    /// What they do for cafés.
    pub callings: Shown<BTreeSet<Calling>>,
    /// Words about themselves.
    pub about: Shown<String>,
    /// The INSEE code of their commune, empty for none.
    pub commune: Shown<String>,
    /// The languages in which they animate.
    pub languages: Shown<BTreeSet<String>>,
    /// The formats that they animate.
    pub formats: Shown<Vec<String>>,
    /// Their page on the web, empty for none.
    pub website: Shown<String>,
    /// The badges of their space that are not shown; the others are, while they hold.
    pub skills: Shown<BTreeSet<String>>,
    /// Who may write to them through the relay.
    pub contact: Audience,
    /// Whether their card may be taken home as a file.
    pub card: bool,
    /// Whether search engines are asked to leave them out.
    pub unindexed: bool,
}

impl Profile {
    /// Whether who looks may see it at all.
    pub fn is_for(&self, viewer: Viewer) -> bool {
        self.audience.reaches(viewer)
    }

    /// Something of the profile as who looks may see it.
    pub fn shown<'p, T>(&self, field: &'p Shown<T>, viewer: Viewer) -> Option<&'p T> {
        (self.is_for(viewer) && field.audience.reaches(viewer)).then_some(&field.value)
    }

    /// Whether who looks may write to them.
    pub fn may_be_written_to(&self, viewer: Viewer) -> bool {
        self.is_for(viewer) && self.contact.reaches(viewer)
    }

    /// Whether a badge of their space stands in the profile, for those who may see its skills.
    pub fn shows(&self, award: AwardId) -> bool {
        !self.skills.value.contains(&award.to_string())
    }

    /// The end of the profile's address: the name folded, then what tells it from others of that name.
    pub fn slug(&self, mark: &str) -> String {
        let words = search_key(&self.name);
        let plain: String = words
            .chars()
            .map(|c| if c == ' ' { '-' } else { c })
            .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
            .take(40)
            .collect();
        match plain.trim_matches('-') {
            "" => mark.to_owned(),
            plain => format!("{plain}-{mark}"),
        }
    }
}

/// A profile as it stands in the directory.
#[derive(Clone, Debug)]
pub struct Standing {
    /// The end of its address.
    pub slug: String,
    /// How often it was saved: who saves an older one is told.
    pub version: i64,
    /// What it says.
    pub profile: Profile,
    /// When its person last said that it holds.
    pub confirmed_at: Timestamp,
    /// How often they were asked since.
    pub asked: i64,
    /// Why it was hidden by the administration.
    pub hidden: Option<String>,
    /// When it was made.
    pub made_at: Timestamp,
}

impl Standing {
    /// When it leaves by itself.
    pub fn until(&self) -> Timestamp {
        until(self.confirmed_at)
    }

    /// Whether it is seen at all at this moment.
    pub fn stands(&self, at: Timestamp) -> bool {
        self.hidden.is_none() && at < self.until()
    }
}

/// When a profile leaves that was confirmed at `confirmed`.
pub fn until(confirmed: Timestamp) -> Timestamp {
    confirmed
        .checked_add(SignedDuration::from_hours(24 * PROFILE_DAYS))
        .unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_never_seen_by_more_than_its_profile() {
        let mut profile = Profile::default();
        for (whole, field, public, member) in [
            (Audience::Public, Audience::Public, true, true),
            (Audience::Public, Audience::Members, false, true),
            (Audience::Public, Audience::Nobody, false, false),
            (Audience::Members, Audience::Public, false, true),
            (Audience::Members, Audience::Members, false, true),
            (Audience::Members, Audience::Nobody, false, false),
            (Audience::Nobody, Audience::Public, false, false),
            (Audience::Nobody, Audience::Members, false, false),
        ] {
            profile.audience = whole;
            profile.about.audience = field;
            profile.contact = field;
            for (viewer, sees) in [(Viewer::Public, public), (Viewer::Member, member)] {
                assert_eq!(profile.shown(&profile.about, viewer).is_some(), sees);
                assert_eq!(profile.may_be_written_to(viewer), sees);
            }
        }
    }

    #[test]
    fn an_address_says_the_name_and_which_of_that_name() {
        let named = |name: &str| {
            let profile = Profile {
                name: name.into(),
                ..Profile::default()
            };
            profile.slug("k3f9")
        };
        assert_eq!(named("Zoé de la Tour"), "zoe-de-la-tour-k3f9");
        assert_eq!(named("Я"), "k3f9");
        assert_eq!(named("--- O'Neil ---"), "o-neil-k3f9");
    }

    #[test]
    fn names_are_read_back() {
        for calling in Calling::ALL {
            assert_eq!(calling.name().parse(), Ok(calling));
        }
        for audience in Audience::ALL {
            assert_eq!(audience.name().parse(), Ok(audience));
        }
    }
}
