//! Claims, credentials in all their forms, achievements, the issuer's documents, and verification.

pub mod cards;
mod certificate;
mod claims;
mod credentials;
mod documents;
pub mod doubts;
pub mod endorsement;
pub mod holder;
mod report;
mod share;
mod shown;
pub mod v2;
mod verify;

pub use claims::{card, claim, claim_code, claims, put_claim, put_letter, put_room};
pub use credentials::{artwork_of, show};
pub use documents::{
    achievement, achievement_version, did, issuance_log, issuer, issuer_json, issuer_keys, status,
};
pub use shown::Shown;
pub use verify::{form as verify_form, submit as verify_submit};
