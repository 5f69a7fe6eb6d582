//! From `[delivery]`, `[retake]`, `[standard]`, `[analysis]`, `[prerequisites]` and `[[evidence]]` to how a module is given.

use super::read_value::{duration, fraction, id, positive, size, span};
use crate::assessment::{
    finding::Problem,
    policy::{
        Adaptive, Analysis, Classify, Cut, Delivery, Evidence, EvidenceKind, ExtraTime, Feedback,
        Keep, Pages, Prerequisites, Retake, Standard, TwoStage,
    },
    source::{Block, Place, nearest},
};

/// What is told of an answer, and when.
pub(crate) const FEEDBACK: [(&str, Feedback); 4] = [
    ("immediate", Feedback::Immediate),
    ("end", Feedback::End),
    ("end-by-skill", Feedback::EndBySkill),
    ("none", Feedback::None),
];

/// Training, or certification.
pub(crate) const MODES: [(&str, bool); 2] = [("awareness", false), ("certification", true)];

/// How many questions stand on a page.
pub(crate) const PAGES: [(&str, Pages); 2] = [("one", Pages::One), ("all", Pages::All)];

/// Whether an account is needed.
pub(crate) const ACCOUNTS: [(&str, bool); 2] = [("none", false), ("verified-email", true)];

/// Whether somebody watches.
pub(crate) const PROCTORS: [(&str, bool); 2] = [("none", false), ("in-person", true)];

/// The attempt that counts.
pub(crate) const KEEPS: [(&str, Keep); 3] = [
    ("best", Keep::Best),
    ("last", Keep::Last),
    ("first", Keep::First),
];

/// Which results near the bar a person reads first.
pub(crate) const CLASSIFY: [(&str, Classify); 3] = [
    ("one-sided", Classify::OneSided),
    ("two-sided", Classify::TwoSided),
    ("none", Classify::None),
];

/// The kinds of evidence.
pub(crate) const EVIDENCE: [(&str, EvidenceKind); 5] = [
    ("attestation", EvidenceKind::Attestation),
    ("url-or-file", EvidenceKind::UrlOrFile),
    ("url", EvidenceKind::Url),
    ("file", EvidenceKind::File),
    ("declaration", EvidenceKind::Declaration),
];

/// Whether evidence may hold personal data of others.
pub(crate) const PERSONAL_DATA: [(&str, bool); 2] = [("none", false), ("allowed", true)];

/// Reads `[delivery]`.
pub(super) fn delivery(block: Block<'_, '_>) -> Delivery {
    let truth = |key| block.get(key).and_then(|place| place.truth());
    let certification = word(&block, "mode", &MODES).unwrap_or(false);
    let usual = Delivery::usual(certification);
    let delivery = Delivery {
        certification,
        pages: word(&block, "pages", &PAGES).unwrap_or(usual.pages),
        go_back: truth("go_back").unwrap_or(usual.go_back),
        feedback: word(&block, "feedback", &FEEDBACK).unwrap_or(usual.feedback),
        shuffle_choices: truth("shuffle_choices").unwrap_or(usual.shuffle_choices),
        shuffle_items: truth("shuffle_items").unwrap_or(usual.shuffle_items),
        verified_email: word(&block, "account", &ACCOUNTS).unwrap_or(usual.verified_email),
        in_person: word(&block, "proctor", &PROCTORS).unwrap_or(usual.in_person),
        proctor_role: block.get("proctor_role").and_then(|place| place.text()),
        time_limit: match block.get("time_limit") {
            Some(place) if place.maybe_text() == Some("none") => None,
            Some(place) => duration(&place),
            None => usual.time_limit,
        },
        extra_time: match block.get("extra_time") {
            Some(place) => place
                .items()
                .unwrap_or_default()
                .iter()
                .filter_map(extra_time)
                .collect(),
            None => usual.extra_time,
        },
        pause: truth("pause").unwrap_or(usual.pause),
        adaptive: block
            .get("adaptive")
            .and_then(|place| place.block())
            .map(adaptive),
        two_stage: block
            .get("two_stage")
            .and_then(|place| place.block())
            .and_then(two_stage),
    };
    // No answer is ever lost: the key may say so, and cannot say otherwise.
    if let Some(place) = block.get("save_every_answer")
        && place.truth() == Some(false)
    {
        place.tell(Problem::AlwaysSaved);
    }
    if delivery.adaptive.is_some()
        && delivery.two_stage.is_some()
        && let Some(place) = block.get("two_stage")
    {
        place.tell(Problem::OutOfBounds("two-modes"));
    }
    if !delivery.go_back
        && delivery.pages == Pages::All
        && let Some(place) = block.get("go_back")
    {
        place.tell(Problem::OutOfBounds("all-in-order"));
    }
    block.finish();
    delivery
}

fn word<T: Copy>(
    block: &Block<'_, '_>,
    key: &'static str,
    words: &[(&'static str, T)],
) -> Option<T> {
    block.get(key).and_then(|place| place.word(words))
}

/// `x1.33`, or `none` for no limit.
fn extra_time(place: &Place<'_, '_>) -> Option<ExtraTime> {
    let text = place.text()?;
    let chosen = text.parse();
    if chosen.is_err() {
        place.tell(Problem::WrongType("extra-time"));
    }
    chosen.ok()
}

fn adaptive(block: Block<'_, '_>) -> Adaptive {
    let above_zero = |key| {
        block.get(key).and_then(|place| {
            let value = place.number()?;
            if value <= 0.0 {
                place.tell(Problem::OutOfBounds("standard-error"));
            }
            Some(value)
        })
    };
    let count = |key| block.get(key).and_then(|place| positive(&place));
    let adaptive = Adaptive {
        start: block
            .get("start")
            .and_then(|place| place.number())
            .unwrap_or(0.0),
        stop_se: above_zero("stop_se").unwrap_or(0.35),
        min_items: count("min_items").unwrap_or(5),
        max_items: count("max_items").unwrap_or(25),
        randomesque: count("randomesque").unwrap_or(5),
    };
    if adaptive.min_items > adaptive.max_items {
        block.tell(Problem::OutOfBounds("min-items"));
    }
    block.finish();
    adaptive
}

fn two_stage(block: Block<'_, '_>) -> Option<TwoStage> {
    let pool = |key| block.need(key).and_then(|place| place.text());
    let (routing, easy, hard) = (pool("routing"), pool("easy"), pool("hard"));
    let cut = block
        .get("cut")
        .and_then(|place| fraction(&place))
        .unwrap_or(0.5);
    block.finish();
    Some(TwoStage {
        routing: routing?,
        easy: easy?,
        hard: hard?,
        cut,
    })
}

/// Reads `[retake]`.
pub(super) fn retake(block: Block<'_, '_>, certification: bool) -> Retake {
    let usual = Retake::usual(certification);
    let retake = Retake {
        max: match block.get("max") {
            Some(place) if place.maybe_text() == Some("unlimited") => None,
            Some(place) => positive(&place),
            None => usual.max,
        },
        wait: match block.get("wait") {
            Some(place) if place.maybe_text() == Some("none") => std::time::Duration::ZERO,
            Some(place) => duration(&place).unwrap_or(usual.wait),
            None => usual.wait,
        },
        new_draw: block
            .get("new_draw")
            .and_then(|place| place.truth())
            .unwrap_or(usual.new_draw),
        keep: word(&block, "keep", &KEEPS).unwrap_or(usual.keep),
        appeal: match block.get("appeal") {
            Some(place) if place.maybe_text() == Some("none") => None,
            Some(place) => duration(&place),
            None => usual.appeal,
        },
    };
    block.finish();
    retake
}

/// Reads `[standard]`.
pub(super) fn standard(block: Block<'_, '_>) -> Standard {
    let count = |key| block.get(key).and_then(|place| positive(&place));
    let text = |key| block.get(key).and_then(|place: Place<'_, '_>| place.text());
    let standard = Standard {
        placeholder: block.get("status").is_some_and(|place| status(&place)),
        method: text("method"),
        cut: match block.get("cut") {
            Some(place) if place.maybe_text().is_none() => {
                fraction(&place).map_or(Cut::PerForm, Cut::Fraction)
            }
            Some(place) => place
                .word(&[("per-form", Cut::PerForm)])
                .unwrap_or(Cut::PerForm),
            None => Cut::PerForm,
        },
        judges: count("judges"),
        rounds: count("rounds"),
        date: block.get("date").and_then(|place| place.day()),
        note: text("note"),
        classify: word(&block, "classify", &CLASSIFY).unwrap_or(Classify::OneSided),
        min_per_skill: block
            .get("min_per_skill")
            .and_then(|place| fraction(&place)),
    };
    block.finish();
    standard
}

/// Whether the status says that no panel has sat. Any other word is the author's own, but not one that was probably meant to be this one.
fn status(place: &Place<'_, '_>) -> bool {
    let Some(status) = place.text() else {
        return true;
    };
    if status != "placeholder"
        && let Some(near) = nearest(&status.to_lowercase(), ["placeholder"])
    {
        place.tell(Problem::UnknownValue {
            value: status,
            near: Some(near),
        });
        return true;
    }
    status == "placeholder"
}

/// Reads `[analysis]`.
pub(super) fn analysis(block: Block<'_, '_>) -> Analysis {
    let usual = Analysis::default();
    let count = |key| block.get(key).and_then(|place| place.count());
    let flag = block.get("flag").and_then(|place| place.block());
    let bound = |key| {
        flag.as_ref()
            .and_then(|flag| flag.get(key))
            .and_then(|place: Place<'_, '_>| place.number())
    };
    let analysis = Analysis {
        min_n_items: count("min_n_items").unwrap_or(usual.min_n_items),
        min_n_irt: count("min_n_irt").unwrap_or(usual.min_n_irt),
        calibrated_on: count("calibrated_on"),
        facility_below: bound("facility_below").unwrap_or(usual.facility_below),
        facility_above: bound("facility_above").unwrap_or(usual.facility_above),
        discrimination_below: bound("discrimination_below").unwrap_or(usual.discrimination_below),
        exposure_max: block.get("exposure_max").and_then(|place| fraction(&place)),
    };
    flag.iter().for_each(Block::finish);
    block.finish();
    analysis
}

/// Reads `[prerequisites]`.
pub(super) fn prerequisites(block: Block<'_, '_>) -> Prerequisites {
    let texts = |key| {
        block
            .get(key)
            .and_then(|place: Place<'_, '_>| place.texts())
            .unwrap_or_default()
    };
    let prerequisites = Prerequisites {
        badges: texts("badges"),
        declarations: texts("declarations"),
        min_age: block.get("min_age").and_then(|place| place.count()),
        charter: block
            .get("charter")
            .and_then(|place| place.truth())
            .unwrap_or(false),
    };
    block.finish();
    prerequisites
}

/// Reads one `[[evidence]]`.
pub(super) fn evidence(block: Block<'_, '_>) -> Option<Evidence> {
    let id = block.need("id").and_then(|place| id(&place));
    let title = block.need("title").and_then(|place| place.text());
    let texts = |key| {
        block
            .get(key)
            .and_then(|place: Place<'_, '_>| place.texts())
            .unwrap_or_default()
    };
    let (fields, formats) = (texts("fields"), texts("formats"));
    let kind = word(&block, "kind", &EVIDENCE).unwrap_or(EvidenceKind::Declaration);
    let count = block
        .get("count")
        .and_then(|place| positive(&place))
        .unwrap_or(1);
    let max_age = block.get("max_age").and_then(|place| span(&place));
    let personal_data = word(&block, "personal_data", &PERSONAL_DATA).unwrap_or(false);
    let max_size = block.get("max_size").and_then(|place| size(&place));
    let optional = block
        .get("optional")
        .and_then(|place| place.truth())
        .unwrap_or(false);
    block.finish();
    Some(Evidence {
        id: id?,
        title: title?,
        kind,
        count,
        fields,
        max_age,
        personal_data,
        formats,
        max_size,
        optional,
    })
}
