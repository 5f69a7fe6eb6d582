//! What is told of a café afterwards, in one page and in the words of the activity report of the national network of digital mediation (La Coop de la médiation
//! numérique): people in ranges, never one by one, a level, the kinds of people, and in a few lines what was said.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::read::{MOST_LINE, line, lines};
use crate::base::words;

/// The longest account of what was said, in characters.
pub const MOST_SAID: usize = 2_000;
/// The longest account of what comes next, in characters.
pub const MOST_NEXT: usize = 1_000;

words! {
    /// How many people came. A café has four to twenty; what is larger is told in large steps.
    Crowd {
        /// One to four.
        Few = "1-4",
        /// Five to nine.
        Small = "5-9",
        /// Ten to fourteen.
        Usual = "10-14",
        /// Fifteen to twenty.
        Full = "15-20",
        /// Up to thirty.
        Large = "21-30",
        /// Up to fifty.
        Crowded = "31-50",
        /// Up to a hundred.
        Hall = "51-100",
        /// More.
        Huge = "101+",
    }
}

impl Crowd {
    /// The least and the most people of the range; nothing where it has no end.
    pub fn range(self) -> (i64, Option<i64>) {
        match self {
            Crowd::Few => (1, Some(4)),
            Crowd::Small => (5, Some(9)),
            Crowd::Usual => (10, Some(14)),
            Crowd::Full => (15, Some(20)),
            Crowd::Large => (21, Some(30)),
            Crowd::Crowded => (31, Some(50)),
            Crowd::Hall => (51, Some(100)),
            Crowd::Huge => (101, None),
        }
    }

    /// The range of so many people; nothing for nobody.
    pub fn of(people: i64) -> Option<Crowd> {
        Crowd::ALL.into_iter().find(|one| {
            let (least, most) = one.range();
            people >= least && most.is_none_or(|most| people <= most)
        })
    }
}

words! {
    /// The ages of those who came, as the network counts them.
    Age {
        /// « Moins de 12 ans ».
        Child = "moins_de_douze",
        /// « 12 - 17 ans ».
        Teenager = "douze_dix_huit",
        /// « 18 - 24 ans ».
        Young = "dix_huit_vingt_quatre",
        /// « 25 - 39 ans ».
        Adult = "vingt_cinq_trente_neuf",
        /// « 40 - 59 ans ».
        Middle = "quarante_cinquante_neuf",
        /// « 60 - 69 ans ».
        Senior = "soixante_soixante_neuf",
        /// « 70 ans et plus ».
        Elder = "soixante_dix_plus",
    }
}

words! {
    /// What those who came do, as the network counts it.
    Standing {
        /// « Scolarisé ».
        Schooled = "scolarise",
        /// « Sans emploi ».
        Seeking = "sans_emploi",
        /// « En emploi ».
        Working = "en_emploi",
        /// « Retraité ».
        Retired = "retraite",
    }
}

words! {
    /// The level of a workshop, as the network tells it.
    Level {
        /// « Débutant ».
        Beginner = "debutant",
        /// « Intermédiaire ».
        Middle = "intermediaire",
        /// « Avancé ».
        Advanced = "avance",
    }
}

words! {
    /// Where it was held, as the network tells it (`type_lieu`).
    Place {
        /// « Lieu d'activité ».
        Usual = "lieu_activite",
        /// « À distance ».
        Remote = "a_distance",
        /// « Autre lieu ».
        Other = "autre",
    }
}

/// The report of one date of an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// How many people came.
    pub crowd: Crowd,
    /// The ages that were there; which of them how often is not told.
    #[serde(default)]
    pub ages: BTreeSet<Age>,
    /// What they do.
    #[serde(default)]
    pub standings: BTreeSet<Standing>,
    /// The level.
    pub level: Level,
    /// Where it was held.
    pub place: Place,
    /// With whom it was held, in a few words.
    #[serde(default)]
    pub partners: String,
    /// What was said.
    #[serde(default)]
    pub said: String,
    /// What comes next.
    #[serde(default)]
    pub next: String,
    /// Whether everybody may read it.
    #[serde(default)]
    pub public: bool,
}

/// What was typed.
#[derive(Clone, Debug, Default)]
#[expect(
    missing_docs,
    reason = "each is the field of the same name of a report"
)]
pub struct Typed {
    pub crowd: String,
    pub ages: Vec<String>,
    pub standings: Vec<String>,
    pub level: String,
    pub place: String,
    pub partners: String,
    pub said: String,
    pub next: String,
    pub public: bool,
}

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// No range of people.
    Crowd,
    /// No level.
    Level,
    /// No kind of place.
    Place,
    /// Too long a text.
    Partners,
    /// Too long a text.
    Said,
    /// Too long a text.
    Next,
}

impl Flaw {
    /// The field that it stands beside, and the name by which it is worded.
    pub fn name(self) -> &'static str {
        match self {
            Flaw::Crowd => "crowd",
            Flaw::Level => "level",
            Flaw::Place => "where",
            Flaw::Partners => "partners",
            Flaw::Said => "said",
            Flaw::Next => "next",
        }
    }
}

impl Typed {
    /// What a form shows of a report that is there.
    pub fn of(report: &Report) -> Typed {
        Typed {
            crowd: report.crowd.to_string(),
            ages: report.ages.iter().map(ToString::to_string).collect(),
            standings: report.standings.iter().map(ToString::to_string).collect(),
            level: report.level.to_string(),
            place: report.place.to_string(),
            partners: report.partners.clone(),
            said: report.said.clone(),
            next: report.next.clone(),
            public: report.public,
        }
    }

    /// Reads it as a report.
    ///
    /// # Errors
    /// Every field that is wrong.
    pub fn read(&self) -> Result<Report, Vec<Flaw>> {
        let (crowd, level, place) = (
            self.crowd.parse::<Crowd>(),
            self.level.parse::<Level>(),
            self.place.parse::<Place>(),
        );
        let (partners, said, next) = (line(&self.partners), lines(&self.said), lines(&self.next));
        let within = |text: &str, most: usize| text.chars().count() <= most;
        let checks = [
            (crowd.is_ok(), Flaw::Crowd),
            (level.is_ok(), Flaw::Level),
            (place.is_ok(), Flaw::Place),
            (within(&partners, MOST_LINE), Flaw::Partners),
            (within(&said, MOST_SAID), Flaw::Said),
            (within(&next, MOST_NEXT), Flaw::Next),
        ];
        let flaws: Vec<Flaw> = checks
            .into_iter()
            .filter(|(good, _)| !good)
            .map(|(_, flaw)| flaw)
            .collect();
        let (Ok(crowd), Ok(level), Ok(place), true) = (crowd, level, place, flaws.is_empty())
        else {
            return Err(flaws);
        };
        Ok(Report {
            crowd,
            ages: self
                .ages
                .iter()
                .filter_map(|one| one.parse().ok())
                .collect(),
            standings: self
                .standings
                .iter()
                .filter_map(|one| one.parse().ok())
                .collect(),
            level,
            place,
            partners,
            said,
            next,
            public: self.public,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_of_people_is_in_one_range() {
        assert_eq!(Crowd::of(0), None);
        for people in 1..=200 {
            let in_it = Crowd::ALL.into_iter().filter(|one| {
                let (least, most) = one.range();
                (least..=most.unwrap_or(i64::MAX)).contains(&people)
            });
            assert_eq!(in_it.collect::<Vec<_>>(), [Crowd::of(people).unwrap()]);
        }
    }

    #[test]
    fn what_a_form_shows_is_read_back_and_faults_are_told() {
        let typed = Typed {
            crowd: "5-9".into(),
            ages: vec!["soixante_dix_plus".into(), "odd".into()],
            level: "debutant".into(),
            place: "lieu_activite".into(),
            said: "Un\n\n\n\ndeux".into(),
            public: true,
            ..Typed::default()
        };
        let report = typed.read().unwrap();
        assert_eq!((report.ages.len(), report.said.as_str()), (1, "Un\n\ndeux"));
        assert_eq!(Typed::of(&report).read().unwrap(), report);
        let text = serde_json::to_string(&report).unwrap();
        assert_eq!(serde_json::from_str::<Report>(&text).unwrap(), report);
        let wrong = Typed {
            crowd: "seven".into(),
            said: "x".repeat(MOST_SAID + 1),
            level: String::new(),
            ..typed
        };
        assert_eq!(
            wrong.read().unwrap_err(),
            [Flaw::Crowd, Flaw::Level, Flaw::Said]
        );
    }
}
