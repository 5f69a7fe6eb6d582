//! The spaces of French on a finished page, whatever its words come from: our own texts, a module, a badge, a name. Stored texts, hashes, file forms and the API
//! keep what their authors wrote.

use crate::base::french::spaced;

/// Elements whose words stand as they are: what is typed, copied, drawn or run, and what names a page or a control, by which voices and programs look for it: so
/// a question and its choices are to the letter what their author wrote.
const VERBATIM: [&str; 12] = [
    "code", "kbd", "label", "legend", "option", "pre", "samp", "script", "style", "svg",
    "textarea", "title",
];

/// Elements that have no end.
const VOID: [&str; 8] = ["br", "col", "hr", "img", "input", "link", "meta", "source"];

/// An element within which something else holds than around it.
struct Region<'h> {
    name: &'h str,
    /// How many elements of its name are open, itself included.
    depth: usize,
    /// What holds around it.
    outside: bool,
}

/// Sets the spaces in the French parts of a page, as our templates write pages: each `<` and `>` of a text or a value is escaped there.
pub fn set(html: &str) -> String {
    let mut page = String::with_capacity(html.len() + html.len() / 32);
    let (mut french, mut regions, mut rest) = (false, Vec::<Region<'_>>::new(), html);
    loop {
        let (text, from) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
        if french {
            page.push_str(&spaced(text));
        } else {
            page.push_str(text);
        }
        if from.is_empty() {
            return page;
        }
        let (tag, after) = from.split_at(from.find('>').map_or(from.len(), |end| end + 1));
        page.push_str(tag);
        rest = after;
        let inner = tag.trim_start_matches('<').trim_end_matches('>');
        let closing = inner.starts_with('/');
        let inner = inner.trim_start_matches('/');
        let name = &inner[..inner
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(inner.len())];
        if let Some(region) = regions.last_mut().filter(|region| region.name == name) {
            region.depth = if closing {
                region.depth - 1
            } else {
                region.depth + 1
            };
            if region.depth == 0 {
                french = region.outside;
                regions.pop();
                continue;
            }
        }
        if closing || VOID.contains(&name) || inner.ends_with('/') {
            continue;
        }
        let inside = if VERBATIM.contains(&name) {
            Some(false)
        } else {
            let lang = inner.split_once(" lang=\"").map(|(_, lang)| lang);
            // What is verbatim stays so, whatever its language.
            let verbatim = regions.iter().any(|region| VERBATIM.contains(&region.name));
            lang.filter(|_| !verbatim)
                .map(|lang| lang.starts_with("fr"))
        };
        if let Some(inside) = inside {
            regions.push(Region {
                name,
                depth: 1,
                outside: french,
            });
            french = inside;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(html: &str) -> String {
        set(html).replace('\u{a0}', "~")
    }

    #[test]
    fn french_is_set_where_it_is_read() {
        assert_eq!(
            shown(
                "<html lang=\"fr\"><p title=\"a : b\">« <b>Oui</b> » : ça ?</p><br><p>Non !</p></html>"
            ),
            "<html lang=\"fr\"><p title=\"a : b\">«~<b>Oui</b>~»~: ça~?</p><br><p>Non~!</p></html>"
        );
    }

    #[test]
    fn what_is_typed_copied_or_drawn_stays_as_it_is() {
        for verbatim in [
            "<code>if a ? b : c</code>",
            "<pre>x ; <code>y : z</code> ; w</pre>",
            "<textarea>« ma réponse »</textarea>",
            "<legend>Laquelle ?</legend>",
            "<label><input> <b>Oui !</b> Non ?</label>",
            "<style>a :hover { color : red }</style>",
            "<svg><text lang=\"fr\">a : b</text></svg>",
            "<a href=\"https://example.org/a?b;c\">https://example.org/a?b;c</a>",
        ] {
            let html = format!("<html lang=\"fr\"><p>Ici :</p>{verbatim}<p>Là !</p></html>");
            let meant = format!("<html lang=\"fr\"><p>Ici~:</p>{verbatim}<p>Là~!</p></html>");
            assert_eq!(shown(&html), meant);
        }
    }

    #[test]
    fn other_languages_keep_their_spaces() {
        assert_eq!(
            shown(
                "<html lang=\"en\"><p>a : b</p><ul lang=\"fr\"><li><ul><li>a : b</li></ul>c !</li></ul>d !</html>"
            ),
            "<html lang=\"en\"><p>a : b</p><ul lang=\"fr\"><li><ul><li>a~: b</li></ul>c~!</li></ul>d !</html>"
        );
        assert_eq!(
            shown("<html lang=\"fr\"><a lang=\"en\" href=\"/\">a : b</a> : c</html>"),
            "<html lang=\"fr\"><a lang=\"en\" href=\"/\">a : b</a>~: c</html>"
        );
    }

    #[test]
    fn what_is_cut_short_ends_nothing_badly() {
        for html in [
            "",
            "<",
            "<p",
            "a < b",
            "</p></p>",
            "<html lang=\"fr",
            "<pre>",
        ] {
            assert_eq!(set(html), html);
        }
    }
}
