//! Letters about events, for whoever asked for them: what somebody wishes to hear of, how often, and when a mailbox that refuses is left alone.

pub mod bounce;
pub mod report;
pub mod rhythm;
pub mod wish;

pub use rhythm::Rhythm;
pub use wish::{Notice, Spot, Territory, Wish};

/// The version of the text that somebody agrees to on the page of subscription. A test holds it against the words of both languages.
pub const TEXT_VERSION: &str = "2";

/// How long a subscription waits for its mailbox to be proved, in days.
pub const UNCONFIRMED_DAYS: i64 = 2;

/// How long a subscription goes on after its person was last heard of, in days: three years. Opening a letter is no word of anybody; a button is.
pub const SILENT_DAYS: i64 = 1095;

/// How long before that end the last question is asked, in days.
pub const ASKED_BEFORE: i64 = 30;
