//! The fifteen kinds of questions.

use std::{ops::RangeInclusive, time::Duration};

use jiff::civil::Date;

use super::media::{Audio, Image};

/// One question.
#[derive(Clone, Debug)]
pub struct Item {
    /// Its id within the module.
    pub id: String,
    /// The part it belongs to.
    pub part: Option<String>,
    /// The pool it is drawn from.
    pub pool: Option<String>,
    /// What is asked.
    pub ask: String,
    /// What helps on the way, for those who ask.
    pub hint: Option<String>,
    /// A picture to look at.
    pub image: Option<Image>,
    /// A sound to listen to.
    pub audio: Option<Audio>,
    /// The explanation after answering.
    pub why: Option<String>,
    /// Ids of the sources that say it.
    pub sources: Vec<String>,
    /// The competences it touches.
    pub skills: Vec<String>,
    /// What it is worth; 0 where it is not scored.
    pub points: f64,
    /// How part of the answer counts.
    pub partial: Partial,
    /// When it is to be read again.
    pub review_by: Option<Date>,
    /// The judges' probability that somebody on the border gets it right.
    pub angoff: Option<f64>,
    /// How hard it is, in logits: the author's guess until it is measured.
    pub difficulty: Option<f64>,
    /// How steeply it tells people apart: the author's guess until it is measured.
    pub discrimination: Option<f64>,
    /// Whether it links forms to one another.
    pub anchor: bool,
    /// Since when it is asked no more; it stays for the statistics.
    pub retired: Option<Date>,
    /// The kind, with all that belongs to it.
    pub kind: Kind,
}

/// How part of an answer counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Partial {
    /// Everything right, or nothing.
    AllOrNothing,
    /// Share of right ones ticked, less the share of wrong ones ticked.
    RightMinusWrong,
    /// Share of options that are as they should be.
    PerOption,
    /// Share of right ones ticked; nothing where more are ticked than are right.
    RightOnlyCap,
    /// Right ones ticked less wrong ones ticked, over the right ones.
    H5p,
    /// Share of pairs.
    PerPair,
    /// Share of elements at their place.
    AbsolutePosition,
    /// Share of neighbours kept.
    NextExcludeLast,
    /// The longest run in the right order, others between them.
    LongestOrdered,
    /// The longest chain of direct successors.
    LongestContiguous,
    /// Share of pairs in the right relative order.
    Kendall,
}

impl Partial {
    /// The names in the format.
    pub const NAMES: [(&'static str, Partial); 11] = [
        ("all_or_nothing", Partial::AllOrNothing),
        ("right_minus_wrong", Partial::RightMinusWrong),
        ("per_option", Partial::PerOption),
        ("right_only_cap", Partial::RightOnlyCap),
        ("h5p", Partial::H5p),
        ("per_pair", Partial::PerPair),
        ("absolute_position", Partial::AbsolutePosition),
        ("next_exclude_last", Partial::NextExcludeLast),
        ("longest_ordered", Partial::LongestOrdered),
        ("longest_contiguous", Partial::LongestContiguous),
        ("kendall", Partial::Kendall),
    ];
}

/// One choice of a question.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Choice {
    /// What it says.
    pub text: String,
    /// What to know of it after answering.
    pub why: Option<String>,
    /// Whether it is right.
    pub right: bool,
    /// The fraction of the question that it is worth, where the author says one.
    pub weight: Option<f64>,
    /// The name that the author gave it.
    pub id: Option<String>,
    /// A picture of it.
    pub image: Option<Image>,
}

/// A sentence that may hold an error.
#[derive(Clone, Debug, PartialEq)]
pub struct Segment {
    /// The sentence.
    pub text: String,
    /// Whether it is wrong.
    pub error: bool,
    /// What to know of it.
    pub why: Option<String>,
}

/// A group into which things are sorted.
#[derive(Clone, Debug, PartialEq)]
pub struct Bin {
    /// Its label.
    pub label: String,
    /// What belongs into it.
    pub holds: Vec<String>,
}

/// A gap in a passage.
#[derive(Clone, Debug, PartialEq)]
pub enum Gap {
    /// A word to choose: the right one first.
    Choose {
        /// The right word.
        right: String,
        /// The others.
        wrong: Vec<String>,
        /// How much it counts beside the other gaps.
        weight: f64,
    },
    /// A word to write.
    Write {
        /// What is accepted.
        accept: Vec<String>,
        /// How much it counts beside the other gaps.
        weight: f64,
    },
}

impl Gap {
    /// What its weight may be: within it no sum and no ratio of weights is without bound.
    pub const WEIGHTS: RangeInclusive<f64> = 0.001..=1000.0;

    /// How much it counts beside the other gaps.
    pub fn weight(&self) -> f64 {
        match self {
            Gap::Choose { weight, .. } | Gap::Write { weight, .. } => *weight,
        }
    }
}

/// How a number is asked for: it helps on the way, and marks nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entry {
    /// The least that can be entered.
    pub min: Option<f64>,
    /// The most that can be entered.
    pub max: Option<f64>,
    /// By how much it goes up and down.
    pub step: Option<f64>,
    /// What is counted, shown beside the field.
    pub unit: Option<String>,
}

/// How the answers of a table are shown to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Poll {
    /// When.
    pub shown: ShowResults,
    /// The fewest answers under which nothing is shown.
    pub min_group: u32,
}

/// When the answers of everybody are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShowResults {
    /// Once one has answered.
    AfterAnswer,
    /// At the end.
    End,
    /// Not at all.
    Never,
}

impl ShowResults {
    /// The names in the format.
    pub const NAMES: [(&'static str, ShowResults); 3] = [
        ("after-answer", ShowResults::AfterAnswer),
        ("end", ShowResults::End),
        ("never", ShowResults::Never),
    ];
}

impl Default for Poll {
    fn default() -> Self {
        Poll {
            shown: ShowResults::AfterAnswer,
            min_group: 5,
        }
    }
}

/// Something to try on the web.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tool {
    /// Its name.
    pub name: String,
    /// Its address.
    pub url: String,
    /// Whether it asks for an account.
    pub account: bool,
}

/// Who says that an experiment was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Witness {
    /// The person.
    Oneself,
    /// Whoever leads the workshop.
    Animator,
}

impl Witness {
    /// The names in the format.
    pub const NAMES: [(&'static str, Witness); 2] =
        [("self", Witness::Oneself), ("animator", Witness::Animator)];
}

/// How a table works together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Gathering {
    /// The fewest and the most people.
    pub group: Option<(u32, u32)>,
    /// How long it takes.
    pub duration: Option<Duration>,
    /// Whether the answer stays at the table, rather than joining, without names, those of others.
    pub private: bool,
}

/// How a longer text is read by people.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// Whether it may be spoken instead.
    pub audio: bool,
    /// Whether it must be there before the rest is decided.
    pub required: bool,
    /// Who reads it.
    pub reviewers: Option<Reviewers>,
    /// The gap between two readers, in steps of the scale, above which a third one reads; nothing where none does.
    pub third_above: Option<u32>,
    /// The fraction of the rubric that passes.
    pub pass: Option<f64>,
    /// What is looked at.
    pub rubric: Vec<Criterion>,
}

/// Who reads a longer text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reviewers {
    /// How many.
    pub count: u32,
    /// In which role.
    pub role: Option<String>,
    /// Whether none sees what another said.
    pub blind: bool,
    /// Whether people of the same structure are left out.
    pub same_structure_excluded: bool,
}

/// One line of a rubric.
#[derive(Clone, Debug, PartialEq)]
pub struct Criterion {
    /// Its id.
    pub id: String,
    /// What is looked at.
    pub criterion: String,
    /// How much it counts beside the others.
    pub weight: f64,
    /// The steps, from the lowest.
    pub scale: Vec<String>,
}

/// A text that is accepted, and what it is worth.
#[derive(Clone, Debug, PartialEq)]
pub struct Accepted {
    /// The text.
    pub text: String,
    /// From 0 to 1.
    pub weight: f64,
    /// What to know of it after answering.
    pub why: Option<String>,
}

/// How far a number may be from the right one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tolerance {
    /// By so much.
    Nominal,
    /// By such a share.
    Relative,
    /// By such a factor.
    Geometric,
}

impl Tolerance {
    /// The least and the greatest number that are right.
    pub fn bounds(self, right: f64, tolerance: f64) -> (f64, f64) {
        match self {
            Tolerance::Nominal => (right - tolerance, right + tolerance),
            Tolerance::Relative => (
                right - right.abs() * tolerance,
                right + right.abs() * tolerance,
            ),
            Tolerance::Geometric if right >= 0.0 => {
                (right / (1.0 + tolerance), right * (1.0 + tolerance))
            }
            Tolerance::Geometric => (right * (1.0 + tolerance), right / (1.0 + tolerance)),
        }
    }
}

/// The kind of a question.
#[derive(Clone, Debug)]
pub enum Kind {
    /// One choice is right.
    Single {
        /// The right one, then the wrong ones.
        choices: Vec<Choice>,
    },
    /// Several may be right.
    Multiple {
        /// The right ones, then the wrong ones.
        choices: Vec<Choice>,
    },
    /// True or false.
    TrueFalse {
        /// Which.
        right: bool,
    },
    /// Where one stands; never scored.
    Scale {
        /// The steps.
        labels: Vec<String>,
        /// The question whose scale this is again.
        same_as: Option<String>,
        /// The question that asks it again at the end.
        pair: Option<String>,
    },
    /// What one thinks; never scored.
    Opinion {
        /// The answers there are.
        choices: Vec<String>,
        /// How the answers of everybody are shown.
        poll: Poll,
    },
    /// A number.
    Number {
        /// The right one.
        right: f64,
        /// How far off is still right.
        tolerance: f64,
        /// In which sense.
        tolerance_kind: Tolerance,
        /// How it is entered.
        entry: Entry,
    },
    /// A short text.
    Text {
        /// What is accepted.
        accept: Vec<Accepted>,
        /// Whether capitals, accents and the rest count.
        exact: bool,
    },
    /// Things that belong together.
    Match {
        /// Each with its partner.
        pairs: Vec<(String, String)>,
        /// Partners of nothing.
        extra: Vec<String>,
    },
    /// Things to be grouped.
    Sort {
        /// The groups.
        bins: Vec<Bin>,
    },
    /// Things in an order.
    Order {
        /// In the right one.
        sequence: Vec<String>,
    },
    /// Sentences, some of which are wrong.
    Spot {
        /// In their order.
        segments: Vec<Segment>,
    },
    /// A passage with gaps.
    Cloze {
        /// With `{1}`, `{2}`… for the gaps.
        passage: String,
        /// In the order of their numbers.
        gaps: Vec<Gap>,
    },
    /// An experiment to make; never scored.
    Compare {
        /// What to try it with.
        tool: Option<Tool>,
        /// What to send it.
        prompts: Vec<String>,
        /// What to look at.
        observe: Vec<String>,
        /// What to do without a network.
        fallback: Option<String>,
        /// Who says that it was done.
        witness: Witness,
    },
    /// One answer for a whole table; never scored.
    Table {
        /// What to do, step by step.
        steps: Vec<String>,
        /// The longest answer, in characters.
        max_length: u32,
        /// How the table works.
        gathering: Gathering,
    },
    /// A longer text, read by people.
    Reflect {
        /// The fewest and the most words.
        words: (u32, u32),
        /// How it is read.
        reading: Reading,
    },
}

impl Kind {
    /// The names of the kinds, as in the format and on the wire.
    pub fn name(&self) -> &'static str {
        match self {
            Kind::Single { .. } => "single",
            Kind::Multiple { .. } => "multiple",
            Kind::TrueFalse { .. } => "true_false",
            Kind::Scale { .. } => "scale",
            Kind::Opinion { .. } => "opinion",
            Kind::Number { .. } => "number",
            Kind::Text { .. } => "text",
            Kind::Match { .. } => "match",
            Kind::Sort { .. } => "sort",
            Kind::Order { .. } => "order",
            Kind::Spot { .. } => "spot",
            Kind::Cloze { .. } => "cloze",
            Kind::Compare { .. } => "compare",
            Kind::Table { .. } => "table",
            Kind::Reflect { .. } => "reflect",
        }
    }

    /// Whether there is something right or wrong about it.
    pub fn is_marked(&self) -> bool {
        !matches!(
            self,
            Kind::Scale { .. }
                | Kind::Opinion { .. }
                | Kind::Compare { .. }
                | Kind::Table { .. }
                | Kind::Reflect { .. }
        )
    }
}

impl Item {
    /// Whether it counts for the score.
    pub fn is_scored(&self) -> bool {
        self.kind.is_marked() && self.points > 0.0
    }
}
