//! How far two readers of the same texts agree: the share of equal marks, and kappa with quadratic weights, which takes away what chance would give.

/// The fewest pairs of marks from which agreement is told.
pub const PAIRS: usize = 30;

/// How far two readers agree.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Agreement {
    /// How many pairs of marks it comes from.
    pub pairs: usize,
    /// The share of pairs that are equal.
    pub exact: f64,
    /// Kappa with quadratic weights: 1 is full agreement, 0 what chance would give; nothing where chance alone would agree always.
    pub kappa: Option<f64>,
}

/// The agreement of pairs of marks, each from 0 to `steps - 1`; nothing under [`PAIRS`] of them.
///
/// The weight of a disagreement is ((i - j) / (steps - 1))^2, and kappa is 1 - (weighted disagreement observed) / (that expected from the two readers' own
/// frequencies).
///
/// Source: Cohen (1968), "Weighted kappa: Nominal scale agreement provision for scaled disagreement or partial credit", Psychological Bulletin 70(4), 213-220.
pub fn agreement(pairs: &[(u32, u32)], steps: u32) -> Option<Agreement> {
    (pairs.len() >= PAIRS).then(|| measured(pairs, steps))
}

fn measured(pairs: &[(u32, u32)], steps: u32) -> Agreement {
    let n = pairs.len() as f64;
    let apart = |a: u32, b: u32| (f64::from(a.abs_diff(b)) / f64::from(steps.max(2) - 1)).powi(2);
    let equal = pairs.iter().filter(|(a, b)| a == b).count() as f64;
    let observed: f64 = pairs.iter().map(|(a, b)| apart(*a, *b)).sum::<f64>() / n;
    let count = |step: u32, of: fn(&(u32, u32)) -> u32| {
        pairs.iter().filter(|pair| of(pair) == step).count() as f64
    };
    let expected: f64 = (0..steps)
        .flat_map(|i| (0..steps).map(move |j| (i, j)))
        .map(|(i, j)| count(i, |pair| pair.0) * count(j, |pair| pair.1) * apart(i, j))
        .sum::<f64>()
        / (n * n);
    Agreement {
        pairs: pairs.len(),
        exact: equal / n,
        kappa: (expected > 0.0).then(|| 1.0 - observed / expected),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pairs from a table of how often each came.
    fn pairs(table: &[&[usize]]) -> Vec<(u32, u32)> {
        let mut pairs = Vec::new();
        for (i, row) in (0u32..).zip(table) {
            for (j, times) in (0u32..).zip(*row) {
                pairs.extend(std::iter::repeat_n((i, j), *times));
            }
        }
        pairs
    }

    #[test]
    fn kappa_is_what_a_hand_computes() {
        // Three steps, 40 pairs; rows 17, 13, 10, columns 15, 16, 9.
        let table: &[&[usize]] = &[&[10, 5, 2], &[5, 7, 1], &[0, 4, 6]];
        let found = agreement(&pairs(table), 3).unwrap();
        // Observed: (5 + 5 + 1 + 4) / 4 + 2 = 5.75, over 40 = 0.14375.
        // Expected: (17*16 + 13*15 + 13*9 + 10*16) / 4 + 17*9 + 10*15 = 744 / 4 + 303 = 489, over 1600 = 0.305625.
        assert_eq!(found.pairs, 40);
        assert!((found.exact - 23.0 / 40.0).abs() < 1e-12);
        let kappa = 1.0 - 0.14375 / 0.305625;
        assert!((found.kappa.unwrap() - kappa).abs() < 1e-12, "{found:?}");
    }

    #[test]
    fn the_two_ends_are_one_and_minus_one() {
        let agreed = agreement(&pairs(&[&[15, 0], &[0, 15]]), 2).unwrap();
        assert_eq!((agreed.exact, agreed.kappa), (1.0, Some(1.0)));
        let opposed = agreement(&pairs(&[&[0, 15], &[15, 0]]), 2).unwrap();
        assert_eq!((opposed.exact, opposed.kappa), (0.0, Some(-1.0)));
        let chance = agreement(&pairs(&[&[10, 10], &[10, 10]]), 2).unwrap();
        assert_eq!((chance.exact, chance.kappa), (0.5, Some(0.0)));
    }

    #[test]
    fn nothing_is_said_of_few_pairs_nor_where_chance_agrees_always() {
        assert_eq!(agreement(&vec![(1, 1); PAIRS - 1], 4), None);
        let same = agreement(&vec![(2, 2); PAIRS], 4).unwrap();
        assert_eq!((same.exact, same.kappa), (1.0, None));
    }
}
