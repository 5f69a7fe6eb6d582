//! The tables and keys of `cafeia-module/1`: what the reader asks for, what `crema check` refuses, and what the schema for editors says.

pub(crate) mod overlay;

use super::{
    PartKind,
    read_item::{CONFLICTS, MATCHES, SHARES, TOLERANCES},
    read_policy::{
        ACCOUNTS, CLASSIFY, EVIDENCE as EVIDENCE_KINDS, FEEDBACK, KEEPS, MODES, PAGES,
        PERSONAL_DATA, PROCTORS,
    },
};
use crate::assessment::{
    item::{Partial, ShowResults, Witness},
    shape::{Form, Key, Table, Takes, Variant},
};

/// The most entries of one list of a question.
pub(super) const MOST: usize = 60;

/// The most blocks of one kind.
pub(super) const MOST_BLOCKS: usize = 2_000;

const fn must(name: &'static str, about: &'static str, takes: Takes) -> Key {
    Key {
        name,
        about,
        must: true,
        takes,
    }
}

const fn may(name: &'static str, about: &'static str, takes: Takes) -> Key {
    Key {
        name,
        about,
        must: false,
        takes,
    }
}

const fn table(name: &'static str, keys: &'static [Key]) -> Table {
    Table {
        name,
        keys,
        either: &[],
        variants: &[],
    }
}

const fn variant(name: &'static str, keys: &'static [Key]) -> Variant {
    Variant {
        name,
        keys,
        either: &[],
    }
}

const TEXT: Takes = Takes::Is(Form::Text);
const TRUTH: Takes = Takes::Is(Form::Truth);
const NUMBER: Takes = Takes::Is(Form::Number);
const FRACTION: Takes = Takes::Is(Form::Fraction);
const COUNT: Takes = Takes::Is(Form::Count);
const POSITIVE: Takes = Takes::Is(Form::Positive);
const DAY: Takes = Takes::Is(Form::Day);
const ID: Takes = Takes::Is(Form::Id);
const NONE: Takes = Takes::Word(|| vec!["none"]);
/// A list of texts that may be empty.
const TEXTS: Takes = Takes::List(&TEXT, 0, usize::MAX);
/// A list of texts that says something.
const SOME_TEXTS: Takes = Takes::List(&TEXT, 1, MOST);

macro_rules! words {
    ($list:expr) => {
        Takes::Word(|| $list.iter().map(|(word, _)| *word).collect())
    };
}

macro_rules! blocks {
    ($table:expr) => {
        Takes::List(&Takes::Block(&$table), 0, MOST_BLOCKS)
    };
}

/// The whole file.
pub(crate) static MODULE: Table = table(
    "module",
    &[
        must("format", "format", Takes::Word(|| vec!["cafeia-module/1"])),
        must("id", "module-id", ID),
        must("version", "version", Takes::Is(Form::Version)),
        must("lang", "lang", Takes::Is(Form::Language)),
        must("title", "module-title", TEXT),
        must("summary", "summary", TEXT),
        must("licence", "licence", TEXT),
        may("audience", "audience", TEXT),
        may("duration", "duration", Takes::Is(Form::Duration)),
        may("authors", "authors", TEXTS),
        may("updated", "updated", DAY),
        may("review_by", "review-by", DAY),
        may("frameworks", "frameworks", Takes::Map(&TEXT)),
        may("delivery", "delivery", Takes::Block(&DELIVERY)),
        may("scoring", "scoring", Takes::Block(&SCORING)),
        may("retake", "retake", Takes::Block(&RETAKE)),
        may("standard", "standard", Takes::Block(&STANDARD)),
        may("analysis", "analysis", Takes::Block(&ANALYSIS)),
        may(
            "prerequisites",
            "prerequisites",
            Takes::Block(&PREREQUISITES),
        ),
        may("parts", "parts", blocks!(PART)),
        may("pools", "pools", blocks!(POOL)),
        may("sources", "sources", blocks!(SOURCE)),
        must(
            "items",
            "items",
            Takes::List(&Takes::Block(&ITEM), 1, MOST_BLOCKS),
        ),
        may("evidence", "evidence", blocks!(EVIDENCE)),
        may("levels", "levels", blocks!(LEVEL)),
        may("badges", "badges", blocks!(BADGE)),
    ],
);

static DELIVERY: Table = table(
    "delivery",
    &[
        may("mode", "mode", words!(MODES)),
        may("pages", "pages", words!(PAGES)),
        may("go_back", "go-back", TRUTH),
        may("feedback", "feedback", words!(FEEDBACK)),
        may("shuffle_choices", "shuffle-choices", TRUTH),
        may("shuffle_items", "shuffle-items", TRUTH),
        may("account", "account", words!(ACCOUNTS)),
        may("proctor", "proctor", words!(PROCTORS)),
        may("proctor_role", "proctor-role", TEXT),
        may(
            "time_limit",
            "time-limit",
            Takes::Any(&[NONE, Takes::Is(Form::Duration)]),
        ),
        may(
            "extra_time",
            "extra-time",
            Takes::List(&Takes::Is(Form::ExtraTime), 0, usize::MAX),
        ),
        may("pause", "pause", TRUTH),
        may("save_every_answer", "save-every-answer", TRUTH),
        may("adaptive", "adaptive", Takes::Block(&ADAPTIVE)),
        may("two_stage", "two-stage", Takes::Block(&TWO_STAGE)),
    ],
);

static ADAPTIVE: Table = table(
    "adaptive",
    &[
        may("start", "adaptive-start", NUMBER),
        may("stop_se", "stop-se", Takes::Is(Form::AboveZero)),
        may("min_items", "min-items", POSITIVE),
        may("max_items", "max-items", POSITIVE),
        may("randomesque", "randomesque", POSITIVE),
    ],
);

static TWO_STAGE: Table = table(
    "two-stage",
    &[
        must("routing", "routing", TEXT),
        must("easy", "easy", TEXT),
        must("hard", "hard", TEXT),
        may("cut", "stage-cut", FRACTION),
    ],
);

static SCORING: Table = table(
    "scoring",
    &[
        may("points", "points", Takes::Is(Form::Points)),
        may("partial", "partial", words!(Partial::NAMES)),
        may("certainty", "certainty", TRUTH),
        may("blank", "blank", Takes::Is(Form::Zero)),
    ],
);

static RETAKE: Table = table(
    "retake",
    &[
        may(
            "max",
            "retake-max",
            Takes::Any(&[Takes::Word(|| vec!["unlimited"]), POSITIVE]),
        ),
        may(
            "wait",
            "wait",
            Takes::Any(&[NONE, Takes::Is(Form::Duration)]),
        ),
        may("new_draw", "new-draw", TRUTH),
        may("keep", "keep", words!(KEEPS)),
        may(
            "appeal",
            "appeal",
            Takes::Any(&[NONE, Takes::Is(Form::Duration)]),
        ),
    ],
);

static STANDARD: Table = table(
    "standard",
    &[
        may("status", "standard-status", TEXT),
        may("method", "method", TEXT),
        may(
            "cut",
            "cut",
            Takes::Any(&[Takes::Word(|| vec!["per-form"]), FRACTION]),
        ),
        may("judges", "judges", POSITIVE),
        may("rounds", "rounds", POSITIVE),
        may("date", "standard-date", DAY),
        may("note", "note", TEXT),
        may("classify", "classify", words!(CLASSIFY)),
        may("min_per_skill", "min-per-skill", FRACTION),
    ],
);

static ANALYSIS: Table = table(
    "analysis",
    &[
        may("min_n_items", "min-n-items", COUNT),
        may("min_n_irt", "min-n-irt", COUNT),
        may("calibrated_on", "calibrated-on", COUNT),
        may("exposure_max", "exposure-max", FRACTION),
        may("flag", "flag", Takes::Block(&FLAG)),
    ],
);

static FLAG: Table = table(
    "flag",
    &[
        may("facility_below", "facility-below", NUMBER),
        may("facility_above", "facility-above", NUMBER),
        may("discrimination_below", "discrimination-below", NUMBER),
    ],
);

static PREREQUISITES: Table = table(
    "prerequisites",
    &[
        may("badges", "prerequisite-badges", TEXTS),
        may("declarations", "declarations", TEXTS),
        may("min_age", "min-age", COUNT),
        may("charter", "prerequisite-charter", TRUTH),
    ],
);

static PART: Table = table(
    "part",
    &[
        must("id", "id", ID),
        must("title", "part-title", TEXT),
        may("kind", "part-kind", words!(PartKind::NAMES)),
    ],
);

static POOL: Table = table(
    "pool",
    &[
        must("id", "id", ID),
        must("draw", "draw", POSITIVE),
        may("title", "pool-title", TEXT),
    ],
);

static SOURCE: Table = table(
    "source",
    &[
        must("id", "id", ID),
        must("title", "source-title", TEXT),
        must("url", "url", Takes::Is(Form::Address)),
        may("date", "source-date", DAY),
    ],
);

static ITEM: Table = Table {
    name: "item",
    either: &[],
    keys: &[
        must("type", "type", Takes::Word(types)),
        must("id", "item-id", ID),
        must("ask", "ask", TEXT),
        may("part", "part", TEXT),
        may("pool", "pool", TEXT),
        may("hint", "hint", TEXT),
        may("image", "image", Takes::Block(&IMAGE)),
        may("audio", "audio", Takes::Block(&AUDIO)),
        may("why", "why", TEXT),
        may("sources", "item-sources", TEXTS),
        may("skills", "skills", TEXTS),
        may("points", "points", Takes::Is(Form::Points)),
        may("partial", "partial", words!(Partial::NAMES)),
        may("review_by", "review-by", DAY),
        may("angoff", "angoff", FRACTION),
        may("difficulty", "difficulty", NUMBER),
        may(
            "discrimination",
            "discrimination",
            Takes::Is(Form::AboveZero),
        ),
        may("anchor", "anchor", TRUTH),
        may("retired", "retired", DAY),
    ],
    variants: &[
        variant(
            "single",
            &[
                must(
                    "right",
                    "right-one",
                    Takes::Any(&[TEXT, Takes::Block(&CHOICE), Takes::List(&CHOSEN, 1, 1)]),
                ),
                must("wrong", "wrong", Takes::Any(SOME_CHOICES)),
            ],
        ),
        variant(
            "multiple",
            &[
                must("right", "right-several", Takes::Any(SOME_CHOICES)),
                must(
                    "wrong",
                    "wrong",
                    Takes::Any(&[TEXT, Takes::Block(&CHOICE), Takes::List(&CHOSEN, 0, MOST)]),
                ),
            ],
        ),
        variant("true_false", &[must("right", "right-truth", TRUTH)]),
        Variant {
            name: "scale",
            keys: &[
                may("points_labels", "points-labels", SOME_TEXTS),
                may("same_as", "same-as", TEXT),
                may("pair", "pair", TEXT),
            ],
            either: &["points_labels", "same_as"],
        },
        variant(
            "opinion",
            &[
                must("choices", "choices", SOME_TEXTS),
                may("show_results", "show-results", words!(ShowResults::NAMES)),
                may("min_group", "min-group", Takes::Is(Form::FiveOrMore)),
            ],
        ),
        variant(
            "number",
            &[
                must("right", "right-number", NUMBER),
                may("tolerance", "tolerance", Takes::Is(Form::NotNegative)),
                may("tolerance_kind", "tolerance-kind", words!(TOLERANCES)),
                may("min", "number-min", NUMBER),
                may("max", "number-max", NUMBER),
                may("step", "number-step", NUMBER),
                may("unit", "unit", TEXT),
            ],
        ),
        variant(
            "text",
            &[
                must(
                    "accept",
                    "accept",
                    Takes::Any(&[
                        TEXT,
                        Takes::Block(&ACCEPTED),
                        Takes::List(&Takes::Any(&[TEXT, Takes::Block(&ACCEPTED)]), 1, MOST),
                    ]),
                ),
                may("match", "text-match", words!(MATCHES)),
            ],
        ),
        variant(
            "match",
            &[
                must(
                    "pairs",
                    "pairs",
                    Takes::List(&Takes::List(&TEXT, 2, 2), 1, MOST),
                ),
                may("extra", "extra", TEXTS),
            ],
        ),
        variant(
            "sort",
            &[must(
                "bins",
                "bins",
                Takes::List(&Takes::Block(&BIN), 1, MOST),
            )],
        ),
        variant("order", &[must("sequence", "sequence", SOME_TEXTS)]),
        variant(
            "spot",
            &[must(
                "segments",
                "segments",
                Takes::List(&Takes::Any(&[TEXT, Takes::Block(&SEGMENT)]), 1, MOST),
            )],
        ),
        variant(
            "cloze",
            &[
                must("passage", "passage", TEXT),
                must(
                    "gaps",
                    "gaps",
                    Takes::List(
                        &Takes::Any(&[Takes::Block(&GAP_TO_CHOOSE), Takes::Block(&GAP_TO_WRITE)]),
                        1,
                        MOST,
                    ),
                ),
            ],
        ),
        variant(
            "compare",
            &[
                must("prompts", "prompts", SOME_TEXTS),
                must("observe", "observe", SOME_TEXTS),
                may("tool", "tool", Takes::Block(&TOOL)),
                may("fallback", "fallback", TEXT),
                may("evidence", "witness", words!(Witness::NAMES)),
            ],
        ),
        variant(
            "table",
            &[
                must("steps", "steps", SOME_TEXTS),
                may("group", "group", Takes::Block(&GROUP)),
                may("duration", "table-duration", Takes::Is(Form::Duration)),
                may("answer", "answer", Takes::Block(&ANSWER)),
            ],
        ),
        variant(
            "reflect",
            &[
                may("audio", "spoken", TRUTH),
                may("required", "required", TRUTH),
                may("length", "length", Takes::Block(&LENGTH)),
                may("reviewers", "reviewers", Takes::Block(&REVIEWERS)),
                may("disagreement", "disagreement", Takes::Block(&DISAGREEMENT)),
                may("pass", "pass", FRACTION),
                may(
                    "rubric",
                    "rubric",
                    Takes::List(&Takes::Block(&CRITERION), 1, MOST),
                ),
            ],
        ),
    ],
};

/// The words of `type`.
pub(super) fn types() -> Vec<&'static str> {
    ITEM.variants.iter().map(|variant| variant.name).collect()
}

const CHOSEN: Takes = Takes::Any(&[TEXT, Takes::Block(&CHOICE)]);

const SOME_CHOICES: &[Takes] = &[TEXT, Takes::Block(&CHOICE), Takes::List(&CHOSEN, 1, MOST)];

static CHOICE: Table = table(
    "choice",
    &[
        must("text", "choice-text", TEXT),
        may("why", "choice-why", TEXT),
        may("weight", "choice-weight", Takes::Is(Form::Weight)),
        may("id", "choice-id", ID),
        may("image", "image", Takes::Block(&IMAGE)),
    ],
);

static ACCEPTED: Table = table(
    "accepted",
    &[
        must("text", "accepted-text", TEXT),
        may("weight", "accepted-weight", FRACTION),
        may("why", "choice-why", TEXT),
    ],
);

static BIN: Table = table(
    "bin",
    &[
        must("label", "bin-label", TEXT),
        // A group may be there to mislead, with nothing in it.
        must("holds", "holds", Takes::List(&TEXT, 0, MOST)),
    ],
);

static SEGMENT: Table = table(
    "segment",
    &[
        must("text", "segment-text", TEXT),
        may("error", "error", TRUTH),
        may("why", "choice-why", TEXT),
    ],
);

/// A gap with words to choose from.
pub(super) static GAP_TO_CHOOSE: Table = table(
    "gap-to-choose",
    &[
        must("right", "gap-right", TEXT),
        must("wrong", "gap-wrong", TEXTS),
        may("weight", "gap-weight", Takes::Is(Form::Share)),
    ],
);

/// A gap to write into.
pub(super) static GAP_TO_WRITE: Table = table(
    "gap-to-write",
    &[
        must("accept", "gap-accept", SOME_TEXTS),
        may("weight", "gap-weight", Takes::Is(Form::Share)),
    ],
);

static TOOL: Table = table(
    "tool",
    &[
        must("name", "tool-name", TEXT),
        must("url", "url", Takes::Is(Form::Address)),
        may("account", "tool-account", TRUTH),
    ],
);

static GROUP: Table = table(
    "group",
    &[
        must("min", "group-min", POSITIVE),
        must("max", "group-max", POSITIVE),
    ],
);

static ANSWER: Table = table(
    "answer",
    &[
        may("kind", "answer-kind", Takes::Word(|| vec!["text"])),
        may("max_length", "max-length", POSITIVE),
        may("share", "share", words!(SHARES)),
    ],
);

static LENGTH: Table = table(
    "length",
    &[
        may("min_words", "min-words", COUNT),
        may("max_words", "max-words", COUNT),
    ],
);

static REVIEWERS: Table = table(
    "reviewers",
    &[
        may("count", "reviewers-count", POSITIVE),
        may("role", "reviewers-role", TEXT),
        may("blind", "blind", TRUTH),
        may("conflict", "conflict", words!(CONFLICTS)),
    ],
);

static DISAGREEMENT: Table = table(
    "disagreement",
    &[
        must("max_gap", "max-gap", COUNT),
        may("then", "then", Takes::Word(|| vec!["third-reviewer"])),
    ],
);

static CRITERION: Table = table(
    "criterion",
    &[
        must("id", "id", ID),
        must("criterion", "criterion", TEXT),
        must("scale", "criterion-scale", SOME_TEXTS),
        may("weight", "criterion-weight", Takes::Is(Form::Points)),
    ],
);

static IMAGE: Table = Table {
    name: "image",
    keys: &[
        must("file", "file", Takes::Is(Form::File)),
        may("alt", "alt", Takes::Is(Form::Blank)),
        may("long", "long", TEXT),
        may("decorative", "decorative", TRUTH),
    ],
    either: &["alt", "decorative"],
    variants: &[],
};

static AUDIO: Table = table(
    "audio",
    &[
        must("file", "file", Takes::Is(Form::File)),
        must("transcript", "transcript", TEXT),
    ],
);

static EVIDENCE: Table = table(
    "evidence",
    &[
        must("id", "id", ID),
        must("title", "evidence-title", TEXT),
        may("kind", "evidence-kind", words!(EVIDENCE_KINDS)),
        may("count", "evidence-count", POSITIVE),
        may("fields", "fields", TEXTS),
        may("formats", "formats", TEXTS),
        may("max_age", "max-age", Takes::Is(Form::Span)),
        may("personal_data", "personal-data", words!(PERSONAL_DATA)),
        may("max_size", "max-size", Takes::Is(Form::Size)),
        may("optional", "optional", TRUTH),
    ],
);

static LEVEL: Table = table(
    "level",
    &[
        must("id", "id", ID),
        must("name", "level-name", TEXT),
        must(
            "min",
            "level-min",
            Takes::Any(&[Takes::Word(|| vec!["standard"]), FRACTION]),
        ),
        may("needs", "needs", Takes::Block(&NEEDS)),
        may("badge", "level-badge", TEXT),
    ],
);

static NEEDS: Table = table(
    "needs",
    &[
        may("parts", "needs-parts", TEXTS),
        may("items", "needs-items", TEXTS),
        may("evidence", "needs-evidence", TEXTS),
        may("badges", "needs-badges", TEXTS),
        may("evidence_count", "needs-evidence-count", POSITIVE),
        may("min_per_skill", "min-per-skill", FRACTION),
    ],
);

static BADGE: Table = table(
    "badge",
    &[
        must("id", "badge-id", ID),
        must("name", "badge-name", TEXT),
        must("description", "badge-description", TEXT),
        must("image", "badge-image", Takes::Block(&IMAGE)),
        may("align", "align", TEXTS),
        may("expires", "expires", Takes::Is(Form::Span)),
    ],
);

/// Whether a key is one of a block that may hold tables: where it stands in such a table it was probably meant for the block.
pub(crate) fn is_outer(key: &str) -> bool {
    [&ITEM, &LEVEL, &BADGE]
        .iter()
        .any(|table| table.keys_of(None).iter().any(|one| one.name == key))
}

#[cfg(test)]
mod tests;
