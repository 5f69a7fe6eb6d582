//! Identifiers: one type per thing, so that an attempt's id is never taken for an award's.

use std::{fmt, str::FromStr};

use uuid::Uuid;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $new:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Uuid);

        impl $name {
            /// Makes a fresh identifier.
            #[expect(clippy::new_without_default, reason = "a default that differs each time would surprise")]
            pub fn new() -> Self {
                Self(Uuid::$new())
            }

            /// Its 16 bytes.
            pub fn bytes(self) -> [u8; 16] {
                self.0.into_bytes()
            }

            /// The identifier of 16 bytes.
            pub fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(Uuid::from_bytes(bytes))
            }

            /// One of `count` parts of about the same size, always the same for the same identifier.
            pub fn part_of(self, count: usize) -> usize {
                // The last byte is random in both versions that are made.
                usize::from(self.0.as_bytes()[15]) % count
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            /// Reads the hyphenated form only: one thing has one address.
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let id = Self(Uuid::try_parse(text)?);
                if id.to_string() == text { Ok(id) } else { Uuid::try_parse("").map(Self) }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = String::deserialize(from)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

id! {
    /// Names one attempt at a module; ordered by time (UUIDv7) for the index that holds it.
    AttemptId, now_v7
}
id! {
    /// Names one award: that somebody has earned an achievement.
    AwardId, now_v7
}
id! {
    /// Names one credential and is the last segment of its address: wholly random (UUIDv4), since the address is what opens the page.
    CredentialId, new_v4
}
id! {
    /// Names one account, in the audit log too: it says nothing of the person once the account is gone (UUIDv7).
    AccountId, now_v7
}
id! {
    /// Names one entry that was asked for: a letter with a link and a code (UUIDv4: the browser that asked is bound to it).
    EntryId, new_v4
}
id! {
    /// Names one passkey to the person whose it is; it opens nothing (UUIDv7).
    PasskeyId, now_v7
}
id! {
    /// Names one account elsewhere to the person whose it is; it opens nothing (UUIDv7).
    IdentityId, now_v7
}
id! {
    /// Names something that a browser was asked and has not answered yet (UUIDv4: its session alone knows it).
    CeremonyId, new_v4
}
id! {
    /// Names one session to the person whose it is; it opens nothing (UUIDv4).
    SessionId, new_v4
}
id! {
    /// Names one doubt about a badge to those who settle it; it opens nothing (UUIDv7).
    DoubtId, now_v7
}
id! {
    /// Names one batch of badges given by hand (UUIDv7).
    BatchId, now_v7
}
id! {
    /// Names one code for a room to those who look after it; it opens nothing (UUIDv7).
    RoomId, now_v7
}
id! {
    /// Names one adherence to the charter (UUIDv7).
    AdherenceId, now_v7
}
id! {
    /// Names one organisation that somebody speaks for (UUIDv7).
    OrganisationId, now_v7
}
id! {
    /// Names one endorsement and is the last segment of its address (UUIDv4: it tells nothing of its order).
    EndorsementId, new_v4
}
id! {
    /// Names one letter to somebody of the directory (UUIDv7).
    MessageId, now_v7
}
id! {
    /// Names something that was told of a profile or of a letter (UUIDv7).
    ReportId, now_v7
}
id! {
    /// Names one subscription to letters about events (UUIDv4: the tokens of its links are derived from it).
    SubscriptionId, new_v4
}
id! {
    /// Names one event (UUIDv7); calendars know it by this for good.
    EventId, now_v7
}
id! {
    /// Names one date of an event (UUIDv7).
    DateId, now_v7
}
id! {
    /// Names one registration for a date of an event (UUIDv4: the token of its page and the code of its ticket are derived from it).
    RegistrationId, new_v4
}
id! {
    /// Names one letter of an organiser to those who registered (UUIDv7).
    NoticeId, now_v7
}
id! {
    /// Names one job of the queue, and the letter that it sends (UUIDv7).
    JobId, now_v7
}

id! {
    /// Names one session that somebody supervises in a room (UUIDv4: its code is derived from it).
    SupervisionId, new_v4
}
id! {
    /// Names one dossier of somebody who is to be certified (UUIDv7).
    DossierId, now_v7
}
id! {
    /// Names one café that somebody is asked to confirm (UUIDv4: the token of the link is derived from it).
    AttestationId, new_v4
}
id! {
    /// Names one story that peers read (UUIDv7).
    StoryId, now_v7
}
id! {
    /// Names one peer's reading (UUIDv4: it stands in the address of its page, and tells nothing of its order).
    ReadingId, new_v4
}

id! {
    /// Names one statement of the voices and is the last segment of its address (UUIDv4: it tells nothing of its order).
    VoiceId, new_v4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_has_one_spelling() {
        let id = CredentialId::new();
        assert_eq!(id.to_string().parse::<CredentialId>().ok(), Some(id));
        assert!(
            id.to_string()
                .to_uppercase()
                .parse::<CredentialId>()
                .is_err()
        );
        assert!(
            id.to_string()
                .replace('-', "")
                .parse::<CredentialId>()
                .is_err()
        );
        assert!("".parse::<CredentialId>().is_err());
    }
}
