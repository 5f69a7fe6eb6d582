//! A translation beside a module (`NAME.LANG.toml`): texts only, by the ids of the module. What it lacks stays in the module's language and is told.

use super::{
    finding::{Finding, Problem},
    item::{Choice, Gap, Item, Kind, Segment},
    module::{
        Module,
        keys::overlay::{OVERLAY, STATUSES},
        language, version,
    },
    source::{Block, Place, Source, nearest},
};

/// A module in another language, and in how far it is complete.
#[derive(Clone, Debug)]
pub struct Translated {
    /// The module with the overlay's texts.
    pub module: Module,
    /// Whether it says of itself that it is a draft: nothing that lasts, such as a credential, is written in it.
    pub draft: bool,
    /// Whether every text of badges and levels is translated, so that a credential may be given in this language.
    pub badges_complete: bool,
}

/// Lays an overlay over its module, in the language that the file's name says. There is a translation only where nothing found is an error.
pub fn read(module: &Module, named: &str, text: &str) -> (Option<Translated>, Vec<Finding>) {
    let source = Source::new(text);
    let translated = source.parse().map(|table| {
        let root = Block::new(&source, table.get_ref(), 0..0)
            .shaped(&OVERLAY)
            .nested_by_design();
        let translated = overlay(module, named, &root);
        root.finish();
        translated
    });
    let findings = source.findings();
    let sound = findings.iter().all(|finding| finding.problem.is_warning());
    (translated.filter(|_| sound), findings)
}

fn overlay(module: &Module, named: &str, root: &Block<'_, '_>) -> Translated {
    let mut over = module.clone();
    if let Some(format) = root.need("format") {
        format.word(&[("cafeia-module-text/1", ())]);
    }
    if let Some(name) = root.need("module")
        && name.maybe_text() != Some(&module.id)
    {
        name.tell(Problem::UnknownReference {
            what: "module",
            name: name.maybe_text().unwrap_or_default().to_owned(),
            near: Some(module.id.clone()),
        });
    }
    if let Some(place) = root.need("lang")
        && let Some(lang) = language(&place)
    {
        if lang != named {
            place.tell(Problem::UnknownValue {
                value: lang.clone(),
                near: Some(named.to_owned()),
            });
        }
        over.lang = lang;
    }
    if let Some(place) = root.need("source_version")
        && let Some(version) = version(&place)
        && version != module.version
    {
        place.tell(Problem::Stale);
    }
    let draft = root
        .get("status")
        .and_then(|place| place.word(&STATUSES))
        .unwrap_or(false);
    put(root, "title", &mut over.title, "title");
    put(root, "summary", &mut over.summary, "summary");
    if over.audience.is_some() {
        over.audience = root
            .get("audience")
            .and_then(|place| place.text())
            .or(over.audience);
    }
    names(
        root,
        "parts",
        over.parts
            .iter_mut()
            .map(|part| (part.id.clone(), &mut part.title)),
    );
    let levels = names(
        root,
        "levels",
        over.levels
            .iter_mut()
            .map(|level| (level.id.clone(), &mut level.name)),
    );
    names(
        root,
        "evidence",
        over.evidence
            .iter_mut()
            .map(|evidence| (evidence.id.clone(), &mut evidence.title)),
    );
    names(
        root,
        "pools",
        over.pools
            .iter_mut()
            .filter_map(|pool| Some((pool.id.clone(), pool.title.as_mut()?))),
    );
    let declarations = over.prerequisites.declarations.iter_mut();
    list(root, "declarations", declarations.collect(), "declarations");
    if let Some(sources) = root.get("sources").and_then(|place| place.block()) {
        for (id, place) in sources.entries() {
            match (
                over.sources.iter_mut().find(|source| source.id == id),
                place.text(),
            ) {
                (Some(source), Some(title)) => source.title = title,
                (None, _) => {
                    unknown(&place, "source", id, over.sources.iter().map(|one| &one.id));
                }
                _ => {}
            }
        }
    }
    let badges = badges(root, &mut over);
    items(root, &mut over);
    Translated {
        module: over,
        draft,
        badges_complete: levels && badges,
    }
}

fn unknown<'i>(
    place: &Place<'_, '_>,
    what: &'static str,
    id: &str,
    ids: impl Iterator<Item = &'i String>,
) {
    place.tell(Problem::UnknownReference {
        what,
        name: id.to_owned(),
        near: nearest(id, ids.map(String::as_str)),
    });
}

/// Puts one text over another; what is missing is told. Says whether it was there.
fn put(block: &Block<'_, '_>, key: &'static str, text: &mut String, what: &str) -> bool {
    match block.get(key).map(|place| place.text()) {
        Some(Some(over)) => {
            *text = over;
            true
        }
        Some(None) => false,
        None => {
            block.tell(Problem::Untranslated(what.to_owned()));
            false
        }
    }
}

/// A table of one text for each id.
fn names<'n>(
    root: &Block<'_, '_>,
    key: &'static str,
    mut texts: impl Iterator<Item = (String, &'n mut String)>,
) -> bool {
    let block = root.get(key).and_then(|place| place.block());
    let mut complete = true;
    let mut known = Vec::new();
    texts.by_ref().for_each(|(id, text)| {
        let over = block
            .as_ref()
            .and_then(|block| block.entry(&id))
            .and_then(|place| place.text());
        match over {
            Some(over) => *text = over,
            None => {
                root.tell(Problem::Untranslated(format!("{key}.{id}")));
                complete = false;
            }
        }
        known.push(id);
    });
    if let Some(block) = &block {
        block
            .entries()
            .filter(|(name, _)| !known.iter().any(|id| id == name))
            .for_each(|(name, place)| {
                let what = match key {
                    "parts" => "part",
                    "pools" => "pool",
                    "evidence" => "evidence",
                    _ => "level",
                };
                unknown(&place, what, name, known.iter())
            });
    }
    complete
}

fn badges(root: &Block<'_, '_>, over: &mut Module) -> bool {
    let blocks = root.get("badges").and_then(|place| place.block());
    let mut complete = true;
    for badge in &mut over.badges {
        let found = blocks
            .as_ref()
            .and_then(|blocks| blocks.entry(&badge.id))
            .and_then(|place| place.block());
        let Some(block) = found else {
            root.tell(Problem::Untranslated(format!("badges.{}", badge.id)));
            complete = false;
            continue;
        };
        for (key, text) in [
            ("name", &mut badge.name),
            ("description", &mut badge.description),
            ("alt", &mut badge.alt),
        ] {
            complete &= put(&block, key, text, &format!("badges.{}.{key}", badge.id));
        }
        if let Some(long) = &mut badge.long {
            put(&block, "long", long, &format!("badges.{}.long", badge.id));
        }
        block.finish();
    }
    if let Some(blocks) = &blocks {
        blocks
            .entries()
            .filter(|(id, _)| over.badge(id).is_none())
            .for_each(|(id, place)| {
                unknown(&place, "badge", id, over.badges.iter().map(|one| &one.id));
            });
    }
    complete
}

fn items(root: &Block<'_, '_>, over: &mut Module) {
    let Some(blocks) = root.get("items").and_then(|place| place.block()) else {
        root.tell(Problem::Untranslated("items".to_owned()));
        return;
    };
    for (id, place) in blocks.entries().filter(|(id, _)| over.item(id).is_none()) {
        unknown(&place, "question", id, over.items.iter().map(|one| &one.id));
    }
    for item in &mut over.items {
        let Some(block) = blocks.entry(&item.id).and_then(|place| place.block()) else {
            blocks.tell(Problem::Untranslated(format!("items.{}", item.id)));
            continue;
        };
        put(
            &block,
            "ask",
            &mut item.ask,
            &format!("items.{}.ask", item.id),
        );
        if let Some(why) = &mut item.why {
            put(&block, "why", why, &format!("items.{}.why", item.id));
        }
        beside(&block, item);
        kind(&block, &mut item.kind, &format!("items.{}", item.id));
        block.finish();
    }
}

/// What stands beside a question: its hint, the words for its picture, what is heard in its sound.
fn beside(block: &Block<'_, '_>, item: &mut Item) {
    let picture = item.image.as_mut().filter(|image| !image.decorative);
    let (alt, long) = match picture {
        Some(image) => (Some(&mut image.alt), image.long.as_mut()),
        None => (None, None),
    };
    let transcript = item.audio.as_mut().map(|audio| &mut audio.transcript);
    for (key, text) in [
        ("hint", item.hint.as_mut()),
        ("image_alt", alt),
        ("image_long", long),
        ("transcript", transcript),
    ] {
        if let Some(text) = text {
            put(block, key, text, &format!("items.{}.{key}", item.id));
        }
    }
}

/// The words for the pictures of choices, of those that have one.
fn alts(choices: &mut [Choice]) -> Vec<&mut String> {
    let pictures = choices
        .iter_mut()
        .filter_map(|choice| choice.image.as_mut());
    let said = pictures.filter(|image| !image.decorative);
    said.map(|image| &mut image.alt).collect()
}

/// What an overlay has under a key of an item; where it has nothing, that is told.
fn translated<'s, 't>(
    block: &Block<'s, 't>,
    key: &'static str,
    item: &str,
) -> Option<Place<'s, 't>> {
    let place = block.get(key);
    if place.is_none() {
        block.tell(Problem::Untranslated(if item == key {
            item.to_owned()
        } else {
            format!("{item}.{key}")
        }));
    }
    place
}

/// The texts that an overlay has under a key, as many as the module has there; anything else is told.
fn pieces<'s, 't>(
    block: &Block<'s, 't>,
    key: &'static str,
    count: usize,
    item: &str,
) -> Option<Vec<Place<'s, 't>>> {
    let place = translated(block, key, item)?;
    let over = place.items_or_one();
    if over.len() != count {
        place.tell(Problem::OtherLength);
        return None;
    }
    Some(over)
}

/// Puts a list of texts over another of the same length.
fn list(block: &Block<'_, '_>, key: &'static str, texts: Vec<&mut String>, item: &str) {
    if texts.is_empty() {
        return;
    }
    let Some(over) = pieces(block, key, texts.len(), item) else {
        return;
    };
    over.iter().zip(texts).for_each(|(place, text)| {
        if let Some(over) = place.text() {
            *text = over;
        }
    });
}

/// Puts rows of texts over others, each row of the same length.
fn rows<'n, 's, 't>(
    block: &Block<'s, 't>,
    key: &'static str,
    rows: Vec<Vec<&'n mut String>>,
    item: &str,
    texts_of: impl Fn(&Place<'s, 't>) -> Vec<Place<'s, 't>>,
) {
    let Some(place) = translated(block, key, item) else {
        return;
    };
    let over = place.items().unwrap_or_default();
    if over.len() != rows.len() {
        place.tell(Problem::OtherLength);
        return;
    }
    for (place, texts) in over.iter().zip(rows) {
        let over = texts_of(place);
        if over.len() != texts.len() {
            place.tell(Problem::OtherLength);
            continue;
        }
        for (text, over) in texts.into_iter().zip(over.iter().map(Place::text)) {
            *text = over.unwrap_or_else(|| text.clone());
        }
    }
}

/// The texts of a small table, in the order of its keys: one text or a list under each.
fn members<'s, 't>(place: &Place<'s, 't>, keys: &[&'static str]) -> Vec<Place<'s, 't>> {
    let Some(block) = place.block() else {
        return Vec::new();
    };
    let texts = keys
        .iter()
        .filter_map(|key| block.get(key))
        .flat_map(|place| place.items_or_one())
        .collect();
    block.finish();
    texts
}

/// Explanations of single choices: an empty one stands where the module says nothing.
fn whys(block: &Block<'_, '_>, key: &'static str, texts: Vec<&mut Option<String>>, item: &str) {
    if texts.iter().all(|why| why.is_none()) {
        block.get(key);
        return;
    }
    let Some(over) = pieces(block, key, texts.len(), item) else {
        return;
    };
    over.iter().zip(texts).for_each(|(place, why)| {
        if place.maybe_text().is_none() {
            place.tell(Problem::WrongType("text"));
        }
        *why = place
            .maybe_text()
            .map(str::to_owned)
            .filter(|text| !text.trim().is_empty())
    });
}

fn kind(block: &Block<'_, '_>, kind: &mut Kind, item: &str) {
    match kind {
        Kind::Single { choices } | Kind::Multiple { choices } => {
            let rights = choices.iter().filter(|choice| choice.right).count();
            let (right, wrong) = choices.split_at_mut(rights);
            list(
                block,
                "right",
                right.iter_mut().map(|choice| &mut choice.text).collect(),
                item,
            );
            list(
                block,
                "wrong",
                wrong.iter_mut().map(|choice| &mut choice.text).collect(),
                item,
            );
            whys(
                block,
                "right_why",
                right.iter_mut().map(|choice| &mut choice.why).collect(),
                item,
            );
            list(block, "right_alt", alts(right), item);
            list(block, "wrong_alt", alts(wrong), item);
            whys(
                block,
                "wrong_why",
                wrong.iter_mut().map(|choice| &mut choice.why).collect(),
                item,
            );
        }
        Kind::Scale { labels, .. } => {
            list(block, "points_labels", labels.iter_mut().collect(), item)
        }
        Kind::Opinion { choices, .. } => list(block, "choices", choices.iter_mut().collect(), item),
        Kind::Order { sequence } => list(block, "sequence", sequence.iter_mut().collect(), item),
        Kind::Spot { segments } => {
            whys(
                block,
                "segments_why",
                segments
                    .iter_mut()
                    .map(|segment: &mut Segment| &mut segment.why)
                    .collect(),
                item,
            );
            list(
                block,
                "segments",
                segments
                    .iter_mut()
                    .map(|segment| &mut segment.text)
                    .collect(),
                item,
            );
        }
        Kind::Match { pairs, extra } => {
            rows(
                block,
                "pairs",
                pairs
                    .iter_mut()
                    .map(|(left, right)| vec![left, right])
                    .collect(),
                item,
                |place| place.items().unwrap_or_default(),
            );
            list(block, "extra", extra.iter_mut().collect(), item);
        }
        Kind::Sort { bins } => {
            let texts = bins.iter_mut().map(|bin| {
                std::iter::once(&mut bin.label)
                    .chain(bin.holds.iter_mut())
                    .collect()
            });
            rows(block, "bins", texts.collect(), item, |place| {
                members(place, &["label", "holds"])
            });
        }
        Kind::Cloze { passage, gaps } => {
            put(block, "passage", passage, &format!("{item}.passage"));
            let texts = gaps.iter_mut().map(|gap| match gap {
                Gap::Choose { right, wrong, .. } => std::iter::once(right).chain(wrong).collect(),
                Gap::Write { accept, .. } => accept.iter_mut().collect(),
            });
            rows(block, "gaps", texts.collect(), item, |place| {
                members(place, &["right", "wrong", "accept"])
            });
        }
        Kind::Text { accept, .. } => {
            let whys_of = accept.iter_mut().map(|accepted| &mut accepted.why);
            whys(block, "accept_why", whys_of.collect(), item);
            let texts = accept.iter_mut().map(|accepted| &mut accepted.text);
            list(block, "accept", texts.collect(), item);
        }
        Kind::Compare {
            prompts,
            observe,
            fallback,
            ..
        } => {
            list(block, "prompts", prompts.iter_mut().collect(), item);
            list(block, "observe", observe.iter_mut().collect(), item);
            list(block, "fallback", fallback.iter_mut().collect(), item);
        }
        Kind::Table { steps, .. } => list(block, "steps", steps.iter_mut().collect(), item),
        Kind::Number { entry, .. } => {
            if let Some(unit) = &mut entry.unit {
                put(block, "unit", unit, &format!("{item}.unit"));
            }
        }
        Kind::Reflect { reading, .. } if !reading.rubric.is_empty() => {
            let texts = reading.rubric.iter_mut().map(|line| {
                std::iter::once(&mut line.criterion)
                    .chain(line.scale.iter_mut())
                    .collect()
            });
            rows(block, "rubric", texts.collect(), item, |place| {
                members(place, &["criterion", "scale"])
            });
        }
        Kind::TrueFalse { .. } | Kind::Reflect { .. } => {}
    }
}
