//! Elementary symmetric functions of item easiness, as the distribution of the raw score: every term is positive, so no digits are lost.

/// The distribution of the number of right answers, 0 to k, where the items are solved with these probabilities, independently.
///
/// With p = e/(1+e) it is the elementary symmetric function of the e, order by order, over their common product of 1+e: the scale that keeps hundreds of
/// items within the range of the machine.
///
/// Source: Fischer (1974), "Einführung in die Theorie psychologischer Tests" (summation algorithm).
pub fn score_distribution(solved: &[f64]) -> Vec<f64> {
    let mut scores = vec![1.0];
    solved.iter().for_each(|p| scores = with(&scores, *p));
    scores
}

/// What is known of the items given the raw score, summed over people.
pub struct Conditional {
    /// The logarithms of the distribution of the score, 0 to k.
    pub log_scores: Vec<f64>,
    /// Item by item, how many people are expected to solve it given their scores.
    pub expected: Vec<f64>,
    /// The covariances of the solutions given the scores, item by item, row after row.
    pub covariances: Vec<f64>,
}

/// The expectations and covariances of solving each item given the raw score, for `people` by score, 0 to k.
///
/// Sums run forward over the items before, and backward over those after, so that all pairs cost k^3 and nothing is subtracted but the product of expectations.
///
/// Nothing where a score that somebody has is so unlikely that it leaves the range of the machine.
pub fn conditional(solved: &[f64], people: &[f64]) -> Option<Conditional> {
    let k = solved.len();
    let mut forward = vec![vec![1.0]];
    for p in solved {
        forward.push(with(forward.last()?, *p));
    }
    let mut suffixes = vec![vec![1.0]];
    for p in solved.iter().rev() {
        suffixes.push(with(suffixes.last()?, *p));
    }
    suffixes.reverse();
    let scores = forward.last()?;
    let mut weights = vec![0.0; k + 1];
    for ((weight, count), chance) in weights.iter_mut().zip(people).zip(scores) {
        if *count > 0.0 {
            *weight = count / chance;
            if !weight.is_finite() {
                return None;
            }
        }
    }
    // backward[j][s]: the weight of people who have s among the items before j, over all ways to go on.
    let mut backward = vec![weights.clone()];
    for p in solved.iter().rev() {
        let after = backward.last()?;
        let before = after
            .windows(2)
            .map(|pair| (1.0 - p) * pair[0] + p * pair[1])
            .collect();
        backward.push(before);
    }
    backward.reverse();
    let given: Vec<Vec<f64>> = (0..k)
        .map(|item| chances(&forward[item], &suffixes[item + 1], solved[item], scores))
        .collect();
    let expected: Vec<f64> = given
        .iter()
        .map(|chances| chances.iter().zip(people).map(|(p, n)| p * n).sum())
        .collect();
    let mut covariances = vec![0.0; k * k];
    for i in 0..k {
        let mut put = |j: usize, joint: f64| {
            let product: f64 = (0..=k)
                .map(|score| people[score] * given[i][score] * given[j][score])
                .sum();
            covariances[i * k + j] = joint - product;
            covariances[j * k + i] = joint - product;
        };
        put(i, expected[i]);
        // The ways to have solved i and s items in all among those before j.
        let mut ways: Vec<f64> = std::iter::once(0.0)
            .chain(forward[i].iter().map(|way| way * solved[i]))
            .collect();
        for j in i + 1..k {
            let joint = ways
                .iter()
                .zip(&backward[j + 1][1..])
                .map(|(way, weight)| way * solved[j] * weight)
                .sum();
            put(j, joint);
            ways = with(&ways, solved[j]);
        }
    }
    Some(Conditional {
        log_scores: scores.iter().map(|chance| chance.ln()).collect(),
        expected,
        covariances,
    })
}

/// The distribution with one item more.
fn with(scores: &[f64], p: f64) -> Vec<f64> {
    let mut more = Vec::with_capacity(scores.len() + 1);
    more.push(scores[0] * (1.0 - p));
    more.extend(
        scores
            .windows(2)
            .map(|pair| pair[1] * (1.0 - p) + pair[0] * p),
    );
    more.push(scores[scores.len() - 1] * p);
    more
}

/// The chance of having solved an item, given each score.
fn chances(before: &[f64], after: &[f64], p: f64, scores: &[f64]) -> Vec<f64> {
    let mut others = vec![0.0; scores.len()];
    for (s, before) in before.iter().enumerate() {
        for (t, after) in after.iter().enumerate() {
            others[s + t + 1] += before * after;
        }
    }
    let given = others.iter().zip(scores);
    given
        .map(|(other, all)| if *all > 0.0 { other * p / all } else { 0.0 })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: f64, expected: f64) {
        assert!(
            (found - expected).abs() <= 1e-12 * expected.abs().max(1.0),
            "{found} {expected}"
        );
    }

    #[test]
    fn equal_items_give_the_binomial() {
        let scores = score_distribution(&[0.5; 10]);
        for (score, expected) in [(0, 1.0), (3, 120.0), (5, 252.0), (10, 1.0)] {
            near(scores[score] * 1024.0, expected);
        }
    }

    #[test]
    fn three_items_by_hand() {
        // Easiness 1, 2, 4: symmetric functions 1, 7, 14, 8; without the first: 1, 6, 8; without the first two: 1, 4.
        let solved = [1.0 / 2.0, 2.0 / 3.0, 4.0 / 5.0];
        let scores = score_distribution(&solved);
        for (score, gamma) in [1.0, 7.0, 14.0, 8.0].into_iter().enumerate() {
            near(scores[score] * 30.0, gamma);
        }
        let found = conditional(&solved, &[0.0, 10.0, 20.0, 0.0]).unwrap();
        near(found.expected[0], 10.0 / 7.0 + 20.0 * 6.0 / 14.0);
        near(found.expected[2], 10.0 * 4.0 / 7.0 + 20.0 * 12.0 / 14.0);
        let joint = 20.0 * 8.0 / 14.0;
        let product = 10.0 * (2.0 / 7.0) * (4.0 / 7.0) + 20.0 * (10.0 / 14.0) * (12.0 / 14.0);
        near(found.covariances[5], joint - product);
    }

    #[test]
    fn what_is_known_adds_up_for_many_items_far_apart() {
        let solved: Vec<f64> = (0..300)
            .map(|i| 1.0 / (1.0 + (-(f64::from(i) - 150.0) / 25.0_f64).exp()))
            .collect();
        let people: Vec<f64> = (0..=300)
            .map(|r| f64::from(r % 3) * f64::from(u8::from(r > 5 && r < 295)))
            .collect();
        let found = conditional(&solved, &people).unwrap();
        let points: f64 = people.iter().enumerate().map(|(r, n)| r as f64 * n).sum();
        assert!((found.expected.iter().sum::<f64>() / points - 1.0).abs() < 1e-12);
        for row in found.covariances.chunks(300) {
            let size: f64 = row.iter().map(|c| c.abs()).sum();
            assert!(
                row.iter().sum::<f64>().abs() < 1e-8 * size.max(1.0),
                "a score given leaves no freedom"
            );
        }
    }
}
