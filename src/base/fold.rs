//! Search keys: how a text is folded so that accents, case and signs between words do not matter. No database folds alike, so it is done here.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Words of small letters and digits with one space between them: « L'Haÿ-les-Roses » is `l hay les roses`.
pub fn search_key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)) {
        match c {
            'œ' | 'Œ' => key.push_str("oe"),
            'æ' | 'Æ' => key.push_str("ae"),
            'ß' => key.push_str("ss"),
            c if c.is_alphanumeric() => key.extend(c.to_lowercase()),
            _ if key.ends_with(' ') || key.is_empty() => {}
            _ => key.push(' '),
        }
    }
    key.truncate(key.trim_end().len());
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_case_and_signs_do_not_matter() {
        for (text, key) in [
            ("L'Haÿ-les-Roses", "l hay les roses"),
            ("  Œuilly ", "oeuilly"),
            ("ZOÉ", "zoe"),
            ("Zoe\u{301}", "zoe"),
            ("’–’", ""),
            ("½ Straße №5", "1 2 strasse no5"),
            ("Я и ИИ", "я и ии"),
        ] {
            assert_eq!(search_key(text), key);
        }
    }
}
