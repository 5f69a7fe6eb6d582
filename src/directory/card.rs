//! A card to take home: vCard 4.0 (RFC 6350). No address of a mailbox stands in it.

/// What a card says; what is empty is left out.
#[derive(Clone, Debug, Default)]
pub struct Card {
    /// The name.
    pub name: String,
    /// The address of the profile.
    pub url: String,
    /// What they do, in words.
    pub role: String,
    /// The commune.
    pub place: String,
    /// Its postal code, where it has one only.
    pub postal: String,
    /// Words about themselves.
    pub note: String,
    /// The tags of their languages.
    pub languages: Vec<String>,
    /// Their page on the web.
    pub website: String,
}

impl Card {
    /// The card as a file.
    pub fn text(&self) -> String {
        let mut text = String::new();
        let mut line = |name: &str, value: &str| {
            if !value.is_empty() {
                fold(&mut text, &format!("{name}:{value}"));
            }
        };
        line("BEGIN", "VCARD");
        line("VERSION", "4.0");
        line("KIND", "individual");
        line("FN", &escaped(&self.name));
        line("ROLE", &escaped(&self.role));
        if !self.place.is_empty() {
            let (place, postal) = (escaped(&self.place), escaped(&self.postal));
            line("ADR", &format!(";;;{place};;{postal};France"));
        }
        for language in &self.languages {
            line("LANG", language);
        }
        line("NOTE", &escaped(&self.note));
        line("URL", &self.url);
        line("URL;TYPE=home", &self.website);
        line("SOURCE", &self.url);
        line("END", "VCARD");
        text
    }
}

/// Text in which no sign ends a value (RFC 6350, section 3.4).
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ',' | ';' => {
                escaped.push('\\');
                escaped.push(c);
            }
            '\n' => escaped.push_str("\\n"),
            c if c.is_control() => {}
            c => escaped.push(c),
        }
    }
    escaped
}

/// Writes a line, folded at 75 octets and never within a sign (section 3.2).
fn fold(text: &mut String, line: &str) {
    let mut length = 0;
    for c in line.chars() {
        if length + c.len_utf8() > 75 {
            text.push_str("\r\n ");
            length = 1;
        }
        text.push(c);
        length += c.len_utf8();
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_begins_a_line_of_its_own() {
        let card = Card {
            name: "Zoé; Bcc\r\nEMAIL:eve@example.org".into(),
            url: "https://a.example/people/zoe".into(),
            note: format!("{}\nEND:VCARD", "é".repeat(100)),
            ..Card::default()
        };
        let text = card.text();
        assert!(text.starts_with("BEGIN:VCARD\r\nVERSION:4.0\r\n"));
        assert!(text.ends_with("END:VCARD\r\n"));
        let lines: Vec<&str> = text.split("\r\n").collect();
        assert!(lines.iter().all(|line| line.len() <= 75));
        assert_eq!(lines.iter().filter(|line| **line == "END:VCARD").count(), 1);
        assert!(!lines.iter().any(|line| line.starts_with("EMAIL")));
        let whole = text.replace("\r\n ", "");
        assert!(
            whole.contains("FN:Zoé\\; Bcc\\nEMAIL:eve@example.org\r\n"),
            "{whole}"
        );
        assert!(whole.contains("é\\nEND:VCARD\r\n"));
        assert!(!text.contains("ADR") && !text.contains("ROLE"));
    }
}
