//! Words that every room speaks: ids, codes people type, languages, names, errors. Nothing here knows a room.

pub mod code;
pub mod digest;
pub mod email;
pub mod error;
pub mod fold;
pub mod french;
pub mod id;
pub mod lang;
pub mod name;
pub mod records;
pub mod spelling;
mod words;

pub use code::Code;
pub use digest::digest;
pub use email::Email;
pub use error::{Error, Refusal, Result};
pub use fold::search_key;
pub use id::{
    AccountId, AdherenceId, AttemptId, AttestationId, AwardId, BatchId, CeremonyId, CredentialId,
    DateId, DossierId, DoubtId, EndorsementId, EntryId, EventId, IdentityId, JobId, MessageId,
    NoticeId, OrganisationId, PasskeyId, ReadingId, RegistrationId, ReportId, RoomId, SessionId,
    StoryId, SubscriptionId, SupervisionId, VoiceId,
};
pub use lang::{Lang, Wording};
pub use name::Name;
pub(crate) use words::words;
