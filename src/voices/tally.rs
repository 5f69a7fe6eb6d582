//! What was answered to a statement, and how much of it is told: a small figure says of a small room who answered what.

use std::ops::AddAssign;

use super::voice::Answer;

/// The smallest figure that is told.
pub const LEAST_CELL: i64 = 5;

/// How often each answer was given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Those who agree.
    pub agree: i64,
    /// Those who do not.
    pub disagree: i64,
    /// Those who passed.
    pub pass: i64,
}

/// What is told of a tally. The sum is told only beside three figures, else what is kept back could be reckoned from it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// Those who agree, where they are enough.
    pub agree: Option<i64>,
    /// Those who do not, where they are enough.
    pub disagree: Option<i64>,
    /// Those who passed, where they are enough.
    pub pass: Option<i64>,
}

impl Tally {
    /// How often an answer was given.
    pub fn of(&self, answer: Answer) -> i64 {
        match answer {
            Answer::Agree => self.agree,
            Answer::Disagree => self.disagree,
            Answer::Pass => self.pass,
        }
    }

    /// The figures that are told, each by itself: none under [`LEAST_CELL`], not even a nought, which would tell of all who answered.
    pub fn shown(&self) -> Shown {
        let enough = |count: i64| Some(count).filter(|count| *count >= LEAST_CELL);
        Shown {
            agree: enough(self.agree),
            disagree: enough(self.disagree),
            pass: enough(self.pass),
        }
    }
}

impl Shown {
    /// A figure, where it is told.
    pub fn of(&self, answer: Answer) -> Option<i64> {
        match answer {
            Answer::Agree => self.agree,
            Answer::Disagree => self.disagree,
            Answer::Pass => self.pass,
        }
    }

    /// How many answers there are in all, where each figure is told.
    pub fn total(&self) -> Option<i64> {
        Some(self.agree? + self.disagree? + self.pass?)
    }

    /// Whether no figure is told.
    pub fn is_empty(&self) -> bool {
        Answer::ALL
            .into_iter()
            .all(|answer| self.of(answer).is_none())
    }
}

/// Sums are made of figures that are told already: the difference of two sums then says nothing new of anybody.
impl AddAssign for Shown {
    fn add_assign(&mut self, other: Shown) {
        let sum = |own: Option<i64>, more: Option<i64>| match (own, more) {
            (None, None) => None,
            (own, more) => Some(own.unwrap_or_default() + more.unwrap_or_default()),
        };
        *self = Shown {
            agree: sum(self.agree, other.agree),
            disagree: sum(self.disagree, other.disagree),
            pass: sum(self.pass, other.pass),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(agree: i64, disagree: i64, pass: i64) -> Shown {
        Tally {
            agree,
            disagree,
            pass,
        }
        .shown()
    }

    #[test]
    fn a_small_figure_is_never_told() {
        for small in 0..LEAST_CELL {
            let told = shown(12, small, 9);
            assert_eq!((told.disagree, told.total()), (None, None), "{small}");
            assert_eq!(told.agree, Some(12));
        }
        assert_eq!(shown(5, 5, 5).total(), Some(15));
        assert!(shown(4, 4, 4).is_empty());
    }

    #[test]
    fn a_sum_tells_nothing_that_was_kept_back() {
        let mut sum = shown(12, 3, 9);
        sum += shown(4, 7, 2);
        assert_eq!(
            (sum.agree, sum.disagree, sum.pass),
            (Some(12), Some(7), Some(9))
        );
        let mut none = Shown::default();
        none += shown(1, 1, 1);
        assert!(none.is_empty());
    }
}
