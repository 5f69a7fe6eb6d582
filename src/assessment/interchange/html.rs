//! From the HTML of other formats to the plain text of ours: tags go, blocks become lines, entities become signs. Never fails, and takes time in proportion to its input.

use super::note::{Note, Notes};

/// Elements that begin a line of their own.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "br",
    "li",
    "ul",
    "ol",
    "tr",
    "table",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "pre",
    "blockquote",
    "section",
    "article",
    "hr",
    "dl",
    "dt",
    "dd",
    "figure",
    "figcaption",
    "thead",
    "tbody",
    "caption",
];

/// Elements that only mark words; losing them loses formatting.
const MARKS: &[&str] = &[
    "b", "i", "em", "strong", "u", "s", "sub", "sup", "a", "code", "small", "big", "td", "th",
    "font", "tt", "kbd", "samp", "var", "cite", "q", "del", "ins", "mark", "abbr", "center",
];

/// Elements that show or play something.
const MEDIA: &[&str] = &[
    "img", "audio", "video", "object", "iframe", "svg", "math", "embed", "canvas", "source",
];

/// Elements that only hold others.
const HOLDERS: &[&str] = &[
    "span", "bdi", "bdo", "time", "label", "body", "html", "col", "colgroup", "wbr", "input",
    "picture",
];

/// Elements whose content is no text.
const SILENT: &[&str] = &["script", "style", "head"];

const ENTITIES: &[(&str, char)] = &[
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", '\u{a0}'),
    ("eacute", 'é'),
    ("egrave", 'è'),
    ("ecirc", 'ê'),
    ("euml", 'ë'),
    ("agrave", 'à'),
    ("acirc", 'â'),
    ("auml", 'ä'),
    ("aacute", 'á'),
    ("ccedil", 'ç'),
    ("icirc", 'î'),
    ("iuml", 'ï'),
    ("iacute", 'í'),
    ("ocirc", 'ô'),
    ("ouml", 'ö'),
    ("oacute", 'ó'),
    ("ugrave", 'ù'),
    ("ucirc", 'û'),
    ("uuml", 'ü'),
    ("uacute", 'ú'),
    ("oelig", 'œ'),
    ("aelig", 'æ'),
    ("ntilde", 'ñ'),
    ("szlig", 'ß'),
    ("Eacute", 'É'),
    ("Egrave", 'È'),
    ("Agrave", 'À'),
    ("Ccedil", 'Ç'),
    ("laquo", '«'),
    ("raquo", '»'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("hellip", '…'),
    ("euro", '€'),
    ("deg", '°'),
    ("times", '×'),
    ("middot", '·'),
    ("rarr", '→'),
    ("minus", '\u{2212}'),
];

/// The text of a piece of HTML; notes say what went with the tags.
pub(super) fn text(html: &str, notes: &mut Notes) -> String {
    let mut plain = String::with_capacity(html.len());
    let mut rest = html;
    let mut kept = false;
    while let Some(at) = rest.find(['<', '&']) {
        push(&mut plain, &rest[..at], kept);
        rest = &rest[at..];
        if let Some(inside) = rest.strip_prefix('&') {
            match entity(inside) {
                Some((sign, length)) => {
                    plain.push(sign);
                    rest = &inside[length..];
                }
                None => {
                    plain.push('&');
                    rest = inside;
                }
            }
            continue;
        }
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
            continue;
        }
        let Some((name, closing, length)) = tag(rest) else {
            plain.push('<');
            rest = &rest[1..];
            continue;
        };
        rest = &rest[length..];
        let name = name.as_str();
        if SILENT.contains(&name) && !closing {
            rest = closed(rest, name);
            continue;
        }
        if name == "pre" {
            kept = !closing;
        }
        if BLOCKS.contains(&name) {
            plain.push('\n');
            if name == "li" && !closing {
                plain.push_str("- ");
            }
            if !["p", "br", "div", "pre"].contains(&name) {
                notes.add(Note::Formatting);
            }
        } else if MEDIA.contains(&name) {
            notes.add(Note::Media);
        } else if !HOLDERS.contains(&name) && !SILENT.contains(&name) {
            notes.add(Note::Formatting);
        }
    }
    push(&mut plain, rest, kept);
    tidy(&plain)
}

/// Adds text between tags: line ends inside it are blanks, but in preformatted text.
fn push(plain: &mut String, text: &str, kept: bool) {
    if kept {
        plain.push_str(text);
    } else {
        plain.extend(text.chars().map(|c| {
            if matches!(c, '\n' | '\r' | '\t') {
                ' '
            } else {
                c
            }
        }));
    }
}

/// Lines without blanks around them and no two empty ones in a row; no-break spaces stay inside.
pub(super) fn tidy(text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        let words: Vec<&str> = line
            .split([' ', '\t'])
            .filter(|word| !word.is_empty())
            .collect();
        let line = words.join(" ");
        let line = line.trim();
        if !line.is_empty() || lines.last().is_some_and(|last| !last.is_empty()) {
            lines.push(line.to_owned());
        }
    }
    lines.join("\n").trim().to_owned()
}

/// What follows from where an element closes.
fn closed<'h>(rest: &'h str, name: &str) -> &'h str {
    let closes = |at: usize| {
        let after = rest.get(at + 2..at + 2 + name.len());
        after.is_some_and(|after| after.eq_ignore_ascii_case(name))
    };
    let end = rest
        .match_indices("</")
        .map(|(at, _)| at)
        .find(|at| closes(*at));
    end.map_or("", |end| &rest[end..])
}

/// The sign of an entity and how long its name is, `;` included.
fn entity(inside: &str) -> Option<(char, usize)> {
    let end = inside.bytes().take(12).position(|byte| byte == b';')?;
    let name = &inside[..end];
    let sign = if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        char::from_u32(code)?
    } else {
        ENTITIES.iter().find(|(known, _)| *known == name)?.1
    };
    Some((sign, end + 1))
}

/// Whether an element is one of HTML's.
pub(super) fn is_known(name: &str) -> bool {
    [BLOCKS, MARKS, MEDIA, HOLDERS, SILENT]
        .iter()
        .any(|list| list.contains(&name))
}

/// The name of the tag that begins here, whether it closes, and its length; nothing where this is no tag of HTML.
fn tag(rest: &str) -> Option<(String, bool, usize)> {
    let (closing, name_at) = if rest.starts_with("</") {
        (true, 2)
    } else {
        (false, 1)
    };
    let length = rest[name_at..]
        .bytes()
        .take(16)
        .take_while(u8::is_ascii_alphanumeric)
        .count();
    let name = rest[name_at..name_at + length].to_ascii_lowercase();
    if !is_known(&name) {
        return None;
    }
    let mut quote = None;
    for (at, byte) in rest.bytes().enumerate().skip(name_at + length) {
        match (quote, byte) {
            (Some(open), byte) if byte == open => quote = None,
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'>') => return Some((name, closing, at + 1)),
            // Another tag begins: this one was none, and no tag is looked through twice.
            (None, b'<') => return None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_go_and_the_text_stays() {
        for (html, plain) in [
            ("<p>One</p><p>Two &amp; three</p>", "One\n\nTwo & three"),
            ("a < b and b > c", "a < b and b > c"),
            ("l&#39;&eacute;t&#xe9;&nope;", "l'été&nope;"),
            ("<SPAN title=\"a > b\">x</span><!-- no -->y", "xy"),
            ("<script>alert(1)</script>z", "z"),
            ("un\n   deux<br>trois", "un deux\ntrois"),
            ("<pre>a\nb</pre>", "a\nb"),
            ("<ul><li>a</li><li>b</li></ul>", "- a\n\n- b"),
            ("<", "<"),
            ("<b", "<b"),
            ("<b <i>c", "<b c"),
            ("<Script>x</SCRIPT>y<style>z", "y"),
        ] {
            assert_eq!(text(html, &mut Notes::default()), plain, "{html}");
        }
    }

    #[test]
    fn what_is_lost_is_told() {
        let told = |html| {
            let mut notes = Notes::default();
            text(html, &mut notes);
            notes.into_list()
        };
        assert_eq!(told("<p>plain <span>text</span></p>"), []);
        assert_eq!(told("<b>bold</b><i>er</i>"), [Note::Formatting]);
        assert_eq!(told("<img src=x>"), [Note::Media]);
    }
}
