//! How a module is given: delivery, retakes, where the bar comes from, what is asked of the statistics, of the person, and beside the questions.

use std::{fmt, str::FromStr, time::Duration};

use jiff::civil::Date;

/// How a module is given (`[delivery]`). The mode sets what is not said.
#[derive(Clone, Debug, PartialEq)]
pub struct Delivery {
    /// Open training, or supervised.
    pub certification: bool,
    /// How many questions stand on a page.
    pub pages: Pages,
    /// Whether one may go back to a question before the end.
    pub go_back: bool,
    /// What is told, and when.
    pub feedback: Feedback,
    /// Whether choices are shuffled.
    pub shuffle_choices: bool,
    /// Whether questions are shuffled.
    pub shuffle_items: bool,
    /// Whether an account with a verified e-mail is needed.
    pub verified_email: bool,
    /// Whether somebody watches in the room.
    pub in_person: bool,
    /// The role of who watches, where somebody does.
    pub proctor_role: Option<String>,
    /// The time there is for all questions; nothing where it is unlimited.
    pub time_limit: Option<Duration>,
    /// The longer limits that a person may choose at the start.
    pub extra_time: Vec<ExtraTime>,
    /// Whether the clock may be stopped.
    pub pause: bool,
    /// Where questions are chosen one by one from a calibrated bank.
    pub adaptive: Option<Adaptive>,
    /// Where a first set of questions decides on the second.
    pub two_stage: Option<TwoStage>,
}

/// How many questions stand on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pages {
    /// One.
    One,
    /// All of them.
    All,
}

/// What is told of an answer, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Feedback {
    /// At once; the first answer stands.
    Immediate,
    /// Everything at the end.
    End,
    /// At the end, by competence only.
    EndBySkill,
    /// Nothing.
    None,
}

/// A longer limit that a person may choose, without saying why.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ExtraTime {
    /// So many times the limit (`"x1.33"`).
    Factor(f64),
    /// No limit (`"none"`).
    Unlimited,
}

impl fmt::Display for ExtraTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ExtraTime::Factor(factor) => write!(f, "x{factor}"),
            ExtraTime::Unlimited => f.write_str("none"),
        }
    }
}

impl FromStr for ExtraTime {
    type Err = ();

    /// Reads `x1.33`, or `none` for no limit.
    fn from_str(text: &str) -> Result<ExtraTime, ()> {
        if text == "none" {
            return Ok(ExtraTime::Unlimited);
        }
        text.strip_prefix('x')
            .and_then(|factor| factor.parse::<f64>().ok())
            .filter(|factor| *factor > 1.0 && *factor <= 10.0)
            .map(ExtraTime::Factor)
            .ok_or(())
    }
}

/// An adaptive test: the question that tells most at the current estimate comes next.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Adaptive {
    /// The ability to begin with, in logits.
    pub start: f64,
    /// The standard error at which it stops.
    pub stop_se: f64,
    /// The fewest questions.
    pub min_items: u32,
    /// The most questions.
    pub max_items: u32,
    /// Among how many of the best the next question is drawn.
    pub randomesque: u32,
}

/// A test in two stages, each of them drawn from a pool.
#[derive(Clone, Debug, PartialEq)]
pub struct TwoStage {
    /// The pool that everybody begins with.
    pub routing: String,
    /// The pool that follows below the cut.
    pub easy: String,
    /// The pool that follows from the cut on.
    pub hard: String,
    /// The fraction of the routing questions' points that leads to the hard pool.
    pub cut: f64,
}

/// How often a module may be taken (`[retake]`).
#[derive(Clone, Debug, PartialEq)]
pub struct Retake {
    /// The most attempts; nothing where that is unlimited.
    pub max: Option<u32>,
    /// How long to wait after an attempt.
    pub wait: Duration,
    /// Whether questions already seen are avoided where the bank allows it.
    pub new_draw: bool,
    /// The attempt that counts.
    pub keep: Keep,
    /// How long a person may ask for a human reading.
    pub appeal: Option<Duration>,
}

/// The attempt that counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// The best one.
    Best,
    /// The last one.
    Last,
    /// The first one.
    First,
}

/// Where the bar of a certification comes from (`[standard]`).
#[derive(Clone, Debug, PartialEq)]
pub struct Standard {
    /// Whether no panel has sat yet: nothing is issued.
    pub placeholder: bool,
    /// The method, such as `angoff-modified`.
    pub method: Option<String>,
    /// How the bar is found.
    pub cut: Cut,
    /// How many judges sat.
    pub judges: Option<u32>,
    /// In how many rounds.
    pub rounds: Option<u32>,
    /// When.
    pub date: Option<Date>,
    /// What there is to know of it.
    pub note: Option<String>,
    /// Which results near the bar a person reads first.
    pub classify: Classify,
    /// The least fraction in each competence that at least four drawn questions carry.
    pub min_per_skill: Option<f64>,
}

/// How the bar is found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cut {
    /// Each form has the mean of its questions' `angoff`, weighted by points.
    PerForm,
    /// The same fraction for everybody.
    Fraction(f64),
}

/// Which results within one standard error of the bar a person reads first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Classify {
    /// Those below it, before they are refused.
    OneSided,
    /// Those on both sides.
    TwoSided,
    /// None.
    None,
}

/// What is asked of the statistics (`[analysis]`).
#[derive(Clone, Debug, PartialEq)]
pub struct Analysis {
    /// The fewest answers under which nothing is shown.
    pub min_n_items: u32,
    /// The fewest answers under which nothing is calibrated.
    pub min_n_irt: u32,
    /// On how many answers each question's `difficulty` and `discrimination` were measured; nothing while they are the author's guess.
    pub calibrated_on: Option<u32>,
    /// A question that fewer get right than this fraction is flagged.
    pub facility_below: f64,
    /// A question that more get right than this fraction is flagged.
    pub facility_above: f64,
    /// A question that discriminates less than this is flagged.
    pub discrimination_below: f64,
    /// The largest fraction of attempts that may see a drawn question.
    pub exposure_max: Option<f64>,
}

impl Default for Analysis {
    fn default() -> Self {
        Analysis {
            min_n_items: 30,
            min_n_irt: 200,
            calibrated_on: None,
            facility_below: 0.2,
            facility_above: 0.95,
            discrimination_below: 0.15,
            exposure_max: None,
        }
    }
}

impl Analysis {
    /// Whether the parameters of the questions rest on enough answers to choose questions by them.
    pub fn is_calibrated(&self) -> bool {
        self.calibrated_on
            .is_some_and(|answers| answers >= self.min_n_irt)
    }
}

/// What is asked of a person before the start (`[prerequisites]`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prerequisites {
    /// Ids of badges to be held.
    pub badges: Vec<String>,
    /// What the person declares.
    pub declarations: Vec<String>,
    /// The least age, in years.
    pub min_age: Option<u32>,
    /// Whether the person adheres to the charter.
    pub charter: bool,
}

/// One thing that a person declares before the start, by ticking a box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Declaration<'p> {
    /// A sentence of the author's, by its number.
    Sentence(usize, &'p str),
    /// To be of that age. Nobody is asked for a date of birth.
    Age(u32),
}

impl Declaration<'_> {
    /// The name of its box.
    pub fn name(&self) -> String {
        match self {
            Declaration::Sentence(number, _) => number.to_string(),
            Declaration::Age(_) => "age".to_owned(),
        }
    }
}

impl Prerequisites {
    /// All that is to be declared, the age last.
    pub fn declared(&self) -> Vec<Declaration<'_>> {
        let sentences = self.declarations.iter().enumerate();
        sentences
            .map(|(number, text)| Declaration::Sentence(number, text))
            .chain(self.min_age.map(Declaration::Age))
            .collect()
    }
}

/// Something to be shown beside the questions (`[[evidence]]`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What kind of thing it is.
    pub kind: EvidenceKind,
    /// How many are asked for.
    pub count: u32,
    /// What each of them says.
    pub fields: Vec<String>,
    /// How old it may be, as an ISO 8601 duration.
    pub max_age: Option<String>,
    /// Whether it may hold personal data of others.
    pub personal_data: bool,
    /// The file endings that are taken.
    pub formats: Vec<String>,
    /// The largest file, in bytes.
    pub max_size: Option<u64>,
    /// Whether it may be left out.
    pub optional: bool,
}

/// A kind of evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EvidenceKind {
    /// Signed by somebody who was there.
    Attestation,
    /// An address or a file.
    UrlOrFile,
    /// An address.
    Url,
    /// A file.
    File,
    /// What the person says.
    Declaration,
}

impl Delivery {
    /// How a module of a mode is given where it says nothing.
    pub fn usual(certification: bool) -> Delivery {
        Delivery {
            certification,
            pages: Pages::One,
            go_back: true,
            feedback: if certification {
                Feedback::EndBySkill
            } else {
                Feedback::Immediate
            },
            shuffle_choices: true,
            shuffle_items: certification,
            verified_email: false,
            in_person: false,
            proctor_role: None,
            time_limit: certification.then_some(Duration::from_secs(45 * 60)),
            extra_time: if certification {
                vec![
                    ExtraTime::Factor(1.33),
                    ExtraTime::Factor(1.5),
                    ExtraTime::Unlimited,
                ]
            } else {
                Vec::new()
            },
            pause: true,
            adaptive: None,
            two_stage: None,
        }
    }
}

impl Retake {
    /// How often a module of a mode may be taken where it says nothing.
    pub fn usual(certification: bool) -> Retake {
        const DAY: u64 = 24 * 60 * 60;
        Retake {
            max: certification.then_some(3),
            wait: Duration::from_secs(if certification { 7 * DAY } else { 0 }),
            new_draw: certification,
            keep: Keep::Best,
            appeal: certification.then_some(Duration::from_secs(30 * DAY)),
        }
    }
}
