//! Badges: what can be earned, who has earned it, what was issued, and how it looks.

pub mod achievement;
pub mod award;
pub mod ledger;
