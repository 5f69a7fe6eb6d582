//! What the organiser of an event asks beside a name: few questions, each with what for, and for how long the answers are kept.

use crate::base::QuestionId;

/// The most questions of an event.
pub const MOST: usize = 3;
/// The longest question, in characters.
pub const MOST_ASK: usize = 150;
/// The longest purpose, in characters.
pub const MOST_PURPOSE: usize = 200;
/// The longest answer, in characters.
pub const MOST_ANSWER: usize = 300;
/// The longest time for which answers are kept, in days after the date.
pub const MOST_DAYS: i64 = 92;

/// A question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Its id.
    pub id: QuestionId,
    /// The question itself.
    pub ask: String,
    /// What the answer is for: it stands beside the question.
    pub purpose: String,
    /// Whether it must be answered.
    pub required: bool,
    /// For how many days after the date its answers are kept.
    pub kept_days: i64,
}

/// What is wrong with a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// It is longer than [`MOST_ASK`].
    Ask,
    /// Its purpose is missing, or longer than [`MOST_PURPOSE`].
    Purpose,
    /// The days are no number from 0 to [`MOST_DAYS`].
    Days,
}

impl Question {
    /// Reads a question as a form brings it; nothing where the question is left empty.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn read(
        id: QuestionId,
        ask: &str,
        purpose: &str,
        required: bool,
        days: &str,
    ) -> Result<Option<Question>, Vec<Flaw>> {
        let (ask, purpose) = (plain(ask), plain(purpose));
        if ask.is_empty() {
            return Ok(None);
        }
        let days = days.trim().parse::<i64>().ok();
        let days = days.filter(|days| (0..=MOST_DAYS).contains(days));
        let mut flaws = Vec::new();
        if ask.chars().count() > MOST_ASK {
            flaws.push(Flaw::Ask);
        }
        if purpose.is_empty() || purpose.chars().count() > MOST_PURPOSE {
            flaws.push(Flaw::Purpose);
        }
        match days {
            Some(kept_days) if flaws.is_empty() => Ok(Some(Question {
                id,
                ask,
                purpose,
                required,
                kept_days,
            })),
            Some(_) => Err(flaws),
            None => {
                flaws.push(Flaw::Days);
                Err(flaws)
            }
        }
    }
}

/// What was typed on one line, without what does not show.
pub(super) fn plain(typed: &str) -> String {
    let seen: String = typed
        .chars()
        .take(4_000)
        .filter(|c| !c.is_control() || c.is_whitespace())
        .collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_says_what_for_and_for_how_long() {
        let id = QuestionId::new();
        let read = |ask: &str, purpose: &str, days: &str| Question::read(id, ask, purpose, true, days);
        let good = read(" Un  allergène ? ", "Pour le goûter", " 2 ").unwrap().unwrap();
        assert_eq!((good.ask.as_str(), good.kept_days), ("Un allergène ?", 2));
        assert_eq!(read("  ", "Pour rien", "x"), Ok(None));
        for (ask, purpose, days, flaws) in [
            ("Quoi ?", "", "2", vec![Flaw::Purpose]),
            ("Quoi ?", "Pour", "93", vec![Flaw::Days]),
            ("Quoi ?", "Pour", "-1", vec![Flaw::Days]),
            ("Quoi ?", " \u{7} ", "", vec![Flaw::Purpose, Flaw::Days]),
            (&"x".repeat(151), "Pour", "2", vec![Flaw::Ask]),
        ] {
            assert_eq!(read(ask, purpose, days), Err(flaws), "{ask}");
        }
    }
}
