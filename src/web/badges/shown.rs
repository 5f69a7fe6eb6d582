//! Pages of badges lately shown, given again while nothing of what they say has changed.
//!
//! Verifying a badge anew and putting its page together costs more than all the rest of the request, and a badge that is shown around is asked for again and
//! again.

use std::sync::Arc;

use jiff::Timestamp;

use crate::{
    assessment::framework::Frameworks,
    badges::ledger::Kept,
    base::{CredentialId, Lang},
    web::{kept, page::Page},
};

/// Which page of a badge it is.
#[derive(PartialEq, Eq, Hash)]
pub struct Name {
    id: CredentialId,
    lang: Lang,
    easy: bool,
    asked: bool,
    other: Option<String>,
}

/// What a page depends on beside its name and the settings.
#[derive(PartialEq, Eq)]
pub struct Stamp {
    kept: Kept,
    around: String,
    /// What competences and their frameworks are called, which an author may change.
    frameworks: Arc<Frameworks>,
    hour: i64,
    over: bool,
}

/// The pages lately shown.
pub type Shown = kept::Kept<Name, Stamp>;

impl Name {
    pub(super) fn of(id: CredentialId, page: &Page) -> Name {
        Name {
            id,
            lang: page.t.lang,
            easy: page.easy,
            asked: page.asked,
            other: page.other_language.clone(),
        }
    }
}

impl Stamp {
    /// The credential as it is kept, what stands around it in the store, and the time: the status list is signed anew each hour, and a badge ends.
    pub(super) fn of(
        kept: &Kept,
        around: String,
        frameworks: Arc<Frameworks>,
        now: Timestamp,
    ) -> Stamp {
        Stamp {
            kept: kept.clone(),
            around,
            frameworks,
            hour: now.as_second().div_euclid(3600),
            over: kept.expires_at.is_some_and(|at| at <= now),
        }
    }
}
