//! XML as a small tree with line numbers. No document type, no entity beyond the five of XML, bounded in size, depth and number of nodes.

use quick_xml::{Reader, XmlVersion, events::Event};

use super::Unreadable;

/// The largest file, in bytes.
const MAX_BYTES: usize = 16 << 20;

/// The deepest nesting, and the most elements and texts.
const MAX_DEPTH: usize = 64;
const MAX_NODES: usize = 400_000;

/// An element.
#[derive(Clone, Debug, Default)]
pub(super) struct Element {
    /// Its name without prefix.
    pub(super) name: String,
    /// Its attributes, names without prefix.
    pub(super) attributes: Vec<(String, String)>,
    /// What it holds.
    pub(super) nodes: Vec<Node>,
    /// Where it begins, from 1.
    pub(super) line: usize,
}

/// What an element holds.
#[derive(Clone, Debug)]
pub(super) enum Node {
    /// Another element.
    Element(Element),
    /// Text.
    Text(String),
}

impl Element {
    /// An attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// The elements directly inside.
    pub(super) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.nodes.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The elements of a name directly inside.
    pub(super) fn all<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Element> {
        self.elements().filter(move |element| element.name == name)
    }

    /// The first element of a name directly inside.
    pub(super) fn first(&self, name: &str) -> Option<&Element> {
        self.elements().find(|element| element.name == name)
    }

    /// All elements at any depth that fit, in the order of the document; what is inside one that fits is not looked at.
    pub(super) fn find<'e>(
        &'e self,
        fits: &dyn Fn(&Element) -> bool,
        found: &mut Vec<&'e Element>,
    ) {
        for element in self.elements() {
            if fits(element) {
                found.push(element);
            } else {
                element.find(fits, found);
            }
        }
    }

    /// All text inside, tags left out.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        self.add_text(&mut text);
        text
    }

    fn add_text(&self, text: &mut String) {
        for node in &self.nodes {
            match node {
                Node::Text(piece) => text.push_str(piece),
                Node::Element(element) => element.add_text(text),
            }
        }
    }
}

/// Reads a document; gives its root element.
///
/// # Errors
/// [`Unreadable`] with its line: not well-formed, a document type, an entity, or larger than the bounds.
pub(super) fn parse(text: &str) -> Result<Element, Unreadable> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.len() > MAX_BYTES {
        return Err(Unreadable::new(1, "more than 16 MiB"));
    }
    let mut reader = Reader::from_str(text);
    let mut open: Vec<Element> = vec![Element::default()];
    let (mut line, mut counted, mut nodes) = (1, 0, 0);
    loop {
        let start = position(reader.buffer_position());
        line += newlines(text, counted, start);
        counted = start;
        let event = reader.read_event();
        let event = event.map_err(|error| Unreadable::new(line, &error.to_string()))?;
        nodes += 1;
        if nodes > MAX_NODES {
            return Err(Unreadable::new(line, "more than 400 000 nodes"));
        }
        match event {
            Event::Start(tag) => {
                if open.len() > MAX_DEPTH {
                    return Err(Unreadable::new(
                        line,
                        "more than 64 elements in one another",
                    ));
                }
                open.push(element(&tag, line)?);
            }
            Event::Empty(tag) => {
                let element = element(&tag, line)?;
                add(&mut open, Node::Element(element));
            }
            Event::End(_) => {
                if let Some(element) = open.pop() {
                    add(&mut open, Node::Element(element));
                }
            }
            Event::Text(piece) => add_text(&mut open, &piece.xml10_content()),
            Event::CData(piece) => add_text(&mut open, &piece.xml10_content()),
            Event::GeneralRef(name) => {
                let sign = match &*name {
                    "amp" => Some('&'),
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "quot" => Some('"'),
                    "apos" => Some('\''),
                    _ => name.resolve_char_ref().ok().flatten(),
                };
                let sign = sign.ok_or_else(|| {
                    Unreadable::new(line, &format!("the entity `{}` is not known", &*name))
                })?;
                add_text(&mut open, sign.encode_utf8(&mut [0; 4]));
            }
            Event::DocType(_) => return Err(Unreadable::new(line, "a document type")),
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
            Event::Eof => break,
        }
    }
    if open.len() != 1 {
        let inner = open.pop().unwrap_or_default();
        return Err(Unreadable::new(
            inner.line,
            &format!("`{}` is not closed", inner.name),
        ));
    }
    let document = open.pop().unwrap_or_default();
    let stray = document
        .nodes
        .iter()
        .any(|node| matches!(node, Node::Text(text) if !text.trim().is_empty()));
    let mut roots = document.nodes.into_iter().filter_map(|node| match node {
        Node::Element(element) => Some(element),
        Node::Text(_) => None,
    });
    match (roots.next(), roots.next()) {
        (Some(root), None) if !stray => Ok(root),
        _ => Err(Unreadable::new(1, "not one XML element")),
    }
}

fn position(at: u64) -> usize {
    usize::try_from(at).unwrap_or(usize::MAX)
}

fn newlines(text: &str, from: usize, to: usize) -> usize {
    let bytes = text.as_bytes();
    bytes.get(from..to.min(bytes.len())).map_or(0, |piece| {
        piece.iter().filter(|byte| **byte == b'\n').count()
    })
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

fn element(tag: &quick_xml::events::BytesStart<'_>, line: usize) -> Result<Element, Unreadable> {
    let mut attributes = Vec::new();
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|error| Unreadable::new(line, &error.to_string()))?;
        let value = attribute
            .normalized_value(XmlVersion::Implicit1_0)
            .map_err(|error| Unreadable::new(line, &error.to_string()))?;
        attributes.push((local(attribute.key.as_ref()).to_owned(), value.into_owned()));
    }
    Ok(Element {
        name: local(tag.name().as_ref()).to_owned(),
        attributes,
        nodes: Vec::new(),
        line,
    })
}

fn add(open: &mut [Element], node: Node) {
    if let Some(element) = open.last_mut() {
        element.nodes.push(node);
    }
}

fn add_text(open: &mut [Element], piece: &str) {
    let Some(element) = open.last_mut() else {
        return;
    };
    if let Some(Node::Text(text)) = element.nodes.last_mut() {
        text.push_str(piece);
    } else {
        element.nodes.push(Node::Text(piece.to_owned()));
    }
}

/// A text as it stands in XML, in elements and attributes alike.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_has_names_attributes_texts_and_lines() {
        let root = parse("<?xml version=\"1.0\"?>\n<a x=\"1 &lt; 2\">\n  <b:c>t&amp;&#233;<![CDATA[<i>]]></b:c></a>\n").unwrap();
        assert_eq!(
            (root.name.as_str(), root.line, root.attribute("x")),
            ("a", 2, Some("1 < 2"))
        );
        let inner = root.first("c").unwrap();
        assert_eq!((inner.line, inner.text().as_str()), (3, "t&é<i>"));
        assert_eq!(
            parse(&format!("<a>{}</a>", escaped("a & b <c> \"d\"")))
                .unwrap()
                .text(),
            "a & b <c> \"d\""
        );
    }

    #[test]
    fn what_is_dangerous_or_broken_is_refused_with_its_line() {
        let deep = "<a>".repeat(10_000);
        let many = format!("<a>{}</a>", "<b/>".repeat(MAX_NODES + 1));
        for (text, line) in [
            ("<!DOCTYPE a [<!ENTITY x \"y\">]>\n<a>&x;</a>", 1),
            ("<a>\n&nope;</a>", 2),
            ("<a>\n<b></a>", 2),
            ("<a>", 1),
            ("", 1),
            ("no xml", 1),
            ("<a/><b/>", 1),
            ("<a x='&nope;'/>", 1),
            ("<a>&#0;</a>", 1),
            (deep.as_str(), 1),
            (many.as_str(), 1),
        ] {
            let broken = parse(text)
                .map(|_| ())
                .expect_err(&text[..text.len().min(40)]);
            assert_eq!(broken.line, line, "{}", &text[..text.len().min(40)]);
        }
    }
}
