//! A module: its questions and all that surrounds them, as one TOML file says it (`cafeia-module/1`).

mod fairness;
pub(crate) mod keys;
mod read;
mod read_item;
mod read_policy;
mod read_value;
mod rules;
mod schema;

use std::collections::BTreeMap;

use jiff::civil::Date;

pub use super::policy::{
    Adaptive, Analysis, Classify, Cut, Delivery, Evidence, ExtraTime, Feedback, Keep, Pages,
    Prerequisites, Retake, Standard, TwoStage,
};
pub(crate) use keys::is_outer;
pub use read_value::is_id;
pub(crate) use read_value::{language, version};
pub(crate) use rules::labels;
pub use schema::{overlay_schema, schema};

use super::{
    finding::Finding,
    framework::Frameworks,
    item::{Item, Kind},
    source::{Beside, Source},
};

/// A module in one language.
#[derive(Clone, Debug)]
pub struct Module {
    /// Its id, which names it in addresses.
    pub id: String,
    /// The version of its content.
    pub version: String,
    /// The language of its texts.
    pub lang: String,
    /// The title.
    pub title: String,
    /// What it is about.
    pub summary: String,
    /// For whom.
    pub audience: Option<String>,
    /// How long it takes, in minutes.
    pub minutes: Option<u32>,
    /// The licence of its content.
    pub licence: String,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// When it was last changed.
    pub updated: Option<Date>,
    /// When it is to be read again.
    pub review_by: Option<Date>,
    /// Prefix and edition of the frameworks in use.
    pub frameworks: BTreeMap<String, String>,
    /// How it is given.
    pub delivery: Delivery,
    /// Whether a person says how certain they are; it never decides.
    pub certainty: bool,
    /// How often it may be taken.
    pub retake: Retake,
    /// Where the bar comes from.
    pub standard: Option<Standard>,
    /// What is asked of the statistics.
    pub analysis: Analysis,
    /// What is asked of a person before the start.
    pub prerequisites: Prerequisites,
    /// The parts, in order.
    pub parts: Vec<Part>,
    /// The pools that questions are drawn from.
    pub pools: Vec<Pool>,
    /// The sources that questions cite.
    pub sources: Vec<Citation>,
    /// The questions, in order.
    pub items: Vec<Item>,
    /// What is to be shown beside the questions.
    pub evidence: Vec<Evidence>,
    /// The levels, from the lowest.
    pub levels: Vec<Level>,
    /// The badges.
    pub badges: Vec<Badge>,
}

/// A part of a module.
#[derive(Clone, Debug)]
pub struct Part {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What is done in it.
    pub kind: PartKind,
}

impl Part {
    /// The title, and the time that it takes where the title ends in that: « Lire un chiffre (8 minutes) ».
    pub fn apart(&self) -> (&str, Option<&str>) {
        let time = self.title.rsplit_once(" (").and_then(|(title, rest)| {
            let time = rest.strip_suffix(')')?;
            let (number, unit) = time.split_once(' ')?;
            let counted = number.bytes().all(|digit| digit.is_ascii_digit());
            (counted && unit.starts_with("min")).then_some((title, time))
        });
        time.map_or((self.title.as_str(), None), |(title, time)| {
            (title, Some(time))
        })
    }
}

/// What is done in a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartKind {
    /// Questions are answered.
    Questions,
    /// One tries something alone.
    ExperimentIndividual,
    /// A table tries something together.
    ExperimentCollective,
    /// Work is handed in and read by people.
    Portfolio,
}

impl PartKind {
    /// The names in the format.
    pub const NAMES: [(&'static str, PartKind); 4] = [
        ("questions", PartKind::Questions),
        ("experiment-individual", PartKind::ExperimentIndividual),
        ("experiment-collective", PartKind::ExperimentCollective),
        ("portfolio", PartKind::Portfolio),
    ];
}

/// Questions of which some are drawn.
#[derive(Clone, Debug)]
pub struct Pool {
    /// Its id.
    pub id: String,
    /// Its title, where it has one.
    pub title: Option<String>,
    /// How many are drawn.
    pub draw: u32,
}

/// A source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its address.
    pub url: String,
    /// When it was published or read.
    pub date: Option<Date>,
}

/// A level that can be reached.
#[derive(Clone, Debug)]
pub struct Level {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The bar.
    pub min: Bar,
    /// What must be there beside the score.
    pub needs: Needs,
    /// The badge that it gives.
    pub badge: Option<String>,
}

/// The score that a level asks for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bar {
    /// A fraction of the points.
    Fraction(f64),
    /// The bar of the standard.
    Standard,
}

/// What a level asks for beside the score.
#[derive(Clone, Debug, Default)]
pub struct Needs {
    /// Parts that must be done.
    pub parts: Vec<String>,
    /// Questions of which half the points are needed.
    pub items: Vec<String>,
    /// Evidence that must be there.
    pub evidence: Vec<String>,
    /// How many pieces of it, where that is more than the evidence itself asks.
    pub evidence_count: Option<u32>,
    /// Badges that must be held.
    pub badges: Vec<String>,
    /// The least fraction in each competence.
    pub min_per_skill: Option<f64>,
}

/// A badge.
#[derive(Clone, Debug)]
pub struct Badge {
    /// Its id, which names it in addresses.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What its holder has shown.
    pub description: String,
    /// The file of its image, from the folder of the module; drawn by us where it is absent.
    pub file: String,
    /// What its image shows.
    pub alt: String,
    /// What its image shows, at length.
    pub long: Option<String>,
    /// The competences it touches.
    pub align: Vec<String>,
    /// How long it holds, as an ISO 8601 duration.
    pub expires: Option<String>,
}

impl Module {
    /// Reads a module, and tells everything that is found in it. There is a module only where nothing found is an error.
    pub fn read(
        text: &str,
        frameworks: &Frameworks,
        today: Date,
    ) -> (Option<Module>, Vec<Finding>) {
        Module::read_beside(text, frameworks, today, None)
    }

    /// The same, and tells the files that it names and that are not there.
    pub fn read_beside<'t>(
        text: &'t str,
        frameworks: &Frameworks,
        today: Date,
        beside: Option<Beside<'t>>,
    ) -> (Option<Module>, Vec<Finding>) {
        let (module, findings) = Module::read_all(text, frameworks, today, beside);
        let sound = findings.iter().all(|finding| finding.problem.is_warning());
        (module.filter(|_| sound), findings)
    }

    /// Reads a text that was published once: the rules of today may be stricter than those it passed.
    pub fn read_kept(text: &str, frameworks: &Frameworks, today: Date) -> Option<Module> {
        Module::read_all(text, frameworks, today, None).0
    }

    fn read_all<'t>(
        text: &'t str,
        frameworks: &Frameworks,
        today: Date,
        beside: Option<Beside<'t>>,
    ) -> (Option<Module>, Vec<Finding>) {
        let source = Source::new(text).looking(beside);
        let module = source
            .parse()
            .and_then(|table| read::module(&source, &table, frameworks, today));
        (module, source.findings())
    }

    /// A question by its id.
    pub fn item(&self, id: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.id == id)
    }

    /// A badge by its id.
    pub fn badge(&self, id: &str) -> Option<&Badge> {
        self.badges.iter().find(|badge| badge.id == id)
    }

    /// A source by its id.
    pub fn source(&self, id: &str) -> Option<&Citation> {
        self.sources.iter().find(|source| source.id == id)
    }

    /// The part of a question: its own, else the first.
    pub fn part_of<'m>(&'m self, item: &'m Item) -> Option<&'m str> {
        item.part
            .as_deref()
            .or_else(|| self.parts.first().map(|part| part.id.as_str()))
    }

    /// Whether questions are chosen one by one: where that is asked for and the bank is calibrated, each scored question measured on enough answers.
    pub fn is_adaptive(&self) -> bool {
        let mut scored = self.items.iter().filter(|item| item.is_scored());
        self.delivery.adaptive.is_some()
            && self.analysis.is_calibrated()
            && scored.all(|item| item.difficulty.is_some())
    }

    /// Whether a level asks for more than an attempt can show: badges, evidence, a text that people read.
    pub fn asks_elsewhere(&self, level: &Level) -> bool {
        let mut items = level.needs.items.iter().filter_map(|id| self.item(id));
        !level.needs.evidence.is_empty()
            || !level.needs.badges.is_empty()
            || items.any(|item| matches!(item.kind, Kind::Reflect { .. }))
    }

    /// Whether a question belongs to a part that is brought together apart, at one's own pace: an attempt does not ask it.
    pub fn is_for_dossier(&self, item: &Item) -> bool {
        let mut parts = self.parts.iter();
        parts.any(|part| part.kind == PartKind::Portfolio && Some(&part.id) == item.part.as_ref())
    }

    /// Whether badges may be given: not while the bar is only a placeholder.
    pub fn issues_badges(&self) -> bool {
        !self
            .standard
            .as_ref()
            .is_some_and(|standard| standard.placeholder)
    }
}

#[cfg(test)]
mod tests;
