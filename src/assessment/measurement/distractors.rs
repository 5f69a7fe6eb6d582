//! Distractor analysis: who chose what, and whether it pulls in the wrong direction.

use super::{
    descriptive::{correlation, mean},
    disclosure::{RESPONSES, may_break_down},
    interval::{self, Interval},
};

/// A wrong choice taken by fewer than this share distracts nobody.
const IDLE: f64 = 0.05;

/// What is known of one choice.
#[derive(Clone, Debug, PartialEq)]
pub struct Distractor {
    /// The share of people who chose it.
    pub share: f64,
    /// Where that share lies, 95 times in 100.
    pub interval: Interval,
    /// The mean total of those who chose it; nothing where they or the others are fewer than five.
    pub mean_total: Option<f64>,
    /// The point-biserial correlation of choosing it with the total; nothing in the same case, and where totals do not vary.
    pub point_biserial: Option<f64>,
    /// What to look at.
    pub flag: Option<Flag>,
}

/// What is odd about a choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flag {
    /// A wrong choice that under 5 per cent take.
    Idle,
    /// A wrong choice that the better people take.
    Attractive,
    /// A right choice that the better people leave.
    Repellent,
}

/// Analyses the choices of one question: `right` choice by choice, the places `chosen` and the `totals` person by person.
///
/// Source: Haladyna (2004), "Developing and Validating Multiple-Choice Test Items".
///
/// Nothing under 30 responses.
pub fn analyse(right: &[bool], chosen: &[Vec<usize>], totals: &[f64]) -> Option<Vec<Distractor>> {
    let n = chosen.len();
    if n < RESPONSES || totals.len() != n {
        return None;
    }
    let one = |(place, right): (usize, &bool)| {
        let took: Vec<f64> = chosen
            .iter()
            .map(|places| f64::from(u8::from(places.contains(&place))))
            .collect();
        let theirs: Vec<f64> = totals
            .iter()
            .zip(&took)
            .filter_map(|(total, took)| (*took > 0.0).then_some(*total))
            .collect();
        let (count, open) = (theirs.len(), may_break_down(theirs.len(), n));
        let share = count as f64 / n as f64;
        let point_biserial = correlation(&took, totals).filter(|_| open);
        let flag = match (right, point_biserial) {
            (false, Some(r)) if r > 0.0 => Some(Flag::Attractive),
            (true, Some(r)) if r < 0.0 => Some(Flag::Repellent),
            (false, _) if share < IDLE => Some(Flag::Idle),
            _ => None,
        };
        Some(Distractor {
            share,
            interval: interval::share(count, n)?,
            mean_total: mean(&theirs).filter(|_| open),
            point_biserial,
            flag,
        })
    };
    right.iter().enumerate().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Forty people with totals 0 to 39.
    fn analysed(choose: impl Fn(usize) -> usize) -> Vec<Distractor> {
        let chosen: Vec<Vec<usize>> = (0..40).map(|person| vec![choose(person)]).collect();
        let totals: Vec<f64> = (0..40).map(f64::from).collect();
        analyse(&[true, false, false], &chosen, &totals).unwrap()
    }

    #[test]
    fn a_good_question_has_no_flag() {
        let found = analysed(|person| if person >= 20 { 0 } else { 1 + person % 2 });
        assert!(
            found.iter().all(|choice| choice.flag.is_none()),
            "{found:?}"
        );
        assert_eq!(found[0].share, 0.5);
        assert_eq!(found[0].mean_total, Some(29.5));
        // Of 40 equally spaced totals, the point-biserial of the upper half: 20/40 * 20 / sqrt((40^2 - 1)/12).
        let expected = 10.0 / (1599.0_f64 / 12.0).sqrt();
        assert!((found[0].point_biserial.unwrap() - expected).abs() < 1e-12);
    }

    #[test]
    fn choices_that_pull_the_wrong_way_are_flagged() {
        let found = analysed(|person| if person < 20 { 0 } else { 1 });
        assert_eq!(found[0].flag, Some(Flag::Repellent));
        assert_eq!(found[1].flag, Some(Flag::Attractive));
        assert_eq!(found[2].flag, Some(Flag::Idle));
    }

    #[test]
    fn nothing_is_broken_down_to_fewer_than_five() {
        let found = analysed(|person| if person < 4 { 1 } else { 0 });
        for choice in &found[..2] {
            assert_eq!(choice.mean_total, None, "one side gives the other away");
            assert_eq!(choice.point_biserial, None);
        }
        assert_eq!(found[1].share, 0.1);
        assert_eq!(analyse(&[true], &vec![vec![0]; 29], &[1.0; 29]), None);
    }
}
