//! An achievement written by hand: what a form says of it, and what is wrong with that.

use std::collections::BTreeMap;

use super::{
    achievement::{Achievement, Alignment, CHARTER, Texts},
    design::Design,
};
use crate::base::Lang;

/// What somebody writes of an achievement, in one language.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// The last segment of its address.
    pub slug: String,
    /// `Badge` or `Membership`.
    pub kind: String,
    /// The name on the badge.
    pub name: String,
    /// What its holder has shown.
    pub description: String,
    /// The rules by which it is given, in Markdown.
    pub criteria: String,
    /// What the image shows, for who does not see it.
    pub image_alt: String,
    /// How its image is put together; nothing where that was not chosen.
    pub design: Option<Design>,
    /// The competences that it touches, as in `digcomp:1.2`.
    pub skills: Vec<String>,
    /// How many months it holds; nothing where it does not end.
    pub months: String,
    /// The roles that may give it, beside the administration.
    pub awarders: Vec<String>,
}

/// A field of the form, and what is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// The address has other signs than small letters, digits and hyphens, or is too long.
    Slug,
    /// The name is empty or too long.
    Name,
    /// The description is empty or too long.
    Description,
    /// The criteria are empty or too long.
    Criteria,
    /// The words for the image are empty or too long.
    ImageAlt,
    /// A part of the image is none of those that there are, or its words are too long.
    Design,
    /// A competence is none of those that there are.
    Skills,
    /// The number of months is none, or is not between 1 and 240.
    Months,
}

impl Flaw {
    /// The name of the field, and a part of the key of its words.
    pub fn name(self) -> &'static str {
        match self {
            Flaw::Slug => "slug",
            Flaw::Name => "name",
            Flaw::Description => "description",
            Flaw::Criteria => "criteria",
            Flaw::ImageAlt => "alt",
            Flaw::Design => "design",
            Flaw::Skills => "skills",
            Flaw::Months => "months",
        }
    }
}

/// The kinds that may be written by hand: never `Certification`, `License`, `Diploma`, which promise what a café cannot.
pub const KINDS: [&str; 2] = ["Badge", "Membership"];

/// What stands in the place of a slug in the address of the form for a new one, and so is none.
const NEW: &str = "new";

impl Draft {
    /// What a form says of an achievement that is there, to be changed.
    pub fn of(achievement: &Achievement) -> Draft {
        let (_, words) = achievement.texts(achievement.lang.parse().unwrap_or_default());
        Draft {
            slug: achievement.slug.clone(),
            kind: achievement.kind.clone(),
            name: words.name.clone(),
            description: words.description.clone(),
            criteria: words.criteria.clone(),
            image_alt: words.image_alt.clone(),
            design: achievement.design.clone(),
            // How a framework is called among modules is not for the achievement to know.
            skills: Vec::new(),
            months: achievement
                .expires_after
                .as_deref()
                .and_then(|span| span.strip_prefix('P')?.strip_suffix('M'))
                .unwrap_or_default()
                .to_owned(),
            awarders: achievement.awarders.clone(),
        }
    }

    /// Reads it as an achievement of `version`, with what each of its skills is in its framework.
    ///
    /// # Errors
    /// Every field that is wrong.
    pub fn read(
        &self,
        lang: Lang,
        version: String,
        alignments: Vec<Alignment>,
    ) -> Result<Achievement, Vec<Flaw>> {
        let filled = |text: &str, most: usize| {
            let count = text.trim().chars().count();
            count > 0 && count <= most
        };
        let slug = self.slug.trim();
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        let is_slug = filled(slug, 60)
            && slug != NEW
            && slug != CHARTER
            && slug.bytes().all(plain)
            && !slug.starts_with('-')
            && !slug.ends_with('-');
        let months = self.months.trim();
        let span = match months.parse::<u32>() {
            Ok(count @ 1..=240) => Ok(Some(format!("P{count}M"))),
            _ if months.is_empty() => Ok(None),
            _ => Err(()),
        };
        let flaws: Vec<Flaw> = [
            (is_slug, Flaw::Slug),
            (filled(&self.name, 80), Flaw::Name),
            (filled(&self.description, 600), Flaw::Description),
            (filled(&self.criteria, 2_000), Flaw::Criteria),
            (filled(&self.image_alt, 200), Flaw::ImageAlt),
            (
                self.design.as_ref().is_none_or(Design::is_whole),
                Flaw::Design,
            ),
            (alignments.len() == self.skills.len(), Flaw::Skills),
            (span.is_ok(), Flaw::Months),
        ]
        .into_iter()
        .filter_map(|(good, flaw)| (!good).then_some(flaw))
        .collect();
        if !flaws.is_empty() {
            return Err(flaws);
        }
        let text = |text: &str| text.trim().replace("\r\n", "\n");
        let words = Texts {
            name: text(&self.name),
            description: text(&self.description),
            criteria: text(&self.criteria),
            image_alt: text(&self.image_alt),
            module_title: text(&self.name),
            level_names: Vec::new(),
        };
        Ok(Achievement {
            slug: slug.to_owned(),
            version,
            kind: KINDS
                .into_iter()
                .find(|kind| *kind == self.kind)
                .unwrap_or(KINDS[0])
                .to_owned(),
            module: String::new(),
            lang: lang.tag().to_owned(),
            texts: BTreeMap::from([(lang.tag().to_owned(), words)]),
            levels: Vec::new(),
            level: String::new(),
            alignments,
            expires_after: span.unwrap_or_default(),
            design: self.design.clone().map(|design| Design {
                ring: text(&design.ring),
                ..design
            }),
            awarders: self.awarders.clone(),
        })
    }
}

/// A slug made of a name: small letters, digits, hyphens.
pub fn slug_of(name: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let folded: String = name
        .nfd()
        .filter(char::is_ascii)
        .map(|c| c.to_ascii_lowercase())
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    let words: Vec<&str> = folded.split('-').filter(|word| !word.is_empty()).collect();
    words
        .join("-")
        .chars()
        .take(60)
        .collect::<String>()
        .trim_end_matches('-')
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn a_draft() -> Draft {
        Draft {
            slug: "cafe-animer".into(),
            kind: "Badge".into(),
            name: "A animé un café".into(),
            description: "A animé un café IA ouvert à tous.".into(),
            criteria: "- Avoir animé un café.".into(),
            image_alt: "Une tasse de café".into(),
            design: None,
            skills: vec![],
            months: "36".into(),
            awarders: vec![],
        }
    }

    #[test]
    fn a_whole_draft_is_an_achievement_and_comes_back_as_it_was() {
        let read = a_draft().read(Lang::Fr, "1".into(), vec![]).unwrap();
        assert_eq!(read.expires_after.as_deref(), Some("P36M"));
        assert_eq!(Draft::of(&read).months, "36");
        assert_eq!(Draft::of(&read).name, a_draft().name);
        let diploma = Draft {
            kind: "Diploma".into(),
            months: String::new(),
            ..a_draft()
        };
        let read = diploma.read(Lang::Fr, "1".into(), vec![]).unwrap();
        assert_eq!((read.kind.as_str(), read.expires_after), ("Badge", None));
    }

    #[test]
    fn each_wrong_field_is_told() {
        let wrong = Draft {
            slug: "Café !".into(),
            name: " ".into(),
            months: "0".into(),
            design: Some(Design {
                shape: "triangle".into(),
                ..Design::default()
            }),
            skills: vec!["digcomp:9.9".into()],
            ..a_draft()
        };
        let told = wrong.read(Lang::Fr, "1".into(), vec![]).unwrap_err();
        let all = [
            Flaw::Slug,
            Flaw::Name,
            Flaw::Design,
            Flaw::Skills,
            Flaw::Months,
        ];
        assert_eq!(told, all);
        let form = Draft {
            slug: "new".into(),
            ..a_draft()
        };
        let told = form.read(Lang::Fr, "1".into(), vec![]).unwrap_err();
        assert_eq!(told, [Flaw::Slug], "it is the address of the form");
        let empty = Draft::default().read(Lang::Fr, "1".into(), vec![]);
        assert_eq!(empty.unwrap_err().len(), 5);
    }

    #[test]
    fn a_name_becomes_an_address() {
        assert_eq!(
            slug_of("A animé un Café IA, à Évry !"),
            "a-anime-un-cafe-ia-a-evry"
        );
        assert_eq!(slug_of("日本"), "");
    }
}
