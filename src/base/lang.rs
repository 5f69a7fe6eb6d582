//! The languages that crema speaks.

use std::{fmt, str::FromStr};

/// A language of the pages; French comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lang {
    /// French, the language that every text has.
    #[default]
    Fr,
    /// English.
    En,
}

impl Lang {
    /// All languages, in the order in which they are offered.
    pub const ALL: [Lang; 2] = [Lang::Fr, Lang::En];

    /// The BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Lang::Fr => "fr",
            Lang::En => "en",
        }
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

impl FromStr for Lang {
    type Err = ();

    /// Reads a tag by its primary language: `fr-CA` is French.
    fn from_str(tag: &str) -> Result<Self, ()> {
        let primary = tag.split('-').next().unwrap_or_default();
        Lang::ALL
            .into_iter()
            .find(|lang| lang.tag().eq_ignore_ascii_case(primary))
            .ok_or(())
    }
}

/// How a module is worded: in a language, perhaps in its form that is easy to read and understand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Wording {
    /// The language, which is also that of the page around it.
    pub lang: Lang,
    /// Whether the easy form is wanted, where the module has one.
    pub easy: bool,
}

/// What the tag of an easy form adds to that of its language: `fr-falc` (« facile à lire et à comprendre »).
const EASY: &str = "falc";

impl From<Lang> for Wording {
    fn from(lang: Lang) -> Wording {
        Wording { lang, easy: false }
    }
}

impl fmt::Display for Wording {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.easy {
            true => write!(f, "{}-{EASY}", self.lang),
            false => self.lang.fmt(f),
        }
    }
}

impl FromStr for Wording {
    type Err = ();

    /// Reads a tag: `fr-falc` is easy French, `fr-CA` is French.
    fn from_str(tag: &str) -> Result<Self, ()> {
        let easy = tag
            .split('-')
            .skip(1)
            .any(|part| part.eq_ignore_ascii_case(EASY));
        Ok(Wording {
            lang: tag.parse()?,
            easy,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_easy_form_is_read_and_written_as_its_tag() {
        let wording = |tag: &str| tag.parse::<Wording>();
        let easy = Wording {
            lang: Lang::Fr,
            easy: true,
        };
        assert_eq!(wording("fr-falc"), Ok(easy));
        assert_eq!(wording("FR-FALC"), Ok(easy));
        assert_eq!(wording("fr-CA"), Ok(Lang::Fr.into()));
        assert_eq!(wording("en"), Ok(Lang::En.into()));
        assert_eq!(wording("falc"), Err(()));
        assert_eq!(easy.to_string(), "fr-falc");
        assert_eq!(Wording::from(Lang::En).to_string(), "en");
    }
}
