//! A statement: what kind it is, what it says, about what, and where it stands between what was said and what everybody reads. Nothing in it says who said it.

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::tally::Tally;
use crate::base::{EventId, Lang, VoiceId, search_key, words};

/// The longest statement, in characters: one or two sentences, so that one can agree with it as a whole.
pub const MOST_WORDS: usize = 280;
/// The shortest one, in characters.
pub const LEAST_WORDS: usize = 10;
/// How many statements are written down at once from the papers of a café.
pub const MOST_LINES: usize = 60;
/// The longest theme, in characters.
pub const MOST_THEME: usize = 60;
/// The longest word with which a statement is reported, in characters.
pub const MOST_REPORT: usize = 500;
/// How long what is not published is kept, refused or never looked at, in days.
pub const UNPUBLISHED_DAYS: i64 = 90;
/// How long a browser is known to have answered, in days: as long as its cookie.
pub const ANSWERED_DAYS: i64 = 180;

words! {
    /// What a statement is.
    Kind {
        /// Something that worries.
        Concern = "concern",
        /// Something that was lived.
        Testimony = "testimony",
        /// Something that could be done.
        Proposal = "proposal",
    }
}

words! {
    /// What somebody answers to a statement.
    Answer {
        /// I think so too.
        Agree = "agree",
        /// I do not.
        Disagree = "disagree",
        /// I do not know, or would rather not say.
        Pass = "pass",
    }
}

words! {
    /// Where a statement stands.
    State {
        /// Nobody has read it yet but who said it.
        Waiting = "waiting",
        /// Everybody reads it.
        Published = "published",
        /// It was not published.
        Rejected = "rejected",
        /// It was, and is not any more.
        Hidden = "hidden",
        /// Whoever moderates the whole instance keeps it away: no organiser shows it.
        Withheld = "withheld",
    }
}

words! {
    /// Who wrote a statement down.
    Origin {
        /// Somebody who was there, or who was not.
        Anybody = "anybody",
        /// The organiser, from what was said or written at the café.
        Organiser = "organiser",
    }
}

/// A statement as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voice {
    /// Its id.
    pub id: VoiceId,
    /// The event after which it was said; nothing where it was said of a theme alone, or the event is long over.
    pub event: Option<EventId>,
    /// What it is about: a pillar by its name, or a theme as it is written; empty where nobody said.
    pub theme: String,
    /// What it is.
    pub kind: Kind,
    /// What it says.
    pub words: String,
    /// In which language.
    pub lang: Lang,
    /// Who wrote it down.
    pub origin: Origin,
    /// Where it stands.
    pub state: State,
    /// What was answered.
    pub tally: Tally,
    /// When it was written down.
    pub said_at: Timestamp,
    /// When somebody decided about it last.
    pub settled_at: Option<Timestamp>,
    /// How many reports of it wait.
    pub reports: i64,
}

/// What is wrong with a statement that somebody typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Flaw {
    /// No kind.
    Kind,
    /// Nothing to be understood: empty, or a word or two.
    Short,
    /// Too long.
    Long,
    /// It holds an address of the web, of a mailbox or a telephone number.
    Address,
    /// Nothing that it is about.
    Theme,
    /// No accord with the licence under which it is published.
    Licence,
}

impl Flaw {
    /// The name by which it is worded.
    pub fn name(self) -> &'static str {
        match self {
            Flaw::Kind => "kind",
            Flaw::Short => "short",
            Flaw::Long => "long",
            Flaw::Address => "address",
            Flaw::Theme => "theme",
            Flaw::Licence => "licence",
        }
    }

    /// The field that it stands beside.
    pub fn field(self) -> &'static str {
        match self {
            Flaw::Short | Flaw::Long | Flaw::Address => "words",
            other => other.name(),
        }
    }
}

/// The words of a statement on one line, without signs that do not show.
///
/// # Errors
/// What is wrong with them.
pub fn read(typed: &str) -> Result<String, Flaw> {
    let plain: String = typed
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !c.is_control() && !is_hidden(*c))
        .collect();
    let words = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    match words.chars().count() {
        count if count < LEAST_WORDS => Err(Flaw::Short),
        count if count > MOST_WORDS => Err(Flaw::Long),
        _ if holds_address(&words) => Err(Flaw::Address),
        _ => Ok(words),
    }
}

/// Signs that turn the direction of a text round, or that nobody sees.
fn is_hidden(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Whether words hold what leads to somebody or advertises something: a page, a mailbox, ten figures in a row.
fn holds_address(words: &str) -> bool {
    let lower = words.to_lowercase();
    let figures = words
        .split(|c: char| c.is_alphabetic())
        .map(|part| part.chars().filter(char::is_ascii_digit).count())
        .max();
    lower.contains("://")
        || lower.contains("www.")
        || lower.split(' ').any(|word| {
            word.split_once('@')
                .is_some_and(|(before, after)| !before.is_empty() && after.contains('.'))
        })
        || figures.is_some_and(|count| count >= 9)
}

/// A theme as it is compared.
pub fn theme_key(theme: &str) -> String {
    search_key(theme)
}

/// Puts statements in an order that a seed decides, so that none is always the first: by the hash of the seed and the id.
pub fn shuffle(ids: &mut [VoiceId], seed: u64) {
    ids.sort_by_cached_key(|id| {
        let mut hash = Sha256::new();
        hash.update(seed.to_be_bytes());
        hash.update(id.bytes());
        <[u8; 32]>::from(hash.finalize())
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_and_refused() {
        assert_eq!(
            read("  On ne sait plus\n qui\u{202e} répond. "),
            Ok("On ne sait plus qui répond.".into())
        );
        assert_eq!(read("Non."), Err(Flaw::Short));
        assert_eq!(read(&"mot ".repeat(80)), Err(Flaw::Long));
        assert_eq!(read(&"é".repeat(MOST_WORDS)).map(|it| it.len()), Ok(560));
        for leading in [
            "Allez voir https://exemple.fr vite",
            "Allez voir www.exemple.fr vite",
            "Écrivez-moi à zoe@exemple.fr vite",
            "Appelez le 06 12 34 56 78 vite",
            "Appelez le 06.12.34.56.78",
        ] {
            assert_eq!(read(leading), Err(Flaw::Address), "{leading}");
        }
        for plain in [
            "En 2026, 45 % des lycéens, et 120 écoles",
            "Le 12 mars 2026 et le 14 avril 2027, tout a changé",
            "Que fait l'IA @ l'école ?",
        ] {
            assert!(read(plain).is_ok(), "{plain}");
        }
    }

    #[test]
    fn a_seed_decides_the_order_and_loses_nobody() {
        let ids: Vec<VoiceId> = (0..40).map(|_| VoiceId::new()).collect();
        let order = |seed| {
            let mut ids = ids.clone();
            shuffle(&mut ids, seed);
            ids
        };
        assert_eq!(order(7), order(7));
        assert_ne!(order(7), order(8));
        let mut sorted = order(7);
        sorted.sort();
        let mut all = ids.clone();
        all.sort();
        assert_eq!(sorted, all);
    }
}
