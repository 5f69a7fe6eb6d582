//! Finding a commune by what people type: a part of its name, a postal code, a department, or some of each.

use std::sync::LazyLock;

use super::commune::{Commune, all, name_key};

/// The most communes that somebody is asked to choose among.
const CHOICES: usize = 12;

/// What was typed, taken apart: the words of a name, and a code.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Typed {
    name: String,
    code: Option<String>,
}

/// What a typed text is found to mean.
#[derive(Clone, Debug)]
pub enum Reading {
    /// Nothing was typed.
    Blank,
    /// One commune.
    One(&'static Commune),
    /// Several, the largest first; somebody has to choose.
    Several(Vec<&'static Commune>),
    /// None.
    Unknown,
}

/// A commune that fits, and how well.
#[derive(Clone, Copy, Debug)]
pub struct Found {
    /// The commune.
    pub commune: &'static Commune,
    /// Whether the name is the one that was typed, whole.
    pub whole: bool,
}

/// Where each word of each name begins, in the order of what follows from there: a beginning is found by halving.
static STARTS: LazyLock<Vec<(u32, u32)>> = LazyLock::new(|| {
    let mut starts = Vec::with_capacity(all().len() * 3);
    for (number, commune) in (0..).zip(all()) {
        let words = commune.key.match_indices(' ').map(|(at, _)| at + 1);
        let words = std::iter::once(0).chain(words);
        starts.extend(words.filter_map(|at| Some((number, u32::try_from(at).ok()?))));
    }
    starts.sort_unstable_by(|a, b| rest(*a).cmp(rest(*b)));
    starts
});

/// The name of a commune from one of its words on.
fn rest((number, at): (u32, u32)) -> &'static str {
    let commune = usize::try_from(number)
        .ok()
        .and_then(|number| all().get(number));
    let at = usize::try_from(at).unwrap_or_default();
    commune.map_or("", |commune| commune.key.get(at..).unwrap_or_default())
}

/// The communes that fit what was typed so far, at most `most`: those of that very name first, then those whose name begins so, then the others, the largest
/// first.
pub fn suggest(typed: &str, most: usize) -> Vec<Found> {
    let typed = take_apart(typed);
    if typed.name.chars().count() < 2 && typed.code.is_none() {
        return Vec::new();
    }
    let mut found: Vec<(u8, &'static Commune)> = if typed.name.is_empty() {
        all().iter().map(|commune| (1, commune)).collect()
    } else {
        named(&typed.name)
    };
    if let Some(code) = &typed.code {
        found.retain(|(_, commune)| fits(commune, code, !typed.name.is_empty()));
    }
    let order = |(rank, commune): &(u8, &'static Commune)| {
        (
            *rank,
            std::cmp::Reverse(commune.population),
            commune.code.as_str(),
        )
    };
    found.sort_unstable_by(|a, b| order(a).cmp(&order(b)));
    found.truncate(most);
    found
        .into_iter()
        .map(|(rank, commune)| Found {
            commune,
            whole: rank == 0,
        })
        .collect()
}

/// Reads what was typed into a field for a commune.
pub fn read(typed: &str) -> Reading {
    if typed.trim().is_empty() {
        return Reading::Blank;
    }
    let found = suggest(typed, CHOICES);
    let mut whole = found.iter().filter(|one| one.whole);
    match (whole.next(), whole.next(), found.as_slice()) {
        (Some(one), None, _) | (None, _, [one]) => Reading::One(one.commune),
        (_, _, []) => Reading::Unknown,
        _ => Reading::Several(found.into_iter().map(|one| one.commune).collect()),
    }
}

fn take_apart(typed: &str) -> Typed {
    // No name is longer; a body within the limits could hold a megabyte.
    let short: String = typed.chars().take(80).collect();
    let key = name_key(&short);
    let (mut words, mut code) = (Vec::new(), None);
    for word in key.split(' ').filter(|word| !word.is_empty()) {
        match as_code(word) {
            Some(read) => code = Some(read),
            None => words.push(word),
        }
    }
    Typed {
        name: words.join(" "),
        code,
    }
}

/// A word that is a postal code or the beginning of one, a department, or a district: « 3e » of Lyon, « 1er » of Paris.
fn as_code(word: &str) -> Option<String> {
    let ordinal = ["eme", "er", "e"]
        .into_iter()
        .find_map(|end| word.strip_suffix(end));
    let digits = ordinal.unwrap_or(word);
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    match digits.len() {
        _ if matches!(word, "2a" | "2b") => Some(word.to_ascii_uppercase()),
        1 | 2 if is_number => Some(format!("{digits:0>2}")),
        3..=5 if is_number && ordinal.is_none() => Some(word.to_owned()),
        _ => None,
    }
}

/// Communes whose name has these words at the beginning of one of its own, each with its rank.
fn named(name: &str) -> Vec<(u8, &'static Commune)> {
    let from = STARTS.partition_point(|start| rest(*start) < name);
    let mut found: Vec<(u8, u32)> = STARTS[from..]
        .iter()
        .take_while(|start| rest(**start).starts_with(name))
        .map(|start| match start {
            (number, 0) if rest(*start) == name => (0, *number),
            (number, 0) => (1, *number),
            (number, _) => (2, *number),
        })
        .collect();
    // A name may have the words twice: the better place counts.
    found.sort_unstable_by_key(|(rank, number)| (*number, *rank));
    found.dedup_by_key(|(_, number)| *number);
    found
        .into_iter()
        .filter_map(|(rank, number)| Some((rank, all().get(usize::try_from(number).ok()?)?)))
        .collect()
}

/// Whether a code is the commune's own, its department's, the beginning of one of its postal codes, or one of its districts: « Paris 11 » is 75011.
fn fits(commune: &Commune, code: &str, named: bool) -> bool {
    let mut postal = commune.postal.split(' ');
    let district = named && code.len() == 2 && commune.postal.len() > 5;
    commune.code == code
        || commune.department() == code
        || postal.any(|postal| postal.starts_with(code) || district && postal.ends_with(code))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(typed: &str) -> &'static str {
        suggest(typed, 5)
            .first()
            .map_or("", |found| &found.commune.code)
    }

    #[test]
    fn a_commune_is_found_however_it_is_typed() {
        for (typed, code) in [
            ("paris", "75056"),
            ("75011", "75056"),
            ("Paris 11", "75056"),
            ("lyon 3e", "69123"),
            ("Marseille 1er", "13055"),
            ("Paris 93", ""),
            ("l'hay les roses", "94038"),
            ("HAY-LES", "94038"),
            ("st etienne", "42218"),
            ("Saint-Étienne", "42218"),
            ("ste foy les lyon", "69202"),
            ("montreuil 93", "93048"),
            ("Montreuil (93100)", "93048"),
            ("montreuil 62", "62588"),
            ("ajaccio 2A", "2A004"),
            ("97400", "97411"),
            ("93048", "93048"),
            ("nouméa", "98818"),
            ("Y", ""),
            ("qqq", ""),
            ("", ""),
            ("1", "01053"),
        ] {
            assert_eq!(first(typed), code, "{typed}");
        }
    }

    #[test]
    fn every_label_is_read_back() {
        let mut lost = 0;
        for commune in all() {
            match read(&commune.label()) {
                Reading::One(read) => assert_eq!(read.code, commune.code, "{commune:?}"),
                Reading::Several(several) => {
                    lost += 1;
                    assert!(
                        several.iter().any(|one| one.code == commune.code),
                        "{commune:?}"
                    );
                }
                _ => panic!("{commune:?}"),
            }
        }
        assert!(lost < 40, "{lost} have a neighbour of the same name");
    }

    #[test]
    fn what_is_not_one_is_asked_again() {
        let Reading::Several(several) = read("Saint-Denis") else {
            panic!("there are many");
        };
        assert_eq!(several[0].code, "97411", "the largest first");
        assert!(several.iter().any(|one| one.code == "93066") && several.len() <= CHOICES);
        assert!(matches!(read(" "), Reading::Blank));
        assert!(matches!(read("Poudlard"), Reading::Unknown));
        assert!(matches!(read(&"a".repeat(9_999)), Reading::Unknown));
    }
}
