//! Texts and their languages: `String`, `Markdown`, `LanguageCode` (Open Badges 3.0, appendix B, “Derived types”), and the language-tagged strings of the data
//! model (Verifiable Credentials Data Model 2.0, section 11.1).

use std::{fmt, str::FromStr};

use serde_json::{Value, json};

use crate::{Error, context::language_tag, object};

/// The tag of a language (BCP 47), `fr` or `pt-BR`, well-formed and as it was written.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LanguageTag(String);

impl LanguageTag {
    /// Checks a tag.
    ///
    /// # Errors
    /// [`Error::Invalid`] where it is not well-formed.
    pub fn new(tag: impl Into<String>) -> Result<LanguageTag, Error> {
        let tag = tag.into();
        match language_tag(&tag) {
            Ok(_) => Ok(LanguageTag(tag)),
            Err(_) => Err(Error::Invalid(format!("{tag:?} is no language tag"))),
        }
    }

    /// The tag.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for LanguageTag {
    type Err = Error;

    fn from_str(tag: &str) -> Result<LanguageTag, Error> {
        LanguageTag::new(tag)
    }
}

impl fmt::Display for LanguageTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text and the language that it is said to be in (Verifiable Credentials Data Model 2.0, section 11.1, "Language and Base Direction"). Open Badges has plain strings with `inLanguage` beside them; other credentials write value objects,
/// `{"@value": "…", "@language": "fr", "@direction": "ltr"}`, one or one a language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LanguageString<'a> {
    /// The text.
    pub text: &'a str,
    /// Its language, where it is told: a tag as it was written.
    pub language: Option<&'a str>,
    /// Its base direction, `ltr` or `rtl`, where it is told.
    pub direction: Option<&'a str>,
}

impl<'a> LanguageString<'a> {
    /// Reads the value of a member such as `name` or `description` of any credential: a string, a value object, or an array of them. Empty where it is neither.
    pub fn read(value: &'a Value) -> Vec<LanguageString<'a>> {
        let text = |value: &'a Value, name: &str| value.get(name).and_then(Value::as_str);
        object::each(Some(value))
            .filter_map(|one| match one {
                Value::String(plain) => Some(LanguageString {
                    text: plain,
                    language: None,
                    direction: None,
                }),
                tagged => Some(LanguageString {
                    text: text(tagged, "@value")?,
                    language: text(tagged, "@language"),
                    direction: text(tagged, "@direction"),
                }),
            })
            .collect()
    }

    /// The text for somebody who reads these languages, the best first: by the whole tag, else by its first part; else one of no language, else the first.
    pub fn choose(all: &[LanguageString<'a>], wanted: &[&str]) -> Option<LanguageString<'a>> {
        let primary = |tag: &str| tag.split('-').next().map(str::to_ascii_lowercase);
        let whole = |tag: &str, one: &&LanguageString<'a>| {
            one.language
                .is_some_and(|known| known.eq_ignore_ascii_case(tag))
        };
        let by_part = |tag: &str, one: &&LanguageString<'a>| {
            one.language
                .is_some_and(|known| primary(known) == primary(tag))
        };
        wanted
            .iter()
            .find_map(|tag| {
                let exact = all.iter().find(|one| whole(tag, one));
                exact.or_else(|| all.iter().find(|one| by_part(tag, one)))
            })
            .or_else(|| all.iter().find(|one| one.language.is_none()))
            .or_else(|| all.first())
            .copied()
    }

    /// The value object (section 11.1), or the string where there is no language.
    pub fn to_value(&self) -> Value {
        if self.language.is_none() && self.direction.is_none() {
            return self.text.into();
        }
        let mut value = json!({"@value": self.text});
        for (name, part) in [("@language", self.language), ("@direction", self.direction)] {
            if let Some(part) = part {
                value[name] = part.into();
            }
        }
        value
    }
}

/// Text without the control characters on which verifiers disagree: all of C0 but tab, LF and CR, and DEL.
pub(crate) fn clean(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control() || matches!(c, '\t' | '\n' | '\r') || *c > '\u{7f}')
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_well_formed() {
        for good in ["fr", "pt-BR", "zh-Hant-TW", "x-cafe", "de-1996"] {
            assert_eq!(LanguageTag::new(good).unwrap().as_str(), good);
        }
        for bad in ["", "français", "fr_FR", "fr-", "123456789", "fr-abcdefghi"] {
            assert!(LanguageTag::new(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_string_is_found_in_the_language_that_is_wanted() {
        let value = json!([
            {"@value": "Hello", "@language": "en"},
            {"@value": "Bonjour", "@language": "fr-CA"},
            "…",
        ]);
        let all = LanguageString::read(&value);
        let chosen =
            |wanted: &[&str]| LanguageString::choose(&all, wanted).map(|chosen| chosen.text);
        assert_eq!(chosen(&["fr"]), Some("Bonjour"));
        assert_eq!(chosen(&["de", "EN-gb"]), Some("Hello"));
        assert_eq!(chosen(&["de"]), Some("…"));
        assert_eq!(LanguageString::choose(&all[..1], &["de"]), Some(all[0]));
        assert_eq!(LanguageString::choose(&[], &["fr"]), None);
        let again: Value = all.iter().map(LanguageString::to_value).collect();
        assert_eq!(again, value);
        for nothing in [
            json!(null),
            json!(3),
            json!({}),
            json!([]),
            json!({"@value": 3}),
        ] {
            assert!(LanguageString::read(&nothing).is_empty(), "{nothing}");
        }
        let arabic = json!({"@value": "مرحبا", "@language": "ar", "@direction": "rtl"});
        assert_eq!(
            LanguageString::read(&arabic)[0].to_value(),
            arabic,
            "kept with its direction"
        );
    }

    #[test]
    fn what_verifiers_disagree_on_is_left_out() {
        assert_eq!(
            clean("a\u{0}\u{7}\u{8}b\tc\nd\re\u{1b}\u{7f}é\u{85}😀"),
            "ab\tc\nd\reé\u{85}😀"
        );
    }
}
