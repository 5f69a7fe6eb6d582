//! Letters about events: the one that asks whether a mailbox is somebody's, those that tell events, and the last question.

use jiff::{Timestamp, civil::DateTime};

use super::{Draft, Part, Writer};
use crate::{base::Lang, i18n::Texts};

/// An event as a letter tells it.
pub struct Told {
    /// Its title.
    pub title: String,
    /// One or two sentences; empty where there are none.
    pub summary: String,
    /// When it begins next, by its own clocks.
    pub begins: DateTime,
    /// How many further dates are known.
    pub more: usize,
    /// Where; nothing where it is online alone.
    pub place: Option<String>,
    /// Whether it can be followed from anywhere.
    pub online: bool,
    /// What it costs, in cents.
    pub cents: u32,
    /// Its page.
    pub page: String,
}

/// The letter in which somebody who wishes to have letters says that the mailbox is theirs.
pub fn subscribe(lang: Lang, writer: Writer<'_>, link: String) -> Draft {
    let t = Texts::of(lang);
    Draft {
        lang,
        subject: t.with("letter-subscribe-subject", "host", writer.host),
        parts: vec![
            Part::Text(t.with("letter-subscribe-intro", "host", writer.host)),
            Part::Link(t.text("letter-subscribe-link"), link),
            Part::Text(t.text("letter-subscribe-not-you")),
        ],
        foot: writer.foot(&t, "letter-foot"),
        reply_to: None,
    }
}

/// The letter that tells events; `change` and `end` are the pages on which its subscription is changed and ended.
pub fn news(lang: Lang, writer: Writer<'_>, told: Vec<Told>, change: String, end: String) -> Draft {
    let t = Texts::of(lang);
    let subject = match &told[..] {
        [one] => t.with("letter-news-subject-one", "title", one.title.as_str()),
        several => t.with("letter-news-subject", "count", several.len()),
    };
    let mut parts = vec![Part::Text(t.text("letter-news-intro"))];
    parts.extend(told.into_iter().map(|one| entry(&t, one)));
    parts.push(Part::Ways(vec![
        (t.text("letter-news-change"), change),
        (t.text("letter-news-end"), end),
    ]));
    Draft {
        lang,
        subject,
        parts,
        foot: writer.foot(&t, "letter-news-foot"),
        reply_to: None,
    }
}

fn entry(t: &Texts, one: Told) -> Part {
    let time = one.begins.time();
    let clock = format!("{:02}:{:02}", time.hour(), time.minute());
    let when = t.with_all(
        "letter-news-when",
        [
            ("date", t.day(one.begins.date()).into()),
            ("time", clock.into()),
            ("more", one.more.into()),
        ],
    );
    let place = match (one.place, one.online) {
        (Some(place), true) => t.with("letter-news-both", "place", place),
        (Some(place), false) => place,
        (None, _) => t.text("letter-news-online"),
    };
    let price = match one.cents {
        0 => t.text("letter-news-free"),
        cents => t.with(
            "letter-news-price",
            "price",
            t.points(f64::from(cents) / 100.0),
        ),
    };
    let lines = [when, place, price, one.summary];
    Part::Entry {
        title: one.title,
        lines: lines.into_iter().filter(|line| !line.is_empty()).collect(),
        page: one.page,
    }
}

/// The last question to somebody who was not heard of for nearly three years: letters end on a day without a word.
pub fn last_question(lang: Lang, writer: Writer<'_>, link: String, until: Timestamp) -> Draft {
    let t = Texts::of(lang);
    Draft {
        lang,
        subject: t.with("letter-question-subject", "host", writer.host),
        parts: vec![
            Part::Text(t.with_all(
                "letter-question-intro",
                [("host", writer.host.into()), ("date", t.date(until).into())],
            )),
            Part::Link(t.text("letter-question-link"), link),
            Part::Text(t.text("letter-question-else")),
        ],
        foot: writer.foot(&t, "letter-news-foot"),
        reply_to: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_tell_every_event_and_how_to_leave() {
        for lang in Lang::ALL {
            let writer = Writer {
                issuer: "Café IA",
                host: "badges.example.org",
            };
            let told = |title: &str| Told {
                title: title.into(),
                summary: "<script>alert(1)</script>".into(),
                begins: "2027-03-04T13:30".parse().unwrap(),
                more: 2,
                place: Some("Médiathèque, Lille (59)".into()),
                online: true,
                cents: 250,
                page: "https://badges.example.org/events/x".into(),
            };
            let change = "https://badges.example.org/subscriptions/preferences/c";
            let end = "https://badges.example.org/subscriptions/end/e";
            let draft = news(
                lang,
                writer,
                vec![told("Un café"), told("Un débat")],
                change.into(),
                end.into(),
            );
            let (text, html) = (draft.text(), draft.html().unwrap());
            for form in [&text, &html] {
                for part in [
                    "Un café",
                    "Un débat",
                    "13:30",
                    "Lille",
                    change,
                    end,
                    "/events/x",
                ] {
                    assert!(form.contains(part), "{part}: {form}");
                }
            }
            for remote in ["<img", "<script", "<link", "url(", "@import"] {
                assert!(!html.contains(remote), "{remote}");
            }
        }
    }
}
