//! People by how well they did in the other questions, and the curve that the Rasch model draws beside them.

use super::{
    GROUPS, Group, People, Share,
    choices::{counts, keys, shown},
};
use crate::assessment::{
    item::Item,
    measurement::{
        ability::{Curve, probability},
        descriptive::ranking,
        disclosure::{GROUP, may_break_down},
        rasch::Difficulty,
    },
    score::EPSILON,
};

/// People in groups of about one score in the other questions; nothing where they make no two groups.
pub(super) fn of(
    item: &Item,
    persons: &[usize],
    chosen: &[&Vec<usize>],
    place: usize,
    people: &People,
) -> Vec<Group> {
    let rest: Vec<f64> = persons
        .iter()
        .map(|person| people.rest(*person, place))
        .collect();
    let (right, one) = keys(&item.kind);
    let parts = parts(&rest);
    if parts.len() < GROUPS.0 {
        return Vec::new();
    }
    let group = |part: &Vec<usize>| {
        let size = part.len();
        let passed = part
            .iter()
            .filter(|at| people.passes[place][persons[**at]] == Some(true))
            .count();
        let theirs: Vec<&Vec<usize>> = part.iter().map(|at| chosen[*at]).collect();
        let counts = counts(right.len(), &theirs);
        let shown = shown(&counts, size, one, None);
        Group {
            people: size,
            rest: part.iter().map(|at| rest[*at]).sum::<f64>() / size as f64,
            passed: Share::of(passed, size),
            choices: (0..right.len())
                .map(|choice| {
                    let may = shown[choice] && may_break_down(counts[choice], size);
                    may.then(|| counts[choice] as f64 / size as f64)
                })
                .collect(),
        }
    };
    parts.iter().map(group).collect()
}

/// Places in groups of about one size, from the least value to the greatest; those of one value stay together, and no group is under five.
pub(super) fn parts(values: &[f64]) -> Vec<Vec<usize>> {
    let groups = (values.len() / 20).isqrt().clamp(GROUPS.0, GROUPS.1);
    let size = values.len().div_ceil(groups).max(GROUP);
    let mut parts: Vec<Vec<usize>> = vec![Vec::new()];
    let mut before = f64::NEG_INFINITY;
    for place in ranking(values) {
        let last = parts.len() - 1;
        if parts[last].len() >= size && values[place] > before + EPSILON {
            parts.push(Vec::new());
        }
        before = values[place];
        let last = parts.len() - 1;
        parts[last].push(place);
    }
    if parts.len() > 1 && parts[parts.len() - 1].len() < GROUP.max(size / 3) {
        let rest = parts.pop().unwrap_or_default();
        let last = parts.len() - 1;
        parts[last].extend(rest);
    }
    parts
}

/// What the Rasch model expects of one question for each expected share of the others.
pub(super) fn curve(difficulties: &[Option<Difficulty>], place: usize) -> Vec<(f64, f64)> {
    let Some(Some(own)) = difficulties.get(place) else {
        return Vec::new();
    };
    let others: Vec<f64> = difficulties
        .iter()
        .enumerate()
        .filter(|(other, _)| *other != place)
        .filter_map(|(_, difficulty)| Some(difficulty.as_ref()?.b))
        .collect();
    let at = |b: f64, theta: f64| probability(Curve { a: 1.0, b }, theta);
    (-12..=12)
        .map(|step| {
            let theta = f64::from(step) / 2.0;
            let rest: f64 = others.iter().map(|b| at(*b, theta)).sum();
            (rest / others.len().max(1) as f64, at(own.b, theta))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_of_one_score_stay_together_and_no_group_is_small() {
        for (n, values) in [(31, 7), (31, 2), (100, 20), (1000, 20), (40, 1), (33, 33)] {
            let rest: Vec<f64> = (0..n).map(|i| ((i * 7) % values) as f64 / 20.0).collect();
            let parts = parts(&rest);
            assert_eq!(parts.iter().map(Vec::len).sum::<usize>(), n);
            assert!(parts.iter().all(|part| part.len() >= GROUP), "{n} {values}");
            for pair in parts.windows(2) {
                let high = pair[0].iter().map(|at| rest[*at]).fold(f64::MIN, f64::max);
                let low = pair[1].iter().map(|at| rest[*at]).fold(f64::MAX, f64::min);
                assert!(high < low, "{n} {values}");
            }
        }
        assert_eq!(parts(&[0.5; 40]).len(), 1);
    }

    #[test]
    fn a_curve_climbs() {
        let of = |b| Some(Difficulty { b, error: 0.1 });
        let found = curve(&[of(-1.0), of(0.0), None, of(1.0)], 3);
        assert!(found.windows(2).all(|p| p[0].0 < p[1].0 && p[0].1 < p[1].1));
        assert!(curve(&[of(0.0), None], 1).is_empty());
    }
}
