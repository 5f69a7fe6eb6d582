//! Marking: the fraction of a question that an answer earns, from 0 to 1, and never below or above.

use super::{
    item::{Choice, Gap, Item, Kind, Partial, Tolerance},
    present::partners,
    response::{Answer, Filled, normal, number},
};

/// Two fractions are taken for the same within this.
pub const EPSILON: f64 = 1e-9;

/// The fraction that an answer earns; nothing where the question has no right answer.
pub fn mark(item: &Item, answer: &Answer) -> Option<f64> {
    if !item.kind.is_marked() {
        return None;
    }
    let fraction = match (&item.kind, answer) {
        (_, Answer::DontKnow) => 0.0,
        (Kind::Single { choices }, Answer::Choice(place)) => {
            choices.get(*place).map_or(0.0, |choice| {
                choice.weight.unwrap_or(f64::from(u8::from(choice.right)))
            })
        }
        (Kind::Multiple { choices }, Answer::Choices(ticked)) => {
            multiple(choices, ticked, item.partial)
        }
        (Kind::Spot { segments }, Answer::Choices(ticked)) => {
            let right: Vec<bool> = segments.iter().map(|segment| segment.error).collect();
            ticks(&right, ticked, item.partial)
        }
        (Kind::TrueFalse { right }, Answer::Truth(said)) => f64::from(u8::from(right == said)),
        (
            Kind::Number {
                right,
                tolerance,
                tolerance_kind,
                ..
            },
            Answer::Text(typed),
        ) => number(typed).map_or(0.0, |typed| {
            f64::from(u8::from(is_near(
                typed,
                *right,
                *tolerance,
                *tolerance_kind,
            )))
        }),
        (Kind::Text { accept, exact }, Answer::Text(typed)) => {
            let read = |text: &str| {
                if *exact {
                    text.trim().to_owned()
                } else {
                    normal(text)
                }
            };
            let typed = read(typed);
            let fits = accept
                .iter()
                .filter(|accepted| read(&accepted.text) == typed)
                .map(|accepted| accepted.weight);
            if typed.is_empty() {
                0.0
            } else {
                fits.fold(0.0, f64::max)
            }
        }
        (Kind::Match { pairs, .. }, Answer::Placed(placed)) => {
            let partners = partners(&item.kind);
            let right = pairs
                .iter()
                .zip(placed)
                .filter(|((_, right), place)| {
                    place.and_then(|place| partners.get(place)) == Some(&right)
                })
                .count();
            share(right, pairs.len(), item.partial)
        }
        (Kind::Sort { bins }, Answer::Placed(placed)) => {
            let expected: Vec<usize> = bins
                .iter()
                .enumerate()
                .flat_map(|(bin, held)| held.holds.iter().map(move |_| bin))
                .collect();
            let right = expected
                .iter()
                .zip(placed)
                .filter(|(bin, place)| **place == Some(**bin))
                .count();
            share(right, expected.len(), item.partial)
        }
        (Kind::Order { sequence }, Answer::Choices(given)) => {
            order(sequence.len(), given, item.partial)
        }
        (Kind::Cloze { gaps, .. }, Answer::Gaps(filled)) => {
            let weights: Vec<f64> = gaps.iter().map(Gap::weight).collect();
            let filled = gaps.iter().zip(filled);
            let right: Vec<bool> = filled.map(|(gap, filled)| fills(gap, filled)).collect();
            cloze(&right, gaps.len(), &weights, item.partial)
        }
        _ => 0.0,
    };
    // The sum of no numbers is -0.0; adding nought makes it the nought that people know.
    Some(fraction.clamp(0.0, 1.0) + 0.0)
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}

fn share(right: usize, all: usize, partial: Partial) -> f64 {
    match partial {
        Partial::AllOrNothing => f64::from(u8::from(right == all && all > 0)),
        _ => ratio(right, all),
    }
}

fn multiple(choices: &[Choice], ticked: &[usize], partial: Partial) -> f64 {
    let right: Vec<bool> = choices.iter().map(|choice| choice.right).collect();
    if choices.iter().all(|choice| choice.weight.is_none()) {
        return ticks(&right, ticked, partial);
    }
    let rights = right.iter().filter(|right| **right).count();
    let wrongs = right.len() - rights;
    let worth = |choice: &Choice| {
        choice.weight.unwrap_or(if choice.right {
            ratio(1, rights)
        } else {
            -ratio(1, wrongs)
        })
    };
    ticked
        .iter()
        .filter_map(|place| choices.get(*place))
        .map(worth)
        .sum()
}

/// What ticked options earn, before it is kept between 0 and 1; an empty list is nothing but for `per_option`.
pub(super) fn ticks(right: &[bool], ticked: &[usize], partial: Partial) -> f64 {
    let rights = right.iter().filter(|right| **right).count();
    let wrongs = right.len() - rights;
    let hits = ticked
        .iter()
        .filter(|place| right.get(**place) == Some(&true))
        .count();
    let misses = ticked.len() - hits;
    match partial {
        Partial::AllOrNothing => f64::from(u8::from(hits == rights && misses == 0 && rights > 0)),
        Partial::PerOption => ratio(hits + wrongs - misses.min(wrongs), right.len()),
        Partial::RightOnlyCap if ticked.len() > rights => 0.0,
        Partial::RightOnlyCap => ratio(hits, rights),
        Partial::H5p => (hits as f64 - misses as f64) / rights.max(1) as f64,
        _ => ratio(hits, rights) - ratio(misses, wrongs),
    }
}

/// What an order earns; `given` holds the elements' right places in the order in which they were put.
pub(super) fn order(count: usize, given: &[usize], partial: Partial) -> f64 {
    let longest = |length: usize| {
        if length < 2 {
            0.0
        } else {
            ratio(length, count)
        }
    };
    match partial {
        Partial::AbsolutePosition => ratio(
            given
                .iter()
                .enumerate()
                .filter(|(at, place)| at == *place)
                .count(),
            count,
        ),
        Partial::NextExcludeLast => ratio(
            given
                .windows(2)
                .filter(|pair| pair[1] == pair[0] + 1)
                .count(),
            count.saturating_sub(1),
        ),
        Partial::LongestContiguous => {
            // The length of the chain of direct successors that ends with each element, others between them.
            let mut chain = vec![0; count];
            given
                .iter()
                .filter(|place| **place < count)
                .for_each(|place| {
                    chain[*place] = 1 + place.checked_sub(1).map_or(0, |before| chain[before])
                });
            longest(chain.into_iter().max().unwrap_or_default())
        }
        Partial::Kendall => {
            let kept = given
                .iter()
                .enumerate()
                .flat_map(|(at, a)| given[at + 1..].iter().filter(move |b| a < *b))
                .count();
            ratio(kept, count * count.saturating_sub(1) / 2)
        }
        Partial::AllOrNothing => f64::from(u8::from(given.len() == count && given.is_sorted())),
        _ => {
            // Patience: the least last element of a rising run of each length.
            let mut tails: Vec<usize> = Vec::new();
            for place in given {
                let at = tails.partition_point(|tail| tail < place);
                if at == tails.len() {
                    tails.push(*place)
                } else {
                    tails[at] = *place
                }
            }
            longest(tails.len())
        }
    }
}

/// The weight of the gaps filled as they should be over the weight of all; a gap left open keeps its weight.
fn cloze(right: &[bool], count: usize, weights: &[f64], partial: Partial) -> f64 {
    let rights = right.iter().filter(|right| **right).count();
    if partial == Partial::AllOrNothing || weights.len() != count {
        return share(rights, count, partial);
    }
    let earned: f64 = right
        .iter()
        .zip(weights)
        .filter(|(right, _)| **right)
        .map(|(_, weight)| weight)
        .sum();
    // Every gap filled is the whole, whatever the sums of the weights round to.
    if rights == count {
        1.0
    } else {
        earned / weights.iter().sum::<f64>()
    }
}

fn is_near(typed: f64, right: f64, tolerance: f64, kind: Tolerance) -> bool {
    let (low, high) = kind.bounds(right, tolerance);
    let slack = EPSILON * right.abs().max(1.0);
    (low - slack..=high + slack).contains(&typed)
}

fn fills(gap: &Gap, filled: &Filled) -> bool {
    match (gap, filled) {
        (Gap::Choose { .. }, Filled::Choice(place)) => *place == 0,
        (Gap::Write { accept, .. }, Filled::Text(typed)) => {
            !normal(typed).is_empty() && accept.iter().any(|text| normal(text) == normal(typed))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests;
