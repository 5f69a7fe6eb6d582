//! What somebody gets who answers at random: the distribution of each question's fraction, and the probability of reaching a bar, by convolution.
//!
//! The guesser answers everything, within what the page allows: one choice in n; each non-empty set of ticks, each order, and each way of giving every
//! element its own partner with the same probability; each bin and each word of a gap alike; a number evenly between `min` and `max`. Nobody guesses a
//! word to be written, nor a number without bounds.

use std::collections::BTreeMap;

use super::{
    item::{Choice, Gap, Item, Kind, Partial, Tolerance},
    score::{EPSILON, order, ticks},
};

/// A distribution: fractions of a question's points, with their probabilities.
pub type Chances = Vec<(f64, f64)>;

/// The most elements whose orders are all tried. Longer ones take the distribution of this length, which no longer one exceeds.
const MOST_ORDERED: usize = 7;

/// The finest grid of a convolution, in cells.
const CELLS: usize = 8_192;

/// The distribution of a question's fraction; nothing where it is not marked.
pub fn chances(item: &Item) -> Option<Chances> {
    let found = match &item.kind {
        Kind::Single { choices } => choices
            .iter()
            .map(|choice| {
                let worth = choice.weight.unwrap_or(f64::from(u8::from(choice.right)));
                (worth, 1.0 / choices.len() as f64)
            })
            .collect(),
        Kind::Multiple { choices } if choices.iter().any(|choice| choice.weight.is_some()) => {
            weighted(choices)
        }
        Kind::Multiple { choices } => {
            let right: Vec<bool> = choices.iter().map(|choice| choice.right).collect();
            sets(&right, item.partial)
        }
        Kind::Spot { segments } => {
            let right: Vec<bool> = segments.iter().map(|segment| segment.error).collect();
            sets(&right, item.partial)
        }
        Kind::TrueFalse { .. } => vec![(1.0, 0.5), (0.0, 0.5)],
        Kind::Number {
            right,
            tolerance,
            tolerance_kind,
            entry,
        } => {
            let hit = match (entry.min, entry.max) {
                (Some(min), Some(max)) if min < max => {
                    hit(*right, *tolerance, *tolerance_kind, (min, max), entry.step)
                }
                _ => 0.0,
            };
            vec![(1.0, hit), (0.0, 1.0 - hit)]
        }
        Kind::Text { .. } => vec![(0.0, 1.0)],
        Kind::Match { pairs, extra } => {
            partners(pairs.len(), pairs.len() + extra.len(), item.partial)
        }
        Kind::Sort { bins } => {
            let held = bins.iter().map(|bin| bin.holds.len()).sum();
            shares(
                &binomial(held, 1.0 / bins.len().max(1) as f64),
                item.partial,
            )
        }
        Kind::Order { sequence } => orders(sequence.len(), item.partial),
        Kind::Cloze { gaps, .. } => cloze(gaps, item.partial),
        _ => return None,
    };
    let mut merged: BTreeMap<i64, f64> = BTreeMap::new();
    for (fraction, chance) in found {
        *merged
            .entry((fraction.clamp(0.0, 1.0) * 1e9).round() as i64)
            .or_default() += chance;
    }
    Some(
        merged
            .into_iter()
            .map(|(fraction, chance)| (fraction as f64 / 1e9, chance))
            .collect(),
    )
}

/// The mean of a distribution.
pub fn mean(chances: &[(f64, f64)]) -> f64 {
    chances
        .iter()
        .map(|(fraction, chance)| fraction * chance)
        .sum()
}

/// The probability that the points of independent questions reach a fraction of the whole. Exact where all scores lie on a grid of at most 8,192 cells
/// (quarters and thirds of a point do, for some hundreds of points); else each score is shared between the two cells beside it, which keeps the mean.
pub fn reaches(questions: &[(f64, &[(f64, f64)])], bar: f64) -> f64 {
    let whole: f64 = questions.iter().map(|(points, _)| points).sum();
    if whole <= 0.0 {
        return f64::from(u8::from(bar <= 0.0));
    }
    let fits = |unit: f64| {
        questions.iter().all(|(points, chances)| {
            chances.iter().all(|(fraction, _)| {
                let cell = points * fraction * unit;
                (cell - cell.round()).abs() < 1e-6
            })
        })
    };
    let exact = [
        1.0, 2.0, 3.0, 4.0, 6.0, 12.0, 20.0, 30.0, 60.0, 84.0, 120.0, 180.0, 420.0, 840.0,
    ]
    .into_iter()
    .find(|unit| whole * unit <= CELLS as f64 && fits(*unit));
    let unit = exact.unwrap_or(CELLS as f64 / whole);
    let mut sums = vec![1.0];
    for (points, chances) in questions {
        let reach = (points * unit).ceil() as usize + 1;
        let mut next = vec![0.0; sums.len() + reach];
        for (fraction, chance) in chances.iter().filter(|(_, chance)| *chance > 0.0) {
            let cell = points * fraction * unit;
            let (low, rest) = match exact {
                Some(_) => (cell.round() as usize, 0.0),
                None => (cell.floor() as usize, cell.fract()),
            };
            for (at, sum) in sums.iter().enumerate() {
                next[at + low] += sum * chance * (1.0 - rest);
                next[at + low + 1] += sum * chance * rest;
            }
        }
        sums = next;
    }
    let least = ((bar - EPSILON) * whole * unit).ceil().max(0.0) as usize;
    sums.iter().skip(least).sum::<f64>().min(1.0)
}

/// Every non-empty set of ticks with the same probability, counted by how many right and wrong ones are in it.
fn sets(right: &[bool], partial: Partial) -> Chances {
    let rights = right.iter().filter(|right| **right).count();
    let wrongs = right.len() - rights;
    let (hit, miss) = (binomial(rights, 0.5), binomial(wrongs, 0.5));
    let some = 1.0 - 0.5_f64.powi(right.len() as i32);
    let places = |wanted: bool| {
        (0..right.len())
            .filter(move |place| right[*place] == wanted)
            .collect::<Vec<_>>()
    };
    let (right_places, wrong_places) = (places(true), places(false));
    let mut chances = Vec::new();
    for (hits, hit) in hit.iter().enumerate() {
        for (misses, miss) in miss.iter().enumerate() {
            let ticked: Vec<usize> = right_places[..hits]
                .iter()
                .chain(&wrong_places[..misses])
                .copied()
                .collect();
            if !ticked.is_empty() {
                chances.push((
                    ticks(right, &ticked, partial).clamp(0.0, 1.0),
                    hit * miss / some,
                ));
            }
        }
    }
    chances
}

/// Every non-empty set of ticks with the same probability, with the weights that the author gave, summed on a grid of millionths.
fn weighted(choices: &[Choice]) -> Chances {
    let count = |right: bool| {
        choices
            .iter()
            .filter(|choice| choice.right == right)
            .count()
            .max(1)
    };
    let (rights, wrongs) = (count(true) as f64, count(false) as f64);
    let mut sums = BTreeMap::from([(0_i64, 1.0)]);
    for choice in choices {
        let usual = if choice.right {
            1.0 / rights
        } else {
            -1.0 / wrongs
        };
        let worth = (choice.weight.unwrap_or(usual) * 1e6).round() as i64;
        let mut next = BTreeMap::new();
        for (sum, chance) in sums {
            *next.entry(sum).or_insert(0.0) += chance / 2.0;
            *next.entry(sum + worth).or_insert(0.0) += chance / 2.0;
        }
        // Sums that never come back between 0 and 1 need no place of their own.
        sums = if next.len() > 4_096 {
            thinned(next)
        } else {
            next
        };
    }
    // The empty set, which earns nothing, is one of them so far.
    let empty = 0.5_f64.powi(choices.len() as i32);
    *sums.entry(0).or_insert(0.0) -= empty;
    sums.into_iter()
        .map(|(sum, chance)| {
            let worth = (sum as f64 / 1e6).clamp(0.0, 1.0);
            (worth, chance.max(0.0) / (1.0 - empty))
        })
        .collect()
}

fn thinned(sums: BTreeMap<i64, f64>) -> BTreeMap<i64, f64> {
    let mut coarse = BTreeMap::new();
    for (sum, chance) in sums {
        *coarse
            .entry((sum + 500).div_euclid(1_000) * 1_000)
            .or_insert(0.0) += chance;
    }
    coarse
}

/// The probability that a number drawn evenly between two bounds is near enough.
fn hit(
    right: f64,
    tolerance: f64,
    kind: Tolerance,
    (min, max): (f64, f64),
    step: Option<f64>,
) -> f64 {
    let (low, high) = kind.bounds(right, tolerance);
    let (low, high) = (low.max(min), high.min(max));
    // People type whole numbers where nothing finer is asked for.
    let step = step
        .filter(|step| *step > 0.0)
        .unwrap_or(1.0)
        .min(max - min);
    let first = ((low - min) / step - EPSILON).ceil();
    let last = ((high - min) / step + EPSILON).floor();
    let steps = ((max - min) / step + EPSILON).floor();
    ((last - first + 1.0).max(0.0) / (steps + 1.0)).min(1.0)
}

/// How many of n are right, each with the same probability.
fn binomial(n: usize, p: f64) -> Vec<f64> {
    let mut row = vec![1.0];
    for _ in 0..n {
        let mut next = vec![0.0; row.len() + 1];
        for (at, chance) in row.iter().enumerate() {
            next[at] += chance * (1.0 - p);
            next[at + 1] += chance * p;
        }
        row = next;
    }
    row
}

fn shares(counts: &[f64], partial: Partial) -> Chances {
    let all = counts.len() - 1;
    let fraction = |right: usize| match partial {
        Partial::AllOrNothing => f64::from(u8::from(right == all && all > 0)),
        _ => right as f64 / all.max(1) as f64,
    };
    counts
        .iter()
        .enumerate()
        .map(|(right, chance)| (fraction(right), *chance))
        .collect()
}

/// Each of n elements gets a partner of its own among m. With S(j) = C(n, j) (m-j)! / m! for "these j are right, whatever the others", inclusion and
/// exclusion give P(k) = sum over j >= k of (-1)^(j-k) C(j, k) S(j); S(j) is built up as a product and never grows.
fn partners(n: usize, m: usize, partial: Partial) -> Chances {
    let mut s = vec![1.0];
    for j in 0..n {
        s.push(s[j] * (n - j) as f64 / ((j + 1) as f64 * (m - j) as f64));
    }
    let counts: Vec<f64> = (0..=n)
        .map(|k| {
            let (mut choose, mut sum) = (1.0, 0.0);
            for (j, s) in s.iter().enumerate().skip(k) {
                let sign = if (j - k).is_multiple_of(2) { 1.0 } else { -1.0 };
                sum += sign * choose * s;
                choose *= (j + 1) as f64 / (j + 1 - k) as f64;
            }
            sum.clamp(0.0, 1.0)
        })
        .collect();
    shares(&counts, partial)
}

/// All orders of a few elements, each with the same probability.
fn orders(count: usize, partial: Partial) -> Chances {
    let n = count.min(MOST_ORDERED);
    let mut places: Vec<usize> = (0..n).collect();
    let mut found: BTreeMap<i64, f64> = BTreeMap::new();
    let each = 1.0 / (1..=n).product::<usize>() as f64;
    let mut turns = vec![0; n];
    let mut note = |places: &[usize]| {
        *found
            .entry((order(n, places, partial) * 1e9).round() as i64)
            .or_default() += each;
    };
    note(&places);
    // Heap's algorithm, without recursion.
    let mut at = 1;
    while at < n {
        if turns[at] < at {
            let other = if at % 2 == 0 { 0 } else { turns[at] };
            places.swap(other, at);
            note(&places);
            turns[at] += 1;
            at = 1;
        } else {
            turns[at] = 0;
            at += 1;
        }
    }
    found
        .into_iter()
        .map(|(fraction, chance)| (fraction as f64 / 1e9, chance))
        .collect()
}

fn cloze(gaps: &[Gap], partial: Partial) -> Chances {
    let chance = |gap: &Gap| match gap {
        Gap::Choose { wrong, .. } => 1.0 / (1 + wrong.len()) as f64,
        Gap::Write { .. } => 0.0,
    };
    if partial == Partial::AllOrNothing {
        let all: f64 = gaps.iter().map(chance).product();
        return vec![(1.0, all), (0.0, 1.0 - all)];
    }
    let whole: f64 = gaps.iter().map(Gap::weight).sum();
    let mut sums = BTreeMap::from([(0_i64, 1.0)]);
    for gap in gaps.iter().filter(|_| whole > 0.0) {
        let worth = (gap.weight() / whole * 1e6).round() as i64;
        let mut next = BTreeMap::new();
        for (sum, before) in sums {
            *next.entry(sum).or_insert(0.0) += before * (1.0 - chance(gap));
            *next.entry(sum + worth).or_insert(0.0) += before * chance(gap);
        }
        sums = if next.len() > 4_096 {
            thinned(next)
        } else {
            next
        };
    }
    // Sums of rounded shares are brought back to the grid of the exact ones where there is one.
    let grid = gaps.len() as f64;
    let even = gaps
        .windows(2)
        .all(|pair| pair[0].weight() == pair[1].weight());
    let exact = |fraction: f64| {
        if even {
            (fraction * grid).round() / grid
        } else {
            fraction
        }
    };
    sums.into_iter()
        .map(|(sum, chance)| (exact(sum as f64 / 1e6), chance))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(chances: &[(f64, f64)], wanted: &[(f64, f64)]) {
        assert_eq!(chances.len(), wanted.len(), "{chances:?}");
        for ((a, p), (b, q)) in chances.iter().zip(wanted) {
            assert!((a - b).abs() < 1e-6 && (p - q).abs() < 1e-9, "{chances:?}");
        }
    }

    #[test]
    fn elements_with_partners_of_their_own_are_fixed_points() {
        // 0, 1, 2, 4 fixed points of 24 orders: 9, 8, 6, 1.
        near(
            &partners(4, 4, Partial::PerPair),
            &[
                (0.0, 9.0 / 24.0),
                (0.25, 8.0 / 24.0),
                (0.5, 6.0 / 24.0),
                (0.75, 0.0),
                (1.0, 1.0 / 24.0),
            ],
        );
        // Two elements, three partners: six ways, 3 without a right one, 2 with one, 1 with both.
        near(
            &partners(2, 3, Partial::PerPair),
            &[(0.0, 0.5), (0.5, 2.0 / 6.0), (1.0, 1.0 / 6.0)],
        );
        for n in [20, 60] {
            let chances = partners(n, n, Partial::PerPair);
            assert!((mean(&chances) * n as f64 - 1.0).abs() < 1e-9);
            assert!((chances.iter().map(|(_, p)| p).sum::<f64>() - 1.0).abs() < 1e-9);
        }
    }

    #[test]
    fn orders_are_all_counted() {
        near(
            &orders(3, Partial::LongestOrdered),
            // 123 has 3; 132, 213, 231, 312 have 2; 321 has 1, which counts 0.
            &[(0.0, 1.0 / 6.0), (2.0 / 3.0, 4.0 / 6.0), (1.0, 1.0 / 6.0)],
        );
        near(
            &orders(4, Partial::AllOrNothing),
            &[(0.0, 23.0 / 24.0), (1.0, 1.0 / 24.0)],
        );
        let places = orders(7, Partial::AbsolutePosition);
        assert!((mean(&places) - 1.0 / 7.0).abs() < 1e-9);
    }

    #[test]
    fn ticks_are_every_set_but_the_empty_one() {
        // One right, one wrong: {r}, {w}, {r, w}.
        near(
            &chances_of(&[true, false]),
            &[(0.0, 2.0 / 3.0), (1.0, 1.0 / 3.0)],
        );
    }

    fn chances_of(right: &[bool]) -> Chances {
        let mut merged: BTreeMap<i64, f64> = BTreeMap::new();
        for (fraction, chance) in sets(right, Partial::RightMinusWrong) {
            *merged.entry((fraction * 1e9) as i64).or_default() += chance;
        }
        merged
            .into_iter()
            .map(|(f, p)| (f as f64 / 1e9, p))
            .collect()
    }

    #[test]
    fn a_sum_is_reached_as_the_binomial_says() {
        let coin = [(0.0, 0.5), (1.0, 0.5)];
        let ten: Vec<(f64, &[(f64, f64)])> = vec![(1.0, &coin[..]); 10];
        assert!((reaches(&ten, 0.8) - 56.0 / 1024.0).abs() < 1e-12);
        assert!((reaches(&ten, 1.0) - 1.0 / 1024.0).abs() < 1e-12);
        assert_eq!(reaches(&ten, 0.0), 1.0);
        // Off the grid, the answer is near the exact one.
        let odd = [(0.0, 0.5), (0.9999991, 0.5)];
        let questions: Vec<(f64, &[(f64, f64)])> = vec![(1.0, &odd[..]); 10];
        assert!((reaches(&questions, 0.75) - 56.0 / 1024.0).abs() < 1e-3);
    }

    #[test]
    fn a_number_is_one_of_those_between_its_bounds() {
        assert!(
            (hit(45.0, 5.0, Tolerance::Nominal, (0.0, 100.0), None) - 11.0 / 101.0).abs() < 1e-12
        );
        assert!(
            (hit(0.5, 0.0, Tolerance::Nominal, (0.0, 1.0), Some(0.1)) - 1.0 / 11.0).abs() < 1e-12
        );
        // Three tenths are a little less than 0.3 / 0.1 in binary, and four numbers all the same.
        assert!(
            (hit(0.2, 0.0, Tolerance::Nominal, (0.0, 0.3), Some(0.1)) - 1.0 / 4.0).abs() < 1e-12
        );
    }

    fn item(text: &str) -> Item {
        let text = format!(
            "format = \"cafeia-module/1\"\nid = \"m\"\nversion = \"1.0.0\"\nlang = \"fr\"\ntitle = \"M\"\nsummary = \"S\"\nlicence = \"CC0-1.0\"\n[[items]]\nid = \"i\"\nask = \"?\"\n{text}\n"
        );
        let frameworks = crate::assessment::framework::Frameworks::default();
        let read =
            crate::assessment::module::Module::read(&text, &frameworks, jiff::civil::Date::MIN);
        let (module, findings) = read;
        module
            .unwrap_or_else(|| panic!("{findings:?}"))
            .items
            .remove(0)
    }

    #[test]
    fn each_kind_is_guessed_as_its_page_allows() {
        for (text, wanted) in [
            (
                "type = \"single\"\nright = \"a\"\nwrong = [\"b\", \"c\", \"d\"]",
                &[(0.0, 0.75), (1.0, 0.25)][..],
            ),
            (
                "type = \"single\"\nright = \"a\"\nwrong = [{ text = \"b\", weight = 0.5 }, \"c\", \"d\"]",
                &[(0.0, 0.5), (0.5, 0.25), (1.0, 0.25)],
            ),
            (
                "type = \"true_false\"\nright = true",
                &[(0.0, 0.5), (1.0, 0.5)],
            ),
            // r: 1/2, r+r: 1, each wrong takes a whole: of 7 sets 1 is whole and 2 are a half.
            (
                "type = \"multiple\"\nright = [\"a\", \"b\"]\nwrong = [\"c\"]",
                &[(0.0, 4.0 / 7.0), (0.5, 2.0 / 7.0), (1.0, 1.0 / 7.0)],
            ),
            (
                "type = \"multiple\"\nright = [\"a\", \"b\"]\nwrong = [\"c\"]\npartial = \"all_or_nothing\"",
                &[(0.0, 6.0 / 7.0), (1.0, 1.0 / 7.0)],
            ),
            // Weights 3/4, 1/4 and -1/2: sums of the seven sets that are not empty, clamped.
            (
                "type = \"multiple\"\nright = [{ text = \"a\", weight = 0.75 }, { text = \"b\", weight = 0.25 }]\nwrong = [{ text = \"c\", weight = -0.5 }]",
                &[
                    (0.0, 2.0 / 7.0),
                    (0.25, 2.0 / 7.0),
                    (0.5, 1.0 / 7.0),
                    (0.75, 1.0 / 7.0),
                    (1.0, 1.0 / 7.0),
                ],
            ),
            (
                "type = \"spot\"\nsegments = [{ text = \"a\", error = true }, { text = \"b\" }, { text = \"c\" }]\npartial = \"all_or_nothing\"",
                &[(0.0, 6.0 / 7.0), (1.0, 1.0 / 7.0)],
            ),
            (
                "type = \"sort\"\nbins = [{ label = \"x\", holds = [\"a\", \"b\"] }, { label = \"y\", holds = [] }]",
                &[(0.0, 0.25), (0.5, 0.5), (1.0, 0.25)],
            ),
            (
                "type = \"sort\"\nbins = [{ label = \"x\", holds = [\"a\", \"b\"] }, { label = \"y\", holds = [] }]\npartial = \"all_or_nothing\"",
                &[(0.0, 0.75), (1.0, 0.25)],
            ),
            (
                "type = \"match\"\npairs = [[\"a\", \"x\"], [\"b\", \"y\"]]\nextra = [\"z\"]",
                &[(0.0, 0.5), (0.5, 1.0 / 3.0), (1.0, 1.0 / 6.0)],
            ),
            (
                "type = \"order\"\nsequence = [\"a\", \"b\", \"c\"]\npartial = \"all_or_nothing\"",
                &[(0.0, 5.0 / 6.0), (1.0, 1.0 / 6.0)],
            ),
            (
                "type = \"number\"\nright = 3\nmin = 1\nmax = 10",
                &[(0.0, 0.9), (1.0, 0.1)],
            ),
            (
                "type = \"number\"\nright = 3\ntolerance = 1\nmin = 1\nmax = 10",
                &[(0.0, 0.7), (1.0, 0.3)],
            ),
            ("type = \"number\"\nright = 3", &[(0.0, 1.0), (1.0, 0.0)]),
            ("type = \"text\"\naccept = [\"mot\"]", &[(0.0, 1.0)]),
            // One of two words for three quarters, a word to write for the rest.
            (
                "type = \"cloze\"\npassage = \"{1} {2}\"\ngaps = [{ right = \"a\", wrong = [\"b\"], weight = 3 }, { accept = [\"c\"] }]",
                &[(0.0, 0.5), (0.75, 0.5), (1.0, 0.0)],
            ),
            (
                "type = \"cloze\"\npassage = \"{1} {2}\"\ngaps = [{ right = \"a\", wrong = [\"b\"] }, { right = \"c\", wrong = [\"d\"] }]\npartial = \"all_or_nothing\"",
                &[(0.0, 0.75), (1.0, 0.25)],
            ),
        ] {
            let found = chances(&item(text)).unwrap();
            let reached = |list: &[(f64, f64)]| {
                list.iter()
                    .copied()
                    .filter(|(_, p)| *p > 0.0)
                    .collect::<Vec<_>>()
            };
            near(&reached(&found), &reached(wanted));
        }
        for text in [
            "type = \"opinion\"\nchoices = [\"a\", \"b\"]",
            "type = \"reflect\"",
        ] {
            assert_eq!(chances(&item(text)), None, "{text}");
        }
    }
}
