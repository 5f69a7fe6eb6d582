//! A doubt that somebody raises about a badge, ours or one that passes for ours: why, in which words, and what came of it.

use std::{fmt, str::FromStr};

use jiff::Timestamp;

use crate::base::{CredentialId, DoubtId};

/// The longest explanation, in characters.
pub const MOST_WORDS: usize = 1000;

/// The longest address of what is doubted, in characters.
pub const MOST_ADDRESS: usize = 300;

macro_rules! named {
    ($(#[$doc:meta])* $name:ident: $($(#[$one:meta])* $variant:ident = $text:literal),* $(,)?) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name {
            $($(#[$one])* $variant),*
        }

        impl $name {
            /// All of them, in the order in which they are offered.
            pub const ALL: &'static [$name] = &[$($name::$variant),*];
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self { $($name::$variant => $text),* })
            }
        }

        impl FromStr for $name {
            type Err = ();

            fn from_str(text: &str) -> Result<$name, ()> {
                $name::ALL.iter().copied().find(|one| one.to_string() == text).ok_or(())
            }
        }
    };
}

named! {
    /// Why somebody doubts a badge.
    Ground:
    /// The name on it is not the person's who shows it.
    Person = "person",
    /// The name on it hurts somebody, or advertises something.
    Name = "name",
    /// It looks like a badge of this instance and is none.
    Forged = "forged",
    /// What it says was not done.
    Untrue = "untrue",
    /// Something else, which the words say.
    Other = "other",
}

named! {
    /// What came of a doubt.
    Outcome:
    /// Nothing is wrong with the badge.
    Unfounded = "unfounded",
    /// The badge no longer shows a name.
    NameHidden = "name-hidden",
    /// Something was done: the badge was taken back, its issuer was told.
    Acted = "acted",
}

/// What is doubted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// A badge of this instance.
    Own(CredentialId),
    /// Something else, as it was typed: mostly an address.
    Foreign(String),
}

/// A doubt. Nobody is asked who they are: it is judged by what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// Its id.
    pub id: DoubtId,
    /// What is doubted.
    pub about: About,
    /// Why.
    pub ground: Ground,
    /// In which words; may be empty.
    pub words: String,
    /// When it was raised.
    pub raised_at: Timestamp,
    /// What came of it, and when.
    pub settled: Option<(Outcome, Timestamp)>,
}

impl Doubt {
    /// What can come of it: a name is hidden where there is a badge of ours to hide it on.
    pub fn outcomes(&self) -> impl Iterator<Item = Outcome> {
        let own = matches!(self.about, About::Own(_));
        Outcome::ALL
            .iter()
            .copied()
            .filter(move |outcome| own || *outcome != Outcome::NameHidden)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_they_are_written() {
        for ground in Ground::ALL {
            assert_eq!(ground.to_string().parse(), Ok(*ground));
        }
        for outcome in Outcome::ALL {
            assert_eq!(outcome.to_string().parse(), Ok(*outcome));
        }
        assert_eq!("".parse::<Ground>(), Err(()));
    }

    #[test]
    fn only_a_badge_of_ours_has_a_name_to_hide() {
        let mut doubt = Doubt {
            id: DoubtId::new(),
            about: About::Foreign("https://example.org/badge".into()),
            ground: Ground::Forged,
            words: String::new(),
            raised_at: Timestamp::UNIX_EPOCH,
            settled: None,
        };
        assert!(!doubt.outcomes().any(|one| one == Outcome::NameHidden));
        doubt.about = About::Own(CredentialId::new());
        assert!(doubt.outcomes().any(|one| one == Outcome::NameHidden));
    }
}
