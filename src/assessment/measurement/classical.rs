//! Classical item analysis: what marks say of a test and of each of its questions. The formulas are those of Moodle's quiz statistics
//! (https://docs.moodle.org/dev/Quiz_statistics_calculations), all variances over n-1.

use super::descriptive::{
    ascending, correlation, covariance, is_constant, kurtosis, mean, ranking, skewness, variance,
};

/// The share of people in the upper, and in the lower, group.
const GROUP: f64 = 0.27;

/// A covariance below this share of the product of the standard deviations is rounding.
const ROUNDING: f64 = 1e-12;

/// Bounds of a coefficient of internal consistency: above the first it satisfies, below the second it does not.
///
/// Source: Moodle, "Quiz statistics report".
const CONSISTENT: (f64, f64) = (0.75, 0.64);

/// A corrected item-total correlation from the first on tells people apart well, from the second on a little.
const TELLING: (f64, f64) = (0.3, 0.2);

/// How well the questions of a test go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Consistency {
    /// Well enough for the total to mean something.
    High,
    /// Between the two.
    Middle,
    /// The total says little of a person.
    Low,
}

/// How a question tells people apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Telling {
    /// Well.
    High,
    /// A little.
    Middle,
    /// Badly.
    Low,
    /// The wrong way round: those who know the rest miss it.
    Reversed,
}

/// What a coefficient of internal consistency says.
pub fn consistency(alpha: f64) -> Consistency {
    match alpha {
        alpha if alpha > CONSISTENT.0 => Consistency::High,
        alpha if alpha >= CONSISTENT.1 => Consistency::Middle,
        _ => Consistency::Low,
    }
}

/// What a corrected item-total correlation says.
pub fn telling(r: f64) -> Telling {
    match r {
        r if r >= TELLING.0 => Telling::High,
        r if r >= TELLING.1 => Telling::Middle,
        r if r >= 0.0 => Telling::Low,
        _ => Telling::Reversed,
    }
}

/// Marks of first attempts, every cell filled.
#[derive(Clone, Debug, PartialEq)]
pub struct Marks {
    /// The maximum mark of each item.
    pub maxima: Vec<f64>,
    /// Item by item, person by person.
    pub columns: Vec<Vec<f64>>,
}

/// What marks say of a test; nothing where a figure is not defined. Marks stand for themselves, all else is a ratio, not a per cent.
#[derive(Clone, Debug, PartialEq)]
pub struct TestStatistics {
    /// How many people.
    pub n: usize,
    /// How many items.
    pub k: usize,
    /// The mean total, in marks.
    pub mean: Option<f64>,
    /// The standard deviation of the total, in marks.
    pub sd: Option<f64>,
    /// The skewness of the total.
    pub skewness: Option<f64>,
    /// The excess kurtosis of the total.
    pub kurtosis: Option<f64>,
    /// Cronbach's alpha, Moodle's coefficient of internal consistency; for marks of 0 and 1 it is KR-20.
    ///
    /// Source: Cronbach (1951), Psychometrika 16.
    pub alpha: Option<f64>,
    /// The error ratio: the share of the standard deviation that is chance.
    pub error_ratio: Option<f64>,
    /// The standard error of measurement, in marks.
    pub sem: Option<f64>,
    /// KR-21, where all marks are 0 or 1: KR-20 as if all items were equally hard.
    ///
    /// Source: Kuder and Richardson (1937), Psychometrika 2.
    pub kr21: Option<f64>,
    /// Item by item.
    pub items: Vec<ItemStatistics>,
}

/// What marks say of one item; nothing where a figure is not defined.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemStatistics {
    /// The mean mark as a fraction of the maximum.
    pub facility: Option<f64>,
    /// The standard deviation as a fraction of the maximum.
    pub sd: Option<f64>,
    /// The item's share of the maximum of the test.
    pub intended_weight: Option<f64>,
    /// The item's share of what spreads the totals; nothing for a negative covariance with the total, which is left out of the sum.
    pub effective_weight: Option<f64>,
    /// Moodle's discrimination index, which is the corrected item-total correlation.
    pub discrimination: Option<f64>,
    /// Moodle's discriminative efficiency: the covariance with the rest over the greatest that these marks allow.
    pub efficiency: Option<f64>,
    /// The correlation with the total; for marks of 0 and 1 the point-biserial.
    pub item_total: Option<f64>,
    /// The correlation with the total of the other items.
    pub item_rest: Option<f64>,
    /// Cronbach's alpha of the other items.
    pub alpha_if_deleted: Option<f64>,
    /// The mean fraction in the upper 27 per cent of totals less that in the lower; people of one total keep their order.
    ///
    /// Source: Kelley (1939), "The selection of upper and lower groups for the validation of test items", J. Educ. Psychol. 30.
    pub upper_lower: Option<f64>,
}

impl Marks {
    /// How many people there are.
    pub fn persons(&self) -> usize {
        self.columns.first().map_or(0, Vec::len)
    }

    /// The total of each person.
    pub fn totals(&self) -> Vec<f64> {
        let mut totals = vec![0.0; self.persons()];
        for column in &self.columns {
            totals
                .iter_mut()
                .zip(column)
                .for_each(|(total, mark)| *total += mark);
        }
        totals
    }
}

/// Analyses a test.
pub fn analyse(marks: &Marks) -> TestStatistics {
    let (n, k, totals) = (marks.persons(), marks.columns.len(), marks.totals());
    let variances: Vec<f64> = marks
        .columns
        .iter()
        .map(|column| variance(column).unwrap_or(0.0))
        .collect();
    let spread: f64 = variances.iter().sum();
    let (mean, of_total) = (mean(&totals), variance(&totals));
    let alpha = of_total.and_then(|of_total| alpha(k, spread, of_total));
    // 1 - alpha is never below 0 but for rounding.
    let error_ratio = alpha.map(|alpha| (1.0 - alpha).max(0.0).sqrt());
    let sd = of_total.map(f64::sqrt);
    let binary = marks
        .columns
        .iter()
        .flatten()
        .all(|mark| [0.0, 1.0].contains(mark));
    let kr21 = match (mean, of_total) {
        (Some(mean), Some(of_total)) if binary && k > 1 && of_total > 0.0 => {
            // KR-20 and KR-21 have population variances inside.
            let (k, of_total) = (k as f64, of_total * (n as f64 - 1.0) / n as f64);
            Some(k / (k - 1.0) * (1.0 - mean * (k - mean) / (k * of_total)))
        }
        _ => None,
    };
    let covariances: Vec<Option<f64>> = marks
        .columns
        .iter()
        .map(|column| with_total(column, &totals))
        .collect();
    let root = |covariance: &Option<f64>| covariance.filter(|c| *c >= 0.0).map(f64::sqrt);
    let roots: f64 = covariances.iter().filter_map(root).sum();
    let order = ranking(&totals);
    let items = (0..k).map(|place| {
        let effective_weight =
            root(&covariances[place]).map(|root| if roots > 0.0 { root / roots } else { 0.0 });
        let rest = Rest {
            count: k - 1,
            spread: spread - variances[place],
        };
        ItemStatistics {
            effective_weight,
            ..item(marks, place, &totals, &order, &rest)
        }
    });
    TestStatistics {
        n,
        k,
        mean,
        sd,
        skewness: skewness(&totals),
        kurtosis: kurtosis(&totals),
        alpha,
        error_ratio,
        sem: sd.zip(error_ratio).map(|(sd, ratio)| sd * ratio),
        kr21,
        items: items.collect(),
    }
}

/// The other items: how many, and the sum of their variances.
struct Rest {
    count: usize,
    spread: f64,
}

/// Everything of an item but its effective weight, which needs all of them.
fn item(
    marks: &Marks,
    place: usize,
    totals: &[f64],
    order: &[usize],
    others: &Rest,
) -> ItemStatistics {
    let (column, max) = (&marks.columns[place], marks.maxima[place]);
    let of_max = |value: f64| (max > 0.0).then(|| value / max);
    let all: f64 = marks.maxima.iter().sum();
    let rest: Vec<f64> = totals
        .iter()
        .zip(column)
        .map(|(total, mark)| total - mark)
        .collect();
    let item_rest = if is_constant(&rest) || is_flat(&rest, totals) {
        None
    } else {
        correlation(column, &rest)
    };
    // Both ascending, the marks go with the rest as closely as they can.
    let most = covariance(&ascending(column), &ascending(&rest)).filter(|most| *most > 0.0);
    let efficiency = match (item_rest, covariance(column, &rest), most) {
        (Some(_), Some(found), Some(most)) => Some(found / most),
        _ => None,
    };
    let alpha_if_deleted = variance(&rest)
        .filter(|_| !is_flat(&rest, totals))
        .and_then(|of_rest| alpha(others.count, others.spread, of_rest));
    ItemStatistics {
        facility: mean(column).and_then(of_max),
        sd: variance(column).map(f64::sqrt).and_then(of_max),
        intended_weight: (all > 0.0).then(|| max / all),
        effective_weight: None,
        discrimination: item_rest,
        efficiency,
        item_total: correlation(column, totals),
        item_rest,
        alpha_if_deleted,
        upper_lower: upper_lower(column, order).and_then(of_max),
    }
}

/// Whether a rest only varies by the rounding of its subtraction from the totals.
fn is_flat(rest: &[f64], totals: &[f64]) -> bool {
    let size = totals
        .iter()
        .fold(0.0, |size: f64, total| size.max(total.abs()));
    let low = rest.iter().copied().fold(f64::INFINITY, f64::min);
    let high = rest.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    high - low <= ROUNDING * size
}

/// The covariance of an item with the total, rounding taken for 0.
fn with_total(column: &[f64], totals: &[f64]) -> Option<f64> {
    let found = covariance(column, totals)?;
    let size = (variance(column)? * variance(totals)?).sqrt();
    Some(if found.abs() <= ROUNDING * size {
        0.0
    } else {
        found
    })
}

/// Cronbach's alpha of `k` items from the sum of their variances and the variance of their total.
fn alpha(k: usize, spread: f64, of_total: f64) -> Option<f64> {
    let count = k as f64;
    (k > 1 && of_total > 0.0).then(|| count / (count - 1.0) * (1.0 - spread / of_total))
}

fn upper_lower(column: &[f64], order: &[usize]) -> Option<f64> {
    let size = (column.len() as f64 * GROUP).round() as usize;
    if size == 0 {
        return None;
    }
    let sum = |places: &[usize]| places.iter().map(|place| column[*place]).sum::<f64>();
    let (low, high) = (&order[..size], &order[order.len() - size..]);
    Some((sum(high) - sum(low)) / size as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: Option<f64>, expected: f64) {
        let found = found.unwrap();
        assert!((found - expected).abs() < 1e-12, "{found} {expected}");
    }

    #[test]
    fn figures_are_those_of_the_formulas() {
        // numpy: means, var(ddof=1), corrcoef and sorted covariances of this table, without this file's functions.
        let marks = Marks {
            maxima: vec![1.0, 2.0, 1.0, 3.0],
            columns: vec![
                vec![1.0, 0.0, 1.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0],
                vec![2.0, 1.5, 1.0, 2.0, 0.0, 1.5, 0.5, 0.0, 1.0],
                vec![0.5, 1.0, 0.0, 1.0, 0.5, 0.0, 1.0, 0.0, 0.5],
                vec![3.0, 2.0, 1.0, 3.0, 0.0, 2.5, 1.0, 0.5, 1.5],
            ],
        };
        let found = analyse(&marks);
        assert_eq!((found.n, found.k), (9, 4));
        near(found.mean, 3.722_222_222_222_222_3);
        near(found.sd, 2.195_323_312_053_248_7);
        near(found.skewness, 0.185_281_023_281_624_35);
        near(found.kurtosis, -0.962_312_973_757_302_4);
        near(found.alpha, 0.716_618_635_926_999_3);
        near(found.sem, 1.168_649_109_331_257_2);
        assert_eq!(found.kr21, None, "there are marks between 0 and 1");
        let weights = [0.18133441, 0.31374892, 0.12983572, 0.37508096];
        let expected = [
            [
                0.5555555555555556,
                0.5270462766947299,
                0.25693505988868076,
                0.30232558139534893,
                0.4741517528452519,
                0.7682291666666667,
            ],
            [
                0.5277777777777778,
                0.384147685720537,
                0.9393824814029597,
                1.0,
                0.9737376151770626,
                0.3431372549019609,
            ],
            [
                0.5,
                0.4330127018922193,
                0.10269797953221865,
                0.10714285714285714,
                0.2958648729652694,
                0.8109374999999999,
            ],
            [
                0.5370370370370371,
                0.3611111111111111,
                0.95065415136527,
                0.9740634005763689,
                0.9869465034014604,
                0.28074866310160423,
            ],
        ];
        for ((item, expected), weight) in found.items.iter().zip(expected).zip(weights) {
            let figures = [
                item.facility,
                item.sd,
                item.discrimination,
                item.efficiency,
                item.item_total,
                item.alpha_if_deleted,
            ];
            figures
                .into_iter()
                .zip(expected)
                .for_each(|(found, expected)| near(found, expected));
            assert_eq!(item.item_rest, item.discrimination);
            assert!((item.effective_weight.unwrap() - weight).abs() < 1e-8);
        }
        near(found.items[1].intended_weight, 2.0 / 7.0);
    }

    #[test]
    fn the_lsat_of_bock_and_lieberman() {
        let answers = crate::assessment::measurement::responses::cases::lsat6();
        let columns = (0..5)
            .map(|item| {
                answers
                    .persons()
                    .map(|person| f64::from(u8::from(person[item] == Some(true))))
                    .collect()
            })
            .collect();
        let found = analyse(&Marks {
            maxima: vec![1.0; 5],
            columns,
        });
        // R: psych::alpha, 2.2.9.
        near(found.alpha, 0.294_997_192_215_944);
        assert!(
            found.kr21.unwrap() < found.alpha.unwrap(),
            "items are not equally hard"
        );
    }

    #[test]
    fn the_upper_group_beats_the_lower_one() {
        let column: Vec<f64> = (0..100).map(|i| f64::from(u8::from(i >= 50))).collect();
        let marks = Marks {
            maxima: vec![1.0, 100.0],
            columns: vec![column, (0..100).map(f64::from).collect()],
        };
        let found = analyse(&marks);
        near(found.items[0].upper_lower, 1.0);
        near(found.items[1].upper_lower, 0.73);
    }

    #[test]
    fn what_does_not_vary_says_nothing() {
        let marks = Marks {
            maxima: vec![0.3, 1.0, 0.0],
            columns: vec![vec![0.1; 4], vec![0.0, 1.0, 0.0, 1.0], vec![0.0; 4]],
        };
        let found = analyse(&marks);
        for flat in [&found.items[0], &found.items[2]] {
            assert_eq!(flat.discrimination, None);
            assert_eq!(flat.efficiency, None);
            assert_eq!(flat.item_total, None);
            assert_eq!(flat.item_rest, None);
            assert_eq!(flat.effective_weight, Some(0.0));
        }
        near(found.items[0].facility, 1.0 / 3.0);
        assert_eq!(found.items[2].facility, None);
        assert_eq!(found.items[2].sd, None);
        let only = &found.items[1];
        assert_eq!(only.discrimination, None, "its rest does not vary");
        assert_eq!(only.alpha_if_deleted, None);
        near(only.effective_weight, 1.0);
    }

    #[test]
    fn a_reversed_item_has_no_effective_weight_and_the_others_share_all_of_it() {
        let right: Vec<f64> = (0..40).map(|i| f64::from(i % 2)).collect();
        let reversed = right.iter().map(|mark| 1.0 - mark).collect();
        let marks = Marks {
            maxima: vec![1.0; 4],
            columns: vec![right.clone(), right.clone(), right, reversed],
        };
        let found = analyse(&marks);
        assert_eq!(found.items[3].effective_weight, None);
        near(found.items[3].discrimination, -1.0);
        let sum: f64 = found
            .items
            .iter()
            .filter_map(|item| item.effective_weight)
            .sum();
        near(Some(sum), 1.0);
    }

    #[test]
    fn few_people_and_few_items_are_no_fault() {
        for (n, k) in [(0, 0), (0, 2), (1, 1), (1, 3), (2, 1), (3, 2)] {
            let marks = Marks {
                maxima: vec![1.0; k],
                columns: vec![vec![0.5; n]; k],
            };
            let found = analyse(&marks);
            assert_eq!(found.items.len(), k);
            assert_eq!(found.alpha, None);
        }
    }
}
