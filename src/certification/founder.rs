//! Founding reviewers: who reads and supervises while nobody is certified yet. Six at most, each for a year.

use jiff::Timestamp;

use crate::base::AccountId;

/// How many there may be at one time.
pub const SEATS: i64 = 6;

/// For how many months each is named.
pub const MONTHS: i64 = 12;

/// A founding reviewer.
#[derive(Clone, Debug)]
pub struct Founder {
    /// The seat, from 1.
    pub seat: i64,
    /// Who.
    pub account: AccountId,
    /// When they were named.
    pub named_at: Timestamp,
    /// Until when.
    pub until: Timestamp,
}
