//! The frameworks of competences and their codes, from `quizzes/frameworks.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::source::nearest;

/// The keys of a framework, each of which [`Framework`] reads.
const KEYS: [&str; 7] = [
    "edition",
    "title",
    "url",
    "licence",
    "codes",
    "translations",
    "titles",
];

/// A framework in one edition.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Framework {
    /// The edition.
    pub edition: String,
    /// The name.
    pub title: String,
    /// Where it is published.
    pub url: String,
    /// Under which licence its titles are repeated.
    pub licence: String,
    /// The titles by code.
    pub codes: BTreeMap<String, String>,
    /// Titles in other languages, by language and code: official ones where they are, else our own translation.
    #[serde(default)]
    pub translations: BTreeMap<String, BTreeMap<String, String>>,
    /// Its name in other languages.
    #[serde(default)]
    pub titles: BTreeMap<String, String>,
}

impl Framework {
    /// Its name in a language, else the one that it gives itself, with its edition.
    pub fn name_in(&self, lang: &str) -> String {
        let name = self.titles.get(lang).unwrap_or(&self.title);
        format!("{name} {}", self.edition)
    }

    /// Its name and edition as badges have them, whatever the language of the reader.
    pub fn stated(&self) -> String {
        format!("{} {}", self.title, self.edition)
    }

    /// The title of a code in a language, else as the framework gives it.
    pub fn title_in(&self, lang: &str, code: &str) -> Option<&str> {
        self.translations
            .get(lang)
            .and_then(|titles| titles.get(code))
            .or_else(|| self.codes.get(code))
            .map(String::as_str)
    }
}

/// All frameworks, by their prefix.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(transparent)]
pub struct Frameworks(BTreeMap<String, Framework>);

impl Frameworks {
    /// Reads the file.
    ///
    /// # Errors
    /// The parser's message after its place, and for a key that is none the one that is nearest: `line:column: why`.
    pub fn read(text: &str) -> Result<Frameworks, String> {
        toml::from_str(text).map_err(|error: toml::de::Error| {
            let before = &text[..error.span().map_or(0, |span| span.start)];
            let line = before.matches('\n').count() + 1;
            let column = before
                .rsplit('\n')
                .next()
                .unwrap_or_default()
                .chars()
                .count()
                + 1;
            let why = error.message();
            let unknown = why.strip_prefix("unknown field `");
            let meant = unknown
                .and_then(|rest| rest.split('`').next())
                .and_then(|key| nearest(key, KEYS));
            match meant {
                Some(key) => format!("{line}:{column}: {why}; did you mean `{key}`?"),
                None => format!("{line}:{column}: {why}"),
            }
        })
    }

    /// A framework by its prefix.
    pub fn get(&self, prefix: &str) -> Option<&Framework> {
        self.0.get(prefix)
    }

    /// The framework and the title of a skill such as `digcomp:1.2`.
    pub fn skill<'f, 's>(&'f self, skill: &'s str) -> Option<(&'f Framework, &'s str, &'f str)> {
        let (prefix, code) = skill.split_once(':')?;
        let framework = self.0.get(prefix)?;
        framework
            .codes
            .get(code)
            .map(|title| (framework, code, title.as_str()))
    }

    /// A framework that badges state, by its name in a language where it is known here.
    pub fn called(&self, lang: &str, stated: &str) -> String {
        let known = self.0.values().find(|one| one.stated() == stated);
        known.map_or_else(|| stated.to_owned(), |one| one.name_in(lang))
    }

    /// A competence as badges state it, in words: its title, and the framework by its name in a language. A code is told only where the framework itself prints it, as
    /// a number: the others are words of ours that say the title again.
    pub fn worded(&self, lang: &str, title: &str, stated: &str, code: &str) -> String {
        let name = self.called(lang, stated);
        match is_printed(code) {
            true => format!("{title} ({name}, {code})"),
            false => format!("{title} ({name})"),
        }
    }

    /// The prefixes that there are.
    pub fn prefixes(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

/// Whether a code is one that the framework itself prints: a number.
pub fn is_printed(code: &str) -> bool {
    code.starts_with(|first: char| first.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: &str = "[a]\nedition = \"1\"\ntitle = \"A\"\nurl = \"https://a.example\"\nlicence = \"CC0-1.0\"\ncodes = { x = \"X\" }\ntranslations = { en = { x = \"X\" } }\ntitles = { en = \"The A\" }\n";

    #[test]
    fn a_competence_is_worded_with_the_name_of_its_framework() {
        let all = Frameworks::read(WHOLE).unwrap();
        assert_eq!(all.worded("en", "X", "A 1", "x"), "X (The A 1)");
        assert_eq!(all.worded("fr", "X", "A 1", "1.2"), "X (A 1, 1.2)");
        assert_eq!(all.worded("en", "X", "B 2", "1.2"), "X (B 2, 1.2)");
    }

    #[test]
    fn a_key_that_is_none_is_told_with_its_place_and_the_nearest() {
        assert!(Frameworks::read(WHOLE).is_ok());
        for (place, key) in KEYS.into_iter().enumerate() {
            let line = place + 2;
            let wrong = WHOLE.replacen(&format!("\n{key} ="), &format!("\n{key}x ="), 1);
            let told = Frameworks::read(&wrong).unwrap_err();
            assert!(told.starts_with(&format!("{line}:1: ")), "{told}");
            assert!(told.ends_with(&format!("did you mean `{key}`?")), "{told}");
        }
        let far = Frameworks::read(&WHOLE.replacen("edition", "zzzzzzzzzz", 1)).unwrap_err();
        assert!(
            far.starts_with("2:1: ") && !far.contains("did you mean"),
            "{far}"
        );
    }
}
