//! What the readers and writers of all formats share: a question on its way, its id, and the fractions that answers are worth.

use std::collections::BTreeSet;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use super::{
    html,
    note::{Note, Notes},
};
use crate::assessment::item::{Choice, Gap, Item, Kind, Partial};

/// How far a fraction may be from a share and still be meant as that share: formats write thirds with four to seven digits.
const NEAR: f64 = 4e-5;

/// The most answers, pairs or gaps of one question.
const MOST: usize = 60;

/// Refuses a list that is longer than any question's.
///
/// # Errors
/// [`Note::TooMany`].
pub(super) fn bounded(length: usize) -> Result<(), Note> {
    if length > MOST {
        Err(Note::TooMany)
    } else {
        Ok(())
    }
}

/// A question of a file, read or not.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// Where it begins, where the file has lines.
    pub(super) line: Option<usize>,
    /// Its name in the file, empty where it has none.
    pub(super) name: String,
    /// What it is called in the report.
    pub(super) title: String,
    /// The question, its id still empty, or why there is none.
    pub(super) item: Result<Item, Note>,
    /// What of it is not as it was.
    pub(super) notes: Notes,
}

/// A question of a kind, with nothing else said.
pub(super) fn item(ask: String, kind: Kind) -> Item {
    Item {
        id: String::new(),
        part: None,
        pool: None,
        ask,
        hint: None,
        image: None,
        audio: None,
        why: None,
        sources: Vec::new(),
        skills: Vec::new(),
        points: if kind.is_marked() { 1.0 } else { 0.0 },
        partial: usual_partial(&kind),
        review_by: None,
        angoff: None,
        difficulty: None,
        discrimination: None,
        anchor: false,
        retired: None,
        kind,
    }
}

/// The policy of a kind where its question says none.
pub(super) fn usual_partial(kind: &Kind) -> Partial {
    match kind {
        Kind::Match { .. } | Kind::Sort { .. } => Partial::PerPair,
        Kind::Order { .. } => Partial::LongestOrdered,
        _ => Partial::RightMinusWrong,
    }
}

/// The beginning of a text, on one line.
pub(super) fn short(text: &str) -> String {
    let line = line(text);
    if line.chars().count() <= 60 {
        return line;
    }
    line.chars().take(59).chain(['…']).collect()
}

/// A text on one line.
pub(super) fn line(text: &str) -> String {
    let seen: String = text
        .chars()
        .filter(|c| c.is_whitespace() || !is_hidden(*c))
        .collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An id made of a text: letters without accents, digits, dashes; nothing where none is left.
pub(super) fn slug(text: &str) -> Option<String> {
    let mut slug = String::new();
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)).take(400) {
        match c.to_ascii_lowercase() {
            c if c.is_ascii_alphanumeric() => slug.push(c),
            _ if slug.is_empty() || slug.ends_with('-') => {}
            _ => slug.push('-'),
        }
        if slug.len() >= 48 {
            break;
        }
    }
    let slug = slug.trim_matches('-').to_owned();
    (!slug.is_empty()).then_some(slug)
}

/// Ids that are given once each.
#[derive(Debug, Default)]
pub(super) struct Ids(BTreeSet<String>);

impl Ids {
    /// The id of a question: its name where that is one, else one made of it, else its number.
    pub(super) fn give(&mut self, name: &str, number: usize, notes: &mut Notes) -> String {
        let fits = !name.is_empty()
            && name.len() <= 64
            && name.as_bytes()[0].is_ascii_alphanumeric()
            && name.bytes().all(|byte| {
                byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-' || byte == b'_'
            });
        let wanted = if fits {
            name.to_owned()
        } else {
            slug(name).unwrap_or_else(|| format!("q{number}"))
        };
        let stem: String = wanted.chars().take(56).collect();
        let mut id = wanted;
        let mut count = number;
        while !self.0.insert(id.clone()) {
            id = format!("{stem}-{count}");
            count += 1;
        }
        if !name.is_empty() && id != name {
            notes.add(Note::Renamed(id.clone()));
        }
        id
    }
}

/// Takes out of all texts the characters that nobody sees.
pub(super) fn clean(item: &mut Item, notes: &mut Notes) {
    let mut hidden = false;
    for text in texts(item) {
        if text.contains(is_hidden) {
            hidden = true;
            text.retain(|c| !is_hidden(c));
        }
        let trimmed = text.trim();
        if trimmed.len() != text.len() {
            *text = trimmed.to_owned();
        }
    }
    let said = |why: &mut Option<String>| {
        if why.as_ref().is_some_and(String::is_empty) {
            *why = None;
        }
    };
    said(&mut item.why);
    match &mut item.kind {
        Kind::Single { choices } | Kind::Multiple { choices } => {
            choices.iter_mut().for_each(|choice| said(&mut choice.why))
        }
        Kind::Text { accept, .. } => accept
            .iter_mut()
            .for_each(|accepted| said(&mut accepted.why)),
        Kind::Spot { segments } => segments
            .iter_mut()
            .for_each(|segment| said(&mut segment.why)),
        _ => {}
    }
    if hidden {
        notes.add(Note::Hidden);
    }
}

/// Whether the check would refuse a character. The joiner of emoji sequences is among them, since only its neighbours tell it apart.
fn is_hidden(c: char) -> bool {
    match c {
        '\n' | '\t' => false,
        '\u{FEFF}'
        | '\u{00AD}'
        | '\u{034F}'
        | '\u{115F}'
        | '\u{1160}'
        | '\u{180E}'
        | '\u{3164}'
        | '\u{FFA0}'
        | '\u{FFF9}'..='\u{FFFB}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2069}'
        | '\u{061C}' => true,
        c => c.is_control(),
    }
}

fn texts(item: &mut Item) -> Vec<&mut String> {
    let mut texts = vec![&mut item.ask];
    texts.extend(&mut item.why);
    match &mut item.kind {
        Kind::Single { choices } | Kind::Multiple { choices } => {
            for choice in choices {
                texts.push(&mut choice.text);
                texts.extend(&mut choice.why);
            }
        }
        Kind::Scale { labels: list, .. }
        | Kind::Opinion { choices: list, .. }
        | Kind::Order { sequence: list }
        | Kind::Table { steps: list, .. } => texts.extend(list),
        Kind::Text { accept, .. } => {
            for accepted in accept {
                texts.push(&mut accepted.text);
                texts.extend(&mut accepted.why);
            }
        }
        Kind::Match { pairs, extra } => {
            texts.extend(pairs.iter_mut().flat_map(|(left, right)| [left, right]));
            texts.extend(extra);
        }
        Kind::Sort { bins } => {
            for bin in bins {
                texts.push(&mut bin.label);
                texts.extend(&mut bin.holds);
            }
        }
        Kind::Spot { segments } => {
            for segment in segments {
                texts.push(&mut segment.text);
                texts.extend(&mut segment.why);
            }
        }
        Kind::Cloze { passage, gaps } => {
            texts.push(passage);
            for gap in gaps {
                match gap {
                    Gap::Choose { right, wrong, .. } => {
                        texts.push(right);
                        texts.extend(wrong);
                    }
                    Gap::Write { accept, .. } => texts.extend(accept),
                }
            }
        }
        Kind::Compare {
            prompts, observe, ..
        } => {
            texts.extend(prompts);
            texts.extend(observe);
        }
        Kind::TrueFalse { .. } | Kind::Number { .. } | Kind::Reflect { .. } => {}
    }
    texts
}

/// An answer to tick, and the fraction of the question that it is worth.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Tick {
    pub(super) text: String,
    pub(super) fraction: f64,
    pub(super) why: Option<String>,
}

/// A question with answers to tick, from the fractions that other formats write.
///
/// # Errors
/// [`Note::NoRightAnswer`] where nothing earns anything.
pub(super) fn ticks(
    one: bool,
    list: Vec<Tick>,
    notes: &mut Notes,
) -> Result<(Kind, Partial), Note> {
    bounded(list.len())?;
    let mut ticks: Vec<Tick> = Vec::new();
    for tick in list {
        match ticks.iter().find(|other| other.text == tick.text) {
            Some(other) if other.fraction == tick.fraction => notes.add(Note::Repeated(tick.text)),
            _ => ticks.push(Tick {
                fraction: share(tick.fraction).clamp(-1.0, 1.0),
                ..tick
            }),
        }
    }
    let usual = |tick: Tick, right| Choice {
        text: tick.text,
        why: tick.why,
        right,
        weight: None,
        ..Choice::default()
    };
    let best = ticks.iter().map(|tick| tick.fraction).fold(0.0, f64::max);
    if best <= 0.0 {
        return Err(Note::NoRightAnswer);
    }
    if one {
        let bests = ticks.iter().filter(|tick| tick.fraction == best).count();
        if bests > 1 {
            notes.add(Note::SeveralRight);
        } else {
            let choice = |tick: Tick| {
                let right = tick.fraction == best;
                let weight =
                    Some(tick.fraction).filter(|worth| *worth != f64::from(u8::from(right)));
                Choice {
                    weight,
                    ..usual(tick, right)
                }
            };
            let mut choices: Vec<Choice> = ticks.into_iter().map(choice).collect();
            choices.sort_by_key(|choice| !choice.right);
            return Ok((Kind::Single { choices }, Partial::RightMinusWrong));
        }
        let mut choices: Vec<Choice> = ticks
            .into_iter()
            .map(|tick| {
                let right = tick.fraction == best;
                usual(tick, right)
            })
            .collect();
        choices.sort_by_key(|choice| !choice.right);
        return Ok((Kind::Multiple { choices }, Partial::RightMinusWrong));
    }
    let rights = ticks.iter().filter(|tick| tick.fraction > 0.0).count();
    let wrongs = ticks.len() - rights;
    let all = |right: f64, wrong: f64| {
        ticks.iter().all(|tick| {
            let worth = if tick.fraction > 0.0 { right } else { -wrong };
            (tick.fraction - worth).abs() <= NEAR
        })
    };
    let each = 1.0 / rights as f64;
    let (partial, weighted) = if all(each, 1.0 / wrongs.max(1) as f64) {
        (Partial::RightMinusWrong, false)
    } else if all(each, each) {
        (Partial::H5p, false)
    } else {
        (Partial::RightMinusWrong, true)
    };
    let choice = |tick: Tick| {
        let (right, worth) = (tick.fraction > 0.0, tick.fraction);
        Choice {
            weight: weighted.then_some(worth),
            ..usual(tick, right)
        }
    };
    let mut choices: Vec<Choice> = ticks.into_iter().map(choice).collect();
    choices.sort_by_key(|choice| !choice.right);
    Ok((Kind::Multiple { choices }, partial))
}

/// A fraction as the share that it was rounded from, such as 33.33333 per cent, else as it is.
fn share(fraction: f64) -> f64 {
    for parts in 1..=20 {
        let count = (fraction * f64::from(parts)).round();
        let exact = count / f64::from(parts);
        if (exact - fraction).abs() <= NEAR {
            return exact;
        }
    }
    fraction
}

/// The fraction that each choice is worth; a policy that no sum of fractions can say is told.
pub(super) fn fractions(
    choices: &[Choice],
    one: bool,
    partial: Partial,
    notes: &mut Notes,
) -> Vec<f64> {
    let rights = choices.iter().filter(|choice| choice.right).count().max(1) as f64;
    let wrongs = choices.iter().filter(|choice| !choice.right).count().max(1) as f64;
    let weighted = choices.iter().any(|choice| choice.weight.is_some());
    let (right, wrong) = match partial {
        _ if one => (1.0, 0.0),
        Partial::H5p if !weighted => (1.0 / rights, -1.0 / rights),
        _ => (1.0 / rights, -1.0 / wrongs),
    };
    if !one && !weighted && !matches!(partial, Partial::RightMinusWrong | Partial::H5p) {
        notes.add(policy(partial));
    }
    choices
        .iter()
        .map(|choice| {
            choice
                .weight
                .unwrap_or(if choice.right { right } else { wrong })
        })
        .collect()
}

/// Tells a policy that is not carried over.
pub(super) fn policy(partial: Partial) -> Note {
    let name = Partial::NAMES.iter().find(|(_, known)| *known == partial);
    Note::Partial(name.map_or_else(String::new, |(name, _)| (*name).to_owned()))
}

/// Sentences of which the wrong ones are to be touched, as answers to tick.
pub(super) fn spotted(kind: &Kind) -> Option<Vec<Choice>> {
    let Kind::Spot { segments } = kind else {
        return None;
    };
    let choice = |segment: &crate::assessment::item::Segment| Choice {
        text: segment.text.clone(),
        why: segment.why.clone(),
        right: segment.error,
        weight: None,
        ..Choice::default()
    };
    Some(segments.iter().map(choice).collect())
}

/// Tells that a question goes out as another type.
pub(super) fn as_type(kind: &Kind, to: &str) -> Note {
    Note::OtherType {
        from: kind.name().to_owned(),
        to: to.to_owned(),
    }
}

/// Several explanations as one.
pub(super) fn merged(parts: impl IntoIterator<Item = String>, notes: &mut Notes) -> Option<String> {
    let mut kept: Vec<String> = Vec::new();
    for part in parts {
        if !part.trim().is_empty() && !kept.contains(&part) {
            kept.push(part);
        }
    }
    if kept.len() > 1 {
        notes.add(Note::MergedFeedback);
    }
    (!kept.is_empty()).then(|| kept.join("\n"))
}

/// The interval of a number as its middle and half of its width, without the dust of binary fractions.
pub(super) fn middle(low: f64, high: f64) -> (f64, f64) {
    let (low, high) = if low <= high {
        (low, high)
    } else {
        (high, low)
    };
    let half = high / 2.0 - low / 2.0;
    // The difference has no more decimals than its ends had digits.
    let ends = low.abs().max(high.abs()).log10().floor().clamp(-20.0, 20.0);
    let decimals = (13.0 - ends).clamp(0.0, 30.0) as usize;
    let half = format!("{half:.decimals$}").parse().unwrap_or(half);
    (dustless(low / 2.0 + high / 2.0), half)
}

/// A number to 14 significant digits.
pub(super) fn dustless(number: f64) -> f64 {
    format!("{number:.13e}").parse().unwrap_or(number)
}

/// The weights of gaps as the smallest whole numbers in their ratio, and whether these are exact: no factor over 100 is looked for. Nothing for a weight that is not
/// above zero.
pub(super) fn whole_weights(weights: &[f64]) -> Option<(Vec<f64>, bool)> {
    let least = weights.iter().copied().fold(f64::INFINITY, f64::min);
    if !(least > 0.0 && least.is_finite() && weights.iter().all(|weight| weight.is_finite())) {
        return None;
    }
    let scaled = |factor: u32| {
        weights
            .iter()
            .map(move |weight| weight / least * f64::from(factor))
    };
    let exact = (1..=100).find(|factor| {
        scaled(*factor).all(|weight| (weight - weight.round()).abs() <= 1e-6 * weight)
    });
    let whole = scaled(exact.unwrap_or(100)).map(f64::round).collect();
    Some((whole, exact.is_some()))
}

/// Gives gaps their weights: in the smallest whole numbers where there are such, else as they were said, in either case within what a weight may be; else in the
/// ratio that they were said in.
pub(super) fn weigh(gaps: &mut [Gap], weights: &[f64], notes: &mut Notes) {
    let Some((whole, exact)) = whole_weights(weights) else {
        if !gaps.is_empty() {
            notes.add(Note::Weights);
        }
        return;
    };
    let fit = |weights: &[f64]| weights.iter().all(|weight| Gap::WEIGHTS.contains(weight));
    let given: Vec<f64> = if exact && fit(&whole) {
        whole
    } else if fit(weights) {
        weights.iter().copied().map(dustless).collect()
    } else {
        let greatest = weights.iter().copied().fold(0.0, f64::max);
        let shares = weights
            .iter()
            .map(|weight| dustless(weight / greatest * Gap::WEIGHTS.end()));
        shares.collect()
    };
    if !fit(&given) {
        notes.add(Note::Weights);
    }
    for (gap, given) in gaps.iter_mut().zip(given) {
        let (Gap::Choose { weight, .. } | Gap::Write { weight, .. }) = gap;
        *weight = given.max(*Gap::WEIGHTS.start());
    }
}

/// How far a number may be off, as the interval of its values.
pub(super) fn interval(
    right: f64,
    tolerance: f64,
    kind: crate::assessment::item::Tolerance,
) -> (f64, f64) {
    use crate::assessment::item::Tolerance;
    let (low, high) = match kind {
        Tolerance::Nominal => (right - tolerance, right + tolerance),
        Tolerance::Relative => (
            right - right.abs() * tolerance,
            right + right.abs() * tolerance,
        ),
        Tolerance::Geometric if right >= 0.0 => {
            (right / (1.0 + tolerance), right * (1.0 + tolerance))
        }
        Tolerance::Geometric => (right * (1.0 + tolerance), right / (1.0 + tolerance)),
    };
    (dustless(low), dustless(high))
}

/// A finite number of another format: a point, an exponent, no blanks inside.
pub(super) fn number(text: &str) -> Result<f64, Note> {
    let plain = text.trim();
    let fits = plain
        .bytes()
        .all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    plain
        .parse()
        .ok()
        .filter(|number: &f64| fits && number.is_finite())
        .ok_or_else(|| Note::NoNumber(short(text)))
}

/// The passage of a text with gaps and what stands before it: the paragraphs before the first gap ask, the rest is the passage.
pub(super) fn passage(text: &str, lang: &str, notes: &mut Notes) -> (String, String) {
    let text = html::tidy(text);
    if let Some(first) = text.find("{1}")
        && let Some(cut) = text[..first].rfind('\n')
    {
        let (ask, passage) = text.split_at(cut);
        let (ask, passage) = (ask.trim(), passage.trim());
        if !ask.is_empty() {
            return (ask.to_owned(), passage.to_owned());
        }
    }
    let ask = instruction(lang);
    notes.add(Note::Instruction(ask.to_owned()));
    (ask.to_owned(), text)
}

/// The plainest instruction of a text with gaps, for files that give none.
fn instruction(lang: &str) -> &'static str {
    if lang.starts_with("en") {
        "Fill in the gaps."
    } else {
        "Complétez le texte."
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tick(text: &str, fraction: f64) -> Tick {
        Tick {
            text: text.to_owned(),
            fraction,
            why: None,
        }
    }

    fn made(one: bool, list: &[(&str, f64)]) -> Result<(String, Partial, Vec<Note>), Note> {
        let mut notes = Notes::default();
        let list = list
            .iter()
            .map(|(text, fraction)| tick(text, *fraction))
            .collect();
        let (kind, partial) = ticks(one, list, &mut notes)?;
        let (Kind::Single { choices } | Kind::Multiple { choices }) = &kind else {
            panic!("answers to tick")
        };
        let shown: Vec<String> = choices
            .iter()
            .map(|choice| {
                format!(
                    "{}{}{}",
                    if choice.right { "=" } else { "~" },
                    choice.text,
                    choice
                        .weight
                        .map_or(String::new(), |weight| format!(":{weight:.3}"))
                )
            })
            .collect();
        Ok((
            format!("{} {}", kind.name(), shown.join(" ")),
            partial,
            notes.into_list(),
        ))
    }

    #[test]
    fn fractions_become_policies_or_weights() {
        let third = 33.33333 / 100.0;
        for (one, list, shown, partial) in [
            (
                true,
                &[("a", 0.0), ("b", 1.0)][..],
                "single =b ~a",
                Partial::RightMinusWrong,
            ),
            (
                true,
                &[("a", 0.5), ("b", 1.0)],
                "single =b ~a:0.500",
                Partial::RightMinusWrong,
            ),
            (
                false,
                &[("a", third), ("b", third), ("c", third), ("d", -1.0)],
                "multiple =a =b =c ~d",
                Partial::RightMinusWrong,
            ),
            (
                false,
                &[("a", 0.5), ("b", 0.5), ("c", -0.5)],
                "multiple =a =b ~c",
                Partial::H5p,
            ),
            (
                false,
                &[("a", 0.5), ("b", 0.5), ("c", 0.0)],
                "multiple =a:0.500 =b:0.500 ~c:0.000",
                Partial::RightMinusWrong,
            ),
            (
                false,
                &[("a", 1.0), ("b", -1.0), ("c", -1.0)],
                "multiple =a ~b ~c",
                Partial::H5p,
            ),
        ] {
            let (text, found, notes) = made(one, list).unwrap();
            assert_eq!(
                (text.as_str(), found, notes.len()),
                (shown, partial, 0),
                "{list:?}"
            );
        }
        assert_eq!(
            made(true, &[("a", 1.0), ("b", 1.0)]).unwrap().2,
            [Note::SeveralRight]
        );
        assert_eq!(
            made(true, &[("a", 1.0), ("b", 0.0), ("b", 0.0)]).unwrap().2,
            [Note::Repeated("b".into())]
        );
        assert_eq!(made(false, &[("a", -1.0)]), Err(Note::NoRightAnswer));
        assert_eq!(made(true, &[]), Err(Note::NoRightAnswer));
    }

    #[test]
    fn an_id_is_the_name_where_it_can_be() {
        let mut ids = Ids::default();
        let mut give = |name: &str, number| {
            let mut notes = Notes::default();
            (ids.give(name, number, &mut notes), notes.into_list().len())
        };
        assert_eq!(give("prediction_2", 1), ("prediction_2".into(), 0));
        assert_eq!(give("L'été à Évry !", 2), ("l-ete-a-evry".into(), 1));
        assert_eq!(give("", 3), ("q3".into(), 0));
        assert_eq!(give("prediction_2", 4), ("prediction_2-4".into(), 1));
        assert_eq!(give("日本", 5), ("q5".into(), 1));
    }

    #[test]
    fn intervals_have_no_dust() {
        assert_eq!(middle(2.141, 2.142), (2.1415, 0.0005));
        assert_eq!(middle(5.0, -5.0), (0.0, 5.0));
        assert_eq!(number("1e400"), Err(Note::NoNumber("1e400".into())));
        assert_eq!(number("inf"), Err(Note::NoNumber("inf".into())));
        assert_eq!(number(" -1.5 "), Ok(-1.5));
    }
}
