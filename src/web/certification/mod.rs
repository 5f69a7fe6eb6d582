//! The certification of those who animate: one's dossier on one page, the letter's link for who was there, the session in a room, the desk of who reads.

pub mod attestation;
pub mod dossier;
pub mod founders;
pub mod overview;
pub mod results;
pub mod reviews;
mod sent;
mod steps;
pub mod supervision;

pub(in crate::web) use self::sent::Sent;
