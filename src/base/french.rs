//! The spaces of French: before `; : ! ? %` and inside « » no line may break.

/// The space that keeps what stands on both sides of it on one line.
const NO_BREAK: &str = "\u{a0}";

/// What no line may begin with.
const SIGNS: [char; 6] = ['»', ':', ';', '!', '?', '%'];

/// The text with its ordinary spaces at those places made no-break ones. None is added: an address has no space, and stays as it is.
pub fn spaced(text: &str) -> String {
    let (mut spaced, mut from) = (String::with_capacity(text.len() + 8), 0);
    for (at, space) in text.match_indices(' ') {
        let after = at + space.len();
        if text[..at].ends_with('«') || text[after..].starts_with(SIGNS) {
            spaced.push_str(&text[from..at]);
            spaced.push_str(NO_BREAK);
            from = after;
        }
    }
    spaced.push_str(&text[from..]);
    spaced
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_spaces_that_are_there_keep_their_line() {
        let shown = |text| spaced(text).replace(NO_BREAK, "~");
        assert_eq!(
            shown("« Ah ! » dit-elle : 45 % ; et vous ?"),
            "«~Ah~!~» dit-elle~: 45~%~; et vous~?"
        );
        assert_eq!(
            shown("https://example.org/a?b=1;c:d et l'heure 18:30"),
            "https://example.org/a?b=1;c:d et l'heure 18:30"
        );
        assert_eq!(shown("déjà\u{a0}: fait"), "déjà~: fait");
    }
}
