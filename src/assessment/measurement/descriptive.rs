//! Means, variances and their like, in two passes: the mean first, so that no digits are lost.

use std::cmp::Ordering;

/// Values whose range is below this share of their greatest size are all the same: what is left is rounding.
const ROUNDING: f64 = 1e-12;

/// The arithmetic mean; nothing of no values.
pub fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

/// Whether all values are the same, but for rounding.
pub fn is_constant(values: &[f64]) -> bool {
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    values.is_empty() || high - low <= ROUNDING * low.abs().max(high.abs())
}

/// The covariance over n-1 of two lists of one length; nothing under two values.
pub fn covariance(x: &[f64], y: &[f64]) -> Option<f64> {
    if x.len() < 2 {
        return None;
    }
    let (mean_x, mean_y) = (mean(x)?, mean(y)?);
    let sum: f64 = x
        .iter()
        .zip(y)
        .map(|(x, y)| (x - mean_x) * (y - mean_y))
        .sum();
    Some(sum / (x.len() - 1) as f64)
}

/// The variance over n-1, exactly 0 where nothing varies; nothing under two values.
pub fn variance(values: &[f64]) -> Option<f64> {
    if values.len() >= 2 && is_constant(values) {
        return Some(0.0);
    }
    covariance(values, values)
}

/// Pearson's correlation; nothing where a side does not vary.
pub fn correlation(x: &[f64], y: &[f64]) -> Option<f64> {
    let spread = (variance(x)? * variance(y)?).sqrt();
    if spread > 0.0 {
        Some((covariance(x, y)? / spread).clamp(-1.0, 1.0))
    } else {
        None
    }
}

/// The values, the smallest first.
pub fn ascending(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    sorted
}

/// The places of the values, from the smallest value to the greatest; those of one value stay in their order.
pub fn ranking(values: &[f64]) -> Vec<usize> {
    let mut places: Vec<usize> = (0..values.len()).collect();
    places.sort_by(|a, b| {
        values[*a]
            .partial_cmp(&values[*b])
            .unwrap_or(Ordering::Equal)
    });
    places
}

/// The skewness k3/k2^1.5 from the k-statistics; nothing under three values, or where nothing varies.
///
/// Source: Fisher (1930), "Moments and product moments of sampling distributions"; the same as Moodle's.
pub fn skewness(values: &[f64]) -> Option<f64> {
    let (n, k2) = (values.len() as f64, varying(values, 3)?);
    let k3 = n * n * moment(values, 3)? / ((n - 1.0) * (n - 2.0));
    Some(k3 / k2.powf(1.5))
}

/// The excess kurtosis k4/k2^2 from the k-statistics; nothing under four values, or where nothing varies.
///
/// Source: as for [`skewness`].
pub fn kurtosis(values: &[f64]) -> Option<f64> {
    let (n, k2) = (values.len() as f64, varying(values, 4)?);
    let (m2, m4) = (moment(values, 2)?, moment(values, 4)?);
    let k4 =
        n * n * ((n + 1.0) * m4 - 3.0 * (n - 1.0) * m2 * m2) / ((n - 1.0) * (n - 2.0) * (n - 3.0));
    Some(k4 / (k2 * k2))
}

/// The variance, where there are enough values and it is not 0.
fn varying(values: &[f64], least: usize) -> Option<f64> {
    if values.len() < least {
        return None;
    }
    variance(values).filter(|variance| *variance > 0.0)
}

/// The central moment of an order, over n.
fn moment(values: &[f64], order: i32) -> Option<f64> {
    let middle = mean(values)?;
    let sum: f64 = values.iter().map(|x| (x - middle).powi(order)).sum();
    Some(sum / values.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: Option<f64>, expected: f64) {
        let found = found.unwrap();
        assert!((found - expected).abs() < 1e-12, "{found} {expected}");
    }

    #[test]
    fn moments_of_a_small_list() {
        // scipy 1.x: skew(x, bias=False), kurtosis(x, bias=False), var(x, ddof=1) of the list below.
        let x = [2.0, 3.0, 5.0, 7.0, 11.0, 13.0, 17.0, 42.0];
        near(mean(&x), 12.5);
        near(variance(&x), VARIANCE);
        near(skewness(&x), SKEWNESS);
        near(kurtosis(&x), KURTOSIS);
    }

    const VARIANCE: f64 = 168.571_428_571_428_58;
    const SKEWNESS: f64 = 2.015_334_044_179_169_4;
    const KURTOSIS: f64 = 4.536_782_246_480_897;

    #[test]
    fn what_cannot_be_said_is_not_said() {
        assert_eq!(mean(&[]), None);
        assert_eq!(variance(&[1.0]), None);
        assert_eq!(skewness(&[1.0, 2.0]), None);
        assert_eq!(kurtosis(&[1.0, 2.0, 3.0]), None);
        assert_eq!(skewness(&[0.1; 9]), None, "nothing varies");
        assert_eq!(correlation(&[0.1; 9], &[1.0; 9]), None);
    }

    #[test]
    fn rounding_is_no_variance() {
        let noisy: Vec<f64> = (0..10)
            .map(|i| 0.1 + 0.2 + f64::from(i % 2) * 5e-17)
            .collect();
        assert_eq!(variance(&noisy), Some(0.0));
        assert!(
            variance(&[1e-9, 2e-9]).unwrap() > 0.0,
            "small is not constant"
        );
    }
}
