//! From one `[[items]]` block to a question.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{
    keys::{GAP_TO_CHOOSE, GAP_TO_WRITE, MOST, types},
    read::Scoring,
    read_value::{address, audio, duration, fraction, id, image, points, positive, reviewed},
};
use crate::assessment::{
    finding::Problem,
    item::{
        Accepted, Bin, Choice, Criterion, Entry, Gap, Gathering, Item, Kind, Partial, Poll,
        Reading, Reviewers, Segment, ShowResults, Tolerance, Tool, Witness,
    },
    source::{Block, Place},
};

/// Reads one question; faults are told, and a question with a fault is none.
pub(super) fn item(block: Block<'_, '_>, scoring: &Scoring, today: Date) -> Option<Item> {
    let names: Vec<_> = types().into_iter().map(|name| (name, name)).collect();
    let name = block.need("type").and_then(|place| place.word(&names));
    if let Some(name) = name {
        block.is_of_type(name);
    }
    let id = block.need("id").and_then(|place| id(&place));
    let ask = block.need("ask").and_then(|place| place.text());
    let kind = name.and_then(|name| kind(name, &block));
    let texts = |key| {
        block
            .get(key)
            .and_then(|place: Place<'_, '_>| place.texts())
            .unwrap_or_default()
    };
    let why = block.get("why").and_then(|place| place.text());
    let partial = block
        .get("partial")
        .and_then(|place| place.word(&Partial::NAMES));
    let (part, pool) = (
        block.get("part").and_then(|place| place.text()),
        block.get("pool").and_then(|place| place.text()),
    );
    let worth = block
        .get("points")
        .and_then(|place| points(&place))
        .unwrap_or(scoring.points);
    let review_by = block
        .get("review_by")
        .and_then(|place| reviewed(&place, today));
    let (sources, skills, angoff) = (texts("sources"), texts("skills"), block.get("angoff"));
    let angoff = angoff.and_then(|place| fraction(&place));
    let difficulty = block.get("difficulty").and_then(|place| place.number());
    let discrimination = block.get("discrimination").and_then(|place| {
        let slope = place.number()?;
        if slope <= 0.0 {
            place.tell(Problem::OutOfBounds("discrimination"));
        }
        Some(slope)
    });
    let anchor = block
        .get("anchor")
        .and_then(|place| place.truth())
        .unwrap_or(false);
    let retired = block.get("retired").and_then(|place| {
        let day = place.day()?;
        if day > today {
            place.tell(Problem::OutOfBounds("retired"));
        }
        Some(day)
    });
    let hint = block.get("hint").and_then(|place| place.text());
    let picture = block
        .get("image")
        .and_then(|place| place.block())
        .and_then(image);
    // What is said aloud instead of written has the same key where the answer is a text.
    let sound = block
        .get("audio")
        .filter(|_| name != Some("reflect"))
        .and_then(|place| place.block())
        .and_then(audio);
    let marked = kind.as_ref().is_some_and(Kind::is_marked);
    if marked && worth > 0.0 && sources.is_empty() {
        block.tell(Problem::NoSource);
    }
    block.finish();
    let kind = kind?;
    Some(Item {
        id: id?,
        part,
        pool,
        ask: ask?,
        hint,
        image: picture,
        audio: sound,
        why,
        sources,
        skills,
        points: if marked { worth } else { 0.0 },
        partial: partial.unwrap_or(default_partial(&kind, scoring)),
        review_by,
        angoff,
        difficulty,
        discrimination,
        anchor,
        retired,
        kind,
    })
}

fn default_partial(kind: &Kind, scoring: &Scoring) -> Partial {
    match kind {
        Kind::Match { .. } | Kind::Sort { .. } => Partial::PerPair,
        Kind::Order { .. } => Partial::LongestOrdered,
        _ => scoring.partial,
    }
}

fn kind(name: &str, block: &Block<'_, '_>) -> Option<Kind> {
    let texts = |key| {
        block
            .need(key)
            .and_then(|place: Place<'_, '_>| list(&place))
    };
    Some(match name {
        "single" | "multiple" => {
            let choices = choices(block, name == "single")?;
            if name == "single" {
                Kind::Single { choices }
            } else {
                Kind::Multiple { choices }
            }
        }
        "true_false" => Kind::TrueFalse {
            right: block.need("right")?.truth()?,
        },
        "scale" => {
            let same_as = block.get("same_as").and_then(|place| place.text());
            let pair = block.get("pair").and_then(|place| place.text());
            let labels = if same_as.is_some() {
                Vec::new()
            } else {
                texts("points_labels")?
            };
            Kind::Scale {
                labels,
                same_as,
                pair,
            }
        }
        "opinion" => {
            let usual = Poll::default();
            let poll = Poll {
                shown: block
                    .get("show_results")
                    .and_then(|place| place.word(&ShowResults::NAMES))
                    .unwrap_or(usual.shown),
                min_group: block
                    .get("min_group")
                    .and_then(|place| group_floor(&place))
                    .unwrap_or(usual.min_group),
            };
            Kind::Opinion {
                choices: texts("choices")?,
                poll,
            }
        }
        "number" => number(block)?,
        "text" => {
            let exact = block.get("match").and_then(|place| place.word(&MATCHES));
            let accept = block
                .need("accept")?
                .items_or_one()
                .iter()
                .filter_map(accepted)
                .collect::<Vec<_>>();
            Kind::Text {
                accept,
                exact: exact.unwrap_or(false),
            }
        }
        "match" => {
            let place = block.need("pairs")?;
            let pairs: Vec<(String, String)> = place.items()?.iter().filter_map(pair).collect();
            distinct(&place, pairs.iter().map(|(left, _)| left));
            let extra = block
                .get("extra")
                .and_then(|place| place.texts())
                .unwrap_or_default();
            Kind::Match { pairs, extra }
        }
        "sort" => {
            let place = block.need("bins")?;
            let bins: Vec<Bin> = place.blocks().into_iter().filter_map(bin).collect();
            distinct(&place, bins.iter().map(|bin| &bin.label));
            distinct(&place, bins.iter().flat_map(|bin| &bin.holds));
            Kind::Sort { bins }
        }
        "order" => {
            let place = block.need("sequence")?;
            let sequence = list(&place)?;
            if sequence.len() == 1 {
                place.tell(Problem::NothingToOrder);
            }
            Kind::Order { sequence }
        }
        "spot" => {
            let place = block.need("segments")?;
            let items = place.items()?;
            let segments: Vec<Segment> = items.iter().filter_map(segment).collect();
            if segments.len() == items.len() && segments.iter().all(|segment| !segment.error) {
                place.tell(Problem::NothingToSpot);
            }
            distinct(&place, segments.iter().map(|segment| &segment.text));
            Kind::Spot { segments }
        }
        "cloze" => {
            let passage = block.need("passage")?;
            let gaps: Vec<Gap> = block
                .need("gaps")?
                .blocks()
                .into_iter()
                .filter_map(gap)
                .collect();
            let text = passage.text()?;
            let numbered = (1..=gaps.len()).all(|n| text.matches(&format!("{{{n}}}")).count() == 1);
            if !numbered || text.matches('{').count() != gaps.len() {
                passage.tell(Problem::Gaps);
            }
            Kind::Cloze {
                passage: text,
                gaps,
            }
        }
        "compare" => {
            let tool = block
                .get("tool")
                .and_then(|place| place.block())
                .and_then(tool);
            let fallback = block.get("fallback").and_then(|place| place.text());
            let witness = block
                .get("evidence")
                .and_then(|place| place.word(&Witness::NAMES));
            Kind::Compare {
                tool,
                prompts: texts("prompts")?,
                observe: texts("observe")?,
                fallback,
                witness: witness.unwrap_or(Witness::Oneself),
            }
        }
        "table" => table(block, texts("steps")?),
        _ => reflect(block),
    })
}

/// The senses in which a number may be off.
pub(crate) const TOLERANCES: [(&str, Tolerance); 3] = [
    ("nominal", Tolerance::Nominal),
    ("relative", Tolerance::Relative),
    ("geometric", Tolerance::Geometric),
];

/// Whether capitals, accents and the rest count in a written text.
pub(crate) const MATCHES: [(&str, bool); 2] = [("folded", false), ("exact", true)];

/// What becomes of a table's answer.
pub(crate) const SHARES: [(&str, bool); 2] = [("anonymous", false), ("none", true)];

/// Answers of fewer than five people are never shown.
fn group_floor(place: &Place<'_, '_>) -> Option<u32> {
    let count = place.count()?;
    if count < 5 {
        place.tell(Problem::OutOfBounds("min-group"));
    }
    Some(count)
}

fn tool(block: Block<'_, '_>) -> Option<Tool> {
    let name = block.need("name").and_then(|place| place.text());
    let url = block.need("url").and_then(|place| address(&place));
    let account = block.get("account").and_then(|place| place.truth());
    block.finish();
    Some(Tool {
        name: name?,
        url: url?,
        account: account.unwrap_or(false),
    })
}

fn table(block: &Block<'_, '_>, steps: Vec<String>) -> Kind {
    let group = block
        .get("group")
        .and_then(|place| place.block())
        .and_then(|group| {
            let bound = |key| group.need(key).and_then(|place| positive(&place));
            let (min, max) = (bound("min"), bound("max"));
            if min > max {
                group.tell(Problem::OutOfBounds("min-max"));
            }
            group.finish();
            Some((min?, max?))
        });
    let time = block.get("duration").and_then(|place| duration(&place));
    let mut private = false;
    let max_length = block
        .get("answer")
        .and_then(|place| place.block())
        .and_then(|answer| {
            let length = answer.get("max_length").and_then(|place| positive(&place));
            answer
                .get("kind")
                .and_then(|place| place.word(&[("text", ())]));
            private = answer
                .get("share")
                .and_then(|place| place.word(&SHARES))
                .unwrap_or(false);
            answer.finish();
            length
        });
    Kind::Table {
        steps,
        max_length: max_length.unwrap_or(280).min(5_000),
        gathering: Gathering {
            group,
            duration: time,
            private,
        },
    }
}

fn reflect(block: &Block<'_, '_>) -> Kind {
    let truth = |key| {
        block
            .get(key)
            .and_then(|place: Place<'_, '_>| place.truth())
            .unwrap_or(false)
    };
    let words = block
        .get("length")
        .and_then(|place| place.block())
        .map(|length| {
            let bound = |key| length.get(key).and_then(|place| place.count());
            let words = (
                bound("min_words").unwrap_or(0),
                bound("max_words").unwrap_or(1_000),
            );
            if words.0 > words.1 {
                length.tell(Problem::OutOfBounds("min-words"));
            }
            length.finish();
            words
        });
    let reading = Reading {
        audio: truth("audio"),
        required: truth("required"),
        reviewers: block
            .get("reviewers")
            .and_then(|place| place.block())
            .map(reviewers),
        third_above: block
            .get("disagreement")
            .and_then(|place| place.block())
            .and_then(|block| {
                let gap = block.need("max_gap").and_then(|place| place.count());
                block
                    .get("then")
                    .and_then(|place| place.word(&[("third-reviewer", ())]));
                block.finish();
                gap
            }),
        pass: block.get("pass").and_then(|place| fraction(&place)),
        rubric: block
            .get("rubric")
            .map(|place| place.blocks())
            .unwrap_or_default()
            .into_iter()
            .filter_map(criterion)
            .collect(),
    };
    Kind::Reflect {
        words: words.unwrap_or((0, 1_000)),
        reading,
    }
}

fn reviewers(block: Block<'_, '_>) -> Reviewers {
    let reviewers = Reviewers {
        count: block
            .get("count")
            .and_then(|place| positive(&place))
            .unwrap_or(1),
        role: block.get("role").and_then(|place| place.text()),
        blind: block
            .get("blind")
            .and_then(|place| place.truth())
            .unwrap_or(false),
        same_structure_excluded: block
            .get("conflict")
            .and_then(|place| place.word(&CONFLICTS))
            .unwrap_or(false),
    };
    block.finish();
    reviewers
}

/// Whose work a reviewer does not read.
pub(crate) const CONFLICTS: [(&str, bool); 2] =
    [("none", false), ("same-structure-excluded", true)];

fn criterion(block: Block<'_, '_>) -> Option<Criterion> {
    let id = block.need("id").and_then(|place| id(&place));
    let criterion = block.need("criterion").and_then(|place| place.text());
    let weight = block.get("weight").and_then(|place| points(&place));
    let scale = block.need("scale").and_then(|place| list(&place));
    block.finish();
    Some(Criterion {
        id: id?,
        criterion: criterion?,
        weight: weight.unwrap_or(1.0),
        scale: scale?,
    })
}

/// Tells each text that stands there a second time: whoever answers by it could mean either.
fn distinct<'t>(place: &Place<'_, '_>, texts: impl Iterator<Item = &'t String>) {
    let mut seen = BTreeSet::new();
    for text in texts {
        if !seen.insert(text) {
            place.tell(Problem::SameChoice(text.clone()));
        }
    }
}

/// A list of texts, no two the same.
fn list(place: &Place<'_, '_>) -> Option<Vec<String>> {
    let items = place.items()?;
    let mut texts: Vec<String> = Vec::new();
    for item in items {
        let text = item.text()?;
        if texts.contains(&text) {
            item.tell(Problem::SameChoice(text.clone()));
        }
        texts.push(text);
    }
    Some(texts)
}

fn choices(block: &Block<'_, '_>, single: bool) -> Option<Vec<Choice>> {
    let (right, wrong) = (block.need("right"), block.need("wrong"));
    let (right, wrong) = (right?, wrong?);
    let (rights, wrongs) = (right.items_or_one(), wrong.items_or_one());
    if single && rights.len() != 1 {
        right.tell(Problem::WrongType("one-right"));
    }
    if rights.len() + wrongs.len() > MOST {
        right.tell(Problem::TooMuch("choices"));
        return None;
    }
    let mut choices: Vec<Choice> = Vec::new();
    for (place, right) in rights
        .iter()
        .map(|place| (place, true))
        .chain(wrongs.iter().map(|place| (place, false)))
    {
        let Some(choice) = choice(place, right) else {
            continue;
        };
        if choices.iter().any(|other| other.text == choice.text) {
            place.tell(Problem::SameChoice(choice.text.clone()));
        }
        choices.push(choice);
    }
    Some(choices)
}

fn choice(place: &Place<'_, '_>, right: bool) -> Option<Choice> {
    let Some(block) = place.maybe_block() else {
        return Some(Choice {
            text: place.text()?,
            why: None,
            right,
            ..Choice::default()
        });
    };
    let text = block.need("text").and_then(|place| place.text());
    let why = block.get("why").and_then(|place| place.text());
    let weight = block.get("weight").and_then(|place| weight(&place, -1.0));
    let id = block.get("id").and_then(|place| id(&place));
    let image = block
        .get("image")
        .and_then(|place| place.block())
        .and_then(image);
    block.finish();
    Some(Choice {
        text: text?,
        why,
        right,
        weight,
        id,
        image,
    })
}

fn weight(place: &Place<'_, '_>, least: f64) -> Option<f64> {
    let weight = place.number()?;
    if weight < least || weight > 1.0 {
        place.tell(Problem::OutOfBounds("weight"));
    }
    Some(weight)
}

fn number(block: &Block<'_, '_>) -> Option<Kind> {
    let right = block.need("right")?.number();
    let tolerance = block.get("tolerance").and_then(|place| {
        let tolerance = place.number()?;
        if tolerance < 0.0 {
            place.tell(Problem::OutOfBounds("tolerance"));
        }
        Some(tolerance)
    });
    let tolerance_kind = block
        .get("tolerance_kind")
        .and_then(|place| place.word(&TOLERANCES))
        .unwrap_or(Tolerance::Nominal);
    let bound = |key| block.get(key).and_then(|place| place.number());
    let entry = Entry {
        min: bound("min"),
        max: bound("max"),
        step: bound("step"),
        unit: block.get("unit").and_then(|place| place.text()),
    };
    let right = right?;
    let outside =
        entry.min.is_some_and(|min| right < min) || entry.max.is_some_and(|max| right > max);
    if outside && let Some(place) = block.get("right") {
        place.tell(Problem::OutOfBounds("right-number"));
    }
    Some(Kind::Number {
        right,
        tolerance: tolerance.unwrap_or(0.0),
        tolerance_kind,
        entry,
    })
}

fn accepted(place: &Place<'_, '_>) -> Option<Accepted> {
    let Some(block) = place.maybe_block() else {
        return Some(Accepted {
            text: place.text()?,
            weight: 1.0,
            why: None,
        });
    };
    let text = block.need("text").and_then(|place| place.text());
    let weight = block
        .get("weight")
        .and_then(|place| weight(&place, 0.0))
        .unwrap_or(1.0);
    let why = block.get("why").and_then(|place| place.text());
    block.finish();
    Some(Accepted {
        text: text?,
        weight,
        why,
    })
}

fn pair(place: &Place<'_, '_>) -> Option<(String, String)> {
    match place.texts()?.as_slice() {
        [left, right] => Some((left.clone(), right.clone())),
        _ => {
            place.tell(Problem::WrongType("pair"));
            None
        }
    }
}

fn bin(block: Block<'_, '_>) -> Option<Bin> {
    let (label, holds) = (
        block.need("label").and_then(|place| place.text()),
        block.need("holds").and_then(|place| list(&place)),
    );
    block.finish();
    Some(Bin {
        label: label?,
        holds: holds?,
    })
}

fn segment(place: &Place<'_, '_>) -> Option<Segment> {
    let Some(block) = place.maybe_block() else {
        return Some(Segment {
            text: place.text()?,
            error: false,
            why: None,
        });
    };
    let text = block.need("text").and_then(|place| place.text());
    let error = block
        .get("error")
        .and_then(|place| place.truth())
        .unwrap_or(false);
    let why = block.get("why").and_then(|place| place.text());
    block.finish();
    Some(Segment {
        text: text?,
        error,
        why,
    })
}

fn gap_weight(place: &Place<'_, '_>) -> Option<f64> {
    let weight = place.number()?;
    if !Gap::WEIGHTS.contains(&weight) {
        place.tell(Problem::OutOfBounds("gap-weight"));
        return None;
    }
    Some(weight)
}

fn gap(block: Block<'_, '_>) -> Option<Gap> {
    let has = |key| block.entry(key).is_some();
    let written = has("accept") || !has("right") && !has("wrong");
    let block = block.shaped(if written {
        &GAP_TO_WRITE
    } else {
        &GAP_TO_CHOOSE
    });
    let weight = block.get("weight").and_then(|place| gap_weight(&place));
    let weight = weight.unwrap_or(1.0);
    let gap = if written {
        block.need("accept").and_then(|accept| {
            let accept = list(&accept)?;
            Some(Gap::Write { accept, weight })
        })
    } else {
        let right = block.need("right").and_then(|place| place.text());
        let wrong = block.need("wrong").and_then(|place| place.texts());
        right.zip(wrong).map(|(right, wrong)| Gap::Choose {
            right,
            wrong,
            weight,
        })
    };
    block.finish();
    gap
}
