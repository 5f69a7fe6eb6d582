//! Moodle XML. Source: docs.moodle.org, "Moodle XML format", and Moodle's `question/format/xml/format.php`.

mod cloze;
mod read;
mod write;

pub(super) use read::read;
pub(super) use write::{file, write};

use crate::assessment::item::Partial;

/// Moodle's grading types of the question type `ordering`, their numbers, and our names for those we have.
const ORDERING: &[(&str, &str, Option<Partial>)] = &[
    ("ALL_OR_NOTHING", "-1", Some(Partial::AllOrNothing)),
    ("ABSOLUTE_POSITION", "0", Some(Partial::AbsolutePosition)),
    (
        "RELATIVE_NEXT_EXCLUDE_LAST",
        "1",
        Some(Partial::NextExcludeLast),
    ),
    ("RELATIVE_NEXT_INCLUDE_LAST", "2", None),
    ("RELATIVE_ONE_PREVIOUS_AND_NEXT", "3", None),
    ("RELATIVE_ALL_PREVIOUS_AND_NEXT", "4", None),
    ("LONGEST_ORDERED_SUBSET", "5", Some(Partial::LongestOrdered)),
    (
        "LONGEST_CONTIGUOUS_SUBSET",
        "6",
        Some(Partial::LongestContiguous),
    ),
    ("RELATIVE_TO_CORRECT", "7", None),
];
