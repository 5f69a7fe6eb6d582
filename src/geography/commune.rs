//! The communes, read once from the file inside the binary when somebody first asks for one. `geography/README.md` says where they come from.

use std::{
    collections::{BTreeMap, HashMap},
    io::Read,
    sync::LazyLock,
};

use flate2::read::GzDecoder;

use super::Point;
use crate::base::search_key;

/// The columns of the file: code, name, postal codes, population, latitude, longitude.
const COLUMNS: usize = 6;

/// A commune.
#[derive(Clone, Debug)]
pub struct Commune {
    /// Its INSEE code, which is its name among machines.
    pub code: String,
    /// Its name.
    pub name: &'static str,
    /// Its postal codes, with spaces between them.
    pub postal: &'static str,
    /// How many people live there.
    pub population: u32,
    /// Where it is; five lands without people have no known place.
    pub at: Option<Point>,
    /// Whether that place is the middle of its neighbours.
    pub approximate: bool,
    /// Its name folded, with « St » written out.
    pub(super) key: String,
}

impl Commune {
    /// The code of its department, or of what is in the place of one.
    pub fn department(&self) -> &str {
        let overseas = self.code.starts_with("97") || self.code.starts_with("98");
        &self.code[..if overseas { 3 } else { 2 }]
    }

    /// Its name and what tells it from others of that name: « Montreuil (93100) », « Paris (75) ». [`super::read`] reads it back.
    pub fn label(&self) -> String {
        let single = !self.postal.is_empty() && !self.postal.contains(' ');
        let told = if single {
            self.postal
        } else {
            self.department()
        };
        format!("{} ({told})", self.name)
    }
}

static TEXT: LazyLock<String> = LazyLock::new(|| {
    let packed = include_bytes!("../../geography/communes.txt.gz");
    let mut text = String::new();
    GzDecoder::new(&packed[..])
        .read_to_string(&mut text)
        .expect("the file inside the binary was packed with it, and a test reads it");
    text
});

static COMMUNES: LazyLock<Vec<Commune>> = LazyLock::new(|| read_all(&TEXT));

static DEPARTMENTS: LazyLock<BTreeMap<&'static str, &'static str>> = LazyLock::new(|| {
    include_str!("../../geography/departements.tsv")
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .collect()
});

/// Every commune, by code.
pub fn all() -> &'static [Commune] {
    &COMMUNES
}

/// The commune with a code.
pub fn find(code: &str) -> Option<&'static Commune> {
    at_number(numbered(code)?)
}

/// The place of a commune in [`all`], by its code.
pub fn numbered(code: &str) -> Option<u32> {
    let number = NUMBERS.get(shelf(code)?).copied().flatten()?;
    Some(u32::from(number))
}

/// The numbers by what a code says, without a search: a map of many places looks up thousands.
static NUMBERS: LazyLock<Vec<Option<u16>>> = LazyLock::new(|| {
    let mut numbers = vec![None; 101_000];
    for (number, commune) in (0..).zip(all()) {
        if let Some(place) = shelf(&commune.code).and_then(|place| numbers.get_mut(place)) {
            *place = Some(number);
        }
    }
    numbers
});

/// The place that a code has: two signs, of which the second is a letter in Corsica, and three digits.
fn shelf(code: &str) -> Option<usize> {
    let digit = |sign: u8| {
        sign.is_ascii_digit()
            .then(|| usize::from(sign) - usize::from(b'0'))
    };
    let [tens, ones, rest @ ..] = code.as_bytes() else {
        return None;
    };
    let department = match (tens, ones) {
        (b'2', b'A') => 99,
        (b'2', b'B') => 100,
        (b'9', b'9') => return None,
        _ => digit(*tens)? * 10 + digit(*ones)?,
    };
    if rest.len() != 3 {
        return None;
    }
    rest.iter()
        .try_fold(department, |sum, sign| Some(sum * 10 + digit(*sign)?))
}

/// The commune in a place of [`all`].
pub fn at_number(number: u32) -> Option<&'static Commune> {
    COMMUNES.get(usize::try_from(number).ok()?)
}

/// The name of a department by its code.
pub fn department_name(code: &str) -> Option<&'static str> {
    DEPARTMENTS.get(code).copied()
}

/// Every department, and what is in the place of one: its code and its name, by code.
pub fn departments() -> impl Iterator<Item = (&'static str, &'static str)> {
    DEPARTMENTS.iter().map(|(code, name)| (*code, *name))
}

/// The name folded for search: as any key, with « St » and « Ste » written out.
pub(super) fn name_key(name: &str) -> String {
    let words = search_key(name);
    let words: Vec<&str> = words
        .split(' ')
        .map(|word| match word {
            "st" => "saint",
            "ste" => "sainte",
            word => word,
        })
        .collect();
    words.join(" ")
}

fn read_all(text: &'static str) -> Vec<Commune> {
    let lines: Vec<&str> = text.lines().collect();
    let count = lines.len() / COLUMNS;
    let column = |number: usize, row: usize| lines[number * count + row];
    let mut communes: Vec<Commune> = Vec::with_capacity(count);
    for row in 0..count {
        let code = match column(0, row) {
            "" => communes.last().map(|before| next(&before.code)),
            code => Some(code.to_owned()),
        };
        let at = column(4, row).parse().ok().zip(column(5, row).parse().ok());
        communes.push(Commune {
            code: code.unwrap_or_default(),
            name: column(1, row),
            postal: column(2, row),
            population: column(3, row).parse().unwrap_or_default(),
            at: at.map(|(lat, lon)| Point { lat, lon }),
            approximate: false,
            key: name_key(column(1, row)),
        });
    }
    place_the_others(&mut communes);
    communes
}

/// The code after another: the last three signs count on.
fn next(code: &str) -> String {
    let number: u32 = code[2..].parse().unwrap_or_default();
    format!("{}{:03}", &code[..2], number + 1)
}

/// Puts communes whose place is not known amid those with the same postal code, else amid those of the department.
fn place_the_others(communes: &mut [Commune]) {
    let mut known: HashMap<String, Vec<Point>> = HashMap::new();
    for commune in communes.iter() {
        for key in neighbourhoods(commune) {
            known.entry(key).or_default().extend(commune.at);
        }
    }
    for commune in communes.iter_mut().filter(|commune| commune.at.is_none()) {
        commune.at = neighbourhoods(commune)
            .iter()
            .filter_map(|key| Point::middle(known.get(key)?))
            .next();
        commune.approximate = commune.at.is_some();
    }
}

/// What a commune belongs to, the nearest first.
fn neighbourhoods(commune: &Commune) -> Vec<String> {
    let postal = commune.postal.split(' ').filter(|code| !code.is_empty());
    postal
        .map(|code| format!("postal {code}"))
        .chain([format!("department {}", commune.department())])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_commune_is_there_and_in_its_place() {
        assert_eq!(all().len(), 34_969);
        assert!(all().windows(2).all(|two| two[0].code < two[1].code));
        let people: u64 = all().iter().map(|one| u64::from(one.population)).sum();
        assert!((66_000_000..70_000_000).contains(&people), "{people}");
        for commune in all() {
            assert!(
                department_name(commune.department()).is_some(),
                "{commune:?}"
            );
            assert!(
                commune.at.is_some() || ["984", "989"].contains(&commune.department()),
                "{commune:?}"
            );
        }
        let paris = find("75056").unwrap();
        assert_eq!(
            (paris.name, paris.label().as_str()),
            ("Paris", "Paris (75)")
        );
        assert_eq!(find("93048").unwrap().label(), "Montreuil (93100)");
        assert_eq!(find("2A004").unwrap().name, "Ajaccio");
        assert_eq!(find("97411").unwrap().department(), "974");
        assert!(
            all()
                .iter()
                .all(|one| find(&one.code).is_some_and(|found| found.code == one.code))
        );
        for none in [
            "", "7", "75", "75111", "7505", "750560", "99004", "2C004", "2A00B", "é056",
        ] {
            assert!(find(none).is_none(), "{none}");
        }
    }

    #[test]
    fn a_commune_whose_place_is_not_known_is_amid_its_neighbours() {
        let approximate: Vec<&Commune> = all().iter().filter(|one| one.approximate).collect();
        assert!((15_000..25_000).contains(&approximate.len()));
        let close = find("01002").unwrap();
        let bourg = find("01053").unwrap();
        assert!(close.at.unwrap().km_to(bourg.at.unwrap()) < 60.0);
    }
}
