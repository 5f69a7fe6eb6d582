//! Intervals that hold the true value 95 times in 100.

/// The normal deviate of a two-sided interval of 95 per cent.
const Z: f64 = 1.959_963_984_540_054;

/// From, to.
pub type Interval = (f64, f64);

/// An interval for a share: `count` of `n`; nothing of none.
///
/// Source: Wilson (1927), "Probable inference, the law of succession, and statistical inference", JASA 22.
pub fn share(count: usize, n: usize) -> Option<Interval> {
    if n == 0 {
        return None;
    }
    let (n, p) = (n as f64, count as f64 / n as f64);
    let z2 = Z * Z;
    let middle = (p + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = Z / (1.0 + z2 / n) * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt();
    Some(((middle - half).max(0.0), (middle + half).min(1.0)))
}

/// An interval for a mean, from the standard deviation of `n` values; normal, so for 30 values or more.
pub fn mean(mean: f64, sd: f64, n: usize) -> Interval {
    around(mean, sd / (n as f64).sqrt())
}

/// An interval around an estimate with its standard error.
pub fn around(estimate: f64, error: f64) -> Interval {
    (estimate - Z * error, estimate + Z * error)
}

/// An interval for a correlation over `n` pairs; nothing under four pairs.
///
/// Source: Fisher (1921), "On the probable error of a coefficient of correlation", Metron 1.
pub fn correlation(r: f64, n: usize) -> Option<Interval> {
    if n < 4 {
        return None;
    }
    let (middle, half) = (r.atanh(), Z / (n as f64 - 3.0).sqrt());
    Some(((middle - half).tanh(), (middle + half).tanh()))
}

/// An interval for Cronbach's alpha of `k` items over `n` people; nothing under two items or three people.
///
/// Source: Bonett (2002), "Sample size requirements for testing and estimating coefficient alpha", J. Educ. Behav. Stat. 27.
pub fn alpha(alpha: f64, k: usize, n: usize) -> Option<Interval> {
    if k < 2 || n < 3 {
        return None;
    }
    let (k, n) = (k as f64, n as f64);
    let half = Z * (2.0 * k / ((k - 1.0) * (n - 2.0))).sqrt();
    Some((
        1.0 - (1.0 - alpha) * half.exp(),
        1.0 - (1.0 - alpha) * (-half).exp(),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: Option<Interval>, expected: Interval, within: f64) {
        let found = found.unwrap();
        assert!(
            (found.0 - expected.0).abs() < within && (found.1 - expected.1).abs() < within,
            "{found:?} {expected:?}"
        );
    }

    #[test]
    fn intervals_are_those_of_other_programs() {
        // R: prop.test(15, 50, correct = FALSE)$conf.int
        near(share(15, 50), (0.190_972_9, 0.437_508_6), 1e-4);
        // R: psych::r.con(0.5, 50)
        near(correlation(0.5, 50), (0.257_488_2, 0.683_350_3), 1e-4);
    }

    #[test]
    fn an_interval_holds_its_estimate_and_narrows_with_people() {
        for k in [2, 5, 40] {
            let (few, many) = (alpha(0.7, k, 30).unwrap(), alpha(0.7, k, 3000).unwrap());
            assert!(few.0 < many.0 && many.0 < 0.7 && 0.7 < many.1 && many.1 < few.1);
        }
        assert_eq!(share(0, 0), None);
        assert_eq!(share(0, 40).unwrap().0, 0.0);
        assert_eq!(share(40, 40).unwrap().1, 1.0);
        assert_eq!(correlation(1.0, 3), None);
        assert_eq!(alpha(0.5, 1, 30), None);
    }
}
