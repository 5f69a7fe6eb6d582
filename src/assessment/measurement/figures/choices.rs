//! Who chose what, told so that no choice of a few people can be worked out from the others.

use super::{People, Question, Remark, SOME, Taken};
use crate::assessment::{
    item::{Item, Kind},
    measurement::{
        disclosure::{GROUP, may_break_down},
        distractors::{self, Flag},
        interval,
    },
};

/// Choice by choice, whether it is right; and whether only one can be taken.
pub(super) fn keys(kind: &Kind) -> (Vec<bool>, bool) {
    match kind {
        Kind::Single { choices } => (choices.iter().map(|choice| choice.right).collect(), true),
        Kind::Multiple { choices } => (choices.iter().map(|choice| choice.right).collect(), false),
        Kind::TrueFalse { right } => (vec![*right, !*right], true),
        Kind::Spot { segments } => (
            segments.iter().map(|segment| segment.error).collect(),
            false,
        ),
        _ => (Vec::new(), false),
    }
}

/// How many chose each of `k` choices, then how many chose none.
pub(super) fn counts(k: usize, chosen: &[&Vec<usize>]) -> Vec<usize> {
    let mut counts = vec![0; k + 1];
    for places in chosen {
        places
            .iter()
            .filter(|place| **place < k)
            .for_each(|place| counts[*place] += 1);
        counts[k] += usize::from(places.is_empty());
    }
    counts
}

/// Which cells of a breakdown may be shown: none under five people, and those not shown are nobody or five people at least, else the others give them away.
/// The pinned cell is known from elsewhere.
fn open(counts: &[usize], pinned: Option<usize>) -> Vec<bool> {
    let mut open: Vec<bool> = counts.iter().map(|count| *count >= GROUP).collect();
    loop {
        let cells = || counts.iter().zip(&open).enumerate();
        let hidden: usize = cells()
            .filter_map(|(_, (count, open))| (!open).then_some(count))
            .sum();
        let least = cells()
            .filter(|(place, (_, open))| **open && Some(*place) != pinned)
            .min_by_key(|(_, (count, _))| **count);
        match least {
            Some((place, _)) if (1..GROUP).contains(&hidden) => open[place] = false,
            _ => return open,
        }
    }
}

/// Which cells of one question may be shown, to `n` people; `pinned` is known from elsewhere. Where several choices can be taken each is a breakdown of its own.
pub(super) fn shown(counts: &[usize], n: usize, one: bool, pinned: Option<usize>) -> Vec<bool> {
    if one {
        open(counts, pinned)
    } else {
        counts
            .iter()
            .map(|count| may_break_down(*count, n))
            .collect()
    }
}

/// Puts into what is shown of a question who chose what, and what is to be looked at.
pub(super) fn put(
    item: &Item,
    persons: &[usize],
    chosen: &[&Vec<usize>],
    people: &People,
    question: &mut Question,
) {
    let ((right, one), n) = (keys(&item.kind), persons.len());
    let totals: Vec<f64> = persons.iter().map(|person| people.share[*person]).collect();
    let owned: Vec<Vec<usize>> = chosen.iter().map(|places| (*places).clone()).collect();
    let Some(found) = distractors::analyse(&right, &owned, &totals).filter(|_| !right.is_empty())
    else {
        return;
    };
    let counts = counts(right.len(), chosen);
    // The share of the right one is the facility.
    let pinned = right.iter().position(|right| *right).filter(|_| one);
    let shown = shown(&counts, n, one, pinned);
    let told = |place: usize| (counts[place] as f64 / n as f64, shown[place]);
    question.silent = Some(told(right.len())).and_then(|(share, shown)| shown.then_some(share));
    for (choice, distractor) in found.iter().enumerate() {
        let open = shown[choice];
        question.choices.push(Taken {
            right: right[choice],
            share: open.then_some((distractor.share, distractor.interval)),
            mean_total: distractor.mean_total.filter(|_| open),
        });
        let sure = distractor
            .point_biserial
            .and_then(|r| interval::correlation(r, n))
            .is_some_and(|(low, high)| low > 0.0 || high < 0.0);
        match distractor.flag {
            Some(Flag::Attractive) if open => {
                question.remarks.push(Remark::Attractive { choice, sure });
            }
            Some(Flag::Repellent) if open && !one => {
                question.remarks.push(Remark::Repellent { choice, sure });
            }
            Some(Flag::Idle) if n >= SOME => question.remarks.push(Remark::Idle(choice)),
            _ => {}
        }
    }
    let wrong = (0..right.len()).filter(|choice| !right[*choice] && shown[*choice]);
    if let (Some(pinned), Some(most)) = (pinned, wrong.max_by_key(|choice| counts[*choice]))
        && counts[most] > counts[pinned]
    {
        // Of those who took either, more than half took the wrong one.
        let both = counts[most] + counts[pinned];
        let sure = interval::share(counts[most], both).is_some_and(|(low, _)| low > 0.5);
        let remark = Remark::Confusing { choice: most, sure };
        question.remarks.insert(0, remark);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_shown_cannot_be_told_from_the_rest() {
        for (counts, pinned, expected) in [
            (vec![20, 8, 3], None, vec![true, false, false]),
            (vec![20, 8, 0], None, vec![true, true, false]),
            (vec![20, 8, 3, 2], None, vec![true, true, false, false]),
            (vec![28, 3, 0], Some(0), vec![true, false, false]),
            (vec![28, 3, 0], None, vec![false, false, false]),
            (vec![10, 10, 11], None, vec![true, true, true]),
        ] {
            assert_eq!(open(&counts, pinned), expected, "{counts:?}");
        }
    }
}
