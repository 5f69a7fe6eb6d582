//! Whether two credentials are one, and which of them is the newer (Open Badges 3.0, section 10, "Credential equality and comparison algorithm"): so a holder who
//! comes with a copy signed anew has it take the place of the former. Nothing is verified.

use std::cmp::Ordering;

use crate::AchievementCredential;

impl AchievementCredential<'_> {
    /// Whether another is the same credential, whatever it says: the ids of both and of their issuers are equal once what is percent-encoded (RFC 3986, section
    /// 2.1) is read and blanks around it are gone.
    pub fn is_same_as(&self, other: &AchievementCredential<'_>) -> bool {
        equal(self.id(), other.id()) && equal(self.issuer_id(), other.issuer_id())
    }

    /// Which of two copies of one credential is the newer, by `validFrom`; none where they are two credentials.
    pub fn compare_age(&self, other: &AchievementCredential<'_>) -> Option<Ordering> {
        self.is_same_as(other)
            .then(|| self.valid_from().cmp(&other.valid_from()))
    }
}

fn equal(one: &str, other: &str) -> bool {
    unescaped(one).trim_ascii() == unescaped(other).trim_ascii()
}

/// The bytes that an address stands for; what is no encoding stays as it is.
fn unescaped(text: &str) -> Vec<u8> {
    let (mut bytes, mut rest) = (Vec::with_capacity(text.len()), text.as_bytes());
    while let Some((first, after)) = rest.split_first() {
        let digits = after.first_chunk::<2>().filter(|_| *first == b'%');
        let digit = |place: usize| char::from(digits?[place]).to_digit(16);
        let encoded = digit(0).zip(digit(1));
        let value = encoded.and_then(|(high, low)| u8::try_from(high * 16 + low).ok());
        bytes.push(value.unwrap_or(*first));
        rest = if value.is_some() { &after[2..] } else { after };
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Achievement, AchievementSubject, Criteria, Profile, Uri};

    fn credential(id: &str, issuer: &str, from: &str) -> AchievementCredential<'static> {
        let uri = |text: &str| text.parse::<Uri>().unwrap();
        let criteria = Criteria::narrative("60 %.");
        let achievement = Achievement::new(uri("urn:a"), "Repères", "Dit comment.", criteria);
        let subject = AchievementSubject::new(uri("urn:s"), achievement);
        let (issuer, from) = (Profile::new(uri(issuer)), from.parse().unwrap());
        AchievementCredential::new(uri(id), "Repères", issuer, from, subject)
    }

    #[test]
    fn copies_are_one_and_the_newer_is_told() {
        let (id, issuer) = ("https://a.example/credentials/1", "did:web:a.example");
        let old = credential(id, issuer, "2026-11-24T09:00:00Z");
        let new = credential(
            "https://a.example/%63redentials/1",
            issuer,
            "2026-11-24T11:00:00+01:00",
        );
        assert!(old.is_same_as(&new) && new.is_same_as(&old));
        assert_eq!(new.compare_age(&old), Some(Ordering::Greater));
        assert_eq!(old.compare_age(&old), Some(Ordering::Equal));
        for other in [
            credential(
                "https://a.example/credentials/2",
                issuer,
                "2026-11-24T09:00:00Z",
            ),
            credential(id, "did:web:b.example", "2026-11-24T09:00:00Z"),
        ] {
            assert!(!old.is_same_as(&other));
            assert_eq!(old.compare_age(&other), None);
        }
    }

    #[test]
    fn what_is_no_encoding_is_itself() {
        assert!(equal("a%2Fé%20", "a/é"));
        for (one, other) in [
            ("a%2", "a%02"),
            ("a%zz", "azz"),
            ("%41", "a"),
            ("%+1", "\u{1}"),
        ] {
            assert!(!equal(one, other), "{one}");
        }
        assert!(equal("100%", "100%") && equal("%zz", "%zz") && equal("%é", "%é"));
    }
}
