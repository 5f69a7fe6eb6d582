//! A dossier: what is brought together for one level, which steps are done, and who acts next.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};

use super::{plan::Plan, reading::Marks};
use crate::base::{AccountId, AwardId, CredentialId, DossierId, Lang, ReadingId, StoryId};

/// Days after which the words of a decided story go, where no appeal is open.
pub const STORY_DAYS: i64 = 60;

/// The most characters of what an appeal says.
pub const MOST_WORDS: usize = 2_000;

/// What somebody brings together for one level of a module.
#[derive(Clone, Debug)]
pub struct Dossier {
    /// Its id.
    pub id: DossierId,
    /// Whose it is.
    pub account: AccountId,
    /// The module.
    pub module: String,
    /// The level.
    pub level: String,
    /// The language of the badge and of the letters.
    pub lang: Lang,
    /// The name that the badge is to show.
    pub name: Option<String>,
    /// The credential that it is to renew.
    pub former: Option<CredentialId>,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// When everything was there.
    pub certified_at: Option<Timestamp>,
    /// What was earned.
    pub award: Option<AwardId>,
}

/// A story that peers read.
#[derive(Clone, Debug)]
pub struct Story {
    /// Its id.
    pub id: StoryId,
    /// The dossier it belongs to.
    pub dossier: DossierId,
    /// The text; empty once it is gone.
    pub body: String,
    /// When it was handed in.
    pub handed_in_at: Timestamp,
    /// When the first round decided.
    pub decided_at: Option<Timestamp>,
    /// Whether it passed, by the last round that decided.
    pub passed: bool,
    /// When an appeal was made.
    pub appealed_at: Option<Timestamp>,
    /// What the appeal says.
    pub appeal_words: Option<String>,
    /// When the appeal was decided.
    pub heard_at: Option<Timestamp>,
}

/// One peer's reading.
#[derive(Clone, Debug)]
pub struct Reading {
    /// Its id.
    pub id: ReadingId,
    /// The story.
    pub story: StoryId,
    /// Who reads; nobody once they left.
    pub reader: Option<AccountId>,
    /// The round: 1, or 2 for an appeal.
    pub round: i64,
    /// Whether a founding reviewer reads.
    pub founder: bool,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// Until when it is to be done.
    pub due_at: Timestamp,
    /// When it was done.
    pub done_at: Option<Timestamp>,
    /// When it was given up or taken away.
    pub gone_at: Option<Timestamp>,
    /// The steps that were chosen.
    pub marks: Marks,
    /// What is said to the person.
    pub words: String,
}

/// The state of a story.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Peers read it.
    Read,
    /// It passed.
    Passed,
    /// It did not, and can be appealed against until then.
    Refused(Timestamp),
    /// Others read it again.
    Appealed,
    /// It did not, for good: another one may be written.
    Closed,
}

impl Story {
    /// The round that is read now.
    pub fn round(&self) -> i64 {
        1 + i64::from(self.appealed_at.is_some())
    }

    /// How it stands at `at`, where a refusal can be appealed against for so many days.
    pub fn fate(&self, appeal_days: i64, at: Timestamp) -> Fate {
        let Some(decided) = self.decided_at else {
            return Fate::Read;
        };
        if self.passed {
            return Fate::Passed;
        }
        match (self.appealed_at, self.heard_at) {
            (Some(_), None) => return Fate::Appealed,
            (Some(_), Some(_)) => return Fate::Closed,
            (None, _) => {}
        }
        let until = decided
            .checked_add(SignedDuration::from_hours(24 * appeal_days))
            .unwrap_or(Timestamp::MAX);
        if at < until {
            Fate::Refused(until)
        } else {
            Fate::Closed
        }
    }
}

impl Reading {
    /// Whether it still counts: done, or on its way with somebody to do it.
    pub fn stands(&self) -> bool {
        self.done_at.is_some() || self.gone_at.is_none() && self.reader.is_some()
    }
}

/// What there is for a dossier.
#[derive(Clone, Debug, Default)]
pub struct Standing {
    /// Whether they adhere to the charter.
    pub adheres: bool,
    /// The achievements that are held and hold.
    pub held: BTreeSet<String>,
    /// When the questionnaire was passed.
    pub passed_at: Option<Timestamp>,
    /// How many cafés count.
    pub cafes: u32,
    /// How many more were asked about.
    pub asked: u32,
    /// How the newest story stands.
    pub story: Option<Fate>,
}

/// One step of the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Adherence to the charter.
    Charter,
    /// Badges to hold.
    Badges,
    /// The questionnaire.
    Questionnaire,
    /// The cafés.
    Cafes,
    /// The story.
    Story,
}

/// How a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Done.
    Done,
    /// The person acts.
    Yours,
    /// Whoever was there at the cafés acts.
    Witness,
    /// Peers act.
    Readers,
}

/// The steps that a plan asks for, in order, with how each stands.
pub fn progress(plan: &Plan, standing: &Standing) -> Vec<(Step, State)> {
    let mut steps = Vec::new();
    let done = |done: bool| if done { State::Done } else { State::Yours };
    if plan.charter {
        steps.push((Step::Charter, done(standing.adheres)));
    }
    if !plan.badges.is_empty() {
        let all = plan.badges.iter().all(|one| standing.held.contains(one));
        steps.push((Step::Badges, done(all)));
    }
    if plan.questionnaire {
        steps.push((Step::Questionnaire, done(standing.passed_at.is_some())));
    }
    if plan.cafes > 0 {
        let state = if standing.cafes >= plan.cafes {
            State::Done
        } else if standing.cafes + standing.asked >= plan.cafes {
            State::Witness
        } else {
            State::Yours
        };
        steps.push((Step::Cafes, state));
    }
    if plan.story.is_some() {
        let state = match standing.story {
            Some(Fate::Passed) => State::Done,
            Some(Fate::Read | Fate::Appealed) => State::Readers,
            None | Some(Fate::Refused(_) | Fate::Closed) => State::Yours,
        };
        steps.push((Step::Story, state));
    }
    steps
}

/// Whether nothing is left to do.
pub fn is_complete(plan: &Plan, standing: &Standing) -> bool {
    progress(plan, standing)
        .iter()
        .all(|(_, state)| *state == State::Done)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::certification::{plan::StoryPlan, reading::tests::rubric};

    fn plan() -> Plan {
        Plan {
            module: "m".into(),
            level: "l".into(),
            badge: "b".into(),
            badges: vec!["pratique".into()],
            charter: false,
            declarations: Vec::new(),
            min_age: None,
            questionnaire: true,
            cafes: 2,
            max_age: None,
            story: Some(StoryPlan {
                ask: String::new(),
                words: (1, 9),
                structures_apart: true,
                rubric: rubric(),
            }),
            appeal_days: 30,
        }
    }

    fn at(day: i64) -> Timestamp {
        Timestamp::from_second(1_795_600_000 + day * 86_400).unwrap()
    }

    fn story() -> Story {
        Story {
            id: StoryId::new(),
            dossier: DossierId::new(),
            body: "Un soir".into(),
            handed_in_at: at(0),
            decided_at: None,
            passed: false,
            appealed_at: None,
            appeal_words: None,
            heard_at: None,
        }
    }

    #[test]
    fn each_step_says_who_acts_next() {
        let mut standing = Standing::default();
        let states = |standing: &Standing| -> Vec<State> {
            progress(&plan(), standing)
                .iter()
                .map(|(_, state)| *state)
                .collect()
        };
        use State::{Done, Readers, Witness, Yours};
        assert_eq!(states(&standing), [Yours; 4]);
        standing.held = BTreeSet::from(["pratique".to_owned(), "other".to_owned()]);
        standing.passed_at = Some(at(1));
        standing.cafes = 1;
        assert_eq!(states(&standing), [Done, Done, Yours, Yours]);
        standing.asked = 1;
        standing.story = Some(Fate::Read);
        assert_eq!(states(&standing), [Done, Done, Witness, Readers]);
        standing.cafes = 2;
        standing.story = Some(Fate::Refused(at(30)));
        assert_eq!(states(&standing), [Done, Done, Done, Yours]);
        assert!(!is_complete(&plan(), &standing));
        standing.story = Some(Fate::Passed);
        assert!(is_complete(&plan(), &standing));
        standing.held.clear();
        assert!(
            !is_complete(&plan(), &standing),
            "a badge that was taken back"
        );
        assert!(is_complete(&plan().for_renewal(), &standing));
        let promised = Plan {
            charter: true,
            ..plan().for_renewal()
        };
        assert!(!is_complete(&promised, &standing), "the charter was left");
        standing.adheres = true;
        assert!(is_complete(&promised, &standing));
    }

    #[test]
    fn a_refusal_can_be_appealed_against_once_and_in_time() {
        let refused = Story {
            decided_at: Some(at(2)),
            ..story()
        };
        assert_eq!(story().fate(30, at(1)), Fate::Read);
        assert_eq!(refused.fate(30, at(3)), Fate::Refused(at(32)));
        assert_eq!(refused.fate(30, at(32)), Fate::Closed);
        let appealed = Story {
            appealed_at: Some(at(4)),
            ..refused.clone()
        };
        assert_eq!(
            (appealed.fate(30, at(90)), appealed.round()),
            (Fate::Appealed, 2)
        );
        let heard = Story {
            heard_at: Some(at(9)),
            ..appealed.clone()
        };
        assert_eq!(heard.fate(30, at(10)), Fate::Closed);
        let granted = Story {
            passed: true,
            ..heard
        };
        assert_eq!(granted.fate(30, at(10)), Fate::Passed);
    }
}
