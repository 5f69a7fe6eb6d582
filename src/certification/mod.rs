//! The certification of those who animate: what is asked for, who confirms it, who reads it, and what follows. Plain data and rules; the time is handed in.

pub mod attestation;
pub mod conflict;
pub mod dossier;
pub mod founder;
pub mod plan;
pub mod reading;
pub mod supervision;
