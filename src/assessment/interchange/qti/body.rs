//! What stands in an item's body: names of all versions made alike, and its content as plain text.

use crate::assessment::interchange::{
    html,
    note::{Note, Notes},
    xml::{Element, Node},
};

/// Makes the names of elements and attributes alike: `qti-simple-choice` and `simpleChoice` are `simple-choice`.
pub(super) fn alike(element: &mut Element) {
    element.name = kebab(element.name.strip_prefix("qti-").unwrap_or(&element.name));
    for (name, _) in &mut element.attributes {
        *name = kebab(name);
    }
    for node in &mut element.nodes {
        if let Node::Element(inner) = node {
            alike(inner);
        }
    }
}

fn kebab(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    for c in name.chars() {
        if c.is_ascii_uppercase() {
            if !out.is_empty() {
                out.push('-');
            }
            out.push(c.to_ascii_lowercase());
        } else {
            out.push(c);
        }
    }
    out
}

/// Whether an element takes an answer.
pub(super) fn is_interaction(element: &Element) -> bool {
    element.name.ends_with("-interaction")
}

/// Elements of an item that are not shown, or not before the answer.
const HIDDEN: &[&str] = &[
    "feedback-inline",
    "feedback-block",
    "rubric-block",
    "modal-feedback",
    "catalog-info",
    "stylesheet",
    "prompt",
    "template-block",
];

/// The plain text of an element; `put` says what stands in the place of an inner one, nothing where it is shown as it is.
pub(super) fn text(
    element: &Element,
    put: &mut dyn FnMut(&Element) -> Option<String>,
    notes: &mut Notes,
) -> String {
    let mut marked = String::new();
    add(element, put, &mut marked, notes);
    html::text(&marked, notes)
}

/// The plain text of an element, interactions left out.
pub(super) fn shown(element: &Element, notes: &mut Notes) -> String {
    text(
        element,
        &mut |inner| is_interaction(inner).then(String::new),
        notes,
    )
}

fn add(
    element: &Element,
    put: &mut dyn FnMut(&Element) -> Option<String>,
    out: &mut String,
    notes: &mut Notes,
) {
    for node in &element.nodes {
        let inner = match node {
            Node::Text(text) => {
                out.push_str(&text.replace('&', "&amp;").replace('<', "&lt;"));
                continue;
            }
            Node::Element(inner) => inner,
        };
        if let Some(instead) = put(inner) {
            out.push_str(&instead);
            continue;
        }
        if HIDDEN.contains(&inner.name.as_str()) {
            if inner.name.starts_with("rubric") || inner.name == "feedback-block" {
                notes.add(Note::Feedback);
            }
            continue;
        }
        if inner.name == "printed-variable" {
            notes.add(Note::Processing);
        }
        let known = html::is_known(&inner.name);
        if known {
            out.push_str(&format!("<{}>", inner.name));
        }
        add(inner, put, out, notes);
        if known && inner.name != "br" {
            out.push_str(&format!("</{}>", inner.name));
        }
    }
}
