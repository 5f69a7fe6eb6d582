//! What `crema check` finds, in words: for the terminal, the log, and the page of an author.

use crate::{
    assessment::finding::{Problem, Value},
    i18n::Texts,
    outside::quizzes::Shelf,
};

/// A finding in words, with what it weighs: `error: …`.
pub fn words(texts: Texts, problem: &Problem) -> String {
    let weight = if problem.is_warning() {
        "finding-warning"
    } else {
        "finding-error"
    };
    texts.with(weight, "message", bare(texts, problem))
}

/// A finding in words, and what was probably meant.
pub fn bare(texts: Texts, problem: &Problem) -> String {
    let values = problem.values().into_iter().map(|(name, value)| {
        let value = match value {
            Value::Text(text) => shortened(text),
            Value::Fraction(alpha) if name == "alpha" => texts.figure(alpha, 2),
            Value::Fraction(share) => share_of(texts, share),
        };
        (name, value.into())
    });
    let message = texts.with_all(&format!("finding-{}", problem.code()), values);
    match problem.near() {
        Some(near) => texts.with_all(
            "finding-meant",
            [("message", message.into()), ("near", near.into())],
        ),
        None => message,
    }
}

/// A value of the file as it is repeated: a long one by its beginning.
fn shortened(text: String) -> String {
    const MOST: usize = 120;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// A share with one decimal, so that 1.4 % is not said to be 1 %.
pub fn share_of(texts: Texts, share: f64) -> String {
    format!("{}\u{a0}%", texts.figure(share * 100.0, 1))
}

/// What keeps the files of a folder from being served as they stand: a line for each finding, none where nothing does.
pub fn wrong(texts: Texts, shelf: &Shelf) -> Vec<String> {
    let refused = shelf.files().iter().filter(|file| file.refused);
    let reports = refused.flat_map(|file| &file.reports);
    let lines = reports.flat_map(|report| {
        let path = report.path.display().to_string();
        report.findings.iter().map(move |finding| {
            let words = words(texts, &finding.problem);
            format!("{path}:{}:{}: {words}", finding.line, finding.column)
        })
    });
    shelf.fault.clone().into_iter().chain(lines).collect()
}
