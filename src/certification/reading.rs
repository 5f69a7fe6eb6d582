//! How peers read a story: steps on a rubric, a third reader where two are far apart, and what follows from their marks.

use std::collections::BTreeMap;

/// How many days a reader has.
pub const READING_DAYS: i64 = 14;

/// The fewest characters of what a reader says to the person.
pub const LEAST_WORDS: usize = 20;

/// The most characters of it.
pub const MOST_WORDS: usize = 2_000;

/// Rounding in sums of fractions does not decide.
const EPSILON: f64 = 1e-9;

/// The steps that a reader chose, by criterion, from 0.
pub type Marks = BTreeMap<String, u32>;

/// What is looked at, and what passes.
#[derive(Clone, Debug)]
pub struct Rubric {
    /// The criteria.
    pub criteria: Vec<Criterion>,
    /// How many read.
    pub readers: u32,
    /// The gap above which another one reads; nothing where none does.
    pub third_above: Option<u32>,
    /// The fraction that passes.
    pub pass: f64,
}

/// One line of a rubric.
#[derive(Clone, Debug)]
pub struct Criterion {
    /// Its id.
    pub id: String,
    /// What is looked at.
    pub text: String,
    /// How much it counts beside the others.
    pub weight: f64,
    /// The steps in words, from the lowest.
    pub scale: Vec<String>,
}

/// What the readings of a round say together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// So many readings are still missing.
    Missing(u32),
    /// It passes.
    Passed,
    /// It does not.
    Refused,
}

impl Rubric {
    /// Whether every criterion has one of its steps, and there is nothing else.
    pub fn takes(&self, marks: &Marks) -> bool {
        marks.len() == self.criteria.len()
            && self.criteria.iter().all(|one| {
                marks
                    .get(&one.id)
                    .is_some_and(|step| (*step as usize) < one.scale.len())
            })
    }

    /// The widest gap between two readers on one criterion, in steps.
    pub fn gap(&self, readings: &[Marks]) -> u32 {
        let widest = |one: &Criterion| {
            let steps = || readings.iter().filter_map(|marks| marks.get(&one.id));
            let (least, most) = (steps().min(), steps().max());
            most.zip(least).map_or(0, |(most, least)| most - least)
        };
        self.criteria.iter().map(widest).max().unwrap_or(0)
    }

    /// How many readings a round needs, with those that are there: one more where they are too far apart.
    pub fn needed(&self, readings: &[Marks]) -> u32 {
        let first = readings.get(..self.readers as usize).unwrap_or(readings);
        let apart = self
            .third_above
            .is_some_and(|most| self.gap(first) > most && first.len() == self.readers as usize);
        self.readers + u32::from(apart)
    }

    /// The step of each criterion that the readings come to: the middle one of an odd number, else halfway between the two in the middle.
    pub fn agreed(&self, readings: &[Marks]) -> BTreeMap<String, f64> {
        self.criteria
            .iter()
            .filter_map(|one| {
                let mut steps: Vec<u32> = readings
                    .iter()
                    .filter_map(|marks| marks.get(&one.id).copied())
                    .collect();
                steps.sort_unstable();
                let last = steps.len().checked_sub(1)?;
                let middle = f64::from(steps[last / 2]) + f64::from(steps[steps.len() / 2]);
                Some((one.id.clone(), middle / 2.0))
            })
            .collect()
    }

    /// The fraction of the rubric that readings come to.
    pub fn fraction(&self, readings: &[Marks]) -> f64 {
        let agreed = self.agreed(readings);
        let (mut sum, mut whole) = (0.0, 0.0);
        for one in &self.criteria {
            let top = one.scale.len().saturating_sub(1).max(1) as f64;
            sum += one.weight * agreed.get(&one.id).copied().unwrap_or_default() / top;
            whole += one.weight;
        }
        if whole > 0.0 { sum / whole } else { 0.0 }
    }

    /// What the readings of a round say together, in the order in which they were done.
    pub fn verdict(&self, readings: &[Marks]) -> Verdict {
        let (there, needed) = (readings.len() as u32, self.needed(readings));
        if there < needed {
            return Verdict::Missing(needed - there);
        }
        if self.fraction(readings) >= self.pass - EPSILON {
            Verdict::Passed
        } else {
            Verdict::Refused
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Two criteria of four steps, the second of double weight; two readers, a third above one step, 0.6 passes.
    pub fn rubric() -> Rubric {
        let criterion = |id: &str, weight| Criterion {
            id: id.into(),
            text: id.into(),
            weight,
            scale: ["non", "peu", "oui", "très"].map(str::to_owned).into(),
        };
        Rubric {
            criteria: vec![criterion("a", 1.0), criterion("b", 2.0)],
            readers: 2,
            third_above: Some(1),
            pass: 0.6,
        }
    }

    fn marks(a: u32, b: u32) -> Marks {
        BTreeMap::from([("a".to_owned(), a), ("b".to_owned(), b)])
    }

    #[test]
    fn a_reading_marks_each_criterion_on_its_scale() {
        let rubric = rubric();
        assert!(rubric.takes(&marks(0, 3)));
        assert!(!rubric.takes(&marks(0, 4)));
        assert!(!rubric.takes(&BTreeMap::from([("a".to_owned(), 1)])));
        let mut more = marks(1, 1);
        more.insert("c".into(), 1);
        assert!(!rubric.takes(&more));
    }

    #[test]
    fn two_readings_decide_unless_they_are_far_apart() {
        let rubric = rubric();
        for (readings, verdict) in [
            (vec![], Verdict::Missing(2)),
            (vec![marks(2, 2)], Verdict::Missing(1)),
            // (2 + 2 * 2) / 9 = 0.67.
            (vec![marks(2, 2), marks(2, 2)], Verdict::Passed),
            // One step apart is agreement: (1.5 + 2 * 1.5) / 9 = 0.5.
            (vec![marks(1, 1), marks(2, 2)], Verdict::Refused),
            // 1.5 and 2: (1.5 + 4) / 9 = 0.611.
            (vec![marks(1, 2), marks(2, 2)], Verdict::Passed),
            // Two steps apart on one criterion: somebody else reads.
            (vec![marks(0, 2), marks(2, 2)], Verdict::Missing(1)),
            // The middle of three: 1 and 2 give (1 + 4) / 9 = 0.56.
            (
                vec![marks(0, 2), marks(2, 2), marks(1, 2)],
                Verdict::Refused,
            ),
            // 2 and 2.
            (vec![marks(0, 2), marks(2, 2), marks(2, 3)], Verdict::Passed),
        ] {
            assert_eq!(rubric.verdict(&readings), verdict, "{readings:?}");
        }
        let alone = Rubric {
            third_above: None,
            ..rubric
        };
        assert_eq!(
            alone.verdict(&[marks(0, 0), marks(3, 3)]),
            Verdict::Refused,
            "where no third one reads, two decide"
        );
    }

    #[test]
    fn the_bar_itself_passes() {
        let mut rubric = rubric();
        rubric.pass = (1.5 + 4.0) / 9.0;
        assert_eq!(rubric.verdict(&[marks(1, 2), marks(2, 2)]), Verdict::Passed);
    }
}
