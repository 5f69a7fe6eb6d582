//! What somebody typed about themselves, read into a profile; what is wrong is told field by field, and nothing typed is lost.

use std::collections::BTreeSet;

use super::profile::{Audience, LANGUAGES, Profile, Shown};
use crate::base::{Name, Refusal};

/// The longest words about oneself, in characters.
pub const MOST_ABOUT: usize = 1_000;
/// How many formats, and how long each may be.
pub const MOST_FORMATS: usize = 8;
/// The longest name of a format, in characters.
pub const MOST_FORMAT: usize = 60;
/// The longest address of a page.
const MOST_WEBSITE: usize = 200;

/// What was typed, as text.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    /// The name.
    pub name: String,
    /// Words about oneself.
    pub about: String,
    /// Formats, with commas between them.
    pub formats: String,
    /// A page on the web.
    pub website: String,
}

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Flaw {
    /// No name.
    NoName,
    /// The name is too long.
    NameTooLong,
    /// The name holds an address.
    NameHoldsAddress,
    /// Too many words.
    AboutTooLong,
    /// Too many formats, or too long ones.
    Formats,
    /// No address of a page over https.
    Website,
    /// No commune, or several.
    Place,
    /// Not said to be old enough.
    Age,
}

impl Flaw {
    /// The field that it belongs to.
    pub fn field(self) -> &'static str {
        match self {
            Flaw::NoName | Flaw::NameTooLong | Flaw::NameHoldsAddress => "name",
            Flaw::AboutTooLong => "about",
            Flaw::Formats => "formats",
            Flaw::Website => "website",
            Flaw::Place => "place",
            Flaw::Age => "age",
        }
    }
}

impl Typed {
    /// Reads the texts into a profile, field by field; a field with a flaw stays empty there.
    pub fn read(&self, profile: &mut Profile) -> Vec<Flaw> {
        let mut flaws = Vec::new();
        match Name::read(&self.name) {
            Ok(Some(name)) => profile.name = name.as_str().to_owned(),
            Ok(None) => flaws.push(Flaw::NoName),
            Err(Refusal::NameTooLong) => flaws.push(Flaw::NameTooLong),
            Err(_) => flaws.push(Flaw::NameHoldsAddress),
        }
        match about(&self.about) {
            Some(about) => profile.about.value = about,
            None => flaws.push(Flaw::AboutTooLong),
        }
        match formats(&self.formats) {
            Some(formats) => profile.formats.value = formats,
            None => flaws.push(Flaw::Formats),
        }
        match website(&self.website) {
            Some(website) => profile.website.value = website,
            None => flaws.push(Flaw::Website),
        }
        flaws
    }
}

/// Text of several lines without signs that do not show: at most one blank line in a row.
fn about(typed: &str) -> Option<String> {
    let mut text = String::new();
    let mut blank = 0;
    for line in typed.lines() {
        let line: String = line.chars().filter(|c| !c.is_control()).collect();
        blank = if line.trim().is_empty() { blank + 1 } else { 0 };
        if blank < 2 {
            text.push_str(line.trim_end());
            text.push('\n');
        }
    }
    let text = text.trim().to_owned();
    (text.chars().count() <= MOST_ABOUT).then_some(text)
}

fn formats(typed: &str) -> Option<Vec<String>> {
    let mut formats: Vec<String> = Vec::new();
    for format in typed.split([',', ';', '\n']) {
        let plain: String = format.chars().filter(|c| !c.is_control()).collect();
        let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
        if !plain.is_empty() && !formats.contains(&plain) {
            formats.push(plain);
        }
    }
    let fits = formats.len() <= MOST_FORMATS
        && formats.iter().all(|one| one.chars().count() <= MOST_FORMAT);
    fits.then_some(formats)
}

/// A page over https at a name with a dot, without a user in it; a name alone is taken for one.
fn website(typed: &str) -> Option<String> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Some(String::new());
    }
    let address = match typed.split_once("://") {
        Some(("https", _)) => typed.to_owned(),
        Some(_) => return None,
        None => format!("https://{typed}"),
    };
    let rest = address.strip_prefix("https://")?;
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let plain = host
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, '.' | '-'));
    let named = host.contains('.')
        && !host.starts_with('.')
        && !host.ends_with('.')
        && host.chars().any(char::is_alphabetic);
    let shown = address
        .chars()
        .all(|c| !c.is_control() && !c.is_whitespace() && !"\"<>\\^`{|}".contains(c));
    (plain && named && shown && address.len() <= MOST_WEBSITE).then_some(address)
}

/// The languages among those that were ticked which are on the list.
pub fn languages(ticked: &[String]) -> BTreeSet<String> {
    let known = ticked
        .iter()
        .filter(|tag| LANGUAGES.contains(&tag.as_str()));
    known.cloned().collect()
}

/// A field with its audience as it was chosen; one that nobody knows is nobody's.
pub fn shown<T>(value: T, audience: Option<&str>) -> Shown<T> {
    Shown {
        value,
        audience: audience
            .and_then(|audience| audience.parse().ok())
            .unwrap_or(Audience::Nobody),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_read_or_told_beside_its_field() {
        let typed = Typed {
            name: "  Zoé  ".into(),
            about: "Bonjour\r\n\r\n\r\n\r\nà tous\u{7}  ".into(),
            formats: "Débat mouvant,  jeu ; jeu,,".into(),
            website: "exemple.fr/zoe".into(),
        };
        let mut profile = Profile::default();
        assert_eq!(typed.read(&mut profile), []);
        assert_eq!(profile.name, "Zoé");
        assert_eq!(profile.about.value, "Bonjour\n\nà tous");
        assert_eq!(profile.formats.value, ["Débat mouvant", "jeu"]);
        assert_eq!(profile.website.value, "https://exemple.fr/zoe");

        let typed = Typed {
            name: "x".repeat(61),
            about: "a".repeat(MOST_ABOUT + 1),
            formats: "a".repeat(MOST_FORMAT + 1),
            website: "javascript:alert(1)".into(),
        };
        assert_eq!(
            typed.read(&mut Profile::default()),
            [
                Flaw::NameTooLong,
                Flaw::AboutTooLong,
                Flaw::Formats,
                Flaw::Website
            ]
        );
        assert_eq!(
            Typed::default().read(&mut Profile::default()),
            [Flaw::NoName]
        );
    }

    #[test]
    fn a_page_is_a_page_of_the_web() {
        for odd in [
            "http://exemple.fr",
            "ftp://exemple.fr",
            "https://exemple",
            "https://a@exemple.fr",
            "https://exemple.fr/\"x",
            "https://192.168.1.1",
            "https://exemple.fr:8080",
            "https:// exemple.fr",
            "//exemple.fr",
            &format!("https://exemple.fr/{}", "a".repeat(200)),
        ] {
            assert_eq!(website(odd), None, "{odd}");
        }
        assert_eq!(website(" ").as_deref(), Some(""));
        assert!(website("https://café.fr/é?x=1#y").is_some());
    }

    #[test]
    fn an_audience_that_nobody_knows_is_nobody() {
        assert_eq!(shown((), Some("everybody")).audience, Audience::Nobody);
        assert_eq!(shown((), None).audience, Audience::Nobody);
        assert_eq!(shown((), Some("members")).audience, Audience::Members);
    }
}
