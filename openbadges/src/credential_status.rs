//! `CredentialStatus` (Open Badges 3.0, appendix B) as a `BitstringStatusListEntry` (Bitstring Status List 1.0, section 2.1): where an issuer says whether it has
//! taken a credential back. [`crate::status`] makes and reads the lists.

use std::borrow::Cow;

use serde_json::{Value, json};

use crate::{
    Error,
    language::clean,
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
    /// A place, from 0, in the list that has this address, of one bit. The entry's own id is the list's with the place as fragment. A fragment of the address is
    /// left out: a list is fetched, and says its id, without one.
    pub fn new(list: Uri, place: u64, purpose: StatusPurpose) -> Self {
        let base = list.as_str().split('#').next().unwrap_or_default();
        BitstringStatusListEntry(Cow::Owned(members_of([
            ("id", format!("{base}#{place}").into()),
            ("type", "BitstringStatusListEntry".into()),
            ("statusPurpose", purpose.as_str().into()),
            ("statusListIndex", place.to_string().into()),
            ("statusListCredential", base.into()),
        ])))
    }

    /// What each value says, from 0 up: `statusMessage`, and with it `statusSize`, the bits that the place has in a list of as many
    /// ([`Bits::with_values`](crate::status::Bits::with_values)).
    ///
    /// # Errors
    /// [`Error::Invalid`] where there are not 2, 4, 8 and so on up to 256.
    pub fn with_messages(mut self, messages: &[&str]) -> Result<Self, Error> {
        if !matches!(messages.len(), 2..=256) || !messages.len().is_power_of_two() {
            return Err(Error::Invalid(
                "a status of so many bits has a message for each of its values".into(),
            ));
        }
        let message = |(value, text): (usize, &&str)| json!({"status": format!("0x{value:x}"), "message": clean(text)});
        let all: Vec<Value> = messages.iter().enumerate().map(message).collect();
        let members = self.0.to_mut();
        members.insert("statusSize".into(), messages.len().ilog2().into());
        members.insert("statusMessage".into(), all.into());
        Ok(self)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fragment_of_an_address_is_none_of_the_lists() {
        for address in ["https://a.example/status/1#7", "https://a.example/status/1"] {
            let list: Uri = address.parse().unwrap();
            let built =
                BitstringStatusListEntry::new(list, 7, StatusPurpose::Revocation).to_value();
            let read = crate::status::entry(&built).unwrap();
            assert_eq!(read.list, "https://a.example/status/1", "{address}");
            assert_eq!(built["id"], "https://a.example/status/1#7", "{address}");
        }
    }

    #[test]
    fn a_status_of_several_bits_says_what_each_value_means() {
        let list: Uri = "https://a.example/status/1".parse().unwrap();
        let entry = BitstringStatusListEntry::new(list, 7, StatusPurpose::Message);
        let texts = ["valid", "suspended", "under review", "withdrawn"];
        let built = entry.clone().with_messages(&texts).unwrap().to_value();
        let read = crate::status::entry(&built).unwrap();
        assert_eq!((read.place, read.size), (7, 2));
        assert_eq!(
            read.messages,
            [0, 1, 2, 3].map(|value| (value, texts[usize::from(value)]))
        );
        for count in [0, 1, 3, 257, 512] {
            assert!(
                entry.clone().with_messages(&vec!["a"; count]).is_err(),
                "{count}"
            );
        }
    }
}
