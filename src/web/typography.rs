//! The spaces of French on a finished page, whatever its words come from: our own texts, a module, a badge, a name. Stored texts, hashes, file forms and the API
//! keep what their authors wrote.

use memchr::{memchr, memmem};

use crate::base::french::space_into;

/// Elements whose words stand as they are: what is typed, copied, drawn or run, and what names a page or a control, by which voices and programs look for it: so
/// a question and its choices are to the letter what their author wrote.
fn is_verbatim(name: &str) -> bool {
    matches!(
        name,
        "code"
            | "kbd"
            | "label"
            | "legend"
            | "option"
            | "pre"
            | "samp"
            | "script"
            | "style"
            | "svg"
            | "textarea"
            | "title"
    )
}

/// Elements that have no end.
fn is_void(name: &str) -> bool {
    matches!(
        name,
        "br" | "col" | "hr" | "img" | "input" | "link" | "meta" | "source"
    )
}

/// Where the language of an element begins to be told.
const LANG: &[u8] = b" lang=\"";

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
        let end = memchr(b'<', rest.as_bytes()).unwrap_or(rest.len());
        let (text, from) = rest.split_at(end);
        if french {
            space_into(text, &mut page);
        } else {
            page.push_str(text);
        }
        if from.is_empty() {
            return page;
        }
        let end = memchr(b'>', from.as_bytes()).map_or(from.len(), |end| end + 1);
        let (tag, after) = from.split_at(end);
        page.push_str(tag);
        rest = after;
        let inner = tag.trim_start_matches('<').trim_end_matches('>');
        let closing = inner.starts_with('/');
        let inner = inner.trim_start_matches('/');
        let mut signs = inner.bytes();
        let end = signs.position(|sign| !sign.is_ascii_alphanumeric());
        let name = &inner[..end.unwrap_or(inner.len())];
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
        if closing || is_void(name) || inner.ends_with('/') {
            continue;
        }
        let inside = if is_verbatim(name) {
            Some(false)
        } else {
            // What is verbatim stays so, whatever its language.
            let verbatim = || regions.iter().any(|region| is_verbatim(region.name));
            memmem::find(inner.as_bytes(), LANG)
                .filter(|_| !verbatim())
                .map(|at| inner[at + LANG.len()..].starts_with("fr"))
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
