//! `IdentityObject` and `IdentifierEntry` (Open Badges 3.0, appendix B), and how a hashed identity is compared with a person's (section
//! 9.3, "Verify the Recipient Using an Identifier").

use std::borrow::Cow;

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::{
    language::clean,
    object::{Members, member, members, members_of, object, shape},
    schema::{At, Checked},
    vocabulary::IdentifierType,
};

object! {
    /// An identifier of the person that a credential is about: in plain text, or as a hash that only tells those who already know it. `IdentityObject` (Open
    /// Badges 3.0, appendix B).
    IdentityObject: identity_rules
}

/// What came of comparing an identity with a text (Open Badges 3.0, section 9.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Match {
    /// It is of that person.
    Same,
    /// It is of somebody else.
    Another,
    /// It is hashed by a function that is not read here: MD5 without the feature `md5`, or another.
    Unknown,
}

impl IdentityObject<'static> {
    /// An identifier for everybody to read: `hashed` is false.
    pub fn plain(identity_type: IdentifierType, identity: impl AsRef<str>) -> Self {
        IdentityObject(Cow::Owned(members_of([
            ("type", "IdentityObject".into()),
            ("identityHash", clean(identity.as_ref()).into()),
            ("identityType", identity_type.as_str().into()),
            ("hashed", false.into()),
        ])))
    }

    /// An identifier hashed by SHA-256 with a salt after it. The salt stands beside the hash: it keeps two credentials from being compared, not a guess from
    /// being checked. Take a fresh random one for each credential.
    pub fn hashed(
        identity_type: IdentifierType,
        identity: impl AsRef<str>,
        salt: impl AsRef<str>,
    ) -> Self {
        let salt = clean(salt.as_ref());
        let digest = hex(Sha256::digest(salted(identity.as_ref(), Some(&salt))));
        IdentityObject(Cow::Owned(members_of([
            ("type", "IdentityObject".into()),
            ("identityHash", format!("sha256${digest}").into()),
            ("identityType", identity_type.as_str().into()),
            ("hashed", true.into()),
            ("salt", salt.into()),
        ])))
    }
}

members! { IdentityObject {
    /// The identifier, or `sha256$` or `md5$` and its hash in hexadecimal.
    required_text identity_hash = "identityHash";
} }

impl IdentityObject<'_> {
    /// What was put after the identifier before it was hashed: `salt`, a text; none where nothing was.
    pub fn salt(&self) -> Option<&str> {
        crate::object::text(self.0.get("salt"))
    }

    /// What the identifier is: `identityType`, a value of `IdentifierTypeEnum`; none where it is one that cannot be read.
    pub fn identity_type(&self) -> Option<IdentifierType> {
        crate::object::text(self.0.get("identityType")).and_then(|text| text.parse().ok())
    }

    /// Whether [`identity_hash`](Self::identity_hash) is a hash: `hashed`, true or false.
    pub fn is_hashed(&self) -> bool {
        is_hashed(&self.0)
    }

    /// The identifier, where it is in plain text.
    pub fn plain_text(&self) -> Option<&str> {
        (!self.is_hashed()).then(|| self.identity_hash())
    }

    /// Compares it with an identifier as Open Badges 3.0, section 9.3, has it, letter by letter: the standard folds no case, not even of a mail address.
    pub fn compare(&self, identity: &str) -> Match {
        compare(&self.0, identity)
    }
}

fn is_hashed(members: &Members) -> bool {
    members.get("hashed") == Some(&Value::Bool(true))
}

/// Compares an identity as it stands in a document, checked or not.
pub(crate) fn compare(members: &Members, identity: &str) -> Match {
    let text = |name: &str| crate::object::text(members.get(name));
    let Some(hash) = text("identityHash") else {
        return Match::Another;
    };
    let same = |same: bool| if same { Match::Same } else { Match::Another };
    if !is_hashed(members) {
        return same(hash == identity);
    }
    let input = salted(identity, text("salt"));
    match hash.split_once('$') {
        Some(("sha256", digits)) => same(digits.eq_ignore_ascii_case(&hex(Sha256::digest(input)))),
        #[cfg(feature = "md5")]
        Some(("md5", digits)) => same(digits.eq_ignore_ascii_case(&hex(md5::Md5::digest(input)))),
        _ => Match::Unknown,
    }
}

/// Compares an identity of Open Badges 2.0 ("IdentityObject"), whose hash stands in `identity`.
#[cfg(feature = "ob2")]
pub(crate) fn compare_2(members: &Members, identity: &str) -> Match {
    let mut same = members.clone();
    if let Some(hash) = same.remove("identity") {
        same.insert("identityHash".to_owned(), hash);
    }
    compare(&same, identity)
}

fn salted(identity: &str, salt: Option<&str>) -> String {
    format!("{identity}{}", salt.unwrap_or_default())
}

fn hex(digest: impl AsRef<[u8]>) -> String {
    let digest = digest.as_ref().iter();
    digest.map(|byte| format!("{byte:02x}")).collect()
}

object! {
    /// An identifier of an achievement or a profile in somebody's system: `IdentifierEntry` (Open Badges 3.0, appendix B).
    IdentifierEntry: entry_rules
}

impl IdentifierEntry<'static> {
    /// An identifier of a type.
    pub fn new(identifier_type: IdentifierType, identifier: impl AsRef<str>) -> Self {
        IdentifierEntry(Cow::Owned(members_of([
            ("type", "IdentifierEntry".into()),
            ("identifier", clean(identifier.as_ref()).into()),
            ("identifierType", identifier_type.as_str().into()),
        ])))
    }
}

members! { IdentifierEntry {
    /// The identifier.
    required_text identifier = "identifier";
} }

impl IdentifierEntry<'_> {
    /// What the identifier is: `identifierType`, a value of `IdentifierTypeEnum`; none where it is one that cannot be read.
    pub fn identifier_type(&self) -> Option<IdentifierType> {
        crate::object::text(self.0.get("identifierType")).and_then(|text| text.parse().ok())
    }
}

pub(crate) fn identity_rules(identity: &At<'_>) -> Checked {
    identity.member("type").types(&["IdentityObject"])?;
    identity.member("hashed").truth()?;
    identity.member("identityHash").text()?;
    // Not held to the vocabulary: issuers, 1EdTech's samples among them, write `email`, and nothing rests on it.
    identity.member("identityType").text()?;
    identity.texts(&["salt"])?;
    identity.nothing_but(&["type", "hashed", "identityHash", "identityType", "salt"])
}

pub(crate) fn entry_rules(entry: &At<'_>) -> Checked {
    entry.object()?;
    entry.member("type").types(&["IdentifierEntry"])?;
    entry.member("identifier").text()?;
    entry
        .member("identifierType")
        .extended::<IdentifierType>()?;
    entry.nothing_but(&["type", "identifier", "identifierType"])
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn identity(value: &Value) -> IdentityObject<'_> {
        IdentityObject::read(value).unwrap()
    }

    #[test]
    fn a_plain_identity_is_the_text_itself() {
        let zoe = IdentityObject::plain(IdentifierType::Name, "Zoé\u{7}");
        assert_eq!(zoe.plain_text(), Some("Zoé"));
        assert_eq!(zoe.compare("Zoé"), Match::Same);
        assert_eq!(zoe.compare("zoé"), Match::Another);
        assert_eq!(zoe.identity_type(), Some(IdentifierType::Name));
    }

    #[test]
    fn a_hashed_identity_tells_only_those_who_know() {
        let digest = "b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399";
        let ours = IdentityObject::hashed(IdentifierType::EmailAddress, "a@example.com", "Kosher");
        assert_eq!(ours.identity_hash(), format!("sha256${digest}"));
        assert_eq!((ours.plain_text(), ours.salt()), (None, Some("Kosher")));
        let with = |hash: &str, salt: Option<&str>| {
            let mut value = json!({"type": "IdentityObject", "hashed": true, "identityHash": hash, "identityType": "emailAddress"});
            if let Some(salt) = salt {
                value["salt"] = salt.into();
            }
            identity(&value).compare("a@example.com")
        };
        let sha = |text: &str| format!("sha256${}", hex(Sha256::digest(text)));
        for (hash, salt, expected) in [
            (format!("sha256${digest}"), Some("Kosher"), Match::Same),
            (
                format!("sha256${}", digest.to_uppercase()),
                Some("Kosher"),
                Match::Same,
            ),
            (format!("sha256${digest}"), Some("kosher"), Match::Another),
            (format!("sha256${digest}"), None, Match::Another),
            (sha("a@example.com"), None, Match::Same),
            (sha("a@example.com"), Some(""), Match::Same),
            (sha("Koshera@example.com"), Some("Kosher"), Match::Another),
            (digest.to_owned(), Some("Kosher"), Match::Unknown),
            ("sha512$00".to_owned(), None, Match::Unknown),
            ("a@example.com".to_owned(), None, Match::Unknown),
        ] {
            assert_eq!(with(&hash, salt), expected, "{hash} {salt:?}");
        }
        let md5 = with("md5$ea8a6f3b03e2bd37e0cfcb5a3b3a3e4a", Some("Kosher"));
        let expected = if cfg!(feature = "md5") {
            Match::Another
        } else {
            Match::Unknown
        };
        assert_eq!(md5, expected);
    }

    #[cfg(feature = "md5")]
    #[test]
    fn the_old_hash_is_read() {
        // RFC 1321, appendix A.5: MD5 of "message digest".
        let value = json!({"type": "IdentityObject", "hashed": true, "identityHash": "md5$F96B697D7CB7938D525A2F31AAF161D0", "identityType": "name", "salt": "digest"});
        assert_eq!(identity(&value).compare("message "), Match::Same);
        assert_eq!(identity(&value).compare("message"), Match::Another);
    }
}
