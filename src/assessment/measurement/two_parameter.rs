//! The two-parameter logistic model, by marginal maximum likelihood: abilities are N(0,1), which fixes the scale, and are integrated out.

use super::{
    ability::{Curve, NODES, nodes, prior},
    linear::Cholesky,
    responses::{Responses, Undetermined},
};

/// Cycles that move no parameter by more than this end the search.
const SETTLED: f64 = 1e-9;

/// The most cycles of expectation and maximisation.
const CYCLES: usize = 3000;

/// A slope beyond this is on its way to infinity.
const STEEP: f64 = 40.0;

/// A slope below this gives no difficulty.
const FLAT: f64 = 1e-6;

/// The fewest items from which slopes can be told.
const ITEMS: usize = 3;

/// An item's curve and its standard errors.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Calibrated {
    /// Slope and difficulty.
    pub curve: Curve,
    /// The standard errors of slope and difficulty, where the answers tell them.
    pub errors: Option<(f64, f64)>,
}

/// A parameter pair as it is estimated: the logit is `slope` times ability plus `intercept`.
#[derive(Clone, Copy)]
struct Line {
    slope: f64,
    intercept: f64,
}

/// Estimates slopes and difficulties; nothing for an item that all who met it solved, or nobody, or that is as flat as not to have a difficulty.
///
/// Expectation and maximisation over 121 equally spaced nodes on [-6, 6], each two cycles followed by an extrapolation that is kept where the likelihood does
/// not fall. Standard errors come from the cross products of the people's scores. Items that were not asked count for nothing.
///
/// Sources: Bock and Aitkin (1981), "Marginal maximum likelihood estimation of item parameters", Psychometrika 46; the extrapolation: Varadhan and Roland
/// (2008), "Simple and globally convergent methods for accelerating the convergence of any EM algorithm", Scand. J. Stat. 35 (scheme S3).
///
/// # Errors
/// [`Undetermined`] where fewer than three items are left, or the likelihood has no finite maximum.
pub fn estimate(responses: &Responses) -> Result<Vec<Option<Calibrated>>, Undetermined> {
    let usable: Vec<usize> = (0..responses.items())
        .filter(|item| varies(responses, *item))
        .collect();
    if usable.len() < ITEMS {
        return Err(Undetermined::TooFewItems {
            found: usable.len(),
            needed: ITEMS,
        });
    }
    let patterns = responses
        .patterns()
        .into_iter()
        .map(|(answers, people)| Pattern::new(answers, people, &usable));
    let patterns: Vec<Pattern> = patterns.filter(|pattern| pattern.asked > 0).collect();
    let mut lines = start(responses, &usable);
    for _ in 0..CYCLES {
        let before = cycle(&lines, &patterns);
        let first = before.lines;
        let settled = distance(&lines, &first) < SETTLED;
        if let Some(place) = first.iter().position(|line| {
            !line.slope.is_finite() || line.slope.abs() > STEEP || !line.intercept.is_finite()
        }) {
            return Err(Undetermined::Diverges(usable[place]));
        }
        if settled {
            return Ok(reported(responses.items(), &usable, &first, &patterns));
        }
        let second = cycle(&first, &patterns);
        let leap = extrapolated(&lines, &first, &second.lines);
        let third = cycle(&leap, &patterns);
        lines = if third.likelihood >= second.likelihood {
            third.lines
        } else {
            second.lines
        };
    }
    Err(Undetermined::NotSettled)
}

fn varies(responses: &Responses, item: usize) -> bool {
    let gave = |right: bool| {
        responses
            .persons()
            .any(|person| person[item] == Some(right))
    };
    gave(true) && gave(false)
}

/// Answers that some people gave, items by their places among the usable.
struct Pattern {
    people: f64,
    asked: usize,
    right: Vec<usize>,
    wrong: Vec<usize>,
    not_asked: Vec<usize>,
}

impl Pattern {
    fn new(answers: &[Option<bool>], people: f64, usable: &[usize]) -> Pattern {
        let with = |answer| {
            (0..usable.len())
                .filter(|i| answers[usable[*i]] == answer)
                .collect()
        };
        let (right, wrong, not_asked): (Vec<_>, Vec<_>, _) =
            (with(Some(true)), with(Some(false)), with(None));
        Pattern {
            people,
            asked: right.len() + wrong.len(),
            right,
            wrong,
            not_asked,
        }
    }
}

/// Slopes of 1 and the logits of the shares of right answers, spread by the ability.
fn start(responses: &Responses, usable: &[usize]) -> Vec<Line> {
    let one = |item: &usize| {
        let count = |answer| {
            responses
                .persons()
                .filter(|person| person[*item] == answer)
                .count() as f64
        };
        Line {
            slope: 1.0,
            intercept: 1.2 * (count(Some(true)) / count(Some(false))).ln(),
        }
    };
    usable.iter().map(one).collect()
}

/// What comes of a cycle: the likelihood before it, and the lines after it.
struct Cycle {
    likelihood: f64,
    lines: Vec<Line>,
}

fn cycle(lines: &[Line], patterns: &[Pattern]) -> Cycle {
    let tables = Tables::new(lines);
    let (mut likelihood, mut whole) = (0.0, [0.0; NODES]);
    let mut right = vec![[0.0; NODES]; lines.len()];
    let mut missing = vec![[0.0; NODES]; lines.len()];
    for pattern in patterns {
        let (log, mut weights) = tables.posterior(pattern);
        likelihood += pattern.people * log;
        weights
            .iter_mut()
            .for_each(|weight| *weight *= pattern.people);
        let add = |sums: &mut [f64; NODES]| {
            sums.iter_mut()
                .zip(&weights)
                .for_each(|(sum, weight)| *sum += weight);
        };
        add(&mut whole);
        pattern.right.iter().for_each(|item| add(&mut right[*item]));
        pattern
            .not_asked
            .iter()
            .for_each(|item| add(&mut missing[*item]));
    }
    let nodes = nodes();
    let fitted = lines.iter().enumerate().map(|(item, line)| {
        let asked: [f64; NODES] = std::array::from_fn(|node| whole[node] - missing[item][node]);
        fit(*line, &nodes, &right[item], &asked)
    });
    Cycle {
        likelihood,
        lines: fitted.collect(),
    }
}

/// The logits, and the logarithms of the chances of a wrong answer, item by item over the nodes.
struct Tables {
    logits: Vec<[f64; NODES]>,
    wrong: Vec<[f64; NODES]>,
    all_wrong: [f64; NODES],
    prior: [f64; NODES],
}

impl Tables {
    fn new(lines: &[Line]) -> Tables {
        let (nodes, prior) = (nodes(), prior());
        let whole: f64 = prior.iter().map(|log| log.exp()).sum();
        let logits: Vec<[f64; NODES]> = lines
            .iter()
            .map(|line| nodes.map(|theta| line.slope * theta + line.intercept))
            .collect();
        let soft = |logit: f64| -logit.max(0.0) - (-logit.abs()).exp().ln_1p();
        let wrong: Vec<[f64; NODES]> = logits.iter().map(|logits| logits.map(soft)).collect();
        let mut all_wrong = [0.0; NODES];
        for table in &wrong {
            all_wrong
                .iter_mut()
                .zip(table)
                .for_each(|(sum, log)| *sum += log);
        }
        Tables {
            logits,
            wrong,
            all_wrong,
            prior: prior.map(|log| log - whole.ln()),
        }
    }

    /// The logarithm of the likelihood of a pattern, and its posterior over the nodes.
    fn posterior(&self, pattern: &Pattern) -> (f64, [f64; NODES]) {
        let mut logs = self.prior;
        let mut add = |table: &[f64; NODES], sign: f64| {
            logs.iter_mut()
                .zip(table)
                .for_each(|(log, value)| *log += sign * value);
        };
        add(&self.all_wrong, 1.0);
        pattern
            .not_asked
            .iter()
            .for_each(|item| add(&self.wrong[*item], -1.0));
        pattern
            .right
            .iter()
            .for_each(|item| add(&self.logits[*item], 1.0));
        let highest = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let mut weights = logs.map(|log| (log - highest).exp());
        let whole: f64 = weights.iter().sum();
        weights.iter_mut().for_each(|weight| *weight /= whole);
        (highest + whole.ln(), weights)
    }
}

/// The line that fits expected numbers of right answers best: a logistic regression over the nodes, by Newton's method.
fn fit(line: Line, nodes: &[f64; NODES], right: &[f64; NODES], asked: &[f64; NODES]) -> Line {
    let mut line = line;
    for _ in 0..50 {
        let (mut g, mut h) = ([0.0; 2], [0.0; 3]);
        for node in 0..NODES {
            let theta = nodes[node];
            let p = 1.0 / (1.0 + (-line.slope * theta - line.intercept).exp());
            let (rest, weight) = (right[node] - asked[node] * p, asked[node] * p * (1.0 - p));
            g = [g[0] + rest * theta, g[1] + rest];
            h = [
                h[0] + weight * theta * theta,
                h[1] + weight * theta,
                h[2] + weight,
            ];
        }
        let determinant = h[0] * h[2] - h[1] * h[1];
        if determinant <= f64::MIN_POSITIVE {
            return line;
        }
        // A step of more than 1 would overshoot where the curve is flat.
        let slope = ((h[2] * g[0] - h[1] * g[1]) / determinant).clamp(-1.0, 1.0);
        let intercept = ((h[0] * g[1] - h[1] * g[0]) / determinant).clamp(-1.0, 1.0);
        line.slope += slope;
        line.intercept += intercept;
        if slope.abs().max(intercept.abs()) < 1e-12 {
            break;
        }
    }
    line
}

fn distance(one: &[Line], other: &[Line]) -> f64 {
    let far = |(one, other): (&Line, &Line)| {
        (one.slope - other.slope)
            .abs()
            .max((one.intercept - other.intercept).abs())
    };
    one.iter().zip(other).map(far).fold(0.0, f64::max)
}

/// The point that two cycles lead to.
fn extrapolated(zero: &[Line], one: &[Line], two: &[Line]) -> Vec<Line> {
    let each = |value: fn(&Line) -> f64| {
        zero.iter()
            .zip(one)
            .zip(two)
            .map(move |((zero, one), two)| {
                let first = value(one) - value(zero);
                (first, value(two) - value(one) - first)
            })
    };
    let (mut r, mut v) = (0.0, 0.0);
    for (first, turn) in each(|line| line.slope).chain(each(|line| line.intercept)) {
        r += first * first;
        v += turn * turn;
    }
    let length = if v > 0.0 {
        -(r / v).sqrt().max(1.0)
    } else {
        -1.0
    };
    let moved = |value: f64, (first, turn): (f64, f64)| {
        value - 2.0 * length * first + length * length * turn
    };
    zero.iter()
        .zip(each(|line| line.slope).zip(each(|line| line.intercept)))
        .map(|(zero, (slope, intercept))| Line {
            slope: moved(zero.slope, slope),
            intercept: moved(zero.intercept, intercept),
        })
        .collect()
}

fn reported(
    items: usize,
    usable: &[usize],
    lines: &[Line],
    patterns: &[Pattern],
) -> Vec<Option<Calibrated>> {
    let factor = Cholesky::new(2 * lines.len(), cross_products(lines, patterns));
    let mut found = vec![None; items];
    for (place, line) in lines
        .iter()
        .enumerate()
        .filter(|(_, line)| line.slope.abs() > FLAT)
    {
        let curve = Curve {
            a: line.slope,
            b: -line.intercept / line.slope,
        };
        let errors = factor.as_ref().map(|factor| {
            let (s, i) = (2 * place, 2 * place + 1);
            let (of_slope, of_both, of_intercept) = (
                factor.inverse(s, s),
                factor.inverse(s, i),
                factor.inverse(i, i),
            );
            // The delta method: b = -intercept/slope.
            let of_b = of_intercept + 2.0 * curve.b * of_both + curve.b * curve.b * of_slope;
            (of_slope.sqrt(), of_b.max(0.0).sqrt() / curve.a.abs())
        });
        found[usable[place]] = Some(Calibrated { curve, errors });
    }
    found
}

/// The sum over people of the products of the derivatives of their likelihoods.
fn cross_products(lines: &[Line], patterns: &[Pattern]) -> Vec<f64> {
    let (tables, nodes, size) = (Tables::new(lines), nodes(), 2 * lines.len());
    let right: Vec<[f64; NODES]> = tables
        .logits
        .iter()
        .map(|logits| logits.map(|logit| 1.0 / (1.0 + (-logit).exp())))
        .collect();
    let mut sums = vec![0.0; size * size];
    for pattern in patterns {
        let (_, posterior) = tables.posterior(pattern);
        let mut score = vec![0.0; size];
        let asked = pattern
            .right
            .iter()
            .map(|item| (item, 1.0))
            .chain(pattern.wrong.iter().map(|item| (item, 0.0)));
        for (item, answer) in asked {
            for node in 0..NODES {
                let rest = posterior[node] * (answer - right[*item][node]);
                score[2 * item] += rest * nodes[node];
                score[2 * item + 1] += rest;
            }
        }
        for (row, one) in score.iter().enumerate() {
            for (column, other) in score.iter().enumerate() {
                sums[row * size + column] += pattern.people * one * other;
            }
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assessment::measurement::responses::cases::lsat6;

    #[test]
    fn the_lsat_has_the_curves_of_a_direct_search() {
        let found = estimate(&lsat6()).unwrap();
        // scipy: BFGS on the marginal likelihood over the same nodes.
        let a = [
            0.825_659_552_8,
            0.722_744_207_1,
            0.890_874_535_6,
            0.688_367_986_4,
            0.656_855_956_7,
        ];
        let b = [
            -3.358_811_022_4,
            -1.370_057_605_8,
            -0.279_666_230_8,
            -1.866_380_994_2,
            -3.125_906_716_1,
        ];
        for (item, found) in found.iter().enumerate() {
            let found = found.unwrap();
            assert!((found.curve.a - a[item]).abs() < 1e-6, "{found:?}");
            assert!((found.curve.b - b[item]).abs() < 1e-6, "{found:?}");
            let (of_a, of_b) = found.errors.unwrap();
            assert!(
                (0.15..0.35).contains(&of_a) && (0.05..1.1).contains(&of_b),
                "{found:?}"
            );
        }
    }

    /// Answers made from curves with slopes 0.7, 1.1, 1.5…, a share of them not asked.
    fn made(n: usize, k: usize, blank: f64) -> Responses {
        let mut state = 11_u64;
        let mut uniform = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 11) as f64 / (1_u64 << 53) as f64
        };
        let mut cells = Vec::new();
        for _ in 0..n {
            let theta = (0..12).map(|_| uniform()).sum::<f64>() - 6.0;
            for item in 0..k {
                let p = 1.0 / (1.0 + (-truth(item).a * (theta - truth(item).b)).exp());
                let right = uniform() < p;
                cells.push((uniform() >= blank).then_some(right));
            }
        }
        Responses::new(k, cells)
    }

    fn truth(item: usize) -> Curve {
        Curve {
            a: 0.7 + 0.4 * (item % 3) as f64,
            b: item as f64 / 3.0 - 1.5,
        }
    }

    #[test]
    fn curves_are_recovered_with_and_without_blanks() {
        for blank in [0.0, 0.3] {
            let found = estimate(&made(1200, 10, blank)).unwrap();
            for (item, found) in found.iter().enumerate() {
                let (curve, (of_a, of_b)) = (found.unwrap().curve, found.unwrap().errors.unwrap());
                assert!(
                    (curve.a - truth(item).a).abs() < 3.5 * of_a,
                    "{item} {found:?}"
                );
                assert!(
                    (curve.b - truth(item).b).abs() < 3.5 * of_b,
                    "{item} {found:?}"
                );
            }
        }
    }

    #[test]
    fn a_turned_item_has_a_negative_slope() {
        let whole = made(600, 6, 0.0);
        let cells = whole.persons().flat_map(|person| {
            let turn =
                |(item, answer): (usize, &Option<bool>)| answer.map(|right| right ^ (item == 4));
            person.iter().enumerate().map(turn).collect::<Vec<_>>()
        });
        let (straight, turned) = (
            estimate(&whole).unwrap(),
            estimate(&Responses::new(6, cells.collect())).unwrap(),
        );
        let (one, other) = (straight[4].unwrap().curve, turned[4].unwrap().curve);
        assert!(
            (one.a + other.a).abs() < 1e-5 && (one.b - other.b).abs() < 1e-5,
            "{one:?} {other:?}"
        );
    }

    #[test]
    fn what_cannot_be_told_is_said() {
        let two = Responses::new(2, vec![Some(true), Some(false), Some(false), Some(true)]);
        assert_eq!(
            estimate(&two),
            Err(Undetermined::TooFewItems {
                found: 2,
                needed: 3
            })
        );
        // Three items that always go together: their slopes have no end.
        let same: Vec<Option<bool>> = (0..60)
            .flat_map(|person| [Some(person % 2 == 0); 3])
            .collect();
        assert!(matches!(
            estimate(&Responses::new(3, same)),
            Err(Undetermined::Diverges(_))
        ));
    }
}
