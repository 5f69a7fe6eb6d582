//! From the file's tables to a module.

use std::collections::BTreeMap;

use jiff::civil::Date;
use toml::{Spanned, de::DeTable};

use super::{
    Badge, Bar, Citation, Level, Module, Needs, Part, PartKind, Pool,
    keys::MODULE,
    read_item, read_policy,
    read_value::{
        address, duration, fraction, id, image, language, points, positive, reviewed, span, version,
    },
    rules,
};
use crate::assessment::{
    finding::Problem,
    framework::Frameworks,
    item::Partial,
    media::Image,
    policy::{Delivery, Retake},
    source::{Block, Place, Source},
};

/// The blocks that stand as often as is wanted.
pub(super) const LISTS: [&str; 7] = [
    "parts", "pools", "sources", "items", "evidence", "levels", "badges",
];

/// Reads the whole file; what is missing or wrong is told, and the rest is read all the same.
pub(super) fn module<'t>(
    source: &Source<'t>,
    table: &Spanned<DeTable<'t>>,
    frameworks: &Frameworks,
    today: Date,
) -> Option<Module> {
    let root = Block::new(source, table.get_ref(), 0..0).shaped(&MODULE);
    root.finish();
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
    let updated = root.get("updated").and_then(|place| place.day());
    let table = |key| root.get(key).and_then(|place: Place<'_, '_>| place.block());
    let delivery = table("delivery").map_or_else(|| Delivery::usual(false), read_policy::delivery);
    let scoring = table("scoring").map(scoring).unwrap_or_default();
    let retake = table("retake").map_or_else(
        || Retake::usual(delivery.certification),
        |block| read_policy::retake(block, delivery.certification),
    );
    let module = Module {
        frameworks: root
            .get("frameworks")
            .and_then(|place| place.block())
            .map(|block| editions(&block, frameworks))
            .unwrap_or_default(),
        audience: root.get("audience").and_then(|place| place.text()),
        minutes: root
            .get("duration")
            .and_then(|place| duration(&place))
            .and_then(|time| u32::try_from(time.as_secs() / 60).ok()),
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
            .filter_map(read_policy::evidence)
            .collect(),
        levels: blocks(&root, "levels")
            .into_iter()
            .filter_map(level)
            .collect(),
        badges: blocks(&root, "badges")
            .into_iter()
            .filter_map(badge)
            .collect(),
        updated,
        review_by,
        certainty: scoring.certainty,
        standard: table("standard").map(read_policy::standard),
        analysis: table("analysis")
            .map(read_policy::analysis)
            .unwrap_or_default(),
        prerequisites: table("prerequisites")
            .map(read_policy::prerequisites)
            .unwrap_or_default(),
        delivery,
        retake,
        // Only here may the reading end early: everything else was told.
        id: id?,
        version: version?,
        lang: lang?,
        title: title?,
        summary: summary?,
        licence: licence?,
    };
    rules::check(&module, &root, frameworks);
    Some(module)
}

/// What questions say where they do not say otherwise.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scoring {
    pub(super) points: f64,
    pub(super) partial: Partial,
    /// Whether a person says how certain they are.
    pub(super) certainty: bool,
}

impl Default for Scoring {
    fn default() -> Self {
        Scoring {
            points: 1.0,
            partial: Partial::RightMinusWrong,
            certainty: false,
        }
    }
}

fn blocks<'s, 't>(root: &Block<'s, 't>, key: &'static str) -> Vec<Block<'s, 't>> {
    root.get(key)
        .map(|place| place.blocks())
        .unwrap_or_default()
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
                what: "edition",
                name: format!("{prefix} {edition}"),
                near,
            });
        }
        editions.insert(prefix.to_owned(), edition);
    }
    editions
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
        certainty: block
            .get("certainty")
            .and_then(|place| place.truth())
            .unwrap_or(false),
    };
    if let Some(blank) = block.get("blank")
        && blank.number().is_some_and(|blank| blank != 0.0)
    {
        blank.tell(Problem::OutOfBounds("blank"));
    }
    block.finish();
    scoring
}

fn part(block: Block<'_, '_>) -> Option<Part> {
    let (id, title) = (
        block.need("id").and_then(|place| id(&place)),
        block.need("title").and_then(|place| place.text()),
    );
    let kind = block
        .get("kind")
        .and_then(|place| place.word(&PartKind::NAMES));
    block.finish();
    Some(Part {
        id: id?,
        title: title?,
        kind: kind.unwrap_or(PartKind::Questions),
    })
}

fn pool(block: Block<'_, '_>) -> Option<Pool> {
    let (id, draw) = (
        block.need("id").and_then(|place| id(&place)),
        block.need("draw").and_then(|place| positive(&place)),
    );
    let title = block.get("title").and_then(|place| place.text());
    block.finish();
    Some(Pool {
        id: id?,
        title,
        draw: draw?,
    })
}

fn citation(block: Block<'_, '_>) -> Option<Citation> {
    let (id, title) = (
        block.need("id").and_then(|place| id(&place)),
        block.need("title").and_then(|place| place.text()),
    );
    let url = block.need("url").and_then(|place| address(&place));
    let date = block.get("date").and_then(|place| place.day());
    block.finish();
    Some(Citation {
        date,
        id: id?,
        title: title?,
        url: url?,
    })
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
        fraction(&place).map(Bar::Fraction)
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
        evidence_count: block
            .get("evidence_count")
            .and_then(|place| positive(&place)),
        min_per_skill: block
            .get("min_per_skill")
            .and_then(|place| fraction(&place)),
    };
    block.finish();
    needs
}

fn badge(block: Block<'_, '_>) -> Option<Badge> {
    let text = |key| block.need(key).and_then(|place| place.text());
    let id = block.need("id").and_then(|place| id(&place));
    let (name, description) = (text("name"), text("description"));
    let image = block
        .need("image")
        .and_then(|place| place.block())
        .and_then(image);
    let align = block
        .get("align")
        .and_then(|place| place.texts())
        .unwrap_or_default();
    let expires = block.get("expires").and_then(|place| span(&place));
    block.finish();
    let Image {
        file, alt, long, ..
    } = image?;
    Some(Badge {
        id: id?,
        name: name?,
        description: description?,
        alt,
        file,
        long,
        align,
        expires,
    })
}
