//! `Image` (Open Badges 3.0, appendix B): a picture of a credential, an achievement, or who issues it.

use std::borrow::Cow;

use crate::{
    object::{member, members, members_of, object, shape},
    schema::{At, Checked},
    uri::Uri,
};

object! {
    /// An image: its address or `data:` URI, and what it shows. `Image` (Open Badges 3.0, appendix B).
    Image: rules
}

impl Image<'static> {
    /// An image by its address or as a `data:` URI.
    pub fn new(id: Uri) -> Self {
        Image(Cow::Owned(members_of([
            ("id", id.into()),
            ("type", "Image".into()),
        ])))
    }
}

members! { Image {
    /// The address, or the image itself as a `data:` URI.
    required_text id = "id";
    /// What it shows.
    text caption with_caption = "caption";
} }

pub(crate) fn rules(image: &At<'_>) -> Checked {
    image.object()?;
    image.member("id").uri()?;
    image.member("type").types(&["Image"])?;
    image.texts(&["caption"])?;
    image.nothing_but(&["id", "type", "caption"])
}
