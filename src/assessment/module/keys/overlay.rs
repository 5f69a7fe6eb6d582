//! The tables and keys of a translation (`cafeia-module-text/1`): texts only, under the ids of the module. Which of them a question has, its module decides.

use super::{ID, TEXT, TEXTS, may, must, table};
use crate::assessment::shape::{Form, Table, Takes};

/// Whether a translation is still a draft.
pub(crate) const STATUSES: [(&str, bool); 2] = [("draft", true), ("reviewed", false)];

/// A list of texts, or the one that stands for a list of one.
const LIST: Takes = Takes::Any(&[TEXT, TEXTS]);

/// A list of texts some of which say nothing.
const BLANKS: Takes = Takes::List(&Takes::Is(Form::Blank), 0, usize::MAX);

/// A text for each id.
const NAMES: Takes = Takes::Map(&TEXT);

/// The whole file.
pub(crate) static OVERLAY: Table = table(
    "overlay",
    &[
        must(
            "format",
            "format",
            Takes::Word(|| vec!["cafeia-module-text/1"]),
        ),
        must("module", "overlay-module", ID),
        must("lang", "lang", Takes::Is(Form::Language)),
        must("source_version", "source-version", Takes::Is(Form::Version)),
        may(
            "status",
            "overlay-status",
            Takes::Word(|| STATUSES.iter().map(|(word, _)| *word).collect()),
        ),
        may("title", "module-title", TEXT),
        may("summary", "summary", TEXT),
        may("audience", "audience", TEXT),
        may("declarations", "declarations", LIST),
        may("parts", "overlay-names", NAMES),
        may("pools", "overlay-names", NAMES),
        may("levels", "overlay-names", NAMES),
        may("evidence", "overlay-names", NAMES),
        may("sources", "overlay-names", NAMES),
        may(
            "badges",
            "overlay-badges",
            Takes::Map(&Takes::Block(&BADGE)),
        ),
        may("items", "overlay-items", Takes::Map(&Takes::Block(&ITEM))),
    ],
);

static BADGE: Table = table(
    "overlay-badge",
    &[
        may("name", "badge-name", TEXT),
        may("description", "badge-description", TEXT),
        may("alt", "alt", TEXT),
        may("long", "long", TEXT),
    ],
);

static ITEM: Table = table(
    "overlay-item",
    &[
        may("ask", "ask", TEXT),
        may("why", "why", TEXT),
        may("hint", "hint", TEXT),
        may("image_alt", "alt", TEXT),
        may("image_long", "long", TEXT),
        may("transcript", "transcript", TEXT),
        may("right", "overlay-list", LIST),
        may("wrong", "overlay-list", LIST),
        may("right_why", "overlay-whys", BLANKS),
        may("wrong_why", "overlay-whys", BLANKS),
        may("right_alt", "overlay-alts", LIST),
        may("wrong_alt", "overlay-alts", LIST),
        may("points_labels", "overlay-list", LIST),
        may("choices", "overlay-list", LIST),
        may("sequence", "overlay-list", LIST),
        may("segments", "overlay-list", LIST),
        may("segments_why", "overlay-whys", BLANKS),
        may(
            "pairs",
            "overlay-list",
            Takes::List(&Takes::List(&TEXT, 2, 2), 0, usize::MAX),
        ),
        may("extra", "overlay-list", LIST),
        may(
            "bins",
            "overlay-list",
            Takes::List(&Takes::Block(&BIN), 0, usize::MAX),
        ),
        may("passage", "passage", TEXT),
        may(
            "gaps",
            "overlay-list",
            Takes::List(&Takes::Block(&GAP), 0, usize::MAX),
        ),
        may("accept", "overlay-list", LIST),
        may("accept_why", "overlay-whys", BLANKS),
        may("prompts", "overlay-list", LIST),
        may("observe", "overlay-list", LIST),
        may("fallback", "fallback", LIST),
        may("steps", "overlay-list", LIST),
        may("unit", "unit", TEXT),
        may(
            "rubric",
            "rubric",
            Takes::List(&Takes::Block(&CRITERION), 0, usize::MAX),
        ),
    ],
);

static BIN: Table = table(
    "overlay-bin",
    &[
        must("label", "overlay-list", LIST),
        must("holds", "overlay-list", LIST),
    ],
);

static GAP: Table = table(
    "overlay-gap",
    &[
        may("right", "overlay-list", LIST),
        may("wrong", "overlay-list", LIST),
        may("accept", "overlay-list", LIST),
    ],
);

static CRITERION: Table = table(
    "overlay-criterion",
    &[
        must("criterion", "criterion", LIST),
        must("scale", "criterion-scale", LIST),
    ],
);
