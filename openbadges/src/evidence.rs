//! `Evidence` (Open Badges 3.0, appendix B): how an achievement came about.

use std::borrow::Cow;

use serde_json::json;

use crate::{
    object::{member, members, members_of, object, shape},
    schema::{At, Checked},
};

object! {
    /// One piece of evidence; a page, a file, or only a narrative: `Evidence` (Open Badges 3.0, appendix B; Verifiable Credentials Data Model 2.0, section 5.6).
    Evidence: rules
}

impl Evidence<'static> {
    /// Evidence that says nothing yet.
    pub fn new() -> Self {
        Evidence(Cow::Owned(members_of([("type", json!(["Evidence"]))])))
    }
}

impl Default for Evidence<'static> {
    fn default() -> Self {
        Evidence::new()
    }
}

members! { Evidence {
    /// The address of a page that shows it, or the evidence itself as a `data:` URI.
    uri id with_id = "id";
    /// A title.
    text name with_name = "name";
    /// A longer description.
    text description with_description = "description";
    /// How it came about, in Markdown.
    text narrative with_narrative = "narrative";
    /// What kind of evidence it is: poetry, film, a quiz.
    text genre with_genre = "genre";
    /// For whom it was made.
    text audience with_audience = "audience";
} }

pub(crate) fn rules(evidence: &At<'_>) -> Checked {
    evidence.member("type").types(&["Evidence"])?;
    evidence.uris(&["id"])?;
    evidence.texts(&["name", "narrative", "description", "genre", "audience"])
}
