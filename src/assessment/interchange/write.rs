//! A module as TOML: no comments, keys in one order, every text on one line, so that the same questions always give the same file.

use std::fmt::Write;

use super::draft;
use crate::assessment::item::{Accepted, Choice, Gap, Item, Kind, Partial, Tolerance, Tool};

/// What stands above the questions.
#[derive(Clone, Debug)]
pub(super) struct Head {
    pub(super) id: String,
    pub(super) lang: String,
    pub(super) title: String,
    pub(super) summary: String,
}

/// The file, and the line on which each question begins.
pub(super) fn module(head: &Head, items: &[Item]) -> (String, Vec<usize>) {
    let mut out = String::new();
    for (key, value) in [
        ("format", "cafeia-module/1"),
        ("id", &head.id),
        ("version", "1.0.0"),
        ("lang", &head.lang),
        ("title", &head.title),
        ("summary", &head.summary),
        ("licence", "UNKNOWN"),
    ] {
        line(&mut out, key, &quoted(value));
    }
    let mut line = out.lines().count();
    let mut lines = Vec::with_capacity(items.len());
    for question in items {
        let text = item(question);
        lines.push(line + 2);
        line += text.lines().count() + 1;
        out.push('\n');
        out.push_str(&text);
    }
    (out, lines)
}

/// One `[[items]]` block.
pub(super) fn item(item: &Item) -> String {
    let mut out = String::from("[[items]]\n");
    line(&mut out, "id", &quoted(&item.id));
    line(&mut out, "type", &quoted(item.kind.name()));
    line(&mut out, "ask", &quoted(&item.ask));
    kind(&mut out, &item.kind);
    if item.partial != draft::usual_partial(&item.kind)
        && let Some((name, _)) = Partial::NAMES
            .iter()
            .find(|(_, partial)| *partial == item.partial)
    {
        line(&mut out, "partial", &quoted(name));
    }
    if item.kind.is_marked() && item.points != 1.0 {
        line(&mut out, "points", &number(item.points));
    }
    if let Some(why) = &item.why {
        line(&mut out, "why", &quoted(why));
    }
    out
}

fn kind(out: &mut String, kind: &Kind) {
    match kind {
        Kind::Single { choices } | Kind::Multiple { choices } => {
            let written = |right: bool| {
                choices
                    .iter()
                    .filter(|choice| choice.right == right)
                    .map(choice)
                    .collect::<Vec<_>>()
            };
            match (kind, written(true).as_slice()) {
                (Kind::Single { .. }, [one]) => line(out, "right", one),
                (_, rights) => line(out, "right", &listed(rights)),
            }
            line(out, "wrong", &listed(&written(false)));
        }
        Kind::TrueFalse { right } => line(out, "right", &right.to_string()),
        Kind::Scale { labels, .. } => line(out, "points_labels", &texts(labels)),
        Kind::Opinion { choices, .. } => line(out, "choices", &texts(choices)),
        Kind::Number {
            right,
            tolerance,
            tolerance_kind,
            ..
        } => {
            line(out, "right", &number(*right));
            if *tolerance != 0.0 {
                line(out, "tolerance", &number(*tolerance));
            }
            match tolerance_kind {
                Tolerance::Nominal => {}
                Tolerance::Relative => line(out, "tolerance_kind", &quoted("relative")),
                Tolerance::Geometric => line(out, "tolerance_kind", &quoted("geometric")),
            }
        }
        Kind::Text { accept, .. } => line(
            out,
            "accept",
            &listed(&accept.iter().map(accepted).collect::<Vec<_>>()),
        ),
        Kind::Match { pairs, extra } => {
            let pairs: Vec<String> = pairs
                .iter()
                .map(|(left, right)| format!("[{}, {}]", quoted(left), quoted(right)))
                .collect();
            line(out, "pairs", &listed(&pairs));
            if !extra.is_empty() {
                line(out, "extra", &texts(extra));
            }
        }
        Kind::Sort { bins } => {
            let bins: Vec<String> = bins
                .iter()
                .map(|bin| {
                    format!(
                        "{{ label = {}, holds = {} }}",
                        quoted(&bin.label),
                        texts(&bin.holds)
                    )
                })
                .collect();
            line(out, "bins", &listed(&bins));
        }
        Kind::Order { sequence } => line(out, "sequence", &texts(sequence)),
        Kind::Spot { segments } => {
            let segments: Vec<String> = segments
                .iter()
                .map(|segment| {
                    let error = segment.error.then(|| "error = true".to_owned());
                    table(&segment.text, error, segment.why.as_deref())
                })
                .collect();
            line(out, "segments", &listed(&segments));
        }
        Kind::Cloze { passage, gaps } => {
            line(out, "passage", &quoted(passage));
            let gaps: Vec<String> = gaps
                .iter()
                .map(|gap| match gap {
                    Gap::Choose {
                        right,
                        wrong,
                        weight,
                    } => format!(
                        "{{ right = {}, wrong = {}{} }}",
                        quoted(right),
                        texts(wrong),
                        weighing(*weight)
                    ),
                    Gap::Write { accept, weight } => {
                        format!("{{ accept = {}{} }}", texts(accept), weighing(*weight))
                    }
                })
                .collect();
            line(out, "gaps", &listed(&gaps));
        }
        Kind::Compare {
            tool,
            prompts,
            observe,
            fallback,
            ..
        } => {
            if let Some(Tool { name, url, .. }) = tool {
                line(
                    out,
                    "tool",
                    &format!("{{ name = {}, url = {} }}", quoted(name), quoted(url)),
                );
            }
            line(out, "prompts", &texts(prompts));
            line(out, "observe", &texts(observe));
            if let Some(fallback) = fallback {
                line(out, "fallback", &quoted(fallback));
            }
        }
        Kind::Table {
            steps, max_length, ..
        } => {
            line(out, "steps", &texts(steps));
            line(out, "answer", &format!("{{ max_length = {max_length} }}"));
        }
        Kind::Reflect {
            words: (0, 1_000), ..
        } => {}
        Kind::Reflect {
            words: (least, most),
            ..
        } => line(
            out,
            "length",
            &format!("{{ min_words = {least}, max_words = {most} }}"),
        ),
    }
}

fn line(out: &mut String, key: &str, value: &str) {
    writeln!(out, "{key} = {value}").expect("a String takes whatever is written");
}

fn choice(choice: &Choice) -> String {
    let weight = choice
        .weight
        .map(|weight| format!("weight = {}", number(weight)));
    table(&choice.text, weight, choice.why.as_deref())
}

/// What a gap says of its weight, where that is not the usual one.
fn weighing(weight: f64) -> String {
    if weight == 1.0 {
        String::new()
    } else {
        format!(", weight = {}", number(weight))
    }
}

fn accepted(accepted: &Accepted) -> String {
    let weight = (accepted.weight != 1.0).then(|| format!("weight = {}", number(accepted.weight)));
    table(&accepted.text, weight, accepted.why.as_deref())
}

/// A text alone, or a table where there is more to say of it.
fn table(text: &str, more: Option<String>, why: Option<&str>) -> String {
    if more.is_none() && why.is_none() {
        return quoted(text);
    }
    let mut members = vec![format!("text = {}", quoted(text))];
    members.extend(more);
    members.extend(why.map(|why| format!("why = {}", quoted(why))));
    format!("{{ {} }}", members.join(", "))
}

fn texts(texts: &[String]) -> String {
    listed(&texts.iter().map(|text| quoted(text)).collect::<Vec<_>>())
}

/// A list: on one line where it is short, else one entry a line.
fn listed(entries: &[String]) -> String {
    let length: usize = entries.iter().map(|entry| entry.chars().count() + 2).sum();
    if length <= 100 {
        return format!("[{}]", entries.join(", "));
    }
    format!(
        "[\n{}]",
        entries
            .iter()
            .map(|entry| format!("  {entry},\n"))
            .collect::<String>()
    )
}

/// A TOML basic string on one line.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A number as TOML writes it, whole where it is.
fn number(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 1e15 {
        format!("{number:.0}")
    } else {
        format!("{number:?}")
    }
}
