//! From the text of a GIFT file to its questions, in one pass over its lines and one over each question: time in proportion to the file.

use super::{Answer, Answers, Number, NumberAnswer, Paragraph, Question, Style, Text};
use crate::assessment::interchange::draft;

/// Reads a file. What is no question is told as broken, and the rest is read all the same.
pub(super) fn parse(text: &str) -> Vec<Paragraph> {
    let text = text
        .strip_prefix('\u{feff}')
        .unwrap_or(text)
        .replace("\r\n", "\n")
        .replace('\r', "\n");
    let mut found = Vec::new();
    let mut block = Block::default();
    for (at, line) in text.split('\n').enumerate() {
        let bare = line.trim();
        if let Some(comment) = bare.strip_prefix("//") {
            if block.lines.is_empty() {
                block.remark(comment);
            }
            continue;
        }
        if let Some(category) = bare.strip_prefix("$CATEGORY:") {
            found.extend(block.close());
            found.push(Paragraph::Category(category.trim().to_owned()));
            continue;
        }
        if bare.is_empty() {
            if block.depth == 0 {
                found.extend(block.close());
            } else {
                block.blank = true;
            }
            continue;
        }
        // A question that is not closed ends where, after a blank line, another one begins.
        if block.blank && (bare.starts_with("::") || begins_question(line)) {
            found.extend(block.close());
        }
        block.push(at + 1, line);
    }
    found.extend(block.close());
    found
}

/// Whether answers begin on this line before any end.
fn begins_question(line: &str) -> bool {
    match (unescaped(line, '{'), unescaped(line, '}')) {
        (Some(open), Some(close)) => open < close,
        (open, _) => open.is_some(),
    }
}

/// The lines of a question that is being gathered.
#[derive(Default)]
struct Block<'t> {
    line: usize,
    lines: Vec<&'t str>,
    id: Option<String>,
    tags: Vec<String>,
    /// How many braces are open.
    depth: usize,
    /// Whether a blank line stands inside its braces.
    blank: bool,
}

impl<'t> Block<'t> {
    /// Reads `[id:…]` and `[tag:…]` in a comment above a question.
    fn remark(&mut self, comment: &str) {
        for mark in comment
            .split('[')
            .skip(1)
            .filter_map(|rest| Some(rest.split_once(']')?.0))
        {
            if let Some(id) = mark.strip_prefix("id:") {
                self.id = Some(id.trim().to_owned());
            } else if let Some(tag) = mark.strip_prefix("tag:")
                && self.tags.len() < 100
            {
                self.tags.push(tag.trim().to_owned());
            }
        }
    }

    fn push(&mut self, line: usize, text: &'t str) {
        if self.lines.is_empty() {
            self.line = line;
        }
        let mut escape = false;
        for c in text.chars() {
            match c {
                '{' if !escape => self.depth += 1,
                '}' if !escape => self.depth = self.depth.saturating_sub(1),
                _ => {}
            }
            escape = c == '\\' && !escape;
        }
        self.blank = false;
        self.lines.push(text);
    }

    /// Ends the question; the next one begins with nothing.
    fn close(&mut self) -> Option<Paragraph> {
        if self.lines.is_empty() {
            self.depth = 0;
            return None;
        }
        let block = std::mem::take(self);
        let text = block.lines.join("\n");
        let line = block.line;
        Some(match question(block, &text) {
            Ok(question) => Paragraph::Question(question),
            Err(why) => Paragraph::Broken {
                line,
                title: name(&text),
                why,
            },
        })
    }
}

/// What a broken question is called: its title, else its beginning.
fn name(text: &str) -> String {
    let title = text
        .trim()
        .strip_prefix("::")
        .and_then(|rest| Some(&rest[..double_colon(rest)?]));
    draft::short(&unescape(title.unwrap_or(text)))
}

fn question(block: Block<'_>, text: &str) -> Result<Question, &'static str> {
    let mut rest = text.trim_start();
    let mut title = None;
    if let Some(inside) = rest.strip_prefix("::") {
        let end = double_colon(inside).ok_or("`::` is not closed")?;
        title = Some(unescape(inside[..end].trim()));
        rest = &inside[end + 2..];
    }
    let (style, rest) = styled(rest, Style::Moodle);
    let Some(open) = unescaped(rest, '{') else {
        if unescaped(rest, '}').is_some() {
            return Err("`}` without `{`");
        }
        return Ok(Question {
            line: block.line,
            id: block.id,
            tags: block.tags,
            title,
            stem: Text {
                style,
                text: shown(rest, style),
            },
            embedded: false,
            feedback: None,
            answers: Answers::Description,
        });
    };
    let (before, inside) = (&rest[..open], &rest[open + 1..]);
    let close = unescaped(inside, '}').ok_or("`{` is not closed")?;
    let (inside, after) = (&inside[..close], &inside[close + 1..]);
    if unescaped(inside, '{').is_some()
        || unescaped(after, '{').is_some()
        || unescaped(after, '}').is_some()
    {
        return Err("more than one pair of braces");
    }
    let (before, after) = (shown(before, style), shown(after, style));
    let embedded = !after.is_empty();
    let stem = match (before.is_empty(), embedded) {
        (_, false) => before,
        (true, true) => format!("_____ {after}"),
        (false, true) => format!("{before} _____ {after}"),
    };
    let (inside, feedback) = match hashes(inside) {
        Some(at) => (&inside[..at], text_of(&inside[at + 4..], style)),
        None => (inside, None),
    };
    Ok(Question {
        line: block.line,
        id: block.id,
        tags: block.tags,
        title,
        stem: Text { style, text: stem },
        embedded,
        feedback,
        answers: answers(inside, style)?,
    })
}

fn answers(inside: &str, style: Style) -> Result<Answers, &'static str> {
    let inside = inside.trim();
    if inside.is_empty() {
        return Ok(Answers::Essay);
    }
    if let Some(numbers) = inside.strip_prefix('#') {
        return numeric(numbers.trim(), style);
    }
    let word_end = unescaped(inside, '#').unwrap_or(inside.len());
    let truth = match inside[..word_end].trim().to_ascii_uppercase().as_str() {
        "T" | "TRUE" => Some(true),
        "F" | "FALSE" => Some(false),
        _ => None,
    };
    if let Some(right) = truth {
        let rest = inside.get(word_end + 1..).unwrap_or_default();
        let (wrong, well) = match unescaped(rest, '#') {
            Some(at) => (&rest[..at], &rest[at + 1..]),
            None => (rest, ""),
        };
        return Ok(Answers::TrueFalse {
            right,
            wrong: text_of(wrong, style),
            well: text_of(well, style),
        });
    }
    if unescaped_any(inside, &['=', '~']).is_none() {
        let (text, feedback) = with_feedback(inside, style);
        return Ok(Answers::Short(vec![Answer {
            right: true,
            weight: None,
            text,
            feedback,
        }]));
    }
    let pieces = pieces(inside)?;
    if pieces
        .iter()
        .all(|(right, piece)| *right && arrow(piece).is_some())
    {
        let pairs = pieces.iter().filter_map(|(_, piece)| {
            let at = arrow(piece)?;
            let (own, left) = styled(&piece[..at], style);
            Some((
                Text {
                    style: own,
                    text: shown(left, own),
                },
                shown(&piece[at + 2..], Style::Moodle),
            ))
        });
        return Ok(Answers::Matching(pairs.collect()));
    }
    let mut list = Vec::with_capacity(pieces.len());
    for (right, piece) in &pieces {
        let (weight, piece) = weighted(piece)?;
        let (text, feedback) = with_feedback(piece, style);
        list.push(Answer {
            right: *right,
            weight,
            text,
            feedback,
        });
    }
    Ok(if pieces.iter().all(|(right, _)| *right) {
        Answers::Short(list)
    } else {
        Answers::Choices(list)
    })
}

fn numeric(inside: &str, style: Style) -> Result<Answers, &'static str> {
    if !inside.starts_with(['=', '~']) {
        let end = unescaped(inside, '#').unwrap_or(inside.len());
        let number = number(&inside[..end])?;
        let feedback = text_of(inside.get(end + 1..).unwrap_or_default(), style);
        return Ok(match feedback {
            None => Answers::Number(number),
            feedback => Answers::Numbers(vec![NumberAnswer {
                right: true,
                weight: None,
                number: Some(number),
                feedback,
            }]),
        });
    }
    let mut list = Vec::new();
    for (right, piece) in pieces(inside)? {
        let (weight, piece) = weighted(piece)?;
        let end = unescaped(piece, '#').unwrap_or(piece.len());
        let value = piece[..end].trim();
        let number = if value.is_empty() || value == "*" {
            None
        } else {
            Some(number(value)?)
        };
        let feedback = text_of(piece.get(end + 1..).unwrap_or_default(), style);
        list.push(NumberAnswer {
            right,
            weight,
            number,
            feedback,
        });
    }
    Ok(Answers::Numbers(list))
}

fn number(text: &str) -> Result<Number, &'static str> {
    let text = unescape(text);
    let value = |text: &str| draft::number(text).map_err(|_| "a number is expected after `#`");
    if let Some((low, high)) = text.split_once("..") {
        return Ok(Number::LowHigh(value(low)?, value(high)?));
    }
    match text.split_once(':') {
        Some((number, range)) => Ok(Number::Range(value(number)?, value(range)?)),
        None => Ok(Number::Simple(value(&text)?)),
    }
}

/// The answers of a list, each without its `=` or `~`.
fn pieces(inside: &str) -> Result<Vec<(bool, &str)>, &'static str> {
    let inside = inside.trim();
    if !inside.starts_with(['=', '~']) {
        return Err("an answer begins with `=` or `~`");
    }
    let mut starts: Vec<usize> = Vec::new();
    let mut escape = false;
    for (at, c) in inside.char_indices() {
        if !escape && (c == '=' || c == '~') {
            starts.push(at);
        }
        escape = c == '\\' && !escape;
    }
    let ends = starts.iter().skip(1).copied().chain([inside.len()]);
    Ok(starts
        .iter()
        .zip(ends)
        .map(|(start, end)| (inside[*start..].starts_with('='), &inside[start + 1..end]))
        .collect())
}

/// The `%50%` before an answer.
fn weighted(piece: &str) -> Result<(Option<f64>, &str), &'static str> {
    let Some(rest) = piece.trim_start().strip_prefix('%') else {
        return Ok((None, piece));
    };
    let (percent, rest) = rest.split_once('%').ok_or("`%` is not closed")?;
    let weight = draft::number(percent).map_err(|_| "a number is expected between `%` and `%`")?;
    Ok((Some(weight), rest))
}

fn with_feedback(piece: &str, style: Style) -> (Text, Option<Text>) {
    let end = unescaped(piece, '#').unwrap_or(piece.len());
    let feedback = text_of(piece.get(end + 1..).unwrap_or_default(), style);
    let (own, text) = styled(&piece[..end], style);
    (
        Text {
            style: own,
            text: shown(text, own),
        },
        feedback,
    )
}

fn text_of(raw: &str, style: Style) -> Option<Text> {
    let (style, raw) = styled(raw, style);
    let text = shown(raw, style);
    (!text.is_empty()).then_some(Text { style, text })
}

/// The style in brackets before a text, else the given one.
fn styled(raw: &str, usual: Style) -> (Style, &str) {
    let inside = raw
        .trim_start()
        .strip_prefix('[')
        .and_then(|rest| rest.split_once(']'));
    inside
        .and_then(|(name, rest)| {
            let (_, style) = Style::NAMES.iter().find(|(known, _)| *known == name)?;
            Some((*style, rest))
        })
        .unwrap_or((usual, raw))
}

/// A text without its escapes; in Moodle's own and in plain style a line end is a blank.
fn shown(raw: &str, style: Style) -> String {
    let raw = raw.trim();
    match style {
        Style::Html | Style::Markdown => unescape(raw),
        Style::Moodle | Style::Plain => {
            let mut line = String::with_capacity(raw.len());
            for piece in raw
                .split([' ', '\t', '\n'])
                .filter(|piece| !piece.is_empty())
            {
                if !line.is_empty() {
                    line.push(' ');
                }
                line.push_str(piece);
            }
            unescape(&line)
        }
    }
}

/// Takes the backslash off before a control character; before anything else it stays.
fn unescape(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut signs = raw.chars().peekable();
    while let Some(c) = signs.next() {
        match (c, signs.peek()) {
            ('\\', Some('n')) => {
                signs.next();
                text.push('\n');
            }
            ('\\', Some(&next)) if "~=#{}:\\".contains(next) => {
                signs.next();
                text.push(next);
            }
            _ => text.push(c),
        }
    }
    text
}

fn unescaped(text: &str, sign: char) -> Option<usize> {
    unescaped_any(text, &[sign])
}

/// Where the first of some signs stands without a backslash before it.
fn unescaped_any(text: &str, signs: &[char]) -> Option<usize> {
    let mut escape = false;
    for (at, c) in text.char_indices() {
        if !escape && signs.contains(&c) {
            return Some(at);
        }
        escape = c == '\\' && !escape;
    }
    None
}

/// Where `::` stands and no backslash before it.
fn double_colon(text: &str) -> Option<usize> {
    let mut escape = false;
    for (at, c) in text.char_indices() {
        if !escape && text[at..].starts_with("::") {
            return Some(at);
        }
        escape = c == '\\' && !escape;
    }
    None
}

/// Where the feedback for the whole question begins.
fn hashes(text: &str) -> Option<usize> {
    let mut escape = false;
    for (at, c) in text.char_indices() {
        if !escape && text[at..].starts_with("####") {
            return Some(at);
        }
        escape = c == '\\' && !escape;
    }
    None
}

fn arrow(piece: &str) -> Option<usize> {
    piece.find("->")
}
