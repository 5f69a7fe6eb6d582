//! What can be wrong with a field of an event, how it is worded, and where it stands.

use crate::events::question::MOST_QUESTIONS;

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Flaw {
    /// No title, or too long a one.
    Title,
    /// Too long a summary.
    Summary,
    /// Too long a description.
    About,
    /// No format that is known.
    Format,
    /// Too many themes, or too long ones.
    Themes,
    /// Neither a place nor online.
    Nowhere,
    /// Too long words for the place.
    Place,
    /// Too long access notes.
    Access,
    /// No address of a page over https.
    Link,
    /// No amount.
    Price,
    /// No number of seats.
    Seats,
    /// No address of a page where one registers.
    Elsewhere,
    /// Too long a question, by its place, or the same as another.
    Question(usize),
    /// A question that does not say what it is for, or in too many words.
    Purpose(usize),
    /// One answer alone to choose, or too many, or too long ones.
    Choices(usize),
    /// No number of days, or too many.
    AnswerDays,
    /// Too many organisers, or too long names.
    Organisers,
    /// No day.
    Day,
    /// No time of day.
    From,
    /// A time that the clocks leave out that night.
    Skipped,
    /// An end that the clocks leave out that night.
    SkippedEnd,
    /// No end, or one before the beginning.
    To,
    /// No rule that can be read.
    Rule,
    /// A rule that comes more often than once a day.
    RuleOften,
    /// The last such day of the month, where the first date is not one.
    RuleLast,
    /// No last day, or one before the first.
    Until,
    /// No number of dates.
    Count,
    /// A day left out that cannot be read.
    Except,
    /// A day left out on which nothing would be held.
    ExceptIdle,
    /// Every date is left out.
    ExceptAll,
}

impl Flaw {
    /// The name by which it is worded.
    pub fn name(self) -> &'static str {
        match self {
            Flaw::Title => "title",
            Flaw::Summary => "summary",
            Flaw::About => "about",
            Flaw::Format => "format",
            Flaw::Themes => "themes",
            Flaw::Nowhere => "nowhere",
            Flaw::Place => "place",
            Flaw::Access => "access",
            Flaw::Link => "link",
            Flaw::Price => "price",
            Flaw::Seats => "seats",
            Flaw::Elsewhere => "elsewhere",
            Flaw::Question(_) => "question",
            Flaw::Purpose(_) => "purpose",
            Flaw::Choices(_) => "choices",
            Flaw::AnswerDays => "answer-days",
            Flaw::Organisers => "organisers",
            Flaw::Day => "day",
            Flaw::From => "from",
            Flaw::Skipped | Flaw::SkippedEnd => "skipped",
            Flaw::To => "to",
            Flaw::Rule => "rule",
            Flaw::RuleOften => "rule-often",
            Flaw::RuleLast => "rule-last",
            Flaw::Until => "until",
            Flaw::Count => "count",
            Flaw::Except => "except",
            Flaw::ExceptIdle => "except-idle",
            Flaw::ExceptAll => "except-all",
        }
    }

    /// The field that it stands beside.
    pub fn field(self) -> &'static str {
        match self {
            Flaw::Nowhere => "place",
            Flaw::Place => "place-name",
            Flaw::Question(place) => QUESTION_FIELDS[place % MOST_QUESTIONS][0],
            Flaw::Purpose(place) => QUESTION_FIELDS[place % MOST_QUESTIONS][1],
            Flaw::Choices(place) => QUESTION_FIELDS[place % MOST_QUESTIONS][2],
            Flaw::Skipped => "from",
            Flaw::SkippedEnd => "to",
            Flaw::RuleOften | Flaw::RuleLast => "rule",
            Flaw::ExceptIdle | Flaw::ExceptAll => "except",
            other => other.name(),
        }
    }
}

/// The fields of each question: what is asked, what for, what there is to choose among.
const QUESTION_FIELDS: [[&str; 3]; MOST_QUESTIONS] = [
    ["question-1", "purpose-1", "choices-1"],
    ["question-2", "purpose-2", "choices-2"],
    ["question-3", "purpose-3", "choices-3"],
];
