//! The spaces of French: before `; : ! ? %` and inside « » no line may break.

/// The space that keeps what stands on both sides of it on one line.
const NO_BREAK: &str = "\u{a0}";

/// The text with its ordinary spaces at those places made no-break ones. None is added: an address has no space, and stays as it is.
pub fn spaced(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len() + 8);
    space_into(text, &mut spaced);
    spaced
}

/// Adds the text so [`spaced`] to another.
pub fn space_into(text: &str, spaced: &mut String) {
    let bytes = text.as_bytes();
    let mut from = 0;
    for at in memchr::memchr_iter(b' ', bytes) {
        if bytes[..at].ends_with("«".as_bytes()) || begins_no_line(&bytes[at + 1..]) {
            spaced.push_str(&text[from..at]);
            spaced.push_str(NO_BREAK);
            from = at + 1;
        }
    }
    spaced.push_str(&text[from..]);
}

/// Whether no line may begin with this.
fn begins_no_line(text: &[u8]) -> bool {
    matches!(text.first(), Some(b':' | b';' | b'!' | b'?' | b'%'))
        || text.starts_with("»".as_bytes())
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
