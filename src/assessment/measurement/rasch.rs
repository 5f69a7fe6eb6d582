//! The Rasch model, by conditional maximum likelihood: the raw score holds all that is known of a person, so people drop out and only items remain.

use std::collections::BTreeMap;

use super::{
    linear::Cholesky,
    responses::{Responses, Undetermined},
    symmetric::conditional,
};

/// Steps smaller than this, in logits, end the search.
const SETTLED: f64 = 1e-10;

/// The most steps; Newton's method needs fewer than ten.
const STEPS: usize = 100;

/// The difficulty of an item.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difficulty {
    /// In logits; the mean over the items that can be estimated is 0.
    pub b: f64,
    /// Its standard error, in logits, under that same centring.
    pub error: f64,
}

/// People who were asked the same items: how many have each score.
struct Form {
    items: Vec<usize>,
    people: Vec<f64>,
}

/// Estimates difficulties by conditional maximum likelihood; nothing for an item that all who met it solved, or nobody.
///
/// People who solved all or none of their items say nothing of the items and are left out. Items that were not asked are conditioned upon. The standard errors
/// are the roots of the diagonal of the inverse information, taken under the sum of 0.
///
/// Sources: Andersen (1972), "The numerical solution of a set of conditional estimation equations", JRSS B 34; when a finite maximum exists: Fischer (1981),
/// Psychometrika 46; the same figures as eRm's `RM(…, sum0 = TRUE)`, Mair and Hatzinger (2007), whose betas are easiness.
///
/// # Errors
/// [`Undetermined`] where no finite maximum exists or fewer than two items are left.
pub fn estimate(responses: &Responses) -> Result<Vec<Option<Difficulty>>, Undetermined> {
    let usable = usable(responses);
    if usable.len() < 2 {
        return Err(Undetermined::TooFewItems {
            found: usable.len(),
            needed: 2,
        });
    }
    if let Some(part) = unlinked(responses, &usable) {
        return Err(Undetermined::Unlinked(part));
    }
    let (forms, solved) = forms(responses, &usable);
    let k = usable.len();
    let mut b = start(&forms, &solved);
    let mut here = Information::at(&b, &forms, &solved)?;
    for _ in 0..STEPS {
        let step = here.factor()?.solve(&here.gradient);
        let mut share = 1.0;
        // The likelihood is concave: some part of the step always climbs.
        let next = loop {
            let moved: Vec<f64> = b
                .iter()
                .zip(&step)
                .map(|(b, step)| b + share * step)
                .collect();
            let there = Information::at(&moved, &forms, &solved)?;
            if there.likelihood >= here.likelihood - 1e-9 * here.likelihood.abs() {
                b = moved;
                break there;
            }
            share /= 2.0;
            if share < 1e-6 {
                return Err(Undetermined::NotSettled);
            }
        };
        here = next;
        let largest = step
            .iter()
            .fold(0.0, |largest: f64, step| largest.max(step.abs()));
        if largest * share < SETTLED {
            let mean = b.iter().sum::<f64>() / k as f64;
            let factor = here.factor()?;
            let mut found = vec![None; responses.items()];
            for (place, item) in usable.iter().enumerate() {
                // The inverse of H + 11'/k, less 11'/k, is the inverse of H among vectors of sum 0.
                let variance = factor.inverse_diagonal(place) - 1.0 / k as f64;
                found[*item] = Some(Difficulty {
                    b: b[place] - mean,
                    error: variance.max(0.0).sqrt(),
                });
            }
            return Ok(found);
        }
    }
    Err(Undetermined::NotSettled)
}

/// The items that are left when those solved by all, or by nobody, of the people who tell them apart are taken away, again and again.
fn usable(responses: &Responses) -> Vec<usize> {
    let mut usable: Vec<usize> = (0..responses.items()).collect();
    loop {
        let mut right = vec![0_usize; responses.items()];
        let mut wrong = right.clone();
        for person in responses.persons() {
            let score = usable
                .iter()
                .filter(|item| person[**item] == Some(true))
                .count();
            let asked = usable
                .iter()
                .filter(|item| person[**item].is_some())
                .count();
            if score > 0 && score < asked {
                for item in &usable {
                    match person[*item] {
                        Some(true) => right[*item] += 1,
                        Some(false) => wrong[*item] += 1,
                        None => {}
                    }
                }
            }
        }
        let before = usable.len();
        usable.retain(|item| right[*item] > 0 && wrong[*item] > 0);
        if usable.len() == before {
            return usable;
        }
    }
}

/// Items that nobody who failed one of the others solved one of, or the reverse; nothing where answers lead from each item to each other.
fn unlinked(responses: &Responses, usable: &[usize]) -> Option<Vec<usize>> {
    let k = usable.len();
    let mut above = vec![vec![false; k]; k];
    for person in responses.persons() {
        let wrong: Vec<usize> = (0..k)
            .filter(|i| person[usable[*i]] == Some(false))
            .collect();
        for i in (0..k).filter(|i| person[usable[*i]] == Some(true)) {
            wrong.iter().for_each(|j| above[i][*j] = true);
        }
    }
    let reached = |leads: &dyn Fn(usize, usize) -> bool| {
        let (mut seen, mut open) = (vec![false; k], vec![0]);
        seen[0] = true;
        while let Some(from) = open.pop() {
            for (to, seen) in seen.iter_mut().enumerate() {
                if leads(from, to) && !*seen {
                    *seen = true;
                    open.push(to);
                }
            }
        }
        seen
    };
    for seen in [reached(&|i, j| above[i][j]), reached(&|i, j| above[j][i])] {
        if seen.contains(&false) {
            let part = (0..k).filter(|i| seen[*i]).map(|i| usable[i]);
            return Some(part.collect());
        }
    }
    None
}

/// People by the items they were asked, and how many of them solved each item; items by their places among the usable.
fn forms(responses: &Responses, usable: &[usize]) -> (Vec<Form>, Vec<f64>) {
    let mut forms: BTreeMap<Vec<usize>, Vec<f64>> = BTreeMap::new();
    let mut solved = vec![0.0; usable.len()];
    for person in responses.persons() {
        let asked: Vec<usize> = (0..usable.len())
            .filter(|i| person[usable[*i]].is_some())
            .collect();
        let right = |i: &usize| person[usable[*i]] == Some(true);
        let score = asked.iter().filter(|i| right(i)).count();
        if score > 0 && score < asked.len() {
            asked
                .iter()
                .filter(|i| right(i))
                .for_each(|i| solved[*i] += 1.0);
            let scores = asked.len() + 1;
            forms.entry(asked).or_insert_with(|| vec![0.0; scores])[score] += 1.0;
        }
    }
    let forms = forms
        .into_iter()
        .map(|(items, people)| Form { items, people });
    (forms.collect(), solved)
}

/// The logits of the shares of wrong answers.
fn start(forms: &[Form], solved: &[f64]) -> Vec<f64> {
    let mut asked = vec![0.0; solved.len()];
    for form in forms {
        let people: f64 = form.people.iter().sum();
        form.items.iter().for_each(|item| asked[*item] += people);
    }
    asked
        .iter()
        .zip(solved)
        .map(|(asked, solved)| ((asked - solved) / solved).ln())
        .collect()
}

/// The conditional likelihood at a point, with its first and second derivatives.
struct Information {
    likelihood: f64,
    gradient: Vec<f64>,
    information: Vec<f64>,
}

impl Information {
    fn at(b: &[f64], forms: &[Form], solved: &[f64]) -> Result<Information, Undetermined> {
        let k = b.len();
        let mut found = Information {
            likelihood: -b
                .iter()
                .zip(solved)
                .map(|(b, solved)| b * solved)
                .sum::<f64>(),
            gradient: solved.iter().map(|solved| -solved).collect(),
            information: vec![0.0; k * k],
        };
        for form in forms {
            let size = form.items.len();
            let middle = form.items.iter().map(|item| b[*item]).sum::<f64>() / size as f64;
            let chances: Vec<f64> = form
                .items
                .iter()
                .map(|item| 1.0 / (1.0 + (b[*item] - middle).exp()))
                .collect();
            let known = conditional(&chances, &form.people).ok_or(Undetermined::OutOfRange)?;
            // log gamma_r of exp(-b) = log P_r + sum log(1 + exp(middle - b)) - r middle.
            let scale: f64 = chances.iter().map(|p| -(1.0 - p).ln()).sum();
            for (score, people) in form.people.iter().enumerate().filter(|(_, n)| **n > 0.0) {
                let gamma = known.log_scores[score] + scale - score as f64 * middle;
                found.likelihood -= people * gamma;
            }
            for (i, item) in form.items.iter().enumerate() {
                found.gradient[*item] += known.expected[i];
                for (j, other) in form.items.iter().enumerate() {
                    found.information[item * k + other] += known.covariances[i * size + j];
                }
            }
        }
        Ok(found)
    }

    /// The information with the direction of equal shifts filled, in which it is flat.
    fn factor(&self) -> Result<Cholesky, Undetermined> {
        let k = self.gradient.len();
        let filled = self.information.iter().map(|value| value + 1.0 / k as f64);
        Cholesky::new(k, filled.collect()).ok_or(Undetermined::NotSettled)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assessment::measurement::responses::cases::lsat6;

    fn near(found: &[Option<Difficulty>], b: &[f64], error: &[f64], within: f64) {
        assert_eq!(found.len(), b.len());
        for ((found, b), error) in found.iter().zip(b).zip(error) {
            let found = found.unwrap();
            assert!((found.b - b).abs() < within, "{found:?} {b}");
            assert!((found.error - error).abs() < within, "{found:?} {error}");
        }
    }

    #[test]
    fn the_lsat_has_the_difficulties_of_a_search_over_all_patterns() {
        // numpy: Newton's method on the likelihood with every pattern of a score written out. R's eRm 1.0-2, RM(x, sum0 = TRUE), is within 5e-6 of it.
        let b = [
            -1.256_128_455_950_82,
            0.474_906_003_430_79,
            1.235_984_152_287_23,
            0.168_410_575_812_77,
            -0.623_172_275_579_97,
        ];
        let error = [
            0.104_409_864_227_53,
            0.069_916_900_021_48,
            0.068_778_609_921_00,
            0.072_618_848_479_99,
            0.085_915_680_449_08,
        ];
        near(&estimate(&lsat6()).unwrap(), &b, &error, 1e-11);
    }

    #[test]
    fn items_that_were_not_asked_are_conditioned_upon() {
        // As above, without the answers to item 5 where item 1 was failed, and to item 2 where item 1 was solved and item 5 failed.
        let whole = lsat6();
        let cells = whole.persons().flat_map(|person| {
            let mut person = person.to_vec();
            match (person[0], person[4]) {
                (Some(false), _) => person[4] = None,
                (_, Some(false)) => person[1] = None,
                _ => {}
            }
            person
        });
        let b = [
            -1.370_355_855_350_97,
            0.606_703_405_870_14,
            1.195_502_880_094_97,
            0.099_588_481_994_49,
            -0.531_438_912_608_64,
        ];
        let error = [
            0.108_460_564_420_99,
            0.076_715_132_841_28,
            0.069_707_199_509_73,
            0.074_416_926_330_11,
            0.090_403_844_966_14,
        ];
        let found = estimate(&Responses::new(5, cells.collect())).unwrap();
        near(&found, &b, &error, 1e-11);
    }

    fn table(rows: &[&str]) -> Responses {
        let cells = rows
            .iter()
            .flat_map(|row| row.chars())
            .map(|answer| match answer {
                '1' => Some(true),
                '0' => Some(false),
                _ => None,
            });
        Responses::new(rows[0].len(), cells.collect())
    }

    #[test]
    fn two_items_have_the_logit_of_their_wins() {
        // With two items the likelihood is that of a coin: 3 of 4 solved the first alone.
        let found = estimate(&table(&["10", "10", "10", "01", "11", "00"])).unwrap();
        let expected = 3.0_f64.ln() / 2.0;
        let found: Vec<f64> = found.iter().map(|item| item.unwrap().b).collect();
        assert!(
            (found[0] + expected).abs() < 1e-9 && (found[1] - expected).abs() < 1e-9,
            "{found:?}"
        );
    }

    #[test]
    fn an_item_that_all_solved_has_no_difficulty_and_the_others_are_as_without_it() {
        let with = estimate(&table(&["110", "101", "110", "101", "111", "100"])).unwrap();
        let without = estimate(&table(&["10", "01", "10", "01", "11", "00"])).unwrap();
        assert_eq!(with[0], None);
        assert_eq!(with[1..], without[..]);
    }

    #[test]
    fn what_has_no_finite_maximum_is_said() {
        assert_eq!(
            estimate(&table(&["11", "00"])),
            Err(Undetermined::TooFewItems {
                found: 0,
                needed: 2
            })
        );
        // Two pairs of items that no person links.
        assert_eq!(
            estimate(&table(&["10--", "01--", "--10", "--01"])),
            Err(Undetermined::Unlinked(vec![0, 1]))
        );
        // Whoever failed one of the first two solved none of the others.
        let steps = table(&["1000", "0100", "1110", "1101"]);
        assert!(matches!(estimate(&steps), Err(Undetermined::Unlinked(_))));
    }

    #[test]
    fn the_order_of_people_changes_nothing() {
        let rows = [
            "1100", "1010", "0110", "1001", "0101", "1110", "0011", "1000",
        ];
        let mut turned = rows;
        turned.reverse();
        assert_eq!(estimate(&table(&rows)), estimate(&table(&turned)));
    }

    #[test]
    fn many_items_and_people_recover_what_they_were_made_from() {
        let (k, n) = (60, 1500);
        let truth = |item: usize| item as f64 / 20.0 - 59.0 / 40.0;
        let mut state = 7_u64;
        let mut uniform = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 11) as f64 / (1_u64 << 53) as f64
        };
        let mut cells = Vec::new();
        for _ in 0..n {
            let theta = (0..12).map(|_| uniform()).sum::<f64>() - 6.0;
            cells.extend(
                (0..k).map(|item| Some(uniform() < 1.0 / (1.0 + (truth(item) - theta).exp()))),
            );
        }
        let found = estimate(&Responses::new(k, cells)).unwrap();
        let misses = found.iter().enumerate().map(|(item, found)| {
            let found = found.unwrap();
            (found.b - truth(item)) / found.error
        });
        let square = misses.map(|miss| miss * miss).sum::<f64>() / k as f64;
        assert!(
            (0.5..1.6).contains(&square),
            "standard errors do not fit: {square}"
        );
        let sum: f64 = found.iter().map(|item| item.unwrap().b).sum();
        assert!(sum.abs() < 1e-10);
    }
}
