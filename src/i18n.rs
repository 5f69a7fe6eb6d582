//! The texts that people read, from Fluent files that are part of the program: one folder a language, one file a room.

mod occasion;

pub use self::occasion::Span;

use std::{borrow::Cow, collections::HashMap, sync::LazyLock};

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use fluent_syntax::ast::Entry;
use jiff::{Timestamp, civil::Date, tz::TimeZone};

use crate::base::{Lang, french};

type Bundle = FluentBundle<FluentResource>;

const FILES: [(Lang, &[&str]); 2] = [
    (
        Lang::Fr,
        &[
            include_str!("../locales/fr/site.ftl"),
            include_str!("../locales/fr/access.ftl"),
            include_str!("../locales/fr/admin.ftl"),
            include_str!("../locales/fr/letters.ftl"),
            include_str!("../locales/fr/assessment.ftl"),
            include_str!("../locales/fr/delivery.ftl"),
            include_str!("../locales/fr/badges.ftl"),
            include_str!("../locales/fr/certification.ftl"),
            include_str!("../locales/fr/directory.ftl"),
            include_str!("../locales/fr/events.ftl"),
            include_str!("../locales/fr/registration.ftl"),
            include_str!("../locales/fr/voices.ftl"),
            include_str!("../locales/fr/charter.ftl"),
            include_str!("../locales/fr/subscriptions.ftl"),
            include_str!("../locales/fr/measurement.ftl"),
            include_str!("../locales/fr/figures.ftl"),
            include_str!("../locales/fr/paper.ftl"),
            include_str!("../locales/fr/problems.ftl"),
            include_str!("../locales/fr/interchange.ftl"),
            include_str!("../locales/fr/check.ftl"),
            include_str!("../locales/fr/format.ftl"),
        ],
    ),
    (
        Lang::En,
        &[
            include_str!("../locales/en/site.ftl"),
            include_str!("../locales/en/access.ftl"),
            include_str!("../locales/en/admin.ftl"),
            include_str!("../locales/en/letters.ftl"),
            include_str!("../locales/en/assessment.ftl"),
            include_str!("../locales/en/delivery.ftl"),
            include_str!("../locales/en/badges.ftl"),
            include_str!("../locales/en/certification.ftl"),
            include_str!("../locales/en/directory.ftl"),
            include_str!("../locales/en/events.ftl"),
            include_str!("../locales/en/registration.ftl"),
            include_str!("../locales/en/voices.ftl"),
            include_str!("../locales/en/charter.ftl"),
            include_str!("../locales/en/subscriptions.ftl"),
            include_str!("../locales/en/measurement.ftl"),
            include_str!("../locales/en/figures.ftl"),
            include_str!("../locales/en/paper.ftl"),
            include_str!("../locales/en/problems.ftl"),
            include_str!("../locales/en/interchange.ftl"),
            include_str!("../locales/en/check.ftl"),
            include_str!("../locales/en/format.ftl"),
        ],
    ),
];

/// The texts of one language: those with values in them, and those without, formatted once.
struct Catalog {
    lang: Lang,
    bundle: Bundle,
    plain: HashMap<String, String>,
}

static CATALOGS: LazyLock<Vec<Catalog>> = LazyLock::new(|| {
    FILES
        .iter()
        .map(|(lang, files)| Catalog::new(*lang, files))
        .collect()
});

impl Catalog {
    fn new(lang: Lang, files: &[&str]) -> Catalog {
        let id = lang
            .tag()
            .parse()
            .expect("the tags of our languages are language tags");
        let mut bundle = Bundle::new_concurrent(vec![id]);
        // Marks of direction around each value would end up in names and file forms.
        bundle.set_use_isolating(false);
        let mut keys = Vec::new();
        for file in files {
            let text = match lang {
                Lang::Fr => french::spaced(file),
                Lang::En => (*file).to_owned(),
            };
            let resource = FluentResource::try_new(text).unwrap_or_else(|(partial, _)| partial);
            for entry in resource.entries() {
                if let Entry::Message(message) = entry {
                    keys.push(message.id.name.to_owned());
                }
            }
            bundle.add_resource_overriding(resource);
        }
        let mut catalog = Catalog {
            lang,
            bundle,
            plain: HashMap::new(),
        };
        for key in keys {
            // A text that needs values is an error without them: it is not plain.
            if let Some((text, true)) = catalog.format(&key, None) {
                catalog.plain.insert(key, text);
            }
        }
        catalog
    }

    /// The text of a key, and whether nothing was missing from it.
    fn format(&self, key: &str, args: Option<&FluentArgs<'_>>) -> Option<(String, bool)> {
        let pattern = self.bundle.get_message(key)?.value()?;
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, args, &mut errors);
        Some((text.into_owned(), errors.is_empty()))
    }
}

/// The texts of one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Texts {
    /// The language.
    pub lang: Lang,
}

impl Texts {
    /// The texts of a language.
    pub fn of(lang: Lang) -> Texts {
        Texts { lang }
    }

    /// The text of a key; the key itself where there is none, which a test excludes.
    pub fn text(&self, key: &str) -> String {
        self.say(key).into_owned()
    }

    /// The text of a key as the catalog holds it, for pages that only write it down.
    pub fn say(&self, key: &str) -> Cow<'static, str> {
        match self.catalog().and_then(|catalog| catalog.plain.get(key)) {
            Some(text) => Cow::Borrowed(text),
            None => Cow::Owned(self.format(key, None)),
        }
    }

    /// The text of a key with a value in it.
    pub fn with<'v>(&self, key: &str, name: &'v str, value: impl Into<FluentValue<'v>>) -> String {
        self.with_all(key, [(name, value.into())])
    }

    /// The text of a key with values in it.
    pub fn with_all<'v>(
        &self,
        key: &str,
        values: impl IntoIterator<Item = (&'v str, FluentValue<'v>)>,
    ) -> String {
        let args: FluentArgs<'v> = values.into_iter().collect();
        self.format(key, Some(&args))
    }

    fn catalog(&self) -> Option<&'static Catalog> {
        CATALOGS.iter().find(|catalog| catalog.lang == self.lang)
    }

    fn format(&self, key: &str, args: Option<&FluentArgs<'_>>) -> String {
        let found = self.catalog().and_then(|catalog| catalog.format(key, args));
        found.map_or_else(|| key.to_owned(), |(text, _)| text)
    }

    /// A day in words: « 24 novembre 2026 ».
    pub fn date(&self, at: Timestamp) -> String {
        self.day(at.to_zoned_datetime(TimeZone::UTC).date())
    }

    /// A civil day in words.
    pub fn day(&self, day: Date) -> String {
        let month = self.text(&format!("month-{}", day.month()));
        self.with_all(
            "date",
            [
                ("day", i64::from(day.day()).into()),
                ("month", month.into()),
                ("year", i64::from(day.year()).to_string().into()),
            ],
        )
    }

    /// A moment in words: the day, then the time of day, by the clocks of Paris.
    pub fn moment(&self, at: Timestamp) -> String {
        let civil = at.to_zoned_datetime(paris()).datetime();
        self.with_all(
            "moment",
            [
                ("date", self.day(civil.date()).into()),
                ("hour", i64::from(civil.hour()).into()),
                ("minute", format!("{:02}", civil.minute()).into()),
            ],
        )
    }

    /// A figure with so many decimals, in the language's signs: « −0,35 ».
    pub fn figure(&self, value: f64, decimals: usize) -> String {
        let plain = format!("{value:.decimals$}");
        let plain = match plain.strip_prefix('-') {
            Some(size) if size.bytes().any(|digit| matches!(digit, b'1'..=b'9')) => {
                format!("\u{2212}{size}")
            }
            Some(zero) => zero.to_owned(),
            None => plain,
        };
        match self.lang {
            Lang::Fr => plain.replace('.', ","),
            Lang::En => plain,
        }
    }

    /// A number of points in the language's signs: at most two decimals, none that say nothing.
    pub fn points(&self, number: f64) -> String {
        let decimals = (0..2)
            .find(|decimals| {
                let scale = 10_f64.powi(*decimals);
                (number * scale - (number * scale).round()).abs() < 0.005 * scale
            })
            .unwrap_or(2);
        self.figure(number, decimals as usize)
    }

    /// A share in whole per cent: « 62 % ».
    pub fn percent(&self, share: f64) -> String {
        self.with("percent", "share", format!("{:.0}", share * 100.0))
    }
}

/// The language of a request: the one asked for, else the first of `Accept-Language` that we have, else French.
pub fn negotiate(asked: Option<&str>, accept: Option<&str>) -> Lang {
    if let Some(lang) = asked.and_then(|tag| tag.parse().ok()) {
        return lang;
    }
    let mut wanted: Vec<(f32, Lang)> = Vec::new();
    for part in accept.unwrap_or_default().split(',').take(20) {
        let (tag, weight) = part.split_once(';').unwrap_or((part, ""));
        let weight = weight
            .trim()
            .strip_prefix("q=")
            .map_or(1.0, |q| q.parse().unwrap_or(0.0));
        if let (Ok(lang), true) = (tag.trim().parse(), weight > 0.0) {
            wanted.push((weight, lang));
        }
    }
    // The first of those with the greatest weight.
    wanted
        .iter()
        .rev()
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map_or(Lang::default(), |(_, lang)| *lang)
}

/// The clocks by which moments are told.
fn paris() -> TimeZone {
    TimeZone::get("Europe/Paris").unwrap_or(TimeZone::UTC)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_fluent_and_says_the_same_things() {
        let keys = |files: &[&str]| {
            let mut keys = std::collections::BTreeSet::new();
            for file in files {
                let resource = FluentResource::try_new((*file).to_owned())
                    .unwrap_or_else(|(_, errors)| panic!("{errors:?}"));
                for entry in resource.entries() {
                    if let Entry::Message(message) = entry {
                        assert!(
                            keys.insert(message.id.name.to_owned()),
                            "{} stands twice",
                            message.id.name
                        );
                    }
                }
            }
            keys
        };
        assert_eq!(keys(FILES[0].1), keys(FILES[1].1));
    }

    #[test]
    fn apostrophes_are_those_of_print() {
        for (lang, files) in FILES {
            let straight: Vec<_> = files
                .iter()
                .flat_map(|file| file.lines())
                .filter(|line| line.contains('\''))
                .collect();
            assert!(straight.is_empty(), "{lang:?}: {straight:#?}");
        }
    }

    #[test]
    fn a_language_is_found() {
        for (asked, accept, lang) in [
            (Some("en"), Some("fr"), Lang::En),
            (Some("xx"), Some("en-GB,en;q=0.9"), Lang::En),
            (None, Some("de, en;q=0.5, fr;q=0.8"), Lang::Fr),
            (None, Some("en, fr"), Lang::En),
            (None, Some("en;q=0"), Lang::Fr),
            (None, None, Lang::Fr),
        ] {
            assert_eq!(negotiate(asked, accept), lang, "{asked:?} {accept:?}");
        }
    }

    #[test]
    fn a_figure_has_the_signs_of_its_language() {
        let (fr, en) = (Texts::of(Lang::Fr), Texts::of(Lang::En));
        assert_eq!(fr.figure(-1.256, 2), "\u{2212}1,26");
        assert_eq!(en.figure(-1.256, 2), "\u{2212}1.26");
        assert_eq!(en.figure(-0.001, 2), "0.00");
        assert_eq!(fr.figure(12.0, 0), "12");
    }

    #[test]
    fn a_date_is_said_in_words() {
        let at = "2026-11-24T10:00:00Z".parse().unwrap();
        assert_eq!(Texts::of(Lang::Fr).date(at), "24 novembre 2026");
        assert_eq!(Texts::of(Lang::En).date(at), "24 November 2026");
    }
}
