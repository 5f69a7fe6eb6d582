//! Whether a question is as hard for one group as for another, people of one total compared with each other.

use super::{
    disclosure::{GROUP, RESPONSES},
    interval::{self, Interval},
};

/// One stratum: people of one total, by group, right and wrong.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Stratum {
    /// Of the reference group: right, wrong.
    pub reference: (f64, f64),
    /// Of the other group: right, wrong.
    pub focal: (f64, f64),
}

/// The common odds ratio over all strata.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CommonOdds {
    /// The odds of the reference group over those of the other; 1 is fair.
    pub ratio: f64,
    /// Where it lies, 95 times in 100.
    pub interval: Interval,
}

/// The Mantel-Haenszel common odds ratio; nothing under 30 responses, with a group under five people, or without answers to compare.
///
/// Sources: Mantel and Haenszel (1959), J. Natl. Cancer Inst. 22; the variance of its logarithm: Robins, Breslow and Greenland (1986), Biometrics 42;
/// for questions: Holland and Thayer (1988).
pub fn common_odds(strata: &[Stratum]) -> Option<CommonOdds> {
    let people = |side: fn(&Stratum) -> (f64, f64)| {
        strata
            .iter()
            .map(side)
            .map(|(right, wrong)| right + wrong)
            .sum::<f64>()
    };
    let (reference, focal) = (people(|s| s.reference), people(|s| s.focal));
    if reference + focal < RESPONSES as f64 || reference.min(focal) < GROUP as f64 {
        return None;
    }
    let (mut up, mut down, mut pr, mut ps_qr, mut qs) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for stratum in strata {
        let ((a, b), (c, d)) = (stratum.reference, stratum.focal);
        let n = a + b + c + d;
        if n > 0.0 {
            let (p, q, r, s) = ((a + d) / n, (b + c) / n, a * d / n, b * c / n);
            up += r;
            down += s;
            pr += p * r;
            ps_qr += p * s + q * r;
            qs += q * s;
        }
    }
    if up <= 0.0 || down <= 0.0 {
        return None;
    }
    let ratio: f64 = up / down;
    let variance = pr / (2.0 * up * up) + ps_qr / (2.0 * up * down) + qs / (2.0 * down * down);
    let (low, high) = interval::around(ratio.ln(), variance.sqrt());
    Some(CommonOdds {
        ratio,
        interval: (low.exp(), high.exp()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn admissions_at_berkeley() {
        // Bickel, Hammel and O'Connell (1975); R: mantelhaen.test(UCBAdmissions) gives 0.9046968, 0.7719074 to 1.0603298.
        let strata = [
            [512.0, 313.0, 89.0, 19.0],
            [353.0, 207.0, 17.0, 8.0],
            [120.0, 205.0, 202.0, 391.0],
            [138.0, 279.0, 131.0, 244.0],
            [53.0, 138.0, 94.0, 299.0],
            [22.0, 351.0, 24.0, 317.0],
        ]
        .map(|[a, b, c, d]| Stratum {
            reference: (a, b),
            focal: (c, d),
        });
        let found = common_odds(&strata).unwrap();
        assert!((found.ratio - 0.904_696_8).abs() < 1e-6, "{found:?}");
        assert!((found.interval.0 - 0.771_907_4).abs() < 1e-6, "{found:?}");
        assert!((found.interval.1 - 1.060_329_8).abs() < 1e-6, "{found:?}");
    }

    #[test]
    fn few_people_are_not_compared() {
        let stratum = |focal| Stratum {
            reference: (20.0, 20.0),
            focal,
        };
        assert!(common_odds(&[stratum((2.0, 2.0))]).is_none());
        assert!(
            common_odds(&[stratum((5.0, 0.0))]).is_none(),
            "nothing to compare"
        );
        assert!(common_odds(&[stratum((3.0, 2.0))]).is_some());
    }
}
