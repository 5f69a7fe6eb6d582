//! Whether a module may be taken again, how often and after how long, and which of the attempts counts.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::policy::Keep;

/// What somebody meets who asks for another attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retake {
    /// It may begin.
    May,
    /// It may begin at this moment, not before.
    Wait(Timestamp),
    /// There is none left.
    Spent,
}

/// Holds the attempts of one person at one module, each by when it ended, against its limits. An attempt that was begun counts, answered or not: else one could
/// look at the questions and leave.
pub fn may(max: Option<u32>, wait: Duration, ended: &[Timestamp], at: Timestamp) -> Retake {
    if max.is_some_and(|max| ended.len() >= max as usize) {
        return Retake::Spent;
    }
    let wait = SignedDuration::try_from(wait).unwrap_or(SignedDuration::MAX);
    let free = ended
        .iter()
        .max()
        .map(|last| last.checked_add(wait).unwrap_or(Timestamp::MAX));
    match free {
        Some(free) if free > at => Retake::Wait(free),
        _ => Retake::May,
    }
}

/// Whether an attempt counts among those that its person completed, which stand in the order in which they were begun. Each one counts where the best is kept: a
/// lower result takes nothing away.
pub fn counts<T: PartialEq>(keep: Keep, completed: &[T], this: &T) -> bool {
    match keep {
        Keep::Best => true,
        Keep::First => completed.first() == Some(this),
        Keep::Last => completed.last() == Some(this),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_hold_for_those_that_are_known() {
        const DAY: u64 = 86_400;
        let day = |n: i64| Timestamp::from_second(1_790_000_000 + n * DAY as i64).unwrap();
        let week = Duration::from_secs(7 * DAY);
        for (max, wait, ended, at, met) in [
            (None, Duration::ZERO, &[0, 0, 0][..], 0, Retake::May),
            (Some(3), week, &[], 0, Retake::May),
            (Some(3), week, &[0], 6, Retake::Wait(day(7))),
            (Some(3), week, &[0], 7, Retake::May),
            (Some(3), week, &[8, 0], 10, Retake::Wait(day(15))),
            (Some(3), week, &[0, 8, 16], 99, Retake::Spent),
            (None, week, &[0, 8, 16], 22, Retake::Wait(day(23))),
        ] {
            let ended: Vec<Timestamp> = ended.iter().map(|n| day(*n)).collect();
            assert_eq!(may(max, wait, &ended, day(at)), met, "{ended:?} {at}");
        }
    }
    #[test]
    fn the_attempt_that_counts_is_the_one_that_the_module_keeps() {
        for (keep, counting) in [
            (Keep::Best, &[1, 2, 3][..]),
            (Keep::First, &[1]),
            (Keep::Last, &[3]),
        ] {
            for attempt in 1..=3 {
                let met = counts(keep, &[1, 2, 3], &attempt);
                assert_eq!(met, counting.contains(&attempt), "{keep:?} {attempt}");
            }
        }
    }
}
