//! The versions of a charter, each with the day from which it holds, read from Markdown files: `1.0.fr.md`, a head between two lines `+++`, then the text.

use std::{collections::BTreeMap, fmt, str::FromStr};

use jiff::{Span, civil::Date};
use serde::Deserialize;

use super::adherence::GRACE_DAYS;
use crate::base::{Lang, digest};

/// The longest text of a version, in bytes.
const MOST_BYTES: usize = 256 << 10;

/// A version: another first number asks everybody again, another second one mends the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    /// What was adhered to is another text where this differs.
    pub major: u32,
    /// Corrections of the same text.
    pub minor: u32,
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

impl FromStr for Version {
    type Err = ();

    /// Reads `1.0`; one version has one spelling.
    fn from_str(text: &str) -> Result<Version, ()> {
        let (major, minor) = text.split_once('.').ok_or(())?;
        let version = Version {
            major: major.parse().map_err(|_| ())?,
            minor: minor.parse().map_err(|_| ())?,
        };
        (version.to_string() == text).then_some(version).ok_or(())
    }
}

/// The text of a version in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// Its title.
    pub title: String,
    /// The rest, in Markdown.
    pub body: String,
}

impl Text {
    /// SHA-256 of the title and the text, in hex: what was adhered to, to the letter.
    pub fn digest(&self) -> String {
        digest(format!("{}\n\n{}", self.title, self.body))
    }
}

/// One version in its languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    /// Its version.
    pub version: Version,
    /// The day from which it holds.
    pub from: Date,
    /// Its texts by language; there is at least one.
    pub texts: BTreeMap<Lang, Text>,
}

impl Edition {
    /// The text in a language, else in the first one that there is.
    pub fn text(&self, lang: Lang) -> (Lang, &Text) {
        let found = self.texts.get_key_value(&lang);
        let (lang, text) = found
            .or_else(|| self.texts.first_key_value())
            .expect("an edition is made with a text");
        (*lang, text)
    }
}

/// Every version, from the oldest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Charter {
    editions: Vec<Edition>,
}

/// The head of a file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    title: String,
    date: toml::value::Datetime,
}

impl Charter {
    /// Reads the files of a folder, each by its name; files that do not end in `.md` are none.
    ///
    /// # Errors
    /// Every fault found, a sentence each, beginning with the name of its file.
    pub fn read<'f>(
        files: impl IntoIterator<Item = (&'f str, &'f str)>,
    ) -> Result<Charter, Vec<String>> {
        let (mut editions, mut faults) = (BTreeMap::<Version, Edition>::new(), Vec::new());
        for (name, content) in files {
            let Some(stem) = name.strip_suffix(".md") else {
                continue;
            };
            // What explains a folder to who opens it is no version.
            if stem.eq_ignore_ascii_case("readme") {
                continue;
            }
            let (version, lang, from, text) = match file(stem, content) {
                Ok(read) => read,
                Err(why) => {
                    faults.push(format!("{name}: {why}"));
                    continue;
                }
            };
            let edition = editions.entry(version).or_insert_with(|| Edition {
                version,
                from,
                texts: BTreeMap::new(),
            });
            if edition.from != from {
                faults.push(format!(
                    "{name}: version {version} holds from {} in another language",
                    edition.from
                ));
            }
            edition.texts.insert(lang, text);
        }
        let editions: Vec<Edition> = editions.into_values().collect();
        for pair in editions.windows(2) {
            if pair[1].from < pair[0].from {
                faults.push(format!(
                    "version {} holds from an earlier day than version {}",
                    pair[1].version, pair[0].version
                ));
            }
        }
        if faults.is_empty() {
            Ok(Charter { editions })
        } else {
            Err(faults)
        }
    }

    /// Whether there is no version at all.
    pub fn is_empty(&self) -> bool {
        self.editions.is_empty()
    }

    /// Every version, from the oldest.
    pub fn editions(&self) -> &[Edition] {
        &self.editions
    }

    /// The version that holds on a day; before the first one there is none.
    pub fn in_force(&self, day: Date) -> Option<&Edition> {
        self.editions
            .iter()
            .rev()
            .find(|edition| edition.from <= day)
    }

    /// Until when, this day excluded, an adherence to an earlier first number still opens what adherence opens: so long after the first text with the first
    /// number that holds now. Nothing where no text holds.
    pub fn asks_until(&self, today: Date) -> Option<Date> {
        let major = self.in_force(today)?.version.major;
        let mut those = self.editions.iter();
        let first = those.find(|edition| edition.version.major == major)?;
        Some(
            first
                .from
                .checked_add(Span::new().days(GRACE_DAYS))
                .unwrap_or(Date::MAX),
        )
    }

    /// The next version with another first number than the one that holds on a day: it will ask again whoever adheres by then.
    pub fn asks_next(&self, today: Date) -> Option<&Edition> {
        let major = self.in_force(today)?.version.major;
        let mut later = self.editions.iter().filter(|one| one.from > today);
        later.find(|one| one.version.major != major)
    }

    /// How many of these adherences, counted by their version, are to a text with another first number than the one that holds on a day.
    pub fn unanswered(&self, going_on: &[(Version, i64)], today: Date) -> i64 {
        let Some(edition) = self.in_force(today) else {
            return 0;
        };
        let former = going_on.iter();
        former
            .filter(|(version, _)| version.major != edition.version.major)
            .map(|(_, count)| count)
            .sum()
    }

    /// A version by its number.
    pub fn find(&self, version: Version) -> Option<&Edition> {
        self.editions
            .iter()
            .find(|edition| edition.version == version)
    }
}

fn file(stem: &str, content: &str) -> Result<(Version, Lang, Date, Text), String> {
    let (version, lang) = stem
        .rsplit_once('.')
        .and_then(|(version, lang)| Some((version.parse().ok()?, lang.parse().ok()?)))
        .ok_or("its name is not like 1.0.fr.md: a version, a language")?;
    if content.len() > MOST_BYTES {
        return Err(format!("is longer than {MOST_BYTES} bytes"));
    }
    let content = content.replace("\r\n", "\n");
    let rest = content
        .strip_prefix('\u{feff}')
        .unwrap_or(&content)
        .strip_prefix("+++\n")
        .ok_or("line 1: the head begins with +++")?;
    let (head, body) = rest
        .split_once("\n+++\n")
        .ok_or("the head does not end with a line +++")?;
    let head: Head = toml::from_str(head)
        .map_err(|error| format!("in its head, {}", error.message().trim_end()))?;
    let (title, body) = (head.title.trim(), body.trim());
    if title.is_empty() || body.is_empty() {
        return Err("title and text cannot be empty".into());
    }
    let from = head
        .date
        .to_string()
        .parse()
        .map_err(|_| "its date is no day, such as 2026-11-27")?;
    let text = Text {
        title: title.to_owned(),
        body: body.to_owned(),
    };
    Ok((version, lang, from, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file_of(date: &str, body: &str) -> String {
        format!("+++\ntitle = \"Charte\"\ndate = {date}\n+++\n{body}\n")
    }

    #[test]
    fn the_version_of_a_day_is_the_last_that_began() {
        let (one, two) = (file_of("2026-01-01", "Un."), file_of("2026-06-01", "Deux."));
        let files = [
            ("2.0.fr.md", two.as_str()),
            ("1.0.fr.md", &one),
            ("1.0.en.md", &one),
            ("README.md", "What this folder is for"),
            ("logo.svg", "<svg/>"),
        ];
        let charter = Charter::read(files).unwrap();
        let day = |text: &str| text.parse::<Date>().unwrap();
        let holds = |on: &str| charter.in_force(day(on)).map(|one| one.version.to_string());
        assert_eq!(holds("2025-12-31"), None);
        assert_eq!(holds("2026-05-31").as_deref(), Some("1.0"));
        assert_eq!(holds("2026-06-01").as_deref(), Some("2.0"));
        let second = charter.find("2.0".parse().unwrap()).unwrap();
        assert_eq!(second.text(Lang::En).0, Lang::Fr, "the one that there is");
        assert_ne!(
            second.text(Lang::Fr).1.digest(),
            charter.editions()[0].text(Lang::Fr).1.digest()
        );
    }

    #[test]
    fn another_first_number_leaves_those_of_before_unanswered() {
        let (one, two) = (file_of("2026-01-01", "Un."), file_of("2026-06-01", "Deux."));
        let files = [
            ("1.0.fr.md", &*one),
            ("1.1.fr.md", &one),
            ("2.0.fr.md", &two),
        ];
        let charter = Charter::read(files).unwrap();
        let day = |text: &str| text.parse::<Date>().unwrap();
        let next = |on: &str| charter.asks_next(day(on)).map(|one| one.version.major);
        assert_eq!(next("2025-12-31"), None, "nobody adheres to anything yet");
        assert_eq!(next("2026-05-31"), Some(2));
        assert_eq!(next("2026-06-01"), None);
        let version = |text: &str| text.parse::<Version>().unwrap();
        let going_on = [
            (version("1.0"), 3),
            (version("1.1"), 4),
            (version("2.0"), 5),
        ];
        for (on, count) in [("2025-12-31", 0), ("2026-05-31", 5), ("2026-06-01", 7)] {
            assert_eq!(charter.unanswered(&going_on, day(on)), count, "{on}");
        }
    }

    #[test]
    fn every_fault_of_a_folder_is_told_with_its_file() {
        let good = file_of("2026-01-01", "Un.");
        let later = file_of("2026-02-01", "Un.");
        for (name, content, told) in [
            ("charte.md", good.as_str(), "name"),
            ("01.0.fr.md", &good, "name"),
            ("1.0.xx.md", &good, "name"),
            ("1.0.fr.md", "Un.", "+++"),
            ("1.0.fr.md", "+++\ntitle = \"x\"\n", "end with"),
            ("1.0.fr.md", "+++\ntitle = \"x\"\n+++\nUn.", "date"),
            (
                "1.0.fr.md",
                "+++\ntitle = \"x\"\ndate = 2026-01-01T10:00:00Z\nextra = 1\n+++\nUn.",
                "extra",
            ),
            ("1.0.fr.md", &file_of("2026-01-01", ""), "empty"),
        ] {
            let faults = Charter::read([(name, content)]).unwrap_err();
            assert_eq!(faults.len(), 1);
            assert!(
                faults[0].starts_with(name) && faults[0].contains(told),
                "{faults:?}"
            );
        }
        let twice = Charter::read([("1.0.fr.md", good.as_str()), ("1.0.en.md", &later)]);
        assert!(twice.unwrap_err()[0].contains("another language"));
        let back = Charter::read([("1.0.fr.md", later.as_str()), ("2.0.fr.md", &good)]);
        assert!(back.unwrap_err()[0].contains("earlier day"));
    }
}
