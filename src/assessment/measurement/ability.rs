//! The ability of a person under the two-parameter model, as the mean and standard deviation of its posterior distribution.

/// How many nodes there are.
pub const NODES: usize = 121;

/// The curve of an item: P = 1/(1+exp(-a(t-b))).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Curve {
    /// The slope.
    pub a: f64,
    /// The difficulty: the ability at which half solve it.
    pub b: f64,
}

/// The ability of a person.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ability {
    /// The posterior mean.
    pub theta: f64,
    /// The posterior standard deviation.
    pub psd: f64,
}

/// The nodes: equally spaced from -6 to 6.
pub fn nodes() -> [f64; NODES] {
    std::array::from_fn(|node| (node as f64 - 60.0) / 10.0)
}

/// The logarithm of the standard normal density at the nodes, but for a constant.
pub fn prior() -> [f64; NODES] {
    nodes().map(|theta| -theta * theta / 2.0)
}

/// The chance of a right answer.
pub fn probability(curve: Curve, theta: f64) -> f64 {
    1.0 / (1.0 + (-curve.a * (theta - curve.b)).exp())
}

/// Fisher's information of an item at an ability, a^2 P (1-P); the same on both sides of the difficulty, to the last bit.
pub fn information(curve: Curve, theta: f64) -> f64 {
    let odds = (-(curve.a * (theta - curve.b)).abs()).exp();
    curve.a * curve.a * odds / ((1.0 + odds) * (1.0 + odds))
}

/// The logarithms of the chances of right and wrong answers to each item at each node.
pub struct Curves {
    right: Vec<[f64; NODES]>,
    wrong: Vec<[f64; NODES]>,
}

impl Curves {
    /// The tables of these items.
    pub fn new(curves: &[Curve]) -> Curves {
        let nodes = nodes();
        let table = |sign: f64| {
            let log = |logit: f64| {
                if logit > 0.0 {
                    -(-logit).exp().ln_1p()
                } else {
                    logit - logit.exp().ln_1p()
                }
            };
            let one = |curve: &Curve| nodes.map(|theta| log(sign * curve.a * (theta - curve.b)));
            curves.iter().map(one).collect()
        };
        Curves {
            right: table(1.0),
            wrong: table(-1.0),
        }
    }

    /// Takes an answer into a posterior, given as logarithms.
    pub fn take(&self, posterior: &mut [f64; NODES], item: usize, right: bool) {
        let table = if right { &self.right } else { &self.wrong };
        posterior
            .iter_mut()
            .zip(&table[item])
            .for_each(|(log, likelihood)| *log += likelihood);
    }

    /// The ability that answers show: expected a posteriori, prior N(0,1). Items that were not asked, and those without a curve, count for nothing.
    ///
    /// Source: Bock and Mislevy (1982), "Adaptive EAP estimation of ability in a microcomputer environment", Appl. Psychol. Meas. 6.
    pub fn ability(&self, answers: &[Option<bool>]) -> Ability {
        let mut posterior = prior();
        for (item, right) in answers.iter().enumerate() {
            if let Some(right) = right {
                self.take(&mut posterior, item, *right);
            }
        }
        summary(&posterior)
    }
}

/// The mean and the standard deviation of a posterior, given as logarithms.
pub fn summary(posterior: &[f64; NODES]) -> Ability {
    let highest = posterior.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let weights = posterior.map(|log| (log - highest).exp());
    let nodes = nodes();
    let whole: f64 = weights.iter().sum();
    let theta = nodes
        .iter()
        .zip(&weights)
        .map(|(node, w)| node * w)
        .sum::<f64>()
        / whole;
    let square = |node: &f64| (node - theta) * (node - theta);
    let spread = nodes
        .iter()
        .zip(&weights)
        .map(|(node, w)| square(node) * w)
        .sum::<f64>();
    Ability {
        theta,
        psd: (spread / whole).sqrt(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_answers_the_prior_stands() {
        let found = Curves::new(&[]).ability(&[]);
        assert!(found.theta.abs() < 1e-15);
        // The normal density beyond 6 is 2e-9 of the whole.
        assert!((found.psd - 1.0).abs() < 1e-6, "{found:?}");
    }

    #[test]
    fn known_answers_give_known_abilities() {
        // numpy, from the formula of the docstring, without logarithms.
        let curves = Curves::new(&[
            Curve { a: 1.0, b: -1.0 },
            Curve { a: 1.7, b: 0.3 },
            Curve { a: 0.6, b: 2.0 },
        ]);
        for (answers, theta, psd) in KNOWN {
            let found = curves.ability(&answers);
            assert!((found.theta - theta).abs() < 1e-12, "{found:?} {theta}");
            assert!((found.psd - psd).abs() < 1e-12, "{found:?} {psd}");
        }
    }

    const KNOWN: [([Option<bool>; 3], f64, f64); 3] = [
        (
            [Some(true), Some(true), Some(false)],
            0.655_398_019_026_757_4,
            0.761_074_178_584_475_8,
        ),
        (
            [None, Some(false), Some(true)],
            -0.151_885_814_327_770_46,
            0.802_962_704_362_468_5,
        ),
        (
            [Some(false); 3],
            -0.909_340_856_379_139_6,
            0.794_630_325_639_198,
        ),
    ];

    #[test]
    fn hundreds_of_answers_do_not_leave_the_range_of_the_machine() {
        let curves = Curves::new(&[Curve { a: 3.0, b: 0.0 }; 900]);
        let all = curves.ability(&[Some(true); 900]);
        assert!(all.theta > 2.0 && all.psd > 0.0 && all.psd < 1.0, "{all:?}");
        let none = curves.ability(&[Some(false); 900]);
        assert!((all.theta + none.theta).abs() < 1e-12);
    }

    #[test]
    fn information_is_greatest_at_the_difficulty() {
        let curve = Curve { a: 2.0, b: 0.5 };
        assert_eq!(information(curve, 0.5), 1.0);
        assert_eq!(information(curve, 0.0), information(curve, 1.0));
        let p = probability(curve, 1.3);
        assert!((information(curve, 1.3) - 4.0 * p * (1.0 - p)).abs() < 1e-15);
        assert_eq!(information(curve, 1e6), 0.0);
    }
}
