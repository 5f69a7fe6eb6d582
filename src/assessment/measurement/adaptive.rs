//! A computerised adaptive test: the next question is the one that tells most at the ability estimated so far.

use sha2::{Digest, Sha256};

use super::ability::{Ability, Curve, Curves, NODES, information, prior, summary};

/// Informations closer than this share are equal: what is left is rounding.
const TIE: f64 = 1e-12;

/// Where the test begins and ends, and how the next question is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rules {
    /// The ability taken for the first question.
    pub start: f64,
    /// Enough is known at this posterior standard deviation.
    pub stop_se: f64,
    /// The fewest questions.
    pub min_items: usize,
    /// The most questions.
    pub max_items: usize,
    /// One of so many best is drawn; 1 is the best itself.
    ///
    /// Source: Kingsbury and Zara (1989), "Procedures for selecting items for computerized adaptive tests", Appl. Meas. Educ. 2.
    pub randomesque: usize,
}

/// One person's test.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    /// The questions, by place, in the order given.
    pub items: Vec<usize>,
    /// What is known at the end.
    pub ability: Ability,
}

/// What a bank does for a whole group.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Use {
    /// The mean number of questions given.
    pub mean_length: f64,
    /// The largest share of people who met one and the same question.
    pub max_exposure: f64,
    /// How many questions nobody met.
    pub never_used: usize,
}

/// Why a test ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The ability is known well enough.
    Precise,
    /// The most questions are given.
    Length,
    /// The bank has no question left.
    Exhausted,
}

/// What limits the choice of the next question beside what it tells.
#[derive(Clone, Debug, Default)]
pub struct Limits {
    /// The group of each question, from 0: each group is given in the proportion that it has in the bank. Empty where nothing is balanced.
    ///
    /// Source: Kingsbury and Zara (1989): the next question comes from the group that is furthest below its share.
    pub groups: Vec<usize>,
    /// Questions that are given only when no other is left, as they were seen too often. Empty where there are none.
    pub late: Vec<bool>,
}

/// A test on its way.
pub struct Test<'b> {
    bank: &'b [Curve],
    curves: &'b Curves,
    limits: &'b Limits,
    rules: Rules,
    seed: &'b str,
    posterior: [f64; NODES],
    /// What was given so far, and what is known by it.
    pub path: Path,
}

impl<'b> Test<'b> {
    /// A test of which nothing is given yet; draws are made from `seed`, the same each time.
    pub fn new(
        bank: &'b [Curve],
        curves: &'b Curves,
        limits: &'b Limits,
        rules: Rules,
        seed: &'b str,
    ) -> Test<'b> {
        let posterior = prior();
        let ability = Ability {
            theta: rules.start,
            ..summary(&posterior)
        };
        Test {
            bank,
            curves,
            limits,
            rules,
            seed,
            posterior,
            path: Path {
                items: Vec::new(),
                ability,
            },
        }
    }

    /// The question that comes next.
    ///
    /// # Errors
    /// Why there is none.
    ///
    /// Source: Lord (1980), "Applications of Item Response Theory to Practical Testing Problems".
    pub fn next(&self) -> Result<usize, Stop> {
        let given = self.path.items.len();
        if given >= self.bank.len() {
            return Err(Stop::Exhausted);
        }
        if given >= self.rules.max_items {
            return Err(Stop::Length);
        }
        if given >= self.rules.min_items && self.path.ability.psd <= self.rules.stop_se {
            return Err(Stop::Precise);
        }
        let best = self.best(&self.candidates());
        Ok(best[draw(self.seed, given, best.len())])
    }

    /// Takes the answer to a question.
    pub fn take(&mut self, item: usize, right: bool) {
        self.curves.take(&mut self.posterior, item, right);
        self.path.items.push(item);
        self.path.ability = summary(&self.posterior);
    }

    /// The unused questions that may come: none seen too often while others are left, and those of the group that lacks most.
    fn candidates(&self) -> Vec<usize> {
        let mut left: Vec<usize> = (0..self.bank.len())
            .filter(|item| !self.path.items.contains(item))
            .collect();
        let late = |item: &usize| self.limits.late.get(*item).copied().unwrap_or(false);
        if !left.iter().all(late) {
            left.retain(|item| !late(item));
        }
        let groups = &self.limits.groups;
        let lacks = |group: usize| {
            let count =
                |items: &[usize]| items.iter().filter(|item| groups[**item] == group).count();
            let share =
                groups.iter().filter(|of| **of == group).count() as f64 / groups.len() as f64;
            share * (self.path.items.len() + 1) as f64 - count(&self.path.items) as f64
        };
        let Some(most) = left
            .iter()
            .filter_map(|item| groups.get(*item).copied())
            .min_by(|a, b| lacks(*b).total_cmp(&lacks(*a)).then(a.cmp(b)))
        else {
            return left;
        };
        left.retain(|item| groups[*item] == most);
        left
    }

    /// Of these questions those of greatest information, best first; of equals the first.
    fn best(&self, candidates: &[usize]) -> Vec<usize> {
        let count = self.rules.randomesque.max(1);
        let mut best: Vec<(f64, usize)> = Vec::with_capacity(count + 1);
        for item in candidates {
            let found = information(self.bank[*item], self.path.ability.theta);
            let place = best
                .iter()
                .position(|(known, _)| found > known * (1.0 + TIE))
                .unwrap_or(best.len());
            best.insert(place, (found, *item));
            best.truncate(count);
        }
        best.into_iter().map(|(_, item)| item).collect()
    }
}

/// Replays the test of a person whose answers are all known.
pub fn replay(bank: &[Curve], curves: &Curves, answers: &[bool], rules: Rules, seed: &str) -> Path {
    let limits = Limits::default();
    let mut test = Test::new(bank, curves, &limits, rules, seed);
    while let Ok(item) = test.next() {
        test.take(item, answers[item]);
    }
    test.path
}

/// What became of the questions over many tests; nothing without people.
pub fn usage(items: usize, paths: &[Path]) -> Option<Use> {
    if paths.is_empty() {
        return None;
    }
    let mut met = vec![0_usize; items];
    paths
        .iter()
        .flat_map(|path| &path.items)
        .for_each(|item| met[*item] += 1);
    let people = paths.len() as f64;
    Some(Use {
        mean_length: met.iter().sum::<usize>() as f64 / people,
        max_exposure: met.iter().copied().max().unwrap_or(0) as f64 / people,
        never_used: met.iter().filter(|count| **count == 0).count(),
    })
}

/// A draw below `count`, from a seed and the number of questions given.
fn draw(seed: &str, given: usize, count: usize) -> usize {
    if count == 1 {
        return 0;
    }
    let digest = Sha256::digest(format!("{seed}\nadaptive\n{given}"));
    let number = digest
        .iter()
        .take(8)
        .fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    (number % count as u64) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: Rules = Rules {
        start: 0.0,
        stop_se: 0.35,
        min_items: 5,
        max_items: 25,
        randomesque: 1,
    };

    fn bank(difficulties: impl IntoIterator<Item = f64>) -> (Vec<Curve>, Curves) {
        let bank: Vec<Curve> = difficulties
            .into_iter()
            .map(|b| Curve { a: 1.0, b })
            .collect();
        let curves = Curves::new(&bank);
        (bank, curves)
    }

    #[test]
    fn the_next_question_is_the_nearest_and_of_equals_the_first() {
        let (bank, curves) = bank([2.0, 0.5, -0.5, 1.4, -1.4]);
        let path = replay(&bank, &curves, &[true; 5], RULES, "ana");
        // 0.5 and -0.5 tell the same at 0. One right answer leads to 0.45 or so, where 0.5 is gone and -0.5 is as far as 1.4.
        assert_eq!(path.items[0], 1);
        assert_eq!(path.items.len(), 5, "a bank that is used up ends the test");
        assert!(path.ability.theta > 0.5);
    }

    #[test]
    fn the_test_ends_when_enough_is_known() {
        let (bank, curves) = bank((0..200).map(|i| f64::from(i) / 50.0 - 2.0));
        let answers: Vec<bool> = (0..200).map(|i| i % 2 == 0).collect();
        let rules = |stop_se, min_items, max_items| Rules {
            stop_se,
            min_items,
            max_items,
            ..RULES
        };
        let open = replay(&bank, &curves, &answers, rules(0.35, 5, 200), "ana");
        assert!(open.ability.psd <= 0.35);
        assert_eq!(
            replay(&bank, &curves, &answers, rules(0.35, 5, 7), "ana")
                .items
                .len(),
            7
        );
        assert_eq!(
            replay(&bank, &curves, &answers, rules(2.0, 5, 25), "ana")
                .items
                .len(),
            5
        );
        let longer = replay(
            &bank,
            &curves,
            &answers,
            rules(0.35, open.items.len() + 3, 200),
            "ana",
        );
        assert_eq!(longer.items.len(), open.items.len() + 3);
    }

    #[test]
    fn drawing_among_the_best_spreads_the_bank_and_repeats_itself() {
        let (bank, curves) = bank((0..60).map(|i| f64::from(i) / 15.0 - 2.0));
        let paths = |randomesque| {
            let rules = Rules {
                randomesque,
                ..RULES
            };
            let one = |person: usize| {
                let answers: Vec<bool> = (0..60).map(|item| (item * 7 + person) % 5 < 3).collect();
                replay(&bank, &curves, &answers, rules, &person.to_string())
            };
            (0..50).map(one).collect::<Vec<_>>()
        };
        let (fixed, spread) = (usage(60, &paths(1)).unwrap(), usage(60, &paths(5)).unwrap());
        assert_eq!(
            fixed.max_exposure, 1.0,
            "everybody begins with the same question"
        );
        assert!(
            spread.max_exposure < 1.0 && spread.never_used <= fixed.never_used,
            "{spread:?}"
        );
        assert_eq!(paths(5), paths(5));
        for path in paths(5) {
            let mut items = path.items.clone();
            items.sort_unstable();
            items.dedup();
            assert_eq!(items.len(), path.items.len(), "no question comes twice");
        }
        assert_eq!(usage(60, &[]), None);
    }

    #[test]
    fn groups_are_given_in_their_shares_and_what_was_seen_too_often_comes_last() {
        let (bank, curves) = bank((0..30).map(|i| f64::from(i) / 10.0 - 1.5));
        // A third of the bank, and all of its middle, belongs to the second group.
        let limits = Limits {
            groups: (0..30)
                .map(|item| usize::from((10..20).contains(&item)))
                .collect(),
            late: (0..30).map(|item| item % 2 == 0).collect(),
        };
        let rules = Rules {
            max_items: 12,
            ..RULES
        };
        let mut test = Test::new(&bank, &curves, &limits, rules, "ana");
        while let Ok(item) = test.next() {
            test.take(item, item % 3 > 0);
        }
        assert_eq!(test.next(), Err(Stop::Length));
        let second = test
            .path
            .items
            .iter()
            .filter(|item| limits.groups[**item] == 1);
        assert_eq!(second.count(), 4);
        assert!(test.path.items.iter().all(|item| !limits.late[*item]));
        let all_late = Limits {
            late: vec![true; 30],
            ..Limits::default()
        };
        assert!(
            Test::new(&bank, &curves, &all_late, rules, "ana")
                .next()
                .is_ok()
        );
    }
}
