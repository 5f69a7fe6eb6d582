//! The name that somebody wants to see on a badge: short, plain, and never an address of the web.

use unicode_normalization::UnicodeNormalization;

use super::error::Refusal;

/// The longest name, in characters.
pub const MAX_CHARS: usize = 60;

/// A first name or nickname, in NFC, trimmed, without control or direction characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name(String);

impl Name {
    /// Reads what was typed; nothing but blanks is no name.
    ///
    /// # Errors
    /// [`Refusal::NameTooLong`], [`Refusal::NameHoldsAddress`].
    pub fn read(typed: &str) -> Result<Option<Name>, Refusal> {
        // A body within the limits can still hold a megabyte: look at no more than could ever fit.
        let clean: String = typed
            .chars()
            .take(MAX_CHARS * 16)
            .nfc()
            .filter(|c| !is_hidden(*c))
            .collect();
        let name = clean.split_whitespace().collect::<Vec<_>>().join(" ");
        if name.is_empty() {
            return Ok(None);
        }
        if name.chars().count() > MAX_CHARS {
            return Err(Refusal::NameTooLong);
        }
        if holds_address(&name) {
            return Err(Refusal::NameHoldsAddress);
        }
        Ok(Some(Name(name)))
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Controls, direction marks and invisible characters: they can make a name read as another. The joiners that emoji sequences
/// and some scripts need are kept.
fn is_hidden(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(c, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{061C}' | '\u{E0000}'..='\u{E007F}')
}

fn holds_address(name: &str) -> bool {
    let lower = name.to_lowercase();
    lower.contains("://")
        || lower
            .split(' ')
            .any(|word| word.starts_with("www.") || looks_like_host(word))
}

/// `a.example` or `x@a.example`: a dot between letters, and a last label of two letters or more. « J.-P. » and « M.Dupont » with a
/// single letter before the dot stay names.
fn looks_like_host(word: &str) -> bool {
    let host = word
        .rsplit('@')
        .next()
        .unwrap_or(word)
        .split('/')
        .next()
        .unwrap_or_default();
    let labels: Vec<&str> = host.split('.').collect();
    word.contains('@') && labels.len() > 1
        || labels.len() > 1
            && labels.iter().all(|label| {
                label.chars().count() > 1
                    && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            })
            && labels
                .last()
                .is_some_and(|last| last.chars().all(|c| c.is_ascii_alphabetic()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(typed: &str) -> Result<Option<String>, Refusal> {
        Name::read(typed).map(|name| name.map(|name| name.as_str().to_owned()))
    }

    #[test]
    fn a_name_is_read_as_people_write_it() {
        assert_eq!(
            read("  Zoé   de la Tour "),
            Ok(Some("Zoé de la Tour".into()))
        );
        assert_eq!(read("Zoe\u{301}"), Ok(Some("Zoé".into())), "composed");
        assert_eq!(read("J.-P. Martin"), Ok(Some("J.-P. Martin".into())));
        assert_eq!(
            read("<b>Ada</b>"),
            Ok(Some("<b>Ada</b>".into())),
            "escaped where it is shown"
        );
        assert_eq!(read(" \t\u{200B} "), Ok(None));
        assert_eq!(read("A\u{202E}da\0"), Ok(Some("Ada".into())));
    }

    #[test]
    fn a_name_is_no_advertisement() {
        for typed in [
            "https://a.example",
            "voir www.truc",
            "Ada truc.fr",
            "ada@truc.fr",
            "truc.fr/page",
        ] {
            assert_eq!(read(typed), Err(Refusal::NameHoldsAddress), "{typed}");
        }
        assert_eq!(read(&"a".repeat(61)), Err(Refusal::NameTooLong));
        assert!(read(&"é".repeat(60)).is_ok());
    }
}
