//! From the file's tables to a module.

use std::collections::BTreeMap;

use jiff::civil::Date;
use toml::{Spanned, de::DeTable};

use super::{
    Badge, Bar, Citation, Delivery, Feedback, Level, Module, Needs, Part, Pool, Standard,
    read_item, rules,
};
use crate::assessment::{
    finding::Problem,
    framework::Frameworks,
    item::Partial,
    source::{Block, Place, Source},
};

/// The most blocks of one kind.
const MOST: usize = 2_000;

/// Reads the whole file; what is missing or wrong is told, and the rest is read all the same.
pub(super) fn module<'t>(
    source: &Source<'t>,
    table: &Spanned<DeTable<'t>>,
    frameworks: &Frameworks,
    today: Date,
) -> Option<Module> {
    let root = Block::new(source, table.get_ref(), 0..0);
    if let Some(format) = root.need("format") {
        format.word(&[("cafeia-module/1", ())]);
    }
    let text = |key| root.need(key).and_then(|place: Place<'_, '_>| place.text());
    let id = root.need("id").and_then(|place| id(&place));
    let (title, summary) = (text("title"), text("summary"));
    let version = root.need("version").and_then(|place| version(&place));
    let lang = root.need("lang").and_then(|place| language(&place));
    let licence = match root.get("licence") {
        Some(place) => place.text().inspect(|licence| {
            if licence == "UNKNOWN" {
                place.tell(Problem::NoLicence);
            }
        }),
        None => {
            root.tell(Problem::MissingKey("licence"));
            None
        }
    };
    let review_by = root
        .get("review_by")
        .and_then(|place| reviewed(&place, today));
    root.get("updated").and_then(|place| place.day());
    let delivery = root
        .get("delivery")
        .and_then(|place| place.block())
        .map(delivery)
        .unwrap_or(Delivery {
            certification: false,
            feedback: Feedback::Immediate,
            shuffle_choices: true,
            shuffle_items: false,
            proctor_role: None,
        });
    let scoring = root
        .get("scoring")
        .and_then(|place| place.block())
        .map(scoring)
        .unwrap_or_default();
    let retakes = root
        .get("retake")
        .and_then(|place| place.block())
        .and_then(retake);
    let standard = root
        .get("standard")
        .and_then(|place| place.block())
        .map(standard);
    for (key, known) in [
        (
            "analysis",
            &["min_n_items", "min_n_irt", "flag", "exposure_max"][..],
        ),
        ("prerequisites", &["badges", "declarations", "min_age"]),
    ] {
        if let Some(block) = root.get(key).and_then(|place| place.block()) {
            for key in known {
                block.get(key);
            }
            block.finish();
        }
    }
    let module = Module {
        frameworks: root
            .get("frameworks")
            .and_then(|place| place.block())
            .map(|block| editions(&block, frameworks))
            .unwrap_or_default(),
        audience: root.get("audience").and_then(|place| place.text()),
        minutes: root.get("duration").and_then(|place| minutes(&place)),
        authors: root
            .get("authors")
            .and_then(|place| place.texts())
            .unwrap_or_default(),
        parts: blocks(&root, "parts")
            .into_iter()
            .filter_map(part)
            .collect(),
        pools: blocks(&root, "pools")
            .into_iter()
            .filter_map(pool)
            .collect(),
        sources: blocks(&root, "sources")
            .into_iter()
            .filter_map(citation)
            .collect(),
        items: blocks(&root, "items")
            .into_iter()
            .filter_map(|block| read_item::item(block, &scoring, today))
            .collect(),
        evidence: blocks(&root, "evidence")
            .into_iter()
            .filter_map(evidence)
            .collect(),
        levels: blocks(&root, "levels")
            .into_iter()
            .filter_map(level)
            .collect(),
        badges: blocks(&root, "badges")
            .into_iter()
            .filter_map(badge)
            .collect(),
        id: id?,
        version: version?,
        lang: lang?,
        title: title?,
        summary: summary?,
        licence: licence?,
        review_by,
        delivery,
        retakes,
        standard,
    };
    rules::check(&module, &root, frameworks);
    root.finish();
    Some(module)
}

/// What questions say where they do not say otherwise.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scoring {
    pub(super) points: f64,
    pub(super) partial: Partial,
}

impl Default for Scoring {
    fn default() -> Self {
        Scoring {
            points: 1.0,
            partial: Partial::RightMinusWrong,
        }
    }
}

fn blocks<'s, 't>(root: &Block<'s, 't>, key: &'static str) -> Vec<Block<'s, 't>> {
    let Some(place) = root.get(key) else {
        return Vec::new();
    };
    let blocks = place.blocks();
    if blocks.len() > MOST {
        place.tell(Problem::TooMuch(key));
        return Vec::new();
    }
    blocks
}

/// An id: it stands in addresses.
pub(super) fn id(place: &Place<'_, '_>) -> Option<String> {
    let id = place.text()?;
    let fits = id.len() <= 64
        && id.bytes().all(|byte| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-' || byte == b'_'
        })
        && id.as_bytes()[0].is_ascii_alphanumeric();
    if fits {
        return Some(id);
    }
    place.tell(Problem::BadId(id));
    None
}

/// A version: it stands in the addresses of badges, before `.json` and `.png`.
fn version(place: &Place<'_, '_>) -> Option<String> {
    let version = place.text()?;
    let fits = version.len() <= 32
        && version.starts_with(|c: char| c.is_ascii_alphanumeric())
        && version.ends_with(|c: char| c.is_ascii_alphanumeric())
        && version
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'.' || byte == b'-')
        && version
            .rsplit('.')
            .next()
            .is_some_and(|last| !matches!(last, "json" | "png" | "svg"));
    if fits {
        return Some(version);
    }
    place.tell(Problem::WrongType(
        "a version such as \"1.0.0\" (letters, digits, dots and dashes)",
    ));
    None
}

/// A language tag (BCP 47), such as `fr` or `en`.
fn language(place: &Place<'_, '_>) -> Option<String> {
    let lang = place.text()?;
    let mut subtags = lang.split('-');
    let fits = subtags.next().is_some_and(|first| {
        (2..=3).contains(&first.len()) && first.bytes().all(|byte| byte.is_ascii_lowercase())
    }) && subtags.all(|tag| {
        (2..=8).contains(&tag.len()) && tag.bytes().all(|byte| byte.is_ascii_alphanumeric())
    });
    if fits {
        return Some(lang);
    }
    place.tell(Problem::WrongType(
        "a language tag such as \"fr\" or \"en\"",
    ));
    None
}

/// A day by which something is to be read again, told where it has passed.
pub(super) fn reviewed(place: &Place<'_, '_>, today: Date) -> Option<Date> {
    let day = place.day()?;
    if day < today {
        place.tell(Problem::ReviewPassed(day.to_string()));
    }
    Some(day)
}

fn minutes(place: &Place<'_, '_>) -> Option<u32> {
    let text = place.text()?;
    let found = text
        .strip_suffix("min")
        .and_then(|n| n.parse().ok())
        .or_else(|| {
            text.strip_suffix('h')
                .and_then(|n| n.parse::<u32>().ok())
                .map(|hours| hours * 60)
        });
    if found.is_none() {
        place.tell(Problem::WrongType("a duration such as \"20min\" or \"2h\""));
    }
    found
}

/// `7d`, `18mo`, `3y` as an ISO 8601 duration.
fn span(place: &Place<'_, '_>) -> Option<String> {
    let text = place.text()?;
    let at = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let unit = match &text[at..] {
        "d" => "D",
        "mo" => "M",
        "y" => "Y",
        _ => "",
    };
    match text[..at].parse::<u32>() {
        Ok(count @ 1..=1200) if !unit.is_empty() => Some(format!("P{count}{unit}")),
        _ => {
            place.tell(Problem::WrongType(
                "a duration such as \"7d\", \"18mo\" or \"3y\"",
            ));
            None
        }
    }
}

fn editions(block: &Block<'_, '_>, frameworks: &Frameworks) -> BTreeMap<String, String> {
    let mut editions = BTreeMap::new();
    for (prefix, place) in block.entries() {
        let Some(edition) = place.text() else {
            continue;
        };
        if frameworks
            .get(prefix)
            .is_none_or(|framework| framework.edition != edition)
        {
            let near = crate::assessment::source::nearest(prefix, frameworks.prefixes());
            place.tell(Problem::UnknownReference {
                what: "framework in this edition",
                name: format!("{prefix} {edition}"),
                near,
            });
        }
        editions.insert(prefix.to_owned(), edition);
    }
    editions
}

fn delivery(block: Block<'_, '_>) -> Delivery {
    let word =
        |key, words: &[(&'static str, bool)]| block.get(key).and_then(|place| place.word(words));
    let truth = |key| block.get(key).and_then(|place| place.truth());
    let certification =
        word("mode", &[("awareness", false), ("certification", true)]).unwrap_or(false);
    let feedback = [
        ("immediate", Feedback::Immediate),
        ("end", Feedback::End),
        ("end-by-skill", Feedback::EndBySkill),
        ("none", Feedback::None),
    ];
    let delivery = Delivery {
        certification,
        feedback: block
            .get("feedback")
            .and_then(|place| place.word(&feedback))
            .unwrap_or(if certification {
                Feedback::EndBySkill
            } else {
                Feedback::Immediate
            }),
        shuffle_choices: truth("shuffle_choices").unwrap_or(true),
        shuffle_items: truth("shuffle_items").unwrap_or(certification),
        proctor_role: block.get("proctor_role").and_then(|place| place.text()),
    };
    word("pages", &[("one", false), ("all", true)]);
    word("account", &[("none", false), ("verified-email", true)]);
    word("proctor", &[("none", false), ("in-person", true)]);
    for key in ["go_back", "pause", "save_every_answer"] {
        truth(key);
    }
    for key in ["time_limit", "extra_time", "adaptive"] {
        block.get(key);
    }
    block.finish();
    delivery
}

fn scoring(block: Block<'_, '_>) -> Scoring {
    let default = Scoring::default();
    let scoring = Scoring {
        points: block
            .get("points")
            .and_then(|place| points(&place))
            .unwrap_or(default.points),
        partial: block
            .get("partial")
            .and_then(|place| place.word(&Partial::NAMES))
            .unwrap_or(default.partial),
    };
    if let Some(blank) = block.get("blank")
        && blank.number().is_some_and(|blank| blank != 0.0)
    {
        blank.tell(Problem::OutOfBounds("a blank answer is worth 0"));
    }
    block.get("certainty").and_then(|place| place.truth());
    block.finish();
    scoring
}

/// What something is worth.
pub(super) fn points(place: &Place<'_, '_>) -> Option<f64> {
    let points = place.number()?;
    if !(0.0..=1000.0).contains(&points) {
        place.tell(Problem::OutOfBounds("points are from 0 to 1000"));
        return None;
    }
    Some(points)
}

fn retake(block: Block<'_, '_>) -> Option<u32> {
    let max = block.get("max").and_then(|place| {
        if place.maybe_text() == Some("unlimited") {
            None
        } else {
            place.count()
        }
    });
    for key in ["wait", "keep", "new_draw", "appeal"] {
        block.get(key);
    }
    block.finish();
    max
}

fn standard(block: Block<'_, '_>) -> Standard {
    let placeholder = block
        .get("status")
        .and_then(|place| place.text())
        .is_some_and(|status| status == "placeholder");
    for key in [
        "method",
        "cut",
        "judges",
        "rounds",
        "date",
        "note",
        "classify",
        "min_per_skill",
    ] {
        block.get(key);
    }
    block.finish();
    Standard { placeholder }
}

fn part(block: Block<'_, '_>) -> Option<Part> {
    let (id, title) = (
        block.need("id").and_then(|place| id(&place)),
        block.need("title").and_then(|place| place.text()),
    );
    block.get("kind").and_then(|place| place.text());
    block.finish();
    Some(Part {
        id: id?,
        title: title?,
    })
}

fn pool(block: Block<'_, '_>) -> Option<Pool> {
    let (id, draw) = (
        block.need("id").and_then(|place| id(&place)),
        block.need("draw").and_then(|place| place.count()),
    );
    block.get("title").and_then(|place| place.text());
    block.finish();
    Some(Pool {
        id: id?,
        draw: draw?,
    })
}

fn citation(block: Block<'_, '_>) -> Option<Citation> {
    let (id, title) = (
        block.need("id").and_then(|place| id(&place)),
        block.need("title").and_then(|place| place.text()),
    );
    let url = block.need("url").and_then(|place| {
        let url = place.text()?;
        if !url.starts_with("https://") && !url.starts_with("http://") {
            place.tell(Problem::WrongType("an address that begins with https://"));
        }
        Some(url)
    });
    block.get("date").and_then(|place| place.day());
    block.finish();
    Some(Citation {
        id: id?,
        title: title?,
        url: url?,
    })
}

fn evidence(block: Block<'_, '_>) -> Option<String> {
    let id = block.need("id").and_then(|place| id(&place));
    block.need("title").and_then(|place| place.text());
    for key in [
        "kind",
        "count",
        "fields",
        "max_age",
        "personal_data",
        "formats",
        "max_size",
        "optional",
    ] {
        block.get(key);
    }
    block.finish();
    id
}

fn level(block: Block<'_, '_>) -> Option<Level> {
    let (id, name) = (
        block.need("id").and_then(|place| id(&place)),
        block.need("name").and_then(|place| place.text()),
    );
    let min = block.need("min").and_then(|place| {
        if place.maybe_text() == Some("standard") {
            return Some(Bar::Standard);
        }
        let min = place.number()?;
        if !(0.0..=1.0).contains(&min) {
            place.tell(Problem::OutOfBounds("`min` is a fraction from 0 to 1"));
            return None;
        }
        Some(Bar::Fraction(min))
    });
    let needs = block
        .get("needs")
        .and_then(|place| place.block())
        .map(needs)
        .unwrap_or_default();
    let badge = block.get("badge").and_then(|place| place.text());
    block.finish();
    Some(Level {
        id: id?,
        name: name?,
        min: min?,
        needs,
        badge,
    })
}

fn needs(block: Block<'_, '_>) -> Needs {
    let texts = |key| {
        block
            .get(key)
            .and_then(|place| place.texts())
            .unwrap_or_default()
    };
    let needs = Needs {
        parts: texts("parts"),
        items: texts("items"),
        evidence: texts("evidence"),
        badges: texts("badges"),
        min_per_skill: block.get("min_per_skill").and_then(|place| place.number()),
    };
    block.get("evidence_count").and_then(|place| place.count());
    block.finish();
    needs
}

fn badge(block: Block<'_, '_>) -> Option<Badge> {
    let text = |key| block.need(key).and_then(|place| place.text());
    let id = block.need("id").and_then(|place| id(&place));
    let (name, description) = (text("name"), text("description"));
    let alt = block
        .need("image")
        .and_then(|place| place.block())
        .and_then(|image| {
            let alt = image.need("alt").and_then(|place| place.text());
            image.need("file").and_then(|place| place.text());
            image.get("long").and_then(|place| place.text());
            image.finish();
            alt
        });
    let align = block
        .get("align")
        .and_then(|place| place.texts())
        .unwrap_or_default();
    let expires = block.get("expires").and_then(|place| span(&place));
    block.finish();
    Some(Badge {
        id: id?,
        name: name?,
        description: description?,
        alt: alt?,
        align,
        expires,
    })
}
