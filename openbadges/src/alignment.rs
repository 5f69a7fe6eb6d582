//! `Alignment` (Open Badges 3.0, appendix B): that an achievement, a result or a level touches a node of an educational framework.

use std::borrow::Cow;

use serde_json::json;

use crate::{
    language::clean,
    object::{member, members, members_of, object, shape},
    schema::{At, Checked},
    uri::Uri,
    vocabulary::AlignmentTargetType,
};

object! {
    /// A node of a framework: a competence, an item, a credential. `Alignment` (Open Badges 3.0, appendix B).
    Alignment: rules
}

impl Alignment<'static> {
    /// An alignment with the node that has this name and this address.
    pub fn new(target_name: impl AsRef<str>, target_url: Uri) -> Self {
        Alignment(Cow::Owned(members_of([
            ("type", json!(["Alignment"])),
            ("targetName", clean(target_name.as_ref()).into()),
            ("targetUrl", target_url.into()),
        ])))
    }
}

members! { Alignment {
    /// The name of the node.
    required_text target_name = "targetName";
    /// The address of its official description.
    required_text target_url = "targetUrl";
    /// What it is about, in a few words.
    text target_description with_target_description = "targetDescription";
    /// The name of the framework.
    text target_framework with_target_framework = "targetFramework";
    /// Its code in the framework.
    text target_code with_target_code = "targetCode";
    /// What kind of node it is.
    word target_type with_target_type = "targetType": AlignmentTargetType;
} }

pub(crate) fn rules(alignment: &At<'_>) -> Checked {
    alignment.member("type").types(&["Alignment"])?;
    alignment.member("targetName").text()?;
    alignment.member("targetUrl").uri()?;
    alignment.texts(&["targetCode", "targetDescription", "targetFramework"])?;
    alignment.if_present("targetType", |kind| kind.extended::<AlignmentTargetType>())
}
