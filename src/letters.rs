//! What letters say: one source, from which both the plain text and the HTML are made, so that neither says more. No image, no script, nothing remote.

pub mod news;
pub mod registered;

use askama::Template;
use jiff::{Timestamp, civil::Date};

use crate::{
    base::{Email, Error, Lang, Result},
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
    /// Something that is told among others, with its page.
    Entry {
        /// Its title.
        title: String,
        /// What is said of it, a line each.
        lines: Vec<String>,
        /// The address of its page.
        page: String,
    },
    /// Ways that are there for who looks for them: the words of each, and its address.
    Ways(Vec<(String, String)>),
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
    /// Where it may be answered, where somebody reads that.
    pub reply_to: Option<Email>,
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
                Part::Entry { title, lines, page } => {
                    text.push_str("* ");
                    text.push_str(title);
                    for line in lines.iter().chain([page]) {
                        text.push_str("\n  ");
                        text.push_str(line);
                    }
                }
                Part::Ways(ways) => {
                    let lines: Vec<String> = ways
                        .iter()
                        .map(|(words, address)| format!("{words}\n{address}"))
                        .collect();
                    text.push_str(&lines.join("\n"));
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

/// Who writes a letter.
#[derive(Clone, Copy)]
pub struct Writer<'w> {
    /// The name of the issuer.
    pub issuer: &'w str,
    /// The host of the instance.
    pub host: &'w str,
}

impl Writer<'_> {
    fn foot(self, t: &Texts, key: &str) -> String {
        t.with_all(
            key,
            [("issuer", self.issuer.into()), ("host", self.host.into())],
        )
    }
}

/// The letter with which somebody enters: a link and a code.
pub fn enter(lang: Lang, writer: Writer<'_>, link: String, code: String) -> Draft {
    let t = Texts::of(lang);
    Draft {
        lang,
        subject: t.with("letter-enter-subject", "host", writer.host),
        parts: vec![
            Part::Text(t.with("letter-enter-intro", "host", writer.host)),
            Part::Link(t.text("letter-enter-link"), link),
            Part::Text(t.text("letter-enter-or-code")),
            Part::Code(code),
            Part::Text(t.text("letter-enter-limits")),
            Part::Text(t.text("letter-enter-not-you")),
        ],
        foot: writer.foot(&t, "letter-foot"),
        reply_to: None,
    }
}

/// The letter that says that the ways into an account changed.
pub fn ways(lang: Lang, writer: Writer<'_>, change: &str, page: String) -> Draft {
    let t = Texts::of(lang);
    Draft {
        lang,
        subject: t.with("letter-ways-subject", "host", writer.host),
        parts: vec![
            Part::Text(t.with(&format!("letter-ways-{change}"), "host", writer.host)),
            Part::Text(t.text("letter-ways-not-you")),
            Part::Link(t.text("letter-ways-link"), page),
        ],
        foot: writer.foot(&t, "letter-foot"),
        reply_to: None,
    }
}

/// The letter that brings a badge: its page, and the page of its holder.
pub fn badge(lang: Lang, writer: Writer<'_>, name: String, page: String, holder: String) -> Draft {
    let t = Texts::of(lang);
    Draft {
        lang,
        subject: t.with("letter-badge-subject", "name", name.as_str()),
        parts: vec![
            Part::Text(t.with("letter-badge-intro", "name", name)),
            Part::Link(t.text("letter-badge-page"), page),
            Part::Text(t.text("letter-badge-own")),
            Part::Link(t.text("letter-badge-holder"), holder),
        ],
        foot: writer.foot(&t, "letter-badge-foot"),
        reply_to: None,
    }
}

/// The letter that says that a badge is about to end, and where it is renewed.
pub fn ending(
    lang: Lang,
    writer: Writer<'_>,
    name: String,
    holder: String,
    until: Option<Timestamp>,
    renewal: Option<String>,
) -> Draft {
    let t = Texts::of(lang);
    let (how, words, address) = match renewal {
        Some(page) => ("letter-ending-certified", "letter-dossier-link", page),
        None => ("letter-ending-how", "letter-badge-holder", holder),
    };
    let date = until.map(|at| t.date(at)).unwrap_or_default();
    Draft {
        lang,
        subject: t.with("letter-ending-subject", "name", name.as_str()),
        parts: vec![
            Part::Text(t.with_all(
                "letter-ending-intro",
                [("name", name.into()), ("date", date.into())],
            )),
            Part::Text(t.text(how)),
            Part::Link(t.text(words), address),
        ],
        foot: writer.foot(&t, "letter-ending-foot"),
        reply_to: None,
    }
}

/// The letter that tells the issuer of a doubt about a badge. What was said stands on the page, not in the letter.
pub fn doubt(lang: Lang, writer: Writer<'_>, page: String) -> Draft {
    let t = Texts::of(lang);
    Draft {
        lang,
        subject: t.with("letter-doubt-subject", "host", writer.host),
        parts: vec![
            Part::Text(t.text("letter-doubt-intro")),
            Part::Link(t.text("letter-doubt-link"), page),
        ],
        foot: writer.foot(&t, "letter-doubt-foot"),
        reply_to: None,
    }
}

/// The letter that tells who holds a badge that somebody answers for them, and how to have it taken off.
pub fn endorsed(lang: Lang, writer: Writer<'_>, name: &str, words: String, page: String) -> Draft {
    let t = Texts::of(lang);
    Draft {
        lang,
        subject: t.with("letter-endorsed-subject", "host", writer.host),
        parts: vec![
            Part::Text(t.with("letter-endorsed-intro", "name", name)),
            Part::Text(format!("> {words}")),
            Part::Text(t.text("letter-endorsed-how")),
            Part::Link(t.text("letter-endorsed-link"), page),
        ],
        foot: writer.foot(&t, "letter-foot"),
        reply_to: None,
    }
}

/// A badge that waits, as its letter tells it.
pub struct Waiting {
    /// What it is called.
    pub name: String,
    /// Where it is claimed.
    pub page: String,
    /// Its code.
    pub code: String,
    /// Until when.
    pub until: Timestamp,
    /// Whether it is for having come to an event: then the address is kept with the registration.
    pub came: bool,
}

/// The letter that brings the code of a badge that waits.
pub fn claim(lang: Lang, writer: Writer<'_>, about: Waiting) -> Draft {
    let (t, name) = (Texts::of(lang), about.name);
    Draft {
        lang,
        subject: t.with("letter-claim-subject", "name", name.as_str()),
        parts: vec![
            Part::Text(t.with_all(
                "letter-claim-intro",
                [("name", name.into()), ("date", t.date(about.until).into())],
            )),
            Part::Link(t.text("letter-claim-link"), about.page),
            Part::Text(t.text("letter-claim-or-code")),
            Part::Code(about.code),
        ],
        foot: match about.came {
            true => writer.foot(&t, "letter-claim-came-foot"),
            false => writer.foot(&t, "letter-badge-foot"),
        },
        reply_to: None,
    }
}

/// The letter that calls who decides on results near the bar.
pub fn result_waits(lang: Lang, writer: Writer<'_>, page: String) -> Draft {
    let t = Texts::of(lang);
    Draft {
        lang,
        subject: t.with("letter-result-waits-subject", "host", writer.host),
        parts: vec![
            Part::Text(t.text("letter-result-waits-intro")),
            Part::Link(t.text("letter-result-waits-link"), page),
        ],
        foot: writer.foot(&t, "letter-foot"),
        reply_to: None,
    }
}

/// The letter that tells what was decided on a result near the bar of a module: whether the level is given, and why; where it goes on.
pub fn result(
    lang: Lang,
    writer: Writer<'_>,
    title: &str,
    (granted, reason): (bool, String),
    page: String,
) -> Draft {
    let t = Texts::of(lang);
    let told = if granted {
        "letter-result-granted"
    } else {
        "letter-result-refused"
    };
    Draft {
        lang,
        subject: t.with("letter-result-subject", "title", title),
        parts: vec![
            Part::Text(t.with(told, "title", title)),
            Part::Text(reason),
            Part::Link(t.text("letter-result-link"), page),
        ],
        foot: writer.foot(&t, "letter-foot"),
        reply_to: None,
    }
}

/// The letter to somebody who adheres to a charter that another text replaces: its title, its version, until when they may answer; the text, and the page.
pub fn charter(
    lang: Lang,
    writer: Writer<'_>,
    (title, version, until): (String, String, Date),
    text: String,
    page: String,
) -> Draft {
    let t = Texts::of(lang);
    Draft {
        lang,
        subject: t.with("letter-charter-subject", "host", writer.host),
        parts: vec![
            Part::Text(t.with_all(
                "letter-charter-intro",
                [("title", title.into()), ("version", version.into())],
            )),
            Part::Link(t.text("letter-charter-read"), text),
            Part::Link(t.text("letter-charter-answer"), page),
            Part::Text(t.with("letter-charter-until", "date", t.day(until))),
        ],
        foot: writer.foot(&t, "letter-foot"),
        reply_to: None,
    }
}

/// The letter that asks whether a profile still holds.
pub fn still_holds(
    lang: Lang,
    writer: Writer<'_>,
    name: String,
    link: String,
    until: Timestamp,
) -> Draft {
    let t = Texts::of(lang);
    Draft {
        lang,
        subject: t.with("letter-holds-subject", "host", writer.host),
        parts: vec![
            Part::Text(t.with_all(
                "letter-holds-intro",
                [
                    ("name", name.into()),
                    ("host", writer.host.into()),
                    ("date", t.date(until).into()),
                ],
            )),
            Part::Link(t.text("letter-holds-link"), link),
            Part::Text(t.text("letter-holds-else")),
        ],
        foot: writer.foot(&t, "letter-holds-foot"),
        reply_to: None,
    }
}

/// The letter in which somebody who writes through the relay says that the mailbox is theirs.
pub fn confirm(lang: Lang, writer: Writer<'_>, name: String, link: String) -> Draft {
    let t = Texts::of(lang);
    Draft {
        lang,
        subject: t.with("letter-confirm-subject", "host", writer.host),
        parts: vec![
            Part::Text(t.with_all(
                "letter-confirm-intro",
                [("name", name.into()), ("host", writer.host.into())],
            )),
            Part::Link(t.text("letter-confirm-link"), link),
            Part::Text(t.text("letter-confirm-not-you")),
        ],
        foot: writer.foot(&t, "letter-foot"),
        reply_to: None,
    }
}

/// A letter through the relay: what somebody wrote, and how it can be answered or reported.
pub fn relayed(
    lang: Lang,
    writer: Writer<'_>,
    name: String,
    words: &str,
    reply: Option<Email>,
    report: String,
) -> Draft {
    let t = Texts::of(lang);
    let how = match &reply {
        Some(email) => t.with("letter-relayed-reply", "email", email.as_str()),
        None => t.text("letter-relayed-no-reply"),
    };
    let mut parts = vec![Part::Text(t.with_all(
        "letter-relayed-intro",
        [("name", name.into()), ("host", writer.host.into())],
    ))];
    let lines = words.lines().filter(|line| !line.trim().is_empty());
    parts.extend(lines.map(|line| Part::Text(format!("> {line}"))));
    parts.push(Part::Text(how));
    parts.push(Part::Link(t.text("letter-relayed-report"), report));
    Draft {
        lang,
        subject: t.with("letter-relayed-subject", "host", writer.host),
        parts,
        foot: writer.foot(&t, "letter-relayed-foot"),
        reply_to: reply,
    }
}

/// The letter that asks somebody who was at a café to confirm it: its day and its place.
pub fn attest(
    lang: Lang,
    writer: Writer<'_>,
    author: &str,
    (day, place): (Date, &str),
    link: String,
) -> Draft {
    let t = Texts::of(lang);
    let about = [
        ("author", author.into()),
        ("date", t.day(day).into()),
        ("place", place.into()),
    ];
    Draft {
        lang,
        subject: t.with("letter-attest-subject", "place", place),
        parts: vec![
            Part::Text(t.with_all("letter-attest-intro", about)),
            Part::Link(t.text("letter-attest-link"), link),
            Part::Text(t.text("letter-attest-how")),
        ],
        foot: writer.foot(&t, "letter-badge-foot"),
        reply_to: None,
    }
}

/// The letter that says what became of a café that somebody was asked to confirm: `why` where it was not.
pub fn attested(
    lang: Lang,
    writer: Writer<'_>,
    (day, place): (Date, &str),
    why: Option<String>,
    page: String,
) -> Draft {
    let t = Texts::of(lang);
    let about = || [("date", t.day(day).into()), ("place", place.into())];
    let (subject, told) = match why {
        None => (
            "letter-attested-subject",
            vec![Part::Text(t.with_all("letter-attested-yes", about()))],
        ),
        Some(why) => (
            "letter-attested-subject-no",
            vec![
                Part::Text(t.with_all("letter-attested-no", about())),
                Part::Text(why),
            ],
        ),
    };
    let mut parts = told;
    parts.push(Part::Link(t.text("letter-dossier-link"), page));
    Draft {
        lang,
        subject: t.text(subject),
        parts,
        foot: writer.foot(&t, "letter-foot"),
        reply_to: None,
    }
}

/// The letter that asks a peer to read a story.
pub fn read(lang: Lang, writer: Writer<'_>, page: String, due: Timestamp) -> Draft {
    let t = Texts::of(lang);
    Draft {
        lang,
        subject: t.text("letter-read-subject"),
        parts: vec![
            Part::Text(t.with("letter-read-intro", "date", t.date(due))),
            Part::Link(t.text("letter-read-link"), page),
            Part::Text(t.text("letter-read-conflict")),
        ],
        foot: writer.foot(&t, "letter-foot"),
        reply_to: None,
    }
}

/// What became of a story.
pub enum Decision {
    /// It passed.
    Passed,
    /// It did not, and can be appealed against for so many days.
    Refused(i64),
    /// It did not, and others read it again already.
    RefusedForGood,
}

/// The letter that says what became of a story.
pub fn decided(lang: Lang, writer: Writer<'_>, decision: Decision, page: String) -> Draft {
    let t = Texts::of(lang);
    let told = match decision {
        Decision::Passed => t.text("letter-decided-passed"),
        Decision::Refused(days) => t.with("letter-decided-refused", "days", days),
        Decision::RefusedForGood => t.text("letter-decided-closed"),
    };
    Draft {
        lang,
        subject: t.text("letter-decided-subject"),
        parts: vec![
            Part::Text(told),
            Part::Link(t.text("letter-dossier-link"), page),
        ],
        foot: writer.foot(&t, "letter-foot"),
        reply_to: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_say_the_same_and_ask_nothing_from_elsewhere() {
        for lang in Lang::ALL {
            let writer = Writer {
                issuer: "<b>Café & IA</b>",
                host: "badges.example.org",
            };
            let draft = enter(
                lang,
                writer,
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
