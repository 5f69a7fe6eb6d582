//! Right and wrong answers of people to questions, some of which may not have been asked.

use std::collections::BTreeMap;

/// Answers, person by person: right, wrong, or not asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Responses {
    items: usize,
    cells: Vec<Option<bool>>,
}

impl Responses {
    /// The answers to `items` questions, person by person in one list; a last person without all their cells is left out.
    pub fn new(items: usize, mut cells: Vec<Option<bool>>) -> Responses {
        let people = cells.len().checked_div(items).unwrap_or(0);
        cells.truncate(people * items);
        Responses { items, cells }
    }

    /// How many questions there are.
    pub fn items(&self) -> usize {
        self.items
    }

    /// The answers of a person.
    pub fn of(&self, person: usize) -> &[Option<bool>] {
        &self.cells[person * self.items..(person + 1) * self.items]
    }

    /// Person by person.
    pub fn persons(&self) -> impl Iterator<Item = &[Option<bool>]> {
        self.cells.chunks(self.items.max(1))
    }

    /// Each pattern of answers once, with the number of people who gave it, in an order that does not depend on theirs.
    pub fn patterns(&self) -> Vec<(&[Option<bool>], f64)> {
        let mut counts: BTreeMap<&[Option<bool>], f64> = BTreeMap::new();
        for person in self.persons() {
            *counts.entry(person).or_default() += 1.0;
        }
        counts.into_iter().collect()
    }
}

/// Why parameters cannot be estimated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Undetermined {
    /// Fewer questions than the model needs, not counting those that all who met them solved, or nobody.
    TooFewItems {
        /// How many can be used.
        found: usize,
        /// How many are needed.
        needed: usize,
    },
    /// The questions fall into two groups that no answers link: nobody solved one of these, by place, and failed one of the others.
    Unlinked(Vec<usize>),
    /// The likelihood has no finite maximum, or too flat a one, along this question, by place.
    Diverges(usize),
    /// So many questions that the numbers leave the range of the machine.
    OutOfRange,
    /// The steps did not settle.
    NotSettled,
}

#[cfg(test)]
pub(super) mod cases {
    use super::*;

    /// Section 6 of the Law School Admission Test: 1000 people, five items; Bock and Lieberman (1970), Psychometrika 35; counted as `lsat6` in R's psych.
    pub fn lsat6() -> Responses {
        const PEOPLE: [usize; 32] = [
            3, 6, 2, 11, 1, 1, 3, 4, 1, 8, 0, 16, 0, 3, 2, 15, 10, 29, 14, 81, 3, 28, 15, 80, 16,
            56, 21, 173, 11, 61, 28, 298,
        ];
        let of = |pattern: usize| (0..5).map(move |item| Some(pattern >> (4 - item) & 1 == 1));
        let cells = PEOPLE
            .iter()
            .enumerate()
            .flat_map(|(pattern, people)| std::iter::repeat_n(pattern, *people).flat_map(of));
        Responses::new(5, cells.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_counted_whatever_the_order() {
        let cells = |order: [u8; 3]| {
            let of = |kind| match kind {
                0 => [Some(true), None],
                _ => [Some(false), Some(true)],
            };
            Responses::new(2, order.into_iter().flat_map(of).collect())
        };
        let (one, other) = (cells([0, 1, 1]), cells([1, 0, 1]));
        assert_eq!(one.patterns(), other.patterns());
        let counts: Vec<f64> = one.patterns().iter().map(|(_, count)| *count).collect();
        assert_eq!(counts.iter().sum::<f64>(), 3.0);
        assert_eq!(counts.len(), 2);
    }
}
