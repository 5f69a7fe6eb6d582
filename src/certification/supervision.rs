//! A session that somebody supervises in a room: its code opens the questionnaire for those who are there, for a time.

use jiff::Timestamp;

use crate::base::{AccountId, SupervisionId};

/// The most hours that a code may hold.
pub const MOST_HOURS: i64 = 8;

/// The most people that one person supervises.
pub const MOST_PEOPLE: i64 = 40;

/// How long a session that ended is listed, in days.
pub const KEPT_DAYS: i64 = 30;

/// A session.
#[derive(Clone, Debug)]
pub struct Supervision {
    /// Its id, from which its code is derived.
    pub id: SupervisionId,
    /// Who supervises.
    pub account: AccountId,
    /// The module.
    pub module: String,
    /// How many may begin.
    pub most: i64,
    /// How many did.
    pub taken: i64,
    /// When it was opened.
    pub made_at: Timestamp,
    /// Until when it is open.
    pub until: Timestamp,
}

impl Supervision {
    /// Whether somebody may begin at this module now.
    pub fn is_open(&self, module: &str, at: Timestamp) -> bool {
        self.module == module && at < self.until && self.taken < self.most
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_opens_one_module_for_a_time_and_for_so_many() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let session = Supervision {
            id: SupervisionId::new(),
            account: AccountId::new(),
            module: "m".into(),
            most: 2,
            taken: 1,
            made_at: at(0),
            until: at(10),
        };
        assert!(session.is_open("m", at(9)));
        assert!(!session.is_open("m", at(10)) && !session.is_open("n", at(9)));
        let full = Supervision {
            taken: 2,
            ..session
        };
        assert!(!full.is_open("m", at(9)));
    }
}
