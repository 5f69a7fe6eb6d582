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
            .trim()
            .chars()
            .take(MAX_CHARS * 16)
            .nfc()
            .filter(|c| !is_hidden(*c))
            .collect();
        let name = clean.split_whitespace().collect::<Vec<_>>().join(" ");
        // Joiners and marks alone show nothing.
        if !name.chars().any(is_seen) {
            return Ok(None);
        }
        if name.chars().count() > MAX_CHARS {
            return Err(Refusal::NameTooLong);
        }
        if has_address(&name) {
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
pub fn is_hidden(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(c, '\u{AD}' | '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}' | '\u{2800}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{061C}' | '\u{E0000}'..='\u{E007F}')
}

/// Whether a sign shows anything by itself.
pub fn is_seen(c: char) -> bool {
    !c.is_whitespace()
        && !matches!(c, '\u{200C}' | '\u{200D}' | '\u{FE00}'..='\u{FE0F}' | '\u{180B}'..='\u{180F}' | '\u{300}'..='\u{36F}')
}

/// Whether a text holds what readers, or their programs, take for an address of the web or of a mailbox.
pub fn has_address(name: &str) -> bool {
    // Every dot that resolvers take for one (UTS 46), and the letters of full width beside them.
    let plain: String = name.nfkc().collect::<String>().to_lowercase();
    let plain = plain.replace(['\u{3002}', '\u{FF0E}', '\u{FF61}'], ".");
    plain.contains("//")
        || plain
            .split(|c: char| {
                c.is_whitespace()
                    || matches!(
                        c,
                        '(' | ')' | '<' | '>' | '[' | ']' | '"' | ',' | ';' | '«' | '»'
                    )
            })
            .any(|word| word.starts_with("www.") || looks_like_host(word))
}

/// Endings of addresses that people put into names to be seen: any two letters are a country's, and these.
const ENDINGS: &[&str] = &[
    "com", "net", "org", "info", "biz", "app", "dev", "site", "online", "shop", "store", "blog",
    "club", "xyz", "top", "link", "live", "click", "cloud", "tech", "website", "space", "page",
    "paris", "bzh", "eus", "name", "pro",
];

/// `a.example/x`, `x@a.fr`, `a.fr:80`: a dot before an ending that addresses have. « Anne.Marie », « J.-P. » and « M.Dupont » stay names.
fn looks_like_host(word: &str) -> bool {
    let scheme = word.split_once(':').is_some_and(|(scheme, rest)| {
        matches!(scheme, "http" | "https" | "mailto" | "ftp") && !rest.is_empty()
    });
    let at = word
        .split_once('@')
        .is_some_and(|(before, after)| !before.is_empty() && after.contains('.'));
    let host = word
        .split(['/', ':', '?', '#'])
        .next()
        .unwrap_or_default()
        .trim_end_matches(|c: char| !c.is_alphanumeric());
    let ends = host.rsplit_once('.').is_some_and(|(before, last)| {
        let country = last.len() == 2 && last.bytes().all(|byte| byte.is_ascii_lowercase());
        before.chars().any(char::is_alphanumeric)
            && (country || ENDINGS.contains(&last) || last.starts_with("xn--"))
    });
    scheme || at || ends || host.contains('.') && word.contains('/')
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
        for typed in ["Anne.Marie", "Jean.Paul Dupont", "M.Dupont", "Ada (5e B)"] {
            assert_eq!(read(typed), Ok(Some(typed.into())));
        }
        for unseen in [" \t\u{200B} ", "\u{3164}", "\u{2800}", "\u{AD}", "\u{200D}"] {
            assert_eq!(read(unseen), Ok(None));
        }
        assert_eq!(
            read(&format!("{}Bob", " ".repeat(2_000))),
            Ok(Some("Bob".into()))
        );
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
            "truc.fr.",
            "(truc.fr)",
            "truc.fr!",
            "truc.fr:80",
            "truc.fr?x",
            "x.fr",
            "café.fr",
            "http:truc",
            "evil\u{3002}com",
            "ｔｒｕｃ.ｃｏｍ",
        ] {
            assert_eq!(read(typed), Err(Refusal::NameHoldsAddress), "{typed}");
        }
        assert_eq!(read(&"a".repeat(61)), Err(Refusal::NameTooLong));
        assert!(read(&"é".repeat(60)).is_ok());
    }
}
