//! From one `[[items]]` block to a question.

use jiff::civil::Date;

use super::{
    read::Scoring,
    read_value::{audio, fraction, id, image, points, reviewed},
};
use crate::assessment::{
    finding::Problem,
    item::{Accepted, Bin, Choice, Gap, Item, Kind, Partial, Segment, Tolerance},
    source::{Block, Place},
};

/// The most entries of one list of a question.
const MOST: usize = 60;

/// Reads one question; faults are told, and a question with a fault is none.
pub(super) fn item(block: Block<'_, '_>, scoring: &Scoring, today: Date) -> Option<Item> {
    let names = [
        "single",
        "multiple",
        "true_false",
        "scale",
        "opinion",
        "number",
        "text",
        "match",
        "sort",
        "order",
        "spot",
        "cloze",
        "compare",
        "table",
        "reflect",
    ]
    .map(|name| (name, name));
    let name = block.need("type").and_then(|place| place.word(&names));
    let id = block.need("id").and_then(|place| id(&place));
    let ask = block.need("ask").and_then(|place| place.text());
    let kind = name.and_then(|name| kind(name, &block));
    let gap_weights = match &kind {
        Some(Kind::Cloze { gaps, .. }) => gap_weights(&block, gaps.len()),
        _ => Vec::new(),
    };
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
            place.tell(Problem::OutOfBounds("a discrimination is above 0"));
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
            place.tell(Problem::OutOfBounds(
                "a question is retired on a day that has come",
            ));
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
    for key in ["evidence", "pair"] {
        block.get(key);
    }
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
        gap_weights,
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
            let labels = if same_as.is_some() {
                Vec::new()
            } else {
                texts("points_labels")?
            };
            Kind::Scale { labels, same_as }
        }
        "opinion" => {
            block.get("show_results");
            block.get("min_group").and_then(|place| place.count());
            Kind::Opinion {
                choices: texts("choices")?,
            }
        }
        "number" => number(block)?,
        "text" => {
            block.get("match");
            let accept = block
                .need("accept")?
                .items_or_one()
                .iter()
                .filter_map(accepted)
                .collect::<Vec<_>>();
            Kind::Text { accept }
        }
        "match" => {
            let pairs = block
                .need("pairs")?
                .items()?
                .iter()
                .filter_map(pair)
                .collect();
            let extra = block
                .get("extra")
                .and_then(|place| place.texts())
                .unwrap_or_default();
            Kind::Match { pairs, extra }
        }
        "sort" => Kind::Sort {
            bins: block
                .need("bins")?
                .blocks()
                .into_iter()
                .filter_map(bin)
                .collect(),
        },
        "order" => Kind::Order {
            sequence: texts("sequence")?,
        },
        "spot" => Kind::Spot {
            segments: block
                .need("segments")?
                .items()?
                .iter()
                .filter_map(segment)
                .collect(),
        },
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
                .and_then(|tool| {
                    let (name, url) = (
                        tool.need("name").and_then(|place| place.text()),
                        tool.need("url").and_then(|place| place.text()),
                    );
                    tool.get("account").and_then(|place| place.truth());
                    tool.finish();
                    Some((name?, url?))
                });
            let fallback = block.get("fallback").and_then(|place| place.text());
            Kind::Compare {
                tool,
                prompts: texts("prompts")?,
                observe: texts("observe")?,
                fallback,
            }
        }
        "table" => {
            for key in ["group", "duration"] {
                block.get(key);
            }
            let answer = block.get("answer").and_then(|place| place.block());
            let max_length = answer.and_then(|answer| {
                let length = answer.get("max_length").and_then(|place| place.count());
                for key in ["kind", "share"] {
                    answer.get(key);
                }
                answer.finish();
                length
            });
            Kind::Table {
                steps: texts("steps")?,
                max_length: max_length.unwrap_or(280).min(5_000),
            }
        }
        _ => {
            for key in ["required", "reviewers", "disagreement", "pass", "rubric"] {
                block.get(key);
            }
            let words = block
                .get("length")
                .and_then(|place| place.block())
                .map(|length| {
                    let words = (
                        length
                            .get("min_words")
                            .and_then(|place| place.count())
                            .unwrap_or(0),
                        length
                            .get("max_words")
                            .and_then(|place| place.count())
                            .unwrap_or(1_000),
                    );
                    length.finish();
                    words
                });
            Kind::Reflect {
                words: words.unwrap_or((0, 1_000)),
            }
        }
    })
}

/// A list of texts, two at least and no two the same.
fn list(place: &Place<'_, '_>) -> Option<Vec<String>> {
    let items = place.items()?;
    if items.len() > MOST {
        place.tell(Problem::TooMuch("entries of a list"));
        return None;
    }
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
        right.tell(Problem::WrongType("one right answer"));
    }
    if rights.is_empty() {
        right.tell(Problem::WrongType("at least one right answer"));
    }
    if single && wrongs.is_empty() {
        wrong.tell(Problem::WrongType("at least one wrong answer"));
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
        place.tell(Problem::OutOfBounds(
            "a weight is a fraction of the question, at most 1",
        ));
    }
    Some(weight)
}

fn number(block: &Block<'_, '_>) -> Option<Kind> {
    let right = block.need("right")?.number();
    let tolerance = block.get("tolerance").and_then(|place| {
        let tolerance = place.number()?;
        if tolerance < 0.0 {
            place.tell(Problem::OutOfBounds("a tolerance is not negative"));
        }
        Some(tolerance)
    });
    let kinds = [
        ("nominal", Tolerance::Nominal),
        ("relative", Tolerance::Relative),
        ("geometric", Tolerance::Geometric),
    ];
    let tolerance_kind = block
        .get("tolerance_kind")
        .and_then(|place| place.word(&kinds))
        .unwrap_or(Tolerance::Nominal);
    for key in ["min", "max", "step"] {
        block.get(key).and_then(|place| place.number());
    }
    block.get("unit").and_then(|place| place.text());
    Some(Kind::Number {
        right: right?,
        tolerance: tolerance.unwrap_or(0.0),
        tolerance_kind,
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
            place.tell(Problem::WrongType("a pair of two texts"));
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

/// What each gap weighs where the author says it of any: 1 where it is not said.
fn gap_weights(block: &Block<'_, '_>, count: usize) -> Vec<f64> {
    let gaps = block.get("gaps").map(|place| place.blocks());
    let said: Vec<Option<f64>> = gaps
        .into_iter()
        .flatten()
        .map(|gap| gap.get("weight").and_then(|place| gap_weight(&place)))
        .collect();
    if said.len() != count || said.iter().all(Option::is_none) {
        return Vec::new();
    }
    said.into_iter()
        .map(|weight| weight.unwrap_or(1.0))
        .collect()
}

fn gap_weight(place: &Place<'_, '_>) -> Option<f64> {
    let weight = place.number()?;
    if weight <= 0.0 {
        place.tell(Problem::OutOfBounds("the weight of a gap is above 0"));
        return None;
    }
    Some(weight)
}

fn gap(block: Block<'_, '_>) -> Option<Gap> {
    let gap = match block.get("accept") {
        Some(accept) => Gap::Write {
            accept: list(&accept)?,
        },
        None => Gap::Choose {
            right: block.need("right")?.text()?,
            wrong: block.need("wrong")?.texts()?,
        },
    };
    block.get("weight").and_then(|place| place.number());
    block.finish();
    Some(gap)
}
