//! What letters say: one source, from which both the plain text and the HTML are made, so that neither says more. No image, no script, nothing remote.

use askama::Template;

use crate::{
    base::{Error, Lang, Result},
    i18n::Texts,
};

/// One piece of a letter.
pub enum Part {
    /// A paragraph.
    Text(String),
    /// Where to go: the words of the link, and its address.
    Link(String, String),
    /// A code to type, by itself on its line.
    Code(String),
}

/// A letter before it is addressed.
pub struct Draft {
    /// Its language.
    pub lang: Lang,
    /// Its subject, which is its title too.
    pub subject: String,
    /// What it says, in order.
    pub parts: Vec<Part>,
    /// Who writes and why it came: the last lines.
    pub foot: String,
}

#[derive(Template)]
#[template(path = "letters/letter.html")]
struct Html<'d> {
    lang: &'static str,
    draft: &'d Draft,
}

impl Draft {
    /// The letter as plain text, a paragraph a line.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for part in &self.parts {
            match part {
                Part::Text(paragraph) => text.push_str(paragraph),
                Part::Link(words, address) => {
                    text.push_str(words);
                    text.push('\n');
                    text.push_str(address);
                }
                Part::Code(code) => {
                    text.push_str("    ");
                    text.push_str(code);
                }
            }
            text.push_str("\n\n");
        }
        // The mark of a signature, which readers of mail know.
        text.push_str("-- \n");
        text.push_str(&self.foot);
        text.push('\n');
        text
    }

    /// The letter as HTML.
    ///
    /// # Errors
    /// [`Error::Fault`] where the template fails.
    pub fn html(&self) -> Result<String> {
        let html = Html {
            lang: self.lang.tag(),
            draft: self,
        };
        html.render().map_err(Error::fault)
    }
}

/// The letter with which somebody enters: a link and a code.
pub fn enter(lang: Lang, issuer: &str, host: &str, link: String, code: String) -> Draft {
    let t = Texts::of(lang);
    Draft {
        lang,
        subject: t.with("letter-enter-subject", "host", host),
        parts: vec![
            Part::Text(t.with("letter-enter-intro", "host", host)),
            Part::Link(t.text("letter-enter-link"), link),
            Part::Text(t.text("letter-enter-or-code")),
            Part::Code(code),
            Part::Text(t.text("letter-enter-limits")),
            Part::Text(t.text("letter-enter-not-you")),
        ],
        foot: t.with_all(
            "letter-foot",
            [("issuer", issuer.into()), ("host", host.into())],
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_say_the_same_and_ask_nothing_from_elsewhere() {
        for lang in Lang::ALL {
            let draft = enter(
                lang,
                "<b>Café & IA</b>",
                "badges.example.org",
                "https://badges.example.org/entry/abc".into(),
                "ABCD-EFGH".into(),
            );
            let (text, html) = (draft.text(), draft.html().unwrap());
            for form in [&text, &html] {
                assert!(form.contains("https://badges.example.org/entry/abc"));
                assert!(form.contains("ABCD-EFGH"));
            }
            assert!(!html.contains("<b>Café"), "{html}");
            for remote in ["<img", "<script", "<link", "url(", "@import", "<iframe"] {
                assert!(!html.contains(remote), "{remote}");
            }
            assert!(html.contains(&format!("<html lang=\"{}\"", lang.tag())));
        }
    }
}
