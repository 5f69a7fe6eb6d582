//! A module on paper: its forms by number, the letters that stand for choices, and what is typed from a sheet.

use std::{collections::BTreeMap, fmt, str::FromStr};

use serde_json::{Map, Value};

use super::{
    attempt::Attempt,
    item::{Item, Kind},
    module::Module,
    present::{Presented, Shown, present},
};
use crate::base::Lang;

/// The most forms of one module.
const FORMS: u32 = 9_999;

/// What stands on top of a sheet: its language, its form and the beginning of the hash of its module, `FR2-7F3A9C`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetCode {
    /// The language of the sheet.
    pub lang: Lang,
    /// The form; 0 where every question of the file is on it.
    pub form: u32,
    /// The first six digits of the hash of the module's file.
    pub version: String,
}

/// The code is not one of a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoSheet;

impl SheetCode {
    /// The code of a form of the module with this hash.
    pub fn new(lang: Lang, form: u32, hash: &str) -> SheetCode {
        SheetCode {
            lang,
            form: form.min(FORMS),
            version: hash.chars().take(6).flat_map(char::to_uppercase).collect(),
        }
    }

    /// Whether the sheet was printed from the module with this hash.
    pub fn is_of(&self, hash: &str) -> bool {
        *self == SheetCode::new(self.lang, self.form, hash)
    }

    /// What draws the questions and shuffles the choices of this form, the same on every printing.
    pub fn seed(&self) -> String {
        format!("paper-{}", self.form)
    }
}

impl fmt::Display for SheetCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lang = self.lang.tag().to_ascii_uppercase();
        write!(f, "{lang}{}-{}", self.form, self.version)
    }
}

impl FromStr for SheetCode {
    type Err = NoSheet;

    /// Reads a code as people type it: in any case, with blanks or without its dash.
    fn from_str(typed: &str) -> Result<SheetCode, NoSheet> {
        let plain: String = typed
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '\u{2010}'..='\u{2015}'))
            .map(|c| c.to_ascii_uppercase())
            .collect();
        if !plain.is_ascii() || plain.len() < 9 {
            return Err(NoSheet);
        }
        let (lang, rest) = plain.split_at(2);
        let (form, version) = rest.split_at(rest.len() - 6);
        let form = form.parse().ok().filter(|form| *form <= FORMS);
        if !version.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Err(NoSheet);
        }
        Ok(SheetCode {
            lang: lang.parse().map_err(|()| NoSheet)?,
            form: form.ok_or(NoSheet)?,
            version: version.to_owned(),
        })
    }
}

/// One question of a form, as the sheet shows it.
pub struct Asked<'m> {
    /// The question.
    pub item: &'m Item,
    /// Its choices in the order of their letters.
    pub presented: Presented,
}

/// The questions of a form, in its order. Form 0 of a module with pools has every question of the file.
pub fn form<'m>(module: &'m Module, code: &SheetCode) -> Vec<Asked<'m>> {
    let (seed, none) = (code.seed(), BTreeMap::new());
    let items: Vec<&'m Item> = if code.form == 0 && !module.pools.is_empty() {
        let kept = module.items.iter();
        kept.filter(|item| item.retired.is_none()).collect()
    } else {
        let drawn = Attempt::new(module, &seed, &none).items();
        let drawn = drawn.into_iter();
        drawn.filter_map(|item| module.item(&item.id)).collect()
    };
    let asked = |item: &'m Item| Asked {
        item,
        presented: present(module, item, &seed),
    };
    items.into_iter().map(asked).collect()
}

/// The letter of the choice at a place: A to Z, then A2 to Z2, and so on.
pub fn letter(place: usize) -> String {
    let sign = char::from(b'A' + (place % 26) as u8);
    match place / 26 {
        0 => sign.to_string(),
        more => format!("{sign}{}", more + 1),
    }
}

/// The letters of true and false.
pub fn truths(lang: Lang) -> [&'static str; 2] {
    match lang {
        Lang::Fr => ["V", "F"],
        Lang::En => ["T", "F"],
    }
}

/// What is typed for a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    /// One letter among so many.
    Letter(usize),
    /// Some letters among so many.
    Letters(usize),
    /// The letters of true or false.
    Truth,
    /// A letter for each of so many things, `-` where there is none; among so many letters.
    Row(usize, usize),
    /// Every one of so many letters, in the order given.
    Order(usize),
    /// A number, or words.
    Text,
    /// So many gaps, each with letters or words of its own.
    Gaps(usize),
    /// Whether it was done.
    Done,
}

/// Why what was typed is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Slip {
    /// Something that is none of the letters of this question, whose last is given.
    NoLetter(String, String),
    /// Another number of letters than the question asks for.
    Count {
        /// How many were typed.
        typed: usize,
        /// How many there must be.
        needed: usize,
    },
    /// A letter that stands twice.
    Twice(String),
    /// A text that is too long.
    TooLong,
}

/// What is typed for a question.
pub fn cell(item: &Item, presented: &Presented) -> Cell {
    let choices = presented.choices.len();
    match &item.kind {
        Kind::Single { .. } | Kind::Scale { .. } | Kind::Opinion { .. } => Cell::Letter(choices),
        Kind::Multiple { .. } | Kind::Spot { .. } => Cell::Letters(choices),
        Kind::TrueFalse { .. } => Cell::Truth,
        Kind::Match { .. } | Kind::Sort { .. } => Cell::Row(presented.left.len(), choices),
        Kind::Order { .. } => Cell::Order(choices),
        Kind::Cloze { .. } => Cell::Gaps(presented.gaps.len()),
        Kind::Compare { .. } => Cell::Done,
        Kind::Number { .. } | Kind::Text { .. } | Kind::Table { .. } | Kind::Reflect { .. } => {
            Cell::Text
        }
    }
}

/// Reads what was typed for a question, a text for each gap, else one; nothing where all is blank.
///
/// # Errors
/// The place of the text that is refused, and why.
pub fn read(
    item: &Item,
    presented: &Presented,
    typed: &[&str],
) -> Result<Option<Value>, (usize, Slip)> {
    let typed: Vec<&str> = typed.iter().map(|text| text.trim()).collect();
    if typed.iter().all(|text| text.is_empty()) {
        return Ok(None);
    }
    let first = typed[0];
    let id = |place: usize| Value::from(presented.choices[place].id.as_str());
    let response = match cell(item, presented) {
        Cell::Letter(count) => letters(first, count, false)
            .and_then(|places| counted(places, 1))
            .map(|places| places.into_iter().flatten().map(id).collect::<Vec<_>>())
            .map(|mut ids| ids.pop().unwrap_or_default()),
        Cell::Letters(count) => letters(first, count, false)
            .and_then(once)
            .map(|places| places.into_iter().map(id).collect()),
        Cell::Truth => truth(first).map(Value::from),
        Cell::Row(left, count) => letters(first, count, true)
            .and_then(|places| counted(places, left))
            .map(|places| row(presented, &places)),
        Cell::Order(count) => letters(first, count, false)
            .and_then(|places| counted(places, count))
            .and_then(once)
            .map(|places| places.into_iter().map(id).collect()),
        Cell::Text => text(item, first).map(Value::from),
        Cell::Gaps(_) => return gaps(presented, &typed).map(Some),
        Cell::Done => Ok(serde_json::json!({"done": true})),
    };
    response.map(Some).map_err(|slip| (0, slip))
}

fn row(presented: &Presented, places: &[Option<usize>]) -> Value {
    let pairs = presented.left.iter().zip(places);
    pairs
        .filter_map(|(left, place)| {
            let partner = &presented.choices[(*place)?];
            Some((left.id.clone(), Value::from(partner.id.as_str())))
        })
        .collect::<Map<_, _>>()
        .into()
}

fn gaps(presented: &Presented, typed: &[&str]) -> Result<Value, (usize, Slip)> {
    let gap = |(at, shown): (usize, &Option<Vec<Shown>>)| {
        let typed = typed.get(at).copied().unwrap_or_default();
        let read = match shown {
            _ if typed.is_empty() => Ok(Value::Null),
            Some(shown) => letters(typed, shown.len(), false)
                .and_then(|places| counted(places, 1))
                .map(|places| {
                    let place = places.into_iter().flatten().next();
                    place.map(|place| shown[place].id.as_str()).into()
                }),
            None if typed.chars().count() > 200 => Err(Slip::TooLong),
            None => Ok(typed.into()),
        };
        read.map_err(|slip| (at, slip))
    };
    presented.gaps.iter().enumerate().map(gap).collect()
}

/// The places that letters stand for; nothing for a dash, where dashes may stand.
fn letters(typed: &str, count: usize, dashes: bool) -> Result<Vec<Option<usize>>, Slip> {
    let mut places = Vec::new();
    let mut signs = typed
        .chars()
        .flat_map(char::to_uppercase)
        .filter(|c| !c.is_whitespace() && !matches!(c, ',' | ';' | '.' | '/'))
        .peekable();
    while let Some(sign) = signs.next() {
        if dashes && matches!(sign, '-' | '_' | '\u{2010}'..='\u{2015}' | '\u{2212}') {
            places.push(None);
            continue;
        }
        let more = signs
            .next_if(char::is_ascii_digit)
            .map(|digit| digit.to_digit(10).unwrap_or_default() as usize);
        let place = match (sign.is_ascii_uppercase(), more) {
            (false, _) | (_, Some(0 | 1)) => None,
            (true, more) => {
                Some(sign as usize - 'A' as usize + 26 * (more.map_or(0, |more| more - 1)))
            }
        };
        match place.filter(|place| *place < count) {
            Some(place) => places.push(Some(place)),
            None => {
                let said = format!(
                    "{sign}{}",
                    more.map_or(String::new(), |more| more.to_string())
                );
                return Err(Slip::NoLetter(said, letter(count.saturating_sub(1))));
            }
        }
        if places.len() > 200 {
            return Err(Slip::TooLong);
        }
    }
    Ok(places)
}

fn counted(places: Vec<Option<usize>>, needed: usize) -> Result<Vec<Option<usize>>, Slip> {
    if places.len() == needed {
        return Ok(places);
    }
    Err(Slip::Count {
        typed: places.len(),
        needed,
    })
}

/// Each place once.
fn once(places: Vec<Option<usize>>) -> Result<Vec<usize>, Slip> {
    let mut seen = Vec::new();
    for place in places.into_iter().flatten() {
        if seen.contains(&place) {
            return Err(Slip::Twice(letter(place)));
        }
        seen.push(place);
    }
    Ok(seen)
}

fn truth(typed: &str) -> Result<bool, Slip> {
    match typed.to_uppercase().as_str() {
        "V" | "T" | "VRAI" | "TRUE" => Ok(true),
        "F" | "FAUX" | "FALSE" => Ok(false),
        other => Err(Slip::NoLetter(
            other.chars().take(20).collect(),
            "F".to_owned(),
        )),
    }
}

fn text(item: &Item, typed: &str) -> Result<String, Slip> {
    let most = match &item.kind {
        Kind::Table { max_length, .. } => *max_length as usize,
        Kind::Reflect { .. } => 5_000,
        _ => 200,
    };
    if typed.chars().count() > most || typed.contains('\0') {
        return Err(Slip::TooLong);
    }
    Ok(typed.to_owned())
}

/// An answer as it is written on the sheet, a text for each gap, else one.
pub fn written(presented: &Presented, lang: Lang, response: &Value) -> Vec<String> {
    let of = |shown: &[Shown], id: &str| shown.iter().position(|one| one.id == id).map(letter);
    let known = |id: &str| of(&presented.choices, id).unwrap_or_else(|| id.to_owned());
    match response {
        Value::String(id) => vec![known(id)],
        Value::Bool(truth) => vec![truths(lang)[usize::from(!truth)].to_owned()],
        Value::Array(filled) if !presented.gaps.is_empty() => filled
            .iter()
            .zip(&presented.gaps)
            .map(|(filled, shown)| {
                let filled = filled.as_str().unwrap_or_default();
                let letter = shown.as_deref().and_then(|shown| of(shown, filled));
                letter.unwrap_or_else(|| filled.to_owned())
            })
            .collect(),
        Value::Array(ids) => vec![ids.iter().filter_map(Value::as_str).map(known).collect()],
        Value::Object(members) => {
            let partner = |left: &Shown| {
                let id = members.get(&left.id).and_then(Value::as_str);
                id.map_or_else(|| "-".to_owned(), known)
            };
            vec![presented.left.iter().map(partner).collect()]
        }
        _ => Vec::new(),
    }
}

/// The right answer as it is written on the sheet; nothing where there is none.
pub fn right(asked: &Asked<'_>, lang: Lang) -> Vec<String> {
    let mut right = super::feedback::right(asked.item, &asked.presented);
    // Ticks have no order: the key has them as the sheet does.
    if let (Kind::Multiple { .. } | Kind::Spot { .. }, Value::Array(ids)) =
        (&asked.item.kind, &mut right)
    {
        let place = |id: &Value| {
            asked
                .presented
                .choices
                .iter()
                .position(|one| *id == one.id.as_str())
        };
        ids.sort_by_key(place);
    }
    written(&asked.presented, lang, &right)
}

#[cfg(test)]
mod tests;
