//! Markdown that comes from files of the instance, as HTML: no tag of its own passes, no image is fetched, no link leads to anything but a page or a mailbox.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

/// A text as HTML that may stand in a page under its own title: its headings begin one level lower.
pub fn html(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len() * 5 / 4);
    let events = Parser::new_ext(markdown, Options::ENABLE_TABLES).filter_map(plain);
    html::push_html(&mut out, events);
    out
}

fn plain(event: Event<'_>) -> Option<Event<'_>> {
    Some(match event {
        // A tag is shown as it was typed.
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
        Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
        // An image is its words.
        Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => return None,
        Event::Start(Tag::Heading { level, .. }) => Event::Start(Tag::Heading {
            level: lower(level),
            id: None,
            classes: Vec::new(),
            attrs: Vec::new(),
        }),
        Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(lower(level))),
        Event::Start(Tag::Link {
            link_type,
            dest_url,
            id,
            ..
        }) => {
            let safe = ["https://", "http://", "mailto:"]
                .iter()
                .any(|scheme| dest_url.starts_with(scheme))
                || dest_url.starts_with('/') && !dest_url.starts_with("//");
            Event::Start(Tag::Link {
                link_type,
                dest_url: if safe { dest_url } else { "#main".into() },
                title: "".into(),
                id,
            })
        }
        other => other,
    })
}

/// The page has the first level for itself.
fn lower(level: HeadingLevel) -> HeadingLevel {
    match level {
        HeadingLevel::H1 | HeadingLevel::H2 => HeadingLevel::H2,
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_becomes_plain_html() {
        assert_eq!(
            html("# A\n\n*Un* [lien](https://a.example)\n\n- deux"),
            "<h2>A</h2>\n<p><em>Un</em> <a href=\"https://a.example\">lien</a></p>\n<ul>\n<li>deux</li>\n</ul>\n"
        );
    }

    #[test]
    fn nothing_in_it_runs_or_is_fetched() {
        for evil in [
            "<script>alert(1)</script>",
            "a <img src=x onerror=alert(1)>",
            "<div onclick=\"x()\">\n\n# t\n\n</div>",
            "[x](javascript:alert(1))",
            "[x](JaVaScRiPt:alert(1))",
            "[x](data:text/html,x)",
            "[x](//evil.example)",
            "<javascript:alert(1)>",
            "![x](https://evil.example/pixel.png)",
            "[x](https://a.example \"\\\" onmouseover=alert(1)\")",
            "[x]: javascript:alert(1)\n\n[x]",
        ] {
            let out = html(evil);
            let tags: Vec<&str> = out
                .split('<')
                .skip(1)
                .filter_map(|tag| tag.split('>').next())
                .collect();
            for tag in tags {
                let name = tag.trim_start_matches('/').split(' ').next().unwrap();
                assert!(["p", "h2", "a", "ul", "li", "em"].contains(&name), "{out}");
                assert!(
                    name != "a"
                        || tag == "/a"
                        || tag == "a href=\"#main\""
                        || tag == "a href=\"https://a.example\"",
                    "{out}"
                );
            }
        }
    }
}
