//! `CredentialStatus` (Open Badges 3.0, appendix B) as a `BitstringStatusListEntry` (Bitstring Status List 1.0, section 2.1): where an issuer says whether it has
//! taken a credential back. [`crate::status`] makes and reads the lists.

use std::borrow::Cow;

use crate::{
    object::{members_of, object},
    schema::{At, Checked},
    uri::Uri,
    vocabulary::StatusPurpose,
};

object! {
    /// A place in a status list (Bitstring Status List 1.0, section 2.1). Read from others' it may be of another type, whose members [`member`](Self::member) gives.
    BitstringStatusListEntry: rules
}

impl BitstringStatusListEntry<'static> {
    /// A place, from 0, in the list that has this address, of one bit. The entry's own id is the list's with the place as fragment.
    pub fn new(list: Uri, place: u64, purpose: StatusPurpose) -> Self {
        let base = list.as_str().split('#').next().unwrap_or_default();
        BitstringStatusListEntry(Cow::Owned(members_of([
            ("id", format!("{base}#{place}").into()),
            ("type", "BitstringStatusListEntry".into()),
            ("statusPurpose", purpose.as_str().into()),
            ("statusListIndex", place.to_string().into()),
            ("statusListCredential", list.into()),
        ])))
    }
}

impl BitstringStatusListEntry<'_> {
    /// The id of the entry: `id`, a URI which is not that of the list.
    pub fn id(&self) -> Option<&str> {
        crate::object::text(self.0.get("id"))
    }

    /// The address of the list: `statusListCredential`, a URL.
    pub fn status_list(&self) -> Option<&str> {
        crate::object::text(self.0.get("statusListCredential"))
    }

    /// The place in the list, from 0: `statusListIndex`, a whole number written as a text.
    pub fn place(&self) -> Option<u64> {
        crate::object::text(self.0.get("statusListIndex"))?
            .parse()
            .ok()
    }

    /// What the bit means: `statusPurpose`.
    pub fn purpose(&self) -> Option<StatusPurpose> {
        crate::object::text(self.0.get("statusPurpose"))?
            .parse()
            .ok()
    }
}

pub(crate) fn rules(status: &At<'_>) -> Checked {
    status.object()?;
    status.uris(&["id"])?;
    status.member("type").some_type()
}
