//! An achievement: what a badge means, in every language in which it is complete. It holds no address of the instance, so that a
//! change of host rewrites nothing.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::design::Design;
use crate::base::{Lang, digest};

/// The slug of adherence to the charter, which comes with that alone: it is neither given by hand nor written.
pub const CHARTER: &str = "charter";
/// The kind of a badge that certifies who animates.
pub const ANIMATION: &str = "ext:CafeIAAnimation";

/// What stands among the awarders of a badge that any organiser of an event may have given to those who come.
pub const ORGANISER: &str = "organiser";

/// What can be earned: one badge of a module, in one version that is never rewritten.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Achievement {
    /// The last segment of its address.
    pub slug: String,
    /// The version, as in its address.
    pub version: String,
    /// The kind, in the standard's words: `Badge`, `Membership`, `ext:…`.
    pub kind: String,
    /// The module that it is earned with; empty where it is given by hand.
    pub module: String,
    /// The language that is always complete.
    pub lang: String,
    /// The texts, by language; only languages in which every text is there.
    pub texts: BTreeMap<String, Texts>,
    /// The ids of all levels of the module, from the lowest.
    pub levels: Vec<String>,
    /// The level that this badge asks for, one of `levels`.
    pub level: String,
    /// The competences that it touches.
    pub alignments: Vec<Alignment>,
    /// How long it holds, as an ISO 8601 duration; nothing where it does not expire.
    pub expires_after: Option<String>,
    /// How its image is put together, where that was chosen by hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub design: Option<Design>,
    /// The roles that may give it by hand, beside the administration.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub awarders: Vec<String>,
}

/// The texts of an achievement in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Texts {
    /// The name on the badge.
    pub name: String,
    /// What its holder has shown.
    pub description: String,
    /// The rules by which it is earned, in Markdown.
    pub criteria: String,
    /// What the image shows, for who does not see it.
    pub image_alt: String,
    /// The title of the module.
    pub module_title: String,
    /// The names of the levels, in the order of [`Achievement::levels`].
    pub level_names: Vec<String>,
}

/// A competence of a framework that the badge touches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alignment {
    /// The framework's name and edition.
    pub framework: String,
    /// The competence's code in it.
    pub code: String,
    /// The competence's title.
    pub title: String,
    /// Its title in other languages.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub titles: BTreeMap<String, String>,
    /// The framework's address.
    pub url: String,
}

impl Alignment {
    /// The competence's title in a language, else as the framework gives it.
    pub fn title_in(&self, lang: &str) -> &str {
        self.titles.get(lang).unwrap_or(&self.title)
    }
}

impl Achievement {
    /// The texts in `lang`, else those of the achievement's own language.
    pub fn texts(&self, lang: Lang) -> (&str, &Texts) {
        let own = || {
            (
                self.lang.as_str(),
                self.texts
                    .get(&self.lang)
                    .expect("an achievement is made with the texts of its own language"),
            )
        };
        self.texts
            .get_key_value(lang.tag())
            .map_or_else(own, |(tag, texts)| (tag.as_str(), texts))
    }

    /// The name of its level; nothing where it has none.
    pub fn level_name(&self, lang: Lang) -> &str {
        let (_, words) = self.texts(lang);
        let place = self.levels.iter().position(|level| *level == self.level);
        let name = place.and_then(|place| words.level_names.get(place));
        name.map_or("", String::as_str)
    }

    /// Whether it is given by hand: by no module, and not with something else.
    pub fn is_by_hand(&self) -> bool {
        self.module.is_empty() && self.slug != CHARTER
    }

    /// Whether any organiser may name it as the badge for those who come to an event.
    pub fn is_for_attending(&self) -> bool {
        self.is_by_hand() && self.awarders.iter().any(|one| one == ORGANISER)
    }

    /// The height of the badge's level: its place among the module's levels, from 1, and how many there are.
    pub fn step(&self) -> (usize, usize) {
        (
            self.levels
                .iter()
                .position(|level| *level == self.level)
                .map_or(1, |place| place + 1),
            self.levels.len().max(1),
        )
    }

    /// SHA-256 of everything but the version, in hex: two versions with the same digest are the same.
    pub fn digest(&self) -> String {
        let unversioned = Achievement {
            version: String::new(),
            ..self.clone()
        };
        digest(serde_json::to_string(&unversioned).expect("texts and lists always serialise"))
    }
}
