//! What somebody handed in that is no badge, by its first bytes: so that they are told what they have in their hands, and not only what it is not.

use serde::de::IgnoredAny;

/// A kind of file that people take for a badge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handed {
    /// No byte at all, or spaces alone.
    Nothing,
    /// A PDF document; our certificate is one.
    Pdf,
    /// A zip archive; documents of office programs are such archives.
    Archive,
    /// An image of a format in which no badge travels.
    Photo,
    /// A PNG image.
    Png,
    /// An SVG image.
    Svg,
    /// A web page.
    Page,
    /// Well-formed JSON.
    Json,
    /// What begins like JSON and does not end like it.
    Broken,
    /// Three parts with dots between them, as in a JWT.
    Token,
    /// The address of something.
    Address,
    /// Any other text.
    Words,
    /// Anything else.
    Other,
}

impl Handed {
    /// What these bytes are, as far as their beginning tells.
    pub fn of(bytes: &[u8]) -> Handed {
        let starts = |with: &[&[u8]]| with.iter().any(|one| bytes.starts_with(one));
        if bytes.starts_with(b"\x89PNG") {
            return Handed::Png;
        }
        if bytes.starts_with(b"%PDF-") {
            return Handed::Pdf;
        }
        if starts(&[b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"7z\xbc\xaf"]) {
            return Handed::Archive;
        }
        let boxed = bytes.get(4..8) == Some(b"ftyp");
        if boxed || starts(&[b"\xff\xd8\xff", b"GIF8", b"RIFF", b"BM", b"II*\0", b"MM\0*"]) {
            return Handed::Photo;
        }
        match std::str::from_utf8(bytes) {
            Ok(text) => Handed::of_text(text.trim_start_matches('\u{feff}').trim()),
            Err(_) => Handed::Other,
        }
    }

    fn of_text(text: &str) -> Handed {
        let head: String = text.chars().take(1000).collect::<String>().to_lowercase();
        if text.is_empty() {
            return Handed::Nothing;
        }
        if text.contains('\0') {
            return Handed::Other;
        }
        if text.starts_with(['{', '[']) {
            return match serde_json::from_str::<IgnoredAny>(text) {
                Ok(_) => Handed::Json,
                Err(_) => Handed::Broken,
            };
        }
        if text.starts_with('<') {
            return if head.contains("<svg") && !head.contains("<html") {
                Handed::Svg
            } else if head.contains("<html") || head.starts_with("<!doctype html") {
                Handed::Page
            } else {
                Handed::Words
            };
        }
        let one_word = !text.contains(char::is_whitespace);
        if one_word && (head.starts_with("https://") || head.starts_with("http://")) {
            return Handed::Address;
        }
        if one_word && text.starts_with("eyJ") {
            return Handed::Token;
        }
        Handed::Words
    }

    /// Its word: the end of the key of its text.
    pub fn word(self) -> &'static str {
        match self {
            Handed::Nothing => "nothing",
            Handed::Pdf => "pdf",
            Handed::Archive => "archive",
            Handed::Photo => "photo",
            Handed::Png => "png",
            Handed::Svg => "svg",
            Handed::Page => "page",
            Handed::Json => "json",
            Handed::Broken => "broken",
            Handed::Token => "token",
            Handed::Address => "address",
            Handed::Words => "words",
            Handed::Other => "other",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_badge_is_called_by_its_kind() {
        let cases: [(&[u8], Handed); 20] = [
            (b"", Handed::Nothing),
            (b" \r\n", Handed::Nothing),
            (b"%PDF-1.7\n", Handed::Pdf),
            (b"PK\x03\x04\x14", Handed::Archive),
            (b"\xff\xd8\xff\xe0JFIF", Handed::Photo),
            (b"\0\0\0\x18ftypheic", Handed::Photo),
            (b"GIF89a", Handed::Photo),
            (b"\x89PNG\r\n", Handed::Png),
            (b"<?xml version=\"1.0\"?><svg/>", Handed::Svg),
            (b"<!DOCTYPE HTML><p>", Handed::Page),
            (b"<html><body><svg/></body></html>", Handed::Page),
            (b"<note>", Handed::Words),
            (b"\xef\xbb\xbf{\"a\":1}", Handed::Json),
            (b"[]", Handed::Json),
            (b"{\"a\":", Handed::Broken),
            (b"eyJhbGciOiJub25lIn0.e30.", Handed::Token),
            (b"https://badges.example/credentials/1", Handed::Address),
            ("Bonjour, voici mon badge.".as_bytes(), Handed::Words),
            (b"a\0b", Handed::Other),
            (b"\xc3\x28\xa0\xa1", Handed::Other),
        ];
        for (bytes, kind) in cases {
            assert_eq!(Handed::of(bytes), kind, "{bytes:?}");
        }
    }
}
